//! Who is to act, and whose position it is, by the clauses of a sentence.
//!
//! An action's actor is the subject of what is to be done, the object of what is asked, the agent of a passive; a proposal's is
//! whoever would do it, never who proposes; a decision's only somebody who is to act by it, never who decides. Pronouns lead to
//! the person that they stand for.

use super::mention::{self, Mention};
use super::names::Names;
use super::roster::Roster;
use crate::language::{
    self, Classes, Clause, Complement, Language, Lexicon, Link, Phrase, Sentence, Tag, Tense, VerbKind, Voice,
};
use crate::model::Kind;
use crate::tag::words::{Shape, Words};

/// How deep what is said can hang in what is said: "agreed that Ana suggested that the Board ask Ben to write".
const DEPTH: usize = 6;

/// Classes of the lexicon by what they do to actors.
#[derive(Debug, Clone)]
pub(crate) struct Acts {
    settle: Classes,
    commit: Classes,
    direct: Classes,
    tell: Classes,
    agents: Classes,
}

impl Acts {
    pub(crate) fn of(lexicon: &Lexicon) -> Self {
        let all =
            |names: &[&str]| names.iter().filter_map(|name| lexicon.class(name)).fold(Classes::default(), Classes::and);
        Self {
            settle: all(&["settle"]),
            commit: all(&["commit"]),
            direct: all(&["direct", "request", "encourage"]),
            tell: all(&[
                "settle", "propose", "suggest", "opine", "stress", "favour", "wish", "report", "note", "recall",
                "discuss", "ask", "plan", "dispose", "final", "move", "vote",
            ]),
            agents: all(&["body", "office", "members"]),
        }
    }
}

/// Whose position something is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Position {
    /// Of these.
    Of(Vec<String>),
    /// Of the body whose report it is.
    OfBody,
}

/// A sentence read for those who act in it.
pub(crate) struct Roles<'r, 't> {
    pub(crate) sentence: &'r Sentence<'t>,
    /// The sentences before, the nearest first.
    pub(crate) before: &'r [&'r Sentence<'t>],
    pub(crate) language: &'r Language,
    pub(crate) acts: &'r Acts,
    pub(crate) roster: &'r Roster,
    pub(crate) names: &'r Names,
}

impl Roles<'_, '_> {
    /// Who is to act by the clause at an index; none where nobody is named.
    pub(crate) fn actors(&self, at: usize, kind: Kind) -> Vec<String> {
        let phrase = match kind {
            Kind::Action => self.doer(at, DEPTH),
            Kind::Recommendation => self.proposed(at, DEPTH),
            Kind::Decision => self.bound(at),
        };
        phrase.map(|phrase| self.named(&phrase)).unwrap_or_default()
    }

    /// Whose position the clause is: who says, promises, asks or settles it, here or in a clause above it.
    pub(crate) fn holder(&self, at: usize) -> Option<Position> {
        let mut here = at;
        for _ in 0..DEPTH {
            let clause = self.clause(here)?;
            let acts = self.acts.tell.and(self.acts.commit).and(self.acts.direct);
            if self.is(clause, acts) && self.is_plain(clause) {
                return self.position(clause);
            }
            here = clause.parent?;
        }
        None
    }

    fn position(&self, clause: &Clause) -> Option<Position> {
        let settles = self.is(clause, self.acts.settle);
        let phrase = match clause.verb.voice {
            Voice::Passive => clause.agent.as_ref(),
            Voice::Active => clause.subject.as_ref(),
        };
        let names = phrase.map(|phrase| self.named(phrase)).unwrap_or_default();
        if !names.is_empty() {
            return Some(Position::Of(names));
        }
        // "It was agreed that ..." is the body's by consensus, "Encourages States to ..." that of whoever adopts the text.
        let operative =
            clause.subject.is_none() && clause.verb.voice == Voice::Active && clause.verb.kind == VerbKind::Finite;
        (settles && clause.verb.voice == Voice::Passive || operative).then_some(Position::OfBody)
    }

    fn clause(&self, at: usize) -> Option<&Clause> {
        self.sentence.clauses.get(at)
    }

    fn is(&self, clause: &Clause, classes: Classes) -> bool {
        self.sentence.tokens.get(clause.verb.head).is_some_and(|token| token.classes.meets(classes))
    }

    /// The clause that completes one: what is said, agreed, asked.
    fn content(&self, at: usize) -> Option<usize> {
        if let Complement::Clause(content) = self.clause(at)?.complement {
            return Some(content);
        }
        let content = |clause: &Clause| {
            clause.parent == Some(at) && matches!(clause.link, Link::Content | Link::Infinitive | Link::Gerund)
        };
        self.sentence.clauses.iter().position(content)
    }

