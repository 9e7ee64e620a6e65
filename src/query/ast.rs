//! What a query means, free of how it was typed and of how it is answered.

use std::fmt;

use super::fields::Field;
pub use super::fields::Test;

/// One node of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node {
    /// Every paragraph: the query without words.
    All,
    /// Words to find in the text.
    Text(Text),
    /// A test of a field.
    Field(Field, Test),
    /// All of these.
    And(Vec<Node>),
    /// Any of these.
    Or(Vec<Node>),
    /// Not this.
    Not(Box<Node>),
    /// All of `must`; `should` only lifts a hit: `+must should`.
    Prefer {
        /// Required.
        must: Vec<Node>,
        /// Welcome.
        should: Vec<Node>,
    },
}

/// Words to find in the text of a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// The words as typed, without quotes and operators.
    pub words: String,
    /// How they are meant.
    pub form: Form,
    /// As written: neither stems nor acronyms (`exact:`).
    pub exact: bool,
}

/// How words are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// One word (which may turn out to be several: `multi-stakeholder`).
    Word,
    /// Words next to each other in this order; with slack, in any order with at most so many other words among them.
    Phrase {
        /// Other words allowed among the words of the phrase.
        slack: u32,
    },
    /// A word with `*`, which stands for any letters or none.
    Pattern,
    /// Words at most so many edits away (insert, delete, replace, swap), 1 or 2.
    Fuzzy(u8),
    /// A name in capitals that in small letters is a word of grammar ("IT"). Search adds it; nobody types it.
    Capitals,
    /// A stem as the index holds it. Search adds it; nobody types it.
    Stem,
}

impl fmt::Display for Node {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All => out.write_str("*"),
            Self::Text(text) => text.fmt(out),
            Self::Field(field, test) => write_field(out, *field, test),
            Self::And(parts) => write_all(out, parts, " "),
            Self::Or(parts) => write_all(out, parts, " OR "),
            Self::Not(inner) => {
                out.write_str("-")?;
                write_operand(out, inner)
            }
            Self::Prefer { must, should } => {
                let some_positive = must.iter().any(|part| !matches!(part, Self::Not(_)));
                for (index, part) in must.iter().enumerate() {
                    if index > 0 {
                        out.write_str(" ")?;
                    }
                    if !(some_positive && matches!(part, Self::Not(_))) {
                        out.write_str("+")?;
                    }
                    write_operand(out, part)?;
                }
                for part in should {
                    out.write_str(" ")?;
                    write_operand(out, part)?;
                }
                Ok(())
            }
        }
    }
}

fn write_all(out: &mut fmt::Formatter<'_>, parts: &[Node], between: &str) -> fmt::Result {
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            out.write_str(between)?;
        }
        write_operand(out, part)?;
    }
    Ok(())
}

fn write_operand(out: &mut fmt::Formatter<'_>, node: &Node) -> fmt::Result {
    match node {
        Node::And(_) | Node::Or(_) | Node::Prefer { .. } => write!(out, "({node})"),
        _ => write!(out, "{node}"),
    }
}

impl fmt::Display for Text {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.exact {
            out.write_str("exact:")?;
        }
        match self.form {
            Form::Word | Form::Capitals | Form::Stem => write_bare(out, &self.words, false),
            Form::Pattern => write_bare(out, &self.words, true),
            Form::Fuzzy(edits) => {
                write_bare(out, &self.words, false)?;
                write!(out, "~{edits}")
            }
            Form::Phrase { slack } => {
                write_quoted(out, &self.words)?;
                if slack > 0 {
                    write!(out, "~{slack}")?;
                }
                Ok(())
            }
        }
    }
}

fn write_field(out: &mut fmt::Formatter<'_>, field: Field, test: &Test) -> fmt::Result {
    write!(out, "{}:", field.name())?;
    match test {
        Test::Is(value) => write_quoted(out, value),
        Test::Pattern(value) => write_bare(out, value, true),
        Test::Range(from, to) => {
            out.write_str("[")?;
            write_bound(out, field, *from)?;
            out.write_str(" TO ")?;
            write_bound(out, field, *to)?;
            out.write_str("]")
        }
        Test::Force(from, to) => {
            write!(out, "[{} TO {}]", from.name(), to.name())
        }
        Test::Any => out.write_str("*"),
        Test::Nothing => out.write_str("none"),
    }
}

fn write_bound(out: &mut fmt::Formatter<'_>, field: Field, bound: Option<u32>) -> fmt::Result {
    match bound {
        None => out.write_str("*"),
        Some(day) if field.holds_days() => {
            write!(out, "{:04}-{:02}-{:02}", day / 10_000, day / 100 % 100, day % 100)
        }
        Some(number) => write!(out, "{number}"),
    }
}

/// Characters that mean something outside quotes.
pub(super) const SPECIAL: &str = "()\"\u{201c}\u{201d}\u{ab}\u{bb}:~*\\[]";

fn write_bare(out: &mut fmt::Formatter<'_>, word: &str, is_pattern: bool) -> fmt::Result {
    let is_operator = matches!(word, "AND" | "OR" | "NOT" | "TO" | "none");
    for (index, character) in word.chars().enumerate() {
        let wild = is_pattern && character == '*';
        let leads = index == 0 && (is_operator || matches!(character, '+' | '-' | '<' | '>' | '='));
        if !wild && (leads || SPECIAL.contains(character) || character.is_whitespace()) {
            out.write_str("\\")?;
        }
        write!(out, "{character}")?;
    }
    Ok(())
}

fn write_quoted(out: &mut fmt::Formatter<'_>, words: &str) -> fmt::Result {
    out.write_str("\"")?;
    for character in words.chars() {
        if matches!(character, '"' | '\\' | '\u{201c}' | '\u{201d}' | '\u{ab}' | '\u{bb}') {
            out.write_str("\\")?;
        }
        write!(out, "{character}")?;
    }
    out.write_str("\"")
}
