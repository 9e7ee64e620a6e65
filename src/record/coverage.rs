//! What the record lacks.

use super::Record;
use crate::error::RunError;
use crate::query::dates::days;
use crate::search::coverage::{Coverage, Listed, coverage};
use crate::tag::deadlines::meetings;

impl Record {
    /// What the index lacks: gaps in series, and meetings of `meetings.csv` up to today that no report tells of; reports held
    /// twice, and reports without a date.
    ///
    /// ```
    /// # use minutebook::Record;
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/example.rs"));
    /// # fn main() -> Result<(), minutebook::Error> {
    /// # let (_folder, record) = example()?;
    /// assert!(record.coverage()?.holes.is_empty());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// There is no index yet, or `meetings.csv` cannot be read.
    pub fn coverage(&self) -> Result<Coverage, RunError> {
        let today = jiff::Zoned::now().date();
        let number = |day: jiff::civil::Date| days(&day.to_string()).map_or(0, |(first, _)| first);
        let listed: Vec<Listed> = meetings::load(&self.workspace().file("meetings.csv"))?
            .into_iter()
            .filter(|meeting| meeting.date_to <= today)
            .map(|meeting| Listed {
                days: (number(meeting.date), number(meeting.date_to)),
                body: meeting.body,
                meeting: meeting.meeting,
            })
            .collect();
        Ok(coverage(&self.current()?.catalogue.held(), &listed))
    }
}
