//! What a rule asks of a clause: who does what in which mood, in which place of the sentence. Every condition that is written must
//! hold; of the words of one condition any one suffices.

use super::source::PatternSource;
use super::words::{Seen, WordPattern, WordTest};
use crate::language::{
    Clause, Complement, Lexicon, Link, Phrase, Polarity, Sentence, Tag, Tense, VerbForm, VerbKind, Voice,
};

/// What a sentence is seen with: heading and stem, read.
#[derive(Debug, Clone, Copy, Default)]
pub struct Setting<'a, 't> {
    /// The heading above.
    pub section: Option<&'a Sentence<'t>>,
    /// The stem above.
    pub stem: Option<&'a Sentence<'t>>,
}

/// What all patterns ask of a clause, found once.
#[derive(Debug, Clone, Copy)]
pub struct Facts {
    polarity: Polarity,
    places: u32,
    moods: u32,
    first: bool,
}

impl Facts {
    /// Of one clause.
    #[must_use]
    pub fn of(sentence: &Sentence<'_>, clause: &Clause) -> Self {
        Self {
            polarity: polarity_of(sentence, clause),
            places: places(sentence, clause),
            moods: moods(sentence, clause),
            first: is_first(sentence, clause),
        }
    }
}

impl Facts {
    /// How many moods and places there are.
    pub const KINDS: (usize, usize) = (MOODS.len(), PLACES.len());

    /// Its moods and places by number, each pair; a clause without a mood has none.
    pub fn stands(self) -> impl Iterator<Item = (usize, usize)> {
        let set = |bits: u32| (0..u32::BITS as usize).filter(move |at| bits & (1 << at) != 0);
        set(self.moods).flat_map(move |mood| set(self.places).map(move |place| (mood, place)))
    }

    /// The names of its moods.
    #[must_use]
    pub fn mood_names(self) -> Vec<&'static str> {
        names(self.moods, MOODS)
    }

    /// The names of its places.
    #[must_use]
    pub fn place_names(self) -> Vec<&'static str> {
        names(self.places, PLACES)
    }

    /// Whether it says no.
    #[must_use]
    pub fn is_negative(self) -> bool {
        self.polarity == Polarity::Negative
    }

    /// active or passive.
    #[must_use]
    pub fn voice_name(self, clause: &Clause) -> &'static str {
        if clause.verb.voice == Voice::Passive { "passive" } else { "active" }
    }
}

