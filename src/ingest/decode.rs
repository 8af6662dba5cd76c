//! Bytes to text, without losing a character.
//!
//! A byte-order mark decides; then whether the bytes are UTF-8; then whether
//! every other byte is zero (UTF-16 without a mark); then, line by line, which
//! are UTF-8 and which are not: such files arise where rows of two programs
//! are pasted together; then what the letters look like ([`super::single_byte`]
//! for western ones). Whatever is guessed must read every byte, else it is
//! windows-1252, which reads them all. The user may say it instead.

use std::str::FromStr;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::columns::Doubt;
use super::error::{Error, shortened, verb};
use super::single_byte::{self, EncodingFit};
use super::twice_encoded::{self, is_usual};

/// A file's text, without its byte-order mark, and what it was written in.
#[derive(Debug)]
pub(super) struct Decoded {
    pub(super) text: String,
    pub(super) encoding: &'static str,
    /// What was not plain in it, in one sentence.
    pub(super) doubt: Option<String>,
    /// What was assumed of all of it.
    pub(super) assumed: Option<Doubt>,
}

/// An encoding that somebody named: `windows-1252`, `macintosh`, `utf-16le`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextEncoding(&'static Encoding);

impl FromStr for TextEncoding {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let encoding = Encoding::for_label(text.trim().as_bytes());
        encoding.map(Self).ok_or_else(|| Error::UnknownEncoding {
            found: text.to_owned(),
        })
    }
}

impl Decoded {
    fn new(text: impl Into<String>, encoding: &'static str) -> Self {
        Self {
            text: text.into(),
            encoding,
            doubt: None,
            assumed: None,
        }
    }

    /// Undoes what was encoded twice.
    fn once_encoded(self) -> Self {
        let Some((text, sentence)) = twice_encoded::repaired(&self.text) else {
            return self;
        };
        let doubt = match self.doubt {
            Some(doubt) => format!("{doubt}; {sentence}"),
            None => sentence,
        };
        Self {
            text,
            encoding: self.encoding,
            doubt: Some(doubt),
            assumed: self.assumed,
        }
    }
}

/// Reads bytes as text, in the encoding that the user says or else in what it
/// shows; gives the place of the first byte that no text has.
pub(super) fn decode(bytes: Vec<u8>, said: Option<TextEncoding>) -> Result<Decoded, usize> {
    if let Some(TextEncoding(said)) = said {
        let (text, used, _) = said.decode(&bytes);
        return match text.find('\0') {
            Some(at) => Err(at + 1),
            None => Ok(Decoded::new(text, used.name())),
        };
    }
    let decoded = unmarked(bytes);
    let plain_text = decoded.encoding == UTF_8.name();
    match decoded.text.find('\0') {
        Some(at) => Err(at + 1),
        None if !plain_text && mostly_controls(&decoded.text) => Err(1),
        None => Ok(decoded.once_encoded()),
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
    if let Some(mixed) = line_by_line(bytes) {
        return mixed;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guess = detector.guess(None, Utf8Detection::Deny);
    match single_byte::choose(bytes, guess) {
        Some(choice) => Decoded {
            assumed: assumed(&choice),
            ..Decoded::new(choice.text, choice.encoding.name())
        },
        None => lossless(bytes, guess),
    }
}

fn assumed(choice: &single_byte::Choice) -> Option<Doubt> {
    let (name, example) = (choice.encoding.name(), shortened(&choice.example));
    let other = if choice.encoding == WINDOWS_1252 {
        "macintosh"
    } else {
        "windows-1252"
    };
    let settle = format!("--encoding {other}");
    match choice.fit {
        EncodingFit::Usual => None,
        EncodingFit::Unusual => Some(Doubt::settled_by(
            format!("it does not say what it is written in, and was read as {name} (`{example}`)"),
            settle,
        )),
        EncodingFit::Awkward => Some(Doubt::settled_by(
            format!(
                "it was read as {name}, and words look wrong (`{example}`); save it as UTF-8, or say what it is written in"
            ),
            settle,
        )),
    }
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
    } else if even + odd > 0 {
        // Letters of other scripts have no zeros; line breaks and spaces do.
        wide_by_its_lines(bytes)
    } else {
        None
    }
}

/// Returns UTF-16 where bytes read as lines of letters and signs in it.
fn wide_by_its_lines(bytes: &[u8]) -> Option<&'static Encoding> {
    let pairs = bytes.chunks(2).filter(|pair| pair.contains(&b'\n'));
    let most = pairs.count();
    let is_text = |encoding: &&'static Encoding| {
        let text = encoding.decode_without_bom_handling_and_without_replacement(bytes);
        text.is_some_and(|text| {
            let breaks = text.chars().filter(|c| *c == '\n').count();
            let is_usual = |c: char| {
                let is_private = matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{fffe}'..='\u{ffff}');
                !is_private && (!c.is_control() || c.is_whitespace())
            };
            breaks > 0 && breaks * 2 >= most && text.chars().all(is_usual)
        })
    };
    [UTF_16LE, UTF_16BE].into_iter().find(is_text)
}

