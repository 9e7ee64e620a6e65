//! Which items of a paragraph a query asks for: `kind:decision held_by:MAG` picks one of several, and its words are shown.

use super::ast::{Node, Test};
use super::slots::matches_pattern;
use super::words::fold_all;
use super::{Field, dates};
use crate::model::Item;

/// The conditions that a query and its filters set on one item.
#[derive(Debug, Clone, Default)]
pub struct Conditions<'q> {
    all: Vec<&'q Node>,
}

impl<'q> Conditions<'q> {
    /// The conditions on items among the conditions that every hit meets.
    #[must_use]
    pub fn of(root: &'q Node, filters: &'q [Node]) -> Self {
        let parts = match root {
            Node::And(parts) => parts.as_slice(),
            Node::Prefer { must, .. } => must.as_slice(),
            only => std::slice::from_ref(only),
        };
        Self { all: parts.iter().chain(filters).filter(|node| is_of_item(node)).collect() }
    }

    /// There are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// The items of a paragraph that meet them all; where none does, those that meet the most.
    #[must_use]
    pub fn meant<'i>(&self, items: &'i [Item]) -> Vec<&'i Item> {
        if self.all.is_empty() {
            return Vec::new();
        }
        let met = |item: &Item| self.all.iter().filter(|node| is_met(node, item)).count();
        let most = items.iter().map(met).max().unwrap_or(0);
        items.iter().filter(|item| most > 0 && met(item) == most).collect()
    }

    /// The item meets them all.
    #[must_use]
    pub fn are_met_by(&self, item: &Item) -> bool {
        self.all.iter().all(|node| is_met(node, item))
    }
}

fn is_of_item(node: &Node) -> bool {
    match node {
        Node::Field(field, _) => field.is_of_item(),
        Node::Or(parts) => parts.iter().all(is_of_item),
        _ => false,
    }
}

fn is_met(node: &Node, item: &Item) -> bool {
    match node {
        Node::Or(parts) => parts.iter().any(|part| is_met(part, item)),
        Node::Field(Field::Force, Test::Force(from, to)) => (*from..=*to).contains(&item.force),
        Node::Field(Field::Kind, test) => fits(test, item.kind.name()),
        Node::Field(Field::Category, test) => item.categories.iter().any(|name| fits(test, name)),
        Node::Field(Field::Actor, test) => item.actors.iter().any(|name| fits(test, name)),
        Node::Field(Field::HeldBy, test) => item.held_by.iter().any(|name| fits(test, name)),
        Node::Field(Field::Standing, test) => fits(test, item.standing.name()),
        Node::Field(Field::Outcome, test) => item.outcome.iter().any(|name| fits(test, name)),
        Node::Field(Field::Status, test) => item.source_status.iter().any(|name| fits(test, name)),
        Node::Field(Field::Due, test) => is_due(test, item),
        _ => true,
    }
}

/// A deadline lies in the range where any of its days does.
fn is_due(test: &Test, item: &Item) -> bool {
    let Some((_, last)) = item.due.as_deref().and_then(dates::days) else { return false };
    let first = item.due_from.as_deref().and_then(dates::days).map_or(last, |(first, _)| first.min(last));
    match test {
        Test::Range(from, to) => {
            let within = |day: u32| from.is_none_or(|from| from <= day) && to.is_none_or(|to| day <= to);
            within(first) || within(last)
        }
        _ => true,
    }
}

/// The name, or a part of it in whole words, fits.
fn fits(test: &Test, name: &str) -> bool {
    let name = fold_all(name);
    match test {
        Test::Is(value) => format!(" {name} ").contains(&format!(" {} ", fold_all(value))),
        Test::Pattern(pattern) => {
            let folded: Vec<String> = pattern.split('*').map(fold_all).collect();
            let pattern = folded.join("*");
            matches_pattern(&pattern, &name) || name.split(' ').any(|word| matches_pattern(&pattern, word))
        }
        _ => true,
    }
}
