//! How much each segment speaks of a theme.
//!
//! Takes a theme and a part of the answers; gives for each value of each
//! attribute the share of those who commented that voices it. Which of the
//! differences are more than chance is `hotspots`'.

use serde::Serialize;

use super::ledger::Ledger;
use super::segments::{Attribute, Segments};
use super::selection::Selection;
use crate::nps::clustered::share_with_variance;
use crate::nps::estimate::Share;
use crate::nps::pooling::{SegmentNumber, pool_known};
use crate::nps::shrinkage::Shrunk;

/// The shares of one attribute's segments.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AttributeShares {
    /// The attribute.
    pub attribute: String,
    /// A share a value, in the order of the values.
    pub values: Vec<ValueShare>,
}

/// The share of one segment.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ValueShare {
    /// The value.
    pub value: String,
    /// Those of it who commented and voice the theme.
    pub share: Share,
    /// What the share is likely to be, given those of the other segments; `None`
    /// where it is withheld.
    pub likely: Option<Shrunk>,
}

/// Shares of segments lie apart by at most so much (a standard deviation).
const APART: f64 = 0.3;

/// Returns how much each segment speaks of a theme, by its position in the
/// findings.
pub fn shares(ledger: &Ledger<'_>, theme: usize, among: &Selection) -> Vec<AttributeShares> {
    let attributes = Segments::new(ledger, among).attributes;
    let of = |attribute: Attribute| {
        let values = attribute.values.iter().map(|value| {
            // By the same words as somebody would choose them by: the number
            // is that of the people one then sees.
            let chosen = format!("{}:{value}", attribute.name);
            let chosen = Selection::parse(&chosen, ledger.analysis).map(|of| of.responses);
            let inside = ledger.commenting(&chosen.unwrap_or_default());
            let share = ledger.share(&inside, |r| ledger.voices(r, theme));
            let says = ledger.saying(&inside, |r| ledger.voices(r, theme));
            let number = share_with_variance(&says);
            let number = number.filter(|_| share.estimate.value().is_some());
            ((value, share), number.map(SegmentNumber::from))
        });
        let (shares, numbers): (Vec<(&String, Share)>, Vec<Option<SegmentNumber>>) = values.unzip();
        let likely = pool_known(&numbers, APART, ledger.confidence);
        let values = shares.into_iter().zip(likely);
        let values = values.map(|((value, share), likely)| ValueShare {
            value: value.clone(),
            share,
            likely,
        });
        AttributeShares {
            attribute: attribute.name.clone(),
            values: values.collect(),
        }
    };
    attributes.into_iter().map(of).collect()
}
