//! minutebook turns years of meeting reports and consultation papers into a searchable record of what was decided, what
//! somebody undertook to do, and what was recommended: every entry one click from the exact place on the page.
//!
//! The stages, each from one type to the next:
//!
//! ```text
//! file --extract--> RawDocument --layout--> LaidOutDocument --segment--> Document --tag--> TaggedDocument --index--> tantivy
//!  (bytes)          (glyphs, fonts,         (lines in reading            (blocks,          (items)         \--export--> trackers
//!                    positions, pages)       order, furniture)            paragraphs)
//! ```
//!
//! The library never prints: it returns values, notes and errors. Only the `cli` module writes to the terminal.

pub mod acronyms;
pub mod audit;
pub mod cli;
pub mod error;
pub mod eval;
pub mod export;
pub mod extract;
pub mod index;
pub mod language;
pub mod layout;
pub mod model;
pub mod query;
pub mod record;
pub mod run;
pub mod search;
pub mod segment;
pub mod settings;
pub mod store;
pub mod tag;
pub mod text;
pub mod tracker;
pub mod workspace;

pub use error::{DocumentError, ErrorKind, RunError as Error};
pub use query::{Facet, Filters, Hit, Hits, Notice, Options, Query, QueryError, Snippet, Sort};
pub use record::{
    Assessed, Checked, CheckedRules, Correction, Export, ExportForm, Exported, ExportedFile, ListedRule, Merge, Record,
    Rules, Selected, Selection, Status, Tool,
};
pub use run::Options as RunOptions;
pub use run::observe::{Event, Observer, Unobserved};
pub use search::cite::{Citation, Style};
pub use search::coverage::Coverage;
pub use search::show::{Place, Shown, Why};
pub use tag::Sentence;
