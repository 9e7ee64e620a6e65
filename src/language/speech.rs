//! The part-of-speech step: which of the word classes that a word can have holds here? Left to right, by what stands beside it.

use super::lexicon::Lexicon;
use super::token::{Tag, Token, VerbForm};

/// Sets the word class, the form and the classes of every token.
pub(crate) fn tag(tokens: &mut [Token], lexicon: &Lexicon) {
    let finite_after = finite_after(tokens, lexicon);
    for at in 0..tokens.len() {
        let (tag, form) = decide(tokens, at, finite_after.get(at).copied().unwrap_or(false), lexicon);
        let Some(token) = tokens.get_mut(at) else { return };
        token.tag = tag;
        token.form = form;
        let verbal = matches!(tag, Tag::Verb | Tag::Be | Tag::Have | Tag::Do);
        (token.classes, token.lemma) = if verbal {
            (token.verb_classes, token.verb_lemma)
        } else if token.other_classes.is_empty() && token.other_lemma == 0 && matches!(tag, Tag::Noun | Tag::Plural) {
            (token.other_classes, token.verb_lemma)
        } else {
            (token.other_classes, token.other_lemma)
        };
    }
}

/// How far back the verb of a clause is looked for, in tokens.
const MAX_CLAUSE: usize = 12;

const NOMINAL: u32 = Tag::Noun.bit() | Tag::Plural.bit() | Tag::Proper.bit();
/// What the lexicon or an ending says, without what a capital lets be.
const LISTED: u32 = Tag::Noun.bit() | Tag::Plural.bit();
const VERBAL: u32 = Tag::Verb.bit() | Tag::Be.bit() | Tag::Have.bit() | Tag::Do.bit();
const OPENS_PHRASE: u32 = Tag::Determiner.bit() | Tag::Possessive.bit() | Tag::That.bit() | Tag::Question.bit();

/// For each token, whether a word that can only be a finite verb or auxiliary stands behind it in its part of the sentence.
fn finite_after(tokens: &[Token], lexicon: &Lexicon) -> Vec<bool> {
    let mut open = 0_usize;
    let mut after = vec![false; tokens.len()];
    for (at, token) in tokens.iter().enumerate().rev() {
        if let Some(place) = after.get_mut(at) {
            *place = open > 0;
        }
        if token.mark == b';' {
            open = 0;
        } else if is_finite(tokens, at, lexicon) {
            open += 1;
        } else if at > 0 && token.could & OPENS_CLAUSE != 0 && token.could & Tag::Preposition.bit() == 0 {
            // "Track what becomes of it": the verb behind is that of the clause within.
            open = open.saturating_sub(1);
        }
    }
    after
}

/// Word classes that open a clause with a verb of its own.
const OPENS_CLAUSE: u32 = Tag::Relative.bit() | Tag::Question.bit() | Tag::Subordinator.bit() | Tag::That.bit();

/// Whether a word is surely a verb with a tense: no participle behind "was" or before "by".
fn is_finite(tokens: &[Token], at: usize, lexicon: &Lexicon) -> bool {
    let could =
        |at: Option<usize>, bits: u32| at.and_then(|at| tokens.get(at)).is_some_and(|token| token.could & bits != 0);
    let auxiliary = Tag::Modal.bit() | Tag::Be.bit() | Tag::Have.bit();
    if could(Some(at), auxiliary) {
        return !could(at.checked_sub(1), auxiliary);
    }
    let Some(token) = tokens.get(at).filter(|token| token.could & !Tag::Proper.bit() == Tag::Verb.bit()) else {
        return false;
    };
    let has = |form: VerbForm| token.forms & (1 << form as u8) != 0;
    let by = tokens.get(at + 1).is_some_and(|next| lexicon.lemma(next.other_lemma) == "by");
    has(VerbForm::Third) || has(VerbForm::Past) && !by && !could(at.checked_sub(1), auxiliary)
}

/// What stands beside a token.
struct Beside<'a> {
    tokens: &'a [Token],
    at: usize,
}

