//! What every page has around it: title, landmarks, the way to search, and the links by which programs find its other forms.

use super::links::Links;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use serde_json::Value;

/// A page before it stands in its frame.
#[derive(Debug)]
pub struct Sheet {
    /// Title of the page.
    pub title: String,
    /// What it is a part of, for the title of the window: other reports have a paragraph 6 as well.
    pub within: Option<String>,
    /// What it says.
    pub body: Markup,
    /// The words of the search that led here, to go on from.
    pub query: String,
    /// Whether the page has its own search form.
    pub searches: bool,
    /// Whether search engines should leave it out: lists with parameters.
    pub unlisted: bool,
    /// Other forms of it: title, media type, link.
    pub forms: Vec<(&'static str, &'static str, String)>,
    /// What it is, for search engines (JSON-LD).
    pub linked_data: Option<Value>,
}

impl Sheet {
    /// A page of a title and what it says.
    #[must_use]
    pub fn new(title: impl Into<String>, body: Markup) -> Self {
        Self {
            title: title.into(),
            within: None,
            body,
            query: String::new(),
            searches: false,
            unlisted: false,
            forms: Vec::new(),
            linked_data: None,
        }
    }
}

/// What the frame says of the whole record.
#[derive(Debug, Clone, Default)]
pub struct Surroundings {
    /// Name of the record.
    pub name: String,
    /// The address under which the pages are published, with a final slash; links of the head that must be whole begin with it.
    pub published_at: Option<String>,
}

/// The pages that every page leads to.
const WAYS: [(&str, &str); 10] = [
    ("search", "Search"),
    ("reports", "Reports"),
    ("items", "Items"),
    ("threads", "Matters"),
    ("categories", "Categories"),
    ("bodies", "Bodies"),
    ("actors", "Actors"),
    ("meetings", "Meetings and gaps"),
    ("runs", "Runs"),
    ("about", "Help"),
];

/// The whole page. `path` is its own, to mark where the reader is.
#[must_use]
pub fn framed(sheet: &Sheet, path: &str, links: &Links, around: &Surroundings) -> Markup {
    let here = path.split('/').next().unwrap_or_default();
    let own = around.published_at.as_ref().map(|base| format!("{base}{}", crate::text::markup::percent_encoded(path)));
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                @if sheet.unlisted { meta name="robots" content="noindex"; }
                title { (sheet.title) @if let Some(within) = &sheet.within { ", " (within) } @if sheet.title != around.name { " \u{2013} " (around.name) } }
                link rel="stylesheet" href=(links.file("style.css"));
                link rel="icon" href=(links.file("icon.svg")) type="image/svg+xml";
                @if let Some(own) = own { link rel="canonical" href=(own); }
                @for (title, media, href) in &sheet.forms { link rel="alternate" title=(title) type=(media) href=(href); }
                @if let Some(data) = &sheet.linked_data {
                    script type="application/ld+json" { (PreEscaped(harmless_json(data))) }
                }
                script src=(links.file("script.js")) defer {}
                @if sheet.searches && !links.is_served() { script src=(links.file("search.js")) defer {} }
            }
            body {
                a class="skip" href="#main" { "Skip to the content" }
                header {
                    p class="name" { a href=(links.to("")) { (around.name) } }
                    @if !sheet.searches {
                        form role="search" action=(links.to("search")) {
                            label class="unseen" for="find" { "Search the record" }
                            input id="find" type="search" name="q" value=(sheet.query) maxlength="1000" placeholder="Search decisions, actions, words";
                            button { "Search" }
                        }
                    }
                    nav aria-label="Pages" { ul {
                        @for (way, name) in WAYS.iter().filter(|(way, _)| links.is_served() || *way != "runs") {
                            li { a href=(links.to(way)) aria-current=[(*way == here).then_some("page")] { (name) } }
                        }
                    } }
                }
                main id="main" tabindex="-1" {
                    h1 { (sheet.title) }
                    (sheet.body)
                }
                footer {
                    @if !sheet.forms.is_empty() {
                        p { "This page as " @for (nth, (title, _, href)) in sheet.forms.iter().enumerate() {
                            @if nth > 0 { ", " } a href=(href) { (title) }
                        } }
                    }
                    p { "Made by minutebook from the reports as published. The report is what counts: every entry leads to its page." }
                }
            }
        }
    }
}

/// JSON that may stand within a script element of HTML: no tag can begin in it, and nothing that looks like an attribute either.
fn harmless_json(data: &Value) -> String {
    let json = data.to_string();
    let mut out = String::with_capacity(json.len());
    let mut letters = json.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '<' => out.push_str("\\u003c"),
            '>' => out.push_str("\\u003e"),
            '&' => out.push_str("\\u0026"),
            '\\' => match letters.next() {
                Some('"') => out.push_str("\\u0022"),
                Some(escaped) => out.extend(['\\', escaped]),
                None => out.push('\\'),
            },
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_titles_and_data_are_words() {
        let hostile = "</title></script><script>alert(1)</script>\"onload=";
        let mut sheet = Sheet::new(hostile, html! {});
        sheet.linked_data = Some(serde_json::json!({"name": hostile}));
        sheet.query = hostile.to_owned();
        let page = framed(&sheet, "items", &Links::served(1), &Surroundings::default()).into_string();
        assert!(!page.contains("<script>"), "{page}");
        assert_eq!(page.matches("</script>").count(), 2, "the two elements that are ours");
        assert!(!page.contains("\"onload="), "{page}");
        let told = page.split("ld+json\">").nth(1).and_then(|rest| rest.split("</script>").next()).unwrap();
        assert_eq!(serde_json::from_str::<Value>(told).unwrap()["name"], hostile, "and it is still JSON");
    }
}
