//! What holds for a whole study: the promises of the design.

#![allow(clippy::unwrap_used)]

mod support;

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use proptest::prelude::*;
use serde_json::Value;
use support::{FIVE, Survey, characters, csv_of, pontoon, shuffled, table};

/// What a study says, in every form that has to be the same.
const FORMS: [&str; 5] = [
    "themes --json",
    "export assignments --per response",
    "export assignments --per passage",
    "report --title Pontoon --format json",
    "report --title Pontoon --format md",
];

/// The sample corpora in a study, their files added first to last.
fn study() -> Survey {
    let study = Survey::new().pontoon().study();
    study.run("add files").succeeds();
    study
}

fn files(study: &Survey) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(study.path("files"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .map(|name| format!("files/{name}"))
        .collect();
    names.sort();
    names
}

fn said(study: &Survey, form: &str) -> String {
    study.run(form).succeeds().stdout
}

/// Every quote anywhere in a report.
fn quotes(value: &Value) -> Vec<&Value> {
    match value {
        Value::Object(fields) if fields.contains_key("origin") => vec![value],
        Value::Object(fields) => fields.values().flat_map(quotes).collect(),
        Value::Array(values) => values.iter().flat_map(quotes).collect(),
        _ => Vec::new(),
    }
}

/// Checks that characters `start` to `end` of a text are the words shown.
#[track_caller]
fn opens(whole: &str, start: usize, end: usize, words: &str) {
    let there = characters(whole, start, end);
    let same = there.chars().count() == words.chars().count()
        && there
            .chars()
            .zip(words.chars())
            .all(|(there, shown)| shown == there || shown == '•');
    assert!(same, "{there:?} stands there, {words:?} is shown");
}

/// What was written, by file and record; an interview's record is empty.
#[derive(Default)]
struct Originals(HashMap<(String, String), String>);

impl Originals {
    fn survey(mut self, name: &str, text: &str) -> Self {
        let rows = table(text.trim_start_matches('\u{feff}'));
        let column = |wanted: &str| rows[0].iter().position(|name| name == wanted).unwrap();
        let (id, comment) = (column("id"), column("comment"));
        for row in &rows[1..] {
            let place = (name.to_owned(), row[id].clone());
            self.0.insert(place, row[comment].clone());
        }
        self
    }

    fn interview(mut self, name: &str, text: &str) -> Self {
        self.0
            .insert((name.to_owned(), String::new()), text.to_owned());
        self
    }

    fn get(&self, source: &str, record: &str) -> Option<&String> {
        self.0.get(&(source.to_owned(), record.to_owned()))
    }
}

#[track_caller]
fn everything_opens(study: &Survey, originals: &Originals) -> usize {
    let rows = study.run("export assignments --per passage").rows();
    let mut opened = 0;
    for row in &rows[1..] {
        let Some(whole) = originals.get(&row[0], &row[1]) else {
            continue;
        };
        let text = match row[8].strip_prefix('\'') {
            Some(formula) if formula.starts_with(['=', '+', '-', '@']) => formula,
            _ => &row[8],
        };
        opens(
            whole,
            row[2].parse().unwrap(),
            row[3].parse().unwrap(),
            text,
        );
        opened += 1;
    }
    let report = study.json("report");
    for quote in quotes(&report) {
        let source = quote["source"].as_str().unwrap();
        let record = quote["record"].as_str().unwrap_or_default();
        let Some(whole) = originals.get(source, record) else {
            continue;
        };
        let place = |name: &str| quote[name].as_u64().unwrap() as usize;
        opens(
            whole,
            place("start"),
            place("end"),
            quote["text"].as_str().unwrap(),
        );
        opened += 1;
    }
    opened
}

/// Themes in the order of the report, each with its number of people.
fn ranking(study: &Survey, files: &str) -> Vec<(String, u64)> {
    study.json(&format!("themes {files}"))["themes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|theme| {
            let label = theme["label"].as_str().unwrap().to_owned();
            (label, theme["respondents"].as_u64().unwrap())
        })
        .collect()
}

