//! The rows of one sheet: looked at once to see which rows and columns of ours are where, then written again with what has changed.

use super::cell::{Cell, place, with_value};
use super::growth::Growth;
use super::package::{attribute, push_reference};
use super::wanted::{CELL_END, Revised, Wanted};
use crate::export::sheets::letters;
use crate::model::column_key;
use crate::text::formula::cleaned;
use quick_xml::events::{BytesEnd, BytesStart, Event};
use quick_xml::{Reader, Writer};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;
use std::io::{self, BufRead, Write};

/// What a sheet holds of the tracker.
#[derive(Debug, Default)]
pub(super) struct Survey {
    header: u32,
    /// The columns of the sheet that are ours or theirs, each with its place in the headers of the tracker.
    columns: Vec<(u32, usize)>,
    /// Columns of people's that the sheet lacks.
    missing: Vec<usize>,
    /// The rows of the sheet, each with its line of the tracker.
    rows: FxHashMap<u32, usize>,
    /// The lines that it has.
    pub(super) there: FxHashSet<usize>,
    /// The last row with one of them, and the last row of all that holds anything.
    last_line: u32,
    last_row: u32,
    last_column: u32,
    header_style: Option<String>,
    /// How the last of the rows looks, for new ones.
    look: BTreeMap<u32, (Option<String>, bool)>,
}

impl Survey {
    /// How far its rows reach after as many are added.
    pub(super) fn growth(&self, added: usize) -> Growth {
        let from = self.last_line.max(self.header);
        if added == 0 {
            return Growth { from, to: from };
        }
        Growth { from, to: self.last_row + u32::try_from(added).unwrap_or(u32::MAX) }
    }

    /// The columns of ours and theirs, those that it lacks at its end.
    fn all_columns(&self) -> impl Iterator<Item = (u32, usize)> + '_ {
        let missing = self.missing.iter().zip(self.last_column + 1..).map(|(index, column)| (column, *index));
        self.columns.iter().copied().chain(missing)
    }
}

/// A header stands among the first rows, as when a tracker is read.
const HEADER_WITHIN_ROWS: u32 = 20;
/// A row is a header when it names `id` and so many other columns of ours.
const HEADER_NEEDS: usize = 2;

/// Looks through a sheet; `None` where it has no header of ours.
pub(super) fn survey(xml: &mut dyn BufRead, strings: &[Box<str>], wanted: &Wanted) -> io::Result<Option<Survey>> {
    let keys: FxHashMap<String, usize> =
        wanted.header.iter().enumerate().map(|(at, name)| (column_key(name), at)).collect();
    let mut survey = Survey::default();
    let mut taken: FxHashSet<usize> = FxHashSet::default();
    let mut former: Vec<(u32, usize)> = Vec::new();
    each(xml, strings, &mut |part| {
        let Part::Row(row) = part else { return Ok(()) };
        if row.cells.iter().any(|cell| !cell.text.is_empty() || cell.is_formula) {
            survey.last_row = survey.last_row.max(row.number);
        }
        if survey.header == 0 {
            if row.number <= HEADER_WITHIN_ROWS {
                survey.take_header(&row, &keys, wanted);
            }
            return Ok(());
        }
        let Some(line) = survey.line_of(&row, wanted, &taken) else {
            former.extend(survey.former_line(&row, wanted).map(|line| (row.number, line)));
            return Ok(());
        };
        if taken.insert(line) || wanted_id(wanted, line) {
            survey.rows.insert(row.number, line);
            survey.there.insert(line);
            survey.last_line = row.number;
            survey.look = row.cells.iter().map(|cell| (cell.column, (cell.style.clone(), cell.is_number))).collect();
        }
        Ok(())
    })?;
    for (row, line) in former {
        if survey.there.insert(line) {
            survey.rows.insert(row, line);
            survey.last_line = survey.last_line.max(row);
        }
    }
    Ok((survey.header > 0).then_some(survey))
}

/// Whether a line is an item's: one that stands twice in a sheet is brought up to date twice.
fn wanted_id(wanted: &Wanted, line: usize) -> bool {
    wanted.cells(line).next().is_some_and(|id| !id.is_empty())
}

