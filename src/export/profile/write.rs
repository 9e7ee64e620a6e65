//! Writing rows as one tool imports them.

use super::filled::OfWorkspace;
use super::known::Known;
use super::{DateForm, Field, From, LineEnd, Markup, Profile};
use crate::export::Titles;
use crate::export::csv::BOM;
use crate::model::{Column, TrackerRow};
use crate::tag::People;
use crate::text::formula;
use std::borrow::Cow;
use std::io::{self, Write};

/// What is known besides the rows.
#[derive(Debug, Clone, Copy)]
pub struct Around<'a> {
    /// The names of the categories.
    pub titles: &'a Titles,
    /// Who has which account.
    pub people: &'a People,
    /// What the workspace fills in of this tool.
    pub filled: &'a OfWorkspace,
}

/// Writes `rows`. With `updating` the file carries the tool's own keys, where the profile has a column for them. Answers
/// how many cells were cut to the tool's limits.
///
/// # Errors
/// Whatever `out` reports.
pub fn write<W: Write>(
    profile: &Profile,
    rows: &[Known<'_>],
    around: Around<'_>,
    updating: bool,
    mut out: W,
) -> io::Result<usize> {
    if profile.bom {
        out.write_all(BOM.as_bytes())?;
    }
    let terminator = match profile.line_end {
        LineEnd::CrLf => csv::Terminator::CRLF,
        LineEnd::Lf => csv::Terminator::Any(b'\n'),
    };
    let mut writer = csv::WriterBuilder::new().terminator(terminator).from_writer(out);
    let labels = rows.iter().map(|known| labels(known.row).len()).max().unwrap_or(0).max(1);
    let fields: Vec<&Field> = profile.columns.iter().filter(|field| profile.has(field, updating)).collect();
    let mut header = Vec::new();
    for field in &fields {
        let times = if field.from == From::Labels { labels } else { 1 };
        header.extend(std::iter::repeat_n(field.header, times));
    }
    let more = || around.filled.more.iter().filter(|more| !(updating && more.from.is_of_people()));
    header.extend(more().map(|more| more.header.as_str()));
    writer.write_record(&header).map_err(io::Error::other)?;
    let mut shortened = 0;
    for known in rows {
        let mut put = |cell: &str, limit: usize| {
            let disarmed = if profile.disarm { formula::disarmed(cell) } else { Cow::Borrowed(cell) };
            let fitted = fitted(&disarmed, limit);
            shortened += usize::from(fitted.len() != disarmed.len());
            writer.write_field(fitted.as_ref()).map_err(io::Error::other)
        };
        for field in &fields {
            if field.from == From::Labels {
                let own = labels_of(known.row);
                for at in 0..labels {
                    put(own.get(at).map(String::as_str).unwrap_or_default(), field.limit)?;
                }
            } else {
                put(&value(profile, field, *known, around), field.limit)?;
            }
        }
        for more in more() {
            put(&more.from.cell(*known), MORE)?;
        }
        writer.write_record(None::<&[u8]>).map_err(io::Error::other)?;
    }
    writer.flush()?;
    Ok(shortened)
}

fn value<'a>(profile: &Profile, field: &Field, known: Known<'a>, around: Around<'a>) -> Cow<'a, str> {
    let row = known.row;
    match field.from {
        From::Cell(Column::Categories) => list(profile, &row.categories),
        From::Cell(Column::Actors) => list(profile, &row.actors),
        From::Cell(Column::Flags) => list(profile, &row.flags),
        From::Cell(column) => row.cell(column),
        From::Day(column) => Cow::Owned(day(profile.date, &row.cell(column))),
        From::Summary => Cow::Owned(summary(row)),
        From::Description => Cow::Owned(description(row, field.limit, profile.markup)),
        From::CategoryTitle if around.filled.category.is_some() => {
            around.filled.category.as_ref().map(|filled| filled.cell(known)).unwrap_or_default()
        }
        From::CategoryTitle => Cow::Owned(row.category.as_deref().map(|id| around.titles.of(id)).unwrap_or_default()),
        From::Account(service) => Cow::Borrowed(account(around.people, known.cell("owner"), service)),
        From::Human(column) => Cow::Borrowed(known.cell(column)),
        From::Always(word) => Cow::Borrowed(word),
        From::Key => Cow::Borrowed(known.key.unwrap_or_default()),
        From::Labels => Cow::Borrowed(""),
    }
}

/// A list in one cell; where a comma separates, entries lose theirs, or one would become two.
fn list<'a>(profile: &Profile, entries: &[String]) -> Cow<'a, str> {
    let comma = profile.list_separator.trim() == ",";
    let entry = |entry: &String| if comma { entry.replace(',', "") } else { entry.clone() };
    Cow::Owned(entries.iter().map(entry).collect::<Vec<_>>().join(profile.list_separator))
}

/// A whole day in the profile's form; what is no whole day (`2017-04`) is left out, because the import would refuse it.
#[must_use]
pub fn day(form: DateForm, iso: &str) -> String {
    let Ok(day) = iso.parse::<jiff::civil::Date>() else { return String::new() };
    match form {
        DateForm::Iso => day.to_string(),
        DateForm::MonthDayYear => format!("{:02}/{:02}/{:04}", day.month(), day.day(), day.year()),
    }
}

/// One line that names an item: its short number or, where it has none, that of its source, and its words. Two items of one sentence
/// differ in their numbers.
#[must_use]
pub fn summary(row: &TrackerRow) -> String {
    let words = row.text.split_whitespace().collect::<Vec<_>>().join(" ");
    match (&row.no, &row.paragraph) {
        (Some(no), _) => format!("{no}: {words}"),
        (None, Some(number)) => format!("{number}. {words}"),
        (None, None) => words,
    }
}

/// The line by which `tracker keys` finds an item in what a tool exports.
pub const ID_LINE: &str = "minutebook id: ";

/// Everything about an item for a tool that has one field for it, in at most `limit` UTF-16 units; where that is too
/// little the words of the item are cut, never what leads back to it.
#[must_use]
pub fn description(row: &TrackerRow, limit: usize, markup: Markup) -> String {
    let plain = |text: &str| match markup {
        Markup::Plain => text.to_owned(),
        Markup::Jira => jira_text(text),
    };
    let mut after = vec![String::new(), format!("{}: {}", row.kind.name(), plain(&row.reference()))];
    if !row.actors.is_empty() {
        after.push(format!("Who: {}", plain(&row.actors.join(", "))));
    }
    after.extend(row.due_text.as_ref().map(|words| format!("When: {}", plain(words))));
    after.extend(row.url.as_deref().and_then(crate::text::markup::link_target));
    if row.is_withdrawn() {
        after.push("Its source no longer holds this item.".to_owned());
    }
    after.push(format!("{ID_LINE}{}", row.id));
    let after = after.join("\n");
    let words = match &row.stem {
        Some(stem) => format!("{stem}\n{}", row.text),
        None => row.text.clone(),
    };
    let room = limit.saturating_sub(after.encode_utf16().count() + 1);
    format!("{}\n{after}", fitted(&plain(&words), room))
}

/// Text that Jira shows as it stands: what its text format gives a meaning has a backslash before it.
fn jira_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for (at, line) in text.split('\n').enumerate() {
        if at > 0 {
            out.push('\n');
        }
        // Lists, rules, headings and quotations begin a line.
        let start = line.trim_start();
        let is_list = start.starts_with(['#', '-']);
        let is_block = start.split_once(". ").is_some_and(|(name, _)| {
            name == "bq"
                || name.len() == 2 && name.starts_with('h') && name.ends_with(|digit: char| digit.is_ascii_digit())
        });
        let (indent, rest) = line.split_at_checked(line.len() - start.len()).unwrap_or(("", line));
        out.push_str(indent);
        if is_list || is_block {
            out.push('\\');
        }
        for character in rest.chars() {
            if matches!(character, '{' | '}' | '[' | ']' | '*' | '_' | '^' | '~' | '+' | '!' | '|' | '\\' | '@') {
                out.push('\\');
            }
            out.push(character);
        }
    }
    out
}

