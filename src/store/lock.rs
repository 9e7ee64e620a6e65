//! One run at a time: the second is told who holds the workspace and since when; a dead holder is recognised.
//!
//! The operating system's file lock decides (it ends with its process, however that ends); a small file beside it says who
//! holds it. If that file is there while the lock is free, the last holder ended without letting go.

use super::Storage;
use super::access::refused;
use crate::error::{ErrorKind, RunError};
use serde::{Deserialize, Serialize};
use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};

/// Name of the lock file in `indexes/`.
const LOCK: &str = "run.lock";
/// Name of the file that says who holds it.
const HOLDER: &str = "run.holder.json";

/// Who holds a workspace, and since when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// Process number.
    pub process: u32,
    /// Name of the machine, where it is known.
    pub host: Option<String>,
    /// What it does: `run`, `purge mag-2017-03-28`.
    pub command: String,
    /// Since when, RFC 3339 in UTC.
    pub since: String,
}

/// The right to write into a workspace; ends when dropped.
#[derive(Debug)]
pub struct RunLock {
    storage: Storage,
    holder_file: PathBuf,
    left_by: Option<Holder>,
    // Kept open: the lock is the file's.
    _file: File,
}

impl RunLock {
    /// Whether this account may take the lock at all, now or later: somebody who may only search may not.
    #[must_use]
    pub fn may_be_taken(indexes: &Path) -> bool {
        let opened = OpenOptions::new().append(true).open(indexes.join(LOCK));
        opened.err().is_none_or(|error| error.kind() != std::io::ErrorKind::PermissionDenied)
    }

    /// Takes the lock of the workspace whose `indexes/` directory is given, for `command`.
    ///
    /// # Errors
    /// Another process holds it (the message says which and since when), or the disk refuses.
    pub fn take(storage: &Storage, indexes: &Path, command: &str) -> Result<Self, RunError> {
        storage.create_dir(indexes)?;
        let path = indexes.join(LOCK);
        if path.is_symlink() {
            return Err(
                RunError::new(format!("{} is a link", path.display())).hint("Remove it; the next run makes the file.")
            );
        }
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .map_err(|error| refused("open", &path, error))?;
        let holder_file = indexes.join(HOLDER);
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(taken(read(&holder_file).filter(is_alive))),
            Err(TryLockError::Error(error)) => {
                return Err(RunError::new(format!("cannot lock {}", path.display()))
                    .because(error)
                    .hint("Keep the workspace on a file system that has locks (a local disk, or NFS version 4)."));
            }
        }
        let left_by = read(&holder_file);
        let holder = Holder {
            process: std::process::id(),
            host: host(),
            command: command.to_owned(),
            since: jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
        };
        let text = serde_json::to_vec(&holder).unwrap_or_default();
        storage.write_atomic(&holder_file, &text)?;
        Ok(Self { storage: storage.clone(), holder_file, left_by, _file: file })
    }

    /// The holder before, if it ended without letting go (killed, power lost): its work may be half done.
    #[must_use]
    pub fn left_by(&self) -> Option<&Holder> {
        self.left_by.as_ref()
    }
}

impl Drop for RunLock {
    fn drop(&mut self) {
        // A failure here only makes the next run look for leftovers once more.
        let _ = self.storage.remove(&self.holder_file);
    }
}

fn read(path: &Path) -> Option<Holder> {
    serde_json::from_slice(&std::fs::read(path).ok()?).ok()
}

/// Whether the holder that the file names can be the one at work: it may have ended without letting go, and the present one
/// not yet have written its name. Where processes cannot be looked up, or it is another machine's, it is believed.
fn is_alive(holder: &Holder) -> bool {
    let processes = Path::new("/proc");
    let here = holder.host.is_some() && holder.host == host();
    !here || !processes.join("self").exists() || processes.join(holder.process.to_string()).exists()
}

fn host() -> Option<String> {
    let name = std::fs::read_to_string("/proc/sys/kernel/hostname").ok()?;
    Some(name.trim().to_owned()).filter(|name| !name.is_empty())
}

fn taken(holder: Option<Holder>) -> RunError {
    let who = holder.map_or_else(
        || "another minutebook process, begun just now,".to_owned(),
        |holder| {
            let host = holder.host.map(|host| format!(" on {host}")).unwrap_or_default();
            format!("`minutebook {}` (process {}{host}, since {})", holder.command, holder.process, holder.since)
        },
    );
    RunError::of(ErrorKind::Busy, format!("{who} is working in this workspace"))
        .hint("Wait until it has ended; search, show and export work meanwhile.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_is_told_who_and_since_when() {
        let dir = tempfile::tempdir().unwrap();
        let storage = Storage::at(dir.path());
        let first = RunLock::take(&storage, dir.path(), "run").unwrap();
        let error = RunLock::take(&storage, dir.path(), "purge x").unwrap_err();
        assert!(error.message.contains("`minutebook run`"), "{error}");
        assert!(error.message.contains(&format!("process {}", std::process::id())), "{error}");
        drop(first);
        let third = RunLock::take(&storage, dir.path(), "run").unwrap();
        assert_eq!(third.left_by(), None);
    }

    #[test]
    fn a_dead_holder_is_recognised() {
        let dir = tempfile::tempdir().unwrap();
        let storage = Storage::at(dir.path());
        let dead = Holder { process: 1, host: None, command: "run".into(), since: "2020-01-01T00:00:00Z".into() };
        std::fs::write(dir.path().join(HOLDER), serde_json::to_vec(&dead).unwrap()).unwrap();
        let lock = RunLock::take(&storage, dir.path(), "run").unwrap();
        assert_eq!(lock.left_by(), Some(&dead));
        drop(lock);
        assert!(!dir.path().join(HOLDER).exists());
    }
}
