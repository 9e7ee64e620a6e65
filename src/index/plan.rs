//! From a query's meaning to tantivy queries: what a document must hold, and what lifts it.

use std::collections::BTreeSet;
use std::ops::Bound;

use tantivy::query::{
    BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, ExistsQuery, FuzzyTermQuery, Occur, Query, RangeQuery,
    TermQuery, TermSetQuery,
};
use tantivy::schema::{Field as Column, IndexRecordOption};
use tantivy::{Searcher, Term};

use super::names;
use super::near::{Layout, NearQuery};
use super::schema::Fields;
use crate::search::query::ast::{Form, Node, Test, Text};
use crate::search::query::fields::{self, Field};
use crate::search::slots::{self, Sequence, Slot};
use crate::search::words::{Stems, Word, fold_all, words};

/// A slot with more terms than this (a short pattern) is answered as a set, without a score of its own.
const MOST_SCORED_TERMS: usize = 64;
/// What the same word as written adds to a hit, as a share of the stem's score.
const AS_WRITTEN: f32 = 0.3;
/// What the words next to each other, in the order of the query, add; and what they add when merely near.
const SIDE_BY_SIDE: f32 = 0.6;
const NEARBY: f32 = 0.4;
/// "Near" means so many other words for each word of the query.
const NEARBY_WORDS: u32 = 4;
/// What a word of the heading above adds.
const IN_SECTION: f32 = 0.25;

pub(super) type Boxed = Box<dyn Query>;

/// Turns nodes into queries against one searcher.
pub(super) struct Planner<'a> {
    pub searcher: &'a Searcher,
    pub fields: &'a Fields,
    /// The stemmers of the languages in the index, English first.
    pub stems: &'a [Stems],
    /// Words that hold nothing to look for.
    pub ignored: Vec<String>,
}

