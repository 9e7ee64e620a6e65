//! The words and their classes, read from data; every form of every word is made once, so that reading a token is one look-up.

use super::classes::Classes;
use super::morphology;
use super::token::Tag;
use super::word::{Compound, Word};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::fmt;

/// All words.
#[derive(Debug, Default)]
pub struct Lexicon {
    classes: Vec<String>,
    lemmas: Vec<Box<str>>,
    lemma_numbers: FxHashMap<Box<str>, u32>,
    forms: FxHashMap<Box<str>, Word>,
    compounds: FxHashMap<u32, Vec<Compound>>,
    pub(crate) grammar: Grammar,
}

/// The classes that reading itself asks for.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Grammar {
    pub conditional: Classes,
    pub future: Classes,
    pub report: Classes,
    pub telling: Classes,
    pub first: Classes,
    pub must: Classes,
    pub state: Classes,
    pub negative: Classes,
    pub with_clause: Classes,
    pub directs: Classes,
    pub month: Classes,
    pub time: Classes,
    pub actor: Classes,
    pub person: Classes,
    pub subject_pronoun: Classes,
    pub title: Classes,
    pub given: Classes,
    pub polite: Classes,
    pub titled: Classes,
    pub asks: Classes,
    pub speech_act: Classes,
    pub operative: Classes,
    pub speech_noun: Classes,
}

/// A lexicon that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LexiconError {
    /// The file.
    pub file: String,
    /// Byte offset of the fault in the file, where known.
    pub offset: Option<usize>,
    /// What is wrong.
    pub message: String,
}

impl fmt::Display for LexiconError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: {}", self.file, self.message)
    }
}

impl std::error::Error for LexiconError {}

/// The words in the binary.
pub(crate) const EMBEDDED: &str = include_str!("../../rules/lexicon.toml");

/// Heads of the data that hold forms and no classes.
const IRREGULAR: &str = "irregular";

/// The class of nouns that are verbs as well.
const VERBAL: &str = "verbal";

type Source = BTreeMap<String, BTreeMap<String, String>>;

impl Lexicon {
    pub(crate) fn load(more: &[(String, String)]) -> Result<Self, LexiconError> {
        let embedded = ("lexicon.toml".to_owned(), EMBEDDED.to_owned());
        let mut sources = Vec::new();
        for (file, text) in std::iter::once(&embedded).chain(more) {
            let source: Source = toml::from_str(text).map_err(|error| LexiconError {
                file: file.clone(),
                offset: error.span().map(|span| span.start),
                message: error.message().to_owned(),
            })?;
            sources.push((file, source));
        }
        let mut lexicon = Self::default();
        lexicon.lemma_number("");
        let mut irregular = morphology::Irregular::default();
        for (_, source) in &sources {
            if let Some(forms) = source.get(IRREGULAR) {
                irregular.add(forms);
            }
        }
        for (file, source) in &sources {
            for (head, classes) in source.iter().filter(|(head, _)| head.as_str() != IRREGULAR) {
                for (class, words) in classes {
                    lexicon.add_class(head, class, words, &irregular).map_err(|message| LexiconError {
                        file: (*file).clone(),
                        offset: None,
                        message,
                    })?;
                }
            }
        }
        for (word, number) in lexicon.forms.values_mut().zip(1..) {
            word.surface = number;
        }
        lexicon.grammar = lexicon.grammar_classes();
        Ok(lexicon)
    }

    /// The set that holds the class of this name alone; none where there is no such class.
    #[must_use]
    pub fn class(&self, name: &str) -> Option<Classes> {
        self.classes.iter().position(|known| known == name).map(Classes::single)
    }

    /// The names of the classes of a set, in the order of the lexicon.
    pub fn names(&self, set: Classes) -> impl Iterator<Item = &str> {
        self.classes.iter().enumerate().filter(move |(at, _)| set.holds(*at)).map(|(_, name)| name.as_str())
    }

