//! A program of the user's choice that makes another file of one that is not read as it is: text for images, a newer format for an old one.
//!
//! The program gets the file and a name to write to. What it makes is kept under the hash of the file and of the command, so that it
//! works once for a file and not every night; results appear whole or not at all.

use crate::budget;
use crate::error::RunError;
use crate::settings::ProgramSettings;
use crate::store::Storage;
use crate::store::storage::UNFINISHED;
use crate::subprocess;
use crate::text::digest;
use sha2::{Digest, Sha256};
use std::ffi::OsString;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// Hexadecimal digits of the command's hash in a kept file's name: enough to tell a handful of commands apart.
const COMMAND_DIGITS: usize = 8;
/// Bytes of the program's last words that a note repeats.
const LAST_WORDS: usize = 300;

/// A program of `minutebook.toml`.
#[derive(Debug)]
pub(super) struct Program {
    /// Its section there.
    pub(super) section: &'static str,
    /// Extension of what it makes.
    pub(super) makes: &'static str,
    pub(super) settings: ProgramSettings,
    storage: Storage,
    folder: PathBuf,
    begun: AtomicU64,
}

/// Where the program writes and speaks while it works.
struct Desk {
    folder: PathBuf,
    out: PathBuf,
    words: PathBuf,
}

impl Program {
    /// The program of a section, whose results are kept below `folder`, through `storage`.
    pub(super) fn new(
        section: &'static str,
        makes: &'static str,
        settings: ProgramSettings,
        storage: Storage,
        folder: impl Into<PathBuf>,
    ) -> Self {
        Self { section, makes, settings, storage, folder: folder.into(), begun: AtomicU64::new(0) }
    }

    /// Whether there is one.
    pub(super) fn is_set(&self) -> bool {
        !self.settings.command.is_empty()
    }

    /// What a reading depends on beside the file: empty without a program, else a mark of the command.
    pub(super) fn mark(&self) -> String {
        if self.is_set() { format!("+{}-{}", self.section, self.command_hash()) } else { String::new() }
    }

    /// Its name.
    pub(super) fn name(&self) -> &str {
        self.settings.command.first().map_or("", String::as_str)
    }

    /// What it makes of the file `path`, whose content has this hash: the place of the result, or a sentence why there is none.
    pub(super) fn made_of(&self, path: &Path, sha256: &str) -> Result<PathBuf, String> {
        let name = format!("{sha256}-{}.{}", self.command_hash(), self.makes);
        let kept = self.folder.join(&name);
        let place = self.storage.root().join(&kept);
        if !place.exists() {
            self.run(path, &name, &kept)?;
        }
        Ok(place)
    }

    /// As [`Program::made_of`], of bytes that are no file of their own: they are written beside the results for as long as it takes.
    pub(super) fn made_of_bytes(&self, bytes: &[u8], extension: &str, sha256: &str) -> Result<PathBuf, String> {
        let refused = |error: RunError| format!("the file cannot be unpacked for {}: {error}", self.name());
        let turn = self.begun.fetch_add(1, Ordering::Relaxed);
        let name = format!(".{sha256}.{}-{turn}{UNFINISHED}.{extension}", std::process::id());
        self.storage.create_dir(&self.folder).map_err(refused)?;
        let unpacked = self.folder.join(name);
        self.storage.write_cache(&unpacked, bytes).map_err(refused)?;
        let made = self.made_of(&self.storage.root().join(&unpacked), sha256);
        let _ = self.storage.remove(&unpacked);
        made
    }

