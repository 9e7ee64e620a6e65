//! Makes the tracker as one table in memory, chooses of its lines and writes them to files.

use super::lines::{Table, TableLine};
use crate::error::RunError;
use crate::export::csv::{self, CsvForm};
use crate::model::{TableRow, TrackerRow, human_columns};
use crate::query::ast::{Node, Test};
use crate::query::{Field, Query};
use crate::record::selecting::{Selector, each};
use crate::record::{ExportForm, ExportedFile, Record, Selection};
use crate::tracker::{self, Subject};
use std::sync::Arc;
use std::time::UNIX_EPOCH;

impl Record {
    /// The tracker as one table, made once and then kept until a run publishes or edits are read back.
    ///
    /// ```
    /// # use minutebook::Record;
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/example.rs"));
    /// # fn main() -> Result<(), minutebook::Error> {
    /// # let (_folder, record) = example()?;
    /// let table = record.table()?;
    /// assert_eq!(table.lines.len(), 2);
    /// assert!(std::sync::Arc::ptr_eq(&table, &record.table()?));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// There is no index yet, or index, ledger or a stored document cannot be read.
    pub fn table(&self) -> Result<Arc<Table>, RunError> {
        let stamp = self.stamp()?;
        if let Some(table) = self.kept.table(&stamp) {
            return Ok(table);
        }
        let ledger = self.ledger()?;
        let human = human_columns(tracker::load_common(&ledger)?.columns());
        let mut lines = Vec::new();
        let all = Selection { procedural: true, withdrawn: true, ..Selection::default() };
        each(self, &ledger, &all, |some, history| {
            let line = |row: TrackerRow| {
                let subject = history.subject(&row.id);
                let human = subject.map(|subject| subject.human.clone()).unwrap_or_default();
                TableLine { human, changes: subject.map_or(0, Subject::sequence), row }
            };
            lines.extend(some.held.into_iter().chain(some.withdrawn).map(line));
            Ok(())
        })?;
        let table = Arc::new(Table { human, lines, stamp: stamp.clone() });
        self.kept.keep_table(stamp, &table);
        Ok(table)
    }

    /// The state that answers come from: another text whenever they may differ.
    ///
    /// # Errors
    /// There is no index yet, or it cannot be read.
    pub fn stamp(&self) -> Result<String, RunError> {
        let mut stamp = self.generation()?.to_string();
        let ledger = self.workspace().ledger();
        let files =
            [ledger.join("trackers.jsonl"), ledger.join("items.jsonl"), self.workspace().file("assessments.csv")];
        for file in files {
            let changed = std::fs::metadata(&file).ok().map(|found| {
                let time = found.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
                (found.len(), time.map_or(0, |time| time.as_nanos()))
            });
            let (bytes, time) = changed.unwrap_or_default();
            stamp.push_str(&format!("-{bytes:x}.{time:x}"));
        }
        Ok(stamp)
    }

    /// The lines of a table, by position, whose items `query` finds: as [`Record::select`] chooses them.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn choose(&self, table: &Table, query: &Query) -> Result<Vec<usize>, RunError> {
        // Paragraphs without an item are none of a tracker's: leaving them out spares reading them.
        let query = query.clone().and(Node::Field(Field::Kind, Test::Any));
        let selection = Selection { query: Some(query), procedural: true, ..Selection::default() };
        let selector = Selector::new(&*self.current()?, &selection)?;
        let rows: Vec<&TrackerRow> = table.lines.iter().map(|line| &line.row).collect();
        let chosen = selector.chosen(&rows);
        Ok(chosen.into_iter().enumerate().filter(|(_, chosen)| *chosen).map(|(at, _)| at).collect())
    }

    /// Some lines of a table as a file in a form that belongs to no tool: what is on a screen, to take along.
    ///
    /// # Errors
    /// The form belongs to a tool, or the taxonomy cannot be read.
    pub fn export_lines(
        &self,
        table: &Table,
        lines: &[&TableLine],
        form: ExportForm,
    ) -> Result<ExportedFile, RunError> {
        let rows: Vec<(TableRow, u64)> = lines
            .iter()
            .map(|line| (TableRow::Item { row: Box::new(line.row.clone()), human: line.human.clone() }, line.changes))
            .collect();
        self.export_rows(&table.human, form, &rows)
    }

    /// Some columns of some lines as a table for spreadsheets: what looks like a formula is disarmed.
    ///
    /// # Errors
    /// Never in memory; the writer's own kind of error.
    pub fn export_columns(&self, lines: &[&TableLine], columns: &[&str]) -> Result<Vec<u8>, RunError> {
        let write = || -> std::io::Result<Vec<u8>> {
            let mut table = csv::Table::new(CsvForm::Spreadsheet, Vec::new())?;
            table.record(columns)?;
            for line in lines {
                table.record(columns.iter().map(|column| line.cell(column)))?;
            }
            table.into_inner()
        };
        write().map_err(|error| RunError::new("cannot write the table").because(error))
    }
}
