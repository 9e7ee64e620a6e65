//! `show`: a block, an item or a report with what stands around it, from the index alone.

use std::path::Path;

use serde::Serialize;

use crate::error::RunError;
use crate::index::Reader;
use crate::model::{Anchor, Block, BlockType, Item};
use crate::model::{Found, Report};
use crate::tag::explain::{Explanation, explain};
use crate::tag::{Sentence, Tagger, sentences};
use crate::text::escapes;
use crate::text::markup::percent_encoded;

/// Characters of a candidate's text that tell it from others.
const FIRST_WORDS: usize = 60;
/// Candidates named in an error about a prefix that is not unique.
const NAMED_CANDIDATES: usize = 8;

/// What an id stands for.
#[derive(Debug, Clone, PartialEq)]
pub enum Shown {
    /// A whole report.
    Report {
        /// Its facts.
        report: Box<Report>,
        /// Its blocks with their items.
        blocks: Vec<Found>,
    },
    /// A block, or an item of a block.
    Block(Box<Place>),
}

/// A block in its surroundings.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Place {
    /// The report's facts.
    pub report: Report,
    /// The block.
    pub block: Block,
    /// Its items in reading order.
    pub items: Vec<Item>,
    /// The item asked for, if an item was.
    pub item: Option<String>,
    /// Blocks before it, in reading order.
    pub before: Vec<Block>,
    /// Blocks after it, in reading order.
    pub after: Vec<Block>,
    /// The footnotes that its marks lead to.
    pub footnotes: Vec<Block>,
    /// Link to the page.
    pub link: String,
}

/// Why a sentence is tagged as it is, or is not.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Why {
    /// Its items, as the report was tagged for the index: id, and the rule that fired with its words.
    pub items: Vec<(String, String)>,
    /// What the rules in use now say of it.
    pub explanation: Explanation,
}

/// The explanation of the item asked for, or of every sentence of the block.
#[must_use]
pub fn why(tagger: &Tagger, place: &Place) -> Vec<Why> {
    let text = &place.block.text;
    let mut wanted: Vec<(&str, Option<&str>)> = place
        .items
        .iter()
        .filter(|item| place.item.as_ref() == Some(&item.id))
        .map(|item| (item.text.as_str(), item.stem.as_deref()))
        .collect();
    if wanted.is_empty() {
        let stem_of = |sentence| place.items.iter().find(|item| item.text == sentence)?.stem.as_deref();
        let all = sentences::split(text).into_iter().filter_map(|span| text.get(span));
        wanted = all.map(|sentence| (sentence, stem_of(sentence))).collect();
    }
    let explained = |(words, stem): (&str, Option<&str>)| {
        let sentence = Sentence {
            text: words.to_owned(),
            section: place.block.section.clone(),
            stem: stem.map(str::to_owned),
            ..Sentence::default()
        };
        let items = place.items.iter().filter(|item| item.text == words);
        Why {
            items: items.map(|item| (item.id.clone(), fired(item, text))).collect(),
            explanation: explain(tagger, &sentence),
        }
    };
    wanted.into_iter().map(explained).collect()
}

/// `rule action.will fired on "will circulate"`.
fn fired(item: &Item, text: &str) -> String {
    let cue = item.stem.as_deref().unwrap_or(text).get(item.cue[0]..item.cue[1]).unwrap_or_default();
    let place = if item.stem.is_some() { " in the words above the list" } else { "" };
    format!("rule {} fired on \u{201c}{cue}\u{201d}{place}", item.rule)
}

/// What `id` stands for: a block id, an item id, a report key, or the beginning of exactly one of them. `context` is the
/// number of neighbours on either side.
///
/// # Errors
/// Nothing or several things begin so (the error names them), or the index is damaged.
pub fn show(reader: &Reader, id: &str, context: usize) -> Result<Shown, RunError> {
    let id = id.trim();
    let (block_id, item) = match id.split_once('~') {
        Some((block, _)) => (block, Some(id)),
        None => (id, None),
    };
    let whole = if item.is_some() { block_id.to_owned() } else { completed(reader, block_id)? };
    if item.is_none()
        && let Some(report) = reader.report(&whole)?
    {
        let blocks = reader.blocks(&whole)?;
        return Ok(Shown::Report { report: Box::new((*report).clone()), blocks });
    }
    let Some(found) = reader.block(&whole)? else { return Err(unknown(id)) };
    let item = item.map(|item| completed_item(&found, item)).transpose()?;
    let Some(report) = reader.report(&found.report)? else { return Err(unknown(id)) };
    let all = reader.blocks(&found.report)?;
    Ok(Shown::Block(Box::new(place((*report).clone(), found, item, &all, context))))
}

fn place(report: Report, found: Found, item: Option<String>, all: &[Found], context: usize) -> Place {
    let blocks = || all.iter().map(|other| &other.block);
    let at = all.iter().position(|other| other.ordinal == found.ordinal).unwrap_or(0);
    let is_neighbour = |block: &&Block| block.block_type != BlockType::Footnote;
    let above: Vec<&Block> = blocks().take(at).filter(is_neighbour).collect();
    let before = above.iter().skip(above.len().saturating_sub(context)).map(|block| (*block).clone()).collect();
    let after = blocks().skip(at + 1).filter(is_neighbour).take(context).cloned().collect();
    let footnotes = found
        .block
        .footnote_refs
        .iter()
        // A footnote stands after the block that holds its mark: the next with this mark is meant.
        .filter_map(|mark| {
            blocks().skip(at + 1).find(|block| {
                block.block_type == BlockType::Footnote && block.number.as_deref() == Some(mark.mark.as_str())
            })
        })
        .cloned()
        .collect();
    let link = link(&report, found.block.anchors.first());
    Place { report, block: found.block, items: found.items, item, before, after, footnotes, link }
}

