//! `motif export refi` and `motif import refi`: tools for qualitative analysis.

#![allow(clippy::unwrap_used)]

mod support;

use std::io::{Cursor, Read, Write};

use motif::corpus::Corpus;
use motif::exchange::refi::{self, joined, plain, qdpx, read};
use motif::feedback::{Document, Response, Span};
use motif::study::{Analysis, Past, Renewal, Settings};
use motif::themes::{Codebook, Entry, Request};
use proptest::prelude::*;
use support::Survey;

const SURVEY: &str = "\
id,nps,comment
r1,9,\"Näive 😀 app.\r\nBut the price is high\"
r2,3,The price is high
r3,8,Mail ann@fjell.example
r4,2,The price is high
";

const TALK: &str =
    "# Talk\n\nQ: How is it?\n\nAda: The board 😀 is slow. I wait for it every morning, really.\n";

fn study() -> Survey {
    Survey::new()
        .file("spring.csv", SURVEY)
        .file("ada.md", TALK)
        .study()
        .added(&["spring.csv", "ada.md"])
}

/// Packs a project as a tool would.
fn packed(qde: &str, texts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    archive.start_file("project.qde", options).unwrap();
    archive.write_all(qde.as_bytes()).unwrap();
    for (name, bytes) in texts {
        archive.start_file(*name, options).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn unpacked(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive
        .by_name(name)
        .unwrap()
        .read_to_string(&mut text)
        .unwrap();
    text
}

const GUID: &str = "5c94bc9e-db8c-4f1d-9cd6-00000000000";

/// A project as `QualCoder` writes it: random guids, empty descriptions, a
/// category around a code, words of the selection as its name, files with a
/// byte-order mark, and with `\r\n` where it ran on Windows.
fn from_qualcoder(text: &[u8], selections: &str) -> Vec<u8> {
    let qde = format!(
        r##"<?xml version="1.0" encoding="utf-8"?>
<Project xmlns:xsd="http://www.w3.org/2001/XMLSchema" name="talks.qda" origin="QualCoder 3.6" creatingUserGUID="{GUID}0" creationDateTime="2025-06-04T05:25:16Z" xmlns="urn:QDA-XML:project:1.0">
<Users>
<User guid="{GUID}1" name="Bea" />
</Users>
<CodeBook>
<Codes>
<Code guid="{GUID}2" name="Software" isCodable="false">
<Code guid="{GUID}3" name="Too slow" isCodable="true" color="#8A0829">
</Code>
</Code>
</Codes>
</CodeBook>
<Sources>
<TextSource plainTextPath="internal://{GUID}4.txt" creatingUser="{GUID}1" creationDateTime="2025-06-04T05:25:16Z" guid="{GUID}5" name="ada">
{selections}</TextSource>
</Sources>
<Description></Description>
</Project>"##
    );
    packed(&qde, &[(&format!("sources/{GUID}4.txt"), text)])
}

fn picked(start: usize, end: usize, name: &str) -> String {
    format!(
        r#"<PlainTextSelection guid="{GUID}6" startPosition="{start}" endPosition="{end}" name="{name}" creatingUser="{GUID}1" creationDateTime="2025-06-05T05:25:16Z">
<Description>ask again</Description>
<Coding guid="{GUID}7" creatingUser="{GUID}1" >
<CodeRef targetGUID="{GUID}3" />
</Coding>
</PlainTextSelection>
"#
    )
}

/// The passage that people gave to a theme, in the study's log.
fn coded(survey: &Survey) -> Vec<(String, u64, u64)> {
    let log = survey.json("theme log");
    let entries = log.as_array().unwrap().iter();
    let given = entries.filter(|entry| entry["what"] == "code");
    given
        .flat_map(|entry| entry["passages"].as_array().unwrap().clone())
        .map(|passage| {
            let place = |name: &str| passage[name].as_u64().unwrap();
            (
                passage["text"].as_str().unwrap().to_owned(),
                place("start"),
                place("end"),
            )
        })
        .collect()
}

#[test]
fn every_selection_stands_where_its_words_are() {
    let survey = study();
    survey.run("export refi -o one.qdpx").succeeds();
    let bytes = std::fs::read(survey.path("one.qdpx")).unwrap();
    let project = read(&bytes, "one.qdpx").unwrap();
    let names: Vec<&str> = project.sources.iter().map(|s| s.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "spring.csv r1",
            "spring.csv r2",
            "spring.csv r3",
            "spring.csv r4",
            "ada.md"
        ]
    );
    assert_eq!(
        project.sources[0].text,
        "Näive 😀 app.\nBut the price is high"
    );
    assert_eq!(project.sources[2].text, "Mail •••••••••••••••••");
    for source in &project.sources {
        for selection in &source.selections {
            let words = support::characters(&source.text, selection.start, selection.end);
            assert_eq!(words, plain(&selection.name));
        }
    }
}

#[test]
fn written_again_it_is_the_same_file() {
    let survey = study();
    survey.run("export refi -o one.qdpx").succeeds();
    survey.run("export refi -o two.qdpx").succeeds();
    let read = |name: &str| std::fs::read(survey.path(name)).unwrap();
    assert!(read("one.qdpx") == read("two.qdpx"));
}

#[test]
fn elements_stand_in_the_order_of_the_schema() {
    let survey = study();
    survey.run("export refi -o one.qdpx").succeeds();
    let qde = unpacked(
        &std::fs::read(survey.path("one.qdpx")).unwrap(),
        "project.qde",
    );
    let at = |tag: &str| qde.find(tag);
    let order = [
        "<Project ",
        "<Users>",
        "<Variables>",
        "<Cases>",
        "<Sources>",
    ]
    .map(at);
    assert!(
        order.iter().all(Option::is_some) && order.is_sorted(),
        "{qde}"
    );
    assert!(qde.contains("origin=\"motif ") && !qde.contains("<Codes/>"));
}

#[test]
fn what_qualcoder_coded_comes_in_at_its_place() {
    let text = format!("\u{feff}{TALK}");
    let start = TALK.chars().position(|c| c == '😀').unwrap();
    let project = from_qualcoder(text.as_bytes(), &picked(start, start + 9, "😀 is slow"));
    let survey = study().file("talks.qdpx", project);
    let said = survey.run("import refi talks.qdpx").succeeds();
    assert_eq!(
        said.stdout,
        "1 theme created, 1 passage coded, 1 passage noted\n"
    );
    let start = start as u64;
    assert_eq!(
        coded(&survey),
        [("😀 is slow".to_owned(), start, start + 9)]
    );
    let again = survey.run("import refi talks.qdpx").succeeds();
    assert_eq!(again.stderr, "the study already has all of it\n");
}

#[test]
fn line_endings_of_windows_move_nothing() {
    let start = TALK.chars().position(|c| c == '😀').unwrap();
    let text = TALK.replace('\n', "\r\n");
    let project = from_qualcoder(text.as_bytes(), &picked(start, start + 9, "😀 is slow"));
    let survey = study().file("talks.qdpx", project);
    survey.run("import refi talks.qdpx").succeeds();
    assert_eq!(coded(&survey)[0].0, "😀 is slow");
}

#[test]
fn positions_in_utf_16_units_are_told_by_the_words() {
    let start = TALK.chars().position(|c| c == 's').unwrap();
    let at = TALK.find("is slow").unwrap();
    let units = TALK[..at].encode_utf16().count();
    assert!(start < units);
    let project = from_qualcoder(TALK.as_bytes(), &picked(units, units + 7, "is slow"));
    let survey = study().file("talks.qdpx", project);
    survey.run("import refi talks.qdpx").succeeds();
    assert_eq!(coded(&survey)[0].0, "is slow");
}

#[test]
fn a_text_that_the_study_does_not_have_is_added() {
    let text = "Bob: the invoices are wrong again";
    let project = from_qualcoder(text.as_bytes(), &picked(9, 17, "invoices"));
    let survey = study().file("talks.qdpx", project);
    let said = survey.run("import refi talks.qdpx").succeeds();
    assert!(
        said.stdout
            .starts_with("added 1 text that the study did not have\n")
    );
    assert_eq!(coded(&survey), [("invoices".to_owned(), 9, 17)]);
}

#[test]
fn a_text_in_which_nobody_says_anything_keeps_no_other_out() {
    let talk = "Bob: the invoices are wrong again";
    let project = from_qualcoder(talk.as_bytes(), &picked(9, 17, "invoices"));
    let qde = unpacked(&project, "project.qde");
    let title = format!(
        "<Sources>\n<TextSource plainTextPath=\"internal://{GUID}8.txt\" guid=\"{GUID}9\" name=\"title\"/>\n"
    );
    let qde = qde.replacen("<Sources>\n", &title, 1);
    let texts = [
        (format!("sources/{GUID}4.txt"), talk),
        (format!("sources/{GUID}8.txt"), "# Talks of June"),
    ];
    let texts: Vec<(&str, &[u8])> = texts
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_bytes()))
        .collect();
    let survey = study().file("talks.qdpx", packed(&qde, &texts));
    let said = survey.run("import refi talks.qdpx").succeeds();
    assert_eq!(coded(&survey), [("invoices".to_owned(), 9, 17)]);
    assert!(
        said.stderr.contains("left out: 1 text: not in the study"),
        "{}",
        said.stderr
    );
}

