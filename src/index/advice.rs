//! Nothing was found: which word or condition is it that nothing answers, and what was perhaps meant?

use tantivy::Searcher;

use super::counts::{CountsWanted, FACETS};
use super::plan::Planner;
use super::reader::guarded;
use super::{Reader, collect};
use crate::error::RunError;
use crate::query::ast::{Form, Node, Test, Text};
use crate::query::hit::Notice;
use crate::query::options::Sort;
use crate::query::words::fold_all;
use crate::query::{Field, Query};

/// Values of a field that are named where none fits.
const NAMED_VALUES: usize = 8;

impl Reader {
    /// The parts of a query that nothing answers, each with what might have been meant.
    ///
    /// # Errors
    /// The index is damaged.
    pub(super) fn advice(&self, root: &Node, filters: &[Node]) -> Result<Vec<Notice>, RunError> {
        let parts = match root {
            Node::And(parts) => parts.as_slice(),
            Node::Prefer { must, .. } => must.as_slice(),
            other => std::slice::from_ref(other),
        };
        guarded(&self.dir, || {
            let mut notices = Vec::new();
            for part in parts.iter().chain(filters) {
                let message = match part {
                    Node::Text(text) if self.counted(part, false)?.total == 0 => self.about_word(text)?,
                    Node::Field(field, test) if self.counted(part, false)?.total == 0 => {
                        self.about_field(*field, test)?
                    }
                    _ => continue,
                };
                notices.push(Notice { code: "unknown", message });
            }
            Ok(notices)
        })
    }

    pub(super) fn planner(&self) -> Planner<'_> {
        let searcher: &Searcher = &self.searcher;
        Planner { searcher, fields: &self.fields, stems: &self.stems, ignored: Vec::new() }
    }

    fn counted(&self, node: &Node, facets: bool) -> tantivy::Result<collect::Collected> {
        let counts = CountsWanted { facets, years: false };
        let wanted = collect::Wanted { sort: Sort::Newest, window: 0, counts, sketches: false };
        self.searcher.search(&*self.planner().whole(node)?, &wanted)
    }

    fn about_word(&self, text: &Text) -> tantivy::Result<String> {
        let shown = Node::Text(text.clone());
        let folded = fold_all(&text.words);
        if matches!(text.form, Form::Word)
            && let Some(word) = self.planner().nearest(&folded)?
        {
            return Ok(format!("{shown} stands in no paragraph; perhaps \"{word}\" was meant"));
        }
        Ok(format!("{shown} stands in no paragraph"))
    }

    fn about_field(&self, field: Field, test: &Test) -> tantivy::Result<String> {
        let query = Query { root: Node::Field(field, test.clone()) };
        let mut message = format!("no paragraph has {query}");
        let Some(at) = FACETS.iter().position(|name| *name == field.name()) else { return Ok(message) };
        let all = self.counted(&Node::All, true)?.counts.facets.into_iter().nth(at).unwrap_or_default();
        let mut values: Vec<(String, usize)> = all.into_iter().collect();
        values.sort_by(|left, right| right.1.cmp(&left.1).then_with(|| left.0.cmp(&right.0)));
        let named: Vec<&str> = values.iter().take(NAMED_VALUES).map(|(value, _)| value.as_str()).collect();
        let there = match (named.is_empty(), values.len() > NAMED_VALUES) {
            (true, _) => "; nothing in the index has any".to_owned(),
            (false, true) => format!("; the most frequent of {}: {}", values.len(), named.join("; ")),
            (false, false) => format!("; there are: {}", named.join("; ")),
        };
        message.push_str(&there);
        Ok(message)
    }
}