impl Beside<'_> {
    fn before(&self, steps: usize) -> Option<&Token> {
        self.tokens.get(self.at.checked_sub(steps)?)
    }

    fn after(&self, steps: usize) -> Option<&Token> {
        self.tokens.get(self.at + steps)
    }

    fn tag_before(&self) -> Option<Tag> {
        self.before(1).map(|token| token.tag)
    }

    /// The word class before, over adverbs and negations.
    fn tag_before_adverbs(&self) -> Option<Tag> {
        let mut steps = 1;
        while matches!(self.before(steps)?.tag, Tag::Adverb | Tag::Not) {
            steps += 1;
        }
        self.before(steps).map(|token| token.tag)
    }

    fn next_could(&self, bits: u32) -> bool {
        self.after(1).is_some_and(|token| token.could & bits != 0)
    }

    /// Whether the next word can be part of the same phrase: what a determiner or adjective stands before.
    fn phrase_goes_on(&self) -> bool {
        self.next_could(NOMINAL | Tag::Adjective.bit() | Tag::Number.bit() | Tag::Possessive.bit())
            || self.after(1).is_some_and(|token| {
                token.could & Tag::Verb.bit() != 0
                    && token.forms & (1 << VerbForm::Participle as u8 | 1 << VerbForm::Gerund as u8) != 0
                    && self.after(2).is_some_and(|second| second.could & (NOMINAL | Tag::Adjective.bit()) != 0)
            })
    }

    /// Whether a sentence, a line or the words behind a label begin here.
    fn at_start(&self) -> bool {
        let mut steps = 1;
        loop {
            match self.before(steps) {
                None => return true,
                Some(token) if token.tag == Tag::Adverb => steps += 1,
                Some(token) if token.tag == Tag::Mark => {
                    return matches!(
                        token.mark,
                        b':' | b';' | b'-' | b')' | b']' | b'.' | b'"' | b'*' | b'|' | b'?' | b'>'
                    );
                }
                Some(token) if token.tag == Tag::Coordinator && steps == self.at => return true,
                Some(token) if token.tag == Tag::Number => {
                    return steps == self.at && self.at <= 2;
                }
                Some(_) => return false,
            }
        }
    }

    /// Whether a finite verb stands before in the same clause: what follows is its object, not another verb.
    fn within_clause(&self) -> bool {
        for steps in 1..=MAX_CLAUSE.min(self.at) {
            match self.before(steps).map(|token| (token.tag, token.form)) {
                Some((Tag::Modal | Tag::Be, _)) => return true,
                Some((Tag::Verb, VerbForm::Past | VerbForm::Third | VerbForm::Base)) => return true,
                Some((
                    Tag::Mark | Tag::Coordinator | Tag::That | Tag::Relative | Tag::Question | Tag::Subordinator,
                    _,
                ))
                | None => {
                    return false;
                }
                _ => {}
            }
        }
        false
    }

    fn next_opens_object(&self) -> bool {
        self.next_could(OPENS_PHRASE) || self.next_could(Tag::Pronoun.bit()) && !self.next_could(NOMINAL)
    }
}

fn decide(tokens: &[Token], at: usize, finite_after: bool, lexicon: &Lexicon) -> (Tag, VerbForm) {
    let Some(token) = tokens.get(at) else { return (Tag::Mark, VerbForm::Base) };
    let beside = Beside { tokens, at };
    let could = token.could;
    if could & Tag::Mark.bit() != 0 {
        return (Tag::Mark, VerbForm::Base);
    }
    if could & Tag::Number.bit() != 0 {
        return (Tag::Number, VerbForm::Base);
    }
    if let Some(tag) = closed(token, &beside, lexicon) {
        return (tag, form_of(token, &beside));
    }
    // "should not micromanage": an unknown word where only a verb can stand.
    let unknown = token.other_lemma == 0 && !token.capital && could == Tag::Noun.bit();
    if unknown && beside.tag_before_adverbs() == Some(Tag::Modal) {
        return (Tag::Verb, VerbForm::Base);
    }
    // "to collate": an unknown word between "to" and an object.
    if beside.tag_before() == Some(Tag::To) && could & VERBAL == 0 && could & Tag::Adverb.bit() == 0 {
        return (Tag::Verb, VerbForm::Base);
    }
    let titled = token.capital
        && could & NOMINAL != 0
        && beside.before(1).is_some_and(|before| before.capital && before.other_classes.meets(lexicon.grammar.title));
    if titled {
        return (Tag::Proper, VerbForm::Base);
    }
    if token.capital && token.other_classes.meets(lexicon.grammar.given) && is_name(&beside) {
        return (Tag::Proper, VerbForm::Base);
    }
    if could & VERBAL == 0 {
        if is_unknown_name(token, &beside) {
            return (Tag::Proper, VerbForm::Base);
        }
        let line_head =
            token.could & Tag::Plural.bit() != 0 && token.other_lemma == 0 && !token.upper && beside.at_start();
        return (if line_head { Tag::Plural } else { open(token) }, VerbForm::Base);
    }
    if could & (NOMINAL | Tag::Adjective.bit() | Tag::Adverb.bit() | Tag::Preposition.bit()) == 0
        && !attributive(token, &beside, finite_after)
    {
        return (Tag::Verb, form_of(token, &beside));
    }
    verb_or_noun(token, &beside, finite_after, lexicon)
}

