//! Reading a tracker back from a workbook (.xlsx, .ods): the rows of all sheets that have our header, together.

use super::sheet::{Exported, Field, Sheet, Unreadable, header_row, sheet};
use super::text::Encoding;
use crate::model::{Column, HUMAN_COLUMNS, column_key};
use calamine::{Data, Ods, Range, Reader, Sheets, Xlsx};
use rustc_hash::FxHashMap;
use std::io::{self, Cursor, Read};

/// Whether the bytes begin as a ZIP archive does, which every .xlsx and .ods is.
#[must_use]
pub fn is_workbook(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

/// Reads the tracker in a workbook, without the rows that are as they were exported.
///
/// # Errors
/// The workbook cannot be opened, or no sheet has our header.
pub fn read(bytes: &[u8], name: &str, known: &Exported<'_>) -> Result<Sheet, Unreadable> {
    let refuse = |message: String| Unreadable {
        name: name.to_owned(),
        message,
        hint: "Open it in the program that wrote it and save it again as .xlsx or .ods.".to_owned(),
    };
    let mut book = opened(bytes).map_err(refuse)?;
    let mut whole: Option<Sheet> = None;
    for sheet_name in book.sheet_names() {
        let range = book
            .worksheet_range(&sheet_name)
            .map_err(|error| refuse(format!("the sheet \"{sheet_name}\" cannot be read ({error}).")))?;
        let mut records: Vec<Vec<String>> = range.rows().map(|row| row.iter().map(cell_text).collect()).collect();
        // A title above the header stays in the workbook, which is brought up to date in place: it is no row.
        let header = header_row(&records).unwrap_or_default();
        if records.get(header).is_some_and(|names| names.iter().any(|name| is_of_people(name)))
            && let Ok(formulas) = book.worksheet_formula(&sheet_name)
        {
            clear_calculated(&mut records, header, range.start(), &formulas);
        }
        records.drain(..header);
        let alone = FxHashMap::default();
        let beside = whole.as_ref().map_or(&alone, |whole| &whole.untouched);
        let Some(part) = sheet(name, &records, Encoding::Utf8, false, beside, known) else {
            continue;
        };
        match &mut whole {
            None => whole = Some(part),
            Some(whole) => append(whole, part),
        }
    }
    whole.ok_or_else(|| Unreadable {
        name: name.to_owned(),
        message: "no sheet has the column \"id\" together with others of a tracker.".to_owned(),
        hint: "Put the header row of the tracker back; the order of its columns does not matter.".to_owned(),
    })
}

/// Opens a workbook that unpacks to no more than a workbook does.
fn opened(bytes: &[u8]) -> Result<Sheets<Cursor<&[u8]>>, String> {
    let damaged = |error: &dyn std::fmt::Display| format!("the workbook cannot be opened ({error}).");
    let most = MOST_UNPACKED.max((bytes.len() as u64).saturating_mul(MOST_TIMES));
    if unpacked(bytes, most).map_err(|error| damaged(&error))? > most {
        return Err(format!("the workbook unpacks to more than {} MiB.", most >> 20));
    }
    let file = Cursor::new(bytes);
    if is_open_document(bytes) {
        Ods::new(file).map(Sheets::Ods).map_err(|error| damaged(&error))
    } else {
        Xlsx::new(file).map(Sheets::Xlsx).map_err(|error| damaged(&error))
    }
}

/// Whether a workbook is of LibreOffice's own form: such an archive begins with the name of its form.
fn is_open_document(bytes: &[u8]) -> bool {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).ok();
    let part = archive.as_mut().and_then(|archive| archive.by_name("mimetype").ok());
    let mut form = String::new();
    part.is_some_and(|part| part.take(LONGEST_FORM).read_to_string(&mut form).is_ok()) && form.contains("opendocument")
}

/// Bytes of the name of a form.
const LONGEST_FORM: u64 = 100;

/// Bytes that any workbook may unpack to: a tracker of a hundred thousand rows has so many.
const MOST_UNPACKED: u64 = 256 << 20;
/// A larger one may unpack to so many times its size: sheets of real tables are packed twentyfold, of blank rows a hundredfold, and
/// files made to fill the memory a thousandfold.
const MOST_TIMES: u64 = 200;

/// The bytes that an archive unpacks to, counted until there are more than `most`: what it says of itself is not to be trusted.
fn unpacked(bytes: &[u8], most: u64) -> io::Result<u64> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(io::Error::other)?;
    let mut count = 0;
    for at in 0..archive.len() {
        let part = archive.by_index(at).map_err(io::Error::other)?;
        count += io::copy(&mut part.take((most + 1).saturating_sub(count)), &mut io::sink())?;
        if count > most {
            break;
        }
    }
    Ok(count)
}

