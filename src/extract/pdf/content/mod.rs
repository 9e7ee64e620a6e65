//! Interprets content streams (PDF 32000-1, 7.8 and 9.4) for the text, rules and images that they draw.

mod bullets;
mod draw;
mod fill;
pub mod lexer;
mod marked;
mod output;
mod paint;
mod path;
mod show;
mod state;

pub use output::Output;

use super::file::{File, as_dict};
use super::fonts::Fonts;
use super::layers::Layers;
use super::matrix::Matrix;
use crate::budget;
use crate::extract::Limits;
use lexer::{Lexer, Token, decoded_name};
use lopdf::{Dictionary, ObjectId};
use marked::Marks;
use path::Path;
use state::State;
use std::time::Instant;

/// Operands kept before an operator; a `TJ` array of a long line has a few hundred.
const MAX_OPERANDS: usize = 100_000;
/// Saved graphics states; unbalanced `q` in a damaged page must not grow without end.
const MAX_SAVED: usize = 10_000;
/// Operators between two looks at the clock.
const CLOCK_INTERVAL: u64 = 4096;

/// Why a page ends early.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    Operators,
    Glyphs,
    Time,
}

/// Interprets one page.
pub struct Interpreter<'a, 'p> {
    pub file: &'a File,
    pub fonts: &'p mut Fonts<'a>,
    pub layers: &'p Layers,
    pub limits: &'p Limits,
    pub deadline: Instant,
    pub output: &'p mut Output,
    state: State,
    saved: Vec<State>,
    text_matrix: Matrix,
    line_matrix: Matrix,
    path: Path,
    marks: Marks,
    operators: u64,
    /// Forms being drawn, to stop those that draw themselves.
    forms: Vec<ObjectId>,
    /// Text of annotations and form fields is being drawn.
    pub extra: bool,
    /// It is text that no viewer shows before a click.
    pub unshown: bool,
    pub stopped: Option<Stop>,
    /// Streams and fonts that could not be read: a word each.
    pub damage: Vec<String>,
    /// The font that `Tf` last looked up, by the dictionary and name that it looked in.
    last_font: Option<(*const Dictionary, Vec<u8>, usize)>,
    /// The colour space that `cs` last looked up, likewise, and whether its numbers count ink.
    last_space: Option<(*const Dictionary, Vec<u8>, bool)>,
}

impl<'a, 'p> Interpreter<'a, 'p> {
    pub fn new(
        file: &'a File,
        fonts: &'p mut Fonts<'a>,
        layers: &'p Layers,
        limits: &'p Limits,
        deadline: Instant,
        output: &'p mut Output,
        base: Matrix,
    ) -> Self {
        let state = State::new(base, output.bounds());
        Self {
            file,
            fonts,
            layers,
            limits,
            deadline,
            output,
            state,
            saved: Vec::new(),
            text_matrix: Matrix::IDENTITY,
            line_matrix: Matrix::IDENTITY,
            path: Path::default(),
            marks: Marks::default(),
            operators: 0,
            forms: Vec::new(),
            extra: false,
            unshown: false,
            stopped: None,
            damage: Vec::new(),
            last_font: None,
            last_space: None,
        }
    }

    /// Interprets the content of a page.
    pub fn run(&mut self, data: &[u8], resources: Option<&'a Dictionary>) {
        let outer = self.state;
        self.stream(data, resources);
        self.saved.clear();
        self.marks.close_down_to(0, self.output);
        self.state = outer;
    }

