//! Whatever order reports arrive in, and whatever is kept, a night finds what linking everything anew finds.

use super::*;
use crate::language::Language;
use crate::model::{Block, BlockType};
use crate::threads::features::Reader;
use crate::threads::gathered::order;
use crate::threads::stretch;
use crate::threads::words::Words;
use proptest::prelude::*;
use std::collections::HashMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What is kept in memory, and how often a report was read.
#[derive(Default)]
struct Shelves {
    kept: Mutex<HashMap<String, Vec<u8>>>,
    read: AtomicUsize,
}

struct Night<'a> {
    shelves: &'a Shelves,
    reports: &'a [ReportStatements],
}

impl Keeping for Night<'_> {
    type Error = Infallible;

    fn stretch(&self, name: &str) -> Option<Stretch> {
        stretch::unpack(self.shelves.kept.lock().unwrap().get(name)?)
    }

    fn report(&self, at: usize) -> Result<ReportStatements, Infallible> {
        self.shelves.read.fetch_add(1, Ordering::Relaxed);
        Ok(self.reports[at].clone())
    }

    fn keep(&self, name: &str, record: &Gathered, reports: &Range<usize>, found: &Found) -> Result<(), Infallible> {
        let bytes = stretch::pack(record, reports, found).unwrap();
        self.shelves.kept.lock().unwrap().insert(name.to_owned(), bytes);
        Ok(())
    }
}

impl Shelves {
    /// A night over these reports: what it finds, and how many reports it read.
    fn night(&self, mut reports: Vec<ReportStatements>) -> (Found, usize) {
        reports.sort_by(|one, other| order((one.date.as_deref(), &one.key), (other.date.as_deref(), &other.key)));
        let lines: Vec<String> = reports.iter().map(|report| format!("{} {}", report.key, report.document)).collect();
        let before = self.read.load(Ordering::Relaxed);
        let night = Night { shelves: self, reports: &reports };
        let Ok(linked) = linked(reports.len(), &chain::names("test", &lines), &night);
        (linked.found, self.read.load(Ordering::Relaxed) - before)
    }
}

/// A report of a body that comes back to few matters, calls some by label, and sometimes has no date.
fn report(number: usize, reader: &Reader<'_>, words: &Words) -> ReportStatements {
    const THINGS: [&str; 7] = ["crane", "jetty", "lamp", "buoy", "ferry", "ledger", "signal"];
    const PLACES: [&str; 5] = ["basin", "island", "channel", "village", "lighthouse"];
    let mut tagged = crate::export::sample::tagged();
    tagged.items.clear();
    let pick = |list: &[&'static str], salt: usize| list[(number * 7 + salt * 3) % list.len()];
    let texts = [
        format!("AP {number}-1: The harbour master to repair the {} of the {}.", pick(&THINGS, 1), pick(&PLACES, 2)),
        format!("Members should paint the {} of the {} every spring.", pick(&THINGS, 2), pick(&PLACES, 1)),
        format!("Action point {}-1 has been completed.", number.saturating_sub(1 + number % 3)),
        format!(
            "The report B/{} was noted with the {} of the {}.",
            (number * 5) % 90,
            pick(&THINGS, 4),
            pick(&PLACES, 4)
        ),
    ];
    let key = format!("board-{number:03}");
    tagged.document.meta.key.clone_from(&key);
    tagged.document.meta.symbol = Some(format!("B/{number}"));
    tagged.document.meta.date =
        (number % 11 != 5).then(|| format!("{}-{:02}-{:02}", 2000 + number / 24, 1 + number / 2 % 12, 1 + number % 2));
    tagged.document.blocks = (1..)
        .zip(texts)
        .map(|(at, text)| Block {
            id: format!("{key}#{at}"),
            number: Some(at.to_string()),
            ..Block::bare(BlockType::Paragraph, text)
        })
        .collect();
    ReportStatements::of(&tagged, &format!("document-{number}"), reader, words)
}

fn reports(count: usize) -> Vec<ReportStatements> {
    let (language, words) = (Language::embedded().unwrap(), Words::embedded().unwrap());
    let reader = Reader::new(&language, &words);
    (0..count).map(|number| report(number, &reader, &words)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn nights_in_any_order_find_what_one_run_over_all_finds(
        order in Just((0..150_usize).collect::<Vec<_>>()).prop_shuffle(),
        nights in proptest::collection::vec(1_usize..60, 1..5),
        gone in 0_usize..150,
    ) {
        let all = reports(150);
        let shelves = Shelves::default();
        let mut here: Vec<ReportStatements> = Vec::new();
        let mut coming = order.into_iter();
        for night in nights.into_iter().chain([150]) {
            here.extend(coming.by_ref().take(night).map(|at| all[at].clone()));
            let (found, _) = shelves.night(here.clone());
            let (anew, _) = Shelves::default().night(here.clone());
            prop_assert_eq!(found, anew);
        }
        // A report is taken away again.
        here.retain(|report| report.key != format!("board-{gone:03}"));
        prop_assert_eq!(shelves.night(here.clone()).0, Shelves::default().night(here).0);
    }
}

#[test]
fn a_night_reads_only_the_stretch_that_is_new() {
    let all = reports(150);
    let dated: Vec<ReportStatements> = all.into_iter().filter(|report| report.date.is_some()).collect();
    let shelves = Shelves::default();
    let (first, read) = shelves.night(dated[..dated.len() - 1].to_vec());
    assert_eq!(read, dated.len() - 1);
    assert!(first.links.len() > 50 && first.references.iter().any(|it| it.to.is_some()), "{}", first.links.len());
    let (_, read) = shelves.night(dated.clone());
    assert!(read <= chain::STRETCH, "{read}");
    assert_eq!(shelves.night(dated).1, 0);
}
