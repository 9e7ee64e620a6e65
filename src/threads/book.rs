//! The book of threads of a generation: which passages take up which, and what belongs together. Kept as `threads.json` beside the
//! index; words stand in the index and are looked up there.

use super::gathered::Gathered;
use super::linking::Found;
use super::relation::Relation;
use super::statement::{Act, Fate};
use super::words::hash;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Name and version of the form.
pub const SCHEMA: &str = "minutebook/threads/1";

/// Its file in a generation's directory.
pub const FILE: &str = "threads.json";

/// What belongs together.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Book {
    /// Always [`SCHEMA`].
    pub schema: String,
    /// The passages of threads, in order of date.
    pub passages: Vec<Passage>,
    /// What takes up what, in order of the later passage, then of the earlier.
    pub links: Vec<BookLink>,
    /// The threads, in the order in which they begin.
    pub threads: Vec<Thread>,
    /// What refers to what.
    pub references: Vec<Referral>,
    /// The last day of which each body has a report, by body; "" for reports of no named body.
    #[serde(default)]
    pub last_days: BTreeMap<String, String>,
}

/// A sentence of a thread.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Passage {
    /// Id of its block.
    pub id: String,
    /// Bytes of the block's text.
    pub span: [u32; 2],
    /// Key of its report.
    pub report: String,
    /// Date of its report.
    pub date: Option<String>,
    /// Ids of its items.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<String>,
    /// Whether it wants, settles or tells.
    pub does: Does,
    /// What it says became of the matter.
    #[serde(default, skip_serializing_if = "is_unsaid")]
    pub fate: Fate,
}

/// What a passage does, as files name it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Does {
    /// It tells.
    #[default]
    Tells,
    /// It wants something done.
    Wants,
    /// It settles something.
    Settles,
}

/// A later passage and an earlier one that it takes up.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BookLink {
    /// Number of the later passage.
    pub later: u32,
    /// Number of the earlier one.
    pub earlier: u32,
    /// How the later stands to the earlier.
    pub relation: Relation,
    /// From 0 to 1.
    pub likeness: f32,
    /// Why, in words.
    pub reason: String,
    /// Who confirmed or made it, where a person did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
}

/// Passages of one matter.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Thread {
    /// Its id: `T-` and twelve characters that follow from where it begins.
    pub id: String,
    /// Numbers of its passages, in order of date.
    pub members: Vec<u32>,
}

/// Words that refer to another passage.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Referral {
    /// Id of the block that refers.
    pub from: String,
    /// Its words.
    pub words: String,
    /// Id of the block that is meant; `None` where the record does not hold it.
    pub to: Option<String>,
}

/// What a person says of two passages.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Judgement {
    /// An id of an item or block.
    pub one: String,
    /// Another.
    pub other: String,
    /// What is said.
    pub says: Says,
    /// By whom.
    pub by: String,
}

/// What people can say of two passages.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Says {
    /// They belong together.
    #[default]
    Link,
    /// They do not.
    Unlink,
    /// The program is right.
    Confirm,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature is serde's")]
fn is_unsaid(fate: &Fate) -> bool {
    *fate == Fate::Unsaid
}

impl Book {
    /// The links that a passage is the later end of.
    pub fn links_to(&self, passage: u32) -> impl Iterator<Item = &BookLink> {
        let from = self.links.partition_point(|link| link.later < passage);
        self.links.get(from..).into_iter().flatten().take_while(move |link| link.later == passage)
    }

    /// The book of what was found in a record; `judgements` hold whatever the words say.
    #[must_use]
    pub fn of(record: &Gathered, found: &Found, judgements: &[Judgement]) -> Self {
        let mut making = Making { record, numbers: BTreeMap::new() };
        let mut links: Vec<BookLink> = found
            .links
            .iter()
            .map(|link| BookLink {
                later: link.later,
                earlier: link.earlier,
                relation: link.relation,
                likeness: (link.likeness * 100.0).round() / 100.0,
                reason: link.reason.words(),
                by: None,
            })
            .collect();
        making.judge(&mut links, judgements);
        for link in &links {
            making.numbers.insert(link.earlier, 0);
            making.numbers.insert(link.later, 0);
        }
        for (place, number) in (0_u32..).zip(making.numbers.values_mut()) {
            *number = place;
        }
        for link in &mut links {
            link.later = making.numbers.get(&link.later).copied().unwrap_or_default();
            link.earlier = making.numbers.get(&link.earlier).copied().unwrap_or_default();
        }
        links.sort_by_key(|link| (link.later, link.earlier));
        let passages: Vec<Passage> = making.numbers.keys().map(|statement| making.passage(*statement)).collect();
        let threads = chains(&passages, &links);
        Self {
            schema: SCHEMA.to_owned(),
            threads,
            references: making.references(found),
            last_days: last_days(record),
            passages,
            links,
        }
    }

