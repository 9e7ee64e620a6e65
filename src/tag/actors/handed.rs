//! Matters handed to somebody without a duty verb of their own: "was referred to the Finance Committee", "a team was formed to",
//! "it is for the Secretariat to", "took the action", "led by Ms. Okoro", "resolved that the Clerk write".

use super::grammar::Sentence;
use super::parts::{Part, Role};
use super::verbs;

/// Words of "another two weeks", "until Monday 3 May 2031" and their "to".
const TIME_REACH: usize = 7;

impl Sentence<'_, '_> {
    /// Reads the word at `at` as the turn of such a phrase.
    pub(super) fn read_handed(&self, at: usize, parts: &mut Vec<Part>) {
        let words = self.words;
        match words.lower(at) {
            "referred" | "assigned" | "remitted" | "delegated" | "handed" | "returned" | "left"
                if self.is_passive(at) =>
            {
                let mut next = at + 1;
                while matches!(words.lower(next), "back" | "over" | "on" | "up") {
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
            // "it falls to the Secretariat to issue", "members look to the Bureau to propose".
            "falls" | "fell" | "look" | "looks" | "looked" if words.lower(at + 1) == "to" => {
                self.hand_to(at + 2, at, parts);
            }
            // "it remains for the Secretariat to clarify".
            "remains" | "remained" if words.lower(at + 1) == "for" => self.hand_to(at + 2, at, parts),
            // "its invitation to donors to contribute".
            "invitation" | "invitations" | "appeal" | "appeals" | "plea" if words.lower(at + 1) == "to" => {
                self.request_as_noun(at, parts);
            }
            // "the group was given one week to answer", "organizers were allowed until May to complete".
            "given" | "granted" | "allowed" if self.is_passive(at) && self.is_time_to(at + 1) => {
                self.volunteers(at, parts);
            }
            // "it is now up to members to write".
            "up" if words.lower(at + 1) == "to"
                && at > 0
                && (verbs::is_be(words.lower(at - 1)) || words.lower(at - 1) == "now") =>
            {
                self.hand_to(at + 2, at, parts);
            }
            // "follow-up required by the Secretariat", "action needed from the host".
            "required" | "needed" if matches!(words.lower(at + 1), "by" | "from") => self.hand_to(at + 2, at, parts),
            // "the action is now with the Secretariat", "the ball is in the Secretariat's court".
            "with" | "in" if at > 1 && self.is_resting(at) => self.hand_to(at + 1, at, parts),
            // "the onus is now on the hubs to nominate", "it is incumbent upon States to".
            "on" | "upon" if at > 0 && self.is_weighing(at) => self.hand_to(at + 1, at, parts),
            // "the Secretariat's next task is to draw up".
            word if is_remit(word) => self.remit_of(at, parts),
            "said" if words.lower(at + 1) == "yes" => self.volunteers(at, parts),
            "holds" | "hold" | "held" if words.lower(at + 1) == "the" && words.lower(at + 2) == "pen" => {
                self.volunteers(at, parts);
            }
            "stepped" | "steps" if matches!(words.lower(at + 1), "forward" | "up" | "in") => self.volunteers(at, parts),
            "came" if words.lower(at + 1) == "forward" => self.volunteers(at, parts),
            "signed" if words.lower(at + 1) == "up" => self.volunteers(at, parts),
            "stands" | "stand" | "stood" if words.lower(at + 1) == "ready" => self.volunteers(at, parts),
            "put" | "puts"
                if matches!(words.lower(at + 1), "himself" | "herself" | "itself" | "themselves")
                    || matches!(words.lower(at + 2), "name" | "names" | "hand") =>
            {
                self.volunteers(at, parts);
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
            // "Everybody please update your pages".
            "please" => {
                let before = self.mentions.iter().position(|mention| mention.to == at && mention.from == 0);
                if let Some(index) = before {
                    self.push_group(index, Role::Target, at, parts);
                }
            }
            // "RESOLVED: That the Clerk write".
            "resolved" | "agreed" | "decided" if words.lower(at + 1) == ":" && words.lower(at + 2) == "that" => {
                self.complement(at, at + 3, parts);
            }
            "be" if at > 0 && words.lower(at - 1) == "to" => {
                // "is to be redrafted by Mr. Sato".
                if let Some(index) = self.agent(at + 2) {
                    self.push_group(index, Role::Target, at, parts);
                }
            }
            _ => {}
        }
    }

    fn volunteers(&self, verb: usize, parts: &mut Vec<Part>) {
        if let Some(index) = self.subject(verb) {
            self.push_group(index, Role::Target, verb, parts);
        }
    }

    /// Whether a stretch of time "to" do something starts at `from`: "one week to", "until 3 May to".
    fn is_time_to(&self, from: usize) -> bool {
        let word = |at: usize| self.words.lower(at);
        let time = |at: usize| {
            matches!(word(at), "until" | "till" | "day" | "days" | "week" | "weeks" | "month" | "months" | "hours")
        };
        let stretch = from..from + TIME_REACH;
        stretch.clone().any(time) && stretch.clone().any(|at| word(at) == "to")
    }

    /// Whether the preposition at `at` says with whom an action rests, or in whose court the ball is.
    fn is_resting(&self, at: usize) -> bool {
        let words = self.words;
        let verb = at - 1 - usize::from(words.lower(at - 1) == "now");
        let ball = verb.checked_sub(1).is_some_and(|before| words.lower(before) == "ball");
        let thing = (verb.saturating_sub(12)..verb).any(|before| {
            is_burden(words.lower(before))
                || matches!(
                    words.lower(before),
                    "step" | "matter" | "point" | "responsibilities" | "decision" | "follow"
                )
        });
        matches!(words.lower(verb), "is" | "rests" | "lies" | "remains" | "sits" | "stays" | "rest" | "lie")
            && (ball || (words.lower(at) == "with" && thing))
    }

    /// Whether the preposition at `at` says on whom a duty weighs: "the onus is on", "incumbent upon".
    fn is_weighing(&self, at: usize) -> bool {
        let words = self.words;
        words.lower(at - 1) == "incumbent"
            || (at.saturating_sub(4)..at).any(|before| matches!(words.lower(before), "onus" | "burden"))
    }

    /// Whose task the word at `at` is, where it goes on to say what: a genitive or a possessive before, "is to" behind.
    fn remit_of(&self, at: usize, parts: &mut Vec<Part>) {
        let words = self.words;
        let says = (at + 1..at + 3).any(|be| verbs::is_be(words.lower(be)) && words.lower(be + 1) == "to");
        let genitive = |index: usize| matches!(words.lower(index), "'" | "\u{2019}");
        let owner = self.mentions.iter().position(|mention| {
            (1..=4).contains(&at.saturating_sub(mention.to)) && genitive(mention.to) && mention.from < at
        });
        // "it is the task of the Bureau to", "the duty of members".
        let of = (words.lower(at + 1) == "of").then(|| self.mention_at(at + 2)).flatten().filter(|&index| {
            self.group(index)
                .last()
                .and_then(|&last| self.mentions.get(last))
                .is_some_and(|last| words.lower(last.to) == "to" && at > 1 && verbs::is_be(words.lower(at - 2)))
        });
        if let Some(index) = owner.filter(|_| says).or(of) {
            self.push_group(index, Role::Target, at, parts);
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
pub(super) fn is_burden(word: &str) -> bool {
    matches!(
        word,
        "action" | "actions" | "lead" | "responsibility" | "task" | "upon" | "pen" | "job" | "coordination" | "onus"
    )
}

/// What somebody is to do, as a noun.
fn is_remit(word: &str) -> bool {
    matches!(word, "task" | "job" | "assignment" | "duty" | "responsibility" | "remit" | "action" | "role")
}
