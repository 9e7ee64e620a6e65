//! The masthead of documents of the United Nations and its kin: organ, symbol, distribution, date and language at the top of
//! the first page; below it session and agenda item, the title of that item, the document's own title, and whose it is.
//!
//! Their look says little (all is bold, or nothing is): what stands where is fixed by the editorial rules of the house.

use super::body;
use crate::model::BlockType;
use crate::segment::paragraphs::draft::Draft;
use crate::segment::text::{dates, small_print, statements};
use regex::Regex;
use std::sync::LazyLock;

/// Blocks among which the line of distribution stands.
const HEAD: usize = 6;
/// From that line to the one that names the language.
const HEAD_REST: usize = 4;
/// Blocks between masthead and text: title of the agenda item, the document's own, whose it is.
const TITLES: usize = 10;
/// A line that says whose document it is has no more words; "Letter dated ... from the Permanent Representative of ..." is
/// the longest kind.
const KIND_WORDS: usize = 36;

/// The name of an organ has no more words.
const ORGAN_WORDS: usize = 8;

static DISTRIBUTION: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?i)\bDistr(?:ibution)?\.?\s*:?\s*(?:general|limited|restricted|reserved)\b").ok());
static SYMBOL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\b[A-Z]{1,8}(?:/[A-Z][A-Za-z0-9.\-]*)*/\d+[A-Z]?(?:/Part\s[A-Z]\b|/[A-Za-z0-9.]+|\s?\((?:SECT|Sect|Part|Vol)\.?\s?[0-9IVXLC]+[A-Z]?\))*").ok()
});
static LANGUAGE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)^\W*(?:original\s*:|(?:english|french|spanish|arabic|russian|chinese)(?:\s+only)?\W*$)").ok()
});
/// "Eightieth session", "Resumed organizational session for 2016", "Agenda item 12 (b)", "Items 3 and 4 of the preliminary list".
static SITTING: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)^(?:(?:[\w\-]+\s+){0,6}sessions?\b.{0,40}|(?:provisional\s+)?(?:agenda\s+)?items?\s+\d+.*|(?:first|second|third|fourth|fifth|sixth|special political).{0,30}committee)$").ok()
});
/// "Report of the ...", "Note by the secretariat", "Draft resolution submitted by ...".
static KIND: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)^(?:(?:first|second|third|fourth|annual|biennial|interim|final|progress|consolidated|revised|joint|draft)\s+)*(?:report|note|letter|statement|memorandum|synthesis|summary|communication|proposal|resolution|decision|information|document|recommendations?)s?\b.*\b(?:of|by|from|submitted|prepared|adopted|dated)\b").ok()
});
/// "Report of the (Advisory Committee ...)", "Resolution adopted by the (General Assembly) on 1 November 2018".
static AUTHOR: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:\bof|\bby|\bfrom)\s+the\s+(?P<name>[A-Z][^,;(]*?)(?:\s+(?:on|at|in)\s+(?:its|the\s+work|\d).*|\s+for\s+.*|[,;(].*)?$").ok()
});
/// "73/8. Necessity of ...": the number and name of a resolution.
static RESOLUTION: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^(?:\d{1,3}/\d{1,4}|\d{1,4}\s\(\d{4}\))(?:\s?[A-Z])?\.\s+\p{Lu}").ok());

/// What a masthead says beyond what is read from its lines like from any others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Masthead {
    /// Document symbol: `A/80/604/Add.4`.
    pub(crate) symbol: String,
    /// The body whose document it is, where it is one: not "Secretary-General".
    pub(crate) author: Option<String>,
    /// The day on which a resolution was adopted.
    pub(crate) adopted: Option<dates::Found>,
}

