//! Learning a tool's own keys (a Jira key, an issue number) from what it exports, so that the next file updates.

use super::event::Event;
use super::history::History;
use super::read::records;
use super::sheet::Unreadable;
use super::text::decode;
use crate::export::profile::{github, write::ID_LINE};
use rustc_hash::FxHashMap;

/// What a file taught.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Learnt {
    /// The profile of the tool: `jira`, `github`.
    pub tool: &'static str,
    /// For the ledger: keys that were not known, or are other than known.
    pub events: Vec<Event>,
    /// What the tool says of the state of items: id and status.
    pub statuses: Vec<(String, String)>,
    /// Statuses that were taken over from the tool.
    pub edits: usize,
    /// Statuses that were changed on both sides.
    pub conflicts: usize,
    /// Rows with a key that was known already.
    pub known: usize,
    /// Rows that name none of our items: people's own work there.
    pub others: usize,
    /// Items that the tool has more than once, in the order of the file.
    pub doubled: Vec<Doubled>,
}

/// An item under several keys: it was imported twice, or somebody cloned it there. One key is updated from then on: the one
/// known already where the file has it, else the first of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubled {
    /// The item.
    pub id: String,
    /// The key that counts.
    pub kept: String,
    /// The others.
    pub others: Vec<String>,
}

/// Headers under which tools export their key, with the profile that they belong to.
const KEY_HEADERS: [(&str, &str); 4] =
    [("issue key", "jira"), ("key", "jira"), ("number", github::NAME), ("url", github::NAME)];

/// The header under which tools export how far an issue is.
const STATUS_HEADER: &str = "status";

/// Headers under which tools export our id.
const ID_HEADERS: [&str; 4] = ["external id", "custom field (external id)", "external issue id", "id"];

/// Reads what a tool exported: CSV with a key column (Jira's "Issue key"), the keys file of the `gh` script, or the JSON of
/// `gh issue list --state all --json number,state,body`. Our id is found in a column of its own or in the description.
///
/// # Errors
/// The file is no such export; the message says what it lacks.
pub fn learn(history: &History, bytes: &[u8], name: &str) -> Result<Learnt, Unreadable> {
    let refuse = |message: &str, hint: &str| Unreadable {
        name: name.to_owned(),
        message: message.to_owned(),
        hint: hint.to_owned(),
    };
    let (text, _) = decode(bytes)
        .ok_or_else(|| refuse("this is no text file.", "Export issues as CSV, all fields, and give that file."))?;
    if text.trim_start().starts_with('[') {
        return from_json(history, &text).ok_or_else(|| {
            refuse(
                "this JSON is no list of issues with number and body.",
                "Write it with: gh issue list --state all --limit 10000 --json number,state,body",
            )
        });
    }
    from_csv(history, &text).ok_or_else(|| {
        refuse(
            "no column holds the tool's key (\"Issue key\") beside one with our id (\"External ID\" or the description).",
            "Export all fields, the description among them.",
        )
    })
}

fn from_csv(history: &History, text: &str) -> Option<Learnt> {
    let mut rows = [b',', b';', b'\t']
        .into_iter()
        .map(|separator| records(text, separator))
        .max_by_key(|rows| rows.first().map_or(0, Vec::len))?;
    if rows.is_empty() {
        return None;
    }
    let header: Vec<String> = rows.remove(0).iter().map(|name| name.trim().to_lowercase()).collect();
    let (key_at, mut tool) =
        KEY_HEADERS.iter().find_map(|(name, tool)| Some((header.iter().position(|had| had == name)?, *tool)))?;
    let id_at = ID_HEADERS.iter().find_map(|name| header.iter().position(|had| had == name));
    let described = header.iter().any(|name| name.contains("description") || name == "body");
    if id_at.is_none() && !described {
        return None;
    }
    if rows.iter().any(|row| row.get(key_at).is_some_and(|key| key.contains("/issues/"))) {
        tool = github::NAME;
    }
    let status_at = header.iter().position(|name| name == STATUS_HEADER);
    let mut keys = Keys::default();
    for row in &rows {
        let Some(key) = row.get(key_at).map(|key| key.trim()).filter(|key| !key.is_empty()) else { continue };
        let own = id_at.and_then(|at| row.get(at)).map(|id| id.trim()).filter(|id| history.subject(id).is_some());
        let id = own.or_else(|| row.iter().find_map(|cell| id_in(history, cell)));
        let status = status_at.and_then(|at| row.get(at)).map(|status| status.trim()).unwrap_or_default();
        keys.take(id, key, status);
    }
    Some(keys.learnt(history, tool))
}

fn from_json(history: &History, text: &str) -> Option<Learnt> {
    let issues: Vec<serde_json::Value> = serde_json::from_str(text).ok()?;
    let mut keys = Keys::default();
    for issue in &issues {
        let number = issue.get("number")?.as_u64()?.to_string();
        let body = issue.get("body")?.as_str()?;
        // GitHub knows two states: words of the tracker for them.
        let status = match issue.get("state").and_then(serde_json::Value::as_str).map(str::to_lowercase).as_deref() {
            Some("closed") => "done",
            Some("open") => "open",
            _ => "",
        };
        keys.take(id_in(history, body), &number, status);
    }
    Some(keys.learnt(history, github::NAME))
}

