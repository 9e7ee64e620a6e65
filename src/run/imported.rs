//! Reports that were read elsewhere: the output of `extract --format jsonl`, as a cluster makes it, instead of a look at the
//! corpus.
//!
//! Each line is a document with the version of its reader and its audit, or the reason why a file could not be read. The
//! lines are looked through once for what they hold, and each is parsed when its turn comes: memory holds one entry a line.

use super::catalogue::{CataloguedFile, FailedFile};
use super::known::{FileStamp, Known};
use super::scan::{CorpusFile, Scan};
use crate::audit::{self, Facts, Score};
use crate::error::{DocumentError, RunError};
use crate::model::{Document, document};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// A line longer than this is no report, and must not fill memory.
const LONGEST_LINE: u64 = 256 << 20;

/// A file of documents.
#[derive(Debug)]
pub struct Imported {
    file: PathBuf,
    corpus: PathBuf,
    lines: BTreeMap<String, Place>,
    refused: BTreeMap<String, FailedFile>,
}

/// Where a document stands in the file, and what decides whether it is new.
#[derive(Debug)]
struct Place {
    offset: u64,
    length: usize,
    sha256: String,
    bytes: u64,
    reader: String,
}

/// What `extract --format jsonl` prints for a file that it could read.
#[derive(Serialize)]
struct Line<'a> {
    #[serde(flatten)]
    document: &'a Document,
    reader: String,
    audit: Audited,
}

#[derive(Serialize, Deserialize)]
struct Audited {
    score: f32,
    reasons: Vec<String>,
}

/// What is looked at of a line before its turn comes.
#[derive(Deserialize)]
struct Head {
    schema: Option<String>,
    source: HeadSource,
    reader: Option<String>,
    error: Option<HeadError>,
}

#[derive(Deserialize)]
struct HeadSource {
    path: String,
    #[serde(default)]
    sha256: String,
    #[serde(default)]
    bytes: u64,
}

#[derive(Deserialize)]
struct HeadError {
    code: String,
    message: String,
    page: Option<u32>,
    hint: Option<String>,
}

/// The audit of a line.
#[derive(Deserialize)]
struct Tail {
    audit: Option<Audited>,
}

/// Writes a document as a line that [`Imported`] takes.
///
/// # Errors
/// Whatever `out` reports.
pub fn write_line(document: &Document, audit: &Score, out: &mut impl Write) -> io::Result<()> {
    let audit = Audited { score: audit.score, reasons: audit.reasons.clone() };
    serde_json::to_writer(&mut *out, &Line { document, reader: super::version(), audit })?;
    out.write_all(b"\n")
}

