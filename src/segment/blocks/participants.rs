//! Lists of participants: names under a heading, stem or annex that announces them.

use crate::model::BlockType;
use crate::segment::lines::rows::Row;
use crate::segment::paragraphs::draft::Draft;

/// Names are short.
const NAME_WORDS: usize = 7;
/// A line of names with their country or office is not longer than this.
const LINE_WORDS: usize = 24;
/// So many words are prose, which ends a list of names.
const PROSE_WORDS: usize = 14;

/// Words that announce names, in the languages of reports.
const ANNOUNCE: &[&str] = &[
    "participants",
    "attendees",
    "attendance",
    "members present",
    "attending",
    "present:",
    "roll call",
    "apologies",
    "regrets",
    "observers",
    "list of delegates",
    "delegates present",
    "participantes",
    "asistentes",
    "asistencia",
    "présents",
    "présences",
    "excusés",
    "teilnehmer",
    "anwesend",
    "участники",
];
/// Short headings that announce names only by themselves.
const GROUPS: &[&str] = &[
    "members",
    "secretariat",
    "experts",
    "guests",
    "staff",
    "chair",
    "chairs",
    "delegates",
    "speakers",
    "absent",
    "membres",
    "miembros",
];

/// Marks the names.
pub(crate) fn assign(drafts: &mut [Draft], rows: &[Row<'_>]) {
    let mut announced = false;
    let mut whole_annex = false;
    for draft in drafts {
        let text = draft.text.text.as_str();
        // Asked of few blocks only: headings, and what could be a name.
        let announces = || announces(text);
        let marked = draft.chunk.mark.is_some();
        let name = announced && !draft.chunk.table && looks_like_entry(text) && !is_group(text);
        match draft.kind {
            BlockType::Annex => {
                whole_annex = announces();
                announced = whole_annex;
            }
            // Without a style of its own, a name under a name is no heading.
            BlockType::Heading if name && !marked && !announces() && !styled(draft, rows) => {
                draft.kind = BlockType::Participant;
            }
            BlockType::Heading => {
                let short = draft.words() <= 8;
                announced = whole_annex || (short && announces()) || (announced && is_group(text));
            }
            BlockType::Paragraph if draft.number.is_none() && text.ends_with(':') => {
                announced = whole_annex || announces() || announced && draft.words() <= 4;
            }
            BlockType::ListItem if name && !announces() => draft.kind = BlockType::Participant,
            BlockType::Paragraph if draft.is_open() && name && !announces() => draft.kind = BlockType::Participant,
            BlockType::Paragraph if draft.words() > PROSE_WORDS => announced = whole_annex,
            // "1. A quorum was established.": the meeting has begun.
            BlockType::Paragraph if draft.number.is_some() && crate::segment::text::statements::is_statement(text) => {
                announced = whole_annex;
            }
            _ => {}
        }
    }
}

/// Whether a heading, a stem or an annex says that names follow.
fn announces(text: &str) -> bool {
    let lower = text.to_lowercase();
    ANNOUNCE.iter().any(|word| lower.contains(word))
        || GROUPS.contains(&lower.trim_matches(|c: char| !c.is_alphanumeric()))
        || labels_group(text)
}

/// "BOARD MEMBERS", "Council members:": a label that ends in what the people below it are.
fn labels_group(text: &str) -> bool {
    let label = text.ends_with(':') || !text.chars().any(char::is_lowercase);
    let last = text.trim_end_matches(':').split_whitespace().next_back().unwrap_or_default().to_lowercase();
    label && text.split_whitespace().count() <= 3 && GROUPS.contains(&last.as_str())
}

/// "BOARD MEMBERS:", "FORUM SECRETARIAT:" between names.
fn is_group(text: &str) -> bool {
    text.ends_with(':')
        || (text.split_whitespace().count() > 1 && text.chars().all(|c| !c.is_lowercase()) && !text.contains(','))
}

fn styled(draft: &Draft, rows: &[Row<'_>]) -> bool {
    draft.chunk.rows.iter().filter_map(|at| rows.get(*at)).all(|row| row.bold || row.capitals || row.marked_heading)
}

/// "Karel Peeters (Belgium)", "Norland: Ms. Ada Holm, Mr. Tom Reid", "Holm, Ada".
fn looks_like_entry(text: &str) -> bool {
    if text.split_whitespace().count() > LINE_WORDS
        || text.ends_with(['.', ';']) && text.split_whitespace().count() > NAME_WORDS
    {
        return false;
    }
    match text.split_once(": ") {
        Some((place, names)) => {
            place.split_whitespace().count() <= NAME_WORDS
                && names.split([',', ';']).all(|name| looks_like_name(name.trim()))
        }
        None => looks_like_name(text),
    }
}

fn looks_like_name(text: &str) -> bool {
    const PARTICLES: &[&str] = &[
        "de", "da", "van", "der", "von", "al", "el", "bin", "la", "dos", "du", "le", "di", "y", "den", "e", "ter",
        "ibn",
    ];
    let core = text.split(['(', ',', '–', '—', ';']).next().unwrap_or_default();
    let words: Vec<&str> = core.split_whitespace().collect();
    let capital = words.iter().filter(|w| w.chars().next().is_some_and(char::is_uppercase)).count();
    let particles = words.iter().filter(|w| PARTICLES.contains(w)).count();
    !words.is_empty()
        && words.len() <= NAME_WORDS
        && capital >= 1
        && capital + particles == words.len()
        && !core.contains([':', '?'])
        && !core.chars().any(|c| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use crate::model::BlockType;
    use crate::segment::testing::text_document;

    fn names(source: &str) -> Vec<String> {
        let document = crate::segment::segment(text_document(source));
        let names = document.blocks.iter().filter(|block| block.block_type == BlockType::Participant);
        names.map(|block| block.text.clone()).collect()
    }

    #[test]
    fn names_in_the_forms_of_lists() {
        let found = names(
            "ANNEX II – LIST OF PARTICIPANTS\n\nCHAIR: Ada Holm\n\nMEMBERS:\n\nReid, Tom\n\nde Vries, Kees\n\nOTHER PARTICIPANTS:\n\nPeeters, Karel\n\nM. Luc Favre (Norland)\n\nM. Jean Petit (Suland)\n\nNorland: Ms. Eva Lind, Mr. Ole Berg\n",
        );
        assert_eq!(
            found,
            [
                "CHAIR: Ada Holm",
                "Reid, Tom",
                "de Vries, Kees",
                "Peeters, Karel",
                "M. Luc Favre (Norland)",
                "M. Jean Petit (Suland)",
                "Norland: Ms. Eva Lind, Mr. Ole Berg"
            ]
        );
    }

    #[test]
    fn what_stands_between_names_is_no_name() {
        let found = names(
            "Participants\n\nAda Holm\n\nThe meeting was chaired by Ada Holm, and the minutes were taken by the Secretariat.\n\nNext Steps\n\nThe minutes will be sent to all members by the end of the week.\n",
        );
        assert_eq!(found, ["Ada Holm"]);
    }
}
