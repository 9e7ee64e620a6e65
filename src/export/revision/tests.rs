//! Workbooks of people's, brought up to date: what they put there besides values stays, values and rows change.

use super::*;
use crate::export::book::{Book, Options};
use crate::export::sample::row;
use crate::export::titles::Titles;
use crate::model::{Cells, Column, TableRow, TrackerRow, human_columns, table_keys};
use crate::tracker::read;
use rust_xlsxwriter::{ConditionalFormatFormula, Format, Formula, Note, Workbook};
use std::collections::BTreeMap;
use std::io::Cursor;

fn wanted(rows: &[(TrackerRow, &[(&str, &str)])], more: &[&str]) -> Wanted {
    let human = human_columns(&more.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>());
    let keys = table_keys(&human);
    let machine = Column::ALL.iter().map(|column| column.name().to_owned());
    let mut wanted = Wanted::new(machine.chain(human).collect(), Column::ALL.len());
    for (row, cells) in rows {
        let human: Cells = cells.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
        let row = TableRow::Item { row: Box::new(row.clone()), human };
        wanted.add(row.cells(&keys), Some("Outcomes"), []);
    }
    wanted
}

fn revised(old: &[u8], wanted: &Wanted) -> (Vec<u8>, Revised) {
    let mut out = Vec::new();
    let revised = revise(Cursor::new(old), wanted, &mut out).unwrap();
    (out, revised)
}

fn parts(bytes: &[u8]) -> BTreeMap<String, String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|at| {
            let mut file = archive.by_index(at).unwrap();
            let mut text = Vec::new();
            file.read_to_end(&mut text).unwrap();
            (file.name().unwrap().into_owned(), String::from_utf8_lossy(&text).into_owned())
        })
        .collect()
}

/// Whether every part of an archive begins where the one before ends: its header, or what follows it, tells its true length.
fn strict(bytes: &[u8]) -> bool {
    let word = |at: usize| u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap()) as usize;
    let half = |at: usize| usize::from(u16::from_le_bytes(bytes[at..at + 2].try_into().unwrap()));
    let mut at = 0;
    while bytes[at..].starts_with(b"PK\x03\x04") {
        let is_told_later = half(at + 6) & 8 != 0;
        if is_told_later {
            return false;
        }
        at += 30 + half(at + 26) + half(at + 28) + word(at + 18);
    }
    bytes[at..].starts_with(b"PK\x01\x02")
}

/// A workbook as a person left it: columns in their own order, a formula, a note, a colour, a sheet of their own.
fn persons() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("Tracker").unwrap();
    let first = row("k#1~aaaaaaaa.d");
    let second = row("k#2~bbbbbbbb.d");
    let names = ["status", "text", "days left", "id", "rev", "due", "owner", "kind"];
    for (at, name) in (0..).zip(names) {
        sheet.write_string(1, at, name).unwrap();
    }
    sheet.write_string(0, 0, "Our tracker").unwrap();
    let red = Format::new().set_background_color("#FF0000");
    for (at, item) in (2..).zip([&second, &first]) {
        sheet.write_string_with_format(at, 0, "open", &red).unwrap();
        sheet.write_string(at, 1, &item.text).unwrap();
        sheet.write_formula(at, 2, Formula::new("=F3-TODAY()").set_result("5")).unwrap();
        sheet.write_string(at, 3, &item.id).unwrap();
        sheet.write_string(at, 4, "rx").unwrap();
        sheet
            .write_datetime_with_format(
                at,
                5,
                rust_xlsxwriter::ExcelDateTime::parse_from_str("2019-06-02").unwrap(),
                &Format::new().set_num_format("dd/mm/yyyy"),
            )
            .unwrap();
    }
    sheet.insert_note(2, 0, &Note::new("ask Ana first")).unwrap();
    sheet.set_column_width(1, 77).unwrap();
    sheet.autofilter(1, 0, 3, 7).unwrap();
    let rule = ConditionalFormatFormula::new().set_rule("=$A3=\"done\"").set_format(Format::new().set_bold());
    sheet.add_conditional_format(2, 0, 3, 7, &rule).unwrap();
    let own = book.add_worksheet();
    own.set_name("My notes").unwrap();
    own.write_string(0, 0, "remember the milk").unwrap();
    book.save_to_buffer().unwrap()
}

