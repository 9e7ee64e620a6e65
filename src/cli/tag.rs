//! `minutebook tag`: decisions, actions and recommendations in loose sentences, for tests and for people who wonder.

use super::ended::Ended;
use super::formats::TextOrJsonl;
use super::say;
use crate::error::RunError;
use crate::model::Item;
use crate::record::Record;
use crate::tag::Sentence;
use clap::{Args, ValueEnum};
use serde::{Deserialize, Serialize};
use std::io::{self, BufRead, Write};

/// Tag sentences with decisions, actions and recommendations, and say which rule did it.
///
///   echo "The Secretariat will write." | minutebook tag --input text
///   minutebook tag --input jsonl --format jsonl < sentences.jsonl
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct TagArguments {
    /// What standard input holds: a JSON object a line (id, text, date; section, stem, number, report), or plain sentences
    #[arg(long, value_enum, default_value_t = TagInput::Text, value_name = "FORM")]
    pub input: TagInput,
    /// What to print
    #[arg(long, value_enum, default_value_t = TextOrJsonl::Text, value_name = "FORMAT")]
    pub format: TextOrJsonl,
    /// Date of the report that the sentences are from, for deadlines (YYYY-MM-DD)
    #[arg(long, value_name = "DATE")]
    pub date: Option<String>,
}

/// What `tag` reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TagInput {
    /// One JSON object a line
    Jsonl,
    /// One sentence a line
    Text,
}

/// Runs the command: a line in, a line out, in order.
pub fn command(record: &Record, arguments: &TagArguments) -> Result<Ended, RunError> {
    let rules = record.rules()?;
    let mut out = io::BufWriter::new(io::stdout().lock());
    for (index, line) in io::stdin().lock().lines().enumerate() {
        let line = line.map_err(|error| RunError::new("cannot read standard input").because(error))?;
        if line.trim().is_empty() {
            continue;
        }
        let sentence = sentence(&line, index + 1, arguments)?;
        let items = rules.tag(&sentence);
        let printed = match arguments.format {
            TextOrJsonl::Jsonl => jsonl(&sentence, &items, &mut out),
            TextOrJsonl::Text => readable(&sentence, &items, &mut out),
        };
        printed.map_err(say::cannot_print)?;
    }
    out.flush().map_err(say::cannot_print)?;
    Ok(Ended::Clean)
}

/// A line of `--input jsonl`.
#[derive(Debug, Deserialize)]
struct InputLine {
    id: String,
    text: String,
    date: Option<String>,
    section: Option<String>,
    stem: Option<String>,
    number: Option<String>,
    report: Option<String>,
}

fn sentence(line: &str, number: usize, arguments: &TagArguments) -> Result<Sentence, RunError> {
    if arguments.input == TagInput::Text {
        return Ok(Sentence {
            id: number.to_string(),
            text: line.to_owned(),
            date: arguments.date.clone(),
            ..Sentence::default()
        });
    }
    let input: InputLine = serde_json::from_str(line).map_err(|error| {
        RunError::usage(format!("line {number} of standard input is not a JSON object with id and text"))
            .because(error)
            .hint(r#"A line looks like: {"id": "1", "text": "It was agreed to meet in May.", "date": "2017-03-28"}"#)
            .hint("Plain sentences, one a line, are read with --input text")
    })?;
    Ok(Sentence {
        id: input.id,
        text: input.text,
        date: input.date.or_else(|| arguments.date.clone()),
        section: input.section,
        stem: input.stem,
        number: input.number,
        report: input.report,
    })
}

#[derive(Serialize)]
struct OutputLine<'a> {
    id: &'a str,
    items: &'a [Item],
}

fn jsonl(sentence: &Sentence, items: &[Item], out: &mut impl Write) -> io::Result<()> {
    serde_json::to_writer(&mut *out, &OutputLine { id: &sentence.id, items })?;
    out.write_all(b"\n")
}

fn readable(sentence: &Sentence, items: &[Item], out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "{}", say::harmless(&sentence.text))?;
    if items.is_empty() {
        writeln!(out, "  no decision, action or recommendation")?;
    }
    for item in items {
        let mut line = format!("  {} ({}), rule {}", item.kind.name(), item.force.name(), item.rule);
        if let Some(cue) = sentence.text.get(item.cue[0]..item.cue[1]) {
            line.push_str(&format!(", on the words \u{201c}{cue}\u{201d}"));
        }
        writeln!(out, "{}", say::harmless(&line))?;
        let facts = [
            ("held by", item.held_by.clone()),
            ("who acts", Some(item.actors.join("; ")).filter(|actors| !actors.is_empty())),
            ("by when", item.due.clone().or_else(|| item.due_text.clone())),
            ("about", Some(item.categories.join(", ")).filter(|categories| !categories.is_empty())),
        ];
        for (name, fact) in facts {
            if let Some(fact) = fact {
                writeln!(out, "    {name}: {}", say::harmless(&fact))?;
            }
        }
    }
    writeln!(out)
}
