//! Tables: rows with their cells, spans, what stands apart in a cell after its row; tables that only lay out a page.

use super::super::dom::{Data, Dom, Id};
use super::super::tables;
use super::Walk;
use crate::extract::office::{head_by_bold, told};
use crate::model::{BlockStyle, Look, StyledBlock, StyledCell};

impl Walk<'_> {
    /// A table's rows.
    pub(super) fn table(&mut self, id: Id) {
        self.flush_unlabelled();
        let rows = tables::rows(self.dom, id);
        if tables::is_layout(self.dom, id, &rows) {
            let before = self.context.clone();
            for cell in rows.iter().flat_map(|row| &row.cells) {
                self.flush();
                if self.article.is_furniture(self.dom, *cell) {
                    self.furnish(*cell);
                } else {
                    self.children(*cell);
                }
            }
            self.flush();
            self.context = before;
            return;
        }
        for child in self.dom.children(id).to_vec() {
            if self.dom.name(child) == "caption" {
                self.element(child);
            }
        }
        self.flush();
        self.tables += 1;
        let table = self.tables;
        // For each column the rows that a cell above still covers.
        let mut covered: Vec<usize> = Vec::new();
        for row in &rows {
            if self.css.style(self.dom, row.id).hidden {
                continue;
            }
            self.paragraph += 1;
            let place = self.place();
            let (mut cells, mut after) = (Vec::new(), Vec::new());
            let mut column = 0;
            for cell in &row.cells {
                while covered.get(column).is_some_and(|rows| *rows > 0) {
                    covered_cell(&mut covered, &mut column, &mut cells);
                }
                let (columns, height) =
                    (tables::span(self.dom, *cell, "colspan"), tables::span(self.dom, *cell, "rowspan"));
                let (text, inner) = self.cell(*cell);
                after.extend(inner);
                cells.push(StyledCell { text, columns: u16::try_from(columns).unwrap_or(u16::MAX), continued: false });
                for _ in 0..columns {
                    if covered.len() <= column {
                        covered.resize(column + 1, 0);
                    }
                    if let Some(slot) = covered.get_mut(column) {
                        *slot = height - 1;
                    }
                    column += 1;
                }
            }
            while covered.get(column).is_some_and(|rows| *rows > 0) {
                covered_cell(&mut covered, &mut column, &mut cells);
            }
            let bold = row.cells.iter().all(|cell| is_bold(self.dom, *cell))
                && cells.iter().any(|cell: &StyledCell| !cell.text.is_empty());
            let look = Look { bold, ..Look::default() };
            self.blocks.push(StyledBlock {
                style: BlockStyle::Row { table, header: row.header },
                cells,
                place,
                look,
                ..StyledBlock::default()
            });
            self.blocks.extend(after);
        }
        head_by_bold(&mut self.blocks, table);
    }

    /// The text of a cell, with the numbers of its lists; notes and tables inside it stand after the row.
    fn cell(&mut self, id: Id) -> (String, Vec<StyledBlock>) {
        let blocks = std::mem::take(&mut self.blocks);
        let paragraph = self.paragraph;
        let lists = std::mem::take(&mut self.lists);
        let before = std::mem::take(&mut self.context);
        self.children(id);
        self.flush();
        self.context = before;
        self.lists = lists;
        self.paragraph = paragraph;
        let inner = std::mem::replace(&mut self.blocks, blocks);
        let mut texts = Vec::new();
        let mut after = Vec::new();
        for block in inner {
            if !block.cells.is_empty() || matches!(block.style, BlockStyle::Note { .. }) {
                after.push(block);
                continue;
            }
            texts.push(told(&block));
        }
        (texts.join(" "), after)
    }
}

fn covered_cell(covered: &mut [usize], column: &mut usize, cells: &mut Vec<StyledCell>) {
    if let Some(slot) = covered.get_mut(*column) {
        *slot -= 1;
    }
    cells.push(StyledCell { text: String::new(), columns: 1, continued: true });
    *column += 1;
}

fn is_bold(dom: &Dom, cell: Id) -> bool {
    if dom.name(cell) == "th" {
        return true;
    }
    let mut open = vec![cell];
    while let Some(id) = open.pop() {
        match dom.node(id).map(|node| &node.data) {
            Some(Data::Text(text)) if !text.trim().is_empty() => return false,
            Some(Data::Element(element)) if matches!(&*element.name, "b" | "strong") => {}
            _ => open.extend(dom.children(id)),
        }
    }
    true
}
