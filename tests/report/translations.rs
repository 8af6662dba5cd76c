//! Reports in other languages: every sentence is in every catalogue.

#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use motif::feedback::Scale;
use motif::report::response_cells::ANSWERED;
use motif::study::Cause;
use motif::themes::Hold;

const LANGUAGES: [&str; 3] = ["de", "fr", "es"];

/// What of the narrative is told by commands alone, in English.
const NO_REPORT: [&str; 7] = [
    "accounts.rs",
    "catalogue.rs",
    "checks.rs",
    "coaching.rs",
    "decision_words.rs",
    "watch.rs",
    "work.rs",
];

fn catalogue(language: &str) -> BTreeMap<String, String> {
    let text = fs::read_to_string(format!("translations/{language}.toml")).unwrap();
    toml::from_str(&text).unwrap()
}

fn files(dir: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(dir).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    let mut found: Vec<PathBuf> = paths
        .flat_map(|path| {
            if path.is_dir() {
                files(&path)
            } else {
                vec![path]
            }
        })
        .filter(|path| path.extension().is_some_and(|ending| ending == "rs"))
        .collect();
    found.sort();
    found
}

/// Returns what a file says before its tests, without comments.
fn code(file: &Path) -> String {
    let text = fs::read_to_string(file).unwrap();
    let before = text.split("#[cfg(test)]\nmod tests").next().unwrap();
    let lines = before
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

/// Returns a text in quotation marks as it is said, and what follows it.
fn literal(quoted: &str) -> (String, &str) {
    let mut said = String::new();
    let mut rest = quoted[1..].chars();
    while let Some(letter) = rest.next() {
        match letter {
            '"' => break,
            '\\' => match rest.next().unwrap() {
                'n' => said.push('\n'),
                '\n' => rest = rest.as_str().trim_start().chars(),
                'u' => {
                    let (code, after) = rest.as_str()[1..].split_once('}').unwrap();
                    said.extend(char::from_u32(u32::from_str_radix(code, 16).unwrap()));
                    rest = after.chars();
                }
                other => said.push(other),
            },
            other => said.push(other),
        }
    }
    (said, rest.as_str())
}

/// Returns the sentences of a file.
fn sentences(code: &str) -> Vec<String> {
    let calls = code.split("say!(").skip(1).map(str::trim_start);
    let told = calls.filter(|call| call.starts_with('"'));
    told.map(|call| literal(call).0).collect()
}

/// Returns the nouns of a file: what a count is given as its last two texts.
fn nouns(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices("count(") {
        let (mut rest, mut depth, mut texts) = (&code[at + "count(".len()..], 1, Vec::new());
        while depth > 0 && !rest.is_empty() {
            if rest.starts_with('"') {
                let (text, after) = literal(rest);
                if depth == 1 {
                    texts.push(text);
                }
                rest = after;
                continue;
            }
            let letter = rest.chars().next().unwrap();
            depth += i32::from(matches!(letter, '(' | '[' | '{'));
            depth -= i32::from(matches!(letter, ')' | ']' | '}'));
            rest = &rest[letter.len_utf8()..];
        }
        if let [.., one, many] = texts.as_slice() {
            found.extend([one.clone(), many.clone()]);
        }
    }
    found
}

/// Where actions stand, rows of a change that are no themes, and their kinds.
const OTHERS: [&str; 18] = [
    "planned",
    "started",
    "done",
    "dropped",
    "everybody",
    "themes with too few people",
    "hidden themes",
    "comments that no theme covers",
    "no comment",
    "theme",
    "smaller",
    "set-aside",
    "unthemed",
    "no-comment",
    "survey",
    "surveys",
    "General praise",
    "General complaint",
];

/// Words that reach a report from other modules.
fn words_of_others() -> Vec<String> {
    let mut words: Vec<String> = Cause::ALL
        .iter()
        .map(|cause| cause.who_can_act().to_owned())
        .collect();
    words.extend(ANSWERED.map(str::to_owned));
    words.extend(OTHERS.map(str::to_owned));
    words.extend([Hold::Loose, Hold::Fair, Hold::Firm].map(|hold| hold.name().to_owned()));
    let scales = [
        "0-10",
        "1-5",
        "yes/no",
        "fft",
        "good/bad",
        "positive/neutral/negative",
        "promoter/passive/detractor",
    ];
    let scales = scales
        .iter()
        .filter_map(|spec| spec.parse::<Scale>().ok())
        .chain([Scale::tone()])
        .chain(Scale::of_question(5, 1, false));
    for scale in scales {
        for group in scale.groups() {
            let [one, many] = [scale.singular(group), scale.plural(group)];
            words.extend([one, many].map(str::to_owned));
            words.extend((one == many).then(|| format!("{one} (one)")));
            words.push(scale.people(group).to_owned());
        }
        let values = (scale.lowest()..=scale.highest()).map(|value| scale.value(value));
        words.extend(values.filter(|value| value.parse::<u8>().is_err()));
        words.push(scale.how_given().to_owned());
    }
    words.retain(|word| word != "{value}");
    words
}

/// Returns every sentence and word of a report, with the file that says it.
fn said() -> BTreeMap<String, String> {
    let cli = ["narrative", "report", "themes"].map(|name| format!("src/cli/{name}.rs"));
    let files = files(Path::new("src/report"))
        .into_iter()
        .chain(cli.map(PathBuf::from));
    let told = files.filter(|file| {
        let name = file.file_name().unwrap().to_str().unwrap();
        !NO_REPORT.contains(&name)
    });
    let mut said = BTreeMap::new();
    for file in told {
        let code = code(&file);
        let found = sentences(&code).into_iter().chain(nouns(&code));
        said.extend(found.map(|text| (text, file.display().to_string())));
    }
    said.extend(
        words_of_others()
            .into_iter()
            .map(|word| (word, String::new())),
    );
    said
}

/// Returns the names between `open` and `}`.
fn arguments(template: &str, open: &str) -> BTreeSet<String> {
    let names = template.split(open).skip(1);
    let names = names.filter_map(|rest| Some(rest.split_once('}')?.0.to_owned()));
    names.collect()
}

#[test]
fn every_sentence_of_a_report_is_in_every_catalogue() {
    let said = said();
    assert!(said.len() > 500, "{}", said.len());
    for language in LANGUAGES {
        let catalogue = catalogue(language);
        let missing: Vec<_> = said
            .iter()
            .filter(|(text, _)| !catalogue.contains_key(*text))
            .collect();
        assert!(missing.is_empty(), "not in {language}.toml: {missing:#?}");
    }
}

#[test]
fn a_catalogue_holds_nothing_that_no_report_says() {
    let said = said();
    for language in LANGUAGES {
        let catalogue = catalogue(language);
        let unused: Vec<_> = catalogue
            .keys()
            // Why a row was left out is worded where it is read.
            .filter(|text| !said.contains_key(*text) && !is_reason(text))
            .collect();
        assert!(unused.is_empty(), "nothing says: {unused:#?}");
    }
}

/// Why a row was left out, where no fact is filled in.
const REASONS: [&str; 6] = [
    "opens a quotation mark that is never closed",
    "is not JSON",
    "is not a JSON object",
    "does not say whose answer to what it is",
    "names no account",
    "names no person",
];

/// Returns whether a sentence says why a row was left out.
fn is_reason(text: &str) -> bool {
    let is_numbered = |name: &String| name.parse::<usize>().is_ok();
    arguments(text, "{").iter().any(is_numbered) || REASONS.contains(&text)
}

#[test]
fn a_translation_fills_in_what_its_sentence_does() {
    for language in LANGUAGES {
        for (english, translated) in catalogue(language) {
            let (asked, given) = (arguments(&english, "{"), arguments(&translated, "%{"));
            assert_eq!(asked, given, "{language}: {english}\n{translated}");
            let open = translated.matches('{').count();
            assert_eq!(open, translated.matches("%{").count(), "{translated}");
            for mark in ['`', '→'] {
                let count = |text: &str| text.matches(mark).count();
                assert_eq!(count(&english), count(&translated), "{language}: {english}");
            }
        }
    }
}

#[test]
fn quotation_marks_are_those_of_the_language() {
    for (language, marks) in [("de", "„“"), ("fr", "«»"), ("es", "«»")] {
        for (english, translated) in catalogue(language) {
            let [open, close] = [0, 1].map(|at| marks.chars().nth(at).unwrap());
            let count = |mark: char| translated.matches(mark).count();
            assert_eq!(count(open), count(close), "{language}: {translated}");
            assert_eq!(
                english.contains('“'),
                translated.contains(open),
                "{language}: {english}\n{translated}"
            );
            assert!(!translated.contains('"'), "{language}: {translated}");
        }
    }
}
