//! The rules: read, asked why, checked, compared.

use super::Record;
use crate::error::RunError;
use crate::eval::{self, Evaluation};
use crate::model::{Item, Kind, TaggedDocument};
use crate::run::build;
use crate::run::documents::Documents;
use crate::tag::explain::{Explanation, explain};
use crate::tag::rules::check::{Finding, Mismatch, check, check_examples};
use crate::tag::rules::diff::Diff;
use crate::tag::rules::{Rule, RuleKind};
use crate::tag::{Context, Sentence, Tagger};
use serde::Serialize;
use std::io;
use std::path::{Path, PathBuf};

/// Rules in hand, with what deadlines and actors are resolved with.
pub struct Rules {
    tagger: Tagger,
    context: Context,
    examples: PathBuf,
}

/// A rule, for lists.
#[derive(Debug, Clone, Serialize)]
pub struct ListedRule<'r> {
    /// Its stable id.
    pub id: &'r str,
    /// The kind of item that it finds; `none` for a suppression rule.
    pub kind: &'static str,
    /// How binding the words are that it finds.
    pub force: Option<&'static str>,
    /// The file that it stands in.
    pub file: &'r str,
    /// What it is for.
    pub doc: &'r str,
    /// Its pattern as written.
    pub cue: String,
    /// Sentences that it must catch.
    pub must: &'r [String],
    /// Sentences that it must leave alone.
    pub must_not: &'r [String],
}

/// What came of checking rules.
#[derive(Debug, Clone)]
pub struct CheckedRules {
    /// Rules in use.
    pub rules: usize,
    /// Sentences that the rules themselves name.
    pub own_sentences: usize,
    /// What is wrong with rules.
    pub findings: Vec<Finding>,
    /// Files of examples that were tried.
    pub files: usize,
    /// Sentences in them.
    pub sentences: usize,
    /// Sentences that are not tagged as labelled, with the file that they stand in.
    pub wrong: Vec<(PathBuf, Mismatch)>,
}

impl Record {
    /// The rules of the workspace: the built-in ones, extended or replaced by those in `rules/`.
    ///
    /// ```
    /// # use minutebook::{Record, Sentence};
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/example.rs"));
    /// # fn main() -> Result<(), minutebook::Error> {
    /// # let (_folder, record) = example()?;
    /// let rules = record.rules()?;
    /// let sentence = Sentence { text: "The Board agreed to open on Sundays.".to_owned(), ..Sentence::default() };
    /// println!("{}", rules.explain(&sentence));
    /// assert_eq!(rules.tag(&sentence).len(), 1);
    /// assert!(rules.check(&[])?.findings.is_empty());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// A file of rules, `meetings.csv` or `people.csv` cannot be read.
    pub fn rules(&self) -> Result<Rules, RunError> {
        self.rules_in(Some(&self.workspace().rules()))
    }

    /// The rules of a folder, or the built-in ones alone, with the meetings and people of the workspace.
    ///
    /// # Errors
    /// There is no such folder, or a file in it cannot be read.
    pub fn rules_of(&self, folder: Option<&Path>) -> Result<Rules, RunError> {
        if let Some(folder) = folder.filter(|folder| !folder.is_dir()) {
            return Err(RunError::usage(format!("there is no folder of rules named {}", folder.display()))
                .hint("Name a folder that holds rule files (*.toml), or the word built-in."));
        }
        self.rules_in(folder)
    }

    fn rules_in(&self, folder: Option<&Path>) -> Result<Rules, RunError> {
        Ok(Rules {
            tagger: Tagger::load(folder)?,
            context: build::context(self.workspace())?,
            examples: self.workspace().rules().join("examples"),
        })
    }

    /// The reports of the published generation as they were tagged, one after the other.
    ///
    /// # Errors
    /// There is no index yet; of each report, its stored document cannot be read.
    pub fn documents(&self) -> Result<impl Iterator<Item = Result<TaggedDocument, RunError>>, RunError> {
        let current = self.current()?;
        let documents = Documents::of(self.workspace());
        let names: Vec<String> = current.catalogue.reports.iter().map(|report| report.document.clone()).collect();
        // The generation is kept open until the last document is read: a run going on must not sweep them away.
        Ok(names.into_iter().map(move |name| {
            let _kept = &current;
            documents.load(&name)
        }))
    }

