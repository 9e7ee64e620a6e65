//! From glyph names to text: the Adobe Glyph List, `uniXXXX` and `uXXXXX`, variants and compounds after the list's
//! specification, and the numbered names (`g45`, `a45`, `C45`) of producers that lost the real ones.

use skrifa::raw::ps::agl;

/// What a glyph name says of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meaning {
    /// The name stands for these characters.
    Text(String),
    /// The name is only a number: a character code or a glyph index, nobody knows which.
    Number(u32),
    /// `.notdef` and names of glyphs that show nothing.
    Nothing,
    /// No known name.
    Unknown,
}

/// Names in use by TeX and other old fonts that the glyph list lacks.
const EXTRA: &[(&str, &str)] = &[
    ("nbspace", "\u{a0}"),
    ("nonbreakingspace", "\u{a0}"),
    ("sfthyphen", "\u{ad}"),
    ("hyphenminus", "-"),
    ("hyphenchar", "-"),
    ("suppress", "/"),
    ("visiblespace", " "),
    ("spacehackarabic", " "),
    ("cwm", ""),
    ("compwordmark", ""),
    ("perthousandzero", ""),
    ("dbar", "đ"),
    ("Dbar", "Đ"),
    ("ng", "ŋ"),
    ("Ng", "Ŋ"),
    ("Germandbls", "ẞ"),
    ("SS", "SS"),
    ("tcommaaccent", "ț"),
    ("Tcommaaccent", "Ț"),
    ("scommaaccent", "ș"),
    ("Scommaaccent", "Ș"),
    ("ddotaccent", "¨"),
    ("circumflexaccent", "ˆ"),
    ("tie", "\u{361}"),
    ("ffsmall", "ff"),
    ("rupee", "₹"),
    ("Ldot", "Ŀ"),
    ("ldot", "ŀ"),
    ("mu1", "µ"),
    ("filledbullet", "•"),
    ("bulletsquare", "▪"),
    ("checkbox", "☐"),
    ("checkmark", "✓"),
];

/// The meaning of a glyph name.
pub fn meaning(name: &[u8]) -> Meaning {
    let Ok(name) = std::str::from_utf8(name) else { return Meaning::Unknown };
    if name.is_empty() || name == ".notdef" || name == ".null" || name == "nonmarkingreturn" {
        return Meaning::Nothing;
    }
    let base = match name.split_once('.') {
        Some((base, _)) if !base.is_empty() => base,
        _ => name,
    };
    // Before the list: it holds the names of Zapf Dingbats (a1 to a206), which here are numbers.
    if let Some(number) = numbered(base) {
        return Meaning::Number(number);
    }
    if let Some((_, text)) = EXTRA.iter().find(|(known, _)| *known == base) {
        return Meaning::Text((*text).to_owned());
    }
    let text: String = agl::name_to_chars(base).collect();
    if text.is_empty() || text.chars().any(is_private) {
        return styled(base).map_or(Meaning::Unknown, Meaning::Text);
    }
    Meaning::Text(text)
}

/// Small capitals, old-style and raised figures stand for the plain character.
fn styled(name: &str) -> Option<String> {
    for (suffix, lower) in
        [("small", true), ("oldstyle", false), ("fitted", false), ("superior", false), ("inferior", false)]
    {
        if let Some(base) = name.strip_suffix(suffix) {
            let character = agl::name_to_char(base).filter(|&character| !is_private(character))?;
            return Some(if lower { character.to_lowercase().collect() } else { character.to_string() });
        }
    }
    None
}

/// Private use: no character that anybody else understands.
pub fn is_private(character: char) -> bool {
    matches!(character, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}')
}

/// `g45`, `G45`, `a45`, `c45`, `C45`, `cid45`, `glyph45`, `index45`, `char45`, and hexadecimal `Gx2D`, `c_2D` forms aside.
fn numbered(name: &str) -> Option<u32> {
    let digits = name.trim_start_matches(|character: char| character.is_ascii_alphabetic());
    let prefix = name.strip_suffix(digits)?;
    if digits.is_empty() || digits.len() > 5 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    matches!(
        prefix,
        "g" | "G"
            | "a"
            | "A"
            | "c"
            | "C"
            | "b"
            | "B"
            | "d"
            | "cid"
            | "glyph"
            | "index"
            | "char"
            | "ch"
            | "F"
            | "H"
            | "t"
    )
    .then(|| digits.parse().ok())
    .flatten()
}

/// A letter and two hexadecimal digits: the code that `C4e` may stand for.
pub fn hexadecimal(name: &[u8]) -> Option<u8> {
    let [letter, high, low] = name else { return None };
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    letter.is_ascii_alphabetic().then_some(digit(*high)? << 4 | digit(*low)?)
}

/// Whether the names of a font are codes in hexadecimal: nearly all are of that form, under one letter, and some could not
/// be decimal.
pub fn are_hexadecimal<'a>(names: impl Iterator<Item = &'a [u8]>) -> bool {
    let (mut fit, mut lettered, mut first) = (0_u32, 0_u32, None);
    let mut all = 0_u32;
    for name in names {
        all += 1;
        if hexadecimal(name).is_some() && *first.get_or_insert(name.first()) == name.first() {
            fit += 1;
            lettered += u32::from(!name.iter().skip(1).all(u8::is_ascii_digit));
        }
    }
    lettered > 0 && fit * 10 >= all * 9
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_what_they_mean() {
        for (name, want) in [
            ("A", Some("A")),
            ("eacute", Some("é")),
            ("f_f_i", Some("ffi")),
            ("ffi", Some("\u{fb03}")),
            ("uni20AC", Some("€")),
            ("uni00410042", Some("AB")),
            ("u1F600", Some("😀")),
            ("A.swash", Some("A")),
            ("one.oldstyle", Some("1")),
            ("Asmall", Some("a")),
            ("sevenoldstyle", Some("7")),
            ("amacron", Some("ā")),
            ("ncommaaccent", Some("ņ")),
            ("nosuchname", None),
        ] {
            let got = meaning(name.as_bytes());
            assert_eq!(got, want.map_or(Meaning::Unknown, |text| Meaning::Text(text.to_owned())), "{name}");
        }
    }

    #[test]
    fn names_in_hexadecimal_are_told_by_their_company() {
        let are = |names: &[&str]| are_hexadecimal(names.iter().map(|name| name.as_bytes()));
        assert!(are(&["C20", "C2c", "C41", "C4E"]));
        assert!(!are(&["C20", "C21", "C41"]));
        assert!(!are(&["A", "B", "Aacute", "C4e"]));
        assert!(!are(&[]));
        assert_eq!(hexadecimal(b"C4e"), Some(0x4e));
    }

    #[test]
    fn numbers_are_no_dingbats() {
        for (name, want) in [("a45", 45), ("g3", 3), ("C118", 118), ("cid100", 100), ("glyph12", 12)] {
            assert_eq!(meaning(name.as_bytes()), Meaning::Number(want), "{name}");
        }
        assert_eq!(meaning(b".notdef"), Meaning::Nothing);
        assert_eq!(meaning(b"\xff\xfe"), Meaning::Unknown);
    }
}
