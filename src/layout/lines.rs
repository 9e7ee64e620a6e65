//! Fragments of a region joined to lines: text with its words, styles and raised marks.

use super::accents;
use super::bidi;
use super::characters::{composed, is_ignorable};
use super::fragment::Fragment;
use super::fragments::along;
use super::letters::{Frame, Letter, LetterKind, extent};
use super::marks;
use super::spaces::Spacing;
use super::strokes::Stroke;
use super::struck;
use crate::budget;
use crate::model::{BBox, Font, Line, LineRole, Place, RaisedMark, StyleSpan, Word};

/// Fragments whose baselines differ by less (ems of the smaller) are of one line.
const SAME_LINE: f32 = 0.3;
/// Fragments that overlap by more ems do not stand side by side.
const OVERLAP: f32 = 0.6;
/// Fragments on a line that are asked whether another stands over them.
const MOST_ON_LINE: usize = 512;
/// Raised by so many ems, and no larger than [`RAISED_SIZE`] of the line, a letter is a superscript.
const RAISED: f32 = 0.12;
const RAISED_SIZE: f32 = 0.87;

/// What lines are written from: one sheet of one page.
pub(super) struct Writer<'a> {
    /// The page's number.
    pub page: u32,
    /// Width and height of the page.
    pub size: (f32, f32),
    /// The page's text.
    pub text: &'a str,
    /// The document's fonts.
    pub fonts: &'a [Font],
    /// Frame of the sheet.
    pub frame: Frame,
    /// Whether the sheet's text was recognised in a picture.
    pub recognised: bool,
    /// The sheet's letters, fragment by fragment.
    pub letters: &'a [Letter],
    /// Rules that strike text out.
    pub struck: &'a [Stroke],
    /// Reused from line to line.
    pub scratch: Vec<Letter>,
    /// Whether the line written last was tagged as an artifact by the producer.
    pub artifact: bool,
}

/// Groups fragments to lines, from top to bottom; each group is sorted from left to right.
pub(super) fn group(fragments: &mut [Fragment]) -> Vec<std::ops::Range<usize>> {
    fragments.sort_by(|a, b| a.base.total_cmp(&b.base).then_with(|| a.left.total_cmp(&b.left)));
    let mut groups: Vec<std::ops::Range<usize>> = Vec::new();
    let mut start = 0;
    let mut base: Option<(f32, f32)> = None;
    for (fragment, at) in fragments.iter().zip(0..) {
        budget::ask();
        let joins = base.is_some_and(|(base, size)| fragment.base - base <= SAME_LINE * size.min(fragment.size));
        let size = base.map_or(fragment.size, |(_, size)| size.min(fragment.size));
        let overlaps = || {
            // On one baseline, as nearly always, nothing stands above anything.
            let first = fragments.get(start).map_or(fragment.base, |first| first.base);
            if fragment.base - first <= 0.5 * SAME_LINE * size {
                return false;
            }
            let group = fragments.get(start..at.min(start + MOST_ON_LINE)).unwrap_or_default();
            let reach = OVERLAP * fragment.size;
            group.iter().any(|other| {
                fragment.left < other.right - reach
                    && other.left < fragment.right - reach
                    && (fragment.base - other.base).abs() > 0.5 * SAME_LINE * other.size
            })
        };
        if joins && !overlaps() {
            // The baseline of the widest fragment counts: small ones may wander.
            continue;
        }
        if at > start {
            groups.push(start..at);
        }
        start = at;
        base = Some((fragment.base, fragment.size));
    }
    if fragments.len() > start {
        groups.push(start..fragments.len());
    }
    for group in &groups {
        let group = fragments.get_mut(group.clone()).unwrap_or_default();
        group.sort_by(|a, b| a.left.total_cmp(&b.left).then_with(|| a.base.total_cmp(&b.base)));
    }
    groups
}

