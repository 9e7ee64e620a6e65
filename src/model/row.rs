//! One row of a tracker: an item with everything that a reader needs to find it again, in the columns of DESIGN.md.
//!
//! The table below is the one place where columns are: the struct, the headers, what a cell says and how it is read back, what counts
//! as news, how wide a sheet shows it, and what other tools are told of it all follow from its lines.

use super::{Force, Kind, Standing};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// What a cell holds, for whoever lays it out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content {
    /// A word or a few.
    Word,
    /// Sentences.
    Prose,
    /// A whole number.
    Number,
    /// `YYYY-MM-DD`, or a month or year.
    Day,
    /// Several words, [`LIST_SEPARATOR`] between them.
    List,
    /// Labels of annexes, [`ANNEX_SEPARATOR`] between them.
    Path,
    /// An address.
    Link,
}

/// What a change of a cell means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// The item says something else: that is news, and a new `rev`.
    Substance,
    /// It was found elsewhere or by another rule: a new `rev`, and no news.
    Provenance,
    /// It tells of the row, not of the item: neither.
    Past,
}

macro_rules! columns {
    ($(
        $(#[doc = $doc:literal])+
        $field:ident: $type:ty = $name:literal as $variant:ident, $content:ident, $width:literal, $weight:ident
        $(, since $since:literal)?;
    )+) => {
        /// An item as trackers show it. Field order is column order; JSON Lines carries the same names.
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        pub struct TrackerRow {
            $(
                $(#[doc = $doc])+
                $(#[serde(default)] #[doc = concat!("(Since form ", $since, " of trackers.)")])?
                pub $field: $type,
            )+
            /// Ids of items that this one took over from: they lead to this row. No column: people read it in `tracker history`.
            #[serde(default, skip_serializing_if = "Vec::is_empty")]
            pub formerly: Vec<String>,
        }

        /// The machine columns, in the order of every tracker.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Column {
            $( $(#[doc = $doc])+ $variant, )+
        }

        impl Column {
            /// All machine columns in order.
            pub const ALL: [Self; [$($name),+].len()] = [$(Self::$variant),+];

            /// The header.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }

            /// What its cells hold.
            #[must_use]
            pub const fn content(self) -> Content {
                match self { $(Self::$variant => Content::$content,)+ }
            }

            /// How wide a sheet shows it, in characters.
            #[must_use]
            pub const fn width(self) -> u16 {
                match self { $(Self::$variant => $width,)+ }
            }

            /// What a change of its cell means.
            #[must_use]
            pub const fn weight(self) -> Weight {
                match self { $(Self::$variant => Weight::$weight,)+ }
            }

            /// What it is for, for people who read of it.
            #[must_use]
            pub const fn doc(self) -> &'static str {
                match self { $(Self::$variant => concat!($($doc),+),)+ }
            }

            /// Whether trackers had it from the first: `rev` takes the others in only where they say something.
            #[must_use]
            pub const fn is_of_old(self) -> bool {
                match self { $(Self::$variant => columns!(@old $($since)?),)+ }
            }
        }

        impl TrackerRow {
            /// The cell of one column as text; empty where nothing is known.
            #[must_use]
            pub fn cell(&self, column: Column) -> Cow<'_, str> {
                match column { $(Column::$variant => self.$field.shown(Content::$content),)+ }
            }

            /// The row that these cells show; `None` where one of them cannot be. A cell that is not there is empty.
            #[must_use]
            pub fn of_cells<'a>(cell: impl Fn(Column) -> &'a str) -> Option<Self> {
                let formerly = Vec::new();
                Some(Self { $($field: Cell::read(cell(Column::$variant).trim(), Content::$content)?,)+ formerly })
            }
        }
    };
    (@old) => { true };
    (@old $since:literal) => { false };
}

columns! {
    /// The item id: it never names other words.
    id: String = "id" as Id, Word, 24, Provenance;
    /// A short number that stays: `R-051`, `D-017`.
    no: Option<String> = "no" as No, Word, 8, Past, since 2;
    /// `decision`, `action` or `recommendation`.
    kind: Kind = "kind" as Kind, Word, 15, Substance;
    /// How binding the words are.
    force: Force = "force" as Force, Word, 14, Substance;
    /// How far the words bind: adopted, draft, quoted, recalled, failed, contribution, transcript.
    standing: Standing = "standing" as Standing, Word, 12, Substance, since 2;
    /// Whose position it is.
    held_by: Option<String> = "held_by" as HeldBy, Word, 18, Substance;
    /// The first category.
    category: Option<String> = "category" as Category, Word, 18, Substance;
    /// All categories, the best first.
    categories: Vec<String> = "categories" as Categories, List, 18, Substance;
    /// The words of the item, verbatim.
    text: String = "text" as Text, Prose, 60, Substance;
    /// The stem that a lettered line stands under.
    stem: Option<String> = "stem" as Stem, Prose, 30, Substance;
    /// Who is to act.
    actors: Vec<String> = "actors" as Actors, List, 18, Substance;
    /// Last day, `YYYY-MM-DD`.
    due: Option<String> = "due" as Due, Day, 12, Substance;
    /// First day of a range.
    due_from: Option<String> = "due_from" as DueFrom, Day, 12, Substance;
    /// The words that name the deadline.
    due_text: Option<String> = "due_text" as DueText, Word, 18, Substance;
    /// What became of a motion: `carried`, `lost`, `deferred`, `withdrawn`.
    outcome: Option<String> = "outcome" as Outcome, Word, 12, Substance, since 2;
    /// The report key.
    report: String = "report" as Report, Word, 22, Provenance;
    /// The report's date.
    date: Option<String> = "date" as Date, Day, 12, Substance;
    /// The meeting.
    meeting: Option<String> = "meeting" as Meeting, Word, 18, Substance;
    /// The nearest heading above.
    section: Option<String> = "section" as Section, Prose, 24, Substance;
    /// Labels of the annexes above, outermost first.
    annex: Vec<String> = "annex" as Annex, Path, 14, Substance;
    /// The printed number of the paragraph.
    paragraph: Option<String> = "paragraph" as Paragraph, Word, 10, Substance;
    /// The page, counted from 1.
    page: Option<u32> = "page" as Page, Number, 6, Provenance;
    /// Where the page is published.
    url: Option<String> = "url" as Url, Link, 24, Provenance;
    /// Path of the file, relative to the corpus.
    source: String = "source" as Source, Link, 24, Provenance;
    /// SHA-256 of the file.
    sha256: String = "sha256" as Sha256, Word, 14, Provenance;
    /// The rule that found the item.
    rule: String = "rule" as Rule, Word, 20, Provenance;
    /// Stable words; `withdrawn` where the source no longer holds the item.
    flags: Vec<String> = "flags" as Flags, List, 14, Provenance;
    /// What the source says of its state; `withdrawn` where the source no longer holds the item.
    source_status: Option<String> = "source_status" as SourceStatus, Word, 14, Substance;
    /// The same matter through the years: items of one thread belong together.
    thread: Option<String> = "thread" as Thread, Word, 14, Provenance, since 2;
    /// Day of the run that first saw the item.
    first_seen: Option<String> = "first_seen" as FirstSeen, Day, 12, Past;
    /// Day of the run that last saw a machine column change.
    changed: Option<String> = "changed" as Changed, Day, 12, Past;
    /// The ledger entry that the row was written from: the base of a later merge.
    rev: String = "rev" as Rev, Word, 16, Past;
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
    /// The column with this header, whatever its case and the spaces around it.
    #[must_use]
    pub fn named(header: &str) -> Option<Self> {
        let header = header.trim();
        Self::ALL.into_iter().find(|column| column.name().eq_ignore_ascii_case(header))
    }

    /// Whether a cell of the column says what is so anyway.
    #[must_use]
    pub fn is_unsaid(self, cell: &str) -> bool {
        cell.is_empty() || self == Self::Standing && cell == Standing::Adopted.name()
    }
}

impl TrackerRow {
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

/// A value as a cell of a tracker.
trait Cell: Sized {
    fn shown(&self, content: Content) -> Cow<'_, str>;
    fn read(text: &str, content: Content) -> Option<Self>;
}

impl Cell for String {
    fn shown(&self, _: Content) -> Cow<'_, str> {
        Cow::from(self)
    }

    fn read(text: &str, _: Content) -> Option<Self> {
        Some(text.to_owned())
    }
}

impl Cell for Option<String> {
    fn shown(&self, _: Content) -> Cow<'_, str> {
        Cow::Borrowed(self.as_deref().unwrap_or_default())
    }

    fn read(text: &str, _: Content) -> Option<Self> {
        Some((!text.is_empty()).then(|| text.to_owned()))
    }
}

