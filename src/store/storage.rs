//! The one door to the disk: every write of a run goes through [`Storage`], so that every write is beside, sync, rename, and
//! so that tests can put a failing disk behind it ([`super::faults`]).
//!
//! POSIX promises that a rename replaces a file as one step, and says nothing of when its content arrives: hence file sync
//! before and directory sync after (the pattern of SQLite's and git's journals).

use super::access::{self, refused};
use super::faults::{Disk, SoundDisk, Step, UntilStopped, Verdict};
use crate::error::RunError;
use crate::settings::Settings;
use crate::workspace::Workspace;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

mod pending;

pub use pending::Pending;

/// End of the name of a file that is being written: what carries it after a kill is a stray and may be removed.
pub const UNFINISHED: &str = ".minutebook-unfinished";

/// Bytes gathered before they go to the file: large trackers are written in few steps.
const WRITE_BUFFER: usize = 256 * 1024;

/// Writes below a root directory (the workspace). Paths may be absolute or relative to the root. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Storage {
    root: PathBuf,
    /// The root, and the places outside it that links may lead to.
    places: Arc<[PathBuf]>,
    disk: Arc<dyn Disk>,
}

impl Storage {
    /// Storage on the real disk.
    pub fn at(root: impl Into<PathBuf>) -> Self {
        Self::on(root, Arc::new(SoundDisk))
    }

    /// Storage behind a disk that may fail: for tests.
    pub fn on(root: impl Into<PathBuf>, disk: Arc<dyn Disk>) -> Self {
        let root = root.into();
        Self { places: Arc::from([root.clone()]), root, disk }
    }

    /// The door to the disk of a workspace with these settings.
    #[must_use]
    pub fn of(settings: &Settings, workspace: &Workspace) -> Self {
        Self::at(workspace.root()).linked(&settings.links_to)
    }

    /// The same storage, which also writes where links in the workspace lead to one of `places`.
    #[must_use]
    pub fn linked(&self, places: &[PathBuf]) -> Self {
        let places = std::iter::once(&self.root).chain(places).cloned().collect();
        Self { places, ..self.clone() }
    }

    /// The same storage, which also writes `file`, a path that a person has named: outside the workspace it goes where it leads. What
    /// is named within the workspace stays there, as all else.
    #[must_use]
    pub fn named(&self, file: &Path) -> Self {
        let root = std::path::absolute(&self.root).unwrap_or_else(|_| self.root.clone());
        let is_outside = file.is_absolute() && !file.starts_with(root);
        // Folders on the way that are not there yet are made.
        match file.ancestors().skip(1).find(|folder| folder.exists()).filter(|_| is_outside) {
            Some(folder) => {
                let places = self.places.iter().cloned().chain([folder.to_owned()]).collect();
                Self { places, ..self.clone() }
            }
            None => self.clone(),
        }
    }

    /// The same storage, which begins and writes no file any more once `stop` is raised.
    #[must_use]
    pub fn until(&self, stop: &Arc<AtomicBool>) -> Self {
        let disk = UntilStopped::new(Arc::clone(&self.disk), Arc::clone(stop));
        Self { disk: Arc::new(disk), ..self.clone() }
    }

    /// The root directory.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Replaces a file's content as one step: readers see the old bytes or the new, also after a kill. Missing directories
    /// are made.
    ///
    /// # Errors
    /// The disk refuses; the old file is then untouched.
    pub fn write_atomic(&self, path: impl AsRef<Path>, bytes: &[u8]) -> Result<(), RunError> {
        self.write_atomic_with(path, |out| out.write_all(bytes))
    }

