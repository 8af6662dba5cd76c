//! What there is to choose from, for a hint.

/// Returns "the columns are `a` and `b`", "the only column is `a`" or "there
/// are no columns", given how many there are and their names as a list.
pub fn choices(noun: &str, count: usize, listed: &str) -> String {
    match count {
        0 => format!("there are no {noun}s"),
        1 => format!("the only {noun} is {listed}"),
        _ => format!("the {noun}s are {listed}"),
    }
}
