//! Which part of a page is the article, and what around and in it is furniture: menus, banners, breadcrumbs, cookie and share
//! bars, related content, comment widgets.

use super::dom::{Data, Dom, Id, is_block};
use rustc_hash::FxHashMap;

/// A part that holds this share of a page's words goes on being the article one level further down.
const MOST: f32 = 0.85;
/// A part with no more than this share of the words is slight.
const SLIGHT: f32 = 0.03;
/// A part with more than this share of all words is the text, whatever it is called.
const TOO_MUCH: f32 = 0.5;
/// Words from which a list that is all links is a menu.
const MENU_LINKS: usize = 3;

/// Whole words of `class` and `id` that name furniture.
const WORDS: &[&str] = &[
    "nav",
    "navbar",
    "navigation",
    "menu",
    "menubar",
    "breadcrumb",
    "breadcrumbs",
    "sidebar",
    "footer",
    "masthead",
    "banner",
    "cookie",
    "cookies",
    "consent",
    "gdpr",
    "ccpa",
    "share",
    "sharing",
    "sharethis",
    "addtoany",
    "addthis",
    "social",
    "socials",
    "related",
    "recommended",
    "comments",
    "disqus",
    "pager",
    "pagination",
    "toolbar",
    "newsletter",
    "subscribe",
    "signup",
    "login",
    "search",
    "searchform",
    "advert",
    "advertisement",
    "ads",
    "promo",
    "popup",
    "modal",
    "overlay",
    "lightbox",
    "skip",
    "offcanvas",
    "widget",
    "widgets",
    "tagcloud",
    "taxonomy",
    "print",
    "printfriendly",
    "copyright",
    "hreflang",
    "noprint",
    "tags",
    "rating",
];
/// Words joined by hyphens or underscores that name furniture.
const PHRASES: &[&str] = &[
    "skip-link",
    "skip-to",
    "visually-hidden",
    "sr-only",
    "screen-reader",
    "element-invisible",
    "language-switcher",
    "language-link",
    "lang-switch",
    "site-header",
    "page-header-nav",
    "site-footer",
    "main-menu",
    "secondary-menu",
    "block-menu",
    "share-bar",
    "share-buttons",
    "social-media",
    "cookie-",
    "eu-cookie",
    "sliding-popup",
    "back-to-top",
    "field-name-field-tags",
    "field--name-field-tags",
    "node__links",
    "post-navigation",
    "entry-meta-tags",
    "mw-editsection",
    "mw-jump",
    "mw-jump-link",
    "sitesub",
    "contentsub",
    "catlinks",
    "printfooter",
    "related-",
    "comment-form",
    "comment-respond",
    "site-search",
    "toc-toggle",
    "wp-block-navigation",
];
/// Roles that name furniture (WAI-ARIA).
const ROLES: &[&str] = &[
    "navigation",
    "banner",
    "contentinfo",
    "search",
    "complementary",
    "dialog",
    "alertdialog",
    "menu",
    "menubar",
    "toolbar",
    "alert",
];

/// What is furniture on a page, and where the article begins.
#[derive(Debug)]
pub(super) struct Article {
    /// The node that holds the article.
    pub(super) root: Id,
    /// The page's own title where it stands outside of the article.
    pub(super) title: Option<Id>,
    weights: FxHashMap<Id, usize>,
    all: usize,
}

impl Article {
    /// Finds the article.
    pub(super) fn of(dom: &Dom) -> Self {
        let body = dom.first(Dom::ROOT, "body").unwrap_or(Dom::ROOT);
        let mut article = Self { root: body, title: None, weights: FxHashMap::default(), all: 0 };
        article.weigh(dom, body);
        article.all = article.weight(body);
        article.root = article.find(dom, body);
        article.title = article.outer_title(dom, body);
        article
    }

    fn weight(&self, id: Id) -> usize {
        self.weights.get(&id).copied().unwrap_or(0)
    }

