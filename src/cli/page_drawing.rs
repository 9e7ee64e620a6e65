//! A drawing of pages for people who debug a report: the text as drawn, with boxes of runs, lines and blocks over it.

use crate::model::{BBox, Document, LaidOutDocument, LineRole, Place, RawBody, RawDocument, RawPage, Run};
use crate::text::markup::escaped;
use std::fmt::Write as _;
use std::io::{self, Write};

/// Points between two pages, which stand below each other.
const GAP: f32 = 20.0;
/// Height of a run above and below its baseline, per unit of size, where the font says nothing.
const HEIGHTS: (f32, f32) = (0.75, 0.25);

/// The looks of the boxes: runs thin and grey, lines blue by role, blocks red with their number.
const STYLE: &str = "<style>text{white-space:pre;font-family:sans-serif}.page{fill:#fff;stroke:#888}\
    .run{fill:none;stroke:#bbb;stroke-width:.25}.hidden{opacity:.35}.rule{fill:#000}\
    .line{fill:none;stroke-width:.5;stroke:#27c}.furniture{stroke:#999;stroke-dasharray:2}.footnote{stroke:#292}\
    .table{stroke:#c80}.extra{stroke:#a2a}.block{fill:none;stroke:#d22;stroke-width:.8}\
    .label{fill:#d22;font-size:6px}</style>\n";

/// Boxes of lines by page, kept while the layout's result goes on to the next stage.
#[derive(Debug)]
pub struct LineBoxes(Vec<(u32, BBox, LineRole)>);

impl LineBoxes {
    /// The lines of a document that stand on pages.
    pub fn of(laid_out: &LaidOutDocument) -> Self {
        let on_page = |line: &crate::model::Line| match line.place {
            Place::Page { page, bbox, .. } => Some((page, bbox, line.role)),
            Place::Text { .. } => None,
        };
        Self(laid_out.lines.iter().filter_map(on_page).collect())
    }
}

/// Draws all pages below each other. A text file has no pages, and an empty drawing.
///
/// # Errors
/// Those of the writer.
pub fn draw(raw: &RawDocument, lines: &LineBoxes, document: &Document, out: &mut impl Write) -> io::Result<()> {
    let (fonts, pages) = match &raw.body {
        RawBody::Pages { fonts, pages } => (fonts.as_slice(), pages.as_slice()),
        RawBody::Lines(_) | RawBody::Styled(_) => (&[][..], &[][..]),
    };
    let width = pages.iter().map(|page| page.width).fold(0.0, f32::max);
    let height: f32 = pages.iter().map(|page| page.height + GAP).sum();
    writeln!(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.1} {height:.1}\">")?;
    out.write_all(STYLE.as_bytes())?;
    let mut top = 0.0;
    for page in pages {
        writeln!(out, "<g id=\"page-{}\" transform=\"translate(0 {top:.1})\">", page.number)?;
        writeln!(out, "<rect class=\"page\" width=\"{:.1}\" height=\"{:.1}\"/>", page.width, page.height)?;
        for rule in &page.rules {
            rectangle(out, "rule", rule.bbox)?;
        }
        for run in &page.runs {
            let font = fonts.get(usize::from(run.font));
            let heights = font.map_or(HEIGHTS, |font| (font.ascent, font.descent));
            one_run(out, page, run, heights, font.map_or("", |font| &font.name))?;
        }
        for (_, bbox, role) in lines.0.iter().filter(|line| line.0 == page.number) {
            rectangle(out, role_class(*role), *bbox)?;
        }
        blocks(out, document, page.number)?;
        writeln!(out, "</g>")?;
        top += page.height + GAP;
    }
    writeln!(out, "</svg>")
}

