//! Reading a tracker back from a workbook (.xlsx): the rows of all sheets that have our header, together.

use super::sheet::{Exported, Field, Sheet, Unreadable, header_row, sheet};
use super::text::Encoding;
use crate::model::{Column, HUMAN_COLUMNS, column_key};
use calamine::{Data, Range, Reader, Xlsx};
use std::io::Cursor;

/// Whether the bytes begin as a ZIP archive does, which every .xlsx is.
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
        hint: "Open it in the program that wrote it and save it again as .xlsx.".to_owned(),
    };
    let mut book: Xlsx<_> =
        Xlsx::new(Cursor::new(bytes)).map_err(|error| refuse(format!("the workbook cannot be opened ({error}).")))?;
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
        let Some(part) = sheet(name, &records, Encoding::Utf8, false, known) else {
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
    let mut book: Xlsx<_> =
        Xlsx::new(Cursor::new(bytes)).map_err(|error| format!("the workbook cannot be opened ({error})."))?;
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
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
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
