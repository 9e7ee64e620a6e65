//! From a sentence to a statement: which words tell of the matter, how they hang together, what the sentence does.

use super::fate;
use super::statement::{Marks, Part, Place, Statement};
use super::statements::MOST_PACKED;
use super::words::{Term, Words, hash};
use crate::language::clause::{Clause, Complement, Voice};
use crate::language::{Classes, Language, Sentence, Tag, Token, VerbForm};

/// Reads statements.
#[derive(Debug)]
pub struct Reader<'a> {
    pub(super) language: &'a Language,
    pub(super) words: &'a Words,
    pub(super) classes: Known,
}

/// The classes of the lexicon that are asked for.
#[derive(Debug)]
pub(super) struct Known {
    /// Verbs that frame what is to be done: "decided that", "recommended to".
    pub(super) frames: Classes,
    pub(super) settles: Classes,
    pub(super) wants: Classes,
    pub(super) asks: Classes,
    pub(super) someone: Classes,
    pub(super) time: Classes,
    pub(super) occasion: Classes,
    pub(super) procedural: Classes,
    /// Nouns of need: "importance of".
    pub(super) need: Classes,
    pub(super) could: Classes,
    pub(super) should: Classes,
}

/// Words that say nothing of a matter, whatever their class.
const EMPTY: &[&str] = &[
    "be",
    "have",
    "do",
    "make",
    "take",
    "give",
    "get",
    "go",
    "put",
    "come",
    "let",
    "need",
    "meeting",
    "session",
    "delegation",
    "order",
    "accordance",
    "regard",
    "respect",
    "view",
    "number",
    "way",
    "time",
    "part",
    "case",
    "addition",
    "context",
    "item",
    "paragraph",
    "decision",
    "recommendation",
    "action",
    "point",
    "ap",
    "new",
    "other",
    "next",
    "last",
    "previous",
    "same",
    "first",
    "second",
    "such",
    "own",
    "several",
    "many",
    "more",
    "most",
    "further",
    "future",
    "present",
    "concerned",
    "above",
    "following",
    "possible",
];

/// Nouns that frame what is wanted or settled, and are not the matter: "its recommendation that".
const FRAME_NOUNS: &[&str] = &[
    "recommendation",
    "proposal",
    "suggestion",
    "proposition",
    "request",
    "call",
    "plea",
    "wish",
    "idea",
    "advice",
    "appeal",
    "decision",
    "agreement",
    "consensus",
    "resolution",
    "conclusion",
];

/// Words for numbers that no digit shows.
const NUMBERS: &[&str] = &[
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
    "thirty",
    "forty",
    "fifty",
    "sixty",
    "seventy",
    "eighty",
    "ninety",
    "hundred",
    "thousand",
    "million",
    "billion",
    "dozen",
    "half",
];

impl<'a> Reader<'a> {
    /// A reader with a language and groups of words.
    #[must_use]
    pub fn new(language: &'a Language, words: &'a Words) -> Self {
        let of = |names: &[&str]| {
            names.iter().filter_map(|name| language.lexicon().class(name)).fold(Classes::default(), Classes::and)
        };
        let classes = Known {
            frames: of(&[
                "settle",
                "propose",
                "encourage",
                "request",
                "direct",
                "report",
                "note",
                "recall",
                "opine",
                "stress",
                "wish",
                "ask",
                "commit",
                "dispose",
            ]),
            settles: of(&["settle", "dispose", "final"]),
            wants: of(&["propose", "encourage", "wish", "stress"]),
            asks: of(&["request", "direct", "encourage", "ask"]),
            someone: of(&["body", "members", "office", "title"]),
            time: of(&["time", "month"]),
            occasion: of(&["occasion"]),
            procedural: of(&["procedural"]),
            need: of(&["need"]),
            could: of(&["could", "would"]),
            should: of(&["should"]),
        };
        Self { language, words, classes }
    }

    /// Reads the sentence at `place`; `None` where too little is said to compare, unless it refers to something.
    #[must_use]
    pub fn read(&self, place: Place, text: &str, refers: bool) -> Option<Statement> {
        let sentence = self.language.read(text);
        let parts = self.parts(&sentence);
        let mut terms: Vec<(Term, Part)> = Vec::new();
        for (at, part) in parts.iter().enumerate() {
            if let Some(part) = part {
                terms.push((self.words.term(sentence.word(at)), *part));
            }
        }
        terms.sort_unstable();
        terms.dedup_by_key(|(term, _)| *term);
        terms.truncate(MOST_PACKED);
        let said = terms.iter().filter(|(_, part)| matches!(part, Part::Thing | Part::Doing)).count();
        if said < FEWEST_TERMS && !refers {
            return None;
        }
        let (act, strength) = self.act(&sentence);
        let mut bonds = self.bonds(&sentence, &parts);
        bonds.sort_unstable();
        bonds.dedup();
        bonds.truncate(MOST_PACKED);
        let marks = self.marks(&sentence, &terms);
        Some(Statement {
            place,
            bonds,
            act,
            strength,
            dates: dates(&sentence),
            wording: wording(&sentence),
            fate: fate::of(text, act, marks.has(Marks::HOLDS)),
            marks,
            terms,
        })
    }

