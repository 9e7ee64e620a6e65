//! The selection of an export: the query and filters of `search`, answered in items.

use crate::cli::filters::FilterArguments;
use crate::cli::workbench::{self, Open};
use crate::error::RunError;
use crate::export::{TrackerRow, selection::is_meant};
use crate::run::documents::Documents;
use crate::run::outputs;
use crate::search::query::ast::Node;
use crate::search::{Filters, Options};
use crate::store::Ledger;
use crate::tracker::History;
use crate::workspace::Workspace;
use clap::Args;
use rustc_hash::{FxHashMap, FxHashSet};

/// What to select.
#[derive(Debug, Args)]
pub struct Selection {
    /// Only items in paragraphs that this query finds, as in `search`; all items where none is given
    #[arg(value_name = "QUERY")]
    pub query: Vec<String>,
    #[command(flatten)]
    pub filters: FilterArguments,
    /// Also procedural items: agenda adopted, minutes approved
    #[arg(long)]
    pub procedural: bool,
    /// Also items that their source holds no longer (not with a query or filters of reports, which look into the index)
    #[arg(long)]
    pub withdrawn: bool,
}

/// The selected items.
pub struct Selected {
    /// Items that their sources hold now, in reading order.
    pub held: Vec<TrackerRow>,
    /// Items that their source held once, by id.
    pub withdrawn: Vec<TrackerRow>,
}

/// Selects among the items of the current generation and those withdrawn before it.
pub fn select(
    workspace: &Workspace,
    index: &Open,
    ledger: &Ledger,
    history: &History,
    selection: &Selection,
) -> Result<Selected, RunError> {
    let mut held = outputs::rows(&Documents::of(workspace), &index.catalogue, ledger)?;
    for row in &mut held {
        if let Some(past) = history.past(&row.id) {
            (row.first_seen, row.changed, row.rev) = (past.first_seen, past.changed, past.rev);
        }
    }
    let ids: FxHashSet<&str> = held.iter().map(|row| row.id.as_str()).collect();
    let gone = history.subjects().filter(|(id, subject)| subject.withdrawn && !ids.contains(id));
    let mut withdrawn: Vec<TrackerRow> =
        gone.filter_map(|(_, subject)| Some(subject.row.as_ref()?.as_ref().clone().withdrawn())).collect();
    if !selection.procedural {
        held.retain(is_substance);
        withdrawn.retain(is_substance);
    }
    let filters = selection.filters.filters();
    if selection.query.is_empty() && filters == Filters::default() {
        return Ok(Selected { held, withdrawn });
    }
    let words = if selection.query.is_empty() { vec!["*".to_owned()] } else { selection.query.clone() };
    let query = workbench::query(&words)?;
    let mut conditions = filters.nodes().map_err(RunError::new)?;
    conditions.push(query.root.clone());
    // Of withdrawn items the index knows nothing: only tests of items can choose among them.
    if !only_items(&conditions) {
        withdrawn.clear();
    }
    let condition = Node::And(conditions);
    withdrawn.retain(|row| is_meant(&condition, row));
    let options = Options { limit: usize::MAX / 2, filters, group: false, ..Options::default() };
    let hits = index.reader.search(&query, &options, &index.bridges)?;
    let eased = hits.notices.iter().find(|notice| notice.code == "eased");
    if eased.is_some() {
        return Ok(Selected { held: Vec::new(), withdrawn });
    }
    let blocks: FxHashSet<&str> = hits.hits.iter().map(|hit| hit.id.as_str()).collect();
    let items: FxHashSet<&str> =
        hits.hits.iter().flat_map(|hit| hit.items.iter().map(|item| item.id.as_str())).collect();
    held.retain(|row| items.contains(row.id.as_str()) || blocks.contains(block(row)));
    // A paragraph was found for one of its items at least: where none seems meant, all are.
    let mut meant: FxHashMap<String, bool> = FxHashMap::default();
    for row in &held {
        *meant.entry(block(row).to_owned()).or_default() |= is_meant(&condition, row);
    }
    held.retain(|row| is_meant(&condition, row) || !meant.get(block(row)).copied().unwrap_or_default());
    Ok(Selected { held, withdrawn })
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
