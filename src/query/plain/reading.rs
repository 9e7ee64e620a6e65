//! Reads a query of plain words into its subject, its conditions and its wishes.

use super::concepts::{Concept, Way, plain};
use super::cues;
use super::data::WORDS;
use super::dates;
use super::numbers;
use super::spelling;
use crate::query::ast::{Form, Node, Text};
use crate::query::words::{Word, fold_all, words};
use crate::query::{Field, Query};

/// A query of plain words, read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Reading {
    /// What it is about.
    pub concepts: Vec<Concept>,
    /// What every hit must meet: phrases, fields, what is excluded.
    pub conditions: Vec<Node>,
    /// What lifts a hit.
    pub wishes: Vec<Wish>,
    /// What the answer is likely to hold.
    pub expected: Option<Expected>,
    /// It is a question, not a list of words.
    pub is_question: bool,
    /// Words at its end that are not looked for, because it has too many.
    pub left_out: usize,
    /// The plain words as typed.
    pub typed: String,
    /// Operators in small letters, which were read as words: `or`, `not`.
    pub small_operators: Vec<String>,
}

/// A condition that lifts a hit and excludes none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// The condition.
    pub node: Node,
    /// The words that were read so.
    pub words: String,
}

/// What the answer is likely to hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expected {
    /// A number, perhaps among words like these.
    Figure(Vec<String>),
    /// A day or a year.
    Day,
    /// A reason or a place, in words like these.
    Words(Vec<String>),
    /// What was not agreed, in words like these.
    Refusal(Vec<String>),
}

/// What a word that also names a kind counts as a word.
const CUE_WEIGHT: f32 = 0.25;
/// And where it is one word of a list.
const KEYWORD_CUE_WEIGHT: f32 = 0.7;
/// What the name of who decided counts, all its words together: it stands over the report, seldom in the sentence.
const HOLDER_WEIGHT: f32 = 0.4;
/// What a word counts that says the same as the one asked for.
const SAME_WEIGHT: f32 = 0.45;
/// Words of a question beyond so many are left out, and said to be: it was pasted, and would cost too much.
const MOST_CONCEPTS: usize = 24;

/// The reading of a query; `None` where it has operators, or no plain word: then it means what it says.
#[must_use]
pub fn read(query: &Query) -> Option<Reading> {
    let parts: Vec<&Node> = match &query.root {
        Node::And(parts) => parts.iter().collect(),
        only @ Node::Text(Text { form: Form::Word, exact: false, .. }) => vec![only],
        _ => return None,
    };
    let mut reading = Reading::default();
    let mut typed: Vec<&str> = Vec::new();
    for part in parts {
        match part {
            Node::Text(Text { words, form: Form::Word, exact: false }) => typed.push(words),
            Node::Text(Text { form: Form::Phrase { .. }, .. }) | Node::Field(..) => {
                reading.conditions.push(part.clone());
            }
            _ => return None,
        }
    }
    if typed.is_empty() {
        return None;
    }
    let text = typed.join(" ");
    let found = words(&text);
    if found.is_empty() {
        return None;
    }
    subject(&mut reading, &found, &text);
    reading.typed = text;
    Some(reading)
}

fn subject(reading: &mut Reading, found: &[Word], text: &str) {
    let folded: Vec<&str> = found.iter().map(|word| word.folded.as_str()).collect();
    let opens = folded.first().is_some_and(|first| WORDS.is_asking(first));
    reading.is_question = text.trim_end().ends_with('?') || opens && folded.len() > 2;
    let asked = cues::asked(&folded, reading.is_question);
    for field in &asked.fields {
        let Ok(query) = Query::parse(field) else { continue };
        let here: Vec<&str> = asked.taken.iter().filter_map(|at| folded.get(*at).copied()).collect();
        reading.wishes.push(Wish { node: query.root, words: here.join(" ") });
    }
    reading.expected = asked.expected.map(|(holds, words)| match holds.as_str() {
        "figure" => Expected::Figure(words),
        "day" => Expected::Day,
        "refusal" => Expected::Refusal(words),
        _ => Expected::Words(words),
    });
    let holder = folded.get(asked.holder.clone()).unwrap_or_default();
    #[expect(clippy::cast_precision_loss, reason = "a name has few words")]
    let holder_words = holder.iter().filter(|word| !WORDS.is_stop(word)).count().max(1) as f32;
    let mut at = 0;
    while let Some(word) = found.get(at) {
        let rest = found.get(at..).unwrap_or_default();
        if let Some((concept, taken, whole)) = dates::day(rest) {
            if let Some(day) = whole
                && let Ok(query) = Query::parse(&format!("due:{day}"))
            {
                reading.wishes.push(Wish { node: query.root, words: concept.typed.clone() });
            }
            reading.concepts.push(concept);
            at += taken;
            continue;
        }
        if let Some((concept, taken)) = dates::month_of_year(rest).or_else(|| numbers::number(rest, text)) {
            reading.concepts.push(concept);
            at += taken;
            continue;
        }
        let is_small = !raw(text, word).chars().any(char::is_uppercase);
        if is_small && matches!(word.folded.as_str(), "or" | "not") && at > 0 && at + 1 < found.len() {
            reading.small_operators.push(word.folded.clone());
        }
        let is_initial = word.folded.chars().count() == 1 && word.folded.is_ascii();
        // In capitals a word of grammar is a name: WHO, IT, US.
        let is_name = !is_small && raw(text, word).chars().all(|c| !c.is_lowercase()) && word.folded.len() > 1;
        let counts = !(is_initial
            || asked.sort.contains(&at) && !asked.taken.contains(&at)
            || WORDS.is_stop(&word.folded) && !(is_name && has_small(text)));
        if counts {
            let joined = found.get(at..).unwrap_or_default().iter().take_while(|word| word.joined).count();
            let mut concept = one_word(found.get(at..=at + joined).unwrap_or_default(), text);
            if asked.taken.contains(&at) {
                concept.weight = if reading.is_question { CUE_WEIGHT } else { KEYWORD_CUE_WEIGHT };
            } else if asked.holder.contains(&at) {
                concept.weight = HOLDER_WEIGHT / holder_words;
            }
            if !reading.concepts.iter().any(|known| known.ways.first() == concept.ways.first()) {
                reading.concepts.push(concept);
            }
            at += joined;
        }
        at += 1;
    }
    if reading.concepts.is_empty() {
        // Nothing but grammar: then grammar is what is asked for.
        reading.concepts.extend(found.iter().map(|word| one_word(std::slice::from_ref(word), text)));
    }
    reading.left_out = reading.concepts.len().saturating_sub(MOST_CONCEPTS);
    reading.concepts.truncate(MOST_CONCEPTS);
}

