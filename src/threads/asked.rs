//! Tests of threads and references in a query: answered from the book of threads, so that the index need not know it.

use super::book::Book;
use crate::query::Query;
use crate::query::ast::{Node, Test};
use crate::query::fields::Field;
use rustc_hash::FxHashSet;

/// The query with `thread:` and `cited-by:` replaced by the paragraphs that they mean.
#[must_use]
pub fn looked_up(query: &Query, book: &Book) -> Query {
    Query { root: node(&query.root, book) }
}

/// Whether a query asks for threads or references.
#[must_use]
pub fn asks(query: &Query) -> bool {
    is_in(&query.root)
}

fn is_in(from: &Node) -> bool {
    match from {
        Node::Field(field, _) => matches!(field, Field::Thread | Field::CitedBy),
        Node::And(parts) | Node::Or(parts) => parts.iter().any(is_in),
        Node::Not(inner) => is_in(inner),
        Node::Prefer { must, should } => must.iter().chain(should).any(is_in),
        Node::All | Node::Text(_) => false,
    }
}

fn node(from: &Node, book: &Book) -> Node {
    let all = |parts: &[Node]| parts.iter().map(|part| node(part, book)).collect::<Vec<_>>();
    match from {
        Node::Field(Field::Thread, test) => paragraphs(in_threads(test, book)),
        Node::Field(Field::CitedBy, test) => paragraphs(cited(test, book)),
        Node::And(parts) => Node::And(all(parts)),
        Node::Or(parts) => Node::Or(all(parts)),
        Node::Not(inner) => Node::Not(Box::new(node(inner, book))),
        Node::Prefer { must, should } => Node::Prefer { must: all(must), should: all(should) },
        Node::All | Node::Text(_) | Node::Field(..) => from.clone(),
    }
}

/// Any of these paragraphs; where there is none, no paragraph at all.
fn paragraphs(mut ids: Vec<&str>) -> Node {
    ids.sort_unstable();
    ids.dedup();
    if ids.is_empty() {
        ids.push("");
    }
    Node::Or(ids.into_iter().map(|id| Node::Field(Field::Id, Test::Is(id.to_owned()))).collect())
}

fn in_threads<'a>(test: &Test, book: &'a Book) -> Vec<&'a str> {
    let is_meant = |id: &str| match test {
        Test::Is(wanted) => id.eq_ignore_ascii_case(wanted),
        Test::Any => true,
        _ => false,
    };
    let threads = book.threads.iter().filter(|thread| is_meant(&thread.id));
    threads
        .flat_map(|thread| &thread.members)
        .filter_map(|member| book.passages.get(*member as usize))
        .map(|passage| passage.id.as_str())
        .collect()
}

/// What a paragraph, or any paragraph of a report, refers to.
fn cited<'a>(test: &Test, book: &'a Book) -> Vec<&'a str> {
    let is_meant = |from: &str| match test {
        Test::Is(wanted) => from == wanted || from.split('#').next() == Some(wanted),
        Test::Any => true,
        _ => false,
    };
    let meant = book.references.iter().filter(|referral| is_meant(&referral.from));
    let ids: FxHashSet<&str> = meant.filter_map(|referral| referral.to.as_deref()).collect();
    ids.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::threads::book::{Passage, Referral, Thread};

    #[test]
    fn threads_and_references_become_the_paragraphs_that_they_mean() {
        let passage = |id: &str| Passage { id: id.to_owned(), ..Passage::default() };
        let book = Book {
            passages: vec![passage("a#1"), passage("b#2"), passage("c#3")],
            threads: vec![Thread { id: "T-x".to_owned(), members: vec![0, 2] }],
            references: vec![Referral { from: "b#2".into(), words: "paragraph 1".into(), to: Some("a#1".into()) }],
            ..Book::default()
        };
        let ask = |query: &str| looked_up(&Query::parse(query).unwrap(), &book).to_string();
        assert!(ask("thread:T-x").contains("a#1") && ask("thread:t-x").contains("c#3"));
        assert!(!ask("thread:T-x").contains("b#2"));
        assert!(ask("budget cited-by:b").contains("a#1"));
        assert!(asks(&Query::parse("budget (kind:decision OR thread:*)").unwrap()));
        assert!(!asks(&Query::parse("budget kind:decision").unwrap()));
    }
}
