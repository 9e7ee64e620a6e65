//! Who is "she", what is "it"? The nearest phrase before, in this sentence or the one before, that agrees.

use super::clause::Phrase;
use super::lexicon::Lexicon;
use super::phrases;
use super::sentence::Sentence;
use super::token::{Tag, Token};

/// The phrase that a pronoun at the head of `phrase` stands for: in the same sentence before it, or in the sentences before, the
/// nearest first; what is no person is only looked for in the last one, and among the first `within`. Gives the sentence (0 is `here`, 1 the first of `before`) and the phrase; none for "we", "I" and what is no pronoun.
#[must_use]
pub fn antecedent(
    here: &Sentence<'_>,
    phrase: &Phrase,
    before: &[&Sentence<'_>],
    within: usize,
    lexicon: &Lexicon,
) -> Option<(usize, Phrase)> {
    let pronoun = here.tokens.get(phrase.head).filter(|token| token.tag == Tag::Pronoun)?;
    if pronoun.classes.meets(lexicon.grammar.first) {
        return None;
    }
    // "The office said it would write": what is told of "it" right behind a verb of telling is told of whoever tells.
    let told = phrase.tokens.start.checked_sub(1).and_then(|before| here.tokens.get(before)).is_some_and(|before| {
        before.tag == Tag::That || before.tag == Tag::Verb && before.classes.meets(lexicon.grammar.telling)
    });
    let person = pronoun.classes.meets(lexicon.grammar.person) || told;
    let fits = |token: &Token| {
        let actor = token.tag == Tag::Proper
            || token.classes.meets(lexicon.grammar.actor)
            || token.classes.meets(lexicon.grammar.title);
        token.tag != Tag::Pronoun && (actor == person || !person && !actor)
    };
    // "Chair Knox White": whichever word of a name tells that it is one.
    let means = |sentence: &Sentence<'_>, phrase: &Phrase| {
        let words = if person { phrase.tokens.clone() } else { phrase.head..phrase.head + 1 };
        sentence.tokens.get(words).is_some_and(|words| words.iter().any(fits))
    };
    let own = phrases::chunks(&here.tokens, 0..phrase.tokens.start);
    // Subjects before objects: the first phrase of a sentence is its topic.
    let found = own.iter().find(|chunk| chunk.preposition.is_none() && means(here, &chunk.phrase));
    if let Some(chunk) = found {
        return Some((0, chunk.phrase.clone()));
    }
    let reach = if person { before.len() } else { within.min(1) };
    before.iter().take(reach).enumerate().find_map(|(nth, sentence)| {
        let chunks = phrases::chunks(&sentence.tokens, 0..sentence.tokens.len());
        let fitting = |bare: bool| {
            chunks.iter().find(|chunk| (!bare || chunk.preposition.is_none()) && means(sentence, &chunk.phrase))
        };
        fitting(true).or_else(|| fitting(false)).map(|chunk| (nth + 1, chunk.phrase.clone()))
    })
}
