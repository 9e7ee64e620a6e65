//! The glyphs of a page as letters: sorted into sheets of one direction and one layer, in a frame where text runs to the right.

use super::superiors::Superiors;
use super::unseen;
use crate::model::{BBox, Font, Glyph, RawPage, Run};

/// Angles this close (degrees) are one direction; runs within it of the horizontal, as on a skewed scan, are horizontal.
const SAME_DIRECTION: f32 = 4.0;
/// Sizes outside are damage; bounded so that every tolerance stays a sane length (points).
const SIZES: (f32, f32) = (0.5, 2000.0);
/// Share of the page under images from which invisible text is the text layer of a scan.
const SCANNED_SHARE: f32 = 0.5;
/// A soft hyphen of less width (ems) is not drawn.
const DRAWN: f32 = 0.02;
/// Ascent and descent per unit of size where the font does not say.
const USUAL_ASCENT: f32 = 0.75;
const USUAL_DESCENT: f32 = 0.25;

/// Which text of the page a letter belongs to; in the order in which a reader comes to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Layer {
    /// The page's own text.
    Page,
    /// Annotations and form fields.
    Extra,
    /// What no reader sees.
    Hidden,
}

/// One glyph in the frame of its sheet. Blanks are kept: they are evidence for spaces, if not trusted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Letter {
    /// Left end of its advance.
    pub left: f32,
    /// Right end of its advance.
    pub right: f32,
    /// Baseline.
    pub base: f32,
    /// Font size in points.
    pub size: f32,
    /// Start of its characters in the page's text.
    pub start: u32,
    /// End of its characters.
    pub end: u32,
    /// Font index.
    pub font: u16,
    /// What it shows.
    pub kind: LetterKind,
    /// Tagged as furniture by the producer.
    pub artifact: bool,
}

/// What a letter shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum LetterKind {
    /// Nothing but space.
    Blank,
    /// Something.
    Visible,
    /// A superior figure: raised by its own shape.
    Superior,
    /// A spacing or combining accent that may belong over the letter beside it.
    Accent,
    /// The same glyph drawn again at the same place: not to be read twice.
    Again,
}

impl Letter {
    /// Whether it puts anything on the page.
    #[inline]
    pub fn shows(&self) -> bool {
        matches!(self.kind, LetterKind::Visible | LetterKind::Superior | LetterKind::Accent)
    }

    /// Its character, if that is one of ASCII, as nearly all are.
    #[inline]
    pub fn ascii(&self, page: &str) -> Option<u8> {
        let byte = *page.as_bytes().get(self.start as usize)?;
        (self.end == self.start + 1 && byte.is_ascii()).then_some(byte)
    }

    /// Its characters.
    pub fn text<'a>(&self, page: &'a str) -> &'a str {
        page.get(self.start as usize..self.end as usize).unwrap_or_default()
    }
}

/// Letters of one direction and layer.
#[derive(Debug, Clone)]
pub(super) struct Sheet {
    /// How its coordinates lie on the page.
    pub frame: Frame,
    /// Its layer.
    pub layer: Layer,
    /// Whether its text was recognised in a picture: words stand where the picture has them, letters only about there.
    pub recognised: bool,
    /// Its letters.
    pub letters: Vec<Letter>,
    /// Where large initials stand on the page.
    pub initials: Vec<BBox>,
}

/// A turned frame: x runs along the baseline, y downwards from line to line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Frame {
    /// Degrees counter-clockwise.
    pub angle: f32,
    cos: f32,
    sin: f32,
}

impl Frame {
    /// The frame of text at an angle in degrees counter-clockwise.
    pub fn new(angle: f32) -> Self {
        let (sin, cos) = match angle {
            0.0 => (0.0, 1.0),
            90.0 => (1.0, 0.0),
            180.0 => (0.0, -1.0),
            270.0 => (-1.0, 0.0),
            _ => angle.to_radians().sin_cos(),
        };
        Self { angle, cos, sin }
    }

