//! Reads a query by recursive descent over its characters, so that every error knows its column.

use super::ast::{Form, Node, SPECIAL, Test, Text};
use super::error::QueryError;
use super::fields::Field;
use crate::search::words::words;

/// A query longer than this, in characters, was pasted by mistake.
const LONGEST_QUERY: usize = 4_000;
/// Parentheses and negations within each other; deeper ones are a slip, and would cost stack.
const DEEPEST: usize = 50;
/// More edits than these match almost any word.
const MOST_EDITS: u32 = 2;
/// Slack of a proximity search, in words; paragraphs are hardly longer.
const MOST_SLACK: u32 = 1_000;

pub(super) fn parse(query: &str) -> Result<Node, QueryError> {
    let mut parser = Parser { chars: query.chars().collect(), at: 0, depth: 0 };
    if parser.chars.len() > LONGEST_QUERY {
        let found = parser.chars.len();
        parser.at = LONGEST_QUERY;
        return Err(parser.error(
            format!("the query has {found} characters, more than {LONGEST_QUERY}"),
            "the few words that matter",
        ));
    }
    parser.skip_space();
    if parser.peek().is_none() {
        return Ok(Node::All);
    }
    let root = parser.any_of()?;
    match parser.peek() {
        None => Ok(root),
        Some(')') => Err(parser.error("this ) closes nothing".to_owned(), "(newcomers OR beginners) session")),
        Some(found) => Err(parser.error(format!("{found:?} was not expected here"), "newcomers session")),
    }
}

struct Parser {
    chars: Vec<char>,
    at: usize,
    depth: usize,
}

/// One member of a list of words.
struct Member {
    node: Node,
    /// Carries a `+`.
    plus: bool,
    /// Stands beside an AND, which requires it even where others carry a `+`.
    anded: bool,
}

