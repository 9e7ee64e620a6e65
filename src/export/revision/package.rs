//! The parts of a workbook: which of them are sheets, which holds the shared texts, and all of them written again with a few
//! changed.

use super::growth::Growth;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader, Cursor, Read, Seek, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// How the text of a part is brought up to date.
type Change<'a> = Box<dyn Fn(&str) -> String + 'a>;

/// A worksheet.
#[derive(Debug, Clone)]
pub(super) struct SheetPart {
    /// Its name on the tab.
    pub(super) name: String,
    /// Its part.
    pub(super) path: String,
    /// Its place among all sheets.
    pub(super) index: usize,
    /// Bytes of its XML.
    pub(super) bytes: u64,
}

/// A workbook.
pub(super) struct Package<R> {
    archive: ZipArchive<R>,
    sheets: Vec<SheetPart>,
    strings: Option<String>,
}

const WORKBOOK: &str = "xl/workbook.xml";
const RELATIONS: &str = "xl/_rels/workbook.xml.rels";

impl<R: Read + Seek> Package<R> {
    /// Opens it and finds its sheets.
    pub(super) fn open(file: R) -> io::Result<Self> {
        let mut package = Self { archive: ZipArchive::new(file)?, sheets: Vec::new(), strings: None };
        let mut targets: BTreeMap<String, String> = BTreeMap::new();
        package.read(RELATIONS, |xml| {
            each_start(xml, |start| {
                let (id, target) = (attribute(start, "Id"), attribute(start, "Target"));
                if let (Some(id), Some(target)) = (id, target) {
                    targets.insert(id, part_of(&target));
                }
            })
        })?;
        package.strings = targets.values().find(|path| path.ends_with("sharedStrings.xml")).cloned();
        let mut sheets = Vec::new();
        package.read(WORKBOOK, |xml| {
            each_start(xml, |start| {
                if start.local_name().as_ref() != "sheet" {
                    return;
                }
                let id = start.attributes().flatten().find(|one| one.key.local_name().as_ref() == "id");
                let id = id.map(|id| id.value.into_owned());
                if let (Some(name), Some(path)) =
                    (attribute(start, "name"), id.and_then(|id| targets.get(&id).cloned()))
                {
                    sheets.push(SheetPart { name, path, index: sheets.len(), bytes: 0 });
                }
            })
        })?;
        for sheet in &mut sheets {
            sheet.bytes = package.archive.by_name(&sheet.path)?.size();
        }
        package.sheets = sheets.into_iter().filter(|sheet| sheet.path.contains("worksheets/")).collect();
        Ok(package)
    }

    /// Its worksheets in their order.
    pub(super) fn sheets(&self) -> &[SheetPart] {
        &self.sheets
    }

    /// Hands the XML of a part to `take`.
    pub(super) fn read<T>(
        &mut self,
        path: &str,
        take: impl FnOnce(&mut dyn BufRead) -> io::Result<T>,
    ) -> io::Result<T> {
        let part = self.archive.by_name(path)?;
        take(&mut BufReader::with_capacity(READ_AT_ONCE, part))
    }

    /// The shared texts in their order.
    pub(super) fn strings(&mut self) -> io::Result<Vec<Box<str>>> {
        let Some(path) = self.strings.clone() else { return Ok(Vec::new()) };
        let mut strings = Vec::new();
        self.read(&path, |xml| {
            let mut reader = Reader::from_reader(xml);
            let (mut buffer, mut text, mut wanted, mut phonetic) = (Vec::new(), String::new(), false, false);
            loop {
                match reader.read_event_into(&mut buffer).map_err(io::Error::other)? {
                    Event::Start(start) => match start.local_name().as_ref() {
                        "si" => text.clear(),
                        "t" => wanted = !phonetic,
                        "rPh" => phonetic = true,
                        _ => {}
                    },
                    Event::Empty(start) if start.local_name().as_ref() == "si" => strings.push("".into()),
                    Event::End(end) => match end.local_name().as_ref() {
                        "si" => strings.push(text.as_str().into()),
                        "t" => wanted = false,
                        "rPh" => phonetic = false,
                        _ => {}
                    },
                    Event::Text(part) if wanted => text.push_str(&part.xml10_content()),
                    Event::GeneralRef(reference) if wanted => push_reference(&mut text, &reference),
                    Event::Eof => return Ok(()),
                    _ => {}
                }
                buffer.clear();
            }
        })?;
        Ok(strings)
    }

