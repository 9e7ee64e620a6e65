//! Turns of speakers in captioned transcripts: ">> NAME: words", or names in capitals before their words; cues and the captioner's
//! disclaimer beside them. Works on blocks of any format.

use super::flow::tidy;
use crate::model::{BlockStyle, Note, Role, Stage, StyledBlock};
use regex::Regex;
use std::sync::LazyLock;

/// Turns from which a document is a transcript where ">>" marks them.
const MARKED_TURNS: usize = 3;
/// Turns from which it is one where only capitals mark them, and their least share of all blocks.
const NAMED_TURNS: usize = 8;
const NAMED_SHARE: f32 = 0.3;
/// A name has no more words.
const NAME_WORDS: usize = 7;

/// "VINT CERF:", "MODERATOR:", "CHAIR (Ms. Holm):".
static NAME: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^(?P<name>[\p{Lu}][\p{L}\p{M}.'’ \-]{1,60}?(?:\s?\([^)]{1,40}\))?)\s?:(?:\s+|$)").ok()
});

/// Finds turns and marks them; whether the document is a transcript.
pub(super) fn find(blocks: &mut Vec<StyledBlock>) -> bool {
    let told = |block: &StyledBlock| {
        matches!(block.style, BlockStyle::Plain | BlockStyle::Heading(_) | BlockStyle::Quote) && !block.text.is_empty()
    };
    let all = blocks.iter().filter(|block| told(block)).count();
    let marked = blocks.iter().filter(|block| told(block) && block.text.starts_with(">>")).count();
    let capitals: Vec<String> = blocks
        .iter()
        .filter(|block| told(block))
        .filter_map(|block| name_of(&block.text, true).map(|(name, _)| name))
        .collect();
    let mut names = capitals.clone();
    names.sort();
    names.dedup();
    let by_name = marked < MARKED_TURNS
        && capitals.len() >= NAMED_TURNS
        && names.len() >= 2
        && capitals.len() as f32 >= NAMED_SHARE * all as f32;
    if marked < MARKED_TURNS && !by_name {
        return false;
    }
    let mut speaker: Option<String> = None;
    let mut parted = Vec::with_capacity(blocks.len());
    for block in std::mem::take(blocks) {
        parted.extend(if told(&block) && !by_name { part(block) } else { vec![block] });
    }
    for block in &mut parted {
        if !told(block) {
            continue;
        }
        if is_disclaimer(&block.text) {
            block.role = Some(Role::Disclaimer);
            block.style = BlockStyle::Plain;
            continue;
        }
        let turn = block.text.strip_prefix(">>").map(|rest| rest.trim_start_matches('>').trim_start().to_owned());
        let opens = turn.is_some() || by_name && name_of(&block.text, true).is_some();
        if let Some(turn) = turn {
            let taken = block.text.len() - turn.len();
            shift(block, taken);
        }
        if opens {
            speaker = Some(name_of(&block.text, by_name).map(|(name, _)| name).unwrap_or_default());
        }
        let Some(name) = &speaker else { continue };
        block.style = BlockStyle::Plain;
        block.label = None;
        if is_cue(&block.text) {
            block.role = Some(Role::Cue);
        } else {
            block.role = Some(Role::Speaker);
            block.speaker = Some(name.clone());
        }
    }
    *blocks = parted;
    true
}

/// The note that a transcript gets.
pub(super) fn note() -> Note {
    Note::new(
        Stage::Extract,
        "transcript",
        "this is a captioned transcript: what was said is no authoritative record of what was decided",
    )
}

/// Several turns in one block, as pages that break lines by hand have them.
fn part(block: StyledBlock) -> Vec<StyledBlock> {
    let starts: Vec<usize> = block.text.match_indices(" >>").map(|(at, _)| at + 1).collect();
    if starts.is_empty() {
        return vec![block];
    }
    let mut blocks = Vec::new();
    let mut from = 0;
    for to in starts.into_iter().chain([block.text.len()]) {
        let text = tidy(block.text.get(from..to).unwrap_or_default());
        if !text.is_empty() {
            blocks.push(StyledBlock { text, runs: Vec::new(), notes: Vec::new(), ..block.clone() });
        }
        from = to;
    }
    blocks
}

