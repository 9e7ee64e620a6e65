//! Styles of an OpenDocument text: paragraphs, stretches, lists and the outline, with what they inherit.

use crate::extract::xml::Element;
use rustc_hash::FxHashMap;

/// Styles based on each other; a circle ends here.
const LONGEST_CHAIN: usize = 16;
/// Levels of a list.
pub(super) const LEVELS: usize = 10;

/// What a style says, with all that it inherits.
#[derive(Debug, Clone, Default)]
pub(super) struct Style {
    /// Its name and those that it is based on, nearest first, in lower case.
    pub(super) names: Vec<String>,
    /// Bold.
    pub(super) bold: Option<bool>,
    /// Italic.
    pub(super) italic: Option<bool>,
    /// Underlined.
    pub(super) underlined: Option<bool>,
    /// Struck out.
    pub(super) struck: Option<bool>,
    /// Not shown.
    pub(super) hidden: Option<bool>,
    /// Size in points.
    pub(super) size: Option<f32>,
    /// Centred.
    pub(super) centred: Option<bool>,
    /// Starts a page.
    pub(super) starts_page: Option<bool>,
}

/// One level of a list.
#[derive(Debug, Clone, Default)]
pub(super) struct Level {
    /// Number format: "1", "a", "I"; empty for none.
    format: String,
    prefix: String,
    suffix: String,
    /// How many levels it shows.
    levels: usize,
    /// The whole as one pattern: "%1%.%2%.".
    pattern: Option<String>,
    /// First number.
    pub(super) start: u32,
    bullet: bool,
}

/// All styles.
#[derive(Debug, Default)]
pub(super) struct Styles {
    by_name: FxHashMap<String, Style>,
    lists: FxHashMap<String, Vec<Level>>,
    /// Numbers of headings.
    pub(super) outline: Vec<Level>,
}

impl Styles {
    /// Reads the styles of the parts.
    pub(super) fn of<'a>(roots: impl Iterator<Item = &'a Element>) -> Self {
        let roots: Vec<&Element> = roots.collect();
        let mut raw: FxHashMap<&str, &Element> = FxHashMap::default();
        let mut styles = Self::default();
        for root in &roots {
            for style in root.all("style") {
                if let Some(name) = style.attribute("name") {
                    raw.insert(name, style);
                }
            }
            for list in root.all("list-style") {
                if let Some(name) = list.attribute("name") {
                    styles.lists.insert(name.to_owned(), levels(list));
                }
            }
            if let Some(outline) = root.all("outline-style").first() {
                styles.outline = levels(outline);
            }
        }
        styles.by_name = raw.keys().map(|name| ((*name).to_owned(), resolved(&raw, name))).collect();
        styles
    }

    /// A style by its name.
    pub(super) fn get(&self, name: Option<&str>) -> Style {
        name.and_then(|name| self.by_name.get(name)).cloned().unwrap_or_default()
    }

    /// Levels of a list style.
    pub(super) fn list(&self, name: &str) -> Option<&Vec<Level>> {
        self.lists.get(name)
    }
}

fn resolved(raw: &FxHashMap<&str, &Element>, name: &str) -> Style {
    let mut style = Style::default();
    let mut next = Some(name);
    for _ in 0..LONGEST_CHAIN {
        let Some((own, element)) = next.and_then(|name| Some((name, raw.get(name)?))) else { break };
        let shown = element.attribute("display-name").unwrap_or(own);
        style.names.push(shown.replace("_20_", " ").to_lowercase());
        inherit(&mut style, element);
        next = element.attribute("parent-style-name");
    }
    style
}

fn inherit(style: &mut Style, element: &Element) {
    if let Some(text) = element.child("text-properties") {
        let is = |name: &str, test: &dyn Fn(&str) -> bool| text.attribute(name).map(test);
        style.bold = style.bold.or_else(|| {
            is("font-weight", &|weight| weight == "bold" || weight.parse::<u32>().is_ok_and(|weight| weight >= 600))
        });
        style.italic = style.italic.or_else(|| is("font-style", &|slant| slant == "italic"));
        style.underlined = style.underlined.or_else(|| is("text-underline-style", &|line| line != "none"));
        style.struck = style.struck.or_else(|| is("text-line-through-style", &|line| line != "none"));
        style.hidden = style.hidden.or_else(|| is("display", &|display| display == "none"));
        style.size =
            style.size.or_else(|| text.attribute("font-size").and_then(|size| size.strip_suffix("pt")?.parse().ok()));
    }
    if let Some(paragraph) = element.child("paragraph-properties") {
        style.centred = style.centred.or_else(|| paragraph.attribute("text-align").map(|to| to == "center"));
        style.starts_page = style.starts_page.or_else(|| paragraph.attribute("break-before").map(|at| at == "page"));
    }
}

fn levels(list: &Element) -> Vec<Level> {
    let mut levels = vec![Level { start: 1, levels: 1, ..Level::default() }; LEVELS];
    for element in list.elements() {
        let at = element
            .attribute("level")
            .and_then(|level| level.parse::<usize>().ok())
            .and_then(|level| level.checked_sub(1));
        let Some(slot) = at.and_then(|at| levels.get_mut(at)) else { continue };
        let text = |name: &str| element.attribute(name).unwrap_or_default().to_owned();
        *slot = Level {
            format: text("num-format"),
            prefix: text("num-prefix"),
            suffix: text("num-suffix"),
            levels: element.attribute("display-levels").and_then(|count| count.parse().ok()).unwrap_or(1),
            pattern: element.attribute("num-list-format").map(str::to_owned),
            start: element.attribute("start-value").and_then(|start| start.parse().ok()).unwrap_or(1),
            bullet: element.name.contains("bullet") || element.name.contains("image"),
        };
    }
    levels
}

/// What stands before an entry: `None` for a bullet, empty for nothing.
pub(super) fn shown(levels: &[Level], at: usize, values: &[u32]) -> Option<String> {
    let own = levels.get(at)?;
    if own.bullet {
        return None;
    }
    if own.format.is_empty() {
        return Some(String::new());
    }
    let value = |at: usize| {
        written(values.get(at).copied().unwrap_or(1), levels.get(at).map_or("1", |level| level.format.as_str()))
    };
    if let Some(pattern) = &own.pattern {
        let mut text = String::new();
        let mut rest = pattern.as_str();
        while let Some(open) = rest.find('%') {
            text.push_str(rest.get(..open).unwrap_or_default());
            let tail = rest.get(open + 1..).unwrap_or_default();
            let Some((number, after)) = tail.split_once('%') else { break };
            match number.parse::<usize>().ok().and_then(|number| number.checked_sub(1)) {
                Some(place) if place < LEVELS => text.push_str(&value(place)),
                _ => {}
            }
            rest = after;
        }
        text.push_str(rest);
        return Some(text.trim().to_owned());
    }
    let first = (at + 1).saturating_sub(own.levels.max(1));
    let numbers: Vec<String> = (first..=at).map(value).filter(|number| !number.is_empty()).collect();
    Some(format!("{}{}{}", own.prefix, numbers.join("."), own.suffix).trim().to_owned())
}

fn written(value: u32, format: &str) -> String {
    let word = match format {
        "a" => "lowerLetter",
        "A" => "upperLetter",
        "i" => "lowerRoman",
        "I" => "upperRoman",
        "" => "none",
        _ => "decimal",
    };
    crate::extract::docx::written(value, word)
}
