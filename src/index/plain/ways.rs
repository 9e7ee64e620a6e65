//! The ways in which a passage may say what is asked for: forms, words that say the same, acronyms and their long forms.

use tantivy::Term;

use super::Maker;
use crate::index::passage::{Slot, Way};
use crate::query::ast::{Form, Node, Text};
use crate::query::plain::data::WORDS;
use crate::query::plain::{Concept, Reading, relatives};
use crate::query::slots;
use crate::query::words::{Word, words};

/// What a word made from the one asked for counts beside it (agreed, agreement).
const RELATED: f32 = 0.6;
/// What an acronym or its long form counts: never as much as the words of the subject.
const EXPANDED: f32 = 0.5;
/// Ways that count less than this only say something alike.
const SAME_WORD: f32 = 0.6;
/// Names of more words have no acronym that people use.
const LONGEST_NAME: usize = 6;

impl Maker<'_, '_> {
    /// The slot of a concept. `acronyms` stand for a name that it is a part of: the index may hold them where it does not hold
    /// the word.
    pub(super) fn slot(
        &mut self,
        concept: &Concept,
        takes_alike: bool,
        acronyms: &[&Text],
    ) -> tantivy::Result<Option<Slot>> {
        let mut ways: Vec<(Way, f32)> = Vec::new();
        for way in concept.ways.iter().filter(|way| takes_alike || way.weight >= SAME_WORD) {
            self.add(&mut ways, &way.text, way.weight)?;
        }
        let is_known = ways.iter().any(|(_, weight)| *weight >= 1.0);
        if let Some(word) = &concept.word {
            self.add_relatives(&mut ways, word)?;
            if !is_known {
                self.add_corrected(&mut ways, concept, word)?;
            }
        }
        self.add_expanded(&mut ways, concept)?;
        for &short in acronyms {
            self.add(&mut ways, short, EXPANDED)?;
            self.marks.push(Node::Text(short.clone()));
        }
        let (above, weight) = self.above(concept)?;
        if let Some(number) = &concept.number {
            ways.push((Way::Terms(vec![Term::from_field_text(self.planner.fields.number, number)]), 1.0));
        }
        if !ways.iter().any(|(_, weight)| *weight >= SAME_WORD) && above.is_empty() {
            let shown = &concept.typed;
            if self.notices.iter().all(|notice| !notice.message.starts_with(shown.as_str())) {
                self.note("unknown", format!("{shown} stands in no paragraph"));
            }
            if ways.is_empty() {
                return Ok(None);
            }
        }
        Ok(Some(Slot { ways, above, weight }))
    }

    /// The ways of words, as far as the index holds them.
    pub(super) fn add(&mut self, ways: &mut Vec<(Way, f32)>, text: &Text, weight: f32) -> tantivy::Result<bool> {
        let mut any = false;
        for sequence in slots::sequences(text) {
            let mut found = Vec::new();
            for slot in &sequence.slots {
                let terms = self.held(self.planner.terms(slot)?)?;
                if terms.is_empty() {
                    found.clear();
                    break;
                }
                found.push(terms);
            }
            match found.len() {
                0 => continue,
                1 => {
                    // A form that another way led to already counts once.
                    let known: Vec<&Term> = ways
                        .iter()
                        .flat_map(|(way, _)| match way {
                            Way::Terms(terms) => terms.iter().collect::<Vec<_>>(),
                            Way::Near(_) => Vec::new(),
                        })
                        .collect();
                    let new: Vec<Term> =
                        found.swap_remove(0).into_iter().filter(|term| !known.contains(&term)).collect();
                    if new.is_empty() {
                        continue;
                    }
                    ways.push((Way::Terms(new), weight));
                }
                _ => ways.push((Way::Near(self.phrase(found, sequence.slack)), weight)),
            }
            any = true;
        }
        Ok(any)
    }

    pub(super) fn add_relatives(&mut self, ways: &mut Vec<(Way, f32)>, word: &str) -> tantivy::Result<()> {
        for relative in relatives(word) {
            let text = Text { words: relative, form: Form::Word, exact: false };
            if self.add(ways, &text, RELATED)? {
                self.marks.push(Node::Text(text));
            }
        }
        Ok(())
    }

    pub(super) fn add_expanded(&mut self, ways: &mut Vec<(Way, f32)>, concept: &Concept) -> tantivy::Result<()> {
        let Some(bridges) = self.bridges else { return Ok(()) };
        let others = bridges.others(&concept.typed);
        let mut added = Vec::new();
        for other in others {
            let text = expansion(&other);
            if self.add(ways, &text, EXPANDED)? {
                self.marks.push(Node::Text(text));
                added.push(format!("{other:?}"));
            }
        }
        if !added.is_empty() {
            let typed = &concept.typed;
            self.note(
                "expanded",
                format!("{typed:?} is also looked for as {} (--no-expand: only as typed)", added.join(", ")),
            );
        }
        Ok(())
    }

    /// Neighbours that spell out a name which has an acronym, with the acronym: `best practice forum` is also BPF.
    pub(super) fn spelled_out(&mut self, reading: &Reading) -> Vec<(std::ops::Range<usize>, Text)> {
        let Some(bridges) = self.bridges else { return Vec::new() };
        let typed: Vec<&str> = reading.concepts.iter().map(|concept| concept.typed.as_str()).collect();
        let mut found = Vec::new();
        let mut at = 0;
        while at < typed.len() {
            let longest = (2..=LONGEST_NAME).rev().find_map(|length| {
                let name = typed.get(at..at + length)?.join(" ");
                let others = bridges.others(&name);
                (!others.is_empty()).then_some((length, name, others))
            });
            let Some((length, name, others)) = longest else {
                at += 1;
                continue;
            };
            let shown: Vec<String> = others.iter().map(|other| format!("{other:?}")).collect();
            self.note(
                "expanded",
                format!("{name:?} is also looked for as {} (--no-expand: only as typed)", shown.join(", ")),
            );
            found.extend(others.iter().map(|other| (at..at + length, expansion(other))));
            at += length;
        }
        found
    }
}

/// An acronym's other form. One that is also a word of grammar is meant in capitals only: "it" is not IT.
fn expansion(name: &str) -> Text {
    let parts: Vec<Word> = words(name);
    let form = match parts.as_slice() {
        [only] if WORDS.is_stop(&only.folded) => Form::Capitals,
        [_] => Form::Word,
        _ => Form::Phrase { slack: 0 },
    };
    Text { words: name.to_owned(), form, exact: false }
}
