//! The one function from words to a vector.
//!
//! Meaning comes from static vectors, domain words from latent semantic
//! analysis of the corpus itself; both stand side by side in one vector.

use std::collections::BTreeMap;

use motif_distill::{Principal, Sparse, mean, ridge};
use ndarray::{Array1, Array2, ArrayView1, ArrayViewMut2, Axis, Slice};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::lexicon::{Lexicon, Utterance};
use super::lsa::Lsa;
use super::sentences::{self, Spoken};
use super::source::VectorSource;
use super::unit::scale;
use crate::text::Language;

/// Turns any text into a unit vector, by the same function whether the text
/// was in the corpus or not.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Vectorizer {
    lexicon: Lexicon,
    lsa: Lsa,
    meaning: Option<Projection>,
    domain_share: f32,
    /// Sentences beside words; kept apart from the rest
    /// ([`Vectorizer::sentences`]), which earlier versions wrote alone.
    #[serde(skip)]
    sentences: Option<SentenceProjection>,
}

/// How vectors are turned toward what varies in this corpus.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Projection {
    source: VectorSource,
    /// The corpus' mean sum of pieces, subtracted first.
    mean: Array1<f32>,
    /// The principal components of the unit vectors after that.
    principal: Principal,
}

/// How vectors of sentences are turned toward what varies in this corpus.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SentenceProjection {
    /// Subtracted first, so that it makes no difference in which language
    /// something is said.
    means: LanguageMeans,
    principal: Principal,
    /// The main language, and what it says in words for each dimension of what
    /// is meant: what is said in other languages has those words too.
    translation: Option<(Language, Array2<f32>)>,
    /// Whether only what is said in other languages is read, and everything
    /// else by words alone. Kept apart, since earlier versions lack it.
    #[serde(skip)]
    others_only: bool,
}

/// The mean of each language with enough utterances, and that of all.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct LanguageMeans {
    of_language: BTreeMap<Language, Array1<f32>>,
    of_all: Array1<f32>,
}

/// Utterances that tell how a language words what is meant, at least and at
/// most, and what keeps a few from deciding it.
const TRANSLATED: usize = 200;
const MOST_TRANSLATED: usize = 4000;
const RIDGE: f64 = 1.0;

/// Utterances in a language that give it a mean of its own.
const LANGUAGE: usize = 30;

/// Dimensions of meaning kept: a corpus varies in fewer than a language.
const MEANING: usize = 96;

/// Dimensions of latent semantic analysis beside meaning, and alone.
const TOPICS_BESIDE: usize = 50;
const TOPICS_ALONE: usize = 100;

/// Utterances that become vectors together: one product of matrices costs a
/// fraction of as many products with a vector.
const BLOCK: usize = 256;

/// In English sentences are read where there are at most so many, which takes a
/// few seconds.
const MOST_READ: usize = 25_000;

/// In other languages, which vectors of words do not know, sentences are read
/// where there are at most so many.
pub const MOST_FOREIGN: usize = 200_000;

/// In English they are read from so many utterances on, or where this share of
/// them is in other languages: with fewer, a little more meaning moves themes
/// about and makes them no better (`docs/quality.md`).
const FEWEST_READ: usize = 1000;
const OTHERS_READ: f64 = 0.125;

/// Where fewer than this share are in other languages, most of those were only
/// taken for such.
const FEWEST_OTHERS: f64 = 0.01;

/// What share of the squared length of meaning sentences have beside words;
/// chosen on six sets in English, none of which lost (`docs/quality.md`).
const SENTENCES: f32 = 0.2;

/// What share domain words have where several languages are spoken: they say in
/// which.
const DOMAIN_ACROSS: f32 = 0.1;

/// Returns what share of a vector's squared length is domain words: more in a
/// small corpus, where a passage has few neighbours of like meaning and a
/// shared word is the surer tie (`docs/quality.md`).
fn domain_share(utterances: usize) -> f32 {
    let small = (4000.0 - utterances as f32) / 3000.0;
    0.2 + 0.1 * small.clamp(0.0, 1.0)
}

