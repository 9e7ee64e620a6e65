//! The tracker as a workbook: a table of contents, then a sheet a category, with filters, a frozen header, wrapped text, a
//! list for the status, and links to the source pages.

use super::titles::Titles;
use super::workbook::cells::{self, Style};
use super::workbook::zip::Press;
use super::workbook::{About, Book, ColumnForm, Contents, Facts, Form, Links, Packed, Rows, Shelf};
use crate::model::{Column, Table, TableRow, TrackerRow, table_keys};
use crate::text::formula;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// The sheet that links to the others.
pub const CONTENTS: &str = "Contents";

/// The longest text that Excel keeps in a cell, in UTF-16 units (Excel specifications and limits).
pub const MAX_CELL_UNITS: usize = 32_767;

/// Rows rendered together where a whole table is at hand.
const AT_ONCE: usize = 256;

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
    /// The names of the categories.
    pub titles: Titles,
}

/// What did not fit, for the report of the run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Fitted {
    /// Links left out, beyond Excel's limit for a sheet or longer than it allows: the cell's text stays.
    pub links_as_text: usize,
    /// Cells cut at Excel's limit of 32,767; the CSV beside has them whole.
    pub cells_cut: usize,
}

/// The sheet that a row stands in.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum SheetOf {
    /// The sheet of a category, by its id; `None` for rows without one.
    Category(Option<String>),
    /// People's own rows.
    Own,
}

impl SheetOf {
    /// The sheet of a row.
    #[must_use]
    pub fn row(row: &TableRow) -> Self {
        row.item().map_or(Self::Own, |item| Self::Category(item.category.clone()))
    }

    /// Whether it is the sheet of a row.
    #[must_use]
    pub fn is_of(&self, row: &TableRow) -> bool {
        match (self, row.item()) {
            (Self::Category(category), Some(item)) => *category == item.category,
            (Self::Own, item) => item.is_none(),
            (Self::Category(_), None) => false,
        }
    }

    /// Named categories come first, then what has none, then people's own rows.
    fn rank_and_title(&self, titles: &Titles) -> (u8, String) {
        match self {
            Self::Category(Some(id)) => (0, titles.of(id)),
            Self::Category(None) => (1, titles.of("")),
            Self::Own => (2, "Own rows".to_owned()),
        }
    }
}

/// A tracker being gathered into a workbook; `S` is where rows wait.
#[derive(Debug)]
pub struct TrackerBook<S: Shelf> {
    book: Book<S>,
    options: Options,
    links_as_text: usize,
}

impl<S: Shelf> TrackerBook<S> {
    /// A workbook without rows. `human` are the names of the human columns.
    pub fn new(human: &[String], options: Options, shelf: S) -> Self {
        Self { book: Book::new(form(human), shelf), options, links_as_text: 0 }
    }

    /// Adds rows of one sheet, as [`rendered`] gave them.
    ///
    /// # Errors
    /// The shelf refuses.
    pub fn add(&mut self, of: &SheetOf, facts: &Facts, packed: Packed<'_>) -> io::Result<()> {
        let (rank, title) = of.rank_and_title(&self.options.titles);
        self.links_as_text += self.book.add(rank, &title, facts, packed)?;
        Ok(())
    }

    /// How often rows were added so far.
    #[must_use]
    pub fn added(&self) -> usize {
        self.book.added()
    }

    /// Writes the file. Answers also at which byte of it the rows of each [`TrackerBook::add`] begin.
    ///
    /// # Errors
    /// `out` or the shelf refuses.
    pub fn finish(mut self, out: impl Write) -> io::Result<(Fitted, Vec<u64>)> {
        let fitted = Fitted { links_as_text: self.links_as_text, cells_cut: self.book.cut() };
        if self.book.is_empty() {
            let (rank, title) = SheetOf::Category(None).rank_and_title(&self.options.titles);
            self.book.open(rank, &title);
        }
        let advice = if self.options.read_back {
            "Edit the yellow columns, add columns and rows of your own, sort and filter as you like: the next run reads this file back."
        } else {
            "A view: it is written anew by every run and not read back."
        };
        let about = About {
            title: cut(&formula::disarmed(&self.options.title)).0.into_owned(),
            day: self.options.day,
            contents: Some(Contents { name: CONTENTS, advice }),
        };
        let places = self.book.finish(&about, out)?;
        Ok((fitted, places))
    }
}

/// Writes the workbook of `table`.
///
/// # Errors
/// `out` refuses.
pub fn write<W: Write>(table: &Table, options: &Options, out: W) -> io::Result<Fitted> {
    let keys = table_keys(&table.human);
    let corpus = options.corpus.as_deref();
    let mut book = TrackerBook::new(&table.human, options.clone(), Vec::new());
    let mut press = Press::default();
    let mut gathered: BTreeMap<SheetOf, Vec<&TableRow>> = BTreeMap::new();
    for row in &table.rows {
        let of = SheetOf::row(row);
        let rows = gathered.entry(of.clone()).or_default();
        rows.push(row);
        if rows.len() == AT_ONCE {
            let rendered = rendered(std::mem::take(rows), &keys, corpus, &mut press)?;
            book.add(&of, &rendered.facts, Packed::Bytes(&rendered.packed))?;
        }
    }
    for (of, rows) in gathered.into_iter().filter(|(_, rows)| !rows.is_empty()) {
        let rendered = rendered(rows, &keys, corpus, &mut press)?;
        book.add(&of, &rendered.facts, Packed::Bytes(&rendered.packed))?;
    }
    Ok(book.finish(out)?.0)
}