fn raw<'t>(text: &'t str, word: &Word) -> &'t str {
    text.get(word.start..word.end).unwrap_or_default()
}

fn has_small(text: &str) -> bool {
    text.chars().any(char::is_lowercase)
}

/// The concept of one word, or of several that hyphens join.
fn one_word(found: &[Word], text: &str) -> Concept {
    let (Some(first), Some(last)) = (found.first(), found.last()) else { return Concept::of(text) };
    let typed = text.get(first.start..last.end).unwrap_or(&first.folded);
    let mut concept = Concept::of(typed);
    if found.len() > 1 {
        // "task-force" is also printed "task force"; the word written as one follows from the hyphens.
        return concept;
    }
    let folded = &first.folded;
    concept.word = Some(folded.clone());
    for other in spelling::variants(folded).iter().chain(WORDS.forms(folded)) {
        concept = concept.or(plain(other), 1.0);
    }
    for other in WORDS.same(folded) {
        concept = concept.or(plain(&fold_all(other)), SAME_WEIGHT);
    }
    concept
}

impl Reading {
    /// The words of the subject.
    #[must_use]
    pub fn subject(&self) -> String {
        let counting = self.concepts.iter().filter(|concept| concept.weight >= 1.0 || self.wishes.is_empty());
        let typed: Vec<&str> = counting.map(|concept| concept.typed.as_str()).collect();
        typed.join(" ")
    }

    /// The strict form of the query: all words of the subject that no wish stands for, and every wish a condition.
    #[must_use]
    pub fn strict(&self, wishes: &[Wish]) -> Query {
        let is_wished = |concept: &Concept| {
            concept.weight < 1.0 && !self.wishes.is_empty()
                || wishes.iter().any(|wish| {
                    matches!(wish.node, Node::Field(Field::Body, _))
                        && concept.word.as_deref().is_some_and(|word| wish.words.split(' ').any(|part| part == word))
                })
        };
        let counting = self.concepts.iter().filter(|concept| !is_wished(concept));
        let mut parts: Vec<Node> =
            counting.filter_map(|concept| concept.ways.first().map(|way| Node::Text(way.text.clone()))).collect();
        parts.extend(self.conditions.iter().cloned());
        parts.extend(wishes.iter().map(|wish| wish.node.clone()));
        Query { root: if parts.is_empty() { Node::All } else { Node::And(parts) } }
    }

    /// The query with the operators that its small letters spell, where it is no question and has some.
    #[must_use]
    pub fn with_operators(&self) -> Option<Query> {
        if self.is_question || self.small_operators.is_empty() {
            return None;
        }
        let raised = self.typed.split(' ').map(|word| match word {
            "or" => "OR",
            "not" => "NOT",
            "and" => "AND",
            other => other,
        });
        let query = Query::parse(&raised.collect::<Vec<_>>().join(" ")).ok()?;
        Some(self.conditions.iter().cloned().fold(query, Query::and))
    }

    /// The words that a passage may be marked by.
    #[must_use]
    pub fn marks(&self) -> Node {
        let ways = self.concepts.iter().flat_map(|concept| concept.ways.iter());
        let texts = ways.map(|way: &Way| Node::Text(way.text.clone()));
        let conditions = self.conditions.iter().filter(|node| matches!(node, Node::Text(_))).cloned();
        Node::Or(texts.chain(conditions).collect())
    }
}
