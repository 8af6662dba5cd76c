//! Passages as a user points at them, and shown in place: `motif open`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use clap::Args;

use super::failure::Failure;
use super::output::Output;
use super::sources;
use crate::corpus::Corpus;
use crate::feedback::{Document, Place, Span, bytes};
use crate::report::words;
use crate::study::{Pointing, QuoteId, QuoteIds, Study, given, noted, quote_id};
use crate::text;
use crate::themes::Passages;

/// Shows a passage where it stands
#[derive(Debug, Args)]
pub(super) struct Open {
    /// A quote such as `Q-3f9c0a71b2d4`, or `FILE:RECORD[:START-END]`
    passage: String,

    /// Lines of an interview shown before and after it
    #[arg(short = 'C', long, value_name = "N", default_value_t = 3)]
    context: usize,
}

/// Where a passage stands.
pub(super) type TextSpan = (Document, Span);

impl Open {
    pub(super) fn run(&self, dir: Option<&Path>, output: &mut Output) -> Result<(), Failure> {
        let study = sources::study(dir)?;
        let corpus = study.corpus()?;
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
        let Some(span) = bytes(&whole, start, end) else {
            return Ok(());
        };
        let (from, to) = match document {
            Document::Comment(_) => (0, whole.len()),
            Document::Interview(_) => around(&whole, span, self.context),
        };
        let shown = format!(
            "{}»{}«{}",
            &whole[from..span.start],
            span.of(&whole),
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
    let found = if QuoteId::is_one(word) {
        quoted(word, study, corpus)?
    } else {
        pointed(word, corpus).into_iter().collect()
    };
    if found.is_empty() {
        return Err(Failure::NoPassage {
            wanted: word.to_owned(),
        });
    }
    Ok(found)
}

/// Returns the passages that an id is meant for: cut by motif, or picked by
/// somebody.
fn quoted(word: &str, study: &Study, corpus: &Corpus) -> Result<Vec<TextSpan>, Failure> {
    let codebook = study.codebook()?;
    let passages = Passages::of(corpus, true, None);
    let cut = passages
        .all
        .iter()
        .map(|p| (p.place.document(), p.place.span()));
    let given = given(corpus, &codebook).0;
    let given = given.iter().map(|given| (given.document, given.span));
    let noted = noted(corpus, &codebook);
    let noted = noted.iter().map(|noted| (noted.document, noted.span));
    let all = cut.chain(given).chain(noted);
    let mut spans: BTreeMap<Document, BTreeSet<Span>> = BTreeMap::new();
    for (document, span) in all {
        spans.entry(document).or_default().insert(span);
    }
    let found = spans.into_iter().flat_map(|(document, spans)| {
        let ids = QuoteIds::of(corpus, document);
        let meant = move |span: &Span| ids.id(*span).is_meant_by(word);
        spans
            .into_iter()
            .filter(meant)
            .map(move |span| (document, span))
    });
    Ok(found.collect())
}

/// Reads `FILE:RECORD:START-END`, with what may be left out.
fn pointed(word: &str, corpus: &Corpus) -> Option<TextSpan> {
    let pointing = Pointing::of(corpus);
    let find = |word: &str| {
        let whole = pointing.document(word, None);
        whole.or_else(|| {
            let (file, record) = word.rsplit_once(':')?;
            pointing.document(file, Some(record))
        })
    };
    if let Some(document) = find(word) {
        let end = corpus.text(document).len();
        return Some((document, Span { start: 0, end }));
    }
    let (rest, place) = word.rsplit_once(':')?;
    let (start, end) = place.split_once('-')?;
    let document = find(rest)?;
    let span = bytes(
        corpus.text(document),
        start.parse().ok()?,
        end.parse().ok()?,
    )?;
    (!span.is_empty()).then_some((document, span))
}
