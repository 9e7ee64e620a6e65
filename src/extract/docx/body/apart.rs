//! What stands apart from the paragraph that refers to it: notes, comments, text boxes.

use super::super::numbering::written;
use super::{Body, chosen};
use crate::extract::flow::tidy;
use crate::extract::office::told;
use crate::extract::xml::Element;
use crate::model::{BlockStyle, FilePlace, Locator, Role, StyledBlock};

impl Body<'_> {
    /// The mark of a note; its text follows the paragraph.
    pub(super) fn note(&mut self, is_foot: bool, id: &str, custom: Option<&str>) {
        let slot = usize::from(!is_foot);
        let mark = match custom {
            Some(mark) => mark.to_owned(),
            None => {
                let Some(count) = self.note_counts.get_mut(slot) else { return };
                *count += 1;
                let count = *count;
                written(count, &self.note_format(is_foot))
            }
        };
        let key = format!("{}{id}", if is_foot { "f" } else { "e" });
        self.flow.note(mark.clone(), key.clone());
        if self.inside > 0 {
            return;
        }
        let notes = if is_foot { &self.parts.footnotes } else { &self.parts.endnotes };
        let found =
            notes.as_ref().and_then(|notes| notes.elements().find(|note| note.attribute("id") == Some(id))).cloned();
        if let Some(note) = found {
            let text = self.apart(&note);
            let place = FilePlace {
                page: Some(self.page),
                at: Some(Locator::Paragraph(self.paragraph)),
                ..FilePlace::default()
            };
            self.after.push(StyledBlock { style: BlockStyle::Note { key, mark }, place, ..StyledBlock::plain(text) });
        }
    }

    fn note_format(&self, is_foot: bool) -> String {
        let name = if is_foot { "footnotePr" } else { "endnotePr" };
        let stated =
            self.parts.settings.as_ref().and_then(|settings| settings.child(name)?.value("numFmt").map(str::to_owned));
        stated.unwrap_or_else(|| if is_foot { "decimal" } else { "lowerRoman" }.to_owned())
    }

    /// A comment stands beside the text, after the paragraph.
    pub(super) fn comment(&mut self, id: &str) {
        let found = self
            .parts
            .comments
            .as_ref()
            .and_then(|all| all.elements().find(|comment| comment.attribute("id") == Some(id)))
            .cloned();
        if let Some(comment) = found {
            let text = self.apart(&comment);
            self.after.push(remark(comment.attribute("author"), &text));
        }
    }

    /// The text of what stands apart, in one.
    fn apart(&mut self, element: &Element) -> String {
        let flow = std::mem::take(&mut self.flow);
        let after = std::mem::take(&mut self.after);
        let blocks = std::mem::take(&mut self.blocks);
        let fields = std::mem::take(&mut self.fields);
        let paragraph = self.paragraph;
        self.inside += 1;
        self.blocks(element);
        self.inside -= 1;
        self.paragraph = paragraph;
        let inner = std::mem::replace(&mut self.blocks, blocks);
        self.flow = flow;
        self.after = after;
        self.fields = fields;
        let texts: Vec<String> = inner.iter().map(told).filter(|text| !text.is_empty()).collect();
        texts.join(" ")
    }

    /// Text boxes below an element: their blocks stand after the paragraph.
    pub(super) fn boxes(&mut self, element: &Element) {
        if self.inside > 0 {
            return;
        }
        for content in text_boxes(element) {
            let flow = std::mem::take(&mut self.flow);
            let after = std::mem::take(&mut self.after);
            let blocks = std::mem::take(&mut self.blocks);
            let fields = std::mem::take(&mut self.fields);
            self.inside += 1;
            self.blocks(content);
            self.inside -= 1;
            let inner = std::mem::replace(&mut self.blocks, blocks);
            self.flow = flow;
            self.after = after;
            self.fields = fields;
            self.after.extend(inner);
        }
    }
}

fn text_boxes(element: &Element) -> Vec<&Element> {
    let mut found = Vec::new();
    let mut open = vec![element];
    while let Some(element) = open.pop() {
        if element.name == "txbxContent" {
            found.push(element);
            continue;
        }
        let inner: Vec<&Element> = if element.name == "AlternateContent" {
            chosen(element).into_iter().collect()
        } else {
            element.elements().collect()
        };
        open.extend(inner.into_iter().rev());
    }
    found
}

/// The block of a comment, which stands beside the text.
fn remark(author: Option<&str>, text: &str) -> StyledBlock {
    let by = author.map(|author| format!("Comment by {}: ", tidy(author))).unwrap_or_default();
    let block = StyledBlock::plain(format!("{by}{text}")).styled(BlockStyle::Furniture);
    StyledBlock { role: Some(Role::SideNote), ..block }
}