/// The only id or key that begins with `prefix`.
fn completed(reader: &Reader, prefix: &str) -> Result<String, RunError> {
    if prefix.is_empty() {
        return Err(RunError::usage("an id is needed").hint("`minutebook search` prints the id of every hit."));
    }
    let found = reader.ids(prefix, NAMED_CANDIDATES + 1)?;
    if let Some(exact) = found.iter().find(|id| *id == prefix) {
        return Ok(exact.clone());
    }
    // "mag-2017" means the report when all that begin so are its blocks.
    let reports: Vec<&String> = found.iter().filter(|id| !id.contains('#')).collect();
    match (found.as_slice(), reports.as_slice()) {
        ([], _) => Err(unknown(prefix)),
        ([only], _) => Ok(only.clone()),
        (all, [report]) if all.iter().all(|id| id.starts_with(report.as_str())) => Ok((*report).clone()),
        (all, _) => Err(candidates(reader, prefix, all)?),
    }
}

fn completed_item(found: &Found, prefix: &str) -> Result<String, RunError> {
    let ids: Vec<String> = found.items.iter().map(|item| item.id.clone()).filter(|id| id.starts_with(prefix)).collect();
    match ids.as_slice() {
        [] => {
            // An item that took over from another answers to its id.
            let heir = found.items.iter().find(|item| item.formerly.iter().any(|old| old.starts_with(prefix)));
            heir.map(|item| item.id.clone()).ok_or_else(|| unknown(prefix))
        }
        [only] => Ok(only.clone()),
        all => match all.iter().find(|id| *id == prefix) {
            Some(exact) => Ok(exact.clone()),
            None => Err(ambiguous(prefix, all)),
        },
    }
}

fn unknown(id: &str) -> RunError {
    RunError::usage(format!("nothing in the index has an id that begins with {id:?}"))
        .hint("`minutebook search` prints the id of every hit.")
        .hint("`minutebook status` lists the keys of all reports.")
}

/// The things that begin so, a line each: with the title and day of a report, the first words of a paragraph.
fn candidates(reader: &Reader, prefix: &str, found: &[String]) -> Result<RunError, RunError> {
    // A key that several reports begin with stands for them, not for their paragraphs.
    let reports: Vec<String> =
        reader.reports()?.into_iter().map(|report| report.meta.key).filter(|key| key.starts_with(prefix)).collect();
    let named = if reports.is_empty() { found } else { reports.as_slice() };
    let mut error = RunError::usage(format!("{prefix:?} begins more than one id; give more of it"));
    for id in named.iter().take(NAMED_CANDIDATES) {
        let told = match (reader.report(id)?, reader.block(id)?) {
            (Some(report), _) => {
                let day = report.meta.date.as_deref().map(|day| format!(", {day}")).unwrap_or_default();
                format!("{}{day}", report.name())
            }
            (None, Some(found)) => found.block.text.chars().take(FIRST_WORDS).collect(),
            (None, None) => String::new(),
        };
        error = error.hint(escapes::one_line(&format!("{id}   {told}")));
    }
    if named.len() > NAMED_CANDIDATES {
        error = error.hint("and more; `minutebook status` lists the keys of all reports.");
    }
    Ok(error)
}

fn ambiguous(prefix: &str, found: &[String]) -> RunError {
    let named: Vec<&str> = found.iter().take(NAMED_CANDIDATES).map(String::as_str).collect();
    let more = if found.len() > NAMED_CANDIDATES { ", ..." } else { "" };
    RunError::usage(format!("{prefix:?} begins more than one id: {}{more}", named.join(", ")))
        .hint("Give more of the id.")
}

/// Link to the page of an anchor: where the report is published, else the file in the corpus. A PDF opens at the page by
/// `#page=` (RFC 8118, section 3).
#[must_use]
pub fn link(report: &Report, anchor: Option<&Anchor>) -> String {
    let published = report.meta.url.as_deref().filter(|url| !url.is_empty());
    let base =
        published.map_or_else(|| format!("corpus/{}", percent_encoded(file_of(&report.source.path))), str::to_owned);
    match anchor.and_then(|anchor| anchor.page) {
        Some(page) if report.source.format == "pdf" && !base.contains('#') => format!("{base}#page={page}"),
        _ => base,
    }
}

/// A link to the file in the corpus, which a browser opens at the page.
#[must_use]
pub fn file_link(corpus: &Path, report: &Report, anchor: Option<&Anchor>) -> String {
    let unpublished = Report { meta: crate::model::Meta { url: None, ..report.meta.clone() }, ..report.clone() };
    let relative = link(&unpublished, anchor);
    let inner = relative.strip_prefix("corpus/").unwrap_or(&relative);
    let folder = corpus.to_string_lossy().replace('\\', "/");
    let slash = if folder.starts_with('/') { "" } else { "/" };
    format!("file://{slash}{}/{inner}", percent_encoded(&folder))
}

/// The file that a report stands in: of `box.mbox!message` the mailbox.
fn file_of(path: &str) -> &str {
    path.split(crate::model::MEMBER_SEPARATOR).next().unwrap_or(path)
}
