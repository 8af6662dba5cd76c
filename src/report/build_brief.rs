//! Fills the brief from an analysis: decides what is said.
//!
//! Takes an [`Analysis`], and whose answers count; gives a [`Brief`]. Numbers by
//! theme count each person once, by their latest answer; the trend counts each
//! person once a wave.

use std::collections::{BTreeSet, HashSet};

use crate::corpus::FileKind;
use crate::feedback::{Group, Place, Response};
use crate::inquiry::breadth::breadth;
use crate::inquiry::check::check_of;
use crate::inquiry::claims::FALSE;
use crate::inquiry::impacts::{TopicImpact, topic_impacts};
use crate::inquiry::joint_effects::joint_effects;
use crate::inquiry::pain_points::pain_points;
use crate::inquiry::plan::{PlanStep, plan};
use crate::inquiry::priorities;
use crate::inquiry::saturation::saturation;
use crate::inquiry::theme_tone::{requests, theme_tone};
use crate::inquiry::{Ledger, Selection};
use crate::nps::estimate::{Estimate, Footing, Score, Share};
use crate::nps::intervals::{Confidence, Proportion, upper_bound};
use crate::nps::score::Counts;
use crate::pain_points::SAME;
use crate::study::{Analysis, Finding, Quote, Voiced};
use crate::themes::{self, Entry, Firmness, Request, ThemeId};
use crate::vectorize::TermId;

use super::brief::{
    Brief, Conversation, Coverage, GroupShare, ImpactSummary, InterviewMatrix, MatrixRow,
    MethodNotes, Moves, Parked, ScoreOverview, SettingNote, ShownView, Skipped, SkippedRow,
    SourceFile, ThemePart, ThemeSort, ThemeSummary, Unthemed, WaveScore, WaveShare,
};
use super::catalogue::{say, with_facts};
use super::headlines;
use super::scale_words;
use super::sentences;
use super::theme_changes;
use super::title::title;
use super::words;

/// Quotes shown for a theme.
const QUOTES: usize = 5;

/// Unthemed passages shown.
const EXAMPLES: usize = 6;

/// Fewer themes than one, and at most this many comments: they are all shown.
const SHOWN_WHOLE: usize = 40;

impl Brief {
    /// Says what an analysis found, by everybody's latest answers.
    pub fn new(analysis: &Analysis) -> Self {
        Self::of(analysis, &Selection::everybody(analysis))
    }

    /// Says what an analysis found, with numbers by theme of some answers.
    pub fn of(analysis: &Analysis, base: &Selection) -> Self {
        let ledger = Ledger::new(analysis);
        let facts = ThemeBaseline::new(&ledger, base);
        let coverage = coverage(analysis);
        let firmness = analysis.firmness();
        let pain_points = pain_points(&ledger);
        let brief = Self {
            title: title(analysis),
            confidence: ledger.confidence,
            sources: sources(analysis),
            headlines: Vec::new(),
            cautions: cautions(analysis, coverage),
            base: base.name.clone(),
            unit: unit(analysis, base),
            coverage,
            themes: ledger
                .themes()
                .into_iter()
                .map(|at| facts.theme(at, firmness[at]))
                .collect(),
            together: (!facts.base.by_rating)
                .then(|| joint_effects(&ledger, &base.responses))
                .flatten(),
            parked: parked(analysis),
            empty: empty(analysis),
            comments: facts.all_comments(),
            requests: requests(&ledger, &base.responses),
            saturation: saturation(&ledger, &pain_points),
            pain_points,
            unthemed: facts.unthemed(),
            noted: Vec::new(),
            scale: analysis.corpus.scale.clone(),
            score: facts.scores(),
            interviews: facts.interviews(),
            skipped: skipped(analysis),
            plan: planned(&ledger, base),
            method: method(analysis),
        };
        let mut interviews = brief.interviews.clone();
        let saturation = brief.saturation.iter();
        interviews
            .notes
            .extend(saturation.flat_map(sentences::saturation));
        Self {
            interviews,
            headlines: headlines::of(&ledger, base, facts.impacts, &brief),
            ..brief
        }
    }

    /// Returns the same with what people noted while they explored.
    #[must_use]
    pub fn with_views(self, noted: Vec<ShownView>) -> Self {
        Self { noted, ..self }
    }
}

