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
    fn numbers_are_no_dingbats() {
        for (name, want) in [("a45", 45), ("g3", 3), ("C118", 118), ("cid100", 100), ("glyph12", 12)] {
            assert_eq!(meaning(name.as_bytes()), Meaning::Number(want), "{name}");
        }
        assert_eq!(meaning(b".notdef"), Meaning::Nothing);
        assert_eq!(meaning(b"\xff\xfe"), Meaning::Unknown);
    }
}
