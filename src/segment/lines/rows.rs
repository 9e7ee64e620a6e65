//! A line with the evidence that the later decisions rest on, in units that mean the same for PDF and text.

use crate::model::{LaidOutDocument, Line, LineRole, Place};
use crate::segment::numbering::marks::{self, Mark};
use crate::segment::text::small_print;

/// Share of a line's letters that makes its style the line's.
const STYLE_SHARE: f32 = 0.85;
/// Lines above and below that can show how far right lines of this indent reach.
const NEIGHBOURS: usize = 4;
/// Lines whose left edges differ by less (ems) belong to one flush edge.
pub(crate) const FLUSH: f32 = 0.7;
/// Lines that end within this of the local margin (ems) show that there is a margin.
const MARGIN_RAG: f32 = 5.0;
/// A local margin is believed where lines fill at least this share of their column.
const MARGIN_SHARE: f32 = 0.5;
/// So many letters in capitals are a style; fewer are an acronym.
const CAPITALS: usize = 5;
/// Lines that end so close together (ems) are justified.
const JUSTIFIED: f32 = 0.25;
/// A centred line leaves this much room (ems) to the local margin.
const CENTRED: f32 = 2.0;
/// Characters to an em in text files, where both are only counted.
pub(crate) const CHARS_PER_EM: f32 = 2.0;

/// A body line or table row, with what can be said of it alone.
#[derive(Debug, Clone)]
pub(crate) struct Row<'a> {
    /// The line.
    pub(crate) line: &'a Line,
    /// Its index in the document.
    pub(crate) at: usize,
    /// Page from 1, 0 in text files.
    pub(crate) page: u32,
    /// Size in points; 1 in text files, but for headings marked as such.
    pub(crate) size: f32,
    /// A heading by its Markdown mark ("## Next steps"): no style is needed to see it.
    pub(crate) marked_heading: bool,
    /// (Nearly) all bold.
    pub(crate) bold: bool,
    /// (Nearly) all italic.
    pub(crate) italic: bool,
    /// All letters are capitals, and there are some.
    pub(crate) capitals: bool,
    /// Left edge in ems of the body, from the column's edge.
    pub(crate) left: f32,
    /// Left edge of the text behind the mark, in the same unit.
    pub(crate) text_left: f32,
    /// Width of the first word in ems of the body.
    pub(crate) first_word: f32,
    /// Room left at the end of the line up to the local right margin, in ems of the body.
    pub(crate) slack: f32,
    /// Distance to the line above, 1.0 for lines of one paragraph; see [`Line::pitch`].
    pub(crate) pitch: f32,
    /// What could be its number.
    pub(crate) mark: Option<Mark>,
    /// Number of words.
    pub(crate) words: usize,
    /// It is a date, a symbol, a status: see [`small_print::stands_apart`].
    pub(crate) stands_apart: bool,
}

impl Row<'_> {
    /// Whether positions are known.
    pub(crate) fn positioned(&self) -> bool {
        self.page > 0
    }

    /// Whether it is centred and shorter than its neighbours: text set in on both sides is centred too, line by line.
    pub(crate) fn centred(&self) -> bool {
        self.line.centred && self.slack > CENTRED
    }

    /// Whether it is a row of a table.
    pub(crate) fn is_table(&self) -> bool {
        self.line.role == LineRole::Table && !self.line.cells.is_empty()
    }

    /// Whether the next word, of the given width, would still have fitted.
    pub(crate) fn has_room_for(&self, word: f32) -> bool {
        self.slack > word + 0.6
    }
}

/// The lines that make blocks: body and table, in reading order.
pub(crate) fn rows(doc: &LaidOutDocument) -> Vec<Row<'_>> {
    let body = if doc.body_size > 0.0 { doc.body_size } else { 1.0 };
    let mut rows: Vec<Row<'_>> = doc
        .lines
        .iter()
        .enumerate()
        .filter(|(_, line)| matches!(line.role, LineRole::Body | LineRole::Table | LineRole::Extra))
        .filter(|(_, line)| !line.text.trim().is_empty() || !line.cells.is_empty())
        .map(|(at, line)| row(line, at, body))
        .collect();
    let slacks: Vec<f32> =
        if doc.body_size > 0.0 { (0..rows.len()).map(|at| slack(&rows, at)).collect() } else { text_slacks(&rows) };
    for (row, slack) in rows.iter_mut().zip(slacks) {
        row.slack = slack;
    }
    if let Some(inner) = inner_pitch(&rows) {
        for row in &mut rows {
            row.pitch /= inner;
        }
    }
    rows
}

