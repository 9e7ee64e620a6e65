//! The threads of a book made ready for lists and pages: what became of each, and by block what belongs to it and what refers to it.

use super::book::{Book, Does, Passage, Referral, Thread};
use super::statement::Fate;
use super::trace::fate;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Serialize;

/// What became of an item, for sorting.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FollowState {
    /// Its day is over and nothing tells that it was done.
    Overdue,
    /// It was wanted again and again, or once, and is not settled.
    #[default]
    Open,
    /// No later report takes it up.
    NeverMentionedAgain,
    /// It is not done yet, a later report says.
    CarriedOver,
    /// It was settled, and nothing tells that it was done.
    Decided,
    /// A later report says that it was done.
    Done,
    /// A later report says that it will not be done.
    Dropped,
    /// A later report says that it could not be done.
    Failed,
}

/// A matter that was taken up again, as a list shows it.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Matter {
    /// Id of its thread.
    pub thread: String,
    /// Day of the first passage.
    pub first: Option<String>,
    /// Day of the last passage.
    pub last: Option<String>,
    /// Passages of it.
    pub passages: usize,
    /// Reports with such passages.
    pub reports: usize,
    /// How often it was wanted.
    pub wanted: usize,
    /// What became of it, in words.
    pub fate: String,
    /// The same for sorting; deadlines are not looked at.
    pub state: FollowState,
    /// Id of the block that says best what it is about: the last that wants or settles something.
    pub lead: String,
    /// Bytes of that block's text.
    #[serde(skip)]
    pub span: [u32; 2],
}

/// All matters, and what leads to them.
#[derive(Debug, Default)]
pub struct Matters {
    /// In the order in which they begin.
    pub list: Vec<Matter>,
    threads: FxHashMap<String, Vec<u32>>,
    from: FxHashMap<String, Vec<u32>>,
    to: FxHashMap<String, Vec<u32>>,
}

impl Matters {
    /// Of a book.
    #[must_use]
    pub fn of(book: &Book) -> Self {
        let mut matters =
            Self { list: book.threads.iter().map(|thread| matter(book, thread)).collect(), ..Self::default() };
        for (number, thread) in (0_u32..).zip(&book.threads) {
            for passage in members(book, thread) {
                for id in std::iter::once(&passage.id).chain(&passage.items) {
                    let of_id = matters.threads.entry(id.clone()).or_default();
                    if of_id.last() != Some(&number) {
                        of_id.push(number);
                    }
                }
            }
        }
        for (number, referral) in (0_u32..).zip(&book.references) {
            matters.from.entry(referral.from.clone()).or_default().push(number);
            if let Some(to) = &referral.to {
                matters.to.entry(to.clone()).or_default().push(number);
            }
        }
        matters
    }

    /// The matters of a block or an item.
    pub fn at<'m>(&'m self, id: &str) -> impl Iterator<Item = &'m Matter> {
        numbers(&self.threads, id).filter_map(|number| self.list.get(number))
    }

    /// What refers to a block.
    pub fn referring_to<'m>(&'m self, book: &'m Book, block: &str) -> impl Iterator<Item = &'m Referral> {
        numbers(&self.to, block).filter_map(|number| book.references.get(number))
    }

    /// What a block refers to.
    pub fn referred_from<'m>(&'m self, book: &'m Book, block: &str) -> impl Iterator<Item = &'m Referral> {
        numbers(&self.from, block).filter_map(|number| book.references.get(number))
    }
}

fn numbers(of: &FxHashMap<String, Vec<u32>>, id: &str) -> impl Iterator<Item = usize> {
    of.get(id).into_iter().flatten().map(|number| *number as usize)
}

fn members<'b>(book: &'b Book, thread: &'b Thread) -> impl DoubleEndedIterator<Item = &'b Passage> {
    thread.members.iter().filter_map(|member| book.passages.get(*member as usize))
}

fn matter(book: &Book, thread: &Thread) -> Matter {
    let passages: Vec<&Passage> = members(book, thread).collect();
    let reports: FxHashSet<&str> = passages.iter().map(|passage| passage.report.as_str()).collect();
    let lead = passages.iter().rfind(|passage| passage.does != Does::Tells).or(passages.last());
    Matter {
        thread: thread.id.clone(),
        first: passages.first().and_then(|passage| passage.date.clone()),
        last: passages.last().and_then(|passage| passage.date.clone()),
        passages: passages.len(),
        reports: reports.len(),
        wanted: passages.iter().filter(|passage| passage.does == Does::Wants).count(),
        fate: fate(book, thread),
        state: state(&passages),
        lead: lead.map(|passage| passage.id.clone()).unwrap_or_default(),
        span: lead.map(|passage| passage.span).unwrap_or_default(),
    }
}

/// What became of a matter, as far as its passages tell: what was said after it was last wanted or settled counts.
pub fn state(passages: &[&Passage]) -> FollowState {
    let last_act = passages.iter().rposition(|passage| passage.does != Does::Tells);
    let after = passages.iter().skip(last_act.map_or(0, |at| at + 1));
    match after.rev().map(|passage| passage.fate).find(|fate| *fate != Fate::Unsaid) {
        Some(Fate::Done) => FollowState::Done,
        Some(Fate::Dropped) => FollowState::Dropped,
        Some(Fate::Failed) => FollowState::Failed,
        Some(Fate::CarriedOver) => FollowState::CarriedOver,
        _ if passages.iter().any(|passage| passage.does == Does::Settles) => FollowState::Decided,
        _ => FollowState::Open,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passage(id: &str, does: Does, fate: Fate) -> Passage {
        Passage {
            id: id.to_owned(),
            report: id.to_owned(),
            does,
            fate,
            date: Some("2019-01-01".to_owned()),
            ..Passage::default()
        }
    }

    #[test]
    fn a_matter_is_found_from_its_blocks_and_says_what_became_of_it() {
        let book = Book {
            passages: vec![
                passage("a#1", Does::Wants, Fate::Unsaid),
                passage("b#1", Does::Settles, Fate::Unsaid),
                passage("c#1", Does::Tells, Fate::Done),
            ],
            threads: vec![Thread { id: "T-a".to_owned(), members: vec![0, 1, 2] }],
            references: vec![Referral {
                from: "c#1".to_owned(),
                words: "paragraph 1".to_owned(),
                to: Some("b#1".to_owned()),
            }],
            ..Book::default()
        };
        let matters = Matters::of(&book);
        let found: Vec<&Matter> = matters.at("c#1").collect();
        assert_eq!(found.len(), 1);
        assert_eq!(
            (found[0].state, found[0].passages, found[0].reports, found[0].wanted),
            (FollowState::Done, 3, 3, 1)
        );
        assert_eq!(found[0].lead, "b#1", "the last that wants or settles");
        assert_eq!(matters.referring_to(&book, "b#1").count(), 1);
        assert_eq!(matters.referred_from(&book, "c#1").count(), 1);
        assert_eq!(matters.at("d#1").count(), 0);
    }

    #[test]
    fn what_was_told_before_it_was_wanted_again_does_not_count() {
        let told = passage("a#1", Does::Tells, Fate::Done);
        let wanted = passage("b#1", Does::Wants, Fate::Unsaid);
        assert_eq!(state(&[&told, &wanted]), FollowState::Open);
        assert_eq!(state(&[&wanted, &told]), FollowState::Done);
    }
}
