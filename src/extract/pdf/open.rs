//! Opens the bytes of a file as objects: with repair, with passwords, and with the small patches that files in use need
//! and lopdf does not make.

use super::encryption;
use super::taming::tame;
use crate::error::DocumentError;
use crate::extract::{Limits, Passwords};
use crate::model::{Note, Stage};
use lopdf::xref::XrefEntry;
use lopdf::{Dictionary, Document, LoadOptions, Object};

/// How far from the start of a file its header is looked for, in bytes.
const HEADER_SEARCH: usize = 8 * 1024;

/// Opens a file, repairing what can be repaired, and decrypts it with the empty password or a given one.
///
/// # Errors
/// No PDF, damaged beyond repair, or a password is missing or wrong.
pub fn document(
    bytes: &[u8],
    path: &str,
    limits: &Limits,
    passwords: &Passwords,
    notes: &mut Vec<Note>,
) -> Result<Document, DocumentError> {
    let mut document = opened(bytes, path, limits, passwords)?;
    if let Some(mended) = mended(bytes, &document)
        && let Ok(fuller) = opened(&mended, path, limits, passwords)
        && fuller.objects.len() > document.objects.len()
    {
        document = fuller;
    }
    fill_streams_without_length(bytes, &mut document);
    if document.xref_recovery.is_some() {
        notes.push(Note::new(
            Stage::Extract,
            "repaired-file",
            "the file's table of objects is damaged; it was rebuilt from the objects found. Check that no page is missing.",
        ));
    }
    if document.objects.values().any(is_left_out) {
        notes.push(Note::new(
            Stage::Extract,
            "objects-left-out",
            "a stream of objects is damaged or inflates beyond the limit `stream_bytes`; what it holds was left out. Check that no page is missing.",
        ));
    }
    Ok(document)
}

/// How the type of a stream of objects is written, and how it is written over so that lopdf passes it by.
const OBJECT_STREAM: &[u8] = b"/ObjStm";
const LEFT_OUT: &[u8] = b"/ObjStx";

/// The file with its streams of objects passed by, if it has any; every byte stays in its place.
fn without_object_streams(bytes: &[u8]) -> Option<Vec<u8>> {
    let places: Vec<usize> = memchr::memmem::find_iter(bytes, OBJECT_STREAM).collect();
    let mut patched = (!places.is_empty()).then(|| bytes.to_vec())?;
    for at in places {
        if let Some(place) = patched.get_mut(at..at + OBJECT_STREAM.len()) {
            place.copy_from_slice(LEFT_OUT);
        }
    }
    Some(patched)
}

fn is_left_out(object: &Object) -> bool {
    let kind = object.as_stream().ok().and_then(|stream| stream.dict.get(b"Type").ok());
    kind.and_then(|kind| kind.as_name().ok())
        .is_some_and(|name| LEFT_OUT.ends_with(name) && name.len() + 1 == LEFT_OUT.len())
}

fn opened(bytes: &[u8], path: &str, limits: &Limits, passwords: &Passwords) -> Result<Document, DocumentError> {
    let document = load(bytes, None, limits).or_else(|error| match with_header(bytes) {
        Some(patched) => load(&patched, None, limits),
        None => Err(error),
    });
    // One stream of objects that cannot be read, or that inflates beyond all limits, must not cost the objects outside it.
    let document = document.or_else(|error| match without_object_streams(bytes) {
        Some(patched) => load(&patched, None, limits).map_err(|_| error),
        None => Err(error),
    });
    let document = document.map_err(|error| unreadable(path, bytes, &error))?;
    if let Some(bytes) = encryption::written_out(bytes, &document)
        && let Ok(document) = load(&bytes, None, limits)
    {
        return if is_locked(&document) { unlock(&bytes, &document, path, limits, passwords) } else { Ok(document) };
    }
    if is_locked(&document) { unlock(bytes, &document, path, limits, passwords) } else { Ok(document) }
}