impl Writer<'_> {
    /// Writes fragments that stand on one line, sorted from left to right, as a line of the body.
    pub fn write(&mut self, fragments: &[Fragment]) -> Line {
        // Most lines are one fragment of ASCII, which runs to the right, and need no copy to be put in order.
        if let [fragment] = fragments
            && let Some(letters) = self.letters.get(fragment.first as usize..fragment.last as usize)
            && letters.iter().all(|letter| letter.kind != LetterKind::Again && letter.ascii(self.text).is_some())
        {
            self.artifact = are_artifacts(letters);
            return self.write_letters(letters, main_fragment(fragments));
        }
        let mut letters = std::mem::take(&mut self.scratch);
        letters.clear();
        for fragment in fragments {
            let range = fragment.first as usize..fragment.last as usize;
            letters.extend(self.letters.get(range).unwrap_or_default().iter().filter(|l| l.kind != LetterKind::Again));
        }
        if fragments.len() > 1 && !letters.is_sorted_by(|a, b| a.left <= b.left) {
            letters.sort_by(|a, b| along(a, b, self.text));
        }
        bidi::to_logical(&mut letters, self.text);
        let line = self.write_letters(&letters, main_fragment(fragments));
        self.artifact = are_artifacts(&letters);
        self.scratch = letters;
        line
    }

    /// Writes letters in the order of reading.
    fn write_letters(&self, letters: &[Letter], main: (f32, f32)) -> Line {
        let mut pen = Pen::new(self, main);
        let spacing = Spacing::of(letters, self.text, self.recognised);
        let mut rest = letters;
        while !rest.is_empty() {
            let plain = pen.take_plain(rest, &spacing);
            rest = rest.get(plain..).unwrap_or_default();
            let taken = pen.take(rest, &spacing);
            rest = rest.get(taken..).unwrap_or_default();
        }
        pen.finish()
    }
}

/// Whether the producer tagged all that these letters show as an artifact.
fn are_artifacts(letters: &[Letter]) -> bool {
    letters.iter().all(|letter| letter.artifact || !letter.shows())
}

/// Baseline and size of a line: those of its widest fragment.
fn main_fragment(fragments: &[Fragment]) -> (f32, f32) {
    let width = |fragment: &Fragment| fragment.right - fragment.left;
    let widest = fragments.iter().max_by(|a, b| width(a).total_cmp(&width(b)).then_with(|| b.left.total_cmp(&a.left)));
    widest.map_or((0.0, 1.0), |fragment| (fragment.base, fragment.size))
}

/// Writes one line.
struct Pen<'w, 'a> {
    writer: &'w Writer<'a>,
    base: f32,
    size: f32,
    text: String,
    styles: Vec<StyleSpan>,
    words: Vec<Word>,
    marks: Vec<RaisedMark>,
    bounds: Option<BBox>,
    before: Option<Letter>,
    space: bool,
    blank: bool,
    /// Font, size and baseline of the letter written last, if nothing but such letters changed the styles and the bounds since.
    run: Option<(u16, f32, f32)>,
}

impl<'w, 'a> Pen<'w, 'a> {
    fn new(writer: &'w Writer<'a>, (base, size): (f32, f32)) -> Self {
        Self {
            writer,
            base,
            size,
            text: String::with_capacity(96),
            styles: Vec::with_capacity(2),
            words: Vec::with_capacity(16),
            marks: Vec::new(),
            bounds: None,
            before: None,
            space: false,
            blank: false,
            run: None,
        }
    }

    /// Takes in letters as most are, one of ASCII each, written like the one before them and standing apart from it; says
    /// how many of the first were such.
    fn take_plain(&mut self, letters: &[Letter], spacing: &Spacing) -> usize {
        let (Some((font, size, base)), Some(before), Some(bounds)) = (self.run, &mut self.before, &mut self.bounds)
        else {
            return 0;
        };
        let (Some(word), Some(style)) = (self.words.last().copied(), self.styles.last_mut()) else { return 0 };
        let page = self.writer.text;
        let (mut word, mut last, mut left, mut taken) = (word, &*before, bounds.left, 0);
        for letter in letters {
            let Some(byte) = letter.ascii(page) else { break };
            if letter.kind == LetterKind::Blank {
                self.blank = true;
                taken += 1;
                continue;
            }
            let is_like = letter.font == font && letter.size == size && letter.base == base;
            if !is_like || letter.kind != LetterKind::Visible || last.kind != LetterKind::Visible {
                break;
            }
            let start = self.text.len() as u32;
            if self.space || spacing.is_space(last, letter, self.blank) {
                if let Some(slot) = self.words.last_mut() {
                    *slot = word;
                }
                bounds.right = bounds.right.max(word.right);
                self.text.push(' ');
                word = Word { start: start + 1, end: start + 2, left: letter.left, right: letter.right };
                self.words.push(word);
            } else {
                word.end = start + 1;
                word.left = word.left.min(letter.left);
                word.right = word.right.max(letter.right);
            }
            left = left.min(letter.left);
            self.text.push(char::from(byte));
            (self.space, self.blank) = (false, false);
            last = letter;
            taken += 1;
        }
        if let Some(slot) = self.words.last_mut() {
            *slot = word;
        }
        bounds.left = left;
        bounds.right = bounds.right.max(word.right);
        style.end = self.text.len() as u32;
        *before = *last;
        taken
    }

