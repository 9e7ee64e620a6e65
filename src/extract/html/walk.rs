//! Walks a page: blocks, lists and their numbers, tables, notes, furniture.

use super::article::{Article, is_silent};
use super::css::{self, Css, Style};
use super::dom::{Data, Dom, Id, is_block};
use super::lists::{Counters, List, written};
use super::notes::{Notes, mark_of, opens_block};
use super::tables;
use crate::extract::flow::{Face, Flow, tidy};
use crate::model::{BlockStyle, FilePlace, Label, Locator, Role, StyledBlock, StyledCell};

/// The walk.
pub(super) struct Walk<'a> {
    dom: &'a Dom,
    css: Css,
    article: Article,
    notes: Notes,
    counters: Counters,
    pub(super) blocks: Vec<StyledBlock>,
    flow: Flow,
    paragraph: u32,
    lists: Vec<List>,
    list_count: u32,
    tables: u32,
    label: Option<Label>,
    /// Text before an entry that a style sheet makes: kept until the entry's text begins.
    context: Context,
    breaks: u32,
    /// Depth of furniture around.
    furniture: u32,
    depth: usize,
}

/// What a block inherits.
#[derive(Debug, Clone, Default)]
struct Context {
    style: BlockStyle,
    face: Face,
    centred: bool,
    preserved: bool,
    note: Option<(String, String)>,
    role: Option<Role>,
}

impl<'a> Walk<'a> {
    pub(super) fn new(dom: &'a Dom) -> Self {
        Self {
            dom,
            css: Css::of(dom),
            article: Article::of(dom),
            notes: Notes::of(dom),
            counters: Counters::default(),
            blocks: Vec::new(),
            flow: Flow::default(),
            paragraph: 0,
            lists: Vec::new(),
            list_count: 0,
            tables: 0,
            label: None,
            context: Context::default(),
            breaks: 0,
            furniture: 0,
            depth: 0,
        }
    }

    /// Walks the whole page.
    pub(super) fn page(&mut self) {
        let body = self.dom.first(Dom::ROOT, "body").unwrap_or(Dom::ROOT);
        self.outside(body);
        self.flush();
    }

    /// What stands around the article is furniture, but for the page's title.
    fn outside(&mut self, id: Id) {
        if id == self.article.root {
            self.children(id);
            self.flush();
            return;
        }
        let holds = self.dom.below(id);
        if holds.contains(&self.article.root)
            || self.article.title.is_some_and(|title| holds.contains(&title) && title != id)
        {
            for child in self.dom.children(id).to_vec() {
                self.outside(child);
            }
            return;
        }
        // Notes stand below the text, often outside of what holds it.
        if self.article.title == Some(id) || holds.iter().any(|below| self.notes.bodies.contains_key(below)) {
            self.node(id);
            self.flush();
        } else {
            self.furnish(id);
        }
    }

    fn furnish(&mut self, id: Id) {
        if is_silent(self.dom.name(id)) {
            return;
        }
        let text = tidy(&self.dom.text(id));
        if !text.is_empty() {
            self.paragraph += 1;
            let place = self.place();
            self.blocks.push(StyledBlock { place, ..StyledBlock::plain(text).styled(BlockStyle::Furniture) });
        }
    }

    fn place(&self) -> FilePlace {
        FilePlace { at: Some(Locator::Paragraph(self.paragraph)), ..FilePlace::default() }
    }

    fn children(&mut self, id: Id) {
        for child in self.dom.children(id).to_vec() {
            self.node(child);
        }
    }

