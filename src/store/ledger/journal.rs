//! An append-only file of checked lines: each a JSON object that carries the CRC-32 of what follows it in the line.
//!
//! ```text
//! {"sum":"5a1c03e7","n":12,"gen":3,"at":"2026-11-21T03:00:07Z","of":"mag-2017-03-28","entry":{...}}
//! ```
//!
//! `n` counts the entries of the file and is never given twice, also over a compaction; `gen` is the generation that the
//! entry waits for (0: none); `of` is the report that it is about. Only where each line stands is kept in memory: ten thousand reports
//! are opened in milliseconds, and an entry is read when it is asked for.
//!
//! A kill while appending leaves a torn last line: it is recognised, left out with a note, and cut off before the next
//! append. A damaged line elsewhere is left out with a note and kept in the file.

use super::extent::Link;
use crate::error::RunError;
use crate::store::Storage;
use rustc_hash::{FxHashMap, FxHasher};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::fs::File;
use std::hash::Hasher;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

/// Name and version of the form of the lines; the first line of each file carries it.
pub const SCHEMA: &str = "minutebook/ledger/1";

/// Bytes gathered before they are appended, so that a run over thousands of reports opens the file few times.
const GATHER: usize = 1024 * 1024;

/// Entries held at once where all are gone through.
const READ_AT_ONCE: usize = 1024;

/// One line as read back.
#[derive(Debug, Clone, PartialEq)]
pub struct Line<E> {
    /// Its number in the file.
    pub n: u64,
    /// The generation it waits for; 0 for none.
    pub generation: u64,
    /// When it was written, RFC 3339 in UTC.
    pub at: String,
    /// The report that it is about; empty for none.
    pub of: String,
    /// What it says.
    pub entry: E,
}

/// An append-only file of checked lines.
#[derive(Debug)]
pub struct Journal {
    storage: Storage,
    path: PathBuf,
    spans: FxHashMap<String, Vec<Span>>,
    /// Lines that wait for the next append.
    waiting: Vec<u8>,
    /// Bytes of the file up to its last good line.
    length: u64,
    /// Whether bytes after `length` (a torn line) must be cut off before the next append.
    torn: bool,
    /// Whether something was appended and not yet synced.
    unsynced: bool,
    next: u64,
    damaged: u64,
    notes: Vec<String>,
    /// The last link of its chain of entries.
    link: Link,
    /// Links that it was rewritten from, newest last.
    from: Vec<Link>,
    /// Whether it held, when it was opened, what it was expected to hold.
    is_whole: bool,
}

/// Where a line stands.
#[derive(Debug, Clone, Copy)]
struct Span {
    offset: u64,
    bytes: u32,
    /// The check sum that the line carries.
    sum: u32,
    generation: u64,
    n: u64,
}

#[derive(Deserialize)]
struct Head<'a> {
    n: u64,
    #[serde(default, rename = "gen")]
    generation: u64,
    #[serde(default, borrow)]
    of: Cow<'a, str>,
}

#[derive(Deserialize)]
struct Whole<E> {
    n: u64,
    #[serde(default, rename = "gen")]
    generation: u64,
    #[serde(default)]
    at: String,
    #[serde(default)]
    of: String,
    entry: E,
}

#[derive(Serialize, Deserialize)]
struct Form {
    schema: String,
    /// Marks of the links that the file was rewritten from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    from: Vec<String>,
}

/// Links kept of files that were rewritten: the generations that can be gone back to name older ones, and files are rewritten a few
/// times a year.
const LINKS_KEPT: usize = 64;

impl Journal {
    /// Opens the file, which may be absent, and reads where its lines stand. Nothing on the disk is changed.
    ///
    /// # Errors
    /// The file cannot be read, or is of a later version of minutebook.
    pub fn open(storage: &Storage, path: &Path) -> Result<Self, RunError> {
        let mut journal = Self {
            storage: storage.clone(),
            path: path.to_owned(),
            spans: FxHashMap::default(),
            waiting: Vec::new(),
            length: 0,
            torn: false,
            unsynced: false,
            next: 1,
            damaged: 0,
            notes: Vec::new(),
            link: Link::default(),
            from: Vec::new(),
            is_whole: true,
        };
        match File::open(path) {
            Ok(file) => journal.survey(file)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(unreadable(path, error)),
        }
        Ok(journal)
    }