    /// Letters of text that is no link and no furniture, for each node.
    fn weigh(&mut self, dom: &Dom, id: Id) -> usize {
        let weight = match dom.node(id).map(|node| &node.data) {
            Some(Data::Text(text)) => text.chars().filter(|c| c.is_alphanumeric()).count(),
            Some(Data::Element(element)) if is_silent(&element.name) || is_named_furniture(dom, id) => 0,
            Some(Data::Element(element)) if &*element.name == "a" && element.attribute("href").is_some() => {
                // A link in a text counts little, a menu is nothing but links.
                dom.children(id).to_vec().into_iter().map(|child| self.weigh(dom, child)).sum::<usize>() / 4
            }
            Some(_) => dom.children(id).to_vec().into_iter().map(|child| self.weigh(dom, child)).sum(),
            None => 0,
        };
        self.weights.insert(id, weight);
        weight
    }

    fn find(&self, dom: &Dom, body: Id) -> Id {
        let holds = |id: Id, share: f32| self.weight(id) as f32 >= share * self.all as f32;
        let all = dom.below(body);
        let with = |test: &dyn Fn(Id) -> bool| -> Vec<Id> { all.iter().copied().filter(|id| test(*id)).collect() };
        let mains = with(&|id| dom.name(id) == "main" || dom.attribute(id, "role") == Some("main"));
        let mut root = body;
        if let Some(main) = mains.first().filter(|main| holds(**main, TOO_MUCH)) {
            root = *main;
        }
        // Further down as long as one part has nearly everything.
        loop {
            let next = dom.children(root).iter().copied().find(|child| {
                self.weight(*child) as f32 >= MOST * self.weight(root).max(1) as f32 && is_container(dom.name(*child))
            });
            // What would be left outside must be slight, or nothing but links: a part of the text is worth more than a menu.
            let next =
                next.filter(|next| dom.children(root).iter().all(|child| child == next || self.is_slight(dom, *child)));
            match next {
                Some(next) if self.weight(next) > 0 => root = next,
                _ => return root,
            }
        }
    }

    fn is_slight(&self, dom: &Dom, id: Id) -> bool {
        let letters = dom.text(id).chars().filter(|c| c.is_alphanumeric()).count();
        let own = self.weight(id);
        own as f32 <= SLIGHT * self.all as f32 || own * 2 <= letters
    }

    /// The heading of the page, where it stands before the article.
    fn outer_title(&self, dom: &Dom, body: Id) -> Option<Id> {
        if dom.below(self.root).iter().any(|id| dom.name(*id) == "h1") {
            return None;
        }
        let before = dom.below(body);
        let end = before.iter().position(|id| *id == self.root)?;
        let mut headings =
            before.into_iter().take(end).filter(|id| dom.name(*id) == "h1" && !dom.text(*id).trim().is_empty());
        headings.next_back()
    }

    /// Whether a node is furniture.
    pub(super) fn is_furniture(&self, dom: &Dom, id: Id) -> bool {
        let Some(element) = dom.element(id) else { return false };
        if self.title == Some(id) {
            return false;
        }
        if is_named_furniture(dom, id) {
            // What holds most of the page is its text: themes give odd names.
            let words = dom.text(id).chars().filter(|c| c.is_alphanumeric()).count();
            let below = dom.below(id);
            let is_text = words as f32 > TOO_MUCH * self.all.max(1) as f32
                || below.contains(&self.root) && *element.name != *"nav"
                || below
                    .iter()
                    .filter(|below| dom.name(**below) == "h1")
                    .map(|below| dom.text(*below).chars().filter(|c| c.is_alphanumeric()).count())
                    .sum::<usize>()
                    * 2
                    >= words.max(1);
            return !is_text;
        }
        is_menu(dom, id)
    }
}

/// Elements whose text nobody sees.
pub(super) fn is_silent(name: &str) -> bool {
    matches!(
        name,
        "script"
            | "style"
            | "noscript"
            | "template"
            | "head"
            | "title"
            | "svg"
            | "math"
            | "iframe"
            | "object"
            | "embed"
            | "canvas"
            | "audio"
            | "video"
            | "button"
            | "select"
            | "input"
            | "textarea"
            | "option"
            | "datalist"
            | "link"
            | "meta"
            | "map"
    )
}

fn is_container(name: &str) -> bool {
    matches!(
        name,
        "div"
            | "section"
            | "article"
            | "main"
            | "body"
            | "td"
            | "tr"
            | "tbody"
            | "table"
            | "center"
            | "form"
            | "font"
            | "span"
            | "html"
    ) || name.contains('-')
}

