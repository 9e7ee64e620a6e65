//! How are blocks and items found again? The one module that names tantivy.
//!
//! Not for the meaning of a query or the look of a hit: those are [`crate::search`]'s.

mod advice;
mod collect;
mod conditions;
mod counts;
mod directory;
mod document;
mod names;
mod near;
mod nearest;
mod neighbours;
mod passage;
mod plain;
mod plan;
mod rank;
mod reader;
mod schema;
mod search;
mod stored;
mod surroundings;
mod terms;
mod tokens;
mod writer;

pub use reader::Reader;
pub use schema::VERSION;
pub use writer::Writer;

#[cfg(test)]
pub(crate) mod tests;
