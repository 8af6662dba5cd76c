//! `motif completions` and `motif man`: what shells and `man` are given.

#![allow(clippy::unwrap_used)]

mod support;

use std::path::Path;
use std::process::{Command, Output};

use support::Survey;

/// Runs a program of the system on a file; `None` where it is not installed.
fn read_by(program: &str, flags: &[&str], file: &Path) -> Option<Output> {
    match Command::new(program).args(flags).arg(file).output() {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        output => Some(output.unwrap()),
    }
}

const COMMANDS: [&str; 10] = [
    "demo",
    "init",
    "add",
    "status",
    "themes",
    "search",
    "report",
    "export",
    "completions",
    "man",
];

#[test]
fn shells_take_the_completions() {
    for shell in ["bash", "zsh", "fish"] {
        let folder = Survey::new();
        let script = folder
            .run(&format!("completions {shell}"))
            .succeeds()
            .stdout;
        for command in COMMANDS {
            assert!(script.contains(command), "{command} in {shell}");
        }
        folder.write("script", script);
        let Some(output) = read_by(shell, &["-n"], &folder.path("script")) else {
            continue;
        };
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(
            output.status.success() && said.is_empty(),
            "{shell}: {said}"
        );
    }
}

#[test]
fn man_takes_the_page() {
    let folder = Survey::new();
    let page = folder.run("man").succeeds().stdout;
    assert!(page.contains(".TH motif 1"), "{page}");
    for command in COMMANDS {
        assert!(page.contains(command), "{command}");
    }
    folder.write("motif.1", page);
    let Some(output) = read_by("man", &["--warnings", "-l"], &folder.path("motif.1")) else {
        return;
    };
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && said.is_empty(), "{said}");
}

#[test]
fn every_command_has_help() {
    for command in COMMANDS {
        let said = Survey::new().run(&format!("{command} --help")).succeeds();
        assert!(said.stdout.contains("Usage: motif"), "{}", said.stdout);
    }
}

#[test]
fn an_unknown_shell_is_a_wrong_command_line() {
    Survey::new().run("completions tcsh").exits_with(2);
}
