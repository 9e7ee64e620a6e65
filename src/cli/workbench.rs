//! What the reading commands share: the query from the words as typed, and how text is laid out.

use crate::error::RunError;
use crate::query::Query;
use crate::search::render::Form;
use std::io::{self, IsTerminal};

/// How text is laid out: 80 columns, colour only on one that has not asked for none (no-color.org).
pub fn form() -> Form {
    let terminal = io::stdout().is_terminal();
    let wanted = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    Form { colour: terminal && wanted, ..Form::default() }
}

/// The query from the words of the command line.
pub fn query(words: &[String]) -> Result<Query, RunError> {
    Ok(Query::parse(&joined(words))?)
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
