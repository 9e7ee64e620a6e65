//! The gate: a generation that has lost much, or no longer finds what it must, is held until a person has looked.
//!
//! Reports may vanish because somebody deleted files, and the share says how many are believed at once (an unmounted folder
//! deletes them all). Paragraphs and decisions are compared among the reports that both generations hold: there a fall
//! means that reading or rules have become worse, whatever was deleted.

use crate::settings::{GateSettings, UpgradeStep};
use std::collections::BTreeMap;

/// A fall of so few reports is somebody's doing and never holds a generation.
const FEW_REPORTS: u64 = 3;
/// A fall of so few paragraphs is one changed report and never holds a generation.
const FEW_PARAGRAPHS: u64 = 10;
/// A fall of so few decisions is one changed report or rule and never holds a generation.
const FEW_DECISIONS: u64 = 5;

/// What the gate counts of one report.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Numbered paragraphs, or all where the report numbers none.
    pub paragraphs: u64,
    /// Decisions.
    pub decisions: u64,
}

/// What speaks against publishing, each a sentence for the officer; nothing where the new generation may be published.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verdict {
    /// Breaches of the gate.
    pub breaches: Vec<String>,
    /// What the newer program reads otherwise, where a person is to look at it first.
    pub upgrade: Vec<String>,
}

impl Verdict {
    /// The verdict of these breaches.
    #[must_use]
    pub fn of(breaches: &[String]) -> Self {
        Self { breaches: breaches.to_vec(), upgrade: Vec::new() }
    }
}

/// Compares the counts of two generations, by report key, and asks the sentinels. `before` is `None` for the first generation;
/// `upgraded` are the reports that differ because the program is newer, each with its counts before and after: they have a step of
/// their own. `hits` answers how many hits a sentinel has in the new generation, or why it cannot be asked.
pub fn judge(
    settings: &GateSettings,
    before: Option<&BTreeMap<String, Counts>>,
    after: &BTreeMap<String, Counts>,
    upgraded: &BTreeMap<String, (Counts, Counts)>,
    mut hits: impl FnMut(&str) -> Result<u64, String>,
) -> Verdict {
    let mut breaches = Vec::new();
    if let Some(before) = before {
        let gone = before.keys().filter(|key| !after.contains_key(*key)).count() as u64;
        let left = (before.len() as u64).saturating_sub(gone);
        breaches.extend(fall("reports", "", before.len() as u64, left, settings.reports_fall, FEW_REPORTS));
        let same_program = || before.iter().filter(|(key, _)| !upgraded.contains_key(*key));
        let both = || same_program().filter_map(|(key, counts)| Some((counts, after.get(key)?)));
        let sum = |count: fn(&Counts) -> u64| {
            both().fold((0, 0), |(old, new), (before, after)| (old + count(before), new + count(after)))
        };
        let among = " of the reports that were there before";
        let (old, new) = sum(|counts| counts.paragraphs);
        breaches.extend(fall("paragraphs", among, old, new, settings.paragraphs_fall, FEW_PARAGRAPHS));
        let (old, new) = sum(|counts| counts.decisions);
        breaches.extend(fall("decisions", among, old, new, settings.decisions_fall, FEW_DECISIONS));
    }
    for sentinel in &settings.sentinels {
        match hits(sentinel) {
            Ok(0) => breaches.push(format!("the sentinel query `{sentinel}` finds nothing")),
            Ok(_) => {}
            Err(why) => breaches.push(format!("the sentinel query `{sentinel}` cannot be asked: {why}")),
        }
    }
    Verdict { breaches, upgrade: upgrade(settings, upgraded) }
}

/// What a person is to look at before the readings of a newer program take the place of those before.
fn upgrade(settings: &GateSettings, upgraded: &BTreeMap<String, (Counts, Counts)>) -> Vec<String> {
    let sum = |count: fn(&Counts) -> u64| {
        upgraded.values().fold((0, 0), |(old, new), (before, after)| (old + count(before), new + count(after)))
    };
    let (paragraphs, decisions) = (sum(|counts| counts.paragraphs), sum(|counts| counts.decisions));
    let among = " that the newer program reads in the same files";
    match settings.upgrade {
        UpgradeStep::Publish => Vec::new(),
        UpgradeStep::Ask if upgraded.is_empty() => Vec::new(),
        UpgradeStep::Ask => vec![format!(
            "the program is newer and has read {} reports of the same bytes again: {} paragraphs before, {} now; {} decisions before, {} now",
            upgraded.len(),
            paragraphs.0,
            paragraphs.1,
            decisions.0,
            decisions.1
        )],
        UpgradeStep::Large => [
            fall("paragraphs", among, paragraphs.0, paragraphs.1, settings.paragraphs_fall, FEW_PARAGRAPHS),
            fall("decisions", among, decisions.0, decisions.1, settings.decisions_fall, FEW_DECISIONS),
        ]
        .into_iter()
        .flatten()
        .collect(),
    }
}

