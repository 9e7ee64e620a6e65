//! Workbooks (ECMA-376, .xlsx) put together from rows that were rendered and compressed apart.
//!
//! A tracker of half a million rows is written anew every night although a hundredth of them changed. So the rows of each
//! report are kept as they stand in the file, and a workbook is mostly copied together. Memory holds one report's rows and
//! where those of the others lie, however many there are.

pub mod cells;
mod parts;
pub mod zip;

use cells::{Style, escaped, letters};
use serde::{Deserialize, Serialize};
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
    pub packed: Vec<u8>,
    /// What else a workbook must know of them.
    pub facts: Facts,
}

/// What a workbook must know of rows besides the rows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// How many.
    pub count: u32,
    /// Decisions, actions and recommendations among them.
    pub kinds: [u32; 3],
    /// Cells cut at Excel's limit.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub cut: u32,
    /// Their XML.
    pub of: Measure,
    /// Bytes of the XML compressed, and the CRC-32 of those.
    pub packed: (u64, u32),
    /// The cells that lead somewhere, by row.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<Links>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature is serde's")]
fn is_zero(value: &u32) -> bool {
    *value == 0
}

/// Cells below one another that lead to one place. (Kept by the thousand: a list in JSON, without names.)
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "(u32, u32, usize, String)", into = "(u32, u32, usize, String)")]
pub struct Links {
    /// The row of the first among the rows that it comes with, from 0.
    pub row: u32,
    /// How many.
    pub count: u32,
    /// Their column, from 0.
    pub column: usize,
    /// An address, or a path relative to the workbook.
    pub target: String,
}

impl From<(u32, u32, usize, String)> for Links {
    fn from((row, count, column, target): (u32, u32, usize, String)) -> Self {
        Self { row, count, column, target }
    }
}

impl From<Links> for (u32, u32, usize, String) {
    fn from(links: Links) -> Self {
        (links.row, links.count, links.column, links.target)
    }
}

/// Compressed rows on their way into a sheet.
#[derive(Debug, Clone, Copy)]
pub enum Packed<'a> {
    /// At hand.
    Bytes(&'a [u8]),
    /// On the shelf already, from this byte on.
    OnShelf(u64),
}

/// Bytes on a shelf.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lying {
    /// Where they begin.
    pub at: u64,
    /// How many.
    pub length: u64,
    /// Their CRC-32.
    pub crc: u32,
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
    fn copy(&mut self, from: Lying, out: &mut dyn Write) -> io::Result<()>;
}

impl Shelf for Vec<u8> {
    fn put(&mut self, bytes: &[u8]) -> io::Result<u64> {
        let at = self.len() as u64;
        self.extend_from_slice(bytes);
        Ok(at)
    }

    fn copy(&mut self, from: Lying, out: &mut dyn Write) -> io::Result<()> {
        let start = usize::try_from(from.at).map_err(io::Error::other)?;
        let length = usize::try_from(from.length).map_err(io::Error::other)?;
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
    /// How often rows were added.
    added: usize,
    max_links: usize,
}

#[derive(Debug, Default)]
struct Sheet {
    /// Orders the sheets.
    rank: u8,
    title: String,
    rows: Waiting,
    /// When each piece of the rows was added.
    added: Vec<usize>,
    count: u32,
    kinds: [u32; 3],
    cut: u32,
    links: AllLinks,
}

/// Pieces on the shelf, in order.
#[derive(Debug, Default)]
struct Waiting {
    pieces: Vec<Lying>,
    packed: u64,
    of: Measure,
}

#[derive(Debug, Default)]
struct AllLinks {
    count: usize,
    waiting: Waiting,
    xml: String,
    targets: Vec<String>,
}

impl Waiting {
    fn put<S: Shelf>(&mut self, shelf: &mut S, piece: &Piece) -> io::Result<()> {
        let at = shelf.put(&piece.bytes)?;
        self.note(Lying { at, length: piece.bytes.len() as u64, crc: crc32fast::hash(&piece.bytes) }, piece.of);
        Ok(())
    }

    fn note(&mut self, piece: Lying, of: Measure) {
        self.pieces.push(piece);
        self.packed += piece.length;
        self.of = self.of.and(of);
    }

