//! Text of documents made harmless for a terminal, and laid out in lines.

use std::borrow::Cow;

/// Whether a character could steer a terminal or reorder what it shows: controls (C0, C1, DEL), line and paragraph
/// separators, and the marks of the bidirectional algorithm that reverse text (UAX 9).
#[must_use]
pub fn is_harmful(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{061c}')
}

/// The text as it is, line breaks and tabs included, every other harmful character shown as U+FFFD: for text of several lines that
/// was laid out already.
#[must_use]
pub fn harmless(text: &str) -> Cow<'_, str> {
    let is_fine = |character: char| matches!(character, '\n' | '\t') || !is_harmful(character);
    if text.chars().all(is_fine) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(|character| if is_fine(character) { character } else { '\u{fffd}' }).collect())
}

/// The text on one line, every harmful character shown as U+FFFD and every run of blanks as one blank.
#[must_use]
pub fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for character in text.chars() {
        let shown = match character {
            c if c.is_whitespace() => ' ',
            // Marks that only say in which direction neighbours run: without them the line is as a terminal can show it.
            '\u{200e}' | '\u{200f}' | '\u{061c}' => continue,
            c if is_harmful(c) => '\u{fffd}',
            c => c,
        };
        if shown != ' ' || !line.ends_with(' ') {
            line.push(shown);
        }
    }
    line.trim().to_owned()
}

/// Columns that a text takes on a terminal: East Asian characters take two, marks none.
#[must_use]
pub fn width(text: &str) -> usize {
    text.chars().map(char_width).sum()
}

fn char_width(character: char) -> usize {
    if unicode_normalization::char::is_combining_mark(character) || character == '\u{200b}' {
        return 0;
    }
    let is_wide = matches!(character, '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{303e}' | '\u{3041}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe6f}' | '\u{ff00}'..='\u{ff60}' | '\u{ffe0}'..='\u{ffe6}' | '\u{1f300}'..='\u{1faff}' | '\u{20000}'..='\u{3fffd}');
    1 + usize::from(is_wide)
}

/// Words in lines of at most `columns`; a longer word is cut. Each word is a string and its width, so that words may
/// carry escapes that take no room.
#[must_use]
pub fn wrapped(words: &[(String, usize)], columns: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut used = 0;
    for (word, width) in words {
        if used > 0 && used + 1 + width > columns {
            lines.push(std::mem::take(&mut line));
            used = 0;
        }
        if used > 0 {
            line.push(' ');
            used += 1;
        }
        line.push_str(word);
        used += width;
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// The words of a harmless text with their widths, those wider than `columns` cut into pieces.
#[must_use]
pub fn words_of(text: &str, columns: usize) -> Vec<(String, usize)> {
    let columns = columns.max(2);
    let mut words = Vec::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let (mut piece, mut used) = (String::new(), 0);
        for character in word.chars() {
            let width = char_width(character);
            if used + width > columns {
                words.push((std::mem::take(&mut piece), used));
                used = 0;
            }
            piece.push(character);
            used += width;
        }
        words.push((piece, used));
    }
    words
}

/// A text in lines of at most `columns`, harmless.
#[must_use]
pub fn lines(text: &str, columns: usize) -> Vec<String> {
    wrapped(&words_of(&one_line(text), columns), columns)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn escapes_of_a_document_do_not_reach_the_terminal() {
        assert_eq!(harmless("a\u{1b}[2Jb\u{202e}c\td\n"), "a\u{FFFD}[2Jb\u{FFFD}c\td\n");
        assert!(matches!(harmless("Jānis, “quoted” – fine"), Cow::Borrowed(_)));
    }

    #[test]
    fn escapes_and_reversals_are_shown_not_obeyed() {
        assert_eq!(one_line("a\u{1b}[31mb\u{202e}c\u{9b}d\u{7}"), "a\u{fffd}[31mb\u{fffd}c\u{fffd}d\u{fffd}");
        assert_eq!(one_line("  a\n\n b\tc "), "a b c");
    }

    proptest! {
        #[test]
        fn lines_keep_to_their_width_and_to_the_words(text in "\\PC{0,200}", columns in 4_usize..40) {
            let lines = lines(&text, columns);
            prop_assert!(lines.iter().all(|line| width(line) <= columns && !line.chars().any(is_harmful)));
            let letters = |text: &str| text.chars().filter(|c| *c != ' ').collect::<String>();
            prop_assert_eq!(letters(&lines.join(" ")), letters(&one_line(&text)));
        }
    }
}
