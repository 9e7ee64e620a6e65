//! Acronyms bridged both ways: who asks for BPF also finds "Best Practice Forum", and the other way round.

use std::collections::BTreeMap;

use super::ast::{Form, Node, Text};
use super::words::{fold_all, words};
use crate::acronyms::Acronyms;

/// Acronyms and their long forms.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bridges {
    /// Folded acronym to the acronym and its long forms as written.
    by_acronym: BTreeMap<String, (String, Vec<String>)>,
    /// Stemmed long form to its acronyms as written.
    by_long_form: BTreeMap<String, Vec<String>>,
}

impl Bridges {
    /// Bridges from pairs of acronym and long form: `("BPF", "Best Practice Forum")`.
    #[must_use]
    pub fn new<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut bridges = Self::default();
        for (acronym, long_form) in pairs {
            let (short, long) = (fold_all(acronym), stemmed(long_form));
            if short.is_empty() || long.is_empty() || short == long {
                continue;
            }
            let forms = &mut bridges.by_acronym.entry(short).or_insert_with(|| (acronym.to_owned(), Vec::new())).1;
            if !forms.iter().any(|known| stemmed(known) == long) {
                forms.push(long_form.to_owned());
            }
            let acronyms = bridges.by_long_form.entry(long).or_default();
            if !acronyms.iter().any(|known| fold_all(known) == fold_all(acronym)) {
                acronyms.push(acronym.to_owned());
            }
        }
        bridges
    }

    /// Bridges between all acronyms of a list and their long forms.
    #[must_use]
    pub fn of(acronyms: &Acronyms) -> Self {
        Self::new(acronyms.pairs())
    }

    /// The other forms of a name: long forms of an acronym, acronyms of a long form.
    #[must_use]
    pub fn others(&self, name: &str) -> Vec<String> {
        other_forms(name, self)
    }

    /// There are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_acronym.is_empty()
    }
}

/// A name in the form in which long forms are compared: plurals and case do not matter.
fn stemmed(text: &str) -> String {
    let english = super::words::Stems::of("en");
    let stems: Vec<String> = words(text).iter().map(|word| english.of_word(word).into_owned()).collect();
    stems.join(" ")
}

/// The query with acronyms and long forms added, and a line for each addition.
#[must_use]
pub fn bridged(node: Node, bridges: &Bridges) -> (Node, Vec<String>) {
    let mut added = Vec::new();
    let node = if bridges.is_empty() { node } else { walk(node, bridges, &mut added) };
    added.dedup();
    (node, added)
}

fn walk(node: Node, bridges: &Bridges, added: &mut Vec<String>) -> Node {
    match node {
        Node::Text(text) => widened(text, bridges, added),
        Node::And(parts) => Node::And(runs_widened(&parts, bridges, added)),
        Node::Or(parts) => Node::Or(parts.into_iter().map(|part| walk(part, bridges, added)).collect()),
        Node::Prefer { must, should } => Node::Prefer {
            must: must.into_iter().map(|part| walk(part, bridges, added)).collect(),
            should: should.into_iter().map(|part| walk(part, bridges, added)).collect(),
        },
        // What is excluded is excluded as typed: widening it would hide paragraphs that nobody asked to hide.
        Node::Not(_) | Node::All | Node::Field(..) => node,
    }
}

/// A word or phrase with the other forms of its name beside it.
fn widened(text: Text, bridges: &Bridges, added: &mut Vec<String>) -> Node {
    if text.exact || !matches!(text.form, Form::Word | Form::Phrase { slack: 0 }) {
        return Node::Text(text);
    }
    let others = other_forms(&text.words, bridges);
    if others.is_empty() {
        return Node::Text(text);
    }
    added.push(told(&text.words, &others));
    let others = others.iter().map(|other| phrase(other));
    Node::Or(std::iter::once(Node::Text(text.clone())).chain(others).collect())
}

/// The line that says what was added: nothing is searched for unseen.
fn told(name: &str, others: &[String]) -> String {
    let named: Vec<String> = others.iter().map(|other| format!("{other:?}")).collect();
    format!("{name:?} is also looked for as {} (--no-expand: only as typed)", named.join(", "))
}

