//! Reads Markdown over pulldown-cmark: headings, lists with their numbers as typed, tables, notes, quotations, front matter.
//!
//! Every block keeps the lines that it stands on. Numbers are those of the source: CommonMark keeps only the first of a list.

use super::flow::{Face, Flow, opens_entry, tidy};
use super::input::Input;
use crate::error::DocumentError;
use crate::model::{
    BlockStyle, FileInfo, FilePlace, Label, Note, RawBody, RawDocument, Stage, StyledBlock, StyledCell,
};
use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use std::ops::Range;

/// A heading made by a line of dashes under it is one only up to so many words: longer ones are text over a rule.
const SETEXT_WORDS: usize = 16;

/// Reads the file. Never fails: what is no Markdown is text.
///
/// # Errors
/// None; the signature is that of all readers.
pub(super) fn read(input: Input<'_>) -> Result<RawDocument, DocumentError> {
    let mut notes = Vec::new();
    let text = super::text::decode(input.bytes, &mut notes).replace("\r\n", "\n").replace(['\r', '\u{c}'], "\n");
    let (blocks, info) = blocks(&text);
    if blocks.iter().all(StyledBlock::is_empty) {
        notes.push(Note::new(Stage::Extract, "empty-file", "the file holds no text; expected a report"));
    }
    Ok(RawDocument { source: input.source, info, body: RawBody::Styled(blocks), notes })
}

/// The blocks of a Markdown text and what its front matter says.
pub(super) fn blocks(text: &str) -> (Vec<StyledBlock>, FileInfo) {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    let mut reader = Reader::new(text);
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        reader.take(event, range);
    }
    reader.end_block();
    let mut blocks = reader.blocks;
    // A title that the text prints too is printed once.
    let title = blocks.iter().position(|block| block.style == BlockStyle::Title);
    let prints = |title: &StyledBlock, block: &StyledBlock| {
        matches!(block.style, BlockStyle::Heading(_)) && block.text == title.text
    };
    if let Some(at) = title
        && blocks.get(at).is_some_and(|title| blocks.iter().any(|block| prints(title, block)))
    {
        blocks.remove(at);
    }
    (blocks, reader.info)
}

struct Reader<'a> {
    text: &'a str,
    line_starts: Vec<usize>,
    blocks: Vec<StyledBlock>,
    info: FileInfo,
    flow: Flow,
    face: Face,
    bold: u32,
    italic: u32,
    range: Range<usize>,
    style: BlockStyle,
    quotes: u32,
    lists: Vec<u32>,
    list_count: u32,
    /// Label of the entry that was opened and has no text yet.
    label: Option<Label>,
    note: Option<String>,
    row: Option<Row>,
    tables: u32,
    front: Option<String>,
    code: bool,
    html: Option<String>,
}