impl Survey {
    fn take_header(&mut self, row: &Row, keys: &FxHashMap<String, usize>, wanted: &Wanted) {
        let mut columns: Vec<(u32, usize)> = Vec::new();
        for cell in &row.cells {
            let index = keys.get(&column_key(&cleaned(&cell.text))).copied();
            if let Some(index) = index.filter(|index| !columns.iter().any(|(_, known)| known == index)) {
                columns.push((cell.column, index));
            }
        }
        let machine = columns.iter().filter(|(_, index)| *index < wanted.machine).count();
        if machine <= HEADER_NEEDS || !columns.iter().any(|(_, index)| *index == 0) {
            return;
        }
        self.header = row.number;
        self.last_column = row.cells.iter().map(|cell| cell.column).max().unwrap_or(0);
        self.header_style = row.cells.last().and_then(|cell| cell.style.clone());
        let has = |index: &usize| columns.iter().any(|(_, known)| known == index);
        self.missing = (wanted.machine..wanted.header.len()).filter(|index| !has(index)).collect();
        self.columns = columns;
    }

    /// The line that took over from the item that a row is about.
    fn former_line(&self, row: &Row, wanted: &Wanted) -> Option<usize> {
        let column = self.columns.iter().find(|(_, index)| *index == 0)?.0;
        let cell = row.cells.iter().find(|cell| cell.column == column)?;
        wanted.heir_of(cleaned(&cell.text).trim())
    }

    /// The line of the tracker that a row is: by its id, by its `rev`, or, of a row of a person's own, by its words.
    fn line_of(&self, row: &Row, wanted: &Wanted, taken: &FxHashSet<usize>) -> Option<usize> {
        let cell = |index: usize| {
            let column = self.columns.iter().find(|(_, known)| *known == index)?.0;
            row.cells.iter().find(|cell| cell.column == column).map(|cell| cleaned(&cell.text).trim().to_owned())
        };
        let rev = wanted.rev_column().and_then(cell).unwrap_or_default();
        let id = cell(0).unwrap_or_default();
        if let Some(line) = wanted.find(&id, &rev) {
            return Some(line);
        }
        let mut words: Vec<(usize, String)> = Vec::new();
        for (column, index) in &self.columns {
            let text = row.cells.iter().find(|cell| cell.column == *column).map(|cell| cell.text.trim_end());
            if let Some(text) = text.filter(|text| !text.is_empty() && Some(*index) != wanted.rev_column()) {
                words.push((*index, cleaned(text).into_owned()));
            }
        }
        words.sort();
        wanted.by_words(&words).find(|line| !taken.contains(line))
    }
}

impl Wanted {
    fn rev_column(&self) -> Option<usize> {
        self.header.iter().take(self.machine).position(|name| name == "rev")
    }

    /// The lines of people's own rows with these words.
    fn by_words<'a>(&'a self, words: &'a [(usize, String)]) -> impl Iterator<Item = usize> + 'a {
        let is_own = |line: &usize| self.cells(*line).next().is_some_and(str::is_empty);
        let rev = self.rev_column();
        (0..self.len()).rev().take_while(|_| !words.is_empty()).filter(is_own).filter(move |line| {
            let filled = self.cells(*line).enumerate().filter(|(at, cell)| !cell.is_empty() && Some(*at) != rev);
            filled.map(|(at, cell)| (at, cell.trim_end())).eq(words.iter().map(|(at, word)| (*at, word.as_str())))
        })
    }
}

