//! After a run: what saved searches have to tell goes to `outputs/alerts/`, once.
//!
//! Files first, then the ledger: after a kill in between, the next run tells the same again, in the same files where the
//! generation is the same, rather than never.

use super::catalogue::Catalogue;
use super::report::RunReport;
use super::threading;
use super::work::Work;
use crate::acronyms::Acronyms;
use crate::error::RunError;
use crate::export::csv::CsvForm;
use crate::index::Reader;
use crate::query::Query;
use crate::query::acronyms::Bridges;
use crate::search::saved::{self, Alert, Entry, Memory, Saved};
use crate::store::Ledger;
use crate::store::generations::INDEX;
use crate::store::ledger::{Account, Line};
use crate::threads::asked;
use crate::threads::book::Book;
use std::io;

/// The folder of alerts in `outputs/`.
pub const FOLDER: &str = "alerts";

/// Runs the saved searches over the current generation and writes what is new. A held generation is not current, and an
/// older one to which the index was rolled back has nothing new to tell.
///
/// # Errors
/// The disk refuses, or the index is damaged. A mistake in `searches.toml` is in the report.
pub fn tell(
    work: &Work<'_>,
    ledger: &mut Ledger,
    catalogue: &Catalogue,
    generation: u64,
    report: &mut RunReport,
) -> Result<(), RunError> {
    let Some(searches) = searches(work, report) else { return Ok(()) };
    if searches.is_empty() || work.generations.state()?.pin.is_some() {
        return Ok(());
    }
    let dir = work.generations.dir(generation);
    let reader = Reader::open(&dir.join(INDEX))?;
    let book = match searches.iter().any(|search| asked::asks(&search.query)) {
        true => threading::read(&dir)?,
        false => Book::default(),
    };
    let means = |query: &Query| if asked::asks(query) { asked::looked_up(query, &book) } else { query.clone() };
    let learned = catalogue.reports.iter().map(|report| report.acronyms.as_slice());
    let bridges = Bridges::of(&Acronyms::known(Some(&work.workspace.rules()), learned)?);
    let memory = remembered(ledger)?;
    let (mut alerts, entries) = saved::alerts(&reader, &searches, &bridges, &memory, ledger.today(), &means)?;
    for alert in &mut alerts {
        // Remembered as told, and not told: nothing has happened in these reports.
        alert.told.retain(|told| told.change != saved::Change::ByRules || !report.upgraded.contains(&told.hit.report));
    }
    write(work, &alerts, generation, report)?;
    for entry in &entries {
        ledger.put(Account::Alerts, "", entry)?;
    }
    ledger.sync()
}

/// The saved searches; `None`, with a word in the report, where the file has a mistake: it must not stop the night.
fn searches(work: &Work<'_>, report: &mut RunReport) -> Option<Vec<Saved>> {
    match saved::load(&work.workspace.file(saved::FILE)) {
        Ok(searches) => Some(searches),
        Err(error) => {
            let cause = std::error::Error::source(&error).map(|cause| format!(": {cause}")).unwrap_or_default();
            report.needs_a_look.push(format!("no alerts were made: {}{}", error.message, cause.trim_end()));
            None
        }
    }
}

fn remembered(ledger: &Ledger) -> Result<Memory, RunError> {
    let lines: Vec<Line<Entry>> = ledger.account(Account::Alerts)?;
    Ok(Memory::of(lines.iter().map(|line| (line.at.get(..10).unwrap_or(&line.at), &line.entry))))
}

fn write(work: &Work<'_>, alerts: &[Alert], generation: u64, report: &mut RunReport) -> Result<(), RunError> {
    let folder = work.workspace.outputs().join(FOLDER);
    let put = |name: &str, fill: &dyn Fn(&mut Vec<u8>) -> io::Result<()>| {
        let mut bytes = Vec::new();
        fill(&mut bytes).map_err(|error| RunError::new(format!("cannot make the alert {name}")).because(error))?;
        work.storage.write_atomic(folder.join(name), &bytes)
    };
    for alert in alerts {
        let name = &alert.search.name;
        if alert.is_baseline {
            report.remarks.push(format!(
                "saved search {name}: {} paragraphs answer it now; from the next run on, alerts tell what is new",
                alert.total
            ));
        }
        let feed = format!("{name}.atom");
        if !alert.told.is_empty() || !folder.join(&feed).exists() {
            put(&feed, &|out| saved::atom(alert, &report.started, out))?;
        }
        if !alert.told.is_empty() {
            let file = saved::file_name(generation, name, "txt");
            put(&file, &|out| saved::text(alert, out))?;
            report.alerts.push(format!("{FOLDER}/{file}"));
        }
    }
    if alerts.iter().any(|alert| !alert.told.is_empty()) {
        let file = saved::file_name(generation, "all", "csv");
        put(&file, &|out| saved::csv(alerts, CsvForm::Spreadsheet, out))?;
        report.alerts.push(format!("{FOLDER}/{file}"));
    }
    Ok(())
}