fn load(bytes: &[u8], password: Option<&str>, limits: &Limits) -> lopdf::Result<Document> {
    let options = LoadOptions {
        password: password.map(str::to_owned),
        max_decompressed_size: Some(limits.stream_bytes),
        ..LoadOptions::default()
    };
    Document::load_mem_with_options(bytes, options)
}

fn unlock(
    bytes: &[u8],
    locked_document: &Document,
    path: &str,
    limits: &Limits,
    passwords: &Passwords,
) -> Result<Document, DocumentError> {
    let open = |bytes: &[u8], password: Option<&str>| load(bytes, password, limits).ok().filter(|it| !is_locked(it));
    if only_attachments(locked_document)
        && let Some(opened) = patched(bytes, b"/Xncrypt").and_then(|patched| open(&patched, None))
    {
        return Ok(opened);
    }
    // The keys are made from the file's identifier (7.6.4.3.2), which some writers leave out: then it counts as empty.
    let identified = if locked_document.trailer.has(b"ID") { None } else { patched(bytes, b"/ID[()()]/Encrypt") };
    let bytes = identified.as_deref().unwrap_or(bytes);
    if identified.is_some()
        && let Some(opened) = open(bytes, None)
    {
        return Ok(opened);
    }
    let mut tried = 0;
    let opened = passwords.candidates(path).find_map(|password| {
        tried += 1;
        open(bytes, Some(password))
    });
    opened.ok_or_else(|| locked(path, tried))
}

/// A file that was decrypted has lost its entry; lopdf's own test overlooks dictionaries written into the trailer.
fn is_locked(document: &Document) -> bool {
    document.trailer.has(b"Encrypt")
}

/// Whether only attached files are encrypted, and everything a page draws is plain (7.6.5, `Identity`).
fn only_attachments(document: &Document) -> bool {
    let entry = document.trailer.get(b"Encrypt").ok();
    let dict: Option<&Dictionary> = entry.and_then(|entry| match entry {
        Object::Reference(id) => document.objects.get(id)?.as_dict().ok(),
        other => other.as_dict().ok(),
    });
    let plain = |dict: &Dictionary, key: &[u8]| {
        dict.get(key).map_or(true, |name| name.as_name().is_ok_and(|name| name == b"Identity"))
    };
    dict.is_some_and(|dict| {
        let version = dict.get(b"V").and_then(Object::as_i64).unwrap_or(0);
        version >= 4 && plain(dict, b"StmF") && plain(dict, b"StrF")
    })
}

/// The file with every `/Encrypt` key of its trailers written in another way. What follows the trailers only moves, and
/// nothing points there.
fn patched(bytes: &[u8], instead: &[u8]) -> Option<Vec<u8>> {
    const KEY: &[u8] = b"/Encrypt";
    let last = memchr::memmem::rfind_iter(bytes, KEY)
        .find(|&at| bytes.get(at + KEY.len()).is_some_and(|byte| !byte.is_ascii_alphanumeric()))?;
    let mut patched = bytes.get(..last)?.to_vec();
    patched.extend_from_slice(instead);
    patched.extend_from_slice(bytes.get(last + KEY.len()..)?);
    Some(patched)
}

/// The file with the objects mended that lopdf left out, if there are any; every byte stays in its place.
fn mended(bytes: &[u8], document: &Document) -> Option<Vec<u8>> {
    let mut mended: Option<Vec<u8>> = None;
    for (&number, entry) in &document.reference_table.entries {
        let XrefEntry::Normal { offset, generation } = *entry else { continue };
        if document.objects.contains_key(&(number, generation)) {
            continue;
        }
        let Some(rest) = mended.get_or_insert_with(|| bytes.to_vec()).get_mut(offset as usize..) else { continue };
        let end = memchr::memmem::find(rest, b"endobj").unwrap_or(rest.len());
        let Some(object) = rest.get_mut(..end) else { continue };
        let dictionary = memchr::memmem::find(object, b"stream").unwrap_or(object.len());
        if let Some(dictionary) = object.get_mut(..dictionary) {
            shorten_numbers(dictionary);
            tame(dictionary);
        }
        // A stream must not end with a blank, or elsewhere than /Length says, unless a line end stands before the word;
        // readers of old do not mind (7.3.8.1 only asks for one).
        if let Some(before) = memchr::memmem::find(object, b"endstream").and_then(|end| end.checked_sub(1))
            && let Some(byte) = object.get_mut(before)
        {
            *byte = b'\n';
        }
    }
    mended
}