    /// The word that stands for all its forms, by number; empty for 0.
    #[must_use]
    pub fn lemma(&self, number: u32) -> &str {
        self.lemmas.get(number as usize).map_or("", |lemma| lemma)
    }

    /// The number of a lemma, where it is known.
    #[must_use]
    pub fn number(&self, lemma: &str) -> Option<u32> {
        self.lemma_numbers.get(lemma).copied()
    }

    /// The number of a word as it stands, so that patterns can name it; words that are not listed become known by it.
    pub fn surface(&mut self, form: &str) -> u32 {
        if let Some(word) = self.forms.get(form) {
            return word.surface;
        }
        let surface = u32::try_from(self.forms.len() + 1).unwrap_or(u32::MAX);
        self.forms.insert(form.into(), Word { surface, ..morphology::guess(form, false) });
        surface
    }

    /// How many classes there are, and how many forms.
    #[must_use]
    pub fn size(&self) -> (usize, usize) {
        (self.classes.len(), self.forms.len())
    }

    pub(crate) fn word(&self, form: &str) -> Option<&Word> {
        self.forms.get(form)
    }

    pub(crate) fn compounds(&self, first: u32) -> &[Compound] {
        self.compounds.get(&first).map_or(&[], Vec::as_slice)
    }

    fn lemma_number(&mut self, lemma: &str) -> u32 {
        if let Some(number) = self.lemma_numbers.get(lemma) {
            return *number;
        }
        let number = u32::try_from(self.lemmas.len()).unwrap_or(u32::MAX);
        self.lemmas.push(lemma.into());
        self.lemma_numbers.insert(lemma.into(), number);
        number
    }

    fn class_number(&mut self, name: &str) -> Result<Classes, String> {
        let at = self.classes.iter().position(|known| known == name).unwrap_or(self.classes.len());
        if at >= Classes::MOST {
            return Err(format!(
                "class {name}: there is room for {} classes only; add the words to one that exists",
                Classes::MOST
            ));
        }
        if at == self.classes.len() {
            self.classes.push(name.to_owned());
        }
        Ok(Classes::single(at))
    }

    fn add_class(
        &mut self,
        head: &str,
        class: &str,
        words: &str,
        irregular: &morphology::Irregular,
    ) -> Result<(), String> {
        let set = self.class_number(class)?;
        let tags = tags_of(head, class)
            .ok_or_else(|| format!("[{head}] is no head of a lexicon; it is one of verbs, nouns, adjectives, adverbs, pronouns, grammar, modality"))?;
        for word in words.split(',').map(str::trim).filter(|word| !word.is_empty()) {
            let mut parts = word.split_whitespace();
            let (Some(first), rest) = (parts.next(), parts.collect::<Vec<_>>()) else { continue };
            if !rest.is_empty() {
                self.add_compound(first, &rest, head == "verbs", set, irregular);
            } else if head == "verbs" {
                self.add_verb(first, set, irregular);
            } else {
                self.add_word(first, tags, set, head == "nouns", irregular);
                if class == VERBAL {
                    self.add_verb(first, Classes::default(), irregular);
                }
            }
        }
        Ok(())
    }

    fn add_compound(
        &mut self,
        first: &str,
        rest: &[&str],
        verb: bool,
        set: Classes,
        irregular: &morphology::Irregular,
    ) {
        if verb {
            self.add_verb(first, Classes::default(), irregular);
        } else if !self.forms.contains_key(first) {
            self.add_word(first, Tag::Noun.bit(), Classes::default(), false, irregular);
        }
        let number = self.lemma_number(first);
        let mut lemmas = Vec::new();
        for word in rest {
            if !self.forms.contains_key(*word) {
                self.add_word(
                    word,
                    if verb { Tag::Adverb.bit() } else { Tag::Noun.bit() },
                    Classes::default(),
                    !verb,
                    irregular,
                );
            }
            lemmas.push(self.lemma_number(word));
        }
        self.compounds.entry(number).or_default().push(Compound { rest: lemmas, verb, classes: set });
    }

