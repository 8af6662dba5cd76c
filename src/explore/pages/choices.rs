//! How something is chosen on a page: a part of the answers, the order of a list,
//! words to find.

use maud::{Markup, html};

use super::super::filter::Choices;
use crate::report::words;

/// Returns a control that changes one part of the address; what is chosen is
/// there also where it is none of the choices. `none` is what is chosen by
/// nothing.
pub(super) fn choice<'a>(
    name: &str,
    label: &str,
    now: &str,
    none: Option<&str>,
    choices: impl IntoIterator<Item = &'a Choices>,
) -> Markup {
    let none = none.or(now.is_empty().then_some("choose"));
    html! {
        label { (label)
            select id=(name) name=(name) data-param=(name) { (choice_of(now, none, choices)) }
        }
    }
}

/// Returns what a control offers; what is chosen is there also where it is none
/// of the choices. `none` is what is chosen by nothing.
pub(super) fn choice_of<'a>(
    now: &str,
    none: Option<&str>,
    choices: impl IntoIterator<Item = &'a Choices>,
) -> Markup {
    let choices: Vec<&Choices> = choices.into_iter().collect();
    let bare = |text: &str| text.replace(": ", ":").trim().to_lowercase();
    let is_now = |value: &str| bare(value) == bare(now);
    let mut all = choices.iter().flat_map(|(_, choices)| choices);
    let known = now.is_empty() || all.any(|(value, _)| is_now(value));
    html! {
        @if let Some(none) = none { option value="" selected[now.is_empty()] { (none) } }
        @if !known { option value=(now) selected { (now) } }
        @for (heading, choices) in choices {
            optgroup label=(words::attribute(heading)) {
                @for (value, name) in choices {
                    option value=(value) selected[!now.is_empty() && is_now(value)] { (name) }
                }
            }
        }
    }
}

/// Returns a control that chooses the order of a list.
pub(super) fn order_choice<T: PartialEq>(now: &T, stops: &[(T, &str, String)]) -> Markup {
    html! {
        label { "Order"
            select name="sort" data-param="sort" {
                @for (sort, name, label) in stops {
                    option value=(name) selected[sort == now] { (label) }
                }
            }
        }
    }
}

/// Returns whether all words that somebody looks for stand in some texts.
pub(super) fn has_words<'a>(texts: impl Iterator<Item = &'a str>, wanted: &str) -> bool {
    let all = texts.collect::<Vec<_>>().join("\n").to_lowercase();
    let mut wanted = wanted.split_whitespace();
    wanted.all(|word| all.contains(&word.to_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_for_is_among_the_choices_also_when_it_is_none_of_them() {
        let waves: Choices = ("Waves".into(), vec![("<b>".into(), "<b>".into())]);
        let shown = choice("from", "From", "2025-04", None, [&waves]).into_string();
        assert!(
            shown.contains(r#"<option value="2025-04" selected>"#),
            "{shown}"
        );
        assert!(shown.contains("&lt;b&gt;"), "{shown}");
    }

    #[test]
    fn a_segment_is_the_same_with_and_without_a_space() {
        let tiers: Choices = (
            "tier".into(),
            vec![("tier: Enterprise".into(), "Enterprise".into())],
        );
        let shown = choice("from", "From", "tier:enterprise", None, [&tiers]).into_string();
        assert_eq!(shown.matches("<option").count(), 1, "{shown}");
        assert!(shown.contains("selected"), "{shown}");
    }
}
