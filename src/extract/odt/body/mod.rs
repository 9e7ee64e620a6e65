//! Walks an OpenDocument text: its paragraphs and what holds them. [`lists`] counts the numbers of lists and headings,
//! [`tables`] reads rows and cells.

mod lists;
mod tables;

use super::styles::{LEVELS, Style, Styles};
use crate::extract::flow::{Face, Flow, tidy};
use crate::extract::office::{Finished, told, tracked_changes};
use crate::extract::xml::{Element, Node};
use crate::model::{BlockStyle, FilePlace, Label, Locator, Role, RunKind, StyledBlock};
use rustc_hash::FxHashMap;

type Counters = [Option<u32>; LEVELS];

/// The walk.
pub(super) struct Body<'a> {
    styles: &'a Styles,
    /// Tracked deletions by their id.
    deletions: FxHashMap<String, String>,
    changes: usize,
    show_changes: bool,
    blocks: Vec<StyledBlock>,
    after: Vec<StyledBlock>,
    flow: Flow,
    paragraph: u32,
    page: u32,
    rendered: bool,
    tables: u32,
    contents: u32,
    lists: Vec<Open>,
    counters: FxHashMap<String, Counters>,
    last_of_style: FxHashMap<String, String>,
    list_count: u32,
    outline: Counters,
    label: Option<Label>,
}

/// An open list.
#[derive(Debug, Clone)]
struct Open {
    key: String,
    style: String,
    number: u32,
}

impl<'a> Body<'a> {
    pub(super) fn new(styles: &'a Styles, text: &Element, show_changes: bool) -> Self {
        let mut deletions = FxHashMap::default();
        let mut changes = 0;
        for region in text.all("changed-region") {
            changes += 1;
            if let (Some(id), Some(deletion)) = (region.attribute("id"), region.child("deletion")) {
                let words: Vec<String> =
                    deletion.elements().filter(|part| part.name != "change-info").map(Element::text).collect();
                deletions.insert(id.to_owned(), words.join(" "));
            }
        }
        Self {
            styles,
            deletions,
            changes,
            show_changes,
            blocks: Vec::new(),
            after: Vec::new(),
            flow: Flow::default(),
            paragraph: 0,
            page: 1,
            rendered: false,
            tables: 0,
            contents: 0,
            lists: Vec::new(),
            counters: FxHashMap::default(),
            last_of_style: FxHashMap::default(),
            list_count: 0,
            outline: [None; LEVELS],
            label: None,
        }
    }

    pub(super) fn finish(self) -> Finished {
        let held = format!("{} tracked changes", self.changes);
        let notes = (self.changes > 0).then(|| tracked_changes(&held, self.show_changes));
        Finished::new(self.blocks, notes.into_iter().collect(), self.rendered.then_some(self.page))
    }

    /// Paragraphs, lists, tables and what holds them.
    pub(super) fn blocks(&mut self, parent: &Element) {
        for element in parent.elements() {
            match element.name.as_str() {
                "p" => self.paragraph(element, None),
                "h" => {
                    let level =
                        element.attribute("outline-level").and_then(|level| level.parse::<u8>().ok()).unwrap_or(1);
                    self.paragraph(element, Some(level.max(1)));
                }
                "list" => self.list(element),
                "table" => self.table(element),
                "section" => {
                    let hidden = element.attribute("display") == Some("none");
                    if !hidden {
                        self.blocks(element);
                    }
                }
                "table-of-content" | "alphabetical-index" | "illustration-index" | "table-index" | "object-index"
                | "user-index" => {
                    self.contents += 1;
                    self.blocks(element);
                    self.contents -= 1;
                }
                "index-body" | "index-title" | "numbered-paragraph" | "list-item" | "list-header" => {
                    self.blocks(element);
                }
                "soft-page-break" => self.turn_page(),
                "frame" | "custom-shape" | "g" => self.frames(element),
                _ => {}
            }
        }
        let after = std::mem::take(&mut self.after);
        self.blocks.extend(after);
    }

    fn turn_page(&mut self) {
        self.page += 1;
        self.rendered = true;
    }

    fn paragraph(&mut self, element: &Element, heading: Option<u8>) {
        self.paragraph += 1;
        let style = self.styles.get(element.attribute("style-name"));
        if style.hidden == Some(true) {
            return;
        }
        let starts_page = style.starts_page == Some(true) && self.paragraph > 1;
        let face = face_of(&style, &Face::default());
        let page_before = self.page;
        self.inline(element, &face);
        let opens =
            self.page > page_before && element.elements().next().is_some_and(|first| first.name == "soft-page-break");
        let place = FilePlace {
            page: Some(if opens { self.page } else { page_before }),
            at: Some(Locator::Paragraph(self.paragraph)),
            ..FilePlace::default()
        };
        let label = match heading {
            Some(level) => self.label.take().or_else(|| self.outline_label(element, level)),
            None => self.label.take(),
        };
        let flow = std::mem::take(&mut self.flow);
        let after = std::mem::take(&mut self.after);
        let (block_style, role) = self.block_style(&style, heading);
        if flow.is_empty() {
            // An empty entry still counts; its number has nothing to stand before.
            self.blocks.extend(after);
            return;
        }
        for mut block in flow.finish(&block_style, label.clone(), &place) {
            block.look.centred = style.centred.unwrap_or(false);
            block.look.starts_page = starts_page;
            block.role = role;
            self.blocks.push(block);
        }
        self.blocks.extend(after);
    }

