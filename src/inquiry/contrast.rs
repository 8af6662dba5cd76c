//! What separates one group from another: themes, and words.
//!
//! Takes two parts of the answers; gives for each theme the shares that voice
//! it, their difference and how sure it is, and the words one side uses and
//! the other does not, with quotes from both. Within one theme it tells what
//! the sides say differently about the same thing.

use serde::Serialize;

use super::breadth::{Breadth, spread};
use super::claims::FALSE;
use super::distinctive_words::{DistinctiveWords, SideVocabulary};
use super::error::Error;
use super::ledger::{Ledger, Side, ThemeRef};
use super::selection::{Selection, selected};
use super::sides;
use crate::feedback::{Group, Scale};
use crate::nps::clustered::Clustered;
use crate::nps::contrast::{self, contrasts};
use crate::study::{Analysis, Quote};

/// What separates two parts of the answers.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Contrast {
    /// One side.
    pub first: Side,
    /// The other.
    pub second: Side,
    /// The theme it was looked for in; else the whole.
    pub within: Option<ThemeRef>,
    /// The themes, what the first side says more first.
    pub themes: Vec<ThemeContrast>,
    /// How many shares were tested for this answer, over all its pairs.
    pub tested: u64,
    /// The words that mark either side.
    pub words: DistinctiveWords,
    /// Within a theme: what either side says of it.
    pub quotes: [Vec<Quote>; 2],
}

/// How a theme separates two sides.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ThemeContrast {
    /// The theme.
    #[serde(flatten)]
    pub theme: ThemeRef,
    /// Those of either side who commented and voice it.
    #[serde(flatten)]
    pub contrast: contrast::ShareContrast,
    /// Whether it is more than chance, at most 5% false findings.
    pub found: bool,
    /// Who says it: how many accounts, and whether one is loud.
    pub spread: Breadth,
    /// What the first side says of it.
    pub first_quotes: Vec<Quote>,
    /// What the second side says of it.
    pub second_quotes: Vec<Quote>,
}

/// All pairs of groups; the one that tells most of what to mend first.
const PAIRS: [[Group; 2]; 3] = [
    [Group::Passive, Group::Detractor],
    [Group::Promoter, Group::Detractor],
    [Group::Promoter, Group::Passive],
];

/// Returns all pairs of groups of a selection that the scale knows.
pub fn groups(among: &Selection, analysis: &Analysis) -> Vec<(Selection, Selection)> {
    let known: Vec<Group> = analysis.corpus.scale.groups().collect();
    let pairs = PAIRS.into_iter();
    pairs
        .filter(|pair| pair.iter().all(|group| known.contains(group)))
        .map(|[first, second]| (among.group(analysis, first), among.group(analysis, second)))
        .collect()
}

/// Returns the names of all pairs of groups that a scale knows.
pub fn pairs(scale: &Scale) -> Vec<[String; 2]> {
    let known: Vec<Group> = scale.groups().collect();
    let pairs = PAIRS
        .into_iter()
        .filter(|pair| pair.iter().all(|group| known.contains(group)));
    pairs
        .map(|pair| pair.map(|group| scale.singular(group).to_owned()))
        .collect()
}

/// Quotes shown of a side.
const QUOTES: usize = 2;

/// Quotes shown of a side within one theme.
const WITHIN: usize = 4;

/// Contrasts pairs of selections, with one count of tests for all.
pub fn contrast(
    ledger: &Ledger<'_>,
    pairs: &[(Selection, Selection)],
    within: Option<usize>,
) -> Result<Vec<Contrast>, Error> {
    for (first, second) in pairs {
        if first.name == second.name {
            return Err(Error::Same {
                name: first.name.clone(),
            });
        }
    }
    let themes: Vec<usize> = ledger
        .themes()
        .into_iter()
        .filter(|theme| Some(*theme) != within)
        .collect();
    let vocabulary = SideVocabulary::within(ledger, within);
    let sides: Vec<[Vec<usize>; 2]> = pairs
        .iter()
        .map(|(first, second)| [first, second].map(|side| heard(ledger, side, within)))
        .collect();
    let parts = sides
        .iter()
        .flat_map(|sides| themes.iter().map(|&theme| saying(ledger, sides, theme)));
    let tests = contrasts(parts, ledger.confidence);
    let tested = tests.iter().flatten().count() as u64;
    let each = pairs.iter().zip(&sides).enumerate();
    Ok(each
        .map(|(at, ((first, second), heard))| {
            let tests = &tests[at * themes.len()..(at + 1) * themes.len()];
            let rows = themes.iter().zip(tests);
            let mut rows: Vec<ThemeContrast> = rows
                .filter_map(|(&theme, test)| Some(row(ledger, theme, (*test)?, heard)))
                .collect();
            rows.sort_by(|a, b| b.contrast.difference.total_cmp(&a.contrast.difference));
            Contrast {
                first: side(ledger, first, &heard[0], within),
                second: side(ledger, second, &heard[1], within),
                within: within.map(|theme| ledger.theme(theme)),
                themes: rows,
                tested,
                words: vocabulary.apart(heard, within),
                quotes: match within {
                    Some(theme) => [0, 1].map(|side| ledger.quotes(theme, &heard[side], WITHIN)),
                    None => [Vec::new(), Vec::new()],
                },
            }
        })
        .collect())
}

