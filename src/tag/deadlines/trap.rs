//! Dates that are no deadline though the words in front of them look like one.

use super::cues::{Cue, Opener, Strength};
use super::is_event_noun;
use super::when::{Part, When};
use crate::tag::words::{Shape, Words};
use std::ops::Range;

/// Whether the date of a cue dates something else than work to be done.
#[must_use]
pub fn is_none(words: &Words<'_>, cue: &Cue) -> bool {
    if is_over(words, cue.end) || is_beginning(words, cue.start) {
        return true;
    }
    let before = clause_before(words, cue.start);
    if is_recurring(words, cue, &before) {
        return true;
    }
    let has = |range: &Range<usize>, test: fn(&str) -> bool| range.clone().any(|index| test(words.lower(index)));
    match cue.strength {
        Strength::Vague => has(&before, is_past) && !has(&before, is_ahead),
        Strength::Strong => {
            let around = if before.is_empty() { cue.end..clause_end(words, cue.end) } else { before.clone() };
            let told_of_the_past = has(&around, is_past) && !has(&around, is_ahead);
            let lasts = cue.opener == Opener::Until && lasts(words, &before);
            told_of_the_past || lasts || is_tenure(words, cue, &before)
        }
        Strength::Weak => !is_future_act(words, cue, &before),
    }
}

/// "The deadline of 15 March has passed".
fn is_over(words: &Words<'_>, end: usize) -> bool {
    matches!(words.lower(end), "has" | "have" | "had" | "already")
        && (end + 1..end + 3).any(|at| matches!(words.lower(at), "passed" | "expired" | "elapsed" | "lapsed" | "gone"))
}

/// "should acknowledge every letter within five days": how soon each time, not until when.
fn is_recurring(words: &Words<'_>, cue: &Cue, before: &Range<usize>) -> bool {
    let modal = |at: &usize| matches!(words.lower(*at), "should" | "shall" | "must" | "will" | "would" | "to");
    let every = |at: usize| matches!(words.lower(at), "each" | "every" | "any" | "always" | "whenever");
    let of = (cue.start..cue.end).any(|at| words.lower(at) == "of");
    let done = before.clone().find(modal);
    words.lower(cue.start) == "within" && !of && done.is_some_and(|at| (at..before.end).any(every))
}

/// "starting in 2020", "beginning on 3 May": from then on, not until then.
fn is_beginning(words: &Words<'_>, start: usize) -> bool {
    let before = start.checked_sub(1).map_or("", |at| words.lower(at));
    matches!(before, "starting" | "beginning" | "commencing" | "effective" | "since")
}

/// The words of the clause in front of a cue.
fn clause_before(words: &Words<'_>, start: usize) -> Range<usize> {
    let from = (0..start)
        .rev()
        .find(|&index| {
            matches!(
                words.lower(index),
                ";" | ":" | "." | "that" | "which" | "but" | "while" | "whereas" | "whether" | "?"
            )
        })
        .map_or(0, |boundary| boundary + 1);
    from..start
}

fn clause_end(words: &Words<'_>, from: usize) -> usize {
    (from..words.len())
        .find(|&index| matches!(words.lower(index), ";" | ":" | "." | "that" | "which" | "but" | "while"))
        .unwrap_or(words.len())
}

fn is_past(word: &str) -> bool {
    matches!(word, "was" | "were" | "had" | "did" | "received" | "took")
}

fn is_ahead(word: &str) -> bool {
    matches!(
        word,
        "will"
            | "would"
            | "shall"
            | "should"
            | "must"
            | "to"
            | "can"
            | "could"
            | "may"
            | "might"
            | "need"
            | "needs"
            | "please"
            | "be"
            | "asked"
            | "requested"
            | "given"
            | "until"
            | "is"
            | "are"
            | "ought"
            | "have"
            | "ll"
    )
}

/// "until" behind something that lasts: a mandate extended, a term served, a period covered, a thing not done before.
fn lasts(words: &Words<'_>, before: &Range<usize>) -> bool {
    let has = |test: fn(&str) -> bool| before.clone().any(|index| test(words.lower(index)));
    // A call that stays open, a deadline extended, somebody invited: that is when the contributions are due.
    let rescue = has(|word| {
        matches!(
            word,
            "invited" | "deadline" | "open" | "submission" | "submissions" | "comments" | "registration" | "given"
        )
    });
    if rescue && !has(|word| matches!(word, "mandate" | "term" | "contract")) {
        return false;
    }
    has(|word| {
        matches!(
            word,
            "mandate"
                | "mandates"
                | "term"
                | "valid"
                | "force"
                | "effect"
                | "office"
                | "contract"
                | "not"
                | "no"
                | "nor"
                | "never"
                | "period"
                | "tenure"
        ) || [
            "extend", "renew", "prolong", "remain", "serv", "continu", "postpon", "defer", "adjourn", "suspend",
            "cover", "expire", "stay", "appoint", "elect", "last", "run", "retain", "maintain", "delay", "tabled",
            "reign",
        ]
        .iter()
        .any(|stem| word.starts_with(stem))
    })
}

