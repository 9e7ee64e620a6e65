//! Hostile files of every format that is read, made at any size: what is long, deep, repeated, or lies about its own size.

use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A file: its name, and its bytes at a size, where 1000 is the size that hurts most.
pub type Made = (&'static str, fn(usize) -> Vec<u8>);

/// All of them.
pub const ALL: &[Made] = &[
    ("member-of-zeros.zip", |size| zip(&[("a.txt".into(), vec![b' '; of(size, 250_000_000)])])),
    ("four-large-members.zip", |size| {
        zip(&(0..4).map(|nth| (format!("{nth}.txt"), vec![b'\n'; of(size, 240_000_000)])).collect::<Vec<_>>())
    }),
    ("nested.zip", |_| (0..9).fold(decided(1), |inner, nth| zip(&[(format!("{nth}.zip"), inner)]))),
    ("expanding.zip", |size| {
        (0..3).fold(decided(50), |inner, nth| {
            let name = if nth == 0 { "txt" } else { "zip" };
            let members: Vec<_> = (0..of(size, 12)).map(|copy| (format!("{copy}.{name}"), inner.clone())).collect();
            zip(&members)
        })
    }),
    ("many-members.zip", |size| {
        zip(&(0..of(size, 6_000)).map(|nth| (format!("{nth}.txt"), numbered(nth, 1))).collect::<Vec<_>>())
    }),
    ("too-many-members.zip", |size| {
        zip(&(0..of(size, 60_000)).map(|nth| (format!("{nth}.txt"), Vec::new())).collect::<Vec<_>>())
    }),
    ("long-names.zip", |size| {
        zip(&(0..40).map(|nth| (format!("{}{nth}.txt", "n/".repeat(of(size, 30_000))), decided(1))).collect::<Vec<_>>())
    }),
    ("many-messages.mbox", |size| {
        (0..of(size, 4_000))
            .flat_map(|nth| {
                format!("From a@b Thu Jan  1 00:00:00 1970\nMessage-ID: <{nth}@b>\nSubject: {nth}\n\nIt was agreed to print leaflet {nth}.\n\n")
                    .into_bytes()
            })
            .collect()
    }),
    ("one-id.mbox", |size| {
        b"From a@b Thu Jan  1 00:00:00 1970\nMessage-ID: <x@b>\n\nIt was agreed.\n\n".repeat(of(size, 200_000))
    }),
    ("deep-parts.eml", |size| {
        let mut text = b"From: a@b\nSubject: s\n".to_vec();
        for nth in 0..of(size, 20_000) {
            text.extend(format!("Content-Type: multipart/mixed; boundary=b{nth}\n\n--b{nth}\n").into_bytes());
        }
        text
    }),
    ("many-attachments.eml", |size| {
        let mut text = b"From: a@b\nSubject: s\nContent-Type: multipart/mixed; boundary=b\n\n".to_vec();
        for nth in 0..of(size, 3_000) {
            text.extend(
                format!("--b\nContent-Disposition: attachment; filename={nth}.txt\n\nIt was agreed to pay {nth}.\n")
                    .into_bytes(),
            );
        }
        text
    }),
    ("long-header.eml", |size| {
        [b"From: a@b\nSubject: ".to_vec(), b"decided\n ".repeat(of(size, 2_000_000)), b"\n\nx\n".to_vec()].concat()
    }),
    ("base64.eml", |size| {
        let head = b"From: a@b\nContent-Type: text/plain\nContent-Transfer-Encoding: base64\n\n".to_vec();
        [head, b"SXQgd2FzIGFncmVlZC4K\n".repeat(of(size, 3_000_000))].concat()
    }),
    ("quoted.eml", |size| {
        let mut text = b"From: a@b\n\n".to_vec();
        for nth in 0..of(size, 3_000) {
            text.extend(b">".repeat(nth));
            text.extend(b" it was agreed\n");
        }
        text
    }),
    ("zeros.docx", |size| docx(&" ".repeat(of(size, 250_000_000)))),
    ("deep-tables.docx", |size| {
        let deep = of(size, 100_000);
        docx(&format!("{}{}", "<w:tbl><w:tr><w:tc>".repeat(deep), "</w:tc></w:tr></w:tbl>".repeat(deep)))
    }),
    ("many-paragraphs.docx", |size| docx(&paragraph("It was agreed to meet again.").repeat(of(size, 300_000)))),
    ("many-runs.docx", |size| {
        docx(&format!("<w:p>{}</w:p>", "<w:r><w:t>agreed </w:t></w:r>".repeat(of(size, 500_000))))
    }),
    ("deep-insertions.docx", |size| {
        let deep = of(size, 300_000);
        docx(&format!("<w:p>{}{}</w:p>", "<w:ins>".repeat(deep), "</w:ins>".repeat(deep)))
    }),
    ("wide-row.docx", |size| {
        docx(&format!(
            "<w:tbl><w:tr>{}</w:tr></w:tbl>",
            format!("<w:tc>{}</w:tc>", paragraph("agreed")).repeat(of(size, 100_000))
        ))
    }),
    ("spans.docx", |_| {
        docx(&format!(
            "<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val=\"2000000000\"/></w:tcPr>{}</w:tc></w:tr></w:tbl>",
            paragraph("agreed")
        ))
    }),
    ("entities.docx", |_| {
        let mut dtd = String::from("<!DOCTYPE w [<!ENTITY a0 \"agreed \">");
        for nth in 1..30 {
            dtd.push_str(&format!("<!ENTITY a{nth} \"{}\">", format!("&a{};", nth - 1).repeat(10)));
        }
        part(
            "word/document.xml",
            &format!("{dtd}]><w:document><w:body><w:p><w:r><w:t>&a29;</w:t></w:r></w:p></w:body></w:document>"),
        )
    }),
    ("styles-circle.docx", |_| {
        zip(&[
            ("word/document.xml".into(), document(&format!("<w:p><w:pPr><w:pStyle w:val=\"A\"/></w:pPr></w:p>{}", paragraph("agreed"))).into_bytes()),
            ("word/styles.xml".into(), b"<w:styles><w:style w:styleId=\"A\"><w:basedOn w:val=\"B\"/></w:style><w:style w:styleId=\"B\"><w:basedOn w:val=\"A\"/></w:style></w:styles>".to_vec()),
        ])
    }),
    ("deep-lists.odt", |size| {
        let deep = of(size, 100_000);
        odt(&format!("{}{}", "<text:list><text:list-item>".repeat(deep), "</text:list-item></text:list>".repeat(deep)))
    }),
    ("spaces.odt", |_| odt("<text:p>agreed<text:s text:c=\"2000000000\"/>.</text:p>")),
    ("repeated-cells.odt", |_| {
        odt(
            "<table:table><table:table-row table:number-rows-repeated=\"1000000000\"><table:table-cell table:number-columns-repeated=\"1000000000\"><text:p>agreed</text:p></table:table-cell></table:table-row></table:table>",
        )
    }),
    ("many-paragraphs.odt", |size| odt(&"<text:p>It was agreed to meet again.</text:p>".repeat(of(size, 300_000)))),
    ("repeated-rows.ods", |_| {
        let sheet = "<office:document-content><office:body><office:spreadsheet><table:table table:name=\"a\"><table:table-row table:number-rows-repeated=\"1000000000\"><table:table-cell table:number-columns-repeated=\"1000000000\" office:value-type=\"string\"><text:p>agreed</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>";
        zip(&[
            ("mimetype".into(), b"application/vnd.oasis.opendocument.spreadsheet".to_vec()),
            ("content.xml".into(), sheet.into()),
        ])
    }),
    ("far-cell.xlsx", |_| {
        xlsx(
            "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>agreed</t></is></c></row><row r=\"1048576\"><c r=\"XFD1048576\" t=\"inlineStr\"><is><t>agreed</t></is></c></row>",
        )
    }),
    ("many-rows.xlsx", |size| {
        let rows: String = (1..=of(size, 400_000))
            .map(|row| {
                format!("<row r=\"{row}\"><c r=\"A{row}\" t=\"inlineStr\"><is><t>It was agreed</t></is></c></row>")
            })
            .collect();
        xlsx(&rows)
    }),
    ("deep.html", |size| [b"<div>".repeat(of(size, 500_000)), decided(1)].concat()),
    ("unclosed.html", |size| b"<p><b><i><table><tr><td>agreed".repeat(of(size, 100_000))),
    ("misnested.html", |size| b"<b><p><i></b>it was agreed</p>".repeat(of(size, 30_000))),
    ("spans.html", |size| {
        let row = "<tr><td colspan=1000000000 rowspan=1000000000>agreed</td></tr>".repeat(of(size, 1000));
        format!("<html><table>{row}</table>").into_bytes()
    }),
    ("entities.html", |size| [b"<html><p>".to_vec(), b"&amp;&#1114111;&lt;".repeat(of(size, 3_000_000))].concat()),
    ("attributes.html", |size| {
        let all: String = (0..of(size, 300_000)).map(|nth| format!(" a{nth}=b")).collect();
        format!("<html><p{all}>It was agreed</p>").into_bytes()
    }),
    ("nested-lists.html", |size| [b"<html>".to_vec(), b"<ul><li>it was agreed".repeat(of(size, 100_000))].concat()),
    ("one-row.csv", |size| [b"text,".repeat(of(size, 2_000_000)), b"\n".to_vec()].concat()),
    ("open-quote.csv", |size| [b"id,text\n1,\"".to_vec(), b"it was agreed, \n".repeat(of(size, 2_000_000))].concat()),
    ("respondents.csv", |size| {
        let mut text = b"Respondent,What should be done?,Why?\n".to_vec();
        for nth in 0..of(size, 20_000) {
            text.extend(format!("{nth},The Secretariat should print leaflet {nth}.,It was agreed.\n").into_bytes());
        }
        text
    }),
    ("many-cues.vtt", |size| {
        let mut text = b"WEBVTT\n\n".to_vec();
        for nth in 0..of(size, 200_000) {
            text.extend(
                format!("00:00:{:02}.000 --> 99999:99:99.999\n<v Speaker {nth}>It was agreed\n\n", nth % 60)
                    .into_bytes(),
            );
        }
        text
    }),
    ("one-cue.srt", |size| {
        [b"1\n00:00:00,000 --> 00:00:01,000\n".to_vec(), b"it was agreed ".repeat(of(size, 2_000_000))].concat()
    }),
    ("groups.rtf", |size| [b"{\\rtf1 ".to_vec(), b"{".repeat(of(size, 5_000_000)), b"agreed".to_vec()].concat()),
    ("binary.rtf", |_| b"{\\rtf1 \\bin2000000000 agreed}".to_vec()),
    ("unicode.rtf", |size| {
        [b"{\\rtf1 \\uc9999999 ".to_vec(), b"\\u-1 ?".repeat(of(size, 2_000_000)), b"}".to_vec()].concat()
    }),
    ("roman.txt", |size| {
        (0..of(size, 100_000))
            .flat_map(|nth| format!("({}) the report was agreed;\n", "i".repeat(nth % 9 + 1)).into_bytes())
            .collect()
    }),
    ("numbers-nested.txt", |size| {
        [b"1".to_vec(), b".1".repeat(of(size, 1_000_000)), b" It was agreed.\n".to_vec()].concat()
    }),
    ("table.md", |size| {
        [b"| a | b |\n|---|---|\n".to_vec(), b"| agreed | agreed |\n".repeat(of(size, 300_000))].concat()
    }),
];

/// So many of `most` at a size.
fn of(size: usize, most: usize) -> usize {
    (most * size / 1000).max(1)
}

fn decided(times: usize) -> Vec<u8> {
    b"1. The Committee decided to adopt the report.\n\n".repeat(times)
}

fn numbered(nth: usize, times: usize) -> Vec<u8> {
    format!("1. The Committee decided to adopt report {nth}.\n\n").repeat(times).into_bytes()
}

fn zip(members: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        zip.start_file(name.as_str(), SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn part(name: &str, text: &str) -> Vec<u8> {
    zip(&[(name.to_owned(), text.as_bytes().to_vec())])
}

fn document(body: &str) -> String {
    format!(
        "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>{body}</w:body></w:document>"
    )
}

fn docx(body: &str) -> Vec<u8> {
    part("word/document.xml", &document(body))
}

fn paragraph(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

fn odt(body: &str) -> Vec<u8> {
    let content = format!(
        "<office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\"><office:body><office:text>{body}</office:text></office:body></office:document-content>"
    );
    zip(&[
        ("mimetype".to_owned(), b"application/vnd.oasis.opendocument.text".to_vec()),
        ("content.xml".to_owned(), content.into_bytes()),
    ])
}

fn xlsx(rows: &str) -> Vec<u8> {
    let text = |text: &str| text.as_bytes().to_vec();
    zip(&[
        (
            "[Content_Types].xml".into(),
            text(
                "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"xml\" ContentType=\"application/xml\"/><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/></Types>",
            ),
        ),
        (
            "_rels/.rels".into(),
            text(
                "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>",
            ),
        ),
        (
            "xl/workbook.xml".into(),
            text(
                "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"a\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>",
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels".into(),
            text(
                "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>",
            ),
        ),
        (
            "xl/worksheets/sheet1.xml".into(),
            text(&format!(
                "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>{rows}</sheetData></worksheet>"
            )),
        ),
    ])
}
