//! What an answer says, block by block, before it is laid out.
//!
//! A story is told on a terminal, in Markdown and on a page alike: whatever
//! decides what is said makes blocks, and layouts decide nothing.

use std::ops::Deref;

use serde::Serialize;

use crate::feedback::Scale;
use crate::inquiry::claims::Claim;
use crate::nps::intervals::Interval;
use crate::study::Quote;

use super::catalogue::say;
use super::words;

/// A title and what stands under it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Story {
    /// What it is about, in a few words.
    pub title: String,
    /// The scale that ratings are on.
    pub scale: Scale,
    /// What was read.
    pub sources: String,
    /// What is said, in the order to read it.
    pub blocks: Vec<Block>,
}

impl Story {
    /// Returns what comes before the first heading.
    pub fn first_screen(&self) -> &[Block] {
        let is_heading = |block: &Block| matches!(block, Block::Heading(_));
        let end = self.blocks.iter().position(is_heading);
        &self.blocks[..end.unwrap_or(self.blocks.len())]
    }
}

/// What is said, and what it claims.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Sentence {
    /// What it claims, so that wording cannot hide it.
    pub claim: Claim,
    /// One or a few sentences.
    pub text: String,
}

impl Sentence {
    /// Returns a sentence that claims something.
    pub fn claiming(claim: Claim, text: impl Into<String>) -> Self {
        let text = text.into();
        Self { claim, text }
    }
}

impl From<String> for Sentence {
    fn from(text: String) -> Self {
        Self::claiming(Claim::None, text)
    }
}

impl From<&str> for Sentence {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl Deref for Sentence {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text
    }
}

/// One thing said.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// A new part.
    Heading(String),
    /// A new part of a part.
    Subheading(String),
    /// A new part of that.
    Minor(String),
    /// What stands out, numbered, each with its evidence.
    Findings(Vec<StoryFinding>),
    /// The answer, before its reasons.
    Verdict(Sentence),
    /// A paragraph.
    Paragraph(Sentence),
    /// What to keep in mind.
    Caution(Sentence),
    /// Things beside each other.
    Points(Vec<Sentence>),
    /// Things in their order.
    Steps(Vec<Sentence>),
    /// Numbers in rows.
    Table(StoryTable),
    /// Points that add up.
    Waterfall(Waterfall),
    /// People in their own words.
    Quotes(Vec<Quote>),
}

impl Block {
    /// Returns the answer, before its reasons.
    pub fn verdict(text: impl Into<Sentence>) -> Self {
        Self::Verdict(text.into())
    }

    /// Returns a paragraph.
    pub fn paragraph(text: impl Into<Sentence>) -> Self {
        Self::Paragraph(text.into())
    }

    /// Returns what to keep in mind.
    pub fn caution(text: impl Into<Sentence>) -> Self {
        Self::Caution(text.into())
    }

    /// Returns things beside each other.
    pub fn points<S: Into<Sentence>>(points: impl IntoIterator<Item = S>) -> Self {
        Self::Points(points.into_iter().map(Into::into).collect())
    }

    /// Returns things in their order.
    pub fn steps<S: Into<Sentence>>(steps: impl IntoIterator<Item = S>) -> Self {
        Self::Steps(steps.into_iter().map(Into::into).collect())
    }
}

/// Returns blocks as the parts of a part: every heading one level down.
pub(super) fn nested(blocks: impl IntoIterator<Item = Block>) -> impl Iterator<Item = Block> {
    blocks.into_iter().map(|block| match block {
        Block::Heading(title) => Block::Subheading(title),
        Block::Subheading(title) => Block::Minor(title),
        other => other,
    })
}

/// Returns every sentence of some blocks with what it claims, in their order.
pub fn sentences(blocks: &[Block]) -> Vec<Sentence> {
    let sentences = blocks.iter().flat_map(|block| match block {
        Block::Verdict(one) | Block::Paragraph(one) | Block::Caution(one) => vec![one.clone()],
        Block::Points(many) | Block::Steps(many) => many.clone(),
        Block::Findings(findings) => findings.iter().map(StoryFinding::sentence).collect(),
        Block::Heading(_)
        | Block::Subheading(_)
        | Block::Minor(_)
        | Block::Table(_)
        | Block::Waterfall(_)
        | Block::Quotes(_) => Vec::new(),
    });
    sentences.collect()
}

/// One thing that stands out, and a quote that shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct StoryFinding {
    /// What it is about: the name of a theme.
    pub title: String,
    /// What was found of it: `19 of 144 commenters, 4 of 127 before`.
    pub says: Sentence,
    /// Somebody who says it.
    pub quote: Option<Quote>,
}

impl StoryFinding {
    /// Returns the finding as one sentence.
    pub fn sentence(&self) -> Sentence {
        Sentence::claiming(
            self.says.claim,
            say!(
                "“{theme}”: {says}.",
                theme = self.title,
                says = self.says.text
            ),
        )
    }
}

/// Numbers in rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StoryTable {
    /// What the columns hold.
    pub head: Vec<String>,
    /// The rows.
    pub rows: Vec<Vec<String>>,
    /// Columns that are numbers, to be set to the right.
    pub right: Vec<usize>,
}

impl StoryTable {
    /// Returns a block, or nothing where there would be no rows.
    pub(super) fn of(head: &[&str], rows: Vec<Vec<String>>, right: &[usize]) -> Option<Block> {
        (!rows.is_empty()).then(|| {
            Block::Table(Self {
                head: head.iter().map(|name| (*name).to_owned()).collect(),
                rows,
                right: right.to_vec(),
            })
        })
    }
}

/// Points that lead from one score to another.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Waterfall {
    /// What it begins with, and the score there.
    pub from: (String, f64),
    /// What it ends with, and the score there.
    pub to: (String, f64),
    /// The steps between, in order; they add up.
    pub steps: Vec<WaterfallStep>,
}

impl WaterfallStep {
    /// Returns the range in words.
    pub fn range(&self) -> String {
        match self.interval {
            Some(interval) => words::points_range(interval),
            None if self.people.is_empty() => String::new(),
            None => say!("too few people").into(),
        }
    }
}

/// One step of a waterfall.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WaterfallStep {
    /// What carries it.
    pub label: String,
    /// The id of the theme, where it is one.
    pub theme: Option<String>,
    /// How many people, before and after: `2 of 205 → 31 of 215`.
    pub people: String,
    /// Points.
    pub points: f64,
    /// Where they may lie.
    pub interval: Option<Interval>,
}