    /// A point of the page in this frame.
    pub fn enter(&self, x: f32, y: f32) -> (f32, f32) {
        (x * self.cos - y * self.sin, x * self.sin + y * self.cos)
    }

    /// A point of this frame on the page.
    pub fn leave(&self, x: f32, y: f32) -> (f32, f32) {
        (x * self.cos + y * self.sin, y * self.cos - x * self.sin)
    }

    /// The smallest upright box of the page around a box of this frame.
    pub fn leave_box(&self, inside: BBox) -> BBox {
        if self.angle == 0.0 {
            return inside;
        }
        let (ax, ay) = self.leave(inside.left, inside.top);
        let (bx, by) = self.leave(inside.right, inside.bottom);
        let (cx, cy) = self.leave(inside.left, inside.bottom);
        let (dx, dy) = self.leave(inside.right, inside.top);
        BBox {
            left: ax.min(bx).min(cx).min(dx),
            top: ay.min(by).min(cy).min(dy),
            right: ax.max(bx).max(cx).max(dx),
            bottom: ay.max(by).max(cy).max(dy),
        }
    }

    /// The smallest box of this frame around a box of the page.
    pub fn enter_box(&self, outside: BBox) -> BBox {
        Self { angle: -self.angle, cos: self.cos, sin: -self.sin }.leave_box(outside)
    }
}

/// Ascent and descent above and below the baseline, per unit of size.
pub(super) fn extent(font: Option<&Font>) -> (f32, f32) {
    let usual = |value: f32, usual: f32| if value > 0.2 * usual && value < 2.0 * usual { value } else { usual };
    font.map_or((USUAL_ASCENT, USUAL_DESCENT), |font| {
        (usual(font.ascent, USUAL_ASCENT), usual(font.descent, USUAL_DESCENT))
    })
}

/// Sorts the page's glyphs into sheets: the page's text before extras before hidden text, the direction with most letters first.
pub(super) fn sheets(page: &RawPage, superiors: &Superiors) -> Vec<Sheet> {
    let is_scan = is_scan(page);
    let too_small = unseen::too_small(page);
    let mut sheets: Vec<Sheet> = Vec::with_capacity(1);
    for run in &page.runs {
        let layer = layer(run, is_scan, too_small);
        let angle = direction(run);
        let found =
            sheets.iter().position(|sheet| sheet.layer == layer && turn(sheet.frame.angle, angle) <= SAME_DIRECTION);
        let at = found.unwrap_or_else(|| {
            // Most pages are one sheet, which then never grows.
            let capacity = if sheets.is_empty() { page.glyphs.len() } else { run.glyphs.len() };
            let recognised = is_scan && (run.flags.invisible || run.flags.unseen);
            sheets.push(Sheet {
                frame: Frame::new(angle),
                layer,
                recognised,
                letters: Vec::with_capacity(capacity),
                initials: Vec::new(),
            });
            sheets.len() - 1
        });
        if let Some(sheet) = sheets.get_mut(at) {
            add(page, run, superiors.get(&run.font).copied(), sheet);
        }
    }
    sheets.retain(|sheet| sheet.letters.iter().any(Letter::shows));
    let size = |sheet: &Sheet| sheet.letters.len();
    sheets.sort_by(|a, b| {
        let order = a.layer.cmp(&b.layer).then_with(|| size(b).cmp(&size(a)));
        order.then_with(|| a.frame.angle.total_cmp(&b.frame.angle))
    });
    sheets
}

/// Whether invisible text is what there is to read.
fn is_scan(page: &RawPage) -> bool {
    if page.image_share < SCANNED_SHARE {
        return false;
    }
    let count = |invisible: bool| -> u64 {
        let is_kept = |run: &&Run| (run.flags.invisible || run.flags.unseen) == invisible && !run.flags.extra;
        let runs = page.runs.iter().filter(is_kept);
        runs.map(|run| run.glyphs.len() as u64).sum()
    };
    count(true) > count(false)
}

