//! What a report says, before how it is written.
//!
//! Plain values in the order a reader meets them. Their names are the public
//! JSON format; numbers are unrounded, and those that need a count carry it.
//! Contact details are masked before they arrive here.

use serde::Serialize;

use crate::feedback::{Group, Scale};
use crate::inquiry::Answer;
use crate::inquiry::answer::ThemeAnswer;
use crate::inquiry::check::ThemeCheck;
use crate::inquiry::claims::Claim;
use crate::inquiry::joint_effects::JointEffects;
use crate::inquiry::pain_points::PainPoints;
use crate::inquiry::plan::PlanStep;
use crate::inquiry::saturation::Saturation;
use crate::inquiry::theme_tone::{Requests, ThemeTone};
use crate::nps::estimate::{Estimate, Score, Share};
use crate::nps::intervals::{Confidence, Proportion};
use crate::nps::shrinkage::Shrunk;
use crate::study::Quote;
use crate::themes::Firmness;

use super::scale_words;

/// A whole report.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Brief {
    /// What the report is about, in a few words.
    pub title: String,
    /// How often its intervals hold the truth.
    pub confidence: Confidence,
    /// What was read.
    pub sources: Vec<SourceFile>,
    /// Three to five findings, the most important first.
    pub headlines: Vec<Headline>,
    /// What the numbers cannot say.
    pub cautions: Vec<String>,
    /// Whose answers the numbers by theme are of: `everybody`, or a wave or a
    /// segment.
    pub base: String,
    /// What is counted when themes are counted.
    pub unit: String,
    /// How much of what was asked became part of a theme.
    pub coverage: Coverage,
    /// What people talk about, in the order to read it.
    pub themes: Vec<ThemeSummary>,
    /// What the most mentioned themes do to the rating beside each other; `None`
    /// where that cannot be told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub together: Option<JointEffects>,
    /// Themes that people set aside.
    pub parked: Vec<Parked>,
    /// Themes that people made and that nothing is in yet.
    pub empty: Vec<Parked>,
    /// Every comment, where there are too few to group.
    pub comments: Vec<Quote>,
    /// What people ask for; `None` where nobody does.
    pub requests: Option<Requests>,
    /// What people in interviews struggle with.
    pub pain_points: PainPoints,
    /// Whether more interviews would have brought something new.
    pub saturation: Option<Saturation>,
    /// What belongs to no theme.
    pub unthemed: Unthemed,
    /// What people noted while they explored.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub noted: Vec<ShownView>,
    /// What ratings are on, and what its groups are called.
    #[serde(serialize_with = "scale_words::told")]
    pub scale: Scale,
    /// The score, as a whole and by wave.
    pub score: ScoreOverview,
    /// Which conversation holds which theme.
    pub interviews: InterviewMatrix,
    /// Rows that were left out.
    pub skipped: Skipped,
    /// What to do, in order; only themes that are findings, or that something
    /// is planned about.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub plan: Vec<PlanStep>,
    /// How it was done.
    pub method: MethodNotes,
}

/// One file that was read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SourceFile {
    /// The name of the file.
    pub file: String,
    /// Answers to a survey in it.
    pub responses: u64,
    /// Conversations in it.
    pub interviews: u64,
    /// The waves its answers belong to.
    pub waves: Vec<String>,
}

/// A finding in plain words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Headline {
    /// What it claims.
    pub claim: Claim,
    /// One or two sentences, with their numbers.
    pub text: String,
    /// The id of the theme it is about.
    pub theme: Option<String>,
}

/// How many responses were left at each step from asking to a theme.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// Answers in the files.
    pub asked: u64,
    /// Of those: gave a rating.
    pub rated: u64,
    /// Of those asked: wrote a comment that says something.
    pub commented: u64,
    /// Of those who commented: at least one passage belongs to a theme.
    pub themed: u64,
    /// Of those who commented: a topic, but no theme.
    pub unthemed: u64,
    /// Of those who commented: no theme but such as people set aside.
    pub parked: u64,
    /// Of those asked: wrote nothing but "n/a" or the like. Counts as no comment.
    pub blank: u64,
    /// Conversations read.
    pub interviews: u64,
    /// Rows left out.
    pub skipped: u64,
}

