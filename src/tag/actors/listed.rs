//! Owners as lines and cells name them: "Ana & Ben", "Secretariat / host", "@mira", "KO, RM", "All". Nothing but names.

use super::lexicon::{is_function_word, is_imperative, is_particle, is_plain_word, is_topic_word};
use super::names::Names;
use super::roster::Roster;
use super::verbs;
use crate::tag::words::{Shape, Words};

/// The longest name of one owner, in words.
const LONGEST: usize = 7;
/// The most owners of one line.
const MOST: usize = 8;
/// Words for everybody: they own as they stand.
const EVERYBODY: [&str; 8] = ["all", "everyone", "everybody", "anyone", "anybody", "team", "tbd", "us"];

/// The names that a text is made of, normalised; `None` where it holds anything else.
///
/// `known` says that the place is one of owners (a column, "Responsible: ..."): a lone capitalised word is then a name.
#[must_use]
pub fn listed(text: &str, known: bool, roster: &Roster, names: &Names) -> Option<Vec<String>> {
    let text = text.trim().trim_matches(['*', '_', '[', ']', ',', ';', '.', ':']).trim();
    let text = text.strip_prefix('(').map_or(text, |inner| inner.strip_suffix(')').unwrap_or(inner)).trim();
    if text.is_empty() {
        return None;
    }
    if let Some(whole) = one(text, known, roster, names) {
        return Some(vec![whole]);
    }
    let mut found: Vec<String> = Vec::new();
    for part in parts(text) {
        let name = one(part, known, roster, names)?;
        if !found.contains(&name) {
            found.push(name);
        }
    }
    (!found.is_empty() && found.len() <= MOST).then_some(found)
}

/// The pieces between commas, slashes, "&", "+", "and", "with".
fn parts(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    for piece in text.split([',', '/', '&', '+', ';', '|']) {
        parts.extend(piece.split(" and ").flat_map(|piece| piece.split(" with ")));
    }
    parts.iter().map(|part| part.trim().trim_start_matches("and ").trim()).filter(|part| !part.is_empty()).collect()
}

fn one(text: &str, known: bool, roster: &Roster, names: &Names) -> Option<String> {
    let text = text.trim().trim_start_matches("the ").trim_start_matches("The ").trim();
    let (text, _) = without_brackets(text);
    if let Some(handle) = text.strip_prefix('@') {
        let plain = handle.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '-' | '_' | '.'));
        return (plain && !handle.is_empty()).then(|| text.to_owned());
    }
    if let Some(full) = names.full(text) {
        return Some(full.to_owned());
    }
    if let Some(normal) = roster.normal(text) {
        return Some(normal.to_owned());
    }
    let words = Words::of(text);
    let several = text.contains([',', '/', '&', '+', ';']) || text.contains(" and ");
    if words.is_empty() || words.len() > LONGEST || several {
        return None;
    }
    if words.len() == 1 && EVERYBODY.contains(&words.lower(0)) && words.lower(0) != "tbd" {
        return Some(text.to_owned());
    }
    let last = words.len() - 1;
    let everybody = EVERYBODY.contains(&words.lower(0)) && words.len() > 1;
    let numbered = words.shape(last) == Shape::Number && last > 0 && roster.is_head(words.lower(last - 1));
    let office = numbered || roster.is_head(words.lower(last)) || roster.is_body(words.lower(last));
    let verbal = (0..words.len()).any(|at| {
        matches!(words.lower(at), "to" | "will" | "shall" | "should" | "must" | "by" | "on" | "in" | "from" | "with")
            || verbs::is_auxiliary(words.lower(at))
            || matches!(words.lower(at), "." | ":" | "?" | "!")
    });
    // "Chair Lund called the Committee" ends with a body and is no name: small words of a name are offices or their joints.
    let small = |at: usize| {
        let lower = words.lower(at);
        words.shape(at) != Shape::Lower
            || roster.is_head(lower)
            || roster.is_body(lower)
            || roster.is_modifier(lower)
            || matches!(lower, "of" | "for" | "the" | "on" | "exec" | "executive" | "core" | "local")
    };
    if (office || everybody) && !verbal && (0..words.len()).all(small) {
        return Some(text.to_owned());
    }
    is_person(&words, known, roster).then(|| text.to_owned())
}