/// Whether a column is one that people added.
fn is_of_people(name: &str) -> bool {
    let name = name.trim();
    !name.is_empty() && Column::named(name).is_none() && !HUMAN_COLUMNS.contains(&column_key(name).as_str())
}

/// Empties the cells that are calculated in columns that people added: what they show changes from day to day without anybody's doing,
/// and the formulas stay in the workbook. `start` is where the records begin in the sheet.
fn clear_calculated(records: &mut [Vec<String>], header: usize, start: Option<(u32, u32)>, formulas: &Range<String>) {
    let (Some(start), Some(from)) = (start, formulas.start()) else { return };
    let theirs: Vec<bool> =
        records.get(header).iter().flat_map(|names| names.iter()).map(|name| is_of_people(name)).collect();
    let within = |at: usize, from: u32, start: u32| (at + from as usize).checked_sub(start as usize);
    for (row, column, _) in formulas.used_cells().filter(|(_, _, formula)| !formula.is_empty()) {
        let (Some(row), Some(column)) = (within(row, from.0, start.0), within(column, from.1, start.1)) else {
            continue;
        };
        if row > header
            && theirs.get(column).copied().unwrap_or(false)
            && let Some(cell) = records.get_mut(row).and_then(|cells| cells.get_mut(column))
        {
            cell.clear();
        }
    }
}

/// The records of every sheet of a workbook, in its order; an error says what cannot be opened.
///
/// # Errors
/// The workbook or one of its sheets cannot be opened.
pub fn sheets(bytes: &[u8]) -> Result<Vec<Vec<Vec<String>>>, String> {
    let mut book = opened(bytes)?;
    let names = book.sheet_names();
    let mut sheets = Vec::with_capacity(names.len());
    for name in names {
        let range =
            book.worksheet_range(&name).map_err(|error| format!("the sheet \"{name}\" cannot be read ({error})."))?;
        sheets.push(range.rows().map(|row| row.iter().map(cell_text).collect()).collect());
    }
    Ok(sheets)
}

/// Adds the rows of `part`, each cell in the column of its name.
fn append(whole: &mut Sheet, part: Sheet) {
    let places: Vec<usize> = part.columns.into_iter().map(|field| place_of(&mut whole.columns, field)).collect();
    let width = whole.columns.len();
    for row in &mut whole.rows {
        // A column that this sheet does not have says nothing about its rows.
        row.resize(width, None);
    }
    for cells in part.rows {
        let mut row = vec![None; width];
        for (cell, &place) in cells.into_iter().zip(&places) {
            if let Some(slot) = row.get_mut(place) {
                *slot = cell;
            }
        }
        whole.rows.push(row);
    }
    whole.untouched.extend(part.untouched);
    whole.dates = whole.dates.or(part.dates);
    whole.notes.extend(part.notes);
}

fn place_of(columns: &mut Vec<Field>, field: Field) -> usize {
    let key = field.key();
    columns.iter().position(|known| known.key() == key).unwrap_or_else(|| {
        columns.push(field);
        columns.len() - 1
    })
}

/// A cell as text: dates as `YYYY-MM-DD` (with the time where there is one), numbers in their shortest form.
fn cell_text(cell: &Data) -> String {
    match cell {
        Data::Empty => String::new(),
        Data::String(text) | Data::DurationIso(text) => text.clone(),
        Data::DateTimeIso(text) => text.strip_suffix("T00:00:00").unwrap_or(text).replace('T', " "),
        Data::Float(number) => number.to_string(),
        Data::Int(number) => number.to_string(),
        Data::Bool(true) => "TRUE".to_owned(),
        Data::Bool(false) => "FALSE".to_owned(),
        Data::Error(error) => error.to_string(),
        Data::DateTime(moment) => {
            let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
            if moment.is_duration() || moment.as_f64() < 1.0 {
                return format!("{hour:02}:{minute:02}:{second:02}");
            }
            let date = format!("{year:04}-{month:02}-{day:02}");
            match (hour, minute, second) {
                (0, 0, 0) => date,
                _ => format!("{date} {hour:02}:{minute:02}:{second:02}"),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    #[test]
    fn a_workbook_that_would_fill_the_memory_is_refused() {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let blank = vec![b' '; 1 << 20];
        zip.start_file("xl/worksheets/sheet1.xml", zip::write::SimpleFileOptions::default()).unwrap();
        (0..=MOST_UNPACKED >> 20).for_each(|_| zip.write_all(&blank).unwrap());
        let bytes = zip.finish().unwrap().into_inner();
        let refused = read(&bytes, "outputs/tracker.xlsx", &|_, _, _| false).unwrap_err();
        assert!(refused.message.contains("unpacks to more than 256 MiB"), "{refused}");
        assert!(sheets(&bytes).is_err());
    }
}
