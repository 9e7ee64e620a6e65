//! Searching and showing.

use super::{Record, threaded, usage};
use crate::error::RunError;
use crate::query::{Hits, Options, Query};
use crate::search::coverage::{Asked, notices, unread};
use crate::search::saved::{self, Saved};
use crate::search::show::{self, Place, Shown, Why};
use crate::tag::Tagger;

impl Record {
    /// The passages that answer `query`, the best first, with what the reader must know about the answer: words added, conditions
    /// relaxed, and, where a range of days is asked for, meetings that are missing and files that could not be read.
    ///
    /// ```
    /// # use minutebook::{Filters, Options, Record};
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/example.rs"));
    /// # fn main() -> Result<(), minutebook::Error> {
    /// # let (_folder, record) = example()?;
    /// let filters = Filters { kinds: vec!["decision".to_owned()], from: Some("2024".to_owned()), ..Filters::default() };
    /// let hits = record.search(&"open*".parse()?, &Options { filters, ..Options::default() })?;
    /// for hit in &hits.hits {
    ///     println!("{}: {}", hit.id, hit.text);
    /// }
    /// assert_eq!(hits.total, 1);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// A filter does not fit, there is no index yet, or it cannot be read.
    pub fn search(&self, query: &Query, options: &Options) -> Result<Hits, RunError> {
        let asked = Asked::by(query, &options.filters).map_err(usage)?;
        let current = self.current()?;
        let query = &threaded::looked_up(query, &current)?;
        let mut hits = current.reader.search(query, options, &current.expansion)?;
        if let Some(asked) = asked {
            hits.notices.extend(notices(&self.coverage()?, &asked));
            hits.notices.extend(unread(current.catalogue.unread()));
        }
        Ok(hits)
    }

    /// The searches of `searches.toml`, in the order of the file; none where there is no file.
    ///
    /// # Errors
    /// The file cannot be read, or holds something that is no search.
    pub fn saved_searches(&self) -> Result<Vec<Saved>, RunError> {
        saved::load(&self.workspace().file(saved::FILE))
    }

    /// What `id` stands for: a block, an item or a whole report; the beginning of an id is enough where only one begins so.
    /// `context` is the number of paragraphs before and after.
    ///
    /// ```
    /// # use minutebook::{Record, Shown};
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/example.rs"));
    /// # fn main() -> Result<(), minutebook::Error> {
    /// # let (_folder, record) = example()?;
    /// # let id = record.search(&"sundays".parse()?, &Default::default())?.hits[0].id.clone();
    /// let Shown::Block(place) = record.show(&id, 1)? else { unreachable!("the id is a paragraph's") };
    /// assert_eq!(place.block.text, "The Board agreed to open on Sundays.");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Nothing or several things begin so (the error names them), there is no index yet, or it cannot be read.
    pub fn show(&self, id: &str, context: usize) -> Result<Shown, RunError> {
        show::show(&self.current()?.reader, id, context)
    }

    /// Why the item asked for, or every sentence of the block, is tagged as it is, or is not.
    ///
    /// # Errors
    /// The rules of the workspace cannot be read.
    pub fn why(&self, place: &Place) -> Result<Vec<Why>, RunError> {
        Ok(show::why(&Tagger::load(Some(&self.workspace().rules()))?, place))
    }

    /// Writes an answer to a file of the user's choice; it appears whole or not at all.
    ///
    /// # Errors
    /// The disk refuses.
    pub(crate) fn save_as(&self, file: &std::path::Path, bytes: &[u8]) -> Result<(), RunError> {
        let file = std::path::absolute(file)
            .map_err(|error| RunError::new(format!("cannot use {}", file.display())).because(error))?;
        self.storage().named(&file).write_atomic(&file, bytes)
    }

    /// A link that opens the report's file in the corpus at the page of a block.
    #[must_use]
    pub fn file_link(&self, place: &Place) -> String {
        show::file_link(&self.workspace().corpus(), &place.report, place.block.anchors.first())
    }
}
