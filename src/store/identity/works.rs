//! Are two files one work? A PDF beside its DOCX, a page saved as HTML, a corrected reissue are; two meetings of one day, a draft and its
//! final, the papers of two respondents are not, however alike their forms.
//!
//! Words decide, and what reports say of themselves; names of files never do. Measured on reports that are there in two to four formats,
//! their likeness is .975 and more; that of different reports of one body .15 and less.

use super::likeness::Sketch;
use crate::model::{BlockType, Document, MONTHS, Standing};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

/// Likeness from which two readings that bear the same date are one work: a reissue in which about one sentence in ten is another is still one.
const ALIKE: f32 = 0.8;
/// Likeness asked of readings of which one bears no date, or that name their bodies differently.
const ALIKE_UNDATED: f32 = 0.9;
/// Likeness from which a difference in what was detected (not said in so many words) is an error of detection.
const NEARLY_EQUAL: f32 = 0.95;
/// Runs of words from which such an error is believed: short minutes of two meetings can differ in their date alone.
const LONG: usize = 300;
/// With fewer runs of words chance decides: only equal words, with equal title and date, are one work.
const SHORT: usize = 40;
/// Likeness under which a file that was changed has become another work, where other files still hold the one that it was.
const ESTRANGED: f32 = 0.3;
/// Blocks at the top in which a report gives its dates.
const TOP: usize = 12;
/// Hashes by which files alike are looked up: one of so many is shared by all but one in a hundred thousand pairs of a likeness of .8.
const LOOKED_UP: usize = 8;
/// A hash that more files hold is of a phrase that all reports have, and leads nowhere.
const COMMON: usize = 500;
/// Formats whose documents are each somebody's own words, told apart by what their files say.
const OWN_WORDS: [&str; 3] = ["eml", "mbox", "survey"];

/// What a reading says about which work it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Facts {
    /// Body, date, meeting, symbol, language, author and title, as detected or set by the manifest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// The first day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// The meeting.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meeting: Option<String>,
    /// The symbol of the document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub symbol: Option<String>,
    /// The language.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Who wrote it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// The title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// How far its words bind.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub standing: Option<Standing>,
    /// Days that its first lines name.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub days: Vec<String>,
    /// Whether it is somebody's own words, which are never another's, though they be equal.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub own_words: bool,
    /// Its words.
    pub sketch: Sketch,
}

impl Facts {
    /// The facts of a document.
    #[must_use]
    pub fn of(document: &Document) -> Self {
        let meta = document.meta.clone();
        let top = document.blocks.iter().filter(|block| block.block_type != BlockType::Furniture).take(TOP);
        Self {
            body: meta.body,
            date: meta.date,
            meeting: meta.meeting,
            symbol: meta.symbol,
            language: meta.language,
            author: meta.author,
            title: meta.title,
            standing: meta.standing,
            days: top.flat_map(|block| days(&block.text)).collect(),
            own_words: OWN_WORDS.contains(&document.source.format.as_str()),
            sketch: Sketch::of(&document.blocks),
        }
    }

    /// The likeness of two readings of one work; `None` where they are of two.
    #[must_use]
    pub fn same_work(&self, other: &Self) -> Option<f32> {
        let likeness = self.sketch.likeness(&other.sketch);
        if likeness < ALIKE || self.own_words || other.own_words || self.contradicts(other) {
            return None;
        }
        let asked = match dates(self.date.as_deref(), other.date.as_deref()) {
            _ if self.sketch.runs() < SHORT || other.sketch.runs() < SHORT => {
                let equal = self.sketch == other.sketch && self.title == other.title && self.date == other.date;
                return equal.then_some(likeness);
            }
            Dates::Same if agree(self.body.as_deref(), other.body.as_deref()) => ALIKE,
            Dates::Same | Dates::Unknown => ALIKE_UNDATED,
            Dates::Differ if self.names_day_of(other) || other.names_day_of(self) => NEARLY_EQUAL,
            Dates::Differ => return None,
        };
        (likeness >= asked).then_some(likeness)
    }

    /// Whether a reading that was of the same work can no longer be.
    #[must_use]
    pub fn is_estranged_from(&self, other: &Self) -> bool {
        let dates = dates(self.date.as_deref(), other.date.as_deref());
        let likeness = self.sketch.likeness(&other.sketch);
        likeness < ESTRANGED || likeness < ALIKE && (dates == Dates::Differ || self.contradicts(other))
    }

