//! Asked again, a study says the same at once, until anything changes.

#![allow(clippy::unwrap_used)]

mod support;

use std::fs;

use motif::inquiry::search::ReadSearch;
use motif::question::{HitOrder, SearchQuestion};
use motif::study::lookup::printed;
use motif::study::{Study, quote_of};

use support::{FIVE, Survey};

fn pontoon() -> Survey {
    Survey::new().pontoon().study().added(&["files"])
}

fn answers(study: &Survey) -> usize {
    fs::read_dir(study.path("analysis/answers")).map_or(0, Iterator::count)
}

#[test]
fn asked_again_a_study_says_the_same() {
    let study = pontoon();
    for line in [
        "status",
        "themes",
        "themes --json",
        "search 'reports group:detractor'",
        "compare spring autumn",
        "accounts",
        "start",
    ] {
        let first = study.run(line).succeeds().stdout;
        let kept = answers(&study);
        assert_eq!(study.run(line).succeeds().stdout, first, "{line}");
        assert_eq!(answers(&study), kept, "{line}: the same question twice");
        fs::remove_dir_all(study.path("analysis/answers")).unwrap();
        assert_eq!(study.run(line).succeeds().stdout, first, "{line}");
    }
}

#[test]
fn whatever_changes_is_seen_at_once() {
    let study = Survey::new().file("spring.csv", FIVE).study();
    let asked = |line: &str| study.run(line).stdout;
    let status = asked("status");
    study.run("add spring.csv").succeeds();
    let added = asked("status");
    assert_ne!(added, status);
    assert_eq!(asked("status"), added);

    // The same file with another comment in it.
    study.write("spring.csv", FIVE.replace("Lovely app", "An awful app"));
    let found = |words: &str| {
        let said = study.json(&format!("search --exact '{words}'"));
        said["total"].as_u64().unwrap()
    };
    assert_eq!(found("lovely"), 1);
    study.run("add spring.csv").succeeds();
    assert_eq!(found("lovely"), 0);
}

#[test]
fn settings_and_decisions_are_seen_at_once() {
    let study = pontoon();
    let asked = |line: &str| study.run(line).succeeds().stdout;
    let before = asked("themes");
    study.write("motif.toml", "min_size = 40\n");
    assert_ne!(asked("themes"), before);
    study.write("motif.toml", "");
    assert_eq!(asked("themes"), before);
    study.run("theme rename 1 'Something else'").succeeds();
    assert!(asked("themes").contains("Something else"));
    study.run("theme undo").succeeds();
    assert_eq!(asked("themes"), before);
}

#[test]
fn a_damaged_answer_is_asked_anew() {
    let study = Survey::new()
        .file("spring.csv", FIVE)
        .study()
        .added(&["spring.csv"]);
    let first = study.run("status").succeeds().stdout;
    let kept = fs::read_dir(study.path("analysis/answers")).unwrap();
    for entry in kept {
        let path = entry.unwrap().path();
        let mut bytes = fs::read(&path).unwrap();
        let last = bytes.len() - 1;
        bytes[last] ^= 1;
        fs::write(path, bytes).unwrap();
    }
    assert_eq!(study.run("status").succeeds().stdout, first);
}

#[test]
fn contact_details_that_were_asked_for_are_not_kept() {
    let said = format!("{FIVE}6,4,Write to ann@fjell.example please\n");
    let study = Survey::new()
        .file("spring.csv", said)
        .study()
        .added(&["spring.csv"]);
    let shown = study.run("--reveal search write").succeeds().stdout;
    assert!(shown.contains("ann@fjell.example"), "{shown}");
    assert_eq!(answers(&study), 0);
    let masked = study.run("search write").succeeds().stdout;
    assert!(!masked.contains("ann@fjell.example"), "{masked}");
}

#[test]
fn a_match_reads_the_same_without_the_corpus_it_is_from() {
    let folder = pontoon();
    let study = Study::open(&folder.path("")).unwrap();
    let corpus = study.corpus().unwrap();
    let index = study.index_by_meaning(&corpus).unwrap();
    let built = study.built_index(true).unwrap().unwrap();
    for query in [
        "support",
        "group:detractor",
        "source:interview reports",
        "app*",
    ] {
        let read = SearchQuestion {
            query: query.into(),
            exact: false,
            like: None,
            among: None,
            order: HitOrder::Best,
        };
        let read = ReadSearch::parse(&read, None).unwrap();
        let all = read.find(&index, (0, 40)).unwrap();
        let alone = read.find(&built, (0, 40)).unwrap();
        let (small, hits) = study.found_texts(&built, &alone.hits).unwrap().unwrap();
        assert!(!hits.is_empty() && hits.len() == all.hits.len(), "{query}");
        for (hit, same) in hits.iter().zip(&all.hits) {
            assert_eq!(hit.text, same.text);
            assert_eq!(printed(&small, hit.place), printed(&corpus, same.place));
            assert_eq!(quote_of(&small, hit), quote_of(&corpus, same));
            let (one, other) = (hit.place.document(), same.place.document());
            assert_eq!(small.text(one), corpus.text(other));
            assert_eq!(small.origin(one), corpus.origin(other));
        }
        for response in &small.responses {
            let is_same = |of: &&motif::feedback::Response| {
                (&of.source, of.row) == (&response.source, response.row)
            };
            let own = corpus.responses.iter().find(is_same).unwrap();
            assert_eq!(
                (own.rating, &own.wave, &own.date, &own.account),
                (
                    response.rating,
                    &response.wave,
                    &response.date,
                    &response.account
                )
            );
        }
    }
}

#[test]
fn a_place_is_opened_without_all_the_rest() {
    let study = pontoon();
    let hits = study.json("search board");
    for hit in hits["hits"].as_array().unwrap() {
        let at = hit["at"].as_str().unwrap();
        let opened = study.json(&format!("open '{at}'"));
        assert_eq!(opened["source"], hit["source"]);
        assert_eq!(opened["record"], hit["record"]);
        let by_quote = hit["quote"].as_str().unwrap();
        let quoted = study.json(&format!("open {by_quote}"));
        assert!(
            opened["text"]
                .as_str()
                .unwrap()
                .contains(quoted["text"].as_str().unwrap())
                || hit["record"].is_null()
        );
    }
}
