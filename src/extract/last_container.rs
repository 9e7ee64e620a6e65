//! The container that was opened last, unpacked: the members of an archive are read one after the other, and to unpack all of it for
//! each would take the square of its size.

use super::{Limits, containers};
use crate::error::DocumentError;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

/// Bytes of unpacked members that are kept between two of them: beside this, the limits of one file must still fit into memory.
const MOST_KEPT: usize = 128 << 20;

static LAST: Keeper = Keeper { most: MOST_KEPT, last: Mutex::new(None) };

/// What keeps the container that was opened last.
struct Keeper {
    /// Bytes of members that are kept.
    most: usize,
    last: Mutex<Option<Opened>>,
}

/// Members by name.
type Members = BTreeMap<String, Vec<u8>>;

/// A container with its members, or, of a large one, those that are asked for next.
#[derive(Debug, Clone)]
struct Opened {
    path: PathBuf,
    /// Its size and time of modification: while they are the same, it is.
    stamp: Option<(u64, SystemTime)>,
    members: Arc<Members>,
    /// Whether these are all.
    is_whole: bool,
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
    LAST.member(container, inner, limits, open)
}

impl Keeper {
    fn member(
        &self,
        container: &Path,
        inner: &str,
        limits: &Limits,
        open: impl FnOnce() -> Result<Vec<u8>, DocumentError>,
    ) -> Result<Vec<u8>, DocumentError> {
        let path = container.to_string_lossy();
        let (first, rest) =
            inner.split_once(containers::SEPARATOR).map_or((inner, None), |(first, rest)| (first, Some(rest)));
        containers::look_at_depth(inner, &path, limits)?;
        let members = self.members(container, first, limits, open)?;
        let found = members.get(first).ok_or_else(|| containers::missing(&path, first))?;
        match rest {
            None => Ok(found.clone()),
            Some(rest) => containers::member(found, &format!("{path}{}{first}", containers::SEPARATOR), rest, limits),
        }
    }

    /// Members of the container, `name` among them where there is such a one.
    fn members(
        &self,
        container: &Path,
        name: &str,
        limits: &Limits,
        open: impl FnOnce() -> Result<Vec<u8>, DocumentError>,
    ) -> Result<Arc<Members>, DocumentError> {
        let stamp = std::fs::metadata(container).ok().and_then(|found| Some((found.len(), found.modified().ok()?)));
        let last = self.last.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let is_it = |last: &Opened| stamp.is_some() && last.path == container && last.stamp == stamp;
        if let Some(last) = last.filter(|last| is_it(last) && (last.is_whole || last.members.contains_key(name))) {
            return Ok(last.members);
        }
        let bytes = open()?;
        let found = containers::contents(&bytes, &container.to_string_lossy(), limits)?.unwrap_or_default();
        drop(bytes);
        let mut members = Members::new();
        for (name, bytes) in found.members {
            members.entry(name).or_insert(bytes);
        }
        let all = members.len();
        let members = Arc::new(from(members, name, self.most));
        let is_whole = members.len() == all;
        let opened = Opened { path: container.to_owned(), stamp, is_whole, members: Arc::clone(&members) };
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(opened);
        Ok(members)
    }
}

/// All members where they are no more than `most` bytes; else the member `name` and those after it, as many as fit: members are
/// asked for in the order of their names, so that a large container is unpacked once for every `most` bytes of it.
fn from(mut members: Members, name: &str, most: usize) -> Members {
    if members.values().map(Vec::len).sum::<usize>() <= most {
        return members;
    }
    let mut kept = 0_usize;
    let fits = |(own, bytes): &(String, Vec<u8>)| {
        kept = kept.saturating_add(bytes.len());
        own == name || kept <= most
    };
    members.split_off(name).into_iter().take_while(fits).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::archive::building::zip;
    use std::cell::Cell;

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

    #[test]
    fn a_large_container_is_opened_once_for_as_much_of_it_as_is_kept() {
        let place = tempfile::tempdir().unwrap();
        let file = place.path().join("large.zip");
        let names: Vec<String> = (0..20).map(|number| format!("{number:02}.txt")).collect();
        let files: Vec<(&str, &str)> = names.iter().rev().map(|name| (name.as_str(), "ten bytes.")).collect();
        std::fs::write(&file, zip(&files)).unwrap();
        let opened = Cell::new(0);
        for (most, times) in [(1000, 1), (50, 4), (100, 2), (3, 20)] {
            let keeper = Keeper { most, last: Mutex::new(None) };
            let read = |inner: &str| {
                keeper.member(&file, inner, &Limits::default(), || {
                    opened.set(opened.get() + 1);
                    Ok(std::fs::read(&file).unwrap())
                })
            };
            opened.set(0);
            names.iter().for_each(|name| assert_eq!(read(name).unwrap(), b"ten bytes."));
            assert_eq!(opened.get(), times, "{most} bytes kept");
            assert_eq!(read("99.txt").unwrap_err().code, "missing-member");
            assert_eq!(read("00.txt").unwrap(), b"ten bytes.");
        }
    }
}
