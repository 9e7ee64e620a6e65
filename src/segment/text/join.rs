//! Lines become one text, and every byte keeps its way back to the line it came from.

use super::hyphen::{Seam, seam};
use super::words::Words;
use crate::model::{Anchor, BBox, FootnoteRef, Line, Place};
use std::cell::OnceCell;
use std::ops::Range;

/// A block's text under construction.
#[derive(Debug, Clone, Default)]
pub(crate) struct Text {
    /// Single spaces, hyphens resolved.
    pub(crate) text: String,
    /// Footnote marks with their offsets in `text`.
    pub(crate) refs: Vec<FootnoteRef>,
    /// Stretches of `text` that are struck out.
    pub(crate) struck: Vec<[usize; 2]>,
    /// Where each source line begins: (offset in `text`, index of the line in the document).
    starts: Vec<(usize, usize)>,
    /// Number of words, counted when it is first asked for: roles ask again and again.
    words: OnceCell<usize>,
}

/// A line to join: its index in the document, the byte from which it counts, and whether it fills its column.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Part {
    /// Index into the document's lines.
    pub(crate) line: usize,
    /// Bytes of its text that belong to the mark, not to the block.
    pub(crate) skip: usize,
    /// No further word would have fitted.
    pub(crate) full: bool,
}

/// Joins lines into one text.
pub(crate) fn join(parts: &[Part], lines: &[Line], words: &Words) -> Text {
    let mut joined = Text::default();
    let mut above_full = false;
    for part in parts {
        let Some(line) = lines.get(part.line) else { continue };
        joined.push(line, *part, above_full, words);
        above_full = part.full;
    }
    joined.finish();
    joined
}

impl Text {
    /// Number of words.
    pub(crate) fn words(&self) -> usize {
        *self.words.get_or_init(|| self.text.split_whitespace().count())
    }

    fn push(&mut self, line: &Line, part: Part, above_full: bool, words: &Words) {
        let piece = clean(line.text.get(part.skip..).unwrap_or_default());
        if piece.is_empty() && line.marks.is_empty() {
            // A number on a line of its own is on the page there, whether or not text comes below it.
            self.starts.push((self.text.len(), part.line));
            return;
        }
        if !self.text.is_empty() && !piece.is_empty() {
            match seam(&self.text, &piece, above_full, words) {
                Seam::Space => self.text.push(' '),
                Seam::Touch => {}
                Seam::DropHyphen => {
                    self.text.pop();
                }
            }
        }
        let start = self.text.len();
        self.starts.push((start, part.line));
        self.text.push_str(&piece);
        self.strike(line, part.skip, start);
        for mark in &line.marks {
            let offset = mark.offset as usize;
            if offset < part.skip {
                continue;
            }
            let before = clean_open(line.text.get(part.skip..offset.min(line.text.len())).unwrap_or_default());
            let offset = (start + before.trim_end().len()).min(self.text.len());
            let marks = adjacent(&mark.text).into_iter().map(|mark| FootnoteRef { mark: mark.to_owned(), offset });
            self.refs.extend(marks);
        }
    }

    /// Notes what of a line is struck out, by its places in the text; what touches is one stretch.
    fn strike(&mut self, line: &Line, skip: usize, start: usize) {
        for [from, to] in &line.struck {
            let place = |offset: u32| {
                let before = clean_open(line.text.get(skip..(offset as usize).max(skip)).unwrap_or_default());
                (start + before.len()).min(self.text.len())
            };
            let (from, to) = (place(*from), place(*to));
            match self.struck.last_mut().filter(|last| from <= last[1] + 1) {
                Some(last) => last[1] = to.max(last[1]),
                None if from < to => self.struck.push([from, to]),
                None => {}
            }
        }
    }