/// Writes a sheet again: rows brought up to date, new ones at the end.
pub(super) fn rewrite(
    xml: &mut dyn BufRead,
    out: &mut dyn Write,
    survey: &Survey,
    strings: &[Box<str>],
    wanted: &Wanted,
    added: &[usize],
) -> io::Result<Revised> {
    let growth = survey.growth(added.len());
    let mut revised = Revised { columns: survey.missing.len(), ..Revised::default() };
    let mut writer = Writer::new(out);
    let mut is_added = added.is_empty();
    let reach = survey.last_row + u32::try_from(added.len()).unwrap_or(u32::MAX);
    let write_added = |writer: &mut Writer<&mut dyn Write>, revised: &mut Revised| {
        for (line, number) in added.iter().zip(survey.last_row + 1..) {
            write_new(*line, number, survey, wanted, &mut |event| writer.write_event(event))?;
            revised.rows += 1;
        }
        Ok::<_, io::Error>(())
    };
    each(xml, strings, &mut |part| match part {
        Part::Else(event) => writer.write_event(grown(event, survey, growth)),
        Part::Row(row) => {
            // Rows that hold nothing may follow the last one: new rows take their places.
            if row.number > survey.last_row && !added.is_empty() {
                if !std::mem::replace(&mut is_added, true) {
                    write_added(&mut writer, &mut revised)?;
                }
                if row.number <= reach {
                    return Ok(());
                }
            }
            let mut write = |event: Event<'_>| writer.write_event(event);
            if row.number == survey.header {
                return write_header(row, survey, wanted, &mut write);
            }
            match survey.rows.get(&row.number) {
                Some(line) if !row.cells.is_empty() => {
                    revised.cells += write_row(row, *line, survey, wanted, &mut write)?;
                    Ok(())
                }
                _ => row.events().try_for_each(write),
            }
        }
        Part::End => {
            if !std::mem::replace(&mut is_added, true) {
                write_added(&mut writer, &mut revised)?;
            }
            Ok(())
        }
    })?;
    Ok(revised)
}

type Put<'a> = dyn FnMut(Event<'_>) -> io::Result<()> + 'a;

fn write_header(row: Row, survey: &Survey, wanted: &Wanted, write: &mut Put<'_>) -> io::Result<()> {
    if survey.missing.is_empty() {
        return row.events().try_for_each(write);
    }
    write(Event::Start(without_spans(&row.start)))?;
    let number = row.number;
    row.cells.into_iter().flat_map(|cell| cell.events).try_for_each(&mut *write)?;
    for (index, column) in survey.missing.iter().zip(survey.last_column + 1..) {
        let name = wanted.header.get(*index).map(String::as_str).unwrap_or_default();
        with_value(&format!("{}{number}", letters(column)), survey.header_style.as_deref(), name, false, write)?;
    }
    write(Event::End(BytesEnd::new("row")))
}

/// Answers how many cells got another value.
fn write_row(row: Row, line: usize, survey: &Survey, wanted: &Wanted, write: &mut Put<'_>) -> io::Result<usize> {
    let cells: Vec<&str> = wanted.cells(line).collect();
    let mut ours: BTreeMap<u32, &str> =
        survey.all_columns().filter_map(|(column, index)| Some((column, *cells.get(index)?))).collect();
    let mut changed = 0;
    let number = row.number;
    let mut kept: BTreeMap<u32, Cell> = BTreeMap::new();
    for cell in row.cells {
        let stays = cell.is_formula || ours.get(&cell.column).is_none_or(|wanted| cell.says(wanted));
        if stays {
            ours.remove(&cell.column);
        }
        kept.insert(cell.column, cell);
    }
    ours.retain(|column, wanted| !wanted.is_empty() || kept.contains_key(column));
    write(Event::Start(if ours.is_empty() { row.start } else { without_spans(&row.start) }))?;
    let columns: Vec<u32> = {
        let mut all: Vec<u32> = kept.keys().chain(ours.keys()).copied().collect();
        all.sort_unstable();
        all.dedup();
        all
    };
    for column in columns {
        let before = kept.remove(&column);
        let Some(wanted) = ours.get(&column) else {
            before.into_iter().flat_map(|cell| cell.events).try_for_each(&mut *write)?;
            continue;
        };
        let look = survey.look.get(&column);
        let style = before.as_ref().map_or_else(|| look.and_then(|look| look.0.clone()), |cell| cell.style.clone());
        let as_number = before
            .as_ref()
            .filter(|cell| !cell.text.is_empty())
            .map_or_else(|| look.is_some_and(|look| look.1), |cell| cell.is_number);
        with_value(&format!("{}{number}", letters(column)), style.as_deref(), wanted, as_number, write)?;
        changed += 1;
    }
    write(Event::End(BytesEnd::new("row")))?;
    Ok(changed)
}

