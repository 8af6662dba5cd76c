//! A story told on a page: the blocks of a report, with passages one can
//! decide about and names that lead on.

use maud::{Markup, html};

use super::super::cited_passages::{CitedPassage, recognised};
use super::super::session::Session;
use super::super::snapshot::Snapshot;
use super::quotes;
use crate::report::html::{Ways, block, with_contents};
use crate::report::story::Block;
use crate::study::Quote;

/// Tells stories on a page.
pub(super) struct Telling<'a> {
    snapshot: &'a Snapshot,
    ways: &'a Ways,
    read_only: bool,
}

impl<'a> Telling<'a> {
    pub(super) fn new(session: &Session, snapshot: &'a Snapshot, ways: &'a Ways) -> Self {
        Self {
            snapshot,
            ways,
            read_only: session.options().read_only,
        }
    }

    /// Returns the blocks, with a list of their parts.
    pub(super) fn story(&self, blocks: &[Block]) -> Markup {
        html! { div.story { (with_contents(blocks, |block, at| self.block(block, at))) } }
    }

    /// Returns the blocks with only their first part open; each other one opens
    /// at its heading.
    pub(super) fn folded(&self, blocks: &[Block]) -> Markup {
        let starts = blocks.iter().enumerate();
        let starts = starts.filter(|(at, of)| *at > 0 && matches!(of, Block::Heading(_)));
        let mut ends: Vec<usize> = starts.map(|(at, _)| at).collect();
        ends.push(blocks.len());
        let told = |part: std::ops::Range<usize>| {
            html! { @for at in part { (self.block(&blocks[at], at)) } }
        };
        html! {
            div.story {
                (told(0..ends[0]))
                @for part in ends.windows(2) {
                    details.part {
                        summary { (told(part[0]..part[0] + 1)) }
                        (told(part[0] + 1..part[1]))
                    }
                }
            }
        }
    }

    fn block(&self, of: &Block, at: usize) -> Markup {
        let scale = &self.snapshot.any().corpus.scale;
        let said = match of {
            Block::Quotes(said) => self.recognised(said),
            _ => None,
        };
        match said {
            Some(said) => quotes::list(&said, scale, self.read_only),
            None => block(of, at, scale, self.ways),
        }
    }

    fn recognised(&self, said: &[Quote]) -> Option<Vec<CitedPassage>> {
        let said = said.iter();
        said.map(|quote| recognised(self.snapshot, quote)).collect()
    }
}
