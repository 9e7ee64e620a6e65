//! The tracker as a new workbook, laid out for the table that a working group works with: number, status, owner, due day and words
//! beside each other, machine columns to the right; a summary with links to a sheet a category.
//!
//! The merge knows columns by their names, so their order here is for the eye alone. A workbook that people have saved is not
//! replaced by one of these but brought up to date in place ([`super::revision`]).

mod columns;
mod options;
mod summary;

pub use columns::OF_A_CATEGORY;
pub use options::Options;

use super::sheets::{MAIN_SHEET, cut, letters as column_letters, sheet_name};
use crate::model::row::Content;
use crate::model::state;
use crate::model::{Cells, Column, TableRow, TrackerRow};
use crate::text::formula;
use columns::{Shown, last_printed, of_category, of_tracker};
use options::{A4, SUMMARY_SHEET};
use rust_xlsxwriter::{
    ConditionalFormatFormula, DataValidation, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Url,
    Workbook, Worksheet, XlsxError,
};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::path::Path;
use summary::Summary;

/// What did not fit, for the report of the run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Fitted {
    /// Links left out, beyond Excel's limit for a sheet: the number stands there as text.
    pub links_as_text: usize,
    /// Cells cut at Excel's limit of 32,767; the CSV beside has them whole.
    pub cells_cut: usize,
}

/// Links that a sheet may have (Excel specifications and limits), with room for those that people add.
const MOST_LINKS: u32 = 60_000;
/// Characters of a link that Excel opens.
const MOST_LINK_CHARACTERS: usize = 2_000;
/// The colour of lines between cells.
const LINE: &str = "#D9D9D9";
/// Margins of a printed page, in inches: all that printers need.
const MARGIN: f64 = 0.4;
/// Height of the header, in points.
const HEADER_HEIGHT: f64 = 24.0;
/// Height of one line of text in points, at the size that sheets have by default.
const LINE_HEIGHT: f64 = 15.0;
/// The highest row that Excel shows, in lines.
const MOST_LINES: f64 = 27.0;
/// Characters that a column holds for each unit of its width: proportional letters are narrower than its digits.
const CHARACTERS_A_UNIT: f64 = 1.1;

/// A workbook being written, row by row.
pub struct Book {
    workbook: Workbook,
    main: Sheet,
    categories: BTreeMap<(u8, String), Sheet>,
    human: Vec<String>,
    keys: Vec<String>,
    options: Options,
    formats: Formats,
    summary: Summary,
    fitted: Fitted,
}

struct Sheet {
    sheet: Worksheet,
    columns: Vec<Shown>,
    row: u32,
    links: u32,
}

struct Formats {
    header: Format,
    human_header: Format,
    plain: Format,
    wrapped: Format,
    human: Format,
    date: Format,
    link: Format,
    overdue: Format,
    closed: Format,
    below: Format,
}

impl Formats {
    fn new() -> Self {
        // A light line under each row leads the eye, also on paper, where the grid of the screen is not drawn.
        let top = Format::new()
            .set_align(FormatAlign::Top)
            .set_border_bottom(FormatBorder::Thin)
            .set_border_bottom_color(LINE);
        let header = Format::new()
            .set_bold()
            .set_font_color("#1F3864")
            .set_align(FormatAlign::VerticalCenter)
            .set_background_color("#D9E2EC")
            .set_border_bottom(FormatBorder::Medium)
            .set_border_bottom_color("#1F3864");
        Self {
            human_header: header.clone().set_background_color("#FFE699"),
            header,
            wrapped: top.clone().set_text_wrap(),
            // A fill hides the grid: lines of its colour come back.
            human: top
                .clone()
                .set_text_wrap()
                .set_background_color("#FFFBE6")
                .set_num_format("@")
                .set_border(FormatBorder::Thin)
                .set_border_color(LINE),
            date: top.clone().set_num_format("yyyy-mm-dd").set_align(FormatAlign::Left),
            link: top.clone().set_font_color("#0563C1").set_underline(rust_xlsxwriter::FormatUnderline::Single),
            overdue: Format::new().set_background_color("#F8CBAD").set_font_color("#9C0006"),
            closed: Format::new().set_font_color("#7F7F7F"),
            below: Format::new().set_align(FormatAlign::Top),
            plain: top,
        }
    }
}

