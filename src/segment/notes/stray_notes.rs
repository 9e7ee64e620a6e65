//! Footnotes in text files: bodies thrown into the flow at the foot of a lost page, marks glued to words ("Forum1").
//!
//! A mark is believed as one of a chain 1, 2, 3 ... through the text, never alone; a body where a number of the chain stands
//! on a line of its own beside it, or where an address cuts a sentence in two at a page break.

use crate::model::{Line, LineRole, Place, RaisedMark};
use crate::segment::text::urls;
use crate::segment::text::words::count_one;
use rustc_hash::{FxHashMap, FxHashSet};

/// Highest footnote number looked for.
const MOST_NOTES: u32 = 400;
/// A chain of so many glued numbers is no accident even without bodies.
const SURE_CHAIN: usize = 4;
/// Lines of a page's foot in which bodies without number are looked for.
const FOOT: usize = 10;

/// Lifts glued marks out of the text and labels the bodies as footnotes.
pub(crate) fn lift(lines: &mut [Line]) {
    if lines.iter().any(|line| matches!(line.place, Place::Page { .. })) {
        return lift_by_page(lines);
    }
    if lines.iter().any(|line| line.role == LineRole::Footnote) {
        return;
    }
    let numbers = lone_numbers(lines);
    let chain = chain(lines, &numbers);
    if chain.is_empty() {
        return;
    }
    let known: FxHashSet<u32> = chain.iter().map(|mark| mark.value).collect();
    bodies(lines, &known);
    nameless(lines, &chain);
    let printed: FxHashSet<u32> = lines
        .iter()
        .filter(|line| line.role == LineRole::Footnote)
        .flat_map(|line| &line.marks)
        .filter_map(|mark| mark.text.parse().ok())
        .collect();
    // Longest suffixes first, from the end: offsets of earlier marks stay right.
    for mark in chain.iter().rev() {
        let believed =
            printed.contains(&mark.value) || chain.len() >= SURE_CHAIN || (chain.len() > 1 && !printed.is_empty());
        if let Some(line) = lines.get_mut(mark.line).filter(|line| believed && line.role == LineRole::Body) {
            cut(line, mark);
        }
    }
}

/// A number glued to a word that could be a footnote mark.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Glued {
    /// Index of its line.
    pub(crate) line: usize,
    /// First byte of its digits.
    pub(crate) start: usize,
    /// Byte after its last digit.
    pub(crate) end: usize,
    /// The number.
    pub(crate) value: u32,
}

/// Marks that no size or height sets off: the notes of a page say which numbers to look for on it, and in which order.
fn lift_by_page(lines: &mut [Line]) {
    // Counted where a page has a note whose mark is not found: few files have one.
    let mut counted = None;
    let mut from = 0;
    while from < lines.len() {
        let page = page_of(lines.get(from));
        let to = from + lines.iter().skip(from).take_while(|line| page_of(Some(line)) == page).count();
        let raised: FxHashSet<String> = lines
            .iter()
            .skip(from)
            .take(to - from)
            .filter(|line| line.role == LineRole::Body)
            .flat_map(|line| line.marks.iter().map(|mark| super::footnotes::clean_mark(&mark.text)))
            .collect();
        let mut expected = None;
        let mut wanted: Vec<u32> = Vec::new();
        for line in lines.iter().skip(from).take(to - from).filter(|line| line.role == LineRole::Footnote) {
            if let Some(value) =
                super::footnotes::mark_of(line, expected).and_then(|(mark, _)| mark.parse::<u32>().ok())
            {
                expected = Some(value + 1);
                wanted.push(value);
            }
        }
        wanted.retain(|value| !raised.contains(&value.to_string()));
        if wanted.is_empty() {
            from = to.max(from + 1);
            continue;
        }
        let words = &*counted.get_or_insert_with(|| count_words(lines));
        let mut found: Vec<Glued> = Vec::new();
        let mut next = wanted.iter().peekable();
        for at in from..to {
            let Some(line) = lines.get(at).filter(|line| line.role == LineRole::Body) else { continue };
            for candidate in glued(at, &line.text) {
                let mark = next.peek().and_then(|value| as_mark(candidate, &line.text, **value, words));
                if let Some(mark) = mark {
                    found.push(mark);
                    next.next();
                }
            }
        }
        for mark in found.iter().rev() {
            if let Some(line) = lines.get_mut(mark.line) {
                cut(line, mark);
            }
        }
        from = to.max(from + 1);
    }
}

