//! Reads OpenDocument texts (ODT, OTT, FODT): styles, lists with their own numbers, notes, tables, frames, tracked changes.
//!
//! [`styles`] holds what paragraphs and lists refer to, [`body`] walks the document.

mod body;
mod styles;
#[cfg(test)]
mod tests;

use super::archive::Archive;
use super::flow::tidy;
use super::input::Input;
use super::xml::{self, Element};
use crate::error::DocumentError;
use crate::model::{BlockStyle, FileInfo, Note, RawBody, RawDocument, Stage, StyledBlock};

/// Reads the file.
///
/// # Errors
/// It is damaged, encrypted, or larger than the limits.
pub(super) fn read(input: Input<'_>) -> Result<RawDocument, DocumentError> {
    let path = input.source.path.clone();
    let parse = |text: &str, name: &str| xml::parse(text, name, &path, input.limits);
    let flat = !input.bytes.starts_with(b"PK");
    let (content, others, meta) = if flat {
        let text = super::text::decode(input.bytes, &mut Vec::new());
        let root = parse(&text, "the file")?;
        (root.clone(), None, Some(root))
    } else {
        let mut archive = Archive::of(&input)?;
        if archive.text("META-INF/manifest.xml")?.is_some_and(|manifest| manifest.contains("encryption-data")) {
            return Err(input
                .error("encrypted", "the document is encrypted")
                .with_hint("Save it without password in LibreOffice."));
        }
        let missing = || {
            input
                .error("damaged", "the document has no part content.xml")
                .with_hint("Open it in LibreOffice and save it again.")
        };
        let content = parse(&archive.text("content.xml")?.ok_or_else(missing)?, "content.xml")?;
        let others = archive.text("styles.xml")?.map(|text| parse(&text, "styles.xml")).transpose()?;
        let meta = archive.text("meta.xml")?.map(|text| parse(&text, "meta.xml")).transpose()?;
        (content, others, meta)
    };
    let styles = styles::Styles::of(others.as_ref().into_iter().chain([&content]));
    let mut blocks: Vec<StyledBlock> = Vec::new();
    for root in others.iter().chain([&content]) {
        for furniture in root.all("header").into_iter().chain(root.all("footer")) {
            let words: Vec<String> = furniture.all("p").into_iter().map(|paragraph| tidy(&paragraph.text())).collect();
            let block = StyledBlock::plain(tidy(&words.join(" "))).styled(BlockStyle::Furniture);
            if !block.is_empty() && !blocks.contains(&block) {
                blocks.push(block);
            }
        }
    }
    let Some(text) = content.at(&["body", "text"]) else {
        return Err(input
            .error("damaged", "the document holds no text; expected an OpenDocument text")
            .with_hint("Spreadsheets are read as .ods; export presentations as PDF."));
    };
    let mut body = body::Body::new(&styles, text, input.limits.show_changes);
    body.blocks(text);
    let mut finished = body.finish();
    blocks.append(&mut finished.blocks);
    let mut notes = finished.notes;
    if blocks.iter().all(|block| block.is_empty() || block.style == BlockStyle::Furniture) {
        notes.push(Note::new(Stage::Extract, "empty-file", "the document holds no text"));
    }
    let (info, producer) = info(meta.as_ref());
    let mut source = input.source;
    source.producer = producer;
    source.pages = finished.pages;
    Ok(RawDocument { source, info, body: RawBody::Styled(blocks), notes })
}

fn info(root: Option<&Element>) -> (FileInfo, Option<String>) {
    let meta = root.and_then(|root| root.child("meta"));
    let field = |name: &str| {
        meta.and_then(|meta| meta.child(name)).map(|field| tidy(&field.text())).filter(|text| !text.is_empty())
    };
    let day = |name: &str| field(name).and_then(|date| date.get(..10).map(str::to_owned));
    let info = FileInfo {
        title: field("title"),
        author: field("initial-creator").or_else(|| field("creator")),
        subject: field("subject"),
        created: day("creation-date").or_else(|| day("date")),
        language: field("language"),
        ..FileInfo::default()
    };
    (info, field("generator"))
}
