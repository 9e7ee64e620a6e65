//! Answers a query in plain words: each thing asked for in all its ways, weighed by rarity; kinds, bodies and the sort of answer
//! lift a passage and exclude none; what was read, corrected and relaxed is said.

use tantivy::query::{BooleanQuery, ConstScoreQuery, Occur};
use tantivy::{Searcher, Term};

use super::Reader;
use super::near::{Layout, NearQuery};
use super::passage::{PassageQuery, Slot, Way};
use super::plan::{Boxed, Planner, boosted, term_query};
use super::reader::guarded;
use super::surroundings::{DAY, FIGURE};
use crate::error::RunError;
use crate::query::acronyms::Bridges;
use crate::query::ast::{Form, Node, Text};
use crate::query::hit::Notice;
use crate::query::plain::data::WORDS;
use crate::query::plain::{Concept, Expected, Reading, Wish, relatives};
use crate::query::slots;
use crate::query::words::{Word, fold_all, words};

/// What a word made from the one asked for counts beside it (agreed, agreement).
const RELATED: f32 = 0.6;
/// What an acronym or its long form counts: never as much as the words of the subject.
const EXPANDED: f32 = 0.5;
/// Ways that count less than this only say something alike.
const SAME_WORD: f32 = 0.6;
/// The heading above a passage, the words that it completes, the title of its report, its body: the frequency that each stands
/// for, and the share of the thing asked for that it covers.
const IN_SECTION: (f32, f32) = (0.5, 0.9);
const IN_STEM: (f32, f32) = (0.55, 0.9);
const IN_TITLE: (f32, f32) = (0.3, 0.7);
const IN_BODY: (f32, f32) = (0.3, 0.7);
/// What a kind or field that the words name lifts, as a share of the weight of the question.
const WISHED: f32 = 0.12;
/// And the kind of item that it asks for: "what did they decide" is answered by a decision.
const WISHED_KIND: f32 = 0.3;
/// What a passage lifts that holds the sort of answer asked for.
const EXPECTED: f32 = 0.06;
/// And one that says that something was not agreed, where that is asked: few do.
const REFUSED: f32 = 0.3;
/// What neighbours in the question add where they are neighbours in the text, other words between them, and in order.
const NEIGHBOURS: f32 = 0.3;
const NEIGHBOUR_SLACK: u32 = 2;
const NEIGHBOURS_IN_ORDER: f32 = 0.6;
/// What the same word as written adds to a hit, as a share of its score.
const AS_WRITTEN: f32 = 0.2;
/// Of so many words or fewer all are required, as long as any passage holds them.
const MOST_REQUIRED: usize = 2;
/// Of more, this share of their weight.
const LEAST_SHARE: f32 = 0.34;
/// And of a question's, which has more words than its answer.
const LEAST_OF_QUESTION: f32 = 0.3;
/// What is left of it where that finds nothing.
const RELAXED: f32 = 0.2;
/// Names of more words have no acronym that people use.
const LONGEST_NAME: usize = 6;
/// Shorter words have too many neighbours to guess from.
const SHORTEST_GUESSED: usize = 4;
/// Words of more letters may be misspelt in two places.
const LONG_WORD: usize = 7;
/// Text recognition and accents set apart leave pieces of words; shorter words are not looked for in pieces.
const SHORTEST_SPLIT: usize = 6;

/// A question, ready to be put to the index.
pub(super) struct Planned {
    /// Passages with enough of it.
    pub query: Boxed,
    /// Passages with all of it.
    pub whole: Boxed,
    /// What marks a passage.
    pub marks: Node,
    /// Words corrected, widened, not found.
    pub notices: Vec<Notice>,
    /// Conditions that lift: of items they choose the item shown.
    pub wishes: Vec<Wish>,
    /// Whether words may be left out.
    pub can_miss: bool,
}

/// How much must be found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Demand {
    /// As the number of words calls for.
    Usual,
    /// Less, also in words that say something alike.
    Less,
}

