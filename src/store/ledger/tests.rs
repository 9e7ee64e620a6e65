//! The ledger: what is put is found again, after any cut, and what waits for a generation holds from its publication on.

use super::*;
use crate::store::faults::{FailAt, Manner, SwiftDisk};
use crate::store::identity::{Changed, Given, KeyReason, Moved, Withdrawn};
use std::fs;
use std::sync::Arc;

fn swift(dir: &Path) -> Storage {
    Storage::on(dir, Arc::new(SwiftDisk))
}

fn open(dir: &Path) -> Ledger {
    let mut ledger = Ledger::open(&swift(dir), dir).unwrap();
    ledger.set_time("2026-11-21T03:00:00Z");
    ledger
}

fn given(ids: &[&str]) -> ItemChanges {
    let given = |id: &&str| Given {
        id: (*id).to_owned(),
        natural: None,
        words: format!("{id} words"),
        digest: "d1".to_owned(),
        text: format!("Text of {id}."),
    };
    ItemChanges { given: ids.iter().map(given).collect(), ..ItemChanges::default() }
}

fn key(key: &str, path: &str, formerly: Option<&str>) -> KeyGiven {
    KeyGiven {
        key: key.to_owned(),
        path: path.to_owned(),
        sha256: format!("sum of {path}"),
        reason: KeyReason::Proposed,
        formerly: formerly.map(str::to_owned),
    }
}

#[test]
fn what_waits_for_a_generation_holds_once_it_is_published() {
    let dir = tempfile::tempdir().unwrap();
    let mut ledger = open(dir.path());
    ledger.put_items(1, "k", given(&["k#1~a.d"])).unwrap();
    assert!(!ledger.item("k#1~a.d").unwrap().unwrap().published);
    ledger.put_event(&ReportEntry::Published(1)).unwrap();
    ledger
        .put_items(
            2,
            "k",
            ItemChanges {
                withdrawn: vec![Withdrawn { id: "k#1~a.d".into(), perhaps_now: None, heir: None }],
                ..given(&["k#2~b.a"])
            },
        )
        .unwrap();
    ledger.sync().unwrap();
    for ledger in [&ledger, &open(dir.path())] {
        let items = ledger.items("k").unwrap();
        assert_eq!(items.len(), 2);
        assert!(items[0].published && items[0].withdrawn.is_none());
        assert!(!items[1].published);
    }
    ledger.set_time("2026-12-01T03:00:00Z");
    ledger.put_event(&ReportEntry::Published(3)).unwrap();
    assert!(ledger.items("k").unwrap()[0].withdrawn.is_none(), "generation 2 never came");
}

#[test]
fn days_moves_changes_and_returns_are_kept() {
    let dir = tempfile::tempdir().unwrap();
    let mut ledger = open(dir.path());
    ledger.put_items(0, "k", given(&["k#1~a.d"])).unwrap();
    ledger.set_time("2026-12-01T03:00:00Z");
    ledger
        .put_items(
            0,
            "k",
            ItemChanges {
                moved: vec![Moved { id: "k#1~a.d".into(), natural: "k#2~a.a".into() }],
                changed: vec![Changed { id: "k#1~a.d".into(), digest: "d2".into(), text: Some("TEXT".into()) }],
                withdrawn: vec![Withdrawn { id: "k#1~a.d".into(), perhaps_now: None, heir: None }],
                ..ItemChanges::default()
            },
        )
        .unwrap();
    let item = ledger.item("k#1~a.d").unwrap().unwrap();
    assert_eq!((item.first_seen.as_str(), item.changed.as_str()), ("2026-11-21", "2026-12-01"));
    assert_eq!((item.natural.as_str(), item.text.as_str()), ("k#2~a.a", "TEXT"));
    assert_eq!(item.withdrawn.as_deref(), Some("2026-12-01"));
    ledger.put_items(0, "k", ItemChanges { returned: vec!["k#1~a.d".into()], ..ItemChanges::default() }).unwrap();
    assert_eq!(ledger.item("k#1~a.d").unwrap().unwrap().withdrawn, None);
    assert_eq!(ledger.item("k#9~z.d").unwrap(), None);
}