/// Returns the plan: hints are none, unless somebody plans something about them.
fn planned(ledger: &Ledger<'_>, base: &Selection) -> Vec<PlanStep> {
    let mut steps = plan(ledger, &priorities::of_score(ledger, base));
    steps.retain(|step| step.settling.is_some() || !step.actions.is_empty());
    steps
}

/// What every theme is compared with.
struct ThemeBaseline<'a> {
    ledger: &'a Ledger<'a>,
    analysis: &'a Analysis,
    confidence: Confidence,
    /// Whose answers themes are counted among.
    base: &'a Selection,
    /// Whether these are not everybody's: interviews are in no part.
    is_part: bool,
    /// Those of them who rated.
    rated: Vec<usize>,
    /// Those of each group who commented, by [`Group::ALL`].
    groups: [Vec<usize>; 3],
    /// Each wave, and who commented in it.
    waves: Vec<(String, Vec<usize>)>,
    /// The impact of each topic that has one.
    impacts: Vec<TopicImpact>,
    /// The parts of each finding.
    parts: Vec<Vec<ThemePart>>,
    accounts_heard: u64,
}

/// Who voices a theme, and where.
struct BriefVoices {
    passages: Vec<usize>,
    /// How many accounts.
    accounts: u64,
    participants: Proportion,
}

impl<'a> ThemeBaseline<'a> {
    fn new(ledger: &'a Ledger<'a>, base: &'a Selection) -> Self {
        let analysis = ledger.analysis;
        let corpus = &analysis.corpus;
        let rated = base.responses.iter().copied();
        let rated = rated.filter(|&r| ledger.group(r).is_some());
        let commented = ledger.commenting(&base.responses);
        let is_part = base.responses != analysis.people.latest;
        let people = base.responses.iter().map(|&r| analysis.people.person(r));
        let people: HashSet<usize> = people.filter(|_| is_part).collect();
        let is_in = |r: &usize| !is_part || people.contains(&analysis.people.person(*r));
        let waves = corpus.waves().into_iter().map(|wave| {
            let in_wave = Selection::parse(&wave, analysis);
            let said = in_wave.map(|side| ledger.commenting(&side.responses));
            let mut said = said.unwrap_or_default();
            said.retain(is_in);
            (wave, said)
        });
        let heard = base.responses.iter();
        let heard: HashSet<&str> = heard
            .filter_map(|&r| corpus.responses[r].account.as_deref())
            .collect();
        Self {
            confidence: ledger.confidence,
            base,
            rated: rated.collect(),
            groups: Group::ALL.map(|group| {
                let commented = commented.iter().copied();
                commented
                    .filter(|&r| ledger.group(r) == Some(group))
                    .collect()
            }),
            waves: waves.collect(),
            impacts: topic_impacts(ledger, &base.responses),
            parts: parts(analysis),
            accounts_heard: if is_part {
                heard.len() as u64
            } else {
                corpus.accounts_with_answers().len() as u64
            },
            is_part,
            ledger,
            analysis,
        }
    }