    /// As [`Storage::write_atomic`], for content that is produced piece by piece.
    ///
    /// # Errors
    /// The disk or `fill` refuses; the old file is then untouched.
    pub fn write_atomic_with(
        &self,
        path: impl AsRef<Path>,
        fill: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<(), RunError> {
        let path = self.root.join(path);
        self.make_parent(&path)?;
        let beside = unfinished(&path);
        let written = self.fill_beside(&path, &beside, fill).and_then(|()| self.rename_now(&beside, &path));
        if let Err(error) = written {
            // Best effort: what stays after a failing disk is swept at the next start.
            let _ = self.ask(Step::Remove, &beside).and_then(|()| fs::remove_file(&beside));
            return Err(refused("write", &path, error));
        }
        self.sync_dir(path.parent()).map_err(|error| refused("write", &path, error))
    }

    /// Writes a file that can be made again and whose reader recognises a damaged one (the cache of documents): beside and
    /// renamed, but not waited for, which makes it a hundred times as fast on a spinning disk.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn write_cache(&self, path: impl AsRef<Path>, bytes: &[u8]) -> Result<(), RunError> {
        let path = self.root.join(path);
        self.make_parent(&path)?;
        let beside = unfinished(&path);
        self.ask(Step::Create, &beside)
            .and_then(|()| self.write_through(&beside, &mut create_new(&beside)?, bytes))
            .and_then(|()| self.rename_now(&beside, &path))
            .map_err(|error| {
                let _ = self.ask(Step::Remove, &beside).and_then(|()| fs::remove_file(&beside));
                refused("write", &path, error)
            })
    }

    /// Adds bytes at the end of a file and waits until the disk has them. A kill may leave the beginning of `bytes`.
    ///
    /// # Errors
    /// The disk refuses; part of the bytes may be in the file.
    pub fn append(&self, path: impl AsRef<Path>, bytes: &[u8]) -> Result<(), RunError> {
        self.append_lazily(&path, bytes)?;
        self.sync(path)
    }

    /// As [`Storage::append`] without waiting for the disk: call [`Storage::sync`] before relying on it.
    ///
    /// # Errors
    /// The disk refuses; part of the bytes may be in the file.
    pub fn append_lazily(&self, path: impl AsRef<Path>, bytes: &[u8]) -> Result<(), RunError> {
        let path = self.root.join(path);
        self.make_parent(&path)?;
        let appended = self
            .ask(Step::Create, &path)
            .and_then(|()| no_link(&path))
            .and_then(|()| OpenOptions::new().create(true).append(true).open(&path))
            .and_then(|mut file| self.write_through(&path, &mut file, bytes));
        appended.map_err(|error| refused("add to", &path, error))
    }

