//! What two waves of answers hold, row by row and cluster by cluster.
//!
//! Takes the answers of both waves; gives tables of what every row holds,
//! with clusters weighed as one likes. Drawing the weights is `bootstrap`'s.

/// Less than this many answers are none: rounding left them.
const NOTHING: f64 = 1e-12;

/// So many answers, and their signs added up.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Moment {
    /// How many; answers divided among rows count in part.
    pub(super) mass: f64,
    /// Promoters less detractors.
    pub(super) sum: f64,
}

impl Moment {
    /// Returns the score on the scale −1 to 1; 0 of nothing.
    pub(super) fn mean(self) -> f64 {
        if self.mass < NOTHING {
            return 0.0;
        }
        self.sum / self.mass
    }

    /// Adds another, so many times.
    pub(super) fn add(&mut self, other: Self, times: f64) {
        self.mass += times * other.mass;
        self.sum += times * other.sum;
    }

    /// Returns all of them together.
    pub(super) fn total(moments: &[Self]) -> Self {
        let mut total = Self::default();
        for &moment in moments {
            total.add(moment, 1.0);
        }
        total
    }
}

/// One answer, divided evenly among its rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct DividedAnswer<'a> {
    pub(super) cluster: u32,
    /// 0 before, 1 after.
    pub(super) wave: u8,
    /// 1, 0 or −1.
    pub(super) sign: i32,
    pub(super) rows: &'a [u16],
}

/// A row and the whole it is part of, in both waves.
#[derive(Clone, Copy, Debug)]
pub(super) struct RowView {
    pub(super) row: [Moment; 2],
    pub(super) whole: [Moment; 2],
}

/// Clusters that answered alike.
#[derive(Debug)]
struct ClusterUnit {
    count: f64,
    /// How many answers one of them gave.
    answers: f64,
    /// Positions in a [`WaveTable`], and what one of them holds there.
    entries: Vec<(usize, Moment)>,
}

/// The answers of two waves by cluster.
pub(super) struct Waves {
    units: Vec<ClusterUnit>,
    /// How many rows there are.
    pub(super) rows: usize,
}

impl Waves {
    /// Gathers answers by cluster. Neither their order nor the numbers of the
    /// clusters matter, since clusters are put in order of what they hold.
    pub(super) fn new(mut voices: Vec<DividedAnswer>, rows: usize) -> Self {
        voices.sort_unstable();
        let mut clusters: Vec<Vec<DividedAnswer>> = voices
            .chunk_by(|a, b| a.cluster == b.cluster)
            .map(|voices| voices.iter().map(|&voice| without_cluster(voice)).collect())
            .collect();
        clusters.sort_unstable();
        let units = clusters.chunk_by(|a, b| a == b).map(|alike| ClusterUnit {
            count: alike.len() as f64,
            answers: alike[0].len() as f64,
            entries: entries(&alike[0], rows),
        });
        Self {
            units: units.collect(),
            rows,
        }
    }

    /// Returns how many clusters there are.
    pub(super) fn clusters(&self) -> f64 {
        self.units.iter().map(|unit| unit.count).sum()
    }

    /// Returns how many clusters of equal size would tell as much (Kish
    /// 1965).
    pub(super) fn effective(&self) -> f64 {
        let sum = |power: i32| -> f64 {
            let sizes = self.units.iter();
            sizes
                .map(|unit| unit.count * unit.answers.powi(power))
                .sum()
        };
        sum(1).powi(2) / sum(2)
    }

    /// Returns how much work one table is.
    pub(super) fn entries(&self) -> usize {
        self.units.iter().map(|unit| 1 + unit.entries.len()).sum()
    }

    /// Returns what each row holds, where `weight` turns the number of
    /// clusters that answered alike into the number wanted.
    pub(super) fn table(&self, mut weight: impl FnMut(f64) -> f64) -> WaveTable {
        let mut moments = vec![Moment::default(); 2 * self.rows];
        for unit in &self.units {
            let weight = weight(unit.count);
            if weight > 0.0 {
                for &(at, moment) in &unit.entries {
                    moments[at].add(moment, weight);
                }
            }
        }
        let (before, after) = moments.split_at(self.rows);
        WaveTable {
            wholes: [Moment::total(before), Moment::total(after)],
            rows: self.rows,
            moments,
        }
    }
}

/// Forgets the number of the cluster.
fn without_cluster(voice: DividedAnswer) -> DividedAnswer {
    DividedAnswer {
        cluster: 0,
        ..voice
    }
}

/// Returns what the answers of one cluster add to a table.
fn entries(voices: &[DividedAnswer], rows: usize) -> Vec<(usize, Moment)> {
    let mut parts: Vec<(usize, Moment)> = Vec::new();
    for voice in voices {
        let mass = 1.0 / voice.rows.len() as f64;
        let sum = f64::from(voice.sign) * mass;
        let first = usize::from(voice.wave) * rows;
        let places = voice.rows.iter().map(|&row| first + usize::from(row));
        parts.extend(places.map(|at| (at, Moment { mass, sum })));
    }
    parts.sort_by_key(|part| part.0);
    let joined = parts.chunk_by(|a, b| a.0 == b.0).map(|alike| {
        let parts: Vec<Moment> = alike.iter().map(|part| part.1).collect();
        (alike[0].0, Moment::total(&parts))
    });
    joined.collect()
}

/// What each row holds of either wave, in answers.
pub(super) struct WaveTable {
    moments: Vec<Moment>,
    wholes: [Moment; 2],
    rows: usize,
}

impl WaveTable {
    /// Returns one row beside the whole.
    pub(super) fn view(&self, row: usize) -> RowView {
        RowView {
            row: [self.moments[row], self.moments[self.rows + row]],
            whole: self.wholes,
        }
    }

    /// Returns the rows of a wave, 0 before and 1 after, per answer.
    pub(super) fn shares(&self, wave: usize) -> Vec<Moment> {
        let answers = self.wholes[wave].mass;
        let share = |row: &Moment| Moment {
            mass: row.mass / answers,
            sum: row.sum / answers,
        };
        let rows = &self.moments[wave * self.rows..(wave + 1) * self.rows];
        rows.iter().map(share).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn voice(cluster: u32, rows: &[u16]) -> DividedAnswer<'_> {
        DividedAnswer {
            cluster,
            wave: 0,
            sign: -1,
            rows,
        }
    }

    #[test]
    fn an_answer_is_divided_among_its_rows() {
        let waves = Waves::new(vec![voice(1, &[0, 2])], 3);
        let table = waves.table(|count| count);
        let half = Moment {
            mass: 0.5,
            sum: -0.5,
        };
        assert_eq!(table.view(0).row[0], half);
        assert_eq!(table.view(1).row[0], Moment::default());
        assert_eq!(table.view(2).row[0], half);
    }

    #[test]
    fn what_a_cluster_is_called_does_not_matter() {
        let voices = |numbers: [u32; 3]| {
            let rows: [&[u16]; 3] = [&[0], &[0], &[1]];
            let voices = numbers.iter().zip(rows);
            Waves::new(voices.map(|(&n, rows)| voice(n, rows)).collect(), 2)
        };
        let (one, other) = (voices([1, 2, 2]), voices([9, 4, 4]));
        assert_eq!(format!("{:?}", one.units), format!("{:?}", other.units));
        assert!((one.clusters() - 2.0).abs() < 1e-12);
        assert!((one.effective() - 1.8).abs() < 1e-12);
    }
}
