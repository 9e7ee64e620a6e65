//! Paragraphs that are quoted from another document: numbers out of the body's series under words that name the document,
//! what stands in quotation marks under a stem, and what is set in, smaller or in italics under "reads as follows:".

use crate::model::BlockType;
use crate::segment::lines::rows::Row;
use crate::segment::numbering::marks::Mark;
use crate::segment::paragraphs::draft::Draft;
use crate::segment::text::statements::is_statement;

/// Ems by which a quotation stands further in than the lines of its stem, at either side.
const SET_IN: f32 = 1.0;
const SET_IN_RIGHT: f32 = 2.0;
/// A quotation set smaller has at most this share of its stem's size.
const SMALLER: f32 = 0.96;
/// Blocks over which quotation marks may stay open.
const OPEN_BLOCKS: usize = 12;
/// Fewer words in quotation marks are a name or a slogan.
const QUOTED_WORDS: usize = 8;

/// Marks what is quoted.
pub(crate) fn assign(drafts: &mut [Draft], rows: &[Row<'_>]) {
    numbered(drafts, rows);
    under_stems(drafts, rows);
    in_marks_alone(drafts);
}

/// Prose that quotation marks hold from its first to its last word, whatever stands above it.
fn in_marks_alone(drafts: &mut [Draft]) {
    for draft in drafts.iter_mut().filter(|draft| draft.kind == BlockType::Paragraph && draft.number.is_none()) {
        let text = draft.text.text.as_str();
        let inner = text.strip_prefix('“').and_then(|rest| rest.strip_suffix('”').or_else(|| rest.strip_suffix("”.")));
        let inner = inner.or_else(|| text.strip_prefix('"')?.strip_suffix('"'));
        if inner.is_some_and(|inner| !inner.contains(['“', '”', '"'])) && draft.words() >= QUOTED_WORDS {
            draft.kind = BlockType::QuoteParagraph;
        }
    }
}

/// Numbered paragraphs out of the body's series, under words that name the document they come from.
fn numbered(drafts: &mut [Draft], rows: &[Row<'_>]) {
    let mut source_named = false;
    let mut heading_names = false;
    // The series of the paragraph that names the source: what goes on with it is no quotation.
    let mut naming: Option<usize> = None;
    let body_left = usual_left(drafts, rows);
    for at in 0..drafts.len() {
        let Some(draft) = drafts.get(at) else { continue };
        let text = draft.text.text.as_str();
        match draft.kind {
            BlockType::Heading => {
                heading_names = names_document(text)
                    && draft.number.is_none()
                    && (text.ends_with([':', '”']) || text.to_lowercase().starts_with("from "));
                source_named = heading_names;
                continue;
            }
            BlockType::Annex => {
                heading_names = false;
                source_named = false;
                continue;
            }
            BlockType::Paragraph if draft.number.is_some() => {}
            BlockType::Paragraph => {
                source_named = text.ends_with([':', '“', '"']) && names_document(text);
                continue;
            }
            _ => continue,
        }
        let Some(place) = draft.chunk.place else { continue };
        if naming == Some(place.series) {
            source_named = false;
        }
        let starts_late = first_value(drafts, place.series).is_some_and(|value| value > 1);
        let inner = place.parent.is_some();
        let left = draft.chunk.rows.first().and_then(|row| rows.get(*row)).map_or(0.0, |row| row.left);
        let set_in = body_left.is_some_and(|body| left > body + 1.0);
        let stem = at.checked_sub(1).and_then(|i| drafts.get(i)).is_some_and(|above| {
            above.number.is_some()
                && above.kind == BlockType::Paragraph
                && above.text.text.ends_with(':')
                && names_document(&above.text.text)
        });
        let quoted_before = at.checked_sub(1).and_then(|i| drafts.get(i)).is_some_and(|above| {
            above.kind == BlockType::QuoteParagraph && above.chunk.place.is_some_and(|p| p.series == place.series)
        });
        let other_series = at
            .checked_sub(1)
            .and_then(|i| drafts.get(i))
            .is_some_and(|above| above.chunk.place.map(|p| p.series) != Some(place.series));
        let quote = starts_late
            && (source_named
                || heading_names
                || ((inner || other_series) && stem)
                || quoted_before
                || (inner && set_in && text.starts_with(['“', '"'])));
        if !quote {
            source_named = text.ends_with(':') && names_document(text);
            naming = source_named.then_some(place.series);
        } else if let Some(draft) = drafts.get_mut(at) {
            draft.kind = BlockType::QuoteParagraph;
        }
    }
}

/// What stands under a stem that announces the words of another document.
fn under_stems(drafts: &mut [Draft], rows: &[Row<'_>]) {
    let numbered = drafts.iter().filter(|draft| draft.kind == BlockType::Paragraph && draft.number.is_some()).count();
    let prose =
        drafts.iter().filter(|draft| draft.kind == BlockType::Paragraph && draft.words() > QUOTED_WORDS).count();
    let body_is_numbered = numbered * 2 > prose;
    let mut at = 0;
    while let Some(stem) = drafts.get(at) {
        at += 1;
        let is_stem = matches!(stem.kind, BlockType::Paragraph | BlockType::ListItem) && stem.text.text.ends_with(':');
        if !is_stem {
            continue;
        }
        let announced = announces_words(&stem.text.text);
        let in_marks = in_quotation_marks(drafts, at);
        let count = if in_marks > 0 {
            in_marks
        } else if announced {
            set_off(drafts, rows, at, body_is_numbered && stem.number.is_some())
        } else {
            0
        };
        for draft in drafts.iter_mut().skip(at).take(count) {
            let is_entry = draft.chunk.mark.as_ref().is_some_and(|mark| mark.is_bullet() || !mark.is_plain_number());
            if !is_entry && matches!(draft.kind, BlockType::Paragraph | BlockType::ListItem | BlockType::Heading) {
                draft.kind = BlockType::QuoteParagraph;
                draft.level = None;
            }
        }
        at += count;
    }
}

/// Blocks from `at` on that one pair of quotation marks holds.
fn in_quotation_marks(drafts: &[Draft], at: usize) -> usize {
    let opens = |text: &str| text.starts_with(['“', '"', '«', '„', '‟']);
    let closes = |text: &str| text.trim_end_matches(['.', ';', ',']).ends_with(['”', '"', '»', '“']);
    let Some(first) = drafts.get(at).filter(|first| is_prose(first) && opens(&first.text.text)) else { return 0 };
    if closes(&first.text.text) {
        return usize::from(first.words() >= QUOTED_WORDS);
    }
    let more = drafts.iter().skip(at).take(OPEN_BLOCKS).take_while(|draft| is_prose(draft));
    more.zip(1..).find(|(draft, _)| closes(&draft.text.text)).map_or(0, |(_, count)| count)
}

/// A full statement with a plain number.
fn has_statement_number(draft: &Draft) -> bool {
    draft.chunk.mark.as_ref().is_some_and(Mark::is_plain_number) && draft.kind == BlockType::Paragraph
}

fn is_prose(draft: &Draft) -> bool {
    !draft.chunk.table
        && draft.chunk.annex.is_none()
        && matches!(draft.kind, BlockType::Paragraph | BlockType::ListItem)
}

/// Blocks from `at` on that are set off from their stem as quotations are. Where the body's paragraphs have numbers, the
/// first without one is the quotation however it is set.
fn set_off(drafts: &[Draft], rows: &[Row<'_>], at: usize, without_number: bool) -> usize {
    let Some(stem) = at.checked_sub(1).and_then(|i| drafts.get(i)).map(|stem| Look::of(stem, rows)) else { return 0 };
    let mut count = 0;
    for draft in drafts.iter().skip(at) {
        let is_entry = draft.chunk.mark.is_some() && !(count > 0 || has_statement_number(draft));
        // Points of an agenda, names and entries also stand set in under "as follows:".
        if !is_prose(draft) || is_entry || count == 0 && !is_statement(&draft.text.text) {
            break;
        }
        let look = Look::of(draft, rows);
        let unlike = look.is_set_off(&stem);
        let plain_first = count == 0 && without_number && draft.chunk.mark.is_none();
        if !(unlike || plain_first) {
            break;
        }
        count += 1;
    }
    count
}

/// How a block is set.
struct Look {
    left: f32,
    right: f32,
    size: f32,
    italic: bool,
}

impl Look {
    fn of(draft: &Draft, rows: &[Row<'_>]) -> Self {
        let of_draft = || draft.chunk.rows.iter().filter_map(|at| rows.get(*at));
        let count = draft.chunk.rows.len();
        // The last line ends where its words do.
        let ends = of_draft().take(count.saturating_sub(1).max(1)).map(|row| row.line.short_by);
        Self {
            left: of_draft().map(|row| row.left).fold(f32::INFINITY, f32::min),
            right: if count > 1 { ends.fold(f32::INFINITY, f32::min) } else { 0.0 },
            size: of_draft().map(|row| row.size).fold(0.0, f32::max),
            italic: of_draft().all(|row| row.italic),
        }
    }

    fn is_set_off(&self, stem: &Self) -> bool {
        self.left >= stem.left + SET_IN
            || self.right >= stem.right + SET_IN_RIGHT && self.left > stem.left
            || self.size < SMALLER * stem.size
            || self.italic && !stem.italic
    }
}

/// "The letter reads as follows:", "Section 7 of the Act provides:", "in the following terms:".
pub(super) fn announces_words(stem: &str) -> bool {
    const READ: [&str; 22] = [
        "reads",
        "read",
        "provides",
        "provided",
        "states",
        "stated",
        "says",
        "said",
        "wrote",
        "writes",
        "written",
        "runs",
        "quoted",
        "quotes",
        "cited",
        "recorded",
        "concluded",
        "held",
        "declared",
        "dispone",
        "dit",
        "lautet",
    ];
    let lower = stem.to_lowercase();
    let last = lower
        .rsplit(['.', '!', '?'])
        .find(|part| !part.trim_matches([':', ' ', '”', '"']).is_empty())
        .unwrap_or_default();
    let words: Vec<&str> =
        last.split(|c: char| !(c.is_alphanumeric() || c == '-')).filter(|word| !word.is_empty()).collect();
    let reads = words.iter().any(|word| READ.contains(word));
    let follows = last.contains("as follows") || last.contains("following terms") || last.contains("following text");
    // "The Board said:" quotes words too; "The Board agreed as follows:" does not.
    let ends_reading =
        words.last().is_some_and(|word| READ.contains(word)) || last.trim_end().ends_with("that:") && reads;
    (names_document(last) || names_document(stem)) && (reads || follows) || ends_reading || reads && follows
}

fn first_value(drafts: &[Draft], series: usize) -> Option<u32> {
    let first = drafts.iter().find(|draft| draft.chunk.place.is_some_and(|place| place.series == series))?;
    let mark: &Mark = first.chunk.mark.as_ref()?;
    mark.readings.get(first.chunk.place?.reading)?.path.first().copied()
}

/// Left edge of the first numbered paragraphs of the document's longest series.
fn usual_left(drafts: &[Draft], rows: &[Row<'_>]) -> Option<f32> {
    let mut lefts: Vec<f32> = drafts
        .iter()
        .filter(|draft| draft.kind == BlockType::Paragraph && draft.chunk.mark.is_none() && draft.chunk.rows.len() > 1)
        .filter_map(|draft| draft.chunk.rows.get(1).and_then(|row| rows.get(*row)).map(|row| row.left))
        .collect();
    lefts.sort_by(f32::total_cmp);
    lefts.get(lefts.len() / 2).copied()
}

/// Whether words name another document that could be quoted.
fn names_document(text: &str) -> bool {
    const DOCUMENTS: &[&str] = &[
        "report",
        "resolution",
        "recommendation",
        "paper",
        "document",
        "declaration",
        "agenda",
        "charter",
        "mandate",
        "contribution",
        "contributions",
        "consultation",
        "consultations",
        "proceedings",
        "minutes",
        "decision",
        "statement",
        "communiqué",
        "summary",
        "paragraph",
        "paragraphs",
        "article",
        "synthesis",
        "outcome",
        "commitment",
        "principles",
        "guidelines",
        "meeting",
        "letter",
        "convention",
        "treaty",
        "act",
        "text",
        "compact",
        "plan",
        "programme",
        "rules",
        "bylaws",
        "submission",
        "submissions",
        "statute",
        "law",
        "section",
        "clause",
        "regulation",
        "regulations",
        "code",
        "judgment",
        "ruling",
        "memorandum",
        "rule",
        "policy",
        "protocol",
        "constitution",
        "answer",
        "reply",
        "response",
        "message",
        "memo",
        "opinion",
        "e-mail",
    ];
    text.to_lowercase().split(|c: char| !c.is_alphanumeric()).any(|word| DOCUMENTS.contains(&word))
}

#[cfg(test)]
mod tests {
    use crate::model::BlockType;
    use crate::segment::segment;
    use crate::segment::testing::text_document;

    fn quoted(source: &str) -> Vec<String> {
        let blocks = segment(text_document(source)).blocks;
        let quoted = blocks.into_iter().filter(|block| block.block_type == BlockType::QuoteParagraph);
        quoted.map(|block| block.text.split(' ').take(3).collect::<Vec<_>>().join(" ")).collect()
    }

    #[test]
    fn words_under_a_stem_that_announces_them_are_quoted() {
        let letter = "1. The council heard the keepers. Their letter of May reads as follows:\n\n    The keepers ask that the stair be lit from dusk to dawn.\n\n2. The council will answer before the summer.\n";
        assert_eq!(quoted(letter), ["The keepers ask"]);
        let statute = "1. The court turned to the statute. Section 7 of the Act provides:\n\n    14. The board may ask any person for papers.\n\n    15. A person who fails to give them pays a fine.\n\n2. The appeal is dismissed by the court.\n";
        assert_eq!(quoted(statute), ["The board may", "A person who"]);
    }

    #[test]
    fn what_quotation_marks_hold_is_quoted() {
        let marks = "Minutes\n\n“We come every year, we meet the same kind people, and we go home.”\n\nThe council agreed that this is so and moved on.\n";
        assert_eq!(quoted(marks).len(), 1);
    }

    #[test]
    fn points_of_an_agenda_and_decisions_are_not() {
        assert!(quoted("1. The agenda of the meeting was as follows:\n\n    Opening\n\n    Budget\n\n2. The meeting agreed to it all.\n").is_empty());
        assert!(quoted("1. The board decided as follows:\n\n    The fee is raised by two crowns from May on.\n\n2. The meeting closed at noon.\n").is_empty());
    }
}