#[test]
fn the_order_of_rows_and_files_and_the_number_of_threads_do_not_matter() {
    let study = study();
    let mut other = Survey::new()
        .pontoon()
        .with("RAYON_NUM_THREADS", "1")
        .study();
    for (seed, file) in files(&other).iter().enumerate().rev() {
        if Path::new(file)
            .extension()
            .is_some_and(|ending| ending == "csv")
        {
            let rows = shuffled(table(&other.text(file)), seed as u64);
            other.write(file, csv_of(&rows));
        }
        other = other.added(&[file]);
    }
    for form in FORMS {
        assert!(said(&study, form) == said(&other, form), "motif {form}");
    }
    // A hit says in which row it stands: that is another one now.
    let found = |study: &Survey| {
        let mut found = study.json("search --sort newest 'support group:detractor'");
        for hit in found["hits"].as_array_mut().unwrap() {
            hit["row"] = Value::Null;
            hit["at"] = Value::Null;
        }
        found
    };
    assert_eq!(found(&study), found(&other));
}

#[test]
fn a_study_says_the_same_as_its_files() {
    let study = study();
    let files = files(&study).join(" ");
    for form in [FORMS[0], FORMS[1], FORMS[2], FORMS[3]] {
        let (command, flags) = form.split_at(form.find(" --").unwrap());
        let alone = format!("{command} {files}{flags}");
        assert!(said(&study, form) == said(&study, &alone), "motif {form}");
    }
}

#[test]
fn what_is_rebuilt_comes_back_the_same() {
    let study = study();
    let before = FORMS.map(|form| said(&study, form));
    for rebuilt in ["search", "vectors", "analysis"] {
        let _ = fs::remove_dir_all(study.path(rebuilt));
    }
    assert!(before == FORMS.map(|form| said(&study, form)));
}

#[test]
fn every_quote_of_the_sample_corpora_opens() {
    let read = |name: &str| fs::read_to_string(pontoon().join(name)).unwrap();
    let mut originals = Originals::default();
    for name in ["autumn.csv", "winter.csv", "spring.csv"] {
        originals = originals.survey(name, &read(name));
    }
    for name in [
        "02-waermewerk-sued.md",
        "03-shannon-pest-control.txt",
        "06-van-loon-liften.md",
        "09-fjordfiber.txt",
        "10-sunbelt-air.md",
    ] {
        originals = originals.interview(name, &read(&format!("interviews/{name}")));
    }
    let opened = everything_opens(&study(), &originals);
    assert!(opened > 1_000, "{opened} quotes were looked at");
}

const SURVEY: &str = "\u{feff}id,nps,comment\r\n\
    1,9,\"Schön 😀😀, danke! 👩‍👩‍👧 The app is quick,\r\nbut the login 🔒 is slow; please fix it.\"\r\n\
    2,3,\"Write to ann@fjell.example or +47 22 33 44 55. é ist nicht e\u{301}.\"\r\n\
    3,8,\"=SUM(A1) is what I typed, - first this\r\n- then that\r\n\r\n• and the third\"\r\n\
    4,0,\"  spaces\tbefore and after   \"\r\n\
    5,10,\"日本語のコメントです。アプリは速い。\"\r\n";

const MARKDOWN: &str = "\u{feff}---\r\nparticipant: Ann 😀 Fjell\r\ninterviewer: Bo\r\n---\r\n\r\n\
    # Notes 📝\r\n\r\n**Bo:** How is it?\r\n\r\n**Ann:** Slow 🐌, every day. \
    Call me on +47 22 33 44 55, but not before nine.\r\n\r\n- the login is a pain\r\n";

const PLAIN: &str = "Bo: How is it?\r\nCleo: Fine 🙂 I think. The price is high,\r\n\
    but the people are kind.\r\n";

