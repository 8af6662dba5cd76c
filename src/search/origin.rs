//! What an index keeps of where its texts are from, so that a match is shown
//! without the corpus.

use serde::{Deserialize, Serialize};
use tantivy::DocAddress;

use crate::feedback::{Interview, Rating, Response};

/// Where a text of an index is from, and what its answer or interview says
/// beside it, accounts filled in as in the corpus.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TextOrigin {
    /// The file.
    pub source: String,
    /// The row's own id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The row, as [`Response::row`] counts; 0 for an interview.
    pub row: u32,
    /// The rating's number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rating: Option<u8>,
    /// The wave; empty for an interview.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub wave: String,
    /// The day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// The customer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
}

impl From<&Response> for TextOrigin {
    fn from(response: &Response) -> Self {
        let owned = |text: &Option<arcstr::ArcStr>| text.as_deref().map(str::to_owned);
        Self {
            source: response.source.to_string(),
            id: owned(&response.id),
            row: response.row,
            rating: response.rating.map(Rating::value),
            wave: response.wave.to_string(),
            date: owned(&response.date),
            account: owned(&response.account),
        }
    }
}

impl From<&Interview> for TextOrigin {
    fn from(interview: &Interview) -> Self {
        Self {
            source: interview.source.clone(),
            date: interview.date.clone(),
            account: interview.account.clone(),
            ..Self::default()
        }
    }
}

/// Which text of an index: its segment, and its number there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct IndexedText {
    segment: u32,
    text: u32,
}

impl From<DocAddress> for IndexedText {
    fn from(address: DocAddress) -> Self {
        Self {
            segment: address.segment_ord,
            text: address.doc_id,
        }
    }
}

impl From<IndexedText> for DocAddress {
    fn from(text: IndexedText) -> Self {
        Self::new(text.segment, text.text)
    }
}
