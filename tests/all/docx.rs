//! The paragraphs of a DOCX file, for comparison with the PDF of the same report: a ZIP archive (APPNOTE 6.3), its deflated
//! entry (RFC 1951), and the few elements of WordprocessingML (ECMA-376, part 1) that hold text.

use std::path::Path;

/// A paragraph as its author typed it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Paragraph {
    /// Its text; tabs and line breaks as blanks. Numbers that the word processor adds are not in it.
    pub text: String,
    /// Whether it stands in a cell of a table.
    pub in_table: bool,
}

/// The paragraphs of a file in order; those of text boxes and footnotes are left out.
pub fn paragraphs(path: &Path) -> Vec<Paragraph> {
    let archive = std::fs::read(path).unwrap();
    let xml = entry(&archive, "word/document.xml").expect("a DOCX file holds word/document.xml");
    read(&String::from_utf8(xml).unwrap())
}

/// Reads `w:p` elements: text of `w:t`, without what is deleted, moved away, or a field's instruction.
fn read(xml: &str) -> Vec<Paragraph> {
    let mut found = Vec::new();
    let mut open: Option<Paragraph> = None;
    let (mut tables, mut skipped, mut in_text) = (0_usize, 0_usize, false);
    for part in xml.split('<').skip(1) {
        let (tag, text) = part.split_once('>').unwrap_or((part, ""));
        let name = tag.split([' ', '/']).next().unwrap_or_default();
        let (closes, empty) = (tag.starts_with('/'), tag.ends_with('/'));
        let name = if closes { tag.trim_start_matches('/') } else { name };
        if matches!(name, "w:del" | "w:moveFrom" | "mc:Fallback" | "w:txbxContent" | "w:instrText" | "w:rPr" | "w:pPr")
        {
            match (closes, empty) {
                (true, _) => skipped -= 1,
                (false, false) => skipped += 1,
                _ => {}
            }
            continue;
        }
        if skipped > 0 {
            continue;
        }
        match name {
            "w:tbl" if closes => tables -= 1,
            "w:tbl" => tables += 1,
            "w:p" if closes => found.extend(open.take()),
            "w:p" if !empty => open = Some(Paragraph { text: String::new(), in_table: tables > 0 }),
            "w:t" => in_text = !closes && !empty,
            _ => {}
        }
        let Some(paragraph) = &mut open else { continue };
        match name {
            "w:tab" | "w:br" | "w:cr" => paragraph.text.push(' '),
            "w:noBreakHyphen" => paragraph.text.push('-'),
            "w:t" if in_text => paragraph.text.push_str(&unescaped(text)),
            _ => {}
        }
    }
    found
}

fn unescaped(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&apos;", "'").replace("&amp;", "&")
}

/// The contents of one entry of a ZIP archive.
fn entry(archive: &[u8], name: &str) -> Option<Vec<u8>> {
    let short = |at: usize| usize::from(u16::from_le_bytes([archive[at], archive[at + 1]]));
    let long = |at: usize| short(at) | short(at + 2) << 16;
    let end = (0..archive.len().checked_sub(21)?).rev().find(|&at| archive[at..].starts_with(b"PK\x05\x06"))?;
    let mut at = long(end + 16);
    for _ in 0..short(end + 10) {
        let (method, size, length) = (short(at + 10), long(at + 20), short(at + 28));
        if &archive[at + 46..at + 46 + length] == name.as_bytes() {
            let local = long(at + 42);
            let start = local + 30 + short(local + 26) + short(local + 28);
            let data = &archive[start..start + size];
            return Some(if method == 0 { data.to_vec() } else { inflate(data) });
        }
        at += 46 + length + short(at + 30) + short(at + 32);
    }
    None
}

/// Bits of a deflated stream, least significant first.
struct Bits<'a> {
    data: &'a [u8],
    at: usize,
}

impl Bits<'_> {
    fn take(&mut self, count: usize) -> usize {
        let bits = (0..count).map(|bit| {
            let at = self.at + bit;
            usize::from(self.data[at / 8] >> (at % 8) & 1) << bit
        });
        let value = bits.sum();
        self.at += count;
        value
    }

    /// The next symbol of a canonical Huffman code (RFC 1951, 3.2.2).
    fn symbol(&mut self, code: &Huffman) -> usize {
        let (mut value, mut first, mut index) = (0, 0, 0);
        for count in &code.counts[1..] {
            value |= self.take(1);
            if value < first + count {
                return code.symbols[index + value - first];
            }
            index += count;
            first = (first + count) << 1;
            value <<= 1;
        }
        panic!("a symbol that the code does not have");
    }
}

/// A Huffman code: how many symbols have each length, and the symbols by length.
struct Huffman {
    counts: [usize; 16],
    symbols: Vec<usize>,
}