    fn theme(&self, at: usize, firmness: Option<Firmness>) -> ThemeSummary {
        let (ledger, finding) = (self.ledger, self.ledger.finding(at));
        let said = ledger.voicing(at, &self.base.responses);
        let others = self.rated.iter().copied();
        let others = others.filter(|&r| ledger.commented(r) && !ledger.voices(r, at));
        let BriefVoices {
            passages,
            accounts,
            participants,
        } = self.voices(finding, &said);
        let quotes = if self.is_part {
            self.analysis.quoted(&passages, QUOTES)
        } else {
            finding.quotes.clone()
        };
        let score = ledger.score(&said);
        let is_worst = |r: usize| ledger.voices(r, at) && ledger.group(r) == Some(Group::Detractor);
        ThemeSummary {
            id: finding.theme.id.to_string(),
            label: words::theme(&finding.theme.name).into_owned(),
            terms: finding.theme.terms.clone(),
            kind: match finding.theme.kind {
                themes::ThemeKind::Topic => ThemeSort::Topic,
                themes::ThemeKind::GeneralPraise => ThemeSort::Praise,
                themes::ThemeKind::GeneralComplaint => ThemeSort::Complaint,
            },
            firmness,
            by_hand: self.is_by_hand(finding),
            fit: finding.fit,
            broader: finding.theme.within.map(|broader| broader.to_string()),
            confirmed: finding.theme.standing.confirmed,
            owner: finding.theme.standing.owner.clone(),
            respondents: said.len() as u64,
            participants,
            accounts: Proportion {
                voiced: accounts,
                of: self.accounts_heard,
            },
            passages: passages.len() as u64,
            groups: self.group_shares(at),
            others: ledger.score(&others.collect::<Vec<_>>()),
            impact: match self.impact(at) {
                _ if self.base.by_rating => ImpactSummary::Unknown {
                    why: say!("these people were chosen by their ratings").into(),
                },
                Some(points) => ImpactSummary::Points(points),
                None if self.rated.is_empty() => ImpactSummary::Unknown {
                    why: say!("there are no ratings").into(),
                },
                None if score.is_none() => ImpactSummary::Unknown {
                    why: say!("nobody who mentions it gave a rating").into(),
                },
                None => ImpactSummary::Unknown {
                    why: say!("everyone who commented mentions it").into(),
                },
            },
            moves: self.moves(at),
            worst: score.map(|_| ledger.share(&self.rated, is_worst)),
            score,
            trend: self.trend(at),
            parts: self.parts[at].clone(),
            tone: (finding.theme.kind == themes::ThemeKind::Topic)
                .then(|| theme_tone(ledger, at, &self.base.responses)),
            quotes: quotes
                .iter()
                .take(QUOTES)
                .map(|&passage| self.quote(passage))
                .collect(),
            cautions: self.theme_cautions(finding, &said, firmness),
            checked: check_of(ledger, at),
        }
    }

    /// Returns who voices a theme among those it is counted among.
    fn voices(&self, finding: &Finding, said: &[usize]) -> BriefVoices {
        if !self.is_part {
            return BriefVoices {
                passages: finding.passages.clone(),
                accounts: finding.accounts.len() as u64,
                participants: Proportion {
                    voiced: finding.interviews.len() as u64,
                    of: self.analysis.corpus.interviews.len() as u64,
                },
            };
        }
        let all = &self.analysis.passages.all;
        let is_in = |passage: &usize| self.base.holds(all[*passage].place);
        let responses = &self.analysis.corpus.responses;
        let accounts = said.iter().filter_map(|&r| responses[r].account.as_deref());
        BriefVoices {
            passages: finding.passages.iter().copied().filter(is_in).collect(),
            accounts: accounts.collect::<HashSet<_>>().len() as u64,
            participants: Proportion { voiced: 0, of: 0 },
        }
    }

    fn topic(&self, at: usize) -> Option<&TopicImpact> {
        if self.base.by_rating {
            return None;
        }
        self.impacts.iter().find(|topic| topic.finding == at)
    }

    fn impact(&self, at: usize) -> Option<Estimate> {
        let points = self.topic(at).map(|topic| topic.impact.points);
        points.or_else(|| Some(self.ledger.impact(at, &self.base.responses)?.points))
    }

    fn moves(&self, at: usize) -> Option<Moves> {
        let topic = self.topic(at)?;
        Some(Moves {
            found: topic.is_found(FALSE),
            q: topic.q,
            topics: self
                .impacts
                .iter()
                .filter(|topic| topic.is_tested())
                .count() as u64,
            likely: topic.shrunk,
        })
    }

    fn group_shares(&self, at: usize) -> Vec<GroupShare> {
        if self.rated.is_empty() {
            return Vec::new();
        }
        let voices = |r: usize| self.ledger.voices(r, at);
        let groups = self.analysis.corpus.scale.groups();
        groups
            .map(|group| GroupShare {
                group,
                share: self.ledger.share(&self.groups[group.index()], voices),
            })
            .collect()
    }

    fn trend(&self, at: usize) -> Vec<WaveShare> {
        let voices = |r: usize| self.ledger.voices(r, at);
        let waves = self.waves.iter();
        waves
            .map(|(wave, commented)| WaveShare {
                wave: wave.clone(),
                share: self.ledger.share(commented, voices),
            })
            .collect()
    }

