//! People in their own words, and what can be done with a passage.

use maud::{Markup, html};
use serde_json::json;

use super::super::cited_passages::CitedPassage;
use crate::feedback::{Group, Scale};
use crate::report::words;
use crate::text;

/// Returns passages one below the other.
pub(super) fn list(said: &[CitedPassage], scale: &Scale, read_only: bool) -> Markup {
    html! {
        ol.said {
            @for said in said { li { (one(said, scale, read_only)) } }
        }
    }
}

/// Returns the same with a box to tick before each.
pub(super) fn list_to_pick(said: &[CitedPassage], scale: &Scale, read_only: bool) -> Markup {
    html! {
        ol.said.to-pick {
            @for said in said { li {
                @if !read_only { (pick(said)) }
                (one(said, scale, read_only))
            } }
        }
    }
}

/// Returns the box that ticks a passage.
pub(super) fn pick(said: &CitedPassage) -> Markup {
    html! {
        input type="checkbox" data-pick=(said.id) aria-label={ "Choose “" (start(&said.quote.text, 6)) "”" };
    }
}

/// Returns what can be done with the passages that are ticked.
pub(super) fn picked() -> Markup {
    html! {
        div.picked hidden role="group" aria-label="Chosen passages" {
            output {}
            button type="button" data-dialog="move" { "Move to a theme…" }
            button type="button" data-dialog="make-of" { "Create a theme…" }
            button type="button" data-dialog="take-out" { "Take out…" }
            a.button href="/api/export/chosen.csv" data-picked download { "Export (CSV)" }
            button type="button" data-unpick { "Clear" }
        }
    }
}

/// Returns what its buttons open, beside [`dialogs`].
pub(super) fn making() -> Markup {
    html! {
        template #dialog-make-of {
            form method="dialog" data-what="create" {
                h2 { "Create a theme" }
                p.hint { "Others that say exactly the same go with them." }
                input type="hidden" name="passages" data-kind="quotes" data-fill="quote";
                label { "Name" input name="name" required maxlength="120"; }
                (buttons("Create"))
            }
        }
        template #dialog-take-out {
            form method="dialog" data-what="unassign" {
                h2 { "Take out of their theme" }
                p.hint { "They will be in no theme, and so will others that say exactly the same." }
                input type="hidden" name="passages" data-kind="quotes" data-fill="quote";
                (buttons("Take out"))
            }
        }
    }
}

/// Returns a passage with who said it, where, and what people noted of it.
pub(super) fn one(said: &CitedPassage, scale: &Scale, read_only: bool) -> Markup {
    let (words, beside) = (html! { (said.quote.text) }, html! {});
    told(said, &words, &beside, scale, read_only)
}

/// Returns a passage with its words written otherwise, and more beside who
/// said it.
pub(super) fn told(
    said: &CitedPassage,
    words: &Markup,
    beside: &Markup,
    scale: &Scale,
    read_only: bool,
) -> Markup {
    let quote = &said.quote;
    let group = quote.group.map_or("unrated", Group::name);
    let important = if said.important { " important" } else { "" };
    let voice = words::said_by(quote, scale).join(" · ");
    let place = words::place(quote);
    html! {
        figure id=(said.id) class={ "quote " (group) (important) } {
            blockquote lang=[quote.language.as_deref()] { p { (words) } }
            figcaption {
                @if said.important { span.star title="Marked as important" { "★ important" } }
                span.voice { (voice) }
                a.place href={ "/said/" (said.id) } title="Show in context" { (place) }
                (beside)
                @if !read_only { (hands(said)) }
            }
            @if let Some(memo) = &said.memo { p.memo { (text::masked(memo)) } }
        }
    }
}

fn hands(said: &CitedPassage) -> Markup {
    let passage = json!({ "quote": said.id });
    let mark = json!({ "what": "mark", "passage": passage, "important": !said.important });
    html! {
        details.menu {
            summary aria-label={ "Actions for this passage: " (start(&said.quote.text, 6)) } { "⋯" }
            div.choices {
                button type="button" data-decide=(mark) {
                    @if said.important { "Remove mark" } @else { "Mark as important" }
                }
                button type="button" data-dialog="memo" data-quote=(said.id)
                    data-memo=[said.memo.as_deref()] { "Add a note…" }
                button type="button" data-dialog="move" data-quote=(said.id) { "Move to a theme…" }
                button type="button" data-decide=(json!({ "what": "unassign", "passages": [passage] })) { "Take out of its theme" }
            }
        }
    }
}

/// Returns the first words of a text.
pub(super) fn start(text: &str, words: usize) -> String {
    let first: Vec<&str> = text.split_whitespace().take(words).collect();
    first.join(" ")
}

/// Returns what the buttons of a passage open.
pub(super) fn dialogs(themes: &[(u32, &str)]) -> Markup {
    html! {
        template #dialog-memo {
            form method="dialog" data-what="mark" {
                h2 { "Note" }
                input type="hidden" name="passage" data-kind="quote" data-fill="quote";
                label { "Note" textarea name="memo" rows="4" data-fill="memo" {} }
                (buttons("Keep"))
            }
        }
        template #dialog-move {
            form method="dialog" data-what="move" {
                h2 { "Move to a theme" }
                input type="hidden" name="passages" data-kind="quotes" data-fill="quote";
                p.hint { "It stays there, whatever is found later. Other passages that say exactly the same go with it." }
                (choose(themes, "theme", "Theme"))
                (buttons("Move"))
            }
        }
    }
}

/// Returns a choice of themes.
pub(super) fn choose(themes: &[(u32, &str)], name: &str, label: &str) -> Markup {
    html! {
        label { (label)
            select name=(name) data-kind="number" required {
                @for (number, label) in themes { option value=(number) { (number) " " (label) } }
            }
        }
    }
}

/// Returns the buttons below a form.
pub(super) fn buttons(verb: &str) -> Markup {
    html! {
        div.buttons {
            button type="button" data-close { "Cancel" }
            button.primary type="submit" { (verb) }
        }
    }
}
