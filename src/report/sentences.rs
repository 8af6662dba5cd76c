//! What is said in sentences, the same in every layout.
//!
//! Takes parts of a brief; gives plain sentences. A range that holds zero is
//! never told as a finding.

use crate::feedback::{Group, Scale};
use crate::nps::estimate::{Estimate, Footing, Score};
use crate::nps::intervals::{Confidence, Interval};
use crate::nps::score::Counts;
use crate::nps::what_if::{ScoreRise, WhatIf, what_if as settled};
use crate::themes::{FITTING, Firmness, Hold};

use super::brief::{
    Brief, Conversation, Coverage, ImpactSummary, Parked, Skipped, SourceFile, ThemeSort,
    ThemeSummary, Unthemed,
};
use super::{scale_words, words};

/// Returns what was read: `From spring.csv (206 answers; spring).`
pub(super) fn sources(sources: &[SourceFile]) -> String {
    if sources.len() > FILES_NAMED {
        return many_sources(sources);
    }
    let said: Vec<String> = sources.iter().map(source).collect();
    match said.as_slice() {
        [] => "From no files.".into(),
        said => format!("From {}.", words::list(said)),
    }
}

/// More files than this are counted, not named; the quotes name them.
const FILES_NAMED: usize = 4;

fn many_sources(sources: &[SourceFile]) -> String {
    let surveys = sources.iter().filter(|source| source.interviews == 0);
    let answers: u64 = sources.iter().map(|source| source.responses).sum();
    let interviews: u64 = sources.iter().map(|source| source.interviews).sum();
    let mut parts = Vec::new();
    if answers > 0 {
        let files = words::count(surveys.count() as u64, "survey file", "survey files");
        parts.push(format!(
            "{files} ({})",
            words::count(answers, "answer", "answers")
        ));
    }
    if interviews > 0 {
        parts.push(words::count(interviews, "interview", "interviews"));
    }
    format!("From {}.", words::list(&parts))
}

fn source(source: &SourceFile) -> String {
    let mut parts = Vec::new();
    if source.responses > 0 {
        parts.push(words::count(source.responses, "answer", "answers"));
    }
    if source.interviews > 0 {
        parts.push(words::count(source.interviews, "interview", "interviews"));
    }
    if !source.waves.is_empty() {
        parts.push(words::list(&source.waves));
    }
    match parts.as_slice() {
        [] => source.file.clone(),
        parts => format!("{} ({})", source.file, parts.join("; ")),
    }
}

/// Returns why there are no themes.
pub(super) fn no_themes(brief: &Brief) -> &'static str {
    match (brief.coverage.commented, brief.coverage.interviews) {
        (0, 0) => {
            "Nobody wrote a comment and no interview was read, so there is nothing to quote and nothing to group."
        }
        _ if brief.comments.is_empty() => "No theme was found.",
        _ => "There is too little text to group into themes. Here is all of it.",
    }
}

/// Returns how many say it: `66 people and 6 of 10 interviews`.
pub(super) fn voices(theme: &ThemeSummary) -> String {
    let mut voices = Vec::new();
    if theme.respondents > 0 {
        voices.push(words::count(theme.respondents, "person", "people"));
    }
    if theme.participants.voiced > 0 {
        let heard = words::of(theme.participants.voiced, theme.participants.of);
        voices.push(format!("{heard} interviews"));
    }
    words::list(&voices)
}

/// Returns who says it and where from:
/// `66 people and 6 of 10 interviews, at 31 of 45 accounts; 82 passages.`
pub fn standing(theme: &ThemeSummary) -> String {
    let kind = match theme.kind {
        ThemeSort::Topic => "",
        ThemeSort::Praise => "Praise that names nothing in particular. ",
        ThemeSort::Complaint => "Complaint that names nothing in particular. ",
    };
    let accounts = match (theme.accounts.voiced, theme.accounts.of) {
        (_, 0) => String::new(),
        (voiced, of) => format!(", at {} accounts", words::of(voiced, of)),
    };
    let passages = words::count(theme.passages, "passage", "passages");
    match voices(theme) {
        voices if voices.is_empty() => format!("{kind}{passages}."),
        voices => format!("{kind}{voices}{accounts}; {passages}."),
    }
}

/// Returns a theme that people set aside: `12 Parking (4 people)`.
pub(super) fn parked(theme: &Parked) -> String {
    let people = words::count(theme.respondents, "person", "people");
    format!("{} {} ({people})", theme.id, theme.label)
}

