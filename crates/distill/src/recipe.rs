//! The three steps, in order.

use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis};

use crate::choice::digest;
use crate::counts::{PieceCounts, scaled, spread};
use crate::fit::{best_scale, fitted};
use crate::principal::Principal;
use crate::prior::{centred, rarity, repaired};
use crate::quantized::Rounded;
use crate::sparse::Sparse;

/// How vectors are made.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Recipe {
    /// Dimensions kept.
    pub dimensions: usize,
    /// How strongly vectors are held toward their prior, in texts: a piece
    /// seen in this many texts lies halfway. Between .1 and .5 the scores are
    /// alike; ten times more is worse.
    pub toward_prior: f32,
    /// Rounds of the fit that repairs the prior.
    pub quick_rounds: usize,
    /// Rounds of the fit.
    pub rounds: usize,
    /// One text in so many is held out, to measure by.
    pub held_out: u8,
}

impl Default for Recipe {
    fn default() -> Self {
        Self {
            dimensions: 256,
            toward_prior: 0.4,
            quick_rounds: 15,
            rounds: 40,
            held_out: 20,
        }
    }
}

impl Recipe {
    /// Returns how often `distill` tells that a round is done.
    pub fn all_rounds(&self) -> usize {
        self.quick_rounds + self.rounds
    }
}

/// Vectors, and how good they are.
#[derive(Clone, Debug)]
pub struct Made {
    /// One vector a piece, in 8 bits.
    pub vectors: Rounded,
    /// Texts the vectors were fitted to.
    pub fitted: usize,
    /// Texts held out.
    pub held_out: usize,
    /// The mean cosine, over the texts held out, between what the vectors say
    /// and what the model says, both centred.
    pub cosine: f32,
    /// Pieces seen in at least one text.
    pub seen: usize,
    /// The share of what the fitted vectors vary in that was kept.
    pub kept: f32,
}

/// Makes static vectors.
///
/// `alone` has what the model says to each piece alone, `teacher` what it says
/// to each text, of which `counts` has the pieces.
pub fn distill<T: AsRef<str>>(
    texts: &[T],
    counts: &[PieceCounts],
    teacher: ArrayView2<'_, f32>,
    alone: ArrayView2<'_, f32>,
    recipe: &Recipe,
    done: &(dyn Fn(usize) + Sync),
) -> Made {
    let (held_out, learnt): (Vec<usize>, Vec<usize>) = (0..texts.len())
        .filter(|&text| !counts[text].is_empty())
        .partition(|&text| digest(texts[text].as_ref())[0].is_multiple_of(recipe.held_out));
    let of = |rows: &[usize]| -> Vec<PieceCounts> {
        let counts: Vec<PieceCounts> = rows.iter().map(|&row| counts[row].clone()).collect();
        scaled(&counts)
    };
    let seen = spread(&of(&learnt), alone.nrows());
    let learnt_counts = Sparse::new(of(&learnt), alone.nrows());
    let spoken = centred(teacher.select(Axis(0), &learnt).view());
    let fitted = fit(&learnt_counts, &spoken, alone, &seen, recipe, done);
    let summed = centred(learnt_counts.dot(fitted.view()).view());
    let turn = Principal::new(summed.view(), recipe.dimensions);
    let kept = squares(&summed.dot(turn.components())) / squares(&summed);
    let vectors = Rounded::new(fitted.dot(turn.components()).view());
    let held_counts = Sparse::new(of(&held_out), alone.nrows());
    let said = held_counts.dot(vectors.table().dot(&turn.components().t()).view());
    Made {
        vectors,
        fitted: learnt.len(),
        held_out: held_out.len(),
        cosine: mean_cosine(said.view(), teacher.select(Axis(0), &held_out).view()),
        seen: seen.iter().filter(|&&texts| texts > 0).count(),
        kept: kept as f32,
    }
}

/// Fits twice: the first fit says how the prior must be repaired.
fn fit(
    counts: &Sparse,
    teacher: &Array2<f32>,
    alone: ArrayView2<'_, f32>,
    seen: &[u32],
    recipe: &Recipe,
    done: &(dyn Fn(usize) + Sync),
) -> Array2<f32> {
    let alone = centred(alone);
    let toward_prior = recipe.toward_prior;
    let first = &alone * &rarity(alone.nrows()).insert_axis(Axis(1));
    let first = at_best_scale(first, counts, teacher);
    let quick = fitted(
        counts,
        teacher,
        &first,
        toward_prior,
        recipe.quick_rounds,
        done,
    );
    let second = at_best_scale(repaired(&alone, &quick, seen), counts, teacher);
    fitted(counts, teacher, &second, toward_prior, recipe.rounds, done)
}

