//! Ranges of a sheet that ended with its rows, and end with them again when rows are added.

use super::cell::place;

/// How far a sheet's rows reached, and how far they reach now.
#[derive(Debug, Clone, Copy)]
pub(super) struct Growth {
    pub(super) from: u32,
    pub(super) to: u32,
}

impl Growth {
    /// Ranges (`A2:C10`, several of them, with or without the name of a sheet) that ended with the rows end with them again.
    pub(super) fn range(self, ranges: &str) -> String {
        if self.from == self.to {
            return ranges.to_owned();
        }
        let mut text = String::with_capacity(ranges.len());
        let mut rest = ranges;
        while let Some((before, after)) = rest.split_once(':') {
            text.push_str(before);
            text.push(':');
            let end = after
                .find(|character: char| !(character.is_ascii_alphanumeric() || character == '$'))
                .unwrap_or(after.len());
            let (corner, after) = after.split_at_checked(end).unwrap_or((after, ""));
            match place(corner) {
                Some((_, row)) if row == self.from => {
                    let digits = corner.trim_end_matches(|character: char| character.is_ascii_digit());
                    text.push_str(digits);
                    text.push_str(&self.to.to_string());
                }
                _ => text.push_str(corner),
            }
            rest = after;
        }
        text.push_str(rest);
        text
    }
}