/// The longest word that is taken for a name alone, in bytes: longer ones are mostly nouns that no list knows.
const LONGEST_LONE_NAME: u32 = 7;

/// "Cart will cover it": a word that no list knows, alone at the head of a sentence before what somebody will do.
fn is_unknown_name(token: &Token, beside: &Beside<'_>) -> bool {
    let unknown = token.capital && !token.upper && token.other_lemma == 0 && token.could & Tag::Plural.bit() == 0;
    let short = token.end - token.start <= LONGEST_LONE_NAME;
    unknown && short && beside.at == 0 && beside.next_could(Tag::Modal.bit())
}

/// Words of the closed classes: articles, pronouns, auxiliaries, conjunctions.
fn closed(token: &Token, beside: &Beside<'_>, lexicon: &Lexicon) -> Option<Tag> {
    let could = |tag: Tag| token.could & tag.bit() != 0;
    let previous = beside.tag_before();
    if could(Tag::To) {
        let verb_next = |steps: usize| {
            beside
                .after(steps)
                .is_some_and(|next| next.forms & 1 << VerbForm::Base as u8 != 0 && next.could & VERBAL != 0)
        };
        let over_adverb = beside.next_could(Tag::Adverb.bit() | Tag::Not.bit())
            && (verb_next(2)
                || beside.after(2).is_some_and(|next| next.could & (Tag::Adverb.bit() | Tag::Not.bit()) != 0)
                    && verb_next(3));
        let nominal_after = beside
            .after(1)
            .is_some_and(|next| next.capital && !next.upper && next.could & NOMINAL != 0 && !beside.at_start());
        let unknown = beside.after(1).is_some_and(|next| {
            next.other_lemma == 0
                && next.verb_lemma == 0
                && !next.capital
                && next.mark == 0
                && next.could == Tag::Noun.bit()
        }) && beside.after(2).is_some_and(|object| {
            object.could & (Tag::Determiner.bit() | Tag::Possessive.bit() | Tag::Plural.bit()) != 0
        });
        return Some(if unknown || (verb_next(1) && !nominal_after) || over_adverb {
            Tag::To
        } else {
            Tag::Preposition
        });
    }
    if could(Tag::Modal) {
        let month = token.other_classes.meets(lexicon.grammar.month)
            && token.capital
            && (matches!(previous, Some(Tag::Preposition | Tag::Number | Tag::Determiner))
                || beside.next_could(Tag::Number.bit()));
        let noun = could(Tag::Noun) && matches!(previous, Some(Tag::Determiner | Tag::Possessive | Tag::Adjective));
        let name = token.capital
            && beside.at > 0
            && could(Tag::Proper)
            && beside.before(1).is_some_and(|before| before.capital && before.tag == Tag::Proper);
        return Some(if month || noun || name { Tag::Noun } else { Tag::Modal });
    }
    if could(Tag::Not) {
        return Some(Tag::Not);
    }
    if could(Tag::That) {
        let opens = matches!(previous, None | Some(Tag::Preposition | Tag::Coordinator)) && beside.phrase_goes_on();
        let singular = beside.next_could(Tag::Noun.bit())
            && !beside.next_could(Tag::Determiner.bit() | Tag::Pronoun.bit())
            && !beside.next_could(Tag::Plural.bit() | Tag::Proper.bit() | Tag::Adjective.bit())
            && beside.after(2).is_some_and(|second| second.could & NOMINAL == 0)
            && matches!(previous, Some(Tag::Verb))
            && beside.after(2).is_some_and(|second| second.could & (VERBAL | Tag::Modal.bit()) == 0);
        let stands_alone =
            beside.after(1).is_none_or(|next| next.mark != 0) || matches!(previous, Some(Tag::Preposition | Tag::To));
        return Some(if opens || singular {
            Tag::Determiner
        } else if stands_alone {
            Tag::Pronoun
        } else {
            Tag::That
        });
    }
    if could(Tag::Be) {
        return Some(Tag::Be);
    }
    if could(Tag::Have) {
        return Some(Tag::Have);
    }
    if could(Tag::Do) {
        return Some(Tag::Do);
    }
    if token.mark == 0 && token.could == 0 {
        // "'s": possessive before a noun, else a short "is".
        let noun_follows = beside.phrase_goes_on()
            && !beside.next_could(Tag::Determiner.bit() | Tag::Preposition.bit() | Tag::Not.bit());
        return Some(if noun_follows && previous != Some(Tag::Pronoun) { Tag::Possessive } else { Tag::Be });
    }
    if could(Tag::Relative) || could(Tag::Question) {
        let behind_noun = beside
            .before(1)
            .is_some_and(|before| before.is_nominal() || before.is_mark(b',') || before.tag == Tag::Preposition);
        if could(Tag::Relative) && behind_noun {
            return Some(Tag::Relative);
        }
        if could(Tag::Subordinator) && !behind_noun && matches!(previous, None | Some(Tag::Mark)) {
            return Some(Tag::Subordinator);
        }
        return Some(if could(Tag::Question) && !(could(Tag::Pronoun) && could(Tag::Noun)) {
            Tag::Question
        } else {
            Tag::Relative
        });
    }
    if could(Tag::Possessive) {
        let before_noun = beside.phrase_goes_on() || beside.next_could(Tag::Verb.bit());
        return Some(if before_noun || !could(Tag::Pronoun) { Tag::Possessive } else { Tag::Pronoun });
    }
    if could(Tag::Determiner) {
        let alone = beside.after(1).is_none_or(|next| {
            next.could & (Tag::Modal.bit() | Tag::Be.bit() | Tag::Have.bit() | Tag::Preposition.bit() | Tag::Mark.bit())
                != 0
                && next.could & NOMINAL == 0
        }) || beside.after(1).is_some_and(|next| {
            next.could
                & (NOMINAL | Tag::Adjective.bit() | Tag::Determiner.bit() | Tag::Possessive.bit() | Tag::Number.bit())
                == 0
                && next.could & Tag::Verb.bit() != 0
                && !beside.phrase_goes_on()
        });
        return Some(if alone && could(Tag::Pronoun) { Tag::Pronoun } else { Tag::Determiner });
    }
    // "a certain level", "a couple of members": no pronoun behind an article.
    let behind_article =
        matches!(previous, Some(Tag::Determiner | Tag::Possessive)) && (could(Tag::Noun) || could(Tag::Adjective));
    if could(Tag::Pronoun) && !could(Tag::Verb) && !behind_article {
        return Some(Tag::Pronoun);
    }
    if could(Tag::Coordinator) {
        return Some(Tag::Coordinator);
    }
    if could(Tag::Preposition) && !could(Tag::Verb) {
        return Some(if could(Tag::Noun) && matches!(previous, Some(Tag::Determiner)) {
            Tag::Noun
        } else {
            Tag::Preposition
        });
    }
    if could(Tag::Adverb)
        && (matches!(previous, Some(Tag::Be | Tag::Have | Tag::Modal)) && beside.next_could(VERBAL)
            || previous == Some(Tag::Do))
    {
        return Some(Tag::Adverb);
    }
    if could(Tag::Subordinator) && could(Tag::Adverb) && beside.next_could(Tag::Adverb.bit() | Tag::Mark.bit()) {
        return Some(Tag::Adverb);
    }
    if could(Tag::Subordinator) && !could(Tag::Verb) {
        return Some(Tag::Subordinator);
    }
    None
}

