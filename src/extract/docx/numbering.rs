//! Automatic numbers of a Word document, computed as Word shows them: levels, restarts, overrides, texts of levels.

use super::styles::Styles;
use crate::extract::xml::Element;
use rustc_hash::{FxHashMap, FxHashSet};

/// Levels of a list.
const LEVELS: usize = 9;
/// Links from one list to another through a style; a circle ends here.
const LINKS: usize = 8;

/// One level of a list.
#[derive(Debug, Clone, Default)]
struct Level {
    start: u32,
    format: String,
    text: String,
    /// Starts again after a level above this one (from 1); `Some(0)` never.
    restart: Option<usize>,
    legal: bool,
    style: Option<String>,
}

/// Definitions of lists and how far each has counted.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    /// Levels by list definition.
    definitions: FxHashMap<String, Vec<Level>>,
    /// The definition and the overrides of each list.
    lists: FxHashMap<String, List>,
    counters: FxHashMap<String, [Option<u32>; LEVELS]>,
    started: FxHashSet<(String, usize)>,
    ids: FxHashMap<String, u32>,
}

#[derive(Debug, Clone, Default)]
struct List {
    definition: String,
    starts: Vec<(usize, u32)>,
    levels: Vec<(usize, Level)>,
}

/// What stands before a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Shown {
    /// The list, numbered within the document.
    pub(super) list: u32,
    /// Level from 0.
    pub(super) level: u8,
    /// The number as shown, `None` for a bullet, empty where nothing is shown.
    pub(super) number: Option<String>,
}

impl Numbering {
    /// Reads `numbering.xml`.
    pub(super) fn of(root: Option<&Element>, styles: &Styles) -> Self {
        let Some(root) = root else { return Self::default() };
        let mut numbering = Self::default();
        let mut links: FxHashMap<String, String> = FxHashMap::default();
        for definition in root.elements().filter(|element| element.name == "abstractNum") {
            let Some(id) = definition.attribute("abstractNumId") else { continue };
            let mut levels = vec![Level { start: 1, ..Level::default() }; LEVELS];
            for element in definition.elements().filter(|element| element.name == "lvl") {
                let at = element.attribute("ilvl").and_then(|at| at.parse::<usize>().ok()).unwrap_or(LEVELS);
                if let Some(slot) = levels.get_mut(at) {
                    *slot = level(element);
                }
            }
            if let Some(style) = definition.value("numStyleLink") {
                links.insert(id.to_owned(), style.to_owned());
            }
            numbering.definitions.insert(id.to_owned(), levels);
        }
        for list in root.elements().filter(|element| element.name == "num") {
            let (Some(id), Some(definition)) = (list.attribute("numId"), list.value("abstractNumId")) else { continue };
            let mut found = List { definition: definition.to_owned(), ..List::default() };
            for change in list.elements().filter(|element| element.name == "lvlOverride") {
                let Some(at) = change.attribute("ilvl").and_then(|at| at.parse::<usize>().ok()) else { continue };
                if let Some(start) = change.value("startOverride").and_then(|start| start.parse().ok()) {
                    found.starts.push((at, start));
                }
                if let Some(element) = change.child("lvl") {
                    found.levels.push((at, level(element)));
                }
            }
            numbering.lists.insert(id.to_owned(), found);
        }
        // A definition that stands for a style's list is that list's.
        for _ in 0..LINKS {
            let mut changed = false;
            for list in numbering.lists.clone() {
                let Some(style) = links.get(&list.1.definition) else { continue };
                let target =
                    styles.get(style).and_then(|style| style.list.as_ref()).and_then(|id| numbering.lists.get(id));
                if let Some(definition) =
                    target.map(|target| target.definition.clone()).filter(|to| *to != list.1.definition)
                    && let Some(own) = numbering.lists.get_mut(&list.0)
                {
                    own.definition = definition;
                    changed = true;
                }
            }
            if !changed {
                break;
            }
        }
        numbering
    }

    /// The level of a list that belongs to a paragraph style.
    pub(super) fn level_of_style(&self, list: &str, style: &str) -> Option<u8> {
        let definition = self.definitions.get(&self.lists.get(list)?.definition)?;
        let at = definition.iter().position(|level| level.style.as_deref() == Some(style))?;
        u8::try_from(at).ok()
    }

