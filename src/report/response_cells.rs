//! Who answered, as the first cells of a row of answers.

use super::sheet::Cell;
use crate::feedback::{Response, Scale};
use crate::text;

/// What stands above [`answered`].
pub const ANSWERED: [&str; 7] = [
    "file", "record", "wave", "date", "account", "rating", "group",
];

/// Returns where an answer stands, whose it is, and the rating.
pub fn answered(response: &Response, scale: &Scale) -> Vec<Cell> {
    let rating = response.rating;
    vec![
        response.source.as_str().into(),
        text::masked_id(&response.record()).into(),
        response.wave.as_str().into(),
        response.date.as_deref().unwrap_or_default().into(),
        response.account.as_deref().unwrap_or_default().into(),
        scale.number_given(rating).map(f64::from).into(),
        rating
            .map_or("", |rating| scale.singular(rating.group()))
            .into(),
    ]
}