fn layer(run: &Run, is_scan: bool, too_small: f32) -> Layer {
    let flags = run.flags;
    if flags.clipped || flags.off_page || !is_scan && (flags.invisible || unseen::is_unseen(run, too_small)) {
        Layer::Hidden
    } else if flags.extra {
        Layer::Extra
    } else {
        Layer::Page
    }
}

/// Angle of a run from 0 up to 360: right angles exact, others in whole degrees.
fn direction(run: &Run) -> f32 {
    let angle = if run.angle.is_finite() { run.angle } else { 0.0 } + if run.flags.vertical { 270.0 } else { 0.0 };
    let angle = angle.rem_euclid(360.0);
    let right = (angle / 90.0).round() * 90.0;
    let angle = if turn(angle, right) <= SAME_DIRECTION { right } else { angle.round() };
    if angle >= 360.0 { 0.0 } else { angle }
}

/// Degrees between two directions.
fn turn(a: f32, b: f32) -> f32 {
    let between = (a - b).abs() % 360.0;
    between.min(360.0 - between)
}

/// Adds the glyphs of a run to its sheet. What the run's glyphs share is worked out once.
fn add(page: &RawPage, run: &Run, superior: Option<f32>, sheet: &mut Sheet) {
    let (from, to) = (run.glyphs.start as usize, run.glyphs.end as usize);
    let size = finite(run.size).abs().clamp(SIZES.0, SIZES.1);
    let stamp = Stamp {
        text: &page.text,
        size,
        font: run.font,
        artifact: run.flags.artifact,
        superior: superior.map(|width| width * size),
        frame: Some(sheet.frame).filter(|frame| frame.angle != 0.0),
    };
    let glyphs = page.glyphs.get(from..to).unwrap_or_default();
    sheet.letters.reserve(glyphs.len());
    for (glyph, next) in glyphs.iter().zip(glyphs.iter().skip(1)) {
        if let Some(letter) = stamp.letter(glyph, next.start) {
            sheet.letters.push(letter);
        }
    }
    let end = page.glyphs.get(to).map_or(page.text.len() as u32, |next| next.start);
    sheet.letters.extend(glyphs.last().and_then(|glyph| stamp.letter(glyph, end)));
}

/// What the letters of one run share.
struct Stamp<'a> {
    text: &'a str,
    size: f32,
    font: u16,
    artifact: bool,
    /// Advance below which a figure is a superior one.
    superior: Option<f32>,
    /// The frame of the sheet, if it is turned.
    frame: Option<Frame>,
}

impl Stamp<'_> {
    /// The letter of a glyph whose characters end at `end`; none where it has no characters or is not drawn.
    #[inline(always)]
    fn letter(&self, glyph: &Glyph, end: u32) -> Option<Letter> {
        let range = glyph.start as usize..end as usize;
        let kind = match self.text.as_bytes().get(range.clone())? {
            [byte @ ..0x80] => kind_of_byte(*byte)?,
            _ => {
                let characters = self.text.get(range)?;
                if characters == "\u{ad}" && glyph.advance.abs() < DRAWN * self.size {
                    return None;
                }
                kind(characters)?
            }
        };
        let is_figure = || self.text.as_bytes().get(glyph.start as usize).is_some_and(u8::is_ascii_digit);
        let is_superior = self.superior.is_some_and(|width| glyph.advance.abs() < width && is_figure());
        let kind = if is_superior { LetterKind::Superior } else { kind };
        let Glyph { mut x, y: mut base, mut advance, .. } = *glyph;
        if !(x + base + advance).is_finite() {
            (x, base, advance) = (finite(x), finite(base), finite(advance));
        }
        if let Some(frame) = &self.frame {
            (x, base) = frame.enter(x, base);
        }
        let far = x + advance;
        let (left, right) = if far < x { (far, x) } else { (x, far) };
        let Self { size, font, artifact, .. } = *self;
        Some(Letter { left, right, base, size, start: glyph.start, end, font, kind, artifact })
    }
}

