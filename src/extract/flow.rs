//! Text of one block under construction: white space collapses, stretches and note marks keep their offsets.

use crate::model::{BlockStyle, FilePlace, Label, Look, NoteMark, RunKind, StyledBlock, StyledRun};

/// How a piece of text is set.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Face {
    /// Bold.
    pub(super) bold: bool,
    /// Italic.
    pub(super) italic: bool,
    /// Underlined.
    pub(super) underlined: bool,
    /// Struck out.
    pub(super) struck: bool,
    /// Size in points, 0 where unknown.
    pub(super) size: f32,
    /// Where it leads.
    pub(super) link: Option<String>,
    /// A tracked change.
    pub(super) change: Option<RunKind>,
}

/// A block under construction.
#[derive(Debug, Clone, Default)]
pub(super) struct Flow {
    text: String,
    blank: bool,
    runs: Vec<StyledRun>,
    notes: Vec<NoteMark>,
    /// Offsets where a line was broken by hand.
    breaks: Vec<usize>,
    letters: usize,
    bold: usize,
    italic: usize,
    underlined: usize,
    sizes: Vec<(f32, usize)>,
}

impl Flow {
    /// Whether nothing was pushed that a reader sees.
    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty() && self.notes.is_empty()
    }

    /// The text so far.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Adds text; runs of white space become one blank, invisible characters go.
    pub(super) fn push(&mut self, text: &str, face: &Face) {
        let before = self.text.len();
        let mut letters = 0;
        for c in text.chars() {
            if c.is_whitespace() {
                self.blank = true;
                continue;
            }
            if is_invisible(c) {
                continue;
            }
            self.take_blank();
            self.text.push(if c == '\u{2011}' { '-' } else { c });
            letters += 1;
        }
        if letters == 0 {
            return;
        }
        self.letters += letters;
        self.bold += if face.bold { letters } else { 0 };
        self.italic += if face.italic { letters } else { 0 };
        self.underlined += if face.underlined && face.link.is_none() { letters } else { 0 };
        match self.sizes.iter_mut().find(|(size, _)| (*size - face.size).abs() < 0.01) {
            Some((_, count)) => *count += letters,
            None => self.sizes.push((face.size, letters)),
        }
        let start = before + usize::from(self.text.get(before..).is_some_and(|added| added.starts_with(' ')));
        let kinds = [
            face.struck.then_some(RunKind::Struck),
            face.link.clone().map(RunKind::Link),
            face.change.clone(),
            face.bold.then_some(RunKind::Bold),
            face.italic.then_some(RunKind::Italic),
        ];
        for kind in kinds.into_iter().flatten() {
            let end = self.text.len();
            match self.runs.iter_mut().rev().find(|run| run.kind == kind) {
                Some(run) if run.span[1] + 1 >= start && run.span[1] <= start => run.span[1] = end,
                _ => self.runs.push(StyledRun { span: [start, end], kind }),
            }
        }
    }

    /// Drops a blank that waits before a sign that closes: what stood between them is left out ("see page .").
    pub(super) fn close_gap(&mut self, next: &str) {
        if next.trim_start().starts_with(['.', ',', ';', ':', ')']) {
            self.blank = false;
        }
    }

    /// A blank between what stands before and after.
    pub(super) fn blank(&mut self) {
        self.blank = true;
    }

    /// A line broken by hand.
    pub(super) fn line_break(&mut self) {
        self.blank = true;
        if !self.text.is_empty() {
            self.breaks.push(self.text.len());
        }
    }

    /// The mark of a note.
    pub(super) fn note(&mut self, mark: impl Into<String>, key: impl Into<String>) {
        self.notes.push(NoteMark { offset: self.text.len(), mark: mark.into(), key: key.into() });
    }

    fn take_blank(&mut self) {
        if self.blank && !self.text.is_empty() && !self.text.ends_with(' ') {
            self.text.push(' ');
        }
        self.blank = false;
    }

    /// How the whole of it looks.
    pub(super) fn look(&self) -> Look {
        let all = |count: usize| self.letters > 0 && count == self.letters;
        let size = self.sizes.iter().max_by_key(|(_, count)| *count).map_or(0.0, |(size, _)| *size);
        Look {
            bold: all(self.bold),
            italic: all(self.italic),
            underlined: all(self.underlined),
            size,
            ..Look::default()
        }
    }

    /// The finished blocks: one, or several where a line broken by hand begins with a number or bullet of its own.
    pub(super) fn finish(self, style: &BlockStyle, label: Option<Label>, place: &FilePlace) -> Vec<StyledBlock> {
        let look = self.look();
        let mut cuts: Vec<usize> = Vec::new();
        if matches!(style, BlockStyle::Plain | BlockStyle::Quote) {
            for at in &self.breaks {
                let rest = self.text.get(*at..).unwrap_or_default().trim_start();
                if opens_entry(rest) && cuts.last() != Some(at) {
                    cuts.push(*at);
                }
            }
        }
        let mut whole = StyledBlock {
            style: style.clone(),
            text: self.text,
            label,
            runs: self.runs,
            notes: self.notes,
            look,
            place: place.clone(),
            ..StyledBlock::default()
        };
        let mut blocks = Vec::new();
        while let Some(at) = cuts.pop() {
            blocks.push(cut(&mut whole, at));
        }
        whole.text.truncate(whole.text.trim_end().len());
        blocks.push(whole);
        blocks.reverse();
        blocks
    }

    /// The text of a cell: line breaks are blanks.
    pub(super) fn cell(self) -> String {
        self.text.trim().to_owned()
    }
}

