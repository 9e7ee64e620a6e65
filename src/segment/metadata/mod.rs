//! What report is this, and whose?

mod author;
pub(super) mod body;
pub(super) mod detect;
pub(super) mod evidence;
pub(super) mod masthead;
mod standing;
