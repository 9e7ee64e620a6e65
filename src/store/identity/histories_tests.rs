//! Random histories of a report, read again and again with changed numbers, headings, words, kinds and rules, its
//! generations published, lost or rolled back, the ledger reopened and compacted between. Laws:
//!
//! - within a reading no id stands twice;
//! - an id never stands for other words than those it was first given for, published or not;
//! - the ids of a published reading are exactly those that the ledger knows as present, and every id ever published is found;
//! - after a rollback they are those of the reading before;
//! - an item at its old place with its old words keeps its id;
//! - words that stand once before and once after keep their id, wherever they stand and whatever kind they are;
//! - the same reading a second time changes nothing.

use super::fold::words_hash;
use super::items::{assign, place_and_kind};
use crate::model::{Block, BlockType, Document, Force, Item, Kind, Meta, Source, TaggedDocument};
use crate::store::faults::SwiftDisk;
use crate::store::identity::blocks::assign_block_ids;
use crate::store::ledger::ReportEntry;
use crate::store::{Ledger, Storage};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A paragraph: number, section, and items as (kind, words). Few of each, so that all sorts of repeats come up.
type Paragraph = (Option<u8>, Option<u8>, Vec<(u8, u8)>);

#[derive(Debug, Clone)]
struct Reading {
    paragraphs: Vec<Paragraph>,
    published: bool,
    compacted: bool,
    rolled_back: bool,
}

fn paragraph() -> impl Strategy<Value = Paragraph> {
    (prop::option::of(1..6_u8), prop::option::of(0..3_u8), prop::collection::vec((0..3_u8, 0..8_u8), 0..3))
}

fn history() -> impl Strategy<Value = Vec<Reading>> {
    let fate = || (prop::bool::weighted(0.8), prop::bool::weighted(0.2), prop::bool::weighted(0.15));
    // Most readings are edits of the one before: each paragraph is kept, replaced, dropped, or followed by a new one.
    let edits = prop::collection::vec((0..8_u8, paragraph()), 0..6);
    let first = prop::collection::vec(paragraph(), 0..6);
    let reading =
        |paragraphs, (published, compacted, rolled_back)| Reading { paragraphs, published, compacted, rolled_back };
    (first, fate(), prop::collection::vec((edits, fate()), 1..8)).prop_map(move |(first, its_fate, later)| {
        let mut readings = vec![reading(first, its_fate)];
        for (edits, fate) in later {
            let before = readings.last().map(|reading| reading.paragraphs.clone()).unwrap_or_default();
            readings.push(reading(edited(before, &edits), fate));
        }
        readings
    })
}

fn edited(mut paragraphs: Vec<Paragraph>, edits: &[(u8, Paragraph)]) -> Vec<Paragraph> {
    for (index, (edit, new)) in edits.iter().enumerate() {
        let Some(old) = paragraphs.get_mut(index) else {
            paragraphs.push(new.clone());
            continue;
        };
        match edit {
            0 => *old = new.clone(),
            1 => old.0 = new.0,
            2 => old.1 = new.1,
            3 => old.2.clone_from(&new.2),
            4 => old.2.iter_mut().for_each(|item| item.0 = (item.0 + 1) % 3),
            5 => {
                paragraphs.remove(index);
            }
            6 => paragraphs.insert(index, new.clone()),
            _ => {}
        }
    }
    paragraphs
}

fn tagged(paragraphs: &[Paragraph]) -> TaggedDocument {
    let (mut blocks, mut items) = (Vec::new(), Vec::new());
    for (index, (number, section, found)) in paragraphs.iter().enumerate() {
        blocks.push(Block {
            number: number.map(|number| number.to_string()),
            section: section.map(|section| format!("Section {section}")),
            ..Block::bare(BlockType::Paragraph, String::new())
        });
        for (kind, words) in found {
            items.push(Item {
                block: index,
                ..Item::bare(
                    [Kind::Decision, Kind::Action, Kind::Recommendation][usize::from(*kind)],
                    Force::Agreed,
                    format!("Words number {words}."),
                )
            });
        }
    }
    assign_block_ids("k", &mut blocks);
    let document =
        Document { schema: String::new(), source: Source::default(), meta: Meta::default(), blocks, notes: Vec::new() };
    TaggedDocument { document, items }
}