impl Huffman {
    fn of(lengths: &[usize]) -> Self {
        let mut counts = [0; 16];
        lengths.iter().filter(|length| **length > 0).for_each(|length| counts[*length] += 1);
        let mut symbols: Vec<usize> = (0..lengths.len()).filter(|at| lengths[*at] > 0).collect();
        symbols.sort_by_key(|at| lengths[*at]);
        Self { counts, symbols }
    }
}

/// Inflates a whole stream.
fn inflate(data: &[u8]) -> Vec<u8> {
    let mut bits = Bits { data, at: 0 };
    let mut out = Vec::new();
    loop {
        let last = bits.take(1) == 1;
        match bits.take(2) {
            0 => {
                let start = bits.at.div_ceil(8);
                let length = usize::from(u16::from_le_bytes([data[start], data[start + 1]]));
                out.extend_from_slice(&data[start + 4..start + 4 + length]);
                bits.at = (start + 4 + length) * 8;
            }
            1 => {
                let lengths: Vec<usize> = (0..288)
                    .map(|at| [8, 9, 7, 8][[144, 256, 280, 288].iter().position(|end| at < *end).unwrap()])
                    .collect();
                block(&mut bits, &Huffman::of(&lengths), &Huffman::of(&[5; 30]), &mut out);
            }
            _ => {
                let (literals, distances) = codes(&mut bits);
                block(&mut bits, &literals, &distances, &mut out);
            }
        }
        if last {
            return out;
        }
    }
}

/// The two codes of a block with codes of its own (RFC 1951, 3.2.7).
fn codes(bits: &mut Bits<'_>) -> (Huffman, Huffman) {
    const ORDER: [usize; 19] = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
    let (literals, distances, count) = (bits.take(5) + 257, bits.take(5) + 1, bits.take(4) + 4);
    let mut lengths = [0; 19];
    ORDER.iter().take(count).for_each(|at| lengths[*at] = bits.take(3));
    let code = Huffman::of(&lengths);
    let mut lengths = Vec::with_capacity(literals + distances);
    while lengths.len() < literals + distances {
        let (value, times) = match bits.symbol(&code) {
            16 => (*lengths.last().unwrap(), 3 + bits.take(2)),
            17 => (0, 3 + bits.take(3)),
            18 => (0, 11 + bits.take(7)),
            length => (length, 1),
        };
        lengths.extend(std::iter::repeat_n(value, times));
    }
    (Huffman::of(&lengths[..literals]), Huffman::of(&lengths[literals..]))
}

/// One compressed block: literals, and copies of what came before.
fn block(bits: &mut Bits<'_>, literals: &Huffman, distances: &Huffman, out: &mut Vec<u8>) {
    loop {
        match bits.symbol(literals) {
            literal @ 0..=255 => out.push(literal as u8),
            256 => return,
            285 => copy(bits, 258, distances, out),
            symbol => {
                let at = symbol - 257;
                let extra = (at / 4).saturating_sub(1);
                let base = if at < 8 { 3 + at } else { 3 + ((4 + at % 4) << extra) };
                let length = base + bits.take(extra);
                copy(bits, length, distances, out);
            }
        }
    }
}

fn copy(bits: &mut Bits<'_>, length: usize, distances: &Huffman, out: &mut Vec<u8>) {
    let at = bits.symbol(distances);
    let extra = (at / 2).saturating_sub(1);
    let base = if at < 4 { 1 + at } else { 1 + ((2 + at % 2) << extra) };
    let distance = base + bits.take(extra);
    for _ in 0..length {
        out.push(out[out.len() - distance]);
    }
}

#[test]
fn a_deflated_stream_is_inflated() {
    // "minutes minutes minutes" with the fixed code, and a stored block.
    let deflated = [0xcb, 0xcd, 0xcc, 0x2b, 0x2d, 0x49, 0x2d, 0x56, 0xc8, 0x45, 0xa5, 0x01];
    assert_eq!(inflate(&deflated), b"minutes minutes minutes");
    assert_eq!(inflate(&[1, 3, 0, 0xfc, 0xff, b'a', b'b', b'c']), b"abc");
}

#[test]
fn text_of_paragraphs_without_deleted_words_and_instructions() {
    let xml = "<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t>One &amp; two</w:t></w:r><w:del><w:r><w:t>gone</w:t></w:r></w:del>\
        <w:r><w:instrText>PAGE</w:instrText></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t xml:space=\"preserve\">a </w:t>\
        <w:noBreakHyphen/><w:t>b</w:t></w:r></w:p></w:tc></w:tr></w:tbl><w:p/>";
    let expected =
        [("One & two", false), ("a -b", true)].map(|(text, in_table)| Paragraph { text: text.to_owned(), in_table });
    assert_eq!(read(xml), expected);
}
