//! Where it is bad, in words.

use crate::feedback::{Group, Scale};
use crate::inquiry::hotspots::{
    AttributeScores, HotSpot, Hotspots, Issue, Reach, Segment, ThemeConcentration,
};

use crate::inquiry::claims::Claim;
use crate::nps::estimate::Score;
use crate::nps::intervals::Proportion;

use super::super::catalogue::say;
use super::super::story::{Block, Sentence, StoryTable};
use super::super::words;

/// Tells hot spots.
pub fn hotspots(hotspots: &Hotspots, scale: &Scale) -> Vec<Block> {
    let mut blocks: Vec<Block> = super::sides(&[&hotspots.among], scale)
        .into_iter()
        .collect();
    if hotspots.attributes.is_empty() {
        blocks.push(Block::verdict(say!(
            "The answers have no attributes such as tier or region, so there are no segments to compare."
        )));
        blocks.extend(unused(hotspots));
        return blocks;
    }
    blocks.extend(found(hotspots, scale));
    let attributes = hotspots.attributes.iter();
    let attributes: Vec<String> = attributes.map(|name| words::attribute(name)).collect();
    blocks.push(Block::Heading(say!("How this was tested").into()));
    blocks.push(Block::paragraph(say!(
        "Every value and every pair of values of {attributes} with at least {least} people was compared with everyone else: {score_tests} of the score, and {theme_tests} of how often each theme that lowers the score is mentioned. Colleagues who answer alike count for less. At most 5% of searches like this list anything by chance (Benjamini–Hochberg).",
        attributes = words::list(&attributes),
        least = hotspots.least,
        score_tests = words::count(hotspots.scores_tested, "test", "tests"),
        theme_tests = words::count(hotspots.themes_tested, "test", "tests")
    )));
    blocks.extend(hotspots.low_trust.iter().map(|(field, why)| {
        Block::caution(say!(
            "Low trust: {attribute}: {why}. `motif audit` says more.",
            attribute = words::attribute(field),
            why
        ))
    }));
    blocks.extend(unused(hotspots));
    blocks
}

/// What was found, without quotes.
pub(super) fn tables(hotspots: &Hotspots, scale: &Scale) -> Vec<Block> {
    let blocks = found(hotspots, scale);
    let is_quotes = |block: Option<&Block>| matches!(block, Some(Block::Quotes(_)));
    // A title over nothing but quotes goes with them.
    let kept = |at: &usize| {
        let titles = matches!(blocks[*at], Block::Subheading(_)) && is_quotes(blocks.get(at + 1));
        !titles && !is_quotes(blocks.get(*at))
    };
    (0..blocks.len())
        .filter(kept)
        .map(|at| blocks[at].clone())
        .collect()
}

/// What was found.
fn found(hotspots: &Hotspots, scale: &Scale) -> Vec<Block> {
    let mut blocks = themes(hotspots);
    blocks.extend(scores(hotspots));
    blocks.extend(issues(hotspots, scale));
    blocks.extend(side_by_side(hotspots));
    blocks
}

/// Every segment, the small ones as they are likely to be.
fn side_by_side(hotspots: &Hotspots) -> Vec<Block> {
    let few = |of: &&AttributeScores| of.segments.len() <= SIDE_BY_SIDE;
    let more = hotspots.segments.iter().filter(|of| !few(of));
    let more: Vec<String> = more.map(|of| words::attribute(&of.attribute)).collect();
    let rows = hotspots.segments.iter().filter(few).flat_map(|of| {
        of.segments.iter().map(|segment| {
            vec![
                words::segment(&of.attribute, &segment.value),
                words::thousands(segment.score.counts.n()),
                words::score(&segment.score),
                segment.likely.map_or_else(
                    || "–".into(),
                    |likely| {
                        format!(
                            "{} ({})",
                            words::signed(likely.value),
                            words::score_range(likely.interval.within(-100.0, 100.0))
                        )
                    },
                ),
            ]
        })
    });
    let head = [
        say!("segment"),
        say!("ratings"),
        say!("its score"),
        say!("likely"),
    ];
    let Some(table) = StoryTable::of(&head, rows.collect(), &[1]) else {
        return Vec::new();
    };
    let mut blocks = vec![
        Block::Heading(say!("Every segment side by side").into()),
        Block::paragraph(say!(
            "With few answers a score can land high or low by luck. “Likely” moves each score towards the average of its kind, small segments further than large ones (partial pooling), and is the fairer number to compare. Where ranges overlap, there may be no real difference."
        )),
        table,
    ];
    if !more.is_empty() {
        blocks.push(Block::paragraph(say!(
            "Left out here, with more than {most} values: {attributes}. The JSON has them.",
            most = SIDE_BY_SIDE,
            attributes = words::list(&more)
        )));
    }
    blocks
}