impl Vectorizer {
    /// Learns from utterances what varies between them; `all` is how many
    /// texts there are to read.
    pub fn new(
        utterances: &[Utterance],
        all: usize,
        source: &VectorSource,
        stop_words: &[String],
    ) -> Self {
        let least = if utterances.len() < 100 { 1 } else { 2 };
        let spoken = Spoken::in_all(utterances);
        let reads_sentences =
            *source == VectorSource::Builtin && tells_enough(spoken, utterances.len(), all);
        let sentences = reads_sentences
            .then(|| SentenceProjection::new(utterances))
            .flatten();
        let words_alone = spoken.main() == Some(Language::English) || sentences.is_none();
        let (meanings, (lexicon, matrix)) = rayon::join(
            || words_alone.then(|| meanings(utterances, source)).flatten(),
            || terms(utterances, least, stop_words),
        );
        let most = if meanings.is_some() || sentences.is_some() {
            TOPICS_BESIDE
        } else {
            TOPICS_ALONE
        };
        let (meaning, lsa) = rayon::join(
            || meanings.map(|rows| Projection::new(rows, source)),
            || Lsa::new(&matrix, most.min(utterances.len() / 4).max(2)),
        );
        let mut vectorizer = Self {
            lexicon,
            lsa,
            meaning,
            domain_share: match spoken.main() {
                None if sentences.is_some() => DOMAIN_ACROSS,
                _ => domain_share(utterances.len()),
            },
            sentences,
        };
        if let Some(language) = spoken.main() {
            vectorizer.learn_to_translate(utterances, language);
        }
        vectorizer
    }

    /// Returns the main language, where what a few say in others is not mined
    /// but joins the themes afterwards: words alone are read, which are known in
    /// that one language, and so few move borders and are moved themselves.
    /// `all` is how many texts there are.
    pub fn mines_only(
        utterances: &[Utterance],
        all: usize,
        source: &VectorSource,
    ) -> Option<Language> {
        let spoken = Spoken::in_all(utterances);
        let others = spoken.others();
        let is_few = others >= FEWEST_OTHERS && others * all as f64 <= MOST_READ as f64;
        let own = utterances.len() as f64 * (1.0 - others);
        let knows_one = *source == VectorSource::Builtin
            && spoken.main() == Some(Language::English)
            && !tells_enough(spoken, utterances.len(), all);
        (knows_one && is_few && own >= TRANSLATED as f64).then_some(Language::English)
    }

    /// Learns to read what is said in other languages than the one it was made
    /// from.
    pub fn read_others(&mut self, utterances: &[Utterance], language: Language) {
        let (own, other): (Vec<&Utterance>, Vec<&Utterance>) = utterances
            .iter()
            .partition(|said| said.language == language);
        let step = own.len().div_ceil(MOST_TRANSLATED).max(1);
        let some: Vec<Utterance> = own
            .into_iter()
            .step_by(step)
            .chain(other)
            .cloned()
            .collect();
        self.sentences = SentenceProjection::new(&some);
        self.learn_to_translate(&some, language);
        self.sentences = self
            .sentences
            .take()
            .filter(|sentences| sentences.translation.is_some())
            .map(SentenceProjection::of_others);
    }

    /// Learns what words are used for what is meant in the main language, for
    /// what is said in others.
    fn learn_to_translate(&mut self, utterances: &[Utterance], language: Language) {
        let Some(sentences) = &self.sentences else {
            return;
        };
        let (own, other): (Vec<&Utterance>, Vec<&Utterance>) = utterances
            .iter()
            .partition(|said| said.language == language);
        if other.is_empty() || own.len() < TRANSLATED {
            return;
        }
        let step = own.len().div_ceil(MOST_TRANSLATED);
        let own: Vec<&Utterance> = own.into_iter().step_by(step).collect();
        let meant = sentences.block(&own);
        let mut said = self.lsa_rows(&own);
        if let Some(words) = &self.meaning {
            let words = words.block(&own);
            said = ndarray::concatenate(Axis(1), &[words.view(), said.view()])
                .expect("a row for each utterance");
        }
        // In the order in which it is read back: sums of floats depend on it.
        let translation = ridge(&meant, &said, None, RIDGE);
        let translation = translation.as_standard_layout().into_owned();
        if let Some(sentences) = &mut self.sentences {
            sentences.translation = Some((language, translation));
        }
    }

    fn lsa_rows(&self, utterances: &[&Utterance]) -> Array2<f32> {
        let mut rows = Array2::zeros((utterances.len(), self.lsa.dimensions()));
        for (mut row, said) in rows.rows_mut().into_iter().zip(utterances) {
            self.lsa.add(&self.lexicon.tfidf(said), &mut row);
            scale(&mut row);
        }
        rows
    }

