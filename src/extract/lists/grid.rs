//! A sheet as rows of cells.

use crate::model::{FilePlace, Locator};

/// A sheet, empty rows and hidden columns left out.
#[derive(Debug, Clone, Default)]
pub(super) struct Grid {
    /// Name of the sheet; empty for files without sheets.
    pub(super) name: String,
    /// Its rows.
    pub(super) rows: Vec<Row>,
    /// Columns in view, by their place in the file.
    pub(super) columns: Vec<usize>,
    /// Rows are missing.
    pub(super) cut: bool,
    /// Places are lines, not cells.
    pub(super) lines: bool,
}

/// A row.
#[derive(Debug, Clone, Default)]
pub(super) struct Row {
    /// Its place in the file, from 0.
    pub(super) number: usize,
    /// Its cells with their own line breaks.
    pub(super) cells: Vec<String>,
    /// For each cell the columns that it covers; 0 where another covers it.
    pub(super) spans: Vec<usize>,
}

impl Row {
    /// A cell in one line.
    pub(super) fn cell(&self, at: usize) -> String {
        super::super::flow::tidy(self.cells.get(at).map_or("", String::as_str))
    }

    /// How many cells hold something.
    pub(super) fn filled(&self) -> usize {
        self.cells.iter().filter(|cell| !cell.trim().is_empty()).count()
    }

    /// The only cell that holds something.
    pub(super) fn only(&self) -> Option<(usize, String)> {
        let at = self.cells.iter().position(|cell| !cell.trim().is_empty())?;
        (self.filled() == 1).then(|| (at, self.cell(at)))
    }
}

impl Grid {
    /// Takes rows in, without those that are empty and with columns up to the last that holds something.
    pub(super) fn of(name: String, mut rows: Vec<Row>, hidden: &[usize]) -> Self {
        rows.retain(|row| row.filled() > 0);
        let width = rows
            .iter()
            .filter_map(|row| row.cells.iter().rposition(|cell| !cell.trim().is_empty()))
            .max()
            .map_or(0, |last| last + 1);
        let used = |at: usize| rows.iter().any(|row| row.cells.get(at).is_some_and(|cell| !cell.trim().is_empty()));
        let first = (0..width).find(|at| used(*at)).unwrap_or(0);
        let columns: Vec<usize> = (first..width).filter(|at| !hidden.contains(at)).collect();
        for row in &mut rows {
            let cells = columns.iter().map(|at| row.cells.get(*at).cloned().unwrap_or_default()).collect();
            let spans = columns.iter().map(|at| row.spans.get(*at).copied().unwrap_or(1)).collect();
            row.cells = cells;
            row.spans = spans;
        }
        rows.retain(|row| row.filled() > 0);
        Self { name, rows, columns, cut: false, lines: false }
    }

    /// Where a cell stands, by row of the file and column in view.
    pub(super) fn place(&self, row: usize, column: usize) -> FilePlace {
        let line = u32::try_from(row + 1).unwrap_or(u32::MAX);
        if self.lines {
            return FilePlace { lines: Some([line, line]), ..FilePlace::default() };
        }
        let column = self.columns.get(column).copied().unwrap_or(0);
        let at = Locator::Cell { sheet: self.name.clone(), cell: format!("{}{line}", letters(column)) };
        FilePlace { at: Some(at), ..FilePlace::default() }
    }
}

/// A, ..., Z, AA: the name of a column.
pub(super) fn letters(column: usize) -> String {
    let mut rest = column + 1;
    let mut name = Vec::new();
    while rest > 0 {
        rest -= 1;
        name.push(char::from(b'A' + u8::try_from(rest % 26).unwrap_or(0)));
        rest /= 26;
    }
    name.iter().rev().collect()
}
