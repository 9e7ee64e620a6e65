//! What each paragraph is, and the blocks of the document contract.

pub(super) mod finish;
pub(super) mod participants;
pub(super) mod parts;
pub(super) mod quotations;
pub(super) mod roles;
