//! Two readings of the same texts, code by code: of two people, or of a
//! person and motif.
//!
//! Takes who gave which code to which stretch of which text; gives how far
//! they agree, on passages and on characters, and where they do not. What is
//! compared is what was read: the passages of the texts in which each person
//! coded something.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::Serialize;

use super::coding::HumanCoding;
use super::refi::Joined;
use crate::agreement::{Alpha, Coincidences, Kappa, KappaCounts};
use crate::feedback::{Document, Span};
use crate::nps::intervals::Confidence;
use crate::study::lookup::Lookup;
use crate::study::{Analysis, QuoteId, means, quote_id};
use crate::text;

/// What one reader gave to the texts they read.
#[derive(Clone, Debug, Default)]
pub struct Coder {
    /// Who.
    pub name: String,
    /// The names of their codes.
    codes: Vec<String>,
    /// For each text, the stretches they gave a code to, and which.
    given: BTreeMap<Document, Vec<(Span, usize)>>,
    /// Whether they read everything, also where they gave nothing.
    is_thorough: bool,
}

/// How far two readers agree.
#[derive(Clone, Debug, Serialize)]
pub struct Readings {
    /// Who the first is.
    pub first: String,
    /// Who the second is.
    pub second: String,
    /// Texts compared.
    pub texts: u64,
    /// Passages compared.
    pub passages: u64,
    /// Characters compared.
    pub characters: u64,
    /// Each code of the first, those given most first.
    pub by_code: Vec<CodeRead>,
    /// Passages that only one gave a code to, code by code.
    pub differences: Vec<Difference>,
}

/// How far two readers agree on a code.
#[derive(Clone, Debug, Serialize)]
pub struct CodeRead {
    /// The code of the first.
    pub code: String,
    /// The code of the second: that of the same name, else the one most like it.
    pub other: String,
    /// Passages that each gave it to.
    pub passages: KappaCounts,
    /// Cohen's kappa on passages.
    pub kappa: Option<Kappa>,
    /// Krippendorff's alpha on passages.
    pub by_passage: Alpha,
    /// Krippendorff's alpha on characters.
    pub by_character: Alpha,
}

/// A passage that only one reader gave a code to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The code of the first.
    pub code: String,
    /// Who gave it.
    pub only: String,
    /// What the passage is known by.
    pub quote: QuoteId,
    /// The file.
    pub source: String,
    /// The record; empty for interviews.
    pub record: String,
    /// The first character.
    pub start: usize,
    /// The character after the last.
    pub end: usize,
    /// The words, contact details masked.
    pub text: String,
}

impl Coder {
    /// Returns motif itself: the theme of each passage.
    pub fn miner(analysis: &Analysis) -> Self {
        let mut given: BTreeMap<Document, Vec<(Span, usize)>> = BTreeMap::new();
        for (at, passage) in analysis.passages.all.iter().enumerate() {
            if let Some(finding) = analysis.voiced_by(at).finding() {
                let of = given.entry(passage.place.document()).or_default();
                of.push((passage.place.span(), finding));
            }
        }
        let findings = analysis.findings.iter();
        Self {
            name: super::refi::MINER.into(),
            codes: findings.map(|finding| finding.theme.name.clone()).collect(),
            given,
            is_thorough: true,
        }
    }

    /// Returns who coded whole records in a table.
    pub fn of_records(coding: &HumanCoding, analysis: &Analysis) -> Self {
        let corpus = &analysis.corpus;
        let lookup = Lookup::new(corpus);
        let mut by_record: HashMap<String, Vec<Document>> = HashMap::new();
        for document in corpus.documents() {
            if let (_, Some(record)) = corpus.origin(document) {
                by_record.entry(record).or_default().push(document);
            }
        }
        let mut reader = Self {
            name: coding.file.clone(),
            ..Self::default()
        };
        for coded in &coding.records {
            let source = coded.source.as_deref().unwrap_or(&coding.file);
            let own = lookup.document(source, Some(&coded.record));
            let only = || match by_record.get(&coded.record).map(Vec::as_slice) {
                Some([only]) if coded.source.is_none() => Some(*only),
                _ => None,
            };
            if let Some(document) = own.or_else(only) {
                let end = corpus.text(document).len();
                for code in &coded.codes {
                    reader.give(document, Span { start: 0, end }, code);
                }
            }
        }
        reader
    }

    /// Returns each person who coded in a project, by name.
    pub fn of_project(joined: &Joined, analysis: &Analysis) -> Vec<Self> {
        let lookup = Lookup::new(&analysis.corpus);
        let mut readers: BTreeMap<&str, Self> = BTreeMap::new();
        for handed in &joined.coded {
            let reader = readers.entry(&handed.who).or_insert_with(|| Self {
                name: handed.who.clone(),
                ..Self::default()
            });
            for passage in &handed.passages {
                if let Some((document, span)) = lookup.excerpt(passage) {
                    reader.give(document, span, &joined.codes[handed.code].0);
                }
            }
        }
        readers.into_values().collect()
    }

