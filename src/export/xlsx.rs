//! The workbook.

/// The sheet that links to the others.
pub const CONTENTS: &str = "Contents";
