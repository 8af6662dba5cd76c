//! Every passage as a point.
//!
//! Takes where each utterance lies; gives a point for each passage. Those who
//! said the same words stand around the same place, so that none hides another.

use serde::Serialize;
use utoipa::ToSchema;

use crate::study::{Analysis, Map};

/// Every passage as a point.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct MapPoints {
    /// The number of each point's passage, ascending.
    pub(super) passages: Vec<usize>,
    /// How far to the right each lies, from 0 to 65535.
    pub(super) x: Vec<u16>,
    /// How far down each lies, from 0 to 65535.
    pub(super) y: Vec<u16>,
}

/// How far the second of two who say the same stands from the first, and how
/// the others go around (the golden angle).
const APART: f32 = 90.0;
const TURN: f32 = 2.399_963;

impl MapPoints {
    /// Puts the passages of an analysis where a map has their words.
    pub(super) fn new(analysis: &Analysis, map: &Map) -> Self {
        let mut said = vec![0_u16; map.places.len()];
        let mut points = Self {
            passages: Vec::new(),
            x: Vec::new(),
            y: Vec::new(),
        };
        for (at, passage) in analysis.passages.all.iter().enumerate() {
            let Some([x, y]) = map.places[passage.utterance] else {
                continue;
            };
            let before = f32::from(said[passage.utterance]);
            said[passage.utterance] = said[passage.utterance].saturating_add(1);
            let (distance, angle) = (APART * before.sqrt(), TURN * before);
            let across = |place: f32, offset: f32| {
                let place = f32::midpoint(place, 1.0) * f32::from(u16::MAX);
                (place + offset).clamp(0.0, f32::from(u16::MAX)) as u16
            };
            points.passages.push(at);
            points.x.push(across(x, distance * angle.cos()));
            points.y.push(across(-y, distance * angle.sin()));
        }
        points
    }
}
