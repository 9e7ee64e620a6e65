//! Random histories of a tracker: people edit, sort, filter, split and delay their copies while reports and rules change.
//!
//! Every word that a person types belongs to one cell, so that its fate can be followed; words come back: retyped, merged once more,
//! with an earlier tracker that is put back in place. After each merge:
//! - what a person last saved is what stands, or an open conflict of that very cell names it;
//! - every word in a copy that has ever come back stands in its cell of its item, or a person who had it before them wrote another,
//!   or it is listed as a conflict of that very cell (never lost);
//! - it stands in no other item and no other column (never moved);
//! - the same files again change nothing, and the ledger's events alone give the same state.
//!
//! Some histories are lived a second time on a disk, as a run does it: there only what somebody touched is read back, and only
//! reports of which something changed are made anew. Every night both must come to the same tracker, byte for byte.
//!
//! `MINUTEBOOK_HISTORIES=10000 cargo test --release --test all tracker_histories` drives the full number.

use minutebook::internals::export::Titles;
use minutebook::internals::model::{Assessments, Column, Force, Kind, Standing, Table, TrackerRow};
use minutebook::internals::settings::TrackerSettings;
use minutebook::internals::store::faults::SwiftDisk;
use minutebook::internals::store::{Ledger, OutputsMark, Storage};
use minutebook::internals::tracker::{Event, History, Merged, Occasion, Refresh, merge, read, records, refresh};
use rand::rngs::SmallRng;
use rand::seq::{IndexedRandom, SliceRandom};
use rand::{Rng, SeedableRng};
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;

const DEFAULT_HISTORIES: u64 = 400;

/// One history in so many is lived on a disk as well.
const ON_DISK: u64 = 4;

#[test]
fn no_human_cell_is_lost_or_moved() {
    let histories = std::env::var("MINUTEBOOK_HISTORIES").ok().and_then(|count| count.parse().ok());
    let first = std::env::var("MINUTEBOOK_HISTORY").ok().and_then(|seed| seed.parse().ok());
    let seeds = match first {
        Some(seed) => seed..seed + 1,
        None => 0..histories.unwrap_or(DEFAULT_HISTORIES),
    };
    let mut totals = Totals::default();
    for seed in seeds.clone() {
        let outcome = std::panic::catch_unwind(|| World::new(seed).live());
        match outcome {
            Ok(one) => totals.add(&one),
            Err(_) => panic!("history {seed} broke a law; MINUTEBOOK_HISTORY={seed} plays it alone"),
        }
    }
    println!("{} histories: {totals:?}", seeds.end - seeds.start);
    let some = [totals.words, totals.conflicts, totals.own_rows, totals.retyped, totals.put_back, totals.merged_again];
    assert!(!some.contains(&0) || first.is_some(), "the histories exercise too little");
}

#[derive(Debug, Default)]
struct Totals {
    merges: usize,
    words: usize,
    replaced: usize,
    conflicts: usize,
    own_rows: usize,
    withdrawn: usize,
    acts: usize,
    retyped: usize,
    put_back: usize,
    merged_again: usize,
}

impl Totals {
    fn add(&mut self, other: &Self) {
        self.merges += other.merges;
        self.words += other.words;
        self.replaced += other.replaced;
        self.conflicts += other.conflicts;
        self.own_rows += other.own_rows;
        self.withdrawn += other.withdrawn;
        self.acts += other.acts;
        self.retyped += other.retyped;
        self.put_back += other.put_back;
        self.merged_again += other.merged_again;
    }
}

/// A table in a person's hands.
#[derive(Clone)]
struct Copy {
    header: Vec<String>,
    rows: Vec<Vec<String>>,
    /// What each cell held when it was downloaded.
    had: BTreeMap<Place, String>,
    /// The words last cleared, by cell: who then writes has known them.
    cleared: BTreeMap<Place, String>,
}

/// Whose cell: an item by id, an own row by the word that names it.
type Place = (String, String);

/// What a person did to a cell of a copy that comes in.
#[derive(Clone, Debug)]
struct Act {
    place: Place,
    value: String,
    /// What it held when the copy was downloaded.
    had: String,
}

/// A file that comes in.
#[derive(Clone)]
struct Handed {
    bytes: Vec<u8>,
    acts: Vec<Act>,
    /// An earlier tracker: what it says is meant where it is put back in place, and only there.
    is_earlier: bool,
}