/// Acronyms that are also words of every sentence: in small letters the word is meant.
const ALSO_WORDS: &[&str] = &[
    "a", "act", "aid", "all", "am", "an", "and", "are", "as", "at", "be", "but", "by", "can", "do", "for", "had",
    "has", "he", "if", "in", "is", "it", "may", "me", "my", "no", "not", "of", "on", "one", "or", "our", "out", "see",
    "set", "so", "ten", "the", "to", "two", "up", "us", "was", "we", "who", "will",
];

/// The other forms of a name.
fn other_forms(name: &str, bridges: &Bridges) -> Vec<String> {
    let folded = fold_all(name);
    if ALSO_WORDS.contains(&folded.as_str()) && !name.chars().any(char::is_uppercase) {
        return Vec::new();
    }
    let by_acronym = bridges
        .by_acronym
        .get(&folded)
        .or_else(|| folded.strip_suffix('s').and_then(|singular| bridges.by_acronym.get(singular)));
    let long_forms = by_acronym.into_iter().flat_map(|(_, forms)| forms.iter().cloned());
    let acronyms = bridges.by_long_form.get(&stemmed(name)).into_iter().flatten().cloned();
    long_forms.chain(acronyms).collect()
}

/// Plain words beside each other that spell a long form are widened together: `best practice forum` also finds BPF.
fn runs_widened(parts: &[Node], bridges: &Bridges, added: &mut Vec<String>) -> Vec<Node> {
    let mut done = Vec::with_capacity(parts.len());
    let mut rest = parts;
    while let Some((first, after)) = rest.split_first() {
        let (run, other) = longest_long_form(rest, bridges);
        if let (Some(named), Some(others)) = (rest.get(..run).filter(|_| run > 1), other) {
            let name: Vec<&str> = named.iter().filter_map(plain_word).collect();
            added.push(told(&name.join(" "), others));
            let others = others.iter().map(|other| phrase(other));
            done.push(Node::Or(std::iter::once(Node::And(named.to_vec())).chain(others).collect()));
            rest = rest.get(run..).unwrap_or_default();
            continue;
        }
        done.push(walk(first.clone(), bridges, added));
        rest = after;
    }
    done
}

fn longest_long_form<'b>(parts: &[Node], bridges: &'b Bridges) -> (usize, Option<&'b Vec<String>>) {
    let run = parts.iter().take_while(|part| plain_word(part).is_some()).count();
    for length in (2..=run).rev() {
        let words: Vec<&str> = parts.iter().take(length).filter_map(plain_word).collect();
        if let Some(acronyms) = bridges.by_long_form.get(&stemmed(&words.join(" "))) {
            return (length, Some(acronyms));
        }
    }
    (1, None)
}

fn plain_word(node: &Node) -> Option<&str> {
    match node {
        Node::Text(Text { words, form: Form::Word, exact: false }) => Some(words),
        _ => None,
    }
}

fn phrase(name: &str) -> Node {
    let form = if words(name).len() == 1 { Form::Word } else { Form::Phrase { slack: 0 } };
    Node::Text(Text { words: name.to_owned(), form, exact: false })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::Query;

    fn widened_query(query: &str) -> (String, usize) {
        let bridges = Bridges::new([
            ("BPF", "Best Practice Forum"),
            ("BPF", "Best Practice Forums"),
            ("NRI", "National and Regional Initiative"),
            ("WHO", "World Health Organization"),
        ]);
        let (node, added) = bridged(Query::parse(query).unwrap().root, &bridges);
        (node.to_string(), added.len())
    }

    #[test]
    fn both_ways_in_words_and_phrases() {
        for (query, expected, lines) in [
            ("bpf", "bpf OR \"Best Practice Forum\"", 1),
            ("BPFs outcome", "(BPFs OR \"Best Practice Forum\") outcome", 1),
            ("\"best practice forums\"", "\"best practice forums\" OR BPF", 1),
            ("best practice forum outcome", "((best practice forum) OR BPF) outcome", 1),
            ("exact:bpf", "exact:bpf", 0),
            ("outcome -bpf", "outcome -bpf", 0),
            ("best practice", "best practice", 0),
            ("who decided", "who decided", 0),
            ("WHO decided", "(WHO OR \"World Health Organization\") decided", 1),
        ] {
            assert_eq!(widened_query(query), (expected.to_owned(), lines), "{query}");
        }
    }
}