fn page_of(line: Option<&Line>) -> u32 {
    match line.map(|line| line.place) {
        Some(Place::Page { page, .. }) => page,
        _ => 0,
    }
}

/// Takes a glued mark out of a line; everything behind it moves up.
pub(crate) fn cut(line: &mut Line, mark: &Glued) {
    let (from, to) = with_brackets(&line.text, mark.start, mark.end);
    let (start, end) = (u32::try_from(from).unwrap_or(0), u32::try_from(to).unwrap_or(0));
    line.text.replace_range(from..to, "");
    let shift = |offset: u32| if offset >= end { offset - (end - start) } else { offset.min(start) };
    for later in &mut line.marks {
        later.offset = shift(later.offset);
    }
    for style in &mut line.styles {
        style.end = shift(style.end);
    }
    for word in &mut line.words {
        word.start = shift(word.start);
        word.end = shift(word.end);
    }
    line.marks.push(RaisedMark { offset: start, text: mark.value.to_string() });
    line.marks.sort_by_key(|mark| mark.offset);
}

/// The brackets around a mark go with it: "the quays. `[1]` Members".
fn with_brackets(text: &str, start: usize, end: usize) -> (usize, usize) {
    let opened = text.get(..start).is_some_and(|before| before.ends_with('['));
    let closed = text.get(end..).is_some_and(|after| after.starts_with(']'));
    if opened && closed { (start - 1, end + 1) } else { (start, end) }
}

pub(crate) fn count_words(lines: &[Line]) -> FxHashMap<String, u32> {
    let mut counts: FxHashMap<String, u32> = FxHashMap::default();
    let words = lines.iter().flat_map(|line| line.text.split(|c: char| !c.is_alphanumeric()));
    for word in words.filter(|word| !word.is_empty()) {
        count_one(&mut counts, word);
    }
    counts
}

/// Numbers that stand alone on a line, without punctuation.
fn lone_numbers(lines: &[Line]) -> FxHashSet<u32> {
    lines.iter().filter_map(lone_number).collect()
}

fn lone_number(line: &Line) -> Option<u32> {
    let text = line.text.trim();
    let plain = !text.is_empty() && text.len() <= 3 && text.bytes().all(|b| b.is_ascii_digit());
    if plain { text.parse().ok().filter(|value| (1..=MOST_NOTES).contains(value)) } else { None }
}

/// The chain of glued marks: each the next number, in reading order.
fn chain(lines: &[Line], numbers: &FxHashSet<u32>) -> Vec<Glued> {
    let body = |line: &&(usize, &Line)| line.1.role == LineRole::Body;
    let all: Vec<(&str, Glued)> = lines
        .iter()
        .enumerate()
        .filter(|line| body(&line))
        .flat_map(|(at, line)| glued(at, &line.text).into_iter().map(|found| (line.text.as_str(), found)))
        .collect();
    if all.is_empty() {
        return Vec::new();
    }
    let words = count_words(lines);
    let mut chain: Vec<Glued> = Vec::new();
    for (at, (text, found)) in all.iter().enumerate() {
        let next = chain.last().map_or(1, |last| last.value + 1);
        if let Some(mark) = as_mark(*found, text, next, &words) {
            chain.push(mark);
            continue;
        }
        // A mark may be lost in extraction: one number may be missing, if it comes nowhere later and its body is known.
        let later = || all.iter().skip(at + 1).any(|(text, found)| as_mark(*found, text, next, &words).is_some());
        if numbers.contains(&(next + 1))
            && let Some(mark) = as_mark(*found, text, next + 1, &words).filter(|_| !later())
        {
            chain.push(mark);
        }
    }
    chain
}

