//! The folder of a site: which files in it are ours, so that nothing of others is replaced or deleted.

use super::options::Written;
use crate::error::RunError;
use crate::store::Storage;
use crate::text::digest;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// What the site holds, beside its pages.
const MANIFEST: &str = "minutebook-site.json";
/// Name and version of its form.
const SCHEMA: &str = "minutebook/site/1";
/// Letters of a hash that are kept: 96 bits.
const HASH_LETTERS: usize = 24;

/// What was written before.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Manifest {
    schema: String,
    /// Files with the beginning of their hash; empty where a writing was broken off.
    files: BTreeMap<String, String>,
    /// Reports with the state that their pages were made from, and those pages.
    reports: BTreeMap<String, (String, Vec<String>)>,
}

/// A folder being written.
pub struct Folder {
    dir: PathBuf,
    storage: Storage,
    before: Manifest,
    now: Manifest,
    written: Written,
    began: bool,
}

impl Folder {
    /// Opens a folder: a new one, an empty one, or one that holds a site.
    ///
    /// # Errors
    /// It holds files and no site, or cannot be read.
    pub fn open(dir: &Path) -> Result<Self, RunError> {
        let dir = std::path::absolute(dir)
            .map_err(|error| RunError::new(format!("cannot use {}", dir.display())).because(error))?;
        let before = match std::fs::read(dir.join(MANIFEST)) {
            Ok(bytes) => serde_json::from_slice(&bytes).map_err(|error| {
                RunError::damaged(format!("{} is no list of a site's files", dir.join(MANIFEST).display()))
                    .because(error)
                    .hint("move the folder away and write the site anew")
            })?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                if std::fs::read_dir(&dir).is_ok_and(|mut entries| entries.next().is_some()) {
                    return Err(RunError::usage(format!(
                        "{} holds files that are no site of minutebook",
                        dir.display()
                    ))
                    .hint("name a folder that is empty or not there yet: nothing of yours is to be replaced"));
                }
                Manifest::default()
            }
            Err(error) => {
                return Err(RunError::new(format!("cannot read {}", dir.join(MANIFEST).display())).because(error));
            }
        };
        std::fs::create_dir_all(&dir)
            .map_err(|error| RunError::new(format!("cannot make {}", dir.display())).because(error))?;
        let now = Manifest { schema: SCHEMA.to_owned(), ..Manifest::default() };
        Ok(Self { storage: Storage::at(&dir), dir, before, now, written: Written::default(), began: false })
    }

    /// Whether the pages of a report were made from this state and are all there.
    pub fn has_kept(&self, key: &str, state: &str) -> bool {
        let Some((kept, files)) = self.before.reports.get(key) else { return false };
        kept == state && files.iter().all(|file| self.dir.join(file).is_file())
    }

    /// Leaves the pages of a report as they are.
    pub fn keep(&mut self, key: &str, state: &str) {
        let files = self.before.reports.get(key).map(|(_, files)| files.clone()).unwrap_or_default();
        for file in &files {
            let hash = self.before.files.get(file).cloned().unwrap_or_default();
            self.now.files.insert(file.clone(), hash);
        }
        self.written.kept += 1;
        self.now.reports.insert(key.to_owned(), (state.to_owned(), files));
    }

    /// Writes the pages of a report.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn put_report(&mut self, key: &str, state: &str, pages: Vec<(String, Vec<u8>)>) -> Result<(), RunError> {
        let files = pages.iter().map(|(file, _)| file.clone()).collect();
        self.put_all(pages)?;
        self.now.reports.insert(key.to_owned(), (state.to_owned(), files));
        Ok(())
    }

    /// Writes files; such as hold the same already are left alone.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn put_all(&mut self, files: impl IntoIterator<Item = (String, Vec<u8>)>) -> Result<(), RunError> {
        for (file, bytes) in files {
            let hash: String = digest::sha256(&bytes).chars().take(HASH_LETTERS).collect();
            let path = self.dir.join(&file);
            let there = std::fs::read(&path).ok();
            let is_same = there.as_ref() == Some(&bytes);
            let is_ours = there.is_none() || is_same || self.is_ours(&file, there.as_deref().unwrap_or_default());
            if !is_ours {
                self.written.foreign.push(file);
                continue;
            }
            if !is_same {
                self.begin()?;
                self.storage.write_cache(&path, &bytes)?;
                self.written.changed += 1;
            }
            self.now.files.insert(file, hash);
        }
        Ok(())
    }

    /// The pages so far.
    pub fn pages(&self) -> impl Iterator<Item = &str> {
        self.now.files.keys().map(String::as_str).filter(|file| file.ends_with("index.html"))
    }

    /// Ends the writing: pages that are no more go, and what the folder holds is noted.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn close(mut self) -> Result<Written, RunError> {
        let gone: Vec<&String> = self.before.files.keys().filter(|file| !self.now.files.contains_key(*file)).collect();
        let mut folders = BTreeSet::new();
        for file in gone {
            let path = self.dir.join(file);
            let Ok(bytes) = std::fs::read(&path) else { continue };
            if !self.is_ours(file, &bytes) {
                self.written.foreign.push(file.clone());
                continue;
            }
            std::fs::remove_file(&path)
                .map_err(|error| RunError::new(format!("cannot delete {}", path.display())).because(error))?;
            self.written.removed += 1;
            folders.extend(path.ancestors().skip(1).take_while(|folder| *folder != self.dir).map(Path::to_owned));
        }
        // The deepest first; one that still holds anything stays.
        for folder in folders.iter().rev() {
            let _ = std::fs::remove_dir(folder);
        }
        self.written.pages = self.pages().count();
        if self.now != self.before {
            self.note(&self.now)?;
        }
        Ok(self.written)
    }

    /// Before the first file changes, all files of before are noted as unfinished ones of ours: whoever is interrupted can begin again.
    fn begin(&mut self) -> Result<(), RunError> {
        if !self.began {
            self.began = true;
            let unfinished =
                Manifest { schema: SCHEMA.to_owned(), reports: BTreeMap::new(), files: self.before.files.clone() };
            self.note(&unfinished)?;
        }
        Ok(())
    }

    fn note(&self, manifest: &Manifest) -> Result<(), RunError> {
        let bytes = serde_json::to_vec(manifest)
            .map_err(|error| RunError::new("cannot note what the site holds").because(error))?;
        self.storage.write_atomic(self.dir.join(MANIFEST), &bytes)
    }

    /// Whether a file is as we wrote it. Of a page that we may have written when we were interrupted, its own words tell.
    fn is_ours(&self, file: &str, bytes: &[u8]) -> bool {
        match self.before.files.get(file) {
            Some(hash) => digest::sha256(bytes).starts_with(hash.as_str()),
            None => file.ends_with(".html") && bytes.windows(OURS.len()).any(|words| words == OURS),
        }
    }
}

/// Words that stand at the foot of every page of ours.
const OURS: &[u8] = b"Made by minutebook from the reports as published.";
