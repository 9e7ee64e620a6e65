//! `search budget -deficit`: a minus before a word of a query leaves it out, where other commands would read an option.

use std::ffi::OsString;

/// The arguments with every `-word` of a search spelled as `NOT word`. What begins with two hyphens, and a hyphen with a
/// single letter, stay options.
pub fn spelled_out(arguments: impl Iterator<Item = OsString>) -> Vec<OsString> {
    let mut all: Vec<OsString> = Vec::new();
    let mut is_search = None;
    let mut names_workspace = false;
    // The first argument is the program.
    for (at, argument) in arguments.enumerate() {
        let text = argument.to_str().unwrap_or_default();
        if is_search == Some(true) {
            let excluded = text.strip_prefix('-').filter(|word| !word.starts_with('-') && word.chars().count() > 1);
            all.push(excluded.map_or_else(|| argument.clone(), |word| format!("NOT {word}").into()));
            continue;
        }
        if at > 0 && is_search.is_none() && !names_workspace && !text.starts_with('-') {
            is_search = Some(text == "search");
        }
        names_workspace = text == "--workspace";
        all.push(argument);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spelled(line: &str) -> String {
        let all = spelled_out(line.split('|').map(OsString::from));
        all.iter().filter_map(|argument| argument.to_str()).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn only_words_of_a_search_are_spelled_out() {
        for (line, expected) in [
            ("mb|search|budget|-deficit|--limit|3", "mb|search|budget|NOT deficit|--limit|3"),
            ("mb|--workspace|w|search|-kind:action|-(a b)", "mb|--workspace|w|search|NOT kind:action|NOT (a b)"),
            ("mb|search|-h", "mb|search|-h"),
            ("mb|export|-oitems.csv", "mb|export|-oitems.csv"),
            ("mb|--workspace|search|run|-quiet", "mb|--workspace|search|run|-quiet"),
        ] {
            assert_eq!(spelled(line), expected);
        }
    }
}
