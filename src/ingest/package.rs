//! Whether an office package may be unpacked: a few kilobytes can hold
//! gigabytes, and a list may claim to be longer than memory.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::error::Error;

/// More texts than cells share in a table of a million rows.
const MOST_SHARED: u64 = 10_000_000;

/// What parts may hold at most, in bytes.
#[derive(Clone, Copy)]
struct PartLimits {
    /// A sheet: more than the markup of a million rows.
    sheet: u64,
    /// The other parts: words that cells share, styles, names.
    part: u64,
    /// What stands between two tags: a cell holds 32,767 characters.
    text: u64,
}

const LIMITS: PartLimits = PartLimits {
    sheet: 1 << 30,
    part: 512 << 20,
    text: 16 << 20,
};

/// As many rows as a sheet has.
const MOST_ROWS: u64 = 1 << 20;

/// How an encrypted office file begins: it is no archive but an OLE container.
const OLE: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/// Returns whether a file is an office document that a password protects.
pub(super) fn is_encrypted(bytes: &[u8]) -> bool {
    let name: Vec<u8> = "EncryptedPackage"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    bytes.starts_with(OLE) && bytes.windows(name.len()).any(|part| part == name)
}

/// Checks that no part of a workbook is larger than memory allows, whatever
/// the archive says of its size.
pub(super) fn check(bytes: &[u8], file: &str) -> Result<(), Error> {
    check_by(LIMITS, bytes, file)
}

fn check_by(limits: PartLimits, bytes: &[u8], file: &str) -> Result<(), Error> {
    if is_encrypted(bytes) {
        return Err(Error::Encrypted {
            file: file.to_owned(),
        });
    }
    let damaged = |problem: String| Error::Damaged {
        file: file.to_owned(),
        problem,
    };
    let too_large = |problem: String| Error::TooLarge {
        file: file.to_owned(),
        problem,
    };
    let archive = ZipArchive::new(Cursor::new(bytes));
    let mut archive = archive.map_err(|error| damaged(error.to_string()))?;
    for at in 0..archive.len() {
        // What cannot be opened is not read either, unless it is needed: then
        // whoever needs it says so.
        let Ok(part) = archive.by_index(at) else {
            continue;
        };
        let Ok(name) = part.name().map(|name| name.to_lowercase()) else {
            continue;
        };
        let (_, ending) = name.rsplit_once('.').unwrap_or_default();
        if !["xml", "rels"].contains(&ending) {
            continue;
        }
        let most = match () {
            () if name.contains("worksheets/") => limits.sheet,
            // Which sheets there are takes a line each.
            () if name.ends_with("workbook.xml") => limits.text,
            () => limits.part,
        };
        let is_shared = name.ends_with("sharedstrings.xml");
        let counted = PartCount::of(part.take(most + 1), is_shared);
        let counted = counted.map_err(|error| damaged(error.to_string()))?;
        if counted.bytes > most {
            return Err(too_large(format!(
                "its part `{name}` unpacks to more than {} MB",
                most >> 20
            )));
        }
        if counted.longest > limits.text {
            return Err(too_large(format!(
                "a text in its part `{name}` is longer than {} MB",
                limits.text >> 20
            )));
        }
        if counted.rows > MOST_ROWS {
            return Err(too_large(format!(
                "`{name}` has {} rows, and a sheet holds {MOST_ROWS}",
                counted.rows
            )));
        }
        if let Some(place) = counted.nowhere {
            return Err(damaged(format!(
                "`{name}` has a cell or row at `{place}`, which no sheet has"
            )));
        }
        if counted.texts > MOST_SHARED {
            return Err(too_large(format!(
                "its cells share more than {MOST_SHARED} texts"
            )));
        }
        if counted.claimed > counted.texts.max(counted.bytes / 4) {
            return Err(damaged(format!(
                "`{name}` claims to hold {} texts and is too short for them",
                counted.claimed
            )));
        }
    }
    Ok(())
}

/// What a part holds, counted without keeping it.
#[derive(Default)]
struct PartCount {
    bytes: u64,
    /// Texts in a list of shared ones, and how many it claims to hold.
    texts: u64,
    claimed: u64,
    /// The longest stretch without a tag, and the one that is being read.
    longest: u64,
    open: u64,
    /// Rows, where no block begins within their tags.
    rows: u64,
    /// The place of a cell or row that is longer than any in a sheet: read as a
    /// number it would be another.
    nowhere: Option<String>,
}

