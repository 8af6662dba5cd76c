//! Who is inside each cell, by group and by account.
//!
//! Takes people, their account and the cells they are in; gives the counts
//! of every cell in one pass. Which cells differ is `hotspots`'.

use super::exact_test::Signs;

/// What is known of the inside of one cell.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Inside {
    /// How many say +1, 0, −1.
    pub(super) signs: Signs,
    /// Accounts.
    pub(super) clusters: u64,
    /// People of the largest account.
    pub(super) largest: u64,
    /// Σ c², c the people of an account inside.
    pub(super) squares: f64,
    /// Σ c·a, a the people of that account anywhere.
    pub(super) products: f64,
}

impl Inside {
    pub(super) fn n(&self) -> u64 {
        self.signs.iter().sum()
    }
}

/// One person: 0 for +1, 1 for 0, 2 for −1; the account; the cells.
pub(super) type Member<'a> = (usize, u32, &'a [u32]);

/// All cells, and what everybody is like.
pub(super) struct CellTally {
    pub(super) cells: Vec<Inside>,
    pub(super) all: Inside,
    /// How alike people of one account are: intra-class correlation, 0 to 1.
    pub(super) alike: f64,
}

/// Counts every cell.
pub(super) fn tally(mut members: Vec<Member>, cells: usize) -> CellTally {
    members.sort_unstable_by_key(|member| member.1);
    let mut tally = CellTally {
        cells: vec![Inside::default(); cells],
        all: Inside::default(),
        alike: 0.0,
    };
    let mut here = vec![0u64; cells];
    let mut within = 0.0;
    for account in members.chunk_by(|a, b| a.1 == b.1) {
        within += within_squares(account);
        tally.add(account, &mut here);
    }
    tally.alike = intraclass_correlation(&tally.all, within);
    tally
}

impl CellTally {
    /// Counts the people of one account; `here` holds a 0 for each cell.
    fn add(&mut self, account: &[Member], here: &mut [u64]) {
        let people = account.len() as u64;
        for &(sign, _, inside) in account {
            self.all.signs[sign] += 1;
            for &cell in inside {
                self.cells[cell as usize].signs[sign] += 1;
                here[cell as usize] += 1;
            }
        }
        add(&mut self.all, people, people);
        for &cell in account.iter().flat_map(|member| member.2) {
            let count = std::mem::take(&mut here[cell as usize]);
            if count > 0 {
                add(&mut self.cells[cell as usize], count, people);
            }
        }
    }
}

fn add(inside: &mut Inside, count: u64, people: u64) {
    inside.clusters += 1;
    inside.largest = inside.largest.max(count);
    inside.squares += (count * count) as f64;
    inside.products += (count * people) as f64;
}

/// Returns Σ (x − mean)² within one account.
fn within_squares(account: &[Member]) -> f64 {
    let mut signs = [0u64; 3];
    for member in account {
        signs[member.0] += 1;
    }
    squares(signs)
}

/// Returns Σ (x − mean)² of so many of +1, 0 and −1.
fn squares(signs: [u64; 3]) -> f64 {
    let [up, _, down] = signs.map(|count| count as f64);
    let n = signs.iter().sum::<u64>() as f64;
    up + down - (up - down).powi(2) / n
}

/// Returns the intra-class correlation (Fisher 1925, unequal sizes after
/// Donner 1986), never below 0.
fn intraclass_correlation(all: &Inside, within: f64) -> f64 {
    let (n, clusters) = (all.n() as f64, all.clusters as f64);
    if n <= clusters || clusters < 2.0 {
        return 0.0;
    }
    let size = (n - all.squares / n) / (clusters - 1.0);
    let between = (squares(all.signs) - within) / (clusters - 1.0);
    let within = within / (n - clusters);
    let spread = between + (size - 1.0) * within;
    if spread <= 0.0 {
        return 0.0;
    }
    ((between - within) / spread).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accounts(signs: &[[usize; 2]]) -> CellTally {
        let accounts = signs.iter().zip(0u32..);
        let members = accounts.flat_map(|(signs, account)| {
            let cells: &[u32] = if account == 0 { &[0, 1] } else { &[1] };
            signs.map(|sign| (sign, account, cells))
        });
        tally(members.collect(), 2)
    }

    #[test]
    fn accounts_that_agree_are_wholly_alike() {
        assert!((accounts(&[[0, 0], [2, 2], [1, 1]]).alike - 1.0).abs() < 1e-12);
    }

    #[test]
    fn accounts_that_quarrel_are_not_alike_at_all() {
        assert!(accounts(&[[0, 2], [2, 0], [0, 2]]).alike.abs() < 1e-12);
    }

    #[test]
    fn a_cell_knows_its_people_and_accounts() {
        let tally = accounts(&[[0, 2], [2, 0], [0, 1]]);
        assert_eq!(tally.cells[0].signs, [1, 0, 1]);
        assert_eq!((tally.cells[0].clusters, tally.cells[0].largest), (1, 2));
        assert_eq!((tally.cells[1].clusters, tally.cells[1].n()), (3, 6));
    }
}
