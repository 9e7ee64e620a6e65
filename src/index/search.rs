//! Answers a query: plan, collect, group, and make hits of what stands on the page.

use tantivy::Searcher;
use tantivy::query::Query as TantivyQuery;

use super::Reader;
use super::collect::{Candidate, Collected, Wanted};
use super::counts::{Counts, CountsWanted, FACETS};
use super::plain::{Demand, Planned};
use super::reader::guarded;
use crate::error::RunError;
use crate::model::{BlockType, Found};
use crate::query::Query;
use crate::query::acronyms::{Bridges, bridged};
use crate::query::ast::Node;
use crate::query::hit::{Facet, Hit, Hits, Notice};
use crate::query::items::Conditions;
use crate::query::matching::Matcher;
use crate::query::options::{Options, Sort, Wording};
use crate::query::plain::{self, Reading};
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
        let reading = (options.wording == Wording::Plain).then(|| plain::read(query)).flatten();
        match reading {
            Some(reading) => self.search_plain(&reading, &filters, options, bridges),
            None => self.search_strict(query, &filters, options, bridges),
        }
    }

    /// A query with operators, or one whose words are all required.
    fn search_strict(
        &self,
        query: &Query,
        filters: &[Node],
        options: &Options,
        bridges: &Bridges,
    ) -> Result<Hits, RunError> {
        let mut notices = Vec::new();
        let mut root = query.root.clone();
        if options.expand {
            let (expanded, added) = bridged(root, bridges);
            root = expanded;
            notices.extend(added.into_iter().map(|message| Notice { code: "expanded", message }));
        }
        let node = narrowed(root.clone(), filters);
        let has_words = Query { root: root.clone() }.has_words();
        let (planned, ignored) = guarded(&self.dir, || {
            let mut planner = self.planner();
            Ok((planner.whole(&node)?, planner.ignored))
        })?;
        let answer = self.answer(&*planned, has_words, options)?;
        if answer.collected.total == 0 {
            notices.extend(self.advice(&root, filters)?);
        }
        for word in &ignored {
            let message = format!("{word:?} holds no letter or digit to look for and was left out");
            notices.push(Notice { code: "ignored", message });
        }
        let matcher = Matcher::new(&root, &self.stems);
        self.hits(answer, &matcher, &Conditions::of(&root, filters), options, notices)
    }

    /// A query in plain words.
    fn search_plain(
        &self,
        reading: &Reading,
        filters: &[Node],
        options: &Options,
        bridges: &Bridges,
    ) -> Result<Hits, RunError> {
        let bridges = options.expand.then_some(bridges);
        let mut plan = self.planned(reading, filters, bridges, Demand::Usual)?;
        // By date nothing ranks what holds little of the question behind what holds all of it: only the whole counts.
        let by_date = options.sort != Sort::Relevance;
        let mut answer = self.answer(if by_date { &*plan.whole } else { &*plan.query }, true, options)?;
        let mut is_relaxed = false;
        if answer.collected.total == 0 {
            is_relaxed = true;
            plan = self.planned(reading, filters, bridges, Demand::Less)?;
            answer = self.answer(&*plan.query, true, options)?;
        }
        let mut notices = reading_notices(reading, &plan);
        notices.append(&mut plan.notices);
        if reading.left_out > 0 {
            let message = format!("the query is long: its last {} words were not looked for", reading.left_out);
            notices.push(Notice { code: "ignored", message });
        }
        let total = answer.collected.total;
        if total == 0 {
            let conditions: Vec<Node> = reading.conditions.iter().chain(filters).cloned().collect();
            notices.extend(self.advice(&Node::And(conditions), &[])?);
        }
        notices.extend(self.relaxed_notice(&plan, total, is_relaxed, by_date)?);
        notices.extend(self.operator_notice(reading, filters, options, total)?);
        let matcher = Matcher::new(&plan.marks, &self.stems);
        let wishes: Vec<Node> = plan.wishes.into_iter().map(|wish| wish.node).collect();
        let conditions = Node::And(reading.conditions.iter().cloned().chain(wishes).collect());
        self.hits(answer, &matcher, &Conditions::of(&conditions, filters), options, notices)
    }

    fn relaxed_notice(
        &self,
        plan: &Planned,
        total: usize,
        is_relaxed: bool,
        by_date: bool,
    ) -> Result<Option<Notice>, RunError> {
        if total == 0 || by_date && !is_relaxed || !is_relaxed && !plan.can_miss {
            return Ok(None);
        }
        let whole = guarded(&self.dir, || self.planner().counts(&*plan.whole))?;
        let message = match whole {
            0 => "no paragraph holds all of these words; those with the rarest of them come first".to_owned(),
            _ if whole == total => return Ok(None),
            1 => format!("1 of {total} paragraphs holds all of these words; the others hold most of them"),
            _ => format!("{whole} of {total} paragraphs hold all of these words; the others hold most of them"),
        };
        Ok(Some(Notice { code: "relaxed", message }))
    }

    /// "or" and "not" in small letters were read as words: said where the operator finds something else.
    fn operator_notice(
        &self,
        reading: &Reading,
        filters: &[Node],
        options: &Options,
        total: usize,
    ) -> Result<Option<Notice>, RunError> {
        let Some(meant) = reading.with_operators() else { return Ok(None) };
        let node = narrowed(meant.root.clone(), filters);
        let found = guarded(&self.dir, || {
            let mut planner = self.planner();
            let planned = planner.whole(&node)?;
            planner.counts(&*planned)
        })?;
        let asks = options.limit > 0 && found != total;
        let words = reading.small_operators.join(" and ");
        let message = format!(
            "{words} in small letters is read as a word of grammar; as an operator it finds {found} paragraphs: {meant}"
        );
        Ok(asks.then_some(Notice { code: "operator", message }))
    }

    fn hits(
        &self,
        answer: Answer,
        matcher: &Matcher,
        conditions: &Conditions<'_>,
        options: &Options,
        notices: Vec<Notice>,
    ) -> Result<Hits, RunError> {
        let mut hits = Vec::with_capacity(answer.page.len());
        for (index, (candidate, near_duplicates)) in answer.page.iter().enumerate() {
            let found = guarded(&self.dir, || self.stored_block(candidate.address))?;
            hits.push(self.hit(found, candidate, *near_duplicates, options.offset + index + 1, matcher, conditions)?);
        }
        texts_before_headings(&mut hits);
        let Collected { total, counts: Counts { facets, years }, .. } = answer.collected;
        let facets = if options.facets { counted(facets) } else { Vec::new() };
        let asks_for_items = !conditions.is_empty();
        Ok(Hits { total, hits, facets, years: years.into_iter().collect(), asks_for_items, notices })
    }

    fn answer(&self, planned: &dyn TantivyQuery, has_words: bool, options: &Options) -> Result<Answer, RunError> {
        let sort = if options.sort == Sort::Relevance && !has_words { Sort::Newest } else { options.sort };
        // Grouping is for ranked lists; by date, every report keeps its own paragraph.
        let group = options.group && sort == Sort::Relevance;
        guarded(&self.dir, || {
            let searcher: &Searcher = &self.searcher;
            let wanted_hits = if options.limit == 0 { 0 } else { options.offset.saturating_add(options.limit) };
            let mut window = if group && wanted_hits > 0 { wanted_hits.saturating_add(SPARE) } else { wanted_hits };
            let counts = CountsWanted { facets: options.facets, years: options.histogram };
            loop {
                let collected = searcher.search(planned, &Wanted { sort, window, counts, sketches: group })?;
                let heads = if group { heads(&collected.best) } else { collected.best.clone() };
                let all_seen = collected.best.len() >= collected.total || wanted_hits == 0;
                if heads.len() >= wanted_hits || all_seen {
                    let page = heads.into_iter().skip(options.offset).take(options.limit);
                    let page = page.map(|head| (head, near_duplicates_of(&head, &collected.sketches))).collect();
                    return Ok(Answer { collected, page });
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
        let asked_items = conditions.meant(&found.items).into_iter().map(|item| item.id.clone()).collect();
        let (before, after) = self.neighbours(&found, candidate.address)?;
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
            asked_items,
            before,
            after,
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
}

/// The root with the filters beside it, so that item conditions of both are met by one item.
fn narrowed(root: Node, filters: &[Node]) -> Node {
    if filters.is_empty() {
        return root;
    }
    let mut parts = match root {
        Node::And(parts) => parts,
        Node::Prefer { mut must, should } => {
            must.extend(filters.iter().cloned());
            return Node::Prefer { must, should };
        }
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
fn near_duplicates_of(head: &Candidate, sketches: &[u64]) -> usize {
    sketches.iter().filter(|sketch| twins::are_twins(head.sketch, **sketch)).count().saturating_sub(1)
}

/// A heading gives way to its text: it never stands before a paragraph under it.
fn texts_before_headings(hits: &mut [Hit]) {
    let is_under = |heading: &Hit, hit: &Hit| {
        hit.report == heading.report && hit.section.as_deref() == Some(heading.text.as_str()) && !is_heading(hit)
    };
    for at in (0..hits.len()).rev() {
        let Some(heading) = hits.get(at).filter(|hit| is_heading(hit)) else { continue };
        let last = hits.iter().skip(at + 1).rposition(|hit| is_under(heading, hit)).map(|last| at + 1 + last);
        let Some(moved) = last.and_then(|last| hits.get_mut(at..=last)) else { continue };
        let mut ranks: Vec<usize> = moved.iter().map(|hit| hit.rank).collect();
        moved.rotate_left(1);
        ranks.sort_unstable();
        for (hit, rank) in moved.iter_mut().zip(ranks) {
            hit.rank = rank;
        }
    }
}

fn is_heading(hit: &Hit) -> bool {
    hit.block_type == BlockType::Heading.name()
}

/// How the question was read, in a line, with the strict form to copy.
fn reading_notices(reading: &Reading, plan: &Planned) -> Vec<Notice> {
    if plan.wishes.is_empty() {
        return Vec::new();
    }
    let subject = reading.subject();
    let lifted: Vec<String> = plan.wishes.iter().map(|wish| wish.node.to_string()).collect();
    let strict = reading.strict(&plan.wishes);
    let message = format!("read as: {subject}; {} first. Only those: {strict}", lifted.join(", "));
    vec![Notice { code: "read", message }]
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
