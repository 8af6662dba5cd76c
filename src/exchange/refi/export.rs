//! An analysis as a project.
//!
//! Each comment is a text of its own, and so is each interview: tools list
//! texts with what is known of them, so that ratings, groups and segments
//! stay beside the words they belong to, and a comment that is coded is
//! one document and not a stretch of a file that nobody wrote. What people
//! gave to themes is theirs; the rest is `motif`'s, so that a tool shows one,
//! the other or both.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use arcstr::ArcStr;

use super::guid::Guid;
use super::plain::{Ruler, plain};
use super::{
    Case, MINER, Project, RefiCode, RefiCoding, RefiSource, TextSelection, User, Value, Variable,
    VariableKind,
};
use crate::feedback::{Attributes, Document, Response, Span};
use crate::report;
use crate::study::{Analysis, ManualCode, MarkedPassage, Voiced, given, means, noted};
use crate::text;
use crate::themes::ThemeId;

/// Returns an analysis as a project, with contact details masked.
pub fn project(analysis: &Analysis) -> Project {
    let title = analysis.settings.name();
    let stage = Stage {
        analysis,
        title,
        given: by_document(given(&analysis.corpus, &analysis.codebook).0, |g| {
            g.document
        }),
        noted: by_document(noted(&analysis.corpus, &analysis.codebook), |n| n.document),
        mined: by_document((0..analysis.passages.all.len()).collect(), |&passage| {
            analysis.passages.all[passage].place.document()
        }),
    };
    let documents: Vec<Document> = analysis.corpus.documents().collect();
    let names = names(analysis, &documents);
    let sources: Vec<RefiSource> = documents
        .iter()
        .zip(names)
        .map(|(&document, name)| stage.source(document, name))
        .collect();
    Project {
        name: report::title::title(analysis),
        origin: concat!("motif ", env!("CARGO_PKG_VERSION")).into(),
        users: stage.users(),
        codes: stage.codes(),
        variables: variables(analysis),
        cases: stage.cases(&documents),
        sources,
    }
}

/// What texts are made from.
struct Stage<'a> {
    analysis: &'a Analysis,
    title: &'a str,
    given: HashMap<Document, Vec<ManualCode>>,
    noted: HashMap<Document, Vec<MarkedPassage>>,
    /// The passages of each document, by position.
    mined: HashMap<Document, Vec<usize>>,
}

fn by_document<T>(all: Vec<T>, document: impl Fn(&T) -> Document) -> HashMap<Document, Vec<T>> {
    let mut of: HashMap<Document, Vec<T>> = HashMap::new();
    for one in all {
        of.entry(document(&one)).or_default().push(one);
    }
    of
}

/// Returns what each text is called: its file, with its record; no two alike.
fn names(analysis: &Analysis, documents: &[Document]) -> Vec<String> {
    let mut taken = BTreeSet::new();
    let name = |document: &Document| {
        let (source, record) = analysis.corpus.origin(*document);
        // Tools make files of these names.
        let source = source.replace(['/', '\\'], "_");
        let name = match record {
            Some(record) => format!("{source} {}", text::masked_id(&record)),
            None => source,
        };
        untaken(&name, &mut taken)
    };
    documents.iter().map(name).collect()
}

/// Returns a name with a number behind it where it is taken, and takes it.
fn untaken(name: &str, taken: &mut BTreeSet<String>) -> String {
    let others = (2..).map(|more| format!("{name} ({more})"));
    let mut names = std::iter::once(name.to_owned()).chain(others);
    let free = names.find(|name| taken.insert(name.to_lowercase()));
    free.expect("some number is free")
}

/// Returns what refers to the code of a theme.
pub fn code_guid(title: &str, theme: u32) -> Guid {
    Guid::new(&["theme", title, &ThemeId::Theme(theme).to_string()])
}

fn user(name: &str) -> Guid {
    Guid::new(&["user", name])
}

/// The facts of an answer that are variables, beside its attributes.
const FACTS: [(&str, VariableKind); 5] = [
    ("rating", VariableKind::Integer),
    ("group", VariableKind::Text),
    ("wave", VariableKind::Text),
    ("date", VariableKind::Date),
    ("account", VariableKind::Text),
];