struct World {
    random: SmallRng,
    /// Every tracker that was ever written, and every file that ever came in.
    written: Vec<Vec<u8>>,
    handed: Vec<Handed>,
    history: History,
    events: Vec<(u64, Event)>,
    items: BTreeMap<String, TrackerRow>,
    gone: BTreeMap<String, TrackerRow>,
    tracker: Option<Vec<u8>>,
    copies: Vec<Copy>,
    run: u64,
    words: u64,
    /// For each word typed in any copy: where, and the word that stood there before.
    typed: BTreeMap<String, (Place, String)>,
    /// Words that some submitted copy replaced with full knowledge of them.
    replaced: BTreeSet<String>,
    /// Words in copies that came back.
    submitted: BTreeSet<String>,
    conflicts: BTreeSet<(String, String, String)>,
    disk: Option<OnDisk>,
    totals: Totals,
}

/// The same history in a workspace.
struct OnDisk {
    place: tempfile::TempDir,
    storage: Storage,
    ledger: Ledger,
}

impl OnDisk {
    fn new() -> Self {
        let place = tempfile::tempdir().unwrap();
        let storage = Storage::on(place.path(), Arc::new(SwiftDisk));
        let ledger = Ledger::open(&storage, &place.path().join("indexes/ledger")).unwrap();
        Self { place, storage, ledger }
    }

    /// A night as a run lives it. `as_tracker` says that the first file was saved in the tracker's place; the others were
    /// sent in. Answers the tracker and how many conflicts are new.
    fn night(
        &mut self,
        occasion: &Occasion,
        fresh: &[TrackerRow],
        files: &[Vec<u8>],
        as_tracker: bool,
    ) -> (Vec<u8>, usize) {
        let outputs = self.place.path().join("outputs");
        let mut also: Vec<PathBuf> = Vec::new();
        for (at, bytes) in files.iter().enumerate() {
            let sent = self.place.path().join(format!("copy-{at}.csv"));
            let path = if as_tracker && at == 0 { outputs.join("tracker.csv") } else { sent.clone() };
            std::fs::write(&path, bytes).unwrap();
            if path == sent {
                also.push(sent);
            }
        }
        let mut reports: BTreeMap<String, Vec<TrackerRow>> = BTreeMap::new();
        for row in fresh {
            reports.entry(row.report.clone()).or_default().push(row.clone());
        }
        let name = |rows: &[TrackerRow]| {
            let mut hasher = DefaultHasher::new();
            format!("{rows:?}").hash(&mut hasher);
            format!("{:016x}", hasher.finish())
        };
        let documents: BTreeMap<String, &Vec<TrackerRow>> = reports.values().map(|rows| (name(rows), rows)).collect();
        let listed: Vec<(String, String)> = reports.iter().map(|(key, rows)| (key.clone(), name(rows))).collect();
        let with = Refresh {
            storage: &self.storage,
            outputs: &outputs,
            caches: &self.place.path().join("indexes/shares"),
            damaged: &AtomicUsize::new(0),
            occasion,
            generation: occasion.run,
            reports: &listed,
            rows: &|name| Ok(documents[name].clone()),
            settings: &TrackerSettings::default(),
            titles: &Titles::default(),
            corpus: None,
            assessments: Some(&Assessments::default()),
            corrections: &[],
            also: &also,
        };
        let refreshed = refresh(&mut self.ledger, &with).unwrap();
        assert!(refreshed.set_aside.is_empty(), "{:?}", refreshed.set_aside);
        OutputsMark::write(&self.storage, &outputs, occasion.run, "", refreshed.written).unwrap();
        // Laid out anew, with nothing to take over, every file is the same.
        let taken_over = files_of(&outputs);
        std::fs::remove_dir_all(with.caches).unwrap();
        let anew = refresh(&mut self.ledger, &Refresh { also: &[], ..with }).unwrap();
        assert!(anew.merged.events.is_empty() && files_of(&outputs) == taken_over);
        OutputsMark::write(&self.storage, &outputs, occasion.run, "", anew.written).unwrap();
        // The next night knows only what is on the disk.
        self.ledger = Ledger::open(&self.storage, &self.place.path().join("indexes/ledger")).unwrap();
        (std::fs::read(outputs.join("tracker.csv")).unwrap(), refreshed.merged.new_conflicts.len())
    }
}