impl Reader {
    /// The plan for a question. `expand` and `bridges` as for [`Reader::search`].
    pub(super) fn planned(
        &self,
        reading: &Reading,
        filters: &[Node],
        bridges: Option<&Bridges>,
        demand: Demand,
    ) -> Result<Planned, RunError> {
        guarded(&self.dir, || {
            let searcher: &Searcher = &self.searcher;
            let mut planner = Planner { searcher, fields: &self.fields, stems: &self.stems, ignored: Vec::new() };
            let mut maker =
                Maker { planner: &mut planner, bridges, notices: Vec::new(), marks: Vec::new(), bodies: Vec::new() };
            maker.plan(reading, filters, demand)
        })
    }
}

struct Maker<'m, 'p> {
    planner: &'m mut Planner<'p>,
    bridges: Option<&'m Bridges>,
    notices: Vec<Notice>,
    marks: Vec<Node>,
    /// Names of bodies that the question names, as the index has them, with the folded words that name them.
    bodies: Vec<(String, Vec<String>)>,
}

impl Maker<'_, '_> {
    fn plan(&mut self, reading: &Reading, filters: &[Node], demand: Demand) -> tantivy::Result<Planned> {
        self.bodies = self.named_bodies(reading)?;
        let counting = reading.concepts.iter().filter(|concept| concept.weight >= 1.0).count();
        let takes_alike = reading.is_question || counting > MOST_REQUIRED || demand == Demand::Less;
        let mut slots = Vec::new();
        let mut primary: Vec<Vec<Term>> = Vec::new();
        let spelled = self.spelled_out(reading);
        for (at, concept) in reading.concepts.iter().enumerate() {
            let acronyms: Vec<&Text> =
                spelled.iter().filter(|(run, _)| run.contains(&at)).map(|(_, short)| short).collect();
            if let Some(slot) = self.slot(concept, takes_alike, &acronyms)? {
                primary.push(first_terms(&slot));
                slots.push(slot);
            }
        }
        let least = match demand {
            Demand::Less => RELAXED,
            Demand::Usual if counting <= MOST_REQUIRED && !reading.is_question => 1.0,
            Demand::Usual if reading.is_question => LEAST_OF_QUESTION,
            Demand::Usual => LEAST_SHARE,
        };
        let length_of = self.planner.fields.text;
        let asked_items = self.asked_items(reading)?;
        let passages = PassageQuery { slots, least, asked_items, length_of };
        let total: f32 = passages.weights(self.planner.searcher)?.iter().sum();
        let mut conditions: Vec<Node> = reading.conditions.clone();
        conditions.extend(filters.iter().cloned());
        let mut lifts = self.lifts(reading, &primary, total)?;
        let wishes = self.wishes(reading);
        lifts.extend(self.wished(&wishes, total)?);
        let whole = PassageQuery { least: 1.0, ..passages.clone() };
        let can_miss = least < 1.0;
        Ok(Planned {
            query: self.under(conditions.clone(), Box::new(passages), lifts)?,
            whole: self.under(conditions, Box::new(whole), Vec::new())?,
            marks: Node::Or(std::mem::take(&mut self.marks).into_iter().chain([reading.marks()]).collect()),
            notices: std::mem::take(&mut self.notices),
            wishes,
            can_miss,
        })
    }

    fn under(&mut self, conditions: Vec<Node>, passages: Boxed, lifts: Vec<Boxed>) -> tantivy::Result<Boxed> {
        let mut clauses = vec![(Occur::Must, passages)];
        if !conditions.is_empty()
            && let Some(condition) = self.planner.condition(&Node::And(conditions))?
        {
            clauses.push((Occur::Must, condition));
        }
        clauses.extend(lifts.into_iter().map(|lift| (Occur::Should, lift)));
        Ok(Box::new(BooleanQuery::new(clauses)))
    }

    // Ways to say a thing.