impl Cell for Option<u32> {
    fn shown(&self, _: Content) -> Cow<'_, str> {
        self.map_or(Cow::Borrowed(""), |number| Cow::Owned(number.to_string()))
    }

    fn read(text: &str, _: Content) -> Option<Self> {
        if text.is_empty() { Some(None) } else { text.parse().ok().map(Some) }
    }
}

impl Cell for Vec<String> {
    fn shown(&self, content: Content) -> Cow<'_, str> {
        match self.as_slice() {
            [] => Cow::Borrowed(""),
            [only] => Cow::Borrowed(only),
            several => Cow::Owned(several.join(separator(content))),
        }
    }

    fn read(text: &str, content: Content) -> Option<Self> {
        let filled = text.split(separator(content)).filter(|part| !part.is_empty());
        Some(filled.map(str::to_owned).collect())
    }
}

impl Cell for Kind {
    fn shown(&self, _: Content) -> Cow<'_, str> {
        Cow::Borrowed(self.name())
    }

    fn read(text: &str, _: Content) -> Option<Self> {
        word(text)
    }
}

impl Cell for Force {
    fn shown(&self, _: Content) -> Cow<'_, str> {
        Cow::Borrowed(self.name())
    }

    fn read(text: &str, _: Content) -> Option<Self> {
        word(text)
    }
}