#[test]
fn what_people_put_into_a_workbook_stays_and_values_and_rows_are_brought_up_to_date() {
    let old = persons();
    let mut first = row("k#1~aaaaaaaa.d");
    first.due = Some("2020-01-31".to_owned());
    let rows = [
        (first, [("status", "done"), ("owner", "Ana & Ben"), ("region", "North")].as_slice()),
        (row("k#2~bbbbbbbb.d"), &[("status", "open")]),
        (row("k#3~cccccccc.d"), &[("notes", "=new"), ("status", "open")]),
    ];
    let wanted = wanted(&rows, &["Region"]);
    let (new, revised) = revised(&old, &wanted);
    assert_eq!((revised.rows, revised.columns), (1, 3), "assessment, notes and Region were not there");
    let (before, after) = (parts(&old), parts(&new));
    for (name, content) in &before {
        let is_changed = name == "xl/worksheets/sheet1.xml" || name == "xl/workbook.xml";
        assert!(is_changed || after.get(name) == Some(content), "{name} has changed");
    }
    let sheet = &after["xl/worksheets/sheet1.xml"];
    for stays in ["<f>F3-TODAY()</f>", "width=\"77", "legacyDrawing"] {
        assert!(sheet.contains(stays), "{stays}: {sheet}");
    }
    assert!(sheet.contains("<autoFilter ref=\"A2:H5\"") && sheet.contains("sqref=\"A3:H5\""), "{sheet}");
    let back = read(&new, "t.xlsx").unwrap();
    let cell = |id: &str, column: &str| {
        let at = |name: &str| back.columns.iter().position(|field| field.key() == name).unwrap();
        let row = back.rows.iter().find(|row| row[at("id")].as_deref() == Some(id)).unwrap();
        row[at(column)].clone().unwrap_or_default()
    };
    let [one, two, three] = ["k#1~aaaaaaaa.d", "k#2~bbbbbbbb.d", "k#3~cccccccc.d"];
    assert_eq!(
        (cell(one, "status"), cell(one, "owner"), cell(one, "region")),
        ("done".into(), "Ana & Ben".into(), "North".into())
    );
    assert_eq!((cell(one, "due"), cell(two, "due")), ("2020-01-31".into(), "2019-06-02".into()));
    assert_eq!(
        (cell(three, "status"), cell(three, "notes"), cell(three, "text")),
        ("open".into(), "=new".into(), rows[2].0.text.clone())
    );
    assert_eq!(cell(two, "days left"), "", "what a formula shows is nobody's word");
    // Each part says in its own header how long it is, or that it will say so: strict readers go by it.
    assert!(strict(&new));
    // Once more, and every part is as it is.
    let (again, nothing) = self::revised(&new, &wanted);
    assert_eq!((nothing.cells, nothing.rows, nothing.columns), (0, 0, 0));
    assert_eq!(parts(&again), after);
}

#[test]
fn a_workbook_of_ours_is_brought_up_to_date_on_every_sheet() {
    let (human, scratch) = (human_columns([]), tempfile::tempdir().unwrap());
    let options = Options {
        title: "T".to_owned(),
        day: "2026-11-21".to_owned(),
        corpus: None,
        read_back: true,
        titles: Titles::default(),
        statuses: vec!["open".to_owned()],
    };
    let mut book = Book::new(&human, &table_keys(&human), options, scratch.path()).unwrap();
    for id in ["k#1~aaaaaaaa.d", "k#2~bbbbbbbb.d"] {
        book.add(&TableRow::Item { row: Box::new(row(id)), human: Cells::new() }).unwrap();
    }
    let mut old = Vec::new();
    book.finish(&mut old).unwrap();
    let rows = [
        (row("k#1~aaaaaaaa.d"), [("status", "done")].as_slice()),
        (row("k#2~bbbbbbbb.d"), &[]),
        (row("k#3~cccccccc.d"), &[("owner", "Ana")]),
    ];
    let (new, revised) = revised(&old, &wanted(&rows, &[]));
    assert_eq!((revised.cells, revised.rows), (2, 2), "the main sheet and that of the category");
    assert_eq!(read(&new, "t.xlsx").unwrap().rows.len(), 6);
    assert!(strict(&new), "also parts that were written as a stream");
    // A row below that holds nothing is no row to begin after.
    for (name, sheet) in parts(&new).iter().filter(|(_, sheet)| sheet.contains("k#3~cccccccc.d")) {
        let rows: Vec<u32> =
            sheet.split("<row r=\"").skip(1).map(|rest| rest.split('"').next().unwrap().parse().unwrap()).collect();
        assert_eq!(rows, [1, 2, 3, 4], "{name}");
    }
}

/// A row of an item that has gone into another keeps its comments and colours as the other's row.
#[test]
fn the_row_of_an_item_that_was_taken_over_goes_on_as_the_row_of_the_one_that_took_over() {
    let old = persons();
    let mut wanted = wanted(&[(row("k#1~zzzzzzzz.d"), &[("status", "open")])], &[]);
    wanted.took_over(["k#1~aaaaaaaa.d"]);
    let (new, revised) = revised(&old, &wanted);
    assert_eq!(revised.rows, 0, "no row was added");
    let back = read(&new, "t.xlsx").unwrap();
    let ids: Vec<&str> =
        back.rows.iter().flatten().flatten().map(String::as_str).filter(|cell| cell.starts_with("k#1")).collect();
    assert_eq!(ids, ["k#1~zzzzzzzz.d"]);
}

#[test]
fn what_is_no_tracker_is_left_to_others_with_the_reason() {
    let mut book = Workbook::new();
    book.add_worksheet().write_string(0, 0, "hello").unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let why = revise(Cursor::new(&bytes), &wanted(&[], &[]), &mut Vec::new()).unwrap_err();
    assert!(why.contains("no sheet"), "{why}");
    assert!(revise(Cursor::new(b"PK\x03\x04 broken"), &wanted(&[], &[]), &mut Vec::new()).is_err());
}
