//! The numbers that `docs/methods.md` gives for a constant are those of the
//! code.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Letters before and after the name of a constant in which its number stands.
const NEAR: [usize; 2] = [130, 40];

#[test]
fn a_number_beside_the_name_of_a_constant_is_that_of_the_code() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let known = constants(&root.join("src"));
    let text = fs::read_to_string(root.join("docs/methods.md")).unwrap();
    let letters: Vec<char> = text.to_lowercase().chars().collect();
    let mut checked = 0;
    for (at, name) in named(&text) {
        let values = known.get(&name);
        let values = values.unwrap_or_else(|| panic!("the code knows no `{name}`"));
        let after = at + name.chars().count();
        let around: String = letters
            [at.saturating_sub(NEAR[0])..(after + NEAR[1]).min(letters.len())]
            .iter()
            .collect();
        let is_told = |value: &f64| forms(*value).iter().any(|form| holds(&around, form));
        assert!(
            values.iter().any(is_told),
            "`{name}` is {values:?}: {around}"
        );
        checked += 1;
    }
    assert!(checked > 20, "only {checked} constants are named");
}

/// Every constant with a number, by its name; files may share a name.
fn constants(folder: &Path) -> BTreeMap<String, Vec<f64>> {
    let mut found: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    for file in files(folder) {
        let text = fs::read_to_string(file).unwrap();
        for part in text.split("const ").skip(1) {
            let Some((name, rest)) = part.split_once(':') else {
                continue;
            };
            let value = rest.split_once('=').map(|(_, value)| value);
            let value = value.and_then(|value| value.split(';').next());
            let value = value.and_then(|value| value.trim().replace('_', "").parse().ok());
            if let Some(value) = value {
                found.entry(name.to_owned()).or_default().push(value);
            }
        }
    }
    found
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| {
            if path.is_dir() {
                files(&path)
            } else {
                vec![path]
            }
        })
        .filter(|path| path.extension().is_some_and(|kind| kind == "rs"))
        .collect()
}

/// Returns where each constant is named between backticks, in letters.
fn named(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut at = 0;
    for (place, part) in text.split('`').enumerate() {
        let name = part.rsplit("::").next().unwrap_or_default();
        let capital = |letter: char| letter.is_ascii_uppercase() || letter == '_';
        if place % 2 == 1 && name.len() > 2 && name.chars().all(capital) {
            found.push((at, name.to_owned()));
        }
        at += part.chars().count() + 1;
    }
    found
}

/// Returns how a number may be written: `2,000`, `.04`, `4%`, `ten`.
fn forms(value: f64) -> Vec<String> {
    const WORDS: [&str; 13] = [
        "none", "once", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
        "eleven", "twelve",
    ];
    let plain = format!("{value}");
    let mut forms = vec![plain.trim_start_matches('0').to_owned(), plain];
    forms.push(format!("{}%", 100.0 * value));
    if value.fract() == 0.0 && value >= 0.0 {
        forms.extend(WORDS.get(value as usize).map(|word| (*word).to_owned()));
        forms.push(motif::report::words::thousands(value as u64));
    }
    let spoken = [(0.5, "half"), (2.0, "twice")];
    let spoken = spoken
        .iter()
        .filter(|(number, _)| (number - value).abs() < 1e-12);
    forms.extend(spoken.map(|(_, word)| (*word).to_owned()));
    forms
}

/// Returns whether a text holds a number, not as a part of a longer one.
fn holds(text: &str, form: &str) -> bool {
    let is_part = |letter: Option<char>| letter.is_some_and(|l| l.is_ascii_digit() || l == '.');
    !form.is_empty()
        && text.match_indices(form).any(|(at, _)| {
            let after = text[at + form.len()..].chars().next();
            !is_part(text[..at].chars().next_back()) && !after.is_some_and(|l| l.is_ascii_digit())
        })
}
