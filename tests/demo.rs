//! `motif demo`: from nothing to a report.

#![allow(clippy::unwrap_used)]

mod support;

use std::fs;

use support::{Survey, pontoon_files};

#[test]
fn it_ends_with_a_report_on_disk_and_says_where() {
    let folder = Survey::new();
    let said = folder.run("demo").succeeds();
    assert!(
        said.stderr
            .starts_with("Pontoon makes planning software for service crews."),
        "{}",
        said.stderr
    );
    assert!(
        said.stderr
            .contains("\nThe report: motif-demo/report.html\n"),
        "{}",
        said.stderr
    );
    assert!(
        said.stdout.contains("610 answers, 399 with a comment: "),
        "{}",
        said.stdout
    );
    assert!(folder.text("motif-demo/report.html").ends_with("</html>"));
}

#[test]
fn what_it_says_to_do_next_works() {
    let folder = Survey::new();
    let said = folder.run("demo").succeeds();
    let (_, next) = said.stderr.split_once("\nNext: ").unwrap();
    let next: Vec<&str> = next
        .lines()
        .filter_map(|line| line.trim().strip_prefix("motif "))
        .collect();
    assert_eq!(next.len(), 3, "{}", said.stderr);
    for line in next {
        let shown = folder.run(&line.replace('"', "")).succeeds();
        assert!(
            shown.stdout.lines().count() > 3,
            "motif {line}\n{}",
            shown.stdout
        );
    }
}

#[test]
fn twice_is_once() {
    let folder = Survey::new();
    let first = folder.run("demo").succeeds();
    let page = folder.text("motif-demo/report.html");
    let status = folder.run("--study motif-demo status --json").stdout;
    let second = folder.run("demo").succeeds();
    assert_eq!(second.stdout, first.stdout);
    assert_eq!(folder.text("motif-demo/report.html"), page);
    assert_eq!(
        folder.run("--study motif-demo status --json").stdout,
        status
    );
}

#[test]
fn it_brings_every_file_of_the_sample_corpora() {
    let folder = Survey::new();
    folder.run("demo elsewhere").succeeds();
    for path in pontoon_files() {
        let inside = path.strip_prefix(support::pontoon()).unwrap();
        let copy = folder.path("elsewhere/files").join(inside);
        assert_eq!(
            fs::read(copy).unwrap(),
            fs::read(&path).unwrap(),
            "{}",
            path.display()
        );
    }
}

#[test]
fn it_keeps_its_hands_off_a_folder_it_cannot_make() {
    Survey::new()
        .file("taken", "a file")
        .run("demo taken")
        .fails_with(
            "error: `taken/files/accounts.csv` cannot be written\n\
         caused by: Not a directory (os error 20)\n\n\
         hint: check that its folder exists and can be written to\n",
        );
}
