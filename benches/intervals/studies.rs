//! Two waves of made-up answers, and what is true of them.

use motif::feedback::Group;
use motif::nps::decomposition::RatedAnswer;
use motif::nps::impact::{RatedVoice, Says};
use motif::nps::kitagawa::Segmented;

use crate::chance::Chance;

/// How many voice each of three themes, before and after.
const VOICED: [[f64; 3]; 2] = [[0.05, 0.1, 0.25], [0.05, 0.2, 0.25]];
/// How many promoters each theme turns into detractors, before and after.
const TURNED: [[f64; 3]; 2] = [[0.4, 0.4, 0.2], [0.4, 0.6, 0.4]];
/// How alike two people of one account are.
const ALIKE: f64 = 0.2;

/// One answer: its group and the themes it voices.
type Said = (Group, [bool; 3]);

pub(crate) struct Study {
    waves: [Vec<(Said, u32)>; 2],
}

impl Study {
    /// Draws `n` answers in each wave, by accounts of `size`.
    pub(crate) fn new(n: usize, size: usize, mix: [f64; 3], chance: &mut Chance) -> Self {
        let waves = [0, 1].map(|wave| {
            let mut model = said(wave, mix, chance);
            let answer = |at: usize| {
                if at.is_multiple_of(size) {
                    model = said(wave, mix, chance);
                }
                let copies = size > 1 && chance.happens(ALIKE.sqrt());
                let said = if copies {
                    model
                } else {
                    said(wave, mix, chance)
                };
                (said, (wave * n + at / size) as u32)
            };
            (0..n).map(answer).collect()
        });
        Self { waves }
    }

    /// Returns each answer's group and account, before and after.
    pub(crate) fn rated(&self) -> [Vec<(Group, u32)>; 2] {
        [0, 1].map(|wave| {
            let answers = self.waves[wave].iter();
            answers
                .map(|((group, _), account)| (*group, *account))
                .collect()
        })
    }

    /// Returns what everybody says of a theme in the second wave; all comment.
    pub(crate) fn voices(&self, theme: usize) -> Vec<RatedVoice> {
        let voice = |&((group, says), cluster): &(Said, u32)| RatedVoice {
            group,
            cluster,
            says: if says[theme] {
                Says::Theme
            } else {
                Says::Other
            },
        };
        self.waves[1].iter().map(voice).collect()
    }

    pub(crate) fn answers(&self) -> [Vec<RatedAnswer>; 2] {
        let answer = |&((group, says), cluster): &(Said, u32)| RatedAnswer {
            group,
            cluster,
            rows: rows(says),
        };
        [0, 1].map(|wave| self.waves[wave].iter().map(answer).collect())
    }

    pub(crate) fn segmented(&self) -> [Vec<Segmented>; 2] {
        let answer = |&((group, says), cluster): &(Said, u32)| Segmented {
            group,
            cluster,
            segment: segment(says) as u16,
        };
        [0, 1].map(|wave| self.waves[wave].iter().map(answer).collect())
    }
}

fn said(wave: usize, mix: [f64; 3], chance: &mut Chance) -> Said {
    let says = VOICED[wave].map(|share| chance.happens(share));
    (chance.group(moved(wave, mix, says)), says)
}

/// Returns the groups of those who voice these themes.
fn moved(wave: usize, [up, even, down]: [f64; 3], says: [bool; 3]) -> [f64; 3] {
    let stay: f64 = (0..3)
        .filter(|&theme| says[theme])
        .map(|theme| 1.0 - TURNED[wave][theme])
        .product();
    [up * stay, even, down + up * (1.0 - stay)]
}

/// Returns the rows of the themes, or the fourth, of the rest.
fn rows(says: [bool; 3]) -> Vec<u16> {
    let rows: Vec<u16> = (0..3).filter(|&row| says[usize::from(row)]).collect();
    if rows.is_empty() { vec![3] } else { rows }
}

/// Returns one of three segments that do not overlap.
fn segment(says: [bool; 3]) -> usize {
    if says[2] {
        0
    } else {
        usize::from(!says[1]) + 1
    }
}

/// What is true where the studies come from, in the order of the columns.
pub(crate) struct Truth {
    pub(crate) numbers: [f64; 9],
}

impl Truth {
    pub(crate) fn of(mix: [f64; 3]) -> Self {
        let [before, after] = [Wave::of(0, mix), Wave::of(1, mix)];
        let worth = shapley(&before.rows, &after.rows);
        let level = f64::midpoint(before.score, after.score);
        let ([w1, s1], [w2, s2]) = (before.segments[1], after.segments[1]);
        let (r1, r2) = (s1 / w1, s2 / w2);
        let rate = f64::midpoint(w1, w2) * (r2 - r1);
        let mixed = (f64::midpoint(r1, r2) - level) * (w2 - w1);
        let numbers = [
            after.score,
            after.score - before.score,
            after.score - after.without,
            worth[0],
            worth[1],
            worth[2],
            worth[3],
            rate,
            mixed,
        ];
        Self {
            numbers: numbers.map(|number| 100.0 * number),
        }
    }
}

/// Share of the answers and part of the score of all there could be.
#[derive(Default)]
struct Wave {
    score: f64,
    /// The score of those who do not voice the second theme.
    without: f64,
    rows: [[f64; 2]; 4],
    segments: [[f64; 2]; 3],
}

impl Wave {
    fn of(wave: usize, mix: [f64; 3]) -> Self {
        let mut all = Self::default();
        for bits in 0..8 {
            let says = [0, 1, 2].map(|theme| bits >> theme & 1 == 1);
            let likely = |theme: usize| {
                let share = VOICED[wave][theme];
                if says[theme] { share } else { 1.0 - share }
            };
            let share = likely(0) * likely(1) * likely(2);
            let [up, _, down] = moved(wave, mix, says);
            let sum = share * (up - down);
            let rows = rows(says);
            for &row in &rows {
                add(&mut all.rows[usize::from(row)], share, sum, rows.len());
            }
            add(&mut all.segments[segment(says)], share, sum, 1);
            all.score += sum;
            if !says[1] {
                all.without += sum / (1.0 - VOICED[wave][1]);
            }
        }
        all
    }
}

fn add(row: &mut [f64; 2], share: f64, sum: f64, among: usize) {
    row[0] += share / among as f64;
    row[1] += sum / among as f64;
}

/// Returns what each of four rows is worth over all 24 orders.
fn shapley(before: &[[f64; 2]; 4], after: &[[f64; 2]; 4]) -> [f64; 4] {
    let mut worth = [0.0; 4];
    let orders = (0..256usize).map(|code| [0, 1, 2, 3].map(|place| code >> (2 * place) & 3));
    for order in orders.filter(|order| (0..4).all(|row| order.contains(&row))) {
        let mut rows = *before;
        let mut reached = score(&rows);
        for row in order {
            rows[row] = after[row];
            worth[row] += (score(&rows) - reached) / 24.0;
            reached = score(&rows);
        }
    }
    worth
}

fn score(rows: &[[f64; 2]; 4]) -> f64 {
    let sum = |at: usize| rows.iter().map(|row| row[at]).sum::<f64>();
    sum(1) / sum(0)
}