/// Reads lines that are UTF-8 as that, and the others by what their letters
/// look like; `None` where no line speaks for UTF-8.
fn line_by_line(bytes: &[u8]) -> Option<Decoded> {
    let lines = || bytes.split_inclusive(|&byte| byte == b'\n');
    let tallies = || lines().map(Tally::new);
    let utf8 = tallies().filter(Tally::is_utf8).count();
    let others = tallies()
        .filter(|tally| !tally.is_utf8() && tally.stray > 0)
        .count();
    let (wide, stray) = tallies().fold((0, 0), |(wide, stray), tally| {
        (wide + tally.wide, stray + tally.stray)
    });
    let is_stray = wide > 10 * stray;
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    for line in lines().filter(|line| !Tally::new(line).is_utf8()) {
        detector.feed(line, false);
    }
    detector.feed(b"", true);
    let guessed = detector.guess(None, Utf8Detection::Deny);
    // In Chinese or Japanese a short line may be UTF-8 by accident.
    let is_mixed = if guessed.is_single_byte() {
        utf8 > 0
    } else {
        utf8 * 4 > utf8 + others
    };
    if !is_mixed && !is_stray {
        return None;
    }
    let other = if guessed.is_single_byte() && others >= ENOUGH_LINES {
        guessed
    } else {
        WINDOWS_1252
    };
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 8);
    for line in lines() {
        let tally = Tally::new(line);
        if tally.wide > tally.stray {
            for chunk in line.utf8_chunks() {
                text.push_str(chunk.valid());
                text.push_str(&other.decode_without_bom_handling(chunk.invalid()).0);
            }
        } else if tally.stray > 0 {
            text.push_str(&other.decode_without_bom_handling(line).0);
        } else {
            text.push_str(&String::from_utf8_lossy(line));
        }
    }
    let encoding = match (other == WINDOWS_1252, is_stray) {
        (true, true) => "UTF-8, with stray windows-1252",
        (true, false) => "UTF-8 and windows-1252",
        (false, _) => "UTF-8 and others",
    };
    Some(Decoded {
        text,
        encoding,
        assumed: None,
        doubt: Some(format!(
            "{} not in UTF-8 like the rest and {} read as {}; to avoid guessing, save the file as UTF-8",
            verb(others, "line is", "lines are"),
            if others == 1 { "was" } else { "were" },
            other.name()
        )),
    })
}

/// As many lines tell what they are written in; fewer are windows-1252.
const ENOUGH_LINES: usize = 10;

/// How many characters of a line only UTF-8 writes so, and how many bytes it
/// never does.
struct Tally {
    wide: usize,
    /// Those of them that people write.
    usual: usize,
    stray: usize,
}

/// As many letters of a rare script are no accident.
const ALPHABET: usize = 6;

