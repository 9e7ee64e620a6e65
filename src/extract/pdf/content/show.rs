//! Shows strings: from codes to positioned glyphs (PDF 32000-1, 9.4.3 and 9.4.4).

use super::Interpreter;
use super::lexer::Token;
use super::output::{Look, Output};
use crate::extract::pdf::font::{Code, Font, ShapeText};
use crate::extract::pdf::matrix::Matrix;
use crate::model::{BBox, RunFlags};

/// A code of one byte with this value takes the word spacing (9.3.3).
const SPACE: Code = Code { value: 32, length: 1 };
/// Height of the origin of vertical writing above the baseline, per unit of size (9.7.4.3).
const VERTICAL_ORIGIN: f64 = 0.88;

/// Size in points of text that the file does not draw itself, and its advance and leading per unit of size.
const WRITTEN_SIZE: f64 = 10.0;
const WRITTEN_ADVANCE: f64 = 0.5;
const WRITTEN_LEADING: f64 = 1.2;

/// What stays the same while one operator shows text.
struct Setting {
    font: usize,
    /// From text space, moved to the pen, to the page.
    matrix: Matrix,
    /// Page points per unit of text space along the baseline.
    scale: f64,
    vertical: bool,
    look: Look,
}

/// The pen on its way along one string.
struct Stroke {
    /// Where the next glyph stands on the page.
    x: f64,
    y: f64,
    /// The way on the page of one unit of text space along the line.
    step: (f64, f64),
    /// Units of text space to the em, along the line.
    size: f64,
    /// Page points per unit of text space along the baseline.
    scale: f64,
    char_space: f64,
    word_space: f64,
    /// Advances of vertical writing point down and are told as lengths.
    downwards: bool,
}

impl Stroke {
    /// Draws a string and gives how far it went along the line, in text space.
    fn draw(mut self, font: &mut Font<'_>, bytes: &[u8], output: &mut Output) -> f64 {
        let mut moved = 0.0;
        output.expect_glyphs(bytes.len() / font.shortest_code());
        let (mut rest, mut count) = (bytes, 0);
        while let Some(code) = font.first_code(rest) {
            rest = rest.get(code.length..).unwrap_or(&[]);
            count += 1;
            let shape = font.shape(code);
            let width = f64::from(shape.advance) * self.size;
            output.glyph(self.x, self.y, if self.downwards { width.abs() } else { width } * self.scale);
            match shape.text {
                ShapeText::One(character) => output.page.text.push(character),
                ShapeText::None => {}
                ShapeText::Several(start, end) => output.page.text.push_str(font.pooled(start, end)),
            }
            let spacing = if code == SPACE { self.char_space + self.word_space } else { self.char_space };
            let step = width + spacing;
            moved += step;
            self.x += self.step.0 * step;
            self.y += self.step.1 * step;
        }
        font.count_drawn(count);
        moved
    }
}

impl Interpreter<'_, '_> {
    /// Writes text that the file holds but does not draw, in lines from the top left of a rectangle in user space.
    pub fn write(&mut self, text: &str, [left, _, _, top]: [f64; 4]) {
        let Some(font) = self.fonts.stand_in(self.file) else { return };
        let (x, mut y) = self.state.ctm.apply(left, top);
        for line in text.split(['\n', '\r']).filter(|line| !line.trim().is_empty()) {
            y += WRITTEN_SIZE * WRITTEN_LEADING;
            let first = self.output.next_glyph();
            for (character, index) in line.chars().filter(|&character| character >= ' ').zip(0_u32..) {
                let advance = WRITTEN_SIZE * WRITTEN_ADVANCE;
                self.output.glyph(x + f64::from(index) * advance, y, advance);
                self.output.page.text.push(character);
            }
            let flags = RunFlags { extra: self.extra, clipped: self.unshown, ..RunFlags::default() };
            let look = Look { font, size: WRITTEN_SIZE as f32, angle: 0.0, rise: 0.0, flags };
            self.output.end_stretch(first, look, self.output.bounds(), self.output.bounds());
        }
    }

    pub(super) fn show_operand(&mut self, operand: Option<&Token<'_>>, scratch: &[u8]) {
        let Some(Token::String(text)) = operand else { return };
        let Some(setting) = self.setting() else { return };
        let first = self.output.next_glyph();
        let start = self.pen();
        self.show(&setting, text.bytes(scratch));
        self.end(&setting, first, start);
    }

