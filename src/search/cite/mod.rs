//! `cite`: a report or a paragraph as a reference, each style with its own escapes.

mod bibtex;
mod citation;
mod csl;
mod data;
mod prose;
mod quoted;

pub use citation::Citation;

/// A style of references.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// A footnote as the United Nations Editorial Manual has it.
    Un,
    /// A note as the Chicago Manual of Style (17th edition, 14.1) has it.
    Chicago,
    /// A BibTeX entry.
    Bibtex,
    /// CSL-JSON (citationstyles.org), which reference managers import.
    CslJson,
    /// A Markdown link.
    Markdown,
    /// HTML, with a link.
    Html,
    /// A RIS record, which reference managers import.
    Ris,
    /// A reference as the Publication Manual of the American Psychological Association (7th edition) has it.
    Apa,
    /// A footnote as the Oxford University Standard for the Citation of Legal Authorities has it.
    Oscola,
}

impl Style {
    /// All styles with their names.
    pub const ALL: [(Self, &'static str); 9] = [
        (Self::Un, "un"),
        (Self::Chicago, "chicago"),
        (Self::Bibtex, "bibtex"),
        (Self::CslJson, "csl-json"),
        (Self::Markdown, "md"),
        (Self::Html, "html"),
        (Self::Ris, "ris"),
        (Self::Apa, "apa"),
        (Self::Oscola, "oscola"),
    ];

    /// The style of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let name = match name {
            "plain" | "text" => "un",
            "markdown" => "md",
            other => other,
        };
        Self::ALL.iter().find(|(_, known)| *known == name).map(|(style, _)| *style)
    }
}

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
