//! The styles of references, by name.

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
