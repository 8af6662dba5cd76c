//! Reports as slides and documents: whole packages of well-formed parts that
//! say what the page says.

#![allow(clippy::unwrap_used)]

mod support;

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use support::Survey;

fn parts(study: &Survey, name: &str) -> BTreeMap<String, String> {
    let bytes = std::fs::read(study.path(name)).unwrap();
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut parts = BTreeMap::new();
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).unwrap();
        let mut content = String::new();
        part.read_to_string(&mut content).unwrap();
        parts.insert(part.name().unwrap().to_string(), content);
    }
    parts
}

/// Reads a part to its end, and gives its text.
fn text(part: &str) -> String {
    let mut reader = quick_xml::Reader::from_str(part);
    reader.config_mut().check_end_names = true;
    let mut text = String::new();
    loop {
        match reader.read_event().unwrap() {
            quick_xml::events::Event::Text(of) => text.push_str(&of.xml10_content()),
            quick_xml::events::Event::Eof => return text,
            _ => {}
        }
    }
}

/// Every part that a relation or the list of types names is there.
fn is_whole(parts: &BTreeMap<String, String>) {
    for part in parts.values() {
        text(part);
    }
    let types = &parts["[Content_Types].xml"];
    for named in types.split("PartName=\"/").skip(1) {
        let name = named.split('"').next().unwrap();
        assert!(parts.contains_key(name), "{name}");
    }
}

#[test]
fn five_slides_tell_the_drop_its_reasons_and_what_to_do() {
    let study = Survey::new().pontoon();
    study
        .run("report --from winter --to spring --format pptx -o drop.pptx files")
        .succeeds();
    let parts = parts(&study, "drop.pptx");
    is_whole(&parts);
    let slide = |number: usize| text(&parts[&format!("ppt/slides/slide{number}.xml")]);
    assert!(parts.contains_key("ppt/slides/slide5.xml"));
    assert!(!parts.contains_key("ppt/slides/slide6.xml"));
    assert!(slide(1).contains("A real drop: +33 in winter, +16 in spring"));
    assert!(slide(2).contains("spring.csv, record S-"), "{}", slide(2));
    assert!(slide(4).contains("could bring"));
    assert!(slide(5).contains("Benjamini–Hochberg"));
}

#[test]
fn a_document_holds_the_whole_report() {
    let study = Survey::new().pontoon();
    study
        .run("report --from winter --to spring --format docx -o drop.docx files")
        .succeeds();
    study
        .run("report --from winter --to spring --format md -o drop.md files")
        .succeeds();
    let parts = parts(&study, "drop.docx");
    is_whole(&parts);
    let said = text(&parts["word/document.xml"]);
    for title in study
        .text("drop.md")
        .lines()
        .filter(|line| line.starts_with('#'))
    {
        let title = title.trim_start_matches(['#', ' ']).replace('\\', "");
        let title = title.replace("&amp;", "&");
        assert!(
            said.contains(&title.replace('&', "amp;")) || said.contains(&title),
            "{title}"
        );
    }
}

#[test]
fn the_ending_of_a_file_says_what_is_written_and_an_unknown_one_is_refused() {
    let study = Survey::new().pontoon();
    study.run("report -o deck.pptx files").succeeds();
    is_whole(&parts(&study, "deck.pptx"));
    study.run("report -o words.md files").succeeds();
    assert!(study.text("words.md").starts_with('#'));
    for command in [
        "report -o deck.pdf files",
        "account Nordlift -o deck.pdf files",
    ] {
        let said = study.run(command).exits_with(1);
        assert!(
            said.stderr.contains("deck.pdf") && said.stderr.contains(".html"),
            "{}",
            said.stderr
        );
        assert!(!study.path("deck.pdf").exists());
    }
}

#[test]
fn what_customers_write_is_text_in_a_document_and_never_a_part_of_it() {
    let row = |at: usize| {
        format!(
            "{at},{},\"the export <w:p> & \u{1}\u{b}breaks ]]> 'every' month, number {at}\"\n",
            if at.is_multiple_of(2) { 3 } else { 10 }
        )
    };
    let survey: String = (0..30).map(row).collect();
    let study = Survey::new().file("s.csv", format!("id,nps,comment\n{survey}"));
    for form in ["pptx", "docx"] {
        study
            .run(&format!("report s.csv --format {form} -o out.{form}"))
            .succeeds();
        is_whole(&parts(&study, &format!("out.{form}")));
    }
}

#[test]
fn the_same_files_give_the_same_bytes() {
    let study = Survey::new().pontoon();
    for name in ["one.pptx", "two.pptx"] {
        study
            .run(&format!("report --format pptx -o {name} files"))
            .succeeds();
    }
    let bytes = |name: &str| std::fs::read(study.path(name)).unwrap();
    assert!(bytes("one.pptx") == bytes("two.pptx"));
}