fn open(token: &Token) -> Tag {
    if token.could & Tag::Proper.bit() != 0 && token.other_classes.is_empty() {
        return Tag::Proper;
    }
    let order = [Tag::Proper, Tag::Noun, Tag::Plural, Tag::Adverb, Tag::Adjective, Tag::Subordinator, Tag::Pronoun];
    if token.could & Tag::Adjective.bit() != 0 && token.could & Tag::Noun.bit() != 0 && !token.capital {
        return Tag::Adjective;
    }
    if token.other_lemma != 0 && token.could & (Tag::Noun.bit() | Tag::Plural.bit()) != 0 {
        return if token.could & Tag::Noun.bit() != 0 { Tag::Noun } else { Tag::Plural };
    }
    order.into_iter().find(|tag| token.could & tag.bit() != 0).unwrap_or(Tag::Noun)
}

/// The form that a verb has here, where its letters leave it open.
fn form_of(token: &Token, beside: &Beside<'_>) -> VerbForm {
    let has = |form: VerbForm| token.forms & (1 << form as u8) != 0;
    let before = beside.tag_before_adverbs();
    let after_auxiliary = matches!(before, Some(Tag::Be | Tag::Have));
    if has(VerbForm::Participle) && after_auxiliary {
        return VerbForm::Participle;
    }
    if has(VerbForm::Base)
        && (matches!(before, Some(Tag::To | Tag::Modal | Tag::Do)) || !has(VerbForm::Past) || beside.at_start())
    {
        return VerbForm::Base;
    }
    [VerbForm::Past, VerbForm::Third, VerbForm::Gerund, VerbForm::Participle, VerbForm::Base]
        .into_iter()
        .find(|form| has(*form))
        .unwrap_or(VerbForm::Base)
}

