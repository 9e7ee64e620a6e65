//! Prints the text of files in drawing order, lines and spaces by geometry alone: a look at the extract stage without
//! the stages after it. `glyph_text [--dump] FILE...`

use minutebook::extract::{self, Limits, Passwords};
use minutebook::model::{RawBody, RawPage};
use std::io::Write;

fn main() -> std::io::Result<()> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let mut dump = false;
    let mut passwords = Passwords::default();
    for argument in std::env::args().skip(1) {
        if argument == "--dump" {
            dump = true;
            continue;
        }
        if let Some(password) = argument.strip_prefix("--password=") {
            passwords = Passwords::parse(&format!("*\t{password}")).unwrap_or_default();
            continue;
        }
        match extract::read_file(argument.as_ref(), &argument, &Limits::default(), &passwords) {
            Ok(document) => {
                for note in &document.notes {
                    writeln!(std::io::stderr(), "{argument}: {}: {:?} {}", note.code, note.page, note.message)?;
                }
                if dump {
                    extract::dump::glyphs(&document, &mut out)?;
                } else if let RawBody::Pages { pages, .. } = &document.body {
                    for page in pages {
                        print_page(page, &mut out)?;
                    }
                } else if let RawBody::Lines(lines) = &document.body {
                    for line in lines {
                        writeln!(out, "{}", line.text)?;
                    }
                }
            }
            Err(error) => writeln!(std::io::stderr(), "{error} [{}]", error.code)?,
        }
    }
    out.flush()
}

fn print_page(page: &RawPage, out: &mut impl Write) -> std::io::Result<()> {
    let mut pen = (0.0_f32, f32::NEG_INFINITY);
    for run in &page.runs {
        let range = run.glyphs.start as usize..run.glyphs.end as usize;
        let (sin, cos) = (-run.angle).to_radians().sin_cos();
        for index in range {
            let Some(glyph) = page.glyphs.get(index) else { continue };
            let end = page.glyphs.get(index + 1).map_or(page.text.len(), |next| next.start as usize);
            let text = page.text.get(glyph.start as usize..end).unwrap_or("");
            let (dx, dy) = (glyph.x - pen.0, glyph.y - pen.1);
            let (along, across) = (dx * cos + dy * sin, dy * cos - dx * sin);
            if across.abs() > run.size * 0.6 || along < -run.size * 2.0 {
                writeln!(out)?;
            } else if along > run.size * 0.15 {
                write!(out, " ")?;
            }
            write!(out, "{text}")?;
            pen = (glyph.x + glyph.advance * cos, glyph.y + glyph.advance * sin);
        }
    }
    writeln!(out, "\u{c}")
}
