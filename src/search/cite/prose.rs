//! References in sentences: United Nations, Chicago, Markdown.

use super::citation::Citation;
use super::style::Style;
use crate::export::markdown::escaped;
use crate::text::markup::{escaped as html_escaped, link_target};

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
    parts.extend(page(citation));
    parts.extend(quoting(citation));
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
    parts.extend(citation.pages());
    parts.extend(quoting(citation));
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
    parts.extend(page(citation));
    parts.extend(quoting(citation));
    let text = escaped(&parts.join(", "));
    let published = citation.url.as_deref().and_then(link_target);
    format!("[{text}]({})", published.unwrap_or_else(|| citation.link.clone()))
}

/// `MAG. (2017, March 28). Summary Report (A/80/604) [Virtual Meeting II], annex II, para. 7. https://...`, as the Publication Manual of
/// the American Psychological Association (7th edition, 10.4) has reports of groups.
pub(super) fn apa(citation: &Citation) -> String {
    let date = match *citation.date.as_slice() {
        [year, number, day] => month(number).map(|month| format!("{year}, {month} {day}")),
        [year, number] => month(number).map(|month| format!("{year}, {month}")),
        [year] => Some(year.to_string()),
        _ => None,
    };
    let date = date.unwrap_or_else(|| "n.d.".to_owned());
    let symbol = citation.symbol.as_ref().map(|symbol| format!(" ({symbol})")).unwrap_or_default();
    let meeting = new_meeting(citation).map(|meeting| format!(" [{meeting}]")).unwrap_or_default();
    let mut rest: Vec<String> = citation.annex.iter().map(|label| lower_first(label)).collect();
    rest.extend(place(citation));
    rest.extend(page(citation));
    rest.extend(quoting(citation));
    let rest = if rest.is_empty() { String::new() } else { format!(", {}", rest.join(", ")) };
    let url = citation.url.as_ref().map(|url| format!(" {url}")).unwrap_or_default();
    match citation.by() {
        Some(by) => {
            let dot = if by.ends_with('.') { "" } else { "." };
            format!("{by}{dot} ({date}). {}{symbol}{meeting}{rest}.{url}", citation.title)
        }
        // Without an author the title stands first.
        None => format!("{}{symbol}{meeting}. ({date}){rest}.{url}", citation.title),
    }
}

/// `MAG, 'Summary Report' (Virtual Meeting II, 28 March 2017) A/80/604, annex II, para 7 <https://...>`, as the Oxford University
/// Standard for the Citation of Legal Authorities (4th edition, 3.4) has reports: no full stops.
pub(super) fn oscola(citation: &Citation) -> String {
    let by = citation.by().map(|by| format!("{by}, ")).unwrap_or_default();
    let mut brackets: Vec<String> = new_meeting(citation).into_iter().collect();
    brackets.extend(day_first(&citation.date));
    let brackets = if brackets.is_empty() { String::new() } else { format!(" ({})", brackets.join(", ")) };
    let mut rest: Vec<String> = citation.symbol.iter().cloned().collect();
    rest.extend(citation.annex.iter().map(|label| lower_first(label)));
    rest.extend(place(citation).map(|place| place.replace("para. ", "para ")));
    rest.extend(citation.pages().filter(|_| citation.place.is_none()));
    rest.extend(quoting(citation));
    let rest = if rest.is_empty() { String::new() } else { format!(" {}", rest.join(", ")) };
    let url = citation.url.as_ref().map(|url| format!(" <{url}>")).unwrap_or_default();
    format!("{by}\u{2018}{}\u{2019}{brackets}{rest}{url}", citation.title)
}

/// The reference of the United Nations style as HTML, its title a link where the report is published.
pub(super) fn html(citation: &Citation) -> String {
    let unlinked = Citation { url: None, quote: None, ..citation.clone() };
    let reference = html_escaped(&un(&unlinked));
    match citation.url.as_deref().and_then(link_target) {
        Some(url) => format!("<cite><a href=\"{}\">{reference}</a></cite>", html_escaped(&url)),
        None => format!("<cite>{reference}</cite>"),
    }
}

/// Words and reference together.
pub(super) fn quoted(quote: &str, citation: &Citation, style: Style) -> String {
    match style {
        Style::Markdown => {
            format!("> \u{201c}{}\u{201d}\n>\n> \u{2014} {}", escaped(&inner(quote)), markdown(citation))
        }
        Style::Html => {
            let quote = html_escaped(&inner(quote));
            format!(
                "<blockquote>\n  <p>\u{201c}{quote}\u{201d}</p>\n  <footer>\u{2014} {}</footer>\n</blockquote>",
                html(citation)
            )
        }
        Style::Oscola => format!("\u{2018}{}\u{2019}: {}", quote.replace('\u{2019}', "'"), citation.in_style(style)),
        _ => format!("\u{201c}{}\u{201d} ({})", inner(quote), citation.in_style(style).trim_end_matches('.')),
    }
}

/// Quotation marks within a quotation are single.
fn inner(quote: &str) -> String {
    let mut is_open = false;
    let turned = quote.chars().map(|c| match c {
        '\u{201c}' | '\u{201e}' | '\u{ab}' => '\u{2018}',
        '\u{201d}' | '\u{bb}' => '\u{2019}',
        '"' => {
            is_open = !is_open;
            if is_open { '\u{2018}' } else { '\u{2019}' }
        }
        other => other,
    });
    turned.collect()
}

fn page(citation: &Citation) -> Option<String> {
    let pages = citation.pages()?;
    Some(if citation.page_to.is_some() { format!("pp. {pages}") } else { format!("p. {pages}") })
}

/// "quoting S/RES/2800": the words are not the report's own.
fn quoting(citation: &Citation) -> Option<String> {
    citation.quoted_from.as_ref().map(|document| format!("quoting {document}"))
}

fn author(citation: &Citation) -> Option<String> {
    citation.by().map(str::to_owned)
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
