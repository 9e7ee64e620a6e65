//! The version of the reading stages.

use crate::{audit, extract, layout, segment};

/// Version of the reading stages: where it differs, the next run reads the whole corpus again. Each stage raises its own
/// `REVISION` with every change that can change a document.
#[must_use]
pub fn version() -> String {
    let stages = [extract::REVISION, layout::REVISION, segment::REVISION, audit::REVISION];
    let stages = stages.map(|revision| revision.to_string()).join(".");
    format!("{}/{stages}", env!("CARGO_PKG_VERSION"))
}
