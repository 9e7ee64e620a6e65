//! May this file be read or written, and if not, whose is it? What is no file is refused before it is opened.

use std::fs::{self, File, Metadata};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// Reads a file that people put there. A named pipe or a device would be waited for, or never end, and is refused at once.
///
/// # Errors
/// It is not there, no regular file, or cannot be read.
pub fn read_regular(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    open_regular(path)?.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// As [`read_regular`], for text in UTF-8.
///
/// # Errors
/// As [`read_regular`], or it is not UTF-8.
pub fn read_regular_text(path: &Path) -> io::Result<String> {
    String::from_utf8(read_regular(path)?).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
}

/// Opens a file that people put there, as [`read_regular`] does.
///
/// # Errors
/// As [`read_regular`].
pub fn open_regular(path: &Path) -> io::Result<File> {
    if fs::metadata(path)?.is_file() {
        return File::open(path);
    }
    Err(io::Error::new(
        io::ErrorKind::InvalidInput,
        "this is no regular file (a folder, a named pipe or a device); put the file itself there",
    ))
}

/// What to do about a refusal of the system, where its kind says so: memory that is short is not a disk that is full.
#[must_use]
pub fn hint_for(error: &io::Error) -> Option<&'static str> {
    Some(match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            "The disk is full: make room and start again; nothing that was there before is lost."
        }
        io::ErrorKind::OutOfMemory => {
            "The machine is out of memory: free some, allow the service more (MemoryMax), or lower `jobs` in minutebook.toml."
        }
        io::ErrorKind::WouldBlock => {
            "The system grants no more processes or threads: raise the limit (ulimit -u, TasksMax) or lower `jobs` in minutebook.toml."
        }
        io::ErrorKind::ReadOnlyFilesystem => "The file system is mounted read-only: remount it for writing.",
        _ if error.raw_os_error() == Some(TOO_MANY_OPEN_FILES) => {
            "Too many files are open: raise the limit (ulimit -n) or lower `jobs` in minutebook.toml."
        }
        _ => return None,
    })
}

/// EMFILE on Linux and macOS.
const TOO_MANY_OPEN_FILES: i32 = 24;

/// What to do about a permission that is refused: whose file or folder it is, and how this account could `deed` it.
#[must_use]
pub fn advice(path: &Path, deed: &str) -> String {
    let Some((closed, facts)) = closed_at(path) else {
        return "Check who owns the workspace and who may read and write there.".to_owned();
    };
    format!(
        "{} {facts}: let this account {deed} it, by its group or an access list (setfacl); docs/operations.md, \"Permissions\", shows how.",
        closed.display()
    )
}

/// The file, or the first folder above it that this account may not enter, with its owner and mode in words.
fn closed_at(path: &Path) -> Option<(PathBuf, String)> {
    let mut below = path;
    loop {
        match fs::metadata(below) {
            Ok(found) => return Some((below.to_owned(), owner(&found))),
            Err(_) => below = below.parent().filter(|parent| !parent.as_os_str().is_empty())?,
        }
    }
}

#[cfg(unix)]
fn owner(found: &Metadata) -> String {
    use std::os::unix::fs::MetadataExt;
    let name = |file: &str, id: u32| named(file, id).unwrap_or_else(|| id.to_string());
    let (user, group) = (name("/etc/passwd", found.uid()), name("/etc/group", found.gid()));
    let here = fs::metadata("/proc/self")
        .ok()
        .map(|own| format!(", and this program runs as {}", name("/etc/passwd", own.uid())));
    format!("belongs to {user}, group {group}, mode {:04o}{}", found.mode() & 0o7777, here.unwrap_or_default())
}

#[cfg(not(unix))]
fn owner(_found: &Metadata) -> String {
    "belongs to another account".to_owned()
}

/// The name of an account or group, from a file of the system whose third field is its number.
#[cfg(unix)]
fn named(file: &str, id: u32) -> Option<String> {
    let text = fs::read_to_string(file).ok()?;
    let id = id.to_string();
    text.lines().find_map(|line| {
        let mut fields = line.split(':');
        let name = fields.next()?;
        (fields.nth(1)? == id).then(|| name.to_owned())
    })
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;

    #[test]
    fn a_device_or_a_folder_in_the_place_of_a_file_is_refused_at_once() {
        for place in ["/dev/zero", "/"] {
            let error = read_regular(Path::new(place)).unwrap_err();
            assert!(error.to_string().contains("no regular file"), "{error}");
        }
    }

    #[test]
    fn memory_that_is_short_is_not_a_full_disk() {
        let (no_memory, again, no_space) = (12, 11, 28);
        for (number, told) in [(no_memory, "out of memory"), (again, "no more processes"), (no_space, "disk is full")] {
            let hint = hint_for(&io::Error::from_raw_os_error(number)).unwrap();
            assert!(hint.contains(told), "{number}: {hint}");
        }
    }
}
