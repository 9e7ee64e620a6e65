//! Walks a page: blocks, notes, furniture. [`entries`] gives lists their numbers, [`rows`] reads tables.

mod entries;
mod rows;

use super::article::{Article, is_silent};
use super::css::{Css, Style};
use super::dom::{Data, Dom, Id, is_block};
use super::lists::{Counters, List};
use super::notes::{Notes, mark_of, opens_block};
use crate::extract::flow::{Face, Flow, tidy};
use crate::model::{BlockStyle, FilePlace, Label, Locator, Role, StyledBlock};

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
    context: Context,
    breaks: u32,
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
            self.number_as_typed(&number);
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
    }
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
