//! What differs only because the program is a newer one: the same bytes, read or tagged otherwise. It is no news of the reports:
//! it is told apart, dates no row as changed, sends no alert, and is judged by a step of its own.

use super::catalogue::{Catalogue, CataloguedReport};
use crate::store::gate::Counts;
use std::collections::{BTreeMap, BTreeSet};

/// The stage of a catalogue that names the rules built into the program: where only it differs, the program is another.
pub const BUILT_IN: &str = "built-in";

/// Whether the reading of a report differs from the one before only because the program is newer: its bytes are the same, and the
/// reading stages or the built-in rules are others. Text recognition is the user's program, not this one.
#[must_use]
pub fn is_by_program(old: &CataloguedReport, new: &CataloguedReport, is_other_tagger: bool) -> bool {
    let stages = |report: &CataloguedReport| report.reader.split('+').next().unwrap_or_default().to_owned();
    old.sha256 == new.sha256 && (stages(old) != stages(new) || is_other_tagger && old.tagger != new.tagger)
}

/// Whether the built-in rules of two catalogues differ. Earlier versions did not name theirs: they differ.
#[must_use]
pub fn is_other_tagger(before: &Catalogue, built_in: &str) -> bool {
    before.stages.get(BUILT_IN).is_none_or(|known| known != built_in)
}

/// Keys of the reports that the newer program reads otherwise, with what is counted of them before and after.
#[must_use]
pub fn of(before: &Catalogue, after: &Catalogue) -> BTreeMap<String, (Counts, Counts)> {
    let built_in = after.stages.get(BUILT_IN).map(String::as_str).unwrap_or_default();
    let is_other = is_other_tagger(before, built_in);
    let old: BTreeMap<&str, &CataloguedReport> =
        before.reports.iter().map(|report| (report.key.as_str(), report)).collect();
    let counts =
        |report: &CataloguedReport| Counts { paragraphs: report.totals.paragraphs, decisions: report.totals.decisions };
    let both = after.reports.iter().filter_map(|new| Some((*old.get(new.key.as_str())?, new)));
    both.filter(|(old, new)| is_by_program(old, new, is_other))
        .map(|(old, new)| (new.key.clone(), (counts(old), counts(new))))
        .collect()
}

/// The keys alone.
#[must_use]
pub fn keys(before: &Catalogue, after: &Catalogue) -> BTreeSet<String> {
    of(before, after).into_keys().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(sha256: &str, reader: &str, tagger: &str) -> CataloguedReport {
        let [sha256, reader, tagger] = [sha256, reader, tagger].map(str::to_owned);
        CataloguedReport { key: "a".into(), sha256, reader, tagger, ..CataloguedReport::default() }
    }

    #[test]
    fn only_the_same_bytes_read_by_another_program_are_an_upgrade() {
        let old = report("1", "1.0/3", "t");
        assert!(is_by_program(&old, &report("1", "1.1/4", "t"), false));
        assert!(is_by_program(&old, &report("1", "1.0/3", "u"), true), "its rules are others");
        assert!(!is_by_program(&old, &report("1", "1.0/3", "u"), false), "the user's rules are others");
        assert!(!is_by_program(&old, &report("2", "1.1/4", "t"), true), "the file is another");
        assert!(!is_by_program(&old, &report("1", "1.0/3+ocr-1", "t"), true), "the user has text recognised");
    }

    #[test]
    fn a_catalogue_that_does_not_name_its_rules_is_of_an_earlier_program() {
        let with = |built_in: &str| Catalogue {
            stages: BTreeMap::from([(BUILT_IN.to_owned(), built_in.to_owned())]),
            reports: vec![report("1", "1", built_in)],
            ..Catalogue::default()
        };
        let earlier = Catalogue { stages: BTreeMap::new(), ..with("x") };
        assert_eq!(keys(&earlier, &with("y")).len(), 1);
        assert_eq!(keys(&with("x"), &with("y")).len(), 1);
        assert!(keys(&with("x"), &with("x")).is_empty());
    }
}