    /// Whether the two say of themselves that they are different works.
    fn contradicts(&self, other: &Self) -> bool {
        let kind = |facts: &Self| facts.standing.unwrap_or_default();
        let is_of_one_party = kind(self) == Standing::Contribution;
        !agree(self.symbol.as_deref(), other.symbol.as_deref())
            || !agree(self.meeting.as_deref(), other.meeting.as_deref())
            || !agree(self.language.as_deref(), other.language.as_deref())
            || kind(self) != kind(other)
            || is_of_one_party && !agree(self.author.as_deref(), other.author.as_deref())
    }

    /// Whether a long reading names at its top the day that the other takes for its own: of several days one was taken for the date.
    fn names_day_of(&self, other: &Self) -> bool {
        self.sketch.runs() >= LONG && other.date.as_ref().is_some_and(|day| self.days.contains(day))
    }
}

/// What two dates say about each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Dates {
    Same,
    Unknown,
    Differ,
}

/// A month holds its days.
fn dates(one: Option<&str>, other: Option<&str>) -> Dates {
    match (one, other) {
        (Some(one), Some(other)) if one.starts_with(other) || other.starts_with(one) => Dates::Same,
        (Some(_), Some(_)) => Dates::Differ,
        _ => Dates::Unknown,
    }
}

fn agree(one: Option<&str>, other: Option<&str>) -> bool {
    let folded = |text: &str| text.to_lowercase();
    one.zip(other).is_none_or(|(one, other)| folded(one) == folded(other))
}

/// The days that a line names in full: "8 April 2026", "April 8, 2026", "2026-04-08".
fn days(line: &str) -> Vec<String> {
    let lower = line.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let number = |word: &str| word.trim_end_matches(char::is_alphabetic).parse::<u16>().ok();
    let month = |word: &str| MONTHS.iter().position(|month| *month == word).map(|at| at as u16 + 1);
    let day = |run: &[&str]| {
        let [first, second, third] = run else { return None };
        let (day, month, year) = match (number(first), number(second), number(third)) {
            (Some(day), None, Some(year)) => (day, month(second)?, year),
            (None, Some(day), Some(year)) => (day, month(first)?, year),
            (Some(year), Some(month), Some(day)) => (day, month, year),
            _ => return None,
        };
        let is_day = (1..=31).contains(&day) && (1..=12).contains(&month) && (1900..2200).contains(&year);
        is_day.then(|| format!("{year:04}-{month:02}-{day:02}"))
    };
    words.windows(3).filter_map(day).collect()
}

/// The readings of a run by their words, each with its path and key.
#[derive(Debug, Clone, Default)]
pub struct Works {
    readings: Vec<Reading>,
    by_path: FxHashMap<String, usize>,
    by_hash: FxHashMap<u32, Vec<usize>>,
}

#[derive(Debug, Clone)]
struct Reading {
    path: String,
    key: String,
    facts: Facts,
}

impl Works {
    /// Adds a reading.
    pub fn put(&mut self, path: &str, key: &str, facts: Facts) {
        let at = self.readings.len();
        for hash in facts.sketch.smallest().iter().take(LOOKED_UP) {
            self.by_hash.entry(*hash).or_default().push(at);
        }
        self.by_path.insert(path.to_owned(), at);
        self.readings.push(Reading { path: path.to_owned(), key: key.to_owned(), facts });
    }

    /// The key of the work that a reading is also of, and how alike the two are: of several the one most alike, then the first.
    #[must_use]
    pub fn find(&self, path: &str, facts: &Facts) -> Option<(String, f32)> {
        let looked_up = facts.sketch.smallest().iter().take(LOOKED_UP);
        let mut candidates: Vec<usize> = looked_up
            .filter_map(|hash| self.by_hash.get(hash))
            .filter(|holding| holding.len() <= COMMON)
            .flatten()
            .copied()
            .collect();
        candidates.sort_unstable();
        candidates.dedup();
        let alike = candidates.into_iter().filter_map(|at| self.readings.get(at)).filter(|other| other.path != path);
        let mut best: Option<(String, f32)> = None;
        for other in alike {
            let Some(likeness) = facts.same_work(&other.facts) else { continue };
            if best.as_ref().is_none_or(|(_, known)| likeness > *known) {
                best = Some((other.key.clone(), likeness));
            }
        }
        best
    }

    /// Whether other files hold the work `key`, and a reading is like none of them.
    #[must_use]
    pub fn is_estranged(&self, path: &str, key: &str, facts: &Facts) -> bool {
        let mut others = self.readings.iter().filter(|other| other.key == key && other.path != path).peekable();
        others.peek().is_some() && others.all(|other| facts.is_estranged_from(&other.facts))
    }

