//! Which themes and segments carry a change in score.
//!
//! Takes two selections; gives rows that add up to the change: by theme, with
//! a row for those who said nothing and one for what is unthemed, and by each
//! attribute, what changed within its segments and what by their mix.

use serde::Serialize;

use super::impacts::TESTED;
use super::ledger::{Ledger, Silence, ThemeRef};
use super::segments::{Attribute, Segments};
use super::selection::Selection;
use crate::nps::decomposition::{self, RatedAnswer, decomposition};
use crate::nps::estimate::Footing;
use crate::nps::fdr::among_tested;
use crate::nps::intervals::{self, Interval};
use crate::nps::kitagawa::{Reversal, Segmented, kitagawa};
use crate::nps::score::Counts;
use crate::nps::shrinkage::{Effect, Shrunk, shrink};

/// What carries a change.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Drivers {
    /// By theme; `None` where nobody rated on one side.
    pub by_theme: Option<ThemeSplit>,
    /// By each attribute, that whose mix, then whose segments, carry most first.
    pub by_segment: Vec<SegmentSplit>,
}

/// A change split among themes.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ThemeSplit {
    /// The change; what the rows add up to.
    pub points: f64,
    /// The rows, what lowers the score most first.
    pub rows: Vec<ThemeRow>,
    /// Whether every order was tried, or some drawn.
    pub exact: bool,
    /// The largest standard error that drawing leaves in a row, in points.
    pub error: f64,
}

/// What a row of the split stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RowKind {
    /// A theme.
    Theme,
    /// Themes under five people, together.
    Smaller,
    /// Themes that people set aside.
    SetAside,
    /// Comments without a theme.
    Unthemed,
    /// No comment.
    NoComment,
}

/// What one theme, or one sort of silence, carries of a change.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ThemeRow {
    /// What it stands for.
    pub kind: RowKind,
    /// The theme, where it is one.
    pub theme: Option<ThemeRef>,
    /// What it is called.
    pub label: String,
    /// Those in it before.
    pub before: Counts,
    /// Those in it after.
    pub after: Counts,
    /// Points of the change.
    pub points: f64,
    /// Where they may lie.
    pub interval: Interval,
    /// How likely chance alone is to carry as much.
    pub p: f64,
    /// The share of false findings among the themes at least as clear; 1 of
    /// what is not tested.
    pub q: f64,
    /// What the points are likely to be, learned from all rows; `None` under
    /// five people.
    pub shrunk: Option<Shrunk>,
}

/// A change split among the segments of an attribute.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SegmentSplit {
    /// The attribute.
    pub attribute: String,
    /// The segments.
    pub rows: Vec<SegmentRow>,
    /// What changed within segments, together.
    pub rate: f64,
    /// What changed because segments grew and shrank, together.
    pub mix: f64,
    /// Simpson's reversal: every segment went one way, the whole the other.
    pub reversal: Option<Reversal>,
}

/// What one segment carries of a change.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SegmentRow {
    /// The value of the attribute.
    pub value: String,
    /// Those in it before.
    pub before: Counts,
    /// Those in it after.
    pub after: Counts,
    /// Points because its own score changed.
    pub rate: f64,
    /// Where they may lie.
    pub rate_interval: Interval,
    /// Points because it grew or shrank.
    pub mix: f64,
    /// Where they may lie.
    pub mix_interval: Interval,
}

/// What is said of those whose attribute is blank.
const UNSTATED: &str = "not stated";

impl Drivers {
    /// Splits the change from one selection to another.
    pub(super) fn new(
        ledger: &Ledger<'_>,
        segments: &Segments,
        from: &Selection,
        to: &Selection,
    ) -> Self {
        let mut by_segment: Vec<SegmentSplit> = segments
            .attributes
            .iter()
            .filter_map(|attribute| by_segment(ledger, attribute, from, to))
            .collect();
        // What the mix explains comes first: it may explain the whole.
        let told = |split: &SegmentSplit| {
            let rows = split.rows.iter().map(|row| (row.rate + row.mix).abs());
            2.0 * split.mix.abs() + rows.fold(0.0, f64::max)
        };
        by_segment.sort_by(|a, b| told(b).total_cmp(&told(a)));
        Self {
            by_theme: ThemeSplit::new(ledger, from, to),
            by_segment,
        }
    }
}