    /// Waits until the disk has a file and its name.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn sync(&self, path: impl AsRef<Path>) -> Result<(), RunError> {
        let path = self.root.join(path);
        self.ask(Step::Sync, &path)
            .and_then(|()| self.sync_file(&OpenOptions::new().append(true).open(&path)?))
            .and_then(|()| self.sync_dir(path.parent()))
            .map_err(|error| refused("write", &path, error))
    }

    /// Cuts a file to its first `length` bytes.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn truncate(&self, path: impl AsRef<Path>, length: u64) -> Result<(), RunError> {
        let path = self.root.join(path);
        self.ask(Step::Write, &path)
            .and_then(|()| no_link(&path))
            .and_then(|()| {
                let file = OpenOptions::new().write(true).open(&path)?;
                file.set_len(length)?;
                self.sync_file(&file)
            })
            .map_err(|error| refused("shorten", &path, error))
    }

    /// Gives a file a second name; where the file system knows no hard links, or the two names are on different file
    /// systems, a synced copy. Only for files that are never written again.
    ///
    /// # Errors
    /// Neither is possible.
    pub fn hard_link_or_copy(&self, from: impl AsRef<Path>, to: impl AsRef<Path>) -> Result<(), RunError> {
        let (from, to) = (self.root.join(from), self.root.join(to));
        self.make_parent(&to)?;
        let linked = self.ask(Step::Link, &to).and_then(|()| fs::hard_link(&from, &to));
        match linked {
            Ok(()) => Ok(()),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(refused("link", &to, error)),
            Err(_) => self.copy(&from, &to).map_err(|error| refused("copy", &to, error)),
        }
    }

    /// Moves a file or directory as one step, replacing a file of the new name.
    ///
    /// # Errors
    /// The disk refuses; then nothing has moved.
    pub fn rename(&self, from: impl AsRef<Path>, to: impl AsRef<Path>) -> Result<(), RunError> {
        let (from, to) = (self.root.join(from), self.root.join(to));
        self.make_parent(&to)?;
        self.rename_now(&from, &to)
            .and_then(|()| self.sync_dir(to.parent()))
            .map_err(|error| refused("move something to", &to, error))
    }

    /// Removes a file or a directory with all it holds; one that is absent is fine.
    ///
    /// # Errors
    /// The disk refuses; part of a directory may be gone.
    pub fn remove(&self, path: impl AsRef<Path>) -> Result<(), RunError> {
        let path = self.root.join(path);
        let removed = self.ask(Step::Remove, &path).and_then(|()| match fs::symlink_metadata(&path) {
            Ok(found) if found.is_dir() => fs::remove_dir_all(&path),
            Ok(_) => fs::remove_file(&path),
            Err(error) => Err(error),
        });
        match removed {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(refused("remove", &path, error)),
            _ => Ok(()),
        }
    }

    /// Makes a directory and those above it.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn create_dir(&self, path: impl AsRef<Path>) -> Result<(), RunError> {
        let path = self.root.join(path);
        if let Some(out) = access::leads_out(&path, &self.places).map_err(|error| refused("write to", &path, error))? {
            return Err(RunError::new(format!("{} leads out of the workspace, to {}", path.display(), out.display()))
                .hint("Remove the link: nothing is written outside the workspace.")
                .hint("If the place is meant, say so at the top of minutebook.toml: links_to = [\"/the/place\"]"));
        }
        if path.is_dir() {
            return Ok(());
        }
        self.ask(Step::MakeDirectory, &path)
            .and_then(|()| fs::create_dir_all(&path))
            .and_then(|()| self.sync_dir(path.parent()))
            .map_err(|error| refused("make the directory", &path, error))
    }

    /// Waits until the disk has every file below a directory, and their names: before a generation is published.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn sync_tree(&self, path: impl AsRef<Path>) -> Result<(), RunError> {
        let path = self.root.join(path);
        self.ask(Step::Sync, &path).and_then(|()| sync_below(&path)).map_err(|error| refused("write", &path, error))
    }

    fn make_parent(&self, path: &Path) -> Result<(), RunError> {
        path.parent().map_or(Ok(()), |parent| self.create_dir(parent))
    }

    fn fill_beside(
        &self,
        path: &Path,
        beside: &Path,
        fill: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> io::Result<()> {
        self.ask(Step::Create, beside)?;
        let file = create_new(beside)?;
        let through = Through { storage: self, path: beside, file };
        let mut out = BufWriter::with_capacity(WRITE_BUFFER, through);
        fill(&mut out)?;
        let through = out.into_inner().map_err(io::IntoInnerError::into_error)?;
        access::keep(path, &through.file)?;
        self.ask(Step::Sync, beside)?;
        self.sync_file(&through.file)
    }

    fn write_through(&self, path: &Path, file: &mut File, bytes: &[u8]) -> io::Result<()> {
        match self.disk.before(Step::Write, path) {
            Verdict::Go => file.write_all(bytes),
            Verdict::Fail(error) => Err(error),
            Verdict::Tear(error) => {
                let (half, _) = bytes.split_at(bytes.len() / 2);
                file.write_all(half)?;
                Err(error)
            }
        }
    }

    fn rename_now(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.ask(Step::Rename, to)?;
        fs::rename(from, to)
    }

    fn copy(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.ask(Step::Create, to)?;
        fs::copy(from, to)?;
        self.ask(Step::Sync, to)?;
        self.sync_file(&File::open(to)?)
    }

    fn sync_file(&self, file: &File) -> io::Result<()> {
        if self.disk.waits() { file.sync_all() } else { Ok(()) }
    }

    fn sync_dir(&self, path: Option<&Path>) -> io::Result<()> {
        let Some(path) = path else { return Ok(()) };
        self.ask(Step::SyncDirectory, path)?;
        if self.disk.waits() { sync_directory(path) } else { Ok(()) }
    }

    /// Asks the disk's leave for a step that is then done by others (the index writes its own files).
    ///
    /// # Errors
    /// The disk refuses, as it would refuse the step itself.
    pub fn ask(&self, step: Step, path: &Path) -> io::Result<()> {
        match self.disk.before(step, path) {
            Verdict::Go => Ok(()),
            Verdict::Fail(error) | Verdict::Tear(error) => Err(error),
        }
    }
}

/// A new file: whatever stands under its name was left by a kill, or is a link that somebody put there, and goes.
fn create_new(path: &Path) -> io::Result<File> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => OpenOptions::new().read(true).write(true).create_new(true).open(path),
    }
}

/// Refuses a link in the place of a file of ours that is written to where it stands.
fn no_link(path: &Path) -> io::Result<()> {
    if fs::symlink_metadata(path).is_ok_and(|found| found.is_symlink()) {
        return Err(io::Error::new(
            io::ErrorKind::InvalidInput,
            "it is a link; remove it, or put the file itself there",
        ));
    }
    Ok(())
}

