//! What did the user ask, and what does a hit look like? Query language, snippets, citation, status; no search engine
//! is named here.

pub mod acronyms;
pub mod cite;
pub mod coverage;
pub mod fuzzy;
pub mod hit;
pub mod items;
pub mod matching;
pub mod near;
pub mod numerals;
pub mod options;
pub mod query;
pub mod render;
pub mod safe;
pub mod saved;
pub mod show;
pub mod slots;
pub mod snippet;
pub mod twins;
pub mod words;

pub use hit::{Facet, Hit, Hits, Notice, Snippet};
pub use options::{Filters, Options, Sort};
pub use query::{Query, QueryError};
