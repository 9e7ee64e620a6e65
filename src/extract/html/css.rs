//! As much of a page's style sheets as says what a reader sees: hidden text, numbers made by counters, bold and centred text.
//! Nothing is fetched: only what stands in the page counts.

use super::dom::{Dom, Id};
use rustc_hash::FxHashMap;

/// Rules that are looked at; pages of today carry thousands that say nothing of text.
const MOST_RULES: usize = 20_000;
/// Bytes of style sheets that are read.
const MOST_BYTES: usize = 4 << 20;

/// Properties that matter.
#[derive(Debug, Clone, Default)]
pub(super) struct Style {
    /// `display: none` or hidden otherwise.
    pub(super) hidden: bool,
    /// `list-style-type`.
    pub(super) list: Option<String>,
    /// Counters set, with their value.
    pub(super) reset: Vec<(String, i64)>,
    /// Counters moved on.
    pub(super) step: Vec<(String, i64)>,
    /// `content` of what stands before the element.
    pub(super) before: Option<String>,
    /// Bold, where said.
    pub(super) bold: Option<bool>,
    /// Italic, where said.
    pub(super) italic: Option<bool>,
    /// Centred, where said.
    pub(super) centred: Option<bool>,
    /// Struck out, where said.
    pub(super) struck: Option<bool>,
    /// Underlined, where said.
    pub(super) underlined: Option<bool>,
    /// Size in points, where said absolutely.
    pub(super) size: Option<f32>,
    /// A block by style: `display: block` on a span.
    pub(super) block: Option<bool>,
    /// Raised.
    pub(super) raised: Option<bool>,
    /// White space counts.
    pub(super) preserved: Option<bool>,
}

#[derive(Debug, Clone, Default)]
struct Compound {
    tag: String,
    id: String,
    classes: Vec<String>,
    /// Direct child of what stands before it.
    child: bool,
}

#[derive(Debug)]
struct Rule {
    compounds: Vec<Compound>,
    before: bool,
    weight: (usize, usize),
    declarations: String,
}

/// The style sheets of a page.
#[derive(Debug, Default)]
pub(super) struct Css {
    rules: Vec<Rule>,
    /// Rules by the id, class or tag of their last part.
    index: FxHashMap<String, Vec<usize>>,
}

impl Css {
    /// Reads the `<style>` elements of a page.
    pub(super) fn of(dom: &Dom) -> Self {
        let mut css = Self::default();
        let mut bytes = 0;
        for id in dom.below(Dom::ROOT) {
            if dom.name(id) != "style" {
                continue;
            }
            let text: String = dom
                .children(id)
                .iter()
                .filter_map(|child| match &dom.node(*child)?.data {
                    super::dom::Data::Text(text) => Some(text.as_str()),
                    _ => None,
                })
                .collect();
            bytes += text.len();
            if bytes > MOST_BYTES {
                break;
            }
            css.sheet(&without_comments(&text));
        }
        css
    }

    fn sheet(&mut self, text: &str) {
        let mut rest = text;
        while let Some(open) = rest.find(['{', ';']) {
            let (head, after) = rest.split_at(open);
            if after.starts_with(';') {
                // An at-rule without block: `@import`, `@charset`.
                rest = after.get(1..).unwrap_or_default();
                continue;
            }
            let body = after.get(1..).unwrap_or_default();
            let head = head.trim();
            let close = if head.starts_with('@') { matching(body) } else { body.find('}').unwrap_or(body.len()) };
            let inner = body.get(..close).unwrap_or_default();
            if head.starts_with("@media") && !head.contains("print") || head.starts_with("@supports") {
                // One level of nesting is what sheets have.
                let inner = inner.to_owned();
                self.sheet(&inner);
            } else if !head.starts_with('@') {
                self.rule(head, inner);
            }
            if self.rules.len() > MOST_RULES {
                return;
            }
            rest = body.get(close..).and_then(|rest| rest.get(1..)).unwrap_or_default();
        }
    }

    fn rule(&mut self, selectors: &str, declarations: &str) {
        const TOLD: [&str; 11] = [
            "display",
            "visibility",
            "list-style",
            "counter-",
            "content",
            "font-weight",
            "font-style",
            "text-align",
            "text-decoration",
            "font-size",
            "white-space",
        ];
        if !TOLD.iter().any(|property| declarations.contains(property))
            && !declarations.contains("vertical-align")
            && !declarations.contains("font:")
        {
            return;
        }
        for selector in selectors.split(',') {
            let Some((compounds, before)) = selector_of(selector.trim()) else { continue };
            let Some(last) = compounds.last() else { continue };
            let key = if !last.id.is_empty() {
                format!("#{}", last.id)
            } else if let Some(class) = last.classes.first() {
                format!(".{class}")
            } else {
                last.tag.clone()
            };
            let ids = compounds.iter().filter(|part| !part.id.is_empty()).count();
            let classes = compounds.iter().map(|part| part.classes.len()).sum();
            self.index.entry(key).or_default().push(self.rules.len());
            self.rules.push(Rule { compounds, before, weight: (ids, classes), declarations: declarations.to_owned() });
        }
    }