/// The rows of a split by theme, before points are known.
struct SplitRows {
    themes: Vec<usize>,
    /// For each finding its row, where it is large enough for one.
    of_theme: Vec<Option<u16>>,
}

impl SplitRows {
    const REST: [RowKind; 4] = [
        RowKind::Smaller,
        RowKind::SetAside,
        RowKind::Unthemed,
        RowKind::NoComment,
    ];

    /// Gives a row to each theme that enough people voice on the two sides.
    fn new(ledger: &Ledger<'_>, from: &Selection, to: &Selection) -> Self {
        let mut people = vec![0u64; ledger.analysis.findings.len()];
        for &r in from.responses.iter().chain(&to.responses) {
            if ledger.group(r).is_some() {
                for &theme in &ledger.voiced[r] {
                    people[theme] += 1;
                }
            }
        }
        let large = |at: &usize| people[*at] >= Footing::SHOWN;
        let themes: Vec<usize> = (0..people.len()).filter(large).collect();
        let mut of_theme = vec![None; people.len()];
        for (row, &theme) in themes.iter().enumerate() {
            of_theme[theme] = Some(row as u16);
        }
        Self { themes, of_theme }
    }

    fn count(&self) -> usize {
        self.themes.len() + Self::REST.len()
    }

    fn rest(&self, kind: RowKind) -> u16 {
        let at = Self::REST.iter().position(|rest| *rest == kind);
        (self.themes.len() + at.expect("every other kind is in the list")) as u16
    }

    fn answer(&self, ledger: &Ledger<'_>, response: usize) -> Option<RatedAnswer> {
        let smaller = self.rest(RowKind::Smaller);
        let mut rows: Vec<u16> = match ledger.silence[response] {
            None => {
                let themes = ledger.voiced[response].iter();
                themes
                    .map(|&at| self.of_theme[at].unwrap_or(smaller))
                    .collect()
            }
            Some(Silence::NoComment) => vec![self.rest(RowKind::NoComment)],
            Some(Silence::Unthemed) => vec![self.rest(RowKind::Unthemed)],
            Some(Silence::SetAside) => vec![self.rest(RowKind::SetAside)],
        };
        rows.sort_unstable();
        rows.dedup();
        Some(RatedAnswer {
            group: ledger.group(response)?,
            cluster: ledger.voice(response),
            rows,
        })
    }

    fn named(
        &self,
        ledger: &Ledger<'_>,
        at: usize,
        row: &decomposition::DecompositionRow,
    ) -> ThemeRow {
        let theme = self.themes.get(at).map(|&theme| ledger.theme(theme));
        let kind = match at.checked_sub(self.themes.len()) {
            Some(rest) => Self::REST[rest],
            None => RowKind::Theme,
        };
        let label = match (kind, &theme) {
            (RowKind::Theme, Some(theme)) => theme.label.clone(),
            (RowKind::Smaller | RowKind::Theme, _) => "themes with too few people".into(),
            (RowKind::SetAside, _) => "hidden themes".into(),
            (RowKind::Unthemed, _) => "comments that no theme covers".into(),
            (RowKind::NoComment, _) => "no comment".into(),
        };
        ThemeRow {
            kind,
            theme,
            label,
            before: row.before,
            after: row.after,
            points: row.points,
            interval: row.interval,
            p: 1.0,
            q: 1.0,
            shrunk: None,
        }
    }
}