fn fall(what: &str, among: &str, before: u64, after: u64, allowed: f64, few: u64) -> Option<String> {
    let lost = before.saturating_sub(after);
    if lost == 0 {
        return None;
    }
    #[expect(clippy::cast_precision_loss, reason = "no corpus holds 2^52 paragraphs")]
    let share = lost as f64 / before as f64;
    let is_few = lost <= few && after > 0;
    (!is_few && share > allowed).then(|| {
        format!(
            "the {what}{among} fell from {before} to {after} ({:.0} %); [gate] {what}_fall allows {:.0} %",
            share * 100.0,
            allowed * 100.0
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn generation(reports: &[(u64, u64)]) -> BTreeMap<String, Counts> {
        let counts = |(paragraphs, decisions): &(u64, u64)| Counts { paragraphs: *paragraphs, decisions: *decisions };
        reports.iter().enumerate().map(|(index, report)| (format!("r{index:02}"), counts(report))).collect()
    }

    fn breaches(before: &[(u64, u64)], after: &[(u64, u64)]) -> Vec<String> {
        let none = BTreeMap::new();
        judge(&GateSettings::default(), Some(&generation(before)), &generation(after), &none, |_| Ok(1)).breaches
    }

    #[test]
    fn growth_and_sameness_pass() {
        let night = [(40, 5); 20];
        assert!(breaches(&night, &night).is_empty());
        assert!(breaches(&night[..10], &night).is_empty());
        assert!(
            judge(&GateSettings::default(), None, &generation(&night), &BTreeMap::new(), |_| Ok(1))
                == Verdict::default()
        );
    }

    #[test]
    fn a_few_deleted_files_pass_and_an_unmounted_folder_does_not() {
        let night = [(40, 5); 20];
        assert!(breaches(&night, &night[..17]).is_empty());
        assert_eq!(
            breaches(&night, &night[..10]),
            ["the reports fell from 20 to 10 (50 %); [gate] reports_fall allows 10 %"]
        );
        assert_eq!(breaches(&night[..2], &[]).len(), 1);
    }

    #[test]
    fn new_reports_do_not_hide_what_the_old_ones_lost() {
        let before = [(40, 20); 10];
        let mut after = vec![(40, 10); 10];
        after.extend([(40, 30); 10]);
        let found = breaches(&before, &after);
        assert_eq!(
            found,
            [
                "the decisions of the reports that were there before fell from 200 to 100 (50 %); [gate] decisions_fall allows 20 %"
            ]
        );
    }

    #[test]
    fn deleted_reports_are_not_counted_again_as_lost_paragraphs() {
        assert!(breaches(&[(40, 20), (40, 20), (40, 20)], &[(40, 20), (40, 20)]).is_empty());
    }

    #[test]
    fn sentinels_must_hit() {
        let settings = GateSettings { sentinels: vec!["newcomers".into(), "x:y".into()], ..GateSettings::default() };
        let found = judge(&settings, None, &BTreeMap::new(), &BTreeMap::new(), |query| {
            if query == "newcomers" { Ok(0) } else { Err("no such field".into()) }
        })
        .breaches;
        assert_eq!(found.len(), 2);
        assert_eq!(found[0], "the sentinel query `newcomers` finds nothing");
    }

    #[test]
    fn what_a_newer_program_reads_otherwise_is_no_breach_and_has_a_step_of_its_own() {
        let (before, after) = (generation(&[(40, 20); 10]), generation(&[(40, 5); 10]));
        let upgraded = before.iter().map(|(key, old)| (key.clone(), (*old, after[key]))).collect();
        let asked = |upgrade| {
            let settings = GateSettings { upgrade, ..GateSettings::default() };
            judge(&settings, Some(&before), &after, &upgraded, |_| Ok(1))
        };
        let large = asked(UpgradeStep::Large);
        assert!(large.breaches.is_empty(), "{large:?}");
        assert_eq!(
            large.upgrade,
            [
                "the decisions that the newer program reads in the same files fell from 200 to 50 (75 %); [gate] decisions_fall allows 20 %"
            ]
        );
        assert_eq!(asked(UpgradeStep::Publish), Verdict::default());
        assert_eq!(asked(UpgradeStep::Ask).upgrade.len(), 1);
    }
}
