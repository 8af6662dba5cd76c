//! Vectors that belong together.
//!
//! Takes unit vectors, one a row, in an order that does not depend on the
//! input's; ties each to its nearest ones, finds the communities of that graph
//! and gives [`Clusters`]: a centre each, and broad groups over them; or a
//! [`Layout`]: a place in the plane for each. Knows no words.

mod clusters;
mod communities;
mod detail;
mod kmeans;
mod layout;
mod method;
mod neighbours;
mod parts;
mod stability;
mod tree;

pub use clusters::{Clusters, Groups, centres, communities_of, highest};
pub use detail::ClusterShape;
pub use kmeans::groups as divided;
pub use layout::{Coordinates, Layout};
pub use method::{Method, UnknownMethod};
pub use parts::ClusterParts;
pub use stability::firmness;