#[test]
fn words_of_several_lines_are_told_by_a_name_on_one() {
    let at = TALK.chars().position(|c| c == 'Q').unwrap();
    let text = TALK.replace('\n', "\r\n");
    // QualCoder writes line breaks into the name as they are: XML makes them spaces.
    let selection = picked(at, at + 23, "Q: How is it?\n\nAda: The");
    let survey = study().file("talks.qdpx", from_qualcoder(text.as_bytes(), &selection));
    survey.run("import refi talks.qdpx").succeeds();
    assert_eq!(coded(&survey)[0].0, "Q: How is it?\n\nAda: The");
}

#[test]
fn what_somebody_noted_in_qualcoder_comes_in_where_it_stands() {
    let start = TALK.chars().position(|c| c == '😀').unwrap();
    let coded = picked(start, start + 9, "😀 is slow");
    let project = from_qualcoder(
        TALK.as_bytes(),
        &format!("{coded}<NoteRef targetGUID=\"{GUID}8\" />\n"),
    );
    let end = start + 3;
    let notes = format!(
        "</Sources>\n<Notes>\n<Note guid=\"{GUID}8\" creatingUser=\"{GUID}1\" creationDateTime=\"2025-06-06T05:25:16Z\" >\n\
         <PlainTextContent>a joke?</PlainTextContent>\n\
         <PlainTextSelection guid=\"{GUID}9\" startPosition=\"{start}\" endPosition=\"{end}\" />\n</Note>\n</Notes>"
    );
    let qde = unpacked(&project, "project.qde").replace("</Sources>", &notes);
    let text = format!("sources/{GUID}4.txt");
    let survey = study().file("talks.qdpx", packed(&qde, &[(&text, TALK.as_bytes())]));
    let said = survey.run("import refi talks.qdpx").succeeds().stdout;
    assert!(
        said.ends_with("1 passage coded, 2 passages noted\n"),
        "{said}"
    );
    let log = survey.json("theme log");
    let mut noted = log.as_array().unwrap().iter();
    let noted = noted.find(|entry| entry["memo"] == "a joke?").unwrap();
    assert_eq!(
        (&noted["who"], &noted["passage"]["text"]),
        (&"Bea".into(), &"😀 i".into())
    );
}

