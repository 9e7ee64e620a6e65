//! Files that can be made again at any time, and must say of themselves whether they are as they were written: their first line
//! is a check sum of all that follows it.

use super::Storage;
use super::scrub::{How, Sound, Sums};
use crate::error::RunError;
use std::fs;
use std::io;
use std::path::Path;

/// End of the names of such files: what has it and does not fit its sum is damaged, not of an earlier form.
pub const EXTENSION: &str = "sealed";

/// Bytes of the first line: eight hexadecimal digits and the end of the line.
const LINE: usize = 9;

/// Bytes with their check sum in front.
#[must_use]
pub fn seal(bytes: &[u8]) -> Vec<u8> {
    let mut sealed = format!("{:08x}\n", crc32fast::hash(bytes)).into_bytes();
    sealed.extend_from_slice(bytes);
    sealed
}

/// What was sealed; `None` where it is not as it was written.
#[must_use]
pub fn open(sealed: &[u8]) -> Option<&[u8]> {
    let (line, bytes) = sealed.split_at_checked(LINE)?;
    (line == format!("{:08x}\n", crc32fast::hash(bytes)).as_bytes()).then_some(bytes)
}

/// Removes sealed files below `dir` that are not as they were written, and answers how many: all that may have been written to since
/// they were found sound, and of the others as much as `how` says. What was found sound is remembered in `remembered`.
///
/// # Errors
/// The disk refuses.
pub fn scrub(storage: &Storage, dir: &Path, remembered: &Path, how: How) -> Result<usize, RunError> {
    let mut names = Sums::new();
    match fs::read_dir(dir) {
        Ok(entries) => {
            for entry in entries {
                let entry = entry.map_err(|error| super::access::unreadable(dir, error))?;
                let name = entry.file_name().to_string_lossy().into_owned();
                if Path::new(&name).extension().is_some_and(|extension| extension == EXTENSION) {
                    names.insert(name, String::new());
                }
            }
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(0),
        Err(error) => return Err(super::access::unreadable(dir, error)),
    }
    let is_sound = |path: &Path, _: &str| fs::read(path).is_ok_and(|bytes| open(&bytes).is_some());
    let mut sound = Sound::read(remembered);
    let damaged = sound.compare(&names, how, |name| dir.join(name), is_sound);
    for name in &damaged {
        storage.remove(dir.join(name))?;
    }
    sound.write(storage, remembered)?;
    Ok(damaged.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_changed_byte_breaks_the_seal() {
        let sealed = seal(b"some words");
        assert_eq!(open(&sealed), Some(&b"some words"[..]));
        for at in 0..sealed.len() {
            let mut damaged = sealed.clone();
            damaged[at] ^= 0x20;
            assert_eq!(open(&damaged), None, "byte {at}");
            assert_eq!(open(&sealed[..at]), None, "cut at {at}");
        }
    }

    #[test]
    fn damaged_files_go_and_those_of_other_forms_stay() {
        let place = tempfile::tempdir().unwrap();
        let (storage, dir, remembered) =
            (Storage::at(place.path()), place.path().join("caches"), place.path().join("sound.json"));
        for (name, bytes) in [("a.sealed", seal(b"a")), ("b.sealed", seal(b"b")), ("old", b"another form".to_vec())] {
            storage.write_atomic(dir.join(name), &bytes).unwrap();
        }
        assert_eq!(scrub(&storage, &dir, &remembered, How::Changed).unwrap(), 0);
        let mut bytes = seal(b"b");
        bytes[9] = b'c';
        fs::write(dir.join("b.sealed"), bytes).unwrap();
        assert_eq!(scrub(&storage, &dir, &remembered, How::Changed).unwrap(), 1);
        assert!(dir.join("a.sealed").is_file() && !dir.join("b.sealed").exists() && dir.join("old").is_file());
        assert_eq!(scrub(&storage, &dir, &remembered, How::All).unwrap(), 0);
    }
}
