//! Rows and cells as SpreadsheetML (ECMA-376 part 1, 18.3.1) has them, and the styles that they name by number.
//!
//! Rows and cells carry no reference of their own (both are optional there): what stands in a row does not depend on where
//! the row stands, so that its XML can be kept and put elsewhere.

use std::fmt::Write as _;

/// How a cell looks: its place among the formats of [`STYLES`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Style {
    /// At the top of its row.
    Plain = 1,
    /// The same with lines broken at the edge of the column.
    Wrapped = 2,
    /// The heading of a column of ours.
    Header = 3,
    /// The heading of a column that people fill.
    HumanHeader = 4,
    /// A cell that people fill.
    Human = 5,
    /// A link.
    Link = 6,
    /// The line on top of the contents.
    Title = 7,
}

/// `xl/styles.xml`: formats in the order of [`Style`], after the default one.
pub const STYLES: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
<styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">\
<fonts count=\"4\">\
<font><sz val=\"11\"/><color rgb=\"FF000000\"/><name val=\"Calibri\"/><family val=\"2\"/></font>\
<font><b/><sz val=\"11\"/><color rgb=\"FF000000\"/><name val=\"Calibri\"/><family val=\"2\"/></font>\
<font><u/><sz val=\"11\"/><color rgb=\"FF0563C1\"/><name val=\"Calibri\"/><family val=\"2\"/></font>\
<font><b/><sz val=\"14\"/><color rgb=\"FF000000\"/><name val=\"Calibri\"/><family val=\"2\"/></font>\
</fonts>\
<fills count=\"5\">\
<fill><patternFill patternType=\"none\"/></fill>\
<fill><patternFill patternType=\"gray125\"/></fill>\
<fill><patternFill patternType=\"solid\"><fgColor rgb=\"FFD9E1F2\"/><bgColor indexed=\"64\"/></patternFill></fill>\
<fill><patternFill patternType=\"solid\"><fgColor rgb=\"FFFFF2CC\"/><bgColor indexed=\"64\"/></patternFill></fill>\
<fill><patternFill patternType=\"solid\"><fgColor rgb=\"FFFFFDF5\"/><bgColor indexed=\"64\"/></patternFill></fill>\
</fills>\
<borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>\
<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>\
<cellXfs count=\"8\">\
<xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>\
<xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyAlignment=\"1\"><alignment vertical=\"top\"/></xf>\
<xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyAlignment=\"1\"><alignment vertical=\"top\" wrapText=\"1\"/></xf>\
<xf numFmtId=\"0\" fontId=\"1\" fillId=\"2\" borderId=\"0\" xfId=\"0\" applyFont=\"1\" applyFill=\"1\" applyAlignment=\"1\"><alignment vertical=\"center\"/></xf>\
<xf numFmtId=\"0\" fontId=\"1\" fillId=\"3\" borderId=\"0\" xfId=\"0\" applyFont=\"1\" applyFill=\"1\" applyAlignment=\"1\"><alignment vertical=\"center\"/></xf>\
<xf numFmtId=\"0\" fontId=\"0\" fillId=\"4\" borderId=\"0\" xfId=\"0\" applyFill=\"1\" applyAlignment=\"1\"><alignment vertical=\"top\" wrapText=\"1\"/></xf>\
<xf numFmtId=\"0\" fontId=\"2\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyFont=\"1\" applyAlignment=\"1\"><alignment vertical=\"top\"/></xf>\
<xf numFmtId=\"0\" fontId=\"3\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyFont=\"1\"/>\
</cellXfs>\
<cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles>\
<dxfs count=\"0\"/><tableStyles count=\"0\" defaultTableStyle=\"TableStyleMedium9\" defaultPivotStyle=\"PivotStyleLight16\"/>\
</styleSheet>";

/// Adds a cell with text; without any it holds only its place.
pub fn text(out: &mut String, style: Style, text: &str) {
    if text.is_empty() {
        let _ = write!(out, "<c s=\"{}\"/>", style as u8);
        return;
    }
    let _ = write!(out, "<c s=\"{}\" t=\"inlineStr\"><is>", style as u8);
    out.push_str(if text.trim() == text { "<t>" } else { "<t xml:space=\"preserve\">" });
    escaped(out, text);
    out.push_str("</t></is></c>");
}

/// Adds a cell with a number.
pub fn number(out: &mut String, style: Style, number: u32) {
    let _ = write!(out, "<c s=\"{}\"><v>{number}</v></c>", style as u8);
}

/// Adds text as XML shows it, also within quotes. Characters that XML has no form for are written as spreadsheets
/// write them (`_x000B_`), and text that looks like one of these as well (ECMA-376 part 1, 22.9.2.19).
pub fn escaped(out: &mut String, text: &str) {
    for (at, character) in text.char_indices() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '_' if is_escape(text.get(at..).unwrap_or_default()) => out.push_str("_x005F_"),
            '\n' | '\t' => out.push(character),
            '\0'..='\x1f' | '\u{fffe}' | '\u{ffff}' => {
                let _ = write!(out, "_x{:04X}_", u32::from(character));
            }
            _ => out.push(character),
        }
    }
}

/// Whether a text begins with `_x`, four hexadecimal digits and `_`.
fn is_escape(text: &str) -> bool {
    let digits = text.strip_prefix("_x").and_then(|rest| rest.get(..5));
    digits.is_some_and(|digits| digits.ends_with('_') && digits.bytes().take(4).all(|digit| digit.is_ascii_hexdigit()))
}

/// The letters of a column: 0 is `A`, 27 is `AB`.
#[must_use]
pub fn letters(column: usize) -> String {
    let mut letters = String::new();
    let mut rest = column + 1;
    while rest > 0 {
        let digit = u32::try_from((rest - 1) % 26).unwrap_or_default();
        letters.insert(0, char::from_u32(u32::from('A') + digit).unwrap_or('A'));
        rest = (rest - 1) / 26;
    }
    letters
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_letters() {
        assert_eq!([0, 25, 26, 51, 52, 701, 702].map(letters), ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }

    #[test]
    fn what_xml_cannot_hold_is_written_as_spreadsheets_write_it() {
        let shown = |text: &str| {
            let mut out = String::new();
            escaped(&mut out, text);
            out
        };
        assert_eq!(shown("a<b>&\"c\""), "a&lt;b&gt;&amp;&quot;c&quot;");
        assert_eq!(shown("\u{b}x\ny\r_x000B_ _x00_"), "_x000B_x\ny_x000D__x005F_x000B_ _x00_");
    }

    #[test]
    fn an_empty_cell_holds_its_place() {
        let mut out = String::new();
        text(&mut out, Style::Plain, "");
        text(&mut out, Style::Wrapped, " a");
        number(&mut out, Style::Plain, 7);
        assert_eq!(
            out,
            "<c s=\"1\"/><c s=\"2\" t=\"inlineStr\"><is><t xml:space=\"preserve\"> a</t></is></c><c s=\"1\"><v>7</v></c>"
        );
    }
}
