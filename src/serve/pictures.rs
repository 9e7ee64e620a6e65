//! Pictures of pages, drawn when they are first asked for and kept within a bound.

use crate::error::ErrorKind;
use crate::pages::{Answer, Ask, Refusal, id_of};
use crate::record::Record;
use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

/// Bytes of pictures that are kept: some hundred pages.
const MOST_BYTES: usize = 24 << 20;

/// Pictures that were drawn.
#[derive(Debug, Default)]
pub struct Kept {
    pictures: Mutex<VecDeque<(String, Vec<u8>)>>,
    /// One page is drawn at a time: a picture costs some 40 MB while it is made.
    drawing: Mutex<()>,
}

impl Kept {
    fn get(&self, name: &str) -> Option<Vec<u8>> {
        let mut pictures = self.pictures.lock().unwrap_or_else(PoisonError::into_inner);
        let found = pictures.iter().position(|(kept, _)| kept == name).and_then(|at| pictures.remove(at))?;
        let bytes = found.1.clone();
        pictures.push_front(found);
        Some(bytes)
    }

    fn put(&self, name: String, bytes: Vec<u8>) {
        let mut pictures = self.pictures.lock().unwrap_or_else(PoisonError::into_inner);
        pictures.push_front((name, bytes));
        let mut sum = 0;
        let fits = pictures.iter().take_while(|(_, bytes)| {
            sum += bytes.len();
            sum <= MOST_BYTES
        });
        let fits = fits.count();
        pictures.truncate(fits);
    }
}

/// The picture of a page; `of` names the passage to mark by its place in the report.
///
/// # Errors
/// There is no such page, or it cannot be drawn: the refusal says why.
pub fn picture(record: &Record, kept: &Kept, key: &str, page: &str, ask: &Ask) -> Result<Answer, Refusal> {
    let no_page = || Refusal::not_found(&format!("no picture page/{key}/{page}"));
    let number: u32 = page.strip_suffix(".png").and_then(|page| page.parse().ok()).ok_or_else(no_page)?;
    let id = ask.one("of").map(|place| id_of(&[key.to_owned(), place.to_owned()]));
    let report = record.report(key)?.ok_or_else(no_page)?;
    let name = format!("{} {number} {id:?} {}", report.source.sha256, record.generation()?);
    if let Some(bytes) = kept.get(&name) {
        return Ok(Answer::shown("image/png", bytes));
    }
    let _alone = kept.drawing.lock().unwrap_or_else(PoisonError::into_inner);
    // Whoever waited may find it drawn.
    if let Some(bytes) = kept.get(&name) {
        return Ok(Answer::shown("image/png", bytes));
    }
    let drawn = record.page_picture(key, number, id.as_deref());
    let bytes = drawn.map_err(|error| match error.kind {
        ErrorKind::Usage => Refusal { detail: error.message, hints: error.hints, ..no_page() },
        _ => Refusal::from(error),
    })?;
    kept.put(name, bytes.clone());
    Ok(Answer::shown("image/png", bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_are_let_go_of_before_they_fill_memory() {
        let kept = Kept::default();
        for nth in 0..5 {
            kept.put(nth.to_string(), vec![0; MOST_BYTES / 4]);
        }
        assert!(kept.get("0").is_none());
        assert!(kept.get("4").is_some());
    }
}
