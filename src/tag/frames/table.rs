//! Tables of tasks, decisions and recommendations: the header says what each column holds, each row is one item.

use super::data::{Field, Frames};
use crate::model::{Block, BlockType};

/// What the columns of a table hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Columns {
    fields: Vec<Option<Field>>,
}

/// The most words that a header row holds in one cell.
const LONGEST_HEADER: usize = 6;

impl Columns {
    /// The columns that a row names, where it is the header of a table of items.
    #[must_use]
    pub fn of(row: &Block, frames: &Frames) -> Option<Self> {
        let cells = row.cells.as_ref()?;
        if !row.fields.is_empty() {
            let columns = Self {
                fields: cells.iter().zip(&row.fields).map(|(cell, told)| told_field(cell, told, frames)).collect(),
            };
            return columns.content().is_some().then_some(columns);
        }
        let short = cells.iter().all(|cell| cell.split_whitespace().count() <= LONGEST_HEADER);
        let fields: Vec<Option<Field>> =
            cells.iter().map(|cell| frames.field(cell.trim_matches(['*', ' ', ':', '\'']))).collect();
        let columns = Self { fields };
        let named = columns.fields.iter().flatten().count();
        // Two named columns, one of which holds the words of items; a header that is marked as such may name less.
        let enough = named >= 2 || (row.header && named >= 1);
        (short && enough && columns.content().is_some()).then_some(columns)
    }

    /// The column that holds the words of the items, and what they are.
    #[must_use]
    pub fn content(&self) -> Option<(usize, Field)> {
        let has = |field: Field| self.fields.contains(&Some(field));
        // "Recommendation | Action | Owner | Status": the tasks are what somebody is to do; the recommendation is what they follow.
        let order = if has(Field::Owner) || has(Field::Due) {
            [Field::Task, Field::Recommendation, Field::Decision, Field::Matter]
        } else {
            [Field::Recommendation, Field::Decision, Field::Task, Field::Matter]
        };
        let (place, field) = order.into_iter().find_map(|field| Some((self.place(field)?, field)))?;
        let watched = has(Field::Owner) || has(Field::Due) || has(Field::Status);
        match field {
            Field::Matter => watched.then_some((place, Field::Task)),
            Field::Task => (watched || has(Field::Number) || has(Field::Category)).then_some((place, field)),
            _ => Some((place, field)),
        }
    }

    /// The cell of a field in a row.
    #[must_use]
    pub fn cell<'b>(&self, field: Field, row: &'b Block) -> Option<&'b str> {
        cell_at(self.place(field)?, row)
    }

    /// The words of a row's item, and what they are.
    #[must_use]
    pub fn item<'b>(&self, row: &'b Block) -> Option<(Field, &'b str)> {
        let (place, field) = self.content()?;
        Some((field, cell_at(place, row)?))
    }

    /// Whether a column holds this field.
    #[must_use]
    pub fn has(&self, field: Field) -> bool {
        self.place(field).is_some()
    }

    fn place(&self, field: Field) -> Option<usize> {
        self.fields.iter().position(|own| *own == Some(field))
    }
}

fn cell_at(place: usize, row: &Block) -> Option<&str> {
    let cell = row.cells.as_ref()?.get(place)?.trim();
    (!cell.is_empty()).then_some(cell)
}

/// The field of a column whose header says what it holds.
fn told_field(cell: &str, told: &str, frames: &Frames) -> Option<Field> {
    match told {
        "number" => Some(Field::Number),
        "category" => Some(Field::Category),
        "status" => Some(Field::Status),
        "owner" => Some(Field::Owner),
        "due" => Some(Field::Due),
        // What the entries are, its words say; a list that does not say so is of recommendations.
        "text" => match frames.field(cell) {
            Some(Field::Task | Field::Matter) => Some(Field::Task),
            Some(Field::Decision) => Some(Field::Decision),
            _ => Some(Field::Recommendation),
        },
        _ => None,
    }
}

