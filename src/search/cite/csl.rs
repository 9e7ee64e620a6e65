//! CSL-JSON: an array of items (schema at <https://github.com/citation-style-language/schema>).

use serde::Serialize;

use super::citation::Citation;

#[derive(Serialize)]
struct Item<'a> {
    id: &'a str,
    #[serde(rename = "type")]
    item_type: &'static str,
    title: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    author: Vec<Name<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    issued: Option<Issued<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<&'a str>,
    #[serde(rename = "event-title", skip_serializing_if = "Option::is_none")]
    event_title: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    #[serde(rename = "abstract", skip_serializing_if = "Option::is_none")]
    quote: Option<&'a str>,
    #[serde(rename = "URL", skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
}

#[derive(Serialize)]
struct Name<'a> {
    literal: &'a str,
}

#[derive(Serialize)]
struct Issued<'a> {
    #[serde(rename = "date-parts")]
    date_parts: [&'a [u32]; 1],
}

/// The references as an array.
pub(super) fn items(citations: &[Citation]) -> String {
    let items: Vec<Item<'_>> = citations.iter().map(item).collect();
    // Strings and numbers always serialise.
    serde_json::to_string_pretty(&items).unwrap_or_default()
}

fn item(citation: &Citation) -> Item<'_> {
    let mut note: Vec<String> = citation.annex.clone();
    note.extend(citation.place.clone().or_else(|| citation.section.clone()));
    note.extend(citation.quoted_from.iter().map(|document| format!("quoting {document}")));
    Item {
        id: &citation.id,
        item_type: "report",
        title: &citation.title,
        author: citation.author.iter().chain(&citation.body).take(1).map(|body| Name { literal: body }).collect(),
        issued: (!citation.date.is_empty()).then_some(Issued { date_parts: [&citation.date] }),
        number: citation.symbol.as_deref(),
        event_title: citation.meeting.as_deref(),
        page: citation.pages().map(|pages| pages.replace('\u{2013}', "-")),
        quote: citation.quote.as_deref(),
        note: (!note.is_empty()).then(|| note.join(", ")),
        url: citation.url.as_deref(),
    }
}
