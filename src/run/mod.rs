//! What has changed since the last run, and what must be done again? Then the report of the morning.
//!
//! `scan` looks at the corpus, `plan` compares it with the catalogue of the last generation, `report` tells what came of it.

pub mod catalogue;
pub mod documents;
pub mod known;
pub mod manifest;
pub mod observe;
pub mod plan;
pub mod report;
pub mod scan;
