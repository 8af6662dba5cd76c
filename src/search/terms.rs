//! The words of a text as the index keeps them, and as a query asks for them.
//!
//! A word is kept twice at its position: exactly (folded: lower case, without
//! accents) and as its stem in the language of the text. A stem carries its
//! language, or German `Noten` (`not`) would find every English "not".
//!
//! Indexing, asking and marking hits all go through [`Terms`], so that a text
//! that is found always shows the words it was found by.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, LazyLock};

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};
use unicode_normalization::UnicodeNormalization;

use crate::feedback::Span;
use crate::text::{Language, Stemmer, searchable_words};

/// A set of languages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct LanguageSet(u32);

impl LanguageSet {
    pub(super) fn with(self, language: Language) -> Self {
        Self(self.0 | 1 << language.index())
    }

    pub(super) fn has(self, language: Language) -> bool {
        self.0 >> language.index() & 1 == 1
    }

    pub(super) fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub(super) fn languages(self) -> impl Iterator<Item = Language> {
        Language::ALL
            .into_iter()
            .filter(move |language| self.has(*language))
    }
}

impl FromIterator<Language> for LanguageSet {
    fn from_iter<I: IntoIterator<Item = Language>>(languages: I) -> Self {
        languages.into_iter().fold(Self::default(), Self::with)
    }
}

/// One word, in every form it is kept in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Terms {
    /// Folded; what phrases, prefixes and fuzzy words look at.
    pub exact: String,
    /// What follows an elision: `application` of `l'application`.
    pub tail: Option<String>,
    /// Its stems in each of the languages, marked with the language. Words
    /// with the same exact form have a stem in common.
    pub stems: Vec<String>,
}

impl Terms {
    pub(super) fn new(word: &str, tongues: LanguageSet) -> Self {
        static STEMMERS: LazyLock<[Stemmer; Language::ALL.len()]> =
            LazyLock::new(|| Language::ALL.map(Stemmer::new));
        let straight = word.replace('\u{2019}', "'");
        let after = elided(&straight);
        let kept = after.unwrap_or(&straight);
        let bare = folded(kept);
        let mut stems = Vec::new();
        for language in tongues.languages() {
            let stemmer = &STEMMERS[language.index()];
            stems.push(marked(language, &stemmer.stem(kept)));
            // Stemmers read accents. With the stem of the bare word beside it,
            // words that are the same without accents always share a stem.
            if !kept.is_ascii() {
                stems.push(marked(language, &stemmer.stem(&bare)));
            }
            if language == Language::German
                && let Some(spelled) = without_umlauts(kept)
            {
                stems.push(marked(language, &stemmer.stem(&spelled)));
            }
        }
        stems.dedup();
        Self {
            exact: folded(&straight),
            tail: after.map(|_| bare),
            stems,
        }
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.exact.as_str())
            .chain(self.tail.as_deref())
            .chain(self.stems.iter().map(String::as_str))
    }
}

/// Begins the mark of a stem. Three characters that no word holds keep stems
/// out of reach of prefixes, and of fuzzy words two letters away.
const STEM: u8 = 1;

fn marked(language: Language, stem: &str) -> String {
    let mark = char::from(STEM + 1 + language.index() as u8);
    let mut marked: String = [char::from(STEM), char::from(STEM), mark]
        .into_iter()
        .collect();
    marked.push_str(&folded(stem));
    marked
}

/// Returns a German word as keyboards without umlauts write it: `Gebühr` gives
/// `gebuehr`. `None` where it has none.
fn without_umlauts(word: &str) -> Option<String> {
    let lower: String = word.nfc().flat_map(char::to_lowercase).collect();
    let spelled = lower
        .replace('ä', "ae")
        .replace('ö', "oe")
        .replace('ü', "ue");
    (spelled != lower).then_some(spelled)
}

/// Returns what stands after an article or pronoun that lost its vowel.
fn elided(word: &str) -> Option<&str> {
    let (before, after) = word.split_once('\'')?;
    let is_elision = matches!(before.chars().count(), 1 | 2) && after.chars().count() >= 3;
    is_elision.then_some(after)
}

/// Returns a word in lower case without accents: `Naïve` gives `naive`,
/// `Größe` gives `grosse`.
pub(super) fn folded(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    let bare: String = word
        .nfkd()
        // Only the accents of Latin, Greek and Cyrillic: elsewhere such marks are vowels.
        .filter(|c| !('\u{300}'..='\u{36f}').contains(c))
        .collect();
    let mut folded = String::with_capacity(bare.len());
    for c in bare.to_lowercase().chars() {
        match c {
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'ø' => folded.push('o'),
            'đ' | 'ð' => folded.push('d'),
            'ł' => folded.push('l'),
            'ı' => folded.push('i'),
            'ς' => folded.push('σ'),
            '\u{2019}' => folded.push('\''),
            other => folded.push(other),
        }
    }
    folded
}

/// Returns names and values in the form they are compared in: `Van_Loon `
/// gives `van loon`.
pub(super) fn key(value: &str) -> String {
    let folded = folded(value);
    let mut key = String::with_capacity(folded.len());
    for part in folded.split(|c: char| c == '_' || c.is_whitespace()) {
        if !part.is_empty() {
            if !key.is_empty() {
                key.push(' ');
            }
            key.push_str(part);
        }
    }
    key
}

