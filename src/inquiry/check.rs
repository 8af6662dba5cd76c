//! Whether passages are in the right theme: which to read, and what reading
//! some of them says of all.
//!
//! Takes a theme; draws texts from what it holds and from what it does not,
//! by a seed, for somebody to say of each whether it is about the theme. Takes
//! what they said; gives how often the theme is right, how much it finds, and
//! how many mention it in truth. A text is what one person wrote, since themes
//! count people; where nobody was asked in a survey, a passage of an interview.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::checked_themes::Checked;
use super::error::Error;
use super::ledger::{Ledger, ThemeRef};
use crate::feedback::{Document, Place, byte_span};
use crate::nps::clustered::corrected_share;
use crate::nps::double_sampling::EstimatedRate;
use crate::nps::intervals::Interval;
use crate::study::lookup::Lookup;
use crate::study::{Quote, Voiced};
use crate::themes::{CheckedPassage, DrawnFrom, ThemeId};
use crate::vectorize::Utterance;

/// Texts read for a check, unless somebody says otherwise.
pub const READ: usize = 50;

/// The seed of the texts that are drawn, unless somebody says otherwise.
pub const SEED: u64 = 1;

/// Of all texts that are read, which share is drawn from what the theme holds,
/// and from each part of what it does not, the nearest first: most of what a
/// theme misses is near it.
const SHARES: [f64; 4] = [0.4, 0.28, 0.16, 0.16];

/// The nearest part outside is as large as the theme, and at least so large;
/// the next so many times as large.
const NEAR: usize = 15;
const BETWEEN: usize = 3;

/// A text to read.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DrawnText {
    /// The passage it was drawn for: what is nearest to the theme in it.
    pub passage: Quote,
    /// All that was written, where it was a comment.
    pub comment: Option<String>,
    /// What it was drawn from.
    #[serde(skip)]
    pub drawn: DrawnFrom,
    /// Where the passage stands.
    #[serde(skip)]
    pub place: Place,
}

/// What reading some texts says of a theme.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ThemeCheck {
    /// The theme.
    pub theme: ThemeRef,
    /// Texts that were read.
    pub read: u64,
    /// Texts of which the reader could not tell.
    pub unsure: u64,
    /// Who read them.
    pub by: Vec<String>,
    /// The day the last was read.
    pub on: String,
    /// Texts whose place has changed since against what the reader said: the
    /// theme is to be checked again where they are many.
    pub moved: u64,
    /// The share of what is in the theme that is about it; `None` where too few
    /// were read.
    pub precision: Option<EstimatedRate>,
    /// The share of what is about it that is in the theme.
    pub recall: Option<EstimatedRate>,
    /// How many people mention it, corrected for both; `None` where nothing can
    /// be corrected by it.
    pub corrected: Option<CorrectedCount>,
}

/// How many people mention a theme in truth.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct CorrectedCount {
    /// As many as the theme holds.
    pub counted: u64,
    /// Of how many who commented.
    pub of: u64,
    /// How many are likely to mention it.
    pub people: f64,
    /// The share of those who commented that is.
    pub share: f64,
    /// Where the share may lie: which people were asked and which texts were
    /// read both make it unsure.
    pub interval: Interval,
}

impl DrawnText {
    /// Returns what was written before the passage, the passage, and what after.
    pub fn around(&self) -> [&str; 3] {
        let passage = self.passage.text.as_str();
        let Some(comment) = &self.comment else {
            return ["", passage, ""];
        };
        // The mask keeps the number of characters.
        match byte_span(comment, self.passage.start, self.passage.end) {
            Some(span) => [
                &comment[..span.start],
                span.slice(comment),
                &comment[span.end..],
            ],
            None => ["", comment, ""],
        }
    }
}

/// A text of the study, and where it stands to a theme.
struct CheckText {
    /// The passage that is nearest to the theme, or in it.
    passage: usize,
    place: Place,
    is_inside: bool,
    nearness: f32,
}

/// The texts that a check of a theme draws from.
pub struct CheckTexts<'a> {
    ledger: &'a Ledger<'a>,
    finding: usize,
    /// What the theme holds, and what it does not in parts, the nearest first;
    /// parts may be empty.
    parts: Vec<Vec<CheckText>>,
    read: BTreeSet<TextUnit>,
}

impl<'a> CheckTexts<'a> {
    /// Returns the texts for a theme, by its position in the findings.
    pub fn new(ledger: &'a Ledger<'a>, finding: usize) -> Self {
        Self {
            ledger,
            finding,
            parts: parts(texts(ledger, finding)),
            read: read_before(ledger, finding),
        }
    }