impl Tally {
    fn new(line: &[u8]) -> Self {
        let (mut wide, mut usual, mut stray) = (0, 0, 0);
        if !line.is_ascii() {
            for chunk in line.utf8_chunks() {
                let letters = chunk.valid().chars().filter(|c| !c.is_ascii());
                wide += letters.clone().count();
                usual += letters.filter(|c| is_usual(*c)).count();
                stray += chunk.invalid().len();
            }
        }
        Self { wide, usual, stray }
    }

    /// Signs of phonetics, and letters of rare scripts alone, are more likely
    /// letters of another encoding that happen to be UTF-8.
    fn is_utf8(&self) -> bool {
        self.stray == 0 && (self.usual > 0 || self.wide >= ALPHABET)
    }
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
        let decoded = decode(bytes.to_vec(), None).unwrap();
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
    fn utf_16_is_seen_without_a_mark_in_any_script() {
        for text in [
            "評価,感想\n9,一番、配送が遅い。\n3,高い！\n",
            "оценка;отзыв\r\n9;Медленно\r\n",
        ] {
            let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
            for (bytes, encoding) in [(little, "UTF-16LE"), (big, "UTF-16BE")] {
                let decoded = decode(bytes, None).unwrap();
                assert_eq!((decoded.text.as_str(), decoded.encoding), (text, encoding));
            }
        }
        assert!(decode(b"id,te\0xt\n".to_vec(), None).is_err());
    }

    #[test]
    fn the_user_may_say_what_a_file_is_written_in() {
        let bytes = b"caf\x8E".to_vec();
        for (label, expected) in [("macintosh", "café"), ("windows-1252", "cafŽ")] {
            let decoded = decode(bytes.clone(), Some(label.parse().unwrap())).unwrap();
            assert_eq!((decoded.text.as_str(), decoded.assumed), (expected, None));
        }
        assert_eq!(decode(bytes, None).unwrap().encoding, "macintosh");
        let error = "latin".parse::<TextEncoding>().unwrap_err();
        assert_eq!(
            error.to_string(),
            "`latin` is not the name of a text encoding"
        );
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
        assert_eq!(decode(b"id,te\0xt".to_vec(), None).unwrap_err(), 6);
    }

    /// Returns text as a spreadsheet of old writes it.
    fn in_1252(text: &str) -> Vec<u8> {
        WINDOWS_1252.encode(text).0.into_owned()
    }

    #[test]
    fn rows_of_two_programs_are_each_read_as_what_they_are() {
        let row = "7;Größe und café – 5 €\n";
        for (old, new) in [(1, 1), (20, 20), (30, 2), (2, 30), (12, 1), (1, 200)] {
            let mut bytes = b"id;comment\n".to_vec();
            bytes.extend(in_1252(row).repeat(old));
            bytes.extend(row.as_bytes().repeat(new));
            let decoded = decode(bytes, None).unwrap();
            let expected = format!("id;comment\n{}", row.repeat(old + new));
            assert_eq!(decoded.text, expected, "{old} and {new}");
            assert!(
                decoded.encoding.contains("windows-1252"),
                "{}",
                decoded.encoding
            );
            assert!(
                decoded
                    .doubt
                    .unwrap()
                    .contains("not in UTF-8 like the rest")
            );
        }
    }

    #[test]
    fn a_file_in_one_encoding_leaves_no_doubt() {
        let polish = encoding_rs::WINDOWS_1250
            .encode("Źle: za długo czekałem, obsługa była miła\n")
            .0;
        let chinese = encoding_rs::GBK
            .encode("一\n物流太慢了\n客服态度也不好\n质量很好\n下次还会购买\n")
            .0;
        for bytes in [
            in_1252(&"Größe, déjà vu\n".repeat(9)),
            polish.repeat(9),
            chinese.repeat(9),
            "Größe\n".repeat(9).into_bytes(),
        ] {
            let decoded = decode(bytes, None).unwrap();
            assert_eq!(decoded.doubt, None, "{}", decoded.encoding);
            assert!(!decoded.encoding.contains(' '), "{}", decoded.encoding);
        }
    }
}
