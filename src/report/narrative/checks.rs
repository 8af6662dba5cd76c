//! Whether the score can be trusted, in words.

use crate::feedback::Scale;
use crate::inquiry::checks::{Checks, Contradiction, Cost, RatingHeap, Returned, Turnout};

use crate::nps::estimate::Share;
use crate::nps::intervals::Proportion;

use super::super::story::{Block, StoryTable};
use super::super::words;

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
        (!checks.heaps.is_empty(), "ratings piled up above a limit"),
        (fewer, "fewer answers"),
        (!checks.costs.is_empty(), "costs that rise with the score"),
        (!checks.returned.is_empty(), "problems that came back"),
    ];
    let found: Vec<String> = found
        .into_iter()
        .filter(|(is, _)| *is)
        .map(|(_, what)| what.to_owned())
        .collect();
    match found.as_slice() {
        [] if checks.read == 0 => "Too little to check the score against.".into(),
        [] => "Nothing was found that speaks against the score.".into(),
        found => format!(
            "Look at these before you trust the score: {}.",
            words::list(found)
        ),
    }
}

fn contradictions(checks: &Checks) -> Vec<Block> {
    let mut blocks = vec![Block::Heading("Rating against comment".into())];
    if checks.read == 0 {
        blocks.push(Block::paragraph("No comment comes with a rating."));
        return blocks;
    }
    let comments = words::count(checks.read, "comment", "comments");
    if checks.contradictions.is_empty() {
        blocks.push(Block::paragraph(format!(
            "None of {comments} plainly contradicts its rating."
        )));
        return blocks;
    }
    blocks.push(Block::paragraph(format!(
        "Of {comments} with a rating {} nothing but complaint under a 9 or 10, or nothing but praise under a 0 to 4. The program knows words and no irony: read them. The score counts them as they were rated.",
        words::count(checks.contradictions.len() as u64, "holds", "hold")
    )));
    let quotes = checks.contradictions.iter().take(QUOTED);
    let quotes = quotes.map(|Contradiction { quote, .. }| quote.clone());
    blocks.push(Block::Quotes(quotes.collect()));
    let more = checks.contradictions.len().saturating_sub(QUOTED) as u64;
    if more > 0 {
        blocks.push(Block::paragraph(format!(
            "And {}; `--json` has them all.",
            words::count(more, "more", "more")
        )));
    }
    blocks
}

fn asked_for(checks: &Checks) -> Vec<Block> {
    let mut blocks = vec![Block::Heading("Ratings asked for".into())];
    if checks.begged.is_empty() && checks.heaps.is_empty() {
        let tests = words::count(
            checks.heaps_tested,
            "segment and wave",
            "segments and waves",
        );
        blocks.push(Block::paragraph(format!(
            "No comment says so. Ratings that pile up above the limit to the best group: none in {tests} tested."
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
        "{}: {}: of those who gave {below} or {above}, {} gave {above}; elsewhere {} (q {})",
        heap.attribute,
        heap.value,
        words::part(heap.contrast.first),
        words::part(heap.contrast.second),
        words::q(heap.contrast.q)
    )
}

fn turnout(turnout: &[Turnout]) -> Vec<Block> {
    let mark = |fewer: bool| if fewer { " (fewer than before)" } else { "" };
    let rows = turnout.iter().map(|wave| {
        vec![
            wave.wave.clone(),
            format!("{}{}", counted(&wave.rated), mark(wave.fewer_rated)),
            format!("{}{}", counted(&wave.commented), mark(wave.fewer_commented)),
        ]
    });
    let mut blocks = vec![Block::Heading("Who answers".into())];
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
            "Every row holds a rating: the files do not say how many were asked, so whether fewer answer cannot be told.",
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
    let mut blocks = vec![Block::Heading("What the score costs".into())];
    if checks.costs.is_empty() {
        blocks.push(Block::paragraph(format!(
            "{}: not higher where the score rose.",
            words::list(&checks.measures)
        )));
        return blocks;
    }
    let cost = |cost: &Cost| {
        format!(
            "From {} to {} the score rose from {} to {}, and the mean of `{}` from {:.2} to {:.2} (by {:.2}, between {:.2} and {:.2})",
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
            "“{}”: {} in {}, and {} again over it in {} ({}, record {}{account})",
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
        Block::Heading("Back after a good rating".into()),
        Block::paragraph(
            "People who spoke of a theme, gave a best rating, and speak of it again with a lower one.",
        ),
        Block::points(returned.iter().take(RETURNED).map(told)),
    ]
}