    /// Returns texts to read, in an order that does not tell which of them are
    /// in the theme. What was read before is not drawn again; `wanted` counts
    /// it.
    pub fn draw(&self, seed: u64, wanted: usize) -> Vec<DrawnText> {
        let sizes: Vec<usize> = self.parts.iter().map(Vec::len).collect();
        let mut drawn: Vec<([u8; 8], DrawnText)> = Vec::new();
        for (at, (part, take)) in self
            .parts
            .iter()
            .zip(shared_out(wanted, &sizes))
            .enumerate()
        {
            let from = DrawnFrom {
                part: at as u32,
                of: part.len() as u32,
            };
            let is_read = |text: &&CheckText| self.read.contains(&unit(text.place));
            let (before, new): (Vec<&CheckText>, Vec<&CheckText>) = part.iter().partition(is_read);
            let mut by_chance: Vec<_> = new
                .into_iter()
                .map(|text| (order(self.ledger, self.finding, seed, text.place), text))
                .collect();
            by_chance.sort_by_key(|(order, _)| order[0]);
            by_chance.truncate(take.saturating_sub(before.len()));
            drawn.extend(
                by_chance
                    .into_iter()
                    .map(|(order, text)| (order[1], drawn_text(self.ledger, text, from))),
            );
        }
        drawn.sort_by_key(|(order, _)| *order);
        drawn.into_iter().map(|(_, text)| text).collect()
    }
}

/// Returns what was read of each theme, in the order of the findings.
pub fn checks(ledger: &Ledger<'_>) -> Vec<ThemeCheck> {
    ledger
        .checked()
        .iter()
        .map(|(finding, checked)| checked.told(ledger, *finding))
        .collect()
}

/// Returns what was read of a theme; `None` where nobody checked it.
pub fn check_of(ledger: &Ledger<'_>, finding: usize) -> Option<ThemeCheck> {
    let checked = ledger.checked().get(&finding)?;
    Some(checked.told(ledger, finding))
}

/// Returns what would be said of a theme if these texts were read and nothing
/// else.
pub fn if_read(ledger: &Ledger<'_>, finding: usize, read: Vec<CheckedPassage>) -> ThemeCheck {
    let lookup = Lookup::new(&ledger.analysis.corpus);
    Checked::new(ledger.analysis, &lookup, finding, read).told(ledger, finding)
}

/// Returns a theme that can be checked, by its id or name.
pub fn checkable(ledger: &Ledger<'_>, wanted: &str) -> Result<(usize, u32), Error> {
    let finding = ledger.find(wanted)?;
    match ledger.finding(finding).theme.id {
        ThemeId::Theme(number) => Ok((finding, number)),
        ThemeId::Broad(_) | ThemeId::Part(..) => Err(Error::NoTheme {
            wanted: wanted.to_owned(),
            themes: Vec::new(),
        }),
    }
}

impl Checked {
    fn told(&self, ledger: &Ledger<'_>, finding: usize) -> ThemeCheck {
        let level = ledger.confidence;
        let accuracy = self.accuracy.as_ref();
        let days = self.read.iter().map(|of| of.at.get(..10).unwrap_or(&of.at));
        let by: BTreeSet<&String> = self.read.iter().map(|of| &of.who).collect();
        ThemeCheck {
            theme: ledger.theme(finding),
            read: self.sample.read(),
            unsure: self.read.iter().filter(|of| of.about.is_none()).count() as u64,
            by: by.into_iter().cloned().collect(),
            on: days.max().unwrap_or_default().to_owned(),
            moved: self.moved,
            precision: accuracy.and_then(|of| of.precision(level)),
            recall: accuracy.and_then(|of| of.recall(level)),
            corrected: self.corrected(ledger, finding),
        }
    }

    fn corrected(&self, ledger: &Ledger<'_>, finding: usize) -> Option<CorrectedCount> {
        let correction = self.correction.as_ref()?;
        let among = ledger.commenting(&ledger.analysis.people.latest);
        let says = ledger.saying(&among, |r| ledger.voices(r, finding));
        let counted = says.iter().filter(|(says, _)| *says).count() as u64;
        let of = among.len() as u64;
        let count = correction.count(counted, of - counted, ledger.confidence);
        let share = count.value / of as f64;
        let variance = correction.variance(counted, of - counted);
        Some(CorrectedCount {
            counted,
            of,
            people: count.value,
            share,
            interval: corrected_share(&says, (share, variance), ledger.confidence)?,
        })
    }
}

/// What one says of a text: what somebody wrote as a whole, or one passage of
/// what they said.
type TextUnit = (Document, usize);

fn unit(place: Place) -> TextUnit {
    match place {
        Place::Comment { response, .. } => (Document::Comment(response), 0),
        Place::Turn {
            interview, span, ..
        } => (Document::Interview(interview), span.start),
    }
}

fn read_before(ledger: &Ledger<'_>, finding: usize) -> BTreeSet<TextUnit> {
    let analysis = ledger.analysis;
    let ThemeId::Theme(number) = ledger.finding(finding).theme.id else {
        return BTreeSet::new();
    };
    let read = analysis
        .codebook
        .checks()
        .remove(&number)
        .unwrap_or_default();
    if read.is_empty() {
        return BTreeSet::new();
    }
    let lookup = Lookup::new(&analysis.corpus);
    let places = read.iter().filter_map(|of| {
        let (document, span) = lookup.excerpt(&of.passage)?;
        analysis.corpus.place(document, span)
    });
    places.map(unit).collect()
}

