//! What somebody asks for, read from text.
//!
//! Words stand for all of them; `OR`, `NOT`, `-` and parentheses say
//! otherwise. `"words in order"`, `"near words"~3`, `word~1`, `start*`,
//! `field:value`, `field:"a value"`, `field:(this OR that)`, `field:from..to`,
//! `field:>=number`.
//!
//! ```text
//! any   = all ("OR" all)*
//! all   = one ("AND"? one)*
//! one   = ("NOT" | "-") one | "(" any ")" | phrase | field ":" value | word
//! ```
//!
//! Whether a field or value exists is for the index to say; everything here
//! keeps its place in the text, so that an error can point at it.

use std::sync::Arc;

use super::Error;
use crate::feedback::Span;
use crate::text::{has_content, is_searched_by_character, words};

/// A question to the index.
///
/// `invoice "wrong amount"~2 -resolved group:detractor` asks for detractors
/// who write of invoices, and of a wrong amount, and not of `resolved`.
/// A blank query asks for everything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    pub(super) root: Node,
}

impl Query {
    /// Reads a query.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let mut parser = Parser {
            text,
            at: 0,
            depth: 0,
            sign: None,
        };
        let root = parser.any()?;
        if let Some(at) = parser.eat(")") {
            return Err(Error::Unopened { at });
        }
        match (root, parser.sign) {
            (Some(root), _) => Ok(Self { root }),
            (None, Some(at)) => Err(no_word(at.slice(text), at)),
            (None, None) => Ok(Self {
                root: Node::Everything,
            }),
        }
    }

    /// Returns the same with every word in quotes: as it is written, no other
    /// form of it, and nothing that only means the same.
    #[must_use]
    pub fn exact(self) -> Self {
        Self {
            root: self.root.exact(),
        }
    }

    /// Returns the same among the comments of some answers alone, by position in
    /// the corpus, and among no turns of interviews.
    #[must_use]
    pub fn among(self, responses: &[usize]) -> Self {
        let mut wanted = vec![false; responses.iter().max().map_or(0, |last| last + 1)];
        for &response in responses {
            wanted[response] = true;
        }
        let answers = Node::Answers(wanted.into());
        let root = match self.root {
            Node::Everything => answers,
            Node::All(mut nodes) => {
                nodes.push(answers);
                Node::All(nodes)
            }
            other => Node::All(vec![other, answers]),
        };
        Self { root }
    }

    /// Returns what must be there whatever is meant.
    pub(super) fn demands(&self) -> Node {
        self.root.demands()
    }

    /// Returns the words that other words may stand for.
    pub(super) fn plain(&self) -> Vec<&str> {
        let mut plain = Vec::new();
        self.root.add_plain(&mut plain);
        plain
    }
}

/// A part of a query.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Node {
    Everything,
    /// The comments of answers, each `true` at its position in the corpus.
    Answers(Arc<[bool]>),
    All(Vec<Node>),
    Any(Vec<Node>),
    Not(Box<Node>),
    /// A word in any of its forms.
    Word(String),
    /// A word that may be off by some letters.
    Fuzzy(String, u8),
    /// Every word that begins so.
    Prefix(String),
    /// Words in this order, at most `slop` others between them.
    Phrase {
        words: Vec<String>,
        slop: u32,
        /// Whether somebody put them in quotes; else they were written
        /// together, as in `e-mail`.
        quoted: bool,
    },
    Filter(FieldFilter),
}

impl Node {
    /// Returns what must be there whatever is meant: filters, what stands in
    /// quotes, beginnings, near spellings, and what must not be there.
    fn demands(&self) -> Self {
        match self {
            Self::Everything | Self::Word(_) | Self::Phrase { quoted: false, .. } => {
                Self::Everything
            }
            Self::All(nodes) => {
                let demands = nodes.iter().map(Self::demands);
                let demands = demands.filter(|node| *node != Self::Everything);
                joined(demands.collect(), Self::All).unwrap_or(Self::Everything)
            }
            Self::Any(nodes) => {
                let demands: Vec<Self> = nodes.iter().map(Self::demands).collect();
                if demands.contains(&Self::Everything) {
                    return Self::Everything;
                }
                Self::Any(demands)
            }
            Self::Not(_)
            | Self::Fuzzy(..)
            | Self::Prefix(_)
            | Self::Phrase { .. }
            | Self::Answers(_)
            | Self::Filter(_) => self.clone(),
        }
    }

