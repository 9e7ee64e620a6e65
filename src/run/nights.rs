//! The runs so far, from the reports kept in `outputs/run-reports/`: one line for each, the newest last.

use crate::workspace::Workspace;
use serde::Serialize;
use serde_json::Value;
use std::path::Path;

/// The folder of kept reports in `outputs/`.
pub const FOLDER: &str = "run-reports";

/// One run, as its report tells it; what an earlier version did not tell is empty.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Night {
    /// When it began, RFC 3339 in UTC.
    pub started: String,
    /// Exit status: 0, 1 (needed a person), 2 (stopped).
    pub status: u8,
    /// `unchanged`, `published`, `held`, `stopped`.
    pub outcome: String,
    /// Generation that was published or held.
    pub generation: u64,
    /// Version of the program.
    pub program: String,
    /// Seconds it took.
    pub seconds: f64,
    /// Reports in the index.
    pub reports: u64,
    /// Files that could not be read.
    pub not_read: usize,
    /// Items that were not there before.
    pub gained: u64,
    /// Items that are no more.
    pub lost: u64,
    /// Items that changed.
    pub changed: u64,
    /// What needed a person.
    pub needed: Vec<String>,
}

/// All runs whose reports are kept. One that cannot be read is named by its file and says nothing.
#[must_use]
pub fn nights(workspace: &Workspace) -> Vec<Night> {
    let Ok(entries) = std::fs::read_dir(workspace.outputs().join(FOLDER)) else { return Vec::new() };
    let mut files: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "json"));
    // Their names are their times.
    files.sort();
    files.iter().map(|file| read(file)).collect()
}

fn read(file: &Path) -> Night {
    let report: Option<Value> = std::fs::read(file).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok());
    let Some(report) = report else {
        let name = file.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        return Night { started: name, outcome: "unreadable".to_owned(), ..Night::default() };
    };
    let at = |place: &str| report.pointer(place).unwrap_or(&Value::Null);
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let count = |kind: &str| at(&format!("/items/{kind}/count")).as_u64().unwrap_or(0);
    let needed: Vec<String> = at("/needs_a_look").as_array().into_iter().flatten().map(text).collect();
    let outcome = text(at("/outcome"));
    let status = if outcome == "stopped" { 2 } else { u8::from(!needed.is_empty()) };
    Night {
        started: text(at("/started")),
        status,
        outcome,
        generation: at("/generation").as_u64().unwrap_or(0),
        program: text(at("/program")),
        seconds: at("/seconds").as_f64().unwrap_or(0.0),
        reports: at("/totals/reports").as_u64().unwrap_or(0),
        not_read: at("/failed").as_array().map_or(0, Vec::len),
        gained: count("gained"),
        lost: count("lost"),
        changed: count("changed"),
        needed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kept_report_is_a_line_and_a_torn_one_is_named() {
        let dir = tempfile::tempdir().unwrap();
        let workspace = Workspace::at(dir.path());
        let folder = workspace.outputs().join(FOLDER);
        std::fs::create_dir_all(&folder).unwrap();
        let report = r#"{"started":"2026-03-02T02:15:00Z","outcome":"published","generation":3,"totals":{"reports":9},
            "items":{"gained":{"count":4}},"failed":[{}],"needs_a_look":["1 reading may be wrong"]}"#;
        std::fs::write(folder.join("2026-03-02T021500Z.json"), report).unwrap();
        std::fs::write(folder.join("2026-03-01T021500Z.json"), "{\"star").unwrap();
        let found = nights(&workspace);
        assert_eq!((found[0].started.as_str(), found[0].outcome.as_str()), ("2026-03-01T021500Z", "unreadable"));
        let Night { status, generation, reports, not_read, gained, .. } = found[1];
        assert_eq!((status, generation, reports, not_read, gained), (1, 3, 9, 1, 4));
    }
}
