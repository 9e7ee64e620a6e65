//! Selecting items: the query and filters of a search, answered in rows of a tracker.

use super::current::Current;
use super::{Record, threaded, usage};
use crate::error::RunError;
use crate::export;
use crate::export::selection::is_meant;
use crate::model::TrackerRow;
use crate::query::ast::Node;
use crate::query::{Filters, Options, Query, Wording};
use crate::run::documents::Documents;
use crate::store::Ledger;
use crate::tracker::{self, History};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

/// What to select.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    /// Only items in paragraphs that this query finds; all items where there is none.
    pub query: Option<Query>,
    /// Conditions besides the query.
    pub filters: Filters,
    /// Also procedural items: agenda adopted, minutes approved.
    pub procedural: bool,
    /// Also items that their source holds no longer (not with a query or filters of reports, which look into the index).
    pub withdrawn: bool,
}

/// The selected items of one report, or of several.
#[derive(Debug, Clone, Default)]
pub struct Selected {
    /// Items that their sources hold now, in reading order.
    pub held: Vec<TrackerRow>,
    /// Items that their source held once, by id.
    pub withdrawn: Vec<TrackerRow>,
}

impl Record {
    /// The items that `selection` chooses, as rows of a tracker: those of the published generation in the order of the tracker, then
    /// those of reports that are gone.
    ///
    /// ```
    /// # use minutebook::{Record, Selection};
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/example.rs"));
    /// # fn main() -> Result<(), minutebook::Error> {
    /// # let (_folder, record) = example()?;
    /// let selected = record.select(&Selection { query: Some("kind:decision".parse()?), ..Selection::default() })?;
    /// let words: Vec<&str> = selected.held.iter().map(|row| row.text.as_str()).collect();
    /// assert_eq!(words, ["The Board agreed to open on Sundays."]);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// A filter does not fit, there is no index yet, or index, ledger or a stored document cannot be read.
    pub fn select(&self, selection: &Selection) -> Result<Selected, RunError> {
        let mut all = Selected::default();
        let ledger = self.ledger()?;
        each(self, &ledger, selection, |mut some, _| {
            all.held.append(&mut some.held);
            if selection.withdrawn {
                all.withdrawn.append(&mut some.withdrawn);
            }
            Ok(())
        })?;
        Ok(all)
    }
}

/// Hands the selected items of each report to `take`, with what is known of that report's items.
pub(super) fn each(
    record: &Record,
    ledger: &Ledger,
    selection: &Selection,
    mut take: impl FnMut(Selected, &History) -> Result<(), RunError>,
) -> Result<(), RunError> {
    let index = record.current()?;
    let selector = Selector::new(&index, selection)?;
    let threads = index.book()?.threads_of_items();
    let documents = Documents::of(record.workspace());
    for batch in index.catalogue.reports.chunks(BATCH) {
        let loaded: Result<Vec<_>, RunError> = batch
            .par_iter()
            .map(|report| {
                let history = tracker::load_report(ledger, &report.key)?;
                let mut held = export::rows([&documents.load(&report.document)?], |id| history.past(id));
                for row in &mut held {
                    row.thread = threads.get(row.id.as_str()).map(|thread| (*thread).to_owned());
                }
                let ids: FxHashSet<&str> = held.iter().map(|row| row.id.as_str()).collect();
                let mut withdrawn = withdrawn(&history, &ids);
                selector.choose(&mut held, &mut withdrawn);
                Ok((Selected { held, withdrawn }, history))
            })
            .collect();
        for (selected, history) in loaded? {
            take(selected, &history)?;
        }
    }
    let here: FxHashSet<&str> = index.catalogue.reports.iter().map(|report| report.key.as_str()).collect();
    for report in tracker::known_reports(ledger)?.iter().filter(|report| !here.contains(report.as_str())) {
        let history = tracker::load_report(ledger, report)?;
        let (mut held, mut withdrawn) = (Vec::new(), withdrawn(&history, &FxHashSet::default()));
        selector.choose(&mut held, &mut withdrawn);
        take(Selected { held, withdrawn }, &history)?;
    }
    Ok(())
}

/// Reports loaded at once: bounds memory, keeps all cores busy.
const BATCH: usize = 64;

