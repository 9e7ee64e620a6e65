//! Long files, whose pages are read by several threads.

use crate::extract::pdf::paper::read;
use crate::model::{RawBody, RawDocument};
use std::fmt::Write as _;

const PAGES: usize = 150;

/// A file in which every seventh page uses a font that the others do not, without a table of objects.
fn long() -> Vec<u8> {
    let mut text = String::from("%PDF-1.5\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n");
    let kids: String = (0..PAGES).map(|page| format!("{} 0 R ", 10 + 2 * page)).collect();
    let _ = writeln!(text, "2 0 obj\n<</Type/Pages/Kids[{kids}]/Count {PAGES}>>\nendobj");
    for (object, name) in [(3, "Helvetica"), (4, "Times-Bold"), (5, "Courier")] {
        let _ = writeln!(text, "{object} 0 obj\n<</Type/Font/Subtype/Type1/BaseFont/{name}>>\nendobj");
    }
    for page in 0..PAGES {
        let font = if page % 7 == 6 { 3 + page % 3 } else { 3 };
        let content = format!("BT /F{font} 11 Tf 72 700 Td (Page {page}) Tj ET");
        let fonts = "/Font<</F3 3 0 R/F4 4 0 R/F5 5 0 R>>";
        let _ = write!(
            text,
            "{} 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {} 0 R/Resources<<{fonts}>>>>\nendobj\n\
             {} 0 obj\n<</Length {}>>stream\n{content}\nendstream\nendobj\n",
            10 + 2 * page,
            11 + 2 * page,
            11 + 2 * page,
            content.len()
        );
    }
    text.push_str("trailer\n<</Root 1 0 R>>\n%%EOF\n");
    text.into_bytes()
}

fn read_by(threads: usize) -> RawDocument {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    pool.install(|| read(&long())).unwrap()
}

#[test]
fn many_threads_read_a_long_file_as_one_does() {
    let one = read_by(1);
    let RawBody::Pages { fonts, pages } = &one.body else { panic!("a PDF has pages") };
    assert_eq!((fonts.len(), pages.len()), (3, PAGES));
    assert_eq!(pages[149].text, "Page 149");
    for threads in [2, 5] {
        assert_eq!(format!("{:?}", read_by(threads)), format!("{one:?}"), "{threads} threads");
    }
}