impl Planner<'_> {
    /// The query for a whole search: conditions, and what lifts hits where words are asked for.
    pub(super) fn whole(&mut self, node: &Node) -> tantivy::Result<Boxed> {
        let condition = self.node(node)?.unwrap_or_else(|| self.every_block());
        let mut clauses = vec![(Occur::Must, condition)];
        for lift in self.lifts(node)? {
            clauses.push((Occur::Should, lift));
        }
        if clauses.len() == 1
            && let Some((_, only)) = clauses.pop()
        {
            return Ok(only);
        }
        Ok(Box::new(BooleanQuery::new(clauses)))
    }

    /// The condition that a node sets; `None` where it sets none.
    fn node(&mut self, node: &Node) -> tantivy::Result<Option<Boxed>> {
        match node {
            Node::All => Ok(Some(self.every_block())),
            Node::Text(text) => self.text(text),
            Node::Field(field, test) => match self.item_terms(node)? {
                Some(terms) => Ok(Some(unscored(self.together(vec![terms])))),
                None => self.field(*field, test).map(|query| Some(unscored(query))),
            },
            Node::Not(inner) => Ok(self.node(inner)?.map(|inner| self.all_but(vec![inner]))),
            Node::And(parts) => self.all_of(parts),
            Node::Or(parts) => {
                let mut any = Vec::new();
                for part in parts {
                    any.extend(self.node(part)?);
                }
                Ok((!any.is_empty()).then(|| Box::new(BooleanQuery::union(any)) as Boxed))
            }
            Node::Prefer { must, should } => {
                let must = self.all_of(must)?.unwrap_or_else(|| self.every_block());
                let mut clauses = vec![(Occur::Must, must)];
                for part in should {
                    clauses.extend(self.node(part)?.map(|query| (Occur::Should, query)));
                }
                Ok(Some(Box::new(BooleanQuery::new(clauses))))
            }
        }
    }

    fn all_of(&mut self, parts: &[Node]) -> tantivy::Result<Option<Boxed>> {
        let (mut must, mut not, mut items) = (Vec::new(), Vec::new(), Vec::new());
        for part in parts {
            if let Node::Not(inner) = part {
                not.extend(self.node(inner)?);
            } else if let Some(terms) = self.item_terms(part)? {
                items.push(terms);
            } else {
                must.extend(self.node(part)?);
            }
        }
        if !items.is_empty() {
            must.push(unscored(self.together(items)));
        }
        if must.is_empty() && !not.is_empty() {
            return Ok(Some(self.all_but(not)));
        }
        let clauses: Vec<(Occur, Boxed)> = must
            .into_iter()
            .map(|query| (Occur::Must, query))
            .chain(not.into_iter().map(|query| (Occur::MustNot, query)))
            .collect();
        Ok((!clauses.is_empty()).then(|| Box::new(BooleanQuery::new(clauses)) as Boxed))
    }

    fn every_block(&self) -> Boxed {
        unscored(term_query(Term::from_field_text(self.fields.what, "block")))
    }

    fn all_but(&self, not: Vec<Boxed>) -> Boxed {
        let mut clauses = vec![(Occur::Must, self.every_block())];
        clauses.extend(not.into_iter().map(|query| (Occur::MustNot, query)));
        Box::new(BooleanQuery::new(clauses))
    }

    // Words.

    fn text(&mut self, text: &Text) -> tantivy::Result<Option<Boxed>> {
        let sequences = slots::sequences(text);
        if sequences.is_empty() {
            self.ignored.push(text.words.clone());
            return Ok(None);
        }
        let mut any = Vec::new();
        for sequence in &sequences {
            any.push(self.sequence(sequence)?);
        }
        if let (Form::Fuzzy(_), Some(word)) = (text.form, words(&text.words).first()) {
            // The spelling asked for stands before its neighbours.
            any.push(boosted(term_query(Term::from_field_text(self.fields.exact, &word.folded)), AS_WRITTEN));
        }
        if any.len() == 1 {
            return Ok(any.pop());
        }
        Ok(Some(Box::new(BooleanQuery::union(any))))
    }

    fn sequence(&self, sequence: &Sequence) -> tantivy::Result<Boxed> {
        let mut slots = Vec::with_capacity(sequence.slots.len());
        for slot in &sequence.slots {
            let terms = self.terms(slot)?;
            if terms.is_empty() {
                return Ok(Box::new(EmptyQuery));
            }
            slots.push(terms);
        }
        if let [only] = slots.as_mut_slice() {
            return Ok(match only.len() {
                1 => term_query(only.swap_remove(0)),
                2..=MOST_SCORED_TERMS => self.near(slots, Layout::Near(0)),
                _ => Box::new(ConstScoreQuery::new(Box::new(TermSetQuery::new(std::mem::take(only))), 1.0)),
            });
        }
        Ok(self.near(slots, Layout::Near(sequence.slack)))
    }

    fn near(&self, slots: Vec<Vec<Term>>, layout: Layout) -> Boxed {
        Box::new(NearQuery { slots, layout, length_of: self.fields.text })
    }

    /// The terms that fill a slot, as far as they are in the index.
    fn terms(&self, slot: &Slot) -> tantivy::Result<Vec<Term>> {
        Ok(match slot {
            Slot::Stem(word) => self.stem_terms(self.fields.text, word),
            Slot::Written(word) => vec![Term::from_field_text(self.fields.exact, word)],
            Slot::Pattern(pattern) => self.matching(self.fields.exact, pattern)?,
            Slot::Fuzzy(word, edits) => self.similar(word, *edits)?,
        })
    }

    fn stem_terms(&self, field: Column, word: &Word) -> Vec<Term> {
        let forms: BTreeSet<String> = self.stems.iter().flat_map(|stems| slots::stem_forms(word, *stems)).collect();
        forms.iter().map(|form| Term::from_field_text(field, form)).collect()
    }

    /// The terms of a field that have the form of a pattern.
    fn matching(&self, field: Column, pattern: &str) -> tantivy::Result<Vec<Term>> {
        let prefix = pattern.split('*').next().unwrap_or_default();
        // A pattern that begins with a star is held against every term: its end tells most of them at once.
        let ending = pattern.rsplit('*').next().unwrap_or_default();
        self.terms_where(field, prefix, |term| term.ends_with(ending) && slots::matches_pattern(pattern, term))
    }

    pub(super) fn similar(&self, word: &str, edits: u8) -> tantivy::Result<Vec<Term>> {
        let query = FuzzyTermQuery::new(Term::from_field_text(self.fields.exact, word), edits, true);
        let mut found = BTreeSet::new();
        for segment in self.searcher.segment_readers() {
            let inverted = segment.inverted_index(self.fields.exact)?;
            let automaton = query.automaton()?;
            let mut stream = inverted.terms().search(automaton).into_stream()?;
            while let Some((key, _)) = stream.next() {
                found.extend(std::str::from_utf8(key).ok().map(str::to_owned));
            }
        }
        Ok(found.iter().map(|term| Term::from_field_text(self.fields.exact, term)).collect())
    }

    /// The terms of a field that begin with `prefix` and pass the test, over all segments, sorted.
    fn terms_where(&self, field: Column, prefix: &str, test: impl Fn(&str) -> bool) -> tantivy::Result<Vec<Term>> {
        let mut found = BTreeSet::new();
        for segment in self.searcher.segment_readers() {
            let inverted = segment.inverted_index(field)?;
            let mut stream = inverted.terms().range().ge(prefix).into_stream()?;
            while let Some((key, _)) = stream.next() {
                if !key.starts_with(prefix.as_bytes()) {
                    break;
                }
                found.extend(std::str::from_utf8(key).ok().filter(|term| test(term)).map(str::to_owned));
            }
        }
        Ok(found.iter().map(|term| Term::from_field_text(field, term)).collect())
    }

    // Fields.

    /// The terms any of which an item must carry to meet this node; `None` where the node is not about one item.
    fn item_terms(&self, node: &Node) -> tantivy::Result<Option<Vec<Term>>> {
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

    fn item_test(&self, field: Field, test: &Test) -> tantivy::Result<Vec<Term>> {
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
            Test::Any | Test::Range(..) => self.terms_where(item, &format!("{}=", field.name()), |_| true),
            Test::Nothing => Ok(Vec::new()),
        }
    }

    fn together(&self, slots: Vec<Vec<Term>>) -> Boxed {
        if slots.iter().any(Vec::is_empty) {
            return Box::new(EmptyQuery);
        }
        self.near(slots, Layout::Together)
    }

    fn field(&self, field: Field, test: &Test) -> tantivy::Result<Boxed> {
        let fields = self.fields;
        match (field, test) {
            (Field::Date, Test::Range(from, to)) => Ok(self.dated(*from, *to)),
            (Field::Year, Test::Range(from, to)) => {
                Ok(self.dated(from.map(|year| year * 10_000 + 101), to.map(|year| year * 10_000 + 1231)))
            }
            (Field::Due, Test::Range(from, to)) => Ok(self.range(fields.due, *from, *to)),
            (Field::Page, Test::Range(from, to)) => Ok(self.range(fields.page, *from, *to)),
            (Field::Date | Field::Year, Test::Any) => Ok(Box::new(ExistsQuery::new("date_first".to_owned(), false))),
            (Field::Due, Test::Any) => Ok(Box::new(ExistsQuery::new("due".to_owned(), false))),
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
            (Field::Kind | Field::Force | Field::HeldBy | Field::Category | Field::Actor, test) => {
                Ok(self.together(vec![self.item_test(field, test)?]))
            }
            (Field::Date | Field::Year | Field::Due | Field::Page, _) => Ok(Box::new(EmptyQuery)),
        }
    }

    /// Reports with a day in the range: a meeting of several days, or a date of which only the year is known, counts
    /// when any of its days does.
    fn dated(&self, from: Option<u32>, to: Option<u32>) -> Boxed {
        all(match (from, to) {
            (Some(_), None) => vec![self.range(self.fields.date_last, from, None)],
            (None, Some(_)) => vec![self.range(self.fields.date_first, None, to)],
            _ => vec![self.range(self.fields.date_last, from, None), self.range(self.fields.date_first, None, to)],
        })
    }

    fn range(&self, field: Column, from: Option<u32>, to: Option<u32>) -> Boxed {
        let bound = |end: Option<u32>| {
            end.map_or(Bound::Unbounded, |number| Bound::Included(Term::from_field_u64(field, u64::from(number))))
        };
        if from.is_none() && to.is_none() {
            return self.every_block();
        }
        Box::new(RangeQuery::new(bound(from), bound(to)))
    }

    fn words_of(&self, field: Column, test: &Test) -> tantivy::Result<Boxed> {
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
    fn names(&self, field: Column, test: &Test, form: impl Fn(&str) -> String) -> tantivy::Result<Boxed> {
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

    // What lifts a hit.

    /// Words as written, words side by side, words in the heading above.
    fn lifts(&self, node: &Node) -> tantivy::Result<Vec<Boxed>> {
        let plain = plain_words(node);
        let mut lifts = Vec::new();
        for word in &plain {
            let written = Term::from_field_text(self.fields.exact, &word.folded);
            lifts.push(boosted(term_query(written), AS_WRITTEN));
            for term in self.stem_terms(self.fields.section, word) {
                lifts.push(boosted(term_query(term), IN_SECTION));
            }
        }
        let slots: Vec<Vec<Term>> = plain.iter().map(|word| self.stem_terms(self.fields.text, word)).collect();
        for pair in slots.windows(2) {
            lifts.push(boosted(self.near(pair.to_vec(), Layout::Near(0)), SIDE_BY_SIDE));
        }
        if slots.len() > 1 {
            let slack = NEARBY_WORDS.saturating_mul(u32::try_from(slots.len()).unwrap_or(u32::MAX));
            lifts.push(boosted(self.near(slots, Layout::Near(slack)), NEARBY));
        }
        Ok(lifts)
    }
}

/// The plain words that stand beside each other at the top of a query.
fn plain_words(node: &Node) -> Vec<Word> {
    let plain = |node: &Node| match node {
        Node::Text(Text { words: text, form: Form::Word, exact: false }) => words(text),
        _ => Vec::new(),
    };
    match node {
        Node::And(parts) => parts.iter().flat_map(plain).collect(),
        Node::Prefer { must, should } => must.iter().chain(should).flat_map(plain).collect(),
        // An acronym and its long form, or several ways to say a thing: no one order.
        Node::Or(_) | Node::All | Node::Field(..) | Node::Not(_) => Vec::new(),
        Node::Text(_) => plain(node),
    }
}

fn term_query(term: Term) -> Boxed {
    Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))
}

fn boosted(query: Boxed, boost: f32) -> Boxed {
    Box::new(BoostQuery::new(query, boost))
}

/// A condition that says whether, not how well.
fn unscored(query: Boxed) -> Boxed {
    Box::new(ConstScoreQuery::new(query, 0.0))
}

fn all(mut queries: Vec<Boxed>) -> Boxed {
    match queries.len() {
        0 => Box::new(EmptyQuery),
        1 => queries.swap_remove(0),
        _ => Box::new(BooleanQuery::intersection(queries)),
    }
}

fn set(terms: Vec<Term>) -> Boxed {
    match terms.as_slice() {
        [] => Box::new(EmptyQuery),
        [only] => term_query(only.clone()),
        _ => Box::new(TermSetQuery::new(terms)),
    }
}
