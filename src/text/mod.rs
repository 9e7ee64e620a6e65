//! What every room needs to know of text, and nothing of reports: spans, folding, escapes, widths, numerals, dates.

pub mod digest;
pub mod escapes;
pub mod formula;
pub mod mangled;
pub mod markup;
pub mod numerals;
