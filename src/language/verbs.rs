//! Verb groups: "will not be", "should have been approved", "is to be drafted", "agreed".

use super::clause::{Polarity, Tense, VerbGroup, VerbKind, Voice};
use super::lexicon::Lexicon;
use super::token::{Tag, Token, VerbForm};

/// The verb groups of a sentence, in order.
pub(crate) fn groups(tokens: &[Token], lexicon: &Lexicon) -> Vec<VerbGroup> {
    let mut groups = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        match group(tokens, at, lexicon) {
            Some(group) => {
                at = group.tokens.end.max(at + 1);
                groups.push(group);
            }
            None => at += 1,
        }
    }
    groups
}

/// The longest insertion between commas that a verb group is read over, in tokens.
const MAX_INSERTION: usize = 18;

/// What has been seen of a group.
struct Chain<'a> {
    tokens: &'a [Token],
    at: usize,
    modal: Option<usize>,
    perfect: bool,
    be: Option<usize>,
    passive: bool,
    progressive: bool,
    /// The first finite word, which carries the tense.
    first: Option<usize>,
}

impl Chain<'_> {
    fn token(&self, at: usize) -> Option<&Token> {
        self.tokens.get(at)
    }

    /// The next place over adverbs and "not".
    fn skip(&self, from: usize) -> usize {
        let further = self.tokens.get(from..).unwrap_or_default();
        from + further.iter().take_while(|token| matches!(token.tag, Tag::Adverb | Tag::Not)).count()
    }

    /// The place behind an insertion: "will, over the coming months, prepare".
    fn over_insertion(&self, from: usize) -> usize {
        let comma = |at: usize| self.token(at).is_some_and(|token| token.is_mark(b','));
        let end = (from + 1..from + MAX_INSERTION).find(|at| comma(*at)).filter(|_| comma(from));
        end.map(|end| self.skip(end + 1)).filter(|next| self.is_verb(*next)).unwrap_or(from)
    }

    fn is_verb(&self, at: usize) -> bool {
        self.token(at).is_some_and(|token| matches!(token.tag, Tag::Verb | Tag::Be | Tag::Have | Tag::Do))
    }
}

fn group(tokens: &[Token], start: usize, lexicon: &Lexicon) -> Option<VerbGroup> {
    let mut chain = Chain {
        tokens,
        at: start,
        modal: None,
        perfect: false,
        be: None,
        passive: false,
        progressive: false,
        first: None,
    };
    let opening = tokens.get(start)?;
    let infinitive = opening.tag == Tag::To;
    if infinitive {
        chain.at = chain.skip(start + 1);
    }
    let mut head = None;
    // Each step takes one auxiliary; a chain longer than this is no English.
    for _ in 0..8 {
        let token = *chain.token(chain.at)?;
        let here = chain.at;
        match token.tag {
            Tag::Modal => {
                chain.first.get_or_insert(here);
                chain.modal.get_or_insert(here);
                let next = chain.skip(here + 1);
                let to = chain.token(next).is_some_and(|token| token.tag == Tag::To);
                let next = if to { chain.skip(next + 1) } else { chain.over_insertion(next) };
                // "Should members agree": the subject stands between, the verb is found by itself.
                if !chain.is_verb(next) {
                    return None;
                }
                chain.at = next;
            }
            Tag::Have | Tag::Be | Tag::Do | Tag::Verb => {
                chain.first.get_or_insert(here);
                let next = chain.skip(here + 1);
                let following = chain.token(next).copied();
                let obliges = token.tag == Tag::Have && next == here + 1
                    || token.tag == Tag::Be
                        && token.form != VerbForm::Base
                        && token.form != VerbForm::Gerund
                        && next == here + 1
                    || token.tag == Tag::Verb
                        && token.verb_classes.meets(lexicon.grammar.must)
                        && token.form != VerbForm::Gerund
                        && !chain.passive;
                let to_verb = following.is_some_and(|token| token.tag == Tag::To) && {
                    let verb = chain.skip(next + 1);
                    chain.is_verb(verb)
                };
                if obliges && to_verb && !(token.tag == Tag::Verb && chain.be.is_some()) {
                    chain.modal.get_or_insert(here);
                    chain.at = chain.skip(next + 1);
                    continue;
                }
                let participle = following.is_some_and(|token| {
                    matches!(token.tag, Tag::Verb | Tag::Be | Tag::Have | Tag::Do)
                        && matches!(token.form, VerbForm::Participle | VerbForm::Past)
                        && token.forms & (1 << VerbForm::Participle as u8) != 0
                });
                let gerund = following
                    .is_some_and(|token| matches!(token.tag, Tag::Verb | Tag::Be) && token.form == VerbForm::Gerund);
                match token.tag {
                    Tag::Have if participle => {
                        chain.perfect = true;
                        chain.at = next;
                    }
                    Tag::Be if participle || gerund => {
                        chain.be = Some(here);
                        chain.passive = participle && !(chain.passive);
                        chain.progressive |= gerund;
                        chain.at = next;
                    }
                    Tag::Do
                        if following.is_some_and(|token| token.tag == Tag::Verb && token.form == VerbForm::Base) =>
                    {
                        chain.at = next;
                    }
                    _ => {
                        head = Some(here);
                        break;
                    }
                }
            }
            _ => return None,
        }
    }
    let head = head?;
    let first = chain.first.and_then(|first| chain.token(first)).copied()?;
    let verb = *chain.token(head)?;
    let kind = if infinitive {
        VerbKind::Infinitive
    } else if chain.modal.is_some() || first.tag == Tag::Modal {
        VerbKind::Finite
    } else {
        match first.form {
            VerbForm::Gerund => VerbKind::Gerund,
            VerbForm::Participle => VerbKind::Participle,
            VerbForm::Base if first.tag != Tag::Have => VerbKind::Imperative,
            _ => VerbKind::Finite,
        }
    };
    let future = |token: &Token| token.tag == Tag::Modal && token.other_classes.meets(lexicon.grammar.future);
    let tense = match (chain.modal.and_then(|at| chain.token(at)), first.form) {
        (Some(modal), _) if modal.tag == Tag::Modal => {
            if future(modal) {
                Tense::Future
            } else {
                Tense::None
            }
        }
        (_, VerbForm::Past) => Tense::Past,
        (_, VerbForm::Third | VerbForm::Base) if kind != VerbKind::Infinitive => Tense::Present,
        _ => Tense::None,
    };
    // "is agreed": passive only where the last auxiliary is "be" and the head a participle.
    let passive = chain.be.is_some() && chain.passive && verb.form != VerbForm::Gerund && verb.tag != Tag::Be;
    let before = start.checked_sub(1).and_then(|at| chain.token(at));
    let inside = tokens.get(start..head).unwrap_or_default();
    // "is not necessary"
    let behind = verb.tag == Tag::Be && chain.token(head + 1).is_some_and(|token| token.tag == Tag::Not);
    let negative = behind
        || inside.iter().any(|token| token.tag == Tag::Not)
        || before.is_some_and(|token| token.tag == Tag::Not || token.other_classes.meets(lexicon.grammar.negative))
        || tokens
            .get(start..head)
            .is_some_and(|words| words.iter().any(|token| token.other_classes.meets(lexicon.grammar.negative)));
    Some(VerbGroup {
        tokens: start..head + 1,
        head,
        kind,
        voice: if passive { Voice::Passive } else { Voice::Active },
        tense,
        modal: chain.modal,
        polarity: if negative { Polarity::Negative } else { Polarity::Positive },
        perfect: chain.perfect,
        progressive: chain.progressive && !passive,
    })
}
