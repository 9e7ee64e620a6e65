//! What did the user ask, and does a text answer it? Needs no index and names no search engine.
//!
//! The query language: words, "phrases", +must, -not, AND/OR/NOT, parentheses, `newcom*`, `term~1`, `"a b"~5`, fields,
//! ranges and `exact:`.
//!
//! Words beside each other must all be found, unless some carry `+`: then only those must, and the rest lift a hit. AND
//! binds tighter than OR. A query prints in its canonical form, which reads back as the same query.

pub mod acronyms;
pub mod ast;
mod conditions;
mod cursor;
pub mod dates;
mod error;
pub mod fields;
pub mod fuzzy;
mod hanzi;
pub mod hit;
pub mod items;
pub mod matching;
pub mod near;
pub mod options;
mod parse;
pub mod plain;
pub mod scripts;
pub mod slots;
pub mod snippet;
mod terms;
pub mod twins;
pub mod words;

pub use ast::{Form, Node, Text};
pub use error::QueryError;
pub use fields::Field;
pub use hit::{Facet, Hit, Hits, Neighbour, Notice, Snippet};
pub use options::{Filters, Options, Sort, Wording};

use std::fmt;
use std::str::FromStr;

/// A query that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// What it means.
    pub root: Node,
}

impl Query {
    /// Reads a query; an empty one means every paragraph.
    ///
    /// # Errors
    /// Unbalanced quotes or parentheses, unknown fields, values that do not fit their field: with column and right form.
    pub fn parse(query: &str) -> Result<Self, QueryError> {
        parse::parse(query).map(|root| Self { root })
    }

    /// The query that every paragraph answers.
    #[must_use]
    pub fn all() -> Self {
        Self { root: Node::All }
    }

    /// This query, narrowed by a further condition.
    #[must_use]
    pub fn and(self, condition: Node) -> Self {
        let root = match self.root {
            Node::All => condition,
            Node::And(mut parts) => {
                parts.push(condition);
                Node::And(parts)
            }
            other => Node::And(vec![other, condition]),
        };
        Self { root }
    }

    /// It looks for words, so that hits can be ranked; a query of fields alone cannot.
    #[must_use]
    pub fn has_words(&self) -> bool {
        has_words(&self.root)
    }
}

impl FromStr for Query {
    type Err = QueryError;

    fn from_str(query: &str) -> Result<Self, QueryError> {
        Self::parse(query)
    }
}

fn has_words(node: &Node) -> bool {
    match node {
        Node::Text(_) => true,
        Node::And(parts) | Node::Or(parts) => parts.iter().any(has_words),
        Node::Prefer { must, should } => must.iter().chain(should).any(has_words),
        Node::All | Node::Field(..) | Node::Not(_) => false,
    }
}

impl fmt::Display for Query {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.root.fmt(out)
    }
}

#[cfg(test)]
mod tests;
