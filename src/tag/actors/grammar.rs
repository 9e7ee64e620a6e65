//! The grammar of who acts: which mentions are the subject of a duty, the object of a request, the agent of a passive.

use super::handed::is_burden;
use super::mention::Mention;
use super::parts::{Part, Role};
use super::verbs::{self, Verb};
use crate::tag::words::{Shape, Words};

/// How far behind a verb its agent or its object may stand, in words.
pub(super) const REACH: usize = 14;

pub(super) struct Sentence<'s, 'w> {
    pub(super) words: &'s Words<'w>,
    pub(super) mentions: &'s [Mention],
}

impl Sentence<'_, '_> {
    pub(super) fn read_verb(&self, verb: usize, parts: &mut Vec<Part>) {
        let words = self.words;
        let lower = words.lower(verb);
        if self.is_inside_mention(verb) {
            return;
        }
        match verbs::class(lower) {
            Some(Verb::Modal) => self.modal(verb, Role::Target, parts),
            Some(Verb::Permission) => self.modal(verb, Role::Possible, parts),
            Some(Verb::Commit) if !self.is_passive(verb) => {
                let binds = lower != "agreed"
                    && lower != "agrees"
                    && lower != "agree"
                    && lower != "decided"
                    && lower != "decides"
                    || matches!(words.lower(verb + 1), "to" | "and");
                let role = if binds && (words.lower(verb + 1) != "and") { Role::Target } else { Role::Holder };
                self.subject_part(verb, role, parts);
            }
            Some(Verb::Request) => self.request(verb, parts),
            Some(Verb::Propose) => self.propose(verb, parts),
            Some(Verb::Say) => self.say(verb, parts),
            _ if verbs::is_be(lower) || matches!(lower, "has" | "have" | "need" | "needs" | "ought") => {
                self.duty(verb, parts);
            }
            _ if lower == "to" && words.shape(verb + 1) == Shape::Lower => self.assignment(verb, parts),
            _ if lower == "responsibility" && words.lower(verb + 1) == "of" => {
                if let Some(index) = self.mention_at(verb + 2) {
                    self.push_group(index, Role::Target, verb, parts);
                }
            }
            _ => {}
        }
    }

    /// "will circulate", "should be made by", "will be asked to".
    pub(super) fn modal(&self, verb: usize, role: Role, parts: &mut Vec<Part>) {
        let words = self.words;
        let mut next = self.skip_adverbs(verb + 1);
        let role = if self.is_in_relative_clause(verb) { Role::Aside } else { role };
        if matches!(words.lower(next), "have" | "has") && words.lower(next + 1) == "been" {
            next += 1;
        }
        if !matches!(words.lower(next), "be" | "been") {
            if self.subject(verb).is_none()
                && let Some(index) = (next..next + 6)
                    .find_map(|at| (words.lower(at) == "between").then(|| self.mention_at(at + 1)).flatten())
            {
                // "Coordination will continue between A and B".
                self.push_object(index, role, verb, parts);
                return;
            }
            let role = if verbs::is_state(words.lower(next)) { Role::Aside } else { role };
            self.subject_part(verb, role, parts);
            return;
        }
        let after = self.skip_adverbs(next + 1);
        let participle = words.lower(after);
        let role = if participle == "able" { Role::Aside } else { role };
        if verbs::is_passive_request(participle) || participle.ends_with("ing") {
            self.subject_part(verb, role, parts);
        } else if is_participle(participle) {
            if is_company(participle) {
                // "will be supported by a small team": the subject is in view, the team only helps.
                self.subject_part(verb, Role::Aside, parts);
            } else if let Some(index) = self.agent(after + 1) {
                self.push_object(index, role, verb, parts);
            } else if let Some(index) = self.owner(verb) {
                self.push_group(index, Role::Aside, verb, parts);
            }
        } else {
            // "should be inclusive", "will be the contact": it is, but it does nothing, unless it is somebody.
            self.subject_part(verb, role, parts);
        }
    }