/// Streams whose dictionary says no length are read to their `endstream`.
fn fill_streams_without_length(bytes: &[u8], document: &mut Document) {
    // Encrypted content would have to be decrypted first; no such file has been seen.
    if document.encryption_state.is_some() {
        return;
    }
    for object in document.objects.values_mut() {
        let Object::Stream(stream) = object else { continue };
        let Some(rest) = stream.start_position.and_then(|start| bytes.get(start..)) else { continue };
        if stream.content.is_empty()
            && stream.dict.get(b"Length").is_err()
            && let Some(content) = memchr::memmem::find(rest, b"endstream").and_then(|end| rest.get(..end))
        {
            stream.content = content.to_vec();
        }
    }
}

/// Numbers longer than any number can be (annex C.2) are cut down to their first digits.
fn shorten_numbers(dictionary: &mut [u8]) {
    const LONGEST: usize = 38;
    const KEPT: usize = 15;
    for run in dictionary.split_mut(|byte| !byte.is_ascii_digit() && *byte != b'.') {
        if run.len() > LONGEST {
            run.iter_mut().skip(KEPT).for_each(|byte| *byte = b' ');
        }
    }
}

/// The file with a header in front, if it has none.
fn with_header(bytes: &[u8]) -> Option<Vec<u8>> {
    const HEADER: &[u8] = b"%PDF-1.4\n";
    let head = bytes.get(..HEADER_SEARCH).unwrap_or(bytes);
    let bare = memchr::memmem::find(head, b"%PDF-").is_none() && memchr::memmem::find(bytes, b" obj").is_some();
    bare.then(|| [HEADER, bytes].concat())
}

fn unreadable(path: &str, bytes: &[u8], error: &lopdf::Error) -> DocumentError {
    if let lopdf::Error::InvalidPassword = error {
        return locked(path, 0);
    }
    if let lopdf::Error::UnsupportedSecurityHandler(handler) = error {
        let handler = String::from_utf8_lossy(handler).chars().filter(char::is_ascii_graphic).collect::<String>();
        return DocumentError::new(
            "password-needed",
            path,
            format!("the file is protected by `{handler}`, which cannot be opened here"),
        )
        .with_hint("Ask its publisher for a copy without protection.");
    }
    if memchr::memmem::find(bytes, b" obj").is_none() {
        return DocumentError::new("not-a-pdf", path, "the file holds no PDF object; expected a PDF")
            .with_hint("Download it again: it may be a web page or an empty file saved under this name.");
    }
    DocumentError::new("damaged", path, format!("the file is damaged beyond repair: {error}"))
        .with_hint("Download it again, or open it in a viewer and print it to PDF.")
}

fn locked(path: &str, tried: usize) -> DocumentError {
    if tried == 0 {
        DocumentError::new("password-needed", path, "the file is protected by a password, and none is given for it")
            .with_hint(
                "Add a line with its file name and password to the password file and name that with --password-file.",
            )
    } else {
        let passwords =
            if tried == 1 { "the password given does".to_owned() } else { format!("the {tried} passwords given do") };
        DocumentError::new("wrong-password", path, format!("the file is protected, and {passwords} not open it"))
            .with_hint("Correct the file's line in the password file.")
    }
}
