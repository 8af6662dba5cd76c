//! `motif add`: what goes in, what does not, and that nothing is lost.

#![allow(clippy::unwrap_used)]

mod support;

use std::fs;
use std::process::Stdio;
use std::time::Duration;

use proptest::prelude::*;
use support::{FIVE, Survey, csv_of, motif, shuffled, table};

const SPRING: &str = "\
id,nps,comment
1,9,Lovely app
2,3,Too slow for us
3,8,Fine but pricey
";

fn spring() -> Survey {
    Survey::new().file("spring.csv", SPRING).study()
}

#[test]
fn a_survey_is_counted_as_it_goes_in() {
    spring()
        .run("add spring.csv")
        .succeeds()
        .says(
            "spring.csv: plain table, UTF-8, wave `spring`: 3 responses, 3 with a comment, \
             1 promoter / 1 passive / 1 detractor, no score\n  3 new\n",
        )
        .notes("");
}

#[test]
fn the_same_file_again_changes_nothing_and_says_so() {
    let study = spring().added(&["spring.csv"]);
    let before = study.run("status --json").stdout;
    let said = study.run("add spring.csv").succeeds();
    assert!(
        said.stdout.ends_with("\n  3 unchanged\n"),
        "{}",
        said.stdout
    );
    assert_eq!(study.run("status --json").stdout, before);
}

#[test]
fn rows_in_another_order_are_the_same_rows() {
    let study = spring().added(&["spring.csv"]);
    study.write("spring.csv", csv_of(&shuffled(table(SPRING), 1)));
    let said = study.run("add spring.csv").succeeds();
    assert!(
        said.stdout.ends_with("\n  3 unchanged\n"),
        "{}",
        said.stdout
    );
}

#[test]
fn rows_without_ids_in_another_order_are_the_same_rows() {
    let rows = "nps,comment\n9,Lovely app\n3,Too slow\n9,Lovely app\n8,Fine but pricey\n";
    let study = Survey::new().file("spring.csv", rows).study();
    let study = study.added(&["spring.csv"]);
    study.write("spring.csv", csv_of(&shuffled(table(rows), 1)));
    let said = study.run("add spring.csv").succeeds();
    assert!(
        said.stdout.ends_with("\n  4 unchanged\n"),
        "{}",
        said.stdout
    );
    assert_eq!(study.json("status")["responses"], 4);
}

#[test]
fn a_changed_row_under_the_same_id_replaces_the_old_one() {
    let study = spring().added(&["spring.csv"]);
    study.write(
        "spring.csv",
        SPRING.replace("2,3,Too slow for us", "2,7,Quick again"),
    );
    let said = study.run("add spring.csv").succeeds();
    assert!(
        said.stdout.ends_with("\n  1 replaced (2), 2 unchanged\n"),
        "{}",
        said.stdout
    );
    let status = study.json("status");
    assert_eq!(
        (
            &status["responses"],
            &status["passives"],
            &status["detractors"]
        ),
        (&3.into(), &2.into(), &0.into())
    );
    study.run("search --exact slow").says("no matches\n");
    assert_eq!(study.json("search quick")["total"], 1);
}

#[test]
fn a_row_that_left_the_file_stays_in_the_study() {
    let study = spring().added(&["spring.csv"]);
    study.write(
        "spring.csv",
        "id,nps,comment\n1,9,Lovely app\n2,3,Too slow for us\n",
    );
    let said = study.run("add spring.csv").succeeds();
    assert!(
        said.stdout
            .ends_with("\n  2 unchanged, 1 no longer in the file but kept\n"),
        "{}",
        said.stdout
    );
    assert_eq!(study.json("status")["responses"], 3);
}

#[test]
fn a_dry_run_shows_how_a_file_would_be_read_and_stores_nothing() {
    Survey::new()
        .file("spring.csv", SPRING)
        .run("add --dry-run spring.csv")
        .succeeds()
        .says(
            "spring.csv: plain table, UTF-8, wave `spring`: 3 responses, 3 with a comment, \
             1 promoter / 1 passive / 1 detractor, no score\n\
             \x20 id: id, by its name\n\
             \x20 nps: score, by its name\n\
             \x20 comment: comment, by its name\n",
        )
        .notes("nothing was stored (`--dry-run`)\n");
}