impl ThemeSplit {
    fn new(ledger: &Ledger<'_>, from: &Selection, to: &Selection) -> Option<Self> {
        let rows = SplitRows::new(ledger, from, to);
        let answers = |selection: &Selection| -> Vec<RatedAnswer> {
            let responses = selection.responses.iter();
            responses.filter_map(|&r| rows.answer(ledger, r)).collect()
        };
        let split = decomposition(
            &answers(from),
            &answers(to),
            rows.count(),
            ledger.confidence,
        )?;
        let mut told: Vec<ThemeRow> = split
            .rows
            .iter()
            .enumerate()
            .filter(|(_, row)| row.before.n() + row.after.n() > 0)
            .map(|(at, row)| rows.named(ledger, at, row))
            .collect();
        told.sort_by(|a, b| a.points.total_cmp(&b.points));
        judge(&mut told, ledger);
        Some(Self {
            points: split.points,
            rows: told,
            exact: split.exact,
            error: split.error,
        })
    }
}

/// Says how sure each row is among all themes that enough people voice; what
/// has no theme is never a finding.
fn judge(rows: &mut [ThemeRow], ledger: &Ledger<'_>) {
    for row in rows.iter_mut().filter(|row| row.is_told()) {
        row.p = intervals::p_value(row.points, row.interval, ledger.confidence);
    }
    let tested = rows.iter().map(|row| row.is_tested().then_some(row.p));
    let q = among_tested(&tested.collect::<Vec<_>>());
    for (row, q) in rows.iter_mut().zip(q) {
        row.q = q;
    }
    let z = ledger.confidence.z();
    let effects = rows.iter().filter(|row| row.is_told()).map(|row| Effect {
        value: row.points,
        error: ((row.interval.high - row.interval.low) / (2.0 * z)).max(f64::MIN_POSITIVE),
    });
    let shrunk = shrink(&effects.collect::<Vec<_>>(), ledger.confidence);
    let told = rows.iter_mut().filter(|row| row.is_told());
    for (row, shrunk) in told.zip(shrunk) {
        row.shrunk = Some(shrunk);
    }
}

impl ThemeRow {
    /// Returns whether it is a theme that enough people voice for a test.
    pub fn is_tested(&self) -> bool {
        self.kind == RowKind::Theme && self.before.n() + self.after.n() >= TESTED
    }

    /// Returns whether enough people are in it for a number.
    pub fn is_told(&self) -> bool {
        self.before.n() + self.after.n() >= Footing::SHOWN
    }
}

fn by_segment(
    ledger: &Ledger<'_>,
    attribute: &Attribute,
    from: &Selection,
    to: &Selection,
) -> Option<SegmentSplit> {
    let unstated = attribute.values.len() as u16;
    let answers = |selection: &Selection| -> Vec<Segmented> {
        let responses = selection.responses.iter();
        responses
            .filter_map(|&r| {
                Some(Segmented {
                    group: ledger.group(r)?,
                    cluster: ledger.voice(r),
                    segment: attribute.of_response[r].unwrap_or(unstated),
                })
            })
            .collect()
    };
    let count = attribute.values.len() + 1;
    let split = kitagawa(&answers(from), &answers(to), count, ledger.confidence)?;
    let values = attribute.values.iter().map(String::as_str);
    let rows = values.chain([UNSTATED]).zip(&split.rows);
    let rows: Vec<SegmentRow> = rows
        .filter(|(_, row)| row.before.n() + row.after.n() > 0)
        .map(|(value, row)| SegmentRow {
            value: value.to_owned(),
            before: row.before,
            after: row.after,
            rate: row.rate,
            rate_interval: row.rate_interval,
            mix: row.mix,
            mix_interval: row.mix_interval,
        })
        .collect();
    (rows.len() > 1).then_some(SegmentSplit {
        attribute: attribute.name.clone(),
        rows,
        rate: split.rate,
        mix: split.mix,
        reversal: split.reversal,
    })
}
