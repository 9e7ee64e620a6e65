//! What the reading commands share: the current generation, opened so that a run going on does not disturb it.

use crate::error::RunError;
use crate::index::{self, Reader};
use crate::run::catalogue::Catalogue;
use crate::search::Query;
use crate::search::acronyms::Bridges;
use crate::search::render::Form;
use crate::settings::Settings;
use crate::store::{Generations, Opened, Storage};
use crate::workspace::Workspace;
use std::io::{self, IsTerminal};

/// The current generation, open for reading.
pub struct Open {
    /// Keeps its files in place while it lives.
    pub generation: Opened,
    /// The index.
    pub reader: Reader,
    /// What it holds.
    pub catalogue: Catalogue,
    /// Acronyms to expand.
    pub bridges: Bridges,
}

/// The generations of a workspace.
pub fn generations(workspace: &Workspace) -> Result<Generations, RunError> {
    let settings = Settings::load(workspace)?;
    let storage = Storage::at(workspace.root());
    Ok(Generations::new(&storage, &workspace.indexes(), index::VERSION, settings.index.keep_generations))
}

/// Opens the current generation.
pub fn open(workspace: &Workspace) -> Result<Open, RunError> {
    let Some(generation) = generations(workspace)?.open_current()? else {
        return Err(RunError::new(format!("there is no index in {} yet", workspace.root().display()))
            .hint("build it: minutebook run")
            .hint("if the index is elsewhere, name its folder: --workspace DIR"));
    };
    let reader = Reader::open(&generation.index())?;
    let catalogue = Catalogue::read(&generation.dir)?;
    Ok(Open { generation, reader, catalogue, bridges: Bridges::default() })
}

/// How text is laid out: the width of the terminal, colour only on one that has not asked for none (no-color.org).
pub fn form() -> Form {
    let terminal = io::stdout().is_terminal();
    let wanted = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    Form { colour: terminal && wanted, ..Form::default() }
}

/// The query from the words of the command line.
pub fn query(words: &[String]) -> Result<Query, RunError> {
    let text = words.join(" ");
    Query::parse(&text).map_err(|error| {
        RunError::new("this query cannot be read").because(error).hint("docs/search.md shows every form")
    })
}
