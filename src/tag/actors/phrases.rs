//! Bodies, acronyms and noun phrases whose head is somebody: "the Host Country organizing team", "interested MAG members",
//! "Committee on the Peaceful Uses of Outer Space".

use super::lexicon::{is_function_word, is_imperative};
use super::mention::{LONGEST, Reader};
use super::verbs;
use crate::tag::words::{Shape, Words};

impl Reader<'_, '_> {
    /// A body, an acronym, or a noun phrase whose head is somebody: "the Host Country organizing team", "interested members".
    pub(super) fn noun_phrase(&self, start: usize) -> Option<(usize, String, bool)> {
        let words = self.words;
        let mut at = start;
        let mut head: Option<usize> = None;
        while at < words.len() && at < start + LONGEST {
            let lower = words.lower(at);
            let shape = words.shape(at);
            if shape == Shape::Sign {
                let joins = matches!(lower, "-" | "‑" | "/" | "&")
                    && at > start
                    && (words.is_glued(at) || lower == "&")
                    && at + 1 < words.len();
                if !joins || words.shape(at + 1) == Shape::Sign {
                    break;
                }
                at += 1;
                continue;
            }
            if shape == Shape::Number {
                break;
            }
            let is_first_of_sentence = at == start && self.starts_sentence(at);
            let compound_head = self.roster.is_head(lower)
                || (words.lower(at + 1) == "-"
                    && words.is_glued(at + 1)
                    && words.is_glued(at + 2)
                    && self.roster.is_head(words.slice(at..at + 3).to_ascii_lowercase().as_str()));
            if shape == Shape::Capitals && !self.roster.is_no_actor(words.written(at)) {
                head = Some(at);
                at += 1;
                continue;
            }
            if shape == Shape::Capitals {
                at += 1;
                continue;
            }
            if shape != Shape::Lower && self.roster.is_body(lower) {
                head = Some(at);
                at += 1;
                continue;
            }
            if compound_head {
                // "Secretary-General" is one office, not the Secretary's.
                let whole = shape != Shape::Lower && words.shape(at + 2) == Shape::Capitalised;
                let hyphen = words.lower(at + 1) == "-"
                    && words.is_glued(at + 1)
                    && words.is_glued(at + 2)
                    && (whole || !self.roster.is_head(lower));
                at += if hyphen { 3 } else { 1 };
                head = Some(at - 1);
                continue;
            }
            let capital_part = shape != Shape::Lower
                && !is_function_word(lower)
                && !(is_first_of_sentence
                    && (verbs::class(lower).is_some() || verbs::is_adverb(lower) || is_imperative(lower)));
            if capital_part || self.roster.is_modifier(lower) {
                at += 1;
                continue;
            }
            break;
        }
        let head = head?;
        let mut to = head + 1;
        // What follows the head and was read as a modifier belongs to another word: "MAG working methods".
        let followed_by_noun = words.shape(to) == Shape::Lower && !may_follow(words, to);
        if followed_by_noun {
            return None;
        }
        // "point", "force", "lead" need their modifier; alone they are things and verbs.
        if head == start
            && words.shape(head) == Shape::Lower
            && matches!(
                words.lower(head),
                "point"
                    | "points"
                    | "force"
                    | "lead"
                    | "leads"
                    | "focal"
                    | "host"
                    | "fund"
                    | "state"
                    | "states"
                    | "network"
                    | "networks"
                    | "unit"
                    | "mission"
                    | "conference"
                    | "initiatives"
                    | "country"
                    | "city"
                    | "party"
                    | "editorial"
                    | "deputy"
                    | "branch"
                    | "chair"
                    | "body"
            )
            && self.words.lower(start.wrapping_sub(1)) != "the"
        {
            return None;
        }
        to = self.with_of(to, head);
        let name = self.shown(start, to);
        Some((to, name, false))
    }