#[test]
fn a_renamed_report_keeps_its_items_under_their_ids() {
    let dir = tempfile::tempdir().unwrap();
    let mut ledger = open(dir.path());
    ledger.put_key(key("old", "a.pdf", None)).unwrap();
    ledger.put_items(0, "old", given(&["old#1~a.d"])).unwrap();
    ledger.put_key(key("new", "a.pdf", Some("old"))).unwrap();
    let gone = vec![Withdrawn { id: "old#1~a.d".into(), perhaps_now: None, heir: None }];
    ledger.put_items(0, "new", ItemChanges { withdrawn: gone, ..given(&["new#2~b.d"]) }).unwrap();
    ledger.put(Account::Trackers, "old", &"one").unwrap();
    ledger.put(Account::Trackers, "new", &"two").unwrap();
    ledger.sync().unwrap();
    let mut ledger = open(dir.path());
    assert_eq!(ledger.report_of("old#1~a.d"), "new");
    let before = ledger.items("new").unwrap();
    ledger.compact_now(0).unwrap();
    assert_eq!(ledger.items("new").unwrap(), before);
    let ids: Vec<String> = ledger.items("new").unwrap().into_iter().map(|item| item.id).collect();
    assert_eq!(ids, ["old#1~a.d", "new#2~b.d"]);
    let told: Vec<Line<String>> = ledger.account_of(Account::Trackers, "new").unwrap();
    assert_eq!(told.iter().map(|line| line.entry.as_str()).collect::<Vec<_>>(), ["one", "two"]);
}

#[test]
fn compaction_changes_nothing_that_can_be_asked() {
    let dir = tempfile::tempdir().unwrap();
    let mut ledger = open(dir.path());
    ledger.put_event(&ReportEntry::Published(1)).unwrap();
    for (generation, id) in [(1, "k#1~a.d"), (2, "k#2~lost.d"), (0, "k#3~c.d")] {
        ledger.put_items(generation, "k", given(&[id])).unwrap();
    }
    ledger.put_event(&ReportEntry::Published(3)).unwrap();
    ledger.put_items(4, "k", given(&["k#4~waits.d"])).unwrap();
    let before = ledger.items("k").unwrap();
    let next =
        ledger.put_items(0, "other", given(&["other#1~a.d"])).map(|()| ledger.items_file().unwrap().entries()).unwrap();
    ledger.compact_now(3).unwrap();
    assert!(ledger.items_file().unwrap().entries() < next);
    for ledger in [&ledger, &open(dir.path())] {
        assert_eq!(ledger.items("k").unwrap(), before);
        assert_eq!(ledger.items("other").unwrap().len(), 1);
    }
    ledger.put_event(&ReportEntry::Published(4)).unwrap();
    assert!(ledger.item("k#4~waits.d").unwrap().unwrap().published);
}

#[test]
fn what_was_rolled_back_holds_no_longer_also_after_a_compaction() {
    let dir = tempfile::tempdir().unwrap();
    let mut ledger = open(dir.path());
    ledger.put_items(1, "k", given(&["k#1~a.d"])).unwrap();
    ledger.put_event(&ReportEntry::Published(1)).unwrap();
    let gone = vec![Withdrawn { id: "k#1~a.d".into(), perhaps_now: None, heir: None }];
    ledger.put_items(2, "k", ItemChanges { withdrawn: gone, ..given(&["k#2~b.d"]) }).unwrap();
    ledger.put_event(&ReportEntry::Published(2)).unwrap();
    assert!(ledger.item("k#1~a.d").unwrap().unwrap().withdrawn.is_some());
    ledger.compact_now(1).unwrap();
    ledger.put_event(&ReportEntry::RolledBack { from: 2, to: 1 }).unwrap();
    for ledger in [&ledger, &open(dir.path())] {
        assert_eq!(ledger.item("k#1~a.d").unwrap().unwrap().withdrawn, None);
        assert!(!ledger.item("k#2~b.d").unwrap().unwrap().published, "its id belongs to its words all the same");
    }
    ledger.put_event(&ReportEntry::Published(3)).unwrap();
    ledger.compact_now(3).unwrap();
    assert!(!ledger.item("k#2~b.d").unwrap().unwrap().published);
    assert_eq!(ledger.item("k#1~a.d").unwrap().unwrap().withdrawn, None);
}

#[test]
fn entry_numbers_are_not_given_again_after_a_compaction() {
    let dir = tempfile::tempdir().unwrap();
    let mut ledger = open(dir.path());
    let last = (0..5).map(|_| ledger.put(Account::Alerts, "", &"x").unwrap()).last().unwrap();
    ledger.sync().unwrap();
    ledger.account_mut(Account::Alerts).unwrap().rewrite(Vec::<Result<Line<String>, RunError>>::new()).unwrap();
    assert_eq!(open(dir.path()).put(Account::Alerts, "", &"y").unwrap(), last + 1);
}

