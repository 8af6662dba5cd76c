//! How many of many findings are false.
//!
//! Takes the p of everything that was tested; gives for each the share of
//! false findings among all that are as strong (Benjamini and Hochberg 1995).

/// Returns for each p its q: the least, over all p as large, of p times the
/// number of tests by its rank. In the order given.
pub fn benjamini_hochberg(p: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_by(|&a, &b| p[b].total_cmp(&p[a]));
    let mut q = vec![1.0; p.len()];
    let mut least = 1.0_f64;
    for (above, &test) in order.iter().enumerate() {
        let rank = (p.len() - above) as f64;
        least = least.min(p[test] * (p.len() as f64 / rank));
        q[test] = least;
    }
    q
}

/// Returns the same where some were not tested, and have no p: their q is 1.
pub fn among_tested(p: &[Option<f64>]) -> Vec<f64> {
    let tested: Vec<f64> = p.iter().copied().flatten().collect();
    let mut q = benjamini_hochberg(&tested).into_iter();
    let each = p.iter().map(|p| p.and_then(|_| q.next()));
    each.map(|q| q.unwrap_or(1.0)).collect()
}

/// Returns the same where two families are tested together and each is given
/// half of the false findings (Genovese, Roeder and Wasserman 2006), so that
/// many tests of the `second` do not hide the few of the first.
pub fn two_families(tests: &[(f64, bool)]) -> Vec<f64> {
    let second = tests.iter().filter(|(_, second)| *second).count();
    let sizes = [tests.len() - second, second];
    if sizes.contains(&0) {
        let p: Vec<f64> = tests.iter().map(|(p, _)| *p).collect();
        return benjamini_hochberg(&p);
    }
    let part = |second: bool| sizes[usize::from(second)] as f64 / tests.len() as f64;
    let weighted = tests
        .iter()
        .map(|(p, second)| (p * 2.0 * part(*second)).min(1.0));
    let weighted: Vec<f64> = weighted.collect();
    benjamini_hochberg(&weighted)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_q_of_ten_tests_are_known() {
        let p = [
            0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205, 0.212, 0.216,
        ];
        let q = [
            0.01, 0.04, 0.084, 0.084, 0.084, 0.1, 0.1057, 0.216, 0.216, 0.216,
        ];
        for (found, wanted) in benjamini_hochberg(&p).into_iter().zip(q) {
            assert!((found - wanted).abs() < 5e-5, "{found}, not {wanted}");
        }
    }

    #[test]
    fn one_test_alone_keeps_its_p_and_none_has_none() {
        assert_eq!(benjamini_hochberg(&[0.03]), [0.03]);
        assert_eq!(benjamini_hochberg(&[]), [0.0; 0]);
    }

    #[test]
    fn one_test_of_few_is_not_hidden_by_many_of_another_kind() {
        let mut p = vec![(0.004, false), (0.5, false)];
        p.extend((0..98).map(|at| (0.05 + 0.009 * f64::from(at), true)));
        assert!(two_families(&p)[0] < 0.05);
        let alone: Vec<f64> = p.iter().map(|(p, _)| *p).collect();
        assert!(benjamini_hochberg(&alone)[0] > 0.3);
        let halves: Vec<(f64, bool)> = p.iter().map(|(p, _)| (*p, false)).collect();
        assert_eq!(two_families(&halves), benjamini_hochberg(&alone));
    }

    fn tests() -> impl Strategy<Value = Vec<f64>> {
        prop::collection::vec(0.0..=1.0, 1..60)
    }

    proptest! {
        #[test]
        fn no_q_is_less_than_its_p_or_more_than_one(p in tests()) {
            for (p, q) in p.iter().zip(benjamini_hochberg(&p)) {
                prop_assert!(q >= *p && q <= 1.0);
            }
        }

        #[test]
        fn a_smaller_p_never_has_a_larger_q(p in tests()) {
            let mut both: Vec<_> = p.iter().copied().zip(benjamini_hochberg(&p)).collect();
            both.sort_by(|a, b| a.0.total_cmp(&b.0));
            prop_assert!(both.is_sorted_by(|a, b| a.1 <= b.1));
        }

        #[test]
        fn order_does_not_matter(p in tests()) {
            let backwards: Vec<f64> = p.iter().rev().copied().collect();
            let mut q = benjamini_hochberg(&backwards);
            q.reverse();
            prop_assert_eq!(q, benjamini_hochberg(&p));
        }
    }
}
