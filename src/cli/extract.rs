//! `minutebook extract`: what is read in a file, before any tagging or indexing. A pure function of the file.

use super::ended::Ended;
use super::{page_drawing, say};
use crate::audit::{self, Score};
use crate::error::{DocumentError, RunError};
use crate::model::{BlockType, Document, LaidOutDocument};
use crate::record::Record;
use crate::run::imported;
use crate::text::escapes;
use crate::{extract, layout, segment};
use clap::{Args, ValueEnum};
use std::io::{self, BufRead, Write};
use std::path::{Path, PathBuf};

/// Show what minutebook reads in files, without touching the index.
///
///   minutebook extract report.pdf
///       the blocks as readable text
///   minutebook extract report.pdf --format json
///       the document contract
///   minutebook extract report.pdf --format svg > r.svg
///       its pages with boxes, for a browser
///   ls *.pdf | minutebook extract --format jsonl -
///       one document a line
///   minutebook extract report.pdf --explain
///       why each block is what it is
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct ExtractArguments {
    /// Files to read; `-` takes paths from standard input, one a line
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// What to print
    #[arg(long, value_enum, default_value_t = ExtractFormat::Text, value_name = "FORMAT")]
    pub format: ExtractFormat,
    /// Say of each block why it begins where it does, why it has its type, number and section, and which numbers are none
    #[arg(long)]
    pub explain: bool,
    /// A file of passwords: a file-name pattern and a password a line, separated by a tab
    #[arg(long, value_name = "FILE")]
    pub password_file: Option<PathBuf>,
    /// Tracked changes of office files: taken as accepted, or shown with deleted words struck out
    #[arg(long, value_enum, default_value_t = Changes::Accepted, value_name = "HOW")]
    pub changes: Changes,
}

/// How tracked changes are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Changes {
    /// As accepted: insertions are text, deletions are gone
    Accepted,
    /// Deleted words stay, struck out
    Show,
}

/// What `extract` prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ExtractFormat {
    /// Blocks with their type, number and page, to read
    Text,
    /// The document contract, indented; an array where there are several files
    Json,
    /// The document contract, one document a line; a file that fails becomes a line with "error"
    Jsonl,
    /// The lines in reading order, a form feed between pages
    Lines,
    /// Every glyph run with font, size and position
    Glyphs,
    /// A drawing (SVG) of the pages of one file, with boxes of runs, lines and blocks, to look at in a browser
    Svg,
}

/// Runs the command. Notes never change the exit status; a file that fails does.
pub fn command(record: &Record, arguments: &ExtractArguments) -> Result<Ended, RunError> {
    let workspace = record.workspace();
    let mut settings = record.settings().clone();
    settings.extract.show_changes |= arguments.changes == Changes::Show;
    let settings = &settings;
    let passwords = match &arguments.password_file {
        Some(path) => extract::Passwords::load(path)?,
        None => extract::Passwords::of(settings, workspace)?,
    };
    let recognizer = extract::Recognizer::of(settings, workspace);
    let files = files(arguments)?;
    if arguments.format == ExtractFormat::Svg && files.len() > 1 {
        return Err(
            RunError::new("a drawing shows one file, and several are named").hint("name one FILE with --format svg")
        );
    }
    let mut out = io::BufWriter::new(io::stdout().lock());
    let mut printer = Printer { format: arguments.format, several: files.len() > 1, count: 0 };
    let mut ended = Ended::Clean;
    printer.open(&mut out).map_err(say::cannot_print)?;
    let one_by_one = extract::SideBySide::default();
    for file in &files {
        let shown = file.to_string_lossy();
        let done = one_by_one.work(&shown, &settings.extract, || {
            read(file, &shown, &recognizer, &settings.extract, &passwords, arguments)
        });
        match done {
            Ok(read) => printer.print(&read, &mut out).map_err(say::cannot_print)?,
            Err(error) => {
                ended = Ended::LookAt;
                if arguments.format == ExtractFormat::Jsonl {
                    printer.failure(&error, &mut out).map_err(say::cannot_print)?;
                }
                say::document_error(&error);
            }
        }
    }
    printer.close(&mut out).map_err(say::cannot_print)?;
    out.flush().map_err(say::cannot_print)?;
    Ok(ended)
}

enum Read {
    Document(Box<Document>, Score),
    Lines(Vec<u8>),
}

