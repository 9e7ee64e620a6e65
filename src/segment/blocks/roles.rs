//! What each chunk is: heading, numbered paragraph, list item, quotation, name, field to fill in, title or plain prose.

use crate::model::BlockType;
use crate::segment::headings::style::{self, Around, Ordinary};
use crate::segment::lines::rows::Row;
use crate::segment::numbering::marks::{Form, Mark, Script};
use crate::segment::paragraphs::draft::Draft;
use crate::segment::text::statements::is_statement;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// Share of the members with text of their own below that makes a series in capitals an outline, and any series.
const OUTLINE_SHARE: f32 = 0.5;
const SURE_OUTLINE_SHARE: f32 = 0.75;
/// Members of a series of which the last one alone must not make an outline.
const FEW_MEMBERS: usize = 3;
/// So many plain lines one below the other are a list and no headings.
const LISTED: usize = 3;
/// A title in an outline has at most so many words.
const TITLE_WORDS: usize = 12;
/// A long one, in bold as the others of its series, at most so many.
const LONG_TITLE_WORDS: usize = 45;
/// Words from which a line that ends in a full stop is a sentence and no title.
const SENTENCE_WORDS: usize = 6;
/// A form has at least as many fields in a row.
const FIELDS: usize = 3;

/// One step of the way to the types.
pub(crate) type Step = fn(&mut [Draft], &[Row<'_>], Ordinary);

/// The steps that give every draft its type, in their order, with what decides in each.
pub(crate) const STEPS: [(&str, Step); 9] = [
    ("by its mark, its cells or its label alone", |drafts, _, _| simple(drafts)),
    ("as a member of its series of numbers", numbered),
    ("by the look and the wording of a heading", unnumbered),
    ("by the number of a heading", |drafts, rows, _| heading_numbers(drafts, rows)),
    ("as the line under an annex label", |drafts, rows, _| annex_titles(drafts, rows)),
    ("as a field of a form", |drafts, _, _| fields(drafts)),
    ("as a name under words that announce names", |drafts, rows, _| super::participants::assign(drafts, rows)),
    ("as the words of another document", |drafts, rows, _| super::quotations::assign(drafts, rows)),
    ("as a date, status or kind under a title or heading", |drafts, _, _| small_print(drafts)),
];

/// What can be said of a chunk alone.
fn simple(drafts: &mut [Draft]) {
    for draft in drafts {
        if draft.chunk.table {
            draft.kind = BlockType::TableRow;
        } else if draft.chunk.annex.is_some() {
            draft.kind = BlockType::Annex;
        } else if is_end_mark(&draft.text.text) && draft.chunk.mark.as_ref().is_none_or(Mark::is_bullet) {
            // "* * *": its first star was taken for a bullet. A number before it is a paragraph's, and must not vanish.
            draft.kind = BlockType::EndMark;
        } else if let Some(mark) = &draft.chunk.mark {
            draft.number = (!mark.is_bullet()).then(|| mark.number.clone());
            draft.kind = BlockType::ListItem;
        }
    }
}

/// The longest end mark in words has fewer letters; no more of a paragraph is looked at.
const END_LETTERS: usize = 16;

/// `[End]`, `<end>`, "* * *", "-----", "END OF REPORT".
pub(in crate::segment) fn is_end_mark(text: &str) -> bool {
    let core: String = text.chars().filter(|c| c.is_alphanumeric()).take(END_LETTERS + 1).collect();
    if core.is_empty() {
        return text.chars().filter(|c| !c.is_whitespace()).count() >= 2
            && text.chars().all(|c| c.is_whitespace() || "*-_=~.—–#…·".contains(c));
    }
    let lower = core.to_lowercase();
    let bracketed = text.starts_with(['[', '<', '-', '*', '(']) || core.chars().all(char::is_uppercase);
    bracketed
        && matches!(
            lower.as_str(),
            "end"
                | "endofreport"
                | "endofdocument"
                | "endoftheminutes"
                | "endofminutes"
                | "endofmeeting"
                | "endoftranscript"
        )
}

/// What one series of numbers is.
#[derive(Debug, Clone, Default)]
struct SeriesFacts {
    members: Vec<usize>,
    statements: usize,
    parent: Option<usize>,
    letters: bool,
    /// Lower-case letters or Roman numerals: entries, not headings.
    lower: bool,
    /// Capital letters or Roman numerals, as outlines have.
    upper: bool,
}

fn numbered(drafts: &mut [Draft], rows: &[Row<'_>], ordinary: Ordinary) {
    let mut series: BTreeMap<usize, SeriesFacts> = BTreeMap::new();
    for (at, draft) in drafts.iter().enumerate() {
        let (Some(place), Some(mark)) = (draft.chunk.place, draft.chunk.mark.as_ref()) else { continue };
        let facts = series.entry(place.series).or_default();
        facts.members.push(at);
        let script = mark.readings.get(place.reading).map(|reading| reading.script);
        let upper = matches!(script, Some(Script::UpperLetter | Script::UpperRoman));
        facts.statements +=
            usize::from(is_statement(&draft.text.text) && !(upper && place.parent.is_none() && reads_as_title(draft)));
        facts.parent = place.parent;
        facts.letters |= matches!(script, Some(Script::LowerLetter | Script::LowerRoman | Script::UpperLetter));
        facts.lower |= matches!(script, Some(Script::LowerLetter | Script::LowerRoman));
        facts.upper |= upper;
    }
    let mut kinds: FxHashMap<usize, BlockType> = FxHashMap::default();
    for facts in series.values() {
        let all = facts.members.len();
        let mostly_statements = facts.statements * 2 >= all;
        for at in &facts.members {
            let Some(draft) = drafts.get(*at) else { continue };
            let heading = titled(drafts, *at, rows, ordinary, facts);
            // "(1) to provide support;" under a stem goes on with its sentence.
            let goes_on = facts.parent.is_some() && draft.text.text.starts_with(char::is_lowercase);
            let statement = is_statement(&draft.text.text) && !goes_on;
            let nested_in_list = facts.parent.is_some() && (!mostly_statements || goes_on);
            let kind = if heading {
                BlockType::Heading
            } else if facts.letters || nested_in_list {
                BlockType::ListItem
            } else if statement || (mostly_statements && draft.words() >= 3) || all == 1 && stands_as_sentence(draft) {
                BlockType::Paragraph
            } else {
                BlockType::ListItem
            };
            kinds.insert(*at, kind);
        }
        let is_alike = |at: &usize| drafts.get(*at).is_some_and(|draft| is_bold_title(draft, rows, ordinary));
        if facts.members.iter().any(|at| kinds.get(at) == Some(&BlockType::Heading) && is_alike(at)) {
            kinds.extend(facts.members.iter().filter(|at| is_alike(at)).map(|at| (*at, BlockType::Heading)));
        }
    }
    for (at, kind) in kinds {
        if let Some(draft) = drafts.get_mut(at) {
            draft.kind = kind;
            draft.level = None;
        }
    }
}

/// A member of a series set wholly in bold, and no sentence: where one such is a heading, all are, however long.
fn is_bold_title(draft: &Draft, rows: &[Row<'_>], ordinary: Ordinary) -> bool {
    let mut own = draft.chunk.rows.iter().filter_map(|row| rows.get(*row));
    ordinary.bold_speaks
        && own.all(|row| row.bold)
        && draft.words() <= LONG_TITLE_WORDS
        && !draft.text.text.ends_with(['.', ';', ','])
}

/// A short titled line of a series with its own text below.
fn titled(drafts: &[Draft], at: usize, rows: &[Row<'_>], ordinary: Ordinary, facts: &SeriesFacts) -> bool {
    let Some(draft) = drafts.get(at) else { return false };
    let Some(below) = drafts.get(at + 1) else { return false };
    let words = draft.words();
    if words == 0 || words > 30 || below.chunk.annex.is_some() {
        return false;
    }
    let chunk_rows: Vec<&Row<'_>> = draft.chunk.rows.iter().filter_map(|row| rows.get(*row)).collect();
    let around = Around {
        text: &draft.text.text,
        rows: &chunk_rows,
        after_stem: false,
        below: &below.text.text,
        below_marked: true,
        below_row: below.chunk.rows.first().and_then(|row| rows.get(*row)),
    };
    let styled = chunk_rows
        .iter()
        .all(|row| (row.bold && ordinary.bold_speaks) || row.capitals || row.marked_heading || row.italic)
        || (ordinary.positioned && chunk_rows.iter().all(|row| row.size > ordinary.size * 1.06));
    if (is_stem(drafts, at, facts) || follows_stem(drafts, facts)) && !styled {
        return false;
    }
    // "12. Section 7 of the Act provides:" announces a quotation.
    if !styled && draft.text.text.ends_with(':') && super::quotations::announces_words(&draft.text.text) {
        return false;
    }
    if opens_level(draft, below) && !is_statement(&draft.text.text) && !draft.text.text.ends_with(['.', ';', ',']) {
        return true;
    }
    // "44. Publish the criteria before the call opens.": a proposal in one sentence, whatever stands below.
    if !styled && draft.text.text.ends_with('.') && words >= SENTENCE_WORDS && !in_title_case(&draft.text.text) {
        return false;
    }
    let below_in_series =
        below.chunk.place.is_some_and(|place| Some(place.series) == draft.chunk.place.map(|p| p.series));
    let score_enough = style::is_heading(&around, ordinary);
    if styled && score_enough {
        return true;
    }
    if is_statement(&draft.text.text) && !(facts.upper && facts.parent.is_none() && reads_as_title(draft)) {
        return false;
    }
    // Without style, only text of its own below makes a heading of it: prose, or a deeper or other series.
    let below_is_prose = below.chunk.mark.is_none()
        && below.chunk.annex.is_none()
        && (is_statement(&below.text.text) || crate::segment::text::urls::is_whole_address_line(&below.text.text));
    let below_is_inner = below.chunk.place.is_some_and(|place| place.parent == draft.chunk.place.map(|p| p.series))
        && !below_in_series
        && is_statement(&below.text.text);
    let others_too = facts.members.len() < 3 || own_text_share(drafts, facts) >= 0.5;
    // An outline: most members have text or entries of their own below, and none is a statement.
    let outline = facts.statements == 0 && !below_in_series && below.chunk.annex.is_none() && {
        let share = own_text_share(drafts, facts);
        // Of two or three members, more than half: the last of a list also has other text below.
        let enough = if facts.members.len() <= FEW_MEMBERS { share > OUTLINE_SHARE } else { share >= OUTLINE_SHARE };
        (facts.upper && enough)
            || (facts.members.len() >= 3 && share >= SURE_OUTLINE_SHARE && !draft.text.text.ends_with([':', ';', '.']))
    };
    (below_is_prose && others_too || below_is_inner || outline) && !facts.lower
}

/// Letters from which a word counts for the case of a title.
const LONG_WORD: usize = 4;

/// "Proposed Improvements for Participation.": two thirds of the longer words begin with a capital.
fn in_title_case(text: &str) -> bool {
    let words =
        || text.split_whitespace().filter(|word| word.chars().filter(|c| c.is_alphabetic()).count() >= LONG_WORD);
    let capitals = words().filter(|word| word.starts_with(char::is_uppercase)).count();
    capitals * 3 >= words().count() * 2
}

/// "75. Set dates two years ahead.": a number picked from a list, with a sentence of its own.
fn stands_as_sentence(draft: &Draft) -> bool {
    let text = draft.text.text.as_str();
    text.starts_with(char::is_uppercase) && text.ends_with('.') && draft.words() >= 4
}

/// "5. The council objects for three reasons:" over entries, in a series of statements: a paragraph, whatever its verb.
fn is_stem(drafts: &[Draft], at: usize, facts: &SeriesFacts) -> bool {
    let stem = drafts.get(at).is_some_and(|draft| draft.text.text.ends_with([':', ',']));
    let entry = drafts.get(at + 1).and_then(|below| below.chunk.mark.as_ref());
    stem && facts.statements >= 2 && entry.is_some_and(|mark| mark.is_bullet() || mark.is_lower_letter())
}

/// Whether the first of a series stands below a stem: "1. The following questions:" over "A) What worked well?".
fn follows_stem(drafts: &[Draft], facts: &SeriesFacts) -> bool {
    let above = facts.members.first().and_then(|at| at.checked_sub(1)).and_then(|at| drafts.get(at));
    above.is_some_and(|above| above.text.text.ends_with(':') && above.words() > 3)
}

/// Whether the block below opens a level of numbers under this one: "2" over "2.1".
fn opens_level(draft: &Draft, below: &Draft) -> bool {
    let path = |draft: &Draft| -> Option<Vec<u32>> {
        let mark = draft.chunk.mark.as_ref()?;
        Some(mark.readings.get(draft.chunk.place?.reading)?.path.clone())
    };
    let (Some(own), Some(inner)) = (path(draft), path(below)) else { return false };
    let is_inserted = below.chunk.mark.as_ref().is_some_and(|mark| mark.inserted);
    !is_inserted && inner.len() == own.len() + 1 && inner.starts_with(&own)
}

/// Whether a line in an outline of capital letters or Roman numerals reads as a title though it has a verb: "II. Taking
/// stock: what worked well?".
fn reads_as_title(draft: &Draft) -> bool {
    draft.words() <= TITLE_WORDS && !draft.text.text.ends_with(['.', ';', ',', ':'])
}

/// Share of a series' members that have text of their own below.
fn own_text_share(drafts: &[Draft], facts: &SeriesFacts) -> f32 {
    let with_text = facts
        .members
        .iter()
        .filter(|at| {
            let own = drafts.get(**at).and_then(|draft| draft.chunk.place).map(|place| place.series);
            drafts.get(**at + 1).is_some_and(|below| {
                below.chunk.annex.is_none() && below.chunk.place.map(|place| place.series) != own && below.words() > 0
            })
        })
        .count();
    with_text as f32 / facts.members.len().max(1) as f32
}

fn unnumbered(drafts: &mut [Draft], rows: &[Row<'_>], ordinary: Ordinary) {
    let mut found = Vec::new();
    for (at, draft) in drafts.iter().enumerate() {
        if !draft.is_open() || draft.chunk.table {
            continue;
        }
        let chunk_rows: Vec<&Row<'_>> = draft.chunk.rows.iter().filter_map(|row| rows.get(*row)).collect();
        let above = at.checked_sub(1).and_then(|i| drafts.get(i));
        let below = drafts.get(at + 1);
        let around = Around {
            text: &draft.text.text,
            rows: &chunk_rows,
            after_stem: above.is_some_and(|above| above.kind == BlockType::Paragraph && above.text.text.ends_with(':')),
            below: below.map_or("", |below| below.text.text.as_str()),
            below_marked: below.is_some_and(|below| below.chunk.mark.is_some() || below.chunk.table),
            below_row: below.and_then(|below| below.chunk.rows.first()).and_then(|row| rows.get(*row)),
        };
        if style::is_heading(&around, ordinary) {
            found.push(at);
        }
    }
    unlist(drafts, rows, ordinary, &mut found);
    for at in found {
        if let Some(draft) = drafts.get_mut(at) {
            draft.kind = BlockType::Heading;
        }
    }
}

/// Takes lists out of what could be headings: several plain short lines, one below the other, of which no more than the last
/// has a statement below it.
fn unlist(drafts: &[Draft], rows: &[Row<'_>], ordinary: Ordinary, found: &mut Vec<usize>) {
    let is_plain = |at: &usize| {
        drafts.get(*at).into_iter().flat_map(|draft| &draft.chunk.rows).filter_map(|row| rows.get(*row)).all(|row| {
            !(row.bold || row.italic || row.capitals || row.marked_heading || row.centred())
                && row.size <= ordinary.size * 1.06
        })
    };
    let mut kept = Vec::with_capacity(found.len());
    for run in found.chunk_by(|a, b| b - a == 1 && is_plain(a) && is_plain(b)) {
        let heads_text =
            run.last().and_then(|at| drafts.get(at + 1)).is_some_and(|below| is_statement(&below.text.text));
        let last = run.len() - usize::from(heads_text);
        kept.extend(run.iter().skip(if run.len() >= LISTED { last } else { 0 }));
    }
    *found = kept;
}

/// A heading by its style keeps the deep number or the Roman numeral that it begins with, though no series granted it.
fn heading_numbers(drafts: &mut [Draft], rows: &[Row<'_>]) {
    for draft in drafts.iter_mut().filter(|draft| draft.kind == BlockType::Heading && draft.number.is_none()) {
        let first = draft.chunk.rows.first().and_then(|at| rows.get(*at));
        let Some(mark) = first.and_then(|row| row.mark.as_ref()).filter(|_| draft.chunk.mark.is_none()) else {
            continue;
        };
        let reading = mark.readings.first();
        let is_sure = reading.is_some_and(|reading| reading.path.len() > 1)
            || reading.is_some_and(|reading| reading.script == Script::UpperRoman) && mark.form == Form::Dot;
        let Some(shown) = first.and_then(|row| row.line.text.get(..mark.len)).filter(|_| is_sure && !mark.alone) else {
            continue;
        };
        if draft.text.text.starts_with(shown) {
            draft.number = Some(mark.number.clone());
            draft.text.edit(&[(0..shown.len(), String::new())]);
        }
    }
}

/// The line under an annex label is the annex's title, whatever its style.
fn annex_titles(drafts: &mut [Draft], rows: &[Row<'_>]) {
    for at in 1..drafts.len() {
        let label_above = drafts
            .get(at - 1)
            .is_some_and(|above| above.chunk.annex.as_ref().is_some_and(|annex| annex.title.is_empty()));
        let Some(draft) = drafts.get_mut(at) else { continue };
        if !label_above || !draft.is_open() || draft.chunk.table {
            continue;
        }
        let short = draft.words() <= 24 && !draft.text.text.ends_with(['.', ';', ',']);
        let first = draft.chunk.rows.first().and_then(|row| rows.get(*row));
        if short && !crate::segment::text::small_print::is_meta(&draft.text.text) && first.is_some() {
            draft.kind = BlockType::Heading;
        }
    }
}

/// "Objectives of the group:", "Expected output(s):", three or more in a row with nothing between.
pub(in crate::segment) fn fields(drafts: &mut [Draft]) {
    let like_field = |draft: &Draft| {
        let text = draft.text.text.as_str();
        let open = (draft.chunk.mark.is_none() && !draft.chunk.table)
            && matches!(draft.kind, BlockType::Paragraph | BlockType::Heading);
        open && draft.words() <= 16 && (text.ends_with(':') || text.ends_with([')', '_', '…']))
    };
    let mut at = 0;
    while at < drafts.len() {
        let run = drafts.iter().skip(at).take_while(|draft| like_field(draft)).count();
        let colons = drafts.iter().skip(at).take(run).filter(|draft| draft.text.text.ends_with(':')).count();
        if run >= FIELDS && colons * 2 > run {
            // The line above the fields in brackets or without colon is their heading, not a field.
            let lead = drafts.get(at).is_some_and(|first| !first.text.text.ends_with(':')) as usize;
            for draft in drafts.iter_mut().skip(at + lead).take(run - lead) {
                draft.kind = BlockType::TemplateField;
            }
        }
        at += run.max(1);
    }
}

/// Dates, status lines and the like under a title or heading.
fn small_print(drafts: &mut [Draft]) {
    for at in 0..drafts.len() {
        let above_is_top = at == 0
            || drafts.get(at - 1).is_some_and(|above| {
                matches!(above.kind, BlockType::Heading | BlockType::Annex | BlockType::Title | BlockType::Meta)
            });
        let Some(draft) = drafts.get_mut(at) else { continue };
        let candidate = draft.chunk.mark.is_none()
            && matches!(draft.kind, BlockType::Paragraph | BlockType::Heading)
            && draft.number.is_none();
        // "Wednesday, 3 December" heads a day of a programme.
        let day = draft.kind == BlockType::Heading && crate::segment::text::small_print::is_day(&draft.text.text);
        if above_is_top && candidate && !day && crate::segment::text::small_print::is_meta(&draft.text.text) {
            draft.kind = BlockType::Meta;
        }
    }
}