    /// The slot of a concept. `acronyms` stand for a name that it is a part of: the index may hold them where it does not hold
    /// the word.
    fn slot(&mut self, concept: &Concept, takes_alike: bool, acronyms: &[&Text]) -> tantivy::Result<Option<Slot>> {
        let mut ways: Vec<(Way, f32)> = Vec::new();
        for way in concept.ways.iter().filter(|way| takes_alike || way.weight >= SAME_WORD) {
            self.add(&mut ways, &way.text, way.weight)?;
        }
        let is_known = ways.iter().any(|(_, weight)| *weight >= 1.0);
        if let Some(word) = &concept.word {
            self.add_relatives(&mut ways, word)?;
            if !is_known {
                self.add_corrected(&mut ways, concept, word)?;
            }
        }
        self.add_expanded(&mut ways, concept)?;
        for &short in acronyms {
            self.add(&mut ways, short, EXPANDED)?;
            self.marks.push(Node::Text(short.clone()));
        }
        let mut above = self.above(concept)?;
        if let Some(number) = &concept.number {
            ways.push((Way::Terms(vec![Term::from_field_text(self.planner.fields.number, number)]), 1.0));
        }
        let own = concept.word.as_deref();
        for (body, named_by) in &self.bodies {
            if own.is_some_and(|word| named_by.iter().any(|part| part == word)) {
                above.push((Term::from_field_text(self.planner.fields.body, body), IN_BODY.0, IN_BODY.1));
            }
        }
        if !ways.iter().any(|(_, weight)| *weight >= SAME_WORD) && above.is_empty() {
            let shown = &concept.typed;
            if self.notices.iter().all(|notice| !notice.message.starts_with(shown.as_str())) {
                self.note("unknown", format!("{shown} stands in no paragraph"));
            }
            if ways.is_empty() {
                return Ok(None);
            }
        }
        Ok(Some(Slot { ways, above, weight: concept.weight }))
    }

    /// The ways of words, as far as the index holds them.
    fn add(&mut self, ways: &mut Vec<(Way, f32)>, text: &Text, weight: f32) -> tantivy::Result<bool> {
        let mut any = false;
        for sequence in slots::sequences(text) {
            let mut found = Vec::new();
            for slot in &sequence.slots {
                let terms = self.held(self.planner.terms(slot)?)?;
                if terms.is_empty() {
                    found.clear();
                    break;
                }
                found.push(terms);
            }
            match found.len() {
                0 => continue,
                1 => {
                    // A form that another way led to already counts once.
                    let known: Vec<&Term> = ways
                        .iter()
                        .flat_map(|(way, _)| match way {
                            Way::Terms(terms) => terms.iter().collect::<Vec<_>>(),
                            Way::Near(_) => Vec::new(),
                        })
                        .collect();
                    let new: Vec<Term> =
                        found.swap_remove(0).into_iter().filter(|term| !known.contains(&term)).collect();
                    if new.is_empty() {
                        continue;
                    }
                    ways.push((Way::Terms(new), weight));
                }
                _ => ways.push((Way::Near(self.phrase(found, sequence.slack)), weight)),
            }
            any = true;
        }
        Ok(any)
    }

    fn held(&self, terms: Vec<Term>) -> tantivy::Result<Vec<Term>> {
        let mut held = Vec::with_capacity(terms.len());
        for term in terms {
            if self.planner.searcher.doc_freq(&term)? > 0 {
                held.push(term);
            }
        }
        Ok(held)
    }

    fn phrase(&self, slots: Vec<Vec<Term>>, slack: u32) -> NearQuery {
        NearQuery { slots, layout: Layout::Near(slack), in_order: 0.0, length_of: self.planner.fields.text }
    }

    fn add_relatives(&mut self, ways: &mut Vec<(Way, f32)>, word: &str) -> tantivy::Result<()> {
        for relative in relatives(word) {
            let text = Text { words: relative, form: Form::Word, exact: false };
            if self.add(ways, &text, RELATED)? {
                self.marks.push(Node::Text(text));
            }
        }
        Ok(())
    }

    /// A word that stands nowhere: in pieces, as bad text layers have it, or misspelt.
    fn add_corrected(&mut self, ways: &mut Vec<(Way, f32)>, concept: &Concept, word: &str) -> tantivy::Result<()> {
        if let Some(pieces) = self.in_pieces(word)? {
            let text = Text { words: pieces, form: Form::Phrase { slack: 0 }, exact: false };
            self.add(ways, &text, 1.0)?;
            self.note(
                "corrected",
                format!("{} is printed in pieces here, \"{}\"; that was found", concept.typed, text.words),
            );
            self.marks.push(Node::Text(text));
            return Ok(());
        }
        let Some(meant) = self.meant(word)? else { return Ok(()) };
        let text = Text { words: meant.clone(), form: Form::Word, exact: false };
        if self.add(ways, &text, 1.0)? {
            let shown = &concept.typed;
            self.note("corrected", format!("{shown} stands in no paragraph; \"{meant}\" was looked for instead"));
            self.marks.push(Node::Text(text));
        }
        Ok(())
    }