fn names(bits: u32, known: &[&'static str]) -> Vec<&'static str> {
    known.iter().enumerate().filter(|(at, _)| bits & (1 << at) != 0).map(|(_, name)| *name).collect()
}

/// A sentence with what was found of it once.
#[derive(Debug, Clone, Copy)]
pub struct Known<'k, 't> {
    /// The sentence.
    pub sentence: &'k Sentence<'t>,
    /// What stands in it.
    pub seen: &'k Seen,
    /// Where it stands.
    pub setting: Setting<'k, 't>,
}

/// A pattern, ready to run.
#[derive(Debug, Clone, Default)]
pub struct Pattern {
    does: Option<WordTest>,
    does_not: Option<WordTest>,
    who: Option<PhraseTest>,
    who_not: Option<WordTest>,
    whom: Option<PhraseTest>,
    whom_not: Option<WordTest>,
    by: Option<PhraseTest>,
    by_not: Option<WordTest>,
    mood: u32,
    /// Word classes of which one must stand in the sentence, for its moods.
    needs: u32,
    voice: Option<Voice>,
    negated: Option<Polarity>,
    place: u32,
    under: Option<WordTest>,
    under_not: Option<WordTest>,
    of: Option<WordTest>,
    then: Option<Then>,
    then_not: Option<Then>,
    then_does: Option<WordTest>,
    has: Vec<WordPattern>,
    has_not: Vec<WordPattern>,
    sentence: Vec<WordPattern>,
    sentence_not: Vec<WordPattern>,
    heading: Vec<WordPattern>,
    heading_not: Vec<WordPattern>,
    first: Option<bool>,
    speaker: Option<PhraseTest>,
    /// As written, for those who ask why.
    pub source: PatternSource,
}

#[derive(Debug, Clone, Default)]
struct PhraseTest {
    /// No phrase, or "it" and "there", which stand for none.
    none: bool,
    /// No phrase.
    absent: bool,
    head: WordTest,
}

#[derive(Debug, Clone, Default)]
struct Then {
    that: bool,
    to: bool,
    object: bool,
    gerund: bool,
    question: bool,
    end: bool,
    words: WordTest,
}

const MOODS: &[&str] = &[
    "past",
    "present",
    "perfect",
    "pluperfect",
    "future",
    "should",
    "could",
    "would",
    "must",
    "be-to",
    "to",
    "command",
    "participle",
    "gerund",
    "subjunctive",
    "shall",
    "can",
    "will-be-doing",
];

/// Moods that only a modal makes.
const BY_MODAL: &[&str] = &["future", "should", "could", "would", "shall", "can", "will-be-doing"];

/// Moods that "to" makes, or a modal: "need to", "is to".
const BY_TO: &[&str] = &["must", "be-to", "to"];

const PLACES: &[&str] =
    &["main", "content", "infinitive", "gerund", "relative", "conditional", "adverbial", "question", "purpose"];

fn bits(names: &[String], known: &[&str]) -> Result<u32, String> {
    names.iter().try_fold(0, |bits, name| {
        let at = known.iter().position(|known| known == name);
        at.map(|at| bits | 1 << at).ok_or_else(|| format!("\"{name}\" is none of {}", known.join(", ")))
    })
}

/// The word classes that make these moods; none where one of them needs no such word.
fn needs(moods: &[String]) -> u32 {
    let all = |names: &[&str]| !moods.is_empty() && moods.iter().all(|mood| names.contains(&mood.as_str()));
    if all(BY_MODAL) {
        Tag::Modal.bit()
    } else if all(&[BY_MODAL, BY_TO].concat()) {
        Tag::Modal.bit() | Tag::To.bit()
    } else {
        0
    }
}

fn bit(name: &str, known: &[&str]) -> u32 {
    known.iter().position(|known| *known == name).map_or(0, |at| 1 << at)
}

fn test(words: &[String], lexicon: &mut Lexicon) -> Result<Option<WordTest>, String> {
    if words.is_empty() { Ok(None) } else { WordTest::of(words.iter().map(String::as_str), lexicon).map(Some) }
}

fn phrase_test(words: &[String], lexicon: &mut Lexicon) -> Result<Option<PhraseTest>, String> {
    if words.is_empty() {
        return Ok(None);
    }
    let none = words.iter().any(|word| word == "none");
    let absent = words.iter().any(|word| word == "absent");
    let head =
        WordTest::of(words.iter().map(String::as_str).filter(|word| !matches!(*word, "none" | "absent")), lexicon)?;
    Ok(Some(PhraseTest { none, absent, head }))
}

fn patterns(written: &[String], lexicon: &mut Lexicon) -> Result<Vec<WordPattern>, String> {
    written.iter().map(|written| WordPattern::new(written, lexicon)).collect()
}

fn then(words: &[String], lexicon: &mut Lexicon) -> Result<Option<Then>, String> {
    if words.is_empty() {
        return Ok(None);
    }
    let has = |name: &str| words.iter().any(|word| word == name);
    let special = ["that", "to", "object", "gerund", "question", "end"];
    let rest = words.iter().map(String::as_str).filter(|word| !special.contains(word));
    Ok(Some(Then {
        that: has("that"),
        to: has("to"),
        object: has("object"),
        gerund: has("gerund"),
        question: has("question"),
        end: has("end"),
        words: WordTest::of(rest, lexicon)?,
    }))
}

impl Pattern {
    /// Makes a pattern ready.
    ///
    /// # Errors
    /// A class, mood or place does not exist.
    pub fn new(source: PatternSource, lexicon: &mut Lexicon) -> Result<Self, String> {
        let voice = match source.voice.as_deref() {
            None => None,
            Some("active") => Some(Voice::Active),
            Some("passive") => Some(Voice::Passive),
            Some(other) => return Err(format!("voice is active or passive, not \"{other}\"")),
        };
        let negated = match source.negated.as_deref() {
            None | Some("no") => Some(Polarity::Positive),
            Some("yes") => Some(Polarity::Negative),
            Some("any") => None,
            Some(other) => return Err(format!("negated is yes, no or any, not \"{other}\"")),
        };
        let place = if source.place.is_empty() { bit("main", PLACES) } else { bits(&source.place, PLACES)? };
        Ok(Self {
            does: test(&source.does, lexicon)?,
            does_not: test(&source.does_not, lexicon)?,
            who: phrase_test(&source.who, lexicon)?,
            who_not: test(&source.who_not, lexicon)?,
            whom: phrase_test(&source.whom, lexicon)?,
            whom_not: test(&source.whom_not, lexicon)?,
            by: phrase_test(&source.by, lexicon)?,
            by_not: test(&source.by_not, lexicon)?,
            mood: bits(&source.mood, MOODS)?,
            needs: needs(&source.mood),
            voice,
            negated,
            place,
            under: test(&source.under, lexicon)?,
            under_not: test(&source.under_not, lexicon)?,
            of: test(&source.of, lexicon)?,
            then: then(&source.then, lexicon)?,
            then_not: then(&source.then_not, lexicon)?,
            then_does: test(&source.then_does, lexicon)?,
            has: patterns(&source.has, lexicon)?,
            has_not: patterns(&source.has_not, lexicon)?,
            sentence: patterns(&source.sentence, lexicon)?,
            sentence_not: patterns(&source.sentence_not, lexicon)?,
            heading: patterns(&source.heading, lexicon)?,
            heading_not: patterns(&source.heading_not, lexicon)?,
            first: source.first,
            speaker: phrase_test(&source.speaker, lexicon)?,
            source,
        })
    }

    /// Whether a clause in this mood (by number) and place (by number) can pass at all.
    #[must_use]
    pub fn can_stand(&self, mood: usize, place: usize) -> bool {
        (self.mood == 0 || self.mood & (1 << mood) != 0) && self.place & (1 << place) != 0
    }

    /// Whether a sentence that holds no more than this can have a clause that passes.
    #[must_use]
    pub fn can_meet(&self, seen: &Seen, titled: bool) -> bool {
        let any =
            |patterns: &[WordPattern]| patterns.is_empty() || patterns.iter().any(|pattern| pattern.can_stand(seen));
        let verb = |test: &Option<WordTest>| test.as_ref().is_none_or(|test| seen.can_hold(test));
        let phrase = |test: &Option<PhraseTest>| {
            test.as_ref().is_none_or(|test| test.none || test.absent || seen.can_hold(&test.head))
        };
        (self.needs == 0 || seen.has(self.needs))
            && (titled || self.heading.is_empty())
            && verb(&self.does)
            && phrase(&self.who)
            && phrase(&self.whom)
            && verb(&self.under)
            && any(&self.has)
            && any(&self.sentence)
    }

    /// The conditions as written, on one line.
    #[must_use]
    pub fn written(&self) -> String {
        let keys = serde_json::to_value(&self.source).unwrap_or_default();
        let given = |value: &serde_json::Value| match value {
            serde_json::Value::Null => None,
            serde_json::Value::Array(words) if words.is_empty() => None,
            serde_json::Value::Array(words) => {
                Some(words.iter().filter_map(serde_json::Value::as_str).collect::<Vec<_>>().join(", "))
            }
            other => Some(other.to_string().trim_matches('"').to_owned()),
        };
        let pairs = keys.as_object().into_iter().flatten();
        pairs.filter_map(|(key, value)| Some(format!("{key}: {}", given(value)?))).collect::<Vec<_>>().join("; ")
    }

    /// Whether a clause passes.
    ///
    /// # Errors
    /// The first condition that does not hold, by its key.
    pub fn fits(&self, known: Known<'_, '_>, clause: &Clause, facts: Facts) -> Result<(), &'static str> {
        let Known { sentence, seen, setting } = known;
        let fails = |bad: bool, key: &'static str| if bad { Err(key) } else { Ok(()) };
        let at = |test: &Option<WordTest>, place: usize| test.as_ref().is_none_or(|test| test.fits(sentence, place));
        fails(self.voice.is_some_and(|voice| voice != clause.verb.voice), "voice")?;
        fails(self.negated.is_some_and(|polarity| polarity != facts.polarity), "negated")?;
        fails(self.place & facts.places == 0, "place")?;
        fails(self.mood != 0 && self.mood & facts.moods == 0, "mood")?;
        fails(!at(&self.does, clause.verb.head), "does")?;
        fails(self.does_not.as_ref().is_some_and(|test| test.fits(sentence, clause.verb.head)), "does_not")?;
        fails(self.first.is_some_and(|first| first != facts.first), "first")?;
        fails(!phrase_fits(self.who.as_ref(), clause.subject.as_ref(), sentence, true), "who")?;
        fails(holds(self.who_not.as_ref(), clause.subject.as_ref(), sentence), "who_not")?;
        fails(!phrase_fits(self.whom.as_ref(), clause.object.as_ref(), sentence, false), "whom")?;
        fails(is_headed(self.whom_not.as_ref(), clause.object.as_ref(), sentence), "whom_not")?;
        fails(!phrase_fits(self.by.as_ref(), clause.agent.as_ref(), sentence, false), "by")?;
        fails(holds(self.by_not.as_ref(), clause.agent.as_ref(), sentence), "by_not")?;
        let above = sentence.parent(clause);
        if let Some(test) = &self.under {
            fails(!above.is_some_and(|above| test.fits(sentence, above.verb.head)), "under")?;
        }
        if let Some(test) = &self.under_not {
            fails(above.is_some_and(|above| test.fits(sentence, above.verb.head)), "under_not")?;
        }
        if let Some(test) = &self.of {
            fails(!clause.of_noun.is_some_and(|noun| test.fits(sentence, noun)), "of")?;
        }
        if let Some(test) = &self.then {
            fails(!test.fits(sentence, clause), "then")?;
        }
        if let Some(test) = &self.then_not {
            fails(test.fits(sentence, clause), "then_not")?;
        }
        if let Some(test) = &self.then_does {
            let Complement::Clause(child) = clause.complement else { return Err("then_does") };
            fails(!sentence.clauses.get(child).is_some_and(|child| test.fits(sentence, child.verb.head)), "then_does")?;
        }
        if let Some(test) = &self.speaker {
            fails(!phrase_fits(Some(test), sentence.speaker(clause), sentence, false), "speaker")?;
        }
        let any = |patterns: &[WordPattern], within: std::ops::Range<usize>| {
            patterns.iter().any(|pattern| pattern.find(sentence, seen, within.clone()).is_some())
        };
        let all = 0..sentence.tokens.len();
        fails(!self.has.is_empty() && !any(&self.has, clause.span.clone()), "has")?;
        fails(any(&self.has_not, clause.span.clone()), "has_not")?;
        fails(!self.sentence.is_empty() && !any(&self.sentence, all.clone()), "sentence")?;
        fails(any(&self.sentence_not, all), "sentence_not")?;
        self.fits_setting(setting)
    }

    /// Whether heading and stem pass.
    ///
    /// # Errors
    /// The key that does not hold.
    fn fits_setting(&self, setting: Setting<'_, '_>) -> Result<(), &'static str> {
        let found = |patterns: &[WordPattern], above: Option<&Sentence<'_>>| {
            above.is_some_and(|above| {
                let seen = Seen::of(above);
                patterns.iter().any(|pattern| pattern.find(above, &seen, 0..above.tokens.len()).is_some())
            })
        };
        if self.source.alone.is_some_and(|alone| alone == setting.stem.is_some()) {
            return Err("alone");
        }
        if !self.heading.is_empty() && !found(&self.heading, setting.section) && !found(&self.heading, setting.stem) {
            return Err("heading");
        }
        if !self.heading_not.is_empty() && found(&self.heading_not, setting.section) {
            return Err("heading_not");
        }
        Ok(())
    }

    /// Whether a sentence passes whose clauses do not matter.
    ///
    /// # Errors
    /// The key that does not hold.
    pub fn fits_words(&self, known: Known<'_, '_>) -> Result<std::ops::Range<usize>, &'static str> {
        let Known { sentence, seen, setting } = known;
        let all = 0..sentence.tokens.len();
        let found = self.sentence.iter().find_map(|pattern| pattern.find(sentence, seen, all.clone()));
        let Some(found) = found else { return Err("sentence") };
        if self.sentence_not.iter().any(|pattern| pattern.find(sentence, seen, all.clone()).is_some()) {
            return Err("sentence_not");
        }
        self.fits_setting(setting).map(|()| found)
    }
}