    /// Returns those of some utterances that are read as sentences.
    fn read_as_sentences<'u>(&self, utterances: &[&'u Utterance]) -> Vec<&'u Utterance> {
        let reads = |said: &&&Utterance| {
            let sentences = self.sentences.as_ref();
            sentences.is_some_and(|sentences| sentences.reads(said))
        };
        utterances.iter().filter(reads).copied().collect()
    }

    /// Returns what words mean, one a row, whichever language they are in;
    /// `None` where it does not read all languages alike.
    pub fn meanings_across_languages(&self, words: &[&Utterance]) -> Option<Array2<f32>> {
        let reads = self
            .sentences
            .as_ref()
            .is_some_and(|sentences| !sentences.others_only);
        if !reads || words.is_empty() {
            return None;
        }
        sentences::learn(words);
        let mut meant = sentences::meanings(words);
        let language_of = |row: usize| words[row].language;
        let means = LanguageMeans::new(&meant, language_of);
        centre(&mut meant.view_mut(), |row| means.of(language_of(row)));
        Some(meant)
    }

    /// Returns how it reads sentences, if it does.
    pub fn sentences(&self) -> Option<&SentenceProjection> {
        self.sentences.as_ref()
    }

    /// Reads sentences as it did when it was written down.
    pub fn set_sentences(&mut self, sentences: SentenceProjection) {
        self.sentences = Some(sentences);
    }

    /// Makes a stored vectorizer ready to read with.
    #[must_use]
    pub fn restored(mut self) -> Self {
        self.lexicon = self.lexicon.restored();
        self
    }

    /// Returns the terms.
    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// Returns the number of dimensions.
    pub fn dimensions(&self) -> usize {
        self.lsa.dimensions()
            + self
                .meaning
                .as_ref()
                .map_or(0, |meaning| meaning.principal.kept())
            + self
                .sentences
                .as_ref()
                .map_or(0, SentenceProjection::columns)
    }

    /// Returns the unit vector of an utterance, or `None` when it has no word
    /// that either side knows.
    pub fn vector(&self, utterance: &Utterance) -> Option<Array1<f32>> {
        let row = self.block(&[utterance]).remove_axis(Axis(0));
        row.iter().any(|&value| value != 0.0).then_some(row)
    }

    /// Returns the unit vectors of utterances, one a row; zeros for those
    /// with no known word.
    pub fn vectors(&self, utterances: &[Utterance]) -> Array2<f32> {
        self.vectors_of(&utterances.iter().collect::<Vec<_>>())
    }

    /// Returns the same for utterances that stand elsewhere.
    pub fn vectors_of(&self, utterances: &[&Utterance]) -> Array2<f32> {
        self.all_rows(utterances, self.sentences.as_ref())
    }

    /// Returns unit vectors by words alone, where words have a meaning: what
    /// short phrases are compared by.
    pub fn by_words(&self, utterances: &[&Utterance]) -> Array2<f32> {
        let sentences = self.sentences.as_ref();
        self.all_rows(utterances, sentences.filter(|_| self.meaning.is_none()))
    }

    /// Returns unit vectors in the space of [`Vectorizer::block`], by words
    /// alone where words have a meaning: for what is compared only roughly.
    pub fn rough_block(&self, utterances: &[&Utterance]) -> Array2<f32> {
        let (Some(words), Some(sentences)) = (&self.meaning, &self.sentences) else {
            return self.block(utterances);
        };
        let rows = self.rows(utterances, None);
        let (left, right) = rows.view().split_at(Axis(1), words.principal.kept());
        let between = Array2::zeros((rows.nrows(), sentences.columns()));
        ndarray::concatenate(Axis(1), &[left, between.view(), right]).expect("rows of one number")
    }

    fn all_rows(
        &self,
        utterances: &[&Utterance],
        sentences: Option<&SentenceProjection>,
    ) -> Array2<f32> {
        if sentences.is_some() {
            sentences::learn(&self.read_as_sentences(utterances));
        }
        let none = self.rows(&[], sentences);
        let mut rows = Array2::zeros((utterances.len(), none.ncols()));
        rows.axis_chunks_iter_mut(Axis(0), BLOCK)
            .into_par_iter()
            .zip(utterances.par_chunks(BLOCK))
            .for_each(|(mut rows, said)| rows.assign(&self.rows(said, sentences)));
        rows
    }

    /// Passes through the encoder what will be asked for block by block.
    pub fn prepare(&self, utterances: &[&Utterance]) {
        sentences::learn(&self.read_as_sentences(utterances));
    }

    /// Does so where blocks are asked for only roughly.
    pub fn prepare_rough(&self, utterances: &[&Utterance]) {
        if self.meaning.is_none() {
            self.prepare(utterances);
        }
    }

    /// Returns the same for a few utterances, at once. A row depends on its
    /// own utterance only, to the last bit: a product of matrices adds up each
    /// of its cells by itself, in one order.
    pub fn block(&self, utterances: &[&Utterance]) -> Array2<f32> {
        self.rows(utterances, self.sentences.as_ref())
    }

    fn rows(
        &self,
        utterances: &[&Utterance],
        sentences: Option<&SentenceProjection>,
    ) -> Array2<f32> {
        let mut by_word = self.meaning.as_ref().map(|of| of.block(utterances));
        let by_sentence = sentences.map(|of| of.block(utterances));
        let mut own = self.lsa_rows(utterances);
        let translation = sentences.and_then(|of| of.translation.as_ref());
        if let (Some((language, translation)), Some(meant)) = (translation, &by_sentence) {
            for (at, said) in utterances.iter().enumerate() {
                if said.language == *language || !is_known(meant.row(at)) {
                    continue;
                }
                let worded = meant.row(at).dot(translation);
                let words = by_word.as_ref().map_or(0, Array2::ncols);
                let (words, terms) = worded.view().split_at(Axis(0), words);
                if let Some(by_word) = &mut by_word {
                    by_word.row_mut(at).assign(&words);
                    scale(&mut by_word.row_mut(at));
                }
                own.row_mut(at).assign(&terms);
                scale(&mut own.row_mut(at));
            }
        }
        let by_sentence = by_sentence.filter(|_| sentences.is_some_and(|of| !of.others_only));
        let meant: Vec<Array2<f32>> = by_word.into_iter().chain(by_sentence).collect();
        let kept: usize = meant.iter().map(Array2::ncols).sum();
        let mut rows = Array2::zeros((utterances.len(), kept + self.lsa.dimensions()));
        for (at, (mut row, own)) in rows.rows_mut().into_iter().zip(own.rows()).enumerate() {
            let (mut left, mut right) = row.view_mut().split_at(Axis(0), kept);
            right.assign(&own);
            let mut from = 0;
            for (meant, share) in meant.iter().zip([1.0 - SENTENCES, SENTENCES]) {
                let own = Slice::from(from..from + meant.ncols());
                let mut own = left.slice_axis_mut(Axis(0), own);
                own.scaled_add(f32::sqrt(share), &meant.row(at));
                from += meant.ncols();
            }
            if is_known(left.view()) {
                scale(&mut left);
                left *= (1.0 - self.domain_share).sqrt();
                right *= self.domain_share.sqrt();
            }
            scale(&mut row);
        }
        rows
    }
}

