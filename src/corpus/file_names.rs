//! What files are called: by their names, with folders only where these tell
//! namesakes apart. It does not depend on which file came first.

use std::collections::HashMap;
use std::path::{Component, Path, PathBuf};

/// Returns what each file is called, given where it is.
///
/// `a/2024/survey.csv`, `a/2025/survey.csv` and `a/2025/notes.md` give
/// `2024/survey.csv`, `2025/survey.csv` and `notes.md`.
pub fn told_apart(paths: &[PathBuf]) -> Vec<String> {
    let steps: Vec<Vec<String>> = paths.iter().map(|path| steps(path)).collect();
    let mut namesakes: HashMap<&str, Vec<usize>> = HashMap::new();
    for (index, steps) in steps.iter().enumerate() {
        let name = steps.last().map_or("", String::as_str);
        namesakes.entry(name).or_default().push(index);
    }
    let mut names = vec![String::new(); paths.len()];
    for files in namesakes.into_values() {
        let deepest = files.iter().map(|&file| steps[file].len()).max();
        for depth in 1..=deepest.unwrap_or(1) {
            for &file in &files {
                let steps = &steps[file];
                names[file] = steps[steps.len().saturating_sub(depth)..].join("/");
            }
            let mut given: Vec<&str> = files.iter().map(|&file| names[file].as_str()).collect();
            given.sort_unstable();
            given.dedup();
            if given.len() == files.len() {
                break;
            }
        }
    }
    names
}

fn steps(path: &Path) -> Vec<String> {
    let named = path.components().filter_map(|step| match step {
        Component::Normal(name) => Some(name.to_string_lossy().into_owned()),
        _ => None,
    });
    named.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names<const N: usize>(paths: [&str; N]) -> Vec<String> {
        told_apart(&paths.map(PathBuf::from))
    }

    #[test]
    fn a_name_of_its_own_needs_no_folder() {
        assert_eq!(names(["/a/x.csv", "/b/y.csv"]), ["x.csv", "y.csv"]);
    }

    #[test]
    fn namesakes_get_as_many_folders_as_tell_them_apart() {
        assert_eq!(
            names(["/a/2024/x.csv", "/a/2025/x.csv", "/a/2025/y.csv"]),
            ["2024/x.csv", "2025/x.csv", "y.csv"]
        );
        assert_eq!(
            names(["/a/q/x.csv", "/b/q/x.csv"]),
            ["a/q/x.csv", "b/q/x.csv"]
        );
    }

    #[test]
    fn a_file_above_its_namesake_keeps_its_name() {
        assert_eq!(names(["x.csv", "a/x.csv"]), ["x.csv", "a/x.csv"]);
    }

    #[test]
    fn the_same_path_twice_is_called_the_same() {
        assert_eq!(names(["a/x.csv", "a/x.csv"]), ["a/x.csv", "a/x.csv"]);
    }
}
