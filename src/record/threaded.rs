//! Tests of threads and references in a query, answered from the book of threads of the current generation.

use super::current::Current;
use crate::error::RunError;
use crate::query::Query;
use crate::threads::asked;

/// The query with `thread:` and `cited-by:` replaced by the paragraphs that they mean.
///
/// # Errors
/// It asks for them, and the book of threads cannot be read.
pub(super) fn looked_up(query: &Query, current: &Current) -> Result<Query, RunError> {
    if !asked::asks(query) {
        return Ok(query.clone());
    }
    Ok(asked::looked_up(query, current.book()?))
}
