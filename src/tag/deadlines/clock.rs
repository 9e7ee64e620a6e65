//! The clock: "17:00", "5 pm", "23:59 UTC".

use crate::tag::words::{Shape, Words};

/// "17:00", "5 pm", "5.30 p.m.", "23:59 UTC", "17h00".
pub(super) fn clock(words: &Words<'_>, at: usize) -> Option<usize> {
    if words.shape(at) != Shape::Number {
        return None;
    }
    let mut next = at + 1;
    let colon =
        matches!(words.lower(next), ":" | ".") && words.is_glued(next) && words.shape(next + 1) == Shape::Number;
    if colon {
        next += 2;
    }
    let half = words.lower(next);
    let said = matches!(half, "am" | "pm" | "hours" | "hrs" | "noon");
    let dotted = matches!(half, "a" | "p") && words.are(next + 1, &[".", "m"]);
    if said {
        next += 1;
    } else if dotted {
        next += 3 + usize::from(words.lower(next + 3) == ".");
    } else if is_clock_word(words.lower(at)) {
        // One word says it all.
    } else if !(colon && words.lower(at + 1) == ":") {
        return None;
    }
    if matches!(words.lower(next), "utc" | "gmt" | "cet" | "cest" | "est" | "edt" | "pst" | "pdt" | "local" | "geneva")
    {
        next += 1 + usize::from(words.lower(next + 1) == "time");
    }
    Some(next)
}

/// "5pm", "11am", "17h00", "17h".
fn is_clock_word(word: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|letter| letter.is_ascii_digit());
    match word.split_once('h') {
        Some((hours, minutes)) => digits(hours) && (minutes.is_empty() || digits(minutes)),
        None => word.strip_suffix("pm").or_else(|| word.strip_suffix("am")).is_some_and(digits),
    }
}
