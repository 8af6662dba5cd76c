//! Themes that lower the score, and whether they come from many accounts, one
//! segment or one customer.

use serde::Serialize;

use super::super::breadth::{Breadth, spread};
use super::super::claims::ISSUE;
use super::super::impacts::TopicImpact;
use super::super::ledger::{Ledger, ThemeRef};
use super::super::selection::Selection;
use super::grid::{Grid, Segment};
use crate::nps::contrast;
use crate::nps::estimate::{Estimate, Footing};
use crate::nps::intervals::Proportion;

/// A theme that lowers the score.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Issue {
    /// The theme.
    #[serde(flatten)]
    pub theme: ThemeRef,
    /// Points it weighs.
    pub impact: Estimate,
    /// How widely it is said.
    pub spread: Breadth,
    /// The segment nearly all who say it are in, where there is one.
    pub confined: Option<Confined>,
    /// How many it comes from.
    pub reach: Reach,
}

/// A segment that nearly all who say something are in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Confined {
    /// The segment.
    #[serde(flatten)]
    pub segment: Segment,
    /// How many of them are in it.
    pub inside: Proportion,
}

/// How far an issue reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reach {
    /// Several accounts in several segments say it.
    ManyAccounts,
    /// Several accounts say it, nearly all of one segment.
    OneSegment,
    /// Most who say it are at one account.
    OneAccount,
    /// Under three accounts, or under five people.
    Few,
    /// No accounts are known: it cannot be told.
    Unknown,
}

/// Nearly all who say it are in one segment when this share is.
const NEARLY_ALL: f64 = 0.8;

/// One account's complaint is told from this many detractors on.
const COMPLAINING: u64 = 3;

/// And chance alone puts them there less often than this.
const CERTAIN: f64 = 0.001;

/// Returns the topics that lower the score by more than chance, and those that
/// one account complains of; and how far each reaches.
pub(super) fn issues(
    ledger: &Ledger<'_>,
    among: &Selection,
    grid: &Grid,
    impacts: &[TopicImpact],
) -> Vec<Issue> {
    let tested = |theme: usize| impacts.iter().find(|topic| topic.finding == theme);
    let mut issues: Vec<Issue> = ledger
        .topics()
        .into_iter()
        .filter_map(|theme| {
            let said = ledger.voicing(theme, &among.responses);
            let points = ledger.impact(theme, &among.responses)?.points;
            let issue = issue(ledger, among, grid, theme, &said, points);
            let lowers = tested(theme)
                .is_some_and(|topic| topic.shrunk.value < 0.0 && topic.is_found(ISSUE));
            let is_own = issue.reach == Reach::OneAccount && is_complaint(ledger, &said);
            (lowers || is_own).then_some(issue)
        })
        .collect();
    let points = |issue: &Issue| issue.impact.value().unwrap_or_default();
    issues.sort_by(|a, b| {
        (a.reach)
            .cmp(&b.reach)
            .then(points(a).total_cmp(&points(b)))
    });
    issues
}

/// Most who say it are detractors, and they are several.
fn is_complaint(ledger: &Ledger<'_>, said: &[usize]) -> bool {
    let counts = ledger.counts(said);
    let several = counts.detractors >= COMPLAINING && said.len() as u64 >= Footing::SHOWN;
    several && counts.detractors * 2 > counts.n()
}

fn issue(
    ledger: &Ledger<'_>,
    among: &Selection,
    grid: &Grid,
    theme: usize,
    said: &[usize],
    impact: Estimate,
) -> Issue {
    let unhappy = ledger.unhappy(said);
    let spread = spread(ledger, &unhappy);
    let confined = confined(ledger, grid, among, &unhappy);
    let reach = match () {
        () if spread.one_account().is_some() => Reach::OneAccount,
        () if spread.people < Footing::SHOWN => Reach::Few,
        () if spread.accounts == 0 => Reach::Unknown,
        () if !spread.is_wide() => Reach::Few,
        () if confined.is_some() => Reach::OneSegment,
        () => Reach::ManyAccounts,
    };
    Issue {
        theme: ledger.theme(theme),
        impact,
        spread,
        confined,
        reach,
    }
}

/// Returns the one value that nearly all have, where not nearly all have it
/// anyway: chance alone would put them there less than once in a thousand.
fn confined(
    ledger: &Ledger<'_>,
    grid: &Grid,
    among: &Selection,
    said: &[usize],
) -> Option<Confined> {
    let singles = grid.parents.iter().take_while(|parents| parents.is_none());
    let rest = |r: &usize| said.binary_search(r).is_err();
    let others: Vec<usize> = among.responses.iter().copied().filter(rest).collect();
    let clear = |cell: u32| {
        let [inside, _] = grid.sides(among, cell);
        let is_in = |side: &[usize]| ledger.saying(side, |r| inside.binary_search(&r).is_ok());
        let test = contrast::contrast(&is_in(said), &is_in(&others), ledger.confidence)?;
        let nearly_all = test.first.share()? >= NEARLY_ALL && test.difference > 0.0;
        (nearly_all && test.p < CERTAIN).then_some((test, cell))
    };
    let best = (0..singles.count() as u32)
        .filter_map(clear)
        .min_by(|a, b| a.0.p.total_cmp(&b.0.p).then(a.1.cmp(&b.1)));
    best.map(|(test, cell)| Confined {
        segment: grid.cells[cell as usize][0].clone(),
        inside: test.first,
    })
}
