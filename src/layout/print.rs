//! The plain text of the lines: what `extract --format lines` prints.

use crate::model::{LaidOutDocument, LineRole, Place};
use std::io::{self, Write};

/// Writes one line of text per line, furniture included, in reading order, and a form feed between pages.
///
/// Raised footnote marks stand where they stood on the page. Hidden text is left out: no reader of the page sees it.
///
/// # Errors
/// Those of `out`.
pub fn lines_text(document: &LaidOutDocument, out: &mut impl Write) -> io::Result<()> {
    for block in &document.styled {
        let label = block.label.as_ref().and_then(|label| label.number.as_deref()).map(|number| format!("{number} "));
        let cells: Vec<&str> = block.cells.iter().map(|cell| cell.text.as_str()).collect();
        writeln!(out, "{}{}{}", label.unwrap_or_default(), block.text, cells.join("\t"))?;
    }
    let mut current = None;
    for line in document.lines.iter().filter(|line| line.role != LineRole::Hidden) {
        if let Place::Page { page, .. } = line.place {
            if current.is_some_and(|before| before != page) {
                out.write_all(b"\x0c")?;
            }
            current = Some(page);
        }
        let mut written = 0;
        for mark in &line.marks {
            let upto = mark.offset as usize;
            out.write_all(line.text.get(written..upto).unwrap_or_default().as_bytes())?;
            out.write_all(mark.text.as_bytes())?;
            if upto == 0 {
                out.write_all(b" ")?;
            }
            written = upto.max(written);
        }
        out.write_all(line.text.get(written..).unwrap_or_default().as_bytes())?;
        out.write_all(b"\n")?;
    }
    Ok(())
}
