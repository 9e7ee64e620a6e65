//! Words that a pattern cannot do without: where none of them stands in a sentence, the pattern need not be tried.

use super::tree::Node;
use super::words::Text;

/// Texts of which every match holds at least one.
pub type Required<'a> = Vec<&'a [u8]>;

/// What each way through a pattern requires: one entry for each alternative on its top level, `None` where nothing useful is
/// required.
#[must_use]
pub fn of_ways(tree: &Node) -> Vec<Option<Required<'_>>> {
    match tree {
        Node::Either(parts) => parts.iter().map(useful).collect(),
        node => vec![useful(node)],
    }
}

fn useful(node: &Node) -> Option<Required<'_>> {
    required(node).filter(|found| found.share <= USEFUL).map(|found| found.texts)
}

/// Texts that stand in a greater share of sentences than this rule out too little to be looked for; shares are added up.
const USEFUL: f32 = 0.9;

/// Words that stand in nearly every sentence.
const COMMON: &[&str] = &[
    "the", "of", "to", "and", "a", "an", "in", "for", "on", "by", "be", "is", "are", "was", "were", "that", "it", "as",
    "at", "has", "have", "had", "been", "with", "this", "its", "or", "not", "all", "from", "their", "they", "would",
    "should", "will",
];

/// The share of sentences in which a text that is no common word may stand, by its letters: a rough guess, only to choose with.
const SHARES: &[f32] = &[1.0, 1.0, 0.5, 0.15, 0.05, 0.03];
const LEAST_SHARE: f32 = 0.01;

struct Found<'a> {
    texts: Required<'a>,
    share: f32,
}

fn required(node: &Node) -> Option<Found<'_>> {
    match node {
        Node::Words(words) => of_words(words.texts()),
        Node::List(list) => required(list),
        Node::Concat(parts) => parts.iter().filter_map(required).min_by(|a, b| a.share.total_cmp(&b.share)),
        Node::Either(parts) => {
            let mut all = Found { texts: Vec::new(), share: 0.0 };
            for part in parts {
                let found = required(part)?;
                all.texts.extend(found.texts);
                all.share += found.share;
            }
            Some(all)
        }
        Node::Repeat(part, times) if times.least > 0 => required(part),
        Node::Repeat(..) | Node::Empty | Node::Set(_) | Node::Look(_) => None,
    }
}

fn of_words(texts: &[Text]) -> Option<Found<'_>> {
    let mut share = 0.0;
    for text in texts {
        share += share_of(&text.bytes)?;
    }
    Some(Found { texts: texts.iter().map(|text| text.bytes.as_slice()).collect(), share })
}

fn share_of(text: &[u8]) -> Option<f32> {
    let word = text.trim_ascii();
    if word.is_empty() {
        return None;
    }
    if COMMON.iter().any(|common| common.as_bytes().eq_ignore_ascii_case(word)) {
        return Some(1.0);
    }
    Some(SHARES.get(word.len()).copied().unwrap_or(LEAST_SHARE))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tag::pattern::syntax;

    fn ways(pattern: &str) -> Vec<Option<Vec<String>>> {
        let tree = syntax::parse(pattern, false, &|_: &str, _: bool| None).unwrap();
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        of_ways(&tree).into_iter().map(|way| way.map(|texts| texts.into_iter().map(text).collect())).collect()
    }

    #[test]
    fn the_rarest_words_of_each_way_are_required() {
        let texts = |words: &[&str]| Some(words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>());
        assert_eq!(ways(r"\b(?:the|a) [a-z]+ (?:board|council)[a-z]* (?:of|for)"), [texts(&[" board", " council"])]);
        assert_eq!(
            ways(r"\b(?:was|were) [a-z]+|agreed(?: upon)?|[^;]* (?:opted for|went with)"),
            [None, texts(&["agreed upon", "agreed"]), texts(&[" opted for", " went with"])]
        );
        assert_eq!(ways("(?:agreed )?to"), [None]);
        assert_eq!(ways("(?:agreed )+to"), [texts(&["agreed "])]);
    }
}
