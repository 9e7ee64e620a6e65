//! Answers a query: plan, collect, group, and make hits of what stands on the page.

use tantivy::Searcher;

use super::Reader;
use super::collect::{Candidate, Collected, Wanted};
use super::counts::{Counts, CountsWanted, FACETS};
use super::plan::Planner;
use super::reader::guarded;
use crate::error::RunError;
use crate::model::Found;
use crate::query::Query;
use crate::query::acronyms::{Bridges, bridged};
use crate::query::ast::Node;
use crate::query::hit::{Facet, Hit, Hits, Notice};
use crate::query::items::Conditions;
use crate::query::matching::Matcher;
use crate::query::options::{Options, Sort};
use crate::query::snippet::snippets;
use crate::query::twins;
use crate::query::words::Stems;

/// Documents fetched beyond the page, so that grouping can fill it in one pass in the usual case.
const SPARE: usize = 40;

impl Reader {
    /// The paragraphs that answer a query. `bridges` are the acronyms to expand; see [`Options::expand`].
    ///
    /// # Errors
    /// A filter's value does not fit, or the index is damaged.
    pub fn search(&self, query: &Query, options: &Options, bridges: &Bridges) -> Result<Hits, RunError> {
        let filters = options.filters.nodes().map_err(RunError::new)?;
        let mut notices = Vec::new();
        let mut root = query.root.clone();
        if options.expand {
            let (expanded, added) = bridged(root, bridges);
            root = expanded;
            notices.extend(added.into_iter().map(|message| Notice { code: "expanded", message }));
        }
        let mut answer = self.answer(&root, &filters, options)?;
        if answer.collected.total == 0 {
            notices.extend(self.advice(&root, &filters)?);
        }
        if answer.collected.total == 0
            && let Some(eased) = eased(&root)
        {
            let found = self.answer(&eased, &filters, options)?;
            if found.collected.total > 0 {
                notices.push(Notice {
                    code: "eased",
                    message: "no paragraph holds all of these words; these hold some of them".to_owned(),
                });
                root = eased;
                answer = found;
            }
        }
        for word in &answer.ignored {
            let message = format!("{word:?} holds no letter or digit to look for and was left out");
            notices.push(Notice { code: "ignored", message });
        }
        let matcher = Matcher::new(&root, &self.stems);
        let conditions = Conditions::of(&root, &filters);
        let mut hits = Vec::with_capacity(answer.page.len());
        for (index, (candidate, twins)) in answer.page.iter().enumerate() {
            let found = guarded(&self.dir, || self.stored_block(candidate.address))?;
            hits.push(self.hit(found, candidate, *twins, options.offset + index + 1, &matcher, &conditions)?);
        }
        let Collected { total, counts: Counts { facets, years }, .. } = answer.collected;
        let facets = if options.facets { counted(facets) } else { Vec::new() };
        Ok(Hits { total, hits, facets, years: years.into_iter().collect(), notices })
    }

    fn answer(&self, root: &Node, filters: &[Node], options: &Options) -> Result<Answer, RunError> {
        let node = narrowed(root.clone(), filters);
        let has_words = Query { root: root.clone() }.has_words();
        let sort = if options.sort == Sort::Relevance && !has_words { Sort::Newest } else { options.sort };
        // Grouping is for ranked lists; by date, every report keeps its own paragraph.
        let group = options.group && sort == Sort::Relevance;
        guarded(&self.dir, || {
            let searcher: &Searcher = &self.searcher;
            let mut planner = Planner { searcher, fields: &self.fields, stems: &self.stems, ignored: Vec::new() };
            let planned = planner.whole(&node)?;
            let ignored = planner.ignored;
            let wanted_hits = if options.limit == 0 { 0 } else { options.offset.saturating_add(options.limit) };
            let mut window = if group && wanted_hits > 0 { wanted_hits.saturating_add(SPARE) } else { wanted_hits };
            let counts = CountsWanted { facets: options.facets, years: options.histogram };
            loop {
                let collected = searcher.search(&*planned, &Wanted { sort, window, counts, sketches: group })?;
                let heads = if group { heads(&collected.best) } else { collected.best.clone() };
                let all_seen = collected.best.len() >= collected.total || wanted_hits == 0;
                if heads.len() >= wanted_hits || all_seen {
                    let page = heads.into_iter().skip(options.offset).take(options.limit);
                    let page = page.map(|head| (head, twins_of(&head, &collected.sketches))).collect();
                    return Ok(Answer { collected, page, ignored });
                }
                window = window.saturating_mul(4);
            }
        })
    }

