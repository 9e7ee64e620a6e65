//! `minutebook rules`: read the rules, ask why, check them, and see what a change of rules changes.

use super::ended::Ended;
use super::formats::{TextOrJson, TextOrJsonl};
use super::{evaluation, say, tagged};
use crate::error::RunError;
use crate::eval;
use crate::model::Item;
use crate::tag::rules::diff::Diff;
use crate::tag::rules::{Rule, RuleKind, check};
use crate::tag::{Sentence, Tagger, explain};
use crate::workspace::Workspace;
use clap::{Args, Subcommand};
use serde::Serialize;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Read, test and compare the rules that find decisions, actions and recommendations.
///
///   minutebook rules list
///   minutebook rules explain "The Board agreed to meet in May."
///   minutebook rules check
///   minutebook rules diff built-in rules
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct RulesArguments {
    /// What to do with the rules
    #[command(subcommand)]
    pub command: RulesCommand,
}

/// What can be done with rules.
#[derive(Debug, Subcommand)]
pub enum RulesCommand {
    /// List the rules in use, each with what it catches
    List(ListArguments),
    /// Say why a sentence is tagged as it is: the rules that fired, and for the kinds not found what failed
    Explain(ExplainArguments),
    /// Run every rule over its own sentences, and all example sentences; exit 1 if one is not tagged as it says
    Check(CheckArguments),
    /// Say which items new rules gain, lose or change over the indexed reports; exit 1 on too great a loss
    Diff(DiffArguments),
}

/// What `rules list` shows.
#[derive(Debug, Args)]
pub struct ListArguments {
    /// Only rules whose id or description holds this word
    #[arg(value_name = "WORD")]
    pub word: Option<String>,
    /// Also print patterns and example sentences
    #[arg(long)]
    pub full: bool,
    /// What to print
    #[arg(long, value_enum, default_value_t = TextOrJsonl::Text, value_name = "FORMAT")]
    pub format: TextOrJsonl,
}

/// What `rules explain` explains.
#[derive(Debug, Args)]
pub struct ExplainArguments {
    /// The sentence
    #[arg(value_name = "SENTENCE")]
    pub sentence: String,
    /// The heading that it stands under
    #[arg(long, value_name = "HEADING")]
    pub section: Option<String>,
    /// The stem that it completes: "The Board agreed to:"
    #[arg(long, value_name = "STEM")]
    pub stem: Option<String>,
    /// What to print
    #[arg(long, value_enum, default_value_t = TextOrJson::Text, value_name = "FORMAT")]
    pub format: TextOrJson,
}

/// What `rules check` checks.
#[derive(Debug, Args)]
pub struct CheckArguments {
    /// Files of example sentences to run as well as those in rules/examples
    #[arg(value_name = "EXAMPLES")]
    pub examples: Vec<PathBuf>,
}

/// What `rules diff` compares.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct DiffArguments {
    /// Folder of rules before the change, or the word built-in
    #[arg(value_name = "OLD")]
    pub old: String,
    /// Folder of rules after the change, or the word built-in
    #[arg(value_name = "NEW")]
    pub new: String,
    /// Also give the figures of both on these labelled sentences
    #[arg(long, value_name = "GOLD.jsonl")]
    pub gold: Vec<PathBuf>,
    /// Exit 1 when more than this share of the old items is lost, in per cent
    #[arg(long, value_name = "PERCENT", default_value_t = 1.0)]
    pub most_lost: f64,
    /// What to print
    #[arg(long, value_enum, default_value_t = TextOrJsonl::Text, value_name = "FORMAT")]
    pub format: TextOrJsonl,
}

/// Runs the command.
pub fn command(workspace: &Workspace, arguments: &RulesArguments) -> Result<Ended, RunError> {
    match &arguments.command {
        RulesCommand::List(arguments) => list(workspace, arguments),
        RulesCommand::Explain(arguments) => explained(workspace, arguments),
        RulesCommand::Check(arguments) => checked(workspace, arguments),
        RulesCommand::Diff(arguments) => compared(workspace, arguments),
    }
}

