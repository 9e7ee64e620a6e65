//! Clauses from verb groups: from each verb to its opening word and subject on the left, its object and agent on the right, and
//! the clause that it hangs on. One pass from left to right; what is said of a clause rests on those before it.

mod hang;

use super::clause::{Clause, Complement, Link, Phrase, VerbGroup, VerbKind, Voice};
use super::lexicon::Lexicon;
use super::sentence::Sentence;
use super::token::{Tag, Token};
use super::{phrases, verbs};
use std::ops::Range;

/// A label stands among the first tokens of a line: "A.", "3.".
const LABEL: usize = 1;
/// The letters of a label before a line, "viii".
const LONGEST_LABEL: u32 = 4;

/// The clauses of a sentence whose word classes are known.
pub(crate) fn clauses(sentence: &Sentence<'_>, lexicon: &Lexicon) -> Vec<Clause> {
    let tokens = &sentence.tokens;
    let groups = verbs::groups(tokens, lexicon);
    let asks = tokens.iter().rev().take(2).any(|token| token.is_mark(b'?')) || is_question(tokens);
    let mut reader = Reader { tokens, lexicon, groups, clauses: Vec::new(), asks, pending: None };
    for at in 0..reader.groups.len() {
        reader.add(at);
    }
    reader.complete();
    reader.clauses
}

/// "How do we decide", "Should we meet": a question, whatever mark ends it.
fn is_question(tokens: &[Token]) -> bool {
    let mut words = tokens.iter().filter(|token| token.tag != Tag::Mark);
    let (first, second) = (words.next().map(|token| token.tag), words.next().map(|token| token.tag));
    let inverts = |tag: Option<Tag>| matches!(tag, Some(Tag::Do | Tag::Modal | Tag::Be | Tag::Have));
    let subject = |tag: Option<Tag>| matches!(tag, Some(Tag::Pronoun | Tag::Determiner));
    inverts(first) && subject(second) || first == Some(Tag::Question) && inverts(second)
}

struct Reader<'s> {
    tokens: &'s [Token],
    lexicon: &'s Lexicon,
    groups: Vec<VerbGroup>,
    clauses: Vec<Clause>,
    asks: bool,
    /// How a clause hangs whose subject has been read and whose verb is still to come: "that the papers relating to it [would be]".
    pending: Option<(Link, Option<usize>, bool)>,
}

/// What stands left of a verb group.
struct Left {
    /// The tokens between the verb before, or the mark that parts, and this verb.
    region: Range<usize>,
    /// Whether a mark parts it from the clause before, or there is none.
    fresh: bool,
    /// The word that opens the clause.
    opener: Option<usize>,
    subject: Option<Phrase>,
}

