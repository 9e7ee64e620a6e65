//! Reads Rich Text (RTF): paragraphs with their styles, the numbers that the writing program put into `\listtext`, footnotes,
//! tables, code pages and Unicode. Fields give their results, pictures and unknown destinations nothing.
//!
//! Here groups open and close and letters find their encoding; [`words`] is what each control word does, [`blocks`] ends cells,
//! rows and paragraphs, [`charsets`] names code pages.

mod blocks;
mod charsets;
mod words;

use super::flow::{Face, Flow, tidy};
use super::input::Input;
use crate::error::DocumentError;
use crate::model::{BlockStyle, FileInfo, FilePlace, Locator, Note, RawBody, RawDocument, Stage, StyledBlock};
use encoding_rs::{Encoding, WINDOWS_1252};
use rustc_hash::FxHashMap;

/// Groups within each other; deeper ones are no text.
const DEEPEST: usize = 400;

/// Where text goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Target {
    #[default]
    Body,
    Skip,
    ListText,
    Note,
    StyleSheet,
    Info(&'static str),
    FontTable,
    FieldCode,
    Furniture,
}

#[derive(Debug, Clone, Default)]
struct State {
    target: Target,
    face: Face,
    hidden: bool,
    deleted: bool,
    font: i32,
    /// Characters that stand for a Unicode one in older programs.
    fallback: usize,
    /// The group began with `\*`: unknown destinations in it are skipped.
    starred: bool,
    raised: bool,
}

#[derive(Debug, Clone, Default)]
struct Paragraph {
    style: i32,
    outline: Option<u8>,
    centred: bool,
    in_table: bool,
    list: Option<u32>,
    level: u8,
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    states: Vec<State>,
    state: State,
    pending: Vec<u8>,
    skip: usize,
    encoding: &'static Encoding,
    fonts: FxHashMap<i32, &'static Encoding>,
    styles: FxHashMap<i32, String>,
    style_number: i32,
    buffer: String,
    paragraph: Paragraph,
    flow: Flow,
    label: Option<String>,
    blocks: Vec<StyledBlock>,
    after: Vec<StyledBlock>,
    furniture: Vec<String>,
    notes: u32,
    note_flows: Vec<(Flow, String)>,
    cells: Vec<String>,
    header_row: bool,
    tables: u32,
    last_was_row: bool,
    count: u32,
    page: u32,
    info: FileInfo,
    created: [Option<i32>; 3],
    note_mark: Option<String>,
}

/// Reads the file.
///
/// # Errors
/// It is no Rich Text.
pub(super) fn read(input: Input<'_>) -> Result<RawDocument, DocumentError> {
    if !input.bytes.trim_ascii_start().starts_with(b"{\\rtf") {
        return Err(input
            .error("damaged", "the file does not begin as Rich Text does ({\\rtf)")
            .with_hint("Open it in its program and save it again."));
    }
    let mut reader = Reader::new(input.bytes);
    reader.run();
    let mut blocks: Vec<StyledBlock> =
        reader.furniture.iter().map(|text| StyledBlock::plain(text.clone()).styled(BlockStyle::Furniture)).collect();
    blocks.append(&mut reader.blocks);
    let mut notes = Vec::new();
    if blocks.iter().all(StyledBlock::is_empty) {
        notes.push(Note::new(Stage::Extract, "empty-file", "the document holds no text"));
    }
    let mut info = reader.info;
    if let [Some(year), Some(month), Some(day)] = reader.created {
        info.created = Some(format!("{year:04}-{month:02}-{day:02}"));
    }
    Ok(RawDocument { source: input.source, info, body: RawBody::Styled(blocks), notes })
}

