//! The words of a message: its own are text, quoted ones, signatures, footers of lists and disclaimers are furniture.

use crate::extract::flow::tidy;
use crate::extract::{Limits, html, wrapped};
use crate::model::{BlockStyle, FilePlace, Locator, Note, NoteMark, StyledBlock};
use mail_parser::{Message, MimeHeaders};
use regex::Regex;
use std::sync::LazyLock;

/// "On 1 March 2021, Ada Holm wrote:" and its like in other languages; the name and date may take several lines.
static ATTRIBUTION: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:\bwrote|\bwrites|\ba écrit|\bschrieb|\bescribió|\bescreveu|\bha scritto|\bschreef|\bnapisał\(a\)|\bпишет|\bskrev)\b[^:]{0,40}:\s*$").ok()
});
/// "From: Ada" over "Sent: Monday": the head of an earlier message below.
static EARLIER: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?i)^\W{0,4}(?:from|von|de|van|от)\s?:\s*\S").ok());
static EARLIER_NEXT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?i)^\W{0,4}(?:sent|date|to|subject|gesendet|datum|an|envoyé|enviado|para|objet|asunto|cc|betreff)\s?:",
    )
    .ok()
});
static ORIGINAL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)^\s*[-_]{2,}\s*(?:original message|original appointment|ursprüngliche nachricht|message d'origine|mensaje original|reply message)\s*[-_]*\s*$").ok()
});
static NOTE_REF: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\s?\[(?P<mark>\d{1,3})\]").ok());
static NOTE_LINE: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^\[(?P<mark>\d{1,3})\]:?\s+").ok());
/// Lines of underscores that open the footer of a list have at least so many.
const RULE: usize = 20;
/// Lines after such a rule in which a list names itself.
const FOOTER_LINES: usize = 8;
/// An attribution takes no more lines.
const ATTRIBUTION_LINES: usize = 3;

/// The blocks of a message's text: its plain part where it has one, else its page.
pub(super) fn blocks(message: &Message<'_>, id: &str, limits: &Limits, notes: &mut Vec<Note>) -> Vec<StyledBlock> {
    let mut blocks = Vec::new();
    let structured = message
        .html_bodies()
        .filter(|part| part.is_text_html())
        .filter_map(|part| part.text_contents())
        .any(states_structure);
    let plain: Vec<_> = message.text_bodies().filter(|part| !part.is_text_html()).collect();
    if !structured && plain.iter().any(|part| part.text_contents().is_some_and(|text| !text.trim().is_empty())) {
        for part in plain {
            let flowed = part
                .content_type()
                .and_then(|kind| kind.attribute("format"))
                .is_some_and(|format| format.eq_ignore_ascii_case("flowed"));
            if let Some(text) = part.text_contents() {
                blocks.extend(self::plain(text, flowed, id));
            }
        }
        return blocks;
    }
    for part in message.html_bodies() {
        let Some(text) = part.text_contents() else { continue };
        let (found, _, mut said) = html::page(&without_quotes(text), limits);
        notes.append(&mut said);
        blocks.extend(found);
    }
    furnish(&mut blocks);
    for (nth, block) in blocks.iter_mut().enumerate() {
        block.place = place(id, nth);
    }
    blocks
}

/// Whether a page states what the plain text beside it can only hint at: headings, numbered lists, tables, links to notes.
fn states_structure(page: &str) -> bool {
    let lower = page.to_ascii_lowercase();
    ["<h1", "<h2", "<h3", "<ol", "<th"].iter().any(|tag| lower.contains(tag))
}

fn place(id: &str, line: usize) -> FilePlace {
    let line = u32::try_from(line + 1).unwrap_or(u32::MAX);
    if id.is_empty() {
        return FilePlace { lines: Some([line, line]), ..FilePlace::default() };
    }
    FilePlace { at: Some(Locator::Message { id: id.to_owned(), line }), ..FilePlace::default() }
}

/// The blocks of a plain text.
pub(super) fn plain(text: &str, flowed: bool, id: &str) -> Vec<StyledBlock> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let lines: Vec<&str> = text.split('\n').collect();
    let furniture = furniture(&lines);
    let mut blocks = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let aside = furniture.get(at).copied().unwrap_or(false);
        let run: Vec<(usize, &str)> = lines
            .iter()
            .copied()
            .enumerate()
            .skip(at)
            .take_while(|(at, _)| furniture.get(*at).copied().unwrap_or(false) == aside)
            .collect();
        let next = run.last().map_or(at + 1, |(last, _)| last + 1);
        if aside {
            let words: Vec<&str> = run.iter().map(|(_, line)| *line).collect();
            let told = tidy(&words.join(" "));
            if !told.is_empty() {
                blocks.push(StyledBlock {
                    place: place(id, at),
                    ..StyledBlock::plain(told).styled(BlockStyle::Furniture)
                });
            }
        } else {
            for paragraph in wrapped::paragraphs(&run, flowed) {
                let block =
                    StyledBlock { place: place(id, *paragraph.lines.start()), ..StyledBlock::plain(paragraph.text) };
                blocks.push(if is_disclaimer(&block.text) { block.styled(BlockStyle::Furniture) } else { block });
            }
        }
        at = next;
    }
    bracketed_notes(&mut blocks);
    blocks
}

