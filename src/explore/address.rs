//! Addresses of pages that are asked for by name.

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

/// Returns the address of a whole answer to a survey.
pub(super) fn answer(source: &str, record: &str) -> String {
    let at = format!("{source}:{record}");
    Question::Passage { at }.address()
}
