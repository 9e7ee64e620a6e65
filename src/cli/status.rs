//! `minutebook status`: what is in the index, what could not be read, what waits for a person.

use super::Ended;
use super::formats::TextOrJson;
use super::{say, workbench};
use crate::error::RunError;
use crate::run::report::Totals;
use crate::workspace::Workspace;
use clap::Args;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// Say what is in the index, what could not be read, and what waits for a person.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct StatusArguments {
    /// What to print
    #[arg(long, value_enum, default_value_t = TextOrJson::Text, value_name = "FORMAT")]
    pub format: TextOrJson,
}

/// Runs the command.
pub fn command(workspace: &Workspace, arguments: &StatusArguments) -> Result<Ended, RunError> {
    let index = workbench::open(workspace)?;
    let state = workbench::generations(workspace)?.state()?;
    let catalogue = &index.catalogue;
    let totals = Totals::of(catalogue);
    let mut out = io::BufWriter::new(io::stdout().lock());
    if arguments.format == TextOrJson::Json {
        let value =
            serde_json::json!({"generation": index.generation.number, "totals": totals, "catalogue": catalogue});
        return serde_json::to_writer_pretty(&mut out, &value)
            .map_err(io::Error::from)
            .and_then(|()| out.write_all(b"\n"))
            .and_then(|()| out.flush())
            .map(|()| Ended::Clean)
            .map_err(say::cannot_print);
    }
    let mut text = format!(
        "Generation {}, built {} by minutebook {}.\n{} reports, {} pages, {} paragraphs; {} decisions, {} actions, {} recommendations.\n",
        index.generation.number,
        catalogue.made,
        catalogue.program,
        totals.reports,
        totals.pages,
        totals.paragraphs,
        totals.decisions,
        totals.actions,
        totals.recommendations
    );
    for (title, fact) in [("year", 0), ("body", 1), ("kind", 2)] {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for report in &catalogue.reports {
            let value = match fact {
                0 => report.date.as_deref().and_then(|date| date.get(..4)),
                1 => report.body.as_deref(),
                _ => report.kind.as_deref(),
            };
            *counts.entry(value.unwrap_or("not known")).or_default() += 1;
        }
        let counts: Vec<String> = counts.iter().map(|(value, count)| format!("{value}: {count}")).collect();
        text.push_str(&format!("\nReports by {title}: {}\n", counts.join(", ")));
    }
    if let Some(pin) = &state.pin {
        text.push_str(&format!("\nPinned since {}; `minutebook index unpin` lets the next run publish.\n", pin.since));
    }
    if let Some(held) = &state.held {
        text.push_str(&format!(
            "\nGeneration {} is held since {}: {}\n",
            held.generation,
            held.since,
            held.why.join("; ")
        ));
    }
    if !catalogue.failed.is_empty() {
        text.push_str("\nNot read:\n");
        for failed in &catalogue.failed {
            text.push_str(&format!("  {}: {}\n", failed.file.path, failed.message));
        }
    }
    out.write_all(say::harmless(&text).as_bytes()).and_then(|()| out.flush()).map_err(say::cannot_print)?;
    Ok(Ended::Clean)
}
