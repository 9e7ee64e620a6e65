//! Files that are damaged, protected or hostile.

use crate::extract::pdf::paper::{Paper, codes, first_page, read, text};
use crate::extract::{Limits, Passwords, read_bytes};

const HELLO: &str = "BT /F1 12 Tf 72 700 Td (Hello) Tj ET";

fn find(bytes: &[u8], what: &[u8]) -> usize {
    memchr::memmem::find(bytes, what).unwrap()
}

#[test]
fn a_wrong_or_missing_table_of_objects_is_rebuilt() {
    let sound = Paper::new(HELLO).bytes();
    let table = find(&sound, b"xref\n0");
    let cut = sound[..table].to_vec();
    let mut shifted = b"junk before the header\n".to_vec();
    shifted.extend_from_slice(&sound);
    let mut wrong = sound.clone();
    let start = find(&wrong, b"startxref\n") + 10;
    wrong[start] = b'9';
    let mut no_end = sound.clone();
    no_end.truncate(find(&sound, b"startxref"));
    for (name, bytes) in [("cut", cut), ("shifted", shifted), ("wrong", wrong), ("no end", no_end)] {
        let document = read(&bytes).unwrap_or_else(|error| panic!("{name}: {error:?}"));
        assert_eq!(first_page(&document).text, "Hello", "{name}");
    }
}

#[test]
fn a_file_without_header_is_read() {
    let sound = Paper::new(HELLO).bytes();
    assert_eq!(first_page(&read(&sound[9..]).unwrap()).text, "Hello");
}

#[test]
fn a_stream_that_ends_with_a_blank_is_read() {
    let mut bytes = Paper::new(HELLO).bytes();
    let end = find(&bytes, b"\nendstream");
    bytes[end] = b' ';
    assert_eq!(first_page(&read(&bytes).unwrap()).text, "Hello");
}

#[test]
fn a_stream_without_length_is_read() {
    let paper = Paper::new("/X Do").resources("/XObject << /X 6 0 R >>").object(format!(
        "<< /Subtype /Form /BBox [0 0 600 800] /Resources << /Font << /F1 5 0 R >> >> >>\nstream\n{HELLO}\nendstream"
    ));
    assert_eq!(first_page(&paper.read()).text, "Hello");
}

#[test]
fn compressed_data_damaged_from_the_start_is_said_to_be() {
    let paper = Paper::new("").page("/Contents 6 0 R").stream("/Filter /FlateDecode", [0xFF; 64]);
    assert_eq!(codes(&paper.read()), ["damaged-page"]);
}

/// Data as a zlib stream of one stored block (RFC 1950, 1951).
fn stored(data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len()).unwrap();
    let (mut a, mut b) = (1_u32, 0_u32);
    for byte in data {
        a = (a + u32::from(*byte)) % 65521;
        b = (b + a) % 65521;
    }
    let head = [&[0x78, 0x01, 0x01][..], &length.to_le_bytes(), &(!length).to_le_bytes()].concat();
    [head.as_slice(), data, &(b << 16 | a).to_be_bytes()].concat()
}

#[test]
fn a_stream_of_objects_beyond_the_limit_costs_what_it_holds_and_no_more() {
    let stream = "/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode";
    let bytes = Paper::new(HELLO).stream(stream, stored(&[b' '; 5000])).bytes();
    let limits = Limits { stream_bytes: 1000, ..Limits::default() };
    let document = read_bytes(&bytes, "a.pdf", &limits, &Passwords::default()).unwrap();
    assert_eq!(first_page(&document).text, "Hello");
    assert!(codes(&document).contains(&"objects-left-out"));
}

#[test]
fn a_number_of_a_hundred_digits_does_not_lose_its_object() {
    let digits = "9".repeat(100);
    let paper = Paper::new("/X Do").resources("/XObject << /X 6 0 R >>").stream(
        &format!(
            "/Subtype /Form /BBox [-{digits} -{digits}.5 {digits} {digits}] /Resources << /Font << /F1 5 0 R >> >>"
        ),
        HELLO,
    );
    assert_eq!(first_page(&paper.read()).text, "Hello");
}

#[test]
fn what_is_drawn_but_missing_is_said() {
    let document = Paper::new("/X Do /Y Do").resources("/XObject << /X 9 0 R >>").read();
    assert_eq!(codes(&document), ["damaged-page"]);
}

/// A file whose encryption dictionary (object 6) leaves pages plain.
#[test]
fn a_file_with_only_its_attachments_encrypted_is_read() {
    let encryption = "<< /Filter /Standard /V 5 /R 6 /Length 256 /P -4 /CF << /StdCF << /CFM /AESV3 /Length 32 >> >> \
                      /StmF /Identity /StrF /Identity /EFF /StdCF /O <00> /U <00> /OE <00> /UE <00> /Perms <00> >>";
    let mut bytes = Paper::new(HELLO).object(encryption).bytes();
    let root = find(&bytes, b" /Root 1 0 R");
    bytes.splice(root..root, b" /Encrypt 6 0 R".iter().copied());
    assert_eq!(first_page(&read(&bytes).unwrap()).text, "Hello");
}

