//! A rule made ready: its patterns compiled against the lexicon.

use super::pattern::Pattern;
use super::source::{Covers, PatternSource, RuleKind, RuleSource};
use crate::language::Lexicon;
use crate::model::{Force, Kind};

/// One rule, ready to run; the fields mean what [`RuleSource`]'s mean.
#[derive(Debug)]
pub struct Rule {
    pub id: String,
    pub kind: RuleKind,
    pub force: Force,
    pub clause: Vec<Pattern>,
    pub line: Vec<Pattern>,
    pub unless: Vec<Pattern>,
    pub held_by: Option<String>,
    pub absorbs: Vec<Kind>,
    pub covers: Covers,
    pub blocks: Vec<Kind>,
    pub procedural: bool,
    pub flags: Vec<String>,
    pub priority: i32,
    pub doc: String,
    pub must: Vec<String>,
    pub must_not: Vec<String>,
    pub file: String,
}

impl Rule {
    /// Makes a rule ready.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub fn new(source: RuleSource, file: &str, lexicon: &mut Lexicon) -> Result<Self, String> {
        let mut ready = |sources: Vec<PatternSource>| -> Result<Vec<Pattern>, String> {
            sources.into_iter().map(|source| Pattern::new(source, lexicon)).collect()
        };
        let id = source.id.into_inner();
        let kind_name = match source.kind {
            RuleKind::Decision => "decision",
            RuleKind::Action => "action",
            RuleKind::Recommendation => "recommendation",
            RuleKind::None => "none",
        };
        if id.split_once('.').is_none_or(|(kind, name)| kind != kind_name || name.is_empty()) {
            return Err(format!("the id of a rule of kind {kind_name} reads \"{kind_name}.something\""));
        }
        if source.kind != RuleKind::None && source.force.is_none() {
            return Err("a force is missing: decided, agreed, requested, recommended, encouraged, suggested or noted"
                .to_owned());
        }
        if source.clause.is_empty() && source.line.is_empty() {
            return Err("it has neither [[rule.clause]] nor [[rule.line]]: nothing that it looks for".to_owned());
        }
        // An exception holds wherever the clause stands and whatever its polarity, unless it says where.
        let mut exceptions = source.unless;
        for exception in &mut exceptions {
            exception.negated.get_or_insert_with(|| "any".to_owned());
            if exception.place.is_empty() {
                exception.place = [
                    "main",
                    "content",
                    "infinitive",
                    "gerund",
                    "relative",
                    "conditional",
                    "adverbial",
                    "question",
                    "purpose",
                ]
                .map(str::to_owned)
                .to_vec();
            }
        }
        Ok(Self {
            kind: source.kind,
            force: source.force.unwrap_or(Force::Noted),
            clause: ready(source.clause)?,
            line: ready(source.line)?,
            unless: ready(exceptions)?,
            held_by: source.held_by,
            absorbs: source.absorbs,
            covers: source.covers,
            blocks: source.blocks,
            procedural: source.procedural,
            flags: source.flags,
            priority: source.priority,
            doc: source.doc,
            must: source.must,
            must_not: source.must_not,
            file: file.to_owned(),
            id,
        })
    }

    /// Its patterns as written: of several any one suffices.
    #[must_use]
    pub fn written(&self) -> String {
        self.clause.iter().chain(&self.line).map(Pattern::written).collect::<Vec<_>>().join(" | ")
    }
}
