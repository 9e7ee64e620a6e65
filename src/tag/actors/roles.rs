//! Who is to act, and whose position it is, by the clauses of a sentence.
//!
//! An action's actor is the subject of what is to be done, the object of what is asked, the agent of a passive; a proposal's is
//! whoever would do it, never who proposes; a decision's only somebody who is to act by it, never who decides. Pronouns lead to
//! the person that they stand for.

use super::mention::{self, Mention};
use super::names::Names;
use super::roster::Roster;
use crate::language::{
    self, Classes, Clause, Complement, Language, Lexicon, Link, Phrase, Sentence, Tag, Tense, Token, VerbForm,
    VerbKind, Voice,
};
use crate::model::Kind;
use crate::tag::words::{Shape, Words};

/// How deep what is said can hang in what is said: "agreed that Ana suggested that the Board ask Ben to write".
const DEPTH: usize = 6;

/// The longest phrase that is taken for a name as it stands, in words.
const LONGEST: usize = 9;
/// "In the considered view of": the view stands among the first words of a sentence.
const OPENING: usize = 6;

/// Classes of the lexicon by what they do to actors.
#[derive(Debug, Clone)]
pub(crate) struct Acts {
    settle: Classes,
    dispose: Classes,
    part: Classes,
    members: Classes,
    occasion: Classes,
    thing: Classes,
    commit: Classes,
    direct: Classes,
    tell: Classes,
    wish: Classes,
    opinion: Classes,
    entrust: Classes,
    agents: Classes,
}

impl Acts {
    pub(crate) fn of(lexicon: &Lexicon) -> Self {
        let all =
            |names: &[&str]| names.iter().filter_map(|name| lexicon.class(name)).fold(Classes::default(), Classes::and);
        Self {
            settle: all(&["settle"]),
            dispose: all(&["dispose", "final"]),
            part: all(&["part"]),
            members: all(&["members"]),
            occasion: all(&["occasion"]),
            thing: all(&["thing"]),
            commit: all(&["commit"]),
            direct: all(&["direct", "request", "encourage"]),
            tell: all(&[
                "settle", "propose", "suggest", "opine", "stress", "favour", "wish", "report", "note", "recall",
                "discuss", "ask", "plan", "trust", "dispose", "final", "move", "vote",
            ]),
            wish: all(&["wish", "favour"]),
            opinion: all(&["opinion"]),
            entrust: all(&["entrust"]),
            agents: all(&["body", "office", "members", "organ"]),
        }
    }
}

/// Whose position something is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Position {
    /// Of these.
    Of(Vec<String>),
    /// Of some of many, in the words of the text.
    Some(String),
    /// Of the body whose report it is.
    OfBody,
}

/// A sentence read for those who act in it.
pub(crate) struct Roles<'r, 't> {
    pub(crate) sentence: &'r Sentence<'t>,
    /// The sentences before, the nearest first.
    pub(crate) before: &'r [&'r Sentence<'t>],
    /// How many of them stand in the same paragraph.
    pub(crate) within: usize,
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
    pub(crate) fn holder(&self, at: usize, kind: Kind) -> Option<Position> {
        let mut here = Some(at);
        for _ in 0..DEPTH {
            let Some(clause) = here.and_then(|at| self.clause(at)) else { break };
            let acts = self.acts.tell.and(self.acts.commit).and(self.acts.direct);
            let wishes = self.is(clause, self.acts.wish) && clause.verb.modal.is_some();
            if self.is(clause, acts) && self.is_plain(clause) || wishes || self.is_of_the_view(clause) {
                return self.position(clause).or_else(|| self.in_view_of());
            }
            here = clause.parent;
        }
        if let Some(position) = self.in_view_of() {
            return Some(position);
        }
        // Whoever says of himself what he will do.
        let own = self.clause(at).filter(|clause| kind == Kind::Action && clause.verb.voice == Voice::Active)?;
        let duty = self.is_future(own) || self.is(own, self.acts.commit);
        let names = own.subject.as_ref().filter(|_| duty).map(|subject| self.named(subject)).unwrap_or_default();
        (!names.is_empty()).then_some(Position::Of(names))
    }

