//! Bytes that change by themselves: found by whoever reads them, made good by the next run, and said.

use super::program::minutebook;
use super::states;
use std::fs;
use std::path::{Path, PathBuf};

/// A workspace with two published generations, so that segments are shared.
fn workspace() -> tempfile::TempDir {
    let place = tempfile::tempdir().unwrap();
    for state in [0, 1] {
        states::put(place.path(), state);
        assert_eq!(run(place.path()), Some(0));
    }
    place
}

fn run(workspace: &Path) -> Option<i32> {
    minutebook(workspace, &["run", "--quiet", "--settle", "0"]).status
}

fn files(dir: &Path) -> Vec<PathBuf> {
    let mut files: Vec<_> =
        fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_file()).collect();
    files.sort();
    files
}

/// Changes one byte in the middle of a file.
fn flip(file: &Path) {
    let mut bytes = fs::read(file).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0x20;
    fs::write(file, bytes).unwrap();
}

/// What the search answers, with its status.
fn answer(workspace: &Path) -> (Option<i32>, String) {
    let answer = minutebook(workspace, &["search", "programme", "--format", "jsonl"]);
    (answer.status, answer.out)
}

#[test]
fn a_damaged_file_of_the_index_is_never_a_wrong_answer_and_is_built_anew() {
    let sample = workspace();
    let names: Vec<PathBuf> = [
        files(&sample.path().join("indexes/generations/000002/tantivy")),
        files(&sample.path().join("indexes/generations/000002")),
    ]
    .concat()
    .into_iter()
    .filter(|file| fs::metadata(file).unwrap().len() > 1)
    .map(|file| file.strip_prefix(sample.path()).unwrap().to_owned())
    .collect();
    assert!(names.len() > 5, "{names:?}");
    // Names of segments differ from workspace to workspace: each kind of file stands for its kind.
    let kinds: std::collections::BTreeSet<String> = names.iter().map(|name| kind(name)).collect();
    for wanted in kinds {
        let place = workspace();
        let dir = place.path();
        let (known, sound) = (states::items(dir), answer(dir));
        let generation = dir.join("indexes/generations/000002");
        let all = [files(&generation.join("tantivy")), files(&generation)].concat();
        let file = all.into_iter().find(|file| kind(file) == wanted && fs::metadata(file).unwrap().len() > 1).unwrap();
        flip(&file);
        let found = answer(dir);
        assert!(found == sound || found.0 == Some(2), "{wanted}: a wrong answer: {found:?}");
        let status = run(dir);
        assert!(status == Some(1) || found == sound && status == Some(0), "{wanted}: {status:?}");
        assert_eq!(answer(dir), sound, "{wanted}: healed");
        assert_eq!(states::items(dir), known, "{wanted}");
        assert_eq!(run(dir), Some(0), "{wanted}: once is enough");
        assert_eq!(minutebook(dir, &["check"]).status, Some(0), "{wanted}");
    }
}

/// The end of a file's name, which says what it holds.
fn kind(file: &Path) -> String {
    let name = file.file_name().unwrap().to_string_lossy().into_owned();
    name.rsplit('.').next().unwrap().to_owned()
}

#[test]
fn a_damaged_document_is_read_again_and_it_is_said() {
    let place = workspace();
    let dir = place.path();
    let known = states::items(dir);
    // Documents of the generation before are there too, until it is swept.
    let catalogue = fs::read_to_string(dir.join("indexes/generations/000002/catalogue.json")).unwrap();
    let stored = files(&dir.join("indexes/documents"));
    let current =
        |file: &&PathBuf| catalogue.contains(file.file_name().unwrap().to_str().unwrap().split('.').next().unwrap());
    flip(stored.iter().find(current).unwrap());
    let night = minutebook(dir, &["run", "--settle", "0"]);
    assert_eq!(night.status, Some(1), "{}{}", night.out, night.err);
    assert!(night.out.contains("stored document was damaged, and read again"), "{}", night.out);
    assert_eq!(states::items(dir), known);
    assert_eq!((run(dir), minutebook(dir, &["check"]).status), (Some(0), Some(0)));
}

#[test]
fn an_older_generation_that_is_damaged_goes_and_stops_no_night() {
    for file in ["catalogue.json", "generation.json"] {
        let place = workspace();
        let dir = place.path();
        fs::write(dir.join("indexes/generations/000001").join(file), b"{\"schema\":").unwrap();
        states::put(dir, 2);
        let night = minutebook(dir, &["run", "--settle", "0"]);
        assert_eq!(night.status, Some(1), "{file}: {}{}", night.out, night.err);
        assert!(night.out.contains("generation 1, kept to go back to, was damaged and is removed"), "{}", night.out);
        assert!(!dir.join("indexes/generations/000001").exists());
        assert_eq!(run(dir), Some(0), "{file}");
    }
}

#[test]
fn a_changed_digit_in_current_does_not_search_another_generation() {
    let place = workspace();
    let dir = place.path();
    let (file, sound) = (dir.join("indexes/current"), answer(dir));
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replace("\"generation\": 2", "\"generation\": 1")).unwrap();
    assert_eq!(answer(dir).0, Some(2));
    let _ = run(dir);
    assert_eq!(answer(dir), sound);
}

#[test]
fn a_deleted_report_is_told_even_where_a_folder_took_its_place() {
    for folder in [false, true] {
        let place = workspace();
        let dir = place.path();
        let file = files(&dir.join("corpus"))[0].clone();
        fs::remove_file(&file).unwrap();
        if folder {
            fs::create_dir(&file).unwrap();
        }
        let night = minutebook(dir, &["run", "--settle", "0"]);
        assert_eq!(night.status, Some(1), "{}{}", night.out, night.err);
        assert!(night.out.contains("1 report left the index, with 12 items: 2021-01-14.md"), "{}", night.out);
        assert_eq!(run(dir), Some(0), "said once");
    }
}
