//! One report in several files is one report: one key, its rows, ids and counts once, whatever comes, goes and changes; and different
//! works stay two, however alike.

use super::shared::{files_below, shared};
use minutebook::internals::run::catalogue::{Catalogue, CataloguedReport};
use minutebook::internals::run::observe::Unobserved;
use minutebook::internals::run::report::RunReport;
use minutebook::internals::run::{self, Options};
use minutebook::internals::settings::Settings;
use minutebook::internals::store::Storage;
use minutebook::internals::store::faults::SwiftDisk;
use minutebook::internals::workspace::Workspace;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

type Row = BTreeMap<String, String>;

/// A workspace on a disk that forgets nothing and waits for nothing.
struct Desk {
    place: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        let place = tempfile::tempdir().unwrap();
        fs::create_dir_all(place.path().join("corpus")).unwrap();
        Self { place }
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.place.path().join(name)
    }

    fn put(&self, name: &str, text: impl AsRef<[u8]>) {
        fs::write(self.path("corpus").join(name), text).unwrap();
    }

    fn remove(&self, name: &str) {
        fs::remove_file(self.path("corpus").join(name)).unwrap();
    }

    fn run(&self) -> RunReport {
        self.run_as(false)
    }

    fn run_as(&self, full: bool) -> RunReport {
        let options = Options { full, settle: Some(Duration::ZERO), ..Options::default() };
        let storage = Storage::on(self.place.path(), Arc::new(SwiftDisk));
        let workspace = Workspace::at(self.place.path());
        let report = run::run_on(&storage, &workspace, &Settings::default(), &options, &Unobserved).unwrap();
        let found = run::check::check(&workspace, &Settings::default()).unwrap();
        assert!(found.is_empty(), "{found:?}");
        report
    }

    fn reports(&self) -> Vec<CataloguedReport> {
        let current: serde_json::Value =
            serde_json::from_slice(&fs::read(self.path("indexes/current")).unwrap()).unwrap();
        let number = current["generation"].as_u64().unwrap();
        let generations = run::build::generations(
            &Storage::at(self.place.path()),
            &Workspace::at(self.place.path()),
            &Settings::default(),
        );
        Catalogue::read(&generations.dir(number)).unwrap().reports
    }

    fn keys(&self) -> Vec<String> {
        self.reports().into_iter().map(|report| report.key).collect()
    }

    fn table(&self) -> (Vec<String>, Vec<Row>) {
        let text = fs::read_to_string(self.path("outputs/tracker.csv")).unwrap();
        let mut records =
            minutebook::internals::tracker::records(text.trim_start_matches('\u{feff}'), b',').into_iter();
        let header = records.next().unwrap();
        let rows = records.map(|cells| header.iter().cloned().zip(cells).collect()).collect();
        (header, rows)
    }

    fn rows(&self) -> Vec<Row> {
        self.table().1
    }

    /// A person writes into the cell of the row whose id holds `id`.
    fn edit(&self, id: &str, column: &str, value: &str) {
        let (header, mut rows) = self.table();
        let row = rows.iter_mut().find(|row| row["id"].contains(id)).unwrap_or_else(|| panic!("no row {id}"));
        row.insert(column.to_owned(), value.to_owned());
        let mut out = csv::Writer::from_path(self.path("outputs/tracker.csv")).unwrap();
        out.write_record(&header).unwrap();
        for row in &rows {
            out.write_record(header.iter().map(|column| &row[column])).unwrap();
        }
        out.flush().unwrap();
    }

    /// What a person wrote stands on a row with these words.
    fn stands(&self, words: &str, column: &str, value: &str) {
        let rows = self.rows();
        assert!(rows.iter().any(|row| row["text"].contains(words) && row[column] == value), "{words}: {value} is gone");
    }

    fn cell(&self, words: &str, column: &str) -> String {
        let rows = self.rows();
        let holding: Vec<&Row> =
            rows.iter().filter(|row| row["text"].contains(words) && row["source_status"] != "withdrawn").collect();
        assert_eq!(holding.len(), 1, "{words}: {holding:?}");
        holding[0][column].clone()
    }
}

const MATTERS: [&str; 8] = [
    "publish the list of piers that need repair",
    "ask the ferry companies for their winter timetable",
    "set up a fund for small harbours",
    "translate the safety leaflet into four languages",
    "pay the fares of two students to the autumn session",
    "keep a register of all decisions of the forum",
    "bring the accounts before the end of the year",
    "write to the ministry about the lighthouse",
];

