//! What each number of `minutebook.toml` may be. A setting out of its range is refused with its line and the range: a slip of
//! the pen must not start ten thousand threads, hold every index or keep none.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Section, name, least, most, unit. `""` is the top of the file.
const NUMBERS: &[(&str, &str, f64, f64, &str)] = &[
    ("run", "settle", 0.0, WEEK, "seconds"),
    ("run", "keep_reports", 1.0, 100_000.0, "reports"),
    ("run", "jobs", 1.0, 256.0, "files at once"),
    ("run", "read_ahead_bytes", 0.0, 64.0 * GIB, "bytes"),
    ("extract", "file_bytes", 1.0, 1024.0 * GIB, "bytes"),
    ("extract", "pages", 1.0, 1e6, "pages"),
    ("extract", "seconds", 1.0, DAY, "seconds"),
    // Less than the program needs for itself would refuse every file.
    ("extract", "memory_bytes", GIB / 16.0, 1024.0 * GIB, "bytes"),
    ("extract", "stream_bytes", 1024.0, 16.0 * GIB, "bytes"),
    ("extract", "operators_per_page", 1.0, 1e10, "operators"),
    ("extract", "glyphs_per_page", 1.0, 1e9, "letters and signs"),
    ("extract", "glyphs_per_file", 1.0, 4e9, "letters and signs"),
    // Each form within a form takes stack.
    ("extract", "nesting", 1.0, 64.0, "forms within forms"),
    ("ocr", "seconds", 1.0, DAY, "seconds"),
    ("convert", "seconds", 1.0, DAY, "seconds"),
    ("gate", "reports_fall", 0.0, 1.0, "as a share"),
    ("gate", "paragraphs_fall", 0.0, 1.0, "as a share"),
    ("gate", "decisions_fall", 0.0, 1.0, "as a share"),
    ("index", "keep_generations", 1.0, 1000.0, "generations"),
    ("index", "scrub_bytes", 0.0, 1024.0 * GIB, "bytes"),
    ("tracker", "keep_copies", 1.0, 100_000.0, "files"),
    ("ledger", "keep_copies", 1.0, 100_000.0, "copies"),
    ("notify", "seconds", 1.0, 3600.0, "seconds"),
];

const DAY: f64 = 86_400.0;
const WEEK: f64 = 7.0 * DAY;
const GIB: f64 = 1_073_741_824.0;

/// Longest sentinel query and title, in bytes: more is a file pasted into the wrong place.
const LONGEST_TEXT: usize = 1000;

/// What is wrong with the values of the settings in `text`, each with its line; empty where all are in their ranges. Of text that is no
/// TOML nothing is said: whoever parses it says so.
pub(super) fn judge(text: &str) -> Vec<String> {
    let Ok(table) = DeTable::parse(text) else { return Vec::new() };
    let table = table.get_ref();
    let mut wrong = Vec::new();
    for (section, name, least, most, unit) in NUMBERS {
        let Some(value) = value(table, section, name) else { continue };
        let number = match value.get_ref() {
            DeValue::Integer(number) => number.as_str().replace('_', "").parse().ok(),
            DeValue::Float(number) => number.as_str().replace('_', "").parse().ok(),
            _ => continue,
        };
        // A number that is none lies in no range.
        if !number.is_some_and(|number: f64| (*least..=*most).contains(&number)) {
            let found = text.get(value.span()).unwrap_or_default();
            wrong.push(format!(
                "line {}: [{section}] {name} = {found} is out of its range, {} to {} {unit}",
                line(text, value),
                plain(*least),
                plain(*most)
            ));
        }
    }
    for (section, name) in
        [("gate", "sentinels"), ("ocr", "command"), ("convert", "command"), ("notify", "command"), ("", "links_to")]
    {
        let Some(DeValue::Array(entries)) = value(table, section, name).map(Spanned::get_ref) else { continue };
        for entry in entries.iter() {
            let DeValue::String(words) = entry.get_ref() else { continue };
            let why = match words.as_ref() {
                words if words.trim().is_empty() => "is empty",
                words if words.chars().any(char::is_control) => "holds a control character",
                words if words.len() > LONGEST_TEXT => "is too long",
                words if name == "links_to" && !std::path::Path::new(words).is_absolute() => "is no absolute path",
                _ => continue,
            };
            wrong.push(format!("line {}: an entry of {name} {why}", line(text, entry)));
        }
    }
    wrong
}

/// The line, from 1, that a setting stands in; `None` where the file does not hold it.
#[must_use]
pub fn line_of(text: &str, section: &str, name: &str) -> Option<usize> {
    let table = DeTable::parse(text).ok()?;
    Some(line(text, value(table.get_ref(), section, name)?))
}

fn value<'a>(table: &'a DeTable<'_>, section: &str, name: &str) -> Option<&'a Spanned<DeValue<'a>>> {
    if section.is_empty() {
        return table.get(name);
    }
    match table.get(section)?.get_ref() {
        DeValue::Table(section) => section.get(name),
        _ => None,
    }
}

fn line<T>(text: &str, value: &Spanned<T>) -> usize {
    1 + text.bytes().take(value.span().start).filter(|byte| *byte == b'\n').count()
}

/// A bound as people write it.
fn plain(bound: f64) -> String {
    if bound >= GIB && bound % GIB == 0.0 { format!("{bound:.0} ({} GiB)", bound / GIB) } else { bound.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_of_the_pen_are_refused_with_line_and_range() {
        for (text, told) in [
            ("[run]\njobs = 100000", "line 2: [run] jobs = 100000 is out of its range, 1 to 256 files at once"),
            ("[run]\n\njobs = 0", "line 3: [run] jobs = 0"),
            ("[gate]\nreports_fall = nan", "reports_fall = nan is out of its range, 0 to 1"),
            ("[gate]\nreports_fall = 7", "reports_fall = 7"),
            ("[gate]\ndecisions_fall = -0.5", "decisions_fall = -0.5"),
            ("[gate]\nparagraphs_fall = inf", "paragraphs_fall = inf"),
            ("[gate]\nsentinels = [\"x\", \" \"]", "line 2: an entry of sentinels is empty"),
            ("[gate]\nsentinels = [\n  \"a\\u0007b\"\n]", "line 3: an entry of sentinels holds a control character"),
            ("[index]\nkeep_generations = 0", "keep_generations = 0"),
            ("[extract]\nseconds = 99999999999999", "1 to 86400 seconds"),
            ("links_to = [\"../there\"]", "line 1: an entry of links_to is no absolute path"),
        ] {
            let found = judge(text);
            assert!(found.len() == 1 && found[0].contains(told), "{text}: {found:?}");
        }
    }

    #[test]
    fn sound_settings_and_those_of_other_kinds_pass() {
        assert_eq!(
            judge(include_str!("../../docs/settings.md").split("```").nth(1).unwrap().trim_start_matches("toml")),
            [""; 0]
        );
        assert_eq!(judge("[gate]\nreports_fall = 1\n[run]\njobs = 2"), [""; 0]);
        assert_eq!(line_of("a = 1\n[gate]\nsentinels = []\n", "gate", "sentinels"), Some(3));
    }
}
