//! References, ready to paste.

use super::Record;
use crate::error::RunError;
use crate::search::cite::Citation;
use crate::search::show::Shown;

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
        Ok(match self.show(id, 0)? {
            Shown::Report { report, .. } => Citation::of_report(&report),
            Shown::Block(place) => Citation::of_place(&place),
        })
    }
}
