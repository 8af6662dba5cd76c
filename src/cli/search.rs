//! `motif search`: finds what was said, and says where it stands.

use std::fmt::Write as _;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use serde::Serialize;

use super::failure::Failure;
use super::output::{Output, note, working};
use super::sources::{self, Reading};
use crate::corpus::Corpus;
use crate::feedback::{Place, Rating, Scale, Span};
use crate::report::words;
use crate::search::{Context, Hit, Hits, Index, Options, Query, Sort};
use crate::study;
use crate::text;

#[derive(Debug, Args)]
pub(super) struct Search {
    /// What to find: `phone line`, `"phone line"`, `pho*`, `ticket~1`, `price OR cost`, `-refund`,
    /// `group:detractor`, `wave:spring`, `source:interview`, `speaker:hanne`, `date:2025-04`,
    /// `rating:0..6`, and any attribute, as in `tier:enterprise`. A query that begins with `-` goes after `--`
    #[arg(required = true)]
    query: Vec<String>,

    /// Search these files instead of the study
    #[arg(long = "in", value_name = "FILE", num_args = 1..)]
    files: Vec<PathBuf>,

    /// How many hits to show
    #[arg(short = 'n', long, default_value_t = 10, value_name = "N")]
    limit: usize,

    /// How many of the first hits to pass over
    #[arg(long, default_value_t = 0, value_name = "N")]
    offset: usize,

    /// Which hits come first
    #[arg(long, value_enum, default_value_t = Order::Score)]
    sort: Order,

    /// Show whole comments and turns
    #[arg(short = 'C', long)]
    context: bool,

    #[command(flatten)]
    reading: Reading,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Order {
    Score,
    Newest,
    Oldest,
    Highest,
    Lowest,
}

/// What `motif search --json` writes of each hit.
#[derive(Debug, Serialize)]
struct Found {
    source: String,
    record: Option<String>,
    row: Option<u32>,
    line: Option<u32>,
    seconds: Option<u32>,
    /// Characters within the comment or the interview's text.
    start: usize,
    end: usize,
    /// The matching words, in characters from the beginning of `text`.
    matches: Vec<[usize; 2]>,
    text: String,
    score: f32,
    speaker: Option<String>,
    role: Option<&'static str>,
    account: Option<String>,
    group: Option<String>,
    rating: Option<u8>,
    wave: Option<String>,
    date: Option<String>,
}

impl Search {
    pub(super) fn run(&self, study: Option<&Path>, output: &mut Output) -> Result<(), Failure> {
        let text = self.query.join(" ");
        let pointed = |failure| pointed(failure, &text);
        let query = Query::parse(&text)
            .map_err(Failure::from)
            .map_err(pointed)?;
        let (corpus, hits) = self.hits(study, &query).map_err(pointed)?;
        if output.json {
            let found: Vec<Found> = hits.hits.iter().map(|hit| found(&corpus, hit)).collect();
            let facets: Vec<_> = hits
                .facets
                .iter()
                .map(|facet| serde_json::json!({ "field": facet.field, "values": facet.values }))
                .collect();
            return output.value(&serde_json::json!({
                "total": hits.total,
                "hits": found,
                "facets": facets,
            }));
        }
        write(&corpus, &hits, output)
    }

