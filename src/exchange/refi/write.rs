//! A project as the bytes of a file.
//!
//! Elements stand in the order of the schema, and none that must hold
//! something is written empty.

use std::borrow::Cow;
use std::io::{self, Cursor, Write as _};

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::{
    Case, Guid, Project, RefiCode, RefiCoding, RefiSource, TextSelection, Value, Variable,
    VariableKind,
};

type Xml = Writer<Vec<u8>>;

/// Returns the codes of a project as a codebook: one XML file.
pub fn codebook(project: &Project) -> String {
    let codes = |xml: &mut Xml| project.codes.iter().try_for_each(|of| code(of, xml));
    let xml = document(|xml| {
        xml.create_element("CodeBook")
            .with_attribute(("xmlns", "urn:QDA-XML:codebook:1.0"))
            .with_attribute(attribute("origin", &project.origin))
            .write_inner_content(|xml| {
                let element = xml.create_element("Codes");
                element.write_inner_content(codes).map(drop)
            })
            .map(drop)
    });
    let xml = xml.expect("memory takes every byte");
    String::from_utf8(xml).expect("what was put in were words")
}

/// Returns a project as an archive: `project.qde`, and the texts in `sources`.
pub fn qdpx(project: &Project) -> Result<Vec<u8>, zip::result::ZipError> {
    // No clock: the same project gives the same bytes.
    let options = SimpleFileOptions::default()
        .last_modified_time(zip::DateTime::default())
        .unix_permissions(0o644);
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    archive.start_file("project.qde", options)?;
    archive.write_all(&document(|xml| qde(project, xml))?)?;
    for source in &project.sources {
        archive.start_file(format!("sources/{}.txt", source.guid), options)?;
        archive.write_all(source.text.as_bytes())?;
    }
    Ok(archive.finish()?.into_inner())
}

fn document(root: impl FnOnce(&mut Xml) -> io::Result<()>) -> io::Result<Vec<u8>> {
    let mut xml = Writer::new_with_indent(Vec::new(), b' ', 2);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
    root(&mut xml)?;
    let mut bytes = xml.into_inner();
    bytes.push(b'\n');
    Ok(bytes)
}

fn qde(project: &Project, xml: &mut Xml) -> io::Result<()> {
    let element = xml
        .create_element("Project")
        .with_attribute(("xmlns", "urn:QDA-XML:project:1.0"))
        .with_attribute(attribute("name", &project.name))
        .with_attribute(attribute("origin", &project.origin));
    element.write_inner_content(|xml| {
        all(xml, "Users", &project.users, |user, xml| {
            let element = xml.create_element("User");
            let element = element.with_attribute(attribute("guid", &user.guid));
            let element = element.with_attribute(attribute("name", &user.name));
            element.write_empty().map(drop)
        })?;
        if !project.codes.is_empty() {
            let element = xml.create_element("CodeBook");
            element.write_inner_content(|xml| all(xml, "Codes", &project.codes, code))?;
        }
        all(xml, "Variables", &project.variables, variable)?;
        all(xml, "Cases", &project.cases, case)?;
        all(xml, "Sources", &project.sources, source)
    })?;
    Ok(())
}

/// Writes an element that holds others, unless there are none.
fn all<T>(
    xml: &mut Xml,
    name: &str,
    of: &[T],
    each: impl Fn(&T, &mut Xml) -> io::Result<()>,
) -> io::Result<()> {
    if of.is_empty() {
        return Ok(());
    }
    let element = xml.create_element(name);
    let inside = |xml: &mut Xml| of.iter().try_for_each(|one| each(one, xml));
    element.write_inner_content(inside).map(drop)
}

fn code(code: &RefiCode, xml: &mut Xml) -> io::Result<()> {
    let element = xml
        .create_element("Code")
        .with_attribute(attribute("guid", &code.guid))
        .with_attribute(attribute("name", &code.name))
        .with_attribute(attribute("isCodable", &code.is_codable))
        .with_attributes(optional("color", code.color.as_ref()));
    if code.description.is_none() && code.codes.is_empty() {
        return element.write_empty().map(drop);
    }
    element.write_inner_content(|xml| {
        if let Some(description) = &code.description {
            words(xml, "Description", description)?;
        }
        code.codes
            .iter()
            .try_for_each(|below| self::code(below, xml))
    })?;
    Ok(())
}

