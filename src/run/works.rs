//! The readings of a run by the work that they are of, and which reading of a work is shown, indexed and counted.
//!
//! Of one work a reading that can be trusted more goes before, then the newer where the words are others (a reissue), then the one that was
//! there before: a DOCX that comes beside a PDF changes no row, and takes over when the PDF goes. Of those that came together the one
//! whose file states its structure goes before the one with pages to point at, and that before the rest.

use super::catalogue::CataloguedReport;
use std::collections::BTreeMap;

/// Steps of the audit's score within which two readings are as good as each other.
const AS_GOOD: f32 = 0.05;
/// Likeness under which a newer file has other words, not only another form.
const OTHER_WORDS: f32 = 0.95;

/// The readings of a run.
#[derive(Debug, Default)]
pub(super) struct Readings {
    by_key: BTreeMap<String, Vec<CataloguedReport>>,
}

impl Readings {
    /// Adds a reading under its key.
    pub(super) fn put(&mut self, reading: CataloguedReport) {
        self.by_key.entry(reading.key.clone()).or_default().push(reading);
    }

    /// Whether a work has a reading.
    pub(super) fn has(&self, key: &str) -> bool {
        self.by_key.contains_key(key)
    }

    /// All of them.
    pub(super) fn iter(&self) -> impl Iterator<Item = &CataloguedReport> {
        self.by_key.values().flatten()
    }

    /// Joins two works.
    pub(super) fn join(&mut self, goes: &str, stays: &str) {
        for mut reading in self.by_key.remove(goes).unwrap_or_default() {
            stays.clone_into(&mut reading.key);
            self.put(reading);
        }
    }

    /// The works in order of their keys, and the readings of each in order of their paths; nothing is left here.
    pub(super) fn take(&mut self) -> BTreeMap<String, Vec<CataloguedReport>> {
        let mut works = std::mem::take(&mut self.by_key);
        for readings in works.values_mut() {
            readings.sort_by(|one, other| one.paths().next().cmp(&other.paths().next()));
        }
        works
    }
}

/// Takes the reading that is shown out of the readings of a work.
pub(super) fn take_shown(readings: &mut Vec<CataloguedReport>) -> Option<CataloguedReport> {
    let mut order: Vec<usize> = (0..readings.len()).collect();
    order.sort_by_key(|at| readings.get(*at).map(|reading| reading.since));
    let mut best: Option<usize> = None;
    for at in order {
        let Some(next) = readings.get(at) else { continue };
        if best.and_then(|best| readings.get(best)).is_none_or(|best| goes_before(next, best)) {
            best = Some(at);
        }
    }
    best.map(|at| readings.remove(at))
}

/// Whether a reading goes before another of its work that has been there as long or longer.
fn goes_before(next: &CataloguedReport, best: &CataloguedReport) -> bool {
    let score = |reading: &CataloguedReport| match reading.totals.paragraphs {
        0 => 0.0,
        _ => reading.audit.unwrap_or(1.0),
    };
    if (score(next) - score(best)).abs() > AS_GOOD {
        return score(next) > score(best);
    }
    if next.since > best.since && (next.reissue || has_other_words(next, best)) {
        return true;
    }
    if next.since > best.since && next.format != best.format {
        return false;
    }
    let (rank_next, rank_best) = (rank(&next.format), rank(&best.format));
    if rank_next != rank_best {
        return rank_next < rank_best;
    }
    // Two of one format: the newer is the reissue, and of two that came together the one with more to its name ("-rev1").
    let name = |reading: &CataloguedReport| reading.paths().next().map(|path| (path.len(), path.to_owned()));
    (next.since, name(next)) > (best.since, name(best))
}

fn has_other_words(next: &CataloguedReport, best: &CataloguedReport) -> bool {
    let both = next.facts.as_ref().zip(best.facts.as_ref());
    both.is_some_and(|(next, best)| next.sketch.likeness(&best.sketch) < OTHER_WORDS)
}

/// What states its structure first, then what has pages, then pages of the web and the like, then plain text.
fn rank(format: &str) -> u8 {
    match format {
        "docx" | "odt" => 0,
        "pdf" => 1,
        "txt" => 3,
        _ => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::run::catalogue::{CataloguedFile, Totals};

    fn reading(path: &str, format: &str, since: u64, audit: f32) -> CataloguedReport {
        CataloguedReport {
            key: "k".to_owned(),
            files: vec![CataloguedFile { path: path.to_owned(), ..CataloguedFile::default() }],
            format: format.to_owned(),
            since,
            audit: Some(audit),
            totals: Totals { paragraphs: 1, ..Totals::default() },
            ..CataloguedReport::default()
        }
    }

    fn shown(mut readings: Vec<CataloguedReport>) -> String {
        let forth = take_shown(&mut readings.clone()).unwrap();
        readings.reverse();
        let back = take_shown(&mut readings).unwrap();
        assert_eq!(forth.files, back.files, "the order in which they were read decides nothing");
        back.files[0].path.clone()
    }

    #[test]
    fn of_those_that_came_together_structure_then_pages_then_text() {
        let (pdf, docx) = (reading("a.pdf", "pdf", 1, 1.0), reading("a.docx", "docx", 1, 1.0));
        let (html, text) = (reading("a.html", "html", 1, 1.0), reading("a.txt", "txt", 1, 1.0));
        assert_eq!(shown(vec![docx, pdf.clone(), html.clone()]), "a.docx");
        assert_eq!(shown(vec![html.clone(), pdf, text.clone()]), "a.pdf");
        assert_eq!(shown(vec![text, html]), "a.html");
    }

    #[test]
    fn a_file_that_was_changed_goes_before_those_that_were_not() {
        let changed = CataloguedReport { reissue: true, ..reading("a.pdf", "pdf", 2, 1.0) };
        assert_eq!(shown(vec![changed, reading("a.docx", "docx", 1, 1.0)]), "a.pdf");
    }

    #[test]
    fn what_is_shown_stays_when_another_form_of_it_comes() {
        let (pdf, docx) = (reading("a.pdf", "pdf", 1, 1.0), reading("a.docx", "docx", 2, 0.98));
        assert_eq!(shown(vec![docx, pdf]), "a.pdf");
    }

    #[test]
    fn a_reading_in_doubt_goes_last_and_one_without_words_is_never_shown() {
        let docx = reading("a.docx", "docx", 1, 0.95);
        assert_eq!(shown(vec![reading("a.pdf", "pdf", 1, 0.4), docx.clone()]), "a.docx");
        let empty = CataloguedReport { totals: Totals::default(), ..reading("a.pdf", "pdf", 1, 1.0) };
        assert_eq!(shown(vec![empty, docx]), "a.docx");
    }

    #[test]
    fn a_reissue_goes_before_what_it_reissues() {
        let (old, new) = (reading("report.pdf", "pdf", 1, 1.0), reading("a-rev.pdf", "pdf", 2, 1.0));
        assert_eq!(shown(vec![old, new]), "a-rev.pdf");
        let together = vec![reading("report.pdf", "pdf", 1, 1.0), reading("report-rev1.pdf", "pdf", 1, 1.0)];
        assert_eq!(shown(together), "report-rev1.pdf");
    }
}