/// The bytes of all files of a folder and of those in it.
fn files_of(dir: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in std::fs::read_dir(dir).unwrap().flatten() {
        if entry.file_type().unwrap().is_dir() {
            files.extend(files_of(&entry.path()));
        } else if entry.file_name() != ".generation" {
            files.insert(entry.path(), std::fs::read(entry.path()).unwrap());
        }
    }
    files
}

impl World {
    fn new(seed: u64) -> Self {
        let mut world = Self {
            random: SmallRng::seed_from_u64(seed),
            written: Vec::new(),
            handed: Vec::new(),
            history: History::default(),
            events: Vec::new(),
            items: BTreeMap::new(),
            gone: BTreeMap::new(),
            tracker: None,
            copies: Vec::new(),
            run: 0,
            words: 0,
            typed: BTreeMap::new(),
            replaced: BTreeSet::new(),
            submitted: BTreeSet::new(),
            conflicts: BTreeSet::new(),
            disk: seed.is_multiple_of(ON_DISK).then(OnDisk::new),
            totals: Totals::default(),
        };
        for _ in 0..world.random.random_range(2..8) {
            world.new_item();
        }
        world
    }

    fn live(mut self) -> Totals {
        self.night(&[], false);
        for _ in 0..self.random.random_range(3..24) {
            match self.random.random_range(0..14) {
                0 | 1 => self.download(),
                2..=5 => self.edit(),
                6 => self.reports_change(),
                7 => self.night(&[], false),
                8 => self.put_back(),
                9 => self.merge_again(),
                10 | 11 => self.save_in_place(),
                _ => self.hand_in(),
            }
        }
        while !self.copies.is_empty() {
            self.hand_in();
        }
        self.totals.words = self.submitted.len();
        self.totals.replaced = self.replaced.len();
        self.totals
    }

    // What machines do.

    fn new_item(&mut self) {
        let number = self.items.len() + self.gone.len() + 1;
        let report = format!("body-{}-05-02", 2017 + number % 3);
        let id = format!("{report}#{number}~{number:08}.r");
        self.items.insert(id.clone(), item(&id, &report, number));
    }

    fn reports_change(&mut self) {
        let ids: Vec<String> = self.items.keys().cloned().collect();
        match self.random.random_range(0..4) {
            0 => self.new_item(),
            1 => {
                if let Some(id) = ids.choose(&mut self.random)
                    && let Some(row) = self.items.remove(id)
                {
                    self.gone.insert(id.clone(), row);
                }
            }
            2 => {
                let gone: Vec<String> = self.gone.keys().cloned().collect();
                if let Some(id) = gone.choose(&mut self.random)
                    && let Some(row) = self.gone.remove(id)
                {
                    self.items.insert(id.clone(), row);
                }
            }
            _ => {
                let force = *[Force::Noted, Force::Suggested, Force::Decided].choose(&mut self.random).unwrap();
                let day = self.random.random_range(1..28);
                if let Some(id) = ids.choose(&mut self.random)
                    && let Some(row) = self.items.get_mut(id)
                {
                    row.force = force;
                    row.due = Some(format!("2020-03-{day:02}"));
                    row.paragraph = Some(format!("0{day}"));
                }
            }
        }
    }