    fn node(&mut self, id: Id) {
        match self.dom.node(id).map(|node| &node.data) {
            Some(Data::Text(text)) => self.text(text),
            Some(Data::Element(_)) => self.element(id),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        let visible = text.chars().any(|c| !c.is_whitespace());
        if visible {
            self.breaks = 0;
        }
        if !self.context.preserved {
            self.flow.push(text, &self.context.face);
            return;
        }
        // Lines count; an empty one parts paragraphs.
        for (nth, line) in text.split('\n').enumerate() {
            if nth > 0 {
                if line.trim().is_empty() && nth + 1 < text.split('\n').count() {
                    self.flush();
                } else {
                    self.flow.line_break();
                }
            }
            self.flow.push(line, &self.context.face);
        }
    }

    fn element(&mut self, id: Id) {
        let dom = self.dom;
        let name = dom.name(id).to_owned();
        if is_silent(&name) {
            return;
        }
        let style = self.css.style(dom, id);
        if style.hidden {
            return;
        }
        if self.notes.back.contains(&id) {
            return;
        }
        if self.article.is_furniture(dom, id) {
            self.flush();
            return self.furnish(id);
        }
        let named = dom.attribute(id, "style").unwrap_or_default().replace(' ', "").to_ascii_lowercase();
        // Word keeps the number of a list in a stretch of its own.
        if named.contains("mso-list:ignore") {
            let number = tidy(&dom.text(id));
            self.label = Some(word_label(&number, self.lists.len()));
            return;
        }
        if named.contains("mso-element:comment")
            || named.contains("mso-element:header")
            || named.contains("mso-element:footer")
        {
            return self.furnish(id);
        }
        self.depth += 1;
        for (counter, value) in &style.reset {
            self.counters.reset(counter, *value, self.depth);
        }
        for (counter, by) in &style.step {
            self.counters.step(counter, *by);
        }
        match name.as_str() {
            "br" => self.line_break(),
            "hr" => self.flush(),
            "img" => {}
            "sup" if self.typed_mark(id) => {}
            "a" if self.notes.marks.contains_key(&id) => {
                if let Some((key, mark)) = self.notes.marks.get(&id).cloned() {
                    self.flow.note(mark, key);
                }
            }
            "ol" | "ul" | "dir" | "menu" => self.list(id, &name, &style),
            "li" => self.entry(id, &style),
            "table" => self.table(id),
            _ if is_block(&name) || style.block == Some(true) || self.notes.bodies.contains_key(&id) => {
                self.block(id, &name, &style);
            }
            _ => self.inline(id, &name, &style),
        }
        self.depth -= 1;
    }

    fn line_break(&mut self) {
        self.breaks += 1;
        if self.breaks >= 2 {
            self.flush();
        } else {
            self.flow.line_break();
        }
    }

    /// A raised number without link: the mark of a note that was typed, or the number at a note's beginning.
    fn typed_mark(&mut self, id: Id) -> bool {
        let linked = self.dom.below(id).iter().any(|below| self.dom.name(*below) == "a");
        let Some(mark) = mark_of(&tidy(&self.dom.text(id))).filter(|_| !linked) else { return false };
        if !self.notes.raised.contains(&mark) {
            return false;
        }
        if self.flow.is_empty() && opens_block(self.dom, id) {
            self.context.note = Some((format!("sup:{mark}"), mark));
        } else {
            self.flow.note(mark.clone(), format!("sup:{mark}"));
        }
        true
    }

    fn face(&self, name: &str, id: Id, style: &Style) -> Face {
        let mut face = self.context.face.clone();
        match name {
            "b" | "strong" | "th" => face.bold = true,
            "i" | "em" | "cite" => face.italic = true,
            "u" => face.underlined = true,
            "s" | "strike" | "del" => face.struck = true,
            "a" => {
                face.link = self
                    .dom
                    .attribute(id, "href")
                    .filter(|href| href.contains("://") || href.starts_with("mailto:"))
                    .map(str::to_owned);
            }
            _ => {}
        }
        face.bold = style.bold.unwrap_or(face.bold);
        face.italic = style.italic.unwrap_or(face.italic);
        face.struck = style.struck.unwrap_or(face.struck) || face.struck && matches!(name, "s" | "strike" | "del");
        face.underlined = style.underlined.unwrap_or(face.underlined);
        face.size = style.size.unwrap_or(face.size);
        face
    }

    fn inline(&mut self, id: Id, name: &str, style: &Style) {
        let face = self.face(name, id, style);
        let before = std::mem::replace(&mut self.context.face, face);
        let preserved = self.context.preserved;
        self.context.preserved = style.preserved.unwrap_or(preserved);
        if matches!(name, "label" | "option") {
            self.flow.blank();
        }
        if let Some(content) = &style.before {
            self.made(&content.clone());
        }
        self.children(id);
        self.context.face = before;
        self.context.preserved = preserved;
    }

    /// Text that a style sheet puts before an element: at the start of a block it is its number.
    fn made(&mut self, content: &str) {
        let made = css::content(content, &|name| self.counters.values(name));
        let made = tidy(&made);
        if made.is_empty() {
            return;
        }
        if self.flow.is_empty() {
            if made.chars().any(char::is_alphanumeric) {
                let (list, level) = self.list_place();
                self.label = Some(Label { list, level, number: Some(made) });
            } else if self.label.is_none() && !self.lists.is_empty() {
                let (list, level) = self.list_place();
                self.label = Some(Label { list, level, number: None });
            }
        } else {
            self.flow.push(&made, &self.context.face);
        }
    }

    fn list_place(&self) -> (u32, u8) {
        let list = self.lists.last().map_or(0, |list| list.id);
        (list, u8::try_from(self.lists.len().saturating_sub(1)).unwrap_or(u8::MAX))
    }

    fn block(&mut self, id: Id, name: &str, style: &Style) {
        self.flush_unlabelled();
        let class = self.dom.attribute(id, "class").unwrap_or_default().to_owned();
        let before = self.context.clone();
        self.context.face = self.face(name, id, style);
        self.context.centred = style.centred.unwrap_or(before.centred)
            || name == "center"
            || self.dom.attribute(id, "align").is_some_and(|align| align.eq_ignore_ascii_case("center"));
        if style.centred.is_none() && class.contains("text-center") || class.contains("align-center") {
            self.context.centred = true;
        }
        self.context.preserved = style.preserved.unwrap_or(before.preserved) || name == "pre";
        if let Some(named) = style_of(name, &class) {
            self.context.style = named;
        }
        if class.contains("MsoCaption") || matches!(name, "figcaption" | "caption") {
            self.context.role = Some(Role::Caption);
        }
        if let Some(note) = self.notes.bodies.get(&id) {
            self.context.note = Some(note.clone());
        }
        if let Some(content) = &style.before {
            self.made(&content.clone());
        }
        self.children(id);
        self.flush_unlabelled();
        self.context = before;
    }

    fn list(&mut self, id: Id, name: &str, style: &Style) {
        self.flush_unlabelled();
        self.list_count += 1;
        let kind = self.dom.attribute(id, "type").map(str::to_owned);
        let usual = if name == "ol" { Some("decimal".to_owned()) } else { None };
        let shown = style.list.clone().or(kind).or(usual.clone());
        let shown = shown.filter(|shown| !matches!(shown.as_str(), "disc" | "circle" | "square"));
        let number = |name: &str| self.dom.attribute(id, name).and_then(|value| value.trim().parse::<i64>().ok());
        let entries = self.dom.children(id).iter().filter(|child| self.dom.name(**child) == "li").count();
        let reversed = self.dom.attribute(id, "reversed").map(|_| i64::try_from(entries).unwrap_or(0));
        self.lists.push(List::open(self.list_count, shown, number("start"), reversed));
        let before = self.context.clone();
        self.context.face = self.face(name, id, style);
        self.children(id);
        self.flush_unlabelled();
        self.context = before;
        self.lists.pop();
    }

    fn entry(&mut self, id: Id, style: &Style) {
        self.flush_unlabelled();
        let value = self.dom.attribute(id, "value").and_then(|value| value.trim().parse::<i64>().ok());
        let kind = style.list.clone().or_else(|| self.dom.attribute(id, "type").map(str::to_owned));
        let (list, level) = self.list_place();
        let mut label = None;
        if let Some(open) = self.lists.last_mut() {
            let number = open.next(value);
            let shown = kind.or_else(|| open.style.clone());
            label = match shown.as_deref() {
                Some("none") => None,
                Some("disc" | "circle" | "square") | None => Some(Label { list, level, number: None }),
                Some(shown) => Some(Label { list, level, number: Some(format!("{}.", written(number, shown))) }),
            };
        }
        self.label = label;
        let before = self.context.clone();
        self.context.face = self.face("li", id, style);
        if let Some(note) = self.notes.bodies.get(&id) {
            self.context.note = Some(note.clone());
            self.label = None;
        }
        if let Some(content) = &style.before {
            self.made(&content.clone());
        }
        self.children(id);
        self.flush();
        self.context = before;
    }

    fn table(&mut self, id: Id) {
        self.flush_unlabelled();
        let rows = tables::rows(self.dom, id);
        if tables::is_layout(self.dom, id, &rows) {
            let before = self.context.clone();
            for cell in rows.iter().flat_map(|row| &row.cells) {
                self.flush();
                if self.article.is_furniture(self.dom, *cell) {
                    self.furnish(*cell);
                } else {
                    self.children(*cell);
                }
            }
            self.flush();
            self.context = before;
            return;
        }
        for child in self.dom.children(id).to_vec() {
            if self.dom.name(child) == "caption" {
                self.element(child);
            }
        }
        self.flush();
        self.tables += 1;
        let table = self.tables;
        let bold = |dom: &Dom, row: &tables::Row| {
            row.cells.iter().all(|cell| is_bold(dom, *cell))
                && row.cells.iter().any(|cell| !dom.text(*cell).trim().is_empty())
        };
        let stated = rows.iter().any(|row| row.header);
        let first_bold =
            rows.first().is_some_and(|row| bold(self.dom, row)) && !rows.iter().skip(1).all(|row| bold(self.dom, row));
        // For each column the rows that a cell above still covers.
        let mut covered: Vec<usize> = Vec::new();
        for (nth, row) in rows.iter().enumerate() {
            if self.css.style(self.dom, row.id).hidden {
                continue;
            }
            self.paragraph += 1;
            let place = self.place();
            let (mut cells, mut after) = (Vec::new(), Vec::new());
            let mut column = 0;
            for cell in &row.cells {
                while covered.get(column).is_some_and(|rows| *rows > 0) {
                    covered_cell(&mut covered, &mut column, &mut cells);
                }
                let (columns, height) =
                    (tables::span(self.dom, *cell, "colspan"), tables::span(self.dom, *cell, "rowspan"));
                let (text, inner) = self.cell(*cell);
                after.extend(inner);
                cells.push(StyledCell { text, columns: u16::try_from(columns).unwrap_or(u16::MAX), continued: false });
                for _ in 0..columns {
                    if covered.len() <= column {
                        covered.resize(column + 1, 0);
                    }
                    if let Some(slot) = covered.get_mut(column) {
                        *slot = height - 1;
                    }
                    column += 1;
                }
            }
            while covered.get(column).is_some_and(|rows| *rows > 0) {
                covered_cell(&mut covered, &mut column, &mut cells);
            }
            let header = row.header || nth == 0 && !stated && first_bold;
            self.blocks.push(StyledBlock {
                style: BlockStyle::Row { table, header },
                cells,
                place,
                ..StyledBlock::default()
            });
            self.blocks.extend(after);
        }
    }

    /// The text of a cell, with the numbers of its lists; notes and tables inside it stand after the row.
    fn cell(&mut self, id: Id) -> (String, Vec<StyledBlock>) {
        let blocks = std::mem::take(&mut self.blocks);
        let paragraph = self.paragraph;
        let lists = std::mem::take(&mut self.lists);
        let before = std::mem::take(&mut self.context);
        self.children(id);
        self.flush();
        self.context = before;
        self.lists = lists;
        self.paragraph = paragraph;
        let inner = std::mem::replace(&mut self.blocks, blocks);
        let mut texts = Vec::new();
        let mut after = Vec::new();
        for block in inner {
            if !block.cells.is_empty() || matches!(block.style, BlockStyle::Note { .. }) {
                after.push(block);
                continue;
            }
            match block.label.as_ref().and_then(|label| label.number.as_deref()) {
                Some(number) => texts.push(format!("{number} {}", block.text)),
                None => texts.push(block.text),
            }
        }
        (texts.join(" "), after)
    }

    /// Ends a block; a label that waits for its text goes on waiting.
    fn flush_unlabelled(&mut self) {
        if self.flow.is_empty() {
            self.breaks = 0;
            return;
        }
        self.flush();
    }

    fn flush(&mut self) {
        self.breaks = 0;
        let label = self.label.take();
        if self.flow.is_empty() {
            return;
        }
        self.paragraph += 1;
        let flow = std::mem::take(&mut self.flow);
        let place = self.place();
        let style = match &mut self.context.note {
            Some((key, mark)) => {
                let style = BlockStyle::Note { key: key.clone(), mark: mark.clone() };
                mark.clear();
                style
            }
            None => self.context.style.clone(),
        };
        for mut block in flow.finish(&style, label.clone(), &place) {
            block.look.centred = self.context.centred;
            block.role = self.context.role;
            if matches!(block.style, BlockStyle::Note { .. }) {
                block.text = without_mark(&block.text, &style);
                // A second paragraph of a note runs on in the first.
                if let (BlockStyle::Note { mark, key }, Some(last)) = (&block.style, self.blocks.last_mut())
                    && mark.is_empty()
                    && matches!(&last.style, BlockStyle::Note { key: other, .. } if other == key)
                {
                    last.text.push(' ');
                    last.text.push_str(&block.text);
                    continue;
                }
            }
            self.blocks.push(block);
        }
        let _ = self.furniture;
    }
}

fn covered_cell(covered: &mut [usize], column: &mut usize, cells: &mut Vec<StyledCell>) {
    if let Some(slot) = covered.get_mut(*column) {
        *slot -= 1;
    }
    cells.push(StyledCell { text: String::new(), columns: 1, continued: true });
    *column += 1;
}

/// What element and class say of a block.
fn style_of(name: &str, class: &str) -> Option<BlockStyle> {
    let has = |word: &str| class.split_whitespace().any(|own| own.eq_ignore_ascii_case(word));
    if has("MsoTitle") || has("page-title") && name != "div" || has("title") && matches!(name, "p" | "h1") {
        return Some(BlockStyle::Title);
    }
    if has("MsoSubtitle") || has("subtitle") && name == "p" {
        return Some(BlockStyle::Subtitle);
    }
    if class.split_whitespace().any(|own| own.starts_with("MsoToc")) || has("toc") || has("table-of-contents") {
        return Some(BlockStyle::Contents);
    }
    if has("MsoQuote") || has("MsoIntenseQuote") || name == "blockquote" {
        return Some(BlockStyle::Quote);
    }
    match name {
        "h1" => Some(BlockStyle::Heading(1)),
        "h2" => Some(BlockStyle::Heading(2)),
        "h3" => Some(BlockStyle::Heading(3)),
        "h4" => Some(BlockStyle::Heading(4)),
        "h5" => Some(BlockStyle::Heading(5)),
        "h6" => Some(BlockStyle::Heading(6)),
        _ => None,
    }
}

/// A label of Word: a number as typed, or a bullet of a symbol font.
fn word_label(shown: &str, depth: usize) -> Label {
    let number = shown.chars().any(char::is_alphanumeric) && !matches!(shown, "o" | "§" | "Ø" | "ü" | "v" | "q");
    Label { list: 0, level: u8::try_from(depth).unwrap_or(0), number: number.then(|| shown.to_owned()) }
}

/// The text of a note without its own mark at the beginning.
fn without_mark(text: &str, style: &BlockStyle) -> String {
    let BlockStyle::Note { mark, .. } = style else { return text.to_owned() };
    if mark.is_empty() {
        return text.to_owned();
    }
    for shown in [
        format!("[{mark}]"),
        format!("({mark})"),
        format!("{mark}."),
        format!("{mark})"),
        format!("^{mark}"),
        format!("{mark} "),
        format!("{mark}:"),
    ] {
        if let Some(rest) = text.strip_prefix(&shown) {
            return rest.trim_start().to_owned();
        }
    }
    text.to_owned()
}

fn is_bold(dom: &Dom, cell: Id) -> bool {
    if dom.name(cell) == "th" {
        return true;
    }
    let mut open = vec![cell];
    while let Some(id) = open.pop() {
        match dom.node(id).map(|node| &node.data) {
            Some(Data::Text(text)) if !text.trim().is_empty() => return false,
            Some(Data::Element(element)) if matches!(&*element.name, "b" | "strong") => {}
            _ => open.extend(dom.children(id)),
        }
    }
    true
}
