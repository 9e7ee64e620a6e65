//! `overrides.csv`: corrections that people make to what the rules found, applied at every run and never dropped.
//!
//! A line is `id,field,value,reviewer,date,reason,text_hash`. `text_hash` is that of the item's text when it was reviewed
//! ([`text_hash`]): when the text has changed since, the line is reported as stale and not applied.

use super::history::base_32;
use super::read::records;
use super::sheet::Unreadable;
use super::text::decode;
use crate::model::{Block, BlockType, DueState, Force, Item, Kind, TaggedDocument};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// The columns of `overrides.csv`.
pub const HEADER: [&str; 7] = ["id", "field", "value", "reviewer", "date", "reason", "text_hash"];

/// One line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Override {
    /// The line in the file, the header being 1.
    pub line: usize,
    /// The item; of `add` the block, the paragraph's id.
    pub id: String,
    /// `kind`, `category`, `actor`, `due`, `not-an-item`, `add`, or one of [`THREAD_FIELDS`].
    pub field: String,
    /// The right value; of `add` the kind, then a colon, then the words as quoted.
    pub value: String,
    /// Who says so.
    pub reviewer: String,
    /// When.
    pub date: String,
    /// Why.
    pub reason: String,
    /// [`text_hash`] of the text that was reviewed; empty for "whatever the text".
    pub text_hash: String,
}

/// The fields of lines about threads: two passages belong together, do not, or rightly do.
pub const THREAD_FIELDS: [&str; 3] = ["thread-link", "thread-unlink", "thread-confirm"];

impl Override {
    /// Whether it says something of two passages: `id` and `value` are their ids. The threads themselves are made in a run.
    #[must_use]
    pub fn is_about_threads(&self) -> bool {
        THREAD_FIELDS.contains(&self.field.as_str())
    }

    fn of_threads(&self) -> Outcome {
        if self.value.is_empty() || self.value == self.id {
            return Outcome::Unclear(format!("of {}, the value is the id of the other passage", self.field));
        }
        Outcome::Applied
    }
}

/// What became of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The item now says so.
    Applied,
    /// The text has changed since the review: look again.
    Stale,
    /// Another line says otherwise; neither is applied.
    Conflicting,
    /// The item or block is not there.
    Orphaned,
    /// The file of its report is still being copied: the report stays as it was, and a later run applies the line.
    Waiting,
    /// The line cannot be understood: what was expected.
    Unclear(String),
}

impl Outcome {
    /// The stable word.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Applied => "applied",
            Self::Stale => "stale",
            Self::Conflicting => "conflicting",
            Self::Orphaned => "orphaned",
            Self::Waiting => "waiting",
            Self::Unclear(_) => "unclear",
        }
    }
}

/// All corrections of a workspace.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Overrides {
    lines: Vec<Override>,
}

impl Overrides {
    /// Reads `overrides.csv`, as any spreadsheet saved it.
    ///
    /// # Errors
    /// The file has no header with `id`, `field` and `value`.
    pub fn read(bytes: &[u8], name: &str) -> Result<Self, Unreadable> {
        let refuse = || Unreadable {
            name: name.to_owned(),
            message: "no header with id, field and value was found.".to_owned(),
            hint: format!("The first line must be: {}", HEADER.join(",")),
        };
        let (text, _) = decode(bytes).ok_or_else(refuse)?;
        for separator in [b',', b';', b'\t'] {
            let records = records(&text, separator);
            let Some(header) = records.first() else { continue };
            let place = |name: &str| header.iter().position(|cell| cell.trim().eq_ignore_ascii_case(name));
            let (Some(_), Some(_), Some(_)) = (place("id"), place("field"), place("value")) else { continue };
            let lines = records.iter().enumerate().skip(1).map(|(at, record)| {
                let cell = |name: &str| {
                    let cell = place(name).and_then(|at| record.get(at)).map(String::as_str).unwrap_or_default();
                    crate::text::formula::cleaned(cell).trim().to_owned()
                };
                Override {
                    line: at + 1,
                    id: cell("id"),
                    field: cell("field").to_lowercase().replace([' ', '_'], "-"),
                    value: cell("value"),
                    reviewer: cell("reviewer"),
                    date: cell("date"),
                    reason: cell("reason"),
                    text_hash: cell("text_hash"),
                }
            });
            return Ok(Self { lines: lines.filter(|line| !line.id.is_empty() || !line.value.is_empty()).collect() });
        }
        Err(refuse())
    }