fn write_new(line: usize, number: u32, survey: &Survey, wanted: &Wanted, write: &mut Put<'_>) -> io::Result<()> {
    let cells: Vec<&str> = wanted.cells(line).collect();
    let mut start = BytesStart::new("row");
    start.push_attribute(("r", number.to_string().as_str()));
    write(Event::Start(start))?;
    let ours: BTreeMap<u32, &str> =
        survey.all_columns().filter_map(|(column, index)| Some((column, *cells.get(index)?))).collect();
    for (column, value) in ours {
        let (style, as_number) = survey.look.get(&column).cloned().unwrap_or_default();
        if !value.is_empty() || style.is_some() {
            with_value(&format!("{}{number}", letters(column)), style.as_deref(), value, as_number, write)?;
        }
    }
    write(Event::End(BytesEnd::new("row")))
}

/// The row's own element, without the hint how far its cells reach.
fn without_spans(start: &BytesStart<'_>) -> BytesStart<'static> {
    let mut plain = BytesStart::new("row");
    for attribute in start.attributes().flatten().filter(|attribute| attribute.key.as_ref() != "spans") {
        plain.push_attribute(attribute);
    }
    plain.into_owned()
}

/// An element beside the rows, with its ranges as far as the rows reach now.
fn grown<'e>(event: Event<'e>, survey: &Survey, growth: Growth) -> Event<'e> {
    match event {
        Event::Start(start) => Event::Start(grown_start(start, survey, growth)),
        Event::Empty(start) => Event::Empty(grown_start(start, survey, growth)),
        other => other,
    }
}

fn grown_start<'e>(start: BytesStart<'e>, survey: &Survey, growth: Growth) -> BytesStart<'e> {
    let name = start.name().as_ref().to_owned();
    let wanted = match name.as_str() {
        "dimension" | "autoFilter" => "ref",
        "dataValidation" | "conditionalFormatting" | "ignoredError" => "sqref",
        _ => return start,
    };
    let mut changed = BytesStart::new(name.clone());
    for attribute in start.attributes().flatten() {
        if attribute.key.as_ref() == wanted {
            let before = attribute.value.clone().into_owned();
            let now = match name.as_str() {
                "dimension" => dimension(&before, survey, growth),
                _ => growth.range(&before),
            };
            changed.push_attribute((attribute.key.as_ref(), now.as_str()));
        } else {
            changed.push_attribute(attribute);
        }
    }
    changed.into_owned()
}

fn dimension(before: &str, survey: &Survey, growth: Growth) -> String {
    let (first, last) = before.split_once(':').unwrap_or((before, before));
    let Some((column, row)) = place(last) else { return before.to_owned() };
    let added = u32::try_from(survey.missing.len()).unwrap_or(0);
    let column = column.max(survey.last_column + added);
    format!("{first}:{}{}", letters(column), row.max(growth.to))
}

/// A row as it stands.
struct Row {
    number: u32,
    start: BytesStart<'static>,
    cells: Vec<Cell>,
}

impl Row {
    fn events(self) -> impl Iterator<Item = Event<'static>> {
        let cells = self.cells.into_iter().flat_map(|cell| cell.events);
        std::iter::once(Event::Start(self.start)).chain(cells).chain([Event::End(BytesEnd::new("row"))])
    }
}

/// A part of a sheet.
enum Part<'e> {
    /// An event outside of rows.
    Else(Event<'e>),
    /// A row with its cells.
    Row(Row),
    /// The end of all rows is next.
    End,
}

