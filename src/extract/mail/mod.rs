//! Reads mail: single messages (EML), mailboxes (mbox, Mailman's text archives), pages of Mailman's web archive, and web pages
//! saved as mail (MHTML). A message's own words are text; what it quotes, its signature and the list's footer are furniture.
//!
//! [`body`] parts own words from furniture; headers and parts are mail-parser's.

mod body;
mod boxes;
mod digest;
#[cfg(test)]
mod tests;

pub(super) use boxes::{attachments, messages};
pub(super) use digest::messages as digested;

use super::flow::tidy;
use super::html;
use super::input::{Head, Input};
use crate::error::DocumentError;
use crate::model::{BlockStyle, FileInfo, FilePlace, Locator, Note, RawBody, RawDocument, Stage, StyledBlock};
use mail_parser::{Address, HeaderValue, Message, MessageParser, MimeHeaders};

/// Headers of which a message has several.
const HEADERS: [&str; 9] =
    ["from:", "to:", "subject:", "date:", "message-id:", "received:", "return-path:", "mime-version:", "content-type:"];

/// Whether a file is one message, whatever it is called.
pub(super) fn claims_message(head: &Head<'_>) -> bool {
    if head.extension == "mht" || head.extension == "mhtml" || head.begins("From ") || head.is_zip() {
        return false;
    }
    let start = head.start.get(..2048).unwrap_or(head.start);
    let text = String::from_utf8_lossy(start);
    let first = text.lines().next().unwrap_or_default().to_lowercase();
    if !HEADERS.iter().any(|header| first.starts_with(header))
        && !first.starts_with("delivered-to:")
        && !first.starts_with("x-")
    {
        return false;
    }
    let head_lines = text.lines().take_while(|line| !line.trim().is_empty());
    let known = head_lines
        .filter(|line| {
            HEADERS
                .iter()
                .any(|header| line.get(..header.len()).is_some_and(|start| start.eq_ignore_ascii_case(header)))
        })
        .count();
    // "From:", "Subject:" and "Date:" also open letters that were typed.
    known >= 4 || known >= 3 && text.to_lowercase().contains("message-id:")
}

/// Whether a file is a mailbox.
pub(super) fn claims_box(head: &Head<'_>) -> bool {
    head.start.starts_with(b"From ")
        && boxes::is_separator(head.start.split(|byte| *byte == b'\n').next().unwrap_or_default())
        && !matches!(head.extension, "md" | "markdown")
}

/// Whether a file is a saved page in the form of mail.
pub(super) fn claims_page(head: &Head<'_>) -> bool {
    (head.extension == "mht" || head.extension == "mhtml" || head.begins("From: <Saved by"))
        && memchr::memmem::find(&head.start.to_ascii_lowercase(), b"content-type:").is_some()
}

/// Reads one message.
///
/// # Errors
/// It has no headers that mean anything.
pub(super) fn read_message(input: Input<'_>) -> Result<RawDocument, DocumentError> {
    let message = parse(input.bytes).ok_or_else(|| no_mail(&input))?;
    let digested = digested(&message);
    if !digested.is_empty() {
        return one_by_one(input, &digested);
    }
    let mut notes = Vec::new();
    let id = id_of(&message);
    let mut blocks = Vec::new();
    if let Some(subject) = message.subject().map(tidy).filter(|subject| !subject.is_empty()) {
        blocks.push(StyledBlock { place: place(&id, 1), ..StyledBlock::plain(subject).styled(BlockStyle::Title) });
    }
    blocks.extend(headers(&message, &id));
    blocks.extend(body::blocks(&message, &id, input.limits, &mut notes));
    let names: Vec<String> = attachments(&message).into_iter().map(|(name, _)| name).collect();
    if !names.is_empty() {
        let message = format!("the message has attachments, which are documents of their own: {}", names.join(", "));
        notes.push(Note::new(Stage::Extract, "attachments", message));
    }
    let info = info(&message);
    let mut source = input.source;
    source.producer = message.header_raw("X-Mailer").map(tidy);
    Ok(RawDocument { source, info, body: RawBody::Styled(blocks), notes })
}

