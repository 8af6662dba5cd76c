//! What a person would call a theme.
//!
//! Takes the passages of each theme; gives a name, which is a clause of its
//! people, and five terms: phrases before words, in the form people write
//! them, that mark the theme against the others and do not say the same thing
//! twice.

mod key_terms;
mod clauses;
mod count;
mod form;
mod label_stopwords;
mod names;
mod phrase;
mod spelling;
mod words;

use rayon::prelude::*;

use crate::text::Language;
use crate::vectorize::{Lexicon, Utterance, Vectorizer};
use count::{PhraseCounts, PhraseTotals};
use form::PhraseForms;
use key_terms::terms;
use label_stopwords::LabelStopWords;
use names::Naming;
pub use names::{distinctive_terms, subject};
use spelling::Spelling;
pub(super) use words::{LabelPart, listed_words, names_nothing};

/// A theme's name and terms.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ThemeLabel {
    /// A short name.
    pub name: String,
    /// At most five terms, most telling first.
    pub terms: Vec<String>,
}

/// What some people say, and the theme it belongs to.
#[derive(Clone, Copy, Debug)]
pub struct SaidUtterance<'a> {
    /// What is said.
    pub utterance: &'a Utterance,
    /// The same as one of them wrote it.
    pub text: &'a str,
    /// The theme.
    pub theme: Option<usize>,
    /// How near it is to the theme's middle, up to 1.
    pub strength: f32,
    /// How many people say it; who says several things in a theme counts for
    /// as small a part in each.
    pub people: f64,
}

/// What is known beforehand of what everybody speaks of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NamingContext {
    /// What the study is called, which may hold the product's name.
    pub title: String,
    /// What the survey asked.
    pub questions: Vec<String>,
    /// The language most texts are in.
    pub language: Language,
}