    /// Takes in the next letter, or the next raised mark; says how many letters it took.
    fn take(&mut self, letters: &[Letter], spacing: &Spacing) -> usize {
        let Some(letter) = letters.first() else { return 1 };
        self.run = None;
        if letter.kind == LetterKind::Blank {
            self.blank = true;
            return 1;
        }
        self.space |= self.before.is_some_and(|before| spacing.is_space(&before, letter, self.blank));
        self.blank = false;
        let length = letters.iter().take_while(|letter| self.is_raised(letter)).count();
        let raised = letters.get(..length).unwrap_or_default();
        let length = raised.iter().rposition(Letter::shows).map_or(0, |last| last + 1);
        let raised = letters.get(..length).unwrap_or_default();
        for letter in raised.iter().chain(if raised.is_empty() { Some(letter) } else { None }) {
            self.bounds_with(letter);
        }
        if let Some(last) = raised.last() {
            match marks::marks(raised, self.writer.text, &self.text) {
                Some(marks) => {
                    let offset = self.text.len() as u32;
                    self.marks.extend(marks.into_iter().map(|text| RaisedMark { offset, text }));
                }
                None => raised.iter().filter(|letter| letter.shows()).for_each(|letter| self.letter(letter)),
            }
            self.before = Some(*last);
            return length;
        }
        self.letter(letter);
        if !self.text.is_empty() {
            self.run = Some((letter.font, letter.size, letter.base));
        }
        1
    }

    fn is_raised(&self, letter: &Letter) -> bool {
        if letter.kind == LetterKind::Superior {
            return true;
        }
        let rise = (self.base - letter.base) / self.size;
        rise >= RAISED && letter.size <= RAISED_SIZE * self.size
            || rise >= 2.0 * RAISED && letter.size <= 1.05 * self.size
    }

    fn bounds_with(&mut self, letter: &Letter) {
        let (ascent, descent) = extent(self.writer.fonts.get(usize::from(letter.font)));
        let (top, bottom) = (letter.base - ascent * letter.size, letter.base + descent * letter.size);
        let bbox = BBox { left: letter.left, top, right: letter.right, bottom };
        self.bounds = Some(self.bounds.map_or(bbox, |bounds| bounds.union(bbox)));
    }

    fn letter(&mut self, letter: &Letter) {
        if self.over_before(letter) {
            return;
        }
        let opens = self.space || self.text.is_empty();
        if self.space && !self.text.is_empty() {
            self.text.push(' ');
        }
        self.space = false;
        let start = self.text.len() as u32;
        let source = letter.text(self.writer.text);
        if source.is_ascii() {
            self.text.push_str(source);
        } else if source == "\u{ad}" {
            // A soft hyphen that is drawn is a hyphen; some fonts have one glyph for both.
            self.text.push('-');
        } else {
            self.text
                .extend(source.chars().filter(|&c| !is_ignorable(c)).map(|c| if c.is_whitespace() { ' ' } else { c }));
        }
        let end = self.text.len() as u32;
        match self.words.last_mut().filter(|_| !opens) {
            Some(word) => {
                word.end = end;
                word.left = word.left.min(letter.left);
                word.right = word.right.max(letter.right);
            }
            None => self.words.push(Word { start, end, left: letter.left, right: letter.right }),
        }
        self.style(letter, start, end);
        self.before = Some(*letter);
    }

