//! Reading a tracker back, whatever program saved it: CSV with commas, semicolons or tabs, or a workbook.

use super::gathering::Gathering;
use super::history::base_32;
use super::sheet::{Exported, HEADER_WITHIN_ROWS, Sheet, Unreadable, header_row};
use super::text::{Encoding, decode};
use super::workbook;
use crate::model::Column;
use rustc_hash::FxHashMap;
use sha2::{Digest, Sha256};
use std::cmp::Ordering;

/// Reads the tracker in `bytes`. `name` is the file as the user knows it, for messages.
///
/// # Errors
/// The bytes are no table with our columns, or the file is visibly damaged. Such a file must be set aside, never
/// overwritten.
pub fn read(bytes: &[u8], name: &str) -> Result<Sheet, Unreadable> {
    read_edited(bytes, name, &|_, _, _| false)
}

/// As [`read`], without the rows that say nothing new, by `known`.
///
/// # Errors
/// As [`read`].
pub fn read_edited(bytes: &[u8], name: &str, known: &Exported<'_>) -> Result<Sheet, Unreadable> {
    let mut sheet = read_table(bytes, name, known)?;
    sheet.sum = base_32(&Sha256::digest(bytes), SUM_CHARACTERS);
    Ok(sheet)
}

/// 100 bits: enough to know a file again by, short enough to be kept for each.
const SUM_CHARACTERS: usize = 20;

fn read_table(bytes: &[u8], name: &str, known: &Exported<'_>) -> Result<Sheet, Unreadable> {
    if workbook::is_workbook(bytes) {
        return workbook::read(bytes, name, known);
    }
    let refuse = |message: &str, hint: &str| Unreadable {
        name: name.to_owned(),
        message: message.to_owned(),
        hint: hint.to_owned(),
    };
    if bytes.is_empty() {
        return Err(refuse(
            "the file is empty.",
            "If you meant to clear it, delete the file; it is then written anew.",
        ));
    }
    let (text, encoding) = decode(bytes).ok_or_else(|| {
        refuse("this is neither a text file nor a workbook.", "Save it as \"CSV UTF-8\" or as .xlsx and put it back.")
    })?;
    let (text, announced) = announced_separator(&text);
    let separator = announced.or_else(|| separator_of(text)).ok_or_else(|| {
        refuse(
            "no row has the column \"id\" together with others of a tracker.",
            "Put the header row of the tracker back; the order of its columns does not matter.",
        )
    })?;
    if text.bytes().filter(|&byte| byte == b'"').count() % 2 == 1 {
        return Err(refuse(
            "a quoted cell is never closed: the end of the file is missing.",
            "Save it again from the program that wrote it.",
        ));
    }
    streamed(name, text, separator, encoding, known).ok_or_else(|| {
        refuse("no header row of a tracker was found.", "Put the header row back, with at least id, text and rev.")
    })
}

/// The sheet of a text, record by record: a tracker of a hundred thousand rows is held once, as the bytes of its file.
fn streamed(name: &str, text: &str, separator: u8, encoding: Encoding, known: &Exported<'_>) -> Option<Sheet> {
    let first: Vec<Vec<String>> = parse(text, separator).take(HEADER_WITHIN_ROWS).collect();
    let header_at = header_row(&first)?;
    let (mut count, mut width) = (0, 0);
    each(text, separator, |record| {
        count += 1;
        width = width.max(record.len());
    });
    let cut = !text.ends_with(['\n', '\r']);
    let alone = FxHashMap::default();
    let mut sheet = Gathering::begin(name, first.get(header_at)?, width, encoding, &alone, known);
    let mut at = 0;
    each(text, separator, |record| {
        match at.cmp(&header_at) {
            Ordering::Less => sheet.above(record),
            Ordering::Equal => {}
            Ordering::Greater => sheet.row(record, cut && at + 1 == count),
        }
        at += 1;
    });
    Some(sheet.finish())
}

/// A first line `sep=;` is how some programs tell Excel the separator.
fn announced_separator(text: &str) -> (&str, Option<u8>) {
    let Some(rest) = text.strip_prefix("sep=") else { return (text, None) };
    let mut characters = rest.chars();
    let Some(separator) = characters.next().and_then(|character| u8::try_from(character).ok()) else {
        return (text, None);
    };
    (characters.as_str().trim_start_matches(['\r', '\n']), Some(separator))
}

