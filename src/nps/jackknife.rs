//! How far a number would stray if other accounts had answered.
//!
//! Takes what each account, or each person without one, adds to a few totals;
//! gives the variance of any number made of these totals, by leaving out one
//! account after the other (the delete-one-cluster jackknife, CR3; Bell and
//! others 2002).

use ahash::AHashMap;

/// What each cluster adds to `K` totals. Clusters that add the same are kept
/// once, with their number.
#[derive(Clone, Debug)]
pub(super) struct ClusterTotals<const K: usize> {
    units: Vec<(f64, [f64; K])>,
    total: [f64; K],
}

/// People who are imagined, so that ten promoters of ten leave room for
/// doubt: how many, and what one of them adds.
pub(super) type Imagined<const K: usize> = (f64, [f64; K]);

impl<const K: usize> ClusterTotals<K> {
    /// Adds up the answers of each cluster, given by its number. Neither their
    /// order nor the numbers matter.
    pub(super) fn new(answers: impl IntoIterator<Item = (u32, [i32; K])>) -> Self {
        let mut answers: Vec<(u32, [i32; K])> = answers.into_iter().collect();
        // Most often they come in order.
        if !answers.is_sorted_by_key(|(cluster, _)| *cluster) {
            answers.sort_unstable_by_key(|(cluster, _)| *cluster);
        }
        let mut alike: AHashMap<[i32; K], u32> = AHashMap::new();
        for cluster in answers.chunk_by(|a, b| a.0 == b.0) {
            let mut totals = [0; K];
            for (_, adds) in cluster {
                totals
                    .iter_mut()
                    .zip(adds)
                    .for_each(|(total, adds)| *total += adds);
            }
            *alike.entry(totals).or_default() += 1;
        }
        Self::of_alike(alike.into_iter().collect())
    }

    /// Adds up people who each answered once, given as what one of them adds
    /// and how many there are.
    pub(super) fn of_people(people: impl IntoIterator<Item = ([i32; K], u64)>) -> Self {
        let people = people.into_iter().filter(|(_, count)| *count > 0);
        Self::of_alike(people.map(|(adds, count)| (adds, count as u32)).collect())
    }

    fn of_alike(mut alike: Vec<([i32; K], u32)>) -> Self {
        alike.sort_unstable();
        let units: Vec<(f64, [f64; K])> = alike
            .into_iter()
            .map(|(totals, count)| (f64::from(count), totals.map(f64::from)))
            .collect();
        let mut total = [0.0; K];
        for (count, adds) in &units {
            add(&mut total, adds, *count);
        }
        Self { units, total }
    }

    /// Returns how many clusters there are.
    pub(super) fn count(&self) -> f64 {
        self.units.iter().map(|(count, _)| count).sum()
    }

    /// Returns whether no cluster has more than one answer, where `size` says
    /// how many answers a cluster has.
    pub(super) fn are_people(&self, size: impl Fn(&[f64; K]) -> f64) -> bool {
        self.units.iter().all(|(_, adds)| size(adds) <= 1.0)
    }

    /// Returns how many clusters of equal size would be as uneven (Kish 1965);
    /// 0 where none has an answer.
    pub(super) fn effective(&self, size: impl Fn(&[f64; K]) -> f64) -> f64 {
        let sum = |power: i32| -> f64 {
            let sizes = self.units.iter();
            sizes
                .map(|(count, adds)| count * size(adds).powi(power))
                .sum()
        };
        let squares = sum(2);
        if squares > 0.0 {
            sum(1).powi(2) / squares
        } else {
            0.0
        }
    }

    /// Returns how many answers the largest cluster has, and all have.
    pub(super) fn largest(&self, size: impl Fn(&[f64; K]) -> f64) -> [f64; 2] {
        let sizes = self.units.iter().map(|(_, adds)| size(adds));
        [sizes.fold(0.0, f64::max), size(&self.total)]
    }

    /// Returns a number of the totals with imagined people among them, and its
    /// variance where one cluster after the other is left out.
    pub(super) fn variance(
        &self,
        imagined: &[Imagined<K>],
        number: impl Fn(&[f64; K]) -> f64,
    ) -> (f64, f64) {
        let mut total = self.total;
        for (people, adds) in imagined {
            add(&mut total, adds, *people);
        }
        let value = number(&total);
        let strays = |adds: &[f64; K], times: f64| {
            let mut without = total;
            add(&mut without, adds, -times);
            (number(&without) - value).powi(2)
        };
        let real = self.units.iter();
        let real: f64 = real.map(|(count, adds)| count * strays(adds, 1.0)).sum();
        let imagined = imagined.iter();
        let imagined: f64 = imagined
            .map(|(people, adds)| strays(adds, *people) / people)
            .sum();
        let clusters = self.count();
        (value, (clusters - 1.0) / clusters * real + imagined)
    }
}

fn add<const K: usize>(total: &mut [f64; K], adds: &[f64; K], times: f64) {
    for (total, adds) in total.iter_mut().zip(adds) {
        *total += times * adds;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Accounts by their number, each answer with its sign.
    fn totals(answers: &[(u32, i32)]) -> ClusterTotals<2> {
        ClusterTotals::new(answers.iter().map(|(cluster, sign)| (*cluster, [1, *sign])))
    }

    fn mean([n, sum]: &[f64; 2]) -> f64 {
        sum / n
    }

    #[test]
    fn the_variance_of_a_mean_is_the_textbook_one_where_people_answer_for_themselves() {
        let totals = totals(&[(1, 1), (2, 1), (3, 0), (4, -1)]);
        // s²/n: the mean is ¼, the squared distances add up to 2.75.
        let (value, variance) = totals.variance(&[], mean);
        assert!((value - 0.25).abs() < 1e-12);
        assert!((variance - 2.75 / 3.0 / 4.0).abs() < 1e-12, "{variance}");
    }

    #[test]
    fn three_colleagues_who_agree_tell_as_much_as_one() {
        let alone = totals(&[(1, 1), (2, 0), (3, -1), (4, 1)]);
        let thrice: Vec<(u32, i32)> = [(1, 1), (2, 0), (3, -1), (4, 1)].repeat(3);
        let thrice = totals(&thrice);
        let (one, three) = (alone.variance(&[], mean), thrice.variance(&[], mean));
        assert!((one.1 - three.1).abs() < 1e-12, "{one:?} {three:?}");
        assert!(alone.are_people(|adds| adds[0]) && !thrice.are_people(|adds| adds[0]));
    }

    #[test]
    fn one_large_account_makes_many_small_ones_few() {
        let answers = (0..30).map(|_| (0, 1)).chain((1..=30).map(|one| (one, -1)));
        let totals = totals(&answers.collect::<Vec<_>>());
        let effective = totals.effective(|adds| adds[0]);
        assert!((effective - 3_600.0 / 930.0).abs() < 1e-12, "{effective}");
        let [largest, all] = totals.largest(|adds| adds[0]);
        assert!((largest / all - 0.5).abs() < 1e-12);
        assert!((totals.count() - 31.0).abs() < 1e-12);
    }
}
