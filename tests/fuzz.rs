//! What nobody has checked is read without a crash: the kept inputs of the fuzz
//! targets in `fuzz/`, and others drawn from them.
//!
//! `MOTIF_FUZZ=20` draws twenty times as many. libFuzzer looks further:
//! `cargo +nightly fuzz run table`.

#![allow(clippy::unwrap_used)]

#[path = "../fuzz/src/lib.rs"]
#[allow(unreachable_pub, reason = "the fuzz targets are another crate")]
mod targets;

use std::fs;
use std::panic;
use std::path::Path;

use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{RngCore, SeedableRng};

/// Inputs drawn from each kept one.
const DRAWN: usize = 300;

/// No drawn input is longer, in bytes.
const LONGEST: usize = 16_384;

/// What is put into inputs: what readers look for, and what breaks them.
const PIECES: [&[u8]; 24] = [
    b"\"",
    b",",
    b"\n",
    b"\r\n",
    b"\r",
    b"\t",
    b":",
    b";",
    b"(",
    b")",
    b"\0",
    b"\xef\xbb\xbf",
    b"\xff",
    b"&#0;",
    b"<",
    b"</",
    b"-1",
    b"99999999999999999999",
    b"1e999",
    b"\\u{d800}",
    "\u{202e}".as_bytes(),
    "\u{1f600}".as_bytes(),
    b"%00",
    b"-->",
];

/// Numbers drawn from a seed, the same each time.
struct Draws(Xoshiro256PlusPlus);

impl Draws {
    fn below(&mut self, end: usize) -> usize {
        (self.0.next_u64() % end.max(1) as u64) as usize
    }

    fn stretch(&mut self, length: usize) -> std::ops::Range<usize> {
        let start = self.below(length + 1);
        start..start + self.below((length - start).min(40) + 1)
    }

    /// Returns an input with a few changes, some of them from another input.
    fn changed(&mut self, input: &[u8], other: &[u8]) -> Vec<u8> {
        let mut changed = input.to_vec();
        for _ in 0..=self.below(4) {
            let stretch = self.stretch(changed.len());
            let new: Vec<u8> = match self.below(6) {
                0 => Vec::new(),
                1 => other[self.stretch(other.len())].to_vec(),
                2 => PIECES[self.below(PIECES.len())].to_vec(),
                3 => changed[stretch.clone()].repeat(2 + self.below(20)),
                4 => vec![self.below(256) as u8],
                _ => changed[self.stretch(changed.len())].to_vec(),
            };
            changed.splice(stretch, new);
        }
        changed.truncate(LONGEST);
        changed
    }
}

fn kept(target: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fuzz/corpus")
        .join(target);
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    files.iter().map(|file| fs::read(file).unwrap()).collect()
}

/// Runs a target on its kept inputs and on drawn ones.
fn withstands(name: &str) {
    let (_, target) = targets::TARGETS.iter().find(|(of, _)| *of == name).unwrap();
    let times: usize = std::env::var("MOTIF_FUZZ").map_or(1, |times| times.parse().unwrap());
    let inputs = kept(name);
    assert!(inputs.len() >= 2, "{name}: a few inputs are kept");
    let mut draws = Draws(Xoshiro256PlusPlus::seed_from_u64(20));
    for input in &inputs {
        broken_by(name, *target, input);
        for _ in 0..DRAWN * times {
            let other = &inputs[draws.below(inputs.len())];
            let drawn = draws.changed(input, other);
            broken_by(name, *target, &drawn);
        }
    }
}

/// Says which input it was that broke a target.
fn broken_by(name: &str, target: targets::Target, input: &[u8]) {
    if panic::catch_unwind(|| target(input)).is_err() {
        let file = std::env::temp_dir().join(format!("motif-fuzz-{name}"));
        fs::write(&file, input).unwrap();
        panic!("`{name}` broke on the input in {}", file.display());
    }
}

#[test]
fn tables_of_text_are_withstood() {
    withstands("table");
}

#[test]
fn json_is_withstood() {
    withstands("json");
}

#[test]
fn workbooks_are_withstood() {
    withstands("workbook");
}

#[test]
fn documents_are_withstood() {
    withstands("docx");
}

#[test]
fn open_documents_are_withstood() {
    withstands("odt");
}

#[test]
fn rich_text_is_withstood() {
    withstands("rtf");
}

#[test]
fn notes_are_withstood() {
    withstands("notes");
}

#[test]
fn subtitles_are_withstood() {
    withstands("subtitles");
}

#[test]
fn queries_are_withstood() {
    withstands("query");
}

#[test]
fn addresses_are_withstood() {
    withstands("address");
}

#[test]
fn places_are_withstood() {
    withstands("place");
}

#[test]
fn projects_of_other_tools_are_withstood() {
    withstands("project");
}

#[test]
fn settings_are_withstood() {
    withstands("settings");
}

#[test]
fn requests_to_the_page_are_withstood() {
    withstands("requests");
}