    fn in_pieces(&self, word: &str) -> tantivy::Result<Option<String>> {
        let letters: Vec<char> = word.chars().collect();
        if letters.len() < SHORTEST_SPLIT {
            return Ok(None);
        }
        let piece = |from: usize, to: usize| letters.get(from..to).unwrap_or_default().iter().collect::<String>();
        let count = letters.len();
        let mut splits: Vec<Vec<String>> = (1..count).map(|at| vec![piece(0, at), piece(at, count)]).collect();
        for first in 1..count - 1 {
            splits.extend(
                (first + 1..count).map(|second| vec![piece(0, first), piece(first, second), piece(second, count)]),
            );
        }
        for split in splits {
            let mut terms = Vec::new();
            for part in &split {
                let term = Term::from_field_text(self.planner.fields.exact, part);
                let folded =
                    Term::from_field_text(self.planner.fields.exact, &format!("{}{part}", super::schema::FOLDED));
                let held = self.held(vec![term, folded])?;
                if held.is_empty() {
                    break;
                }
                terms.push(held);
            }
            if terms.len() == split.len() && self.planner.counts(&self.phrase(terms, 0))? > 0 {
                return Ok(Some(split.join(" ")));
            }
        }
        Ok(None)
    }

    /// The nearest word that the index holds, the most frequent of equally near ones.
    fn meant(&self, word: &str) -> tantivy::Result<Option<String>> {
        let letters = word.chars().count();
        if letters < SHORTEST_GUESSED || word.chars().any(|c| c.is_ascii_digit()) {
            return Ok(None);
        }
        let most = if letters >= LONG_WORD { 2 } else { 1 };
        for edits in 1..=most {
            let mut near = Vec::new();
            for term in self.planner.similar(word, edits)? {
                near.push((self.planner.searcher.doc_freq(&term)?, term));
            }
            near.sort_by(|left, right| right.0.cmp(&left.0).then_with(|| left.1.cmp(&right.1)));
            let is_word = |term: &Term| {
                let word =
                    term.value().as_str().map(|text| text.trim_start_matches(super::schema::FOLDED).to_owned())?;
                (!word.chars().any(|c| c.is_ascii_digit())).then_some(word)
            };
            if let Some(meant) = near.iter().filter(|(held, _)| *held > 0).find_map(|(_, term)| is_word(term)) {
                return Ok(Some(meant));
            }
        }
        Ok(None)
    }

    fn add_expanded(&mut self, ways: &mut Vec<(Way, f32)>, concept: &Concept) -> tantivy::Result<()> {
        let Some(bridges) = self.bridges else { return Ok(()) };
        let others = bridges.others(&concept.typed);
        let mut added = Vec::new();
        for other in others {
            let text = expansion(&other);
            if self.add(ways, &text, EXPANDED)? {
                self.marks.push(Node::Text(text));
                added.push(format!("{other:?}"));
            }
        }
        if !added.is_empty() {
            let typed = &concept.typed;
            self.note(
                "expanded",
                format!("{typed:?} is also looked for as {} (--no-expand: only as typed)", added.join(", ")),
            );
        }
        Ok(())
    }

