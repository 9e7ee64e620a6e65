//! The tracker as a workbook: a table of contents, then a sheet a category, with filters, a frozen header, wrapped text, a
//! list for the status, and links to the source pages.
//!
//! Sheets are written row by row through temporary files, so that memory stays small however many rows there are.

use super::formula;
use super::row::{Column, TrackerRow};
use crate::tracker::{Table, TableRow};
use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, DocProperties, ExcelDateTime, Format, FormatAlign, Url, Workbook,
    Worksheet, XlsxError,
};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

/// The sheet that links to the others.
pub const CONTENTS: &str = "Contents";

/// Links that Excel opens in one sheet; beyond, it calls the file damaged (Excel specifications and limits).
pub const MAX_LINKS: usize = 65_530;

/// Rows of one sheet, the header among them (Excel specifications and limits).
pub const MAX_ROWS: usize = 1_048_576;

/// Characters of a link that Excel keeps, in UTF-16 units.
const MAX_LINK_UNITS: usize = 2_080;

/// Characters of a cell, in UTF-16 units.
const MAX_CELL_UNITS: usize = crate::tracker::EXCEL_CELL_UNITS;

/// What the list in the `status` column offers; any other word may be typed.
pub const STATUS_CHOICES: [&str; 5] = ["open", "in progress", "done", "not pursued", "superseded"];

/// What a workbook says besides its rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// The line on top of the contents.
    pub title: String,
    /// The day that the file says it was made, `YYYY-MM-DD`: the run's, so that the same run gives the same bytes.
    pub day: String,
    /// Where the corpus is, seen from the workbook, with `/` at its end: sources without a published link are opened there.
    pub corpus: Option<String>,
    /// Whether the file is read back, as the contents tell its reader.
    pub read_back: bool,
}

/// What did not fit, for the report of the run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Fitted {
    /// Links written as text, beyond [`MAX_LINKS`] of a sheet or longer than Excel allows.
    pub links_as_text: usize,
    /// Cells cut at Excel's limit of 32,767; the CSV beside has them whole.
    pub cells_cut: usize,
}

/// Writes the workbook of `table`.
///
/// # Errors
/// `out` or the place for temporary files refuses.
pub fn write<W: Write + Send>(table: &Table, options: &Options, out: W) -> io::Result<Fitted> {
    book(table, options, MAX_LINKS, out).map_err(|error| match error {
        XlsxError::IoError(error) => error,
        other => io::Error::other(other),
    })
}

fn book<W: Write + Send>(table: &Table, options: &Options, max_links: usize, out: W) -> Result<Fitted, XlsxError> {
    let mut workbook = Workbook::new();
    let mut properties = DocProperties::new().set_title(&options.title);
    if let Ok(day) = ExcelDateTime::parse_from_str(&options.day) {
        properties = properties.set_creation_datetime(&day);
    }
    workbook.set_properties(&properties);
    workbook.add_worksheet().set_name(CONTENTS)?;
    let mut book =
        Book { workbook, sheets: Vec::new(), by_title: BTreeMap::new(), max_links, fitted: Fitted::default() };
    let styles = Styles::new();
    for title in titles(table) {
        book.open(&title, table, &styles)?;
    }
    for row in &table.rows {
        let at = book.sheet_for(&title_of(row), table, &styles)?;
        book.row(at, table, row, options, &styles)?;
    }
    book.close(table)?;
    book.contents(options, &styles)?;
    book.workbook.save_to_writer(out)?;
    Ok(book.fitted)
}

struct Book {
    workbook: Workbook,
    sheets: Vec<SheetState>,
    /// The sheet that the next row of a title goes to.
    by_title: BTreeMap<String, usize>,
    /// [`MAX_LINKS`], but for tests.
    max_links: usize,
    fitted: Fitted,
}

struct SheetState {
    name: String,
    title: String,
    /// Rows written, the header among them.
    rows: u32,
    links: usize,
    kinds: [usize; 3],
}

struct Styles {
    plain: Format,
    wrapped: Format,
    header: Format,
    human_header: Format,
    human: Format,
    link: Format,
    title: Format,
}

impl Styles {
    fn new() -> Self {
        let top = || Format::new().set_align(FormatAlign::Top);
        let header = || Format::new().set_bold().set_align(FormatAlign::VerticalCenter);
        Self {
            plain: top(),
            wrapped: top().set_text_wrap(),
            header: header().set_background_color("D9E1F2"),
            human_header: header().set_background_color("FFF2CC"),
            human: top().set_text_wrap().set_background_color("FFFDF5"),
            link: top().set_hyperlink(),
            title: Format::new().set_bold().set_font_size(14),
        }
    }
}