    /// Puts an accent on the letter written last, or a letter under the accent written last; says whether it did.
    fn over_before(&mut self, letter: &Letter) -> bool {
        let Some(before) =
            self.before.filter(|before| (before.kind == LetterKind::Accent) != (letter.kind == LetterKind::Accent))
        else {
            return false;
        };
        let (accent, base) = if letter.kind == LetterKind::Accent { (letter, &before) } else { (&before, letter) };
        if !accents::stands_over(accent, base) {
            return false;
        }
        let one = |letter: &Letter| letter.text(self.writer.text).chars().next();
        // What was written last is the letter with all accents that it has by now, or the accent.
        let Some(written) = self.text.chars().next_back() else { return false };
        let pair = if letter.kind == LetterKind::Accent {
            Some(written).zip(one(accent))
        } else {
            one(base).zip(Some(written))
        };
        let Some(whole) = pair.and_then(|(base, accent)| composed(base, accent)) else { return false };
        self.text.pop();
        self.text.push(whole);
        self.space = false;
        let end = self.text.len() as u32;
        if let Some(word) = self.words.last_mut() {
            word.end = end;
            word.right = word.right.max(base.right);
        }
        if let Some(style) = self.styles.last_mut() {
            style.end = end;
        }
        self.before = Some(*base);
        true
    }

    fn style(&mut self, letter: &Letter, start: u32, end: u32) {
        let font = self.writer.fonts.get(usize::from(letter.font));
        let style = StyleSpan {
            end,
            size: letter.size,
            bold: font.is_some_and(|font| font.bold),
            italic: font.is_some_and(|font| font.italic),
            fixed: font.is_some_and(|font| font.fixed),
            font: letter.font,
        };
        if let Some(last) = self.styles.last_mut() {
            if last.font == style.font && (last.size - style.size).abs() < 0.01 {
                last.end = end;
                return;
            }
            last.end = start;
        }
        self.styles.push(style);
    }

    fn finish(self) -> Line {
        let bounds = self.bounds.unwrap_or_default();
        let (width, height) = self.writer.size;
        let bbox = within(self.writer.frame.leave_box(bounds), width, height);
        let (_, baseline) = self.writer.frame.leave(bounds.left, self.base);
        let struck = match self.writer.struck {
            [] => Vec::new(),
            rules => struck::ranges(&self.words, rules, self.base, self.size),
        };
        Line {
            text: self.text,
            place: Place::Page { page: self.writer.page, bbox, baseline: baseline.clamp(0.0, height.max(0.0)) },
            role: LineRole::Body,
            column: (0.0, 0.0),
            indent: 0.0,
            short_by: 0.0,
            pitch: 0.0,
            starts_page: false,
            styles: self.styles,
            marks: self.marks,
            words: self.words,
            cells: Vec::new(),
            table: None,
            centred: false,
            boxed: false,
            margin_number: None,
            struck,
            header: false,
        }
    }
}

/// The box cut to the page.
fn within(bbox: BBox, width: f32, height: f32) -> BBox {
    let (width, height) = (width.max(0.0), height.max(0.0));
    BBox {
        left: bbox.left.clamp(0.0, width),
        top: bbox.top.clamp(0.0, height),
        right: bbox.right.clamp(0.0, width),
        bottom: bbox.bottom.clamp(0.0, height),
    }
}

#[cfg(test)]
mod tests {
    use super::super::drawing::{Drawing, laid_out, texts};
    use super::*;

    #[test]
    fn lines_read_from_top_to_bottom_whatever_the_order_of_drawing() {
        let page = Drawing::new().text(72.0, 124.0, "third").lines(72.0, 100.0, 12.0, &["first", "second"]);
        assert_eq!(texts(page), ["first", "second", "third"]);
    }