/// Runs of digits that end a word or stand behind a bracket or quotation mark.
pub(crate) fn glued(line: usize, text: &str) -> Vec<Glued> {
    let mut found = Vec::new();
    let bytes = text.as_bytes();
    let mut at = 0;
    for token in text.split(' ') {
        let start = at;
        at += token.len() + 1;
        if urls::is_address(token) || token.contains('/') && token.contains('.') {
            continue;
        }
        let core = token.trim_end_matches(['.', ',', ';', ':', ')', '?', '!', ']', '”', '"', '’']);
        let digits = core.bytes().rev().take_while(u8::is_ascii_digit).count();
        if digits == 0 || digits == core.len() && digits < 5 {
            continue;
        }
        let end = start + core.len();
        let first = end - digits;
        if bytes.get(first..end).is_some() {
            found.push(Glued { line, start: first, end, value: 0 });
        }
    }
    found
}

/// The glued digits read as the mark `value`, if they end with it and what stands before is a word.
pub(crate) fn as_mark(found: Glued, text: &str, value: u32, words: &FxHashMap<String, u32>) -> Option<Glued> {
    let digits = text.get(found.start..found.end)?;
    let mark = value.to_string();
    let rest = digits.strip_suffix(mark.as_str())?;
    let start = found.end - mark.len();
    let before = text.get(..start)?;
    let word = before.rsplit(' ').next()?;
    let core: String = word.chars().filter(|c| c.is_alphanumeric()).collect();
    let letters = core.chars().filter(|c| c.is_alphabetic()).count();
    // "IPv6" stands more than once: it is a name, and no word with a mark.
    let whole = format!("{core}{mark}").to_lowercase();
    if rest.is_empty() && words.get(&whole).is_some_and(|count| *count > 1) {
        return None;
    }
    let sound = if rest.is_empty() {
        let bracket = word.ends_with([')', '”', '’', '"', ']', '.', ',']);
        // "G20", "A4", "COVID19" in capitals are names; a word of three small letters or a plural is a word.
        let small = word.chars().rev().find(|c| c.is_alphabetic()).is_some_and(char::is_lowercase);
        // "by 15 March 2031.4 The": a year that ends its sentence.
        let closes_year = word.ends_with(['.', ',', ')']) && letters == 0 && is_year(&core);
        closes_year
            || bracket && letters > 1
            || small && letters >= 3
            || letters >= 3 && words.contains_key(&core.to_lowercase())
    } else {
        // "20165": a year and the mark 5; "IPv64": a name that the text knows and the mark 4.
        letters == 0 && is_year(&core) || letters > 0 && words.contains_key(&core.to_lowercase())
    };
    sound.then_some(Glued { start, value, ..found })
}

fn is_year(digits: &str) -> bool {
    digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20"))
}

/// Labels bodies beside numbers that stand alone.
fn bodies(lines: &mut [Line], known: &FxHashSet<u32>) {
    let mut at = 0;
    while at < lines.len() {
        let Some(value) = lines
            .get(at)
            .and_then(lone_number)
            .filter(|value| known.contains(value) || *value <= known.len() as u32 + 1)
        else {
            at += 1;
            continue;
        };
        let below = lines.get(at + 1);
        let below_is_body = below.is_some_and(|line| {
            line.pitch >= 2.0 && lone_number(line).is_none() && !line.starts_page && glued_opening(&line.text).is_none()
        });
        if below_is_body && !text_of_page(lines, at + 1) {
            let count = 1 + lines
                .iter()
                .skip(at + 2)
                .take_while(|line| line.pitch < 2.0 && !line.starts_page && lone_number(line).is_none())
                .count();
            mark_as_note(lines, at + 1, count, value);
            silence(lines, at);
            at += 1 + count;
        } else {
            at = above(lines, at);
        }
    }
}

/// Whether a line reads on as text of the page rather than a note: it goes on in small letters.
fn text_of_page(lines: &[Line], at: usize) -> bool {
    lines.get(at).is_some_and(|line| line.text.starts_with(char::is_lowercase) && !urls::is_address(&line.text))
}

