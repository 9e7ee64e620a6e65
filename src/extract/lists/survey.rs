//! A survey as blocks: a heading for each respondent, one for each question that has an answer, then the answer's own words.

use super::columns::{Header, question_number};
use super::grid::Grid;
use crate::extract::flow::tidy;
use crate::extract::wrapped;
use crate::model::{BlockStyle, Label, StyledBlock};

/// The blocks of a survey.
pub(super) fn blocks(grid: &Grid, header: &Header, depth: u8) -> Vec<StyledBlock> {
    let mut blocks = Vec::new();
    let questions = header.questions();
    let name = header.respondent();
    for row in grid.rows.iter().take(header.first) {
        if let Some((column, text)) = row.only() {
            blocks.push(StyledBlock {
                place: grid.place(row.number, column),
                ..StyledBlock::plain(text).styled(BlockStyle::Title)
            });
        }
    }
    for (nth, row) in grid.rows.iter().skip(header.last + 1).enumerate() {
        let place = |column: usize| grid.place(row.number, column);
        let called = name.map(|at| row.cell(at)).filter(|called| !called.is_empty());
        let called = called.unwrap_or_else(|| {
            let key = header.respondent_key(row, nth + 1);
            if key.starts_with("respondent-") { format!("Respondent {}", nth + 1) } else { format!("Respondent {key}") }
        });
        let heading = StyledBlock::plain(called).styled(BlockStyle::Heading(depth + 1));
        blocks.push(StyledBlock { place: place(name.unwrap_or(0)), ..heading });
        for (column, label) in header.names.iter().enumerate() {
            let cell = row.cell(column);
            if questions.contains(&column) || Some(column) == name || cell.is_empty() {
                continue;
            }
            let line = if label.is_empty() { cell } else { format!("{}: {cell}", label.trim_end_matches(':')) };
            blocks.push(StyledBlock { place: place(column), ..StyledBlock::plain(line).styled(BlockStyle::Subtitle) });
        }
        for column in &questions {
            let answer = row.cells.get(*column).map_or("", String::as_str);
            if answer.trim().is_empty() {
                continue;
            }
            let asked = header.names.get(*column).cloned().unwrap_or_default();
            let number = question_number(&asked);
            let text = number
                .as_ref()
                .and_then(|(_, cut)| asked.get(*cut..))
                .filter(|rest| !rest.is_empty())
                .unwrap_or(&asked)
                .to_owned();
            let label = number.map(|(number, _)| Label { list: 0, level: 0, number: Some(number) });
            let heading = StyledBlock::plain(tidy(&text)).styled(BlockStyle::Heading(depth + 2));
            blocks.push(StyledBlock { label, place: place(*column), ..heading });
            let answer = answer.replace("\r\n", "\n").replace('\r', "\n");
            let lines: Vec<(usize, &str)> = answer.split('\n').enumerate().collect();
            for paragraph in wrapped::paragraphs(&lines, false) {
                blocks.push(StyledBlock { place: place(*column), ..StyledBlock::plain(paragraph.text) });
            }
        }
    }
    blocks
}
