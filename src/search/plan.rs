//! A query made ready for one index: what tantivy is asked, and what is
//! marked in the texts it finds.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use tantivy::query::{
    AllQuery, Bm25StatisticsProvider, BooleanQuery, BoostQuery, ConstScoreQuery, FuzzyTermQuery,
    Occur, PhraseQuery, Query, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, Term};

use super::Error;
use super::catalogue::Catalogue;
use super::filter;
use super::query::Node;
use super::snippet::QueryMark;
use super::terms::{LanguageSet, Terms, folded};
use crate::text::{Language, Stemmer, is_searched_by_character, searchable_words};

/// A word as it was asked for counts this much beside its other forms.
const AS_WRITTEN: f32 = 2.0;

/// A query made ready.
pub(super) struct QueryPlan {
    pub query: Box<dyn Query>,
    /// What to mark, in the order of the query.
    pub marks: Vec<QueryMark>,
    /// The stems of each word, one for each language.
    families: Vec<Vec<Term>>,
}

impl QueryPlan {
    pub(super) fn new(
        root: &Node,
        text: Field,
        tongues: LanguageSet,
        catalogue: &Catalogue,
    ) -> Result<Self, Error> {
        let mut planner = Planner {
            text,
            tongues,
            catalogue,
            marks: Vec::new(),
            families: Vec::new(),
        };
        let query = planner.query(root)?;
        Ok(Self {
            query,
            marks: planner.marks,
            families: planner.families,
        })
    }

    /// Returns a plan for texts that hold more than a third of some words, and
    /// meet what is demanded.
    ///
    /// With every text that holds one of them, a question of six words would
    /// find whoever says "people"; with all of them, nobody.
    pub(super) fn partial(
        words: &[&str],
        demands: &Node,
        text: Field,
        tongues: LanguageSet,
        catalogue: &Catalogue,
    ) -> Result<Self, Error> {
        let words: Vec<Node> = words
            .iter()
            .map(|word| Node::Word((*word).to_owned()))
            .collect();
        let mut planner = Planner {
            text,
            tongues,
            catalogue,
            marks: Vec::new(),
            families: Vec::new(),
        };
        let words = distinct(&words);
        let least = words.len() / 3 + 1;
        let words: Vec<_> = words
            .into_iter()
            .map(|word| Ok((Occur::Should, planner.query(word)?)))
            .collect::<Result<_, Error>>()?;
        let some = BooleanQuery::with_minimum_required_clauses(words, least);
        let query: Box<dyn Query> = match demands {
            Node::Everything => Box::new(some),
            demands => Box::new(BooleanQuery::new(vec![
                (Occur::Must, Box::new(some)),
                (
                    Occur::Must,
                    Box::new(ConstScoreQuery::new(planner.query(demands)?, 0.0)),
                ),
            ])),
        };
        Ok(Self {
            query,
            marks: planner.marks,
            families: planner.families,
        })
    }

    /// Returns how rare each word is, the stems of all languages together: a
    /// word is no rarer for standing in the one Danish text.
    pub(super) fn frequencies<'a>(
        &self,
        searcher: &'a Searcher,
    ) -> tantivy::Result<Frequencies<'a>> {
        let texts = searcher.num_docs();
        let mut together = HashMap::new();
        for family in self.families.iter().filter(|family| family.len() > 1) {
            let counts = family.iter().map(|term| searcher.doc_freq(term));
            let sum: u64 = counts.sum::<tantivy::Result<u64>>()?;
            for term in family {
                together.insert(term.clone(), sum.min(texts));
            }
        }
        Ok(Frequencies { searcher, together })
    }
}

/// How many texts hold a term.
pub(super) struct Frequencies<'a> {
    searcher: &'a Searcher,
    together: HashMap<Term, u64>,
}

impl Bm25StatisticsProvider for Frequencies<'_> {
    fn total_num_tokens(&self, field: Field) -> tantivy::Result<u64> {
        self.searcher.total_num_tokens(field)
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        self.searcher.total_num_docs()
    }

    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        match self.together.get(term) {
            Some(&frequency) => Ok(frequency),
            None => self.searcher.doc_freq(term),
        }
    }
}

struct Planner<'a> {
    text: Field,
    tongues: LanguageSet,
    catalogue: &'a Catalogue,
    marks: Vec<QueryMark>,
    families: Vec<Vec<Term>>,
}

