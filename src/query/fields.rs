//! The fields that a query can test, and the values that they take.

use super::dates;
use crate::model::{Force, Kind, Standing};
use crate::query::words::fold_all;

/// A field that a query can test.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    /// decision, action, recommendation.
    Kind,
    /// How binding: noted .. decided.
    Force,
    /// Whose position.
    HeldBy,
    /// Topic.
    Category,
    /// Who is to act.
    Actor,
    /// Deadline of an item.
    Due,
    /// How far an item's words bind: adopted, draft, quoted, ...
    Standing,
    /// What became of a motion: carried, lost, ...
    Outcome,
    /// What the source says of an item's state: completed, ...
    Status,
    /// The body that met.
    Body,
    /// Words of the meeting's name.
    Meeting,
    /// Date of the report.
    Date,
    /// Year of the report.
    Year,
    /// Words of the heading above.
    Section,
    /// Label of an annex.
    Annex,
    /// Printed number.
    Number,
    /// Page.
    Page,
    /// Report key.
    Report,
    /// Path of the file.
    Source,
    /// Words of the report's title.
    Title,
    /// What the block is: paragraph, table_row, footnote.
    Type,
    /// Language tag of the report.
    Language,
    /// Id of the paragraph.
    Id,
    /// The matter that it takes up or that is taken up: the facade knows which paragraphs these are.
    Thread,
    /// A paragraph or report that refers to it: the facade knows which paragraphs these are.
    CitedBy,
}

/// All fields with the name that a query uses, other spellings, and an example of a right form.
const FIELDS: &[(Field, &str, &[&str], &str)] = &[
    (Field::Kind, "kind", &["kinds"], "kind:decision"),
    (Field::Force, "force", &[], "force:>=agreed"),
    (Field::HeldBy, "held_by", &["held-by", "heldby"], "held_by:MAG"),
    (Field::Category, "category", &["categories", "topic"], "category:funding"),
    (Field::Actor, "actor", &["actors", "owner"], "actor:secretariat"),
    (Field::Due, "due", &["deadline"], "due:[2017-01-01 TO 2017-06-30]"),
    (Field::Standing, "standing", &[], "standing:adopted"),
    (Field::Outcome, "outcome", &[], "outcome:carried"),
    (Field::Status, "status", &[], "status:completed"),
    (Field::Body, "body", &[], "body:MAG"),
    (Field::Meeting, "meeting", &[], "meeting:\"virtual meeting II\""),
    (Field::Date, "date", &[], "date:[2015-01-01 TO 2016-12-31]"),
    (Field::Year, "year", &[], "year:2016"),
    (Field::Section, "section", &["heading"], "section:\"next steps\""),
    (Field::Annex, "annex", &[], "annex:\"Annex II\""),
    (Field::Number, "number", &["paragraph", "para"], "number:7"),
    (Field::Page, "page", &[], "page:3"),
    (Field::Report, "report", &["key"], "report:mag-2017-03-28"),
    (Field::Source, "source", &["file", "path"], "source:2017/*"),
    (Field::Title, "title", &[], "title:\"open consultations\""),
    (Field::Type, "type", &[], "type:paragraph"),
    (Field::Language, "language", &["lang"], "language:fr"),
    (Field::Id, "id", &[], "id:mag-2017-03-28#7"),
    (Field::Thread, "thread", &[], "thread:T-abcdefghijkl"),
    (Field::CitedBy, "cited-by", &["cited_by"], "cited-by:mag-2017-03-28"),
];

/// The names of the kinds of blocks, as the document contract writes them.
const TYPES: &[&str] = &[
    "title",
    "meta",
    "heading",
    "paragraph",
    "quote_paragraph",
    "list_item",
    "footnote",
    "annex",
    "table_row",
    "template_field",
    "participant",
    "end_mark",
];

/// The forces, weakest first.
pub const FORCES: [(Force, &str); 7] = [
    (Force::Noted, "noted"),
    (Force::Suggested, "suggested"),
    (Force::Encouraged, "encouraged"),
    (Force::Recommended, "recommended"),
    (Force::Requested, "requested"),
    (Force::Agreed, "agreed"),
    (Force::Decided, "decided"),
];