    fn night(&mut self, handed: &[Handed], in_place: bool) {
        let files: Vec<Vec<u8>> = handed.iter().map(|file| file.bytes.clone()).collect();
        let files = files.as_slice();
        self.run += 1;
        let occasion =
            Occasion { run: self.run, day: format!("2026-01-{:02}", self.run.min(28)), ..Occasion::default() };
        let as_tracker = in_place || self.run > 1 && self.random.random_ratio(1, 2);
        let mut sheets: Vec<_> =
            files.iter().enumerate().map(|(at, bytes)| read(bytes, &format!("copy-{at}.csv")).unwrap()).collect();
        if let Some(first) = sheets.first_mut().filter(|_| as_tracker) {
            first.in_place = true;
        }
        let fresh: Vec<TrackerRow> = self.items.values().cloned().collect();
        let merged = merge(&mut self.history, &occasion, fresh.clone(), &sheets);
        assert!(merged.refused.is_empty(), "{:?}", merged.refused);
        self.note(&merged);
        self.events.extend(merged.events.iter().map(|event| (self.run, event.clone())));

        if std::env::var_os("MINUTEBOOK_HISTORY").is_some() {
            println!("run {}: {:#?}", self.run, merged.events);
        }
        // The same once more is nothing more.
        let again = merge(&mut self.history, &occasion, fresh.clone(), &sheets);
        assert_eq!(again.events, [], "the same files a second time");
        assert_eq!(again.table, merged.table);

        // The ledger alone knows it all.
        let mut rebuilt = History::default();
        for (run, event) in &self.events {
            let line = serde_json::to_string(event).unwrap();
            rebuilt.apply(*run, &serde_json::from_str(&line).unwrap());
        }
        let from_ledger = merge(&mut rebuilt, &occasion, fresh.clone(), &[]);
        assert_eq!(from_ledger.events, []);
        assert_eq!(from_ledger.table, merged.table);

        // What is written reads back as no edit at all.
        let mut bytes = Vec::new();
        minutebook::internals::export::csv::write_table(&merged.table, &mut bytes).unwrap();
        let unedited = merge(&mut self.history, &occasion, fresh, &[read(&bytes, "tracker.csv").unwrap()]);
        assert_eq!(unedited.events, [], "an unedited tracker");
        if let Some(disk) = &mut self.disk {
            let fresh: Vec<TrackerRow> = self.items.values().cloned().collect();
            let (tracker, conflicts) = disk.night(&occasion, &fresh, files, as_tracker);
            assert_eq!(without_numbers(&tracker), without_numbers(&bytes), "the tracker on the disk");
            assert_eq!(conflicts, merged.new_conflicts.len(), "conflicts on the disk");
        }
        self.laws(&merged.table);
        self.last_word_stands(handed, as_tracker);
        self.written.push(bytes.clone());
        self.handed.extend(handed.iter().cloned());
        self.tracker = Some(bytes);
        self.totals.merges += 1;
    }

    fn note(&mut self, merged: &Merged) {
        self.totals.conflicts += merged.new_conflicts.len();
        self.totals.withdrawn += merged.counts.withdrawn;
        for conflict in &merged.new_conflicts {
            let id = self.own_name(&conflict.id).unwrap_or_else(|| conflict.id.clone());
            self.conflicts.insert((id, conflict.column.clone(), conflict.other.clone()));
        }
    }

    fn own_name(&self, id: &str) -> Option<String> {
        let subject = self.history.subject(id).filter(|subject| subject.own)?;
        let held = |cells: &BTreeMap<String, String>| cells.values().find(|word| word.starts_with("own")).cloned();
        held(&subject.human)
            .or_else(|| self.history.own_versions().filter(|(own, _)| *own == id).find_map(|(_, cells)| held(cells)))
    }

    // What people do.

    fn download(&mut self) {
        let Some(bytes) = &self.tracker else { return };
        let text = String::from_utf8(bytes.clone()).unwrap();
        let mut records = records(text.trim_start_matches('\u{feff}'), b',').into_iter();
        let header = records.next().unwrap();
        let rows: Vec<Vec<String>> = records.collect();
        let mut copy = Copy { header, rows, had: BTreeMap::new(), cleared: BTreeMap::new() };
        copy.had = cells(&copy).collect();
        self.copies.push(copy);
    }

    /// Somebody opens the tracker where it lies, edits and saves it.
    fn save_in_place(&mut self) {
        self.download();
        let Some(mut copy) = self.copies.pop() else { return };
        for _ in 0..self.random.random_range(1..4) {
            match self.random.random_range(0..5) {
                0 | 1 => self.retype(&mut copy),
                2 => self.clear_cell(&mut copy),
                _ => self.type_word(&mut copy),
            }
        }
        let file = self.handed_over(&copy);
        self.night(&[file], true);
    }

    /// Somebody puts an earlier tracker back.
    fn put_back(&mut self) {
        let Some(bytes) = self.written.choose(&mut self.random).cloned() else { return };
        let text = String::from_utf8(bytes.clone()).unwrap();
        let mut records = records(text.trim_start_matches('\u{feff}'), b',').into_iter();
        let copy = Copy {
            header: records.next().unwrap(),
            rows: records.collect(),
            had: BTreeMap::new(),
            cleared: BTreeMap::new(),
        };
        self.submit(&copy);
        // All that it says is meant, also where it is empty.
        let acts = cells(&copy).map(|(place, value)| Act { place, had: value.clone(), value }).collect();
        self.totals.put_back += 1;
        self.night(&[Handed { bytes, acts, is_earlier: true }], true);
    }