impl Reader<'_> {
    fn token(&self, at: usize) -> Option<&Token> {
        self.tokens.get(at)
    }

    fn tag(&self, at: usize) -> Option<Tag> {
        self.token(at).map(|token| token.tag)
    }

    fn add(&mut self, at: usize) {
        let Some(group) = self.groups.get(at).cloned() else { return };
        let left = self.left(at, &group);
        // What stands before "and", "that", "if" belongs to the clause before.
        let own = left.opener.filter(|opener| {
            let word = self.tag(*opener);
            matches!(word, Some(Tag::Coordinator | Tag::That | Tag::Subordinator | Tag::Relative | Tag::Question))
        });
        let mut clause = Clause {
            span: own.unwrap_or(left.region.start)..group.tokens.end,
            subject: left.subject.clone(),
            subject_shared: false,
            object: None,
            agent: None,
            complement: Complement::None,
            link: Link::Main,
            parent: None,
            of_noun: None,
            speaker: None,
            conditional: false,
            question: self.asks,
            verb: group,
        };
        match clause.verb.kind {
            VerbKind::Infinitive => self.hang_infinitive(&mut clause, &left),
            VerbKind::Gerund => self.hang_gerund(&mut clause, &left),
            VerbKind::Imperative => self.hang_base(&mut clause, &left),
            VerbKind::Finite | VerbKind::Participle => self.hang_finite(at, &mut clause, &left),
        }
        if matches!(clause.link, Link::Relative) {
            self.expect(&clause, &left);
        } else if clause.verb.kind == VerbKind::Finite && !left.fresh {
            self.pending = None;
        }
        self.right(at, &mut clause);
        self.inherit(&mut clause);
        self.clauses.push(clause);
    }

    /// Notes how the clause hangs that a relative clause interrupts.
    fn expect(&mut self, clause: &Clause, left: &Left) {
        let opens = |place: &usize| matches!(self.tag(*place), Some(Tag::That | Tag::Subordinator | Tag::Question));
        let own = left.opener.filter(|_| clause.verb.kind == VerbKind::Finite);
        let outer = left.region.clone().rev().filter(|place| own.is_none_or(|own| *place < own)).find(opens);
        let Some(outer) = outer else { return };
        let previous = self.last();
        self.pending = match self.token(outer) {
            Some(word) if word.tag == Tag::That => Some((Link::Content, previous, false)),
            Some(word) if word.tag == Tag::Question => Some((Link::Question, previous, false)),
            Some(word) if word.other_classes.meets(self.lexicon.grammar.conditional) => {
                Some((Link::Conditional, previous, true))
            }
            _ => Some((Link::Adverbial, previous, false)),
        };
    }

    /// Reads what stands left of a verb.
    fn left(&self, at: usize, group: &VerbGroup) -> Left {
        let before = at.checked_sub(1).and_then(|before| self.groups.get(before)).map_or(0, |before| before.tokens.end);
        let end = group.tokens.start;
        let parting = (before..end).rev().find(|place| self.parts(*place));
        let region = parting.map_or(before, |place| place + 1)..end;
        let fresh = parting.is_some() || at == 0;
        let opener = self.opener(&region, fresh);
        let inner = opener.map_or(region.start, |opener| opener + 1)..end;
        let subject = phrases::first_bare(self.tokens, inner.clone())
            .map(|phrase| self.behind_time(phrase, inner))
            .filter(|phrase| !self.is_object(phrase, opener, fresh, end));
        Left { region, fresh, opener, subject }
    }

    /// Whether a phrase left of a verb is the object of the verb before: "having seen the plan, approved", "members attending the
    /// meeting agreed".
    fn is_object(&self, phrase: &Phrase, opener: Option<usize>, fresh: bool, end: usize) -> bool {
        let Some(before) = self.clauses.last().filter(|_| opener.is_none() && !fresh) else { return false };
        let directly = self
            .tokens
            .get(before.verb.tokens.end..phrase.tokens.start)
            .is_some_and(|gap| gap.iter().all(|token| token.tag == Tag::Adverb));
        let comma = end.checked_sub(1).and_then(|last| self.token(last)).is_some_and(|token| token.is_mark(b','));
        directly
            && (before.link == Link::Infinitive && before.of_noun.is_some() && before.parent.is_none()
                || before.verb.kind == VerbKind::Infinitive && self.describes_noun(before)
                || comma
                || before.verb.kind == VerbKind::Gerund && (before.link == Link::Relative || before.parent.is_none())
                || before.link == Link::Relative
                    && before.verb.voice == Voice::Active
                    && before.verb.kind == VerbKind::Finite)
    }

    /// "members wishing to take part *should*": the verb that an infinitive completes stands behind a noun and describes it.
    fn describes_noun(&self, infinitive: &Clause) -> bool {
        infinitive.parent.and_then(|above| self.clauses.get(above)).is_some_and(|above| {
            above.link == Link::Relative && matches!(above.verb.kind, VerbKind::Gerund | VerbKind::Participle)
        })
    }

    /// "Ana Keller, the member who has helped, *offered*": the name before a comma, of which the phrase behind it tells more.
    fn before_apposition(&self, phrase: Phrase) -> Phrase {
        let comma =
            phrase.tokens.start.checked_sub(1).filter(|at| self.token(*at).is_some_and(|mark| mark.is_mark(b',')));
        let name = comma.and_then(|comma| phrases::chunks(self.tokens, 0..comma).pop().map(|chunk| (comma, chunk)));
        match name {
            Some((comma, chunk))
                if chunk.preposition.is_none()
                    && chunk.phrase.tokens.end == comma
                    && self.tag(chunk.phrase.head) == Some(Tag::Proper) =>
            {
                chunk.phrase
            }
            _ => phrase,
        }
    }

    /// Whether a mark parts what stands before it from what stands behind.
    fn parts(&self, place: usize) -> bool {
        let Some(token) = self.token(place) else { return false };
        let dash = token.is_mark(b'-') && place > 0;
        token.is_mark(b';')
            || token.is_mark(b':')
            || dash
            || token.is_mark(b'|')
            || token.is_mark(b'?')
            || token.is_mark(b'!')
            || token.is_mark(b']')
            || token.is_mark(b'.') && self.is_stop(place)
            || token.is_mark(b')') && self.closes_label(place)
    }

    /// "This year the members agreed": when it was is no subject where another phrase stands beside it.
    fn behind_time(&self, phrase: Phrase, within: Range<usize>) -> Phrase {
        let head = self.token(phrase.head);
        let time = head.is_some_and(|head| head.classes.meets(self.lexicon.grammar.time));
        let end = phrase.tokens.end;
        let next = phrases::first_bare(self.tokens, end..within.end).filter(|next| time && next.tokens.start == end);
        next.unwrap_or(phrase)
    }

    /// A full stop within what was taken for one sentence: not that of "N. Herlofson", "Prof. Lee", "IX.10".
    fn is_stop(&self, place: usize) -> bool {
        let Some((stop, next)) = self.token(place).zip(self.token(place + 1)) else { return false };
        let short = place.checked_sub(1).and_then(|before| self.token(before)).is_some_and(|before| {
            let initial = before.end - before.start == 1 && before.capital;
            (initial || before.other_classes.meets(self.lexicon.grammar.title)) && before.end == stop.start
        });
        stop.end < next.start && (place <= LABEL || !short)
    }

    /// "(3)", "b)", "(iv)": a label at the head of a line is no part of its first clause.
    fn closes_label(&self, place: usize) -> bool {
        let label = usize::from(self.token(0).is_some_and(|first| first.is_mark(b'(')));
        place == label + 1
            && self.token(label).is_some_and(|token| {
                let length = token.end - token.start;
                token.tag == Tag::Number || length == 1 || !token.capital && length <= LONGEST_LABEL
            })
    }

    /// The word that opens a clause: the last conjunction, relative word, or comma before its subject.
    fn opener(&self, region: &Range<usize>, fresh: bool) -> Option<usize> {
        let mut nominal = false;
        let mut bracket = false;
        for place in region.clone().rev() {
            let token = self.token(place)?;
            // What stands in brackets opens nothing: "the Organization (RMO) decides".
            if token.is_mark(b')') {
                bracket = true;
                continue;
            }
            if bracket {
                bracket = !token.is_mark(b'(');
                continue;
            }
            match token.tag {
                Tag::That | Tag::Subordinator | Tag::Question | Tag::Relative => return Some(place),
                // "that claims and liabilities will be settled": two nouns before one verb.
                Tag::Coordinator if (region.start..place).any(|earlier| self.tag(earlier) == Some(Tag::That)) => {}
                Tag::Coordinator if !fresh && self.opens_here(place, region.end) => return Some(place),
                Tag::Coordinator if place == region.start => return Some(place),
                Tag::Mark if token.is_mark(b',') || token.is_mark(b'(') || token.is_mark(b')') => {
                    // "Ana, Bo and Cy agreed": within a list a comma opens nothing.
                    let listed = nominal
                        && (place + 1..region.end).any(|later| self.tag(later) == Some(Tag::Coordinator))
                        && self.before_is_nominal(place)
                        && fresh
                        && phrases::first_bare(self.tokens, region.start..place).is_some();
                    // "that, as part of its work, the Board": the comma is the conjunction's.
                    let that = (region.start..place).rev().find(|earlier| self.tag(*earlier) == Some(Tag::That));
                    if nominal && !listed && that.is_some() {
                        return that;
                    }
                    if nominal && !listed && phrases::first_bare(self.tokens, place + 1..region.end).is_some() {
                        return Some(place);
                    }
                }
                Tag::Preposition
                    if token.could & Tag::Subordinator.bit() != 0 && nominal && !self.has_comma(place..region.end) =>
                {
                    // "after the Board agreed": no noun phrase is left over for the verb otherwise; "after the debate it was agreed".
                    let bare_before = phrases::first_bare(self.tokens, region.start..place).is_some();
                    if (!bare_before || !fresh) && !self.has_subject_behind(place + 1..region.end) {
                        return Some(place);
                    }
                }
                Tag::Preposition if token.could & Tag::Subordinator.bit() != 0 && place + 1 == region.end => {
                    return Some(place);
                }
                _ => nominal |= token.is_nominal(),
            }
        }
        None
    }

    /// Whether two noun phrases stand side by side before a verb, the second its subject: "after the debate it was agreed", "after the
    /// debate the Board agreed".
    fn has_subject_behind(&self, within: Range<usize>) -> bool {
        let chunks = phrases::chunks(self.tokens, within);
        let [.., before, last] = chunks.as_slice() else { return false };
        let beside = before.phrase.tokens.end == last.phrase.tokens.start;
        last.preposition.is_none() && (beside || self.tag(last.phrase.head) == Some(Tag::Pronoun))
    }

    fn before_is_nominal(&self, place: usize) -> bool {
        place.checked_sub(1).and_then(|before| self.token(before)).is_some_and(Token::is_nominal)
    }

    /// Whether a coordinator joins clauses here, and not two nouns before one verb.
    fn opens_here(&self, place: usize, end: usize) -> bool {
        let after = phrases::first_bare(self.tokens, place + 1..end);
        let previous = self.clauses.last();
        match (after, previous) {
            (None, _) => true,
            // "said Ana and Bo agreed": both belong to the verb that follows.
            (Some(_), Some(previous)) => {
                !(self.classes(previous).meets(self.lexicon.grammar.with_clause)
                    && previous.verb.tokens.end + 1 >= self.clause_gap(previous, place))
            }
            (Some(_), None) => false,
        }
    }

    fn clause_gap(&self, previous: &Clause, place: usize) -> usize {
        // The phrase between verb and coordinator is one noun phrase only.
        if phrases::chunks(self.tokens, previous.verb.tokens.end..place).len() == 1
            && !self.has_comma(previous.verb.tokens.end..place)
            && self.tag(previous.verb.tokens.end).is_some_and(|tag| matches!(tag, Tag::Proper | Tag::Pronoun))
        {
            previous.verb.tokens.end
        } else {
            usize::MAX
        }
    }

    fn has_comma(&self, within: Range<usize>) -> bool {
        self.tokens.get(within).is_some_and(|tokens| tokens.iter().any(|token| token.is_mark(b',')))
    }

    fn classes(&self, clause: &Clause) -> super::classes::Classes {
        self.token(clause.verb.head).map(|token| token.classes).unwrap_or_default()
    }

    fn last(&self) -> Option<usize> {
        self.clauses.len().checked_sub(1)
    }

    /// Reads what stands right of a verb: object and agent.
    fn right(&self, at: usize, clause: &mut Clause) {
        let end = self.groups.get(at + 1).map_or(self.tokens.len(), |next| next.tokens.start);
        let start = clause.verb.tokens.end;
        let stop = (start..end)
            .find(|place| {
                self.parts(*place)
                    || matches!(self.tag(*place), Some(Tag::That | Tag::Subordinator | Tag::Relative | Tag::Question))
            })
            .unwrap_or(end);
        clause.span.end = stop.max(start);
        let chunks = phrases::chunks(self.tokens, start..stop);
        if let Some(first) = chunks
            .first()
            .filter(|chunk| chunk.preposition.is_none() && !self.has_comma(start..chunk.phrase.tokens.start))
        {
            clause.object = phrases::first_bare(self.tokens, start..stop).or_else(|| Some(first.phrase.clone()));
            clause.complement = Complement::Phrase;
        }
        let passive = clause.verb.voice == Voice::Passive || clause.verb.kind == VerbKind::Participle;
        let by =
            chunks.iter().find(|chunk| passive && chunk.preposition.is_some_and(|preposition| self.by(preposition)));
        clause.agent = by.map(|chunk| chunk.phrase.clone()).filter(|phrase| {
            // "by 3 May", "by the end of June" say when.
            self.tokens.get(phrase.tokens.clone()).is_some_and(|words| {
                !words.iter().any(|token| token.classes.meets(self.lexicon.grammar.time) || token.tag == Tag::Number)
            })
        });
    }

    /// Takes over from the clause above: who speaks, whether it is conditional or asked.
    fn inherit(&self, clause: &mut Clause) {
        let Some(at) = clause.parent else { return };
        let Some(above) = self.clauses.get(at) else { return };
        let below = matches!(
            clause.link,
            Link::Content | Link::Infinitive | Link::Gerund | Link::Question | Link::Purpose | Link::Relative
        );
        if !below {
            if clause.link == Link::Coordinate {
                clause.speaker = above.speaker;
                clause.conditional |= above.conditional && clause.subject_shared;
            }
            return;
        }
        let tells = clause.link == Link::Content
            && clause.of_noun.is_none()
            && self.classes(above).meets(self.lexicon.grammar.telling);
        clause.speaker = if tells { Some(at) } else { above.speaker };
        clause.conditional |= above.conditional;
        clause.question |= above.question && above.link == Link::Question;
    }

    /// Lets every clause know the first that completes it.
    fn complete(&mut self) {
        for at in 0..self.clauses.len() {
            let Some(clause) = self.clauses.get(at) else { return };
            let completes = matches!(clause.link, Link::Content | Link::Infinitive | Link::Gerund | Link::Question);
            let Some(parent) = clause.parent.filter(|_| completes) else { continue };
            if let Some(above) = self.clauses.get_mut(parent)
                && !matches!(above.complement, Complement::Clause(_))
            {
                above.complement = Complement::Clause(at);
            }
        }
    }
}
