//! Walks an OpenDocument text.

use super::styles::{LEVELS, Level, Style, Styles, shown};
use crate::extract::flow::{Face, Flow, tidy};
use crate::extract::xml::{Element, Node};
use crate::model::{BlockStyle, FilePlace, Label, Locator, Look, Note, Role, RunKind, Stage, StyledBlock, StyledCell};
use rustc_hash::FxHashMap;

/// Rows and cells that a file may say are repeated; sheets fill themselves up so.
const MOST_REPEATED: usize = 200;

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

/// What came of the walk.
pub(super) struct Finished {
    pub(super) blocks: Vec<StyledBlock>,
    pub(super) notes: Vec<Note>,
    pub(super) pages: Option<u32>,
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

    pub(super) fn finish(mut self) -> Finished {
        let mut notes = Vec::new();
        if self.changes > 0 {
            let what = if self.show_changes {
                "are shown, deletions struck out"
            } else {
                "are taken as accepted; see them with --changes show"
            };
            notes.push(Note::new(
                Stage::Extract,
                "tracked-changes",
                format!("the file holds {} tracked changes, which {what}", self.changes),
            ));
        }
        if !self.rendered {
            for block in &mut self.blocks {
                block.place.page = None;
            }
        }
        Finished { blocks: self.blocks, notes, pages: self.rendered.then_some(self.page) }
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

    fn list(&mut self, element: &Element) {
        let inherited = self.lists.last().cloned();
        let style = element
            .attribute("style-name")
            .map(str::to_owned)
            .or_else(|| inherited.as_ref().map(|open| open.style.clone()))
            .unwrap_or_default();
        let open = match inherited {
            // A list within an entry is a level of the list around it.
            Some(outer) => Open { style, ..outer },
            None => self.open_list(element, style),
        };
        let at = self.lists.len().min(LEVELS - 1);
        self.lists.push(open.clone());
        let levels: Vec<Level> = self.styles.list(&open.style).cloned().unwrap_or_default();
        for entry in element.elements().filter(|entry| matches!(entry.name.as_str(), "list-item" | "list-header")) {
            if entry.name == "list-item" && !only_list(entry) {
                let start = entry.attribute("start-value").and_then(|start| start.parse::<u32>().ok());
                let counters = self.counters.entry(open.key.clone()).or_insert([None; LEVELS]);
                let first = levels.get(at).map_or(1, |level| level.start);
                if let Some(counter) = counters.get_mut(at) {
                    *counter = Some(start.unwrap_or_else(|| counter.map_or(first, |value| value.saturating_add(1))));
                }
                for deeper in counters.iter_mut().skip(at + 1) {
                    *deeper = None;
                }
                let values: Vec<u32> = counters.iter().map(|counter| counter.unwrap_or(1)).collect();
                let number = shown(&levels, at, &values);
                let level = u8::try_from(at).unwrap_or(0);
                self.label = match number {
                    Some(number) if number.is_empty() => None,
                    number => Some(Label { list: open.number, level, number }),
                };
            }
            self.blocks(entry);
            self.label = None;
        }
        self.lists.pop();
    }

    fn open_list(&mut self, element: &Element, style: String) -> Open {
        self.list_count += 1;
        let key = element.attribute("id").map_or_else(|| format!("list {}", self.list_count), str::to_owned);
        let before = element.attribute("continue-list").map(str::to_owned);
        let goes_on = element.attribute("continue-numbering") == Some("true");
        let before = before.or_else(|| if goes_on { self.last_of_style.get(&style).cloned() } else { None });
        let counters = before.and_then(|before| self.counters.get(&before)).copied().unwrap_or([None; LEVELS]);
        self.counters.insert(key.clone(), counters);
        self.last_of_style.insert(style.clone(), key.clone());
        Open { key, style, number: self.list_count }
    }

    /// The number of a heading, from the outline.
    fn outline_label(&mut self, element: &Element, level: u8) -> Option<Label> {
        let at = usize::from(level - 1).min(LEVELS - 1);
        if element.attribute("is-list-header") == Some("true") {
            return None;
        }
        let levels = &self.styles.outline;
        let first = levels.get(at).map_or(1, |level| level.start);
        let start = element.attribute("start-value").and_then(|start| start.parse::<u32>().ok());
        if let Some(counter) = self.outline.get_mut(at) {
            *counter = Some(start.unwrap_or_else(|| counter.map_or(first, |value| value.saturating_add(1))));
        }
        for deeper in self.outline.iter_mut().skip(at + 1) {
            *deeper = None;
        }
        let values: Vec<u32> = self.outline.iter().map(|counter| counter.unwrap_or(1)).collect();
        let number = shown(levels, at, &values).filter(|number| !number.is_empty())?;
        Some(Label { list: 0, level: level - 1, number: Some(number) })
    }

    fn table(&mut self, element: &Element) {
        let mut rows: Vec<(&Element, bool)> = Vec::new();
        gather_rows(element, false, &mut rows);
        if let [(row, _)] = rows.as_slice()
            && let [cell] = row.elements().filter(|cell| cell.name == "table-cell").collect::<Vec<_>>().as_slice()
        {
            return self.blocks(cell);
        }
        self.tables += 1;
        let table = self.tables;
        for (row, header) in rows {
            let place = FilePlace {
                page: Some(self.page),
                at: Some(Locator::Paragraph(self.paragraph + 1)),
                ..FilePlace::default()
            };
            let (mut cells, mut inner) = (Vec::new(), Vec::new());
            let mut bold = true;
            for cell in row.elements() {
                let count =
                    |name: &str| cell.attribute(name).and_then(|count| count.parse::<usize>().ok()).unwrap_or(1);
                let repeated = count("number-columns-repeated").min(MOST_REPEATED);
                match cell.name.as_str() {
                    "covered-table-cell" => {
                        // Covered from the left it belongs to a wide cell, from above it is empty.
                        let wide = cells.last().is_some_and(|last: &StyledCell| last.columns > 1 && !last.continued);
                        if !wide {
                            cells.extend(std::iter::repeat_n(
                                StyledCell { continued: true, ..StyledCell::new("") },
                                repeated,
                            ));
                        }
                    }
                    "table-cell" => {
                        let blocks = std::mem::take(&mut self.blocks);
                        let lists = std::mem::take(&mut self.lists);
                        self.blocks(cell);
                        self.lists = lists;
                        let found = std::mem::replace(&mut self.blocks, blocks);
                        let (apart, plain): (Vec<_>, Vec<_>) = found.into_iter().partition(|block| {
                            !block.cells.is_empty()
                                || matches!(block.style, BlockStyle::Note { .. } | BlockStyle::Furniture)
                        });
                        inner.extend(apart);
                        bold &= plain.iter().all(|block| block.look.bold);
                        let texts: Vec<String> = plain.iter().map(told).collect();
                        let columns = u16::try_from(count("number-columns-spanned")).unwrap_or(u16::MAX);
                        let cell = StyledCell { text: texts.join(" "), columns, continued: false };
                        cells.extend(std::iter::repeat_n(cell, repeated));
                    }
                    _ => {}
                }
            }
            bold &= cells.iter().any(|cell| !cell.text.is_empty());
            let look = Look { bold, ..Look::default() };
            self.blocks.push(StyledBlock {
                style: BlockStyle::Row { table, header },
                cells,
                place,
                look,
                ..StyledBlock::default()
            });
            self.blocks.extend(inner);
        }
        // A first row that alone is bold heads the table.
        let of_table = |block: &StyledBlock| matches!(block.style, BlockStyle::Row { table: own, .. } if own == table);
        let stated = self
            .blocks
            .iter()
            .any(|block| of_table(block) && matches!(block.style, BlockStyle::Row { header: true, .. }));
        let others = self.blocks.iter().filter(|block| of_table(block)).skip(1).any(|block| !block.look.bold);
        if !stated
            && others
            && let Some(first) = self.blocks.iter_mut().find(|block| of_table(block)).filter(|first| first.look.bold)
        {
            first.style = BlockStyle::Row { table, header: true };
        }
    }
}

fn gather_rows<'a>(element: &'a Element, header: bool, rows: &mut Vec<(&'a Element, bool)>) {
    for child in element.elements() {
        match child.name.as_str() {
            "table-row" => rows.push((child, header)),
            "table-header-rows" => gather_rows(child, true, rows),
            "table-rows" | "table-row-group" => gather_rows(child, header, rows),
            _ => {}
        }
    }
}

/// An entry that only holds a deeper list has no number of its own.
fn only_list(entry: &Element) -> bool {
    entry.elements().next().is_some_and(|first| first.name == "list")
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

/// A block in one line, with its number.
fn told(block: &StyledBlock) -> String {
    match block.label.as_ref().and_then(|label| label.number.as_deref()) {
        Some(number) => format!("{number} {}", block.text),
        None => block.text.clone(),
    }
}