    /// Takes a blank out that a raised mark left before punctuation, and a soft hyphen from the end.
    fn finish(&mut self) {
        while self.text.ends_with(['\u{ad}', ' ']) {
            self.text.pop();
        }
        let mut edits = Vec::new();
        for mark in &self.refs {
            let Some(tail) = self.text.get(mark.offset..) else { continue };
            let trimmed = tail.trim_start();
            if trimmed.len() < tail.len() && trimmed.starts_with([',', '.', ';', ':', ')', '!', '?', '”', '’']) {
                edits.push((mark.offset..mark.offset + tail.len() - trimmed.len(), String::new()));
            }
        }
        edits.dedup();
        self.edit(&edits);
    }

    /// Replaces stretches of the text, in ascending order and apart from each other; all offsets move along.
    pub(crate) fn edit(&mut self, edits: &[(Range<usize>, String)]) {
        if edits.is_empty() {
            return;
        }
        self.words = OnceCell::new();
        let mut out = String::with_capacity(self.text.len());
        let mut at = 0;
        let mut moved: Vec<(usize, isize)> = Vec::new();
        for (range, with) in edits {
            let (Some(kept), Some(_)) = (self.text.get(at..range.start), self.text.get(range.clone())) else {
                continue;
            };
            out.push_str(kept);
            out.push_str(with);
            at = range.end;
            moved.push((range.end, out.len() as isize - range.end as isize));
        }
        out.push_str(self.text.get(at..).unwrap_or_default());
        let shift = |offset: usize| {
            let index = moved.partition_point(|(end, _)| *end <= offset);
            let by = index.checked_sub(1).and_then(|i| moved.get(i)).map_or(0, |(_, by)| *by);
            floor(&out, offset.saturating_add_signed(by))
        };
        for mark in &mut self.refs {
            mark.offset = shift(mark.offset);
        }
        for start in &mut self.starts {
            start.0 = shift(start.0);
        }
        for range in &mut self.struck {
            *range = range.map(shift);
        }
        self.text = out;
    }

    /// The anchors: one for each stretch of lines on one page and in one column, or of lines of a text file.
    pub(crate) fn anchors(&self, lines: &[Line]) -> Vec<Anchor> {
        let mut anchors: Vec<(Anchor, (f32, f32))> = Vec::new();
        for (start, index) in &self.starts {
            let Some(line) = lines.get(*index) else { continue };
            match line.place {
                Place::Page { page, bbox, .. } => {
                    let corners = [bbox.left, bbox.top, bbox.right, bbox.bottom];
                    if let Some((last, column)) = anchors.last_mut()
                        && last.page == Some(page)
                        && *column == line.column
                        && let Some(seen) = last.bbox.as_mut()
                        && bbox.top >= seen[1]
                    {
                        *seen = union(*seen, bbox);
                    } else {
                        anchors.push((
                            Anchor {
                                page: Some(page),
                                bbox: Some(corners),
                                span: [*start, *start],
                                lines: None,
                                at: None,
                            },
                            line.column,
                        ));
                    }
                }
                Place::Text { line: number } => {
                    if let Some((Anchor { lines: Some(range), .. }, _)) = anchors.last_mut() {
                        range[1] = number.max(range[1]);
                    } else {
                        anchors.push((
                            Anchor {
                                page: None,
                                bbox: None,
                                span: [*start, *start],
                                lines: Some([number, number]),
                                at: None,
                            },
                            line.column,
                        ));
                    }
                }
            }
        }
        let mut anchors: Vec<Anchor> = anchors.into_iter().map(|(anchor, _)| anchor).collect();
        let mut end = self.text.len();
        for anchor in anchors.iter_mut().rev() {
            anchor.span[1] = end;
            end = anchor.span[0];
        }
        if let Some(first) = anchors.first_mut() {
            first.span[0] = 0;
        }
        anchors
    }

    /// The line in which an offset stands.
    pub(crate) fn line_at(&self, offset: usize) -> Option<usize> {
        let index = self.starts.partition_point(|(start, _)| *start <= offset);
        self.starts.get(index.saturating_sub(1)).map(|(_, line)| *line)
    }
}

/// "1,2" are two marks side by side.
fn adjacent(mark: &str) -> Vec<&str> {
    let parts: Vec<&str> = mark.split([',', ';', ' ']).filter(|part| !part.is_empty()).collect();
    let all_numbers = parts.iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
    if parts.len() > 1 && all_numbers { parts } else { vec![mark] }
}

