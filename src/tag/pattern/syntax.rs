//! A pattern as a tree: the syntax of the regex crate, with `{name}` for a word list that all patterns share.

use super::set::ByteSet;
use super::words::{Case, Text, Words};
use std::sync::Arc;

/// A piece of a pattern.
#[derive(Debug, Clone)]
pub enum Node {
    /// Nothing.
    Empty,
    /// One byte of a set.
    Set(ByteSet),
    /// One of some words.
    Words(Arc<Words>),
    /// A condition on the place.
    Look(Place),
    /// A piece again and again.
    Repeat(Arc<Node>, Times),
    /// One after the other.
    Concat(Vec<Node>),
    /// One of several, the first preferred.
    Either(Vec<Node>),
    /// A word list.
    List(Arc<Node>),
}

/// A condition on a place in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The start of the text.
    Start,
    /// Its end.
    End,
    /// A word begins or ends.
    Boundary,
    /// No word begins or ends.
    NoBoundary,
}

/// How often a piece stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Times {
    /// At least.
    pub least: u32,
    /// At most, if there is a bound.
    pub most: Option<u32>,
    /// Whether more is preferred to fewer.
    pub greedy: bool,
}

/// Where the word lists come from: the tree of a list by name, with regard to case or without.
pub type ListOf<'a> = dyn Fn(&str, bool) -> Option<Arc<Node>> + 'a;

/// Words of two pieces side by side are joined to one list up to this many; beyond it the walk of two tries costs less than the
/// memory of all pairs.
const MAX_PAIRS: usize = 24;
/// A list longer than this stays one that patterns share; shorter ones are merged with their neighbours.
const MAX_MERGED: usize = 48;

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

/// Pieces one after the other; letters and short lists side by side are joined to longer words.
#[derive(Default)]
struct Row {
    done: Vec<Node>,
    letters: Vec<u8>,
    case: Option<Case>,
}

impl Row {
    fn byte(&mut self, byte: u8, exact: bool) {
        let case = match (byte.is_ascii_alphabetic(), exact) {
            (false, _) => Case::Free,
            (true, false) => Case::Folded,
            (true, true) => Case::Exact,
        };
        let joined = self.case.map_or(Some(case), |known| known.with(case));
        if joined.is_none() {
            self.flush();
        }
        self.case = joined.or(Some(case));
        self.letters.push(if exact { byte } else { byte.to_ascii_lowercase() });
    }

    fn flush(&mut self) {
        if let Some(case) = self.case.take() {
            let letters = std::mem::take(&mut self.letters);
            self.join(words(vec![Text::plain(letters)], case));
        }
    }

    fn node(&mut self, node: Node) {
        self.flush();
        match node {
            Node::Empty => {}
            Node::Concat(parts) => parts.into_iter().for_each(|part| self.join(part)),
            node => self.join(node),
        }
    }

    fn join(&mut self, node: Node) {
        let joined = match (self.done.last(), &node) {
            (Some(Node::Words(before)), Node::Words(after)) => pairs(before, after),
            _ => None,
        };
        if joined.is_some() {
            self.done.pop();
        }
        self.done.push(joined.unwrap_or(node));
    }

    fn finish(mut self) -> Node {
        self.flush();
        if let [.., Node::Words(before), Node::Look(Place::Boundary)] = self.done.as_slice()
            && let Some(joined) = bounded(before)
        {
            self.done.truncate(self.done.len() - 2);
            self.done.push(joined);
        }
        match self.done.len() {
            0 => Node::Empty,
            1 => self.done.pop().unwrap_or(Node::Empty),
            _ => Node::Concat(self.done),
        }
    }
}

fn words(texts: Vec<Text>, case: Case) -> Node {
    Node::Words(Arc::new(Words::new(texts, case)))
}

/// A set of a few letters as words: `[sz]` is "s" or "z". A letter that stands in both cases is meant without regard to case.
fn set(set: ByteSet) -> Node {
    const MOST: u32 = 8;
    if set.len() > MOST {
        return Node::Set(set);
    }
    let letters: Vec<u8> = set.iter().collect();
    let alphabetic = || letters.iter().filter(|byte| byte.is_ascii_alphabetic());
    let case = if alphabetic().next().is_none() {
        Case::Free
    } else if alphabetic().all(|byte| set.contains(byte ^ 0x20)) {
        Case::Folded
    } else if alphabetic().all(|byte| !set.contains(byte ^ 0x20)) {
        Case::Exact
    } else {
        return Node::Set(set);
    };
    let once = letters.iter().filter(|byte| case != Case::Folded || !byte.is_ascii_uppercase());
    words(once.map(|&byte| Text::plain(vec![byte])).collect(), case)
}