    /// "is to submit", "are requested to", "was asked by the Board to", "have until 30 June", "needs to", "is committed to".
    pub(super) fn duty(&self, verb: usize, parts: &mut Vec<Part>) {
        let words = self.words;
        let lower = words.lower(verb);
        if matches!(lower, "be" | "been" | "being" | "am") {
            return;
        }
        let mut next = self.skip_adverbs(verb + 1);
        if matches!(lower, "need" | "needs" | "ought" | "has" | "have") {
            let duty = words.lower(next) == "to"
                || (matches!(lower, "has" | "have")
                    && matches!(
                        words.lower(next),
                        "until"
                            | "agreed"
                            | "offered"
                            | "volunteered"
                            | "undertaken"
                            | "committed"
                            | "promised"
                            | "pledged"
                            | "till"
                    ));
            let asked = matches!(lower, "has" | "have")
                && words.lower(next) == "been"
                && verbs::is_passive_request(words.lower(self.skip_adverbs(next + 1)));
            // "has the action of checking", "have the pen".
            let burden = matches!(words.lower(next), "the" | "an" | "this") && is_burden(words.lower(next + 1));
            if duty || asked || burden {
                self.subject_part(verb, Role::Target, parts);
            }
            return;
        }
        if matches!(words.lower(next), "being" | "been") {
            next = self.skip_adverbs(next + 1);
        }
        let told = words.lower(next);
        let is_to = told == "to"
            && words.shape(next + 1) == Shape::Lower
            && !matches!(words.lower(next + 1), "be" | "the" | "a");
        let request = verbs::is_passive_request(told)
            && !matches!(
                told,
                "able" | "welcome" | "given" | "about" | "scheduled" | "due" | "ready" | "willing" | "needed"
            );
        let ready = words.lower(next + 1) == "to"
            && matches!(told, "willing" | "ready" | "happy" | "prepared" | "glad" | "pleased" | "available" | "due");
        let in_charge = told == "in" && words.lower(next + 1) == "charge";
        if is_to || request || ready || in_charge || matches!(told, "responsible" | "committed") {
            let role = if self.is_in_relative_clause(verb) { Role::Aside } else { Role::Target };
            self.subject_part(verb, role, parts);
        } else if is_participle(told)
            && let Some(index) = self.agent(next + 1)
        {
            // "was supported by the MAG": who decided, not who is to act.
            self.push_object(index, Role::Holder, verb, parts);
        }
    }

    /// Whether a verb stands behind "to" or a modal.
    pub(super) fn is_infinitive(&self, verb: usize) -> bool {
        let mut at = verb.saturating_sub(1);
        while at > 0 && verbs::is_adverb(self.words.lower(at)) {
            at -= 1;
        }
        let lower = self.words.lower(at);
        verb > 0 && (lower == "to" || matches!(verbs::class(lower), Some(Verb::Modal | Verb::Permission)))
    }

    fn say(&self, verb: usize, parts: &mut Vec<Part>) {
        if self.is_passive(verb) || self.is_noun_here(verb) {
            return;
        }
        self.subject_part(verb, Role::Holder, parts);
    }

    /// The agent behind "by" after a participle.
    pub(super) fn agent(&self, from: usize) -> Option<usize> {
        let words = self.words;
        (from..from + REACH)
            .take_while(|&index| {
                !matches!(
                    words.lower(index),
                    ";" | ":" | "that" | "which" | "will" | "should" | "shall" | "must" | "would"
                )
            })
            .find_map(|index| (words.lower(index) == "by").then(|| self.mention_at(index + 1)).flatten())
    }

    pub(super) fn subject_part(&self, verb: usize, role: Role, parts: &mut Vec<Part>) {
        if let Some(index) = self.subject(verb) {
            let doubtful = self.mentions.get(index).is_some_and(|mention| mention.doubtful);
            if doubtful && !self.is_human_verb(verb) {
                return;
            }
            self.push_group(index, role, verb, parts);
        } else if role > Role::Holder
            && matches!(self.words.lower(self.before_verb(verb)), "it" | "he" | "she" | "they")
        {
            // "The Secretariat agreed and said it would": the one who speaks.
            let speaker =
                parts.iter().rev().find(|part| part.role == Role::Holder && part.verb < verb).map(|part| part.mention);
            if let Some(index) = speaker {
                self.push_group(index, role, verb, parts);
            }
        }
    }

    pub(super) fn push_group(&self, index: usize, role: Role, verb: usize, parts: &mut Vec<Part>) {
        for mention in self.group(index) {
            let part = Part { mention, role, verb };
            if !parts.contains(&part) {
                parts.push(part);
            }
        }
    }

    /// As [`Self::push_group`], for an object: a last member with a verb of its own opens the next clause.
    pub(super) fn push_object(&self, index: usize, role: Role, verb: usize, parts: &mut Vec<Part>) {
        for mention in self.group(index) {
            let behind = self.mentions.get(mention).map_or("", |found| self.words.lower(self.skip_adverbs(found.to)));
            let own_verb =
                verbs::is_auxiliary(behind) || matches!(verbs::class(behind), Some(Verb::Modal | Verb::Permission));
            if own_verb && mention > index {
                break;
            }
            let part = Part { mention, role, verb };
            if !parts.contains(&part) {
                parts.push(part);
            }
        }
    }

