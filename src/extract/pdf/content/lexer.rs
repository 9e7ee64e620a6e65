//! Tokens of content streams and CMaps (PDF 32000-1, 7.2 and 7.3), straight over the bytes.
//!
//! Operands are borrowed where they can be; strings with escapes and hexadecimal strings are decoded into a scratch
//! buffer that the caller clears after each operator. Nothing here fails: what is no token is skipped.

/// A token. Names come as written, without the slash and with `#xx` in place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Token<'a> {
    Number(f64),
    Name(&'a [u8]),
    String(Text<'a>),
    ArrayStart,
    ArrayEnd,
    DictStart,
    DictEnd,
    Word(&'a [u8]),
}

/// A string: a stretch of the stream itself, or of the scratch buffer (start, end).
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Text<'a> {
    Borrowed(&'a [u8]),
    Scratch(usize, usize),
}

impl<'a> Text<'a> {
    /// The bytes of the string; `scratch` is the buffer that the lexer was given.
    pub fn bytes<'b>(self, scratch: &'b [u8]) -> &'b [u8]
    where
        'a: 'b,
    {
        match self {
            Text::Borrowed(bytes) => bytes,
            Text::Scratch(start, end) => scratch.get(start..end).unwrap_or(&[]),
        }
    }
}

/// Literal strings that nest parentheses deeper than this end there.
const MAX_PARENTHESES: usize = 1_000;

/// Walks over the bytes of a stream.
#[derive(Debug, Clone)]
pub struct Lexer<'a> {
    data: &'a [u8],
    at: usize,
}

const REGULAR: u8 = 0;
const SPACE: u8 = 1;
const DELIMITER: u8 = 2;

/// Classes of bytes: PDF 32000-1, tables 1 and 2.
#[expect(
    clippy::indexing_slicing,
    reason = "runs at compile time, where an index out of range is an error of the build"
)]
const CLASSES: [u8; 256] = {
    let mut classes = [REGULAR; 256];
    let mut index = 0;
    while index < 256 {
        classes[index] = match index as u8 {
            0 | 9 | 10 | 12 | 13 | 32 => SPACE,
            b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%' => DELIMITER,
            _ => REGULAR,
        };
        index += 1;
    }
    classes
};

#[inline]
fn class(byte: u8) -> u8 {
    CLASSES.get(usize::from(byte)).copied().unwrap_or(REGULAR)
}

impl<'a> Lexer<'a> {
    pub fn new(data: &'a [u8]) -> Self {
        Self { data, at: 0 }
    }

