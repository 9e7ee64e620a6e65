//! Whose report is this: the body by its acronym, or by its name.

use crate::segment::text::borders::Bordered;
use regex::Regex;
use std::sync::LazyLock;

/// Lines at the top that speak of the body itself; further down others are mentioned.
const FIRST_LINES: usize = 6;
/// Lines of the beginning in which a name on a short line of its own is the body's, and words of such a line.
const HEAD_LINES: usize = 20;
const NAME_WORDS: usize = 9;
/// Words before an acronym in brackets among which it has the name that it stands for.
const NAME_BEFORE: usize = 9;
/// A sentence begins with a name that its acronym closes within so many bytes.
const OPENING: usize = 90;
/// An acronym without brackets in a title is the body's where the beginning uses it so often.
const OFTEN: usize = 2;

/// What bodies call themselves: the wording that tells a body, whatever its name.
const BODIES: &str = "Group|Committee|Subcommittee|Sub-Committee|Council|Board|Commission|Assembly|Panel|Bureau|Task Force|\
Working Party|Forum|Congress|Conference|Network|Alliance|Association|Union|Authority|Agency|Society|Federation|Parliament|\
Tribunal|Senate|Initiatives|Organization|Organisation|Corporation|Trust|Cabinet";

static ACRONYM: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\(([A-Z][A-Z0-9]{1,7}(?:-[A-Z0-9]+)?s?)\)").ok());
static BODY: LazyLock<Option<Bordered>> = LazyLock::new(|| Bordered::new(&format!(r"(?i)\b(?:{BODIES})s?\b")));
/// A group named by its task: "Working Group on Plans", "WG-P", "Task force for rural access".
static GROUP: LazyLock<Option<Bordered>> = LazyLock::new(|| {
    Bordered::new(
        r"(?x)\b(?P<group>(?:[A-Z]{2,}\s+)?(?:WG|W\.G\.|(?i:working\s+group|task\s+force|expert\s+group|steering\s+committee|ad\s+hoc\s+committee|sub-?committee|standing\s+committee|portfolio\s+committee|executive\s+committee))(?:\s+(?i:on|for)\s+(?:\w+[\s\-]*){1,6}|-\s?[A-Z]{2,})?)",
    )
});

/// A name that ends in what bodies call themselves: "Programme Advisory Group", "Joint Committee on Fisheries".
static NAMED_BODY: LazyLock<Option<Bordered>> = LazyLock::new(|| {
    Bordered::new(&format!(
        r"\b(?:(?:[A-Z][\w'’\-]*\s+(?:(?:of|on|for|and|the)\s+)*){{1,7}}(?:{BODIES})|Committee|Council|Commission|Board)\b(?:\s+(?:on|for|of|with)\s+(?:the\s+)?[A-Z]\w+(?:\s+(?:and\s+|of\s+)?[A-Z]\w+){{0,3}}(?:\s+with\s+[A-Z]\w+(?:\s+[A-Z]\w+)*)?)?"
    ))
});

