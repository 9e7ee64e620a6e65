//! Programs of the user's choice: started without a shell, waited for so long and no longer, ended when the user stops.

use crate::budget;
use std::io;
use std::process::{Child, ExitStatus};
use std::time::{Duration, Instant};

/// How often the program is looked at, at first and at most, in milliseconds.
const LOOK_EVERY: (u64, u64) = (2, 200);

/// Waits for a program; one that takes longer than `time`, or is waited for when the user asks to stop, is ended, and `None` is
/// the answer.
///
/// # Errors
/// The system refuses.
pub fn wait(child: &mut Child, time: Duration) -> io::Result<Option<ExitStatus>> {
    let end = Instant::now() + time;
    let mut pause = LOOK_EVERY.0;
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if Instant::now() >= end || budget::is_stopped() {
            child.kill()?;
            child.wait()?;
            return Ok(None);
        }
        std::thread::sleep(Duration::from_millis(pause));
        pause = (pause * 2).min(LOOK_EVERY.1);
    }
}

/// The end of what a program said, on one line and without control characters: at most `most` bytes of it.
#[must_use]
pub fn last_words(said: &[u8], most: usize) -> String {
    let from = said.len().saturating_sub(most);
    let text = String::from_utf8_lossy(said.get(from..).unwrap_or(&[])).into_owned();
    let text = text.replace(char::is_control, " ");
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() { "it said nothing".to_owned() } else { text }
}
