//! Walks a Word document: paragraphs, runs, tables, text boxes, notes, fields and tracked changes.

use super::fields::Fields;
use super::numbering::{Numbering, Shown, written};
use super::relations::Relation;
use super::styles::{Style, Styles, is_on};
use crate::extract::flow::{Face, Flow, tidy};
use crate::extract::xml::{Element, Node};
use crate::model::{BlockStyle, FilePlace, Label, Locator, Note, Role, RunKind, Stage, StyledBlock, StyledCell};
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

/// What came of the walk.
pub(super) struct Finished {
    pub(super) blocks: Vec<StyledBlock>,
    pub(super) notes: Vec<Note>,
    pub(super) pages: Option<u32>,
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
            let what = if self.show_changes {
                "are shown, deletions struck out"
            } else {
                "are taken as accepted; see them with --changes show"
            };
            notes.push(Note::new(
                Stage::Extract,
                "tracked-changes",
                format!(
                    "the file holds {} tracked insertions and {} deletions{by}, which {what}",
                    self.inserted, self.deleted
                ),
            ));
        }
        if !self.rendered {
            for block in &mut self.blocks {
                block.place.page = None;
            }
        }
        Finished { blocks: self.blocks, notes, pages: self.rendered.then_some(self.page) }
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

    fn runs(&mut self, parent: &Element, run: &Run<'_>) {
        for element in parent.elements() {
            match element.name.as_str() {
                "r" => self.run(element, run),
                "hyperlink" => {
                    let target =
                        element.attribute("id").and_then(|id| self.parts.links.get(id)).map(|link| link.target.clone());
                    self.runs(element, &Run { link: target, ..run.clone() });
                }
                "ins" | "moveTo" => {
                    self.inserted += 1;
                    let author = self.editor(element);
                    self.runs(element, &Run { change: Some(RunKind::Inserted(author)), ..run.clone() });
                }
                "del" | "moveFrom" => {
                    self.deleted += 1;
                    let author = self.editor(element);
                    if self.show_changes {
                        self.runs(element, &Run { change: Some(RunKind::Deleted(author)), ..run.clone() });
                    }
                }
                "fldSimple" => {
                    self.fields.simple(element.attribute("instr").unwrap_or_default());
                    self.runs(element, run);
                    self.fields.mark("end");
                }
                "sdt" => {
                    if let Some(content) = element.child("sdtContent") {
                        self.runs(content, run);
                    }
                }
                "smartTag" | "customXml" | "sdtContent" | "dir" | "bdo" => self.runs(element, run),
                "AlternateContent" => {
                    if let Some(chosen) = chosen(element) {
                        self.runs(chosen, run);
                    }
                }
                "oMath" | "oMathPara" => {
                    let words: Vec<String> = element.all("t").into_iter().map(Element::text).collect();
                    self.say(&words.concat(), &Face::default());
                }
                _ => {}
            }
        }
    }

    fn editor(&mut self, change: &Element) -> Option<String> {
        let author = change.attribute("author").map(str::to_owned);
        self.editors.extend(author.clone());
        author
    }

    fn run(&mut self, element: &Element, run: &Run<'_>) {
        let properties = element.child("rPr");
        let character =
            properties.and_then(|properties| properties.value("rStyle")).and_then(|id| self.parts.styles.get(id));
        let on = |name: &str| properties.and_then(|properties| properties.child(name)).map(is_on);
        let inherited = |own: Option<bool>, character: Option<bool>, paragraph: Option<bool>| {
            own.or(character).or(paragraph).unwrap_or(false)
        };
        let of = |pick: fn(&Style) -> Option<bool>| character.and_then(pick);
        if inherited(on("vanish"), of(|style| style.hidden), run.style.hidden) {
            return;
        }
        let size = properties
            .and_then(|properties| properties.value("sz"))
            .and_then(|size| size.parse::<f32>().ok())
            .map(|half| half / 2.0);
        let face = Face {
            bold: inherited(on("b"), of(|style| style.bold), run.style.bold),
            italic: inherited(on("i"), of(|style| style.italic), run.style.italic),
            underlined: properties.and_then(|properties| properties.child("u")).is_some_and(is_on),
            struck: inherited(on("strike").or_else(|| on("dstrike")), of(|style| style.struck), run.style.struck),
            size: size.or(character.and_then(|style| style.size)).unwrap_or(run.size),
            link: run.link.clone().or_else(|| self.fields.link()),
            change: run.change.clone(),
        };
        let mut custom: Option<(bool, String)> = None;
        for child in element.elements() {
            match child.name.as_str() {
                "t" | "delText" => {
                    let words = child.text();
                    match custom.take() {
                        Some((is_foot, id)) => self.note(is_foot, &id, Some(words.trim())),
                        None => self.say(&words, &face),
                    }
                }
                "tab" | "ptab" => self.flow.blank(),
                "cr" => self.flow.line_break(),
                "br" => match child.attribute("type") {
                    Some("page") => {
                        self.break_page();
                        self.broken = true;
                        self.flow.blank();
                    }
                    Some("column") => self.flow.blank(),
                    _ => self.flow.line_break(),
                },
                "noBreakHyphen" => self.say("-", &face),
                "sym" => self.symbol(child, &face),
                "fldChar" => self.fields.mark(child.attribute("fldCharType").unwrap_or_default()),
                "instrText" => self.fields.code(&child.text()),
                "lastRenderedPageBreak" => {
                    self.rendered = true;
                    if !self.broken {
                        self.page += 1;
                    }
                    self.broken = false;
                }
                "footnoteReference" | "endnoteReference" => {
                    let is_foot = child.name == "footnoteReference";
                    let id = child.attribute("id").unwrap_or_default().to_owned();
                    if child.attribute("customMarkFollows").is_some_and(|value| !matches!(value, "0" | "false")) {
                        custom = Some((is_foot, id));
                    } else {
                        self.note(is_foot, &id, None);
                    }
                }
                "commentReference" => self.comment(child.attribute("id").unwrap_or_default()),
                "ruby" => {
                    if let Some(base) = child.child("rubyBase") {
                        self.runs(base, run);
                    }
                }
                "drawing" | "pict" | "object" => self.boxes(child),
                "AlternateContent" => {
                    if let Some(chosen) = chosen(child) {
                        self.boxes(chosen);
                    }
                }
                _ => {}
            }
        }
    }

    fn say(&mut self, words: &str, face: &Face) {
        if self.fields.hides() {
            self.left_out = true;
            return;
        }
        if std::mem::take(&mut self.left_out) {
            self.flow.close_gap(words);
        }
        if words.chars().any(|c| !c.is_whitespace()) {
            self.broken = false;
            self.opened_on.get_or_insert(self.page);
        }
        self.flow.push(words, face);
    }

    /// A character of a symbol font; bullets and ticks are known, the rest would be a wrong letter.
    fn symbol(&mut self, element: &Element, face: &Face) {
        let code = element.attribute("char").and_then(|code| u32::from_str_radix(code, 16).ok()).unwrap_or(0);
        let known = match code & 0xFF {
            0xB7 | 0xA7 => "•",
            0xFC => "✓",
            0xFB => "✗",
            0xA8 | 0x6F => "☐",
            0xFE => "☑",
            0xE0 => "→",
            0x2D => "–",
            _ => "",
        };
        self.say(known, face);
    }

    fn break_page(&mut self) {
        self.page = self.page.saturating_add(1);
    }

    /// The mark of a note; its text follows the paragraph.
    fn note(&mut self, is_foot: bool, id: &str, custom: Option<&str>) {
        let slot = usize::from(!is_foot);
        let mark = match custom {
            Some(mark) => mark.to_owned(),
            None => {
                let Some(count) = self.note_counts.get_mut(slot) else { return };
                *count += 1;
                let count = *count;
                written(count, &self.note_format(is_foot))
            }
        };
        let key = format!("{}{id}", if is_foot { "f" } else { "e" });
        self.flow.note(mark.clone(), key.clone());
        if self.inside > 0 {
            return;
        }
        let notes = if is_foot { &self.parts.footnotes } else { &self.parts.endnotes };
        let found =
            notes.as_ref().and_then(|notes| notes.elements().find(|note| note.attribute("id") == Some(id))).cloned();
        if let Some(note) = found {
            let text = self.apart(&note);
            let place = FilePlace {
                page: Some(self.page),
                at: Some(Locator::Paragraph(self.paragraph)),
                ..FilePlace::default()
            };
            self.after.push(StyledBlock { style: BlockStyle::Note { key, mark }, place, ..StyledBlock::plain(text) });
        }
    }

    fn note_format(&self, is_foot: bool) -> String {
        let name = if is_foot { "footnotePr" } else { "endnotePr" };
        let stated =
            self.parts.settings.as_ref().and_then(|settings| settings.child(name)?.value("numFmt").map(str::to_owned));
        stated.unwrap_or_else(|| if is_foot { "decimal" } else { "lowerRoman" }.to_owned())
    }

    fn comment(&mut self, id: &str) {
        let found = self
            .parts
            .comments
            .as_ref()
            .and_then(|all| all.elements().find(|comment| comment.attribute("id") == Some(id)))
            .cloned();
        if let Some(comment) = found {
            let text = self.apart(&comment);
            self.after.push(remark(comment.attribute("author"), &text));
        }
    }

    /// The text of what stands apart, in one.
    fn apart(&mut self, element: &Element) -> String {
        let flow = std::mem::take(&mut self.flow);
        let after = std::mem::take(&mut self.after);
        let blocks = std::mem::take(&mut self.blocks);
        let fields = std::mem::take(&mut self.fields);
        let paragraph = self.paragraph;
        self.inside += 1;
        self.blocks(element);
        self.inside -= 1;
        self.paragraph = paragraph;
        let inner = std::mem::replace(&mut self.blocks, blocks);
        self.flow = flow;
        self.after = after;
        self.fields = fields;
        let texts: Vec<String> = inner.iter().map(told).filter(|text| !text.is_empty()).collect();
        texts.join(" ")
    }

    /// Text boxes below an element: their blocks stand after the paragraph.
    fn boxes(&mut self, element: &Element) {
        if self.inside > 0 {
            return;
        }
        for content in text_boxes(element) {
            let flow = std::mem::take(&mut self.flow);
            let after = std::mem::take(&mut self.after);
            let blocks = std::mem::take(&mut self.blocks);
            let fields = std::mem::take(&mut self.fields);
            self.inside += 1;
            self.blocks(content);
            self.inside -= 1;
            let inner = std::mem::replace(&mut self.blocks, blocks);
            self.flow = flow;
            self.after = after;
            self.fields = fields;
            self.after.extend(inner);
        }
    }

    fn table(&mut self, element: &Element) {
        let rows = rows_of(element);
        // One cell around everything is layout.
        if let [row] = rows.as_slice()
            && let [cell] = cells_of(row).as_slice()
        {
            return self.blocks(cell);
        }
        self.tables += 1;
        let table = self.tables;
        let mut made: Vec<StyledBlock> = Vec::new();
        let mut nested: Vec<(usize, Vec<StyledBlock>)> = Vec::new();
        let mut bold_first = None;
        for row in rows {
            let properties = row.child("trPr");
            if properties.is_some_and(|properties| properties.child("del").is_some()) && !self.show_changes {
                self.deleted += 1;
                continue;
            }
            let stated = properties.and_then(|properties| properties.child("tblHeader")).is_some_and(is_on);
            let place = FilePlace {
                page: Some(self.page),
                at: Some(Locator::Paragraph(self.paragraph + 1)),
                ..FilePlace::default()
            };
            let (mut cells, mut inner, mut bold) = (Vec::new(), Vec::new(), true);
            let mut notes = Vec::new();
            for cell in cells_of(row) {
                let properties = cell.child("tcPr");
                let columns = properties
                    .and_then(|properties| properties.value("gridSpan"))
                    .and_then(|span| span.parse().ok())
                    .unwrap_or(1);
                let merge = properties.and_then(|properties| properties.child("vMerge"));
                let continued = merge.is_some_and(|merge| merge.attribute("val") != Some("restart"));
                let blocks = std::mem::take(&mut self.blocks);
                self.blocks(cell);
                let inside = std::mem::replace(&mut self.blocks, blocks);
                let (rows, plain): (Vec<StyledBlock>, Vec<StyledBlock>) =
                    inside.into_iter().partition(|block| !block.cells.is_empty());
                let (apart, plain): (Vec<StyledBlock>, Vec<StyledBlock>) = plain
                    .into_iter()
                    .partition(|block| matches!(block.style, BlockStyle::Note { .. } | BlockStyle::Furniture));
                notes.extend(apart);
                inner.extend(rows);
                bold &= plain.iter().all(|block| block.look.bold);
                let texts: Vec<String> = plain.iter().map(told).collect();
                cells.push(StyledCell { text: texts.join(" "), columns, continued });
            }
            bold &= cells.iter().any(|cell| !cell.text.is_empty());
            bold_first.get_or_insert(bold);
            made.push(StyledBlock {
                style: BlockStyle::Row { table, header: stated },
                cells,
                place,
                look: crate::model::Look { bold, ..Default::default() },
                ..StyledBlock::default()
            });
            if !inner.is_empty() {
                nested.push((made.len(), inner));
            }
            if !notes.is_empty() {
                nested.push((made.len(), notes));
            }
        }
        // A first row that alone is bold heads the table, whether or not it is to be repeated on each page.
        let stated = made.iter().any(|row| matches!(row.style, BlockStyle::Row { header: true, .. }));
        let only_first = made.len() > 1 && !made.iter().skip(1).all(|row| row.look.bold);
        if !stated
            && bold_first == Some(true)
            && only_first
            && let Some(first) = made.first_mut()
        {
            first.style = BlockStyle::Row { table, header: true };
        }
        let mut nested = nested.into_iter().peekable();
        for (at, row) in made.into_iter().enumerate() {
            self.blocks.push(row);
            while let Some((_, inner)) = nested.next_if(|(after, _)| *after == at + 1) {
                self.blocks.extend(inner);
            }
        }
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

/// A block in one line, with its number.
fn told(block: &StyledBlock) -> String {
    if !block.cells.is_empty() {
        let cells: Vec<&str> =
            block.cells.iter().map(|cell| cell.text.as_str()).filter(|text| !text.is_empty()).collect();
        return cells.join(" ");
    }
    match block.label.as_ref().and_then(|label| label.number.as_deref()) {
        Some(number) if block.text.is_empty() => number.to_owned(),
        Some(number) => format!("{number} {}", block.text),
        None => block.text.clone(),
    }
}

/// Of two ways to draw one thing the first, unless only the other has text.
fn chosen(element: &Element) -> Option<&Element> {
    let choice = element.child("Choice").filter(|choice| !choice.all("t").is_empty());
    choice.or_else(|| element.child("Fallback")).or_else(|| element.child("Choice"))
}

fn text_boxes(element: &Element) -> Vec<&Element> {
    let mut found = Vec::new();
    let mut open = vec![element];
    while let Some(element) = open.pop() {
        if element.name == "txbxContent" {
            found.push(element);
            continue;
        }
        let inner: Vec<&Element> = if element.name == "AlternateContent" {
            chosen(element).into_iter().collect()
        } else {
            element.elements().collect()
        };
        open.extend(inner.into_iter().rev());
    }
    found
}

fn rows_of(table: &Element) -> Vec<&Element> {
    below(table, "tr")
}

fn cells_of(row: &Element) -> Vec<&Element> {
    below(row, "tc")
}

/// Elements of a name in an element or in what only wraps them.
fn below<'a>(parent: &'a Element, name: &str) -> Vec<&'a Element> {
    let mut found = Vec::new();
    for child in &parent.children {
        let Node::Element(element) = child else { continue };
        match element.name.as_str() {
            own if own == name => found.push(element),
            "sdt" | "sdtContent" | "ins" | "customXml" | "moveTo" => found.extend(below(element, name)),
            _ => {}
        }
    }
    found
}

/// The block of a comment, which stands beside the text.
fn remark(author: Option<&str>, text: &str) -> StyledBlock {
    let by = author.map(|author| format!("Comment by {}: ", tidy(author))).unwrap_or_default();
    let block = StyledBlock::plain(format!("{by}{text}")).styled(BlockStyle::Furniture);
    StyledBlock { role: Some(Role::SideNote), ..block }
}
