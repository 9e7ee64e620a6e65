//! What does a hit look like, and where does it stand? Showing, citing, coverage, saved searches; what was asked is
//! [`crate::query`]'s, and no search engine is named here.

pub mod cite;
pub mod coverage;
pub mod render;
pub mod saved;
pub mod show;
