//! Reading a file again as its tool will.

use super::form::Tool;
use crate::error::RunError;
use crate::export::profile::{self, check::Breach, check::check, check::recognised, github};
use std::path::Path;

/// What a tool would refuse or change in a file.
#[derive(Debug, Clone)]
pub struct Checked {
    /// The profile by which the file was read.
    pub profile: &'static str,
    /// What the tool would refuse or change; none where it takes the file as it is.
    pub breaches: Vec<Breach>,
}

impl Checked {
    /// Reads `file` as `tool` will, or as the tool will whose columns it has.
    ///
    /// # Errors
    /// It cannot be read, it has the columns of no tool, or the tool takes no table.
    pub fn file(file: &Path, tool: Option<Tool>) -> Result<Self, RunError> {
        let bytes = std::fs::read(file)
            .map_err(|error| RunError::new(format!("cannot read {}", file.display())).because(error))?;
        let found = match tool {
            Some(Tool { name: github::NAME }) => {
                return Err(RunError::usage("the script for GitHub is no table: run it to see what it would do")
                    .hint("sh FILE --repo OWNER/NAME sends nothing until --go is added"));
            }
            Some(tool) => profile::named(tool.name),
            None => recognised(&bytes),
        };
        let Some(found) = found else {
            return Err(RunError::usage(format!("{} has the columns of no profile", file.display()))
                .hint("Name the tool: --profile jira"));
        };
        Ok(Self { profile: found.name, breaches: check(found, &bytes) })
    }
}
