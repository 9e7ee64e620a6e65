//! What each assessor thinks of each recommendation, side by side, none averaged, none overwritten.

use serde::Serialize;
use std::collections::BTreeMap;

/// One line.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Assessment {
    /// The item.
    pub id: String,
    /// Who assesses.
    pub assessor: String,
    /// The view, in the assessor's words: `implemented`, `in progress`, ...
    pub view: String,
    /// When, `YYYY-MM-DD`.
    pub date: String,
    /// What else there is to say.
    pub note: String,
}

/// All assessments, in the order in which they came.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Assessments {
    lines: Vec<Assessment>,
    /// Where the lines of each item are.
    places: BTreeMap<String, Vec<usize>>,
}

impl Assessments {
    /// Adds the lines of another file that are not there yet and answers them: what to append to `assessments.csv`.
    pub fn add(&mut self, other: &Self) -> Vec<Assessment> {
        let mut news = Vec::new();
        for line in &other.lines {
            if !self.of_item(&line.id).any(|known| known == line) {
                self.push(line.clone());
                news.push(line.clone());
            }
        }
        news
    }

    /// These lines.
    #[must_use]
    pub fn of(lines: Vec<Assessment>) -> Self {
        let mut all = Self::default();
        lines.into_iter().for_each(|line| all.push(line));
        all
    }

    fn push(&mut self, line: Assessment) {
        self.places.entry(line.id.clone()).or_default().push(self.lines.len());
        self.lines.push(line);
    }

    fn of_item(&self, id: &str) -> impl Iterator<Item = &Assessment> {
        self.places.get(id).into_iter().flatten().filter_map(|&at| self.lines.get(at))
    }

    /// The same lines with `assessor` where a line names none.
    #[must_use]
    pub fn signed(self, assessor: &str) -> Self {
        let sign = |mut line: Assessment| {
            if line.assessor.is_empty() {
                assessor.clone_into(&mut line.assessor);
            }
            line
        };
        Self::of(self.lines.into_iter().map(sign).collect())
    }

    /// The same lines without those that say no more than the last view of their assessor in `known`, as a handout does that comes back;
    /// what is new and has no day gets `day`.
    #[must_use]
    pub fn news_to(self, known: &Self, day: &str) -> Self {
        let is_known = |line: &Assessment| {
            let last =
                known.views(&line.id).into_iter().find(|last| last.assessor.eq_ignore_ascii_case(&line.assessor));
            line.date.is_empty() && last.is_some_and(|last| last.view == line.view && last.note == line.note)
        };
        let dated = |mut line: Assessment| {
            if line.date.is_empty() {
                day.clone_into(&mut line.date);
            }
            line
        };
        Self::of(self.lines.into_iter().filter(|line| !is_known(line)).map(dated).collect())
    }

    /// All lines, oldest first.
    #[must_use]
    pub fn lines(&self) -> &[Assessment] {
        &self.lines
    }

    /// The last view of each assessor on an item, in the order in which they first spoke.
    #[must_use]
    pub fn views(&self, id: &str) -> Vec<&Assessment> {
        self.views_of(&[id])
    }

    /// The same of an item that has several ids: its own, and those of items that it took over from.
    #[must_use]
    pub fn views_of(&self, ids: &[&str]) -> Vec<&Assessment> {
        let mut views: Vec<&Assessment> = Vec::new();
        for line in ids.iter().flat_map(|id| self.of_item(id)) {
            match views.iter_mut().find(|known| known.assessor.eq_ignore_ascii_case(&line.assessor)) {
                // Lines of one assessor are in order unless an older file was sent in later: then the date decides.
                Some(known) if known.date <= line.date => *known = line,
                Some(_) => {}
                None => views.push(line),
            }
        }
        views
    }

    /// Whether two assessors hold different views of an item.
    #[must_use]
    pub fn disagree(&self, id: &str) -> bool {
        self.disagree_of(&[id])
    }

    /// The same of an item that has several ids.
    #[must_use]
    pub fn disagree_of(&self, ids: &[&str]) -> bool {
        let views = self.views_of(ids);
        let differ = |one: &Assessment, other: &Assessment| {
            one.matter().eq_ignore_ascii_case(other.matter()) && !one.view.eq_ignore_ascii_case(&other.view)
        };
        views.iter().any(|view| views.iter().any(|other| differ(view, other)))
    }
}

/// Between an assessor and the matter of the view, where each gives several: `Ana / relevance`.
pub const ON: &str = " / ";

impl Assessment {
    /// What the view is on, where its assessor gives several; empty where there is one.
    #[must_use]
    pub fn matter(&self) -> &str {
        self.assessor.split_once(ON).map(|(_, matter)| matter.trim()).unwrap_or_default()
    }

    /// It holds a view or a note on an item.
    #[must_use]
    pub fn says_something(&self) -> bool {
        let empty = self.view.is_empty() && self.note.is_empty();
        !self.id.is_empty() && !empty
    }
}
