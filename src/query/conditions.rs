//! The conditions of a query: `field:value`, `field:>=value`, `field:[from TO to]`.

use super::ast::{Node, Test};
use super::cursor::{Parser, is_quote};
use super::error::QueryError;
use super::fields::Field;

impl Parser {
    pub(super) fn word_or_field(&mut self) -> Result<Node, QueryError> {
        let start = self.at;
        if let Some(name) = self.field_name() {
            if name.eq_ignore_ascii_case("exact") {
                return self.exact();
            }
            if name.eq_ignore_ascii_case("text") {
                return match self.peek() {
                    Some(quote) if is_quote(quote) => self.phrase(false).map(Node::Text),
                    _ => self.word(false),
                };
            }
            let Some(field) = Field::named(&name) else {
                self.at = start;
                return Err(self.unknown_field(&name));
            };
            let value_at = self.at;
            return self.field_test(field).map_err(|mut error| {
                error.column = error.column.max(value_at + 1);
                error
            });
        }
        self.word(false)
    }

    /// A name and its colon are taken; anything else is left as it is.
    pub(super) fn field_name(&mut self) -> Option<String> {
        let mut end = self.at;
        while self.chars.get(end).is_some_and(|c| c.is_ascii_alphabetic() || matches!(c, '_' | '-')) {
            end += 1;
        }
        let name: String = self.chars.get(self.at..end)?.iter().collect();
        let is_field = !name.is_empty()
            && self.chars.get(end) == Some(&':')
            && match self.chars.get(end + 1) {
                Some(next) => !matches!(next, '/' | ':'),
                None => is_known(&name),
            };
        // "Note: the budget" is text with a colon, "kind: decision" a slip of the finger.
        let spaced = self.chars.get(end + 1).is_some_and(|c| c.is_whitespace()) && !is_known(&name);
        if !is_field || spaced {
            return None;
        }
        self.at = end + 1;
        self.skip_space();
        Some(name)
    }

    pub(super) fn field_test(&mut self, field: Field) -> Result<Node, QueryError> {
        let at = self.at;
        let test = match self.peek() {
            None | Some(')') => Err(format!("{}: needs a value", field.name())),
            Some('[') => return self.range(field),
            Some(quote) if is_quote(quote) => field.test(&self.quoted()?),
            Some('>' | '<' | '=') => {
                let operator = self.comparison();
                let (value, _) = self.bare(":~[]")?;
                field.compare(&operator, &value)
            }
            Some(_) => {
                let (value, wild) = self.bare(":~[]")?;
                match value.as_str() {
                    "" => Err(format!("{}: needs a value", field.name())),
                    "*" if wild => Ok(Test::Any),
                    "none" if field == Field::Annex => Ok(Test::Nothing),
                    _ if wild => field_pattern(field, value),
                    _ => field.test(&value),
                }
            }
        };
        test.map(|test| Node::Field(field, test)).map_err(|message| {
            self.at = at;
            self.error(message, field.example())
        })
    }

    pub(super) fn comparison(&mut self) -> String {
        let mut operator = String::new();
        while let Some(character @ ('>' | '<' | '=')) = self.peek() {
            operator.push(character);
            self.at += 1;
        }
        operator
    }

    pub(super) fn range(&mut self, field: Field) -> Result<Node, QueryError> {
        let opened = self.at;
        self.at += 1;
        let close = self.chars.iter().skip(self.at).position(|c| *c == ']').map(|offset| self.at + offset);
        let Some(close) = close else {
            return Err(self.error_at(opened, "this [ is never closed".to_owned(), field.example()));
        };
        let inside: String = self.chars.get(self.at..close).unwrap_or_default().iter().collect();
        let ends: Vec<&str> = inside.split_whitespace().collect();
        let (from, to) = match ends.as_slice() {
            [from, to_word, to] if to_word.eq_ignore_ascii_case("to") => (*from, *to),
            _ => {
                let example = "[2015-01-01 TO 2016-12-31], with * for an open end";
                return Err(self.error_at(opened, "a range has the form [from TO to]".to_owned(), example));
            }
        };
        let end = |value: &'_ str| (value != "*").then(|| value.to_owned());
        let test = field.range(end(from).as_deref(), end(to).as_deref());
        match test {
            Ok(test) => {
                self.at = close + 1;
                Ok(Node::Field(field, test))
            }
            Err(message) => Err(self.error_at(opened, message, field.example())),
        }
    }

    pub(super) fn unknown_field(&self, name: &str) -> QueryError {
        let known: Vec<&str> = Field::names().chain(["text", "exact"]).collect();
        let near = known.iter().min_by_key(|known| edits(name, known)).filter(|known| edits(name, known) <= 2);
        let message = match near {
            Some(near) => format!("there is no field {name:?}; {near:?} was perhaps meant"),
            None => format!("there is no field {name:?}; the fields are {}", known.join(", ")),
        };
        let example = format!("kind:decision; to look for the colon as text, quote it: \"{name}:\"");
        self.error(message, &example)
    }
}

fn field_pattern(field: Field, value: String) -> Result<Test, String> {
    let takes_names = !matches!(
        field,
        Field::Kind | Field::Force | Field::Date | Field::Due | Field::Year | Field::Page | Field::Type
    );
    if !takes_names {
        return Err(format!("{} takes no pattern", field.name()));
    }
    if !value.chars().any(char::is_alphanumeric) {
        return Err("a pattern needs at least one letter or digit".to_owned());
    }
    Ok(Test::Pattern(value))
}

fn is_known(field: &str) -> bool {
    Field::named(field).is_some() || field.eq_ignore_ascii_case("exact") || field.eq_ignore_ascii_case("text")
}

/// Edit distance over bytes, for short ASCII names.
fn edits(left: &str, right: &str) -> usize {
    crate::query::fuzzy::distance(&left.to_ascii_lowercase(), right)
}
