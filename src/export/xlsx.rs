//! Whole tables as workbooks.

use super::book::{Book, Fitted, Options};
use crate::model::{Table, table_keys};
use std::io::{self, Write};
use std::path::Path;

/// Writes the workbook of `table`; `scratch` is a folder for what does not fit into memory.
///
/// # Errors
/// `out` or the folder refuses.
pub fn write<W: Write + Send>(table: &Table, options: &Options, scratch: &Path, out: W) -> io::Result<Fitted> {
    let mut book = Book::new(&table.human, &table_keys(&table.human), options.clone(), scratch)?;
    table.rows.iter().try_for_each(|row| book.add(row))?;
    book.finish(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::sample::row;
    use crate::export::titles::Titles;
    use crate::model::{Cells, TableRow, TrackerRow, human_columns};
    use crate::tracker::read;
    use std::collections::{BTreeMap, BTreeSet};

    fn options() -> Options {
        Options {
            title: "Tracker".to_owned(),
            day: "2026-11-21".to_owned(),
            corpus: Some("../corpus/".to_owned()),
            read_back: true,
            titles: Titles::default(),
            statuses: vec!["open".to_owned(), "done".to_owned()],
        }
    }

    fn table(rows: Vec<TrackerRow>) -> Table {
        let human: Cells =
            [("status", "open"), ("notes", "=1+1\ntwo")].map(|(a, b)| (a.to_owned(), b.to_owned())).into();
        let rows = rows.into_iter().map(|row| TableRow::Item { row: Box::new(row), human: human.clone() }).collect();
        Table { human: human_columns([]), rows }
    }

    fn written(table: &Table) -> (Vec<u8>, Fitted) {
        let scratch = tempfile::tempdir().unwrap();
        let mut out = Vec::new();
        let fitted = write(table, &options(), scratch.path(), &mut out).unwrap();
        (out, fitted)
    }

    #[test]
    fn a_workbook_reads_back_cell_for_cell_whatever_order_its_columns_have() {
        let mut other = row("k#2~aaaaaaaa.d");
        other.category = Some("funding".to_owned());
        other.text = "=cmd|x".to_owned();
        let mut none = row("k#3~aaaaaaaa.d");
        none.category = None;
        let mut table = table(vec![row("k#1~aaaaaaaa.d"), other, none]);
        table
            .rows
            .push(TableRow::Own { rev: "rx".to_owned(), cells: [("notes".to_owned(), "mine".to_owned())].into() });
        let (bytes, fitted) = written(&table);
        assert_eq!(fitted, Fitted::default());
        let sheet = read(&bytes, "t.xlsx").unwrap();
        let keys: Vec<String> = sheet.columns.iter().map(crate::tracker::sheet::Field::key).collect();
        // Items stand on the main sheet and on the sheet of their category.
        let back: BTreeSet<BTreeMap<String, String>> = sheet
            .rows
            .iter()
            .filter(|row| row.iter().all(Option::is_some))
            .map(|row| keys.iter().cloned().zip(row.iter().flatten().cloned()).collect())
            .collect();
        let header: Vec<String> = table.header().map(str::to_lowercase).collect();
        let out: BTreeSet<BTreeMap<String, String>> = table
            .rows
            .iter()
            .map(|row| header.iter().cloned().zip(table.cells(row).iter().map(ToString::to_string)).collect())
            .collect();
        assert_eq!(back, out);
    }

    #[test]
    fn the_same_table_gives_the_same_bytes() {
        let table = table(vec![row("k#1~aaaaaaaa.d")]);
        assert_eq!(written(&table).0, written(&table).0);
    }

    #[test]
    fn a_text_longer_than_a_cell_is_cut_and_counted() {
        let mut long = row("k#1~aaaaaaaa.d");
        long.text = "é".repeat(40_000);
        assert_eq!(written(&table(vec![long])).1.cells_cut, 2, "on the main sheet and on that of its category");
    }
}