/// Returns the label of each theme.
///
/// The words of the survey's questions and the name of what everybody speaks
/// of are left out.
pub fn labels(
    said: &[SaidUtterance<'_>],
    lexicon: &Lexicon,
    vectorizer: Option<&Vectorizer>,
    themes: usize,
    setting: &NamingContext,
) -> Vec<ThemeLabel> {
    let mut members = vec![Vec::new(); themes];
    for said in said.iter().filter(|said| said.people > 0.0) {
        if let Some(theme) = said.theme {
            members[theme].push(*said);
        }
    }
    let counts: Vec<PhraseCounts> = members
        .par_iter()
        .map(|members| PhraseCounts::new(members, lexicon))
        .collect();
    let everywhere = PhraseTotals::from_counts(&counts);
    let spelling = Spelling::new(said);
    let hushed = LabelStopWords::new(setting, &counts, &everywhere, &spelling, lexicon);
    let naming = Naming {
        lexicon,
        vectorizer,
        hushed: &hushed,
        said: everywhere.terms(),
        people: everywhere.all.people,
        language: setting.language,
    };
    let names = naming.names(&members);
    let terms = terms(&counts, &everywhere, &hushed, lexicon);
    members
        .par_iter()
        .zip(names.into_par_iter().zip(terms))
        .map(|(members, (name, terms))| {
            let forms = PhraseForms::new(members, &terms, lexicon);
            let spelled = |phrase| spelling.spelled(&forms.best(phrase));
            let terms: Vec<String> = terms.iter().map(spelled).collect();
            let name = name.map(|name| spelling.spelled(&name));
            let name = name.or_else(|| terms.first().cloned());
            ThemeLabel {
                name: name.map_or_else(|| NAMELESS.to_owned(), |name| sentence_case(&name)),
                terms,
            }
        })
        .collect()
}

/// What a theme is called of which nobody says anything that could be said.
const NAMELESS: &str = "Other remarks";

/// Gives the first word a capital, unless it has one somewhere: "iPhone".
fn sentence_case(text: &str) -> String {
    let first_word = text.split(' ').next().unwrap_or_default();
    if first_word.contains(char::is_uppercase) {
        return text.to_owned();
    }
    let mut chars = text.chars();
    chars
        .next()
        .map(|first| first.to_uppercase().chain(chars).collect())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Language, normal};

    fn labelled(groups: &[&[&str]], setting: &NamingContext) -> Vec<ThemeLabel> {
        let texts = groups.iter().flat_map(|group| group.iter().copied());
        let utterances: Vec<Utterance> = texts
            .clone()
            .map(|text| Utterance::new(normal(text), Language::English))
            .collect();
        let theme_of = groups
            .iter()
            .enumerate()
            .flat_map(|(theme, group)| group.iter().map(move |_| theme));
        let said: Vec<SaidUtterance<'_>> = utterances
            .iter()
            .zip(texts)
            .zip(theme_of)
            .map(|((utterance, text), theme)| SaidUtterance {
                utterance,
                text,
                theme: Some(theme),
                strength: 1.0,
                people: 1.0,
            })
            .collect();
        let lexicon = Lexicon::new(&utterances, 1, &[]);
        labels(&said, &lexicon, None, groups.len(), setting)
    }

    fn label(groups: &[&[&str]]) -> Vec<ThemeLabel> {
        labelled(groups, &NamingContext::default())
    }

    const PRICES: &[&str] = &["The price went up", "price is high", "A high price"];

    #[test]
    fn a_phrase_names_a_theme_before_its_words() {
        let labels = label(&[
            &[
                "The support ticket waits",
                "my support tickets close",
                "Support ticket ignored",
            ],
            PRICES,
        ]);
        assert_eq!(labels[0].terms[0], "support ticket");
        assert!(labels[1].name.contains("rice"), "{labels:?}");
    }

    #[test]
    fn a_phrase_is_one_in_whatever_order_it_is_said() {
        let labels = label(&[
            &["They lost my bag", "My bag was lost", "lost bag, no answer"],
            PRICES,
        ]);
        assert_eq!(labels[0].terms[0], "lost bag");
    }

    #[test]
    fn a_phrase_does_not_run_over_a_comma() {
        let labels = label(&[
            &["Support, invoice", "support; invoice", "support. Invoice"],
            PRICES,
        ]);
        let both = |term: &&String| term.contains("upport") && term.contains("nvoice");
        assert_eq!(labels[0].terms.iter().find(both), None);
    }

    #[test]
    fn words_that_name_nothing_alone_may_stand_beside_others() {
        let labels = label(&[
            &["Waiting times", "the waiting time", "my waiting time"],
            PRICES,
        ]);
        assert_eq!(labels[0].name, "Waiting time");
        let terms: Vec<&str> = labels[0].terms.iter().map(String::as_str).collect();
        assert!(!terms.contains(&"time"), "{terms:?}");
    }

    #[test]
    fn a_little_word_closes_what_most_close_with_it() {
        let labels = label(&[
            &[
                "auto top up fails",
                "an auto top-up",
                "where is auto top up",
            ],
            PRICES,
        ]);
        assert_eq!(labels[0].terms[0], "auto top up");
    }

    #[test]
    fn names_keep_the_capitals_people_give_them() {
        let labels = label(&[
            &["the SAP connector", "our SAP connector", "SAP connector"],
            PRICES,
        ]);
        assert_eq!(labels[0].name, "SAP connector");
    }

    #[test]
    fn what_few_of_many_deny_is_not_denied_in_the_name() {
        let trained = [&["the training"; 60][..], &["no training"; 2]].concat();
        let labels = label(&[&trained, PRICES]);
        assert_eq!(labels[0].name, "Training");
    }

    #[test]
    fn a_verdict_after_a_noun_is_none_of_its_words() {
        let utterances = [Utterance::new(
            normal("a good and bad invoice"),
            Language::English,
        )];
        let lexicon = Lexicon::new(&utterances, 1, &[]);
        let words = |name: &str| distinctive_terms(name, Language::English, &lexicon);
        assert_eq!(words("Invoice, good and bad"), words("Invoice"));
    }

    #[test]
    fn no_term_is_said_twice() {
        let labels = label(&[&["slow board", "slow boards", "board slow", "the board froze"]]);
        let words: Vec<_> = labels[0]
            .terms
            .iter()
            .flat_map(|term| term.split(' '))
            .collect();
        let distinct: std::collections::HashSet<_> = words.iter().collect();
        assert_eq!(words.len(), distinct.len(), "{words:?}");
    }

    #[test]
    fn no_two_themes_have_the_same_name() {
        let labels = label(&[PRICES, PRICES]);
        assert_ne!(labels[0].name, labels[1].name);
    }

    #[test]
    fn the_words_of_the_question_are_left_out() {
        let setting = NamingContext {
            questions: vec!["What price would be right?".into()],
            ..NamingContext::default()
        };
        let labels = labelled(
            &[PRICES, &["invoice price", "invoice wrong", "an invoice"]],
            &setting,
        );
        assert!(
            !labels[0].terms.iter().any(|term| term == "price"),
            "{labels:?}"
        );
    }

    #[test]
    fn the_name_of_what_everybody_speaks_of_is_left_out() {
        let topics = [
            "invoices", "routes", "photos", "tickets", "boards", "shifts",
        ];
        let texts: Vec<Vec<String>> = topics
            .iter()
            .map(|topic| {
                vec![
                    format!("The {topic} in Pontoon"),
                    format!("Our Pontoon {topic}"),
                    format!("We like {topic}"),
                ]
            })
            .collect();
        let texts: Vec<Vec<&str>> = texts
            .iter()
            .map(|texts| texts.iter().map(String::as_str).collect())
            .collect();
        let groups: Vec<&[&str]> = texts.iter().map(Vec::as_slice).collect();
        for (label, topic) in label(&groups).iter().zip(topics) {
            let name = label.name.to_lowercase();
            assert!(name.contains(topic) && !name.contains("pontoon"), "{name}");
            assert_eq!(label.terms.len(), 1, "{label:?}");
        }
    }
}
