//! What the reader of a list of hits must know: which meetings of the days searched are missing, and what could not be read.

use super::findings::Coverage;
use crate::query::ast::{Node, Test};
use crate::query::hit::Notice;
use crate::query::options::{Days, Filters};
use crate::query::slots::matches_pattern;
use crate::query::words::fold_all;
use crate::query::{Field, Query, dates};

/// The days and bodies that a search is limited to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// First and last day.
    pub days: Days,
    /// Bodies, `*` allowed; all where none is named.
    pub bodies: Vec<String>,
}

impl Asked {
    /// The days and bodies that a query and its filters ask for; `None` where they set no range of days: who asks for all
    /// that there is, has not named anything that could be missing.
    ///
    /// # Errors
    /// As [`Filters::days`].
    pub fn by(query: &Query, filters: &Filters) -> Result<Option<Self>, String> {
        let mut asked = Self { days: (None, None), bodies: filters.bodies.clone() };
        asked.narrow(filters.days()?.unwrap_or_default());
        for part in conditions(&query.root) {
            match part {
                Node::Field(Field::Date, Test::Range(from, to)) => asked.narrow((*from, *to)),
                Node::Field(Field::Year, Test::Range(from, to)) => {
                    asked.narrow((from.map(|year| year * 10_000 + 101), to.map(|year| year * 10_000 + 1231)));
                }
                Node::Field(Field::Body, Test::Is(name) | Test::Pattern(name)) => asked.bodies.push(name.clone()),
                _ => {}
            }
        }
        Ok((asked.days != (None, None)).then_some(asked))
    }

    fn narrow(&mut self, (from, to): Days) {
        // An open end is the least of starts and the greatest of ends.
        self.days.0 = self.days.0.max(from);
        self.days.1 = match (self.days.1, to) {
            (Some(known), Some(to)) => Some(known.min(to)),
            (known, to) => known.or(to),
        };
    }

    fn takes_body(&self, body: &str) -> bool {
        let body = fold_all(body);
        let fits = |wanted: &String| {
            let folded: Vec<String> = wanted.split('*').map(fold_all).collect();
            matches_pattern(&folded.join("*"), &body)
        };
        self.bodies.is_empty() || self.bodies.iter().any(fits)
    }
}

/// The conditions that every hit meets.
fn conditions(root: &Node) -> &[Node] {
    match root {
        Node::And(parts) => parts,
        Node::Prefer { must, .. } => must,
        only => std::slice::from_ref(only),
    }
}

/// The holes that lie within the days and bodies asked for, and the reports that a range of days leaves out.
#[must_use]
pub fn notices(coverage: &Coverage, asked: &Asked) -> Vec<Notice> {
    let (from, to) = asked.days;
    let day = |date: &Option<String>| date.as_deref().and_then(dates::days).map(|(first, _)| first);
    let mut notices: Vec<Notice> = coverage
        .holes
        .iter()
        .filter(|hole| asked.takes_body(&hole.body))
        .filter(|hole| {
            if hole.is_of_known_days() {
                let over = matches!((day(&hole.before), from), (Some(last), Some(from)) if last < from);
                let ahead = matches!((day(&hole.after), to), (Some(first), Some(to)) if first > to);
                return !over && !ahead;
            }
            let starts_late = matches!((day(&hole.after), to), (Some(after), Some(to)) if after >= to);
            let ends_early = matches!((day(&hole.before), from), (Some(before), Some(from)) if before <= from);
            !starts_late && !ends_early
        })
        .map(|hole| Notice { code: "hole", message: format!("not searched: {}", hole.sentence()) })
        .collect();
    let message = match coverage.undated.len() {
        0 => return notices,
        1 => "1 report has no known date; a range of dates leaves it out".to_owned(),
        count => format!("{count} reports have no known date; a range of dates leaves them out"),
    };
    notices.push(Notice { code: "undated", message });
    notices
}

/// The line that says how many files could not be read, where there are any: nobody knows their dates.
#[must_use]
pub fn unread(files: usize) -> Option<Notice> {
    let (found, were) = match files {
        0 => return None,
        1 => ("1 file could not be read or holds no text".to_owned(), "was"),
        count => (format!("{count} files could not be read or hold no text"), "were"),
    };
    let message = format!("{found}, and {were} not searched; `minutebook status --coverage` says which");
    Some(Notice { code: "unread", message })
}
