//! Tests on tokens, and patterns over several: `^ action|task :`, `no objection`, `@earlier meeting`.

use crate::language::{Classes, Lexicon, Phrase, Sentence, Tag, Token, VerbForm};

/// What one token must be: of a class (`@body`), of a lemma (`agree`), of a word class (`#number`), or a word as it stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WordTest {
    /// Any of these classes.
    pub classes: Classes,
    /// Any of these lemmas, by number.
    lemmas: Vec<u32>,
    /// Any of these words as they stand, by number.
    surfaces: Vec<u32>,
    /// A filter for both: see [`bloom`].
    bloom: u128,
    /// For marks, their bytes.
    marks: Vec<u8>,
    tags: u32,
    name: bool,
    upper: bool,
    year: bool,
    base: bool,
}

/// One bit for a number: what a set of numbers cannot hold is known without looking.
const fn bloom(number: u32) -> u128 {
    1 << (number.wrapping_mul(2_654_435_761) >> 25)
}

/// Word classes that a word can be taken for whatever the lexicon says.
const OPEN: u32 = Tag::Noun.bit() | Tag::Proper.bit() | Tag::Adjective.bit() | Tag::Verb.bit() | Tag::Adverb.bit();

/// What stands in a sentence, roughly: a test that asks for something else need not be tried.
#[derive(Debug, Clone, Copy, Default)]
pub struct Seen {
    classes: Classes,
    bloom: u128,
    tags: u32,
}

impl Seen {
    /// Of all tokens of a sentence.
    #[must_use]
    pub fn of(sentence: &Sentence<'_>) -> Self {
        let mut seen = Self::default();
        for token in &sentence.tokens {
            seen.classes = seen.classes.and(token.classes);
            seen.bloom |= bloom(token.lemma) | bloom(token.surface);
            seen.tags |= token.tag.bit();
        }
        seen
    }

    /// Of tokens whose word classes are not settled: all that they could be.
    #[must_use]
    pub fn at_a_glance(sentence: &Sentence<'_>) -> Self {
        let mut seen = Self::default();
        for token in &sentence.tokens {
            let (classes, lemmas) = token.readings();
            seen.classes = seen.classes.and(classes);
            seen.bloom |= lemmas.iter().fold(bloom(token.surface), |bits, lemma| bits | bloom(*lemma));
            // A word can be taken for any open class; only the closed ones are sure.
            seen.tags |= token.could | if token.could & Tag::Mark.bit() == 0 { OPEN } else { 0 };
        }
        seen
    }

    /// Whether a word of one of these word classes can stand in the sentence.
    #[must_use]
    pub fn has(&self, tags: u32) -> bool {
        self.tags & tags != 0
    }

    /// Whether a token that passes a test can stand in the sentence.
    #[must_use]
    pub fn can_hold(&self, test: &WordTest) -> bool {
        self.classes.meets(test.classes)
            || self.bloom & test.bloom != 0
            || self.tags & test.tags != 0
            || test.upper
            || test.name && self.tags & Tag::Proper.bit() != 0
            || test.year
            || test.base
            || !test.marks.is_empty() && self.tags & Tag::Mark.bit() != 0
    }
}

impl WordTest {
    /// Reads alternatives: each a class, lemma, word class or word.
    ///
    /// # Errors
    /// A class or word class does not exist.
    pub fn of<'w>(words: impl IntoIterator<Item = &'w str>, lexicon: &mut Lexicon) -> Result<Self, String> {
        let mut test = Self::default();
        for word in words {
            test.add(word, lexicon)?;
        }
        let numbers = test.lemmas.iter().chain(&test.surfaces);
        test.bloom = numbers.fold(0, |bits, number| bits | bloom(*number));
        Ok(test)
    }

    fn add(&mut self, word: &str, lexicon: &mut Lexicon) -> Result<(), String> {
        if let Some(class) = word.strip_prefix('@') {
            let set = lexicon.class(class).ok_or_else(|| format!("there is no class @{class} in the lexicon"))?;
            self.classes = self.classes.and(set);
        } else if let Some(tag) = word.strip_prefix('#') {
            self.tags |= match tag {
                "number" => Tag::Number.bit(),
                "name" => {
                    self.name = true;
                    0
                }
                "acronym" => {
                    self.upper = true;
                    0
                }
                "year" => {
                    self.year = true;
                    0
                }
                "base" => {
                    self.base = true;
                    0
                }
                "noun" => Tag::Noun.bit() | Tag::Plural.bit() | Tag::Proper.bit(),
                "verb" => Tag::Verb.bit(),
                "adjective" => Tag::Adjective.bit(),
                "adverb" => Tag::Adverb.bit(),
                "determiner" => Tag::Determiner.bit() | Tag::Possessive.bit(),
                "preposition" => Tag::Preposition.bit() | Tag::To.bit(),
                "pronoun" => Tag::Pronoun.bit(),
                "mark" => Tag::Mark.bit(),
                "any" => u32::MAX,
                other => return Err(format!("there is no word class #{other}")),
            };
        } else if let Some(mark) = word.bytes().next().filter(|byte| word.len() == 1 && byte.is_ascii_punctuation()) {
            self.marks.push(mark);
        } else {
            self.lemmas.extend(lexicon.number(word));
            self.surfaces.push(lexicon.surface(&word.to_lowercase()));
        }
        Ok(())
    }

    /// Whether a token passes.
    #[must_use]
    pub fn fits(&self, sentence: &Sentence<'_>, at: usize) -> bool {
        let Some(token) = sentence.tokens.get(at) else { return false };
        self.classes.meets(token.classes)
            || self.tags & token.tag.bit() != 0
            || self.bloom & (bloom(token.lemma) | bloom(token.surface)) != 0
                && (token.lemma != 0 && self.lemmas.contains(&token.lemma)
                    || token.surface != 0 && self.surfaces.contains(&token.surface))
            || token.tag == Tag::Mark && self.marks.contains(&token.mark)
            || self.upper && (is_acronym(token) || token.capital && is_plural_acronym(sentence.word(at)))
            || self.name && token.tag == Tag::Proper && !is_long_acronym(token)
            || self.year && token.tag == Tag::Number && is_year(sentence.word(at))
            || self.base && token.tag == Tag::Verb && token.form == VerbForm::Base
    }

    /// Whether a token of a phrase passes.
    #[must_use]
    pub fn fits_any(&self, sentence: &Sentence<'_>, phrase: &Phrase) -> bool {
        phrase.tokens.clone().any(|at| self.fits(sentence, at))
    }

    /// Whether it tests nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A word of capitals, three or more letters: what bodies are called by.
