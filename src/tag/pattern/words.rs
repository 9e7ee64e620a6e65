//! Lists of words as a trie: hundreds of verbs are tried in one walk along the text, in the order in which they are written.

use super::set::Next;
use std::sync::OnceLock;

/// One word of a list: some bytes, and whether a word has to end there.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Text {
    /// Its bytes, lower-case where the list is folded.
    pub bytes: Vec<u8>,
    /// Whether a word boundary must follow.
    pub boundary: bool,
}

impl Text {
    /// A word without a condition behind it.
    #[must_use]
    pub fn plain(bytes: Vec<u8>) -> Self {
        Self { bytes, boundary: false }
    }
}

/// How letters of a list are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Case {
    /// It has no letters.
    Free,
    /// Without regard to case.
    Folded,
    /// As they stand.
    Exact,
}

impl Case {
    /// The case of a list made of two, if there is one.
    #[must_use]
    pub fn with(self, other: Self) -> Option<Self> {
        match (self, other) {
            (Self::Free, case) | (case, Self::Free) => Some(case),
            (a, b) => (a == b).then_some(a),
        }
    }
}

/// An ordered list of words: of several that fit, the one written first is preferred.
#[derive(Debug)]
pub struct Words {
    texts: Vec<Text>,
    case: Case,
    trie: OnceLock<Trie>,
}

#[derive(Debug)]
struct Trie {
    nodes: Vec<Node>,
    edges: Vec<(u8, u32)>,
}

#[derive(Debug, Clone, Copy)]
struct Node {
    edges: (u32, u32),
    /// Rank of the word that ends here, if one does.
    word: Option<u32>,
    /// Rank of the word that ends here if a word boundary follows.
    bounded: Option<u32>,
}

impl Words {
    /// A list of words.
    #[must_use]
    pub fn new(texts: Vec<Text>, case: Case) -> Self {
        Self { texts, case, trie: OnceLock::new() }
    }

    /// The words, in order.
    #[must_use]
    pub fn texts(&self) -> &[Text] {
        &self.texts
    }

    /// How letters are compared.
    #[must_use]
    pub fn case(&self) -> Case {
        self.case
    }

    /// Whether one of the words is empty.
    #[must_use]
    pub fn has_empty(&self) -> bool {
        self.texts.iter().any(|text| text.bytes.is_empty())
    }

    /// Adds what its words begin with.
    pub fn add_first(&self, next: &mut Next) {
        let folded = self.case == Case::Folded;
        self.texts.iter().for_each(|text| next.add_word(&text.bytes, folded));
    }

    /// Collects the ends of all words that stand at an offset, the preferred one first.
    pub fn ends(&self, text: &[u8], at: usize, ends: &mut Vec<(u32, usize)>) {
        ends.clear();
        let trie = self.trie.get_or_init(|| Trie::of(&self.texts));
        let folded = self.case == Case::Folded;
        let mut here = trie.nodes.first();
        let mut end = at;
        while let Some(node) = here {
            let bounded = node.bounded.filter(|_| is_boundary(text, end));
            if let Some(rank) = node.word.into_iter().chain(bounded).min() {
                ends.push((rank, end));
            }
            here =
                text.get(end).and_then(|&byte| trie.step(node, if folded { byte.to_ascii_lowercase() } else { byte }));
            end += 1;
        }
        if ends.len() > 1 {
            ends.sort_unstable();
        }
    }
}

impl Trie {
    fn of(texts: &[Text]) -> Self {
        let mut ranked: Vec<(&[u8], bool, u32)> =
            texts.iter().zip(0..).map(|(text, rank)| (text.bytes.as_slice(), text.boundary, rank)).collect();
        ranked.sort_unstable();
        let mut trie = Self { nodes: Vec::new(), edges: Vec::new() };
        trie.add(&ranked, 0);
        trie
    }

    /// Adds a node for sorted words that share their first `depth` bytes; gives its index.
    fn add(&mut self, mut words: &[(&[u8], bool, u32)], depth: usize) -> u32 {
        let mut node = Node { edges: (0, 0), word: None, bounded: None };
        while let Some(((bytes, boundary, rank), rest)) = words.split_first()
            && bytes.len() == depth
        {
            let slot = if *boundary { &mut node.bounded } else { &mut node.word };
            *slot = Some(slot.map_or(*rank, |known| known.min(*rank)));
            words = rest;
        }
        let index = self.nodes.len();
        self.nodes.push(node);
        let mut edges = Vec::new();
        for group in words.chunk_by(|a, b| a.0.get(depth) == b.0.get(depth)) {
            if let Some(&byte) = group.first().and_then(|(bytes, ..)| bytes.get(depth)) {
                edges.push((byte, self.add(group, depth + 1)));
            }
        }
        let first = count(self.edges.len());
        self.edges.append(&mut edges);
        if let Some(node) = self.nodes.get_mut(index) {
            node.edges = (first, count(self.edges.len()));
        }
        count(index)
    }

    fn step(&self, node: &Node, byte: u8) -> Option<&Node> {
        let edges = self.edges.get(node.edges.0 as usize..node.edges.1 as usize)?;
        let next = match edges {
            [(only, next)] => (*only == byte).then_some(*next),
            _ => edges.binary_search_by_key(&byte, |edge| edge.0).ok().and_then(|at| edges.get(at)).map(|edge| edge.1),
        }?;
        self.nodes.get(next as usize)
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// Whether a word begins or ends at an offset: letters, digits and `_` make words.
#[must_use]
pub fn is_boundary(text: &[u8], at: usize) -> bool {
    let is_word = |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
    is_word(at.checked_sub(1).and_then(|before| text.get(before))) != is_word(text.get(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ends(words: &[(&str, bool)], case: Case, text: &str) -> Vec<usize> {
        let texts = words.iter().map(|(word, boundary)| Text { bytes: word.as_bytes().to_vec(), boundary: *boundary });
        let mut found = Vec::new();
        Words::new(texts.collect(), case).ends(text.as_bytes(), 0, &mut found);
        found.into_iter().map(|(_, end)| end).collect()
    }

    #[test]
    fn all_words_that_fit_in_the_order_in_which_they_are_written() {
        let words = [("agree", false), ("agreed", false), ("a", false), ("", false), ("ag", true)];
        assert_eq!(ends(&words, Case::Folded, "AGREED to"), [5, 6, 1, 0]);
        assert_eq!(ends(&words, Case::Exact, "Agreed to"), [0]);
        assert_eq!(ends(&words, Case::Folded, "ag."), [1, 0, 2]);
    }

    #[test]
    fn a_word_written_twice_counts_at_its_first_place() {
        assert_eq!(
            ends(&[("to do", false), ("to", false), ("to do", true), ("to", true)], Case::Exact, "to do"),
            [5, 2]
        );
    }
}