#[test]
fn a_row_left_out_is_named_with_its_reason() {
    let study = Survey::new()
        .file(
            "spring.csv",
            format!("{SPRING}4,11,Too good\n5,7.5,Half good\n"),
        )
        .study();
    study.run("add spring.csv").succeeds().notes(
        "warning: skipped 2 of 5 rows in `spring.csv` (first: row 5, score `11` is not between 0 and 10)\n",
    );
    let status = study.json("status");
    assert_eq!(status["skipped"], 2);
    assert_eq!(
        status["skips"][1],
        serde_json::json!({
            "source": "spring.csv", "row": 6, "reason": "score `7.5` is not a whole number"
        })
    );
}

#[test]
fn strict_refuses_a_file_with_a_row_to_leave_out() {
    let study = Survey::new()
        .file("spring.csv", format!("{SPRING}4,11,Too good\n"))
        .study();
    study.run("add --strict spring.csv").fails_with(
        "warning: skipped 1 of 4 rows in `spring.csv` (first: row 5, score `11` is not between 0 and 10)\n\
         error: 1 row was left out and `--strict` was given\n\n\
         hint: fix the rows listed above, or leave out `--strict`\n",
    );
    assert_eq!(study.json("status")["responses"], 0);
}

#[test]
fn an_empty_file_is_refused() {
    spring()
        .file("empty.csv", "")
        .run("add empty.csv")
        .fails_with(
            "error: `empty.csv` is empty\n\n\
         hint: export the answers again, and look at the file before adding it\n",
        );
}

#[test]
fn a_binary_file_is_refused() {
    let bytes = [
        b"\x7fELF\x02\x01\x01\x00".as_slice(),
        &[0, 1, 2, 3].repeat(50),
    ]
    .concat();
    spring()
        .file("program.csv", bytes)
        .run("add program.csv")
        .fails_with(
            "error: `program.csv` is not text: byte 8 cannot occur in a text\n\n\
         hint: save it as CSV in UTF-8, as XLSX, or (notes) as docx, md or txt\n",
        );
}

#[test]
fn a_file_without_a_text_column_is_answered_with_its_columns() {
    spring()
        .file("numbers.csv", "id,score\n1,9\n2,3\n3,8\n")
        .run("add numbers.csv")
        .fails_with(
            "error: no column of `numbers.csv` looks like comments\n\n\
             hint: the columns are `id` and `score`; choose one with `--map comment=COLUMN`, \
             or read the scores alone with `--map comment=-`\n",
        );
}

#[test]
fn an_unknown_column_is_answered_with_the_known_ones() {
    spring()
        .run("add spring.csv --map comment=text")
        .fails_with(
            "error: no column named `text` in `spring.csv`\n\n\
         hint: the columns are `id`, `nps` and `comment`; choose one with `--map comment=COLUMN`, \
         or none with `--map comment=-`\n",
        );
}

#[test]
fn a_missing_file_is_refused() {
    spring().run("add missing.csv").fails_with(
        "error: there is no file `missing.csv`\n\nhint: check the spelling of the path\n",
    );
}

#[test]
fn a_folder_without_readable_files_is_refused() {
    spring()
        .file("pictures/a.png", "x")
        .run("add pictures")
        .fails_with(
            "error: there are no files to read in `pictures`\n\n\
         hint: motif reads .csv, .tsv, .xlsx, .json, .jsonl, .md, .txt, .docx, .odt, .rtf, .vtt and .srt\n",
        );
}

#[test]
fn files_that_describe_a_folder_are_no_interviews() {
    let about = [
        "README.md",
        "ReadMe_first.txt",
        "LICENSE-MIT.txt",
        "SOURCE.txt",
    ];
    let mut study = spring()
        .file(
            "talks/ana.txt",
            "Interviewer: And?\nAna: It is slow, and I lose my work.\n",
        )
        .file(
            "talks/sources of delay.txt",
            "The crew waits for the parts.\n",
        )
        .file("talks/scan.png", "x")
        .file("talks/.DS_Store", "x")
        .file("talks/~$ana.docx", "x");
    for name in about {
        study = study.file(&format!("talks/{name}"), "What is in this folder.\n");
    }
    let said = study.run("add --dry-run talks").succeeds();
    assert_eq!(said.stdout.lines().count(), 2, "{}", said.stdout);
    assert!(said.stderr.starts_with(
        "warning: skipped `LICENSE-MIT.txt`, `README.md`, `ReadMe_first.txt` and `SOURCE.txt` in `talks`: \
         their names say that they describe the other files; \
         to read one anyway, add its path to the command: `talks/LICENSE-MIT.txt`\n\
         warning: skipped `scan.png` in `talks`: not in a format that motif reads\n"
    ), "{}", said.stderr);
    let said = study.run("add --dry-run talks talks/README.md").succeeds();
    assert!(
        said.stdout.contains("README.md: interview"),
        "{}",
        said.stdout
    );
    assert!(!said.stderr.contains("`README.md`"), "{}", said.stderr);
}

