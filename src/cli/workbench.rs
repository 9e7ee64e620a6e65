//! What the reading commands share: the current generation, opened so that a run going on does not disturb it.

use crate::acronyms::Acronyms;
use crate::error::RunError;
use crate::index::{self, Reader};
use crate::query::acronyms::Bridges;
use crate::query::dates::days;
use crate::run::catalogue::Catalogue;
use crate::search::coverage::{Coverage, Listed};
use crate::search::render::Form;
use crate::search::{self, Query};
use crate::settings::Settings;
use crate::store::{Generations, Opened, RunLock, Storage};
use crate::tag::deadlines::meetings;
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
    let learned = catalogue.reports.iter().map(|report| report.acronyms.as_slice());
    let bridges = Bridges::of(&Acronyms::known(Some(&workspace.rules()), learned)?);
    Ok(Open { generation, reader, catalogue, bridges })
}

/// What the index lacks: gaps in series, and meetings of `meetings.csv` up to today that no report tells of.
pub fn coverage(workspace: &Workspace, catalogue: &Catalogue) -> Result<Coverage, RunError> {
    let today = jiff::Zoned::now().date();
    let number = |day: jiff::civil::Date| days(&day.to_string()).map_or(0, |(first, _)| first);
    let listed: Vec<Listed> = meetings::load(&workspace.file("meetings.csv"))?
        .into_iter()
        .filter(|meeting| meeting.date_to <= today)
        .map(|meeting| Listed {
            days: (number(meeting.date), number(meeting.date_to)),
            body: meeting.body,
            meeting: meeting.meeting,
        })
        .collect();
    Ok(search::coverage::coverage(&catalogue.held(), &listed))
}

/// The right to write into a workspace, for as long as it lives; a run going on has it until it ends.
pub fn lock(workspace: &Workspace, storage: &Storage, command: &str) -> Result<RunLock, RunError> {
    RunLock::take(storage, &workspace.indexes(), command)
}

/// How text is laid out: 80 columns, colour only on one that has not asked for none (no-color.org).
pub fn form() -> Form {
    let terminal = io::stdout().is_terminal();
    let wanted = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    Form { colour: terminal && wanted, ..Form::default() }
}

/// The query from the words of the command line.
pub fn query(words: &[String]) -> Result<Query, RunError> {
    Query::parse(&joined(words)).map_err(|error| {
        RunError::new("this query cannot be read").because(error).hint("docs/search.md shows every form of a query")
    })
}

/// The words as one query. The shell takes quotes away: of several words, one that holds blanks and nothing else that means
/// anything in a query was a phrase.
fn joined(words: &[String]) -> String {
    let is_plain = |word: &str| {
        !matches!(word, "AND" | "OR" | "NOT")
            && word.starts_with(char::is_alphanumeric)
            && word.chars().all(|c| c.is_alphanumeric() || "'’-".contains(c))
    };
    let is_phrase = |word: &str| word.contains(' ') && word.split_whitespace().all(is_plain);
    let quoted = words.iter().map(|word| if is_phrase(word) { format!("\"{word}\"") } else { word.clone() });
    if words.len() == 1 { words.concat() } else { quoted.collect::<Vec<_>>().join(" ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_that_the_shell_took_are_put_back() {
        let words = |all: &[&str]| joined(&all.iter().map(|&word| word.to_owned()).collect::<Vec<_>>());
        assert_eq!(words(&["travel support"]), "travel support");
        assert_eq!(words(&["travel support", "kind:decision"]), "\"travel support\" kind:decision");
        assert_eq!(words(&["travel OR support", "(a b)"]), "travel OR support (a b)");
        assert_eq!(words(&["+budget", "-deficit"]), "+budget -deficit");
    }
}
