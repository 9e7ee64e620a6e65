//! Small laid-out documents for the tests of this module: text lines, and lines with positions and styles.

use crate::model::{BBox, FileInfo, LaidOutDocument, Line, LineRole, PageSize, Place, Source, StyleSpan, Word};

/// Width of the column of positioned test lines, in points.
const COLUMN: (f32, f32) = (72.0, 522.0);

/// Lines as the layout of a text file gives them.
pub(crate) fn text_lines(source: &str) -> Vec<Line> {
    let longest = source.lines().map(|line| line.chars().count()).max().unwrap_or(0);
    let mut blanks = 0;
    let mut lines = Vec::new();
    for (number, raw) in (1..).zip(source.lines()) {
        if raw.trim().is_empty() {
            blanks += 1;
            continue;
        }
        let lead = raw.len() - raw.trim_start().len();
        let mut line = blank_line(Place::Text { line: number });
        line.text = raw.trim().to_owned();
        line.indent = lead as f32 / 2.0;
        line.short_by = (longest - raw.trim_end().chars().count()) as f32 / 2.0;
        line.pitch = if lines.is_empty() { 0.0 } else { (1 + blanks) as f32 };
        line.starts_page = raw.starts_with('\u{c}') || (lead == 1 && !lines.is_empty());
        blanks = 0;
        lines.push(line);
    }
    lines
}

/// A text document.
pub(crate) fn text_document(source: &str) -> LaidOutDocument {
    LaidOutDocument {
        source: Source { path: "2019/report.txt".into(), format: "txt".into(), ..Source::default() },
        info: FileInfo::default(),
        pages: Vec::new(),
        styled: Vec::new(),
        lines: text_lines(source),
        body_size: 0.0,
        drawn: Vec::new(),
        notes: Vec::new(),
    }
}

/// A positioned page built line by line.
pub(crate) struct Page {
    lines: Vec<Line>,
    page: u32,
    y: f32,
    fresh: bool,
}

/// How a test line looks.
#[derive(Clone, Copy)]
pub(crate) struct Look {
    pub(crate) size: f32,
    pub(crate) bold: bool,
    pub(crate) indent: f32,
    pub(crate) gap: f32,
    pub(crate) centred: bool,
    pub(crate) role: LineRole,
    pub(crate) width: f32,
}

/// Body text: 11 points, flush left, ordinary line distance.
pub(crate) const PLAIN: Look =
    Look { size: 11.0, bold: false, indent: 0.0, gap: 1.0, centred: false, role: LineRole::Body, width: 0.5 };

impl Page {
    pub(crate) fn new() -> Self {
        Self { lines: Vec::new(), page: 1, y: 72.0, fresh: true }
    }

    pub(crate) fn next_page(mut self) -> Self {
        self.page += 1;
        self.y = 72.0;
        self.fresh = true;
        self
    }

    /// One line; every letter is `width` ems wide.
    pub(crate) fn line(mut self, text: &str, look: Look) -> Self {
        self.y += look.gap * 13.0;
        let em = look.size * look.width;
        let mut x = COLUMN.0 + look.indent * look.size;
        if look.centred {
            x = (COLUMN.0 + COLUMN.1 - text.chars().count() as f32 * em) / 2.0;
        }
        let left = x;
        let mut words = Vec::new();
        let mut start = 0;
        for word in text.split(' ') {
            let right = x + word.chars().count() as f32 * em;
            words.push(Word { start: start as u32, end: (start + word.len()) as u32, left: x, right });
            start += word.len() + 1;
            x = right + em;
        }
        let right = x - em;
        let bbox = BBox { left, top: self.y - look.size, right, bottom: self.y };
        let mut line = blank_line(Place::Page { page: self.page, bbox, baseline: self.y });
        line.text = text.to_owned();
        line.role = look.role;
        line.column = COLUMN;
        line.indent = (left - COLUMN.0) / look.size;
        line.short_by = (COLUMN.1 - right) / look.size;
        line.pitch = if self.fresh { 0.0 } else { look.gap };
        line.starts_page = self.fresh;
        line.centred = look.centred;
        line.styles = vec![StyleSpan {
            end: text.len() as u32,
            size: look.size,
            bold: look.bold,
            italic: false,
            fixed: false,
            font: u16::from(look.bold),
        }];
        line.words = words;
        self.fresh = false;
        self.lines.push(line);
        self
    }

    /// A paragraph, broken where the column ends.
    pub(crate) fn paragraph(mut self, text: &str, look: Look) -> Self {
        let room = ((COLUMN.1 - COLUMN.0 - look.indent * look.size) / (look.size * look.width)) as usize;
        let mut now = String::new();
        let mut first = true;
        let flush = |page: Self, line: &str, first: &mut bool| {
            let gap = if *first { look.gap } else { 1.0 };
            *first = false;
            page.line(line, Look { gap, ..look })
        };
        for word in text.split(' ') {
            if !now.is_empty() && now.chars().count() + 1 + word.chars().count() > room {
                self = flush(self, &now, &mut first);
                now.clear();
            }
            if !now.is_empty() {
                now.push(' ');
            }
            now.push_str(word);
        }
        flush(self, &now, &mut first)
    }

    pub(crate) fn document(self) -> LaidOutDocument {
        LaidOutDocument {
            source: Source {
                path: "2019/report.pdf".into(),
                format: "pdf".into(),
                pages: Some(self.page),
                ..Source::default()
            },
            info: FileInfo::default(),
            pages: vec![PageSize { width: 594.0, height: 842.0 }; self.page as usize],
            lines: self.lines,
            body_size: 11.0,
            styled: Vec::new(),
            drawn: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// The last line, to add marks or cells to it.
    pub(crate) fn with_last(mut self, change: impl FnOnce(&mut Line)) -> Self {
        if let Some(line) = self.lines.last_mut() {
            change(line);
        }
        self
    }
}

fn blank_line(place: Place) -> Line {
    Line {
        text: String::new(),
        place,
        role: LineRole::Body,
        column: (0.0, 0.0),
        indent: 0.0,
        short_by: 0.0,
        pitch: 0.0,
        starts_page: false,
        styles: Vec::new(),
        marks: Vec::new(),
        words: Vec::new(),
        cells: Vec::new(),
        table: None,
        centred: false,
        boxed: false,
        margin_number: None,
        struck: Vec::new(),
        header: false,
    }
}
