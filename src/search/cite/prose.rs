//! References in sentences: United Nations, Chicago, Markdown.

use super::citation::Citation;
use crate::export::markdown::escaped;
use crate::text::markup::link_target;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// "28 March 2017", "March 2017" or "2017".
fn day_first(date: &[u32]) -> Option<String> {
    match *date {
        [year, number, day] => Some(format!("{day} {} {year}", month(number)?)),
        [year, number] => Some(format!("{} {year}", month(number)?)),
        [year] => Some(year.to_string()),
        _ => None,
    }
}

/// "March 28, 2017", "March 2017" or "2017".
fn month_first(date: &[u32]) -> Option<String> {
    match *date {
        [year, number, day] => Some(format!("{} {day}, {year}", month(number)?)),
        _ => day_first(date),
    }
}

fn month(number: u32) -> Option<&'static str> {
    MONTHS.get(usize::try_from(number).ok()?.checked_sub(1)?).copied()
}

/// `MAG, "Summary report", Virtual Meeting II, 28 March 2017 (A/80/604), annex II, para. 7. Available at https://...`
pub(super) fn un(citation: &Citation) -> String {
    let mut parts: Vec<String> = Vec::new();
    parts.extend(author(citation));
    parts.push(format!("\u{201c}{}\u{201d}", citation.title));
    parts.extend(new_meeting(citation));
    let date = day_first(&citation.date).filter(|date| !citation.title.contains(date));
    match (&citation.symbol, date) {
        (Some(symbol), Some(date)) => parts.push(format!("{date} ({symbol})")),
        (Some(symbol), None) => parts.push(symbol.clone()),
        (None, date) => parts.extend(date),
    }
    parts.extend(citation.annex.iter().map(|label| lower_first(label)));
    parts.extend(place(citation));
    parts.extend(citation.page.map(|page| format!("p. {page}")));
    let available = citation.url.as_ref().map(|url| format!(" Available at {url}.")).unwrap_or_default();
    format!("{}.{available}", parts.join(", "))
}

/// `MAG, "Summary Report," Virtual Meeting II, March 28, 2017, A/80/604, annex II, para. 7, 3, https://...`
pub(super) fn chicago(citation: &Citation) -> String {
    let mut parts: Vec<String> = Vec::new();
    let author = author(citation).map(|body| format!("{body}, ")).unwrap_or_default();
    parts.extend(new_meeting(citation));
    parts.extend(month_first(&citation.date).filter(|date| !citation.title.contains(date)));
    parts.extend(citation.symbol.clone());
    parts.extend(citation.annex.iter().map(|label| lower_first(label)));
    parts.extend(place(citation));
    parts.extend(citation.page.map(|page| page.to_string()));
    parts.extend(citation.url.clone());
    // American punctuation: the comma stands within the quotes, and not after a title's own mark.
    let comma = if parts.is_empty() || citation.title.ends_with(['?', '!', ',']) { "" } else { "," };
    let rest = if parts.is_empty() { String::new() } else { format!(" {}", parts.join(", ")) };
    format!("{author}\u{201c}{}{comma}\u{201d}{rest}.", citation.title)
}

/// `[MAG, Summary Report, 28 March 2017, para. 7](https://...#page=3)`
pub(super) fn markdown(citation: &Citation) -> String {
    let mut parts: Vec<String> = Vec::new();
    parts.extend(author(citation));
    parts.push(citation.title.clone());
    parts.extend(new_meeting(citation));
    parts.extend(day_first(&citation.date).filter(|date| !citation.title.contains(date)));
    parts.extend(citation.symbol.clone());
    parts.extend(citation.annex.iter().cloned());
    parts.extend(place(citation));
    parts.extend(citation.page.map(|page| format!("p. {page}")));
    let text = escaped(&parts.join(", "));
    let published = citation.url.as_deref().and_then(link_target);
    format!("[{text}]({})", published.unwrap_or_else(|| citation.link.clone()))
}

/// The body, where it is not the title, too.
fn author(citation: &Citation) -> Option<String> {
    citation.body.clone().filter(|body| *body != citation.title)
}

/// The meeting, where the title does not name it already.
fn new_meeting(citation: &Citation) -> Option<String> {
    let meeting = citation.meeting.as_ref()?;
    (!citation.title.to_lowercase().contains(&meeting.to_lowercase())).then(|| meeting.clone())
}

fn place(citation: &Citation) -> Option<String> {
    let section = || citation.section.as_ref().map(|section| format!("under \u{201c}{section}\u{201d}"));
    citation.place.clone().or_else(section)
}

fn lower_first(label: &str) -> String {
    match label.split_once(' ') {
        Some((word, rest)) => format!("{} {rest}", word.to_lowercase()),
        None => label.to_owned(),
    }
}
