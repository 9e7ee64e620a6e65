//! The handout as a text document (.docx): what stands above says how to fill it in, then one table whose first row is repeated on
//! every page.

use super::columns::{self, How};
use crate::model::{Assessments, TrackerRow};
use crate::text::markup::escaped;
use std::io::{self, Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Columns before those of the assessors: a page is narrower than a sheet, so report and paragraph stand in one.
const GIVEN: [&str; 3] = ["no", "text", "place"];
/// Widths of number, place and id (whose letters are small), in twentieths of a point: what they hold is of one length.
const NO: u32 = 850;
const PLACE: u32 = 1500;
const ID: u32 = 1000;
/// Shares of what is left that text, view and note take.
const TEXT_SHARE: u32 = 40;
const SHARES: [u32; 2] = [14, 20];
/// Between the margins of a page of A4 on its side.
const PAGE: u32 = 15_398;

const TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/><Override PartName="/word/footer1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>"#;
const RELATIONS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>"#;
const RELATIONS_OF_DOCUMENT: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer" Target="footer1.xml"/></Relationships>"#;
const STYLES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:cs="Calibri"/><w:sz w:val="19"/><w:szCs w:val="19"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:before="20" w:after="20"/></w:pPr></w:pPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style><w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:basedOn w:val="Normal"/><w:pPr><w:spacing w:before="0" w:after="80"/></w:pPr><w:rPr><w:b/><w:sz w:val="32"/><w:szCs w:val="32"/></w:rPr></w:style></w:styles>"#;
const FOOTER: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:ftr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:p><w:pPr><w:jc w:val="right"/></w:pPr><w:r><w:t xml:space="preserve">Page </w:t></w:r><w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p></w:ftr>"#;

/// The document.
///
/// # Errors
/// It cannot be put together.
pub(super) fn write(rows: &[TrackerRow], assessments: &Assessments, how: &How<'_>) -> io::Result<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let parts = [
        ("[Content_Types].xml", TYPES.to_owned()),
        ("_rels/.rels", RELATIONS.to_owned()),
        ("word/document.xml", body(rows, assessments, how)),
        ("word/_rels/document.xml.rels", RELATIONS_OF_DOCUMENT.to_owned()),
        ("word/styles.xml", STYLES.to_owned()),
        ("word/footer1.xml", FOOTER.to_owned()),
        ("docProps/core.xml", properties(how)),
    ];
    for (name, part) in parts {
        // The same rows give the same bytes: no part carries the time of its writing.
        let options = SimpleFileOptions::default().last_modified_time(zip::DateTime::default());
        zip.start_file(name, options).map_err(io::Error::other)?;
        zip.write_all(part.as_bytes())?;
    }
    Ok(zip.finish().map_err(io::Error::other)?.into_inner())
}

