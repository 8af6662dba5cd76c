//! What is said in sentences, the same in every layout.
//!
//! Takes parts of a brief; gives plain sentences. A range that holds zero is
//! never told as a finding.

use crate::feedback::{Group, Scale};
use crate::inquiry::claims::Claim;
use crate::inquiry::impacts::TESTED;
use crate::inquiry::saturation::{InterviewNews, Saturation};
use crate::inquiry::theme_tone::{Requests, ThemeRequests, ThemeTone, ToneShare, ToneVerdict};
use crate::nps::estimate::{Estimate, Footing, Score};
use crate::nps::score::Counts;
use crate::nps::what_if::{ScoreRise, WhatIf, what_if as settled};
use crate::study::Quote;
use crate::text::ToneKind;
use crate::themes::{FITTING, Firmness, Hold, subject};

use super::brief::{
    Brief, Conversation, Coverage, ImpactSummary, Moves, Parked, Skipped, SourceFile, ThemeSort,
    ThemeSummary, Unthemed,
};
use super::catalogue::say;
use super::story::Sentence;
use super::{scale_words, words};

/// Returns sentences one after the other.
pub(super) fn in_a_row<const N: usize>(sentences: [Option<String>; N]) -> String {
    let said: Vec<String> = sentences.into_iter().flatten().collect();
    said.join(" ")
}

/// Returns what was read: `From spring.csv (206 answers; spring).`
pub(super) fn sources(sources: &[SourceFile]) -> String {
    if sources.len() > FILES_NAMED {
        return many_sources(sources);
    }
    let said: Vec<String> = sources.iter().map(source).collect();
    match said.as_slice() {
        [] => say!("From no files.").into(),
        said => say!("From {sources}.", sources = words::list(said)),
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
    say!("From {sources}.", sources = words::list(&parts))
}

fn source(source: &SourceFile) -> String {
    let mut parts = Vec::new();
    if source.responses > 0 {
        parts.push(words::count(source.responses, "answer", "answers"));
    }
    if source.interviews > 0 {
        parts.push(words::count(source.interviews, "interview", "interviews"));
    }
    // A wave that is named after the file says nothing new.
    let stem = source
        .file
        .rsplit_once('.')
        .map_or(&*source.file, |(stem, _)| stem);
    if source.waves.iter().any(|wave| wave != stem) {
        parts.push(words::list(&source.waves));
    }
    match parts.as_slice() {
        [] => source.file.clone(),
        parts => format!("{} ({})", source.file, words::series(parts)),
    }
}

/// Returns why there are no themes.
pub(super) fn no_themes(brief: &Brief) -> &'static str {
    match (brief.coverage.commented, brief.coverage.interviews) {
        (0, 0) => {
            say!("There are no comments and no interviews, so there is nothing to group or quote.")
        }
        _ if brief.comments.is_empty() => say!("No theme was found."),
        _ => say!("There is too little text to group into themes, so here is all of it."),
    }
}

/// Returns how many say it: `66 people and 6 of 10 interviews`.
pub(super) fn voices(theme: &ThemeSummary) -> String {
    let mut voices = Vec::new();
    if theme.respondents > 0 {
        voices.push(words::count(theme.respondents, "person", "people"));
    }
    if theme.participants.voiced > 0 {
        voices.push(words::interviews(
            theme.participants.voiced,
            theme.participants.of,
        ));
    }
    words::list(&voices)
}

/// Returns who says it and where from:
/// `66 people and 6 of 10 interviews, at 31 of 45 accounts; 82 passages.`
pub fn standing(theme: &ThemeSummary) -> String {
    let kind = match theme.kind {
        ThemeSort::Topic => None,
        ThemeSort::Praise => Some(say!("General praise.").to_owned()),
        ThemeSort::Complaint => Some(say!("General complaints.").to_owned()),
    };
    let passages = words::count(theme.passages, "passage", "passages");
    let said = match (voices(theme), theme.accounts.of) {
        (voices, _) if voices.is_empty() => format!("{passages}."),
        (voices, 0) => words::series(&[voices, passages]) + ".",
        (voices, all) => say!(
            "{voices}, at {accounts}; {passages}.",
            voices,
            accounts = words::part_of(theme.accounts.voiced, all, "account", "accounts"),
            passages
        ),
    };
    in_a_row([kind, Some(said)])
}