/// Attributes with more values are not set side by side.
const SIDE_BY_SIDE: usize = 12;

/// Returns what the people of a segment share: `Enterprise (tier)`.
pub(super) fn segment(segment: &[Segment]) -> String {
    let shared: Vec<String> = segment
        .iter()
        .map(|segment| words::segment(&segment.attribute, &segment.value))
        .collect();
    words::list(&shared)
}

fn themes(hotspots: &Hotspots) -> Vec<Block> {
    let mut blocks = vec![Block::Heading(
        say!("Themes concentrated in one segment").into(),
    )];
    let Some(first) = hotspots.themes.first() else {
        blocks.push(Block::verdict(match hotspots.themes_tested {
            0 => say!("No theme that lowers the score has enough people to compare segments."),
            _ => say!(
                "No theme that lowers the score is mentioned significantly more in one segment than elsewhere."
            ),
        }));
        return blocks;
    };
    blocks.push(Block::verdict(gathers(first)));
    let rows = hotspots.themes.iter().map(|gathered| {
        let part = |share: &crate::nps::estimate::Share| {
            words::part(crate::nps::intervals::Proportion {
                voiced: share.voiced,
                of: share.estimate.n(),
            })
        };
        vec![
            gathered.theme.label.clone(),
            segment(&gathered.segment),
            part(&gathered.inside),
            part(&gathered.outside),
            words::signed_percent_points(gathered.difference, gathered.interval),
            words::q(gathered.q),
            super::spread(&gathered.spread),
        ]
    });
    let head = [
        say!("theme"),
        say!("segment"),
        say!("there"),
        say!("elsewhere"),
        say!("difference, points"),
        say!("adjusted p"),
        say!("mentioned there by"),
    ];
    blocks.extend(StoryTable::of(&head, rows.collect(), &[]));
    blocks.extend(hotspots.themes.iter().take(3).flat_map(gathered));
    blocks
}

fn gathers(found: &ThemeConcentration) -> Sentence {
    let text = say!(
        "“{theme}”: {says}.",
        theme = found.theme.label,
        says = comes_up_in(found)
    );
    Sentence::claiming(Claim::Issue, text)
}

/// Returns where a theme is mentioned most: `mostly Enterprise (tier): 13 of 58
/// commenters there, 1 of 86 elsewhere`.
pub(super) fn comes_up_in(found: &ThemeConcentration) -> String {
    let segment = segment(&found.segment);
    let commenters = words::commenters(found.inside.voiced, found.inside.estimate.n());
    let elsewhere = words::of(found.outside.voiced, found.outside.estimate.n());
    if found.outside.voiced == 0 {
        say!(
            "only {segment}: {commenters} there, {elsewhere} elsewhere",
            segment,
            commenters,
            elsewhere
        )
    } else {
        say!(
            "mostly {segment}: {commenters} there, {elsewhere} elsewhere",
            segment,
            commenters,
            elsewhere
        )
    }
}

fn gathered(gathered: &ThemeConcentration) -> Vec<Block> {
    vec![
        Block::Subheading(say!(
            "“{theme}” in {segment}",
            theme = gathered.theme.label,
            segment = segment(&gathered.segment)
        )),
        Block::Quotes(gathered.quotes.clone()),
    ]
}

fn scores(hotspots: &Hotspots) -> Vec<Block> {
    let mut blocks = vec![Block::Heading(say!("Segments whose score differs").into())];
    if hotspots.scores.is_empty() {
        blocks.push(Block::verdict(match hotspots.scores_tested {
            0 => say!(
                "No segment has at least {least} ratings, and as many elsewhere, so no score could be compared.",
                least = hotspots.least
            ),
            _ => say!("No segment's score differs significantly from everyone else's.").into(),
        }));
        blocks.extend(hints(hotspots));
        return blocks;
    }
    blocks.push(Block::paragraph(Sentence::claiming(
        Claim::Issue,
        say!("The score of these segments differs significantly from everyone else's:"),
    )));
    let rows = hotspots.scores.iter().map(|spot| {
        vec![
            segment(&spot.segment),
            words::thousands(spot.inside.counts.n()),
            words::score(&spot.inside),
            words::score(&spot.outside),
            format!(
                "{} ({})",
                words::signed_tenths(spot.points),
                words::points_range(spot.interval)
            ),
            words::q(spot.q),
        ]
    });
    let head = [
        say!("segment"),
        say!("ratings"),
        say!("its score"),
        say!("everyone else's"),
        say!("difference"),
        say!("adjusted p"),
    ];
    blocks.extend(StoryTable::of(&head, rows.collect(), &[1]));
    blocks.extend(hotspots.scores.iter().flat_map(over));
    blocks
}

