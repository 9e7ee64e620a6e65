//! Paragraphs without number at a page break or gutter: does the first line beyond it go on, or begin a paragraph?
//!
//! Layout cannot say where the last line of the page is full and ends a sentence. Then it is a question of odds: a paragraph
//! ends in a full line as seldom as a line inside it ends a sentence, so that the shorter a report's paragraphs are, the
//! likelier is a new one; and a sentence that leans on the one before it ("This is ...", "However, ...") begins none.

use super::chunk::Chunk;
use crate::segment::lines::rows::Row;
use crate::segment::text::language;

/// Mean number of lines of a report's paragraphs up to which a sentence that leans on nothing begins one.
const SHORT: f32 = 3.6;
/// Paragraphs that must be there to say how long they are.
const ENOUGH: usize = 5;

/// Parts chunks without number at page breaks where a new paragraph is likelier, and at columns in another language.
pub(crate) fn part(chunks: &mut Vec<Chunk>, rows: &[Row<'_>]) {
    let is_short = is_short(chunks, rows);
    let seam = |chunk: &Chunk, rows: &[Row<'_>]| {
        other_language(chunk, rows).or_else(|| if is_short { seam(chunk, rows) } else { None })
    };
    let whole = std::mem::take(chunks);
    for mut chunk in whole {
        while let Some(at) = seam(&chunk, rows) {
            let rest = chunk.rows.split_off(at);
            let next = Chunk { rows: rest, mark: None, place: None, annex: None, table: false };
            chunks.push(std::mem::replace(&mut chunk, next));
        }
        chunks.push(chunk);
    }
}

/// Whether the report's paragraphs without number are short.
fn is_short(chunks: &[Chunk], rows: &[Row<'_>]) -> bool {
    let prose = chunks.iter().filter(|chunk| is_open(chunk)).filter(|chunk| {
        let last = chunk.rows.last().and_then(|at| rows.get(*at));
        last.is_some_and(|row| ends_sentence(&row.line.text))
    });
    let lengths: Vec<usize> = prose.map(|chunk| chunk.rows.len()).collect();
    lengths.len() >= ENOUGH && lengths.iter().sum::<usize>() as f32 <= SHORT * lengths.len() as f32
}

fn is_open(chunk: &Chunk) -> bool {
    chunk.mark.is_none() && chunk.place.is_none() && chunk.annex.is_none() && !chunk.table
}

/// The first row of the chunk, not its first one, that begins a page and a paragraph.
fn seam(chunk: &Chunk, rows: &[Row<'_>]) -> Option<usize> {
    if !is_open(chunk) {
        return None;
    }
    let pairs = chunk.rows.iter().zip(chunk.rows.iter().skip(1)).zip(1..);
    let mut seams = pairs.filter_map(|((above, at), order)| Some((rows.get(*above)?, rows.get(*at)?, order)));
    seams
        .find(|(above, row, _)| above.page < row.page && ends_sentence(&above.line.text) && begins_anew(&row.line.text))
        .map(|(_, _, order)| order)
}

/// Words at either side of a gutter that show their language.
const LANGUAGE_WORDS: usize = 6;

/// The first row of the next column where the sentence above it ends and the languages differ.
fn other_language(chunk: &Chunk, rows: &[Row<'_>]) -> Option<usize> {
    if !is_open(chunk) {
        return None;
    }
    let pairs = chunk.rows.iter().zip(chunk.rows.iter().skip(1)).zip(1..);
    let mut gutters = pairs.filter_map(|((above, at), order)| {
        let (above, row) = (rows.get(*above)?, rows.get(*at)?);
        let is_gutter = above.page == row.page && row.line.column.0 > above.line.column.1;
        (is_gutter && ends_sentence(&above.line.text)).then_some(order)
    });
    let order = gutters.next()?;
    let text = |rows_of: &[usize]| {
        let lines: Vec<&str> = rows_of.iter().filter_map(|at| Some(rows.get(*at)?.line.text.as_str())).collect();
        lines.join(" ")
    };
    let (above, below) = (text(chunk.rows.get(..order)?), text(chunk.rows.get(order..)?));
    let is_enough = |text: &str| text.split(' ').count() >= LANGUAGE_WORDS;
    (is_enough(&above) && is_enough(&below) && language::guess(&above) != language::guess(&below)).then_some(order)
}

fn ends_sentence(line: &str) -> bool {
    line.trim_end().trim_end_matches(['”', '"', '’', ')', ']']).ends_with(['.', '!', '?'])
}

/// Whether a sentence leans on nothing said before it.
fn begins_anew(line: &str) -> bool {
    const LEANING: &[&str] = &[
        "this",
        "these",
        "that",
        "those",
        "it",
        "they",
        "he",
        "she",
        "such",
        "however",
        "therefore",
        "thus",
        "hence",
        "also",
        "moreover",
        "furthermore",
        "further",
        "in",
        "for",
        "as",
        "then",
        "but",
        "and",
        "or",
        "so",
        "his",
        "her",
        "their",
        "its",
        "there",
        "some",
        "others",
        "other",
        "another",
        "similarly",
        "finally",
        "accordingly",
        "if",
        "while",
        "although",
        "with",
        "to",
        "on",
        "at",
        "by",
        "now",
        "both",
        "consequently",
        "nevertheless",
        "specifically",
        "still",
        "here",
        "when",
        "where",
        "once",
        "until",
        "after",
        "before",
        "since",
        "because",
        "not",
        "many",
        "most",
        "several",
        "ce",
        "cette",
        "ces",
        "il",
        "elle",
        "ils",
        "cependant",
        "esto",
        "estos",
        "sin",
        "además",
        "dies",
        "diese",
        "es",
        "sie",
        "er",
    ];
    let first = line.split(|c: char| !c.is_alphanumeric()).find(|word| !word.is_empty()).unwrap_or_default();
    line.starts_with(char::is_uppercase) && !LEANING.contains(&first.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use crate::segment::testing::{Look, PLAIN, Page};
    use crate::segment::{lines::rows, paragraphs::chunks};

    const FULL: &str = "The group noted that the members had been asked for their views and had sent in few.";
    const SHORT: &str = "The chair thanked all of them.";

    #[test]
    fn a_column_in_another_language_begins_a_paragraph() {
        let english = "The board agreed that the lamp of the mole would be lit by the end of the year now.";
        let count = |other: &str| {
            let mut doc = Page::new().line(english, PLAIN).line(other, PLAIN).document();
            doc.lines[0].column = (72.0, 280.0);
            doc.lines[1].column = (300.0, 520.0);
            chunks::gather(&rows::rows(&doc)).len()
        };
        assert_eq!(count("Le conseil a décidé que le feu du môle et les lampes sont pour la fin de cette année."), 2);
    }

    /// Number of paragraphs of a report of short ones, the last of which stands before and after a page break.
    fn paragraphs(overleaf: &str, lines_each: usize) -> usize {
        let mut page = Page::new();
        for _ in 0..6 {
            for line in 0..lines_each {
                page = page.line(FULL, Look { gap: if line == 0 { 1.5 } else { 1.0 }, ..PLAIN });
            }
            page = page.line(SHORT, PLAIN);
        }
        let doc =
            page.line(FULL, Look { gap: 1.5, ..PLAIN }).next_page().line(overleaf, PLAIN).line(SHORT, PLAIN).document();
        chunks::gather(&rows::rows(&doc)).len()
    }

    #[test]
    fn a_sentence_that_leans_on_nothing_begins_a_paragraph_in_a_report_of_short_ones() {
        let overleaf = "The council recommends sending the paper to the chair before it is shown to others now.";
        assert_eq!(paragraphs(overleaf, 1), 8);
        assert_eq!(paragraphs(overleaf, 5), 7);
    }

    #[test]
    fn a_sentence_that_leans_on_the_one_before_goes_on() {
        assert_eq!(
            paragraphs("This was taken up by all of the members who had been there for the whole day of it.", 1),
            7
        );
    }
}