/// The same of a person: what their latest answer says.
const LATEST: [(&str, VariableKind); 3] = [
    ("latest rating", VariableKind::Integer),
    ("latest group", VariableKind::Text),
    ("customer", VariableKind::Text),
];

fn variables(analysis: &Analysis) -> Vec<Variable> {
    let corpus = &analysis.corpus;
    let attributes = corpus.responses.iter().map(|r| &r.attributes);
    let attributes = attributes.chain(corpus.interviews.iter().map(|i| &i.attributes));
    let own: BTreeSet<&str> = attributes
        .flat_map(Attributes::keys)
        .map(ArcStr::as_str)
        .collect();
    let known = FACTS.into_iter().chain(LATEST);
    let own = own.into_iter().map(|name| (name, VariableKind::Text));
    known
        .map(|(name, kind)| (name.to_owned(), kind))
        .chain(own.map(|(name, kind)| (attribute(name), kind)))
        .map(|(name, kind)| Variable {
            guid: Guid::new(&["variable", &name]),
            name,
            kind,
        })
        .collect()
}

/// An attribute called like a fact is told apart from it.
fn attribute(name: &str) -> String {
    let lower = name.to_lowercase();
    let is_taken = FACTS.iter().chain(&LATEST).any(|(fact, _)| *fact == lower);
    if is_taken {
        format!("{name} (attribute)")
    } else {
        name.to_owned()
    }
}

fn value((name, kind): (&str, VariableKind), value: Option<String>) -> Option<Value> {
    let value = value.filter(|value| !value.trim().is_empty())?;
    Some(Value {
        variable: Guid::new(&["variable", name]),
        kind,
        value: text::masked(&value),
    })
}

/// Returns a day as the schema wants it; what is none is left out.
fn day(date: Option<&str>) -> Option<String> {
    let day: String = date?.chars().take(10).collect();
    day.parse::<jiff::civil::Date>().ok().map(|_| day)
}

