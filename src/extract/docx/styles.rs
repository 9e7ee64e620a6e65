//! Paragraph and character styles of a Word document: what they inherit is followed, and circles end.

use crate::extract::xml::Element;
use rustc_hash::FxHashMap;

/// Styles based on each other; Word itself stops near here.
const LONGEST_CHAIN: usize = 16;

/// What a style says, with all that it inherits.
#[derive(Debug, Clone, Default)]
pub(super) struct Style {
    /// Name in lower case: "heading 1", "toc 2", "caption".
    pub(super) name: String,
    /// Outline level from 0.
    pub(super) outline: Option<u8>,
    /// Numbering: list and level; list "0" takes it away.
    pub(super) list: Option<String>,
    /// Level in the list.
    pub(super) level: Option<u8>,
    /// Bold.
    pub(super) bold: Option<bool>,
    /// Italic.
    pub(super) italic: Option<bool>,
    /// All capitals: drawn so, stored otherwise.
    pub(super) hidden: Option<bool>,
    /// Struck out.
    pub(super) struck: Option<bool>,
    /// Size in points.
    pub(super) size: Option<f32>,
    /// Centred.
    pub(super) centred: Option<bool>,
    /// Starts a page.
    pub(super) starts_page: Option<bool>,
    /// The names of the styles that it is based on, nearest first.
    pub(super) bases: Vec<String>,
}

/// All styles.
#[derive(Debug, Default)]
pub(super) struct Styles {
    by_id: FxHashMap<String, Style>,
    /// The paragraph style of paragraphs that name none.
    pub(super) ordinary: Option<String>,
    /// Size of text without style in points.
    pub(super) size: f32,
}

/// Whether an on-off property is on: absent value means on.
pub(super) fn is_on(element: &Element) -> bool {
    !matches!(element.attribute("val"), Some("0" | "false" | "off" | "none"))
}

impl Styles {
    /// Reads `styles.xml`.
    pub(super) fn of(root: Option<&Element>) -> Self {
        let Some(root) = root else { return Self::default() };
        let raw: FxHashMap<&str, &Element> = root
            .elements()
            .filter(|style| style.name == "style")
            .filter_map(|style| Some((style.attribute("styleId")?, style)))
            .collect();
        let size = root
            .at(&["docDefaults", "rPrDefault", "rPr"])
            .and_then(|run| run.value("sz"))
            .and_then(|size| size.parse::<f32>().ok());
        let ordinary = root.elements().find(|style| {
            style.name == "style"
                && style.attribute("type") == Some("paragraph")
                && matches!(style.attribute("default"), Some("1" | "true" | "on"))
        });
        let by_id = raw.keys().map(|id| ((*id).to_owned(), resolved(&raw, id))).collect();
        Self {
            by_id,
            ordinary: ordinary.and_then(|style| style.attribute("styleId")).map(str::to_owned),
            size: size.map_or(0.0, |half| half / 2.0),
        }
    }

    /// The style of this id.
    pub(super) fn get(&self, id: &str) -> Option<&Style> {
        self.by_id.get(id)
    }
}

fn resolved(raw: &FxHashMap<&str, &Element>, id: &str) -> Style {
    let mut style = Style::default();
    let mut next = Some(id);
    for depth in 0..LONGEST_CHAIN {
        let Some(element) = next.and_then(|id| raw.get(id)) else { break };
        let name = element.value("name").unwrap_or_default().to_lowercase();
        if depth == 0 {
            style.name = name;
        } else {
            style.bases.push(name);
        }
        inherit(&mut style, element);
        next = element.value("basedOn");
    }
    style
}

/// What an element says where nothing nearer said it.
fn inherit(style: &mut Style, element: &Element) {
    if let Some(paragraph) = element.child("pPr") {
        let outline = paragraph.value("outlineLvl").and_then(|level| level.parse().ok());
        style.outline = style.outline.or(outline);
        if let Some(numbers) = paragraph.child("numPr") {
            style.list = style.list.take().or_else(|| numbers.value("numId").map(str::to_owned));
            style.level = style.level.or_else(|| numbers.value("ilvl").and_then(|level| level.parse().ok()));
        }
        style.centred = style.centred.or_else(|| paragraph.value("jc").map(|to| to == "center"));
        style.starts_page = style.starts_page.or_else(|| paragraph.child("pageBreakBefore").map(is_on));
    }
    if let Some(run) = element.child("rPr") {
        style.bold = style.bold.or_else(|| run.child("b").map(is_on));
        style.italic = style.italic.or_else(|| run.child("i").map(is_on));
        style.hidden = style.hidden.or_else(|| run.child("vanish").map(is_on));
        style.struck = style.struck.or_else(|| run.child("strike").map(is_on));
        let size = run.value("sz").and_then(|size| size.parse::<f32>().ok()).map(|half| half / 2.0);
        style.size = style.size.or(size);
    }
}
