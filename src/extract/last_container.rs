//! The container that was opened last, unpacked: the members of an archive are read one after the other, and to unpack all of it for
//! each would take the square of its size.

use super::{Limits, containers};
use crate::error::DocumentError;
use rustc_hash::FxHashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

/// Bytes of unpacked members that are kept between two of them: beside this, the limits of one file must still fit into memory.
const MOST_KEPT: usize = 128 << 20;

static LAST: Mutex<Option<Opened>> = Mutex::new(None);

/// A container with its members.
#[derive(Debug, Clone)]
struct Opened {
    path: PathBuf,
    /// Its size and time of modification: while they are the same, it is.
    stamp: Option<(u64, SystemTime)>,
    members: Arc<FxHashMap<String, Vec<u8>>>,
}

/// The bytes of a member of the file `container`, by its path there: `reports/a.docx`, or `inner.zip!a.docx`. `open` reads the
/// container itself.
///
/// # Errors
/// As [`containers::member`].
pub(super) fn member(
    container: &Path,
    inner: &str,
    limits: &Limits,
    open: impl FnOnce() -> Result<Vec<u8>, DocumentError>,
) -> Result<Vec<u8>, DocumentError> {
    let path = container.to_string_lossy();
    let (first, rest) =
        inner.split_once(containers::SEPARATOR).map_or((inner, None), |(first, rest)| (first, Some(rest)));
    containers::look_at_depth(inner, &path, limits)?;
    let members = members(container, limits, open)?;
    let found = members.get(first).ok_or_else(|| containers::missing(&path, first))?;
    match rest {
        None => Ok(found.clone()),
        Some(rest) => containers::member(found, &format!("{path}{}{first}", containers::SEPARATOR), rest, limits),
    }
}

fn members(
    container: &Path,
    limits: &Limits,
    open: impl FnOnce() -> Result<Vec<u8>, DocumentError>,
) -> Result<Arc<FxHashMap<String, Vec<u8>>>, DocumentError> {
    let stamp = std::fs::metadata(container).ok().and_then(|found| Some((found.len(), found.modified().ok()?)));
    let last = LAST.lock().unwrap_or_else(PoisonError::into_inner).clone();
    if let Some(last) = last.filter(|last| stamp.is_some() && last.path == container && last.stamp == stamp) {
        return Ok(last.members);
    }
    let bytes = open()?;
    let found = containers::contents(&bytes, &container.to_string_lossy(), limits)?.unwrap_or_default();
    let mut members = FxHashMap::default();
    for (name, bytes) in found.members {
        members.entry(name).or_insert(bytes);
    }
    let members = Arc::new(members);
    let kept = members.values().map(Vec::len).sum::<usize>() <= MOST_KEPT;
    let opened = kept.then(|| Opened { path: container.to_owned(), stamp, members: Arc::clone(&members) });
    *LAST.lock().unwrap_or_else(PoisonError::into_inner) = opened;
    Ok(members)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::archive::building::zip;

    #[test]
    fn members_are_those_of_the_file_as_it_is_now() {
        let place = tempfile::tempdir().unwrap();
        let file = place.path().join("a.zip");
        let read = |inner: &str| member(&file, inner, &Limits::default(), || Ok(std::fs::read(&file).unwrap()));
        std::fs::write(&file, zip(&[("a.txt", "one"), ("b.txt", "two")])).unwrap();
        assert_eq!(read("a.txt").unwrap(), b"one");
        assert_eq!(read("b.txt").unwrap(), b"two");
        assert_eq!(read("c.txt").unwrap_err().code, "missing-member");
        std::fs::write(&file, zip(&[("a.txt", "another")])).unwrap();
        assert_eq!(read("a.txt").unwrap(), b"another");
        assert_eq!(read("b.txt").unwrap_err().code, "missing-member");
    }
}