impl Stage<'_> {
    fn users(&self) -> Vec<User> {
        let given = self
            .given
            .values()
            .flatten()
            .map(|given| given.coded.who.as_str());
        let noted = self
            .noted
            .values()
            .flatten()
            .map(|noted| noted.marked.who.as_str());
        let people: BTreeSet<&str> = given.chain(noted).collect();
        let others = people.into_iter().filter(|who| *who != MINER);
        std::iter::once(MINER)
            .chain(others)
            .map(|name| User {
                guid: user(name),
                name: name.to_owned(),
            })
            .collect()
    }

    fn code(&self, theme: &str) -> Guid {
        Guid::new(&["theme", self.title, theme])
    }

    /// Returns a code for each theme, and for each that people only made or
    /// gave something to.
    fn codes(&self) -> Vec<RefiCode> {
        let findings = self.analysis.findings.iter();
        let mut codes: Vec<(String, String, String)> = findings
            .map(|finding| {
                let theme = &finding.theme;
                (
                    theme.id.to_string(),
                    theme.name.clone(),
                    theme.terms.join(", "),
                )
            })
            .collect();
        let codebook = &self.analysis.codebook;
        let given = self.given.values().flatten().map(|given| given.coded.theme);
        let asked: BTreeSet<u32> = codebook.created().into_iter().chain(given).collect();
        for theme in asked {
            let id = ThemeId::Theme(theme).to_string();
            if codes.iter().all(|(known, ..)| *known != id) {
                let name = codebook
                    .name(theme)
                    .or_else(|| self.analysis.memory.name(theme));
                codes.push((id.clone(), name.map_or(id, str::to_owned), String::new()));
            }
        }
        let mut taken = BTreeSet::new();
        let code = |(at, (id, name, terms)): (usize, (String, String, String))| {
            let is_new = taken.insert(name.to_lowercase());
            RefiCode {
                guid: self.code(&id),
                name: if is_new {
                    name
                } else {
                    format!("{name} ({id})")
                },
                is_codable: true,
                color: Some(COLORS[at % COLORS.len()].to_owned()),
                description: Some(terms).filter(|terms| !terms.is_empty()),
                codes: Vec::new(),
            }
        };
        codes.into_iter().enumerate().map(code).collect()
    }

    fn source_guid(&self, document: Document) -> Guid {
        let (source, record) = self.analysis.corpus.origin(document);
        let record = record.unwrap_or_default();
        Guid::new(&["source", self.title, source, &record])
    }

    fn source(&self, document: Document, name: String) -> RefiSource {
        let words = self.analysis.corpus.text(document);
        let masked = text::masked(words);
        let guid = self.source_guid(document);
        RefiSource {
            name,
            selections: self.selections(document, &guid),
            values: match document {
                Document::Comment(at) => self.said_of(&self.analysis.corpus.responses[at]),
                Document::Interview(at) => self.told_of(at),
            },
            text: plain(&masked).into_owned(),
            outside: 0,
            guid,
        }
    }

    fn said_of(&self, response: &Response) -> Vec<Value> {
        let scale = &self.analysis.corpus.scale;
        let [rating, group, wave, date, account] = FACTS;
        let group_name = response
            .rating
            .map(|rating| scale.singular(rating.group()).to_owned());
        let facts = [
            value(
                rating,
                scale.number_given(response.rating).map(|of| of.to_string()),
            ),
            value(group, group_name),
            value(wave, Some(response.wave.to_string())),
            value(date, day(response.date.as_deref())),
            value(account, response.account.as_deref().map(str::to_owned)),
        ];
        let facts = facts.into_iter().flatten();
        facts.chain(attributes(&response.attributes)).collect()
    }

    fn told_of(&self, at: usize) -> Vec<Value> {
        let interview = &self.analysis.corpus.interviews[at];
        let scale = &self.analysis.corpus.scale;
        let [_, group, _, date, account] = FACTS;
        let of = self.analysis.people.group_of_interview(at);
        let facts = [
            value(group, of.map(|group| scale.singular(group).to_owned())),
            value(date, day(interview.date.as_deref())),
            value(account, interview.account.clone()),
        ];
        let facts = facts.into_iter().flatten();
        facts.chain(attributes(&interview.attributes)).collect()
    }

    /// Returns what is coded or noted in a document, in the order it stands.
    fn selections(&self, document: Document, source: &Guid) -> Vec<TextSelection> {
        let none_given = Vec::new();
        let given = self.given.get(&document).unwrap_or(&none_given);
        let mut picked: BTreeMap<(Span, &str), Picked<'_>> = BTreeMap::new();
        for given in given {
            let of = picked.entry((given.span, &given.coded.who)).or_default();
            of.at = Some(&given.coded.at);
            of.codes
                .push((ThemeId::Theme(given.coded.theme), Some(&given.coded.at)));
        }
        for noted in self.noted.get(&document).into_iter().flatten() {
            let of = picked.entry((noted.span, &noted.marked.who)).or_default();
            of.at = of.at.or(Some(&noted.marked.at));
            of.memo = memo(noted);
        }
        for &passage in self.mined.get(&document).into_iter().flatten() {
            let span = self.analysis.passages.all[passage].place.span();
            let is_given = given.iter().any(|given| means(given.span, span));
            if let Voiced::Theme { finding, .. } = self.analysis.voiced_by(passage)
                && !is_given
            {
                let id = self.analysis.findings[finding].theme.id;
                picked
                    .entry((span, MINER))
                    .or_default()
                    .codes
                    .push((id, None));
            }
        }
        let words = self.analysis.corpus.text(document);
        let ruler = Ruler::new(words);
        let selection =
            |((span, who), picked)| self.selection(source, span, who, picked, words, &ruler);
        let selections = picked.into_iter().map(selection);
        selections
            .filter(|selection| selection.start < selection.end)
            .collect()
    }

    fn selection(
        &self,
        source: &Guid,
        span: Span,
        who: &str,
        picked: Picked<'_>,
        words: &str,
        ruler: &Ruler,
    ) -> TextSelection {
        let (start, end) = (ruler.characters(span.start), ruler.characters(span.end));
        let place = format!("{start}-{end}");
        let guid = Guid::new(&["selection", &source.to_string(), &place, who]);
        let mut codes = picked.codes;
        codes.sort_unstable();
        codes.dedup_by_key(|(theme, _)| *theme);
        let coding = |(theme, at): (ThemeId, Option<&str>)| {
            let code = self.code(&theme.to_string());
            RefiCoding {
                guid: Guid::new(&["coding", &guid.to_string(), &code.to_string()]),
                code,
                user: Some(user(who)),
                at: at.and_then(instant),
            }
        };
        TextSelection {
            start,
            end,
            name: text::masked(span.slice(words)),
            user: Some(user(who)),
            at: picked.at.and_then(instant),
            memo: picked.memo,
            codings: codes.into_iter().map(coding).collect(),
            guid,
        }
    }

    /// Returns each person who wrote or said something, with their texts.
    fn cases(&self, documents: &[Document]) -> Vec<Case> {
        let mut texts: BTreeMap<usize, Vec<Document>> = BTreeMap::new();
        let people = &self.analysis.people;
        for &document in documents {
            let person = match document {
                Document::Comment(at) => people.person(at),
                Document::Interview(at) => people.participant(at),
            };
            texts.entry(person).or_default().push(document);
        }
        let mut taken = BTreeSet::new();
        let case = |documents: &Vec<Document>| {
            let first = self.source_guid(documents[0]);
            Case {
                guid: Guid::new(&["case", &first.to_string()]),
                name: untaken(&self.called(documents[0]), &mut taken),
                values: self.latest(documents),
                sources: documents.iter().map(|&of| self.source_guid(of)).collect(),
            }
        };
        texts.values().map(case).collect()
    }

    /// Returns what a person is called: their name, else the first record they
    /// left. An address is nobody's business.
    fn called(&self, document: Document) -> String {
        let corpus = &self.analysis.corpus;
        let person = match document {
            Document::Comment(at) => &corpus.responses[at].person,
            Document::Interview(at) => &corpus.interviews[at].participant,
        };
        let (source, record) = corpus.origin(document);
        let name = person
            .name
            .as_deref()
            .filter(|name| !name.trim().is_empty());
        name.map_or_else(
            || {
                format!("{source} {}", record.unwrap_or_default())
                    .trim()
                    .to_owned()
            },
            text::masked,
        )
    }

    fn latest(&self, documents: &[Document]) -> Vec<Value> {
        let corpus = &self.analysis.corpus;
        let mut answers = documents.iter().filter_map(|document| match document {
            Document::Comment(at) => Some(*at),
            Document::Interview(_) => None,
        });
        let latest = answers.rfind(|&at| self.analysis.people.is_latest(at));
        let Some(response) = latest.map(|at| &corpus.responses[at]) else {
            return Vec::new();
        };
        let [rating, group, customer] = LATEST;
        let group_name = response
            .rating
            .map(|of| corpus.scale.singular(of.group()).to_owned());
        let values = [
            value(
                rating,
                corpus
                    .scale
                    .number_given(response.rating)
                    .map(|of| of.to_string()),
            ),
            value(group, group_name),
            value(customer, response.account.as_deref().map(str::to_owned)),
        ];
        values.into_iter().flatten().collect()
    }
}