    /// The bytes that are still to come.
    pub fn rest(&self) -> &'a [u8] {
        self.data.get(self.at..).unwrap_or(&[])
    }

    pub fn skip(&mut self, bytes: usize) {
        self.at = self.at.saturating_add(bytes).min(self.data.len());
    }

    #[inline]
    fn peek(&self) -> Option<u8> {
        self.data.get(self.at).copied()
    }

    /// The next token, or `None` at the end. Decoded strings are appended to `scratch`.
    #[inline]
    pub fn next(&mut self, scratch: &mut Vec<u8>) -> Option<Token<'a>> {
        loop {
            let byte = self.peek()?;
            match byte {
                0 | 9 | 10 | 12 | 13 | 32 => self.at += 1,
                b'0'..=b'9' | b'-' | b'+' | b'.' => return Some(self.number()),
                b'(' => return Some(Token::String(self.literal(scratch))),
                b'[' => {
                    self.at += 1;
                    return Some(Token::ArrayStart);
                }
                b']' => {
                    self.at += 1;
                    return Some(Token::ArrayEnd);
                }
                b'/' => {
                    self.at += 1;
                    return Some(Token::Name(self.regular()));
                }
                b'<' => {
                    self.at += 1;
                    if self.peek() == Some(b'<') {
                        self.at += 1;
                        return Some(Token::DictStart);
                    }
                    return Some(Token::String(self.hexadecimal(scratch)));
                }
                b'>' => {
                    self.at += 1;
                    if self.peek() == Some(b'>') {
                        self.at += 1;
                        return Some(Token::DictEnd);
                    }
                }
                b'%' => self.comment(),
                b')' | b'{' | b'}' => self.at += 1,
                _ => return Some(Token::Word(self.regular())),
            }
        }
    }

    fn comment(&mut self) {
        let rest = self.rest();
        self.skip(memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len()));
    }

    /// The stretch of regular characters from here.
    #[inline]
    fn regular(&mut self) -> &'a [u8] {
        let rest = self.rest();
        let length = rest.iter().position(|&byte| class(byte) != REGULAR).unwrap_or(rest.len());
        self.at += length;
        rest.get(..length).unwrap_or(&[])
    }

    /// A number as producers write it: `--5` is read as -5, `1.2.3` as 1.2, `12-3` as 12; a lone sign is 0. Letters that
    /// follow at once belong to the next word (`0Tc` is seen in the wild).
    #[inline]
    fn number(&mut self) -> Token<'a> {
        let rest = self.rest();
        if let Some((value, length)) = plain_number(rest) {
            self.at += length;
            return Token::Number(value);
        }
        self.odd_number(rest)
    }

    #[cold]
    fn odd_number(&mut self, rest: &[u8]) -> Token<'a> {
        let mut negative = false;
        let mut whole: u64 = 0;
        let mut digits = 0_u32;
        let mut fraction_digits = 0_u32;
        let mut seen_point = false;
        let mut overflow = 0_i32;
        let mut length = 0;
        let mut junk = false;
        for &byte in rest {
            match byte {
                b'0'..=b'9' if junk => {}
                b'0'..=b'9' => {
                    digits += 1;
                    if whole < 1 << 52 {
                        whole = whole * 10 + u64::from(byte - b'0');
                        fraction_digits += u32::from(seen_point);
                    } else if !seen_point {
                        overflow += 1;
                    }
                }
                b'.' if seen_point => junk = true,
                b'.' => seen_point = true,
                b'-' | b'+' if digits == 0 && !seen_point => negative |= byte == b'-',
                b'-' => junk = true,
                _ => break,
            }
            length += 1;
        }
        self.at += length;
        if length == 0 {
            self.at += 1;
        }
        let mut value = whole as f64;
        if fraction_digits > 0 {
            value /= POWERS.get(fraction_digits as usize).copied().unwrap_or(1e18);
        }
        if overflow > 0 {
            value *= 10_f64.powi(overflow.min(300));
        }
        Token::Number(if negative { -value } else { value })
    }

    fn literal(&mut self, scratch: &mut Vec<u8>) -> Text<'a> {
        self.at += 1;
        let rest = self.rest();
        // Most strings are short and hold no escape and no parenthesis.
        if let Some(end) = rest.iter().position(|byte| matches!(byte, b')' | b'\\' | b'(' | b'\r'))
            && let Some((text, [b')', ..])) = rest.split_at_checked(end)
        {
            self.at += end + 1;
            return Text::Borrowed(text);
        }
        let start = scratch.len();
        let mut depth = 0;
        while let Some(byte) = self.peek() {
            self.at += 1;
            match byte {
                b'(' => {
                    depth += 1;
                    if depth > MAX_PARENTHESES {
                        break;
                    }
                    scratch.push(byte);
                }
                b')' if depth == 0 => break,
                b')' => {
                    depth -= 1;
                    scratch.push(byte);
                }
                b'\\' => self.escape(scratch),
                // Any line end within a string is one line feed.
                b'\r' => {
                    if self.peek() == Some(b'\n') {
                        self.at += 1;
                    }
                    scratch.push(b'\n');
                }
                _ => scratch.push(byte),
            }
        }
        Text::Scratch(start, scratch.len())
    }

    fn escape(&mut self, scratch: &mut Vec<u8>) {
        let Some(byte) = self.peek() else { return };
        self.at += 1;
        match byte {
            b'n' => scratch.push(b'\n'),
            b'r' => scratch.push(b'\r'),
            b't' => scratch.push(b'\t'),
            b'b' => scratch.push(8),
            b'f' => scratch.push(12),
            b'0'..=b'7' => {
                let mut value = u32::from(byte - b'0');
                for _ in 0..2 {
                    let Some(digit @ b'0'..=b'7') = self.peek() else { break };
                    value = value * 8 + u32::from(digit - b'0');
                    self.at += 1;
                }
                scratch.push((value & 0xFF) as u8);
            }
            b'\r' => {
                if self.peek() == Some(b'\n') {
                    self.at += 1;
                }
            }
            b'\n' => {}
            _ => scratch.push(byte),
        }
    }

    fn hexadecimal(&mut self, scratch: &mut Vec<u8>) -> Text<'a> {
        let start = scratch.len();
        let mut half: Option<u8> = None;
        while let Some(byte) = self.peek() {
            self.at += 1;
            let digit = match byte {
                b'0'..=b'9' => byte - b'0',
                b'a'..=b'f' => byte - b'a' + 10,
                b'A'..=b'F' => byte - b'A' + 10,
                b'>' => break,
                _ => continue,
            };
            half = match half {
                None => Some(digit),
                Some(high) => {
                    scratch.push(high << 4 | digit);
                    None
                }
            };
        }
        if let Some(high) = half {
            scratch.push(high << 4);
        }
        Text::Scratch(start, scratch.len())
    }
}