    fn block_style(&self, style: &Style, heading: Option<u8>) -> (BlockStyle, Option<Role>) {
        if self.contents > 0 {
            return (BlockStyle::Contents, None);
        }
        if let Some(level) = heading {
            return (BlockStyle::Heading(level), None);
        }
        for name in &style.names {
            match name.as_str() {
                "title" => return (BlockStyle::Title, None),
                "subtitle" => return (BlockStyle::Subtitle, None),
                "quotations" | "quote" | "intense quote" | "block text" => return (BlockStyle::Quote, None),
                "caption" | "illustration" | "figure" | "drawing" => return (BlockStyle::Plain, Some(Role::Caption)),
                _ if name.starts_with("contents ") => return (BlockStyle::Contents, None),
                _ => {}
            }
        }
        (BlockStyle::Plain, None)
    }

    fn inline(&mut self, parent: &Element, face: &Face) {
        for child in &parent.children {
            match child {
                Node::Text(words) => self.flow.push(words, face),
                Node::Element(element) => self.piece(element, face),
            }
        }
    }

    fn piece(&mut self, element: &Element, face: &Face) {
        match element.name.as_str() {
            "s" | "tab" => self.flow.blank(),
            "line-break" => self.flow.line_break(),
            "soft-page-break" => self.turn_page(),
            "span" => {
                let style = self.styles.get(element.attribute("style-name"));
                if style.hidden != Some(true) {
                    self.inline(element, &face_of(&style, face));
                }
            }
            "a" => {
                let link = element.attribute("href").map(str::to_owned);
                self.inline(element, &Face { link, ..face.clone() });
            }
            "note" => self.note(element),
            "annotation" => {
                let author = element.child("creator").map(|name| tidy(&name.text()));
                let words: Vec<String> = element
                    .elements()
                    .filter(|part| matches!(part.name.as_str(), "p" | "list"))
                    .map(|part| tidy(&part.text()))
                    .collect();
                let by = author.map(|author| format!("Comment by {author}: ")).unwrap_or_default();
                let block = StyledBlock::plain(format!("{by}{}", words.join(" "))).styled(BlockStyle::Furniture);
                self.after.push(StyledBlock { role: Some(Role::SideNote), ..block });
            }
            "change" if self.show_changes => {
                let words = element.attribute("change-id").and_then(|id| self.deletions.get(id)).cloned();
                if let Some(words) = words {
                    self.flow.push(&words, &Face { change: Some(RunKind::Deleted(None)), ..face.clone() });
                }
            }
            "frame" | "custom-shape" | "g" | "rect" | "text-box" => self.frames(element),
            "page-number"
            | "page-count"
            | "change"
            | "change-start"
            | "change-end"
            | "bookmark"
            | "bookmark-start"
            | "bookmark-end"
            | "annotation-end"
            | "image"
            | "title"
            | "desc"
            | "ruby-text"
            | "hidden-text"
            | "toc-mark"
            | "toc-mark-start"
            | "alphabetical-index-mark" => {}
            _ => self.inline(element, face),
        }
    }

    /// Text of frames and shapes stands after the paragraph.
    fn frames(&mut self, element: &Element) {
        let direct: Vec<&Element> = if element.name == "text-box" {
            vec![element]
        } else {
            element.elements().filter(|part| part.name == "text-box").collect()
        };
        let shape = element.elements().any(|part| part.name == "p");
        for content in direct.into_iter().chain(shape.then_some(element)) {
            let flow = std::mem::take(&mut self.flow);
            let after = std::mem::take(&mut self.after);
            let blocks = std::mem::take(&mut self.blocks);
            let lists = std::mem::take(&mut self.lists);
            let label = self.label.take();
            self.blocks(content);
            let inner = std::mem::replace(&mut self.blocks, blocks);
            self.flow = flow;
            self.after = after;
            self.lists = lists;
            self.label = label;
            // A picture's frame around its caption, or a box of text.
            self.after.extend(inner);
        }
    }

    fn note(&mut self, element: &Element) {
        let mark = element.child("note-citation").map(|mark| tidy(&mark.text())).unwrap_or_default();
        let key = element.attribute("id").unwrap_or_default().to_owned();
        self.flow.note(mark.clone(), key.clone());
        let Some(body) = element.child("note-body") else { return };
        let flow = std::mem::take(&mut self.flow);
        let after = std::mem::take(&mut self.after);
        let blocks = std::mem::take(&mut self.blocks);
        let label = self.label.take();
        let paragraph = self.paragraph;
        self.blocks(body);
        let inner = std::mem::replace(&mut self.blocks, blocks);
        self.flow = flow;
        self.after = after;
        self.label = label;
        self.paragraph = paragraph;
        let text: Vec<String> = inner.into_iter().map(|block| told(&block)).collect();
        let place =
            FilePlace { page: Some(self.page), at: Some(Locator::Paragraph(self.paragraph)), ..FilePlace::default() };
        self.after
            .push(StyledBlock { place, ..StyledBlock::plain(text.join(" ")).styled(BlockStyle::Note { key, mark }) });
    }
}

fn face_of(style: &Style, around: &Face) -> Face {
    Face {
        bold: style.bold.unwrap_or(around.bold),
        italic: style.italic.unwrap_or(around.italic),
        underlined: style.underlined.unwrap_or(around.underlined),
        struck: style.struck.unwrap_or(around.struck),
        size: style.size.unwrap_or(around.size),
        link: around.link.clone(),
        change: around.change.clone(),
    }
}
