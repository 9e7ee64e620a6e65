//! Files that hold other files: ZIP archives, mailboxes, messages with attachments, surveys with a respondent a row. Members are
//! read without unpacking anything to disk; their path is `file!member`, several deep where they nest.

use super::archive::{Archive, refused_name};
use super::flow::tidy;
use super::formats;
use super::input::Input;
use super::{Limits, lists, mail};
use crate::error::DocumentError;
use crate::model::{BlockStyle, Note, RawBody, RawDocument, Stage, StyledBlock};
use mail_parser::MessageParser;
use std::collections::BTreeSet;

pub use crate::model::MEMBER_SEPARATOR as SEPARATOR;

/// Files of systems and programs that archives carry and nobody reads.
const SYSTEM: &[&str] = &["__macosx/", ".ds_store", "thumbs.db", "desktop.ini", "~$"];

/// What a container holds.
#[derive(Debug, Clone, Default)]
pub struct Contents {
    /// Members that a reader exists for: name and content.
    pub members: Vec<(String, Vec<u8>)>,
    /// Members that nothing reads.
    pub other: Vec<String>,
    /// Members that are refused, with the reason.
    pub refused: Vec<(String, String)>,
    /// The container has words of its own: a message does, an archive and a mailbox do not.
    pub speaks: bool,
}

/// Whether files of this name may hold others.
#[must_use]
pub fn may_hold(name: &str) -> bool {
    let lower = name.to_lowercase();
    [".zip", ".mbox", ".eml", ".csv", ".tsv"].iter().any(|ending| lower.ends_with(ending))
}

/// What a file holds; `None` where it is no container, or holds nothing.
///
/// # Errors
/// It is damaged or beyond the limits.
pub fn contents(bytes: &[u8], path: &str, limits: &Limits) -> Result<Option<Contents>, DocumentError> {
    let Ok(format) = formats::detect(bytes, path) else { return Ok(None) };
    let found = match format.name {
        "zip" => archive(bytes, path, limits)?,
        "mbox" => mailbox(mail::messages(bytes), limits),
        "eml" => message(bytes, limits),
        "csv" => Contents { members: lists::respondents(bytes, limits), ..Contents::default() },
        _ => return Ok(None),
    };
    let empty = found.members.is_empty() && found.refused.is_empty() && found.other.is_empty();
    Ok((!empty).then_some(found))
}

/// The bytes of a member by its path within the container: `reports/a.docx`, or `inner.zip!a.docx`.
///
/// # Errors
/// It is not there, or its container is damaged or beyond the limits.
pub fn member(bytes: &[u8], path: &str, inner: &str, limits: &Limits) -> Result<Vec<u8>, DocumentError> {
    look_at_depth(inner, path, limits)?;
    let mut bytes = std::borrow::Cow::Borrowed(bytes);
    let mut path = path.to_owned();
    for name in inner.split(SEPARATOR) {
        let found = contents(&bytes, &path, limits)?.ok_or_else(|| missing(&path, name))?;
        let member = found.members.into_iter().find(|(own, _)| own == name).ok_or_else(|| missing(&path, name))?;
        path = format!("{path}{SEPARATOR}{name}");
        bytes = std::borrow::Cow::Owned(member.1);
    }
    Ok(bytes.into_owned())
}

/// Refuses a path that leads through more containers than the limit.
pub(super) fn look_at_depth(inner: &str, path: &str, limits: &Limits) -> Result<(), DocumentError> {
    let depth = inner.split(SEPARATOR).count();
    if depth <= limits.archives {
        return Ok(());
    }
    let message = format!("it stands {depth} containers deep, the limit is {}", limits.archives);
    Err(DocumentError::new("too-deep", path, message)
        .with_hint("Raise `archives` in the section [extract] of minutebook.toml, or unpack the outer file."))
}

/// The container `path` holds no member of this name.
pub(super) fn missing(path: &str, name: &str) -> DocumentError {
    DocumentError::new("missing-member", path, format!("it holds no member {}", tidy(name)))
        .with_hint("Look at its members with: minutebook extract FILE")
}

