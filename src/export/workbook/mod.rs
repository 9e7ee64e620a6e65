//! Workbooks (ECMA-376, .xlsx) put together from rows that were rendered and compressed apart.
//!
//! A tracker of half a million rows is written anew every night although a hundredth of them changed. So the rows of each
//! report are kept as they stand in the file, and a workbook is mostly copied together. Memory holds one report's rows and
//! where those of the others lie, however many there are.

pub mod cells;
mod parts;
pub mod zip;

use cells::{Style, escaped, letters};
use std::fmt::Write as _;
use std::io::{self, Write};
use zip::{Archive, Measure, Piece, Press};

/// Links that Excel opens in one sheet; beyond, it calls the file damaged (Excel specifications and limits).
pub const MAX_LINKS: usize = 65_530;

/// Rows of one sheet, the header among them (Excel specifications and limits).
pub const MAX_ROWS: usize = 1_048_576;

/// Characters of a link that Excel keeps, in UTF-16 units.
pub const MAX_LINK_UNITS: usize = 2_080;

/// Plain bytes of links gathered before they are put away.
const GATHER_LINKS: usize = 64 * 1024;

/// Rows that follow one another in a sheet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rows {
    /// Their XML, compressed.
    pub piece: Piece,
    /// How many.
    pub count: u32,
    /// Decisions, actions and recommendations among them.
    pub kinds: [u32; 3],
    /// Cells cut at Excel's limit.
    pub cut: u32,
}

/// A cell that leads somewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Its row among the rows that it comes with, from 0.
    pub row: u32,
    /// Its column, from 0.
    pub column: usize,
    /// An address, or a path relative to the workbook.
    pub target: String,
}

/// Where rows wait until their sheet's turn has come.
pub trait Shelf {
    /// Puts bytes away and answers where they are.
    ///
    /// # Errors
    /// There is no room.
    fn put(&mut self, bytes: &[u8]) -> io::Result<u64>;

    /// Copies bytes from where they are.
    ///
    /// # Errors
    /// They cannot be read, or `out` refuses.
    fn copy(&mut self, at: u64, length: u64, out: &mut dyn Write) -> io::Result<()>;
}

impl Shelf for Vec<u8> {
    fn put(&mut self, bytes: &[u8]) -> io::Result<u64> {
        let at = self.len() as u64;
        self.extend_from_slice(bytes);
        Ok(at)
    }

    fn copy(&mut self, at: u64, length: u64, out: &mut dyn Write) -> io::Result<()> {
        let start = usize::try_from(at).map_err(io::Error::other)?;
        let length = usize::try_from(length).map_err(io::Error::other)?;
        let bytes = self.get(start..start + length).ok_or(io::ErrorKind::UnexpectedEof)?;
        out.write_all(bytes)
    }
}

/// What all sheets of a workbook have alike.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Form {
    /// The columns in order.
    pub columns: Vec<ColumnForm>,
    /// The column with a list of usual words, and the words.
    pub choices: Option<(usize, Vec<&'static str>)>,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnForm {
    /// Its heading, as a cell may hold it.
    pub name: String,
    /// How the heading looks.
    pub style: Style,
    /// Width in characters of the usual font.
    pub width: u16,
    /// Whether it is there without being shown.
    pub hidden: bool,
}

/// What a workbook says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct About {
    /// The title in the file's properties.
    pub title: String,
    /// The day that it says it was made, `YYYY-MM-DD`: the run's, so that the same run gives the same bytes.
    pub day: String,
    /// The first sheet, with links to the others; `None` for none.
    pub contents: Option<Contents>,
}

/// The first sheet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contents {
    /// Its name.
    pub name: &'static str,
    /// The line under the title.
    pub advice: &'static str,
}

/// A workbook being gathered. Sheets are known by their title; `S` is where rows wait.
#[derive(Debug)]
pub struct Book<S: Shelf> {
    form: Form,
    shelf: S,
    press: Press,
    sheets: Vec<Sheet>,
    max_links: usize,
}

#[derive(Debug, Default)]
struct Sheet {
    /// Orders the sheets.
    rank: u8,
    title: String,
    rows: Waiting,
    count: u32,
    kinds: [u32; 3],
    cut: u32,
    links: Links,
}