/// The score as a whole and by wave.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ScoreOverview {
    /// All waves together; `None` where nobody rated or where they must not
    /// be pooled.
    pub overall: Option<Score>,
    /// Whether every wave has dates; else their order is that of their names.
    pub dated: bool,
    /// One a wave, in order of time.
    pub waves: Vec<WaveScore>,
}

/// The score of one wave.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WaveScore {
    /// The name of the wave.
    pub wave: String,
    /// Its score.
    #[serde(flatten)]
    pub score: Score,
}

/// What sort of thing a theme says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ThemeSort {
    /// Something that can be acted upon.
    #[default]
    Topic,
    /// Praise that names nothing.
    Praise,
    /// Complaint that names nothing.
    Complaint,
}

/// Something several people talk about.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ThemeSummary {
    /// The id that stays with it from run to run.
    pub id: String,
    /// A short name.
    pub label: String,
    /// The words that tell it from the rest, the strongest first.
    pub terms: Vec<String>,
    /// What sort of thing it says.
    pub kind: ThemeSort,
    /// How much of it came back when it was mined again on part of the
    /// comments, and in a word: `firm`, `fair` or `loose`.
    pub firmness: Option<Firmness>,
    /// Whether people chose what is in it: pieces were cut from it, or it was
    /// made of passages. Then nobody measured how firm it is.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub by_hand: bool,
    /// The share of its people who use a word of its name; `None` for general
    /// praise and complaint.
    pub fit: Option<f64>,
    /// The id of the broader theme it belongs to.
    pub broader: Option<String>,
    /// Whether a person said it is right.
    pub confirmed: bool,
    /// Who sees to it.
    pub owner: Option<String>,
    /// People who voice it in a survey, each once.
    pub respondents: u64,
    /// Interviews in which it is voiced, of all interviews.
    pub participants: Proportion,
    /// Accounts whose people voice it, of all accounts heard.
    pub accounts: Proportion,
    /// Sentences and clauses that belong to it.
    pub passages: u64,
    /// Who voices it: of each group that commented, the share that does.
    pub groups: Vec<GroupShare>,
    /// The score of those who voice it.
    pub score: Option<Score>,
    /// The score of those who comment on something else.
    pub others: Option<Score>,
    /// How much those who voice it pull the score up or down.
    pub impact: ImpactSummary,
    /// How sure the impact is among those of all topics; `None` where it is
    /// no topic, or no number.
    pub moves: Option<Moves>,
    /// Those who voice it and are in the worst group, of all who rated.
    pub worst: Option<Share>,
    /// The share that voices it, wave by wave.
    pub trend: Vec<WaveShare>,
    /// What it falls into, the largest first; none where its parts do not say
    /// more than it does.
    pub parts: Vec<ThemePart>,
    /// How people speak of it; `None` for general praise and complaint.
    pub tone: Option<ThemeTone>,
    /// People in their own words.
    pub quotes: Vec<Quote>,
    /// What to keep in mind when reading it.
    pub cautions: Vec<String>,
    /// What somebody who read some of it found; `None` where nobody checked it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub checked: Option<ThemeCheck>,
}

/// A part of a theme.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ThemePart {
    /// Its id.
    pub id: String,
    /// Its name.
    pub label: String,
    /// People who voice it in a survey, each once.
    pub respondents: u64,
}

/// A theme that is not shown among the others: set aside, or empty yet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Parked {
    /// Its id.
    pub id: String,
    /// Its name.
    pub label: String,
    /// People who voice it in a survey, each once.
    pub respondents: u64,
}

/// The share of one group.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct GroupShare {
    /// The group.
    pub group: Group,
    /// Those of it who commented and voice the theme.
    #[serde(flatten)]
    pub share: Share,
}

/// The share of one wave.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WaveShare {
    /// The name of the wave.
    pub wave: String,
    /// Those who commented in it and voice the theme.
    #[serde(flatten)]
    pub share: Share,
}

