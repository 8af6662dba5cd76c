//! Addresses of pages about things that have names, whatever is in a name.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Returns the address of the page about an interview.
pub(super) fn interview(source: &str) -> String {
    about("/interviews", source)
}

/// Returns the address of the page about an account.
pub(super) fn account(name: &str) -> String {
    about("/accounts", name)
}

/// Returns the address of a whole answer to a survey.
pub(super) fn answer(source: &str, record: &str) -> String {
    format!("/said?at={}", encoded(&format!("{source}:{record}")))
}

/// Returns an address with something more behind its `?`.
pub(super) fn with(page: &str, asked: &str) -> String {
    let joint = if page.contains('?') { '&' } else { '?' };
    format!("{page}{joint}{asked}")
}

fn about(place: &str, name: &str) -> String {
    match name {
        // Browsers take these for folders, however they are written.
        "" | "." | ".." => format!("{place}?name={}", encoded(name)),
        _ => format!("{place}/{}", encoded(name)),
    }
}

/// Returns an address with what is asked behind its `?`; nothing for what is empty.
pub(super) fn asking(path: &str, asked: &[(&str, &str)]) -> String {
    let pairs = asked.iter().filter(|(_, value)| !value.is_empty());
    let pairs = pairs.map(|(name, value)| format!("{name}={}", encoded(value)));
    match pairs.collect::<Vec<_>>().join("&") {
        query if query.is_empty() => path.to_owned(),
        query => format!("{path}?{query}"),
    }
}

/// What an address holds as it is (RFC 3986).
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Returns a text as it stands in an address: `a/b` as `a%2Fb`.
pub(super) fn encoded(text: &str) -> String {
    utf8_percent_encode(text, PLAIN).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_may_hold_anything() {
        assert_eq!(
            account("A/B %2F <b>😀"),
            "/accounts/A%2FB%20%252F%20%3Cb%3E%F0%9F%98%80"
        );
        assert_eq!(interview("../x.md"), "/interviews/..%2Fx.md");
        assert_eq!(answer("a:b.csv", "S-1?&"), "/said?at=a%3Ab.csv%3AS-1%3F%26");
    }

    #[test]
    fn what_is_empty_is_not_asked() {
        assert_eq!(
            asking("/a", &[("b", ""), ("c", "d & e")]),
            "/a?c=d%20%26%20e"
        );
        assert_eq!(asking("/a", &[("b", "")]), "/a");
    }

    #[test]
    fn a_name_that_reads_as_a_folder_is_asked_for_behind_the_question_mark() {
        assert_eq!(account(".."), "/accounts?name=..");
        assert_eq!(account(""), "/accounts?name=");
        assert_eq!(
            with(&interview(".."), "theme=3"),
            "/interviews?name=..&theme=3"
        );
        assert_eq!(with(&interview("a"), "theme=3"), "/interviews/a?theme=3");
    }
}