/// Returns what is said of a study in which nobody rated.
pub(super) fn by_tone() -> &'static str {
    say!(
        "Nobody gave a rating, so each comment is read as praise, complaint or neither by its words. About seven in ten comments are read as people read them; irony is taken at its word."
    )
}

/// Returns which shares of a theme's people complain, praise and ask.
pub fn tone_shares(theme: &ThemeSummary) -> [String; 3] {
    let share = |of: fn(&ThemeTone) -> &ToneShare| {
        let tone = theme.tone.as_ref().map(of);
        let value = tone.and_then(|tone| tone.share.estimate.value());
        value.map_or_else(|| "–".into(), words::percent)
    };
    [
        share(|tone| &tone.complaint),
        share(|tone| &tone.praise),
        share(|tone| &tone.request),
    ]
}

/// Returns what a theme falls into: `Crews were kind (41) · Waited hours (38)`.
pub fn parts(theme: &ThemeSummary) -> Option<String> {
    let parts = theme.parts.iter().map(|part| {
        let people = words::thousands(part.respondents);
        format!("{} ({people})", part.label)
    });
    let parts: Vec<String> = parts.collect();
    (!parts.is_empty()).then(|| say!("Parts: {parts}.", parts = parts.join(" · ")))
}

/// Returns the quotes of a theme that do not stand under a tone already.
pub(super) fn other_quotes(theme: &ThemeSummary) -> Vec<Quote> {
    let tones = tones(theme);
    let is_told = |said: &Quote| tones.iter().any(|(_, of)| *of == Some(said));
    let others = theme.quotes.iter().filter(|said| !is_told(said));
    others.cloned().collect()
}

/// Fewer people than these, or one in so many, are no tone: what is misread
/// would outweigh them.
const TONE_TOLD: u64 = 3;
const TONE_ONE_IN: u64 = 10;

/// Returns how people speak of a theme, tone by tone: how many, in a few
/// words, and the best of what they say.
pub fn tones(theme: &ThemeSummary) -> Vec<(String, Option<&Quote>)> {
    let Some(tone) = &theme.tone else {
        return Vec::new();
    };
    let tones = [
        (&tone.complaint, ToneKind::Complaint),
        (&tone.praise, ToneKind::Praise),
        (&tone.request, ToneKind::Request),
    ];
    tones
        .into_iter()
        .filter(|(tone, _)| {
            let (voiced, of) = (tone.share.voiced, tone.share.estimate.n());
            voiced >= TONE_TOLD && voiced * TONE_ONE_IN >= of
        })
        .map(|(of, kind)| {
            let said = if tone.interviews {
                interviews_speaking(kind, of)
            } else {
                people_speaking(kind, of)
            };
            (said, of.quote.as_ref())
        })
        .collect()
}

fn people_speaking(kind: ToneKind, of: &ToneShare) -> String {
    let part = words::of(of.share.voiced, of.share.estimate.n());
    let share = words::share(&of.share);
    match kind {
        ToneKind::Complaint => say!("{part} complain about it ({share})", part, share),
        ToneKind::Praise => say!("{part} praise it ({share})", part, share),
        _ => say!("{part} ask for something ({share})", part, share),
    }
}

fn interviews_speaking(kind: ToneKind, of: &ToneShare) -> String {
    let interviews = words::interviews(of.share.voiced, of.share.estimate.n());
    let share = words::share(&of.share);
    match kind {
        ToneKind::Complaint => say!(
            "{interviews} complain about it ({share})",
            interviews,
            share
        ),
        ToneKind::Praise => say!("{interviews} praise it ({share})", interviews, share),
        _ => say!(
            "{interviews} ask for something ({share})",
            interviews,
            share
        ),
    }
}

/// Returns what requests are about: what the theme's name speaks of; its first
/// key term where the name says what people praise or complain about.
pub(super) fn requests_about(asked: &ThemeRequests, brief: &Brief) -> String {
    let theme = brief.themes.iter().find(|theme| theme.id == asked.theme.id);
    let told = |theme: &&ThemeSummary| {
        let verdict = theme.tone.as_ref().map(|tone| tone.verdict);
        let is_toned = verdict.is_some_and(|verdict| verdict != ToneVerdict::Open);
        is_toned && subject(&theme.label) == theme.label
    };
    let term = theme.filter(told).and_then(|theme| theme.terms.first());
    term.cloned()
        .unwrap_or_else(|| words::quoted(subject(&asked.theme.label)))
}