    /// A file that was merged before is merged once more, alone or beside another.
    fn merge_again(&mut self) {
        let mut files = Vec::new();
        for _ in 0..self.random.random_range(1..3) {
            files.extend(self.handed.choose(&mut self.random).cloned());
        }
        if files.is_empty() {
            return;
        }
        self.totals.merged_again += 1;
        self.night(&files, false);
    }

    /// The copy as it comes in, with what its person did to it.
    fn handed_over(&mut self, copy: &Copy) -> Handed {
        self.submit(copy);
        let has_rev = copy.header.iter().any(|name| name.eq_ignore_ascii_case("rev"));
        let act = |(place, value): (Place, String)| {
            let had = copy.had.get(&place).cloned().unwrap_or_default();
            // Without `rev` an empty cell says nothing.
            (value != had && (has_rev || !value.is_empty())).then_some(Act { place, value, had })
        };
        let acts: Vec<Act> = cells(copy).filter_map(act).collect();
        self.totals.acts += acts.len();
        Handed { bytes: self.saved(copy), acts, is_earlier: false }
    }

    fn word(&mut self, prefix: &str) -> String {
        self.words += 1;
        let tail = *["", " =1+1", ", \"so\"", "; two\nlines", " é", "\t.", " -"].choose(&mut self.random).unwrap();
        let head = *["", "", "", "=", "'", "-", "@"].choose(&mut self.random).unwrap();
        let head = if prefix == "own" { "" } else { head };
        format!("{head}{prefix}{}x{tail}", self.words)
    }

    fn edit(&mut self) {
        if self.copies.is_empty() {
            self.download();
        }
        let at = self.random.random_range(0..self.copies.len());
        let mut copy = self.copies[at].clone();
        for _ in 0..self.random.random_range(1..5) {
            self.edit_once(&mut copy);
        }
        // Now and then the untouched copy stays with somebody as well.
        if self.random.random_ratio(1, 4) {
            self.copies.push(copy);
        } else {
            self.copies[at] = copy;
        }
    }

    fn edit_once(&mut self, copy: &mut Copy) {
        match self.random.random_range(0..16) {
            0..=4 => self.type_word(copy),
            5 | 6 => self.retype(copy),
            7 => self.clear_cell(copy),
            8 => {
                let name = *["Priority", "Region", "PRIORITY"].choose(&mut self.random).unwrap();
                if !copy.header.iter().any(|header| header.eq_ignore_ascii_case(name)) {
                    copy.header.push(name.to_owned());
                    copy.rows.iter_mut().for_each(|row| row.push(String::new()));
                }
            }
            9 => self.add_own_row(copy),
            10 => copy.rows.shuffle(&mut self.random),
            11 => self.reorder_columns(copy),
            12 => {
                let keep: Vec<bool> = copy.rows.iter().map(|_| self.random.random_ratio(2, 3)).collect();
                let mut keep = keep.iter();
                copy.rows.retain(|_| *keep.next().unwrap());
            }
            13 => self.delete_column(copy),
            14 => {
                // Two people share the work.
                let half = copy.rows.len() / 2;
                let rest = copy.rows.split_off(half);
                self.copies.push(Copy { rows: rest, ..copy.clone() });
            }
            _ => {
                let at = self.random.random_range(0..copy.header.len());
                copy.header[at] = copy.header[at].to_uppercase();
            }
        }
    }

    fn human_columns(copy: &Copy) -> Vec<usize> {
        (0..copy.header.len()).filter(|&at| Column::named(&copy.header[at]).is_none()).collect()
    }

    fn choose_cell(&mut self, copy: &Copy) -> Option<(usize, usize, Place)> {
        let column = *Self::human_columns(copy).choose(&mut self.random)?;
        let row = (0..copy.rows.len()).collect::<Vec<_>>().choose(&mut self.random).copied()?;
        let place = place(&copy.header, &copy.rows[row], column)?;
        let names_own_row = copy.rows[row][column].starts_with("own");
        (!names_own_row).then_some((row, column, place))
    }

    fn type_word(&mut self, copy: &mut Copy) {
        let Some((row, column, place)) = self.choose_cell(copy) else { return };
        let word = self.word("w");
        let before = std::mem::replace(
            &mut copy.rows[row][column],
            minutebook::internals::text::formula::disarmed(&word).into_owned(),
        );
        let knew =
            if before.is_empty() { copy.cleared.get(&place).cloned().unwrap_or_default() } else { plain(&before) };
        self.typed.insert(word, (place, knew));
    }

