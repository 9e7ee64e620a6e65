//! Tables of a text file whose cells are parted by tabs, as spreadsheets and word processors export them.

/// So many lines with the same number of tabs make a table.
const ROWS: usize = 2;

/// For each line (empty ones left out): 0 outside of such tables, else the row's number in its table, from 1.
pub(super) fn rows(lines: &[&str]) -> Vec<usize> {
    let mut rows = vec![0; lines.len()];
    let mut start = 0;
    while let Some(line) = lines.get(start) {
        let tabs = tabs(line);
        let rest = lines.get(start..).unwrap_or_default();
        let length = rest.iter().take_while(|other| self::tabs(other) == tabs).count().max(1);
        let run = rest.get(..length).unwrap_or_default();
        if tabs > 0 && length >= ROWS && !is_list(run, tabs) {
            rows.iter_mut().skip(start).take(length).zip(1..).for_each(|(row, number)| *row = number);
        }
        start += length;
    }
    rows
}

fn tabs(line: &str) -> usize {
    line.matches('\t').count()
}

/// Numbered paragraphs and bullets with a tab after their mark are no table; under a header such as "No." they are.
fn is_list(run: &[&str], tabs: usize) -> bool {
    let first = |line: &str| line.split('\t').next().map(|cell| cell.trim().to_owned()).unwrap_or_default();
    tabs == 1 && run.iter().all(|line| is_mark(&first(line)))
}

/// "7", "7.", "(7)", "2.1", "a)", "iv.", a bullet.
fn is_mark(cell: &str) -> bool {
    let bare = cell.trim_matches(|character: char| !character.is_alphanumeric());
    let is_number = bare.chars().all(|character| character.is_ascii_digit() || character == '.');
    let is_letter = bare.len() == 1 && bare.len() < cell.len();
    let is_roman = bare.len() < cell.len() && bare.chars().all(|one| matches!(one, 'i' | 'v' | 'x' | 'I' | 'V' | 'X'));
    is_number || is_letter || is_roman
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_with_as_many_tabs_are_the_rows_of_a_table() {
        let lines = ["Categories:", "No.\tCategory", "1\tFunding", "2\tOutcomes", "They were agreed."];
        assert_eq!(rows(&lines), [0, 1, 2, 3, 0]);
        assert_eq!(rows(&["Name\tTown\tRole", "A. Archer\tKirkmouth\tChair"]), [1, 2]);
    }

    #[test]
    fn two_tables_one_after_the_other_differ_in_their_tabs() {
        assert_eq!(rows(&["Name\tTown", "Archer\tKirkmouth", "a\tb\tc", "d\te\tf"]), [1, 2, 1, 2]);
    }

    #[test]
    fn numbered_paragraphs_and_bullets_with_a_tab_are_none() {
        assert_eq!(rows(&["1.\tThe meeting opened.", "2.\tThe agenda was adopted."]), [0, 0]);
        assert_eq!(rows(&["12\tThe meeting opened.", "13\tThe agenda was adopted."]), [0, 0]);
        assert_eq!(rows(&["(a)\tone", "(b)\ttwo", "\u{2022}\tthree"]), [0, 0, 0]);
    }

    #[test]
    fn a_single_line_with_tabs_is_a_line() {
        assert_eq!(rows(&["Geneva\t4 May 2015", "Summary"]), [0, 0]);
    }
}
