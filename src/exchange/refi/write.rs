//! A project as the bytes of a file.
//!
//! Elements stand in the order of the schema, and none that must hold
//! something is written empty.

use std::io::{Cursor, Write as _};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::markup::XmlWriter;
use super::{Case, Project, RefiCode, RefiCoding, RefiSource, TextSelection, Value, Variable};

/// Returns the codes of a project as a codebook: one XML file.
pub fn codebook(project: &Project) -> String {
    let mut markup = XmlWriter::new();
    let attributes = [
        ("xmlns", Some("urn:QDA-XML:codebook:1.0")),
        ("origin", Some(project.origin.as_str())),
    ];
    markup.begin("CodeBook", &attributes);
    markup.begin("Codes", &[]);
    project.codes.iter().for_each(|of| code(of, &mut markup));
    markup.finished()
}

/// Returns a project as an archive: `project.qde`, and the texts in `sources`.
pub fn qdpx(project: &Project) -> Result<Vec<u8>, zip::result::ZipError> {
    // No clock: the same project gives the same bytes.
    let options = SimpleFileOptions::default()
        .last_modified_time(zip::DateTime::default())
        .unix_permissions(0o644);
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    archive.start_file("project.qde", options)?;
    archive.write_all(qde(project).as_bytes())?;
    for source in &project.sources {
        archive.start_file(format!("sources/{}.txt", source.guid), options)?;
        archive.write_all(source.text.as_bytes())?;
    }
    Ok(archive.finish()?.into_inner())
}

fn qde(project: &Project) -> String {
    let mut markup = XmlWriter::new();
    let attributes = [
        ("xmlns", Some("urn:QDA-XML:project:1.0")),
        ("name", Some(project.name.as_str())),
        ("origin", Some(project.origin.as_str())),
    ];
    markup.begin("Project", &attributes);
    all(&mut markup, "Users", &project.users, |user, markup| {
        let guid = user.guid.to_string();
        markup.empty("User", &[("guid", Some(&guid)), ("name", Some(&user.name))]);
    });
    if !project.codes.is_empty() {
        markup.begin("CodeBook", &[]);
        all(&mut markup, "Codes", &project.codes, code);
        markup.end();
    }
    all(&mut markup, "Variables", &project.variables, variable);
    all(&mut markup, "Cases", &project.cases, case);
    all(&mut markup, "Sources", &project.sources, source);
    markup.finished()
}

/// Writes an element that holds others, unless there are none.
fn all<T>(markup: &mut XmlWriter, name: &'static str, of: &[T], each: impl Fn(&T, &mut XmlWriter)) {
    if of.is_empty() {
        return;
    }
    markup.begin(name, &[]);
    for one in of {
        each(one, markup);
    }
    markup.end();
}

fn code(code: &RefiCode, markup: &mut XmlWriter) {
    let guid = code.guid.to_string();
    let is_codable = code.is_codable.to_string();
    let attributes = [
        ("guid", Some(guid.as_str())),
        ("name", Some(code.name.as_str())),
        ("isCodable", Some(is_codable.as_str())),
        ("color", code.color.as_deref()),
    ];
    if code.description.is_none() && code.codes.is_empty() {
        return markup.empty("Code", &attributes);
    }
    markup.begin("Code", &attributes);
    if let Some(description) = &code.description {
        markup.words("Description", description);
    }
    code.codes
        .iter()
        .for_each(|below| self::code(below, markup));
    markup.end();
}

fn variable(variable: &Variable, markup: &mut XmlWriter) {
    let guid = variable.guid.to_string();
    let attributes = [
        ("guid", Some(guid.as_str())),
        ("name", Some(variable.name.as_str())),
        ("typeOfVariable", Some(variable.kind.name())),
    ];
    markup.empty("Variable", &attributes);
}

fn case(case: &Case, markup: &mut XmlWriter) {
    let guid = case.guid.to_string();
    markup.begin("Case", &[("guid", Some(&guid)), ("name", Some(&case.name))]);
    case.values.iter().for_each(|of| value(of, markup));
    for source in &case.sources {
        markup.empty("SourceRef", &[("targetGUID", Some(&source.to_string()))]);
    }
    markup.end();
}

fn source(source: &RefiSource, markup: &mut XmlWriter) {
    let guid = source.guid.to_string();
    let path = format!("internal://{guid}.txt");
    let attributes = [
        ("guid", Some(guid.as_str())),
        ("name", Some(source.name.as_str())),
        ("plainTextPath", Some(path.as_str())),
    ];
    if source.selections.is_empty() && source.values.is_empty() {
        return markup.empty("TextSource", &attributes);
    }
    markup.begin("TextSource", &attributes);
    source
        .selections
        .iter()
        .for_each(|of| selection(of, markup));
    source.values.iter().for_each(|of| value(of, markup));
    markup.end();
}

fn selection(selection: &TextSelection, markup: &mut XmlWriter) {
    let guid = selection.guid.to_string();
    let [start, end] = [selection.start, selection.end].map(|at| at.to_string());
    let user = selection.user.as_ref().map(ToString::to_string);
    let attributes = [
        ("guid", Some(guid.as_str())),
        ("name", Some(selection.name.as_str())),
        ("startPosition", Some(start.as_str())),
        ("endPosition", Some(end.as_str())),
        ("creatingUser", user.as_deref()),
        ("creationDateTime", selection.at.as_deref()),
    ];
    markup.begin("PlainTextSelection", &attributes);
    if let Some(memo) = &selection.memo {
        markup.words("Description", memo);
    }
    selection.codings.iter().for_each(|of| coding(of, markup));
    markup.end();
}

fn coding(coding: &RefiCoding, markup: &mut XmlWriter) {
    let guid = coding.guid.to_string();
    let user = coding.user.as_ref().map(ToString::to_string);
    let attributes = [
        ("guid", Some(guid.as_str())),
        ("creatingUser", user.as_deref()),
        ("creationDateTime", coding.at.as_deref()),
    ];
    markup.begin("Coding", &attributes);
    markup.empty("CodeRef", &[("targetGUID", Some(&coding.code.to_string()))]);
    markup.end();
}

fn value(value: &Value, markup: &mut XmlWriter) {
    markup.begin("VariableValue", &[]);
    markup.empty(
        "VariableRef",
        &[("targetGUID", Some(&value.variable.to_string()))],
    );
    let name = match value.kind {
        super::VariableKind::Text => "TextValue",
        super::VariableKind::Integer => "IntegerValue",
        super::VariableKind::Date => "DateValue",
    };
    markup.words(name, &value.value);
    markup.end();
}