    /// Removes the kept results of files whose hash nothing keeps.
    pub(super) fn sweep(&self, is_kept: impl Fn(&str) -> bool) -> Result<(), RunError> {
        let folder = self.storage.root().join(&self.folder);
        let Ok(entries) = std::fs::read_dir(&folder) else { return Ok(()) };
        for entry in entries.flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            if !name.split('-').next().is_some_and(&is_kept) {
                self.storage.remove(entry.path())?;
            }
        }
        Ok(())
    }

    fn command_hash(&self) -> String {
        let digest = Sha256::digest(self.settings.command.join("\0"));
        digest::hex(&digest).chars().take(COMMAND_DIGITS).collect()
    }

    fn run(&self, path: &Path, name: &str, kept: &Path) -> Result<(), String> {
        let refused = |error: RunError| format!("the result of {} cannot be kept: {error}", self.name());
        self.storage.create_dir(&self.folder).map_err(refused)?;
        // Two copies of one file may be worked on at the same time.
        let turn = self.begun.fetch_add(1, Ordering::Relaxed);
        let stem = self.folder.join(format!(".{name}.{}-{turn}", std::process::id()));
        let beside = |what: &str| self.storage.root().join(format!("{}{what}{UNFINISHED}", stem.display()));
        let desk = Desk { folder: beside(".folder"), out: beside(".out"), words: beside(".log") };
        self.storage.create_dir(&desk.folder).map_err(refused)?;
        let result = match self.obey(path, &desk) {
            Ok(status) if status.success() => match self.found(&desk) {
                Some(out) => self.storage.sync(&out).and_then(|()| self.storage.rename(&out, kept)).map_err(refused),
                None => Err(format!("{} ended well but wrote no file: {}", self.name(), last_words(&desk))),
            },
            Ok(status) => Err(format!("{} failed ({status}): {}", self.name(), last_words(&desk))),
            Err(reason) => Err(reason),
        };
        for left in [&desk.out, &desk.words, &desk.folder] {
            // Best effort: what stays is swept at the next start.
            let _ = self.storage.remove(left);
        }
        budget::look();
        result
    }

    /// What it wrote: under the name that it was given, else the file of the right kind in the folder that it was given.
    fn found(&self, desk: &Desk) -> Option<PathBuf> {
        if desk.out.is_file() {
            return Some(desk.out.clone());
        }
        let mut files: Vec<PathBuf> =
            std::fs::read_dir(&desk.folder).ok()?.flatten().map(|entry| entry.path()).collect();
        files.sort();
        files.into_iter().find(|file| {
            file.is_file() && file.extension().is_some_and(|extension| extension.eq_ignore_ascii_case(self.makes))
        })
    }

    /// Runs the program and waits for it, for so long.
    fn obey(&self, path: &Path, desk: &Desk) -> Result<ExitStatus, String> {
        let cannot = |error: std::io::Error| {
            format!(
                "{} cannot be run: {error}. Install it, or correct `command` in the section [{}] of minutebook.toml.",
                self.name(),
                self.section
            )
        };
        let said = File::create(&desk.words).map_err(cannot)?;
        let arguments = self.settings.command.iter().skip(1).map(|argument| filled(argument, path, desk));
        let mut child = Command::new(self.name())
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(said)
            .spawn()
            .map_err(cannot)?;
        let time = Duration::from_secs(self.settings.seconds);
        let ended = budget::aside(|| subprocess::wait(&mut child, time)).map_err(cannot)?;
        ended.ok_or_else(|| {
            format!(
                "{} took longer than {} seconds. Raise `seconds` in the section [{}] of minutebook.toml.",
                self.name(),
                self.settings.seconds,
                self.section
            )
        })
    }
}

/// What the program said last.
fn last_words(desk: &Desk) -> String {
    subprocess::last_words(&std::fs::read(&desk.words).unwrap_or_default(), LAST_WORDS)
}

/// An argument with the names of the files in it. Names that are no text are passed as they are where they stand alone.
fn filled(argument: &str, path: &Path, desk: &Desk) -> OsString {
    let names = [("{in}", path), ("{out}", desk.out.as_path()), ("{folder}", desk.folder.as_path())];
    if let Some((_, name)) = names.iter().find(|(mark, _)| *mark == argument) {
        return name.as_os_str().to_owned();
    }
    names.iter().fold(argument.to_owned(), |text, (mark, name)| text.replace(mark, &name.to_string_lossy())).into()
}
