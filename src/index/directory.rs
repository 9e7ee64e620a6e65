//! A generation's directory as tantivy sees it: memory-mapped files, without lock files.
//!
//! A published generation never changes, so readers need no lock, and a search works where nothing may be written. While
//! a generation is built the store's run lock keeps other writers away. Tantivy writes segment files once and replaces
//! `meta.json` and `.managed.json` by rename, so hard links shared with an older generation keep their bytes.
//! Every write asks the store's [`Storage`] first, so that a test can put a failing disk under the index too.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tantivy::Directory;
use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    AntiCallToken, DirectoryLock, FileHandle, FileSlice, Lock, MmapDirectory, TerminatingWrite, WatchCallback,
    WatchHandle, WritePtr,
};

use crate::store::Storage;
use crate::store::faults::Step;

/// The directory of one generation.
#[derive(Debug, Clone)]
pub(super) struct Generation {
    files: MmapDirectory,
    at: PathBuf,
    /// What is asked before each write; `None` for readers.
    storage: Option<Storage>,
}

impl Generation {
    /// The directory at `path`, which must exist, for reading.
    pub(super) fn at(path: &Path) -> tantivy::Result<Self> {
        Ok(Self { files: MmapDirectory::open(path)?, at: path.to_owned(), storage: None })
    }

    /// As [`Generation::at`], for writing by leave of `storage`.
    pub(super) fn on(storage: &Storage, path: &Path) -> tantivy::Result<Self> {
        Ok(Self { storage: Some(storage.clone()), ..Self::at(path)? })
    }

    fn ask(&self, step: Step, path: &Path) -> io::Result<()> {
        self.storage.as_ref().map_or(Ok(()), |storage| storage.ask(step, &self.at.join(path)))
    }
}

/// A file of the index whose writes ask first.
struct Asking {
    inner: WritePtr,
    storage: Storage,
    path: PathBuf,
}

impl Write for Asking {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.storage.ask(Step::Write, &self.path)?;
        self.inner.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

impl TerminatingWrite for Asking {
    fn terminate_ref(&mut self, token: AntiCallToken) -> io::Result<()> {
        self.storage.ask(Step::Sync, &self.path)?;
        self.inner.terminate_ref(token)
    }
}

impl Directory for Generation {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        self.files.get_file_handle(path)
    }

    fn open_read(&self, path: &Path) -> Result<FileSlice, OpenReadError> {
        self.files.open_read(path)
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.ask(Step::Remove, path)
            .map_err(|error| DeleteError::IoError { io_error: Arc::new(error), filepath: path.to_owned() })?;
        self.files.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.files.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        self.ask(Step::Create, path).map_err(|error| OpenWriteError::wrap_io_error(error, path.to_owned()))?;
        let inner = self.files.open_write(path)?;
        let Some(storage) = self.storage.clone() else { return Ok(inner) };
        Ok(WritePtr::new(Box::new(Asking { inner, storage, path: self.at.join(path) })))
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        self.files.atomic_read(path)
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        // Tantivy's own way leaves a file that only its maker may read, whatever the folder says.
        match &self.storage {
            Some(storage) => storage.write_cache(self.at.join(path), data).map_err(io::Error::other),
            None => self.files.atomic_write(path, data),
        }
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.ask(Step::SyncDirectory, Path::new(""))?;
        self.files.sync_directory()
    }

    fn acquire_lock(&self, _: &Lock) -> Result<DirectoryLock, LockError> {
        Ok(DirectoryLock::from(Box::new(())))
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.files.watch(callback)
    }
}
