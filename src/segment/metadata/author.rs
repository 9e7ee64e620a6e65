//! Who wrote a report, where it or its file says so.

use super::evidence::Evidence;
use crate::model::BlockType;

/// Blocks at the top in which an author is named.
const TOP: usize = 14;
/// A name, with office and country, has no more words.
const NAME_WORDS: usize = 14;
/// Labels before an author's name.
const LABELS: &[&str] = &[
    "author",
    "authors",
    "prepared by",
    "submitted by",
    "written by",
    "recorded by",
    "drafted by",
    "minutes by",
    "minute taker",
    "note taker",
    "notes by",
    "scribe",
    "rapporteur",
    "summary prepared by",
    "report by",
    "presented by",
];
/// What programs and offices enter as author of a file.
const NO_AUTHORS: &[&str] = &[
    "user",
    "admin",
    "administrator",
    "owner",
    "author",
    "unknown",
    "default",
    "root",
    "microsoft",
    "office",
    "test",
    "(anonymous)",
];

/// The author. What the properties of the file name is who typed it, or the program that made it: of the report of a `body` that is
/// nobody's to cite.
pub(super) fn of(evidence: &Evidence<'_>, body: Option<&str>) -> Option<String> {
    let top = || evidence.drafts.iter().take(TOP);
    let given = top().filter(|draft| draft.kind == BlockType::Title).find_map(|draft| contributor(&draft.text.text));
    let printed = given.or_else(|| top().find_map(|draft| named(&draft.text.text)));
    printed.or_else(|| evidence.doc.info.author.as_deref().filter(|_| body.is_none()).and_then(of_file))
}

/// "Contribution of the Harbour Youth Network to the taking stock": a paper that its title gives to somebody.
fn contributor(title: &str) -> Option<String> {
    const PAPERS: [&str; 8] =
        ["contribution", "submission", "input", "inputs", "comments", "response", "statement", "views"];
    const GIVEN: [&str; 3] = ["of", "by", "from"];
    const ABOUT: [&str; 6] = ["to", "on", "for", "regarding", "about", "concerning"];
    let mut words = title.split_whitespace();
    let bare = |word: &str| word.trim_end_matches([':', ',']).to_lowercase();
    words.next().filter(|word| PAPERS.contains(&bare(word).as_str()))?;
    words.next().filter(|word| GIVEN.contains(&bare(word).as_str()))?;
    let name: Vec<&str> = words.take_while(|word| !ABOUT.contains(&bare(word).as_str())).collect();
    let name = name.strip_prefix(&["the"]).unwrap_or(&name);
    let is_name = name.first()?.starts_with(char::is_uppercase) && name.len() <= NAME_WORDS;
    is_name.then(|| name.join(" ").trim_end_matches([',', '.', ':']).to_owned())
}

/// "Prepared by the Secretariat", "Rapporteur: Ms. Ada Holm".
fn named(line: &str) -> Option<String> {
    let label =
        LABELS.iter().filter(|label| line.get(..label.len()).is_some_and(|start| start.eq_ignore_ascii_case(label)));
    let label = label.max_by_key(|label| label.len())?;
    let rest = line.get(label.len()..)?;
    let name = rest.trim_start_matches([':', ' ', '\u{a0}']).trim_end_matches(['.', ',', ' ']);
    let is_labelled = label.ends_with(" by") || rest.trim_start().starts_with(':');
    let words = name.split_whitespace().count();
    let name_like = name.split_whitespace().any(|word| word.starts_with(char::is_uppercase));
    (is_labelled && name_like && (1..=NAME_WORDS).contains(&words)).then(|| name.to_owned())
}

/// The author that the file names, unless it is a program's or an account's.
fn of_file(author: &str) -> Option<String> {
    let name = author.split_whitespace().collect::<Vec<_>>().join(" ");
    let lower = name.to_lowercase();
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    let is_account = !name.contains(' ') && name.chars().any(|c| c.is_ascii_digit() || c == '\\' || c == '@');
    let words = name.split_whitespace().count();
    (letters > 2 && !is_account && words <= NAME_WORDS && !NO_AUTHORS.contains(&lower.as_str())).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_behind_labels_and_in_files() {
        assert_eq!(named("Prepared by the Secretariat").as_deref(), Some("the Secretariat"));
        assert_eq!(named("Rapporteur: Ms. Ada Holm (Norland)").as_deref(), Some("Ms. Ada Holm (Norland)"));
        assert_eq!(named("Rapporteur of the session"), None);
        let title = "Contribution of the Harbour Youth Network to the taking stock of the year";
        assert_eq!(contributor(title).as_deref(), Some("Harbour Youth Network"));
        assert_eq!(contributor("Comments from Ada Holm").as_deref(), Some("Ada Holm"));
        assert_eq!(contributor("Contribution of towns to the climate"), None);
        assert_eq!(of_file("Ada  Holm").as_deref(), Some("Ada Holm"));
        assert_eq!(of_file("aholm01"), None);
        assert_eq!(of_file("Microsoft"), None);
    }
}