    /// Neighbours that spell out a name which has an acronym, with the acronym: `best practice forum` is also BPF.
    fn spelled_out(&mut self, reading: &Reading) -> Vec<(std::ops::Range<usize>, Text)> {
        let Some(bridges) = self.bridges else { return Vec::new() };
        let typed: Vec<&str> = reading.concepts.iter().map(|concept| concept.typed.as_str()).collect();
        let mut found = Vec::new();
        let mut at = 0;
        while at < typed.len() {
            let longest = (2..=LONGEST_NAME).rev().find_map(|length| {
                let name = typed.get(at..at + length)?.join(" ");
                let others = bridges.others(&name);
                (!others.is_empty()).then_some((length, name, others))
            });
            let Some((length, name, others)) = longest else {
                at += 1;
                continue;
            };
            let shown: Vec<String> = others.iter().map(|other| format!("{other:?}")).collect();
            self.note(
                "expanded",
                format!("{name:?} is also looked for as {} (--no-expand: only as typed)", shown.join(", ")),
            );
            found.extend(others.iter().map(|other| (at..at + length, expansion(other))));
            at += length;
        }
        found
    }

    /// Where else than in its own text a passage may speak of a thing.
    fn above(&self, concept: &Concept) -> tantivy::Result<Vec<(Term, f32, f32)>> {
        let fields = self.planner.fields;
        let mut found = Vec::new();
        for way in concept.ways.iter().filter(|way| way.weight >= 1.0) {
            let parts = words(&way.text.words);
            // Of words next to each other only a single one can be asked of fields without positions.
            let [word] = parts.as_slice() else { continue };
            for (field, (frequency, share)) in
                [(fields.section, IN_SECTION), (fields.above, IN_STEM), (fields.title, IN_TITLE)]
            {
                let terms = self.held(self.planner.stem_terms(field, word))?;
                found.extend(terms.into_iter().map(|term| (term, frequency, share)));
            }
        }
        found.dedup();
        Ok(found)
    }

    // What lifts a passage.

    fn lifts(&self, reading: &Reading, primary: &[Vec<Term>], total: f32) -> tantivy::Result<Vec<Boxed>> {
        let fields = self.planner.fields;
        let mut lifts: Vec<Boxed> = Vec::new();
        for word in reading.concepts.iter().filter_map(|concept| concept.word.as_deref()) {
            lifts.push(boosted(term_query(Term::from_field_text(fields.exact, word)), AS_WRITTEN));
        }
        for pair in primary.windows(2).filter(|pair| pair.iter().all(|terms| !terms.is_empty())) {
            let near = NearQuery {
                slots: pair.to_vec(),
                layout: Layout::Near(NEIGHBOUR_SLACK),
                in_order: NEIGHBOURS_IN_ORDER,
                length_of: fields.text,
            };
            lifts.push(boosted(Box::new(near), NEIGHBOURS));
        }
        let share = EXPECTED * total;
        match &reading.expected {
            Some(Expected::Figure) => {
                lifts.push(constant(term_query(Term::from_field_text(fields.what, FIGURE)), share));
            }
            Some(Expected::Day) => lifts.push(constant(term_query(Term::from_field_text(fields.what, DAY)), share)),
            Some(Expected::Refusal(words)) => {
                let any = words.iter().map(|word| self.reason(word)).collect::<tantivy::Result<Vec<_>>>()?;
                lifts.push(constant(Box::new(BooleanQuery::union(any)), REFUSED * total));
            }
            Some(Expected::Reason(reasons)) => {
                let any = reasons.iter().map(|reason| self.reason(reason)).collect::<tantivy::Result<Vec<_>>>()?;
                lifts.push(constant(Box::new(BooleanQuery::union(any)), share));
            }
            None => {}
        }
        Ok(lifts)
    }

    fn reason(&self, reason: &str) -> tantivy::Result<Boxed> {
        let slots: Vec<Vec<Term>> = words(reason)
            .iter()
            .map(|word| vec![Term::from_field_text(self.planner.fields.exact, &word.folded)])
            .collect();
        Ok(match slots.as_slice() {
            [only] => term_query(
                only.first().cloned().unwrap_or_else(|| Term::from_field_text(self.planner.fields.exact, "")),
            ),
            _ => Box::new(self.phrase(slots, 0)),
        })
    }

    /// Items of the kind asked for: a decision under a heading need not repeat its words.
    fn asked_items(&self, reading: &Reading) -> tantivy::Result<Vec<Term>> {
        let mut terms = Vec::new();
        for wish in &reading.wishes {
            if let Node::Field(crate::query::Field::Kind, _) = &wish.node {
                terms.extend(self.planner.item_terms(&wish.node)?.unwrap_or_default());
            }
        }
        self.held(terms)
    }

