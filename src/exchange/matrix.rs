//! Themes against interviews, respondents and each other.
//!
//! Takes an analysis; gives tables with names, not numbers, in their headers.
//! Themes that somebody parked are left out.

use std::collections::{BTreeMap, BTreeSet};

use super::table::{Table, columns};
use crate::feedback::{Document, Place, Span};
use crate::report::response_cells::{ANSWERED, answered};
use crate::report::sheet::Cell;
use crate::study::{Analysis, given};
use crate::text;
use crate::themes::ThemeId;

/// Themes, as columns or rows of a table.
pub(super) struct ThemeAxis<'a> {
    analysis: &'a Analysis,
    /// Positions in the findings.
    shown: Vec<usize>,
    /// Themes that only people gave something to, where another theme counts
    /// more; their columns come last.
    given: Vec<u32>,
    pub(super) names: Vec<String>,
}

impl<'a> ThemeAxis<'a> {
    pub(super) fn new(analysis: &'a Analysis) -> Self {
        let findings = analysis.findings.iter().enumerate();
        let shown = findings.filter(|(_, finding)| !finding.theme.standing.parked);
        let shown: Vec<usize> = shown.map(|(at, _)| at).collect();
        let names = shown
            .iter()
            .map(|&at| analysis.findings[at].theme.name.clone());
        let found: BTreeSet<ThemeId> = analysis.findings.iter().map(|f| f.theme.id).collect();
        let coded = analysis.codebook.coded();
        let given: BTreeSet<u32> = coded.iter().map(|coded| coded.theme).collect();
        let given = given
            .into_iter()
            .filter(|&theme| !found.contains(&ThemeId::Theme(theme)));
        let given: Vec<u32> = given.collect();
        let called = |&theme: &u32| {
            let name = analysis.codebook.name(theme);
            name.map_or_else(|| theme.to_string(), str::to_owned)
        };
        Self {
            analysis,
            names: names.chain(given.iter().map(called)).collect(),
            given,
            shown,
        }
    }

    /// Returns the columns of the themes that a passage voices.
    pub(super) fn voiced(&self, passage: usize) -> Vec<usize> {
        let findings = self.analysis.themes_of(passage).into_iter();
        findings
            .filter_map(|finding| self.shown.binary_search(&finding).ok())
            .collect()
    }

    fn column(&self, theme: u32) -> Option<usize> {
        let id = ThemeId::Theme(theme);
        let findings = &self.analysis.findings;
        let found = self
            .shown
            .iter()
            .position(|&at| findings[at].theme.id == id);
        found.or_else(|| {
            let given = self.given.iter().position(|&given| given == theme)?;
            Some(self.shown.len() + given)
        })
    }
}

fn ones(columns: usize, set: &BTreeSet<usize>) -> impl Iterator<Item = Cell> + '_ {
    (0..columns).map(|at| Cell::from(u64::from(set.contains(&at))))
}

/// Returns how many passages of each interview voice each theme.
pub fn by_interview(analysis: &Analysis) -> Table {
    let themes = ThemeAxis::new(analysis);
    let interviews = &analysis.corpus.interviews;
    let mut counts = vec![vec![0_u64; interviews.len()]; themes.names.len()];
    for (at, passage) in analysis.passages.all.iter().enumerate() {
        if let Place::Turn { interview, .. } = passage.place {
            for theme in themes.voiced(at) {
                counts[theme][interview] += 1;
            }
        }
    }
    let mut taken = BTreeSet::new();
    let names = interviews.iter().map(|interview| {
        let who = interview.participant.name.as_deref().map(text::masked);
        let name = who.unwrap_or_else(|| interview.source.clone());
        if taken.insert(name.clone()) {
            return name;
        }
        format!("{name} ({})", interview.source)
    });
    let names: Vec<String> = names.collect();
    let rows = themes.names.iter().zip(&counts).map(|(name, counts)| {
        let heard = counts.iter().filter(|count| **count > 0).count() as u64;
        let counts = counts.iter().map(|&count| Cell::from(count));
        [Cell::from(name.as_str()), Cell::from(heard)]
            .into_iter()
            .chain(counts)
            .collect()
    });
    let head = columns("theme, heard in").chain(names);
    Table::new("Theme by interview", head, rows)
}

