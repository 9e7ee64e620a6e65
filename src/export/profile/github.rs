//! GitHub issues: a shell script that calls `gh`, says what it would do until it is told `--go`, and can be run again.
//!
//! Document text is only ever inside single quotes, where a POSIX shell changes nothing; in the issue it stands in a fenced
//! block, verbatim, where it can neither become markup nor call people by their names.

use super::known::Known;
use super::split::Split;
use super::write::Around;
use super::write::{ID_LINE, account, fitted, labels, summary};
use crate::model::{State, TrackerRow};
use std::io::{self, Write};

/// Characters of an issue's title (GitHub refuses more).
const TITLE: usize = 256;
/// Characters of an issue's body (GitHub refuses more).
const BODY: usize = 65_536;

/// Characters of a milestone's title (GitHub refuses more).
const MILESTONE: usize = 255;

/// The name of this profile, under which keys are learnt.
pub const NAME: &str = "github";

/// The file in which the script notes the issue of each item; `tracker keys` reads it.
#[cfg(test)]
pub const KEYS_FILE: &str = "minutebook-github-keys.csv";

/// Writes the script.
///
/// # Errors
/// Whatever `out` reports.
pub fn write<W: Write>(split: &Split<'_>, around: Around<'_>, mut out: W) -> io::Result<()> {
    out.write_all(HEAD.as_bytes())?;
    for known in &split.new {
        call(&mut out, "new", &known.row.id, known, around)?;
    }
    for known in &split.update {
        call(&mut out, "change", known.key.unwrap_or_default(), known, around)?;
    }
    out.write_all(b"finish\n")?;
    out.flush()
}

fn call<W: Write>(out: &mut W, name: &str, subject: &str, known: &Known<'_>, around: Around<'_>) -> io::Result<()> {
    let row = known.row;
    // Addresses are no accounts there.
    let assignee =
        Some(account(around.people, known.cell("owner"), NAME)).filter(|name| !name.contains('@')).unwrap_or_default();
    let state = if State::of(known.cell("status")).is_closed() { "closed" } else { "open" };
    let title = fitted(&summary(row), TITLE).into_owned();
    let mut labels = labels(row);
    labels.extend(
        ["status", "priority"]
            .map(|column| known.cell(column))
            .into_iter()
            .filter(|cell| !cell.is_empty())
            .map(str::to_owned),
    );
    let labels = labels.iter().map(|label| label.replace(',', "")).collect::<Vec<_>>().join(",");
    let milestone = around.filled.milestone.as_ref().map(|filled| filled.cell(*known)).unwrap_or_default();
    let milestone = fitted(milestone.trim(), MILESTONE);
    let words = [subject, title.as_str(), labels.as_str(), &body(row), assignee, state, &milestone].map(quoted);
    writeln!(out, "{name} {}", words.join(" "))
}

/// Text as one word of a POSIX shell. NUL, which no shell takes, is left out.
#[must_use]
pub fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\0', "").replace('\'', "'\\''"))
}

fn body(row: &TrackerRow) -> String {
    let text = match &row.stem {
        Some(stem) => format!("{stem}\n{}", row.text),
        None => row.text.clone(),
    };
    let mut after = format!("\n\n{}: {}\n", row.kind.name(), in_code(&row.reference()));
    if !row.actors.is_empty() {
        after.push_str(&format!("Who: {}\n", in_code(&row.actors.join(", "))));
    }
    if let Some(due) = &row.due {
        after.push_str(&format!("Due: {}\n", in_code(due)));
    }
    if let Some(url) = row.url.as_deref().and_then(crate::text::markup::link_target) {
        after.push_str(&format!("<{url}>\n"));
    }
    after.push_str(&format!("\n{ID_LINE}{}\n", in_code(&row.id)));
    let fence = "`".repeat(longest_run(&text).max(2) + 1);
    let room = BODY.saturating_sub(after.encode_utf16().count() + 2 * fence.len() + 16);
    format!("{fence}text\n{}\n{fence}{after}", fitted(&text, room))
}

fn in_code(text: &str) -> String {
    format!("`{}`", text.replace('`', "'").replace('\n', " "))
}

fn longest_run(text: &str) -> usize {
    text.split(|character| character != '`').map(str::len).max().unwrap_or(0)
}

const HEAD: &str = r#"#!/bin/sh
# Written by minutebook: opens and updates GitHub issues with the gh command (https://cli.github.com).
#   sh FILE --repo OWNER/NAME          says what it would do and sends nothing
#   sh FILE --repo OWNER/NAME --go     does it
# It can be run again after an interruption: what minutebook-github-keys.csv lists is not opened twice. Then tell
# minutebook the issue numbers:        minutebook tracker keys minutebook-github-keys.csv
set -eu
go=no
repo=
keys=minutebook-github-keys.csv
while [ $# -gt 0 ]; do
  case $1 in
    --go) go=yes ;;
    --repo) repo=${2:?--repo needs OWNER/NAME}; shift ;;
    *) printf 'unknown argument: %s\n' "$1" >&2; exit 2 ;;
  esac
  shift
done
: "${repo:?say where: --repo OWNER/NAME}"
opened=0
updated=0
had=0
if [ "$go" = yes ] && [ ! -f "$keys" ]; then
  printf 'External ID,Key\n' > "$keys"
fi
label() {
  printf '%s\n' "$1" | tr ',' '\n' | while IFS= read -r name; do
    gh label create "$name" --repo "$repo" < /dev/null > /dev/null 2>&1 || :
  done
}
assign() {
  if [ -z "$2" ]; then return 0; fi
  gh issue edit "$1" --repo "$repo" --add-assignee "$2" < /dev/null ||
    printf '%s cannot be assigned to %s there\n' "$1" "$2" >&2
}
milestone() {
  if [ -z "$2" ]; then return 0; fi
  gh api --method POST "repos/$repo/milestones" -f title="$2" < /dev/null > /dev/null 2>&1 || :
  gh issue edit "$1" --repo "$repo" --milestone "$2" < /dev/null ||
    printf '%s cannot be put into the milestone %s there\n' "$1" "$2" >&2
}
new() {
  if [ -f "$keys" ] && grep -qF -- "$1," "$keys"; then had=$((had + 1)); return 0; fi
  opened=$((opened + 1))
  if [ "$go" != yes ]; then printf 'would open: %s\n' "$2"; return 0; fi
  label "$3"
  url=$(gh issue create --repo "$repo" --title "$2" --label "$3" --body "$4" < /dev/null)
  printf '%s,%s\n' "$1" "$url" >> "$keys"
  printf 'opened %s\n' "$url"
  assign "$url" "$5"
  milestone "$url" "$7"
  if [ "$6" = closed ]; then gh issue close "$url" --repo "$repo" < /dev/null; fi
}
change() {
  updated=$((updated + 1))
  if [ "$go" != yes ]; then printf 'would update %s: %s\n' "$1" "$2"; return 0; fi
  label "$3"
  gh issue edit "$1" --repo "$repo" --title "$2" --add-label "$3" --body "$4" < /dev/null
  milestone "$1" "$7"
  if [ "$6" = closed ]; then gh issue close "$1" --repo "$repo" < /dev/null; fi
}
finish() {
  if [ "$go" = yes ]; then done=done; else done='nothing was sent; add --go to do it'; fi
  printf '%s to open, %s to update, %s there already: %s\n' "$opened" "$updated" "$had" "$done"
}
"#;
