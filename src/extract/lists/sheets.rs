//! Workbooks as grids, over calamine: visible sheets and columns, merged cells, dates in ISO form.

use super::far_cells;
use super::grid::{Grid, Row};
use crate::budget;
use crate::error::DocumentError;
use crate::extract::archive::Archive;
use crate::extract::input::Input;
use crate::extract::xml;
use calamine::{Data, DataRef, Dimensions, Ods, Range, Reader, Sheet, SheetVisible, Xls, Xlsx};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::io::Cursor;

/// Columns beyond this are not read: no list has so many.
const WIDEST: usize = 512;

/// The visible sheets of a workbook.
pub(super) fn grids(input: &Input<'_>) -> Result<Vec<Grid>, DocumentError> {
    let damaged = |error: &dyn std::fmt::Display| {
        input
            .error("damaged", format!("the workbook cannot be read: {error}"))
            .with_hint("Open it in its program and save it again, without password.")
    };
    let cursor = Cursor::new(input.bytes);
    match input.source.format.as_str() {
        "xlsx" => {
            let hidden = hidden_columns(input)?;
            let mut book = Xlsx::new(cursor).map_err(|error| damaged(&error))?;
            let names: Vec<String> = book.sheet_names();
            let mut merged = Vec::new();
            for name in names {
                let areas = book.merge_cells_by_sheet_name(&name).unwrap_or_default();
                merged.extend(areas.into_iter().map(|area| (name.clone(), area)));
            }
            Ok(read(&mut book, input, &merged, &hidden, Cells::of_xlsx))
        }
        "ods" => {
            far_cells::refuse(input)?;
            let mut book = Ods::new(cursor).map_err(|error| damaged(&error))?;
            Ok(read(&mut book, input, &[], &FxHashMap::default(), |book, name| {
                Cells::of(&book.worksheet_range(name).ok()?)
            }))
        }
        _ => {
            let mut book = Xls::new(cursor).map_err(|error| damaged(&error))?;
            Ok(read(&mut book, input, &[], &FxHashMap::default(), |book, name| {
                Cells::of(&book.worksheet_range(name).ok()?)
            }))
        }
    }
}

fn read<'a, R: Reader<Cursor<&'a [u8]>>>(
    book: &mut R,
    input: &Input<'_>,
    merged: &[(String, Dimensions)],
    hidden: &FxHashMap<String, Vec<usize>>,
    cells: impl Fn(&mut R, &str) -> Option<Cells>,
) -> Vec<Grid> {
    let sheets: Vec<Sheet> = book.sheets_metadata().to_vec();
    let visible = sheets.iter().filter(|sheet| sheet.visible == SheetVisible::Visible);
    let mut grids = Vec::new();
    for sheet in visible {
        let Some(cells) = cells(book, &sheet.name) else { continue };
        let areas: Vec<Dimensions> =
            merged.iter().filter(|(name, _)| *name == sheet.name).map(|(_, area)| *area).collect();
        let (rows, cut) = rows(&cells, &areas, input.limits.rows);
        let mut grid = Grid::of(sheet.name.clone(), rows, hidden.get(&sheet.name).map_or(&[], Vec::as_slice));
        grid.cut = cut;
        if !grid.rows.is_empty() {
            grids.push(grid);
        }
    }
    grids
}

/// The filled cells of a sheet, by row and column: a sheet with one cell in each far corner spans more than any memory holds.
#[derive(Default)]
struct Cells {
    rows: BTreeMap<usize, BTreeMap<usize, Data>>,
    /// The first and the last column that is filled.
    columns: Option<(usize, usize)>,
}

