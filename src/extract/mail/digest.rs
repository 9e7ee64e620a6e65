//! Digests of mailing lists: one message that holds the messages of a day (RFC 1153, as Mailman sends them, and multipart/digest).

use super::boxes;
use mail_parser::{Message, MimeHeaders};

/// Hyphens of the line that ends the list of topics, at least.
const PREFACE: usize = 60;
/// Hyphens of the line between two messages.
const BETWEEN: usize = 30;
/// Lines at the beginning of a message among which its headers stand.
const HEAD: usize = 12;

/// The messages that a digest holds, in order; empty where a message is none.
pub(in crate::extract) fn messages(message: &Message<'_>) -> Vec<Vec<u8>> {
    let is_digest = message
        .parts
        .iter()
        .any(|part| part.content_type().is_some_and(|kind| kind.subtype().is_some_and(|sub| sub == "digest")));
    if is_digest {
        return message
            .attachments()
            .filter(|part| part.is_message())
            .filter_map(|part| part.message().map(|inner| inner.raw_message().to_vec()))
            .collect();
    }
    let texts = message.text_bodies().filter(|part| !part.is_text_html()).filter_map(|part| part.text_contents());
    texts.flat_map(of_text).collect()
}

/// The messages in the text of a digest.
fn of_text(text: &str) -> Vec<Vec<u8>> {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let is_rule = |line: &str, least: usize| line.len() >= least && line.bytes().all(|byte| byte == b'-');
    let Some(preface) = lines.iter().position(|line| is_rule(line, PREFACE)) else { return Vec::new() };
    let rest = lines.get(preface + 1..).unwrap_or_default();
    rest.split(|line| line.len() == BETWEEN && is_rule(line, BETWEEN)).filter_map(one).collect()
}

/// A message with its headers, its text said to be what it is by now: UTF-8, encoded in no other way.
fn one(lines: &[&str]) -> Option<Vec<u8>> {
    let begin = lines.iter().position(|line| !line.is_empty() && !line.starts_with("Message: "))?;
    let lines = lines.get(begin..)?;
    let head = lines.iter().position(|line| line.is_empty())?;
    let names = |line: &str, name: &str| line.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name));
    let has = |name: &str| lines.iter().take(head.min(HEAD)).any(|line| names(line, name));
    if !has("From:") || !has("Subject:") && !has("Date:") {
        return None;
    }
    let mut message = Vec::new();
    let mut dropped = false;
    for (at, line) in lines.iter().enumerate() {
        let continued = line.starts_with([' ', '\t']);
        dropped = at < head && (continued && dropped || !continued && names(line, "Content-"));
        if at == head {
            message.extend_from_slice(b"Content-Type: text/plain; charset=utf-8\n");
        }
        if !dropped {
            message.extend_from_slice(line.as_bytes());
            message.push(b'\n');
        }
    }
    boxes::restore_headers(&mut message);
    Some(message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_taken_apart() {
        let rule = "-".repeat(70);
        let between = "-".repeat(30);
        let text = format!(
            "Today's Topics:\n\n   1. Draft (Ada Holm)\n\n{rule}\n\nMessage: 1\nDate: Mon, 12 May 2031 10:00:00 +0200\nFrom: Ada Holm <ada@k.example>\nSubject: Draft\nContent-Type: text/plain;\n\tcharset=iso-8859-1\n\nNaïve.\n\n{between}\n\nSubject: Digest Footer\n\nlist\n\n{between}\n\nEnd of Council Digest\n"
        );
        let found = of_text(&text);
        assert_eq!(found.len(), 1);
        let message = String::from_utf8(found[0].clone()).unwrap();
        assert!(message.starts_with("Date: Mon") && message.contains("charset=utf-8\n\nNaïve."), "{message}");
        assert!(!message.contains("iso-8859-1"));
        assert!(of_text("A letter.\n\n-- \nAda\n").is_empty());
    }
}
