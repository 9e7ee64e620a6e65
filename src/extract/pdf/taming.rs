//! Dictionaries that lopdf leaves out for one value that is none: `nan`, `1e30`, arrays nested without end. As other readers do, the
//! value alone is given up and the rest is read. Every byte stays in its place.

/// Arrays and dictionaries within each other beyond this are given up: lopdf reads a hundred, no page needs ten.
const DEEPEST: usize = 64;

/// Words that stand for something.
const KEYWORDS: [&[u8]; 8] = [b"true", b"false", b"null", b"R", b"obj", b"endobj", b"stream", b"endstream"];

/// Gives up what is no value in the text of an object.
pub fn tame(object: &mut [u8]) {
    let mut depth = 0_usize;
    // Where what is given up began.
    let mut given_up: Option<usize> = None;
    let mut at = 0;
    while let Some(&byte) = object.get(at) {
        let end = end_of_token(object, at);
        match byte {
            b'[' => depth += 1,
            b'<' if end == at + 2 && object.get(at + 1) == Some(&b'<') => depth += 1,
            b']' | b'>' if byte == b']' || object.get(at + 1) == Some(&b'>') => {
                depth = depth.saturating_sub(1);
                if depth <= DEEPEST
                    && let Some(start) = given_up.take()
                {
                    replace(object, start, end);
                }
            }
            b'/' | b'(' | b'<' | b'%' => {}
            _ if is_regular(byte) && given_up.is_none() && !is_value(object.get(at..end).unwrap_or_default()) => {
                replace(object, at, end);
            }
            _ => {}
        }
        if depth > DEEPEST && given_up.is_none() {
            given_up = Some(at);
        }
        at = end;
    }
    if let Some(start) = given_up {
        replace(object, start, object.len());
    }
}

/// Where the token that begins here ends; a blank is one.
fn end_of_token(object: &[u8], at: usize) -> usize {
    let rest = object.get(at..).unwrap_or_default();
    let until = |is_end: fn(u8) -> bool, from: usize| {
        rest.iter().skip(from).position(|byte| is_end(*byte)).map_or(rest.len(), |found| from + found)
    };
    let length = match rest {
        [b'<', b'<', ..] | [b'>', b'>', ..] => 2,
        [b'<', ..] => until(|byte| byte == b'>', 1) + 1,
        [b'(', ..] => literal(rest),
        [b'%', ..] => until(|byte| matches!(byte, b'\r' | b'\n'), 1),
        [b'/', ..] => until(|byte| !is_regular(byte), 1),
        [byte, ..] if is_regular(*byte) => until(|byte| !is_regular(byte), 1),
        _ => 1,
    };
    at + length.min(rest.len())
}

/// Bytes of the literal string that begins here.
fn literal(rest: &[u8]) -> usize {
    let (mut open, mut is_escaped) = (0_usize, false);
    for (at, byte) in rest.iter().enumerate() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = true,
            b'(' => open += 1,
            b')' if open == 1 => return at + 1,
            b')' => open -= 1,
            _ => {}
        }
    }
    rest.len()
}

fn is_regular(byte: u8) -> bool {
    !matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%' | 0 | 9 | 10 | 12 | 13 | b' ')
}

fn is_value(word: &[u8]) -> bool {
    let digits = word.strip_prefix(b"-").or_else(|| word.strip_prefix(b"+")).unwrap_or(word);
    let is_number = digits.iter().any(u8::is_ascii_digit)
        && digits.iter().all(|byte| byte.is_ascii_digit() || *byte == b'.')
        && digits.iter().filter(|byte| **byte == b'.').count() <= 1;
    is_number || KEYWORDS.contains(&word)
}

/// Puts a value that says nothing in the place of these bytes.
fn replace(object: &mut [u8], start: usize, end: usize) {
    let Some(place) = object.get_mut(start..end) else { return };
    let nothing: &[u8] = if place.len() >= 4 { b"null" } else { b"0" };
    let blanks = std::iter::repeat(&b' ');
    place.iter_mut().zip(nothing.iter().chain(blanks)).for_each(|(byte, new)| *byte = *new);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tamed(text: &str) -> String {
        let mut bytes = text.as_bytes().to_vec();
        tame(&mut bytes);
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn a_value_that_is_none_is_given_up_alone() {
        assert_eq!(tamed("3 0 obj <</CropBox[nan inf 0 0]/A 4 0 R>>"), "3 0 obj <</CropBox[0   0   0 0]/A 4 0 R>>");
        assert_eq!(tamed("<</UserUnit 1e30/Rotate 1e300>>"), "<</UserUnit null/Rotate null >>");
        assert_eq!(tamed("<</MediaBox[-1e30 0 1.5 -.5]/B true>>"), "<</MediaBox[null  0 1.5 -.5]/B true>>");
    }

    #[test]
    fn strings_names_and_comments_stay() {
        let text = "<</Title(nan \\( [[ (in) x)/nan<6e616e>/B[/inf]% nan [[[[\n>>";
        assert_eq!(tamed(text), text);
    }

    #[test]
    fn what_nests_without_end_is_one_empty_value() {
        for (open, close) in [("[", "]"), ("<</A ", ">>")] {
            let deep = format!("<</X {}1{}/Y 2>>", open.repeat(100_000), close.repeat(100_000));
            let tamed = tamed(&deep);
            assert_eq!(tamed.len(), deep.len());
            assert_eq!(tamed.matches(open).count(), DEEPEST - 1, "{open}");
            assert!(tamed.ends_with("/Y 2>>"));
        }
        assert_eq!(tamed(&"[".repeat(100)).matches('[').count(), DEEPEST, "open to the end");
    }
}
