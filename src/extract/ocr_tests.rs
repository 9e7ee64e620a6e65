//! The hook with small shell scripts in place of a recognising program, and with the real one where it is installed.

use super::*;
use crate::extract::pdf::paper::{Paper, codes, first_page};
use crate::store::storage::UNFINISHED;
use std::process::Command;

/// A page that is one image.
fn scan() -> Vec<u8> {
    Paper::new("q 600 0 0 800 0 0 cm /I Do Q")
        .resources("/XObject << /I 6 0 R >>")
        .stream("/Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray", "x")
        .bytes()
}

struct Place {
    dir: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("scan.pdf"), scan()).unwrap();
        std::fs::write(dir.path().join("text.pdf"), Paper::new("BT /F1 12 Tf 72 700 Td (recognised) Tj ET").bytes())
            .unwrap();
        Self { dir }
    }

    /// A recognizer whose program is a line of shell; `$1` is the file and `$2` the result.
    fn shell(&self, script: &str) -> Recognizer {
        let script = script.replace("TEXT", &self.dir.path().join("text.pdf").to_string_lossy());
        let command = ["sh", "-c", &script, "sh", "{in}", "{out}"].map(str::to_owned).to_vec();
        self.recognizing(ProgramSettings { command, seconds: 60 })
    }

    fn recognizing(&self, ocr: ProgramSettings) -> Recognizer {
        Recognizer::new(ocr, ProgramSettings::default(), Storage::at(self.dir.path()), Path::new(""))
    }

    fn read(&self, recognizer: &Recognizer, name: &str) -> RawDocument {
        let path = self.dir.path().join(name);
        recognizer.read_file(&path, name, &Limits::default(), &Passwords::default()).unwrap()
    }

    fn kept(&self) -> Vec<String> {
        let Ok(entries) = std::fs::read_dir(self.dir.path().join("ocr")) else { return Vec::new() };
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }
}

#[test]
fn a_scan_is_recognised_once() {
    let place = Place::new();
    let count = place.dir.path().join("count");
    let recognizer = place.shell(&format!("echo x >> {} && cp TEXT \"$2\"", count.display()));
    for _ in 0..2 {
        let document = place.read(&recognizer, "scan.pdf");
        assert_eq!(first_page(&document).text, "recognised");
        assert_eq!(codes(&document), ["text-by-ocr"]);
        assert_eq!((document.source.path.as_str(), document.source.bytes), ("scan.pdf", scan().len() as u64));
    }
    assert_eq!(std::fs::read_to_string(count).unwrap(), "x\n");
    assert_eq!(place.kept().len(), 1);
}

#[test]
fn a_file_with_text_is_left_alone() {
    let place = Place::new();
    let document = place.read(&place.shell("exit 1"), "text.pdf");
    assert!(codes(&document).is_empty());
    assert!(place.kept().is_empty());
}

#[test]
fn a_program_that_fails_is_a_note() {
    let place = Place::new();
    for (script, want) in [
        ("echo no such language >&2; exit 3", "no such language"),
        ("exit 0", "wrote no file"),
        ("echo rubbish > \"$2\"", "cannot be read"),
    ] {
        let document = place.read(&place.shell(script), "scan.pdf");
        assert_eq!(codes(&document), ["no-text-layer", "ocr-failed"], "{script}");
        assert!(document.notes[1].message.contains(want), "{script}: {}", document.notes[1].message);
    }
    let absent = ProgramSettings { command: vec!["no-such-program-here".to_owned()], seconds: 5 };
    let recognizer = place.recognizing(absent);
    assert!(place.read(&recognizer, "scan.pdf").notes[1].message.contains("cannot be run"));
    assert!(place.kept().iter().all(|name| !name.ends_with(UNFINISHED)), "{:?}", place.kept());
}

#[test]
fn a_program_that_hangs_is_ended() {
    let place = Place::new();
    let mut recognizer = place.shell("exec sleep 600");
    recognizer.ocr.settings.seconds = 0;
    let document = place.read(&recognizer, "scan.pdf");
    assert!(document.notes[1].message.contains("took longer"), "{}", document.notes[1].message);
}

#[test]
fn results_of_files_that_are_gone_go_too() {
    let place = Place::new();
    let recognizer = place.shell("cp TEXT \"$2\"");
    let document = place.read(&recognizer, "scan.pdf");
    recognizer.sweep(&BTreeSet::from([document.source.sha256])).unwrap();
    assert_eq!(place.kept().len(), 1);
    recognizer.sweep(&BTreeSet::new()).unwrap();
    assert!(place.kept().is_empty());
}

#[test]
fn the_mark_tells_commands_apart() {
    let place = Place::new();
    assert_ne!(place.shell("a").mark("x.pdf"), place.shell("b").mark("x.pdf"));
    let none = place.recognizing(ProgramSettings::default());
    assert_eq!(none.mark("x.pdf"), "");
    assert_eq!(place.shell("a").mark("x.doc"), "", "a converter is another program");
}

#[test]
fn the_real_program_is_used_where_it_is_installed() {
    if Command::new("ocrmypdf").arg("--version").output().is_err() {
        println!("skipped: ocrmypdf is not installed");
        return;
    }
    let place = Place::new();
    let command = ["ocrmypdf", "--skip-text", "{in}", "{out}"].map(str::to_owned).to_vec();
    let recognizer = place.recognizing(ProgramSettings { command, seconds: 120 });
    // An image of one grey dot holds no word: whatever the program makes of it, the file is read.
    assert_eq!(place.read(&recognizer, "scan.pdf").source.pages, Some(1));
}

/// A file as Word of old wrote it, as far as anybody looks: the mark of a compound file.
const OLD_WORD: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 no more than its first bytes";

fn converting(place: &Place, script: &str) -> Recognizer {
    let command = ["sh", "-c", script, "sh", "{in}", "{folder}"].map(str::to_owned).to_vec();
    let convert = ProgramSettings { command, seconds: 60 };
    Recognizer::new(ProgramSettings::default(), convert, Storage::at(place.dir.path()), Path::new(""))
}

fn read_old(place: &Place, recognizer: &Recognizer) -> Result<RawDocument, DocumentError> {
    let path = place.dir.path().join("old.doc");
    std::fs::write(&path, OLD_WORD).unwrap();
    recognizer.read_file(&path, "old.doc", &Limits::default(), &Passwords::default())
}

#[test]
fn a_word_document_of_old_is_read_as_the_converter_makes_it() {
    let place = Place::new();
    // Whatever the converter writes is read by its content; a page stands in for the .docx here.
    let recognizer = converting(&place, "printf '<html><body><p>It was agreed.</p></body></html>' > \"$2/old.docx\"");
    let read = read_old(&place, &recognizer).unwrap();
    assert_eq!((read.source.format.as_str(), read.source.bytes), ("doc", OLD_WORD.len() as u64));
    assert!(codes(&read).contains(&"converted"), "{:?}", read.notes);
    let RawBody::Styled(blocks) = read.body else { panic!("it states its structure") };
    assert_eq!(blocks[0].text, "It was agreed.");
}

#[test]
fn without_a_converter_or_with_one_that_fails_the_file_says_what_to_do() {
    let place = Place::new();
    let none = read_old(&place, &place.recognizing(ProgramSettings::default())).unwrap_err();
    assert!(none.code == NEEDS_CONVERTER && none.hint.unwrap().contains("[convert]"));
    let fails = read_old(&place, &converting(&place, "echo no display >&2; exit 3")).unwrap_err();
    assert!(fails.code == "conversion-failed" && fails.message.contains("no display"), "{fails:?}");
}