/// A number as nearly all are: a sign or none, up to 15 digits with one point or none among them, and then a blank or a
/// delimiter. With it the bytes that it takes.
#[inline]
fn plain_number(bytes: &[u8]) -> Option<(f64, usize)> {
    let negative = bytes.first() == Some(&b'-');
    let mut length = usize::from(negative);
    let (mut whole, mut point) = (0_u64, None);
    let digits_from = length;
    for &byte in bytes.get(length..)? {
        match byte {
            b'0'..=b'9' => whole = whole.wrapping_mul(10).wrapping_add(u64::from(byte - b'0')),
            b'.' if point.is_none() => point = Some(length),
            _ if class(byte) != REGULAR => break,
            _ => return None,
        }
        length += 1;
    }
    let digits = length - digits_from;
    if digits == 0 || digits > PLAIN_DIGITS {
        return None;
    }
    let fraction = point.map_or(0, |point| length - point - 1);
    let value = if fraction == 0 { whole as f64 } else { whole as f64 / POWERS.get(fraction).copied()? };
    Some((if negative { -value } else { value }, length))
}

/// Digits, the point among them, of a number that is exact in 53 bits.
const PLAIN_DIGITS: usize = 15;

const POWERS: [f64; 19] =
    [1.0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18];

/// A name with its `#xx` resolved (PDF 32000-1, 7.3.5); borrowed where there is none.
pub fn decoded_name(name: &[u8]) -> std::borrow::Cow<'_, [u8]> {
    if memchr::memchr(b'#', name).is_none() {
        return std::borrow::Cow::Borrowed(name);
    }
    let mut decoded = Vec::with_capacity(name.len());
    let mut rest = name;
    while let Some((&byte, after)) = rest.split_first() {
        let pair = match (byte, after) {
            (b'#', [high, low, ..]) => char::from(*high).to_digit(16).zip(char::from(*low).to_digit(16)),
            _ => None,
        };
        match pair {
            Some((high, low)) => {
                decoded.push((high << 4 | low) as u8);
                rest = after.get(2..).unwrap_or(&[]);
            }
            None => {
                decoded.push(byte);
                rest = after;
            }
        }
    }
    std::borrow::Cow::Owned(decoded)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn tokens(data: &[u8]) -> Vec<String> {
        let mut lexer = Lexer::new(data);
        let mut scratch = Vec::new();
        let mut found = Vec::new();
        while let Some(token) = lexer.next(&mut scratch) {
            found.push(match token {
                Token::Number(value) => format!("{value}"),
                Token::Name(name) => format!("/{}", String::from_utf8_lossy(name)),
                Token::String(text) => format!("({})", String::from_utf8_lossy(text.bytes(&scratch))),
                Token::ArrayStart => "[".into(),
                Token::ArrayEnd => "]".into(),
                Token::DictStart => "<<".into(),
                Token::DictEnd => ">>".into(),
                Token::Word(word) => String::from_utf8_lossy(word).into_owned(),
            });
        }
        found
    }

    #[test]
    fn tokens_of_every_kind() {
        for (data, want) in [
            ("1 0 0 1 72.5 -700 Tm", "1 0 0 1 72.5 -700 Tm"),
            ("[(A)-120(B)]TJ", "[ (A) -120 (B) ] TJ"),
            ("/F1 12 Tf%comment\r(x)Tj", "/F1 12 Tf (x) Tj"),
            ("<48 65 6C6c 6F>Tj <4>", "(Hello) Tj (@)"),
            ("/P <</MCID 0>>BDC", "/P << /MCID 0 >> BDC"),
            (r"(a\(b\)\\\101\7z) ((nested) ok)", "(a(b)\\A\u{7}z) ((nested) ok)"),
            ("(line\\\nend\r\ntwo)", "(lineend\ntwo)"),
            ("--5 +3 .5 -.5 5. - 1.2.3 12-3 0Tc", "-5 3 0.5 -0.5 5 -0 1.2 12 0 Tc"),
            ("T* ' \" f*", "T* ' \" f*"),
            (") } { > x", "x"),
            ("(open", "(open)"),
            ("100000000000000000000 0.123456789012345678901234567890", "100000000000000000000 0.12345678901234568"),
        ] {
            assert_eq!(tokens(data.as_bytes()).join(" "), want, "{data}");
        }
    }

    #[test]
    fn names_with_number_signs_are_decoded() {
        assert_eq!(decoded_name(b"F#31x#2").as_ref(), b"F1x#2");
        assert_eq!(decoded_name(b"plain").as_ref(), b"plain");
    }

    proptest! {
        #[test]
        fn any_bytes_end_and_strings_stay_in_bounds(data in prop::collection::vec(any::<u8>(), 0..400)) {
            let mut lexer = Lexer::new(&data);
            let mut scratch = Vec::new();
            let mut count = 0;
            while let Some(token) = lexer.next(&mut scratch) {
                count += 1;
                if let Token::String(text) = token {
                    prop_assert!(text.bytes(&scratch).len() <= data.len());
                }
            }
            prop_assert!(count <= data.len());
        }

        #[test]
        fn numbers_survive_printing(value in -1e6..1e6_f64) {
            let printed = format!("{value:.6} ");
            let mut scratch = Vec::new();
            let Some(Token::Number(read)) = Lexer::new(printed.as_bytes()).next(&mut scratch) else { panic!("no number") };
            prop_assert!((read - value).abs() < 1e-5);
        }

        #[test]
        fn literal_strings_round_trip(text in prop::collection::vec(any::<u8>(), 0..60)) {
            let mut written = vec![b'('];
            for &byte in &text {
                if matches!(byte, b'(' | b')' | b'\\') {
                    written.push(b'\\');
                }
                if byte == b'\r' { written.extend(b"\\r"); } else { written.push(byte); }
            }
            written.push(b')');
            let mut scratch = Vec::new();
            let Some(Token::String(read)) = Lexer::new(&written).next(&mut scratch) else { panic!("no string") };
            prop_assert_eq!(read.bytes(&scratch), &text[..]);
        }
    }
}