/// "No member agreed", "nobody agreed" say no as "did not agree" does; so does "failed to agree".
fn polarity_of(sentence: &Sentence<'_>, clause: &Clause) -> Polarity {
    let first = clause.subject.as_ref().and_then(|subject| sentence.tokens.get(subject.tokens.start));
    let word = clause.subject.as_ref().map(|subject| sentence.word(subject.tokens.start)).unwrap_or_default();
    let nobody = first.is_some_and(|token| matches!(token.tag, Tag::Determiner | Tag::Pronoun | Tag::Number))
        && ["no", "nobody", "none", "neither", "nothing"].iter().any(|no| word.eq_ignore_ascii_case(no));
    let nothing =
        clause.object.as_ref().is_some_and(|object| sentence.word(object.tokens.start).eq_ignore_ascii_case("no"));
    if nobody || nothing && clause.verb.voice == Voice::Active { Polarity::Negative } else { clause.verb.polarity }
}

fn phrase_fits(test: Option<&PhraseTest>, phrase: Option<&Phrase>, sentence: &Sentence<'_>, subject: bool) -> bool {
    let Some(test) = test else { return true };
    let Some(phrase) = phrase else { return test.none || test.absent };
    let word = sentence.word(phrase.head);
    let expletive =
        subject && phrase.tokens.len() == 1 && (word.eq_ignore_ascii_case("it") || word.eq_ignore_ascii_case("there"));
    let joined = || {
        let words = sentence.tokens.get(phrase.tokens.clone()).unwrap_or_default();
        subject && words.iter().any(|token| token.tag == Tag::Coordinator) && test.head.fits_any(sentence, phrase)
    };
    test.none && expletive || test.head.fits(sentence, phrase.head) || joined()
}