    pub(super) fn mention_at(&self, at: usize) -> Option<usize> {
        self.mentions.iter().position(|mention| mention.from == at)
    }

    pub(super) fn is_inside_mention(&self, index: usize) -> bool {
        self.mentions.iter().any(|mention| (mention.from..mention.to).contains(&index))
    }

    pub(super) fn skip_adverbs(&self, mut at: usize) -> usize {
        while verbs::is_adverb(self.words.lower(at)) && at < self.words.len() {
            at += 1;
        }
        at
    }

    /// "was asked", "has been requested": a form of "to be" stands right before.
    pub(super) fn is_passive(&self, verb: usize) -> bool {
        let mut at = verb.saturating_sub(1);
        while at > 0 && verbs::is_adverb(self.words.lower(at)) {
            at -= 1;
        }
        verb > 0 && verbs::is_be(self.words.lower(at))
    }

    /// "the request", "its recommends"? A determiner or preposition before makes it a noun.
    pub(super) fn is_noun_here(&self, verb: usize) -> bool {
        let before = verb.checked_sub(1).map_or("", |at| self.words.lower(at));
        matches!(
            before,
            "the"
                | "a"
                | "an"
                | "its"
                | "their"
                | "his"
                | "her"
                | "our"
                | "this"
                | "that"
                | "any"
                | "no"
                | "of"
                | "for"
                | "such"
                | "these"
                | "all"
                | "open"
                | "in"
                | "with"
                | "on"
                | "by"
        )
    }

    /// Whether a verb is one that only people govern: it says, promises or hands over something.
    pub(super) fn is_human_verb(&self, verb: usize) -> bool {
        let words = self.words;
        match verbs::class(words.lower(verb)) {
            Some(Verb::Commit | Verb::Say | Verb::Request | Verb::Propose) => true,
            Some(Verb::Modal | Verb::Permission) => {
                let next = self.skip_adverbs(verb + 1);
                verbs::is_human_act(words.lower(next))
                    || (words.lower(next) == "be" && words.lower(next + 1).ends_with("ing"))
                    || (words.lower(next) == "be"
                        && (next + 1..next + 4)
                            .any(|at| matches!(words.lower(at), "focal" | "contact" | "rapporteur" | "lead")))
            }
            None if matches!(words.lower(verb), "stepped" | "signed" | "came" | "put") => true,
            None if matches!(words.lower(verb), "has" | "have") && words.lower(verb + 1) == "been" => {
                matches!(
                    words.lower(self.skip_adverbs(verb + 2)),
                    "asked" | "requested" | "invited" | "tasked" | "appointed"
                )
            }
            None if verbs::is_be(words.lower(verb)) => matches!(
                words.lower(self.skip_adverbs(verb + 1)),
                "to" | "going"
                    | "asked"
                    | "requested"
                    | "invited"
                    | "tasked"
                    | "planning"
                    | "willing"
                    | "responsible"
                    | "appointed"
            ),
            None => words.lower(verb) == "to" && verbs::is_human_act(words.lower(verb + 1)),
        }
    }
}

/// A participle by its looks.
fn is_participle(word: &str) -> bool {
    word.ends_with("ed")
        || matches!(
            word,
            "made"
                | "done"
                | "given"
                | "sent"
                | "taken"
                | "held"
                | "drawn"
                | "put"
                | "set"
                | "written"
                | "kept"
                | "brought"
                | "built"
                | "chosen"
                | "found"
                | "led"
                | "met"
                | "paid"
                | "read"
                | "seen"
                | "shown"
                | "told"
                | "undertaken"
                | "borne"
                | "begun"
                | "known"
                | "left"
                | "run"
                | "sought"
                | "spent"
                | "thought"
                | "won"
                | "withdrawn"
                | "overseen"
                | "drafted"
                | "understood"
                | "agreed"
                | "cut"
                | "split"
                | "laid"
        )
}

/// Participles whose agent is no more than company: "will be accompanied by", "shall be supported by".
fn is_company(word: &str) -> bool {
    matches!(
        word,
        "supported" | "assisted" | "accompanied" | "followed" | "preceded" | "attended" | "joined" | "backed"
    )
}