/// Numbers whose bodies stand above them: "body, body, 2, 3". Returns the line to go on with.
fn above(lines: &mut [Line], at: usize) -> usize {
    let mut values: Vec<(u32, Option<usize>)> = Vec::new();
    let mut end = at;
    while let Some(line) = lines.get(end) {
        if end > at && line.starts_page {
            break;
        }
        let next_is_its_body = lines.get(end + 1).is_some_and(|below| {
            below.pitch >= 2.0
                && !below.starts_page
                && lone_number(below).is_none()
                && glued_opening(&below.text).is_none()
        });
        match (lone_number(line), glued_opening(&line.text)) {
            (Some(_), _) if end > at && next_is_its_body => break,
            (Some(value), _) => values.push((value, None)),
            (None, Some((value, digits))) if values.last().is_some_and(|(last, _)| *last + 1 == value) => {
                values.push((value, Some(digits)));
            }
            _ => break,
        }
        end += 1;
    }
    let starts = body_starts(lines, at, values.len());
    if starts.len() == values.len() && !values.is_empty() {
        let ends = starts.iter().skip(1).copied().chain([at]);
        let spans: Vec<(usize, usize)> = starts.iter().copied().zip(ends).collect();
        for ((value, glued), (from, to)) in values.iter().zip(spans) {
            mark_as_note(lines, from, to - from, *value);
            // "7Synthesis": the number took the first word of its body along.
            if glued.is_some()
                && let Some(word) = lines.iter().skip(at).take(end - at).find_map(|line| {
                    glued_opening(&line.text)
                        .filter(|(v, _)| v == value)
                        .and_then(|(_, digits)| line.text.get(digits..).map(str::to_owned))
                })
                && let Some(line) = lines.get_mut(from)
            {
                line.text = format!("{word} {}", line.text);
            }
        }
        for index in at..end {
            silence(lines, index);
        }
    }
    end.max(at + 1)
}

/// First lines of the `count` bodies above a number: the line below a blank one or at the top of the page, and those that
/// look most like the beginning of a note.
fn body_starts(lines: &[Line], at: usize, count: usize) -> Vec<usize> {
    let mut zone: Vec<usize> = Vec::new();
    let mut closed = false;
    for index in (at.saturating_sub(FOOT)..at).rev() {
        let Some(line) = lines.get(index) else { break };
        if line.role != LineRole::Body || lone_number(line).is_some() {
            break;
        }
        zone.insert(0, index);
        closed = line.pitch >= 2.0 || line.starts_page;
        if closed {
            break;
        }
    }
    let mut ranked: Vec<(i32, usize)> = zone
        .iter()
        .enumerate()
        .map(|(nth, index)| (if nth == 0 && closed { SURE_START } else { start_score(lines, *index) }, *index))
        .collect();
    // The likelier first; of equals the lower on the page, where notes stand.
    ranked.sort_by_key(|(score, index)| std::cmp::Reverse((*score, *index)));
    let mut starts: Vec<usize> =
        ranked.into_iter().filter(|(score, _)| *score >= LIKELY_START).take(count).map(|(_, index)| index).collect();
    starts.sort_unstable();
    starts
}

/// A line that scores so much begins a note.
const LIKELY_START: i32 = 2;
/// More than any other line can score.
const SURE_START: i32 = 10;
/// Room (ems) at the end of a line that ends a note.
const ENDED: f32 = 5.0;

/// How much a line looks like the beginning of a note.
fn start_score(lines: &[Line], index: usize) -> i32 {
    let Some(line) = lines.get(index) else { return 0 };
    let Some(above) = index.checked_sub(1).and_then(|i| lines.get(i)) else { return 1 };
    let head = above.text.trim_end();
    let ended = above.short_by > ENDED || head.contains("://") || head.ends_with(['.', ')', ';']);
    let opens = if urls::is_address(&line.text) {
        2
    } else if line.text.starts_with(|c: char| c.is_uppercase() || matches!(c, '“' | '"')) {
        1
    } else {
        -2
    };
    opens + i32::from(ended)
}

/// "7Synthesis": a number glued to the first word of a line that holds little else.
fn glued_opening(text: &str) -> Option<(u32, usize)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let rest = text.get(digits..)?;
    let word = rest.starts_with(char::is_uppercase) && rest.chars().nth(1).is_some_and(char::is_lowercase);
    if digits == 0 || digits > 3 || !word || rest.split_whitespace().count() > 1 {
        return None;
    }
    Some((text.get(..digits)?.parse().ok()?, digits))
}

