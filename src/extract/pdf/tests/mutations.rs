//! Damaged input at every door: sound seeds with a few bytes changed, cut, doubled or swapped for words of the format. The
//! same fuzz_targets as in `fuzz/`, for machines without its toolchain.
//!
//! A run does a bounded number of rounds from a fixed start; `MINUTEBOOK_ROUNDS=1000000` looks longer. What it finds is kept
//! as a test of its own in `files`, `content` or `fonts`.

use crate::extract::pdf::fuzz_targets;
use crate::extract::pdf::paper::Paper;
use rand::rngs::SmallRng;
use rand::{Rng, SeedableRng};
use std::time::{Duration, Instant};

const ROUNDS: u32 = 150;
/// No input of these sizes may take longer, even unoptimised on a busy machine.
const LONGEST: Duration = Duration::from_secs(10);

const WORDS: &[&[u8]] = &[
    b"obj",
    b"endobj",
    b"stream",
    b"endstream",
    b"R",
    b"<<",
    b">>",
    b"[",
    b"]",
    b"(",
    b")",
    b"<",
    b">",
    b"/",
    b"null",
    b"0",
    b"-1",
    b"4294967296",
    b"99999999999999999999",
    b"1e9",
    b"3 0 R",
    b"6 0 R",
    b"/Length",
    b"/Kids",
    b"/Parent",
    b"/Type",
    b"/Filter /FlateDecode",
    b"/Filter [/LZWDecode /ASCII85Decode]",
    b"/DecodeParms << /Predictor 15 /Columns 9 >>",
    b"/Encrypt",
    b"/XRef",
    b"/ObjStm",
    b"/Prev 0",
    b"xref",
    b"trailer",
    b"q",
    b"Q",
    b"BT",
    b"ET",
    b"Tf",
    b"TJ",
    b"Tj",
    b"Td",
    b"Tm",
    b"cm",
    b"Do",
    b"BI",
    b"ID",
    b"EI",
    b"BDC",
    b"EMC",
    b"re",
    b"W",
    b"/X Do",
    b"/F1 9 Tf",
    b"beginbfrange",
    b"endbfrange",
    b"beginbfchar",
    b"begincodespacerange",
    b"begincidrange",
    b"usecmap",
    b"<0000> <ffff>",
    b"\xff\xff\xff\xff",
    b"\0\0\0\0",
    b"\x80",
    b"%",
];

fn damaged(seed: &[u8], random: &mut SmallRng) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for _ in 0..random.random_range(1..6) {
        let at = random.random_range(0..=bytes.len());
        let to = (at + random.random_range(0..40)).min(bytes.len());
        match random.random_range(0..6) {
            0 if at < bytes.len() => bytes[at] = random.random(),
            1 if at < bytes.len() => bytes[at] ^= 1 << random.random_range(0..8),
            2 => drop(bytes.drain(at..to)),
            3 => {
                let part = bytes[at..to].to_vec();
                let place = random.random_range(0..=bytes.len());
                bytes.splice(place..place, part);
            }
            4 => bytes.truncate(at.max(seed.len() / 4)),
            _ => {
                let word = WORDS[random.random_range(0..WORDS.len())];
                let end = if random.random() { to } else { at };
                bytes.splice(at..end, [b" ", word, b" "].concat());
            }
        }
    }
    bytes
}

fn storm(start: u64, seeds: &[Vec<u8>], door: impl Fn(&[u8])) {
    let rounds = std::env::var("MINUTEBOOK_ROUNDS").ok().and_then(|text| text.parse().ok()).unwrap_or(ROUNDS);
    for round in 0..rounds {
        let mut random = SmallRng::seed_from_u64(start << 32 | u64::from(round));
        let seed = &seeds[round as usize % seeds.len()];
        let bytes = damaged(seed, &mut random);
        let begun = Instant::now();
        let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| door(&bytes)));
        let shown = || String::from_utf8_lossy(&bytes).into_owned();
        assert!(result.is_ok(), "round {round} panics on:\n{}", shown());
        assert!(begun.elapsed() < LONGEST, "round {round} takes {:?} on:\n{}", begun.elapsed(), shown());
    }
}

fn not_caught(result: Result<crate::model::RawDocument, crate::error::DocumentError>) {
    if let Err(error) = result {
        assert_ne!(error.code, "panic", "{}", error.message);
    }
}

const CONTENT: &[u8] =
    b"q 1 0 0 1 50 60 cm /X Do Q BT /F1 12 Tf 72 700 Td [(He) -20 (l\\154o) 5 <20>] TJ T* 2 Tr (x) ' ET \
    /Span << /ActualText (fi) >> BDC BT (y) Tj ET EMC 0 0 9 9 re W n BI /W 1 /H 1 ID x EI 10 10 m 90 10 l S";
