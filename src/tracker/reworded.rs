//! An item whose words were changed in its source: the one that is gone and the one that came, linked, so that what people wrote of
//! the one stands with the other.
//!
//! Where the words are nearly the same the link is made at once, and the row is flagged; where they are only alike a person confirms
//! it. Whatever was linked can be refused, and is never linked again.

use super::event::{Event, Verdict};
use super::history::{History, Subject};
use super::work::Work;
use crate::model::TrackerRow;
use crate::store::identity::fold::folded;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;

/// An item that may be another one reworded: its id, what is known of it, its words.
type Candidate<'a> = (&'a str, &'a Subject, Words);

/// The flag of a row that was linked without a person.
pub const REWORDED: &str = "reworded";

/// Two texts share at least so much of their words (Dice, words counted as often as they come) when they are one text with a word or
/// two changed: of twenty words, three may be others.
const ALIKE: f64 = 0.85;
/// The second best must be worse by so much: among look-alikes a person chooses.
const AHEAD: f64 = 0.1;
/// Below this a person is not asked.
const PERHAPS: f64 = 0.4;
/// Shorter texts share their words by chance.
const LEAST_WORDS: usize = 6;
/// Words that turn a sentence around: where they differ, only a person can say that the two are one.
const TURNING: [&str; 12] =
    ["not", "no", "never", "without", "neither", "nor", "cannot", "non", "ne", "pas", "nicht", "kein"];

/// An item that is gone, and the one that may be its new wording.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// The item that is gone.
    pub old: String,
    /// Its short number.
    pub old_no: String,
    /// Its words.
    pub old_text: String,
    /// The item that came.
    pub new: String,
    /// Its short number.
    pub new_no: String,
    /// Its words.
    pub new_text: String,
    /// The share of their words that they have in common, 0 to 1.
    pub likeness: f64,
    /// Whether the two were linked without a person.
    pub is_linked: bool,
}

/// The pairs that a person should look at: those that were linked by themselves, and those that nobody has linked, the likest first.
#[must_use]
pub fn pairs(history: &History) -> Vec<Pair> {
    let items = || history.subjects().filter(|(_, subject)| subject.row.is_some() && !subject.own);
    let linked: FxHashSet<&str> = items().flat_map(|(_, subject)| subject.led_here()).collect();
    let mut all = Vec::new();
    let mut here: BTreeMap<(String, char), Vec<Candidate<'_>>> = BTreeMap::new();
    for (id, subject) in items().filter(|(_, subject)| !subject.withdrawn) {
        for (old, verdict) in &subject.links {
            if *verdict == Verdict::Alike {
                all.extend(history.subject(old).and_then(|gone| pair((old, gone), (id, subject), true)));
            }
        }
        here.entry(group(id)).or_default().push((id, subject, Words::of(text(subject))));
    }
    for (old, gone) in items().filter(|(id, subject)| subject.withdrawn && !linked.contains(id)) {
        let words = Words::of(text(gone));
        let beside = here.get(&group(old)).into_iter().flatten();
        // Only what came when the other went, or later: both stood side by side otherwise.
        let later = beside.filter(|(_, subject, _)| subject.first_run >= gone.changed_run);
        let free = later.filter(|(_, subject, _)| !subject.links.contains_key(old));
        let rated = free.map(|(id, subject, other)| (words.likeness(other), *id, *subject));
        let best = rated.filter(|(likeness, ..)| *likeness >= PERHAPS).max_by(|one, other| one.0.total_cmp(&other.0));
        all.extend(best.and_then(|(_, id, subject)| pair((old, gone), (id, subject), false)));
    }
    all.sort_by(|one, other| other.is_linked.cmp(&one.is_linked).then(other.likeness.total_cmp(&one.likeness)));
    all
}

fn pair((old, gone): (&str, &Subject), (new, subject): (&str, &Subject), is_linked: bool) -> Option<Pair> {
    let (before, now) = (gone.row.as_ref()?, subject.row.as_ref()?);
    Some(Pair {
        old: old.to_owned(),
        old_no: before.no.clone().unwrap_or_default(),
        old_text: before.text.clone(),
        new: new.to_owned(),
        new_no: now.no.clone().unwrap_or_default(),
        new_text: now.text.clone(),
        likeness: Words::of(&before.text).likeness(&Words::of(&now.text)),
        is_linked,
    })
}

fn text(subject: &Subject) -> &str {
    subject.row.as_ref().map(|row| row.text.as_str()).unwrap_or_default()
}

/// Report and kind: items of different reports, or of different kinds, are never one.
fn group(id: &str) -> (String, char) {
    let report = id.split_once('#').map(|(report, _)| report).unwrap_or_default();
    (report.to_owned(), id.chars().next_back().unwrap_or(' '))
}