    /// Returns whether people chose what is in a theme.
    fn is_by_hand(&self, finding: &Finding) -> bool {
        let codebook = &self.analysis.codebook;
        match finding.theme.id {
            ThemeId::Theme(number) => {
                codebook.is_cut(number) || codebook.created().contains(&number)
            }
            ThemeId::Broad(_) | ThemeId::Part(..) => false,
        }
    }

    /// Says when a theme is one customer's, or hangs on few people.
    fn theme_cautions(
        &self,
        finding: &Finding,
        said: &[usize],
        firmness: Option<Firmness>,
    ) -> Vec<String> {
        let mut cautions = Vec::new();
        cautions.extend(firmness.and_then(|firmness| sentences::loose(firmness, finding.fit)));
        if self.is_by_hand(finding) {
            cautions.push(say!("put together by hand: how firm it is was not measured, and new answers join it only where they are very near").into());
        }
        cautions.extend(self.one_account(finding));
        if self.ledger.analysis.corpus.responses.is_empty() {
            return cautions;
        }
        if finding.latest.is_empty() && !finding.interviews.is_empty() {
            cautions.push(
                say!("mentioned in interviews only, not in any current survey comment").into(),
            );
        } else if finding.latest.is_empty() {
            cautions.push(
                say!("nobody mentions this in their latest answer, so it may be resolved").into(),
            );
        } else if (1..Footing::SHOWN).contains(&self.ledger.counts(said).n()) {
            cautions.push(say!("fewer than five people with a rating: treat it as a hint").into());
        }
        cautions
    }

    /// One loud customer is not a problem of many.
    fn one_account(&self, finding: &Finding) -> Option<String> {
        let breadth = breadth(self.analysis, finding);
        let loud = breadth.one_account()?;
        Some(say!(
            "mostly one account: {people} of the {all} people who mention it are at {account}",
            people = loud.people,
            all = breadth.people,
            account = loud.account
        ))
    }

    fn quote(&self, passage: usize) -> Quote {
        let place = self.analysis.passages.all[passage].place;
        self.analysis.quote(place)
    }

    /// Every comment, where there are too few to group.
    fn all_comments(&self) -> Vec<Quote> {
        if !self
            .analysis
            .findings
            .iter()
            .all(|f| f.theme.kind != themes::ThemeKind::Topic)
        {
            return Vec::new();
        }
        let responses = self.analysis.corpus.responses.iter().enumerate();
        responses
            .filter(|(index, _)| self.ledger.commented(*index))
            .take(SHOWN_WHOLE)
            .map(|(index, response)| {
                let comment = response.comment.as_deref().unwrap_or_default();
                let span = crate::feedback::Span {
                    start: 0,
                    end: comment.len(),
                };
                self.analysis.quote(Place::Comment {
                    response: index,
                    span,
                })
            })
            .collect()
    }

    fn unthemed(&self) -> Unthemed {
        let mut unthemed = self.analysis.unthemed();
        let passages = unthemed.len() as u64;
        let all = &self.analysis.passages;
        let text = |passage: usize| all.text(&self.analysis.corpus, all.all[passage].place);
        unthemed.dedup_by_key(|passage| text(*passage));
        let examples = unthemed.iter().take(EXAMPLES);
        Unthemed {
            people: self.unthemed_people(),
            passages,
            examples: examples.map(|passage| self.quote(*passage)).collect(),
        }
    }

    /// Returns which share of those who commented said nothing that a theme
    /// covers.
    fn unthemed_people(&self) -> Option<Share> {
        let ledger = self.ledger;
        let all: Vec<usize> = (0..self.analysis.corpus.responses.len()).collect();
        let commented = ledger.commenting(&all);
        let share = || ledger.share(&commented, |r| ledger.is_unthemed(r));
        (!commented.is_empty()).then(share)
    }

    fn scores(&self) -> ScoreOverview {
        let nobody = || Score::new(Counts::default(), self.confidence);
        let waves = self.analysis.corpus.waves().into_iter().map(|wave| {
            let side = Selection::parse(&wave, self.analysis);
            let score = side
                .ok()
                .and_then(|side| self.ledger.score(&side.responses));
            WaveScore {
                wave,
                score: score.unwrap_or_else(nobody),
            }
        });
        ScoreOverview {
            overall: self.ledger.score(&self.base.responses),
            dated: self.analysis.corpus.is_dated(),
            waves: waves.collect(),
        }
    }

