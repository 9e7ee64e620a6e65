//! What each tool's import needs, as data: header names and their order, date form, lengths, lists, labels, byte order mark,
//! line ends, and the column by which a second import finds the first. `docs/trackers.md` says how to import.

pub mod check;
pub mod filled;
pub mod github;
pub mod known;
pub mod split;
pub mod write;

#[cfg(test)]
mod tests;

use crate::model::Column;

/// One tool's import.
#[derive(Debug, Clone, Copy)]
pub struct Profile {
    /// The word after `--profile`.
    pub name: &'static str,
    /// The columns in order.
    pub columns: &'static [Field],
    /// Whether the file begins with a byte order mark.
    pub bom: bool,
    /// The end of a record.
    pub line_end: LineEnd,
    /// Whether cells that a spreadsheet would run are made text.
    pub disarm: bool,
    /// How days are written.
    pub date: DateForm,
    /// What stands between the entries of a list in one cell; entries that hold its comma lose it.
    pub list_separator: &'static str,
    /// What the tool makes of characters in descriptions.
    pub markup: Markup,
    /// How a second import meets the first.
    pub update: Update,
    /// The header of the column that carries the item id.
    pub id_header: &'static str,
}

/// A column of a profile.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// The header; a repeated one for labels.
    pub header: &'static str,
    /// What it holds.
    pub from: From,
    /// Characters that the tool takes (UTF-16 units, as all these tools count); longer text is cut with `…`.
    pub limit: usize,
}

/// What a column of a profile holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum From {
    /// A machine column.
    Cell(Column),
    /// A day, in the profile's form.
    Day(Column),
    /// One line that names the item.
    Summary,
    /// Stem, verbatim text, reference, link and id.
    Description,
    /// Kind and categories, one column each, without spaces.
    Labels,
    /// The category in words.
    CategoryTitle,
    /// The account of the human `owner` at this service by `people.csv`, else an e-mail address: nothing else can be assigned. In files
    /// of new rows alone, for who has it there now the tool knows better.
    Account(&'static str),
    /// A human cell, by its column; in files of new rows alone.
    Human(&'static str),
    /// The same in every row.
    Always(&'static str),
    /// The tool's own key; in files that update alone.
    Key,
}

/// The end of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineEnd {
    /// `\r\n`.
    CrLf,
    /// `\n`.
    Lf,
}

/// What a tool makes of characters in descriptions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Markup {
    /// Nothing.
    Plain,
    /// Jira's text format.
    Jira,
}

/// How days are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateForm {
    /// `2017-04-05`.
    Iso,
    /// `04/05/2017` for 5 April.
    MonthDayYear,
}

/// How a second import meets the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Update {
    /// The file is opened, not imported: it holds all.
    Opened,
    /// The tool merges by the id column: the file holds all, and no row comes twice.
    ByIdColumn,
    /// The tool merges by its own key, which `tracker keys` learns: new rows and updates are two files.
    ByOwnKey,
    /// The tool only appends: the file holds what was never exported to it.
    Never,
}

const fn field(header: &'static str, from: From, limit: usize) -> Field {
    Field { header, from, limit }
}

const fn cell(header: &'static str, column: Column, limit: usize) -> Field {
    field(header, From::Cell(column), limit)
}

/// Excel: 32,767 characters a cell (Excel specifications and limits).
const EXCEL: usize = super::sheets::MAX_CELL_UNITS;
/// Google Sheets: 50,000 characters a cell (Google Drive help, files you can store).
const SHEETS: usize = 50_000;
/// Jira: a summary of 255 characters, a description of 32,767 (`jira.text.field.character.limit`), a label of 255.
const JIRA_SUMMARY: usize = 255;
const JIRA_TEXT: usize = 32_767;
/// Asana: task names longer than this are hard to read in its lists; descriptions take 65,535 bytes, here half for safety.
const ASANA_NAME: usize = 255;
const ASANA_TEXT: usize = 32_000;
/// Airtable: 100,000 characters in a long text field.
const AIRTABLE: usize = 100_000;
/// Notion: 2,000 characters in one piece of rich text (API reference, request limits).
const NOTION: usize = 2_000;

macro_rules! machine_columns {
    ($limit:expr) => {
        &{
            let mut fields = [cell("id", Column::Id, $limit); Column::ALL.len()];
            let mut at = 0;
            while at < Column::ALL.len() {
                // `while` and indexing because this runs at compile time, where iterators do not.
                #[expect(
                    clippy::indexing_slicing,
                    reason = "both arrays have as many entries; a slip would not compile"
                )]
                {
                    fields[at] = cell(Column::ALL[at].name(), Column::ALL[at], $limit);
                }
                at += 1;
            }
            fields
        }
    };
}

/// Microsoft Excel and LibreOffice Calc: also the form of `tracker.csv`.
pub const EXCEL_PROFILE: Profile = Profile {
    name: "excel",
    columns: machine_columns!(EXCEL),
    bom: true,
    line_end: LineEnd::CrLf,
    disarm: true,
    date: DateForm::Iso,
    list_separator: "; ",
    markup: Markup::Plain,
    update: Update::Opened,
    id_header: "id",
};

const SHEETS_PROFILE: Profile =
    Profile { name: "sheets", columns: machine_columns!(SHEETS), bom: false, line_end: LineEnd::Lf, ..EXCEL_PROFILE };

/// The name of Jira's profile.
pub const JIRA: &str = "jira";