/// A rule as `rules list --format jsonl` prints it.
#[derive(Serialize)]
struct Listed<'r> {
    id: &'r str,
    kind: &'static str,
    force: Option<&'static str>,
    file: &'r str,
    doc: &'r str,
    cue: &'r str,
    must: &'r [String],
    must_not: &'r [String],
}

impl<'r> Listed<'r> {
    fn of(rule: &'r Rule) -> Self {
        Self {
            id: &rule.id,
            kind: rule.kind.item().map_or("none", crate::model::Kind::name),
            force: (rule.kind != RuleKind::None).then(|| rule.force.name()),
            file: &rule.file,
            doc: &rule.doc,
            cue: &rule.cue.written,
            must: &rule.must,
            must_not: &rule.must_not,
        }
    }
}

fn list(workspace: &Workspace, arguments: &ListArguments) -> Result<Ended, RunError> {
    let tagger = Tagger::load(Some(&workspace.rules()))?;
    let wanted = arguments.word.as_deref().unwrap_or_default().to_lowercase();
    let rules = tagger
        .rules()
        .iter()
        .filter(|rule| rule.id.to_lowercase().contains(&wanted) || rule.doc.to_lowercase().contains(&wanted));
    let mut text = String::new();
    for rule in rules.map(Listed::of) {
        match arguments.format {
            TextOrJsonl::Jsonl => text.push_str(&(json(&rule)? + "\n")),
            TextOrJsonl::Text => put_rule(&mut text, &rule, arguments.full),
        }
    }
    print(&text)
}

fn put_rule(text: &mut String, rule: &Listed<'_>, full: bool) {
    let force = rule.force.map_or_else(|| "shield".to_owned(), |force| format!("{}, {force}", rule.kind));
    text.push_str(&format!("{} ({force})\n    {}\n", rule.id, rule.doc));
    if !full {
        return;
    }
    text.push_str(&format!("    in {}\n    pattern: {}\n", rule.file, rule.cue));
    for (name, sentences) in [("catches", rule.must), ("leaves ", rule.must_not)] {
        for sentence in sentences {
            text.push_str(&format!("    {name}: {sentence}\n"));
        }
    }
}

fn explained(workspace: &Workspace, arguments: &ExplainArguments) -> Result<Ended, RunError> {
    let tagger = Tagger::load(Some(&workspace.rules()))?;
    let sentence = Sentence {
        text: arguments.sentence.clone(),
        section: arguments.section.clone(),
        stem: arguments.stem.clone(),
        ..Sentence::default()
    };
    let explanation = explain(&tagger, &sentence);
    match arguments.format {
        TextOrJson::Json => print(&(json(&explanation)? + "\n")),
        TextOrJson::Text => print(&explanation.to_string()),
    }
}

fn checked(workspace: &Workspace, arguments: &CheckArguments) -> Result<Ended, RunError> {
    let tagger = Tagger::load(Some(&workspace.rules()))?;
    let findings = check::check(&tagger);
    let mut text: String = findings.iter().map(|finding| format!("{finding}\n")).collect();
    let own: usize = tagger.rules().iter().map(|rule| rule.must.len() + rule.must_not.len()).sum();
    let mut files = example_files(&workspace.rules().join("examples"))?;
    files.extend(arguments.examples.iter().cloned());
    let (mut count, mut wrong) = (0, 0);
    for path in &files {
        let shown = path.display();
        let examples = std::fs::read_to_string(path)
            .map_err(|error| RunError::new(format!("cannot read {shown}")).because(error))?;
        let (tried, mismatches) = check::check_examples(&tagger, &examples)
            .map_err(|error| RunError::new(format!("{shown} is no file of examples")).because(error))?;
        count += tried;
        wrong += mismatches.len();
        text.extend(mismatches.iter().map(|mismatch| format!("{shown}: {mismatch}\n")));
    }
    text.push_str(&format!(
        "{} rules, {own} sentences of their own, {} findings; {count} example sentences in {} files, {wrong} not as labelled\n",
        tagger.rules().len(),
        findings.len(),
        files.len(),
    ));
    print(&text)?;
    Ok(if findings.is_empty() && wrong == 0 { Ended::Clean } else { Ended::LookAt })
}

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

/// A change as `rules diff --format jsonl` prints it.
#[derive(Serialize)]
struct Change<'d> {
    change: &'static str,
    report: &'d str,
    before: Option<&'d Item>,
    after: Option<&'d Item>,
}