impl Book {
    /// A workbook without rows. `human` are the names of the human columns, `keys` those under which rows have their cells;
    /// `scratch` is a folder for what does not fit into memory.
    ///
    /// # Errors
    /// The folder cannot be used.
    pub fn new(human: &[String], keys: &[String], options: Options, scratch: &Path) -> io::Result<Self> {
        let mut workbook = Workbook::new();
        workbook.set_tempdir(scratch).map_err(failed)?;
        let formats = Formats::new();
        let main = Sheet::new(&mut workbook, MAIN_SHEET, of_tracker(human), &formats).map_err(failed)?;
        Ok(Self {
            workbook,
            main,
            categories: BTreeMap::new(),
            human: human.to_vec(),
            keys: keys.to_vec(),
            summary: Summary::default(),
            options,
            formats,
            fitted: Fitted::default(),
        })
    }

    /// Adds a row.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn add(&mut self, row: &TableRow) -> io::Result<()> {
        self.add_row(row).map_err(failed)
    }

    fn add_row(&mut self, row: &TableRow) -> Result<(), XlsxError> {
        let line = Line::of(row, &self.keys);
        self.summary.add(row, &self.options.day);
        self.main.add(&line, &self.formats, &self.options, &mut self.fitted)?;
        let Some(item) = row.item() else { return Ok(()) };
        let title = self.options.titles.of(item.category.as_deref().unwrap_or_default());
        let place = (u8::from(item.category.is_none()), sheet_name(&title));
        if !self.categories.contains_key(&place) {
            let name = self.free_name(&place.1);
            let sheet = Sheet::new(&mut self.workbook, &name, of_category(&self.human), &self.formats)?;
            self.categories.insert(place.clone(), sheet);
        }
        match self.categories.get_mut(&place) {
            Some(sheet) => sheet.add(&line, &self.formats, &self.options, &mut self.fitted),
            None => Ok(()),
        }
    }

    /// A name that no other sheet has, whatever its case.
    fn free_name(&self, wanted: &str) -> String {
        let taken: BTreeSet<String> = [MAIN_SHEET, SUMMARY_SHEET, "History"]
            .into_iter()
            .chain(self.categories.keys().map(|(_, name)| name.as_str()))
            .map(str::to_lowercase)
            .collect();
        let wanted = if wanted.is_empty() { "Category" } else { wanted };
        let mut name = wanted.to_owned();
        let mut repeat = 2;
        while taken.contains(&name.to_lowercase()) {
            let short: String = wanted.chars().take(26).collect();
            name = format!("{short} ({repeat})");
            repeat += 1;
        }
        name
    }

    /// Writes the file.
    ///
    /// # Errors
    /// `out` or the disk refuses.
    pub fn finish(self, out: impl Write + Send) -> io::Result<Fitted> {
        self.end(out).map_err(failed)
    }

    fn end(mut self, out: impl Write + Send) -> Result<Fitted, XlsxError> {
        self.main.end(&self.formats, &self.options)?;
        let names: Vec<(String, String)> =
            self.categories.iter().map(|((_, title), sheet)| (title.clone(), sheet.sheet.name())).collect();
        let rows = self.main.row;
        self.main.sheet.set_active(true);
        self.workbook.push_worksheet(self.main.sheet);
        let summary = self.summary.sheet(&self.options, &names, rows)?;
        self.workbook.push_worksheet(summary);
        for (_, mut sheet) in self.categories {
            sheet.end(&self.formats, &self.options)?;
            self.workbook.push_worksheet(sheet.sheet);
        }
        let mut properties = DocProperties::new().set_title(cut(&self.options.title).0.as_ref());
        if let Ok(day) = ExcelDateTime::parse_from_str(&self.options.day) {
            properties = properties.set_creation_datetime(&day);
        }
        self.workbook.set_properties(&properties);
        self.workbook.save_to_writer(out)?;
        Ok(self.fitted)
    }
}

/// A row by what it says in each column.
struct Line<'a> {
    row: &'a TableRow,
    keys: &'a [String],
}

impl<'a> Line<'a> {
    fn of(row: &'a TableRow, keys: &'a [String]) -> Self {
        Self { row, keys }
    }

    fn cell(&self, shown: &Shown) -> std::borrow::Cow<'a, str> {
        let human = |cells: &'a Cells, at: usize| {
            self.keys.get(at).and_then(|key| cells.get(key)).map(String::as_str).unwrap_or_default().into()
        };
        match (self.row, shown.machine) {
            (TableRow::Item { row, .. }, Some(column)) => row.cell(column),
            (TableRow::Item { human: cells, .. } | TableRow::Own { cells, .. }, None) => human(cells, shown.human),
            (TableRow::Own { rev, .. }, Some(Column::Rev)) => rev.as_str().into(),
            (TableRow::Own { cells, .. }, Some(column)) => {
                cells.get(column.name()).map(String::as_str).unwrap_or_default().into()
            }
        }
    }
}