/// Returns whether reading sentences tells more about so many utterances than
/// it costs; `all` is how many texts there are.
fn tells_enough(spoken: Spoken, utterances: usize, all: usize) -> bool {
    match spoken.main() {
        Some(Language::English) => {
            let brings = utterances >= FEWEST_READ || spoken.others() >= OTHERS_READ;
            brings && all <= MOST_READ
        }
        _ => all <= MOST_FOREIGN,
    }
}

/// Returns the terms of utterances, and which stand in which.
fn terms(utterances: &[Utterance], least: usize, stop_words: &[String]) -> (Lexicon, Sparse) {
    let lexicon = Lexicon::new(utterances, least, stop_words);
    let rows: Vec<_> = utterances
        .par_iter()
        .map(|said| lexicon.tfidf(said))
        .collect();
    let matrix = Sparse::new(rows, lexicon.len());
    (lexicon, matrix)
}

/// Returns what utterances mean, as sums of pieces; `None` where too few are
/// in a language the source knows.
fn meanings(utterances: &[Utterance], source: &VectorSource) -> Option<Array2<f32>> {
    let blocks: Vec<Array2<f32>> = utterances
        .par_chunks(BLOCK)
        .map(|said| known(&source.meanings(&said.iter().collect::<Vec<_>>())))
        .collect();
    let rows = stacked(&blocks);
    (rows.nrows() >= 2 && rows.nrows() * 4 >= utterances.len()).then_some(rows)
}

