//! Reads captions: WebVTT, SubRip, and plain text with ">>" before each speaker.

use super::flow::tidy;
use super::input::{Head, Input};
use super::turns;
use super::wrapped;
use crate::error::DocumentError;
use crate::model::{FileInfo, FilePlace, Locator, Note, RawBody, RawDocument, Stage, StyledBlock};
use regex::Regex;
use std::sync::LazyLock;

/// Lines that begin with ">>" from which a text is a captioned transcript.
const TURN_LINES: usize = 3;
/// Words of captions without speakers that make a paragraph, up to the end of a sentence.
const PARAGRAPH_WORDS: usize = 80;

static TIMES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^\s*(?P<start>(?:\d{1,3}:)?\d{1,2}:\d{2}[.,]\d{1,3})\s*-->\s*(?:\d{1,3}:)?\d{1,2}:\d{2}[.,]\d{1,3}")
        .ok()
});
static VOICE: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"<v(?:\.[\w.]+)?\s+(?P<name>[^>]+)>").ok());
static TAG: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"</?[a-zA-Z0-9:.][^>]*>").ok());

/// Whether a text file is a captioned transcript.
pub(super) fn claims(head: &Head<'_>) -> bool {
    if head.begins("WEBVTT") {
        return true;
    }
    matches!(head.extension, "txt" | "text" | "")
        && !head.start.contains(&0)
        && head
            .bytes
            .split(|byte| *byte == b'\n')
            .filter(|line| line.trim_ascii_start().starts_with(b">>") && !line.trim_ascii_start().starts_with(b">>>"))
            .take(TURN_LINES)
            .count()
            == TURN_LINES
        && !head.begins("From ")
        && memchr::memmem::find(head.start, b"\nSubject:").is_none()
}

/// Reads the file.
///
/// # Errors
/// None; the signature is that of all readers.
pub(super) fn read(input: Input<'_>) -> Result<RawDocument, DocumentError> {
    let mut notes = Vec::new();
    let text = super::text::decode(input.bytes, &mut notes).replace("\r\n", "\n").replace('\r', "\n");
    let timed = TIMES.as_ref().is_some_and(|times| text.lines().take(60).any(|line| times.is_match(line)));
    let mut blocks = if timed { cues(&text) } else { paragraphs(&text) };
    turns::find(&mut blocks);
    notes.push(turns::note());
    if blocks.is_empty() {
        notes.push(Note::new(Stage::Extract, "empty-file", "the file holds no captions"));
    }
    let info = FileInfo { kind: Some("transcript".to_owned()), ..FileInfo::default() };
    Ok(RawDocument { source: input.source, info, body: RawBody::Styled(blocks), notes })
}

fn paragraphs(text: &str) -> Vec<StyledBlock> {
    let lines: Vec<(usize, &str)> = text.split('\n').enumerate().collect();
    let found = wrapped::paragraphs(&lines, false);
    let line = |at: usize| u32::try_from(at + 1).unwrap_or(u32::MAX);
    found
        .into_iter()
        .map(|paragraph| {
            let place = FilePlace {
                lines: Some([line(*paragraph.lines.start()), line(*paragraph.lines.end())]),
                ..FilePlace::default()
            };
            StyledBlock { place, ..StyledBlock::plain(paragraph.text) }
        })
        .collect()
}

/// Captions joined to turns: a new one begins with ">>", another voice, a name, or a dash.
fn cues(text: &str) -> Vec<StyledBlock> {
    let mut blocks: Vec<StyledBlock> = Vec::new();
    let mut start: Option<String> = None;
    let mut voice: Option<String> = None;
    let mut last_line = String::new();
    for line in text.lines() {
        if let Some(found) = TIMES.as_ref().and_then(|times| times.captures(line)) {
            start =
                found.name("start").map(|start| start.as_str().split(['.', ',']).next().unwrap_or_default().to_owned());
            continue;
        }
        let Some(time) = &start else { continue };
        if line.trim().is_empty() {
            start = None;
            continue;
        }
        let named = VOICE
            .as_ref()
            .and_then(|regex| regex.captures(line))
            .and_then(|found| found.name("name").map(|name| tidy(name.as_str())));
        let bare = TAG.as_ref().map_or_else(|| line.to_owned(), |tag| tag.replace_all(line, "").into_owned());
        let mut words = tidy(&super::html::entities(&bare));
        // Rolling captions repeat the line before.
        if words.is_empty() || words == last_line {
            continue;
        }
        last_line.clone_from(&words);
        let mut opens = blocks.is_empty() || words.starts_with(">>");
        if let Some(dashed) = words.strip_prefix("- ").map(str::to_owned) {
            words = format!(">> {dashed}");
            opens = true;
        }
        if let Some(name) = named {
            if voice.as_ref() != Some(&name) {
                words = format!(">> {name}: {words}");
                opens = true;
            }
            voice = Some(name);
        } else if !words.starts_with(">>") && turns::name_of(&words, true).is_some() {
            words = format!(">> {words}");
            opens = true;
        }
        let alone = words.starts_with('[') && words.ends_with(']');
        let long = blocks.last().is_some_and(|last| {
            last.text.split_whitespace().count() >= PARAGRAPH_WORDS && last.text.ends_with(['.', '?', '!'])
                || last.text.starts_with('[') && last.text.ends_with(']')
        });
        match blocks.last_mut().filter(|_| !opens && !alone && !long) {
            Some(last) => {
                last.text.push(' ');
                last.text.push_str(&words);
            }
            None => {
                let place = FilePlace { at: Some(Locator::Time(time.clone())), ..FilePlace::default() };
                blocks.push(StyledBlock { place, ..StyledBlock::plain(words) });
            }
        }
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn captions_become_turns_with_their_time() {
        let vtt = "WEBVTT\n\n1\n00:00:01.000 --> 00:00:03.000\n<v Ada Holm>Good morning.\n\n00:00:03.000 --> 00:00:05.000\n<v Ada Holm>We begin &amp; end on time.\n\n00:01:02.500 --> 00:01:04.000\n<v Tom Reid>Agreed.\n";
        let mut blocks = cues(vtt);
        assert!(!turns::find(&mut blocks) || blocks.len() == 2);
        assert_eq!(blocks[0].text, ">> Ada Holm: Good morning. We begin & end on time.");
        assert_eq!(blocks[1].place.at, Some(Locator::Time("00:01:02".into())));
    }
}