/// Points of score a theme weighs, or why nobody can say.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum ImpactSummary {
    /// The points; their count is the smaller of those who voice the theme
    /// and the rest.
    Points(Estimate),
    /// No number.
    Unknown {
        /// Half a sentence: "nobody rated".
        why: String,
    },
}

/// How sure a theme's impact is among those of all topics.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Moves {
    /// Whether it is more than chance, with at most 5% false findings among
    /// all topics.
    pub found: bool,
    /// The share of false findings among topics at least as clear.
    pub q: f64,
    /// How many topics were tested.
    pub topics: u64,
    /// What the points are likely to be: the largest of many is mostly too
    /// large.
    pub likely: Shrunk,
}

/// Which conversation holds which theme.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct InterviewMatrix {
    /// The conversations, in a fixed order.
    pub conversations: Vec<Conversation>,
    /// One row a theme.
    pub matrix: Vec<MatrixRow>,
    /// What so few conversations may have missed, in plain words.
    pub notes: Vec<String>,
}

/// One conversation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Conversation {
    /// Who was interviewed, as far as it may be shown.
    pub participant: String,
    /// The customer they belong to.
    pub account: Option<String>,
    /// What they do there.
    pub role: Option<String>,
    /// Their group, where they are linked to a rating.
    pub group: Option<Group>,
    /// The day (ISO 8601).
    pub date: Option<String>,
    /// The name of the file.
    pub source: String,
}

/// A theme and the conversations in which it is voiced.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct MatrixRow {
    /// The id of the theme.
    pub theme: String,
    /// Its name.
    pub label: String,
    /// Positions in [`InterviewMatrix::conversations`], ascending.
    pub voiced_in: Vec<usize>,
}

/// What belongs to no theme.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Unthemed {
    /// People with a topic but no theme, of those who commented.
    pub people: Option<Share>,
    /// Sentences and clauses that belong to no theme.
    pub passages: u64,
    /// A few of them.
    pub examples: Vec<Quote>,
}

/// Rows that were left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Skipped {
    /// How many.
    pub total: u64,
    /// The first [`Skipped::LISTED`].
    pub first: Vec<SkippedRow>,
}

impl Skipped {
    /// How many rows are listed; the others are only counted.
    pub const LISTED: usize = 20;
}

/// One row that was left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SkippedRow {
    /// The name of the file.
    pub file: String,
    /// The row in the file, the header included.
    pub row: Option<u32>,
    /// Why.
    pub reason: String,
}

/// How it was done.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct MethodNotes {
    /// Why there are as many themes as there are, in a sentence.
    pub grain: String,
    /// What became of the themes since they were last looked at, in sentences.
    pub changes: Vec<String>,
    /// Paragraphs in plain words.
    pub notes: Vec<String>,
    /// What could be set otherwise.
    pub settings: Vec<SettingNote>,
}

/// A setting and the reason for it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SettingNote {
    /// Its name, as in `motif.toml`.
    pub name: String,
    /// Its value.
    pub value: String,
    /// Why it is so.
    pub why: String,
}

/// A view that belongs to the report.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ShownView {
    /// What somebody called it.
    pub name: String,
    /// The page it was.
    pub address: String,
    /// When it was kept (RFC 3339).
    pub at: String,
    /// By whom.
    pub who: String,
    /// What they said of it.
    pub note: Option<String>,
    /// What it shows now.
    pub shows: Now,
}

/// What a view shows now.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Now {
    /// A theme.
    Theme(Box<ShownTheme>),
    /// It is not there any more.
    Gone {
        /// Why, in a sentence.
        why: String,
    },
    /// A page that says too much to repeat.
    Page,
    /// The answer to another question.
    #[serde(untagged)]
    Answer(Box<Answer>),
}

/// A theme, as a view shows it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ShownTheme {
    /// What is said of it.
    #[serde(flatten)]
    pub answer: ThemeAnswer,
    /// Who says it, in a sentence.
    pub standing: String,
    /// What it weighs, in a sentence.
    pub weight: String,
}
