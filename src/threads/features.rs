//! From a sentence to a statement: which words tell of the matter, how they hang together, what the sentence does.

use super::fate;
use super::statement::{Act, Bond, Marks, Part, Place, Statement, Tie};
use super::words::{Term, Words, hash};
use crate::language::clause::{Clause, Complement, Link, Polarity, Tense, VerbKind, Voice};
use crate::language::{Classes, Language, Sentence, Tag, Token, VerbForm};

/// Reads statements.
#[derive(Debug)]
pub struct Reader<'a> {
    language: &'a Language,
    words: &'a Words,
    classes: Known,
}

/// The classes of the lexicon that are asked for.
#[derive(Debug)]
struct Known {
    /// Verbs that frame what is to be done: "decided that", "recommended to".
    frames: Classes,
    settles: Classes,
    wants: Classes,
    asks: Classes,
    founds: Classes,
    someone: Classes,
    time: Classes,
    occasion: Classes,
    procedural: Classes,
    /// Nouns that frame: "recommendation that".
    frame_nouns: Classes,
    /// Nouns of need: "importance of".
    need: Classes,
    could: Classes,
    should: Classes,
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

/// Verbs by which one text takes the place of another.
const REPLACING: &[&str] = &["replace", "supersede", "rescind", "repeal", "revoke", "annul", "abrogate"];

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
            founds: of(&["forms"]),
            someone: of(&["body", "members", "office", "title"]),
            time: of(&["time", "month"]),
            occasion: of(&["occasion"]),
            procedural: of(&["procedural"]),
            frame_nouns: of(&["agreement", "proposal"]),
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
        let said = terms.iter().filter(|(_, part)| matches!(part, Part::Thing | Part::Doing)).count();
        if said < FEWEST_TERMS && !refers {
            return None;
        }
        let (act, strength) = self.act(&sentence);
        let mut bonds = self.bonds(&sentence, &parts);
        bonds.sort_unstable();
        bonds.dedup();
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

    /// Whether a clause only says that somebody decided, asked or told what another clause says.
    fn is_frame(&self, sentence: &Sentence<'_>, clause: &Clause) -> bool {
        let Some(verb) = sentence.tokens.get(clause.verb.head) else { return false };
        verb.classes.meets(self.classes.frames) && matches!(clause.complement, Complement::Clause(_))
    }