    /// These lines and no others.
    #[must_use]
    pub fn of(lines: Vec<Override>) -> Self {
        Self { lines }
    }

    /// The lines in the order of the file.
    #[must_use]
    pub fn lines(&self) -> &[Override] {
        &self.lines
    }

    /// Adds the items of `add` lines to a document, before identity is assigned, and answers the lines that found their
    /// words. A quotation is matched whatever its spaces and quotation marks.
    pub fn add_items(&self, tagged: &mut TaggedDocument) -> Vec<usize> {
        let mut found = Vec::new();
        for line in self.lines.iter().filter(|line| line.field == "add") {
            let Some((kind, quotation)) = addition(line) else { continue };
            let blocks = tagged.document.blocks.iter().enumerate();
            let place = blocks
                .filter(|(_, block)| block.block_type != BlockType::Furniture)
                .filter(|(_, block)| is_in(&line.id, block, &tagged.document.meta.key))
                .find_map(|(at, block)| span_of(&block.text, quotation).map(|span| (at, span)));
            let Some((block, span)) = place else { continue };
            found.push(line.line);
            let same = |item: &Item| item.block == block && item.kind == kind && item.span == span;
            if !tagged.items.iter().any(same) {
                let item = added(tagged, block, span, kind);
                let after = tagged.items.iter().position(|item| (item.block, item.span[0]) > (block, span[0]));
                tagged.items.insert(after.unwrap_or(tagged.items.len()), item);
            }
        }
        found
    }

    /// Applies all other lines to a document with identity. Answers what became of the lines that name one of its items.
    pub fn apply(&self, tagged: &mut TaggedDocument) -> BTreeMap<usize, Outcome> {
        let mut outcomes = BTreeMap::new();
        let mut dropped = Vec::new();
        for line in self.lines.iter().filter(|line| line.is_about_threads()) {
            let here = |id: &str| {
                tagged.items.iter().any(|item| item.id == id || item.formerly.iter().any(|old| old == id))
                    || tagged.document.blocks.iter().any(|block| block.id == id)
            };
            if here(&line.id) {
                outcomes.insert(line.line, line.of_threads());
            }
        }
        for line in self.lines.iter().filter(|line| line.field != "add" && !line.is_about_threads()) {
            let names = |item: &&mut Item| item.id == line.id || item.formerly.contains(&line.id);
            let Some(item) = tagged.items.iter_mut().find(names) else { continue };
            // Of an item that was taken over the words are longer or shorter than those that were corrected.
            let same_item = item.id == line.id;
            let stale = same_item && !line.text_hash.is_empty() && line.text_hash != text_hash(&item.text);
            let outcome = if self.is_contradicted(line) {
                Outcome::Conflicting
            } else if stale {
                Outcome::Stale
            } else if line.field == "not-an-item" {
                dropped.push(item.id.clone());
                Outcome::Applied
            } else {
                correct(item, line)
            };
            outcomes.insert(line.line, outcome);
        }
        tagged.items.retain(|item| !dropped.contains(&item.id));
        outcomes
    }

    /// What became of every line of the file, given what documents answered: a line that none named is orphaned.
    #[must_use]
    pub fn report(&self, answered: &BTreeMap<usize, Outcome>, added: &[usize]) -> Vec<(Override, Outcome)> {
        let outcome = |line: &Override| {
            if line.field == "add" {
                return match addition(line) {
                    None => Outcome::Unclear(
                        "of add, the value is a kind, a colon and the words: action: The Chair will ...".to_owned(),
                    ),
                    Some(_) if added.contains(&line.line) => Outcome::Applied,
                    Some(_) => Outcome::Orphaned,
                };
            }
            answered.get(&line.line).cloned().unwrap_or(Outcome::Orphaned)
        };
        self.lines.iter().map(|line| (line.clone(), outcome(line))).collect()
    }

