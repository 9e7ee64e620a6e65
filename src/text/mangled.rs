//! What spreadsheets leave of a key: quotes or an apostrophe around it, upper case, another dash, a lost end.

/// So many letters and digits of a key are left at least where its end is cut: fewer may begin many keys.
pub const LEAST_LETTERS: usize = 8;

/// Letters and digits alone, in lower case.
#[must_use]
pub fn letters_of(text: &str) -> String {
    text.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether `found` is what became of `key` in a spreadsheet.
#[must_use]
pub fn is_left_of(found: &str, key: &str) -> bool {
    let (found, whole) = (letters_of(found), letters_of(key));
    !found.is_empty() && (found == whole || found.len() >= LEAST_LETTERS && whole.starts_with(&found))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_known_by_what_is_left_of_it() {
        let key = "mag-2017-03-28#7~abcdefgh.r";
        for found in ["\"mag-2017-03-28#7~abcdefgh.r\"", "'mag-2017-03-28#7~abcdefgh.r", "MAG-2017-03-28#7~ABCDEFGH.R"]
        {
            assert!(is_left_of(found, key), "{found}");
        }
        assert!(is_left_of("mag–2017–03–28#7~abcdefgh.r", key) && is_left_of("mag-2017-03-28#7~abc", key));
        assert!(!is_left_of("mag", key) && !is_left_of("mag-2017-03-28#8~abcdefgh.r", key) && !is_left_of("", key));
    }
}