struct Row {
    header: bool,
    cells: Vec<StyledCell>,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        Self {
            text,
            line_starts: std::iter::once(0).chain(breaks).collect(),
            blocks: Vec::new(),
            info: FileInfo::default(),
            flow: Flow::default(),
            face: Face::default(),
            bold: 0,
            italic: 0,
            range: 0..0,
            style: BlockStyle::Plain,
            quotes: 0,
            lists: Vec::new(),
            list_count: 0,
            label: None,
            note: None,
            row: None,
            tables: 0,
            front: None,
            code: false,
            html: None,
        }
    }

    fn take(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag, range),
            Event::Text(words) if self.front.is_some() => {
                if let Some(front) = &mut self.front {
                    front.push_str(&words);
                }
            }
            Event::Text(words) if self.code => self.code_text(&words, range),
            Event::Text(words) | Event::Code(words) => self.words(&words, range),
            Event::SoftBreak | Event::HardBreak => self.flow.line_break(),
            Event::FootnoteReference(mark) => self.flow.note(mark.to_string(), mark.to_string()),
            Event::TaskListMarker(done) => self.words(if done { "[x] " } else { "[ ] " }, range),
            Event::InlineHtml(tag) if tag.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("<br")) => {
                self.flow.line_break();
            }
            Event::Html(html) => {
                if let Some(kept) = &mut self.html {
                    kept.push_str(&html);
                }
            }
            Event::Rule if self.text.get(range.clone()).is_some_and(|rule| rule.contains('*')) => {
                self.end_block();
                self.words("* * *", range);
                self.end_block();
            }
            Event::Rule => self.end_block(),
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Paragraph => self.begin(BlockStyle::Plain, range),
            Tag::Heading { level, .. } => {
                let style = if self.is_heading(&range) { BlockStyle::Heading(depth(level)) } else { BlockStyle::Plain };
                self.begin(style, range);
            }
            Tag::BlockQuote(_) => {
                self.end_block();
                self.quotes += 1;
            }
            Tag::CodeBlock(kind) => {
                self.begin(BlockStyle::Plain, range);
                self.code = true;
                // A fence says that its lines are meant as they stand; an indent is mostly a list that went too deep.
                let _ = matches!(kind, CodeBlockKind::Fenced(_));
            }
            Tag::List(_) => {
                self.end_block();
                self.list_count += 1;
                self.lists.push(self.list_count);
            }
            Tag::Item => {
                self.end_block();
                let level = u8::try_from(self.lists.len().saturating_sub(1)).unwrap_or(u8::MAX);
                let number = typed_number(self.text.get(range.clone()).unwrap_or_default());
                self.label = Some(Label { list: self.lists.last().copied().unwrap_or(0), level, number });
                self.range = range;
            }
            Tag::FootnoteDefinition(mark) => {
                self.end_block();
                self.note = Some(mark.to_string());
            }
            Tag::Table(_) => {
                self.end_block();
                self.tables += 1;
            }
            Tag::TableHead => self.row = Some(Row { header: true, cells: Vec::new() }),
            Tag::TableRow => self.row = Some(Row { header: false, cells: Vec::new() }),
            Tag::Strong => self.bold += 1,
            Tag::Emphasis => self.italic += 1,
            Tag::Strikethrough => self.face.struck = true,
            Tag::Link { dest_url, .. } => self.face.link = Some(dest_url.to_string()),
            Tag::MetadataBlock(_) => self.front = Some(String::new()),
            Tag::HtmlBlock => {
                self.end_block();
                self.range = range;
                self.html = Some(String::new());
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item => self.end_block(),
            TagEnd::CodeBlock => {
                self.end_block();
                self.code = false;
            }
            TagEnd::BlockQuote(_) => {
                self.end_block();
                self.quotes = self.quotes.saturating_sub(1);
            }
            TagEnd::List(_) => {
                self.end_block();
                self.lists.pop();
            }
            TagEnd::FootnoteDefinition => {
                self.end_block();
                self.note = None;
            }
            TagEnd::TableCell => {
                let cell = std::mem::take(&mut self.flow).cell();
                if let Some(row) = &mut self.row {
                    row.cells.push(StyledCell::new(cell));
                }
            }
            TagEnd::TableHead | TagEnd::TableRow => self.end_row(range),
            TagEnd::Strong => self.bold = self.bold.saturating_sub(1),
            TagEnd::Emphasis => self.italic = self.italic.saturating_sub(1),
            TagEnd::Strikethrough => self.face.struck = false,
            TagEnd::Link => self.face.link = None,
            TagEnd::MetadataBlock(_) => {
                if let Some(front) = self.front.take() {
                    front_matter(&front, &mut self.info);
                    let place = self.place(range);
                    let lines = [
                        (self.info.title.clone(), BlockStyle::Title),
                        (self.info.created.clone(), BlockStyle::Subtitle),
                    ];
                    let shown = lines.into_iter().filter_map(|(line, style)| Some((line?, style)));
                    self.blocks.extend(shown.map(|(line, style)| StyledBlock {
                        place: place.clone(),
                        ..StyledBlock::plain(line).styled(style)
                    }));
                }
            }
            TagEnd::HtmlBlock => {
                if let Some(html) = self.html.take() {
                    let place = self.place(self.range.clone());
                    self.blocks.extend(
                        without_tags(&html)
                            .into_iter()
                            .map(|text| StyledBlock { place: place.clone(), ..StyledBlock::plain(text) }),
                    );
                }
            }
            _ => {}
        }
    }

    fn begin(&mut self, style: BlockStyle, range: Range<usize>) {
        self.end_block();
        self.style = style;
        self.range = range;
    }

    fn words(&mut self, words: &str, range: Range<usize>) {
        if self.flow.is_empty() && self.row.is_none() {
            self.range.start = range.start.max(self.range.start);
        }
        self.range.end = self.range.end.max(range.end);
        self.face.bold = self.bold > 0;
        self.face.italic = self.italic > 0;
        self.flow.push(words, &self.face);
    }

    /// Lines of a code block stand each for itself where they open an entry or a line was left out; else they run on.
    fn code_text(&mut self, words: &str, range: Range<usize>) {
        for line in words.split('\n') {
            let line = line.trim();
            if line.is_empty() {
                continue;
            }
            if opens_entry(line) && !self.flow.is_empty() {
                self.end_block();
                self.range = range.clone();
            }
            self.flow.push(line, &self.face);
            self.flow.line_break();
        }
    }

    fn end_block(&mut self) {
        if self.flow.is_empty() {
            return;
        }
        let flow = std::mem::take(&mut self.flow);
        let style = match (&self.note, std::mem::take(&mut self.style)) {
            (Some(key), _) => {
                // Further paragraphs of a note have no mark of their own.
                let first = !self
                    .blocks
                    .last()
                    .is_some_and(|last| matches!(&last.style, BlockStyle::Note { key: other, .. } if other == key));
                BlockStyle::Note { key: key.clone(), mark: if first { key.clone() } else { String::new() } }
            }
            (None, BlockStyle::Plain) if self.quotes > 0 => BlockStyle::Quote,
            (None, style) => style,
        };
        let place = self.place(self.range.clone());
        let label = self.label.take();
        self.blocks.extend(flow.finish(&style, label, &place));
    }

    fn end_row(&mut self, range: Range<usize>) {
        let Some(row) = self.row.take() else { return };
        let place = self.place(range);
        let style = BlockStyle::Row { table: self.tables, header: row.header };
        self.blocks.push(StyledBlock { style, cells: row.cells, place, ..StyledBlock::default() });
    }

    /// The lines of a stretch of the source.
    fn place(&self, range: Range<usize>) -> FilePlace {
        let line =
            |at: usize| u32::try_from(self.line_starts.partition_point(|start| *start <= at)).unwrap_or(u32::MAX);
        let source = self.text.get(range.clone()).unwrap_or_default();
        let end = range.start + source.trim_end().len().max(1);
        FilePlace { lines: Some([line(range.start), line(end - 1)]), ..FilePlace::default() }
    }

    /// Whether a heading is one: a line over dashes may be a sentence over a rule.
    fn is_heading(&self, range: &Range<usize>) -> bool {
        let source = self.text.get(range.clone()).unwrap_or_default().trim_start();
        source.starts_with('#')
            || source.split_whitespace().count() <= SETEXT_WORDS
                && source.trim_end_matches(['-', '=', '\n', ' ']).lines().count() == 1
    }
}

