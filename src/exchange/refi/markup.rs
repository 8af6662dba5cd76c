//! XML, written by hand so that the same project is always the same bytes.

use std::fmt::Write as _;

/// A document that is written element by element.
#[derive(Default)]
pub(super) struct XmlWriter {
    text: String,
    open: Vec<&'static str>,
}

/// An attribute: nothing is written for what is not there.
pub(super) type XmlAttribute<'a> = (&'static str, Option<&'a str>);

impl XmlWriter {
    pub(super) fn new() -> Self {
        Self {
            text: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n".into(),
            open: Vec::new(),
        }
    }

    /// Begins an element; what is written next is in it.
    pub(super) fn begin(&mut self, name: &'static str, attributes: &[XmlAttribute<'_>]) {
        self.tag(name, attributes);
        self.text.push_str(">\n");
        self.open.push(name);
    }

    /// Ends the element begun last.
    pub(super) fn end(&mut self) {
        if let Some(name) = self.open.pop() {
            self.indent();
            let _ = writeln!(self.text, "</{name}>");
        }
    }

    /// Writes an element with nothing in it.
    pub(super) fn empty(&mut self, name: &'static str, attributes: &[XmlAttribute<'_>]) {
        self.tag(name, attributes);
        self.text.push_str("/>\n");
    }

    /// Writes an element that holds words.
    pub(super) fn words(&mut self, name: &'static str, words: &str) {
        self.tag(name, &[]);
        let _ = writeln!(self.text, ">{}</{name}>", escaped(words));
    }

    pub(super) fn finished(mut self) -> String {
        while !self.open.is_empty() {
            self.end();
        }
        self.text
    }

    fn tag(&mut self, name: &str, attributes: &[XmlAttribute<'_>]) {
        self.indent();
        let _ = write!(self.text, "<{name}");
        for (name, value) in attributes {
            if let Some(value) = value {
                let _ = write!(self.text, " {name}=\"{}\"", escaped(value));
            }
        }
    }

    fn indent(&mut self) {
        self.text.extend(std::iter::repeat_n("  ", self.open.len()));
    }
}

/// Returns words as they stand in XML; what XML cannot hold is left out.
fn escaped(words: &str) -> String {
    let mut escaped = String::with_capacity(words.len());
    for character in words.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            // Else a reader makes a space of it in attributes.
            '\n' => escaped.push_str("&#10;"),
            '\r' => escaped.push_str("&#13;"),
            '\t' => escaped.push_str("&#9;"),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            _ => escaped.push(character),
        }
    }
    escaped
}