/// Returns whether mining part of the comments again gave another theme.
pub(super) fn is_loose(theme: &ThemeSummary) -> bool {
    let word = theme.firmness.map(|firmness| firmness.word);
    word == Some(Hold::Loose)
}

/// Returns how much of a theme came back, where that was tried.
pub fn firmness(theme: &ThemeSummary) -> Option<String> {
    let firmness = theme.firmness?;
    let (word, share) = (firmness.word.name(), words::percent(firmness.share));
    Some(format!(
        "{}: {share} of it comes back when part of the text is left out.",
        words::capitalised(word)
    ))
}

/// Returns what to keep in mind of a theme of which little came back.
pub(super) fn loose(firmness: Firmness, fit: Option<f64>) -> Option<String> {
    let share = words::percent(firmness.share);
    if let Some(fit) = fit.filter(|fit| *fit < FITTING) {
        let fit = words::percent(fit);
        return Some(format!(
            "loose: only {fit} of its people use a word of this name, so they may not say one thing; read it as a hint"
        ));
    }
    (firmness.word == Hold::Loose).then(|| {
        format!("loose: mined again on part of the comments, only {share} of it came back; read it as a hint")
    })
}

/// Returns what those who voice a theme do to the score.
pub fn weight(theme: &ThemeSummary, scale: &Scale) -> String {
    let score = words::score_name(scale);
    let points = match &theme.impact {
        ImpactSummary::Unknown { why } => return format!("No {score} can be given for it: {why}."),
        ImpactSummary::Points(points) => *points,
    };
    let sides = match (&theme.score, &theme.rest) {
        (Some(with), Some(without)) => sides(with, without),
        _ => String::new(),
    };
    format!("{sides}{}", difference(points, score))
}

fn sides(with: &Score, without: &Score) -> String {
    let side = |score: &Score| {
        let (value, interval) = score.estimate.numbers()?;
        let (value, between) = (words::signed(value), words::between_scores(interval));
        Some(format!("{value} ({between})"))
    };
    match (side(with), side(without)) {
        (Some(with), Some(without)) => {
            format!("Those who voice it score {with}, everybody else {without}. ")
        }
        _ => String::new(),
    }
}

fn difference(points: Estimate, score: &str) -> String {
    let Some((value, interval)) = points.numbers() else {
        return format!(
            "What it does to the {score} cannot be said: {}.",
            words::withheld(points.n())
        );
    };
    let few = match points.footing() {
        Footing::Sound => String::new(),
        _ => format!(
            " These numbers stand on only {} people.",
            words::thousands(points.n())
        ),
    };
    format!("{}{few}", moved(value, interval, score))
}

fn moved(value: f64, interval: Interval, score: &str) -> String {
    if !interval.excludes_zero() {
        let (points, between) = (words::signed_tenths(value), words::between_points(interval));
        return format!(
            "Whether they move the {score} cannot be told: {points} points, {between}."
        );
    }
    let (way, least, most) = match value {
        down if down < 0.0 => ("lower", -interval.high, -interval.low),
        _ => ("higher", interval.low, interval.high),
    };
    format!(
        "With them the {score} is {:.1} points {way} than without them (between {least:.1} and {most:.1}).",
        value.abs()
    )
}

/// Returns what settling a theme for a share of its worst group could bring;
/// nothing where the theme has no number.
pub fn settling(theme: &ThemeSummary, fraction: f64, confidence: Confidence) -> Option<WhatIf> {
    let (with, rest) = (theme.score?.counts, theme.rest?.counts);
    let told = with.n() >= Footing::SHOWN && with.detractors > 0;
    told.then(|| settled(with + rest, with, fraction, confidence))?
}

/// Returns the same in a sentence, with its assumption.
pub fn what_if(theme: &ThemeSummary, settling: &WhatIf, scale: &Scale) -> String {
    let with = theme.score.map(|score| score.counts).unwrap_or_default();
    rises(settling, with, scale)
}

/// Returns what settling a theme brings, in a sentence; `with` are those who
/// voice it.
pub fn rises(settling: &WhatIf, with: Counts, scale: &Scale) -> String {
    let rise = |rise: &ScoreRise| {
        let points = words::signed_tenths(rise.points);
        let points = points.trim_start_matches('+');
        format!("{points} points ({})", words::between_points(rise.interval))
    };
    let best = scale.plural(Group::Promoter);
    let becoming = match scale.range(Group::Passive) {
        Some(_) => format!(
            "{} if these then answer as {}, by {} if as {best}",
            rise(&settling.to_passive),
            scale.plural(Group::Passive),
            rise(&settling.to_promoter)
        ),
        None => format!(
            "{} if these then answer as {best}",
            rise(&settling.to_promoter)
        ),
    };
    format!(
        "What if: settled for {} of its {}, the {} rises by {becoming}. That they would is an assumption.",
        words::percent(settling.fraction),
        words::members(with.detractors, Group::Detractor, scale),
        words::score_name(scale),
    )
}

