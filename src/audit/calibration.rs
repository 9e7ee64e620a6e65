//! How much of what is wrong lies in what is doubted, and how much of what is doubted is wrong: measured on the reference
//! reports, as they are read and with faults put into their lines. `cargo test audit::calibration -- --ignored --nocapture`.

use super::{Facts, enter_doubts};
use crate::model::{Block, BlockType, Document, LaidOutDocument, Line, LineRole, Place, RawDocument};
use crate::{extract, layout, segment};
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

/// Reports set aside: none of the weights was looked at on them.
const SET_ASIDE: [&str; 2] = ["ccit-2024-02-22", "dpfn-2022-02-09"];
/// One line in so many gets a fault.
const FAULT_EVERY: usize = 40;
/// A block is right where a block of the reference agrees with it in this share of its words.
const ALIKE: f64 = 0.97;

/// A fault put into the lines of a report.
#[derive(Debug, Clone, Copy)]
enum Fault {
    None,
    Swapped,
    Dropped,
    Across,
}

#[derive(Debug, Default, Clone, Copy)]
struct Tally {
    blocks: usize,
    wrong: usize,
    doubted: usize,
    both: usize,
}

#[test]
#[ignore = "a measurement over the reference reports beside the project"]
fn doubts_against_the_reference() {
    let Some(gold) = gold() else {
        println!("skipped: no reference reports beside the project");
        return;
    };
    let mut tallies: BTreeMap<&str, Tally> = BTreeMap::new();
    for pdf in pdfs(&gold) {
        let stem = pdf.file_stem().unwrap().to_string_lossy().into_owned();
        let Ok(reference) = std::fs::read_to_string(gold.join("structure").join(format!("{stem}.json"))) else {
            continue;
        };
        let reference: serde_json::Value = serde_json::from_str(&reference).unwrap();
        let said = texts(&reference);
        for (name, fault) in [
            ("as read", Fault::None),
            ("swapped", Fault::Swapped),
            ("dropped", Fault::Dropped),
            ("across", Fault::Across),
        ] {
            let Some(read) = read(&pdf, fault) else { continue };
            let aside = SET_ASIDE.contains(&stem.as_str());
            let tally = tally(&read, &said);
            add(tallies.entry(name).or_default(), tally);
            if aside {
                add(tallies.entry("set aside").or_default(), tally);
            }
            add(tallies.entry("all").or_default(), tally);
        }
    }
    for (name, t) in &tallies {
        let share = |part: usize, of: usize| 100.0 * part as f64 / of.max(1) as f64;
        println!(
            "{name}: {} blocks, {} wrong, {} doubted; {:.0} % of the wrong are doubted, {:.0} % of the doubted are wrong",
            t.blocks,
            t.wrong,
            t.doubted,
            share(t.both, t.wrong),
            share(t.both, t.doubted)
        );
    }
    assert!(!tallies.is_empty());
}

fn add(sum: &mut Tally, more: Tally) {
    sum.blocks += more.blocks;
    sum.wrong += more.wrong;
    sum.doubted += more.doubted;
    sum.both += more.both;
}

fn gold() -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let root = std::env::var_os("MINUTEBOOK_SHARED").map_or(root, PathBuf::from);
    Some(root.join("gold")).filter(|gold| gold.join("structure").is_dir())
}

fn pdfs(gold: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = std::fs::read_dir(gold.join("pdf"))
        .unwrap()
        .flatten()
        .filter(|producer| {
            let name = producer.file_name().to_string_lossy().into_owned();
            !["scanned", "truncated", "password"].iter().any(|skip| name.contains(skip))
        })
        .filter_map(|producer| std::fs::read_dir(producer.path()).ok())
        .flat_map(|files| files.flatten().map(|file| file.path()))
        .filter(|path| path.extension().is_some_and(|ext| ext == "pdf"))
        .collect();
    found.sort();
    found
}

fn raw(path: &Path) -> Option<RawDocument> {
    extract::read_file(path, &path.to_string_lossy(), &extract::Limits::default(), &extract::Passwords::default()).ok()
}

