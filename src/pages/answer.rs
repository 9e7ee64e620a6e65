//! What a page comes to: bytes of a media type, for a server to send or a site to write.

use serde::Serialize;

/// A ready answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// Media type.
    pub media: &'static str,
    /// The bytes.
    pub bytes: Vec<u8>,
    /// Name under which a browser saves it; `None` where it shows it.
    pub save_as: Option<String>,
    /// Where the page stands now, with `status` 301 or 308.
    pub moved_to: Option<String>,
}

/// Media type of pages.
pub const HTML: &str = "text/html; charset=utf-8";
/// Media type of answers for programs.
pub const JSON: &str = "application/json";

impl Answer {
    /// An answer that is shown.
    #[must_use]
    pub fn shown(media: &'static str, bytes: impl Into<Vec<u8>>) -> Self {
        Self { status: 200, media, bytes: bytes.into(), save_as: None, moved_to: None }
    }

    /// An answer for programs.
    #[must_use]
    pub fn json(value: &impl Serialize) -> Self {
        // Values made of numbers, lists and texts always have a form.
        let mut bytes = serde_json::to_vec(value).unwrap_or_default();
        bytes.push(b'\n');
        Self::shown(JSON, bytes)
    }

    /// A file to take along.
    #[must_use]
    pub fn file(name: &str, bytes: Vec<u8>) -> Self {
        let media = match name.rsplit('.').next() {
            Some("csv") => "text/csv; charset=utf-8",
            Some("ics") => "text/calendar; charset=utf-8",
            Some("xlsx") => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            _ => "application/octet-stream",
        };
        Self { save_as: Some(name.to_owned()), ..Self::shown(media, bytes) }
    }

    /// The page has moved for good.
    #[must_use]
    pub fn moved(to: String) -> Self {
        Self { status: 308, moved_to: Some(to), ..Self::shown(HTML, Vec::new()) }
    }
}
