//! References for programs that take tagged lines: RIS.

use super::citation::Citation;

/// A RIS record (Research Information Systems, "RIS Format Specifications"): a report with its place in the notes.
pub(super) fn ris(citation: &Citation) -> String {
    let mut lines: Vec<(&str, String)> = vec![("TY", "RPRT".to_owned())];
    lines.extend(citation.author.iter().chain(&citation.body).next().map(|by| ("AU", by.clone())));
    lines.push(("TI", citation.title.clone()));
    lines.extend(citation.body.iter().map(|body| ("PB", body.clone())));
    lines.extend(citation.meeting.iter().map(|meeting| ("T2", meeting.clone())));
    lines.extend(citation.date.first().map(|year| ("PY", format!("{year:04}"))));
    if let [year, rest @ ..] = citation.date.as_slice() {
        let part = |at: usize| rest.get(at).map(|part| format!("{part:02}")).unwrap_or_default();
        lines.push(("DA", format!("{year:04}/{}/{}/", part(0), part(1))));
    }
    lines.extend(citation.symbol.iter().map(|symbol| ("M1", symbol.clone())));
    lines.extend(citation.page.map(|page| ("SP", page.to_string())));
    lines.extend(citation.page_to.map(|page| ("EP", page.to_string())));
    let mut place = citation.annex.clone();
    place.extend(citation.place.clone().or_else(|| citation.section.clone()));
    place.extend(citation.quoted_from.iter().map(|document| format!("quoting {document}")));
    if !place.is_empty() {
        lines.push(("N1", place.join(", ")));
    }
    lines.extend(citation.quote.iter().map(|quote| ("N1", format!("\u{201c}{quote}\u{201d}"))));
    lines.extend(citation.url.iter().map(|url| ("UR", url.clone())));
    lines.push(("ER", String::new()));
    let lines: Vec<String> = lines.into_iter().map(|(tag, text)| format!("{tag}  - {text}")).collect();
    lines.join("\n")
}
