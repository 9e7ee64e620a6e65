//! Item ids over the reference PDFs: the same report written by another program keeps its ids, and an edited paragraph or rule
//! moves exactly the ids that it touches.
//!
//! Two figures a producer: `natural`, ids given to a report that was never seen before, against those of the base producer; and
//! `re-read`, ids after the ledger knew the base producer's file, as when the same report is published anew.

use super::shared::{files_below, shared};
use minutebook::internals::model::TaggedDocument;
use minutebook::internals::store::identity::{ItemChanges, KnownItem, assign, blocks};
use minutebook::internals::tag::{Context, Tagger};
use minutebook::internals::{extract, layout, segment};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The producer that the others are compared with: the program that most such reports are written in.
const BASE: &str = "libreoffice-word";
/// No text layer; nothing to compare.
const UNREADABLE: [&str; 1] = ["scanned"];
/// Cut off in mid file: what is lost is lost.
const CUT: [&str; 1] = ["damaged-truncated"];
/// Least share of equal ids: of every producer after a re-reading, of all producers together where nothing was known.
const EQUAL: f64 = 0.98;
/// Least share of equal ids of one producer where nothing was known: blocks without number count under their heading, so that
/// one paragraph more or less moves those below it. (One page that two producers part otherwise costs .05.)
const EQUAL_AT_FIRST: f64 = 0.94;

fn read(path: &Path, key: &str, tagger: &Tagger) -> TaggedDocument {
    let passwords = extract::Passwords::parse("*\tmag-2017\n").unwrap();
    let raw = extract::read_file(path, "report.pdf", &extract::Limits::default(), &passwords).unwrap();
    let mut tagged = tagger.tag(segment::segment(layout::lay_out(raw)), &Context::default());
    name(&mut tagged, key, &[]);
    tagged
}

fn name(tagged: &mut TaggedDocument, key: &str, known: &[KnownItem]) -> ItemChanges {
    blocks::assign_block_ids(key, &mut tagged.document.blocks);
    assign(tagged, known)
}

fn ids(tagged: &TaggedDocument) -> BTreeSet<&str> {
    tagged.items.iter().map(|item| item.id.as_str()).collect()
}

/// What the ledger knows once the report was published.
fn known(tagged: &TaggedDocument) -> Vec<KnownItem> {
    let mut fresh = tagged.clone();
    let changes = assign(&mut fresh, &[]);
    let known = |given: minutebook::internals::store::identity::Given| KnownItem {
        natural: given.natural.unwrap_or_else(|| given.id.clone()),
        id: given.id,
        words: given.words,
        digest: given.digest,
        text: given.text,
        first_seen: "2026-01-01".to_owned(),
        changed: "2026-01-01".to_owned(),
        withdrawn: None,
        published: true,
        heir: None,
    };
    changes.given.into_iter().map(known).collect()
}

/// Ids of both, of the larger of the two.
#[derive(Default, Clone, Copy)]
struct Share {
    equal: usize,
    of: usize,
}

impl Share {
    fn add(&mut self, one: &BTreeSet<&str>, other: &BTreeSet<&str>) {
        self.equal += one.intersection(other).count();
        self.of += one.len().max(other.len());
    }

    #[expect(clippy::cast_precision_loss, reason = "some hundreds of items")]
    fn value(self) -> f64 {
        if self.of == 0 { 1.0 } else { self.equal as f64 / self.of as f64 }
    }
}

#[test]
fn another_producer_changes_no_ids() {
    let Some(shared) = shared() else { return };
    let folder = shared.join("gold/pdf");
    let tagger = Tagger::load(None).unwrap();
    let base: BTreeMap<String, TaggedDocument> = files_below(&folder.join(BASE), &["pdf"])
        .iter()
        .map(|path| {
            let key = path.file_stem().unwrap().to_string_lossy().into_owned();
            (key.clone(), read(path, &key, &tagger))
        })
        .collect();
    let mut shares: BTreeMap<String, (Share, Share)> = BTreeMap::new();
    let mut files = 0;
    for path in files_below(&folder, &["pdf"]) {
        let producer = path.parent().and_then(Path::file_name).unwrap().to_string_lossy().into_owned();
        let key = path.file_stem().unwrap().to_string_lossy().into_owned();
        let Some(base) = base.get(&key) else { continue };
        if producer == BASE || UNREADABLE.contains(&producer.as_str()) {
            continue;
        }
        let natural = read(&path, &key, &tagger);
        let mut again = natural.clone();
        name(&mut again, &key, &known(base));
        let (one, two) = shares.entry(producer.clone()).or_default();
        one.add(&ids(&natural), &ids(base));
        two.add(&ids(&again), &ids(base));
        files += 1;
        if std::env::var_os("MINUTEBOOK_DIFFERENCES").is_some() {
            differences(&producer, &key, base, &natural);
        }
    }
    for (producer, (natural, again)) in &shares {
        println!(
            "{producer:20} natural {:.4} ({} of {}), re-read {:.4} ({} of {})",
            natural.value(),
            natural.equal,
            natural.of,
            again.value(),
            again.equal,
            again.of
        );
    }
    println!("covered {files} files of {} producers against {BASE}", shares.len());
    assert!(files > 0, "no reference file was found below {}", folder.display());
    let mut all = Share::default();
    for (producer, (natural, again)) in shares.iter().filter(|(producer, _)| !CUT.contains(&producer.as_str())) {
        assert!(again.value() >= EQUAL, "{producer}: ids after a re-reading {:.4}", again.value());
        assert!(natural.value() >= EQUAL_AT_FIRST, "{producer}: natural ids {:.4}", natural.value());
        all = Share { equal: all.equal + natural.equal, of: all.of + natural.of };
    }
    println!("all together: natural {:.4} ({} of {})", all.value(), all.equal, all.of);
    assert!(all.value() >= EQUAL, "natural ids of all producers {:.4}", all.value());
}

