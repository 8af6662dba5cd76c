//! The score by account, seniority and value, in words.

use crate::feedback::Scale;
use crate::inquiry::scores::{ScoreVariants, Variant, Weighting};
use crate::nps::estimate::Footing;

use super::super::story::{Block, StoryTable};
use super::super::words;

/// Tells scores.
pub fn scores(scores: &[ScoreVariants], scale: &Scale) -> Vec<Block> {
    let sides: Vec<_> = scores.iter().map(|scored| &scored.side).collect();
    let mut blocks: Vec<Block> = super::sides(&sides, scale).into_iter().collect();
    blocks.extend(variants(scores));
    blocks
}

/// Returns how each way of counting went from the first to the last.
pub(super) fn went(scores: &[ScoreVariants]) -> Vec<String> {
    let (Some(first), Some(last)) = (scores.first(), scores.last()) else {
        return Vec::new();
    };
    let same = |one: &Variant, other: &Variant| {
        one.counted == other.counted && one.attribute == other.attribute
    };
    let pairs = first.variants.iter().filter_map(|was| {
        let is = last.variants.iter().find(|is| same(was, is))?;
        let shown = was.weighted.n.min(is.weighted.n) >= Footing::SHOWN;
        shown.then(|| {
            format!(
                "{}: {} in {}, {} in {}.",
                words::capitalised(&name(was)),
                words::signed(was.weighted.score),
                words::side(&first.side),
                words::signed(is.weighted.score),
                words::side(&last.side)
            )
        })
    });
    pairs.collect()
}

/// The score counted in other ways.
pub(super) fn variants(scores: &[ScoreVariants]) -> Vec<Block> {
    let mut blocks = Vec::new();
    for scored in scores.iter().filter(|scored| !scored.variants.is_empty()) {
        blocks.push(Block::Subheading(words::capitalised(&words::side(
            &scored.side,
        ))));
        let plain = scored.side.score.as_ref();
        let mut rows = vec![vec![
            "each answer counts once (the score)".to_owned(),
            plain.map_or_else(String::new, words::score),
            plain.map_or_else(String::new, |score| words::thousands(score.counts.n())),
            String::new(),
            String::new(),
        ]];
        rows.extend(scored.variants.iter().map(row));
        let head = [
            "how it is counted",
            "score",
            "based on",
            "equivalent to",
            "largest weight",
        ];
        blocks.extend(StoryTable::of(&head, rows, &[2]));
        blocks.extend(scored.variants.iter().filter_map(caution));
    }
    blocks
}

fn name(variant: &Variant) -> String {
    let attribute = variant.attribute.as_deref().unwrap_or_default();
    match variant.counted {
        Weighting::ByAccount => "each account counts once".into(),
        Weighting::BySeniorRole => "each account by its most senior people".into(),
        Weighting::ByMeasure => format!(
            "weighted by {}, shared among an account's people",
            words::attribute(attribute)
        ),
        Weighting::ByRole => "weighted by role".into(),
    }
}

fn row(variant: &Variant) -> Vec<String> {
    let weighted = &variant.weighted;
    let score = match Footing::new(weighted.n) {
        Footing::Withheld => words::withheld(weighted.n),
        _ => format!(
            "{} ({})",
            words::signed(weighted.score),
            words::score_range(weighted.interval.within(-100.0, 100.0)),
        ),
    };
    let unit = match variant.counted {
        Weighting::ByAccount | Weighting::BySeniorRole => ("account", "accounts"),
        Weighting::ByMeasure | Weighting::ByRole => ("answer", "answers"),
    };
    vec![
        name(variant),
        score,
        words::count(weighted.n, unit.0, unit.1),
        format!("{:.0} equally weighted", weighted.effective),
        words::percent(weighted.largest),
    ]
}

/// One weight that carries the whole is said.
fn caution(variant: &Variant) -> Option<Block> {
    let weighted = &variant.weighted;
    let heavy = weighted.largest >= 0.2 || weighted.effective * 3.0 < weighted.n as f64;
    heavy.then(|| {
        Block::caution(format!(
            "{}: the largest weight is {} of the total, so this is equivalent to only {:.0} equally weighted answers. Read it beside the plain score.",
            words::capitalised(&name(variant)),
            words::percent(weighted.largest),
            weighted.effective
        ))
    })
}
