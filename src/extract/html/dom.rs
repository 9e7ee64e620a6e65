//! A web page as a tree of nodes, built by html5ever: what browsers make of it, however it is written. The tree is bounded in
//! size and depth; parsing stops where a page goes beyond.

use html5ever::interface::{ElemName, ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::tokenizer::TokenizerOpts;
use html5ever::{Attribute, LocalName, Namespace, ParseOpts, QualName, parse_document};
use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::time::{Duration, Instant};

/// Elements within each other; browsers stop near here too.
const DEEPEST: usize = 400;
/// Bytes that are parsed between two looks at the limits.
const PIECE: usize = 1 << 16;

/// Index of a node.
pub(super) type Id = usize;

/// A node of the page.
#[derive(Debug, Default)]
pub(super) struct Node {
    /// The node that holds it.
    pub(super) parent: Option<Id>,
    /// What it holds, in order.
    pub(super) children: Vec<Id>,
    /// What it is.
    pub(super) data: Data,
    depth: usize,
}

/// What a node is.
#[derive(Debug, Default)]
pub(super) enum Data {
    /// The document, or something without words.
    #[default]
    Nothing,
    /// Text.
    Text(String),
    /// A comment.
    Comment(String),
    /// An element.
    Element(Element),
}

/// An element.
#[derive(Debug)]
pub(super) struct Element {
    /// Name in lower case.
    pub(super) name: LocalName,
    namespace: Namespace,
    attributes: Vec<(LocalName, String)>,
}

/// The page.
#[derive(Debug, Default)]
pub(super) struct Dom {
    nodes: Vec<Node>,
    /// Parsing stopped at a limit.
    pub(super) cut: bool,
}

impl Dom {
    /// Parses a page, up to `elements` elements and for so many seconds.
    pub(super) fn parse(text: &str, elements: usize, seconds: u64) -> Self {
        let opts = ParseOpts {
            tokenizer: TokenizerOpts { exact_errors: false, ..TokenizerOpts::default() },
            ..ParseOpts::default()
        };
        let mut parser = parse_document(Sink::new(elements), opts);
        let started = Instant::now();
        let mut rest = text;
        while !rest.is_empty() {
            let mut end = rest.len().min(PIECE);
            while !rest.is_char_boundary(end) {
                end += 1;
            }
            let (piece, after) = rest.split_at(end);
            parser.process(StrTendril::from_slice(piece));
            rest = after;
            let late = started.elapsed() > Duration::from_secs(seconds);
            let sink = &parser.tokenizer.sink.sink;
            if late {
                sink.full.set(true);
            }
            if sink.full.get() {
                break;
            }
        }
        parser.finish()
    }

    /// The root.
    pub(super) const ROOT: Id = 0;

    /// A node.
    pub(super) fn node(&self, id: Id) -> Option<&Node> {
        self.nodes.get(id)
    }

    /// What a node holds.
    pub(super) fn children(&self, id: Id) -> &[Id] {
        self.nodes.get(id).map_or(&[], |node| node.children.as_slice())
    }

    /// A node as an element.
    pub(super) fn element(&self, id: Id) -> Option<&Element> {
        match &self.nodes.get(id)?.data {
            Data::Element(element) => Some(element),
            _ => None,
        }
    }

    /// The name of a node, empty for what is no element.
    pub(super) fn name(&self, id: Id) -> &str {
        self.element(id).map_or("", |element| &element.name)
    }

    /// An attribute of a node.
    pub(super) fn attribute(&self, id: Id, name: &str) -> Option<&str> {
        self.element(id)?.attribute(name)
    }

    /// The node that holds a node.
    pub(super) fn parent(&self, id: Id) -> Option<Id> {
        self.nodes.get(id)?.parent
    }

    /// A node and all below it, in order.
    pub(super) fn below(&self, id: Id) -> Vec<Id> {
        let mut found = Vec::new();
        let mut open = vec![id];
        while let Some(id) = open.pop() {
            found.push(id);
            open.extend(self.children(id).iter().rev());
        }
        found
    }

    /// The first element of this name below a node.
    pub(super) fn first(&self, id: Id, name: &str) -> Option<Id> {
        self.below(id).into_iter().find(|below| self.name(*below) == name)
    }

    /// All words below a node; those of scripts and styles are none.
    pub(super) fn text(&self, id: Id) -> String {
        let mut text = String::new();
        let mut open = vec![id];
        while let Some(id) = open.pop() {
            match self.nodes.get(id).map(|node| &node.data) {
                Some(Data::Text(words)) => text.push_str(words),
                Some(Data::Element(element))
                    if matches!(&*element.name, "script" | "style" | "noscript" | "template") =>
                {
                    continue;
                }
                Some(Data::Element(element)) if is_block(&element.name) || &*element.name == "br" => text.push(' '),
                _ => {}
            }
            open.extend(self.children(id).iter().rev());
        }
        text
    }
}

impl Element {
    /// The value of an attribute.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| &**key == name).map(|(_, value)| value.as_str())
    }
}