/// The columns that each block stands under, in block order: those of the last header row above it in the same table. A row that heads a
/// category within a list parts no table.
#[must_use]
pub fn columns(blocks: &[Block], frames: &Frames) -> Vec<Option<Columns>> {
    let mut current: Option<Columns> = None;
    let mut under = Vec::with_capacity(blocks.len());
    for (at, block) in blocks.iter().enumerate() {
        match block.block_type {
            BlockType::Furniture | BlockType::Footnote => under.push(None),
            BlockType::TableRow => match Columns::of(block, frames) {
                Some(columns) => {
                    current = Some(columns);
                    under.push(None);
                }
                None => under.push(current.clone().filter(|_| !block.header)),
            },
            BlockType::Heading if heads_rows(blocks, at) => under.push(None),
            _ => {
                current = None;
                under.push(None);
            }
        }
    }
    under
}

/// Of the rows with several cells, the share that hold figures in a table of figures.
const FIGURES: f32 = 0.5;

/// Whether each block is a row of a table of figures (a budget, a vote, staff): its rows name what is counted, and are no items. Tables
/// whose columns are told hold items, however many figures stand beside them.
#[must_use]
pub fn figures(blocks: &[Block], columns: &[Option<Columns>]) -> Vec<bool> {
    let mut found = vec![false; blocks.len()];
    let is_row = |at: usize| blocks.get(at).is_some_and(|block| block.block_type == BlockType::TableRow);
    let goes_on = |at: usize| match blocks.get(at).map(|block| block.block_type) {
        Some(BlockType::TableRow | BlockType::Furniture | BlockType::Footnote) => true,
        Some(BlockType::Heading) => heads_rows(blocks, at),
        _ => false,
    };
    let mut from = 0;
    while from < blocks.len() {
        let end = (from..blocks.len()).find(|at| !goes_on(*at)).unwrap_or(blocks.len());
        let free = |at: &usize| is_row(*at) && columns.get(*at).is_none_or(Option::is_none);
        let rows: Vec<usize> = (from..end).filter(free).collect();
        let cells = |at: &usize| blocks.get(*at).and_then(|row| row.cells.as_deref()).filter(|cells| cells.len() > 1);
        let several = rows.iter().filter_map(cells).count();
        let counted = rows.iter().filter_map(cells).filter(|cells| holds_figures(cells)).count();
        if counted > 1 && counted as f32 >= FIGURES * several as f32 {
            rows.iter().for_each(|at| found.get_mut(*at).into_iter().for_each(|of_figures| *of_figures = true));
        }
        from = end + 1;
    }
    found
}

/// Whether half of the cells behind the first, or more, are figures: "756 200", "(384)", "1.3 %". A dash is none and no words either.
fn holds_figures(cells: &[String]) -> bool {
    let told = |cell: &&String| cell.contains(char::is_alphanumeric);
    let behind = cells.get(1..).unwrap_or_default().iter().filter(told);
    let (all, figures) = behind.fold((0_usize, 0_usize), |(all, figures), cell| {
        (all + 1, figures + usize::from(!cell.contains(char::is_alphabetic)))
    });
    all > 0 && figures * 2 >= all
}