impl Projection {
    /// Learns from sums of pieces how they vary.
    fn new(mut rows: Array2<f32>, source: &VectorSource) -> Self {
        let mean = mean(rows.view());
        rows.axis_chunks_iter_mut(Axis(0), BLOCK)
            .into_par_iter()
            .for_each(|mut rows| centre(&mut rows, |_| &mean));
        let kept = MEANING.min(rows.nrows() / 2).max(1);
        Self {
            source: source.clone(),
            principal: Principal::new(rows.view(), kept),
            mean,
        }
    }

    /// Returns unit vectors, one a row; zeros where the source cannot say.
    fn block(&self, utterances: &[&Utterance]) -> Array2<f32> {
        let mut sums = self.source.meanings(utterances);
        centre(&mut sums.view_mut(), |_| &self.mean);
        turned(&self.principal, &sums)
    }
}

impl SentenceProjection {
    /// Learns how sentences vary; `None` where hardly any is known.
    fn new(utterances: &[Utterance]) -> Option<Self> {
        let said: Vec<&Utterance> = utterances.iter().collect();
        sentences::learn(&said);
        let meant = sentences::meanings(&said);
        let known: Vec<usize> = (0..meant.nrows())
            .filter(|&row| is_known(meant.row(row)))
            .collect();
        if known.len() < 2 || known.len() * 4 < utterances.len() {
            return None;
        }
        let mut rows = meant.select(Axis(0), &known);
        let language_of = |row: usize| utterances[known[row]].language;
        let means = LanguageMeans::new(&rows, language_of);
        centre(&mut rows.view_mut(), |row| means.of(language_of(row)));
        let kept = MEANING.min(rows.nrows() / 2).max(1);
        Some(Self {
            principal: Principal::new(rows.view(), kept),
            means,
            translation: None,
            others_only: false,
        })
    }

    /// Returns the same for what is said in other languages alone.
    #[must_use]
    pub fn of_others(self) -> Self {
        Self {
            others_only: true,
            ..self
        }
    }

    /// Returns whether only what is said in other languages is read.
    pub fn is_of_others(&self) -> bool {
        self.others_only
    }

    /// Returns how many columns of a vector it fills.
    fn columns(&self) -> usize {
        if self.others_only {
            return 0;
        }
        self.principal.kept()
    }

    fn reads(&self, said: &Utterance) -> bool {
        let main = self.translation.as_ref().map(|(language, _)| *language);
        !self.others_only || main != Some(said.language)
    }

    /// Returns unit vectors, one a row; zeros where the encoder cannot say.
    fn block(&self, utterances: &[&Utterance]) -> Array2<f32> {
        let read: Vec<usize> = (0..utterances.len())
            .filter(|&at| self.reads(utterances[at]))
            .collect();
        let mut meant = if read.len() == utterances.len() {
            sentences::meanings(utterances)
        } else {
            let some: Vec<&Utterance> = read.iter().map(|&at| utterances[at]).collect();
            let known = sentences::meanings(&some);
            let mut meant = Array2::zeros((utterances.len(), known.ncols()));
            for (&at, row) in read.iter().zip(known.rows()) {
                meant.row_mut(at).assign(&row);
            }
            meant
        };
        let mean = |row: usize| self.means.of(utterances[row].language);
        centre(&mut meant.view_mut(), mean);
        turned(&self.principal, &meant)
    }
}

impl LanguageMeans {
    fn new(rows: &Array2<f32>, language_of: impl Fn(usize) -> Language) -> Self {
        let mut of_language: BTreeMap<Language, Vec<usize>> = BTreeMap::new();
        for row in 0..rows.nrows() {
            of_language.entry(language_of(row)).or_default().push(row);
        }
        of_language.retain(|_, of| of.len() >= LANGUAGE);
        let own = |of: &[usize]| mean(rows.select(Axis(0), of).view());
        Self {
            of_language: of_language
                .into_iter()
                .map(|(language, of)| (language, own(&of)))
                .collect(),
            of_all: mean(rows.view()),
        }
    }

    fn of(&self, language: Language) -> &Array1<f32> {
        self.of_language.get(&language).unwrap_or(&self.of_all)
    }
}

/// Turns centred rows toward what varies, each to unit length; zeros stay.
fn turned(principal: &Principal, centred: &Array2<f32>) -> Array2<f32> {
    let mut rows = principal.all_coordinates(centred.view());
    for (mut row, centred) in rows.rows_mut().into_iter().zip(centred.rows()) {
        if is_known(centred) {
            scale(&mut row);
        } else {
            row.fill(0.0);
        }
    }
    rows
}

