//! Whose position is it? The subject of an active verb ("The PAG agreed"), the agent of a passive one ("approved by the Board"),
//! the speaker who reports it ("Some members felt that the Forum should"); never whoever a passive is about.

use super::grammar::Sentence;
use super::mention::Mention;
use super::parts::{Part, Role};
use super::verbs::{self, Verb};
use crate::tag::words::{Shape, Words};
use std::ops::Range;

/// Who holds a position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Holder {
    /// Somebody by name: `Secretariat`, `Ana Keller`, `WG on Outreach`.
    Named(String),
    /// Some of many, in the words of the text: `some members`, `one speaker`.
    Some(String),
    /// "We": whoever writes.
    Writers,
}

/// The longest name that is taken for a holder, in words; longer ones are no names.
const LONGEST: usize = 10;

pub(super) fn find(words: &Words<'_>, mentions: &[Mention], parts: &[Part], cue: Range<usize>) -> Option<Holder> {
    let sentence = Sentence { words, mentions };
    let from = words.index_at(cue.start);
    let to = words.index_at(cue.end).max(from + 1).min(words.len());
    // Who reports it comes first: "Some members felt that the Secretariat should".
    let spoken = |part: &&Part| part.role == Role::Holder && part.verb < to && speaks(words, part.verb);
    let last = parts.iter().filter(spoken).map(|part| part.verb).max();
    if let Some(part) = parts.iter().filter(spoken).find(|part| Some(part.verb) == last) {
        return shown(&sentence, part.mention);
    }
    if let Some(many) = unnamed(words, to) {
        return Some(Holder::Some(many));
    }
    let verb = (from..to).find(|&index| !sentence.is_inside_mention(index) && governs(words, index))?;
    if let Some(agent) = agent_of(&sentence, verb, to) {
        return shown(&sentence, agent);
    }
    if is_passive(words, verb) || is_permission(words.lower(verb)) {
        return None;
    }
    if let Some(subject) = sentence.subject(verb) {
        let doubtful = mentions.get(subject).is_some_and(|mention| mention.doubtful);
        return if doubtful && !promises(words, verb) { None } else { shown(&sentence, subject) };
    }
    (0..verb).rev().take(3).any(|index| words.lower(index) == "we").then_some(Holder::Writers)
}

/// People without a name who are said to hold a view: "speakers", "one delegate".
const PEOPLE: &[&str] = &[
    "members",
    "member",
    "delegations",
    "delegation",
    "delegates",
    "delegate",
    "speakers",
    "speaker",
    "participants",
    "participant",
    "stakeholders",
    "stakeholder",
    "countries",
    "country",
    "parties",
    "party",
    "people",
    "person",
    "attendees",
    "attendee",
    "commissioners",
    "commissioner",
    "directors",
    "director",
    "panelists",
    "panelist",
    "panellists",
    "panellist",
    "representatives",
    "representative",
    "experts",
    "expert",
    "respondents",
    "respondent",
    "contributors",
    "contributor",
    "contributions",
    "contribution",
    "colleagues",
    "colleague",
    "states",
    "governments",
    "organizations",
    "organisations",
    "trustees",
    "trustee",
    "councillors",
    "councillor",
    "councilors",
    "residents",
    "resident",
    "intervenients",
    "interventions",
    "submissions",
    "commenters",
    "others",
    "observers",
    "observer",
];

/// "Many speakers stressed", "Delegations from small islands felt", "suggested by one participant": the words in small letters, where
/// they open the sentence or stand behind "by", and a verb of saying follows the former.
fn unnamed(words: &Words<'_>, to: usize) -> Option<String> {
    let verb = (0..to).find(|&index| speaks(words, index))?;
    let by = words.lower(verb + 1) == "by" && is_passive(words, verb);
    let opener = if by { verb + 2 } else { (0..verb).rev().find(|&at| words.lower(at) == ",").map_or(0, |at| at + 1) };
    let starts = [opener, 0].into_iter().take(if by { 1 } else { 2 });
    starts.into_iter().find_map(|start| people_at(words, start, if by { start + 8 } else { verb }))
}

/// A phrase of small words that ends with people: quantifiers, adjectives, "of the".
fn people_at(words: &Words<'_>, start: usize, end: usize) -> Option<String> {
    let head = (start..end.min(start + 7)).find(|&index| PEOPLE.contains(&words.lower(index)))?;
    let noun = (start..head).all(|index| {
        let lower = words.lower(index);
        words.shape(index) != Shape::Sign
            && verbs::class(lower).is_none()
            && !verbs::is_auxiliary(lower)
            && (!verbs::is_preposition(lower) || lower == "of")
    });
    let definite = words.lower(start) == "the" && !words.lower(head).ends_with('s');
    let behind = words.lower(head + 1);
    let ends = behind != "'" && behind != "\u{2019}" && words.shape(head + 1) != Shape::Capitalised;
    if !noun || definite || !ends {
        return None;
    }
    let written = words.slice(start..head + 1);
    Some(small(written))
}

/// With a small first letter, unless it opens an acronym.
fn small(written: &str) -> String {
    let mut letters = written.chars();
    let (Some(first), second) = (letters.next(), written.chars().nth(1)) else { return String::new() };
    if second.is_some_and(char::is_uppercase) {
        return written.to_owned();
    }
    first.to_lowercase().chain(letters).collect()
}

/// Verbs that tell whose view it is; "decided" and "agreed" among them.
fn speaks(words: &Words<'_>, verb: usize) -> bool {
    matches!(verbs::class(words.lower(verb)), Some(Verb::Say | Verb::Propose | Verb::Request | Verb::Commit))
}