/// Kind and categories; labels hold no spaces.
#[must_use]
pub fn labels(row: &TrackerRow) -> Vec<String> {
    labels_of(row)
}

fn labels_of(row: &TrackerRow) -> Vec<String> {
    let joined = |label: &str| label.split_whitespace().collect::<Vec<_>>().join("-");
    let mut labels = vec![row.kind.name().to_owned()];
    labels.extend(row.categories.iter().map(|category| joined(category)));
    if row.is_withdrawn() {
        labels.push(crate::model::WITHDRAWN.to_owned());
    }
    labels
}

/// By what a service knows an owner: an account, else an address.
#[must_use]
pub fn account<'a>(people: &'a People, owner: &'a str, service: &str) -> &'a str {
    let person = people.find(owner);
    let named = person.and_then(|person| person.accounts.get(service).or(person.email.as_ref()));
    named.map_or_else(|| mail(owner), String::as_str)
}

fn mail(owner: &str) -> &str {
    let owner = owner.trim();
    let plain = !owner.contains(char::is_whitespace) && owner.split('@').count() == 2;
    let whole = owner.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
    if plain && whole { owner } else { "" }
}

/// Characters of a cell that the workspace fills in: Jira takes as many in a field of text.
const MORE: usize = 32_767;

/// Characters before the end within which a blank is looked for, so that no word is cut: longer words are no words.
const LONGEST_WORD: usize = 40;

/// The text as far as the tool takes it (in UTF-16 units), cut after a word, with `…` where it was cut.
#[must_use]
pub fn fitted(text: &str, limit: usize) -> Cow<'_, str> {
    if text.len() <= limit || text.encode_utf16().count() <= limit {
        return Cow::Borrowed(text);
    }
    let mut units = 1;
    let fits = |character: &char| {
        units += character.len_utf16();
        units <= limit
    };
    let mut cut: String = text.chars().take_while(fits).collect();
    let is_within_a_word = text.get(cut.len()..).is_some_and(|rest| !rest.starts_with(char::is_whitespace));
    if let Some(blank) = cut.rfind(char::is_whitespace).filter(|_| is_within_a_word)
        && cut.get(blank..).is_some_and(|word| word.chars().count() <= LONGEST_WORD)
    {
        cut.truncate(blank);
    }
    cut.truncate(cut.trim_end().len());
    cut.push('…');
    Cow::Owned(cut)
}
