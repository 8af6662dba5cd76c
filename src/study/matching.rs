//! Why passages belong to a theme.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::analysis::Analysis;
use crate::themes::ThemeId;

/// Why the passages of a theme belong to it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MatchReasons {
    /// The words they share, as most write them, each with how many passages
    /// have it, most first.
    pub words: Vec<(String, usize)>,
    /// The passages with one of these words.
    pub with_word: usize,
    /// The words and phrases that people gave it.
    pub phrases: Vec<String>,
    /// Those that keep what says them out of it.
    pub without: Vec<String>,
    /// The passages that people gave to it, and others that say just the same.
    pub by_hand: usize,
    /// All its passages.
    pub passages: usize,
}

impl Analysis {
    /// Returns why the passages of a finding, by its position, belong to it.
    pub fn matched(&self, finding: usize) -> MatchReasons {
        let finding = &self.findings[finding];
        let mut matched = MatchReasons {
            passages: finding.passages.len(),
            phrases: match finding.theme.id {
                ThemeId::Theme(number) => self.codebook.phrases(number),
                ThemeId::Broad(_) | ThemeId::Part(..) => Vec::new(),
            },
            without: match finding.theme.id {
                ThemeId::Theme(number) => {
                    let exclusions = self.codebook.exclusions();
                    exclusions
                        .get(&number)
                        .copied()
                        .unwrap_or_default()
                        .to_vec()
                }
                ThemeId::Broad(_) | ThemeId::Part(..) => Vec::new(),
            },
            ..MatchReasons::default()
        };
        let Some(model) = &self.memory.model else {
            return matched;
        };
        let origins = finding.origins.iter();
        let keys: BTreeSet<_> = origins
            .flat_map(|origin| model.key_terms(*origin))
            .collect();
        let mut forms: BTreeMap<_, BTreeMap<&str, usize>> = BTreeMap::new();
        for &passage in &finding.passages {
            let said = &self.passages.utterances[self.passages.all[passage].utterance];
            matched.by_hand += usize::from(self.memory.manual_theme(&said.normal).is_some());
            let terms = model.lexicon().terms(said);
            let mut own = BTreeMap::new();
            for (word, term) in said.normal.split(' ').zip(terms) {
                if let Some(term) = term.filter(|term| keys.contains(term)) {
                    own.insert(term, word);
                }
            }
            matched.with_word += usize::from(!own.is_empty());
            for (term, word) in own {
                *forms.entry(term).or_default().entry(word).or_default() += 1;
            }
        }
        let words = forms.into_values().filter_map(|forms| {
            let all = forms.values().sum();
            let usual = forms
                .into_iter()
                .max_by_key(|(form, had)| (*had, Reverse(*form)))?;
            Some((usual.0.to_owned(), all))
        });
        matched.words = words.collect();
        matched
            .words
            .sort_by_key(|(word, had)| (Reverse(*had), word.clone()));
        matched
    }
}
