//! The published generation, opened so that a run going on does not disturb it.

use crate::acronyms::Acronyms;
use crate::error::RunError;
use crate::index::Reader;
use crate::query::acronyms::Bridges;
use crate::run::catalogue::Catalogue;
use crate::run::threading;
use crate::store::{Generations, Opened};
use crate::threads::book::Book;
use crate::threads::matters::Matters;
use crate::workspace::Workspace;
use std::fmt;
use std::sync::OnceLock;

/// The published generation, open for reading.
pub struct Current {
    /// Keeps its files in place while it lives.
    pub generation: Opened,
    /// The index.
    pub reader: Reader,
    /// What it holds.
    pub catalogue: Catalogue,
    /// What belongs together through the years, once somebody has asked.
    book: OnceLock<Book>,
    /// The same by block, and what became of each matter.
    matters: OnceLock<Matters>,
    /// Acronyms to expand.
    pub expansion: Bridges,
}

impl Current {
    /// Opens it.
    ///
    /// # Errors
    /// There is none yet, or it cannot be read.
    pub fn open(workspace: &Workspace, generations: &Generations) -> Result<Self, RunError> {
        let Some(generation) = generations.open_current()? else {
            return Err(RunError::usage(format!("there is no index in {} yet", workspace.root().display()))
                .hint("build it: minutebook run")
                .hint("if the index is elsewhere, name its folder: --workspace DIR"));
        };
        let reader = Reader::open(&generation.index())?;
        let catalogue = Catalogue::read(&generation.dir)?;
        let learned = catalogue.reports.iter().map(|report| report.acronyms.as_slice());
        let expansion = Bridges::of(&Acronyms::known(Some(&workspace.rules()), learned)?);
        Ok(Self { generation, reader, catalogue, book: OnceLock::new(), matters: OnceLock::new(), expansion })
    }

    /// What belongs together through the years.
    ///
    /// # Errors
    /// The book of threads is there and cannot be read.
    pub(super) fn book(&self) -> Result<&Book, RunError> {
        if let Some(book) = self.book.get() {
            return Ok(book);
        }
        let read = threading::read(&self.generation.dir)?;
        Ok(self.book.get_or_init(|| read))
    }

    /// What belongs together, by block.
    ///
    /// # Errors
    /// As [`Self::book`].
    pub(super) fn matters(&self) -> Result<&Matters, RunError> {
        let book = self.book()?;
        Ok(self.matters.get_or_init(|| Matters::of(book)))
    }
}

impl fmt::Debug for Current {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Current").field("generation", &self.generation.number).finish_non_exhaustive()
    }
}