/// The name before a colon, and the bytes up to its words.
pub(super) fn name_of(text: &str, capitals: bool) -> Option<(String, usize)> {
    let found = NAME.as_ref()?.captures(text)?;
    let name = found.name("name")?.as_str().trim().to_owned();
    let is_capital = !name.split('(').next().unwrap_or_default().chars().any(char::is_lowercase);
    let words = name.split_whitespace().count();
    let begin_large = name.split([' ', '-']).all(|word| {
        word.chars().next().is_none_or(|c| {
            !c.is_lowercase() || matches!(word, "de" | "da" | "van" | "der" | "von" | "al" | "el" | "bin" | "la" | "du")
        })
    });
    (words <= NAME_WORDS && (is_capital || !capitals && begin_large))
        .then(|| (name, found.get(0).map_or(0, |whole| whole.end())))
}

fn shift(block: &mut StyledBlock, by: usize) {
    block.text = block.text.get(by..).unwrap_or_default().to_owned();
    for run in &mut block.runs {
        run.span = run.span.map(|at| at.saturating_sub(by));
    }
    for note in &mut block.notes {
        note.offset = note.offset.saturating_sub(by);
    }
}

/// "\[Applause\]", "(Laughter.)": a remark of the captioner alone.
fn is_cue(text: &str) -> bool {
    let inner = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']').or_else(|| rest.strip_suffix("].")));
    let round = || text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')').or_else(|| rest.strip_suffix(").")));
    inner
        .or_else(round)
        .is_some_and(|inner| !inner.contains(['[', ']', '(', ')']) && inner.split_whitespace().count() <= 20)
}

fn is_disclaimer(text: &str) -> bool {
    let lower = text.to_lowercase();
    let speaks = ["captioning", "live transcription", "transcription", "transcript", "scribe feed", "caption"]
        .iter()
        .any(|word| lower.contains(word));
    let warns = [
        "verbatim",
        "roughly edited",
        "inaccurate",
        "authoritative record",
        "errors",
        "accessibility",
        "not be treated",
        "incomplete",
    ]
    .iter()
    .any(|word| lower.contains(word));
    speaks && warns && !text.starts_with(">>")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(lines: &[&str]) -> Vec<(Option<Role>, Option<String>, String)> {
        let mut blocks: Vec<StyledBlock> = lines.iter().map(|line| StyledBlock::plain(*line)).collect();
        find(&mut blocks);
        blocks.into_iter().map(|block| (block.role, block.speaker, block.text)).collect()
    }

    #[test]
    fn turns_cues_and_what_a_speaker_says_further() {
        let found = read(&[
            "Open forum",
            "The following is roughly edited captioning.",
            ">> ADA HOLM: Good morning.",
            "I have two points.",
            "[Applause]",
            ">> So do I.",
            ">> CHAIR: Thank you.",
        ]);
        let role = |at: usize| found[at].0;
        assert_eq!(
            (role(0), role(1), role(2), role(4)),
            (None, Some(Role::Disclaimer), Some(Role::Speaker), Some(Role::Cue))
        );
        assert_eq!(
            (found[2].2.as_str(), found[3].1.as_deref(), found[5].1.as_deref()),
            ("ADA HOLM: Good morning.", Some("ADA HOLM"), Some(""))
        );
    }

    #[test]
    fn minutes_with_labels_are_no_transcript() {
        let mut blocks: Vec<StyledBlock> =
            ["CHAIR: Ada Holm", "Present: all", "1. The group met."].map(StyledBlock::plain).into();
        assert!(!find(&mut blocks));
    }
}