/// Who meets: "a Virtual TSC Meeting", "as Chair of the TSC".
static MEETS: LazyLock<Option<Bordered>> = LazyLock::new(|| {
    Bordered::new(
        r"\b([A-Z][A-Z0-9\-]{1,9})\s+(?:[A-Z][\w\-]+\s+)?(?:[Mm]eeting|[Ss]ession|[Cc]all)\b|\bChair(?:man|woman|person)?\s+of\s+the\s+([A-Z][A-Z0-9\-]{1,9})\b",
    )
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
    "contribution",
    "submission",
    "input",
    "inputs",
    "comments",
    "response",
    "views",
    "statement",
    "secretariat",
    "office",
    "chair",
];

/// Words for a meeting before the name of its body: "Minutes of the Special Harbour Board Meeting".
const MEETINGS: &[&str] = &[
    "regular",
    "special",
    "annual",
    "extraordinary",
    "monthly",
    "weekly",
    "approved",
    "draft",
    "final",
    "unapproved",
    "adjourned",
    "minutes",
    "virtual",
    "online",
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "about",
    "the",
    "of",
    "note",
    "notice",
    "agenda",
    "and",
];

/// The body: from the title, from who is said to meet, from the first lines, and last from a short line of the beginning.
pub(crate) fn of(title: Option<&str>, head: &str) -> Option<String> {
    let lower = |line: &str| spoken(line);
    let first: Vec<String> = head.lines().take(FIRST_LINES).map(lower).collect();
    let printed = title.unwrap_or_default();
    let title_line = lower(printed);
    let of_line =
        |line: &str| group(line, true).or_else(|| named(line).map(|name| acronym_of(&name, head).unwrap_or(name)));
    acronym(printed)
        .or_else(|| title.is_none().then(|| meets(&first.join("\n"))).flatten())
        .or_else(|| first.iter().filter(|line| is_short(line)).find_map(|line| explained(line)))
        .or_else(|| of_line(&title_line))
        .or_else(|| bare(printed, head))
        .or_else(|| first.iter().find_map(|line| explained(line).or_else(|| of_line(line))))
        .or_else(|| head.lines().find_map(explained))
        .or_else(|| head.lines().find_map(|line| group(line, false)))
        .or_else(|| {
            head.lines().take(HEAD_LINES).filter(|line| is_short(line)).map(lower).find_map(|line| of_line(&line))
        })
}

/// The name is that of a body, not of a person or an office.
pub(crate) fn is_body(name: &str) -> bool {
    BODY.as_ref().is_some_and(|regex| regex.on(name).is_match(name))
}

/// A line in capitals as it would be spoken: "HARBOUR COMMISSION" as "Harbour Commission".
fn spoken(line: &str) -> String {
    const SMALL: &[&str] = &["OF", "ON", "FOR", "AND", "THE", "IN", "AT", "TO", "WITH", "DE", "LA", "DES"];
    if line.chars().any(char::is_lowercase) || line.split_whitespace().count() < 2 {
        return line.to_owned();
    }
    let word = |word: &str| {
        if SMALL.contains(&word) {
            return word.to_lowercase();
        }
        let mut characters = word.chars();
        let first = characters.next().into_iter().collect::<String>();
        first + &characters.as_str().to_lowercase()
    };
    line.split_whitespace().map(word).collect::<Vec<_>>().join(" ")
}

fn is_short(line: &str) -> bool {
    line.split_whitespace().count() <= NAME_WORDS
}

/// The first acronym in brackets behind words that name a body: "Committee on Trade and Fisheries (CTF)".
fn explained(text: &str) -> Option<String> {
    let found = ACRONYM.as_ref()?.captures_iter(text).find(|captures| {
        let (Some(whole), Some(acronym)) = (captures.get(0), captures.get(1)) else { return false };
        let before: Vec<&str> = text.get(..whole.start()).unwrap_or_default().split_whitespace().rev().collect();
        let name = before.into_iter().take(NAME_BEFORE).collect::<Vec<_>>().join(" ");
        let is_body =
            BODY.as_ref().is_some_and(|body| body.on(&name).is_match(&name)) || acronym.as_str().starts_with("WG");
        // In running text only the name that the sentence begins with: "The Advisory Committee (AC) met in Lisbon".
        let opens = is_short(text) || text.starts_with("The ") && whole.end() <= OPENING;
        is_body && opens && !OTHERS.contains(&acronym.as_str())
    })?;
    found.get(1).map(|acronym| acronym.as_str().to_owned())
}

/// A group named by its task; in running text only where the task is a name.
fn group(text: &str, is_top: bool) -> Option<String> {
    let captures = GROUP.as_ref()?.on(text).captures(text)?;
    let group = captures.name("group")?.as_str();
    let name = tidy_group(group);
    // "a working group for a further period" in a sentence names no group.
    let names = is_top || name.split_whitespace().skip(1).any(|word| word.starts_with(char::is_uppercase));
    (names && (name.split_whitespace().count() > 2 || name.contains('-'))).then_some(name)
}

/// An acronym without brackets in a title that is not all in capitals: "Summary of the TSC call".
fn bare(title: &str, head: &str) -> Option<String> {
    let words = |text: &str| -> Vec<String> {
        let parts = text.split(|c: char| !(c.is_alphanumeric() || c == '-'));
        parts.filter(|word| !word.is_empty()).map(str::to_owned).collect()
    };
    let is_acronym = |word: &&String| {
        let letters = word.chars().filter(char::is_ascii_uppercase).count();
        let plural = word.strip_suffix('s').unwrap_or(word);
        (2..=8).contains(&letters)
            && plural.chars().all(|c| c.is_ascii_uppercase() || c == '-')
            && !plural.chars().all(|c| "IVXLC".contains(c))
            && !OTHERS.contains(&plural)
    };
    if !title.chars().any(char::is_lowercase) {
        return None;
    }
    let used = words(head);
    words(title).iter().find(|word| is_acronym(word) && used.iter().filter(|it| it == word).count() >= OFTEN).cloned()
}

/// Acronyms of time zones, languages and states of a document.
const OTHERS: &[&str] =
    &["UTC", "GMT", "CET", "CEST", "EST", "DRAFT", "FINAL", "ANNEX", "EN", "FR", "ES", "UN", "REV", "TBC", "TBD"];

/// The group that a report without title says has met: the first in its first lines.
fn meets(text: &str) -> Option<String> {
    let found = MEETS.as_ref()?.on(text).captures_iter(text).filter_map(|captures| captures.get(1).or(captures.get(2)));
    found.map(|found| found.as_str()).find(|it| !OTHERS.contains(it)).map(str::to_owned)
}

/// The first acronym in brackets that is no time zone, language or status.
fn acronym(text: &str) -> Option<String> {
    let found = ACRONYM.as_ref()?.captures_iter(text).filter_map(|captures| captures.get(1));
    found.map(|found| found.as_str()).find(|it| !OTHERS.contains(it)).map(str::to_owned)
}

/// The body that a line names, without the document before it.
fn named(line: &str) -> Option<String> {
    let found = NAMED_BODY.as_ref()?.on(line).find(line)?;
    let mut name = found.as_str();
    while let Some((before, behind)) = name.split_once(" of ") {
        let lower = before.to_lowercase();
        if !lower.split_whitespace().any(|word| DOCUMENTS.contains(&word)) {
            break;
        }
        name = behind;
    }
    let mut name = name.strip_prefix("the ").or_else(|| name.strip_prefix("The ")).unwrap_or(name);
    while let Some((_, rest)) =
        name.split_once(' ').filter(|(word, _)| MEETINGS.contains(&word.to_lowercase().as_str()))
    {
        name = rest;
    }
    let words = name.split_whitespace().count();
    (words > 1 && name.starts_with(char::is_uppercase)).then(|| name.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The initials of a name, where the text uses them as a word.
fn acronym_of(name: &str, text: &str) -> Option<String> {
    let initials: String =
        name.split([' ', '-']).filter_map(|word| word.chars().next().filter(|c| c.is_uppercase())).collect();
    let used = || text.split(|c: char| !c.is_alphanumeric()).any(|word| word == initials);
    (initials.chars().count() >= 3 && used()).then_some(initials)
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
                    | "to"
                    | "by"
                    | "from"
                    | "of"
                    | "on"
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
    fn bodies_are_told_by_their_wording_whatever_their_name() {
        for (title, head, body) in [
            ("HARBOUR GOLF COMMISSION MINUTES OF SPECIAL MEETING", "", "Harbour Golf Commission"),
            ("Summary of the TSC call", "The TSC met on 3 May. The TSC agreed on a date.", "TSC"),
            (
                "Report of the Committee on Relations with Coastal Towns",
                "",
                "Committee on Relations with Coastal Towns",
            ),
            (
                "Review of the year",
                "Report of the Portfolio Committee on Labour on the Department of Work (DOW)",
                "Portfolio Committee on Labour",
            ),
            ("Fares", "Standing Panel of the Ferry Towns (SPFT)\nSummary", "SPFT"),
            ("Report of the Working Group on Remote Hubs to the Advisory Board", "", "WG on Remote Hubs"),
        ] {
            let head = format!("{title}\n{head}");
            assert_eq!(of(Some(title), &head).as_deref(), Some(body), "{title}");
        }
        assert_eq!(of(Some("Letter"), "Letter\nThe Pacific Post Office (PPO) was thanked."), None);
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
            ("Contribution of the Harbour Youth Network to the taking stock", "Harbour Youth Network"),
        ] {
            assert_eq!(of(Some(title), title).as_deref(), Some(body), "{title}");
        }
        assert_eq!(of(Some("Taking stock of the year"), "Taking stock of the year"), None);
    }
}
