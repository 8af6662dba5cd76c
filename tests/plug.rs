//! A pulled plug: killed at any moment, a study opens, and what was written
//! whole is there once.

#![allow(clippy::unwrap_used)]

mod support;

use std::fmt::Write as _;
use std::process::Stdio;
use std::time::Duration;

use support::{Survey, motif, pontoon};

/// Runs a command and kills it after so many microseconds.
fn killed(study: &Survey, words: &[&str], after: u64) {
    let mut command = motif(&study.path("."));
    let command = command
        .args(words)
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let mut child = command.spawn().unwrap();
    std::thread::sleep(Duration::from_micros(after));
    let _ = child.kill();
    child.wait().unwrap();
}

/// How often each test kills; `MOTIF_KILLS=250` makes a campaign of it.
fn kills() -> u64 {
    let kills = std::env::var("MOTIF_KILLS").ok();
    kills.map_or(25, |kills| kills.parse().unwrap())
}

/// Moments without a pattern, up to `most` microseconds.
fn moments(most: u64) -> impl Iterator<Item = u64> {
    (0..kills()).map(move |at| (at.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 20) % most)
}

#[test]
fn a_file_that_was_being_added_is_there_whole_or_not_at_all() {
    let mut file = String::from("id,nps,comment\n");
    for at in 0..4_000 {
        writeln!(file, "{at},{},the board is slow on day {at}", at % 11).unwrap();
    }
    let mut whole = 0;
    for after in moments(120_000) {
        let study = Survey::new().file("a.csv", &file).study();
        killed(&study, &["add", "a.csv"], after);
        let there = study.json("status")["responses"].as_u64().unwrap();
        assert!(there == 0 || there == 4_000, "{there} after {after} µs");
        whole += u64::from(there > 0);
        // Once more completes it, and doubles nothing.
        study.run("add a.csv").succeeds();
        assert_eq!(study.json("status")["responses"], 4_000);
    }
    assert!(whole < kills(), "every kill came too late to tell anything");
}

#[test]
fn decisions_that_were_made_stay_and_none_is_half_made() {
    let read = std::fs::read_to_string(pontoon().join("spring.csv")).unwrap();
    let study = Survey::new()
        .file("spring.csv", read)
        .study()
        .added(&["spring.csv"]);
    study.run("themes").succeeds();
    study.run("theme rename 1 'Kept from the start'").succeeds();
    let commands: [&[&str]; 5] = [
        &["theme", "rename", "2", "Renamed"],
        &["theme", "merge", "3", "4"],
        &["code", "add", "spring.csv:S-003", "1"],
        &["search", "board"],
        &["themes", "--afresh"],
    ];
    let mut decided = 1;
    for (at, after) in moments(90_000).enumerate() {
        killed(&study, commands[at % commands.len()], after);
        let log = study.json("theme log");
        let now = log.as_array().unwrap().len();
        assert!(now == decided || now == decided + 1, "{decided} then {now}");
        decided = now;
        let themes = study.json("themes");
        let mut themes = themes["themes"].as_array().unwrap().iter();
        assert!(themes.any(|of| of["label"] == "Kept from the start"));
        study.run("search board").succeeds();
    }
}