fn is_named_furniture(dom: &Dom, id: Id) -> bool {
    let Some(element) = dom.element(id) else { return false };
    let name: &str = &element.name;
    if matches!(name, "html" | "body" | "main" | "article" | "h1" | "p" | "li" | "tr" | "td" | "th" | "tbody" | "a")
        && element.attribute("role").is_none()
    {
        let skip = name == "a"
            && names_furniture(
                element.attribute("class").unwrap_or_default(),
                &["skip-link", "skip-to", "visually-hidden", "sr-only", "element-invisible"],
            );
        return skip;
    }
    if matches!(name, "nav" | "menu" | "dialog" | "search")
        || element.attribute("role").is_some_and(|role| ROLES.contains(&role))
    {
        return true;
    }
    if element.attribute("hidden").is_some() || element.attribute("aria-hidden") == Some("true") && is_block(name) {
        return true;
    }
    // Header and footer of a section belong to its text.
    if matches!(name, "header" | "footer") {
        let mut up = dom.parent(id);
        while let Some(parent) = up {
            if matches!(dom.name(parent), "article" | "section" | "main" | "blockquote") {
                return false;
            }
            up = dom.parent(parent);
        }
        return true;
    }
    if matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6") {
        return names_furniture(
            element.attribute("class").unwrap_or_default(),
            &["visually-hidden", "sr-only", "element-invisible"],
        );
    }
    let names = [element.attribute("class").unwrap_or_default(), element.attribute("id").unwrap_or_default()];
    names.iter().any(|names| names_furniture(names, PHRASES) || names.split_whitespace().any(is_furniture_word))
        || name == "aside" && !names.iter().any(|names| names.contains("note"))
}

fn names_furniture(names: &str, phrases: &[&str]) -> bool {
    let lower = names.to_ascii_lowercase();
    phrases.iter().any(|phrase| lower.contains(phrase))
}

/// "main-nav", "footer": one of the words; "no-sidebar", "has-menu", "content-print" say something of what is text.
fn is_furniture_word(class: &str) -> bool {
    let lower = class.to_ascii_lowercase();
    let mut parts = lower.split(['-', '_', ':']).filter(|part| !part.is_empty());
    let first = parts.next().unwrap_or_default();
    if matches!(
        first,
        "no" | "has"
            | "with"
            | "without"
            | "page"
            | "node"
            | "path"
            | "not"
            | "is"
            | "js"
            | "main"
            | "content"
            | "layout"
            | "theme"
    ) {
        return matches!(lower.as_str(), "main-menu" | "main-nav" | "main-navigation" | "page-footer" | "main-footer");
    }
    WORDS.contains(&first)
        || parts.any(|part| {
            WORDS.contains(&part) && !matches!(part, "tags" | "search" | "print" | "skip" | "related" | "widget")
        })
}

/// A list or line of nothing but links, several of them, all within the site: a menu.
fn is_menu(dom: &Dom, id: Id) -> bool {
    if !matches!(dom.name(id), "ul" | "ol" | "div" | "td" | "p" | "center" | "tr") {
        return false;
    }
    let mut links = 0;
    let mut words_outside = 0;
    let mut words_inside = 0;
    for below in dom.below(id) {
        match dom.node(below).map(|node| &node.data) {
            Some(Data::Element(element)) if &*element.name == "a" && element.attribute("href").is_some() => {
                links += 1;
                // A footnote's mark is no menu, and an address outside is a source.
                let target = element.attribute("href").unwrap_or_default();
                if target.starts_with('#') || target.contains("://") && !target.contains("javascript") {
                    return false;
                }
            }
            Some(Data::Text(text)) => {
                let count = text.split_whitespace().count();
                if in_link(dom, below, id) { words_inside += count } else { words_outside += count }
            }
            _ => {}
        }
    }
    links >= MENU_LINKS && words_outside * 5 <= words_inside && words_inside < links * 8
}

fn in_link(dom: &Dom, id: Id, within: Id) -> bool {
    let mut up = dom.parent(id);
    while let Some(parent) = up {
        if parent == within {
            return false;
        }
        if dom.name(parent) == "a" {
            return true;
        }
        up = dom.parent(parent);
    }
    false
}
