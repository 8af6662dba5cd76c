//! XML as a tree of elements.

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

/// An element, with its name as it stands without a prefix.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Element {
    pub(super) name: String,
    attributes: Vec<(String, String)>,
    pub(super) children: Vec<Element>,
    /// The words in it, those of elements in it left out.
    pub(super) words: String,
}

/// Elements in elements, at most: what walks the tree keeps each on the stack.
const DEEPEST: usize = 1_000;

impl Element {
    /// Reads the outermost element; says why it cannot.
    pub(super) fn read(xml: &str) -> Result<Self, String> {
        let mut reader = Reader::from_str(xml);
        let mut open = vec![Self::default()];
        loop {
            let place = reader.buffer_position();
            let event = reader.read_event();
            let event = event.map_err(|error| format!("{error} (byte {place})"))?;
            match event {
                Event::Start(_) if open.len() > DEEPEST => {
                    return Err(format!(
                        "its elements are nested more than {DEEPEST} deep (byte {place})"
                    ));
                }
                Event::Start(tag) => open.push(Self::begun(&tag)?),
                Event::Empty(tag) => {
                    let element = Self::begun(&tag)?;
                    if let Some(outer) = open.last_mut() {
                        outer.children.push(element);
                    }
                }
                Event::End(_) => {
                    let element = open.pop().unwrap_or_default();
                    match open.last_mut() {
                        Some(outer) => outer.children.push(element),
                        None => return Err("an element ends that never began".into()),
                    }
                }
                Event::Text(words) => said(&mut open, &words.xml10_content()),
                Event::CData(words) => said(&mut open, &words.xml10_content()),
                Event::GeneralRef(reference) => {
                    let name: &str = &reference;
                    let sign = reference.resolve_char_ref().ok().flatten();
                    let known = quick_xml::escape::resolve_predefined_entity(name);
                    let sign = sign.map(String::from);
                    let words = sign.or_else(|| known.map(str::to_owned));
                    said(&mut open, &words.unwrap_or_default());
                }
                Event::Eof => break,
                _ => {}
            }
        }
        if open.len() > 1 {
            return Err("it ends in the middle".into());
        }
        let root = open.pop().and_then(|mut outer| outer.children.pop());
        root.ok_or_else(|| "there is no XML in it".into())
    }

    fn begun(tag: &BytesStart<'_>) -> Result<Self, String> {
        let mut attributes = Vec::new();
        for attribute in tag.attributes() {
            let attribute = attribute.map_err(|error| error.to_string())?;
            let value = attribute.normalized_value(XmlVersion::Explicit1_0);
            let value = value.map_err(|error| error.to_string())?.into_owned();
            let key: &str = attribute.key.local_name().into_inner();
            attributes.push((key.to_owned(), value));
        }
        Ok(Self {
            name: tag.local_name().into_inner().to_owned(),
            attributes,
            ..Self::default()
        })
    }

    /// Returns the value of an attribute.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        let mut known = self.attributes.iter();
        known
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// Returns the first element of a name in it.
    pub(super) fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }
}

fn said(open: &mut [Element], words: &str) {
    if let Some(element) = open.last_mut() {
        element.words.push_str(words);
    }
}
