use ndarray::{Array2, Axis};
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{RngCore, SeedableRng};

use super::*;
use crate::cluster::neighbours::scale;

/// Heaps around directions drawn by lot: each vector goes halfway its own way.
fn heaps(count: usize, heaps: usize) -> (Array2<f32>, Vec<u64>) {
    let mut random = Xoshiro256PlusPlus::seed_from_u64(5);
    let mut lot = || {
        let four: f32 = (0..4)
            .map(|_| random.next_u32() as f32 / u32::MAX as f32)
            .sum();
        four - 2.0
    };
    let mut middles = Array2::from_shape_simple_fn((heaps, 24), &mut lot);
    let mut vectors = Array2::from_shape_simple_fn((count, 24), &mut lot);
    middles
        .rows_mut()
        .into_iter()
        .for_each(|mut row| scale(&mut row));
    for (row, mut vector) in vectors.rows_mut().into_iter().enumerate() {
        scale(&mut vector);
        vector.scaled_add(1.0, &middles.row(row % heaps));
        scale(&mut vector);
    }
    (
        vectors,
        (0..count as u64).map(|row| row * 7919 % 104_729).collect(),
    )
}

fn layout(vectors: ArrayView2<'_, f32>, keys: &[u64]) -> Vec<Option<Coordinates>> {
    Layout::new(vectors, keys).places(vectors, keys)
}

fn all(places: Vec<Option<Coordinates>>) -> Vec<Coordinates> {
    let places: Vec<Coordinates> = places.into_iter().flatten().collect();
    assert!(places.iter().flatten().all(|at| (-1.0..=1.0).contains(at)));
    places
}

fn distance(one: Coordinates, other: Coordinates) -> f32 {
    (one[0] - other[0]).hypot(one[1] - other[1])
}

/// Returns for each row all others, nearest first.
fn by_distance(count: usize, of: impl Fn(usize, usize) -> f32) -> Vec<Vec<usize>> {
    (0..count)
        .map(|own| {
            let mut others: Vec<usize> = (0..count).filter(|&other| other != own).collect();
            others.sort_by(|&a, &b| of(own, a).total_cmp(&of(own, b)));
            others
        })
        .collect()
}

/// Trustworthiness (Venna and Kaski 2001): 1 when whoever is near in the plane
/// is near in meaning.
fn trust(vectors: &Array2<f32>, places: &[Coordinates], near: usize) -> f64 {
    let count = places.len();
    let cosines = vectors.dot(&vectors.t());
    let meant = by_distance(count, |one, other| -cosines[[one, other]]);
    let shown = by_distance(count, |one, other| distance(places[one], places[other]));
    let mut wrong = 0;
    for (meant, shown) in meant.iter().zip(&shown) {
        let mut rank = vec![0; count];
        for (at, &other) in meant.iter().enumerate() {
            rank[other] = at + 1;
        }
        let ranks = shown[..near].iter().map(|&other| rank[other]);
        wrong += ranks.map(|rank| rank.saturating_sub(near)).sum::<usize>();
    }
    1.0 - 2.0 * wrong as f64 / (count * near * (2 * count - 3 * near - 1)) as f64
}

#[test]
fn what_is_near_in_the_plane_is_near_in_meaning() {
    let (vectors, keys) = heaps(600, 8);
    let places = all(layout(vectors.view(), &keys));
    let trust = trust(&vectors, &places, 10);
    assert!(trust > 0.9, "{trust}");
    let own_heap = by_distance(600, |one, other| distance(places[one], places[other]))
        .iter()
        .enumerate()
        .filter(|(own, others)| others[0] % 8 == own % 8)
        .count();
    assert!(own_heap > 570, "{own_heap}");
}