    /// Remarks on torn and damaged lines, each a sentence.
    #[must_use]
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// Number of lines that are damaged and not the last.
    #[must_use]
    pub fn damaged(&self) -> u64 {
        self.damaged
    }

    /// The last link of its chain of entries.
    #[must_use]
    pub fn link(&self) -> Link {
        self.link
    }

    /// Whether its chain passes through a link, or it was rewritten from there.
    #[must_use]
    pub fn holds(&self, link: Link) -> bool {
        link.entries == 0 || link == self.link || self.from.contains(&link) || self.link_at(link.entries) == Some(link)
    }

    /// Notes whether it holds what is known of it.
    #[must_use]
    pub fn expecting(mut self, link: Link) -> Self {
        self.is_whole = self.holds(link);
        self
    }

    /// Whether it held, when it was opened, what it was expected to hold.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.is_whole
    }

    /// What it holds now is what it is expected to hold.
    pub fn take_as_whole(&mut self) {
        self.is_whole = true;
    }

    fn link_at(&self, entries: u64) -> Option<Link> {
        let mut spans: Vec<Span> = self.spans.values().flatten().copied().collect();
        spans.sort_unstable_by_key(|span| span.offset);
        let all = spans.iter().scan(Link::default(), |link, span| {
            *link = link.next(span.n, span.sum);
            Some(*link)
        });
        all.take_while(|link| link.entries <= entries).last()
    }

    /// Cuts off a last line that a kill left incomplete.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn cut_torn_line(&mut self) -> Result<(), RunError> {
        if self.torn && self.path.exists() {
            self.storage.truncate(&self.path, self.length)?;
        }
        self.torn = false;
        Ok(())
    }

    /// Size in bytes of all good lines, those that wait for the next append included.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.length + self.waiting.len() as u64
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Number of entries.
    #[must_use]
    pub fn entries(&self) -> usize {
        self.spans.values().map(Vec::len).sum()
    }

    /// Number of entries that wait for none, or for a generation up to `floor`.
    #[must_use]
    pub fn entries_up_to(&self, floor: u64) -> usize {
        self.spans.values().flatten().filter(|span| span.generation <= floor).count()
    }

    /// The reports that have entries, in order of their keys; entries about no report are under "".
    #[must_use]
    pub fn reports(&self) -> Vec<&str> {
        let mut reports: Vec<&str> = self.spans.keys().map(String::as_str).collect();
        reports.sort_unstable();
        reports
    }

    /// Adds an entry and answers its number. It reaches the disk with [`Journal::sync`] at the latest.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn append(&mut self, of: &str, generation: u64, at: &str, entry: &impl Serialize) -> Result<u64, RunError> {
        if self.length == 0 && self.waiting.is_empty() {
            let form = form(&[])?;
            self.waiting.extend_from_slice(&checked_line(0, 0, at, "", &form));
        }
        let n = self.next;
        let entry = serde_json::to_string(entry)
            .map_err(|error| RunError::internal("an entry of the ledger cannot be written as JSON").because(error))?;
        let line = checked_line(n, generation, at, of, &entry);
        let span = Span { offset: self.bytes(), bytes: length_of(&line)?, sum: sum_of(&line), generation, n };
        self.link = self.link.next(n, span.sum);
        self.spans.entry(of.to_owned()).or_default().push(span);
        self.waiting.extend_from_slice(&line);
        self.next += 1;
        if self.waiting.len() >= GATHER {
            self.flush()?;
        }
        Ok(n)
    }

    /// Waits until the disk has all entries.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn sync(&mut self) -> Result<(), RunError> {
        self.flush()?;
        if self.unsynced {
            self.storage.sync(&self.path)?;
            self.unsynced = false;
        }
        Ok(())
    }

    /// Reads the entries about one report, oldest first.
    ///
    /// # Errors
    /// The file cannot be read, or has changed since it was opened.
    pub fn lines<E: DeserializeOwned>(&self, of: &str) -> Result<Vec<Line<E>>, RunError> {
        let spans = self.spans.get(of).map(Vec::as_slice).unwrap_or_default();
        self.read(spans)
    }

    /// Reads all entries in the order in which they were written.
    ///
    /// # Errors
    /// As [`Journal::lines`].
    pub fn all<E: DeserializeOwned>(&self) -> Result<Vec<Line<E>>, RunError> {
        let mut spans: Vec<Span> = self.spans.values().flatten().copied().collect();
        spans.sort_unstable_by_key(|span| span.offset);
        self.read(&spans)
    }

    /// Hands every entry to `take`, in the order in which they were written, without holding more than one.
    ///
    /// # Errors
    /// As [`Journal::lines`].
    pub fn each<E: DeserializeOwned>(&self, mut take: impl FnMut(Line<E>)) -> Result<(), RunError> {
        let mut spans: Vec<Span> = self.spans.values().flatten().copied().collect();
        spans.sort_unstable_by_key(|span| span.offset);
        for some in spans.chunks(READ_AT_ONCE) {
            self.read(some)?.into_iter().for_each(&mut take);
        }
        Ok(())
    }

    /// A number that differs where the entries about a report differ: made of their numbers and check sums.
    #[must_use]
    pub fn state(&self, of: &str) -> u64 {
        let mut hasher = FxHasher::default();
        for span in self.spans.get(of).into_iter().flatten() {
            hasher.write_u64(span.n);
            hasher.write_u32(span.sum);
        }
        hasher.finish()
    }

    /// Replaces all entries by those given, each with its own number, as one step; numbers are not given again.
    ///
    /// # Errors
    /// The disk refuses: the file is then as before.
    pub fn rewrite<E: Serialize>(
        &mut self,
        lines: impl IntoIterator<Item = Result<Line<E>, RunError>>,
    ) -> Result<(), RunError> {
        let form = form(&self.links_before())?;
        let mut failure = None;
        let last = self.next.saturating_sub(1);
        self.storage
            .write_atomic_with(&self.path, |out| {
                // The first line carries the highest number ever given, so that it outlives its entry.
                out.write_all(&checked_line(last, 0, "", "", &form))?;
                for line in lines {
                    let line = match line {
                        Ok(line) => line,
                        Err(error) => {
                            failure = Some(error);
                            return Err(io::Error::other("the old entries cannot be read"));
                        }
                    };
                    let entry = serde_json::to_string(&line.entry)?;
                    out.write_all(&checked_line(line.n, line.generation, &line.at, &line.of, &entry))?;
                }
                Ok(())
            })
            .map_err(|error| failure.take().unwrap_or(error))?;
        *self = Self::open(&self.storage, &self.path)?;
        Ok(())
    }

    /// Keeps only the lines of which `keep` (given the report and the line as it stands) says so, as one step. Damaged lines
    /// are not kept: nobody can tell what they hold. Answers how many lines went.
    ///
    /// # Errors
    /// The file cannot be read, or the disk refuses: it is then as before.
    pub fn retain(&mut self, mut keep: impl FnMut(&str, &str) -> bool) -> Result<u64, RunError> {
        self.sync()?;
        let file = match File::open(&self.path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(0),
            Err(error) => return Err(unreadable(&self.path, error)),
        };
        let form = form(&self.links_before())?;
        let last = self.next.saturating_sub(1);
        let mut gone = 0;
        let mut reader = BufReader::with_capacity(GATHER, file);
        self.storage.write_atomic_with(&self.path, |out| {
            out.write_all(&checked_line(last, 0, "", "", &form))?;
            let mut line = Vec::new();
            let mut first = true;
            while reader.read_until(b'\n', &mut line)? > 0 {
                let sound = checked(&line).and_then(|body| Some((body, serde_json::from_str::<Head<'_>>(body).ok()?)));
                match sound {
                    Some((body, _)) if first && serde_json::from_str::<Whole<Form>>(body).is_ok() => {}
                    Some((body, head)) if keep(&head.of, body) => out.write_all(&line)?,
                    _ => gone += 1,
                }
                first = false;
                line.clear();
            }
            Ok(())
        })?;
        *self = Self::open(&self.storage, &self.path)?;
        Ok(gone)
    }

    /// The links that a file rewritten from this one comes from.
    fn links_before(&self) -> Vec<Link> {
        let all: Vec<Link> = self.from.iter().copied().chain([self.link]).collect();
        all.iter().skip(all.len().saturating_sub(LINKS_KEPT)).copied().collect()
    }

    fn survey(&mut self, file: File) -> Result<(), RunError> {
        let mut reader = BufReader::with_capacity(GATHER, file);
        let mut line = Vec::new();
        let (mut offset, mut number) = (0_u64, 0_u64);
        loop {
            line.clear();
            let read = reader.read_until(b'\n', &mut line).map_err(|error| unreadable(&self.path, error))? as u64;
            if read == 0 {
                break;
            }
            number += 1;
            let last = reader.fill_buf().map_err(|error| unreadable(&self.path, error))?.is_empty();
            match checked(&line) {
                Some(body) => {
                    self.take_note_of(body, offset, &line)?;
                    self.length = offset + read;
                }
                None if last => {
                    self.torn = true;
                    self.notes.push(format!(
                        "{}: the last line ({read} bytes) is incomplete, as after a kill while it was written; it is left out",
                        self.path.display()
                    ));
                }
                None => {
                    self.damaged += 1;
                    self.length = offset + read;
                    self.notes.push(format!(
                        "{}, line {number}: its check sum does not fit, so it is left out; restore the ledger from a backup if you have one",
                        self.path.display()
                    ));
                }
            }
            offset += read;
        }
        Ok(())
    }

    fn take_note_of(&mut self, body: &str, offset: u64, line: &[u8]) -> Result<(), RunError> {
        let head = head(body).map_err(|error| unreadable(&self.path, error))?;
        self.next = self.next.max(head.n + 1);
        if offset == 0 {
            let Ok(form) = serde_json::from_str::<Whole<Form>>(body) else {
                self.damaged += 1;
                self.notes.push(format!(
                    "{}: its first line, which names the form, is missing, and perhaps others; put back a copy of the ledger",
                    self.path.display()
                ));
                return self.take_entry(&head, offset, line);
            };
            if form.entry.schema != SCHEMA {
                return Err(RunError::damaged(format!("{} is of the form {}", self.path.display(), form.entry.schema))
                    .hint(format!("This minutebook reads {SCHEMA}: use the newer program that wrote it.")));
            }
            self.from = form.entry.from.iter().filter_map(|mark| Link::of_mark(mark)).collect();
            return Ok(());
        }
        self.take_entry(&head, offset, line)
    }

    fn take_entry(&mut self, head: &Head<'_>, offset: u64, line: &[u8]) -> Result<(), RunError> {
        let span = Span { offset, bytes: length_of(line)?, sum: sum_of(line), generation: head.generation, n: head.n };
        self.link = self.link.next(span.n, span.sum);
        match self.spans.get_mut(head.of.as_ref()) {
            Some(spans) => spans.push(span),
            None => {
                self.spans.insert(head.of.clone().into_owned(), vec![span]);
            }
        }
        Ok(())
    }

    fn flush(&mut self) -> Result<(), RunError> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        if self.torn && self.path.exists() {
            self.storage.truncate(&self.path, self.length)?;
        }
        // Should the append fail half way, the next one cuts the half line off first.
        self.torn = true;
        self.storage.append_lazily(&self.path, &self.waiting)?;
        self.torn = false;
        self.length += self.waiting.len() as u64;
        self.waiting.clear();
        self.unsynced = true;
        Ok(())
    }

    fn read<E: DeserializeOwned>(&self, spans: &[Span]) -> Result<Vec<Line<E>>, RunError> {
        let mut file = None;
        let mut lines = Vec::with_capacity(spans.len());
        let mut buffer = Vec::new();
        for span in spans {
            let bytes = match span.offset.checked_sub(self.length) {
                Some(start) => slice(&self.waiting, start, span.bytes),
                None => {
                    let file = match &mut file {
                        Some(file) => file,
                        None => file.insert(File::open(&self.path).map_err(|error| unreadable(&self.path, error))?),
                    };
                    buffer.resize(span.bytes as usize, 0);
                    file.seek(SeekFrom::Start(span.offset))
                        .and_then(|_| file.read_exact(&mut buffer))
                        .map_err(|error| unreadable(&self.path, error))?;
                    buffer.as_slice()
                }
            };
            let body = checked(bytes).ok_or_else(|| unreadable(&self.path, "it has changed while it was read"))?;
            let whole: Whole<E> = serde_json::from_str(body).map_err(|error| {
                unreadable(&self.path, error)
                    .hint(format!("Entry {} says something that this version does not know.", span.n))
            })?;
            lines.push(Line {
                n: whole.n,
                generation: whole.generation,
                at: whole.at,
                of: whole.of,
                entry: whole.entry,
            });
        }
        Ok(lines)
    }
}

/// The first entry of a file that was rewritten from these links.
fn form(from: &[Link]) -> Result<String, RunError> {
    let from = from.iter().filter(|link| link.entries > 0).map(|link| link.mark()).collect();
    serde_json::to_string(&Form { schema: SCHEMA.to_owned(), from })
        .map_err(|error| RunError::new("the form of the ledger cannot be written as JSON").because(error))
}

/// The beginning of a line. In the form in which lines are written its entry, most of it, need not be gone through.
fn head(body: &str) -> serde_json::Result<Head<'_>> {
    quick_head(body).map_or_else(|| serde_json::from_str(body), Ok)
}