    /// The thread of each item that is in one.
    #[must_use]
    pub fn threads_of_items(&self) -> FxHashMap<&str, &str> {
        let mut threads = FxHashMap::default();
        for thread in &self.threads {
            for passage in thread.members.iter().filter_map(|member| self.passages.get(*member as usize)) {
                for item in &passage.items {
                    threads.entry(item.as_str()).or_insert(thread.id.as_str());
                }
            }
        }
        threads
    }

    /// The threads that an id leads to: its own, or those of a block or item.
    #[must_use]
    pub fn threads_at(&self, id: &str) -> Vec<&Thread> {
        let is_meant = |thread: &&Thread| {
            thread.id.eq_ignore_ascii_case(id)
                || thread
                    .members
                    .iter()
                    .filter_map(|member| self.passages.get(*member as usize))
                    .any(|passage| passage.id == id || passage.items.iter().any(|item| item == id))
        };
        self.threads.iter().filter(is_meant).collect()
    }

    /// What refers to a block.
    pub fn cited_by<'a>(&'a self, block: &'a str) -> impl Iterator<Item = &'a Referral> {
        self.references.iter().filter(move |citation| citation.to.as_deref() == Some(block))
    }
}

struct Making<'a> {
    record: &'a Gathered,
    /// Statements that are in the book, with their numbers there.
    numbers: BTreeMap<u32, u32>,
}

impl Making<'_> {
    fn passage(&self, statement: u32) -> Passage {
        let Some(read) = self.record.statements().get(statement as usize) else { return Passage::default() };
        let number = read.place.report;
        let Some(report) = self.record.reports().get(number as usize) else { return Passage::default() };
        let own = statement as usize - self.record.first_of(number as usize).min(statement as usize);
        let from = report.items.partition_point(|(at, _)| (*at as usize) < own);
        let items = report.items.iter().skip(from).take_while(|(at, _)| *at as usize == own);
        Passage {
            id: self.record.place(number, read.place.block).unwrap_or_default().to_owned(),
            span: read.place.span,
            report: report.key.clone(),
            date: report.date.clone(),
            items: items.map(|(_, id)| id.clone()).collect(),
            does: match read.act {
                Act::Tells => Does::Tells,
                Act::Wants => Does::Wants,
                Act::Settles => Does::Settles,
            },
            fate: read.fate,
        }
    }

    /// The statements that an id of an item or block stands for.
    fn statements(&self, id: &str) -> Vec<u32> {
        let key = id.split('#').next().unwrap_or(id);
        let block = id.split('~').next().unwrap_or(id);
        let mut found = Vec::new();
        for (number, report) in self.record.reports().iter().enumerate().filter(|(_, report)| report.key == key) {
            let (first, end) = (self.record.first_of(number), self.record.first_of(number + 1));
            if id == block {
                let place = report.places.iter().find(|(_, it)| it == id).map(|(block, _)| *block);
                let is_there =
                    |at: &usize| self.record.statements().get(*at).is_some_and(|read| Some(read.place.block) == place);
                found.extend((first..end).filter(is_there));
            } else {
                found.extend(report.items.iter().filter(|(_, it)| it == id).map(|(own, _)| first + *own as usize));
            }
        }
        found.into_iter().map(|at| u32::try_from(at).unwrap_or(u32::MAX)).collect()
    }

    /// What people say holds.
    fn judge(&self, links: &mut Vec<BookLink>, judgements: &[Judgement]) {
        for judgement in judgements {
            let (one, other) = (self.statements(&judgement.one), self.statements(&judgement.other));
            let meets = |link: &BookLink| {
                one.contains(&link.later) && other.contains(&link.earlier)
                    || other.contains(&link.later) && one.contains(&link.earlier)
            };
            match judgement.says {
                Says::Unlink => links.retain(|link| !meets(link)),
                Says::Confirm => {
                    links.iter_mut().filter(|link| meets(link)).for_each(|link| link.by = Some(judgement.by.clone()));
                }
                Says::Link => {
                    if let Some(link) = links.iter_mut().find(|link| meets(link)) {
                        link.by = Some(judgement.by.clone());
                    } else if let (Some(one), Some(other)) = (one.first(), other.first())
                        && one != other
                    {
                        let (later, earlier) = (*one.max(other), *one.min(other));
                        let read = |at: u32| self.record.statements().get(at as usize);
                        let relation = match (read(later), read(earlier)) {
                            (Some(later), Some(earlier)) => super::relation::between(later, earlier, true, false),
                            _ => Relation::Changes,
                        };
                        links.push(BookLink {
                            later,
                            earlier,
                            relation,
                            likeness: 1.0,
                            reason: "a person joined them".to_owned(),
                            by: Some(judgement.by.clone()),
                        });
                    }
                }
            }
        }
    }

    fn references(&self, found: &Found) -> Vec<Referral> {
        let block_of = |statement: u32| {
            let read = self.record.statements().get(statement as usize)?;
            self.record.place(read.place.report, read.place.block)
        };
        let citation = |reference: &super::mentions::Reference| {
            Some(Referral {
                from: block_of(reference.from)?.to_owned(),
                words: reference.words.clone(),
                to: reference.to.and_then(|(report, block)| self.record.place(report, block)).map(str::to_owned),
            })
        };
        found.references.iter().filter_map(citation).collect()
    }
}