    /// Adds the words that other words may stand for, in their order.
    fn add_plain<'a>(&'a self, plain: &mut Vec<&'a str>) {
        match self {
            Self::Word(word) => plain.push(word),
            Self::Phrase {
                words,
                quoted: false,
                ..
            } => {
                plain.extend(words.iter().map(String::as_str));
            }
            Self::All(nodes) | Self::Any(nodes) => {
                for node in nodes {
                    node.add_plain(plain);
                }
            }
            _ => {}
        }
    }

    fn exact(self) -> Self {
        let all = |nodes: Vec<Self>| nodes.into_iter().map(Self::exact).collect();
        match self {
            Self::Word(word) => Self::Phrase {
                words: vec![word],
                slop: 0,
                quoted: true,
            },
            Self::Phrase { words, slop, .. } => Self::Phrase {
                words,
                slop,
                quoted: true,
            },
            Self::All(nodes) => Self::All(all(nodes)),
            Self::Any(nodes) => Self::Any(all(nodes)),
            Self::Not(node) => Self::Not(Box::new(node.exact())),
            other => other,
        }
    }
}

/// A condition on a field.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct FieldFilter {
    pub field: String,
    pub field_at: Span,
    pub test: FieldTest,
    /// Where the value stands in the query.
    pub at: Span,
}

/// What a field's value must be.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum FieldTest {
    Is(String),
    /// Begins with: `van*`.
    Begins(String),
    /// From and to; without both, any value at all.
    Between(Option<Bound>, Option<Bound>),
}

impl FieldTest {
    /// Returns what was written: a value, or the ends of a range.
    pub(super) fn values(&self) -> impl Iterator<Item = &str> {
        let (one, low, high) = match self {
            Self::Is(value) | Self::Begins(value) => (Some(value), None, None),
            Self::Between(low, high) => (None, low.as_ref(), high.as_ref()),
        };
        let ends = low.into_iter().chain(high).map(|bound| &bound.value);
        one.into_iter().chain(ends).map(String::as_str)
    }
}

/// An end of a range.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Bound {
    pub value: String,
    pub included: bool,
}

/// How deep parentheses may stand in each other.
const DEEPEST: usize = 64;

/// Words longer than this many letters are not matched fuzzily: they are no words.
const LONGEST_FUZZY: usize = 64;

struct Parser<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
    /// The last lone sign that was passed over.
    sign: Option<Span>,
}

impl<'a> Parser<'a> {
    fn any(&mut self) -> Result<Option<Node>, Error> {
        let mut nodes: Vec<Node> = self.all()?.into_iter().collect();
        while let Some(at) = self.operator("OR") {
            if nodes.is_empty() {
                return Err(dangling("OR", "before", at));
            }
            let next = self.all()?;
            nodes.push(next.ok_or_else(|| dangling("OR", "after", at))?);
        }
        Ok(joined(nodes, Node::Any))
    }

    fn all(&mut self) -> Result<Option<Node>, Error> {
        let mut nodes = Vec::new();
        let mut and: Option<Span> = None;
        loop {
            if let Some(at) = self.operator("AND") {
                if nodes.is_empty() {
                    return Err(dangling("AND", "before", at));
                }
                and = Some(at);
            }
            match self.one()? {
                One::Found(node) => nodes.push(node),
                One::Nothing => continue,
                One::End => break,
            }
            and = None;
        }
        match and {
            Some(at) => Err(dangling("AND", "after", at)),
            None => Ok(joined(nodes, Node::All)),
        }
    }

    fn one(&mut self) -> Result<One, Error> {
        let mut negations = 0;
        let mut last = None;
        loop {
            self.skip_spaces();
            let negation = self.operator("NOT").or_else(|| self.minus());
            let Some(at) = negation else { break };
            negations += 1;
            last = Some(at);
        }
        let node = match (self.atom()?, last) {
            (One::Found(node), _) => node,
            (_, Some(at)) => return Err(dangling(at.slice(self.text), "after", at)),
            (nothing, None) => return Ok(nothing),
        };
        Ok(One::Found(if negations % 2 == 1 {
            Node::Not(Box::new(node))
        } else {
            node
        }))
    }

