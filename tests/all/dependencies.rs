//! Every dependency is used: CI needs no tool to say so.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

#[test]
fn every_dependency_is_named_in_the_source() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let manifest: toml::Table = std::fs::read_to_string(root.join("Cargo.toml")).unwrap().parse().unwrap();
    let used_in = |section: &str, folders: &[&str]| {
        let words: BTreeSet<String> = folders.iter().flat_map(|folder| words(&root.join(folder))).collect();
        let names = manifest[section].as_table().unwrap().keys();
        names.filter(|name| !words.contains(&name.replace('-', "_"))).cloned().collect::<Vec<_>>()
    };
    assert_eq!(used_in("dependencies", &["src"]), Vec::<String>::new(), "dependencies that nothing in src/ names");
    let unused = used_in("dev-dependencies", &["src", "tests", "benches"]);
    assert_eq!(unused, Vec::<String>::new(), "dependencies that no test and no bench names");
}

/// The words of all code below a folder that a path can begin with: before `::`, and after `use`.
fn words(folder: &Path) -> Vec<String> {
    let mut words = Vec::new();
    let mut pending: Vec<PathBuf> = vec![folder.to_owned()];
    while let Some(path) = pending.pop() {
        if path.is_dir() {
            pending.extend(std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = std::fs::read_to_string(path).unwrap();
            let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
            for line in code {
                let is_letter = |letter: char| letter.is_alphanumeric() || letter == '_';
                words.extend(
                    line.split("::").filter_map(|part| part.rsplit(|c| !is_letter(c)).next()).map(str::to_owned),
                );
                words.extend(line.trim().strip_prefix("use ").map(|used| used.trim_end_matches(';').to_owned()));
            }
        }
    }
    words
}