    /// Whether the subject of a clause is who acts, not what is spoken of.
    fn acts(&self, sentence: &Sentence<'_>, clause: &Clause) -> bool {
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

    /// What hangs on what.
    fn bonds(&self, sentence: &Sentence<'_>, parts: &[Option<Part>]) -> Vec<Bond> {
        let term = |at: usize| self.words.term(sentence.word(at));
        let is_thing = |at: usize| matches!(parts.get(at).copied().flatten(), Some(Part::Thing | Part::Actor));
        let mut bonds = Vec::new();
        let mut bond = |governor: usize, dependent: usize, tie: Tie| {
            if is_thing(dependent) && governor != dependent {
                bonds.push(Bond { governor: term(governor), dependent: term(dependent), tie });
            }
        };
        for clause in &sentence.clauses {
            if self.is_frame(sentence, clause) {
                continue;
            }
            let verb = clause.verb.head;
            if let Some(object) = &clause.object {
                bond(verb, object.head, Tie::Object);
            }
            if let Some(subject) =
                clause.subject.as_ref().filter(|_| !self.acts(sentence, clause) && !clause.subject_shared)
            {
                bond(verb, subject.head, Tie::Object);
            }
        }
        // Heads of runs of nouns, with what stands before them and what they hang on behind a preposition.
        let mut last: Option<usize> = None;
        let mut open: Option<usize> = None;
        let mut behind = false;
        let mut listed = false;
        let mut at = 0;
        while let Some(token) = sentence.tokens.get(at) {
            let is_nominal = is_noun(sentence, at);
            match token.tag {
                _ if is_nominal => {}
                Tag::Preposition => (behind, listed) = (true, false),
                Tag::Coordinator => listed = true,
                // Behind a comma a preposition hangs on no word in particular.
                Tag::Mark if token.is_mark(b',') => {
                    listed = true;
                    if sentence.tokens.get(at + 1).is_some_and(|next| next.tag == Tag::Preposition) {
                        (last, open) = (None, None);
                    }
                }
                Tag::Mark => (behind, open, last) = (false, None, None),
                Tag::Verb | Tag::Be => (behind, listed, open, last) = (false, false, None, Some(at)),
                _ => {}
            }
            if !is_nominal {
                at += 1;
                continue;
            }
            let run = sentence.tokens.get(at..).unwrap_or_default().iter().enumerate();
            let nouns = |(offset, token): &(usize, &Token)| {
                goes_on(token) && !sentence.word(at + offset + 1).eq_ignore_ascii_case("than")
            };
            let length = run.take_while(nouns).count().max(1);
            let end = at + length;
            let head = (at..end).rev().find(|at| is_noun(sentence, *at)).unwrap_or(at);
            for modifier in (at..head).filter(|at| is_noun(sentence, *at)) {
                bond(head, modifier, Tie::Modifier);
            }
            let governor = if behind {
                last
            } else if listed {
                open
            } else {
                None
            };
            if let Some(governor) = governor {
                bond(governor, head, Tie::Complement);
            }
            open = governor;
            if parts.get(head).copied().flatten().is_some() {
                last = Some(head);
            }
            (behind, listed) = (false, false);
            at = end;
        }
        bonds
    }

    /// What a sentence does, and how strongly.
    fn act(&self, sentence: &Sentence<'_>) -> (Act, u8) {
        let mut act = Act::Tells;
        let mut strength = 0;
        for clause in &sentence.clauses {
            let Some(verb) = sentence.tokens.get(clause.verb.head) else { continue };
            if sentence.word(clause.span.start).eq_ignore_ascii_case("as") {
                // "As recommended by the ninth session" tells of an act, and is none.
                continue;
            }
            let framed = matches!(clause.complement, Complement::Clause(_));
            let finite = clause.verb.kind == VerbKind::Finite;
            let reduced = clause.verb.kind == VerbKind::Participle && clause.link == Link::Main && framed;
            let told = (finite || reduced) && clause.verb.modal.is_none() && clause.verb.tense != Tense::Future;
            if told && !clause.conditional && clause.parent.is_none() {
                if verb.classes.meets(self.classes.settles) && self.is_act_of_a_body(sentence, clause) {
                    return (Act::Settles, 3);
                }
                let moves = clause.object.as_ref().and_then(|object| sentence.tokens.get(object.head));
                if moves.is_some_and(|noun| noun.classes.meets(self.classes.frame_nouns))
                    && clause.verb.voice == Voice::Active
                {
                    (act, strength) = (Act::Wants, strength.max(1));
                }
                if verb.classes.meets(self.classes.asks) && framed {
                    (act, strength) = (Act::Wants, strength.max(2));
                } else if (framed || clause.verb.voice == Voice::Active)
                    && (verb.classes.meets(self.classes.wants)
                        || (verb.classes.meets(self.classes.asks) && clause.object.is_some()))
                {
                    (act, strength) = (Act::Wants, strength.max(1));
                }
            }
            if let Some(modal) = clause.verb.modal.and_then(|modal| sentence.tokens.get(modal)) {
                if clause.parent.is_some_and(|parent| {
                    sentence.clauses.get(parent).is_some_and(|above| !self.is_frame(sentence, above))
                }) {
                    continue;
                }
                let (classes, _) = modal.readings();
                let meets = |wanted: Classes| modal.classes.meets(wanted) || classes.meets(wanted);
                if meets(self.classes.could) && clause.verb.polarity == Polarity::Negative {
                    // "could not be shared" tells of what has failed.
                    continue;
                }
                if clause.verb.modal.is_some_and(|modal| sentence.word(modal).eq_ignore_ascii_case("can")) {
                    // "It can be consulted" tells of what is possible.
                    continue;
                }
                let force = if meets(self.classes.should) {
                    1
                } else if meets(self.classes.could) {
                    0
                } else {
                    3
                };
                (act, strength) = (Act::Wants, strength.max(force));
            }
            let heads_line = sentence.clauses.iter().all(|it| it.verb.kind != VerbKind::Finite || it.parent.is_some());
            if matches!(clause.verb.kind, VerbKind::Infinitive | VerbKind::Imperative)
                && clause.parent.is_none()
                && heads_line
            {
                (act, strength) = (Act::Wants, strength.max(2));
            }
        }
        if act == Act::Tells && self.names_a_need(sentence) {
            (act, strength) = (Act::Wants, 1);
        }
        (act, strength)
    }

    /// Whether a sentence speaks of the need for something: "drew attention to the need for a store".
    fn names_a_need(&self, sentence: &Sentence<'_>) -> bool {
        sentence.tokens.iter().zip(sentence.tokens.iter().skip(1)).any(|(noun, next)| {
            noun.classes.meets(self.classes.need)
                && matches!(noun.tag, Tag::Noun | Tag::Plural)
                && matches!(next.tag, Tag::Preposition | Tag::To)
        })
    }

    /// Whether a verb of settling tells of what a body settled, not of what somebody did to their own ("Vaal has withdrawn its
    /// support") or of a state ("the matter is closed").
    fn is_act_of_a_body(&self, sentence: &Sentence<'_>, clause: &Clause) -> bool {
        let token = |at: usize| sentence.tokens.get(at);
        let framed = matches!(clause.complement, Complement::Clause(_));
        let own = clause
            .object
            .as_ref()
            .and_then(|object| token(object.tokens.start))
            .is_some_and(|it| it.tag == Tag::Possessive);
        let by_body = match clause.subject.as_ref().and_then(|subject| token(subject.head)) {
            Some(head) => head.classes.meets(self.classes.someone) || matches!(head.tag, Tag::Proper | Tag::Pronoun),
            None => true,
        };
        !clause.verb.perfect
            && !own
            && (framed || clause.verb.voice == Voice::Active && by_body && clause.object.is_some())
    }

    fn marks(&self, sentence: &Sentence<'_>, terms: &[(Term, Part)]) -> Marks {
        let mut marks = Marks::default();
        if self.is_formula(sentence) {
            marks.set(Marks::FORMULA);
        }
        let quotes = sentence.text.matches(['"', '\u{201C}', '\u{201D}', '\u{AB}']).count();
        if quotes >= 2 {
            marks.set(Marks::QUOTES);
        }
        let has = |words: &[&str]| {
            words.iter().any(|word| {
                let term = self.words.term(word);
                terms.iter().any(|(known, _)| *known == term)
            })
        };
        let lower = sentence.text.to_lowercase();
        if has(REPLACING) && REPLACING.iter().any(|word| lower.contains(word.trim_end_matches('e')))
            || lower.contains("in place of")
        {
            marks.set(Marks::REPLACES);
        }
        let founds = |clause: &Clause| {
            sentence.tokens.get(clause.verb.head).is_some_and(|verb| verb.classes.meets(self.classes.founds))
                && (clause.object.is_some() || clause.verb.voice == Voice::Passive)
        };
        if sentence.clauses.iter().any(founds) {
            marks.set(Marks::FOUNDS);
        }
        let passed = |clause: &Clause| {
            clause.verb.kind == VerbKind::Finite
                && (clause.verb.perfect || clause.verb.progressive || clause.verb.tense == Tense::Past)
        };
        let now = ["now", "already", "currently", "meanwhile"]
            .iter()
            .any(|word| lower.split_whitespace().any(|said| said == *word));
        if !now && !sentence.clauses.iter().any(passed) {
            marks.set(Marks::HOLDS);
        }
        if !sentence.clauses.iter().any(|clause| {
            !matches!(clause.verb.kind, VerbKind::Gerund | VerbKind::Participle) || clause.link == Link::Main
        }) {
            marks.set(Marks::FRAGMENT);
        }
        marks
    }

    /// Whether a sentence belongs to the form of meetings: opening, agenda, approval of minutes, thanks, the next meeting.
    fn is_formula(&self, sentence: &Sentence<'_>) -> bool {
        let lower = sentence.text.to_lowercase();
        if FORMULAS.iter().any(|formula| lower.contains(formula)) {
            return true;
        }
        let has_class = |classes: Classes| {
            sentence.tokens.iter().any(|token| token.classes.meets(classes) || token.readings().0.meets(classes))
        };
        let says = |words: &[&str]| {
            let verbs = sentence.clauses.iter().filter_map(|clause| sentence.tokens.get(clause.verb.head));
            verbs.map(|verb| self.language.lexicon().lemma(verb.lemma)).any(|lemma| words.contains(&lemma))
        };
        let is_short = sentence.tokens.len() <= LONGEST_FORMULA;
        let papers =
            has_class(self.classes.procedural) || lower.contains("report of") && has_class(self.classes.occasion);
        let next = (lower.contains("next ") || lower.contains("following "))
            && has_class(self.classes.occasion)
            && (says(&["hold", "schedule", "meet", "convene"])
                || lower.contains("take place")
                || lower.contains("took place"));
        let held = has_class(self.classes.occasion)
            && says(&["hold", "open", "close", "adjourn", "moderate", "convene", "chair", "attend"])
            && sentence.tokens.iter().any(|token| {
                token.classes.meets(self.classes.time)
                    || is_year(sentence.text.get(token.start as usize..token.end as usize).unwrap_or_default())
            })
            && sentence.clauses.len() == 1
            && sentence.clauses.iter().all(|clause| clause.verb.modal.is_none() && !clause.verb.perfect);
        let ordinal = lower.starts_with("this was the ") && has_class(self.classes.occasion);
        is_short
            && (papers && says(&["adopt", "approve", "accept", "confirm", "agree", "amend"]) || next || held || ordinal)
    }
}

/// Turns that belong to the form of meetings wherever they stand.
const FORMULAS: &[&str] = &[
    "thanked the",
    "expressed thanks",
    "expressed its thanks",
    "expressed their thanks",
    "expressed appreciation",
    "expressed gratitude",
    "thanks to the",
    "warm hospitality",
    "declared the meeting",
    "declared the session",
    "called the meeting to order",
    "took the chair",
    "in the chair",
    "moderated the meeting",
    "chaired the meeting",
    "opened the meeting",
    "closed the meeting",
    "meeting was adjourned",
    "meeting adjourned",
    "meeting was opened",
    "meeting was closed",
    "opened the session",
    "closed the session",
    "meeting was recorded",
    "meeting being recorded",
    "record the meeting",
    "welcomed participants",
    "welcomed all",
    "welcomed the participants",
];

/// Tokens of the longest sentence that is still taken for a formula.
const LONGEST_FORMULA: usize = 45;

/// Fewer words tell no matter from another.
const FEWEST_TERMS: usize = 2;

fn goes_on(token: &Token) -> bool {
    matches!(token.tag, Tag::Noun | Tag::Plural | Tag::Proper | Tag::Adjective | Tag::Possessive | Tag::Number)
}

fn is_empty_lemma(reader: &Reader<'_>, token: &Token) -> bool {
    let lexicon = reader.language.lexicon();
    EMPTY.contains(&lexicon.lemma(token.lemma))
        || (token.classes.meets(reader.classes.frame_nouns) && token.tag != Tag::Verb)
}

/// Nouns that end as those who do: operators, carriers, cyclists, trustees.
fn is_agent_noun(lower: &str) -> bool {
    const ENDINGS: [&str; 10] = ["ers", "ors", "ists", "ees", "ians", "er", "or", "ist", "ee", "ian"];
    lower.len() > 4 && ENDINGS.iter().any(|ending| lower.ends_with(ending))
}

/// Whether a token is a noun or name here; a comparative before "than" is none, whatever it looks like.
fn is_noun(sentence: &Sentence<'_>, at: usize) -> bool {
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

fn is_year(word: &str) -> bool {
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