    /// What of the items of all reports changes where `new` rules take the place of `old` ones; with the number of reports.
    ///
    /// ```
    /// # use minutebook::Record;
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/example.rs"));
    /// # fn main() -> Result<(), minutebook::Error> {
    /// # let (_folder, record) = example()?;
    /// let (diff, reports) = record.compare_rules(&record.rules_of(None)?, &record.rules()?)?;
    /// assert_eq!((diff.lost.len(), diff.gained.len(), reports), (0, 0, 1));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// As [`Record::documents`].
    pub fn compare_rules(&self, old: &Rules, new: &Rules) -> Result<(Diff, usize), RunError> {
        let (mut diff, mut reports) = (Diff::default(), 0);
        for document in self.documents()? {
            diff.add(&old.tagger, &new.tagger, &document?.document, &new.context);
            reports += 1;
        }
        Ok((diff, reports))
    }
}

impl Rules {
    /// The rules, in the order in which they are tried.
    pub fn list(&self) -> impl Iterator<Item = ListedRule<'_>> {
        self.tagger.rules().iter().map(ListedRule::of)
    }

    /// Version of the rules: the same for the same rules.
    #[must_use]
    pub fn version(&self) -> String {
        self.tagger.version()
    }

    /// The items of a sentence.
    #[must_use]
    pub fn tag(&self, sentence: &Sentence) -> Vec<Item> {
        self.tagger.tag_sentence_in(sentence, &self.context)
    }

    /// Which rules fired on a sentence, which came near, and why.
    #[must_use]
    pub fn explain(&self, sentence: &Sentence) -> Explanation {
        explain(&self.tagger, sentence)
    }

    /// Tries every rule on its own sentences, and all together on files of labelled ones: those in `rules/examples/` of the workspace,
    /// and `more`.
    ///
    /// # Errors
    /// A file cannot be read or is of another form.
    pub fn check(&self, more: &[PathBuf]) -> Result<CheckedRules, RunError> {
        let mut files = example_files(&self.examples)?;
        files.extend(more.iter().cloned());
        let (mut sentences, mut wrong) = (0, Vec::new());
        for path in &files {
            let shown = path.display();
            let examples = std::fs::read_to_string(path)
                .map_err(|error| RunError::new(format!("cannot read {shown}")).because(error))?;
            let (tried, mismatches) = check_examples(&self.tagger, &examples)
                .map_err(|error| RunError::settings(format!("{shown} is no file of examples")).because(error))?;
            sentences += tried;
            wrong.extend(mismatches.into_iter().map(|mismatch| (path.clone(), mismatch)));
        }
        let rules = self.tagger.rules();
        Ok(CheckedRules {
            rules: rules.len(),
            own_sentences: rules.iter().map(|rule| rule.must.len() + rule.must_not.len()).sum(),
            findings: check(&self.tagger),
            files: files.len(),
            sentences,
            wrong,
        })
    }

    /// How well the rules tag labelled sentences (JSON Lines).
    ///
    /// # Errors
    /// A file cannot be read or is of another form.
    pub fn evaluate(&self, gold: &[PathBuf]) -> Result<Evaluation, RunError> {
        let mut sentences = Vec::new();
        for path in gold {
            sentences.extend(eval::load(path)?);
        }
        Ok(eval::evaluate(&sentences, &self.tagger))
    }
}

impl<'r> ListedRule<'r> {
    fn of(rule: &'r Rule) -> Self {
        Self {
            id: &rule.id,
            kind: rule.kind.item().map_or("none", Kind::name),
            force: (rule.kind != RuleKind::None).then(|| rule.force.name()),
            file: &rule.file,
            doc: &rule.doc,
            cue: rule.written(),
            must: &rule.must,
            must_not: &rule.must_not,
        }
    }
}

/// Files of labelled sentences in the workspace's own rules.
fn example_files(folder: &Path) -> Result<Vec<PathBuf>, RunError> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(RunError::new(format!("cannot read {}", folder.display())).because(error)),
    };
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    files.sort();
    Ok(files)
}
