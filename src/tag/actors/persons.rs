//! Persons: "Mr. Chengetai Masango", "Commissioner Alvarez", "K. Bares", "Lena" where a sentence starts.

use super::lexicon::{is_function_word, is_particle, is_topic_word, looks_like_a_name};
use super::mention::{LONGEST, Reader};
use super::verbs;
use crate::tag::words::Shape;

impl Reader<'_, '_> {
    /// "Mr. Chengetai Masango", "Commissioner Alvarez", "Avri Doria", "K. Bares", or a first name that the report knows.
    pub(super) fn person(&self, start: usize) -> Option<(usize, String, bool)> {
        let words = self.words;
        if !matches!(words.shape(start), Shape::Capitalised | Shape::Initial | Shape::Capitals) {
            return None;
        }
        let lower = words.lower(start);
        let first_title = self.title(start);
        let mut at = first_title.unwrap_or(start);
        while let Some(next) = self.title(at) {
            at = next;
        }
        let role_from = at;
        while self.is_role(at) && at < role_from + 4 {
            at += 1 + 2 * usize::from(words.lower(at + 1) == "-" && self.is_role(at + 2));
        }
        let name_from = at;
        let to = self.name_end(name_from);
        let parts = self.name_parts(name_from, to);
        if first_title.is_some() && parts >= 1 {
            let full = words.slice(name_from..to);
            let shown = if parts >= 2 { full.to_owned() } else { words.slice(start..to).to_owned() };
            return Some((to, self.names.full(full).map_or(shown, str::to_owned), false));
        }
        if name_from > role_from
            && parts >= 1
            && !self.roster.is_body(words.lower(to.saturating_sub(1)))
            && !self.roster.is_head(words.lower(name_from))
        {
            return Some((to, words.slice(start..to).to_owned(), false));
        }
        if name_from > role_from {
            return None;
        }
        let full = words.slice(name_from..to);
        if let Some(known) = self.names.full(full) {
            return Some((to, known.to_owned(), false));
        }
        let is_lexical = |index: usize| {
            let lower = words.lower(index);
            self.roster.is_head(lower)
                || self.roster.is_body(lower)
                || is_function_word(lower)
                || verbs::class(lower).is_some()
                || is_topic_word(lower)
        };
        // June, April, May and August are people too, in front of a second name.
        let is_month_name = matches!(lower, "june" | "april" | "may" | "august") && parts == 2 && to == start + 2;
        let lexical_from = name_from + usize::from(is_month_name);
        if (2..=4).contains(&parts)
            && to - name_from <= 8
            && !(lexical_from..to).any(is_lexical)
            && words.shape(name_from) != Shape::Capitals
        {
            let last_is_name = words.shape(to - 1) != Shape::Capitals;
            return last_is_name.then(|| (to, full.to_owned(), false));
        }
        // "Netherlands", "Sierra Leone": a name of the roster.
        if words.shape(to.saturating_sub(1)) == Shape::Capitalised
            && let Some(normal) = self.roster.normal(full)
            && self.noun_phrase(start).is_none()
        {
            return Some((to, normal.to_owned(), false));
        }
        // "Flavio will write ...": one capitalised word where a sentence starts.
        let alone = parts == 1 && words.shape(start) == Shape::Capitalised && to == start + 1;
        if alone
            && !is_lexical(start)
            && !self.roster.is_modifier(lower)
            && looks_like_a_name(lower)
            && !verbs::is_adverb(lower)
        {
            return Some((to, full.to_owned(), true));
        }
        None
    }

    /// "Mr.", "Ms", "H.E.": the index behind it.
    pub(super) fn title(&self, at: usize) -> Option<usize> {
        let lower = self.words.lower(at);
        if lower == "h" && self.words.are(at, &["h", ".", "e"]) {
            return Some(at + 3 + usize::from(self.words.lower(at + 3) == "."));
        }
        if lower == "h" || !self.roster.is_title(lower) || self.words.shape(at) == Shape::Lower {
            return None;
        }
        let next = at + 1 + usize::from(self.words.lower(at + 1) == ".");
        let particle = is_particle(self.words.lower(next)) && self.words.shape(next + 1) == Shape::Capitalised;
        (particle || matches!(self.words.shape(next), Shape::Capitalised | Shape::Initial | Shape::Capitals))
            .then_some(next)
    }

    pub(super) fn is_role(&self, at: usize) -> bool {
        let capital = self.words.shape(at) == Shape::Capitalised;
        capital
            && (self.roster.is_role(self.words.lower(at))
                || (matches!(
                    self.words.lower(at),
                    "vice" | "interim" | "acting" | "city" | "co" | "former" | "deputy"
                ) && matches!(self.words.shape(at + 1), Shape::Capitalised | Shape::Sign)))
    }

    /// End of a run of name words: capitals, initials with their full stops, particles, hyphens.
    pub(super) fn name_end(&self, from: usize) -> usize {
        let words = self.words;
        let mut at = from;
        let mut end = from;
        while at < words.len() && at < from + LONGEST {
            match words.shape(at) {
                Shape::Capitalised | Shape::Capitals => {
                    // "St. Amour", "St.Amour".
                    let saint = words.lower(at) == "st" && words.lower(at + 1) == ".";
                    at += 1 + usize::from(saint);
                    end = at;
                }
                Shape::Initial => {
                    at += 1 + usize::from(
                        words.lower(at + 1) == "."
                            && matches!(words.shape(at + 2), Shape::Capitalised | Shape::Initial),
                    );
                    end = at;
                }
                Shape::Sign
                    if matches!(words.lower(at), "-" | "‑")
                        && words.is_glued(at)
                        && words.is_glued(at + 1)
                        && end > from
                        && matches!(words.shape(at + 1), Shape::Capitalised | Shape::Lower) =>
                {
                    // "Bo-Lund", "Hye-jin".
                    at += 2;
                    end = at;
                }
                Shape::Lower if (end > from || at == from) && is_particle(words.lower(at)) => {
                    at += 1;
                }
                _ => break,
            }
        }
        end
    }

    pub(super) fn name_parts(&self, from: usize, to: usize) -> usize {
        (from..to)
            .filter(|&index| matches!(self.words.shape(index), Shape::Capitalised | Shape::Initial | Shape::Capitals))
            .count()
    }
}
