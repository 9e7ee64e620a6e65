//! The same matter through the years: traces, what was never taken up, and what people say of threads.

use super::{Correction, Record};
use crate::error::RunError;
use crate::model::BlockType;
use crate::query::words::fold_all;
use crate::query::{Options, Query};
use crate::run::documents::Documents;
use crate::threads::book::{Book, BookLink, Does, Referral, Thread};
use crate::threads::matters::{FollowState, state};
use crate::threads::statement::Fate;
use crate::threads::trace::{TakesUp, Trace, Traced, difference, fate};
use crate::threads::versions::{self, Comparison};
use crate::threads::words::Words;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Serialize;

/// What people ask to trace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TraceOf {
    /// A thread, item, paragraph or report, by its id.
    Id(String),
    /// Passages that a query finds.
    Query(String),
}

/// What became of an item, as far as later reports tell.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Followed {
    /// Id of the first item or block.
    pub id: String,
    /// Its thread; none where nothing takes it up.
    pub thread: Option<String>,
    /// Day of the first passage.
    pub first: Option<String>,
    /// Day of the last passage.
    pub last: Option<String>,
    /// How often it was wanted.
    pub wanted: usize,
    /// Who is to act, at the last time.
    pub actors: Vec<String>,
    /// The deadline, at the last time.
    pub due: Option<String>,
    /// What became of it, in words.
    pub fate: String,
    /// `never mentioned again`, `open`, `overdue`, `decided`, `done`, `carried over`, `dropped`, `failed`: for sorting.
    pub state: FollowState,
    /// The last words.
    pub text: String,
    /// What the last report that tells of it says.
    pub told: Option<String>,
    /// Whom that report names of those who were to act.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub told_by: Vec<String>,
}

impl Record {
    /// The threads that an id leads to, or that a query's passages are in, each from its first passage to its last.
    ///
    /// ```
    /// # use minutebook::{Record, TraceOf};
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/example.rs"));
    /// # fn main() -> Result<(), minutebook::Error> {
    /// # let (_folder, record) = example()?;
    /// for trace in record.trace(&TraceOf::Query("sundays".to_owned()))? {
    ///     println!("{}: {}", trace.thread, trace.fate);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Nothing has the id, the query cannot be read, there is no index yet, or it cannot be read.
    pub fn trace(&self, what: &TraceOf) -> Result<Vec<Trace>, RunError> {
        let current = self.current()?;
        let book = current.book()?;
        let threads: Vec<&Thread> = match what {
            TraceOf::Id(id) => {
                let found = book.threads_at(id);
                if found.is_empty() && !id.starts_with("T-") { threads_of(book, &self.blocks_of(id)?) } else { found }
            }
            TraceOf::Query(query) => {
                let query: Query =
                    query.parse().map_err(|error: crate::query::QueryError| super::usage(error.to_string()))?;
                let options = Options { limit: MOST_TRACED, ..Options::default() };
                let hits = current.reader.search(&query, &options, &current.expansion)?;
                let blocks: FxHashSet<String> = hits.hits.into_iter().map(|hit| hit.id).collect();
                threads_of(book, &blocks)
            }
        };
        threads.into_iter().take(MOST_TRACED).map(|thread| self.traced(book, thread)).collect()
    }

    /// All threads of the record.
    ///
    /// # Errors
    /// There is no index yet, or it cannot be read.
    pub fn all_traces(&self) -> Result<Vec<Trace>, RunError> {
        let current = self.current()?;
        let book = current.book()?;
        book.threads.iter().map(|thread| self.traced(book, thread)).collect()
    }

    /// The references of the record: the block that refers, its words, and the block that is meant where the record has it.
    ///
    /// # Errors
    /// There is no index yet, or it cannot be read.
    pub fn references(&self) -> Result<Vec<Referral>, RunError> {
        Ok(self.current()?.book()?.references.clone())
    }

