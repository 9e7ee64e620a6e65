//! The edited files of one round: read only where they are not as the run before left them.

use super::history;
use super::known::Known;
use super::read::read_edited;
use super::round::Refresh;
use super::sheet::{Sheet, Unreadable};
use super::work::Merged;
use crate::error::RunError;
use crate::export::standard_set::{TRACKER_CSV, TRACKER_XLSX};
use crate::store::ledger::extent;
use crate::store::outputs::{Stamp, has_sum};
use crate::store::{Ledger, OutputsMark};
use sha2::{Digest, Sha256};
use std::io;
use std::path::{Path, PathBuf};

/// Copies of edited trackers, below `outputs/`.
pub(super) const KEPT: &str = "kept";
/// Trackers that could not be read, below `outputs/`.
const SET_ASIDE: &str = "set-aside";

/// The edited files of one round.
pub(super) struct Files {
    files: Vec<File>,
}

struct File {
    path: PathBuf,
    name: String,
    /// Whether it is one of the two that a run replaces.
    ours: bool,
    /// When it was looked at; `None` where it was not there.
    stamp: Option<Stamp>,
    /// What was read; `None` where the file is as the run before left it, or is not there.
    content: Option<Content>,
}

struct Content {
    sum: [u8; 32],
    bytes: Vec<u8>,
    sheet: Result<Sheet, Unreadable>,
}

impl Files {
    /// Looks at the two trackers and at the files that people sent in, and reads those that are not as they were written.
    /// Where any is read, what was ever exported comes with them.
    pub(super) fn read(with: &Refresh<'_>, ledger: &Ledger) -> Result<(Self, Option<Known>), RunError> {
        let mut known: Option<Known> = None;
        // Where the ledger does not hold what the outputs were written from, the trackers may hold more than it: they are read.
        let is_known = ledger.holds_what_is_named_in(&with.outputs.join(extent::IN_OUTPUTS))?;
        let mark = OutputsMark::read(with.outputs);
        let ours = [TRACKER_CSV, TRACKER_XLSX].map(|name| (with.outputs.join(name), format!("outputs/{name}"), true));
        let also = with.also.iter().map(|path| (path.clone(), path.display().to_string(), false));
        let mut files = Vec::new();
        for (path, name, ours) in ours.into_iter().chain(also) {
            let stamp = Stamp::of(&path);
            let file = path.file_name().map(|file| file.to_string_lossy().into_owned()).unwrap_or_default();
            let is_as_written = ours && mark.as_ref().is_some_and(|mark| mark.is_as_written(with.outputs, &file));
            if is_as_written && is_known {
                files.push(File { path, name, ours, stamp, content: None });
                continue;
            }
            let bytes = match crate::access::read_regular(&path) {
                Ok(bytes) => bytes,
                Err(error) if ours && error.kind() == io::ErrorKind::NotFound => {
                    files.push(File { path, name, ours, stamp: None, content: None });
                    continue;
                }
                Err(error) => {
                    return Err(RunError::new(format!("cannot read {name}")).because(error).hint(
                        "Is it open in a program that locks it? Close it there and run again; nothing was changed.",
                    ));
                }
            };
            let known = match &mut known {
                Some(known) => known,
                None => known.insert(Known::load(ledger)?),
            };
            let says_nothing = |id: &str, rev: &str, human| known.is_untouched(id, rev, human);
            let sheet =
                read_edited(&bytes, &name, &says_nothing).map(|sheet| Sheet { in_place: ours, is_as_written, ..sheet });
            let sum = Sha256::digest(&bytes).into();
            files.push(File { path, name, ours, stamp, content: Some(Content { sum, bytes, sheet }) });
        }
        Ok((Self { files }, known))
    }

    /// What was read.
    pub(super) fn sheets(&self) -> impl Iterator<Item = &Sheet> + Clone {
        self.contents().filter_map(|(_, content)| content.sheet.as_ref().ok())
    }

    /// Whether a file of ours is there and could be read.
    pub(super) fn can_be_revised(&self, name: &str) -> bool {
        let ours = self.files.iter().find(|file| file.ours && file.path.ends_with(name));
        ours.is_some_and(|file| {
            file.stamp.is_some() && file.content.as_ref().is_none_or(|content| content.sheet.is_ok())
        })
    }