    fn interviews(&self) -> InterviewMatrix {
        let interviews = &self.analysis.corpus.interviews;
        let conversations = interviews
            .iter()
            .enumerate()
            .map(|(index, interview)| Conversation {
                participant: interview
                    .participant
                    .name
                    .as_deref()
                    .unwrap_or(&interview.source)
                    .to_owned(),
                account: interview.account.clone(),
                role: interview
                    .attributes
                    .get("role")
                    .cloned()
                    .map(|of| of.to_string()),
                group: self.analysis.people.group_of_interview(index),
                date: interview.date.clone(),
                source: interview.source.clone(),
            })
            .collect();
        let findings = self.analysis.findings.iter();
        let mut matrix: Vec<MatrixRow> = findings
            .filter(|finding| !finding.theme.standing.parked && !finding.interviews.is_empty())
            .map(|finding| MatrixRow {
                theme: finding.theme.id.to_string(),
                label: words::theme(&finding.theme.name).into_owned(),
                voiced_in: finding.interviews.clone(),
            })
            .collect();
        matrix.sort_by_key(|row| std::cmp::Reverse(row.voiced_in.len()));
        InterviewMatrix {
            conversations,
            matrix,
            notes: missed(interviews.len() as u64, self.confidence),
        }
    }
}

/// A theme of fewer people has no parts worth telling.
const DIVIDED: usize = 30;

/// More passages than these are not looked at twice: it would take as much
/// memory again.
const PARTED: usize = 200_000;

/// A part is told from so many people on,
const PART: usize = 5;

/// and parts only where they are so many,
const PARTS: std::ops::RangeInclusive<usize> = 2..=5;

/// and hold this share of the theme's people together.
const DIVIDING: f64 = 0.6;

/// Returns the parts of each theme at the default level of detail, where they
/// hold: few, each of enough people that use a word of its name, and most of
/// the theme together.
fn parts(analysis: &Analysis) -> Vec<Vec<ThemePart>> {
    let none = vec![Vec::new(); analysis.findings.len()];
    let is_large = |finding: &Finding| finding.latest.len() >= DIVIDED;
    let is_small = analysis.passages.all.len() <= PARTED;
    let is_default = analysis.grain == themes::Detail::Default;
    if !is_small || !is_default || !analysis.findings.iter().any(is_large) {
        return none;
    }
    let fine = analysis.clone().at(themes::Detail::Fine);
    let mut parts = none;
    for (own, whole) in parts.iter_mut().zip(&analysis.findings) {
        let inside = fine.findings.iter();
        let inside = inside.filter(|part| part.theme.within == Some(whole.theme.id));
        let told: Vec<&Finding> = inside
            .filter(|part| part.latest.len() >= PART && part.theme.name != whole.theme.name)
            .filter(|part| part.fit.is_some_and(|fit| fit >= themes::FITTING))
            .collect();
        let told = saying_more(&fine, whole, told);
        let people: BTreeSet<usize> = told.iter().flat_map(|part| part.latest.clone()).collect();
        let holds = people.len() as f64 >= DIVIDING * whole.latest.len() as f64;
        if is_large(whole) && PARTS.contains(&told.len()) && holds {
            *own = told
                .into_iter()
                .map(|part| ThemePart {
                    id: part.theme.id.to_string(),
                    label: part.theme.name.clone(),
                    respondents: part.latest.len() as u64,
                })
                .collect();
        }
    }
    parts
}

/// Returns those parts of a theme, the largest first, whose names say more
/// than the theme's own and than a larger part's.
fn saying_more<'a>(
    analysis: &Analysis,
    whole: &Finding,
    mut parts: Vec<&'a Finding>,
) -> Vec<&'a Finding> {
    parts.sort_by_key(|part| std::cmp::Reverse(part.latest.len()));
    let Some(model) = &analysis.memory.model else {
        return parts;
    };
    let terms =
        |of: &Finding| themes::distinctive_terms(&of.theme.name, model.language, model.lexicon());
    let mut told = vec![terms(whole)];
    parts.retain(|part| {
        let terms = terms(part);
        let is_within = |one: &[TermId], other: &[TermId]| one.iter().all(|of| other.contains(of));
        let says_more = !is_within(&terms, &told[0])
            && told[1..]
                .iter()
                .all(|other| !is_within(&terms, other) && !is_within(other, &terms));
        if says_more {
            told.push(terms);
        }
        says_more
    });
    parts
}

