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
            [Field::Task, Field::Recommendation, Field::Decision]
        } else {
            [Field::Recommendation, Field::Decision, Field::Task]
        };
        let found = order.into_iter().find_map(|field| Some((self.place(field)?, field)))?;
        let told =
            has(Field::Owner) || has(Field::Due) || has(Field::Status) || has(Field::Number) || has(Field::Category);
        (found.1 != Field::Task || told).then_some(found)
    }

    /// The cell of a field in a row.
    #[must_use]
    pub fn cell<'b>(&self, field: Field, row: &'b Block) -> Option<&'b str> {
        let cell = row.cells.as_ref()?.get(self.place(field)?)?.trim();
        (!cell.is_empty()).then_some(cell)
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

/// The columns that each block stands under, in block order: those of the last header row above it in the same table.
#[must_use]
pub fn columns(blocks: &[Block], frames: &Frames) -> Vec<Option<Columns>> {
    let mut current: Option<Columns> = None;
    let mut under = Vec::with_capacity(blocks.len());
    for block in blocks {
        match block.block_type {
            BlockType::Furniture | BlockType::Footnote => under.push(None),
            BlockType::TableRow => match Columns::of(block, frames) {
                Some(columns) => {
                    current = Some(columns);
                    under.push(None);
                }
                None => under.push(current.clone().filter(|_| !block.header)),
            },
            _ => {
                current = None;
                under.push(None);
            }
        }
    }
    under
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
    fn tables_of_other_things_have_no_item_columns() {
        let frames = Frames::embedded().unwrap();
        for cells in [
            &["Contributor", "Pages"][..],
            &["Item", "Amount"],
            &["No.", "Category"],
            &["Name", "Status"],
            &["Date", "Topic"],
        ] {
            assert_eq!(Columns::of(&row(cells), &frames), None, "{cells:?}");
        }
        let proposals = Columns::of(&row(&["No", "Proposed improvement", "Theme", "Status"]), &frames).unwrap();
        assert_eq!(proposals.content(), Some((1, Field::Recommendation)));
    }
}