/// Returns a segment's score beside everybody else's.
pub(super) fn against(spot: &HotSpot) -> String {
    let score = |score: &Score| match score.estimate.numbers() {
        Some((value, interval)) => format!(
            "{} ({})",
            words::signed(value),
            words::score_range(interval)
        ),
        None => words::score(score),
    };
    say!(
        "{segment}: {score}, elsewhere {elsewhere}",
        segment = segment(&spot.segment),
        score = score(&spot.inside),
        elsewhere = score(&spot.outside)
    )
}

/// Segments that would count if nothing else had been looked at.
fn hints(hotspots: &Hotspots) -> Option<Block> {
    let ranged = |spot: &&HotSpot| {
        let numbers = [&spot.inside, &spot.outside].map(|score| score.estimate.numbers());
        numbers.iter().all(Option::is_some)
    };
    let said = hotspots.hints.iter().filter(ranged).map(against);
    let said: Vec<String> = said.collect();
    (!said.is_empty()).then(|| {
        Block::paragraph(say!(
            "Possible differences, not certain with this many segments tested: {segments}.",
            segments = words::series(&said)
        ))
    })
}

fn over(spot: &HotSpot) -> Vec<Block> {
    let loud = (spot.accounts > 0 && spot.largest * 2 > spot.inside.counts.n() && spot.largest > 1)
        .then(|| {
            Block::caution(say!(
                "In {segment}, {part} of the {ratings} ratings come from one account.",
                segment = segment(&spot.segment),
                part = spot.largest,
                ratings = spot.inside.counts.n()
            ))
        });
    let mut blocks: Vec<Block> = loud.into_iter().collect();
    if spot.themes.is_empty() {
        return blocks;
    }
    let said: Vec<String> = spot
        .themes
        .iter()
        .map(|over| {
            say!(
                "“{theme}”: {there} there, {elsewhere} elsewhere",
                theme = over.theme.label,
                there = words::part(over.contrast.first),
                elsewhere = words::part(over.contrast.second)
            )
        })
        .collect();
    blocks.push(Block::Subheading(say!(
        "Mentioned more in {segment}",
        segment = segment(&spot.segment)
    )));
    blocks.push(Block::points(said));
    blocks.extend(
        spot.themes
            .iter()
            .take(2)
            .map(|over| Block::Quotes(over.quotes.clone())),
    );
    blocks
}

fn issues(hotspots: &Hotspots, scale: &Scale) -> Vec<Block> {
    if hotspots.issues.is_empty() {
        return Vec::new();
    }
    // That one account complains is a count.
    let is_own = |issue: &Issue| issue.reach == Reach::OneAccount;
    let claim = if hotspots.issues.iter().all(is_own) {
        Claim::None
    } else {
        Claim::Issue
    };
    let mut blocks = vec![
        Block::Heading(say!("From many accounts, or from one").into()),
        Block::paragraph(Sentence::claiming(
            claim,
            say!(
                "Themes whose people score significantly lower than other commenters, and (untested) complaints that come mostly from one account. Counts leave out {promoters}. Points: how far the people who mention a theme pull the score down.",
                promoters = words::people(Group::Promoter, scale)
            ),
        )),
    ];
    let rows = hotspots.issues.iter().map(|issue| {
        vec![
            issue.theme.label.clone(),
            reach(issue),
            super::spread(&issue.spread),
            words::estimate(issue.impact, words::signed_tenths, words::points_range),
        ]
    });
    let head = [
        say!("theme"),
        say!("comes from"),
        say!("mentioned by"),
        say!("points"),
    ];
    blocks.extend(StoryTable::of(&head, rows.collect(), &[]));
    blocks
}

/// Returns how far an issue reaches.
pub(super) fn reach(issue: &Issue) -> String {
    match (issue.reach, &issue.confined) {
        (Reach::ManyAccounts, _) => say!("many accounts").into(),
        (Reach::OneSegment, Some(confined)) => {
            let segment = segment(std::slice::from_ref(&confined.segment));
            match confined.inside {
                Proportion { voiced, of } if voiced == of => say!("only {segment}", segment),
                inside => say!(
                    "mostly {segment} ({people})",
                    segment,
                    people = words::of(inside.voiced, inside.of)
                ),
            }
        }
        (Reach::OneSegment, None) => say!("one segment").into(),
        (Reach::OneAccount, _) => say!("one account").into(),
        (Reach::Few, _) => say!("few people or accounts").into(),
        (Reach::Unknown, _) => say!("accounts not known").into(),
    }
}

fn unused(hotspots: &Hotspots) -> Option<Block> {
    let unused: Vec<String> = hotspots
        .unused
        .iter()
        .map(|unused| format!("`{}` ({})", unused.name, unused.why))
        .collect();
    (!unused.is_empty()).then(|| {
        Block::paragraph(say!(
            "Not used as segments: {attributes}.",
            attributes = words::list(&unused)
        ))
    })
}
