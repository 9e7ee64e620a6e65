//! Accents drawn apart from their letter: "a" and "¯" at one place are one "ā".

use super::characters::composed;
use super::letters::{Letter, LetterKind};

/// An accent stands over its letter when it lies at least by this share of the narrower one's width within it.
const OVERLAP: f32 = 0.5;
/// How far (in ems) an accent may be raised or lowered from its letter's baseline, as over capitals.
const RAISED: f32 = 0.45;

/// Letters on the baselines around an accent that are looked at, at most: more are no text.
const NEAR: usize = 4096;
/// Letters under an accent that are looked at, at most.
const OVER: usize = 16;

/// Gives every accent that stands over a letter that letter's place, so that it comes to lie behind it; an accent
/// over no letter is an ordinary character. `letters` must be sorted by baseline.
pub(super) fn settle(letters: &mut [Letter], page: &str) {
    for at in 0..letters.len() {
        let Some(accent) = letters.get(at).copied().filter(|letter| letter.kind == LetterKind::Accent) else {
            continue;
        };
        let reach = accent.size * RAISED;
        let from = letters.partition_point(|letter| letter.base < accent.base - reach);
        let near = letters
            .get(from..)
            .unwrap_or_default()
            .iter()
            .take(NEAR)
            .take_while(|letter| letter.base <= accent.base + reach);
        let under = near
            .filter(|letter| stands_over(&accent, letter))
            .take(OVER)
            .filter(|letter| can_compose(&accent, letter, page));
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