impl<'a> Reader<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        Self {
            bytes,
            at: 0,
            states: Vec::new(),
            state: State { fallback: 1, ..State::default() },
            pending: Vec::new(),
            skip: 0,
            encoding: WINDOWS_1252,
            fonts: FxHashMap::default(),
            styles: FxHashMap::default(),
            style_number: 0,
            buffer: String::new(),
            paragraph: Paragraph::default(),
            flow: Flow::default(),
            label: None,
            blocks: Vec::new(),
            after: Vec::new(),
            furniture: Vec::new(),
            notes: 0,
            note_flows: Vec::new(),
            cells: Vec::new(),
            header_row: false,
            tables: 0,
            last_was_row: false,
            count: 0,
            page: 1,
            info: FileInfo::default(),
            created: [None; 3],
            note_mark: None,
        }
    }

    fn run(&mut self) {
        while let Some(byte) = self.bytes.get(self.at).copied() {
            self.at += 1;
            match byte {
                b'{' => {
                    self.settle();
                    if self.states.len() < DEEPEST {
                        self.states.push(self.state.clone());
                    } else {
                        // Too deep for text: the rest of the file is skipped rather than misread.
                        break;
                    }
                    self.state.starred = false;
                }
                b'}' => self.close(),
                b'\\' => self.control(),
                b'\r' | b'\n' => {}
                _ if self.skip > 0 => self.skip -= 1,
                _ => self.pending.push(byte),
            }
        }
        self.settle();
        self.end_paragraph();
        self.end_row();
    }

    fn close(&mut self) {
        self.settle();
        let Some(outer) = self.states.pop() else { return };
        let inner = std::mem::replace(&mut self.state, outer);
        if inner.target == self.state.target {
            return;
        }
        match inner.target {
            Target::ListText => {
                let text = std::mem::take(&mut self.buffer);
                self.label = Some(text.trim().to_owned());
            }
            Target::StyleSheet => self.buffer.clear(),
            Target::Info(field) => {
                let text = tidy(&std::mem::take(&mut self.buffer));
                let slot = match field {
                    "title" => &mut self.info.title,
                    "author" => &mut self.info.author,
                    _ => &mut self.info.subject,
                };
                *slot = Some(text).filter(|text| !text.is_empty());
            }
            Target::Furniture => {
                let text = tidy(&std::mem::take(&mut self.buffer));
                if !text.is_empty() && !self.furniture.contains(&text) {
                    self.furniture.push(text);
                }
            }
            Target::Note => {
                if let Some((outer, key)) = self.note_flows.pop() {
                    let flow = std::mem::replace(&mut self.flow, outer);
                    let text = flow.text().trim().to_owned();
                    let mark = key.trim_start_matches('n').to_owned();
                    let text = text
                        .strip_prefix(&mark)
                        .filter(|rest| rest.starts_with([' ', '.', ')']) || rest.starts_with(char::is_uppercase))
                        .map_or(text.clone(), |rest| rest.trim_start_matches(['.', ')', ' ']).to_owned());
                    self.after.push(StyledBlock {
                        place: self.place(),
                        ..StyledBlock::plain(text).styled(BlockStyle::Note { key, mark })
                    });
                }
            }
            _ => {}
        }
    }

    fn place(&self) -> FilePlace {
        FilePlace { at: Some(Locator::Paragraph(self.count + 1)), ..FilePlace::default() }
    }

    /// A control word or symbol.
    fn control(&mut self) {
        let Some(first) = self.bytes.get(self.at).copied() else { return };
        if !first.is_ascii_alphabetic() {
            self.at += 1;
            match first {
                b'\'' => {
                    let digits = self.bytes.get(self.at..self.at + 2).and_then(|pair| std::str::from_utf8(pair).ok());
                    let byte = digits.and_then(|pair| u8::from_str_radix(pair, 16).ok());
                    self.at += 2;
                    match byte {
                        Some(_) if self.skip > 0 => self.skip -= 1,
                        Some(byte) => self.pending.push(byte),
                        None => {}
                    }
                }
                b'*' => self.state.starred = true,
                b'~' => self.say(" "),
                b'_' => self.say("-"),
                b'\\' | b'{' | b'}' => {
                    if self.skip > 0 {
                        self.skip -= 1;
                    } else {
                        self.pending.push(first);
                    }
                }
                b'\r' | b'\n' => self.word("par", None),
                _ => {}
            }
            return;
        }
        let start = self.at;
        while self.bytes.get(self.at).is_some_and(u8::is_ascii_alphabetic) && self.at - start < 32 {
            self.at += 1;
        }
        let word = String::from_utf8_lossy(self.bytes.get(start..self.at).unwrap_or_default()).into_owned();
        let number_start = self.at;
        if self.bytes.get(self.at) == Some(&b'-') {
            self.at += 1;
        }
        while self.bytes.get(self.at).is_some_and(u8::is_ascii_digit) && self.at - number_start < 11 {
            self.at += 1;
        }
        let number = std::str::from_utf8(self.bytes.get(number_start..self.at).unwrap_or_default())
            .ok()
            .and_then(|text| text.parse::<i32>().ok());
        if self.bytes.get(self.at) == Some(&b' ') {
            self.at += 1;
        }
        self.word(&word, number);
    }

    /// Text that waits for its encoding.
    fn settle(&mut self) {
        if self.pending.is_empty() {
            return;
        }
        let bytes = std::mem::take(&mut self.pending);
        let encoding = self.fonts.get(&self.state.font).copied().unwrap_or(self.encoding);
        let text = encoding.decode_without_bom_handling(&bytes).0.into_owned();
        self.say(&text);
    }

    fn say(&mut self, text: &str) {
        if self.state.hidden || self.state.deleted {
            return;
        }
        match self.state.target {
            Target::Skip | Target::FontTable | Target::FieldCode => {}
            Target::ListText | Target::Info(_) | Target::Furniture => self.buffer.push_str(text),
            Target::StyleSheet => {
                self.buffer.push_str(text);
                if let Some((name, _)) = self.buffer.split_once(';') {
                    self.styles.insert(self.style_number, name.trim().to_lowercase());
                    self.buffer.clear();
                }
            }
            Target::Body | Target::Note => {
                // A raised figure before a note is its mark as older programs write it.
                if self.state.raised
                    && self.note_mark.is_none()
                    && super::html::is_note_mark(text)
                    && self.state.target == Target::Body
                {
                    self.note_mark = Some(text.trim().to_owned());
                    return;
                }
                if let Some(mark) = self.note_mark.take() {
                    let face = self.state.face.clone();
                    self.flow.push(&mark, &face);
                }
                let face = self.state.face.clone();
                self.flow.push(text, &face);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::{Limits, Passwords, read_bytes};

    fn blocks(text: &str) -> Vec<StyledBlock> {
        let document = read_bytes(text.as_bytes(), "r.rtf", &Limits::default(), &Passwords::default()).unwrap();
        let RawBody::Styled(blocks) = document.body else { panic!("blocks") };
        blocks
    }

    #[test]
    fn styles_numbers_letters_and_notes() {
        let found = blocks(
            "{\\rtf1\\ansi\\ansicpg1252{\\stylesheet{\\s1 Heading 1;}}\\pard\\s1 Budget\\par\\pard{\\listtext\\pard\\plain 3.\\tab}\\ls1 The caf\\'e9 \\u8211\\'96 agreed{\\super\\chftn{\\footnote\\pard \\chftn In May.}}.\\par}",
        );
        assert_eq!(found[0].style, BlockStyle::Heading(1));
        assert_eq!(
            (found[1].text.as_str(), found[1].label.as_ref().unwrap().number.as_deref()),
            ("The café – agreed.", Some("3."))
        );
        assert_eq!((found[2].text.as_str(), found[1].notes[0].mark.as_str()), ("In May.", "1"));
    }

    #[test]
    fn tables_and_hidden_or_deleted_words() {
        let found = blocks(
            "{\\rtf1 \\trowd\\cellx1\\cellx2\\pard\\intbl One\\cell Two\\cell\\row\\pard After {\\v hidden}{\\deleted old }all.\\par}",
        );
        assert_eq!(found[0].cells.iter().map(|cell| cell.text.as_str()).collect::<Vec<_>>(), ["One", "Two"]);
        assert_eq!(found[1].text, "After all.");
    }

    #[test]
    fn depth_is_bounded() {
        assert!(blocks(&format!("{{\\rtf1 a{}", "{".repeat(1_000_000))).len() <= 1);
    }
}
