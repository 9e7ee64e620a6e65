//! One report as threads see it: its statements, what it refers to, and what of it can be referred to. It follows from the document
//! alone, so that it is read once and kept.

use super::features::Reader;
use super::references::{Mention, mentions, ordinal, own_label};
use super::statement::{Marks, Place, Statement};
use super::words::{Term, Words};
use crate::model::{BlockType, Standing, TaggedDocument};
use crate::tag::sentences;
use serde::{Deserialize, Serialize};

/// What threads keep of a report.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ReportStatements {
    /// Its key.
    pub key: String,
    /// Name of its stored document.
    pub document: String,
    /// Its date.
    pub date: Option<String>,
    /// Its body.
    pub body: Option<String>,
    /// Its symbol.
    pub symbol: Option<String>,
    /// The number of its meeting: 9 of "Ninth Meeting".
    pub ordinal: Option<u32>,
    /// Its statements in reading order; [`Place::report`] is set when reports are put in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub statements: Vec<Statement>,
    /// Ids of the items that stand in statements, with the number of the statement.
    pub items: Vec<(u32, String)>,
    /// What it refers to, with the number of the statement that does.
    pub mentions: Vec<(u32, Mention)>,
    /// Labels that its blocks stand under.
    pub labels: Vec<(String, u32)>,
    /// Printed numbers of its blocks, with the heading that they stand under.
    pub numbers: Vec<(String, u32, u32)>,
    /// Ids of blocks, by their numbers.
    pub places: Vec<(u32, String)>,
    /// The words of titles and of headings of annexes, as terms.
    pub headings: Vec<Vec<Term>>,
}

impl ReportStatements {
    /// Reads a report.
    #[must_use]
    pub fn of(tagged: &TaggedDocument, document: &str, reader: &Reader<'_>, words: &Words) -> Self {
        let meta = &tagged.document.meta;
        let named = meta.meeting.as_deref().or(meta.title.as_deref()).unwrap_or_default();
        let title: Vec<Term> = [meta.title.as_deref(), meta.body.as_deref(), meta.symbol.as_deref()]
            .into_iter()
            .flatten()
            .flat_map(str::split_whitespace)
            .map(|word| words.term(word))
            .collect();
        let mut report = Self {
            key: meta.key.clone(),
            document: document.to_owned(),
            date: meta.date.clone(),
            body: meta.body.clone(),
            symbol: meta.symbol.clone(),
            ordinal: named.split_whitespace().find_map(ordinal).filter(|number| *number < HIGHEST_MEETING),
            headings: vec![title],
            ..Self::default()
        };
        let year = meta.date.as_deref().and_then(|date| date.get(..4)).and_then(|year| year.parse().ok());
        let mut heading = 0;
        for (number, block) in (0_u32..).zip(&tagged.document.blocks) {
            if block.block_type == BlockType::Annex {
                heading = u32::try_from(report.headings.len()).unwrap_or(0);
                let mut terms: Vec<Term> = block.text.split_whitespace().map(|word| words.term(word)).collect();
                terms
                    .extend(block.annex.iter().flat_map(|label| label.split_whitespace()).map(|word| words.term(word)));
                report.headings.push(terms);
            }
            if block.block_type != BlockType::Furniture && !block.id.is_empty() {
                report.places.push((number, block.id.clone()));
            }
            if let Some(printed) = &block.number {
                report.numbers.push((printed.clone(), number, heading));
            }
            if !is_read(block.block_type) {
                continue;
            }
            let foreign = block.block_type == BlockType::QuoteParagraph || block.standing == Some(Standing::Quoted);
            for span in sentences::split(&block.text) {
                let text = block.text.get(span.clone()).unwrap_or_default();
                if let Some(label) = own_label(text) {
                    report.labels.push((label, number));
                }
                let place = Place { report: 0, block: number, span: [offset(span.start), offset(span.end)] };
                let found = mentions(text, words, year);
                let Some(mut statement) = reader.read(place, text, !found.is_empty()) else { continue };
                if foreign {
                    statement.marks.set(Marks::FOREIGN);
                }
                let at = offset(report.statements.len());
                let own = own_label(text);
                report.mentions.extend(
                    found
                        .into_iter()
                        .filter(|mention| !matches!(&mention.names, super::references::Named::Label(label) if Some(label) == own.as_ref()))
                        .map(|mention| (at, mention)),
                );
                let here = tagged.items.iter().filter(|item| item.block == number as usize && !item.id.is_empty());
                let meets = |item: &&crate::model::Item| item.span[0] < span.end && span.start < item.span[1];
                report.items.extend(here.filter(meets).map(|item| (at, item.id.clone())));
                report.statements.push(statement);
            }
        }
        report
    }
}

/// Higher numbers are years.
const HIGHEST_MEETING: u32 = 1000;

/// Whether the words of a block are statements.
fn is_read(block_type: BlockType) -> bool {
    matches!(block_type, BlockType::Paragraph | BlockType::QuoteParagraph | BlockType::ListItem | BlockType::TableRow)
}

fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
