//! What people in interviews struggle with, in words.

use crate::inquiry::pain_points::{PainPointSplit, PainPoints, VoicedPainPoint};
use crate::text::StatementKind;

use super::super::brief::Brief;
use super::super::catalogue::say;
use super::super::story::{Block, StoryTable};
use super::super::words;

/// Returns the heading over it.
pub fn struggles_title() -> &'static str {
    say!("What they struggle with")
}

/// Pain points told with quotes.
const TOLD: usize = 10;

/// Pain points listed.
const LISTED: usize = 20;

/// Who comes back to something is told from so many answers on.
const OFTEN: u64 = 3;

/// Tells what people in the interviews of a report struggle with, under a
/// heading; nothing where there are none.
pub fn struggles(brief: &Brief) -> Vec<Block> {
    if brief.pain_points.points.is_empty() && brief.pain_points.plainest.is_empty() {
        return Vec::new();
    }
    let mut blocks = vec![Block::Heading(struggles_title().into())];
    blocks.extend(pain_points(&brief.pain_points));
    blocks
}

/// Tells pain points.
pub fn pain_points(found: &PainPoints) -> Vec<Block> {
    let interviews = words::count(found.interviews, "interview", "interviews");
    if found.interviews == 0 {
        return vec![Block::verdict(say!(
            "There are no interviews in this study."
        ))];
    }
    let mut blocks = Vec::new();
    if found.points.is_empty() {
        blocks.push(Block::verdict(say!(
            "No problem is named by several people in {interviews}.",
            interviews
        )));
    } else {
        blocks.push(Block::paragraph(say!(
            "Problems that several people name, by how many of the {interviews} speak of them. “Unasked”: the question before did not name it. “Answers”: in how many answers it comes up.",
            interviews
        )));
        blocks.extend(table(found));
        blocks.extend(found.by.as_ref().map(side_by_side));
        if found.points.len() > LISTED {
            blocks.push(Block::paragraph(say!(
                "{more} more come up in fewer interviews; `motif pain-points --json` lists them all.",
                more = words::thousands((found.points.len() - LISTED) as u64)
            )));
        }
        let told = found.points.iter().take(TOLD).enumerate();
        blocks.extend(told.flat_map(|(at, point)| point_in_full(at + 1, point)));
    }
    blocks.extend(plainest(found));
    if found.problems > 0 {
        blocks.push(Block::paragraph(say!(
            "{covered} of the {sentences} that complain or state a problem belong to a problem listed here. They are found by word lists, so irony and problems told without such a word are missed.",
            covered = words::thousands(found.covered),
            sentences = words::count(found.problems, "sentence", "sentences")
        )));
    }
    blocks
}

/// What else people complain of, interview by interview.
fn plainest(found: &PainPoints) -> Vec<Block> {
    if found.plainest.is_empty() {
        return Vec::new();
    }
    let title = if found.points.is_empty() {
        say!("What each says is wrong")
    } else {
        say!("What else each says is wrong")
    };
    let mut blocks = vec![Block::Subheading(title.into())];
    for of in &found.plainest {
        blocks.push(Block::Quotes(of.quotes.clone()));
    }
    blocks
}

/// Says what the columns of an attribute are, and are not.
fn side_by_side(by: &PainPointSplit) -> Block {
    let mut said = vec![say!(
        "The last columns are interviews by {attribute}. They are counts of few, not tested: a difference between them may be chance.",
        attribute = words::attribute(&by.attribute)
    )];
    if by.without > 0 {
        said.push(say!(
            "{number} of the interviews do not have it.",
            number = words::thousands(by.without)
        ));
    }
    Block::paragraph(said.join(" "))
}

fn table(found: &PainPoints) -> Option<Block> {
    let by = found.by.as_ref();
    let rows = found.points.iter().take(LISTED).map(|point| {
        let mut row = vec![
            point.name.clone(),
            words::of(point.participants.voiced, point.participants.of),
            words::thousands(point.unasked),
            words::thousands(point.answers),
        ];
        let values = by.into_iter().flat_map(|by| &by.values);
        let parts = values.zip(&point.split);
        row.extend(parts.map(|((_, of), voiced)| words::of(*voiced, *of)));
        row
    });
    let mut head = vec![
        say!("problem"),
        say!("interviews"),
        say!("unasked"),
        say!("answers"),
    ];
    head.extend(
        by.into_iter()
            .flat_map(|by| by.values.iter().map(|(value, _)| &**value)),
    );
    StoryTable::of(&head, rows.collect(), &[2, 3])
}

fn point_in_full(number: usize, point: &VoicedPainPoint) -> Vec<Block> {
    let mut blocks = vec![
        Block::Subheading(format!("{number}. {}", point.name)),
        Block::paragraph(who(point)),
        Block::Quotes(point.quotes.clone()),
    ];
    for beside in &point.beside {
        let Some(title) = title(beside.kind) else {
            continue;
        };
        blocks.push(Block::paragraph(title));
        blocks.push(Block::Quotes(vec![beside.quote.clone()]));
    }
    blocks
}

/// Returns who speaks of it: `12 of 36 interviews, 11 of them unasked. Hanne
/// (4 answers) and Piet (3) came back to it most.`
fn who(point: &VoicedPainPoint) -> String {
    let interviews = words::interviews(point.participants.voiced, point.participants.of);
    let mut said = vec![match (&point.theme, point.unasked) {
        (Some(_), _) => say!(
            "{interviews} complain about this theme of the survey.",
            interviews
        ),
        (None, all) if all == point.participants.voiced => {
            say!("{interviews}; all of them unasked.", interviews)
        }
        (None, 0) => say!(
            "{interviews}; all of them after a question that named it.",
            interviews
        ),
        (None, some) => say!(
            "{interviews}; {unasked} of them unasked.",
            interviews,
            unasked = words::thousands(some)
        ),
    }];
    let often = point.voices.iter().filter(|voice| voice.answers >= OFTEN);
    let often: Vec<String> = often
        .take(3)
        .map(|voice| {
            let answers = words::count(voice.answers, "answer", "answers");
            format!("{} ({answers})", voice.participant)
        })
        .collect();
    if !often.is_empty() {
        said.push(say!(
            "Those who came back to it most: {people}.",
            people = words::list(&often)
        ));
    }
    said.join(" ")
}

/// Returns what stands over something said beside a pain point.
fn title(kind: StatementKind) -> Option<&'static str> {
    match kind {
        StatementKind::Cause => Some(say!("Why:")),
        StatementKind::Consequence => Some(say!("What comes of it:")),
        StatementKind::Need => Some(say!("What would help:")),
        StatementKind::Workaround => Some(say!("How they get by:")),
        StatementKind::Decision => Some(say!("What was decided:")),
        StatementKind::Problem | StatementKind::Praise => None,
    }
}
