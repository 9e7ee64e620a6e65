//! Reads a query by recursive descent over its characters, so that every error knows its column.

use super::ast::Node;
use super::cursor::{Parser, is_quote};
use super::error::QueryError;

/// A query longer than this, in characters, was pasted by mistake.
const LONGEST_QUERY: usize = 4_000;
/// Parentheses and negations within each other; deeper ones are a slip, and would cost stack.
const DEEPEST: usize = 50;

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
        // Who writes AND means it: no word may be missing.
        if members.len() > 1 && members.iter().any(|member| member.anded) {
            return Ok(Node::Prefer {
                must: members.into_iter().map(|member| member.node).collect(),
                should: Vec::new(),
            });
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
    Node::Prefer { must, should }
}

fn single_or(mut parts: Vec<Node>, join: fn(Vec<Node>) -> Node) -> Node {
    if parts.len() == 1
        && let Some(only) = parts.pop()
    {
        return only;
    }
    join(parts)
}

fn starts_term(character: char) -> bool {
    !character.is_whitespace() && character != ')'
}
