//! Statements told from headings, entries and names: by their verbs, their end and their length.
//!
//! The lists hold the small verbs that reports cannot do without, in the languages that reports of international bodies
//! are written in. Where no verb is known, length and a full stop speak.

use rustc_hash::FxHashSet;
use std::borrow::Cow;
use std::sync::LazyLock;

/// A statement has at least as many words where a verb is known.
const WORDS: usize = 9;
/// A shorter one must end as a sentence does.
const WORDS_ENDED: usize = 5;
/// So many words that end as a sentence does are one, verb or not.
const WORDS_LONG: usize = 14;
/// So many words are one whatever they end with.
const WORDS_ALWAYS: usize = 40;

/// Whether a text is a full statement.
pub(crate) fn is_statement(text: &str) -> bool {
    let words = text.split_whitespace().take(WORDS_ALWAYS + 1).count();
    let closed = text.trim_end_matches(['”', '"', '’', ')', ']', '»', ' ']);
    let ends = closed.ends_with(['.', ':', ';', '?', '!', '。', '۔', '؟']);
    if words > WORDS_ALWAYS || (words >= WORDS_LONG && ends && runs_on(text)) {
        return true;
    }
    if is_operative(text) && words >= 3 {
        return true;
    }
    let verb = has_verb(text);
    verb && ((words >= WORDS && (ends || words > 20))
        || (words >= WORDS_ENDED && ends)
        || (words >= 3 && closed.ends_with(['.', ':']) && text.starts_with(char::is_uppercase)))
}

/// Most words of a sentence begin small, and those of a title do not.
fn runs_on(text: &str) -> bool {
    let (mut small, mut all) = (0, 0);
    for first in text.split_whitespace().filter_map(|word| word.chars().find(|c| c.is_alphabetic())) {
        all += 1;
        small += usize::from(!first.is_uppercase());
    }
    small * 5 >= all * 3
}

/// "Takes note of", "Calls upon", "Décide de", "Solicita": the verb of an operative paragraph comes first.
pub(crate) fn is_operative(text: &str) -> bool {
    let mut words = text.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphabetic()));
    let Some(first) = words.next().filter(|word| word.starts_with(char::is_uppercase)) else { return false };
    let lower = first.to_lowercase();
    // "Further requests", "Also invites", "Decides also".
    let verb = if matches!(lower.as_str(), "further" | "also" | "strongly" | "again" | "solemnly" | "hereby") {
        words.next().unwrap_or_default().to_lowercase()
    } else {
        lower
    };
    // "Taking stock of 2021" is a heading, "Taking note of" a clause.
    if verb == "taking" {
        return words.next().is_some_and(|word| matches!(word, "note" | "into" | "account" | "fully"));
    }
    // "Aware of the limits of", "Concerned that", "Deeply alarmed at".
    if PREAMBULAR.contains(&verb.as_str()) || matches!(verb.as_str(), "deeply" | "gravely") {
        return words.next().is_some_and(|word| {
            matches!(word, "of" | "that" | "at" | "by" | "in" | "concerned" | "alarmed" | "convinced" | "conscious")
        });
    }
    // "Requests" alone is a heading: an object must follow.
    OPERATIVE.contains(&verb.as_str())
        && words.next().is_some_and(|word| {
            word.is_empty()
                || !matches!(
                    word.to_lowercase().as_str(),
                    "for" | "from" | "received" | "by" | "on" | "of" | "to" | "and"
                )
        })
}

/// Whether a text holds a finite verb, as a statement does and a heading does not. Reads no further than the first one.
pub(crate) fn has_verb(text: &str) -> bool {
    let mut words = words_of(text).peekable();
    let is_number = |word: &str| word.starts_with(|c: char| c.is_ascii_digit());
    let mut word_before = "";
    let tokens = std::iter::from_fn(move || {
        loop {
            let word = words.next()?;
            // "3 May 2011": the month is no verb.
            let is_month = matches!(word, "May" | "MAY")
                && (is_number(word_before) || words.peek().is_some_and(|after| is_number(after)));
            word_before = word;
            if !is_month {
                return Some(small(word));
            }
        }
    });
    has_verb_among(tokens)
}

/// A word in small letters; most are in small letters already.
fn small(word: &str) -> Cow<'_, str> {
    if super::words::is_small(word) { Cow::Borrowed(word) } else { Cow::Owned(word.to_lowercase()) }
}

