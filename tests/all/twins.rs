//! Reports beside the project that are there both as PDF and as DOCX: what their author typed as one paragraph must come
//! out of the PDF as one block with the same words.

use super::docx;
use super::shared::{files_below, shared};
use minutebook::internals::model::{Block, BlockType, Document};
use minutebook::internals::{extract, layout, segment};
use std::collections::HashSet;
use std::path::{Path, PathBuf};

/// Shorter paragraphs are headings, labels and cells.
const WORDS: usize = 8;
/// Share of the paragraphs that must come out whole: of running text and cells together, and of cells alone.
const WHOLE: f64 = 0.97;
const WHOLE_IN_CELLS: f64 = 0.93;

#[test]
fn paragraphs_of_the_docx_come_out_of_the_pdf_as_one_block() {
    let Some(shared) = shared() else { return };
    let twins = twins(&shared.join("corpus"));
    let (mut text, mut cells) = (Count::default(), Count::default());
    for (pdf, docx) in &twins {
        let (in_text, in_cells) = compare(pdf, docx);
        println!("{}: of the text {in_text}; of cells {in_cells}", name(pdf));
        text.add(in_text);
        cells.add(in_cells);
    }
    println!("covered {} files: of the text {text}; of cells {cells}", twins.len());
    assert!(!twins.is_empty(), "no PDF with a DOCX of the same name was found below {}", shared.display());
    let mut all = text;
    all.add(cells);
    println!("together {all}");
    assert!(text.share() >= WHOLE, "of the text {text}, target {WHOLE}");
    assert!(all.share() >= WHOLE, "together {all}, target {WHOLE}");
    assert!(cells.share() >= WHOLE_IN_CELLS, "of cells {cells}, floor {WHOLE_IN_CELLS}");
}

/// How many paragraphs came out whole, and of how many.
#[derive(Debug, Clone, Copy, Default)]
struct Count {
    whole: u32,
    of: u32,
}

impl Count {
    fn add(&mut self, other: Self) {
        self.whole += other.whole;
        self.of += other.of;
    }

    fn share(self) -> f64 {
        f64::from(self.whole) / f64::from(self.of.max(1))
    }
}

impl std::fmt::Display for Count {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{} of {} paragraphs whole ({:.4})", self.whole, self.of, self.share())
    }
}

/// PDF files with the DOCX of the same name, the number in front aside.
fn twins(folder: &Path) -> Vec<(PathBuf, PathBuf)> {
    let stem = |path: &Path| {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        stem.split_once('_').map_or(stem.clone(), |(_, rest)| rest.to_owned())
    };
    let typed = files_below(folder, &["docx"]);
    let pairs = files_below(folder, &["pdf"]).into_iter().filter_map(|pdf| {
        let docx = typed.iter().find(|docx| stem(docx) == stem(&pdf))?;
        Some((pdf, docx.clone()))
    });
    pairs.collect()
}

/// How many paragraphs of the text and of cells come out whole; names the others.
fn compare(pdf: &Path, docx: &Path) -> (Count, Count) {
    let document = read(pdf);
    let blocks: Vec<&Block> = document.blocks.iter().filter(|block| block.block_type != BlockType::Furniture).collect();
    let mut whole: HashSet<Vec<String>> = HashSet::new();
    for block in &blocks {
        let number = block.number.as_deref().unwrap_or_default();
        whole.insert(words(&block.text));
        whole.insert(words(&format!("{number} {}", block.text)));
        // Notes under tables begin with a raised mark, which the DOCX has in its text.
        if let Some(first) = block.footnote_refs.first().filter(|first| first.offset == 0) {
            whole.insert(words(&format!("{} {}", first.mark, block.text)));
        }
    }
    // A cell may hold several paragraphs.
    let cells: Vec<String> =
        blocks.iter().flat_map(|block| block.cells.iter().flatten()).map(|cell| spaced(&words(cell))).collect();
    let (mut text, mut in_cells) = (Count::default(), Count::default());
    for paragraph in docx::paragraphs(docx) {
        let typed = words(&paragraph.text);
        if typed.len() < WORDS {
            continue;
        }
        let count = if paragraph.in_table { &mut in_cells } else { &mut text };
        count.of += 1;
        let is_whole =
            whole.contains(&typed) || paragraph.in_table && cells.iter().any(|cell| cell.contains(&spaced(&typed)));
        if is_whole {
            count.whole += 1;
        } else {
            let place = if paragraph.in_table { "in a cell" } else { "in the text" };
            println!("  not whole, {place}: {}", paragraph.text.trim());
        }
    }
    (text, in_cells)
}

fn read(path: &Path) -> Document {
    let raw = extract::read_file(path, &name(path), &extract::Limits::default(), &extract::Passwords::default());
    segment::segment(layout::lay_out(raw.unwrap()))
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// Words in lower case, without signs between them; soft hyphens join.
fn words(text: &str) -> Vec<String> {
    let text = text.replace('\u{ad}', "").to_lowercase();
    let parts = text.split(|character: char| !character.is_alphanumeric());
    parts.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

fn spaced(words: &[String]) -> String {
    format!(" {} ", words.join(" "))
}
