//! The lines of the page with the evidence that the later decisions rest on.

pub(super) mod contents;
pub(super) mod folded;
pub(super) mod rows;
