//! The search of a site of files: an index in small pieces that the browser loads as it needs them.
//!
//! Passages are numbered, the newest report first. `search/w-XX.js` holds the words that begin with two letters (three where the
//! piece would be large), `search/f-FIELD.js` the values to narrow by, each with the numbers of its passages as differences;
//! `search/p-N.js` the passages themselves. They are scripts, not JSON, because a page that is opened from a folder may load a
//! script and nothing else.

use crate::model::{Block, BlockType, Item, TaggedDocument};
use crate::query::words::fold_all;
use crate::run::catalogue::CataloguedReport;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Passages of one piece.
const PASSAGES: usize = 200;
/// Characters kept of a passage: what is shown of a hit.
const SHOWN: usize = 320;
/// A piece of words with more postings than this is split by the third letter.
const LARGE_PIECE: usize = 60_000;
/// Words longer than this are cut: nobody types more.
const LONGEST_WORD: usize = 24;

/// The index as it grows.
#[derive(Default)]
pub struct Index {
    passages: Vec<Value>,
    words: BTreeMap<String, Vec<u32>>,
    fields: BTreeMap<&'static str, BTreeMap<String, Vec<u32>>>,
}

impl Index {
    /// Adds the passages of a report.
    pub fn add(&mut self, report: &CataloguedReport, document: &TaggedDocument) {
        let year = report.date.as_deref().and_then(|date| date.get(..4));
        for (at, block) in document.document.blocks.iter().enumerate() {
            if block.block_type == BlockType::Furniture {
                continue;
            }
            let first = document.items.partition_point(|item| item.block < at);
            let items: Vec<&Item> = document.items.iter().skip(first).take_while(|item| item.block == at).collect();
            self.passage(report, block, &items, year);
        }
    }

    fn passage(&mut self, report: &CataloguedReport, block: &Block, items: &[&Item], year: Option<&str>) {
        let number = u32::try_from(self.passages.len()).unwrap_or(u32::MAX);
        let words: BTreeSet<String> = fold_all(&block.text)
            .split(' ')
            .filter(|word| !word.is_empty())
            .map(|word| word.chars().take(LONGEST_WORD).collect())
            .collect();
        for word in words {
            self.words.entry(word).or_default().push(number);
        }
        let mut values: BTreeSet<(&'static str, String)> = BTreeSet::new();
        for item in items {
            values.insert(("kind", item.kind.name().to_owned()));
            values.insert(("force", item.force.name().to_owned()));
            values.extend(item.categories.iter().map(|id| ("category", id.clone())));
            values.extend(item.actors.iter().map(|name| ("actor", name.clone())));
            values.extend(item.held_by.iter().map(|name| ("held_by", name.clone())));
        }
        values.extend(report.body.iter().map(|body| ("body", body.clone())));
        values.extend(year.map(|year| ("year", year.to_owned())));
        values.insert(("report", report.key.clone()));
        for (field, value) in values {
            self.fields.entry(field).or_default().entry(value.to_lowercase()).or_default().push(number);
        }
        let mut kinds: Vec<&str> = items.iter().map(|item| item.kind.name()).collect();
        kinds.dedup();
        let shown: String = block.text.chars().take(SHOWN).collect();
        let title = report.title.as_deref().unwrap_or(&report.key);
        let page = block.anchors.iter().find_map(|anchor| anchor.page);
        self.passages.push(json!([block.id, title, report.date, page, kinds, shown]));
    }

    /// The files.
    pub fn files(self) -> Vec<(String, Vec<u8>)> {
        let mut files = vec![("search.js".to_owned(), include_bytes!("search.js").to_vec())];
        for (nth, part) in self.passages.chunks(PASSAGES).enumerate() {
            files.push(piece(&format!("p-{nth}"), &json!(part)));
        }
        for (field, values) in &self.fields {
            let values: BTreeMap<&String, Vec<u32>> =
                values.iter().map(|(value, numbers)| (value, differences(numbers))).collect();
            files.push(piece(&format!("f-{field}"), &json!(values)));
        }
        let mut pieces: BTreeMap<String, BTreeMap<&String, Vec<u32>>> = BTreeMap::new();
        let mut split = Vec::new();
        for (beginning, words) in by_beginning(&self.words, 2) {
            let postings: usize = words.iter().map(|(_, numbers)| numbers.len()).sum();
            if postings <= LARGE_PIECE {
                pieces
                    .insert(beginning, words.into_iter().map(|(word, numbers)| (word, differences(numbers))).collect());
                continue;
            }
            split.push(beginning);
            for (word, numbers) in words {
                pieces.entry(beginning_of(word, 3)).or_default().insert(word, differences(numbers));
            }
        }
        for (beginning, words) in &pieces {
            files.push(piece(&format!("w-{beginning}"), &json!(words)));
        }
        let names: Vec<&String> = pieces.keys().collect();
        let about = json!({"passages": self.passages.len(), "per": PASSAGES, "split": split, "pieces": names});
        files.push(piece("about", &about));
        files
    }
}

fn by_beginning(words: &BTreeMap<String, Vec<u32>>, letters: usize) -> BTreeMap<String, Vec<(&String, &Vec<u32>)>> {
    let mut by: BTreeMap<String, Vec<(&String, &Vec<u32>)>> = BTreeMap::new();
    for (word, numbers) in words {
        by.entry(beginning_of(word, letters)).or_default().push((word, numbers));
    }
    by
}

/// The beginning of a word as part of a file's name: code points, so that every script has one and no name is special.
fn beginning_of(word: &str, letters: usize) -> String {
    let letters: Vec<String> = word
        .chars()
        .take(letters)
        .map(
            |letter| {
                if letter.is_ascii_alphanumeric() { letter.to_string() } else { format!("{:x}_", u32::from(letter)) }
            },
        )
        .collect();
    letters.concat()
}

/// Ascending numbers as differences: shorter to write.
fn differences(numbers: &[u32]) -> Vec<u32> {
    let mut before = 0;
    let difference = |number: &u32| {
        let difference = number - before;
        before = *number;
        difference
    };
    numbers.iter().map(difference).collect()
}

fn piece(name: &str, value: &Value) -> (String, Vec<u8>) {
    // JSON is a part of JavaScript since ECMAScript 2019.
    (format!("search/{name}.js"), format!("minutebook({},{value});\n", json!(name)).into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_told_as_differences_and_names_of_pieces_are_plain() {
        assert_eq!(differences(&[3, 4, 10]), [3, 1, 6]);
        assert_eq!(beginning_of("agreed", 2), "ag");
        assert_eq!(beginning_of("été", 2), "e9_t");
        assert_eq!(beginning_of("../x", 3), "2e_2e_2f_");
    }
}
