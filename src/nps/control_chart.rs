//! Which month or week stands out from the others, with a stated rate of false
//! alarms.
//!
//! Takes a score or a share for each period with its variance; gives for each
//! period where it would lie if it were like the others, and whether it lies
//! outside (W. A. Shewhart, *Economic Control of Quality of Manufactured
//! Product* (1931); limits for samples of uneven size that also vary more than
//! sampling explains: D. B. Laney, *Quality Engineering* 14 (2002), 531–537).
//! Each period is compared with the mean of the others, so that it does not
//! widen its own limits.

use serde::Serialize;

use super::distributions::Student;
use super::intervals::{Confidence, Interval};

/// A number of one period.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ChartPoint {
    /// The number.
    pub value: f64,
    /// Its variance by sampling alone.
    pub variance: f64,
    /// How many people it is of.
    pub n: u64,
}

/// Where a period would lie if it were like the others.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct ControlLimits {
    /// The mean of the other periods.
    pub centre: f64,
    /// The limits around it.
    pub limits: Interval,
    /// How likely a period lies as far out by chance, on either side.
    pub p: f64,
    /// Whether it lies outside the limits.
    pub is_out: bool,
}

/// The fewest periods that tell how much periods vary.
pub const PERIODS: usize = 6;

/// The chance that any limit of a chart is passed where all periods are alike.
pub const FALSE_ALARM: f64 = 0.05;

/// Returns the limits of each period, such that in a share of [`FALSE_ALARM`] of
/// all studies at most any of `charts` like this one shows a period outside
/// (Bonferroni); `None` of fewer than [`PERIODS`].
pub fn control_chart(points: &[ChartPoint], charts: usize) -> Option<Vec<ControlLimits>> {
    if points.len() < PERIODS || points.iter().any(|of| of.n == 0) {
        return None;
    }
    let each = FALSE_ALARM / (points.len() * charts.max(1)) as f64;
    let confidence = Confidence::new(1.0 - each)?;
    let student = Student::new(points.len() as f64 - 2.0);
    let reach = student.critical_value(confidence);
    let limits = (0..points.len()).map(|at| {
        let others = || {
            points
                .iter()
                .enumerate()
                .filter(|(of, _)| *of != at)
                .map(|(_, of)| of)
        };
        let people: f64 = others().map(|of| of.n as f64).sum();
        let centre = others().map(|of| of.n as f64 * of.value).sum::<f64>() / people;
        let of_centre = others()
            .map(|of| (of.n as f64 / people).powi(2) * of.variance)
            .sum::<f64>();
        let squares = others()
            .map(|of| (of.value - centre).powi(2) / of.variance)
            .sum::<f64>();
        // Months vary by more than who happened to answer.
        let beyond = (squares / (points.len() as f64 - 2.0)).max(1.0);
        let error = (beyond * (points[at].variance + of_centre)).sqrt();
        let limits = Interval::around(centre, reach * error);
        ControlLimits {
            centre,
            limits,
            p: student.p((points[at].value - centre) / error),
            is_out: !limits.contains(points[at].value),
        }
    });
    Some(limits.collect())
}

#[cfg(test)]
mod tests {
    use rand_xoshiro::Xoshiro256PlusPlus;
    use rand_xoshiro::rand_core::SeedableRng;

    use super::super::random::unit;
    use super::*;

    fn point(value: f64) -> ChartPoint {
        ChartPoint {
            value,
            variance: 4.0,
            n: 10,
        }
    }

    // The others of the last: 10 four times and 12 once; mean 10.4, their squares
    // 3.2 over a variance of 4 and 4 degrees of freedom are less than 1, so that
    // the error is the root of 4 + 4/5. t of 4 degrees at .05/6: 4.8510 (R: qt(1 - .05 / 12, 4)).
    #[test]
    fn the_limits_are_known() {
        let points = [10.0, 10.0, 12.0, 10.0, 10.0, 22.0].map(point);
        let chart = control_chart(&points, 1).unwrap();
        let last = chart[5];
        assert!((last.centre - 10.4).abs() < 1e-12);
        let reach = (last.limits.high - last.centre) / 4.8_f64.sqrt();
        assert!((reach - 4.851_0).abs() < 1e-3, "{reach}");
        assert!(
            last.is_out && chart[..5].iter().all(|of| !of.is_out),
            "{chart:?}"
        );
    }

    #[test]
    fn five_periods_are_too_few() {
        assert_eq!(control_chart(&[point(1.0); 5], 1), None);
    }

    /// Scores of months of so many people; months differ by `between`, and the
    /// last by `shift`.
    fn drawn(
        rng: &mut Xoshiro256PlusPlus,
        people: usize,
        between: f64,
        shift: f64,
    ) -> Vec<ChartPoint> {
        let months = (0..12).map(|month| {
            let wave = (-2.0 * unit(rng).ln()).sqrt() * (std::f64::consts::TAU * unit(rng)).cos();
            let shift = if month == 11 { shift } else { 0.0 };
            let better = 0.5 + (between * wave + shift) / 200.0;
            let (mut sum, mut squares) = (0.0, 0.0);
            for _ in 0..people {
                let luck = unit(rng);
                let sign = if luck < better {
                    1.0
                } else if luck < better + 0.3 {
                    0.0
                } else {
                    -1.0
                };
                sum += sign;
                squares += sign * sign;
            }
            let n = people as f64;
            let mean = sum / n;
            ChartPoint {
                value: 100.0 * mean,
                variance: 1e4 * (squares / n - mean * mean).max(0.01) / n,
                n: people as u64,
            }
        });
        months.collect()
    }

    #[test]
    fn where_months_are_alike_one_study_in_twenty_shows_one_outside() {
        for (people, between) in [(20, 0.0), (60, 0.0), (60, 10.0)] {
            let mut rng = Xoshiro256PlusPlus::seed_from_u64(5);
            let alarms = (0..2_000).filter(|_| {
                let chart = control_chart(&drawn(&mut rng, people, between, 0.0), 1).unwrap();
                chart.iter().any(|of| of.is_out)
            });
            let rate = alarms.count() as f64 / 2_000.0;
            assert!(
                rate <= 0.055,
                "{rate} with {people} people, {between} points apart"
            );
        }
    }

    #[test]
    fn a_month_that_falls_by_sixty_points_is_seen() {
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(6);
        let seen = (0..500).filter(|_| {
            let chart = control_chart(&drawn(&mut rng, 80, 0.0, -60.0), 1).unwrap();
            chart[11].is_out
        });
        assert!(seen.count() >= 450);
    }
}
