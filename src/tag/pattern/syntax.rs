//! A pattern as a tree: the syntax of the regex crate, with `{name}` for a word list that all patterns share.

use super::set::ByteSet;
use super::tree::{Node, Place, Row, Times, either, repeat, set};
use std::sync::Arc;

/// Where the word lists come from: the tree of a list by name, with regard to case or without.
pub type ListOf<'a> = dyn Fn(&str, bool) -> Option<Arc<Node>> + 'a;

/// Parses a pattern. `None` where it says something that trees do not, or is no pattern at all: the regex crate has the last word.
#[must_use]
pub fn parse(pattern: &str, exact: bool, list: &ListOf<'_>) -> Option<Node> {
    let mut reader = Reader { rest: pattern, list };
    let tree = reader.either(exact)?;
    reader.rest.is_empty().then_some(tree)
}

struct Reader<'a> {
    rest: &'a str,
    list: &'a ListOf<'a>,
}

impl Reader<'_> {
    fn take(&mut self, prefix: &str) -> bool {
        let rest = self.rest.strip_prefix(prefix);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn next(&mut self) -> Option<u8> {
        let byte = *self.rest.as_bytes().first()?;
        self.rest = self.rest.get(1..)?;
        Some(byte)
    }

    /// `a|b|c`, up to a closing bracket or the end.
    fn either(&mut self, exact: bool) -> Option<Node> {
        let mut parts = vec![self.row(exact)?];
        while self.take("|") {
            parts.push(self.row(exact)?);
        }
        Some(if parts.len() == 1 { parts.pop()? } else { either(parts) })
    }

    /// Pieces one after the other, each with its repetition.
    fn row(&mut self, exact: bool) -> Option<Node> {
        let mut row = Row::default();
        while let Some(&byte) = self.rest.as_bytes().first() {
            if byte == b'|' || byte == b')' {
                break;
            }
            let piece = self.piece(exact)?;
            match (self.times()?, piece) {
                (None, Piece::Byte(byte)) => row.byte(byte, exact),
                (None, Piece::Node(node)) => row.node(node),
                (Some(times), piece) => row.node(repeat(piece.node(exact), times)?),
            }
        }
        Some(row.finish())
    }

    fn piece(&mut self, exact: bool) -> Option<Piece> {
        Some(Piece::Node(match self.next()? {
            b'(' => {
                let exact = if self.take("?-i:") {
                    true
                } else if self.take("?i:") {
                    false
                } else if self.take("?:") || !self.rest.starts_with('?') {
                    exact
                } else {
                    return None;
                };
                let inner = self.either(exact)?;
                if !self.take(")") {
                    return None;
                }
                inner
            }
            b'{' => {
                let (name, rest) = self.rest.split_once('}')?;
                self.rest = rest;
                Node::List((self.list)(name, exact)?)
            }
            b'[' => set(self.class(exact)?),
            b'.' => {
                let mut newline = ByteSet::default();
                newline.insert(b'\n');
                Node::Set(newline.inverted())
            }
            b'^' => Node::Look(Place::Start),
            b'$' => Node::Look(Place::End),
            b'\\' => match self.rest.as_bytes().first()? {
                b'b' => self.next().map(|_| Node::Look(Place::Boundary))?,
                b'B' => self.next().map(|_| Node::Look(Place::NoBoundary))?,
                _ => match self.escape()? {
                    Escape::Byte(byte) => return Some(Piece::Byte(byte)),
                    Escape::Set(set) => Node::Set(set),
                },
            },
            b'?' | b'*' | b'+' => return None,
            byte if byte.is_ascii() => return Some(Piece::Byte(byte)),
            _ => return None,
        }))
    }

    /// A repetition behind a piece: `?`, `*`, `+`, `{2,5}`, each with `?` for as few as may be.
    fn times(&mut self) -> Option<Option<Times>> {
        let (least, most) = if self.take("?") {
            (0, Some(1))
        } else if self.take("*") {
            (0, None)
        } else if self.take("+") {
            (1, None)
        } else if self.rest.as_bytes().get(1).is_some_and(u8::is_ascii_digit) && self.take("{") {
            let (counts, rest) = self.rest.split_once('}')?;
            self.rest = rest;
            let number = |text: &str| text.parse::<u32>().ok();
            match counts.split_once(',') {
                None => (number(counts)?, Some(number(counts)?)),
                Some((least, "")) => (number(least)?, None),
                Some((least, most)) => (number(least)?, Some(number(most)?)),
            }
        } else {
            return Some(None);
        };
        let greedy = !self.take("?");
        // A repetition of a repetition is no pattern that a person writes.
        let again = self.rest.starts_with(['?', '*', '+']);
        (!again).then_some(Some(Times { least, most, greedy }))
    }

    fn escape(&mut self) -> Option<Escape> {
        let byte = self.next()?;
        let class = |test: fn(&u8) -> bool| ByteSet::of((0..=127).filter(test));
        let blank = |byte: &u8| byte.is_ascii_whitespace() || *byte == 0x0B;
        Some(match byte {
            b'x' => {
                let code = self.rest.get(..2)?;
                self.rest = self.rest.get(2..)?;
                Escape::Byte(u8::from_str_radix(code, 16).ok().filter(u8::is_ascii)?)
            }
            b'n' => Escape::Byte(b'\n'),
            b't' => Escape::Byte(b'\t'),
            b'd' => Escape::Set(class(u8::is_ascii_digit)),
            b'D' => Escape::Set(class(u8::is_ascii_digit).inverted()),
            b's' => Escape::Set(class(blank)),
            b'S' => Escape::Set(class(blank).inverted()),
            b'w' => Escape::Set(class(is_word)),
            b'W' => Escape::Set(class(is_word).inverted()),
            byte if byte.is_ascii_punctuation() => Escape::Byte(byte),
            _ => return None,
        })
    }

    /// A class in square brackets, behind the opening one.
    fn class(&mut self, exact: bool) -> Option<ByteSet> {
        let mut set = ByteSet::default();
        let inverted = self.take("^");
        if self.rest.starts_with(']') {
            return None;
        }
        loop {
            let from = match self.next()? {
                b']' => break,
                b'[' => return None,
                doubled @ (b'&' | b'~' | b'-') if self.rest.as_bytes().first() == Some(&doubled) => return None,
                b'\\' => match self.escape()? {
                    Escape::Byte(byte) => byte,
                    Escape::Set(more) => {
                        set.add(&more);
                        continue;
                    }
                },
                byte => byte,
            };
            let is_range = self.rest.starts_with('-') && !self.rest.starts_with("-]");
            let to = if is_range {
                self.next();
                match self.next()? {
                    b'\\' => match self.escape()? {
                        Escape::Byte(byte) => byte,
                        Escape::Set(_) => return None,
                    },
                    b'[' | b'-' => return None,
                    byte => byte,
                }
            } else {
                from
            };
            if from > to || !to.is_ascii() {
                return None;
            }
            for byte in from..=to {
                set.insert(byte);
                if !exact && byte.is_ascii_alphabetic() {
                    set.insert(byte ^ 0x20);
                }
            }
        }
        Some(if inverted { set.inverted() } else { set })
    }
}

fn is_word(byte: &u8) -> bool {
    byte.is_ascii_alphanumeric() || *byte == b'_'
}

enum Escape {
    Byte(u8),
    Set(ByteSet),
}

/// What stands before a repetition.
enum Piece {
    Byte(u8),
    Node(Node),
}

impl Piece {
    fn node(self, exact: bool) -> Node {
        match self {
            Self::Node(node) => node,
            Self::Byte(byte) => {
                let mut row = Row::default();
                row.byte(byte, exact);
                row.finish()
            }
        }
    }
}