/// Returns the title above what people ask for.
pub fn asked_title() -> &'static str {
    say!("What people ask for")
}

/// Themes told by what people ask for.
const ASKED_THEMES: usize = 6;

/// Returns what people ask for: a title and their words, the most people first.
pub fn requests<'a>(requests: &'a Requests, brief: &Brief) -> Vec<(String, &'a [Quote])> {
    let themes = requests.themes.iter().take(ASKED_THEMES).map(|asked| {
        let people = words::count(asked.people.voiced, "person", "people");
        let about = words::capitalised(&requests_about(asked, brief));
        let title = words::labelled(&about, &people);
        (title, &asked.quotes[..])
    });
    let unthemed = (requests.unthemed > 0).then(|| {
        let people = words::count(requests.unthemed, "person", "people");
        let title = say!("Something that no theme covers: {people}", people);
        (title, &requests.unthemed_quotes[..])
    });
    themes.chain(unthemed).collect()
}

/// Returns what people ask for, in a sentence.
pub fn asked(requests: &Requests) -> String {
    say!(
        "{commenters} ask for something. A request counts where it is made in so many words: “please add”, “would be nice”, “more staff”.",
        commenters = words::commenters(requests.people.voiced, requests.people.estimate.n())
    )
}

/// Returns a theme that people set aside: `12 Parking (4 people)`.
pub(super) fn parked(theme: &Parked) -> String {
    let people = words::count(theme.respondents, "person", "people");
    format!("{} {} ({people})", theme.id, theme.label)
}

/// Returns whether mining part of the comments again gave another theme.
pub fn is_loose(theme: &ThemeSummary) -> bool {
    let word = theme.firmness.map(|firmness| firmness.word);
    word == Some(Hold::Loose)
}

/// Returns how much of a theme came back, where that was tried.
pub fn firmness(theme: &ThemeSummary) -> Option<String> {
    let firmness = theme.firmness?;
    let share = words::percent(firmness.share);
    Some(match firmness.word {
        Hold::Loose => say!(
            "Loose: with part of the comments left out, {share} of it stays together.",
            share
        ),
        Hold::Fair => say!(
            "Fair: with part of the comments left out, {share} of it stays together.",
            share
        ),
        Hold::Firm => say!(
            "Firm: with part of the comments left out, {share} of it stays together.",
            share
        ),
    })
}

/// Returns what to keep in mind of a theme of which little came back.
pub(super) fn loose(firmness: Firmness, fit: Option<f64>) -> Option<String> {
    let share = words::percent(firmness.share);
    if let Some(fit) = fit.filter(|fit| *fit < FITTING) {
        return Some(say!(
            "loose: only {share} of its people use a word of its name, so they may not all mean the same thing; treat it as a hint",
            share = words::percent(fit)
        ));
    }
    (firmness.word == Hold::Loose).then(|| {
        say!(
            "loose: with part of the comments left out, only {share} of it stays together; treat it as a hint",
            share
        )
    })
}

/// Returns what those who voice a theme do to the score.
pub fn weight(theme: &ThemeSummary, scale: &Scale) -> Sentence {
    let score = words::score_name(scale);
    let points = match &theme.impact {
        ImpactSummary::Unknown { why } => return unknown(score, why).into(),
        ImpactSummary::Points(points) => *points,
    };
    let sides = match (&theme.score, &theme.others) {
        (Some(with), Some(others)) => sides(with, others, scale),
        _ => None,
    };
    let moved = moved(points, theme.moves.as_ref(), score);
    Sentence::claiming(moved.claim, in_a_row([sides, Some(moved.text)]))
}

fn unknown(score: &str, why: &str) -> String {
    say!("Its effect on the {score} is not known: {why}.", score, why)
}

fn sides(with: &Score, others: &Score, scale: &Scale) -> Option<String> {
    let side = |score: &Score| {
        let (value, interval) = score.estimate.numbers()?;
        let range = words::score_range(interval);
        Some(format!("{} ({range})", words::signed(value)))
    };
    let (with, others) = (side(with)?, side(others)?);
    Some(if scale.is_tone() {
        say!(
            "People who mention it have a net tone of {with}, other commenters {others}.",
            with,
            others
        )
    } else {
        say!(
            "People who mention it score {with}; other commenters score {others}.",
            with,
            others
        )
    })
}

