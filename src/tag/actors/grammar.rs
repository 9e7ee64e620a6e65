//! The grammar of who acts: which mentions are the subject of a duty, the object of a request, the agent of a passive.

use super::mention::Mention;
use super::verbs::{self, Verb};
use crate::tag::words::{Shape, Words};
use std::ops::Range;

/// What a mention does in the sentence; the order is the order of preference, best last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Holds the view: "The Committee recommends".
    Holder,
    /// Acts in a side remark: "a template that organizers could use".
    Aside,
    /// May or could act.
    Possible,
    /// Is to act.
    Target,
}

/// A mention in a role, at a verb.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// Index of the mention.
    pub mention: usize,
    /// What it does.
    pub role: Role,
    /// Index of the verb that says so.
    pub verb: usize,
}

/// How far behind a verb its agent or its object may stand, in words.
const REACH: usize = 14;
/// The longest mark before the first word of a line, in words: "[AP 3] -".
const MARK: usize = 5;
/// How far a subject may stand before its verb, in words.
const SUBJECT_REACH: usize = 40;

/// The parts that the mentions play, in the order of their verbs.
#[must_use]
pub fn parts(words: &Words<'_>, mentions: &[Mention]) -> Vec<Part> {
    let sentence = Sentence { words, mentions };
    let mut parts = Vec::new();
    for verb in 0..words.len() {
        sentence.read_verb(verb, &mut parts);
        sentence.read_handed(verb, &mut parts);
    }
    sentence.read_label(&mut parts);
    parts
}

/// The names of those who act, by role and by nearness to the rule's cue (byte offsets).
#[must_use]
pub fn choose(words: &Words<'_>, mentions: &[Mention], parts: &[Part], cue: Range<usize>) -> Vec<String> {
    let whole = 0..words.len();
    let near =
        if cue.is_empty() { whole.clone() } else { segment(words, words.index_at(cue.start), words.index_at(cue.end)) };
    for range in [near, whole] {
        let best = parts.iter().filter(|part| range.contains(&part.verb)).map(|part| part.role).max();
        let Some(best) = best else { continue };
        let mut names: Vec<String> = Vec::new();
        for part in parts.iter().filter(|part| part.role == best && range.contains(&part.verb)) {
            if let Some(mention) = mentions.get(part.mention)
                && !names.contains(&mention.name)
            {
                names.push(mention.name.clone());
            }
            // The one who speaks first holds the view; later speakers only report.
            if best == Role::Holder && part.mention + 1 < mentions.len() && !is_joined(words, mentions, part.mention) {
                break;
            }
        }
        // "Ms. Okafor suggested that the Board could look at it": who might act, and who says so.
        if matches!(best, Role::Possible | Role::Aside) {
            let holder = parts.iter().find(|part| part.role == Role::Holder && range.contains(&part.verb));
            if let Some(mention) = holder.and_then(|part| mentions.get(part.mention))
                && !names.contains(&mention.name)
            {
                names.push(mention.name.clone());
            }
        }
        if !names.is_empty() {
            return names;
        }
    }
    Vec::new()
}

fn is_joined(words: &Words<'_>, mentions: &[Mention], index: usize) -> bool {
    let (Some(one), Some(next)) = (mentions.get(index), mentions.get(index + 1)) else { return false };
    next.from == one.to + 1 && matches!(words.lower(one.to), "and" | "," | "/" | "&")
}

/// The stretch between semicolons that holds the words `from..to`.
fn segment(words: &Words<'_>, from: usize, to: usize) -> Range<usize> {
    let start = (0..from.min(words.len())).rev().find(|&index| words.lower(index) == ";").map_or(0, |index| index + 1);
    let end = (to.max(from)..words.len()).find(|&index| words.lower(index) == ";").unwrap_or(words.len());
    start..end
}

pub(super) struct Sentence<'s, 'w> {
    pub(super) words: &'s Words<'w>,
    pub(super) mentions: &'s [Mention],
}

