//! Separated values as a grid: which character parts them is seen from the file, its encoding guessed.

use super::columns::Header;
use super::grid::{Grid, Row};
use crate::extract::Limits;
use crate::extract::flow::tidy;

/// Bytes that are looked at for what parts the values.
const HEAD: usize = 64 * 1024;

/// The grid of a file.
pub(super) fn grid(bytes: &[u8], limits: &Limits) -> Grid {
    let (records, cut) = records(bytes, limits.rows);
    let rows = records.into_iter().map(|(number, cells)| Row { number, spans: vec![1; cells.len()], cells }).collect();
    let mut grid = Grid::of(String::new(), rows, &[]);
    grid.lines = true;
    grid.cut = cut;
    grid
}

/// Records with the line that each begins on, from 0.
fn records(bytes: &[u8], limit: usize) -> (Vec<(usize, Vec<String>)>, bool) {
    let text = crate::extract::text::decode(bytes, &mut Vec::new());
    // Excel writes what parts the values into a line of its own.
    let (text, stated) = match text.strip_prefix("sep=") {
        Some(rest) => (rest.split_once('\n').map_or("", |(_, rest)| rest).to_owned(), rest.bytes().next()),
        None => (text, None),
    };
    let delimiter = stated.unwrap_or_else(|| delimiter(&text));
    let mut reader =
        ::csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
    let mut records = Vec::new();
    for record in reader.records() {
        if records.len() >= limit {
            return (records, true);
        }
        let Ok(record) = record else { continue };
        let line = record.position().map_or(0, csv::Position::line).saturating_sub(1);
        records.push((usize::try_from(line).unwrap_or(usize::MAX), record.iter().map(str::to_owned).collect()));
    }
    (records, false)
}

/// Of comma, semicolon, tab and bar the one that gives the most records of one width.
fn delimiter(text: &str) -> u8 {
    let mut end = text.len().min(HEAD);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let head = text.get(..end).unwrap_or_default();
    let score = |delimiter: u8| -> usize {
        let mut reader = ::csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter)
            .from_reader(head.as_bytes());
        let widths: Vec<usize> = reader.records().flatten().map(|record| record.len()).take(200).collect();
        let widest = widths
            .iter()
            .copied()
            .filter(|width| *width > 1)
            .max_by_key(|width| widths.iter().filter(|other| *other == width).count() * width);
        widest.map_or(0, |width| widths.iter().filter(|other| **other == width).count() * width)
    };
    [b',', b';', b'\t', b'|'].into_iter().rev().max_by_key(|delimiter| score(*delimiter)).unwrap_or(b',')
}

/// For a survey: each respondent's name and the file with that row alone, to be read as a contribution of its own.
pub(in crate::extract) fn respondents(bytes: &[u8], limits: &Limits) -> Vec<(String, Vec<u8>)> {
    let grid = grid(bytes, limits);
    let Some(header) = Header::find(&grid).filter(|header| header.is_survey(&grid)) else { return Vec::new() };
    let mut found: Vec<(String, Vec<u8>)> = Vec::new();
    let head = grid.rows.get(..=header.last).unwrap_or_default();
    for row in grid.rows.iter().skip(header.last + 1) {
        let name = tidy(&header.respondent_key(row, found.len() + 1));
        let name = name.replace(['/', '\\', '!'], "_");
        let taken = found
            .iter()
            .filter(|(other, _)| other.trim_end_matches(".csv").split('~').next() == Some(name.as_str()))
            .count();
        let name = if taken > 0 { format!("{name}~{}", taken + 1) } else { name };
        let mut writer = ::csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
        let written = head.iter().chain([row]).all(|row| writer.write_record(&row.cells).is_ok());
        if written && let Ok(bytes) = writer.into_inner() {
            found.push((format!("{name}.csv"), bytes));
        }
    }
    found
}
