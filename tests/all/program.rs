//! The first things a newcomer does, through the binary, in a workspace that is a copy of the sample corpus.

use super::shared::files_below;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// What the program answered.
pub struct Answer {
    pub status: Option<i32>,
    pub out: String,
    pub err: String,
}

/// Runs the program in a workspace.
pub fn minutebook(workspace: &Path, arguments: &[&str]) -> Answer {
    let Output { status, stdout, stderr } = Command::new(env!("CARGO_BIN_EXE_minutebook"))
        .args(arguments)
        .arg("--workspace")
        .arg(workspace)
        .output()
        .expect("the program starts");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the program prints UTF-8");
    Answer { status: status.code(), out: text(stdout), err: text(stderr) }
}

/// A workspace with a copy of the sample corpus.
pub fn sample_workspace() -> tempfile::TempDir {
    let workspace = tempfile::tempdir().unwrap();
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    for file in files_below(&corpus, &["pdf", "txt", "md", "csv"]) {
        let to: PathBuf = workspace.path().join("corpus").join(file.strip_prefix(&corpus).unwrap());
        std::fs::create_dir_all(to.parent().unwrap()).unwrap();
        std::fs::copy(&file, to).unwrap();
    }
    workspace
}

#[test]
fn the_sample_corpus_becomes_a_searchable_record_with_trackers() {
    let workspace = sample_workspace();
    let run = minutebook(workspace.path(), &["run"]);
    assert_eq!(run.status, Some(0), "{}{}", run.out, run.err);
    let search = minutebook(workspace.path(), &["search", "newcomers track"]);
    assert_eq!(search.status, Some(0), "{}", search.err);
    assert!(search.out.contains("newcomers"), "{}", search.out);
    let tracker = std::fs::read_to_string(workspace.path().join("outputs/tracker.csv")).unwrap();
    assert!(tracker.contains("id,no,kind,force,standing,held_by,category"), "{tracker}");
    let again = minutebook(workspace.path(), &["run"]);
    assert_eq!(again.status, Some(0), "{}{}", again.out, again.err);
    assert_eq!(tracker, std::fs::read_to_string(workspace.path().join("outputs/tracker.csv")).unwrap());
}
