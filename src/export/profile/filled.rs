//! What a workspace fills in of a tool beyond its profile: the component and the custom fields of Jira, the milestone of GitHub.

use super::known::Known;
use crate::model::{Column, column_key};
use std::borrow::Cow;

/// What such a field holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Filled {
    /// A machine column.
    Cell(Column),
    /// A human column, by its key.
    Human(String),
    /// The same in every row.
    Always(String),
}

impl Filled {
    /// What a setting says: the name of a column of the tracker, or `=` and words that are the same in every row. `human` are the keys
    /// of the human columns.
    ///
    /// # Errors
    /// There is no such column; the words say what there is.
    pub fn of(setting: &str, human: &[String]) -> Result<Self, String> {
        if let Some(words) = setting.strip_prefix('=') {
            return Ok(Self::Always(words.trim().to_owned()));
        }
        if let Some(column) = Column::named(setting) {
            return Ok(Self::Cell(column));
        }
        let key = column_key(setting);
        if human.contains(&key) {
            return Ok(Self::Human(key));
        }
        let machine = Column::ALL.iter().map(|column| column.name());
        let all: Vec<&str> = machine.chain(human.iter().map(String::as_str)).collect();
        Err(format!("the tracker has no column {setting:?}; it has {}; or write \"=words\"", all.join(", ")))
    }

    /// The cell of a row.
    #[must_use]
    pub fn cell<'a>(&'a self, known: Known<'a>) -> Cow<'a, str> {
        match self {
            Self::Cell(column) => known.row.cell(*column),
            Self::Human(column) => known.cell(column).into(),
            Self::Always(words) => words.as_str().into(),
        }
    }

    /// Whether people may change it in the tool as well: then an update leaves it alone.
    #[must_use]
    pub fn is_of_people(&self) -> bool {
        matches!(self, Self::Human(_))
    }
}

/// A column that a profile does not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct More {
    /// Its header.
    pub header: String,
    /// What it holds.
    pub from: Filled,
}

/// What a workspace fills in of one tool.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OfWorkspace {
    /// What stands in place of the category.
    pub category: Option<Filled>,
    /// The columns behind those of the profile.
    pub more: Vec<More>,
    /// The milestone.
    pub milestone: Option<Filled>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_setting_names_a_column_or_words_and_nothing_else() {
        let human = ["region".to_owned()];
        assert_eq!(Filled::of("Meeting", &human), Ok(Filled::Cell(Column::Meeting)));
        assert_eq!(Filled::of("Region", &human), Ok(Filled::Human("region".to_owned())));
        assert_eq!(Filled::of("= Council ", &human), Ok(Filled::Always("Council".to_owned())));
        let refused = Filled::of("meetng", &human).unwrap_err();
        assert!(
            refused.contains("\"meetng\"") && refused.contains("meeting") && refused.contains("region"),
            "{refused}"
        );
    }
}