    /// The part that each token plays; none for what says nothing of the matter.
    fn parts(&self, sentence: &Sentence<'_>) -> Vec<Option<Part>> {
        let mut parts: Vec<Option<Part>> = (0..sentence.tokens.len()).map(|at| self.part(sentence, at)).collect();
        for clause in &sentence.clauses {
            if self.is_frame(sentence, clause) {
                let subject =
                    clause.subject.as_ref().filter(|_| clause.verb.voice == Voice::Active && !clause.subject_shared);
                let gone = clause.verb.tokens.clone().chain(subject.map(|it| it.tokens.clone()).unwrap_or_default());
                for at in gone {
                    if let Some(part) = parts.get_mut(at) {
                        *part = None;
                    }
                }
            }
            if let Some(subject) = &clause.subject
                && self.acts(sentence, clause)
            {
                for at in subject.tokens.clone() {
                    if let Some(Some(part)) = parts.get_mut(at) {
                        *part = Part::Actor;
                    }
                }
            }
        }
        parts
    }

    fn part(&self, sentence: &Sentence<'_>, at: usize) -> Option<Part> {
        let token = sentence.tokens.get(at)?;
        let word = sentence.word(at);
        let lower = word.to_lowercase();
        if token.classes.meets(self.classes.time)
            || is_year(word)
            || EMPTY.contains(&lower.as_str())
            || is_empty_lemma(self, token)
        {
            return None;
        }
        if NUMBERS.contains(&lower.as_str()) || word.bytes().any(|byte| byte.is_ascii_digit()) {
            return Some(Part::Quantity);
        }
        if word.chars().count() < 2 {
            return None;
        }
        match token.tag {
            Tag::Noun | Tag::Plural | Tag::Proper => is_noun(sentence, at).then_some(Part::Thing),
            Tag::Verb if is_noun_after_all(sentence, at) => Some(Part::Thing),
            Tag::Verb | Tag::Adjective => Some(Part::Doing),
            _ => None,
        }
    }

    /// Whether a noun only frames what is wanted or settled.
    pub(super) fn is_frame_noun(&self, token: &Token) -> bool {
        FRAME_NOUNS.contains(&self.language.lexicon().lemma(token.lemma))
    }

    /// Whether a clause only says that somebody decided, asked or told what another clause says.
    pub(super) fn is_frame(&self, sentence: &Sentence<'_>, clause: &Clause) -> bool {
        let Some(verb) = sentence.tokens.get(clause.verb.head) else { return false };
        verb.classes.meets(self.classes.frames) && matches!(clause.complement, Complement::Clause(_))
    }

    /// Whether the subject of a clause is who acts, not what is spoken of.
    pub(super) fn acts(&self, sentence: &Sentence<'_>, clause: &Clause) -> bool {
        let Some(subject) = &clause.subject else { return false };
        let Some(head) = sentence.tokens.get(subject.head) else { return false };
        let verb = sentence.tokens.get(clause.verb.head);
        let asked =
            clause.verb.voice == Voice::Passive && verb.is_some_and(|verb| verb.classes.meets(self.classes.asks));
        if verb.is_some_and(|verb| verb.tag == Tag::Be) || (clause.verb.voice == Voice::Passive && !asked) {
            return false;
        }
        head.classes.meets(self.classes.someone)
            || head.tag == Tag::Proper
            || is_agent_noun(&sentence.word(subject.head).to_lowercase())
    }
}

/// Fewer words tell no matter from another.
const FEWEST_TERMS: usize = 2;

fn is_empty_lemma(reader: &Reader<'_>, token: &Token) -> bool {
    let lexicon = reader.language.lexicon();
    EMPTY.contains(&lexicon.lemma(token.lemma)) || (reader.is_frame_noun(token) && token.tag != Tag::Verb)
}

/// Nouns that end as those who do: operators, carriers, cyclists, trustees.
fn is_agent_noun(lower: &str) -> bool {
    const ENDINGS: [&str; 10] = ["ers", "ors", "ists", "ees", "ians", "er", "or", "ist", "ee", "ian"];
    lower.len() > 4 && ENDINGS.iter().any(|ending| lower.ends_with(ending))
}

/// Whether a token is a noun or name here; a comparative before "than" is none, whatever it looks like.
pub(super) fn is_noun(sentence: &Sentence<'_>, at: usize) -> bool {
    (sentence.tokens.get(at).is_some_and(|token| matches!(token.tag, Tag::Noun | Tag::Plural | Tag::Proper))
        && !sentence.word(at + 1).eq_ignore_ascii_case("than"))
        || is_noun_after_all(sentence, at)
}

/// What stands right behind a preposition is no finite verb: "a register of finds".
fn is_noun_after_all(sentence: &Sentence<'_>, at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| sentence.tokens.get(before));
    sentence.tokens.get(at).is_some_and(|token| {
        token.tag == Tag::Verb && matches!(token.form, VerbForm::Third | VerbForm::Base) && !token.capital
    }) && before.is_some_and(|before| before.tag == Tag::Preposition)
}

pub(super) fn is_year(word: &str) -> bool {
    word.len() == 4 && word.parse::<u16>().is_ok_and(|year| (1800..2200).contains(&year))
}

/// A hash of the days, months and years that a sentence names; 0 for none.
fn dates(sentence: &Sentence<'_>) -> u32 {
    let lower = sentence.text.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric());
    let named: Vec<&str> = words.filter(|word| crate::model::MONTHS.contains(word) || is_year(word)).collect();
    if named.is_empty() { 0 } else { hash(&named.join(" ")) }
}

/// A hash of all words, whatever stands between them.
fn wording(sentence: &Sentence<'_>) -> u32 {
    let lower = sentence.text.to_lowercase();
    let all: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    hash(&all.join(" "))
}
