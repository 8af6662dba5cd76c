//! Whether the score can be trusted, in words.

use crate::feedback::Scale;
use crate::inquiry::checks::{Checks, Contradiction, Cost, RatingHeap, Returned, Turnout};

use crate::nps::estimate::Share;
use crate::nps::intervals::Proportion;

use super::super::story::{Block, StoryTable};
use super::super::words;
use super::accounts;

/// Contradictions quoted.
const QUOTED: usize = 8;

/// Problems that came back, told.
const RETURNED: usize = 12;

/// Tells the checks.
pub fn checks(checks: &Checks, scale: &Scale) -> Vec<Block> {
    let mut blocks = vec![Block::verdict(verdict(checks))];
    blocks.extend(contradictions(checks));
    blocks.extend(asked_for(checks));
    blocks.extend(turnout(&checks.turnout));
    blocks.extend(costs(checks));
    blocks.extend(returned(&checks.returned, scale));
    blocks.extend(checks.coverage.iter().flat_map(accounts::coverage));
    blocks.extend(accounts::fields(&checks.fields));
    blocks
}

fn verdict(checks: &Checks) -> String {
    let fewer = checks
        .turnout
        .iter()
        .any(|t| t.fewer_rated || t.fewer_commented);
    let found = [
        (
            !checks.contradictions.is_empty(),
            "ratings that contradict their comments",
        ),
        (
            !checks.begged.is_empty(),
            "comments that say a rating was asked for",
        ),
        (
            !checks.heaps.is_empty(),
            "ratings bunched just above a cut-off",
        ),
        (fewer, "fewer people answering"),
        (!checks.costs.is_empty(), "costs that rise with the score"),
        (!checks.returned.is_empty(), "problems that came back"),
        (
            checks.fields.iter().any(|field| field.is_low_trust),
            "fields that cannot be trusted",
        ),
    ];
    let found: Vec<String> = found
        .into_iter()
        .filter(|(is, _)| *is)
        .map(|(_, what)| what.to_owned())
        .collect();
    match found.as_slice() {
        [] if checks.read == 0 => "There is too little here to check the score.".into(),
        [] => "Nothing here gives a reason to doubt the score.".into(),
        found => format!(
            "Before you trust the score, look at these: {}.",
            words::list(found)
        ),
    }
}

fn contradictions(checks: &Checks) -> Vec<Block> {
    let mut blocks = vec![Block::Heading("Rating against comment".into())];
    if checks.read == 0 {
        blocks.push(Block::paragraph("No comment has a rating."));
        return blocks;
    }
    let comments = words::count(checks.read, "comment", "comments");
    if checks.contradictions.is_empty() {
        blocks.push(Block::paragraph(format!(
            "Of {comments} with a rating, none plainly contradicts it."
        )));
        return blocks;
    }
    blocks.push(Block::paragraph(format!(
        "Of {comments} with a rating, {} only complain but have one of the best ratings, or only praise but have one of the worst. motif does not understand irony, so read them. The score counts them as rated.",
        words::thousands(checks.contradictions.len() as u64)
    )));
    let quotes = checks.contradictions.iter().take(QUOTED);
    let quotes = quotes.map(|Contradiction { quote, .. }| quote.clone());
    blocks.push(Block::Quotes(quotes.collect()));
    blocks.extend(super::more(checks.contradictions.len(), QUOTED));
    blocks
}

fn asked_for(checks: &Checks) -> Vec<Block> {
    let mut blocks = vec![Block::Heading("Was a good rating asked for?".into())];
    if checks.begged.is_empty() && checks.heaps.is_empty() {
        let tests = words::count(
            checks.heaps_tested,
            "segment and wave",
            "segments and waves",
        );
        blocks.push(Block::paragraph(format!(
            "No comment says so, and in {tests} tested, ratings do not cluster just above the cut-off to the best group."
        )));
        return blocks;
    }
    if !checks.begged.is_empty() {
        let quotes = checks.begged.iter().take(QUOTED);
        blocks.push(Block::Quotes(
            quotes.map(|begged| begged.quote.clone()).collect(),
        ));
    }
    blocks.push(Block::points(checks.heaps.iter().map(heap)));
    blocks
}

fn heap(heap: &RatingHeap) -> String {
    let [below, above] = heap.limit;
    format!(
        "{}: of those who gave {below} or {above}, {} gave {above}; elsewhere {} (adjusted p {})",
        words::segment(&heap.attribute, &heap.value),
        words::part(heap.contrast.first),
        words::part(heap.contrast.second),
        words::q(heap.contrast.q)
    )
}

fn turnout(turnout: &[Turnout]) -> Vec<Block> {
    if turnout.is_empty() {
        return Vec::new();
    }
    let mark = |fewer: bool| if fewer { " (fewer than before)" } else { "" };
    let rows = turnout.iter().map(|wave| {
        vec![
            wave.wave.clone(),
            format!("{}{}", counted(&wave.rated), mark(wave.fewer_rated)),
            format!("{}{}", counted(&wave.commented), mark(wave.fewer_commented)),
        ]
    });
    let mut blocks = vec![Block::Heading("How many answer".into())];
    blocks.extend(StoryTable::of(
        &["wave", "rated", "commented"],
        rows.collect(),
        &[],
    ));
    if turnout
        .iter()
        .all(|wave| wave.rated.voiced == wave.rated.estimate.n())
    {
        blocks.push(Block::paragraph(
            "Every row has a rating: the files do not list people who were asked and did not answer, so the response rate is not known.",
        ));
    }
    blocks
}

/// Of rows that were read: a count of all of them, not a sample.
fn counted(share: &Share) -> String {
    words::part(Proportion {
        voiced: share.voiced,
        of: share.estimate.n(),
    })
}

fn costs(checks: &Checks) -> Vec<Block> {
    if checks.measures.is_empty() {
        return Vec::new();
    }
    let mut blocks = vec![Block::Heading("Costs that rose with the score".into())];
    if checks.costs.is_empty() {
        blocks.push(Block::paragraph(format!(
            "{}: no higher where the score rose.",
            words::list(&checks.measures)
        )));
        return blocks;
    }
    let cost = |cost: &Cost| {
        format!(
            "From {} to {} the score rose from {} to {}, and the mean of `{}` from {:.2} to {:.2} (by {:.2}, range {:.2} to {:.2})",
            cost.waves[0],
            cost.waves[1],
            words::signed(cost.scores[0]),
            words::signed(cost.scores[1]),
            cost.measure,
            cost.means[0],
            cost.means[1],
            cost.change,
            cost.interval.low,
            cost.interval.high
        )
    };
    blocks.push(Block::points(checks.costs.iter().map(cost)));
    blocks
}

fn returned(returned: &[Returned], scale: &Scale) -> Vec<Block> {
    if returned.is_empty() {
        return Vec::new();
    }
    let told = |back: &Returned| {
        let account = back
            .account
            .as_ref()
            .map_or_else(String::new, |account| format!(", {account}"));
        format!(
            "“{}”: {} in {}, then {} in {}, mentioning it again ({}, record {}{account})",
            back.theme.label,
            scale.given(back.good),
            back.then,
            scale.given(back.again),
            back.now,
            back.source,
            back.record
        )
    };
    vec![
        Block::Heading("Problems that came back".into()),
        Block::paragraph(
            "People who mentioned a problem, then gave a top rating, and now mention it again with a lower one.",
        ),
        Block::points(returned.iter().take(RETURNED).map(told)),
    ]
}