/// The last day of each body.
fn last_days(record: &Gathered) -> BTreeMap<String, String> {
    let mut days: BTreeMap<String, String> = BTreeMap::new();
    for report in record.reports() {
        let Some(date) = &report.date else { continue };
        let last = days.entry(report.body.clone().unwrap_or_default()).or_default();
        if date > last {
            last.clone_from(date);
        }
    }
    days
}

/// Passages that links join, each with all that it reaches.
fn chains(passages: &[Passage], links: &[BookLink]) -> Vec<Thread> {
    let mut above: Vec<u32> = (0..u32::try_from(passages.len()).unwrap_or(u32::MAX)).collect();
    fn root(above: &mut [u32], mut at: u32) -> u32 {
        while let Some(next) = above.get(at as usize).copied().filter(|next| *next != at) {
            let further = above.get(next as usize).copied().unwrap_or(next);
            if let Some(place) = above.get_mut(at as usize) {
                *place = further;
            }
            at = next;
        }
        at
    }
    for link in links {
        let (one, other) = (root(&mut above, link.later), root(&mut above, link.earlier));
        if let Some(place) = above.get_mut(one.max(other) as usize) {
            *place = one.min(other);
        }
    }
    let mut members: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for at in 0..u32::try_from(passages.len()).unwrap_or(u32::MAX) {
        members.entry(root(&mut above, at)).or_default().push(at);
    }
    members
        .into_iter()
        .filter_map(|(first, members)| {
            let first = passages.get(first as usize)?;
            Some(Thread { id: id_of(first), members })
        })
        .collect()
}

/// The id of a thread that begins with this passage.
fn id_of(first: &Passage) -> String {
    let place = format!("{} {}", first.id, first.span[0]);
    let (high, low) = (hash(&place), hash(&format!("{place} thread")));
    let mut number = u64::from(high) << 32 | u64::from(low);
    let letters = "abcdefghijklmnopqrstuvwxyz234567".as_bytes();
    let mut id = String::from("T-");
    for _ in 0..ID_CHARACTERS {
        let letter = letters.get(usize::try_from(number % 32).unwrap_or(0)).copied().unwrap_or(b'a');
        id.push(char::from(letter));
        number /= 32;
    }
    id
}

/// Sixty bits: among a million threads no two have one id.
const ID_CHARACTERS: usize = 12;
