//! What became of customers, in words.

use crate::feedback::{Group, Scale};
use crate::inquiry::claims::Claim;
use crate::inquiry::outcomes::{EVENTS, Outcome, OutcomeVerdict, Rate, ThemeRate, Unit};
use crate::inquiry::selection::EVERYBODY;
use crate::nps::ranking::Auc;

use super::super::catalogue::say;
use super::super::story::{Block, Sentence, StoryTable};
use super::super::words;

/// Themes told of an outcome.
const THEMES: usize = 8;

/// Tells outcomes.
pub fn outcomes(outcomes: &[Outcome], scale: &Scale) -> Vec<Block> {
    if outcomes.is_empty() {
        return vec![Block::verdict(say!(
            "No attribute says what became of customers. Name a yes/no column, such as `churned`, with `--outcome`."
        ))];
    }
    outcomes
        .iter()
        .flat_map(|outcome| one(outcome, scale))
        .collect()
}

fn one(outcome: &Outcome, scale: &Scale) -> Vec<Block> {
    let name = words::attribute(&outcome.outcome);
    let mut blocks = vec![Block::Heading(say!(
        "Is the score linked to “{outcome}”?",
        outcome = name
    ))];
    blocks.push(Block::verdict(verdict(outcome)));
    blocks.extend(super::sides(&[&outcome.among], scale));
    blocks.push(Block::caution(leakage(outcome)));
    let rows = outcome
        .by_score
        .iter()
        .map(|rate| rate_row(outcome, rate, scale));
    let happened = say!("{outcome}: yes", outcome = name);
    blocks.extend(StoryTable::of(
        &[unit(outcome), &happened, say!("share")],
        rows.collect(),
        &[],
    ));
    let auc = outcome.auc.as_ref();
    if let Some(auc) = auc.filter(|_| outcome.verdict != OutcomeVerdict::Few) {
        blocks.push(Block::paragraph(say!(
            "Take one it happened to and one it did not: the first scored lower in {share} of such pairs ({range}; ties count half, and chance gives 50%).",
            share = words::percent(auc.value),
            range = words::share_range(auc.interval)
        )));
    }
    blocks.extend(themes(outcome));
    blocks
}

fn unit(outcome: &Outcome) -> &'static str {
    match outcome.unit {
        Unit::Account => say!("accounts whose score is"),
        Unit::Person => say!("people who are"),
    }
}

fn verdict(outcome: &Outcome) -> Sentence {
    let (one, many) = match outcome.unit {
        Unit::Account => ("account", "accounts"),
        Unit::Person => ("person", "people"),
    };
    let happened = &outcome.happened;
    let happened = words::part_of(happened.voiced, happened.estimate.n(), one, many);
    let chance = outcome
        .auc
        .map_or_else(String::new, |auc| words::by_chance(auc.p));
    let claiming = |found: String| {
        let cause = say!("This does not show what caused it.");
        Sentence::claiming(Claim::Outcome, format!("{found} {chance} {cause}"))
    };
    match outcome.verdict {
        OutcomeVerdict::Low => claiming(say!(
            "Yes: it happened to {happened}, more often where the score was low.",
            happened
        )),
        OutcomeVerdict::High => claiming(say!(
            "Yes: it happened to {happened}, more often where the score was high.",
            happened
        )),
        OutcomeVerdict::None => {
            let none = say!(
                "No clear link with the score: it happened to {happened}.",
                happened
            );
            let open = say!("With so few, a link cannot be ruled out either.");
            let said = if told_apart(outcome) {
                format!("{none} {chance}")
            } else {
                format!("{none} {open} {chance}")
            };
            said.into()
        }
        OutcomeVerdict::Few => say!(
            "Too few to tell: it happened to {happened}, and it takes at least {least} of each to test. So these are only counts.",
            happened,
            least = words::thousands(EVENTS)
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
    let mut said = Vec::new();
    if let Some(when) = &outcome.when {
        said.push(say!(
            "`{when}` says when it happened: {answers} given after that day left out.",
            when,
            answers = words::count(outcome.after, "answer", "answers")
        ));
    } else {
        said.push(
            say!("No column says when it happened, so some answers may have come after it.").into(),
        );
        if outcome.among.name == EVERYBODY {
            said.push(say!("To be safe, look at an early wave only.").into());
        }
    }
    if outcome.unknown > 0 {
        said.push(say!(
            "It is not known for {answers}.",
            answers = words::count(outcome.unknown, "answer", "answers")
        ));
    }
    said.join(" ")
}

fn rate_row(outcome: &Outcome, rate: &Rate, scale: &Scale) -> Vec<String> {
    let label = match (outcome.unit, rate.sign) {
        (Unit::Account, 1) => say!("above zero").into(),
        (Unit::Account, 0) => say!("zero").into(),
        (Unit::Account, _) => say!("below zero").into(),
        (Unit::Person, 1) => words::group(Group::Promoter, scale),
        (Unit::Person, 0) => words::group(Group::Passive, scale),
        (Unit::Person, _) => words::group(Group::Detractor, scale),
    };
    vec![
        label.into_owned(),
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
        return vec![Block::paragraph(say!(
            "None of {themes} is clearly linked to it.",
            themes = tests
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
        say!("theme"),
        say!("where mentioned"),
        say!("where not"),
        say!("difference, points"),
        say!("adjusted p"),
    ];
    let mut blocks = vec![Block::paragraph(Sentence::claiming(
        Claim::Outcome,
        say!(
            "Of {themes}, these are significantly linked to it:",
            themes = tests
        ),
    ))];
    blocks.extend(StoryTable::of(&head, rows.collect(), &[]));
    let sizes: Vec<String> = found.iter().filter_map(|theme| sizes(theme)).collect();
    if !sizes.is_empty() {
        blocks.push(Block::paragraph(say!(
            "Large accounts have more people who could mention something, so accounts are compared with others of about the same size."
        )));
        blocks.push(Block::points(sizes));
    }
    blocks
}

/// Returns how large accounts are where a theme is voiced and where not.
fn sizes(theme: &ThemeRate) -> Option<String> {
    let [voiced, silent] = theme.sizes?;
    Some(say!(
        "“{theme}”: {voiced} commenters per account where it is mentioned, {silent} where it is not.",
        theme = theme.theme.label,
        voiced = words::tenths(voiced),
        silent = words::tenths(silent)
    ))
}
