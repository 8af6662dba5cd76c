//! How tools count positions in a text.
//!
//! Some count Unicode characters and some UTF-16 units, some `\r\n` as one and
//! some as two. Which of them a file means shows in the words that a selection
//! is called by; where it does not, the habit of the tool that wrote it decides.

use super::TextSelection;
use super::plain::{Ruler, plain};

/// How a tool counts positions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Counting {
    /// Characters, with every line ending as one.
    Plain,
    /// Characters as they stand in the file.
    Characters,
    /// UTF-16 units as they stand in the file.
    Units,
    /// UTF-16 units, with every line ending as one.
    PlainUnits,
}

impl Counting {
    /// Returns how the positions of selections are counted: as most of their
    /// names say, else as the tool does.
    pub(super) fn new(raw: &str, picked: &[(TextSelection, i64, i64)], origin: &str) -> Self {
        let habits = Self::habits(origin);
        let is_alike = !raw.contains('\r') && raw.chars().all(|c| c.len_utf16() == 1);
        if is_alike {
            return habits[0];
        }
        let text: Vec<char> = plain(raw).chars().collect();
        let agreeing = |counting: &Self| {
            let places = counting.places(raw);
            let agrees = |(selection, start, _): &&(TextSelection, i64, i64)| {
                let start = places.get(*start)?;
                let name = plain(&selection.name).into_owned();
                let name = name.trim_end_matches(['…', '.']).trim();
                let begin: Vec<char> = name.chars().take(TOLD_BY).collect();
                let said = text.get(start..)?.iter().skip_while(|c| c.is_whitespace());
                let said: Vec<char> = said.take(begin.len()).copied().collect();
                (!begin.is_empty() && same(&said, &begin)).then_some(())
            };
            picked.iter().filter(|one| agrees(one).is_some()).count()
        };
        let mut best = (habits[0], agreeing(&habits[0]));
        for counting in &habits[1..] {
            let count = agreeing(counting);
            if count > best.1 {
                best = (*counting, count);
            }
        }
        best.0
    }

    fn habits(origin: &str) -> [Self; 4] {
        let origin = origin.to_lowercase();
        if origin.contains("nvivo") {
            return [Self::Units, Self::PlainUnits, Self::Characters, Self::Plain];
        }
        let by_line = ["motif", "qualcoder", "atlas", "taguette"];
        if by_line.iter().any(|tool| origin.contains(tool)) {
            return [Self::Plain, Self::Characters, Self::Units, Self::PlainUnits];
        }
        [Self::Characters, Self::Plain, Self::Units, Self::PlainUnits]
    }

    pub(super) fn places(self, raw: &str) -> Places {
        let ruler = Ruler::new(raw);
        let length = ruler.characters(raw.len());
        let plain = plain(raw);
        let each: Vec<usize> = match self {
            Self::Plain => (0..=length).collect(),
            Self::Characters => {
                let starts = raw.char_indices().map(|(at, _)| at);
                starts
                    .chain([raw.len()])
                    .map(|at| ruler.characters(at))
                    .collect()
            }
            Self::Units => units(raw, |at| ruler.characters(at)),
            Self::PlainUnits => {
                let own = Ruler::new(&plain);
                units(&plain, |at| own.characters(at))
            }
        };
        Places(each)
    }
}

/// Characters of a name that tell where a selection begins.
const TOLD_BY: usize = 24;

/// Tools write line breaks in names as spaces.
fn same(said: &[char], name: &[char]) -> bool {
    let mut pairs = said.iter().zip(name);
    said.len() == name.len()
        && pairs.all(|(one, other)| one == other || (one.is_whitespace() && other.is_whitespace()))
}

fn units(text: &str, before: impl Fn(usize) -> usize) -> Vec<usize> {
    let each = text.char_indices().flat_map(|(at, character)| {
        let count = before(at);
        std::iter::repeat_n(count, character.len_utf16())
    });
    each.chain([before(text.len())]).collect()
}

/// For each position as a tool counts, how many characters of the plain text
/// stand before it.
pub(super) struct Places(Vec<usize>);

impl Places {
    pub(super) fn get(&self, position: i64) -> Option<usize> {
        self.0.get(usize::try_from(position).ok()?).copied()
    }
}