/// Whether a participle stands before its noun: "the proposed text", "suggested edits".
fn attributive(token: &Token, beside: &Beside<'_>, finite_after: bool) -> bool {
    let participle = token.forms & (1 << VerbForm::Participle as u8 | 1 << VerbForm::Gerund as u8) != 0;
    if !participle {
        return false;
    }
    let noun_next = beside.next_could(NOMINAL | Tag::Adjective.bit())
        && !beside.next_could(Tag::Determiner.bit() | Tag::Modal.bit() | Tag::Be.bit());
    let gerund = token.forms & 1 << VerbForm::Gerund as u8 != 0;
    match beside.tag_before() {
        Some(Tag::Determiner | Tag::Possessive) => true,
        // "the only recommended scale", "make proposed changes"
        Some(Tag::Adverb) if matches!(beside.tag_before_adverbs(), Some(Tag::Determiner | Tag::Possessive)) => {
            noun_next
        }
        Some(Tag::Verb) => noun_next && !gerund && beside.next_could(Tag::Plural.bit()),
        Some(Tag::Adjective | Tag::Number) => noun_next,
        Some(Tag::Preposition) => noun_next && token.forms & 1 << VerbForm::Gerund as u8 == 0,
        None | Some(Tag::Mark) => noun_next && finite_after && token.forms & 1 << VerbForm::Gerund as u8 == 0,
        _ => false,
    }
}

/// A noun, or an adjective that could be one: "members present".
fn noun_beside(token: &Token, beside: &Beside<'_>) -> (Tag, VerbForm) {
    let behind = matches!(beside.tag_before(), Some(Tag::Plural));
    if behind && token.could & Tag::Adjective.bit() != 0 { (Tag::Adjective, VerbForm::Base) } else { noun(token) }
}

fn noun(token: &Token) -> (Tag, VerbForm) {
    let plural = token.could & Tag::Plural.bit() != 0 && token.could & Tag::Noun.bit() == 0;
    let adjective = token.could & (NOMINAL) == 0 && token.could & Tag::Adjective.bit() != 0;
    let participle = token.could & LISTED == 0 && token.forms & (1 << VerbForm::Participle as u8) != 0;
    (
        if plural {
            Tag::Plural
        } else if adjective || participle {
            Tag::Adjective
        } else {
            Tag::Noun
        },
        VerbForm::Base,
    )
}

/// Whether a word is half of a verb of two words that both stand here: "calls upon".
fn with_particle(token: &Token, beside: &Beside<'_>, lexicon: &Lexicon) -> bool {
    let next = beside.after(1).map(|next| next.other_lemma);
    lexicon.compounds(token.verb_lemma).iter().any(|compound| compound.verb && compound.rest.first().copied() == next)
}

