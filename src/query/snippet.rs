//! The parts of a paragraph worth showing: those with the words asked for.

use std::ops::Range;

use super::hit::Snippet;

/// A text of at most so many bytes is shown whole.
const SHOWN_WHOLE: usize = 320;
/// Bytes of one snippet, about two lines of eighty columns.
const WINDOW: usize = 170;
/// More parts than this read like a puzzle.
const MOST_PARTS: usize = 3;

/// The parts of `text` worth showing. `marks` are byte ranges of the text in order; `focus` is shown besides, unmarked, and
/// the beginning where there is neither.
#[must_use]
pub fn snippets(text: &str, marks: &[Range<usize>], focus: Option<&Range<usize>>) -> Vec<Snippet> {
    if text.len() <= SHOWN_WHOLE {
        return vec![cut(text, 0..text.len(), marks)];
    }
    let mut anchors: Vec<Range<usize>> = marks.to_vec();
    // Of a focus its first words are enough.
    anchors.extend(focus.map(|focus| focus.start..focus.start));
    if anchors.is_empty() {
        anchors.push(0..0);
    }
    anchors.sort_by_key(|anchor| (anchor.start, anchor.end));
    let mut groups = grouped(&anchors);
    // The richest groups first: those with the most different words, then the most words, then the first.
    groups.sort_by_key(|group| {
        let mut different: Vec<String> =
            group.iter().map(|mark| text.get(mark.clone()).unwrap_or_default().to_lowercase()).collect();
        different.sort();
        different.dedup();
        std::cmp::Reverse((different.len(), group.len()))
    });
    let mut parts: Vec<Range<usize>> = Vec::new();
    let mut shown: Vec<String> = Vec::new();
    for group in groups {
        let words: Vec<String> = group
            .iter()
            .map(|mark| text.get(mark.clone()).unwrap_or_default().to_lowercase())
            .filter(|word| !shown.contains(word))
            .collect();
        // A part that shows no new word is shown only while there is none else.
        if parts.len() >= MOST_PARTS || !parts.is_empty() && words.is_empty() {
            continue;
        }
        shown.extend(words);
        parts.extend(widened(text, group));
    }
    parts.sort_by_key(|part| part.start);
    let mut joined: Vec<Range<usize>> = Vec::new();
    for part in parts {
        match joined.last_mut() {
            Some(last) if part.start <= last.end => last.end = last.end.max(part.end),
            _ => joined.push(part),
        }
    }
    joined.into_iter().map(|part| cut(text, part, marks)).collect()
}

/// Marks that fit into one window, from the first on.
fn grouped(marks: &[Range<usize>]) -> Vec<&[Range<usize>]> {
    let mut groups = Vec::new();
    let mut rest = marks;
    while let Some(first) = rest.first() {
        let count = rest.iter().take_while(|mark| mark.end - first.start <= WINDOW).count().max(1);
        let (group, after) = rest.split_at(count);
        groups.push(group);
        rest = after;
    }
    groups
}

/// A window around a group, on the boundaries of words.
fn widened(text: &str, group: &[Range<usize>]) -> Option<Range<usize>> {
    let (first, last) = (group.first()?, group.last()?);
    let spare = WINDOW.saturating_sub(last.end - first.start);
    let start = first.start.saturating_sub(spare / 3);
    // What is not needed before goes after.
    let end = (last.end + (spare - (first.start - start).min(spare))).min(text.len());
    Some(word_start(text, start, first.start)..word_end(text, end, last.end))
}

/// The first start of a word at or after `from`, at most `limit`.
fn word_start(text: &str, from: usize, limit: usize) -> usize {
    if from == 0 {
        return 0;
    }
    let from = (from..=limit).find(|at| text.is_char_boundary(*at)).unwrap_or(limit);
    let gap = text.get(from..limit).and_then(|rest| rest.find(char::is_whitespace).map(|at| from + at));
    gap.map_or(limit, |at| text.get(at..limit).map_or(limit, |rest| limit - rest.trim_start().len()))
}

/// The last end of a word at or before `to`, at least `limit`.
fn word_end(text: &str, to: usize, limit: usize) -> usize {
    if to >= text.len() {
        return text.len();
    }
    let to = (limit..=to).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(limit);
    let kept = text.get(limit..to).and_then(|rest| rest.rfind(char::is_whitespace).map(|at| limit + at));
    kept.map_or(limit, |at| text.get(limit..at).map_or(limit, |rest| limit + rest.trim_end().len()))
}

fn cut(text: &str, span: Range<usize>, marks: &[Range<usize>]) -> Snippet {
    let inner = marks
        .iter()
        .filter(|mark| mark.start >= span.start && mark.end <= span.end)
        .map(|mark| mark.start - span.start..mark.end - span.start)
        .collect();
    Snippet { text: text.get(span.clone()).unwrap_or_default().to_owned(), span, marks: inner }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn mark(text: &str, word: &str) -> Vec<Range<usize>> {
        text.match_indices(word).map(|(at, found)| at..at + found.len()).collect()
    }

    #[test]
    fn words_far_apart_are_shown_in_parts() {
        let text = format!(
            "Alpha opened. {}The newcomers came. {}They agreed.",
            "Padding words. ".repeat(30),
            "More words. ".repeat(40)
        );
        let mut marks = mark(&text, "newcomers");
        marks.extend(mark(&text, "agreed"));
        let parts = snippets(&text, &marks, None);
        assert_eq!(parts.len(), 2);
        assert!(parts[0].text.contains("newcomers") && parts[1].text.contains("agreed"));
        assert!(parts.iter().all(|part| part.text.len() <= WINDOW + 20), "{parts:?}");
    }

    #[test]
    fn without_marks_the_focus_or_the_start_is_shown() {
        let text = format!("Start of it. {}The item. {}", "Words. ".repeat(60), "Words. ".repeat(60));
        assert!(snippets(&text, &[], None)[0].text.starts_with("Start"));
        let at = text.find("The item").unwrap();
        assert!(snippets(&text, &[], Some(&(at..at + 9)))[0].text.contains("The item."));
    }

    proptest! {
        #[test]
        fn marks_of_snippets_are_the_marks_of_the_text(text in "[a-zé ,.]{0,900}", word in "[a-zé]{1,2}") {
            let marks = mark(&text, &word);
            let parts = snippets(&text, &marks, None);
            prop_assert!(!parts.is_empty());
            prop_assert!(marks.is_empty() || parts.iter().any(|part| !part.marks.is_empty()));
            for part in parts {
                prop_assert_eq!(text.get(part.span.clone()), Some(part.text.as_str()));
                for inner in &part.marks {
                    prop_assert_eq!(part.text.get(inner.clone()), Some(word.as_str()));
                }
            }
        }
    }
}
