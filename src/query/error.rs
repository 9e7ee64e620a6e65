//! A query that cannot be read: where, why, and the right form.

use crate::error::RunError;
use std::fmt;

/// A query that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueryError {
    /// The query as typed.
    pub query: String,
    /// The character at which reading stopped, counted from 1.
    pub column: usize,
    /// What was found and what was expected.
    pub message: String,
    /// The right form, as an example.
    pub right_form: String,
}

/// A query that is shown whole in an error; of longer ones the part around the column is shown.
const SHOWN_CHARS: usize = 70;

impl fmt::Display for QueryError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(out, "query, column {}: {}", self.column, self.message)?;
        let at = self.column.saturating_sub(1);
        let skipped = at.saturating_sub(SHOWN_CHARS / 2);
        let shown: String = self
            .query
            .chars()
            .skip(skipped)
            .take(SHOWN_CHARS)
            .map(|c| if c.is_control() || c.is_whitespace() { ' ' } else { c })
            .collect();
        writeln!(out, "  {shown}")?;
        writeln!(out, "  {}^", " ".repeat(at - skipped))?;
        write!(out, "right form: {}", self.right_form)
    }
}

impl std::error::Error for QueryError {}

impl From<QueryError> for RunError {
    fn from(error: QueryError) -> Self {
        Self::usage("this query cannot be read").because(error).hint("docs/search.md shows every form of a query")
    }
}
