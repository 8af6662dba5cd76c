//! Which themes move the rating, taken together, in words.

use crate::inquiry::claims::{Claim, FALSE};
use crate::inquiry::joint_effects::{JointEffect, JointEffects};

use super::super::catalogue::say;
use super::super::story::{Block, Sentence, StoryTable};
use super::super::words;

/// Returns what the part is called.
pub fn together_title() -> &'static str {
    say!("Themes taken together")
}

/// Tells what themes do to the rating beside each other.
pub fn joint_effects(found: &JointEffects) -> Vec<Block> {
    let is_found = |of: &&JointEffect| of.q <= FALSE;
    let mut blocks = vec![
        Block::Heading(together_title().into()),
        Block::paragraph(say!(
            "People who mention one theme often mention another. Here each of the {number} most mentioned themes is looked at with the others held equal, among the {people} who rated and commented. Themes account for {share} of the differences between their ratings (R²); the rest is something else.",
            number = words::thousands(found.themes.len() as u64),
            people = words::count(found.people, "person", "people"),
            share = words::percent(found.explained)
        )),
    ];
    let clear: Vec<Sentence> = found.themes.iter().filter(is_found).map(clear).collect();
    blocks.push(if clear.is_empty() {
        Block::paragraph(say!(
            "None of them clearly goes with a higher or lower rating, other themes being equal."
        ))
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
        say!("theme"),
        say!("people"),
        say!("by itself, points of the company’s score"),
        say!("other themes equal, points of one person’s rating"),
        say!("share of what themes account for"),
    ];
    blocks.extend(StoryTable::of(&head, rows.collect(), &[1]));
    blocks.push(Block::caution(say!(
        "This shows what goes together, not what causes what. Where ranges overlap, the order is not certain."
    )));
    blocks
}

fn clear(of: &JointEffect) -> Sentence {
    let driver = &of.driver;
    let points = words::tenths(driver.effect.abs());
    let range = |low, high| words::range(&words::tenths(low), &words::tenths(high));
    let share = format!(
        "{} ({})",
        words::percent(driver.share.value),
        words::share_range(driver.share.interval)
    );
    let said = if driver.effect < 0.0 {
        say!(
            "People who mention “{theme}” rate {points} points lower ({range}), other themes being equal; of what themes account for, that is {share}.",
            theme = of.theme.label,
            points,
            range = range(-driver.interval.high, -driver.interval.low),
            share
        )
    } else {
        say!(
            "People who mention “{theme}” rate {points} points higher ({range}), other themes being equal; of what themes account for, that is {share}.",
            theme = of.theme.label,
            points,
            range = range(driver.interval.low, driver.interval.high),
            share
        )
    };
    Sentence::claiming(Claim::Impact, said)
}

/// Says where a theme seems to move the score and does not, beside the others.
fn explained_away(of: &JointEffect) -> Option<Block> {
    let alone = of.alone?.interval()?;
    let opposes = of.driver.interval.contains(0.0) && of.q > 0.5;
    (alone.excludes_zero() && opposes).then(|| {
        Block::paragraph(say!(
            "“{theme}” goes with the score by itself, but not with the other themes held equal: those who mention it also mention what does.",
            theme = of.theme.label
        ))
    })
}
