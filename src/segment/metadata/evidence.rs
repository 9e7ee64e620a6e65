//! What metadata is read from.

use super::masthead::Masthead;
use crate::model::LaidOutDocument;
use crate::segment::paragraphs::draft::Draft;

/// Everything that metadata is read from.
pub(crate) struct Evidence<'a> {
    pub(crate) doc: &'a LaidOutDocument,
    pub(crate) drafts: &'a [Draft],
    pub(crate) masthead: Option<&'a Masthead>,
}
