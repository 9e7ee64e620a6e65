//! Reads Word documents (DOCX, DOCM, strict or transitional): styles, automatic numbers, notes, tables, text boxes, fields and
//! tracked changes, each as the file states it.
//!
//! [`styles`] and [`numbering`] hold what paragraphs refer to, [`fields`] knows which results of fields are text, [`body`]
//! walks the document.

mod body;
mod fields;
mod numbering;
mod relations;
mod styles;
#[cfg(test)]
mod tests;

pub(super) use numbering::written;

use super::archive::Archive;
use super::flow::tidy;
use super::input::Input;
use super::xml::{self, Element};
use crate::error::DocumentError;
use crate::model::{BlockStyle, FileInfo, Note, RawBody, RawDocument, Stage, StyledBlock};
use body::{Body, Parts};
use numbering::Numbering;
use relations::{relations, relations_of, resolved};
use styles::Styles;

/// Reads the file.
///
/// # Errors
/// It is damaged, encrypted, or larger than the limits.
pub(super) fn read(input: Input<'_>) -> Result<RawDocument, DocumentError> {
    let mut archive = Archive::of(&input)?;
    let path = input.source.path.clone();
    let main = main_part(&mut archive, &input)?;
    let mut part = |name: &str| -> Result<Option<Element>, DocumentError> {
        archive.text(name)?.map(|text| xml::parse(&text, name, &path, input.limits)).transpose()
    };
    let missing = || {
        input
            .error("damaged", format!("the document has no part {main}; this is no Word document, or a damaged one"))
            .with_hint("Open it in Word or LibreOffice and save it again.")
    };
    let document = part(&main)?.ok_or_else(missing)?;
    let folder = main.rsplit_once('/').map_or("", |(folder, _)| folder);
    let links = relations(part(&relations_of(&main))?.as_ref());
    let mut named = |kind: &str| -> Result<Option<Element>, DocumentError> {
        let target =
            links.values().find(|relation| relation.kind == kind).map(|relation| resolved(folder, &relation.target));
        target.map_or(Ok(None), |name| part(&name))
    };
    let styles = Styles::of(named("styles")?.as_ref());
    let numbering = Numbering::of(named("numbering")?.as_ref(), &styles);
    let footnotes = named("footnotes")?;
    let endnotes = named("endnotes")?;
    let comments = named("comments")?;
    let settings = named("settings")?;
    let mut furniture: Vec<String> = Vec::new();
    for relation in links.values().filter(|relation| matches!(relation.kind.as_str(), "header" | "footer")) {
        let text = part(&resolved(folder, &relation.target))?.map(|root| paragraphs_text(&root)).unwrap_or_default();
        if !text.is_empty() && !furniture.contains(&text) {
            furniture.push(text);
        }
    }
    furniture.sort();
    let info = info(part("docProps/core.xml")?.as_ref());
    let producer =
        part("docProps/app.xml")?.and_then(|app| app.child("Application").map(Element::text)).map(|name| tidy(&name));
    let parts = Parts { styles: &styles, links: &links, footnotes, endnotes, comments, settings };
    let mut body = Body::new(parts, numbering, input.limits.show_changes);
    if let Some(root) = document.child("body") {
        body.blocks(root);
    }
    let mut finished = body.finish();
    let mut blocks: Vec<StyledBlock> =
        furniture.into_iter().map(|text| StyledBlock::plain(text).styled(BlockStyle::Furniture)).collect();
    blocks.append(&mut finished.blocks);
    let mut notes = finished.notes;
    if blocks.iter().all(|block| block.is_empty() || block.style == BlockStyle::Furniture) {
        notes.push(Note::new(
            Stage::Extract,
            "empty-file",
            "the document holds no text; if it shows pictures of pages, run OCR and add the PDF",
        ));
    }
    let mut source = input.source;
    source.producer = producer.filter(|name| !name.is_empty());
    source.pages = finished.pages;
    Ok(RawDocument { source, info, body: RawBody::Styled(blocks), notes })
}

/// The part that holds the document, which need not be called `word/document.xml`.
fn main_part(archive: &mut Archive<'_>, input: &Input<'_>) -> Result<String, DocumentError> {
    let name = "_rels/.rels";
    let root = archive.text(name)?.map(|text| xml::parse(&text, name, &input.source.path, input.limits)).transpose()?;
    let relations = relations(root.as_ref());
    let found = relations.values().find(|relation| relation.kind == "officeDocument");
    Ok(found
        .map_or_else(|| "word/document.xml".to_owned(), |relation| relation.target.trim_start_matches('/').to_owned()))
}

fn paragraphs_text(root: &Element) -> String {
    let paragraphs: Vec<String> = root
        .all("p")
        .into_iter()
        .map(|paragraph| {
            let words: Vec<String> = paragraph.all("t").into_iter().map(Element::text).collect();
            tidy(&words.concat())
        })
        .filter(|text| !text.is_empty())
        .collect();
    paragraphs.join(" ")
}

fn info(core: Option<&Element>) -> FileInfo {
    let field = |name: &str| {
        let text = core.and_then(|core| core.child(name)).map(|field| tidy(&field.text()));
        text.filter(|text| !text.is_empty())
    };
    FileInfo {
        // Templates leave their own names there.
        title: field("title")
            .filter(|title| !matches!(title.to_lowercase().as_str(), "word document" | "title" | "untitled")),
        author: field("creator")
            .filter(|name| !matches!(name.as_str(), "python-docx" | "Microsoft Office User" | "user" | "User")),
        subject: field("subject"),
        created: field("created").and_then(|date| date.get(..10).map(str::to_owned)),
        language: field("language"),
        ..FileInfo::default()
    }
}
