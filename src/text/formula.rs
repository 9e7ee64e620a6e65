//! Cells that a spreadsheet would run: a leading apostrophe makes them text, and reading takes it away again.
//!
//! Spreadsheets run a cell that begins with `=`, `+`, `-`, `@`, tab or carriage return (OWASP, CSV Injection), and some
//! also its full-width forms. Such a cell gets one apostrophe in front; so does a cell that already looks like one with
//! apostrophes, so that the way back is exact: `disarmed` then `armed` is the identity on every text.

use std::borrow::Cow;

const MARK: char = '\'';

/// The text as a spreadsheet may hold it.
#[must_use]
pub fn disarmed(text: &str) -> Cow<'_, str> {
    if is_live(text.trim_start_matches(MARK)) { Cow::Owned(format!("{MARK}{text}")) } else { Cow::Borrowed(text) }
}

/// The text that [`disarmed`] was given. A cell whose apostrophe a spreadsheet has taken as its own mark and dropped is
/// already the text.
#[must_use]
pub fn armed(cell: &str) -> &str {
    match cell.strip_prefix(MARK) {
        Some(rest) if is_live(rest.trim_start_matches(MARK)) => rest,
        _ => cell,
    }
}

/// Whether a spreadsheet may run a cell that begins like this.
#[must_use]
pub fn is_live(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'])
}

/// A cell as people meant it: the apostrophe of [`disarmed`] taken away, line ends as `\n`, no other control characters.
#[must_use]
pub fn cleaned(cell: &str) -> Cow<'_, str> {
    let cell = armed(cell);
    if !cell.contains(|character: char| character.is_control()) {
        return cell.into();
    }
    cell.replace("\r\n", "\n")
        .replace('\r', "\n")
        .chars()
        .filter(|&character| matches!(character, '\n' | '\t') || !character.is_control())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_would_run_is_text_afterwards() {
        for live in ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "＝1", "＋1", "－1", "＠x", "=HYPERLINK(\"x\")"]
        {
            assert!(!is_live(&disarmed(live)), "{live}");
            assert_eq!(armed(&disarmed(live)), live);
        }
        for plain in ["", "'", "''", "'quoted'", "a=b", "7", "Annex", "\n=1"] {
            assert_eq!(disarmed(plain), plain);
            assert_eq!(armed(plain), plain);
        }
    }

    proptest! {
        #[test]
        fn disarming_is_reversible(text in "['=+@\\-\t\ra＝]{0,6}.*") {
            let held = disarmed(&text).into_owned();
            prop_assert!(!is_live(&held));
            prop_assert_eq!(armed(&held), text);
        }
    }
}