/// Marks the masthead and the lines below it down to the title; `None`, and nothing changed, where there is none.
pub(crate) fn assign(drafts: &mut [Draft]) -> Option<Masthead> {
    let head = head_end(drafts)?;
    let symbol = drafts.iter().take(head).find_map(|draft| first(&SYMBOL, &draft.text.text))?.to_owned();
    let below = drafts.iter().skip(head).take_while(|draft| is_small(draft)).count();
    let titles_from = head + below;
    let titles_to = titles_from
        + drafts
            .iter()
            .skip(titles_from)
            .take(TITLES)
            .take_while(|draft| is_title_like(draft) || is_small(draft))
            .count();
    let text_at = |at: usize| drafts.get(at).map(|draft| draft.text.text.clone()).unwrap_or_default();
    let said = (titles_from..titles_to).find(|at| is(&KIND, &text_at(*at)) && words(&text_at(*at)) <= KIND_WORDS);
    let resolution = (titles_from..titles_to).find(|at| is(&RESOLUTION, &text_at(*at)));
    let is_small_at = |at: usize| drafts.get(at).is_some_and(is_small);
    let title = match (resolution, said) {
        (Some(at), _) => at,
        (None, Some(at)) if at > titles_from && !is_small_at(at - 1) => at - 1,
        (None, Some(at)) if at + 1 < titles_to && !is_small_at(at + 1) && !is(&KIND, &text_at(at + 1)) => at + 1,
        (None, Some(at)) => at,
        (None, None) if titles_from < titles_to => titles_from,
        (None, None) => return None,
    };
    let author = said.and_then(|at| author(&text_at(at)));
    let adopted = said.filter(|_| resolution.is_some()).and_then(|at| dates::days(&text_at(at)).first().copied());
    let last = said.map_or(title, |at| at.max(title));
    for (at, draft) in drafts.iter_mut().enumerate().take(last + 1) {
        draft.kind = if at == title { BlockType::Title } else { BlockType::Meta };
        draft.chunk.table = false;
        draft.cells = None;
    }
    Some(Masthead { symbol, author, adopted })
}

/// Where the masthead ends: behind the line of the language, or that of the distribution where none follows.
fn head_end(drafts: &[Draft]) -> Option<usize> {
    let at = drafts.iter().take(HEAD).position(|draft| is(&DISTRIBUTION, &draft.text.text))?;
    let rest = drafts.iter().skip(at).take(HEAD_REST);
    let language = rest.enumerate().filter(|(_, draft)| has_language(&draft.text.text));
    Some(at + 1 + language.map(|(further, _)| further).max().unwrap_or(0))
}

fn has_language(text: &str) -> bool {
    is(&LANGUAGE, text) || text.lines().any(|line| is(&LANGUAGE, line)) || text.contains("Original:")
}

/// Name of the organ, session, agenda item, place and date.
fn is_small(draft: &Draft) -> bool {
    let text = draft.text.text.as_str();
    if is(&KIND, text) {
        return false;
    }
    is(&SITTING, text)
        || is_organ(text)
        || small_print::stands_apart(text)
        || small_print::is_labelled(text)
        || is_bracketed(text)
}

/// "Economic and Social Council": a name, in which only small words begin small.
fn is_organ(text: &str) -> bool {
    let is_name =
        |word: &str| word.starts_with(char::is_uppercase) || matches!(word, "of" | "on" | "for" | "and" | "the");
    words(text) <= ORGAN_WORDS && body::is_body(text) && text.split_whitespace().all(is_name)
}

fn is_bracketed(text: &str) -> bool {
    text.starts_with('[') && text.ends_with(']')
}

/// A line that may be the title of the item or of the document.
fn is_title_like(draft: &Draft) -> bool {
    let text = draft.text.text.as_str();
    let opens_text = matches!(text.to_lowercase().as_str(), "contents" | "summary" | "introduction" | "page");
    let is_prose = statements::has_verb(text) && text.ends_with(['.', ',', ':']) && !is(&RESOLUTION, text);
    draft.chunk.annex.is_none()
        && (draft.chunk.mark.is_none() || is(&RESOLUTION, text))
        && !draft.chunk.table
        && !opens_text
        && !is_prose
        && !text.ends_with(',')
        && text.chars().any(char::is_alphabetic)
}

fn author(said: &str) -> Option<String> {
    let name = AUTHOR.as_ref()?.captures(said)?.name("name")?.as_str().trim();
    body::is_body(name).then(|| name.to_owned())
}

fn words(text: &str) -> usize {
    text.split_whitespace().count()
}

fn is(regex: &LazyLock<Option<Regex>>, text: &str) -> bool {
    regex.as_ref().is_some_and(|regex| regex.is_match(text))
}

fn first<'t>(regex: &LazyLock<Option<Regex>>, text: &'t str) -> Option<&'t str> {
    regex.as_ref()?.find(text).map(|found| found.as_str())
}