/// Whether a heading stands within a list: right after a row, or another such heading, and right before one that is no header.
fn heads_rows(blocks: &[Block], at: usize) -> bool {
    let is_row = |block: &Block| block.block_type == BlockType::TableRow;
    let is_other = |block: &&Block| !matches!(block.block_type, BlockType::Heading | BlockType::Furniture);
    let above = blocks.get(..at).and_then(|above| above.iter().rev().find(is_other));
    let below = blocks.get(at + 1..).and_then(|below| below.iter().find(is_other));
    above.is_some_and(is_row) && below.is_some_and(|below| is_row(below) && !below.header)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(cells: &[&str]) -> Block {
        let cells: Vec<String> = cells.iter().map(|cell| (*cell).to_owned()).collect();
        Block { text: cells.join(" "), cells: Some(cells), ..Block::bare(BlockType::TableRow, "") }
    }

    #[test]
    fn a_header_names_the_columns_of_the_rows_below_it() {
        let frames = Frames::embedded().unwrap();
        let blocks = [
            row(&["No.", "Action", "Owner", "Due", "Status"]),
            row(&["1", "Book the hall", "Ana", "3 May", "open"]),
            Block::bare(BlockType::Furniture, "Page 2"),
            row(&["No.", "Action", "Owner", "Due", "Status"]),
            row(&["2", "Pay the printer", "Ben", "", "done"]),
            Block::bare(BlockType::Paragraph, "The meeting closed."),
            row(&["3", "Hall", "Ana", "3", "x"]),
        ];
        let under = columns(&blocks, &frames);
        let rows: Vec<usize> =
            under.iter().enumerate().filter(|(_, found)| found.is_some()).map(|(at, _)| at).collect();
        assert_eq!(rows, [1, 4]);
        let columns = under[4].as_ref().unwrap();
        assert_eq!(columns.content(), Some((1, Field::Task)));
        assert_eq!(columns.cell(Field::Owner, &blocks[4]), Some("Ben"));
        assert_eq!(columns.cell(Field::Due, &blocks[4]), None);
    }

    #[test]
    fn a_category_between_rows_parts_no_list_and_told_columns_go_before_words() {
        let frames = Frames::embedded().unwrap();
        let header = Block {
            header: true,
            fields: ["number", "text", "owner", "comment"].map(str::to_owned).to_vec(),
            ..row(&["Ref", "Text", "Lead", "View of Ada"])
        };
        let blocks = [
            header,
            Block::bare(BlockType::Heading, "Funding"),
            row(&["1.1", "Open the fund.", "Secretariat", "Agreed."]),
            Block::bare(BlockType::Heading, "Participation"),
            row(&["2.1", "Write a guide.", "Ada", ""]),
        ];
        let under = columns(&blocks, &frames);
        for at in [2, 4] {
            let columns = under[at].as_ref().unwrap();
            assert_eq!(columns.content(), Some((1, Field::Recommendation)));
            assert!(columns.cell(Field::Owner, &blocks[at]).is_some());
        }
    }

    #[test]
    fn rows_of_figures_are_no_items_unless_their_columns_are_told() {
        let frames = Frames::embedded().unwrap();
        let blocks = [
            row(&["Category", "Approved 2025", "Proposed 2026"]),
            row(&["United Volunteers"]),
            row(&["International staff", "745", "678"]),
            row(&["Travel", "(384)", "1.3 %"]),
            row(&["Vehicles", "\u{2013}", "12"]),
            Block::bare(BlockType::Paragraph, "The Board adopted the budget."),
            row(&["No.", "Action", "Due"]),
            row(&["1", "Book the hall", "3.5.2026"]),
            row(&["2", "Pay the printer", "7.5.2026"]),
            Block::bare(BlockType::Paragraph, "Tasks:"),
            row(&["Ana", "Book the hall for the autumn"]),
            row(&["Ben", "Pay the printer"]),
            Block::bare(BlockType::Paragraph, "Summary:"),
            row(&["Action 3: Book the hall", "Lead: Ana", "-", "-"]),
            row(&["Action 4: Pay the printer", "Lead: Ben", "-", "-"]),
        ];
        let found = figures(&blocks, &columns(&blocks, &frames));
        let rows: Vec<usize> = (0..blocks.len()).filter(|at| found[*at]).collect();
        assert_eq!(rows, [0, 1, 2, 3, 4]);
    }

    #[test]
    fn tables_of_other_things_have_no_item_columns() {
        let frames = Frames::embedded().unwrap();
        for cells in [
            &["Contributor", "Pages"][..],
            &["Item", "Amount"],
            &["No.", "Category"],
            &["Name", "Status"],
            &["Date", "Topic"],
            &["S No", "Requirement", "Description"],
            &["No.", "Item", "Amount"],
        ] {
            assert_eq!(Columns::of(&row(cells), &frames), None, "{cells:?}");
        }
        let proposals = Columns::of(&row(&["No", "Proposed improvement", "Theme", "Status"]), &frames).unwrap();
        assert_eq!(proposals.content(), Some((1, Field::Recommendation)));
    }
}
