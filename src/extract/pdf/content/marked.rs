//! Marked content (PDF 32000-1, 14.6): artifacts, hidden layers, and replacement text.

use super::output::Output;

/// An open `BMC` or `BDC`.
#[derive(Debug)]
enum Mark {
    Plain,
    Artifact,
    Hidden,
    /// Replacement text, with the glyph and the byte of the page's text where it begins.
    ActualText {
        text: String,
        glyph: usize,
        byte: usize,
    },
}

/// The open marks of a page.
#[derive(Debug, Default)]
pub struct Marks {
    open: Vec<Mark>,
    artifacts: u32,
    hidden: u32,
}

/// Marks open within each other; more are ignored, as they carry nothing here.
const MAX_OPEN: usize = 10_000;

impl Marks {
    pub fn artifact(&self) -> bool {
        self.artifacts > 0
    }

    pub fn hidden(&self) -> bool {
        self.hidden > 0
    }

    pub fn depth(&self) -> usize {
        self.open.len()
    }

    pub fn begin(&mut self, artifact: bool, hidden: bool, actual_text: Option<String>, output: &Output) {
        if self.open.len() >= MAX_OPEN {
            return;
        }
        let inside_text = self.open.iter().any(|mark| matches!(mark, Mark::ActualText { .. }));
        let mark = match actual_text {
            _ if hidden => Mark::Hidden,
            _ if artifact => Mark::Artifact,
            Some(text) if !inside_text => {
                Mark::ActualText { text, glyph: output.page.glyphs.len(), byte: output.page.text.len() }
            }
            _ => Mark::Plain,
        };
        self.artifacts += u32::from(matches!(mark, Mark::Artifact));
        self.hidden += u32::from(matches!(mark, Mark::Hidden));
        self.open.push(mark);
    }

    pub fn end(&mut self, output: &mut Output) {
        match self.open.pop() {
            Some(Mark::Artifact) => self.artifacts -= 1,
            Some(Mark::Hidden) => self.hidden -= 1,
            Some(Mark::ActualText { text, glyph, byte }) => replace(output, &text, glyph, byte),
            _ => {}
        }
    }

    /// Closes what a form or a page left open.
    pub fn close_down_to(&mut self, depth: usize, output: &mut Output) {
        while self.open.len() > depth {
            self.end(output);
        }
    }
}

/// Gives the glyphs since `glyph` the replacement text: all of it to the first, which then spans them all.
fn replace(output: &mut Output, text: &str, glyph: usize, byte: usize) {
    let page = &mut output.page;
    let own = page.text.get(byte..).unwrap_or("");
    let Some(drawn) = page.glyphs.get_mut(glyph..) else { return };
    let letters = |text: &str| text.chars().filter(|character| !character.is_whitespace()).collect::<String>();
    let soft_hyphen = text == "\u{ad}";
    // A replacement that says nothing, as producers write for leader dots, is worse than the glyphs' own text.
    let says_nothing = text.contains('\u{fffd}') && text.chars().all(|one| one == '\u{fffd}' || one.is_whitespace());
    if drawn.is_empty() || soft_hyphen || says_nothing || letters(own) == letters(text) {
        return;
    }
    // Text over several lines cannot be given to one place; the glyphs' own text is better.
    let [first, rest @ ..] = drawn else { return };
    let one_line = rest.iter().all(|other| (other.y - first.y).abs() <= first.advance.abs().max(4.0));
    if !one_line {
        return;
    }
    let text: String = text.chars().filter(|&character| character >= ' ').collect();
    page.text.truncate(byte);
    page.text.push_str(&text);
    let end = page.text.len() as u32;
    if let Some(last) = rest.last().copied() {
        let far = last.x + last.advance;
        first.advance = (far - first.x).max(first.advance);
        for other in rest.iter_mut() {
            (other.x, other.advance, other.start) = (far.max(first.x), 0.0, end);
        }
    }
}