/// The rows as they stand in a sheet of a tracker with the human columns of `keys`; `corpus` as in [`Options`].
///
/// # Errors
/// Never, as far as memory reaches.
pub fn rendered<'a>(
    rows: impl IntoIterator<Item = &'a TableRow>,
    keys: &[String],
    corpus: Option<&str>,
    press: &mut Press,
) -> io::Result<Rows> {
    let mut facts = Facts::default();
    let mut xml = String::new();
    for row in rows {
        let item = row.item();
        link(&mut facts.links, facts.count, row, corpus);
        facts.count += 1;
        if let Some(count) = item.and_then(|item| facts.kinds.get_mut(item.kind as usize)) {
            *count += 1;
        }
        xml.push_str("<row>");
        for (place, cell) in row.cells(keys).iter().enumerate() {
            let machine = Column::ALL.get(place).copied();
            match item.and_then(|item| item.page).filter(|_| machine == Some(Column::Page)) {
                Some(page) => cells::number(&mut xml, Style::Plain, page),
                None => {
                    let disarmed = formula::disarmed(cell);
                    let (text, was_cut) = cut(&disarmed);
                    facts.cut += u32::from(was_cut);
                    cells::text(&mut xml, style(machine, item, corpus.is_some()), &text);
                }
            }
        }
        xml.push_str("</row>");
    }
    Ok(Rows::new(press.piece(xml.as_bytes())?, facts))
}

fn style(machine: Option<Column>, item: Option<&TrackerRow>, linked: bool) -> Style {
    match (machine, item) {
        (None, _) => Style::Human,
        (Some(Column::Text | Column::Stem | Column::Section), _) => Style::Wrapped,
        (Some(Column::Url), Some(item)) if item.url.is_some() => Style::Link,
        (Some(Column::Source), Some(item)) if linked && item.url.is_none() => Style::Link,
        (Some(_), _) => Style::Plain,
    }
}

/// Notes where a row leads: to the published page from `url`, else to the file of the corpus from `source`.
fn link(links: &mut Vec<Links>, row: u32, line: &TableRow, corpus: Option<&str>) {
    let place = |wanted: Column| Column::ALL.iter().position(|&column| column == wanted).unwrap_or_default();
    let Some(item) = line.item() else { return };
    let (column, target) = match &item.url {
        Some(published) => (place(Column::Url), crate::text::markup::link_target(published)),
        None => (place(Column::Source), corpus.map(|corpus| format!("{corpus}{}", path(&item.source)))),
    };
    let Some(target) = target else { return };
    match links.last_mut() {
        Some(last) if last.row + last.count == row && last.column == column && last.target == target => last.count += 1,
        _ => links.push(Links { row, count: 1, column, target }),
    }
}

/// A path as an address: what would part it, or is taken for an encoding, is encoded.
fn path(source: &str) -> String {
    source.replace('%', "%25").replace('#', "%23").replace('?', "%3F")
}

/// The columns of a tracker to which people added `human`.
fn form(human: &[String]) -> Form {
    let machine = Column::ALL.iter().map(|&column| (column.name(), Some(column)));
    let all = machine.chain(human.iter().map(|name| (name.as_str(), None)));
    let columns: Vec<ColumnForm> = all
        .map(|(name, column)| ColumnForm {
            name: cut(&formula::disarmed(name)).0.into_owned(),
            style: if column.is_some() { Style::Header } else { Style::HumanHeader },
            width: width(column),
            hidden: matches!(column, Some(Column::Sha256 | Column::Rev)),
        })
        .collect();
    let status = human.iter().position(|name| name.eq_ignore_ascii_case("status"));
    let choices = status.map(|at| (at + Column::ALL.len(), STATUS_CHOICES.to_vec()));
    Form { columns, choices }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::sample::row;
    use crate::model::{Cells, human_columns};
    use crate::tracker::read;

    fn options() -> Options {
        Options {
            title: "Tracker".to_owned(),
            day: "2026-11-21".to_owned(),
            corpus: None,
            read_back: true,
            titles: Titles::default(),
        }
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
        let rows: Vec<TrackerRow> = (0..10).map(|at| row(&format!("k#{at}~aaaaaaaa.d"))).collect();
        let table = table(rows);
        let mut book = TrackerBook::new(&table.human, options(), Vec::new());
        book.book = Book::with_links(form(&table.human), Vec::new(), 3);
        let rendered = rendered(&table.rows, &table_keys(&table.human), Some("c/"), &mut Press::default()).unwrap();
        let of = SheetOf::Category(Some("outcomes".to_owned()));
        book.add(&of, &rendered.facts, Packed::Bytes(&rendered.packed)).unwrap();
        let mut bytes = Vec::new();
        assert_eq!(book.finish(&mut bytes).unwrap().0.links_as_text, 7);
        assert_eq!(read(&bytes, "t.xlsx").unwrap().rows.len(), 10);
    }

    #[test]
    fn a_text_longer_than_a_cell_is_cut_and_counted() {
        let mut long = row("k#1~aaaaaaaa.d");
        long.text = "é".repeat(40_000);
        assert_eq!(written(&table(vec![long]), &options()).1.cells_cut, 1);
    }
}
