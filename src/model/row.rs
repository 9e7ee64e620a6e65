//! One row of a tracker: an item with everything that a reader needs to find it again, in the columns of DESIGN.md.

use crate::model::{Force, Kind};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// An item as trackers show it. Field order is column order; JSON Lines carries the same names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrackerRow {
    /// The item id: it never names other words.
    pub id: String,
    /// `decision`, `action` or `recommendation`.
    pub kind: Kind,
    /// How binding the words are.
    pub force: Force,
    /// Whose position it is.
    pub held_by: Option<String>,
    /// The first category.
    pub category: Option<String>,
    /// All categories, the best first.
    pub categories: Vec<String>,
    /// The words of the item, verbatim.
    pub text: String,
    /// The stem that a lettered line stands under.
    pub stem: Option<String>,
    /// Who is to act.
    pub actors: Vec<String>,
    /// Last day, `YYYY-MM-DD`.
    pub due: Option<String>,
    /// First day of a range.
    pub due_from: Option<String>,
    /// The words that name the deadline.
    pub due_text: Option<String>,
    /// The report key.
    pub report: String,
    /// The report's date.
    pub date: Option<String>,
    /// The meeting.
    pub meeting: Option<String>,
    /// The nearest heading above.
    pub section: Option<String>,
    /// Labels of the annexes above, outermost first.
    pub annex: Vec<String>,
    /// The printed number of the paragraph.
    pub paragraph: Option<String>,
    /// The page, counted from 1.
    pub page: Option<u32>,
    /// Where the page is published.
    pub url: Option<String>,
    /// Path of the file, relative to the corpus.
    pub source: String,
    /// SHA-256 of the file.
    pub sha256: String,
    /// The rule that found the item.
    pub rule: String,
    /// Stable words; `withdrawn` where the source no longer holds the item.
    pub flags: Vec<String>,
    /// What the source says of its state; `withdrawn` where the source no longer holds the item.
    pub source_status: Option<String>,
    /// Day of the run that first saw the item.
    pub first_seen: Option<String>,
    /// Day of the run that last saw a machine column change.
    pub changed: Option<String>,
    /// The ledger entry that the row was written from: the base of a later merge.
    pub rev: String,
}

/// The machine columns, in the order of every tracker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "each variant is the field of TrackerRow with its name")]
pub enum Column {
    Id,
    Kind,
    Force,
    HeldBy,
    Category,
    Categories,
    Text,
    Stem,
    Actors,
    Due,
    DueFrom,
    DueText,
    Report,
    Date,
    Meeting,
    Section,
    Annex,
    Paragraph,
    Page,
    Url,
    Source,
    Sha256,
    Rule,
    Flags,
    SourceStatus,
    FirstSeen,
    Changed,
    Rev,
}

/// The columns that people fill; any that they add come after these.
pub const HUMAN_COLUMNS: [&str; 4] = ["status", "owner", "assessment", "notes"];

/// What stands between the entries of a list in one cell.
pub const LIST_SEPARATOR: &str = "; ";

/// What stands between the labels of an annex path: "Annex II / Annex I".
pub const ANNEX_SEPARATOR: &str = " / ";

/// The word in `source_status` and `flags` for an item that its source no longer holds.
pub const WITHDRAWN: &str = "withdrawn";

impl Column {
    /// All machine columns in order.
    pub const ALL: [Self; 28] = [
        Self::Id,
        Self::Kind,
        Self::Force,
        Self::HeldBy,
        Self::Category,
        Self::Categories,
        Self::Text,
        Self::Stem,
        Self::Actors,
        Self::Due,
        Self::DueFrom,
        Self::DueText,
        Self::Report,
        Self::Date,
        Self::Meeting,
        Self::Section,
        Self::Annex,
        Self::Paragraph,
        Self::Page,
        Self::Url,
        Self::Source,
        Self::Sha256,
        Self::Rule,
        Self::Flags,
        Self::SourceStatus,
        Self::FirstSeen,
        Self::Changed,
        Self::Rev,
    ];

    /// The header.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Kind => "kind",
            Self::Force => "force",
            Self::HeldBy => "held_by",
            Self::Category => "category",
            Self::Categories => "categories",
            Self::Text => "text",
            Self::Stem => "stem",
            Self::Actors => "actors",
            Self::Due => "due",
            Self::DueFrom => "due_from",
            Self::DueText => "due_text",
            Self::Report => "report",
            Self::Date => "date",
            Self::Meeting => "meeting",
            Self::Section => "section",
            Self::Annex => "annex",
            Self::Paragraph => "paragraph",
            Self::Page => "page",
            Self::Url => "url",
            Self::Source => "source",
            Self::Sha256 => "sha256",
            Self::Rule => "rule",
            Self::Flags => "flags",
            Self::SourceStatus => "source_status",
            Self::FirstSeen => "first_seen",
            Self::Changed => "changed",
            Self::Rev => "rev",
        }
    }

    /// The column with this header, whatever its case and the spaces around it.
    #[must_use]
    pub fn named(header: &str) -> Option<Self> {
        let header = header.trim();
        Self::ALL.into_iter().find(|column| column.name().eq_ignore_ascii_case(header))
    }
}

