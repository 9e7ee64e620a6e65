//! A column of numbers torn from its entries: "1." "2." "2." on lines of their own, the entries below.

use super::marks::{self, Mark};
use crate::model::{Line, LineRole, Place};

/// Lines below the marks among which the entries are looked for, per mark.
const LINES_PER_MARK: usize = 5;
/// An entry begins where the line above has this much room, in ems.
const ROOM: f32 = 5.0;

/// Puts torn numbers back before their entries, where there are exactly as many.
pub(crate) fn rejoin(lines: &mut [Line]) {
    let mut at = 0;
    while at < lines.len() {
        let run = lines.iter().skip(at).take_while(|line| torn(line).is_some()).count();
        if run < 2 {
            at += run.max(1);
            continue;
        }
        let first = at + run;
        let targets = entries(lines, first, run);
        if targets.len() == run {
            for (index, target) in targets.iter().enumerate() {
                let mark = lines.get(at + index).map(|line| line.text.trim().to_owned()).unwrap_or_default();
                if let Some(line) = lines.get_mut(*target) {
                    line.text = format!("{mark} {}", line.text);
                }
                if let Some(line) = lines.get_mut(at + index) {
                    line.text.clear();
                }
            }
        }
        at = first;
    }
}

fn torn(line: &Line) -> Option<Mark> {
    if line.role != LineRole::Body || !matches!(line.place, Place::Text { .. }) {
        return None;
    }
    marks::read(&line.text).filter(|mark| mark.alone && !mark.is_bullet() && mark.form != marks::Form::Bare)
}

/// First lines of the unnumbered entries below, as many as there are; fewer or more mean that the guess is wrong.
fn entries(lines: &[Line], first: usize, count: usize) -> Vec<usize> {
    let mut found = Vec::new();
    let longest =
        lines.iter().skip(first).take(count * LINES_PER_MARK).map(|line| line.text.chars().count()).max().unwrap_or(0);
    for (at, line) in lines.iter().enumerate().skip(first).take(count * LINES_PER_MARK) {
        if line.role != LineRole::Body || super::annexes::read(&line.text).is_some() || torn(line).is_some() {
            break;
        }
        if marks::read(&line.text).is_some() || line.text.starts_with(char::is_lowercase) {
            continue;
        }
        let above = if at == first { None } else { lines.get(at - 1) };
        let room = |above: &Line| (longest - above.text.chars().count().min(longest)) as f32 / 2.0;
        let next_word = line.text.split(' ').next().map_or(0, |word| word.chars().count()) as f32 / 2.0;
        if above.is_none_or(|above| room(above) > next_word + ROOM || line.pitch >= 2.0) {
            found.push(at);
            if found.len() == count {
                break;
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::segment::testing::text_lines;

    #[test]
    fn numbers_return_to_their_entries() {
        let mut lines = text_lines(
            "1.\n2.\n\n3.\n\nAdoption of the agenda\nFollow-up from the first call of the group\na. Discussion of the themes and of the dates and of all the rest,\nwith a vote\nAny other business",
        );
        rejoin(&mut lines);
        let texts: Vec<&str> = lines.iter().map(|line| line.text.as_str()).filter(|text| !text.is_empty()).collect();
        assert_eq!(texts[0], "1. Adoption of the agenda");
        assert_eq!(texts[1], "2. Follow-up from the first call of the group");
        assert_eq!(texts[4], "3. Any other business");
    }

    #[test]
    fn a_single_number_stays_where_it_is() {
        let mut lines = text_lines("1.\nThe meeting began.\n2.\nIt ended.");
        rejoin(&mut lines);
        assert_eq!(lines[0].text, "1.");
    }
}