    /// What the sheets and the element's own style say of it.
    pub(super) fn style(&self, dom: &Dom, id: Id) -> Style {
        let mut style = Style::default();
        let Some(element) = dom.element(id) else { return style };
        let mut found: Vec<usize> = Vec::new();
        let mut look = |key: &str| found.extend(self.index.get(key).into_iter().flatten());
        if !self.rules.is_empty() {
            look(&element.name);
            look("");
            if let Some(id) = element.attribute("id") {
                look(&format!("#{id}"));
            }
            for class in element.attribute("class").unwrap_or_default().split_whitespace() {
                look(&format!(".{class}"));
            }
        }
        let mut rules: Vec<(usize, &Rule)> = found
            .into_iter()
            .filter_map(|at| Some((at, self.rules.get(at)?)))
            .filter(|(_, rule)| matches(dom, id, &rule.compounds))
            .collect();
        rules.sort_by_key(|(at, rule)| (rule.weight, *at));
        for (_, rule) in rules {
            if rule.before {
                for (property, value) in declarations(&rule.declarations) {
                    match property {
                        "content" => style.before = Some(value.to_owned()),
                        "counter-increment" => style.step = counters(value, 1),
                        _ => {}
                    }
                }
            } else {
                style.apply(&rule.declarations);
            }
        }
        if let Some(own) = element.attribute("style") {
            style.apply(own);
        }
        style
    }
}

impl Style {
    fn apply(&mut self, text: &str) {
        for (property, value) in declarations(text) {
            let value = value.trim_end_matches("!important").trim();
            let lower = value.to_ascii_lowercase();
            match property {
                "display" => {
                    self.hidden = lower == "none";
                    self.block = Some(matches!(lower.as_str(), "block" | "list-item" | "flex" | "grid" | "table"));
                }
                "visibility" => self.hidden |= lower == "hidden",
                "mso-hide" => self.hidden |= lower == "all",
                "list-style-type" => self.list = Some(lower),
                "list-style" => {
                    self.list = lower
                        .split_whitespace()
                        .find(|word| !matches!(*word, "inside" | "outside") && !word.starts_with("url("))
                        .map(str::to_owned)
                        .or_else(|| self.list.take());
                }
                "counter-reset" => self.reset = counters(value, 0),
                "counter-increment" => self.step = counters(value, 1),
                "font-weight" => {
                    self.bold =
                        Some(lower.starts_with("bold") || lower.parse::<u32>().is_ok_and(|weight| weight >= 600));
                }
                "font-style" => self.italic = Some(matches!(lower.as_str(), "italic" | "oblique")),
                "text-align" => self.centred = Some(lower == "center"),
                "text-decoration" | "text-decoration-line" => {
                    self.struck = Some(lower.contains("line-through"));
                    self.underlined = Some(lower.contains("underline"));
                }
                "vertical-align" => self.raised = Some(lower == "super" || lower == "top"),
                "white-space" => self.preserved = Some(lower.starts_with("pre")),
                "font-size" => self.size = points(&lower),
                _ => {}
            }
        }
    }
}

/// A length in points.
fn points(value: &str) -> Option<f32> {
    if let Some(points) = value.strip_suffix("pt") {
        return points.trim().parse().ok();
    }
    value.strip_suffix("px").and_then(|pixels| pixels.trim().parse::<f32>().ok()).map(|pixels| pixels * 0.75)
}

fn declarations(text: &str) -> impl Iterator<Item = (&str, &str)> {
    // A semicolon inside quotes belongs to the value.
    let mut quote = None;
    let parts = text.split(move |c: char| {
        match (quote, c) {
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), _) if open == c => quote = None,
            (None, ';') => return true,
            _ => {}
        }
        false
    });
    parts.filter_map(|part| part.split_once(':')).map(|(property, value)| (property.trim(), value.trim()))
}

/// "name 3 other" as counters with values.
fn counters(value: &str, usual: i64) -> Vec<(String, i64)> {
    let mut found: Vec<(String, i64)> = Vec::new();
    for word in value.split_whitespace() {
        match (word.parse::<i64>(), found.last_mut()) {
            (Ok(number), Some((_, value))) => *value = number,
            (Ok(_), None) => {}
            (Err(_), _) if word == "none" => {}
            (Err(_), _) => found.push((word.to_owned(), usual)),
        }
    }
    found
}

fn matches(dom: &Dom, id: Id, compounds: &[Compound]) -> bool {
    let Some((last, above)) = compounds.split_last() else { return true };
    if !fits(dom, id, last) {
        return false;
    }
    if above.is_empty() {
        return true;
    }
    let mut parent = dom.parent(id);
    while let Some(up) = parent {
        if matches(dom, up, above) {
            return true;
        }
        if last.child {
            return false;
        }
        parent = dom.parent(up);
    }
    false
}

fn fits(dom: &Dom, id: Id, part: &Compound) -> bool {
    let Some(element) = dom.element(id) else { return false };
    let classes = element.attribute("class").unwrap_or_default();
    (part.tag.is_empty() || *element.name == *part.tag)
        && (part.id.is_empty() || element.attribute("id") == Some(&part.id))
        && part.classes.iter().all(|class| classes.split_whitespace().any(|own| own == class))
}