impl Work<'_> {
    /// Links each new row to the one that is gone and of which it is nearly a copy.
    pub(super) fn link_reworded(&mut self, fresh: &[TrackerRow], current: &FxHashSet<String>) {
        let is_new = |row: &&TrackerRow| self.history.subject(&row.id).is_none_or(|subject| subject.row.is_none());
        let new: Vec<&TrackerRow> = fresh.iter().filter(|row| row.formerly.is_empty()).filter(is_new).collect();
        if new.is_empty() {
            return;
        }
        let led: FxHashSet<&str> = fresh.iter().flat_map(|row| row.formerly.iter().map(String::as_str)).collect();
        let linked: FxHashSet<&str> = self.history.subjects().flat_map(|(_, subject)| subject.led_here()).collect();
        let gone: Vec<(&str, Words)> = self
            .history
            .subjects()
            .filter(|(id, subject)| subject.row.is_some() && !current.contains(*id))
            .filter(|(id, _)| !led.contains(id) && !linked.contains(id))
            .map(|(id, subject)| (id, Words::of(text(subject))))
            .collect();
        if gone.is_empty() {
            return;
        }
        let mut made: Vec<(String, String)> = Vec::new();
        for row in new {
            let words = Words::of(&row.text);
            let mut rated: Vec<(f64, &str, &Words)> = gone
                .iter()
                .filter(|(old, _)| group(old) == group(&row.id))
                .map(|(old, other)| (words.likeness(other), *old, other))
                .collect();
            rated.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(other.1)));
            let second = rated.get(1).map_or(0.0, |(likeness, ..)| *likeness);
            let Some((likeness, old, other)) = rated.first() else { continue };
            // The same words in another place are another item: whether it moved, its identity says.
            let is_reworded = words.counts != other.counts && words.says_as_much_as(other);
            let rival = fresh.iter().filter(|rival| rival.id != row.id && group(&rival.id) == group(&row.id));
            let has_rival =
                || rival.map(|rival| Words::of(&rival.text).likeness(other)).any(|near| near + AHEAD > *likeness);
            let is_certain = *likeness >= ALIKE && *likeness >= second + AHEAD && is_reworded && !has_rival();
            if is_certain && !made.iter().any(|(_, taken)| taken == old) {
                made.push((row.id.clone(), (*old).to_owned()));
            }
        }
        for (id, from) in made {
            self.merged.counts.reworded += 1;
            self.record(Event::Linked { id, from, verdict: Verdict::Alike, by: String::new() });
        }
    }

    /// Lets a row know which items it took over from by its links, however many steps lead to it. `current` holds the ids of all items
    /// that the sources hold now: one that is back has its own row again.
    pub(super) fn follow_links(&self, row: &mut TrackerRow, current: &FxHashSet<String>) {
        let refuses = |old: &str| self.history.subject(&row.id).is_some_and(|own| own.refuses(old));
        let mut all = vec![row.id.clone()];
        all.append(&mut row.formerly);
        let mut at = 0;
        while let Some(id) = all.get(at).cloned() {
            at += 1;
            let Some(subject) = self.history.subject(&id) else { continue };
            // What one that is gone had taken over came with it.
            let earlier = subject.row.iter().filter(|_| id != row.id).flat_map(|row| &row.formerly);
            for old in subject.led_here().chain(earlier.map(String::as_str)) {
                if !refuses(old) && !current.contains(old) && !all.iter().any(|known| known == old) {
                    all.push(old.to_owned());
                }
            }
        }
        let own = self.history.subject(&row.id);
        if own.is_some_and(|own| own.links.values().any(|verdict| *verdict == Verdict::Alike)) {
            row.flags.push(REWORDED.to_owned());
        }
        row.formerly = all.into_iter().skip(1).collect();
    }
}

/// The words of a text, folded, with how often each comes.
struct Words {
    counts: FxHashMap<String, usize>,
    total: usize,
}

impl Words {
    fn of(text: &str) -> Self {
        let mut counts: FxHashMap<String, usize> = FxHashMap::default();
        let mut total = 0;
        for word in text.split_whitespace().map(folded).filter(|word| !word.is_empty()) {
            *counts.entry(word).or_default() += 1;
            total += 1;
        }
        Self { counts, total }
    }

    /// The share of their words that two texts have in common, 0 to 1 (Dice).
    fn likeness(&self, other: &Self) -> f64 {
        if self.total < LEAST_WORDS || other.total < LEAST_WORDS {
            return 0.0;
        }
        let shared: usize =
            self.counts.iter().map(|(word, count)| other.counts.get(word).map_or(0, |there| *count.min(there))).sum();
        2.0 * shared as f64 / (self.total + other.total) as f64
    }