const JIRA_PROFILE: Profile = Profile {
    name: JIRA,
    columns: &[
        field("Issue Key", From::Key, 255),
        field("Summary", From::Summary, JIRA_SUMMARY),
        field("Description", From::Description, JIRA_TEXT),
        field("Issue Type", From::Always("Task"), 255),
        field("Status", From::Human("status"), 255),
        field("Priority", From::Human("priority"), 255),
        field("Assignee", From::Account("jira"), 255),
        field("Component", From::CategoryTitle, 255),
        field("Due Date", From::Day(Column::Due), 10),
        cell("External ID", Column::Id, 255),
        field("Labels", From::Labels, 255),
    ],
    bom: false,
    line_end: LineEnd::Lf,
    disarm: false,
    date: DateForm::Iso,
    list_separator: " ",
    markup: Markup::Jira,
    update: Update::ByOwnKey,
    id_header: "External ID",
};

const ASANA_PROFILE: Profile = Profile {
    name: "asana",
    columns: &[
        field("Name", From::Summary, ASANA_NAME),
        field("Description", From::Description, ASANA_TEXT),
        field("Assignee", From::Account("asana"), 255),
        field("Due Date", From::Day(Column::Due), 10),
        field("Section", From::CategoryTitle, 255),
        field("Status", From::Human("status"), 255),
        field("Priority", From::Human("priority"), 255),
        cell("Kind", Column::Kind, 255),
        cell("Report", Column::Report, 255),
        cell("External ID", Column::Id, 1_024),
    ],
    bom: false,
    line_end: LineEnd::Lf,
    disarm: false,
    date: DateForm::MonthDayYear,
    list_separator: ", ",
    markup: Markup::Plain,
    update: Update::Never,
    id_header: "External ID",
};

const AIRTABLE_PROFILE: Profile = Profile {
    name: "airtable",
    columns: &[
        cell("ID", Column::Id, AIRTABLE),
        field("Name", From::Summary, 255),
        cell("Kind", Column::Kind, AIRTABLE),
        cell("Force", Column::Force, AIRTABLE),
        cell("Held by", Column::HeldBy, AIRTABLE),
        cell("Category", Column::Category, AIRTABLE),
        cell("Categories", Column::Categories, AIRTABLE),
        cell("Text", Column::Text, AIRTABLE),
        cell("Stem", Column::Stem, AIRTABLE),
        cell("Actors", Column::Actors, AIRTABLE),
        field("Due", From::Day(Column::Due), 10),
        cell("Report", Column::Report, AIRTABLE),
        field("Date", From::Day(Column::Date), 10),
        cell("Section", Column::Section, AIRTABLE),
        cell("Annex", Column::Annex, AIRTABLE),
        cell("Paragraph", Column::Paragraph, AIRTABLE),
        cell("Page", Column::Page, AIRTABLE),
        cell("URL", Column::Url, AIRTABLE),
        cell("Source status", Column::SourceStatus, AIRTABLE),
        cell("Changed", Column::Changed, 10),
    ],
    bom: false,
    line_end: LineEnd::Lf,
    disarm: false,
    date: DateForm::Iso,
    list_separator: ", ",
    markup: Markup::Plain,
    update: Update::ByIdColumn,
    id_header: "ID",
};

const NOTION_PROFILE: Profile = Profile {
    name: "notion",
    columns: &[
        field("Name", From::Summary, 255),
        field("Status", From::Human("status"), NOTION),
        field("Owner", From::Human("owner"), NOTION),
        field("Priority", From::Human("priority"), NOTION),
        cell("Kind", Column::Kind, NOTION),
        cell("Category", Column::Category, NOTION),
        cell("Actors", Column::Actors, NOTION),
        field("Due", From::Day(Column::Due), 10),
        cell("Text", Column::Text, NOTION),
        cell("Report", Column::Report, NOTION),
        cell("Annex", Column::Annex, NOTION),
        cell("Paragraph", Column::Paragraph, NOTION),
        cell("Page", Column::Page, NOTION),
        cell("URL", Column::Url, NOTION),
        cell("ID", Column::Id, NOTION),
    ],
    bom: false,
    line_end: LineEnd::Lf,
    disarm: false,
    date: DateForm::Iso,
    list_separator: ", ",
    markup: Markup::Plain,
    update: Update::Never,
    id_header: "ID",
};

/// All profiles that are tables; `github` is a script ([`github`]).
pub const PROFILES: [Profile; 6] =
    [EXCEL_PROFILE, SHEETS_PROFILE, JIRA_PROFILE, ASANA_PROFILE, AIRTABLE_PROFILE, NOTION_PROFILE];

/// The profile with this name.
#[must_use]
pub fn named(name: &str) -> Option<&'static Profile> {
    PROFILES.iter().find(|profile| profile.name == name)
}

impl Profile {
    /// Whether a file of it may have more columns behind its own: people's in a spreadsheet, custom fields in Jira.
    pub(super) fn takes_more(&self) -> bool {
        self.disarm || self.name == JIRA
    }

    /// Whether this profile's file of the given part has the column.
    pub(super) fn has(&self, field: &Field, updating: bool) -> bool {
        let is_in_part = match field.from {
            From::Key => updating,
            From::Human(_) | From::Account(_) => !updating,
            _ => true,
        };
        is_in_part && self.columns.iter().any(|known| known.header == field.header)
    }
}