impl Cells {
    fn of_xlsx(book: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Option<Self> {
        let mut reader = book.worksheet_cells_reader(name).ok()?;
        let mut cells = Self::default();
        while let Some(cell) = reader.next_cell().ok()? {
            let (row, column) = cell.get_position();
            if !matches!(cell.get_value(), DataRef::Empty) {
                cells.put(row as usize, column as usize, cell.get_value().clone().into());
            }
        }
        Some(cells)
    }

    fn of(range: &Range<Data>) -> Option<Self> {
        let mut cells = Self::default();
        let (first_row, first_column) = range.start().map_or((0, 0), |(row, column)| (row as usize, column as usize));
        for (row, column, value) in range.used_cells() {
            cells.put(first_row + row, first_column + column, value.clone());
        }
        Some(cells)
    }

    fn put(&mut self, row: usize, column: usize, value: Data) {
        budget::ask();
        let (first, last) = self.columns.unwrap_or((column, column));
        self.columns = Some((first.min(column), last.max(column)));
        self.rows.entry(row).or_default().insert(column, value);
    }
}

fn rows(all: &Cells, merged: &[Dimensions], limit: usize) -> (Vec<Row>, bool) {
    let (first_column, last_column) = all.columns.unwrap_or((0, 0));
    let mut rows = Vec::new();
    for (&number, cells) in &all.rows {
        if rows.len() >= limit {
            return (rows, true);
        }
        let blanks = first_column.min(WIDEST);
        let mut row = Row { number, cells: vec![String::new(); blanks], spans: vec![1; blanks] };
        for column in (first_column..=last_column).take(WIDEST) {
            budget::ask();
            let cell = cells.get(&column).unwrap_or(&Data::Empty);
            let area = merged.iter().find(|area| {
                area.contains(u32::try_from(number).unwrap_or(u32::MAX), u32::try_from(column).unwrap_or(u32::MAX))
            });
            let (own, span) = match area {
                Some(area) if area.start == (number as u32, column as u32) => {
                    (true, (area.end.1 - area.start.1 + 1) as usize)
                }
                Some(_) => (false, 0),
                None => (true, 1),
            };
            row.cells.push(if own { text(cell) } else { String::new() });
            row.spans.push(span);
        }
        rows.push(row);
    }
    (rows, false)
}

/// A cell as stored: dates in ISO form, whole numbers without decimals.
fn text(cell: &Data) -> String {
    match cell {
        Data::Empty | Data::Error(_) => String::new(),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => {
            text.trim_end_matches("T00:00:00").to_owned()
        }
        Data::Float(value) if value.fract() == 0.0 && value.abs() < 1e15 => format!("{value:.0}"),
        Data::DateTime(moment) if moment.is_datetime() => {
            let (year, month, day, hour, minute, _, _) = moment.to_ymd_hms_milli();
            let date = format!("{year:04}-{month:02}-{day:02}");
            if hour == 0 && minute == 0 { date } else { format!("{date} {hour:02}:{minute:02}") }
        }
        other => other.to_string(),
    }
}

/// Columns that the sheets of a workbook hide, by sheet.
fn hidden_columns(input: &Input<'_>) -> Result<FxHashMap<String, Vec<usize>>, DocumentError> {
    let mut archive = Archive::of(input)?;
    let path = input.source.path.clone();
    let mut found = FxHashMap::default();
    let mut part = |name: &str| -> Result<Option<String>, DocumentError> { archive.text(name) };
    let parse = |text: &str, name: &str| xml::parse(text, name, &path, input.limits).ok();
    let Some(book) = part("xl/workbook.xml")?.and_then(|text| parse(&text, "xl/workbook.xml")) else {
        return Ok(found);
    };
    let Some(relations) = part("xl/_rels/workbook.xml.rels")?.and_then(|text| parse(&text, "relations")) else {
        return Ok(found);
    };
    for sheet in book.all("sheet") {
        let (Some(name), Some(id)) = (sheet.attribute("name"), sheet.exact("r:id").or_else(|| sheet.attribute("id")))
        else {
            continue;
        };
        let target = relations
            .elements()
            .find(|relation| relation.attribute("Id") == Some(id))
            .and_then(|relation| relation.attribute("Target"));
        let Some(target) = target else { continue };
        let target = target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned);
        let Some(text) = part(&target)? else { continue };
        // Columns stand before the cells, which are many.
        let head = text.split("<sheetData").next().unwrap_or_default();
        let Some(start) = head.find("<cols") else { continue };
        let columns = head
            .get(start..)
            .and_then(|rest| rest.find("</cols>").and_then(|end| rest.get(..end + 7)))
            .and_then(|cols| parse(cols, &target));
        let mut hidden = Vec::new();
        for column in columns.iter().flat_map(xml::Element::elements) {
            let number = |name: &str| column.attribute(name).and_then(|value| value.parse::<usize>().ok());
            if column.attribute("hidden").is_some_and(|hidden| matches!(hidden, "1" | "true"))
                && let (Some(first), Some(last)) = (number("min"), number("max"))
            {
                hidden.extend((first.saturating_sub(1)..last.min(WIDEST)).take(WIDEST));
            }
        }
        found.insert(name.to_owned(), hidden);
    }
    Ok(found)
}
