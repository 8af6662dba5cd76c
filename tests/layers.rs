//! Data flows down the list of modules in `lib.rs`; an import points only up.
//! No files import each other in a circle, and a type's name means one thing,
//! in motif, `motif-cluster` and `motif-distill`.

#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Where the code of the crates stands.
const CRATES: [&str; 3] = ["src", "crates/cluster/src", "crates/distill/src"];

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

fn all_files() -> impl Iterator<Item = PathBuf> {
    CRATES.into_iter().flat_map(|root| files(Path::new(root)))
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

/// Returns what a file says before its tests.
fn code(file: &Path) -> String {
    let text = fs::read_to_string(file).unwrap();
    let ends = text
        .match_indices("#[cfg(test)]")
        .map(|(at, _)| at)
        .find(|&at| {
            let item = text[at..].lines().find(|line| !line.starts_with("#["));
            item.is_some_and(|item| item.ends_with("mod tests {"))
        });
    text[..ends.unwrap_or(text.len())].to_owned()
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
    for file in all_files() {
        // Tests stand at the end of a file, or in one of their own, and may
        // import all of it.
        if file.ends_with("tests.rs") {
            continue;
        }
        for (number, line) in code(&file).lines().enumerate() {
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

/// A module as its path from the root: `["nps", "score"]`.
type Module = Vec<String>;

/// The modules of the crate, each a file, and what they pass on of each other.
struct House {
    files: BTreeMap<Module, PathBuf>,
    /// For each module the names it re-exports, with the module they are from.
    passed_on: BTreeMap<Module, Vec<(String, Module)>>,
}

/// An import: the path as it is written, and whether it is a re-export.
struct Import {
    path: Vec<String>,
    is_passed_on: bool,
}

impl House {
    fn read(root: &str) -> Self {
        let mut house = Self {
            files: BTreeMap::new(),
            passed_on: BTreeMap::new(),
        };
        for file in files(Path::new(root)) {
            if !file.ends_with("tests.rs")
                && !file.ends_with("lib.rs")
                && !file.ends_with("main.rs")
            {
                house.files.insert(module_of(&file, root), file);
            }
        }
        let mut passed_on = BTreeMap::new();
        for (module, file) in &house.files {
            let names: &mut Vec<_> = passed_on.entry(module.clone()).or_default();
            for import in imports(&code(file))
                .into_iter()
                .filter(|of| of.is_passed_on)
            {
                if let (Some(path), Some(name)) =
                    (house.absolute(module, &import.path), import.path.last())
                {
                    names.push((name.clone(), path));
                }
            }
        }
        house.passed_on = passed_on;
        house
    }

    /// Returns a path from the root; `None` for another crate's.
    fn absolute(&self, module: &Module, path: &[String]) -> Option<Module> {
        let mut from = module.clone();
        let mut rest = path.iter().peekable();
        match rest.peek()?.as_str() {
            "crate" => {
                rest.next();
                from.clear();
            }
            "self" => {
                rest.next();
            }
            "super" => {
                while rest.next_if(|step| *step == "super").is_some() {
                    from.pop()?;
                }
            }
            // A child named without `self::`.
            first => {
                from.push(first.to_owned());
                if !self.files.contains_key(&from) {
                    return None;
                }
                rest.next();
            }
        }
        from.extend(rest.cloned());
        Some(from)
    }

    /// Returns the module that owns what a path from the root names.
    fn owner(&self, path: &[String], depth: usize) -> Option<Module> {
        let known = (1..=path.len())
            .rev()
            .find(|end| self.files.contains_key(&path[..*end]))?;
        let (module, rest) = path.split_at(known);
        let module = module.to_vec();
        let passed = rest.first().and_then(|name| {
            let mut passed = self.passed_on.get(&module)?.iter();
            passed.find(|(known, _)| known == name)
        });
        match passed {
            Some((_, from)) if depth < 8 => self.owner(from, depth + 1),
            _ => Some(module),
        }
    }

    /// Returns for each module those it takes something from. What a folder's
    /// own file takes from the files inside only puts them together.
    fn arrows(&self) -> BTreeMap<Module, BTreeSet<Module>> {
        let arrows = self.files.iter().map(|(module, file)| {
            let imports = imports(&code(file)).into_iter();
            let taken = imports
                .filter(|import| !import.is_passed_on)
                .filter_map(|import| {
                    let path = self.absolute(module, &import.path)?;
                    self.owner(&path, 0)
                });
            (
                module.clone(),
                taken.filter(|owner| !owner.starts_with(module)).collect(),
            )
        });
        arrows.collect()
    }
}

fn module_of(file: &Path, root: &str) -> Module {
    let inside = file.strip_prefix(root).unwrap().with_extension("");
    let mut steps: Module = inside
        .iter()
        .map(|step| step.to_string_lossy().into_owned())
        .collect();
    if steps.last().is_some_and(|last| last == "mod") {
        steps.pop();
    }
    steps
}

/// Returns what a file takes from elsewhere: by `use`, and by paths in its code.
fn imports(code: &str) -> Vec<Import> {
    let code: String = code
        .lines()
        .map(|line| line.split("//").next().unwrap_or_default())
        .collect::<Vec<_>>()
        .join("\n");
    let mut found = Vec::new();
    let mut rest = code.as_str();
    let mut body = String::new();
    while let Some(at) = rest.find("use ") {
        let starts_line = rest[..at]
            .chars()
            .next_back()
            .is_none_or(|c| c == '\n' || c == ' ' || c == ')');
        let end = rest[at..].find(';').map_or(rest.len(), |end| at + end);
        let tree = &rest[at + 4..end];
        let is_tree = tree
            .chars()
            .all(|c| c.is_alphanumeric() || "_:{},* \n".contains(c));
        if starts_line && is_tree {
            let line = rest[..at].rsplit('\n').next().unwrap_or_default();
            let is_passed_on = line.trim_start().starts_with("pub");
            for path in flattened(tree.trim()) {
                found.push(Import { path, is_passed_on });
            }
            body.push_str(&rest[..at]);
            rest = &rest[end..];
        } else {
            body.push_str(&rest[..at + 4]);
            rest = &rest[at + 4..];
        }
    }
    body.push_str(rest);
    let steps = |text: &str| -> Vec<String> {
        text.split("::")
            .filter(|step| !step.is_empty())
            .map(str::to_owned)
            .collect()
    };
    for path in body.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':')) {
        if path.contains("::") {
            found.push(Import {
                path: steps(path),
                is_passed_on: false,
            });
        }
    }
    found
}

/// Returns the paths of `a::{b, c::{d, e}}`.
fn flattened(tree: &str) -> Vec<Vec<String>> {
    let Some((head, inside)) = tree.split_once('{') else {
        let path = tree.split(" as ").next().unwrap_or_default();
        return vec![
            path.split("::")
                .map(|step| step.trim().to_owned())
                .filter(|step| !step.is_empty())
                .collect(),
        ];
    };
    let head: Vec<String> = head
        .split("::")
        .map(|step| step.trim().to_owned())
        .filter(|step| !step.is_empty())
        .collect();
    let inside = inside.trim().strip_suffix('}').unwrap_or(inside);
    let mut depth = 0;
    let parts = inside.split(|c: char| {
        depth += i32::from(c == '{') - i32::from(c == '}');
        c == ',' && depth == 0
    });
    parts
        .filter(|part| !part.trim().is_empty())
        .flat_map(|part| flattened(part.trim()))
        .map(|path| {
            head.iter()
                .cloned()
                .chain(path.into_iter().filter(|step| step != "self"))
                .collect()
        })
        .collect()
}

/// Returns one circle that a module is part of, as the modules it leads through.
fn circle(from: &Module, arrows: &BTreeMap<Module, BTreeSet<Module>>) -> Option<Vec<Module>> {
    let mut ways: BTreeMap<&Module, &Module> = BTreeMap::new();
    let mut open = vec![from];
    while let Some(at) = open.pop() {
        for next in arrows.get(at).into_iter().flatten() {
            if next == from {
                let mut way = vec![from.clone(), at.clone()];
                let mut back = at;
                while let Some(before) = ways.get(back) {
                    way.push((*before).clone());
                    back = before;
                }
                way.reverse();
                return Some(way);
            }
            if !ways.contains_key(next) {
                ways.insert(next, at);
                open.push(next);
            }
        }
    }
    None
}

#[test]
fn no_files_import_each_other_in_a_circle() {
    let arrows = CRATES.map(|root| House::read(root).arrows());
    let count: usize = arrows
        .iter()
        .flat_map(BTreeMap::values)
        .map(BTreeSet::len)
        .sum();
    assert!(count > 500, "only {count} imports were read");
    let mut known = BTreeSet::new();
    let mut wrong = Vec::new();
    let modules = arrows
        .iter()
        .flat_map(|arrows| arrows.keys().map(move |of| (of, arrows)));
    for (module, arrows) in modules {
        let Some(way) = circle(module, arrows) else {
            continue;
        };
        let members: BTreeSet<Module> = way.iter().cloned().collect();
        if known.insert(members) {
            let way: Vec<String> = way.iter().map(|module| module.join("::")).collect();
            wrong.push(way.join(" → "));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// Returns the names of the types that a file defines, those of its tests left out.
fn types(file: &Path) -> Vec<String> {
    let defined = code(file);
    let defined = defined.lines().filter_map(|line| {
        // Types inside an `impl` are a trait's, and named by it.
        let is_inside = line.starts_with(' ');
        let line = line.trim_start();
        let line = line.strip_prefix("pub").map_or(line, |rest| {
            rest.strip_prefix('(')
                .and_then(|rest| rest.split_once(')'))
                .map_or(rest, |(_, rest)| rest)
                .trim_start()
        });
        let (kind, rest) = line.split_once(' ')?;
        let is_type =
            ["struct", "enum", "trait", "union"].contains(&kind) || (kind == "type" && !is_inside);
        is_type.then(|| {
            rest.chars()
                .take_while(|c| c.is_alphanumeric() || *c == '_')
                .collect()
        })
    });
    defined.collect()
}

#[test]
fn a_type_name_means_one_thing_in_the_whole_crate() {
    // Every stage owns one `Error`. A build has one of the two transformers.
    let own = |name: &str, file: &Path| name == "Error" || file.ends_with("transformer/absent.rs");
    let mut known: BTreeMap<String, Vec<PathBuf>> = BTreeMap::new();
    for file in all_files() {
        for name in types(&file) {
            if !own(&name, &file) {
                known.entry(name).or_default().push(file.clone());
            }
        }
    }
    assert!(known.len() > 400, "only {} types were read", known.len());
    let twins = known.iter().filter(|(_, files)| files.len() > 1);
    let twins: Vec<String> = twins
        .map(|(name, files)| format!("{name}: {files:?}"))
        .collect();
    assert!(twins.is_empty(), "\n{}", twins.join("\n"));
}