#[cfg(unix)]
#[test]
fn a_folder_that_may_not_be_read_is_refused() {
    use std::os::unix::fs::PermissionsExt;
    let study = spring().folder("locked");
    fs::set_permissions(study.path("locked"), fs::Permissions::from_mode(0o000)).unwrap();
    if fs::read_dir(study.path("locked")).is_ok() {
        return; // Root reads everything.
    }
    study.run("add locked").fails_with(
        "error: `locked` cannot be read\n\
         caused by: Permission denied (os error 13)\n\n\
         hint: check that the folder exists and can be read and written\n",
    );
}

#[test]
fn a_scale_of_one_to_five_is_refused_never_stretched() {
    let ratings = [5, 3, 4, 5, 5, 1, 2, 4, 4, 5, 5, 1];
    let rows: Vec<String> = ratings
        .iter()
        .enumerate()
        .map(|(id, rating)| format!("{id},{rating},I have something to say"))
        .collect();
    spring()
        .file("stars.csv", format!("id,nps,comment\n{}\n", rows.join("\n")))
        .run("add stars.csv")
        .fails_with(
            "error: column `nps` of `stars.csv` is not a 0–10 rating: its 12 values run from 1 to 5\n\n\
             hint: say what scale it is, perhaps `--scale 1-5`; or read the comments alone with \
             `--map score=-`, or name the 0–10 column with `--map score=COLUMN`\n",
        );
}

#[test]
fn one_bad_file_does_not_keep_a_good_one_out() {
    let study = spring().file("empty.csv", "");
    let said = study.run("add empty.csv spring.csv").succeeds();
    assert!(said.stdout.ends_with("\n  3 new\n"), "{}", said.stdout);
    assert!(
        said.stderr.starts_with("error: `empty.csv` is empty\n"),
        "{}",
        said.stderr
    );
}