impl Parser {
    fn any_of(&mut self) -> Result<Node, QueryError> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(self.error(
                format!("parentheses or negations nest deeper than {DEEPEST}"),
                "(newcomers OR beginners) session",
            ));
        }
        let mut parts = vec![self.all_of()?];
        while self.operator("OR") {
            parts.push(self.all_of()?);
        }
        self.depth -= 1;
        Ok(single_or(parts, Node::Or))
    }

    fn all_of(&mut self) -> Result<Node, QueryError> {
        let mut members: Vec<Member> = Vec::new();
        loop {
            self.skip_space();
            if matches!(self.peek(), None | Some(')')) || self.at_operator("OR") {
                break;
            }
            let mut anded = false;
            if self.at_operator("AND") {
                if members.is_empty() {
                    return Err(self.error("AND needs something before it".to_owned(), "newcomers AND session"));
                }
                self.operator("AND");
                anded = true;
                if let Some(last) = members.last_mut() {
                    last.anded = true;
                }
                if matches!(self.peek(), None | Some(')')) || self.at_operator("OR") || self.at_operator("AND") {
                    return Err(self.error("AND needs something after it".to_owned(), "newcomers AND session"));
                }
            }
            let plus = self.plus();
            let node = self.unary()?;
            members.push(Member { node, plus, anded });
        }
        if members.is_empty() {
            let found = match self.peek() {
                None => "the query ends where a word was expected",
                Some(')') => "these parentheses hold nothing, or an operator stands before them",
                Some(_) => "OR needs something before it",
            };
            return Err(self.error(found.to_owned(), "newcomers OR beginners"));
        }
        if members.iter().any(|member| member.plus) {
            return Ok(preferring(members));
        }
        Ok(single_or(members.into_iter().map(|member| member.node).collect(), Node::And))
    }

    fn plus(&mut self) -> bool {
        let here = self.peek() == Some('+') && self.peek_at(1).is_some_and(starts_term);
        if here {
            self.at += 1;
        }
        here
    }

    fn unary(&mut self) -> Result<Node, QueryError> {
        let minus = self.peek() == Some('-') && self.peek_at(1).is_some_and(starts_term);
        if !minus && !self.at_operator("NOT") {
            return self.term();
        }
        if minus {
            self.at += 1;
        } else {
            self.operator("NOT");
        }
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(self.error(format!("negations nest deeper than {DEEPEST}"), "-newcomers"));
        }
        if matches!(self.peek(), None | Some(')')) {
            return Err(self.error("NOT needs something after it".to_owned(), "newcomers NOT session"));
        }
        let inner = self.unary()?;
        self.depth -= 1;
        Ok(Node::Not(Box::new(inner)))
    }

    fn term(&mut self) -> Result<Node, QueryError> {
        match self.peek() {
            Some('(') => {
                let opened = self.at;
                self.at += 1;
                let inner = self.any_of()?;
                self.skip_space();
                if self.peek() != Some(')') {
                    self.at = opened;
                    return Err(self.error("this ( is never closed".to_owned(), "(newcomers OR beginners) session"));
                }
                self.at += 1;
                Ok(inner)
            }
            Some(quote) if is_quote(quote) => self.phrase(false).map(Node::Text),
            _ => self.word_or_field(),
        }
    }

    fn word_or_field(&mut self) -> Result<Node, QueryError> {
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
    fn field_name(&mut self) -> Option<String> {
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

    fn exact(&mut self) -> Result<Node, QueryError> {
        match self.peek() {
            Some(quote) if is_quote(quote) => self.phrase(true).map(Node::Text),
            Some(found) if !found.is_whitespace() && !matches!(found, '(' | ')') => self.word(true),
            _ => Err(self.error("exact: needs a word or a phrase after it".to_owned(), "exact:newcomers")),
        }
    }

    fn phrase(&mut self, exact: bool) -> Result<Text, QueryError> {
        let words = self.quoted()?;
        let slack = match self.tilde()? {
            None => 0,
            Some(None) => {
                return Err(self.error("a number of words was expected after ~".to_owned(), "\"policy options\"~5"));
            }
            Some(Some(slack)) if slack > MOST_SLACK => {
                return Err(self.error(format!("at most {MOST_SLACK} words may lie between"), "\"policy options\"~5"));
            }
            Some(Some(slack)) => slack,
        };
        Ok(Text { words, form: Form::Phrase { slack }, exact })
    }

    /// The words between quotes; the quotes may be straight, curly or angle.
    fn quoted(&mut self) -> Result<String, QueryError> {
        let opened = self.at;
        self.at += 1;
        let mut words = String::new();
        loop {
            match self.next() {
                None => {
                    self.at = opened;
                    return Err(self.error("this quote is never closed".to_owned(), "\"best practice forum\""));
                }
                Some('\\') => words.extend(self.next()),
                Some(quote) if is_quote(quote) => break,
                Some(other) => words.push(other),
            }
        }
        if !words.chars().any(char::is_alphanumeric) {
            self.at = opened;
            return Err(self.error("nothing to look for between these quotes".to_owned(), "\"best practice forum\""));
        }
        Ok(words)
    }

    /// `~` and its number; `Some(None)` where the number is left out.
    fn tilde(&mut self) -> Result<Option<Option<u32>>, QueryError> {
        if self.peek() != Some('~') {
            return Ok(None);
        }
        self.at += 1;
        let start = self.at;
        while self.peek().is_some_and(|c| c.is_ascii_digit()) {
            self.at += 1;
        }
        let figures: String = self.chars.get(start..self.at).unwrap_or_default().iter().collect();
        if figures.is_empty() {
            return Ok(Some(None));
        }
        figures.parse().map(|number| Some(Some(number))).map_err(|_| {
            self.at = start;
            self.error(format!("{figures} is too large a number"), "\"policy options\"~5")
        })
    }

    fn word(&mut self, exact: bool) -> Result<Node, QueryError> {
        let start = self.at;
        let (word, wild) = self.bare(":")?;
        if word.is_empty() {
            let found = self.peek().unwrap_or(' ');
            self.at = start;
            return Err(self.error(format!("{found:?} was not expected here"), "newcomers session"));
        }
        if wild {
            return self.pattern(word, exact, start);
        }
        let form = match self.tilde()? {
            None => Form::Word,
            Some(edits) => match edits.unwrap_or(1) {
                edits @ 1..=MOST_EDITS => Form::Fuzzy(u8::try_from(edits).unwrap_or(1)),
                other => {
                    return Err(self.error(format!("~{other}: one or two edits can be allowed"), "secretariat~1"));
                }
            },
        };
        if matches!(form, Form::Fuzzy(_)) && words(&word).len() != 1 {
            self.at = start;
            return Err(self.error(format!("{word:?} is more than one word, or none"), "secretariat~1"));
        }
        Ok(Node::Text(Text { words: word, form, exact }))
    }

    fn pattern(&mut self, word: String, exact: bool, start: usize) -> Result<Node, QueryError> {
        if word == "*" && !exact {
            return Ok(Node::All);
        }
        if !word.chars().any(char::is_alphanumeric) {
            self.at = start;
            return Err(self.error("a pattern needs at least one letter or digit".to_owned(), "newcom*"));
        }
        if self.peek() == Some('~') {
            return Err(self.error("a word takes either * or ~, not both".to_owned(), "newcom* or newcomer~1"));
        }
        Ok(Node::Text(Text { words: word, form: Form::Pattern, exact }))
    }

    /// Characters up to the next that means something, and whether an unescaped `*` is among them. `plain` characters
    /// mean nothing here.
    fn bare(&mut self, plain: &str) -> Result<(String, bool), QueryError> {
        let mut word = String::new();
        let mut wild = false;
        while let Some(character) = self.peek() {
            match character {
                '\\' => {
                    self.at += 1;
                    match self.next() {
                        Some(escaped) => word.push(escaped),
                        None => {
                            self.at -= 1;
                            return Err(self.error("a character was expected after \\".to_owned(), "\\*"));
                        }
                    }
                    // An escaped star would read as a wild one further on.
                    if word.ends_with('*') {
                        word.pop();
                        word.push(' ');
                    }
                    continue;
                }
                '*' => {
                    wild = true;
                    word.push('*');
                }
                _ if plain.contains(character) => word.push(character),
                _ if character.is_whitespace() || SPECIAL.contains(character) => break,
                _ => word.push(character),
            }
            self.at += 1;
        }
        Ok((word, wild))
    }

    fn field_test(&mut self, field: Field) -> Result<Node, QueryError> {
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

    fn comparison(&mut self) -> String {
        let mut operator = String::new();
        while let Some(character @ ('>' | '<' | '=')) = self.peek() {
            operator.push(character);
            self.at += 1;
        }
        operator
    }

    fn range(&mut self, field: Field) -> Result<Node, QueryError> {
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

    fn unknown_field(&self, name: &str) -> QueryError {
        let known: Vec<&str> = Field::names().chain(["text", "exact"]).collect();
        let near = known.iter().min_by_key(|known| edits(name, known)).filter(|known| edits(name, known) <= 2);
        let message = match near {
            Some(near) => format!("there is no field {name:?}; {near:?} was perhaps meant"),
            None => format!("there is no field {name:?}; the fields are {}", known.join(", ")),
        };
        let example = format!("kind:decision; to look for the colon as text, quote it: \"{name}:\"");
        self.error(message, &example)
    }

    fn at_operator(&self, operator: &str) -> bool {
        let mut at = self.at;
        for expected in operator.chars() {
            if self.chars.get(at) != Some(&expected) {
                return false;
            }
            at += 1;
        }
        self.chars.get(at).is_none_or(|c| c.is_whitespace() || matches!(c, '(' | ')') || is_quote(*c))
    }

    fn operator(&mut self, operator: &str) -> bool {
        self.skip_space();
        let here = self.at_operator(operator);
        if here {
            self.at += operator.chars().count();
            self.skip_space();
        }
        here
    }

    fn skip_space(&mut self) {
        while self.peek().is_some_and(char::is_whitespace) {
            self.at += 1;
        }
    }

    fn peek(&self) -> Option<char> {
        self.peek_at(0)
    }

    fn peek_at(&self, ahead: usize) -> Option<char> {
        self.chars.get(self.at + ahead).copied()
    }

    fn next(&mut self) -> Option<char> {
        let next = self.peek();
        self.at += usize::from(next.is_some());
        next
    }

    fn error(&self, message: String, right_form: &str) -> QueryError {
        self.error_at(self.at, message, right_form)
    }

    fn error_at(&self, at: usize, message: String, right_form: &str) -> QueryError {
        QueryError { query: self.chars.iter().collect(), column: at + 1, message, right_form: right_form.to_owned() }
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

fn preferring(members: Vec<Member>) -> Node {
    let (mut must, mut should) = (Vec::new(), Vec::new());
    for member in members {
        if member.plus || member.anded || matches!(member.node, Node::Not(_)) {
            must.push(member.node);
        } else {
            should.push(member.node);
        }
    }
    if should.is_empty() { single_or(must, Node::And) } else { Node::Prefer { must, should } }
}

fn single_or(mut parts: Vec<Node>, join: fn(Vec<Node>) -> Node) -> Node {
    if parts.len() == 1
        && let Some(only) = parts.pop()
    {
        return only;
    }
    join(parts)
}

fn is_known(field: &str) -> bool {
    Field::named(field).is_some() || field.eq_ignore_ascii_case("exact") || field.eq_ignore_ascii_case("text")
}

fn is_quote(character: char) -> bool {
    matches!(character, '"' | '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{ab}' | '\u{bb}')
}

fn starts_term(character: char) -> bool {
    !character.is_whitespace() && character != ')'
}

/// Edit distance over bytes, for short ASCII names.
fn edits(left: &str, right: &str) -> usize {
    crate::search::fuzzy::distance(&left.to_ascii_lowercase(), right)
}
