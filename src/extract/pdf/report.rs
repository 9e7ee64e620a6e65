//! Notes on what could not be read, so that a missing decision is never silent.

use super::content::Stop;
use super::fonts::Fonts;
use crate::model::{Note, RawPage, Stage};

/// Share of a page that images must cover for it to pass as a scan.
const SCAN_SHARE: f32 = 0.3;
/// Share of guessed glyphs in a font that deserves a word.
const GUESS_SHARE: f64 = 0.02;
/// Pages named in a note before it says "and so on".
const NAMED_PAGES: usize = 12;

/// What went wrong on one page.
pub fn damaged_page(page: u32, damage: &[String], stopped: Option<Stop>, notes: &mut Vec<Note>) {
    if !damage.is_empty() {
        let message = format!(
            "the page is damaged: {}; the rest of it was read. Compare it with the page in a viewer.",
            damage.join("; ")
        );
        notes.push(Note::new(Stage::Extract, "damaged-page", message).on_page(page));
    }
    let limit = match stopped {
        Some(Stop::Operators) => "operators_per_page",
        Some(Stop::Glyphs) => "glyphs_per_page",
        Some(Stop::Time) | None => return,
    };
    let message = format!(
        "the page draws more than the limit and was cut short. Raise `{limit}` in the section [extract] of minutebook.toml."
    );
    notes.push(Note::new(Stage::Extract, "page-cut-short", message).on_page(page));
}

/// A page on which the program itself failed.
pub fn failed_page(page: u32, words: &str) -> Note {
    let message = format!(
        "minutebook itself failed on this page, which is left out ({words}); this is a bug: report it with the file."
    );
    Note::new(Stage::Extract, "failed-page", message).on_page(page)
}

/// Pages without text, and text that is guessed.
pub fn unreadable(pages: &[RawPage], fonts: &Fonts<'_>, notes: &mut Vec<Note>) {
    no_text_layer(pages, notes);
    guessed_glyphs(fonts, notes);
}

fn no_text_layer(pages: &[RawPage], notes: &mut Vec<Note>) {
    let blank = |page: &RawPage| page.text.trim().is_empty();
    let scans: Vec<u32> =
        pages.iter().filter(|page| blank(page) && page.image_share >= SCAN_SHARE).map(|page| page.number).collect();
    if scans.is_empty() {
        return;
    }
    let share = 100.0 * scans.len() as f64 / pages.len() as f64;
    let message = format!(
        "{} of {} pages ({share:.0} %) are images without a text layer and need OCR: page {}. Run ocrmypdf on the file, or set [ocr] in minutebook.toml.",
        scans.len(),
        pages.len(),
        list(&scans)
    );
    let note = Note::new(Stage::Extract, "no-text-layer", message);
    notes.push(match scans.as_slice() {
        [only] => note.on_page(*only),
        _ => note,
    });
}

fn guessed_glyphs(fonts: &Fonts<'_>, notes: &mut Vec<Note>) {
    let mut guessed = 0;
    let mut named = Vec::new();
    for (name, used, guesses) in fonts.guesses() {
        guessed += guesses;
        if guesses as f64 > GUESS_SHARE * used as f64 {
            named.push(format!("{} ({:.0} %)", printable(name), 100.0 * guesses as f64 / used as f64));
        }
    }
    let used = fonts.used();
    if used == 0 || named.is_empty() {
        return;
    }
    let share = 100.0 * guessed as f64 / used as f64;
    named.truncate(NAMED_PAGES);
    let message = format!(
        "{share:.1} % of all glyphs are guesses, since their fonts do not say which characters they show: {}. Check names and numbers set in them.",
        named.join(", ")
    );
    notes.push(Note::new(Stage::Extract, "guessed-glyphs", message));
}

/// `1-3, 7`, cut after a dozen.
fn list(pages: &[u32]) -> String {
    let mut ranges: Vec<(u32, u32)> = Vec::new();
    for &page in pages {
        match ranges.last_mut() {
            Some(last) if last.1 + 1 == page => last.1 = page,
            _ => ranges.push((page, page)),
        }
    }
    let shown: Vec<String> = ranges
        .iter()
        .take(NAMED_PAGES)
        .map(|&(first, last)| if first == last { first.to_string() } else { format!("{first}-{last}") })
        .collect();
    let more = if ranges.len() > NAMED_PAGES { ", and more" } else { "" };
    format!("{}{more}", shown.join(", "))
}

/// A font name is the file's word: hostile until proven otherwise.
fn printable(name: &str) -> String {
    let name: String =
        name.chars().filter(|character| character.is_ascii_graphic() || *character == ' ').take(60).collect();
    if name.is_empty() { "a font without name".to_owned() } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_listed_as_ranges() {
        assert_eq!(list(&[1, 2, 3, 7]), "1-3, 7");
        assert_eq!(list(&[4]), "4");
        let odd: Vec<u32> = (0..20).map(|page| 2 * page + 1).collect();
        assert!(list(&odd).ends_with(", and more"));
    }

    #[test]
    fn scans_are_said_to_need_ocr() {
        let page =
            |number, text: &str, image_share| RawPage { number, text: text.into(), image_share, ..RawPage::default() };
        let mut notes = Vec::new();
        no_text_layer(&[page(1, "x", 1.0), page(2, " ", 0.9), page(3, "", 0.0)], &mut notes);
        assert_eq!(notes.len(), 1);
        assert_eq!((notes[0].code.as_str(), notes[0].page), ("no-text-layer", Some(2)));
        assert!(notes[0].message.contains("1 of 3 pages (33 %)"), "{}", notes[0].message);
    }
}