    /// A word that somebody wrote into this cell before.
    fn retype(&mut self, copy: &mut Copy) {
        let Some((row, column, place)) = self.choose_cell(copy) else { return };
        let earlier: Vec<String> =
            self.typed.iter().filter(|(_, (at, _))| *at == place).map(|(word, _)| word.clone()).collect();
        let words: Vec<&String> = earlier.iter().filter(|word| !word.starts_with('\u{0}')).collect();
        let Some(word) = words.choose(&mut self.random) else { return };
        let before = std::mem::replace(
            &mut copy.rows[row][column],
            minutebook::internals::text::formula::disarmed(word).into_owned(),
        );
        if plain(&before) != **word {
            let knew =
                if before.is_empty() { copy.cleared.get(&place).cloned().unwrap_or_default() } else { plain(&before) };
            self.typed.insert((*word).clone(), (place, knew));
            self.totals.retyped += 1;
        }
    }

    fn clear_cell(&mut self, copy: &mut Copy) {
        let Some((row, column, place)) = self.choose_cell(copy) else { return };
        let before = std::mem::take(&mut copy.rows[row][column]);
        if !before.is_empty() {
            // A cleared cell is known by the word that it replaced.
            copy.cleared.insert(place.clone(), plain(&before));
            self.typed.insert(format!("\u{0}{}", plain(&before)), (place, plain(&before)));
        }
    }

    fn add_own_row(&mut self, copy: &mut Copy) {
        let humans = Self::human_columns(copy);
        if humans.len() < 2 {
            return;
        }
        let name = self.word("own");
        let other = self.word("w");
        let mut row = vec![String::new(); copy.header.len()];
        row[humans[0]].clone_from(&name);
        row[humans[1]] = minutebook::internals::text::formula::disarmed(&other).into_owned();
        let key = |at: usize| copy.header[at].to_lowercase();
        self.typed.insert(other, ((name.clone(), key(humans[1])), String::new()));
        self.typed.insert(name.clone(), ((name, key(humans[0])), String::new()));
        copy.rows.push(row);
        self.totals.own_rows += 1;
    }

    fn reorder_columns(&mut self, copy: &mut Copy) {
        let mut order: Vec<usize> = (0..copy.header.len()).collect();
        order.shuffle(&mut self.random);
        copy.header = order.iter().map(|&at| copy.header[at].clone()).collect();
        for row in &mut copy.rows {
            *row = order.iter().map(|&at| row[at].clone()).collect();
        }
    }

    /// Any column but the id and two that make the file recognisable.
    fn delete_column(&mut self, copy: &mut Copy) {
        let spare: Vec<usize> = (0..copy.header.len())
            .filter(|&at| !["id", "text", "kind"].contains(&copy.header[at].to_lowercase().as_str()))
            .filter(|&at| !copy.rows.iter().any(|row| row[at].starts_with("own")))
            .collect();
        let rev = copy.header.iter().position(|name| name.eq_ignore_ascii_case("rev"));
        let at = if self.random.random_ratio(1, 3) { rev } else { spare.choose(&mut self.random).copied() };
        let Some(at) = at else { return };
        copy.header.remove(at);
        copy.rows.iter_mut().for_each(|row| {
            row.remove(at);
        });
    }

    fn hand_in(&mut self) {
        if self.copies.is_empty() {
            return;
        }
        let mut files = Vec::new();
        for _ in 0..self.random.random_range(1..3) {
            if self.copies.is_empty() {
                break;
            }
            let at = self.random.random_range(0..self.copies.len());
            let copy = if self.random.random_ratio(1, 3) { self.copies[at].clone() } else { self.copies.remove(at) };
            files.push(self.handed_over(&copy));
        }
        self.night(&files, false);
    }

