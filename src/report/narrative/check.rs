//! What reading some texts says of a theme, in words.

use crate::inquiry::check::{CorrectedCount, ThemeCheck};
use crate::nps::double_sampling::{DoubleSample, EstimatedRate};

use super::super::story::{Block, StoryTable};
use super::super::words;

/// Tells what was checked of each theme.
pub fn theme_checks(checks: &[ThemeCheck]) -> Vec<Block> {
    let rate = |rate: Option<EstimatedRate>| rate.map_or_else(|| "too few read".into(), told);
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
        "no.",
        "theme",
        "read",
        "right (precision)",
        "found (recall)",
        "people counted",
        "corrected",
    ];
    let mut blocks: Vec<Block> = StoryTable::of(&head, rows.collect(), &[0, 2, 5, 6])
        .into_iter()
        .collect();
    for check in checks {
        blocks.push(Block::paragraph(format!(
            "“{}”: {}",
            check.theme.label,
            theme_check(check)
        )));
    }
    blocks
}

/// Returns what reading some texts says of a theme, in a few sentences.
pub fn theme_check(check: &ThemeCheck) -> String {
    let mut said = vec![format!(
        "Checked by reading: {}, by {}, last on {}.",
        words::count(check.read, "text", "texts"),
        words::list(&check.by),
        words::day(&check.on)
    )];
    let (Some(precision), Some(recall)) = (check.precision, check.recall) else {
        said.push(if check.moved > 0 {
            format!(
                "{} moved since, against what was said of them: check it again.",
                words::count(check.moved, "of them has", "of them have")
            )
        } else {
            format!(
                "At least {least} texts in the theme and {least} outside it must be read before that says how often it is right.",
                least = DoubleSample::FEWEST
            )
        });
        return said.join(" ");
    };
    said.push(format!(
        "Of the texts that motif put into the theme, about {} are about it; of all texts that are, the theme holds about {}.",
        told(precision),
        told(recall)
    ));
    said.push(match &check.corrected {
        Some(corrected) => correction(corrected),
        None => "That is too unsure to correct the numbers by.".into(),
    });
    said.join(" ")
}

/// Tells how many people mention a theme in truth.
fn correction(corrected: &CorrectedCount) -> String {
    let likely = corrected.people.round() as u64;
    let share = words::percent(corrected.share);
    let range = words::share_range(corrected.interval);
    let people = |share: f64| words::thousands((share * corrected.of as f64).round() as u64);
    format!(
        "Allowing for both kinds of mistake, about {} mention it ({} to {}), where {} were counted: {share} of those who commented ({range}). The effect on the score that is shown allows for them too.",
        words::count(likely, "person", "people"),
        people(corrected.interval.low),
        people(corrected.interval.high),
        words::thousands(corrected.counted),
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
