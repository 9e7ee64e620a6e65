//! Which items a list shows: the parameters of its address, answered from the tracker in memory.

use super::ask::Ask;
use super::refusal::Refusal;
use super::scene::Scene;
use crate::model::{Column, Force};
use crate::query::{Filters, Query};
use crate::record::{Table, TableLine};
use rustc_hash::FxHashSet;
use std::cmp::Ordering;

/// Values of a parameter that may be given several times: a line must have one of them.
const SEVERAL: [&str; 9] = ["kind", "force", "standing", "status", "category", "actor", "held_by", "body", "report"];

/// What is asked of the items.
#[derive(Debug, Default)]
pub struct Filter {
    several: Vec<(&'static str, FxHashSet<String>)>,
    query: Option<Query>,
    from: Option<u32>,
    to: Option<u32>,
    overdue: bool,
    with_due: bool,
    procedural: bool,
    withdrawn: bool,
    sort: Option<(Sort, bool)>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Sort {
    Machine(Column),
    Human(String),
}

impl Filter {
    /// Reads the parameters; `human` are the columns that people fill.
    ///
    /// # Errors
    /// A value does not fit: the message says which, and what was expected.
    pub fn of(ask: &Ask, human: &[String]) -> Result<Self, Refusal> {
        let several = SEVERAL.into_iter().filter_map(|name| {
            let values: FxHashSet<String> = ask.all(name).into_iter().map(|value| value.to_lowercase()).collect();
            (!values.is_empty()).then_some((name, values))
        });
        let (from, to) = days(ask)?;
        let sort = ask.one("sort").map(|typed| {
            let (name, falls) = typed.strip_prefix('-').map_or((typed, false), |name| (name, true));
            let sort = Column::named(name).map(Sort::Machine);
            let sort = sort.or_else(|| human.iter().find(|known| *known == name).cloned().map(Sort::Human));
            sort.map(|sort| (sort, falls)).ok_or_else(|| Refusal::bad(format!("sort={typed}: there is no such column")))
        });
        Ok(Self {
            several: several.collect(),
            query: ask
                .one("q")
                .map(Query::parse)
                .transpose()
                .map_err(|error| Refusal::from(crate::Error::from(error)))?,
            from,
            to,
            overdue: ask.one("overdue").is_some(),
            with_due: ask.one("due").is_some(),
            procedural: ask.one("procedural").is_some(),
            withdrawn: ask.one("withdrawn").is_some(),
            sort: sort.transpose()?,
        })
    }

    /// The lines that are meant, in the order that is asked for.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn lines<'t>(&self, scene: &Scene<'_>, table: &'t Table) -> Result<Vec<&'t TableLine>, Refusal> {
        let is_meant = |line: &TableLine| self.is_meant(line, scene.body_of(&line.row.report), &scene.today);
        let mut lines: Vec<&TableLine> = match &self.query {
            None => table.lines.iter().filter(|line| is_meant(line)).collect(),
            Some(query) => {
                let found = scene.record.choose(table, query)?;
                found.into_iter().filter_map(|at| table.lines.get(at)).filter(|line| is_meant(line)).collect()
            }
        };
        if let Some((sort, falls)) = &self.sort {
            lines.sort_by(|one, other| ordered(sort, *falls, one, other));
        }
        Ok(lines)
    }

    fn is_meant(&self, line: &TableLine, body: Option<&str>, today: &str) -> bool {
        let row = &line.row;
        if line.is_procedural() && !self.procedural || row.is_withdrawn() && !self.withdrawn {
            return false;
        }
        if self.overdue && !is_overdue(line, today) || self.with_due && row.due.is_none() {
            return false;
        }
        if (self.from.is_some() || self.to.is_some()) && !self.is_within(row.date.as_deref()) {
            return false;
        }
        self.several.iter().all(|(name, wanted)| {
            let is_wanted = |value: &str| wanted.contains(&value.to_lowercase());
            match *name {
                "category" if row.categories.is_empty() => is_wanted("none"),
                "category" => row.categories.iter().any(|value| is_wanted(value)),
                "actor" => row.actors.iter().any(|value| is_wanted(value)),
                "body" => is_wanted(body.unwrap_or("none")),
                "status" => is_wanted(non_empty(&line.cell("status"))),
                "held_by" => is_wanted(row.held_by.as_deref().unwrap_or("none")),
                other => is_wanted(&line.cell(other)),
            }
        })
    }

    fn is_within(&self, date: Option<&str>) -> bool {
        let Some((first, last)) = date.and_then(crate::query::dates::days) else { return false };
        self.from.is_none_or(|from| from <= last) && self.to.is_none_or(|to| first <= to)
    }
}

/// Whether its last day is over and nobody wrote that it is done.
#[must_use]
pub fn is_overdue(line: &TableLine, today: &str) -> bool {
    let is_open =
        !["done", "completed", "closed", "implemented"].contains(&line.cell("status").to_lowercase().as_str());
    is_open && line.row.due.as_deref().is_some_and(|due| due < today)
}

/// "none" for what is empty, as filters say it.
#[must_use]
pub fn non_empty(value: &str) -> &str {
    if value.is_empty() { "none" } else { value }
}

fn days(ask: &Ask) -> Result<(Option<u32>, Option<u32>), Refusal> {
    let year = ask.one("year").map(str::to_owned);
    let filters = Filters {
        from: ask.one("from").map(str::to_owned).or_else(|| year.clone()),
        to: ask.one("to").map(str::to_owned).or(year),
        ..Filters::default()
    };
    let days = filters.days().map_err(|why| Refusal::bad(why.replace("--", "")))?;
    Ok(days.unwrap_or_default())
}

fn ordered(sort: &Sort, falls: bool, one: &TableLine, other: &TableLine) -> Ordering {
    let order = match sort {
        Sort::Machine(Column::Force) => force(one.row.force).cmp(&force(other.row.force)),
        Sort::Machine(Column::Page) => one.row.page.cmp(&other.row.page),
        Sort::Machine(Column::No) => number(&one.row.no).cmp(&number(&other.row.no)),
        Sort::Machine(column) => {
            // What is not known comes last, whichever way.
            let (one, other) = (one.row.cell(*column), other.row.cell(*column));
            match (one.is_empty(), other.is_empty()) {
                (false, false) => one.to_lowercase().cmp(&other.to_lowercase()),
                (one, other) => return one.cmp(&other),
            }
        }
        Sort::Human(name) => one.cell(name).to_lowercase().cmp(&other.cell(name).to_lowercase()),
    };
    if falls { order.reverse() } else { order }
}

fn force(force: Force) -> u8 {
    force as u8
}

/// `R-051` as letter and number, so that R-9 stands before R-10.
fn number(no: &Option<String>) -> (Option<char>, u32) {
    let no = no.as_deref().unwrap_or_default();
    let digits = no.trim_start_matches(|letter: char| !letter.is_ascii_digit());
    (no.chars().next(), digits.parse().unwrap_or(u32::MAX))
}
