//! Hits by the file they are from.

use super::index::Hits;
use super::snippet::Hit;

/// The hits of one file.
#[derive(Clone, Debug, PartialEq)]
pub struct FileHits {
    /// The file.
    pub source: String,
    /// How many of the hits are from it.
    pub total: usize,
    /// The best of them.
    pub hits: Vec<Hit>,
}

impl Hits {
    /// Returns the hits by their source: the source of the best hit first, at
    /// most so many sources and so many hits of each.
    pub fn grouped(
        &self,
        source: impl Fn(&Hit) -> String,
        most: usize,
        each: usize,
    ) -> Vec<FileHits> {
        let mut groups: Vec<FileHits> = Vec::new();
        for hit in &self.hits {
            let source = source(hit);
            let known = groups.iter().position(|group| group.source == source);
            let at = known.unwrap_or_else(|| {
                groups.push(FileHits {
                    source,
                    total: 0,
                    hits: Vec::new(),
                });
                groups.len() - 1
            });
            let group = &mut groups[at];
            group.total += 1;
            if group.hits.len() < each {
                group.hits.push(hit.clone());
            }
        }
        groups.truncate(most);
        groups
    }
}