/// Words that stand exactly once.
fn once(items: impl Iterator<Item = (String, String)>) -> BTreeMap<String, String> {
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (words, id) in items {
        found.entry(words).or_default().push(id);
    }
    found.into_iter().filter_map(|(words, ids)| Some((words, <[String; 1]>::try_from(ids).ok()?[0].clone()))).collect()
}

fn present_in(ledger: &Ledger) -> BTreeSet<String> {
    let present = ledger.items("k").unwrap().into_iter().filter(|item| item.published && item.withdrawn.is_none());
    present.map(|item| item.id).collect()
}

fn play(history: &[Reading]) -> Result<(), TestCaseError> {
    let dir = tempfile::tempdir().unwrap();
    let storage = Storage::on(dir.path(), Arc::new(SwiftDisk));
    let mut words_of: BTreeMap<String, String> = BTreeMap::new();
    let mut ever: BTreeSet<String> = BTreeSet::new();
    // Published generations that can be gone back to, with the ids that they hold.
    let mut kept: Vec<(u64, BTreeSet<String>)> = Vec::new();
    for (generation, reading) in (1_u64..).zip(history) {
        let mut ledger = Ledger::open(&storage, dir.path()).unwrap();
        if reading.compacted {
            ledger.compact_now(kept.iter().rev().nth(1).map_or(0, |(number, _)| *number)).unwrap();
        }
        let known = ledger.items("k").unwrap();
        let mut now = tagged(&reading.paragraphs);
        let changes = assign(&mut now, &known);

        let ids: BTreeSet<String> = now.items.iter().map(|item| item.id.clone()).collect();
        prop_assert_eq!(ids.len(), now.items.len(), "an id stands twice");
        for item in &now.items {
            let words = words_of.entry(item.id.clone()).or_insert_with(|| item.text.clone());
            prop_assert_eq!(&*words, &item.text, "{} stands for other words", item.id);
        }
        let present = || known.iter().filter(|item| item.published && item.withdrawn.is_none());
        let places: BTreeMap<&str, &str> = present().map(|item| (item.natural.as_str(), item.id.as_str())).collect();
        let mut counted: BTreeMap<String, u32> = BTreeMap::new();
        for item in &now.items {
            let block = &now.document.blocks[item.block].id;
            let hash: String = words_hash(&item.text).chars().take(8).collect();
            let plain = format!("{block}~{hash}.{}", super::items::letter(item.kind));
            let nth = counted.entry(plain.clone()).or_default();
            *nth += 1;
            let natural = if *nth == 1 { plain } else { format!("{plain}-{nth}") };
            prop_assert_eq!(place_and_kind(&natural).0, block.as_str());
            if let Some(id) = places.get(natural.as_str()) {
                prop_assert_eq!(&item.id, id, "the item at its old place lost its id");
            }
        }
        let before = once(present().map(|item| (item.words.clone(), item.id.clone())));
        let after = once(now.items.iter().map(|item| (words_hash(&item.text), item.id.clone())));
        for (words, id) in &before {
            if let Some(now) = after.get(words) {
                prop_assert_eq!(now, id, "words that stand once lost their id");
            }
        }

        ledger.put_items(generation, "k", changes).unwrap();
        ledger.sync().unwrap();
        if !reading.published {
            continue;
        }
        ledger.put_event(&ReportEntry::Published(generation)).unwrap();
        let known = Ledger::open(&storage, dir.path()).unwrap().items("k").unwrap();
        let present = present_in(&ledger);
        prop_assert_eq!(&present, &ids, "ledger and reading differ");
        ever.extend(ids);
        for id in &ever {
            prop_assert!(known.iter().any(|item| item.id == *id), "{} is not found any more", id);
        }
        let mut again = tagged(&reading.paragraphs);
        let changes = assign(&mut again, &known);
        prop_assert!(changes.is_empty(), "a second reading changed {:?}", changes);
        prop_assert_eq!(
            again.items.iter().map(|item| &item.id).collect::<Vec<_>>(),
            now.items.iter().map(|item| &item.id).collect::<Vec<_>>()
        );
        if let (true, Some((before, held))) = (reading.rolled_back, kept.last()) {
            ledger.put_event(&ReportEntry::RolledBack { from: generation, to: *before }).unwrap();
            prop_assert_eq!(&present_in(&ledger), held, "after a rollback the ledger is not as it was");
        } else {
            kept.push((generation, present));
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn identity_holds_over_any_history(history in history()) {
        play(&history)?;
    }
}