    /// Counts on, and says what stands before the paragraph. `None` where the list does not exist.
    pub(super) fn next(&mut self, list: &str, level: u8) -> Option<Shown> {
        let at = usize::from(level).min(LEVELS - 1);
        let own = self.lists.get(list)?.clone();
        let mut levels = self.definitions.get(&own.definition)?.clone();
        for (place, changed) in &own.levels {
            if let Some(slot) = levels.get_mut(*place) {
                *slot = changed.clone();
            }
        }
        let counters = self.counters.entry(own.definition.clone()).or_insert([None; LEVELS]);
        // A list of its own start counts anew when it is first used, and from that start whenever its level restarts.
        let mut forced = None;
        for (place, start) in &own.starts {
            if let Some(slot) = levels.get_mut(*place) {
                slot.start = *start;
            }
            if *place <= at && self.started.insert((list.to_owned(), *place)) {
                if *place == at {
                    forced = Some(*start);
                } else if let Some(counter) = counters.get_mut(*place) {
                    *counter = Some(*start);
                }
                for deeper in counters.iter_mut().skip(place + 1) {
                    *deeper = None;
                }
            }
        }
        let start = levels.get(at).map_or(1, |level| level.start);
        if let Some(counter) = counters.get_mut(at) {
            *counter = Some(forced.unwrap_or_else(|| counter.map_or(start, |value| value.saturating_add(1))));
        }
        // Levels above that were never counted show their start.
        for (above, counter) in counters.iter_mut().enumerate().take(at) {
            if counter.is_none() {
                *counter = levels.get(above).map(|level| level.start);
            }
        }
        for (deeper, counter) in counters.iter_mut().enumerate().skip(at + 1) {
            let restarts = match levels.get(deeper).and_then(|level| level.restart) {
                None => true,
                Some(0) => false,
                Some(level) => at < level,
            };
            if restarts {
                *counter = None;
            }
        }
        let values: Vec<u32> = counters.iter().map(|counter| counter.unwrap_or(0)).collect();
        let count = u32::try_from(self.ids.len()).unwrap_or(u32::MAX);
        let id = *self.ids.entry(list.to_owned()).or_insert(count + 1);
        let number = shown(&levels, at, &values);
        Some(Shown { list: id, level: u8::try_from(at).unwrap_or(0), number })
    }
}

fn level(element: &Element) -> Level {
    Level {
        start: element.value("start").and_then(|start| start.parse().ok()).unwrap_or(0),
        format: format_of(element),
        text: element.value("lvlText").unwrap_or_default().to_owned(),
        restart: element.value("lvlRestart").and_then(|level| level.parse().ok()),
        legal: element.child("isLgl").is_some_and(super::styles::is_on),
        style: element.value("pStyle").map(str::to_owned),
    }
}

/// The number format; Word wraps newer ones in an alternative.
fn format_of(element: &Element) -> String {
    let direct = element.value("numFmt");
    let wrapped = || element.all("numFmt").first().and_then(|format| format.attribute("val"));
    direct.or_else(wrapped).unwrap_or("decimal").to_owned()
}

fn shown(levels: &[Level], at: usize, values: &[u32]) -> Option<String> {
    let own = levels.get(at)?;
    if own.format == "bullet" {
        return None;
    }
    let mut text = String::new();
    let mut chars = own.text.chars().peekable();
    while let Some(c) = chars.next() {
        let place =
            if c == '%' { chars.peek().and_then(|digit| digit.to_digit(10)).filter(|place| *place > 0) } else { None };
        let Some(place) = place else {
            text.push(c);
            continue;
        };
        chars.next();
        let index = place as usize - 1;
        let format = levels.get(index).map_or("decimal", |level| level.format.as_str());
        let format = if own.legal { "decimal" } else { format };
        text.push_str(&written(values.get(index).copied().unwrap_or(0), format));
    }
    Some(text.trim().to_owned())
}

