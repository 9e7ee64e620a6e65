//! Small PDFs for tests, written out as text so that a case shows all of what it is about.

use crate::error::DocumentError;
use crate::extract::{Limits, Passwords, read_bytes};
use crate::model::{RawBody, RawDocument, RawPage, Run};

/// A file with one page (object 3), its content (object 4) and Helvetica as `/F1` (object 5); further objects from 6 on.
#[derive(Debug, Clone, Default)]
pub struct Paper {
    content: String,
    page_entries: String,
    resources: String,
    fonts: String,
    objects: Vec<Vec<u8>>,
}

impl Paper {
    /// A page with this content.
    pub fn new(content: &str) -> Self {
        Self { content: content.to_owned(), ..Self::default() }
    }

    /// Adds entries to the page's dictionary.
    pub fn page(mut self, entries: &str) -> Self {
        self.page_entries.push_str(entries);
        self
    }

    /// Adds entries to the page's resources.
    pub fn resources(mut self, entries: &str) -> Self {
        self.resources.push_str(entries);
        self
    }

    /// Adds fonts to the page's resources.
    pub fn fonts(mut self, entries: &str) -> Self {
        self.fonts.push_str(entries);
        self
    }

    /// Adds an object; the first is number 6.
    pub fn object(mut self, body: impl AsRef<[u8]>) -> Self {
        self.objects.push(body.as_ref().to_vec());
        self
    }

    /// Adds a stream with these entries in its dictionary.
    pub fn stream(self, entries: &str, data: impl AsRef<[u8]>) -> Self {
        let data = data.as_ref();
        let mut body = format!("<< {entries} /Length {} >>\nstream\n", data.len()).into_bytes();
        body.extend_from_slice(data);
        body.extend_from_slice(b"\nendstream");
        self.object(body)
    }

    /// The objects in order, from number 1.
    fn bodies(&self) -> Vec<Vec<u8>> {
        let mut bodies: Vec<Vec<u8>> = [
            "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
            format!(
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R \
                 /Resources << /Font << /F1 5 0 R {} >> {} >> {} >>",
                self.fonts, self.resources, self.page_entries
            ),
            format!("<< /Length {} >>\nstream\n{}\nendstream", self.content.len(), self.content),
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned(),
        ]
        .into_iter()
        .map(String::into_bytes)
        .collect();
        bodies.extend(self.objects.iter().cloned());
        bodies
    }

    /// The file, with a correct table of objects.
    pub fn bytes(&self) -> Vec<u8> {
        let mut file = b"%PDF-1.7\n".to_vec();
        let bodies = self.bodies();
        let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", bodies.len() + 1);
        for (number, body) in (1..).zip(&bodies) {
            table.push_str(&format!("{:010} 00000 n \n", file.len()));
            file.extend_from_slice(format!("{number} 0 obj\n").as_bytes());
            file.extend_from_slice(body);
            file.extend_from_slice(b"\nendobj\n");
        }
        let start = file.len();
        let end = format!("{table}trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n", bodies.len() + 1);
        file.extend_from_slice(end.as_bytes());
        file
    }

    /// The file as read with the usual limits.
    pub fn read(&self) -> RawDocument {
        read(&self.bytes()).unwrap()
    }
}

/// Reads a file with the usual limits and no passwords.
pub fn read(bytes: &[u8]) -> Result<RawDocument, DocumentError> {
    read_bytes(bytes, "paper.pdf", &Limits::default(), &Passwords::default())
}

/// The first page.
pub fn first_page(document: &RawDocument) -> &RawPage {
    match &document.body {
        RawBody::Pages { pages, .. } => &pages[0],
        RawBody::Lines(_) | RawBody::Styled(_) => panic!("a PDF has pages"),
    }
}

/// The characters of a run.
pub fn text_of<'a>(page: &'a RawPage, run: &Run) -> &'a str {
    let first = page.glyphs[run.glyphs.start as usize].start as usize;
    let end = page.glyphs.get(run.glyphs.end as usize).map_or(page.text.len(), |glyph| glyph.start as usize);
    page.text.get(first..end).unwrap()
}

/// The runs of the first page, each as its text.
pub fn runs(document: &RawDocument) -> Vec<(String, Run)> {
    let page = first_page(document);
    page.runs.iter().map(|run| (text_of(page, run).to_owned(), run.clone())).collect()
}

/// All characters of the first page of a file.
pub fn text(paper: &Paper) -> String {
    first_page(&paper.read()).text.clone()
}

/// The codes of a document's notes.
pub fn codes(document: &RawDocument) -> Vec<&str> {
    document.notes.iter().map(|note| note.code.as_str()).collect()
}
