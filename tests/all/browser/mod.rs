//! The record in a browser, through the binary and over HTTP: every page, its other forms, and what must not happen.

mod client;
mod hostile;
mod pages;
mod site;

use super::program::{minutebook, sample_workspace};
use client::Served;
use std::sync::OnceLock;

/// One server over the sample corpus for all tests that only read.
fn sample() -> &'static Served {
    static SERVED: OnceLock<(tempfile::TempDir, Served)> = OnceLock::new();
    let (_, served) = SERVED.get_or_init(|| {
        let workspace = sample_workspace();
        let run = minutebook(workspace.path(), &["run"]);
        assert_eq!(run.status, Some(0), "{}{}", run.out, run.err);
        let served = Served::over(workspace.path(), &[]);
        (workspace, served)
    });
    served
}