#[test]
fn every_quote_opens_with_emoji_a_byte_order_mark_and_windows_line_ends() {
    let study = Survey::new()
        .file("survey.csv", SURVEY)
        .file("ann.md", MARKDOWN)
        .file("cleo.txt", PLAIN)
        .study()
        .added(&["survey.csv", "ann.md", "cleo.txt"]);
    // An interview's text is the file's, without the mark at its beginning.
    let markdown = MARKDOWN.trim_start_matches('\u{feff}');
    let originals = Originals::default()
        .survey("survey.csv", SURVEY)
        .interview("ann.md", markdown)
        .interview("cleo.txt", PLAIN);
    let opened = everything_opens(&study, &originals);
    assert!(opened > 10, "{opened} quotes were looked at");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn every_quote_opens_whatever_was_typed(
        comments in prop::collection::vec("[a-zA-Z ,.;:!?\r\n\t\"'()äß🙂👍🏽\u{301}•–-]{1,120}", 3..12)
    ) {
        let mut rows = vec![["id", "score", "comment"].map(str::to_owned).to_vec()];
        rows.push(["x", "9", "This one has words in it"].map(str::to_owned).to_vec());
        for (id, comment) in comments.iter().enumerate() {
            rows.push(vec![format!("r{id}"), (id % 11).to_string(), comment.clone()]);
        }
        let text = csv_of(&rows);
        let study = Survey::new().file("survey.csv", &text).study().added(&["survey.csv"]);
        everything_opens(&study, &Originals::default().survey("survey.csv", &text));
    }
}

/// Spring's answers and those of one more person, who is not content.
fn spring_and(answers: &[(&str, &str, String)]) -> String {
    let mut rows = table(&fs::read_to_string(pontoon().join("spring.csv")).unwrap());
    let mut loud = rows[1].clone();
    let column = |name: &str| rows[0].iter().position(|other| other == name).unwrap();
    let (id, date, email) = (column("id"), column("date"), column("email"));
    let (name, account, score) = (column("respondent"), column("account"), column("nps"));
    let comment = column("comment");
    for (own, day, words) in answers {
        loud[id] = (*own).into();
        loud[date] = (*day).into();
        loud[email] = "lou@loud.example".into();
        loud[name] = "Lou Loud".into();
        loud[account] = "Loud".into();
        loud[score] = "0".into();
        loud[comment].clone_from(words);
        rows.push(loud.clone());
    }
    csv_of(&rows)
}

#[test]
fn one_person_who_repeats_a_sentence_500_times_changes_no_ranking() {
    let study = Survey::new()
        .file(
            "once.csv",
            spring_and(&[("L-1", "2025-04-20", "The price.".into())]),
        )
        .file(
            "often.csv",
            spring_and(&[("L-1", "2025-04-20", "The price. ".repeat(500))]),
        );
    assert_eq!(ranking(&study, "often.csv"), ranking(&study, "once.csv"));
}

#[test]
fn one_person_who_repeats_a_word_500_times_changes_no_ranking() {
    let study = Survey::new()
        .file(
            "once.csv",
            spring_and(&[("L-1", "2025-04-20", "price".into())]),
        )
        .file(
            "often.csv",
            spring_and(&[("L-1", "2025-04-20", "price ".repeat(500))]),
        );
    assert_eq!(ranking(&study, "often.csv"), ranking(&study, "once.csv"));
}

#[test]
fn one_person_who_answers_500_times_changes_no_ranking() {
    for day in ["2025-04-20", ""] {
        let ids: Vec<String> = (1..=500).map(|number| format!("L-{number}")).collect();
        let answers: Vec<(&str, &str, String)> = ids
            .iter()
            .map(|id| (id.as_str(), day, "The price.".to_owned()))
            .collect();
        let study = Survey::new()
            .file("once.csv", spring_and(&answers[..1]))
            .file("often.csv", spring_and(&answers));
        assert_eq!(
            ranking(&study, "often.csv"),
            ranking(&study, "once.csv"),
            "dated `{day}`"
        );
    }
}

#[track_caller]
fn adds_up(coverage: &Value) {
    let part = |name: &str| coverage[name].as_u64().unwrap();
    assert_eq!(
        part("commented"),
        part("themed") + part("unthemed"),
        "{coverage}"
    );
    assert!(part("commented") <= part("asked") && part("rated") <= part("asked"));
}

#[test]
fn themed_and_unthemed_add_up_to_those_who_said_something() {
    let study = study();
    let coverage = &study.json("report")["coverage"];
    adds_up(coverage);
    assert_eq!(coverage["asked"], 610);
    assert_eq!(coverage["commented"], 399);
    assert_eq!(coverage["blank"], 5);
    for themes in ["2", "5", "12", "40"] {
        adds_up(&study.json(&format!("themes --themes {themes}"))["coverage"]);
    }
    let rows = study.run("export assignments").rows();
    let count = |is: fn(&str) -> bool| rows[1..].iter().filter(|row| is(&row[2])).count() as u64;
    assert_eq!(count(str::is_empty), coverage["unthemed"].as_u64().unwrap());
    assert_eq!(count(|id| id == "0"), coverage["blank"].as_u64().unwrap());
}