fn one_run(out: &mut impl Write, page: &RawPage, run: &Run, heights: (f32, f32), font: &str) -> io::Result<()> {
    let glyphs = page.glyphs.get(run.glyphs.start as usize..run.glyphs.end as usize).unwrap_or(&[]);
    let (Some(first), Some(last)) = (glyphs.first(), glyphs.last()) else { return Ok(()) };
    let end = page.glyphs.get(run.glyphs.end as usize).map_or(page.text.len(), |next| next.start as usize);
    let flags = run.flags;
    let hidden = if flags.invisible || flags.clipped || flags.off_page { " class=\"hidden\"" } else { "" };
    writeln!(out, "<g{hidden}><title>{} {:.2} pt, angle {:.1}</title>", escaped(font), run.size, run.angle)?;
    // Each glyph stands where it is drawn, whatever font the viewer puts in place of the file's own.
    let mut text = String::new();
    for (index, glyph) in glyphs.iter().enumerate() {
        let stop = glyphs.get(index + 1).map_or(end, |next| next.start as usize);
        let shown = page.text.get(glyph.start as usize..stop).unwrap_or("");
        if shown.trim().is_empty() {
            continue;
        }
        let turned = if run.angle == 0.0 {
            String::new()
        } else {
            format!(" transform=\"rotate({:.1} {:.2} {:.2})\"", -run.angle, glyph.x, glyph.y)
        };
        // Writing to a String cannot fail.
        let _ = write!(text, "<text x=\"{:.2}\" y=\"{:.2}\" font-size=\"{:.2}\"{turned}>", glyph.x, glyph.y, run.size);
        text.push_str(&escaped(shown));
        text.push_str("</text>");
    }
    writeln!(out, "{text}")?;
    if run.angle == 0.0 && glyphs.iter().all(|glyph| (glyph.y - first.y).abs() < run.size) {
        let bbox = BBox {
            left: first.x,
            top: first.y - heights.0 * run.size,
            right: last.x + last.advance,
            bottom: first.y + heights.1 * run.size,
        };
        rectangle(out, "run", bbox)?;
    }
    writeln!(out, "</g>")
}

fn blocks(out: &mut impl Write, document: &Document, page: u32) -> io::Result<()> {
    for (index, block) in document.blocks.iter().enumerate() {
        for anchor in block.anchors.iter().filter(|anchor| anchor.page == Some(page)) {
            let Some([left, top, right, bottom]) = anchor.bbox else { continue };
            rectangle(out, "block", BBox { left, top, right, bottom })?;
            let number = block.number.as_deref().map(|number| format!(" {number}")).unwrap_or_default();
            let label = format!("{} {}{number}", index + 1, block.block_type.name());
            writeln!(out, "<text class=\"label\" x=\"{left:.1}\" y=\"{:.1}\">{}</text>", top - 1.0, escaped(&label))?;
        }
    }
    Ok(())
}

fn rectangle(out: &mut impl Write, class: &str, bbox: BBox) -> io::Result<()> {
    writeln!(
        out,
        "<rect class=\"{class}\" x=\"{:.2}\" y=\"{:.2}\" width=\"{:.2}\" height=\"{:.2}\"/>",
        bbox.left,
        bbox.top,
        bbox.width(),
        bbox.height()
    )
}

fn role_class(role: LineRole) -> &'static str {
    match role {
        LineRole::Body => "line",
        LineRole::Furniture => "line furniture",
        LineRole::Footnote => "line footnote",
        LineRole::Table => "line table",
        LineRole::Extra => "line extra",
        LineRole::Hidden => "line hidden",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Font, Glyph, Source};
    use crate::{layout, segment};

    fn page(text: &str) -> RawDocument {
        let glyphs: Vec<Glyph> = text
            .char_indices()
            .map(|(at, _)| Glyph { start: at as u32, x: 72.0 + 6.0 * at as f32, y: 100.0, advance: 6.0 })
            .collect();
        let run = Run {
            glyphs: 0..glyphs.len() as u32,
            font: 0,
            size: 12.0,
            angle: 0.0,
            rise: 0.0,
            flags: Default::default(),
        };
        let page = RawPage {
            number: 1,
            width: 600.0,
            height: 800.0,
            text: text.to_owned(),
            glyphs,
            runs: vec![run],
            ..RawPage::default()
        };
        let font = Font { name: "A<B".to_owned(), ascent: 0.75, descent: 0.25, ..Font::default() };
        let body = RawBody::Pages { fonts: vec![font], pages: vec![page] };
        RawDocument { source: Source::default(), info: Default::default(), body, notes: Vec::new() }
    }

    fn drawn(text: &str) -> String {
        let raw = page(text);
        let laid_out = layout::lay_out(raw.clone());
        let lines = LineBoxes::of(&laid_out);
        let mut out = Vec::new();
        draw(&raw, &lines, &segment::segment(laid_out), &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn runs_lines_and_blocks_have_boxes() {
        let svg = drawn("The meeting agreed.");
        for class in ["class=\"run\"", "class=\"line", "class=\"block\"", "class=\"label\""] {
            assert!(svg.contains(class), "{class}: {svg}");
        }
        assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>\n"));
    }

    #[test]
    fn text_cannot_leave_its_element() {
        let svg = drawn("a</text><script>&\u{1b}");
        assert!(!svg.contains("<script") && !svg.contains('\u{1b}'));
        assert!(svg.contains("A&lt;B"));
    }
}
