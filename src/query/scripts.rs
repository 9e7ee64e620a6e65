//! Scripts, as far as a suggestion must keep to that of the word it is made for.

/// A script, by where its letters begin; letters of scripts that are not told apart are of one.
fn script(letter: char) -> Option<u32> {
    const STARTS: [u32; 14] = [
        0x0041, // Latin
        0x0370, // Greek
        0x0400, // Cyrillic
        0x0530, // Armenian
        0x0590, // Hebrew
        0x0600, // Arabic and what is written like it
        0x0900, // scripts of India
        0x0E00, // Thai and its neighbours
        0x10A0, // Georgian, Hangul letters, Ethiopic and others
        0x1E00, // Latin with more marks
        0x1F00, // Greek with more marks
        0x2E80, // Han, Kana
        0xAC00, // Hangul
        0xFB00, // forms for compatibility
    ];
    if !letter.is_alphabetic() {
        return None;
    }
    let start = STARTS.iter().rev().copied().find(|start| u32::from(letter) >= *start)?;
    Some(match start {
        0x1E00 => 0x0041,
        0x1F00 => 0x0370,
        start => start,
    })
}

/// Whether all letters of both words are of one script.
#[must_use]
pub fn are_of_one_script(one: &str, other: &str) -> bool {
    let mut scripts = one.chars().chain(other.chars()).filter_map(script);
    let Some(first) = scripts.next() else { return true };
    scripts.all(|script| script == first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_one_script_are_told_from_mixed_ones() {
        assert!(are_of_one_script("programme", "\u{1E01}rogramme"));
        assert!(are_of_one_script("кодекс", "кодекса"));
        assert!(are_of_one_script("2017", "budget"));
        assert!(!are_of_one_script("кодекс", "kodeks"));
        // A Latin letter in a Cyrillic word, as bad text layers have it.
        assert!(!are_of_one_script("кодекс", "кoдекс"));
    }
}