const MAP: &[u8] = b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange \
    2 beginbfchar <0003> <0020> <0004> <D83DDE00> endbfchar 1 beginbfrange <0010> <0020> <0041> <0030> <0031> [<0061> <0062>] \
    endbfrange 1 begincidrange <0000> <00FF> 1 endcidrange endcmap";

#[test]
fn damaged_files_are_read_or_refused() {
    let text = String::from_utf8(CONTENT.to_vec()).unwrap();
    let fonts = Paper::new("BT /F2 9 Tf <00410042> Tj ET")
        .fonts("/F2 6 0 R")
        .object(
            "<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding 8 0 R /ToUnicode 7 0 R /DescendantFonts [<< /Type /Font \
             /Subtype /CIDFontType2 /BaseFont /X /W [0 [500 600] 9 12 400] /DW 500 >>] >>",
        )
        .stream("", MAP)
        .stream("/CMapName /X", MAP);
    let forms = Paper::new(&text)
        .resources("/XObject << /X 6 0 R >>")
        .page("/Annots [7 0 R 8 0 R]")
        .stream("/Subtype /Form /BBox [0 0 99 99] /Matrix [1 0 0 1 0 0]", "/X Do BT /F1 9 Tf (in) Tj ET")
        .object("<< /Subtype /Widget /FT /Tx /V (value) /Rect [0 0 99 20] /Parent 8 0 R >>")
        .object("<< /Subtype /FreeText /Rect [9 9 99 29] /AP << /N 6 0 R >> /Parent 7 0 R >>");
    storm(1, &[Paper::new(&text).bytes(), fonts.bytes(), forms.bytes()], |bytes| not_caught(fuzz_targets::file(bytes)));
}

#[test]
fn damaged_content_is_read() {
    storm(2, &[CONTENT.to_vec()], |bytes| not_caught(fuzz_targets::content(bytes)));
}

#[test]
fn damaged_maps_are_read() {
    storm(3, &[MAP.to_vec()], fuzz_targets::cmap);
}

#[test]
fn damaged_font_programs_say_nothing_or_something() {
    let type1 =
        b"%!PS-AdobeFont-1.0: X\n/FontName /X def\n/Encoding 256 array\n0 1 255 {1 index exch /.notdef put} for\n\
        dup 65 /A put\ndup 66 /eacute put\nreadonly def\ncurrentdict end\ncurrentfile eexec\n"
            .to_vec();
    // A header, a name index of one name, an empty index for each of the rest, as far as a compact font needs them.
    let cff =
        [1, 0, 4, 1, 0, 1, 1, 1, 2, b'X', 0, 1, 1, 1, 4, 0x8B, 0x8B, 0x11, 0, 0, 0, 0, 0, 1, 1, 1, 2, 14].to_vec();
    storm(4, &[type1, cff, truetype()], fuzz_targets::font_program);
}

/// A font of two glyphs with a `cmap` of format 4 that maps A to the second.
fn truetype() -> Vec<u8> {
    let head = [&[0, 1, 0, 0][..], &[0; 14], &[3, 0xE8], &[0; 34]].concat();
    let maxp = vec![0, 0, 0x50, 0, 0, 2];
    let cmap = [
        &[0, 0, 0, 1, 0, 3, 0, 1, 0, 0, 0, 12][..],
        &[
            0, 4, 0, 32, 0, 0, 0, 4, 0, 4, 0, 1, 0, 0, 0, 65, 0xFF, 0xFF, 0, 0, 0, 65, 0xFF, 0xFF, 0xFF, 0xC0, 0, 1, 0,
            0, 0, 0,
        ],
    ]
    .concat();
    let tables: [(&[u8; 4], Vec<u8>); 3] = [(b"cmap", cmap), (b"head", head), (b"maxp", maxp)];
    let mut font = vec![0, 1, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0];
    let mut at = 12 + 16 * tables.len() as u32;
    for (tag, data) in &tables {
        font.extend_from_slice(*tag);
        for value in [0, at, data.len() as u32] {
            font.extend_from_slice(&value.to_be_bytes());
        }
        at += data.len() as u32;
    }
    tables.iter().for_each(|(_, data)| font.extend_from_slice(data));
    font
}

#[test]
fn the_seeds_themselves_are_sound() {
    let document = fuzz_targets::content(CONTENT).unwrap();
    assert!(crate::extract::pdf::paper::first_page(&document).text.contains("Hello"));
}