/// Where a file is written before it takes its name: in the same directory, so that the rename stays on one file system.
fn unfinished(path: &Path) -> PathBuf {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    path.with_file_name(format!(".{name}{UNFINISHED}"))
}

/// Directories can be synced on Unix only; elsewhere the rename itself is durable enough for the file system's journal.
#[cfg(unix)]
fn sync_directory(path: &Path) -> io::Result<()> {
    File::open(path)?.sync_all()
}

#[cfg(not(unix))]
fn sync_directory(_path: &Path) -> io::Result<()> {
    Ok(())
}

fn sync_below(path: &Path) -> io::Result<()> {
    for entry in fs::read_dir(path)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            sync_below(&entry.path())?;
        } else {
            File::open(entry.path())?.sync_all()?;
        }
    }
    sync_directory(path)
}

/// A file whose writes pass the disk's verdict.
struct Through<'a> {
    storage: &'a Storage,
    path: &'a Path,
    file: File,
}

impl Write for Through<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.storage.write_through(self.path, &mut self.file, bytes)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::faults::{FailAt, Manner};

    fn names(dir: &Path) -> Vec<String> {
        let mut names: Vec<String> =
            fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    #[test]
    fn an_atomic_write_replaces_and_leaves_nothing_beside() {
        let dir = tempfile::tempdir().unwrap();
        let storage = Storage::at(dir.path());
        storage.write_atomic("deep/er/file.txt", b"one").unwrap();
        storage.write_atomic("deep/er/file.txt", b"two").unwrap();
        assert_eq!(fs::read(dir.path().join("deep/er/file.txt")).unwrap(), b"two");
        assert_eq!(names(&dir.path().join("deep/er")), ["file.txt"]);
    }

    #[test]
    fn at_every_failing_step_the_file_holds_the_old_bytes_or_the_new() {
        for manner in [Manner::Once, Manner::Dead] {
            for nth in 0..20 {
                let dir = tempfile::tempdir().unwrap();
                fs::write(dir.path().join("file"), "old").unwrap();
                let disk = Arc::new(FailAt::new(nth, manner));
                let outcome = Storage::on(dir.path(), disk.clone()).write_atomic("file", b"new");
                let found = fs::read_to_string(dir.path().join("file")).unwrap();
                assert!(found == "old" || found == "new", "step {nth}: {found}");
                if outcome.is_ok() {
                    assert_eq!(found, "new");
                }
                if manner == Manner::Once {
                    assert_eq!(names(dir.path()), ["file"], "step {nth}");
                }
            }
        }
    }

    #[test]
    fn a_torn_append_leaves_the_beginning() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("log"), "one\n").unwrap();
        let storage = Storage::on(dir.path(), Arc::new(FailAt::new(1, Manner::Dead)));
        assert!(storage.append("log", b"two\n").is_err());
        assert_eq!(fs::read_to_string(dir.path().join("log")).unwrap(), "one\ntw");
    }

    #[test]
    fn where_links_are_refused_a_copy_is_made() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("a"), "text").unwrap();
        let disk = Arc::new(FailAt::new(0, Manner::Once));
        Storage::on(dir.path(), disk).hard_link_or_copy("a", "b").unwrap();
        assert_eq!(fs::read_to_string(dir.path().join("b")).unwrap(), "text");
    }

    #[test]
    fn removing_what_is_absent_is_fine_and_a_directory_goes_whole() {
        let dir = tempfile::tempdir().unwrap();
        let storage = Storage::at(dir.path());
        storage.remove("nothing").unwrap();
        storage.write_atomic("d/e/f", b"x").unwrap();
        storage.remove("d").unwrap();
        assert!(!dir.path().join("d").exists());
    }

    #[test]
    fn a_full_disk_is_named_with_what_to_do() {
        let dir = tempfile::tempdir().unwrap();
        let disk = Arc::new(FailAt::new(1, Manner::Once).with(io::ErrorKind::StorageFull));
        let error = Storage::on(dir.path(), disk).write_atomic("file", b"new").unwrap_err();
        assert!(error.message.starts_with("cannot write "), "{error}");
        assert!(error.hints[0].contains("full"));
    }
}