fn union(seen: [f32; 4], with: BBox) -> [f32; 4] {
    [seen[0].min(with.left), seen[1].min(with.top), seen[2].max(with.right), seen[3].max(with.bottom)]
}

/// The nearest character boundary at or before an offset.
fn floor(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

/// A line's text with single blanks, without invisible characters, ligatures spelt out; a soft hyphen stays at its end only.
pub(crate) fn clean(text: &str) -> String {
    let mut out = clean_open(text.trim_start());
    while out.ends_with(' ') {
        out.pop();
    }
    out
}

fn clean_open(text: &str) -> String {
    // Nearly all lines are clean.
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) && !text.starts_with(' ') && !text.contains("  ") {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let end = text.trim_end().len();
    for (at, c) in text.char_indices() {
        match c {
            '\u{ad}' if at + c.len_utf8() < end => {}
            '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2064}'
            | '\u{2066}'..='\u{2069}'
            | '\u{feff}' => {}
            'ﬀ' => out.push_str("ff"),
            'ﬁ' => out.push_str("fi"),
            'ﬂ' => out.push_str("fl"),
            'ﬃ' => out.push_str("ffi"),
            'ﬄ' => out.push_str("ffl"),
            'ﬅ' | 'ﬆ' => out.push_str("st"),
            c if c.is_whitespace() => {
                if !out.ends_with(' ') && !out.is_empty() {
                    out.push(' ');
                }
            }
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::segment::testing::text_lines;

    fn joined(source: &str) -> Text {
        let lines = text_lines(source);
        let words = Words::of(source.lines());
        let parts: Vec<Part> = (0..lines.len()).map(|line| Part { line, skip: 0, full: true }).collect();
        join(&parts, &lines, &words)
    }

    #[test]
    fn lines_become_one_text_with_single_blanks() {
        assert_eq!(joined("The  group\nmet\u{a0}in\u{200b} Geneva.").text, "The group met in Geneva.");
        assert_eq!(joined("a con-\nsultation").text, "a consultation");
        assert_eq!(joined("o\u{ad}pen of\u{fb01}ce").text, "open office");
    }

    #[test]
    fn struck_words_keep_their_places_over_lines_and_edits() {
        let mut lines = text_lines("The office in Bergen\ncloses in May.");
        lines[0].struck = vec![[11, 20]];
        lines[1].struck = vec![[0, 6]];
        let parts: Vec<Part> = (0..2).map(|line| Part { line, skip: 0, full: true }).collect();
        let mut text = join(&parts, &lines, &Words::of(lines.iter().map(|line| line.text.as_str())));
        assert_eq!(text.struck, [[11, 27]]);
        text.edit(&[(0..4, String::new())]);
        assert_eq!(text.text.get(text.struck[0][0]..text.struck[0][1]), Some("in Bergen closes"));
    }

    #[test]
    fn anchors_lead_back_to_the_lines() {
        let text = joined("one two\nthree");
        let anchors = text.anchors(&text_lines("one two\nthree"));
        assert_eq!(anchors.len(), 1);
        assert_eq!(anchors[0].lines, Some([1, 2]));
        assert_eq!(anchors[0].span, [0, text.text.len()]);
        assert_eq!(text.line_at(0), Some(0));
        assert_eq!(text.line_at(8), Some(1));
    }

    #[test]
    fn edits_move_offsets_along() {
        let mut text = joined("J\u{101} nis spoke\nagain");
        text.refs.push(FootnoteRef { mark: "1".into(), offset: text.text.len() });
        text.edit(&[(3..4, String::new())]);
        assert_eq!(text.text, "J\u{101}nis spoke again");
        assert_eq!(text.refs[0].offset, text.text.len());
        assert_eq!(text.line_at(13), Some(1));
    }

    #[test]
    fn marks_side_by_side_are_several() {
        assert_eq!(adjacent("2,3"), ["2", "3"]);
        assert_eq!(adjacent("a,b"), ["a,b"]);
    }
}
