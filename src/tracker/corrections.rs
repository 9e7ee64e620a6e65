//! `overrides.csv` within a run: which reports a line concerns, what became of every line, and what is new about that.

use super::history::base_32;
use super::overrides::{Outcome, Override, Overrides, text_hash};
use crate::error::RunError;
use crate::export::csv::{CsvForm, Table};
use crate::model::{TaggedDocument, TrackerRow};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;

/// The file in a workspace.
pub const FILE: &str = "overrides.csv";

/// What became of the lines that concern one report, by their [`mark`]: kept in the catalogue of a generation.
pub type Answers = BTreeMap<String, Answer>;

/// What one report answers to a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The stable word of [`Outcome::name`].
    pub outcome: String,
    /// What was expected, of a line that cannot be understood.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected: Option<String>,
}

/// The corrections of a workspace.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Corrections {
    overrides: Overrides,
}

/// One line with what became of it in a generation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reported {
    /// The line.
    pub line: Override,
    /// What became of it.
    pub outcome: Outcome,
}

impl Corrections {
    /// Reads `overrides.csv` of a workspace; none where there is no such file.
    ///
    /// # Errors
    /// The file is there and cannot be read: to go on without the corrections would undo them all.
    pub fn load(path: &Path) -> Result<Self, RunError> {
        let bytes = match crate::access::read_regular(path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) => return Err(RunError::new(format!("cannot read {}", path.display())).because(error)),
        };
        let refuse = |why: super::Unreadable| {
            RunError::settings(format!("{}: {}", why.name, why.message))
                .hint(why.hint)
                .hint("Put the file right or move it away; nothing was changed.")
        };
        Overrides::read(&bytes, FILE).map(|overrides| Self { overrides }).map_err(refuse)
    }

    /// The marks of all lines, in the order of the file.
    #[must_use]
    pub fn marks(&self) -> Vec<String> {
        self.overrides.lines().iter().map(mark).collect()
    }

    /// The lines that say something of two passages, in the order of the file.
    pub fn about_threads(&self) -> impl Iterator<Item = &Override> {
        self.overrides.lines().iter().filter(|line| line.is_about_threads() && !line.value.is_empty())
    }

    /// A hash of all lines that may concern a report: when it differs, the report is tagged again. "" where none does.
    #[must_use]
    pub fn fingerprint(&self, report: &str) -> String {
        let marks: Vec<String> =
            self.overrides.lines().iter().filter(|line| concerns(line, report)).map(mark).collect();
        if marks.is_empty() { String::new() } else { base_32(&Sha256::digest(marks.join(" ").as_bytes()), 12) }
    }

    /// Adds what people add, before identity is given, and answers the lines that found their words.
    #[must_use]
    pub fn add_items(&self, tagged: &mut TaggedDocument) -> Vec<usize> {
        self.overrides.add_items(tagged)
    }

    /// Applies all else, after identity was given. `added` is the answer of [`Corrections::add_items`].
    pub fn apply(&self, tagged: &mut TaggedDocument, added: &[usize]) -> Answers {
        let answered = self.overrides.apply(tagged);
        let named = self.overrides.report(&answered, added).into_iter();
        named
            .filter(|(line, _)| answered.contains_key(&line.line) || added.contains(&line.line))
            .map(|(line, outcome)| (mark(&line), answer(&outcome)))
            .collect()
    }

    /// What became of every line in a generation whose reports gave these answers. A line that none answered is orphaned.
    pub fn report(&self, answers: &[&Answers]) -> Vec<Reported> {
        let alone = self.overrides.report(&BTreeMap::new(), &[]);
        let outcome = |line: &Override, otherwise: Outcome| {
            let mark = mark(line);
            let given = answers.iter().find_map(|answers| answers.get(&mark));
            given.map_or(otherwise, outcome_of)
        };
        alone.into_iter().map(|(line, otherwise)| Reported { outcome: outcome(&line, otherwise), line }).collect()
    }
}

/// What would become of a line in the report that it is about; `tagged` is changed by it.
#[must_use]
pub fn tried(line: Override, tagged: &mut TaggedDocument) -> Outcome {
    let overrides = Overrides::of(vec![line]);
    let added = overrides.add_items(tagged);
    let answered = overrides.apply(tagged);
    let outcome = overrides.report(&answered, &added).into_iter().next();
    outcome.map_or(Outcome::Orphaned, |(_, outcome)| outcome)
}

/// Names a line by what it says, wherever it stands in the file.
#[must_use]
pub fn mark(line: &Override) -> String {
    let mut hash = Sha256::new();
    for part in [&line.id, &line.field, &line.value, &line.text_hash] {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part.as_bytes());
    }
    base_32(&hash.finalize(), 12)
}

/// Whether a line waits for its report: it may concern one whose last tagging knew other lines (`corrected` is the
/// [`Corrections::fingerprint`] that it was tagged with), because its file waits to settle.
#[must_use]
pub fn awaits<'a>(all: &Corrections, line: &Override, reports: impl IntoIterator<Item = (&'a str, &'a str)>) -> bool {
    let mut of_line = reports.into_iter().filter(|(report, _)| concerns(line, report));
    of_line.any(|(report, corrected)| all.fingerprint(report) != corrected)
}

/// Whether a line may concern a report: by its id, or because it leaves the report open.
fn concerns(line: &Override, report: &str) -> bool {
    let named = line.id.split_once('#').map_or(line.id.as_str(), |(key, _)| key);
    named == report || (named.is_empty() && line.field == "add")
}

