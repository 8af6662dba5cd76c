//! Checking themes by reading: what is drawn, what it says, and that it is true
//! of the sample corpora, of which `corpora/truth` says what each is about.

#![allow(clippy::unwrap_used)]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write;
use std::process::Stdio;

use motif::corpus::Corpus;
use motif::feedback::Place;
use motif::ingest::ReadOptions;
use motif::inquiry::Ledger;
use motif::inquiry::check::{CheckTexts, READ, if_read};
use motif::study::{Analysis, Past, Settings, intakes};
use motif::themes::{CheckedPassage, ThemeKind};
use rayon::prelude::*;

use support::{Survey, motif, pontoon, pontoon_files, table};

/// Draws of each theme.
const DRAWS: u64 = 200;

/// A theme of people's making, and the answers about it.
type Truth = BTreeMap<String, BTreeSet<String>>;

fn truth() -> Truth {
    let path = pontoon().join("../truth/pontoon.csv");
    let rows = table(&fs::read_to_string(path).unwrap()).split_off(1);
    let mut truth = Truth::new();
    for row in rows {
        for theme in row[2].split('|') {
            let of = truth.entry(theme.to_owned()).or_default();
            of.insert(row[0].clone());
        }
    }
    truth
}

fn analysis() -> Analysis {
    let read = intakes(&pontoon_files(), &ReadOptions::default()).unwrap();
    let read = read.into_iter().map(|(_, intake)| intake.unwrap());
    let corpus = Corpus::from_intakes(read.collect());
    Analysis::new(corpus, &Settings::default(), Past::default())
}

/// Returns what each theme is about, for those that hold ten people and fit one
/// of the planted themes halfway (F1 of 0.3).
fn meant(ledger: &Ledger<'_>, among: &[usize]) -> Vec<(usize, BTreeSet<usize>)> {
    let id = |r: usize| ledger.analysis.corpus.responses[r].record();
    let planted: Vec<BTreeSet<usize>> = truth()
        .values()
        .map(|ids| {
            let about = among.iter().copied().filter(|&r| ids.contains(&id(r)));
            about.collect()
        })
        .collect();
    let meant = (0..ledger.analysis.findings.len()).filter_map(|finding| {
        let held: BTreeSet<usize> = ledger.voicing(finding, among).into_iter().collect();
        let is_topic = ledger.finding(finding).theme.kind == ThemeKind::Topic;
        let f1 = |of: &BTreeSet<usize>| {
            2.0 * of.intersection(&held).count() as f64 / (of.len() + held.len()) as f64
        };
        let best = planted.iter().max_by(|a, b| f1(a).total_cmp(&f1(b)))?;
        (is_topic && held.len() >= 10 && f1(best) >= 0.3).then(|| (finding, best.clone()))
    });
    meant.collect()
}

#[test]
fn precision_and_recall_hold_the_truth_and_corrected_shares_are_nearer_to_it() {
    let analysis = analysis();
    let ledger = Ledger::new(&analysis);
    let among = ledger.commenting(&analysis.people.latest);
    let themes = meant(&ledger, &among);
    assert!(themes.len() >= 8, "{}", themes.len());
    let (mut counted, mut corrected) = (0.0, 0.0);
    for (finding, about) in &themes {
        let held: BTreeSet<usize> = ledger.voicing(*finding, &among).into_iter().collect();
        let both = about.intersection(&held).count() as f64;
        let precision = both / held.len() as f64;
        let recall = both / about.len() as f64;
        let texts = CheckTexts::new(&ledger, *finding);
        let share = about.len() as f64 / among.len() as f64;
        let off = (held.len() as f64 / among.len() as f64 - share).abs();
        let checks: Vec<(bool, bool, f64)> = (0..DRAWS)
            .into_par_iter()
            .map(|seed| {
                let drawn = texts.draw(seed, READ);
                assert_eq!(drawn.len(), READ);
                let read = drawn.into_iter().map(|text| {
                    let Place::Comment { response, span } = text.place else {
                        panic!("a survey is checked by its comments");
                    };
                    CheckedPassage {
                        passage: analysis.corpus.excerpt(text.place.document(), span),
                        about: Some(about.contains(&response)),
                        drawn: text.drawn,
                        who: "Ana".into(),
                        at: "2025-05-12T09:00:00Z".into(),
                    }
                });
                let check = if_read(&ledger, *finding, read.collect());
                let nearer = check.corrected.map_or(off, |of| (of.share - share).abs());
                (
                    check.precision.unwrap().interval.contains(precision),
                    check.recall.unwrap().interval.contains(recall),
                    nearer,
                )
            })
            .collect();
        let name = &ledger.finding(*finding).theme.name;
        let of = |held: usize| held as f64 / DRAWS as f64;
        let precise = of(checks.iter().filter(|of| of.0).count());
        let recalled = of(checks.iter().filter(|of| of.1).count());
        assert!(precise >= 0.93, "precision of {name}: {precise}");
        assert!(recalled >= 0.93, "recall of {name}: {recalled}");
        counted += off;
        corrected += checks.iter().map(|of| of.2).sum::<f64>() / DRAWS as f64;
    }
    assert!(corrected < 0.75 * counted, "{corrected}, not {counted}");
}

