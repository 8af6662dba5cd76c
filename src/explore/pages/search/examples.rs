//! What can be asked, said with this study's own words.

use maud::{Markup, html};

use super::super::super::snapshot::Snapshot;
use super::SearchPageQuery;
use crate::feedback::Group;
use crate::report::brief::{Brief, ThemeSort, ThemeSummary};
use crate::report::words;
use crate::search::{Facet, condition};
use crate::themes::{Detail, Hold};

/// Returns a word on what can be asked, and examples to click.
pub(super) fn examples(snapshot: &Snapshot, facets: &[Facet]) -> Markup {
    let examples = made(snapshot, facets);
    html! {
        p { "Words find texts with all of them in any form, then texts with a similar meaning. A “phrase in quotes” has to occur as written." }
        p { "Filters narrow the search, such as " code { "field:value" } "; every item at the side is one." }
        @if !examples.is_empty() {
            table.examples {
                caption.hidden { "Examples" }
                tbody { @for (query, meaning) in &examples { tr {
                    th scope="row" { a href=(address(query)) { code { (query) } } }
                    td { (meaning) }
                } } }
            }
        }
    }
}

fn address(query: &str) -> String {
    SearchPageQuery::default().asking(query).address()
}

fn made(snapshot: &Snapshot, facets: &[Facet]) -> Vec<(String, String)> {
    let corpus = &snapshot.any().corpus;
    let brief = snapshot.brief(Detail::Default);
    let (phrase, word) = spoken(brief);
    let mut made = Vec::new();
    if let Some(phrase) = &phrase {
        made.push((
            phrase.clone(),
            "these words in any form, and similar meanings".to_owned(),
        ));
        made.push((format!("\"{phrase}\""), "exactly this phrase".to_owned()));
        made.push((
            format!("\"{phrase}\"~3"),
            "its words near each other".to_owned(),
        ));
    }
    if let Some(word) = &word {
        let begin: String = word.chars().take(word.chars().count().min(5)).collect();
        made.push((
            format!("{begin}*"),
            format!("words that begin with “{begin}”"),
        ));
    }
    let worst = corpus.scale.singular(Group::Detractor);
    if let (Some(group), Some(word)) =
        (condition("group", worst), word.as_ref().or(phrase.as_ref()))
        && brief.coverage.rated > 0
    {
        let who = corpus.scale.plural(Group::Detractor);
        made.push((
            format!("{word} {group}"),
            format!("“{word}” as {who} say it"),
        ));
    }
    let wave = corpus.waves().pop().filter(|wave| !wave.is_empty());
    if let Some(asked) = wave.as_deref().and_then(|wave| condition("wave", wave)) {
        made.push((asked, "everything from the last wave".to_owned()));
    }
    if !corpus.interviews.is_empty() {
        let word = word.as_deref().unwrap_or_default();
        let query = format!("{word} source:interview").trim().to_owned();
        made.push((query, "only in interviews".to_owned()));
    }
    made.extend(facets.iter().find_map(segment));
    made
}

/// Returns a phrase and a word of the themes most people voice, of firm ones
/// where there are any; rather what a theme is called than what marks it.
fn spoken(brief: &Brief) -> (Option<String>, Option<String>) {
    let topics = || {
        brief
            .themes
            .iter()
            .filter(|theme| theme.kind == ThemeSort::Topic)
    };
    let is_firm =
        |theme: &&ThemeSummary| matches!(theme.firmness, Some(of) if matches!(of.word, Hold::Firm));
    let ordered = || topics().filter(is_firm).chain(topics());
    let names = ordered().map(|theme| &theme.label);
    let terms = ordered().flat_map(|theme| &theme.terms);
    let said: Vec<String> = names.chain(terms).map(|said| said.to_lowercase()).collect();
    let is_plain = |said: &&String| said.chars().all(|c| c.is_alphanumeric() || c == ' ');
    let plain = || said.iter().filter(is_plain);
    let phrase = plain().find(|said| said.contains(' '));
    let word = plain().find(|said| !said.contains(' ') && said.chars().count() > 4);
    (phrase.cloned(), word.cloned())
}

/// Returns a condition on an attribute that tells segments apart.
fn segment(facet: &Facet) -> Option<(String, String)> {
    const OWN: [&str; 8] = [
        "group", "wave", "source", "file", "role", "speaker", "account", "lang",
    ];
    let tells = (2..=12).contains(&facet.values.len()) && !OWN.contains(&facet.field.as_str());
    let (value, _) = facet.values.first().filter(|_| tells)?;
    let is_named = value.chars().any(char::is_alphabetic);
    let asked = condition(&facet.field, value).filter(|_| is_named)?;
    Some((
        asked,
        format!("only where {} is {value}", words::attribute(&facet.field)),
    ))
}
