//! Whose report is this: the body by its acronym, or by its name.

use regex::Regex;
use std::sync::LazyLock;

/// Lines at the top that speak of the body itself; further down others are mentioned.
const FIRST_LINES: usize = 4;

static ACRONYM: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\(([A-Z][A-Z0-9]{1,7}(?:-[A-Z0-9]+)?s?)\)").ok());
static KNOWN_BODY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?x)\b(?P<group>(?:MAG\s+)?(?:WG|W\.G\.|(?i:working\s+group|task\s+force|expert\s+group|steering\s+committee|ad\s+hoc\s+committee|sub-?committee|standing\s+committee|portfolio\s+committee|executive\s+committee))(?:\s+(?i:on|for)\s+(?:\w+[\s\-]*){1,5}|-\s?[A-Z]{2,})?)|\b(?P<known>MAG|NRIs?|IGFSA|GAC|CSTD|ECOSOC|ICANN|General\s+Assembly|Security\s+Council|Human\s+Rights\s+Council|Advisory\s+Committee|Fifth\s+Committee|IGF)\b").ok()
});

/// A name that ends in what bodies call themselves: "Programme Advisory Group", "Joint Committee on Fisheries".
static NAMED_BODY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?x)\b(?:[A-Z][\w'’\-]*\s+(?:(?:of|on|for|and|the)\s+)*){1,7}
        (?:Group|Committee|Council|Board|Commission|Assembly|Panel|Bureau|Task\s+Force|Working\s+Party|Forum|Congress|Conference|Network|Alliance|Association|Union|Authority|Agency)\b
        (?:\s+(?:on|for|of)\s+(?:the\s+)?[A-Z]\w+(?:\s+(?:and\s+|of\s+)?[A-Z]\w+){0,3})?").ok()
});

/// Who meets: "a Virtual TSC Meeting", "as Chair of the TSC".
static MEETS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\b([A-Z][A-Z0-9\-]{1,9})\s+(?:[A-Z][\w\-]+\s+)?(?:[Mm]eeting|[Ss]ession|[Cc]all)\b|\bChair(?:man|woman|person)?\s+of\s+the\s+([A-Z][A-Z0-9\-]{1,9})\b").ok()
});

/// What a name begins with where the document is named before its body: "Report of the ...".
const DOCUMENTS: &[&str] = &[
    "report",
    "minutes",
    "summary",
    "meeting",
    "session",
    "proceedings",
    "record",
    "outcome",
    "agenda",
    "notes",
    "secretariat",
    "office",
    "chair",
];

/// The body: from the title, from who is said to meet, from the first lines, and last from whom the text mentions first.
pub(super) fn of(title: Option<&str>, head: &str) -> Option<String> {
    let first_lines: String = head.lines().take(FIRST_LINES).collect::<Vec<_>>().join("\n");
    // "Forum 2018 / Working Group on Plans (WG-P)": an acronym in any of the first lines goes before a name in the title.
    let title_alone = title.unwrap_or_default();
    let meets = || title.is_none().then(|| meets(&first_lines)).flatten();
    if let Some(acronym) = acronym(title_alone).or_else(meets).or_else(|| acronym(&first_lines)) {
        return Some(acronym);
    }
    for (source, is_top) in [(title.unwrap_or_default(), true), (first_lines.as_str(), true), (head, false)] {
        if let Some(acronym) = acronym(source) {
            return Some(acronym);
        }
        if let Some(captures) = KNOWN_BODY.as_ref().and_then(|regex| regex.captures(source)) {
            if let Some(group) = captures
                .name("group")
                .filter(|group| group.as_str().split_whitespace().count() > 1 || group.as_str().contains('-'))
            {
                let name = tidy_group(group.as_str());
                // "a working group for a further period" in a sentence names no group.
                let names = is_top || name.split_whitespace().skip(1).any(|word| word.starts_with(char::is_uppercase));
                if names && (name.split_whitespace().count() > 2 || name.contains('-')) {
                    return Some(name);
                }
            }
            if let Some(known) = captures.name("known") {
                return Some(known.as_str().to_owned());
            }
        }
        if is_top && let Some(name) = source.lines().find_map(named) {
            return Some(acronym_of(&name, head).unwrap_or(name));
        }
    }
    None
}

/// Acronyms of time zones, languages and states of a document.
const OTHERS: &[&str] =
    &["UTC", "GMT", "CET", "CEST", "EST", "DRAFT", "FINAL", "ANNEX", "EN", "FR", "ES", "UN", "REV", "TBC", "TBD"];

