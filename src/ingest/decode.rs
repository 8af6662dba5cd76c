//! Bytes to text, without losing a character.
//!
//! A byte-order mark decides; then whether the bytes are UTF-8; then whether
//! every other byte is zero (UTF-16 without a mark); then what the letters look
//! like. Whatever is guessed must read every byte, else it is windows-1252,
//! which reads them all.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// A file's text, without its byte-order mark, and what it was written in.
#[derive(Debug)]
pub(super) struct Decoded {
    pub(super) text: String,
    pub(super) encoding: &'static str,
}

impl Decoded {
    fn new(text: impl Into<String>, encoding: &'static str) -> Self {
        Self {
            text: text.into(),
            encoding,
        }
    }
}

/// Reads bytes as text; gives the place of the first byte that no text has.
pub(super) fn decode(bytes: Vec<u8>) -> Result<Decoded, usize> {
    let decoded = unmarked(bytes);
    let plain_text = decoded.encoding == UTF_8.name();
    match decoded.text.find('\0') {
        Some(at) => Err(at + 1),
        None if !plain_text && mostly_controls(&decoded.text) => Err(1),
        None => Ok(decoded),
    }
}

fn unmarked(mut bytes: Vec<u8>) -> Decoded {
    if let Some((encoding, length)) = Encoding::for_bom(&bytes) {
        bytes.drain(..length);
        return as_utf8(bytes, encoding);
    }
    as_utf8(bytes, UTF_8)
}

fn as_utf8(bytes: Vec<u8>, marked: &'static Encoding) -> Decoded {
    if marked != UTF_8 {
        return lossless(&bytes, marked);
    }
    match String::from_utf8(bytes) {
        // Zeros are valid UTF-8, so UTF-16 of English words would pass.
        Ok(text) if !text.as_bytes()[..text.len().min(PROBE)].contains(&0) => {
            Decoded::new(text, UTF_8.name())
        }
        Ok(text) => match wide(text.as_bytes()) {
            Some(encoding) => lossless(text.as_bytes(), encoding),
            None => Decoded::new(text, UTF_8.name()),
        },
        Err(error) => unlike_utf8(error.as_bytes()),
    }
}

fn unlike_utf8(bytes: &[u8]) -> Decoded {
    if let Some(encoding) = wide(bytes) {
        return lossless(bytes, encoding);
    }
    if let Some(text) = patched(bytes) {
        return Decoded::new(text, "UTF-8, with stray windows-1252");
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    lossless(bytes, detector.guess(None, Utf8Detection::Deny))
}

fn lossless(bytes: &[u8], encoding: &'static Encoding) -> Decoded {
    if let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(bytes) {
        return Decoded::new(text, encoding.name());
    }
    let is_wide = encoding == UTF_16LE || encoding == UTF_16BE;
    let encoding = if is_wide { encoding } else { WINDOWS_1252 };
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    Decoded::new(text, encoding.name())
}

const PROBE: usize = 8 * 1024;

/// Returns UTF-16 where zeros stand at every other place and nowhere else.
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    let probe = &bytes[..bytes.len().min(PROBE)];
    let zeros = |offset: usize| {
        probe
            .iter()
            .skip(offset)
            .step_by(2)
            .filter(|&&byte| byte == 0)
            .count()
    };
    let (even, odd, pairs) = (zeros(0), zeros(1), probe.len() / 2);
    if pairs < 2 || !bytes.len().is_multiple_of(2) {
        None
    } else if odd * 2 > pairs && even * 20 < pairs {
        Some(UTF_16LE)
    } else if even * 2 > pairs && odd * 20 < pairs {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// Returns UTF-8 whose few stray bytes are read as windows-1252: such files
/// arise where rows from two programs are pasted together.
fn patched(bytes: &[u8]) -> Option<String> {
    let (mut wide, mut stray) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        wide += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        stray += chunk.invalid().len();
    }
    (wide > 10 * stray).then(|| {
        let mut text = String::with_capacity(bytes.len() + stray);
        for chunk in bytes.utf8_chunks() {
            text.push_str(chunk.valid());
            text.push_str(&WINDOWS_1252.decode_without_bom_handling(chunk.invalid()).0);
        }
        text
    })
}

fn mostly_controls(text: &str) -> bool {
    let (mut controls, mut all) = (0_usize, 0_usize);
    for character in text.chars().take(PROBE) {
        all += 1;
        let usual = matches!(character, '\t' | '\n' | '\r' | '\u{c}');
        controls += usize::from(character.is_ascii_control() && !usual);
    }
    controls * 20 > all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8]) -> (String, &'static str) {
        let decoded = decode(bytes.to_vec()).unwrap();
        (decoded.text, decoded.encoding)
    }

    #[test]
    fn a_byte_order_mark_decides_and_is_no_text() {
        assert_eq!(text(b"\xEF\xBB\xBFid"), ("id".into(), "UTF-8"));
        assert_eq!(text(b"\xFF\xFEi\0d\0"), ("id".into(), "UTF-16LE"));
    }

    #[test]
    fn utf_16_is_seen_without_a_mark() {
        let bytes: Vec<u8> = "score\n9\n".bytes().flat_map(|byte| [0, byte]).collect();
        assert_eq!(text(&bytes), ("score\n9\n".into(), "UTF-16BE"));
    }

    #[test]
    fn windows_1252_loses_no_character() {
        let bytes = b"d\xE9j\xE0 vu \x96 \x80 5, na\xEFve caf\xE9";
        assert_eq!(text(bytes).0, "déjà vu – € 5, naïve café");
        let all: Vec<u8> = (1..=255)
            .cycle()
            .take(255 * 8)
            .filter(|b| *b > 31)
            .collect();
        assert_eq!(text(&all).0.chars().count(), all.len());
    }

    #[test]
    fn a_stray_byte_does_not_spoil_utf_8() {
        let bytes = [&"größer ".repeat(20).into_bytes()[..], b"caf\xE9"].concat();
        assert!(text(&bytes).0.ends_with("größer café"));
    }

    #[test]
    fn zeros_are_no_text() {
        assert_eq!(decode(b"id,te\0xt".to_vec()).unwrap_err(), 6);
    }
}
