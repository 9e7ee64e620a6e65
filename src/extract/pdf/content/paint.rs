//! Paint, as far as it decides whether text is seen: white letters on white paper are not, nor are wholly transparent ones.

use super::Interpreter;
use super::lexer::{Token, decoded_name};
use crate::extract::pdf::file::File;
use lopdf::{Dictionary, Object};

/// From this much light on (0 to 1) a colour is white to the eye; up to this much ink no ink shows.
const WHITE: f64 = 0.98;

/// Whether the numbers of a colour space count ink: those of CMYK, and of spot colours.
fn counts_ink(file: &File, space: &Object) -> bool {
    let family = match file.resolve(space) {
        Object::Array(parts) => parts.first().map(|part| file.resolve(part)),
        other => Some(other),
    };
    let family = family.and_then(|family| family.as_name().ok()).unwrap_or(b"");
    matches!(family, b"DeviceCMYK" | b"CMYK" | b"Separation" | b"DeviceN")
}

fn is_white(components: &[Token<'_>], ink: bool) -> bool {
    let mut numbers = components.iter().map(|token| match token {
        Token::Number(value) => Some(*value),
        _ => None,
    });
    // Four numbers are CMYK, whatever the space is called; a pattern is a name and never white.
    let ink = ink || components.len() == 4;
    !components.is_empty()
        && numbers.all(|value| value.is_some_and(|one| if ink { one <= 1.0 - WHITE } else { one >= WHITE }))
}

impl<'a> Interpreter<'a, '_> {
    /// The operators that set what fills (PDF 32000-1, 8.6.8).
    pub(super) fn fill_operator(&mut self, word: &[u8], operands: &[Token<'_>], resources: Option<&'a Dictionary>) {
        let fill = &mut self.state.fill;
        match word {
            b"g" | b"rg" => (fill.ink, fill.white) = (false, is_white(operands, false)),
            b"k" => (fill.ink, fill.white) = (true, is_white(operands, true)),
            b"sc" | b"scn" => fill.white = is_white(operands, fill.ink),
            _ => {
                let Some(Token::Name(name)) = operands.last() else { return };
                let ink = match *name {
                    b"DeviceGray" | b"DeviceRGB" | b"Pattern" => false,
                    b"DeviceCMYK" => true,
                    name => self.ink_of_space(name, resources),
                };
                // A space begins with black, or with full ink.
                (self.state.fill.ink, self.state.fill.white) = (ink, false);
            }
        }
    }

    fn ink_of_space(&mut self, name: &[u8], resources: Option<&'a Dictionary>) -> bool {
        let Some(resources) = resources else { return false };
        if let Some((known, known_name, ink)) = &self.last_space
            && std::ptr::eq(*known, resources)
            && known_name == name
        {
            return *ink;
        }
        let spaces = self.file.dict(resources, b"ColorSpace");
        let space = spaces.and_then(|spaces| spaces.get(&decoded_name(name)).ok());
        let ink = space.is_some_and(|space| counts_ink(self.file, space));
        self.last_space = Some((std::ptr::from_ref(resources), name.to_vec(), ink));
        ink
    }
}
