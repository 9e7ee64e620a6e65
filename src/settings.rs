//! `minutebook.toml`: each section is a struct of the module that it steers; this file only gathers them.

use crate::error::RunError;
use crate::workspace::Workspace;
use serde::Deserialize;

/// All settings of a workspace; an absent file or section means sound defaults.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// `[tracker]`.
    pub tracker: crate::tracker::TrackerSettings,
}

impl Settings {
    /// Reads `minutebook.toml` of a workspace, or the defaults where there is none.
    ///
    /// # Errors
    /// The file is there but cannot be read, or holds something that is no setting: the error names line and column.
    pub fn load(workspace: &Workspace) -> Result<Self, RunError> {
        let path = workspace.file("minutebook.toml");
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) => return Err(RunError::new(format!("cannot read {}", path.display())).because(error)),
        };
        toml::from_str(&text).map_err(|error| {
            RunError::new(format!("{} holds something that is no setting", path.display()))
                .because(error)
                .hint("docs/settings.md lists every setting with its default.")
        })
    }
}
