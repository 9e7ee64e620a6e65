//! Markdown in text files: what its marks mean becomes style, and the marks go.

use crate::model::{Line, Place, StyleSpan};
use regex::Regex;
use std::sync::LazyLock;

/// Size that stands for "#", in points; each further "#" is [`SIZE_STEP`] smaller. Only the order matters.
const LARGEST: f32 = 20.0;
const SIZE_STEP: f32 = 1.5;

static LINK: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"!?\[(?P<text>[^\]\[]{1,300})\]\((?P<target>[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)(?:\s+\x22[^\x22]*\x22)?\)",
    )
    .ok()
});
static AUTOLINK: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"<(?P<url>(?:https?://|mailto:)[^>\s]+)>").ok());
static STRONG: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(\*\*|__)(?P<text>\S(?:.*?\S)?)(\*\*|__)").ok());
static EMPHASIS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?P<lead>^|[\s(])([*_])(?P<text>[^\s*_](?:[^*_]*[^\s*_])?)([*_])(?P<tail>$|[\s.,;:)!?])").ok()
});
static ESCAPE: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\\(?P<c>[\\`*_{}\[\]()#+\-.!|<>~])").ok());
static NOTE_MARK: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\[\^(?P<mark>[^\]\s]{1,8})\]").ok());

/// Reads the Markdown of every line of a text file.
pub(crate) fn read(lines: &mut [Line]) {
    for line in lines {
        if !matches!(line.place, Place::Text { .. }) {
            continue;
        }
        heading(line);
        inline(line);
        for cell in &mut line.cells {
            cell.text = plain(&cell.text).0;
        }
    }
}

/// "## Heading ##" becomes a bold line of its own size.
fn heading(line: &mut Line) {
    let depth = line.text.bytes().take_while(|b| *b == b'#').count();
    let Some(rest) = line.text.get(depth..) else { return };
    if !(1..=6).contains(&depth) || !rest.starts_with(' ') {
        return;
    }
    let text = rest.trim().trim_end_matches('#').trim_end().to_owned();
    line.text = text;
    line.styles = vec![span(line.text.len(), LARGEST - SIZE_STEP * depth as f32, true)];
}

fn inline(line: &mut Line) {
    if !line.text.contains(['*', '_', '[', '<', '\\']) {
        return;
    }
    let (text, wholly_bold) = plain(&line.text);
    let size = line.styles.first().map_or(0.0, |style| style.size);
    let bold = wholly_bold || line.styles.first().is_some_and(|style| style.bold);
    if text.len() != line.text.len() {
        line.text = text;
    }
    if bold {
        line.styles = vec![span(line.text.len(), size, true)];
    }
    lift_note_marks(line);
}

/// The text without Markdown, and whether all of it was strong.
fn plain(text: &str) -> (String, bool) {
    let text = swap(&LINK, &swap(&AUTOLINK, text, "$url"), "$text");
    let strong_out = swap(&STRONG, &text, "$text");
    let bare = text.trim().trim_start_matches(['-', ' ']).trim_end_matches(':');
    let fenced = |fence: &str| bare.starts_with(fence) && bare.ends_with(fence);
    let strong = strong_out != text && (fenced("**") || fenced("__"));
    let text = if strong_out.contains("://") { strong_out } else { swap(&EMPHASIS, &strong_out, "$lead$text$tail") };
    (swap(&ESCAPE, &text, "$c"), strong)
}

fn swap(regex: &LazyLock<Option<Regex>>, text: &str, with: &str) -> String {
    regex.as_ref().map_or_else(|| text.to_owned(), |regex| regex.replace_all(text, with).into_owned())
}

/// A bracket with a caret is a footnote mark; at the start of a line it opens the note.
fn lift_note_marks(line: &mut Line) {
    let Some(regex) = NOTE_MARK.as_ref() else { return };
    while let Some(found) = regex.captures(&line.text) {
        let (Some(whole), Some(mark)) = (found.get(0), found.name("mark")) else { return };
        let raised = crate::model::RaisedMark {
            offset: u32::try_from(whole.start()).unwrap_or(0),
            text: mark.as_str().to_owned(),
        };
        let range = whole.range();
        if range.start == 0 {
            line.role = crate::model::LineRole::Footnote;
        }
        line.text.replace_range(range, "");
        if line.role == crate::model::LineRole::Footnote {
            line.text = line.text.trim_start_matches([':', ' ']).to_owned();
        }
        line.marks.push(raised);
    }
}

fn span(end: usize, size: f32, bold: bool) -> StyleSpan {
    StyleSpan { end: u32::try_from(end).unwrap_or(u32::MAX), size, bold, italic: false, fixed: false, font: 0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::LineRole;
    use crate::segment::testing::text_lines;

    fn one(text: &str) -> Line {
        let mut lines = text_lines(text);
        read(&mut lines);
        lines.remove(0)
    }

    #[test]
    fn marks_become_style_and_go() {
        let line = one("## Next steps ##");
        assert_eq!((line.text.as_str(), line.styles[0].bold), ("Next steps", true));
        assert_eq!(one("See <https://example.org/a_b_c>.").text, "See https://example.org/a_b_c.");
        assert_eq!(
            one("a new state called **Not assessed**, for those").text,
            "a new state called Not assessed, for those"
        );
        assert_eq!(one("The [full report](https://example.org/r.pdf) is online").text, "The full report is online");
        assert!(one("**Discussion**").styles[0].bold);
    }

    /// A short paper has as many headings as paragraphs: their marks speak all the same.
    #[test]
    fn marked_headings_need_no_style_and_no_company() {
        let paper = "# Views on the last forum\n\n## What worked well\n\n1. The venue was liked.\n\n## What did not\n\n\
                     2. The sound was not.\n\n## 3. We should meet less\n\nOnce a year is enough.\n";
        let document = crate::segment::segment(crate::segment::testing::text_document(paper));
        let headings: Vec<&str> = document
            .blocks
            .iter()
            .filter(|block| block.block_type == crate::model::BlockType::Heading)
            .map(|block| block.text.as_str())
            .collect();
        assert_eq!(headings, ["What worked well", "What did not", "We should meet less"]);
    }

    #[test]
    fn underscores_in_addresses_and_brackets_in_text_stay() {
        assert_eq!(one("https://example.org/d/1_BK4_x/edit").text, "https://example.org/d/1_BK4_x/edit");
        assert_eq!(one("as agreed [summary here] today").text, "as agreed [summary here] today");
        assert_eq!(one("a \\(small\\) point").text, "a (small) point");
    }

    #[test]
    fn note_marks_are_lifted() {
        let line = one("The report[^1] was adopted.");
        assert_eq!(line.text, "The report was adopted.");
        assert_eq!((line.marks[0].offset, line.marks[0].text.as_str()), (10, "1"));
        assert_eq!(one("[^1]: Adopted in May.").role, LineRole::Footnote);
    }
}
