//! How a line begins and what it tells: a verb in its base form, a duty, what happened.

use crate::language::{Classes, Language, Link, Tag, Tense, VerbForm, VerbKind};
use crate::tag::sentences;

/// Classes of the verbs by which a report tells what was said and done.
const TELLING: [&str; 10] =
    ["report", "note", "discuss", "settle", "propose", "opine", "ask", "recall", "stress", "hold"];
/// Words before the verb of a line: "Please send", "Also check".
const LEAD: usize = 3;

/// Whether a line begins with a verb in its base form: "Circulate the list", "Please send".
#[must_use]
pub fn opens_with_verb(text: &str, language: &Language) -> bool {
    let first = sentences::split(text).into_iter().next().and_then(|span| text.get(span)).unwrap_or(text);
    let sentence = language.read(first);
    let opens = sentence.clauses.first().is_some_and(|clause| {
        let early = clause.verb.head <= LEAD && clause.subject.is_none();
        early && matches!(clause.verb.kind, VerbKind::Imperative | VerbKind::Infinitive)
    });
    // A capital at the head of a line can hide a verb: "Share call with the host", "Book hall".
    let could = sentence.tokens.first().is_some_and(|token| token.tag == Tag::Verb && token.form == VerbForm::Base);
    opens || could
}

/// Verbs of thinking and being: what notes of a talk put behind a speaker's name, and no task of his.
const OPINION: [&str; 5] = ["opine", "favour", "wish", "stative", "settle"];

/// Whether a text begins with a verb that says what its speaker thinks: "think we should wait", "like the idea", "agree".
#[must_use]
pub fn opens_with_opinion(text: &str, language: &Language) -> bool {
    let lexicon = language.lexicon();
    let opinion = OPINION.iter().filter_map(|name| lexicon.class(name)).fold(Classes::default(), Classes::and);
    let task = lexicon.class("task").unwrap_or_default();
    let sentence = language.glance(text);
    sentence.tokens.iter().find(|token| !token.could_be(Tag::Adverb)).is_some_and(|token| {
        token.could_be(Tag::Have)
            || token.could_be(Tag::Be)
            || token.verb_classes.meets(opinion) && !(token.verb_classes.meets(task) && token.capital)
    })
}

/// Whether a text begins with what somebody is to do: "will send", "to send", "should look at", "agreed to write".
#[must_use]
pub fn opens_with_duty(text: &str, language: &Language) -> bool {
    let sentence = language.glance(text);
    let tag = |at: usize| sentence.tokens.get(at).map(|token| token.tag);
    let could = |at: usize, wanted: Tag| sentence.tokens.get(at).is_some_and(|token| token.could_be(wanted));
    let duty = could(0, Tag::Modal) || could(0, Tag::To);
    let promised = (could(0, Tag::Verb) || could(0, Tag::Be) || could(0, Tag::Have)) && could(1, Tag::To);
    tag(0).is_some() && (duty && (could(1, Tag::Verb) || could(1, Tag::Be)) || promised)
}

/// Whether a text tells what happened or was said: it is a report, not a line that is an item as it stands.
#[must_use]
pub fn is_told(text: &str, language: &Language) -> bool {
    let lexicon = language.lexicon();
    let telling = TELLING.iter().filter_map(|name| lexicon.class(name)).fold(Classes::default(), Classes::and);
    sentences::split(text).into_iter().filter_map(|span| text.get(span)).any(|sentence| {
        let read = language.read(sentence);
        // A verb of telling, or "was": "a list kept by the office" has a participle that only looks like a past.
        let tells = |head: usize| {
            read.tokens.get(head).is_some_and(|token| token.tag == Tag::Be || token.classes.meets(telling))
        };
        read.clauses.iter().any(|clause| {
            let main = matches!(clause.link, Link::Main | Link::Coordinate) && !clause.subject_shared;
            let happened = clause.verb.tense == Tense::Past && clause.verb.modal.is_none();
            let finite = clause.verb.kind == VerbKind::Finite && clause.subject.is_some();
            main && happened && finite && tells(clause.verb.head)
        })
    })
}

