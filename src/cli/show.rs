//! `minutebook show`: a paragraph, item or report in context, with its place in the file.

use super::ended::Ended;
use super::formats::TextOrJson;
use super::{pager, say, workbench};
use crate::error::RunError;
use crate::model::BlockType;
use crate::record::{Around, Record};
use crate::search::render;
use crate::search::show::{Shown, Why};
use crate::text::escapes::one_line;
use clap::Args;
use std::io::{self, Write};

/// Show a paragraph, item or report in context, with its place in the file.
///
///   minutebook show mag-2017-03-28#7
///       the paragraph, its footnotes and items, its page
///   minutebook show mag-2017-03-28#7 --context 2
///       with two paragraphs before and after
///   minutebook show mag-2017-03-28#7 --why
///       and the rules that made, or did not make, its items
///   minutebook show mag-2017-03-28
///       the whole report
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct ShowArguments {
    /// Id of a block or item, or key of a report; the beginning is enough where only one begins so
    #[arg(value_name = "ID")]
    pub id: String,
    /// Also show N paragraphs before and after
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub context: usize,
    /// Name the rules that made the items, and why; of a paragraph without items, the rules that came nearest
    #[arg(long)]
    pub why: bool,
    /// What to print
    #[arg(long, value_enum, default_value_t = TextOrJson::Text, value_name = "FORMAT")]
    pub format: TextOrJson,
}

/// Runs the command.
pub fn command(record: &Record, arguments: &ShowArguments) -> Result<Ended, RunError> {
    let shown = record.show(&arguments.id, arguments.context)?;
    let why = match &shown {
        Shown::Block(place) if arguments.why => record.why(place)?,
        Shown::Report { .. } if arguments.why => {
            return Err(RunError::usage("--why explains a paragraph or an item, not a whole report")
                .hint("name one: its id stands in `minutebook show` without --why, and in every hit"));
        }
        _ => Vec::new(),
    };
    let around = match &shown {
        Shown::Block(place) => record.around(&place.block.id)?,
        Shown::Report { .. } => Around::default(),
    };
    let mut out: Vec<u8> = Vec::new();
    let printed = match (arguments.format, &shown) {
        (TextOrJson::Json, shown) => json(shown, &why, &around, &mut out),
        (TextOrJson::Text, Shown::Block(place)) => {
            render::place(place, &why, &record.file_link(place), workbench::form(), &mut out)
                .and_then(|()| beside(&around, &mut out))
        }
        (TextOrJson::Text, Shown::Report { report, blocks }) => {
            render::whole_report(report, blocks, workbench::form(), &mut out)
        }
    };
    printed.and_then(|()| pager::print(&out)).map_err(say::cannot_print)?;
    Ok(Ended::Clean)
}

/// Name and version of the JSON form.
const SCHEMA: &str = "minutebook/show/1";

/// The threads that a paragraph is in, and what refers to it.
fn beside(around: &Around, out: &mut impl Write) -> io::Result<()> {
    for (thread, fate) in &around.threads {
        writeln!(out, "thread {thread}: {} (minutebook trace {thread})", one_line(fate))?;
    }
    for referral in &around.cited_by {
        writeln!(out, "cited by {}: {}", one_line(&referral.from), one_line(&referral.words))?;
    }
    for referral in &around.refers_to {
        let to = referral.to.as_deref().unwrap_or("not in this record");
        writeln!(out, "refers to {}: {}", one_line(to), one_line(&referral.words))?;
    }
    Ok(())
}

fn json(shown: &Shown, why: &[Why], around: &Around, out: &mut impl Write) -> io::Result<()> {
    let mut value = match shown {
        Shown::Block(place) => serde_json::to_value(place)?,
        Shown::Report { report, blocks } => {
            let blocks: Vec<_> = blocks
                .iter()
                .filter(|found| found.block.block_type != BlockType::Furniture)
                .map(|found| serde_json::json!({"block": found.block, "items": found.items}))
                .collect();
            serde_json::json!({"report": serde_json::to_value(report)?, "blocks": blocks})
        }
    };
    if let Some(fields) = value.as_object_mut() {
        fields.insert("schema".to_owned(), SCHEMA.into());
        if *around != Around::default() {
            fields.insert("around".to_owned(), serde_json::to_value(around)?);
        }
        if !why.is_empty() {
            fields.insert("why".to_owned(), serde_json::to_value(why)?);
        }
    }
    serde_json::to_writer_pretty(&mut *out, &value)?;
    writeln!(out)
}
