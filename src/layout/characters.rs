//! What single characters are to layout: nothing at all, an accent drawn apart, a raised figure.

use unicode_normalization::char::{compose, decompose_canonical};

/// Characters that show nothing and mean nothing in a line's text: marks of direction, zero-width spaces, control characters.
pub(super) fn is_ignorable(character: char) -> bool {
    matches!(character, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
        || (character.is_control() && !character.is_whitespace())
}

/// The combining character for an accent drawn as a character of its own; a combining character stands for itself.
pub(super) fn combining(accent: char) -> Option<char> {
    Some(match accent {
        '`' | '\u{2cb}' => '\u{300}',
        '\u{b4}' | '\u{2ca}' => '\u{301}',
        '^' | '\u{2c6}' => '\u{302}',
        '~' | '\u{2dc}' => '\u{303}',
        '\u{af}' | '\u{2c9}' => '\u{304}',
        '\u{2d8}' => '\u{306}',
        '\u{2d9}' => '\u{307}',
        '\u{a8}' => '\u{308}',
        '\u{2da}' => '\u{30a}',
        '\u{2dd}' => '\u{30b}',
        '\u{2c7}' => '\u{30c}',
        '\u{b8}' => '\u{327}',
        '\u{2db}' => '\u{328}',
        '\u{300}'..='\u{36f}' => accent,
        _ => return None,
    })
}

/// The letter under the accent as one character, if there is such a character.
pub(super) fn composed(letter: char, accent: char) -> Option<char> {
    let letter = match letter {
        '\u{131}' => 'i',
        '\u{237}' => 'j',
        _ => letter,
    };
    let accent = combining(accent)?;
    compose(letter, accent).or_else(|| {
        // Two accents over one letter compose in one order only, whichever was drawn first.
        let (mut inner, mut marks) = (None, 0);
        decompose_canonical(letter, |part| {
            marks += usize::from(inner.is_some());
            inner = Some(inner.map_or((part, None), |(first, _)| (first, Some(part))));
        });
        let (base, first) = inner.filter(|_| marks == 1)?;
        compose(compose(base, accent)?, first?)
    })
}

/// The plain figure of a superscript character.
pub(super) fn figure(character: char) -> Option<char> {
    Some(match character {
        '\u{b9}' => '1',
        '\u{b2}' => '2',
        '\u{b3}' => '3',
        '\u{2070}' => '0',
        '\u{2074}'..='\u{2079}' => char::from_digit(character as u32 - 0x2070, 10)?,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn superscript_characters_are_figures() {
        assert_eq!(['²', '⁷', '2'].map(figure), [Some('2'), Some('7'), None]);
    }

    #[test]
    fn spacing_and_combining_accents_compose() {
        for (letter, accent, whole) in [
            ('a', '\u{af}', 'ā'),
            ('n', '\u{b8}', 'ņ'),
            ('e', '\u{b4}', 'é'),
            ('u', '\u{a8}', 'ü'),
            ('\u{131}', '\u{b4}', 'í'),
            ('C', '\u{2c7}', 'Č'),
            ('o', '\u{301}', 'ó'),
        ] {
            assert_eq!(composed(letter, accent), Some(whole));
        }
        assert_eq!(composed('ê', '\u{b4}'), Some('ế'));
        assert_eq!(composed('é', '^'), Some('ế'), "the accents were drawn in the other order");
        assert_eq!(composed('x', '\u{b8}'), None);
        assert_eq!(composed('a', 'b'), None);
    }
}
