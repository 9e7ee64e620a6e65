//! How edits of people and news of machines become one table again.
//!
//! `read` takes a tracker back in whatever form a spreadsheet saved it; `merge` puts it together with what the run found,
//! three ways by the `rev` of each row; [`History`] folds the ledger's events into the bases that merging needs.

mod account;
mod appended;
pub mod assessments;
mod caches;
mod conflicts;
pub mod corrections;
mod delta;
mod edited;
mod event;
mod files;
mod gathering;
mod history;
mod identify;
mod inherit;
mod keys;
mod known;
mod merge;
mod numbers;
mod open_elsewhere;
pub mod overrides;
pub mod past;
mod persons_workbook;
pub mod progress;
mod read;
mod read_back;
mod refresh;
mod report_rows;
pub mod reworded;
mod round;
mod same;
pub mod sheet;
mod status_there;
mod text;
pub mod tool;
mod word_tables;
mod work;
mod workbook;
mod writing;

pub use account::{append, known_reports, load, load_common, load_report};
pub use appended::appended;
pub use corrections::Corrections;
pub use delta::{Delta, Since, delta};
pub use event::{Conflict, Event, Verdict};
pub use history::{History, Subject};
pub use keys::{Learnt, learn};
pub use merge::merge;
pub use read::{read, records};
pub use refresh::{Refreshed, refresh};
pub use round::Refresh;
pub use sheet::Unreadable;
pub use status_there::taken_back;
pub use work::{Merged, Occasion};