/// Pieces on the shelf, in order.
#[derive(Debug, Default)]
struct Waiting {
    pieces: Vec<(u64, u64)>,
    packed: u64,
    of: Measure,
}

#[derive(Debug, Default)]
struct Links {
    count: usize,
    waiting: Waiting,
    xml: String,
    targets: Vec<String>,
}

impl Waiting {
    fn put<S: Shelf>(&mut self, shelf: &mut S, piece: &Piece) -> io::Result<()> {
        let (at, length) = (shelf.put(&piece.bytes)?, piece.bytes.len() as u64);
        match self.pieces.last_mut() {
            Some((start, before)) if *start + *before == at => *before += length,
            _ => self.pieces.push((at, length)),
        }
        self.packed += length;
        self.of = self.of.and(piece.of);
        Ok(())
    }

    fn copy<S: Shelf, W: Write>(&self, shelf: &mut S, out: &mut Archive<W>) -> io::Result<()> {
        out.copy(self.packed, self.of, |out| {
            self.pieces.iter().try_for_each(|&(at, length)| shelf.copy(at, length, out))
        })
    }
}

impl<S: Shelf> Book<S> {
    /// A workbook without sheets.
    pub fn new(form: Form, shelf: S) -> Self {
        Self { form, shelf, press: Press::default(), sheets: Vec::new(), max_links: MAX_LINKS }
    }

    /// The same with another limit than Excel's: for tests.
    #[cfg(test)]
    pub fn with_links(form: Form, shelf: S, max_links: usize) -> Self {
        Self { max_links, ..Self::new(form, shelf) }
    }

    /// Makes sure that there is a sheet of this title; sheets are ordered by rank, then title.
    pub fn open(&mut self, rank: u8, title: &str) {
        if !self.sheets.iter().any(|sheet| sheet.title == title && sheet.rank == rank) {
            self.sheets.push(Sheet { rank, title: title.to_owned(), ..Sheet::default() });
        }
    }