impl PartCount {
    fn of(mut part: impl Read, is_shared: bool) -> std::io::Result<Self> {
        let mut count = Self::default();
        let mut block = vec![0; 1 << 16];
        let mut last = Vec::new();
        loop {
            let read = part.read(&mut block)?;
            if read == 0 {
                return Ok(count);
            }
            if is_shared {
                if count.bytes == 0 {
                    count.claimed = claimed(&block[..read]);
                }
                // A tag may begin in one block and end in the next.
                last.extend_from_slice(&block[..read]);
                count.texts += last.windows(4).filter(|tag| begins_text(tag)).count() as u64;
                last.drain(..last.len().saturating_sub(3));
            }
            for stretch in block[..read].split_inclusive(|byte| *byte == b'<') {
                count.open += stretch.len() as u64;
                count.longest = count.longest.max(count.open);
                count.rows += u64::from(stretch.starts_with(b"row"));
                count.nowhere = count.nowhere.or_else(|| nowhere(stretch));
                if stretch.ends_with(b"<") {
                    count.open = 0;
                }
            }
            count.bytes += read as u64;
        }
    }
}

/// The last cell of a sheet is `XFD1048576`.
const LONGEST_PLACE: usize = 10;

/// Returns the beginning of a place that no sheet has, in the tag of a cell or
/// row: `r="ABCDEFGHIJKL1"`.
fn nowhere(tag: &[u8]) -> Option<String> {
    if !tag.starts_with(b"c ") && !tag.starts_with(b"row ") {
        return None;
    }
    let at = tag
        .windows(4)
        .position(|of| of == b" r=\"" || of == b" r='")?;
    let place = &tag[at + 4..];
    let end = place.iter().position(|byte| matches!(byte, b'"' | b'\''));
    let place = &place[..end.unwrap_or(place.len())];
    let is_long = place.len() > LONGEST_PLACE
        || place
            .iter()
            .take_while(|byte| byte.is_ascii_alphabetic())
            .count()
            > 3;
    is_long.then(|| String::from_utf8_lossy(&place[..place.len().min(20)]).into_owned())
}

/// `<si>`, `<si ` or `:si>`
fn begins_text(tag: &[u8]) -> bool {
    matches!(tag, [b'<' | b':', b's', b'i', b'>' | b' ' | b'/'])
}

/// Reads `uniqueCount="7"` in the first tag of a list.
fn claimed(beginning: &[u8]) -> u64 {
    let beginning = String::from_utf8_lossy(beginning);
    let tag = beginning.split("sst").nth(1).unwrap_or_default();
    let tag = tag.split('>').next().unwrap_or_default();
    let numbers = tag.split("uniqueCount=").skip(1).filter_map(|rest| {
        let digits = rest.trim_start_matches(['"', '\'']);
        let digits = digits.split(['"', '\'']).next()?;
        // More digits than a number has are a claim too.
        Some(digits.parse().unwrap_or(u64::MAX))
    });
    numbers.max().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    #[test]
    fn a_place_that_no_sheet_has_is_known() {
        let place = |tag: &str| nowhere(tag.as_bytes());
        assert_eq!(place("c r=\"XFD1048576\" t=\"s\"><"), None);
        assert_eq!(place("row r=\"1048576\"><"), None);
        assert_eq!(place("c r=\"ABCDEFGH1\"><").as_deref(), Some("ABCDEFGH1"));
        assert_eq!(
            place("row r='99999999999'><").as_deref(),
            Some("99999999999")
        );
        assert_eq!(place("cols r=\"ABCDEFGHIJKLMNOP\"><"), None);
    }

    fn package(name: &str, content: &[u8]) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
        zip.finish().unwrap().into_inner()
    }

    #[test]
    fn a_list_that_claims_more_texts_than_it_has_room_for_is_damaged() {
        let list = |count: &str| format!(r#"<sst uniqueCount="{count}"><si><t>a</t></si></sst>"#);
        let check = |count: &str| {
            let bytes = package("xl/sharedStrings.xml", list(count).as_bytes());
            check(&bytes, "a.xlsx")
        };
        assert!(check("1").is_ok());
        for count in ["1000000", "18446744073709551615", "99999999999999999999999"] {
            assert!(
                matches!(check(count), Err(Error::Damaged { .. })),
                "{count}"
            );
        }
    }

    #[test]
    fn a_part_that_unpacks_to_gigabytes_is_refused() {
        let limits = PartLimits {
            sheet: 4 << 20,
            part: 2 << 20,
            text: 1 << 20,
        };
        let refused = |content: &[u8]| {
            let bytes = package("xl/styles.xml", content);
            assert!(bytes.len() * 50 < content.len());
            match check_by(limits, &bytes, "a.xlsx") {
                Err(Error::TooLarge { problem, .. }) => problem,
                other => panic!("it is refused: {other:?}"),
            }
        };
        let tags = b"<a/>".repeat((limits.part / 4 + 1) as usize);
        assert!(refused(&tags).contains("2 MB"));
        let spaces = vec![b' '; (limits.text + 1) as usize];
        assert!(refused(&spaces).contains("1 MB"));
    }
}
