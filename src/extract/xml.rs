//! XML as a tree of elements with local names, for the parts of office files. Entities that a file declares are not expanded and
//! nothing outside the file is looked at: an entity bomb is so many unknown names.

use super::Limits;
use crate::error::DocumentError;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

/// Elements within each other; deeper ones belong to no document that a person wrote.
const DEEPEST: usize = 256;

/// An element.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Element {
    /// Name without prefix.
    pub(super) name: String,
    /// Attributes as written, by name with prefix.
    attributes: Vec<(String, String)>,
    /// What it holds, in order.
    pub(super) children: Vec<Node>,
}

/// A child of an element.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Node {
    /// An element.
    Element(Element),
    /// Text.
    Text(String),
}

impl Element {
    /// The value of an attribute, by its name without prefix.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(key, _)| key.rsplit(':').next() == Some(name));
        found.map(|(_, value)| value.as_str())
    }

    /// The value of an attribute, by its name with prefix.
    pub(super) fn exact(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The elements that it holds.
    pub(super) fn elements(&self) -> impl Iterator<Item = &Self> {
        self.children.iter().filter_map(|child| if let Node::Element(element) = child { Some(element) } else { None })
    }

    /// The first element of this name that it holds.
    pub(super) fn child(&self, name: &str) -> Option<&Self> {
        self.elements().find(|element| element.name == name)
    }

    /// The element at the end of a path of names.
    pub(super) fn at(&self, path: &[&str]) -> Option<&Self> {
        path.iter().try_fold(self, |element, name| element.child(name))
    }

    /// `val` of the child of this name.
    pub(super) fn value(&self, name: &str) -> Option<&str> {
        self.child(name)?.attribute("val")
    }

    /// All elements of this name below it.
    pub(super) fn all<'a>(&'a self, name: &str) -> Vec<&'a Self> {
        let mut found = Vec::new();
        let mut open: Vec<&Self> = vec![self];
        while let Some(element) = open.pop() {
            if element.name == name {
                found.push(element);
            }
            let at = open.len();
            open.extend(element.elements());
            if let Some(added) = open.get_mut(at..) {
                added.reverse();
            }
        }
        found
    }

    /// All text below it.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        self.gather(&mut text);
        text
    }

    fn gather(&self, text: &mut String) {
        for child in &self.children {
            match child {
                Node::Text(words) => text.push_str(words),
                Node::Element(element) => element.gather(text),
            }
        }
    }
}

/// Parses a part. A part that ends too early gives what it has; unknown entities stay as they are written.
///
/// # Errors
/// It nests deeper, or has more elements, than the limits allow, or is no XML at all.
pub(super) fn parse(text: &str, part: &str, path: &str, limits: &Limits) -> Result<Element, DocumentError> {
    let error = |code: &'static str, message: String| {
        DocumentError::new(code, path, message).with_hint("Open the file in its program and save it again.")
    };
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    let mut open: Vec<Element> = vec![Element::default()];
    let mut count = 0_usize;
    loop {
        let event = match reader.read_event() {
            Ok(event) => event,
            // What was read so far is kept: half a report is better than none, and its reader says so.
            Err(_) if count > 1 => break,
            Err(found) => return Err(error("damaged", format!("its part {part} is no sound XML: {found}"))),
        };
        match event {
            Event::Eof => break,
            Event::Start(start) => {
                count += 1;
                if open.len() > DEEPEST {
                    let message = format!("its part {part} nests elements more than {DEEPEST} deep");
                    return Err(error("too-deep", message));
                }
                open.push(element(&start));
            }
            Event::Empty(start) => {
                count += 1;
                let element = element(&start);
                if let Some(parent) = open.last_mut() {
                    parent.children.push(Node::Element(element));
                }
            }
            Event::End(_) => close(&mut open),
            Event::Text(words) => push_text(&mut open, &words.xml10_content()),
            Event::CData(words) => push_text(&mut open, &words.xml10_content()),
            Event::GeneralRef(reference) => {
                let resolved = match reference.resolve_char_ref() {
                    Ok(Some(c)) => c.to_string(),
                    _ => predefined(&reference.xml10_content()),
                };
                push_text(&mut open, &resolved);
            }
            _ => {}
        }
        if count > limits.elements {
            let message = format!("its part {part} has more than {} elements, which is the limit", limits.elements);
            return Err(error("too-large", message).with_hint(
                "Raise `elements` in the section [extract] of minutebook.toml if the file can be trusted.",
            ));
        }
    }
    while open.len() > 1 {
        close(&mut open);
    }
    let root = open.pop().unwrap_or_default();
    root.children
        .into_iter()
        .find_map(|child| if let Node::Element(element) = child { Some(element) } else { None })
        .ok_or_else(|| error("damaged", format!("its part {part} holds no XML")))
}

fn close(open: &mut Vec<Element>) {
    if open.len() < 2 {
        return;
    }
    if let Some(done) = open.pop()
        && let Some(parent) = open.last_mut()
    {
        parent.children.push(Node::Element(done));
    }
}

fn push_text(open: &mut [Element], words: &str) {
    let Some(parent) = open.last_mut() else { return };
    match parent.children.last_mut() {
        Some(Node::Text(text)) => text.push_str(words),
        _ => parent.children.push(Node::Text(words.to_owned())),
    }
}

fn predefined(name: &str) -> String {
    match name {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        _ => return format!("&{name};"),
    }
    .to_owned()
}

fn element(start: &BytesStart<'_>) -> Element {
    let mut attributes = Vec::new();
    let mut all = start.attributes();
    for attribute in all.with_checks(false).flatten() {
        let value = attribute.normalized_value(XmlVersion::Implicit1_0);
        let value = value.map_or_else(|_| attribute.value.to_string(), std::borrow::Cow::into_owned);
        attributes.push((attribute.key.0.to_owned(), value));
    }
    Element { name: start.local_name().into_inner().to_owned(), attributes, children: Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Result<Element, DocumentError> {
        parse(text, "part.xml", "a.docx", &Limits::default())
    }

    #[test]
    fn names_lose_their_prefix_and_text_keeps_its_blanks() {
        let root = parsed("<w:p w:id=\"1\"><w:t xml:space=\"preserve\"> a &amp; b&#233; </w:t></w:p>").unwrap();
        assert_eq!((root.name.as_str(), root.attribute("id")), ("p", Some("1")));
        assert_eq!(root.text(), " a & bé ");
    }

    #[test]
    fn entities_of_the_file_are_not_expanded_and_nothing_is_fetched() {
        let bomb = "<!DOCTYPE a [<!ENTITY x \"yyyy\"><!ENTITY z SYSTEM \"file:///etc/passwd\">]><a>&x;&z;</a>";
        assert_eq!(parsed(bomb).unwrap().text(), "&x;&z;");
    }

    #[test]
    fn depth_and_size_are_bounded() {
        let deep = "<a>".repeat(100_000);
        assert_eq!(parsed(&deep).unwrap_err().code, "too-deep");
        let many = format!("<a>{}</a>", "<b/>".repeat(50));
        let limits = Limits { elements: 20, ..Limits::default() };
        assert_eq!(parse(&many, "p", "a", &limits).unwrap_err().code, "too-large");
    }

    #[test]
    fn a_part_that_is_cut_gives_what_it_has() {
        assert_eq!(parsed("<a><b>one</b><b>tw").unwrap().text(), "onetw");
        assert!(parsed("no xml").is_err());
    }
}
