//! Files of ours keep the mode and group that they had, nothing is written through a link that leads out of the workspace, and a
//! refusal is an error that says whose file it is.

use crate::access;
use crate::error::RunError;
use std::fs::{self, File, Metadata};
use std::io;
use std::path::{Path, PathBuf};

/// The error for a file that cannot be read: where permission is refused, it says whose file it is and what to do.
#[must_use]
pub fn unreadable(path: &Path, error: io::Error) -> RunError {
    refused("read", path, error)
}

/// The error for a refusal of the system, with what the user can do about it.
#[must_use]
pub fn refused(deed: &str, path: &Path, error: io::Error) -> RunError {
    let hint = match error.kind() {
        io::ErrorKind::PermissionDenied => Some(access::advice(path, if deed == "read" { "read" } else { "write" })),
        _ => access::hint_for(&error).map(str::to_owned),
    };
    let failure = RunError::new(format!("cannot {deed} {}", path.display())).because(error);
    match hint {
        Some(hint) => failure.hint(hint),
        None => failure,
    }
}

/// Gives a file that is to replace `path` the mode and group that `path` has, so that whoever could read or write it still
/// can. Where the group cannot be kept, it gets no more than everybody: the mode was meant for the other group. Where the group may
/// write to the folder, and so put its own file in this one's place, it may write to the file: somebody whose program has saved a
/// tracker with a narrower mode shuts nobody out.
///
/// # Errors
/// The mode cannot be set.
#[cfg(unix)]
pub(super) fn keep(path: &Path, file: &File) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, fchown};
    let Some(old) = fs::symlink_metadata(path).ok().filter(Metadata::is_file) else { return Ok(()) };
    let new = file.metadata()?;
    let mut mode = old.mode() & 0o777;
    if new.gid() != old.gid() && fchown(file, None, Some(old.gid())).is_err() {
        mode = (mode & 0o707) | ((mode & 0o007) << 3 & mode);
    }
    let folder = path.parent().and_then(|folder| fs::metadata(folder).ok());
    let is_shared =
        |folder: Metadata| folder.gid() == old.gid() && folder.mode() & (GROUP_WRITES | STICKY) == GROUP_WRITES;
    if mode & GROUP_READS != 0 && folder.is_some_and(is_shared) {
        mode |= GROUP_WRITES;
    }
    if new.mode() & 0o777 == mode { Ok(()) } else { file.set_permissions(fs::Permissions::from_mode(mode)) }
}

#[cfg(unix)]
const GROUP_READS: u32 = 0o040;
#[cfg(unix)]
const GROUP_WRITES: u32 = 0o020;
/// In such a folder only the owner of a file may replace it.
#[cfg(unix)]
const STICKY: u32 = 0o1000;

#[cfg(not(unix))]
pub(super) fn keep(_path: &Path, _file: &File) -> io::Result<()> {
    Ok(())
}