    /// Who is to do what an action says.
    fn doer(&self, at: usize, depth: usize) -> Option<Phrase> {
        let clause = self.clause(at)?;
        let depth = depth.checked_sub(1)?;
        let passive = clause.verb.voice == Voice::Passive;
        if self.is(clause, self.acts.direct) && !self.is_future(clause) {
            return self.asked(at);
        }
        let content = self.content(at);
        let infinitive = content.and_then(|at| self.clause(at)).is_some_and(|content| content.link == Link::Infinitive);
        if self.is(clause, self.acts.commit) || infinitive && !passive {
            return clause.subject.clone().filter(|subject| self.acts_by_itself(subject));
        }
        if let Some(content) = content.filter(|_| self.is(clause, self.acts.tell) && !self.is_future(clause)) {
            return self.doer(content, depth);
        }
        if passive { clause.agent.clone() } else { clause.subject.clone() }
            .filter(|subject| self.acts_by_itself(subject))
    }

    /// Who would do what is proposed.
    fn proposed(&self, at: usize, depth: usize) -> Option<Phrase> {
        let clause = self.clause(at)?;
        let depth = depth.checked_sub(1)?;
        if self.is(clause, self.acts.direct) && self.is_plain(clause) {
            return self.asked(at);
        }
        if self.is(clause, self.acts.tell) && self.is_plain(clause) {
            let content = self.content(at)?;
            return self.proposed(content, depth);
        }
        let own = match (clause.verb.voice, clause.verb.kind) {
            (Voice::Passive, _) => clause.agent.clone(),
            // "suggested meeting twice": nobody is named who would meet.
            (Voice::Active, VerbKind::Gerund) => None,
            (Voice::Active, _) => clause.subject.clone(),
        };
        own.filter(|subject| self.acts_by_itself(subject))
    }

    /// Who is bound by a decision: "decided that the Secretariat shall report".
    fn bound(&self, at: usize) -> Option<Phrase> {
        let content = self.content(at)?;
        let clause = self.clause(content)?;
        let duty = self.is_future(clause) || clause.verb.modal.is_some();
        if clause.link == Link::Content && duty { self.proposed(content, DEPTH) } else { None }
    }

    /// Whoever is asked, invited, directed.
    fn asked(&self, at: usize) -> Option<Phrase> {
        let clause = self.clause(at)?;
        if clause.verb.voice == Voice::Passive {
            return clause.subject.clone().filter(|subject| self.acts_by_itself(subject));
        }
        let of_content = || self.clause(self.content(at)?)?.subject.clone();
        clause.object.clone().filter(|object| self.acts_by_itself(object)).or_else(of_content)
    }

    fn is_future(&self, clause: &Clause) -> bool {
        clause.verb.tense == Tense::Future
    }

    /// Without a modal or future: what is really said, asked, proposed here.
    fn is_plain(&self, clause: &Clause) -> bool {
        clause.verb.modal.is_none() && !self.is_future(clause)
    }

    /// Whether a phrase is of somebody who can act.
    fn acts_by_itself(&self, phrase: &Phrase) -> bool {
        self.sentence
            .tokens
            .get(phrase.head)
            .is_some_and(|head| matches!(head.tag, Tag::Proper | Tag::Pronoun) || head.classes.meets(self.acts.agents))
            || self.roster.normal(self.sentence.words(&phrase.tokens)).is_some()
            || !self.mentions(self.sentence, phrase).is_empty()
    }

    /// The names of a phrase; of a pronoun those of the phrase that it stands for.
    pub(crate) fn named(&self, phrase: &Phrase) -> Vec<String> {
        let pronoun = self.sentence.tokens.get(phrase.head).is_some_and(|head| head.tag == Tag::Pronoun);
        if !pronoun {
            return self.mentions(self.sentence, phrase).into_iter().map(|mention| mention.name).collect();
        }
        let found = language::antecedent(self.sentence, phrase, self.before, self.language.lexicon());
        let Some((nth, meant)) = found else {
            // "all", "everyone" name those who act as they stand.
            return self.mentions(self.sentence, phrase).into_iter().map(|mention| mention.name).collect();
        };
        let sentence = match nth.checked_sub(1) {
            None => Some(self.sentence),
            Some(before) => self.before.get(before).copied(),
        };
        sentence
            .map(|sentence| self.mentions(sentence, &meant))
            .unwrap_or_default()
            .into_iter()
            .map(|mention| mention.name)
            .collect()
    }