    /// Whether neither denies what the other says, and both name the same figures.
    fn says_as_much_as(&self, other: &Self) -> bool {
        let decides =
            |word: &&String| TURNING.contains(&word.as_str()) || word.bytes().any(|byte| byte.is_ascii_digit());
        let mut mine: Vec<(&String, &usize)> = self.counts.iter().filter(|(word, _)| decides(word)).collect();
        let mut theirs: Vec<(&String, &usize)> = other.counts.iter().filter(|(word, _)| decides(word)).collect();
        mine.sort();
        theirs.sort();
        mine == theirs
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::sample::row;
    use crate::tracker::{Merged, Occasion, merge};

    const BEFORE: &str = "The Secretariat should publish the list of all speakers on the website of the forum.";
    const AFTER: &str = "The Secretariat should publish the list of all speakers on the web site of the forum.";

    fn item(id: &str, text: &str) -> TrackerRow {
        TrackerRow { text: text.to_owned(), ..row(id) }
    }

    fn night(history: &mut History, run: u64, rows: Vec<TrackerRow>) -> Merged {
        merge(history, &Occasion { run, day: format!("2026-01-{run:02}"), ..Occasion::default() }, rows, &[])
    }

    fn edit(history: &mut History, id: &str) {
        let (base, file, act) = (String::new(), "tracker.csv".to_owned(), "act".to_owned());
        let (id, column, value) = (id.to_owned(), "status".to_owned(), "done".to_owned());
        history.apply(1, &Event::Edited { id, column, value, base, file, act });
    }

    #[test]
    fn a_word_changed_keeps_the_cells_and_is_flagged() {
        let mut history = History::default();
        night(
            &mut history,
            1,
            vec![item("k#1~aaaaaaaa.r", BEFORE), item("k#2~bbbbbbbb.r", "Something else entirely is said here.")],
        );
        edit(&mut history, "k#1~aaaaaaaa.r");
        let merged = night(
            &mut history,
            2,
            vec![item("k#1~cccccccc.r", AFTER), item("k#2~bbbbbbbb.r", "Something else entirely is said here.")],
        );
        assert_eq!((merged.counts.reworded, history.subject("k#1~cccccccc.r").unwrap().cell("status")), (1, "done"));
        let rows: Vec<&TrackerRow> = merged.table.items().map(|(row, _)| row).collect();
        assert_eq!(rows.len(), 2, "the old row has gone into the new one");
        assert!(rows[0].flags.iter().any(|flag| flag == REWORDED), "{:?}", rows[0].flags);
        let [pair] = pairs(&history).try_into().unwrap();
        assert!(pair.is_linked && pair.old_text == BEFORE && pair.new_text == AFTER);
        let again = night(&mut history, 3, vec![item("k#1~cccccccc.r", AFTER)]);
        assert_eq!(again.counts.reworded, 0);
    }

    #[test]
    fn what_says_the_contrary_or_another_figure_or_has_a_rival_waits_for_a_person() {
        for (old, new) in [
            (BEFORE.to_owned(), BEFORE.replace("should publish", "should not publish")),
            (format!("{BEFORE} By 2019."), format!("{BEFORE} By 2020.")),
        ] {
            let mut history = History::default();
            night(&mut history, 1, vec![item("k#1~aaaaaaaa.r", &old)]);
            edit(&mut history, "k#1~aaaaaaaa.r");
            let merged = night(&mut history, 2, vec![item("k#1~cccccccc.r", &new)]);
            assert_eq!((merged.counts.reworded, merged.table.rows.len()), (0, 2), "{new}");
            assert!(matches!(pairs(&history).as_slice(), [pair] if !pair.is_linked && pair.likeness > PERHAPS));
        }
    }

    #[test]
    fn a_link_that_a_person_confirms_carries_cells_and_one_that_is_refused_is_not_made_again() {
        let mut history = History::default();
        let new = BEFORE.replace("should publish", "should not publish");
        night(&mut history, 1, vec![item("k#1~aaaaaaaa.r", BEFORE)]);
        edit(&mut history, "k#1~aaaaaaaa.r");
        night(&mut history, 2, vec![item("k#1~cccccccc.r", &new)]);
        let link = |verdict| {
            let (id, from) = ("k#1~cccccccc.r".to_owned(), "k#1~aaaaaaaa.r".to_owned());
            Event::Linked { id, from, verdict, by: "Ana".to_owned() }
        };
        history.apply(2, &link(Verdict::Confirmed));
        let confirmed = night(&mut history, 3, vec![item("k#1~cccccccc.r", &new)]);
        assert_eq!(
            (confirmed.table.rows.len(), history.subject("k#1~cccccccc.r").unwrap().cell("status")),
            (1, "done")
        );
        assert!(confirmed.table.items().all(|(row, _)| !row.flags.iter().any(|flag| flag == REWORDED)));
        history.apply(3, &link(Verdict::Refused));
        let refused = night(&mut history, 4, vec![item("k#1~cccccccc.r", &new)]);
        assert_eq!(refused.table.rows.len(), 2, "the old row is back at the end");
        assert!(pairs(&history).is_empty());
    }
}