    /// "some members", "One delegate", "a number of speakers": some of many without a name, in the words of the text.
    fn some_of_many(&self, phrase: &Phrase) -> Option<String> {
        let tokens = self.sentence.tokens.get(phrase.tokens.clone())?;
        let counted = tokens.iter().take(2).any(|token| token.other_classes.meets(self.acts.part));
        let many = tokens.iter().any(|token| token.classes.meets(self.acts.members));
        let words = self.sentence.words(&phrase.tokens);
        (counted && many && words.split_whitespace().count() <= LONGEST).then(|| small_initial(words))
    }

    fn position(&self, clause: &Clause) -> Option<Position> {
        let settles = self.is(clause, self.acts.settle.and(self.acts.dispose));
        let phrase = match clause.verb.voice {
            Voice::Passive => clause.agent.as_ref(),
            Voice::Active => clause.subject.as_ref(),
        };
        let names = phrase.map(|phrase| self.named(phrase)).unwrap_or_default();
        if let Some(some) = phrase.and_then(|phrase| self.some_of_many(phrase)) {
            return Some(Position::Some(some));
        }
        if !names.is_empty() {
            return Some(Position::Of(names));
        }
        // "It was agreed that ..." is the body's by consensus, "Encourages States to ..." that of whoever adopts the text.
        let operative =
            clause.subject.is_none() && clause.verb.voice == Voice::Active && clause.verb.kind == VerbKind::Finite;
        (settles && clause.verb.voice == Voice::Passive || operative).then_some(Position::OfBody)
    }

    /// "Members were of the opinion that": who is of it.
    fn is_of_the_view(&self, clause: &Clause) -> bool {
        let view = |at: usize| self.sentence.tokens.get(at).is_some_and(|token| token.classes.meets(self.acts.opinion));
        let end = clause.span.end.min(clause.verb.tokens.end + 3);
        let be = self.sentence.tokens.get(clause.verb.head).is_some_and(|verb| verb.tag == Tag::Be);
        be && self.is_plain(clause) && clause.subject.is_some() && (clause.verb.tokens.end..end).any(view)
    }

    /// "In the view of the Secretary-General, ...", "According to the auditors, ...".
    fn in_view_of(&self) -> Option<Position> {
        let word = |at: usize| self.sentence.word(at).to_ascii_lowercase();
        let of = (0..OPENING).find(|at| {
            let before = at.checked_sub(1);
            let view = before.and_then(|at| self.sentence.tokens.get(at));
            word(*at) == "of" && word(0) == "in" && view.is_some_and(|view| view.classes.meets(self.acts.opinion))
                || word(*at) == "to" && before.is_some_and(|at| word(at) == "according")
        })?;
        let stop = self.sentence.tokens.iter().skip(of).position(|token| token.is_mark(b',')).map(|stop| of + stop)?;
        let nominal = |at: &usize| self.sentence.tokens.get(*at).is_some_and(Token::is_nominal);
        let head = (of + 1..stop).rev().find(nominal)?;
        let names = self.named(&Phrase { tokens: of + 1..stop, head });
        (!names.is_empty()).then_some(Position::Of(names))
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
        let own = if passive { clause.agent.clone() } else { clause.subject.clone() };
        own.filter(|subject| self.acts_by_itself(subject))
            .or_else(|| self.meant_by_for(at))
            .or_else(|| self.handed_to(clause))
            .or_else(|| self.promising(clause))
    }

