//! `cite`: a report or a paragraph as a reference, each style with its own escapes.

mod bibtex;
mod citation;
mod csl;
mod data;
mod prose;
mod quoted;
mod style;

pub use citation::Citation;
pub use style::Style;

impl Citation {
    /// The reference in a style, one line for prose and several for data, without a line end.
    #[must_use]
    pub fn in_style(&self, style: Style) -> String {
        match style {
            Style::Un => prose::un(self),
            Style::Chicago => prose::chicago(self),
            Style::Markdown => prose::markdown(self),
            Style::Html => prose::html(self),
            Style::Ris => data::ris(self),
            Style::Apa => prose::apa(self),
            Style::Oscola => prose::oscola(self),
            Style::Bibtex => bibtex::entry(self),
            Style::CslJson => csl::items(std::slice::from_ref(self)),
        }
    }
}

impl Citation {
    /// The words with their reference, ready to paste; in the styles of data the words are a field of the record.
    #[must_use]
    pub fn quoted_in_style(&self, style: Style) -> String {
        match (&self.quote, style) {
            (None, _) | (_, Style::Bibtex | Style::CslJson | Style::Ris) => self.in_style(style),
            (Some(quote), _) => prose::quoted(quote, self, style),
        }
    }
}

/// Several references: a line each, entries with a blank line between, or one array.
#[must_use]
pub fn list(citations: &[Citation], style: Style) -> String {
    let each = || citations.iter().map(|citation| citation.quoted_in_style(style)).collect::<Vec<_>>();
    match style {
        Style::CslJson => csl::items(citations),
        Style::Bibtex | Style::Ris => each().join("\n\n"),
        _ if citations.iter().any(|citation| citation.quote.is_some()) => each().join("\n\n"),
        _ => each().join("\n"),
    }
}

#[cfg(test)]
mod tests;
