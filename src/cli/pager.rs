//! Long answers on a terminal, a screenful at a time: through the pager of the user's choice.

use std::io::{self, IsTerminal, Write};
use std::process::{Command, Stdio};

/// The pager where the user names none, with options that leave short answers on the screen and colours as they are.
const USUAL: &str = "less -FRX";

/// Prints `text`: through `$MINUTEBOOK_PAGER` or `$PAGER`, or less, where standard output is a terminal; as it is otherwise, and where
/// no pager can be started. An empty variable or `cat` means none.
pub fn print(text: &[u8]) -> io::Result<()> {
    if io::stdout().is_terminal() {
        let named = ["MINUTEBOOK_PAGER", "PAGER"].iter().find_map(std::env::var_os);
        let named = named.map_or_else(|| USUAL.to_owned(), |named| named.to_string_lossy().into_owned());
        if through(&named, text) {
            return Ok(());
        }
    }
    let mut out = io::stdout().lock();
    out.write_all(text)?;
    out.flush()
}

/// Whether the pager took the text. It is started without a shell: words and blanks only.
fn through(named: &str, text: &[u8]) -> bool {
    let mut words = named.split_whitespace();
    let Some(program) = words.next().filter(|program| *program != "cat") else { return false };
    let Ok(mut child) = Command::new(program).args(words).stdin(Stdio::piped()).spawn() else { return false };
    if let Some(mut input) = child.stdin.take() {
        // A reader who has seen enough closes the pager before it has read all.
        let _ = input.write_all(text);
    }
    child.wait().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pager_that_is_not_there_takes_nothing() {
        assert!(!through("no-such-pager --x", b"text"));
        assert!(!through("", b"text"));
        assert!(!through("cat", b"text"));
        assert!(through("true", b"text"));
    }
}