/// Endings of nouns for what cannot be touched, which surnames do not have.
const ABSTRACT: [&str; 6] = ["tion", "sion", "ness", "ity", "ship", "ism"];

/// One to four capitalised words, initials, particles, none of which is an everyday word.
fn is_person(words: &Words<'_>, known: bool, roster: &Roster) -> bool {
    let mut parts = 0;
    let mut name_like = false;
    for at in 0..words.len() {
        let lower = words.lower(at);
        match words.shape(at) {
            Shape::Capitalised | Shape::Capitals => {
                // "Action", "Budget": everyday words are no names, even with a capital.
                let everyday = is_function_word(lower)
                    || is_topic_word(lower)
                    || is_plain_word(lower)
                    || is_imperative(lower)
                    || verbs::class(lower).is_some()
                    || roster.is_no_actor(words.written(at));
                if everyday && !(words.len() >= 2 && at + 1 == words.len() && parts > 0 && !is_topic_word(lower)) {
                    return false;
                }
                name_like |= super::lexicon::looks_like_a_name(lower);
                parts += 1;
            }
            Shape::Initial => parts += 1,
            Shape::Lower if is_particle(lower) && parts > 0 => {}
            // "Kieron O' Hara", "Jean-Luc", "J. R. Porter".
            Shape::Sign if matches!(lower, "." | "-" | "'" | "\u{2019}" | "\u{2011}") && parts > 0 => {}
            _ => return false,
        }
    }
    let short = words.len() == 1 && words.shape(0) == Shape::Capitals && words.written(0).chars().count() <= 4;
    match parts {
        0 => false,
        1 => known || short || name_like,
        // "Organizational Agility" is the name of an aim: a surname does not end as abstract nouns do.
        parts => {
            parts <= 4
                && (known || name_like && !ABSTRACT.iter().any(|ending| words.lower(words.len() - 1).ends_with(ending)))
        }
    }
}

/// "Ana Keller (host)": without what stands in brackets behind a name.
fn without_brackets(text: &str) -> (&str, Option<&str>) {
    let cut = text.strip_suffix(')').and_then(|inner| Some((text.get(..inner.find('(')?)?, inner)));
    match cut {
        Some((name, _)) if !name.trim().is_empty() => (name.trim(), None),
        _ => (text, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn owners(text: &str) -> Option<Vec<String>> {
        let mut names = Names::default();
        names.add("Ana Keller");
        listed(text, false, &Roster::embedded().unwrap(), &names)
    }

    #[test]
    fn names_offices_handles_and_everybody() {
        for (text, expected) in [
            ("Ana & Ben", &["Ana Keller", "Ben"][..]),
            ("the Secretariat / Host Country", &["Secretariat", "Host Country"]),
            ("@mira-s", &["@mira-s"]),
            ("KO, RM", &["KO", "RM"]),
            ("All", &["All"]),
            ("All exec board", &["All exec board"]),
            ("Kieron O\u{2019} Hara", &["Kieron O\u{2019} Hara"]),
            ("Panel members", &["Panel members"]),
            ("Speaker 1", &["Speaker 1"]),
            ("Jo van der Berg (treasurer)", &["Jo van der Berg"]),
        ] {
            assert_eq!(
                owners(text).as_deref(),
                Some(&expected.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>()[..]),
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_no_list_of_names() {
        for text in [
            "",
            "Budget",
            "the new website",
            "Send the list",
            "not done",
            "2031-05-03",
            "Venue and catering",
            "in progress",
            "Organizational Agility",
            "Fiscal Responsibility",
        ] {
            assert_eq!(owners(text), None, "{text}");
        }
    }
}