/// Words that can carry a sentence, by their class or their looks.
fn governs(words: &Words<'_>, index: usize) -> bool {
    let lower = words.lower(index);
    words.shape(index) == Shape::Lower
        && (verbs::class(lower).is_some() || verbs::is_auxiliary(lower) || lower.ends_with("ed") || is_past(lower))
}

fn is_past(word: &str) -> bool {
    matches!(
        word,
        "took" | "made" | "gave" | "chose" | "came" | "set" | "put" | "withdrew" | "undertook" | "held" | "found"
    )
}

/// "should", "could", "must": what somebody ought to do is not what he holds.
fn is_permission(word: &str) -> bool {
    matches!(
        word,
        "should"
            | "could"
            | "can"
            | "may"
            | "might"
            | "must"
            | "ought"
            | "need"
            | "needs"
            | "would"
            | "is"
            | "are"
            | "has"
            | "have"
    )
}

/// "will" and its kin: whoever will do it holds it.
fn promises(words: &Words<'_>, verb: usize) -> bool {
    matches!(words.lower(verb), "will" | "shall") || speaks(words, verb)
}

/// Whether a verb is passive: "was agreed", "will be sent", "has been asked".
fn is_passive(words: &Words<'_>, verb: usize) -> bool {
    let mut been = false;
    for next in verb..verb + 6 {
        let lower = words.lower(next);
        if verbs::is_be(lower) {
            been = true;
        } else if !(verbs::is_adverb(lower) || verbs::is_auxiliary(lower) || verbs::class(lower) == Some(Verb::Modal)) {
            break;
        }
    }
    let before = verb.checked_sub(1).map_or("", |at| words.lower(at));
    been || verbs::is_be(before) || (verbs::is_adverb(before) && verb >= 2 && verbs::is_be(words.lower(verb - 2)))
}

fn agent_of(sentence: &Sentence<'_, '_>, verb: usize, to: usize) -> Option<usize> {
    is_passive(sentence.words, verb)
        .then(|| sentence.agent(verb + 1))
        .flatten()
        .filter(|&index| sentence.mentions.get(index).is_some_and(|mention| mention.from < to + 6))
}

fn shown(sentence: &Sentence<'_, '_>, index: usize) -> Option<Holder> {
    let words = sentence.words;
    let group = sentence.group(index);
    if let Some(many) = quantified(words, sentence.mentions.get(index)?) {
        return Some(Holder::Some(many));
    }
    let names: Vec<&str> =
        group.iter().filter_map(|&member| sentence.mentions.get(member)).map(|mention| mention.name.as_str()).collect();
    let name = names.join(" and ");
    let fits = !name.is_empty() && name.split(' ').count() <= LONGEST;
    fits.then_some(Holder::Named(name))
}

/// "some members", "a number of delegations", "one of the participants": the words, small.
fn quantified(words: &Words<'_>, mention: &Mention) -> Option<String> {
    const QUANTIFIERS: &[&str] = &[
        "some", "several", "many", "few", "most", "one", "two", "three", "four", "other", "others", "various",
        "another", "certain", "number", "majority", "minority", "couple", "a", "an", "both",
    ];
    let mut from = mention.from;
    while from > 0
        && (QUANTIFIERS.contains(&words.lower(from - 1)) || matches!(words.lower(from - 1), "of" | "the"))
        && mention.from - from < 4
    {
        from -= 1;
    }
    // "the Board" alone, or "of the Board" behind something else, is a name.
    let counted = (from..mention.to).take_while(|&index| words.shape(index) == Shape::Lower || index == from);
    let counts = counted.into_iter().any(|index| QUANTIFIERS.contains(&words.lower(index)));
    if !counts || mention.to - from > LONGEST {
        return None;
    }
    Some(small(words.slice(from..mention.to)))
}

#[cfg(test)]
mod tests {
    use crate::tag::Sentence as Loose;
    use crate::tag::tests::TAGGER;

    /// Holder of the first item.
    fn held(text: &str) -> Option<String> {
        let items = TAGGER.tag_sentence(&Loose { text: text.into(), ..Loose::default() });
        items.first().unwrap_or_else(|| panic!("no item in: {text}")).held_by.clone()
    }

    #[test]
    fn a_holder_is_a_name_or_some_of_many_or_nobody() {
        let cases = [
            ("On newcomers, the PAG agreed to hold a webinar.", "PAG"),
            (
                "In the same vein, the Association of Island Towns recommends a second call.",
                "Association of Island Towns",
            ),
            ("Some members suggested that the Board should meet in May.", "some members"),
            (
                "A number of delegations felt that the fee was too high and should be lowered.",
                "a number of delegations",
            ),
            (
                "Many speakers, including those from the coast, stressed the need to involve more youth.",
                "many speakers",
            ),
            ("It was suggested by one speaker that the room could be larger.", "one speaker"),
            ("Ms. Okoro offered to brief new members.", "Ms. Okoro"),
            ("The draft was approved by the Trust Board.", "Trust Board"),
            ("The Federation and the League suggested deleting the paragraph.", "Federation and League"),
            ("One of the members noted that the call should be earlier.", "one of the members"),
            ("The Secretariat will publish the list.", "Secretariat"),
        ];
        let wrong: Vec<String> = cases
            .iter()
            .filter(|(text, holder)| held(text).as_deref() != Some(*holder))
            .map(|(text, holder)| format!("{holder} expected, {:?} found: {text}", held(text)))
            .collect();
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn what_a_sentence_is_about_does_not_hold_it() {
        for text in [
            "The newcomers track could be shortened.",
            "A poll will be sent to the list.",
            "We propose that the forum set up a desk.",
            "It was suggested that the room could be larger.",
            "The Secretariat should publish the list.",
        ] {
            assert_eq!(held(text), None, "{text}");
        }
    }
}
