//! Which lines are headings or the title, and what stands under them.

pub(super) mod labels;
pub(super) mod sections;
pub(super) mod style;
pub(super) mod titles;