    /// What is known of a paragraph besides its own words: the threads that it is in, what refers to it, and what it refers to.
    ///
    /// # Errors
    /// There is no index yet, or it cannot be read.
    pub fn around(&self, block: &str) -> Result<Around, RunError> {
        let current = self.current()?;
        let (book, matters) = (current.book()?, current.matters()?);
        Ok(Around {
            threads: matters.at(block).map(|matter| (matter.thread.clone(), matter.fate.clone())).collect(),
            cited_by: matters.referring_to(book, block).cloned().collect(),
            refers_to: matters.referred_from(book, block).cloned().collect(),
        })
    }

    /// Two versions of a work, paragraph by paragraph. Without `before`, the version that the manifest says `after` supersedes.
    ///
    /// # Errors
    /// A report is not in the index, or nothing says which one is superseded.
    pub fn compare(&self, before: Option<&str>, after: &str) -> Result<Comparison, RunError> {
        let current = self.current()?;
        let superseded;
        let before = match before {
            Some(before) => before,
            None => {
                let report = current.reader.report(after)?;
                superseded = report.as_ref().and_then(|report| report.extra.supersedes.clone());
                superseded.as_deref().ok_or_else(|| {
                    RunError::usage(format!("nothing says which report {after} supersedes"))
                        .hint("name both: minutebook trace versions BEFORE AFTER")
                        .hint("or fill the column supersedes of corpus/manifest.csv")
                })?
            }
        };
        let documents = Documents::of(self.workspace());
        let load = |key: &str| match current.catalogue.report(key) {
            Some(report) => documents.load(&report.document),
            None => Err(RunError::usage(format!("no report has the key {key}"))
                .hint("`minutebook status --format json` lists the reports with their keys.")),
        };
        let words = Words::embedded()
            .map_err(|error| RunError::internal("the groups of words cannot be read").because(error))?;
        Ok(versions::compare(&load(before)?, &load(after)?, &words))
    }

    /// What became of all that was wanted or decided: open, overdue, never mentioned again, done.
    ///
    /// # Errors
    /// There is no index yet, or index, ledger or a stored document cannot be read.
    pub fn follow_up(&self) -> Result<Vec<Followed>, RunError> {
        let current = self.current()?;
        let book = current.book()?;
        let today = self.ledger()?.today().to_owned();
        let rows = self.select(&super::Selection::default())?.held;
        let threads = book.threads_of_items();
        let by_id: FxHashMap<&str, &Thread> = book.threads.iter().map(|thread| (thread.id.as_str(), thread)).collect();
        let mut seen: FxHashSet<&str> = FxHashSet::default();
        let mut all = Vec::new();
        for row in &rows {
            let thread = threads.get(row.id.as_str()).and_then(|id| by_id.get(id));
            if let Some(thread) = thread {
                if !seen.insert(&thread.id) {
                    continue;
                }
                all.push(self.followed(book, thread, &rows, &today)?);
                continue;
            }
            let body = current.catalogue.report(&row.report).and_then(|report| report.body.clone()).unwrap_or_default();
            let is_last =
                book.last_days.get(&body).is_none_or(|last| row.date.as_ref().is_none_or(|date| date >= last));
            let overdue = row.due.as_ref().is_some_and(|due| *due < today);
            let state = match (is_last, overdue) {
                (false, false) => FollowState::NeverMentionedAgain,
                (_, true) => FollowState::Overdue,
                (true, false) => FollowState::Open,
            };
            let fate = match (is_last, overdue) {
                (true, true) => "overdue",
                (true, false) => "open; no later report yet",
                (false, true) => "overdue, never mentioned again",
                (false, false) => "never mentioned again",
            };
            all.push(Followed {
                id: row.id.clone(),
                first: row.date.clone(),
                last: row.date.clone(),
                wanted: 1,
                actors: row.actors.clone(),
                due: row.due.clone(),
                fate: fate.to_owned(),
                state,
                text: row.text.clone(),
                ..Followed::default()
            });
        }
        all.sort_by(|left, right| (left.state, &left.first, &left.id).cmp(&(right.state, &right.first, &right.id)));
        Ok(all)
    }

