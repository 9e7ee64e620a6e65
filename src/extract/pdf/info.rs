//! What a file says of itself: the information dictionary and the catalog (PDF 32000-1, 14.3.3).

use super::file::File;
use super::font::encoding::Named;
use crate::model::FileInfo;
use lopdf::Dictionary;

/// The file's own metadata and its producing program.
pub fn read(file: &File) -> (FileInfo, Option<String>) {
    let info = file.dict(&file.document.trailer, b"Info");
    let catalog = file.dict(&file.document.trailer, b"Root");
    let text = |dict: Option<&Dictionary>, key: &[u8]| -> Option<String> {
        let text = Named::text_string(file.get(dict?, key)?.as_str().ok()?);
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        (!text.is_empty()).then_some(text)
    };
    let facts = FileInfo {
        title: text(info, b"Title"),
        author: text(info, b"Author"),
        subject: text(info, b"Subject"),
        created: text(info, b"CreationDate").and_then(|date| day(&date)),
        language: text(catalog, b"Lang"),
        ..FileInfo::default()
    };
    (facts, text(info, b"Producer").or_else(|| text(info, b"Creator")))
}

/// The day of a PDF date (`D:20170328142500+02'00'`) as `YYYY-MM-DD`; a year or month alone is no day.
fn day(date: &str) -> Option<String> {
    let digits = date.trim().trim_start_matches("D:");
    let field =
        |from: usize, to: usize| digits.get(from..to).filter(|field| field.bytes().all(|byte| byte.is_ascii_digit()));
    let (year, month, day) = (field(0, 4)?, field(4, 6)?, field(6, 8)?);
    let in_range = |field: &str, most: u8| field.parse::<u8>().is_ok_and(|value| (1..=most).contains(&value));
    (in_range(month, 12) && in_range(day, 31)).then(|| format!("{year}-{month}-{day}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_dates() {
        for (date, want) in [
            ("D:20170328142500+02'00'", Some("2017-03-28")),
            ("20170328", Some("2017-03-28")),
            ("D:2017", None),
            ("D:20171328", None),
            ("28 March 2017", None),
        ] {
            assert_eq!(day(date).as_deref(), want, "{date}");
        }
    }
}
