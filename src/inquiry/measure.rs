//! Measures: numbers in cells, and the stretches they are cut into.

use std::fmt;

/// Returns the number in a cell: `1,204`, `€ 3.5`.
pub(super) fn number(cell: &str) -> Option<f64> {
    let bare: String = cell
        .trim()
        .trim_start_matches(['$', '€', '£'])
        .chars()
        .filter(|letter| !matches!(letter, ',' | ' ' | '\u{a0}'))
        .collect();
    bare.parse().ok().filter(|number: &f64| number.is_finite())
}

/// A stretch of a measure, named as its segment is: `below 41500`,
/// `41500 to below 256000`, `256000 and above`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct MeasureRange {
    /// The least it holds; `None`: no end.
    low: Option<f64>,
    /// What it stays below; `None`: no end.
    high: Option<f64>,
}

impl MeasureRange {
    /// Cuts a measure at two numbers.
    pub(super) fn thirds(low: f64, high: f64) -> [Self; 3] {
        let (low, high) = (Some(low), Some(high));
        [
            Self {
                low: None,
                high: low,
            },
            Self { low, high },
            Self {
                low: high,
                high: None,
            },
        ]
    }

    /// Reads a stretch as it is named; `None` where a text names none.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Some(high) = text.strip_prefix("below ") {
            return Some(Self {
                low: None,
                high: Some(number(high)?),
            });
        }
        if let Some(low) = text.strip_suffix(" and above") {
            return Some(Self {
                low: Some(number(low)?),
                high: None,
            });
        }
        let (low, high) = text.split_once(" to below ")?;
        Some(Self {
            low: Some(number(low)?),
            high: Some(number(high)?),
        })
    }

    /// Returns whether a number is in it.
    pub(super) fn holds(&self, value: f64) -> bool {
        self.low.is_none_or(|low| value >= low) && self.high.is_none_or(|high| value < high)
    }
}

/// Returns whether a value of a segment is a stretch of a measure.
pub fn is_measure_range(value: &str) -> bool {
    MeasureRange::parse(value).is_some()
}

impl fmt::Display for MeasureRange {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.low, self.high) {
            (None, Some(high)) => write!(formatter, "below {high}"),
            (Some(low), None) => write!(formatter, "{low} and above"),
            (Some(low), Some(high)) => write!(formatter, "{low} to below {high}"),
            (None, None) => write!(formatter, "any"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_a_number_and_a_tier_is_not() {
        assert_eq!(number("€ 412,000"), Some(412_000.0));
        assert_eq!(number("Enterprise"), None);
    }

    #[test]
    fn a_stretch_reads_as_it_is_named() {
        for stretch in MeasureRange::thirds(41_500.5, 256_000.0) {
            assert_eq!(MeasureRange::parse(&stretch.to_string()), Some(stretch));
        }
        assert_eq!(MeasureRange::parse("Enterprise"), None);
        assert_eq!(MeasureRange::parse("below average"), None);
    }

    #[test]
    fn every_number_is_in_one_third() {
        for value in [-1.0, 10.0, 15.0, 20.0, 1e9] {
            let thirds = MeasureRange::thirds(10.0, 20.0);
            assert_eq!(thirds.iter().filter(|third| third.holds(value)).count(), 1);
        }
    }
}