/// A value in a number format.
pub(in crate::extract) fn written(value: u32, format: &str) -> String {
    match format {
        "lowerLetter" => letters(value, b'a'),
        "upperLetter" => letters(value, b'A'),
        "lowerRoman" => roman(value).to_lowercase(),
        "upperRoman" => roman(value),
        "decimalZero" => format!("{value:02}"),
        "ordinal" => {
            let ending = match (value % 100, value % 10) {
                (11..=13, _) => "th",
                (_, 1) => "st",
                (_, 2) => "nd",
                (_, 3) => "rd",
                _ => "th",
            };
            format!("{value}{ending}")
        }
        "chicago" => {
            const MARKS: [char; 4] = ['*', '†', '‡', '§'];
            let at = value.saturating_sub(1) as usize;
            let mark = MARKS.get(at % MARKS.len()).copied().unwrap_or('*');
            std::iter::repeat_n(mark, at / MARKS.len() + 1).collect()
        }
        "none" => String::new(),
        _ => value.to_string(),
    }
}

/// a, b, ..., z, aa, bb: Word repeats the letter.
fn letters(value: u32, first: u8) -> String {
    let at = value.saturating_sub(1);
    let letter = char::from(first + u8::try_from(at % 26).unwrap_or(0));
    std::iter::repeat_n(letter, (at / 26).min(8) as usize + 1).collect()
}

fn roman(value: u32) -> String {
    const PARTS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    // Beyond this Roman numerals are not used; a hostile start must not make a long one.
    if value == 0 || value > 5000 {
        return value.to_string();
    }
    let mut rest = value;
    let mut text = String::new();
    for (part, letters) in PARTS {
        while rest >= part {
            text.push_str(letters);
            rest -= part;
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::{Limits, xml};

    fn numbering(inner: &str) -> Numbering {
        let root = xml::parse(&format!("<numbering>{inner}</numbering>"), "n", "a.docx", &Limits::default()).unwrap();
        Numbering::of(Some(&root), &Styles::default())
    }

    fn level(at: u8, format: &str, text: &str) -> String {
        format!("<lvl ilvl=\"{at}\"><start val=\"1\"/><numFmt val=\"{format}\"/><lvlText val=\"{text}\"/></lvl>")
    }

    fn count(numbering: &mut Numbering, steps: &[(&str, u8)]) -> Vec<String> {
        steps.iter().map(|(list, level)| numbering.next(list, *level).unwrap().number.unwrap_or("•".into())).collect()
    }

    #[test]
    fn levels_restart_under_those_above_and_mix_formats() {
        let levels =
            level(0, "decimal", "%1.") + &level(1, "lowerLetter", "(%2)") + &level(2, "lowerRoman", "%1.%2-%3)");
        let mut numbering = numbering(&format!(
            "<abstractNum abstractNumId=\"0\">{levels}</abstractNum><num numId=\"5\"><abstractNumId val=\"0\"/></num>"
        ));
        let shown = count(&mut numbering, &[("5", 0), ("5", 1), ("5", 1), ("5", 2), ("5", 0), ("5", 1)]);
        assert_eq!(shown, ["1.", "(a)", "(b)", "1.b-i)", "2.", "(a)"]);
    }

    #[test]
    fn lists_of_one_definition_go_on_and_an_override_starts_anew() {
        let lists = "<num numId=\"1\"><abstractNumId val=\"0\"/></num><num numId=\"2\"><abstractNumId val=\"0\"/></num><num numId=\"3\"><abstractNumId val=\"0\"/><lvlOverride ilvl=\"0\"><startOverride val=\"12\"/></lvlOverride></num>";
        let mut numbering =
            numbering(&format!("<abstractNum abstractNumId=\"0\">{}</abstractNum>{lists}", level(0, "decimal", "%1.")));
        assert_eq!(
            count(&mut numbering, &[("1", 0), ("2", 0), ("3", 0), ("3", 0), ("1", 0)]),
            ["1.", "2.", "12.", "13.", "14."]
        );
    }

    #[test]
    fn numbers_are_written_as_the_format_says() {
        assert_eq!(
            ["lowerLetter", "upperRoman", "decimalZero", "ordinal"].map(|format| written(28, format)),
            ["bb", "XXVIII", "28", "28th"]
        );
        assert_eq!(written(4_000_000, "upperRoman"), "4000000");
    }
}