/// Returns for each response whether it voices each theme: 1 or 0.
pub fn by_respondent(analysis: &Analysis) -> Table {
    let themes = ThemeAxis::new(analysis);
    let by_response = analysis.by_response();
    let responses = analysis.corpus.responses.iter().zip(by_response.iter());
    let rows = responses.map(|(response, passages)| {
        let voiced: BTreeSet<usize> = passages.iter().flat_map(|&at| themes.voiced(at)).collect();
        let mut row = answered(response, &analysis.corpus.scale);
        row.extend(ones(themes.names.len(), &voiced));
        row
    });
    let head = ANSWERED.map(str::to_owned).into_iter();
    let head = head.chain(themes.names.clone());
    Table::new("Theme by respondent", head, rows)
}

/// A comment, or what one speaker said until another spoke.
type SpokenTurn = (Document, usize);

/// Returns in how many comments and turns each two themes are voiced, and a
/// list of those with their words: where people gave several themes to a
/// passage, all count.
pub fn by_theme(analysis: &Analysis) -> (Table, Table) {
    let themes = ThemeAxis::new(analysis);
    let mut voiced: BTreeMap<SpokenTurn, (Span, BTreeMap<usize, BTreeSet<Span>>)> = BTreeMap::new();
    let passages = analysis.passages.all.iter().enumerate();
    let mined = passages.map(|(at, passage)| {
        let finding = analysis.voiced_by(at).finding();
        let theme = finding.and_then(|finding| themes.shown.binary_search(&finding).ok());
        (Some(passage.place), theme)
    });
    let given = given(&analysis.corpus, &analysis.codebook).0.into_iter();
    let given = given.map(|given| {
        let place = analysis.corpus.place(given.document, given.span);
        (place, themes.column(given.coded.theme))
    });
    for (place, theme) in mined.chain(given) {
        if let (Some(place), Some(theme)) = (place, theme) {
            let (said, whole) = said(analysis, place);
            let of = voiced.entry(said).or_insert((whole, BTreeMap::new()));
            of.1.entry(theme).or_default().insert(place.span());
        }
    }
    let count = themes.names.len();
    let mut together = vec![vec![0_u64; count]; count];
    let mut overlaps = Vec::new();
    for (&(document, _), (whole, spans)) in &voiced {
        let all: Vec<usize> = spans.keys().copied().collect();
        for (at, &one) in all.iter().enumerate() {
            together[one][one] += 1;
            for &other in &all[at + 1..] {
                together[one][other] += 1;
                together[other][one] += 1;
                let both = [&spans[&one], &spans[&other]];
                overlaps.push((one, other, overlap(analysis, document, *whole, both)));
            }
        }
    }
    overlaps.sort_by_key(|(one, other, _)| (*one, *other));
    let rows = themes.names.iter().zip(together).map(|(name, counts)| {
        let counts = counts.into_iter().map(Cell::from);
        std::iter::once(Cell::from(name.as_str()))
            .chain(counts)
            .collect()
    });
    let head = columns("theme").chain(themes.names.clone());
    let matrix = Table::new("Theme by theme", head, rows);
    let head = "theme, and, file, record, said of the one, said of the other, overlap, all of it";
    let rows = overlaps.into_iter().map(|(one, other, rest)| {
        let pair = [&themes.names[one], &themes.names[other]].map(|name| Cell::from(name.as_str()));
        pair.into_iter().chain(rest.map(Cell::from)).collect()
    });
    (matrix, Table::new("Said together", columns(head), rows))
}

/// Returns which comment or turn a place is in, and where that is.
fn said(analysis: &Analysis, place: Place) -> (SpokenTurn, Span) {
    let document = place.document();
    match place {
        Place::Comment { .. } => {
            let end = analysis.corpus.text(document).len();
            ((document, 0), Span { start: 0, end })
        }
        Place::Turn {
            interview, turn, ..
        } => {
            let span = analysis.corpus.interviews[interview].turns[turn].span;
            ((document, turn), span)
        }
    }
}

fn overlap(
    analysis: &Analysis,
    document: Document,
    whole: Span,
    [one, other]: [&BTreeSet<Span>; 2],
) -> [String; 6] {
    let words = analysis.corpus.text(document);
    let said = |spans: &BTreeSet<Span>| {
        let said: Vec<&str> = spans.iter().map(|span| span.slice(words).trim()).collect();
        text::masked(&said.join(" … "))
    };
    let pairs = one.iter().flat_map(|a| other.iter().map(move |b| (a, b)));
    let common: BTreeSet<Span> = pairs
        .map(|(a, b)| Span::new(a.start.max(b.start), a.end.min(b.end)))
        .filter(|span| span.start < span.end)
        .collect();
    let (source, record) = analysis.corpus.origin(document);
    [
        source.to_owned(),
        text::masked_id(&record.unwrap_or_default()),
        said(one),
        said(other),
        said(&common),
        text::masked(whole.slice(words).trim()),
    ]
}
