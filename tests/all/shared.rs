//! The reference files beside the project. They are not part of it: a test that needs them says so and is skipped where
//! they are absent.

use std::path::{Path, PathBuf};

/// The folder of reference files: `MINUTEBOOK_SHARED`, or `../shared` beside the project. `None`, with a line that says so,
/// where there is none.
pub fn shared() -> Option<PathBuf> {
    let folder = std::env::var_os("MINUTEBOOK_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from);
    if folder.join("gold").is_dir() {
        return Some(folder);
    }
    eprintln!("skipped: ../shared is absent");
    None
}

/// The files of a folder and those below it with one of the extensions, in order of their paths.
pub fn files_below(folder: &Path, extensions: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().and_then(|it| it.to_str()).is_some_and(|it| extensions.contains(&it)) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}
