//! How far out a value lies.
//!
//! Takes ratios of a value to its standard error; gives the probability of
//! one as large by chance, and how large one may be at a confidence.

use statrs::distribution::{ContinuousCDF, Normal, StudentsT};

use super::intervals::Confidence;

/// Returns how likely a standard normal value lies as far from 0, on either
/// side.
pub(super) fn normal(z: f64) -> f64 {
    (2.0 * Normal::standard().sf(z.abs())).min(1.0)
}

/// Returns how many standard errors are exceeded by chance as rarely as
/// `share`, on one side.
pub(super) fn quantile(share: f64) -> f64 {
    Normal::standard().inverse_cdf(share)
}

/// Student's t: what z becomes where the standard error is itself estimated
/// from a few.
#[derive(Clone, Copy)]
pub(super) struct Student {
    freedom: f64,
}

impl Student {
    /// From here on the first term of the expansion around z is right to
    /// eight places (Abramowitz and Stegun 26.7.5).
    const MANY: f64 = 10_000.0;

    /// Returns the distribution with these degrees of freedom, at least 1.
    pub(super) fn new(freedom: f64) -> Self {
        Self {
            freedom: freedom.max(1.0),
        }
    }

    /// Returns how many standard errors reach to either side.
    pub(super) fn critical_value(self, confidence: Confidence) -> f64 {
        if self.freedom > Self::MANY {
            let z = confidence.z();
            return z + (z.powi(3) + z) / (4.0 * self.freedom);
        }
        self.exact()
            .inverse_cdf(f64::midpoint(1.0, confidence.level()))
    }

    /// Returns how many standard errors beyond its critical value an effect must
    /// lie to pass it in a share of `power` of all studies.
    pub(super) fn power_reach(self, power: f64) -> f64 {
        if self.freedom > Self::MANY {
            return quantile(power);
        }
        self.exact().inverse_cdf(power)
    }

    /// Returns how likely a value lies as far from 0, on either side.
    pub(super) fn p(self, ratio: f64) -> f64 {
        if self.freedom > Self::MANY {
            let t = ratio.abs();
            return normal(t - (t.powi(3) + t) / (4.0 * self.freedom));
        }
        (2.0 * self.exact().sf(ratio.abs())).min(1.0)
    }

    fn exact(self) -> StudentsT {
        StudentsT::new(0.0, 1.0, self.freedom).expect("the degrees of freedom are at least 1")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // Any table of Student's t.
    #[test]
    fn students_t_is_known() {
        for (freedom, wanted) in [(1.0, 12.7062), (5.0, 2.5706), (30.0, 2.0423)] {
            let found = Student::new(freedom).critical_value(Confidence::default());
            assert!((found - wanted).abs() < 1e-4, "{found}, not {wanted}");
        }
        assert!((Student::new(10.0).p(-2.0) - 0.073_388).abs() < 1e-6);
    }

    #[test]
    fn with_many_degrees_of_freedom_it_is_normal() {
        let reach = Student::new(f64::INFINITY).critical_value(Confidence::default());
        assert!((reach - Confidence::default().z()).abs() < 1e-12, "{reach}");
    }

    #[test]
    fn many_degrees_of_freedom_go_on_where_few_end() {
        let (few, many) = (Student::new(10_000.0), Student::new(10_001.0));
        let reach = |student: Student| student.critical_value(Confidence::default());
        assert!((reach(few) - reach(many)).abs() < 1e-7);
        assert!((few.p(2.5) - many.p(2.5)).abs() < 1e-7);
    }

    #[test]
    fn reach_and_p_are_each_other_s_inverse() {
        for freedom in (0..2_000).map(|step| 1.0 + f64::from(step) * 0.37) {
            let student = Student::new(freedom);
            let p = student.p(student.critical_value(Confidence::default()));
            assert!((p - 0.05).abs() < 1e-6, "{p} at {freedom}");
        }
    }
}
