//! Walks a Word document: its paragraphs with their style and number, and what holds them. [`runs`] reads the words of a
//! paragraph, [`tables`] rows and cells, [`apart`] notes, comments and text boxes.

mod apart;
mod runs;
mod tables;

use super::fields::Fields;
use super::numbering::{Numbering, Shown};
use super::relations::Relation;
use super::styles::{Style, Styles, is_on};
use crate::extract::flow::{Flow, tidy};
use crate::extract::office::{Finished, tracked_changes};
use crate::extract::xml::Element;
use crate::model::{BlockStyle, FilePlace, Label, Locator, Role, RunKind, StyledBlock};
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;

/// Word's own levels of headings.
const HEADING_LEVELS: u8 = 9;
/// Twentieths of a point in a point.
const TWIPS: f32 = 20.0;

/// What the document refers to.
pub(super) struct Parts<'a> {
    pub(super) styles: &'a Styles,
    pub(super) links: &'a FxHashMap<String, Relation>,
    pub(super) footnotes: Option<Element>,
    pub(super) endnotes: Option<Element>,
    pub(super) comments: Option<Element>,
    pub(super) settings: Option<Element>,
}

/// The walk.
pub(super) struct Body<'a> {
    parts: Parts<'a>,
    numbering: Numbering,
    fields: Fields,
    /// Words of a field were left out just now.
    left_out: bool,
    show_changes: bool,
    blocks: Vec<StyledBlock>,
    flow: Flow,
    /// What follows the paragraph: notes, text boxes, remarks.
    after: Vec<StyledBlock>,
    paragraph: u32,
    page: u32,
    rendered: bool,
    /// A page was broken by hand, and Word's own break for it is still to come.
    broken: bool,
    /// The page on which the paragraph's first word stands.
    opened_on: Option<u32>,
    contents: u32,
    tables: u32,
    note_counts: [u32; 2],
    /// Inside notes and boxes their marks do not count.
    inside: u32,
    inserted: usize,
    deleted: usize,
    editors: BTreeSet<String>,
}

impl<'a> Body<'a> {
    pub(super) fn new(parts: Parts<'a>, numbering: Numbering, show_changes: bool) -> Self {
        Self {
            parts,
            numbering,
            fields: Fields::default(),
            left_out: false,
            show_changes,
            blocks: Vec::new(),
            flow: Flow::default(),
            after: Vec::new(),
            paragraph: 0,
            page: 1,
            rendered: false,
            broken: false,
            opened_on: None,
            contents: 0,
            tables: 0,
            note_counts: [0; 2],
            inside: 0,
            inserted: 0,
            deleted: 0,
            editors: BTreeSet::new(),
        }
    }

    pub(super) fn finish(mut self) -> Finished {
        let after = std::mem::take(&mut self.after);
        self.blocks.extend(after);
        let mut notes = Vec::new();
        if self.inserted + self.deleted > 0 {
            let editors: Vec<String> = self.editors.iter().map(|name| tidy(name)).collect();
            let by = if editors.is_empty() { String::new() } else { format!(" by {}", editors.join(", ")) };
            let held = format!("{} tracked insertions and {} deletions{by}", self.inserted, self.deleted);
            notes.push(tracked_changes(&held, self.show_changes));
        }
        Finished::new(self.blocks, notes, self.rendered.then_some(self.page))
    }

    /// Paragraphs, tables and what holds them.
    pub(super) fn blocks(&mut self, parent: &Element) {
        for element in parent.elements() {
            match element.name.as_str() {
                "p" => self.paragraph(element),
                "tbl" => self.table(element),
                "sdt" => {
                    let gallery =
                        element.child("sdtPr").map(|properties| properties.all("docPartGallery")).unwrap_or_default();
                    let contents = gallery
                        .iter()
                        .any(|gallery| gallery.attribute("val").is_some_and(|name| name.contains("Contents")));
                    self.contents += u32::from(contents);
                    if let Some(content) = element.child("sdtContent") {
                        self.blocks(content);
                    }
                    self.contents -= u32::from(contents);
                }
                "del" | "moveFrom" if !self.show_changes => {}
                "ins" | "moveTo" | "del" | "moveFrom" | "customXml" | "smartTag" | "sdtContent" => self.blocks(element),
                "AlternateContent" => {
                    if let Some(chosen) = chosen(element) {
                        self.blocks(chosen);
                    }
                }
                _ => {}
            }
        }
    }

