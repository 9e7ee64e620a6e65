//! Traditional Chinese characters in their simplified form, so that either script finds the other. The pairs are data
//! (`rules/hanzi.txt`).

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

const EMBEDDED: &str = include_str!("../../rules/hanzi.txt");

static SIMPLIFIED: LazyLock<FxHashMap<char, char>> = LazyLock::new(|| {
    let mut pairs = FxHashMap::default();
    for line in EMBEDDED.lines().filter(|line| !line.starts_with('#')) {
        let mut characters = line.chars();
        while let (Some(traditional), Some(simplified)) = (characters.next(), characters.next()) {
            pairs.insert(traditional, simplified);
        }
    }
    pairs
});

/// The simplified form of a character; the character itself where it has none.
pub(super) fn simplified(character: char) -> char {
    SIMPLIFIED.get(&character).copied().unwrap_or(character)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn either_script_leads_to_the_simplified_one() {
        let fold = |text: &str| text.chars().map(simplified).collect::<String>();
        assert_eq!(fold("\u{806f}\u{5408}\u{570b}"), "\u{8054}\u{5408}\u{56fd}");
        assert_eq!(fold("\u{7db2}\u{969b}\u{7db2}\u{8def}"), "\u{7f51}\u{9645}\u{7f51}\u{8def}");
        assert_eq!(fold("forum"), "forum");
        assert!(SIMPLIFIED.values().all(|simple| !SIMPLIFIED.contains_key(simple)), "folding twice changes nothing");
    }
}