impl Cell for Standing {
    fn shown(&self, _: Content) -> Cow<'_, str> {
        Cow::Borrowed(self.name())
    }

    fn read(text: &str, _: Content) -> Option<Self> {
        if text.is_empty() { Some(Self::default()) } else { word(text) }
    }
}

/// The value that has this word as its name.
fn word<T: DeserializeOwned>(text: &str) -> Option<T> {
    serde_json::from_value(serde_json::Value::String(text.to_lowercase())).ok()
}

fn separator(content: Content) -> &'static str {
    match content {
        Content::Path => ANNEX_SEPARATOR,
        _ => LIST_SEPARATOR,
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
            "id,no,kind,force,standing,held_by,category,categories,text,stem,actors,due,due_from,due_text,outcome,report,date,\
             meeting,section,annex,paragraph,page,url,source,sha256,rule,flags,source_status,thread,first_seen,changed,rev"
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
    fn a_row_is_what_its_cells_show() {
        let mut all = row("k#1~aaaaaaaa.d");
        (all.no, all.outcome, all.standing) = (Some("D-001".to_owned()), Some("lost".to_owned()), Standing::Failed);
        all.annex = vec!["Annex II".to_owned(), "Annex I".to_owned()];
        for row in [all, row("k#2~bbbbbbbb.d").withdrawn()] {
            let cells: Vec<String> = Column::ALL.iter().map(|&column| row.cell(column).into_owned()).collect();
            assert_eq!(TrackerRow::of_cells(|column| cells[column as usize].as_str()), Some(row));
        }
        assert_eq!(TrackerRow::of_cells(|_| "no such kind"), None);
    }

    #[test]
    fn a_row_of_an_earlier_form_is_read() {
        let mut json = serde_json::to_value(row("k#1~aaaaaaaa.d")).unwrap();
        for new in ["no", "standing", "outcome", "thread"] {
            json.as_object_mut().unwrap().remove(new);
        }
        assert_eq!(serde_json::from_value::<TrackerRow>(json).unwrap(), row("k#1~aaaaaaaa.d"));
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
