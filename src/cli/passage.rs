//! Passages as a user points at them, and shown in place: `motif open`.

use std::path::Path;

use clap::Args;

use super::failure::Failure;
use super::output::Output;
use super::sources;
use crate::corpus::Corpus;
use crate::feedback::{Document, Place, Span, byte_span};
use crate::report::words;
use crate::study::lookup::TextSpan;
use crate::study::{Study, quote_id, reference};
use crate::text;

/// Shows a passage in its context
#[derive(Debug, Args)]
pub(super) struct Open {
    /// A quote such as `Q-3f9c0a71b2d4`, or `FILE:RECORD[:START-END]`, in an interview `FILE:LINE`
    passage: String,

    /// Lines of an interview shown before and after it
    #[arg(short = 'C', long, value_name = "N", default_value_t = 3)]
    context: usize,
}

impl Open {
    pub(super) fn run(&self, dir: Option<&Path>, output: &mut Output) -> Result<(), Failure> {
        let study = sources::study(dir)?;
        let mut corpus = study.corpus_at(&self.passage)?;
        // Ids of quotes are known by all that was said; so is what is missing.
        if reference::find(&corpus, &study.codebook()?, &self.passage).is_empty() {
            corpus = study.corpus()?;
        }
        for (at, spot) in spots(&self.passage, &study, &corpus)?
            .into_iter()
            .enumerate()
        {
            if output.json {
                let excerpt = corpus.excerpt(spot.0, spot.1);
                output.value(&excerpt)?;
                continue;
            }
            if at > 0 {
                output.line("")?;
            }
            self.show(&corpus, spot, output)?;
        }
        Ok(())
    }

    fn show(&self, corpus: &Corpus, spot: TextSpan, output: &mut Output) -> Result<(), Failure> {
        let (document, span) = spot;
        output.line(headed(corpus, spot))?;
        output.line("")?;
        let whole = text::masked(corpus.text(document));
        // The mask keeps the number of characters, not of bytes.
        let (start, end) = span.in_characters(corpus.text(document));
        let Some(span) = byte_span(&whole, start, end) else {
            return Ok(());
        };
        let (from, to) = match document {
            Document::Comment(_) => (0, whole.len()),
            Document::Interview(_) => around(&whole, span, self.context),
        };
        let shown = format!(
            "{}»{}«{}",
            &whole[from..span.start],
            span.slice(&whole),
            &whole[span.end..to]
        );
        shown
            .lines()
            .try_for_each(|line| output.line(format!("  {}", line.trim_end())))
    }
}

/// Returns the lines around a stretch, as where they begin and end.
fn around(text: &str, span: Span, lines: usize) -> (usize, usize) {
    let before = text[..span.start].rmatch_indices('\n').nth(lines);
    let after = text[span.end..].match_indices('\n').nth(lines);
    let from = before.map_or(0, |(at, _)| at + 1);
    let to = after.map_or(text.len(), |(at, _)| span.end + at);
    (from, to)
}

/// `spring.csv, r4, characters 0 to 12, Q-3f9c0a71b2d4`
fn headed(corpus: &Corpus, (document, span): TextSpan) -> String {
    let (source, record) = corpus.origin(document);
    let (start, end) = span.in_characters(corpus.text(document));
    let mut parts = vec![source.to_owned()];
    parts.extend(record.map(|record| text::masked_id(&record)));
    if let Document::Interview(at) = document {
        let interview = &corpus.interviews[at];
        if let Some(mark) = interview.mark(span.start) {
            parts.push(format!("line {}", mark.line));
            parts.extend(mark.seconds.map(words::clock));
        }
        if let Some(Place::Turn { turn, .. }) = corpus.place(document, span) {
            parts.extend(interview.turns[turn].speaker.clone());
        }
    }
    parts.push(format!("characters {start} to {end}"));
    parts.push(quote_id(corpus, document, span).to_string());
    parts.join(", ")
}

/// Returns the one passage that a user means.
pub(super) fn spot(word: &str, study: &Study, corpus: &Corpus) -> Result<TextSpan, Failure> {
    let spots = spots(word, study, corpus)?;
    match spots[..] {
        [only] => Ok(only),
        _ => Err(Failure::Passages {
            wanted: word.to_owned(),
            found: spots.len(),
        }),
    }
}

fn spots(word: &str, study: &Study, corpus: &Corpus) -> Result<Vec<TextSpan>, Failure> {
    let found = reference::find(corpus, &study.codebook()?, word);
    if found.is_empty() {
        reference::check_end(corpus, word)?;
        return Err(Failure::NoPassage {
            wanted: word.to_owned(),
        });
    }
    Ok(found)
}
