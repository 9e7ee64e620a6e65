//! CSV as RFC 4180 has it: comma, quotes doubled, CRLF, UTF-8; and the form that Excel opens without asking.

use crate::model::{Column, HUMAN_COLUMNS, TrackerRow, table_keys};
use crate::text::formula;
use std::io::{self, Write};

/// The byte order mark by which Excel knows UTF-8.
pub const BOM: &str = "\u{feff}";

/// How cells are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CsvForm {
    /// RFC 4180, cells as they are: for programs.
    Plain,
    /// With a byte order mark, and cells that a spreadsheet would run made text (see [`formula`]).
    Spreadsheet,
    /// As [`CsvForm::Spreadsheet`] without the mark: records that are appended to such a file.
    Continued,
}

/// Writes the machine columns of `rows`: the form of `items.csv` and of every view of it.
///
/// # Errors
/// Whatever `out` reports.
pub fn write<'a, W: Write>(rows: impl IntoIterator<Item = &'a TrackerRow>, form: CsvForm, out: W) -> io::Result<()> {
    let mut table = Table::new(form, out)?;
    table.record(Column::ALL.iter().map(|column| column.name()))?;
    for row in rows {
        table.row(row, std::iter::empty::<&str>())?;
    }
    table.finish()
}

/// Writes a tracker in the form that is read back: the excel profile.
///
/// # Errors
/// Whatever `out` reports.
pub fn write_table<W: Write>(tracker: &crate::model::Table, out: W) -> io::Result<()> {
    let mut table = Table::new(CsvForm::Spreadsheet, out)?;
    table.record(tracker.header())?;
    let keys = table_keys(&tracker.human);
    for row in &tracker.rows {
        table.record(row.cells(&keys))?;
    }
    table.finish()
}

/// Writes machine columns, then human columns: `header` names the human columns, and each row brings its cells in that order.
///
/// # Errors
/// Whatever `out` reports.
pub fn write_with_human<'a, W: Write>(
    header: &[String],
    rows: impl IntoIterator<Item = (&'a TrackerRow, Vec<&'a str>)>,
    form: CsvForm,
    out: W,
) -> io::Result<()> {
    let mut table = Table::new(form, out)?;
    table.record(Column::ALL.iter().map(|column| column.name()).chain(header.iter().map(String::as_str)))?;
    for (row, human) in rows {
        table.row(row, human)?;
    }
    table.finish()
}

/// Writes machine columns and, under `header`, what `more` answers for each row: the view of a category.
///
/// # Errors
/// Whatever `out` reports.
pub fn write_with<'a, W: Write, const N: usize>(
    rows: impl IntoIterator<Item = &'a TrackerRow>,
    header: [&str; N],
    more: impl Fn(&TrackerRow) -> [String; N],
    out: W,
) -> io::Result<()> {
    let mut table = Table::new(CsvForm::Spreadsheet, out)?;
    table.record(Column::ALL.iter().map(|column| column.name()).chain(header))?;
    for row in rows {
        table.row(row, more(row))?;
    }
    table.finish()
}

/// The human columns that every tracker begins with, as owned names.
#[must_use]
pub fn standard_human_columns() -> Vec<String> {
    HUMAN_COLUMNS.iter().map(|&name| name.to_owned()).collect()
}

/// Adds the machine cells of a row, as a spreadsheet may hold them, without the end of the record.
pub fn machine_cells(out: &mut Vec<u8>, row: &TrackerRow) {
    for (at, column) in Column::ALL.into_iter().enumerate() {
        if at > 0 {
            out.push(b',');
        }
        cell(out, &row.cell(column));
    }
}

/// Adds one cell as a spreadsheet may hold it; in quotes where RFC 4180 wants them.
pub fn cell(out: &mut Vec<u8>, text: &str) {
    let text = formula::disarmed(text);
    if !text.bytes().any(|byte| matches!(byte, b',' | b'"' | b'\r' | b'\n')) {
        out.extend_from_slice(text.as_bytes());
        return;
    }
    out.push(b'"');
    for (at, part) in text.split('"').enumerate() {
        if at > 0 {
            out.extend_from_slice(b"\"\"");
        }
        out.extend_from_slice(part.as_bytes());
    }
    out.push(b'"');
}

/// Ends a record.
pub fn end(out: &mut Vec<u8>) {
    out.extend_from_slice(b"\r\n");
}

/// Adds a whole record of cells.
pub fn record<I: AsRef<str>>(out: &mut Vec<u8>, cells: impl IntoIterator<Item = I>) {
    for (at, text) in cells.into_iter().enumerate() {
        if at > 0 {
            out.push(b',');
        }
        cell(out, text.as_ref());
    }
    end(out);
}