/// Goes through a sheet part by part.
fn each(
    xml: &mut dyn BufRead,
    strings: &[Box<str>],
    take: &mut dyn FnMut(Part<'_>) -> io::Result<()>,
) -> io::Result<()> {
    let mut reader = Reader::from_reader(xml);
    let mut buffer = Vec::new();
    let mut number = 0;
    loop {
        let event = reader.read_event_into(&mut buffer).map_err(io::Error::other)?;
        match event {
            Event::Eof => return Ok(()),
            Event::Start(start) if start.name().as_ref() == "row" => {
                number = row_number(&start).unwrap_or(number + 1);
                let start = start.into_owned();
                let cells = cells(&mut reader, strings)?;
                take(Part::Row(Row { number, start, cells }))?;
            }
            Event::Empty(start) if start.name().as_ref() == "row" => {
                number = row_number(&start).unwrap_or(number + 1);
                take(Part::Row(Row { number, start: start.into_owned(), cells: Vec::new() }))?;
            }
            Event::End(end) if end.name().as_ref() == "sheetData" => {
                take(Part::End)?;
                take(Part::Else(Event::End(end)))?;
            }
            Event::Empty(start) if start.name().as_ref() == "sheetData" => {
                take(Part::Else(Event::Start(start)))?;
                take(Part::End)?;
                take(Part::Else(Event::End(BytesEnd::new("sheetData"))))?;
            }
            other => take(Part::Else(other))?,
        }
        buffer.clear();
    }
}

fn row_number(start: &BytesStart<'_>) -> Option<u32> {
    attribute(start, "r")?.parse().ok()
}

/// The cells of a row, up to its end.
fn cells(reader: &mut Reader<&mut dyn BufRead>, strings: &[Box<str>]) -> io::Result<Vec<Cell>> {
    let mut cells: Vec<Cell> = Vec::new();
    let mut buffer = Vec::new();
    let mut next = 0;
    loop {
        match reader.read_event_into(&mut buffer).map_err(io::Error::other)? {
            Event::Start(start) if start.name().as_ref() == "c" => {
                let cell = cell(reader, start.into_owned(), next, strings)?;
                next = cell.column + 1;
                cells.push(cell);
            }
            Event::Empty(start) if start.name().as_ref() == "c" => {
                let cell = bare(&start, next);
                next = cell.column + 1;
                cells.push(Cell { events: vec![Event::Empty(start.into_owned())], ..cell });
            }
            Event::End(end) if end.name().as_ref() == "row" => return Ok(cells),
            Event::Eof => return Err(io::ErrorKind::UnexpectedEof.into()),
            _ => {}
        }
        buffer.clear();
    }
}

fn bare(start: &BytesStart<'_>, next: u32) -> Cell {
    let column = attribute(start, "r").and_then(|reference| place(&reference)).map_or(next, |(column, _)| column);
    Cell {
        column,
        text: String::new(),
        is_formula: false,
        is_number: false,
        style: attribute(start, "s"),
        events: Vec::new(),
    }
}

fn cell(
    reader: &mut Reader<&mut dyn BufRead>,
    start: BytesStart<'static>,
    next: u32,
    strings: &[Box<str>],
) -> io::Result<Cell> {
    let mut cell = bare(&start, next);
    let kind = attribute(&start, "t").unwrap_or_default();
    let mut events = vec![Event::Start(start)];
    let (mut raw, mut takes, mut phonetic) = (String::new(), false, false);
    let mut buffer = Vec::new();
    loop {
        let event = reader.read_event_into(&mut buffer).map_err(io::Error::other)?;
        match &event {
            Event::Start(start) => match start.local_name().as_ref() {
                "v" | "t" => takes = !phonetic,
                "f" => cell.is_formula = true,
                "rPh" => phonetic = true,
                _ => {}
            },
            Event::Empty(start) if start.local_name().as_ref() == "f" => cell.is_formula = true,
            Event::Text(text) if takes => raw.push_str(&text.xml10_content()),
            Event::GeneralRef(reference) if takes => push_reference(&mut raw, reference),
            Event::End(end) => match end.local_name().as_ref() {
                "v" | "t" => takes = false,
                "rPh" => phonetic = false,
                "c" => {
                    events.push(event.into_owned());
                    break;
                }
                _ => {}
            },
            Event::Eof => return Err(io::ErrorKind::UnexpectedEof.into()),
            _ => {}
        }
        events.push(event.into_owned());
        buffer.clear();
    }
    cell.is_number = matches!(kind.as_str(), "" | "n") && !raw.is_empty();
    cell.text = match kind.as_str() {
        "s" => raw.parse::<usize>().ok().and_then(|at| strings.get(at)).map(ToString::to_string).unwrap_or_default(),
        "b" => if raw == "1" { "TRUE" } else { "FALSE" }.to_owned(),
        _ => raw,
    };
    cell.text.retain(|character| character != CELL_END);
    cell.events = events;
    Ok(cell)
}
