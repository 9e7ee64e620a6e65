//! `minutebook rules`: read the rules, ask why, check them, and see what a change of rules changes.

use super::ended::Ended;
use super::formats::{TextOrJson, TextOrJsonl};
use super::{evaluation, say};
use crate::error::RunError;
use crate::model::Item;
use crate::record::{ListedRule, Record, Rules};
use crate::tag::Sentence;
use crate::tag::rules::convert::convert;
use crate::tag::rules::diff::Diff;
use clap::{Args, Subcommand};
use serde::Serialize;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Read, test and compare the rules that find decisions, actions and recommendations.
///
///   minutebook rules list
///   minutebook rules explain "The Board agreed to meet in May."
///   minutebook rules check
///   minutebook rules convert rules/own.toml
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
    /// Write a rule file of an earlier version in the form of today, as far as its patterns are words
    Convert(ConvertArguments),
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

/// What `rules convert` converts.
#[derive(Debug, Args)]
pub struct ConvertArguments {
    /// The file; the new form is printed, the file left as it is
    #[arg(value_name = "FILE.toml")]
    pub file: PathBuf,
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
pub fn command(record: &Record, arguments: &RulesArguments) -> Result<Ended, RunError> {
    match &arguments.command {
        RulesCommand::List(arguments) => list(record, arguments),
        RulesCommand::Explain(arguments) => explained(record, arguments),
        RulesCommand::Check(arguments) => checked(record, arguments),
        RulesCommand::Convert(arguments) => converted(arguments),
        RulesCommand::Diff(arguments) => compared(record, arguments),
    }
}

fn list(record: &Record, arguments: &ListArguments) -> Result<Ended, RunError> {
    let rules = record.rules()?;
    let wanted = arguments.word.as_deref().unwrap_or_default().to_lowercase();
    let mut text = String::new();
    for rule in rules.list() {
        if !rule.id.to_lowercase().contains(&wanted) && !rule.doc.to_lowercase().contains(&wanted) {
            continue;
        }
        match arguments.format {
            TextOrJsonl::Jsonl => text.push_str(&(json(&rule)? + "\n")),
            TextOrJsonl::Text => put_rule(&mut text, &rule, arguments.full),
        }
    }
    print(&text)
}

fn put_rule(text: &mut String, rule: &ListedRule<'_>, full: bool) {
    let force = rule.force.map_or_else(|| "suppression".to_owned(), |force| format!("{}, {force}", rule.kind));
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

fn explained(record: &Record, arguments: &ExplainArguments) -> Result<Ended, RunError> {
    let sentence = Sentence {
        text: arguments.sentence.clone(),
        section: arguments.section.clone(),
        stem: arguments.stem.clone(),
        ..Sentence::default()
    };
    let explanation = record.rules()?.explain(&sentence);
    match arguments.format {
        TextOrJson::Json => print(&(json(&explanation)? + "\n")),
        TextOrJson::Text => print(&explanation.to_string()),
    }
}

fn checked(record: &Record, arguments: &CheckArguments) -> Result<Ended, RunError> {
    let checked = record.rules()?.check(&arguments.examples)?;
    let (findings, wrong) = (checked.findings.len(), checked.wrong.len());
    let mut text: String = checked.findings.iter().map(|finding| format!("{finding}\n")).collect();
    text.extend(checked.wrong.iter().map(|(file, mismatch)| format!("{}: {mismatch}\n", file.display())));
    text.push_str(&format!(
        "{} rules, {} sentences of their own, {findings} findings; {} example sentences in {} files, {wrong} not as labelled\n",
        checked.rules, checked.own_sentences, checked.sentences, checked.files,
    ));
    print(&text)?;
    Ok(if findings == 0 && wrong == 0 { Ended::Clean } else { Ended::LookAt })
}

fn converted(arguments: &ConvertArguments) -> Result<Ended, RunError> {
    let file = arguments.file.display();
    let text = std::fs::read_to_string(&arguments.file)
        .map_err(|error| RunError::new(format!("{file} cannot be read: {error}")))?;
    let converted = convert(&text).map_err(|error| RunError::new(format!("{file} is no file of rules: {error}")))?;
    print(&converted.text)?;
    for (rule, reason) in &converted.left {
        say::remark(&format!(
            "{file}: rule {rule} is left to you: {reason}. docs/rules.md shows how to write it over clauses."
        ));
    }
    Ok(if converted.left.is_empty() { Ended::Clean } else { Ended::LookAt })
}

/// A change as `rules diff --format jsonl` prints it.
#[derive(Serialize)]
struct Change<'d> {
    change: &'static str,
    report: &'d str,
    before: Option<&'d Item>,
    after: Option<&'d Item>,
}

fn compared(record: &Record, arguments: &DiffArguments) -> Result<Ended, RunError> {
    let old = rules_named(record, &arguments.old)?;
    let new = rules_named(record, &arguments.new)?;
    // Labelled sentences can be compared on without an index.
    let (diff, reports) = match record.generation() {
        Err(_) if !arguments.gold.is_empty() => (Diff::default(), 0),
        _ => record.compare_rules(&old, &new)?,
    };
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
        if !arguments.gold.is_empty() {
            for (name, rules) in [("old", &old), ("new", &new)] {
                text.push_str(&format!("\n{name}, on the labelled sentences:\n"));
                evaluation::put_figures(&mut text, &rules.evaluate(&arguments.gold)?);
            }
        }
    }
    print(&text)?;
    Ok(if diff.loss() * 100.0 > arguments.most_lost { Ended::LookAt } else { Ended::Clean })
}

/// The rules of a folder, or the built-in ones by that name.
fn rules_named(record: &Record, name: &str) -> Result<Rules, RunError> {
    record.rules_of((name != "built-in").then(|| Path::new(name)))
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
