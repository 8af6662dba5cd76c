//! What reading some texts says of a theme, in words.

use crate::inquiry::check::{CorrectedCount, ThemeCheck};
use crate::nps::double_sampling::{DoubleSample, EstimatedRate};

use super::super::catalogue::say;
use super::super::story::{Block, StoryTable};
use super::super::words;

/// Tells what was checked of each theme.
pub fn theme_checks(checks: &[ThemeCheck]) -> Vec<Block> {
    let rate = |rate: Option<EstimatedRate>| rate.map_or_else(|| say!("too few read").into(), told);
    let rows = checks.iter().map(|of| {
        let corrected = of.corrected.as_ref();
        vec![
            of.theme.id.clone(),
            of.theme.label.clone(),
            words::thousands(of.read),
            rate(of.precision),
            rate(of.recall),
            corrected.map_or_else(String::new, |of| words::thousands(of.counted)),
            corrected.map_or_else(String::new, |of| words::roughly(of.people.round() as u64)),
        ]
    });
    let head = [
        say!("no."),
        say!("theme"),
        say!("read"),
        say!("right (precision)"),
        say!("found (recall)"),
        say!("people counted"),
        say!("corrected"),
    ];
    let mut blocks: Vec<Block> = StoryTable::of(&head, rows.collect(), &[0, 2, 5, 6])
        .into_iter()
        .collect();
    for check in checks {
        let theme = words::quoted(&check.theme.label);
        blocks.push(Block::paragraph(words::labelled(
            &theme,
            &theme_check(check),
        )));
    }
    blocks
}

/// Returns what reading some texts says of a theme, in a few sentences.
pub fn theme_check(check: &ThemeCheck) -> String {
    let mut said = vec![say!(
        "Checked by reading: {texts}, by {people}, last on {day}.",
        texts = words::count(check.read, "text", "texts"),
        people = words::list(&check.by),
        day = words::day(&check.on)
    )];
    let (Some(precision), Some(recall)) = (check.precision, check.recall) else {
        said.push(undecided(check));
        return said.join(" ");
    };
    said.push(say!(
        "Of the texts that motif put into the theme, about {precision} are about it; of all texts that are, the theme holds about {recall}.",
        precision = told(precision),
        recall = told(recall)
    ));
    said.push(match &check.corrected {
        Some(corrected) => correction(corrected),
        None => say!("That is too unsure to correct the numbers by.").into(),
    });
    said.join(" ")
}

/// Tells why what was read says nothing yet.
fn undecided(check: &ThemeCheck) -> String {
    let texts = words::thousands(check.moved);
    match check.moved {
        0 => say!(
            "At least {least} texts in the theme and {least} outside it must be read before that says how often it is right.",
            least = words::thousands(DoubleSample::FEWEST)
        ),
        moved if words::is_one(moved) => say!(
            "{texts} of them has moved since, against what was said of them: check it again.",
            texts
        ),
        _ => say!(
            "{texts} of them have moved since, against what was said of them: check it again.",
            texts
        ),
    }
}

/// Tells how many people mention a theme in truth.
fn correction(corrected: &CorrectedCount) -> String {
    let likely = corrected.people.round() as u64;
    let people = |share: f64| words::thousands((share * corrected.of as f64).round() as u64);
    say!(
        "Allowing for both kinds of mistake, about {people} mention it ({low} to {high}), where {counted} were counted: {share} of those who commented ({range}). The effect on the score that is shown allows for them too.",
        people = words::count(likely, "person", "people"),
        low = people(corrected.interval.low),
        high = people(corrected.interval.high),
        counted = words::thousands(corrected.counted),
        share = words::percent(corrected.share),
        range = words::share_range(corrected.interval)
    )
}

fn told(rate: EstimatedRate) -> String {
    let range = words::share_range(rate.interval);
    format!("{} ({range})", words::percent(rate.value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nps::intervals::Interval;

    fn rate(value: f64, low: f64, high: f64) -> EstimatedRate {
        EstimatedRate {
            value,
            interval: Interval { low, high },
        }
    }

    #[test]
    fn a_check_says_how_often_a_theme_is_right_and_what_follows() {
        let check = ThemeCheck {
            theme: crate::inquiry::ThemeRef {
                id: "3".into(),
                label: "Slow chat".into(),
                owner: None,
            },
            read: 50,
            unsure: 0,
            by: vec!["Ana".into()],
            on: "2025-05-12".into(),
            moved: 0,
            precision: Some(rate(0.88, 0.74, 0.96)),
            recall: Some(rate(0.71, 0.52, 0.92)),
            corrected: Some(CorrectedCount {
                counted: 33,
                of: 146,
                people: 40.9,
                share: 0.28,
                interval: Interval {
                    low: 0.205,
                    high: 0.37,
                },
            }),
        };
        let said = theme_check(&check);
        assert!(
            said.starts_with("Checked by reading: 50 texts, by Ana, last on 12 May 2025."),
            "{said}"
        );
        assert!(
            said.contains("about 88% (74% to 96%) are about it"),
            "{said}"
        );
        assert!(
            said.contains("about 41 people mention it (30 to 54), where 33 were counted"),
            "{said}"
        );
        let few = ThemeCheck {
            precision: None,
            corrected: None,
            read: 8,
            ..check
        };
        assert!(theme_check(&few).ends_with("before that says how often it is right."));
    }
}
