//! What a reader found in a file: glyphs with positions on pages, or plain text lines. Output of extract, input of layout.

use super::{Note, Source, StyledBlock};
use std::ops::Range;

/// A file as read: pages of positioned glyphs, or lines of text, with what the file says of itself.
#[derive(Debug, Clone)]
pub struct RawDocument {
    /// Where it came from.
    pub source: Source,
    /// What the file's own metadata says.
    pub info: FileInfo,
    /// The content.
    pub body: RawBody,
    /// What the reader noticed.
    pub notes: Vec<Note>,
}

/// The file's own metadata (PDF information dictionary or XMP, Markdown front matter), as found and not to be trusted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FileInfo {
    /// Title.
    pub title: Option<String>,
    /// Author.
    pub author: Option<String>,
    /// Subject.
    pub subject: Option<String>,
    /// Creation date as `YYYY-MM-DD`.
    pub created: Option<String>,
    /// Language tag (`en`, `fr-FR`).
    pub language: Option<String>,
    /// Address that the file says it was published or captured at.
    pub address: Option<String>,
    /// What kind of report the format itself makes it: `mail`, `transcript`, `list of recommendations`.
    pub kind: Option<String>,
    /// Of a message, the Message-ID of the one that it answers.
    pub in_reply_to: Option<String>,
    /// Of a message, the Message-ID of the first one of its thread.
    pub thread: Option<String>,
}

/// The three kinds of content a reader can deliver.
#[derive(Debug, Clone)]
pub enum RawBody {
    /// Positioned text (PDF).
    Pages {
        /// Fonts of the document; [`Run::font`] is an index into this.
        fonts: Vec<Font>,
        /// Pages in order; a damaged page is present and empty, with a note.
        pages: Vec<RawPage>,
    },
    /// Lines without positions (`.txt`).
    Lines(Vec<TextLine>),
    /// Blocks whose style, number and place the file states.
    Styled(Vec<StyledBlock>),
}

/// A line of a text file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextLine {
    /// Line number in the file, from 1.
    pub number: u32,
    /// The line without its end, otherwise untouched (leading blanks, form feed and all).
    pub text: String,
}

/// One page as displayed: rotation and crop box applied, origin top left, points.
#[derive(Debug, Clone, Default)]
pub struct RawPage {
    /// Counted from 1.
    pub number: u32,
    /// Width in points.
    pub width: f32,
    /// Height in points.
    pub height: f32,
    /// The text of all glyphs, in drawing order. A glyph may stand for no, one or several characters.
    pub text: String,
    /// The glyphs in drawing order.
    pub glyphs: Vec<Glyph>,
    /// Runs of glyphs drawn in the same way; together they cover `glyphs` exactly, in order.
    pub runs: Vec<Run>,
    /// Straight strokes and thin filled boxes: table rules, footnote separators, underlines.
    pub rules: Vec<Rule>,
    /// Share of the page covered by images, 0 to 1.
    pub image_share: f32,
}

/// One drawn glyph.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Glyph {
    /// Start of its characters in [`RawPage::text`]; they end where the next glyph's start.
    pub start: u32,
    /// Baseline origin, points from the left.
    pub x: f32,
    /// Baseline origin, points from the top.
    pub y: f32,
    /// Advance along the baseline in points, without character or word spacing.
    pub advance: f32,
}

/// Consecutive glyphs of one font, size, direction and rendering.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// Indices into [`RawPage::glyphs`].
    pub glyphs: Range<u32>,
    /// Index into the document's fonts.
    pub font: u16,
    /// Font size as displayed, in points (text matrix and page matrix applied).
    pub size: f32,
    /// Direction of the baseline, degrees counter-clockwise as displayed: 0 for ordinary horizontal text.
    pub angle: f32,
    /// Text rise in points (positive: raised), as set by the content stream.
    pub rise: f32,
    /// How it is drawn.
    pub flags: RunFlags,
}

/// Facts about a run that are not geometry.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RunFlags {
    /// Rendering mode 3 or 7: the text layer of a scan (OCR), kept and marked.
    pub invisible: bool,
    /// In white on white paper, or wholly transparent: there, but not seen.
    pub unseen: bool,
    /// Wholly outside the clipping path.
    pub clipped: bool,
    /// Wholly outside the page as displayed.
    pub off_page: bool,
    /// From an annotation or a form field, not from the page's content.
    pub extra: bool,
    /// Inside marked content tagged `Artifact` (PDF 32000-1, 14.8.2.2): the producer itself calls it furniture.
    pub artifact: bool,
    /// Drawn right to left; the text is in logical order all the same.
    pub right_to_left: bool,
    /// Written top to bottom (CJK).
    pub vertical: bool,
}

/// A font as the document uses it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Font {
    /// PostScript name without subset prefix.
    pub name: String,
    /// Bold by name, flags or weight.
    pub bold: bool,
    /// Italic or oblique.
    pub italic: bool,
    /// Fixed pitch.
    pub fixed: bool,
    /// Serif.
    pub serif: bool,
    /// Ascent above the baseline per unit of size (about 0.75).
    pub ascent: f32,
    /// Descent below the baseline per unit of size, positive (about 0.25).
    pub descent: f32,
    /// Share of the glyphs used whose characters are guesses, 0 to 1.
    pub guessed: f32,
}

/// A straight rule on the page (from a stroke, or a filled box thinner than three points), or shading behind text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rule {
    /// Its extent.
    pub bbox: BBox,
    /// A filled area, and no line.
    pub is_shade: bool,
}

/// Left, top, right, bottom in points from the top left of the page as displayed.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct BBox {
    /// Left edge.
    pub left: f32,
    /// Top edge.
    pub top: f32,
    /// Right edge.
    pub right: f32,
    /// Bottom edge.
    pub bottom: f32,
}

impl BBox {
    /// The smallest box that holds both.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        Self {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }

    /// Width in points, never negative.
    #[must_use]
    pub fn width(self) -> f32 {
        (self.right - self.left).max(0.0)
    }

    /// Height in points, never negative.
    #[must_use]
    pub fn height(self) -> f32 {
        (self.bottom - self.top).max(0.0)
    }
}
