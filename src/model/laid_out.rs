//! Lines in reading order, furniture and footnote areas labelled. Output of layout, input of segment.
//!
//! Text files enter here with the same type: no positions, but the same relative evidence (indent, space above), so that
//! segment has one way to decide, not two.

use super::raw::{BBox, FileInfo};
use super::{Note, Source, StyledBlock};

/// A document as lines in reading order.
#[derive(Debug, Clone)]
pub struct LaidOutDocument {
    /// Where it came from.
    pub source: Source,
    /// What the file says of itself.
    pub info: FileInfo,
    /// Page sizes, first page first; empty for text files.
    pub pages: Vec<PageSize>,
    /// All lines, in reading order; footnote lines stand after the body of their page or column.
    pub lines: Vec<Line>,
    /// Blocks of a format that states its structure: they need no layout, and `lines` is empty.
    pub styled: Vec<StyledBlock>,
    /// Size of the body text in points (the size most letters have); 0 for text files.
    pub body_size: f32,
    /// The pages' text in the order in which the file draws it: a reading that owes nothing to layout, for checking layout
    /// and segment against; empty for text files.
    pub drawn: Vec<DrawnPage>,
    /// Notes of extract and layout.
    pub notes: Vec<Note>,
}

/// A page's text in the order in which the file draws it, which most producers make the order of reading.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct DrawnPage {
    /// Counted from 1.
    pub number: u32,
    /// The characters of all glyphs; blanks only where the file draws some.
    pub text: String,
    /// Stretches of `text` that are drawn on one baseline without going back or leaving a wide gap, in order, covering it.
    pub stretches: Vec<DrawnStretch>,
}

/// A stretch of a drawn page: most often a line, or a part of one in a style of its own.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DrawnStretch {
    /// Byte offset in the page's text where it ends; it starts where the one before ends.
    pub end: u32,
    /// Left and right end of its advances, points from the left.
    pub span: (f32, f32),
    /// Its first glyph's baseline, points from the top.
    pub baseline: f32,
    /// Whether a reader sees it: not hidden, and not of an annotation or a form field.
    pub shows: bool,
}

/// A page's displayed size in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PageSize {
    /// Width.
    pub width: f32,
    /// Height.
    pub height: f32,
}

/// One line of text.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Words joined by single spaces, raised footnote marks taken out, line-end hyphen kept.
    pub text: String,
    /// Where it stands.
    pub place: Place,
    /// What layout takes it for.
    pub role: LineRole,
    /// Left and right edge in points of the column that the line stands in (page margins where there is one column); zeros
    /// for text files.
    pub column: (f32, f32),
    /// Start of the line right of its column's left edge, in ems of the line's size (text files: leading blanks / 2).
    pub indent: f32,
    /// Space between the line's right end and its column's right edge, in ems (text files: characters short of the longest
    /// line nearby / 2): a small value says that the line is full and the paragraph may go on.
    pub short_by: f32,
    /// Baseline distance to the line above in the same column, in units of the document's usual line distance: 1.0 is an
    /// ordinary next line. The first line of a page or column has 0. Text files: 1 + blank lines before.
    pub pitch: f32,
    /// First line on a new page or, in text files, after a form feed or what looks like a lost page break.
    pub starts_page: bool,
    /// Style runs that cover `text` exactly, in order; empty for text files.
    pub styles: Vec<StyleSpan>,
    /// Raised marks taken out of `text`, with where they stood.
    pub marks: Vec<RaisedMark>,
    /// The words of `text` with their horizontal extent: the way back to the page; empty for text files.
    pub words: Vec<Word>,
    /// For table rows, the cells; else empty.
    pub cells: Vec<Cell>,
    /// Tables are numbered within the document; lines of one table share the number.
    pub table: Option<u32>,
    /// Centred in its column, as titles and headings are.
    pub centred: bool,
    /// Drawn in a box of its own, as side boxes and call-outs are.
    pub boxed: bool,
    /// Number printed in the margin beside the line, without punctuation: the paragraph that begins here has it. It is no
    /// part of `text`.
    pub margin_number: Option<String>,
    /// Byte ranges of `text` that a rule runs through: struck out.
    pub struck: Vec<[u32; 2]>,
    /// A row of a table's header.
    pub header: bool,
}

/// Where a line stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Place {
    /// On a page.
    Page {
        /// Counted from 1.
        page: u32,
        /// Extent of the line.
        bbox: BBox,
        /// Baseline, points from the top.
        baseline: f32,
    },
    /// In a text file.
    Text {
        /// Line number from 1.
        line: u32,
    },
}

/// What layout takes a line for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LineRole {
    /// Running text, headings, lists.
    Body,
    /// Running header or footer, page number, document symbol, barcode, watermark.
    Furniture,
    /// In the footnote area of its page or column.
    Footnote,
    /// A row of a table, or one physical line of it.
    Table,
    /// Text of annotations and form fields.
    Extra,
    /// Invisible or clipped text that is not an OCR layer.
    Hidden,
}

/// A stretch of one style.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StyleSpan {
    /// Byte offset in the line's text where the stretch ends; it starts where the one before ends.
    pub end: u32,
    /// Size in points.
    pub size: f32,
    /// Bold.
    pub bold: bool,
    /// Italic.
    pub italic: bool,
    /// Fixed pitch.
    pub fixed: bool,
    /// Index of the font in the document: same index, same font.
    pub font: u16,
}

/// A raised mark (footnote reference) taken out of a line's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RaisedMark {
    /// Byte offset in the line's text where the mark stood.
    pub offset: u32,
    /// The mark: "1", "*", "a".
    pub text: String,
}

/// A word of a line and where it stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Word {
    /// Byte offset of its first character in the line's text.
    pub start: u32,
    /// Byte offset after its last character.
    pub end: u32,
    /// Left edge in points.
    pub left: f32,
    /// Right edge in points.
    pub right: f32,
}

/// A cell of a table row.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// Column of the table, from 0.
    pub column: u16,
    /// Its text, lines joined by newlines.
    pub text: String,
    /// Extent of its text, if positions are known.
    pub bbox: Option<BBox>,
}
