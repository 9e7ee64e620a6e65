//! What a hyphen at the end of a line was: part of the word ("non-MAG") or put there by the typesetter ("consulta-tion").

use super::words::{Words, is_hyphen, is_wide};

/// First parts that English joins with a hyphen far more often than not.
const KEEPING: &[&str] = &[
    "non",
    "self",
    "well",
    "co",
    "cross",
    "mid",
    "ex",
    "vice",
    "face",
    "follow",
    "day",
    "long",
    "short",
    "high",
    "low",
    "large",
    "small",
    "full",
    "part",
    "half",
    "all",
    "e",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "one",
    "first",
    "second",
    "third",
    "decision",
    "policy",
    "open",
    "end",
    "year",
    "time",
    "cost",
    "gender",
    "rights",
    "evidence",
    "so",
    "to",
    "of",
    "the",
    "by",
    "up",
    "in",
    "on",
    "post",
    "pre",
    "quasi",
    "semi",
    "anti",
    "pro",
    "intra",
    "sub",
    "then",
    "user",
    "capacity",
    "state",
    "best",
    "case",
    "multi",
    "public",
    "private",
    "civil",
    "law",
    "human",
    "data",
    "peer",
    "real",
    "right",
    "left",
    "top",
    "bottom",
    "medium",
    "wide",
    "world",
    "community",
    "country",
    "north",
    "south",
    "east",
    "west",
    "english",
    "french",
    "working",
    "ad",
    "inter",
    "socio",
    "trans",
];
/// Of these, the ones that also begin closed words: they keep the hyphen only with evidence or before a long word.
const DOUBTFUL: &[&str] = &[
    "to", "of", "the", "by", "up", "in", "on", "all", "end", "so", "co", "non", "sub", "inter", "trans", "pre", "pro",
    "post", "multi", "anti", "semi", "mid", "full", "part", "half", "well", "e", "ex", "ad", "one", "then", "time",
    "human", "data", "state", "case", "right", "real", "public", "country", "world", "law", "user", "year", "policy",
    "gender", "high", "low", "long", "short",
];
/// Of these, the ones that keep it before any word of four letters and more: "mid-year", "short-term".
const STANDING: &[&str] = &[
    "non", "multi", "mid", "short", "long", "high", "low", "full", "half", "well", "gender", "policy", "human", "year",
    "time", "country", "law", "user", "right", "all",
];
/// Shorter second parts are word endings ("-ing", "-ed"), never words of a compound.
const SHORTEST_WORD: usize = 4;

/// Words that English joins with the next one without a hyphen.
const CLOSING: &[&str] = &[
    "under", "over", "with", "every", "some", "through", "fore", "after", "down", "back", "there", "here", "where",
    "work", "news", "book", "water", "hand", "head", "home", "life", "line", "month", "week", "frame", "band", "stake",
    "what", "when", "which", "mean", "never", "none", "other", "further", "more",
];
/// Second parts that are endings and no words: "follow-ing", "open-ing", "high-est" were broken by the typesetter.
const ENDINGS: &[&str] = &[
    "ing", "ings", "ingly", "ed", "er", "ers", "est", "ly", "al", "ally", "ity", "ities", "tion", "tions", "sion",
    "sions", "tional", "ment", "ments", "ness", "ance", "ances", "ence", "ences", "ancy", "ency", "ible", "ive",
    "ively", "ous", "ously", "ism", "ist", "ists", "ize", "ized", "izing", "ise", "ised", "ising", "ization",
    "isation", "ational", "ative", "ship", "ships", "hood", "ful", "fully", "ward", "wards", "ation", "ations",
    "light", "lights", "lighted", "ies", "es",
];

/// What to do at a line end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Seam {
    /// A blank goes between.
    Space,
    /// The halves touch, the hyphen stays.
    Touch,
    /// The halves touch, the hyphen goes.
    DropHyphen,
}

/// How the end of one line and the start of the next join.
pub(crate) fn seam(above: &str, below: &str, above_full: bool, words: &Words) -> Seam {
    let Some(last) = above.chars().next_back() else { return Seam::Touch };
    let Some(first) = below.chars().next() else { return Seam::Touch };
    if last == '\u{ad}' {
        return Seam::DropHyphen;
    }
    if super::urls::continues(above, below, above_full) {
        return Seam::Touch;
    }
    if last == '/' && above.chars().rev().nth(1).is_some_and(char::is_alphanumeric) && first.is_alphanumeric() {
        return Seam::Touch;
    }
    if matches!(last, '—') && first.is_alphanumeric() && above.chars().rev().nth(1).is_some_and(|c| !c.is_whitespace())
    {
        return Seam::Touch;
    }
    if is_wide(last) && is_wide(first) {
        return Seam::Space.unless_wide();
    }
    if !is_hyphen(last) {
        return Seam::Space;
    }
    let stem = above.get(..above.len() - last.len_utf8()).unwrap_or_default();
    let left: String =
        stem.chars().rev().take_while(|c| c.is_alphanumeric()).collect::<Vec<_>>().into_iter().rev().collect();
    let right: String = below.chars().take_while(|c| c.is_alphanumeric()).collect();
    if left.is_empty() || right.is_empty() {
        return if left.is_empty() { Seam::Space } else { Seam::Touch };
    }
    // "troop- and police-contributing": a hyphen that waits for its second part.
    let is_whole = matches!(right.as_str(), "and" | "or") && words.single(&left) > 0;
    if is_whole && words.single(&format!("{left}{right}")) == 0 {
        return Seam::Space;
    }
    if keeps(&left, &right, stem, below, words) { Seam::Touch } else { Seam::DropHyphen }
}

