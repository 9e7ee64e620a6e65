//! Styled blocks: what a file of a structured format says of itself, paragraph by paragraph, before anything is judged.
//!
//! A reader of DOCX, ODT, HTML, mail, spreadsheets or Markdown fills these in and guesses nothing; segment turns them into
//! blocks of the contract and guesses only what the file left open.

use super::{Locator, Role};

/// One paragraph, heading, list entry, table row or note, as the file has it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct StyledBlock {
    /// What the file says that it is.
    pub style: BlockStyle,
    /// Its words: single spaces, without automatic number, bullet or note marks; for rows empty (see `cells`).
    pub text: String,
    /// Number or bullet that the file keeps apart from the text.
    pub label: Option<Label>,
    /// Stretches of the text that are set apart, in order.
    pub runs: Vec<StyledRun>,
    /// Marks of notes taken out of the text.
    pub notes: Vec<NoteMark>,
    /// Cells of a table row.
    pub cells: Vec<StyledCell>,
    /// Of the header row of a list, what each column holds.
    pub fields: Vec<String>,
    /// How it looks, for headings that no style names.
    pub look: Look,
    /// Where it stands in the file.
    pub place: FilePlace,
    /// Its language, where it is not the document's.
    pub language: Option<String>,
    /// Who speaks, of a turn in a transcript.
    pub speaker: Option<String>,
    /// What part it plays, where the format says so: a cue, a caption, a disclaimer.
    pub role: Option<Role>,
    /// Something a reader of the result must know: tracked changes were accepted here, an image holds the words.
    pub doubt: Option<String>,
}

/// What the file says that a block is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum BlockStyle {
    /// Nothing.
    #[default]
    Plain,
    /// The title of the document.
    Title,
    /// What stands around a title: subtitle, author, date, mail headers.
    Subtitle,
    /// A heading of this level, from 1.
    Heading(u8),
    /// A quotation.
    Quote,
    /// A row of a table.
    Row {
        /// Tables are numbered within the document.
        table: u32,
        /// The file marks it as a header row.
        header: bool,
    },
    /// The text of a note; `key` is that of its mark.
    Note {
        /// What ties mark and note together.
        key: String,
        /// The mark as a reader sees it.
        mark: String,
    },
    /// A line of a list of contents.
    Contents,
    /// Furniture of pages: headers, footers, menus, quoted mail, comments; kept and labelled.
    Furniture,
    /// An entry of a list of definitions or a task list, without number.
    Entry,
}

/// A number or bullet that a file computes or keeps apart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Label {
    /// List within the document; entries of one list share it.
    pub list: u32,
    /// Depth in the list, from 0.
    pub level: u8,
    /// The label as a reader sees it: "12.", "(a)", "1.1"; `None` for a bullet.
    pub number: Option<String>,
}

/// A stretch of a block's text that is set apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StyledRun {
    /// Byte offsets into the text.
    pub span: [usize; 2],
    /// How.
    pub kind: RunKind,
}

/// How a stretch is set apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RunKind {
    /// Struck out by hand (not a tracked deletion).
    Struck,
    /// A link and where it leads.
    Link(String),
    /// Inserted as a tracked change, by whom.
    Inserted(Option<String>),
    /// Deleted as a tracked change, by whom; only where changes are shown.
    Deleted(Option<String>),
    /// Bold.
    Bold,
    /// Italic.
    Italic,
}

/// The mark of a note in a block's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteMark {
    /// Byte offset in the text where it stood.
    pub offset: usize,
    /// The mark as a reader sees it.
    pub mark: String,
    /// What ties it to its note.
    pub key: String,
}

/// A cell of a table row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StyledCell {
    /// Its words, single spaces.
    pub text: String,
    /// Columns that it covers, at least 1.
    pub columns: u16,
    /// It goes on from the row above.
    pub continued: bool,
}

/// How a block looks as a whole.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Look {
    /// All of it is bold.
    pub bold: bool,
    /// All of it is italic.
    pub italic: bool,
    /// All of it is underlined.
    pub underlined: bool,
    /// Centred.
    pub centred: bool,
    /// Size in points; 0 where the file does not say.
    pub size: f32,
    /// Indent in points of its left edge.
    pub indent: f32,
    /// It opens a page.
    pub starts_page: bool,
}

/// Where a block stands in its file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FilePlace {
    /// Page, where the file has rendered page breaks.
    pub page: Option<u32>,
    /// First and last line, of formats made of lines.
    pub lines: Option<[u32; 2]>,
    /// Paragraph, cell or message.
    pub at: Option<Locator>,
}

impl StyledBlock {
    /// A plain block of these words.
    #[must_use]
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// The same block in another style.
    #[must_use]
    pub fn styled(mut self, style: BlockStyle) -> Self {
        self.style = style;
        self
    }

    /// Whether it holds neither words nor cells.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text.trim().is_empty() && self.cells.iter().all(|cell| cell.text.trim().is_empty())
    }
}

impl StyledCell {
    /// A cell of one column.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), columns: 1, continued: false }
    }
}