/// Gives tantivy the [`Terms`] of a text, and remembers them: feedback repeats
/// its words.
pub(super) struct WordTokenizer {
    tongues: TonguesCell,
    remembered: HashMap<LanguageSet, RecentTerms>,
    found: Vec<TextTerm>,
    token: Token,
}

/// Says in which languages the next text is to be stemmed: a tokenizer is
/// shown the text alone.
#[derive(Clone, Default)]
pub(super) struct TonguesCell(Arc<AtomicU32>);

impl TonguesCell {
    pub(super) fn set(&self, tongues: LanguageSet) {
        self.0.store(tongues.0, Ordering::Relaxed);
    }

    fn get(&self) -> LanguageSet {
        LanguageSet(self.0.load(Ordering::Relaxed))
    }
}

#[derive(Default)]
struct RecentTerms {
    places: HashMap<String, usize>,
    terms: Vec<Terms>,
}

/// A word of the current text.
struct TextTerm {
    span: Span,
    terms: usize,
}

/// Past this many different words, all are forgotten: mostly they are typos.
const MOST_REMEMBERED: usize = 200_000;

impl WordTokenizer {
    pub(super) fn new(tongues: TonguesCell) -> Self {
        Self {
            tongues,
            remembered: HashMap::new(),
            found: Vec::new(),
            token: Token::default(),
        }
    }
}

impl Clone for WordTokenizer {
    fn clone(&self) -> Self {
        Self::new(self.tongues.clone())
    }
}

impl Tokenizer for WordTokenizer {
    type TokenStream<'a> = Stream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Stream<'a> {
        let tongues = self.tongues.get();
        let remembered = self.remembered.entry(tongues).or_default();
        if remembered.terms.len() > MOST_REMEMBERED {
            *remembered = RecentTerms::default();
        }
        self.found.clear();
        for word in searchable_words(text) {
            let terms = remembered.places.get(word.text).copied();
            let terms = terms.unwrap_or_else(|| {
                remembered.terms.push(Terms::new(word.text, tongues));
                let place = remembered.terms.len() - 1;
                remembered.places.insert(word.text.to_owned(), place);
                place
            });
            let span = word.span;
            self.found.push(TextTerm { span, terms });
        }
        Stream {
            found: &self.found,
            terms: &remembered.terms,
            position: 0,
            form: 0,
            token: &mut self.token,
        }
    }
}

/// The terms of one text.
pub(super) struct Stream<'a> {
    found: &'a [TextTerm],
    terms: &'a [Terms],
    position: usize,
    form: usize,
    token: &'a mut Token,
}

impl TokenStream for Stream<'_> {
    fn advance(&mut self) -> bool {
        while let Some(found) = self.found.get(self.position) {
            if let Some(term) = self.terms[found.terms].all().nth(self.form) {
                self.form += 1;
                self.token.offset_from = found.span.start;
                self.token.offset_to = found.span.end;
                self.token.position = self.position;
                self.token.text.clear();
                self.token.text.push_str(term);
                return true;
            }
            self.position += 1;
            self.form = 0;
        }
        false
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_and_case_make_no_other_word() {
        assert_eq!(folded("Naïve"), "naive");
        assert_eq!(folded("GRÖSSE"), folded("größe"));
        assert_eq!(folded("हिन्दी").chars().count(), 6);
    }

    #[test]
    fn an_elided_article_hides_no_word() {
        let tongues = LanguageSet::default().with(Language::French);
        let elided = Terms::new("l’application", tongues);
        assert_eq!(elided.tail.as_deref(), Some("application"));
        assert_eq!(elided.stems, Terms::new("applications", tongues).stems);
        assert_eq!(Terms::new("don't", tongues).tail, None);
    }

    #[test]
    fn words_that_differ_by_accents_share_a_stem() {
        for language in Language::ALL {
            let stems = |word| Terms::new(word, LanguageSet::default().with(language)).stems;
            for (one, two) in [
                ("naïve", "naive"),
                ("Größen", "grossen"),
                ("facturées", "facturees"),
            ] {
                let shared = stems(one).iter().any(|stem| stems(two).contains(stem));
                assert!(shared, "{one} in {language:?}");
            }
        }
    }

    #[test]
    fn an_umlaut_may_be_written_with_an_e() {
        let stems = |word| Terms::new(word, LanguageSet::default().with(Language::German)).stems;
        for (one, two) in [
            ("Gebühren", "Gebuehr"),
            ("größer", "groesser"),
            ("Ärzte", "aerzte"),
        ] {
            assert!(
                stems(one).iter().any(|stem| stems(two).contains(stem)),
                "{one}"
            );
        }
    }

    #[test]
    fn a_stem_belongs_to_its_language() {
        let stem = |language| Terms::new("not", LanguageSet::default().with(language)).stems;
        assert_ne!(stem(Language::English), stem(Language::German));
    }

    #[test]
    fn underscores_and_spaces_are_the_same_in_names() {
        assert_eq!(key(" Lifecycle_Stage"), key("lifecycle  stage"));
    }
}