fn is_acronym(token: &Token) -> bool {
    token.upper && token.tag != Tag::Verb
}

/// Three capitals or more: a body; two can be somebody's initials.
fn is_long_acronym(token: &Token) -> bool {
    token.upper && token.end - token.start >= 3
}

/// "NRIs", "DCs".
fn is_plural_acronym(word: &str) -> bool {
    word.strip_suffix('s').is_some_and(|stem| stem.len() >= 2 && stem.bytes().all(|byte| byte.is_ascii_uppercase()))
}

fn is_year(word: &str) -> bool {
    word.len() == 4
        && (word.starts_with("19") || word.starts_with("20"))
        && word.bytes().all(|byte| byte.is_ascii_digit())
}

/// A pattern over neighbouring tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WordPattern {
    /// As written.
    pub written: String,
    steps: Vec<Step>,
    from_start: bool,
    to_end: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Step {
    test: WordTest,
    optional: bool,
    /// Up to this many further tokens may stand before it.
    gap: usize,
}

/// How many tokens `*` stands for at most.
const GAP: usize = 6;

impl WordPattern {
    /// Reads a pattern: words and tests between blanks, `a|b` alternatives, `?` behind what may be absent, `*` for up to six tokens,
    /// `^` the start and `$` the end.
    ///
    /// # Errors
    /// A class does not exist.
    pub fn new(written: &str, lexicon: &mut Lexicon) -> Result<Self, String> {
        let mut pattern = Self { written: written.to_owned(), steps: Vec::new(), from_start: false, to_end: false };
        let mut gap = 0;
        for piece in written.split_whitespace() {
            match piece {
                "^" => pattern.from_start = true,
                "$" => pattern.to_end = true,
                "*" => gap = GAP,
                _ => {
                    let optional = piece.len() > 1 && piece.ends_with('?');
                    let words = if optional { piece.trim_end_matches('?') } else { piece };
                    let parts: Vec<&str> = if words == "|" { vec![words] } else { words.split('|').collect() };
                    pattern.steps.push(Step { test: WordTest::of(parts, lexicon)?, optional, gap });
                    gap = 0;
                }
            }
        }
        Ok(pattern)
    }

    /// Whether it can fit in a sentence that holds no more than this.
    #[must_use]
    pub fn can_stand(&self, seen: &Seen) -> bool {
        self.steps.iter().all(|step| step.optional || seen.can_hold(&step.test))
    }

    /// The tokens of the first place within a stretch where it fits.
    #[must_use]
    pub fn find(
        &self,
        sentence: &Sentence<'_>,
        seen: &Seen,
        within: std::ops::Range<usize>,
    ) -> Option<std::ops::Range<usize>> {
        if !self.can_stand(seen) {
            return None;
        }
        let end = within.end.min(sentence.tokens.len());
        let starts = if self.from_start { within.start..(within.start + 1).min(end) } else { within.start..end };
        starts.into_iter().find_map(|start| self.at(sentence, start, 0, end).map(|stop| start..stop))
    }

    fn at(&self, sentence: &Sentence<'_>, place: usize, step: usize, end: usize) -> Option<usize> {
        let Some(here) = self.steps.get(step) else {
            let marks_only =
                || (place..end).all(|at| sentence.tokens.get(at).is_some_and(|token| token.tag == Tag::Mark));
            return (!self.to_end || marks_only()).then_some(place);
        };
        for skipped in 0..=here.gap {
            let at = place + skipped;
            if at >= end {
                break;
            }
            if here.test.fits(sentence, at)
                && let Some(stop) = self.at(sentence, at + 1, step + 1, end)
            {
                return Some(stop);
            }
        }
        if here.optional { self.at(sentence, place, step + 1, end) } else { None }
    }
}