/// Reads a mailbox as one document: a heading for each message.
///
/// # Errors
/// It holds no message.
pub(super) fn read_box(input: Input<'_>) -> Result<RawDocument, DocumentError> {
    let messages = messages(input.bytes);
    one_by_one(input, &messages)
}

/// Messages as one document.
fn one_by_one(input: Input<'_>, messages: &[Vec<u8>]) -> Result<RawDocument, DocumentError> {
    let mut notes = Vec::new();
    let mut blocks = Vec::new();
    let mut created = None;
    for raw in messages.iter().take(input.limits.members) {
        let Some(message) = parse(raw) else { continue };
        let id = id_of(&message);
        let subject = message
            .subject()
            .map(tidy)
            .filter(|subject| !subject.is_empty())
            .unwrap_or_else(|| "(no subject)".to_owned());
        blocks.push(StyledBlock { place: place(&id, 1), ..StyledBlock::plain(subject).styled(BlockStyle::Heading(1)) });
        blocks.extend(headers(&message, &id));
        blocks.extend(body::blocks(&message, &id, input.limits, &mut notes));
        created = created.or_else(|| day(&message));
    }
    if blocks.is_empty() {
        return Err(no_mail(&input));
    }
    if messages.len() > input.limits.members {
        notes.push(Note::new(
            Stage::Extract,
            "cut-short",
            format!("the mailbox has {} messages, the limit `members` is {}", messages.len(), input.limits.members),
        ));
    }
    let info = FileInfo { created, kind: Some("mailbox".to_owned()), ..FileInfo::default() };
    Ok(RawDocument { source: input.source, info, body: RawBody::Styled(blocks), notes })
}

/// Reads a page saved as MHTML: its page, with the address that it was saved from.
///
/// # Errors
/// It holds no page.
pub(super) fn read_page(input: Input<'_>) -> Result<RawDocument, DocumentError> {
    let message = parse(input.bytes).ok_or_else(|| no_mail(&input))?;
    let part = message.parts.iter().find(|part| part.is_content_type("text", "html"));
    let Some(part) = part else {
        return Err(input
            .error("damaged", "the saved page holds no HTML; expected a part text/html")
            .with_hint("Save the page again from the browser."));
    };
    let text = match part.text_contents() {
        Some(text) => text.to_owned(),
        None => html::decode(part.contents(), None),
    };
    let (mut blocks, mut info, mut notes) = html::page(&text, input.limits);
    if super::turns::find(&mut blocks) {
        notes.push(super::turns::note());
    }
    let location = message
        .header_raw("Snapshot-Content-Location")
        .or_else(|| part.content_location())
        .map(|address| address.trim().to_owned());
    info.address = location.filter(|address| address.starts_with("http")).or(info.address);
    info.created = info.created.or_else(|| day(&message));
    Ok(RawDocument { source: input.source, info, body: RawBody::Styled(blocks), notes })
}

/// Reads a page of Mailman's web archive: the message stands between two comments.
///
/// # Errors
/// None of its own.
pub(super) fn read_archive(input: Input<'_>) -> Result<RawDocument, DocumentError> {
    let page = html::decode(input.bytes, None);
    let text = html::between_comments(&page, "beginarticle", "endarticle").unwrap_or_default();
    let facts = html::first_texts(&page, &["h1", "b", "a", "i"]);
    let fact = |at: usize| facts.get(at).cloned().flatten().filter(|text| !text.is_empty());
    let mut blocks = Vec::new();
    let id = String::new();
    let title = fact(0);
    if let Some(title) = &title {
        blocks.push(StyledBlock::plain(title.clone()).styled(BlockStyle::Title));
    }
    let author = fact(1);
    let line = [author.clone(), fact(2)].into_iter().flatten().collect::<Vec<_>>().join(" ");
    for meta in [Some(line), fact(3)].into_iter().flatten().filter(|line| !line.is_empty()) {
        blocks.push(StyledBlock::plain(meta).styled(BlockStyle::Subtitle));
    }
    blocks.extend(body::plain(&text, false, &id));
    let created = fact(3).and_then(|date| boxes::day_of(&date));
    let info = FileInfo { title, author, created, kind: Some("mail".to_owned()), ..FileInfo::default() };
    Ok(RawDocument { source: input.source, info, body: RawBody::Styled(blocks), notes: Vec::new() })
}

