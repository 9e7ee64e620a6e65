//! What a site is to be, and what came of writing it.

/// What to write.
#[derive(Debug, Clone)]
pub struct Options {
    /// Name of the record, shown on every page.
    pub name: String,
    /// The address at which the folder will be published, with a final slash; without it there is no map of the site.
    pub url: Option<String>,
    /// Whether pages of PDF files are drawn beside their passages.
    pub pictures: bool,
    /// Whether search engines may list the pages.
    pub listed: bool,
}

/// What came of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written {
    /// Pages of the site.
    pub pages: usize,
    /// Files that were new or differed.
    pub changed: usize,
    /// Files of pages that are no more.
    pub removed: usize,
    /// Reports that were as before.
    pub kept: usize,
    /// Files of others that stand where a page should: they were left as they are.
    pub foreign: Vec<String>,
}