impl Sheet {
    fn new(workbook: &mut Workbook, name: &str, columns: Vec<Shown>, formats: &Formats) -> Result<Self, XlsxError> {
        let mut sheet = workbook.new_worksheet_with_constant_memory()?;
        sheet.set_name(name)?;
        sheet.set_freeze_panes(1, 1)?;
        sheet.set_landscape().set_paper_size(A4).set_repeat_rows(0, 0)?;
        sheet.set_margins(MARGIN, MARGIN, MARGIN, MARGIN, MARGIN / 2.0, MARGIN / 2.0);
        sheet.set_print_fit_to_pages(1, 0).set_footer("&L&A&RPage &P of &N");
        for (at, shown) in (0_u16..).zip(&columns) {
            sheet.set_column_width(at, f64::from(shown.width))?;
            if shown.is_hidden {
                sheet.set_column_hidden(at)?;
            }
            let format = if shown.machine.is_some() { &formats.header } else { &formats.human_header };
            sheet.write_string_with_format(0, at, cut(&formula::disarmed(&shown.name)).0.as_ref(), format)?;
        }
        sheet.set_row_height(0, HEADER_HEIGHT)?;
        Ok(Self { sheet, columns, row: 0, links: 0 })
    }

    fn add(
        &mut self,
        line: &Line<'_>,
        formats: &Formats,
        options: &Options,
        fitted: &mut Fitted,
    ) -> Result<(), XlsxError> {
        self.row += 1;
        let row = self.row;
        let lines = self.columns.iter().filter(|shown| shown.is_wrapped && !shown.is_hidden).map(|shown| {
            let width = f64::from(shown.width) * CHARACTERS_A_UNIT;
            let cell = line.cell(shown);
            cell.split('\n').map(|part| (part.chars().count() as f64 / width).ceil().max(1.0)).sum::<f64>()
        });
        let height = lines.fold(1.0, f64::max).min(MOST_LINES) * LINE_HEIGHT;
        for (at, shown) in (0_u16..).zip(&self.columns) {
            let cell = line.cell(shown);
            let format = match shown.machine {
                None => &formats.human,
                Some(_) if shown.is_wrapped => &formats.wrapped,
                Some(_) => &formats.plain,
            };
            let content = shown.machine.map(Column::content);
            if shown.machine == Some(Column::No)
                && !cell.is_empty()
                && let Some(target) = line.row.item().and_then(|item| target(item, options.corpus.as_deref()))
            {
                if self.links < MOST_LINKS && target.chars().count() <= MOST_LINK_CHARACTERS {
                    self.links += 1;
                    self.sheet.write_url_with_options(
                        row,
                        at,
                        Url::new(target),
                        cell.as_ref(),
                        "",
                        Some(&formats.link),
                    )?;
                    continue;
                }
                fitted.links_as_text += 1;
            }
            if content == Some(Content::Day)
                && let Some(day) = cell.parse::<jiff::civil::Date>().ok().and_then(excel_day)
            {
                self.sheet.write_datetime_with_format(row, at, day, &formats.date)?;
                continue;
            }
            if content == Some(Content::Number)
                && let Ok(number) = cell.parse::<f64>()
            {
                self.sheet.write_number_with_format(row, at, number, format)?;
                continue;
            }
            if cell.is_empty() {
                self.sheet.write_blank(row, at, format)?;
                continue;
            }
            let disarmed = formula::disarmed(&cell);
            let (text, was_cut) = cut(&disarmed);
            fitted.cells_cut += usize::from(was_cut);
            self.sheet.write_string_with_format(row, at, text.as_ref(), format)?;
        }
        // While the row is the one in hand: set before its first cell, its element would be written twice.
        self.sheet.set_row_height(row, height)?;
        Ok(())
    }

