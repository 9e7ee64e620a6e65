//! Mailboxes and attachments: where each message begins and ends, and the files that messages carry.

use crate::extract::flow::tidy;
use mail_parser::{Message, MimeHeaders};

const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// The messages of a mailbox in order, without their separators, quoted "From " lines restored.
pub(in crate::extract) fn messages(bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut found: Vec<Vec<u8>> = Vec::new();
    let mut blank = true;
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        let bare = line.trim_ascii_end();
        if blank && is_separator(bare) {
            found.push(Vec::new());
            blank = false;
            continue;
        }
        blank = bare.is_empty();
        let Some(message) = found.last_mut() else { continue };
        // ">From " stands for a line that began with "From ".
        let quoted = bare.iter().take_while(|byte| **byte == b'>').count();
        let line = if quoted > 0 && bare.get(quoted..).is_some_and(|rest| rest.starts_with(b"From ")) {
            line.get(1..).unwrap_or(line)
        } else {
            line
        };
        message.extend_from_slice(line);
    }
    for message in &mut found {
        restore_headers(message);
    }
    found.retain(|message| !message.is_empty());
    found
}

/// "From ada@example.org Mon Mar  1 09:12:44 2021", also "ada at example.org" as archives have it.
pub(super) fn is_separator(line: &[u8]) -> bool {
    let Some(rest) = line.strip_prefix(b"From ") else { return false };
    let text = String::from_utf8_lossy(rest);
    let words: Vec<&str> = text.split_whitespace().collect();
    let day = words.iter().any(|word| DAYS.contains(word));
    let month = words.iter().any(|word| MONTHS.contains(word));
    let year = words.iter().any(|word| word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit()));
    let time = words.iter().any(|word| word.contains(':'));
    year && time && (day || month)
}

/// Archives hide addresses as "ada at example.org": the header is an address again.
pub(super) fn restore_headers(message: &mut Vec<u8>) {
    let Some(line) = message.split_inclusive(|byte| *byte == b'\n').next() else { return };
    let text = String::from_utf8_lossy(line).into_owned();
    let Some(rest) = text.strip_prefix("From: ").filter(|rest| rest.contains(" at ") && !rest.contains('@')) else {
        return;
    };
    let (address, name) = rest
        .trim_end()
        .split_once(" (")
        .map_or((rest.trim_end(), ""), |(address, name)| (address, name.trim_end_matches(')')));
    let fixed = format!("From: \"{}\" <{}>\n", name.replace('"', ""), address.replacen(" at ", "@", 1));
    let length = line.len();
    message.splice(..length, fixed.into_bytes());
}

/// Name and content of the files that a message carries; pictures of its text and signatures aside.
pub(in crate::extract) fn attachments(message: &Message<'_>) -> Vec<(String, Vec<u8>)> {
    let mut found: Vec<(String, Vec<u8>)> = Vec::new();
    for (nth, part) in message.attachments().enumerate() {
        let kind = part
            .content_type()
            .map(|kind| (kind.ctype().to_lowercase(), kind.subtype().unwrap_or_default().to_lowercase()));
        let skipped = kind.as_ref().is_some_and(|(main, sub)| {
            main == "image" || sub.contains("signature") || sub == "pkcs7-mime" || main == "text" && sub == "calendar"
        });
        if skipped {
            continue;
        }
        let name = match part.attachment_name() {
            Some(name) => tidy(name).replace(['/', '\\', '!'], "_"),
            None if part.is_message() => format!("message-{}.eml", nth + 1),
            None => continue,
        };
        // A file that came twice keeps its place by number.
        let name = if found.iter().any(|(other, _)| *other == name) { format!("{}-{name}", nth + 1) } else { name };
        let content = match part.message() {
            Some(inner) => inner.raw_message().to_vec(),
            None => part.contents().to_vec(),
        };
        if !content.is_empty() && !name.is_empty() {
            found.push((name, content));
        }
    }
    found
}

/// The day of "Tue May 18 10:22:05 CEST 2021".
pub(super) fn day_of(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let month = words.iter().position(|word| MONTHS.contains(word))?;
    let number = MONTHS.iter().position(|name| words.get(month) == Some(name))? + 1;
    let day: u32 = words.get(month + 1)?.parse().ok()?;
    let year = words.iter().rev().find(|word| word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit()))?;
    Some(format!("{year}-{number:02}-{day:02}"))
}
