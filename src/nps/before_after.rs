//! Whether a theme was mentioned less after something was done about it than
//! the themes that were left alone (difference in differences).
//!
//! Takes people who commented before and after; gives the change of the
//! theme's share less the mean change of the others' shares. What changes for
//! all themes alike (more or longer comments) cancels out.

use std::collections::BTreeSet;

use serde::Serialize;

use super::clustered::{Tied, VoiceCount, Withheld, satterthwaite};
use super::distributions::Student;
use super::estimate::Share;
use super::intervals::{Confidence, Interval};
use super::jackknife::{ClusterTotals, Imagined};

/// What somebody who commented mentions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mention {
    /// Whether they mention the theme.
    pub theme: bool,
    /// How many of the themes that were left alone.
    pub others: u16,
    /// The number of their account, else of the person.
    pub cluster: u32,
}

/// A theme before and after, against those left alone.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BeforeAfter {
    /// Who mentioned the theme, before and after.
    pub shares: [Share; 2],
    /// The mean share of the others, before and after.
    pub others: [f64; 2],
    /// How many others there are.
    pub themes: u16,
    /// The change of its share less that of the others, between −1 and 1.
    pub effect: f64,
    /// How sure that is; `None` where it stands on too little.
    pub tied: Option<Tied>,
    /// Why it is not said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub withheld: Option<Withheld>,
}

/// Fewer people on a side say nothing.
const FEWEST: usize = 5;

/// Compares before and after; `others` is the number of themes left alone.
/// `None` where nobody commented on one of the sides.
pub fn before_after(
    sides: [&[Mention]; 2],
    others: u16,
    confidence: Confidence,
) -> Option<BeforeAfter> {
    if sides.iter().any(|side| side.is_empty()) {
        return None;
    }
    let share = |side: &[Mention]| {
        let says: Vec<(bool, u32)> = side.iter().map(|of| (of.theme, of.cluster)).collect();
        Share::clustered(&says, confidence)
    };
    let scale = f64::from(others.max(1));
    let mean_of_others = |side: &[Mention]| {
        let sum: u64 = side.iter().map(|of| u64::from(of.others)).sum();
        sum as f64 / side.len() as f64 / scale
    };
    // What each adds, times the number of others, so that it is whole.
    let worth =
        |of: &Mention| i32::from(others.max(1)) * i32::from(of.theme) - i32::from(of.others);
    let mean = |side: &[Mention]| {
        let sum: i64 = side.iter().map(|of| i64::from(worth(of))).sum();
        sum as f64 / side.len() as f64 / scale
    };
    let effect = mean(sides[1]) - mean(sides[0]);
    let all = || sides.iter().flat_map(|side| side.iter());
    let voiced: Vec<u64> = sides
        .iter()
        .map(|side| side.iter().filter(|of| of.theme).count() as u64)
        .collect();
    let few = sides.iter().any(|side| side.len() < FEWEST) || voiced.iter().sum::<u64>() < 5;
    let withheld = if few {
        Some(Withheld::FewPeople)
    } else {
        VoiceCount::new(all().map(|of| of.cluster)).withheld()
    };
    Some(BeforeAfter {
        shares: sides.map(share),
        others: sides.map(mean_of_others),
        themes: others,
        effect,
        tied: withheld
            .is_none()
            .then(|| tied(sides, scale, &worth, effect, confidence))
            .flatten(),
        withheld,
    })
}

/// Returns how sure the effect is: people and accounts that stand on both
/// sides are taken out together.
fn tied(
    sides: [&[Mention]; 2],
    scale: f64,
    worth: &dyn Fn(&Mention) -> i32,
    effect: f64,
    confidence: Confidence,
) -> Option<Tied> {
    let before = sides[0].iter().map(|of| (of.cluster, [1, worth(of), 0, 0]));
    let after = sides[1].iter().map(|of| (of.cluster, [0, 0, 1, worth(of)]));
    let totals = ClusterTotals::new(before.chain(after));
    // Two imagined people a side, one of whom mentions the theme, so that none
    // of twenty leaves room for doubt.
    let imagined: [Imagined<4>; 4] = [
        (1.0, [1.0, scale, 0.0, 0.0]),
        (1.0, [1.0, 0.0, 0.0, 0.0]),
        (1.0, [0.0, 0.0, 1.0, scale]),
        (1.0, [0.0, 0.0, 1.0, 0.0]),
    ];
    let gap = |[n, x, m, y]: [f64; 4]| (y / m - x / n) / scale;
    let (_, variance) = totals.variance(&imagined, |adds| gap(*adds));
    let side = |at: usize| {
        let (_, variance) = totals.variance(&imagined, |adds| adds[at + 1] / adds[at] / scale);
        (variance, totals.effective(|adds| adds[at]) - 1.0)
    };
    // What is known of a theme comes from those who mention it.
    let mentioning = sides.iter().flat_map(|side| side.iter());
    let mentioning = mentioning.filter(|of| of.theme).map(|of| of.cluster);
    let mentioning = mentioning.collect::<BTreeSet<u32>>().len() as f64;
    let freedom = satterthwaite([side(0), side(2)]);
    let student = Student::new(freedom.min(mentioning - 1.0).max(1.0));
    let reach = student.critical_value(confidence) * variance.sqrt();
    (variance > 0.0).then(|| Tied {
        interval: Interval::around(effect, reach).within(-1.0, 1.0),
        p: student.p(effect / variance.sqrt()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn people(n: u32, theme: u32, others: u32, first: u32) -> Vec<Mention> {
        let says = |at: u32, of: u32| at * of / n != (at + 1) * of / n;
        let one = |at: u32| Mention {
            theme: says(at, theme),
            others: u16::from(says(at, others)) + u16::from(says((at + n / 2) % n, others)),
            cluster: first + at,
        };
        (0..n).map(one).collect()
    }

    #[test]
    fn a_theme_that_falls_while_others_stay_fell() {
        let (before, after) = (people(100, 30, 20, 0), people(100, 10, 20, 100));
        let found = before_after([&before, &after], 2, Confidence::default()).unwrap();
        assert!((found.effect + 0.2).abs() < 1e-9);
        let tied = found.tied.unwrap();
        assert!(tied.interval.high < 0.0 && tied.p < 0.01, "{tied:?}");
    }

    #[test]
    fn a_theme_that_falls_as_all_do_did_not_fall_by_what_was_done() {
        let (before, after) = (people(100, 30, 30, 0), people(100, 10, 10, 100));
        let found = before_after([&before, &after], 2, Confidence::default()).unwrap();
        assert!(found.effect.abs() < 1e-9);
        assert!(found.tied.unwrap().p > 0.5);
    }

    #[test]
    fn without_others_it_is_the_change_of_the_share() {
        let (before, after) = (people(40, 20, 0, 0), people(40, 10, 0, 40));
        let found = before_after([&before, &after], 0, Confidence::default()).unwrap();
        assert!((found.effect + 0.25).abs() < 1e-9);
        // (.5·.5/40 + .25·.75/40)^½ = .105, with room for few people a little more.
        let half = (found.tied.unwrap().interval.high + 0.25).abs();
        assert!((0.19..0.24).contains(&half), "{half}");
    }

    #[test]
    fn too_few_people_say_nothing() {
        let (before, after) = (people(4, 2, 0, 0), people(40, 10, 0, 4));
        let found = before_after([&before, &after], 0, Confidence::default()).unwrap();
        assert_eq!(found.withheld, Some(Withheld::FewPeople));
        assert!(found.tied.is_none());
    }
}
