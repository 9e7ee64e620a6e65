//! Captioned transcripts: turns that begin with ">>NAME:" and the captioner's disclaimer.

use super::draft::Draft;

/// Share of blocks that are turns from which the document is a transcript.
const TURN_SHARE: f32 = 0.2;

/// Whether the document is a verbatim transcript.
pub(crate) fn is_transcript(drafts: &[Draft]) -> bool {
    let turns = drafts.iter().filter(|draft| draft.text.text.starts_with(">>")).count();
    let disclaimer = drafts.iter().take(30).any(|draft| {
        let lower = draft.text.text.to_lowercase();
        (lower.contains("real-time captioning")
            || lower.contains("realtime captioning")
            || lower.contains("roughly edited")
            || lower.contains("scribe feed"))
            && lower.contains("transcri")
    });
    let share = turns as f32 / drafts.len().max(1) as f32;
    (turns >= 3 && share >= TURN_SHARE) || (disclaimer && turns > 0)
}
