//! Which theme an utterance belongs to, as [`Model::assign`](super::Model::assign)
//! says it.

use serde::{Deserialize, Serialize};

/// Where a passage's theme comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum ThemeOrigin {
    /// A cluster that was mined, or came up since.
    Cluster(usize),
    /// The words of a theme that people asked for, by its number.
    Seed(u32),
    /// All is well, without saying what.
    Praise,
    /// All is bad, without saying what.
    Complaint,
}

/// The finest that is told apart: a part of an origin, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Leaf {
    /// Where the theme comes from.
    pub origin: ThemeOrigin,
    /// Its part.
    pub part: u32,
}

/// Where an utterance belongs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Assigned {
    /// The origin of its theme, and which part of that.
    pub leaf: Leaf,
    /// Its cosine with the nearest centre, up to 1.
    pub strength: f32,
    /// Whether it is near enough to belong.
    pub belongs: bool,
    /// Whether it is nearer than half of what the cluster was found from.
    pub central: bool,
}