    fn atom(&mut self) -> Result<One, Error> {
        self.skip_spaces();
        if self.rest().is_empty() || self.rest().starts_with(')') || self.is_operator("OR") {
            return Ok(One::End);
        }
        if self.is_operator("AND") {
            let start = self.at;
            let at = Span::new(start, start + 3);
            return Err(dangling("AND", "before", at));
        }
        if let Some(at) = self.eat("(") {
            return self.group(at).map(One::Found);
        }
        if let Some((quoted, at)) = self.quoted()? {
            if self.eat(":").is_some() {
                return self.filter(quoted, at).map(One::Found);
            }
            return self.phrase(quoted, at).map(One::Found);
        }
        self.chunk()
    }

    fn group(&mut self, at: Span) -> Result<Node, Error> {
        if self.depth == DEEPEST {
            let deepest = DEEPEST;
            return Err(Error::TooDeep { deepest, at });
        }
        self.depth += 1;
        let inner = self.any()?;
        self.depth -= 1;
        if self.eat(")").is_none() {
            return Err(Error::Unclosed { opened: '(', at });
        }
        inner.ok_or_else(|| dangling("()", "in", at))
    }

    /// Reads a stretch in quotation marks, typewriter or typographic.
    fn quoted(&mut self) -> Result<Option<(&'a str, Span)>, Error> {
        let Some(opened) = self.rest().chars().next().filter(|&c| is_quote(c)) else {
            return Ok(None);
        };
        let start = self.at;
        let inside = start + opened.len_utf8();
        let closes = |c: char| if opened == '"' { c == '"' } else { is_quote(c) };
        let Some(length) = self.text[inside..].find(closes) else {
            let at = Span { start, end: inside };
            return Err(Error::Unclosed { opened, at });
        };
        self.at = inside + length;
        self.at += self.rest().chars().next().map_or(0, char::len_utf8);
        let end = self.at;
        Ok(Some((
            &self.text[inside..inside + length],
            Span { start, end },
        )))
    }

    fn phrase(&mut self, quoted: &str, at: Span) -> Result<Node, Error> {
        let mut slop = 0;
        if self.eat("~").is_some() {
            let digits = self.rest().bytes().take_while(u8::is_ascii_digit).count();
            // Farther apart than any text is long: the words in any order, anywhere.
            slop = self.rest()[..digits].parse().unwrap_or(1).min(10_000);
            self.at += digits;
            let start = self.at;
            if let Some(found) = self.rest().chars().next().filter(|c| c.is_alphanumeric()) {
                return Err(Error::Nearness {
                    found: found.into(),
                    at: Span::new(start, start + found.len_utf8()),
                });
            }
        }
        match literal(quoted, slop) {
            // A word in quotes is meant as it is written.
            Some(Node::Word(word)) => Ok(Node::Phrase {
                words: vec![word],
                slop,
                quoted: true,
            }),
            Some(node) => Ok(node.exact()),
            None => Err(no_word(quoted, at)),
        }
    }

    /// Reads what stands up to the next space, parenthesis or quotation mark.
    fn chunk(&mut self) -> Result<One, Error> {
        let start = self.at;
        let length = self
            .rest()
            .find(|c: char| c.is_whitespace() || matches!(c, '(' | ')') || is_quote(c))
            .unwrap_or(self.rest().len());
        let chunk = &self.rest()[..length];
        if let Some(name) = field_name(chunk) {
            self.at += name.len() + 1;
            let end = self.at;
            return self.filter(name, Span { start, end }).map(One::Found);
        }
        self.at += length;
        let end = self.at;
        self.word(chunk, Span { start, end })
    }