impl Book {
    /// The sheet for the next row of a title: a new one where the last is full.
    fn sheet_for(&mut self, title: &str, table: &Table, styles: &Styles) -> Result<usize, XlsxError> {
        let open = self.by_title.get(title).copied();
        let full = |at: usize| self.sheets.get(at).is_some_and(|sheet| sheet.rows as usize >= MAX_ROWS);
        match open {
            Some(at) if !full(at) => Ok(at),
            _ => self.open(title, table, styles),
        }
    }

    fn open(&mut self, title: &str, table: &Table, styles: &Styles) -> Result<usize, XlsxError> {
        let taken: Vec<&str> = self.sheets.iter().map(|sheet| sheet.name.as_str()).collect();
        let name = free_sheet_name(title, &taken);
        let sheet = self.workbook.add_worksheet_with_constant_memory()?;
        sheet.set_name(&name)?;
        sheet.set_freeze_panes(1, 0)?;
        sheet.set_row_height(0, 20)?;
        for (at, header) in table.header().enumerate() {
            let machine = Column::ALL.get(at).copied();
            let style = if machine.is_some() { &styles.header } else { &styles.human_header };
            let at = column(at);
            sheet.write_string_with_format(0, at, cut(&formula::disarmed(header)).0, style)?;
            sheet.set_column_width(at, width(machine))?;
            if matches!(machine, Some(Column::Sha256 | Column::Rev)) {
                sheet.set_column_hidden(at)?;
            }
        }
        let at = self.sheets.len();
        self.sheets.push(SheetState { name, title: title.to_owned(), rows: 1, links: 0, kinds: [0; 3] });
        self.by_title.insert(title.to_owned(), at);
        Ok(at)
    }

    fn row(
        &mut self,
        at: usize,
        table: &Table,
        row: &TableRow,
        options: &Options,
        styles: &Styles,
    ) -> Result<(), XlsxError> {
        let (Some(state), Ok(sheet)) = (self.sheets.get_mut(at), self.workbook.worksheet_from_index(at + 1)) else {
            return Ok(());
        };
        let line = state.rows;
        state.rows += 1;
        let item = match row {
            TableRow::Item { row, .. } => Some(row.as_ref()),
            TableRow::Own { .. } => None,
        };
        if let Some(count) = item.and_then(|item| state.kinds.get_mut(item.kind as usize)) {
            *count += 1;
        }
        for (place, cell) in table.cells(row).iter().enumerate() {
            let machine = Column::ALL.get(place).copied();
            let place = column(place);
            if let Some(target) = machine.zip(item).and_then(|(column, item)| link(column, item, options)) {
                if state.links < self.max_links && target.encode_utf16().count() <= MAX_LINK_UNITS {
                    state.links += 1;
                    let url = Url::new(target).set_text(cell.as_ref());
                    sheet.write_url_with_format(line, place, url, &styles.link)?;
                    continue;
                }
                self.fitted.links_as_text += 1;
            }
            if cell.is_empty() && machine.is_some() {
                continue;
            }
            let style = match machine {
                None => &styles.human,
                Some(Column::Text | Column::Stem | Column::Section) => &styles.wrapped,
                Some(_) => &styles.plain,
            };
            match item.and_then(|item| item.page).filter(|_| machine == Some(Column::Page)) {
                Some(page) => sheet.write_number_with_format(line, place, page, style)?,
                None => {
                    let disarmed = formula::disarmed(cell);
                    let (text, was_cut) = cut(&disarmed);
                    self.fitted.cells_cut += usize::from(was_cut);
                    sheet.write_string_with_format(line, place, text, style)?
                }
            };
        }
        Ok(())
    }

    /// Filters over all rows, and the list of the status column.
    fn close(&mut self, table: &Table) -> Result<(), XlsxError> {
        let last_column = column(table.header().count().saturating_sub(1));
        let status = table.header().position(|name| name.eq_ignore_ascii_case("status")).map(column);
        for (at, state) in self.sheets.iter().enumerate() {
            let sheet = self.workbook.worksheet_from_index(at + 1)?;
            let last_row = state.rows.saturating_sub(1);
            sheet.autofilter(0, 0, last_row.max(1), last_column)?;
            if let Some(status) = status {
                let list = DataValidation::new()
                    .allow_list_strings(&STATUS_CHOICES)?
                    .set_error_style(DataValidationErrorStyle::Information)
                    .set_error_title("Another word")?
                    .set_error_message("This is none of the usual words. You may keep it.")?;
                sheet.add_data_validation(1, status, last_row.max(1), status, &list)?;
            }
        }
        Ok(())
    }

