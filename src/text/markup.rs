//! Text inside HTML, XML and links: nothing in it takes effect as markup.

use std::fmt::Write as _;

/// Text as HTML and XML show it, also within quotes: markup escaped, characters that have no form there left out, line ends kept.
#[must_use]
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\u{fffe}' | '\u{ffff}' => {}
            _ if character.is_control() && character != '\n' => {}
            _ => out.push(character),
        }
    }
    out
}

/// A link that may stand in Markdown or HTML: http or https, with the characters that would end it encoded.
#[must_use]
pub fn link_target(url: &str) -> Option<String> {
    let lower = url.get(..8).unwrap_or(url).to_ascii_lowercase();
    if !lower.starts_with("http://") && !lower.starts_with("https://") {
        return None;
    }
    let mut out = String::with_capacity(url.len());
    for character in url.chars() {
        match character {
            ' ' | '(' | ')' | '<' | '>' | '"' | '\'' | '\\' | '`' | '[' | ']' | '|' | '*' | '_' | '^' | '{' | '}' => {
                // Writing to a String cannot fail.
                let _ = write!(out, "%{:02X}", u32::from(character));
            }
            _ if character.is_control() => {}
            _ => out.push(character),
        }
    }
    Some(out)
}

/// A path as part of a URL or URN (RFC 3986): every byte that is neither unreserved nor a slash is percent-encoded.
#[must_use]
pub fn percent_encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'/') {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_stays_text() {
        assert_eq!(escaped("<b a='1'>\"&\"\u{1b}\u{ffff}\n"), "&lt;b a=&#39;1&#39;&gt;&quot;&amp;&quot;\n");
    }

    #[test]
    fn only_links_of_the_web_are_links() {
        assert_eq!(link_target("https://e.org/a (b).pdf#page=3").unwrap(), "https://e.org/a%20%28b%29.pdf#page=3");
        assert_eq!(link_target("file:///etc/passwd"), None);
        assert_eq!(link_target("javascript:alert(1)"), None);
        assert_eq!(link_target("é"), None);
    }

    #[test]
    fn what_may_not_stand_is_encoded_byte_by_byte() {
        assert_eq!(percent_encoded("a b/é#1"), "a%20b/%C3%A9%231");
    }
}