    /// Whether another line sets the same field of the same item to something else. Several actors are no contradiction
    /// within one line; two lines are.
    fn is_contradicted(&self, line: &Override) -> bool {
        let same = |other: &&Override| other.id == line.id && other.field == line.field;
        let drops =
            |other: &Override| other.id == line.id && (other.field == "not-an-item") != (line.field == "not-an-item");
        self.lines.iter().filter(same).any(|other| other.value != line.value)
            || self.lines.iter().any(|other| other.field != "add" && drops(other))
    }
}

/// The hash of a text for `text_hash`: eight base-32 characters over its letters and digits, lower case, so that spaces
/// and punctuation that a better reader repairs make no line stale.
#[must_use]
pub fn text_hash(text: &str) -> String {
    let folded: String =
        text.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    base_32(&Sha256::digest(folded.as_bytes()), 8)
}

fn correct(item: &mut Item, line: &Override) -> Outcome {
    let list =
        || line.value.split(';').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect::<Vec<_>>();
    match line.field.as_str() {
        "kind" => match kind_of(&line.value) {
            Some(kind) => item.kind = kind,
            None => return Outcome::Unclear("kind is decision, action or recommendation".to_owned()),
        },
        "category" | "categories" => item.categories = list(),
        "actor" | "actors" => item.actors = list(),
        "due" if line.value.is_empty() => {
            item.due = None;
            item.due_from = None;
            item.due_state = None;
        }
        "due" => match line.value.parse::<jiff::civil::Date>() {
            Ok(day) => {
                item.due = Some(day.to_string());
                item.due_from = None;
                item.due_state = Some(DueState::Exact);
                item.due_basis = Some("overrides.csv".to_owned());
            }
            Err(_) => return Outcome::Unclear("due is a day like 2026-11-21, or empty".to_owned()),
        },
        _ => {
            return Outcome::Unclear(
                "field is kind, category, actor, due, not-an-item, add, thread-link, thread-unlink or thread-confirm"
                    .to_owned(),
            );
        }
    }
    if !item.flags.iter().any(|flag| flag == OVERRIDDEN) {
        item.flags.push(OVERRIDDEN.to_owned());
    }
    Outcome::Applied
}

/// The flag of an item that a person corrected or added.
pub const OVERRIDDEN: &str = "overridden";

fn kind_of(word: &str) -> Option<Kind> {
    match word.trim().to_lowercase().as_str() {
        "decision" => Some(Kind::Decision),
        "action" => Some(Kind::Action),
        "recommendation" => Some(Kind::Recommendation),
        _ => None,
    }
}

fn addition(line: &Override) -> Option<(Kind, &str)> {
    let (kind, words) = line.value.split_once(':')?;
    let words = words.trim();
    kind_of(kind).filter(|_| !words.is_empty()).map(|kind| (kind, words))
}

/// Whether an `add` line may mean this block: its id names the block, its report, or nothing.
fn is_in(id: &str, block: &Block, report: &str) -> bool {
    id.is_empty()
        || id == report
        || id == block.id
        || block.id.strip_prefix(id).is_some_and(|rest| rest.starts_with('/'))
}

/// The byte span of a quotation in a text, letters and digits alone compared, case folded.
fn span_of(text: &str, quotation: &str) -> Option<[usize; 2]> {
    let fold = |text: &str| -> Vec<(usize, usize, char)> {
        let letters = text.char_indices().filter(|(_, character)| character.is_alphanumeric());
        letters
            .flat_map(|(at, character)| {
                character.to_lowercase().map(move |lower| (at, at + character.len_utf8(), lower))
            })
            .collect()
    };
    let (text_letters, wanted) = (fold(text), fold(quotation));
    if wanted.is_empty() {
        return None;
    }
    let matches = |window: &&[(usize, usize, char)]| {
        window.iter().map(|letter| letter.2).eq(wanted.iter().map(|letter| letter.2))
    };
    let window = text_letters.windows(wanted.len()).find(matches)?;
    let (from, mut to) = (window.first()?.0, window.last()?.1);
    // The full stop belongs to the sentence.
    if text.get(to..).is_some_and(|rest| rest.starts_with(['.', '!', '?'])) {
        to += 1;
    }
    Some([from, to])
}

