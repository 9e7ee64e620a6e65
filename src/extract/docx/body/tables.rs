//! Tables: rows with their cells, what stands apart in a cell after its row.

use super::super::styles::is_on;
use super::Body;
use crate::extract::office::{head_by_bold, told};
use crate::extract::xml::{Element, Node};
use crate::model::{BlockStyle, FilePlace, Locator, Look, StyledBlock, StyledCell};

impl Body<'_> {
    /// A table's rows; one cell around everything is layout.
    pub(super) fn table(&mut self, element: &Element) {
        let rows = rows_of(element);
        // One cell around everything is layout.
        if let [row] = rows.as_slice()
            && let [cell] = cells_of(row).as_slice()
        {
            return self.blocks(cell);
        }
        self.tables += 1;
        let table = self.tables;
        let mut made: Vec<StyledBlock> = Vec::new();
        let mut nested: Vec<(usize, Vec<StyledBlock>)> = Vec::new();
        for row in rows {
            let properties = row.child("trPr");
            if properties.is_some_and(|properties| properties.child("del").is_some()) && !self.show_changes {
                self.deleted += 1;
                continue;
            }
            let stated = properties.and_then(|properties| properties.child("tblHeader")).is_some_and(is_on);
            let place = FilePlace {
                page: Some(self.page),
                at: Some(Locator::Paragraph(self.paragraph + 1)),
                ..FilePlace::default()
            };
            let (mut cells, mut inner, mut bold) = (Vec::new(), Vec::new(), true);
            let mut notes = Vec::new();
            for cell in cells_of(row) {
                let properties = cell.child("tcPr");
                let columns = properties
                    .and_then(|properties| properties.value("gridSpan"))
                    .and_then(|span| span.parse().ok())
                    .unwrap_or(1);
                let merge = properties.and_then(|properties| properties.child("vMerge"));
                let continued = merge.is_some_and(|merge| merge.attribute("val") != Some("restart"));
                let blocks = std::mem::take(&mut self.blocks);
                self.blocks(cell);
                let inside = std::mem::replace(&mut self.blocks, blocks);
                let (rows, plain): (Vec<StyledBlock>, Vec<StyledBlock>) =
                    inside.into_iter().partition(|block| !block.cells.is_empty());
                let (apart, plain): (Vec<StyledBlock>, Vec<StyledBlock>) = plain
                    .into_iter()
                    .partition(|block| matches!(block.style, BlockStyle::Note { .. } | BlockStyle::Furniture));
                notes.extend(apart);
                inner.extend(rows);
                bold &= plain.iter().all(|block| block.look.bold);
                let texts: Vec<String> = plain.iter().map(told).collect();
                cells.push(StyledCell { text: texts.join(" "), columns, continued });
            }
            bold &= cells.iter().any(|cell| !cell.text.is_empty());
            made.push(StyledBlock {
                style: BlockStyle::Row { table, header: stated },
                cells,
                place,
                look: Look { bold, ..Look::default() },
                ..StyledBlock::default()
            });
            if !inner.is_empty() {
                nested.push((made.len(), inner));
            }
            if !notes.is_empty() {
                nested.push((made.len(), notes));
            }
        }
        head_by_bold(&mut made, table);
        let mut nested = nested.into_iter().peekable();
        for (at, row) in made.into_iter().enumerate() {
            self.blocks.push(row);
            while let Some((_, inner)) = nested.next_if(|(after, _)| *after == at + 1) {
                self.blocks.extend(inner);
            }
        }
    }
}

fn rows_of(table: &Element) -> Vec<&Element> {
    below(table, "tr")
}

fn cells_of(row: &Element) -> Vec<&Element> {
    below(row, "tc")
}

/// Elements of a name in an element or in what only wraps them.
fn below<'a>(parent: &'a Element, name: &str) -> Vec<&'a Element> {
    let mut found = Vec::new();
    for child in &parent.children {
        let Node::Element(element) = child else { continue };
        match element.name.as_str() {
            own if own == name => found.push(element),
            "sdt" | "sdtContent" | "ins" | "customXml" | "moveTo" => found.extend(below(element, name)),
            _ => {}
        }
    }
    found
}
