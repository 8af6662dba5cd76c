//! A score under its name in JSON: `nps` for the recommendation question,
//! `net_score` on any other scale.

use serde::Serialize;

use crate::feedback::Scale;
use crate::nps::score::Counts;

/// A score, and so what it may be called; none where nobody rated.
#[derive(Clone, Copy, Debug, Serialize)]
pub(super) enum ScoreJson {
    #[serde(rename = "nps")]
    Promoters(Option<f64>),
    #[serde(rename = "net_score")]
    Other(Option<f64>),
}

impl ScoreJson {
    /// Returns the score of people who answered on a scale.
    pub(super) fn new(counts: Counts, scale: &Scale) -> Self {
        let score = counts.score();
        if scale.is_recommendation() {
            Self::Promoters(score)
        } else {
            Self::Other(score)
        }
    }

    /// Returns the number.
    pub(super) fn value(self) -> Option<f64> {
        match self {
            Self::Promoters(score) | Self::Other(score) => score,
        }
    }
}