    /// Writes down what a person says of two passages; the next run holds to it.
    ///
    /// # Errors
    /// One of the ids names nothing, another process writes in the workspace, or the disk refuses.
    pub fn judge_threads(&self, judgement: &ThreadJudgement) -> Result<(), RunError> {
        for id in [&judgement.one, &judgement.other] {
            self.show(id, 0)?;
        }
        self.add_correction(&Correction {
            id: judgement.one.clone(),
            field: judgement.field.to_owned(),
            value: judgement.other.clone(),
            by: judgement.by.clone(),
            because: judgement.because.clone(),
        })
    }

    fn followed(
        &self,
        book: &Book,
        thread: &Thread,
        rows: &[crate::model::TrackerRow],
        today: &str,
    ) -> Result<Followed, RunError> {
        let passages: Vec<_> = thread.members.iter().filter_map(|member| book.passages.get(*member as usize)).collect();
        let items: FxHashSet<&str> =
            passages.iter().flat_map(|passage| passage.items.iter().map(String::as_str)).collect();
        let last_row = rows
            .iter()
            .filter(|row| items.contains(row.id.as_str()))
            .max_by_key(|row| (row.date.clone(), row.id.clone()));
        let first = passages.first();
        let last = passages.last();
        let wanted = passages.iter().filter(|passage| passage.does == Does::Wants).count();
        let last_act = passages.iter().rposition(|passage| passage.does != Does::Tells);
        let told = passages
            .iter()
            .enumerate()
            .rfind(|(at, passage)| passage.fate != Fate::Unsaid && last_act.is_none_or(|act| *at > act));
        let overdue = last_row.and_then(|row| row.due.as_ref()).is_some_and(|due| due.as_str() < today);
        let state = match state(&passages) {
            FollowState::Decided | FollowState::Open if overdue => FollowState::Overdue,
            told => told,
        };
        let mut words = fate(book, thread);
        if state == FollowState::Overdue {
            words = if words.is_empty() { "overdue".to_owned() } else { format!("{words}, overdue") };
        }
        let text = |passage: Option<&&crate::threads::book::Passage>| -> Result<String, RunError> {
            passage.map_or_else(|| Ok(String::new()), |passage| self.words_at(&passage.id, passage.span))
        };
        let told = told.map(|(_, passage)| self.words_at(&passage.id, passage.span)).transpose()?;
        let asked = rows.iter().filter(|row| items.contains(row.id.as_str())).flat_map(|row| &row.actors);
        Ok(Followed {
            id: first.map(|it| it.items.first().unwrap_or(&it.id).clone()).unwrap_or_default(),
            thread: Some(thread.id.clone()),
            first: first.and_then(|it| it.date.clone()),
            last: last.and_then(|it| it.date.clone()),
            wanted,
            actors: last_row.map(|row| row.actors.clone()).unwrap_or_default(),
            due: last_row.and_then(|row| row.due.clone()),
            fate: words,
            state,
            text: text(last)?,
            told_by: named_in(asked, told.as_deref().unwrap_or_default()),
            told,
        })
    }

    /// Some words of a block.
    pub(crate) fn words_at(&self, block: &str, span: [u32; 2]) -> Result<String, RunError> {
        let found = self.current()?.reader.block(block)?;
        Ok(found.map(|found| words_of(&found.block.text, span)).unwrap_or_default())
    }

    /// The ids of the blocks that an id stands for.
    fn blocks_of(&self, id: &str) -> Result<FxHashSet<String>, RunError> {
        Ok(match self.show(id, 0)? {
            crate::search::show::Shown::Block(place) => std::iter::once(place.block.id).collect(),
            crate::search::show::Shown::Report { blocks, .. } => blocks
                .into_iter()
                .filter(|found| found.block.block_type != BlockType::Furniture)
                .map(|found| found.block.id)
                .collect(),
        })
    }

