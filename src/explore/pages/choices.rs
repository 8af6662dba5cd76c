//! What can be chosen on a page: parts of the answers (waves, groups, segments),
//! the order of a list, words to find.

use maud::{Markup, html};

use crate::inquiry::outcomes::outcome_names;
use crate::inquiry::segments::Segments;
use crate::inquiry::{Ledger, Selection};
use crate::report::words;

/// What is chosen by, and what it is called.
type ChoiceGroup = (String, String);

/// Choices under a heading.
pub(super) type Choices = (String, Vec<ChoiceGroup>);

/// The parts of the answers that can be chosen.
pub(super) struct AnswerParts {
    /// Promoters, passives, detractors.
    pub(super) groups: Vec<Choices>,
    /// Waves, then the segments of each attribute.
    pub(super) times: Vec<Choices>,
    /// The attributes themselves.
    pub(super) attributes: Choices,
    /// The attributes that say what became of customers.
    pub(super) outcomes: Choices,
}

impl AnswerParts {
    pub(super) fn new(ledger: &Ledger<'_>) -> Self {
        let analysis = ledger.analysis;
        let segments = Segments::new(ledger, &Selection::everybody(analysis));
        let scale = &analysis.corpus.scale;
        let groups = scale.groups().map(|group| {
            let name = scale.singular(group).to_owned();
            (name, scale.plural(group).to_owned())
        });
        let waves = analysis.corpus.waves().into_iter();
        let mut times: Vec<Choices> = vec![(
            "Waves".into(),
            waves.map(|wave| (wave.clone(), wave)).collect(),
        )];
        let mut attributes = vec![("all".to_owned(), "every attribute".to_owned())];
        for attribute in &segments.attributes {
            attributes.push((attribute.name.clone(), words::attribute(&attribute.name)));
            // Thirds of a measure cannot be asked for by name.
            let said = |value: &String| {
                let mut responses = analysis.corpus.responses.iter();
                responses.any(|of| {
                    of.attributes
                        .get(&attribute.name)
                        .is_some_and(|said| said.trim() == value)
                })
            };
            let values = attribute.values.iter().filter(|value| said(value));
            let values =
                values.map(|value| (format!("{}: {value}", attribute.name), words::value(value)));
            times.push((attribute.name.clone(), values.collect()));
        }
        let mut outcomes = vec![("all".to_owned(), "every outcome".to_owned())];
        outcomes.extend(outcome_names(ledger).into_iter().map(|name| {
            let shown = words::attribute(&name);
            (name, shown)
        }));
        times.retain(|(_, choices)| !choices.is_empty());
        Self {
            groups: vec![("Groups".into(), groups.collect())],
            times,
            attributes: ("Attributes".into(), attributes),
            outcomes: ("Outcomes".into(), outcomes),
        }
    }
}

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
    let choices: Vec<&Choices> = choices.into_iter().collect();
    let bare = |text: &str| text.replace(": ", ":").trim().to_lowercase();
    let is_now = |value: &str| bare(value) == bare(now);
    let mut all = choices.iter().flat_map(|(_, choices)| choices);
    let known = now.is_empty() || all.any(|(value, _)| is_now(value));
    html! {
        label { (label)
            select id=(name) name=(name) data-param=(name) {
                @if let Some(none) = none { option value="" selected[now.is_empty()] { (none) } }
                @else if now.is_empty() { option value="" selected { "choose" } }
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