/// The parts of a selector, and whether it speaks of what stands before the element. `None` for selectors that hang on states,
/// siblings or positions.
fn selector_of(text: &str) -> Option<(Vec<Compound>, bool)> {
    let (text, before) = match text.strip_suffix("::before").or_else(|| text.strip_suffix(":before")) {
        Some(rest) => (rest, true),
        None => (text, false),
    };
    if text.contains([':', '+', '~', '[', '(']) || text.is_empty() {
        return None;
    }
    let mut compounds = Vec::new();
    let mut child = false;
    for word in text.replace('>', " > ").split_whitespace() {
        if word == ">" {
            child = true;
            continue;
        }
        let mut compound = Compound { child, ..Compound::default() };
        let mut rest = word;
        while !rest.is_empty() {
            let (kind, body) = match rest.chars().next() {
                Some(kind @ ('.' | '#')) => (kind, rest.get(1..).unwrap_or_default()),
                _ => (' ', rest),
            };
            let end = body.find(['.', '#']).unwrap_or(body.len());
            let name = body.get(..end).unwrap_or_default();
            match kind {
                '.' => compound.classes.push(name.to_owned()),
                '#' => compound.id = name.to_owned(),
                _ if name == "*" => {}
                _ => compound.tag = name.to_ascii_lowercase(),
            }
            rest = body.get(end..).unwrap_or_default();
        }
        compounds.push(compound);
        child = false;
    }
    Some((compounds, before))
}

/// Where the block that opened before `text` closes.
fn matching(text: &str) -> usize {
    let mut depth = 1;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at;
        }
    }
    text.len()
}

fn without_comments(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("/*") {
        out.push_str(rest.get(..at).unwrap_or_default());
        rest = rest.get(at..).and_then(|tail| tail.find("*/").and_then(|end| tail.get(end + 2..))).unwrap_or_default();
    }
    out.push_str(rest);
    // Sheets hide from browsers of old in comments of HTML.
    out.replace("<!--", " ").replace("-->", " ")
}

/// `content` with its counters written out: strings, `counter(name, style)`, `counters(name, ".", style)`.
pub(super) fn content(value: &str, counter: &dyn Fn(&str) -> Vec<i64>) -> String {
    let mut out = String::new();
    let mut rest = value.trim();
    while let Some(first) = rest.chars().next() {
        if matches!(first, '"' | '\'') {
            let body = rest.get(1..).unwrap_or_default();
            let end = body.find(first).unwrap_or(body.len());
            out.push_str(&unescaped(body.get(..end).unwrap_or_default()));
            rest = body.get(end..).and_then(|rest| rest.get(1..)).unwrap_or_default();
        } else if let Some(at) = rest.strip_prefix("counter").and_then(|_| rest.find('(')) {
            let body = rest.get(at + 1..).unwrap_or_default();
            let end = body.find(')').unwrap_or(body.len());
            let arguments: Vec<&str> = body.get(..end).unwrap_or_default().split(',').map(str::trim).collect();
            let all = rest.starts_with("counters");
            let values = counter(arguments.first().copied().unwrap_or_default());
            let style = arguments.get(if all { 2 } else { 1 }).copied().unwrap_or("decimal");
            let shown: Vec<String> = values.iter().map(|value| super::lists::written(*value, style)).collect();
            let between = arguments.get(1).map_or(".", |text| text.trim_matches(['"', '\'']));
            out.push_str(&if all { shown.join(between) } else { shown.last().cloned().unwrap_or_default() });
            rest = body.get(end..).and_then(|rest| rest.get(1..)).unwrap_or_default();
        } else {
            rest = rest.get(first.len_utf8()..).unwrap_or_default();
        }
    }
    out
}

/// `\2022 ` as the character that it stands for.
fn unescaped(text: &str) -> String {
    let mut out = String::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        let mut code = String::new();
        while code.len() < 6 && chars.peek().is_some_and(char::is_ascii_hexdigit) {
            code.extend(chars.next());
        }
        if code.is_empty() {
            out.extend(chars.next());
            continue;
        }
        if chars.peek() == Some(&' ') {
            chars.next();
        }
        out.extend(u32::from_str_radix(&code, 16).ok().and_then(char::from_u32));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_counters_and_hidden_text_are_read_and_states_are_not() {
        let page = "<style>.c1 > li:before{content:\"(\" counter(n,lower-latin) \") \"} .x{display:none} a:hover{display:none} ol.start{counter-reset:n 4}</style><ol class='c1 start'><li class=x>One</ol><a>two</a>";
        let dom = Dom::parse(page, 1000, 10);
        let css = Css::of(&dom);
        let style = |name: &str| css.style(&dom, dom.first(Dom::ROOT, name).unwrap());
        assert!(style("li").hidden && !style("a").hidden);
        assert_eq!(style("ol").reset, [("n".to_owned(), 4)]);
        assert_eq!(content(style("li").before.as_deref().unwrap(), &|_| vec![5]), "(e) ");
    }
}
