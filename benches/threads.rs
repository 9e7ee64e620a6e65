#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    clippy::indexing_slicing,
    missing_docs,
    reason = "a bench stops at the first fault and prints its table"
)]
//! How fast are matters followed, and in how much memory? `cargo bench --bench threads [-- PARAGRAPHS]` reads generated reports of one
//! body over many years, links them, keeps what was found, and prints seconds and the most memory; then a night brings one report more
//! in a hundred.

use minutebook::internals::model::{Block, BlockType, Document, Meta, Source, TaggedDocument};
use minutebook::internals::threads::stretch::{self, Stretch};
use minutebook::internals::threads::{
    Book, Found, Gathered, Keeping, Language, Linked, Reader, ReportStatements, Words, chain, linked,
};
use std::collections::HashMap;
use std::convert::Infallible;
use std::ops::Range;
use std::sync::Mutex;
use std::time::Instant;

/// Paragraphs of one report.
const PER_REPORT: usize = 40;

const ACTORS: &[&str] =
    &["The Secretariat", "The Bureau", "Member ports", "Operators", "The working group on statistics"];
const VERBS: &[&str] = &["publish", "prepare", "review", "translate", "circulate", "maintain", "repair", "inspect"];
const QUALITIES: &[&str] = &["annual", "regional", "revised", "public", "joint", "short", "illustrated", "technical"];
const TALK: &[&str] = &[
    "Several delegations described the progress that had been made since the last session.",
    "The question was discussed at length and some speakers asked for more time.",
    "A representative of the host country spoke about the preparations for the coming year.",
];

/// A pronounceable word for a number: as many words as a record of its size has.
fn word(mut number: usize) -> String {
    const SYLLABLES: [&str; 16] =
        ["ba", "ke", "lo", "mi", "nu", "ra", "se", "to", "vi", "da", "fe", "go", "hu", "ja", "pe", "zo"];
    let mut word = String::new();
    for _ in 0..4 {
        word.push_str(SYLLABLES[number % 16]);
        number /= 16;
    }
    word + "n"
}

/// One in three paragraphs takes up a matter of ten reports before, twenty times; the matters of a record grow with it.
fn paragraph(report: usize, at: usize) -> String {
    let returns = (report / 200 * 10 + report % 10) * PER_REPORT + at;
    let matter = if at.is_multiple_of(3) { returns } else { 10_000_000 + report * PER_REPORT + at };
    let pick = |list: &[&'static str], salt: usize| list[(matter * 31 + salt * 17) % list.len()];
    format!(
        "{} should {} the {} {} of {} {} for {} every year. {}",
        pick(ACTORS, report % 2),
        pick(VERBS, 2),
        pick(QUALITIES, 3),
        word(matter % 50_000),
        word(matter * 7 % 40_000),
        word(matter * 13 % 3_000),
        word(matter * 3 % 60_000),
        TALK[(report + at) % TALK.len()]
    )
}

fn report(number: usize) -> TaggedDocument {
    let blocks = (0..PER_REPORT).map(|at| Block {
        id: format!("body-{number:06}#{at}"),
        number: Some(at.to_string()),
        ..Block::bare(BlockType::Paragraph, paragraph(number, at))
    });
    let date = format!("{:04}-{:02}-{:02}", 1000 + number / 336, 1 + number / 28 % 12, 1 + number % 28);
    TaggedDocument {
        document: Document {
            schema: minutebook::internals::model::document::SCHEMA.into(),
            source: Source::default(),
            meta: Meta {
                key: format!("body-{number:06}"),
                date: Some(date),
                body: Some("Body".into()),
                ..Meta::default()
            },
            blocks: blocks.collect(),
            notes: Vec::new(),
        },
        items: Vec::new(),
    }
}

/// The most memory that this process has had, in MiB, where the system says so.
fn most_memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM"));
    let kib = line.and_then(|line| line.split_whitespace().nth(1)).and_then(|it| it.parse::<u64>().ok());
    kib.map_or_else(|| "unknown".to_owned(), |kib| format!("{} MiB", kib / 1024))
}

/// What is kept from night to night, in memory.
struct Shelves<'a> {
    reader: &'a Reader<'a>,
    words: &'a Words,
    kept: Mutex<HashMap<String, Vec<u8>>>,
}

impl Keeping for Shelves<'_> {
    type Error = Infallible;

    fn stretch(&self, name: &str) -> Option<Stretch> {
        let bytes = self.kept.lock().unwrap().get(name).cloned();
        stretch::unpack(&bytes?)
    }

    fn report(&self, at: usize) -> Result<ReportStatements, Infallible> {
        Ok(ReportStatements::of(&report(at), "", self.reader, self.words))
    }

    fn keep(&self, name: &str, record: &Gathered, reports: &Range<usize>, found: &Found) -> Result<(), Infallible> {
        let bytes = stretch::pack(record, reports, found).unwrap();
        self.kept.lock().unwrap().insert(name.to_owned(), bytes);
        Ok(())
    }
}

impl Shelves<'_> {
    /// Links so many reports, with what is kept; and the seconds that it took.
    fn night(&self, reports: usize) -> (Linked, f64) {
        let lines: Vec<String> = (0..reports).map(|number| format!("body-{number:06}")).collect();
        let clock = Instant::now();
        let Ok(linked) = linked(reports, &chain::names("bench", &lines), self);
        (linked, clock.elapsed().as_secs_f64())
    }
}

fn main() {
    let wanted: usize = std::env::args().skip(1).find_map(|argument| argument.parse().ok()).unwrap_or(100_000);
    let (language, words) = (Language::embedded().unwrap(), Words::embedded().unwrap());
    let reader = Reader::new(&language, &words);
    let shelves = Shelves { reader: &reader, words: &words, kept: Mutex::default() };
    let reports = wanted / PER_REPORT;
    let (whole, seconds) = shelves.night(reports - reports / 100);
    println!("read and linked {wanted} paragraphs but one in a hundred: {seconds:.1} s");
    let statements = whole.record.statements().len();
    drop(whole);
    let (linked, night) = shelves.night(reports);
    println!("a night with the rest: {night:.2} s, {:.1} % of the whole", night / seconds * 100.0);
    let clock = Instant::now();
    let book = Book::of(&linked.record, &linked.found, &[]);
    let writing = clock.elapsed().as_secs_f64();
    println!(
        "statements {statements} and then {}, links {}, threads {}, book made in {writing:.1} s",
        linked.record.statements().len(),
        book.links.len(),
        book.threads.len()
    );
    let kept: usize = shelves.kept.lock().unwrap().values().map(Vec::len).sum();
    println!("kept {} MiB, most memory {}", kept >> 20, most_memory());
}