    fn give(&mut self, document: Document, span: Span, code: &str) {
        let known = self.codes.iter().position(|known| known == code);
        let code = known.unwrap_or_else(|| {
            self.codes.push(code.to_owned());
            self.codes.len() - 1
        });
        self.given.entry(document).or_default().push((span, code));
    }

    fn has_read(&self, document: Document) -> bool {
        self.is_thorough || self.given.contains_key(&document)
    }

    /// Returns the codes that a passage has.
    fn codes_of(&self, document: Document, passage: Span) -> BTreeSet<usize> {
        let given = self.given.get(&document).into_iter().flatten();
        let meant = given.filter(|(span, _)| means(*span, passage));
        meant.map(|(_, code)| *code).collect()
    }

    /// Returns which characters of a text have a code, as stretches apart from
    /// each other.
    fn spans_of(&self, document: Document, code: usize) -> Vec<Span> {
        let given = self.given.get(&document).into_iter().flatten();
        united(
            given
                .filter(|(_, of)| *of == code)
                .map(|(span, _)| *span)
                .collect(),
        )
    }
}

/// What is compared: the passages of the texts that both read.
struct ComparedPassages<'a> {
    analysis: &'a Analysis,
    passages: Vec<(Document, Span)>,
    by_document: BTreeMap<Document, Vec<Span>>,
}

impl<'a> ComparedPassages<'a> {
    fn new(analysis: &'a Analysis, first: &Coder, second: &Coder) -> Self {
        let all = analysis.passages.all.iter();
        let passages: Vec<(Document, Span)> = all
            .map(|passage| (passage.place.document(), passage.place.span()))
            .filter(|(document, _)| first.has_read(*document) && second.has_read(*document))
            .collect();
        let mut by_document: BTreeMap<Document, Vec<Span>> = BTreeMap::new();
        for &(document, span) in &passages {
            by_document.entry(document).or_default().push(span);
        }
        for spans in by_document.values_mut() {
            *spans = united(std::mem::take(spans));
        }
        Self {
            analysis,
            passages,
            by_document,
        }
    }

    fn characters(&self, document: Document, spans: &[Span]) -> u64 {
        let text = self.analysis.corpus.text(document);
        let counts = spans.iter().map(|span| span.slice(text).chars().count());
        counts.sum::<usize>() as u64
    }
}

impl Readings {
    /// Compares what two readers gave.
    pub fn new(analysis: &Analysis, first: &Coder, second: &Coder) -> Self {
        let ground = ComparedPassages::new(analysis, first, second);
        let of = |reader: &Coder| -> Vec<BTreeSet<usize>> {
            let passages = ground.passages.iter();
            passages
                .map(|&(document, span)| reader.codes_of(document, span))
                .collect()
        };
        let (ones, others) = (of(first), of(second));
        let characters = ground.by_document.iter();
        let characters = characters
            .map(|(document, spans)| ground.characters(*document, spans))
            .sum();
        let mut by_code = Vec::new();
        let mut differences = Vec::new();
        for (code, name) in first.codes.iter().enumerate() {
            let Some((other, pairs)) = likest(code, name, second, &ones, &others) else {
                continue;
            };
            by_code.push(CodeRead {
                code: name.clone(),
                other: second.codes[other].clone(),
                passages: pairs,
                kappa: pairs.kappa(Confidence::default()),
                by_passage: alpha(pairs),
                by_character: alpha(covered(&ground, (first, code), (second, other), characters)),
            });
            for (at, (one, two)) in ones.iter().zip(&others).enumerate() {
                let only = match (one.contains(&code), two.contains(&other)) {
                    (true, false) => first,
                    (false, true) => second,
                    _ => continue,
                };
                differences.push(ground.difference(at, name, &only.name));
            }
        }
        by_code.sort_by(|a, b| {
            let given = |read: &CodeRead| read.passages.both + read.passages.only_first;
            (given(b), &a.code).cmp(&(given(a), &b.code))
        });
        let rank: HashMap<String, usize> = by_code
            .iter()
            .enumerate()
            .map(|(at, read)| (read.code.clone(), at))
            .collect();
        // What the second missed is read first: of what it added there can be much.
        differences
            .sort_by_key(|difference| (difference.only != first.name, rank[&difference.code]));
        Self {
            first: first.name.clone(),
            second: second.name.clone(),
            texts: ground.by_document.len() as u64,
            passages: ground.passages.len() as u64,
            characters,
            by_code,
            differences,
        }
    }
}

