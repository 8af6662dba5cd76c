//! The cells that people are in: values of attributes, and pairs of them.

use std::collections::HashMap;

use serde::Serialize;

use super::super::segments::Attribute;
use super::super::selection::Selection;

/// One value of an attribute.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Segment {
    /// The attribute.
    pub attribute: String,
    /// The value.
    pub value: String,
}

/// The cells that people are in: values, and pairs of values.
pub(super) struct Grid {
    pub(super) cells: Vec<Vec<Segment>>,
    /// For each cell that is a pair, the two it is of.
    pub(super) parents: Vec<Option<[u32; 2]>>,
    /// For each of the selected, in order, the cells.
    pub(super) of: Vec<Vec<u32>>,
}

impl Grid {
    pub(super) fn new(attributes: &[Attribute], among: &Selection) -> Self {
        let mut grid = Self {
            cells: Vec::new(),
            parents: Vec::new(),
            of: Vec::new(),
        };
        let mut first = Vec::new();
        for attribute in attributes {
            first.push(grid.cells.len() as u32);
            for value in &attribute.values {
                grid.cells.push(vec![Segment {
                    attribute: attribute.name.clone(),
                    value: value.clone(),
                }]);
                grid.parents.push(None);
            }
        }
        let mut pairs: HashMap<[u32; 2], u32> = HashMap::new();
        for &response in &among.responses {
            let values = attributes.iter().zip(&first);
            let singles: Vec<u32> = values
                .filter_map(|(attribute, first)| {
                    Some(first + u32::from(attribute.of_response[response]?))
                })
                .collect();
            let mut cells = singles.clone();
            for (at, &one) in singles.iter().enumerate() {
                for &other in &singles[at + 1..] {
                    cells.push(
                        *pairs
                            .entry([one, other])
                            .or_insert_with(|| grid.pair(one, other)),
                    );
                }
            }
            cells.sort_unstable();
            grid.of.push(cells);
        }
        grid
    }

    fn pair(&mut self, one: u32, other: u32) -> u32 {
        let both = [one, other].map(|cell| self.cells[cell as usize][0].clone());
        self.cells.push(both.to_vec());
        self.parents.push(Some([one, other]));
        self.cells.len() as u32 - 1
    }

    /// Returns whether a cell is a pair of values.
    pub(super) fn is_pair(&self, cell: u32) -> bool {
        self.parents[cell as usize].is_some()
    }

    /// Returns the selected who are in a cell, and those who are not.
    pub(super) fn sides(&self, among: &Selection, cell: u32) -> [Vec<usize>; 2] {
        let mut sides = [Vec::new(), Vec::new()];
        for (&response, cells) in among.responses.iter().zip(&self.of) {
            let inside = cells.binary_search(&cell).is_ok();
            sides[usize::from(!inside)].push(response);
        }
        sides
    }
}