    /// The mentions with which a phrase begins, as far as "and" and commas join them.
    fn mentions(&self, sentence: &Sentence<'_>, phrase: &Phrase) -> Vec<Mention> {
        let words = Words::of(sentence.words(&phrase.tokens));
        let mut group: Vec<Mention> = Vec::new();
        let mut end = 0;
        for found in mention::all(&words, self.roster, self.names) {
            let joined = (end..found.from).all(|at| {
                matches!(words.lower(at), "and" | "," | "&" | "/" | "or" | "as" | "well" | "both" | "together" | "with")
                    || end == 0 && words.shape(at) == Shape::Lower && at < 3
            });
            if !joined {
                break;
            }
            end = found.to;
            group.push(found);
        }
        group
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::LazyLock;

    static LANGUAGE: LazyLock<Language> = LazyLock::new(|| Language::embedded().unwrap());

    /// The actors of the first clause that has any, as one of a kind.
    fn actors(text: &str, cue: &str, kind: Kind) -> Vec<String> {
        let sentence = LANGUAGE.read(text);
        let before = LANGUAGE.read("Ms. Okoro presented the plan.");
        let roster = Roster::embedded().unwrap();
        let roles = Roles {
            sentence: &sentence,
            before: &[&before],
            language: &LANGUAGE,
            acts: &Acts::of(LANGUAGE.lexicon()),
            roster: &roster,
            names: &Names::default(),
        };
        let offset = text.find(cue).unwrap();
        let at =
            sentence.clauses.iter().rposition(|clause| sentence.bytes(&clause.verb.tokens).start <= offset).unwrap();
        roles.actors(at, kind)
    }

    #[test]
    fn positions_are_those_of_speakers_and_of_the_body_by_consensus() {
        let held = |text: &str, cue: &str| {
            let sentence = LANGUAGE.read(text);
            let before = LANGUAGE.read("Ms. Okoro presented the plan.");
            let roster = Roster::embedded().unwrap();
            let roles = Roles {
                sentence: &sentence,
                before: &[&before],
                language: &LANGUAGE,
                acts: &Acts::of(LANGUAGE.lexicon()),
                roster: &roster,
                names: &Names::default(),
            };
            let offset = text.find(cue).unwrap();
            let at = sentence.clauses.iter().rposition(|clause| sentence.bytes(&clause.verb.tokens).start <= offset);
            roles.holder(at.unwrap())
        };
        let of = |name: &str| Some(Position::Of(vec![name.to_owned()]));
        assert_eq!(held("She suggested that the hall be painted.", "suggested"), of("Ms. Okoro"));
        assert_eq!(held("Ana Keller said that the Board should meet.", "should"), of("Ana Keller"));
        assert_eq!(held("It was agreed that the Secretariat would write.", "would"), Some(Position::OfBody));
        assert_eq!(held("The list should be shorter.", "should"), None);
        assert_eq!(held("The Secretariat will write.", "will"), None);
    }

    #[test]
    fn who_is_to_act_and_never_who_asks_decides_or_proposes() {
        use Kind::{Action, Decision, Recommendation};
        let none: &[&str] = &[];
        for (text, cue, kind, expected) in [
            ("The Secretariat will circulate the draft.", "will", Action, &["Secretariat"][..]),
            ("The Chair asked the Secretariat to prepare a note.", "asked", Action, &["Secretariat"]),
            ("Members were invited to send comments.", "were", Action, &["members"]),
            ("Ana Keller offered to review the tab.", "offered", Action, &["Ana Keller"]),
            ("A poll will be sent by the Secretariat.", "will", Action, &["Secretariat"]),
            ("A poll will be sent.", "will", Action, none),
            ("It was agreed that the Secretariat will circulate the draft.", "agreed", Action, &["Secretariat"]),
            ("She will circulate it.", "will", Action, &["Ms. Okoro"]),
            ("The Board agreed to publish the list.", "agreed", Decision, none),
            ("It was agreed that the Secretariat will circulate the draft.", "agreed", Decision, &["Secretariat"]),
            ("The WG recommends sending the note to the Chair.", "recommends", Recommendation, none),
            ("Ana Keller suggested that the Board publish the list.", "suggested", Recommendation, &["Board"]),
            ("It was suggested to publish the list.", "suggested", Recommendation, none),
            ("The Secretariat should publish the list.", "should", Recommendation, &["Secretariat"]),
            ("The list should be published.", "should", Recommendation, none),
        ] {
            assert_eq!(actors(text, cue, kind), expected, "{text}");
        }
    }
}