impl Planner<'_> {
    fn query(&mut self, node: &Node) -> Result<Box<dyn Query>, Error> {
        Ok(match node {
            Node::Everything => everything(),
            Node::All(nodes) => self.all(nodes)?,
            Node::Any(nodes) => {
                let mut any = Vec::new();
                for node in distinct(nodes) {
                    match node {
                        // One union of all forms is faster than a union of unions.
                        Node::Word(word) => any.extend(self.word(word).all()),
                        other => any.push(self.query(other)?),
                    }
                }
                any_of(any)
            }
            Node::Word(word) => any_of(self.word(word).all().collect()),
            Node::Not(_) => self.all(std::slice::from_ref(node))?,
            Node::Fuzzy(word, distance) => self.fuzzy(word, *distance),
            Node::Prefix(start) => {
                let start = folded(start);
                let term = self.term(&start);
                self.marks.push(QueryMark::Prefix(start));
                Box::new(FuzzyTermQuery::new_prefix(term, 0, true))
            }
            Node::Phrase { words, slop, .. } => self.phrase(words, *slop),
            Node::Answers(wanted) => filter::answers(wanted.clone()),
            Node::Filter(filter) => filter::query(filter, self.catalogue)?,
        })
    }

    fn all(&mut self, nodes: &[Node]) -> Result<Box<dyn Query>, Error> {
        let mut clauses = Vec::with_capacity(nodes.len() + 1);
        let nodes = distinct(nodes);
        let wanted = |node: &&&Node| !matches!(node, Node::Not(_));
        let is_alone = nodes.iter().filter(wanted).count() == 1;
        for node in nodes {
            match node {
                Node::Not(unwanted) => {
                    // What must not be there is not there to be marked.
                    let marks = self.marks.len();
                    clauses.push((Occur::MustNot, self.query(unwanted)?));
                    self.marks.truncate(marks);
                }
                Node::Word(word) if is_alone => {
                    let forms = self.word(word).all().collect();
                    clauses.push((Occur::Must, any_of(forms)));
                }
                // A text with the word as written has a stem of it too, so that
                // stems alone decide: a fifth faster than a union for each word.
                Node::Word(word) => {
                    let WordForms { stems, as_written } = self.word(word);
                    clauses.push((Occur::Must, any_of(stems)));
                    clauses.push((Occur::Should, as_written));
                }
                other => clauses.push((Occur::Must, self.query(other)?)),
            }
        }
        if clauses.iter().all(|(occur, _)| *occur == Occur::MustNot) {
            clauses.push((Occur::Must, everything()));
        }
        Ok(Box::new(BooleanQuery::new(clauses)))
    }

    fn word(&mut self, word: &str) -> WordForms {
        if word.contains(is_searched_by_character) {
            let word = self.phrase(&[stripped(word)], 0);
            return WordForms {
                as_written: word.box_clone(),
                stems: vec![word],
            };
        }
        let terms = Terms::new(word, self.tongues);
        let family: Vec<Term> = terms.stems.iter().map(|stem| self.term(stem)).collect();
        let as_written = self.as_written(&terms.exact);
        let stems = family.iter().map(|stem| -> Box<dyn Query> {
            Box::new(TermQuery::new(stem.clone(), IndexRecordOption::WithFreqs))
        });
        let stems = stems.collect();
        self.families.push(family);
        self.marks.push(QueryMark::Word(
            std::iter::once(terms.exact).chain(terms.stems).collect(),
        ));
        WordForms { stems, as_written }
    }

    fn fuzzy(&mut self, word: &str, distance: u8) -> Box<dyn Query> {
        if word.contains(is_searched_by_character) {
            return self.phrase(&[stripped(word)], 0);
        }
        let word = folded(word);
        let near = FuzzyTermQuery::new(self.term(&word), distance, true);
        let forms: Vec<Box<dyn Query>> = vec![self.as_written(&word), Box::new(near)];
        self.marks.push(QueryMark::Fuzzy(word, distance));
        Box::new(BooleanQuery::union(forms))
    }

    fn phrase(&mut self, words: &[String], slop: u32) -> Box<dyn Query> {
        let words: Vec<String> = words
            .iter()
            .flat_map(|word| searchable_words(word))
            .map(|word| folded(word.text))
            .collect();
        let terms: Vec<Term> = words.iter().map(|word| self.term(word)).collect();
        let query: Box<dyn Query> = if let [word] = words.as_slice() {
            self.as_written(word)
        } else {
            let mut phrase = PhraseQuery::new(terms);
            phrase.set_slop(slop);
            Box::new(phrase)
        };
        self.marks.push(QueryMark::Phrase { words, slop });
        query
    }

    fn as_written(&self, word: &str) -> Box<dyn Query> {
        let term = TermQuery::new(self.term(word), IndexRecordOption::WithFreqs);
        Box::new(BoostQuery::new(Box::new(term), AS_WRITTEN))
    }

    fn term(&self, term: &str) -> Term {
        Term::from_field_text(self.text, term)
    }
}

/// Returns a Korean noun without its particle.
fn stripped(word: &str) -> String {
    static KOREAN: LazyLock<Stemmer> = LazyLock::new(|| Stemmer::new(Language::Korean));
    KOREAN.stem(word)
}

/// Returns what is asked for, once each, in order.
fn distinct(nodes: &[Node]) -> Vec<&Node> {
    let mut seen = HashSet::new();
    nodes.iter().filter(|node| seen.insert(*node)).collect()
}

/// A word by its stems, one for each language, and as it was written.
struct WordForms {
    stems: Vec<Box<dyn Query>>,
    as_written: Box<dyn Query>,
}

impl WordForms {
    fn all(self) -> impl Iterator<Item = Box<dyn Query>> {
        self.stems.into_iter().chain([self.as_written])
    }
}

fn any_of(mut queries: Vec<Box<dyn Query>>) -> Box<dyn Query> {
    match queries.pop() {
        Some(only) if queries.is_empty() => only,
        last => {
            queries.extend(last);
            Box::new(BooleanQuery::union(queries))
        }
    }
}

fn everything() -> Box<dyn Query> {
    Box::new(ConstScoreQuery::new(Box::new(AllQuery), 0.0))
}
