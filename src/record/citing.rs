//! References, ready to paste.

use super::Record;
use crate::error::RunError;
use crate::search::cite::Citation;
use crate::search::show::Shown;

/// What a passage quotes is named at most so many paragraphs before it.
const QUOTED_WITHIN: usize = 2;

impl Record {
    /// The reference to a paragraph, an item or a whole report; [`Citation::in_style`] writes it.
    ///
    /// ```
    /// # use minutebook::{Record, Style};
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/example.rs"));
    /// # fn main() -> Result<(), minutebook::Error> {
    /// # let (_folder, record) = example()?;
    /// # let id = record.search(&"sundays".parse()?, &Default::default())?.hits[0].id.clone();
    /// let reference = record.cite(&id)?.in_style(Style::Un);
    /// assert!(reference.contains("para. 1"), "{reference}");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// As [`Record::show`].
    pub fn cite(&self, id: &str) -> Result<Citation, RunError> {
        Ok(match self.show(id, QUOTED_WITHIN)? {
            Shown::Report { report, .. } => Citation::of_report(&report),
            Shown::Block(place) => Citation::of_place(&place),
        })
    }

    /// As [`Record::cite`], with the words themselves: of an item its own, of a paragraph all of it.
    ///
    /// # Errors
    /// As [`Record::show`]; and a whole report is too long to be quoted ([`crate::ErrorKind::Usage`]).
    pub fn quote(&self, id: &str) -> Result<Citation, RunError> {
        match self.show(id, QUOTED_WITHIN)? {
            Shown::Report { report, .. } => Err(RunError::usage(format!("{} is a whole report", report.meta.key))
                .hint(
                    "name a paragraph or an item: `minutebook show` lists them, and every hit of a search has its id",
                )),
            Shown::Block(place) => Ok(Citation::of_place(&place).with_quote(&place)),
        }
    }
}
