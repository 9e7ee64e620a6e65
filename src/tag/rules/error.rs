//! An error in a rule file, by file, line, column and rule.

use std::fmt;

/// What is wrong with a rule file, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleError {
    /// The file as the user knows it.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// Id of the rule, where one is concerned.
    pub rule: Option<String>,
    /// What was found and what was expected.
    pub message: String,
}

impl RuleError {
    /// An error at a byte offset of the file's text.
    #[must_use]
    pub fn at(file: &str, text: &str, offset: usize, rule: Option<&str>, message: impl Into<String>) -> Self {
        let before = text.get(..offset).unwrap_or(text);
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        Self {
            file: file.to_owned(),
            line: before.matches('\n').count() + 1,
            column: before.get(line_start..).unwrap_or_default().chars().count() + 1,
            rule: rule.map(str::to_owned),
            message: message.into(),
        }
    }
}

impl fmt::Display for RuleError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{}:{}: ", self.file, self.line, self.column)?;
        if let Some(rule) = &self.rule {
            write!(out, "rule {rule}: ")?;
        }
        write!(out, "{}", self.message)
    }
}

impl std::error::Error for RuleError {}
