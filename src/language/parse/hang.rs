//! How a clause hangs on those before it, by the form of its verb and the word that opens it.

use super::super::clause::{Clause, Link, Phrase, Tense, VerbGroup, VerbKind, Voice};
use super::super::phrases;
use super::super::token::{Tag, Token, VerbForm};
use super::{Left, Reader};

impl Reader<'_> {
    /// "to do": what a verb or noun asks for, a purpose, or the whole of a line ("Secretariat to write").
    pub(super) fn hang_infinitive(&self, clause: &mut Clause, left: &Left) {
        let between = phrases::first_bare(self.tokens, left.region.clone());
        let noun =
            clause.verb.tokens.start.checked_sub(1).filter(|before| self.token(*before).is_some_and(Token::is_nominal));
        // "Following the debate, the proposal to add a track": nothing above governs it.
        let aside = left.opener.is_some_and(|opener| self.tag(opener) == Some(Tag::Mark))
            && self.clauses.last().is_some_and(|last| {
                last.link == Link::Gerund && last.parent.is_none()
                    || matches!(last.link, Link::Adverbial | Link::Conditional)
            });
        let between = if aside { left.subject.clone() } else { between };
        let Some(governor) = self.last().filter(|_| !left.fresh && !aside) else {
            // "The proposal to add a track was dropped": the noun's own complement, not a line by itself.
            let speaks = noun
                .and_then(|noun| self.token(noun))
                .is_some_and(|noun| !self.is_actor(noun) && noun.tag != Tag::Pronoun);
            let resumes = self
                .groups
                .iter()
                .any(|group| group.tokens.start > clause.verb.head && matches!(group.kind, VerbKind::Finite));
            clause.subject = between;
            clause.of_noun = noun.filter(|_| clause.subject.is_none() || speaks && resumes);
            if clause.of_noun.is_some() && clause.subject.is_some() {
                clause.link = Link::Infinitive;
                return;
            }
            // "To save money, the Board ...": a purpose; "To circulate the notes": a line by itself.
            let finite_later =
                self.groups.iter().any(|group| group.tokens.start > clause.verb.head && group.kind == VerbKind::Finite);
            let comma = clause.subject.is_none()
                && finite_later
                && self.tokens.get(clause.verb.head..).is_some_and(|rest| rest.iter().any(|token| token.is_mark(b',')));
            clause.link = if comma { Link::Purpose } else { Link::Main };
            return;
        };
        let Some(above) = self.clauses.get(governor) else { return };
        clause.parent = Some(governor);
        let purpose_words = left.region.clone().next_back().and_then(|last| self.token(last)).is_some_and(|token| {
            token.is_mark(b',')
                || token.tag == Tag::Noun
                    && self.tag(token_before(left.region.end, 2)) == Some(Tag::Preposition)
                    && left.region.len() == 2
        });
        // "and to report": as the infinitive before.
        let joined = left.region.clone().all(|place| {
            self.token(place)
                .is_some_and(|token| token.tag == Tag::Coordinator || token.is_mark(b',') || token.tag == Tag::Adverb)
        }) && !left.region.is_empty()
            || left
                .opener
                .is_some_and(|opener| self.tag(opener) == Some(Tag::Coordinator) && opener + 1 >= left.region.end);
        if joined
            && let Some(twin) = (0..self.clauses.len())
                .rev()
                .find(|at| self.clauses.get(*at).is_some_and(|clause| clause.verb.kind == VerbKind::Infinitive))
        {
            let Some(like) = self.clauses.get(twin) else { return };
            (clause.link, clause.parent, clause.subject, clause.of_noun) =
                (like.link, like.parent, like.subject.clone(), like.of_noun);
            clause.subject_shared = true;
            return;
        }
        clause.link = if purpose_words { Link::Purpose } else { Link::Infinitive };
        let passive = above.verb.voice == Voice::Passive;
        let directed = between.is_some() && self.classes(above).meets(self.lexicon.grammar.directs);
        clause.of_noun = noun.filter(|_| !directed || passive);
        clause.subject_shared = !directed || passive;
        clause.subject = if directed && !passive { between } else { above.subject.clone() };
    }

    pub(super) fn hang_gerund(&self, clause: &mut Clause, left: &Left) {
        clause.parent = self.last().filter(|_| !left.fresh);
        clause.link = Link::Gerund;
        let possessor = clause.subject.take();
        clause.subject = clause.parent.and_then(|parent| self.clauses.get(parent)?.subject.clone());
        clause.subject_shared = clause.subject.is_some();
        if clause.parent.is_none()
            && clause.subject.is_none()
            && left.region.clone().any(|place| self.tag(place) == Some(Tag::Preposition))
        {
            // "The importance of involving youth was stressed": of what the sentence is about.
            clause.subject.clone_from(&possessor);
        }
        let behind_noun = clause
            .verb
            .tokens
            .start
            .checked_sub(1)
            .and_then(|before| self.token(before))
            .is_some_and(Token::is_nominal);
        if behind_noun && possessor.is_some() && !left.fresh && left.opener.is_some() {
            (clause.subject, clause.link) = (possessor, Link::Relative);
            return;
        }
        if clause.parent.is_none() && left.region.clone().all(|place| self.tag(place) != Some(Tag::Preposition)) {
            // "Members attending agreed": the noun before it.
            clause.subject = possessor;
            clause.link = if clause.subject.is_some() { Link::Relative } else { Link::Gerund };
        }
    }

    /// A base form: an imperative, the next of several verbs, or the present of a plural.
    pub(super) fn hang_base(&self, clause: &mut Clause, left: &Left) {
        let twin = self.clauses.iter().rposition(|other| {
            matches!(other.verb.kind, VerbKind::Infinitive | VerbKind::Imperative) || other.verb.modal.is_some()
        });
        let joined =
            !left.fresh || left.region.clone().next_back().is_some_and(|last| self.tag(last) == Some(Tag::Coordinator));
        if left.subject.is_none()
            && joined
            && let Some(like) = twin.and_then(|twin| self.clauses.get(twin))
        {
            clause.link = if like.link == Link::Main { Link::Coordinate } else { like.link };
            clause.parent =
                like.parent.or(twin).filter(|_| like.link != Link::Main).or(twin.filter(|_| like.link == Link::Main));
            clause.verb.kind = like.verb.kind;
            clause.verb.modal = like.verb.modal;
            clause.verb.tense = like.verb.tense;
            clause.subject = like.subject.clone();
            clause.of_noun = like.of_noun;
            clause.subject_shared = true;
            return;
        }
        let adjacent = left.subject.as_ref().is_some_and(|subject| {
            let gap = subject.tokens.end..clause.verb.tokens.start;
            self.tokens.get(gap).is_some_and(|gap| {
                gap.iter().all(|token| {
                    matches!(token.tag, Tag::Adverb | Tag::Not | Tag::Preposition | Tag::Mark) || token.is_nominal()
                })
            })
        });
        if adjacent {
            clause.verb.kind = VerbKind::Finite;
            clause.verb.tense = Tense::Present;
            self.hang_by_opener(clause, left);
            return;
        }
        clause.subject = None;
        if let Some(opener) = left.opener
            && matches!(self.tag(opener), Some(Tag::That | Tag::Subordinator | Tag::Relative | Tag::Question))
        {
            clause.verb.kind = VerbKind::Finite;
            clause.verb.tense = Tense::Present;
            self.hang_by_opener(clause, left);
        }
    }

    pub(super) fn hang_finite(&self, at: usize, clause: &mut Clause, left: &Left) {
        if clause.verb.modal.is_none()
            && self.token(clause.verb.tokens.start).is_some_and(|token| {
                token.tag == Tag::Verb && token.form == VerbForm::Past || token.form == VerbForm::Participle
            })
            && self.is_participle(at, clause, left)
        {
            clause.verb.kind = VerbKind::Participle;
            clause.verb.voice = Voice::Passive;
            clause.link = Link::Relative;
            clause.parent = self.last().filter(|_| !left.fresh);
            return;
        }
        self.hang_by_opener(clause, left);
        let bare = clause.subject.is_none()
            && clause.link == Link::Main
            && clause.verb.modal.is_none()
            && clause.verb.tense == Tense::Past
            && self.tag(clause.verb.tokens.start) == Some(Tag::Verb);
        if bare {
            clause.verb.kind = VerbKind::Participle;
        }
    }

    /// Whether a form in -ed says something of the noun before it: "the plan approved in May was long".
    fn is_participle(&self, at: usize, clause: &Clause, left: &Left) -> bool {
        let Some(verb) = self.token(clause.verb.head) else { return false };
        if verb.forms & (1 << VerbForm::Participle as u8) == 0 {
            return false;
        }
        let before = clause.verb.tokens.start.checked_sub(1);
        let comma = before.and_then(|before| self.token(before)).is_some_and(|token| token.is_mark(b','));
        if !comma && !self.behind_noun(clause.verb.tokens.start) {
            return false;
        }
        let by = self.tag(clause.verb.tokens.end) == Some(Tag::Preposition) && self.by(clause.verb.tokens.end);
        let opened = left.opener.is_some_and(|opener| {
            matches!(self.tag(opener), Some(Tag::That | Tag::Subordinator | Tag::Relative | Tag::Question))
        });
        if by && (!opened || comma) {
            return true;
        }
        if comma {
            return false;
        }
        // Directly behind another verb's object: "heard the report submitted in May".
        if !left.fresh
            && left.opener.is_none()
            && let Some(above) = self.clauses.last()
            && !self.classes(above).meets(self.lexicon.grammar.with_clause)
            && above.verb.kind != VerbKind::Gerund
        {
            return true;
        }
        // Another finite verb follows that has no subject of its own.
        self.groups.get(at + 1).is_some_and(|next| {
            let gap = clause.verb.tokens.end..next.tokens.start;
            let opens = self.tokens.get(gap.clone()).is_some_and(|gap| {
                gap.iter().any(|token| {
                    matches!(
                        token.tag,
                        Tag::Coordinator | Tag::That | Tag::Subordinator | Tag::Relative | Tag::Question
                    ) || token.tag == Tag::Mark
                })
            });
            // "agreed to the proposals made by the group": what follows is a participle itself.
            let own = self.tag(next.tokens.end) != Some(Tag::Preposition) || !self.by(next.tokens.end);
            next.kind == VerbKind::Finite && own && !opens && phrases::first_bare(self.tokens, gap).is_none()
        })
    }

    /// Whether a noun stands directly before a place, or before brackets that do: "the forums (BPFs) agreed for 2015".
    fn behind_noun(&self, place: usize) -> bool {
        let Some(mut before) = place.checked_sub(1) else { return false };
        if self.token(before).is_some_and(|token| token.is_mark(b')')) {
            let Some(open) = (0..before).rev().find(|at| self.token(*at).is_some_and(|token| token.is_mark(b'(')))
            else {
                return false;
            };
            let Some(noun) = open.checked_sub(1) else { return false };
            before = noun;
        }
        self.token(before).is_some_and(Token::is_nominal)
    }

    pub(super) fn by(&self, place: usize) -> bool {
        self.token(place).is_some_and(|token| self.lexicon.lemma(token.other_lemma) == "by")
    }

    pub(super) fn hang_by_opener(&self, clause: &mut Clause, left: &Left) {
        let previous = self.last().filter(|_| !left.fresh);
        let Some(opener) = left.opener else {
            self.hang_without_opener(clause, left, previous);
            return;
        };
        let Some(word) = self.token(opener).copied() else { return };
        match word.tag {
            Tag::That => self.hang_that(clause, left, previous, opener),
            Tag::Subordinator if self.follows_asking(previous, opener) => {
                (clause.link, clause.parent, clause.question) = (Link::Question, previous, true);
            }
            Tag::Subordinator | Tag::Preposition => {
                clause.conditional = word.other_classes.meets(self.lexicon.grammar.conditional);
                clause.link = if clause.conditional { Link::Conditional } else { Link::Adverbial };
                clause.parent = previous;
            }
            Tag::Question => {
                clause.link = Link::Question;
                clause.parent = previous;
                clause.question = true;
                if left.fresh && left.region.start == opener && clause.subject.is_none() {
                    clause.subject = Some(Phrase { tokens: opener..opener + 1, head: opener });
                }
            }
            Tag::Relative => {
                clause.link = Link::Relative;
                clause.parent = previous;
                if clause.subject.is_none() {
                    clause.subject = self.noun_before(opener, left);
                }
            }
            Tag::Coordinator => self.hang_coordinate(clause, previous),
            _ => {
                // A comma: the sentence goes on after what stood before it.
                clause.link = Link::Main;
                if let Some(previous) = previous.and_then(|at| self.clauses.get(at))
                    && previous.link == Link::Content
                    && previous.verb.modal.is_some() == clause.verb.modal.is_some()
                {
                    (clause.link, clause.parent) = (previous.link, previous.parent);
                }
            }
        }
    }

    /// "asked if": a question and no condition.
    fn follows_asking(&self, previous: Option<usize>, opener: usize) -> bool {
        previous.and_then(|at| self.clauses.get(at)).is_some_and(|above| {
            above.verb.tokens.end == opener && self.classes(above).meets(self.lexicon.grammar.asks)
        })
    }

    fn noun_before(&self, opener: usize, left: &Left) -> Option<Phrase> {
        let chunks = phrases::chunks(self.tokens, left.region.start..opener);
        if let Some(chunk) = chunks.last() {
            return Some(chunk.phrase.clone());
        }
        let clause = self.clauses.last()?;
        clause.object.clone().or_else(|| clause.subject.clone())
    }

    pub(super) fn hang_that(&self, clause: &mut Clause, left: &Left, previous: Option<usize>, opener: usize) {
        let before = opener.checked_sub(1);
        let after_and = before.is_some_and(|before| {
            matches!(self.tag(before), Some(Tag::Coordinator))
                || self.token(before).is_some_and(|token| token.is_mark(b','))
        });
        let twin = self.clauses.iter().rev().find(|other| other.link == Link::Content);
        if after_and
            && before.is_some_and(|before| before <= left.region.start + 1)
            && let Some(twin) = twin
        {
            (clause.link, clause.parent, clause.of_noun) = (Link::Content, twin.parent, twin.of_noun);
            return;
        }
        clause.parent = previous;
        let noun = before.filter(|before| self.token(*before).is_some_and(Token::is_nominal));
        let speaks = previous.and_then(|at| self.clauses.get(at)).is_some_and(|above| {
            self.classes(above).meets(self.lexicon.grammar.with_clause)
                || self.classes(above).meets(self.lexicon.grammar.state) && noun.is_none()
        });
        let speech_noun = noun
            .and_then(|noun| self.token(noun))
            .is_some_and(|noun| noun.classes.meets(self.lexicon.grammar.speech_noun));
        if clause.subject.is_none() {
            clause.link = Link::Relative;
            clause.subject = self.noun_before(opener, left);
            return;
        }
        if speech_noun {
            clause.of_noun = noun;
            clause.link = Link::Content;
        } else if speaks || noun.is_none() {
            clause.link = Link::Content;
        } else {
            clause.link = Link::Relative;
        }
    }

    pub(super) fn hang_coordinate(&self, clause: &mut Clause, previous: Option<usize>) {
        clause.link = Link::Coordinate;
        if clause.subject.is_some() {
            clause.parent = previous;
            if let Some(before) = previous.and_then(|at| self.clauses.get(at))
                && before.link == Link::Content
                && before.verb.modal.is_some() == clause.verb.modal.is_some()
                && before.verb.tense == clause.verb.tense
            {
                (clause.link, clause.parent, clause.of_noun) = (Link::Content, before.parent, before.of_noun);
            }
            return;
        }
        // "should be reviewed and approved", "was nominated and elected": one auxiliary for both.
        if let Some(before) = previous.and_then(|at| self.clauses.get(at))
            && before.verb.voice == Voice::Passive
            && clause.verb.voice == Voice::Active
            && clause.verb.modal.is_none()
            && clause.verb.tokens.len() == 1
            && self.token(clause.verb.head).is_some_and(|verb| verb.forms & (1 << VerbForm::Participle as u8) != 0)
            && (before.verb.modal.is_some() || self.tag(clause.verb.tokens.end) != Some(Tag::That))
            && before.verb.kind != VerbKind::Participle
        {
            let head = clause.verb.head;
            let tokens = clause.verb.tokens.clone();
            clause.verb = VerbGroup { tokens, head, ..before.verb.clone() };
            (clause.subject, clause.subject_shared) = (before.subject.clone(), true);
            (clause.parent, clause.of_noun) = (previous, before.of_noun);
            if before.link != Link::Main {
                (clause.link, clause.parent) = (before.link, before.parent);
            }
            clause.conditional = before.conditional;
            return;
        }
        let acts =
            self.token(clause.verb.head).is_some_and(|verb| verb.classes.meets(self.lexicon.grammar.with_clause))
                && clause.verb.voice == Voice::Active;
        let finite = |other: &Clause| {
            matches!(other.verb.kind, VerbKind::Finite)
                && other.link != Link::Relative
                && other.verb.modal.is_some() == clause.verb.modal.is_some()
                || other.verb.kind == VerbKind::Participle && other.link == Link::Main
        };
        let animate = |other: &Clause| {
            other.subject.as_ref().and_then(|subject| self.token(subject.head)).is_some_and(|head| self.is_actor(head))
        };
        let found = self
            .clauses
            .iter()
            .rposition(|other| finite(other) && (!acts || animate(other)))
            .or_else(|| self.clauses.iter().rposition(finite))
            .or(previous);
        let Some(twin) = found.and_then(|at| self.clauses.get(at)) else {
            clause.link = Link::Main;
            return;
        };
        clause.subject = twin.subject.clone();
        clause.subject_shared = true;
        clause.parent = found;
        if !matches!(twin.link, Link::Main | Link::Coordinate) {
            (clause.link, clause.parent, clause.of_noun) = (twin.link, twin.parent, twin.of_noun);
            clause.conditional = twin.conditional;
        }
    }

    fn is_actor(&self, token: &Token) -> bool {
        token.tag == Tag::Proper
            || token.classes.meets(self.lexicon.grammar.actor)
            || token.classes.meets(self.lexicon.grammar.subject_pronoun)
            || token.upper
    }

    pub(super) fn hang_without_opener(&self, clause: &mut Clause, left: &Left, previous: Option<usize>) {
        let Some(above) = previous.and_then(|at| self.clauses.get(at)) else {
            if clause.subject.is_none() && !left.fresh {
                clause.subject = self.clauses.last().and_then(|clause| clause.subject.clone());
            }
            return;
        };
        let comma = self.has_comma(left.region.clone());
        if clause.subject.is_some()
            && self.classes(above).meets(self.lexicon.grammar.with_clause)
            && !comma
            && above.verb.kind != VerbKind::Participle
            || clause.subject.is_some() && self.classes(above).meets(self.lexicon.grammar.report) && !comma
        {
            clause.link = Link::Content;
            clause.parent = previous;
            return;
        }
        if clause.subject.is_none() {
            // "The plan, made by the clerk, was approved": back to the noun that the clauses between say something of.
            let pending = self.pending;
            let relative = |other: &&Clause| {
                matches!(other.link, Link::Relative | Link::Gerund | Link::Infinitive | Link::Purpose)
            };
            let topic = self
                .clauses
                .iter()
                .rev()
                .find(relative)
                .filter(|_| self.clauses.last().is_some_and(|last| relative(&last)));
            clause.subject = match topic {
                Some(topic) => {
                    let subject = topic.subject.clone();
                    let subject = subject.or_else(|| phrases::first_bare(self.tokens, 0..topic.verb.tokens.start));
                    subject.map(|subject| self.before_apposition(subject))
                }
                // "The office, if asked, could help": what stands before the clause that interrupts.
                None if matches!(above.link, Link::Conditional | Link::Adverbial) => {
                    phrases::first_bare(self.tokens, 0..above.span.start).or_else(|| above.subject.clone())
                }
                None => above.subject.clone(),
            };
            clause.subject_shared = true;
            if let Some((link, parent, conditional)) = pending {
                (clause.link, clause.parent, clause.conditional) = (link, parent, conditional);
                return;
            }
            clause.link = if topic.is_some_and(|topic| topic.parent.is_some()) && above.link != Link::Main {
                let hangs = |link: Link| matches!(link, Link::Relative | Link::Infinitive | Link::Purpose);
                self.clauses.first().map_or(Link::Main, |first| if hangs(first.link) { Link::Main } else { first.link })
            } else {
                Link::Main
            };
            return;
        }
        clause.link = Link::Main;
    }
}

fn token_before(end: usize, steps: usize) -> usize {
    end.checked_sub(steps).unwrap_or(usize::MAX)
}
