//! What became of customers, in words.

use crate::feedback::{Group, Scale};
use crate::inquiry::claims::Claim;
use crate::inquiry::outcomes::{EVENTS, Outcome, OutcomeVerdict, Rate, ThemeRate, Unit};
use crate::nps::ranking::Auc;

use super::super::story::{Block, Sentence, StoryTable};
use super::super::words;

/// Themes told of an outcome.
const THEMES: usize = 8;

/// Tells outcomes.
pub fn outcomes(outcomes: &[Outcome], scale: &Scale) -> Vec<Block> {
    if outcomes.is_empty() {
        return vec![Block::verdict(
            "No attribute says what became of customers. Name a yes/no column, such as `churned`, with `--outcome`.",
        )];
    }
    outcomes
        .iter()
        .flat_map(|outcome| one(outcome, scale))
        .collect()
}

fn one(outcome: &Outcome, scale: &Scale) -> Vec<Block> {
    let mut blocks = vec![Block::Heading(format!(
        "Is the score linked to “{}”?",
        words::attribute(&outcome.outcome)
    ))];
    blocks.push(Block::verdict(verdict(outcome)));
    blocks.extend(super::sides(&[&outcome.among], scale));
    blocks.push(Block::caution(leakage(outcome)));
    let rows = outcome
        .by_score
        .iter()
        .map(|rate| rate_row(outcome, rate, scale));
    let happened = format!("{}: yes", words::attribute(&outcome.outcome));
    blocks.extend(StoryTable::of(
        &[unit(outcome), &happened, "share"],
        rows.collect(),
        &[],
    ));
    let auc = outcome.auc.as_ref();
    if let Some(auc) = auc.filter(|_| outcome.verdict != OutcomeVerdict::Few) {
        blocks.push(Block::paragraph(format!(
            "Take one it happened to and one it did not: the first scored lower in {} of such pairs ({}; ties count half, and chance gives 50%).",
            words::percent(auc.value),
            words::share_range(auc.interval)
        )));
    }
    blocks.extend(themes(outcome));
    blocks
}

fn unit(outcome: &Outcome) -> &'static str {
    match outcome.unit {
        Unit::Account => "accounts whose score is",
        Unit::Person => "people who are",
    }
}

fn verdict(outcome: &Outcome) -> Sentence {
    let happened = words::of(outcome.happened.voiced, outcome.happened.estimate.n());
    let units = match outcome.unit {
        Unit::Account => "accounts",
        Unit::Person => "people",
    };
    let chance = outcome
        .auc
        .map_or_else(String::new, |auc| words::by_chance(auc.p));
    let claiming = |way: &str| {
        let text = format!(
            "Yes: it happened to {happened} {units}, more often where the score was {way}. {chance} This does not show what caused it."
        );
        Sentence::claiming(Claim::Outcome, text)
    };
    match outcome.verdict {
        OutcomeVerdict::Low => claiming("low"),
        OutcomeVerdict::High => claiming("high"),
        OutcomeVerdict::None => format!(
            "No clear link with the score: it happened to {happened} {units}.{} {chance}",
            if told_apart(outcome) {
                ""
            } else {
                " With so few, a link cannot be ruled out either."
            }
        )
        .into(),
        OutcomeVerdict::Few => format!(
            "Too few to tell: it happened to {happened} {units}, and it takes at least {EVENTS} of each to test. So these are only counts."
        )
        .into(),
    }
}

/// Returns whether a link of any size would have shown.
fn told_apart(outcome: &Outcome) -> bool {
    let narrow = |auc: &Auc| auc.interval.high - auc.interval.low <= NARROW;
    outcome.auc.as_ref().is_some_and(narrow)
}

/// The widest range around "as often as not" that rules out a link.
const NARROW: f64 = 0.15;

fn leakage(outcome: &Outcome) -> String {
    let unknown = match outcome.unknown {
        0 => String::new(),
        unknown => format!(
            " It is not known for {}.",
            words::count(unknown, "answer", "answers")
        ),
    };
    if let Some(when) = &outcome.when {
        return format!(
            "`{when}` says when it happened: {} given after that day left out.{unknown}",
            words::count(outcome.after, "answer", "answers")
        );
    }
    let early = match outcome.among.name.as_str() {
        "everybody" => " To be safe, look at an early wave only.",
        _ => "",
    };
    format!(
        "No column says when it happened, so some answers may have come after it.{early}{unknown}"
    )
}

fn rate_row(outcome: &Outcome, rate: &Rate, scale: &Scale) -> Vec<String> {
    let label = match (outcome.unit, rate.sign) {
        (Unit::Account, 1) => "above zero",
        (Unit::Account, 0) => "zero",
        (Unit::Account, _) => "below zero",
        (Unit::Person, 1) => scale.plural(Group::Promoter),
        (Unit::Person, 0) => scale.plural(Group::Passive),
        (Unit::Person, _) => scale.plural(Group::Detractor),
    };
    vec![
        label.into(),
        words::of(rate.share.voiced, rate.share.estimate.n()),
        match outcome.unit {
            Unit::Account => words::share_of_accounts(&rate.share),
            Unit::Person => words::share(&rate.share),
        },
    ]
}

fn themes(outcome: &Outcome) -> Vec<Block> {
    if outcome.by_theme.is_empty() {
        return Vec::new();
    }
    let found: Vec<&ThemeRate> = outcome
        .by_theme
        .iter()
        .filter(|theme| theme.found)
        .collect();
    if outcome.verdict == OutcomeVerdict::Few {
        return Vec::new();
    }
    let tests = words::count(outcome.by_theme.len() as u64, "theme", "themes");
    if found.is_empty() {
        return vec![Block::paragraph(format!(
            "None of {tests} is clearly linked to it."
        ))];
    }
    let rows = found.iter().take(THEMES).map(|theme| {
        vec![
            theme.theme.label.clone(),
            words::part(theme.contrast.first),
            words::part(theme.contrast.second),
            words::signed_percent_points(theme.contrast.difference, theme.contrast.interval),
            words::q(theme.contrast.q),
        ]
    });
    let head = [
        "theme",
        "where mentioned",
        "where not",
        "difference, points",
        "adjusted p",
    ];
    let mut blocks = vec![Block::paragraph(Sentence::claiming(
        Claim::Outcome,
        format!("Of {tests}, these are significantly linked to it:"),
    ))];
    blocks.extend(StoryTable::of(&head, rows.collect(), &[]));
    let sizes: Vec<String> = found.iter().filter_map(|theme| sizes(theme)).collect();
    if !sizes.is_empty() {
        blocks.push(Block::paragraph("Large accounts have more people who could mention something, so accounts are compared with others of about the same size."));
        blocks.push(Block::points(sizes));
    }
    blocks
}

/// Returns how large accounts are where a theme is voiced and where not.
fn sizes(theme: &ThemeRate) -> Option<String> {
    let [voiced, silent] = theme.sizes?;
    Some(format!(
        "“{}”: {voiced:.1} commenters per account where it is mentioned, {silent:.1} where it is not.",
        theme.theme.label
    ))
}
