//! Tables of web pages: which hold data and which lay out the page, and the cells of those that hold data.

use super::dom::{Dom, Id};
use crate::extract::flow::tidy;

/// A cell with more words on average is text that a table lays out.
const LAYOUT_WORDS: usize = 70;
/// Columns and rows that a cell may cover; browsers stop there too.
const WIDEST: usize = 1000;

/// A row of a table.
#[derive(Debug)]
pub(super) struct Row {
    /// Its cells.
    pub(super) cells: Vec<Id>,
    /// All are header cells.
    pub(super) header: bool,
    /// The element.
    pub(super) id: Id,
}

/// Rows of a table, those of tables inside it aside.
pub(super) fn rows(dom: &Dom, table: Id) -> Vec<Row> {
    let mut found = Vec::new();
    let mut open: Vec<(Id, bool)> = dom.children(table).iter().rev().map(|id| (*id, false)).collect();
    while let Some((id, head)) = open.pop() {
        match dom.name(id) {
            "tr" => {
                let cells: Vec<Id> =
                    dom.children(id).iter().copied().filter(|cell| matches!(dom.name(*cell), "td" | "th")).collect();
                let header =
                    !cells.is_empty() && (head || cells.len() > 1 && cells.iter().all(|cell| dom.name(*cell) == "th"));
                if !cells.is_empty() {
                    found.push(Row { cells, header, id });
                }
            }
            "thead" => open.extend(dom.children(id).iter().rev().map(|id| (*id, true))),
            "tbody" | "tfoot" | "form" => open.extend(dom.children(id).iter().rev().map(|id| (*id, false))),
            _ => {}
        }
    }
    found
}

/// Whether a table only lays out the page.
pub(super) fn is_layout(dom: &Dom, table: Id, rows: &[Row]) -> bool {
    if matches!(dom.attribute(table, "role"), Some("presentation" | "none")) {
        return true;
    }
    let stated = rows.iter().any(|row| row.header)
        || dom.below(table).iter().any(|id| matches!(dom.name(*id), "th" | "caption"));
    if stated {
        return false;
    }
    let columns = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    if columns <= 1 {
        return true;
    }
    let cells = rows.iter().flat_map(|row| &row.cells);
    let holds_parts = |cell: &&Id| {
        let below = dom.below(**cell);
        let paragraphs = below.iter().filter(|id| dom.name(**id) == "p" && !tidy(&dom.text(**id)).is_empty()).count();
        below.iter().any(|id| matches!(dom.name(*id), "table" | "h1" | "h2" | "h3")) || paragraphs > 4
    };
    if cells.clone().any(|cell| holds_parts(&cell)) {
        return true;
    }
    let words: usize = cells.clone().map(|cell| dom.text(*cell).split_whitespace().count()).sum();
    rows.len() <= 3 && words > LAYOUT_WORDS * cells.count().max(1)
}

/// Columns or rows that a cell covers.
pub(super) fn span(dom: &Dom, cell: Id, which: &str) -> usize {
    dom.attribute(cell, which).and_then(|span| span.trim().parse::<usize>().ok()).unwrap_or(1).clamp(1, WIDEST)
}
