//! What a person would call a theme.
//!
//! Takes the utterances of each theme; gives a short name and five terms:
//! phrases before words, in the form people write them, that mark the theme
//! against the others and do not say the same thing twice. Terms are ranked by
//! c-TF-IDF (Grootendorst 2022) on stems, counted in people, times how much
//! they are this theme's own (FREX, Bischof and Airoldi 2012).

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::LazyLock;

use rayon::prelude::*;

use crate::text::is_measure;
use crate::vectorize::{Lexicon, TermId, Utterance};

/// A theme's name and terms.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Label {
    /// A short name.
    pub name: String,
    /// At most five terms, most telling first.
    pub terms: Vec<String>,
}

/// Terms shown with a theme.
const TERMS: usize = 5;

/// A phrase must be said by this share of the theme's people.
const PHRASE_SHARE: f64 = 0.04;

/// How much a phrase is preferred to a word that is as telling.
const PHRASE_FAVOUR: f64 = 1.6;

/// Returns the label of each theme.
///
/// `theme_of` gives each utterance's theme, `people` how many say it.
pub fn labels(
    utterances: &[Utterance],
    lexicon: &Lexicon,
    theme_of: &[Option<usize>],
    people: &[usize],
    themes: usize,
) -> Vec<Label> {
    let mut members = vec![Vec::new(); themes];
    for (index, theme) in theme_of.iter().enumerate() {
        if let Some(theme) = *theme {
            members[theme].push(index);
        }
    }
    let counted: Vec<Counts> = members
        .par_iter()
        .map(|members| Counts::of(utterances, lexicon, members, people))
        .collect();
    let mut everywhere: HashMap<&Phrase, f64> = HashMap::new();
    for counts in &counted {
        for (phrase, seen) in &counts.phrases {
            *everywhere.entry(phrase).or_default() += seen.people;
        }
    }
    let average = counted.iter().map(|counts| counts.words).sum::<f64>() / themes.max(1) as f64;
    let all_people = counted.iter().map(|counts| counts.people).sum::<f64>();
    let ranked: Vec<Vec<Chosen>> = counted
        .iter()
        .map(|counts| chosen(counts, &everywhere, average, all_people))
        .collect();
    named(&ranked)
}

/// The terms of a phrase, and the words between them that are none.
type Phrase = Vec<Piece>;

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Piece {
    Term(TermId),
    Word(String),
}

#[derive(Default)]
struct Seen {
    people: f64,
    forms: BTreeMap<String, f64>,
}

#[derive(Default)]
struct Counts {
    phrases: HashMap<Phrase, Seen>,
    people: f64,
    words: f64,
}

impl Counts {
    fn of(
        utterances: &[Utterance],
        lexicon: &Lexicon,
        members: &[usize],
        people: &[usize],
    ) -> Self {
        let mut counts = Self::default();
        for &index in members {
            let utterance = &utterances[index];
            let weight = people[index] as f64;
            counts.people += weight;
            let words: Vec<&str> = utterance.normal.split(' ').collect();
            let terms = lexicon.terms(utterance);
            // Each word once: whoever repeats a word does not say more.
            let distinct: HashSet<&TermId> = terms.iter().flatten().collect();
            counts.words += weight * distinct.len() as f64;
            let (mut once, mut written) = (HashSet::new(), HashSet::new());
            for (phrase, form) in phrases(&words, &terms) {
                let seen = counts.phrases.entry(phrase.clone()).or_default();
                if written.insert((phrase.clone(), form.clone())) {
                    *seen.forms.entry(form).or_default() += weight;
                }
                if once.insert(phrase) {
                    seen.people += weight;
                }
            }
        }
        counts
    }
}

/// Returns words and phrases of up to three words that begin and end with a
/// term, each with its written form.
fn phrases(words: &[&str], terms: &[Option<TermId>]) -> Vec<(Phrase, String)> {
    let mut found = Vec::new();
    for start in 0..words.len() {
        for length in 1..=3.min(words.len() - start) {
            let end = start + length;
            let ends_well = terms[start].is_some() && terms[end - 1].is_some();
            if !ends_well
                || words[start..end]
                    .iter()
                    .any(|word| is_unsaid(word) || is_measure(word))
            {
                continue;
            }
            let phrase = (start..end)
                .map(|at| terms[at].map_or_else(|| Piece::Word(words[at].to_owned()), Piece::Term))
                .collect();
            found.push((phrase, words[start..end].join(" ")));
        }
    }
    found
}

/// Words that may drive themes but name none.
fn is_unsaid(word: &str) -> bool {
    static UNSAID: LazyLock<HashSet<&str>> = LazyLock::new(|| {
        include_str!("../../stopwords/unsaid.txt")
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
            .collect()
    });
    UNSAID.contains(word)
}