fn moved(estimate: Estimate, moves: Option<&Moves>, score: &str) -> Sentence {
    let Some((value, interval)) = estimate.numbers() else {
        return unknown(score, &words::not_said(estimate)).into();
    };
    let range = say!(
        "range {low} to {high}",
        low = words::signed_tenths(interval.low),
        high = words::signed_tenths(interval.high)
    );
    let people = words::thousands(estimate.n());
    let few = match estimate.footing() {
        Footing::Sound => None,
        _ => Some(say!("This is from only {people} people.", people)),
    };
    let points = words::signed_tenths(value);
    let said = match moves {
        None => say!(
            "That makes {points} points of the {score} ({range}).",
            points,
            score,
            range
        ),
        Some(_) if estimate.n() < TESTED => {
            return say!(
                "That makes {points} points of the {score} ({range}), from only {people} people: too few to be sure.",
                points,
                score,
                range,
                people
            )
            .into();
        }
        Some(moves) if !moves.found => say!(
            "The effect on the {score} is not certain with {themes} tested: {points} points ({range}).",
            score,
            themes = words::count(moves.topics, "theme", "themes"),
            points,
            range
        ),
        Some(moves) => {
            let pulled = pulled(value, &words::reach(interval), score);
            let likely = overstated(value, moves.likely.value);
            let text = in_a_row([Some(pulled), likely, few]);
            return Sentence::claiming(Claim::Impact, text);
        }
    };
    in_a_row([Some(said), few]).into()
}

fn pulled(value: f64, range: &str, score: &str) -> String {
    let points = words::tenths(value.abs());
    if value < 0.0 {
        say!(
            "They pull the {score} down by {points} points ({range}).",
            score,
            points,
            range
        )
    } else {
        say!(
            "They pull the {score} up by {points} points ({range}).",
            score,
            points,
            range
        )
    }
}

/// Says what is likely to be left of a number, where that is another.
fn overstated(counted: f64, likely: f64) -> Option<String> {
    let [counted, points] = [counted, likely].map(|points| words::tenths(points.abs()));
    (counted != points).then(|| {
        say!(
            "Of many such numbers the large ones are usually overstated, so expect about {points}.",
            points
        )
    })
}

/// Returns what settling a theme for a share of its worst group could bring;
/// nothing where the theme is not found to lower the score.
pub fn settling(theme: &ThemeSummary, fraction: f64) -> Option<WhatIf> {
    let lowers = |moves: &Moves| moves.found && moves.likely.value < 0.0;
    theme.moves.as_ref().filter(|moves| lowers(moves))?;
    let worst = theme.worst.filter(|worst| worst.voiced >= Footing::SHOWN)?;
    settled(&worst, fraction)
}

/// Returns the same in a sentence, with its assumption.
pub fn what_if(theme: &ThemeSummary, settling: &WhatIf, scale: &Scale) -> String {
    let with = theme.score.map(|score| score.counts).unwrap_or_default();
    rises(settling, with, scale)
}

/// Returns what settling a theme brings, in a sentence; `with` are those who
/// voice it.
pub fn rises(settling: &WhatIf, with: Counts, scale: &Scale) -> String {
    in_a_row([
        Some(if scale.is_tone() {
            no_complaints(settling.fraction, with)
        } else {
            fixed(settling.fraction, with, scale)
        }),
        Some(would_rise(settling, scale)),
        Some(
            say!(
                "This assumes that they would change; the ranges reflect only how many there are."
            )
            .into(),
        ),
    ])
}

fn no_complaints(fraction: f64, with: Counts) -> String {
    let people = words::count(with.detractors, "person", "people");
    if is_half(fraction) {
        say!(
            "What if half of the {people} who complain and mention it no longer complained?",
            people
        )
    } else {
        say!(
            "What if {share} of the {people} who complain and mention it no longer complained?",
            share = words::percent(fraction),
            people
        )
    }
}

fn fixed(fraction: f64, with: Counts, scale: &Scale) -> String {
    let people = words::members(with.detractors, Group::Detractor, scale);
    if is_half(fraction) {
        say!(
            "What if it were fixed for half of the {people} who mention it?",
            people
        )
    } else {
        say!(
            "What if it were fixed for {share} of the {people} who mention it?",
            share = words::percent(fraction),
            people
        )
    }
}

