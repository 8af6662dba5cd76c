//! A project of another tool beside what a study holds.
//!
//! Texts are told by what they say, not by what they are called: a comment or
//! interview that motif exported, or that somebody gave to both, is the same
//! one. Where a tool changed spaces or line breaks on its way in, places are
//! carried over by the characters between.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::export::IMPORTANT;
use super::guid::Guid;
use super::plain::{Ruler, plain};
use super::{MINER, Project, RefiCode, RefiSource, TextSelection};
use crate::corpus::Corpus;
use crate::feedback::{Document, Excerpt, Span};
use crate::text::masked;

/// What a project says of a study's texts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Joined {
    /// The names of codes, each once, in the order of the project, and what
    /// refers to them.
    pub codes: Vec<(String, Vec<Guid>)>,
    /// What people coded: in the order of `codes`, then of people.
    pub coded: Vec<Handed>,
    /// What they noted about passages.
    pub noted: Vec<Note>,
    /// How many codings there are.
    pub codings: usize,
    /// Codings that are motif's own.
    pub mined: usize,
    /// Texts that the study has, and how many selections are in them.
    pub matched: usize,
    /// What could not be taken over.
    pub unmatched: Unmatched,
}

/// Passages that one person gave to one code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handed {
    /// The code, by position.
    pub code: usize,
    /// Who.
    pub who: String,
    /// When, where the tool says.
    pub at: Option<String>,
    /// What.
    pub passages: Vec<Excerpt>,
}

/// What somebody noted about a passage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The passage.
    pub passage: Excerpt,
    /// Who.
    pub who: String,
    /// When, where the tool says.
    pub at: Option<String>,
    /// Whether it is important.
    pub important: bool,
    /// What is to be remembered of it.
    pub memo: Option<String>,
}

/// What could not be taken over.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unmatched {
    /// Texts that the study does not have, by position in the project.
    pub sources: Vec<usize>,
    /// Codings whose code is in no codebook.
    pub codings: usize,
    /// Selections that stand nowhere in the study's text.
    pub selections: usize,
}

/// Finds what a project says of the texts of a corpus.
pub fn joined(project: &Project, corpus: &Corpus) -> Joined {
    let codes = flattened(&project.codes);
    let position: HashMap<&Guid, usize> = codes
        .iter()
        .enumerate()
        .flat_map(|(at, (_, guids))| guids.iter().map(move |guid| (guid, at)))
        .collect();
    let users: HashMap<&Guid, &str> = project
        .users
        .iter()
        .map(|user| (&user.guid, user.name.as_str()))
        .collect();
    let mut joined = Joined::default();
    let mut texts = Texts::new(corpus);
    let mut handed: BTreeMap<(usize, String), (Option<String>, Vec<Excerpt>)> = BTreeMap::new();
    for (at, source) in project.sources.iter().enumerate() {
        let Some(document) = texts.find(source) else {
            joined.unmatched.sources.push(at);
            continue;
        };
        joined.matched += 1;
        let bridge = Bridge::new(&source.text, corpus.text(document));
        joined.unmatched.selections += source.outside;
        for selection in &source.selections {
            let Some(span) = bridge.span(selection) else {
                joined.unmatched.selections += 1;
                continue;
            };
            let passage = corpus.excerpt(document, span);
            let name = |user: &Option<Guid>| {
                let user = user.as_ref().or(selection.user.as_ref());
                let known = user.and_then(|user| users.get(user));
                known.map_or_else(|| "somebody".to_owned(), |name| (*name).to_owned())
            };
            joined.noted.extend(note(selection, &passage, name(&None)));
            for coding in &selection.codings {
                joined.codings += 1;
                let who = name(&coding.user);
                match position.get(&coding.code) {
                    _ if who == MINER => joined.mined += 1,
                    None => joined.unmatched.codings += 1,
                    Some(&code) => {
                        let of = handed.entry((code, who)).or_default();
                        let at = coding.at.clone().or_else(|| selection.at.clone());
                        of.0 = of.0.take().max(at);
                        of.1.push(passage.clone());
                    }
                }
            }
        }
    }
    let coded = handed
        .into_iter()
        .map(|((code, who), (at, passages))| Handed {
            code,
            who,
            at,
            passages: distinct(passages),
        });
    joined.coded = coded.collect();
    joined.codes = codes;
    joined
}

fn distinct(passages: Vec<Excerpt>) -> Vec<Excerpt> {
    let mut known = HashSet::new();
    let mut passages = passages;
    passages.retain(|passage| known.insert(passage.clone()));
    passages
}

fn note(selection: &TextSelection, passage: &Excerpt, who: String) -> Option<Note> {
    let memo = selection.memo.as_deref()?.trim();
    let rest = memo.strip_prefix(IMPORTANT);
    let (important, memo) = match rest {
        Some("") => (true, None),
        Some(rest) => match rest.strip_prefix(": ") {
            Some(memo) => (true, Some(memo)),
            None => (false, Some(memo)),
        },
        None => (false, Some(memo)),
    };
    Some(Note {
        passage: passage.clone(),
        who,
        at: selection.at.clone(),
        important,
        memo: memo.map(str::to_owned),
    })
}