fn added(tagged: &TaggedDocument, block: usize, span: [usize; 2], kind: Kind) -> Item {
    let text = tagged.document.blocks.get(block).and_then(|block| block.text.get(span[0]..span[1])).unwrap_or_default();
    let force = match kind {
        Kind::Decision => Force::Agreed,
        Kind::Action => Force::Requested,
        Kind::Recommendation => Force::Recommended,
    };
    Item {
        block,
        rule: "overrides.add".to_owned(),
        cue: [span[0], span[0]],
        span,
        flags: vec![OVERRIDDEN.to_owned()],
        ..Item::bare(kind, force, text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::sample::tagged;

    const ID: &str = "board-2019-05-02#annex-1/7~aaaaaaaa.d";

    fn overrides(lines: &str) -> Overrides {
        let text = format!("id;field;value;reviewer;date;reason;text_hash\r\n{}", lines.replace('|', ";"));
        Overrides::read(text.as_bytes(), "overrides.csv").unwrap()
    }

    fn outcome(lines: &str) -> (TaggedDocument, Vec<&'static str>) {
        let (overrides, mut tagged) = (overrides(lines), tagged());
        let added = overrides.add_items(&mut tagged);
        let answered = overrides.apply(&mut tagged);
        let report = overrides.report(&answered, &added);
        (tagged, report.iter().map(|(_, outcome)| outcome.name()).collect())
    }

    #[test]
    fn every_field_is_corrected() {
        let (tagged, outcomes) = outcome(&format!(
            "{ID}|kind|Action|Ana|2026-11-21|it is one|\n{ID}|category|funding|Ana|||\n{ID}|actor|Chair|Ana|||\n{ID}|due|2020-01-31|Ana|||\n"
        ));
        assert_eq!(outcomes, ["applied"; 4]);
        let item = &tagged.items[0];
        assert_eq!((item.kind, item.categories.as_slice()), (Kind::Action, ["funding".to_owned()].as_slice()));
        assert_eq!(
            (item.actors.as_slice(), item.due.as_deref()),
            (["Chair".to_owned()].as_slice(), Some("2020-01-31"))
        );
        assert_eq!(item.flags, [OVERRIDDEN]);
    }

    #[test]
    fn what_is_not_an_item_goes() {
        let (tagged, outcomes) = outcome(&format!("{ID}|not an item||Ana|||\n"));
        assert_eq!((tagged.items.len(), outcomes), (0, vec!["applied"]));
    }

    #[test]
    fn no_line_is_dropped_without_a_word() {
        let hash = text_hash(&tagged().items[0].text);
        let (tagged, outcomes) = outcome(&format!(
            "{ID}|kind|action||||zzzzzzzz\n{ID}|due|soon|||\n{ID}|colour|red|||\nk#1~bbbbbbbb.d|kind|action|||\n\
             {ID}|actor|Chair||||{hash}\n{ID}|category|a|||\n{ID}|category|b|||\n"
        ));
        let expected = ["stale", "unclear", "unclear", "orphaned", "applied", "conflicting", "conflicting"];
        assert_eq!(outcomes, expected);
        assert_eq!((tagged.items[0].kind, tagged.items[0].categories[0].as_str()), (Kind::Decision, "outcomes"));
    }

    #[test]
    fn a_missed_item_is_added_by_quotation_once() {
        let line = "board-2019-05-02|add|action: the board agreed  to “publish” its minutes|||\n";
        let (overrides, mut tagged) = (overrides(line), tagged());
        for _ in 0..2 {
            assert_eq!(overrides.add_items(&mut tagged), [2]);
        }
        let items: Vec<_> = tagged.items.iter().map(|item| (item.kind, item.text.as_str())).collect();
        assert_eq!(items[1], (Kind::Action, "The Board agreed to publish its minutes"));
        assert_eq!(items.len(), 2);
        assert_eq!(outcome("|add|action: words that nobody said|||\n").1, ["orphaned"]);
        assert_eq!(outcome("|add|these words|||\n").1, ["unclear"]);
    }

    #[test]
    fn a_repaired_comma_makes_no_line_stale() {
        assert_eq!(text_hash("It was agreed, then."), text_hash("It was agreed then"));
        assert_ne!(text_hash("It was agreed."), text_hash("It was not agreed."));
    }

    #[test]
    fn a_file_without_the_columns_is_refused() {
        assert!(Overrides::read(b"a,b\n1,2\n", "overrides.csv").is_err());
    }
}