/// Minutes of a meeting: heading, then a numbered paragraph a matter. `matters` may leave some out or name others.
fn paragraphs(matters: &[&str]) -> Vec<String> {
    let decided = |(nth, matter): (usize, &&str)| {
        format!(
            "{}. After a discussion in which several members spoke about the harbours, it was agreed to {matter}.",
            nth + 1
        )
    };
    matters.iter().enumerate().map(decided).collect()
}

fn markdown(title: &str, matters: &[&str]) -> String {
    format!("# {title}\n\nStraits Council, 12 May 2031\n\n{}\n", paragraphs(matters).join("\n\n"))
}

fn html(title: &str, matters: &[&str]) -> String {
    let body: String = paragraphs(matters).iter().map(|text| format!("<p>{text}</p>\n")).collect();
    format!(
        "<html><head><title>{title}</title></head><body><h1>{title}</h1><p>Straits Council, 12 May 2031</p>{body}</body></html>"
    )
}

const TITLE: &str = "Straits Council: Report of the Second Meeting";

#[test]
fn files_of_one_report_are_one_report_whatever_comes_first() {
    let alone = Desk::new();
    alone.put("minutes.md", markdown(TITLE, &MATTERS));
    alone.run();
    let desk = Desk::new();
    desk.put("minutes.md", markdown(TITLE, &MATTERS));
    desk.put("page.html", html(TITLE, &MATTERS));
    desk.put("zzz.txt", markdown(TITLE, &MATTERS).replace("# ", ""));
    desk.run();
    let reports = desk.reports();
    assert_eq!(reports.len(), 1, "{:?}", desk.keys());
    assert_eq!(reports[0].paths().collect::<BTreeSet<_>>(), ["minutes.md", "page.html", "zzz.txt"].into());
    let ids = |desk: &Desk| desk.rows().into_iter().map(|row| row["id"].clone()).collect::<Vec<_>>();
    assert_eq!(ids(&desk), ids(&alone));
    assert_eq!(reports[0].totals, alone.reports()[0].totals);
    let again = desk.run();
    assert_eq!(again.outcome, "unchanged");
    let anew = desk.run_as(true);
    assert_eq!((anew.items.gained.count, anew.items.lost.count), (0, 0));
    assert_eq!(desk.reports()[0].paths().count(), 3);
}

#[test]
fn what_people_wrote_stays_when_files_of_the_report_come_and_go_and_change() {
    let desk = Desk::new();
    desk.put("minutes.md", markdown(TITLE, &MATTERS));
    desk.run();
    desk.edit("#3~", "status", "done");
    // The next month the page is saved beside it: what is shown stays, and no row is news.
    desk.put("page.html", html(TITLE, &MATTERS));
    let second = desk.run();
    assert_eq!((second.items.gained.count, second.items.lost.count), (0, 0), "{:?}", second.items);
    assert_eq!(desk.reports()[0].paths().collect::<Vec<_>>(), ["minutes.md", "page.html"]);
    assert_eq!(desk.cell("fund for small harbours", "status"), "done");
    desk.edit("#5~", "owner", "Ana");
    desk.remove("minutes.md");
    let third = desk.run();
    assert_eq!((third.items.gained.count, third.items.lost.count), (0, 0));
    assert_eq!(desk.cell("two students", "owner"), "Ana");
    assert_eq!(desk.cell("fund for small harbours", "status"), "done");
    assert_eq!(desk.reports()[0].paths().collect::<Vec<_>>(), ["page.html"]);
    // Both are there again, and both are reissued with one matter more.
    desk.put("minutes.md", markdown(TITLE, &MATTERS));
    desk.run();
    let more: Vec<&str> = MATTERS.iter().copied().chain(["count the seals of the northern bay"]).collect();
    desk.put("minutes.md", markdown(TITLE, &more));
    desk.put("page.html", html(TITLE, &more));
    let last = desk.run();
    assert_eq!((last.items.gained.count, last.items.lost.count), (1, 0), "{:?}", last.items);
    assert_eq!(desk.keys().len(), 1);
    assert_eq!(desk.cell("two students", "owner"), "Ana");
    assert_eq!(desk.cell("fund for small harbours", "status"), "done");
}

