//! Agreement of any number of readers, with what some left out: Krippendorff's
//! alpha for names.

use std::collections::BTreeMap;

/// What readers called the same units, as pairs of values that meet in one:
/// the coincidences of Krippendorff (2011).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Coincidences {
    cells: BTreeMap<(usize, usize), f64>,
    units: u64,
}

/// How far readers agree beyond chance.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct Alpha {
    /// 0 by chance, 1 in full agreement; `None` where all said the same of
    /// everything, so that there is nothing to tell.
    pub value: Option<f64>,
    /// Units that at least two readers said something of.
    pub n: u64,
}

impl Coincidences {
    /// Adds `times` units that readers called so; what nobody compares, one
    /// reader's alone, counts for nothing.
    pub fn add(&mut self, values: &[usize], times: u64) {
        if values.len() < 2 || times == 0 {
            return;
        }
        self.units += times;
        let weight = times as f64 / (values.len() - 1) as f64;
        for (at, &one) in values.iter().enumerate() {
            for (other_at, &other) in values.iter().enumerate() {
                if at != other_at {
                    *self.cells.entry((one, other)).or_default() += weight;
                }
            }
        }
    }

    /// Returns alpha for names.
    pub fn alpha(&self) -> Alpha {
        let mut margins: BTreeMap<usize, f64> = BTreeMap::new();
        for (&(one, _), &count) in &self.cells {
            *margins.entry(one).or_default() += count;
        }
        let all: f64 = margins.values().sum();
        let differing = self.cells.iter().filter(|((one, other), _)| one != other);
        let observed: f64 = differing.map(|(_, count)| count).sum();
        let expected = all * all - margins.values().map(|count| count * count).sum::<f64>();
        Alpha {
            value: (expected > 0.0).then(|| 1.0 - (all - 1.0) * observed / expected),
            n: self.units,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns alpha of what readers wrote, one string each and one letter a
    /// unit; `.` is nothing.
    fn alpha(readers: &[&str]) -> f64 {
        let mut coincidences = Coincidences::default();
        for unit in 0..readers[0].len() {
            let said = readers.iter().map(|reader| reader.as_bytes()[unit]);
            let said: Vec<usize> = said.filter(|&b| b != b'.').map(usize::from).collect();
            coincidences.add(&said, 1);
        }
        coincidences.alpha().value.unwrap()
    }

    fn rounded(value: f64) -> f64 {
        (value * 1000.0).round() / 1000.0
    }

    /// Krippendorff 2011, sections A to C.
    #[test]
    fn the_examples_of_the_paper_come_out() {
        let two_values = ["0100000010", "1110010000"];
        assert!((rounded(alpha(&two_values)) - 0.095).abs() < 1e-9);
        let names = ["aabbdcccedda", "babbbccceddd"];
        assert!((rounded(alpha(&names)) - 0.692).abs() < 1e-9);
        let with_gaps = [
            "123321412...",
            "1233224125.3",
            ".3332342251.",
            "12332441251.",
        ];
        assert!((rounded(alpha(&with_gaps)) - 0.743).abs() < 1e-9);
    }

    #[test]
    fn alpha_is_one_in_full_agreement_and_nothing_where_all_is_the_same() {
        assert!((alpha(&["0101", "0101"]) - 1.0).abs() < 1e-12);
        let mut same = Coincidences::default();
        same.add(&[1, 1], 40);
        assert_eq!(same.alpha(), Alpha { value: None, n: 40 });
    }

    #[test]
    fn a_unit_that_counts_five_times_is_five_units() {
        let (mut once, mut each) = (Coincidences::default(), Coincidences::default());
        once.add(&[0, 1], 5);
        once.add(&[0, 0], 7);
        (0..5).for_each(|_| each.add(&[0, 1], 1));
        (0..7).for_each(|_| each.add(&[0, 0], 1));
        assert_eq!(once.alpha().n, each.alpha().n);
        let (one, other) = (once.alpha().value.unwrap(), each.alpha().value.unwrap());
        assert!((one - other).abs() < 1e-12);
    }
}
