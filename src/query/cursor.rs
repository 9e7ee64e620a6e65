//! Where the reader of a query stands, and the errors that name its place.

use super::error::QueryError;

/// The characters of a query and the place among them.
pub(super) struct Parser {
    pub chars: Vec<char>,
    pub at: usize,
    /// Parentheses and negations open here.
    pub depth: usize,
}

impl Parser {
    pub(super) fn at_operator(&self, operator: &str) -> bool {
        let mut at = self.at;
        for expected in operator.chars() {
            if self.chars.get(at) != Some(&expected) {
                return false;
            }
            at += 1;
        }
        self.chars.get(at).is_none_or(|c| c.is_whitespace() || matches!(c, '(' | ')') || is_quote(*c))
    }

    pub(super) fn operator(&mut self, operator: &str) -> bool {
        self.skip_space();
        let here = self.at_operator(operator);
        if here {
            self.at += operator.chars().count();
            self.skip_space();
        }
        here
    }

    pub(super) fn skip_space(&mut self) {
        while self.peek().is_some_and(char::is_whitespace) {
            self.at += 1;
        }
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.peek_at(0)
    }

    pub(super) fn peek_at(&self, ahead: usize) -> Option<char> {
        self.chars.get(self.at + ahead).copied()
    }

    pub(super) fn next(&mut self) -> Option<char> {
        let next = self.peek();
        self.at += usize::from(next.is_some());
        next
    }

    pub(super) fn error(&self, message: String, right_form: &str) -> QueryError {
        self.error_at(self.at, message, right_form)
    }

    pub(super) fn error_at(&self, at: usize, message: String, right_form: &str) -> QueryError {
        QueryError { query: self.chars.iter().collect(), column: at + 1, message, right_form: right_form.to_owned() }
    }
}

/// Straight, curly and angle quotes.
pub(super) fn is_quote(character: char) -> bool {
    matches!(character, '"' | '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{ab}' | '\u{bb}')
}
