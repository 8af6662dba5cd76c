//! Hits as a person reads them.

use std::fmt::Write as _;
use std::io::IsTerminal;

use super::hit_json::{HitJson, NeighborJson, found};
use crate::cli::aside::note;
use crate::cli::failure::Failure;
use crate::cli::output::Output;
use crate::corpus::Corpus;
use crate::feedback::Scale;
use crate::report::words;
use crate::search::{Facet, FileHits, Hit, Hits};
use crate::study::{HitTheme, QuoteId};
use crate::text;

/// What is written, and how.
pub(super) struct SearchWriter<'a> {
    pub(super) corpus: &'a Corpus,
    pub(super) all: &'a Hits,
    /// How many passages around a hit.
    pub(super) around: usize,
    /// Whether nothing was asked but what is meant.
    pub(super) by_meaning: bool,
}

impl SearchWriter<'_> {
    /// Writes hits, how many there are, and how they spread.
    pub(super) fn hits(&self, output: &mut Output) -> Result<(), Failure> {
        for hit in &self.all.hits {
            self.one(hit, output)?;
        }
        self.foot(output)?;
        if self.all.total == 0 && self.all.similar == 0 {
            note(
                "try fewer words, `word~1` for typos, `wor*` for any ending, or `OR` between words",
            );
        }
        Ok(())
    }

    /// Writes hits by the file they are from.
    pub(super) fn groups(&self, groups: &[FileHits], output: &mut Output) -> Result<(), Failure> {
        for group in groups {
            let source = painted(&group.source, is_colored());
            let count = part(group.hits.len(), group.total);
            output.colored_line(&format!("{source}  {count}\n"))?;
            for hit in &group.hits {
                self.one(hit, output)?;
            }
        }
        self.foot(output)
    }

    /// Writes hits by the themes they speak of, some of each.
    pub(super) fn themes(
        &self,
        themes: &[HitTheme],
        most: usize,
        each: usize,
        output: &mut Output,
    ) -> Result<(), Failure> {
        for theme in themes.iter().take(most) {
            let name = painted(&theme.label.name, is_colored());
            let shown = theme.hits.len().min(each);
            let terms = theme.label.terms.join(", ");
            let count = part(shown, theme.hits.len());
            let terms = text::harmless_line(&terms);
            output.colored_line(&format!("{name}  {count} · {terms}\n"))?;
            for &hit in theme.hits.iter().take(each) {
                self.one(&self.all.hits[hit], output)?;
            }
        }
        let inside: usize = themes.iter().map(|theme| theme.hits.len()).sum();
        let outside = self.all.hits.len() - inside;
        if outside > 0 && !themes.is_empty() {
            let hits = words::count(outside as u64, "match is", "matches are");
            output.line(format!("{hits} in no group"))?;
        }
        if themes.is_empty() && !self.all.hits.is_empty() {
            note("too few matches to group, or all too similar; leave out `--themes` to list them");
        }
        self.foot(output)
    }

    fn foot(&self, output: &mut Output) -> Result<(), Failure> {
        output.line(if self.by_meaning && self.all.similar > 0 {
            let shown = self.all.hits.len();
            match self.all.similar {
                all if shown == all => words::count(all as u64, "similar text", "similar texts"),
                all => {
                    let all = words::count(all as u64, "similar text", "similar texts");
                    format!("{shown} of {all} shown")
                }
            }
        } else {
            counted(self.all)
        })?;
        facets(&self.all.facets, output)
    }

    fn one(&self, hit: &Hit, output: &mut Output) -> Result<(), Failure> {
        let color = is_colored();
        let found = found(self.corpus, hit, self.around);
        output.colored_line(&headed(&found, &self.corpus.scale, color))?;
        for said in &found.before {
            output.line(format!("  {}", beside(said)))?;
        }
        output.colored_line(&format!("  {}", marked(hit, color)))?;
        for said in &found.after {
            output.line(format!("  {}", beside(said)))?;
        }
        output.line("")
    }
}

/// Returns `3 of 12 matches shown`, `3 matches`.
fn part(shown: usize, all: usize) -> String {
    let hits = words::count(all as u64, "match", "matches");
    if shown < all {
        return format!("{shown} of {hits} shown");
    }
    hits
}

/// Returns what was said beside a hit: `| Bo: Which line?`
fn beside(said: &NeighborJson) -> String {
    let words = said.text.replace(['\n', '\r'], " ");
    match &said.speaker {
        Some(speaker) => format!("| {speaker}: {words}"),
        None => format!("| {words}"),
    }
}

/// Returns `10 of 214 matches shown`, `3 matches, 7 similar`.
fn counted(hits: &Hits) -> String {
    let similar = hits.hits.iter().filter(|hit| hit.is_similar).count();
    let shown = hits.hits.len() - similar;
    let of_words = match (shown, hits.total) {
        (_, 0) => None,
        (shown, total) => Some(part(shown, total)),
    };
    match (of_words, similar) {
        (None, 0) => "no matches".to_owned(),
        (None, similar) => format!("no exact match, {}", of_similar(similar, hits.similar)),
        (Some(found), 0) => found,
        (Some(found), similar) => format!("{found}, {}", of_similar(similar, hits.similar)),
    }
}

/// Returns `6 similar`, `6 of 55 similar shown`.
fn of_similar(shown: usize, all: usize) -> String {
    let said = words::thousands(shown as u64);
    if shown < all {
        return format!("{said} of {} similar shown", words::thousands(all as u64));
    }
    format!("{said} similar")
}

fn facets(facets: &[Facet], output: &mut Output) -> Result<(), Failure> {
    for facet in facets.iter().filter(|facet| facet.values.len() > 1) {
        let values = facet
            .values
            .iter()
            .take(6)
            .map(|(value, count)| format!("{value} ({count})"));
        let values: Vec<String> = values.collect();
        output.line(format!("  {}: {}", facet.field, values.join(", ")))?;
    }
    Ok(())
}

fn is_colored() -> bool {
    std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none()
}

fn painted(place: &str, color: bool) -> String {
    let place = text::harmless_line(place);
    if color {
        format!("\u{1b}[36m{place}\u{1b}[0m")
    } else {
        place.into_owned()
    }
}

/// Returns where a hit stands and who said it:
/// `spring.csv:14  detractor (2) · Nordlift · 2025-04-16 · Q-3f9c0a71b2d4`.
fn headed(found: &HitJson, scale: &Scale, color: bool) -> String {
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
    facts.extend(found.quote.as_ref().map(QuoteId::to_string));
    let facts = facts.join(" · ");
    format!(
        "{}  {}",
        painted(&found.at, color),
        text::harmless_line(&facts)
    )
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
        let words = text::harmless(&words);
        at += length;
        let _ = match (piece.is_match, color) {
            (true, true) => write!(line, "\u{1b}[1;31m{words}\u{1b}[0m"),
            (true, false) => write!(line, "*{words}*"),
            (false, _) => write!(line, "{words}"),
        };
    }
    line
}
