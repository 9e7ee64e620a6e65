//! What is wrong with a pattern, in words that fit a line: never the pattern with all its word lists written out.

/// What is wrong with a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PatternError {
    /// Byte offset in the pattern as written, where one place is to blame.
    pub offset: Option<usize>,
    /// What is wrong.
    pub message: String,
}

/// Characters of the pattern that are shown from the place to blame on.
const SHOWN: usize = 24;

impl PatternError {
    /// The regex crate's complaint about `expanded`, told of the pattern as `written`.
    ///
    /// The crate quotes the whole pattern, marks the place with carets under it and says what is wrong in the last line.
    pub(super) fn of(error: &regex::Error, written: &str, expanded: &str) -> Self {
        let regex::Error::Syntax(told) = error else {
            return Self { offset: None, message: format!("the pattern does not compile: {error}") };
        };
        let last = told.lines().last().unwrap_or(told);
        let reason = last.strip_prefix("error: ").unwrap_or(last);
        let carets = told.lines().find(|line| !line.trim().is_empty() && line.trim().bytes().all(|byte| byte == b'^'));
        let place = carets.and_then(|line| {
            let first = line.find('^')?;
            let quoted = told.lines().find(|line| line.trim_start() == expanded)?;
            expanded.get(first.checked_sub(quoted.len() - expanded.len())?..)
        });
        let Some(place) = place.filter(|place| !place.is_empty()) else {
            return Self { offset: None, message: format!("the pattern does not compile: {reason}") };
        };
        let shown: String = place.chars().take(SHOWN).collect();
        // The place in the pattern as written is where the same words stand, if they stand there once.
        let mut found = written.match_indices(shown.as_str());
        let offset = found.next().map(|(offset, _)| offset).filter(|_| found.next().is_none());
        Self { offset, message: format!("the pattern does not compile: {reason}; found at `{shown}`") }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Pattern;
    use super::super::lists::Lists;
    use super::super::tests::lists;
    use std::sync::Arc;

    #[test]
    fn a_complaint_names_the_place_as_written_and_no_list() {
        let lists: Arc<Lists> = lists();
        let error = Pattern::new(r"\b{body} agreed(?! with)".into(), &lists).check().unwrap_err();
        assert_eq!(error.offset, Some(15), "{}", error.message);
        assert!(error.message.contains("look-around") && error.message.ends_with("found at `(?! with)`"), "{error:?}");
        assert!(error.message.len() < 160, "{}", error.message);
        let error = Pattern::new("(agreed".into(), &lists).check().unwrap_err();
        assert!(error.message.contains("unclosed group"), "{error:?}");
    }
}
