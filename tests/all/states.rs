//! A small corpus in several states, and what a workspace must hold in each: for tests that kill and starve runs.

use minutebook::internals::run;
use minutebook::internals::settings::Settings;
use minutebook::internals::store::Storage;
use minutebook::internals::workspace::Workspace;
use std::collections::BTreeMap;
use std::path::Path;

/// Reports of every state: names and texts. `None` where the file is absent.
const STATES: [[Option<&str>; 4]; 4] = [
    [Some("first"), Some("first"), None, None],
    [Some("first"), Some("edited"), Some("first"), None],
    [Some("first"), None, Some("first"), Some("first")],
    [Some("first"), Some("first"), Some("edited"), Some("edited")],
];

/// Number of states.
pub const COUNT: usize = STATES.len();

/// Puts the corpus of a workspace into a state.
pub fn put(workspace: &Path, state: usize) {
    let corpus = workspace.join("corpus");
    std::fs::create_dir_all(&corpus).unwrap();
    for (number, version) in STATES[state].iter().enumerate() {
        let path = corpus.join(format!("2021-0{}-14.md", number + 1));
        match version {
            Some(version) => {
                let text = report(number, version);
                if std::fs::read_to_string(&path).ok().as_ref() != Some(&text) {
                    std::fs::write(&path, text).unwrap();
                }
            }
            None if path.exists() => std::fs::remove_file(&path).unwrap(),
            None => {}
        }
    }
}

fn report(number: usize, version: &str) -> String {
    let month = ["January", "February", "March", "April"][number];
    let mut text = format!("# Advisory Group\n\n## Meeting of 14 {month} 2021\n\n");
    for paragraph in 1..=6 {
        text.push_str(&format!(
            "{paragraph}. The group agreed to open stream {paragraph} of the {month} programme. The Secretariat will circulate draft {paragraph} of {month} by 30 {month} 2021.\n\n"
        ));
    }
    if version == "edited" {
        text = text.replace("draft 4 of", "a new draft 4 of");
        text.push_str(&format!("7. The group decided to close the {month} programme.\n"));
    }
    text
}

/// Ids and words of all items in the outputs of a workspace.
pub fn items(workspace: &Path) -> BTreeMap<String, String> {
    let text = std::fs::read_to_string(workspace.join("outputs/items.jsonl")).unwrap();
    let items = text.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    let word = |item: &serde_json::Value, name: &str| item[name].as_str().unwrap_or_default().to_owned();
    let all: Vec<_> = items.map(|item| (word(&item, "id"), word(&item, "text"))).collect();
    let count = all.len();
    let items: BTreeMap<String, String> = all.into_iter().collect();
    assert_eq!(items.len(), count, "an id stands twice in the outputs");
    items
}

/// Copies a workspace; links are not followed, files are copied whole.
pub fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().flatten() {
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Files below a workspace that an unfinished write left, or that belong to no generation and no output.
pub fn left_behind(workspace: &Path) -> Vec<String> {
    let mut found: Vec<String> = ["indexes", "outputs"]
        .iter()
        .flat_map(|dir| minutebook::internals::store::strays::find(&workspace.join(dir)))
        .map(|path| path.display().to_string())
        .collect();
    // Documents that no generation names.
    let mut named = std::collections::BTreeSet::new();
    for entry in std::fs::read_dir(workspace.join("indexes/generations")).into_iter().flatten().flatten() {
        let catalogue = run::catalogue::Catalogue::read(&entry.path()).unwrap();
        named.extend(catalogue.reports.into_iter().map(|report| format!("{}.json.lz4", report.document)));
    }
    for entry in std::fs::read_dir(workspace.join("indexes/documents")).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if !named.contains(&name) {
            found.push(name);
        }
    }
    if workspace.join("indexes/run.holder.json").exists() {
        found.push("indexes/run.holder.json".to_owned());
    }
    found
}

/// The ids alone.
pub fn keys(items: &BTreeMap<String, String>) -> Vec<String> {
    items.keys().cloned().collect()
}

/// Ids of the items that a search can find now.
pub fn indexed(dir: &Path, case: &str) -> Vec<String> {
    let workspace = Workspace::at(dir);
    let generations = run::build::generations(&Storage::at(dir), &workspace, &Settings::default());
    let opened = generations.open_current().unwrap_or_else(|error| panic!("{case}: {error}")).unwrap();
    let reader =
        minutebook::internals::index::Reader::open(&opened.index()).unwrap_or_else(|error| panic!("{case}: {error}"));
    let mut ids = Vec::new();
    for report in reader.reports().unwrap() {
        for block in reader.blocks(&report.meta.key).unwrap() {
            ids.extend(block.items.into_iter().map(|item| item.id));
        }
    }
    ids.sort();
    ids
}