    fn contents(&mut self, options: &Options, styles: &Styles) -> Result<(), XlsxError> {
        let sheet = self.workbook.worksheet_from_index(0)?;
        sheet.set_column_width(0, 44)?;
        sheet.set_column_range_width(1, 4, 16)?;
        sheet.write_string_with_format(0, 0, cut(&formula::disarmed(&options.title)).0, &styles.title)?;
        let advice = if options.read_back {
            "Edit the yellow columns, add columns and rows of your own, sort and filter as you like: the next run reads this file back."
        } else {
            "A view: it is written anew by every run and not read back."
        };
        sheet.write_string(1, 0, advice)?;
        for (at, header) in ["Sheet", "Decisions", "Actions", "Recommendations", "Rows"].iter().enumerate() {
            sheet.write_string_with_format(3, column(at), *header, &styles.header)?;
        }
        let mut line = 4;
        for state in &self.sheets {
            write_contents_line(sheet, line, state)?;
            line += 1;
        }
        if self.fitted.cells_cut > 0 {
            let word = format!(
                "{} cells are longer than Excel can hold and are cut; the CSV has them whole.",
                self.fitted.cells_cut
            );
            sheet.write_string(line + 1, 0, word)?;
        }
        Ok(())
    }
}

fn write_contents_line(sheet: &mut Worksheet, line: u32, state: &SheetState) -> Result<(), XlsxError> {
    let target = format!("internal:'{}'!A1", state.name.replace('\'', "''"));
    sheet.write_url(line, 0, Url::new(target).set_text(&state.title))?;
    for (at, count) in state.kinds.iter().enumerate() {
        sheet.write_number(line, column(at + 1), *count as f64)?;
    }
    sheet.write_number(line, 4, state.rows.saturating_sub(1))?;
    Ok(())
}

/// The titles of all sheets: categories by name, then what has none, then people's own rows.
fn titles(table: &Table) -> Vec<String> {
    let rank = |title: String| (title == OWN_ROWS, title == NO_CATEGORY, title);
    let mut titles: BTreeSet<_> = table.rows.iter().map(|row| rank(title_of(row))).collect();
    if titles.is_empty() {
        titles.insert(rank(NO_CATEGORY.to_owned()));
    }
    titles.into_iter().map(|(_, _, title)| title).collect()
}

const NO_CATEGORY: &str = "No category";
const OWN_ROWS: &str = "Own rows";

fn title_of(row: &TableRow) -> String {
    match row {
        TableRow::Item { row, .. } => row.category.as_deref().map_or_else(|| NO_CATEGORY.to_owned(), category_title),
        TableRow::Own { .. } => OWN_ROWS.to_owned(),
    }
}

/// A category id as a title: `funding` is "Funding", `ig-entities-links` "Ig entities links".
#[must_use]
pub fn category_title(id: &str) -> String {
    let mut characters = id.chars().map(|character| if character == '-' { ' ' } else { character });
    characters.next().map(|first| first.to_uppercase().chain(characters).collect()).unwrap_or_default()
}

/// A name that Excel accepts for a sheet and that no other has, whatever its case.
#[must_use]
pub fn free_sheet_name<N: AsRef<str>>(title: &str, taken: &[N]) -> String {
    let mut name = sheet_name(title, "");
    let mut repeat = 2;
    while taken.iter().any(|known| known.as_ref().to_lowercase() == name.to_lowercase()) {
        name = sheet_name(title, &format!(" ({repeat})"));
        repeat += 1;
    }
    name
}

/// The title of a category, also of none.
#[must_use]
pub fn no_category_or(id: &str) -> String {
    if id.is_empty() { NO_CATEGORY.to_owned() } else { category_title(id) }
}

/// A name that Excel accepts for a sheet: at most 31 characters, none of `[]:*?/\`, no apostrophe at an end.
fn sheet_name(title: &str, suffix: &str) -> String {
    let room = 31_usize.saturating_sub(suffix.len());
    let fit: String = title
        .chars()
        .map(|character| if matches!(character, '[' | ']' | ':' | '*' | '?' | '/' | '\\') { ' ' } else { character })
        .take(room)
        .collect();
    let fit = fit.trim_matches(|character| matches!(character, '\'' | ' '));
    let fit = if fit.is_empty() { NO_CATEGORY } else { fit };
    format!("{fit}{suffix}")
}