/// How interviews were read, as a paragraph to paste into a paper.
fn how_interviews_were_read(analysis: &Analysis) -> Option<String> {
    let corpus = &analysis.corpus;
    let count = corpus.interviews.len() as u64;
    let turns = corpus
        .interviews
        .iter()
        .flat_map(|interview| &interview.turns);
    let turns = turns.filter(|turn| turn.role.voices()).count() as u64;
    let interviews = words::count(count, "interview", "interviews");
    let turns = words::count(turns, "turn", "turns");
    let version = env!("CARGO_PKG_VERSION");
    let read = if words::is_one(count) {
        say!(
            "For a methods section: {interviews} ({turns} of participants) was read with motif {version}.",
            interviews,
            turns,
            version
        )
    } else {
        say!(
            "For a methods section: {interviews} ({turns} of participants) were read with motif {version}.",
            interviews,
            turns,
            version
        )
    };
    let found = say!(
        "Problems were found by rule: a word that states one (missing, wrong, hard, slow and the like, from published lists) and the thing it is said of, at most six words apart, in the same words in several interviews; or a word that stands in sentences that state a problem far more often than others do, where these sentences are alike in meaning. Names of problems that mean the same (cosine of a multilingual sentence encoder at least {cosine}) were put together. Counts are interviews, each once; quotes are verbatim.",
        cosine = words::hundredths(f64::from(SAME))
    );
    (count > 0).then(|| format!("{read} {found}"))
}

/// What so few conversations may have missed.
fn missed(interviews: u64, confidence: Confidence) -> Vec<String> {
    if interviews == 0 {
        return Vec::new();
    }
    let upper = upper_bound(
        Proportion {
            voiced: 0,
            of: interviews,
        },
        confidence,
    );
    vec![say!(
        "Even if the {interviews} had been chosen at random, a theme that comes up in none of them may still matter to up to {share} of customers.",
        interviews = words::count(interviews, "interview", "interviews"),
        share = words::percent(upper)
    )]
}

fn sources(analysis: &Analysis) -> Vec<SourceFile> {
    let corpus = &analysis.corpus;
    let files = corpus
        .files
        .iter()
        .filter(|file| file.kind != FileKind::Accounts);
    files
        .map(|file| {
            let rows = corpus
                .responses
                .iter()
                .filter(|response| response.source == file.name);
            let waves: BTreeSet<&str> = rows
                .clone()
                .map(|response| response.wave.as_str())
                .collect();
            SourceFile {
                file: file.name.clone(),
                responses: rows.count() as u64,
                interviews: u64::from(file.kind == FileKind::Interview),
                waves: waves.into_iter().map(str::to_owned).collect(),
            }
        })
        .collect()
}

fn coverage(analysis: &Analysis) -> Coverage {
    let responses = &analysis.corpus.responses;
    let corpus_scale = &analysis.corpus.scale;
    let mut coverage = Coverage {
        asked: responses.len() as u64,
        rated: responses
            .iter()
            .filter(|response| corpus_scale.number_given(response.rating).is_some())
            .count() as u64,
        interviews: analysis.corpus.interviews.len() as u64,
        skipped: analysis.corpus.skips.len() as u64,
        ..Coverage::default()
    };
    for passages in analysis.by_response().iter() {
        let said = |wanted: &dyn Fn(&Voiced) -> bool| {
            passages
                .iter()
                .any(|&passage| wanted(&analysis.voiced_by(passage)))
        };
        let is_parked = |finding: usize| analysis.findings[finding].theme.standing.parked;
        let in_theme = |parked: bool| {
            said(
                &|voiced| matches!(voiced, Voiced::Theme { finding, .. } if is_parked(*finding) == parked),
            )
        };
        coverage.commented += u64::from(said(&|voiced| *voiced != Voiced::Blank));
        if in_theme(false) {
            coverage.themed += 1;
        } else if in_theme(true) {
            coverage.parked += 1;
        } else if said(&|voiced| *voiced == Voiced::Unthemed) {
            coverage.unthemed += 1;
        } else if said(&|voiced| *voiced == Voiced::Blank) {
            coverage.blank += 1;
        }
    }
    coverage
}