    /// Interprets one stream, of a page or a form.
    fn stream(&mut self, data: &[u8], resources: Option<&'a Dictionary>) {
        let mut lexer = Lexer::new(data);
        let mut scratch = Vec::new();
        let mut operands: Vec<Token<'_>> = Vec::with_capacity(64);
        let mut open_arrays = 0_usize;
        while let Some(token) = lexer.next(&mut scratch) {
            match token {
                Token::Word(word) => {
                    // An operator inside an array is a slip of the producer: only one that can end it is obeyed.
                    if open_arrays > 0 && !matches!(word, b"TJ" | b"ET" | b"BT" | b"Q" | b"q") {
                        continue;
                    }
                    open_arrays = 0;
                    if word == b"ID" {
                        self.inline_image(&mut lexer);
                    } else {
                        self.operator(word, &operands, &scratch, resources);
                    }
                    operands.clear();
                    scratch.clear();
                    if self.stopped.is_some() {
                        return;
                    }
                }
                _ => {
                    match token {
                        Token::ArrayStart => open_arrays += 1,
                        Token::ArrayEnd => open_arrays = open_arrays.saturating_sub(1),
                        _ => {}
                    }
                    if operands.len() < MAX_OPERANDS {
                        operands.push(token);
                    }
                }
            }
        }
    }