    /// "Committee on the Peaceful Uses of Outer Space", "Department of Operational Support", "Chair of the MAG".
    pub(super) fn with_of(&self, mut to: usize, head: usize) -> usize {
        let words = self.words;
        // "heads of department", "heads of delegation".
        if matches!(words.lower(head), "head" | "heads")
            && words.lower(to) == "of"
            && matches!(
                words.lower(to + 1),
                "department" | "delegation" | "state" | "unit" | "mission" | "school" | "section"
            )
        {
            return to + 2;
        }
        if words.shape(head) == Shape::Lower {
            // "members of the MAG", "representatives of the Host Country".
            if words.lower(to) == "of" {
                let next = to + 1 + usize::from(words.lower(to + 1) == "the");
                let end = self.capital_run(next);
                if end > next
                    && (next..end)
                        .any(|index| words.shape(index) == Shape::Capitals || self.roster.is_body(words.lower(index)))
                {
                    return end;
                }
            }
            return to;
        }
        for _ in 0..3 {
            if !matches!(words.lower(to), "of" | "on" | "for") {
                break;
            }
            let next = to + 1 + usize::from(words.lower(to + 1) == "the");
            let end = self.capital_run(next);
            if end == next || super::super::deadlines::is_month_or_day(words, next) {
                break;
            }
            to = self.with_and(end);
        }
        to
    }

    /// "Trade, Industry and Competition" behind "Minister of": the portfolio goes on over commas and "and", as long as no actor,
    /// article or title follows.
    pub(super) fn with_and(&self, to: usize) -> usize {
        let words = self.words;
        let mut end = to;
        for _ in 0..4 {
            let comma = words.lower(end) == ",";
            let joint = usize::from(comma) + usize::from(words.lower(end + usize::from(comma)) == "and");
            let next = end + joint;
            let goes_on = joint > 0
                && words.shape(next) == Shape::Capitalised
                && !self.roster.is_head(words.lower(next))
                && !self.roster.is_body(words.lower(next))
                && !self.roster.is_title(words.lower(next))
                && self.roster.normal(words.written(next)).is_none()
                && !is_function_word(words.lower(next));
            // A lone comma goes on only where "and" closes the list.
            let run = self.capital_run(next);
            if !goes_on || (comma && joint == 1 && !matches!(words.lower(run), "and" | ",")) {
                break;
            }
            end = run;
        }
        end
    }

    pub(super) fn capital_run(&self, from: usize) -> usize {
        (from..from + 6)
            .find(|&index| {
                !matches!(self.words.shape(index), Shape::Capitalised | Shape::Capitals)
                    || is_function_word(self.words.lower(index))
            })
            .unwrap_or(from + 6)
    }

    /// The name for trackers: the normal one, else the words as they stand, small at the start where a sentence made it big.
    pub(super) fn shown(&self, from: usize, to: usize) -> String {
        let written = self.words.slice(from..to);
        if let Some(normal) = self.roster.normal(written) {
            return normal.to_owned();
        }
        let first = self.words.lower(from);
        let small = self.starts_sentence(from)
            && self.words.shape(from) == Shape::Capitalised
            && (self.roster.is_head(first) || self.roster.is_modifier(first))
            && !self.roster.is_body(first)
            && (from + 1..to).all(|index| matches!(self.words.shape(index), Shape::Lower | Shape::Sign));
        if small { format!("{}{}", first, written.get(first.len()..).unwrap_or("")) } else { written.to_owned() }
    }

    pub(super) fn starts_sentence(&self, at: usize) -> bool {
        at == 0 || matches!(self.words.lower(at - 1), ";" | ":" | "." | "]" | "[" | "•" | "(" | "\"" | "“")
    }
}

/// Small words that may stand behind a noun phrase; anything else in small letters makes it a mere modifier of the next noun.
fn may_follow(words: &Words<'_>, at: usize) -> bool {
    let lower = words.lower(at);
    is_function_word(lower)
        || verbs::class(lower).is_some()
        || verbs::is_auxiliary(lower)
        || verbs::is_adverb(lower)
        || verbs::is_preposition(lower)
        || verbs::opens_clause(lower)
        || verbs::is_human_act(lower)
        || is_verb_like(words, at)
}

/// A verb form by its looks: "members identified", "the Secretariat continues", "the group review" has none.
fn is_verb_like(words: &Words<'_>, at: usize) -> bool {
    let lower = words.lower(at);
    let ends = lower.ends_with("ed") || lower.ends_with("ing") || (lower.ends_with('s') && !lower.ends_with("ss"));
    let next = words.lower(at + 1);
    let object = matches!(
        next,
        "the"
            | "a"
            | "an"
            | "its"
            | "their"
            | "that"
            | "to"
            | "this"
            | "these"
            | "all"
            | "any"
            | "on"
            | "with"
            | "up"
            | "for"
            | "in"
            | "at"
            | "how"
            | "whether"
            | "and"
            | "such"
            | "more"
            | "it"
            | "his"
            | "her"
            | "no"
    );
    ends && !lower.ends_with("meetings") && !lower.ends_with("ings") || object
}
