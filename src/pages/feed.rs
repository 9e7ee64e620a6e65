//! Feeds (Atom, RFC 4287): what a query finds, the newest first, for whoever wants to be told.

use super::answer::Answer;
use super::ask::Ask;
use super::links::path_of;
use super::scene::Scene;
use crate::query::Hit;
use crate::text::escapes::one_line;
use crate::text::markup::{escaped, percent_encoded};

/// The hits of a query as a feed.
#[must_use]
pub fn of_hits(scene: &Scene<'_>, ask: &Ask, hits: &[Hit]) -> Answer {
    let asked: Vec<String> = ask.parameters.iter().map(|(_, value)| value.clone()).collect();
    let title = format!("{}: {}", scene.name(), asked.join(", "));
    let updated = hits.iter().filter_map(|hit| hit.date.as_deref()).max().map(day);
    let mut out =
        String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n");
    out.push_str(&format!("  <title>{}</title>\n", text(&title)));
    out.push_str(&format!("  <id>urn:minutebook:query:{}</id>\n", percent_encoded(&asked.join("&"))));
    out.push_str(&format!("  <updated>{}</updated>\n", updated.unwrap_or_else(|| day("1970-01-01"))));
    out.push_str("  <author><name>minutebook</name></author>\n");
    for hit in hits {
        entry(scene, hit, &mut out);
    }
    out.push_str("</feed>\n");
    Answer::shown("application/atom+xml; charset=utf-8", out)
}

fn entry(scene: &Scene<'_>, hit: &Hit, out: &mut String) {
    let kinds = if hit.kinds.is_empty() { "passage".to_owned() } else { hit.kinds.join(", ") };
    let number = hit.number.as_ref().map(|number| format!(", paragraph {number}")).unwrap_or_default();
    let title = format!("{kinds}: {}{number}", hit.title);
    let path = path_of(&hit.id);
    let link = match scene.published_at() {
        Some(base) => format!("{base}{}", percent_encoded(&path)),
        None => scene.links.to(&path),
    };
    out.push_str("  <entry>\n");
    out.push_str(&format!("    <title>{}</title>\n", text(&title)));
    out.push_str(&format!("    <id>urn:minutebook:{}</id>\n", percent_encoded(&hit.id)));
    out.push_str(&format!("    <link href=\"{}\"/>\n", text(&link)));
    out.push_str(&format!("    <updated>{}</updated>\n", day(hit.date.as_deref().unwrap_or("1970-01-01"))));
    out.push_str(&format!("    <summary>{}</summary>\n", text(&hit.text)));
    out.push_str("  </entry>\n");
}

/// A day, month or year as a moment (RFC 3339).
fn day(date: &str) -> String {
    let whole = match date.len() {
        4 => format!("{date}-01-01"),
        7 => format!("{date}-01"),
        _ => date.to_owned(),
    };
    format!("{whole}T00:00:00Z")
}

fn text(text: &str) -> String {
    escaped(&one_line(text))
}
