//! The sample reports of `corpus/` read as their sources say: `samples/` holds for each the blocks as a person wrote them down from the
//! source in `docs/sample-corpus/`, not as the program read them. Labelled data, not a snapshot.

use super::program::minutebook;
use super::shared::files_below;
use minutebook::internals::model::Document;
use std::fmt::Write as _;
use std::path::Path;

#[test]
fn every_sample_report_is_read_as_its_source_was_written() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let reports = files_below(&root.join("corpus"), &["pdf", "md", "txt", "html", "docx", "xlsx"]);
    let mut wrong = String::new();
    for report in &reports {
        let name = report.file_stem().unwrap().to_str().unwrap();
        let expected = std::fs::read_to_string(root.join(format!("tests/all/samples/{name}.txt"))).expect(name);
        let read = outline(&extract(report));
        if read != expected {
            write!(wrong, "\n== {name}\n{}", difference(&expected, &read)).unwrap();
        }
    }
    assert!(reports.len() >= 10, "the sample corpus is gone");
    assert!(wrong.is_empty(), "(-: as written, +: as read){wrong}");
}

fn extract(report: &Path) -> Document {
    let workspace = tempfile::tempdir().unwrap();
    let answer = minutebook(workspace.path(), &["extract", report.to_str().unwrap(), "--format", "json"]);
    assert_eq!(answer.status, Some(0), "{}", answer.err);
    serde_json::from_str(&answer.out).expect("a document")
}

/// What the report is, then each block: type, number, place, footnote marks, text.
fn outline(document: &Document) -> String {
    let meta = &document.meta;
    let facts = [
        &Some(meta.key.clone()),
        &meta.title,
        &meta.body,
        &meta.meeting,
        &meta.date,
        &meta.kind,
        &meta.language,
        &meta.symbol,
    ];
    let facts: Vec<&str> = facts.into_iter().map(|fact| fact.as_deref().unwrap_or("None")).collect();
    let mut text = format!("{}\n", facts.join(" | "));
    for block in &document.blocks {
        let kind = serde_json::to_value(block.block_type).unwrap();
        let kind = kind.as_str().unwrap();
        if kind == "furniture" {
            continue;
        }
        let mut place: Vec<&str> = block.annex.iter().map(String::as_str).collect();
        place.extend(block.section.as_deref());
        let marks =
            block.footnote_refs.iter().fold(String::new(), |marks, it| format!("{marks} [{}@{}]", it.mark, it.offset));
        let number = block.number.as_deref().unwrap_or("-");
        write!(text, "\n{kind} {number} ({}){marks}\n{}\n", place.join(" > "), block.text).unwrap();
    }
    for note in &document.notes {
        write!(text, "\nnote {}\n", note.code).unwrap();
    }
    text
}

/// The paragraphs that stand on one side only.
fn difference(expected: &str, read: &str) -> String {
    let blocks = |text: &str| text.split("\n\n").map(|it| it.trim().to_owned()).collect::<Vec<_>>();
    let (expected, read) = (blocks(expected), blocks(read));
    let only = |sign: char, these: &[String], those: &[String]| {
        these.iter().filter(|it| !those.contains(it)).fold(String::new(), |all, it| format!("{all}{sign} {it}\n"))
    };
    only('-', &expected, &read) + &only('+', &read, &expected)
}
