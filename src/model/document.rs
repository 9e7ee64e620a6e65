//! The document contract `minutebook/document/1`: what `extract --format json` prints and what every later stage reads.

use super::Note;
use serde::{Deserialize, Serialize};

/// Name and version of the contract.
pub const SCHEMA: &str = "minutebook/document/1";

/// What parts a file's path from that of a member in it: `box.mbox!message.eml`.
pub const MEMBER_SEPARATOR: char = '!';

/// One report as blocks in reading order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// Always [`SCHEMA`].
    pub schema: String,
    /// Where it came from.
    pub source: Source,
    /// What it is.
    pub meta: Meta,
    /// The blocks in reading order; a footnote stands after the block that holds its mark.
    pub blocks: Vec<Block>,
    /// What the stages noticed.
    pub notes: Vec<Note>,
}

/// The file that a report was read from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Path relative to the corpus, with forward slashes.
    pub path: String,
    /// SHA-256 of the bytes, lower-case hexadecimal.
    pub sha256: String,
    /// Size in bytes.
    pub bytes: u64,
    /// Name of the format in the registry: `pdf`, `docx`, `html`, `txt`.
    pub format: String,
    /// The producing program, as the file says.
    pub producer: Option<String>,
    /// Number of pages; `None` for text.
    pub pages: Option<u32>,
}

/// What a report is: detected, or set by `corpus/manifest.csv`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meta {
    /// The report key: `mag-2017-03-28`.
    pub key: String,
    /// Title as printed.
    pub title: Option<String>,
    /// The body that met: `MAG`, `WG-IMP`.
    pub body: Option<String>,
    /// The meeting: `Virtual Meeting II`.
    pub meeting: Option<String>,
    /// First or only day, `YYYY-MM-DD`, `YYYY-MM` or `YYYY`.
    pub date: Option<String>,
    /// Last day of a meeting of several days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date_to: Option<String>,
    /// `summary report`, `meeting report`, `synthesis paper`, `resolution`, `minutes`, `contribution`, `transcript`, `agenda`.
    pub kind: Option<String>,
    /// Language tag, `en` where nothing speaks against it.
    pub language: Option<String>,
    /// Document symbol: `A/80/604/Add.4`.
    pub symbol: Option<String>,
    /// Where the report is published, from the manifest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// How far the report's words bind; `None` where nothing speaks against [`Standing::Adopted`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub standing: Option<Standing>,
    /// Who wrote it, where the report or its file says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// Of a message, the Message-ID of the one that it answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_reply_to: Option<String>,
    /// Of a message, the Message-ID of the first one of its thread, its own where it opens one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thread: Option<String>,
}

/// How far words bind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Standing {
    /// A final report of the body.
    #[default]
    Adopted,
    /// A draft or a text under negotiation: options in brackets, "zero draft".
    Draft,
    /// The words of another document.
    Quoted,
    /// A decision of another time or another body that is only recalled.
    Recalled,
    /// A motion that was lost.
    Failed,
    /// The paper of one party.
    Contribution,
    /// What was said, as captioned: no authoritative record.
    Transcript,
}

impl Standing {
    /// The standing as a word, as in the contract.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Adopted => "adopted",
            Self::Draft => "draft",
            Self::Quoted => "quoted",
            Self::Recalled => "recalled",
            Self::Failed => "failed",
            Self::Contribution => "contribution",
            Self::Transcript => "transcript",
        }
    }
}

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BlockType {
    /// The report's title.
    Title,
    /// Date line, status line, subtitle.
    Meta,
    /// A heading.
    Heading,
    /// A paragraph; of the body's own series where it has a number.
    Paragraph,
    /// A paragraph quoted from another document.
    QuoteParagraph,
    /// An entry of a list or an agenda, a lettered line under a stem.
    ListItem,
    /// A footnote.
    Footnote,
    /// The heading of an annex.
    Annex,
    /// A row of a table.
    TableRow,
    /// A field of a template to fill in.
    TemplateField,
    /// A name in a list of participants.
    Participant,
    /// "\[End\]", "* * *".
    EndMark,
    /// Running header, page number and the like.
    Furniture,
}

impl BlockType {
    /// The word of the document contract.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Meta => "meta",
            Self::Heading => "heading",
            Self::Paragraph => "paragraph",
            Self::QuoteParagraph => "quote_paragraph",
            Self::ListItem => "list_item",
            Self::Footnote => "footnote",
            Self::Annex => "annex",
            Self::TableRow => "table_row",
            Self::TemplateField => "template_field",
            Self::Participant => "participant",
            Self::EndMark => "end_mark",
            Self::Furniture => "furniture",
        }
    }
}