fn would_rise(settling: &WhatIf, scale: &Scale) -> String {
    let rise = |rise: &ScoreRise| {
        let (low, high) = (rise.interval.low, rise.interval.high);
        say!(
            "{points} points ({range})",
            points = words::tenths(rise.points),
            range = words::range(&words::tenths(low), &words::tenths(high))
        )
    };
    let score = words::score_name(scale);
    let (less, most) = (rise(&settling.to_passive), rise(&settling.to_promoter));
    let best = words::group(Group::Promoter, scale);
    if scale.is_tone() {
        return say!(
            "The {score} would rise by {less}, or {most} if they praised instead.",
            score,
            less,
            most
        );
    }
    match scale.range(Group::Passive) {
        Some(_) => say!(
            "The {score} would rise by {less} if they became {middle}, or {most} if they became {best}.",
            score,
            less,
            middle = words::group(Group::Passive, scale),
            most,
            best
        ),
        None => say!(
            "The {score} would rise by {most} if they became {best}.",
            score,
            most,
            best
        ),
    }
}

fn is_half(fraction: f64) -> bool {
    (fraction - 0.5).abs() < 1e-9
}

/// Returns what belongs to no theme.
pub fn unthemed(unthemed: &Unthemed) -> String {
    let passages = words::count(unthemed.passages, "passage", "passages");
    let people = unthemed.people.as_ref().map(|people| {
        say!(
            "Of those who commented, {share} said nothing that a theme covers.",
            share = words::counted_share(people)
        )
    });
    in_a_row([
        Some(say!("No theme covers {passages}.", passages)),
        people,
        Some(say!("Some examples:").into()),
    ])
}

/// Returns whether there are interviews, and no survey beside them.
pub(super) fn interviews_alone(brief: &Brief) -> bool {
    brief.coverage.asked == 0 && !brief.interviews.conversations.is_empty()
}

/// Says whether more interviews would have brought something new.
pub(super) fn saturation(of: &Saturation) -> Vec<String> {
    let half = say!(
        "With half as many interviews ({interviews}), whichever those had been, about {found} of the {all} problems and themes listed here would have come up.",
        interviews = of.interviews.len() / 2,
        found = words::thousands(of.by_half.round() as u64),
        all = words::thousands(of.all)
    );
    let news = if of.quiet >= of.least.max(2) {
        quiet(of)
    } else {
        still_new(of)
    };
    vec![news, half]
}

/// The last interviews brought nothing new.
fn quiet(of: &Saturation) -> String {
    let (last, all) = (of.quiet, of.interviews.len());
    let quiet = if of.is_dated {
        say!(
            "The last {last} of the {all} interviews (by date) brought no new problem and no new theme.",
            last,
            all
        )
    } else {
        say!(
            "The last {last} of the {all} interviews (by file name) brought no new problem and no new theme.",
            last,
            all
        )
    };
    let least = (of.least > 1).then(|| {
        say!(
            "Something is listed only where at least {least} interviews speak of it.",
            least = of.least
        )
    });
    in_a_row([Some(quiet), least])
}

/// One of the last interviews was the first to bring something up.
fn still_new(of: &Saturation) -> String {
    let is_news = |news: &InterviewNews| !(news.problems.is_empty() && news.themes.is_empty());
    let last = of.interviews.iter().rposition(is_news).unwrap_or_default();
    let news = &of.interviews[last];
    let names = news.problems.iter().chain(&news.themes);
    let names: Vec<String> = names.map(|name| words::quoted(name)).collect();
    let (number, all, names) = (last + 1, of.interviews.len(), words::list(&names));
    if of.is_dated {
        say!(
            "Interview {number} of {all} (by date) was still the first to bring up {names}.",
            number,
            all,
            names
        )
    } else {
        say!(
            "Interview {number} of {all} (by file name) was still the first to bring up {names}.",
            number,
            all,
            names
        )
    }
}

/// Returns whether nobody gave a rating.
pub(super) fn unrated(brief: &Brief) -> bool {
    let none = |score: &Score| score.counts.n() == 0;
    brief.score.overall.as_ref().is_none_or(none)
        && brief.score.waves.iter().all(|wave| none(&wave.score))
}