    /// Gives the readings of one work to another. Answers their paths.
    pub fn rename(&mut self, from: &str, to: &str) -> Vec<String> {
        let renamed = self.readings.iter_mut().filter(|reading| reading.key == from);
        renamed
            .map(|reading| {
                to.clone_into(&mut reading.key);
                reading.path.clone()
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Block;

    /// `same` paragraphs that every report of the test has, then `own` of its own.
    fn facts(same: usize, own: &str, count: usize) -> Facts {
        let common =
            (0..same).map(|nth| format!("Point {nth}: the council looked at the harbour list of year {nth} again."));
        let own = (0..count)
            .map(|nth| format!("{own} {nth} was asked to bring {own} papers number {nth} to the table soon."));
        let blocks: Vec<Block> = common.chain(own).map(|text| Block::bare(BlockType::Paragraph, text)).collect();
        Facts {
            body: Some("Council".to_owned()),
            date: Some("2031-04-08".to_owned()),
            sketch: Sketch::of(&blocks),
            ..Facts::default()
        }
    }

    #[test]
    fn files_of_one_work_and_a_reissue_are_one() {
        let one = facts(60, "Ana", 0);
        assert!(one.same_work(&one).is_some());
        assert!(one.same_work(&Facts { date: None, body: None, ..one.clone() }).is_some());
        assert!(one.same_work(&Facts { date: Some("2031-04".to_owned()), ..one.clone() }).is_some());
        assert!(facts(60, "Ana", 3).same_work(&facts(60, "Ben", 2)).is_some(), "some sentences are others");
    }

    #[test]
    fn near_misses_are_two_works() {
        let one = facts(60, "Ana", 0);
        let but = |change: fn(&mut Facts)| {
            let mut other = one.clone();
            change(&mut other);
            one.same_work(&other)
        };
        assert_eq!(but(|other| other.date = Some("2031-04-09".to_owned())), None);
        assert_eq!(but(|other| other.standing = Some(Standing::Draft)), None, "a draft and its final");
        assert_eq!(but(|other| other.standing = Some(Standing::Transcript)), None);
        assert!(but(|other| other.language = Some("fr".to_owned())).is_some(), "unknown agrees");
        assert_eq!(but(|other| other.own_words = true), None, "a letter that many sent");
        let symbols = |one: &str, other: &str| {
            let of = |symbol: &str| Facts { symbol: Some(symbol.to_owned()), ..facts(60, "Ana", 0) };
            of(one).same_work(&of(other))
        };
        assert_eq!(symbols("A/80/604/Add.4", "A/80/604/Add.12"), None);
        assert!(facts(20, "Ana", 30).same_work(&facts(20, "Ben", 30)).is_none(), "two meetings with one form");
        let meeting = |name: &str| Facts { meeting: Some(name.to_owned()), ..facts(60, "Ana", 0) };
        assert_eq!(meeting("Morning session").same_work(&meeting("Afternoon session")), None);
    }

    #[test]
    fn a_day_of_the_title_that_was_taken_for_the_date_parts_no_long_report() {
        let one = Facts { days: days("for the period from 1 July 2024 to 30 June 2025"), ..facts(80, "Ana", 0) };
        let other = Facts { date: Some("2024-07-01".to_owned()), ..one.clone() };
        assert!(one.same_work(&other).is_some());
        let short = Facts { days: one.days.clone(), ..facts(20, "Ana", 0) };
        assert_eq!(short.same_work(&Facts { date: Some("2024-07-01".to_owned()), ..short.clone() }), None);
    }

    #[test]
    fn few_words_are_one_work_only_where_all_is_equal() {
        let one = Facts { title: Some("Note".to_owned()), ..facts(1, "Ana", 0) };
        assert!(one.same_work(&one).is_some());
        assert_eq!(one.same_work(&Facts { title: None, ..one.clone() }), None);
    }

    #[test]
    fn days_are_read_in_three_ways() {
        assert_eq!(
            days("Geneva, 8 April 2026 / April 9th, 2026 / 2026-04-10"),
            ["2026-04-08", "2026-04-09", "2026-04-10"]
        );
        assert!(days("paragraphs 3, 4 and 5, in May 2026").is_empty());
    }

    #[test]
    fn a_work_is_found_by_its_words_and_left_by_a_file_that_has_become_another() {
        let mut works = Works::default();
        works.put("a.pdf", "k", facts(60, "Ana", 0));
        assert_eq!(works.find("a.docx", &facts(60, "Ana", 1)).unwrap().0, "k");
        assert_eq!(works.find("a.pdf", &facts(60, "Ana", 0)), None, "itself");
        assert!(works.is_estranged("a.docx", "k", &facts(0, "Ben", 60)));
        assert!(!works.is_estranged("a.pdf", "k", &facts(0, "Ben", 60)), "no other file holds it");
        assert_eq!(works.rename("k", "m"), ["a.pdf"]);
        assert_eq!(works.find("a.docx", &facts(60, "Ana", 1)).unwrap().0, "m");
    }
}
