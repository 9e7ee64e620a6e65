//! The reports of the current generation as they were tagged, for commands that look at all of them.

use super::workbench;
use crate::error::RunError;
use crate::model::TaggedDocument;
use crate::run::build;
use crate::run::documents::Documents;
use crate::tag::Context;
use crate::workspace::Workspace;

/// The reports of the current generation, one after the other. Without an index: an error where one is `needed`, else none.
pub fn documents(
    workspace: &Workspace,
    needed: bool,
) -> Result<impl Iterator<Item = Result<TaggedDocument, RunError>>, RunError> {
    let open = match workbench::open(workspace) {
        Err(error) if needed => return Err(error),
        opened => opened.ok(),
    };
    let documents = Documents::of(workspace);
    let names: Vec<String> =
        open.iter().flat_map(|open| &open.catalogue.reports).map(|report| report.document.clone()).collect();
    // The generation is kept open until the last document is read: a run going on must not sweep them away.
    Ok(names.into_iter().map(move |name| {
        let _kept = &open;
        documents.load(&name)
    }))
}

/// What deadlines and actors are resolved with.
pub fn context(workspace: &Workspace) -> Result<Context, RunError> {
    build::context(workspace)
}
