//! Fields: which results are text of the document, and which are lists of contents or page numbers.

/// An open field.
#[derive(Debug, Clone, Default)]
struct Field {
    code: String,
    in_result: bool,
}

/// The fields that stand open, outermost first.
#[derive(Debug, Clone, Default)]
pub(super) struct Fields {
    open: Vec<Field>,
}

/// Fields within each other; more belong to no document.
const DEEPEST: usize = 32;

impl Fields {
    /// `begin`, `separate` or `end` of a field.
    pub(super) fn mark(&mut self, kind: &str) {
        match kind {
            "begin" if self.open.len() < DEEPEST => self.open.push(Field::default()),
            "separate" => {
                if let Some(field) = self.open.last_mut() {
                    field.in_result = true;
                }
            }
            "end" => {
                self.open.pop();
            }
            _ => {}
        }
    }

    /// Part of a field's code.
    pub(super) fn code(&mut self, code: &str) {
        if let Some(field) = self.open.last_mut().filter(|field| !field.in_result) {
            field.code.push_str(code);
        }
    }

    /// Opens the result of a field that is one element.
    pub(super) fn simple(&mut self, code: &str) {
        self.open.push(Field { code: code.to_owned(), in_result: true });
    }

    /// Whether what comes now is no text: a code, or the number of a page.
    pub(super) fn hides(&self) -> bool {
        self.open.iter().any(|field| {
            !field.in_result
                || matches!(word(&field.code).as_str(), "PAGE" | "NUMPAGES" | "SECTIONPAGES" | "PRIVATE" | "XE" | "TC")
        })
    }

    /// Whether a list of contents, figures or an index stands open.
    pub(super) fn in_contents(&self) -> bool {
        self.open.iter().any(|field| field.in_result && matches!(word(&field.code).as_str(), "TOC" | "INDEX"))
    }

    /// Where an open link leads.
    pub(super) fn link(&self) -> Option<String> {
        let field = self.open.iter().rev().find(|field| field.in_result && word(&field.code) == "HYPERLINK")?;
        field.code.split('"').nth(1).filter(|target| target.contains(':')).map(str::to_owned)
    }
}

fn word(code: &str) -> String {
    code.split_whitespace().next().unwrap_or_default().to_ascii_uppercase()
}