#[test]
fn files_of_the_same_name_in_different_folders_are_different_files() {
    let rows = |where_from: &str| {
        format!("id,nps,comment\n1,9,Lovely in {where_from}\n2,3,Slow in {where_from}\n")
    };
    let mut study = Survey::new().study();
    let files = [
        "north/x/survey.csv",
        "south/x/survey.csv",
        "west/x/survey.csv",
    ];
    for file in files {
        study = study.file(file, rows(&file[..5]));
    }
    let forth = study.added(&files).json("status");
    let mut study = Survey::new().study();
    for file in files {
        study = study.file(file, rows(&file[..5]));
    }
    let study = study.added(&[files[2], files[0], files[1]]);
    assert_eq!(study.json("status"), forth);
    assert_eq!(forth["responses"], 6);
    let names: Vec<&str> = forth["files"]
        .as_array()
        .unwrap()
        .iter()
        .map(|file| file["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, files);
}

#[test]
fn a_file_that_moved_is_still_the_same_file() {
    let study = spring().added(&["spring.csv"]).folder("archive");
    fs::rename(study.path("spring.csv"), study.path("archive/spring.csv")).unwrap();
    let said = study.run("add archive/spring.csv").succeeds();
    assert!(
        said.stdout.ends_with("\n  3 unchanged\n"),
        "{}",
        said.stdout
    );
    assert_eq!(study.json("status")["responses"], 3);
}

#[test]
fn a_file_known_by_its_folder_stays_known_when_its_namesake_goes() {
    let study = Survey::new()
        .file(
            "north/survey.csv",
            "id,nps,comment\n1,9,Lovely in the north\n",
        )
        .file(
            "south/survey.csv",
            "id,nps,comment\n1,3,Slow in the south\n",
        )
        .study()
        .added(&["north/survey.csv", "south/survey.csv"]);
    fs::remove_file(study.path("north/survey.csv")).unwrap();
    let said = study.run("add south/survey.csv").succeeds();
    assert!(
        said.stdout.ends_with("\n  1 unchanged\n"),
        "{}",
        said.stdout
    );
    assert_eq!(study.json("status")["responses"], 2);
}

/// Killed while it writes a large file, the study opens, and adding the file
/// again completes it without a duplicate.
#[test]
fn nothing_is_lost_when_adding_is_killed() {
    const ROWS: usize = 150_000;
    let mut large = String::from("id,nps,comment\n");
    for row in 0..ROWS {
        use std::fmt::Write;
        writeln!(
            large,
            "{row},{},Comment {row} speaks of subject {}",
            row % 11,
            row % 97
        )
        .unwrap();
    }
    let study = spring().file("large.csv", large).added(&["spring.csv"]);
    let log = study.path("corpus.db-wal");
    let mut adding = motif(&study.path(""))
        .args(["add", "large.csv"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut killed = false;
    while adding.try_wait().unwrap().is_none() {
        if fs::metadata(&log).is_ok_and(|log| log.len() > 1 << 20) {
            adding.kill().unwrap();
            killed = true;
            break;
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    adding.wait().unwrap();
    assert!(killed, "it was done before it could be killed");

    assert_eq!(study.json("status")["responses"], 3);
    let said = study.run("add large.csv").succeeds();
    assert!(
        said.stdout.ends_with("\n  150,000 new\n"),
        "{}",
        said.stdout
    );
    assert_eq!(study.json("status")["responses"], ROWS + 3);
    let said = study.run("add large.csv").succeeds();
    assert!(
        said.stdout.ends_with("\n  150,000 unchanged\n"),
        "{}",
        said.stdout
    );
}

/// A cell as people and spreadsheets make them.
fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[a-zA-Zäß ,;\"'\n\r!?.😀-]{0,40}",
        1 => Just("n/a".to_owned()),
        1 => "=[A-Z0-9+]{1,8}",
        1 => "[0-9]{8,12}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn whatever_is_in_the_cells_adding_twice_is_adding_once(
        cells in prop::collection::vec((0u8..=10, cell()), 3..20)
    ) {
        let mut rows = vec![["id", "score", "comment"].map(str::to_owned).to_vec()];
        rows.push(["first", "9", "This one has words in it"].map(str::to_owned).to_vec());
        for (id, (score, comment)) in cells.iter().enumerate() {
            rows.push(vec![format!("r{id}"), score.to_string(), comment.clone()]);
        }
        let study = Survey::new().file("survey.csv", csv_of(&rows)).study();
        study.run("add survey.csv").succeeds();
        let once = study.json("status");
        let held = once["responses"].as_u64().unwrap() + once["skipped"].as_u64().unwrap();
        prop_assert_eq!(held as usize, rows.len() - 1);
        study.run("add survey.csv").succeeds();
        prop_assert_eq!(study.json("status"), once);
    }
}

#[cfg(unix)]
#[test]
fn a_pipe_or_a_device_is_refused_at_once() {
    let study = spring();
    let made = std::process::Command::new("mkfifo")
        .arg(study.path("answers.csv"))
        .status();
    assert!(made.unwrap().success());
    std::os::unix::fs::symlink("/dev/zero", study.path("endless.csv")).unwrap();
    for (line, name) in [
        ("add --dry-run answers.csv", "answers.csv"),
        ("report answers.csv", "answers.csv"),
        ("add endless.csv", "endless.csv"),
        ("themes /dev/zero", "/dev/zero"),
        ("agree answers.csv spring.csv", "answers.csv"),
        ("import codebook answers.csv", "answers.csv"),
        ("import refi endless.csv", "endless.csv"),
    ] {
        let said = study.run(line).exits_with(1);
        let expected = format!("error: `{name}` is a pipe or a device, not a file\n");
        assert!(
            said.stderr.starts_with(&expected),
            "{line}: {}",
            said.stderr
        );
    }
    // In a folder, only files are looked for.
    study.run("add .").succeeds();
}

/// A sheet: its name, whether it is hidden, and its rows.
type Sheet<'a> = (&'a str, bool, Vec<[&'a str; 3]>);

fn workbook(sheets: &[Sheet<'_>]) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let shown = sheets.iter().position(|(_, is_hidden, _)| !is_hidden);
    for (place, (name, is_hidden, rows)) in sheets.iter().enumerate() {
        let sheet = book.add_worksheet().set_name(*name).unwrap();
        sheet
            .set_active(Some(place) == shown)
            .set_hidden(*is_hidden);
        for (row, cells) in (0..).zip(rows) {
            for (column, cell) in (0..).zip(cells) {
                match cell.parse::<f64>() {
                    Ok(number) => sheet.write(row, column, number).unwrap(),
                    Err(_) if cell.is_empty() => continue,
                    Err(_) => sheet.write(row, column, *cell).unwrap(),
                };
            }
        }
    }
    book.save_to_buffer().unwrap()
}

fn three_answers(comments: [&'static str; 3]) -> Vec<[&'static str; 3]> {
    let rows = [("1", "9"), ("2", "3"), ("3", "8")]
        .into_iter()
        .zip(comments);
    let header = ["id", "nps", "comment"];
    let rows = rows.map(|((id, score), comment)| [id, score, comment]);
    std::iter::once(header).chain(rows).collect()
}

fn spring_answers() -> Vec<[&'static str; 3]> {
    three_answers(["Lovely app", "Too slow for us", "Fine but pricey"])
}

fn autumn_answers() -> Vec<[&'static str; 3]> {
    three_answers([
        "Quick help on the phone",
        "The login fails",
        "Setup took weeks",
    ])
}

const LISTED: [[&str; 3]; 3] = [["code", "label", ""], ["1", "x", ""], ["2", "y", ""]];
const COVER: [[&str; 3]; 3] = [
    ["Customer survey", "", ""],
    ["Prepared by", "Ann", ""],
    ["Version", "2", ""],
];

#[test]
fn the_sheet_with_the_answers_is_read_wherever_it_stands() {
    let [listed, cover] = [LISTED.to_vec(), COVER.to_vec()];
    for (sheets, doubt) in [
        (
            vec![
                ("lists", true, listed.clone()),
                ("Responses", false, spring_answers()),
            ],
            "",
        ),
        (
            vec![
                ("Cover", false, cover.clone()),
                ("Responses", false, spring_answers()),
            ],
            "warning: `book.xlsx`: sheet `Responses` was read, but `Cover` has a table too; to decide it yourself: `--sheet Cover`\n",
        ),
        (
            vec![
                ("Responses", false, spring_answers()),
                ("lists", true, listed),
            ],
            "",
        ),
        (
            vec![
                ("Read me", false, cover),
                ("Raw data", true, spring_answers()),
            ],
            "warning: `book.xlsx`: sheet `Raw data` is hidden; it was read because no other sheet has answers; to decide it yourself: `--sheet 'Raw data'`\n",
        ),
        (
            vec![
                ("Old", true, autumn_answers()),
                ("Responses", false, spring_answers()),
            ],
            "warning: `book.xlsx`: sheet `Responses` was read, but `Old` has a table too; to decide it yourself: `--sheet Old`\n",
        ),
    ] {
        let study = Survey::new().file("book.xlsx", workbook(&sheets));
        let said = study.run("add --dry-run book.xlsx").succeeds();
        assert_eq!(
            said.stderr,
            format!("{doubt}nothing was stored (`--dry-run`)\n")
        );
        assert!(
            said.stdout.contains(
                "book.xlsx: plain table, UTF-8, wave `book`: 3 responses, 3 with a comment"
            ),
            "{}",
            said.stdout
        );
    }
}

#[test]
fn two_sheets_of_answers_are_two_waves_with_rows_of_their_own() {
    let sheets = [
        ("Autumn", false, autumn_answers()),
        ("Notes", true, LISTED.to_vec()),
        ("Spring 2025", false, spring_answers()),
    ];
    let study = Survey::new().file("book.xlsx", workbook(&sheets)).study();
    study
        .run("add book.xlsx")
        .succeeds()
        .notes("")
        .mentions("book.xlsx#Autumn: plain table, UTF-8, wave `Autumn`: 3 responses")
        .mentions("book.xlsx#Spring 2025: plain table, UTF-8, wave `Spring 2025`: 3 responses");
    let status = study.json("status");
    assert_eq!(status["responses"], 6);
    let again = study.run("add book.xlsx --sheet 'spring 2025'").succeeds();
    assert!(
        again.stdout.ends_with("  3 unchanged\n"),
        "{}",
        again.stdout
    );
    study
        .run("open 'book.xlsx#Spring 2025:3'")
        .succeeds()
        .mentions("Too slow for us");
    study
        .run("search login")
        .succeeds()
        .mentions("book.xlsx#Autumn:3");
    // Without a study it is the same.
    let waves = |line: &str| {
        let report = study.json(line);
        report["sources"].as_array().unwrap().len()
    };
    assert_eq!(waves("report book.xlsx"), 2);
    assert_eq!(waves("report book.xlsx --sheet Autumn"), 1);
    let said = study.run("add --dry-run book.xlsx --wave both").succeeds();
    assert_eq!(said.stdout.matches("wave `both`").count(), 2);
}

#[test]
fn a_sheet_that_has_answers_of_another_is_read_once() {
    let all = spring_answers();
    let detractors = vec![all[0], all[2]];
    for (sheets, doubt) in [
        (
            vec![
                ("All", false, all.clone()),
                ("Detractors", false, detractors.clone()),
            ],
            "sheet `Detractors` was left out, because sheet `All` has the same answers; to decide it yourself: `--sheet Detractors`",
        ),
        (
            vec![
                ("Only 0-6", false, detractors.clone()),
                ("Data", false, all.clone()),
            ],
            "sheet `Only 0-6` was left out, because sheet `Data` has the same answers; to decide it yourself: `--sheet 'Only 0-6'`",
        ),
        (
            vec![
                ("Data", false, all.clone()),
                ("Data (2)", false, all.clone()),
                ("Detractors", false, detractors),
            ],
            "sheets `Data (2)` and `Detractors` were left out, because sheet `Data` has the same answers; to decide it yourself: `--sheet 'Data (2)'`",
        ),
    ] {
        let study = Survey::new().file("book.xlsx", workbook(&sheets)).study();
        let said = study.run("add book.xlsx").succeeds();
        assert_eq!(said.stderr, format!("warning: `book.xlsx`: {doubt}\n"));
        said.mentions("book.xlsx: plain table, UTF-8, wave `book`: 3 responses");
        let (_, settle) = doubt.rsplit_once(": `").unwrap();
        let settle = settle.trim_end_matches('`');
        let said = study
            .run(&format!("add --dry-run book.xlsx {settle}"))
            .succeeds();
        said.mentions("book.xlsx#");
        // The sheet that is read is the file, however it is named.
        let name = if sheets[0].0 == "All" { "All" } else { "Data" };
        study
            .run(&format!("add book.xlsx --sheet {name}"))
            .succeeds()
            .mentions("3 unchanged");
    }
    // Others of the same people are a wave of their own.
    let sheets = [
        ("Spring", false, spring_answers()),
        ("Autumn", false, autumn_answers()),
        ("Detractors", false, vec![all[0], all[2]]),
    ];
    let study = Survey::new().file("book.xlsx", workbook(&sheets));
    let said = study.run("add --dry-run book.xlsx").succeeds();
    said.mentions("wave `Spring`: 3 responses")
        .mentions("wave `Autumn`: 3 responses");
}

#[test]
fn two_files_with_the_same_answers_are_said_to_be() {
    let study = Survey::new()
        .file("spring.csv", FIVE)
        .file("spring copy.csv", FIVE)
        .file(
            "detractors.csv",
            "id;nps;comment\n2;3;Too slow for us\n4;2;The login keeps failing\n",
        )
        .file(
            "autumn.csv",
            FIVE.replace("for us", "for them").replace("pricey", "dear"),
        );
    let said = study.run("add --dry-run .").succeeds();
    let warnings: Vec<&str> = said
        .stderr
        .lines()
        .filter(|line| line.contains("too; leave out"))
        .collect();
    assert_eq!(
        warnings,
        [
            "warning: `detractors.csv`: its answers are in `spring copy.csv` too; leave out one of the two files, so that nobody counts twice",
            "warning: `spring.csv`: its answers are in `spring copy.csv` too; leave out one of the two files, so that nobody counts twice",
        ]
    );
}
