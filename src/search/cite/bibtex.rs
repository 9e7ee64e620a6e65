//! BibTeX entries (Patashnik, "BibTeXing", 1988), escaped for TeX.

use super::citation::Citation;

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

pub(super) fn entry(citation: &Citation) -> String {
    let mut fields: Vec<(&str, String)> = Vec::new();
    if let Some(author) = &citation.author {
        fields.push(("author", format!("{{{}}}", escaped(author))));
        fields.extend(citation.body.iter().map(|body| ("institution", escaped(body))));
    } else if let Some(body) = &citation.body {
        // Double braces: an organisation is no person with a last name.
        fields.push(("author", format!("{{{}}}", escaped(body))));
        fields.push(("institution", escaped(body)));
    }
    fields.push(("title", format!("{{{}}}", escaped(&citation.title))));
    fields.extend(citation.symbol.iter().map(|symbol| ("number", escaped(symbol))));
    fields.extend(citation.date.first().map(|year| ("year", year.to_string())));
    let month = citation.date.get(1).and_then(|month| MONTHS.get(usize::try_from(*month).ok()?.checked_sub(1)?));
    fields.extend(citation.date.get(2).map(|day| ("day", day.to_string())));
    fields.extend(citation.pages().map(|pages| ("pages", pages.replace('\u{2013}', "--"))));
    let mut note: Vec<String> = citation.meeting.iter().cloned().collect();
    note.extend(citation.annex.iter().cloned());
    note.extend(citation.place.clone().or_else(|| citation.section.clone()));
    note.extend(citation.quoted_from.iter().map(|document| format!("quoting {document}")));
    if !note.is_empty() {
        fields.push(("note", escaped(&note.join(", "))));
    }
    fields.extend(citation.quote.iter().map(|quote| ("annote", format!("``{}''", escaped(quote)))));
    fields.extend(citation.url.iter().map(|url| ("url", url_escaped(url))));
    let mut text = format!("@techreport{{{},\n", key(&citation.id));
    for (name, value) in fields {
        text.push_str(&format!("  {name} = {{{value}}},\n"));
        if name == "year"
            && let Some(month) = month
        {
            // Months are macros of every style, and stand without braces.
            text.push_str(&format!("  month = {month},\n"));
        }
    }
    text.push('}');
    text
}

/// A key that every BibTeX takes: letters, digits, hyphen and colon.
fn key(id: &str) -> String {
    id.chars()
        .map(|c| match c {
            '#' | '/' | '~' => ':',
            c if c.is_ascii_alphanumeric() || c == '-' || c == '.' => c,
            _ => '-',
        })
        .collect()
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\\' => out.push_str("\\textbackslash{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            '{' | '}' | '$' | '&' | '#' | '_' | '%' => {
                out.push('\\');
                out.push(character);
            }
            _ => out.push(character),
        }
    }
    out
}

/// A URL keeps its characters but those that would end the field or start a command.
fn url_escaped(url: &str) -> String {
    url.replace('\\', "%5C").replace('{', "%7B").replace('}', "%7D").replace(' ', "%20").replace('"', "%22")
}
