//! Who is removed leaves no trace in any file of the study.

#![allow(clippy::unwrap_used)]

mod support;

use std::path::Path;

use support::{Survey, pontoon};

/// Returns the files below a folder that hold some bytes, in UTF-8 or UTF-16.
fn holding(folder: &Path, wanted: &str) -> Vec<String> {
    let wide: Vec<u8> = wanted.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(
                std::fs::read_dir(&path)
                    .unwrap()
                    .map(|of| of.unwrap().path()),
            );
            continue;
        }
        let bytes = std::fs::read(&path).unwrap().to_ascii_lowercase();
        let holds = |part: &[u8]| {
            let part = part.to_ascii_lowercase();
            bytes.windows(part.len()).any(|own| own == part)
        };
        if holds(wanted.as_bytes()) || holds(&wide) {
            found.push(path.display().to_string());
        }
    }
    found
}

const SAID: &str = "The quokkazebra board is slow for Xylophina every single morning";

fn study() -> Survey {
    let mut survey = String::from(
        "id,name,email,account,nps,comment\n1,Xylophina Quist,xylo@quist.example,Quist,2,",
    );
    survey.push_str(SAID);
    survey.push('\n');
    let read = std::fs::read_to_string(pontoon().join("spring.csv")).unwrap();
    Survey::new()
        .file("one.csv", survey)
        .file("spring.csv", read)
        .file(
            "talk.md",
            "Participant: Xylophina Quist\nInterviewer: Bo\n\nBo: What is slow?\nXylophina Quist: Our quokkazebra planning board.\n",
        )
        .file(
            "people.csv",
            "email,name,role\nxylo@quist.example,Xylophina Quist,boss\nother@quist.example,Ada Moe,user\n",
        )
        .study()
        .added(&["one.csv", "spring.csv", "talk.md"])
}

#[test]
fn nothing_of_a_person_is_left_in_any_file_of_the_study() {
    let study = study();
    study.run("add --people people.csv").succeeds();
    study.run("themes").succeeds();
    study
        .run("search quokkazebra")
        .succeeds()
        .mentions("2 matches");
    study.run("code add one.csv:1 'Slow boards'").succeeds();
    study
        .run("mark one.csv:1 --memo 'Call Xylophina Quist about it'")
        .succeeds();
    study
        .run("follow-up set xylo@quist.example promised --due 2025-06-01 --note 'xylophina quist waits'")
        .succeeds();
    study.run("status --since last").succeeds();
    let made = [
        "corpus.db",
        "corpus.db-wal",
        "corpus.db-shm",
        "motif.toml",
        "search",
        "analysis",
    ];
    let traces = |wanted: &str| -> Vec<String> {
        let files = made.iter().map(|name| study.path(name));
        let there = files.filter(|path| path.exists());
        there.flat_map(|path| holding(&path, wanted)).collect()
    };
    assert!(!traces("quokkazebra").is_empty());
    // Nothing happens before it is confirmed.
    study
        .run("forget 'Xylophina Quist'")
        .succeeds()
        .mentions("1 comment, and 1 interview");
    assert!(!traces("quokkazebra").is_empty());
    study
        .run("forget xylo@quist.example --yes")
        .succeeds()
        .mentions("1 answer, 1 interview");
    for wanted in ["quokkazebra", "xylophina", "xylo@quist"] {
        assert_eq!(traces(wanted), Vec::<String>::new(), "{wanted}");
    }
    study
        .run("search quokkazebra")
        .succeeds()
        .mentions("no matches");
    study.run("themes").succeeds();
    assert_eq!(traces("quokkazebra"), Vec::<String>::new());
    assert_eq!(study.json("status")["interviews"], 0);
}

#[test]
fn a_file_that_is_added_again_brings_nobody_back() {
    let study = study();
    let before = study.json("status")["responses"].as_u64().unwrap();
    study.run("forget xylo@quist.example --yes").succeeds();
    study
        .run("add one.csv spring.csv talk.md")
        .succeeds()
        .mentions("removed for good");
    let after = study.json("status");
    assert_eq!(after["responses"].as_u64().unwrap(), before - 1);
    assert_eq!(after["interviews"], 0);
    study
        .run("search quokkazebra")
        .succeeds()
        .mentions("no matches");
}

#[test]
fn themes_that_are_found_again_keep_their_numbers() {
    let study = study();
    let numbers = |study: &Survey| -> Vec<(u64, String)> {
        let themes = study.json("themes");
        let themes = themes["themes"].as_array().unwrap().iter();
        themes
            .filter_map(|of| {
                let id = of["id"].as_str().unwrap().parse().ok()?;
                Some((id, of["label"].as_str().unwrap().to_owned()))
            })
            .collect()
    };
    let before = numbers(&study);
    study.run("forget xylo@quist.example --yes").succeeds();
    let after = numbers(&study);
    let kept = before.iter().filter(|of| after.contains(of)).count();
    assert!(kept * 3 >= before.len() * 2, "{before:?}\n{after:?}");
}

#[test]
fn who_is_not_there_or_is_several_is_not_removed() {
    let study = study();
    let said = study
        .run("forget nobody@nowhere.example --yes")
        .exits_with(1);
    assert!(
        said.stderr.contains("nobody@nowhere.example"),
        "{}",
        said.stderr
    );
}
