//! Writing rows as one tool imports them.

use super::{DateForm, Field, From, LineEnd, Profile};
use crate::export::Titles;
use crate::export::csv::BOM;
use crate::model::{Cells, Column, TrackerRow};
use crate::text::formula;
use std::borrow::Cow;
use std::io::{self, Write};

/// A row with what people and the tool know of it.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// The machine cells.
    pub row: &'a TrackerRow,
    /// The human cells; `None` where they are not known.
    pub human: Option<&'a Cells>,
    /// The tool's own key.
    pub key: Option<&'a str>,
}

/// Writes `rows`; `titles` names their categories. With `updating` the file carries the tool's own keys, where the profile has a column for them. Answers
/// how many cells were cut to the tool's limits.
///
/// # Errors
/// Whatever `out` reports.
pub fn write<W: Write>(
    profile: &Profile,
    rows: &[Known<'_>],
    titles: &Titles,
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
                put(&value(profile, field, *known, titles), field.limit)?;
            }
        }
        writer.write_record(None::<&[u8]>).map_err(io::Error::other)?;
    }
    writer.flush()?;
    Ok(shortened)
}

fn value<'a>(profile: &Profile, field: &Field, known: Known<'a>, titles: &Titles) -> Cow<'a, str> {
    let row = known.row;
    match field.from {
        From::Cell(Column::Categories) => list(profile, &row.categories),
        From::Cell(Column::Actors) => list(profile, &row.actors),
        From::Cell(Column::Flags) => list(profile, &row.flags),
        From::Cell(column) => row.cell(column),
        From::Day(column) => Cow::Owned(day(profile.date, &row.cell(column))),
        From::Summary => Cow::Owned(summary(row)),
        From::Description => Cow::Owned(description(row, field.limit)),
        From::CategoryTitle => Cow::Owned(row.category.as_deref().map(|id| titles.of(id)).unwrap_or_default()),
        From::OwnerMail => {
            Cow::Borrowed(known.human.and_then(|human| human.get("owner")).map_or("", |owner| mail(owner)))
        }
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

/// One line that names an item: the number that the source gives it, and its words.
#[must_use]
pub fn summary(row: &TrackerRow) -> String {
    let words = row.text.split_whitespace().collect::<Vec<_>>().join(" ");
    match &row.paragraph {
        Some(number) => format!("{number}. {words}"),
        None => words,
    }
}

/// The line by which `tracker keys` finds an item in what a tool exports.
pub const ID_LINE: &str = "minutebook id: ";

/// Everything about an item for a tool that has one field for it, in at most `limit` UTF-16 units; where that is too
/// little the words of the item are cut, never what leads back to it.
#[must_use]
pub fn description(row: &TrackerRow, limit: usize) -> String {
    let mut after = vec![String::new(), format!("{}: {}", row.kind.name(), row.reference())];
    if !row.actors.is_empty() {
        after.push(format!("Who: {}", row.actors.join(", ")));
    }
    after.extend(row.due_text.as_ref().map(|words| format!("When: {words}")));
    after.extend(row.url.clone());
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
    format!("{}\n{after}", fitted(&words, room))
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

fn mail(owner: &str) -> &str {
    let owner = owner.trim();
    let plain = !owner.contains(char::is_whitespace) && owner.split('@').count() == 2;
    let whole = owner.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
    if plain && whole { owner } else { "" }
}

/// The text as far as the tool takes it (in UTF-16 units), with `…` where it was cut.
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
    cut.push('…');
    Cow::Owned(cut)
}
