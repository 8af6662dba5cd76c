//! The text of a PDF, as far as it holds one.
//!
//! A PDF says where letters stand on a page, not what a line, a space or a
//! paragraph is: all of that is put together again, and may be wrong. Read with
//! `pdf-extract` (MIT), which keeps lines apart where `lopdf` alone joins them;
//! it brings some thirty crates, so that it is a feature of its own.

use super::columns::Doubt;
use super::document::NotesDocument;
use super::error::Error;

/// Reads the text of a document, and what is doubtful about it.
#[cfg(feature = "pdf")]
pub(super) fn document(bytes: &[u8], file: &str) -> Result<(NotesDocument, Doubt), Error> {
    let damaged = Error::damaged::<String>(file);
    // The reader of PDFs gives up on some broken ones by panicking.
    let read = std::panic::catch_unwind(|| pdf_extract::extract_text_from_mem(bytes));
    let text = read
        .map_err(|_| damaged("its pages cannot be put together".into()))?
        .map_err(|error| damaged(error.to_string()))?
        .replace('\0', "");
    if text.trim().is_empty() {
        return Err(Error::Scanned {
            file: file.to_owned(),
        });
    }
    let doubt = Doubt::new(
        "a PDF stores letters and their positions, not lines and words, so order, spaces and speakers may be wrong; the docx or text it was made from is read better".into(),
    );
    Ok((NotesDocument::from_text(text, false), doubt))
}

/// Says that this motif was built without a reader of PDFs.
#[cfg(not(feature = "pdf"))]
pub(super) fn document(_: &[u8], file: &str) -> Result<(NotesDocument, Doubt), Error> {
    Err(Error::Pdf {
        file: file.to_owned(),
    })
}