/// The words of a text, with their apostrophes.
pub(crate) fn words_of(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_alphanumeric() || c == '\'' || c == '’')).filter(|word| !word.is_empty())
}

fn has_verb_among<'a>(tokens: impl Iterator<Item = Cow<'a, str>>) -> bool {
    // "Presentation of where we are": the verb of a clause that hangs on a noun is not the line's.
    let opens_clause = |token: &str| matches!(token, "where" | "which" | "how" | "what" | "who" | "why" | "whether");
    let mut tokens = tokens.enumerate().take_while(|(at, token)| *at == 0 || !opens_clause(token)).peekable();
    let mut before = Cow::Borrowed("");
    while let Some((at, token)) = tokens.next() {
        let after = tokens.peek().map_or("", |(_, after)| after);
        if ALL_VERBS.contains(&*token) || at > 0 && is_past(&before, &token, after, at) {
            return true;
        }
        before = token;
    }
    false
}

/// A form in "-ed" that is a verb where it stands, as the word `at` so many words into the line.
fn is_past(before: &str, word: &str, after: &str, at: usize) -> bool {
    word.len() > 4
        && word.ends_with("ed")
        && !ADJECTIVES.contains(&word)
        // "the proposed improvements", "issues related to": a participle before a noun or "to/by" is no verb.
        && !matches!(before, "the" | "a" | "an" | "of" | "and" | "on" | "for" | "in" | "to" | "with" | "our" | "its" | "their")
        && matches!(after, "the" | "a" | "an" | "that" | "to" | "in" | "on" | "by" | "at" | "for" | "with" | "his" | "her" | "its" | "their" | "and" | "as")
        && at < 8
        && !(matches!(after, "to" | "by" | "on" | "in" | "and") && at > 2)
}

/// The verbs of both lists, to be looked up.
static ALL_VERBS: LazyLock<FxHashSet<&str>> = LazyLock::new(|| VERBS.iter().chain(OTHER_VERBS).copied().collect());

/// Finite verbs and forms that stand for one, in lower case.
#[rustfmt::skip]
const VERBS: &[&str] = &[
    "is", "are", "was", "were", "be", "been", "has", "have", "had", "will", "would", "should", "could", "can", "may",
    "must", "shall", "do", "does", "did", "agreed", "decided", "noted", "said", "suggested", "took", "gave", "made",
    "thanked", "stated", "reported", "offered", "requested", "welcomed", "emphasized", "stressed", "informed",
    "attended", "approved", "seemed", "met", "isn't", "aren't", "don't", "it's", "we", "you", "they", "adopted",
    "carried", "expressed", "considered", "discussed", "adjourned", "convened", "opened", "closed", "presented",
    "recalled", "explained", "highlighted", "asked", "invited", "encouraged", "underlined", "indicated", "confirmed",
    "concluded", "acknowledged", "recommended", "stands", "remains", "includes", "consists", "taken", "began",
    "begins", "ended", "ends", "went", "came", "recommends", "decides", "takes", "endorses", "approves", "adopts", "expresses", "emphasizes",
    "advises", "opposes", "explains", "informs", "confirms", "believes", "accepts", "rejects", "declares", "appoints",
    "elects", "directs", "instructs", "urges", "submits", "argues", "undertakes", "recognizes", "recognises",
    "acknowledges", "regrets", "congratulates", "commends", "emphasises", "intends", "hopes", "expects", "trusts",
    "agrees", "considers", "encourages", "invites", "welcomes", "recalls", "reaffirms", "proposes", "suggests",
];

