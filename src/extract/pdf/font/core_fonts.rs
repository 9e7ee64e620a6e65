//! Widths of the fourteen standard fonts, which files may use without embedding them or giving widths
//! (PDF 32000-1, 9.6.2.2), from Adobe's core font metrics; other fonts without widths borrow those of their kin.

use super::dingbats::PictureFont;
use super::style::Style;
use skrifa::raw::ps::agl;
use std::sync::LazyLock;

/// Lines of `glyph-name` and the widths in Times roman, bold, italic, bold italic, Helvetica, Helvetica bold.
const LATIN: &str = include_str!("data/core_latin_widths.txt");
const COURIER_WIDTH: f32 = 600.0;

/// A standard font, or the one that a font without widths is measured by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CoreFont {
    /// Column of the table of widths.
    Latin(usize),
    Courier,
    Picture(PictureFont),
}

impl CoreFont {
    /// The nearest of the fourteen, by name and style.
    pub fn nearest(name: &str, style: &Style) -> Self {
        if let Some(picture) = PictureFont::from_name(name) {
            return Self::Picture(picture);
        }
        if style.fixed {
            return Self::Courier;
        }
        Self::Latin(match (style.serif, style.bold, style.italic) {
            (true, false, false) => 0,
            (true, true, false) => 1,
            (true, false, true) => 2,
            (true, true, true) => 3,
            (false, false, _) => 4,
            (false, true, _) => 5,
        })
    }

    /// Advance in thousandths of the size, by the code or, for Latin fonts, by the character it stands for.
    pub fn width(self, code: u8, character: Option<char>) -> Option<f32> {
        match self {
            Self::Courier => Some(COURIER_WIDTH),
            Self::Picture(font) => font.width(code),
            Self::Latin(column) => latin_width(column, character?),
        }
    }
}

fn latin_width(column: usize, character: char) -> Option<f32> {
    let character = match character {
        '\u{a0}' => ' ',
        '\u{ad}' | '\u{2010}' | '\u{2011}' => '-',
        _ => character,
    };
    let at = BY_CHARACTER.binary_search_by_key(&character, |row| row.0).ok()?;
    BY_CHARACTER.get(at)?.1.split(' ').nth(column)?.parse().ok()
}

/// The rows by the character that their name stands for. The glyph list is quick from name to character and slow the other
/// way, which would be most of the time that a short report takes.
static BY_CHARACTER: LazyLock<Vec<(char, &str)>> = LazyLock::new(|| {
    let rows = LATIN.lines().filter_map(|line| line.split_once(' '));
    let mut rows: Vec<(char, &str)> =
        rows.filter_map(|(name, widths)| Some((agl::name_to_char(name)?, widths))).collect();
    rows.sort_by_key(|row| row.0);
    rows
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_of_the_standard_fonts() {
        for (column, character, want) in [
            (0, 'A', 722.0),
            (0, ' ', 250.0),
            (4, ' ', 278.0),
            (4, 'W', 944.0),
            (5, 'i', 278.0),
            (1, 'é', 444.0),
            (0, '•', 350.0),
            (0, '’', 333.0),
            (4, '–', 556.0),
            (4, '-', 333.0),
        ] {
            assert_eq!(CoreFont::Latin(column).width(0, Some(character)), Some(want), "{column} {character}");
        }
        assert_eq!(CoreFont::Courier.width(65, None), Some(600.0));
        assert_eq!(CoreFont::Picture(PictureFont::Symbol).width(0xB7, None), Some(460.0));
    }

    #[test]
    fn a_foreign_font_is_measured_by_its_kin() {
        let style = |bold, serif, fixed| Style { bold, serif, fixed, ..Style::default() };
        assert_eq!(CoreFont::nearest("Verdana-Bold", &style(true, false, false)), CoreFont::Latin(5));
        assert_eq!(CoreFont::nearest("Georgia", &style(false, true, false)), CoreFont::Latin(0));
        assert_eq!(CoreFont::nearest("Consolas", &style(false, false, true)), CoreFont::Courier);
    }
}