    /// Writes every part to `out`: those of which `rewrite` says so as it writes them, the names of ranges in the workbook and the
    /// tables of sheets as far as sheets have grown, and all others as they are.
    pub(super) fn write<W: Write>(
        mut self,
        mut out: W,
        grown: &[(&SheetPart, Growth)],
        mut rewrite: impl FnMut(&str, &mut dyn BufRead, &mut dyn Write) -> io::Result<bool>,
    ) -> io::Result<()> {
        let tables = self.tables(grown)?;
        // Into memory: parts that are copied as they are need their sizes in their headers, which a stream cannot go back to. Without
        // them LibreOffice takes the archive for damaged.
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        for at in 0..self.archive.len() {
            let path = self.archive.by_index_raw(at)?.name()?.into_owned();
            let is_sheet = grown.iter().any(|(part, _)| part.path == path);
            if is_sheet {
                zip.start_file(path.as_str(), options)?;
                let part = self.archive.by_index(at)?;
                rewrite(&path, &mut BufReader::with_capacity(READ_AT_ONCE, part), &mut zip)?;
                continue;
            }
            let change: Option<Change<'_>> = if path == WORKBOOK {
                Some(Box::new(|xml| workbook(xml, grown)))
            } else {
                let growth = tables.get(&path).copied();
                growth.map(|growth| Box::new(move |xml: &str| with_refs(xml, growth)) as Change<'_>)
            };
            match change {
                Some(change) => {
                    let mut xml = String::new();
                    self.archive.by_index(at)?.read_to_string(&mut xml)?;
                    zip.start_file(path.as_str(), options)?;
                    zip.write_all(change(&xml).as_bytes())?;
                }
                None => zip.raw_copy_file(self.archive.by_index_raw(at)?)?,
            }
        }
        out.write_all(zip.finish()?.get_ref())
    }

    /// The table parts of sheets that have grown.
    fn tables(&mut self, grown: &[(&SheetPart, Growth)]) -> io::Result<BTreeMap<String, Growth>> {
        let mut tables = BTreeMap::new();
        for (part, growth) in grown {
            let Some((folder, name)) = part.path.rsplit_once('/') else { continue };
            let relations = format!("{folder}/_rels/{name}.rels");
            if self.archive.index_for_name(&relations).is_none() {
                continue;
            }
            self.read(&relations, |xml| {
                each_start(xml, |start| {
                    if let Some(target) = attribute(start, "Target").filter(|target| target.contains("tables/")) {
                        let path = target.rsplit('/').next().map(|name| format!("xl/tables/{name}"));
                        tables.extend(path.map(|path| (path, *growth)));
                    }
                })
            })?;
        }
        Ok(tables)
    }
}

/// Bytes read at a time.
const READ_AT_ONCE: usize = 64 * 1024;

/// A reference to a character: `&amp;`, `&#10;`.
pub(super) fn push_reference(text: &mut String, reference: &quick_xml::events::BytesRef<'_>) {
    if let Ok(Some(character)) = reference.resolve_char_ref() {
        text.push(character);
        return;
    }
    let known = match reference.as_ref() {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => return,
    };
    text.push(known);
}

/// The attribute of this local name, unescaped.
pub(super) fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = start.attributes().flatten().find(|attribute| attribute.key.as_ref() == name)?;
    quick_xml::escape::unescape(&found.value).ok().map(std::borrow::Cow::into_owned)
}

fn each_start(xml: &mut dyn BufRead, mut take: impl FnMut(&BytesStart<'_>)) -> io::Result<()> {
    let mut reader = Reader::from_reader(xml);
    let mut buffer = Vec::new();
    loop {
        match reader.read_event_into(&mut buffer).map_err(io::Error::other)? {
            Event::Start(start) | Event::Empty(start) => take(&start),
            Event::Eof => return Ok(()),
            _ => {}
        }
        buffer.clear();
    }
}

/// The path of a part that the workbook names.
fn part_of(target: &str) -> String {
    target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned)
}

/// The workbook's own part: ranges with names reach as far as their sheets do, and formulas are calculated when it is opened.
fn workbook(xml: &str, grown: &[(&SheetPart, Growth)]) -> String {
    let mut text = String::with_capacity(xml.len());
    let mut rest = xml;
    while let Some((before, after)) = rest.split_once("<definedName ") {
        text.push_str(before);
        text.push_str("<definedName ");
        let Some((name, after)) = after.split_once("</definedName>") else {
            rest = after;
            continue;
        };
        let of = grown.iter().find(|(part, _)| name.contains(&format!("localSheetId=\"{}\"", part.index)));
        match (of, name.split_once('>')) {
            (Some((_, growth)), Some((attributes, range))) => {
                text.push_str(attributes);
                text.push('>');
                text.push_str(&growth.range(range));
            }
            _ => text.push_str(name),
        }
        text.push_str("</definedName>");
        rest = after;
    }
    text.push_str(rest);
    match text.find("<calcPr") {
        Some(at) if !text.contains("fullCalcOnLoad") => {
            text.insert_str(at + "<calcPr".len(), " fullCalcOnLoad=\"1\"");
            text
        }
        _ => text,
    }
}

/// Every `ref="..."` of a part that ends where the rows ended ends where they end now.
fn with_refs(xml: &str, growth: Growth) -> String {
    let mut text = String::with_capacity(xml.len());
    let mut rest = xml;
    while let Some((before, after)) = rest.split_once(" ref=\"") {
        let Some((range, after)) = after.split_once('"') else { break };
        text.push_str(before);
        text.push_str(" ref=\"");
        text.push_str(&growth.range(range));
        text.push('"');
        rest = after;
    }
    text.push_str(rest);
    text
}