impl ComparedPassages<'_> {
    fn difference(&self, at: usize, code: &str, only: &str) -> Difference {
        let (document, span) = self.passages[at];
        let corpus = &self.analysis.corpus;
        let excerpt = corpus.excerpt(document, span);
        Difference {
            code: code.to_owned(),
            only: only.to_owned(),
            quote: quote_id(corpus, document, span),
            source: excerpt.source,
            record: excerpt.record.unwrap_or_default(),
            start: excerpt.start,
            end: excerpt.end,
            text: text::masked(&excerpt.text),
        }
    }
}

/// Returns the other reader's code of the same name, else the one that most
/// passages agree on beyond chance, and how they agree. A code of a person
/// that another person does not have is one that the other never gives.
fn likest(
    code: usize,
    name: &str,
    second: &Coder,
    ones: &[BTreeSet<usize>],
    others: &[BTreeSet<usize>],
) -> Option<(usize, KappaCounts)> {
    let coded = ones.iter().filter(|codes| codes.contains(&code)).count() as u64;
    let mut both = vec![0; second.codes.len()];
    let mut themed = vec![0; second.codes.len()];
    for (one, two) in ones.iter().zip(others) {
        for &other in two {
            themed[other] += 1;
            both[other] += u64::from(one.contains(&code));
        }
    }
    let pairs = |other: usize| KappaCounts {
        both: both[other],
        only_first: coded - both[other],
        only_second: themed[other] - both[other],
        neither: ones.len() as u64 + both[other] - coded - themed[other],
    };
    let folded = name.to_lowercase();
    let same = second
        .codes
        .iter()
        .position(|other| other.to_lowercase() == folded);
    if let Some(same) = same {
        return Some((same, pairs(same)));
    }
    let value = |other: &usize| alpha(pairs(*other)).value.unwrap_or(f64::NEG_INFINITY);
    let best = (0..second.codes.len()).reduce(|best, other| {
        if value(&other) > value(&best) {
            other
        } else {
            best
        }
    })?;
    Some((best, pairs(best)))
}

fn alpha(pairs: KappaCounts) -> Alpha {
    let mut coincidences = Coincidences::default();
    coincidences.add(&[1, 1], pairs.both);
    coincidences.add(&[1, 0], pairs.only_first);
    coincidences.add(&[0, 1], pairs.only_second);
    coincidences.add(&[0, 0], pairs.neither);
    coincidences.alpha()
}

/// Returns how many characters of the ground each gave a code to.
fn covered(
    ground: &ComparedPassages<'_>,
    (first, one): (&Coder, usize),
    (second, other): (&Coder, usize),
    all: u64,
) -> KappaCounts {
    let mut pairs = KappaCounts::default();
    for (&document, passages) in &ground.by_document {
        let ones = common(&first.spans_of(document, one), passages);
        let others = common(&second.spans_of(document, other), passages);
        let both = ground.characters(document, &common(&ones, &others));
        pairs.both += both;
        pairs.only_first += ground.characters(document, &ones) - both;
        pairs.only_second += ground.characters(document, &others) - both;
    }
    pairs.neither = all - pairs.both - pairs.only_first - pairs.only_second;
    pairs
}

/// Returns stretches in order, those that touch or overlap as one.
fn united(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_unstable();
    let mut united: Vec<Span> = Vec::new();
    for span in spans {
        match united.last_mut() {
            Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
            _ => united.push(span),
        }
    }
    united
}

/// Returns what is in both of two lists of stretches.
fn common(ones: &[Span], others: &[Span]) -> Vec<Span> {
    let mut common = Vec::new();
    let (mut one, mut other) = (0, 0);
    while one < ones.len() && other < others.len() {
        let start = ones[one].start.max(others[other].start);
        let end = ones[one].end.min(others[other].end);
        if start < end {
            common.push(Span { start, end });
        }
        if ones[one].end < others[other].end {
            one += 1;
        } else {
            other += 1;
        }
    }
    common
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spans(pairs: &[(usize, usize)]) -> Vec<Span> {
        let spans = pairs.iter().map(|&(start, end)| Span { start, end });
        spans.collect()
    }

    #[test]
    fn stretches_that_touch_are_one_and_what_is_in_both_is_common() {
        let one = united(spans(&[(8, 10), (0, 3), (3, 5)]));
        assert_eq!(one, spans(&[(0, 5), (8, 10)]));
        assert_eq!(common(&one, &spans(&[(4, 9)])), spans(&[(4, 5), (8, 9)]));
        assert_eq!(common(&one, &spans(&[(5, 8)])), []);
    }
}