impl Seam {
    /// Chinese, Japanese and Korean lines join without a blank.
    fn unless_wide(self) -> Self {
        Self::Touch
    }
}

fn keeps(left: &str, right: &str, stem: &str, below: &str, words: &Words) -> bool {
    // U+2011 is never put by a typesetter, figures and capitals are never hyphenated.
    let capital = right.starts_with(char::is_uppercase);
    let all_capitals = left.chars().chain(right.chars()).all(|c| !c.is_lowercase());
    if right.starts_with(|c: char| c.is_ascii_digit())
        || left.ends_with(|c: char| c.is_ascii_digit())
        || (capital && !all_capitals)
    {
        return true;
    }
    let joined = words.single(&format!("{left}{right}"));
    let hyphenated = words.pair(left, right);
    if joined != hyphenated {
        return hyphenated > joined;
    }
    let left_lower = left.to_lowercase();
    // "day-to-" and "-to-day", "non-decision-making": a chain of hyphens is a compound.
    let in_chain = stem.get(..stem.len() - left.len()).is_some_and(|head| head.ends_with(is_hyphen));
    let chain_goes_on = below.get(right.len()..).is_some_and(|tail| tail.starts_with(is_hyphen));
    let right_is_word = right.chars().count() >= SHORTEST_WORD && words.single(right) > 0;
    let left_is_word = words.single(left) > 0;
    if (in_chain || chain_goes_on)
        && (left_is_word || KEEPING.contains(&left_lower.as_str()))
        && (words.single(right) > 0 || chain_goes_on)
    {
        return true;
    }
    if ENDINGS.contains(&right.to_lowercase().as_str()) {
        return false;
    }
    if words.cuts() == Some(false) && right.chars().count() >= SHORTEST_WORD {
        return true;
    }
    if KEEPING.contains(&left_lower.as_str()) {
        return if DOUBTFUL.contains(&left_lower.as_str()) {
            right_is_word || (STANDING.contains(&left_lower.as_str()) && right.chars().count() >= SHORTEST_WORD)
        } else {
            true
        };
    }
    // A word of the document before the hyphen speaks for a compound ("mass-casualty"), unless such words are closed up as
    // a rule ("under-standing").
    let may_stand =
        right_is_word || (right.chars().count() >= SHORTEST_WORD && !CLOSING.contains(&left_lower.as_str()));
    left_is_word && may_stand && left.chars().count() >= SHORTEST_WORD
}

#[cfg(test)]
mod tests {
    use super::*;

    fn join(above: &str, below: &str, document: &str) -> String {
        let words = Words::of(document.lines());
        match seam(above, below, true, &words) {
            Seam::Space => format!("{above} {below}"),
            Seam::Touch => format!("{above}{below}"),
            Seam::DropHyphen => {
                let mut kept = above.to_owned();
                kept.pop();
                kept + below
            }
        }
    }

    #[test]
    fn typesetters_hyphens_go() {
        assert_eq!(join("the consulta-", "tion was held", ""), "the consultation was held");
        assert_eq!(join("recom-", "mendations", ""), "recommendations");
        assert_eq!(join("soft\u{ad}", "ware", ""), "software");
        assert_eq!(join("in-", "tersessional work", ""), "intersessional work");
        assert_eq!(join("the follow-", "ing tasks", ""), "the following tasks");
        assert_eq!(join("at its open-", "ing session", ""), "at its opening session");
        assert_eq!(join("the high-", "est priority", ""), "the highest priority");
    }

    #[test]
    fn hyphens_of_the_word_stay() {
        assert_eq!(join("the non-", "MAG members", ""), "the non-MAG members");
        assert_eq!(join("day-to-", "day work", "every day"), "day-to-day work");
        assert_eq!(join("a case-by-", "case basis", "in case"), "a case-by-case basis");
        assert_eq!(join("non-", "duplicative", ""), "non-duplicative");
        assert_eq!(join("2014-", "2015", ""), "2014-2015");
        assert_eq!(join("the follow-", "up of it", ""), "the follow-up of it");
        assert_eq!(join("decision-", "making bodies", ""), "decision-making bodies");
    }

    #[test]
    fn a_word_before_the_hyphen_speaks_for_a_compound() {
        assert_eq!(join("at mid-", "year", ""), "at mid-year");
        assert_eq!(join("it was high-", "lighted", ""), "it was highlighted");
        assert_eq!(join("a mass-", "casualty event", "the mass of it"), "a mass-casualty event");
        assert_eq!(join("an under-", "standing of it", "under the rules"), "an understanding of it");
        assert_eq!(join("was then pre-", "sented", "was then pre-\nsented"), "was then presented");
    }

    #[test]
    fn the_document_decides_where_it_can() {
        assert_eq!(join("multi-", "stakeholder", "a multi-stakeholder body"), "multi-stakeholder");
        assert_eq!(join("multi-", "stakeholder", "a multistakeholder body"), "multistakeholder");
        assert_eq!(join("co-", "operation", "cooperation"), "cooperation");
    }

    #[test]
    fn a_hyphen_that_waits_for_its_second_part_keeps_its_blank() {
        assert_eq!(join("the short-", "and long-term plans", "a short break"), "the short- and long-term plans");
        assert_eq!(join("a thous-", "and of them", "a thousand"), "a thousand of them");
    }

    #[test]
    fn dashes_are_no_hyphens() {
        assert_eq!(join("the outcome -", "as agreed", ""), "the outcome - as agreed");
        assert_eq!(join("plain", "text", ""), "plain text");
        assert_eq!(join("and/", "or", ""), "and/or");
    }
}
