//! A thread as people read it: who said what when, how each passage stands to the ones before, and what became of it.

use super::book::{Book, Does, Thread};
use super::relation::Relation;
use super::statement::Fate;
use serde::Serialize;

/// A matter through the years.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Trace {
    /// Id of the thread.
    pub thread: String,
    /// Day of the first passage.
    pub first: Option<String>,
    /// Day of the last passage.
    pub last: Option<String>,
    /// How often it was wanted.
    pub wanted: usize,
    /// How often it was settled.
    pub settled: usize,
    /// What became of it, in words.
    pub fate: String,
    /// Its passages in order of date.
    pub passages: Vec<Traced>,
}

/// A passage of a thread.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Traced {
    /// Id of its block.
    pub id: String,
    /// Ids of its items.
    pub items: Vec<String>,
    /// Key of its report.
    pub report: String,
    /// Date of its report.
    pub date: Option<String>,
    /// File of its report, relative to the corpus.
    pub source: String,
    /// Printed number of its paragraph, with the annexes above.
    pub paragraph: String,
    /// Who holds it, where it is an item.
    pub held_by: Option<String>,
    /// Its words.
    pub text: String,
    /// Whether it wants, settles or tells.
    pub does: Does,
    /// What it says became of the matter.
    pub fate: Fate,
    /// What it takes up.
    pub takes_up: Vec<TakesUp>,
    /// Words elsewhere that refer to it, each with the id of its passage.
    pub cited_by: Vec<(String, String)>,
}

/// How a passage stands to an earlier one.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TakesUp {
    /// Place of the earlier passage among the passages of the trace, from 0.
    pub passage: usize,
    /// How.
    pub relation: Relation,
    /// From 0 to 1.
    pub likeness: f32,
    /// Why.
    pub reason: String,
    /// Who confirmed or made it, where a person did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// What changed: words gone and words new.
    pub difference: Vec<Changed>,
}

/// Words that stood or stand in a passage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Changed {
    /// Words of both.
    Same(String),
    /// Words that the earlier passage has.
    Gone(String),
    /// Words that the later passage has.
    New(String),
}

/// What became of the matter of a thread, in words.
#[must_use]
pub fn fate(book: &Book, thread: &Thread) -> String {
    let passages =
        || thread.members.iter().filter_map(|member| book.passages.get(*member as usize).map(|it| (*member, it)));
    let links = |relation: Relation| {
        let all = thread.members.iter().flat_map(|member| book.links_to(*member));
        all.filter(move |link| link.relation == relation)
    };
    let wanted = passages().filter(|(_, passage)| passage.does == Does::Wants).count();
    let settled = passages().rfind(|(_, passage)| passage.does == Does::Settles);
    let told = passages().rfind(|(_, passage)| passage.fate != Fate::Unsaid);
    let again = |after: u32| passages().any(|(member, passage)| member > after && passage.does != Does::Tells);
    let mut parts: Vec<String> = Vec::new();
    if links(Relation::Splits).next().is_some() {
        parts.push("split".to_owned());
    }
    if links(Relation::Merges).next().is_some() {
        parts.push("merged".to_owned());
    }
    match (settled, links(Relation::Supersedes).max_by_key(|link| (link.later, link.earlier))) {
        (_, Some(link)) => {
            let day =
                book.passages.get(link.later as usize).and_then(|passage| passage.date.clone()).unwrap_or_default();
            parts.push(format!("superseded on {day}"));
        }
        (Some((_, passage)), None) => {
            parts.push(format!("decided on {}", passage.date.as_deref().unwrap_or("an unknown day")));
        }
        (None, None) if wanted > 1 => parts.push(format!("recommended {wanted} times")),
        (None, None) => {}
    }
    match told {
        Some((member, passage)) if !again(member) => {
            parts.push(format!("{} on {}", passage.fate.words(), passage.date.as_deref().unwrap_or("an unknown day")));
        }
        Some(_) => parts.push("taken up again after it was reported on".to_owned()),
        None if settled.is_none() => parts.push("never decided".to_owned()),
        None => {}
    }
    parts.join(", ")
}

/// The words of two passages side by side: what is gone, what is new, what stayed.
#[must_use]
pub fn difference(earlier: &str, later: &str) -> Vec<Changed> {
    let (old, new): (Vec<&str>, Vec<&str>) = (earlier.split_whitespace().collect(), later.split_whitespace().collect());
    if old.len().saturating_mul(new.len()) > MOST_CELLS {
        return vec![Changed::Gone(earlier.to_owned()), Changed::New(later.to_owned())];
    }
    let same = |one: &str, other: &str| bare(one) == bare(other);
    // Longest common subsequence, from the end.
    let width = new.len() + 1;
    let mut longest = vec![0_u16; (old.len() + 1) * width];
    let cell =
        |longest: &[u16], row: usize, column: usize| longest.get(row * width + column).copied().unwrap_or_default();
    for (row, mine) in old.iter().enumerate().rev() {
        for (column, theirs) in new.iter().enumerate().rev() {
            let value = if same(mine, theirs) {
                cell(&longest, row + 1, column + 1) + 1
            } else {
                cell(&longest, row + 1, column).max(cell(&longest, row, column + 1))
            };
            if let Some(place) = longest.get_mut(row * width + column) {
                *place = value;
            }
        }
    }
    let mut changes: Vec<Changed> = Vec::new();
    let (mut row, mut column) = (0, 0);
    loop {
        match (old.get(row), new.get(column)) {
            (Some(mine), Some(theirs)) if same(mine, theirs) => {
                push(&mut changes, Changed::Same((*theirs).to_owned()));
                row += 1;
                column += 1;
            }
            (Some(mine), theirs)
                if theirs.is_none() || cell(&longest, row + 1, column) >= cell(&longest, row, column + 1) =>
            {
                push(&mut changes, Changed::Gone((*mine).to_owned()));
                row += 1;
            }
            (_, Some(theirs)) => {
                push(&mut changes, Changed::New((*theirs).to_owned()));
                column += 1;
            }
            _ => return changes,
        }
    }
}

/// The longest texts whose words are compared one by one, as the product of their lengths.
const MOST_CELLS: usize = 4_000_000;

fn bare(word: &str) -> String {
    word.chars().filter(|it| it.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Adds a word to the stretch that it continues.
fn push(changes: &mut Vec<Changed>, next: Changed) {
    match (changes.last_mut(), &next) {
        (Some(Changed::Same(words)), Changed::Same(word))
        | (Some(Changed::Gone(words)), Changed::Gone(word))
        | (Some(Changed::New(words)), Changed::New(word)) => {
            words.push(' ');
            words.push_str(word);
        }
        _ => changes.push(next),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_changed_is_shown_word_by_word() {
        let changes = difference("The Board should meet in May.", "The Board shall meet in June.");
        assert_eq!(
            changes,
            [
                Changed::Same("The Board".to_owned()),
                Changed::Gone("should".to_owned()),
                Changed::New("shall".to_owned()),
                Changed::Same("meet in".to_owned()),
                Changed::Gone("May.".to_owned()),
                Changed::New("June.".to_owned()),
            ]
        );
    }
}
