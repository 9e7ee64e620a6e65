//! `minutebook eval`: how good the tagging is, on labelled sentences or on a blind sample of the user's own reports.

use super::ended::Ended;
use super::formats::TextOrJson;
use super::say;
use crate::error::RunError;
use crate::eval::sheet::{self, By, Judgement, Line};
use crate::eval::{Count, Estimate, Evaluation};
use crate::model::Kind;
use crate::record::Record;
use clap::{Args, ValueEnum};
use serde::Serialize;
use std::io::{self, Write};
use std::path::PathBuf;

/// Measure the tagging: on labelled sentences, or on a sample of your own reports that you judge yourself.
///
///   minutebook eval gold.jsonl
///       figures and the list of wrong ones
///   minutebook eval --sample 60 --by year > sheet.csv
///       a blind sheet: mark each sentence, then
///   minutebook eval --sheet sheet.csv
///       read it back: how much can you trust the tags?
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct EvalArguments {
    /// Labelled sentences: a JSON object a line with id, text, date, kinds, and optional, actors, due, categories
    #[arg(value_name = "GOLD.jsonl", required_unless_present_any = ["sample", "sheet"])]
    pub gold: Vec<PathBuf>,
    /// Write a blind sheet of N sentences from the index, half of them tagged, without saying which
    #[arg(long, value_name = "N", conflicts_with_all = ["gold", "sheet"])]
    pub sample: Option<usize>,
    /// Spread the sample evenly over years, bodies, or nothing
    #[arg(long, value_enum, default_value_t = Spread::Year, value_name = "WHAT")]
    pub by: Spread,
    /// Another number gives another sample
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    pub seed: u64,
    /// Read a sheet back that you have filled in: an x under decision, action, recommendation or none
    #[arg(long, value_name = "SHEET.csv", conflicts_with = "gold")]
    pub sheet: Option<PathBuf>,
    /// Do not list the wrong ones
    #[arg(long)]
    pub brief: bool,
    /// What to print
    #[arg(long, value_enum, default_value_t = TextOrJson::Text, value_name = "FORMAT")]
    pub format: TextOrJson,
}

/// What the sample is spread over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Spread {
    /// Years of the reports
    Year,
    /// Bodies that met
    Body,
    /// Nothing: every sentence has the same chance
    Nothing,
}

impl Spread {
    fn by(self) -> By {
        match self {
            Self::Year => By::Year,
            Self::Body => By::Body,
            Self::Nothing => By::Nothing,
        }
    }
}

/// Runs the command.
pub fn command(record: &Record, arguments: &EvalArguments) -> Result<Ended, RunError> {
    if let Some(count) = arguments.sample {
        return sample(record, arguments, count);
    }
    if let Some(path) = &arguments.sheet {
        return read_back(record, arguments, path);
    }
    let evaluation = record.rules()?.evaluate(&arguments.gold)?;
    if arguments.format == TextOrJson::Json {
        return print(&(json(&evaluation)? + "\n"));
    }
    let mut text = String::new();
    put_figures(&mut text, &evaluation);
    if !arguments.brief && !evaluation.errors.is_empty() {
        text.push_str("\nWrong:\n");
        for error in &evaluation.errors {
            text.push_str(&format!("  {} {} ({})\n      {}\n", error.what, error.detail, error.id, error.text));
        }
    }
    print(&text)
}

/// The figures of an evaluation, a line each.
pub fn put_figures(text: &mut String, evaluation: &Evaluation) {
    for kind in &evaluation.kinds {
        text.push_str(&format!(
            "{:<15} precision {:.3}  recall {:.3}  F1 {}   ({} right, {} wrong, {} missed)\n",
            kind.kind.name(),
            kind.precision,
            kind.recall,
            estimate(&kind.f1),
            kind.right,
            kind.extra,
            kind.missed,
        ));
    }
    text.push_str(&format!(
        "{:<15} {}   over {} sentences\n",
        "mean F1",
        estimate(&evaluation.macro_f1),
        evaluation.sentences
    ));
    for (name, counted) in [
        ("actors found", evaluation.actors_found),
        ("actors right", evaluation.actors_right),
        ("due right", evaluation.due_right),
        ("due wrong", evaluation.due_wrong),
        ("category right", evaluation.categories_right),
    ] {
        text.push_str(&format!("{name:<15} {}\n", share(counted)));
    }
}

fn estimate(estimate: &Estimate) -> String {
    format!("{:.3} [{:.3}, {:.3}]", estimate.value, estimate.low, estimate.high)
}

