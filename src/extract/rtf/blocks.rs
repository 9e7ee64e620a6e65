//! Where cells, rows and paragraphs end, blocks are made.

use super::Reader;
use crate::extract::flow::opens_entry;
use crate::model::{BlockStyle, FilePlace, Label, Locator, Role, StyledBlock, StyledCell};

impl Reader<'_> {
    pub(super) fn end_cell(&mut self) {
        let flow = std::mem::take(&mut self.flow);
        let label =
            self.label.take().filter(|label| label.chars().any(char::is_alphanumeric)).map(|label| format!("{label} "));
        let text = flow.cell();
        self.cells.push(format!("{}{text}", label.unwrap_or_default()).trim().to_owned());
    }

    pub(super) fn end_row(&mut self) {
        if self.cells.is_empty() {
            return;
        }
        if !self.last_was_row {
            self.tables += 1;
        }
        self.count += 1;
        let cells: Vec<StyledCell> = std::mem::take(&mut self.cells).into_iter().map(StyledCell::new).collect();
        let style = BlockStyle::Row { table: self.tables, header: self.header_row };
        let place = FilePlace { at: Some(Locator::Paragraph(self.count)), ..FilePlace::default() };
        self.blocks.push(StyledBlock { style, cells, place, ..StyledBlock::default() });
        let after = std::mem::take(&mut self.after);
        self.blocks.extend(after);
        self.last_was_row = true;
    }

    pub(super) fn end_paragraph(&mut self) {
        if let Some(mark) = self.note_mark.take() {
            let face = self.state.face.clone();
            self.flow.push(&mark, &face);
        }
        let shown = self.label.take();
        if self.paragraph.in_table {
            // A paragraph in a cell that goes on.
            self.flow.blank();
            self.label = shown;
            return;
        }
        self.end_row();
        if self.flow.is_empty() {
            let after = std::mem::take(&mut self.after);
            self.blocks.extend(after);
            return;
        }
        self.last_was_row = false;
        self.count += 1;
        let place = FilePlace { at: Some(Locator::Paragraph(self.count)), ..FilePlace::default() };
        let label = shown.filter(|shown| !shown.is_empty()).map(|shown| {
            let is_number = shown.chars().any(char::is_alphanumeric)
                && (opens_entry(&format!("{shown} x")) || shown.chars().any(|c| c.is_ascii_digit()) || shown.len() > 1);
            Label {
                list: self.paragraph.list.unwrap_or(0),
                level: self.paragraph.level,
                number: is_number.then_some(shown),
            }
        });
        let (style, role) = self.style();
        let flow = std::mem::take(&mut self.flow);
        for mut block in flow.finish(&style, label.clone(), &place) {
            block.look.centred = self.paragraph.centred;
            block.role = role;
            self.blocks.push(block);
        }
        let after = std::mem::take(&mut self.after);
        self.blocks.extend(after);
    }

    fn style(&self) -> (BlockStyle, Option<Role>) {
        let name = self.styles.get(&self.paragraph.style).map_or("", String::as_str);
        let level = name.strip_prefix("heading ").and_then(|level| level.trim().parse::<u8>().ok());
        if let Some(level) = level.or(self.paragraph.outline.map(|level| level + 1)) {
            return (BlockStyle::Heading(level), None);
        }
        match name {
            "title" => (BlockStyle::Title, None),
            "subtitle" => (BlockStyle::Subtitle, None),
            "quotations" | "quote" | "intense quote" | "block text" => (BlockStyle::Quote, None),
            "caption" => (BlockStyle::Plain, Some(Role::Caption)),
            _ if name.starts_with("toc ") || name.starts_with("contents ") => (BlockStyle::Contents, None),
            _ => (BlockStyle::Plain, None),
        }
    }
}
