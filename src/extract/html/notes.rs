//! Footnotes of web pages: marks that link to the text of a note, and the notes that they lead to.

use super::dom::{Dom, Id, is_block};
use crate::extract::flow::tidy;
use rustc_hash::{FxHashMap, FxHashSet};

/// "Back", "Return to text": a link that leads back to its mark has no more words.
const BACK_WORDS: usize = 4;

/// The marks and notes of a page.
#[derive(Debug, Default)]
pub(super) struct Notes {
    /// Links that are marks: key and mark.
    pub(super) marks: FxHashMap<Id, (String, String)>,
    /// Blocks that are notes: key and mark.
    pub(super) bodies: FxHashMap<Id, (String, String)>,
    /// What in a note leads back or repeats the mark.
    pub(super) back: FxHashSet<Id>,
    /// Numbers of raised marks that a paragraph opens with: their notes are typed.
    pub(super) raised: FxHashSet<String>,
}

impl Notes {
    /// Finds them.
    pub(super) fn of(dom: &Dom) -> Self {
        let all = dom.below(Dom::ROOT);
        let order: FxHashMap<Id, usize> = all.iter().enumerate().map(|(at, id)| (*id, at)).collect();
        let mut targets: FxHashMap<&str, Id> = FxHashMap::default();
        for id in &all {
            let named = if dom.name(*id) == "a" { dom.attribute(*id, "name") } else { None };
            for name in [dom.attribute(*id, "id"), named].into_iter().flatten() {
                targets.entry(name).or_insert(*id);
            }
        }
        let mut notes = Self::default();
        for id in &all {
            let Some(target) = dom.attribute(*id, "href").and_then(|href| href.rsplit_once('#')).map(|(_, name)| name)
            else {
                continue;
            };
            if dom.name(*id) != "a" || notes.back.contains(id) {
                continue;
            }
            let text = tidy(&dom.text(*id));
            let Some(mark) = mark_of(&text) else { continue };
            let Some(aim) = targets.get(target).copied() else { continue };
            let Some(body) = body_of(dom, aim) else { continue };
            let later = order.get(&body) > order.get(id);
            let outside = !dom.below(body).contains(id);
            if !later || !outside || !is_note(dom, body, *id, &mark) {
                continue;
            }
            let key = format!("#{target}");
            notes.marks.insert(*id, (key.clone(), mark.clone()));
            if !notes.bodies.contains_key(&body) {
                notes.back.extend(ways_back(dom, body, *id, &mark));
                notes.bodies.insert(body, (key, mark));
            }
        }
        notes.raised = raised(dom, &all);
        notes
    }
}

/// "1", "\[2\]", "(a)", "*": what a reader takes for the mark of a note, without brackets.
pub(super) fn mark_of(text: &str) -> Option<String> {
    let core = text.trim().trim_matches(['[', ']', '(', ')', '.', '^', ' ']);
    let core = core.strip_prefix("note ").or_else(|| core.strip_prefix("Note ")).unwrap_or(core);
    let count = core.chars().count();
    let digits = core.chars().all(|c| c.is_ascii_digit()) && count <= 3;
    let letter = core.chars().all(|c| c.is_ascii_lowercase())
        && (count == 1 || count <= 5 && core.chars().all(|c| "ivx".contains(c)));
    let sign = core.chars().all(|c| "*†‡§¶#".contains(c)) && count <= 4;
    (count > 0 && (digits || letter || sign)).then(|| core.to_owned())
}

/// The block that holds a note: the target itself, or the block around it.
fn body_of(dom: &Dom, target: Id) -> Option<Id> {
    let mut id = target;
    loop {
        let name = dom.name(id);
        if matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "body" | "html" | "table" | "main" | "article") {
            return None;
        }
        if is_block(name) {
            return Some(id);
        }
        id = dom.parent(id)?;
    }
}