#[test]
fn a_file_cut_anywhere_holds_its_whole_lines_and_can_be_added_to() {
    let dir = tempfile::tempdir().unwrap();
    let mut ledger = open(dir.path());
    for number in 0..4 {
        ledger.put(Account::Alerts, "k", &format!("entry ü {number}")).unwrap();
    }
    ledger.sync().unwrap();
    let path = dir.path().join(ALERTS);
    let whole = fs::read(&path).unwrap();
    for cut in 0..=whole.len() {
        fs::write(&path, &whole[..cut]).unwrap();
        let lines = whole[..cut].iter().filter(|byte| **byte == b'\n').count().saturating_sub(1);
        let mut ledger = open(dir.path());
        let told: Vec<Line<String>> = ledger.account(Account::Alerts).unwrap();
        assert_eq!(told.len(), lines, "cut at {cut}");
        let torn = cut > 0 && whole[cut - 1] != b'\n';
        assert_eq!(!ledger.notes().is_empty(), torn, "cut at {cut}: {:?}", ledger.notes());
        ledger.put(Account::Alerts, "k", &"more").unwrap();
        ledger.sync().unwrap();
        let told: Vec<Line<String>> = open(dir.path()).account(Account::Alerts).unwrap();
        assert_eq!((told.len(), told.last().unwrap().entry.as_str()), (lines + 1, "more"), "cut at {cut}");
        assert!(open(dir.path()).notes().is_empty());
    }
}

#[test]
fn a_damaged_line_is_left_out_with_a_word_and_kept_in_the_file() {
    let dir = tempfile::tempdir().unwrap();
    let mut ledger = open(dir.path());
    for number in 0..3 {
        ledger.put(Account::Alerts, "k", &format!("entry {number}")).unwrap();
    }
    ledger.sync().unwrap();
    let path = dir.path().join(ALERTS);
    let text = fs::read_to_string(&path).unwrap().replace("entry 1", "entry 7");
    fs::write(&path, &text).unwrap();
    let mut ledger = open(dir.path());
    let told: Vec<Line<String>> = ledger.account(Account::Alerts).unwrap();
    assert_eq!(told.len(), 2);
    assert!(ledger.notes()[0].contains("line 3: its check sum does not fit"), "{:?}", ledger.notes());
    ledger.put(Account::Alerts, "k", &"more").unwrap();
    ledger.sync().unwrap();
    assert!(fs::read_to_string(&path).unwrap().starts_with(&text));
}

#[test]
fn a_later_form_is_refused_and_not_touched() {
    let dir = tempfile::tempdir().unwrap();
    open(dir.path()).put_event(&ReportEntry::Unpinned).unwrap();
    let path = dir.path().join(REPORTS);
    let line = journal::checked_line(0, 0, "", "", "{\"schema\":\"minutebook/ledger/9\"}");
    fs::write(&path, line).unwrap();
    let error = Ledger::open(&swift(dir.path()), dir.path()).unwrap_err();
    assert!(error.message.ends_with("is of the form minutebook/ledger/9"), "{error}");
}

#[test]
fn whatever_step_fails_what_was_synced_is_there() {
    for manner in [Manner::Once, Manner::Full, Manner::Dead] {
        for nth in 0..40 {
            let dir = tempfile::tempdir().unwrap();
            let disk = Arc::new(FailAt::new(nth, manner));
            let storage = Storage::on(dir.path(), disk.clone());
            let mut ledger = Ledger::open(&storage, dir.path()).unwrap();
            let mut synced = 0;
            for number in 0..6_u32 {
                let done = ledger.put(Account::Alerts, "k", &number).and_then(|_| ledger.sync());
                if done.is_ok() {
                    synced = number + 1;
                }
            }
            let mut ledger = open(dir.path());
            let told: Vec<Line<u32>> = ledger.account(Account::Alerts).unwrap();
            let numbers: Vec<u32> = told.into_iter().map(|line| line.entry).collect();
            assert!(numbers.len() >= synced as usize, "{manner:?} at {nth}: {numbers:?}, {synced} synced");
            assert!(numbers.is_sorted() && numbers.first().is_none_or(|first| *first == 0));
            ledger.put(Account::Alerts, "k", &99).unwrap();
            ledger.sync().unwrap();
            assert!(open(dir.path()).notes().is_empty());
        }
    }
}

#[test]
fn a_person_is_told_what_the_ledger_holds() {
    let dir = tempfile::tempdir().unwrap();
    let mut ledger = open(dir.path());
    ledger.put_key(key("k", "a.pdf", None)).unwrap();
    ledger.put_items(1, "k", given(&["k#1~a.d", "k#2~b.a"])).unwrap();
    ledger.put_event(&ReportEntry::Published(1)).unwrap();
    ledger.put_event(&ReportEntry::Held { generation: 2, why: vec!["the reports fell".into()] }).unwrap();
    let lines = ledger.summary().unwrap().lines();
    assert_eq!(lines[2], "1 reports at 1 paths have a key.");
    assert!(lines[3].starts_with("2 items have an id; 0 of them"));
    assert!(lines.contains(&"2026-11-21T03:00:00Z  generation 2 held: the reports fell".to_owned()), "{lines:?}");
}