fn verb_or_noun(token: &Token, beside: &Beside<'_>, finite_after: bool, lexicon: &Lexicon) -> (Tag, VerbForm) {
    let has = |form: VerbForm| token.forms & (1 << form as u8) != 0;
    let form = form_of(token, beside);
    let verb = (Tag::Verb, form);
    let before = beside.tag_before();
    let over_adverbs = beside.tag_before_adverbs();
    // "is willing to lead": an adjective that looks like a form of "will".
    let predicate = has(VerbForm::Gerund) && token.other_lemma != 0 && token.could & Tag::Adjective.bit() != 0;
    if predicate && over_adverbs == Some(Tag::Be) && beside.next_could(Tag::To.bit()) {
        return (Tag::Adjective, VerbForm::Base);
    }
    let asked = beside
        .before(1)
        .is_some_and(|before| before.tag == Tag::Adverb && before.other_classes.meets(lexicon.grammar.polite));
    if asked && has(VerbForm::Base) {
        return (Tag::Verb, VerbForm::Base);
    }
    if attributive(token, beside, finite_after) {
        let gerund = has(VerbForm::Gerund) && token.could & Tag::Noun.bit() != 0;
        return (if gerund { Tag::Noun } else { Tag::Adjective }, VerbForm::Base);
    }
    // "TC 204 resolves to", "Group 9 asks the Secretariat": the figure is part of a name.
    let named = before == Some(Tag::Number) && beside.before(2).is_some_and(|name| name.capital);
    if named
        && form == VerbForm::Third
        && (beside.next_opens_object()
            || beside.next_could(Tag::To.bit())
            || beside.after(1).is_some_and(|next| next.capital))
    {
        return verb;
    }
    match before {
        Some(Tag::Determiner | Tag::Possessive | Tag::Adjective | Tag::Number)
            if !(matches!(before, Some(Tag::Adjective | Tag::Number)) && matches!(form, VerbForm::Past)) =>
        {
            return noun(token);
        }
        Some(Tag::Preposition) if form != VerbForm::Gerund => return noun_unless_particle(token, beside, verb),
        Some(Tag::Preposition) => {
            let names = beside.after(1).is_some_and(|next| {
                next.tag == Tag::Mark
                    || next.could & Tag::Preposition.bit() != 0
                        && token.could & Tag::Noun.bit() != 0
                        && token.other_lemma != 0
            });
            return if names { noun(token) } else { verb };
        }
        _ => {}
    }
    match over_adverbs {
        Some(Tag::To | Tag::Modal | Tag::Do) if has(VerbForm::Base) => return (Tag::Verb, VerbForm::Base),
        Some(Tag::Be | Tag::Have) if has(VerbForm::Participle) => return (Tag::Verb, VerbForm::Participle),
        Some(Tag::Be) if has(VerbForm::Gerund) => return (Tag::Verb, VerbForm::Gerund),
        Some(Tag::Be | Tag::Have) => return noun(token),
        Some(Tag::Pronoun | Tag::Relative) => return verb,
        // "States that host a centre are asked"
        Some(Tag::That)
            if before == Some(Tag::That)
                && beside.next_opens_object()
                && beside.before(2).is_some_and(Token::is_nominal) =>
        {
            return verb;
        }
        _ => {}
    }
    if token.could & Tag::Adjective.bit() != 0
        && token.could & (NOMINAL) == 0
        && !has(VerbForm::Past)
        && !beside.at_start()
        && !beside.next_opens_object()
    {
        return (Tag::Adjective, VerbForm::Base);
    }
    if beside.at_start() {
        return at_start(token, beside, finite_after, verb, lexicon);
    }
    if token.capital
        && token.could & Tag::Proper.bit() != 0
        && before != Some(Tag::Mark)
        && matches!(form, VerbForm::Base | VerbForm::Third)
    {
        return (Tag::Proper, VerbForm::Base);
    }
    match form {
        VerbForm::Past | VerbForm::Participle => verb,
        VerbForm::Gerund => {
            let object = beside.next_opens_object()
                || beside.next_could(NOMINAL | Tag::Preposition.bit() | Tag::Adjective.bit());
            let compound = matches!(before, Some(Tag::Noun | Tag::Proper)) && !beside.next_opens_object();
            if object && !(compound && token.other_lemma != 0) { verb } else { noun(token) }
        }
        VerbForm::Third => third(token, beside, finite_after, lexicon, verb),
        VerbForm::Base => base(token, beside, finite_after, lexicon, verb),
    }
}

