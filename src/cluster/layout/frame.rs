//! What of the plane is shown: a square from −1 to 1.

use super::Coordinates;

/// The share of points that lies inside the square's margin.
const INSIDE: f64 = 0.99;

/// Where the margin begins. In it what lies far out is drawn together.
const MARGIN: f32 = 0.95;

/// How far from its place a point is moved at most, so that points in one
/// place do not hide each other: this much of the room that each has…
const SHARE: f32 = 0.35;

/// …and not more than this.
const FARTHEST: f32 = 0.02;

/// A square laid around points.
#[derive(Clone, Copy, Debug)]
pub(super) struct LayoutFrame {
    middle: Coordinates,
    /// What a unit of the plane is in the square.
    scale: f32,
    /// How far points are moved.
    beside: f32,
}

impl LayoutFrame {
    /// Lays a square around points: around the median, and wide enough for
    /// all but the outermost.
    pub(super) fn around(spots: &[Coordinates]) -> Self {
        let middle = [0, 1].map(|axis| {
            let values = spots.iter().map(|spot| spot[axis]);
            quantile(values.collect(), 0.5)
        });
        let far = spots.iter().map(|spot| {
            let apart = [0, 1].map(|axis| (spot[axis] - middle[axis]).abs());
            apart[0].max(apart[1])
        });
        let reach = quantile(far.collect(), INSIDE);
        Self {
            middle,
            scale: if reach > 0.0 { MARGIN / reach } else { 0.0 },
            beside: (SHARE / (spots.len().max(1) as f32).sqrt()).min(FARTHEST),
        }
    }

    /// Returns where in the square a point is shown.
    pub(super) fn position(&self, spot: Coordinates) -> Coordinates {
        [0, 1].map(|axis| compressed((spot[axis] - self.middle[axis]) * self.scale))
    }

    /// Returns the same, a little aside: where to goes by the key.
    pub(super) fn jittered_position(&self, spot: Coordinates, key: u64) -> Coordinates {
        let aside = mixed(key);
        let asides = [aside >> 40, (aside >> 16) & 0xff_ffff];
        let shown = self.position(spot);
        [0, 1].map(|axis| {
            let share = asides[axis] as f32 / (1 << 23) as f32 - 1.0;
            (shown[axis] + self.beside * share).clamp(-1.0, 1.0)
        })
    }
}

/// Returns the value that a share of others is not above.
fn quantile(mut values: Vec<f32>, share: f64) -> f32 {
    values.sort_unstable_by(f32::total_cmp);
    let last = values.len().saturating_sub(1);
    let at = (last as f64 * share).ceil() as usize;
    values.get(at).copied().unwrap_or(0.0)
}

/// Returns a coordinate with what is outside the margin drawn into it: farther
/// out stays farther out.
fn compressed(at: f32) -> f32 {
    let outside = at.abs() - MARGIN;
    if outside <= 0.0 {
        return at;
    }
    let room = 1.0 - MARGIN;
    (MARGIN + room * outside / (room + outside)).copysign(at)
}

/// Returns a key with all its bits in all others (the end of `splitmix64`).
fn mixed(key: u64) -> u64 {
    let key = (key ^ (key >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let key = (key ^ (key >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    key ^ (key >> 31)
}
