//! The tables of a text document (.docx), cell by cell: a handout that assessors have filled in.

use quick_xml::Reader;
use quick_xml::events::{BytesRef, Event};
use std::io::{Cursor, Read};

/// Bytes of the text of a document, unpacked: the handout of a hundred thousand items has less.
const MOST_UNPACKED: u64 = 256 << 20;
/// The part of the archive that holds the text.
const TEXT: &str = "word/document.xml";

/// A table: rows of cells.
pub type Table = Vec<Vec<String>>;

/// The tables of a document in their order; `None` where the bytes are no text document, an error in words where they are a
/// damaged one.
pub fn tables(bytes: &[u8]) -> Option<Result<Vec<Table>, String>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    let part = archive.by_name(TEXT).ok()?;
    let mut text = Vec::new();
    match part.take(MOST_UNPACKED + 1).read_to_end(&mut text) {
        Err(error) => Some(Err(format!("the text of the document cannot be unpacked ({error})."))),
        Ok(_) if text.len() as u64 > MOST_UNPACKED => {
            Some(Err(format!("the text of the document is larger than {} MiB.", MOST_UNPACKED >> 20)))
        }
        Ok(_) => Some(within(&text)),
    }
}

fn within(text: &[u8]) -> Result<Vec<Table>, String> {
    let mut reader = Reader::from_reader(text);
    let mut all = Vec::new();
    let mut here = Here::default();
    let mut held = Vec::new();
    loop {
        held.clear();
        match reader.read_event_into(&mut held).map_err(|error| format!("the document is damaged ({error})."))? {
            Event::Start(tag) => here.begin(tag.local_name().as_ref()),
            Event::Empty(tag) => here.stand(tag.local_name().as_ref()),
            Event::End(tag) => all.extend(here.end(tag.local_name().as_ref())),
            Event::Text(words) => here.add(&words.xml10_content()),
            Event::GeneralRef(name) => here.add(&referred(&name)),
            Event::Eof => return Ok(all),
            _ => {}
        }
    }
}

/// What a reference stands for; one that a document declares itself stands for nothing.
fn referred(reference: &BytesRef<'_>) -> String {
    if let Ok(Some(character)) = reference.resolve_char_ref() {
        return character.to_string();
    }
    let known = quick_xml::escape::resolve_predefined_entity(reference.as_ref());
    known.unwrap_or_default().to_owned()
}

/// Where in the document the reader is.
#[derive(Default)]
struct Here {
    /// Tables within each other: a table within a cell is part of its words.
    depth: usize,
    table: Table,
    row: Vec<String>,
    cell: String,
    is_text: bool,
    /// Within words that somebody moved away while changes were tracked.
    moved: usize,
}

impl Here {
    fn begin(&mut self, name: &str) {
        match name {
            "tbl" => self.depth += 1,
            "tr" if self.depth == 1 => self.row.clear(),
            "tc" if self.depth == 1 => self.cell.clear(),
            "t" => self.is_text = true,
            "moveFrom" => self.moved += 1,
            _ => {}
        }
    }

    fn stand(&mut self, name: &str) {
        match name {
            "tab" => self.cell.push(' '),
            "br" | "cr" => self.cell.push('\n'),
            "noBreakHyphen" => self.cell.push('-'),
            _ => {}
        }
    }

    /// The table that ends here, if one does.
    fn end(&mut self, name: &str) -> Option<Table> {
        match name {
            "t" => self.is_text = false,
            "p" if self.depth > 0 => self.cell.push('\n'),
            "moveFrom" => self.moved = self.moved.saturating_sub(1),
            "tc" if self.depth == 1 => self.row.push(std::mem::take(&mut self.cell).trim().to_owned()),
            "tr" if self.depth == 1 => self.table.push(std::mem::take(&mut self.row)),
            "tbl" => {
                self.depth = self.depth.saturating_sub(1);
                return (self.depth == 0).then(|| std::mem::take(&mut self.table));
            }
            _ => {}
        }
        None
    }

    fn add(&mut self, words: &str) {
        if self.is_text && self.depth > 0 && self.moved == 0 {
            self.cell.push_str(words);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(body: &str) -> Vec<Table> {
        within(format!("<w:document><w:body>{body}</w:body></w:document>").as_bytes()).unwrap()
    }

    #[test]
    fn cells_are_read_whatever_runs_and_changes_they_are_in() {
        let all = of(
            "<w:p><w:r><w:t>Title</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>vi</w:t></w:r><w:r><w:t>ew</w:t></w:r></w:p></w:tc>\
             <w:tc><w:p><w:ins><w:r><w:t>a &amp; b</w:t><w:br/><w:t>c</w:t></w:r></w:ins><w:del><w:r><w:delText>old</w:delText></w:r></w:del></w:p>\
             <w:p><w:moveFrom><w:r><w:t>gone</w:t></w:r></w:moveFrom><w:r><w:t>d</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
        );
        assert_eq!(all, [[["view", "a & b\nc\nd"]]]);
    }

    #[test]
    fn a_table_within_a_cell_is_part_of_its_words() {
        let all = of(
            "<w:tbl><w:tr><w:tc><w:p/><w:tbl><w:tr><w:tc><w:p><w:r><w:t>in</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:tc>\
             <w:tc><w:p><w:r><w:t>out</w:t></w:r></w:p></w:tc></w:tr></w:tbl><w:tbl><w:tr><w:tc/></w:tr></w:tbl>",
        );
        assert_eq!(all.len(), 2);
        assert_eq!(all[0], [["in", "out"]]);
    }

    #[test]
    fn what_is_no_document_is_none_and_what_is_damaged_says_so() {
        assert!(tables(b"id,view").is_none());
        assert!(within(b"<w:document><w:tbl></w:document>").is_err());
    }
}
