//! Rules as data: read, checked and compiled from `rules/*.toml`, embedded or of the workspace.

pub mod check;
pub mod diff;
mod embedded;
mod error;
mod lists;
pub mod source;

pub use error::RuleError;
pub use source::{Covers, RuleKind};

use crate::model::{Force, Kind};
use lists::Lists;
use regex::bytes::{Regex, RegexBuilder};
use source::{RuleFile, RuleSource};
use std::ops::Range;
use std::path::Path;
use toml::Spanned;

/// A compiled pattern and the way it was written.
#[derive(Debug)]
pub struct Pattern {
    /// As written in the rule file.
    pub written: String,
    /// Compiled: ASCII, case-insensitive. `None` only while errors are being gathered; such a set is never handed out.
    regex: Option<Regex>,
}

impl Pattern {
    /// The first match in a folded text, as a byte range.
    #[must_use]
    pub fn find(&self, text: &str) -> Option<Range<usize>> {
        self.regex.as_ref()?.find(text.as_bytes()).map(|found| found.range())
    }

    /// The first match at or after an offset; `^` still means the start of the text.
    #[must_use]
    pub fn find_at(&self, text: &str, from: usize) -> Option<Range<usize>> {
        if from > text.len() {
            return None;
        }
        self.regex.as_ref()?.find_at(text.as_bytes(), from).map(|found| found.range())
    }

    /// Whether it matches somewhere.
    #[must_use]
    pub fn is_match(&self, text: &str) -> bool {
        self.regex.as_ref().is_some_and(|regex| regex.is_match(text.as_bytes()))
    }
}

/// One rule, ready to run; the fields mean what [`RuleSource`]'s mean.
#[derive(Debug)]
#[expect(missing_docs, reason = "documented at RuleSource")]
pub struct Rule {
    pub id: String,
    pub kind: RuleKind,
    pub force: Force,
    pub words: Vec<String>,
    pub cue: Pattern,
    pub unless: Vec<Pattern>,
    pub unless_before: Vec<Pattern>,
    pub unless_after: Vec<Pattern>,
    pub needs: Vec<Pattern>,
    pub needs_after: Vec<Pattern>,
    pub section: Option<Pattern>,
    pub unless_section: Option<Pattern>,
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
    /// The file that it stands in.
    pub file: String,
}

/// The rules in use, in order: shields first, then as read.
#[derive(Debug, Default)]
pub struct RuleSet {
    /// The rules.
    pub rules: Vec<Rule>,
}

/// A compiled pattern may take this much memory, bytes: generous for word lists, small against a pattern that explodes.
const PATTERN_SIZE_LIMIT: usize = 8 << 20;

/// The states that a pattern builds while it searches may take this much memory, bytes. With the engine's own 2 MiB the long
/// patterns forget and rebuild their states again and again; few patterns ever come near this bound.
const STATES_SIZE_LIMIT: usize = 32 << 20;

/// Files of the `rules` folder that hold other data than rules.
const OTHER_DATA: &[&str] = &["actors.toml", "taxonomy.toml", "acronyms.toml"];

impl RuleSet {
    /// The embedded rules, extended or replaced by those of the workspace's `rules` folder, if it exists.
    ///
    /// # Errors
    /// A file cannot be read, or holds an error: every error found is listed, by file, line, column and rule.
    pub fn load(workspace_rules: Option<&Path>) -> Result<Self, Vec<RuleError>> {
        let mut files: Vec<(String, String)> =
            embedded::FILES.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
        if let Some(folder) = workspace_rules {
            files.extend(read_folder(folder)?);
        }
        Self::from_files(&files)
    }

    /// Rules from texts: pairs of file name and content, later ones extending or replacing earlier ones.
    ///
    /// # Errors
    /// As for [`RuleSet::load`].
    pub fn from_files(files: &[(String, String)]) -> Result<Self, Vec<RuleError>> {
        let mut errors = Vec::new();
        let mut read = Vec::new();
        for (name, text) in files {
            match source::parse(name, text) {
                Ok(file) => read.push((name.as_str(), text.as_str(), file)),
                Err(error) => errors.push(error),
            }
        }
        let lists = gather_lists(&read);
        let mut rules: Vec<Rule> = Vec::new();
        for (name, text, file) in read {
            if file.replace {
                rules.clear();
            }
            for source in file.rule {
                add_rule(&mut rules, source, name, text, &lists, &mut errors);
            }
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        rules.sort_by_key(|rule| rule.kind != RuleKind::None);
        Ok(Self { rules })
    }
}

fn read_folder(folder: &Path) -> Result<Vec<(String, String)>, Vec<RuleError>> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(vec![RuleError::at(&folder.display().to_string(), "", 0, None, error.to_string())]),
    };
    let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    paths.retain(|path| {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        path.extension().is_some_and(|extension| extension == "toml") && !OTHER_DATA.contains(&name)
    });
    paths.sort();
    let mut files = Vec::new();
    for path in paths {
        let name = path.display().to_string();
        match std::fs::read_to_string(&path) {
            Ok(text) => files.push((name, text)),
            Err(error) => return Err(vec![RuleError::at(&name, "", 0, None, error.to_string())]),
        }
    }
    Ok(files)
}

