//! The selection of an export as typed: the query and filters of `search`.

use crate::cli::filters::FilterArguments;
use crate::cli::workbench;
use crate::error::RunError;
use crate::record;
use clap::Args;

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

impl Selection {
    /// The same, as the record takes it.
    pub fn selection(&self) -> Result<record::Selection, RunError> {
        Ok(record::Selection {
            query: if self.query.is_empty() { None } else { Some(workbench::query(&self.query)?) },
            filters: self.filters.filters(),
            procedural: self.procedural,
            withdrawn: self.withdrawn,
        })
    }
}