fn compared(workspace: &Workspace, arguments: &DiffArguments) -> Result<Ended, RunError> {
    let old = rules_named(&arguments.old)?;
    let new = rules_named(&arguments.new)?;
    let context = tagged::context(workspace)?;
    let mut diff = Diff::default();
    let mut reports = 0;
    for document in tagged::documents(workspace, arguments.gold.is_empty())? {
        diff.add(&old, &new, &document?.document, &context);
        reports += 1;
    }
    let mut text = String::new();
    let changes = changes(&diff);
    for change in &changes {
        match arguments.format {
            TextOrJsonl::Jsonl => text.push_str(&(json(change)? + "\n")),
            TextOrJsonl::Text => put_change(&mut text, change),
        }
    }
    if arguments.format == TextOrJsonl::Text {
        text.push_str(&format!(
            "{reports} reports: {} items gained, {} lost ({:.1} % of the old), {} changed, {} the same\n",
            diff.gained.len(),
            diff.lost.len(),
            diff.loss() * 100.0,
            diff.changed.len(),
            diff.same,
        ));
        let mut gold = Vec::new();
        for path in &arguments.gold {
            gold.extend(eval::load(path)?);
        }
        if !gold.is_empty() {
            for (name, tagger) in [("old", &old), ("new", &new)] {
                text.push_str(&format!("\n{name}, on the labelled sentences:\n"));
                evaluation::put_figures(&mut text, &eval::evaluate(&gold, tagger));
            }
        }
    }
    print(&text)?;
    Ok(if diff.loss() * 100.0 > arguments.most_lost { Ended::LookAt } else { Ended::Clean })
}

fn rules_named(name: &str) -> Result<Tagger, RunError> {
    if name == "built-in" {
        return Tagger::load(None);
    }
    let folder = Path::new(name);
    if !folder.is_dir() {
        return Err(RunError::new(format!("there is no folder of rules named {name}"))
            .hint("Name a folder that holds rule files (*.toml), or the word built-in."));
    }
    Tagger::load(Some(folder))
}

fn changes(diff: &Diff) -> Vec<Change<'_>> {
    let gained = diff.gained.iter().map(|entry| Change {
        change: "gained",
        report: &entry.report,
        before: None,
        after: Some(&entry.item),
    });
    let lost = diff.lost.iter().map(|entry| Change {
        change: "lost",
        report: &entry.report,
        before: Some(&entry.item),
        after: None,
    });
    let changed = diff.changed.iter().map(|(before, after)| Change {
        change: "changed",
        report: &before.report,
        before: Some(&before.item),
        after: Some(&after.item),
    });
    lost.chain(gained).chain(changed).collect()
}

fn put_change(text: &mut String, change: &Change<'_>) {
    let Some(item) = change.after.or(change.before) else { return };
    text.push_str(&format!("{} {} in {}: {}\n", change.change, item.kind.name(), change.report, item.text));
    if let Some(before) = change.before {
        text.push_str(&format!("    before: {}\n", facts(before)));
    }
    if let Some(after) = change.after {
        text.push_str(&format!("    after:  {}\n", facts(after)));
    }
}

fn facts(item: &Item) -> String {
    let mut facts = vec![format!("rule {}", item.rule), item.force.name().to_owned()];
    facts.extend(item.held_by.as_ref().map(|holder| format!("held by {holder}")));
    facts.extend((!item.actors.is_empty()).then(|| format!("to act: {}", item.actors.join("; "))));
    facts.extend(item.due.as_ref().or(item.due_text.as_ref()).map(|due| format!("by {due}")));
    facts.extend(item.categories.first().cloned());
    facts.extend(item.flags.iter().cloned());
    facts.join(", ")
}

fn json(value: &impl Serialize) -> Result<String, RunError> {
    serde_json::to_string(value).map_err(|error| RunError::new("cannot write JSON").because(error))
}

fn print(text: &str) -> Result<Ended, RunError> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    out.write_all(say::harmless(text).as_bytes()).and_then(|()| out.flush()).map_err(say::cannot_print)?;
    Ok(Ended::Clean)
}
