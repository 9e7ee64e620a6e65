//! What a generation no longer holds of what the published one does: for whoever is to let it pass.

use super::catalogue::{Catalogue, CataloguedReport, Totals};
use crate::error::RunError;
use crate::store::Generations;
use std::collections::BTreeSet;

/// Reports named in one sentence; the number of all is always told.
const NAMED: usize = 5;

/// What would be lost.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Losses {
    /// Keys of reports that would leave, with the paragraphs and items that leave with them.
    pub reports: Vec<String>,
    /// Paragraphs, decisions, actions and recommendations that would be fewer, each before and after: what is counted, over
    /// all reports.
    pub fewer: Vec<(&'static str, u64, u64)>,
}

impl Losses {
    /// Compares a generation with the published one before it.
    #[must_use]
    pub fn of<'a>(before: &'a Catalogue, after: &'a Catalogue) -> Self {
        // One that was joined with another is there under that one's key.
        let names =
            |report: &'a CataloguedReport| std::iter::once(&report.key).chain(&report.formerly).map(String::as_str);
        let there: BTreeSet<&str> = after.reports.iter().flat_map(names).collect();
        let gone = before.reports.iter().filter(|report| !there.contains(report.key.as_str()));
        let (old, new) = (before.totals(), after.totals());
        let counts = |totals: Totals| [totals.paragraphs, totals.decisions, totals.actions, totals.recommendations];
        let names = ["paragraphs", "decisions", "actions", "recommendations"];
        let fewer = names.into_iter().zip(counts(old)).zip(counts(new)).map(|((what, old), new)| (what, old, new));
        Self {
            reports: gone.map(|report| report.key.clone()).collect(),
            fewer: fewer.filter(|(_, old, new)| new < old).collect(),
        }
    }

    /// What publishing the held generation would lose, with its number; `None` where none is held.
    ///
    /// # Errors
    /// `indexes/current` or a catalogue cannot be read.
    pub fn of_held(generations: &Generations) -> Result<Option<(u64, Self)>, RunError> {
        let state = generations.state()?;
        let Some(held) = state.held else { return Ok(None) };
        let after = Catalogue::read(&generations.dir(held.generation))?;
        let before = state.generation.map(|number| Catalogue::read(&generations.dir(number))).transpose()?;
        Ok(Some((held.generation, before.map(|before| Self::of(&before, &after)).unwrap_or_default())))
    }

    /// Whether nothing is lost.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.reports.is_empty() && self.fewer.is_empty()
    }

    /// The losses in words, each a sentence.
    #[must_use]
    pub fn sentences(&self) -> Vec<String> {
        let mut lines = Vec::new();
        if !self.reports.is_empty() {
            let named: Vec<&str> = self.reports.iter().take(NAMED).map(String::as_str).collect();
            let more = self.reports.len().saturating_sub(NAMED);
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            let reports = if self.reports.len() == 1 { "report leaves" } else { "reports leave" };
            lines.push(format!("{} {reports} the index: {}{more}", self.reports.len(), named.join(", ")));
        }
        lines.extend(self.fewer.iter().map(|(what, old, new)| format!("{what} fall from {old} to {new}")));
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::run::catalogue::CataloguedReport;

    fn catalogue(reports: &[(&str, u64)]) -> Catalogue {
        let report = |(key, decisions): &(&str, u64)| CataloguedReport {
            key: (*key).to_owned(),
            totals: Totals { decisions: *decisions, ..Totals::default() },
            ..CataloguedReport::default()
        };
        Catalogue { reports: reports.iter().map(report).collect(), ..Catalogue::default() }
    }

    #[test]
    fn what_leaves_is_named_and_growth_is_no_loss() {
        let before = catalogue(&[("a", 3), ("b", 2)]);
        assert!(Losses::of(&before, &catalogue(&[("a", 3), ("b", 2), ("c", 1)])).is_empty());
        let lost = Losses::of(&before, &catalogue(&[("b", 2)]));
        assert_eq!(lost.sentences(), ["1 report leaves the index: a", "decisions fall from 5 to 2"]);
    }
}
