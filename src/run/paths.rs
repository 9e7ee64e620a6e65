//! Which paths hold a content: those that are present, and those that wait to settle.

use super::catalogue;
use super::known::Known;
use super::scan::Scan;
use rustc_hash::FxHashMap;

/// Every present path of each content, and those that wait; the first in order is the one it is shown under.
pub(super) struct Paths {
    by_content: FxHashMap<String, Vec<catalogue::CataloguedFile>>,
}

impl Paths {
    /// Of a corpus as it was scanned.
    pub(super) fn of(scan: &Scan, known: &Known) -> Self {
        let mut by_content: FxHashMap<String, Vec<catalogue::CataloguedFile>> = FxHashMap::default();
        for file in scan.files.values() {
            by_content.entry(file.sha256.clone()).or_default().push(file.stamp.at(&file.path));
        }
        for path in scan.unseen() {
            if let Some(file) = known.file(path) {
                by_content.entry(file.sha256.clone()).or_default().push(file.stamp.at(path));
            }
        }
        for files in by_content.values_mut() {
            files.sort_by(|left, right| left.path.cmp(&right.path));
        }
        Self { by_content }
    }

    /// The files with a content, in order of their paths.
    pub(super) fn of_content(&self, sha256: &str) -> Vec<catalogue::CataloguedFile> {
        self.by_content.get(sha256).cloned().unwrap_or_default()
    }
}