    /// Whether there is no sheet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.sheets.is_empty()
    }

    /// Adds rows at the end of the sheet of a title; where it is full, to a new one of the same title. Links beyond
    /// Excel's limit are left out; answers how many.
    ///
    /// # Errors
    /// There is no room to put them.
    pub fn add(&mut self, rank: u8, title: &str, rows: &Rows, links: &[Link]) -> io::Result<usize> {
        let is_open = |sheet: &Sheet| {
            sheet.title == title && sheet.rank == rank && ((sheet.count + rows.count) as usize) < MAX_ROWS
        };
        let at = match self.sheets.iter().rposition(is_open) {
            Some(at) => at,
            None => {
                self.sheets.push(Sheet { rank, title: title.to_owned(), ..Sheet::default() });
                self.sheets.len() - 1
            }
        };
        let Some(sheet) = self.sheets.get_mut(at) else { return Ok(0) };
        let mut left_out = 0;
        for link in links {
            if sheet.links.count >= self.max_links || link.target.encode_utf16().count() > MAX_LINK_UNITS {
                left_out += 1;
                continue;
            }
            // The header is row 1.
            sheet.links.add(link, sheet.count + link.row + 2);
            if sheet.links.xml.len() >= GATHER_LINKS {
                let piece = self.press.piece(sheet.links.xml.as_bytes())?;
                sheet.links.waiting.put(&mut self.shelf, &piece)?;
                sheet.links.xml.clear();
            }
        }
        sheet.rows.put(&mut self.shelf, &rows.piece)?;
        sheet.count += rows.count;
        sheet.cut += rows.cut;
        for (all, some) in sheet.kinds.iter_mut().zip(rows.kinds) {
            *all += some;
        }
        Ok(left_out)
    }

    /// Cells cut at Excel's limit so far.
    #[must_use]
    pub fn cut(&self) -> usize {
        self.sheets.iter().map(|sheet| sheet.cut as usize).sum()
    }

    /// Writes the workbook.
    ///
    /// # Errors
    /// `out` or the shelf refuses, or the file would be larger than 4 GiB.
    pub fn finish<W: Write>(mut self, about: &About, out: W) -> io::Result<()> {
        self.sheets.sort_by(|one, other| (one.rank, &one.title).cmp(&(other.rank, &other.title)));
        let mut names: Vec<String> = about.contents.iter().map(|contents| contents.name.to_owned()).collect();
        for sheet in &self.sheets {
            names.push(free_sheet_name(&sheet.title, &names));
        }
        let first = usize::from(about.contents.is_some());
        let mut out = Archive::new(out);
        let mut press = std::mem::take(&mut self.press);
        parts::package(&mut out, &mut press, about, &names, &self.filters(&names, first))?;
        if let Some(contents) = &about.contents {
            let xml = self.contents(about, contents, &names);
            out.member("xl/worksheets/sheet1.xml", &mut press, &xml)?;
        }
        let head = press.piece(self.head().as_bytes())?;
        for (at, sheet) in self.sheets.iter().enumerate() {
            let number = at + 1 + first;
            out.begin(&format!("xl/worksheets/sheet{number}.xml"))?;
            out.piece(&head)?;
            sheet.rows.copy(&mut self.shelf, &mut out)?;
            out.piece(&press.piece(self.form.after_rows(sheet.count).as_bytes())?)?;
            sheet.links.copy(&mut self.shelf, &mut press, &mut out)?;
            out.piece(&press.piece(b"</worksheet>")?)?;
            out.end()?;
            if sheet.links.count > 0 {
                let name = format!("xl/worksheets/_rels/sheet{number}.xml.rels");
                out.member(&name, &mut press, &parts::link_targets(&sheet.links.targets))?;
            }
        }
        out.finish()
    }

    /// The range of each sheet's filter, for the workbook's own list of them.
    fn filters(&self, names: &[String], first: usize) -> Vec<(usize, String)> {
        let last = letters(self.form.columns.len().saturating_sub(1));
        let filter = |(at, sheet): (usize, &Sheet)| {
            let name = names.get(at + first).map(|name| name.replace('\'', "''")).unwrap_or_default();
            (at + first, format!("'{name}'!$A$1:${last}${}", sheet.count.max(1) + 1))
        };
        self.sheets.iter().enumerate().map(filter).collect()
    }

    /// Everything before the first row.
    fn head(&self) -> String {
        let mut xml = format!(
            "{}<sheetViews><sheetView workbookViewId=\"0\"><pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" \
             state=\"frozen\"/><selection pane=\"bottomLeft\"/></sheetView></sheetViews>\
             <sheetFormatPr defaultRowHeight=\"15\"/><cols>",
            parts::WORKSHEET
        );
        for (at, column) in (1..).zip(&self.form.columns) {
            let hidden = if column.hidden { " hidden=\"1\"" } else { "" };
            let _ = write!(
                xml,
                "<col min=\"{at}\" max=\"{at}\" width=\"{}.7109375\"{hidden} customWidth=\"1\"/>",
                column.width
            );
        }
        xml.push_str("</cols><sheetData><row ht=\"20\" customHeight=\"1\">");
        for column in &self.form.columns {
            cells::text(&mut xml, column.style, &column.name);
        }
        xml.push_str("</row>");
        xml
    }

    fn contents(&self, about: &About, contents: &Contents, names: &[String]) -> String {
        let mut xml = format!(
            "{}<sheetViews><sheetView tabSelected=\"1\" workbookViewId=\"0\"/></sheetViews><sheetFormatPr defaultRowHeight=\"15\"/>\
             <cols><col min=\"1\" max=\"1\" width=\"44.7109375\" customWidth=\"1\"/>\
             <col min=\"2\" max=\"5\" width=\"16.7109375\" customWidth=\"1\"/></cols><sheetData>",
            parts::WORKSHEET
        );
        let mut row = |cells: &dyn Fn(&mut String)| {
            xml.push_str("<row>");
            cells(&mut xml);
            xml.push_str("</row>");
        };
        row(&|xml| cells::text(xml, Style::Title, &about.title));
        row(&|xml| cells::text(xml, Style::Plain, contents.advice));
        row(&|_| {});
        row(&|xml| {
            for header in ["Sheet", "Decisions", "Actions", "Recommendations", "Rows"] {
                cells::text(xml, Style::Header, header);
            }
        });
        for sheet in &self.sheets {
            row(&|xml| {
                cells::text(xml, Style::Link, &sheet.title);
                sheet.kinds.iter().chain([&sheet.count]).for_each(|count| cells::number(xml, Style::Plain, *count));
            });
        }
        if self.cut() > 0 {
            row(&|_| {});
            let word =
                format!("{} cells are longer than Excel can hold and are cut; the CSV has them whole.", self.cut());
            row(&|xml| cells::text(xml, Style::Plain, &word));
        }
        xml.push_str("</sheetData>");
        if !self.sheets.is_empty() {
            xml.push_str("<hyperlinks>");
            for (line, name) in (5..).zip(names.iter().skip(1)) {
                let _ = write!(xml, "<hyperlink ref=\"A{line}\" location=\"");
                escaped(&mut xml, &format!("'{}'!A1", name.replace('\'', "''")));
                xml.push_str("\"/>");
            }
            xml.push_str("</hyperlinks>");
        }
        xml.push_str("</worksheet>");
        xml
    }
}

