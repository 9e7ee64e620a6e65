//! Trackers that somebody has open: spreadsheet programs put a lock file beside a file for as long as it is open there. Such a file is
//! left as it is, for its program would go on showing the old one and write it back; what was saved in it is read all the same.

use crate::error::RunError;
use crate::export::standard_set::{TRACKER_CSV, TRACKER_XLSX};
use crate::store::Written;
use crate::store::outputs::{Stamp, Summing};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// A lock file that is older was left behind by a program that ended badly: nobody leaves a tracker open over more than a long weekend.
const OLDEST: Duration = Duration::from_secs(4 * 24 * 60 * 60);
/// Bytes of a lock file that are looked at: names and a time.
const MOST_BYTES: usize = 1024;

/// The trackers that are open, each with its lock file and who has it open.
#[derive(Debug, Default)]
pub(super) struct OpenElsewhere {
    files: Vec<(&'static str, PathBuf, String)>,
}

impl OpenElsewhere {
    /// Looks beside the two trackers.
    pub(super) fn look(outputs: &Path) -> Self {
        let mut files = Vec::new();
        for name in [TRACKER_CSV, TRACKER_XLSX] {
            let locks = [format!(".~lock.{name}#"), format!("~${name}")].map(|lock| outputs.join(lock));
            let held = locks.into_iter().find(|lock| is_recent(lock) && outputs.join(name).is_file());
            files.extend(held.map(|lock| (name, lock.clone(), who(&lock))));
        }
        Self { files }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// A sentence for each.
    pub(super) fn told(&self) -> impl Iterator<Item = String> + '_ {
        self.files.iter().map(|(name, lock, who)| {
            let lock = lock.file_name().map(|lock| lock.to_string_lossy().into_owned()).unwrap_or_default();
            format!(
                "outputs/{name} is open in a spreadsheet program{who} and was left as it is; close it there and run again. If nobody \
                 has it open, remove outputs/{lock}"
            )
        })
    }

    /// How the file stands on the disk, where it is open.
    pub(super) fn as_it_is(&self, outputs: &Path, name: &str) -> Result<Option<Written>, RunError> {
        if !self.files.iter().any(|(open, ..)| *open == name) {
            return Ok(None);
        }
        let path = outputs.join(name);
        let cannot = |error| RunError::new(format!("cannot read {}", path.display())).because(error);
        let sum = File::open(&path).and_then(Summing::of).map_err(cannot)?;
        Ok(Some(Written { sum, stamp: Stamp::of(&path) }))
    }
}

fn is_recent(lock: &Path) -> bool {
    let changed = fs::metadata(lock).ok().filter(fs::Metadata::is_file).and_then(|found| found.modified().ok());
    changed.is_some_and(|changed| SystemTime::now().duration_since(changed).map_or(true, |age| age < OLDEST))
}

/// Who has it open, as the lock file says: LibreOffice writes `,user,host,time,...;`, Excel the length of a name and the name.
fn who(lock: &Path) -> String {
    let bytes = crate::access::read_regular(lock).unwrap_or_default();
    let bytes = bytes.get(..bytes.len().min(MOST_BYTES)).unwrap_or_default();
    let text = String::from_utf8_lossy(bytes);
    let fields: Vec<&str> = text.split(',').map(str::trim).collect();
    let named = match fields.as_slice() {
        [name, user, host, ..] => [*name, *user, *host].map(str::to_owned).to_vec(),
        _ => {
            let length = bytes.first().copied().map_or(0, usize::from);
            let name = bytes.get(1..=length).unwrap_or_default();
            vec![String::from_utf8_lossy(name).trim().to_owned()]
        }
    };
    let named: Vec<String> = named.into_iter().filter(|name| !name.is_empty()).collect();
    if named.is_empty() { String::new() } else { format!(" ({})", named.join(", ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_beside_a_tracker_names_who_has_it_open_and_an_old_one_counts_for_nothing() {
        let dir = tempfile::tempdir().unwrap();
        assert!(OpenElsewhere::look(dir.path()).is_empty());
        let lock = dir.path().join(".~lock.tracker.xlsx#");
        fs::write(&lock, ",ana,pc-3,29.11.2026 18:01,file:///home/ana/.config/libreoffice/4;").unwrap();
        assert!(OpenElsewhere::look(dir.path()).is_empty(), "there is no tracker yet");
        fs::write(dir.path().join("tracker.xlsx"), "x").unwrap();
        fs::write(dir.path().join("tracker.csv"), "x").unwrap();
        fs::write(dir.path().join("~$tracker.csv"), b"\x03Ben   ").unwrap();
        let told: Vec<String> = OpenElsewhere::look(dir.path()).told().collect();
        assert!(told[0].contains("tracker.csv is open") && told[0].contains("(Ben)"), "{told:?}");
        assert!(told[1].contains("tracker.xlsx is open") && told[1].contains("(ana, pc-3)"), "{told:?}");
        let old = SystemTime::now() - OLDEST - Duration::from_secs(60);
        File::options().write(true).open(&lock).unwrap().set_modified(old).unwrap();
        assert_eq!(OpenElsewhere::look(dir.path()).told().count(), 1);
    }
}