#[test]
fn what_motif_wrote_comes_back_without_its_own_codings() {
    let survey = study();
    survey.run("export refi -o one.qdpx").succeeds();
    let said = survey.run("import refi one.qdpx").succeeds();
    assert!(
        said.stderr.starts_with("the study already has all of it\n"),
        "{}",
        said.stderr
    );
    assert_eq!(coded(&survey), []);
}

#[test]
fn a_codebook_as_taguette_writes_it_makes_themes() {
    let qdc = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<CodeBook xmlns=\"urn:QDA-XML:codebook:1.0\" origin=\"Taguette 1.5\"><Codes><Code guid=\"{GUID}1\" name=\"price.seats\" isCodable=\"true\"/><Code guid=\"{GUID}2\" name=\"speed &amp; load\" isCodable=\"true\"/></Codes><Sets/></CodeBook>"
    );
    let survey = study().file("codes.qdc", qdc);
    survey.run("import refi codes.qdc").succeeds();
    let log = survey.run("theme log").succeeds().stdout;
    assert!(
        log.contains("“price.seats”") && log.contains("“speed & load”"),
        "{log}"
    );
}

#[test]
fn what_is_no_project_is_said_to_be_none() {
    let survey = study().file("photo.qdpx", packed("<Photo/>", &[]));
    survey.file_is_refused(
        "import refi notes.qdc",
        "notes.qdc",
        "it holds a `Photo`, no codebook",
    );
}