fn share(count: Count) -> String {
    let share = count.share().map_or_else(|| "-".to_owned(), |share| format!("{share:.3}"));
    format!("{share} ({} of {})", count.count, count.of)
}

fn population(record: &Record, by: By) -> Result<Vec<Line>, RunError> {
    let mut lines = Vec::new();
    for document in record.documents()? {
        lines.extend(sheet::lines(&document?, by));
    }
    Ok(lines)
}

fn sample(record: &Record, arguments: &EvalArguments, count: usize) -> Result<Ended, RunError> {
    let lines = population(record, arguments.by.by())?;
    let drawn = sheet::draw(&lines, count, arguments.seed);
    sheet::write(&drawn, io::BufWriter::new(io::stdout().lock())).map_err(say::cannot_print)?;
    say::remark(&format!(
        "{} of {} sentences. Put an x under decision, action, recommendation or none, then: minutebook eval --sheet SHEET.csv",
        drawn.len(),
        lines.len()
    ));
    Ok(Ended::Clean)
}

/// What is written beside the exports: how good the tags are, by which sheet, with which rules.
#[derive(Serialize)]
struct Stamp<'j> {
    schema: &'static str,
    rules: String,
    #[serde(flatten)]
    judgement: &'j Judgement,
}

fn read_back(record: &Record, arguments: &EvalArguments, path: &PathBuf) -> Result<Ended, RunError> {
    let file = std::fs::File::open(path)
        .map_err(|error| RunError::new(format!("cannot read {}", path.display())).because(error))?;
    let judgement = sheet::read(file, &population(record, arguments.by.by())?)?;
    if judgement.judged == 0 {
        return Err(RunError::new(format!("{} holds no judgement", path.display()))
            .hint("Put an x under decision, action, recommendation or none, on as many lines as you like."));
    }
    let rules = record.rules()?.version();
    let stamp = json(&Stamp { schema: "minutebook/quality/1", rules, judgement: &judgement })? + "\n";
    let mut text = judged(&judgement);
    record.write_output("quality.json", stamp.as_bytes())?;
    record.write_output("quality.txt", text.as_bytes())?;
    if arguments.format == TextOrJson::Json {
        return print(&stamp);
    }
    if !arguments.brief {
        for difference in &judgement.differences {
            text.push_str(&format!(
                "\n{}\n  machine: {}; you: {}\n  {}\n",
                difference.sentence,
                names(difference.machine.iter()),
                names(difference.judge.iter()),
                difference.id
            ));
        }
    }
    text.push_str("\nWritten to outputs/quality.txt and outputs/quality.json, beside the exports.\n");
    print(&text)?;
    Ok(if judgement.gone.is_empty() { Ended::Clean } else { Ended::LookAt })
}

fn judged(judgement: &Judgement) -> String {
    let mut text = format!("{} sentences judged, {} left open\n", judgement.judged, judgement.open);
    let shown = |found: &Option<Estimate>| {
        found
            .as_ref()
            .map_or_else(|| "nothing judged".to_owned(), |found| format!("{} (Wilson, 95 %)", estimate(found)))
    };
    for (kind, precision) in &judgement.precision {
        text.push_str(&format!("{:<15} precision {}\n", kind.name(), shown(precision)));
    }
    text.push_str(&format!("{:<15} precision {}\n", "all kinds", shown(&judgement.precision_overall)));
    match &judgement.recall {
        Some(recall) => text.push_str(&format!(
            "{:<15} recall about {:.3}, at least {:.3}\n",
            "all kinds", recall.value, recall.at_least
        )),
        None => text.push_str("recall          needs judgements of tagged and untagged sentences\n"),
    }
    if !judgement.gone.is_empty() {
        text.push_str(&format!(
            "{} sentences of the sheet are no longer in the index as they were: {}\n",
            judgement.gone.len(),
            judgement.gone.join(", ")
        ));
    }
    text
}

fn names<'k>(kinds: impl Iterator<Item = &'k Kind>) -> String {
    let names: Vec<&str> = kinds.map(|kind| kind.name()).collect();
    if names.is_empty() { "none".to_owned() } else { names.join(" and ") }
}

fn json(value: &impl Serialize) -> Result<String, RunError> {
    serde_json::to_string(value).map_err(|error| RunError::new("cannot write JSON").because(error))
}

fn print(text: &str) -> Result<Ended, RunError> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    out.write_all(say::harmless(text).as_bytes()).and_then(|()| out.flush()).map_err(say::cannot_print)?;
    Ok(Ended::Clean)
}