fn read(path: &Path, fault: Fault) -> Option<Document> {
    let raw = raw(path)?;
    let facts = Facts::of(&raw);
    let mut laid = layout::lay_out(raw);
    if !put(&mut laid, fault) {
        return None;
    }
    let facts = facts.with_lines(&laid);
    let mut document = segment::segment(laid);
    enter_doubts(&mut document, &facts);
    Some(document)
}

/// Puts a fault into the lines; false where the report has no room for it.
fn put(laid: &mut LaidOutDocument, fault: Fault) -> bool {
    let is_prose = |line: &Line| line.role == LineRole::Body && line.text.split_whitespace().count() > 7;
    match fault {
        Fault::None => {}
        Fault::Swapped => {
            let at: Vec<usize> = (1..laid.lines.len())
                .filter(|at| is_prose(&laid.lines[*at]) && is_prose(&laid.lines[at - 1]))
                .step_by(FAULT_EVERY)
                .collect();
            at.into_iter().for_each(|at| laid.lines.swap(at - 1, at));
        }
        Fault::Dropped => {
            for line in laid.lines.iter_mut().filter(|line| is_prose(line)).step_by(FAULT_EVERY) {
                let words: Vec<&str> = line.text.split_whitespace().collect();
                let kept: Vec<&str> = words[..3].iter().chain(&words[6..]).copied().collect();
                line.text = kept.join(" ");
                line.words.clear();
                line.styles.clear();
                line.marks.clear();
            }
        }
        Fault::Across => {
            let place = |line: &Line| match line.place {
                Place::Page { page, baseline, bbox } => (page, (baseline * 4.0) as i32, bbox.left as i32),
                Place::Text { .. } => (0, 0, 0),
            };
            let columns = |line: &Line| (line.column.0 as i32, line.column.1 as i32);
            let seen: std::collections::BTreeSet<_> =
                laid.lines.iter().filter(|line| is_prose(line)).map(columns).collect();
            if seen.len() < 2 {
                return false;
            }
            laid.lines.sort_by_key(place);
        }
    }
    true
}

/// Text of the reference's blocks, folded to words.
fn texts(reference: &serde_json::Value) -> Vec<Vec<String>> {
    let blocks = reference["blocks"].as_array().unwrap();
    blocks.iter().map(|block| words(block["text"].as_str().unwrap_or_default())).collect()
}

fn words(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

fn tally(document: &Document, said: &[Vec<String>]) -> Tally {
    let exact: HashMap<&[String], usize> = said.iter().map(|words| (words.as_slice(), 1)).collect();
    let judged = |block: &&Block| !matches!(block.block_type, BlockType::Furniture | BlockType::EndMark);
    let mut tally = Tally::default();
    for block in document.blocks.iter().filter(judged) {
        let own = words(&block.text);
        let right = exact.contains_key(own.as_slice()) || said.iter().any(|other| alike(&own, other) >= ALIKE);
        tally.blocks += 1;
        tally.wrong += usize::from(!right);
        tally.doubted += usize::from(block.doubt.is_some());
        tally.both += usize::from(!right && block.doubt.is_some());
        if std::env::var_os("SHOW").is_some() && right != block.doubt.is_none() {
            let opening: String = block.text.chars().take(70).collect();
            println!("  {} {opening} {:?}", if right { "alarm" } else { "missed" }, block.doubt);
        }
    }
    tally
}

/// Share of words that two texts have in common, in order.
fn alike(a: &[String], b: &[String]) -> f64 {
    if a.len().abs_diff(b.len()) * 10 > a.len().max(b.len()) {
        return 0.0;
    }
    let mut row = vec![0_usize; b.len() + 1];
    for one in a {
        let mut before = 0;
        for (at, other) in b.iter().enumerate() {
            let kept = row[at + 1];
            row[at + 1] = if one == other { before + 1 } else { row[at + 1].max(row[at]) };
            before = kept;
        }
    }
    2.0 * row[b.len()] as f64 / (a.len() + b.len()).max(1) as f64
}