    fn hits(&self, study: Option<&Path>, query: &Query) -> Result<(Corpus, Hits), Failure> {
        let options = Options {
            facets: true,
            limit: self.limit,
            offset: self.offset,
            sort: match self.sort {
                Order::Score => Sort::Score,
                Order::Newest => Sort::Newest,
                Order::Oldest => Sort::Oldest,
                Order::Highest => Sort::Highest,
                Order::Lowest => Sort::Lowest,
            },
            context: if self.context {
                Context::Whole
            } else {
                Context::Characters(220)
            },
        };
        let bar = working("searching");
        if self.files.is_empty() {
            let study = sources::study(study)?;
            let corpus = study.corpus()?;
            let hits = study.index(&corpus)?.search(query, &options)?;
            bar.finish_and_clear();
            return Ok((corpus, hits));
        }
        let intakes = sources::read(&self.files, &self.reading)?;
        let corpus = Corpus::of(sources::told_apart(intakes));
        let folder = tempfile::tempdir()?;
        let dir = folder.path().join("search");
        let hits = Index::build(
            &dir,
            &corpus.scale,
            &corpus.responses,
            &corpus.interviews,
            "files",
        )?
        .search(query, &options)?;
        bar.finish_and_clear();
        Ok((corpus, hits))
    }
}

fn write(corpus: &Corpus, hits: &Hits, output: &mut Output) -> Result<(), Failure> {
    let color = std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    for hit in &hits.hits {
        output.line(headed(&found(corpus, hit), &corpus.scale, color))?;
        output.line(format!("  {}\n", marked(hit, color)))?;
    }
    output.line(match (hits.hits.len(), hits.total) {
        (0, 0) => "nothing found".to_owned(),
        (shown, total) if shown == total => words::count(total as u64, "hit", "hits"),
        (shown, total) => format!(
            "{} of {} shown",
            shown,
            words::count(total as u64, "hit", "hits")
        ),
    })?;
    for facet in hits.facets.iter().filter(|facet| facet.values.len() > 1) {
        let values = facet
            .values
            .iter()
            .take(6)
            .map(|(value, count)| format!("{value} {count}"));
        output.line(format!(
            "  {}: {}",
            facet.field,
            values.collect::<Vec<_>>().join(", ")
        ))?;
    }
    if hits.total == 0 {
        note("fewer words find more; `word~1` forgives a typo, `wor*` any ending, `OR` either");
    }
    Ok(())
}

/// Puts the query, with a mark under the place, to an error that knows where
/// in the query it is.
fn pointed(failure: Failure, query: &str) -> Failure {
    let at = match &failure {
        Failure::Study(study::Error::Search(error)) => error.at(),
        _ => None,
    };
    let Some(at) = at else {
        return failure;
    };
    let before = query
        .get(..at.start)
        .map_or(0, |before| before.chars().count());
    let under = query
        .get(at.start..at.end)
        .map_or(1, |under| under.chars().count().max(1));
    Failure::Query {
        pointer: format!("{query}\n{}{}", " ".repeat(before), "^".repeat(under)),
        cause: Box::new(failure),
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
    let place = if color {
        format!("\u{1b}[36m{place}\u{1b}[0m")
    } else {
        place
    };
    format!("{place}  {}", facts.join(" · "))
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

fn found(corpus: &Corpus, hit: &Hit) -> Found {
    let span = hit.place.span();
    let inside = |matched: &Span| matched.start >= span.start && matched.end <= span.end;
    let matches = hit
        .matches
        .iter()
        .filter(|matched| inside(matched))
        .map(|matched| {
            let before = |byte: usize| hit.text[..byte - span.start].chars().count();
            [before(matched.start), before(matched.end)]
        });
    let base = Found {
        source: String::new(),
        record: None,
        row: None,
        line: None,
        seconds: None,
        start: 0,
        end: 0,
        matches: matches.collect(),
        text: text::masked(&hit.text),
        score: hit.score,
        speaker: None,
        role: None,
        account: None,
        group: None,
        rating: None,
        wave: None,
        date: None,
    };
    match hit.place {
        Place::Comment { response, span } => {
            let response = &corpus.responses[response];
            let rating = response.rating;
            let (start, end) = span.in_characters(response.comment.as_deref().unwrap_or_default());
            Found {
                source: response.source.clone(),
                record: Some(response.record()),
                row: Some(response.row),
                start,
                end,
                account: response.account.clone(),
                group: rating.map(|rating| corpus.scale.one(rating.group()).to_owned()),
                rating: rating.map(Rating::value),
                wave: Some(response.wave.clone()),
                date: response.date.clone(),
                ..base
            }
        }
        Place::Turn {
            interview,
            turn,
            span,
        } => {
            let interview = &corpus.interviews[interview];
            let (start, end) = span.in_characters(&interview.text);
            let mark = interview.mark(span.start);
            let turn = &interview.turns[turn];
            Found {
                source: interview.source.clone(),
                line: mark.map(|mark| mark.line),
                seconds: mark.and_then(|mark| mark.seconds),
                start,
                end,
                speaker: turn.speaker.clone(),
                role: Some(turn.role.name()),
                account: interview.account.clone(),
                date: interview.date.clone(),
                ..base
            }
        }
    }
}
