//! Addresses of pages that are asked for by name.

use crate::feedback::Response;
use crate::question::Question;

/// Returns the address of the page about an interview.
pub(super) fn interview(source: &str) -> String {
    let source = source.to_owned();
    Question::Interview { source }.address()
}

/// Returns the address of the page about an account.
pub(super) fn account(name: &str) -> String {
    let name = name.to_owned();
    Question::Account { name }.address()
}

/// Returns the address of a whole answer to a survey: by its record's own id,
/// which stays with it, unless that is a number and so might be a row.
pub(super) fn answer(answer: &Response) -> String {
    let own = answer.id.as_ref().filter(|id| id.parse::<u32>().is_err());
    let record = own
        .cloned()
        .unwrap_or_else(|| answer.row.to_string().into());
    let at = format!("{}:{record}", answer.source);
    Question::Passage { at }.address()
}

/// Returns the address of characters of an answer.
pub(super) fn words(answer: &Response, (start, end): (usize, usize)) -> String {
    let at = format!("{}:{}:{start}-{end}", answer.source, answer.record());
    Question::Passage { at }.address()
}