/// Whether a text is a sentence: it has a verb with a tense or a modal.
#[must_use]
pub fn is_sentence(text: &str, language: &Language) -> bool {
    sentences::split(text)
        .into_iter()
        .filter_map(|span| text.get(span))
        .any(|sentence| language.read(sentence).clauses.iter().any(|clause| clause.verb.kind == VerbKind::Finite))
}

/// What numbered things beside the text are called.
const CAPTIONED: [&str; 9] = ["table", "figure", "fig", "box", "chart", "map", "graph", "diagram", "plate"];

/// Whether a text is the caption of a table or figure, "Table 11.1", "Figure 3: Posts by level", and no sentence about it.
#[must_use]
pub fn is_caption(text: &str, language: &Language) -> bool {
    let mut words = text.split_whitespace();
    let name = words.next().unwrap_or_default().trim_end_matches('.').to_lowercase();
    let is_code = |word: &str| word.contains(|letter: char| letter.is_ascii_digit());
    CAPTIONED.contains(&name.as_str()) && words.next().is_some_and(is_code) && !is_sentence(text, language)
}

/// Whether a word is a verb by which a body settles, or by which somebody is to do something: what is moved with "to" before it is a motion.
#[must_use]
pub fn is_settling(word: &str, language: &Language) -> bool {
    let lexicon = language.lexicon();
    let classes = ["settle", "dispose", "final", "task", "direct", "hold"];
    let settling = classes.iter().filter_map(|name| lexicon.class(name));
    language.glance(word).tokens.first().is_some_and(|token| {
        token.could_be(Tag::Verb)
            && token.form == VerbForm::Base
            && settling.into_iter().any(|class| token.verb_classes.meets(class))
    })
}

/// Whether a word behind "to" can be what somebody is to do: a verb, or a word that no list knows; no article, and not "be".
#[must_use]
pub fn could_be_done(word: &str, language: &Language) -> bool {
    let sentence = language.glance(word);
    let Some(first) = sentence.tokens.first() else { return false };
    let unknown = first.verb_lemma == 0 && first.other_lemma == 0;
    first.could_be(Tag::Verb) && first.forms & (1 << VerbForm::Base as u8) != 0
        || first.could_be(Tag::Have)
        || first.could_be(Tag::Do)
        || first.could_be(Tag::Adverb)
        || unknown
}

/// Whether words begin with what somebody does or did: "Encourages States", "Agreed", which are no names.
#[must_use]
pub fn opens_with_act(text: &str, language: &Language) -> bool {
    let sentence = language.glance(text);
    // "[Requests": brackets of a negotiating text hide no act.
    sentence.tokens.iter().find(|token| token.mark == 0).is_some_and(|token| {
        let finite = token.forms & (1 << VerbForm::Third as u8 | 1 << VerbForm::Past as u8) != 0;
        token.verb_lemma != 0 && (finite || token.other_lemma == 0)
    })
}

/// Whether a text is made of nothing but names, offices and titles: none of its words is a word of the language otherwise.
#[must_use]
pub fn is_name_or_office(text: &str, language: &Language) -> bool {
    let lexicon = language.lexicon();
    let named = ["office", "title", "given"].iter().filter_map(|name| lexicon.class(name));
    let named = named.fold(Classes::default(), Classes::and);
    let sentence = language.glance(text);
    sentence.tokens.iter().all(|token| {
        let unknown = token.capital && token.verb_lemma == 0 && token.other_lemma == 0;
        token.mark != 0 || token.could_be(Tag::Coordinator) || unknown || token.other_classes.meets(named)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn captions_are_told_from_sentences_about_tables() {
        let language = Language::embedded().unwrap();
        for (text, caption) in [
            ("Table 11.1", true),
            ("Figure 3: Posts by level", true),
            ("Fig. 2b Visitors of the quay", true),
            ("Table 4 was approved by the Board.", false),
            ("Table the motion", false),
            ("Box the archive by 3 May", false),
        ] {
            assert_eq!(is_caption(text, &language), caption, "{text}");
        }
    }
}
