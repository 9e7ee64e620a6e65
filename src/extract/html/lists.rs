//! Numbers of lists on web pages: types, starts, values, and counters of style sheets.

use crate::extract::docx::written as word_number;
use rustc_hash::FxHashMap;

/// A value in a style of CSS or of `type`.
pub(super) fn written(value: i64, style: &str) -> String {
    let Ok(positive) = u32::try_from(value) else { return value.to_string() };
    match style.trim() {
        "a" | "lower-alpha" | "lower-latin" => alphabetic(positive, b'a'),
        "A" | "upper-alpha" | "upper-latin" => alphabetic(positive, b'A'),
        "i" | "lower-roman" => word_number(positive, "lowerRoman"),
        "I" | "upper-roman" => word_number(positive, "upperRoman"),
        "decimal-leading-zero" => word_number(positive, "decimalZero"),
        "disc" | "circle" | "square" | "none" => String::new(),
        _ => value.to_string(),
    }
}

/// a, ..., z, aa, ab: browsers count on in letters.
fn alphabetic(value: u32, first: u8) -> String {
    let mut rest = value;
    let mut letters = Vec::new();
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(first + u8::try_from(rest % 26).unwrap_or(0)));
        rest /= 26;
    }
    letters.iter().rev().collect()
}

/// An open list.
#[derive(Debug, Clone)]
pub(super) struct List {
    /// Number within the document.
    pub(super) id: u32,
    /// `None` for bullets.
    pub(super) style: Option<String>,
    next: i64,
    step: i64,
}

impl List {
    /// A list that opens: `ordered` with its `type` or style sheet's word, `start`, and its entries for a reversed one.
    pub(super) fn open(id: u32, style: Option<String>, start: Option<i64>, reversed: Option<i64>) -> Self {
        let next = start.or(reversed).unwrap_or(1);
        Self { id, style, next, step: if reversed.is_some() { -1 } else { 1 } }
    }

    /// The number of the next entry, `value` where it says so.
    pub(super) fn next(&mut self, value: Option<i64>) -> i64 {
        let number = value.unwrap_or(self.next);
        self.next = number.saturating_add(self.step);
        number
    }
}

/// Counters of style sheets, in their scopes.
#[derive(Debug, Default)]
pub(super) struct Counters {
    open: FxHashMap<String, Vec<(usize, i64)>>,
}

impl Counters {
    /// Sets a counter in a new scope at this depth of the page.
    pub(super) fn reset(&mut self, name: &str, value: i64, depth: usize) {
        let scopes = self.open.entry(name.to_owned()).or_default();
        // Among siblings a counter is set, not opened again.
        scopes.retain(|(at, _)| *at < depth);
        scopes.push((depth, value));
    }

    /// Moves a counter on.
    pub(super) fn step(&mut self, name: &str, by: i64) {
        let scopes = self.open.entry(name.to_owned()).or_default();
        match scopes.last_mut() {
            Some((_, value)) => *value = value.saturating_add(by),
            None => scopes.push((0, by)),
        }
    }

    /// The values of a counter, outermost scope first.
    pub(super) fn values(&self, name: &str) -> Vec<i64> {
        let values = self.open.get(name).map(|scopes| scopes.iter().map(|(_, value)| *value).collect());
        values.filter(|values: &Vec<i64>| !values.is_empty()).unwrap_or_else(|| vec![0])
    }
}