fn finite(value: f32) -> f32 {
    if value.is_finite() { value } else { 0.0 }
}

/// What a glyph of one ASCII character shows; none for a control character.
#[inline]
fn kind_of_byte(byte: u8) -> Option<LetterKind> {
    match byte {
        b' ' | b'\t' | b'\n' | b'\r' => Some(LetterKind::Blank),
        b'`' | b'^' | b'~' => Some(LetterKind::Accent),
        0..0x20 | 0x7f => None,
        _ => Some(LetterKind::Visible),
    }
}

/// What a glyph of other characters shows; none for a glyph without characters.
fn kind(text: &str) -> Option<LetterKind> {
    let first = text.chars().next()?;
    if text.chars().all(|character| character.is_whitespace() || super::characters::is_ignorable(character)) {
        return Some(LetterKind::Blank);
    }
    let alone = text.len() == first.len_utf8();
    if alone && super::characters::is_ignorable(first) {
        return None;
    }
    if alone && super::characters::figure(first).is_some() {
        return Some(LetterKind::Superior);
    }
    Some(if alone && super::characters::combining(first).is_some() { LetterKind::Accent } else { LetterKind::Visible })
}

#[cfg(test)]
mod tests {
    use super::super::drawing::Drawing;
    use super::*;
    use crate::model::RunFlags;

    #[test]
    fn turned_text_lies_flat_in_its_frame_and_its_box_stands_on_the_page() {
        for angle in [0.0, 90.0, 180.0, 270.0, 45.0] {
            let frame = Frame::new(angle);
            let (x, y) = frame.enter(100.0, 200.0);
            let (back_x, back_y) = frame.leave(x, y);
            assert!((back_x - 100.0).abs() < 0.01 && (back_y - 200.0).abs() < 0.01, "{angle}");
        }
        let up = Frame::new(90.0);
        assert_eq!(up.enter(100.0, 500.0), (-500.0, 100.0), "text drawn upwards starts at the bottom of the page");
        let boxed = up.leave_box(BBox { left: -500.0, top: 90.0, right: -400.0, bottom: 102.0 });
        assert_eq!(up.enter_box(boxed), BBox { left: -500.0, top: 90.0, right: -400.0, bottom: 102.0 });
        assert_eq!(boxed, BBox { left: 90.0, top: 400.0, right: 102.0, bottom: 500.0 });
    }

    #[test]
    fn invisible_text_is_hidden_on_a_written_page_and_the_text_of_a_scanned_one() {
        let invisible = RunFlags { invisible: true, ..RunFlags::default() };
        let mut page = Drawing::new().flags(invisible).text(72.0, 100.0, "a layer of recognised text").page();
        assert_eq!(sheets(&page, &Superiors::default())[0].layer, Layer::Hidden);
        page.image_share = 0.98;
        assert_eq!(sheets(&page, &Superiors::default())[0].layer, Layer::Page);
    }

    #[test]
    fn slight_skew_is_the_same_direction_and_the_main_direction_comes_first() {
        let page = Drawing::new()
            .angle(90.0)
            .text(20.0, 500.0, "up")
            .angle(0.8)
            .text(72.0, 100.0, "along the page")
            .angle(359.0)
            .text(72.0, 120.0, "and on")
            .page();
        let angles: Vec<f32> = sheets(&page, &Superiors::default()).iter().map(|sheet| sheet.frame.angle).collect();
        assert_eq!(angles, [0.0, 90.0]);
    }

    #[test]
    fn positions_that_are_no_numbers_are_survived() {
        let mut page = Drawing::new().text(72.0, 100.0, "x").page();
        page.glyphs[0].x = f32::NAN;
        page.glyphs[0].advance = f32::INFINITY;
        assert_eq!(sheets(&page, &Superiors::default())[0].letters[0].left, 0.0);
    }
}
