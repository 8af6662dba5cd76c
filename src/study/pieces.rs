//! What a theme could be split into.
//!
//! Takes a theme and how many pieces are wanted; gives the pieces, each named
//! against all other themes, with the passages in it. Nothing is decided:
//! [`crate::themes::Request::Split`] is.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::analysis::Analysis;
use super::assignment::Placed;
use super::findings::Voiced;
use crate::cluster::divided;
use crate::feedback::{Group, Place};
use crate::themes::{Leaf, ThemeId};
use crate::vectorize::Utterance;

/// A piece that a theme could be split into.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ThemePiece {
    /// What a person would call it.
    pub name: String,
    /// The terms that mark it.
    pub terms: Vec<String>,
    /// Its passages, as positions in [`crate::themes::Passages::all`], ascending.
    pub passages: Vec<usize>,
    /// The people who mention it in their latest answer.
    pub people: usize,
    /// The interviews in which it is mentioned.
    pub interviews: usize,
    /// How many of the people are of each group.
    pub groups: BTreeMap<Group, usize>,
}

impl Analysis {
    /// Returns what a theme, by its position in the findings, could be split
    /// into: as many pieces as are `wanted`, else the parts it was mined with or
    /// merged from. The piece of most people comes first; one piece: it cannot
    /// be split so.
    pub fn pieces(&self, finding: usize, wanted: Option<usize>) -> Vec<ThemePiece> {
        let said: BTreeSet<usize> = self.findings[finding]
            .passages
            .iter()
            .map(|&passage| self.passages.all[passage].utterance)
            .collect();
        let said: Vec<usize> = said.into_iter().collect();
        let of_said = match wanted {
            Some(wanted) => self.by_meaning(&said, wanted),
            None => self.by_leaf(finding, &said),
        };
        let of_utterance: BTreeMap<usize, usize> = said.into_iter().zip(of_said).collect();
        let mut pieces: BTreeMap<usize, ThemePiece> = BTreeMap::new();
        for &passage in &self.findings[finding].passages {
            let piece = of_utterance[&self.passages.all[passage].utterance];
            pieces.entry(piece).or_default().passages.push(passage);
        }
        let mut pieces: Vec<ThemePiece> = pieces.into_values().collect();
        for piece in &mut pieces {
            self.count_people(piece);
        }
        let size = |piece: &ThemePiece| Reverse((piece.people, piece.interviews));
        pieces.sort_by_key(|piece| (size(piece), piece.passages[0]));
        self.name_pieces(finding, &mut pieces);
        pieces
    }

    /// Returns the piece of each utterance: those that mean nearly the same
    /// together.
    fn by_meaning(&self, said: &[usize], wanted: usize) -> Vec<usize> {
        let Some(model) = &self.memory.model else {
            return vec![0; said.len()];
        };
        let utterances: Vec<&Utterance> = said
            .iter()
            .map(|&at| &self.passages.utterances[at])
            .collect();
        divided(model.vectorizer().vectors_of(&utterances).view(), wanted)
    }

    /// Returns the same by where the model put them.
    fn by_leaf(&self, finding: usize, said: &[usize]) -> Vec<usize> {
        let ThemeId::Theme(theme) = self.findings[finding].theme.id else {
            return vec![0; said.len()];
        };
        let pieces = self.arrangement.pieces(theme).into_iter().enumerate();
        let piece_of: BTreeMap<Leaf, usize> = pieces
            .flat_map(|(piece, leaves)| leaves.into_iter().map(move |leaf| (leaf, piece)))
            .collect();
        let piece = |&at: &usize| match self.placed[at] {
            Placed::In(assigned) => piece_of.get(&assigned.leaf).copied().unwrap_or_default(),
            Placed::Nowhere | Placed::Blank => 0,
        };
        said.iter().map(piece).collect()
    }

    fn count_people(&self, piece: &mut ThemePiece) {
        let mut people: BTreeMap<usize, Option<Group>> = BTreeMap::new();
        let mut interviews = BTreeSet::new();
        for &passage in &piece.passages {
            let place = self.passages.all[passage].place;
            match place {
                Place::Comment { response, .. } if self.people.is_latest(response) => {
                    let speaker = self.people.speaker(&self.corpus, place);
                    people.insert(speaker.person, speaker.group);
                }
                Place::Turn { interview, .. } => {
                    interviews.insert(interview);
                }
                Place::Comment { .. } => {}
            }
        }
        piece.people = people.len();
        piece.interviews = interviews.len();
        for group in people.into_values().flatten() {
            *piece.groups.entry(group).or_default() += 1;
        }
    }

    /// Names pieces as if each were a theme beside all others.
    fn name_pieces(&self, finding: usize, pieces: &mut [ThemePiece]) {
        let mut voiced = self.voiced.clone();
        let of_piece = |piece: usize| match piece {
            0 => finding,
            piece => self.findings.len() + piece - 1,
        };
        for (at, piece) in pieces.iter().enumerate() {
            for &passage in &piece.passages {
                let said = &mut voiced[self.passages.all[passage].utterance];
                if let Voiced::Theme { finding, .. } = said {
                    *finding = of_piece(at);
                }
            }
        }
        let labels = self.labels(
            &voiced,
            self.findings.len() + pieces.len().saturating_sub(1),
        );
        let mut taken: BTreeSet<String> = BTreeSet::new();
        for (at, piece) in pieces.iter_mut().enumerate() {
            let label = &labels[of_piece(at)];
            piece.name.clone_from(&label.name);
            let further = label.terms.iter();
            for term in
                further.filter(|term| !label.name.to_lowercase().contains(&term.to_lowercase()))
            {
                if !taken.contains(&piece.name.to_lowercase()) {
                    break;
                }
                piece.name = format!("{}, {term}", label.name);
            }
            let name = piece.name.clone();
            for number in 2.. {
                if taken.insert(piece.name.to_lowercase()) {
                    break;
                }
                piece.name = format!("{name} ({number})");
            }
            piece.terms.clone_from(&label.terms);
        }
    }
}