/// Reads an archive as a document: the list of what it holds.
///
/// # Errors
/// It is damaged or beyond the limits.
pub(super) fn read(input: Input<'_>) -> Result<RawDocument, DocumentError> {
    let found = archive(input.bytes, &input.source.path, input.limits)?;
    let entry = |text: String| StyledBlock::plain(text).styled(BlockStyle::Entry);
    let mut blocks: Vec<StyledBlock> = found.members.iter().map(|(name, _)| entry(tidy(name))).collect();
    blocks.extend(found.other.iter().map(|name| entry(format!("{} (not read)", tidy(name)))));
    let mut notes: Vec<Note> = vec![Note::new(
        Stage::Extract,
        "container",
        format!(
            "the archive holds {} files that are read; each is a report of its own: minutebook extract FILE{SEPARATOR}MEMBER",
            found.members.len()
        ),
    )];
    for (name, reason) in &found.refused {
        notes.push(Note::new(
            Stage::Extract,
            "member-refused",
            format!("the member {} was not read: {reason}", tidy(name)),
        ));
    }
    Ok(RawDocument {
        source: input.source,
        info: crate::model::FileInfo::default(),
        body: RawBody::Styled(blocks),
        notes,
    })
}

fn archive(bytes: &[u8], path: &str, limits: &Limits) -> Result<Contents, DocumentError> {
    let mut archive = Archive::open(bytes, path, limits)?;
    let mut found = Contents::default();
    for name in archive.names() {
        let lower = name.to_lowercase();
        if SYSTEM.iter().any(|system| lower.contains(system))
            || lower.rsplit('/').next().is_some_and(|file| file.starts_with('.'))
        {
            continue;
        }
        if let Some(reason) = refused_name(&name) {
            found.refused.push((name, reason.to_owned()));
            continue;
        }
        if !formats::is_readable(&name) {
            found.other.push(name);
            continue;
        }
        match archive.read(&name) {
            Ok(Some(content)) => found.members.push((name.replace(SEPARATOR, "_"), content)),
            Ok(None) => {}
            Err(error) => found.refused.push((name, error.message)),
        }
    }
    Ok(found)
}

fn mailbox(messages: Vec<Vec<u8>>, limits: &Limits) -> Contents {
    let mut found = Contents::default();
    let mut left = limits.unpacked_bytes;
    let mut known = BTreeSet::new();
    for raw in messages.into_iter().take(limits.members) {
        left = left.saturating_sub(raw.len() as u64);
        let Some(id) = MessageParser::default().parse(&raw).map(|message| mail::id_of(&message)) else { continue };
        if left == 0 {
            found.refused.push((id, "the mailbox is larger than the limit `unpacked_bytes`".to_owned()));
            break;
        }
        let name = format!("{}.eml", tidy(&id).replace([SEPARATOR, '/', '\\'], "_"));
        // A message that stands twice in its mailbox is one.
        if known.insert(name.clone()) {
            found.members.push((name, raw));
        }
    }
    found
}

/// What a message carries; a digest carries messages, and has no words of its own.
fn message(bytes: &[u8], limits: &Limits) -> Contents {
    let mut found = Contents { speaks: true, ..Contents::default() };
    let Some(message) = MessageParser::default().parse(bytes) else { return found };
    let digested = mail::digested(&message);
    if !digested.is_empty() {
        return mailbox(digested, limits);
    }
    for (name, content) in mail::attachments(&message) {
        if formats::is_readable(&name) {
            found.members.push((name, content));
        } else {
            found.other.push(name);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::archive::building::zip;

    #[test]
    fn members_are_found_by_path_and_odd_names_are_refused() {
        let bytes = zip(&[
            ("a/report.txt", "The group met."),
            ("../evil.txt", "no"),
            ("__MACOSX/a.txt", "no"),
            ("b.exe", "no"),
        ]);
        let found = contents(&bytes, "s.zip", &Limits::default()).unwrap().unwrap();
        assert_eq!(found.members.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["a/report.txt"]);
        assert_eq!((found.refused.len(), found.other.len()), (1, 1));
        assert_eq!(member(&bytes, "s.zip", "a/report.txt", &Limits::default()).unwrap(), b"The group met.");
        assert_eq!(member(&bytes, "s.zip", "c.txt", &Limits::default()).unwrap_err().code, "missing-member");
    }

    #[test]
    fn nesting_is_bounded() {
        let error = member(b"", "s.zip", "a.zip!b.zip!c.zip!d.zip!e.txt", &Limits::default()).unwrap_err();
        assert_eq!(error.code, "too-deep");
    }
}