/// Lines that surely go on with the line above; fewer say nothing.
const SURE_LINES: usize = 3;
/// The distance inside paragraphs is believed within this range of the document's usual distance.
const INNER_RANGE: (f32, f32) = (0.5, 1.1);

/// Distance of lines inside paragraphs, in units of the document's usual distance. In a document of short entries the
/// usual distance is the one between entries.
fn inner_pitch(rows: &[Row<'_>]) -> Option<f32> {
    let mut found: Vec<f32> = rows
        .iter()
        .zip(rows.iter().skip(1))
        .filter(|(above, row)| {
            row.positioned()
                && row.pitch > 0.0
                && above.page == row.page
                && above.line.column == row.line.column
                && (above.size - row.size).abs() < 0.05 * row.size
                && !above.has_room_for(row.first_word)
                && row.mark.is_none()
                && row.line.text.starts_with(char::is_lowercase)
        })
        .map(|(_, row)| row.pitch)
        .collect();
    found.sort_by(f32::total_cmp);
    let middle = found.get(found.len() / 2).copied().filter(|_| found.len() >= SURE_LINES)?;
    (INNER_RANGE.0..=INNER_RANGE.1).contains(&middle).then_some(middle)
}

fn row(line: &Line, at: usize, body: f32) -> Row<'_> {
    let page = if let Place::Page { page, .. } = line.place { page } else { 0 };
    let style = style(line);
    let scale = if page > 0 && style.size > 0.0 { style.size / body } else { 1.0 };
    // A number in the margin is the line's, and takes none of its bytes.
    let in_margin = line.margin_number.as_deref().and_then(marks::read);
    let in_margin = in_margin.map(|mark| Mark { len: 0, alone: false, ..mark });
    let raised = line.marks.first().filter(|mark| mark.offset == 0 && line.role == LineRole::Body);
    let mark = in_margin.or_else(|| match raised {
        Some(raised) => marks::raised(&raised.text, &line.text),
        None => marks::read(&line.text),
    });
    let left = line.indent * scale;
    let behind = mark.as_ref().map_or(0, |mark| mark.len);
    let start_of_text = line.words.iter().find(|word| word.start as usize >= behind);
    let text_left = match start_of_text {
        Some(word) if page > 0 => (word.left - line.column.0) / body,
        _ => left + behind as f32 / CHARS_PER_EM,
    };
    let first = line.text.split_whitespace().next().unwrap_or_default();
    let first_word = match line.words.first() {
        Some(word) if page > 0 => (word.right - word.left) / body,
        _ => first.chars().count() as f32 / CHARS_PER_EM,
    };
    // Most lines have a small letter at their second character.
    let capitals = !line.text.chars().any(char::is_lowercase)
        && line.text.chars().filter(|c| c.is_alphabetic()).count() >= CAPITALS;
    Row {
        line,
        at,
        page,
        size: if style.size > 0.0 { style.size } else { 1.0 },
        marked_heading: page == 0 && style.size > 0.0,
        bold: style.bold,
        italic: style.italic,
        capitals,
        left,
        text_left,
        first_word,
        slack: line.short_by * scale,
        pitch: line.pitch,
        mark,
        words: line.text.split_whitespace().count(),
        stands_apart: small_print::stands_apart(line.text.trim()),
    }
}

struct Style {
    size: f32,
    bold: bool,
    italic: bool,
}

fn style(line: &Line) -> Style {
    let (mut bold, mut italic, mut all) = (0.0, 0.0, 0.0_f32);
    let mut widest = (0.0_f32, 0.0_f32);
    let mut start = 0;
    for span in &line.styles {
        let weight = span.end.saturating_sub(start) as f32;
        start = span.end;
        all += weight;
        bold += if span.bold { weight } else { 0.0 };
        italic += if span.italic { weight } else { 0.0 };
        if weight > widest.0 {
            widest = (weight, span.size);
        }
    }
    Style {
        size: widest.1,
        bold: all > 0.0 && bold >= STYLE_SHARE * all,
        italic: all > 0.0 && italic >= STYLE_SHARE * all,
    }
}

