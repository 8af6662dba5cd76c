//! The difference of two means of a measure.

use super::distributions::Student;
use super::intervals::{Confidence, Interval};

/// Fewer numbers on one side say nothing.
const FEWEST: usize = 5;

/// Returns the mean of `after` less that of `before` and its interval
/// (Welch 1947); `None` where there are under five numbers on a side, or no
/// spread at all.
pub fn welch(before: &[f64], after: &[f64], confidence: Confidence) -> Option<(f64, Interval)> {
    if before.len().min(after.len()) < FEWEST {
        return None;
    }
    let sides = [before, after].map(|side| {
        let (mean, variance) = moments(side);
        (mean, variance / side.len() as f64, side.len() as f64 - 1.0)
    });
    let error = sides[0].1 + sides[1].1;
    if error <= 0.0 {
        return None;
    }
    let freedom = error * error / sides.iter().map(|(_, e, n)| e * e / n).sum::<f64>();
    let margin = Student::new(freedom).critical_value(confidence) * error.sqrt();
    let change = sides[1].0 - sides[0].0;
    Some((change, Interval::around(change, margin)))
}

/// Returns mean and variance.
fn moments(numbers: &[f64]) -> (f64, f64) {
    let n = numbers.len() as f64;
    let mean = numbers.iter().sum::<f64>() / n;
    let squares: f64 = numbers.iter().map(|number| (number - mean).powi(2)).sum();
    (mean, squares / (n - 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    // R: t.test(sleep 2, sleep 1), Student's own data: −0.2055 to 3.3655, df 17.776.
    #[test]
    fn the_interval_of_students_sleep_is_known() {
        let first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0];
        let second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];
        let (change, interval) = welch(&first, &second, Confidence::default()).unwrap();
        assert!((change - 1.58).abs() < 1e-9);
        assert!((interval.low + 0.205_483_2).abs() < 1e-5, "{interval:?}");
        assert!((interval.high - 3.365_483_2).abs() < 1e-5);
    }

    #[test]
    fn four_numbers_have_no_difference() {
        let four = [1.0, 2.0, 3.0, 4.0];
        assert_eq!(welch(&four, &four, Confidence::default()), None);
    }
}
