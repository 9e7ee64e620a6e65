//! Re-reading a written file as the tool will, and listing every breach of its profile.

use super::{Field, From, LineEnd, Profile};
use crate::export::csv::BOM;
use crate::model::Column;
use crate::text::formula;
use std::collections::BTreeMap;

/// One thing that the tool's import would refuse or change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breach {
    /// The record, the header being 1; 0 for the file as a whole.
    pub record: usize,
    /// The column's header, where one is concerned.
    pub column: Option<String>,
    /// What was found and what was expected.
    pub message: String,
}

/// Reads the bytes of a file of `profile` and lists its breaches; none means that the tool takes it as it is.
#[must_use]
pub fn check(profile: &Profile, bytes: &[u8]) -> Vec<Breach> {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return vec![whole("the file is not UTF-8")];
    };
    let mut breaches = Vec::new();
    let body = text.strip_prefix(BOM).unwrap_or(text);
    if profile.bom != (body.len() != text.len()) {
        let message =
            if profile.bom { "the byte order mark is missing" } else { "the file begins with a byte order mark" };
        breaches.push(whole(message));
    }
    if body.bytes().filter(|&byte| byte == b'"').count() % 2 == 1 {
        breaches.push(whole("a quoted cell is never closed"));
    }
    let ends = record_ends(body);
    let expected = if profile.line_end == LineEnd::CrLf { "\r\n" } else { "\n" };
    if ends.iter().any(|end| *end != expected) {
        breaches.push(whole(&format!("a record does not end with {expected:?}")));
    }
    let reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(body.as_bytes());
    let mut records = reader.into_records().map_while(Result::ok);
    let Some(header) = records.next() else {
        breaches.push(whole("the file is empty"));
        return breaches;
    };
    let header: Vec<String> = header.iter().map(str::to_owned).collect();
    let fields = match fields(profile, &header) {
        Ok(fields) => fields,
        Err(message) => {
            breaches.push(Breach { record: 1, column: None, message });
            return breaches;
        }
    };
    let mut ids: BTreeMap<String, usize> = BTreeMap::new();
    for (at, record) in records.enumerate() {
        let number = at + 2;
        if record.len() != header.len() {
            let message = format!("{} cells under {} headers", record.len(), header.len());
            breaches.push(Breach { record: number, column: None, message });
            continue;
        }
        for ((cell, name), field) in record.iter().zip(&header).zip(&fields) {
            if let Some(message) = breach(profile, name, *field, cell) {
                breaches.push(Breach { record: number, column: Some(name.clone()), message });
            }
            if name == profile.id_header
                && !cell.is_empty()
                && let Some(first) = ids.insert(cell.to_owned(), number)
            {
                let message = format!("the id stands in record {first} as well");
                breaches.push(Breach { record: number, column: Some(name.clone()), message });
            }
        }
    }
    breaches
}

/// The profile whose file this is, by its header and its first bytes; `None` where no profile has such a header.
#[must_use]
pub fn recognised(bytes: &[u8]) -> Option<&'static Profile> {
    let text = std::str::from_utf8(bytes).ok()?;
    let body = text.strip_prefix(BOM).unwrap_or(text);
    let header =
        csv::ReaderBuilder::new().has_headers(false).from_reader(body.as_bytes()).into_records().next()?.ok()?;
    let header: Vec<String> = header.iter().map(str::to_owned).collect();
    let fitting = |profile: &&Profile| fields(profile, &header).is_ok();
    let of_mark = |profile: &&Profile| profile.bom == (body.len() != text.len());
    let profiles = || super::PROFILES.iter().filter(fitting);
    profiles().find(of_mark).or_else(|| profiles().next())
}

fn whole(message: &str) -> Breach {
    Breach { record: 0, column: None, message: message.to_owned() }
}

/// The field of each header; `None` for columns that people added behind the machine columns of a spreadsheet.
fn fields(profile: &Profile, header: &[String]) -> Result<Vec<Option<Field>>, String> {
    let updating =
        profile.columns.iter().any(|field| field.from == From::Key && header.iter().any(|name| name == field.header));
    let mut fields = Vec::with_capacity(header.len());
    let mut names = header.iter().peekable();
    for field in profile.columns.iter().filter(|field| profile.has(field, updating)) {
        match names.next() {
            Some(name) if name == field.header => fields.push(Some(*field)),
            found => {
                let found = found.map_or("the end".to_owned(), |name| format!("{name:?}"));
                return Err(format!("{found} stands where the column {:?} belongs", field.header));
            }
        }
        while field.from == From::Labels && names.next_if(|name| *name == field.header).is_some() {
            fields.push(Some(*field));
        }
    }
    let more = names.count();
    if more > 0 && !profile.takes_more() {
        return Err(format!("{more} columns that the profile does not have"));
    }
    fields.extend(std::iter::repeat_n(None, more));
    Ok(fields)
}

fn breach(profile: &Profile, header: &str, field: Option<Field>, cell: &str) -> Option<String> {
    if profile.disarm && formula::is_live(cell) {
        return Some("a spreadsheet would run this cell".to_owned());
    }
    let field = field?;
    let units = cell.encode_utf16().count();
    if units > field.limit {
        return Some(format!("{units} characters, the tool takes {}", field.limit));
    }
    let required = header == profile.id_header && !profile.disarm;
    if required && cell.is_empty() {
        return Some("the id is missing: a second import could not be told from the first".to_owned());
    }
    match field.from {
        From::Day(_) if !cell.is_empty() && !is_day(profile, cell) => {
            Some(format!("{cell:?} is no day as this tool reads it"))
        }
        From::Labels if cell.contains(char::is_whitespace) => Some("a label with a space would become two".to_owned()),
        From::Summary if cell.is_empty() => Some("the name is empty: the tool refuses the row".to_owned()),
        From::Summary if cell.contains('\n') => Some("a name of several lines".to_owned()),
        From::Key if cell.is_empty() => Some("the key is missing: the row would come a second time".to_owned()),
        From::Cell(Column::Page) if !cell.is_empty() && cell.parse::<u32>().is_err() => Some("no number".to_owned()),
        _ => None,
    }
}

fn is_day(profile: &Profile, cell: &str) -> bool {
    let iso = match profile.date {
        super::DateForm::Iso => cell.to_owned(),
        super::DateForm::MonthDayYear => {
            let parts: Vec<&str> = cell.split('/').collect();
            let [month, day, year] = parts.as_slice() else { return false };
            format!("{year}-{month}-{day}")
        }
    };
    super::write::day(profile.date, &iso) == cell
}

/// The end of every record: what follows a record outside of quotes.
fn record_ends(text: &str) -> Vec<&str> {
    let mut quoted = false;
    let mut ends = Vec::new();
    for line in text.split_inclusive('\n') {
        quoted ^= line.bytes().filter(|&byte| byte == b'"').count() % 2 == 1;
        if !quoted {
            ends.push(if line.ends_with("\r\n") {
                "\r\n"
            } else if line.ends_with('\n') {
                "\n"
            } else {
                ""
            });
        }
    }
    ends
}
