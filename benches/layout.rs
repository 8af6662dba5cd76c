//! How long it takes to lay vectors out in the plane, and how well what is
//! near there is near in meaning.
//!
//! ```text
//! MOTIF_COMMENTS=comments.csv cargo bench --bench layout
//! ```
//!
//! Takes the column `text` of a CSV file, else draws vectors around heaps.
//! Trustworthiness (Venna and Kaski 2001) and the share of the ten nearest
//! that stay among the ten nearest, on a sample of 1,000.

#![allow(clippy::disallowed_methods, reason = "a bench reads the clock")]

use std::time::Instant;

use motif::cluster::{Coordinates, Layout};
use motif::text::{Language, normal};
use motif::vectorize::{Utterance, VectorSource, Vectorizer};
use ndarray::{Array2, ArrayView2, Axis};
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{RngCore, SeedableRng};
use rayon::prelude::*;

/// Neighbours that count as near.
const NEAR: usize = 10;

/// Vectors whose neighbours are looked at.
const ASKED: usize = 1_000;

#[allow(clippy::print_stdout)]
fn main() {
    println!("   vectors  dimensions  seconds  trustworthiness  nearest 10 kept");
    if let Some(file) = std::env::var_os("MOTIF_COMMENTS") {
        return told(&meant(&file));
    }
    for (count, dimensions) in [(1_000, 146), (5_000, 146), (5_000, 300), (20_000, 146)] {
        told(&drawn(count, dimensions));
    }
    for dimensions in [128, 300] {
        told(&drawn(100_000, dimensions));
    }
}

#[allow(clippy::print_stdout)]
fn told(vectors: &Array2<f32>) {
    let keys: Vec<u64> = (0..vectors.nrows() as u64)
        .map(|row| row.wrapping_mul(0x9e37_79b9_7f4a_7c15))
        .collect();
    let begun = Instant::now();
    let places = Layout::new(vectors.view(), &keys).places(vectors.view(), &keys);
    let seconds = begun.elapsed().as_secs_f64();
    let rows: Vec<usize> = (0..places.len())
        .filter(|&row| places[row].is_some())
        .collect();
    let places: Vec<Coordinates> = places.into_iter().flatten().collect();
    let (trust, kept) = quality(vectors.select(Axis(0), &rows).view(), &places);
    let (count, dimensions) = vectors.dim();
    println!("{count:>10}  {dimensions:>10}  {seconds:>7.2}  {trust:>15.3}  {kept:>15.3}");
}

fn quality(vectors: ArrayView2<'_, f32>, places: &[Coordinates]) -> (f64, f64) {
    let count = places.len();
    let asked: Vec<usize> = (0..count).step_by(count.div_ceil(ASKED)).collect();
    let each: Vec<(usize, usize)> = asked
        .par_iter()
        .map(|&own| {
            let cosines = vectors.dot(&vectors.row(own));
            let mut shown: Vec<usize> = (0..count).filter(|&other| other != own).collect();
            shown.sort_by(|&a, &b| square(places, own, a).total_cmp(&square(places, own, b)));
            let ranks = shown[..NEAR].iter().map(|&other| {
                let nearer = (0..count).filter(|&third| cosines[third] > cosines[other]);
                nearer.filter(|&third| third != own).count() + 1
            });
            let ranks: Vec<usize> = ranks.collect();
            let wrong = ranks.iter().map(|rank| rank.saturating_sub(NEAR)).sum();
            (wrong, ranks.iter().filter(|&&rank| rank <= NEAR).count())
        })
        .collect();
    let wrong: usize = each.iter().map(|each| each.0).sum();
    let kept: usize = each.iter().map(|each| each.1).sum();
    let most = (asked.len() * NEAR * (2 * count - 3 * NEAR - 1)) as f64 / 2.0;
    let all = (asked.len() * NEAR) as f64;
    (1.0 - wrong as f64 / most, kept as f64 / all)
}

fn square(places: &[Coordinates], one: usize, other: usize) -> f32 {
    let (one, other) = (places[one], places[other]);
    (one[0] - other[0]).powi(2) + (one[1] - other[1]).powi(2)
}

/// Returns the vectors of the comments of a file, each once.
fn meant(file: &std::ffi::OsStr) -> Array2<f32> {
    let mut reader = csv::Reader::from_path(file).expect("the file opens");
    let header = reader.headers().expect("there is a header").clone();
    let column = header
        .iter()
        .position(|name| name == "text")
        .expect("there is a column `text`");
    let mut said: Vec<Utterance> = reader
        .records()
        .flatten()
        .map(|row| Utterance {
            normal: normal(&row[column]).into(),
            language: Language::English,
        })
        .collect();
    said.sort_unstable();
    said.dedup();
    Vectorizer::new(&said, said.len(), &VectorSource::Builtin, &[]).vectors(&said)
}

/// Returns unit vectors around 60 directions, always the same.
fn drawn(count: usize, dimensions: usize) -> Array2<f32> {
    let mut random = Xoshiro256PlusPlus::seed_from_u64(1);
    let mut lot = || {
        let four = (0..4).map(|_| random.next_u32() as f32 / u32::MAX as f32);
        four.sum::<f32>() - 2.0
    };
    let middles = Array2::from_shape_simple_fn((60, dimensions), &mut lot);
    let mut vectors = Array2::from_shape_simple_fn((count, dimensions), &mut lot);
    for (at, mut vector) in vectors.rows_mut().into_iter().enumerate() {
        vector += &middles.row(at * at % 97 % 60);
        let length = vector.dot(&vector).sqrt();
        vector /= length;
    }
    vectors
}