/// Returns what is said where there is no score.
pub(super) fn no_score(scale: &Scale) -> String {
    say!(
        "{nobody}, so there is no {score}.",
        nobody = scale_words::nobody(scale),
        score = words::score_name(scale)
    )
}

/// Returns what a score is made of: `611 ratings: 262 promoters, … .`
pub(super) fn ratings(counts: Counts, scale: &Scale) -> String {
    let groups = scale.groups();
    let groups: Vec<String> = groups
        .map(|group| words::members(counts.count(group), group, scale))
        .collect();
    let ratings = words::ratings(counts.n(), scale);
    words::labelled(&ratings, &words::list(&groups)) + "."
}

/// Returns how often an interval holds the truth: `95 of 100`.
pub(super) fn how_often(brief: &Brief) -> String {
    say!(
        "{part} of {whole}",
        part = words::whole(100.0 * brief.confidence.level()),
        whole = 100
    )
}

/// Returns the steps from asking to a theme, each a part of those asked;
/// none where there was no survey.
pub(super) fn steps(coverage: Coverage) -> Vec<(&'static str, u64)> {
    if coverage.asked == 0 {
        return Vec::new();
    }
    let mut steps = vec![
        (say!("Answers"), coverage.asked),
        (say!("with a rating"), coverage.rated),
        (say!("with a comment"), coverage.commented),
        (say!("with a comment in a theme"), coverage.themed),
    ];
    if coverage.parked > 0 {
        steps.push((
            say!("with a comment in hidden themes only"),
            coverage.parked,
        ));
    }
    steps.push((
        say!("with a comment that no theme covers"),
        coverage.unthemed,
    ));
    steps
}

/// Returns what else was read, or left out.
pub(super) fn besides(coverage: Coverage) -> Vec<(&'static str, u64)> {
    let others = [
        (say!("Interviews"), coverage.interviews),
        (say!("Rows left out"), coverage.skipped),
    ];
    others.into_iter().filter(|(_, count)| *count > 0).collect()
}

/// Returns how many rows were left out besides those listed.
pub(super) fn more_skipped(skipped: &Skipped) -> Option<String> {
    let more = skipped.total.saturating_sub(skipped.first.len() as u64);
    (more > 0).then(|| {
        say!(
            "And {rows}.",
            rows = words::count(more, "more row", "more rows")
        )
    })
}

/// Returns what is known of who was interviewed, part by part.
pub fn about(conversation: &Conversation, scale: &Scale) -> Vec<String> {
    let parts = [
        conversation.account.clone(),
        conversation.role.clone(),
        conversation
            .group
            .map(|group| words::member(group, scale).into_owned()),
        conversation.date.as_deref().map(words::day),
    ];
    parts.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use crate::nps::intervals::Interval;
    use crate::nps::shrinkage::Shrunk;

    use super::*;

    fn impact(n: u64, value: f64, low: f64, high: f64) -> Estimate {
        Estimate::new(n, value, Interval { low, high })
    }

    fn among(found: bool, likely: f64) -> Moves {
        Moves {
            found,
            q: 0.01,
            topics: 15,
            likely: Shrunk {
                value: likely,
                interval: Interval {
                    low: likely - 4.0,
                    high: likely + 4.0,
                },
            },
        }
    }

    #[test]
    fn what_is_not_sure_among_all_themes_is_no_finding() {
        let moves = among(false, -0.4);
        let said = moved(impact(80, -2.3, -4.5, -0.1), Some(&moves), "score");
        assert_eq!(said.claim, Claim::None);
        assert_eq!(
            said.text,
            "The effect on the score is not certain with 15 themes tested: −2.3 points (range −4.5 to −0.1)."
        );
    }

    #[test]
    fn a_finding_says_what_is_likely_to_be_left_of_it() {
        let moves = among(true, -13.2);
        let said = moved(impact(80, -14.94, -19.0, -10.7), Some(&moves), "score");
        assert_eq!(said.claim, Claim::Impact);
        assert_eq!(
            said.text,
            "They pull the score down by 14.9 points (range 10.7 to 19.0). Of many such numbers the large ones are usually overstated, so expect about 13.2."
        );
    }

    #[test]
    fn four_people_move_no_score() {
        let said = moved(impact(4, -9.0, -12.0, -6.0), None, "score");
        assert_eq!(
            said.text,
            "Its effect on the score is not known: too few people (4)."
        );
    }
}