#[test]
fn the_order_of_vectors_and_the_number_of_threads_do_not_matter() {
    let (vectors, keys) = heaps(500, 5);
    let places = layout(vectors.view(), &keys);
    let order: Vec<usize> = (0..500).map(|row| row * 177 % 500).collect();
    let shuffled = vectors.select(Axis(0), &order);
    let shuffled_keys: Vec<u64> = order.iter().map(|&row| keys[row]).collect();
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build();
    let again = one
        .unwrap()
        .install(|| layout(shuffled.view(), &shuffled_keys));
    for (row, place) in order.into_iter().zip(again) {
        assert_eq!(places[row], place);
    }
}

#[test]
fn a_vector_lies_alone_where_it_lies_among_many() {
    let (vectors, keys) = heaps(900, 5);
    let layout = Layout::new(vectors.slice_axis(Axis(0), (..300).into()), &keys[..300]);
    let places = layout.places(vectors.view(), &keys);
    for row in [0, 299, 300, 899] {
        let alone = layout.places(vectors.select(Axis(0), &[row]).view(), &keys[row..=row]);
        assert_eq!(alone[0], places[row]);
    }
}

#[test]
fn vectors_beside_landmarks_keep_their_neighbours_too() {
    let (vectors, keys) = heaps(900, 6);
    let layout = Layout::new(vectors.slice_axis(Axis(0), (..300).into()), &keys[..300]);
    let places = all(layout.places(vectors.view(), &keys));
    let trust = trust(&vectors, &places, 10);
    assert!(trust > 0.85, "{trust}");
}

#[test]
fn what_says_the_same_lies_beside_itself_and_does_not_hide() {
    let (vectors, keys) = heaps(200, 4);
    let twice: Vec<usize> = (0..200).chain(0..200).collect();
    let other_keys = keys.iter().map(|key| key + 1_000_000);
    let keys: Vec<u64> = keys.iter().copied().chain(other_keys).collect();
    let places = all(layout(vectors.select(Axis(0), &twice).view(), &keys));
    for row in 0..200 {
        let apart = distance(places[row], places[200 + row]);
        assert!(apart > 0.0 && apart < 0.03, "{apart}");
    }
}

#[test]
fn what_has_nothing_to_do_with_the_rest_lies_apart_from_it() {
    let (heaps, keys) = heaps(60, 1);
    let vectors = Array2::from_shape_fn((61, 25), |(row, axis)| match (row, axis) {
        (60, 24) => 1.0,
        (60, _) | (_, 24) => 0.0,
        _ => heaps[[row, axis]],
    });
    let keys: Vec<u64> = keys.into_iter().chain([9_999_999]).collect();
    let places = all(layout(vectors.view(), &keys));
    let nearest = |own: usize| {
        let others = (0..61).filter(|&other| other != own);
        let distances = others.map(|other| distance(places[own], places[other]));
        distances.fold(f32::INFINITY, f32::min)
    };
    let alone = nearest(60);
    assert!((0..60).all(|own| nearest(own) < alone), "{alone}");
}

#[test]
fn a_few_vectors_have_places_and_those_of_zeros_have_none() {
    for count in 0..6 {
        let (vectors, keys) = heaps(count, 1);
        assert_eq!(all(layout(vectors.view(), &keys)).len(), count);
    }
    let axes = Array2::<f32>::eye(3);
    assert_eq!(all(layout(axes.view(), &[3, 1, 2])).len(), 3);
    let zeros = Array2::<f32>::zeros((2, 4));
    assert_eq!(layout(zeros.view(), &[1, 2]), [None, None]);
    assert!(layout(Array2::zeros((0, 0)).view(), &[]).is_empty());
}

#[test]
fn vectors_that_are_all_the_same_lie_around_one_place() {
    let mut vectors = Array2::<f32>::zeros((40, 3));
    vectors.column_mut(1).fill(1.0);
    let keys: Vec<u64> = (0..40).collect();
    let places = all(layout(vectors.view(), &keys));
    assert!(places.iter().flatten().all(|at| at.abs() <= 0.02));
    assert!(distance(places[1], places[2]) > 0.0);
}
