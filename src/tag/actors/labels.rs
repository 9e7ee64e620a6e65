//! Owners of lines: "Secretariat: send the link", "Treasurer to obtain quotes", "ACTION RM: book the room", "(Secretariat, 12 June)".

use super::grammar::{REACH, Sentence};
use super::lexicon::is_line_mark;
use super::parts::{Part, Role};
use crate::tag::words::{Shape, Words};

/// The longest mark before the first word of a line, in words: "[AP 3] -".
const MARK: usize = 8;

impl Sentence<'_, '_> {
    /// "Chengetai to circulate the list", "IGF to share information": a line of a list whose first words assign it.
    pub(super) fn assignment(&self, to: usize, parts: &mut Vec<Part>) {
        let Some(index) = self.mentions.iter().position(|mention| mention.to == to) else { return };
        let first = self.first_of_group(index);
        let Some(mention) = self.mentions.get(first) else { return };
        let opens = mention.from == 0
            || matches!(self.words.lower(mention.from - 1), ":" | ";" | "-" | "–" | "•" | "]" | ".")
            || (self.words.shape(mention.from - 1) == Shape::Number && mention.from <= MARK)
            || self.is_behind_mark(mention.from);
        if opens && is_base_verb(self.words, to + 1) {
            self.push_group(first, Role::Target, to, parts);
        }
    }

    /// "(Secretariat)" at the end, "Action: Secretariat", "Responsible: the treasurer".
    pub(super) fn read_label(&self, parts: &mut Vec<Part>) {
        let words = self.words;
        for (index, mention) in self.mentions.iter().enumerate() {
            if self.heads_line(index) {
                self.push_group(index, Role::Target, mention.from, parts);
            }
            let Some(before) = mention.from.checked_sub(1) else { continue };
            let closes = matches!(words.lower(mention.to), ")" | "]") && mention.to + 2 >= words.len();
            // "(Secretariat)", and with more behind the name "(Secretariat, 12 June)".
            let closes = closes
                || (matches!(words.lower(mention.to), "," | ";" | ":" | "-" | "–" | "and" | "/" | "&")
                    && (mention.to..mention.to + REACH)
                        .find(|&at| matches!(words.lower(at), ")" | "]" | "" | "("))
                        .is_some_and(|at| words.lower(at) != "(" && at + 2 >= words.len()));
            let bracketed = matches!(words.lower(before), "(" | "[") && closes && before > 2;
            // "Action (Chair): circulate".
            let titled = words.lower(before) == "("
                && words.lower(mention.to) == ")"
                && (words.lower(mention.to + 1) == ":" || words.shape(mention.to + 1) == Shape::Capitalised)
                && before <= MARK;
            // "Follow up with the caterers - Programme Manager": the owner behind a dash at the end of a task.
            let trails = matches!(words.lower(before), "-" | "–" | "—")
                && !words.is_glued(before)
                && before > 2
                && (mention.to..words.len()).all(|at| words.shape(at) == Shape::Sign)
                && self.mentions.iter().all(|other| other.from >= mention.from || other.from > 0);
            // "(PR, LK) Draft the release": the owners in brackets before the task.
            let leads = words.lower(before) == "("
                && before == 0
                && words.shape((mention.to..mention.to + REACH).find(|&at| words.lower(at) == ")").unwrap_or(0) + 1)
                    == Shape::Capitalised;
            let labelled = words.lower(before) == ":"
                && before.checked_sub(1).is_some_and(|at| {
                    matches!(
                        words.lower(at),
                        "responsible" | "owner" | "lead" | "who" | "by" | "assigned" | "responsibility" | "action"
                    )
                });
            let whole = words.lower(before) != ":"
                || words.lower(before.saturating_sub(1)) != "action"
                || mention.to + 1 >= words.len()
                || words.lower(mention.to) == ",";
            if bracketed || titled || trails || leads || (labelled && whole) {
                self.push_group(index, Role::Target, before, parts);
            }
        }
    }

    /// "Secretariat: send the link", "Jane / Ahmed - draft by 3 May": the first group of a line, then a colon or a dash.
    pub(super) fn heads_line(&self, index: usize) -> bool {
        let words = self.words;
        let first = self.first_of_group(index);
        let Some(end) = self.group(first).last().and_then(|&last| self.mentions.get(last)).map(|mention| mention.to)
        else {
            return false;
        };
        let opens = index == first
            && self.mentions.get(first).is_some_and(|mention| mention.from == 0 || self.is_behind_mark(mention.from));
        let spaced = !words.is_glued(end);
        let is_label = self.mentions.get(first).is_some_and(|mention| {
            let word = words.lower(mention.from);
            word.ends_with(|last: char| last.is_ascii_digit())
                || matches!(word, "action" | "actions" | "owner" | "lead" | "note" | "deadline" | "responsible")
        });
        let opens = opens && !is_label;
        opens
            && (words.lower(end) == ":" || (spaced && matches!(words.lower(end), "-" | "–" | "—")))
            && end + 1 < words.len()
    }

    /// Whether only the mark of a line stands before a word: "ACTION ", "[AP 3] ".
    fn is_behind_mark(&self, from: usize) -> bool {
        from <= MARK
            && (0..from).any(|at| is_line_mark(self.words.lower(at)))
            && (0..from).all(|at| {
                matches!(self.words.shape(at), Shape::Sign | Shape::Number) || is_line_mark(self.words.lower(at))
            })
    }
}

/// A verb in its base form behind "to", as far as its looks tell.
fn is_base_verb(words: &Words<'_>, at: usize) -> bool {
    let lower = words.lower(at);
    words.shape(at) == Shape::Lower
        && !matches!(
            lower,
            "the" | "a" | "an" | "its" | "be" | "date" | "which" | "whom" | "all" | "this" | "that" | "their" | "our"
        )
        && !lower.ends_with("ing")
}