    fn paragraph(&mut self, element: &Element) {
        self.paragraph += 1;
        let properties = element.child("pPr");
        let style = self.style_of(properties);
        let mark = properties.and_then(|properties| properties.child("rPr"));
        let hidden = mark.and_then(|mark| mark.child("vanish")).is_some_and(is_on);
        let gone = mark.is_some_and(|mark| mark.child("del").is_some() || mark.child("moveFrom").is_some());
        let starts = properties
            .and_then(|properties| properties.child("pageBreakBefore"))
            .map(is_on)
            .or(style.starts_page)
            .unwrap_or(false);
        if starts && self.flow.is_empty() && self.paragraph > 1 {
            self.break_page();
        }
        let page = self.page;
        self.opened_on = None;
        self.runs(element, &Run { style: &style, size: style.size.unwrap_or(self.parts.styles.size), ..Run::plain() });
        if gone && !self.show_changes {
            // The mark of the paragraph is deleted: what is left of it runs on into the next.
            self.flow.blank();
            return;
        }
        let flow = std::mem::take(&mut self.flow);
        let after = std::mem::take(&mut self.after);
        let inserted_only = mark.is_some_and(|mark| mark.child("ins").is_some() || mark.child("moveTo").is_some());
        self.inserted += usize::from(inserted_only);
        let label = if hidden && flow.is_empty() { None } else { self.label(properties, &style) };
        let place = FilePlace {
            page: Some(self.opened_on.unwrap_or(page)),
            at: Some(Locator::Paragraph(self.paragraph)),
            ..FilePlace::default()
        };
        let block_style = self.block_style(properties, &style);
        let caption = style.name == "caption" || style.bases.iter().any(|base| base == "caption");
        let centred = properties
            .and_then(|properties| properties.value("jc"))
            .map(|to| to == "center")
            .or(style.centred)
            .unwrap_or(false);
        let indent = properties.and_then(|properties| properties.child("ind")).and_then(|indent| {
            let left = indent.attribute("left").or_else(|| indent.attribute("start"))?;
            left.parse::<f32>().ok()
        });
        if !flow.is_empty() {
            for mut block in flow.finish(&block_style, label.clone(), &place) {
                block.look.centred = centred;
                block.look.indent = indent.unwrap_or(0.0) / TWIPS;
                block.look.starts_page = starts;
                block.role = caption.then_some(Role::Caption);
                self.blocks.push(block);
            }
        }
        self.blocks.extend(after);
    }

    fn style_of(&self, properties: Option<&Element>) -> Style {
        let named = properties.and_then(|properties| properties.value("pStyle"));
        let id = named.map(str::to_owned).or_else(|| self.parts.styles.ordinary.clone());
        id.and_then(|id| self.parts.styles.get(&id)).cloned().unwrap_or_default()
    }

    fn block_style(&self, properties: Option<&Element>, style: &Style) -> BlockStyle {
        let outline =
            properties.and_then(|properties| properties.value("outlineLvl")).and_then(|level| level.parse::<u8>().ok());
        let names = std::iter::once(style.name.as_str()).chain(style.bases.iter().map(String::as_str));
        let is_contents = self.contents > 0
            || self.fields.in_contents()
            || style.name.starts_with("toc ")
            || matches!(style.name.as_str(), "table of figures" | "toc heading" | "contents heading");
        if is_contents {
            return BlockStyle::Contents;
        }
        for name in names {
            match name {
                "title" => return BlockStyle::Title,
                "subtitle" => return BlockStyle::Subtitle,
                "quote" | "intense quote" | "block text" | "quotations" => return BlockStyle::Quote,
                "footnote text" | "caption" => return BlockStyle::Plain,
                _ => {}
            }
            if let Some(level) = name.strip_prefix("heading ").and_then(|level| level.trim().parse::<u8>().ok()) {
                return BlockStyle::Heading(outline.filter(|own| *own < HEADING_LEVELS).map_or(level, |own| own + 1));
            }
        }
        match outline.or(style.outline) {
            Some(level) if level < HEADING_LEVELS => BlockStyle::Heading(level + 1),
            _ => BlockStyle::Plain,
        }
    }

    /// The automatic number of a paragraph, counted on.
    fn label(&mut self, properties: Option<&Element>, style: &Style) -> Option<Label> {
        let own = properties.and_then(|properties| properties.child("numPr"));
        let list = own.and_then(|own| own.value("numId")).map(str::to_owned).or_else(|| style.list.clone())?;
        if list == "0" {
            return None;
        }
        let id = properties.and_then(|properties| properties.value("pStyle")).map(str::to_owned);
        let stated = own.and_then(|own| own.value("ilvl")).and_then(|level| level.parse::<u8>().ok());
        let of_style = || id.as_deref().and_then(|id| self.numbering.level_of_style(&list, id));
        let level = stated.or_else(of_style).or(style.level).unwrap_or(0);
        let Shown { list, level, number } = self.numbering.next(&list, level)?;
        match number {
            Some(number) if number.is_empty() => None,
            number => Some(Label { list, level, number }),
        }
    }

    fn break_page(&mut self) {
        self.page = self.page.saturating_add(1);
    }
}

/// What runs inherit from what holds them.
#[derive(Clone)]
struct Run<'a> {
    style: &'a Style,
    size: f32,
    link: Option<String>,
    change: Option<RunKind>,
}

static PLAIN: std::sync::LazyLock<Style> = std::sync::LazyLock::new(Style::default);

impl Run<'_> {
    fn plain() -> Self {
        Run { style: &PLAIN, size: 0.0, link: None, change: None }
    }
}

/// Of two ways to draw one thing the first, unless only the other has text.
fn chosen(element: &Element) -> Option<&Element> {
    let choice = element.child("Choice").filter(|choice| !choice.all("t").is_empty());
    choice.or_else(|| element.child("Fallback")).or_else(|| element.child("Choice"))
}