impl Form {
    /// The end of the rows, the filter over them, and the list of usual words.
    fn after_rows(&self, count: u32) -> String {
        let last = letters(self.columns.len().saturating_sub(1));
        let end = count.max(1) + 1;
        let mut xml = format!("</sheetData><autoFilter ref=\"A1:{last}{end}\"/>");
        if let Some((column, words)) = &self.choices {
            let column = letters(*column);
            let _ = write!(
                xml,
                "<dataValidations count=\"1\"><dataValidation type=\"list\" errorStyle=\"information\" allowBlank=\"1\" \
                 showInputMessage=\"1\" showErrorMessage=\"1\" errorTitle=\"Another word\" \
                 error=\"This is none of the usual words. You may keep it.\" sqref=\"{column}2:{column}{end}\"><formula1>\""
            );
            escaped(&mut xml, &words.join(","));
            xml.push_str("\"</formula1></dataValidation></dataValidations>");
        }
        xml
    }
}

impl Links {
    fn add(&mut self, link: &Link, row: u32) {
        let (target, place) = match link.target.split_once('#') {
            Some((target, place)) => (target, Some(place)),
            None => (link.target.as_str(), None),
        };
        // Rows of one report follow one another and lead to one file.
        let number = match self.targets.iter().rev().take(4).position(|known| known == target) {
            Some(back) => self.targets.len() - back,
            None => {
                self.targets.push(target.to_owned());
                self.targets.len()
            }
        };
        self.count += 1;
        let _ = write!(self.xml, "<hyperlink ref=\"{}{row}\" r:id=\"rId{number}\"", letters(link.column));
        if let Some(place) = place {
            self.xml.push_str(" location=\"");
            escaped(&mut self.xml, place);
            self.xml.push('"');
        }
        self.xml.push_str("/>");
    }

    fn copy<S: Shelf, W: Write>(&self, shelf: &mut S, press: &mut Press, out: &mut Archive<W>) -> io::Result<()> {
        if self.count == 0 {
            return Ok(());
        }
        out.piece(&press.piece(b"<hyperlinks>")?)?;
        self.waiting.copy(shelf, out)?;
        out.piece(&press.piece(self.xml.as_bytes())?)?;
        out.piece(&press.piece(b"</hyperlinks>")?)
    }
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

/// A name that Excel accepts for a sheet: at most 31 characters, none of `[]:*?/\`, no apostrophe at an end.
fn sheet_name(title: &str, suffix: &str) -> String {
    let room = 31_usize.saturating_sub(suffix.len());
    let fit: String = title
        .chars()
        .map(|character| if matches!(character, '[' | ']' | ':' | '*' | '?' | '/' | '\\') { ' ' } else { character })
        .filter(|character| !character.is_control())
        .take(room)
        .collect();
    let fit = fit.trim_matches(|character| matches!(character, '\'' | ' '));
    let fit = if fit.is_empty() { "Sheet" } else { fit };
    format!("{fit}{suffix}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_title_makes_a_sheet_name() {
        assert_eq!(sheet_name("a/b:c?", ""), "a b c");
        assert_eq!(sheet_name("'''", ""), "Sheet");
        assert_eq!(sheet_name(&"é".repeat(40), " (2)").chars().count(), 31);
        assert_eq!(free_sheet_name("Funding", &["funding", "Funding (2)"]), "Funding (3)");
    }
}