/// Returns what belongs to no theme.
pub fn unthemed(unthemed: &Unthemed) -> String {
    let passages = words::count(unthemed.passages, "passage", "passages");
    let people = unthemed.people.as_ref().map_or_else(String::new, |people| {
        let share = words::counted_share(people);
        format!(" For {share} of those who commented, no theme covers anything they said.")
    });
    format!(
        "No theme covers {passages}.{people} They are counted here and in no finding. Some of them:"
    )
}

/// Returns whether nobody gave a rating.
pub(super) fn unrated(brief: &Brief) -> bool {
    let none = |score: &Score| score.counts.n() == 0;
    brief.score.overall.as_ref().is_none_or(none)
        && brief.score.waves.iter().all(|wave| none(&wave.score))
}

/// Returns what is said where there is no score.
pub(super) fn no_score(scale: &Scale) -> String {
    format!("{}, so there is no score.", scale_words::nobody(scale))
}

/// Returns what a score is made of: `611 ratings: 262 promoters, … .`
pub(super) fn ratings(counts: Counts, scale: &Scale) -> String {
    let groups = scale.groups();
    let groups: Vec<String> = groups
        .map(|group| words::members(counts.count(group), group, scale))
        .collect();
    let ratings = words::count(counts.n(), "rating", "ratings");
    format!("{ratings}: {}.", words::list(&groups))
}

/// Returns how often an interval holds the truth: `95 of 100`.
pub(super) fn how_often(brief: &Brief) -> String {
    format!("{:.0} of 100", 100.0 * brief.confidence.level())
}

/// Returns the steps from asking to a theme, each a part of those asked;
/// none where there was no survey.
pub(super) fn steps(coverage: Coverage) -> Vec<(&'static str, u64)> {
    if coverage.asked == 0 {
        return Vec::new();
    }
    let mut steps = vec![
        ("Answers read", coverage.asked),
        ("with a rating", coverage.rated),
        ("with a comment", coverage.commented),
        ("with something in a theme", coverage.themed),
    ];
    if coverage.parked > 0 {
        steps.push(("with nothing but themes set aside", coverage.parked));
    }
    steps.push(("with something that no theme covers", coverage.unthemed));
    steps
}

/// Returns what else was read, or left out.
pub(super) fn besides(coverage: Coverage) -> Vec<(&'static str, u64)> {
    let others = [
        ("Interviews read", coverage.interviews),
        ("Rows left out", coverage.skipped),
    ];
    others.into_iter().filter(|(_, count)| *count > 0).collect()
}

/// Returns how many rows were left out besides those listed.
pub(super) fn more_skipped(skipped: &Skipped) -> Option<String> {
    let more = skipped.total.saturating_sub(skipped.first.len() as u64);
    (more > 0).then(|| format!("And {}.", words::count(more, "more row", "more rows")))
}

/// Returns what is known of who was interviewed, part by part.
pub fn about(conversation: &Conversation, scale: &Scale) -> Vec<String> {
    let parts = [
        conversation.account.clone(),
        conversation.role.clone(),
        conversation
            .group
            .map(|group| scale.singular(group).to_owned()),
        conversation.date.as_deref().map(words::day),
    ];
    parts.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn between(low: f64, high: f64) -> Interval {
        Interval { low, high }
    }

    #[test]
    fn a_range_that_holds_zero_is_no_finding() {
        let said = moved(-0.3, between(-1.2, 0.6), "score");
        assert_eq!(
            said,
            "Whether they move the score cannot be told: −0.3 points, between −1.2 and +0.6."
        );
    }

    #[test]
    fn a_range_below_zero_is_told_as_lower() {
        let said = moved(-14.94, between(-19.0, -10.7), "score");
        assert_eq!(
            said,
            "With them the score is 14.9 points lower than without them (between 10.7 and 19.0)."
        );
    }

    #[test]
    fn four_people_move_no_score() {
        let said = difference(Estimate::new(4, -9.0, between(-12.0, -6.0)), "score");
        assert_eq!(
            said,
            "What it does to the score cannot be said: only 4 people, too few for a number."
        );
    }
}