/// Lines before and after among which the longest shows where a text file was wrapped.
const WRAP_WINDOW: usize = 12;
/// The wrap is never taken for narrower or wider than this share of what nine in ten lines keep within: a list of names
/// has no long line, and one long address is no margin.
const WRAP_RANGE: (f32, f32) = (0.9, 1.08);

/// Room up to the wrap of a text file, in ems.
fn text_slacks(rows: &[Row<'_>]) -> Vec<f32> {
    let length = |row: &Row<'_>| row.line.text.chars().count() as f32 + row.left * CHARS_PER_EM;
    let prose = |row: &&Row<'_>| !row.is_table() && !row.line.text.contains("://");
    let mut lengths: Vec<f32> = rows.iter().filter(prose).map(length).collect();
    lengths.sort_by(f32::total_cmp);
    let usual = lengths.get(lengths.len() * 9 / 10).copied().unwrap_or(0.0);
    rows.iter()
        .enumerate()
        .map(|(at, row)| {
            let near =
                rows.get(at.saturating_sub(WRAP_WINDOW)..(at + WRAP_WINDOW + 1).min(rows.len())).unwrap_or_default();
            let longest = near.iter().filter(prose).map(length).fold(0.0, f32::max);
            let wrap = longest.clamp(WRAP_RANGE.0 * usual, WRAP_RANGE.1 * usual);
            ((wrap - length(row)) / CHARS_PER_EM).max(0.0)
        })
        .collect()
}

/// Room up to the local right margin: lines of a quotation end before the column does.
fn slack(rows: &[Row<'_>], at: usize) -> f32 {
    let Some(row) = rows.get(at) else { return 0.0 };
    let own = row.slack;
    let from = at.saturating_sub(NEIGHBOURS);
    let near = rows.get(from..(at + NEIGHBOURS + 1).min(rows.len())).unwrap_or_default();
    let width = (row.line.column.1 - row.line.column.0) / row.size.max(1.0);
    let mut least = own;
    let mut ends: Vec<f32> = Vec::new();
    for (other, next) in near.iter().zip(rows.get(from + 1..).unwrap_or_default().iter().map(Some).chain([None])) {
        // Only a line that may go on shows how far lines reach: entries of a list end where they end.
        if next.is_some_and(|next| next.mark.is_some()) {
            continue;
        }
        let flush = (other.left - row.left).abs() < FLUSH
            || (other.text_left - row.left).abs() < FLUSH
            || (other.left - row.text_left).abs() < FLUSH;
        if flush && other.page == row.page && other.line.column == row.line.column && !other.is_table() {
            least = least.min(other.slack);
            ends.push(other.slack);
        }
    }
    let agreeing = ends.iter().filter(|end| **end - least < MARGIN_RAG).count();
    let wide = !row.positioned() || width - row.left - least > MARGIN_SHARE * width;
    // Justified text ends at the same point line by line, however narrow it is set.
    let justified = ends.iter().filter(|end| **end - least < JUSTIFIED).count() >= 3;
    if ends.len() >= 3 && (justified || (agreeing >= 2 && wide)) { own - least } else { own }
}

#[cfg(test)]
mod tests {
    use crate::model::BlockType;
    use crate::segment::testing::{PLAIN, Page};

    /// Entries of like length set no margin: the line above the fourth is not full, it is just as long as its words.
    #[test]
    fn entries_of_like_length_are_not_one_wrapped_text() {
        let entries = [
            "1. Adoption of the agenda",
            "2. Preparations for the annual meeting",
            "3. Updates from the regional observatories",
            "4. Guidelines for regional observatories",
            "5. Any other business",
        ];
        let page = Page::new().line("Provisional agenda for the second call", PLAIN);
        let document =
            crate::segment::segment(entries.iter().fold(page, |page, entry| page.line(entry, PLAIN)).document());
        let items: Vec<&str> = document
            .blocks
            .iter()
            .filter(|block| block.block_type == BlockType::ListItem)
            .filter_map(|block| block.number.as_deref())
            .collect();
        assert_eq!(items, ["1", "2", "3", "4", "5"]);
    }
}