#[test]
fn keys_that_were_given_to_one_work_are_joined_with_what_people_wrote_on_either() {
    let desk = Desk::new();
    desk.put("minutes.md", markdown(TITLE, &MATTERS));
    desk.put("page.html", html(TITLE, &MATTERS));
    // As earlier versions named them.
    desk.put("manifest.csv", "path,key\nminutes.md,straits\npage.html,straits-2\n");
    desk.run();
    assert_eq!(desk.keys(), ["straits", "straits-2"], "what people name apart stays apart");
    desk.edit("straits#3~", "status", "done");
    desk.edit("straits-2#5~", "owner", "Ana");
    desk.edit("straits-2#6~", "notes", "see the folder");
    desk.edit("straits#6~", "status", "open");
    desk.put("manifest.csv", "path,key\n");
    let joined = desk.run();
    assert_eq!(desk.keys(), ["straits"], "{:?}", joined.remarks);
    assert!(joined.remarks.iter().any(|remark| remark.contains("straits-2 and straits are one report")), "{joined:?}");
    assert_eq!(desk.cell("fund for small harbours", "status"), "done");
    assert_eq!(desk.cell("register of all decisions", "status"), "open");
    desk.stands("two students", "owner", "Ana");
    desk.stands("register of all decisions", "notes", "see the folder");
    // The rows of the key that is no more lead to those of the one that stays.
    let ledger = fs::read_to_string(desk.path("indexes/ledger/items.jsonl")).unwrap();
    assert!(ledger.contains("\"heir\":\"straits#5~"), "{ledger}");
    assert_eq!(joined.items.lost.count, 0, "{:?}", joined.items.lost);
    let here = desk.rows().into_iter().filter(|row| row["source_status"] != "withdrawn");
    assert_eq!(here.map(|row| row["text"].clone()).collect::<BTreeSet<_>>().len(), MATTERS.len());
    assert_eq!(desk.run().outcome, "unchanged");
    let anew = desk.run_as(true);
    assert_eq!((anew.items.gained.count, anew.items.lost.count), (0, 0));
    desk.stands("two students", "owner", "Ana");
}

#[test]
fn near_misses_are_two_reports() {
    let desk = Desk::new();
    let others = [
        "order new ropes for the pilot boats",
        "paint the doors of the lifeboat house",
        "send the minutes to every member within a week",
        "open the office on Saturdays",
        "look for a new treasurer",
        "keep a register of all decisions of the forum",
        "lend the small crane to the museum",
        "thank the band for its music",
    ];
    desk.put("morning.md", markdown(TITLE, &MATTERS));
    desk.put("afternoon.md", markdown(TITLE, &others));
    desk.put("draft.md", markdown("Straits Council: Draft Report of the Second Meeting", &MATTERS));
    desk.run();
    assert_eq!(desk.keys().len(), 3, "{:?}", desk.keys());
    // A file that was one of a report's and is changed into another report leaves it.
    desk.remove("draft.md");
    desk.put("page.html", html(TITLE, &MATTERS));
    desk.run();
    assert_eq!(desk.keys().len(), 2, "{:?}", desk.keys());
    let elsewhere: Vec<String> =
        (0..9).map(|nth| format!("plant {nth} trees along road number {nth} to the mill")).collect();
    let elsewhere: Vec<&str> = elsewhere.iter().map(String::as_str).collect();
    desk.put("page.html", html("Report of the Third Meeting", &elsewhere).replace("12 May", "9 June"));
    desk.run();
    assert_eq!(desk.keys().len(), 3, "{:?}", desk.keys());
    assert!(desk.reports().iter().all(|report| report.paths().count() == 1));
}

#[test]
fn the_reference_files_of_one_work_are_one_report() {
    let Some(shared) = shared() else { return };
    let desk = Desk::new();
    let put = |path: &Path| desk.put(&path.file_name().unwrap().to_string_lossy(), fs::read(path).unwrap());
    let files = files_below(&shared.join("threads/formats"), &["docx", "html", "pdf", "txt", "md"]);
    files.iter().for_each(|path| put(path));
    for twin in
        ["001_A_80_604_Add.4.pdf", "002_A_80_604_Add.4.docx", "003_A_80_604_Add.12.pdf", "004_A_80_604_Add.12.docx"]
    {
        put(&shared.join("corpus").join(twin));
    }
    desk.run();
    let reports = desk.reports();
    println!("covered {} files", files.len() + 4);
    let sets: BTreeMap<String, usize> =
        reports.iter().map(|report| (report.key.clone(), report.paths().count())).collect();
    assert_eq!(reports.len(), 6, "{sets:?}");
    assert_eq!(sets.values().copied().collect::<Vec<_>>().iter().sum::<usize>(), files.len() + 4);
    assert!(sets.values().all(|count| *count == 4 || *count == 2), "{sets:?}");
}