/// What part a block plays, where that is plain; its type says what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// What was moved, with its mover, vote or outcome.
    Motion,
    /// An action line: "Action: CHAIR (by 3 May)".
    Action,
    /// A line on the state of what stands beside it: "Status: pending".
    Status,
    /// The caption of a table or figure.
    Caption,
    /// A note beside the text.
    SideNote,
    /// A speaker's turn.
    Speaker,
    /// A question of a consultation or survey.
    Question,
    /// A line of a list of contents.
    Contents,
    /// A captioner's cue: "\[Applause\]".
    Cue,
    /// A captioner's or publisher's disclaimer.
    Disclaimer,
}

/// One logical unit of a report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Block {
    /// `KEY#7`, `KEY#annex-2/26`; empty until identity is assigned.
    pub id: String,
    /// What it is.
    #[serde(rename = "type")]
    pub block_type: BlockType,
    /// Printed number or letter without punctuation; of a footnote its mark.
    pub number: Option<String>,
    /// Single spaces, hyphens resolved, without number, bullet, marks or furniture.
    pub text: String,
    /// Labels of the annexes above, outermost first; an annex heading's path includes itself.
    pub annex: Vec<String>,
    /// Nearest heading above in the same annex; of a heading, its parent.
    pub section: Option<String>,
    /// Level of a heading, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<u8>,
    /// Cells of a table row.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cells: Option<Vec<String>>,
    /// Where it stands; several where it crosses lines of pages or columns.
    pub anchors: Vec<Anchor>,
    /// Footnote marks in the text.
    pub footnote_refs: Vec<FootnoteRef>,
    /// What part it plays, where that is plain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    /// Who speaks, of a speaker's turn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speaker: Option<String>,
    /// The header row of a table.
    #[serde(default, skip_serializing_if = "is_false")]
    pub header: bool,
    /// Of the header row of a list, what each column holds (`number`, `text`, `category`, `status`, `owner`, `due`, `source`, `priority`,
    /// `comment`, "" for anything else), as its reader takes it or the manifest says.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<String>,
    /// How far its words bind, where that differs from the report's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub standing: Option<Standing>,
    /// Byte ranges of the text that are struck out; no item is made of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub struck: Vec<[usize; 2]>,
    /// Why this block may not read as the page does; absent where there is no doubt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doubt: Option<String>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature is serde's")]
fn is_false(value: &bool) -> bool {
    !value
}

/// A stretch of a block's text and where it stands in the source.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Anchor {
    /// Page from 1; `None` for text files.
    pub page: Option<u32>,
    /// Left, top, right, bottom in points from the top left; `None` for text files.
    pub bbox: Option<[f32; 4]>,
    /// Byte offsets into the block's text.
    pub span: [usize; 2],
    /// First and last line of a text file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lines: Option<[u32; 2]>,
    /// Place in a file that has neither pages nor lines.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Locator>,
}

/// A place in a file of a format without pages: what its own program calls it by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Locator {
    /// Paragraph of a word-processor file or a web page, from 1, tables and notes counted where they stand.
    Paragraph(u32),
    /// Cell of a spreadsheet.
    Cell {
        /// Name of the sheet; empty where the format has one only.
        sheet: String,
        /// The cell as its program names it: `B7`.
        cell: String,
    },
    /// Message of a mailbox, by its Message-ID, and the line of its text.
    Message {
        /// The Message-ID without angle brackets.
        id: String,
        /// Line of the message's text, from 1.
        line: u32,
    },
    /// Time of a caption: `00:12:03`.
    Time(String),
}

impl std::fmt::Display for Locator {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Paragraph(number) => write!(formatter, "para. {number}"),
            Self::Cell { sheet, cell } if sheet.is_empty() => write!(formatter, "cell {cell}"),
            Self::Cell { sheet, cell } => write!(formatter, "sheet {sheet}, cell {cell}"),
            Self::Message { id, line } => write!(formatter, "message <{id}>, line {line}"),
            Self::Time(time) => write!(formatter, "at {time}"),
        }
    }
}

/// A footnote mark in a block's text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FootnoteRef {
    /// The mark: "1", "*".
    pub mark: String,
    /// Byte offset into the block's text where it stood.
    pub offset: usize,
}

impl Block {
    /// A block of which nothing is known but its type and its words.
    #[must_use]
    pub fn bare(block_type: BlockType, text: impl Into<String>) -> Self {
        Self {
            id: String::new(),
            block_type,
            number: None,
            text: text.into(),
            annex: Vec::new(),
            section: None,
            level: None,
            cells: None,
            anchors: Vec::new(),
            footnote_refs: Vec::new(),
            role: None,
            speaker: None,
            header: false,
            fields: Vec::new(),
            standing: None,
            struck: Vec::new(),
            doubt: None,
        }
    }
}

/// English names of the months in lower case, January first.
pub const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