fn read(
    path: &Path,
    shown: &str,
    recognizer: &extract::Recognizer,
    limits: &extract::Limits,
    passwords: &extract::Passwords,
    arguments: &ExtractArguments,
) -> Result<Read, DocumentError> {
    let format = arguments.format;
    let failed = |error: io::Error| DocumentError::new("cannot-print", shown, error.to_string());
    let raw = recognizer.read_file(path, shown, limits, passwords)?;
    let mut bytes = Vec::new();
    if format == ExtractFormat::Glyphs {
        extract::dump::glyphs(&raw, &mut bytes).map_err(failed)?;
        return Ok(Read::Lines(bytes));
    }
    if format == ExtractFormat::Lines {
        layout::lines_text(&layout::lay_out(raw), &mut bytes).map_err(failed)?;
        return Ok(Read::Lines(bytes));
    }
    let drawn = (format == ExtractFormat::Svg).then(|| raw.clone());
    let facts = audit::Facts::of(&raw);
    let laid_out = layout::lay_out(raw);
    if let Some(raw) = drawn {
        let lines = page_drawing::LineBoxes::of(&laid_out);
        page_drawing::draw(&raw, &lines, &segment::segment(laid_out), &mut bytes).map_err(failed)?;
        return Ok(Read::Lines(bytes));
    }
    if arguments.explain {
        explain(laid_out, &mut bytes).map_err(failed)?;
        return Ok(Read::Lines(bytes));
    }
    let facts = facts.with_lines(&laid_out);
    let mut document = segment::segment(laid_out);
    audit::enter_doubts(&mut document, &facts);
    let score = audit::audit(&document, &facts);
    let key = document.meta.key.clone();
    crate::store::identity::blocks::assign_block_ids(&key, &mut document.blocks);
    Ok(Read::Document(Box::new(document), score))
}

/// Prints the reasons, a paragraph for each block.
fn explain(laid_out: LaidOutDocument, out: &mut Vec<u8>) -> io::Result<()> {
    let (_, reasons) = segment::segment_explained(laid_out);
    for reason in reasons {
        let place = if reason.page > 0 { format!("p. {}: ", reason.page) } else { String::new() };
        writeln!(out, "{place}{}", escapes::one_line(&reason.opening))?;
        for said in &reason.said {
            writeln!(out, "  - {}", escapes::one_line(said))?;
        }
        writeln!(out)?;
    }
    Ok(())
}

fn files(arguments: &ExtractArguments) -> Result<Vec<PathBuf>, RunError> {
    let mut files = Vec::new();
    for file in &arguments.files {
        if file.as_os_str() != "-" {
            files.push(file.clone());
            continue;
        }
        for line in io::stdin().lock().lines() {
            let line = line.map_err(|error| RunError::new("cannot read paths from standard input").because(error))?;
            if !line.trim().is_empty() {
                files.push(PathBuf::from(line));
            }
        }
    }
    Ok(files)
}

struct Printer {
    format: ExtractFormat,
    several: bool,
    count: usize,
}

impl Printer {
    fn open(&self, out: &mut impl Write) -> io::Result<()> {
        if self.format == ExtractFormat::Json && self.several { out.write_all(b"[\n") } else { Ok(()) }
    }

    fn close(&self, out: &mut impl Write) -> io::Result<()> {
        if self.format == ExtractFormat::Json && self.several { out.write_all(b"\n]\n") } else { Ok(()) }
    }

    fn print(&mut self, read: &Read, out: &mut impl Write) -> io::Result<()> {
        self.count += 1;
        match read {
            Read::Lines(bytes) => out.write_all(bytes),
            Read::Document(document, score) => match self.format {
                ExtractFormat::Jsonl => imported::write_line(document, score, out),
                ExtractFormat::Json => {
                    if self.several && self.count > 1 {
                        out.write_all(b",\n")?;
                    }
                    serde_json::to_writer_pretty(&mut *out, document)?;
                    if self.several { Ok(()) } else { out.write_all(b"\n") }
                }
                _ => readable(document, out),
            },
        }
    }

    fn failure(&self, error: &DocumentError, out: &mut impl Write) -> io::Result<()> {
        let line = serde_json::json!({
            "source": {"path": error.path},
            "error": {"code": error.code, "page": error.page, "message": error.message, "hint": error.hint},
        });
        writeln!(out, "{line}")
    }
}

/// The document for people: one block a paragraph, its type and place in front.
fn readable(document: &Document, out: &mut impl Write) -> io::Result<()> {
    let meta = &document.meta;
    writeln!(out, "{}", say::harmless(meta.title.as_deref().unwrap_or("(no title found)")))?;
    let facts = [&meta.body, &meta.meeting, &meta.date, &meta.kind, &meta.language, &meta.symbol];
    let facts: Vec<&str> = facts.into_iter().flatten().map(String::as_str).collect();
    writeln!(out, "{}  [{}]\n", say::harmless(&facts.join(" | ")), meta.key)?;
    for block in document.blocks.iter().filter(|block| block.block_type != BlockType::Furniture) {
        let page = block.anchors.first().and_then(|anchor| anchor.page).map(|page| format!(" p. {page}"));
        let number = block.number.as_deref().map(|number| format!(" {number}"));
        writeln!(
            out,
            "[{}{}{}] {}\n",
            block.block_type.name(),
            say::harmless(&number.unwrap_or_default()),
            page.unwrap_or_default(),
            say::harmless(&block.text)
        )?;
    }
    for note in &document.notes {
        let page = note.page.map(|page| format!(", page {page}")).unwrap_or_default();
        writeln!(out, "note ({}{page}): {}", note.code, say::harmless(&note.message))?;
    }
    Ok(())
}