/// How far words can bind.
const STANDINGS: [Standing; 7] = [
    Standing::Adopted,
    Standing::Draft,
    Standing::Quoted,
    Standing::Recalled,
    Standing::Failed,
    Standing::Contribution,
    Standing::Transcript,
];

/// The kinds of items.
pub const KINDS: [(Kind, &str); 3] =
    [(Kind::Decision, "decision"), (Kind::Action, "action"), (Kind::Recommendation, "recommendation")];

/// A test of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Test {
    /// This name or these words.
    Is(String),
    /// A name with `*`, which stands for anything or nothing.
    Pattern(String),
    /// A number from .. to, both included; dates as `YYYYMMDD`.
    Range(Option<u32>, Option<u32>),
    /// A force from .. to, both included.
    Force(Force, Force),
    /// Any value (`due:*`).
    Any,
    /// No value (`annex:none`).
    Nothing,
}

impl Field {
    /// The field of this name, in any case.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase();
        FIELDS
            .iter()
            .find(|(_, own, others, _)| *own == name || others.contains(&name.as_str()))
            .map(|(field, ..)| *field)
    }

    /// The name that queries use.
    #[must_use]
    pub fn name(self) -> &'static str {
        FIELDS.iter().find(|(field, ..)| *field == self).map_or("", |(_, name, ..)| name)
    }

    /// A right form.
    #[must_use]
    pub fn example(self) -> &'static str {
        FIELDS.iter().find(|(field, ..)| *field == self).map_or("", |(.., example)| example)
    }

    /// All names, for messages.
    pub fn names() -> impl Iterator<Item = &'static str> {
        FIELDS.iter().map(|(_, name, ..)| *name)
    }

    /// The values are days.
    #[must_use]
    pub fn holds_days(self) -> bool {
        matches!(self, Self::Date | Self::Due)
    }

    /// The field belongs to an item, not to its paragraph or report: such tests must be met by one and the same item.
    #[must_use]
    pub fn is_of_item(self) -> bool {
        matches!(
            self,
            Self::Kind
                | Self::Force
                | Self::HeldBy
                | Self::Category
                | Self::Actor
                | Self::Due
                | Self::Standing
                | Self::Outcome
                | Self::Status
        )
    }

    fn takes_range(self) -> bool {
        matches!(self, Self::Date | Self::Due | Self::Year | Self::Page | Self::Force)
    }

    /// The test `FIELD:VALUE`, or what is wrong with the value.
    pub(super) fn test(self, value: &str) -> Result<Test, String> {
        match self {
            Self::Kind => kind_test(value),
            Self::Standing => standing_test(value),
            Self::Force => force_range(value, value),
            Self::Type => type_test(value),
            Self::Date | Self::Due | Self::Year | Self::Page => self.range(Some(value), Some(value)),
            _ if fold_all(value).is_empty() => Err(format!("{value:?} holds no letter or digit to look for")),
            _ => Ok(Test::Is(value.to_owned())),
        }
    }

    /// The test `FIELD:[from TO to]`, `None` for an open end, or what is wrong with it.
    pub(super) fn range(self, from: Option<&str>, to: Option<&str>) -> Result<Test, String> {
        if !self.takes_range() {
            return Err(format!("{} takes no range or comparison", self.name()));
        }
        if self == Self::Force {
            return force_range(from.unwrap_or("noted"), to.unwrap_or("decided"));
        }
        let from = from.map(|value| self.number(value).map(|(first, _)| first)).transpose()?;
        let to = to.map(|value| self.number(value).map(|(_, last)| last)).transpose()?;
        if let (Some(from), Some(to)) = (from, to)
            && from > to
        {
            return Err("the range ends before it begins".to_owned());
        }
        Ok(Test::Range(from, to))
    }

    /// The test `FIELD:>=value` and its like.
    pub(super) fn compare(self, operator: &str, value: &str) -> Result<Test, String> {
        if !self.takes_range() {
            return Err(format!("{} takes no range or comparison", self.name()));
        }
        if self == Self::Force {
            return compare_force(operator, value);
        }
        let (first, last) = self.number(value)?;
        Ok(match operator {
            ">=" => Test::Range(Some(first), None),
            ">" => Test::Range(Some(self.after(last)), None),
            "<=" => Test::Range(None, Some(last)),
            "<" => Test::Range(None, Some(self.before(first))),
            _ => Test::Range(Some(first), Some(last)),
        })
    }

    fn number(self, value: &str) -> Result<(u32, u32), String> {
        if self.holds_days() {
            return dates::days(value)
                .ok_or_else(|| format!("{value:?} is no date (YYYY, YYYY-MM or YYYY-MM-DD was expected)"));
        }
        let number: u32 = value.parse().map_err(|_| format!("{value:?} is no number"))?;
        if self == Self::Year && !(1000..=9999).contains(&number) {
            return Err(format!("{value:?} is no year (four figures were expected)"));
        }
        Ok((number, number))
    }

    fn after(self, value: u32) -> u32 {
        if self.holds_days() { dates::next_day(value) } else { value.saturating_add(1) }
    }

    fn before(self, value: u32) -> u32 {
        if self.holds_days() { dates::day_before(value) } else { value.saturating_sub(1) }
    }
}