fn no_mail(input: &Input<'_>) -> DocumentError {
    input
        .error("damaged", "the file holds no message: it has none of the headers From, Date and Subject")
        .with_hint("Save the message again from the mail program as .eml, or the folder as mbox.")
}

fn parse(bytes: &[u8]) -> Option<Message<'_>> {
    MessageParser::default()
        .parse(bytes)
        .filter(|message| message.from().is_some() || message.subject().is_some() || message.date().is_some())
}

/// The Message-ID, or what stands for it where there is none.
pub(super) fn id_of(message: &Message<'_>) -> String {
    if let Some(id) = message.message_id().map(str::trim).filter(|id| !id.is_empty()) {
        return id.to_owned();
    }
    let date = message.date().map(mail_parser::DateTime::to_rfc3339).unwrap_or_default();
    format!("{date}-{}", message.subject().map(tidy).unwrap_or_default())
}

fn place(id: &str, line: u32) -> FilePlace {
    FilePlace { at: Some(Locator::Message { id: id.to_owned(), line }), ..FilePlace::default() }
}

/// From and Date as they stand in the message, the name readable.
fn headers(message: &Message<'_>, id: &str) -> Vec<StyledBlock> {
    let from = shown(message.from()).map(|from| format!("From: {from}"));
    let date = message.header_raw("Date").map(|date| format!("Date: {}", tidy(date)));
    let lines = [from, date].into_iter().flatten();
    lines
        .map(|line| StyledBlock { place: place(id, 1), ..StyledBlock::plain(line).styled(BlockStyle::Subtitle) })
        .collect()
}

fn shown(address: Option<&Address<'_>>) -> Option<String> {
    let first = address?.first()?;
    let mail = first.address.as_deref().map(|address| format!("<{address}>"));
    let name =
        first.name.as_deref().map(tidy).map(|name| if name.contains(',') { format!("\"{name}\"") } else { name });
    let parts: Vec<String> = [name, mail].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

fn day(message: &Message<'_>) -> Option<String> {
    let date = message.date()?;
    Some(format!("{:04}-{:02}-{:02}", date.year, date.month, date.day))
}

fn info(message: &Message<'_>) -> FileInfo {
    let author =
        message.from().and_then(Address::first).and_then(|first| first.name.as_deref().or(first.address.as_deref()));
    FileInfo {
        title: message.subject().map(tidy),
        author: author.map(tidy),
        created: day(message),
        kind: Some("mail".to_owned()),
        in_reply_to: ids(message.in_reply_to()).pop(),
        thread: Some(thread(message)).filter(|id| !id.is_empty()),
        ..FileInfo::default()
    }
}

/// The first message of the thread that a message stands in: the first one that it refers to, else itself (RFC 5322, 3.6.4).
fn thread(message: &Message<'_>) -> String {
    let first = |value: &HeaderValue<'_>| ids(value).into_iter().next();
    first(message.references()).or_else(|| first(message.in_reply_to())).unwrap_or_else(|| id_of(message))
}

/// The Message-IDs of a header.
fn ids(value: &HeaderValue<'_>) -> Vec<String> {
    let listed = value.as_text_list().unwrap_or_default();
    listed.iter().map(|id| id.trim().to_owned()).filter(|id| !id.is_empty()).collect()
}