/// What is known of a stretch of text that somebody picked.
#[derive(Default)]
struct Picked<'a> {
    at: Option<&'a str>,
    memo: Option<String>,
    codes: Vec<(ThemeId, Option<&'a str>)>,
}

/// Before a memo: the passage is important.
pub(super) const IMPORTANT: &str = "important";

fn memo(noted: &MarkedPassage) -> Option<String> {
    let important = noted.marked.important.then(|| IMPORTANT.to_owned());
    let parts: Vec<String> = important
        .into_iter()
        .chain(noted.marked.memo.clone())
        .collect();
    (!parts.is_empty()).then(|| parts.join(": "))
}

fn attributes(of: &Attributes) -> impl Iterator<Item = Value> {
    of.iter().filter_map(|(name, said)| {
        value(
            (&attribute(name), VariableKind::Text),
            Some(said.to_string()),
        )
    })
}

/// Returns a moment as the schema wants it.
fn instant(at: &str) -> Option<String> {
    let moment = at.parse::<jiff::Timestamp>().ok()?;
    Some(moment.strftime("%Y-%m-%dT%H:%M:%SZ").to_string())
}

/// Colours that tools tell apart, one after the other.
const COLORS: [&str; 12] = [
    "#4E79A7", "#F28E2B", "#59A14F", "#E15759", "#B07AA1", "#76B7B2", "#EDC948", "#FF9DA7",
    "#9C755F", "#86BCB6", "#D37295", "#BAB0AC",
];
