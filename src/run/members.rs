//! What the files of the corpus hold: each member of an archive, message of a mailbox, attachment and respondent of a survey is a
//! report of its own, known by the path `file!member`.

use super::known::{FileStamp, Known};
use crate::extract::{self, Limits, containers};
use crate::model::MEMBER_SEPARATOR;
use crate::text::digest;
use std::path::{Path, PathBuf};

/// A file or member to be read: its path, where it is, its container's stamp, and its hash or why there is none.
pub(super) type Looked = (String, PathBuf, FileStamp, Result<String, String>);

/// What stands for a container in the corpus; `None` where the file holds nothing and is a report itself.
pub(super) fn of(
    path: &str,
    location: &Path,
    stamp: FileStamp,
    known: &Known,
    limits: &Limits,
    verify: bool,
) -> Option<Vec<Looked>> {
    if !verify && let Some(remembered) = remembered(path, location, stamp, known) {
        return (!remembered.is_empty()).then_some(remembered);
    }
    let mut found = Vec::new();
    let speaks = expand(path, location, stamp, limits, 1, &mut found)?;
    if speaks {
        let own = extract::bytes_of(location, path, limits)
            .map(|bytes| digest::sha256(&bytes))
            .map_err(|error| error.message);
        found.push((path.to_owned(), location.to_owned(), stamp, own));
    }
    Some(found)
}

/// The members of a container as they were, where it has not changed since. Empty for a file that was known and held none.
fn remembered(path: &str, location: &Path, stamp: FileStamp, known: &Known) -> Option<Vec<Looked>> {
    let prefix = format!("{path}{MEMBER_SEPARATOR}");
    let own = known.file(path).filter(|file| file.stamp == stamp);
    let mut found: Vec<Looked> = Vec::new();
    for (member, file) in known.files.range(prefix.clone()..).take_while(|(member, _)| member.starts_with(&prefix)) {
        if file.stamp != stamp {
            return None;
        }
        let inner = member.get(path.len()..).unwrap_or_default();
        let place = PathBuf::from(format!("{}{inner}", location.display()));
        found.push((member.clone(), place, stamp, Ok(file.sha256.clone())));
    }
    match own {
        Some(file) => {
            if !found.is_empty() {
                found.push((path.to_owned(), location.to_owned(), stamp, Ok(file.sha256.clone())));
            }
            Some(found)
        }
        None if found.is_empty() => None,
        None => Some(found),
    }
}

/// Adds the members of a container, and theirs; whether it has words of its own. `None` where it holds nothing.
fn expand(
    path: &str,
    location: &Path,
    stamp: FileStamp,
    limits: &Limits,
    depth: usize,
    found: &mut Vec<Looked>,
) -> Option<bool> {
    let failed = |reason: String| (path.to_owned(), location.to_owned(), stamp, Err(reason));
    let held = extract::bytes_of(location, path, limits).and_then(|bytes| containers::contents(&bytes, path, limits));
    let held = match held {
        Ok(held) => held?,
        Err(error) => {
            found.push(failed(error.message));
            return Some(false);
        }
    };
    for (name, reason) in held.refused {
        let inner = format!("{path}{MEMBER_SEPARATOR}{name}");
        found.push((inner, location.to_owned(), stamp, Err(reason)));
    }
    for (name, bytes) in held.members {
        let inner = format!("{path}{MEMBER_SEPARATOR}{name}");
        let place = PathBuf::from(format!("{}{MEMBER_SEPARATOR}{name}", location.display()));
        let sha256 = digest::sha256(&bytes);
        if !containers::may_hold(&name) || depth >= limits.archives {
            found.push((inner, place, stamp, Ok(sha256)));
            continue;
        }
        let speaks = expand(&inner, &place, stamp, limits, depth + 1, found);
        if speaks != Some(false) {
            found.push((inner, place, stamp, Ok(sha256)));
        }
    }
    Some(held.speaks)
}
