//! Rules as data: read and checked from `rules/*.toml`, embedded or of the workspace.

pub mod check;
pub mod diff;
mod embedded;
mod error;
pub mod source;

pub use error::RuleError;
pub use source::{Covers, RuleKind};

use super::pattern::Pattern;
use super::pattern::lists::Lists;
use crate::model::{Force, Kind};
use sha2::{Digest, Sha256};
use source::{RuleFile, RuleSource};
use std::path::Path;
use std::sync::Arc;
use toml::Spanned;

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

#[cfg(test)]
impl Rule {
    /// All its patterns.
    pub(crate) fn patterns(&self) -> impl Iterator<Item = &Pattern> {
        let conditions = [&self.unless, &self.unless_before, &self.unless_after, &self.needs, &self.needs_after];
        let sections = self.section.iter().chain(&self.unless_section);
        std::iter::once(&self.cue).chain(conditions.into_iter().flatten()).chain(sections)
    }
}

/// The rules in use, in order: shields first, then as read.
#[derive(Debug, Default)]
pub struct RuleSet {
    /// The rules.
    pub rules: Vec<Rule>,
    /// Digest of the files that they were read from: names and contents.
    pub digest: [u8; 32],
}

/// Files of the `rules` folder that hold other data than rules.
const OTHER_DATA: &[&str] = &["lexicon.toml", "actors.toml", "taxonomy.toml", "acronyms.toml"];

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
        let lists = Arc::new(gather_lists(&read));
        // The built-in patterns are checked by a test, not by every command; with other lists they are other patterns.
        let other_lists =
            read.iter().any(|(name, _, file)| !(is_embedded(name) || file.lists.is_empty() && file.extend.is_empty()));
        let mut rules: Vec<Rule> = Vec::new();
        for (name, text, file) in read {
            if file.replace {
                rules.clear();
            }
            let origin = Origin { file: name, text, lists: &lists, check: other_lists || !is_embedded(name) };
            for source in file.rule {
                add_rule(&mut rules, source, &origin, &mut errors);
            }
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        rules.sort_by_key(|rule| rule.kind != RuleKind::None);
        let mut digest = Sha256::new();
        for (name, text) in files {
            digest.update(format!("{name}\0{text}\0"));
        }
        Ok(Self { rules, digest: digest.finalize().into() })
    }
}

fn is_embedded(file: &str) -> bool {
    embedded::FILES.iter().any(|(name, _)| *name == file)
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

/// Where a rule is read from, and the lists that it may name.
struct Origin<'a> {
    file: &'a str,
    text: &'a str,
    lists: &'a Arc<Lists>,
    /// Whether patterns are checked now, or known to be right.
    check: bool,
}

fn add_rule(rules: &mut Vec<Rule>, source: RuleSource, origin: &Origin<'_>, errors: &mut Vec<RuleError>) {
    let place = rules.iter().position(|rule| rule.id == *source.id.get_ref());
    if source.disabled {
        if let Some(at) = place {
            rules.remove(at);
        }
        return;
    }
    let found = errors.len();
    let rule = ready(source, origin, errors);
    if errors.len() > found {
        return;
    }
    match place.and_then(|at| rules.get_mut(at)) {
        Some(old) => *old = rule,
        None => rules.push(rule),
    }
}

fn ready(source: RuleSource, origin: &Origin<'_>, errors: &mut Vec<RuleError>) -> Rule {
    let Origin { file, text, lists, check } = *origin;
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
    let mut one = |written: Spanned<String>| pattern(&written, lists, check, &mut problem);
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

/// A pattern; where it is to be checked, errors are reported, and the load as a whole fails.
fn pattern(
    written: &Spanned<String>,
    lists: &Arc<Lists>,
    check: bool,
    problem: &mut impl FnMut(usize, String),
) -> Pattern {
    let pattern = Pattern::new(written.get_ref().clone(), lists);
    if check && let Err(error) = pattern.check() {
        // One byte for the opening quote; in a literal string the pattern follows it byte by byte.
        let start = written.span().start;
        problem(error.offset.map_or(start, |offset| start + 1 + offset), error.message);
    }
    pattern
}