fn body(rows: &[TrackerRow], assessments: &Assessments, how: &How<'_>) -> String {
    let (names, widths) = (header(how), widths(how.assessors.len()));
    let last = names.len().saturating_sub(1);
    let mut out = String::from(
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><w:body>"#,
    );
    out.push_str(&format!(
        r#"<w:p><w:pPr><w:pStyle w:val="Title"/></w:pPr>{}</w:p>"#,
        run(&format!("{}: for assessment", how.title), "")
    ));
    let usual = if how.views.is_empty() { String::new() } else { format!(" Usual views: {}.", how.views.join(", ")) };
    let told = format!(
        "{}. Fill in the coloured columns and send the file back; the others are not read.{usual} Any other word may be used.",
        how.day
    );
    out.push_str(&format!("<w:p>{}</w:p>", run(&told, "")));
    out.push_str(r#"<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/><w:tblBorders>"#);
    for side in ["top", "left", "bottom", "right", "insideH", "insideV"] {
        out.push_str(&format!(r#"<w:{side} w:val="single" w:sz="4" w:space="0" w:color="BFBFBF"/>"#));
    }
    out.push_str(r#"</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>"#);
    widths.iter().for_each(|width| out.push_str(&format!(r#"<w:gridCol w:w="{width}"/>"#)));
    out.push_str("</w:tblGrid>");
    let mut line = |cells: &[String], is_head: bool| {
        out.push_str(if is_head {
            "<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"
        } else {
            "<w:tr><w:trPr><w:cantSplit/></w:trPr>"
        });
        for (at, (text, width)) in cells.iter().zip(&widths).enumerate() {
            let is_given = at < GIVEN.len() || at == last;
            let fill = match (is_head, is_given) {
                (true, true) => "D9E2EC",
                (true, false) => "FFE699",
                (false, true) => "auto",
                (false, false) => "FFFBE6",
            };
            let letters = match (is_head, at == last) {
                (true, _) => "<w:b/>",
                (false, true) => r#"<w:color w:val="7F7F7F"/><w:sz w:val="12"/><w:szCs w:val="12"/>"#,
                (false, false) => "",
            };
            out.push_str(&format!(
                r#"<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:shd w:val="clear" w:color="auto" w:fill="{fill}"/></w:tcPr><w:p>{}</w:p></w:tc>"#,
                run(text, letters)
            ));
        }
        out.push_str("</w:tr>");
    };
    line(&names, true);
    rows.iter().for_each(|row| line(&cells(row, assessments, how), false));
    out.push_str(r#"</w:tbl><w:p/><w:sectPr><w:footerReference w:type="default" r:id="rId2"/><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/><w:pgMar w:top="720" w:right="720" w:bottom="720" w:left="720" w:header="360" w:footer="360" w:gutter="0"/></w:sectPr></w:body></w:document>"#);
    out
}

/// The names of all columns.
fn header(how: &How<'_>) -> Vec<String> {
    let all = columns::header(how);
    let of_assessors = all.into_iter().skip(columns::GIVEN.len());
    GIVEN.into_iter().map(str::to_owned).chain(of_assessors).collect()
}

/// The cells of a row, in the order of [`header`].
fn cells(row: &TrackerRow, assessments: &Assessments, how: &How<'_>) -> Vec<String> {
    let mut all = columns::cells(row, assessments, how).into_iter();
    let mut next = || all.next().unwrap_or_default();
    let (no, text, report, paragraph, _category) = (next(), next(), next(), next(), next());
    let place = if paragraph.is_empty() { report } else { format!("{report}, {paragraph}") };
    [no, text, place].into_iter().chain(all).collect()
}

/// The widths of all columns: where there are many assessors, text, views and notes become narrower alike.
fn widths(assessors: usize) -> Vec<u32> {
    let shares = std::iter::once(TEXT_SHARE).chain((0..assessors).flat_map(|_| SHARES));
    let all: u32 = shares.clone().sum();
    let left = PAGE - NO - PLACE - ID;
    let mut widths: Vec<u32> = shares.map(|share| (share * left / all.max(1)).max(1)).collect();
    widths.insert(0, NO);
    widths.insert(GIVEN.len() - 1, PLACE);
    widths.push(ID);
    widths
}

/// A run of text with these properties; its lines stay lines.
fn run(text: &str, letters: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    let properties = if letters.is_empty() { String::new() } else { format!("<w:rPr>{letters}</w:rPr>") };
    let lines: Vec<String> = text
        .replace('\t', " ")
        .split('\n')
        .map(|line| format!(r#"<w:t xml:space="preserve">{}</w:t>"#, escaped(line)))
        .collect();
    format!("<w:r>{properties}{}</w:r>", lines.join("<w:br/>"))
}

fn properties(how: &How<'_>) -> String {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{}</dc:title><dcterms:created xsi:type="dcterms:W3CDTF">{}T00:00:00Z</dcterms:created></cp:coreProperties>"#,
        escaped(how.title),
        escaped(how.day)
    )
}
