//! The blind sheet: sentences of the user's own reports, tagged and untagged mixed, to be judged by a person.
//!
//! The sheet does not say which sentences are tagged: it must not lead the judge. Reading it back, the sentences are looked up
//! again by their id. Half of the sheet is drawn from the tagged sentences, which gives precision, half from the untagged ones,
//! which bounds what was missed: recall cannot be had from tagged sentences, and a plain draw would hold too few of them.

use super::intervals::{Estimate, wilson};
use crate::error::RunError;
use crate::model::{BlockType, Kind, TaggedDocument};
use crate::tag::sentences;
use crate::text::formula::{armed, disarmed};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read, Write};

/// Columns of the sheet; the last five are for the judge.
pub const COLUMNS: [&str; 10] =
    ["id", "group", "report", "section", "sentence", "decision", "action", "recommendation", "none", "notes"];

/// Shorter sentences are headings and crumbs that nobody can judge, bytes.
const SHORTEST: usize = 20;

/// What the draw is spread over evenly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// Years of the reports.
    Year,
    /// Bodies that met.
    Body,
    /// Nothing: one group.
    Nothing,
}

/// A sentence of the population.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Block id and byte offsets: `mag-2017-03-28#7:0-112`.
    pub id: String,
    /// Year or body, as the draw is spread; empty where unknown.
    pub group: String,
    /// Key of the report.
    pub report: String,
    /// The heading above.
    pub section: String,
    /// The words.
    pub sentence: String,
    /// What the machine says: not written to the sheet.
    pub kinds: BTreeSet<Kind>,
}

/// All sentences of a document that can hold items, with what the machine says of them.
#[must_use]
pub fn lines(tagged: &TaggedDocument, by: By) -> Vec<Line> {
    let meta = &tagged.document.meta;
    let group = match by {
        By::Year => meta.date.as_deref().and_then(|date| date.get(..4)).unwrap_or("").to_owned(),
        By::Body => meta.body.clone().unwrap_or_default(),
        By::Nothing => String::new(),
    };
    let mut lines = Vec::new();
    for (index, block) in tagged.document.blocks.iter().enumerate() {
        if !matches!(block.block_type, BlockType::Paragraph | BlockType::ListItem | BlockType::TableRow) {
            continue;
        }
        for span in sentences::split(&block.text) {
            let Some(sentence) = block.text.get(span.clone()).filter(|sentence| sentence.len() >= SHORTEST) else {
                continue;
            };
            let inside = |start: usize, end: usize| start < span.end && end > span.start;
            let items = tagged.items.iter().filter(|item| item.block == index && inside(item.span[0], item.span[1]));
            lines.push(Line {
                id: format!("{}:{}-{}", block.id, span.start, span.end),
                group: group.clone(),
                report: meta.key.clone(),
                section: block.section.clone().unwrap_or_default(),
                sentence: sentence.to_owned(),
                kinds: items.map(|item| item.kind).collect(),
            });
        }
    }
    lines
}

/// Draws `count` lines, half tagged and half untagged, spread evenly over the groups, in an order that tells nothing. The same
/// lines and seed give the same draw.
#[must_use]
pub fn draw(lines: &[Line], count: usize, seed: u64) -> Vec<Line> {
    let half = count / 2;
    let mut drawn = spread(lines.iter().filter(|line| !line.kinds.is_empty()), half, seed);
    drawn.extend(spread(lines.iter().filter(|line| line.kinds.is_empty()), count - half, seed));
    drawn.sort_by_key(|line| lot(seed ^ 1, &line.id));
    drawn.into_iter().cloned().collect()
}

/// One from each group in turn, within a group by lot.
fn spread<'l>(lines: impl Iterator<Item = &'l Line>, count: usize, seed: u64) -> Vec<&'l Line> {
    let mut groups: BTreeMap<&str, Vec<&Line>> = BTreeMap::new();
    for line in lines {
        groups.entry(&line.group).or_default().push(line);
    }
    for group in groups.values_mut() {
        group.sort_by_key(|line| std::cmp::Reverse(lot(seed, &line.id)));
    }
    let mut drawn = Vec::new();
    while drawn.len() < count && !groups.is_empty() {
        for group in groups.values_mut() {
            if drawn.len() < count
                && let Some(line) = group.pop()
            {
                drawn.push(line);
            }
        }
        groups.retain(|_, group| !group.is_empty());
    }
    drawn
}

/// A number that depends on nothing but seed and id, on every machine.
fn lot(seed: u64, id: &str) -> [u8; 8] {
    let hash = Sha256::new().chain_update(seed.to_le_bytes()).chain_update(id).finalize();
    let mut number = [0; 8];
    number.iter_mut().zip(hash.iter()).for_each(|(byte, from)| *byte = *from);
    number
}

/// Writes the sheet as CSV. Cells that a spreadsheet would take for a formula are disarmed.
///
/// # Errors
/// Writing fails.
pub fn write(lines: &[Line], out: impl Write) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(COLUMNS)?;
    for line in lines {
        let cells = [&line.id, &line.group, &line.report, &line.section, &line.sentence].map(|cell| disarmed(cell));
        writer.write_record(cells.iter().map(AsRef::as_ref).chain([""; 5]))?;
    }
    writer.flush()
}

