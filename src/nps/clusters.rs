//! Answers that go together: those of one account, or of one person.
//!
//! Takes the answers of two waves with the number of the account they come
//! from; gives the variance of the change between them. Accounts may answer
//! in one wave or in both.

use std::collections::BTreeMap;

use super::moments::Moments;
use crate::feedback::Group;

/// The answers of each account, before and after, by its number.
pub(super) struct AccountClusters(Vec<[WaveAnswers; 2]>);

impl AccountClusters {
    /// Returns the answers of each account.
    pub(super) fn new(before: &[(Group, u32)], after: &[(Group, u32)]) -> Self {
        let mut clusters: BTreeMap<u32, [WaveAnswers; 2]> = BTreeMap::new();
        for (wave, answers) in [before, after].into_iter().enumerate() {
            for (group, cluster) in answers {
                clusters.entry(*cluster).or_default()[wave].add(*group);
            }
        }
        Self(clusters.into_values().collect())
    }

    /// Returns how many accounts there are.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// Returns how many accounts with equally many answers would be as
    /// uneven (Kish 1965).
    pub(super) fn effective(&self) -> f64 {
        let sizes = || self.0.iter().map(|[was, is]| (was.n + is.n) as f64);
        let all: f64 = sizes().sum();
        all * all / sizes().map(|size| size * size).sum::<f64>()
    }

    /// Returns the variance of the change between the two means: the
    /// jackknife over accounts, and what the imagined people add to it.
    pub(super) fn variance_of_change(&self, before: Moments, after: Moments) -> f64 {
        let clusters = self.len() as f64;
        let real: f64 = self
            .0
            .iter()
            .map(|[was, is]| (is.influence(after) - was.influence(before)).powi(2))
            .sum();
        let imagined = [before, after].map(|wave| wave.pseudo_squares() / (wave.n * wave.n));
        (clusters - 1.0) / clusters * real + imagined[0] + imagined[1]
    }
}

/// What one account answered in one wave.
#[derive(Clone, Copy, Debug, Default)]
struct WaveAnswers {
    n: i64,
    sum: i64,
}

impl WaveAnswers {
    fn add(&mut self, group: Group) {
        self.n += 1;
        self.sum += i64::from(group.sign());
    }

    /// Returns how far the mean of the wave would move without them.
    ///
    /// A large account draws the mean to itself and then seems close to it;
    /// measured from the mean of the others it is as far as it is.
    fn influence(self, wave: Moments) -> f64 {
        let n = self.n as f64;
        (self.sum as f64 - n * wave.mean) / (wave.n - n)
    }
}

#[cfg(test)]
mod tests {
    use Group::{Detractor, Promoter};

    use super::super::change::{ScoreChange, change, clustered};
    use super::super::intervals::Confidence;
    use super::*;

    /// Returns sixty accounts with three equal answers each.
    fn unanimous(first: u32) -> Vec<(Group, u32)> {
        (first..first + 60)
            .flat_map(|account| [(Group::ALL[account as usize % 3], account); 3])
            .collect()
    }

    /// Returns the change as if all were separate people.
    fn plain(before: &[(Group, u32)], after: &[(Group, u32)]) -> ScoreChange {
        let [before, after] =
            [before, after].map(|wave| wave.iter().map(|(group, _)| *group).collect());
        change(before, after, Confidence::default()).unwrap()
    }

    fn together(before: &[(Group, u32)], after: &[(Group, u32)]) -> ScoreChange {
        clustered(before, after, Confidence::default()).unwrap()
    }

    #[test]
    fn three_equal_answers_of_one_account_are_hardly_more_than_one() {
        let (before, after) = (unanimous(0), unanimous(60));
        let ratio = together(&before, &after).error / plain(&before, &after).error;
        assert!((ratio - 3f64.sqrt()).abs() < 0.05, "{ratio}");
    }

    #[test]
    fn people_who_stay_as_they_were_cancel_out() {
        let wave = unanimous(0);
        let error = together(&wave, &wave).error;
        assert!(error < plain(&wave, &wave).error / 4.0, "{error}");
    }

    #[test]
    fn accounts_of_one_size_are_as_many_as_they_are() {
        let answers = [(Promoter, 1), (Detractor, 1), (Promoter, 2), (Promoter, 2)];
        let clusters = AccountClusters::new(&answers, &answers);
        assert_eq!(clusters.len(), 2);
        assert!((clusters.effective() - 2.0).abs() < 1e-12);
    }

    #[test]
    fn one_large_account_makes_many_small_ones_few() {
        let large = (0..30).map(|_| (Promoter, 0));
        let answers: Vec<_> = large.chain((1..=30).map(|one| (Detractor, one))).collect();
        let effective = AccountClusters::new(&answers, &[]).effective();
        assert!((effective - 3_600.0 / 930.0).abs() < 1e-12, "{effective}");
    }
}