/// Elements that begin and end a paragraph.
pub(super) fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "caption"
            | "center"
            | "dd"
            | "details"
            | "dialog"
            | "dir"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hgroup"
            | "hr"
            | "html"
            | "legend"
            | "li"
            | "main"
            | "menu"
            | "nav"
            | "ol"
            | "p"
            | "pre"
            | "search"
            | "section"
            | "summary"
            | "table"
            | "tbody"
            | "td"
            | "tfoot"
            | "th"
            | "thead"
            | "tr"
            | "ul"
    )
}

struct Sink {
    dom: RefCell<Dom>,
    limit: usize,
    full: Cell<bool>,
}

#[derive(Debug)]
struct Name(Namespace, LocalName);

impl ElemName for Name {
    fn ns(&self) -> &Namespace {
        &self.0
    }

    fn local_name(&self) -> &LocalName {
        &self.1
    }
}

impl Sink {
    fn new(limit: usize) -> Self {
        let dom = Dom { nodes: vec![Node::default()], cut: false };
        Self { dom: RefCell::new(dom), limit, full: Cell::new(false) }
    }

    fn add(&self, data: Data) -> Id {
        let mut dom = self.dom.borrow_mut();
        dom.nodes.push(Node { data, ..Node::default() });
        if dom.nodes.len() > self.limit {
            self.full.set(true);
        }
        dom.nodes.len() - 1
    }

    fn detach(&self, id: Id) {
        let mut dom = self.dom.borrow_mut();
        let parent = dom.nodes.get_mut(id).and_then(|node| node.parent.take());
        if let Some(parent) = parent.and_then(|parent| dom.nodes.get_mut(parent)) {
            parent.children.retain(|child| *child != id);
        }
    }

    /// Puts a child into a parent, before the child at `before` or at the end.
    fn insert(&self, parent: Id, before: Option<usize>, child: NodeOrText<Id>) {
        let id = match child {
            NodeOrText::AppendText(words) => {
                let mut dom = self.dom.borrow_mut();
                let count = dom.nodes.get(parent).map_or(0, |node| node.children.len());
                let above = before.unwrap_or(count).checked_sub(1);
                let neighbour = above.and_then(|at| dom.nodes.get(parent)?.children.get(at).copied());
                if let Some(Node { data: Data::Text(text), .. }) = neighbour.and_then(|id| dom.nodes.get_mut(id)) {
                    text.push_str(&words);
                    return;
                }
                drop(dom);
                self.add(Data::Text(words.to_string()))
            }
            NodeOrText::AppendNode(id) => {
                self.detach(id);
                id
            }
        };
        let mut dom = self.dom.borrow_mut();
        let depth = dom.nodes.get(parent).map_or(0, |node| node.depth) + 1;
        if depth > DEEPEST {
            self.full.set(true);
        }
        if let Some(node) = dom.nodes.get_mut(id) {
            node.parent = Some(parent);
            node.depth = depth;
        }
        if let Some(node) = dom.nodes.get_mut(parent) {
            match before.filter(|at| *at <= node.children.len()) {
                Some(at) => node.children.insert(at, id),
                None => node.children.push(id),
            }
        }
    }
}