/// Bodies without any number: an address, or lines with one, that cut a sentence in two at a page break.
fn nameless(lines: &mut [Line], chain: &[Glued]) {
    for mark in chain {
        let named = lines.iter().any(|line| {
            line.role == LineRole::Footnote
                && line.marks.iter().any(|m| m.offset == 0 && m.text == mark.value.to_string())
        });
        if named {
            continue;
        }
        let Some(page_end) =
            lines.iter().enumerate().skip(mark.line + 1).find(|(_, line)| line.starts_page).map(|(at, _)| at)
        else {
            continue;
        };
        let from = (mark.line + 1).max(page_end.saturating_sub(FOOT));
        let start = (from..page_end).find(|at| {
            let Some(line) = lines.get(*at) else { return false };
            let zone = lines.get(*at..page_end).unwrap_or_default();
            let body = zone.iter().all(|line| line.role == LineRole::Body)
                && zone.iter().any(|line| line.text.contains("://"));
            let set_off = line.pitch >= 2.0 || zone.iter().all(|line| urls::is_whole_address_line(&line.text));
            let torn = at
                .checked_sub(1)
                .and_then(|i| lines.get(i))
                .is_some_and(|above| !above.text.trim_end().ends_with(['.', ':', '!', '?']));
            body && set_off && torn
        });
        if let Some(start) = start {
            mark_as_note(lines, start, page_end - start, mark.value);
        }
    }
}

fn mark_as_note(lines: &mut [Line], from: usize, count: usize, value: u32) {
    for (order, line) in lines.iter_mut().skip(from).take(count).enumerate() {
        line.role = LineRole::Footnote;
        if order == 0 {
            line.marks.insert(0, RaisedMark { offset: 0, text: value.to_string() });
        }
    }
}

/// A line whose number moved to its note.
fn silence(lines: &mut [Line], at: usize) {
    if let Some(line) = lines.get_mut(at) {
        line.text.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::segment::testing::text_lines;

    fn lifted(source: &str) -> (Vec<String>, Vec<(String, String)>) {
        let mut lines = text_lines(source);
        lift(&mut lines);
        let refs = lines
            .iter()
            .filter(|l| l.role == LineRole::Body)
            .flat_map(|l| {
                l.marks.iter().map(|m| {
                    format!(
                        "{}@{}",
                        m.text,
                        l.text.get(..m.offset as usize).unwrap_or("?").rsplit(' ').next().unwrap_or("")
                    )
                })
            })
            .collect();
        let notes = lines
            .iter()
            .filter(|l| l.role == LineRole::Footnote)
            .map(|l| (l.marks.first().map_or(String::new(), |m| m.text.clone()), l.text.clone()))
            .collect();
        (refs, notes)
    }

    #[test]
    fn a_number_above_its_body() {
        let (refs, notes) = lifted(
            "The group keeps a workspace1 on the site of the forum and has put all of its drafts in it.\n1\n\nhttp://example.org/groups/self-assessment\n\nUpdate by the secretariat",
        );
        assert_eq!(refs, ["1@workspace"]);
        assert_eq!(notes, [("1".to_owned(), "http://example.org/groups/self-assessment".to_owned())]);
    }

    #[test]
    fn bodies_above_their_numbers_and_names_with_figures() {
        let (refs, notes) = lifted(
            "Updates came from the work on policy1, IXPs2 and IPv63, and IPv6 was named as the most urgent of\nthe three by all who spoke and by\nhttps://example.org/policy\nhttps://example.org/ixps\n1\n2\n\n3\n\nhttps://example.org/ipv6\n\nthose who wrote.",
        );
        assert_eq!(refs, ["1@policy", "2@IXPs", "3@IPv6"]);
        let marks: Vec<_> = notes.iter().map(|(mark, _)| mark.as_str()).collect();
        assert_eq!(marks, ["1", "2", "3"]);
    }

    #[test]
    fn an_address_that_cuts_a_sentence_at_a_page_break() {
        let (refs, notes) = lifted(
            "The timetable is on the site1. The members were asked to send comments and\nhttps://example.org/timetable\n suggestions by the end of the month.",
        );
        assert_eq!(refs, ["1@site"]);
        assert_eq!(notes.len(), 1);
    }

    #[test]
    fn names_with_figures_are_no_marks() {
        let (refs, notes) = lifted("The G20 and the A4 paper on COVID19 were named.\nThe next meeting is in May.");
        assert!(refs.is_empty() && notes.is_empty());
    }
}