fn differences(producer: &str, key: &str, base: &TaggedDocument, other: &TaggedDocument) {
    for (sign, one, two) in [("-", base, other), ("+", other, base)] {
        let there = ids(two);
        for item in one.items.iter().filter(|item| !there.contains(item.id.as_str())) {
            println!("{sign} {producer} {key} {} | {}", item.id, item.text);
        }
    }
}

#[test]
fn a_changed_paragraph_moves_its_own_ids_only() {
    let Some(shared) = shared() else { return };
    let tagger = Tagger::load(None).unwrap();
    let (mut files, mut edits) = (0, 0);
    for path in files_below(&shared.join("gold/pdf").join(BASE), &["pdf"]) {
        let key = path.file_stem().unwrap().to_string_lossy().into_owned();
        let before = read(&path, &key, &tagger);
        let past = known(&before);
        let holding: BTreeSet<usize> = before.items.iter().map(|item| item.block).collect();
        for block in holding {
            let mut document = before.document.clone();
            let Some(edited) = document.blocks.get_mut(block) else { continue };
            // As an editor would: one more word, before the first.
            edited.text.insert_str(0, "Moreover ");
            let mut after = tagger.tag(document, &Context::default());
            let changes = name(&mut after, &key, &past);
            let touched: BTreeSet<&str> =
                before.items.iter().filter(|item| item.block == block).map(|item| item.id.as_str()).collect();
            for gone in &changes.withdrawn {
                assert!(touched.contains(gone.id.as_str()), "{key}: {} went with block {block}", gone.id);
            }
            let place = after.document.blocks[block].id.as_str();
            for given in &changes.given {
                assert!(given.id.starts_with(place), "{key}: {} came with block {block} ({place})", given.id);
            }
            assert!(changes.moved.is_empty(), "{key}: {:?}", changes.moved);
            edits += 1;
        }
        files += 1;
    }
    println!("covered {files} files, {edits} edited paragraphs");
    assert!(edits > 0);
}

#[test]
fn a_rule_taken_away_moves_the_ids_that_it_found() {
    let Some(shared) = shared() else { return };
    let tagger = Tagger::load(None).unwrap();
    let (mut files, mut rules) = (0, 0);
    for path in files_below(&shared.join("gold/pdf").join(BASE), &["pdf"]) {
        let key = path.file_stem().unwrap().to_string_lossy().into_owned();
        let before = read(&path, &key, &tagger);
        let past = known(&before);
        let used: BTreeSet<&str> = before.items.iter().map(|item| item.rule.as_str()).collect();
        for rule in used {
            let mut after = before.clone();
            after.items.retain(|item| item.rule != rule);
            let changes = assign(&mut after, &past);
            let touched: BTreeSet<&str> =
                before.items.iter().filter(|item| item.rule == rule).map(|item| item.id.as_str()).collect();
            let gone: BTreeSet<&str> = changes.withdrawn.iter().map(|item| item.id.as_str()).collect();
            let kept: BTreeSet<&str> = ids(&before).difference(&touched).copied().collect();
            // Where another rule found the same words too, its item may carry on the id: the words are what counts.
            assert!(gone.iter().all(|id| before.items.iter().any(|item| item.id == *id)));
            assert!(changes.given.is_empty(), "{key}, {rule}: {:?}", changes.given);
            assert_eq!(gone.len(), touched.len(), "{key}, {rule}");
            assert!(kept.iter().filter(|id| gone.contains(*id)).count() <= changes.moved.len(), "{key}, {rule}");
            // The rule comes back, and with it every id.
            let mut back = before.clone();
            let mut known = past.clone();
            for item in known.iter_mut().filter(|item| gone.contains(item.id.as_str())) {
                item.withdrawn = Some("2026-01-02".to_owned());
            }
            let _ = assign(&mut back, &known);
            assert_eq!(ids(&back), ids(&before), "{key}, {rule}");
            rules += 1;
        }
        files += 1;
    }
    println!("covered {files} files, {rules} rules taken away and brought back");
    assert!(rules > 0);
}
