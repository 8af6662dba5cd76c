//! How a search is answered.

/// How a search is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SearchOptions {
    /// How many hits to give; the counts are of all of them.
    pub limit: usize,
    /// How many of the first to pass over.
    pub offset: usize,
    /// Which come first.
    pub sort: Sort,
    /// How much of a text to show.
    pub context: Context,
    /// Whether to count the values of fields.
    pub facets: bool,
}

impl Default for SearchOptions {
    fn default() -> Self {
        Self {
            limit: 20,
            offset: 0,
            sort: Sort::Score,
            context: Context::Characters(160),
            facets: true,
        }
    }
}

/// Which hits come first. Equal ones stand by source and record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// The best answer.
    #[default]
    Score,
    /// The latest; those without a date last.
    Newest,
    /// The earliest; those without a date last.
    Oldest,
    /// The best rating; those without one last.
    Highest,
    /// The worst rating; those without one last.
    Lowest,
}

/// How much of a text to show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Context {
    /// The part with the most matches, at most this long.
    Characters(usize),
    /// The passage with the most matches, and so many before and after it.
    Passages(usize),
    /// All of it.
    Whole,
}