impl Imported {
    /// Looks through a file. Paths in it that lead into `corpus` become relative to it. A line that is no document is
    /// listed among the files that could not be read, under the name of the file and its line; of several lines for one
    /// path the last counts, since a cluster may do work twice.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn open(file: &Path, corpus: &Path) -> Result<Self, RunError> {
        let cannot = |error: io::Error| {
            RunError::new(format!("cannot read {}", file.display()))
                .because(error)
                .hint("It is made by: minutebook extract --format jsonl FILE... > documents.jsonl")
        };
        let mut imported =
            Self { file: file.to_owned(), corpus: corpus.to_owned(), lines: BTreeMap::new(), refused: BTreeMap::new() };
        let mut reader = BufReader::with_capacity(1 << 20, File::open(file).map_err(cannot)?);
        let (mut offset, mut line) = (0, Vec::new());
        for number in 1_u64.. {
            line.clear();
            let read = reader.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut line).map_err(cannot)?;
            if read == 0 {
                break;
            }
            imported.look_at(&line, offset, number);
            offset += read as u64;
        }
        Ok(imported)
    }

    fn look_at(&mut self, line: &[u8], offset: u64, number: u64) {
        if line.trim_ascii().is_empty() {
            return;
        }
        let head = match serde_json::from_slice::<Head>(line) {
            Ok(head) if head.error.is_some() || head.schema.as_deref() == Some(document::SCHEMA) => head,
            Ok(head) => {
                let found = head.schema.unwrap_or_else(|| "no schema".to_owned());
                return self.no_document(number, &format!("found {found}, expected {}", document::SCHEMA));
            }
            Err(error) => return self.no_document(number, &error.to_string()),
        };
        let path = self.below_corpus(&head.source.path);
        if let Some(error) = head.error {
            self.lines.remove(&path);
            let failed = FailedFile {
                file: CataloguedFile { path: path.clone(), ..CataloguedFile::default() },
                sha256: None,
                code: error.code,
                message: error.message,
                page: error.page,
                hint: error.hint,
                reader: head.reader.unwrap_or_default(),
            };
            self.refused.insert(path, failed);
            return;
        }
        self.refused.remove(&path);
        let HeadSource { sha256, bytes, .. } = head.source;
        let reader = head.reader.unwrap_or_default();
        self.lines.insert(path, Place { offset, length: line.len(), sha256, bytes, reader });
    }

    fn no_document(&mut self, number: u64, reason: &str) {
        let name = self.file.file_name().unwrap_or_default().to_string_lossy();
        let path = format!("{name}, line {number}");
        let failed = FailedFile {
            file: CataloguedFile { path: path.clone(), ..CataloguedFile::default() },
            code: "not-a-document".to_owned(),
            message: format!("the line is no document: {reason}"),
            hint: Some("Was the job that wrote it cut off? Write the file again.".to_owned()),
            ..FailedFile::default()
        };
        self.refused.insert(path, failed);
    }

    /// The path as it stands below the corpus; as it is where it does not lead there.
    fn below_corpus(&self, path: &str) -> String {
        let place = Path::new(path);
        let below = match place.is_absolute() {
            true => place.strip_prefix(&self.corpus).ok(),
            false => place.strip_prefix(".").unwrap_or(place).strip_prefix("corpus").ok(),
        };
        below.unwrap_or(place).to_string_lossy().replace('\\', "/")
    }

    /// The corpus as the file shows it. Reports that it does not name stay as they are, unless it is the `whole` corpus.
    #[must_use]
    pub fn scan(&self, known: &Known, whole: bool) -> Scan {
        let file = |path: &str, stamp: FileStamp, sha256: &str| CorpusFile {
            path: path.to_owned(),
            location: self.corpus.join(path),
            stamp,
            sha256: sha256.to_owned(),
        };
        let mut scan = Scan { refused: self.refused.values().cloned().collect(), ..Scan::default() };
        for (path, place) in &self.lines {
            let stamp = FileStamp { bytes: place.bytes, changed_ns: 0 };
            scan.files.insert(path.clone(), file(path, stamp, &place.sha256));
        }
        if whole {
            return scan;
        }
        let named: BTreeSet<&String> = self.lines.keys().chain(self.refused.keys()).collect();
        for (path, known) in
            known.files.iter().filter(|(path, known)| !named.contains(path) && !known.sha256.is_empty())
        {
            scan.files.insert(path.clone(), file(path, known.stamp, &known.sha256));
        }
        let before = known.refused.iter().filter(|(path, _)| !named.contains(path));
        scan.unreadable = before.map(|(_, failed)| failed.clone()).collect();
        scan.other.clone_from(&known.other);
        scan
    }

    /// Version of the reader that read a path; `None` for a path that the file does not name.
    #[must_use]
    pub fn reader(&self, path: &str) -> Option<&str> {
        self.lines.get(path).map(|place| place.reader.as_str())
    }

    /// The document of a path with its audit; `None` for a path that the file does not name.
    #[must_use]
    pub fn document(&self, path: &str) -> Option<Result<(Document, Score), DocumentError>> {
        let place = self.lines.get(path)?;
        let name = self.file.display();
        let lost = |error: &dyn std::fmt::Display| {
            DocumentError::new("not-a-document", path, format!("its line in {name} cannot be read: {error}"))
                .with_hint("Write the file again.")
        };
        Some(self.parse(place).map_err(|error| lost(&error)))
    }

    fn parse(&self, place: &Place) -> io::Result<(Document, Score)> {
        let mut file = File::open(&self.file)?;
        file.seek(SeekFrom::Start(place.offset))?;
        let mut line = vec![0; place.length];
        file.read_exact(&mut line)?;
        let document: Document = serde_json::from_slice(&line)?;
        let tail: Tail = serde_json::from_slice(&line)?;
        let score = match tail.audit {
            Some(audit) => Score { score: audit.score, reasons: audit.reasons },
            // Made by something else: whether there is any text is all that can be judged.
            None => audit::audit(&document, &Facts::of_blocks(&document)),
        };
        Ok((document, score))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Meta, Source};

    fn line(path: &str, sha256: &str) -> String {
        let document = Document {
            schema: document::SCHEMA.to_owned(),
            source: Source { path: path.to_owned(), sha256: sha256.to_owned(), ..Source::default() },
            meta: Meta { key: "mag-2017".to_owned(), ..Meta::default() },
            blocks: Vec::new(),
            notes: Vec::new(),
        };
        let mut out = Vec::new();
        write_line(&document, &Score { score: 0.5, reasons: vec!["lost words".to_owned()] }, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    fn imported(text: &str) -> (tempfile::TempDir, Imported) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("documents.jsonl");
        std::fs::write(&file, text).unwrap();
        let imported = Imported::open(&file, Path::new("/srv/corpus")).unwrap();
        (folder, imported)
    }

    #[test]
    fn a_document_comes_back_with_its_audit_under_its_path_below_the_corpus() {
        let (_folder, imported) = imported(&(line("/srv/corpus/2017/a.pdf", "1") + &line("corpus/b.pdf", "2")));
        let scan = imported.scan(&Known::default(), false);
        assert_eq!(scan.files.keys().collect::<Vec<_>>(), ["2017/a.pdf", "b.pdf"]);
        let (document, score) = imported.document("2017/a.pdf").unwrap().unwrap();
        assert_eq!((document.meta.key.as_str(), score.score), ("mag-2017", 0.5));
        assert_eq!(imported.reader("b.pdf"), Some(super::super::version().as_str()));
        assert!(imported.document("c.pdf").is_none());
    }

    #[test]
    fn a_line_cut_off_or_of_another_kind_is_listed_and_the_rest_is_taken() {
        let error = r#"{"source":{"path":"x.pdf"},"error":{"code":"damaged","page":null,"message":"no","hint":null}}"#;
        let text = format!(
            "{}\n\n{error}\n{{\"source\":{{\"path\":\"y\"}}}}\n{}",
            line("a.pdf", "1"),
            line("b", "2").split_at(40).0
        );
        let (_folder, imported) = imported(&text);
        let scan = imported.scan(&Known::default(), false);
        assert_eq!(scan.files.len(), 1);
        let refused: Vec<_> = scan.refused.iter().map(|file| (file.file.path.as_str(), file.code.as_str())).collect();
        assert_eq!(
            refused,
            [
                ("documents.jsonl, line 5", "not-a-document"),
                ("documents.jsonl, line 6", "not-a-document"),
                ("x.pdf", "damaged")
            ]
        );
    }

    #[test]
    fn the_last_line_of_a_path_counts() {
        let (_folder, imported) = imported(&(line("a.pdf", "1") + &line("a.pdf", "2")));
        assert_eq!(imported.scan(&Known::default(), false).files["a.pdf"].sha256, "2");
    }

    #[test]
    fn what_the_file_does_not_name_stays_unless_it_is_the_whole_corpus() {
        let (_folder, imported) = imported(&line("a.pdf", "1"));
        let mut known = Known::default();
        let before = super::super::known::KnownFile { stamp: FileStamp::default(), sha256: "0".to_owned() };
        known.files.insert("old.pdf".to_owned(), before);
        assert_eq!(imported.scan(&known, false).files.len(), 2);
        assert_eq!(imported.scan(&known, true).files.len(), 1);
    }
}