fn kind_test(value: &str) -> Result<Test, String> {
    let folded = value.to_ascii_lowercase();
    KINDS
        .iter()
        .find(|(_, name)| *name == folded || format!("{name}s") == folded)
        .map(|(_, name)| Test::Is((*name).to_owned()))
        .ok_or_else(|| format!("{value:?} is no kind (decision, action or recommendation)"))
}

fn standing_test(value: &str) -> Result<Test, String> {
    let folded = value.to_ascii_lowercase();
    STANDINGS.iter().any(|standing| standing.name() == folded).then_some(Test::Is(folded)).ok_or_else(|| {
        let names: Vec<&str> = STANDINGS.iter().map(|standing| standing.name()).collect();
        format!("{value:?} is no standing (one of {})", names.join(", "))
    })
}

fn type_test(value: &str) -> Result<Test, String> {
    let folded = value.to_ascii_lowercase().replace([' ', '-'], "_");
    TYPES
        .contains(&folded.as_str())
        .then_some(Test::Is(folded.clone()))
        .ok_or_else(|| format!("{value:?} is no type of block (one of {})", TYPES.join(", ")))
}

fn force(value: &str) -> Result<usize, String> {
    FORCES.iter().position(|(_, name)| name.eq_ignore_ascii_case(value)).ok_or_else(|| {
        let names: Vec<&str> = FORCES.iter().map(|(_, name)| *name).collect();
        format!("{value:?} is no force (weakest first: {})", names.join(", "))
    })
}

fn force_range(from: &str, to: &str) -> Result<Test, String> {
    let (from, to) = (force(from)?, force(to)?);
    forces_between(from, to).ok_or_else(|| "the range ends before it begins".to_owned())
}

fn compare_force(operator: &str, value: &str) -> Result<Test, String> {
    let at = force(value)?;
    let last = FORCES.len() - 1;
    let between = match operator {
        ">=" => forces_between(at, last),
        ">" => forces_between(at + 1, last),
        "<=" => forces_between(0, at),
        "<" => at.checked_sub(1).and_then(|below| forces_between(0, below)),
        _ => forces_between(at, at),
    };
    between.ok_or_else(|| format!("there is no force {operator} {value}"))
}

fn forces_between(from: usize, to: usize) -> Option<Test> {
    let (from, to) = (FORCES.get(from).filter(|_| from <= to)?, FORCES.get(to)?);
    Some(Test::Force(from.0, to.0))
}

impl Field {
    /// The test for a value given as an option of a command: `agreed`, `>=agreed`, `mag-2017*`, `none`.
    pub(crate) fn test_of_option(self, value: &str) -> Result<Test, String> {
        let value = value.trim();
        for operator in [">=", "<=", ">", "<", "="] {
            if let Some(rest) = value.strip_prefix(operator)
                && self.takes_range()
            {
                return self.compare(operator, rest.trim());
            }
        }
        match (self, value) {
            (Self::Annex, "none") => Ok(Test::Nothing),
            (Self::Report | Self::Category | Self::HeldBy | Self::Actor | Self::Body, _) if value.contains('*') => {
                Ok(Test::Pattern(value.to_owned()))
            }
            _ => self.test(value),
        }
    }
}
