//! Patterns of rules: the syntax of the regex crate, with word lists, searched without building an automaton.
//!
//! ```text
//! pattern --syntax--> tree --program--> steps --search--> first match
//!             lists ----^
//! ```
//!
//! Rules name the same word lists over and over. Written out into each of some 650 patterns, the lists made automata of megabytes:
//! compiling them took twice as long as tagging a report, and most of tagging went into building their states as sentences asked for
//! them. Here a list is parsed once, kept as a trie and shared by all patterns; a search goes back where it has to, which in a
//! sentence is seldom. The answers are those of the regex crate, which does the search itself where going back takes too long.

mod error;
pub mod lists;
mod program;
mod required;
mod search;
mod set;
pub mod syntax;
pub mod tree;
mod words;

pub use error::PatternError;
use lists::{ListError, Lists};
use program::Program;
use regex::bytes::{Regex, RegexBuilder};
use required::Required;
use std::fmt;
use std::ops::Range;
use std::sync::{Arc, OnceLock};
use tree::Node;

/// A pattern, compiled when it is first asked: ASCII, case-insensitive.
pub struct Pattern {
    /// As written in the rule file.
    pub written: String,
    lists: Arc<Lists>,
    tree: OnceLock<Option<Node>>,
    program: OnceLock<Option<Program>>,
    automaton: OnceLock<Option<Regex>>,
}

/// A compiled automaton may take this much memory, bytes: generous for word lists, small against a pattern that explodes.
const AUTOMATON_SIZE_LIMIT: usize = 8 << 20;

impl Pattern {
    /// A pattern over these word lists; nothing is looked at yet.
    #[must_use]
    pub fn new(written: String, lists: &Arc<Lists>) -> Self {
        Self {
            written,
            lists: lists.clone(),
            tree: OnceLock::new(),
            program: OnceLock::new(),
            automaton: OnceLock::new(),
        }
    }

    /// Whether the pattern can be used. The built-in ones are known to; asking costs as much as thousands of searches.
    ///
    /// # Errors
    /// It is no pattern, names a list that is not there, or would take more memory than [`AUTOMATON_SIZE_LIMIT`].
    pub fn check(&self) -> Result<(), PatternError> {
        if self.automaton.get().is_some_and(Option::is_some) {
            return Ok(());
        }
        let automaton = self.build_automaton()?;
        let _ = self.automaton.set(Some(automaton));
        Ok(())
    }

    /// The first match in a folded text, as a byte range.
    #[must_use]
    pub fn find(&self, text: &str) -> Option<Range<usize>> {
        self.find_at(text, 0)
    }

    /// The first match at or after an offset; `^` still means the start of the text.
    #[must_use]
    pub fn find_at(&self, text: &str, from: usize) -> Option<Range<usize>> {
        self.find_way(text, from, u64::MAX)
    }

    /// As [`Pattern::find_at`], where only some of the alternatives on the top level can match, as bits: those whose
    /// [`Pattern::required`] texts stand in the text.
    #[must_use]
    pub fn find_way(&self, text: &str, from: usize, ways: u64) -> Option<Range<usize>> {
        if from > text.len() {
            return None;
        }
        if let Some(program) = self.program()
            && let Ok(found) = program.find_at(text.as_bytes(), from, ways)
        {
            return found;
        }
        self.automaton()?.find_at(text.as_bytes(), from).map(|found| found.range())
    }

    /// Whether it matches somewhere.
    #[must_use]
    pub fn is_match(&self, text: &str) -> bool {
        self.find(text).is_some()
    }

    /// For each alternative on the top level, texts of which every match holds one, without regard to case; `None` where there
    /// are none that would rule much out.
    #[must_use]
    pub fn required(&self) -> Vec<Option<Required<'_>>> {
        self.tree().map_or(vec![None], required::of_ways)
    }

    fn tree(&self) -> Option<&Node> {
        let list = |name: &str, exact: bool| self.lists.tree(name, exact);
        self.tree.get_or_init(|| syntax::parse(&self.written, false, &list)).as_ref()
    }

    fn program(&self) -> Option<&Program> {
        let compile = || Program::of(self.tree()?);
        self.program.get_or_init(compile).as_ref()
    }

    fn automaton(&self) -> Option<&Regex> {
        self.automaton.get_or_init(|| self.build_automaton().ok()).as_ref()
    }

    fn build_automaton(&self) -> Result<Regex, PatternError> {
        let expanded = self.lists.expand(&self.written);
        let expanded =
            expanded.map_err(|ListError { offset, message }| PatternError { offset: Some(offset), message })?;
        let built =
            RegexBuilder::new(&expanded).unicode(false).case_insensitive(true).size_limit(AUTOMATON_SIZE_LIMIT).build();
        built.map_err(|error| PatternError::of(&error, &self.written, &expanded))
    }
}

impl fmt::Debug for Pattern {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.written, out)
    }
}

#[cfg(test)]
mod tests;
