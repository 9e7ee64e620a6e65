//! Pronouns, where the sentence before leaves no doubt: "Ms. Okoye reported on the survey. She will send the data to the list."
//!
//! "She" and "he" are the one person whom the sentence before names, and names as its subject; "it" is its subject where that is a
//! body and the verb is one of people ("it will issue", not "it will be published"); "they" is a subject of several. Anything else
//! stays without an actor.

use super::Reading;
use super::mention::Mention;
use super::roster::Roster;
use super::verbs::{self, Verb};
use crate::tag::words::{Shape, Words};

/// How far into a sentence its pronoun may stand, in words: "In addition, she".
const OPENING: usize = 8;

/// A pronoun that is the subject of a duty or a promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pronoun {
    /// "he", "she".
    Person,
    /// "it".
    Body,
    /// "they".
    Several,
}

/// The pronoun that opens a sentence, or what is reported in it ("She said that she would").
#[must_use]
pub fn of(words: &Words<'_>) -> Option<Pronoun> {
    let at = (0..OPENING).find(|&at| kind(words.lower(at)).is_some())?;
    let opens = at == 0 || matches!(words.lower(at - 1), "," | "that" | "addition" | "and" | "then" | "also");
    let pronoun = kind(words.lower(at)).filter(|_| opens)?;
    let mut verb = at + 1;
    while verbs::is_adverb(words.lower(verb)) {
        verb += 1;
    }
    (pronoun != Pronoun::Body || is_of_people(words, verb)).then_some(pronoun)
}

/// A pronoun behind a semicolon, which speaks of whoever opened the sentence: "Kofi is late with the figures; he will send them".
#[must_use]
pub fn behind_semicolon(words: &Words<'_>) -> Option<Pronoun> {
    let at = (1..words.len()).find(|&at| words.lower(at - 1) == ";" && kind(words.lower(at)).is_some())?;
    kind(words.lower(at)).filter(|&pronoun| pronoun != Pronoun::Body || is_of_people(words, at + 1))
}

fn kind(word: &str) -> Option<Pronoun> {
    match word {
        "he" | "she" => Some(Pronoun::Person),
        "it" => Some(Pronoun::Body),
        "they" => Some(Pronoun::Several),
        _ => None,
    }
}

fn is_of_people(words: &Words<'_>, verb: usize) -> bool {
    match verbs::class(words.lower(verb)) {
        Some(Verb::Commit) => true,
        Some(Verb::Modal) => {
            let next = (verb + 1..verb + 4).find(|&at| !verbs::is_adverb(words.lower(at)));
            next.is_some_and(|at| verbs::is_human_act(words.lower(at)) || words.lower(at) == "issue")
        }
        _ => false,
    }
}

impl Reading<'_, '_> {
    /// Whom a pronoun of the next sentence means.
    #[must_use]
    pub fn meant_by(&self, pronoun: Pronoun, roster: &Roster) -> Vec<String> {
        let subjects = self.opening_group();
        match (pronoun, subjects.as_slice()) {
            (Pronoun::Person, [one]) if is_person(one, roster) => {
                let persons = self.mentions.iter().filter(|other| is_person(other, roster) && other.name != one.name);
                if persons.count() == 0 { vec![one.name.clone()] } else { Vec::new() }
            }
            (Pronoun::Body, [one]) if !is_person(one, roster) && !is_plural(&one.name) => vec![one.name.clone()],
            (Pronoun::Several, [one]) if is_plural(&one.name) => vec![one.name.clone()],
            (Pronoun::Several, several) if several.len() > 1 => {
                several.iter().map(|mention| mention.name.clone()).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The mentions that open the sentence, or stand right behind the comma of what introduces it.
    fn opening_group(&self) -> Vec<&Mention> {
        let sentence = super::grammar::Sentence { words: self.words, mentions: &self.mentions };
        let first = self.mentions.iter().position(|mention| {
            mention.from == 0
                || (mention.from < OPENING && mention.from > 1 && self.words.lower(mention.from - 1) == ",")
        });
        let Some(first) = first else { return Vec::new() };
        sentence.group(first).into_iter().filter_map(|index| self.mentions.get(index)).collect()
    }
}

/// A name with a title, a name of two words that are no office, or an office of one person.
fn is_person(mention: &Mention, roster: &Roster) -> bool {
    const OFFICES: &[&str] = &[
        "chair",
        "chairman",
        "chairwoman",
        "chairperson",
        "co-chair",
        "vice-chair",
        "president",
        "secretary",
        "director",
        "treasurer",
        "clerk",
        "manager",
        "coordinator",
        "co-facilitator",
        "facilitator",
        "rapporteur",
        "moderator",
        "minister",
        "mayor",
        "ambassador",
        "secretary-general",
        "director-general",
        "officer",
        "speaker",
        "consultant",
        "representative",
        "commissioner",
        "councillor",
        "engineer",
        "attorney",
        "editor",
        "host",
    ];
    let words = Words::of(&mention.name);
    let lower = mention.name.to_lowercase();
    let last = lower.rsplit(' ').next().unwrap_or_default();
    if OFFICES.contains(&last) || roster.is_title(words.lower(0)) || mention.doubtful {
        return true;
    }
    words.len() >= 2
        && (0..words.len()).all(|at| {
            matches!(words.shape(at), Shape::Capitalised | Shape::Initial | Shape::Sign)
                && !roster.is_head(words.lower(at))
                && !roster.is_body(words.lower(at))
        })
}

fn is_plural(name: &str) -> bool {
    name.ends_with('s') && !name.ends_with("ss")
}
