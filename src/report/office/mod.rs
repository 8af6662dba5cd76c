//! Reports as documents and slides that office programs open: Office Open XML
//! (ECMA-376), written from templates of our own.

pub mod document;
pub mod slides;

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use zip::result::ZipError;
use zip::write::{SimpleFileOptions, ZipWriter};

use super::catalogue::ReportLanguage;

/// A file of a package: its name, and what is in it.
type PackagePart = (String, String);

/// Returns the bytes of a package; the same parts give the same bytes.
fn package(parts: &[PackagePart]) -> Result<Vec<u8>, ZipError> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().last_modified_time(zip::DateTime::default());
    for (name, content) in parts {
        archive.start_file(name.as_str(), options)?;
        archive.write_all(content.as_bytes())?;
    }
    Ok(archive.finish()?.into_inner())
}

/// The first line of every part.
const DECLARATION: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#;

/// Returns text as it stands in XML; characters that XML cannot hold are left out.
fn escaped(text: &str) -> String {
    let holds = |c: &char| !c.is_control() || matches!(c, '\t' | '\n');
    let kept: String = text.chars().filter(holds).collect();
    quick_xml::escape::escape(&kept).into_owned()
}

/// Returns the language of the text, for its spelling to be checked.
fn language() -> &'static str {
    match ReportLanguage::spoken() {
        ReportLanguage::English => "en-GB",
        ReportLanguage::German => "de-DE",
        ReportLanguage::French => "fr-FR",
        ReportLanguage::Spanish => "es-ES",
    }
}

/// Returns a file of relations: id, kind and target of each.
fn relations<'a>(all: impl IntoIterator<Item = (usize, &'a str, String)>) -> String {
    const BASE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let mut xml = format!(
        r#"{DECLARATION}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">"#
    );
    for (id, kind, target) in all {
        let _ = write!(
            xml,
            r#"<Relationship Id="rId{id}" Type="{BASE}/{kind}" Target="{target}"/>"#
        );
    }
    xml + "</Relationships>"
}

/// Returns the list of what each part is.
fn content_types(parts: &[(String, &str)]) -> String {
    let mut xml = format!(
        r#"{DECLARATION}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>"#
    );
    for (name, kind) in parts {
        let _ = write!(
            xml,
            r#"<Override PartName="/{name}" ContentType="application/vnd.openxmlformats-officedocument.{kind}+xml"/>"#
        );
    }
    xml + "</Types>"
}
