//! Blanks that stand inside addresses and are none of theirs.

use super::join::Text;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// Blanks in an address where a typesetter let it break or stretch: behind the scheme, before the ending of a file.
static STRAY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"https?:(?P<scheme> +)//|https?://(?P<host> +)[a-z0-9]|(?:://|www\.)\S*\.(?P<ending> +)(?:pdf|html?|docx?|xlsx?|aspx?|php)\b").ok()
});

/// Takes stray blanks out of the addresses of a text.
pub(crate) fn mend(text: &mut Text) {
    // A scheme that is parted twice is whole only after the second look.
    for _ in 0..2 {
        let edits: Vec<(Range<usize>, String)> =
            stray(&text.text).into_iter().map(|blank| (blank, String::new())).collect();
        text.edit(&edits);
    }
}

/// Where the stray blanks stand.
fn stray(text: &str) -> Vec<Range<usize>> {
    let Some(regex) = STRAY.as_ref().filter(|_| text.contains("http") || text.contains("www.")) else {
        return Vec::new();
    };
    let groups = ["scheme", "host", "ending"];
    let found = regex.captures_iter(text);
    found.filter_map(|found| groups.iter().find_map(|name| found.name(name)).map(|blank| blank.range())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stray_blanks_leave_addresses() {
        let mended = |text: &str| {
            let mut mended = Text::default();
            mended.text.push_str(text);
            mend(&mut mended);
            mended.text
        };
        assert_eq!(mended("(see http: // www.example.org/a). The"), "(see http://www.example.org/a). The");
        assert_eq!(mended("at https://example.org/corr1_en. pdf and"), "at https://example.org/corr1_en.pdf and");
        assert_eq!(mended("at https://example.org/a. The pdf is"), "at https://example.org/a. The pdf is");
        assert_eq!(mended("no address. pdf"), "no address. pdf");
    }
}