/// The group that a report without title says has met: the first in its first lines.
fn meets(text: &str) -> Option<String> {
    let found = MEETS.as_ref()?.captures_iter(text).filter_map(|captures| captures.get(1).or(captures.get(2)));
    found.map(|found| found.as_str()).find(|it| !OTHERS.contains(it)).map(str::to_owned)
}

/// The first acronym in brackets that is no time zone, language or status.
fn acronym(text: &str) -> Option<String> {
    let found = ACRONYM.as_ref()?.captures_iter(text).filter_map(|captures| captures.get(1));
    found.map(|found| found.as_str()).find(|it| !OTHERS.contains(it)).map(str::to_owned)
}

/// The body that a line names, without the document before it.
fn named(line: &str) -> Option<String> {
    let found = NAMED_BODY.as_ref()?.find(line)?;
    let mut name = found.as_str();
    while let Some((before, behind)) = name.split_once(" of ") {
        let lower = before.to_lowercase();
        if !lower.split_whitespace().any(|word| DOCUMENTS.contains(&word)) {
            break;
        }
        name = behind;
    }
    let name = name.strip_prefix("the ").or_else(|| name.strip_prefix("The ")).unwrap_or(name);
    let words = name.split_whitespace().count();
    (words > 1 && name.starts_with(char::is_uppercase)).then(|| name.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The initials of a name, where the text uses them as a word.
fn acronym_of(name: &str, text: &str) -> Option<String> {
    let initials: String =
        name.split([' ', '-']).filter_map(|word| word.chars().next().filter(|c| c.is_uppercase())).collect();
    let used = || text.split(|c: char| !c.is_alphanumeric()).any(|word| word == initials);
    (initials.chars().count() >= 2 && used()).then_some(initials)
}

/// "Working group on IGF improvements Online Meeting" keeps what names the group.
fn tidy_group(name: &str) -> String {
    let mut kept = Vec::new();
    for (at, word) in name.split_whitespace().enumerate() {
        let stop = at > 2
            && (matches!(
                word.to_lowercase().as_str(),
                "was"
                    | "is"
                    | "were"
                    | "met"
                    | "held"
                    | "meeting"
                    | "online"
                    | "virtual"
                    | "report"
                    | "summary"
                    | "which"
                    | "that"
                    | "in"
                    | "at"
                    | "will"
                    | "has"
            ) || word.chars().all(|c| c.is_ascii_digit()));
        if stop {
            break;
        }
        kept.push(word);
    }
    let joined = kept.join(" ");
    let lower = joined.to_lowercase();
    match lower.strip_prefix("working group ") {
        Some(_) => format!("WG {}", joined.get("working group ".len()..).unwrap_or_default()),
        None => joined,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_by_their_acronym_or_name() {
        assert_eq!(of(Some("Forum Advisory Group (FAG) Virtual Meeting II"), ""), Some("FAG".to_owned()));
        let top = "Forum 2031\nWorking Group on Plans (WG-P)";
        assert_eq!(of(Some("Forum 2031"), top), Some("WG-P".to_owned()));
        assert_eq!(of(Some("Working group on rural access"), ""), Some("WG on rural access".to_owned()));
    }

    #[test]
    fn the_title_names_the_body_before_the_text_mentions_others() {
        let head = "Programme Advisory Group\nFirst meeting of the cycle\nThe PAG approved the terms of the Working \
                    Group on Session Formats.";
        assert_eq!(of(Some("Programme Advisory Group"), head).as_deref(), Some("PAG"));
    }

    #[test]
    fn without_a_title_the_group_that_meets_goes_before_those_it_speaks_of() {
        let head =
            "A Forum Virtual TSC Meeting on Regional Hubs (RHs) was held on 3 May 2016. Ms. Lind was in the chair.";
        assert_eq!(of(None, head).as_deref(), Some("TSC"));
        let head =
            "The fifth call took place on 3 May, with Mr. Abara as Chair of the TSC. Regional Hubs (RHs) reported.";
        assert_eq!(of(None, head).as_deref(), Some("TSC"));
    }

    #[test]
    fn a_body_without_acronym_keeps_its_name() {
        for (title, body) in [
            ("Minutes of the Board of Governors", "Board of Governors"),
            ("Report of the Third Meeting of the Joint Committee on Fisheries", "Joint Committee on Fisheries"),
            ("Prepared by the Secretariat of the Alpine Rivers Forum", "Alpine Rivers Forum"),
            ("Riverside School Council", "Riverside School Council"),
            ("Summary of the Harbour Users Association", "Harbour Users Association"),
        ] {
            assert_eq!(of(Some(title), title).as_deref(), Some(body), "{title}");
        }
        assert_eq!(of(Some("Taking stock of the year"), "Taking stock of the year"), None);
    }
}