fn at_best_scale(prior: Array2<f32>, counts: &Sparse, teacher: &Array2<f32>) -> Array2<f32> {
    let scale = best_scale(&counts.dot(prior.view()), teacher);
    prior * scale
}

fn squares(rows: &Array2<f32>) -> f64 {
    let squares = |row: ArrayView1<'_, f32>| f64::from(row.dot(&row));
    rows.rows().into_iter().map(squares).sum()
}

fn mean_cosine(said: ArrayView2<'_, f32>, teacher: ArrayView2<'_, f32>) -> f32 {
    let (said, teacher) = (centred(said), centred(teacher));
    let cosines: Array1<f32> = said
        .rows()
        .into_iter()
        .zip(teacher.rows())
        .map(|(a, b)| a.dot(&b) / (a.dot(&a) * b.dot(&b)).sqrt().max(1e-12))
        .collect();
    cosines.mean().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand_xoshiro::Xoshiro256PlusPlus;
    use rand_xoshiro::rand_core::{RngCore, SeedableRng};

    const PIECES: usize = 60;
    const DIMENSIONS: usize = 6;

    /// A made-up language: what a text means is the sum of what its pieces
    /// mean, and a piece alone says that in the right direction, but no
    /// louder when it is rare, and with some noise.
    struct Language {
        meanings: Array2<f32>,
        alone: Array2<f32>,
        random: Xoshiro256PlusPlus,
    }

    impl Language {
        fn new() -> Self {
            let mut random = Xoshiro256PlusPlus::seed_from_u64(7);
            let mut noise = |scale: f32| {
                Array2::from_shape_simple_fn((PIECES, DIMENSIONS), || {
                    (random.next_u32() as f32 / u32::MAX as f32 - 0.5) * scale
                })
            };
            let directions = noise(2.0);
            let alone = &directions + &noise(0.4);
            let loud = Array1::from_iter((0..PIECES).map(|rank| 0.2 + rank as f32 / 30.0));
            Self {
                meanings: directions * loud.insert_axis(Axis(1)),
                alone,
                random,
            }
        }

        /// Texts of five pieces, none of them `never`.
        fn texts(
            &mut self,
            number: usize,
            never: u32,
        ) -> (Vec<String>, Vec<PieceCounts>, Array2<f32>) {
            let mut said = Array2::zeros((number, DIMENSIONS));
            let mut counts = Vec::new();
            for mut row in said.rows_mut() {
                let mut pieces: Vec<u32> = (0..5)
                    .map(|_| self.random.next_u32() % PIECES as u32)
                    .filter(|&piece| piece != never)
                    .collect();
                pieces.push(0);
                pieces.sort_unstable();
                pieces.dedup();
                for &piece in &pieces {
                    row += &self.meanings.row(piece as usize);
                }
                counts.push(pieces.into_iter().map(|piece| (piece, 1.0)).collect());
            }
            let texts = (0..number).map(|text| format!("text {text}")).collect();
            (texts, counts, said)
        }

        fn distilled(&mut self, number: usize, never: u32) -> Made {
            let (texts, counts, said) = self.texts(number, never);
            let recipe = Recipe {
                dimensions: DIMENSIONS,
                ..Recipe::default()
            };
            let alone = self.alone.view();
            distill(&texts, &counts, said.view(), alone, &recipe, &|_| {})
        }
    }

    #[test]
    fn more_text_brings_vectors_nearer_to_the_model() {
        let cosines: Vec<f32> = [60, 300, 3000]
            .map(|number| Language::new().distilled(number, 0).cosine)
            .to_vec();
        assert!(cosines.is_sorted() && cosines[2] > 0.98, "{cosines:?}");
    }

    #[test]
    fn a_piece_the_texts_lack_is_as_loud_as_its_like() {
        let made = Language::new().distilled(3000, 50);
        let table = made.vectors.table();
        let length = |piece: usize| table.row(piece).dot(&table.row(piece)).sqrt();
        let truth = |piece: usize| {
            let meanings = Language::new().meanings;
            meanings.row(piece).dot(&meanings.row(piece)).sqrt()
        };
        let (unseen, seen) = (length(50) / truth(50), length(49) / truth(49));
        assert!((0.6..1.6).contains(&(unseen / seen)), "{unseen} {seen}");
    }

    #[test]
    fn the_same_texts_give_the_same_bytes() {
        let (one, other) = (
            Language::new().distilled(300, 0),
            Language::new().distilled(300, 0),
        );
        assert_eq!(one.vectors, other.vectors);
    }
}
