//! Who takes over from an item that is gone: the item of the same block whose words hold its words, or are held by them.
//!
//! A recommendation that was cut in two and is now whole, a sentence that was read without its end: the words differ, so the id does; what
//! people wrote, assessed, corrected and sent elsewhere under the old id belongs to the new one.

use super::fold::folded;

/// Fewer letters and digits may stand in any sentence by chance: "agreed", "the fee".
const LEAST_LETTERS: usize = 16;

/// An item by its place, kind and words.
#[derive(Debug, Clone, Copy)]
pub struct Words<'a> {
    /// The id of its block.
    pub place: &'a str,
    /// `d`, `a` or `r`.
    pub kind: char,
    /// Verbatim words.
    pub text: &'a str,
    /// Whether it stood in a report that is now known to be the same work: its words may stand in another block here.
    pub joined: bool,
}

/// For each item that is gone, the index among `here` of the one that takes over; `None` where none holds its words.
///
/// Of several the one of the same kind, then the one that shares most words, then the first: one alone, so that what people wrote
/// never stands twice.
#[must_use]
pub fn heirs(gone: &[Words<'_>], here: &[Words<'_>]) -> Vec<Option<usize>> {
    if gone.is_empty() || here.is_empty() {
        return vec![None; gone.len()];
    }
    let letters: Vec<String> = here.iter().map(|words| folded(words.text)).collect();
    gone.iter().map(|gone| heir(gone, here, &letters)).collect()
}

fn heir(gone: &Words<'_>, here: &[Words<'_>], letters: &[String]) -> Option<usize> {
    let own = folded(gone.text);
    let mut best: Option<((bool, bool, usize), usize)> = None;
    for (at, (words, letters)) in here.iter().zip(letters).enumerate() {
        let shared = own.len().min(letters.len());
        let is_here = words.place == gone.place;
        let equal = gone.joined && own == *letters;
        let holds = shared >= LEAST_LETTERS && (letters.contains(own.as_str()) || own.contains(letters.as_str()));
        if !(equal || is_here && holds) {
            continue;
        }
        let rank = (words.kind == gone.kind, is_here, shared);
        if best.is_none_or(|(known, _)| rank > known) {
            best = Some((rank, at));
        }
    }
    best.map(|(_, at)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(place: &'static str, kind: char, text: &'static str) -> Words<'static> {
        Words { place, kind, text, joined: false }
    }

    #[test]
    fn what_was_cut_and_is_whole_and_what_was_whole_and_is_cut() {
        let (first, second) = ("The forum could publish a list.", "This would help newcomers a lot.");
        let whole = "The forum could publish a list. This would help newcomers a lot.";
        let cut = [words("k#7", 'r', first), words("k#7", 'a', second)];
        let one = [words("k#7", 'r', whole)];
        assert_eq!(heirs(&cut, &one), [Some(0), Some(0)]);
        assert_eq!(heirs(&one, &cut), [Some(0)]);
        assert_eq!(heirs(&[words("k#8", 'r', first)], &one), [None], "another block");
    }

    #[test]
    fn of_a_joined_report_the_same_words_take_over_wherever_they_stand() {
        let here = [words("forum/p2", 'r', "Pay the fee.")];
        let gone = words("forum/p1", 'r', "Pay the fee");
        assert_eq!(heirs(&[gone], &here), [None]);
        assert_eq!(heirs(&[Words { joined: true, ..gone }], &here), [Some(0)]);
    }

    #[test]
    fn the_same_kind_goes_before_more_words_and_few_letters_count_for_nothing() {
        let here = [
            words("k#7", 'd', "It was agreed that the forum publish a list."),
            words("k#7", 'r', "the forum publish a list"),
        ];
        assert_eq!(heirs(&[words("k#7", 'r', "The forum publish a list.")], &here), [Some(1)]);
        assert_eq!(heirs(&[words("k#7", 'd', "agreed")], &here), [None]);
    }
}
