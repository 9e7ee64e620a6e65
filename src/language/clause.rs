//! Clauses: who does what in which mood, and how the clause hangs in its sentence. All ranges are of tokens.

use std::ops::Range;

/// A clause: a verb group and what stands around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    /// All its tokens, from its opening word to the next clause.
    pub span: Range<usize>,
    /// Its verb.
    pub verb: VerbGroup,
    /// Who or what does it, or suffers it in the passive. For an infinitive, whoever is meant: "asked Ana to write": Ana.
    pub subject: Option<Phrase>,
    /// Whether the subject is taken from another clause ("The Board met and agreed": of `agreed`).
    pub subject_shared: bool,
    /// The first object without preposition.
    pub object: Option<Phrase>,
    /// Behind "by" in the passive.
    pub agent: Option<Phrase>,
    /// What completes it.
    pub complement: Complement,
    /// How it hangs on its parent.
    pub link: Link,
    /// The clause that it hangs on: an index into the clauses.
    pub parent: Option<usize>,
    /// The noun that it completes ("agreement that ...", "a proposal to ..."): a token.
    pub of_noun: Option<usize>,
    /// The clause whose subject says what this one says.
    pub speaker: Option<usize>,
    /// Whether it, or a clause above it, is conditional.
    pub conditional: bool,
    /// Whether it, or a clause above it, is a question.
    pub question: bool,
}

/// How a clause hangs on another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Link {
    /// It stands by itself.
    Main,
    /// A second verb of the same rank: "met and agreed".
    Coordinate,
    /// The content of what is said, agreed, proposed: "that ...", or without "that".
    Content,
    /// "whether", "what", "how".
    Question,
    /// "if", "unless", "provided that".
    Conditional,
    /// "when", "after", "because", "although".
    Adverbial,
    /// "which", "who", "that" behind a noun; participles behind a noun: "the plan approved in May".
    Relative,
    /// An infinitive that completes a verb or noun: "agreed to meet", "a proposal to meet".
    Infinitive,
    /// "to", "in order to" of purpose.
    Purpose,
    /// A verb in -ing that completes or accompanies: "suggested meeting", "by meeting".
    Gerund,
}

/// What completes a verb.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Complement {
    /// Nothing.
    #[default]
    None,
    /// A phrase only.
    Phrase,
    /// A clause: an index into the clauses.
    Clause(usize),
}

/// A verb with its auxiliaries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerbGroup {
    /// From the first auxiliary to the main verb.
    pub tokens: Range<usize>,
    /// The main verb.
    pub head: usize,
    /// Finite, infinitive, imperative ...
    pub kind: VerbKind,
    /// Active or passive.
    pub voice: Voice,
    /// When.
    pub tense: Tense,
    /// The token of its modal: "should", "will", "need to"; none without.
    pub modal: Option<usize>,
    /// Yes or no.
    pub polarity: Polarity,
    /// "have", "has", "had" before it.
    pub perfect: bool,
    /// "be" before a form in -ing.
    pub progressive: bool,
}

/// How a verb stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VerbKind {
    /// With tense or modal.
    Finite,
    /// "to do".
    Infinitive,
    /// A base form at the head of a sentence or line: "Send the list", "Please send".
    Imperative,
    /// A form in -ing.
    Gerund,
    /// A participle that has no auxiliary: "Agreed to meet.", "the plan approved by the Board".
    Participle,
}

/// Active or passive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Voice {
    Active,
    Passive,
}

/// When.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tense {
    Past,
    Present,
    Future,
    None,
}

/// Yes or no.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Polarity {
    Positive,
    Negative,
}

/// A noun phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    /// From its determiner to the end of what hangs on its head.
    pub tokens: Range<usize>,
    /// Its head noun.
    pub head: usize,
}