    fn hit(
        &self,
        found: Found,
        candidate: &Candidate,
        twins: usize,
        rank: usize,
        matcher: &Matcher,
        conditions: &Conditions<'_>,
    ) -> Result<Hit, RunError> {
        let report = self.report(&found.report)?;
        let meta = report.as_ref().map(|report| &report.meta);
        let stems = Stems::of(meta.and_then(|meta| meta.language.as_deref()).unwrap_or("en"));
        let marks = matcher.marks(&found.block.text, stems);
        // What the query asks of items picks the item to show; without it an item is shown where no word is marked.
        let item = found.items.iter().find(|item| conditions.are_met_by(item)).map(|item| item.span[0]..item.span[1]);
        let focus = item.filter(|span| {
            let shows = |mark: &std::ops::Range<usize>| mark.start < span.end && span.start < mark.end;
            marks.is_empty() || !conditions.is_empty() && !marks.iter().any(shows)
        });
        let snippets = snippets(&found.block.text, &marks, focus.as_ref());
        let mut kinds: Vec<&'static str> = found.items.iter().map(|item| item.kind.name()).collect();
        kinds.sort_unstable();
        kinds.dedup();
        let block = found.block;
        Ok(Hit {
            title: report.as_ref().map_or(&*found.report, |report| report.name()).to_owned(),
            date: meta.and_then(|meta| meta.date.clone()),
            symbol: meta.and_then(|meta| meta.symbol.clone()),
            body: meta.and_then(|meta| meta.body.clone()),
            meeting: meta.and_then(|meta| meta.meeting.clone()),
            url: meta.and_then(|meta| meta.url.clone()),
            source: report.as_ref().map(|report| report.source.path.clone()).unwrap_or_default(),
            report: found.report,
            id: block.id,
            number: block.number,
            section: block.section,
            annex: block.annex,
            page: block.anchors.iter().find_map(|anchor| anchor.page),
            block_type: block.block_type.name(),
            kinds,
            text: block.text,
            marks,
            snippets,
            items: found.items,
            twins,
            rank,
            score: candidate.score,
        })
    }
}

struct Answer {
    collected: Collected,
    /// The hits of the page, each with the number of its near-identical others.
    page: Vec<(Candidate, usize)>,
    ignored: Vec<String>,
}

/// The root with the filters beside it, so that item conditions of both are met by one item.
fn narrowed(root: Node, filters: &[Node]) -> Node {
    if filters.is_empty() {
        return root;
    }
    let mut parts = match root {
        Node::And(parts) => parts,
        other => vec![other],
    };
    parts.extend(filters.iter().cloned());
    Node::And(parts)
}

/// The first of each group of near-identical candidates.
fn heads(best: &[Candidate]) -> Vec<Candidate> {
    let mut heads: Vec<Candidate> = Vec::new();
    for candidate in best {
        if !heads.iter().any(|head| twins::are_twins(head.sketch, candidate.sketch)) {
            heads.push(*candidate);
        }
    }
    heads
}

/// The number of other hits that are near-identical to this one. `sketches` are those of all hits, or none where hits
/// are not grouped.
fn twins_of(head: &Candidate, sketches: &[u64]) -> usize {
    sketches.iter().filter(|sketch| twins::are_twins(head.sketch, **sketch)).count().saturating_sub(1)
}

/// A query for all of several words, asking for some of them.
fn eased(root: &Node) -> Option<Node> {
    let Node::And(parts) = root else { return None };
    let (words, rest): (Vec<Node>, Vec<Node>) =
        parts.iter().cloned().partition(|part| matches!(part, Node::Text(_) | Node::Or(_)));
    if words.len() < 2 {
        return None;
    }
    if rest.is_empty() {
        return Some(Node::Or(words));
    }
    let mut eased = vec![Node::Or(words)];
    eased.extend(rest);
    Some(Node::And(eased))
}

fn counted(facets: [rustc_hash::FxHashMap<String, usize>; FACETS.len()]) -> Vec<Facet> {
    FACETS
        .into_iter()
        .zip(facets)
        .map(|(field, counts)| {
            let mut values: Vec<(String, usize)> = counts.into_iter().collect();
            values.sort_by(|left, right| right.1.cmp(&left.1).then_with(|| left.0.cmp(&right.0)));
            Facet { field, values }
        })
        .collect()
}