    fn copy<S: Shelf, W: Write>(&self, shelf: &mut S, out: &mut Archive<W>) -> io::Result<()> {
        out.copy(self.packed, self.of, |out| self.pieces.iter().try_for_each(|&piece| shelf.copy(piece, out)))
    }
}

impl<S: Shelf> Book<S> {
    /// A workbook without sheets.
    pub fn new(form: Form, shelf: S) -> Self {
        Self { form, shelf, press: Press::default(), sheets: Vec::new(), added: 0, max_links: MAX_LINKS }
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
    pub fn add(&mut self, rank: u8, title: &str, facts: &Facts, packed: Packed<'_>) -> io::Result<usize> {
        let is_open = |sheet: &Sheet| {
            sheet.title == title && sheet.rank == rank && ((sheet.count + facts.count) as usize) < MAX_ROWS
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
        for links in &facts.links {
            let is_short = links.target.encode_utf16().count() <= MAX_LINK_UNITS;
            let room = if is_short { self.max_links.saturating_sub(sheet.links.count) } else { 0 };
            let kept = links.count.min(u32::try_from(room).unwrap_or(u32::MAX));
            left_out += (links.count - kept) as usize;
            if kept == 0 {
                continue;
            }
            let (column, lead) = sheet.links.lead(links);
            for row in 0..kept {
                // The header is row 1.
                let _ = write!(sheet.links.xml, "<hyperlink ref=\"{column}{}{lead}", sheet.count + links.row + row + 2);
                sheet.links.count += 1;
                if sheet.links.xml.len() >= GATHER_LINKS {
                    let piece = self.press.piece(sheet.links.xml.as_bytes())?;
                    sheet.links.waiting.put(&mut self.shelf, &piece)?;
                    sheet.links.xml.clear();
                }
            }
        }
        let at = match packed {
            Packed::Bytes(bytes) => self.shelf.put(bytes)?,
            Packed::OnShelf(at) => at,
        };
        let (length, crc) = facts.packed;
        sheet.rows.note(Lying { at, length, crc }, facts.of);
        sheet.added.push(self.added);
        self.added += 1;
        sheet.count += facts.count;
        sheet.cut += facts.cut;
        for (all, some) in sheet.kinds.iter_mut().zip(facts.kinds) {
            *all += some;
        }
        Ok(left_out)
    }

    /// How often rows were added so far.
    #[must_use]
    pub fn added(&self) -> usize {
        self.added
    }

    /// Cells cut at Excel's limit so far.
    #[must_use]
    pub fn cut(&self) -> usize {
        self.sheets.iter().map(|sheet| sheet.cut as usize).sum()
    }

    /// Writes the workbook. Answers at which byte of it the rows of each [`Book::add`] begin, in the order of these.
    ///
    /// # Errors
    /// `out` or the shelf refuses, or the file would be larger than 4 GiB.
    pub fn finish<W: Write>(mut self, about: &About, out: W) -> io::Result<Vec<u64>> {
        let mut places = vec![0; self.added];
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
            let mut at = out.at();
            for (added, piece) in sheet.added.iter().zip(&sheet.rows.pieces) {
                if let Some(place) = places.get_mut(*added) {
                    *place = at;
                }
                at += piece.length;
            }
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
        out.finish()?;
        Ok(places)
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

impl Rows {
    /// Rows as compressed to `piece`; `facts` says all else.
    #[must_use]
    pub fn new(piece: Piece, facts: Facts) -> Self {
        let packed = (piece.bytes.len() as u64, crc32fast::hash(&piece.bytes));
        Self { facts: Facts { of: piece.of, packed, ..facts }, packed: piece.bytes }
    }
}

impl AllLinks {
    /// The letters of the column, and what stands after the number of the row.
    fn lead(&mut self, links: &Links) -> (String, String) {
        let (target, place) = match links.target.split_once('#') {
            Some((target, place)) => (target, Some(place)),
            None => (links.target.as_str(), None),
        };
        // Rows of one report follow one another and lead to one file.
        let number = match self.targets.iter().rev().take(4).position(|known| known == target) {
            Some(back) => self.targets.len() - back,
            None => {
                self.targets.push(target.to_owned());
                self.targets.len()
            }
        };
        let mut rest = format!("\" r:id=\"rId{number}\"");
        if let Some(place) = place {
            rest.push_str(" location=\"");
            escaped(&mut rest, place);
            rest.push('"');
        }
        rest.push_str("/>");
        (letters(links.column), rest)
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