trait Refused {
    fn file_is_refused(&self, line: &str, file: &str, reason: &str);
}

impl Refused for Survey {
    fn file_is_refused(&self, line: &str, file: &str, reason: &str) {
        self.write(file, "<Photo/>");
        let said = self.run(line).exits_with(1);
        let told = format!("error: `{file}` cannot be read as a project: {reason}\n");
        assert!(said.stderr.starts_with(&told), "{}", said.stderr);
    }
}

/// A corpus of one comment, with a stretch of it given to a theme.
fn given(text: &str, span: Span) -> Analysis {
    let response = Response {
        source: "spring.csv".into(),
        row: 2,
        comment: Some(text.into()),
        ..Response::default()
    };
    let corpus = Corpus {
        responses: vec![response],
        ..Corpus::default()
    };
    let passage = corpus.excerpt(Document::Comment(0), span);
    let decisions = [
        Request::Create {
            name: "Slow".into(),
            passages: Vec::new(),
        },
        Request::Code {
            theme: 1,
            passages: vec![passage],
        },
    ];
    let entry = |(request, number): (Request, u32)| Entry {
        number,
        at: "2026-01-01T00:00:00Z".into(),
        who: "Ana".into(),
        request,
        made: vec![1],
        undone: false,
        upon: 0,
    };
    let codebook = Codebook {
        entries: decisions.into_iter().zip(1..).map(entry).collect(),
    };
    let past = Past {
        codebook,
        renewal: Renewal::Grow,
        ..Past::default()
    };
    Analysis::new(corpus, &Settings::default(), past)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Any text, any line ending: what is exported and read again is the same
    /// stretch of the same text.
    #[test]
    fn any_stretch_of_any_text_comes_back(text in "(\u{feff}|)([a-z .,<&\"'é😀\u{200d}\u{301}\n\r\t]|\r\n|(?s:.)){1,40}", one in 0usize..60, other in 0usize..60) {
        let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()])
            .filter(|&at| !(text[..at].ends_with('\r') && text[at..].starts_with('\n')))
            .filter(|&at| at >= text.len() - text.trim_start_matches('\u{feff}').len())
            .collect();
        let (start, end) = (places[one % places.len()], places[other % places.len()]);
        let span = Span { start: start.min(end), end: start.max(end) };
        prop_assume!(!span.is_empty() && !text.trim().is_empty());
        prop_assume!(text.trim_start_matches('\u{feff}').chars().any(|c| !c.is_whitespace()));
        let analysis = given(&text, span);
        let bytes = qdpx(&refi::project(&analysis)).unwrap();
        let back = joined(&read(&bytes, "one.qdpx").unwrap(), &analysis.corpus);
        prop_assert_eq!(back.coded.len(), 1);
        let passage = &back.coded[0].passages[0];
        prop_assert_eq!(passage, &analysis.corpus.excerpt(Document::Comment(0), span));
    }
}
