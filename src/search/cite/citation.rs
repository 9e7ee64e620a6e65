//! What a reference says, whatever its style.

use super::quoted;
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
    /// Who wrote it, where the report says so; else the body stands for its author.
    pub author: Option<String>,
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
    /// Last page, where the passage goes on to another.
    pub page_to: Option<u32>,
    /// The document whose words these are, where the report only quotes or recalls them.
    pub quoted_from: Option<String>,
    /// The words themselves, where they are to stand beside the reference.
    pub quote: Option<String>,
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
            title: title(report),
            author: line(&meta.author),
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
        let last = place.block.anchors.iter().filter_map(|anchor| anchor.page).max();
        let section =
            place.block.section.as_deref().map(|section| escapes::one_line(section.trim_end_matches([':', '.'])));
        Self {
            id: place.item.clone().unwrap_or_else(|| place.block.id.clone()),
            place: named_place(&place.block),
            section: section.filter(|_| place.block.number.is_none()),
            annex: place.block.annex.iter().map(|label| escapes::one_line(label)).collect(),
            page,
            page_to: last.filter(|last| page.is_some_and(|page| page < *last)),
            quoted_from: quoted::document(place),
            url: whole.url.is_some().then(|| place.link.clone()),
            link: place.link.clone(),
            ..whole
        }
    }
}

impl Citation {
    /// This reference with the words of `place` beside it: of an item its own words, else the paragraph.
    #[must_use]
    pub fn with_quote(self, place: &Place) -> Self {
        let item = place.items.iter().find(|item| Some(&item.id) == place.item.as_ref());
        let words = item.map_or(place.block.text.as_str(), |item| item.text.as_str());
        Self { quote: Some(escapes::one_line(words.trim())), ..self }
    }

    /// Who stands first in the reference: the author, else the body where it is not the title, too.
    #[must_use]
    pub fn by(&self) -> Option<&str> {
        let body = self.body.as_deref().filter(|body| *body != self.title);
        self.author.as_deref().or(body)
    }

    /// "3", "3\u{2013}4".
    #[must_use]
    pub fn pages(&self) -> Option<String> {
        let page = self.page?;
        Some(self.page_to.map_or_else(|| page.to_string(), |to| format!("{page}\u{2013}{to}")))
    }
}

/// The title as printed; of a report without one what it is, and its key only where nothing else is known.
fn title(report: &Report) -> String {
    let meta = &report.meta;
    let is_known = |text: &&str| !text.trim().is_empty() && *text != meta.key;
    if let Some(title) = meta.title.as_deref().filter(is_known) {
        return escapes::one_line(title);
    }
    let Some(kind) = meta.kind.as_deref().filter(is_known) else { return escapes::one_line(report.name()) };
    let mut letters = kind.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    let of = meta.meeting.as_deref().map(|meeting| format!(" of the {meeting}")).unwrap_or_default();
    escapes::one_line(&format!("{first}{}{of}", letters.as_str()))
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
