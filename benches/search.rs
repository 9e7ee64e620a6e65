#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    missing_docs,
    reason = "a bench stops at the first fault and prints its table"
)]
//! How large is the index, and how fast are mixed queries? Prints a table; docs/search.md has the figures.
//!
//! `cargo bench --bench search [-- PARAGRAPHS [DIRECTORY [QUERY]]]` builds an index of generated reports (100,000
//! paragraphs unless told otherwise) and, in DIRECTORY if one is named, leaves it there with the text in one file per
//! report. With a QUERY, only that one is asked, often: for a profiler.

mod report_maker;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use minutebook::internals::index::{Reader, Writer};
use minutebook::internals::model::Extra;
use minutebook::internals::query::acronyms::Bridges;
use minutebook::internals::query::{Filters, Options, Query};
use report_maker::{PARAGRAPHS, ReportMaker};

/// Every query is timed so many times.
const ROUNDS: usize = 40;

/// Queries that `rg` can express over the text of the reports, with its arguments.
const AS_PATTERNS: &[(&str, &[&str])] = &[
    ("newcomers", &["-iw", "newcomers?"]),
    ("accessibility", &["-iw", "accessibility"]),
    ("Keloviton", &["-iw", "Keloviton"]),
    ("newcomers OR cybersecurity OR gender", &["-iw", "-e", "newcomers?", "-e", "cybersecurity", "-e", "genders?"]),
    ("\"policy options\"", &["-iw", "policy options?"]),
    ("\"terms of reference\"", &["-iw", "terms? of references?"]),
    ("cyber*", &["-i", "\\bcyber"]),
    ("*holder", &["-i", "holder\\b"]),
    ("exact:proposals", &["-iw", "proposals"]),
];

/// Kind of query, query, earliest report.
const QUERIES: &[(&str, &str, Option<&str>)] = &[
    ("word", "newcomers", None),
    ("word", "accessibility", None),
    ("rare word", "Keloviton", None),
    ("words", "newcomers agreed", None),
    ("words", "secretariat budget trust fund", None),
    ("any word", "newcomers OR cybersecurity OR gender", None),
    ("must, not", "+budget newcomers -interpretation", None),
    ("phrase", "\"policy options\"", None),
    ("phrase", "\"terms of reference\"", None),
    ("near", "\"budget newcomers\"~10", None),
    ("near", "\"survey gender balance\"~12", None),
    ("prefix", "cyber*", None),
    ("prefix", "kel*", None),
    ("inner star", "*holder", None),
    ("fuzzy", "secretriat~1", None),
    ("fuzzy", "accesibilty~2", None),
    ("exact", "exact:proposals", None),
    ("fields", "kind:decision actor:secretariat", None),
    ("fields", "newcomers kind:decision force:>=agreed body:MAG", None),
    ("fields", "kind:recommendation category:funding held_by:\"some members\"", None),
    ("range", "newcomers date:[2015-01-01 TO 2016-12-31]", None),
    ("range", "travel support year:2012", None),
    ("option", "remote participation", Some("2015")),
    ("all", "", None),
];

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    let wanted: usize = arguments.first().and_then(|count| count.parse().ok()).unwrap_or(100_000);
    let kept = arguments.get(1).map(PathBuf::from);
    let temporary = tempfile::tempdir().unwrap();
    let root = kept.unwrap_or_else(|| temporary.path().to_owned());
    let (dir, texts) = (root.join("tantivy"), root.join("text"));
    std::fs::create_dir_all(&dir).unwrap();
    std::fs::create_dir_all(&texts).unwrap();

    let text_bytes = build(wanted, &dir, &texts);
    let index_bytes: u64 = std::fs::read_dir(&dir).unwrap().map(|entry| entry.unwrap().metadata().unwrap().len()).sum();
    #[expect(clippy::cast_precision_loss, reason = "a ratio")]
    let ratio = index_bytes as f64 / text_bytes as f64;
    println!("text {:.1} MB, index {:.1} MB, ratio {ratio:.2}", megabytes(text_bytes), megabytes(index_bytes));

    let started = Instant::now();
    let reader = Reader::open(&dir).unwrap();
    println!("open {:?}", started.elapsed());
    let bridges = Bridges::new([("MAG", "Multistakeholder Advisory Group"), ("BPF", "Best Practice Forum")]);
    if let Some(query) = arguments.get(2) {
        for _ in 0..50 * ROUNDS {
            reader.search(&Query::parse(query).unwrap(), &Options::default(), &bridges).unwrap();
        }
        return;
    }
    time_queries(&reader, &bridges);
    compare_with_rg(&reader, &bridges, &texts);
}

