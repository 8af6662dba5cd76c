//! Whether the mean of one group lies below those of the others, where members
//! of a group are alike.
//!
//! Takes the numbers of each group; gives for each how likely a mean as low is
//! by chance: its distance from the others' mean, against its own scatter and
//! that between the others (one-way random effects by analysis of variance;
//! Searle and others 1992).

use super::distributions::Student;

/// Returns a one-sided p for each group; 1 where fewer than three others tell.
pub fn lower_means(groups: &[Vec<f64>]) -> Vec<f64> {
    (0..groups.len()).map(|at| lower(groups, at)).collect()
}

fn lower(groups: &[Vec<f64>], at: usize) -> f64 {
    let others: Vec<&Vec<f64>> = (0..groups.len())
        .filter(|other| *other != at && !groups[*other].is_empty())
        .map(|other| &groups[other])
        .collect();
    let (own, k) = (&groups[at], others.len() as f64);
    if own.is_empty() || others.len() < 3 {
        return 1.0;
    }
    let mean = |of: &[f64]| of.iter().sum::<f64>() / of.len() as f64;
    let size = |of: &Vec<f64>| of.len() as f64;
    let n: f64 = others.iter().map(|of| size(of)).sum();
    let all = others.iter().map(|of| of.iter().sum::<f64>()).sum::<f64>() / n;
    let inside: f64 = others
        .iter()
        .map(|of| of.iter().map(|x| (x - mean(of)).powi(2)).sum::<f64>())
        .sum();
    let between: f64 = others
        .iter()
        .map(|of| size(of) * (mean(of) - all).powi(2))
        .sum();
    let within = inside / (n - k).max(1.0);
    let squares: f64 = others.iter().map(|of| size(of).powi(2)).sum();
    let spread = ((between - (k - 1.0) * within) / (n - squares / n)).max(0.0);
    let of_all = squares / (n * n) * spread + within / n;
    let variance = spread + within / own.len() as f64 + of_all;
    if variance <= 0.0 {
        return if mean(own) < all { 0.0 } else { 1.0 };
    }
    let t = (mean(own) - all) / variance.sqrt();
    let two_sided = Student::new(k - 1.0).p(t);
    if t < 0.0 {
        two_sided / 2.0
    } else {
        1.0 - two_sided / 2.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_below_all_others_is_told_and_one_among_groups_that_scatter_is_not() {
        let alike: Vec<Vec<f64>> = (0..10)
            .map(|group| {
                (0..6)
                    .map(|of| f64::from((group * 3 + of * 5) % 3) - 1.0)
                    .collect()
            })
            .collect();
        let mut fallen = alike.clone();
        fallen[4] = vec![-5.0, -4.0, -6.0, -5.0, -5.0, -4.0];
        let p = lower_means(&fallen);
        assert!(
            p[4] < 1e-4 && p.iter().filter(|p| **p < 0.05).count() == 1,
            "{p:?}"
        );
        // Each group has a mood of its own: minus three is one of many.
        let moods: Vec<Vec<f64>> = (0..10)
            .map(|group| vec![f64::from(group) - 3.0; 6])
            .collect();
        assert!(lower_means(&moods)[0] > 0.02);
    }

    #[test]
    fn too_few_groups_tell_nothing() {
        assert_eq!(lower_means(&[vec![1.0, 2.0], vec![-9.0, -9.0]]), [1.0, 1.0]);
    }
}