fn noun_unless_particle(token: &Token, beside: &Beside<'_>, verb: (Tag, VerbForm)) -> (Tag, VerbForm) {
    // "The Board then went on and agreed": a particle, no preposition.
    if matches!(verb.1, VerbForm::Past) && token.could & LISTED == 0 && !beside.next_could(NOMINAL) {
        verb
    } else {
        noun(token)
    }
}

/// A word that can be verb or noun at the head of a sentence or line.
fn at_start(
    token: &Token,
    beside: &Beside<'_>,
    finite_after: bool,
    verb: (Tag, VerbForm),
    lexicon: &Lexicon,
) -> (Tag, VerbForm) {
    if matches!(verb.1, VerbForm::Third | VerbForm::Base)
        && with_particle(token, beside, lexicon)
        && !(finite_after && verb.1 == VerbForm::Base)
    {
        return verb;
    }
    if verb.1 != VerbForm::Base {
        return match verb.1 {
            VerbForm::Third if !opens_operative(token, beside, lexicon) && token.could & LISTED != 0 => noun(token),
            VerbForm::Gerund if token.other_lemma != 0 && !beside.next_opens_object() => noun(token),
            _ => verb,
        };
    }
    if beside.next_opens_object()
        || beside.after(1).is_some_and(|next| next.could & Tag::Adverb.bit() != 0 && next.could & NOMINAL == 0)
    {
        return verb;
    }
    let Some(next) = beside.after(1) else { return noun(token) };
    // "Chair to write": an office, no command.
    if next.could & Tag::To.bit() != 0 && token.other_classes.meets(lexicon.grammar.actor) {
        return noun(token);
    }
    if next.could & Tag::Mark.bit() != 0 || next.could & (Tag::Modal.bit() | Tag::Be.bit() | Tag::Have.bit()) != 0 {
        return noun(token);
    }
    if next.could & Tag::Preposition.bit() != 0 {
        return if token.could & LISTED == 0 || next.could & (Tag::To.bit() | Tag::Adverb.bit()) != 0 && !finite_after {
            verb
        } else {
            noun(token)
        };
    }
    let object = next.could
        & (NOMINAL | Tag::Adjective.bit() | Tag::Number.bit() | Tag::Verb.bit() | Tag::Coordinator.bit())
        != 0;
    // "Encourage parties to share what was made": a word that is no noun is a verb, whatever follows.
    if object && (!finite_after || token.could & LISTED == 0) { verb } else { noun(token) }
}

/// Whether a form in -s at the head of a line is its verb: "Requests the Secretariat", "Decides to", "Recalling".
fn opens_operative(token: &Token, beside: &Beside<'_>, lexicon: &Lexicon) -> bool {
    let operative = token.verb_classes.meets(lexicon.grammar.operative);
    let noun_next =
        beside.next_could(NOMINAL | Tag::Adjective.bit()) && !beside.next_could(Tag::Be.bit() | Tag::Modal.bit());
    let name_next = beside.after(1).is_some_and(|next| next.capital && next.could & NOMINAL != 0);
    beside.next_opens_object()
        || beside.next_could(Tag::Coordinator.bit() | Tag::Adverb.bit())
        || name_next
        || operative && (beside.next_could(Tag::To.bit()) || noun_next)
}

/// Whether a word that is also a given name is one here: before a surname or a verb, or within a sentence.
fn is_name(beside: &Beside<'_>) -> bool {
    let before_verb = beside.after(1).is_some_and(|next| {
        let surname = next.capital && next.could & NOMINAL != 0;
        let verb = next.could & (Tag::Modal.bit() | Tag::Be.bit() | Tag::Have.bit() | Tag::To.bit()) != 0
            || next.forms & (1 << VerbForm::Past as u8 | 1 << VerbForm::Third as u8) != 0;
        surname
            || verb
            || next.could & Tag::Adverb.bit() != 0
            || matches!(next.mark, b')' | b':' | b'-' | b',' | b'/' | b'&')
            || next.could & Tag::Coordinator.bit() != 0
    });
    before_verb || !beside.at_start() && beside.tag_before() != Some(Tag::Determiner)
}

