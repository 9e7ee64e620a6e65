//! `cite`: a report or a paragraph as a reference, each style with its own escapes.

mod bibtex;
mod citation;
mod csl;
mod prose;

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
}

impl Style {
    /// All styles with their names.
    pub const ALL: [(Self, &'static str); 5] = [
        (Self::Un, "un"),
        (Self::Chicago, "chicago"),
        (Self::Bibtex, "bibtex"),
        (Self::CslJson, "csl-json"),
        (Self::Markdown, "md"),
    ];

    /// The style of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
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
            Style::Bibtex => bibtex::entry(self),
            Style::CslJson => csl::items(std::slice::from_ref(self)),
        }
    }
}

/// Several references: a line each, entries with a blank line between, or one array.
#[must_use]
pub fn list(citations: &[Citation], style: Style) -> String {
    let each = || citations.iter().map(|citation| citation.in_style(style)).collect::<Vec<_>>();
    match style {
        Style::CslJson => csl::items(citations),
        Style::Bibtex => each().join("\n\n"),
        Style::Un | Style::Chicago | Style::Markdown => each().join("\n"),
    }
}

#[cfg(test)]
mod tests;
