//! How edits of people and news of machines become one table again.
//!
//! `read` takes a tracker back in whatever form a spreadsheet saved it; `merge` puts it together with what the run found,
//! three ways by the `rev` of each row; [`History`] folds the ledger's events into the bases that merging needs.

mod account;
mod appended;
pub mod assessments;
mod conflicts;
pub mod corrections;
mod delta;
mod edited;
mod event;
mod files;
mod gathering;
mod history;
mod identify;
mod joined;
mod keys;
mod merge;
pub mod overrides;
mod read;
mod read_back;
mod refresh;
mod same;
pub mod share;
mod shares;
mod sheet;
mod shelf;
mod standing;
mod text;
pub mod tool;
mod workbook;
mod writing;

pub use account::{append, known_reports, load, load_common, load_report};
pub use appended::appended;
pub use corrections::Corrections;
pub use delta::{Delta, Since, delta};
pub use event::{Conflict, Event};
pub use history::{History, Subject};
pub use keys::{Learnt, learn};
pub use merge::{Merged, Occasion, merge};
pub use read::{read, records};
pub use refresh::{Refresh, Refreshed, refresh};
pub use sheet::Unreadable;
