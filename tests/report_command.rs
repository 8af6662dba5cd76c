//! `motif report`: from files or from a study, in three forms.

#![allow(clippy::unwrap_used)]

mod support;

use support::{FIVE, Survey};

const NOTES: &str = "\
---
participant: Ann Fjell
account: Fjell
interviewer: Bo
---

**Bo:** How is it?

**Ann:** Slow every day. The login is a pain.
";

#[test]
fn files_alone_make_a_report() {
    let survey = Survey::new().file("five.csv", FIVE);
    survey
        .run("report five.csv")
        .succeeds()
        .notes("wrote `motif-report.html`\nopen it in a browser\n");
    assert!(survey.text("motif-report.html").ends_with("</html>"));
    assert!(!survey.path("corpus.db").exists());
}

#[test]
fn five_comments_give_a_report_that_says_what_cannot_be_said() {
    let survey = Survey::new().file("five.csv", FIVE);
    survey.run("report five.csv").succeeds().says(
        "• The score is 0 from 5 ratings (range −57 to +57, for customers like those who answered).\n\
         ! No themes: there is too little text to find any. It takes about 30 comments.\n\
         \n\
         5 answers, 5 with a comment: 0 in a theme, 5 that no theme covers\nNo theme covers, for example:\n  “Great people on the phone”\n  “The login keeps failing”\n  “Too slow for us”\n",
    );
    let report = survey.json("report five.csv");
    assert_eq!(report["themes"], serde_json::json!([]));
    let comments = report["comments"].as_array().unwrap();
    assert_eq!(comments.len(), 5);
    let page = survey.text("motif-report.html");
    for words in [
        "Lovely app",
        "The login keeps failing",
        "There is too little text to group into themes",
    ] {
        assert!(page.contains(words), "{words}");
    }
}

#[test]
fn fewer_than_five_ratings_have_no_score() {
    let survey = Survey::new().file(
        "four.csv",
        "id,nps,comment\n1,9,Lovely app\n2,3,Too slow\n3,8,Fine\n4,2,Bad login\n",
    );
    let said = survey.run("report four.csv").succeeds();
    assert!(
        said.stdout
            .starts_with("• There is no score: 4 ratings are too few for one.\n"),
        "{}",
        said.stdout
    );
}

#[test]
fn interviews_alone_make_a_report() {
    let study = Survey::new()
        .file("ann.md", NOTES)
        .study()
        .added(&["ann.md"]);
    let report = study.json("report");
    assert_eq!(report["coverage"]["asked"], 0);
    assert_eq!(report["coverage"]["interviews"], 1);
    assert_eq!(report["score"]["overall"], serde_json::Value::Null);
    let said = study.run("report").succeeds();
    assert!(!said.stdout.contains("rating"), "{}", said.stdout);
    assert!(
        study
            .text("motif-report.html")
            .contains("The login is a pain")
    );
}

#[test]
fn ratings_alone_make_a_report() {
    let rows: Vec<String> = (0..40).map(|row| format!("{row},{}", row % 11)).collect();
    let study = Survey::new()
        .file("ratings.csv", format!("id,score\n{}\n", rows.join("\n")))
        .study();
    study.run("add ratings.csv --map comment=-").succeeds();
    let report = study.json("report");
    assert_eq!(report["coverage"]["rated"], 40);
    assert_eq!(report["coverage"]["commented"], 0);
    assert_eq!(report["score"]["overall"]["n"], 40);
    let said = study.run("report").succeeds();
    assert!(
        said.stdout.starts_with("• The score is −"),
        "{}",
        said.stdout
    );
    assert!(
        study
            .text("motif-report.html")
            .contains("There are no comments and no interviews")
    );
}

#[test]
fn comments_alone_make_a_report() {
    let survey = Survey::new().file(
        "comments.csv",
        "id,comment\n1,Lovely app\n2,Too slow for us\n3,Fine but pricey\n",
    );
    let report = survey.json("report comments.csv");
    assert_eq!(report["coverage"]["rated"], 0);
    assert_eq!(report["coverage"]["commented"], 3);
    assert_eq!(report["scale"]["score"], "net tone");
}

