//! Which licences and sources the crates motif is built from have.

#![allow(clippy::unwrap_used)]

use std::process::Command;

use serde_json::Value;

/// The licences of `deny.toml`.
fn allowed() -> Vec<String> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("deny.toml");
    let settings: toml::Table = std::fs::read_to_string(path).unwrap().parse().unwrap();
    let licences = settings["licenses"]["allow"].as_array().unwrap().iter();
    licences.map(|of| of.as_str().unwrap().to_owned()).collect()
}

/// Returns whether one of the ways a licence offers is allowed in all its parts.
fn is_allowed(licence: &str, allowed: &[String]) -> bool {
    let plain = licence.replace(['(', ')'], "").replace('/', " OR ");
    // `(A OR B) AND C`: each part must be met, by one of its ways.
    plain.split(" AND ").all(|part| {
        let mut ways = part.split(" OR ").map(str::trim);
        ways.any(|way| allowed.iter().any(|known| known == way))
    })
}

/// The crates of this machine's kind, which are all there once motif is built.
fn packages() -> Vec<Value> {
    let told = Command::new("rustc").arg("-vV").output().unwrap();
    let told = String::from_utf8(told.stdout).unwrap();
    let host = told.lines().find_map(|line| line.strip_prefix("host: "));
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked"])
        .args(["--filter-platform", host.unwrap()])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    metadata["packages"].as_array().unwrap().clone()
}

#[test]
fn every_crate_has_a_licence_that_lets_motif_be_used_by_anybody() {
    let allowed = allowed();
    let all = packages();
    assert!(all.len() > 200);
    for package in all {
        let licence = package["license"].as_str().unwrap_or_default();
        assert!(
            is_allowed(licence, &allowed),
            "{}: {licence:?}",
            package["name"]
        );
    }
}

#[test]
fn every_crate_comes_from_the_public_registry_or_this_repository() {
    for package in packages() {
        let source = package["source"].as_str();
        let is_public = |source: &str| {
            source.starts_with("registry+https://github.com/rust-lang/crates.io-index")
        };
        assert!(
            source.is_none_or(is_public),
            "{}: {source:?}",
            package["name"]
        );
    }
}