/// A form in -s: the verb of the noun before it, or a plural.
fn third(
    token: &Token,
    beside: &Beside<'_>,
    finite_after: bool,
    lexicon: &Lexicon,
    verb: (Tag, VerbForm),
) -> (Tag, VerbForm) {
    let before = beside.before(1);
    let subject = before.is_some_and(|before| {
        matches!(before.tag, Tag::Noun | Tag::Proper) || before.is_mark(b')') || before.is_mark(b',')
    }) || matches!(beside.tag_before_adverbs(), Some(Tag::Noun | Tag::Proper | Tag::Coordinator));
    if !subject || token.could & Tag::Plural.bit() != 0 && beside.within_clause() {
        return noun(token);
    }
    if beside.next_opens_object() || beside.next_could(Tag::That.bit() | Tag::To.bit()) && !finite_after {
        return verb;
    }
    let person = before.is_some_and(|before| before.tag == Tag::Proper || before.classes.meets(lexicon.grammar.actor));
    let parts = Tag::Be.bit()
        | Tag::Have.bit()
        | Tag::Modal.bit()
        | Tag::Mark.bit()
        | Tag::Coordinator.bit()
        | Tag::Preposition.bit();
    let verb_next = beside.next_could(Tag::Verb.bit()) && !beside.next_could(NOMINAL);
    let act = token.verb_classes.meets(lexicon.grammar.speech_act) && !beside.next_could(parts) && !verb_next;
    if token.verb_classes.meets(lexicon.grammar.must) && beside.next_could(Tag::To.bit()) {
        return verb;
    }
    let acts = token.verb_classes.meets(lexicon.grammar.with_clause);
    if person && (act || acts && beside.next_could(Tag::To.bit() | Tag::That.bit()))
        || with_particle(token, beside, lexicon)
    {
        return verb;
    }
    if person && !finite_after && beside.after(1).is_some_and(|next| next.could & Tag::Mark.bit() == 0) {
        verb
    } else {
        noun(token)
    }
}

/// A base form: the verb of a plural before it, the next of several verbs, or a noun.
fn base(
    token: &Token,
    beside: &Beside<'_>,
    finite_after: bool,
    lexicon: &Lexicon,
    verb: (Tag, VerbForm),
) -> (Tag, VerbForm) {
    let before = beside.tag_before();
    if before == Some(Tag::Plural) && beside.next_opens_object() {
        return verb;
    }
    // "members need to", "the Union plan to"
    let plans = token.verb_classes.meets(lexicon.grammar.with_clause) || token.verb_classes.meets(lexicon.grammar.must);
    let body = beside.before(1).is_some_and(|noun| noun.capital && noun.other_classes.meets(lexicon.grammar.actor));
    if (matches!(before, Some(Tag::Plural | Tag::Proper)) || body)
        && plans
        && beside.next_could(Tag::To.bit())
        && (!finite_after || before == Some(Tag::Plural) || token.verb_classes.meets(lexicon.grammar.must))
    {
        return verb;
    }
    // "that the Board review the plan": the subjunctive.
    if matches!(before, Some(Tag::Noun | Tag::Proper))
        && beside
            .before(1)
            .is_some_and(|noun| noun.tag == Tag::Proper || noun.other_classes.meets(lexicon.grammar.actor))
        && beside.next_opens_object()
        && !finite_after
    {
        return verb;
    }
    if matches!(before, Some(Tag::Coordinator | Tag::Mark | Tag::Adverb)) {
        // "to draft and circulate the note", "review, update and post it"
        let first = (1..beside.at)
            .filter_map(|steps| beside.before(steps))
            .take(12)
            .find(|token| matches!(token.tag, Tag::Verb));
        let list = first.is_some_and(|first| first.form == VerbForm::Base);
        let alone = token.could & NOMINAL == 0;
        if list
            && !beside.next_could(Tag::Modal.bit() | Tag::Be.bit())
            && (beside.next_opens_object()
                || alone
                || beside.next_could(NOMINAL | Tag::Adjective.bit()) && !finite_after)
        {
            return verb;
        }
    }
    if token.could & (NOMINAL | Tag::Adjective.bit()) == 0 { verb } else { noun_beside(token, beside) }
}