/// The same in French, Spanish, German and Portuguese; words that English uses otherwise ("a", "son", "die") stay out.
#[rustfmt::skip]
const OTHER_VERBS: &[&str] = &[
    "est", "sont", "était", "étaient", "sera", "seront", "serait", "ont", "avait", "avaient", "peut", "peuvent",
    "doit", "doivent", "fut", "été", "décide", "décident", "estime", "estiment", "propose", "proposent", "rappelle",
    "rappellent", "présente", "souligne", "soulignent", "indique", "précise", "demande", "demandent", "adopte",
    "prend", "convient", "remercie", "s'est", "fue", "fueron", "era", "será", "serán", "sería", "han", "había",
    "pueden", "puede", "debe", "deben", "acordó", "aprobó", "señaló", "tomó", "propuso", "informó", "decidió",
    "recomienda", "recomendó", "solicitó", "agradeció", "indicó", "destacó", "ist", "sind", "waren", "wird", "werden",
    "wurde", "wurden", "haben", "hatte", "kann", "können", "soll", "sollen", "beschließt", "é", "são", "foi", "foram",
    "eröffnet", "begrüßt", "dankt", "schließt", "genehmigt", "findet", "berichtet", "erklärt", "nimmt", "bittet",
    "beauftragt", "empfiehlt", "teilt", "weist", "stellt", "schlägt", "liegt", "regen", "stimmt", "beschließen",
    "wünscht", "hält", "bleibt", "sieht", "steht", "trägt", "betont", "begrüßen", "danken", "nehmen", "è", "viene",
    "vengono", "hanno", "sarà", "saranno", "approva", "decide", "ringrazia", "wordt", "worden", "heeft", "hebben",
    "zal", "zullen", "besluit", "agradeceu", "informou", "propôs", "recomenda", "solicita",
    "está", "pode", "podem", "deve", "devem", "tem", "têm", "decidiu", "aprovou",
];

/// Participles that stand before a noun or for one.
#[rustfmt::skip]
const ADJECTIVES: &[&str] = &[
    "united", "advanced", "limited", "related", "integrated", "detailed", "based", "unedited", "continued", "need",
    "speed",
];

/// First words of operative and preambular paragraphs.
#[rustfmt::skip]
const OPERATIVE: &[&str] = &[
    "takes", "decides", "requests", "calls", "invites", "encourages", "urges", "recommends", "welcomes", "recalls",
    "reaffirms", "notes", "stresses", "expresses", "endorses", "approves", "adopts", "acknowledges", "recognizes",
    "recognises", "emphasizes", "underlines", "commends", "condemns", "affirms", "agrees", "appeals", "authorizes",
    "declares", "establishes", "instructs", "reiterates", "supports", "thanks", "considers", "concludes", "directs",
    "proclaims", "confirms", "resolves", "recalling", "noting", "welcoming", "reaffirming", "recognizing",
    "recognising", "taking", "expressing", "acknowledging", "bearing", "considering", "stressing", "emphasizing",
    "décide", "prie", "invite", "recommande", "demande", "approuve",
    "adopte", "souligne", "encourage", "réaffirme", "rappelle", "constate", "considérant", "rappelant", "notant",
    "solicita", "invita", "recomienda", "aprueba", "alienta", "reafirma", "reconoce", "exhorta", "insta",
];

/// What opens a preamble before "of", "that" or "by", and elsewhere is any adjective.
const PREAMBULAR: &[&str] = &[
    "aware",
    "mindful",
    "conscious",
    "cognizant",
    "desirous",
    "concerned",
    "alarmed",
    "convinced",
    "guided",
    "inspired",
    "determined",
    "persuaded",
    "encouraged",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_in_the_languages_of_reports() {
        for text in [
            "Takes note of the report;",
            "Also invites the regional commissions to contribute;",
            "Aware of the limits of the fund,",
            "Deeply concerned that the mirror was not repaired,",
            "La séance est levée à 12 h 30.",
            "Le groupe décide :",
            "El Comité aprobó el orden del día que figura en el anexo.",
            "Die Sitzung wurde um 17 Uhr geschlossen.",
            "Motion carried 4-0 and the chair thanked all who had come.",
            "It was so agreed.",
        ] {
            assert!(is_statement(text), "{text}");
        }
        for text in [
            "Requests from members",
            "Welcome and introductions",
            "Opening of the session.",
            "Adoption of the agenda and organization of work.",
            "Ordre du jour",
            "Suite donnée aux recommandations",
            "Calls for contributions",
            "Notes on the agenda",
            "Review of the guidelines",
        ] {
            assert!(!is_statement(text), "{text}");
        }
    }

    #[test]
    fn statements_have_verbs_and_headings_have_none() {
        for statement in [
            "All points were assessed",
            "The agenda was approved by participants",
            "The following people attended the meeting",
            "The group agreed to close",
            "Members may write to the Secretariat",
        ] {
            assert!(has_verb(statement), "{statement}");
        }
        for heading in [
            "Presentation of the agenda",
            "Proposed improvements for funding",
            "Issues related to participation",
            "Update by the Secretariat",
            "Working modalities and guidelines",
            "Second Meeting, Harbour House, 20-21 May 2014",
            "Nairobi, 3 MAY 2011",
            "Meeting of May 2016",
        ] {
            assert!(!has_verb(heading), "{heading}");
        }
    }
}
