//! The tree of a pattern, and how its pieces are put together: letters side by side become words, words beside each other lists.

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

/// Words of two pieces side by side are joined to one list up to this many; beyond it the walk of two tries costs less than the
/// memory of all pairs.
const MAX_PAIRS: usize = 24;
/// A list longer than this stays one that patterns share; shorter ones are merged with their neighbours.
const MAX_MERGED: usize = 48;

/// Pieces one after the other; letters and short lists side by side are joined to longer words.
#[derive(Default)]
pub(super) struct Row {
    done: Vec<Node>,
    letters: Vec<u8>,
    case: Option<Case>,
}

impl Row {
    pub(super) fn byte(&mut self, byte: u8, exact: bool) {
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

    pub(super) fn node(&mut self, node: Node) {
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

    pub(super) fn finish(mut self) -> Node {
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
pub(super) fn set(set: ByteSet) -> Node {
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

/// A piece again and again; `None` where it may be empty: a search would stand still.
pub(super) fn repeat(part: Node, times: Times) -> Option<Node> {
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
