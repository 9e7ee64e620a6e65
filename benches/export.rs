//! Speed of exports: 100,000 items as CSV beside the csv crate writing the same records, and as a workbook.
//!
//! Targets: CSV in at most twice the time of the csv crate, the workbook in under 20 seconds and 300 MiB.
//! `cargo bench --bench export`; `ITEMS=10000` for a smaller number.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a bench stops at the first fault and says what it found")]

use minutebook::internals::export::book::{Book, Options};
use minutebook::internals::export::csv::CsvForm;
use minutebook::internals::export::{Titles, csv as ours};
use minutebook::internals::model::{Cells, Column, Force, Kind, TableRow, TrackerRow, human_columns, table_keys};
use std::hint::black_box;
use std::time::{Duration, Instant};

/// The best of so many, so that a busy machine does not decide.
const ROUNDS: usize = 5;

fn main() {
    let count = std::env::var("ITEMS").ok().and_then(|text| text.parse().ok()).unwrap_or(100_000);
    // The workbook first: the peak is then its own.
    workbook(count);
    tables(count);
}

fn tables(count: usize) {
    let rows: Vec<TrackerRow> = (0..count).map(row).collect();
    let records: Vec<Vec<String>> =
        rows.iter().map(|row| Column::ALL.iter().map(|&column| row.cell(column).into_owned()).collect()).collect();
    let mut bytes = Vec::new();
    let peer = best(&mut bytes, |out| {
        let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
        for record in &records {
            writer.write_record(record).unwrap();
        }
        writer.flush().unwrap();
    });
    for form in [CsvForm::Plain, CsvForm::Spreadsheet] {
        let time = best(&mut bytes, |out| ours::write(&rows, form, out).unwrap());
        let ratio = time.as_secs_f64() / peer.as_secs_f64();
        println!("{count} items, CSV {form:?}: {time:.3?}; csv crate {peer:.3?}; ratio {ratio:.2} (target 2)");
    }
}

/// As a run and `export` write it: report by report.
fn workbook(count: usize) {
    let (human, keys) = (human_columns([]), table_keys(&human_columns([])));
    let cells = Cells::from([("status".to_owned(), "open".to_owned())]);
    let before = resident("VmRSS");
    let options = Options {
        title: "Items".to_owned(),
        day: "2026-11-21".to_owned(),
        corpus: Some("../corpus/".to_owned()),
        read_back: true,
        titles: Titles::default(),
        statuses: vec!["open".to_owned(), "done".to_owned()],
    };
    let clock = Instant::now();
    let mut book = Book::new(&human, &keys, options, &std::env::temp_dir()).unwrap();
    for at in 0..count {
        book.add(&TableRow::Item { row: Box::new(row(at)), human: cells.clone() }).unwrap();
    }
    let mut bytes = Vec::new();
    let fitted = book.finish(&mut bytes).unwrap();
    println!(
        "{count} items, XLSX: {:.2?} (target 20 s), {} MB; memory before {before}, peak {} (target 300 MiB); {fitted:?}",
        clock.elapsed(),
        bytes.len() / 1_000_000,
        resident("VmHWM")
    );
}

fn best(out: &mut Vec<u8>, mut write: impl FnMut(&mut Vec<u8>)) -> Duration {
    let mut best = Duration::MAX;
    for _ in 0..ROUNDS {
        out.clear();
        let clock = Instant::now();
        write(out);
        best = best.min(clock.elapsed());
        black_box(&out);
    }
    best
}

/// A line of `/proc/self/status`; empty where there is none.
fn resident(name: &str) -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with(name)).unwrap_or_default();
    line.split(':').nth(1).unwrap_or_default().trim().to_owned()
}

fn row(number: usize) -> TrackerRow {
    const CATEGORIES: [&str; 6] =
        ["funding", "outcomes", "participation", "stakeholder-engagement", "multi-year", "secretariat-process"];
    let category = CATEGORIES.get(number % CATEGORIES.len()).copied().unwrap_or_default().to_owned();
    let report = format!("board-{}-05-{:02}", 2006 + number % 20, 1 + number % 28);
    TrackerRow {
        id: format!("{report}#{number}~{number:08}.r"),
        no: None,
        kind: Kind::Recommendation,
        force: Force::Recommended,
        standing: minutebook::internals::model::Standing::Adopted,
        held_by: Some("Board".to_owned()),
        category: Some(category.clone()),
        categories: vec![category, "outcomes".to_owned()],
        text: format!(
            "The Board recommended that, \"as far as possible\", the Secretariat publish the minutes of meeting {number} \
             within a month, and that members who were absent send their comments before the next meeting."
        ),
        stem: None,
        actors: vec!["Secretariat".to_owned()],
        due: Some("2019-06-02".to_owned()),
        due_from: None,
        due_text: Some("within a month".to_owned()),
        outcome: None,
        report,
        date: Some("2019-05-02".to_owned()),
        meeting: Some("Spring Meeting".to_owned()),
        section: Some("Openness of the process".to_owned()),
        annex: vec!["Annex I".to_owned()],
        paragraph: Some(number.to_string()),
        page: Some(3),
        url: Some("https://example.org/reports/spring.pdf#page=3".to_owned()),
        source: "2019/board-may.pdf".to_owned(),
        sha256: "ab".repeat(32),
        rule: "recommendation.recommended-that".to_owned(),
        flags: Vec::new(),
        source_status: None,
        thread: None,
        first_seen: Some("2026-11-20".to_owned()),
        changed: Some("2026-11-21".to_owned()),
        rev: format!("r{number:012}"),
        formerly: Vec::new(),
    }
}
