//! What is meant by a word that no report holds: one printed in pieces, or one that is misspelt.

use tantivy::Term;

use super::Maker;
use crate::index::passage::Way;
use crate::index::schema::FOLDED;
use crate::query::ast::{Form, Node, Text};
use crate::query::plain::Concept;

/// Text recognition and accents set apart leave pieces of words; shorter words are not looked for in pieces.
const SHORTEST_SPLIT: usize = 6;

impl Maker<'_, '_> {
    /// A word that stands nowhere: in pieces, as bad text layers have it, or misspelt.
    pub(super) fn add_corrected(
        &mut self,
        ways: &mut Vec<(Way, f32)>,
        concept: &Concept,
        word: &str,
    ) -> tantivy::Result<()> {
        if let Some(pieces) = self.in_pieces(word)? {
            let text = Text { words: pieces, form: Form::Phrase { slack: 0 }, exact: false };
            self.add(ways, &text, 1.0)?;
            self.note(
                "corrected",
                format!("{} is printed in pieces here, \"{}\"; that was found", concept.typed, text.words),
            );
            self.marks.push(Node::Text(text));
            return Ok(());
        }
        let Some(meant) = self.planner.nearest(word)? else { return Ok(()) };
        let text = Text { words: meant.clone(), form: Form::Word, exact: false };
        if self.add(ways, &text, 1.0)? {
            let shown = &concept.typed;
            self.note("corrected", format!("{shown} stands in no paragraph; \"{meant}\" was looked for instead"));
            self.marks.push(Node::Text(text));
        }
        Ok(())
    }

    pub(super) fn in_pieces(&self, word: &str) -> tantivy::Result<Option<String>> {
        let letters: Vec<char> = word.chars().collect();
        if letters.len() < SHORTEST_SPLIT {
            return Ok(None);
        }
        let piece = |from: usize, to: usize| letters.get(from..to).unwrap_or_default().iter().collect::<String>();
        let count = letters.len();
        let mut splits: Vec<Vec<String>> = (1..count).map(|at| vec![piece(0, at), piece(at, count)]).collect();
        for first in 1..count - 1 {
            splits.extend(
                (first + 1..count).map(|second| vec![piece(0, first), piece(first, second), piece(second, count)]),
            );
        }
        for split in splits {
            let mut terms = Vec::new();
            for part in &split {
                let term = Term::from_field_text(self.planner.fields.exact, part);
                let folded = Term::from_field_text(self.planner.fields.exact, &format!("{FOLDED}{part}"));
                let held = self.held(vec![term, folded])?;
                if held.is_empty() {
                    break;
                }
                terms.push(held);
            }
            if terms.len() == split.len() && self.planner.counts(&self.phrase(terms, 0))? > 0 {
                return Ok(Some(split.join(" ")));
            }
        }
        Ok(None)
    }
}
