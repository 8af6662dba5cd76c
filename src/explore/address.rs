//! Addresses of pages about things that have names, whatever is in a name.

use std::fmt::Write as _;

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

/// Returns a text as it stands in an address (RFC 3986): all but letters,
/// digits and `-._~` as bytes, `a/b` as `a%2Fb`.
pub(super) fn encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |mut encoded, byte| {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                encoded.push(byte.into());
            }
            other => {
                let _ = write!(encoded, "%{other:02X}");
            }
        }
        encoded
    })
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
