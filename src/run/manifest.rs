//! `corpus/manifest.csv`: what people know of a report better than any detection.
//!
//! Columns `path,key,title,body,meeting,date,kind,language,symbol,url,supersedes,columns`, in any order, all but `path` optional.
//! An empty cell leaves what was detected.

use crate::error::RunError;
use crate::model::{Document, Meta};
use crate::text::digest;
use rustc_hash::FxHashMap;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::Path;

/// The manifest by corpus path (forward slashes); empty where there is no manifest.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Manifest {
    rows: BTreeMap<String, ManifestRow>,
}

/// One line of the manifest.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct ManifestRow {
    /// Path below `corpus/`.
    pub path: String,
    /// Report key to use.
    pub key: Option<String>,
    /// Title.
    pub title: Option<String>,
    /// Body.
    pub body: Option<String>,
    /// Meeting.
    pub meeting: Option<String>,
    /// Date as `YYYY-MM-DD`, `YYYY-MM` or `YYYY`.
    pub date: Option<String>,
    /// Kind of report.
    pub kind: Option<String>,
    /// Language tag.
    pub language: Option<String>,
    /// Document symbol.
    pub symbol: Option<String>,
    /// Where it is published.
    pub url: Option<String>,
    /// Key of the report that this one replaces.
    pub supersedes: Option<String>,
    /// What the columns of a list hold, where they are not what their words say: `owner=Desk; due=Ready`.
    pub columns: Option<String>,
}

impl Manifest {
    /// Reads a manifest; no file is an empty manifest.
    ///
    /// # Errors
    /// The file is there but is no CSV with a `path` column: the error names the line.
    pub fn load(path: &Path) -> Result<Self, RunError> {
        let bytes = match crate::access::read_regular(path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) => return Err(RunError::new(format!("cannot read {}", path.display())).because(error)),
        };
        Self::parse(&bytes).map_err(|error| {
            RunError::settings(format!("{} is not a manifest", path.display())).because(error).hint(
                "It is a CSV file whose first line is: path,key,title,body,meeting,date,kind,language,symbol,url,supersedes,columns",
            )
        })
    }

    fn parse(bytes: &[u8]) -> Result<Self, csv::Error> {
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(bytes);
        let mut rows = BTreeMap::new();
        for row in reader.deserialize() {
            let row: ManifestRow = row?;
            if !row.path.is_empty() {
                rows.insert(row.path.replace('\\', "/"), row);
            }
        }
        Ok(Self { rows })
    }

    /// The line for a corpus path.
    #[must_use]
    pub fn row(&self, path: &str) -> Option<&ManifestRow> {
        self.rows.get(path)
    }

    /// Paths that the manifest names, in order.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.rows.keys().map(String::as_str)
    }

    /// Keys that the manifest gives, by path.
    #[must_use]
    pub fn keys(&self) -> FxHashMap<String, String> {
        let keyed = self.rows.iter().filter_map(|(path, row)| Some((path.clone(), row.key.clone()?)));
        keyed.filter(|(_, key)| !key.is_empty()).collect()
    }

    /// A short hash of the manifest's line for `path`, "" where it has none: another line is applied anew.
    #[must_use]
    pub fn fingerprint(&self, path: &str) -> String {
        let Some(row) = self.rows.get(path) else { return String::new() };
        let digest = Sha256::digest(format!("{row:?}"));
        digest::hex(digest.get(..8).unwrap_or_default())
    }

    /// Lays the manifest's line for `path` over what was detected.
    pub fn apply(&self, path: &str, meta: &mut Meta) {
        let Some(row) = self.rows.get(path) else { return };
        let overlay = |target: &mut Option<String>, given: &Option<String>| {
            if let Some(given) = given.as_ref().filter(|text| !text.is_empty()) {
                *target = Some(given.clone());
            }
        };
        overlay(&mut meta.title, &row.title);
        overlay(&mut meta.body, &row.body);
        overlay(&mut meta.meeting, &row.meeting);
        overlay(&mut meta.date, &row.date);
        overlay(&mut meta.kind, &row.kind);
        overlay(&mut meta.language, &row.language);
        overlay(&mut meta.symbol, &row.symbol);
        overlay(&mut meta.url, &row.url);
        if let Some(key) = row.key.as_ref().filter(|key| !key.is_empty()) {
            meta.key.clone_from(key);
        }
    }

    /// Says of the lists in a document what their columns hold, as the manifest's line for `path` has it.
    pub fn apply_columns(&self, path: &str, document: &mut Document) {
        let Some(columns) = self.rows.get(path).and_then(|row| row.columns.as_deref()) else { return };
        document.notes.extend(super::columns::set(columns, &mut document.blocks));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHEET: &str =
        "path,key,date,body,url\n2017/virtual-ii.pdf,mag-2017-03-28,2017-03-28,,https://example.org/a\n";

    #[test]
    fn a_line_overrides_only_the_cells_it_fills() {
        let manifest = Manifest::parse(SHEET.as_bytes()).unwrap();
        let mut meta = Meta { body: Some("MAG".into()), key: "virtual-ii".into(), ..Meta::default() };
        manifest.apply("2017/virtual-ii.pdf", &mut meta);
        assert_eq!(meta.key, "mag-2017-03-28");
        assert_eq!(meta.body.as_deref(), Some("MAG"), "an empty cell leaves what was detected");
        assert_eq!(meta.url.as_deref(), Some("https://example.org/a"));
    }

    #[test]
    fn a_manifest_saved_by_excel_has_a_byte_order_mark_and_backslashes() {
        let manifest = Manifest::parse("\u{feff}path,key\n2017\\a.pdf,a\n".as_bytes()).unwrap();
        assert_eq!(manifest.row("2017/a.pdf").and_then(|row| row.key.as_deref()), Some("a"));
    }

    #[test]
    fn no_file_is_an_empty_manifest_but_a_broken_one_is_an_error() {
        assert_eq!(Manifest::load(Path::new("no/such/manifest.csv")).unwrap(), Manifest::default());
        let error = Manifest::parse(b"path,key\na,b,c\n").unwrap_err().to_string();
        assert!(error.contains("line: 2"), "{error}");
    }
}
