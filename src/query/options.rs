//! How hits are to be chosen, ordered and shown.

use serde::Serialize;

use super::ast::{Node, Test};
use super::{Field, dates};

/// How hits are ordered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Sort {
    /// The best first; queries without words have none and come by date.
    #[default]
    Relevance,
    /// The newest report first.
    Newest,
    /// The oldest report first.
    Oldest,
}

/// How the words of a query are read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Wording {
    /// As people ask: grammar does not count, words like "decided" turn into fields that lift, and of many words some may be missing. A
    /// query with operators means what it says all the same.
    #[default]
    Plain,
    /// All words must be there: what alerts and exports go by.
    Strict,
}

/// How hits are to be chosen, ordered and shown.
#[derive(Debug, Clone)]
pub struct Options {
    /// Order.
    pub sort: Sort,
    /// How words are read.
    pub wording: Wording,
    /// At most so many hits; `0` for counts alone.
    pub limit: usize,
    /// Leave out so many first.
    pub offset: usize,
    /// Conditions besides the query, from the options of the command.
    pub filters: Filters,
    /// Count hits by field.
    pub facets: bool,
    /// Count hits by year.
    pub histogram: bool,
    /// Also look for the long form of an acronym and the acronym of a long form.
    pub expand: bool,
    /// Show near-identical paragraphs once, with their number.
    pub group: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            sort: Sort::Relevance,
            wording: Wording::Plain,
            limit: 10,
            offset: 0,
            filters: Filters::default(),
            facets: false,
            histogram: false,
            expand: true,
            group: true,
        }
    }
}

/// First and last day of a range, `YYYYMMDD`, either end open.
pub type Days = (Option<u32>, Option<u32>);

/// Conditions besides the query: each list is met by any of its members, all lists must be met.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filters {
    /// Reports of this day, month or year or later.
    pub from: Option<String>,
    /// Reports of this day, month or year or earlier.
    pub to: Option<String>,
    /// `decision`, `action`, `recommendation`.
    pub kinds: Vec<String>,
    /// Topics.
    pub categories: Vec<String>,
    /// `agreed`, or `>=agreed`.
    pub force: Option<String>,
    /// Whose position.
    pub held_by: Vec<String>,
    /// Who is to act.
    pub actors: Vec<String>,
    /// The body that met.
    pub bodies: Vec<String>,
    /// Report keys, `*` allowed.
    pub reports: Vec<String>,
    /// Labels of annexes, or `none` for the body of the report.
    pub annexes: Vec<String>,
}

impl Filters {
    /// The conditions as nodes of a query.
    ///
    /// # Errors
    /// A value does not fit: the message names the option, what was found and what was expected.
    pub fn nodes(&self) -> Result<Vec<Node>, String> {
        let mut nodes = Vec::new();
        for (field, option, values) in [
            (Field::Kind, "--kind", &self.kinds),
            (Field::Category, "--category", &self.categories),
            (Field::HeldBy, "--held-by", &self.held_by),
            (Field::Actor, "--actor", &self.actors),
            (Field::Body, "--body", &self.bodies),
            (Field::Report, "--report", &self.reports),
            (Field::Annex, "--annex", &self.annexes),
        ] {
            let tests: Result<Vec<Node>, String> = values
                .iter()
                .map(|value| {
                    field
                        .test_of_option(value)
                        .map(|test| Node::Field(field, test))
                        .map_err(|e| format!("{option}: {e}"))
                })
                .collect();
            let mut tests = tests?;
            match tests.len() {
                0 => {}
                1 => nodes.append(&mut tests),
                _ => nodes.push(Node::Or(tests)),
            }
        }
        if let Some(force) = &self.force {
            let test = Field::Force.test_of_option(force).map_err(|e| format!("--force: {e}"))?;
            nodes.push(Node::Field(Field::Force, test));
        }
        if let Some((from, to)) = self.days()?
            && (from, to) != (None, None)
        {
            nodes.push(Node::Field(Field::Date, Test::Range(from, to)));
        }
        Ok(nodes)
    }

    /// First and last day asked for; `None` where neither option is used.
    ///
    /// # Errors
    /// A value is no date, or the range ends before it begins.
    pub fn days(&self) -> Result<Option<Days>, String> {
        let read = |option: &str, value: &Option<String>| match value {
            None => Ok(None),
            Some(text) => dates::days(text.trim())
                .map(Some)
                .ok_or_else(|| format!("{option}: {text:?} is no date (YYYY, YYYY-MM or YYYY-MM-DD was expected)")),
        };
        let from = read("--from", &self.from)?.map(|(first, _)| first);
        let to = read("--to", &self.to)?.map(|(_, last)| last);
        match (from, to) {
            (None, None) => Ok(None),
            (Some(from), Some(to)) if from > to => Err("--from lies after --to".to_owned()),
            range => Ok(Some(range)),
        }
    }
}
