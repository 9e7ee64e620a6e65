//! Meetings named in a cue: "before the next meeting", "at its second session in June".

use super::cues::{Cue, Opener, Side, cue};
use super::expression;
use super::is_event_noun;
use super::when::When;
use crate::tag::words::{Shape, Words};

pub(super) fn event_cue(words: &Words<'_>, at: usize, next: usize, side: Side, opener: Opener) -> Option<Cue> {
    let (end_of, next) = if words.are(next, &["the", "end", "of"]) { (true, next + 3) } else { (false, next) };
    let (from, to) = event(words, next)?;
    let told = (from..to).any(|index| is_pointing(words.lower(index))) || to - from >= 3;
    let side = if end_of { Side::By } else { side };
    // "agreed by the meeting", "approved by the Assembly": the meeting acts.
    let dated = words.lower(to) == "(" && expression::read(words, to + 1).is_some();
    if opener == Opener::By && !told && !end_of && !dated {
        return None;
    }
    Some(cue(at, to, side, When::Event { from, to }, opener))
}

/// The name of a meeting: an article or pronoun, up to six words, and a noun for meetings.
pub(super) fn event(words: &Words<'_>, at: usize) -> Option<(usize, usize)> {
    let article = matches!(words.lower(at), "the" | "its" | "our" | "their" | "this" | "next" | "each" | "every" | "a");
    if !article {
        return None;
    }
    let from = at + usize::from(matches!(words.lower(at), "the" | "its" | "our" | "their" | "a"));
    for head in from..from + 7 {
        let lower = words.lower(head);
        if is_event_noun(lower) {
            // "the call for proposals" is no meeting; "meeting report" is a report; "MAG meeting days" are days.
            let other_noun = words.shape(head + 1) == Shape::Lower
                && !expression::ends_phrase(words, head + 1)
                && !matches!(words.lower(head + 1), "of" | "day" | "next" | "this");
            let goes_on = is_event_noun(words.lower(head + 1));
            if goes_on {
                continue;
            }
            if other_noun || (lower == "call" && words.lower(head + 1) == "for") {
                return None;
            }
            return Some((from, event_end(words, head)));
        }
        let plain = words.shape(head) != Shape::Sign || matches!(lower, "-" | "‑");
        if !plain
            || matches!(
                lower,
                "of" | "to" | "and" | "by" | "for" | "in" | "with" | "on" | "who" | "which" | "that" | "is"
            ) && lower != "to"
        {
            return None;
        }
    }
    None
}

/// "meeting VII", "meeting 3", "IGF 2017", "session in Geneva", "meeting in June": what still belongs to the name.
pub(super) fn event_end(words: &Words<'_>, head: usize) -> usize {
    let mut end = head + 1;
    let roman = matches!(words.shape(end), Shape::Capitals | Shape::Initial)
        && words.written(end).chars().all(|letter| "IVXL".contains(letter));
    if roman || words.shape(end) == Shape::Number && words.lower(end + 1) != ":" {
        end += 1;
    }
    if words.are(end, &["of", "the"]) && words.shape(end + 2) == Shape::Capitals {
        return end + 3;
    }
    if words.lower(end) == "in" && words.shape(end + 1) == Shape::Capitalised {
        return end + 2;
    }
    end
}

pub(super) fn is_pointing(word: &str) -> bool {
    matches!(
        word,
        "next"
            | "forthcoming"
            | "upcoming"
            | "coming"
            | "following"
            | "annual"
            | "this"
            | "first"
            | "second"
            | "third"
            | "fourth"
            | "final"
            | "last"
            | "virtual"
            | "january"
            | "february"
            | "march"
            | "april"
            | "may"
            | "june"
            | "july"
            | "august"
            | "september"
            | "october"
            | "november"
            | "december"
            | "fifth"
            | "sixth"
            | "seventh"
            | "eighth"
            | "ninth"
            | "tenth"
            | "eleventh"
            | "twelfth"
    ) || (word.len() > 3
        && word.ends_with("th")
        && (word.ends_with("ieth")
            || word.ends_with("eenth")
            || word.starts_with(|letter: char| letter.is_ascii_digit())))
}
