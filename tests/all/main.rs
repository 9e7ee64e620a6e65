//! All tests that go through the public library or the binary: one program, a module an area.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test may stop at the first fault and says what it covered"
)]

mod access;
mod api;
mod audit;
#[cfg(feature = "web")]
mod browser;
mod damage;
mod dependencies;
mod docx;
mod extracting;
mod faults;
mod flipped;
mod frames;
mod hostile;
mod identity;
mod kill;
mod layers;
mod ledger_losses;
mod mcp;
mod monitoring;
mod nightly;
mod nights;
mod program;
mod readers;
mod samples;
mod search;
mod search_quality;
mod shared;
mod states;
mod stopped;
mod store;
mod structure;
mod tagging;
mod threads;
mod tracker_histories;
mod trackers;
mod twins;
mod upgrades;
mod waiting;
mod words;
mod works;
