//! The house stands in ranks: a folder uses what lies below it, never what lies beside or above, and no two files use each
//! other in a circle. The ranks are those of the table in `ARCHITECTURE.md`.

mod imports;

use imports::{Imports, folder};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Files that only pass names on.
const LISTS: [&str; 2] = ["lib", "internals"];

#[test]
fn folders_use_only_what_lies_below_them() {
    let (imports, ranks) = (imports(), ranks());
    let folders: BTreeSet<String> =
        imports.files.keys().map(|file| folder(file)).filter(|name| !LISTS.contains(&name.as_str())).collect();
    let missing: Vec<&String> = folders.iter().filter(|name| !ranks.contains_key(*name)).collect();
    assert!(missing.is_empty(), "the table of ranks in ARCHITECTURE.md lacks {missing:?}");
    let absent: Vec<&String> = ranks.keys().filter(|name| !folders.contains(*name)).collect();
    assert!(absent.is_empty(), "the table of ranks in ARCHITECTURE.md names {absent:?}, and there is no such folder");
    let wrong: Vec<String> = imports
        .folders()
        .into_iter()
        .filter(|((from, to), _)| !LISTS.contains(&from.as_str()) && ranks[from] <= ranks[to])
        .map(|((from, to), (file, used))| {
            format!("{from} ({}) uses {to} ({}): {file} uses {used}", ranks[&from], ranks[&to])
        })
        .collect();
    assert!(wrong.is_empty(), "imports that run upwards or beside:\n{}", wrong.join("\n"));
}

/// Circles that are still there, each by the room that its files stand in, with the number of its files. The list may only
/// shrink: who breaks a circle up takes its line out.
const KNOWN: &[(&str, usize)] = &[("extract/pdf/font", 4), ("tag/deadlines", 3), ("tag/deadlines", 9), ("tracker", 2)];

#[test]
fn no_files_use_each_other_in_a_circle() {
    let mut allowed = KNOWN.to_vec();
    let mut new = Vec::new();
    for circle in imports().circles() {
        let room = room(&circle);
        // A circle that has lost some of its files is no new one.
        match allowed.iter().position(|(known, files)| *known == room && circle.len() <= *files) {
            Some(at) => {
                allowed.remove(at);
            }
            None => new.push(circle.join(" ")),
        }
    }
    assert!(new.is_empty(), "files that use each other in a circle:\n{}", new.join("\n"));
}

/// The folder that all files of a circle stand in.
fn room(circle: &[String]) -> String {
    let first: Vec<&str> = circle.first().map(|file| file.split('/').collect()).unwrap_or_default();
    let shared = |file: &String| file.split('/').zip(&first).take_while(|(one, other)| one == *other).count();
    let count = circle.iter().map(shared).min().unwrap_or(0).min(first.len().saturating_sub(1));
    first[..count].join("/")
}

fn imports() -> Imports {
    Imports::of(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"))
}

/// The rank of each folder: the lines `| 3 | tag/ extract/ | ... |` of the table.
fn ranks() -> BTreeMap<String, usize> {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("ARCHITECTURE.md");
    let page = std::fs::read_to_string(page).unwrap();
    let mut ranks = BTreeMap::new();
    for line in page.lines() {
        let mut cells = line.trim_matches('|').split('|').map(str::trim);
        let (Some(rank), Some(names)) = (cells.next().and_then(|cell| cell.parse().ok()), cells.next()) else {
            continue;
        };
        for name in names.split_whitespace() {
            ranks.insert(name.trim_matches('`').trim_end_matches(['/', ',']).to_owned(), rank);
        }
    }
    assert!(ranks.len() > 10, "ARCHITECTURE.md has no table of ranks");
    ranks
}