/// What the judge's sheet says of the machine.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Judgement {
    /// Lines that carry a judgement.
    pub judged: usize,
    /// Lines left empty.
    pub open: usize,
    /// Ids of lines whose sentence is no longer there: the reports or their reading have changed since the draw.
    pub gone: Vec<String>,
    /// Of each kind: share of the tagged sentences that a person calls the same, with its Wilson interval.
    pub precision: Vec<(Kind, Option<Estimate>)>,
    /// The same over all kinds: each tag counts once.
    pub precision_overall: Option<Estimate>,
    /// Estimated recall over all kinds, with the lower end that the sample allows; `None` where a half of the sheet is empty.
    pub recall: Option<Recall>,
    /// Where judge and machine differ, in the order of the sheet.
    pub differences: Vec<Difference>,
}

/// What share of the items is found.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Recall {
    /// The estimate.
    pub value: f64,
    /// Lower bound: low end of the precision, high end of the missed share.
    pub at_least: f64,
}

/// One sentence on which judge and machine differ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// Id of the sentence.
    pub id: String,
    /// Its words.
    pub sentence: String,
    /// What the machine says.
    pub machine: BTreeSet<Kind>,
    /// What the judge says.
    pub judge: BTreeSet<Kind>,
}

/// Reads a filled-in sheet against the sentences as they are now.
///
/// # Errors
/// The sheet is no CSV or lacks a column that is needed.
pub fn read(sheet: impl Read, lines: &[Line]) -> Result<Judgement, RunError> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(sheet);
    let headers = reader.headers().map_err(unreadable)?.clone();
    let column = |name: &str| {
        let plain = |header: &str| header.trim_start_matches('\u{feff}').trim().eq_ignore_ascii_case(name);
        headers.iter().position(plain).ok_or_else(|| {
            RunError::usage(format!("the sheet has no column \"{name}\""))
                .hint("Keep the first line of the sheet as it was written.")
        })
    };
    let id = column("id")?;
    let marks = [
        (Kind::Decision, column("decision")?),
        (Kind::Action, column("action")?),
        (Kind::Recommendation, column("recommendation")?),
    ];
    let none = column("none")?;
    let known: BTreeMap<&str, &Line> = lines.iter().map(|line| (line.id.as_str(), line)).collect();
    let mut tally = Tally::default();
    for row in reader.records() {
        let row = row.map_err(unreadable)?;
        let cell = |at: usize| row.get(at).unwrap_or("");
        let judge: BTreeSet<Kind> =
            marks.iter().filter(|(_, at)| is_marked(cell(*at))).map(|(kind, _)| *kind).collect();
        let judged_none = is_marked(cell(none));
        if judge.is_empty() && !judged_none {
            tally.open += 1;
            continue;
        }
        let key = armed(cell(id));
        match known.get(key) {
            Some(line) => tally.add(line, judge),
            None => tally.gone.push(key.to_owned()),
        }
    }
    Ok(tally.judgement(lines))
}

fn unreadable(error: csv::Error) -> RunError {
    RunError::usage("the sheet cannot be read as CSV").because(error)
}

/// A cell that a person has filled in, other than with a "no".
fn is_marked(cell: &str) -> bool {
    !matches!(cell.trim().to_ascii_lowercase().as_str(), "" | "-" | "0" | "no" | "n" | "false")
}

#[derive(Debug, Default)]
struct Tally {
    judged: usize,
    open: usize,
    gone: Vec<String>,
    /// Of each kind: right and all tags.
    tags: BTreeMap<Kind, (usize, usize)>,
    /// Tagged sentences: with any item in truth, and all.
    tagged: (usize, usize),
    /// Untagged sentences: with an item in truth, and all.
    untagged: (usize, usize),
    differences: Vec<Difference>,
}

impl Tally {
    fn add(&mut self, line: &Line, judge: BTreeSet<Kind>) {
        self.judged += 1;
        for kind in &line.kinds {
            let (right, all) = self.tags.entry(*kind).or_default();
            *right += usize::from(judge.contains(kind));
            *all += 1;
        }
        let half = if line.kinds.is_empty() { &mut self.untagged } else { &mut self.tagged };
        half.0 += usize::from(!judge.is_empty());
        half.1 += 1;
        if judge != line.kinds {
            let machine = line.kinds.clone();
            self.differences.push(Difference { id: line.id.clone(), sentence: line.sentence.clone(), machine, judge });
        }
    }

    fn judgement(self, lines: &[Line]) -> Judgement {
        let precision =
            super::KINDS.map(|kind| (kind, self.tags.get(&kind).and_then(|&(right, all)| wilson(right, all)))).to_vec();
        let (right, all) = self.tags.values().fold((0, 0), |sum, tag| (sum.0 + tag.0, sum.1 + tag.1));
        Judgement {
            judged: self.judged,
            open: self.open,
            precision,
            precision_overall: wilson(right, all),
            recall: self.recall(lines),
            gone: self.gone,
            differences: self.differences,
        }
    }

    /// Sentences with an item that are tagged, among all sentences with an item: both numbers are shares of the sample times
    /// what they were drawn from.
    #[expect(clippy::cast_precision_loss, reason = "counts of sentences are far below 2^52")]
    fn recall(&self, lines: &[Line]) -> Option<Recall> {
        let found = wilson(self.tagged.0, self.tagged.1)?;
        let missed = wilson(self.untagged.0, self.untagged.1)?;
        let tagged = lines.iter().filter(|line| !line.kinds.is_empty()).count() as f64;
        let untagged = lines.len() as f64 - tagged;
        let recall = |found: f64, missed: f64| {
            let items = tagged * found + untagged * missed;
            if items > 0.0 { tagged * found / items } else { 0.0 }
        };
        Some(Recall { value: recall(found.value, missed.value), at_least: recall(found.low, missed.high) })
    }
}