/// Replies to `motif check`, one a line, in a study of the sample corpora.
fn checked(study: &Survey, line: &[&str], replies: &str) -> (String, String) {
    let mut child = motif(&study.path(""))
        .args(line)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(replies.as_bytes())
        .unwrap();
    let done = child.wait_with_output().unwrap();
    assert!(done.status.success(), "{done:?}");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (text(done.stdout), text(done.stderr))
}

fn study() -> Survey {
    let study = Survey::new().pontoon().study().added(&["files"]);
    study.run("themes").succeeds();
    study
}

#[test]
fn a_check_goes_on_where_it_was_left_and_asks_nothing_twice() {
    let study = study();
    let (_, asked) = checked(
        &study,
        &["check", "1", "--by", "Ana"],
        "y\nn\n?\nperhaps\nq\n",
    );
    assert!(
        asked.contains("1 of 50") && asked.contains("4 of 50"),
        "{asked}"
    );
    assert!(
        asked.contains("Type y, n, ?, b or q, and Enter."),
        "{asked}"
    );
    let (said, asked) = checked(&study, &["check", "1", "--by", "Ana"], "q\n");
    assert!(
        asked.contains("1 of 47") && !asked.contains("1 of 50"),
        "{asked}"
    );
    assert!(said.contains("2 texts, by Ana"), "{said}");
    // Nobody is told how a text was rated, or whether it is in the theme.
    assert!(
        !asked.contains("rated") && !asked.contains("etractor"),
        "{asked}"
    );
}

#[test]
fn back_takes_the_last_reply_back_and_nothing_else() {
    let study = study();
    study.run("theme rename 1 'Slow chat'").succeeds();
    let (_, asked) = checked(&study, &["check", "1"], "b\ny\nb\nn\nq\n");
    assert!(asked.contains("This is the first text."), "{asked}");
    let log = study.json("theme log");
    let held: Vec<_> = log
        .as_array()
        .unwrap()
        .iter()
        .filter(|entry| entry["undone"] == false)
        .map(|entry| (entry["what"].clone(), entry["about"].clone()))
        .collect();
    assert_eq!(
        held,
        [
            ("rename".into(), serde_json::Value::Null),
            ("check".into(), false.into())
        ]
    );
}

#[test]
fn a_theme_that_is_half_wrong_weighs_less_wherever_it_is_told() {
    let study = study();
    let before = study.json("themes show 1");
    // Of what was drawn, every second text is said to be about it.
    let replies = "y\nn\n".repeat(30);
    let (said, _) = checked(
        &study,
        &["check", "1", "--read", "60", "--by", "Ana"],
        &replies,
    );
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        said.contains("Of the texts that motif put into the theme, about"),
        "{said}"
    );
    let shown = study.json("themes show 1");
    assert_eq!(shown["checked"]["read"], 60);
    let listed = study.json("check");
    assert_eq!(
        listed["checks"][0]["precision"],
        shown["checked"]["precision"]
    );
    assert_ne!(before["checked"], shown["checked"]);
    let report = study.run("report --format md").stdout;
    assert!(
        report.contains("Checked by reading: 60 texts, by Ana"),
        "{report}"
    );
    // A theme that is merged is another theme.
    study.run("theme merge 1 2").succeeds();
    assert!(study.json("themes show 1")["checked"].is_null());
}

#[test]
fn where_nobody_was_asked_passages_of_interviews_are_checked() {
    let study = Survey::new().pontoon().study();
    for path in pontoon_files() {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if name.starts_with(|letter: char| letter.is_ascii_digit()) {
            study.run(&format!("add 'files/{name}'")).succeeds();
        }
    }
    let themes = study.json("themes");
    let first = themes["themes"][0]["id"].as_str().unwrap().to_owned();
    let (said, asked) = checked(&study, &["check", &first, "--read", "6"], &"y\n".repeat(6));
    assert!(
        asked.contains("6 of 6") && said.contains("6 texts"),
        "{asked}{said}"
    );
}
