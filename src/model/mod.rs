//! The types that travel between the stages, and nothing else: no stage's logic lives here.
//!
//! `raw` is what a reader found on the pages, `laid_out` the lines in reading order, `document` the blocks of the
//! contract, `item` the decisions, actions and recommendations found in them, `note` what a reader of the result should
//! know, `record` what the index holds, `row` and `table` a tracker. Lengths are PDF points (1/72 inch) from the top left of the page as displayed, y growing downwards, unless a
//! field says otherwise. Offsets are byte offsets into UTF-8 text.

pub mod assessments;
pub mod document;
pub mod item;
pub mod laid_out;
pub mod note;
pub mod raw;
pub mod record;
pub mod row;
pub mod state;
pub mod styled;
pub mod table;

pub use assessments::{Assessment, Assessments};
pub use document::{
    Anchor, Block, BlockType, Document, FootnoteRef, Locator, MEMBER_SEPARATOR, MONTHS, Meta, Role, Source, Standing,
};
pub use item::{DueState, Force, Item, Kind, TaggedDocument};
pub use laid_out::{
    Cell, DrawnPage, DrawnStretch, LaidOutDocument, Line, LineRole, PageSize, Place, RaisedMark, StyleSpan, Word,
};
pub use note::{Note, Stage};
pub use raw::{BBox, FileInfo, Font, Glyph, RawBody, RawDocument, RawPage, Rule, Run, RunFlags, TextLine};
pub use record::{Extra, Found, Report};
pub use row::{ANNEX_SEPARATOR, Column, HUMAN_COLUMNS, LIST_SEPARATOR, TrackerRow, WITHDRAWN};
pub use state::State;
pub use styled::{BlockStyle, FilePlace, Label, Look, NoteMark, RunKind, StyledBlock, StyledCell, StyledRun};
pub use table::{Cells, Table, TableRow, column_key, human_columns, table_keys};
