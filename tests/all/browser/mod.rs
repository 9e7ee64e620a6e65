//! The record in a browser, through the binary and over HTTP: every page, its other forms, and what must not happen.

mod client;
mod hostile;
mod openapi;
mod pages;
mod programs;
mod site;

use super::program::{minutebook, sample_workspace};
use client::Served;
use std::ops::Deref;
use std::sync::{Arc, Mutex, PoisonError, Weak};

/// A server over the sample corpus; server and folder are gone when the last test lets go of it.
struct Sample {
    served: Served,
    _workspace: tempfile::TempDir,
}

impl Deref for Sample {
    type Target = Served;

    fn deref(&self) -> &Served {
        &self.served
    }
}

/// One server over the sample corpus for all tests that only read.
fn sample() -> Arc<Sample> {
    static SHARED: Mutex<Weak<Sample>> = Mutex::new(Weak::new());
    let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(sample) = shared.upgrade() {
        return sample;
    }
    let workspace = sample_workspace();
    let run = minutebook(workspace.path(), &["run"]);
    assert_eq!(run.status, Some(0), "{}{}", run.out, run.err);
    let sample = Arc::new(Sample { served: Served::over(workspace.path(), &[]), _workspace: workspace });
    *shared = Arc::downgrade(&sample);
    sample
}