impl Sentence<'_, '_> {
    fn read_verb(&self, verb: usize, parts: &mut Vec<Part>) {
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
    fn modal(&self, verb: usize, role: Role, parts: &mut Vec<Part>) {
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
            if let Some(index) = self.agent(after + 1) {
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
    fn duty(&self, verb: usize, parts: &mut Vec<Part>) {
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
                            | "till"
                    ));
            let asked = matches!(lower, "has" | "have")
                && words.lower(next) == "been"
                && verbs::is_passive_request(words.lower(self.skip_adverbs(next + 1)));
            if duty || asked {
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
        if is_to || request || matches!(told, "responsible" | "committed") {
            let role = if self.is_in_relative_clause(verb) { Role::Aside } else { Role::Target };
            self.subject_part(verb, role, parts);
        } else if is_participle(told)
            && let Some(index) = self.agent(next + 1)
        {
            // "was supported by the MAG": who decided, not who is to act.
            self.push_object(index, Role::Holder, verb, parts);
        }
    }

    /// "requests the Secretariat to", "asked that staff present", "calls upon States", "requires a briefing from the Minister".
    fn request(&self, verb: usize, parts: &mut Vec<Part>) {
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
        self.source(verb, parts);
    }

    /// "our call for the Treasury to consider", "its request to the Secretariat to report", "the request that staff return".
    fn request_as_noun(&self, noun: usize, parts: &mut Vec<Part>) {
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

    /// Whether a verb stands behind "to" or a modal.
    fn is_infinitive(&self, verb: usize) -> bool {
        let mut at = verb.saturating_sub(1);
        while at > 0 && verbs::is_adverb(self.words.lower(at)) {
            at -= 1;
        }
        let lower = self.words.lower(at);
        verb > 0 && (lower == "to" || matches!(verbs::class(lower), Some(Verb::Modal | Verb::Permission)))
    }

    /// "Parties' communications shall be submitted", "meetings will be held between A and B": whose the passive subject is.
    fn owner(&self, verb: usize) -> Option<usize> {
        let words = self.words;
        self.mentions.iter().position(|mention| {
            mention.to < verb
                && verb - mention.to < 9
                && matches!(words.lower(mention.to), "'" | "’")
                && self.opens(mention.from)
                && !(mention.to..verb).any(|at| matches!(words.lower(at), "," | ";" | "that"))
        })
    }

    /// "recommends that the Department develop a plan", "moved that the Board recommend to the Council to".
    fn propose(&self, verb: usize, parts: &mut Vec<Part>) {
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

    fn say(&self, verb: usize, parts: &mut Vec<Part>) {
        if self.is_passive(verb) || self.is_noun_here(verb) {
            return;
        }
        self.subject_part(verb, Role::Holder, parts);
    }

    /// "Chengetai to circulate the list", "IGF to share information": a line of a list whose first words assign it.
    fn assignment(&self, to: usize, parts: &mut Vec<Part>) {
        let Some(index) = self.mentions.iter().position(|mention| mention.to == to) else { return };
        let first = self.first_of_group(index);
        let Some(mention) = self.mentions.get(first) else { return };
        let opens = mention.from == 0
            || matches!(self.words.lower(mention.from - 1), ":" | ";" | "-" | "–" | "•" | "]" | ".")
            || (self.words.shape(mention.from - 1) == Shape::Number && mention.from <= MARK);
        if opens && is_base_verb(self.words, to + 1) {
            self.push_group(first, Role::Target, to, parts);
        }
    }

    /// "(Secretariat)" at the end, "Action: Secretariat", "Responsible: the treasurer".
    fn read_label(&self, parts: &mut Vec<Part>) {
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
                && words.lower(mention.to + 1) == ":"
                && before <= MARK;
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
            if bracketed || titled || (labelled && whole) {
                self.push_group(index, Role::Target, before, parts);
            }
        }
    }

    /// "Secretariat: send the link", "Jane / Ahmed - draft by 3 May": the first group of a line, then a colon or a dash.
    fn heads_line(&self, index: usize) -> bool {
        let words = self.words;
        let first = self.first_of_group(index);
        let Some(end) = self.group(first).last().and_then(|&last| self.mentions.get(last)).map(|mention| mention.to)
        else {
            return false;
        };
        let opens = index == first && self.mentions.get(first).is_some_and(|mention| mention.from == 0);
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
            && !matches!(verbs::class(lower), Some(Verb::Modal | Verb::Permission));
        if acts {
            self.push_group(index, Role::Target, verb, parts);
        }
    }

    /// "updates from SARS", "a briefing by the Minister".
    fn source(&self, verb: usize, parts: &mut Vec<Part>) {
        let words = self.words;
        let from = (verb + 1..verb + 1 + REACH)
            .take_while(|&index| !matches!(words.lower(index), ";" | "." | "that" | "which" | ""))
            .find(|&index| words.lower(index) == "from" && self.mention_at(index + 1).is_some());
        if let Some(index) = from.and_then(|from| self.mention_at(from + 1)) {
            self.push_object(index, Role::Target, verb, parts);
        }
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

    fn subject_part(&self, verb: usize, role: Role, parts: &mut Vec<Part>) {
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

    /// The mention that is the subject of a verb; of several coordinated ones the first.
    pub(super) fn subject(&self, verb: usize) -> Option<usize> {
        let candidates = self.mentions.iter().enumerate().rev().filter(|(_, mention)| mention.to <= verb);
        for (index, mention) in candidates {
            if verb - mention.to > SUBJECT_REACH {
                return None;
            }
            let first = self.first_of_group(index);
            let from = self.mentions.get(first)?.from;
            if !self.opens(from) || self.is_bracketed_off(index, verb) {
                continue;
            }
            if let Some(described) = self.described_by(first, verb) {
                return Some(described);
            }
            // "Avri Doria, the member who ..., offered": what stands between commas explains the name before it.
            if let Some(named) = self.explained_by(first, verb) {
                return Some(named);
            }
            return self.may_govern(mention.to, verb).then_some(first);
        }
        None
    }

    /// Whether the words between a subject and its verb leave them together.
    fn may_govern(&self, end: usize, verb: usize) -> bool {
        let words = self.words;
        let gap = end..verb;
        let opening = self.skip_adverbs(end);
        // "will be", "has been", and adverbs alone.
        if gap.clone().all(|at| {
            let lower = words.lower(at);
            verbs::is_adverb(lower) || verbs::is_auxiliary(lower) || verbs::class(lower) == Some(Verb::Modal)
        }) {
            return true;
        }
        let last = self.before_verb(verb);
        let shared = matches!(words.lower(last), "and" | "or" | "," | "but") && last > end;
        let relative = matches!(words.lower(opening), "who" | "which" | "that" | "whose")
            || (words.lower(opening) == ","
                && matches!(
                    words.lower(opening + 1),
                    "who"
                        | "which"
                        | "whose"
                        | "as"
                        | "in"
                        | "at"
                        | "together"
                        | "through"
                        | "with"
                        | "following"
                        | "having"
                ));
        if gap.clone().any(|index| matches!(words.lower(index), ";" | ":" | "?")) {
            return false;
        }
        // "The Department, in consultation with the Treasury, should": commas around an aside.
        if relative && words.lower(opening) == "," && words.lower(last) == "," && last > opening {
            return true;
        }
        if shared {
            // "The Secretariat agreed and said": the same subject, if no other one comes between.
            return gap.clone().any(|index| {
                verbs::class(words.lower(index)).is_some()
                    || verbs::is_auxiliary(words.lower(index))
                    || words.lower(index).ends_with("ed")
                    || matches!(
                        words.lower(index),
                        "took" | "gave" | "made" | "sent" | "met" | "led" | "wrote" | "brought" | "spoke"
                    )
            });
        }
        if relative {
            return words.lower(opening) != "," || gap.clone().skip(2).any(|index| words.lower(index) == ",");
        }
        let first = words.lower(opening);
        let attached = verbs::is_preposition(first)
            || matches!(first, "," | "(" | "[" | "or" | "and" | "–" | "-")
            || verbs::is_auxiliary(first);
        let other_verb = gap.clone().any(|index| matches!(verbs::class(words.lower(index)), Some(class) if class != Verb::Request || !words.lower(index).ends_with('t')) && !self.is_inside_mention(index) && !self.is_noun_here(index) && !self.is_participle_of_noun(index));
        let other_clause = gap.clone().any(|index| {
            matches!(words.lower(index), "that" | "whether" | "if" | "because" | "while" | "when" | "which")
        });
        attached && !other_verb && !other_clause
    }

    /// Whether a bracket around a mention closes before the verb: "a small group (Dana and Ivo) will".
    fn is_bracketed_off(&self, index: usize, verb: usize) -> bool {
        let Some(mention) = self.mentions.get(index) else { return false };
        let mut signs = (mention.to..verb).map(|at| self.words.lower(at)).filter(|sign| matches!(*sign, "(" | ")"));
        signs.next() == Some(")")
    }

    /// The one whom a relative clause describes that has swallowed this mention: "Members who have not named a focal point are",
    /// "Mr. Bauer, who chairs the panel, will".
    fn described_by(&self, index: usize, verb: usize) -> Option<usize> {
        let words = self.words;
        let inner = self.mentions.get(index)?;
        let end = self.group(index).last().and_then(|&last| self.mentions.get(last))?.to;
        let outer = (index.saturating_sub(2)..index).rev().find(|&outer| {
            self.mentions.get(outer).is_some_and(|mention| {
                let behind = mention.to + usize::from(words.lower(mention.to) == ",");
                matches!(words.lower(behind), "who" | "which" | "that")
            })
        })?;
        let described = self.mentions.get(outer)?;
        let comma = usize::from(words.lower(described.to) == ",");
        let pronoun = described.to + comma;
        let is_relative = match words.lower(pronoun) {
            "who" => true,
            "which" => comma == 1,
            "that" => described.from == 0 && comma == 0,
            _ => false,
        };
        let has_own_verb = inner.from > pronoun + 1;
        let closes = if comma == 1 { words.lower(end) == "," } else { self.skip_adverbs(end) >= verb };
        let named = self.first_of_group(outer);
        (is_relative && has_own_verb && closes && self.opens(self.mentions.get(named)?.from)).then_some(named)
    }

    /// The name that an apposition explains: it ends at the comma before, and a comma closes the apposition.
    fn explained_by(&self, index: usize, verb: usize) -> Option<usize> {
        let mention = self.mentions.get(index)?;
        let comma = mention.from.checked_sub(1).filter(|&at| self.words.lower(at) == ",")?;
        let before = self.mentions.iter().position(|other| other.to == comma)?;
        let closed = (mention.to..verb).any(|at| self.words.lower(at) == ",");
        let named = self.first_of_group(before);
        (closed && self.opens(self.mentions.get(named)?.from)).then_some(named)
    }

    /// Whether a subject can start at a word: at the start of a clause.
    fn opens(&self, from: usize) -> bool {
        let Some(before) = from.checked_sub(1) else { return true };
        let lower = self.words.lower(before);
        if self.words.shape(before) == Shape::Sign {
            return !matches!(lower, "/" | "'" | "’" | "&" | "%" | "$" | "-" | "‑")
                || (lower == "-" && !self.words.is_glued(from));
        }
        if verbs::is_preposition(lower) && !matches!(lower, "as" | "where" | "following") {
            return false;
        }
        // "After the meeting of the Council the Treasurer will": an article right behind a name opens the clause.
        if self.words.lower(from) == "the" && self.is_inside_mention(before) {
            return true;
        }
        verbs::opens_clause(lower)
            || verbs::is_adverb(lower)
            || verbs::class(lower)
                .is_some_and(|class| matches!(class, Verb::Say | Verb::Propose | Verb::Commit | Verb::Request))
            || self.words.shape(before) == Shape::Number
            || matches!(
                lower,
                "additionally"
                    | "further"
                    | "furthermore"
                    | "moreover"
                    | "agreement"
                    | "recommendation"
                    | "decision"
                    | "understanding"
                    | "suggestion"
                    | "proposal"
            )
    }

    /// All mentions coordinated with the one at `index`, itself included, in order.
    pub(super) fn group(&self, index: usize) -> Vec<usize> {
        let mut group = vec![index];
        let mut last = index;
        while let (Some(here), Some(next)) = (self.mentions.get(last), self.mentions.get(last + 1)) {
            let gap = here.to..next.from;
            let joined = match gap.len() {
                1 => matches!(self.words.lower(here.to), "and" | "or" | "/" | "&" | ","),
                2 => {
                    (self.words.lower(here.to) == "," && matches!(self.words.lower(here.to + 1), "and" | "or"))
                        || (self.words.lower(here.to) == "]" && self.words.lower(here.to + 1) == "[")
                }
                3 => {
                    self.words.are(here.to, &["as", "well", "as"])
                        || self.words.are(here.to, &["together", "with", "the"])
                }
                _ => false,
            };
            // A comma joins only inside a list that ends with "and": "X, Y and Z".
            let comma_alone = gap.len() == 1 && self.words.lower(here.to) == ",";
            if !joined || (comma_alone && !self.list_goes_on(last + 1)) {
                break;
            }
            last += 1;
            group.push(last);
        }
        group
    }

    fn list_goes_on(&self, index: usize) -> bool {
        let (Some(here), Some(next)) = (self.mentions.get(index), self.mentions.get(index + 1)) else { return false };
        let and = matches!(self.words.lower(here.to), "and" | "or") && next.from == here.to + 1;
        let oxford = self.words.lower(here.to) == ","
            && matches!(self.words.lower(here.to + 1), "and" | "or")
            && next.from == here.to + 2;
        let comma = self.words.lower(here.to) == "," && next.from == here.to + 1;
        and || oxford || (comma && self.list_goes_on(index + 1))
    }

    fn first_of_group(&self, index: usize) -> usize {
        (0..=index).find(|&first| self.group(first).contains(&index)).unwrap_or(index)
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
    fn push_object(&self, index: usize, role: Role, verb: usize, parts: &mut Vec<Part>) {
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

    fn skip_adverbs(&self, mut at: usize) -> usize {
        while verbs::is_adverb(self.words.lower(at)) && at < self.words.len() {
            at += 1;
        }
        at
    }

    /// The word before a verb and its adverbs and auxiliaries.
    fn before_verb(&self, verb: usize) -> usize {
        let mut at = verb.saturating_sub(1);
        while at > 0 && (verbs::is_adverb(self.words.lower(at)) || verbs::is_auxiliary(self.words.lower(at))) {
            at -= 1;
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

    /// "the comments received", "proposals submitted": a participle behind its noun, before "by" or "in".
    fn is_participle_of_noun(&self, index: usize) -> bool {
        self.words.lower(index).ends_with("ed")
            && matches!(
                self.words.lower(index + 1),
                "by" | "in" | "on" | "at" | "to" | "under" | "above" | "below" | "for" | "with"
            )
    }

    /// "a template that organizers could use", "the call for which will": a clause that hangs on a noun.
    pub(super) fn is_in_relative_clause(&self, verb: usize) -> bool {
        let words = self.words;
        let subject = self.subject(verb).and_then(|index| self.mentions.get(index));
        let opener = subject.map_or_else(|| self.before_verb(verb), |mention| mention.from.saturating_sub(1));
        match words.lower(opener) {
            "who" | "which" | "whose" | "whether" | "how" => true,
            "that" if opener > 0 && words.lower(opener - 1) == "so" => true,
            "that" => {
                let before = opener.checked_sub(1).map_or("", |at| words.lower(at));
                !(opener == 0
                    || verbs::class(before).is_some()
                    || verbs::is_adverb(before)
                    || before.ends_with("ed")
                    || matches!(
                        before,
                        "agreement"
                            | "recommendation"
                            | "decision"
                            | "understanding"
                            | "suggestion"
                            | "proposal"
                            | "so"
                            | "and"
                            | "or"
                            | ","
                            | "request"
                            | "hope"
                            | "view"
                            | "conviction"
                            | "suggestions"
                            | "proposals"
                            | "necessary"
                            | "important"
                            | "essential"
                            | "consensus"
                            | "desirable"
                            | "is"
                            | "idea"
                            | "point"
                            | "opinion"
                            | "ensure"
                            | "need"
                            | "clear"
                    ))
            }
            _ => false,
        }
    }

    /// Whether a verb is one that only people govern: it says, promises or hands over something.
    fn is_human_verb(&self, verb: usize) -> bool {
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