/// For each line whether it is furniture.
fn furniture(lines: &[&str]) -> Vec<bool> {
    let mut found = vec![false; lines.len()];
    let mut mark = |range: std::ops::Range<usize>| {
        for slot in found.iter_mut().skip(range.start).take(range.len()) {
            *slot = true;
        }
    };
    let matches =
        |regex: &LazyLock<Option<Regex>>, text: &str| regex.as_ref().is_some_and(|regex| regex.is_match(text));
    let next_full = |at: usize| {
        lines.iter().enumerate().skip(at).find(|(_, line)| !line.trim().is_empty()).map(|(at, line)| (at, *line))
    };
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        let bare = line.trim();
        if is_quoted(line) {
            mark(at..at + 1);
        } else if bare == "--" || *line == "-- " || bare == "-- " || bare == "—" && at + 8 > lines.len() {
            // A signature ends with the text, or where a list puts its footer.
            mark(at..lines.len());
            break;
        } else if matches(&ORIGINAL, bare)
            || is_rule(bare) && lines.iter().skip(at + 1).take(FOOTER_LINES).any(|line| names_list(line))
        {
            mark(at..lines.len());
            break;
        } else if matches(&EARLIER, bare)
            && next_full(at + 1).is_some_and(|(_, next)| matches(&EARLIER_NEXT, next.trim()))
            && at > 0
        {
            let above = at
                .checked_sub(1)
                .filter(|above| lines.get(*above).is_some_and(|line| is_rule(line.trim())))
                .unwrap_or(at);
            mark(above..lines.len());
            break;
        } else if is_scrubbed(bare) {
            mark(at..at + 1);
        } else if let Some(end) = attribution(lines, at) {
            mark(at..end);
            at = end;
            continue;
        } else if bare.to_lowercase().starts_with("sent from my ")
            || bare.to_lowercase().starts_with("get outlook for ")
        {
            mark(at..at + 1);
        }
        at += 1;
    }
    found
}

fn is_quoted(line: &str) -> bool {
    let bare = line.trim_start();
    // A row of them is the mark of a conflict in a file of code, not a quotation.
    bare.starts_with('>') && !bare.starts_with(">>>>>>>>")
}

fn is_rule(line: &str) -> bool {
    line.chars().count() >= RULE && line.chars().all(|c| matches!(c, '_' | '-' | '=' | '*'))
}

fn names_list(line: &str) -> bool {
    let lower = line.to_lowercase();
    [
        "mailing list",
        "listinfo",
        "unsubscribe",
        "list-manage",
        "/mailman",
        "groups.google",
        "@lists.",
        "to unsubscribe",
        "maillist",
    ]
    .iter()
    .any(|word| lower.contains(word))
}

fn is_scrubbed(line: &str) -> bool {
    let lower = line.to_lowercase();
    lower.starts_with("-------------- next part")
        || lower.contains("attachment was scrubbed")
        || lower.starts_with("url: <http")
        || lower.starts_with("name: ") && lower.ends_with(".html")
        || lower.starts_with("an embedded and charset-unspecified text was scrubbed")
}

/// The end of an attribution that begins at a line, where quoted text follows.
fn attribution(lines: &[&str], at: usize) -> Option<usize> {
    let mut joined = String::new();
    for end in at..(at + ATTRIBUTION_LINES).min(lines.len()) {
        let line = lines.get(end)?.trim();
        if line.is_empty() || is_quoted(line) {
            return None;
        }
        if end > at {
            joined.push(' ');
        }
        joined.push_str(line);
        if ATTRIBUTION.as_ref().is_some_and(|regex| regex.is_match(&joined)) {
            let quoted =
                lines.iter().skip(end + 1).find(|line| !line.trim().is_empty()).is_some_and(|line| is_quoted(line));
            let dated = joined.chars().any(|c| c.is_ascii_digit()) || joined.contains('@') || joined.contains('<');
            return (quoted || dated && joined.split_whitespace().count() <= 24 && lines.len() == end + 1)
                .then_some(end + 1);
        }
    }
    None
}

