//! What a sentence does: want, settle or tell, and how strongly.

use super::features::Reader;
use super::statement::Act;
use crate::language::clause::{Clause, Complement, Link, Polarity, Tense, VerbKind, Voice};
use crate::language::{Classes, Sentence, Tag};

impl Reader<'_> {
    /// What a sentence does, and how strongly.
    pub(super) fn act(&self, sentence: &Sentence<'_>) -> (Act, u8) {
        let mut act = Act::Tells;
        let mut strength = 0;
        for clause in &sentence.clauses {
            let Some(verb) = sentence.tokens.get(clause.verb.head) else { continue };
            if sentence.word(clause.span.start).eq_ignore_ascii_case("as") {
                // "As recommended by the ninth session" tells of an act, and is none.
                continue;
            }
            let framed = matches!(clause.complement, Complement::Clause(_));
            let finite = clause.verb.kind == VerbKind::Finite;
            let reduced = clause.verb.kind == VerbKind::Participle && clause.link == Link::Main && framed;
            let told = (finite || reduced) && clause.verb.modal.is_none() && clause.verb.tense != Tense::Future;
            if told && !clause.conditional && clause.parent.is_none() {
                if verb.classes.meets(self.classes.settles) && self.is_act_of_a_body(sentence, clause) {
                    return (Act::Settles, 3);
                }
                let moves = clause.object.as_ref().and_then(|object| sentence.tokens.get(object.head));
                if moves.is_some_and(|noun| self.is_frame_noun(noun)) && clause.verb.voice == Voice::Active {
                    (act, strength) = (Act::Wants, strength.max(1));
                }
                if verb.classes.meets(self.classes.asks) && framed {
                    (act, strength) = (Act::Wants, strength.max(2));
                } else if (framed || clause.verb.voice == Voice::Active)
                    && (verb.classes.meets(self.classes.wants)
                        || (verb.classes.meets(self.classes.asks) && clause.object.is_some()))
                {
                    (act, strength) = (Act::Wants, strength.max(1));
                }
            }
            if let Some(modal) = clause.verb.modal.and_then(|modal| sentence.tokens.get(modal)) {
                if clause.parent.is_some_and(|parent| {
                    sentence.clauses.get(parent).is_some_and(|above| !self.is_frame(sentence, above))
                }) {
                    continue;
                }
                let (classes, _) = modal.readings();
                let meets = |wanted: Classes| modal.classes.meets(wanted) || classes.meets(wanted);
                if meets(self.classes.could) && clause.verb.polarity == Polarity::Negative {
                    // "could not be shared" tells of what has failed.
                    continue;
                }
                if clause.verb.modal.is_some_and(|modal| sentence.word(modal).eq_ignore_ascii_case("can")) {
                    // "It can be consulted" tells of what is possible.
                    continue;
                }
                let force = if meets(self.classes.should) {
                    1
                } else if meets(self.classes.could) {
                    0
                } else {
                    3
                };
                (act, strength) = (Act::Wants, strength.max(force));
            }
            let heads_line = sentence.clauses.iter().all(|it| it.verb.kind != VerbKind::Finite || it.parent.is_some());
            if matches!(clause.verb.kind, VerbKind::Infinitive | VerbKind::Imperative)
                && clause.parent.is_none()
                && heads_line
            {
                (act, strength) = (Act::Wants, strength.max(2));
            }
        }
        if act == Act::Tells && self.names_a_need(sentence) {
            (act, strength) = (Act::Wants, 1);
        }
        (act, strength)
    }

    /// Whether a sentence speaks of the need for something: "drew attention to the need for a store".
    fn names_a_need(&self, sentence: &Sentence<'_>) -> bool {
        sentence.tokens.iter().zip(sentence.tokens.iter().skip(1)).any(|(noun, next)| {
            noun.classes.meets(self.classes.need)
                && matches!(noun.tag, Tag::Noun | Tag::Plural)
                && matches!(next.tag, Tag::Preposition | Tag::To)
        })
    }

    /// Whether a verb of settling tells of what a body settled, not of what somebody did to their own ("Vaal has withdrawn its
    /// support") or of a state ("the matter is closed").
    fn is_act_of_a_body(&self, sentence: &Sentence<'_>, clause: &Clause) -> bool {
        let token = |at: usize| sentence.tokens.get(at);
        let framed = matches!(clause.complement, Complement::Clause(_));
        let own = clause
            .object
            .as_ref()
            .and_then(|object| token(object.tokens.start))
            .is_some_and(|it| it.tag == Tag::Possessive);
        let by_body = match clause.subject.as_ref().and_then(|subject| token(subject.head)) {
            Some(head) => head.classes.meets(self.classes.someone) || matches!(head.tag, Tag::Proper | Tag::Pronoun),
            None => true,
        };
        !clause.verb.perfect
            && !own
            && (framed || clause.verb.voice == Voice::Active && by_body && clause.object.is_some())
    }
}
