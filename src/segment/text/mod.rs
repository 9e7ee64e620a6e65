//! Words, hyphens, addresses, dates: what single lines say, and how lines become one text.

pub(super) mod borders;
pub(super) mod dates;
pub(super) mod hyphen;
pub(super) mod join;
pub(super) mod language;
pub(super) mod small_print;
pub(super) mod statements;
pub(super) mod stray_blanks;
pub(super) mod titled_names;
pub(super) mod urls;
pub(super) mod words;
