//! Passages with all that helps to find and to cite them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use serde::Serialize;

use super::table::{Table, columns};
use crate::feedback::{Document, Span};
use crate::report::words;
use crate::study::{Analysis, Quote, given, noted, quote_id};
use crate::text::{masked, masked_id};

/// Which quotes are wanted.
#[derive(Clone, Debug, Default)]
pub struct QuoteFilter {
    /// Of these themes, by number or name; else of all.
    pub themes: Vec<String>,
    /// Of this group, by its name.
    pub group: Option<String>,
    /// Of this wave.
    pub wave: Option<String>,
    /// Only what somebody marked as important.
    pub important: bool,
    /// Every passage; else the best of each theme, and what people coded or marked.
    pub all: bool,
}

/// A quote of a theme.
#[derive(Clone, Debug, Serialize)]
pub struct Cited {
    /// What the quote is known by: `motif open` shows it in place.
    pub quote: String,
    /// The theme's number; empty where the passage is in none.
    pub theme_id: String,
    /// Its name.
    pub theme: String,
    /// Who said that it is of the theme, where people did.
    pub coded_by: String,
    /// Whether somebody marked it as important.
    pub important: bool,
    /// What is to be remembered of it.
    pub memo: String,
    /// Group, by its name.
    pub group: String,
    /// The passage itself.
    #[serde(flatten)]
    pub said: Quote,
}

/// Returns the quotes that are wanted, by theme and place.
pub fn quotes(analysis: &Analysis, wanted: &QuoteFilter) -> Vec<Cited> {
    let mut picked: BTreeMap<(usize, Document, Span), BTreeSet<String>> = BTreeMap::new();
    let unthemed = analysis.findings.len();
    for (at, finding) in analysis.findings.iter().enumerate() {
        let passages = if wanted.all {
            &finding.passages
        } else {
            &finding.quotes
        };
        for &passage in passages {
            let place = analysis.passages.all[passage].place;
            picked
                .entry((at, place.document(), place.span()))
                .or_default();
        }
    }
    for given in given(&analysis.corpus, &analysis.codebook).0 {
        let id = crate::themes::ThemeId::Theme(given.coded.theme);
        let finding = analysis
            .findings
            .iter()
            .position(|finding| finding.theme.id == id);
        let key = (finding.unwrap_or(unthemed), given.document, given.span);
        picked.entry(key).or_default().insert(given.coded.who);
    }
    let noted = noted(&analysis.corpus, &analysis.codebook);
    for noted in &noted {
        let is_there = picked
            .keys()
            .any(|(_, document, span)| (*document, *span) == (noted.document, noted.span));
        if !is_there {
            let theme = theme_at(analysis, noted.document, noted.span);
            picked
                .entry((theme.unwrap_or(unthemed), noted.document, noted.span))
                .or_default();
        }
    }
    let cited = picked
        .into_iter()
        .filter_map(|((finding, document, span), who)| {
            let theme = analysis.findings.get(finding).map(|finding| &finding.theme);
            let mark = noted
                .iter()
                .find(|noted| (noted.document, noted.span) == (document, span));
            let said = analysis.quote(analysis.corpus.place(document, span)?);
            let scale = &analysis.corpus.scale;
            Some(Cited {
                quote: quote_id(&analysis.corpus, document, span).to_string(),
                theme_id: theme.map(|theme| theme.id.to_string()).unwrap_or_default(),
                theme: theme.map(|theme| theme.name.clone()).unwrap_or_default(),
                coded_by: who.into_iter().collect::<Vec<_>>().join(", "),
                important: mark.is_some_and(|mark| mark.marked.important),
                memo: mark
                    .and_then(|mark| mark.marked.memo.clone())
                    .unwrap_or_default(),
                group: said
                    .group
                    .map(|group| scale.singular(group).to_owned())
                    .unwrap_or_default(),
                said,
            })
        });
    cited.filter(|cited| wanted.holds(cited)).collect()
}

impl QuoteFilter {
    fn holds(&self, cited: &Cited) -> bool {
        let same = |one: &str, other: &str| one.to_lowercase() == other.to_lowercase();
        let is_theme = |theme: &String| *theme == cited.theme_id || same(theme, &cited.theme);
        (self.themes.is_empty() || self.themes.iter().any(is_theme))
            && self.group.as_deref().is_none_or(|group| {
                let plural = group.strip_suffix('s').unwrap_or(group);
                same(group, &cited.group) || same(plural, &cited.group)
            })
            && (self.wave.as_deref()).is_none_or(|wave| cited.said.wave.as_deref() == Some(wave))
            && (!self.important || cited.important)
    }
}

fn theme_at(analysis: &Analysis, document: Document, span: Span) -> Option<usize> {
    let mut all = analysis.passages.all.iter().enumerate();
    let at = all.find(|(_, passage)| {
        passage.place.document() == document && crate::study::means(span, passage.place.span())
    })?;
    analysis.voiced_by(at.0).finding()
}

/// Returns quotes as a table.
pub fn quote_table(quotes: &[Cited]) -> Table {
    let head = "quote, theme_id, theme, text, source, record, row, line, time, start, end, \
        speaker, group, rating, wave, date, account, coded_by, important, memo";
    let rows = quotes.iter().map(|cited| {
        let said = &cited.said;
        let number = |number: Option<u32>| number.map(f64::from).into();
        let text = |text: &Option<String>| text.clone().unwrap_or_default().into();
        let shown = |name: &Option<String>| masked(name.as_deref().unwrap_or_default()).into();
        vec![
            cited.quote.as_str().into(),
            cited.theme_id.as_str().into(),
            cited.theme.as_str().into(),
            said.text.as_str().into(),
            said.source.as_str().into(),
            masked_id(said.record.as_deref().unwrap_or_default()).into(),
            number(said.row),
            number(said.line),
            said.seconds.map(words::clock).unwrap_or_default().into(),
            (said.start as u64).into(),
            (said.end as u64).into(),
            shown(&said.speaker),
            cited.group.as_str().into(),
            said.rating.map(|rating| f64::from(rating.value())).into(),
            text(&said.wave),
            text(&said.date),
            shown(&said.account),
            cited.coded_by.as_str().into(),
            u64::from(cited.important).into(),
            masked(&cited.memo).into(),
        ]
    });
    Table::new("Quotes", columns(head), rows)
}

/// Returns quotes as Markdown, theme by theme.
pub fn quote_page(quotes: &[Cited], analysis: &Analysis) -> String {
    let mut page = String::new();
    let mut last = None;
    for cited in quotes {
        if last != Some(&cited.theme_id) {
            let name = if cited.theme.is_empty() {
                "No theme"
            } else {
                &cited.theme
            };
            let gap = if page.is_empty() { "" } else { "\n" };
            let _ = writeln!(page, "{gap}## {name}");
            last = Some(&cited.theme_id);
        }
        let words: Vec<&str> = cited.said.text.split_whitespace().collect();
        let mut by = words::said_by(&cited.said, &analysis.corpus.scale);
        by.push(words::place(&cited.said));
        by.push(format!("`{}`", cited.quote));
        let star = if cited.important { "★ " } else { "" };
        let _ = writeln!(
            page,
            "\n> {star}{}\n>\n> — {}",
            words.join(" "),
            by.join(", ")
        );
        if !cited.memo.is_empty() {
            let _ = writeln!(page, ">\n> *{}*", cited.memo);
        }
    }
    page
}