    /// "The matter was left with the Treasurer", "it falls to the Bureau": whoever has it now.
    fn handed_to(&self, clause: &Clause) -> Option<Phrase> {
        if !self.is(clause, self.acts.entrust) {
            return None;
        }
        let end = clause.span.end;
        let hands = |at: &usize| matches!(self.sentence.word(*at).to_ascii_lowercase().as_str(), "to" | "with" | "for");
        let from = (clause.verb.tokens.end..end).find(hands)? + 1;
        let stops = |at: &usize| {
            let tag = self.sentence.tokens.get(*at).map(|token| token.tag);
            matches!(tag, Some(Tag::Preposition | Tag::To | Tag::Mark | Tag::Verb))
        };
        let stop = (from..end).find(stops).unwrap_or(end);
        let nominal = |at: &usize| self.sentence.tokens.get(*at).is_some_and(Token::is_nominal);
        let head = (from..stop).rev().find(nominal)?;
        Some(Phrase { tokens: from..stop, head }).filter(|phrase| self.acts_by_itself(phrase))
    }

    /// "The Secretariat reported that a call would be scheduled": who says so sees to it, where nobody else is named.
    fn promising(&self, clause: &Clause) -> Option<Phrase> {
        let promised = clause.verb.voice == Voice::Passive && clause.agent.is_none() && clause.verb.modal.is_some();
        let speaker = self.sentence.speaker(clause).filter(|_| promised && clause.link == Link::Content)?;
        Some(speaker.clone()).filter(|speaker| self.acts_by_itself(speaker))
    }

    /// Who would do what is proposed.
    fn proposed(&self, at: usize, depth: usize) -> Option<Phrase> {
        let clause = self.clause(at)?;
        let depth = depth.checked_sub(1)?;
        if self.is(clause, self.acts.direct) && self.is_plain(clause) {
            return self.asked(at);
        }
        if self.is(clause, self.acts.tell) && self.is_plain(clause) && !self.is_subjunctive(clause) {
            let content = self.content(at)?;
            return self.proposed(content, depth);
        }
        if let Some(meant) = self.meant_by_for(at) {
            return Some(meant);
        }
        let own = match (clause.verb.voice, clause.verb.kind) {
            // "Liaison officers should be appointed": whom it is about, where nobody is named who would do it.
            (Voice::Passive, _) => {
                clause.agent.clone().or_else(|| clause.subject.clone().filter(|own| self.is_agent(own)))
            }
            // "suggested meeting twice": nobody is named who would meet.
            (Voice::Active, VerbKind::Gerund) => None,
            (Voice::Active, _) => clause.subject.clone(),
        };
        // "He suggested that it should be shorter": what is proposed, not who proposes.
        let thing = |subject: &Phrase| self.sentence.words(&subject.tokens).eq_ignore_ascii_case("it");
        own.filter(|subject| self.acts_by_itself(subject) && !thing(subject))
    }

    /// Whether the head of a phrase is a word for those who act.
    fn is_agent(&self, phrase: &Phrase) -> bool {
        self.sentence.tokens.get(phrase.head).is_some_and(|head| head.classes.meets(self.acts.agents))
    }

