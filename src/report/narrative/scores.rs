//! The score by account, seniority and value, in words.

use crate::feedback::Scale;
use crate::inquiry::scores::{ScoreVariants, Variant, Weighting};
use crate::nps::estimate::Footing;

use super::super::catalogue::say;
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
            say!(
                "{counted}: {before} in {from}, {after} in {to}.",
                counted = words::capitalised(&name(was)),
                before = words::signed(was.weighted.score),
                from = words::side(&first.side),
                after = words::signed(is.weighted.score),
                to = words::side(&last.side)
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
            say!("each answer counts once (the score)").to_owned(),
            plain.map_or_else(String::new, words::score),
            plain.map_or_else(String::new, |score| words::thousands(score.counts.n())),
            String::new(),
            String::new(),
        ]];
        rows.extend(scored.variants.iter().map(row));
        let head = [
            say!("how it is counted"),
            say!("score"),
            say!("based on"),
            say!("equivalent to"),
            say!("largest weight"),
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
    let answered = words::thousands(weighted.n);
    let accounts = words::count(all, "account", "accounts");
    if weighted.n == all {
        return Some(say!(
            "All {accounts} in the table of accounts answered, so for these the only luck left is which of their people replied: {score} ({range}). The range beside “{way}” is for accounts like them in general.",
            accounts,
            score,
            range,
            way = once()
        ));
    }
    let is_unlike = (weighted.score - plain).abs() >= UNLIKE;
    Some(if is_unlike {
        say!(
            "{answered} of the {accounts} in the table of accounts answered, and by {attributes} they differ from the rest: weighted to match all, with each account counting once, the score is {score} ({range}) rather than {plain}.",
            answered,
            accounts,
            attributes = by,
            score,
            range,
            plain = words::signed(plain)
        )
    } else {
        say!(
            "{answered} of the {accounts} in the table of accounts answered, and by {attributes} they are much like the rest: weighted to match all, the score is {score} ({range}) with each account counting once. The range allows for how few are missing.",
            answered,
            accounts,
            attributes = by,
            score,
            range
        )
    })
}

/// Returns what the way of counting is called that other sentences refer to.
fn once() -> &'static str {
    say!("each account counts once")
}

fn name(variant: &Variant) -> String {
    let attribute = variant.attribute.as_deref().unwrap_or_default();
    match variant.counted {
        Weighting::ByAccount => once().into(),
        Weighting::BySeniorRole => say!("each account by its most senior people").into(),
        Weighting::ByMeasure => say!(
            "weighted by {attribute}, shared among an account's people",
            attribute = words::attribute(attribute)
        ),
        Weighting::ByRole => say!("weighted by role").into(),
        Weighting::ByAnswer => say!(
            "weighted by {attribute}",
            attribute = words::attribute(attribute)
        ),
        Weighting::LikeAllAccounts if variant.of == Some(variant.weighted.n) => say!(
            "these {number} accounts, each once",
            number = words::thousands(variant.weighted.n)
        ),
        Weighting::LikeAllAccounts => say!(
            "accounts weighted to match all {number} in {attributes}",
            number = words::thousands(variant.of.unwrap_or_default()),
            attributes = attributes(attribute)
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
    let counted = match variant.counted {
        Weighting::ByAccount | Weighting::BySeniorRole | Weighting::LikeAllAccounts => {
            words::count(weighted.n, "account", "accounts")
        }
        Weighting::ByMeasure | Weighting::ByRole | Weighting::ByAnswer => {
            words::count(weighted.n, "answer", "answers")
        }
    };
    vec![
        name(variant),
        score,
        counted,
        say!(
            "{number} equally weighted",
            number = words::whole(weighted.effective)
        ),
        words::percent(weighted.largest),
    ]
}

/// One weight that carries the whole is said.
fn caution(variant: &Variant) -> Option<Block> {
    let weighted = &variant.weighted;
    let heavy = weighted.largest >= 0.2 || weighted.effective * 3.0 < weighted.n as f64;
    heavy.then(|| {
        Block::caution(say!(
            "{counted}: the largest weight is {share} of the total, so this is equivalent to only {number} equally weighted answers. Read it beside the plain score.",
            counted = words::capitalised(&name(variant)),
            share = words::percent(weighted.largest),
            number = words::whole(weighted.effective)
        ))
    })
}
