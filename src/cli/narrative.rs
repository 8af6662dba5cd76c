//! Answers on a terminal: what is asked, and how a story is written there.

use serde::Serialize;
use serde_json::Value;

use super::failure::Failure;
use super::output::Output;
use super::themes::provenance;
use crate::feedback::Scale;
use crate::inquiry::{Answer, Ledger, NoIndex};
use crate::question::Question;
use crate::report::catalogue::say;
use crate::report::narrative;
use crate::report::story::{Block, Waterfall, sentences};
use crate::report::words;
use crate::study::{Analysis, Quote};

/// Answers a question about an analysis.
pub(super) fn answer(
    question: &Question,
    analysis: &Analysis,
    output: &mut Output,
) -> Result<(), Failure> {
    let scale = &analysis.corpus.scale;
    let answer = question.answer(&Ledger::new(analysis), &NoIndex)?;
    if !output.json {
        return tell(&narrative::answer(&answer, scale), scale, output);
    }
    if let Answer::Outcomes { outcomes } = &answer {
        let told = outcomes.iter().map(|outcome| {
            let one = std::slice::from_ref(outcome);
            with_sentences(outcome, &narrative::outcomes(one, scale))
        });
        return output.value(&told.collect::<Vec<_>>());
    }
    let blocks = narrative::answer(&answer, scale);
    let value = match &answer {
        Answer::Change(comparison) => with_sentences(comparison, &blocks),
        Answer::Hotspots(hotspots) => with_sentences(hotspots, &blocks),
        Answer::Trends(trends) => with_sentences(trends, &blocks),
        Answer::Drivers(found) => with_sentences(found, &blocks),
        other => with_sentences(other, &blocks),
    };
    output.value(&value)
}

/// Returns an answer as JSON, with what is said of it and what that claims.
pub(super) fn with_sentences(answer: &impl Serialize, blocks: &[Block]) -> Value {
    let mut value = serde_json::to_value(answer).expect("what motif says is JSON");
    if let Value::Object(fields) = &mut value {
        let sentences = serde_json::to_value(sentences(blocks));
        fields.insert("sentences".into(), sentences.expect("a sentence is JSON"));
    }
    value
}

/// Answers contrasts, one after the other.
pub(super) fn answers(
    questions: &[Question],
    analysis: &Analysis,
    output: &mut Output,
) -> Result<(), Failure> {
    let ledger = Ledger::new(analysis);
    let mut contrasts = Vec::new();
    for question in questions {
        if let Answer::Contrast(contrast) = question.answer(&ledger, &NoIndex)? {
            contrasts.push(*contrast);
        }
    }
    let scale = &analysis.corpus.scale;
    if output.json {
        let told = contrasts.iter().map(|contrast| {
            let one = std::slice::from_ref(contrast);
            with_sentences(contrast, &narrative::contrasts(one, scale))
        });
        return output.value(&told.collect::<Vec<_>>());
    }
    tell(&narrative::contrasts(&contrasts, scale), scale, output)
}

/// Writes the blocks of a story, whose ratings are on a scale.
pub(super) fn tell(blocks: &[Block], scale: &Scale, output: &mut Output) -> Result<(), Failure> {
    for block in blocks {
        write(block, scale, output)?;
    }
    Ok(())
}

fn write(block: &Block, scale: &Scale, output: &mut Output) -> Result<(), Failure> {
    match block {
        Block::Heading(title) => {
            output.line("")?;
            output.line(title.to_uppercase())
        }
        Block::Subheading(title) | Block::Minor(title) => {
            output.line("")?;
            output.line(title)
        }
        Block::Findings(found) => (1..).zip(found).try_for_each(|(number, finding)| {
            output.paragraph(&format!("{number}. "), &finding.sentence())?;
            finding
                .quote
                .iter()
                .try_for_each(|said| quote(said, scale, output))
        }),
        Block::Verdict(text) | Block::Paragraph(text) => {
            output.paragraph("", text)?;
            output.line("")
        }
        Block::Caution(text) => output.paragraph("! ", text),
        Block::Points(points) => points
            .iter()
            .try_for_each(|point| output.paragraph("• ", point)),
        Block::Steps(steps) => (1..)
            .zip(steps)
            .try_for_each(|(number, step)| output.paragraph(&format!("{number}. "), step)),
        Block::Table(table) => {
            let head: Vec<&str> = table.head.iter().map(String::as_str).collect();
            output.table(&head, table.rows.clone(), &table.right)?;
            output.line("")
        }
        Block::Waterfall(fall) => waterfall(fall, output),
        Block::Quotes(quotes) => quotes
            .iter()
            .try_for_each(|said| quote(said, scale, output)),
    }
}

fn quote(quote: &Quote, scale: &Scale, output: &mut Output) -> Result<(), Failure> {
    let said = quote.text.replace(['\n', '\r'], " ");
    output.paragraph("  “", &format!("{said}”"))?;
    output.line(format!("    {}", provenance(quote, scale)))
}

/// Half the width of the bars, in characters.
const HALF: f64 = 12.0;

fn waterfall(fall: &Waterfall, output: &mut Output) -> Result<(), Failure> {
    let most = fall.steps.iter().map(|step| step.points.abs());
    let most = most.fold(1.0, f64::max);
    let mut rows = vec![whole(&fall.from)];
    rows.extend(fall.steps.iter().map(|step| {
        vec![
            step.label.clone(),
            step.people.clone(),
            words::signed_tenths(step.points),
            bar(step.points / most),
            step.range(),
        ]
    }));
    rows.push(whole(&fall.to));
    let head = ["", say!("people"), say!("points"), "", say!("range (95%)")];
    output.table(&head, rows, &[2])?;
    output.line("")
}

fn whole((name, score): &(String, f64)) -> Vec<String> {
    let mut row = vec![String::new(); 5];
    row[0].clone_from(name);
    row[2] = words::signed_tenths(*score);
    row
}

/// Draws a share of the longest bar, to the left or right of the middle.
fn bar(share: f64) -> String {
    let length = (share.abs() * HALF).round() as usize;
    let half = HALF as usize;
    if share < 0.0 {
        format!(
            "{}{}│{}",
            " ".repeat(half - length),
            "█".repeat(length),
            " ".repeat(half)
        )
    } else {
        format!(
            "{}│{}{}",
            " ".repeat(half),
            "█".repeat(length),
            " ".repeat(half - length)
        )
    }
}
