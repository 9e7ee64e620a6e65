//! Tables of counts for people.

use crate::text::escapes;

/// Rows with a name and counts under a head; columns of counts are as wide as they need, names are cut to what is left.
pub fn counts(title: &str, head: &[&str], rows: Vec<(String, Vec<u64>)>, columns: usize) -> String {
    let widths: Vec<usize> = head
        .iter()
        .enumerate()
        .map(|(at, name)| {
            let widest = rows.iter().filter_map(|(_, counts)| counts.get(at)).max().copied().unwrap_or(0);
            name.len().max(widest.to_string().len())
        })
        .collect();
    let used: usize = widths.iter().map(|width| width + 1).sum();
    let room = columns.saturating_sub(used).max(title.len());
    let mut text = cell(title, room);
    for (name, width) in head.iter().zip(&widths) {
        text.push_str(&format!(" {name:>width$}"));
    }
    text.push('\n');
    for (name, counts) in rows {
        text.push_str(&cell(&name, room));
        for (count, width) in counts.iter().zip(&widths) {
            text.push_str(&format!(" {count:>width$}"));
        }
        text.push('\n');
    }
    text
}

/// A name in so many columns; of a longer one, its beginning and an ellipsis.
fn cell(name: &str, room: usize) -> String {
    let name = escapes::one_line(name);
    let width = escapes::width(&name);
    if width <= room {
        return name + &" ".repeat(room - width);
    }
    let mut cut = String::new();
    for letter in name.chars() {
        if escapes::width(&cut) + escapes::width(letter.encode_utf8(&mut [0; 4])) + 1 > room {
            break;
        }
        cut.push(letter);
    }
    cut.push('…');
    let used = escapes::width(&cut);
    cut + &" ".repeat(room.saturating_sub(used))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stand_below_their_heads_and_long_names_are_cut() {
        let rows =
            vec![("2017".to_owned(), vec![2, 1234]), ("Portfolio Committee on Employment".to_owned(), vec![12, 7])];
        let expected = "\
body          reports words
2017                2  1234
Portfolio Co…      12     7
";
        assert_eq!(counts("body", &["reports", "words"], rows, 27), expected);
    }
}
