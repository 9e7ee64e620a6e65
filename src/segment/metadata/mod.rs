//! What report is this, and whose?

pub(super) mod body;
pub(super) mod detect;
pub(super) mod masthead;