fn depth(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

/// "7." or "7)" at the start of an entry, as typed; `None` for bullets.
fn typed_number(source: &str) -> Option<String> {
    let source = source.trim_start();
    let digits = source.bytes().take_while(u8::is_ascii_digit).count();
    let close = source.get(digits..)?.chars().next().filter(|c| matches!(c, '.' | ')'))?;
    (digits > 0).then(|| format!("{}{close}", source.get(..digits).unwrap_or_default()))
}

/// Title, author, date and language of a front matter, one a line.
fn front_matter(front: &str, info: &mut FileInfo) {
    for line in front.lines() {
        let Some((key, value)) = line.split_once(':') else { continue };
        let value = tidy(value.trim().trim_matches(['"', '\'']));
        if value.is_empty() {
            continue;
        }
        match key.trim().to_lowercase().as_str() {
            "title" => info.title = Some(value),
            "author" | "authors" => info.author = Some(value),
            "date" => info.created = value.get(..10).map(str::to_owned),
            "lang" | "language" => info.language = Some(value),
            "url" | "permalink" if value.contains("://") => info.address = Some(value),
            _ => {}
        }
    }
}

/// The lines of a stretch of HTML without its tags.
fn without_tags(html: &str) -> Vec<String> {
    let (mut lines, mut line, mut inside) = (Vec::new(), String::new(), false);
    for c in html.chars() {
        match c {
            '<' => inside = true,
            '>' if inside => {
                inside = false;
                line.push(' ');
            }
            '\n' => lines.push(std::mem::take(&mut line)),
            _ if !inside => line.push(c),
            _ => {}
        }
    }
    lines.push(line);
    lines.iter().map(|line| tidy(line)).filter(|line| !line.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<(String, String)> {
        let (blocks, _) = blocks(text);
        let label = |block: &StyledBlock| {
            block.label.as_ref().map_or(String::new(), |label| label.number.clone().unwrap_or("•".into()))
        };
        blocks
            .iter()
            .map(|block| {
                (
                    label(block),
                    if block.cells.is_empty() {
                        block.text.clone()
                    } else {
                        block.cells.iter().map(|c| c.text.as_str()).collect::<Vec<_>>().join("|")
                    },
                )
            })
            .collect()
    }

    fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
        list.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
    }

    #[test]
    fn numbers_stay_as_typed_and_lists_nest() {
        let text = "7. Seven.\n9. Nine:\n   - a point\n   - another\n\n12. Twelve.\n";
        assert_eq!(
            shown(text),
            pairs(&[("7.", "Seven."), ("9.", "Nine:"), ("•", "a point"), ("•", "another"), ("12.", "Twelve.")])
        );
    }

    #[test]
    fn tables_notes_tasks_and_front_matter() {
        let text = "---\ntitle: \"Views on the forum\"\nlang: en\n---\n\nAgreed[^1] today.\n\n| No. | Text |\n|---|---|\n| 1 | Meet ~~often~~ less |\n\n- [x] sent\n\n[^1]: In May.\n";
        let (blocks, info) = blocks(text);
        assert_eq!((info.title.as_deref(), info.language.as_deref()), (Some("Views on the forum"), Some("en")));
        assert_eq!((blocks[0].text.as_str(), &blocks[0].style), ("Views on the forum", &BlockStyle::Title));
        assert_eq!(blocks[1].notes[0].mark, "1");
        assert_eq!(blocks[1].place.lines, Some([6, 6]));
        assert!(matches!(blocks[2].style, BlockStyle::Row { header: true, .. }));
        assert_eq!(blocks[3].cells[1].text, "Meet often less");
        assert_eq!(blocks[4].text, "[x] sent");
        assert!(matches!(&blocks[5].style, BlockStyle::Note { mark, .. } if mark == "1"));
        assert_eq!(shown("---\ntitle: Views\n---\n\n# Views\n\nText.\n").len(), 2, "printed once");
    }

    #[test]
    fn a_sentence_over_a_rule_is_no_heading() {
        let (blocks, _) = blocks(
            "The group met for the third time this year and agreed on the plan for the next two seasons.\n---\nMore.\n",
        );
        assert_eq!(blocks[0].style, BlockStyle::Plain);
    }

    #[test]
    fn entries_typed_in_one_paragraph_part() {
        assert_eq!(shown("The group agreed:\n(a) to meet;\n(b) to write.\n").len(), 3);
    }
}