#[test]
fn blank_comments_and_no_ratings_still_make_a_report() {
    let survey = Survey::new().file("blank.csv", "id,nps,comment\n1,,\n2,,n/a\n3,,-\n");
    for format in ["html", "md", "json"] {
        survey
            .run(&format!("report blank.csv --format {format} -o out"))
            .succeeds();
    }
}

#[test]
fn each_form_goes_where_it_is_told() {
    let survey = Survey::new().file("five.csv", FIVE);
    for (format, begin) in [("html", "<!DOCTYPE html>"), ("md", "# "), ("json", "{\n")] {
        let said = survey
            .run(&format!("report five.csv --format {format} -o -"))
            .succeeds();
        assert!(said.stdout.starts_with(begin), "{}", said.stdout);
        assert_eq!(said.stderr, "");
        survey
            .run(&format!(
                "report five.csv --format {format} -o out.{format}"
            ))
            .succeeds();
        assert_eq!(survey.text(&format!("out.{format}")), said.stdout);
    }
}

#[test]
fn a_title_heads_every_form() {
    let survey = Survey::new().file("five.csv", FIVE);
    let titled = |form: &str| {
        survey
            .run(&format!(
                "report five.csv --title 'Spring & <b>' --format {form} -o -"
            ))
            .succeeds()
            .stdout
    };
    assert!(titled("html").contains("Spring &amp; &lt;b&gt;"));
    assert!(titled("json").contains("\"title\": \"Spring & <b>\""));
    assert!(titled("md").starts_with("# Spring &"));
}

#[test]
fn contact_details_are_masked_in_every_form() {
    let survey = Survey::new().file(
        "contact.csv",
        "id,nps,comment,email\n\
         1,3,Call me on +47 22 33 44 55,ann@fjell.example\n\
         2,3,or mail ann@fjell.example,ann@fjell.example\n",
    );
    for form in ["html", "md", "json"] {
        let said = survey
            .run(&format!("report contact.csv --format {form} -o -"))
            .succeeds();
        assert!(!said.stdout.contains("22 33"), "{form}");
        assert!(!said.stdout.contains("fjell.example"), "{form}");
    }
}

