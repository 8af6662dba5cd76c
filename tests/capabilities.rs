//! `docs/capabilities.md` has a row for each line, and the tests it names are
//! there.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;

fn page() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/capabilities.md")).unwrap()
}

#[test]
fn every_line_has_one_row_and_at_most_three_are_not_there_yet() {
    let page = page();
    for (letter, lines) in [("A", 16), ("B", 10), ("C", 30), ("D", 11), ("E", 10)] {
        for line in 1..=lines {
            let row = format!("\n| {letter}{line} | ");
            assert_eq!(page.matches(&row).count(), 1, "{row}");
        }
    }
    assert!(page.matches("Not yet").count() <= 3);
}

#[test]
fn the_tests_that_rows_name_are_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut named = 0;
    for row in page().lines().filter(|line| line.starts_with("| ")) {
        let last = row.trim_end_matches(" |").rsplit(" | ").next().unwrap();
        let mut file = String::new();
        for span in last.split('`').skip(1).step_by(2) {
            let (path, test) = span.split_once(": ").unwrap_or((span, ""));
            let is_path = path.contains('.') || path.ends_with('/');
            let test = if is_path {
                let inside = path.starts_with("src/") || path == "benches/";
                let path = if inside {
                    root.join(path)
                } else {
                    root.join("tests").join(path)
                };
                assert!(path.exists(), "{row}");
                file = if path.is_file() {
                    fs::read_to_string(&path).unwrap()
                } else {
                    String::new()
                };
                test
            } else {
                span
            };
            if !test.is_empty() {
                assert!(file.contains(&format!("fn {test}(")), "`{test}`: {row}");
                named += 1;
            }
        }
    }
    assert!(named > 30, "only {named} tests are named");
}