    /// Whether the two files that are about to be replaced are still those that were looked at.
    pub(super) fn are_unchanged(&self) -> Result<bool, RunError> {
        for file in self.files.iter().filter(|file| file.ours) {
            let now = Stamp::of(&file.path);
            if now.is_some() && now == file.stamp {
                continue;
            }
            match (&file.content, now) {
                // Whoever removed it meanwhile wants it written anew.
                (_, None) => {}
                (Some(content), Some(_)) => {
                    let bytes = crate::access::read_regular(&file.path)
                        .map_err(|error| RunError::new(format!("cannot read {}", file.name)).because(error))?;
                    if <[u8; 32]>::from(Sha256::digest(&bytes)) != content.sum {
                        return Ok(false);
                    }
                }
                (None, Some(_)) => return Ok(false),
            }
        }
        Ok(true)
    }

    /// Keeps a copy of every file that brought something of people's; answers their paths below `outputs/`.
    pub(super) fn keep(&self, with: &Refresh<'_>, merged: &Merged) -> Result<Vec<String>, RunError> {
        let conflicting = |name: &str| merged.new_conflicts.iter().any(|conflict| conflict.file == name);
        let mut all = Vec::new();
        for (file, content) in self.contents() {
            if merged.edited_files.contains(&file.name) || conflicting(&file.name) {
                let kept = beside(KEPT, &with.occasion.day, &file.path, &content.sum);
                with.storage.write_atomic(with.outputs.join(&kept), &content.bytes)?;
                all.push(kept);
            }
        }
        Ok(all)
    }

    /// Moves away what could not be read, so that it is never overwritten.
    pub(super) fn set_aside(
        &self,
        with: &Refresh<'_>,
        refused: &[Unreadable],
    ) -> Result<Vec<(Unreadable, Option<String>)>, RunError> {
        let mut moved = Vec::new();
        for (file, content) in self.contents() {
            let why = content.sheet.as_ref().err().or_else(|| refused.iter().find(|refused| refused.name == file.name));
            let Some(why) = why else { continue };
            let place = file.ours.then(|| beside(SET_ASIDE, &with.occasion.day, &file.path, &content.sum));
            if let Some(place) = &place {
                with.storage.write_atomic(with.outputs.join(place), &content.bytes)?;
            }
            moved.push((why.clone(), place));
        }
        Ok(moved)
    }

    fn contents(&self) -> impl Iterator<Item = (&File, &Content)> + Clone {
        self.files.iter().filter_map(|file| Some((file, file.content.as_ref()?)))
    }
}

/// Keeps a copy of every view that is not as the run before wrote it: it is about to be replaced. Answers the views, each with
/// its copy.
pub(super) fn keep_edited_views(with: &Refresh<'_>) -> Result<Vec<(String, String)>, RunError> {
    let mut kept = Vec::new();
    let Some(mark) = OutputsMark::read(with.outputs) else { return Ok(kept) };
    for (name, sum) in &mark.files {
        let path = with.outputs.join(name);
        let is_tracker = [TRACKER_CSV, TRACKER_XLSX].contains(&name.as_str());
        if is_tracker || !path.is_file() || mark.has_stamp(name, &path) || has_sum(&path, sum)? {
            continue;
        }
        let bytes = crate::access::read_regular(&path)
            .map_err(|error| RunError::new(format!("cannot read {}", path.display())).because(error))?;
        let copy = beside(KEPT, &with.occasion.day, &path, &Sha256::digest(&bytes));
        with.storage.write_atomic(with.outputs.join(&copy), &bytes)?;
        kept.push((name.clone(), copy));
    }
    Ok(kept)
}

/// A name in a folder of `outputs/`: day, name, and enough of the content's hash to tell two copies of one day apart.
pub(super) fn beside(folder: &str, day: &str, path: &Path, sum: &[u8]) -> String {
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let extension = path.extension().map(|extension| format!(".{}", extension.to_string_lossy())).unwrap_or_default();
    let sum = history::base_32(sum, 8);
    format!("{folder}/{day}-{stem}-{sum}{extension}")
}

/// Removes the oldest copies beyond the setting: names begin with the day.
pub(super) fn prune(with: &Refresh<'_>) -> Result<(), RunError> {
    let mut kept = listed(&with.outputs.join(KEPT))?;
    kept.sort();
    let surplus = kept.len().saturating_sub(with.settings.keep_copies);
    for path in kept.into_iter().take(surplus) {
        with.storage.remove(path)?;
    }
    Ok(())
}

/// The files of a folder; none where it is absent.
pub(super) fn listed(folder: &Path) -> Result<Vec<PathBuf>, RunError> {
    let cannot = |error: io::Error| RunError::new(format!("cannot list {}", folder.display())).because(error);
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(cannot(error)),
    };
    entries.map(|entry| entry.map(|entry| entry.path()).map_err(cannot)).collect()
}
