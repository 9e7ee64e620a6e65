//! How the program speaks: errors with hints on standard error, text from documents made harmless for a terminal.

use crate::error::{DocumentError, RunError};
pub use crate::text::escapes::harmless;
use std::error::Error;
use std::io::{self, Write};

/// Prints an error, its causes and its hints to standard error.
pub fn error(error: &RunError) {
    let mut text = format!("error: {}\n", harmless(&error.message));
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(&format!("  because: {}\n", indented(&harmless(error.to_string().trim_end()))));
        cause = error.source();
    }
    for hint in &error.hints {
        text.push_str(&format!("  try: {}\n", harmless(hint)));
    }
    // Standard error may be closed; there is nobody left to tell.
    let _ = io::stderr().write_all(text.as_bytes());
}

/// Prints a remark to standard error.
pub fn remark(text: &str) {
    let _ = writeln!(io::stderr(), "{}", harmless(text));
}

/// Prints why one document could not be read.
pub fn document_error(error: &DocumentError) {
    remark(&format!("{error}"));
    if let Some(hint) = &error.hint {
        remark(&format!("  try: {hint}"));
    }
}

/// Whether the error is only that the reader of our output went away.
#[must_use]
pub fn is_closed_pipe(error: &RunError) -> bool {
    let mut cause = error.source();
    while let Some(inner) = cause {
        if inner.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe) {
            return true;
        }
        cause = inner.source();
    }
    false
}

/// A failed write to standard output.
pub fn cannot_print(error: io::Error) -> RunError {
    RunError::new("cannot write to standard output").because(error)
}

fn indented(text: &str) -> String {
    text.replace('\n', "\n    ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_closed_pipe_is_recognised_through_the_chain_of_causes() {
        let pipe = io::Error::from(io::ErrorKind::BrokenPipe);
        assert!(is_closed_pipe(&cannot_print(pipe)));
        assert!(!is_closed_pipe(&RunError::new("cannot read x")));
    }
}
