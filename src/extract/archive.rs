//! ZIP archives read in memory, member by member, within limits: bombs, nesting and odd names are refused by name.

use super::Limits;
use super::input::Input;
use crate::budget;
use crate::error::DocumentError;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// Bytes unpacked between two looks at time and memory.
const READ_AT_ONCE: u64 = 4 << 20;

/// An open archive.
pub(super) struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    path: String,
    /// Bytes that may still be unpacked.
    left: u64,
    member_bytes: u64,
}

impl<'a> Archive<'a> {
    /// Opens an archive.
    ///
    /// # Errors
    /// It is damaged, or has more members than the limit.
    pub(super) fn open(bytes: &'a [u8], path: &str, limits: &Limits) -> Result<Self, DocumentError> {
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|error| {
            DocumentError::new("damaged", path, format!("this is a damaged ZIP archive: {error}"))
                .with_hint("Open it in its program and save it again, or copy the file anew.")
        })?;
        if zip.len() > limits.members {
            let message = format!("the archive has {} members, the limit is {}", zip.len(), limits.members);
            return Err(DocumentError::new("too-many-members", path, message)
                .with_hint("Raise `members` in the section [extract] of minutebook.toml, or split the archive."));
        }
        Ok(Self { zip, path: path.to_owned(), left: limits.unpacked_bytes, member_bytes: limits.stream_bytes as u64 })
    }

    /// Opens the archive that an input is.
    ///
    /// # Errors
    /// As [`Archive::open`].
    pub(super) fn of(input: &Input<'a>) -> Result<Self, DocumentError> {
        Self::open(input.bytes, &input.source.path, input.limits)
    }

    /// Names of the members, as the archive has them, folders aside.
    pub(super) fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = self
            .zip
            .file_names()
            .flatten()
            .map(std::borrow::Cow::into_owned)
            .filter(|name| !name.ends_with('/'))
            .collect();
        names.sort();
        names
    }

    /// The bytes of a member; `None` where there is none of this name.
    ///
    /// # Errors
    /// It is damaged, encrypted, or unpacks to more than the limits allow.
    pub(super) fn read(&mut self, name: &str) -> Result<Option<Vec<u8>>, DocumentError> {
        let Some(index) = self.zip.index_for_name(name) else { return Ok(None) };
        let path = self.path.clone();
        let damaged = |error: &dyn std::fmt::Display| {
            DocumentError::new("damaged", &path, format!("its part {name} cannot be unpacked: {error}")).with_hint(
                "Open the file in its program and save it again. An encrypted file must be saved without password.",
            )
        };
        let allowed = self.left.min(self.member_bytes);
        let mut member = self.zip.by_index(index).map_err(|error| damaged(&error))?;
        let mut bytes = Vec::new();
        // What the archive says of its sizes is not to be trusted: the reading itself is bounded.
        loop {
            budget::look();
            let wanted = allowed.saturating_add(1).saturating_sub(bytes.len() as u64).min(READ_AT_ONCE);
            let more = Read::by_ref(&mut member).take(wanted).read_to_end(&mut bytes);
            if more.map_err(|error| damaged(&error))? == 0 {
                break;
            }
        }
        let read = bytes.len() as u64;
        if read > allowed {
            let message = format!("its part {name} unpacks to more than {allowed} bytes, which is the limit");
            return Err(DocumentError::new("too-large", &self.path, message)
                .with_hint("Raise `stream_bytes` and `unpacked_bytes` in the section [extract] of minutebook.toml if the file can be trusted."));
        }
        self.left -= read;
        Ok(Some(bytes))
    }

    /// The text of a member, whatever its encoding says; `None` where there is none.
    ///
    /// # Errors
    /// As [`Archive::read`].
    pub(super) fn text(&mut self, name: &str) -> Result<Option<String>, DocumentError> {
        Ok(self.read(name)?.map(|bytes| super::text::decode(&bytes, &mut Vec::new())))
    }
}

/// Why a member's name is refused: it leads out of the archive.
pub(super) fn refused_name(name: &str) -> Option<&'static str> {
    let name = name.replace('\\', "/");
    if name.starts_with('/') || name.as_bytes().get(1) == Some(&b':') {
        return Some("its name is absolute");
    }
    if name.split('/').any(|part| part == "..") {
        return Some("its name leads out of the archive");
    }
    if name.chars().any(char::is_control) {
        return Some("its name has control characters");
    }
    None
}

#[cfg(test)]
pub(super) mod building {
    use std::io::{Cursor, Write};

    /// An archive of these members, as Office programs write them.
    pub(in crate::extract) fn zip(members: &[(&str, &str)]) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in members {
            zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
            zip.write_all(content.as_bytes()).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bomb_is_refused_by_name_and_limit() {
        let bytes = building::zip(&[("a.xml", &"x".repeat(5000))]);
        let limits = Limits { stream_bytes: 1000, ..Limits::default() };
        let mut archive = Archive::open(&bytes, "b.docx", &limits).unwrap();
        let error = archive.read("a.xml").unwrap_err();
        assert_eq!(error.code, "too-large");
        assert!(error.message.contains("a.xml") && error.message.contains("1000"), "{}", error.message);
    }

    #[test]
    fn names_that_lead_out_are_refused() {
        for name in ["/etc/passwd", "..\\a.docx", "a/../../b.docx", "C:/x.docx", "a\u{7}.txt"] {
            assert!(refused_name(name).is_some(), "{name}");
        }
        assert!(refused_name("Réunion 2021/rapport..final.docx").is_none());
    }
}