/// `{"sum":"5a1c03e7","n":12,"gen":3,"at":"...","of":"mag-2017-03-28","entry":` as [`checked_line`] writes it; `None` for
/// another form.
fn quick_head(body: &str) -> Option<Head<'_>> {
    let (number, rest) = body.get(17..)?.strip_prefix(",\"n\":")?.split_once(',')?;
    let (generation, rest) = rest.strip_prefix("\"gen\":")?.split_once(',')?;
    let (at, rest) = rest.strip_prefix("\"at\":\"")?.split_once('"')?;
    let (of, rest) = rest.strip_prefix(",\"of\":\"")?.split_once('"')?;
    let plain = !at.contains('\\') && !of.contains('\\') && rest.starts_with(",\"entry\":");
    let head = Head { n: number.parse().ok()?, generation: generation.parse().ok()?, of: Cow::Borrowed(of) };
    plain.then_some(head)
}

/// The check sum that a sound line carries.
fn sum_of(line: &[u8]) -> u32 {
    let digits = line.get(r#"{"sum":""#.len()..).and_then(|rest| rest.get(..8));
    digits.and_then(|digits| u32::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()).unwrap_or_default()
}

fn slice(bytes: &[u8], start: u64, length: u32) -> &[u8] {
    let start = usize::try_from(start).unwrap_or(usize::MAX);
    bytes.get(start..start.saturating_add(length as usize)).unwrap_or_default()
}

fn length_of(line: &[u8]) -> Result<u32, RunError> {
    u32::try_from(line.len()).map_err(|error| RunError::new("a line of the ledger is longer than 4 GiB").because(error))
}

pub(super) fn checked_line(n: u64, generation: u64, at: &str, of: &str, entry: &str) -> Vec<u8> {
    let of = serde_json::to_string(of).unwrap_or_default();
    let rest = format!("\"n\":{n},\"gen\":{generation},\"at\":\"{at}\",\"of\":{of},\"entry\":{entry}}}\n");
    format!("{{\"sum\":\"{:08x}\",{rest}", crc32fast::hash(rest.trim_end().as_bytes())).into_bytes()
}

/// The line as text if its check sum fits.
fn checked(line: &[u8]) -> Option<&str> {
    let text = std::str::from_utf8(line).ok()?.strip_suffix('\n')?;
    let rest = text.strip_prefix("{\"sum\":\"")?;
    let (sum, rest) = rest.split_at_checked(8)?;
    let rest = rest.strip_prefix("\",")?;
    let sum = u32::from_str_radix(sum, 16).ok()?;
    (crc32fast::hash(rest.as_bytes()) == sum).then_some(text)
}

fn unreadable(path: &Path, error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> RunError {
    RunError::new(format!("cannot read {}", path.display())).because(error)
}
