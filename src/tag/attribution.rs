//! Whose position an item is: the body by consensus, the Secretariat, a person, "some members". "Some suggested" must never look
//! like the body's decision.

use super::rules::Rule;
use std::ops::Range;

/// Longest subject that is taken over as it stands, bytes; longer ones are no names.
const MAX_SUBJECT: usize = 80;

/// The holder of an item, as far as the sentence tells.
#[must_use]
pub fn held_by(rule: Option<&Rule>, text: &str, cue: Range<usize>, body: Option<&str>) -> Option<String> {
    let body = || Some(body.unwrap_or("body").to_owned());
    match rule?.held_by.as_deref()? {
        "body" => body(),
        "subject" => subject(text.get(..cue.end).unwrap_or_default()).or_else(body),
        name => Some(name.to_owned()),
    }
}

/// The noun phrase at the start of a sentence, up to its verb.
fn subject(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split(' ').take_while(|word| !is_verb(word)).collect();
    let phrase = words.join(" ");
    let phrase = phrase.trim_end_matches(',').trim();
    let phrase = phrase.strip_prefix("The ").or_else(|| phrase.strip_prefix("the ")).unwrap_or(phrase);
    (!phrase.is_empty() && phrase.len() <= MAX_SUBJECT && !phrase.eq_ignore_ascii_case("it")).then(|| phrase.to_owned())
}

fn is_verb(word: &str) -> bool {
    const VERBS: &[&str] = &[
        "will", "shall", "would", "should", "could", "can", "must", "may", "was", "were", "is", "are", "has", "have",
        "also", "then", "further", "had",
    ];
    let plain = word.trim_end_matches(',').to_ascii_lowercase();
    VERBS.contains(&plain.as_str())
        || word.chars().next().is_some_and(char::is_lowercase)
            && (plain.ends_with("ed") || plain.ends_with("es") && !plain.ends_with("ees"))
}