/// "the mandate ... by", "ending before", "expires by": how long something runs.
fn is_tenure(words: &Words<'_>, cue: &Cue, before: &Range<usize>) -> bool {
    let last = before.end.checked_sub(1).map_or("", |index| words.lower(index));
    // "the years before 2015", "the situation prior to 2016": a year looked back at.
    let looks_back = matches!(
        last,
        "years"
            | "year"
            | "period"
            | "situation"
            | "from"
            | "even"
            | "long"
            | "shortly"
            | "since"
            | "as"
            | "held"
            | "days"
    );
    let open_year = matches!(cue.when, When::Year { part: Part::Whole, .. } | When::Event { .. });
    let ends = matches!(last, "expires" | "expire" | "expired" | "ending" | "ended" | "ends" | "dated");
    (looks_back && open_year && cue.offset.is_none()) || ends
}

/// Whether a weak date says when something is to be done: behind a "will" or "should" whose verb is an act, not the
/// holding of a meeting, and not as part of a meeting's name.
fn is_future_act(words: &Words<'_>, cue: &Cue, before: &Range<usize>) -> bool {
    let leading = before.clone().all(|index| words.shape(index) == Shape::Sign) || before.len() <= 1;
    let (search, verb_side) =
        if leading { (cue.end..clause_end(words, cue.end), true) } else { (before.clone(), false) };
    let modal = if verb_side {
        search.clone().find(|&index| is_modal(words, index))
    } else {
        search.clone().rev().find(|&index| is_modal(words, index))
    };
    let told_of_the_past = search.clone().any(|index| is_past(words.lower(index)));
    let last = cue.start.checked_sub(1).map_or("", |index| words.lower(index));
    if cue.when == When::DaysAhead(0) && matches!(last, "to" | "of" | "from" | "until" | "as" | "since" | "received") {
        // "inputs received to today", "the situation as of today".
        return false;
    }
    if last == "be" {
        // "The next meeting will be on Monday."
        return false;
    }
    let Some(modal) = modal else {
        // "Circulate the draft next week": a line of a list without its modal. Bare dates need more than that.
        let relative =
            matches!(cue.when, When::DaysAhead(_) | When::Weekday { .. } | When::Span { .. } | When::Count { .. });
        let bracketed = matches!(words.lower(cue.start), "(" | "[" | "–" | "—");
        let closes = (search.clone()).any(|index| matches!(words.lower(index), "closes" | "closing"));
        return closes
            || ((relative || bracketed)
                && !told_of_the_past
                && !search.clone().any(|index| is_schedule(words.lower(index)) || is_present(words.lower(index))));
    };
    let verb = if verb_side { modal..(modal + 6).min(search.end) } else { modal..cue.start };
    if verb.clone().any(|index| is_schedule(words.lower(index))) {
        return false;
    }
    // "discuss the outcome of the meeting in May": the date belongs to the meeting.
    let near = cue.start.saturating_sub(4).max(modal)..cue.start;
    if !verb_side
        && near.clone().any(|index| is_event_noun(words.lower(index)) && words.lower(index) != "call")
        && !matches!(words.lower(cue.start), "at")
    {
        return false;
    }
    match cue.when {
        // "in 2018" is when a thing happens more often than when it is due.
        When::Year { .. } => verb.clone().any(|index| is_delivery(words.lower(index))),
        _ => true,
    }
}

fn is_modal(words: &Words<'_>, index: usize) -> bool {
    let lower = words.lower(index);
    matches!(lower, "will" | "shall" | "should" | "must" | "would" | "please" | "ll" | "be")
        || (lower == "to"
            && words.shape(index + 1) == Shape::Lower
            && !matches!(words.lower(index + 1), "the" | "a" | "an" | "be"))
}

fn is_present(word: &str) -> bool {
    matches!(word, "is" | "are" | "has" | "have" | "held")
}

/// Verbs of meetings and calendars: their date is a schedule.
fn is_schedule(word: &str) -> bool {
    matches!(
        word,
        "held"
            | "hold"
            | "holding"
            | "meet"
            | "meets"
            | "meeting"
            | "convene"
            | "convened"
            | "place"
            | "start"
            | "starts"
            | "begin"
            | "begins"
            | "commence"
            | "scheduled"
            | "occur"
            | "attend"
            | "expire"
            | "expires"
            | "celebrate"
            | "celebrated"
            | "host"
            | "hosted"
            | "hosting"
            | "travel"
            | "visit"
            | "reconvene"
            | "reconvened"
            | "resume"
            | "resumed"
            | "adjourn"
            | "adjourned"
            | "mark"
            | "enter"
            | "end"
            | "ends"
            | "terminate"
            | "lapse"
            | "postpone"
            | "postponed"
            | "cease"
            | "schedule"
            | "happen"
            | "elapse"
            | "rescheduled"
            | "moved"
    )
}

/// Verbs of handing something over.
fn is_delivery(word: &str) -> bool {
    [
        "submi",
        "publish",
        "complet",
        "finali",
        "deliver",
        "circulat",
        "shar",
        "send",
        "sent",
        "present",
        "report",
        "provid",
        "releas",
        "issu",
        "launch",
        "distribut",
        "upload",
        "prepar",
        "produc",
        "table",
        "conclud",
        "finish",
    ]
    .iter()
    .any(|stem| word.starts_with(stem))
}
