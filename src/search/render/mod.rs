//! Hits in print: text for people, JSON, JSON Lines and CSV for programs. docs/search.md lists the fields.

mod data;
mod place;
mod text;

pub(crate) use data::cells;
pub use data::{COLUMNS, csv, items_jsonl, json, jsonl};
pub use place::{place, whole_report};
pub use text::{Form, facets, hits, notices, years};