fn holds(test: Option<&WordTest>, phrase: Option<&Phrase>, sentence: &Sentence<'_>) -> bool {
    test.zip(phrase).is_some_and(|(test, phrase)| test.fits_any(sentence, phrase))
}

/// Whether a phrase has such a head, or begins with such a word: "no agreement".
fn is_headed(test: Option<&WordTest>, phrase: Option<&Phrase>, sentence: &Sentence<'_>) -> bool {
    test.zip(phrase)
        .is_some_and(|(test, phrase)| test.fits(sentence, phrase.head) || test.fits(sentence, phrase.tokens.start))
}

fn is_first(sentence: &Sentence<'_>, clause: &Clause) -> bool {
    sentence.tokens.get(..clause.verb.tokens.start).is_some_and(|before| {
        before.iter().all(|token| {
            matches!(token.tag, Tag::Mark | Tag::Number | Tag::Adverb | Tag::Coordinator | Tag::Subordinator)
                || token.end - token.start <= 2 && token.start == 0
        })
    })
}

/// The places that a clause stands in, as bits.
fn places(sentence: &Sentence<'_>, clause: &Clause) -> u32 {
    if clause.conditional {
        return bit("conditional", PLACES);
    }
    let name = match clause.link {
        Link::Main | Link::Coordinate if clause.question => "question",
        Link::Main => "main",
        Link::Coordinate => {
            if !clause.subject_shared {
                return 1;
            }
            return sentence.parent(clause).map_or(1, |above| places(sentence, above));
        }
        Link::Content => "content",
        Link::Question => "question",
        Link::Conditional => "conditional",
        Link::Adverbial => "adverbial",
        Link::Relative => "relative",
        Link::Infinitive => "infinitive",
        Link::Purpose => "purpose",
        Link::Gerund => "gerund",
    };
    bit(name, PLACES)
}

