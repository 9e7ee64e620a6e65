//! Matters handed to somebody without a duty verb of their own: "was referred to the Finance Committee", "a team was formed to",
//! "it is for the Secretariat to", "took the action", "led by Ms. Okoro", "resolved that the Clerk write".

use super::grammar::{Part, Role, Sentence};
use super::verbs;

impl Sentence<'_, '_> {
    /// Reads the word at `at` as the turn of such a phrase.
    pub(super) fn read_handed(&self, at: usize, parts: &mut Vec<Part>) {
        let words = self.words;
        match words.lower(at) {
            "referred" | "assigned" | "remitted" | "delegated" | "handed" | "returned" | "left"
                if self.is_passive(at) =>
            {
                let mut next = at + 1;
                while matches!(words.lower(next), "back" | "over" | "on") {
                    next += 1;
                }
                if matches!(words.lower(next), "to" | "with" | "for") {
                    self.hand_to(next + 1, at, parts);
                }
            }
            // "a drafting team was formed to prepare": whoever was made is to act.
            "formed" | "created" | "convened" | "constituted" | "established" if self.is_passive(at) => {
                self.made_to(at, at + 1, parts);
            }
            "set" if self.is_passive(at) && words.lower(at + 1) == "up" => self.made_to(at, at + 2, parts),
            // "the next step is for the Secretariat to contact", "it will be for the Chair to propose".
            "for" if at > 0 && verbs::is_be(words.lower(at - 1)) => {
                if let Some(index) = self.mention_at(at + 1)
                    && self.mentions.get(index).is_some_and(|mention| words.lower(mention.to) == "to")
                {
                    self.push_group(index, Role::Target, at, parts);
                }
            }
            "took" | "takes" if (at + 1..at + 4).any(|next| is_burden(words.lower(next))) => {
                if let Some(index) = self.subject(at) {
                    self.push_group(index, Role::Target, at, parts);
                }
            }
            "led" | "coordinated" | "drafted" | "prepared" if words.lower(at + 1) == "by" => {
                let planned = (0..at).any(|before| matches!(words.lower(before), "will" | "shall" | "to"));
                if planned && let Some(index) = self.mention_at(at + 2) {
                    self.push_group(index, Role::Target, at, parts);
                }
            }
            "resolved" | "agreed" | "decided" if words.lower(at + 1) == "that" => self.complement(at, at + 2, parts),
            "be" if at > 0 && words.lower(at - 1) == "to" => {
                // "is to be redrafted by Mr. Sato".
                if let Some(index) = self.agent(at + 2) {
                    self.push_group(index, Role::Target, at, parts);
                }
            }
            _ => {}
        }
    }

    fn hand_to(&self, at: usize, verb: usize, parts: &mut Vec<Part>) {
        if let Some(index) = self.mention_at(at) {
            self.push_group(index, Role::Target, verb, parts);
        }
    }

    fn made_to(&self, verb: usize, next: usize, parts: &mut Vec<Part>) {
        if self.words.lower(next) != "to" {
            return;
        }
        if let Some(index) = self.subject(verb) {
            self.push_group(index, Role::Target, verb, parts);
        }
    }
}

/// What somebody takes upon himself.
fn is_burden(word: &str) -> bool {
    matches!(word, "action" | "actions" | "lead" | "responsibility" | "task" | "upon")
}
