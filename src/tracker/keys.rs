//! Learning a tool's own keys (a Jira key, an issue number) from what it exports, so that the next file updates.

use super::event::Event;
use super::history::History;
use super::read::records;
use super::sheet::Unreadable;
use super::text::decode;
use crate::export::profile::{github, write::ID_LINE};

/// What a file taught.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Learnt {
    /// The profile of the tool: `jira`, `github`.
    pub tool: &'static str,
    /// For the ledger: keys that were not known, or are other than known.
    pub events: Vec<Event>,
    /// Rows with a key that was known already.
    pub known: usize,
    /// Rows that name none of our items: people's own work there.
    pub others: usize,
}

/// Headers under which tools export their key, with the profile that they belong to.
const KEY_HEADERS: [(&str, &str); 4] =
    [("issue key", "jira"), ("key", "jira"), ("number", github::NAME), ("url", github::NAME)];

/// Headers under which tools export our id.
const ID_HEADERS: [&str; 4] = ["external id", "custom field (external id)", "external issue id", "id"];

/// Reads what a tool exported: CSV with a key column (Jira's "Issue key"), the keys file of the `gh` script, or the JSON of
/// `gh issue list --state all --json number,body`. Our id is found in a column of its own or in the description.
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
                "Write it with: gh issue list --state all --limit 10000 --json number,body",
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
    let mut learnt = Learnt { tool, ..Learnt::default() };
    for row in &rows {
        let Some(key) = row.get(key_at).map(|key| key.trim()).filter(|key| !key.is_empty()) else { continue };
        let own = id_at.and_then(|at| row.get(at)).map(|id| id.trim()).filter(|id| history.subject(id).is_some());
        let id = own.or_else(|| row.iter().find_map(|cell| id_in(history, cell)));
        learnt.take(history, id, key);
    }
    Some(learnt)
}

fn from_json(history: &History, text: &str) -> Option<Learnt> {
    let issues: Vec<serde_json::Value> = serde_json::from_str(text).ok()?;
    let mut learnt = Learnt { tool: github::NAME, ..Learnt::default() };
    for issue in &issues {
        let number = issue.get("number")?.as_u64()?.to_string();
        let body = issue.get("body")?.as_str()?;
        learnt.take(history, id_in(history, body), &number);
    }
    Some(learnt)
}

impl Learnt {
    fn take(&mut self, history: &History, id: Option<&str>, key: &str) {
        let key = key.rsplit('/').next().unwrap_or(key);
        match id {
            None => self.others += 1,
            Some(id) if history.key(self.tool, id) == Some(key) => self.known += 1,
            Some(id) => {
                self.events.push(Event::Key { id: id.to_owned(), tool: self.tool.to_owned(), key: key.to_owned() });
            }
        }
    }
}

/// The item that a description ends with.
fn id_in<'a>(history: &History, text: &'a str) -> Option<&'a str> {
    let (_, after) = text.rsplit_once(ID_LINE)?;
    let id = after.lines().next()?.trim().trim_matches('`');
    history.subject(id).map(|_| id)
}
