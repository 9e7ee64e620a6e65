//! The parts of a workbook that are the same whatever its rows: package, properties, list of sheets, targets of links.

use super::About;
use super::cells::{STYLES, escaped};
use super::zip::{Archive, Press};
use std::fmt::Write as _;
use std::io::{self, Write};

const XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// The beginning of every worksheet.
pub const WORKSHEET: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" \
xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">";

const RELATIONSHIPS: &str = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const SHEET_TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/// Writes everything but the sheets. `names` are the sheets in order; `filters` the range of each filter by the place of its
/// sheet among them.
pub fn package<W: Write>(
    out: &mut Archive<W>,
    press: &mut Press,
    about: &About,
    names: &[String],
    filters: &[(usize, String)],
) -> io::Result<()> {
    out.member("[Content_Types].xml", press, &content_types(names.len()))?;
    out.member("_rels/.rels", press, &roots())?;
    out.member("docProps/app.xml", press, &application())?;
    out.member("docProps/core.xml", press, &properties(about))?;
    out.member("xl/workbook.xml", press, &workbook(names, filters))?;
    out.member("xl/_rels/workbook.xml.rels", press, &sheets(names.len()))?;
    out.member("xl/styles.xml", press, STYLES)
}

/// The targets of a sheet's links; the first is `rId1`.
pub fn link_targets(targets: &[String]) -> String {
    let mut xml = format!("{XML}{RELATIONSHIPS}");
    for (number, target) in (1..).zip(targets) {
        let _ = write!(xml, "<Relationship Id=\"rId{number}\" Type=\"{OFFICE}/hyperlink\" Target=\"");
        escaped(&mut xml, &address(target));
        xml.push_str("\" TargetMode=\"External\"/>");
    }
    xml.push_str("</Relationships>");
    xml
}

/// An address with what stands in no address encoded; one that is encoded stays as it is.
fn address(target: &str) -> String {
    let mut out = String::with_capacity(target.len());
    for character in target.chars() {
        match character {
            ' ' | '"' | '<' | '>' | '\\' | '[' | ']' | '`' | '^' | '{' | '}' | '\0'..='\x1f' => {
                let _ = write!(out, "%{:02X}", u32::from(character));
            }
            _ => out.push(character),
        }
    }
    out
}

fn content_types(sheets: usize) -> String {
    let mut xml = format!(
        "{XML}<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
         <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Default Extension=\"xml\" ContentType=\"application/xml\"/>\
         <Override PartName=\"/docProps/app.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.extended-properties+xml\"/>\
         <Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>\
         <Override PartName=\"/xl/styles.xml\" ContentType=\"{SHEET_TYPE}.styles+xml\"/>\
         <Override PartName=\"/xl/workbook.xml\" ContentType=\"{SHEET_TYPE}.sheet.main+xml\"/>"
    );
    for number in 1..=sheets {
        let _ = write!(
            xml,
            "<Override PartName=\"/xl/worksheets/sheet{number}.xml\" ContentType=\"{SHEET_TYPE}.worksheet+xml\"/>"
        );
    }
    xml.push_str("</Types>");
    xml
}

fn roots() -> String {
    format!(
        "{XML}{RELATIONSHIPS}\
         <Relationship Id=\"rId1\" Type=\"{OFFICE}/officeDocument\" Target=\"xl/workbook.xml\"/>\
         <Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/>\
         <Relationship Id=\"rId3\" Type=\"{OFFICE}/extended-properties\" Target=\"docProps/app.xml\"/>\
         </Relationships>"
    )
}

fn application() -> String {
    format!(
        "{XML}<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties\">\
         <Application>minutebook</Application></Properties>"
    )
}

fn properties(about: &About) -> String {
    let mut xml = format!(
        "{XML}<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>"
    );
    escaped(&mut xml, &about.title);
    xml.push_str("</dc:title>");
    if about.day.parse::<jiff::civil::Date>().is_ok() {
        for word in ["created", "modified"] {
            let _ = write!(xml, "<dcterms:{word} xsi:type=\"dcterms:W3CDTF\">{}T00:00:00Z</dcterms:{word}>", about.day);
        }
    }
    xml.push_str("</cp:coreProperties>");
    xml
}

fn workbook(names: &[String], filters: &[(usize, String)]) -> String {
    let mut xml = format!(
        "{XML}<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"{OFFICE}\">\
         <bookViews><workbookView activeTab=\"0\"/></bookViews><sheets>"
    );
    for (number, name) in (1..).zip(names) {
        xml.push_str("<sheet name=\"");
        escaped(&mut xml, name);
        let _ = write!(xml, "\" sheetId=\"{number}\" r:id=\"rId{number}\"/>");
    }
    xml.push_str("</sheets>");
    if !filters.is_empty() {
        xml.push_str("<definedNames>");
        for (sheet, range) in filters {
            let _ = write!(xml, "<definedName name=\"_xlnm._FilterDatabase\" localSheetId=\"{sheet}\" hidden=\"1\">");
            escaped(&mut xml, range);
            xml.push_str("</definedName>");
        }
        xml.push_str("</definedNames>");
    }
    xml.push_str("</workbook>");
    xml
}

fn sheets(count: usize) -> String {
    let mut xml = format!("{XML}{RELATIONSHIPS}");
    for number in 1..=count {
        let _ = write!(
            xml,
            "<Relationship Id=\"rId{number}\" Type=\"{OFFICE}/worksheet\" Target=\"worksheets/sheet{number}.xml\"/>"
        );
    }
    let _ = write!(xml, "<Relationship Id=\"rId{}\" Type=\"{OFFICE}/styles\" Target=\"styles.xml\"/>", count + 1);
    xml.push_str("</Relationships>");
    xml
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_no_blanks_and_is_encoded_once() {
        assert_eq!(address("https://example.org/a (b).pdf"), "https://example.org/a%20(b).pdf");
        assert_eq!(address("../corpus/a%20b\\c.pdf"), "../corpus/a%20b%5Cc.pdf");
    }
}