/// A note leads back to its mark, or opens with it, or stands where notes do.
fn is_note(dom: &Dom, body: Id, mark: Id, shown: &str) -> bool {
    let leads_back = dom.below(body).into_iter().any(|id| {
        dom.name(id) == "a"
            && dom.attribute(id, "href").is_some_and(|href| href.contains('#') && same_place(dom, href, mark))
    });
    let text = tidy(&dom.text(body));
    let opens = text.trim_start_matches(['[', '(', '^', ' ']).starts_with(shown)
        && mark_of(text.split([' ', ']', ')', '.']).next().unwrap_or_default()).as_deref() == Some(shown);
    let mut up = Some(body);
    let mut named = false;
    while let Some(id) = up {
        let names = format!(
            "{} {} {}",
            dom.attribute(id, "class").unwrap_or_default(),
            dom.attribute(id, "id").unwrap_or_default(),
            dom.attribute(id, "role").unwrap_or_default()
        )
        .to_lowercase();
        named |=
            ["footnote", "endnote", "reflist", "references", "ftn", "notes"].iter().any(|word| names.contains(word))
                || dom.attribute(id, "style").is_some_and(|style| {
                    style.contains("mso-element:footnote") || style.contains("mso-element:endnote")
                });
        up = dom.parent(id).filter(|parent| dom.name(*parent) != "body");
    }
    leads_back || opens || named
}

/// Whether an address points at a mark, at what holds it, or at a neighbour that names it.
fn same_place(dom: &Dom, href: &str, mark: Id) -> bool {
    let Some((_, name)) = href.rsplit_once('#') else { return false };
    let names = |id: Id| dom.attribute(id, "id") == Some(name) || dom.attribute(id, "name") == Some(name);
    let mut up = Some(mark);
    for _ in 0..4 {
        let Some(id) = up else { return false };
        if names(id) || dom.below(id).into_iter().take(8).any(names) {
            return true;
        }
        if is_block(dom.name(id)) {
            return false;
        }
        up = dom.parent(id);
    }
    false
}

/// Links of a note that lead back, and an element at its beginning that repeats the mark.
fn ways_back(dom: &Dom, body: Id, mark: Id, shown: &str) -> Vec<Id> {
    let mut found = Vec::new();
    let below = dom.below(body);
    for id in &below {
        let link = dom.name(*id) == "a"
            && dom
                .attribute(*id, "href")
                .is_some_and(|href| href.contains('#') && (same_place(dom, href, mark) || is_arrow(&dom.text(*id))));
        let short = tidy(&dom.text(*id));
        let says_so = short.split_whitespace().count() <= BACK_WORDS;
        if link && (mark_of(&short).is_some() || says_so || is_arrow(&short)) {
            found.push(*id);
        }
    }
    if found.is_empty() {
        // A mark that is repeated without a link.
        let repeats = below.iter().find(|id| {
            matches!(dom.name(**id), "sup" | "b" | "strong" | "span")
                && mark_of(&tidy(&dom.text(**id))).as_deref() == Some(shown)
        });
        found.extend(repeats);
    }
    found
}

fn is_arrow(text: &str) -> bool {
    let text = text.trim();
    !text.is_empty() && text.chars().all(|c| matches!(c, '↩' | '↑' | '^' | '⏎' | '\u{fe0e}' | '\u{fe0f}' | '⤴' | '←'))
}

/// Marks that open a paragraph raised: `<p><sup>1</sup> See ...`.
fn raised(dom: &Dom, all: &[Id]) -> FxHashSet<String> {
    let mut found = FxHashSet::default();
    for id in all.iter().filter(|id| dom.name(**id) == "sup") {
        let Some(mark) = mark_of(&tidy(&dom.text(*id))).filter(|mark| !mark.chars().all(char::is_alphabetic)) else {
            continue;
        };
        if opens_block(dom, *id) {
            found.insert(mark);
        }
    }
    found
}

/// Whether nothing stands before an element in its block, and something after it.
pub(super) fn opens_block(dom: &Dom, id: Id) -> bool {
    let mut at = id;
    while let Some(parent) = dom.parent(at) {
        let before = dom.children(parent).iter().take_while(|child| **child != at);
        if before.into_iter().any(|child| !dom.text(*child).trim().is_empty()) {
            return false;
        }
        if is_block(dom.name(parent)) {
            let all = tidy(&dom.text(parent));
            return all.len() > tidy(&dom.text(id)).len() + 3 && dom.name(parent) != "td";
        }
        at = parent;
    }
    false
}
