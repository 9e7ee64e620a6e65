//! Prints what the extract stage sees, for people who debug a report.

use crate::model::{RawBody, RawDocument, RawPage, RunFlags};
use std::io::{self, Write};

/// One line a run: page, position, size, angle, font, flags and text; text files a line each.
///
/// # Errors
/// Those of the writer.
pub fn glyphs(document: &RawDocument, out: &mut impl Write) -> io::Result<()> {
    match &document.body {
        RawBody::Lines(lines) => {
            for line in lines {
                writeln!(out, "line {}\t{}", line.number, shown(&line.text))?;
            }
        }
        RawBody::Styled(blocks) => {
            for block in blocks {
                let cells: Vec<String> = block.cells.iter().map(|cell| shown(&cell.text)).collect();
                let label = block.label.as_ref().and_then(|label| label.number.as_deref()).unwrap_or_default();
                writeln!(out, "{:?}\t{}\t{}{}", block.style, shown(label), shown(&block.text), cells.join(" | "))?;
            }
        }
        RawBody::Pages { fonts, pages } => {
            for (index, font) in fonts.iter().enumerate() {
                let style =
                    [(font.bold, " bold"), (font.italic, " italic"), (font.fixed, " fixed"), (font.serif, " serif")];
                let style: String = style.iter().filter(|(set, _)| *set).map(|(_, word)| *word).collect();
                writeln!(out, "font {index}\t{}{style} guessed {:.3}", shown(&font.name), font.guessed)?;
            }
            for page in pages {
                one_page(page, out)?;
            }
        }
    }
    Ok(())
}

fn one_page(page: &RawPage, out: &mut impl Write) -> io::Result<()> {
    writeln!(
        out,
        "page {}\t{:.1} x {:.1}, images {:.0} %",
        page.number,
        page.width,
        page.height,
        page.image_share * 100.0
    )?;
    for run in &page.runs {
        let from = run.glyphs.start as usize;
        let to = run.glyphs.end as usize;
        let Some(first) = page.glyphs.get(from) else { continue };
        let end = page.glyphs.get(to).map_or(page.text.len(), |next| next.start as usize);
        let text = page.text.get(first.start as usize..end).unwrap_or("");
        writeln!(
            out,
            "run {:.2} {:.2}\tsize {:.2} angle {:.1} rise {:.2} font {}{}\t{}",
            first.x,
            first.y,
            run.size,
            run.angle,
            run.rise,
            run.font,
            flags(run.flags),
            shown(text)
        )?;
    }
    for rule in &page.rules {
        let bbox = rule.bbox;
        writeln!(out, "rule {:.2} {:.2} {:.2} {:.2}", bbox.left, bbox.top, bbox.right, bbox.bottom)?;
    }
    Ok(())
}

fn flags(flags: RunFlags) -> String {
    [
        (flags.invisible, " invisible"),
        (flags.clipped, " clipped"),
        (flags.off_page, " off-page"),
        (flags.extra, " extra"),
        (flags.artifact, " artifact"),
        (flags.right_to_left, " right-to-left"),
        (flags.vertical, " vertical"),
    ]
    .into_iter()
    .filter(|(set, _)| *set)
    .map(|(_, word)| word)
    .collect()
}

/// Text of a document without its control characters, which could steer a terminal.
fn shown(text: &str) -> String {
    text.chars().map(|character| if character.is_control() { '\u{fffd}' } else { character }).collect()
}
