//! Tables: rows with their cells, what stands apart in a cell after its row.

use super::Body;
use crate::extract::office::{head_by_bold, told};
use crate::extract::xml::Element;
use crate::model::{BlockStyle, FilePlace, Locator, Look, StyledBlock, StyledCell};

/// Rows and cells that a file may say are repeated; sheets fill themselves up so.
const MOST_REPEATED: usize = 200;

impl Body<'_> {
    /// A table's rows; one cell around everything is layout.
    pub(super) fn table(&mut self, element: &Element) {
        let mut rows: Vec<(&Element, bool)> = Vec::new();
        gather_rows(element, false, &mut rows);
        if let [(row, _)] = rows.as_slice()
            && let [cell] = row.elements().filter(|cell| cell.name == "table-cell").collect::<Vec<_>>().as_slice()
        {
            return self.blocks(cell);
        }
        self.tables += 1;
        let table = self.tables;
        for (row, header) in rows {
            let place = FilePlace {
                page: Some(self.page),
                at: Some(Locator::Paragraph(self.paragraph + 1)),
                ..FilePlace::default()
            };
            let (mut cells, mut inner) = (Vec::new(), Vec::new());
            let mut bold = true;
            for cell in row.elements() {
                let count =
                    |name: &str| cell.attribute(name).and_then(|count| count.parse::<usize>().ok()).unwrap_or(1);
                let repeated = count("number-columns-repeated").min(MOST_REPEATED);
                match cell.name.as_str() {
                    "covered-table-cell" => {
                        // Covered from the left it belongs to a wide cell, from above it is empty.
                        let wide = cells.last().is_some_and(|last: &StyledCell| last.columns > 1 && !last.continued);
                        if !wide {
                            cells.extend(std::iter::repeat_n(
                                StyledCell { continued: true, ..StyledCell::new("") },
                                repeated,
                            ));
                        }
                    }
                    "table-cell" => {
                        let blocks = std::mem::take(&mut self.blocks);
                        let lists = std::mem::take(&mut self.lists);
                        self.blocks(cell);
                        self.lists = lists;
                        let found = std::mem::replace(&mut self.blocks, blocks);
                        let (apart, plain): (Vec<_>, Vec<_>) = found.into_iter().partition(|block| {
                            !block.cells.is_empty()
                                || matches!(block.style, BlockStyle::Note { .. } | BlockStyle::Furniture)
                        });
                        inner.extend(apart);
                        bold &= plain.iter().all(|block| block.look.bold);
                        let texts: Vec<String> = plain.iter().map(told).collect();
                        let columns = u16::try_from(count("number-columns-spanned")).unwrap_or(u16::MAX);
                        let cell = StyledCell { text: texts.join(" "), columns, continued: false };
                        cells.extend(std::iter::repeat_n(cell, repeated));
                    }
                    _ => {}
                }
            }
            bold &= cells.iter().any(|cell| !cell.text.is_empty());
            let look = Look { bold, ..Look::default() };
            self.blocks.push(StyledBlock {
                style: BlockStyle::Row { table, header },
                cells,
                place,
                look,
                ..StyledBlock::default()
            });
            self.blocks.extend(inner);
        }
        head_by_bold(&mut self.blocks, table);
    }
}

fn gather_rows<'a>(element: &'a Element, header: bool, rows: &mut Vec<(&'a Element, bool)>) {
    for child in element.elements() {
        match child.name.as_str() {
            "table-row" => rows.push((child, header)),
            "table-header-rows" => gather_rows(child, true, rows),
            "table-rows" | "table-row-group" => gather_rows(child, header, rows),
            _ => {}
        }
    }
}