/// Returns the texts of a study that can be about a theme: comments that say
/// something, in people's latest answers; where there are none, what was said
/// in interviews.
fn texts(ledger: &Ledger<'_>, finding: usize) -> Vec<CheckText> {
    let analysis = ledger.analysis;
    let commented = ledger.commenting(&analysis.people.latest);
    let by_response = analysis.by_response();
    let texts: Vec<Vec<usize>> = if commented.is_empty() {
        let all = 0..analysis.passages.all.len();
        all.filter(|&at| analysis.voiced_by(at) != Voiced::Blank)
            .map(|at| vec![at])
            .collect()
    } else {
        let passages = |&response: &usize| by_response[response].to_vec();
        commented.iter().map(passages).collect()
    };
    let said: Vec<usize> = texts.iter().flatten().copied().collect();
    let nearness: BTreeMap<usize, f32> = said
        .iter()
        .copied()
        .zip(nearness(ledger, finding, &said))
        .collect();
    let own = &ledger.finding(finding).passages;
    let texts = texts.into_iter().filter_map(|passages| {
        let is_in = |at: &usize| own.binary_search(at).is_ok();
        let near = |one: &usize, other: &usize| nearness[one].total_cmp(&nearness[other]);
        let inside = passages.iter().copied().filter(is_in).max_by(near);
        let passage = inside.or_else(|| passages.iter().copied().max_by(near))?;
        let place = analysis.passages.all[passage].place;
        Some(CheckText {
            passage,
            place,
            is_inside: inside.is_some(),
            nearness: nearness[&passage],
        })
    });
    texts.collect()
}

/// Returns how near passages are to a theme.
fn nearness(ledger: &Ledger<'_>, finding: usize, passages: &[usize]) -> Vec<f32> {
    let analysis = ledger.analysis;
    let Some(model) = &analysis.memory.model else {
        return vec![0.0; passages.len()];
    };
    let utterances = passages
        .iter()
        .map(|&at| analysis.passages.all[at].utterance);
    let said: Vec<&Utterance> = utterances
        .map(|at| &analysis.passages.utterances[at])
        .collect();
    model.nearness(&ledger.finding(finding).origins, &said)
}

/// Returns where a text comes in a draw: by a seed, the theme and what the text
/// is, so that the order of files does not matter.
fn order(ledger: &Ledger<'_>, finding: usize, seed: u64, place: Place) -> [[u8; 8]; 2] {
    let corpus = &ledger.analysis.corpus;
    let (source, record) = corpus.origin(place.document());
    let mut digest = Sha256::new();
    digest.update(seed.to_le_bytes());
    digest.update(ledger.finding(finding).theme.id.to_string());
    digest.update(source);
    digest.update(record.unwrap_or_default());
    if let Place::Turn { span, .. } = place {
        digest.update(span.start.to_le_bytes());
    }
    let digest = digest.finalize();
    let eight = |from: usize| digest[from..from + 8].try_into().expect("eight bytes");
    [eight(0), eight(8)]
}

fn parts(texts: Vec<CheckText>) -> Vec<Vec<CheckText>> {
    let (inside, mut outside): (Vec<CheckText>, Vec<CheckText>) =
        texts.into_iter().partition(|text| text.is_inside);
    outside.sort_by(|one, other| {
        let nearest = other.nearness.total_cmp(&one.nearness);
        nearest.then(one.passage.cmp(&other.passage))
    });
    let near = inside.len().max(NEAR);
    let mut far = outside.split_off(near.min(outside.len()));
    let rest = far.split_off((BETWEEN * near).min(far.len()));
    vec![inside, outside, far, rest]
}

/// Returns how many are read of each of some parts, where so many are read in
/// all: what a small part cannot give is taken from the others.
fn shared_out(wanted: usize, sizes: &[usize]) -> Vec<usize> {
    let mut taken: Vec<usize> = sizes
        .iter()
        .zip(SHARES)
        .map(|(size, share)| ((wanted as f64 * share).round() as usize).min(*size))
        .collect();
    let all: usize = sizes.iter().sum();
    let mut left = wanted.min(all).saturating_sub(taken.iter().sum());
    while left > 0 {
        for (taken, size) in taken.iter_mut().zip(sizes) {
            let more = usize::from(*taken < *size && left > 0);
            *taken += more;
            left -= more;
        }
    }
    taken
}

fn drawn_text(ledger: &Ledger<'_>, text: &CheckText, drawn: DrawnFrom) -> DrawnText {
    let analysis = ledger.analysis;
    let comment = match text.place {
        Place::Comment { response, .. } => analysis.corpus.responses[response].comment.as_deref(),
        Place::Turn { .. } => None,
    };
    DrawnText {
        passage: analysis.quote(analysis.passages.all[text.passage].place),
        comment: comment.map(crate::text::masked),
        drawn,
        place: text.place,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_small_part_cannot_give_comes_from_the_others() {
        assert_eq!(shared_out(50, &[100, 100, 100, 900]), [20, 14, 8, 8]);
        let taken = shared_out(50, &[6, 100, 100, 900]);
        assert_eq!((taken[0], taken.iter().sum::<usize>()), (6, 50));
        assert_eq!(shared_out(50, &[6, 9, 2, 0]), [6, 9, 2, 0]);
    }
}
