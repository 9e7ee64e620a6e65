//! What a reference says, whatever its style.

use crate::model::{Block, BlockType, Report};
use crate::search::show::{Place, link};
use crate::text::escapes;
use serde::Serialize;

/// What a reference says. Texts are on one line and harmless; they carry no escapes of any style.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Citation {
    /// Id of the block, or key of the report.
    pub id: String,
    /// Title of the report.
    pub title: String,
    /// The body that met.
    pub body: Option<String>,
    /// The meeting.
    pub meeting: Option<String>,
    /// Year, and month and day where they are known.
    pub date: Vec<u32>,
    /// Document symbol.
    pub symbol: Option<String>,
    /// "para. 7", "footnote 3".
    pub place: Option<String>,
    /// Heading above a paragraph without number.
    pub section: Option<String>,
    /// Annex path, outermost first.
    pub annex: Vec<String>,
    /// Page, from 1.
    pub page: Option<u32>,
    /// Where the report is published, with the page.
    pub url: Option<String>,
    /// The link to the page, published or in the corpus.
    pub link: String,
}

impl Citation {
    /// The reference to a whole report.
    #[must_use]
    pub fn of_report(report: &Report) -> Self {
        let meta = &report.meta;
        let line = |text: &Option<String>| text.as_deref().map(escapes::one_line).filter(|text| !text.is_empty());
        let date = meta.date.as_deref().unwrap_or_default();
        let has_url = meta.url.as_deref().is_some_and(|url| !url.is_empty());
        Self {
            id: meta.key.clone(),
            title: escapes::one_line(report.name()),
            body: line(&meta.body),
            meeting: line(&meta.meeting),
            date: date.split('-').map_while(|part| part.parse().ok()).collect(),
            symbol: line(&meta.symbol),
            url: has_url.then(|| link(report, None)),
            link: link(report, None),
            ..Self::default()
        }
    }

    /// The reference to a block.
    #[must_use]
    pub fn of_place(place: &Place) -> Self {
        let whole = Self::of_report(&place.report);
        let page = place.block.anchors.first().and_then(|anchor| anchor.page);
        let section =
            place.block.section.as_deref().map(|section| escapes::one_line(section.trim_end_matches([':', '.'])));
        Self {
            id: place.item.clone().unwrap_or_else(|| place.block.id.clone()),
            place: named_place(&place.block),
            section: section.filter(|_| place.block.number.is_none()),
            annex: place.block.annex.iter().map(|label| escapes::one_line(label)).collect(),
            page,
            url: whole.url.is_some().then(|| place.link.clone()),
            link: place.link.clone(),
            ..whole
        }
    }
}

fn named_place(block: &Block) -> Option<String> {
    let number = escapes::one_line(block.number.as_deref()?);
    let what = match block.block_type {
        BlockType::Footnote => "footnote",
        BlockType::TableRow => "row",
        BlockType::ListItem => "item",
        BlockType::Heading | BlockType::Annex | BlockType::Title => "section",
        _ => "para.",
    };
    Some(format!("{what} {number}"))
}