/// Contrasts two parts of the answers, by what they are asked for. Two groups are
/// tested together with the other pairs of groups, as they are where all pairs
/// are told, so that a pair gets one answer whatever else is asked.
pub fn contrast_of(
    ledger: &Ledger<'_>,
    [first, second]: [&str; 2],
    among: Option<&str>,
    within: Option<usize>,
) -> Result<Contrast, Error> {
    let analysis = ledger.analysis;
    let asked = sides::apart([first, second], among, analysis)?;
    let named = |text: &str| analysis.corpus.scale.group_named(text);
    let mut pairs = vec![asked];
    if let (Some(first), Some(second)) = (named(first), named(second)) {
        let mut others = groups(&selected(among, analysis)?, analysis);
        let is_asked = |side: &Selection| side.group == Some(first) || side.group == Some(second);
        others.retain(|(one, other)| !(is_asked(one) && is_asked(other)));
        pairs.extend(others);
    }
    let mut found = contrast(ledger, &pairs, within)?;
    Ok(found.swap_remove(0))
}

/// Returns the words that mark either of two sides in what they say of a theme.
pub fn words_within(ledger: &Ledger<'_>, sides: [&Selection; 2], theme: usize) -> DistinctiveWords {
    let heard = sides.map(|side| heard(ledger, side, Some(theme)));
    SideVocabulary::within(ledger, Some(theme)).apart(&heard, Some(theme))
}

/// Says how many a side covers; within a theme, those who voice it.
fn side(ledger: &Ledger<'_>, of: &Selection, heard: &[usize], within: Option<usize>) -> Side {
    match within {
        None => ledger.side(of),
        Some(_) => ledger.side(&of.filtered(|r| heard.binary_search(&r).is_ok())),
    }
}

/// Returns those of a side who wrote something, or something in a theme.
fn heard(ledger: &Ledger<'_>, side: &Selection, within: Option<usize>) -> Vec<usize> {
    let responses = side.responses.iter().copied();
    responses
        .filter(|&r| ledger.commented(r) && within.is_none_or(|theme| ledger.voices(r, theme)))
        .collect()
}

/// Returns of both sides who says something, for a test.
pub fn saying(
    ledger: &Ledger<'_>,
    sides: &[Vec<usize>; 2],
    theme: usize,
) -> [Vec<Clustered<bool>>; 2] {
    let says = |side: &Vec<usize>| ledger.saying(side, |r| ledger.voices(r, theme));
    sides.each_ref().map(says)
}

/// Returns which share of either side's people who rated is in a group, and how
/// far the shares may lie apart; `None` where a side has nobody who did.
pub fn group_shares(
    ledger: &Ledger<'_>,
    sides: [&Selection; 2],
    group: Group,
) -> Option<contrast::ShareContrast> {
    let responses = &ledger.analysis.corpus.responses;
    let [first, second] = sides.map(|side| {
        let rated = side.responses.iter().copied();
        let rated: Vec<usize> = rated.filter(|&r| responses[r].rating.is_some()).collect();
        ledger.saying(&rated, |r| {
            responses[r]
                .rating
                .is_some_and(|rating| rating.group() == group)
        })
    });
    contrast::contrast(&first, &second, ledger.confidence)
}

fn row(
    ledger: &Ledger<'_>,
    theme: usize,
    contrast: contrast::ShareContrast,
    heard: &[Vec<usize>; 2],
) -> ThemeContrast {
    let found = contrast.q <= FALSE;
    let quotes = |side: usize| {
        if found {
            ledger.quotes(theme, &heard[side], QUOTES)
        } else {
            Vec::new()
        }
    };
    let said = ledger.voicing(theme, &heard.concat());
    ThemeContrast {
        theme: ledger.theme(theme),
        contrast,
        found,
        spread: spread(ledger, &said),
        first_quotes: quotes(0),
        second_quotes: quotes(1),
    }
}