    fn word(&mut self, chunk: &str, at: Span) -> Result<One, Error> {
        if chunk == "*" {
            return Ok(One::Found(Node::Everything));
        }
        if let Some(stem) = chunk.strip_suffix('*')
            && let Some(node) = prefix(stem)
        {
            return Ok(One::Found(node));
        }
        if let Some(star) = chunk.find('*')
            && chunk[star..].contains(char::is_alphanumeric)
        {
            let start = at.start + star;
            let end = start + 1;
            return Err(Error::Star {
                at: Span { start, end },
            });
        }
        if let Some((word, distance)) = chunk.rsplit_once('~')
            && let Some(node) = unquoted(word)
        {
            return fuzzy(node, distance, at).map(One::Found);
        }
        if let Some(node) = unquoted(chunk) {
            return Ok(One::Found(node));
        }
        // "R & D", "wait - what": a lone sign is how people write, not what they look for.
        if chunk.chars().all(|c| c.is_ascii_punctuation()) {
            self.sign = Some(at);
            return Ok(One::Nothing);
        }
        Err(no_word(chunk, at))
    }

    fn filter(&mut self, field: &str, field_at: Span) -> Result<Node, Error> {
        if let Some(at) = self.eat("(") {
            return self.filter_group(field, field_at, at);
        }
        let (test, at) = self.test(field, field_at)?;
        Ok(Node::Filter(FieldFilter {
            field: field.into(),
            field_at,
            test,
            at,
        }))
    }

    /// Reads `(this OR that)` after a field.
    fn filter_group(&mut self, field: &str, field_at: Span, at: Span) -> Result<Node, Error> {
        let mut nodes = Vec::new();
        loop {
            self.skip_spaces();
            if self.eat(")").is_some() {
                return joined(nodes, Node::Any).ok_or_else(|| dangling("()", "in", at));
            }
            if self.rest().is_empty() {
                return Err(Error::Unclosed { opened: '(', at });
            }
            if self.operator("OR").is_some() {
                continue;
            }
            if let Some(at) = self.eat("(") {
                return Err(dangling("(", "before", at));
            }
            let (test, at) = self.test(field, field_at)?;
            nodes.push(Node::Filter(FieldFilter {
                field: field.into(),
                field_at,
                test,
                at,
            }));
        }
    }

    fn test(&mut self, field: &str, field_at: Span) -> Result<(FieldTest, Span), Error> {
        if let Some((quoted, at)) = self.quoted()? {
            if quoted.trim().is_empty() {
                return Err(Error::NoValue {
                    field: field.into(),
                    at,
                });
            }
            return Ok((FieldTest::Is(quoted.trim().into()), at));
        }
        let start = self.at;
        let length = self
            .rest()
            .find(|c: char| c.is_whitespace() || matches!(c, '(' | ')') || is_quote(c))
            .unwrap_or(self.rest().len());
        let value = &self.rest()[..length];
        if value.is_empty() {
            return Err(Error::NoValue {
                field: field.into(),
                at: field_at,
            });
        }
        self.at += length;
        let end = self.at;
        Ok((test(value), Span { start, end }))
    }

    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn skip_spaces(&mut self) {
        self.at = self.text.len() - self.rest().trim_start().len();
    }

    fn eat(&mut self, wanted: &str) -> Option<Span> {
        let start = self.at;
        self.rest().starts_with(wanted).then(|| {
            self.at += wanted.len();
            let end = self.at;
            Span { start, end }
        })
    }

    fn is_operator(&self, name: &str) -> bool {
        self.rest().strip_prefix(name).is_some_and(|after| {
            after
                .chars()
                .next()
                .is_none_or(|c| c.is_whitespace() || matches!(c, '(' | ')') || is_quote(c))
        })
    }

    fn operator(&mut self, name: &str) -> Option<Span> {
        self.skip_spaces();
        self.is_operator(name).then(|| self.eat(name)).flatten()
    }

    /// Reads a `-` that belongs to what follows.
    fn minus(&mut self) -> Option<Span> {
        let after = self.rest().strip_prefix('-')?.chars().next()?;
        let negates = after.is_alphanumeric() || after == '(' || is_quote(after);
        negates.then(|| self.eat("-")).flatten()
    }
}

/// What was read where one thing could stand.
enum One {
    Found(Node),
    /// A sign that is passed over.
    Nothing,
    End,
}

fn dangling(found: &str, side: &'static str, at: Span) -> Error {
    Error::Dangling {
        found: found.into(),
        side,
        at,
    }
}

fn no_word(found: &str, at: Span) -> Error {
    Error::NoWord {
        found: found.into(),
        at,
    }
}

