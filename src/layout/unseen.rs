//! Text that stands on the page and that nobody sees: white on white, transparent, or far too small. It is kept apart from
//! what the page says, and the document says so, since such text can be meant for machines alone.

use crate::model::{Note, RawPage, Run, Stage};

/// Letters of less size (points) cannot be read, unless most of the page is set so and scaled by its viewer.
const TOO_SMALL: f32 = 1.2;
/// Share of a page's glyphs up to which too small ones are the exception.
const EXCEPTION: f32 = 0.3;
/// Pages named in the note.
const NAMED: usize = 12;

/// Size below which a page's letters are too small to be read.
pub(super) fn too_small(page: &RawPage) -> f32 {
    let count = |runs: &mut dyn Iterator<Item = &Run>| runs.map(|run| run.glyphs.len()).sum::<usize>() as f32;
    let small = count(&mut page.runs.iter().filter(|run| run.size.abs() < TOO_SMALL));
    if small <= EXCEPTION * count(&mut page.runs.iter()) { TOO_SMALL } else { 0.0 }
}

/// Whether a run is there but not seen.
pub(super) fn is_unseen(run: &Run, too_small: f32) -> bool {
    run.flags.unseen || run.size.abs() < too_small
}

/// Says on which pages there is text that nobody sees.
pub(super) fn note(pages: &[RawPage], notes: &mut Vec<Note>) {
    let mut on: Vec<(u32, usize)> = Vec::new();
    for page in pages {
        let limit = too_small(page);
        let unseen = page.runs.iter().filter(|run| is_unseen(run, limit) && !run.flags.invisible);
        let count = unseen.map(|run| letters(page, run)).sum();
        if count > 0 {
            on.push((page.number, count));
        }
    }
    let Some((first, _)) = on.first() else { return };
    let count: usize = on.iter().map(|one| one.1).sum();
    let named: Vec<String> = on.iter().take(NAMED).map(|one| one.0.to_string()).collect();
    let more = if on.len() > NAMED { " and others" } else { "" };
    let message = format!(
        "{count} letters are on the page but not to be seen (white on white, transparent, or smaller than a point): page {}{more}. They are kept apart as furniture; select all text in a viewer to see them.",
        named.join(", ")
    );
    notes.push(Note::new(Stage::Layout, "unseen-text", message).on_page(*first));
}

fn letters(page: &RawPage, run: &Run) -> usize {
    let start = |at: u32| page.glyphs.get(at as usize).map_or(page.text.len(), |glyph| glyph.start as usize);
    let text = page.text.get(start(run.glyphs.start)..start(run.glyphs.end)).unwrap_or_default();
    text.chars().filter(|one| one.is_alphanumeric()).count()
}

#[cfg(test)]
mod tests {
    use super::super::drawing::{Drawing, laid_out};
    use crate::model::{LineRole, RunFlags};

    #[test]
    fn white_and_tiny_text_is_kept_apart_and_noted() {
        let white = RunFlags { unseen: true, ..RunFlags::default() };
        let page = Drawing::new()
            .lines(72.0, 100.0, 12.0, &["The Board met.", "It agreed on a date for the next meeting."])
            .flags(white)
            .text(72.0, 124.0, "It paid.")
            .flags(RunFlags::default())
            .size(0.5)
            .text(72.0, 140.0, "Fees");
        let document = laid_out(vec![page]);
        let seen: Vec<(&str, bool)> =
            document.lines.iter().map(|line| (line.text.as_str(), line.role == LineRole::Hidden)).collect();
        let expected = [
            ("The Board met.", false),
            ("It agreed on a date for the next meeting.", false),
            ("It paid.", true),
            ("Fees", true),
        ];
        assert_eq!(seen, expected);
        assert_eq!(document.notes[0].code, "unseen-text");
        assert!(document.notes[0].message.contains("10 letters"), "{}", document.notes[0].message);
    }

    #[test]
    fn a_page_set_small_throughout_is_read() {
        let document =
            laid_out(vec![Drawing::new().size(1.0).lines(72.0, 100.0, 1.2, &["a plan of the town", "scaled"])]);
        assert!(document.lines.iter().all(|line| line.role == LineRole::Body) && document.notes.is_empty());
    }
}
