//! The header row of a table: it names what stands in the columns, and is none of the entries.

use crate::model::BlockType;
use crate::segment::lines::rows::Row;
use crate::segment::paragraphs::draft::Draft;

/// Words of a header's cell, at most.
const CELL_WORDS: usize = 8;
/// Share of a header's cells that are known names of columns, where nothing else tells it.
const KNOWN_SHARE: f32 = 0.5;
/// Share of the cells below that are figures or dates, where the cells above them are none.
const FIGURES_SHARE: f32 = 0.5;

/// Usual names of columns.
const NAMES: &[&str] = &[
    "no",
    "no.",
    "#",
    "nr",
    "item",
    "items",
    "agenda item",
    "topic",
    "subject",
    "issue",
    "text",
    "description",
    "discussion",
    "action",
    "actions",
    "action item",
    "action required",
    "action by",
    "owner",
    "responsible",
    "responsible party",
    "responsibility",
    "lead",
    "assigned to",
    "who",
    "what",
    "when",
    "due",
    "due date",
    "deadline",
    "target date",
    "timeline",
    "by when",
    "status",
    "progress",
    "remarks",
    "comments",
    "notes",
    "name",
    "title",
    "organization",
    "organisation",
    "affiliation",
    "country",
    "role",
    "date",
    "time",
    "venue",
    "location",
    "type",
    "category",
    "priority",
    "total",
    "amount",
    "year",
    "recommendation",
    "recommendations",
    "response",
    "decision",
    "outcome",
    "reference",
    "id",
    "page",
    "motion",
    "vote",
    "result",
    "document",
    "symbol",
    "member",
    "members",
    "session",
    "speaker",
    "activity",
    "indicator",
    "target",
];

/// Marks the header row of each table.
pub(crate) fn assign(drafts: &mut [Draft], rows: &[Row<'_>]) {
    let mut at = 0;
    while at < drafts.len() {
        let Some(table) = table_of(drafts.get(at), rows) else {
            at += 1;
            continue;
        };
        let count = drafts.iter().skip(at).take_while(|draft| table_of(Some(draft), rows) == Some(table)).count();
        let of_table: Vec<&Row<'_>> =
            drafts.iter().skip(at).take(count).filter_map(|draft| row_of(draft, rows)).collect();
        let is_header = is_header(&of_table);
        if let Some(draft) = drafts.get_mut(at) {
            draft.header = is_header;
        }
        at += count.max(1);
    }
}

fn row_of<'a, 'b>(draft: &Draft, rows: &'a [Row<'b>]) -> Option<&'a Row<'b>> {
    draft.chunk.rows.first().and_then(|at| rows.get(*at))
}

fn table_of(draft: Option<&Draft>, rows: &[Row<'_>]) -> Option<u32> {
    let draft = draft.filter(|draft| draft.kind == BlockType::TableRow)?;
    row_of(draft, rows)?.line.table
}

fn is_header(table: &[&Row<'_>]) -> bool {
    let Some((first, below)) = table.split_first().filter(|(_, below)| !below.is_empty()) else { return false };
    let cells: Vec<&str> = first.line.cells.iter().map(|cell| cell.text.trim()).collect();
    let filled: Vec<&str> = cells.iter().copied().filter(|cell| !cell.is_empty()).collect();
    let is_short = |cell: &&&str| cell.split_whitespace().count() <= CELL_WORDS && !cell.ends_with(['.', ';']);
    if filled.len() < 2
        || filled.iter().filter(is_short).count() < filled.len()
        || filled.iter().any(|cell| is_figure(cell))
    {
        return false;
    }
    if first.bold && !below.iter().all(|row| row.bold) {
        return true;
    }
    let known = filled.iter().filter(|cell| NAMES.contains(&cell.to_lowercase().trim_end_matches(':'))).count();
    if known as f32 >= KNOWN_SHARE * filled.len() as f32 {
        return true;
    }
    // "Port, Ships, Dues" over "Bergen, 12, 3 400": a column of figures under a word.
    (0..cells.len()).any(|column| {
        let column: Vec<&str> =
            below.iter().filter_map(|row| row.line.cells.get(column)).map(|cell| cell.text.trim()).collect();
        let figures = column.iter().filter(|cell| is_figure(cell)).count();
        figures >= 2 && figures as f32 >= FIGURES_SHARE * column.len() as f32
    })
}

/// A number, an amount, a share or a date in figures.
fn is_figure(cell: &str) -> bool {
    let digits = cell.chars().filter(char::is_ascii_digit).count();
    let letters = cell.chars().filter(|c| c.is_alphabetic()).count();
    digits > 0 && letters <= digits
}

#[cfg(test)]
mod tests {
    use crate::layout::lay_out;
    use crate::model::{FileInfo, RawBody, RawDocument, Source, TextLine};
    use crate::segment::segment;

    fn headers(source: &str) -> Vec<String> {
        let lines = source.lines().zip(1..).map(|(text, number)| TextLine { number, text: text.to_owned() }).collect();
        let (source, info) = (Source::default(), FileInfo::default());
        let raw = RawDocument { source, info, body: RawBody::Lines(lines), notes: Vec::new() };
        let blocks = segment(lay_out(raw)).blocks;
        blocks.into_iter().filter(|block| block.header).map(|block| block.text).collect()
    }

    #[test]
    fn names_of_columns_and_words_over_figures_are_headers() {
        assert_eq!(
            headers("| No | Action | Owner |\n|---|---|---|\n| 1 | Send the paper | Ms. Lind |\n"),
            ["No Action Owner"]
        );
        assert_eq!(headers("| Port | Ships |\n| --- | --- |\n| Bergen | 12 |\n| Accra | 31 |\n"), ["Port Ships"]);
    }

    #[test]
    fn entries_are_none() {
        assert!(headers("| Ms. Ada Holm | Norland |\n| Mr. Tom Reid | Estland |\n").is_empty());
        assert!(headers("| 2030 | 12 |\n| 2031 | 14 |\n").is_empty());
    }
}
