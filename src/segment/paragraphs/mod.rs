//! Which lines are one paragraph.

pub(super) mod accents;
pub(super) mod breaks;
pub(super) mod chunk;
pub(super) mod chunks;
pub(super) mod draft;
pub(super) mod page_seams;
mod row_seams;
pub(super) mod transcripts;