    fn end(&mut self, formats: &Formats, options: &Options) -> Result<(), XlsxError> {
        let last = self.row.max(1);
        if self.row < LAST_ROW {
            // Were the last row still in hand, and of a height of its own, its element would be written twice: Excel calls that damage.
            self.sheet.write_blank(self.row + 1, 0, &formats.below)?;
        }
        let width = u16::try_from(self.columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
        self.sheet.autofilter(0, 0, last, width)?;
        let printed = u16::try_from(last_printed(&self.columns)).unwrap_or(width);
        self.sheet.set_print_area(0, 0, last, printed)?;
        let place = |is: &dyn Fn(&Shown) -> bool| (0_u16..).zip(&self.columns).find(|(_, shown)| is(shown));
        let status = place(&|shown| shown.machine.is_none() && shown.name.eq_ignore_ascii_case("status"));
        let due = place(&|shown| shown.machine == Some(Column::Due));
        // Room below, for the rows that people and later runs add.
        let reach = last.saturating_add(ROOM_BELOW).min(LAST_ROW);
        if let Some((status, _)) = status {
            let words: Vec<&str> = options.statuses.iter().map(String::as_str).collect();
            if let Ok(list) = DataValidation::new().allow_list_strings(&words) {
                self.sheet.add_data_validation(1, status, reach, status, &list.show_error_message(false))?;
            }
            let letters = column_letters(u32::from(status));
            let closed = state::DONE.iter().chain(&state::DROPPED);
            let is_closed: Vec<String> = closed.map(|word| format!("LOWER(${letters}2)=\"{word}\"")).collect();
            let is_closed = is_closed.join(",");
            let width = due.map_or(width, |_| width);
            if let Some((due, _)) = due {
                let due_letters = column_letters(u32::from(due));
                let rule = format!("=AND(ISNUMBER(${due_letters}2),${due_letters}2<TODAY(),NOT(OR({is_closed})))");
                let overdue = ConditionalFormatFormula::new().set_rule(rule.as_str()).set_format(&formats.overdue);
                self.sheet.add_conditional_format(1, due, reach, due, &overdue)?;
            }
            let closed = ConditionalFormatFormula::new()
                .set_rule(format!("=OR({is_closed})").as_str())
                .set_format(&formats.closed);
            self.sheet.add_conditional_format(1, 0, reach, width, &closed)?;
        }
        Ok(())
    }
}

/// Rows below the last that lists and colours reach to.
const ROOM_BELOW: u32 = 2_000;
/// The last row of a sheet, from 0.
const LAST_ROW: u32 = 1_048_575;
fn excel_day(day: jiff::civil::Date) -> Option<ExcelDateTime> {
    ExcelDateTime::from_ymd(
        u16::try_from(day.year()).ok()?,
        u8::try_from(day.month()).ok()?,
        u8::try_from(day.day()).ok()?,
    )
    .ok()
}

/// Where an item leads: to the published page, else to its page of the file in the corpus.
fn target(item: &TrackerRow, corpus: Option<&str>) -> Option<String> {
    if let Some(url) = &item.url {
        return crate::text::markup::link_target(url);
    }
    let source = item.source.replace('%', "%25").replace('#', "%23").replace('?', "%3F");
    let page = item.page.map(|page| format!("#page={page}")).unwrap_or_default();
    corpus.map(|corpus| format!("file:///{corpus}{source}{page}"))
}

fn failed(error: XlsxError) -> io::Error {
    match error {
        XlsxError::IoError(error) => error,
        other => io::Error::other(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::sample::row;
    use crate::model::{human_columns, table_keys};
    use std::io::Read;

    /// The numbers of the rows of every sheet, as they are written.
    fn rows_of_sheets(items: usize) -> Vec<Vec<u32>> {
        let (scratch, human) = (tempfile::tempdir().unwrap(), human_columns([]));
        let options = Options {
            title: "T".to_owned(),
            day: "2026-11-21".to_owned(),
            corpus: None,
            read_back: true,
            titles: crate::export::titles::Titles::default(),
            statuses: vec!["open".to_owned()],
        };
        let mut book = Book::new(&human, &table_keys(&human), options, scratch.path()).unwrap();
        for at in 0..items {
            book.add(&TableRow::Item { row: Box::new(row(&format!("k#{at}~aaaaaaaa.d"))), human: Cells::new() })
                .unwrap();
        }
        let mut bytes = Vec::new();
        book.finish(&mut bytes).unwrap();
        let mut archive = zip::ZipArchive::new(io::Cursor::new(bytes)).unwrap();
        let names: Vec<String> = archive.file_names().flatten().map(std::borrow::Cow::into_owned).collect();
        let of_sheets = names.iter().filter(|name| name.starts_with("xl/worksheets/") && name.ends_with(".xml"));
        let mut all = Vec::new();
        for name in of_sheets {
            let mut text = String::new();
            archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
            let numbers = text.split("<row r=\"").skip(1).map(|rest| rest.split('"').next().unwrap().parse().unwrap());
            all.push(numbers.collect());
        }
        all
    }

    /// As strict readers want it: a row that stands twice is damage to them.
    #[test]
    fn no_row_of_any_sheet_is_written_twice() {
        for items in [0, 1, 3] {
            let sheets = rows_of_sheets(items);
            assert!(sheets.len() >= 2);
            for rows in sheets {
                assert!(rows.windows(2).all(|pair| pair[0] < pair[1]), "{items} items: {rows:?}");
            }
        }
    }
}
