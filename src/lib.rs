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
//! Other programs begin at [`Record`], a workspace in hand. The library never prints: it returns values, notes and errors. Only
//! the command line writes to the terminal.

mod access;
mod acronyms;
mod audit;
mod budget;
mod cli;
mod error;
mod eval;
mod export;
mod extract;
mod index;
#[doc(hidden)]
pub mod internals;
mod language;
mod layout;
mod mcp;
mod model;
#[cfg(feature = "web")]
mod pages;
#[cfg(feature = "pictures")]
mod picture;
mod query;
mod record;
mod run;
mod search;
mod segment;
#[cfg(feature = "web")]
mod serve;
mod settings;
#[cfg(feature = "web")]
mod site;
mod store;
mod subprocess;
mod tag;
mod text;
mod threads;
mod tracker;
mod workspace;

pub use error::{DocumentError, ErrorKind, RunError as Error};
pub use eval::Evaluation;
pub use export::profile::check::Breach;
pub use model::{
    Anchor, Assessment, Assessments, Block, BlockType, Document, DueState, Extra, FootnoteRef, Force, Found, Item,
    Kind, Meta, Note, Report, Role, Source, Stage, Standing, TaggedDocument, TrackerRow,
};
#[cfg(feature = "pictures")]
pub use picture::PagePicture;
pub use query::{Facet, Filters, Hit, Hits, Neighbour, Notice, Options, Query, QueryError, Snippet, Sort, Wording};
pub use record::{
    Around, Assessed, CategoryName, Checked, CheckedRules, Correction, Export, ExportForm, Exported, ExportedFile,
    Followed, HandoutForm, ListedRule, Merge, Passage, Record, Rules, Selected, Selection, Status, Story, Table,
    TableLine, ThreadJudgement, Tool, TraceOf, Version,
};
pub use run::Options as RunOptions;
pub use run::catalogue::{Catalogue, CataloguedFile, CataloguedReport, FailedFile};
pub use run::observe::{Event, Observer, Unobserved};
pub use run::purge::{Purged, Subject};
pub use run::report::{RunReport, Totals};
pub use run::switch::{Switch, Switched};
pub use search::cite::{Citation, Style};
pub use search::coverage::{Coverage, Double, Hole};
pub use search::saved::Saved;
pub use search::show::{Place, Shown, Why};
pub use settings::Settings;
pub use store::check::Finding;
pub use store::ledger::Summary as LedgerSummary;
pub use store::{HeldBack, Pin};
pub use tag::Sentence;
pub use tag::explain::Explanation;
pub use tag::rules::diff::Diff;
pub use threads::book::{Does, Referral};
pub use threads::matters::{FollowState, Matter};
pub use threads::relation::Relation;
pub use threads::statement::Fate;
pub use threads::trace::{Changed, TakesUp, Trace, Traced};
pub use threads::versions::{Aligned, Change, Comparison};
pub use tracker::past::{Change as CellChange, Told as HistoryLine};
pub use tracker::progress::{Entry as ProgressEntry, Section as ProgressList};
pub use tracker::reworded::Pair as RewordedPair;
pub use tracker::{Conflict, Learnt, Since};
pub use workspace::Workspace;

/// The command line: parses the arguments of the process, prints, and answers the exit status.
#[doc(hidden)]
pub use cli::main as command_line;
