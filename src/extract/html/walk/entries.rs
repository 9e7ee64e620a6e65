//! Lists: the numbers of their entries as attributes, style sheets and Word's exports state them.

use super::super::css::{self, Style};
use super::super::dom::Id;
use super::super::lists::{List, written};
use super::Walk;
use crate::extract::flow::tidy;
use crate::model::Label;

impl Walk<'_> {
    /// Text that a style sheet puts before an element: at the start of a block it is its number.
    pub(super) fn made(&mut self, content: &str) {
        let made = css::content(content, &|name| self.counters.values(name));
        let made = tidy(&made);
        if made.is_empty() {
            return;
        }
        if self.flow.is_empty() {
            if made.chars().any(char::is_alphanumeric) {
                let (list, level) = self.list_place();
                self.label = Some(Label { list, level, number: Some(made) });
            } else if self.label.is_none() && !self.lists.is_empty() {
                let (list, level) = self.list_place();
                self.label = Some(Label { list, level, number: None });
            }
        } else {
            self.flow.push(&made, &self.context.face);
        }
    }

    fn list_place(&self) -> (u32, u8) {
        let list = self.lists.last().map_or(0, |list| list.id);
        (list, u8::try_from(self.lists.len().saturating_sub(1)).unwrap_or(u8::MAX))
    }

    /// A list with its entries.
    pub(super) fn list(&mut self, id: Id, name: &str, style: &Style) {
        self.flush_unlabelled();
        self.list_count += 1;
        let kind = self.dom.attribute(id, "type").map(str::to_owned);
        let usual = if name == "ol" { Some("decimal".to_owned()) } else { None };
        let shown = style.list.clone().or(kind).or(usual.clone());
        let shown = shown.filter(|shown| !matches!(shown.as_str(), "disc" | "circle" | "square"));
        let number = |name: &str| self.dom.attribute(id, name).and_then(|value| value.trim().parse::<i64>().ok());
        let entries = self.dom.children(id).iter().filter(|child| self.dom.name(**child) == "li").count();
        let reversed = self.dom.attribute(id, "reversed").map(|_| i64::try_from(entries).unwrap_or(0));
        self.lists.push(List::open(self.list_count, shown, number("start"), reversed));
        let before = self.context.clone();
        self.context.face = self.face(name, id, style);
        self.children(id);
        self.flush_unlabelled();
        self.context = before;
        self.lists.pop();
    }

    /// An entry, with the number that it shows.
    pub(super) fn entry(&mut self, id: Id, style: &Style) {
        self.flush_unlabelled();
        let value = self.dom.attribute(id, "value").and_then(|value| value.trim().parse::<i64>().ok());
        let kind = style.list.clone().or_else(|| self.dom.attribute(id, "type").map(str::to_owned));
        let (list, level) = self.list_place();
        let mut label = None;
        if let Some(open) = self.lists.last_mut() {
            let number = open.next(value);
            let shown = kind.or_else(|| open.style.clone());
            label = match shown.as_deref() {
                Some("none") => None,
                Some("disc" | "circle" | "square") | None => Some(Label { list, level, number: None }),
                Some(shown) => Some(Label { list, level, number: Some(format!("{}.", written(number, shown))) }),
            };
        }
        self.label = label;
        let before = self.context.clone();
        self.context.face = self.face("li", id, style);
        if let Some(note) = self.notes.bodies.get(&id) {
            self.context.note = Some(note.clone());
            self.label = None;
        }
        if let Some(content) = &style.before {
            self.made(&content.clone());
        }
        self.children(id);
        self.flush();
        self.context = before;
    }

    /// The number of a list as Word's exports type it, or the bullet of a symbol font.
    pub(super) fn number_as_typed(&mut self, shown: &str) {
        let number = shown.chars().any(char::is_alphanumeric) && !matches!(shown, "o" | "§" | "Ø" | "ü" | "v" | "q");
        let level = u8::try_from(self.lists.len()).unwrap_or(0);
        self.label = Some(Label { list: 0, level, number: number.then(|| shown.to_owned()) });
    }
}