    /// What the copy says at the moment it comes back: each word in it, and the words that its person replaced knowingly.
    fn submit(&mut self, copy: &Copy) {
        for row in &copy.rows {
            for (at, cell) in row.iter().enumerate() {
                let word = plain(cell);
                if self.typed.contains_key(&word) {
                    self.submitted.insert(word.clone());
                }
                if !word.is_empty() {
                    self.replace_before(word);
                } else if let Some(here) = place(&copy.header, row, at) {
                    // Which word was cleared here, if any.
                    let tombs = self.typed.iter().filter(|(tomb, (at, _))| tomb.starts_with('\u{0}') && *at == here);
                    for cleared in tombs.map(|(_, (_, before))| before.clone()).collect::<Vec<_>>() {
                        self.replaced.insert(cleared.clone());
                        self.replace_before(cleared);
                    }
                }
            }
        }
    }

    /// The words that stood in the cell before this one, as far back as anybody typed them.
    fn replace_before(&mut self, word: String) {
        let mut standing = word;
        let mut seen = BTreeSet::new();
        // A word that came back leads around in a circle.
        while let Some((_, before)) = self.typed.get(&standing).filter(|_| seen.insert(standing.clone())) {
            self.replaced.insert(before.clone());
            standing.clone_from(before);
        }
    }

    /// The copy as some program saves it.
    fn saved(&mut self, copy: &Copy) -> Vec<u8> {
        let separator = *b",;\t".choose(&mut self.random).unwrap();
        let dates = self.random.random_range(0..3);
        let mut writer = csv::WriterBuilder::new().delimiter(separator).from_writer(Vec::new());
        writer.write_record(&copy.header).unwrap();
        for row in &copy.rows {
            let cells = row.iter().zip(&copy.header).map(|(cell, header)| match Column::named(header) {
                Some(Column::Due | Column::Date | Column::FirstSeen | Column::Changed) => shown_date(cell, dates),
                Some(Column::Paragraph) => cell.trim_start_matches('0').to_owned(),
                _ => cell.replace('\n', ["\n", "\r\n", "\n"][dates]),
            });
            writer.write_record(cells.collect::<Vec<_>>()).unwrap();
        }
        let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
        match self.random.random_range(0..4) {
            0 => [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect(),
            1 => text.chars().map(|character| u8::try_from(u32::from(character)).unwrap()).collect(),
            2 => format!("\u{feff}{text}").into_bytes(),
            _ => text.into_bytes(),
        }
    }

    // The laws.

    fn laws(&self, table: &Table) {
        let header: Vec<String> = table.header().map(str::to_lowercase).collect();
        let mut standing: BTreeMap<String, Vec<Place>> = BTreeMap::new();
        let mut ids = BTreeSet::new();
        for row in &table.rows {
            let cells: Vec<String> = table.cells(row).iter().map(ToString::to_string).collect();
            let id = &cells[0];
            assert!(id.is_empty() || ids.insert(id.clone()), "{id} stands twice");
            for (at, cell) in cells.iter().enumerate().filter(|(_, cell)| self.typed.contains_key(*cell)) {
                let place = place(&header, &cells, at).unwrap_or_else(|| panic!("{cell:?} stands in a row of nobody"));
                standing.entry(cell.clone()).or_default().push(place);
            }
        }
        for known in self.items.keys().chain(self.gone.keys()) {
            let exported = self.history.subject(known).is_some();
            assert_eq!(ids.contains(known), exported, "{known} and the tracker");
        }
        for word in &self.submitted {
            let (place, _) = &self.typed[word];
            let places = standing.get(word).map(Vec::as_slice).unwrap_or_default();
            assert!(places.iter().all(|at| at == place), "{word:?} of {place:?} moved to {places:?}");
            let listed = self.conflicts.contains(&(place.0.clone(), place.1.clone(), word.clone()));
            assert!(!places.is_empty() || listed || self.replaced.contains(word), "{word:?} of {place:?} is lost");
        }
        for word in standing.keys() {
            assert!(self.submitted.contains(word), "{word:?} stands in the tracker, but never came back");
        }
    }

    /// What each person last saved is what stands, or an open conflict names it, or another of the same night had it before them and
    /// wrote more.
    fn last_word_stands(&self, handed: &[Handed], in_place: bool) {
        let meant = |(at, file): &(usize, &Handed)| !file.is_earlier || *at == 0 && in_place;
        for (at, file) in handed.iter().enumerate().filter(meant) {
            for Act { place, value, .. } in &file.acts {
                let subjects = self.subjects_named(&place.0);
                if subjects.is_empty() {
                    continue;
                }
                let stands = subjects.iter().any(|(_, subject)| subject.cell(&place.1) == value.trim_end());
                let named = |conflict: &minutebook::internals::tracker::Conflict| {
                    let is_of = subjects.iter().any(|(id, _)| conflict.id == *id);
                    is_of && conflict.column == place.1 && conflict.other == value.trim_end()
                };
                let is_named = self.history.conflicts().iter().any(named);
                let others = handed.iter().enumerate().filter(|(other, _)| *other != at);
                let is_replaced = others
                    .flat_map(|(_, other)| &other.acts)
                    .any(|act| act.place == *place && act.had == *value && act.value != *value);
                assert!(
                    stands || is_named || is_replaced,
                    "{value:?} was saved in {place:?}, where {:?} stands",
                    subjects.iter().map(|(_, subject)| subject.cell(&place.1)).collect::<Vec<_>>()
                );
            }
        }
    }

    /// An item by its id, or own rows by the word that names them: a row that two people have in copies of one copy, and that nobody
    /// had handed in before, is two rows.
    fn subjects_named(&self, name: &str) -> Vec<(String, &minutebook::internals::tracker::Subject)> {
        if let Some(subject) = self.history.subject(name) {
            return vec![(name.to_owned(), subject)];
        }
        let own = self.history.subjects().filter(|(_, subject)| subject.own);
        let named = own.filter(|(id, _)| self.own_name(id).as_deref() == Some(name));
        named.map(|(id, subject)| (id.to_owned(), subject)).collect()
    }
}

/// The rows of a tracker without the short numbers: they are given where trackers are written, not where they are merged.
fn without_numbers(tracker: &[u8]) -> Vec<Vec<String>> {
    let mut rows = records(String::from_utf8_lossy(tracker).trim_start_matches('\u{feff}'), b',');
    let at = rows[0].iter().position(|name| name == "no").unwrap();
    rows.iter_mut().for_each(|row| drop(row.remove(at)));
    rows
}

/// The human cells of a copy.
fn cells(copy: &Copy) -> impl Iterator<Item = (Place, String)> + '_ {
    let columns: Vec<usize> = World::human_columns(copy);
    copy.rows.iter().flat_map(move |row| {
        let of_row: Vec<(Place, String)> =
            columns.iter().filter_map(|&at| Some((place(&copy.header, row, at)?, plain(&row[at])))).collect();
        of_row
    })
}

