//! How hits spread over the values of the fields.

use super::catalogue::{Catalogue, FieldOrigin, FieldStorage};
use super::terms::key;

/// How the hits spread over the values of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facet {
    /// The field's name, as a filter takes it.
    pub field: String,
    /// The values and how many hits have them, most first; at most fifty.
    pub values: Vec<(String, usize)>,
}

/// An attribute with more different values than this is not counted, and of
/// the other fields only so many values are given.
const MOST_COUNTED: usize = 50;

/// A field that is counted: its place in the catalogue, and its values in the
/// order of their codes.
pub(super) struct CountedField<'a> {
    place: usize,
    name: &'a str,
    values: &'a [String],
}

impl CountedField<'_> {
    /// Returns the field's place and the largest code it holds.
    pub(super) fn column(&self) -> (usize, usize) {
        (self.place, self.values.len())
    }
}

/// Returns the fields whose values are counted.
pub(super) fn counted(catalogue: &Catalogue) -> Vec<CountedField<'_>> {
    let fields = catalogue.fields.iter().enumerate();
    fields
        .filter_map(|(place, field)| match &field.values {
            FieldStorage::Listed(values)
                if field.origin != FieldOrigin::Attribute || values.len() <= MOST_COUNTED =>
            {
                Some(CountedField {
                    place,
                    name: &field.name,
                    values,
                })
            }
            _ => None,
        })
        .collect()
}

/// Returns the counts by name. Two fields of one name (the role of a speaker,
/// and a survey's own column) are one facet, as they are one filter; a value
/// that both have is the first one's, as the filter takes it.
pub(super) fn facets(counted: &[CountedField<'_>], counts: &[Vec<usize>]) -> Vec<Facet> {
    let mut facets: Vec<Facet> = Vec::new();
    for (field, counts) in counted.iter().zip(counts) {
        let values = field.values.iter().zip(&counts[1..]);
        let values = values.filter(|&(_, &count)| count > 0);
        let values = values.map(|(name, &count)| (name.clone(), count));
        let same = |facet: &&mut Facet| key(&facet.field) == key(field.name);
        match facets.iter_mut().find(same) {
            Some(facet) => {
                for (name, count) in values {
                    let is_there = facet
                        .values
                        .iter()
                        .any(|(known, _)| key(known) == key(&name));
                    if !is_there {
                        facet.values.push((name, count));
                    }
                }
            }
            None => facets.push(Facet {
                field: field.name.to_owned(),
                values: values.collect(),
            }),
        }
    }
    for facet in &mut facets {
        let values = &mut facet.values;
        values.sort_by(|one, two| two.1.cmp(&one.1).then_with(|| one.0.cmp(&two.0)));
        values.truncate(MOST_COUNTED);
    }
    facets.retain(|facet| !facet.values.is_empty());
    facets
}
