//! Accents drawn apart from their letter: "a" and "¯" at one place are one "ā".

use super::letters::{Letter, LetterKind};
use unicode_normalization::char::{compose, decompose_canonical};

/// An accent stands over its letter when it lies at least by this share of the narrower one's width within it.
const OVERLAP: f32 = 0.5;
/// How far (in ems) an accent may be raised or lowered from its letter's baseline, as over capitals.
const RAISED: f32 = 0.45;

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

/// Gives every accent that stands over a letter that letter's place, so that it comes to lie behind it; an accent
/// over no letter is an ordinary character. `letters` must be sorted by baseline.
pub(super) fn settle(letters: &mut [Letter], page: &str) {
    for at in 0..letters.len() {
        let Some(accent) = letters.get(at).copied().filter(|letter| letter.kind == LetterKind::Accent) else {
            continue;
        };
        let reach = accent.size * RAISED;
        let from = letters.partition_point(|letter| letter.base < accent.base - reach);
        let near =
            letters.get(from..).unwrap_or_default().iter().take_while(|letter| letter.base <= accent.base + reach);
        let under = near.filter(|letter| stands_over(&accent, letter) && can_compose(&accent, letter, page));
        let best = under.min_by(|a, b| distance(&accent, a).total_cmp(&distance(&accent, b)));
        let home = best.map(|letter| (letter.base, letter.left, letter.right));
        if let Some(letter) = letters.get_mut(at) {
            match home {
                // In its letter's place it follows that in every order, also where the next letter begins under it.
                Some(home) => (letter.base, letter.left, letter.right) = home,
                None => letter.kind = LetterKind::Visible,
            }
        }
    }
}

/// Whether the two make one character; also asked when a line is written.
pub(super) fn can_compose(accent: &Letter, letter: &Letter, page: &str) -> bool {
    let mut characters = letter.text(page).chars();
    let (Some(base), None) = (characters.next(), characters.next()) else { return false };
    accent.text(page).chars().next().is_some_and(|accent| composed(base, accent).is_some())
}

/// Whether the accent's width lies mostly over the letter's.
pub(super) fn stands_over(accent: &Letter, letter: &Letter) -> bool {
    if letter.kind != LetterKind::Visible {
        return false;
    }
    let (accent_width, letter_width) = (accent.right - accent.left, letter.right - letter.left);
    if accent_width < 0.05 * accent.size {
        // A combining glyph without width is drawn from either edge of its letter.
        return accent.left > letter.left - 0.1 * letter.size && accent.left < letter.right + 0.1 * letter.size;
    }
    let shared = accent.right.min(letter.right) - accent.left.max(letter.left);
    shared >= OVERLAP * accent_width.min(letter_width)
}

fn distance(accent: &Letter, letter: &Letter) -> f32 {
    let middle = |letter: &Letter| (letter.left + letter.right) / 2.0;
    (middle(accent) - middle(letter)).abs() + (accent.base - letter.base).abs()
}

#[cfg(test)]
mod tests {
    use super::*;

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
