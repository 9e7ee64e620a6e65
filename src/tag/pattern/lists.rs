//! Named word lists: `{body}` in a pattern stands for any of its words, so that a rule reads like its sentence.

use super::syntax;
use super::tree::{self, Node};
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

/// Named lists of pattern pieces.
#[derive(Debug, Default, Clone)]
pub struct Lists {
    lists: BTreeMap<String, List>,
}

#[derive(Debug, Default, Clone)]
struct List {
    words: Vec<String>,
    /// The list as a tree, once a pattern has asked for it; `None` inside where trees cannot say it.
    folded: OnceLock<Option<Arc<Node>>>,
    /// The same with regard to case.
    exact: OnceLock<Option<Arc<Node>>>,
}

/// A name in braces that no list has, or a list that contains itself.
#[derive(Debug, PartialEq, Eq)]
pub struct ListError {
    /// Byte offset of the brace in the pattern.
    pub offset: usize,
    /// What is wrong.
    pub message: String,
}

/// Lists may name lists; deeper than this they surely name themselves.
const MAX_DEPTH: usize = 8;

impl Lists {
    /// Sets a list, replacing one of the same name.
    pub fn set(&mut self, name: &str, words: Vec<String>) {
        self.lists.insert(name.to_owned(), List { words, ..List::default() });
    }

    /// Adds words to a list.
    pub fn extend(&mut self, name: &str, words: Vec<String>) {
        let list = self.lists.entry(name.to_owned()).or_default();
        let words = std::mem::take(&mut list.words).into_iter().chain(words).collect();
        *list = List { words, ..List::default() };
    }

    /// A list as a tree, made once and shared by all patterns; `None` if there is no such list, or trees cannot say it.
    #[must_use]
    pub fn tree(&self, name: &str, exact: bool) -> Option<Arc<Node>> {
        self.tree_at(name, exact, 0)
    }

    fn tree_at(&self, name: &str, exact: bool, depth: usize) -> Option<Arc<Node>> {
        let list = self.lists.get(name)?;
        let made = if exact { &list.exact } else { &list.folded };
        if let Some(tree) = made.get() {
            return tree.clone();
        }
        if depth >= MAX_DEPTH {
            return None;
        }
        let inner = |name: &str, exact: bool| self.tree_at(name, exact, depth + 1);
        let words: Option<Vec<Node>> = list.words.iter().map(|word| syntax::parse(word, exact, &inner)).collect();
        let tree = words.map(|words| Arc::new(tree::either(words)));
        made.get_or_init(|| tree).clone()
    }

    /// The pattern with every `{name}` replaced by a group of the list's words. Repetition counts such as `{2,5}` are left alone.
    ///
    /// # Errors
    /// An unknown name, or lists nested deeper than [`MAX_DEPTH`].
    pub fn expand(&self, pattern: &str) -> Result<String, ListError> {
        self.expand_at(pattern, 0)
    }

    fn expand_at(&self, pattern: &str, depth: usize) -> Result<String, ListError> {
        let mut out = String::with_capacity(pattern.len() * 4);
        let mut rest = pattern;
        while let Some((before, after)) = rest.split_once('{') {
            out.push_str(before);
            let offset = pattern.len() - after.len() - 1;
            let name_end = after.find('}').unwrap_or(0);
            let name = after.get(..name_end).unwrap_or_default();
            if name.is_empty() || !name.starts_with(|c: char| c.is_ascii_lowercase()) {
                out.push('{');
                rest = after;
                continue;
            }
            if depth >= MAX_DEPTH {
                return Err(ListError { offset, message: format!("list {{{name}}} contains itself") });
            }
            let Some(list) = self.lists.get(name) else {
                return Err(ListError { offset, message: format!("there is no word list {{{name}}}") });
            };
            out.push_str("(?:");
            for (index, word) in list.words.iter().enumerate() {
                if index > 0 {
                    out.push('|');
                }
                let word = self.expand_at(word, depth + 1);
                out.push_str(&word.map_err(|error| ListError {
                    offset,
                    message: format!("in list {{{name}}}: {}", error.message),
                })?);
            }
            out.push(')');
            rest = after.get(name_end + 1..).unwrap_or_default();
        }
        out.push_str(rest);
        Ok(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lists() -> Lists {
        let mut lists = Lists::default();
        lists.set("colour", vec!["red".into(), "{dark} blue".into()]);
        lists.set("dark", vec!["dark".into(), "deep".into()]);
        lists.set("loop", vec!["{loop}".into()]);
        lists
    }

    #[test]
    fn names_become_groups_and_counts_stay() {
        assert_eq!(lists().expand("a {colour} x{2,3}").unwrap(), "a (?:red|(?:dark|deep) blue) x{2,3}");
    }

    #[test]
    fn unknown_names_and_loops_are_errors_with_their_place() {
        assert_eq!(lists().expand("a {hue}").unwrap_err().offset, 2);
        assert!(lists().expand("{loop}").unwrap_err().message.contains("contains itself"));
    }
}
