//! `minutebook.toml`: what a person may set, with the defaults. Values only; who is steered by a section knows it.

mod limits;
mod ranges;
mod sections;

pub use limits::Limits;
pub use ranges::line_of;
pub use sections::{
    GateSettings, GithubSettings, IndexSettings, JiraSettings, LedgerSettings, NotifySettings, ProgramSettings,
    RunSettings, TrackerSettings, UpgradeStep,
};

use crate::access;
use crate::error::RunError;
use crate::workspace::Workspace;
use serde::Deserialize;
use std::path::PathBuf;

/// All settings of a workspace; an absent file or section means sound defaults.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// Places outside the workspace that links in it may lead to: in `corpus/` they are followed, and where a folder of ours
    /// is such a link it is written through.
    pub links_to: Vec<PathBuf>,
    /// `[tracker]`: copies that are kept.
    pub tracker: TrackerSettings,
    /// `[ledger]`: copies of what cannot be rebuilt.
    pub ledger: LedgerSettings,
    /// `[run]`: the night.
    pub run: RunSettings,
    /// `[index]`: generations.
    pub index: IndexSettings,
    /// `[extract]`: what one file may cost.
    pub extract: Limits,
    /// `[ocr]`: the program that gives image-only pages a text layer.
    pub ocr: ProgramSettings,
    /// `[convert]`: the program that makes a .docx of a Word document of the old format.
    pub convert: ProgramSettings,
    /// `[notify]`: who is told when a run needs a person.
    pub notify: NotifySettings,
    /// `[jira]`: component and custom fields.
    pub jira: JiraSettings,
    /// `[github]`: the milestone.
    pub github: GithubSettings,
    /// `[gate]`: what holds a generation back.
    pub gate: GateSettings,
    /// File of passwords for encrypted reports, relative to the workspace.
    pub password_file: Option<PathBuf>,
}

impl Settings {
    /// Reads `minutebook.toml` of a workspace, or the defaults where there is none.
    ///
    /// # Errors
    /// The file is there but cannot be read, or holds something that is no setting: the error names line and column.
    pub fn load(workspace: &Workspace) -> Result<Self, RunError> {
        let path = workspace.file("minutebook.toml");
        let refused = |what: &str| {
            RunError::settings(format!("{} {what}", path.display()))
                .hint("docs/settings.md lists every setting with its default and range")
        };
        let text = match access::read_regular_text(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) if error.kind() == std::io::ErrorKind::InvalidData => {
                return Err(refused("is no text in UTF-8").because(error));
            }
            Err(error) => {
                let advice = access::advice(&path, "read");
                return Err(RunError::new(format!("cannot read {}", path.display())).because(error).hint(advice));
            }
        };
        let settings =
            toml::from_str(&text).map_err(|error| refused("holds something that is no setting").because(error))?;
        match ranges::judge(&text).as_slice() {
            [] => Ok(settings),
            out_of_range => Err(refused("holds settings that cannot be").because(out_of_range.join("\n"))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_of_settings_holds_every_setting_with_its_default() {
        let page = include_str!("../../docs/settings.md");
        let block = page.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
        let documented: Settings = toml::from_str(block).unwrap();
        let default = format!("{:?}", Settings::default());
        assert_eq!(format!("{documented:?}"), default);
        // The names of fields are the words before colons; those of sections stand in brackets.
        let names = default.split(&[' ', '{', ','][..]).filter_map(|word| word.strip_suffix(':'));
        let mut count = 0;
        for name in names {
            count += 1;
            assert!(block.contains(&format!("{name} = ")) || block.contains(&format!("[{name}]")), "{name} is missing");
        }
        assert!(count > 15, "only {count} settings were looked for");
    }
}
