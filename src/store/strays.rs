//! Files that an unfinished write left beside the one it was to replace, and directories of unfinished generations.
//!
//! Every write of [`super::Storage`] goes to a name of its own first; what still carries such a name while nobody writes was
//! left by a kill. Readers never look at it.

use super::Storage;
use super::storage::UNFINISHED;
use crate::error::RunError;
use std::path::{Path, PathBuf};

/// Beginning of the name of a generation that is being built.
pub const BUILDING: &str = ".building-";
/// Beginning of the name of a generation that is being removed.
pub const REMOVING: &str = ".removing-";

/// Everything below `dir` that an unfinished write left, in order of the paths. What cannot be listed is passed over: it is
/// not for this to judge.
#[must_use]
pub fn find(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    collect(dir, &mut found);
    found.sort();
    found
}

/// Removes everything that [`find`] finds below the directories, and answers it. Only for whoever holds the run lock.
///
/// # Errors
/// The disk refuses.
pub fn sweep(storage: &Storage, dirs: &[PathBuf]) -> Result<Vec<PathBuf>, RunError> {
    let found: Vec<PathBuf> = dirs.iter().flat_map(|dir| find(dir)).collect();
    for path in &found {
        storage.remove(path)?;
    }
    Ok(found)
}

fn collect(dir: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(dir) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.ends_with(UNFINISHED) || name.starts_with(BUILDING) || name.starts_with(REMOVING) {
            found.push(entry.path());
        } else if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            collect(&entry.path(), found);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_carries_the_name_of_an_unfinished_write_goes() {
        let dir = tempfile::tempdir().unwrap();
        let storage = Storage::at(dir.path());
        for file in ["a/kept.csv", "a/.kept.csv.minutebook-unfinished", ".building-000002/x", "a/.removing-000001/y"] {
            storage.write_atomic(file, b"x").unwrap();
        }
        let swept = sweep(&storage, &[dir.path().to_owned()]).unwrap();
        assert_eq!(swept.len(), 3);
        assert!(dir.path().join("a/kept.csv").exists());
        assert!(find(dir.path()).is_empty());
    }
}
