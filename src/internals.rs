//! What tests, benches and fuzz targets need beside the facade: no part of the contract, and not for other programs.

/// Errors.
pub mod error {
    pub use crate::error::RunError;
}

/// How good the tagging is.
pub mod eval {
    pub use crate::eval::{evaluate, load};
}

/// Forms of exports.
pub mod export {
    pub use crate::export::{Titles, book, csv, ics, xlsx};
}

/// Reading files.
pub mod extract {
    pub use crate::extract::{Limits, Passwords, fuzz_targets, fuzzing, read_file};
}

/// The index.
pub mod index {
    pub use crate::index::{Reader, Writer};
}

/// Lines.
pub mod layout {
    pub use crate::layout::lay_out;
}

/// The types that travel.
pub mod model {
    pub use crate::model::*;
}

/// Queries.
pub mod query {
    pub use crate::query::{Filters, Options, Query, acronyms};
}

/// The run.
pub mod run {
    pub use crate::run::{Options, build, catalogue, check, observe, report, run_on};
}

/// Blocks.
pub mod segment {
    pub use crate::segment::segment;
}

/// Settings.
pub mod settings {
    pub use crate::settings::{Settings, TrackerSettings};
}

/// Storage.
pub mod store {
    pub use crate::store::{Ledger, OutputsMark, RunLock, Storage, faults, identity, strays};
}

/// Tagging.
pub mod tag {
    pub use crate::tag::{Context, Tagger};
}

/// Text.
pub mod text {
    pub use crate::text::formula;
}

/// Trackers.
pub mod tracker {
    pub use crate::tracker::{
        Conflict, Event, History, Merged, Occasion, Refresh, Subject, merge, read, records, refresh,
    };
}

/// Folders.
pub mod workspace {
    pub use crate::workspace::Workspace;
}

/// Threads.
pub mod threads {
    pub use crate::language::Language;
    pub use crate::threads::book::Book;
    pub use crate::threads::chain;
    pub use crate::threads::features::Reader;
    pub use crate::threads::gathered::Gathered;
    pub use crate::threads::linking::Found;
    pub use crate::threads::record::{Keeping, Linked, link, linked};
    pub use crate::threads::report::ReportStatements;
    pub use crate::threads::stretch;
    pub use crate::threads::words::Words;
}
