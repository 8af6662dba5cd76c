//! How hits spread, and ways to narrow them down.

use maud::{Markup, html};

use super::super::super::search_results::spread;
use super::super::super::snapshot::Snapshot;
use super::hits::joined;
use super::{SearchPageQuery, conditions};
use crate::inquiry::search::SearchResults;
use crate::report::words;
use crate::search::{Condition, Facet, condition};
use crate::text;

/// So many values are shown before the rest is asked for.
const FIRST: usize = 6;

/// Returns the facets of what was found.
pub(super) fn facets(snapshot: &Snapshot, look: &SearchPageQuery, found: &SearchResults) -> Markup {
    let asked = conditions(&look.q);
    let spread = if look.is_blank() {
        Vec::new()
    } else {
        spread(snapshot, &found.hits)
    };
    let telling = found.facets.iter().filter(|facet| tells(facet));
    html! {
        aside #facets aria-label="Narrow down" {
            @if !spread.is_empty() {
                section.facet {
                    h2 { "Themes" }
                    ul { @for (theme, name, count) in spread.iter().take(FIRST) {
                        li { a href={ "/themes/" (theme) } { (name) } span.n { (words::thousands(*count as u64)) } }
                    } }
                }
            }
            @for facet in telling { (one(look, facet, &asked)) }
        }
    }
}

/// Returns whether a facet tells hits apart: more than one value, and not one
/// for each.
fn tells(facet: &Facet) -> bool {
    let most = facet.values.first().map_or(0, |(_, count)| *count);
    facet.values.len() > 1 && most > 1
}

fn one(look: &SearchPageQuery, facet: &Facet, asked: &[Condition]) -> Markup {
    let values: Vec<_> = facet
        .values
        .iter()
        // What would have to be masked cannot be asked for.
        .filter(|(value, _)| text::contacts(value).is_empty())
        .collect();
    let (first, rest) = values.split_at(values.len().min(FIRST));
    html! {
        @if !values.is_empty() {
            section.facet data-field=(facet.field) {
                h2 { (called(&facet.field)) }
                ul { @for (value, count) in first { (row(look, &facet.field, value, *count, asked)) } }
                @if !rest.is_empty() {
                    details {
                        summary { (words::thousands(rest.len() as u64)) " more" }
                        ul { @for (value, count) in rest { (row(look, &facet.field, value, *count, asked)) } }
                    }
                }
            }
        }
    }
}

fn row(
    look: &SearchPageQuery,
    field: &str,
    value: &str,
    count: usize,
    asked: &[Condition],
) -> Markup {
    let known = asked.iter().find(|of| of.asks_for(field, value));
    let query = match known {
        Some(known) => Some(known.taken_out_of(&look.q)),
        None => condition(field, value).map(|condition| joined(&look.q, &condition)),
    };
    html! {
        @if let Some(query) = query {
            li {
                a href=(look.asking(query).address()) aria-current=[known.map(|_| "true")] { (value) }
                span.n { (words::thousands(count as u64)) }
            }
        }
    }
}

/// Returns what a field is called at the head of its values.
fn called(field: &str) -> String {
    match field {
        "source" => "Survey or interview".into(),
        "lang" => "Language".into(),
        other => words::capitalised(&words::attribute(other)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_facet_with_one_value_for_each_hit_tells_nothing() {
        let facet = |counts: &[usize]| Facet {
            field: "revenue".into(),
            values: counts
                .iter()
                .map(|count| (count.to_string(), *count))
                .collect(),
        };
        assert!(tells(&facet(&[3, 1])));
        assert!(!tells(&facet(&[3])));
        assert!(!tells(&facet(&[1, 1])));
    }
}
