//! The report's title and the small print around it, at the top of the first page.

use super::style::Ordinary;
use crate::model::BlockType;
use crate::segment::lines::rows::Row;
use crate::segment::paragraphs::draft::Draft;

/// Blocks at the top among which the title is looked for.
const TOP: usize = 12;
/// A line with no more words may be the name of a body above the title.
const BODY_WORDS: usize = 6;
/// Subtitles and places under a title are not longer.
const LINE_WORDS: usize = 16;
/// Blocks at the very top that may be the cells of a masthead.
const MASTHEAD: usize = 5;
/// The name of an event with its year has at most so many words.
const EVENT_WORDS: usize = 3;
/// A title has at most as many words.
const MOST_WORDS: usize = 40;

/// Marks the title and what belongs to it.
pub(crate) fn assign(drafts: &mut [Draft], rows: &[Row<'_>], ordinary: Ordinary) {
    // The top ends at the first statement, number or annex.
    let top = drafts
        .iter()
        .take(TOP)
        .enumerate()
        .take_while(|(at, draft)| {
            let masthead = draft.chunk.table && *at < MASTHEAD;
            draft.chunk.mark.is_none()
                && draft.chunk.annex.is_none()
                && (masthead || !draft.chunk.table)
                && !is_prose(draft)
        })
        .count();
    let size =
        |draft: &Draft| draft.chunk.rows.iter().filter_map(|at| rows.get(*at)).map(|row| row.size).fold(0.0, f32::max);
    let candidates: Vec<usize> = drafts
        .iter()
        .enumerate()
        .take(top)
        .filter(|(_, draft)| {
            !crate::segment::text::small_print::stands_apart(&draft.text.text)
                && !is_masthead(draft)
                && !names_section(&draft.text.text)
                && draft.words() <= MOST_WORDS
                && draft.text.text.chars().any(char::is_alphabetic)
        })
        .map(|(at, _)| at)
        .collect();
    let largest = candidates.iter().filter_map(|at| drafts.get(*at)).map(size).fold(0.0, f32::max);
    let large: Vec<usize> = candidates
        .iter()
        .copied()
        .filter(|at| drafts.get(*at).is_some_and(|draft| size(draft) >= largest - 0.1))
        .collect();
    let first = large.first().copied();
    let named = large.iter().copied().find(|at| {
        drafts.get(*at).is_some_and(|draft| {
            names_report(&draft.text.text)
                && !crate::segment::text::small_print::is_subtitle(&draft.text.text)
                && draft.words() >= 4
        })
    });
    // Among lines of one size the one that says what it is, where the first is no more than the name of a body.
    let short = first
        .and_then(|at| drafts.get(at))
        .is_some_and(|draft| draft.words() <= BODY_WORDS && !names_report(&draft.text.text));
    let chosen = if short { named.or(first) } else { first };
    let Some(mut chosen) = chosen else { return };
    // "IGF 2018" over "Working group on ...": the event of a text file without styles is named before what the report is of.
    let follows =
        drafts.get(chosen + 1).is_some_and(|next| next.words() > EVENT_WORDS && candidates.contains(&(chosen + 1)));
    if !ordinary.positioned && follows && drafts.get(chosen).is_some_and(|draft| names_event(&draft.text.text)) {
        chosen += 1;
    }
    // Without size or style, only the very first block is a title, and only where it reads like one.
    let stands_out = ordinary.positioned && largest > ordinary.size * 1.06;
    let first_row = drafts.get(chosen).and_then(|draft| draft.chunk.rows.first()).and_then(|at| rows.get(*at));
    let styled = first_row.is_some_and(|row| row.bold || row.capitals || row.centred());
    let heading_like = drafts.get(chosen).is_some_and(|draft| draft.kind == BlockType::Heading || draft.words() <= 16);
    let leads = drafts.iter().take(chosen).all(|draft| {
        crate::segment::text::small_print::stands_apart(&draft.text.text)
            || crate::segment::text::small_print::is_labelled(&draft.text.text)
    });
    let named = drafts.get(chosen).is_some_and(|draft| names_report(&draft.text.text));
    if !named && heads_like_others(drafts, rows, chosen) {
        return;
    }
    if !(stands_out || styled || ((leads || named) && heading_like)) {
        return;
    }
    if let Some(draft) = drafts.get_mut(chosen) {
        draft.kind = BlockType::Title;
    }
    // What stands between the title and the last date or status line below it is small print too.
    let small = |draft: &Draft| {
        let text = draft.text.text.as_str();
        // "Recalling its resolution of 19 July 2030,": a clause of a preamble has dates too.
        !crate::segment::text::statements::is_operative(text)
            && (crate::segment::text::small_print::stands_apart(text)
                || crate::segment::text::small_print::is_subtitle(text)
                || crate::segment::text::small_print::is_byline(text)
                || crate::segment::text::small_print::is_labelled(text))
    };
    let last = (chosen + 1..top).rev().find(|at| drafts.get(*at).is_some_and(small)).unwrap_or(chosen);
    for (at, draft) in drafts.iter_mut().enumerate().take(top) {
        if at == chosen || !matches!(draft.kind, BlockType::Heading | BlockType::Paragraph) {
            continue;
        }
        let plain = draft.chunk.rows.iter().filter_map(|row| rows.get(*row)).all(|row| {
            row.positioned() && !row.bold && !row.italic && !row.capitals && row.size <= ordinary.size * 1.06
        });
        let line_of_its_own = plain && draft.words() <= LINE_WORDS && !draft.text.text.ends_with(['.', ':', ';', ',']);
        if at < last || small(draft) || (line_of_its_own && draft.kind == BlockType::Paragraph) {
            draft.kind = BlockType::Meta;
        } else if at > chosen {
            break;
        }
    }
}

/// Whether the first line of a report stands directly over a numbered paragraph, and other headings are set as it is: then it
/// heads a section as they do, and the report has no title.
fn heads_like_others(drafts: &[Draft], rows: &[Row<'_>], chosen: usize) -> bool {
    let look = |draft: &Draft| {
        let row = draft.chunk.rows.first().and_then(|at| rows.get(*at))?;
        Some((row.size, row.bold, row.capitals, row.centred())).filter(|_| row.positioned())
    };
    let is_same = |a: (f32, bool, bool, bool), b: (f32, bool, bool, bool)| {
        (a.0 - b.0).abs() < 0.1 && (a.1, a.2, a.3) == (b.1, b.2, b.3)
    };
    let Some(own) = drafts.get(chosen).filter(|draft| draft.kind == BlockType::Heading).and_then(look) else {
        return false;
    };
    let is_over_number = drafts.get(chosen + 1).is_some_and(|next| next.chunk.mark.is_some() && !next.chunk.table);
    let others = drafts.iter().skip(chosen + 1).filter(|draft| draft.kind == BlockType::Heading);
    chosen == 0 && is_over_number && others.filter_map(look).any(|other| is_same(own, other))
}

/// Lines over the title that name the organization, the document's symbol and who it is sent to: "United Nations A/12/34",
/// "General Assembly Distr.: General".
fn is_masthead(draft: &Draft) -> bool {
    let text = draft.text.text.as_str();
    let is_symbol = |word: &str| word.contains('/') && crate::segment::text::small_print::is_symbol(word);
    // "Seventy-third session", "Agenda item 30": the meeting that it was made for.
    let lower = text.to_lowercase();
    let is_session = draft.words() <= 3 && (lower.ends_with(" session") || lower.starts_with("agenda item"));
    draft.chunk.table
        || is_session
        || text.contains("Distr.")
        || (draft.words() <= BODY_WORDS && text.split_whitespace().any(is_symbol))
}

/// Names on a cover, one below the other, head nothing.
pub(crate) fn cover_names(drafts: &mut [Draft]) {
    let top = drafts.iter().take(COVER).take_while(|draft| draft.chunk.mark.is_none() && !is_prose(draft)).count();
    let mut at = 0;
    while at < top {
        let is_name = |draft: &&Draft| {
            draft.kind == BlockType::Heading && draft.chunk.annex.is_none() && looks_like_person(&draft.text.text)
        };
        let run = drafts.iter().take(top).skip(at).take_while(is_name).count();
        if run >= NAMES_IN_A_ROW {
            drafts.iter_mut().skip(at).take(run).for_each(|draft| draft.kind = BlockType::Meta);
        }
        at += run.max(1);
    }
}

/// Blocks of a cover that are looked at, and names one below the other that show it to list people.
const COVER: usize = 24;
const NAMES_IN_A_ROW: usize = 2;

/// "Jana Novak", "Dr. Kofi B. Adjei": two to four words, each with a capital and small letters behind it.
fn looks_like_person(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_name = |word: &&str| {
        let mut letters = word.chars();
        letters.next().is_some_and(char::is_uppercase)
            && letters.all(|c| c.is_lowercase() || matches!(c, '.' | '-' | '’' | '\''))
    };
    (2..=4).contains(&words.len())
        && words.iter().all(is_name)
        && !names_report(text)
        && !names_section(text)
        && !super::style::opens_section(text)
}

/// "Attendees", "Agenda", "Roll call", "Contents": the name of a section, that of hundreds of reports.
fn names_section(text: &str) -> bool {
    const SECTIONS: &[&str] = &[
        "attendees",
        "attendance",
        "agenda",
        "present",
        "roll call",
        "participants",
        "apologies",
        "contents",
        "absent",
        "table of contents",
        "introduction",
        "summary",
        "actions",
        "action items",
        "decisions",
        "discussion",
        "notes",
        "key points discussed",
        "welcome",
        "opening",
        "call to order",
        "executive summary",
        "regrets",
        "date",
        "time",
        "view attendee list",
        "topics",
        "overview",
        "background",
        "description",
        "menu",
        "search",
        "skip to content",
        "skip to main content",
        "home",
        "navigation",
        "share this page",
        "print",
        "share",
        "special orders",
        "minutes approved",
    ];
    let bare = text.split(" (").next().unwrap_or(text).trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    SECTIONS.contains(&bare.as_str())
}

/// Words for what a report is, in a line that could be its title.
pub(in crate::segment) fn names_report(text: &str) -> bool {
    const NAMES: &[&str] = &[
        "report",
        "minutes",
        "summary",
        "record",
        "meeting",
        "resolution",
        "synthesis",
        "proceedings",
        "note",
        "paper",
        "session",
        "compte",
        "procès-verbal",
        "rapport",
        "informe",
        "acta",
        "protokoll",
        "decision",
        "decisions",
        "discussions",
        "conclusions",
        "recommendations",
        "transcript",
        "agenda",
        "contribution",
    ];
    text.to_lowercase().split(|c: char| !(c.is_alphanumeric() || c == '-')).any(|word| NAMES.contains(&word))
}

/// "IGF 2018": a short name and its year.
fn names_event(text: &str) -> bool {
    let last = text.rsplit(' ').next().unwrap_or_default();
    let is_year = last.len() == 4 && last.starts_with(['1', '2']) && last.bytes().all(|byte| byte.is_ascii_digit());
    is_year && (2..=EVENT_WORDS).contains(&text.split(' ').count()) && !names_report(text)
}

fn is_prose(draft: &Draft) -> bool {
    draft.words() > MOST_WORDS || (crate::segment::text::statements::has_verb(&draft.text.text) && draft.words() >= 7)
}
