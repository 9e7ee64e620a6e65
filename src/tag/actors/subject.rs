//! Who governs a verb? The mention before it that opens a clause, through asides, relative clauses and appositions; and the mentions
//! that are coordinated with one: "X, Y and Z".

use super::grammar::Sentence;
use super::verbs::{self, Verb};
use crate::tag::words::Shape;

/// How far a subject may stand before its verb, in words.
const SUBJECT_REACH: usize = 40;

impl Sentence<'_, '_> {
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
    pub(super) fn may_govern(&self, end: usize, verb: usize) -> bool {
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
        // "With regard to liaison, the programme will": another noun phrase stands between.
        let other_subject = first == ","
            && words.shape(last) != Shape::Sign
            && gap.clone().any(|at| {
                words.lower(at.saturating_sub(1)) == ","
                    && matches!(words.lower(at), "the" | "this" | "these" | "a" | "an" | "its" | "their" | "our" | "it")
            });
        if other_subject {
            return false;
        }
        let attached = verbs::is_preposition(first)
            || is_describing(first)
            || matches!(first, "," | "(" | "[" | "or" | "and" | "–" | "-")
            || verbs::is_auxiliary(first);
        let other_verb = gap.clone().any(|index| matches!(verbs::class(words.lower(index)), Some(class) if class != Verb::Request || !words.lower(index).ends_with('t')) && !self.is_inside_mention(index) && !self.is_noun_here(index) && !self.is_participle_of_noun(index));
        let other_clause = gap.clone().any(|index| {
            matches!(words.lower(index), "that" | "whether" | "if" | "because" | "while" | "when" | "which")
        });
        attached && !other_verb && !other_clause
    }

    /// Whether a bracket around a mention closes before the verb: "a small group (Dana and Ivo) will".
    pub(super) fn is_bracketed_off(&self, index: usize, verb: usize) -> bool {
        let Some(mention) = self.mentions.get(index) else { return false };
        let mut signs = (mention.to..verb).map(|at| self.words.lower(at)).filter(|sign| matches!(*sign, "(" | ")"));
        signs.next() == Some(")")
    }

    /// The one whom a relative clause describes that has swallowed this mention: "Members who have not named a focal point are",
    /// "Mr. Bauer, who chairs the panel, will".
    pub(super) fn described_by(&self, index: usize, verb: usize) -> Option<usize> {
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
    pub(super) fn explained_by(&self, index: usize, verb: usize) -> Option<usize> {
        let mention = self.mentions.get(index)?;
        let comma = mention.from.checked_sub(1).filter(|&at| self.words.lower(at) == ",")?;
        let before = self.mentions.iter().position(|other| other.to == comma)?;
        let closed = (mention.to..verb).any(|at| self.words.lower(at) == ",");
        let named = self.first_of_group(before);
        (closed && self.opens(self.mentions.get(named)?.from)).then_some(named)
    }

    /// Whether a subject can start at a word: at the start of a clause.
    pub(super) fn opens(&self, from: usize) -> bool {
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

    pub(super) fn list_goes_on(&self, index: usize) -> bool {
        let (Some(here), Some(next)) = (self.mentions.get(index), self.mentions.get(index + 1)) else { return false };
        let and = matches!(self.words.lower(here.to), "and" | "or") && next.from == here.to + 1;
        let oxford = self.words.lower(here.to) == ","
            && matches!(self.words.lower(here.to + 1), "and" | "or")
            && next.from == here.to + 2;
        let comma = self.words.lower(here.to) == "," && next.from == here.to + 1;
        and || oxford || (comma && self.list_goes_on(index + 1))
    }

    pub(super) fn first_of_group(&self, index: usize) -> usize {
        (0..=index).find(|&first| self.group(first).contains(&index)).unwrap_or(index)
    }

    /// The word before a verb and its adverbs and auxiliaries.
    pub(super) fn before_verb(&self, verb: usize) -> usize {
        let mut at = verb.saturating_sub(1);
        while at > 0 && (verbs::is_adverb(self.words.lower(at)) || verbs::is_auxiliary(self.words.lower(at))) {
            at -= 1;
        }
        at
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

    /// "the comments received", "proposals submitted": a participle behind its noun, before "by" or "in".
    pub(super) fn is_participle_of_noun(&self, index: usize) -> bool {
        self.words.lower(index).ends_with("ed")
            && matches!(
                self.words.lower(index + 1),
                "by" | "in" | "on" | "at" | "to" | "under" | "above" | "below" | "for" | "with"
            )
    }

    /// "Parties' communications shall be submitted", "meetings will be held between A and B": whose the passive subject is.
    pub(super) fn owner(&self, verb: usize) -> Option<usize> {
        let words = self.words;
        self.mentions.iter().position(|mention| {
            mention.to < verb
                && verb - mention.to < 9
                && matches!(words.lower(mention.to), "'" | "’")
                && self.opens(mention.from)
                && !(mention.to..verb).any(|at| matches!(words.lower(at), "," | ";" | "that"))
        })
    }
}

/// Participles that describe the noun before them: "a subgroup led by Ms. Tanaka", "a team composed of five members".
fn is_describing(word: &str) -> bool {
    matches!(
        word,
        "led"
            | "chaired"
            | "co-chaired"
            | "headed"
            | "composed"
            | "consisting"
            | "made"
            | "facilitated"
            | "comprising"
            | "comprised"
    )
}
