//! A person's own workbook brought up to date: rows and values change, everything else in the file stays as the person left it.
//!
//! A workbook is an archive of parts. Only the parts that hold rows of the tracker are written anew, cell by cell; comments,
//! colours, widths, formulas, filters, sheets of the person's own and whatever a later version of a spreadsheet program puts there
//! are copied as they are. The rows keep the order and the columns that the person gave them; new ones come at the end, new columns
//! on the right.

mod cell;
mod growth;
mod package;
mod sheet;
mod wanted;

pub use wanted::{Revised, Wanted};

use super::sheets::{MAIN_SHEET, sheet_name};
use package::Package;
use rustc_hash::{FxHashMap, FxHashSet};
use sheet::Survey;
use std::io::{self, Read, Seek, Write};

/// Largest sheet that is brought up to date, in bytes of its XML: a hundred thousand rows take about a tenth of it.
const MOST_BYTES: u64 = 1 << 30;

/// Writes `old` to `out` with the rows and values of `wanted`.
///
/// # Errors
/// `old` is no workbook with our header, is larger than can be brought up to date, or `out` refuses. The reason is a sentence.
pub fn revise(old: impl Read + Seek, wanted: &Wanted, out: impl Write) -> Result<Revised, String> {
    let mut package = Package::open(old).map_err(|why| format!("its parts cannot be read ({why})"))?;
    let strings = package.strings().map_err(|why| format!("its texts cannot be read ({why})"))?;
    let mut surveys: Vec<(package::SheetPart, Survey)> = Vec::new();
    for part in package.sheets().to_vec() {
        if part.bytes > MOST_BYTES {
            return Err(format!("its sheet \"{}\" is too large", part.name));
        }
        let survey = package
            .read(&part.path, |xml| sheet::survey(xml, &strings, wanted))
            .map_err(|why| format!("its sheet \"{}\" cannot be read ({why})", part.name))?;
        surveys.extend(survey.map(|survey| (part, survey)));
    }
    if surveys.is_empty() {
        return Err("no sheet of it has the column id together with others of a tracker".to_owned());
    }
    let added = additions(&surveys, wanted);
    let mut revised = Revised::default();
    let edits = surveys.iter().zip(&added);
    let ranges: Vec<(&package::SheetPart, growth::Growth)> =
        edits.clone().map(|((part, survey), added)| (part, survey.growth(added.len()))).collect();
    package
        .write(out, &ranges, |path, xml, out| {
            let Some(((_, survey), added)) = edits.clone().find(|((part, _), _)| part.path == path) else {
                return Ok(false);
            };
            revised.add(sheet::rewrite(xml, out, survey, &strings, wanted, added)?);
            Ok(true)
        })
        .map_err(|why: io::Error| format!("it cannot be written ({why})"))?;
    Ok(revised)
}

/// The rows that each sheet gets: on the main sheet all that it lacks, on a category's sheet those of its own. Where a sheet of a
/// category is gone, and there is no main sheet, they go to the first.
fn additions(surveys: &[(package::SheetPart, Survey)], wanted: &Wanted) -> Vec<Vec<usize>> {
    let named = |name: &str| surveys.iter().position(|(part, _)| part.name.eq_ignore_ascii_case(name));
    let main = named(MAIN_SHEET);
    let mut places: FxHashMap<&str, Option<usize>> = FxHashMap::default();
    let there: Vec<&FxHashSet<usize>> = surveys.iter().map(|(_, survey)| &survey.there).collect();
    let mut added = vec![Vec::new(); surveys.len()];
    for (line, sheet) in wanted.sheets().enumerate() {
        let own = sheet.and_then(|sheet| *places.entry(sheet).or_insert_with(|| named(&sheet_name(sheet))));
        let is_somewhere = there.iter().any(|there| there.contains(&line));
        let fallback = (main.is_none() && own.is_none() && !is_somewhere).then_some(0);
        let mut targets: Vec<usize> = [main, own, fallback].into_iter().flatten().collect();
        targets.dedup();
        for target in targets {
            let is_there = there.get(target).is_some_and(|there| there.contains(&line));
            // A row that a person moved to another sheet of theirs has not been deleted.
            let is_moved = Some(target) != main && is_somewhere && main.is_none();
            if !is_there && !is_moved {
                added.get_mut(target).into_iter().for_each(|added| added.push(line));
            }
        }
    }
    added
}

#[cfg(test)]
mod tests;