fn parked(analysis: &Analysis) -> Vec<Parked> {
    let parked = analysis.findings.iter();
    parked
        .filter(|finding| finding.theme.standing.parked)
        .map(|finding| Parked {
            id: finding.theme.id.to_string(),
            label: words::theme(&finding.theme.name).into_owned(),
            respondents: finding.latest.len() as u64,
        })
        .collect()
}

fn empty(analysis: &Analysis) -> Vec<Parked> {
    let empty = analysis.empty_themes().into_iter();
    let name = |number| analysis.codebook.name(number).unwrap_or_default();
    empty
        .map(|number| Parked {
            id: number.to_string(),
            label: name(number).to_owned(),
            respondents: 0,
        })
        .collect()
}

fn skipped(analysis: &Analysis) -> Skipped {
    let corpus = &analysis.corpus;
    let rows = corpus.skips.iter().map(|skip| SkippedRow {
        file: skip.source.clone(),
        row: Some(skip.row),
        reason: with_facts(&skip.reason),
    });
    let repeats = corpus.repeats.iter().map(|repeat| SkippedRow {
        file: repeat.source.clone(),
        row: None,
        reason: say!(
            "record {record}: {reason}",
            record = repeat.record,
            reason = with_facts(&repeat.reason)
        ),
    });
    Skipped {
        total: (corpus.skips.len() + corpus.repeats.len()) as u64,
        first: rows.chain(repeats).take(Skipped::LISTED).collect(),
    }
}

fn unit(analysis: &Analysis, base: &Selection) -> String {
    let responses = analysis.corpus.responses.len();
    let people = analysis.people.latest.len();
    let known = |response: &Response| response.person.key().is_some();
    if responses > 0 && !analysis.corpus.responses.iter().any(known) {
        return say!("No column says who answered, so each row counts as one person. If some people filled in several rows, the ranges are too narrow.").into();
    }
    let counted = words::count(base.responses.len() as u64, "person", "people");
    if base.responses != analysis.people.latest {
        return say!(
            "Theme counts are of {people}: those in {selection}, each counted once.",
            people = counted,
            selection = words::selected(base)
        );
    }
    if people == responses {
        return say!("Themes count people, each once, however often they mention something.")
            .into();
    }
    say!(
        "Themes count {people}, each once, by their latest answer ({answers} in all). Trends count each person once per wave.",
        people = counted,
        answers = words::count(responses as u64, "answer", "answers")
    )
}

/// Says what of the work is done, where somebody marks it.
fn partial(analysis: &Analysis) -> Option<String> {
    let talks = analysis.corpus.interviews.len() as u64;
    let read = analysis.work.read.len() as u64;
    let topics = analysis.findings.iter();
    let topics = topics.filter(|of| of.theme.kind == themes::ThemeKind::Topic);
    let shown = topics
        .clone()
        .filter(|of| !of.theme.standing.parked)
        .count() as u64;
    let confirmed = topics.filter(|of| of.theme.standing.confirmed).count() as u64;
    let is_marked = read > 0 || confirmed > 0;
    let is_whole = read >= talks && confirmed >= shown;
    (is_marked && !is_whole).then(|| {
        let themes = words::count(shown, "theme", "themes");
        if talks > 0 {
            say!(
                "Partial: {read} of {interviews} read, {confirmed} of {themes} confirmed so far.",
                read,
                interviews = words::count(talks, "interview", "interviews"),
                confirmed,
                themes
            )
        } else {
            say!(
                "Partial: {confirmed} of {themes} confirmed so far.",
                confirmed,
                themes
            )
        }
    })
}

fn cautions(analysis: &Analysis, coverage: Coverage) -> Vec<String> {
    let mut cautions: Vec<String> = partial(analysis).into_iter().collect();
    if analysis.corpus.scale.is_tone() {
        cautions.push(sentences::by_tone().into());
    } else if coverage.rated == 0 && coverage.asked > 0 {
        cautions.push(say!(
            "{nobody}, so there is no {score} to link themes to.",
            nobody = scale_words::nobody(&analysis.corpus.scale),
            score = words::score_name(&analysis.corpus.scale)
        ));
    }
    if !analysis
        .findings
        .iter()
        .any(|finding| finding.theme.kind == themes::ThemeKind::Topic)
    {
        cautions.push(no_themes(topics(analysis) as u64));
    } else if coverage.commented < 100 && coverage.asked > 0 {
        cautions.push(say!(
            "With only {comments}, small themes will come and go as answers arrive, and shares are rough.",
            comments = words::count(coverage.commented, "comment", "comments")
        ));
    }
    if coverage.asked > 0 && coverage.commented * 2 < coverage.asked {
        cautions.push(say!(
            "Only {part} wrote a comment; the others may think differently.",
            part = words::of(coverage.commented, coverage.asked)
        ));
    }
    cautions
}

