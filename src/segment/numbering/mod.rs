//! What could be a number or a label of an annex, and which of these are one.

pub(super) mod annexes;
pub(super) mod loose_marks;
pub(super) mod marks;
pub(super) mod sequence;
