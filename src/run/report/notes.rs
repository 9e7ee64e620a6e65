//! What the stages noticed in the reports that this run read: by kind, with examples.

use crate::model::{Note, Stage};
use serde::Serialize;

/// Examples of one kind of note: enough to see what it is about; `minutebook extract FILE` shows those of a file.
const EXAMPLES: usize = 5;

/// Notes of one code.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NoteGroup {
    /// The stage that noticed.
    pub stage: Stage,
    /// Stable code: `numbering-gap`.
    pub code: String,
    /// How many.
    pub count: usize,
    /// In how many reports.
    pub reports: usize,
    /// The first ones.
    pub examples: Vec<NoteLine>,
}

/// One note in the report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NoteLine {
    /// File that it is about.
    pub path: String,
    /// Page, from 1.
    pub page: Option<u32>,
    /// What was found.
    pub message: String,
}

/// Adds the notes of one report to the groups, which stay in order of their codes.
pub fn gather(groups: &mut Vec<NoteGroup>, path: &str, notes: &[Note]) {
    let mut codes: Vec<&str> = Vec::new();
    for note in notes {
        let place = groups.binary_search_by(|group| group.code.as_str().cmp(&note.code));
        let index = place.unwrap_or_else(|index| {
            let (stage, code) = (note.stage, note.code.clone());
            groups.insert(index, NoteGroup { stage, code, count: 0, reports: 0, examples: Vec::new() });
            index
        });
        let Some(group) = groups.get_mut(index) else { continue };
        group.count += 1;
        if !codes.contains(&note.code.as_str()) {
            codes.push(&note.code);
            group.reports += 1;
        }
        if group.examples.len() < EXAMPLES {
            group.examples.push(NoteLine { path: path.to_owned(), page: note.page, message: note.message.clone() });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_are_counted_by_code_and_by_report() {
        let gap = || Note::new(Stage::Segment, "numbering-gap", "6 follows 4");
        let cut = || Note::new(Stage::Extract, "too-many-pages", "only 10 were read");
        let mut groups = Vec::new();
        gather(&mut groups, "a.pdf", &[gap(), cut(), gap()]);
        gather(&mut groups, "b.pdf", &[gap()]);
        let counts: Vec<_> = groups.iter().map(|group| (group.code.as_str(), group.count, group.reports)).collect();
        assert_eq!(counts, [("numbering-gap", 3, 2), ("too-many-pages", 1, 1)]);
        assert_eq!(groups[0].examples[2].path, "b.pdf");
    }
}