impl TreeSink for Sink {
    type Handle = Id;
    type Output = Dom;
    type ElemName<'a> = Name;

    fn finish(self) -> Dom {
        let mut dom = self.dom.into_inner();
        dom.cut = self.full.get();
        dom
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> Id {
        Dom::ROOT
    }

    fn elem_name<'a>(&'a self, target: &'a Id) -> Name {
        let dom = self.dom.borrow();
        match dom.element(*target) {
            Some(element) => Name(element.namespace.clone(), element.name.clone()),
            None => Name(Namespace::default(), LocalName::default()),
        }
    }

    fn create_element(&self, name: QualName, attrs: Vec<Attribute>, _: ElementFlags) -> Id {
        let attributes =
            attrs.into_iter().map(|attribute| (attribute.name.local, attribute.value.to_string())).collect();
        self.add(Data::Element(Element { name: name.local, namespace: name.ns, attributes }))
    }

    fn create_comment(&self, text: StrTendril) -> Id {
        self.add(Data::Comment(text.to_string()))
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> Id {
        self.add(Data::Nothing)
    }

    fn append(&self, parent: &Id, child: NodeOrText<Id>) {
        self.insert(*parent, None, child);
    }

    fn append_based_on_parent_node(&self, element: &Id, previous: &Id, child: NodeOrText<Id>) {
        let has_parent = self.dom.borrow().parent(*element).is_some();
        if has_parent {
            self.append_before_sibling(element, child);
        } else {
            self.append(previous, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn get_template_contents(&self, target: &Id) -> Id {
        *target
    }

    fn same_node(&self, x: &Id, y: &Id) -> bool {
        x == y
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Id, child: NodeOrText<Id>) {
        if let NodeOrText::AppendNode(id) = &child {
            self.detach(*id);
        }
        let place = {
            let dom = self.dom.borrow();
            dom.parent(*sibling).map(|parent| (parent, dom.children(parent).iter().position(|child| child == sibling)))
        };
        if let Some((parent, at)) = place {
            self.insert(parent, at, child);
        }
    }

    fn add_attrs_if_missing(&self, target: &Id, attrs: Vec<Attribute>) {
        let mut dom = self.dom.borrow_mut();
        if let Some(Node { data: Data::Element(element), .. }) = dom.nodes.get_mut(*target) {
            for attribute in attrs {
                if element.attribute(&attribute.name.local).is_none() {
                    element.attributes.push((attribute.name.local, attribute.value.to_string()));
                }
            }
        }
    }

    fn remove_from_parent(&self, target: &Id) {
        self.detach(*target);
    }

    fn reparent_children(&self, node: &Id, new_parent: &Id) {
        let children = {
            let mut dom = self.dom.borrow_mut();
            dom.nodes.get_mut(*node).map(|node| std::mem::take(&mut node.children)).unwrap_or_default()
        };
        let mut dom = self.dom.borrow_mut();
        let depth = dom.nodes.get(*new_parent).map_or(0, |node| node.depth) + 1;
        for child in &children {
            if let Some(node) = dom.nodes.get_mut(*child) {
                node.parent = Some(*new_parent);
                node.depth = depth;
            }
        }
        if let Some(parent) = dom.nodes.get_mut(*new_parent) {
            parent.children.extend(children);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_becomes_what_a_browser_makes_of_it() {
        let dom = Dom::parse("<p>One<p>Two <b>bold</b><script>no()</script>", 1000, 10);
        let paragraphs: Vec<String> =
            dom.below(Dom::ROOT).into_iter().filter(|id| dom.name(*id) == "p").map(|id| dom.text(id)).collect();
        assert_eq!(paragraphs.iter().map(|text| text.trim()).collect::<Vec<_>>(), ["One", "Two bold"]);
        assert!(!dom.cut);
    }

    #[test]
    fn depth_and_size_are_bounded() {
        assert!(Dom::parse(&"<div>".repeat(1_000_000), 5_000_000, 10).cut);
        assert!(Dom::parse(&"<br>".repeat(100_000), 1000, 10).cut);
    }
}