/// The file encrypted with AES and an empty user password, its encryption dictionary as `place` puts it into the document.
fn encrypted(place: impl Fn(&mut lopdf::Document)) -> Vec<u8> {
    use lopdf::encryption::crypt_filters::{Aes128CryptFilter, CryptFilter};
    let mut document = lopdf::Document::load_mem(&Paper::new(HELLO).bytes()).unwrap();
    let name = || lopdf::Object::string_literal("one");
    document.trailer.set("ID", vec![name(), name()]);
    let filter: std::sync::Arc<dyn CryptFilter> = std::sync::Arc::new(Aes128CryptFilter);
    let version = lopdf::EncryptionVersion::V4 {
        document: &document,
        encrypt_metadata: true,
        crypt_filters: std::collections::BTreeMap::from([(b"StdCF".to_vec(), filter)]),
        stream_filter: b"StdCF".to_vec(),
        string_filter: b"StdCF".to_vec(),
        owner_password: "owner",
        user_password: "",
        permissions: lopdf::Permissions::all(),
    };
    let state = lopdf::EncryptionState::try_from(version).unwrap();
    document.encrypt(&state).unwrap();
    place(&mut document);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

fn dictionary(document: &mut lopdf::Document) -> &mut lopdf::Dictionary {
    let id = document.trailer.get(b"Encrypt").and_then(lopdf::Object::as_reference).unwrap();
    document.get_dictionary_mut(id).unwrap()
}

#[test]
fn an_encryption_dictionary_is_read_in_each_of_its_forms() {
    let usual = encrypted(|_| ());
    let by_reference = encrypted(|document| {
        let mut filters = dictionary(document).get(b"CF").unwrap().as_dict().unwrap().clone();
        let filter = document.add_object(filters.get(b"StdCF").unwrap().clone());
        filters.set("StdCF", filter);
        let filters = document.add_object(filters);
        dictionary(document).set("CF", filters);
    });
    let in_the_trailer = encrypted(|document| {
        let whole = dictionary(document).clone();
        document.trailer.set("Encrypt", whole);
    });
    for (bytes, form) in [(usual, "usual"), (by_reference, "by reference"), (in_the_trailer, "in the trailer")] {
        assert!(!bytes.windows(5).any(|part| part == b"Hello"), "{form}: it is not encrypted");
        assert_eq!(first_page(&read(&bytes).unwrap()).text, "Hello", "{form}");
    }
}

#[test]
fn a_password_is_asked_for_where_one_is_needed() {
    let encryption = "<< /Filter /Standard /V 2 /R 3 /Length 128 /P -4 /O <00> /U <00> >>";
    let mut bytes = Paper::new(HELLO).object(encryption).bytes();
    let root = find(&bytes, b" /Root 1 0 R");
    bytes.splice(root..root, b" /Encrypt 6 0 R /ID [(a) (b)]".iter().copied());
    assert_eq!(read(&bytes).unwrap_err().code, "password-needed");
    let passwords = Passwords::parse("paper.pdf\tguess").unwrap();
    let error = read_bytes(&bytes, "paper.pdf", &Limits::default(), &passwords).unwrap_err();
    assert_eq!(error.code, "wrong-password");
    assert!(!format!("{error:?}").contains("guess"));
}

#[test]
fn what_is_no_pdf_is_said_to_be_none() {
    for bytes in [b"".as_slice(), b"%PDF-1.4", b"<html>no</html>", b"%PDF-1.4\n%%EOF"] {
        let error = read(bytes).unwrap_err();
        assert!(["empty", "not-a-pdf", "no-pages", "damaged", "unsupported-format"].contains(&error.code), "{error:?}");
        assert!(error.hint.is_some());
    }
}

#[test]
fn a_page_that_draws_too_much_is_cut_short_and_said_to_be() {
    let bytes = Paper::new(&format!("BT /F1 9 Tf {} ET", "(abc) Tj ".repeat(100))).bytes();
    let limited = |limits: Limits| read_bytes(&bytes, "paper.pdf", &limits, &Passwords::default());
    let document = limited(Limits { operators_per_page: 12, ..Limits::default() }).unwrap();
    assert_eq!(codes(&document), ["page-cut-short"]);
    let document = limited(Limits { glyphs_per_page: 30, ..Limits::default() }).unwrap();
    assert_eq!(codes(&document), ["page-cut-short"]);
    let error = limited(Limits { glyphs_per_file: 30, ..Limits::default() }).unwrap_err();
    assert_eq!(error.code, "too-large");
}

#[test]
fn a_page_that_is_missing_keeps_its_number() {
    let mut bytes = Paper::new(HELLO).bytes();
    let kids = find(&bytes, b"/Kids [3 0 R]");
    bytes.splice(kids..kids + 13, b"/Kids [9 0 R 3 0 R]".iter().copied());
    let document = read(&bytes).unwrap();
    let crate::model::RawBody::Pages { pages, .. } = &document.body else { panic!("a PDF has pages") };
    assert_eq!((pages.len(), pages[0].text.as_str(), pages[1].text.as_str()), (2, "", "Hello"));
    assert!(document.notes.iter().any(|note| note.code == "damaged-page" && note.page == Some(1)));
}

#[test]
fn an_empty_array_of_filters_is_no_filter() {
    let paper = Paper::new("").page("/Contents 6 0 R").stream("/Filter [ ]", "BT /F1 12 Tf 72 700 Td (plain) Tj ET");
    assert_eq!(text(&paper), "plain");
}