fn gather_lists(files: &[(&str, &str, RuleFile)]) -> Lists {
    let mut lists = Lists::default();
    let plain = |words: &[Spanned<String>]| words.iter().map(|word| word.get_ref().clone()).collect();
    for (_, _, file) in files {
        for (name, words) in &file.lists {
            lists.set(name, plain(words));
        }
        for (name, words) in &file.extend {
            lists.extend(name, plain(words));
        }
    }
    lists
}

fn add_rule(
    rules: &mut Vec<Rule>,
    source: RuleSource,
    file: &str,
    text: &str,
    lists: &Lists,
    errors: &mut Vec<RuleError>,
) {
    let place = rules.iter().position(|rule| rule.id == *source.id.get_ref());
    if source.disabled {
        if let Some(at) = place {
            rules.remove(at);
        }
        return;
    }
    let found = errors.len();
    let rule = compile(source, file, text, lists, errors);
    if errors.len() > found {
        return;
    }
    match place.and_then(|at| rules.get_mut(at)) {
        Some(old) => *old = rule,
        None => rules.push(rule),
    }
}

fn compile(source: RuleSource, file: &str, text: &str, lists: &Lists, errors: &mut Vec<RuleError>) -> Rule {
    let id = source.id.get_ref().clone();
    let mut problem =
        |offset: usize, message: String| errors.push(RuleError::at(file, text, offset, Some(&id), message));
    let kind_name = match source.kind {
        RuleKind::Decision => "decision",
        RuleKind::Action => "action",
        RuleKind::Recommendation => "recommendation",
        RuleKind::None => "none",
    };
    if id.split_once('.').is_none_or(|(kind, name)| kind != kind_name || name.is_empty()) {
        problem(
            source.id.span().start,
            format!("the id of a rule of kind {kind_name} reads \"{kind_name}.something\""),
        );
    }
    if source.kind != RuleKind::None && source.force.is_none() {
        problem(
            source.id.span().start,
            "a force is missing: decided, agreed, requested, recommended, encouraged, suggested or noted".to_owned(),
        );
    }
    let mut one = |written: Spanned<String>| compile_pattern(&written, lists, &mut problem);
    let cue = one(source.cue);
    let mut many = |all: Vec<Spanned<String>>| all.into_iter().map(&mut one).collect::<Vec<_>>();
    let (unless, unless_before, unless_after) =
        (many(source.unless), many(source.unless_before), many(source.unless_after));
    let (needs, needs_after) = (many(source.needs), many(source.needs_after));
    let (section, unless_section) = (source.section.map(&mut one), source.unless_section.map(&mut one));
    Rule {
        kind: source.kind,
        force: source.force.unwrap_or(Force::Noted),
        words: source.words,
        cue,
        unless,
        unless_before,
        unless_after,
        needs,
        needs_after,
        section,
        unless_section,
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
    }
}

/// Compiles a pattern; an error is reported, and the load as a whole fails.
fn compile_pattern(written: &Spanned<String>, lists: &Lists, problem: &mut impl FnMut(usize, String)) -> Pattern {
    let start = written.span().start;
    let expanded = lists.expand(written.get_ref()).unwrap_or_else(|error| {
        // One byte for the opening quote; in a literal string the pattern follows it byte by byte.
        problem(start + 1 + error.offset, error.message);
        String::new()
    });
    let build = |pattern: &str| {
        RegexBuilder::new(pattern)
            .unicode(false)
            .case_insensitive(true)
            .size_limit(PATTERN_SIZE_LIMIT)
            .dfa_size_limit(STATES_SIZE_LIMIT)
            .build()
    };
    let regex = build(&expanded).map_err(|error| problem(start, format!("the pattern does not compile: {error}"))).ok();
    Pattern { written: written.get_ref().clone(), regex }
}
