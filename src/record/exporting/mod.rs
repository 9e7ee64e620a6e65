//! Exporting a selection: in a form of its own, or as a tool imports it.

mod check;
mod delivery;
mod form;
mod plain;
mod tool;

pub use check::Checked;
pub use form::{Export, ExportForm, Exported, ExportedFile, Tool};

use super::Record;
use super::selecting::{Selected, each};
use crate::error::RunError;
use crate::export::Titles;
use crate::export::profile::filled::{Filled, More, OfWorkspace};
use crate::export::profile::{self, github};
use crate::model::{Column, TableRow, column_key, human_columns, table_keys};
use crate::store::Ledger;
use crate::tag::{People, Taxonomy};
use crate::tracker::{self, History};

impl Record {
    /// Makes the files of an export, hands them to `deliver`, and then remembers what a tool was sent. Answers what to say
    /// after that.
    ///
    /// ```
    /// # use minutebook::{Export, ExportForm, Record, Selection};
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/example.rs"));
    /// # fn main() -> Result<(), minutebook::Error> {
    /// # let (folder, record) = example()?;
    /// # let path = folder.path().join("items.jsonl");
    /// let export = Export { selection: Selection::default(), form: ExportForm::Jsonl, since: None, single: true };
    /// record.export(&export, |exported| record.save(&exported.files, &path, false).map(|_| ()))?;
    /// assert_eq!(std::fs::read_to_string(&path).expect("it was written").lines().count(), 2);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// A filter does not fit, there is no index yet, another process writes in the workspace while a tool's files are made, or
    /// `deliver` fails: then nothing is remembered.
    pub fn export(
        &self,
        export: &Export,
        deliver: impl FnOnce(&Exported) -> Result<(), RunError>,
    ) -> Result<Option<String>, RunError> {
        match export.form {
            ExportForm::Tool { tool, again, preview } => self.export_for(tool, export, (again, preview), deliver),
            _ => {
                let exported = self.export_plainly(export)?;
                deliver(&exported)?;
                Ok(None)
            }
        }
    }

    fn export_plainly(&self, export: &Export) -> Result<Exported, RunError> {
        let ledger = self.ledger()?;
        let human = human_columns(tracker::load_common(&ledger)?.columns());
        let how = plain::How {
            format: export.form,
            title: &self.settings().tracker.title,
            day: ledger.today(),
            titles: self.titles()?,
            statuses: &self.settings().tracker.statuses,
        };
        let mut writing = plain::Writing::new(&how, &human, export.since.as_ref(), export.selection.withdrawn)?;
        each(self, &ledger, &export.selection, |selected, history| writing.take(selected, history))?;
        writing.finish()
    }

    /// A file of rows that are at hand; `human` are the human columns.
    pub(super) fn export_rows(
        &self,
        human: &[String],
        form: ExportForm,
        rows: &[(TableRow, u64)],
    ) -> Result<ExportedFile, RunError> {
        let day = self.ledger()?.today().to_owned();
        let how = plain::How {
            format: form,
            title: &self.settings().tracker.title,
            day: &day,
            titles: self.titles()?,
            statuses: &self.settings().tracker.statuses,
        };
        let mut writing = plain::Writing::new(&how, human, None, false)?;
        writing.rows(rows)?;
        let file = writing.finish()?.files.pop();
        file.ok_or_else(|| RunError::internal("an export without a file"))
    }

    fn export_for(
        &self,
        tool: Tool,
        export: &Export,
        (again, preview): (bool, bool),
        deliver: impl FnOnce(&Exported) -> Result<(), RunError>,
    ) -> Result<Option<String>, RunError> {
        // What was sent to a tool is remembered: nobody else may write then.
        let _lock = if preview { None } else { Some(self.lock("export")?) };
        let mut ledger: Ledger = self.ledger_to_write()?;
        let history = tracker::load(&ledger)?;
        let mut selected = Selected::default();
        each(self, &ledger, &export.selection, |some, _| {
            selected.held.extend(some.held);
            selected.withdrawn.extend(some.withdrawn);
            Ok(())
        })?;
        let lists = match &export.since {
            Some(since) => {
                let rows = selected.held.iter().chain(&selected.withdrawn);
                tool::Lists::Since(tracker::delta(&history, since, rows))
            }
            None => tool::Lists::All(selected),
        };
        let people = People::load(&self.workspace().file("people.csv"))?;
        let filled = self.filled(tool.name, &history)?;
        let how = tool::How { name: tool.name, titles: self.titles()?, people, filled, again, single: export.single };
        let made = tool::export(&how, lists, &history)?;
        deliver(&made.exported)?;
        if !preview {
            tracker::append(&mut ledger, self.generation()?, &made.sent)?;
        }
        Ok(made.waiting)
    }

    /// What the settings fill in of a tool.
    fn filled(&self, tool: &str, history: &History) -> Result<OfWorkspace, RunError> {
        let human = table_keys(&human_columns(history.columns()));
        let of = |setting: &str, section: &str| {
            Filled::of(setting, &human)
                .map_err(|why| RunError::settings(format!("[{section}] in minutebook.toml: {why}")))
        };
        let (jira, milestone) = (&self.settings().jira, &self.settings().github.milestone);
        let mut filled = OfWorkspace::default();
        if tool == profile::JIRA {
            let is_title = column_key(&jira.component) == Column::Category.name();
            filled.category = if is_title { None } else { Some(of(&jira.component, profile::JIRA)?) };
            for (header, setting) in &jira.fields {
                filled.more.push(More { header: header.clone(), from: of(setting, profile::JIRA)? });
            }
        }
        if tool == github::NAME && !milestone.is_empty() {
            filled.milestone = Some(of(milestone, github::NAME)?);
        }
        Ok(filled)
    }

    /// The names of the categories.
    fn titles(&self) -> Result<Titles, RunError> {
        Ok(Titles::of_taxonomy(&Taxonomy::load(Some(&self.workspace().rules()))?))
    }
}