fn repeat(part: Node, times: Times) -> Option<Node> {
    if (times.least, times.most) == (0, Some(1))
        && let Node::Words(known) = &part
        && known.texts().len() <= MAX_MERGED
        && !known.has_empty()
    {
        let empty = std::iter::once(Text::plain(Vec::new()));
        let texts = known.texts().iter().cloned();
        let texts = if times.greedy { texts.chain(empty).collect() } else { empty.chain(texts).collect() };
        return Some(words(texts, known.case()));
    }
    let part = match part {
        Node::Words(known) => single_bytes(&known).map_or(Node::Words(known), Node::Set),
        part => part,
    };
    let once = times.most.is_some_and(|most| most <= 1);
    (once || !can_be_empty(&part)).then(|| Node::Repeat(Arc::new(part), times))
}

fn single_bytes(words: &Words) -> Option<ByteSet> {
    let mut set = ByteSet::default();
    for text in words.texts() {
        match text.bytes.as_slice() {
            [byte] if !text.boundary => {
                set.insert(*byte);
                if words.case() == Case::Folded {
                    set.insert(byte.to_ascii_uppercase());
                }
            }
            _ => return None,
        }
    }
    Some(set)
}

/// Whether it can match without taking a byte: such a piece cannot be repeated here.
fn can_be_empty(node: &Node) -> bool {
    match node {
        Node::Empty | Node::Look(_) => true,
        Node::Set(_) => false,
        Node::Words(words) => words.has_empty(),
        Node::Repeat(part, times) => times.least == 0 || can_be_empty(part),
        Node::Concat(parts) => parts.iter().all(can_be_empty),
        Node::Either(parts) => parts.iter().any(can_be_empty),
        Node::List(list) => can_be_empty(list),
    }
}

fn pairs(before: &Words, after: &Words) -> Option<Node> {
    let case = before.case().with(after.case())?;
    let (few, many) = (before.texts().len().min(after.texts().len()), before.texts().len().max(after.texts().len()));
    let small = few * many <= MAX_PAIRS || few == 1 && many <= MAX_MERGED;
    if !small || before.texts().iter().any(|text| text.boundary) {
        return None;
    }
    let join = |first: &Text, second: &Text| Text {
        bytes: first.bytes.iter().chain(&second.bytes).copied().collect(),
        boundary: second.boundary,
    };
    let texts = before.texts().iter().flat_map(|first| after.texts().iter().map(move |second| join(first, second)));
    Some(words(texts.collect(), case))
}

fn bounded(known: &Words) -> Option<Node> {
    let joinable = known.texts().len() <= MAX_MERGED;
    let texts = known.texts().iter().map(|text| Text { bytes: text.bytes.clone(), boundary: true });
    joinable.then(|| words(texts.collect(), known.case()))
}

/// One of several pieces; words that stand beside each other are merged into one list.
#[must_use]
pub fn either(parts: Vec<Node>) -> Node {
    let mut out: Vec<Node> = Vec::new();
    let mut texts: Vec<Text> = Vec::new();
    let mut case = Case::Free;
    let flush = |texts: &mut Vec<Text>, case: &mut Case, out: &mut Vec<Node>| {
        if !texts.is_empty() {
            out.push(words(std::mem::take(texts), *case));
        }
        *case = Case::Free;
    };
    for part in flattened(parts) {
        let joins = match &part {
            Node::Words(more) if more.texts().len() <= MAX_MERGED => Some(more.clone()),
            Node::Empty => Some(Arc::new(Words::new(vec![Text::plain(Vec::new())], Case::Free))),
            _ => None,
        };
        match joins {
            Some(more) => {
                if case.with(more.case()).is_none() {
                    flush(&mut texts, &mut case, &mut out);
                }
                case = case.with(more.case()).unwrap_or(case);
                texts.extend(more.texts().iter().cloned());
            }
            None => {
                flush(&mut texts, &mut case, &mut out);
                out.push(part);
            }
        }
    }
    flush(&mut texts, &mut case, &mut out);
    match out.len() {
        1 => out.pop().unwrap_or(Node::Empty),
        _ => Node::Either(out),
    }
}

fn flattened(parts: Vec<Node>) -> Vec<Node> {
    let mut out = Vec::new();
    for part in parts {
        match part {
            Node::Either(inner) => out.extend(inner),
            part => out.push(part),
        }
    }
    out
}
