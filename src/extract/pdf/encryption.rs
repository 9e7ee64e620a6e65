//! Encryption dictionaries put into the one form that lopdf reads: an object of its own, with nothing in it by reference.
//!
//! Writers may put the dictionary into the trailer, and its parts, `/CF` above all, into objects (PDF 32000-1, 7.5.5 and
//! 7.6.5). The file then gets a dictionary written out in full, added as an update at its end, so that nothing moves.

use super::content::lexer::{Lexer, Token};
use crate::text::digest::push_hex;
use lopdf::xref::XrefEntry;
use lopdf::{Document, Object, ObjectId};
use std::fmt::Write as _;

/// References within references, at most.
const MAX_DEPTH: usize = 4;
/// Tokens of the dictionary, at most; a usual one has about fifty.
const MAX_TOKENS: usize = 2_000;

/// The file with its encryption dictionary written out, if it is encrypted and the dictionary has another form.
pub fn written_out(bytes: &[u8], document: &Document) -> Option<Vec<u8>> {
    if !document.was_encrypted() && !document.trailer.has(b"Encrypt") {
        return None;
    }
    let bytes = bytes.get(memchr::memmem::find(bytes, b"%PDF-")?..)?;
    let mut lexer = Lexer::new(bytes.get(after_key(bytes)?..)?);
    let mut copy = Copy { bytes, document, text: String::new(), tokens: 0, followed: 0 };
    let mut scratch = Vec::new();
    let size = document.trailer.get(b"Size").and_then(Object::as_i64).ok()?;
    let (id, size) = match lexer.next(&mut scratch)? {
        Token::Number(number) => {
            let Some(Token::Number(generation)) = lexer.next(&mut scratch) else { return None };
            let id = (number as u32, generation as u16);
            copy.object(id, 0)?;
            if copy.followed == 0 {
                return None;
            }
            (id, size)
        }
        Token::DictStart => {
            copy.text.push_str("<< ");
            copy.tokens(&mut lexer, 1, 0)?;
            ((u32::try_from(size).ok()?, 0), size + 1)
        }
        _ => return None,
    };
    Some(updated(bytes, document, id, size, &copy.text))
}

/// Where the last `/Encrypt` of the file ends.
fn after_key(bytes: &[u8]) -> Option<usize> {
    const KEY: &[u8] = b"/Encrypt";
    let mut ends = memchr::memmem::rfind_iter(bytes, KEY).map(|at| at + KEY.len());
    ends.find(|&end| bytes.get(end).is_some_and(|byte| !byte.is_ascii_alphanumeric()))
}

/// Writes tokens as they are, and objects in place of the references to them.
struct Copy<'a> {
    bytes: &'a [u8],
    document: &'a Document,
    text: String,
    tokens: usize,
    /// References that were followed.
    followed: usize,
}

impl Copy<'_> {
    /// Copies an object.
    fn object(&mut self, (number, generation): ObjectId, depth: usize) -> Option<()> {
        let XrefEntry::Normal { offset, generation: found } = *self.document.reference_table.get(number)? else {
            return None;
        };
        if depth > MAX_DEPTH || found != generation {
            return None;
        }
        let rest = self.bytes.get(offset as usize..)?;
        let start = memchr::memmem::find(rest, b"obj")? + b"obj".len();
        let end = memchr::memmem::find(rest, b"endobj").unwrap_or(rest.len());
        self.tokens(&mut Lexer::new(rest.get(start..end)?), 0, depth)
    }

    /// Copies tokens up to the end, or up to the end of the dictionary in which they stand, `open` dictionaries deep.
    fn tokens(&mut self, lexer: &mut Lexer<'_>, mut open: usize, depth: usize) -> Option<()> {
        let inside = open > 0;
        let mut scratch = Vec::new();
        // Where the numbers stand that may turn out to be a reference.
        let mut numbers: [Option<(usize, f64)>; 2] = [None, None];
        while let Some(token) = lexer.next(&mut scratch) {
            self.tokens += 1;
            if self.tokens > MAX_TOKENS {
                return None;
            }
            let at = self.text.len();
            match token {
                Token::Word(b"R") => {
                    let [Some((start, number)), Some((_, generation))] = numbers else { return None };
                    self.text.truncate(start);
                    self.followed += 1;
                    self.object((number as u32, generation as u16), depth + 1)?;
                }
                Token::Number(value) => {
                    let _ = write!(self.text, "{value} ");
                    numbers = [numbers[1], Some((at, value))];
                    continue;
                }
                Token::Name(name) => {
                    let _ = write!(self.text, "/{} ", std::str::from_utf8(name).ok()?);
                }
                Token::String(text) => {
                    hexadecimal(text.bytes(&scratch), &mut self.text);
                    scratch.clear();
                }
                Token::ArrayStart => self.text.push('['),
                Token::ArrayEnd => self.text.push_str("] "),
                Token::DictStart => {
                    open += 1;
                    self.text.push_str("<< ");
                }
                Token::DictEnd => {
                    open = open.saturating_sub(1);
                    self.text.push_str(">> ");
                    if inside && open == 0 {
                        return Some(());
                    }
                }
                Token::Word(word) => {
                    let _ = write!(self.text, "{} ", std::str::from_utf8(word).ok()?);
                }
            }
            numbers = [None, None];
        }
        (!inside).then_some(())
    }
}

/// The file with an update at its end that holds the dictionary as object `id`.
fn updated(bytes: &[u8], document: &Document, id: ObjectId, size: i64, dictionary: &str) -> Vec<u8> {
    let (number, generation) = id;
    let mut file = bytes.to_vec();
    file.push(b'\n');
    let at = file.len();
    let mut text = format!("{number} {generation} obj\n{dictionary}\nendobj\n");
    let table = at + text.len();
    let _ = write!(text, "xref\n{number} 1\n{at:010} {generation:05} n \ntrailer\n<< /Size {size} ");
    for key in ["Root", "ID"] {
        if let Ok(value) = document.trailer.get(key.as_bytes()) {
            let _ = write!(text, "/{key} ");
            plain(value, &mut text);
        }
    }
    let before = document.xref_start;
    let _ = write!(text, "/Encrypt {number} {generation} R /Prev {before} >>\nstartxref\n{table}\n%%EOF\n");
    file.extend_from_slice(text.as_bytes());
    file
}

/// A reference, or an array of strings.
fn plain(object: &Object, out: &mut String) {
    match object {
        Object::Reference((number, generation)) => {
            let _ = write!(out, "{number} {generation} R ");
        }
        Object::String(bytes, _) => hexadecimal(bytes, out),
        Object::Array(items) => {
            out.push('[');
            items.iter().for_each(|item| plain(item, out));
            out.push_str("] ");
        }
        _ => out.push_str("null "),
    }
}

fn hexadecimal(bytes: &[u8], out: &mut String) {
    out.push('<');
    push_hex(out, bytes);
    out.push_str("> ");
}
