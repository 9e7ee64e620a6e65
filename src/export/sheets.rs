//! What a workbook can hold: how its sheets and columns are called, and how much text a cell keeps.

use std::borrow::Cow;

/// The name of the sheet that holds all rows.
pub const MAIN_SHEET: &str = "Tracker";

/// The longest text that Excel keeps in a cell, in UTF-16 units (Excel specifications and limits).
pub const MAX_CELL_UNITS: usize = 32_767;

/// The text as far as a cell holds it, and whether some is missing.
#[must_use]
pub fn cut(text: &str) -> (Cow<'_, str>, bool) {
    if text.len() <= MAX_CELL_UNITS || text.encode_utf16().count() <= MAX_CELL_UNITS {
        return (Cow::Borrowed(text), false);
    }
    let mut units = 0;
    let fits = |character: &char| {
        units += character.len_utf16();
        units <= MAX_CELL_UNITS
    };
    (Cow::Owned(text.chars().take_while(fits).collect()), true)
}

/// The name that a sheet with this title has: without what such names may not hold, as long as they may be.
#[must_use]
pub fn sheet_name(title: &str) -> String {
    let plain = title.chars().map(|character| match character {
        '[' | ']' | ':' | '*' | '?' | '/' | '\\' => ' ',
        other => other,
    });
    let name: String = plain.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ");
    let name: String = name.trim_matches('\'').chars().take(SHEET_NAME_LENGTH).collect();
    name.trim_end().to_owned()
}

/// Characters of a sheet's name (Excel specifications and limits).
const SHEET_NAME_LENGTH: usize = 31;

/// The letters of a column, from 0: `A`, `Z`, `AA`.
#[must_use]
pub fn letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        let digit = u8::try_from((rest - 1) % 26).unwrap_or(0);
        letters.push(char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}