/// Whether `folder` (or, where it is not there yet, the nearest one above it) is really inside one of the `places`, links
/// followed. Answers where it leads, if not.
///
/// # Errors
/// It cannot be looked at.
pub(super) fn leads_out(folder: &Path, places: &[PathBuf]) -> io::Result<Option<PathBuf>> {
    let mut nearest = folder;
    let real = loop {
        match fs::canonicalize(nearest) {
            Ok(real) => break real,
            Err(error) if error.kind() == io::ErrorKind::NotFound => match nearest.parent() {
                // A link to nowhere would be followed as soon as somebody makes its target.
                _ if fs::symlink_metadata(nearest).is_ok_and(|found| found.is_symlink()) => {
                    return Ok(Some(fs::read_link(nearest)?));
                }
                Some(parent) if !parent.as_os_str().is_empty() => nearest = parent,
                _ => return Err(error),
            },
            Err(error) => return Err(error),
        }
    };
    let is_inside = places.iter().filter_map(|place| fs::canonicalize(place).ok()).any(|place| real.starts_with(place));
    Ok((!is_inside).then_some(real))
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;
    use crate::store::Storage;
    use std::os::unix::fs::{PermissionsExt, symlink};

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn a_file_that_is_replaced_keeps_its_mode() {
        let dir = tempfile::tempdir().unwrap();
        let storage = Storage::at(dir.path());
        let path = dir.path().join("tracker.csv");
        storage.write_atomic(&path, b"one").unwrap();
        for wanted in [0o664, 0o640, 0o600, 0o666] {
            fs::set_permissions(&path, fs::Permissions::from_mode(wanted)).unwrap();
            storage.write_atomic(&path, b"two").unwrap();
            assert_eq!(mode(&path), wanted);
            storage.begin(&path).unwrap().commit().unwrap();
            assert_eq!(mode(&path), wanted, "of a file that takes its name later");
        }
    }

    #[test]
    fn a_file_in_a_folder_that_the_group_writes_to_stays_open_to_the_group() {
        let dir = tempfile::tempdir().unwrap();
        let storage = Storage::at(dir.path());
        let path = dir.path().join("tracker.csv");
        storage.write_atomic(&path, b"one").unwrap();
        for (folder, had, wanted) in
            [(0o770, 0o640, 0o660), (0o770, 0o600, 0o600), (0o750, 0o640, 0o640), (0o1770, 0o640, 0o640)]
        {
            fs::set_permissions(dir.path(), fs::Permissions::from_mode(folder)).unwrap();
            fs::set_permissions(&path, fs::Permissions::from_mode(had)).unwrap();
            storage.write_atomic(&path, b"two").unwrap();
            assert_eq!(mode(&path), wanted, "{folder:o} {had:o}");
        }
    }

    #[test]
    fn nothing_is_written_through_a_link_that_leads_out() {
        let (dir, outside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        fs::create_dir(dir.path().join("outputs")).unwrap();
        let folder = dir.path().join("outputs/kinds");
        symlink(outside.path(), &folder).unwrap();
        let storage = Storage::at(dir.path());
        let error = storage.write_atomic(folder.join("decision.csv"), b"x").unwrap_err();
        assert!(error.message.contains("leads out of the workspace") && !error.hints.is_empty(), "{error:?}");
        assert!(storage.begin(folder.join("a")).is_err() && storage.write_cache(folder.join("a"), b"x").is_err());
        assert!(storage.append(folder.join("a"), b"x").is_err() && storage.create_dir(folder.join("new/er")).is_err());
        assert!(storage.rename(dir.path().join("outputs"), folder.join("a")).is_err());
        assert_eq!(fs::read_dir(outside.path()).unwrap().count(), 0);
        // Where the settings allow the place, it is used.
        let allowed = Storage::at(dir.path()).linked(&[outside.path().to_owned()]);
        allowed.write_atomic(folder.join("decision.csv"), b"x").unwrap();
    }

    /// The user has named it: no link leads there.
    #[test]
    fn a_file_that_is_named_outside_the_workspace_is_written_and_links_within_it_are_not_followed() {
        let (dir, outside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let storage = Storage::at(dir.path());
        let file = outside.path().join("new folder/items.csv");
        assert!(storage.write_atomic(&file, b"x").is_err(), "nobody named it");
        storage.named(&file).write_atomic(&file, b"x").unwrap();
        assert_eq!(fs::read(&file).unwrap(), b"x");
        symlink(outside.path(), dir.path().join("outputs")).unwrap();
        let within = dir.path().join("outputs/items.csv");
        assert!(storage.named(&within).write_atomic(&within, b"x").is_err());
        assert!(storage.named(&file).write_atomic(&within, b"x").is_err(), "only where it was named");
    }

    #[test]
    fn a_link_in_the_place_of_a_file_is_replaced_or_refused_and_never_followed() {
        let (dir, outside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let precious = outside.path().join("precious");
        fs::write(&precious, "precious").unwrap();
        let storage = Storage::at(dir.path());
        for name in ["a", ".a.minutebook-unfinished"] {
            symlink(&precious, dir.path().join(name)).unwrap();
        }
        storage.write_atomic("a", b"new").unwrap();
        symlink(&precious, dir.path().join("log")).unwrap();
        assert!(storage.append("log", b"new").is_err() && storage.truncate("log", 0).is_err());
        symlink(outside.path().join("not there"), dir.path().join("nowhere")).unwrap();
        assert!(storage.append("nowhere", b"new").is_err());
        assert!(storage.write_atomic("nowhere/file", b"new").is_err());
        assert_eq!(fs::read_to_string(&precious).unwrap(), "precious");
        assert_eq!(fs::read_dir(outside.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_refusal_says_whose_file_it_is() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("closed");
        fs::write(&path, "x").unwrap();
        let error = unreadable(&path, io::ErrorKind::PermissionDenied.into());
        assert!(error.hints.concat().contains("belongs to") && error.hints.concat().contains("mode 0"), "{error:?}");
    }
}
