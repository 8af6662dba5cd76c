//! Data flows down the list of modules in `lib.rs`; an import points only up.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};

/// Returns the modules in the order `lib.rs` declares them.
fn layers() -> Vec<String> {
    let lib = fs::read_to_string("src/lib.rs").unwrap();
    lib.lines()
        .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'))
        .map(str::to_owned)
        .collect()
}

fn files(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Returns the modules that a line mentions as `crate::module` or inside `crate::{…}`.
fn mentioned(line: &str) -> Vec<String> {
    let code = line.split("//").next().unwrap_or_default();
    code.match_indices("crate::")
        .map(|(at, _)| {
            let rest = &code[at + "crate::".len()..];
            rest.chars()
                .take_while(|c| c.is_alphanumeric() || *c == '_')
                .collect()
        })
        .collect()
}

#[test]
fn imports_point_only_to_earlier_stages() {
    let layers = layers();
    assert!(layers.len() > 8, "`lib.rs` declares its modules one a line");
    let rank = |module: &str| layers.iter().position(|layer| layer == module);
    let mut wrong = Vec::new();
    for file in files(Path::new("src")) {
        let inside = file.strip_prefix("src").unwrap();
        let own = inside
            .iter()
            .next()
            .unwrap()
            .to_string_lossy()
            .replace(".rs", "");
        let Some(own_rank) = rank(&own) else {
            continue;
        };
        for (number, line) in fs::read_to_string(&file).unwrap().lines().enumerate() {
            for module in mentioned(line) {
                let allowed = module == own || rank(&module).is_some_and(|other| other < own_rank);
                if !allowed {
                    let place = format!("{}:{}", file.display(), number + 1);
                    wrong.push(format!(
                        "{place}: {own} may not import {module} (see docs/architecture.md)"
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn nobody_imports_through_the_root_or_everything_at_once() {
    let mut wrong = Vec::new();
    for file in files(Path::new("src")) {
        // Tests stand at the end of a file, or in one of their own, and may
        // import all of it.
        if file.ends_with("tests.rs") {
            continue;
        }
        let text = fs::read_to_string(&file).unwrap();
        let tests = ["#[cfg(test)]", "#[cfg(all(test"];
        let ends = tests.iter().filter_map(|mark| text.find(mark)).min();
        let code = &text[..ends.unwrap_or(text.len())];
        for (number, line) in code.lines().enumerate() {
            let hides = line.contains("use crate::{")
                || (line.contains("use super::") && line.contains("::*;"));
            if hides {
                wrong.push(format!(
                    "{}:{}: name the owner: {}",
                    file.display(),
                    number + 1,
                    line.trim()
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