#[test]
fn namesakes_in_two_folders_are_told_apart() {
    let survey = Survey::new()
        .file("autumn/survey.csv", "id,nps,comment\n1,9,Lovely app\n")
        .file("spring/survey.csv", "id,nps,comment\n1,3,Too slow\n");
    let report = survey.json("report autumn spring");
    let sources: Vec<(&str, u64)> = report["sources"]
        .as_array()
        .unwrap()
        .iter()
        .map(|source| {
            (
                source["file"].as_str().unwrap(),
                source["responses"].as_u64().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        sources,
        [("autumn/survey.csv", 1), ("spring/survey.csv", 1)]
    );
}

#[test]
fn a_report_that_cannot_be_written_says_where() {
    Survey::new()
        .file("five.csv", FIVE)
        .run("report five.csv --format md -o nowhere/report.md")
        .fails_with(
            "error: `nowhere/report.md` cannot be written\n\
             caused by: No such file or directory (os error 2)\n\n\
             hint: check that its folder exists and can be written to\n",
        );
}

#[test]
fn files_none_of_which_can_be_read_are_refused() {
    let survey = Survey::new().file("empty.csv", "");
    let said = survey.run("report empty.csv missing.csv").exits_with(1);
    assert!(
        said.stderr
            .ends_with("error: none of the 2 files could be read\n"),
        "{}",
        said.stderr
    );
}

#[cfg(target_os = "linux")]
#[test]
fn a_report_that_cannot_be_written_leaves_the_one_before_it_whole() {
    use std::os::unix::fs::symlink;
    let survey = Survey::new().file("five.csv", FIVE);
    survey.run("report five.csv -o page.html").succeeds();
    let before = survey.text("page.html");
    // A folder that is gone stands for every write that fails on the way.
    survey
        .run("report five.csv -o gone/page.html")
        .exits_with(1);
    assert_eq!(survey.text("page.html"), before);
    // A device takes what is written to it and is not replaced.
    symlink("/dev/full", survey.path("full.html")).unwrap();
    let full = survey.run("report five.csv -o full.html").exits_with(1);
    assert!(full.stderr.contains("`full.html` cannot be written"));
    survey.run("report five.csv -o /dev/null").succeeds();
    assert!(survey.path("full.html").is_symlink());
}

#[test]
fn a_report_is_headed_with_the_names_of_its_files_never_with_a_folders() {
    let study = Survey::new().file("work/spring.csv", FIVE);
    study.run("init work").succeeds();
    study.run("add work/spring.csv --study work").succeeds();
    let heading = "# What customers say in spring.csv\n";
    let said = study.run("report --study work --format md").succeeds();
    assert!(said.stdout.starts_with(heading), "{}", said.stdout);
    let said = study.run("report work/spring.csv --format md").succeeds();
    assert!(said.stdout.starts_with(heading), "{}", said.stdout);
    study.write("work/motif.toml", "title = \"Spring at Fjell\"\n");
    let said = study.run("report --study work --format md").succeeds();
    assert!(said.stdout.starts_with("# Spring at Fjell\n"));
}

/// Words that only English has, of English, German, French and Spanish.
const ENGLISH: [&str; 24] = [
    "the",
    "of",
    "and",
    "with",
    "people",
    "who",
    "which",
    "that",
    "from",
    "were",
    "they",
    "their",
    "this",
    "but",
    "by",
    "are",
    "than",
    "comments",
    "commenters",
    "mentioned",
    "rated",
    "wave",
    "would",
    "about",
];

/// Returns the words of a report in Markdown that motif itself says: no quotes,
/// no names of themes, and no key terms.
fn own_words(text: &str, names: &[String]) -> Vec<String> {
    let lines = text.lines().filter(|line| !line.starts_with('>'));
    let mut own = lines.collect::<Vec<_>>().join("\n");
    for name in names {
        own = own.replace(name.as_str(), " ");
    }
    let words = own.split(|letter: char| !letter.is_alphabetic());
    words
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

#[test]
fn a_report_in_another_language_has_no_english_but_quotes_and_names() {
    let folder = Survey::new().pontoon().study();
    folder.run("add files").succeeds();
    let report = folder.json("report");
    let mut names: Vec<String> = Vec::new();
    for theme in report["themes"].as_array().unwrap() {
        let terms = theme["terms"].as_array().unwrap().iter();
        let terms: Vec<&str> = terms.map(|term| term.as_str().unwrap()).collect();
        names.push(theme["label"].as_str().unwrap().to_owned());
        names.push(terms.join(", "));
    }
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    for (language, says) in [
        (
            "de",
            [
                "Das Wichtigste",
                "610 Antworten",
                "16,9 Punkte",
                "0,2\u{a0}%",
                "29. April 2025",
            ],
        ),
        (
            "fr",
            [
                "En bref",
                "610 réponses",
                "16,9 points",
                "0,2\u{202f}%",
                "29 avril 2025",
            ],
        ),
        (
            "es",
            [
                "En resumen",
                "610 respuestas",
                "16,9 puntos",
                "0,2\u{a0}%",
                "29 de abril de 2025",
            ],
        ),
    ] {
        for asked in ["", " --from winter --to spring"] {
            let line = format!("report{asked} --language {language} --format md -o -");
            let told = folder.run(&line).succeeds().stdout;
            let words = own_words(&told, &names);
            let english: Vec<&String> = words
                .iter()
                .filter(|word| ENGLISH.contains(&word.as_str()))
                .collect();
            assert!(english.is_empty(), "{line}: {english:?}\n{told}");
        }
        let told = folder.run(&format!("report --language {language} --format md -o -"));
        let told = told.succeeds().stdout;
        for words in says {
            assert!(told.contains(words), "{language}: {words}\n{told}");
        }
        folder
            .run(&format!("report --language {language} -o report.html"))
            .succeeds();
        let page = folder.text("report.html");
        assert!(page.contains(&format!("<html lang=\"{language}\">")));
    }
}

#[test]
fn why_rows_were_left_out_is_said_in_the_language_too() {
    let rows = format!("{FIVE}6,eleven,Fine\n7,77,Fine too\n");
    let survey = Survey::new().file("seven.csv", &rows);
    let told = survey.run("report seven.csv --language de --format md -o -");
    let told = told.succeeds().stdout;
    for words in [
        "2 Zeilen ausgelassen",
        "eleven\\` ist keine Zahl",
        "nicht zwischen 0 und 10",
    ] {
        assert!(told.contains(words), "{words}\n{told}");
    }
}