fn build(wanted: usize, dir: &Path, texts: &Path) -> u64 {
    let started = Instant::now();
    let mut maker = ReportMaker::new(7);
    let mut writer = Writer::create(dir).unwrap();
    let mut bytes = 0;
    for _ in 0..wanted.div_ceil(PARAGRAPHS) {
        let report = maker.report();
        let lines: Vec<&str> = report.document.blocks.iter().map(|block| block.text.as_str()).collect();
        let text = lines.join("\n");
        bytes += text.len() as u64;
        std::fs::write(texts.join(format!("{}.txt", report.document.meta.key)), text).unwrap();
        writer.add(&report, &Extra::default()).unwrap();
    }
    writer.commit().unwrap();
    println!("built {wanted} paragraphs in {:?}", started.elapsed());
    bytes
}

fn time_queries(reader: &Reader, bridges: &Bridges) {
    let mut all = Vec::new();
    println!("{:<12} {:<64} {:>8} {:>9} {:>9}", "kind", "query", "hits", "median", "p95");
    for facets in [false, true] {
        for (kind, query, from) in QUERIES {
            let filters = Filters { from: from.map(str::to_owned), ..Filters::default() };
            let options = Options { filters, facets, histogram: facets, ..Options::default() };
            let mut times = Vec::new();
            let mut total = 0;
            for _ in 0..ROUNDS {
                let started = Instant::now();
                let hits = reader.search(&Query::parse(query).unwrap(), &options, bridges).unwrap();
                times.push(started.elapsed());
                total = hits.total;
            }
            let kind = if facets { format!("{kind} +f") } else { (*kind).to_owned() };
            let (median, high) = (quantile(&mut times, 0.5), quantile(&mut times, 0.95));
            println!("{kind:<12} {query:<64} {total:>8} {median:>9.2?} {high:>9.2?}");
            all.append(&mut times);
        }
    }
    println!(
        "all: median {:.2?}, p95 {:.2?}, most {:.2?}",
        quantile(&mut all, 0.5),
        quantile(&mut all, 0.95),
        quantile(&mut all, 1.0)
    );
}

/// The same questions put to `rg` over the text of the reports, from its start to its end.
fn compare_with_rg(reader: &Reader, bridges: &Bridges, texts: &Path) {
    if Command::new("rg").arg("--version").output().is_err() {
        println!("rg is not installed: no comparison");
        return;
    }
    let (mut of_ours, mut of_theirs) = (Vec::new(), Vec::new());
    println!("{:<64} {:>9} {:>9} {:>7}", "median", "search", "rg", "ratio");
    for (query, pattern) in AS_PATTERNS {
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            let started = Instant::now();
            reader.search(&Query::parse(query).unwrap(), &Options::default(), bridges).unwrap();
            ours.push(started.elapsed());
            let started = Instant::now();
            // Counting leaves out what printing thousands of lines would cost.
            Command::new("rg").arg("--count").args(*pattern).arg(texts).stdout(Stdio::null()).status().unwrap();
            theirs.push(started.elapsed());
        }
        let (ours_median, theirs_median) = (quantile(&mut ours, 0.5), quantile(&mut theirs, 0.5));
        println!("{query:<64} {ours_median:>9.2?} {theirs_median:>9.2?} {:>7.1}", times(theirs_median, ours_median));
        of_ours.append(&mut ours);
        of_theirs.append(&mut theirs);
    }
    let (ours, theirs) = (quantile(&mut of_ours, 0.5), quantile(&mut of_theirs, 0.5));
    println!("{:<64} {ours:>9.2?} {theirs:>9.2?} {:>7.1}", "all", times(theirs, ours));
}

/// How many times as long the first took.
fn times(longer: Duration, shorter: Duration) -> f64 {
    longer.as_secs_f64() / shorter.as_secs_f64()
}

fn quantile(times: &mut [Duration], share: f64) -> Duration {
    times.sort_unstable();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "an index"
    )]
    let at = ((times.len() as f64 * share) as usize).min(times.len() - 1);
    times[at]
}

#[expect(clippy::cast_precision_loss, reason = "a figure to print")]
fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}