struct Chosen {
    form: String,
    is_phrase: bool,
    terms: Vec<TermId>,
}

/// Ranks a theme's phrases and takes the best that add something.
fn chosen(
    counts: &Counts,
    everywhere: &HashMap<&Phrase, f64>,
    average: f64,
    all_people: f64,
) -> Vec<Chosen> {
    let least = (counts.people * PHRASE_SHARE).max(2.0);
    let mut ranked: Vec<(f64, &Phrase, &Seen)> = counts
        .phrases
        .iter()
        .filter(|(phrase, seen)| phrase.len() == 1 || seen.people >= least)
        .map(|(phrase, seen)| {
            let rarity = (1.0 + average / everywhere[phrase]).ln();
            let inside = seen.people / counts.people;
            let outside =
                (everywhere[phrase] - seen.people) / (all_people - counts.people).max(1.0);
            let exclusive = inside / (inside + outside);
            let favour = if phrase.len() > 1 { PHRASE_FAVOUR } else { 1.0 };
            (inside * rarity * exclusive * favour, phrase, seen)
        })
        .collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    let mut used: HashSet<TermId> = HashSet::new();
    let mut chosen = Vec::new();
    for (_, phrase, seen) in ranked {
        let terms: Vec<TermId> = phrase
            .iter()
            .filter_map(|piece| match piece {
                Piece::Term(term) => Some(*term),
                Piece::Word(_) => None,
            })
            .collect();
        let says_it_again = terms.iter().any(|term| used.contains(term));
        if says_it_again {
            continue;
        }
        used.extend(&terms);
        chosen.push(Chosen {
            form: most_written(seen),
            is_phrase: terms.len() > 1,
            terms,
        });
        if chosen.len() == TERMS {
            break;
        }
    }
    chosen
}

fn most_written(seen: &Seen) -> String {
    let best = seen
        .forms
        .iter()
        .max_by(|a, b| a.1.total_cmp(b.1).then_with(|| b.0.cmp(a.0)));
    best.map(|(form, _)| form.clone()).unwrap_or_default()
}

/// Names each theme by its first phrase, or its first two words, and adds a
/// term where two themes would be called the same.
fn named(ranked: &[Vec<Chosen>]) -> Vec<Label> {
    let mut taken: HashSet<String> = HashSet::new();
    ranked
        .iter()
        .map(|chosen| {
            let terms: Vec<String> = chosen.iter().map(|term| term.form.clone()).collect();
            let shortest = if chosen.first().is_some_and(|first| first.is_phrase) {
                1
            } else {
                2
            };
            let name = (shortest..=terms.len().max(shortest))
                .map(|length| sentence_case(&terms[..length.min(terms.len())].join(", ")))
                .find(|name| !taken.contains(name))
                .unwrap_or_else(|| sentence_case(&terms.join(", ")));
            taken.insert(name.clone());
            debug_assert!(chosen.iter().all(|term| !term.terms.is_empty()));
            Label { name, terms }
        })
        .collect()
}

fn sentence_case(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map(|first| first.to_uppercase().chain(chars).collect())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Language;

    fn label(groups: &[&[&str]]) -> Vec<Label> {
        let mut utterances = Vec::new();
        let mut theme_of = Vec::new();
        for (theme, texts) in groups.iter().enumerate() {
            for text in *texts {
                utterances.push(Utterance {
                    normal: (*text).to_owned(),
                    language: Language::English,
                });
                theme_of.push(Some(theme));
            }
        }
        let lexicon = Lexicon::of(&utterances, 1, &[]);
        let people = vec![1; utterances.len()];
        labels(&utterances, &lexicon, &theme_of, &people, groups.len())
    }

    #[test]
    fn a_phrase_names_a_theme_before_its_words() {
        let labels = label(&[
            &[
                "the support ticket waits",
                "my support tickets wait",
                "support ticket closed",
            ],
            &["the price went up", "price is high", "a high price"],
        ]);
        assert_eq!(labels[0].name, "Support ticket");
        assert!(labels[1].name.starts_with("Price"), "{labels:?}");
    }

    #[test]
    fn no_term_is_said_twice() {
        let labels = label(&[&["slow board", "slow boards", "board slow", "the board froze"]]);
        let words: Vec<_> = labels[0]
            .terms
            .iter()
            .flat_map(|term| term.split(' '))
            .collect();
        let distinct: HashSet<_> = words.iter().collect();
        assert_eq!(words.len(), distinct.len(), "{words:?}");
    }
}