/// Moves known rows by the mean that each has, and to unit length.
fn centre<'m>(rows: &mut ArrayViewMut2<'_, f32>, mean: impl Fn(usize) -> &'m Array1<f32>) {
    for (at, mut row) in rows.rows_mut().into_iter().enumerate() {
        if is_known(row.view()) {
            row -= mean(at);
            scale(&mut row);
        }
    }
}

/// Returns whether a vector is of something with a known word: others are zeros.
pub fn is_known(row: ArrayView1<'_, f32>) -> bool {
    row.iter().any(|&value| value != 0.0)
}

fn known(rows: &Array2<f32>) -> Array2<f32> {
    let known: Vec<usize> = (0..rows.nrows())
        .filter(|&row| is_known(rows.row(row)))
        .collect();
    rows.select(Axis(0), &known)
}

fn stacked(blocks: &[Array2<f32>]) -> Array2<f32> {
    let views: Vec<_> = blocks.iter().map(Array2::view).collect();
    ndarray::concatenate(Axis(0), &views).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// More utterances than two blocks, one in seven in German, one unknown.
    fn utterances() -> Vec<Utterance> {
        let things = ["invoice", "app", "support", "price", "rechnung", "login"];
        let words = [
            "slow",
            "wrong",
            "too high",
            "never answers",
            "langsam",
            "lost",
        ];
        let mut utterances: Vec<Utterance> = (0..BLOCK * 2 + 3)
            .map(|at| Utterance {
                normal: format!("{} is {} x{at}y", things[at % 6], words[at / 6 % 6]).into(),
                language: if at % 7 == 0 {
                    Language::German
                } else {
                    Language::English
                },
            })
            .collect();
        utterances[5].normal = "\u{1f44d}".into();
        utterances
    }

    #[test]
    fn a_vector_is_the_same_alone_and_among_many_to_the_last_bit() {
        let utterances = utterances();
        for source in [VectorSource::Builtin, VectorSource::Lsa] {
            let vectorizer = Vectorizer::new(&utterances, utterances.len(), &source, &[]);
            let rows = vectorizer.vectors(&utterances);
            for (row, said) in rows.rows().into_iter().zip(&utterances) {
                match vectorizer.vector(said) {
                    Some(alone) => assert_eq!(alone, row),
                    None => assert!(!is_known(row)),
                }
            }
        }
    }

    #[test]
    fn a_vector_has_length_one_or_is_none() {
        let utterances = utterances();
        let vectorizer =
            Vectorizer::new(&utterances, utterances.len(), &VectorSource::Builtin, &[]);
        assert!(vectorizer.vector(&utterances[5]).is_none());
        let vector = vectorizer.vector(&utterances[6]).unwrap();
        assert!((vector.dot(&vector) - 1.0).abs() < 1e-5);
    }

    #[test]
    fn what_is_said_in_another_language_has_the_words_of_the_main_one() {
        let topics = [
            [
                "the invoice is",
                "the bill was",
                "our price is",
                "the fee was",
            ],
            [
                "the app is",
                "the login was",
                "the screen is",
                "the update was",
            ],
        ];
        let ends = [
            "wrong",
            "slow again",
            "confusing",
            "late this month",
            "not right",
        ];
        let mut said: Vec<Utterance> = Vec::new();
        for at in 0..TRANSLATED + 40 {
            let begin = topics[at % 2][at / 2 % 4];
            let normal = format!("{begin} {} {at}", ends[at / 8 % 5]);
            said.push(Utterance::new(normal, Language::English));
        }
        let german = Utterance::new("die rechnung ist falsch", Language::German);
        said.push(german.clone());
        for at in 0..TRANSLATED / 5 {
            let what = ["die rechnung kam", "die app lädt"][at % 2];
            let normal = format!("{what} {at} tage zu spät");
            said.push(Utterance::new(normal, Language::German));
        }
        let vectorizer = Vectorizer::new(&said, said.len(), &VectorSource::Builtin, &[]);
        let rows = vectorizer.vectors(&said);
        let vector = vectorizer.vector(&german).unwrap();
        let near = |topic: usize| {
            let own = (0..TRANSLATED).filter(|at| at % 2 == topic);
            own.map(|at| rows.row(at).dot(&vector)).sum::<f32>() / TRANSLATED as f32 * 2.0
        };
        assert!(near(0) > near(1) + 0.1, "{} {}", near(0), near(1));
    }
}
