//! How a workbook that nobody has saved since a run wrote it is told from one that people have: the archive that it is carries a
//! comment with a check sum of itself. Spreadsheet programs drop it when they save, and for any other change the sum does not fit.

use std::io::{self, Read, Seek, Write};

const MARK: &[u8] = b"minutebook: as written ";
/// Hexadecimal digits of the check sum.
const DIGITS: usize = 8;
/// Bytes of the end of an archive without a comment: signature, counts, places, and the length of the comment.
const END: usize = 22;
const SIGNATURE: &[u8] = b"PK\x05\x06";

/// Lets `write` write an archive, and marks it.
///
/// # Errors
/// Whatever `out` or `write` reports.
pub fn marked<W: Write>(out: W, write: impl FnOnce(&mut Marking<W>) -> io::Result<()>) -> io::Result<()> {
    let mut marking = Marking { out, held: Vec::new(), sum: crc32fast::Hasher::new() };
    write(&mut marking)?;
    let Marking { mut out, mut held, sum } = marking;
    if held.len() == END && held.starts_with(SIGNATURE) {
        held.truncate(END - 2);
        held.extend(u16::try_from(MARK.len() + DIGITS).unwrap_or(0).to_le_bytes());
        held.extend(MARK);
        held.extend(format!("{:08x}", sum.finalize()).into_bytes());
    }
    out.write_all(&held)?;
    out.flush()
}

/// Holds the last bytes back.
pub struct Marking<W> {
    out: W,
    held: Vec<u8>,
    sum: crc32fast::Hasher,
}

impl<W: Write> Write for Marking<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.held.extend_from_slice(bytes);
        let ready = self.held.len().saturating_sub(END);
        let certain = self.held.get(..ready).unwrap_or_default();
        self.sum.update(certain);
        self.out.write_all(certain)?;
        self.held.drain(..ready);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Whether an archive is as it was when it was marked.
///
/// # Errors
/// It cannot be read.
pub fn is_as_marked(mut file: impl Read) -> io::Result<bool> {
    let mut sum = crc32fast::Hasher::new();
    let tail = END + MARK.len() + DIGITS;
    let (mut held, mut buffer) = (Vec::new(), vec![0; READ_AT_ONCE]);
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            break;
        }
        held.extend_from_slice(buffer.get(..read).unwrap_or_default());
        let ready = held.len().saturating_sub(tail);
        sum.update(held.get(..ready).unwrap_or_default());
        held.drain(..ready);
    }
    let Some((mark, digits)) = held.get(END..).and_then(|rest| rest.split_at_checked(MARK.len())) else {
        return Ok(false);
    };
    Ok(mark == MARK && digits == format!("{:08x}", sum.finalize()).as_bytes())
}

/// Whether an archive is a workbook that an earlier version wrote and nobody has saved since: they named their program in it, and
/// spreadsheet programs put their own name there.
#[must_use]
pub fn is_of_earlier_version(file: impl Read + Seek) -> bool {
    let mut named = String::new();
    let read = zip::ZipArchive::new(file).and_then(|mut archive| {
        archive.by_name("docProps/app.xml")?.take(MOST_PROPERTIES).read_to_string(&mut named)?;
        Ok(())
    });
    read.is_ok() && named.contains("<Application>minutebook</Application>")
}

/// Bytes of the properties of a workbook that are looked at.
const MOST_PROPERTIES: u64 = 64 * 1024;
/// Bytes read at a time.
const READ_AT_ONCE: usize = 64 * 1024;

#[cfg(test)]
mod tests {
    use super::*;

    fn archive() -> Vec<u8> {
        let mut out = Vec::new();
        marked(&mut out, |out| {
            let mut zip = zip::ZipWriter::new_stream(out);
            zip.start_file("a", zip::write::SimpleFileOptions::default())?;
            zip.write_all(b"hello")?;
            zip.finish()?;
            Ok(())
        })
        .unwrap();
        out
    }

    #[test]
    fn a_marked_archive_is_one_still_and_any_change_is_seen() {
        let bytes = archive();
        assert!(is_as_marked(bytes.as_slice()).unwrap());
        assert_eq!(zip::ZipArchive::new(io::Cursor::new(&bytes)).unwrap().len(), 1);
        for at in [0, bytes.len() / 3, bytes.len() - 1] {
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            assert!(!is_as_marked(changed.as_slice()).unwrap(), "byte {at}");
        }
        assert!(!is_as_marked(b"".as_slice()).unwrap());
    }
}