fn joined(mut nodes: Vec<Node>, join: fn(Vec<Node>) -> Node) -> Option<Node> {
    match nodes.len() {
        0 | 1 => nodes.pop(),
        _ => Some(join(nodes)),
    }
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '«' | '»')
}

/// Returns the name before the colon of `name:value`.
fn field_name(chunk: &str) -> Option<&str> {
    let (name, value) = chunk.split_once(':')?;
    let is_name = name.starts_with(char::is_alphabetic)
        && name
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'));
    (is_name && !value.starts_with("//")).then_some(name)
}

/// Returns what is asked for outside quotation marks: one word, or several in
/// their order. A stretch without spaces, longer than a word, is a sentence: all
/// words of it are asked for.
fn unquoted(text: &str) -> Option<Node> {
    let is_sentence = text
        .chars()
        .filter(|c| is_searched_by_character(*c))
        .count()
        > LONGEST_WORD;
    if !is_sentence {
        return literal(text, 0);
    }
    let mut asked: Vec<String> = Vec::new();
    let mut before_end = 0;
    let mut parts = true;
    for word in words(text) {
        let is_sign =
            word.text.chars().count() == 1 && word.text.starts_with(is_searched_by_character);
        match asked.last_mut() {
            // The dictionary lacks a word that it cuts into single signs.
            Some(before) if is_sign && !parts && before_end == word.span.start => {
                before.push_str(word.text);
            }
            _ => asked.push(word.text.to_owned()),
        }
        before_end = word.span.end;
        parts = !is_sign;
    }
    if asked.iter().any(|word| has_content(word)) {
        asked.retain(|word| has_content(word));
    }
    joined(asked.into_iter().map(Node::Word).collect(), Node::All)
}

/// Signs of the longest word that is one although it has no spaces.
const LONGEST_WORD: usize = 4;

/// Returns the words of a text: one word, or several in their order.
fn literal(text: &str, slop: u32) -> Option<Node> {
    let mut words: Vec<String> = words(text).map(|word| word.text.to_owned()).collect();
    match words.len() {
        0 => None,
        1 => words.pop().map(Node::Word),
        _ => Some(Node::Phrase {
            words,
            slop,
            quoted: false,
        }),
    }
}

fn prefix(text: &str) -> Option<Node> {
    let mut words: Vec<String> = words(text).map(|word| word.text.to_owned()).collect();
    let last = words.pop()?;
    if !text.ends_with(last.as_str()) {
        return None;
    }
    let mut nodes: Vec<Node> = words.into_iter().map(Node::Word).collect();
    nodes.push(Node::Prefix(last));
    joined(nodes, Node::All)
}

fn fuzzy(node: Node, distance: &str, at: Span) -> Result<Node, Error> {
    let distance = match distance {
        "" | "1" => 1,
        "2" => 2,
        "0" => return Ok(node),
        found => {
            let found = found.into();
            return Err(Error::Distance { found, at });
        }
    };
    let fuzzy = |word: String| match word.chars().count() {
        ..=LONGEST_FUZZY => Node::Fuzzy(word, distance),
        _ => Node::Word(word),
    };
    Ok(match node {
        Node::Word(word) => fuzzy(word),
        Node::Phrase { words, .. } => Node::All(words.into_iter().map(fuzzy).collect()),
        other => other,
    })
}

fn test(value: &str) -> FieldTest {
    let bound = |value: &str, included| {
        let value = value.to_owned();
        (!value.is_empty()).then_some(Bound { value, included })
    };
    for (sign, included) in [(">=", true), (">", false)] {
        if let Some(low) = value.strip_prefix(sign) {
            return FieldTest::Between(bound(low, included), None);
        }
    }
    for (sign, included) in [("<=", true), ("<", false)] {
        if let Some(high) = value.strip_prefix(sign) {
            return FieldTest::Between(None, bound(high, included));
        }
    }
    if let Some((low, high)) = value.split_once("..") {
        return FieldTest::Between(bound(low, true), bound(high, true));
    }
    match value.strip_suffix('*') {
        Some(start) => FieldTest::Begins(start.into()),
        None => FieldTest::Is(value.into()),
    }
}