    fn add_verb(&mut self, base: &str, set: Classes, irregular: &morphology::Irregular) {
        let lemma = self.lemma_number(base);
        let tag = match base {
            "be" => Tag::Be,
            "have" => Tag::Have,
            "do" => Tag::Do,
            _ => Tag::Verb,
        };
        for (form, kind) in morphology::verb_forms(base, irregular) {
            let word = self.forms.entry(form.into()).or_default();
            if word.verb_lemma != 0 && word.verb_lemma != lemma {
                continue;
            }
            word.could |= tag.bit();
            word.forms |= 1 << kind as u8;
            word.verb_lemma = lemma;
            word.verb_classes = word.verb_classes.and(set);
        }
    }

    fn add_word(&mut self, base: &str, tags: u32, set: Classes, inflects: bool, irregular: &morphology::Irregular) {
        let lemma = self.lemma_number(base);
        let mut add = |form: String, tags: u32| {
            let word = self.forms.entry(form.into()).or_default();
            word.could |= tags;
            word.other_lemma = lemma;
            word.other_classes = word.other_classes.and(set);
        };
        add(base.to_owned(), tags);
        if inflects {
            add(morphology::plural(base, irregular), Tag::Plural.bit());
        }
    }

    fn grammar_classes(&self) -> Grammar {
        let of =
            |names: &[&str]| names.iter().filter_map(|name| self.class(name)).fold(Classes::default(), Classes::and);
        Grammar {
            conditional: of(&["conditional"]),
            future: of(&["future"]),
            report: of(&["report"]),
            telling: of(&["report", "opine", "propose", "stress", "recall", "note"]),
            first: of(&["first"]),
            must: of(&["must"]),
            state: of(&["state"]),
            negative: of(&["negative"]),
            with_clause: of(&[
                "report", "settle", "propose", "opine", "stress", "note", "recall", "plan", "wish", "ask", "commit",
                "request", "move", "trust", "demand",
            ]),
            directs: of(&["direct", "encourage", "propose", "wish", "help", "state"]),
            month: of(&["month"]),
            time: of(&["time"]),
            actor: of(&["body", "office", "members"]),
            person: of(&["person"]),
            subject_pronoun: of(&["we", "i", "person"]),
            title: of(&["title"]),
            given: of(&["given"]),
            polite: of(&["polite"]),
            titled: of(&["office", "members", "title"]),
            asks: of(&["ask"]),
            operative: of(&["settle", "dispose", "final", "direct", "encourage", "suggest"]),
            speech_act: of(&[
                "settle",
                "dispose",
                "final",
                "direct",
                "encourage",
                "propose",
                "note",
                "recall",
                "report",
                "move",
            ]),
            speech_noun: of(&["agreement", "proposal", "need", "motion", "opinion"]),
        }
    }
}

/// The word classes of the words under a head of the data.
fn tags_of(head: &str, class: &str) -> Option<u32> {
    let tag = match (head, class) {
        ("verbs", _) => Tag::Verb,
        ("nouns", _) => Tag::Noun,
        ("adjectives", _) => Tag::Adjective,
        ("adverbs", _) => Tag::Adverb,
        ("pronouns", _) => Tag::Pronoun,
        ("modality", "must") => return Some(0),
        ("modality", _) => Tag::Modal,
        ("grammar", "determiner" | "article") => Tag::Determiner,
        ("grammar", "possessive") => Tag::Possessive,
        ("grammar", "pronoun") => Tag::Pronoun,
        ("grammar", "preposition") => Tag::Preposition,
        ("grammar", "coordinator") => Tag::Coordinator,
        ("grammar", "subordinator" | "conditional") => Tag::Subordinator,
        ("grammar", "relative") => Tag::Relative,
        ("grammar", "question") => Tag::Question,
        ("grammar", "modal") => Tag::Modal,
        ("grammar", "negator") => Tag::Not,
        ("grammar", "infinitive") => return Some(Tag::To.bit() | Tag::Preposition.bit()),
        ("grammar", "content") => Tag::That,
        _ => return None,
    };
    Some(tag.bit())
}
