//! The matters of the record, for lists and pages.

use crate::error::RunError;
use crate::record::Record;
use crate::threads::matters::Matter;

impl Record {
    /// Every matter that was taken up again, in the order in which they begin; [`Record::trace`] tells one passage by passage.
    ///
    /// ```
    /// # use minutebook::Record;
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/example.rs"));
    /// # fn main() -> Result<(), minutebook::Error> {
    /// # let (_folder, record) = example()?;
    /// for matter in record.matters()? {
    ///     println!("{}: {}, {}", matter.thread, record.words_of_matter(&matter)?, matter.fate);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// There is no index yet, or it cannot be read.
    pub fn matters(&self) -> Result<Vec<Matter>, RunError> {
        Ok(self.current()?.matters()?.list.clone())
    }

    /// The words that say best what a matter is about.
    ///
    /// # Errors
    /// There is no index yet, or it cannot be read.
    pub fn words_of_matter(&self, matter: &Matter) -> Result<String, RunError> {
        self.words_at(&matter.lead, matter.span)
    }
}
