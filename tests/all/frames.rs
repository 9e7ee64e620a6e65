//! Whole reports of several kinds of bodies, in our own words, through the whole program: what their rows say.

use super::program::minutebook;
use std::collections::BTreeMap;
use std::path::Path;

type Row = BTreeMap<String, String>;

/// The rows of the items of one report.
fn rows(name: &str) -> Vec<Row> {
    let workspace = tempfile::tempdir().unwrap();
    for folder in ["corpus", "indexes", "outputs"] {
        std::fs::create_dir(workspace.path().join(folder)).unwrap();
    }
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/all/frames").join(name);
    std::fs::copy(from, workspace.path().join("corpus").join(name)).unwrap();
    let run = minutebook(workspace.path(), &["run"]);
    assert!(matches!(run.status, Some(0 | 1)), "{}{}", run.out, run.err);
    let bytes = std::fs::read(workspace.path().join("outputs/items.csv")).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    reader.deserialize().map(Result::unwrap).collect()
}

fn told(rows: &[Row], columns: &[&str]) -> Vec<String> {
    rows.iter().map(|row| columns.iter().map(|column| row[*column].as_str()).collect::<Vec<_>>().join(" | ")).collect()
}

#[test]
fn headings_and_action_lines_of_a_society() {
    let rows = rows("allotments.md");
    assert_eq!(
        told(&rows, &["kind", "text", "actors", "due", "source_status"]),
        [
            "decision | Rent for 2032: 40 crowns a plot |  |  | ",
            "decision | A new pump is bought from the reserve. |  |  | ",
            "decision | No bonfires before October |  | 2031-10-01 | ",
            "action | Ben: Pay the plumber (by 30 March) | Ben Osei | 2031-03-30 | ",
            "action | Mira to print the notices (done) | Mira Lund |  | done",
            "action | Order two water butts - Ana Keller | Ana Keller |  | ",
            "action | None of the gates to be left open: All | All |  | ",
            "action | Circulate the rent letter by 20 March | Secretary | 2031-03-20 | ",
        ]
    );
}

#[test]
fn numbered_recommendations_are_whole_and_have_the_state_that_governs_them() {
    let rows = rows("proposals.txt");
    let numbered: Vec<Row> = rows.iter().filter(|row| !row["paragraph"].is_empty()).cloned().collect();
    assert_eq!(
        told(&numbered, &["paragraph", "text", "source_status"]),
        [
            "12 | Sessions could end after forty minutes. This would leave time for the corridor. | still pending to assess",
            "7 | The programme should have one free afternoon. | still pending to assess",
            "31 | A hall with daylight should be preferred. | assessed",
            "44 | Write to the schools of the host town. | assessed",
            "9 | A newsletter in plain language could be tried, with pictures. | pending (two views)",
        ]
    );
    assert!(numbered.iter().all(|row| row["kind"] == "recommendation"));
}

#[test]
fn motions_are_one_row_each_with_what_became_of_them() {
    let rows = rows("council.txt");
    assert_eq!(
        told(&rows, &["kind", "text", "actors"]),
        [
            "decision | Councillor Park moved that the library open on Sundays. Seconded by Councillor Lee. Motion carried 3-1. | ",
            "decision | Motion by Lee, seconded by Brandt, to close the boat ramp in winter. The motion failed, 1-3. | ",
            "decision | It was moved and seconded to paint the bus shelter. The motion was tabled until July. | ",
            "recommendation | Councillor Brandt moved that parking be free on market days. | ",
        ]
    );
}

#[test]
fn rows_of_tables_are_items_with_the_cells_of_their_columns() {
    let rows = rows("table.md");
    assert_eq!(
        told(&rows, &["kind", "actors", "due", "source_status"]),
        [
            "action | Ana Keller | 2031-08-01 | open",
            "action | Path wardens |  | done",
            "recommendation |  |  | pending",
        ]
    );
    assert_eq!(rows[2]["text"], "Benches every two miles. They should face the sea.");
}