/// Cuts a block in two and returns the second part.
fn cut(block: &mut StyledBlock, at: usize) -> StyledBlock {
    let tail = block.text.get(at..).unwrap_or_default();
    let start = at + (tail.len() - tail.trim_start().len());
    let text = block.text.get(start..).unwrap_or_default().trim_end().to_owned();
    let move_on = |offset: usize| offset.saturating_sub(start);
    let notes = block.notes.iter().filter(|note| note.offset > at);
    let notes = notes.map(|note| NoteMark { offset: move_on(note.offset), ..note.clone() }).collect();
    let runs = block.runs.iter().filter(|run| run.span[1] > start);
    let runs = runs
        .map(|run| StyledRun { span: [move_on(run.span[0]), move_on(run.span[1])], kind: run.kind.clone() })
        .collect();
    block.notes.retain(|note| note.offset <= at);
    block.runs.retain(|run| run.span[0] < at);
    for run in &mut block.runs {
        run.span[1] = run.span[1].min(at);
    }
    let look = block.look;
    block.text.truncate(at);
    StyledBlock {
        style: block.style.clone(),
        text,
        runs,
        notes,
        look,
        place: block.place.clone(),
        ..StyledBlock::default()
    }
}

/// "1. ", "(a) ", "iv) ", "• ", "- ": what an entry of a list typed by hand begins with.
pub(super) fn opens_entry(text: &str) -> bool {
    let mut chars = text.chars();
    let Some(first) = chars.next() else { return false };
    if matches!(first, '•' | '●' | '○' | '▪' | '■' | '‣' | '◦' | '·' | '–' | '-' | '*' | '\u{f0b7}' | '\u{f0a7}')
    {
        return chars.next() == Some(' ');
    }
    let body = text.strip_prefix(['(', '[']).unwrap_or(text);
    let core = body.len() - body.trim_start_matches(|c: char| c.is_ascii_alphanumeric()).len();
    let (Some(number), Some(rest)) = (body.get(..core), body.get(core..)) else { return false };
    let digits = number.bytes().all(|b| b.is_ascii_digit());
    let short = if digits {
        number.len() <= 3
    } else {
        number.len() == 1 || number.len() <= 4 && number.bytes().all(|b| b"ivxIVX".contains(&b))
    };
    let closed = rest.starts_with(") ")
        || rest.starts_with("] ")
        || (digits && (rest.starts_with(". ") || rest.starts_with("- ")));
    !number.is_empty() && short && closed
}

/// Characters that are in a file and that nobody sees.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}' | '\u{200c}' | '\u{2060}' | '\u{feff}' | '\u{200e}' | '\u{200f}' | '\u{fffc}')
        || c.is_control()
}

/// Runs of white space as one blank, trimmed; invisible characters go.
pub(super) fn tidy(text: &str) -> String {
    let mut flow = Flow::default();
    flow.push(text, &Face::default());
    flow.cell()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_collapses_across_pieces_and_stretches_keep_their_place() {
        let mut flow = Flow::default();
        flow.push("The  group ", &Face::default());
        flow.push("agreed\u{a0}to ", &Face { bold: true, ..Face::default() });
        flow.note("1", "n1");
        flow.push("meet.", &Face::default());
        let block = flow.finish(&BlockStyle::Plain, None, &FilePlace::default()).remove(0);
        assert_eq!(block.text, "The group agreed to meet.");
        assert_eq!(block.runs[0].span, [10, 19]);
        assert_eq!(block.notes[0].offset, 19);
        assert!(!block.look.bold);
    }

    #[test]
    fn entries_typed_below_each_other_in_one_paragraph_part() {
        let mut flow = Flow::default();
        for line in ["The chair asked for:", "1. a plan;", "2. a budget.", "Thank you."] {
            flow.push(line, &Face::default());
            flow.line_break();
        }
        let blocks = flow.finish(&BlockStyle::Plain, None, &FilePlace::default());
        let texts: Vec<&str> = blocks.iter().map(|block| block.text.as_str()).collect();
        assert_eq!(texts, ["The chair asked for:", "1. a plan;", "2. a budget. Thank you."]);
    }
}