    pub(super) fn show_array(&mut self, operands: &[Token<'_>], scratch: &[u8]) {
        let Some(setting) = self.setting() else { return };
        let first = self.output.next_glyph();
        let start = self.pen();
        for token in operands {
            match token {
                Token::String(text) => self.show(&setting, text.bytes(scratch)),
                Token::Number(adjust) => {
                    let shift = -adjust / 1000.0 * self.state.size;
                    if setting.vertical {
                        self.text_matrix = self.text_matrix.moved(0.0, shift);
                    } else {
                        self.text_matrix = self.text_matrix.moved(shift * self.state.stretch, 0.0);
                    }
                }
                _ => {}
            }
        }
        self.end(&setting, first, start);
    }

    fn pen(&self) -> (f64, f64) {
        let (x, y) = (self.text_matrix.e, self.text_matrix.f);
        self.state.ctm.apply(x, y)
    }

    fn setting(&mut self) -> Option<Setting> {
        let font = self.state.font?;
        let loaded = self.fonts.get(font)?;
        let matrix = self.text_matrix.then(self.state.ctm);
        let scale = length(matrix.a, matrix.b);
        let high = if scale > 0.0 { matrix.determinant().abs() / scale } else { length(matrix.c, matrix.d) };
        let size = self.state.size.abs() * loaded.size_factor * high;
        let sign = if self.state.size * self.state.stretch < 0.0 { -1.0 } else { 1.0 };
        let vertical = loaded.vertical;
        let angle = if vertical {
            degrees(matrix.d * sign, 0.0 - matrix.c * sign)
        } else {
            // From nought, not negated: of minus nought the arc would be -180 where it is 180.
            degrees(0.0 - matrix.b * sign, matrix.a * sign)
        };
        let flags = RunFlags {
            invisible: self.state.invisible(),
            unseen: self.state.pale(),
            clipped: self.marks.hidden() || !is_drawable(size, matrix),
            extra: self.extra,
            artifact: self.marks.artifact(),
            vertical,
            ..RunFlags::default()
        };
        let look = Look {
            font: u16::try_from(font).unwrap_or(u16::MAX),
            size: size as f32,
            angle: angle as f32,
            rise: (self.state.rise * high) as f32,
            flags,
        };
        Some(Setting { font, matrix, scale, vertical, look })
    }

    fn show(&mut self, setting: &Setting, bytes: &[u8]) {
        let Some(font) = self.fonts.get_mut(setting.font) else { return };
        let state = &self.state;
        let matrix = Matrix { e: 0.0, f: 0.0, ..setting.matrix };
        let (x, y) = state.ctm.apply(self.text_matrix.e, self.text_matrix.f);
        let (rise_x, rise_y) = matrix.apply(0.0, state.rise);
        let moved = if setting.vertical {
            let (dx, dy) = matrix.apply(0.0, -VERTICAL_ORIGIN * state.size);
            let stroke = Stroke {
                x: x + rise_x + dx,
                y: y + rise_y + dy,
                step: (matrix.c, matrix.d),
                size: state.size,
                scale: setting.scale,
                char_space: state.char_space,
                word_space: state.word_space,
                downwards: true,
            };
            stroke.draw(font, bytes, self.output)
        } else {
            let stroke = Stroke {
                x: x + rise_x,
                y: y + rise_y,
                step: (matrix.a, matrix.b),
                size: state.size * state.stretch,
                scale: setting.scale,
                char_space: state.char_space * state.stretch,
                word_space: state.word_space * state.stretch,
                downwards: false,
            };
            stroke.draw(font, bytes, self.output)
        };
        self.text_matrix =
            if setting.vertical { self.text_matrix.moved(0.0, moved) } else { self.text_matrix.moved(moved, 0.0) };
    }

    fn end(&mut self, setting: &Setting, first: u32, start: (f64, f64)) {
        let (end_x, end_y) = self.pen();
        let size = f64::from(setting.look.size);
        let (low, high) = (0.2 * size, 0.7 * size);
        // Directions along and up, on a page whose y grows downwards.
        let (along_x, along_y) = if setting.look.angle == 0.0 {
            (1.0, 0.0)
        } else {
            let angle = f64::from(setting.look.angle).to_radians();
            (angle.cos(), -angle.sin())
        };
        let (up_x, up_y) = (along_y, -along_x);
        let corners = [start, (end_x, end_y)].into_iter().flat_map(|(x, y)| {
            let side = if setting.vertical { [size / 2.0, -size / 2.0] } else { [high, -low] };
            side.map(|by| (x + up_x * by, y + up_y * by))
        });
        let bbox = corners
            .map(|(x, y)| BBox { left: x as f32, top: y as f32, right: x as f32, bottom: y as f32 })
            .reduce(BBox::union)
            .unwrap_or_default();
        self.output.end_stretch(first, setting.look, bbox, self.state.clip);
    }
}

/// Smaller and larger letters (points) are on no page; a place or size that is no number is nowhere.
const SIZES: std::ops::RangeInclusive<f64> = 0.05..=20_000.0;

/// Whether letters of a size can stand on a page at all.
fn is_drawable(size: f64, matrix: Matrix) -> bool {
    let is_place = [matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f].iter().all(|one| one.is_finite());
    is_place && SIZES.contains(&size)
}

/// Length of a vector; most lie along an axis.
fn length(x: f64, y: f64) -> f64 {
    if y == 0.0 { x.abs() } else { x.hypot(y) }
}

/// Direction of a vector in degrees; most lie along an axis.
fn degrees(y: f64, x: f64) -> f64 {
    if y == 0.0 && x > 0.0 { 0.0 } else { f64::atan2(y, x).to_degrees() }
}
