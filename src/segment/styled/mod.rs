//! Styled blocks become blocks of the contract: what the file says is taken as it says it, and only the rest is judged.
//!
//! [`sheet`] holds the blocks in reading order, each with what is known of it; [`labels`] grants numbers (stated ones always,
//! typed ones where the series bears them out) and puts them into series, [`kinds`] says what each block is, [`top`] finds the
//! title and what stands around it, [`sections`] gives heading levels, sections and annex paths, [`finish`] puts notes and
//! furniture back in their places.

mod finish;
mod kinds;
mod labels;
mod sections;
mod sheet;
mod top;
mod turns;

#[cfg(test)]
mod tests;

use super::blocks::{participants, quotations, roles};
use super::metadata;
use crate::model::{Document, FileInfo, LaidOutDocument, Meta, Standing, StyledBlock};
use sheet::Sheet;

/// Segments styled blocks. Ids are empty; `meta.key` is a proposal.
pub(super) fn segment(mut doc: LaidOutDocument) -> Document {
    let blocks: Vec<StyledBlock> = std::mem::take(&mut doc.styled);
    let mut sheet = Sheet::of(blocks);
    let enclosed = top::enclosed(&sheet, &doc.info);
    let contributed = is_contribution(&doc.info) && enclosed.is_none();
    labels::grant(&mut sheet, contributed);
    kinds::assign(&mut sheet, contributed);
    match enclosed {
        Some(title) => top::assign_enclosed(&mut sheet, title),
        None => top::assign(&mut sheet, &doc.info),
    }
    roles::fields(&mut sheet.drafts);
    participants::assign(&mut sheet.drafts, &[]);
    quotations::assign(&mut sheet.drafts, &[]);
    kinds::restate(&mut sheet);
    sections::assign(&mut sheet);
    turns::assign(&mut sheet);
    let (mut meta, mut notes) =
        metadata::detect::detect(&metadata::evidence::Evidence { doc: &doc, drafts: &sheet.drafts, masthead: None });
    state(&mut meta, &doc.info, enclosed.is_some());
    let blocks = finish::blocks(sheet, &mut notes);
    let mut all_notes = doc.notes;
    all_notes.append(&mut notes);
    Document { schema: crate::model::document::SCHEMA.to_owned(), source: doc.source, meta, blocks, notes: all_notes }
}

/// Mail and consultations: what is numbered there is a proposal or an answer, whatever its grammar.
fn is_contribution(info: &FileInfo) -> bool {
    matches!(info.kind.as_deref(), Some("mail" | "mailbox" | "consultation inputs"))
}

/// What the format itself says of the report goes before what its words suggest, where it can know.
fn state(meta: &mut Meta, info: &FileInfo, encloses: bool) {
    let kind = info.kind.as_deref();
    let transcript = kind == Some("transcript");
    // A message speaks of reports; it is one only where it carries one.
    let is_letter = kind == Some("mail") && !encloses;
    let is_survey = kind == Some("consultation inputs");
    if transcript || is_letter || is_survey || meta.kind.is_none() {
        meta.kind = info.kind.clone().or_else(|| meta.kind.take());
    }
    if transcript {
        meta.standing = Some(Standing::Transcript);
    }
    if is_letter || is_survey {
        meta.standing = Some(Standing::Contribution);
    }
    let is_mail = matches!(kind, Some("mail" | "mailbox"));
    if is_mail && !encloses || info.address.is_some() && meta.date.is_none() {
        meta.date = info.created.clone().or_else(|| meta.date.take());
    }
    meta.url = info.address.clone();
    meta.author.clone_from(&info.author);
    meta.in_reply_to.clone_from(&info.in_reply_to);
    meta.thread.clone_from(&info.thread);
}