/// Returns a study whose database is not what motif left there.
fn with_database(bytes: impl AsRef<[u8]>) -> Survey {
    let study = Survey::new().file("five.csv", FIVE).study();
    let study = study.added(&["five.csv"]);
    study.write("corpus.db", bytes);
    study
}

#[test]
fn a_database_that_was_emptied_is_no_study_in_which_nothing_was_added() {
    let study = with_database("");
    for line in ["status", "themes", "search slow", "add five.csv"] {
        let said = study.run(line).exits_with(1);
        assert!(
            said.stderr.contains("`…/corpus.db` is empty"),
            "{line}: {}",
            said.stderr
        );
        assert!(said.stderr.contains("`mv …/corpus.db …/corpus.db.damaged`"));
    }
}

#[test]
fn a_database_cut_short_or_of_another_kind_is_named_as_such() {
    let study = Survey::new().file("five.csv", FIVE).study();
    let study = study.added(&["five.csv"]);
    let whole = std::fs::read(study.path("corpus.db")).unwrap();
    for bytes in [&whole[..whole.len() / 2], &whole[..4096], b"a,b\n1,2\n"] {
        let said = with_database(bytes).run("status").exits_with(1);
        assert!(
            said.stderr
                .contains("is damaged, or was not written by motif"),
            "{} bytes: {}",
            bytes.len(),
            said.stderr
        );
        assert!(said.stderr.contains("hint: restore the file from a backup"));
    }
}

#[test]
fn a_database_of_another_program_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("corpus.db");
    let other = rusqlite::Connection::open(&path).unwrap();
    other.execute_batch("CREATE TABLE song (name)").unwrap();
    drop(other);
    let before = std::fs::read(&path).unwrap();
    let said = with_database(&before).run("status").exits_with(1);
    assert!(said.stderr.contains("is a database of another program"));
}

#[test]
fn commands_on_one_study_at_the_same_time_all_succeed() {
    use std::thread;
    let study = Survey::new().pontoon().study();
    let study = study.added(&["files/autumn.csv"]);
    let lines = [
        "search login",
        "add files/spring.csv",
        "search phone",
        "themes",
        "add files/winter.csv files/accounts.csv",
        "search group:detractor price",
        "status",
        "search slow",
    ];
    for _ in 0..3 {
        thread::scope(|scope| {
            for line in lines {
                scope.spawn(|| study.run(line).succeeds());
            }
        });
        std::fs::remove_dir_all(study.path("search")).unwrap();
    }
    // What was indexed beside the adding is the whole of it in the end.
    let found = study.json("search drop*");
    let again = Survey::new().pontoon().study();
    let again = again.added(&[
        "files/autumn.csv",
        "files/spring.csv",
        "files/winter.csv",
        "files/accounts.csv",
    ]);
    assert_eq!(found["total"], again.json("search drop*")["total"]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_study_that_can_only_be_read_answers_and_takes_nothing_in() {
    let study = Survey::new().file("five.csv", FIVE).study();
    let study = study.added(&["five.csv"]);
    // Permissions do not hold for every user: a log that cannot be made, and a
    // folder that takes no index, are what a read-only disk comes to.
    fs::create_dir(study.path("corpus.db-shm")).unwrap();
    std::os::unix::fs::symlink("/proc/self", study.path("search")).unwrap();
    study.run("status").succeeds().mentions("5 responses");
    study
        .run("search slow")
        .succeeds()
        .mentions("Too *slow* for us");
    study.run("report -o -").succeeds();
    let themes = study.run("themes").succeeds();
    assert_eq!(
        themes.stderr,
        "these themes are not saved, because the study is read-only\n"
    );
    let added = study.run("add five.csv").exits_with(1);
    assert!(added.stderr.contains("readonly"), "{}", added.stderr);
    assert!(added.stderr.contains("check that the folder is writable"));
}