/// The keys of a file, by item.
#[derive(Default)]
struct Keys {
    /// The items in the order of the file, each with its keys and their statuses in that order.
    items: Vec<(String, Vec<(String, String)>)>,
    places: FxHashMap<String, usize>,
    others: usize,
}

impl Keys {
    fn take(&mut self, id: Option<&str>, key: &str, status: &str) {
        let Some(id) = id else {
            self.others += 1;
            return;
        };
        let key = key.rsplit('/').next().unwrap_or(key).to_owned();
        let place = *self.places.entry(id.to_owned()).or_insert(self.items.len());
        match self.items.get_mut(place) {
            Some((_, keys)) if keys.iter().any(|(known, _)| *known == key) => {}
            Some((_, keys)) => keys.push((key, status.to_owned())),
            None => self.items.push((id.to_owned(), vec![(key, status.to_owned())])),
        }
    }

    fn learnt(self, history: &History, tool: &'static str) -> Learnt {
        let mut learnt = Learnt { tool, others: self.others, ..Learnt::default() };
        for (id, mut keys) in self.items {
            let before = history.key(tool, &id);
            let at = keys.iter().position(|(key, _)| Some(key.as_str()) == before).unwrap_or_default();
            let Some((kept, status)) = keys.get(at).cloned() else { continue };
            keys.remove(at);
            if !status.is_empty() {
                learnt.statuses.push((id.clone(), status));
            }
            if before == Some(kept.as_str()) {
                learnt.known += 1;
            } else {
                learnt.events.push(Event::Key { id: id.clone(), tool: tool.to_owned(), key: kept.clone() });
            }
            if !keys.is_empty() {
                let others = keys.into_iter().map(|(key, _)| key).collect();
                learnt.doubled.push(Doubled { id, kept, others });
            }
        }
        learnt
    }
}

/// The item that a description ends with.
fn id_in<'a>(history: &History, text: &'a str) -> Option<&'a str> {
    let (_, after) = text.rsplit_once(ID_LINE)?;
    let id = after.lines().next()?.trim().trim_matches('`');
    history.subject(id).map(|_| id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::sample::row;
    use crate::tracker::{Occasion, merge};

    const FILE: &str = "Issue key,External ID\nMAG-1,k#1~aaaaaaaa.d\nMAG-7,k#1~aaaaaaaa.d\nMAG-1,k#1~aaaaaaaa.d\n\
                        MAG-2,k#2~aaaaaaaa.d\nMAG-9,\n";

    fn history() -> History {
        let mut history = History::default();
        let rows = vec![row("k#1~aaaaaaaa.d"), row("k#2~aaaaaaaa.d")];
        merge(&mut history, &Occasion { run: 1, day: "2026-11-21".to_owned(), ..Occasion::default() }, rows, &[]);
        history
    }

    fn keys(learnt: &Learnt) -> Vec<&str> {
        let key = |event: &'_ Event| match event {
            Event::Key { key, .. } => Some(key.clone()),
            _ => None,
        };
        let all: Vec<String> = learnt.events.iter().filter_map(key).collect();
        ["MAG-1", "MAG-7", "MAG-2"].into_iter().filter(|name| all.iter().any(|key| key == name)).collect()
    }

    #[test]
    fn of_two_keys_of_an_item_the_first_of_the_file_counts_and_both_are_told() {
        let learnt = learn(&history(), FILE.as_bytes(), "jira.csv").unwrap();
        assert_eq!(keys(&learnt), ["MAG-1", "MAG-2"]);
        assert_eq!((learnt.known, learnt.others), (0, 1));
        let doubled =
            Doubled { id: "k#1~aaaaaaaa.d".to_owned(), kept: "MAG-1".to_owned(), others: vec!["MAG-7".to_owned()] };
        assert_eq!(learnt.doubled, [doubled]);
    }

    #[test]
    fn a_key_that_is_known_stays_while_the_tool_has_it() {
        let mut history = history();
        let key =
            |key: &str| Event::Key { id: "k#1~aaaaaaaa.d".to_owned(), tool: "jira".to_owned(), key: key.to_owned() };
        history.apply(2, &key("MAG-7"));
        let learnt = learn(&history, FILE.as_bytes(), "jira.csv").unwrap();
        assert_eq!((keys(&learnt), learnt.known), (vec!["MAG-2"], 1));
        assert_eq!(learnt.doubled[0].kept, "MAG-7");
        history.apply(3, &key("OLD-3"));
        assert_eq!(keys(&learn(&history, FILE.as_bytes(), "jira.csv").unwrap()), ["MAG-1", "MAG-2"]);
    }
}
