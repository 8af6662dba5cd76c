//! Text without what commands a terminal or a page: whatever stands in a file
//! or was typed is only shown.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Returns text in which signs that command are shown instead: `␛` for an
/// escape, `�` for others without a picture of their own and for those that
/// turn the direction of writing around. Line breaks and tabs stay.
pub fn harmless(text: &str) -> Cow<'_, str> {
    if text.contains(commands) {
        Cow::Owned(text.chars().map(picture).collect())
    } else {
        Cow::Borrowed(text)
    }
}

/// The same for what stands on one line: a line break is shown too.
pub fn harmless_line(text: &str) -> Cow<'_, str> {
    if text.contains(['\n', '\r']) {
        let text = text.replace(['\n', '\r'], "␊");
        Cow::Owned(harmless(&text).into_owned())
    } else {
        harmless(text)
    }
}

/// Returns whether a sign commands, or turns the direction of writing around,
/// or breaks lines where nobody sees it.
fn commands(sign: char) -> bool {
    (sign.is_control() && !matches!(sign, '\n' | '\t'))
        || matches!(
            sign,
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
        )
}

fn picture(sign: char) -> char {
    match sign {
        _ if !commands(sign) => sign,
        '\u{7f}' => '␡',
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(sign)).unwrap_or('�'),
        '\u{2028}' | '\u{2029}' => ' ',
        _ => '�',
    }
}

/// Returns JSON with every such sign written as its number, which says the same.
pub fn harmless_json(json: &str) -> Cow<'_, str> {
    if !json.contains(commands) {
        return Cow::Borrowed(json);
    }
    let mut safe = String::with_capacity(json.len() + 64);
    for sign in json.chars() {
        if commands(sign) {
            // None of them lies beyond the basic plane.
            let _ = write!(safe, "\\u{:04x}", u32::from(sign));
        } else {
            safe.push(sign);
        }
    }
    Cow::Owned(safe)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_shown_and_never_obeyed() {
        assert_eq!(harmless("a\u{1b}[31mb\u{7}\u{8}\r"), "a␛[31mb␇␈␍");
        assert_eq!(harmless("\u{9b}31m\u{202e}x\u{2066}\u{7f}"), "�31m�x�␡");
        assert_eq!(harmless("two\nlines\tand a tab"), "two\nlines\tand a tab");
        assert_eq!(harmless_line("new\nline.csv"), "new␊line.csv");
    }

    #[test]
    fn other_scripts_and_joined_signs_stay_as_they_are() {
        for text in ["می\u{200c}خواهم", "👩\u{200d}🔧", "שלום", "ไทย", "naïve"]
        {
            assert_eq!(harmless(text), text);
        }
    }

    #[test]
    fn json_says_the_same_without_them() {
        let said = "a\u{9b}\u{7f}\u{202e}b\u{1b}";
        let json = serde_json::to_string(said).unwrap();
        let safe = harmless_json(&json);
        assert!(!safe.contains(commands), "{safe}");
        assert_eq!(serde_json::from_str::<String>(&safe).unwrap(), said);
    }
}