    fn wishes(&self, reading: &Reading) -> Vec<Wish> {
        let mut wishes = reading.wishes.clone();
        for (body, named_by) in &self.bodies {
            let node = Node::Field(crate::query::Field::Body, crate::query::ast::Test::Is(body.clone()));
            wishes.push(Wish { node, words: named_by.join(" ") });
        }
        wishes
    }

    fn wished(&mut self, wishes: &[Wish], total: f32) -> tantivy::Result<Vec<Boxed>> {
        let mut lifts = Vec::new();
        let nodes: Vec<Node> = wishes.iter().map(|wish| wish.node.clone()).collect();
        if nodes.len() > 1
            && let Some(all) = self.planner.condition(&Node::And(nodes.clone()))?
        {
            lifts.push(constant(all, WISHED * total));
        }
        for node in &nodes {
            if let Some(one) = self.planner.condition(node)? {
                let is_kind = matches!(node, Node::Field(crate::query::Field::Kind, _));
                let share = if is_kind { WISHED_KIND } else { WISHED };
                lifts.push(constant(one, share * total));
            }
        }
        Ok(lifts)
    }

    /// Bodies of the index that the question names, by name or by acronym; the longest names first, each word once.
    fn named_bodies(&self, reading: &Reading) -> tantivy::Result<Vec<(String, Vec<String>)>> {
        let typed: Vec<String> = reading.concepts.iter().map(|concept| fold_all(&concept.typed)).collect();
        let said = format!(" {} ", typed.join(" "));
        let mut named: Vec<(String, Vec<String>)> = Vec::new();
        for term in self.planner.terms_where(self.planner.fields.body, "", |_| true)? {
            let Some(body) = term.value().as_str().map(str::to_owned) else { continue };
            let mut names = vec![body.clone()];
            names.extend(self.bridges.map(|bridges| bridges.others(&body)).unwrap_or_default());
            for (nth, name) in names.into_iter().enumerate() {
                let folded: Vec<String> =
                    words(&name).into_iter().map(|word| word.folded).filter(|word| !WORDS.is_stop(word)).collect();
                // "the pilots commission" names the Harbour Pilots Commission: the end of its own name, or all of a long form.
                let ends = if nth == 0 { folded.len() } else { folded.len().min(1) };
                let longest = (0..ends)
                    .filter_map(|from| folded.get(from..))
                    .find(|end| (end.len() > 1 || folded.len() == 1) && said.contains(&format!(" {} ", end.join(" "))));
                if let Some(end) = longest {
                    named.push((body.clone(), end.to_vec()));
                    break;
                }
            }
        }
        named.sort_by(|left, right| right.1.len().cmp(&left.1.len()).then_with(|| left.cmp(right)));
        let longest = named.first().map_or(0, |(_, words)| words.len());
        named.retain(|(_, words)| words.len() == longest);
        Ok(named)
    }

    fn note(&mut self, code: &'static str, message: String) {
        if !self.notices.iter().any(|notice| notice.message == message) {
            self.notices.push(Notice { code, message });
        }
    }
}

/// The terms of the word itself.
fn first_terms(slot: &Slot) -> Vec<Term> {
    let own = slot.ways.iter().filter(|(_, weight)| *weight >= 1.0);
    let terms = own.filter_map(|(way, _)| match way {
        Way::Terms(terms) => Some(terms.clone()),
        Way::Near(_) => None,
    });
    terms.flatten().collect()
}

/// An acronym's other form. One that is also a word of grammar is meant in capitals only: "it" is not IT.
fn expansion(name: &str) -> Text {
    let parts: Vec<Word> = words(name);
    let form = match parts.as_slice() {
        [only] if WORDS.is_stop(&only.folded) => Form::Capitals,
        [_] => Form::Word,
        _ => Form::Phrase { slack: 0 },
    };
    Text { words: name.to_owned(), form, exact: false }
}

fn constant(query: Boxed, score: f32) -> Boxed {
    Box::new(ConstScoreQuery::new(query, score))
}
