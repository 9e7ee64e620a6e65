//! One cell of a sheet: what it says, whether that is what is wanted, and the same cell with another value.

use crate::text::formula;
use quick_xml::events::{BytesEnd, BytesStart, BytesText, Event};
use std::io;

/// A cell as it stands in a row: its own element and all that is in it.
#[derive(Debug)]
pub(super) struct Cell {
    /// Its column, from 0.
    pub(super) column: u32,
    /// What it shows, numbers in their shortest form.
    pub(super) text: String,
    /// Whether it is calculated: it is left alone.
    pub(super) is_formula: bool,
    /// Whether it is kept as a number, as dates are.
    pub(super) is_number: bool,
    /// Its style.
    pub(super) style: Option<String>,
    /// Its events, start and end among them.
    pub(super) events: Vec<Event<'static>>,
}

impl Cell {
    /// Whether it says `wanted` already.
    pub(super) fn says(&self, wanted: &str) -> bool {
        let text = self.text.trim_end();
        let wanted = wanted.trim_end();
        if text == wanted || formula::armed(text) == wanted || same_lines(text, wanted) {
            return true;
        }
        self.is_number && number_of(wanted).is_some_and(|number| text.parse() == Ok(number))
    }
}

/// Line ends as `\n`: the two may differ in nothing else.
fn same_lines(text: &str, wanted: &str) -> bool {
    text.contains('\r') && formula::armed(&text.replace("\r\n", "\n").replace('\r', "\n")) == wanted
}

/// The number by which a spreadsheet keeps this: a day counts from the end of 1899, anything else is what it says.
pub(super) fn number_of(text: &str) -> Option<f64> {
    if let Ok(day) = text.parse::<jiff::civil::Date>() {
        let first = jiff::civil::date(1899, 12, 30);
        return Some(f64::from(day.since(first).ok()?.get_days()));
    }
    let is_plain = !text.is_empty() && text.len() <= MOST_DIGITS && text.bytes().all(|byte| byte.is_ascii_digit());
    is_plain.then(|| text.parse().ok()).flatten()
}

/// Digits that a spreadsheet's numbers keep exactly.
const MOST_DIGITS: usize = 15;

/// Whether a character may stand in XML.
pub(super) fn is_allowed(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\r')
        || (character >= ' ' && !matches!(character, '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}'))
}

/// The events of a cell at `reference` with a value: a number where `as_number` and it is one, else text.
pub(super) fn with_value(
    reference: &str,
    style: Option<&str>,
    value: &str,
    as_number: bool,
    write: &mut dyn FnMut(Event<'_>) -> io::Result<()>,
) -> io::Result<()> {
    let mut start = BytesStart::new("c");
    start.push_attribute(("r", reference));
    if let Some(style) = style {
        start.push_attribute(("s", style));
    }
    if value.is_empty() {
        return write(Event::Empty(start));
    }
    if let Some(number) = number_of(value).filter(|_| as_number) {
        write(Event::Start(start))?;
        write(Event::Start(BytesStart::new("v")))?;
        write(Event::Text(BytesText::new(&number.to_string())))?;
        write(Event::End(BytesEnd::new("v")))?;
        return write(Event::End(BytesEnd::new("c")));
    }
    start.push_attribute(("t", "inlineStr"));
    write(Event::Start(start))?;
    write(Event::Start(BytesStart::new("is")))?;
    let mut text = BytesStart::new("t");
    text.push_attribute(("xml:space", "preserve"));
    write(Event::Start(text))?;
    let disarmed = formula::disarmed(value);
    let (shown, _) = crate::export::sheets::cut(&disarmed);
    write(Event::Text(BytesText::new(&shown)))?;
    write(Event::End(BytesEnd::new("t")))?;
    write(Event::End(BytesEnd::new("is")))?;
    write(Event::End(BytesEnd::new("c")))
}

/// Column (from 0) and row (from 1) of a reference: `AB12`, `$AB$12`.
pub(super) fn place(reference: &str) -> Option<(u32, u32)> {
    let plain: String = reference.chars().filter(|character| *character != '$').collect();
    let split = plain.find(|character: char| character.is_ascii_digit())?;
    let (letters, digits) = plain.split_at_checked(split)?;
    let column = letters.bytes().try_fold(0_u32, |column, byte| {
        let digit = byte.to_ascii_uppercase().checked_sub(b'A').filter(|digit| *digit < 26)?;
        column.checked_mul(26)?.checked_add(u32::from(digit) + 1)
    })?;
    Some((column.checked_sub(1)?, digits.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::sheets::letters;

    #[test]
    fn references_go_both_ways() {
        for (name, column) in [("A", 0), ("Z", 25), ("AA", 26), ("AZ", 51), ("XFD", 16_383)] {
            assert_eq!((letters(column).as_str(), place(&format!("{name}7"))), (name, Some((column, 7))));
        }
        assert_eq!(place("$B$12"), Some((1, 12)));
        assert_eq!(place("12"), None);
    }

    #[test]
    fn days_are_numbers_as_spreadsheets_count_them() {
        assert_eq!(number_of("2017-04-05"), Some(42_830.0));
        assert_eq!(number_of("1900-03-01"), Some(61.0));
        assert_eq!((number_of("7"), number_of("seven"), number_of("2017-04")), (Some(7.0), None, None));
    }
}