/// Says why there are no themes in so many different passages.
fn no_themes(topics: u64) -> String {
    if topics < 30 {
        return say!(
            "No themes: there is too little text to find any. It takes about 30 comments."
        )
        .into();
    }
    say!(
        "No themes: {passages} were compared, and no group of them shares a topic.",
        passages = words::count(topics, "different passage", "different passages")
    )
}

/// Says which names a language model worded, and that it could not be asked.
fn worded(analysis: &Analysis) -> Vec<String> {
    let Some(naming) = &analysis.naming else {
        return Vec::new();
    };
    let mut notes = Vec::new();
    if naming.worded > 0 {
        notes.push(say!(
            "A language model on this machine ({model}) worded {names} from the comments. motif kept a name only where it is short, fits the theme's people and is no other theme's.",
            model = naming.model,
            names = words::count(naming.worded as u64, "theme's name", "themes' names")
        ));
    }
    if let Some(why) = &naming.failure {
        notes.push(say!(
            "The language model {model} could not be asked for names ({why}), so the built-in names stand.",
            model = naming.model,
            why
        ));
    }
    notes
}

fn topics(analysis: &Analysis) -> usize {
    analysis
        .passages
        .fillers
        .iter()
        .filter(|filler| filler.is_none())
        .count()
}

/// Says that people changed what was found, where they did.
fn changed_by_hand(analysis: &Analysis) -> Option<String> {
    let about_themes = |entry: &&Entry| {
        !matches!(
            entry.request,
            Request::Mark { .. }
                | Request::Own { .. }
                | Request::Confirm { .. }
                | Request::Check { .. }
        )
    };
    let changes = analysis.codebook.active().filter(about_themes).count();
    (changes > 0).then(|| {
        say!(
            "After that, people changed themes by hand in {steps} (`motif theme log` lists them).",
            steps = words::count(changes as u64, "step", "steps")
        )
    })
}

fn method(analysis: &Analysis) -> MethodNotes {
    let settings = &analysis.settings;
    let setting = |name: &str, value: String, why: &str| SettingNote {
        name: name.into(),
        value,
        why: why.into(),
    };
    MethodNotes {
        grain: theme_changes::grain(analysis),
        changes: theme_changes::since(analysis),
        notes: [
            say!("Each comment is split into passages: sentences, clauses and list items that say one thing. Passages with a similar meaning are grouped into themes by a program, the same way every time; nobody chose the themes beforehand.").to_owned(),
            say!("A theme's name comes from what its people wrote. Passages that no theme covers are counted separately, and answers such as “n/a” count as no comment. Every quote gives its place in the file.").to_owned(),
            say!("Ranges hold the true value 95 times in 100, provided that those who answered are like those who did not. Scores use the adjusted Wald interval (Rocks 2016), shares Wilson's. People who share an account, or answered twice, are not treated as independent. The effect of a theme on the score compares the people who mention it with everyone else who commented; it does not show what causes what.").to_owned(),
        ]
        .into_iter()
        .chain(changed_by_hand(analysis))
        .chain(worded(analysis))
        .chain(how_interviews_were_read(analysis))
        .collect(),
        settings: vec![
            setting("min_size", settings.min_size.to_string(), say!("how many people must mention something before it is a theme")),
            setting(
                "themes",
                if settings.themes == 0 { say!("automatic").into() } else { settings.themes.to_string() },
                say!("how many themes"),
            ),
            setting("method", settings.method.name().into(), say!("how clusters are found")),
            setting(
                "interviewers",
                if settings.interviewers { say!("counted") } else { say!("left out") }.into(),
                say!("whether interviewers' questions can form themes"),
            ),
            setting("stop_words", settings.stop_words.join(", "), say!("words of your own that are not topics")),
        ],
    }
}
