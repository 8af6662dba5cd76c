//! People in their own words, and where they said it.

use maud::{Markup, html};

use crate::feedback::{Group, Scale};

use super::super::words;
use crate::study::Quote;

/// How many quotes are open to the eye; the others are one click away.
const OPEN: usize = 5;

pub(super) fn list(quotes: &[Quote], scale: &Scale) -> Markup {
    let (open, folded) = quotes.split_at(quotes.len().min(OPEN));
    html! {
        (all(open, scale))
        @if !folded.is_empty() {
            details {
                summary { (words::count(folded.len() as u64, "more quote", "more quotes")) }
                (all(folded, scale))
            }
        }
    }
}

pub(super) fn all(quotes: &[Quote], scale: &Scale) -> Markup {
    html! { @for quote in quotes { (one(quote, scale)) } }
}

pub(super) fn one(quote: &Quote, scale: &Scale) -> Markup {
    html! {
        figure class={ "quote " (class(quote)) } {
            blockquote lang=[quote.language.as_deref()] {
                p {
                    @if let Some(before) = &quote.before { span.context { (before) } " " }
                    (quote.text)
                    @if let Some(after) = &quote.after { " " span.context { (after) } }
                }
            }
            figcaption {
                span.voice { (words::said_by(quote, scale).join(" · ")) }
                span.place { (words::place(quote)) }
            }
        }
    }
}

fn class(quote: &Quote) -> &'static str {
    quote.group.map_or("unrated", Group::name)
}
