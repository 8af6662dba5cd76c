//! What a report says, in the language of its readers.
//!
//! Every sentence of a report goes through [`say!`]. The English sentence
//! stands in the code, where the compiler checks its arguments, and is the key
//! under which `translations/*.toml` hold it in other languages. What has no
//! translation is said in English; `tests/translations.rs` sees to it that
//! nothing is left so.
//!
//! The language is one switch of the process, set once before anything is
//! said.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::sync::OnceLock;

rust_i18n::i18n!("translations");

/// What the macro reads, so that a change of it is compiled.
const _: [&str; 3] = [
    include_str!("../../translations/de.toml"),
    include_str!("../../translations/es.toml"),
    include_str!("../../translations/fr.toml"),
];

/// A language that reports are written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ReportLanguage {
    /// English.
    #[default]
    English,
    /// German.
    German,
    /// French.
    French,
    /// Spanish.
    Spanish,
}

static SPOKEN: OnceLock<ReportLanguage> = OnceLock::new();

impl ReportLanguage {
    /// Returns the language that reports are written in.
    pub fn spoken() -> Self {
        SPOKEN.get().copied().unwrap_or_default()
    }

    /// Writes reports in this language from now on; the first call holds.
    pub fn speak(self) {
        let _ = SPOKEN.set(self);
    }

    /// Returns its code (ISO 639-1): `de`.
    pub fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
            Self::French => "fr",
            Self::Spanish => "es",
        }
    }
}

/// Returns a sentence, or a word, in the language that is spoken: as the
/// catalogue has it, else as it is.
pub(crate) fn translated(english: &str) -> Cow<'_, str> {
    match ReportLanguage::spoken() {
        ReportLanguage::English => Cow::Borrowed(english),
        language => {
            _rust_i18n_try_translate(language.code(), english).unwrap_or(Cow::Borrowed(english))
        }
    }
}

/// Returns the name of one member of a group, of groups that are called by one
/// word whether one or several are meant (`satisfied`): the catalogue has it
/// with `(one)` behind it.
pub(crate) fn translated_one(english: &str) -> Cow<'_, str> {
    filled(&format!("{english} (one)"), &[], &[]).map_or_else(|| translated(english), Cow::Owned)
}

/// Returns the same of a sentence that stands in the code.
pub(crate) fn translated_literal(english: &'static str) -> &'static str {
    match translated(english) {
        Cow::Borrowed(text) => text,
        // The catalogue lies in the program.
        Cow::Owned(_) => english,
    }
}

/// Returns a template of the catalogue with its arguments filled in; `None`
/// where the sentence is to be said in English.
pub(crate) fn filled(english: &str, names: &[&str], values: &[String]) -> Option<String> {
    let language = ReportLanguage::spoken();
    if language == ReportLanguage::English {
        return None;
    }
    let template = _rust_i18n_try_translate(language.code(), english)?;
    Some(rust_i18n::replace_patterns(&template, names, values))
}

/// Returns a sentence in the language that is spoken. Without arguments it is
/// a `&'static str`; with them, a `String` as `format!` would make it:
///
/// ```ignore
/// say!("The plan")
/// say!("“{theme}” in {segment}", theme = of.label, segment)
/// ```
///
/// A sentence is whole: nothing may be filled in that has to agree with its
/// other words. Numbers, names and ranges may, and counts with their noun.
macro_rules! say {
    ($english:literal $(,)?) => {
        $crate::report::catalogue::translated_literal($english)
    };
    ($english:literal, $($name:ident $(= $value:expr)?),+ $(,)?) => {
        match ($(&say!(@value $name $(= $value)?),)+) {
            ($($name,)+) => $crate::report::catalogue::filled(
                $english,
                &[$(stringify!($name)),+],
                &[$($name.to_string()),+],
            )
            .unwrap_or_else(|| format!($english, $($name = $name),+)),
        }
    };
    (@value $name:ident = $value:expr) => { $value };
    (@value $name:ident) => { $name };
}
pub(crate) use say;

/// Returns a sentence of another module with the facts in it, such as why a
/// row was left out: what stands in backticks, and numbers, are facts, and the
/// rest is the sentence that the catalogue has, with `{1}`, `{2}` … for them.
pub(crate) fn with_facts(english: &str) -> String {
    let (template, facts) = facts(english);
    let names: Vec<String> = (1..=facts.len()).map(|at| at.to_string()).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    filled(&template, &names, &facts).unwrap_or_else(|| english.to_owned())
}

/// Cuts the facts out of a sentence.
fn facts(english: &str) -> (String, Vec<String>) {
    let mut template = String::new();
    let mut facts: Vec<String> = Vec::new();
    let is_number = |letter: char| letter.is_ascii_digit();
    for (at, part) in english.split('`').enumerate() {
        if at % 2 == 1 {
            facts.push(part.to_owned());
            let _ = write!(template, "`{{{}}}`", facts.len());
            continue;
        }
        let mut rest = part;
        while let Some(start) = rest.find(is_number) {
            let number = &rest[start..];
            let end = number.find(|letter| !is_number(letter) && letter != ',');
            let number = number[..end.unwrap_or(number.len())].trim_end_matches(',');
            facts.push(number.to_owned());
            template.push_str(&rest[..start]);
            let _ = write!(template, "{{{}}}", facts.len());
            rest = &rest[start + number.len()..];
        }
        template.push_str(rest);
    }
    (template, facts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_are_what_stands_in_backticks_and_numbers() {
        let (template, found) = facts("score `eleven, or 11` is not between 0 and 1,000");
        assert_eq!(template, "score `{1}` is not between {2} and {3}");
        assert_eq!(found, ["eleven, or 11", "0", "1,000"]);
        assert_eq!(facts("no facts, none").0, "no facts, none");
    }
}
