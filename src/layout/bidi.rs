//! Lines with right-to-left text: from the order on the page to the order of reading.
//!
//! The simple inverse of the Unicode bidirectional algorithm (UAX 9) that a line of one main direction needs: the letters of
//! a right-to-left line are read from the right, stretches of Latin letters and numbers within them from the left; in a
//! left-to-right line only the right-to-left stretches turn.

use super::letters::Letter;

/// Direction of a letter by its first character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Direction {
    Right,
    Left,
    Number,
    Neutral,
}

/// Brings letters sorted from left to right into the order of reading.
pub(super) fn to_logical(letters: &mut [Letter], page: &str) {
    let is_strong = |letter: &Letter| direction(letter.text(page)) == Direction::Left;
    let turned = letters.iter().filter(|letter| is_strong(letter)).count();
    if turned == 0 {
        return;
    }
    let straight = letters.iter().filter(|letter| direction(letter.text(page)) == Direction::Right).count();
    let main_left = turned >= straight;
    if main_left {
        letters.reverse();
    }
    turn_stretches(letters, page, if main_left { Direction::Right } else { Direction::Left });
}

/// Reverses each stretch of the direction `against`, neutrals between its letters included.
fn turn_stretches(letters: &mut [Letter], page: &str, against: Direction) {
    let of = |letter: &Letter| match direction(letter.text(page)) {
        // Numbers run to the right in either line.
        Direction::Number if against == Direction::Right => Direction::Right,
        Direction::Number => Direction::Neutral,
        other => other,
    };
    let mut start = 0;
    while let Some(first) = letters.get(start..).and_then(|rest| rest.iter().position(|letter| of(letter) == against)) {
        let first = start + first;
        let mut last = first;
        for (letter, at) in letters.iter().zip(0..).skip(first) {
            match of(letter) {
                Direction::Neutral => {}
                other if other == against => last = at,
                _ => break,
            }
        }
        if let Some(stretch) = letters.get_mut(first..=last) {
            stretch.reverse();
        }
        start = last + 1;
    }
}

fn direction(text: &str) -> Direction {
    if let [byte] = text.as_bytes() {
        return match byte {
            b'0'..=b'9' => Direction::Number,
            b'a'..=b'z' | b'A'..=b'Z' => Direction::Right,
            _ => Direction::Neutral,
        };
    }
    match text.chars().next() {
        Some('\u{660}'..='\u{669}' | '\u{6f0}'..='\u{6f9}') => Direction::Number,
        Some('\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}') => Direction::Left,
        Some(character) if character.is_alphabetic() => Direction::Right,
        _ => Direction::Neutral,
    }
}

#[cfg(test)]
mod tests {
    use super::super::drawing::{Drawing, texts};

    /// Draws the characters as they stand on the page, from left to right.
    fn seen(text: &str) -> Vec<String> {
        texts(Drawing::new().text(72.0, 100.0, text))
    }

    #[test]
    fn hebrew_drawn_from_left_to_right_is_read_from_the_right() {
        assert_eq!(seen("םולש"), ["שלום"]);
    }

    #[test]
    fn numbers_and_latin_words_in_it_keep_their_order() {
        assert_eq!(seen("IGF 2017 םולש"), ["שלום IGF 2017"]);
    }

    #[test]
    fn a_hebrew_word_in_an_english_line_is_turned_alone() {
        assert_eq!(seen("the word םולש means peace"), ["the word שלום means peace"]);
    }
}