/// Returns the codes that texts can have, by name: where two below different
/// codes have the same name, with the names above them. A code that only holds
/// others is none.
fn flattened(codes: &[RefiCode]) -> Vec<(String, Vec<Guid>)> {
    fn collect<'a>(
        codes: &'a [RefiCode],
        above: &[&'a str],
        all: &mut Vec<(Vec<&'a str>, &'a RefiCode)>,
    ) {
        for code in codes {
            let mut path = above.to_vec();
            path.push(&code.name);
            if code.is_codable {
                all.push((path.clone(), code));
            }
            collect(&code.codes, &path, all);
        }
    }
    let mut all = Vec::new();
    collect(codes, &[], &mut all);
    let mut uses: HashMap<String, usize> = HashMap::new();
    for (_, code) in &all {
        *uses.entry(code.name.to_lowercase()).or_default() += 1;
    }
    let mut named: Vec<(String, Vec<Guid>)> = Vec::new();
    for (path, code) in all {
        let is_only = uses[&code.name.to_lowercase()] == 1;
        let name = if is_only {
            code.name.clone()
        } else {
            path.join(" / ")
        };
        let same = named
            .iter_mut()
            .find(|(known, _)| known.to_lowercase() == name.to_lowercase());
        match same {
            Some((_, guids)) => guids.push(code.guid.clone()),
            None if name.is_empty() => {}
            None => named.push((name, vec![code.guid.clone()])),
        }
    }
    named
}

/// The texts of a corpus, by what they say.
struct Texts<'a> {
    corpus: &'a Corpus,
    said: HashMap<String, Vec<Document>>,
    taken: HashSet<Document>,
}

/// Returns what a text says, whatever its spaces and line breaks.
fn solid(text: &str) -> String {
    plain(text).chars().filter(|c| !c.is_whitespace()).collect()
}

impl<'a> Texts<'a> {
    fn new(corpus: &'a Corpus) -> Self {
        let mut said: HashMap<String, Vec<Document>> = HashMap::new();
        for document in corpus.documents() {
            let text = corpus.text(document);
            let open = solid(text);
            let covered = solid(&masked(text));
            if covered != open {
                said.entry(covered).or_default().push(document);
            }
            said.entry(open).or_default().push(document);
        }
        Self {
            corpus,
            said,
            taken: HashSet::new(),
        }
    }

    /// Returns the document that a source is. Of several that say the same, the
    /// one it is called after, else the first that no other source is.
    fn find(&mut self, source: &RefiSource) -> Option<Document> {
        let same = self.said.get(&solid(&source.text))?;
        let is_called = |document: &&Document| {
            let (file, record) = self.corpus.origin(**document);
            let name = [Some(file.to_owned()), record].into_iter().flatten();
            let name = name.collect::<Vec<_>>().join(" ").replace(['/', '\\'], "_");
            source.name == name
        };
        let is_free = |document: &&Document| !self.taken.contains(document);
        let called = same.iter().find(is_called);
        let found = *called.or_else(|| same.iter().find(is_free))?;
        self.taken.insert(found);
        Some(found)
    }
}

/// Carries places of a project's text over to a study's.
struct Bridge<'a> {
    from: Vec<char>,
    to: &'a str,
    ruler: Ruler,
    is_same: bool,
    /// The byte at which each character that is no space stands in `to`, and
    /// the one after it.
    solid: Vec<(usize, usize)>,
}

impl<'a> Bridge<'a> {
    fn new(from: &str, to: &'a str) -> Self {
        let body = to.len() - to.trim_start_matches('\u{feff}').len();
        let solid = to[body..]
            .char_indices()
            .filter(|(_, c)| !c.is_whitespace());
        Self {
            from: from.chars().collect(),
            to,
            ruler: Ruler::new(to),
            is_same: plain(to) == from || plain(&masked(to)) == from,
            solid: solid
                .map(|(at, c)| (body + at, body + at + c.len_utf8()))
                .collect(),
        }
    }

    fn span(&self, selection: &TextSelection) -> Option<Span> {
        let (start, end) = (selection.start, selection.end);
        if self.is_same {
            let (start, end) = (self.ruler.byte(start)?, self.ruler.byte(end)?);
            return (start < end).then_some(Span { start, end });
        }
        let before = self
            .from
            .get(..start)?
            .iter()
            .filter(|c| !c.is_whitespace())
            .count();
        let inside = self
            .from
            .get(start..end)?
            .iter()
            .filter(|c| !c.is_whitespace())
            .count();
        let first = self.solid.get(before)?.0;
        let last = self.solid.get((before + inside).checked_sub(1)?)?.1;
        (first < last && last <= self.to.len()).then_some(Span::new(first, last))
    }
}
