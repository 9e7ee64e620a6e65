//! Lines that hold the name of a person and nothing else: "Ms. Adaeze Okoro", "Prof. Flo Fry". Lists of those present set one
//! on each line, in lines that never fill their column.

/// How names of people begin, with a stop or without.
const TITLES: [&str; 16] = [
    "Mr", "Ms", "Mrs", "Miss", "Dr", "Prof", "Sir", "Dame", "Hon", "Rev", "Amb", "Judge", "Mme", "Mlle", "Sra", "Frau",
];
/// Words of such a line, at most, and at least.
const MOST_WORDS: usize = 6;
const FEWEST_WORDS: usize = 2;

/// Whether a line is a name under its title.
pub(crate) fn is_titled_name(line: &str) -> bool {
    let line = line.trim();
    let mut words = line.split(' ');
    let title = words.next().unwrap_or_default().trim_end_matches('.');
    let count = line.split(' ').count();
    let is_name =
        |word: &str| word.starts_with(char::is_uppercase) || matches!(word, "de" | "da" | "van" | "von" | "der");
    TITLES.contains(&title)
        && (FEWEST_WORDS..=MOST_WORDS).contains(&count)
        && !line.ends_with(['.', ',', ';', ':'])
        && !line.contains([',', ';'])
        && words.all(is_name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_and_a_name() {
        assert!(is_titled_name("Ms. Adaeze Okoro") && is_titled_name("Dr Ida van der Berg"));
        for other in
            ["Mr. Holm, the chair", "Ms. Holm said so", "The Council", "Ms.", "Mr. A and Mr. B met", "Ms. Holm."]
        {
            assert!(!is_titled_name(other), "{other}");
        }
    }
}
