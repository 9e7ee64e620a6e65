//! Lines that a label opens: captions ("Table 2. Dues collected"), states and assignments ("Status: pending", "Action:
//! Chair (by 3 May)"), particulars ("Venue: Town Hall"). They tell something of what stands beside them and head nothing.

use crate::model::Role;
use crate::text::numerals::roman_in_one_case as roman;

/// Words of a caption, at most: longer ones are paragraphs that begin with the name of a table.
const CAPTION_WORDS: usize = 40;
/// Words of a label, at most: "Action required by".
const LABEL_WORDS: usize = 4;
/// Words of what a label says, at most, where the line could still pass for a heading.
const VALUE_WORDS: usize = 24;

/// What captions number.
const CAPTIONED: &[&str] = &[
    "table",
    "figure",
    "fig",
    "chart",
    "graph",
    "diagram",
    "map",
    "plate",
    "tableau",
    "cuadro",
    "tabla",
    "gráfico",
    "figura",
    "tabelle",
    "abbildung",
    "quadro",
    "таблица",
    "рисунок",
];
/// Labels of a state.
const STATES: &[&str] = &["status", "progress", "state of implementation", "implementation status", "état", "estado"];
/// Labels of an assignment.
const ASSIGNMENTS: &[&str] = &[
    "action",
    "actions",
    "action item",
    "action items",
    "action point",
    "action points",
    "action by",
    "action required",
    "action owner",
    "to do",
    "to-do",
    "task",
    "follow-up action",
];
/// Labels of a motion.
const MOTIONS: &[&str] = &["motion", "moved", "moved by", "motion by", "seconded", "seconded by", "moved and seconded"];
/// Labels that tell a particular and head nothing.
const PARTICULARS: &[&str] = &[
    "owner",
    "responsible",
    "responsible party",
    "lead",
    "due",
    "due date",
    "deadline",
    "target date",
    "timeline",
    "by",
    "priority",
    "outcome",
    "vote",
    "votes",
    "result",
    "ayes",
    "nays",
    "noes",
    "abstentions",
    "absent",
    "present",
    "apologies",
    "regrets",
    "quorum",
    "chair",
    "co-chair",
    "co-chairs",
    "chairperson",
    "vice-chair",
    "secretary",
    "rapporteur",
    "moderator",
    "facilitator",
    "next meeting",
    "next call",
    "next session",
    "venue",
    "place",
    "location",
    "date",
    "dates",
    "time",
    "duration",
    "contact",
    "email",
    "e-mail",
    "tel",
    "telephone",
    "phone",
    "fax",
    "website",
    "web",
    "url",
    "link",
    "source",
    "sources",
    "note",
    "notes",
    "nb",
    "n.b",
    "reference",
    "references",
    "ref",
    "our ref",
    "your ref",
    "language",
    "languages",
    "original",
    "distribution",
    "cc",
    "from",
    "to",
    "subject",
    "re",
    "cost",
    "budget",
    "keywords",
    "rationale",
    "remarks",
    "comment",
    "recorded by",
    "prepared by",
    "submitted by",
    "minutes by",
    "minute taker",
    "note taker",
    "scribe",
    "version",
    "classification",
];

/// What a line says by its label, where it says something.
pub(crate) fn role(text: &str) -> Option<Role> {
    if is_caption(text) {
        return Some(Role::Caption);
    }
    let (label, value) = parts(text)?;
    if value.is_empty() {
        return None;
    }
    let listed = |labels: &[&str]| labels.contains(&label.as_str());
    if listed(STATES) {
        Some(Role::Status)
    } else if listed(ASSIGNMENTS) {
        Some(Role::Action)
    } else if listed(MOTIONS) {
        Some(Role::Motion)
    } else {
        None
    }
}

/// Whether a line is a label with what it says: no heading, however it is set.
pub(crate) fn is_labelled(text: &str) -> bool {
    let Some((label, value)) = parts(text) else { return false };
    let words = value.split_whitespace().take(VALUE_WORDS + 1).count();
    let known = [STATES, ASSIGNMENTS, MOTIONS, PARTICULARS].iter().any(|labels| labels.contains(&label.as_str()));
    known && (1..=VALUE_WORDS).contains(&words)
}

/// "Table 2. Dues collected", "Figure A1: Tides", "Table 3" alone; "Table 2 shows the dues" is a sentence.
pub(crate) fn is_caption(text: &str) -> bool {
    let Some((word, rest)) = text.split_once(char::is_whitespace) else { return false };
    let word = word.trim_end_matches('.').to_lowercase();
    if !CAPTIONED.contains(&word.as_str()) || text.split_whitespace().count() > CAPTION_WORDS {
        return false;
    }
    let rest = rest.trim_start();
    let number_end = rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '.' | '-'))).unwrap_or(rest.len());
    let (number, behind) = rest.split_at_checked(number_end).unwrap_or((rest, ""));
    let bare = number.trim_end_matches(['.', '-']);
    let is_number = bare.chars().any(|c| c.is_ascii_digit()) && bare.chars().count() <= 6
        || roman(bare).is_some()
        || bare.chars().count() == 1 && bare.chars().all(char::is_uppercase);
    let tail = behind.trim_start();
    let is_parted = number.len() > bare.len() || tail.starts_with([':', '.', '–', '—', '-', '|', '(']);
    is_number && (tail.is_empty() || is_parted || tail.starts_with(char::is_uppercase))
}

/// The label in small letters and what stands behind its colon.
fn parts(text: &str) -> Option<(String, &str)> {
    let (label, value) = text.split_once(':')?;
    let label = label.trim().trim_end_matches('.').trim_end_matches("(s)");
    let words = label.split_whitespace().count();
    let starts = label.starts_with(char::is_uppercase);
    (starts && (1..=LABEL_WORDS).contains(&words)).then(|| (label.to_lowercase(), value.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn captions_have_a_number_and_no_verb_behind_it() {
        for text in [
            "Table 2. Dues collected by landing",
            "Figure A1: Tides",
            "TABLE IV",
            "Table 3 Ships in port",
            "Fig. 7 – Plan",
        ] {
            assert_eq!(role(text), Some(Role::Caption), "{text}");
        }
        for text in
            ["Table 2 shows the dues of the year.", "Tables and chairs", "Table of contents", "Map of the harbour"]
        {
            assert_eq!(role(text), None, "{text}");
        }
    }

    #[test]
    fn labels_with_a_value_are_told_from_headings_with_a_colon() {
        assert_eq!(role("Status: pending"), Some(Role::Status));
        assert_eq!(role("Action: CHAIR (by 3 May)"), Some(Role::Action));
        assert_eq!(role("Action items:"), None);
        assert!(is_labelled("Due: 4 April") && is_labelled("Moved by: Ms. Lind"));
        for text in ["Actions:", "Session 2: Small ports", "Executive summary: announcements", "Agenda item 3: Budget"]
        {
            assert!(!is_labelled(text), "{text}");
        }
    }
}