    #[test]
    fn a_raised_number_is_taken_out_as_a_mark_where_it_stood() {
        let page = Drawing::new().text(72.0, 100.0, "the Society").size(6.5).text(124.6, 96.5, "1").size(10.0);
        let page = page.text(128.0, 100.0, ", and others");
        let document = laid_out(vec![page]);
        let [line] = document.lines.as_slice() else { panic!("one line") };
        assert_eq!(line.text, "the Society, and others");
        assert_eq!(line.marks, [RaisedMark { offset: 11, text: "1".to_owned() }]);
    }

    #[test]
    fn a_raised_number_between_words_leaves_their_space() {
        let page = Drawing::new()
            .text(72.0, 100.0, "word")
            .size(6.0)
            .text(92.2, 96.0, "12")
            .size(10.0)
            .text(100.7, 100.0, "next");
        let document = laid_out(vec![page]);
        assert_eq!(document.lines[0].text, "word next");
        assert_eq!(document.lines[0].marks, [RaisedMark { offset: 4, text: "12".to_owned() }]);
    }

    #[test]
    fn raised_letters_of_an_ordinal_and_lowered_numbers_stay_in_the_text() {
        let page = Drawing::new()
            .text(72.0, 100.0, "the 4")
            .size(6.0)
            .text(95.2, 96.5, "th")
            .size(10.0)
            .text(103.7, 100.0, "day");
        assert_eq!(texts(page), ["the 4th day"]);
        let page =
            Drawing::new().text(72.0, 100.0, "CO").size(6.0).text(82.1, 102.0, "2").size(10.0).text(88.0, 100.0, "tax");
        assert_eq!(texts(page), ["CO2 tax"]);
    }

    #[test]
    fn a_mark_at_the_start_of_a_line_stands_at_offset_nought() {
        let page = Drawing::new().size(5.0).text(72.0, 700.0, "3").size(9.0).text(76.0, 703.5, "See the report.");
        let document = laid_out(vec![page]);
        assert_eq!(document.lines[0].text, "See the report.");
        assert_eq!(document.lines[0].marks, [RaisedMark { offset: 0, text: "3".to_owned() }]);
    }

    #[test]
    fn styles_cover_the_text() {
        let page = Drawing::new().font(1).text(72.0, 100.0, "Bold").font(0).text(95.0, 100.0, "plain");
        let document = laid_out(vec![page]);
        let styles: Vec<(u32, bool)> = document.lines[0].styles.iter().map(|style| (style.end, style.bold)).collect();
        assert_eq!(document.lines[0].text, "Bold plain");
        assert_eq!(styles, [(5, true), (10, false)]);
    }

    #[test]
    fn an_accent_drawn_apart_joins_its_letter() {
        let page = Drawing::new().text(72.0, 100.0, "J").glyph(77.0, 100.0, "\u{af}", 5.0).text(77.0, 100.0, "anis");
        assert_eq!(texts(page), ["Jānis"]);
        let page = Drawing::new().text(72.0, 100.0, "Jan").glyph(82.0, 100.0, "\u{b8}", 5.0).text(87.0, 100.0, "a");
        assert_eq!(texts(page), ["Jaņa"]);
        let raised = Drawing::new().text(72.0, 100.0, "C").glyph(72.4, 97.5, "\u{2c7}", 4.0).text(77.0, 100.0, "ech");
        assert_eq!(texts(raised), ["Čech"]);
    }

    #[test]
    fn two_accents_join_one_letter_in_whichever_order() {
        for accents in [["^", "\u{b4}"], ["\u{b4}", "^"]] {
            let page = Drawing::new().text(72.0, 100.0, "Nha").text(87.0, 100.0, "t");
            let page = page.glyph(82.4, 100.0, accents[0], 3.0).glyph(83.0, 97.5, accents[1], 5.5);
            assert_eq!(texts(page), ["Nhất"]);
        }
    }

    #[test]
    fn text_drawn_twice_is_read_once() {
        let page = Drawing::new().text(72.0, 100.0, "All well").text(72.3, 100.0, "All well");
        assert_eq!(texts(page), ["All well"]);
    }

    #[test]
    fn skewed_baselines_are_one_line() {
        let page = Drawing::new().text(72.0, 100.0, "one").text(95.0, 101.0, "two").text(118.0, 102.0, "three");
        assert_eq!(texts(page), ["one two three"]);
    }
}
