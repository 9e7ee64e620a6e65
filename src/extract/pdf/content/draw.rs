//! Everything drawn that is not text: paths, forms, images.

use super::lexer::{Lexer, Token, decoded_name};
use super::state::intersect;
use super::{Interpreter, numbers};
use crate::extract::pdf::matrix::Matrix;
use crate::extract::pdf::page_tree::corners;
use lopdf::{Dictionary, Object, Stream};

impl<'a> Interpreter<'a, '_> {
    pub(super) fn path_operator(&mut self, word: &[u8], operands: &[Token<'_>]) {
        let ctm = self.state.ctm;
        match word {
            b"m" => {
                let [x, y] = numbers(operands);
                self.path.move_to(ctm.apply(x, y));
            }
            b"l" => {
                let [x, y] = numbers(operands);
                self.path.line_to(ctm.apply(x, y));
            }
            b"c" => {
                let [x1, y1, x2, y2, x3, y3] = numbers(operands);
                self.path.curve_to([ctm.apply(x1, y1), ctm.apply(x2, y2), ctm.apply(x3, y3)]);
            }
            b"v" | b"y" => {
                let [x1, y1, x2, y2] = numbers(operands);
                self.path.curve_to([ctm.apply(x1, y1), ctm.apply(x1, y1), ctm.apply(x2, y2)]);
            }
            b"h" => self.path.close(),
            b"re" => self.path.rectangle(ctm, numbers(operands)),
            b"W" | b"W*" => self.path.clips = true,
            b"f" | b"F" | b"f*" => self.paint(true, false),
            b"S" => self.paint(false, true),
            b"s" => {
                self.path.close();
                self.paint(false, true);
            }
            b"B" | b"B*" => self.paint(true, true),
            b"b" | b"b*" => {
                self.path.close();
                self.paint(true, true);
            }
            b"n" => self.paint(false, false),
            b"sh" => {
                let clip = self.state.clip;
                self.output.paint(clip, clip);
            }
            _ => {}
        }
    }

    fn paint(&mut self, fill: bool, stroke: bool) {
        let clip = self.state.clip;
        // Hidden layers draw nothing, and hairlines of width 0 are one device pixel.
        if !self.marks.hidden() {
            if fill {
                let shows = self.state.fill.shows();
                self.path.fill(shows, clip, &mut self.output.page.rules);
                if shows {
                    self.path.boxes().for_each(|bbox| self.output.paint(bbox, clip));
                    self.path.shapes(true).for_each(|bbox| self.output.dot(bbox, clip));
                }
            }
            if stroke && !fill {
                self.path.shapes(false).for_each(|bbox| self.output.dot(bbox, clip));
            }
            if stroke {
                let width = self.state.line_width.abs() * self.state.ctm.determinant().abs().sqrt();
                self.path.stroke(width as f32, clip, &mut self.output.page.rules);
                if width as f32 > super::path::MAX_THICKNESS {
                    self.path.boxes().for_each(|bbox| self.output.paint(bbox, clip));
                }
            }
        }
        if self.path.clips
            && let Some(bbox) = self.path.bbox()
        {
            self.state.clip = intersect(clip, bbox);
        }
        self.path.clear();
    }

    /// Adds a rule from point to point in user space.
    pub fn rule(&mut self, from: (f64, f64), to: (f64, f64)) {
        let ctm = self.state.ctm;
        self.path.move_to(ctm.apply(from.0, from.1));
        self.path.line_to(ctm.apply(to.0, to.1));
        self.path.stroke(1.0, self.output.bounds(), &mut self.output.page.rules);
        self.path.clear();
    }

    pub(super) fn draw_object(&mut self, operands: &[Token<'_>], resources: Option<&'a Dictionary>) {
        let (Some(Token::Name(name)), Some(resources)) = (operands.last(), resources) else { return };
        let objects = self.file.dict(resources, b"XObject");
        let entry = objects.and_then(|objects| objects.get(&decoded_name(name)).ok());
        let Some((entry, Object::Stream(stream))) = entry.map(|entry| (entry, self.file.resolve(entry))) else {
            self.note_damage("a form or image that it draws is missing");
            return;
        };
        let hidden = stream.dict.get(b"OC").is_ok_and(|layer| self.layers.hides(self.file, layer));
        match self.file.name(&stream.dict, b"Subtype") {
            Some(b"Image") if !hidden => self.image(),
            Some(b"Form") => {
                self.marks.begin(false, hidden, None, self.output);
                self.form(entry, stream, resources);
                self.marks.end(self.output);
            }
            _ => {}
        }
    }

    fn image(&mut self) {
        let bbox = self.state.ctm.bbox(0.0, 0.0, 1.0, 1.0);
        self.output.image(bbox, self.state.clip);
    }

    /// Draws a form XObject or an appearance in the current state.
    pub(super) fn form(&mut self, entry: &Object, stream: &'a Stream, outer: &'a Dictionary) {
        if self.forms.len() >= self.limits.nesting {
            self.note_damage("forms are nested too deeply");
            return;
        }
        let id = entry.as_reference().ok();
        if let Some(id) = id {
            if self.forms.contains(&id) {
                self.note_damage("a form draws itself");
                return;
            }
            self.forms.push(id);
        }
        let data = match self.file.decoded(stream) {
            Ok(data) => data,
            Err(reason) => {
                self.note_damage(&format!("a form cannot be read ({reason})"));
                self.forms.truncate(self.forms.len() - usize::from(id.is_some()));
                return;
            }
        };
        let (state, text, line) = (self.state, self.text_matrix, self.line_matrix);
        let (saved, depth) = (std::mem::take(&mut self.saved), self.marks.depth());
        if let Some(matrix) = self.file.numbers::<6>(&stream.dict, b"Matrix") {
            self.state.ctm = Matrix::new(matrix).then(self.state.ctm);
        }
        if let Some([x0, y0, x1, y1]) = corners(self.file, &stream.dict, b"BBox") {
            self.state.clip = intersect(self.state.clip, self.state.ctm.bbox(x0, y0, x1, y1));
        }
        let resources = self.file.dict(&stream.dict, b"Resources").unwrap_or(outer);
        self.stream(&data, Some(resources));
        self.marks.close_down_to(depth, self.output);
        (self.state, self.text_matrix, self.line_matrix) = (state, text, line);
        self.saved = saved;
        self.path.clear();
        if id.is_some() {
            self.forms.pop();
        }
    }

    /// Draws the appearance of an annotation, whose space `placed` maps to the page's.
    pub fn appearance(&mut self, entry: &'a Object, placed: Matrix) {
        let Object::Stream(stream) = self.file.resolve(entry) else { return };
        let outer = self.state;
        self.state.ctm = placed.then(outer.ctm);
        self.form(entry, stream, &stream.dict);
        self.state = outer;
    }

    /// Skips the data of an inline image, after `ID` (8.9.7): to an `EI` that stands alone and is followed by text.
    pub(super) fn inline_image(&mut self, lexer: &mut Lexer<'_>) {
        self.image();
        let rest = lexer.rest();
        let white = |byte: Option<&u8>| byte.is_none_or(|byte| matches!(byte, 0 | 9 | 10 | 12 | 13 | 32));
        let end = memchr::memmem::find_iter(rest, b"EI").find(|&at| {
            let alone = at > 0 && white(rest.get(at - 1)) && white(rest.get(at + 2));
            let after = rest.get(at + 2..(at + 12).min(rest.len())).unwrap_or(&[]);
            alone && after.iter().all(|&byte| (0x20..0x7F).contains(&byte) || white(Some(&byte)))
        });
        lexer.skip(end.map_or(rest.len(), |at| at + 2));
    }
}
