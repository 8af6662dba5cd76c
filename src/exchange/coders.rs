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
use crate::study::{Analysis, QuoteId, given, means, quote_id};
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
    /// The code of the first; empty where only the second has it.
    pub code: String,
    /// The code of the second: that of the same name, else the one most like it;
    /// empty where they have none like it.
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

    /// Returns each person who coded in the study, by name.
    pub fn of_study(analysis: &Analysis) -> Vec<Self> {
        let mut readers: BTreeMap<String, Self> = BTreeMap::new();
        for given in given(&analysis.corpus, &analysis.codebook).0 {
            let who = given.coded.who.clone();
            let reader = readers.entry(who.clone()).or_insert_with(|| Self {
                name: who,
                ..Self::default()
            });
            let theme = given.coded.theme;
            let name = analysis.name(theme).map(str::to_owned);
            let name = name.unwrap_or_else(|| theme.to_string());
            reader.give(given.document, given.span, &name);
        }
        readers.into_values().collect()
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
        let partners = partners(first, second, &ones, &others);
        for (code, other) in partners {
            let name = code.map_or("", |code| first.codes[code].as_str());
            let pairs = pairs(code, other, &ones, &others);
            let is_both = code.is_some() && other.is_some();
            // Of a code that only one has there is nothing to agree on.
            let alpha_of = |pairs: KappaCounts| Alpha {
                value: alpha(pairs).value.filter(|_| is_both),
                ..alpha(pairs)
            };
            by_code.push(CodeRead {
                code: name.to_owned(),
                other: other.map_or_else(String::new, |other| second.codes[other].clone()),
                passages: pairs,
                kappa: is_both
                    .then(|| pairs.kappa(Confidence::default()))
                    .flatten(),
                by_passage: alpha_of(pairs),
                by_character: alpha_of(covered(
                    &ground,
                    (first, code),
                    (second, other),
                    characters,
                )),
            });
            let (Some(code), Some(other)) = (code, other) else {
                continue;
            };
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
            (given(b), &a.code, &a.other).cmp(&(given(a), &b.code, &b.other))
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

/// A code of one person is like another person's of another name from this
/// alpha on: below it, Krippendorff draws no conclusions, not even tentative
/// ones.
const LIKE: f64 = 0.667;

/// Fewer passages that two codes share are an accident.
const OFTEN: u64 = 3;

/// Returns which codes of two readers are compared: those of one name first.
/// Of the others, a person's code is compared with the theme that is most like
/// it, and with another person's only where it is like it; what is like none
/// stands alone.
fn partners(
    first: &Coder,
    second: &Coder,
    ones: &[BTreeSet<usize>],
    others: &[BTreeSet<usize>],
) -> Vec<(Option<usize>, Option<usize>)> {
    let folded = |name: &String| name.trim().to_lowercase();
    let named: Vec<Option<usize>> = first
        .codes
        .iter()
        .map(|name| {
            let mut codes = second.codes.iter();
            codes.position(|other| folded(other) == folded(name))
        })
        .collect();
    let mut taken: BTreeSet<usize> = named.iter().flatten().copied().collect();
    let are_people = !first.is_thorough && !second.is_thorough;
    let mut partners = Vec::new();
    for (code, same) in named.iter().enumerate() {
        let value = |other: usize| {
            let pairs = pairs(Some(code), Some(other), ones, others);
            alpha(pairs).value.unwrap_or(f64::NEG_INFINITY)
        };
        let likest = || {
            let free = (0..second.codes.len()).filter(|other| !taken.contains(other));
            // Of two that are as like, the first.
            let best = free
                .rev()
                .max_by(|one, other| value(*one).total_cmp(&value(*other)))?;
            let both = pairs(Some(code), Some(best), ones, others).both;
            let is_like = both >= OFTEN && value(best) >= LIKE;
            (!are_people || is_like).then_some(best)
        };
        let other = same.or_else(likest);
        if are_people {
            taken.extend(other);
        }
        partners.push((Some(code), other));
    }
    if are_people {
        let alone = (0..second.codes.len()).filter(|other| !taken.contains(other));
        partners.extend(alone.map(|other| (None, Some(other))));
    }
    partners
}

/// Returns how many passages two codes were given to; a code that a reader does
/// not have is one they never give.
fn pairs(
    code: Option<usize>,
    other: Option<usize>,
    ones: &[BTreeSet<usize>],
    others: &[BTreeSet<usize>],
) -> KappaCounts {
    let mut pairs = KappaCounts::default();
    for (one, two) in ones.iter().zip(others) {
        let is_one = code.is_some_and(|code| one.contains(&code));
        let is_two = other.is_some_and(|other| two.contains(&other));
        match (is_one, is_two) {
            (true, true) => pairs.both += 1,
            (true, false) => pairs.only_first += 1,
            (false, true) => pairs.only_second += 1,
            (false, false) => pairs.neither += 1,
        }
    }
    pairs
}

/// How far three readers or more agree.
#[derive(Clone, Debug, Serialize)]
pub struct ManyReadings {
    /// Who they are.
    pub coders: Vec<String>,
    /// Passages of texts in which at least two of them coded something.
    pub passages: u64,
    /// Each code, by its name, those given most first.
    pub by_code: Vec<CodeAmongMany>,
}

/// How far three readers or more agree on a code.
#[derive(Clone, Debug, Serialize)]
pub struct CodeAmongMany {
    /// Its name.
    pub code: String,
    /// To how many passages each of [`ManyReadings::coders`] gave it.
    pub given: Vec<u64>,
    /// Krippendorff's alpha, among those who read each passage.
    pub alpha: Alpha,
}

impl ManyReadings {
    /// Compares what readers gave, code by code of one name.
    pub fn new(analysis: &Analysis, coders: &[Coder]) -> Self {
        let passages = analysis.passages.all.iter();
        let passages: Vec<(Document, Span)> = passages
            .map(|passage| (passage.place.document(), passage.place.span()))
            .filter(|(document, _)| coders.iter().filter(|of| of.has_read(*document)).count() > 1)
            .collect();
        let folded = |name: &str| name.trim().to_lowercase();
        let names: BTreeMap<String, &str> = coders
            .iter()
            .flat_map(|coder| coder.codes.iter().map(|name| (folded(name), name.as_str())))
            .collect();
        let mut by_code: Vec<CodeAmongMany> = names
            .iter()
            .map(|(name, shown)| {
                let codes: Vec<Option<usize>> = coders
                    .iter()
                    .map(|coder| coder.codes.iter().position(|code| folded(code) == *name))
                    .collect();
                let mut given = vec![0; coders.len()];
                let mut coincidences = Coincidences::default();
                for &(document, span) in &passages {
                    let mut said = Vec::new();
                    for (at, (coder, code)) in coders.iter().zip(&codes).enumerate() {
                        if !coder.has_read(document) {
                            continue;
                        }
                        let own = coder.codes_of(document, span);
                        let is_given = code.is_some_and(|code| own.contains(&code));
                        given[at] += u64::from(is_given);
                        said.push(usize::from(is_given));
                    }
                    coincidences.add(&said, 1);
                }
                CodeAmongMany {
                    code: (*shown).to_owned(),
                    given,
                    alpha: coincidences.alpha(),
                }
            })
            .collect();
        by_code.sort_by_key(|of| std::cmp::Reverse(of.given.iter().sum::<u64>()));
        Self {
            coders: coders.iter().map(|coder| coder.name.clone()).collect(),
            passages: passages.len() as u64,
            by_code,
        }
    }
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
    (first, one): (&Coder, Option<usize>),
    (second, other): (&Coder, Option<usize>),
    all: u64,
) -> KappaCounts {
    let mut pairs = KappaCounts::default();
    for (&document, passages) in &ground.by_document {
        let spans = |reader: &Coder, code: Option<usize>| {
            let spans = code.map(|code| reader.spans_of(document, code));
            common(&spans.unwrap_or_default(), passages)
        };
        let (ones, others) = (spans(first, one), spans(second, other));
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
