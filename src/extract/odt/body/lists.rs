//! The numbers of list entries and headings, counted as the styles say.

use super::super::styles::{LEVELS, Level, shown};
use super::{Body, Open};
use crate::extract::xml::Element;
use crate::model::Label;

impl Body<'_> {
    /// A list: each entry with its number, lists within entries as its levels.
    pub(super) fn list(&mut self, element: &Element) {
        let inherited = self.lists.last().cloned();
        let style = element
            .attribute("style-name")
            .map(str::to_owned)
            .or_else(|| inherited.as_ref().map(|open| open.style.clone()))
            .unwrap_or_default();
        let open = match inherited {
            // A list within an entry is a level of the list around it.
            Some(outer) => Open { style, ..outer },
            None => self.open_list(element, style),
        };
        let at = self.lists.len().min(LEVELS - 1);
        self.lists.push(open.clone());
        let levels: Vec<Level> = self.styles.list(&open.style).cloned().unwrap_or_default();
        for entry in element.elements().filter(|entry| matches!(entry.name.as_str(), "list-item" | "list-header")) {
            if entry.name == "list-item" && !only_list(entry) {
                let start = entry.attribute("start-value").and_then(|start| start.parse::<u32>().ok());
                let counters = self.counters.entry(open.key.clone()).or_insert([None; LEVELS]);
                let first = levels.get(at).map_or(1, |level| level.start);
                if let Some(counter) = counters.get_mut(at) {
                    *counter = Some(start.unwrap_or_else(|| counter.map_or(first, |value| value.saturating_add(1))));
                }
                for deeper in counters.iter_mut().skip(at + 1) {
                    *deeper = None;
                }
                let values: Vec<u32> = counters.iter().map(|counter| counter.unwrap_or(1)).collect();
                let number = shown(&levels, at, &values);
                let level = u8::try_from(at).unwrap_or(0);
                self.label = match number {
                    Some(number) if number.is_empty() => None,
                    number => Some(Label { list: open.number, level, number }),
                };
            }
            self.blocks(entry);
            self.label = None;
        }
        self.lists.pop();
    }

    fn open_list(&mut self, element: &Element, style: String) -> Open {
        self.list_count += 1;
        let key = element.attribute("id").map_or_else(|| format!("list {}", self.list_count), str::to_owned);
        let before = element.attribute("continue-list").map(str::to_owned);
        let goes_on = element.attribute("continue-numbering") == Some("true");
        let before = before.or_else(|| if goes_on { self.last_of_style.get(&style).cloned() } else { None });
        let counters = before.and_then(|before| self.counters.get(&before)).copied().unwrap_or([None; LEVELS]);
        self.counters.insert(key.clone(), counters);
        self.last_of_style.insert(style.clone(), key.clone());
        Open { key, style, number: self.list_count }
    }

    /// The number of a heading, from the outline.
    pub(super) fn outline_label(&mut self, element: &Element, level: u8) -> Option<Label> {
        let at = usize::from(level - 1).min(LEVELS - 1);
        if element.attribute("is-list-header") == Some("true") {
            return None;
        }
        let levels = &self.styles.outline;
        let first = levels.get(at).map_or(1, |level| level.start);
        let start = element.attribute("start-value").and_then(|start| start.parse::<u32>().ok());
        if let Some(counter) = self.outline.get_mut(at) {
            *counter = Some(start.unwrap_or_else(|| counter.map_or(first, |value| value.saturating_add(1))));
        }
        for deeper in self.outline.iter_mut().skip(at + 1) {
            *deeper = None;
        }
        let values: Vec<u32> = self.outline.iter().map(|counter| counter.unwrap_or(1)).collect();
        let number = shown(levels, at, &values).filter(|number| !number.is_empty())?;
        Some(Label { list: 0, level: level - 1, number: Some(number) })
    }
}

/// An entry that only holds a deeper list has no number of its own.
fn only_list(entry: &Element) -> bool {
    entry.elements().next().is_some_and(|first| first.name == "list")
}
