//! Owners at the head of a line ("ACTION RM: find out", "Legal to review"), and people without a name ("everyone", "those present").

use super::lexicon::{is_function_word, is_line_mark};
use super::mention::{Mention, Reader};
use super::verbs;
use crate::tag::words::Shape;

/// The longest mark before the first word of a line, in words and signs: "[AP 3] -".
const MARK: usize = 8;

impl Reader<'_, '_> {
    /// The first word behind the mark of a line: "ACTION RM: ...", "[AP 3] ...", "Action 12 (Chair): ..."; 0 where there is none.
    pub(super) fn behind_mark(&self) -> usize {
        let words = self.words;
        let first = (0..MARK).find(|&at| words.shape(at) != Shape::Sign).unwrap_or(0);
        // "A.P. 2" as well as "AP 2".
        let dotted = |at: usize| {
            let a = words.lower(at) == "a" && words.lower(at + 1) == "." && words.is_glued(at + 2);
            let p = at >= 2 && matches!(words.lower(at), "p" | "i") && words.lower(at - 2) == "a" && words.is_glued(at);
            words.shape(at) == Shape::Initial && (a || p)
        };
        let is_mark = |at: usize| words.shape(at) != Shape::Lower && (is_line_mark(words.lower(at)) || dotted(at));
        if !is_mark(first) {
            return 0;
        }
        // A marked line shows it by a sign or a number close by, or by capitals throughout: "Action: ", "AP 4", "ACTION Chair".
        let shows = words.shape(first) == Shape::Capitals
            || (first + 1..first + 3).any(|at| matches!(words.shape(at), Shape::Number | Shape::Sign));
        if !shows {
            return 0;
        }
        let rest = (first..first + MARK).find(|&at| {
            !(is_mark(at)
                || matches!(words.shape(at), Shape::Sign | Shape::Number)
                || (at > first && is_line_mark(words.lower(at)) && words.shape(at) == Shape::Lower))
        });
        rest.unwrap_or(0)
    }

    /// "Legal to review", "RM: find out": one or two capitalised words that open a line and are followed by their task are somebody,
    /// known or not.
    pub(super) fn line_owner(&self, from: usize) -> Option<Mention> {
        let words = self.words;
        let is_name = |at: usize| {
            matches!(words.shape(at), Shape::Capitalised | Shape::Capitals)
                && !is_function_word(words.lower(at))
                && verbs::class(words.lower(at)).is_none()
                && !self.roster.is_no_actor(words.written(at))
        };
        let to = (from..from + 3).find(|&at| !is_name(at))?;
        if to == from || self.at(from).is_some_and(|known| known.to >= to) {
            return None;
        }
        let task = to + 1 + usize::from(words.lower(to) == ":" && words.lower(to + 1) == "to");
        let assigns = match words.lower(to) {
            "to" => words.shape(to + 1) == Shape::Lower && verbs::is_human_act(words.lower(to + 1)),
            ":" => words.shape(task) == Shape::Lower && verbs::is_human_act(words.lower(task)),
            _ => false,
        };
        assigns.then(|| Mention { from, to, name: words.slice(from..to).to_owned(), doubtful: false })
    }

    /// "Everyone", "all" who are asked, "those present", "anyone interested": people without a name.
    pub(super) fn collective(&self, at: usize) -> Option<(usize, String, bool)> {
        let words = self.words;
        let first = words.lower(at);
        match first {
            "everyone" | "everybody" => Some((at + 1, "everyone".to_owned(), false)),
            "anyone" | "anybody" | "those" | "whoever" | "all"
                if is_who(words.lower(at + 1)) && self.stands_alone(at + 2) =>
            {
                Some((at + 2, format!("{first} {}", words.lower(at + 1)), false))
            }
            "all" if words.lower(at + 1) == ":" || verbs::is_be(words.lower(at + 1)) || words.lower(at + 1) == "to" => {
                Some((at + 1, "all".to_owned(), false))
            }
            _ => None,
        }
    }

    /// Whether no noun stands at a word: "those interested in", but not "all interested Parties".
    pub(super) fn stands_alone(&self, at: usize) -> bool {
        let lower = self.words.lower(at);
        self.words.shape(at) == Shape::Sign
            || verbs::is_preposition(lower)
            || verbs::is_auxiliary(lower)
            || verbs::is_adverb(lower)
            || verbs::class(lower).is_some()
    }
}

/// What makes "those" and "anyone" people who can be asked.
fn is_who(word: &str) -> bool {
    matches!(word, "present" | "attending" | "interested" | "wishing" | "concerned" | "willing")
}