/// Whose cell this is, by the row's id or the word that names an own row.
fn place(header: &[String], row: &[String], column: usize) -> Option<Place> {
    let id = header.iter().position(|name| name.eq_ignore_ascii_case("id"))?;
    let owner =
        if row[id].is_empty() { row.iter().find(|cell| cell.starts_with("own"))?.clone() } else { row[id].clone() };
    Some((owner, header[column].to_lowercase()))
}

fn plain(cell: &str) -> String {
    minutebook::internals::text::formula::armed(cell).to_owned()
}

fn shown_date(iso: &str, form: usize) -> String {
    let parts: Vec<&str> = iso.split('-').collect();
    match (parts.as_slice(), form) {
        ([year, month, day], 1) => format!("{day}/{month}/{year}"),
        ([year, month, day], 2) => format!("{}/{}/{year}", month.trim_start_matches('0'), day.trim_start_matches('0')),
        _ => iso.to_owned(),
    }
}

fn item(id: &str, report: &str, number: usize) -> TrackerRow {
    TrackerRow {
        id: id.to_owned(),
        no: None,
        kind: Kind::Recommendation,
        force: Force::Recommended,
        standing: Standing::Adopted,
        held_by: None,
        category: Some("outcomes".to_owned()),
        categories: vec!["outcomes".to_owned()],
        text: format!("- The body should publish report {}, \"in full\".", number % 3),
        stem: None,
        actors: vec!["Secretariat".to_owned()],
        due: Some("2019-06-02".to_owned()),
        due_from: None,
        due_text: None,
        outcome: None,
        report: report.to_owned(),
        date: Some("2019-05-02".to_owned()),
        meeting: None,
        section: None,
        annex: Vec::new(),
        paragraph: Some(number.to_string()),
        page: Some(1),
        url: None,
        source: "body.pdf".to_owned(),
        sha256: "00".to_owned(),
        rule: "recommendation.should".to_owned(),
        flags: Vec::new(),
        source_status: None,
        thread: None,
        first_seen: None,
        changed: None,
        rev: String::new(),
        formerly: Vec::new(),
    }
}