/// Where a cell leads: the published page from `url`, else the file of the corpus from `source`.
fn link(column: Column, row: &TrackerRow, options: &Options) -> Option<String> {
    match column {
        Column::Url => row.url.as_deref().and_then(super::markdown::link_target),
        Column::Source if row.url.is_none() => {
            let corpus = options.corpus.as_deref()?;
            Some(format!("file:///{corpus}{}", row.source))
        }
        _ => None,
    }
}

/// The text as far as a cell holds it, and whether some is missing.
pub(super) fn cut(text: &str) -> (Cow<'_, str>, bool) {
    if text.len() <= MAX_CELL_UNITS || text.encode_utf16().count() <= MAX_CELL_UNITS {
        return (Cow::Borrowed(text), false);
    }
    let mut units = 0;
    let fits = |character: &char| {
        units += character.len_utf16();
        units <= MAX_CELL_UNITS
    };
    (Cow::Owned(text.chars().take_while(fits).collect()), true)
}

fn width(column: Option<Column>) -> u16 {
    match column {
        Some(Column::Text) => 70,
        Some(Column::Stem | Column::Section) => 30,
        Some(Column::Id | Column::Url | Column::Source) => 24,
        Some(Column::Page | Column::Paragraph) => 10,
        Some(_) => 14,
        None => 22,
    }
}

fn column(at: usize) -> u16 {
    u16::try_from(at).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::sample::row;
    use crate::tracker::{Cells, human_columns, read};

    fn options() -> Options {
        Options { title: "Tracker".to_owned(), day: "2026-11-21".to_owned(), corpus: None, read_back: true }
    }

    fn table(rows: Vec<TrackerRow>) -> Table {
        let human: Cells =
            [("status", "open"), ("notes", "=1+1\ntwo")].map(|(a, b)| (a.to_owned(), b.to_owned())).into();
        let rows = rows.into_iter().map(|row| TableRow::Item { row: Box::new(row), human: human.clone() }).collect();
        Table { human: human_columns([]), rows }
    }

    fn written(table: &Table, options: &Options) -> (Vec<u8>, Fitted) {
        let mut out = Vec::new();
        let fitted = write(table, options, &mut out).unwrap();
        (out, fitted)
    }

    #[test]
    fn a_workbook_reads_back_cell_for_cell() {
        let mut other = row("k#2~aaaaaaaa.d");
        other.category = Some("funding".to_owned());
        other.text = "=cmd|x".to_owned();
        let mut none = row("k#3~aaaaaaaa.d");
        none.category = None;
        let mut table = table(vec![row("k#1~aaaaaaaa.d"), other, none]);
        table
            .rows
            .push(TableRow::Own { rev: "rx".to_owned(), cells: [("notes".to_owned(), "mine".to_owned())].into() });
        let (bytes, fitted) = written(&table, &options());
        assert_eq!(fitted, Fitted::default());
        let sheet = read(&bytes, "t.xlsx").unwrap();
        let mut back: Vec<Vec<String>> =
            sheet.rows.into_iter().map(|row| row.into_iter().map(Option::unwrap).collect()).collect();
        let mut out: Vec<Vec<String>> =
            table.rows.iter().map(|row| table.cells(row).iter().map(ToString::to_string).collect()).collect();
        back.sort();
        out.sort();
        assert_eq!(back, out);
    }

    #[test]
    fn the_same_table_gives_the_same_bytes() {
        let table = table(vec![row("k#1~aaaaaaaa.d")]);
        assert_eq!(written(&table, &options()).0, written(&table, &options()).0);
    }

    #[test]
    fn links_beyond_the_limit_are_text() {
        let rows = (0..10).map(|at| row(&format!("k#{at}~aaaaaaaa.d"))).collect();
        let mut bytes = Vec::new();
        let fitted = book(&table(rows), &options(), 3, &mut bytes).unwrap();
        assert_eq!(fitted.links_as_text, 7);
        assert_eq!(read(&bytes, "t.xlsx").unwrap().rows.len(), 10);
    }

    #[test]
    fn a_text_longer_than_a_cell_is_cut_and_counted() {
        let mut long = row("k#1~aaaaaaaa.d");
        long.text = "é".repeat(40_000);
        assert_eq!(written(&table(vec![long]), &options()).1.cells_cut, 1);
    }

    #[test]
    fn any_category_makes_a_sheet_name() {
        assert_eq!(sheet_name("a/b:c?", ""), "a b c");
        assert_eq!(sheet_name("'''", ""), NO_CATEGORY);
        assert_eq!(sheet_name(&"é".repeat(40), " (2)").chars().count(), 31);
        assert_eq!(category_title("ig-entities-links"), "Ig entities links");
    }
}