/// The moods that a clause is in, as bits.
fn moods(sentence: &Sentence<'_>, clause: &Clause) -> u32 {
    let verb = &clause.verb;
    if let Some(modal) = verb.modal {
        let word = sentence.word(modal).to_ascii_lowercase();
        let token = sentence.tokens.get(modal);
        let name = match (token.map(|token| token.tag), word.as_str()) {
            // "should have been": what was not done is told.
            (Some(Tag::Modal), "should" | "ought" | "could" | "might" | "would" | "must") if verb.perfect => return 0,
            (Some(Tag::Modal), "should" | "ought") => "should",
            (Some(Tag::Modal), "could" | "might") => "could",
            (Some(Tag::Modal), "may" | "can" | "cannot" | "ca") => "can",
            (Some(Tag::Modal), "shall") => "shall",
            (Some(Tag::Modal), "would" | "'d" | "\u{2019}d") => "would",
            (Some(Tag::Modal), "must") => "must",
            (Some(Tag::Modal), _) if verb.progressive => "will-be-doing",
            (Some(Tag::Modal), _) => "future",
            (Some(Tag::Be), _) => "be-to",
            // "had to be returned": what had to be done is told.
            (Some(Tag::Have), _)
                if token.is_some_and(|token| matches!(token.form, VerbForm::Past | VerbForm::Participle)) =>
            {
                return 0;
            }
            _ => "must",
        };
        return bit(name, MOODS);
    }
    let name = match (verb.kind, verb.tense, verb.perfect) {
        (VerbKind::Infinitive, ..) => "to",
        (VerbKind::Imperative, ..) => "command",
        (VerbKind::Gerund, ..) => "gerund",
        (VerbKind::Participle, ..) => "participle",
        (VerbKind::Finite, Tense::Past, true) => "pluperfect",
        (VerbKind::Finite, _, true) => "perfect",
        (VerbKind::Finite, Tense::Past, false) => "past",
        (VerbKind::Finite, Tense::Future, _) => "future",
        _ => "present",
    };
    let be = sentence.tokens.get(verb.tokens.start).is_some_and(|token| token.tag == Tag::Be)
        && sentence.word(verb.tokens.start).eq_ignore_ascii_case("be");
    let asked = clause.link == Link::Content
        && verb.tokens.len() == 1
        && verb.tense == Tense::Present
        && sentence.tokens.get(verb.head).is_some_and(|token| token.form == VerbForm::Base && token.tag == Tag::Verb)
        && clause
            .subject
            .as_ref()
            .and_then(|subject| sentence.tokens.get(subject.head))
            .is_some_and(|head| matches!(head.tag, Tag::Noun | Tag::Proper));
    let third = asked
        || verb.kind == VerbKind::Finite && verb.tense == Tense::Present && be
        || verb.kind == VerbKind::Imperative && be && clause.subject.is_some();
    bit(name, MOODS) | if third { bit("subjunctive", MOODS) } else { 0 }
}

impl Then {
    fn fits(&self, sentence: &Sentence<'_>, clause: &Clause) -> bool {
        let child = match clause.complement {
            Complement::Clause(child) => sentence.clauses.get(child),
            _ => None,
        };
        let next = sentence
            .tokens
            .get(clause.verb.tokens.end..)
            .and_then(|rest| rest.iter().position(|token| token.tag != Tag::Adverb))
            .map(|skipped| clause.verb.tokens.end + skipped);
        let ends = next.is_none_or(|next| sentence.tokens.get(next).is_some_and(|token| token.tag == Tag::Mark));
        child.is_some_and(|child| match child.link {
            Link::Content => self.that,
            Link::Infinitive => self.to,
            Link::Gerund => self.gerund,
            Link::Question => self.question,
            _ => false,
        }) || self.object && clause.object.is_some()
            || self.that
                && next.is_some_and(|next| sentence.tokens.get(next).is_some_and(|token| token.tag == Tag::That))
            || self.end && ends
            || !self.words.is_empty() && next.is_some_and(|next| self.words.fits(sentence, next))
    }
}