/// The beginning of a file that spreadsheets open: byte order mark and header.
#[must_use]
pub fn head<'a>(header: impl IntoIterator<Item = &'a str>) -> Vec<u8> {
    let mut out = BOM.as_bytes().to_vec();
    record(&mut out, header);
    out
}

/// A table being written in one form.
pub struct Table<W: Write> {
    form: CsvForm,
    writer: csv::Writer<W>,
}

impl<W: Write> Table<W> {
    /// Begins a table; writes the byte order mark where the form has one.
    ///
    /// # Errors
    /// Whatever `out` reports.
    pub fn new(form: CsvForm, mut out: W) -> io::Result<Self> {
        if form == CsvForm::Spreadsheet {
            out.write_all(BOM.as_bytes())?;
        }
        let writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).flexible(true).from_writer(out);
        Ok(Self { form, writer })
    }

    /// Writes one record.
    ///
    /// # Errors
    /// Whatever the output reports.
    pub fn record<I: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = I>) -> io::Result<()> {
        for cell in cells {
            self.field(cell.as_ref())?;
        }
        self.end()
    }

    /// Writes one row: its machine columns and then `human`.
    ///
    /// # Errors
    /// Whatever the output reports.
    pub fn row<I: AsRef<str>>(&mut self, row: &TrackerRow, human: impl IntoIterator<Item = I>) -> io::Result<()> {
        for column in Column::ALL {
            self.field(&row.cell(column))?;
        }
        self.record(human)
    }

    /// Ends the table.
    ///
    /// # Errors
    /// Whatever the output reports.
    pub fn finish(mut self) -> io::Result<()> {
        self.writer.flush()
    }

    /// Ends the table and gives its output back.
    ///
    /// # Errors
    /// Whatever the output reports.
    pub fn into_inner(self) -> io::Result<W> {
        self.writer.into_inner().map_err(|error| io::Error::other(error.to_string()))
    }

    fn field(&mut self, cell: &str) -> io::Result<()> {
        match self.form {
            CsvForm::Plain => self.writer.write_field(cell),
            CsvForm::Spreadsheet | CsvForm::Continued => self.writer.write_field(formula::disarmed(cell).as_ref()),
        }
        .map_err(io::Error::other)
    }

    fn end(&mut self) -> io::Result<()> {
        self.writer.write_record(None::<&[u8]>).map_err(io::Error::other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::sample::row;

    fn written(row: &TrackerRow, form: CsvForm) -> String {
        let mut out = Vec::new();
        write([row], form, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_record_ends_with_crlf_and_doubles_quotes() {
        let mut row = row("k#1~aaaaaaaa.d");
        row.text = "He said \"no\",\nthen left".to_owned();
        let csv = written(&row, CsvForm::Plain);
        assert!(csv.starts_with("id,no,kind,force,"));
        assert!(csv.contains("\r\nk#1~aaaaaaaa.d,,decision,agreed,adopted,"));
        assert!(csv.contains("\"He said \"\"no\"\",\nthen left\""));
        assert!(csv.ends_with("\r\n"));
    }

    #[test]
    fn only_the_spreadsheet_form_has_a_mark_and_disarms() {
        let mut row = row("k#1~aaaaaaaa.d");
        row.text = "=cmd|' /C calc'!A0".to_owned();
        let plain = written(&row, CsvForm::Plain);
        assert!(plain.contains(",=cmd|"));
        assert!(!plain.starts_with(BOM));
        let sheet = written(&row, CsvForm::Spreadsheet);
        assert!(sheet.starts_with(BOM));
        assert!(sheet.contains(",'=cmd|"));
    }

    #[test]
    fn records_put_together_cell_by_cell_are_those_of_the_table() {
        let mut row = row("k#1~aaaaaaaa.d");
        row.text = "He said \"no\",\nthen left".to_owned();
        row.section = Some("=1+1, \"".to_owned());
        row.meeting = Some(String::new());
        let mut out = head(Column::ALL.iter().map(|column| column.name()));
        machine_cells(&mut out, &row);
        end(&mut out);
        assert_eq!(String::from_utf8(out).unwrap(), written(&row, CsvForm::Spreadsheet));
    }

    #[test]
    fn human_cells_follow_the_machine_columns() {
        let row = row("k#1~aaaaaaaa.d");
        let header = standard_human_columns();
        let mut out = Vec::new();
        write_with_human(&header, [(&row, vec!["open", "", "", "see\nme"])], CsvForm::Plain, &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.lines().next().unwrap().ends_with(",rev,status,owner,assessment,notes"));
        assert!(text.ends_with(",open,,,\"see\nme\"\r\n"));
    }
}