    fn traced(&self, book: &Book, thread: &Thread) -> Result<Trace, RunError> {
        let current = self.current()?;
        let mut passages = Vec::with_capacity(thread.members.len());
        for member in &thread.members {
            let Some(passage) = book.passages.get(*member as usize) else { continue };
            let mut traced = Traced {
                id: passage.id.clone(),
                items: passage.items.clone(),
                report: passage.report.clone(),
                date: passage.date.clone(),
                does: passage.does,
                fate: passage.fate,
                cited_by: book.cited_by(&passage.id).map(|it| (it.from.clone(), it.words.clone())).collect(),
                ..Traced::default()
            };
            if let Some(report) = current.catalogue.report(&passage.report) {
                traced.source = report.files.first().map(|file| file.path.clone()).unwrap_or_default();
            }
            if let Some(found) = current.reader.block(&passage.id)? {
                traced.text = words_of(&found.block.text, passage.span);
                let number = found.block.number.iter().map(|number| format!("paragraph {number}"));
                traced.paragraph = found.block.annex.iter().cloned().chain(number).collect::<Vec<_>>().join(", ");
                traced.held_by = found
                    .items
                    .iter()
                    .find(|item| passage.items.contains(&item.id))
                    .and_then(|item| item.held_by.clone());
            }
            passages.push(traced);
        }
        let place = |number: u32| thread.members.iter().position(|member| *member == number);
        let links = book.links.iter().filter(|link| place(link.later).is_some());
        let taken: Vec<(usize, TakesUp)> = links
            .filter_map(|link: &BookLink| {
                let (later, earlier) = (place(link.later)?, place(link.earlier)?);
                let changed = difference(&passages.get(earlier)?.text, &passages.get(later)?.text);
                let takes = TakesUp {
                    passage: earlier,
                    relation: link.relation,
                    likeness: link.likeness,
                    reason: link.reason.clone(),
                    by: link.by.clone(),
                    difference: changed,
                };
                Some((later, takes))
            })
            .collect();
        for (later, takes) in taken {
            if let Some(passage) = passages.get_mut(later) {
                passage.takes_up.push(takes);
            }
        }
        Ok(Trace {
            thread: thread.id.clone(),
            first: passages.first().and_then(|passage| passage.date.clone()),
            last: passages.last().and_then(|passage| passage.date.clone()),
            wanted: passages.iter().filter(|passage| passage.does == Does::Wants).count(),
            settled: passages.iter().filter(|passage| passage.does == Does::Settles).count(),
            fate: fate(book, thread),
            passages,
        })
    }
}

/// What is known of a paragraph besides its own words.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Around {
    /// Ids of its threads, each with what became of the matter.
    pub threads: Vec<(String, String)>,
    /// What refers to it.
    pub cited_by: Vec<Referral>,
    /// What it refers to.
    pub refers_to: Vec<Referral>,
}

/// What a person says of two passages.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ThreadJudgement {
    /// The id of one.
    pub one: String,
    /// The id of the other.
    pub other: String,
    /// `thread-link`, `thread-unlink` or `thread-confirm`.
    pub field: &'static str,
    /// Who says so.
    pub by: String,
    /// Why.
    pub because: String,
}

/// Those whose whole name stands in a text, each once.
fn named_in<'a>(names: impl Iterator<Item = &'a String>, text: &str) -> Vec<String> {
    let said = format!(" {} ", fold_all(text));
    let mut named: Vec<String> = Vec::new();
    for name in names {
        let folded = fold_all(name);
        let bare = folded.strip_prefix("the ").unwrap_or(&folded);
        if !bare.is_empty() && said.contains(&format!(" {bare} ")) && !named.contains(name) {
            named.push(name.clone());
        }
    }
    named
}

/// Threads and hits that one question looks at.
const MOST_TRACED: usize = 50;

fn threads_of<'a>(book: &'a Book, blocks: &FxHashSet<String>) -> Vec<&'a Thread> {
    let is_meant = |thread: &&Thread| {
        thread
            .members
            .iter()
            .filter_map(|member| book.passages.get(*member as usize))
            .any(|passage| blocks.contains(&passage.id))
    };
    book.threads.iter().filter(is_meant).collect()
}

fn words_of(text: &str, span: [u32; 2]) -> String {
    text.get(span[0] as usize..span[1] as usize).unwrap_or_default().to_owned()
}
