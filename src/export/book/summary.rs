//! The sheet that sums up: items by category, status, owner and due day, a chart, and links to the sheets of the categories.

use super::options::{A4, Options, SUMMARY_SHEET};
use crate::export::sheets::cut;
use crate::model::{State, TableRow};
use crate::text::formula;
use rust_xlsxwriter::{Chart, ChartType, Format, FormatAlign, Url, Worksheet, XlsxError};
use std::collections::BTreeMap;

/// Most owners listed; the rest are one line.
const MOST_OWNERS: usize = 15;

/// What has been counted so far.
#[derive(Debug, Default)]
pub(super) struct Summary {
    /// By category: all, open, closed, overdue.
    categories: BTreeMap<String, [usize; 4]>,
    statuses: BTreeMap<String, usize>,
    owners: BTreeMap<String, [usize; 2]>,
    all: [usize; 4],
    withdrawn: usize,
}

impl Summary {
    pub(super) fn add(&mut self, row: &TableRow, day: &str) {
        let TableRow::Item { row: item, human } = row else { return };
        if item.is_withdrawn() {
            self.withdrawn += 1;
            return;
        }
        let cell = |key: &str| human.get(key).map(|cell| cell.trim()).unwrap_or_default();
        let status = cell("status").to_lowercase();
        let is_closed = State::of(&status).is_closed();
        let is_overdue = !is_closed && item.due.as_deref().is_some_and(|due| due.len() == day.len() && due < day);
        let counts = [1, usize::from(!is_closed), usize::from(is_closed), usize::from(is_overdue)];
        let category = self.categories.entry(item.category.clone().unwrap_or_default()).or_default();
        for ((one, all), count) in category.iter_mut().zip(&mut self.all).zip(counts) {
            *one += count;
            *all += count;
        }
        *self.statuses.entry(if status.is_empty() { "(none)".to_owned() } else { status }).or_default() += 1;
        if !cell("owner").is_empty() {
            let owner = self.owners.entry(cell("owner").to_owned()).or_default();
            owner[0] += 1;
            owner[1] += usize::from(!is_closed);
        }
    }

    /// The sheet; `names` are the titles of categories with the names of their sheets, `rows` how many the main sheet has.
    pub(super) fn sheet(
        self,
        options: &Options,
        names: &[(String, String)],
        rows: u32,
    ) -> Result<Worksheet, XlsxError> {
        let (title, bold) = (Format::new().set_bold().set_font_size(16), Format::new().set_bold());
        let head = Format::new().set_bold().set_background_color("#D9E2EC").set_align(FormatAlign::Left);
        let mut sheet = Worksheet::new();
        sheet.set_name(SUMMARY_SHEET)?;
        for (at, width) in [(0, 44.0), (1, 10.0), (2, 10.0), (3, 10.0), (4, 10.0)] {
            sheet.set_column_width(at, width)?;
        }
        let text = |words: &str| cut(&formula::disarmed(words)).0.into_owned();
        sheet.write_string_with_format(0, 0, text(&options.title), &title)?;
        let advice = if options.read_back {
            "Edit the yellow columns on the sheet Tracker or on the sheet of a category; add columns, rows, comments and colours as you like. The next run reads this file back."
        } else {
            "A view: it is written anew each time and not read back."
        };
        sheet.write_string(1, 0, advice)?;
        sheet.write_string(
            2,
            0,
            format!("As of {}; {rows} rows, {} of them withdrawn by their sources.", options.day, self.withdrawn),
        )?;
        let mut row = 4;
        for (at, name) in (0..).zip(["By category", "all", "open", "closed", "overdue"]) {
            sheet.write_string_with_format(row, at, name, &head)?;
        }
        for (category, counts) in &self.categories {
            row += 1;
            let shown = options.titles.of(category);
            let of = names.iter().find(|(title, _)| *title == crate::export::sheets::sheet_name(&shown));
            match of {
                Some((_, name)) => {
                    let target = format!("internal:'{}'!A1", name.replace('\'', "''"));
                    sheet.write_url_with_text(row, 0, Url::new(target), text(&shown))?;
                }
                None => {
                    sheet.write_string(row, 0, text(&shown))?;
                }
            }
            for (at, count) in (1..).zip(counts) {
                sheet.write_number(row, at, *count as f64)?;
            }
        }
        row += 1;
        sheet.write_string_with_format(row, 0, "All", &bold)?;
        for (at, count) in (1..).zip(self.all) {
            sheet.write_number_with_format(row, at, count as f64, &bold)?;
        }
        row += 2;
        sheet.write_string_with_format(row, 0, "By status", &head)?;
        sheet.write_string_with_format(row, 1, "items", &head)?;
        let first = row + 1;
        for (status, count) in &self.statuses {
            row += 1;
            sheet.write_string(row, 0, text(status))?;
            sheet.write_number(row, 1, *count as f64)?;
        }
        if row >= first {
            let mut chart = Chart::new(ChartType::Bar);
            chart.add_series().set_categories((SUMMARY_SHEET, first, 0, row, 0)).set_values((
                SUMMARY_SHEET,
                first,
                1,
                row,
                1,
            ));
            chart.title().set_name("Items by status");
            chart.legend().set_hidden();
            chart.set_width(420).set_height(240);
            sheet.insert_chart(4, 6, &chart)?;
        }
        row += 2;
        for (at, name) in (0..).zip(["By owner", "items", "open"]) {
            sheet.write_string_with_format(row, at, name, &head)?;
        }
        let mut owners: Vec<(&String, &[usize; 2])> = self.owners.iter().collect();
        owners.sort_by(|one, other| other.1[1].cmp(&one.1[1]).then(one.0.cmp(other.0)));
        for (owner, counts) in owners.iter().take(MOST_OWNERS) {
            row += 1;
            sheet.write_string(row, 0, text(owner))?;
            for (at, count) in (1..).zip(counts.iter()) {
                sheet.write_number(row, at, *count as f64)?;
            }
        }
        if owners.len() > MOST_OWNERS {
            row += 1;
            sheet.write_string(row, 0, format!("and {} more", owners.len() - MOST_OWNERS))?;
        }
        sheet.set_landscape().set_paper_size(A4).set_print_fit_to_pages(1, 0);
        Ok(sheet)
    }
}