fn variable(variable: &Variable, xml: &mut Xml) -> io::Result<()> {
    let element = xml
        .create_element("Variable")
        .with_attribute(attribute("guid", &variable.guid))
        .with_attribute(attribute("name", &variable.name))
        .with_attribute(("typeOfVariable", variable.kind.name()));
    element.write_empty().map(drop)
}

fn case(case: &Case, xml: &mut Xml) -> io::Result<()> {
    let element = xml
        .create_element("Case")
        .with_attribute(attribute("guid", &case.guid))
        .with_attribute(attribute("name", &case.name));
    element.write_inner_content(|xml| {
        case.values.iter().try_for_each(|of| value(of, xml))?;
        let mut sources = case.sources.iter();
        sources.try_for_each(|source| reference(xml, "SourceRef", source))
    })?;
    Ok(())
}

fn source(source: &RefiSource, xml: &mut Xml) -> io::Result<()> {
    let path = format!("internal://{}.txt", source.guid);
    let element = xml
        .create_element("TextSource")
        .with_attribute(attribute("guid", &source.guid))
        .with_attribute(attribute("name", &source.name))
        .with_attribute(attribute("plainTextPath", &path));
    if source.selections.is_empty() && source.values.is_empty() {
        return element.write_empty().map(drop);
    }
    element.write_inner_content(|xml| {
        let mut selections = source.selections.iter();
        selections.try_for_each(|of| selection(of, xml))?;
        source.values.iter().try_for_each(|of| value(of, xml))
    })?;
    Ok(())
}

fn selection(selection: &TextSelection, xml: &mut Xml) -> io::Result<()> {
    let element = xml
        .create_element("PlainTextSelection")
        .with_attribute(attribute("guid", &selection.guid))
        .with_attribute(attribute("name", &selection.name))
        .with_attribute(attribute("startPosition", &selection.start))
        .with_attribute(attribute("endPosition", &selection.end))
        .with_attributes(optional("creatingUser", selection.user.as_ref()))
        .with_attributes(optional("creationDateTime", selection.at.as_ref()));
    element.write_inner_content(|xml| {
        if let Some(memo) = &selection.memo {
            words(xml, "Description", memo)?;
        }
        selection.codings.iter().try_for_each(|of| coding(of, xml))
    })?;
    Ok(())
}

fn coding(coding: &RefiCoding, xml: &mut Xml) -> io::Result<()> {
    let element = xml
        .create_element("Coding")
        .with_attribute(attribute("guid", &coding.guid))
        .with_attributes(optional("creatingUser", coding.user.as_ref()))
        .with_attributes(optional("creationDateTime", coding.at.as_ref()));
    element.write_inner_content(|xml| reference(xml, "CodeRef", &coding.code))?;
    Ok(())
}

fn value(value: &Value, xml: &mut Xml) -> io::Result<()> {
    let name = match value.kind {
        VariableKind::Text => "TextValue",
        VariableKind::Integer => "IntegerValue",
        VariableKind::Date => "DateValue",
    };
    let element = xml.create_element("VariableValue");
    element.write_inner_content(|xml| {
        reference(xml, "VariableRef", &value.variable)?;
        words(xml, name, &value.value)
    })?;
    Ok(())
}

fn reference(xml: &mut Xml, name: &str, to: &Guid) -> io::Result<()> {
    let element = xml.create_element(name);
    let element = element.with_attribute(attribute("targetGUID", to));
    element.write_empty().map(drop)
}

fn words(xml: &mut Xml, name: &str, words: &str) -> io::Result<()> {
    let element = xml.create_element(name);
    element.write_text_content(BytesText::new(&held(words)))?;
    Ok(())
}

fn attribute(name: &'static str, value: &impl ToString) -> (&'static str, Cow<'static, str>) {
    (name, Cow::Owned(held(&value.to_string())))
}

fn optional(
    name: &'static str,
    value: Option<&impl ToString>,
) -> impl Iterator<Item = (&'static str, Cow<'static, str>)> {
    value.into_iter().map(move |value| attribute(name, value))
}

/// Returns words without the characters that XML cannot hold.
fn held(words: &str) -> String {
    let is_held = |c: &char| match c {
        '\t' | '\n' | '\r' => true,
        '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => false,
        _ => true,
    };
    words.chars().filter(is_held).collect()
}
