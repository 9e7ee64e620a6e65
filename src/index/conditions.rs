//! From a query's conditions on fields (`kind:decision`, `date:[... TO ...]`) to tantivy queries.

use std::ops::Bound;

use tantivy::Term;
use tantivy::query::{EmptyQuery, ExistsQuery, RangeQuery};
use tantivy::schema::Field as Column;

use super::names;
use super::near::Layout;
use super::plan::{Boxed, Planner, all, set, term_query};
use crate::query::ast::{Node, Test};
use crate::query::fields::{self, Field};
use crate::query::slots;
use crate::query::words::{fold_all, words};

impl Planner<'_> {
    /// The terms any of which an item must carry to meet this node; `None` where the node is not about one item.
    pub(super) fn item_terms(&self, node: &Node) -> tantivy::Result<Option<Vec<Term>>> {
        match node {
            Node::Field(field, test) if field.is_of_item() => self.item_test(*field, test).map(Some),
            Node::Or(parts) => {
                let mut any = Vec::new();
                for part in parts {
                    let Some(terms) = self.item_terms(part)? else { return Ok(None) };
                    any.extend(terms);
                }
                Ok(Some(any))
            }
            _ => Ok(None),
        }
    }

    pub(super) fn item_test(&self, field: Field, test: &Test) -> tantivy::Result<Vec<Term>> {
        let item = self.fields.item;
        let term = |text: String| Term::from_field_text(item, &text);
        match test {
            Test::Is(value) => Ok(vec![term(format!("{}={}", field.name(), fold_all(value)))]),
            Test::Pattern(pattern) => {
                let folded: Vec<String> = pattern.split('*').map(fold_all).collect();
                self.matching(item, &format!("{}={}", field.name(), folded.join("*")))
            }
            // Between two forces: the exact ones in the range.
            Test::Force(from, to) if *to == crate::model::Force::Decided => {
                Ok(vec![term(format!("force>={}", from.name()))])
            }
            Test::Force(from, to) if *from == crate::model::Force::Noted => {
                Ok(vec![term(format!("force<={}", to.name()))])
            }
            Test::Force(from, to) => Ok(fields::FORCES
                .iter()
                .filter(|(force, _)| from <= force && force <= to)
                .map(|(_, name)| term(format!("force={name}")))
                .collect()),
            Test::Range(from, to) => {
                // Both ends of a deadline that is a range stand in the index; either may lie in the one asked for.
                let name = format!("{}=", field.name());
                let lies_within = |term: &str| {
                    let day = term.strip_prefix(&name).and_then(|day| day.parse::<u32>().ok());
                    day.is_some_and(|day| from.is_none_or(|from| from <= day) && to.is_none_or(|to| day <= to))
                };
                self.terms_where(item, &name, lies_within)
            }
            Test::Any => self.terms_where(item, &format!("{}=", field.name()), |_| true),
            Test::Nothing => Ok(Vec::new()),
        }
    }

    pub(super) fn together(&self, slots: Vec<Vec<Term>>) -> Boxed {
        if slots.iter().any(Vec::is_empty) {
            return Box::new(EmptyQuery);
        }
        self.near(slots, Layout::Together)
    }

    pub(super) fn field(&self, field: Field, test: &Test) -> tantivy::Result<Boxed> {
        let fields = self.fields;
        match (field, test) {
            (Field::Date, Test::Range(from, to)) => Ok(self.dated(*from, *to)),
            (Field::Year, Test::Range(from, to)) => {
                Ok(self.dated(from.map(|year| year * 10_000 + 101), to.map(|year| year * 10_000 + 1231)))
            }
            (Field::Page, Test::Range(from, to)) => Ok(self.range(fields.page, *from, *to)),
            (Field::Date | Field::Year, Test::Any) => Ok(Box::new(ExistsQuery::new("date_first".to_owned(), false))),
            (Field::Page, Test::Any) => Ok(Box::new(ExistsQuery::new("page".to_owned(), false))),
            (Field::Section, test) => self.words_of(fields.section, test),
            (Field::Title, test) => self.words_of(fields.title, test),
            (Field::Meeting, Test::Is(value)) => {
                let terms = names::meeting_terms(value);
                Ok(all(terms.iter().map(|term| term_query(Term::from_field_text(fields.meeting, term))).collect()))
            }
            (Field::Meeting, test) => self.words_of(fields.meeting, test),
            (Field::Annex, Test::Is(value)) => {
                Ok(term_query(Term::from_field_text(fields.annex, &names::annex_term(value))))
            }
            (Field::Annex, Test::Pattern(pattern)) => {
                let folded: Vec<String> = pattern.split('*').map(fold_all).collect();
                Ok(set(self.matching(fields.annex, &folded.join("*"))?))
            }
            (Field::Annex, Test::Any) => {
                Ok(self.all_but(vec![term_query(Term::from_field_text(fields.annex, names::NO_ANNEX))]))
            }
            (Field::Annex, _) => Ok(term_query(Term::from_field_text(fields.annex, names::NO_ANNEX))),
            (Field::Source, Test::Is(value)) => {
                let part = value.to_lowercase();
                Ok(set(self.terms_where(fields.source, "", |path| path.contains(&part))?))
            }
            (Field::Source, Test::Pattern(pattern)) => {
                // The whole path, or its end from some directory on.
                let pattern = pattern.to_lowercase();
                let fits = |path: &str| {
                    let starts = std::iter::once(0).chain(path.match_indices('/').map(|(at, _)| at + 1));
                    starts.filter_map(|at| path.get(at..)).any(|end| slots::matches_pattern(&pattern, end))
                };
                Ok(set(self.terms_where(fields.source, "", fits)?))
            }
            (Field::Source, test) => self.names(fields.source, test, str::to_lowercase),
            (Field::Body, test) => self.names(fields.body, test, fold_all),
            (Field::Report, test) => {
                // The report's own document carries its key, too.
                Ok(all(vec![self.names(fields.report, test, str::to_lowercase)?, self.every_block()]))
            }
            (Field::Number, test) => self.names(fields.number, test, str::to_lowercase),
            (Field::Type, test) => self.names(fields.block_type, test, str::to_lowercase),
            (Field::Language, test) => self.names(fields.language, test, str::to_lowercase),
            (Field::Id, Test::Is(id)) => Ok(term_query(Term::from_field_text(fields.id, id))),
            (Field::Id, test) => self.names(fields.id, test, str::to_owned),
            // What is in a thread or cited was looked up by whoever holds the book of threads.
            (Field::Thread | Field::CitedBy, _) => Ok(Box::new(EmptyQuery)),
            (Field::Date | Field::Year | Field::Page, _) => Ok(Box::new(EmptyQuery)),
            (
                Field::Kind
                | Field::Force
                | Field::HeldBy
                | Field::Category
                | Field::Actor
                | Field::Due
                | Field::Standing
                | Field::Outcome
                | Field::Status,
                test,
            ) => Ok(self.together(vec![self.item_test(field, test)?])),
        }
    }

    /// Reports with a day in the range: a meeting of several days, or a date of which only the year is known, counts
    /// when any of its days does.
    pub(super) fn dated(&self, from: Option<u32>, to: Option<u32>) -> Boxed {
        all(match (from, to) {
            (Some(_), None) => vec![self.range(self.fields.date_last, from, None)],
            (None, Some(_)) => vec![self.range(self.fields.date_first, None, to)],
            _ => vec![self.range(self.fields.date_last, from, None), self.range(self.fields.date_first, None, to)],
        })
    }

    pub(super) fn range(&self, field: Column, from: Option<u32>, to: Option<u32>) -> Boxed {
        let bound = |end: Option<u32>| {
            end.map_or(Bound::Unbounded, |number| Bound::Included(Term::from_field_u64(field, u64::from(number))))
        };
        if from.is_none() && to.is_none() {
            return self.every_block();
        }
        Box::new(RangeQuery::new(bound(from), bound(to)))
    }

    pub(super) fn words_of(&self, field: Column, test: &Test) -> tantivy::Result<Boxed> {
        match test {
            Test::Is(value) => Ok(all(words(value).iter().map(|word| set(self.stem_terms(field, word))).collect())),
            Test::Pattern(pattern) => {
                let folded: Vec<String> = pattern.split('*').map(fold_all).collect();
                Ok(set(self.matching(field, &folded.join("*"))?))
            }
            _ => Ok(set(self.terms_where(field, "", |_| true)?)),
        }
    }

    /// Whole names, compared in a common form.
    pub(super) fn names(&self, field: Column, test: &Test, form: impl Fn(&str) -> String) -> tantivy::Result<Boxed> {
        let terms = match test {
            Test::Is(value) => {
                let value = form(value);
                self.terms_where(field, "", |name| form(name) == value)?
            }
            Test::Pattern(pattern) => {
                let parts: Vec<String> = pattern.split('*').map(&form).collect();
                let pattern = parts.join("*");
                self.terms_where(field, "", |name| slots::matches_pattern(&pattern, &form(name)))?
            }
            _ => self.terms_where(field, "", |_| true)?,
        };
        Ok(set(terms))
    }
}
