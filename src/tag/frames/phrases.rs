//! Phrases of `rules/frames.toml`, matched word by word: the small language in which headings, labels and states are told.
//!
//! `a|b` is a choice, `word~` any ending, `word+` with or without an s, `word?` a word that may be missing, `*` up to three words
//! of any kind, `[0-9]` a figure.
//! Signs between the words do not count: "Follow-up:" is "follow up".

use std::ops::Range;

/// How many words `*` may stand for.
const GAP: usize = 3;

/// Phrases of one list.
#[derive(Debug, Clone, Default)]
pub struct Phrases {
    phrases: Vec<Vec<Piece>>,
}

#[derive(Debug, Clone)]
struct Piece {
    choices: Vec<Choice>,
    optional: bool,
}

#[derive(Debug, Clone)]
enum Choice {
    Word(String),
    Prefix(String),
    Plural(String),
    Figure,
    Gap,
}

/// The words of a text in lower case, each with its bytes; signs are left out.
#[derive(Debug, Clone, Default)]
pub struct Plain {
    words: Vec<(String, Range<usize>)>,
}

impl Plain {
    /// Splits a text.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let mut words: Vec<(String, Range<usize>)> = Vec::new();
        let mut open = false;
        for (at, letter) in text.char_indices() {
            let end = at + letter.len_utf8();
            let inner = matches!(letter, '\'' | '\u{2019}') && open;
            if !(letter.is_alphanumeric() || inner || letter == '#') {
                open = false;
                continue;
            }
            let letter = if letter == '\u{2019}' { '\'' } else { letter };
            match words.last_mut() {
                Some((word, range)) if open => {
                    word.extend(letter.to_lowercase());
                    range.end = end;
                }
                _ => words.push((letter.to_lowercase().collect(), at..end)),
            }
            open = true;
        }
        Self { words }
    }

    /// How many words there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The word at an index; empty where there is none.
    #[must_use]
    pub fn word(&self, index: usize) -> &str {
        self.words.get(index).map_or("", |(word, _)| word)
    }

    /// The bytes of the words in a range.
    #[must_use]
    pub fn bytes(&self, range: Range<usize>) -> Range<usize> {
        let start = self.words.get(range.start).map_or(0, |(_, bytes)| bytes.start);
        let end = range.end.checked_sub(1).and_then(|last| self.words.get(last)).map_or(start, |(_, bytes)| bytes.end);
        start..end.max(start)
    }
}

impl Phrases {
    /// Reads a list as it stands in the file.
    #[must_use]
    pub fn of(list: &[String]) -> Self {
        Self { phrases: list.iter().map(|phrase| phrase.split_whitespace().map(Piece::of).collect()).collect() }
    }

    /// The longest phrase that begins with the word `from`: the index behind it.
    #[must_use]
    pub fn end_at(&self, text: &Plain, from: usize) -> Option<usize> {
        self.phrases.iter().filter_map(|phrase| longest(phrase, text, from)).max()
    }

    /// Whether a phrase is the whole text.
    #[must_use]
    pub fn is_whole(&self, text: &Plain) -> bool {
        !text.is_empty() && self.phrases.iter().any(|phrase| ends(phrase, text, 0).contains(&text.len()))
    }

    /// Whether a phrase opens the text.
    #[must_use]
    pub fn opens(&self, text: &Plain) -> bool {
        !text.is_empty() && self.end_at(text, 0).is_some()
    }

    /// Whether a phrase closes the text.
    #[must_use]
    pub fn closes(&self, text: &Plain) -> bool {
        let starts = |phrase: &[Piece]| (0..text.len()).any(|from| ends(phrase, text, from).contains(&text.len()));
        self.phrases.iter().any(|phrase| starts(phrase))
    }

    /// The first place where a phrase stands.
    #[must_use]
    pub fn find(&self, text: &Plain) -> Option<Range<usize>> {
        (0..text.len()).find_map(|from| self.end_at(text, from).map(|to| from..to))
    }
}

impl Piece {
    fn of(written: &str) -> Self {
        let optional = written.ends_with('?');
        let choices = written.trim_end_matches('?').split('|').map(|choice| match choice {
            "*" => Choice::Gap,
            "[0-9]" => Choice::Figure,
            word => match (word.strip_suffix('~'), word.strip_suffix('+')) {
                (Some(start), _) => Choice::Prefix(start.to_owned()),
                (None, Some(single)) => Choice::Plural(single.to_owned()),
                (None, None) => Choice::Word(word.to_owned()),
            },
        });
        Self { choices: choices.collect(), optional }
    }

    fn takes(&self, word: &str) -> bool {
        self.choices.iter().any(|choice| match choice {
            Choice::Word(own) => own == word,
            Choice::Prefix(start) => word.starts_with(start.as_str()),
            Choice::Plural(single) => word.strip_prefix(single.as_str()).is_some_and(|rest| matches!(rest, "" | "s")),
            Choice::Figure => word.chars().all(|letter| letter.is_ascii_digit()),
            Choice::Gap => false,
        })
    }

    fn is_gap(&self) -> bool {
        self.choices.iter().any(|choice| matches!(choice, Choice::Gap))
    }
}

fn longest(phrase: &[Piece], text: &Plain, from: usize) -> Option<usize> {
    ends(phrase, text, from).into_iter().max().filter(|end| *end > from)
}

/// All indices at which a phrase that begins at `from` can end, in order.
fn ends(phrase: &[Piece], text: &Plain, from: usize) -> Vec<usize> {
    let mut here = vec![from];
    for piece in phrase {
        let mut next: Vec<usize> = Vec::new();
        for &at in &here {
            if piece.is_gap() {
                next.extend((at..=at + GAP).filter(|to| *to <= text.len()));
                continue;
            }
            if piece.optional {
                next.push(at);
            }
            if at < text.len() && piece.takes(text.word(at)) {
                next.push(at + 1);
            }
        }
        next.sort_unstable();
        next.dedup();
        here = next;
        if here.is_empty() {
            break;
        }
    }
    here
}

#[cfg(test)]
mod tests {
    use super::*;

    fn phrases(list: &[&str]) -> Phrases {
        Phrases::of(&list.iter().map(|phrase| (*phrase).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn choices_endings_gaps_and_words_that_may_be_missing() {
        let list = phrases(&["action|actions item|items", "still yet? pending", "decid~ * as follows", "item [0-9]"]);
        for (text, whole) in [
            ("Action items:", true),
            ("ACTION ITEM", true),
            ("Still pending", true),
            ("still yet pending", true),
            ("decided by vote as follows:", true),
            ("decided as follows", true),
            ("Item 4", true),
            ("Action", false),
            ("new action items", false),
            ("", false),
        ] {
            assert_eq!(list.is_whole(&Plain::of(text)), whole, "{text}");
        }
        assert!(list.closes(&Plain::of("Summary of action items")));
        assert!(list.opens(&Plain::of("Action items of the week")));
        assert_eq!(list.find(&Plain::of("a list of action items here")), Some(3..5));
    }

    #[test]
    fn words_keep_their_bytes_and_signs_do_not_count() {
        let plain = Plain::of("Follow-up: “Don’t”");
        assert_eq!((plain.len(), plain.word(2)), (3, "don't"));
        assert_eq!(plain.bytes(0..2), 0..9);
        assert_eq!(plain.bytes(5..6), 0..0);
    }
}