    /// "It is important for the Board to meet": who stands between "for" and the infinitive.
    fn meant_by_for(&self, at: usize) -> Option<Phrase> {
        let clause = self.clause(at)?;
        let thing = |subject: &Phrase| {
            self.sentence.tokens.get(subject.head).is_some_and(|head| head.classes.meets(self.acts.thing))
        };
        let impersonal = clause.subject.as_ref().is_none_or(|subject| thing(subject) || !self.acts_by_itself(subject));
        let below = self.clause(self.content(at)?).filter(|below| impersonal && below.link == Link::Infinitive)?;
        let between = clause.verb.tokens.end..below.verb.tokens.start;
        let word = |at: usize| self.sentence.word(at).eq_ignore_ascii_case("for");
        let from = between.clone().rev().find(|at| word(*at))? + 1;
        let nominal = |at: &usize| self.sentence.tokens.get(*at).is_some_and(Token::is_nominal);
        let head = (from..between.end).rev().find(nominal)?;
        Some(Phrase { tokens: from..between.end, head }).filter(|phrase| self.acts_by_itself(phrase))
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

    /// "that the Board consider it": what is proposed, and no telling of it.
    fn is_subjunctive(&self, clause: &Clause) -> bool {
        let base = self.sentence.tokens.get(clause.verb.head).is_some_and(|verb| verb.form == VerbForm::Base);
        base && clause.link == Link::Content && clause.verb.kind == VerbKind::Finite
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
        let head = self.sentence.tokens.get(phrase.head);
        if head.is_some_and(|head| self.is_gathering(head)) {
            return false;
        }
        head.is_some_and(|head| matches!(head.tag, Tag::Proper | Tag::Pronoun) || head.classes.meets(self.acts.agents))
            || self.roster.normal(self.sentence.words(&phrase.tokens)).is_some()
            || !self.mentions(self.sentence, phrase).is_empty()
    }

    /// The names of a phrase; of a pronoun those of the phrase that it stands for. Who has no name that is known is called as it stands.
    pub(crate) fn named(&self, phrase: &Phrase) -> Vec<String> {
        let alone = self.sentence.tokens.get(phrase.head).is_some_and(|head| head.tag == Tag::Pronoun);
        let pronoun = alone && phrase.tokens.len() == 1;
        let meant = if pronoun {
            language::antecedent(self.sentence, phrase, self.before, self.within, self.language.lexicon())
        } else {
            None
        };
        // "all", "everyone" name those who act as they stand.
        let (nth, phrase) = meant.unwrap_or_else(|| (0, phrase.clone()));
        let sentence = match nth.checked_sub(1) {
            None => Some(self.sentence),
            Some(before) => self.before.get(before).copied(),
        };
        let Some(sentence) = sentence else { return Vec::new() };
        let known: Vec<String> = self.mentions(sentence, &phrase).into_iter().map(|mention| mention.name).collect();
        if known.is_empty() { self.as_written(sentence, &phrase).into_iter().collect() } else { known }
    }

    /// "Towns Together", "Liaison officers": a phrase in capitals, or of people by their office, as it stands.
    fn as_written(&self, sentence: &Sentence<'_>, phrase: &Phrase) -> Option<String> {
        let head = sentence.tokens.get(phrase.head)?;
        let all = sentence.tokens.get(phrase.tokens.clone())?;
        let articles = all.iter().take_while(|token| token.tag == Tag::Determiner).count();
        let tokens = all.get(articles..).filter(|tokens| (1..=LONGEST).contains(&tokens.len()))?;
        let small = |token: &Token| !token.capital && !matches!(token.tag, Tag::Preposition | Tag::Coordinator);
        let proper = tokens.len() > 1 && tokens.first().is_some_and(|token| token.capital) && !tokens.iter().any(small);
        // "All of the members", but not "they".
        let all_of = head.tag == Tag::Pronoun
            && tokens.len() > 2
            && tokens.last().is_some_and(|last| last.classes.meets(self.acts.members));
        let people =
            all_of || head.tag != Tag::Pronoun && head.classes.meets(self.acts.agents) && !self.is_gathering(head);
        let plain = !tokens.iter().any(|token| token.mark != 0 && !token.is_mark(b'0'));
        let words = sentence.words(&(phrase.tokens.start + articles..phrase.tokens.end));
        ((proper || people) && plain).then(|| words.to_owned())
    }

    /// "Meetings", "sessions": occasions, which do nothing.
    fn is_gathering(&self, head: &Token) -> bool {
        head.classes.meets(self.acts.occasion) && (head.tag == Tag::Plural || !head.capital)
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

/// "Some members" within a sentence: "some members".
fn small_initial(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::LazyLock;

    static LANGUAGE: LazyLock<Language> = LazyLock::new(|| Language::embedded().unwrap());

    /// What the roles of a sentence say of the last clause whose verb begins at or before a cue.
    fn asked<T>(text: &str, cue: &str, ask: impl Fn(&Roles<'_, '_>, usize) -> T) -> T {
        let sentence = LANGUAGE.read(text);
        let before = LANGUAGE.read("Ms. Okoro presented the plan.");
        let roles = Roles {
            sentence: &sentence,
            before: &[&before],
            within: 1,
            language: &LANGUAGE,
            acts: &Acts::of(LANGUAGE.lexicon()),
            roster: &Roster::embedded().unwrap(),
            names: &Names::default(),
        };
        let offset = text.find(cue).unwrap();
        let at = sentence.clauses.iter().rposition(|clause| sentence.bytes(&clause.verb.tokens).start <= offset);
        ask(&roles, at.unwrap())
    }

    /// Who is to act, by the clause at a cue.
    fn actors(text: &str, cue: &str, kind: Kind) -> Vec<String> {
        asked(text, cue, |roles, at| roles.actors(at, kind))
    }

    #[test]
    fn positions_are_those_of_speakers_and_of_the_body_by_consensus() {
        let held = |text: &str, cue: &str| asked(text, cue, |roles, at| roles.holder(at, Kind::Recommendation));
        let of = |name: &str| Some(Position::Of(vec![name.to_owned()]));
        assert_eq!(held("She suggested that the hall be painted.", "suggested"), of("Ms. Okoro"));
        assert_eq!(held("In the view of Ms. Okoro, the list should be shorter.", "should"), of("Ms. Okoro"));
        assert_eq!(held("The Panel would like to see the accounts.", "like"), of("Panel"));
        assert_eq!(held("Delegates were of the opinion that the list should be shorter.", "should"), of("delegates"));
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
            ("The matter was left with the Treasurer to resolve.", "left", Action, &["Treasurer"]),
            ("The issue was referred back to the Board.", "referred", Action, &["Board"]),
            ("Requests the Secretary-General to report.", "Requests", Action, &["Secretary-General"]),
            ("The Secretariat reported that a poll would be sent.", "would", Action, &["Secretariat"]),
            ("The Board decided that a poll will be sent.", "will", Action, none),
            ("Liaison officers should be appointed.", "should", Recommendation, &["liaison officers"]),
            ("The Chair said that it should be shorter.", "should", Recommendation, none),
            ("It was agreed that the Secretariat will circulate the draft.", "agreed", Action, &["Secretariat"]),
            ("She will circulate it.", "will", Action, &["Ms. Okoro"]),
            ("Ana Keller, the member who has helped, offered to write.", "offered", Action, &["Ana Keller"]),
            ("The Secretariat said it would write to the host.", "would", Action, &["Secretariat"]),
            ("All of the members agreed to review the form.", "agreed", Action, &["All of the members"]),
            ("It is important for the Board to meet.", "is", Recommendation, &["Board"]),
            ("Sessions should be open to all.", "should", Recommendation, none),
            ("The Board agreed to publish the list.", "agreed", Decision, none),
            ("It was agreed that the Secretariat will circulate the draft.", "agreed", Decision, &["Secretariat"]),
            ("The WG recommends sending the note to the Chair.", "recommends", Recommendation, none),
            ("Ana Keller suggested that the Board publish the list.", "suggested", Recommendation, &["Board"]),
            ("It was suggested to publish the list.", "suggested", Recommendation, none),
            ("The Secretariat should publish the list.", "should", Recommendation, &["Secretariat"]),
            ("The list should be published.", "should", Recommendation, none),
            ("The Committee trusts that the Treasurer will report.", "trusts", Recommendation, &["Treasurer"]),
            ("The Council expects that the Secretariat will reply.", "expects", Recommendation, &["Secretariat"]),
            ("The Committee trusts that the debts will be paid.", "trusts", Recommendation, none),
        ] {
            assert_eq!(actors(text, cue, kind), expected, "{text}");
        }
    }
}
