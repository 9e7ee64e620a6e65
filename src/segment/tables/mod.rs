//! Rows of tables: which of them heads the columns.

pub(super) mod headers;
