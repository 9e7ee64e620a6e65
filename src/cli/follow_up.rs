//! `minutebook status --follow-up`: what became of what was wanted and decided.

use super::ended::Ended;
use super::formats::TextOrJson;
use super::say;
use crate::error::RunError;
use crate::record::{Followed, Record};
use crate::text::escapes::one_line;
use crate::threads::matters::FollowState;
use std::fmt::Write as _;
use std::io::{self, Write as _};

/// Name and version of the JSON form.
const SCHEMA: &str = "minutebook/follow-up/1";

/// Prints what became of all that was wanted and decided, what waits first.
pub fn follow_up(record: &Record, format: TextOrJson) -> Result<Ended, RunError> {
    let all = record.follow_up()?;
    let text = match format {
        TextOrJson::Text => in_words(&all),
        TextOrJson::Json => serde_json::to_string_pretty(&serde_json::json!({"schema": SCHEMA, "matters": all}))
            .map(|text| text + "\n")
            .map_err(|error| RunError::internal("cannot write JSON").because(error))?,
    };
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(say::cannot_print)?;
    Ok(Ended::Clean)
}

fn in_words(all: &[Followed]) -> String {
    let mut text = String::new();
    for (state, heading) in HEADINGS {
        let these: Vec<&Followed> = all.iter().filter(|followed| followed.state == state).collect();
        if these.is_empty() {
            continue;
        }
        let _ = writeln!(text, "{heading}: {}", these.len());
        for followed in these {
            let days = match (&followed.first, &followed.last) {
                (Some(first), Some(last)) if first != last => format!("{first} to {last}"),
                (Some(first), _) => first.clone(),
                _ => "no date".to_owned(),
            };
            let mut facts = vec![days, one_line(&followed.fate), one_line(&followed.actors.join(", "))];
            facts.extend(followed.due.as_ref().map(|due| format!("due {}", one_line(due))));
            facts.retain(|fact| !fact.is_empty());
            let _ = writeln!(text, "  {}", facts.join("  "));
            let _ = writeln!(text, "    {}", one_line(&followed.text));
            if let Some(told) = followed.told.as_ref().filter(|told| **told != followed.text) {
                let _ = writeln!(text, "    told: {}", one_line(told));
            }
            if !followed.told_by.is_empty() {
                let _ = writeln!(text, "    by: {}", one_line(&followed.told_by.join(", ")));
            }
            let _ = writeln!(text, "    {}", one_line(followed.thread.as_deref().unwrap_or(&followed.id)));
        }
        text.push('\n');
    }
    if text.is_empty() {
        text.push_str("Nothing was wanted or decided in these reports.\n");
    }
    text
}

/// States in the order in which a chair asks for them.
const HEADINGS: [(FollowState, &str); 8] = [
    (FollowState::Overdue, "Overdue"),
    (FollowState::CarriedOver, "Carried over"),
    (FollowState::Open, "Open"),
    (FollowState::NeverMentionedAgain, "Never mentioned again"),
    (FollowState::Decided, "Decided, and nothing tells that it was done"),
    (FollowState::Done, "Reported done"),
    (FollowState::Dropped, "Dropped"),
    (FollowState::Failed, "Could not be done"),
];