/// The separator with which a row among the first is a header of ours, and the most columns are known.
fn separator_of(text: &str) -> Option<u8> {
    let known = |separator: u8| {
        let records: Vec<Vec<String>> = parse(text, separator).take(HEADER_WITHIN_ROWS).collect();
        let at = header_row(&records)?;
        let header = records.get(at)?;
        Some(header.iter().filter(|cell| Column::named(cell).is_some()).count())
    };
    [b',', b';', b'\t', b'|']
        .into_iter()
        .filter_map(|separator| known(separator).map(|count| (count, separator)))
        .max_by_key(|&(count, _)| count)
        .map(|(_, separator)| separator)
}

/// The records of a text with one separator.
#[must_use]
pub fn records(text: &str, separator: u8) -> Vec<Vec<String>> {
    parse(text, separator).collect()
}

/// Hands every record to `take`, without holding more than one.
fn each(text: &str, separator: u8, mut take: impl FnMut(&csv::StringRecord)) {
    let (mut reader, mut record) = (reader(text, separator), csv::StringRecord::new());
    while reader.read_record(&mut record).is_ok_and(|more| more) {
        take(&record);
    }
}

fn reader(text: &str, separator: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(separator).from_reader(text.as_bytes())
}

fn parse(text: &str, separator: u8) -> impl Iterator<Item = Vec<String>> + '_ {
    // The text is UTF-8 and in memory: no record can fail to be read.
    reader(text, separator)
        .into_records()
        .map_while(Result::ok)
        .map(|record| record.iter().map(str::to_owned).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: &str = "id,text,rev,notes\r\nk#1,\"a, \"\"b\"\"\",r1,\"two\r\nlines\"\r\n";

    fn cells(bytes: &[u8]) -> Vec<String> {
        let sheet = read(bytes, "t.csv").unwrap();
        sheet.rows.into_iter().flatten().map(Option::unwrap).collect()
    }

    #[test]
    fn the_same_table_in_every_form_reads_the_same() {
        let expected = ["k#1", "a, \"b\"", "r1", "two\nlines"];
        let semicolons = "id;text;rev;notes\r\nk#1;\"a, \"\"b\"\"\";r1;\"two\nlines\"\r\n";
        let tabs = "id\ttext\trev\tnotes\r\nk#1\t\"a, \"\"b\"\"\"\tr1\t\"two\rlines\"\r\n";
        let utf16: Vec<u8> = format!("\u{feff}{tabs}").encode_utf16().flat_map(u16::to_le_bytes).collect();
        for bytes in [
            PLAIN.as_bytes(),
            format!("\u{feff}{PLAIN}").as_bytes(),
            format!("\u{feff}sep=,\r\n{PLAIN}").as_bytes(),
            semicolons.as_bytes(),
            tabs.as_bytes(),
            &utf16,
            PLAIN.replace("\r\nk", "\nk").as_bytes(),
        ] {
            assert_eq!(cells(bytes), expected, "{}", String::from_utf8_lossy(bytes));
        }
    }

    #[test]
    fn plain_excel_csv_is_windows_1252() {
        let sheet = read(b"id;text;rev;notes\r\nk#1;x;r1;caf\xe9 \x96 ok\r\n", "t.csv").unwrap();
        assert_eq!(sheet.encoding, Encoding::Windows1252);
        assert_eq!(sheet.rows[0][3].as_deref(), Some("café – ok"));
    }

    #[test]
    fn an_apostrophe_of_ours_is_taken_away() {
        assert_eq!(cells(b"id,text,rev,notes\nk#1,'=1+1,r1,'quoted'\n"), ["k#1", "=1+1", "r1", "'quoted'"]);
    }

    #[test]
    fn what_is_damaged_is_refused_with_the_next_step() {
        for (bytes, expected) in [
            (b"".as_slice(), "empty"),
            (b"\x89PNG\r\n\x1a\n\x00\x00", "neither a text file nor a workbook"),
            (b"hello world\n", "no row has the column"),
            (b"id,text,rev,notes\nk#1,x,r1,\"cut he", "never closed"),
        ] {
            let refused = read(bytes, "t.csv").unwrap_err();
            assert!(refused.message.contains(expected), "{refused}");
            assert!(!refused.hint.is_empty());
        }
    }

    #[test]
    fn a_header_alone_is_a_tracker_without_rows() {
        assert!(read(b"id,text,rev\n", "t.csv").unwrap().rows.is_empty());
    }
}
