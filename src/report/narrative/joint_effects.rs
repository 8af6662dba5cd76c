//! Which themes move the rating, taken together, in words.

use crate::inquiry::claims::{Claim, FALSE};
use crate::inquiry::joint_effects::{JointEffect, JointEffects};

use super::super::story::{Block, Sentence, StoryTable};
use super::super::words;

/// What the part is called.
pub const TOGETHER: &str = "Themes taken together";

/// Tells what themes do to the rating beside each other.
pub fn joint_effects(found: &JointEffects) -> Vec<Block> {
    let is_found = |of: &&JointEffect| of.q <= FALSE;
    let mut blocks = vec![
        Block::Heading(TOGETHER.into()),
        Block::paragraph(format!(
            "People who mention one theme often mention another. Here each of the {} most mentioned themes is looked at with the others held equal, among the {} who rated and commented. Themes account for {} of the differences between their ratings (R²); the rest is something else.",
            found.themes.len(),
            words::count(found.people, "person", "people"),
            words::percent(found.explained),
        )),
    ];
    let clear: Vec<Sentence> = found.themes.iter().filter(is_found).map(clear).collect();
    blocks.push(if clear.is_empty() {
        Block::paragraph(
            "None of them clearly goes with a higher or lower rating, other themes being equal.",
        )
    } else {
        Block::Points(clear)
    });
    blocks.extend(found.themes.iter().filter_map(explained_away));
    let rows = found.themes.iter().map(|of| {
        let driver = &of.driver;
        vec![
            of.theme.label.clone(),
            words::thousands(driver.people),
            of.alone.map_or_else(String::new, |points| {
                words::estimate(points, words::signed_tenths, words::points_range)
            }),
            format!(
                "{} ({})",
                words::signed_tenths(driver.effect),
                words::points_range(driver.interval)
            ),
            format!(
                "{} ({})",
                words::percent(driver.share.value),
                words::share_range(driver.share.interval)
            ),
        ]
    });
    let head = [
        "theme",
        "people",
        "by itself, points of the company’s score",
        "other themes equal, points of one person’s rating",
        "share of what themes account for",
    ];
    blocks.extend(StoryTable::of(&head, rows.collect(), &[1]));
    blocks.push(Block::caution(
        "This shows what goes together, not what causes what. Where ranges overlap, the order is not certain.",
    ));
    blocks
}

fn clear(of: &JointEffect) -> Sentence {
    let driver = &of.driver;
    let way = if driver.effect < 0.0 {
        "lower"
    } else {
        "higher"
    };
    let range = if driver.effect < 0.0 {
        (-driver.interval.high, -driver.interval.low)
    } else {
        (driver.interval.low, driver.interval.high)
    };
    Sentence::claiming(
        Claim::Impact,
        format!(
            "People who mention “{}” rate {:.1} points {way} ({:.1} to {:.1}), other themes being equal; of what themes account for, that is {} ({}).",
            of.theme.label,
            driver.effect.abs(),
            range.0,
            range.1,
            words::percent(driver.share.value),
            words::share_range(driver.share.interval),
        ),
    )
}

/// Says where a theme seems to move the score and does not, beside the others.
fn explained_away(of: &JointEffect) -> Option<Block> {
    let alone = of.alone?.interval()?;
    let opposes = of.driver.interval.contains(0.0) && of.q > 0.5;
    (alone.excludes_zero() && opposes).then(|| {
        Block::paragraph(format!(
            "“{}” goes with the score by itself, but not with the other themes held equal: those who mention it also mention what does.",
            of.theme.label
        ))
    })
}
