//! Where a story leads to on a page that has more to show.
//!
//! A report leads nowhere. The explored page leads from the name of a theme to
//! the theme, and from a count to the people behind it.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::super::catalogue::ReportLanguage;

/// Where a story leads to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ways {
    /// The id of each theme by its name.
    themes: BTreeMap<String, String>,
    /// What each side is asked for by, by its name.
    sides: BTreeMap<String, String>,
}

impl Ways {
    /// Leads to themes, given as id and name.
    pub fn to(themes: impl IntoIterator<Item = (String, String)>) -> Self {
        let themes = themes.into_iter().map(|(id, name)| (name, id));
        Self {
            themes: themes.collect(),
            sides: BTreeMap::new(),
        }
    }

    /// Leads from the counts of a side to its people; `selection` is what they
    /// are asked for by.
    #[must_use]
    pub fn and_people(mut self, side: &str, selection: &str) -> Self {
        self.sides.insert(side.to_owned(), selection.to_owned());
        self
    }

    /// Returns a text, as a way to the theme where it is its name.
    pub(super) fn theme(&self, name: &str, text: &str) -> Markup {
        html! {
            @match self.themes.get(name) {
                Some(id) => a href={ "/themes/" (id) } { (text) },
                None => (text),
            }
        }
    }

    /// Returns a text in which the names of themes in quotation marks are ways
    /// to them.
    pub(super) fn named(&self, text: &str) -> Markup {
        self.named_in(ReportLanguage::spoken(), text)
    }

    fn named_in(&self, language: ReportLanguage, text: &str) -> Markup {
        if self.themes.is_empty() {
            return html! { (text) };
        }
        let (opening, closing) = quotation_marks(language);
        let mut parts = text.split(opening);
        html! {
            (parts.next().unwrap_or_default())
            @for part in parts {
                (opening)
                @match part.split_once(closing) {
                    Some((name, rest)) => { (self.quoted(name)) (closing) (rest) },
                    None => (part),
                }
            }
        }
    }

    /// Returns what stands between quotation marks. French has blanks there.
    fn quoted(&self, text: &str) -> Markup {
        let name = text.trim();
        let (before, after) = text.split_once(name).unwrap_or_default();
        html! { (before) (self.theme(name, name)) (after) }
    }

    /// Returns a count of those of a side who voice a theme, as a way to them.
    pub(super) fn people(&self, theme: &str, side: Option<&String>, count: &str) -> Markup {
        let selection = side.and_then(|side| self.sides.get(side));
        html! {
            @match (self.themes.get(theme), selection) {
                (Some(id), Some(selection)) => a.people href={ "/themes/" (id) "?in=" (encoded(selection)) } { (count) },
                _ => (count),
            }
        }
    }
}

/// Returns the marks that names stand between in sentences.
fn quotation_marks(language: ReportLanguage) -> (char, char) {
    match language {
        ReportLanguage::English => ('“', '”'),
        ReportLanguage::German => ('„', '“'),
        ReportLanguage::French | ReportLanguage::Spanish => ('«', '»'),
    }
}

/// Returns a text as it stands behind the `?` of an address.
fn encoded(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ways() -> Ways {
        let theme = ("7".to_owned(), "Board & planning".to_owned());
        Ways::to([theme]).and_people("spring & promoters", "spring & group:promoter")
    }

    #[test]
    fn a_name_in_a_sentence_leads_to_its_theme() {
        assert_eq!(
            ways()
                .named("What “Board & planning” and “nothing” <carry>")
                .into_string(),
            "What “<a href=\"/themes/7\">Board &amp; planning</a>” and “nothing” &lt;carry&gt;"
        );
        assert_eq!(Ways::default().named("“a").into_string(), "“a");
    }

    #[test]
    fn names_stand_between_the_marks_of_a_language() {
        let link = "<a href=\"/themes/7\">Board &amp; planning</a>";
        for (language, text, shown) in [
            (
                ReportLanguage::German,
                "Was „Board & planning“ trägt",
                format!("Was „{link}“ trägt"),
            ),
            (
                ReportLanguage::French,
                "Ce que «\u{a0}Board & planning\u{a0}» porte",
                format!("Ce que «\u{a0}{link}\u{a0}» porte"),
            ),
        ] {
            assert_eq!(ways().named_in(language, text).into_string(), shown);
        }
    }

    #[test]
    fn a_count_leads_to_its_people_where_the_side_is_known() {
        let side = "spring & promoters".to_owned();
        let shown = ways()
            .people("Board & planning", Some(&side), "3 of 9")
            .into_string();
        assert!(
            shown.contains("/themes/7?in=spring+%26+group%3Apromoter"),
            "{shown}"
        );
        assert_eq!(ways().people("other", Some(&side), "3").into_string(), "3");
        assert_eq!(
            ways().people("Board & planning", None, "3").into_string(),
            "3"
        );
    }
}
