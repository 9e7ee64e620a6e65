//! Footnotes and endnotes, whatever way the file keeps them.

pub(super) mod adjacent;
pub(super) mod endnotes;
pub(super) mod footnotes;
pub(super) mod listed_notes;
pub(super) mod stray_notes;