fn withdrawn(history: &History, here: &FxHashSet<&str>) -> Vec<TrackerRow> {
    let gone = history.subjects().filter(|(id, subject)| subject.withdrawn && !here.contains(id));
    gone.filter_map(|(_, subject)| Some(subject.row.as_ref()?.as_ref().clone().withdrawn())).collect()
}

/// What a selection chooses, found once for all reports.
pub(super) struct Selector {
    procedural: bool,
    /// `None` where everything is selected.
    found: Option<Found>,
}

struct Found {
    condition: Node,
    /// Of withdrawn items the index knows nothing: only tests of items can choose among them.
    only_items: bool,
    blocks: FxHashSet<String>,
    items: FxHashSet<String>,
}

impl Selector {
    pub(super) fn new(index: &Current, selection: &Selection) -> Result<Self, RunError> {
        let filters = selection.filters.clone();
        if selection.query.is_none() && filters == Filters::default() {
            return Ok(Self { procedural: selection.procedural, found: None });
        }
        let query = threaded::looked_up(&selection.query.clone().unwrap_or_else(Query::all), index)?;
        let mut conditions = filters.nodes().map_err(usage)?;
        conditions.push(query.root.clone());
        let only_items = only_items(&conditions);
        let options =
            Options { limit: usize::MAX / 2, filters, group: false, wording: Wording::Strict, ..Options::default() };
        let hits = index.reader.search(&query, &options, &index.expansion)?;
        let mut found = Found {
            condition: Node::And(conditions),
            only_items,
            blocks: FxHashSet::default(),
            items: FxHashSet::default(),
        };
        for hit in hits.hits {
            found.items.extend(hit.items.into_iter().map(|item| item.id));
            found.blocks.insert(hit.id);
        }
        Ok(Self { procedural: selection.procedural, found: Some(found) })
    }

    /// Leaves what is selected of one report.
    fn choose(&self, held: &mut Vec<TrackerRow>, withdrawn: &mut Vec<TrackerRow>) {
        if !self.procedural {
            held.retain(is_substance);
            withdrawn.retain(is_substance);
        }
        let Some(found) = &self.found else { return };
        if !found.only_items {
            withdrawn.clear();
        }
        withdrawn.retain(|row| is_meant(&found.condition, row));
        let chosen = self.chosen(&held.iter().collect::<Vec<_>>());
        let mut chosen = chosen.into_iter();
        held.retain(|_| chosen.next().unwrap_or_default());
    }

    /// Which of these rows the query means, in their order.
    pub(super) fn chosen(&self, rows: &[&TrackerRow]) -> Vec<bool> {
        let Some(found) = &self.found else { return vec![true; rows.len()] };
        let is_found = |row: &TrackerRow| found.items.contains(row.id.as_str()) || found.blocks.contains(block(row));
        let verdicts: Vec<Option<bool>> =
            rows.iter().map(|row| is_found(row).then(|| is_meant(&found.condition, row))).collect();
        // A paragraph was found for one of its items at least: where none seems meant, all are.
        let mut meant: FxHashMap<&str, bool> = FxHashMap::default();
        for (row, verdict) in rows.iter().zip(&verdicts) {
            if let Some(verdict) = verdict {
                *meant.entry(block(row)).or_default() |= *verdict;
            }
        }
        let any = |row: &TrackerRow| meant.get(block(row)).copied().unwrap_or_default();
        rows.iter().zip(verdicts).map(|(row, verdict)| verdict.is_some_and(|verdict| verdict || !any(row))).collect()
    }
}

fn is_substance(row: &TrackerRow) -> bool {
    !row.flags.iter().any(|flag| flag == "procedural")
}

fn block(row: &TrackerRow) -> &str {
    row.id.split('~').next().unwrap_or(&row.id)
}

/// Whether every test is one of items, which needs no index.
fn only_items(nodes: &[Node]) -> bool {
    nodes.iter().all(|node| match node {
        Node::All => true,
        Node::Text(_) => false,
        Node::Field(field, _) => field.is_of_item(),
        Node::And(parts) | Node::Or(parts) => only_items(parts),
        Node::Not(inner) => only_items(std::slice::from_ref(inner)),
        Node::Prefer { must, should } => only_items(must) && only_items(should),
    })
}
