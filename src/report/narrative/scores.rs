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
        let like_all = scored
            .variants
            .iter()
            .find_map(|of| all_accounts(scored, of));
        blocks.extend(like_all.map(Block::paragraph));
    }
    blocks
}

/// Returns attributes as one would say them: `tier and region`.
fn attributes(names: &str) -> String {
    let names: Vec<String> = names.split(", ").map(words::attribute).collect();
    words::list(&names)
}

/// Accounts that answered need not be like all there are.
const UNLIKE: f64 = 2.0;

/// Says what the score of all accounts is likely to be, and how much of them
/// answered.
fn all_accounts(scored: &ScoreVariants, variant: &Variant) -> Option<String> {
    let all = variant.of?;
    let weighted = &variant.weighted;
    if Footing::new(weighted.n) == Footing::Withheld {
        return None;
    }
    let same = |of: &&Variant| of.counted == Weighting::ByAccount;
    let plain = scored.variants.iter().find(same)?.weighted.score;
    let by = attributes(variant.attribute.as_deref().unwrap_or_default());
    let (score, range) = (
        words::signed(weighted.score),
        words::score_range(weighted.interval),
    );
    let heard = format!(
        "{} of the {} in the table of accounts answered",
        words::thousands(weighted.n),
        words::count(all, "account", "accounts")
    );
    if weighted.n == all {
        return Some(format!(
            "All {} in the table of accounts answered, so for these the only luck left is which of their people replied: {score} ({range}). The range beside “each account counts once” is for accounts like them in general.",
            words::count(all, "account", "accounts")
        ));
    }
    let is_unlike = (weighted.score - plain).abs() >= UNLIKE;
    Some(if is_unlike {
        format!(
            "{heard}, and by {by} they differ from the rest: weighted to match all, with each account counting once, the score is {score} ({range}) rather than {}.",
            words::signed(plain)
        )
    } else {
        format!(
            "{heard}, and by {by} they are much like the rest: weighted to match all, the score is {score} ({range}) with each account counting once. The range allows for how few are missing."
        )
    })
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
        Weighting::ByAnswer => format!("weighted by {}", words::attribute(attribute)),
        Weighting::LikeAllAccounts if variant.of == Some(variant.weighted.n) => format!(
            "these {} accounts, each once",
            words::thousands(variant.weighted.n)
        ),
        Weighting::LikeAllAccounts => format!(
            "accounts weighted to match all {} in {}",
            words::thousands(variant.of.unwrap_or_default()),
            attributes(attribute)
        ),
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
        Weighting::ByAccount | Weighting::BySeniorRole | Weighting::LikeAllAccounts => {
            ("account", "accounts")
        }
        Weighting::ByMeasure | Weighting::ByRole | Weighting::ByAnswer => ("answer", "answers"),
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