#[cfg(test)]
mod tests {
    use crate::model::{BlockType, Document};
    use crate::segment::segment;
    use crate::segment::testing::text_document;

    fn read(text: &str) -> Document {
        segment(text_document(text))
    }

    fn titles(document: &Document) -> Vec<&str> {
        let titles = document.blocks.iter().filter(|block| block.block_type == BlockType::Title);
        titles.map(|block| block.text.as_str()).collect()
    }

    const REPORT: &str = "\
United Nations                                    A/91/604/Add.4

General Assembly                                  Distr.: General
                                                  8 April 2031

                                                  Original: English

Eighty-third session

Agenda item 148

Administrative aspects of the financing of the harbours

Performance for the period from 1 July 2029 to 30 June 2030 of the Regional Pilot Centre

Report of the Standing Committee on Harbour Questions

I. Introduction

1. The Committee considered the report of the Secretary-General on the Pilot Centre and was given further papers.

2. The Committee recommends that the proposal be approved.
";

    #[test]
    fn a_report_has_its_own_title_its_author_and_its_day_of_issue() {
        let document = read(REPORT);
        let meta = &document.meta;
        assert_eq!(
            titles(&document),
            ["Performance for the period from 1 July 2029 to 30 June 2030 of the Regional Pilot Centre"]
        );
        assert_eq!(meta.title.as_deref(), titles(&document).first().copied());
        assert_eq!(meta.symbol.as_deref(), Some("A/91/604/Add.4"));
        assert_eq!(meta.body.as_deref(), Some("Standing Committee on Harbour Questions"));
        assert_eq!(meta.date.as_deref(), Some("2031-04-08"));
        assert_eq!(meta.meeting.as_deref(), Some("Eighty-third session"));
        assert_eq!(meta.kind.as_deref(), Some("meeting report"));
        let paragraphs = document.blocks.iter().filter(|block| block.block_type == BlockType::Paragraph);
        let numbers: Vec<&str> = paragraphs.filter_map(|block| block.number.as_deref()).collect();
        assert_eq!(numbers, ["1", "2"]);
    }

    #[test]
    fn a_resolution_is_of_the_day_of_its_adoption() {
        let document = read(
            "\
United Nations A/RES/91/8

General Assembly Distr.: General
5 November 2036

Seventy-third session
Agenda item 43

Resolution adopted by the General Assembly on 1 November 2036

[without reference to a Main Committee (A/91/L.3)]

91/8. Necessity of ending the closing of harbours

The General Assembly,

Recalling its earlier resolutions,

1. Requests the Secretary-General to report on the harbours.
",
        );
        assert_eq!(titles(&document), ["91/8. Necessity of ending the closing of harbours"]);
        assert_eq!(document.meta.date.as_deref(), Some("2036-11-01"));
        assert_eq!(document.meta.kind.as_deref(), Some("resolution"));
        assert_eq!(document.meta.symbol.as_deref(), Some("A/RES/91/8"));
        assert_eq!(document.meta.body.as_deref(), Some("General Assembly"));
    }

    #[test]
    fn a_report_of_a_session_is_of_its_days() {
        let document = read(
            "\
HRB/2031/7

Distr.: Limited
30 June 2031
Original: English/French

Harbour Rights Board
Twenty-second session
Item 5 (b) of the provisional agenda

Report of the Working Group on Buoys on its second session, held in Porto from 4 to 8 May 2031

Note by the secretariat

1. The Working Group met in Porto.
",
        );
        assert_eq!(document.meta.date.as_deref(), Some("2031-05-04"));
        assert_eq!(document.meta.symbol.as_deref(), Some("HRB/2031/7"));
        assert_eq!(titles(&document).len(), 1);
        assert!(
            titles(&document).first().is_some_and(|title| title.starts_with("Report of the Working Group on Buoys"))
        );
    }

    #[test]
    fn without_a_line_of_distribution_nothing_is_a_masthead() {
        let document =
            read("Harbour Board A/91/2\n\nSummary report of the meeting of 5 May 2031\n\n1. The Chair opened it.\n");
        assert_eq!(titles(&document), ["Summary report of the meeting of 5 May 2031"]);
    }
}
