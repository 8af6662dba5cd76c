//! What sentences claim, and how sure an answer must be before it claims it.
//!
//! Where nothing is there, at most 5% of answers may claim something, however
//! many things an answer looks at. So the 5% are split among the families of
//! tests that an answer speaks of. Where the change of the score is called,
//! that family has done its part and what it held passes to the others (Holm
//! 1979; weights after Bretz and others 2009).

use serde::Serialize;

/// What a sentence claims.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Claim {
    /// Nothing: a number, a count, a quote, or that nothing can be told.
    #[default]
    None,
    /// The score changed.
    Change,
    /// Groups differ in what they say.
    Group,
    /// Something is said more or less often than before.
    Trend,
    /// A theme goes with a higher or lower score.
    Impact,
    /// A segment is worse or better off, or a theme gathers in one.
    Issue,
    /// Something goes with what became of customers.
    Outcome,
    /// Other people answered than before.
    Composition,
}

/// So many answers may claim something where nothing is there; and of the
/// findings of a list at most so many are false.
pub const FALSE: f64 = 0.05;

/// How clear a result is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Certainty {
    /// Chance alone does as much too often.
    Open,
    /// Chance alone would rarely do as much.
    Probable,
    /// Chance alone would hardly ever do as much.
    Clear,
}

impl Certainty {
    /// A change is clear where chance alone does as much no more often.
    pub const CLEAR: f64 = 0.01;

    /// Returns how clear a change is; probable up to [`CHANGE`].
    pub fn new(p: f64) -> Self {
        match p {
            p if p <= Self::CLEAR => Self::Clear,
            p if p <= CHANGE => Self::Probable,
            _ => Self::Open,
        }
    }
}

/// A comparison calls a change of the score up to this p. The rest of the 5%
/// is for what it says of themes and of who answered.
pub const CHANGE: f64 = 0.04;

/// The families of a comparison besides the change: themes said more or less
/// often, and who answered.
const COMPARED: f64 = 2.0;

/// Returns up to which q a comparison claims that a theme is said more or less
/// often, or that others answered; `called` says whether it calls a change.
pub fn compared(called: bool) -> f64 {
    (if called { FALSE } else { FALSE - CHANGE }) / COMPARED
}

/// Up to which q hot spots are claimed: that the score of a segment differs, or
/// that a theme comes up more in one. With [`ISSUE`] they are three families.
pub const HOTSPOT: f64 = FALSE / 4.0;

/// Up to which q a theme is claimed to be an issue that lowers the score.
pub const ISSUE: f64 = FALSE / 2.0;

/// Up to which p, or q, it is claimed that an outcome goes with the score, or
/// with a theme: two families.
pub const OUTCOME: f64 = FALSE / 2.0;

/// How the first lines of a report split their 5%.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct InShort {
    /// Up to which p they claim that the score changed.
    pub change: f64,
    /// Up to which q they claim that a theme goes with the score.
    pub impact: f64,
    /// Up to which q they claim that a theme is said more or less often.
    pub trend: f64,
}

impl InShort {
    /// Returns the split of a report on all there is. `p` is that of the
    /// change from the wave before, where there is one.
    pub fn of_report(p: Option<f64>) -> Self {
        let Some(p) = p else {
            return Self {
                change: 0.0,
                impact: FALSE,
                trend: 0.0,
            };
        };
        let change = 0.4 * FALSE;
        let rest = if p <= change { FALSE } else { FALSE - change };
        Self {
            change,
            impact: rest * 2.0 / 3.0,
            trend: rest / 3.0,
        }
    }
}

/// How the first lines of a report on a change split their 5%.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct InShortOfChange {
    /// Up to which p they claim that the score changed.
    pub change: f64,
    /// Up to which q they claim what carries a change; only where it is called.
    pub carried: f64,
    /// Up to which q they claim that others answered, that a theme comes up
    /// more in a segment, and that groups differ.
    pub others: f64,
}

impl InShortOfChange {
    /// Returns the split where the change has this p.
    pub fn new(p: Option<f64>) -> Self {
        let change = 0.6 * FALSE;
        let called = p.is_some_and(|p| p <= change);
        let (carried, rest) = if called {
            (FALSE / 2.0, FALSE / 2.0)
        } else {
            (0.0, FALSE - change)
        };
        Self {
            change,
            carried,
            others: rest / 3.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_never_spends_more_than_its_five_percent() {
        assert!(CHANGE + COMPARED * compared(false) <= FALSE + 1e-12);
        assert!(COMPARED * compared(true) <= FALSE + 1e-12);
        const { assert!(2.0 * HOTSPOT + ISSUE <= FALSE && 2.0 * OUTCOME <= FALSE) };
        for p in [None, Some(0.5), Some(0.001)] {
            let split = InShort::of_report(p);
            let called = p.is_some_and(|p| p <= split.change);
            let change = if called { 0.0 } else { split.change };
            assert!(change + split.impact + split.trend <= FALSE + 1e-12);
            let split = InShortOfChange::new(p);
            let called = p.is_some_and(|p| p <= split.change);
            let change = if called { split.carried } else { split.change };
            assert!(change + 3.0 * split.others <= FALSE + 1e-12);
        }
    }

    #[test]
    fn a_change_just_under_the_limit_is_probable_and_no_more() {
        assert_eq!(Certainty::new(0.002), Certainty::Clear);
        assert_eq!(Certainty::new(0.035), Certainty::Probable);
        assert_eq!(Certainty::new(0.045), Certainty::Open);
    }
}
