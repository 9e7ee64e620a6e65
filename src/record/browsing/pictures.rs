//! Pages of a report's file as pictures, with a passage marked on them.

use crate::access;
use crate::error::RunError;
use crate::extract::Passwords;
use crate::model::MEMBER_SEPARATOR;
use crate::picture::{self, PagePicture};
use crate::record::{Record, usage};
use std::collections::BTreeSet;

/// Files larger than this are not drawn: they are read into memory as a whole.
const LARGEST_BYTES: u64 = 64 << 20;

impl Record {
    /// The page of a report's file as PNG, as its readers know it, with the passage `id` marked where it stands on that page; without
    /// an id nothing is. Works for PDF, without any other program.
    ///
    /// # Errors
    /// There is no such report, page or passage, its file is no PDF or is gone, or the page cannot be drawn: the message
    /// says which ([`crate::ErrorKind::Usage`]).
    pub fn page_picture(&self, key: &str, page: u32, id: Option<&str>) -> Result<Vec<u8>, RunError> {
        let document = self.document(key)?.ok_or_else(|| usage(format!("the record holds no report {key}")))?;
        let source = &document.document.source;
        if source.format != "pdf" || source.path.contains(MEMBER_SEPARATOR) {
            return Err(usage(format!("{} is no PDF: only pages of PDF files can be drawn", source.path)));
        }
        let mut places = Vec::new();
        if let Some(id) = id {
            let block = document.document.blocks.iter().find(|block| block.id == id);
            let block = block.ok_or_else(|| usage(format!("the report {key} has no passage {id}")))?;
            let here = block.anchors.iter().filter(|anchor| anchor.page == Some(page));
            places.extend(here.filter_map(|anchor| anchor.bbox));
        }
        let (bytes, passwords) = self.to_draw(key, &source.path)?;
        let passwords: Vec<&str> = passwords.candidates(&source.path).collect();
        picture::of_page(bytes, &passwords, page, &places)
            .map_err(|why| usage(format!("there is no picture of page {page} of {}: {why}", source.path)))
    }

    /// Every page of a report's file that a passage stands on, as PNG with its size in points, unmarked; nothing where the file is no
    /// PDF. Pages that cannot be drawn are left out.
    ///
    /// # Errors
    /// There is no such report, its file is gone or too large, or the renderer cannot open it ([`crate::ErrorKind::Usage`]).
    pub fn page_pictures(&self, key: &str) -> Result<Vec<PagePicture>, RunError> {
        let document = self.document(key)?.ok_or_else(|| usage(format!("the record holds no report {key}")))?;
        let source = &document.document.source;
        if source.format != "pdf" || source.path.contains(MEMBER_SEPARATOR) {
            return Ok(Vec::new());
        }
        let anchors = document.document.blocks.iter().flat_map(|block| &block.anchors);
        let pages: BTreeSet<u32> = anchors.filter_map(|anchor| anchor.page).collect();
        let pages: Vec<u32> = pages.into_iter().collect();
        let (bytes, passwords) = self.to_draw(key, &source.path)?;
        let passwords: Vec<&str> = passwords.candidates(&source.path).collect();
        picture::of_pages(bytes, &passwords, &pages)
            .map_err(|why| usage(format!("there are no pictures of {}: {why}", source.path)))
    }

    /// The bytes of a report's file, and the passwords that may open it.
    fn to_draw(&self, key: &str, shown: &str) -> Result<(Vec<u8>, Passwords), RunError> {
        let path = self.file_of(key)?;
        let cannot = |error| usage(format!("{shown} cannot be read")).because(error);
        let bytes = std::fs::metadata(&path).map_err(cannot)?.len();
        if bytes > LARGEST_BYTES {
            return Err(usage(format!("the file has {} MB; up to {} MB are drawn", bytes >> 20, LARGEST_BYTES >> 20)));
        }
        Ok((access::read_regular(&path).map_err(cannot)?, Passwords::of(self.settings(), self.workspace())?))
    }
}
