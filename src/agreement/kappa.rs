//! Agreement on one thing said or not said: Cohen's kappa.

use serde::Serialize;

use crate::nps::intervals::{Confidence, Interval};

/// Of how many things two readers say the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct KappaCounts {
    /// Both say it.
    pub both: u64,
    /// Only the first does.
    pub only_first: u64,
    /// Only the second does.
    pub only_second: u64,
    /// Neither does.
    pub neither: u64,
}

/// How far two readers agree beyond chance, and between which bounds that may
/// lie.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Kappa {
    /// 0 by chance, 1 in full agreement.
    pub value: f64,
    /// Its interval.
    #[serde(flatten)]
    pub interval: Interval,
}

impl KappaCounts {
    /// Returns how many things were read.
    pub fn things(self) -> u64 {
        self.both + self.only_first + self.only_second + self.neither
    }

    /// Returns Cohen's kappa; `None` where both say the same of everything,
    /// so that chance alone would agree as well.
    pub fn kappa(self, confidence: Confidence) -> Option<Kappa> {
        let things = self.things() as f64;
        let [both, first, second, neither] =
            [self.both, self.only_first, self.only_second, self.neither]
                .map(|count| count as f64 / things);
        let (says, said) = (both + first, both + second);
        let agreed = both + neither;
        let by_chance = says * said + (1.0 - says) * (1.0 - said);
        let room = 1.0 - by_chance;
        // Not a number where there are no things at all.
        if room.is_nan() || room <= 0.0 {
            return None;
        }
        let value = (agreed - by_chance) / room;
        // Fleiss, Cohen and Everitt 1969, equation 13.
        let kept = |share: f64, margins: f64| share * (room - margins * (1.0 - agreed)).powi(2);
        let missed = |share: f64, margins: f64| share * (margins * (1.0 - agreed)).powi(2);
        let spread = kept(both, says + said)
            + kept(neither, 2.0 - says - said)
            + missed(first, said + 1.0 - says)
            + missed(second, says + 1.0 - said)
            - (agreed * by_chance - 2.0 * by_chance + agreed).powi(2);
        let error = spread.max(0.0).sqrt() / (room.powi(2) * things.sqrt());
        Some(Kappa {
            value,
            interval: Interval::around(value, confidence.z() * error).within(-1.0, 1.0),
        })
    }

    /// Returns the share of what the second says that the first says too.
    pub fn precision(self) -> Option<f64> {
        share(self.both, self.only_second)
    }

    /// Returns the share of what the first says that the second says too.
    pub fn recall(self) -> Option<f64> {
        share(self.both, self.only_first)
    }
}

fn share(both: u64, only: u64) -> Option<f64> {
    (both + only > 0).then(|| both as f64 / (both + only) as f64)
}
