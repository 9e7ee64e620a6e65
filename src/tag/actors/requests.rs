//! Who is asked, and what for: "requests the Secretariat to report", "recommends that the Department develop a plan", "our call for
//! the Treasury to consider".

use super::grammar::{REACH, Sentence};
use super::parts::{Part, Role};
use super::verbs::{self, Verb};
use crate::tag::words::{Shape, Words};

impl Sentence<'_, '_> {
    /// "requests the Secretariat to", "asked that staff present", "calls upon States", "requires a briefing from the Minister".
    pub(super) fn request(&self, verb: usize, parts: &mut Vec<Part>) {
        let words = self.words;
        if self.is_passive(verb) {
            if words.lower(verb) != "required" && words.lower(verb) != "needs" && words.lower(verb + 1) != "to" {
                // The passive is read at its auxiliary; "from" and "by" are not.
                self.source(verb, parts);
            }
            return;
        }
        if words.lower(verb) == "needs" && words.lower(verb + 1) == "to" {
            self.duty(verb, parts);
            return;
        }
        // "the request", "a call for": nouns.
        if matches!(words.lower(verb), "call" | "calls" | "request" | "requests" | "needs" | "demands" | "plans")
            && self.is_noun_here(verb)
        {
            self.request_as_noun(verb, parts);
            return;
        }
        self.subject_part(verb, Role::Holder, parts);
        // "will invite X": whoever invites is to act, X only afterwards.
        let role = if self.is_infinitive(verb) { Role::Aside } else { Role::Target };
        let mut next = self.skip_adverbs(verb + 1);
        if words.lower(next) == "the" && words.lower(next + 1) == "[" {
            next += 2;
        }
        while matches!(words.lower(next), "upon" | "on" | "for" | "[" | "]" | "both" | "to" | "again" | "its")
            && !(words.lower(next) == "to" && words.lower(verb) != "recommends")
        {
            next += 1;
        }
        if words.lower(next) == "call" && words.lower(next + 1) == "for" {
            next += 2;
        }
        if matches!(words.lower(next), "that" | "if" | "whether") {
            self.complement(verb, next + 1, parts);
            return;
        }
        if let Some(index) = self.mention_at(next) {
            let doubtful =
                self.mentions.get(index).is_some_and(|mention| mention.doubtful && words.lower(mention.to) != "to");
            if !doubtful {
                self.push_object(index, role, verb, parts);
            }
            return;
        }
        if role == Role::Target {
            self.source(verb, parts);
        }
    }

    /// "our call for the Treasury to consider", "its request to the Secretariat to report", "the request that staff return".
    pub(super) fn request_as_noun(&self, noun: usize, parts: &mut Vec<Part>) {
        let words = self.words;
        match words.lower(noun + 1) {
            "for" | "to" | "on" => {
                let Some(index) = self.mention_at(noun + 2) else { return };
                let behind = self
                    .group(index)
                    .last()
                    .and_then(|&last| self.mentions.get(last))
                    .map_or(noun, |mention| mention.to);
                if words.lower(behind) == "to" {
                    self.push_object(index, Role::Target, noun, parts);
                }
            }
            "that" => self.complement(noun, noun + 2, parts),
            _ => {}
        }
    }

    /// "recommends that the Department develop a plan", "moved that the Board recommend to the Council to".
    pub(super) fn propose(&self, verb: usize, parts: &mut Vec<Part>) {
        let words = self.words;
        if self.is_passive(verb) || self.is_noun_here(verb) {
            if words.lower(verb + 1) == "that" {
                self.complement(verb, verb + 2, parts);
            }
            return;
        }
        self.subject_part(verb, Role::Holder, parts);
        let mut next = self.skip_adverbs(verb + 1);
        next += usize::from(words.lower(next) == "to" && self.mention_at(next + 1).is_some());
        if words.lower(next) == "that" {
            self.complement(verb, next + 1, parts);
        } else if let Some(index) = self.mention_at(next) {
            let last = self.group(index).last().copied().unwrap_or(index);
            let behind = self.mentions.get(last).map_or(next, |mention| mention.to);
            if words.lower(behind) == "to" {
                self.push_object(index, Role::Target, verb, parts);
            }
        }
    }

    /// Behind "that" or "if": the subject of what is asked for; a modal there is read on its own.
    pub(super) fn complement(&self, verb: usize, from: usize, parts: &mut Vec<Part>) {
        let words = self.words;
        let Some(index) =
            (from..from + REACH).find_map(|at| self.mention_at(at).filter(|_| opens_subject(words, from, at)))
        else {
            return;
        };
        let Some(&last) = self.group(index).last() else { return };
        let Some(end) = self.mentions.get(last).map(|mention| mention.to) else { return };
        let next = self.skip_adverbs(end);
        let lower = words.lower(next);
        let acts = words.shape(next) == Shape::Lower
            && !verbs::is_auxiliary(lower)
            && (verbs::is_human_act(lower) || !verbs::is_preposition(lower))
            && !verbs::opens_clause(lower)
            && !matches!(verbs::class(lower), Some(Verb::Modal | Verb::Permission))
            // "that the newcomers track be kept": a noun that the mention goes before.
            && !verbs::is_be(words.lower(next + 1));
        if acts {
            self.push_group(index, Role::Target, verb, parts);
        }
    }

    /// "updates from SARS", "a briefing by the Minister".
    pub(super) fn source(&self, verb: usize, parts: &mut Vec<Part>) {
        let words = self.words;
        let from = (verb + 1..verb + 1 + REACH)
            .take_while(|&index| !matches!(words.lower(index), ";" | "." | "that" | "which" | ""))
            .find(|&index| words.lower(index) == "from" && self.mention_at(index + 1).is_some());
        if let Some(index) = from.and_then(|from| self.mention_at(from + 1)) {
            self.push_object(index, Role::Target, verb, parts);
        }
    }
}

/// Whether a subject can start at `at` in a complement that starts at `from`: right there, behind a comma, or behind what
/// stands in front of it ("that at the next meeting staff present").
fn opens_subject(words: &Words<'_>, from: usize, at: usize) -> bool {
    let behind_phrase = verbs::is_preposition(words.lower(from))
        && at > from + 1
        && at
            .checked_sub(1)
            .is_some_and(|before| words.shape(before) != Shape::Sign && !verbs::is_preposition(words.lower(before)));
    at == from || behind_phrase || follows_opener(words, at)
}

fn follows_opener(words: &Words<'_>, at: usize) -> bool {
    at.checked_sub(1).is_some_and(|before| matches!(words.lower(before), "that" | "," | "if"))
}
