//! Hits as a person reads them.

use std::fmt::Write as _;
use std::io::IsTerminal;

use super::found::{Found, Said, found};
use crate::cli::failure::Failure;
use crate::cli::output::{Output, note};
use crate::corpus::Corpus;
use crate::feedback::Scale;
use crate::report::words;
use crate::search::{Facet, Group, Hit, Hits};
use crate::text;

/// Writes hits, how many there are, and how they spread.
pub(super) fn hits(
    corpus: &Corpus,
    hits: &Hits,
    around: usize,
    output: &mut Output,
) -> Result<(), Failure> {
    for hit in &hits.hits {
        one(corpus, hit, around, output)?;
    }
    output.line(counted(hits))?;
    facets(&hits.facets, output)?;
    if hits.total == 0 && hits.similar == 0 {
        note("fewer words find more; `word~1` forgives a typo, `wor*` any ending, `OR` either");
    }
    Ok(())
}

/// Writes hits by the file they are from.
pub(super) fn groups(
    corpus: &Corpus,
    groups: &[Group],
    all: &Hits,
    around: usize,
    output: &mut Output,
) -> Result<(), Failure> {
    let color = is_colored();
    for group in groups {
        let hits = words::count(group.total as u64, "hit", "hits");
        let source = painted(&group.source, color);
        let shown = match group.hits.len() {
            shown if shown < group.total => format!("{shown} of {hits} shown"),
            _ => hits,
        };
        output.line(format!("{source}  {shown}\n"))?;
        for hit in &group.hits {
            one(corpus, hit, around, output)?;
        }
    }
    output.line(counted(all))?;
    facets(&all.facets, output)
}

fn one(corpus: &Corpus, hit: &Hit, around: usize, output: &mut Output) -> Result<(), Failure> {
    let color = is_colored();
    let found = found(corpus, hit, around);
    output.line(headed(&found, &corpus.scale, color))?;
    for said in &found.before {
        output.line(format!("  {}", beside(said)))?;
    }
    output.line(format!("  {}", marked(hit, color)))?;
    for said in &found.after {
        output.line(format!("  {}", beside(said)))?;
    }
    output.line("")
}

/// Returns what was said beside a hit: `| Bo: Which line?`
fn beside(said: &Said) -> String {
    let words = said.text.replace(['\n', '\r'], " ");
    match &said.speaker {
        Some(speaker) => format!("| {speaker}: {words}"),
        None => format!("| {words}"),
    }
}

/// Returns `10 of 214 hits shown`, `3 hits and 7 that say the like`.
fn counted(hits: &Hits) -> String {
    let similar = hits.hits.iter().filter(|hit| hit.is_similar).count();
    let shown = hits.hits.len() - similar;
    let of_words = match (shown, hits.total) {
        (_, 0) => None,
        (shown, total) if shown == total => Some(words::count(total as u64, "hit", "hits")),
        (shown, total) => {
            let hits = words::count(total as u64, "hit", "hits");
            Some(format!("{shown} of {hits} shown"))
        }
    };
    match (of_words, similar) {
        (None, 0) => "nothing found".to_owned(),
        (None, similar) => {
            let similar = words::count(similar as u64, "text that says", "texts that say");
            format!("nothing has these words; {similar} the like")
        }
        (Some(hits), 0) => hits,
        (Some(hits), 1) => format!("{hits}, and 1 that says the like"),
        (Some(hits), similar) => format!("{hits}, and {similar} that say the like"),
    }
}

fn facets(facets: &[Facet], output: &mut Output) -> Result<(), Failure> {
    for facet in facets.iter().filter(|facet| facet.values.len() > 1) {
        let values = facet
            .values
            .iter()
            .take(6)
            .map(|(value, count)| format!("{value} {count}"));
        let values: Vec<String> = values.collect();
        output.line(format!("  {}: {}", facet.field, values.join(", ")))?;
    }
    Ok(())
}

pub(super) fn is_colored() -> bool {
    std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none()
}

fn painted(place: &str, color: bool) -> String {
    if color {
        format!("\u{1b}[36m{place}\u{1b}[0m")
    } else {
        place.to_owned()
    }
}

/// Returns where a hit stands and who said it: `spring.csv:14  detractor (2) · Nordlift · 2025-04-16`.
fn headed(found: &Found, scale: &Scale, color: bool) -> String {
    let line = found
        .row
        .or(found.line)
        .map(|line| format!(":{line}"))
        .unwrap_or_default();
    let place = format!("{}{line}", found.source);
    let mut facts = Vec::new();
    facts.extend(found.seconds.map(words::clock));
    facts.extend(match (&found.speaker, found.role) {
        (Some(speaker), Some(role)) if role != "participant" => Some(format!("{speaker} ({role})")),
        (speaker, _) => speaker.clone(),
    });
    facts.extend(found.group.as_ref().map(|group| {
        match found.rating.map(|rating| scale.value(rating)) {
            Some(rating) if rating != *group => format!("{group} ({rating})"),
            _ => group.clone(),
        }
    }));
    facts.extend(found.account.clone());
    facts.extend(
        found
            .date
            .as_deref()
            .map(|date| date.chars().take(10).collect()),
    );
    facts.extend(found.similar.then(|| "similar".to_owned()));
    format!("{}  {}", painted(&place, color), facts.join(" · "))
}

/// Returns the words of a hit on one line, contact details masked, matches in
/// bold, or between asterisks where there is no colour.
fn marked(hit: &Hit, color: bool) -> String {
    let mut line = String::new();
    let masked = text::masked(&hit.text);
    let mut at = 0;
    for piece in hit.pieces() {
        let length = piece.text.chars().count();
        let words: String = masked.chars().skip(at).take(length).collect();
        let words = words.replace(['\n', '\r'], " ");
        at += length;
        let _ = match (piece.is_match, color) {
            (true, true) => write!(line, "\u{1b}[1;31m{words}\u{1b}[0m"),
            (true, false) => write!(line, "*{words}*"),
            (false, _) => write!(line, "{words}"),
        };
    }
    line
}
