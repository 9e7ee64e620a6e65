//! What a page says of itself: title, author, date, language, and the address that it was published or saved at.

use super::dom::{Data, Dom};
use crate::extract::flow::tidy;
use crate::model::FileInfo;

/// Reads them.
pub(super) fn info(dom: &Dom) -> FileInfo {
    let mut info = FileInfo::default();
    let mut page_title = None;
    let mut canonical = None;
    for id in dom.below(Dom::ROOT) {
        let Some(element) = dom.element(id) else {
            if let Some(Data::Comment(comment)) = dom.node(id).map(|node| &node.data)
                && info.address.is_none()
            {
                info.address = saved_from(comment);
            }
            continue;
        };
        match &*element.name {
            "html" => info.language = element.attribute("lang").map(tidy).filter(|tag| !tag.is_empty()),
            "title" if page_title.is_none() => page_title = Some(tidy(&raw_text(dom, id))),
            "link" if element.attribute("rel") == Some("canonical") => {
                canonical = element.attribute("href").map(str::to_owned);
            }
            "meta" => {
                let key = element
                    .attribute("property")
                    .or_else(|| element.attribute("name"))
                    .unwrap_or_default()
                    .to_lowercase();
                let Some(content) = element.attribute("content").map(tidy).filter(|content| !content.is_empty()) else {
                    continue;
                };
                match key.as_str() {
                    "og:title" | "dc.title" | "dcterms.title" | "citation_title" => {
                        info.title = info.title.take().or(Some(content));
                    }
                    "author" | "dc.creator" | "dcterms.creator" | "article:author" => {
                        info.author = info.author.take().or(Some(content));
                    }
                    "article:published_time"
                    | "date"
                    | "dc.date"
                    | "dcterms.date"
                    | "dcterms.created"
                    | "citation_date"
                    | "dc.date.issued" => {
                        info.created = info.created.take().or_else(|| day(&content));
                    }
                    "og:url" => canonical = canonical.take().or(Some(content)),
                    "description" | "og:description" => info.subject = info.subject.take().or(Some(content)),
                    _ => {}
                }
            }
            "time" if info.created.is_none() => info.created = element.attribute("datetime").and_then(day),
            _ => {}
        }
    }
    // "Report | Forum Secretariat": the site's name follows the title.
    let title = info.title.take().or(page_title);
    info.title = title.map(|title| tidy(title.split(" | ").next().unwrap_or_default()));
    info.address = info.address.take().or(canonical).filter(|address| address.starts_with("http"));
    info
}

fn raw_text(dom: &Dom, id: usize) -> String {
    dom.children(id)
        .iter()
        .filter_map(|child| match &dom.node(*child)?.data {
            Data::Text(text) => Some(text.as_str()),
            _ => None,
        })
        .collect()
}

/// "saved from url=(0042)https://..." as browsers write into pages that they save.
fn saved_from(comment: &str) -> Option<String> {
    let rest = comment.trim().strip_prefix("saved from url=(")?;
    let (_, address) = rest.split_once(')')?;
    Some(address.trim().to_owned())
}

/// The day of a date in ISO form.
fn day(text: &str) -> Option<String> {
    let day = text.get(..10)?;
    let shape: Vec<bool> = day.bytes().map(|byte| byte.is_ascii_digit()).collect();
    (shape == [true, true, true, true, false, true, true, false, true, true]).then(|| day.to_owned())
}

/// The program that made the page.
pub(super) fn generator(text: &str) -> Option<String> {
    let head: String = text.chars().take(20_000).collect();
    let lower = head.to_ascii_lowercase();
    let at = lower.find("name=\"generator\"").or_else(|| lower.find("name=generator"))?;
    let rest = head.get(at..)?;
    let content = rest.get(rest.to_ascii_lowercase().find("content=")? + 8..)?;
    let quote = content.chars().next().filter(|c| matches!(c, '"' | '\''));
    let value = match quote {
        Some(quote) => content.get(1..)?.split(quote).next()?,
        None => content.split(['>', ' ']).next()?,
    };
    Some(tidy(value)).filter(|name| !name.is_empty())
}