fn is_disclaimer(text: &str) -> bool {
    let lower = text.to_lowercase();
    let marks = [
        "confidential",
        "intended recipient",
        "received this",
        "in error",
        "privileged",
        "solely for the use",
        "virus",
        "think before you print",
        "destinataire",
        "vertraulich",
    ];
    marks.iter().filter(|mark| lower.contains(**mark)).count() >= 2
        && (lower.contains("message") || lower.contains("e-mail") || lower.contains("email") || lower.contains("mail"))
}

/// "\[1\]" in the text and "\[1\] See ..." below: marks and notes.
fn bracketed_notes(blocks: &mut [StyledBlock]) {
    let (Some(mark_regex), Some(line_regex)) = (NOTE_REF.as_ref(), NOTE_LINE.as_ref()) else { return };
    let mut noted: Vec<String> = Vec::new();
    let told: String = blocks
        .iter()
        .filter(|block| block.style == BlockStyle::Plain && !line_regex.is_match(&block.text))
        .map(|block| block.text.as_str())
        .collect::<Vec<_>>()
        .join("\n");
    for block in blocks.iter_mut().filter(|block| block.style == BlockStyle::Plain) {
        let Some(found) = line_regex.captures(&block.text) else { continue };
        let (Some(whole), Some(mark)) = (found.get(0), found.name("mark").map(|mark| mark.as_str().to_owned())) else {
            continue;
        };
        if !told.contains(&format!("[{mark}]")) || noted.contains(&mark) {
            continue;
        }
        let rest = block.text.get(whole.end()..).unwrap_or_default().to_owned();
        noted.push(mark.clone());
        block.text = rest;
        block.style = BlockStyle::Note { key: format!("[{mark}]"), mark };
    }
    for block in blocks.iter_mut().filter(|block| block.style == BlockStyle::Plain) {
        let mut from = 0;
        while let Some(found) = mark_regex.captures_at(&block.text, from) {
            let (Some(whole), Some(mark)) = (found.get(0), found.name("mark").map(|mark| mark.as_str().to_owned()))
            else {
                break;
            };
            let range = whole.range();
            if !noted.contains(&mark) {
                from = range.end;
                continue;
            }
            from = range.start;
            block.text.replace_range(range, "");
            block.notes.push(NoteMark { offset: from, key: format!("[{mark}]"), mark });
        }
    }
}

/// A page without the messages that it quotes: mail programs mark them.
fn without_quotes(page: &str) -> String {
    static QUOTES: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r#"(?is)<(?:div|blockquote)[^>]*(?:class="?[^">]*(?:gmail_quote|yahoo_quoted|moz-cite-prefix|OutlookMessageHeader|protonmail_quote)[^>]*|type="?cite"?[^>]*|id="?(?:divRplyFwdMsg|appendonsend|reply-intro)"?[^>]*)>"#).ok()
    });
    let Some(regex) = QUOTES.as_ref() else { return page.to_owned() };
    // The name of a furniture class makes the page's reader put it aside.
    regex
        .replace_all(page, |found: &regex::Captures<'_>| {
            let whole = found.get(0).map_or("", |whole| whole.as_str());
            format!(
                "<div class=\"related-message\" role=\"complementary\">{}",
                if whole.to_lowercase().starts_with("<blockquote") { "<blockquote>" } else { "<div>" }
            )
        })
        .into_owned()
}

/// Signatures, earlier messages and footers of lists among the blocks of a page.
fn furnish(blocks: &mut [StyledBlock]) {
    let mut ended = false;
    for at in 0..blocks.len() {
        let next = blocks.get(at + 1).map(|block| block.text.clone()).unwrap_or_default();
        let Some(block) = blocks.get_mut(at) else { continue };
        let text = block.text.as_str();
        let matches =
            |regex: &LazyLock<Option<Regex>>, text: &str| regex.as_ref().is_some_and(|regex| regex.is_match(text));
        ended |= text == "--"
            || text.starts_with("-- ") && text.len() < 120
            || matches(&ORIGINAL, text)
            || is_rule(text) && names_list(&next)
            || matches(&EARLIER, text)
                && (matches(&EARLIER_NEXT, &next)
                    || ["Sent:", "Date:", "Gesendet:", "Envoyé"].iter().any(|word| text.contains(word)));
        let alone = matches(&ATTRIBUTION, text) && text.chars().any(|c| c.is_ascii_digit())
            || is_disclaimer(text)
            || is_scrubbed(text)
            || text.to_lowercase().starts_with("sent from my ");
        if ended || alone {
            block.style = BlockStyle::Furniture;
        }
    }
}