    fn operator(&mut self, word: &[u8], operands: &[Token<'_>], scratch: &[u8], resources: Option<&'a Dictionary>) {
        self.operators += 1;
        budget::ask();
        if self.operators.is_multiple_of(CLOCK_INTERVAL) && Instant::now() > self.deadline {
            self.stopped = Some(Stop::Time);
        }
        if self.operators > self.limits.operators_per_page {
            self.stopped = Some(Stop::Operators);
        }
        if self.output.page.glyphs.len() > self.limits.glyphs_per_page {
            self.stopped = Some(Stop::Glyphs);
        }
        match word {
            b"TJ" => self.show_array(operands, scratch),
            b"Tj" => self.show_operand(operands.last(), scratch),
            b"Td" => self.move_line(numbers(operands)),
            b"Tm" => {
                self.text_matrix = Matrix::new(numbers(operands));
                self.line_matrix = self.text_matrix;
            }
            b"Tf" => self.set_font(operands, resources),
            b"BT" => {
                self.text_matrix = Matrix::IDENTITY;
                self.line_matrix = Matrix::IDENTITY;
            }
            b"ET" => {}
            b"q" => {
                if self.saved.len() < MAX_SAVED {
                    self.saved.push(self.state);
                }
            }
            b"Q" => {
                if let Some(state) = self.saved.pop() {
                    self.state = state;
                }
            }
            b"cm" => self.state.ctm = Matrix::new(numbers(operands)).then(self.state.ctm),
            b"Tc" => self.state.char_space = number(operands),
            b"Tw" => self.state.word_space = number(operands),
            b"Tz" => self.state.stretch = number(operands) / 100.0,
            b"TL" => self.state.leading = number(operands),
            b"Tr" => self.state.mode = number(operands) as i64,
            b"Ts" => self.state.rise = number(operands),
            b"T*" => self.next_line(),
            b"TD" => {
                let [x, y] = numbers(operands);
                self.state.leading = -y;
                self.move_line([x, y]);
            }
            b"'" => {
                self.next_line();
                self.show_operand(operands.last(), scratch);
            }
            b"\"" => {
                let [word_space, char_space] = numbers(operands.get(..2).unwrap_or(&[]));
                self.state.word_space = word_space;
                self.state.char_space = char_space;
                self.next_line();
                self.show_operand(operands.last(), scratch);
            }
            b"BDC" | b"BMC" => self.begin_marked(operands, scratch, resources),
            b"EMC" => self.marks.end(self.output),
            b"Do" => self.draw_object(operands, resources),
            b"gs" => self.set_parameters(operands, resources),
            b"g" | b"rg" | b"k" | b"sc" | b"scn" | b"cs" => self.fill_operator(word, operands, resources),
            b"w" => self.state.line_width = number(operands),
            _ => self.path_operator(word, operands),
        }
    }

    fn move_line(&mut self, [x, y]: [f64; 2]) {
        self.line_matrix = self.line_matrix.moved(x, y);
        self.text_matrix = self.line_matrix;
    }

    fn next_line(&mut self) {
        self.move_line([0.0, -self.state.leading]);
    }

    fn set_font(&mut self, operands: &[Token<'_>], resources: Option<&'a Dictionary>) {
        let [Token::Name(name), Token::Number(size), ..] = operands else { return };
        self.state.size = *size;
        let Some(resources) = resources else { return };
        if let Some((known, known_name, font)) = &self.last_font
            && std::ptr::eq(*known, resources)
            && known_name == name
        {
            self.state.font = Some(*font);
            return;
        }
        let found = self.file.dict(resources, b"Font").and_then(|fonts| fonts.get(&decoded_name(name)).ok());
        self.state.font = found.and_then(|object| self.fonts.index(self.file, object));
        self.last_font = self.state.font.map(|font| (std::ptr::from_ref(resources), name.to_vec(), font));
        if self.state.font.is_none() {
            self.note_damage("a font is missing");
        }
    }

    fn set_parameters(&mut self, operands: &[Token<'_>], resources: Option<&'a Dictionary>) {
        let (Some(Token::Name(name)), Some(resources)) = (operands.last(), resources) else { return };
        let states = self.file.dict(resources, b"ExtGState");
        let Some(dict) = states.and_then(|states| self.file.dict(states, &decoded_name(name))) else { return };
        if let Some([font, size]) = self.file.array(dict, b"Font") {
            self.state.font = self.fonts.index(self.file, font);
            self.state.size = super::file::as_number(self.file.resolve(size)).unwrap_or(self.state.size);
        }
        if let Some(width) = self.file.number(dict, b"LW") {
            self.state.line_width = width;
        }
        if let Some(opacity) = self.file.number(dict, b"ca") {
            self.state.fill.opacity = opacity;
        }
    }

    fn begin_marked(&mut self, operands: &[Token<'_>], scratch: &[u8], resources: Option<&'a Dictionary>) {
        let Some(Token::Name(tag)) = operands.first() else {
            self.marks.begin(false, false, None, self.output);
            return;
        };
        let mut actual_text = None;
        let mut hidden = false;
        match operands.get(1) {
            Some(Token::Name(name)) => {
                let properties = resources.and_then(|resources| self.file.dict(resources, b"Properties"));
                let entry = properties.and_then(|properties| properties.get(&decoded_name(name)).ok());
                if let Some(entry) = entry {
                    hidden = *tag == b"OC" && self.layers.hides(self.file, entry);
                    let dict = as_dict(self.file.resolve(entry));
                    let text = dict.and_then(|dict| self.file.get(dict, b"ActualText")?.as_str().ok());
                    actual_text = text.map(super::font::encoding::Named::text_string);
                }
            }
            // An inline dictionary: its keys and values follow as tokens.
            Some(Token::DictStart) => {
                actual_text = operands.windows(2).find_map(|pair| match pair {
                    [Token::Name(b"ActualText"), Token::String(text)] => {
                        Some(super::font::encoding::Named::text_string(text.bytes(scratch)))
                    }
                    _ => None,
                });
            }
            _ => {}
        }
        self.marks.begin(*tag == b"Artifact", hidden, actual_text, self.output);
    }

    fn note_damage(&mut self, what: &str) {
        if self.damage.iter().all(|known| known != what) {
            self.damage.push(what.to_owned());
        }
    }
}

/// The last operand as a number, 0 where there is none.
fn number(operands: &[Token<'_>]) -> f64 {
    match operands.last() {
        Some(Token::Number(value)) => *value,
        _ => 0.0,
    }
}

/// The last `N` operands as numbers, 0 for what is missing.
#[inline]
fn numbers<const N: usize>(operands: &[Token<'_>]) -> [f64; N] {
    let mut values = [0.0; N];
    let from = operands.len().saturating_sub(N);
    for (slot, token) in values.iter_mut().zip(operands.get(from..).unwrap_or(&[])) {
        if let Token::Number(value) = token {
            *slot = *value;
        }
    }
    values
}
