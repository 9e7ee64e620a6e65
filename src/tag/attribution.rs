//! Whose position an item is: the body by consensus, the Secretariat, a person, "some members". "Some suggested" must never look
//! like the body's decision; where nobody can be named, nobody is.

use super::actors::{Holder, Reading, Roster};
use super::rules::Rule;
use crate::model::Kind;
use std::ops::Range;

/// The holder of an item, as far as the sentence tells; `cue` are byte offsets in the sentence that was read.
#[must_use]
pub fn held_by(
    rule: Option<&Rule>,
    reading: &Reading<'_, '_>,
    cue: Range<usize>,
    body: Option<&str>,
    roster: &Roster,
) -> Option<String> {
    let rule = rule?;
    let body = || body.map(|body| roster.normal(body).unwrap_or(body).to_owned());
    let decides = rule.kind.item() == Some(Kind::Decision);
    match rule.held_by.as_deref()? {
        "body" if !decides => body(),
        "body" | "subject" | "speaker" => match reading.holder(cue) {
            Some(Holder::Named(name)) => Some(if means_body(&name) { body().unwrap_or(name) } else { name }),
            Some(Holder::Some(many)) => Some(many),
            Some(Holder::Writers) => body(),
            None => decides.then(body).flatten(),
        },
        name => Some(name.to_owned()),
    }
}

/// Names that a report gives to the body whose report it is.
fn means_body(name: &str) -> bool {
    const SELF: &[&str] = &[
        "meeting",
        "group",
        "members",
        "body",
        "session",
        "plenary",
        "board",
        "committee",
        "council",
        "commission",
        "assembly",
        "panel",
        "bureau",
        "all members",
        "all",
        "working group",
        "task force",
        "subcommittee",
        "meeting participants",
    ];
    SELF.contains(&name.to_lowercase().as_str())
}