impl TrackerRow {
    /// The cell of one column as text; empty where nothing is known.
    #[must_use]
    pub fn cell(&self, column: Column) -> Cow<'_, str> {
        match column {
            Column::Id => Cow::from(&self.id),
            Column::Kind => Cow::from(self.kind.name()),
            Column::Force => Cow::from(self.force.name()),
            Column::HeldBy => optional(self.held_by.as_deref()),
            Column::Category => optional(self.category.as_deref()),
            Column::Categories => list(&self.categories, LIST_SEPARATOR),
            Column::Text => Cow::from(&self.text),
            Column::Stem => optional(self.stem.as_deref()),
            Column::Actors => list(&self.actors, LIST_SEPARATOR),
            Column::Due => optional(self.due.as_deref()),
            Column::DueFrom => optional(self.due_from.as_deref()),
            Column::DueText => optional(self.due_text.as_deref()),
            Column::Report => Cow::from(&self.report),
            Column::Date => optional(self.date.as_deref()),
            Column::Meeting => optional(self.meeting.as_deref()),
            Column::Section => optional(self.section.as_deref()),
            Column::Annex => list(&self.annex, ANNEX_SEPARATOR),
            Column::Paragraph => optional(self.paragraph.as_deref()),
            Column::Page => self.page.map_or(Cow::Borrowed(""), |page| Cow::Owned(page.to_string())),
            Column::Url => optional(self.url.as_deref()),
            Column::Source => Cow::from(&self.source),
            Column::Sha256 => Cow::from(&self.sha256),
            Column::Rule => Cow::from(&self.rule),
            Column::Flags => list(&self.flags, LIST_SEPARATOR),
            Column::SourceStatus => optional(self.source_status.as_deref()),
            Column::FirstSeen => optional(self.first_seen.as_deref()),
            Column::Changed => optional(self.changed.as_deref()),
            Column::Rev => Cow::from(&self.rev),
        }
    }

    /// Whether the source no longer holds the item.
    #[must_use]
    pub fn is_withdrawn(&self) -> bool {
        self.flags.iter().any(|flag| flag == WITHDRAWN)
    }

    /// The same row marked as one whose source no longer holds it; what the source said of its state stays readable.
    #[must_use]
    pub fn withdrawn(mut self) -> Self {
        if self.is_withdrawn() {
            return self;
        }
        self.source_status = Some(match self.source_status.take() {
            Some(said) => format!("{WITHDRAWN} (was: {said})"),
            None => WITHDRAWN.to_owned(),
        });
        self.flags.push(WITHDRAWN.to_owned());
        self
    }

    /// A short reference for people: `mag-2017-03-28, Annex II, paragraph 7, p. 3`.
    #[must_use]
    pub fn reference(&self) -> String {
        let mut parts = vec![self.report.clone()];
        parts.extend(self.annex.iter().cloned());
        parts.extend(self.paragraph.as_ref().map(|number| format!("paragraph {number}")));
        parts.extend(self.page.map(|page| format!("p. {page}")));
        parts.join(", ")
    }
}

fn optional(value: Option<&str>) -> Cow<'_, str> {
    Cow::Borrowed(value.unwrap_or_default())
}

fn list<'a>(values: &'a [String], separator: &str) -> Cow<'a, str> {
    match values {
        [] => Cow::Borrowed(""),
        [only] => Cow::Borrowed(only),
        several => Cow::Owned(several.join(separator)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::sample::row;

    #[test]
    fn columns_are_those_of_the_design_in_its_order() {
        let names: Vec<_> = Column::ALL.iter().map(|column| column.name()).collect();
        assert_eq!(
            names.join(","),
            "id,kind,force,held_by,category,categories,text,stem,actors,due,due_from,due_text,report,date,meeting,section,\
             annex,paragraph,page,url,source,sha256,rule,flags,source_status,first_seen,changed,rev"
        );
    }

    #[test]
    fn json_carries_the_columns_in_the_same_order() {
        let json = serde_json::to_string(&row("k#1~aaaaaaaa.d")).unwrap();
        let places: Vec<_> = Column::ALL.iter().map(|column| json.find(&format!("\"{}\":", column.name()))).collect();
        assert!(places.iter().all(Option::is_some), "{json}");
        assert!(places.is_sorted(), "{json}");
    }

    #[test]
    fn a_header_is_known_whatever_its_case() {
        assert_eq!(Column::named(" Held_By "), Some(Column::HeldBy));
        assert_eq!(Column::named("status"), None);
    }

    #[test]
    fn withdrawing_twice_is_withdrawing_once_and_keeps_what_the_source_said() {
        let mut said = row("k#1~aaaaaaaa.d");
        said.source_status = Some("completed".to_owned());
        let once = said.withdrawn();
        assert_eq!(once.source_status.as_deref(), Some("withdrawn (was: completed)"));
        assert_eq!(once.clone().withdrawn(), once);
    }
}
