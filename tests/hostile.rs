//! Files that were made to break whoever reads them, and text that commands.

#![allow(clippy::unwrap_used)]

mod support;

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use support::{FIVE, Said, Survey};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fn archive(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A workbook of one sheet.
fn workbook(rows: &str, shared: &str) -> Vec<u8> {
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
    archive(&[
        (
            "[Content_Types].xml",
            r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>"#,
        ),
        (
            "_rels/.rels",
            &format!(
                r#"<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
            ),
        ),
        (
            "xl/workbook.xml",
            &format!(
                r#"<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="S1" sheetId="1" r:id="r1"/></sheets></workbook>"#
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            &format!(
                r#"<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#
            ),
        ),
        (
            "xl/worksheets/sheet1.xml",
            &format!(r#"<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>"#),
        ),
        (
            "xl/sharedStrings.xml",
            &format!(r#"<sst xmlns="{MAIN}" {shared}</sst>"#),
        ),
    ])
}

fn cell(place: &str, words: &str) -> String {
    format!(r#"<c r="{place}" t="inlineStr"><is><t>{words}</t></is></c>"#)
}

fn rows(more: &str) -> String {
    format!(
        r#"<row r="1">{}{}</row><row r="2"><c r="A2"><v>9</v></c>{}</row><row r="3"><c r="A3"><v>3</v></c>{}</row>{more}"#,
        cell("A1", "nps"),
        cell("B1", "comment"),
        cell("B2", "good support on the phone"),
        cell("B3", "the app is slow")
    )
}

fn added(name: &str, bytes: impl AsRef<[u8]>) -> Said {
    let study = Survey::new().file(name, bytes).study();
    study.run(&format!("add '{name}'"))
}

/// It fails, and says so in these words.
#[track_caller]
fn refuses(said: Said, words: &str) {
    let said = said.exits_with(1);
    assert!(said.stderr.contains(words), "{}", said.stderr);
    assert!(!said.stderr.contains("panicked"), "{}", said.stderr);
}

#[test]
fn a_workbook_with_a_cell_in_the_last_place_is_read() {
    let far = format!(r#"<row r="1048576">{}</row>"#, cell("XFD1048576", "z"));
    let book = workbook(&rows(&far), r#"uniqueCount="0">"#);
    added("far.xlsx", book)
        .succeeds()
        .mentions("2 with a comment");
}

#[test]
fn a_workbook_that_claims_more_than_it_holds_is_damaged() {
    let book = workbook(
        &rows(""),
        r#"uniqueCount="18446744073709551615"><si><t>x</t></si>"#,
    );
    refuses(added("claims.xlsx", book), "claims to hold");
}

#[test]
fn a_cell_that_names_a_text_that_is_not_there_makes_no_workbook_empty() {
    let missing = r#"<row r="4"><c r="A4"><v>7</v></c><c r="B4" t="s"><v>99</v></c></row>"#;
    let book = workbook(&rows(missing), r#"uniqueCount="1"><si><t>x</t></si>"#);
    refuses(added("missing.xlsx", book), "is damaged");
}

#[test]
fn an_encrypted_document_is_called_so() {
    let mut bytes = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    bytes.extend([0; 600]);
    bytes.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    bytes.extend([0; 600]);
    for name in ["secret.xlsx", "secret.docx"] {
        refuses(added(name, &bytes), "encrypted with a password");
    }
}

#[test]
fn a_document_that_ends_in_the_middle_is_damaged_and_not_cut() {
    let xml = r#"<w:document xmlns:w="w"><w:body><w:p><w:r><w:t>Anna: The board is slow.</w:t></w:r></w:p><w:p><w:r><w:t>Anna: and also the pri"#;
    let document = archive(&[("word/document.xml", xml)]);
    refuses(added("cut.docx", document), "ends in the middle");
}

#[test]
fn a_project_nested_a_hundred_thousand_deep_is_refused() {
    let xml = format!(
        "<Project>{}{}</Project>",
        "<Set>".repeat(100_000),
        "</Set>".repeat(100_000)
    );
    let study = Survey::new()
        .file("deep.qdpx", archive(&[("project.qde", &xml)]))
        .file("five.csv", FIVE)
        .study()
        .added(&["five.csv"]);
    refuses(study.run("import refi deep.qdpx"), "nested more than");
}

#[test]
fn a_coding_outside_its_text_is_counted_as_left_out() {
    let guid = |n: u32| format!("00000000-0000-0000-0000-{n:012}");
    let selection = |n: u32, from: i32, to: i32| {
        format!(
            r#"<PlainTextSelection guid="{}" startPosition="{from}" endPosition="{to}"><Coding guid="{}"><CodeRef targetGUID="{}"/></Coding></PlainTextSelection>"#,
            guid(n),
            guid(n + 1),
            guid(1)
        )
    };
    let xml = format!(
        r#"<Project name="p"><CodeBook><Codes><Code guid="{}" name="Speed" isCodable="true"/></Codes></CodeBook><Sources><TextSource guid="{}" name="Talk"><PlainTextContent>Anna: The board is slow every morning.</PlainTextContent>{}{}{}</TextSource></Sources></Project>"#,
        guid(1),
        guid(2),
        selection(10, 6, 24),
        selection(20, 6, 4_000),
        selection(30, 24, 6)
    );
    let study = Survey::new()
        .file("talk.qdpx", archive(&[("project.qde", &xml)]))
        .study();
    let said = study.run("import refi talk.qdpx").succeeds();
    assert!(
        said.stderr.contains("left out: 2 selections"),
        "{}",
        said.stderr
    );
}

#[test]
fn a_subtitle_with_a_time_that_is_none_keeps_its_words() {
    let file = "WEBVTT\n\n00:01.000 --> 00:03.000\n<v Ada>What is slow?\n\n-1:00.000 --> NaN\n<v Bo>The zebra board is.\n\n00:05.000 --> 00:06.000\n<v Ada>Since when?\n";
    let study = Survey::new().file("call.vtt", file).study();
    let said = study.run("add call.vtt").succeeds();
    assert!(
        said.stderr.contains("1 subtitle has a time"),
        "{}",
        said.stderr
    );
    study.run("search zebra").succeeds().mentions("1 match");
}

#[test]
fn a_comment_as_long_as_a_book_shelf_is_a_row_left_out() {
    let long = "slow ".repeat(300_000);
    let study = Survey::new()
        .file(
            "a.csv",
            format!("id,nps,comment\n1,9,good\n2,3,{long}\n3,8,fine\n"),
        )
        .study();
    let said = study.run("add a.csv").succeeds();
    let all = format!("{}{}", said.stdout, said.stderr);
    assert!(all.contains("comment of 2 MB"), "{all}");
    assert_eq!(study.json("status")["responses"], 2);
}

/// What a terminal could obey, beside line breaks and tabs.
fn commands(text: &str) -> Vec<char> {
    let is_command = |c: &char| {
        (c.is_control() && !matches!(c, '\n' | '\t'))
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}')
    };
    text.chars().filter(is_command).collect()
}

const EVIL: &str = "x\u{1b}[31m\u{7}\u{8}\u{9b}2J\u{202e}\u{2066}\u{2028}y";

#[test]
fn no_command_shows_what_a_terminal_obeys() {
    let mut survey = format!("id,wa{EVIL}ve,account,tier,nps,comment\n");
    for at in 0..12 {
        writeln!(
            survey,
            "{at},w{EVIL}{},Acc{EVIL}{},t{EVIL}{},{},the {EVIL} board is slow {at}",
            at % 2,
            at % 3,
            at % 2,
            at % 11
        )
        .unwrap();
    }
    let study = Survey::new()
        .file("s.csv", survey)
        .file(
            "n.txt",
            format!(
                "Ada{EVIL}: Why?\nBo: The {EVIL} board is slow.\nAda{EVIL}: When?\nBo: Mornings.\n"
            ),
        )
        .study();
    for line in [
        "add s.csv n.txt".to_owned(),
        "status".to_owned(),
        "themes".to_owned(),
        "search board".to_owned(),
        "interviews".to_owned(),
        "audit".to_owned(),
        "accounts".to_owned(),
        "hotspots".to_owned(),
        "start".to_owned(),
        "report --format md -o -".to_owned(),
        format!("search '{EVIL}'"),
        format!("account 'Acc{EVIL}1'"),
        format!("themes show '{EVIL}'"),
        format!("themes --method '{EVIL}'"),
        format!("open '{EVIL}:1'"),
        format!("add '{EVIL}.csv'"),
        format!("'{EVIL}'"),
    ] {
        let said = study.run(&line);
        for text in [&said.stdout, &said.stderr] {
            assert_eq!(commands(text), [], "{line:?}: {text:?}");
        }
        if !line.contains("report") && !line.starts_with('\'') {
            let said = study.run(&format!("{line} --json"));
            for text in [&said.stdout, &said.stderr] {
                assert_eq!(commands(text), [], "{line:?} --json: {text:?}");
            }
        }
    }
}

#[test]
fn a_line_break_in_the_name_of_a_file_breaks_no_line() {
    let study = Survey::new().file("new\nline.csv", FIVE).study();
    let said = study.run("add 'new\nline.csv'").succeeds();
    assert!(said.stdout.contains("new␊line.csv"), "{}", said.stdout);
}
