//! Which items of a paragraph that a search found are meant: those that the query's tests of items hold for.
//!
//! The index answers in paragraphs. Of a paragraph with a decision and an action, `kind:action` means the action alone.

use crate::model::TrackerRow;
use crate::query::ast::{Node, Test};
use crate::query::fields::Field;

/// Whether an item may be meant by `node`, given that its paragraph is. Tests of the paragraph hold by then.
#[must_use]
pub fn is_meant(node: &Node, row: &TrackerRow) -> bool {
    match node {
        Node::All | Node::Text(_) => true,
        Node::Field(field, test) => holds(*field, test, row).unwrap_or(true),
        Node::And(parts) => parts.iter().all(|part| is_meant(part, row)),
        Node::Or(parts) => parts.is_empty() || parts.iter().any(|part| is_meant(part, row)),
        Node::Not(inner) => match inner.as_ref() {
            Node::Field(field, test) => !holds(*field, test, row).unwrap_or(false),
            _ => true,
        },
        Node::Prefer { must, .. } => must.iter().all(|part| is_meant(part, row)),
    }
}

/// The answer of a test of items; `None` for a test of the paragraph or its report.
fn holds(field: Field, test: &Test, row: &TrackerRow) -> Option<bool> {
    let values: Vec<&str> = match field {
        Field::Force => {
            return match test {
                Test::Force(from, to) => Some((*from..=*to).contains(&row.force)),
                _ => None,
            };
        }
        Field::Kind => vec![row.kind.name()],
        Field::HeldBy => row.held_by.iter().map(String::as_str).collect(),
        Field::Category => row.categories.iter().map(String::as_str).collect(),
        Field::Actor => row.actors.iter().map(String::as_str).collect(),
        Field::Standing => vec![row.standing.name()],
        Field::Outcome => row.outcome.iter().map(String::as_str).collect(),
        Field::Due => {
            let day = row.due.as_deref().and_then(crate::query::dates::days);
            return match (test, day) {
                (Test::Range(from, to), Some((_, day))) => {
                    Some(from.is_none_or(|from| from <= day) && to.is_none_or(|to| day <= to))
                }
                (Test::Any, day) => Some(day.is_some()),
                _ => Some(false),
            };
        }
        _ => return None,
    };
    Some(match test {
        Test::Is(name) => values.iter().any(|value| has_words(value, name)),
        Test::Pattern(pattern) => values.iter().any(|value| fits(&folded(value), &folded_pattern(pattern))),
        Test::Any => !values.is_empty(),
        Test::Nothing => values.is_empty(),
        Test::Range(..) | Test::Force(..) => return None,
    })
}

/// Whether all words of a name stand in a value, in order: the index takes "secretariat" for "IGF Secretariat".
fn has_words(value: &str, name: &str) -> bool {
    let (value, name) = (folded(value), folded(name));
    format!(" {value} ").contains(&format!(" {name} "))
}

/// Letters and digits in lower case, single spaces between.
fn folded(text: &str) -> String {
    let lower = text.to_lowercase();
    lower.split(|letter: char| !letter.is_alphanumeric()).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

fn folded_pattern(pattern: &str) -> Vec<String> {
    pattern.split('*').map(folded).collect()
}

/// Whether a text is the parts in order with anything between them.
fn fits(text: &str, parts: &[String]) -> bool {
    let [first, middle @ .., last] = parts else { return parts.first().is_some_and(|only| only == text) };
    let Some(mut rest) = text.strip_prefix(first.as_str()) else { return false };
    for part in middle {
        let Some((_, after)) = rest.split_once(part.as_str()) else { return false };
        rest = after;
    }
    rest.ends_with(last.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::sample::row;
    use crate::query::Query;

    fn meant(query: &str) -> bool {
        is_meant(&Query::parse(query).unwrap().root, &row("k#1~aaaaaaaa.d"))
    }

    #[test]
    fn tests_of_items_choose_among_the_items_of_a_paragraph() {
        for query in [
            "minutes",
            "kind:decision",
            "minutes kind:decision OR kind:action",
            "force:>=agreed",
            "actor:secretariat",
            "actor:Secret*",
            "category:outcomes",
            "-kind:action",
            "+kind:decision minutes",
            "held_by:board",
            "body:MAG",
        ] {
            assert!(meant(query), "{query}");
        }
        for query in
            ["kind:action", "minutes kind:action", "force:decided", "actor:treasurer", "-kind:decision", "actor:*ship"]
        {
            assert!(!meant(query), "{query}");
        }
    }
}
