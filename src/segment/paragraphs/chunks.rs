//! Rows gathered into chunks: the lines of one block, with the mark that the series solver granted it.

use super::breaks::Break;
use super::chunk::Chunk;
use super::{page_seams, row_seams};
use crate::segment::lines::rows::Row;
use crate::segment::numbering::annexes;
use crate::segment::numbering::marks::{Form, Mark};
use crate::segment::numbering::sequence::{self, Candidate, Place};
use crate::segment::text::urls;

/// A bullet with its text so far (ems) behind its own left edge hangs before it.
const HANGING: f32 = 1.5;

/// What a row could begin, decided before anything else.
struct Start {
    /// The break between the row above and this one.
    from_above: Option<Break>,
    evidence: f32,
    annex: Option<annexes::AnnexHeading>,
    bullet: bool,
    place: Option<Place>,
}

/// Gathers rows into chunks.
pub(crate) fn gather(rows: &[Row<'_>]) -> Vec<Chunk> {
    let mut starts = first_look(rows);
    place_numbers(rows, &mut starts);
    let mut chunks: Vec<Chunk> = Vec::new();
    let mut opens = true;
    let mut usual = 0.0;
    // The chunk that a paragraph goes on in below a box, until another one begins.
    let mut resumed: Option<usize> = None;
    for (at, row) in rows.iter().enumerate() {
        let Some(start) = starts.get(at) else { continue };
        let granted = start.place.is_some() || start.bullet;
        let above = at.checked_sub(1).and_then(|i| rows.get(i));
        let evidence = evidence(start.from_above.as_ref(), above, row, rows.get(at + 1), opens, usual);
        let annex_above = chunks.last().is_some_and(|chunk| chunk.annex.is_some() && ends_annex(chunk, rows, row));
        let waits =
            chunks.last().is_some_and(|chunk| chunk.mark.as_ref().is_some_and(|m| m.alone) && chunk.rows.len() == 1)
                && !granted;
        let begins = chunks.is_empty()
            || ((granted || start.annex.is_some() || annex_above || evidence > 0.0) && (row.is_table() || !waits));
        let is_plain = !granted && start.annex.is_none();
        let home = if is_plain { interrupted(&chunks, rows, at) } else { None };
        let is_rest = above.is_some_and(|above| row_seams::goes_on(above, row));
        if let Some(chunk) = chunks.last_mut().filter(|_| is_rest) {
            chunk.rows.push(at);
        } else if let Some(chunk) = home.and_then(|home| chunks.get_mut(home)) {
            chunk.rows.push(at);
            resumed = home;
        } else if begins {
            resumed = None;
            chunks.push(Chunk {
                rows: vec![at],
                mark: if granted { row.mark.clone() } else { None },
                place: start.place,
                annex: start.annex.clone(),
                table: row.is_table(),
            });
            usual = 0.0;
        } else if let Some(chunk) = resumed.and_then(|home| chunks.get_mut(home)) {
            chunk.rows.push(at);
        } else if let Some(last) = chunks.last_mut() {
            if row.pitch > 0.0 && last.rows.len() == 1 {
                usual = row.pitch;
            }
            last.rows.push(at);
        }
        opens = begins;
    }
    page_seams::part(&mut chunks, rows);
    chunks
}

/// Chunks that stand between two halves of a paragraph, at most: a box, or a note beside it.
const BETWEEN: usize = 12;
/// Left edges of one column differ by less (points).
const SAME_COLUMN: f32 = 2.0;

/// The chunk that a row goes on with though something stands between them: a box in the text, or a column beside the lines
/// above. Its last line breaks off within a sentence or, above a box, nothing says that a block begins.
fn interrupted(chunks: &[Chunk], rows: &[Row<'_>], at: usize) -> Option<usize> {
    let row = rows.get(at).filter(|row| !row.line.boxed && !row.is_table() && row.positioned())?;
    let before = rows.get(at.checked_sub(1)?).filter(|before| before.page == row.page)?;
    let is_beside = before.line.column.0 > row.line.column.0 + SAME_COLUMN && ends_sentence(before);
    // Words on a shade in the middle of a paragraph are no box of their own.
    let opens = chunks.last().and_then(|chunk| chunk.rows.first()).and_then(|first| rows.get(*first));
    let is_box = before.line.boxed && opens.is_some_and(|first| first.line.boxed);
    if !is_box && !is_beside {
        return None;
    }
    let last = |chunk: &Chunk| chunk.rows.last().and_then(|last| rows.get(*last));
    let is_home = |above: &Row<'_>| {
        !above.line.boxed && above.page == row.page && (above.line.column.0 - row.line.column.0).abs() < SAME_COLUMN
    };
    let place = chunks.iter().rev().take(BETWEEN).position(|chunk| last(chunk).is_some_and(is_home))?;
    let home = chunks.len().checked_sub(place + 1)?;
    let above = chunks.get(home).filter(|chunk| !chunk.table && chunk.annex.is_none()).and_then(last)?;
    let breaks_off = !ends_sentence(above) && row.line.text.starts_with(char::is_lowercase);
    let weighed = || Break::between(above, row, rows.get(at + 1)).evidence(above, row, None, false, 0.0);
    (breaks_off || is_box && weighed() <= 0.0).then_some(home)
}

fn ends_sentence(row: &Row<'_>) -> bool {
    row.line.text.trim_end().ends_with(['.', ':', ';', '!', '?', '”', ')'])
}

/// Evidence that a row begins a block; the first of all surely does.
fn evidence(
    from_above: Option<&Break>,
    above: Option<&Row<'_>>,
    row: &Row<'_>,
    below: Option<&Row<'_>>,
    opens: bool,
    usual: f32,
) -> f32 {
    from_above.zip(above).map_or(5.0, |(weighed, above)| weighed.evidence(above, row, below, opens, usual))
}

/// An annex label stands alone or goes on with the lines of its title.
fn ends_annex(chunk: &Chunk, rows: &[Row<'_>], row: &Row<'_>) -> bool {
    let Some(last) = chunk.rows.last().and_then(|at| rows.get(*at)) else { return true };
    let label_alone = chunk.annex.as_ref().is_some_and(|annex| annex.title.is_empty());
    label_alone || last.has_room_for(row.first_word) || last.bold != row.bold || (last.size - row.size).abs() > 0.5
}

fn first_look(rows: &[Row<'_>]) -> Vec<Start> {
    let lettered = rows
        .iter()
        .filter(|row| annexes::read(&row.line.text).is_some_and(|a| a.number.starts_with('A') && a.number.len() > 1))
        .count()
        > 0;
    let mut opens = true;
    let mut starts = Vec::with_capacity(rows.len());
    for (at, row) in rows.iter().enumerate() {
        let above = at.checked_sub(1).and_then(|i| rows.get(i));
        let below = rows.get(at + 1);
        let from_above = above.map(|above| Break::between(above, row, below));
        let evidence = evidence(from_above.as_ref(), above, row, below, opens, 0.0);
        let text = row.line.text.as_str();
        let annex = if row.is_table() || row.line.boxed {
            None
        } else {
            annexes::read(text)
                .or_else(|| if lettered { annexes::read_short(text) } else { None })
                .filter(|heading| annex_stands(heading, row, above, evidence))
        };
        let bullet = !row.is_table() && row.mark.as_ref().is_some_and(|mark| bullet_stands(mark, above, row, evidence));
        opens = evidence > 0.0 || bullet || annex.is_some();
        starts.push(Start { from_above, evidence, annex, bullet, place: None });
    }
    starts
}

/// A line that reads like an annex heading is one where layout lets a block begin, or where it is all that the line says.
fn annex_stands(heading: &annexes::AnnexHeading, row: &Row<'_>, above: Option<&Row<'_>>, evidence: f32) -> bool {
    let ended = above.is_none_or(|above| {
        let head = above.line.text.trim_end();
        let address =
            head.rsplit(' ').next().is_some_and(urls::is_address) || head.ends_with(".html") || head.ends_with(".pdf");
        head.ends_with(['.', ':', '!', '?', ')', '>', ']', ';']) || above.slack > 6.0 || address
    });
    let label_only = heading.title.is_empty();
    // "ANNEX" and a number at the end of a sentence that wraps: "(see / Annex II)" has a lower-case line before.
    if label_only && !heading.number.is_empty() {
        return (evidence > 0.0 || row.line.starts_page || row.bold || row.centred())
            && (ended || evidence > 1.5 || row.bold);
    }
    if heading.number.is_empty() && label_only {
        return evidence > 1.0 && (row.bold || row.centred() || heading.capitals || evidence > 2.0);
    }
    evidence > 0.5 && (row.bold || row.centred() || ended)
}

fn bullet_stands(mark: &Mark, above: Option<&Row<'_>>, row: &Row<'_>, evidence: f32) -> bool {
    // A dash between two words of a sentence also comes to stand at the start of a line, flush with the line above.
    let flush = above.is_some_and(|above| above.mark.is_none() && (above.left - row.left).abs() < 0.5);
    let ended =
        above.is_none_or(|above| above.line.text.trim_end().ends_with(['.', ':', ';', '!', '?']) || above.words < 5);
    // The same sign at the same place in the line above: entries of a list.
    let listed = above.is_some_and(|above| {
        above.mark.as_ref().is_some_and(|other| other.bullet == mark.bullet) && (above.left - row.left).abs() < 0.5
    });
    // Word sets a bullet in a font of its own and the text behind it at a tab.
    let own_font =
        row.line.styles.first().is_some_and(|style| style.end as usize <= mark.len) && row.line.styles.len() > 1;
    let hangs = row.positioned() && (row.text_left - row.left > HANGING || own_font && mark.bullet == Some('o'));
    if (listed || hangs) && mark.bullet.is_some() {
        return true;
    }
    match mark.bullet {
        Some('-' | '–' | '—' | '−' | '*' | '+' | 'o' | '\u{2011}' | '›' | '»') => {
            evidence > if flush && !ended { 1.0 } else { -0.4 }
        }
        Some(_) => true,
        None => false,
    }
}

/// Lets the solver decide which numbers are marks, and enters its verdict.
fn place_numbers(rows: &[Row<'_>], starts: &mut [Start]) {
    let (indices, candidates) = candidates(rows, starts);
    for (at, place) in indices.into_iter().zip(sequence::solve(&candidates)) {
        if let Some(start) = starts.get_mut(at) {
            start.place = place;
        }
    }
}

/// What is told of a line: the evidence that a block begins with it, and what its number was weighed at.
pub(crate) struct Looked {
    /// Evidence, as [`super::breaks::EVIDENCE`] names it.
    pub(crate) parts: [f32; 6],
    /// Of a line that begins like a number: the evidence that it is one, the price of taking it for none, and whether it is.
    pub(crate) number: Option<(f32, f32, bool)>,
}

/// Weighs all lines once more, to tell what [`gather`] rests on.
pub(crate) fn look(rows: &[Row<'_>]) -> Vec<Looked> {
    let starts = first_look(rows);
    let (indices, candidates) = candidates(rows, &starts);
    let places = sequence::solve(&candidates);
    let mut looked: Vec<Looked> = Vec::with_capacity(rows.len());
    let mut opens = true;
    for (at, (row, start)) in rows.iter().zip(&starts).enumerate() {
        let above = at.checked_sub(1).and_then(|i| rows.get(i));
        let parts = start.from_above.as_ref().zip(above);
        let parts = parts.map_or([0.0; 6], |(weighed, above)| weighed.parts(above, row, rows.get(at + 1), opens));
        opens = start.evidence > 0.0 || start.bullet || start.annex.is_some();
        looked.push(Looked { parts, number: None });
    }
    for ((at, candidate), place) in indices.into_iter().zip(&candidates).zip(places) {
        if let Some(line) = looked.get_mut(at) {
            line.number = Some((candidate.evidence, sequence::reject_price(candidate), place.is_some()));
        }
    }
    looked
}

/// The lines that begin like a number, and what the solver is to know of each.
fn candidates(rows: &[Row<'_>], starts: &[Start]) -> (Vec<usize>, Vec<Candidate>) {
    let mut indices = Vec::new();
    let mut candidates: Vec<Candidate> = Vec::new();
    let mut new_annex = false;
    for (at, (row, start)) in rows.iter().zip(starts.iter()).enumerate() {
        if start.annex.is_some() {
            new_annex = true;
            continue;
        }
        let Some(mark) = row.mark.as_ref().filter(|mark| !mark.is_bullet() && !row.is_table()) else { continue };
        let above = last_text_before(rows, at);
        let after_stem = above.is_some_and(|above| above.line.text.trim_end().ends_with(':'));
        let after_heading = above.is_some_and(|above| looks_like_heading(above, row));
        indices.push(at);
        candidates.push(Candidate {
            readings: mark.readings.clone(),
            form: mark.form,
            left: row.left,
            evidence: mark_evidence(above, row, start.evidence, mark),
            length: length_of(rows, starts, at),
            after_stem,
            after_heading,
            new_annex,
        });
        new_annex = false;
    }
    (indices, candidates)
}

/// Evidence that the mark is a mark: the break, the gap behind it, and the capital that follows.
fn mark_evidence(above: Option<&Row<'_>>, row: &Row<'_>, evidence: f32, mark: &Mark) -> f32 {
    let mut sum = evidence;
    let ended = above.is_none_or(|above| {
        let closed = above.line.text.trim_end_matches(['”', '"', '’', ')', ']', ' ']);
        closed.ends_with(['.', '!', '?', ':', ';'])
    });
    // "... until 30 June / 2024.": the end of a sentence that wraps.
    let is_year = mark.is_plain_number()
        && mark.readings.first().is_some_and(|reading| reading.path.iter().any(|value| (1900..2100).contains(value)));
    if mark.alone && is_year && !ended {
        return sum.min(0.0) - 3.0;
    }
    if mark.alone {
        let dotted = !matches!(mark.form, Form::Bare);
        return if dotted { sum + if ended { 4.0 } else { 2.0 } } else { sum - 0.5 };
    }
    let rest = row.line.text.get(mark.len..).unwrap_or_default();
    let start = rest.chars().next().unwrap_or(' ');
    if row.positioned() && row.text_left - row.left > 1.9 + mark.number.len() as f32 * 0.5 {
        sum += 1.2;
    }
    if start.is_uppercase() || matches!(start, '“' | '‘' | '"' | '\'') {
        sum += 0.6;
        // A full line that ends its sentence says nothing against a new paragraph.
        if ended && !matches!(mark.form, Form::Bare) && evidence < 0.5 {
            sum += 1.4;
        }
    } else if start.is_lowercase() && !mark.is_lower_letter() && matches!(mark.form, Form::Bare | Form::Colon) {
        // "... without rule / 9: carried, 7-2".
        sum -= if ended { 1.0 } else { 2.0 };
    }
    if !matches!(mark.form, Form::Bare | Form::Colon) && evidence > -1.0 {
        sum += 0.7;
    }
    sum
}

fn last_text_before<'a, 'b>(rows: &'a [Row<'b>], at: usize) -> Option<&'a Row<'b>> {
    at.checked_sub(1).and_then(|i| rows.get(i))
}

fn looks_like_heading(above: &Row<'_>, row: &Row<'_>) -> bool {
    let short = above.words <= 14 && !above.line.text.trim_end().ends_with(['.', ',', ';']);
    let styled = (above.bold && !row.bold) || above.capitals || (above.positioned() && above.size > row.size * 1.07);
    short && (styled || (above.slack > 8.0 && above.mark.is_none()))
}

/// Characters up to the next candidate or clear break.
fn length_of(rows: &[Row<'_>], starts: &[Start], at: usize) -> usize {
    let mut length = 0;
    for (index, (row, start)) in rows.iter().zip(starts).enumerate().skip(at) {
        let other = index > at
            && (start.bullet
                || start.annex.is_some()
                || (start.evidence > 1.5)
                || row.mark.as_ref().is_some_and(|m| !m.is_bullet() && start.evidence > 0.0));
        let waiting = index == at + 1 && rows.get(at).is_some_and(|first| first.mark.as_ref().is_some_and(|m| m.alone));
        if other && !waiting {
            break;
        }
        length += row.line.text.chars().count();
    }
    length
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::segment::lines::rows::rows;
    use crate::segment::testing::text_document;

    fn chunks(source: &str) -> Vec<(String, usize)> {
        let doc = text_document(source);
        let rows = rows(&doc);
        gather(&rows).into_iter().map(|c| (c.mark.map_or(String::new(), |m| m.number), c.rows.len())).collect()
    }

    #[test]
    fn a_number_on_a_line_of_its_own_takes_the_text_below() {
        let found = chunks(
            "1.\nThe first meeting of the group took place on 3 March, with forty members and two\nguests.\n2.\nThe agenda was adopted as it stood and the chair thanked all members of the group.\n3.\nNo other points were raised by the members who took part in the meeting on that day.",
        );
        assert_eq!(found, [("1".to_owned(), 3), ("2".to_owned(), 2), ("3".to_owned(), 2)]);
    }

    #[test]
    fn a_paragraph_goes_on_below_a_box() {
        use crate::segment::testing::{PLAIN, Page};
        let mut doc = Page::new()
            .line("13. The Council met in Geneva and heard the reports of all its groups on", PLAIN)
            .line("Recommendation 4", PLAIN)
            .line("The host should send a letter to all.", PLAIN)
            .line("the work of the year, for which it thanked them and the host of all that they", PLAIN)
            .line("had done in the year.", PLAIN)
            .document();
        for line in &mut doc.lines[1..3] {
            line.boxed = true;
        }
        let found: Vec<Vec<usize>> = gather(&rows(&doc)).into_iter().map(|chunk| chunk.rows).collect();
        assert_eq!(found[0], [0, 3, 4]);
        assert!(found[1..].iter().flatten().eq(&[1, 2]));
    }

    #[test]
    fn a_year_at_the_start_of_a_line_stays_in_its_sentence() {
        let found = chunks(
            "1. The group recalled the plan that it had made for the whole of the year that was called\n2016. The plan stays as it is and it will be looked at again when the group meets again.\n2. The next call is in May.",
        );
        assert_eq!(found, [("1".to_owned(), 2), ("2".to_owned(), 1)]);
    }
}