fn answer(outcome: &Outcome) -> Answer {
    let expected = match outcome {
        Outcome::Unclear(expected) => Some(expected.clone()),
        _ => None,
    };
    Answer { outcome: outcome.name().to_owned(), expected }
}

fn outcome_of(answer: &Answer) -> Outcome {
    match answer.outcome.as_str() {
        "applied" => Outcome::Applied,
        "stale" => Outcome::Stale,
        "conflicting" => Outcome::Conflicting,
        "unclear" => Outcome::Unclear(answer.expected.clone().unwrap_or_default()),
        _ => Outcome::Orphaned,
    }
}

/// The columns of `corrections.csv`.
pub const HEADER: [&str; 12] = [
    "line",
    "outcome",
    "id",
    "field",
    "value",
    "reviewer",
    "date",
    "reason",
    "text_hash",
    "text_hash_now",
    "text_now",
    "what_to_do",
];

/// Writes what became of every line, with the text of its item as it is now.
///
/// # Errors
/// Whatever `out` reports.
pub fn write<'a, W: Write>(
    lines: &[Reported],
    rows: impl IntoIterator<Item = &'a TrackerRow>,
    out: W,
) -> io::Result<()> {
    let mut texts: BTreeMap<&str, Option<&str>> = lines.iter().map(|line| (line.line.id.as_str(), None)).collect();
    for row in rows {
        if let Some(text) = texts.get_mut(row.id.as_str()) {
            *text = Some(&row.text);
        }
    }
    let mut table = Table::new(CsvForm::Spreadsheet, out)?;
    table.record(HEADER)?;
    for Reported { line, outcome } in lines {
        let text = texts.get(line.id.as_str()).copied().flatten();
        table.record([
            line.line.to_string().as_str(),
            outcome.name(),
            &line.id,
            &line.field,
            &line.value,
            &line.reviewer,
            &line.date,
            &line.reason,
            &line.text_hash,
            &text.map(text_hash).unwrap_or_default(),
            text.unwrap_or_default(),
            &what_to_do(outcome, &line.field),
        ])?;
    }
    table.finish()
}

/// The next step for a line that was not applied; empty for one that was.
#[must_use]
pub fn what_to_do(outcome: &Outcome, field: &str) -> String {
    match outcome {
        Outcome::Applied => String::new(),
        Outcome::Stale => {
            "The text has changed since the review: read it again, then write text_hash_now into text_hash, or \
                           remove the line."
                .to_owned()
        }
        Outcome::Conflicting => "Another line says otherwise, so neither is applied: keep one.".to_owned(),
        Outcome::Orphaned if field == "add" => {
            "These words stand in no such paragraph: check the id and the quotation.".to_owned()
        }
        Outcome::Orphaned => "No item has this id any more: look it up in items.csv, or remove the line.".to_owned(),
        Outcome::Waiting => {
            "Nothing: its file is still being copied, and the run that reads it applies the line.".to_owned()
        }
        Outcome::Unclear(expected) => format!("Not understood: {expected}."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::sample::{row, tagged};

    const ID: &str = "board-2019-05-02#annex-1/7~aaaaaaaa.d";

    fn corrections(lines: &str) -> Corrections {
        let text = format!("id,field,value,reviewer,date,reason,text_hash\n{lines}");
        Corrections { overrides: Overrides::read(text.as_bytes(), FILE).unwrap() }
    }

    fn answers(corrections: &Corrections) -> Answers {
        let mut tagged = tagged();
        let added = corrections.add_items(&mut tagged);
        corrections.apply(&mut tagged, &added)
    }

    #[test]
    fn every_line_is_reported_from_what_the_reports_answered() {
        let corrections = corrections(&format!(
            "{ID},kind,action,,,,\n{ID},due,x,,,,\n{ID},actor,Chair,,,,zzzzzzzz\nother#1~a.d,kind,action,,,,\n,add,nothing,,,,\n"
        ));
        let given = answers(&corrections);
        let words: Vec<_> = corrections.report(&[&given]).iter().map(|line| line.outcome.name()).collect();
        assert_eq!(words, ["applied", "unclear", "stale", "orphaned", "unclear"]);
        let mut out = Vec::new();
        write(&corrections.report(&[&given]), [&row(ID)], &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.contains("Not understood: due is a day"), "{text}");
        assert!(text.contains(&text_hash(&row(ID).text)), "{text}");
    }

    #[test]
    fn a_report_is_concerned_by_its_own_lines_and_by_open_additions() {
        let plain = corrections("other#1~a.d,kind,action,,,,\n");
        assert_eq!(plain.fingerprint("board-2019-05-02"), "");
        let own = corrections(&format!("{ID},kind,action,,,,\n"));
        let moved =
            corrections(&format!("other#1~a.d,kind,action,,,,\n{ID},kind,action,Ana,2026-11-21,new reviewer,\n"));
        assert_ne!(own.fingerprint("board-2019-05-02"), "");
        assert_eq!(own.fingerprint("board-2019-05-02"), moved.fingerprint("board-2019-05-02"));
        assert_ne!(corrections(",add,action: publish its minutes,,,,\n").fingerprint("any"), "");
    }

    #[test]
    fn an_absent_file_corrects_nothing_and_a_wrong_one_stops_the_run() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(FILE);
        assert_eq!(Corrections::load(&path).unwrap(), Corrections::default());
        std::fs::write(&path, "name,colour\nx,y\n").unwrap();
        let error = Corrections::load(&path).unwrap_err();
        assert!(error.message.contains("no header") && error.hints.len() == 2, "{error:?}");
    }
}
