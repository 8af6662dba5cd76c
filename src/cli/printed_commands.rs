//! Every command that motif prints, and that its docs name, can be run.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Parser;
use clap::error::ErrorKind;

use super::{Arguments, global_first};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path, ending));
        } else if path.extension().is_some_and(|own| own == ending) {
            found.push(path);
        }
    }
    found
}

/// Returns what stands between backticks, and the lines of code in a page.
fn commands(text: &str, is_page: bool) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for line in text.lines() {
        let mut spans = line.split('`').skip(1).step_by(2).map(str::to_owned);
        found.extend(spans.by_ref().filter(|span| span.starts_with("motif ")));
        if is_page && line.starts_with("| `") {
            found.extend(named_in_table(line));
        }
        let code = line.trim_start().trim_start_matches("$ ");
        if is_page && is_command(code) && !line.contains('`') {
            found.push(code.to_owned());
        }
    }
    let printed = text.match_indices("motif --study {").map(|(at, _)| {
        let end = text[at..].find(['\n', '`']).unwrap_or(text.len() - at);
        let line = text[at..at + end].split("\\n").next().unwrap_or_default();
        line.trim_end_matches("\",").replace("\\\"", "\"")
    });
    if !is_page {
        found.extend(printed);
    }
    found
}

/// A line of a page is a command if its second word is one, not prose.
fn is_command(line: &str) -> bool {
    let Some(rest) = line.strip_prefix("motif ") else {
        return false;
    };
    let first = rest.split_whitespace().next().unwrap_or_default();
    let command = <Arguments as clap::CommandFactory>::command();
    command.find_subcommand(first).is_some() && !line.ends_with('.') && !line.ends_with(';')
}

/// Returns the commands in the first cell of a table of commands, where each
/// of `rename\\|merge` is one.
fn named_in_table(line: &str) -> Vec<String> {
    let line = line.replace("\\|", "/");
    let cell = line.split('|').nth(1).unwrap_or_default().to_owned();
    let command = <Arguments as clap::CommandFactory>::command();
    let mut found = Vec::new();
    for span in cell.split('`').skip(1).step_by(2) {
        let first = span.split(' ').next().unwrap_or_default();
        if command.find_subcommand(first).is_none() {
            continue;
        }
        let (before, several) = span.rsplit_once(' ').unwrap_or(("", span));
        let each = several.split('/');
        found.extend(each.map(|one| format!("motif {before} {one}")));
    }
    found
}

/// Puts something in the places that the user fills in.
fn filled(command: &str) -> Vec<String> {
    let command = command.split(" # ").next().unwrap_or_default();
    let command = command.split(" && ").next().unwrap_or_default();
    let words = shell_words::split(command).unwrap_or_else(|_| panic!("{command}"));
    let fill = |word: String| {
        let bare = word.trim_matches(['[', ']', '…']);
        match bare {
            "N" | "THEME" | "{}" | "{id}" => "3".to_owned(),
            "SHELL" => "bash".into(),
            "COMMAND" => "status".into(),
            "{study}add" => "add".into(),
            "" if word == "…" => word,
            _ => bare.to_owned(),
        }
    };
    words
        .into_iter()
        .map(fill)
        .filter(|word| !word.is_empty())
        .collect()
}

/// What else each command needs that a table of commands does not name.
fn completed(mut words: Vec<String>) -> Vec<String> {
    let named = words[1..].iter().filter(|word| !word.starts_with("--"));
    let line = named.cloned().collect::<Vec<_>>().join(" ");
    let missing = match line.as_str() {
        "theme rename" => "3 name",
        "theme merge" => "3 4",
        "theme split" | "theme hide" | "theme park" | "theme confirm" | "theme own" => "3",
        "interviews merge" | "interviews rename" => "call.vtt Ann Bo",
        "interviews role" => "call.vtt Ann participant",
        "interviews link" | "interviews account" => "call.vtt Ann",
        "interviews date" => "call.vtt 2025-05-12",
        "interviews read" => "call.vtt",
        "accounts same" | "accounts differ" => "Fjell Berg",
        "follow-up set" => "Ann told",
        "actions start" | "actions done" | "actions drop" => "1",
        "mark" => "Q-3f9c0a71b2d4",
        "search" | "open" => "word",
        "add" | "assign" => "file.csv",
        "code add" | "code remove" => "Q-3f9c0a71b2d4 3",
        "agree" => "coded.csv",
        "compare" => "a b",
        "account" | "forget" => "Fjell",
        "completions" => "bash",
        "import codebook" | "import refi" => "file",
        "export matrix" => "--by interview",
        "export refi" => "-o file.qdpx",
        "distill" => "MODEL --fit TEXTS -o DIR",
        _ => "",
    };
    words.extend(missing.split_whitespace().map(str::to_owned));
    words
}

/// A command of commands, such as `motif theme`, shows what it has.
fn is_help(kind: ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::DisplayHelp
            | ErrorKind::DisplayVersion
            | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
    )
}

#[test]
fn every_command_that_is_printed_or_written_down_can_be_run() {
    let mut pages = files(&root().join("docs"), "md");
    pages.push(root().join("README.md"));
    pages.push(root().join("CHANGELOG.md"));
    let sources = files(&root().join("src"), "rs");
    let sources = sources.iter().filter(|path| !path.ends_with(file!()));
    let mut wrong = Vec::new();
    let mut run = 0;
    for path in pages.iter().chain(sources) {
        let is_page = path.extension().is_some_and(|ending| ending == "md");
        let text = fs::read_to_string(path).unwrap();
        for command in commands(&text, is_page) {
            // What names several commands at once, or belongs to the past.
            if path.ends_with("CHANGELOG.md") && command.contains('|') {
                continue;
            }
            run += 1;
            let words = completed(filled(&command));
            let parsed = Arguments::try_parse_from(global_first(words.iter().map(Into::into)));
            if let Err(error) = parsed
                && !is_help(error.kind())
            {
                let said = error.to_string();
                let said = said.lines().next().unwrap_or_default();
                wrong.push(format!("{}: {command}: {said}", path.display()));
            }
        }
    }
    assert!(run > 100, "only {run} commands were found");
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn no_command_uses_a_name_twice() {
    <Arguments as clap::CommandFactory>::command().debug_assert();
}

#[test]
fn the_options_of_every_command_stand_on_either_side_of_it() {
    for line in [
        "themes --study s show 1 --json",
        "--json themes show --study=s 1",
        "themes show 1 --study s",
        "theme --study s undo",
        "interviews --json --study s log",
        "search -- --json",
    ] {
        let words = ["motif"].into_iter().chain(line.split(' '));
        let parsed = Arguments::try_parse_from(global_first(words.map(Into::into)));
        let parsed = parsed.unwrap_or_else(|error| panic!("{line}: {error}"));
        let is_search = line.starts_with("search");
        assert_eq!(parsed.study.is_some(), !is_search, "{line}");
        assert_eq!(parsed.json, line.contains("--json") && !is_search, "{line}");
    }
}
