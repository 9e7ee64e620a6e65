//! Addresses of pages: every id is a path, and every link is relative, so that the same pages work behind a proxy, below a
//! path, and from a folder without any server.

use crate::text::markup::percent_encoded;

/// Where the pages stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A server answers.
    Served,
    /// Files in a folder: each page is the `index.html` of a folder of its own.
    Files,
}

/// Links of one page.
#[derive(Debug, Clone)]
pub struct Links {
    kind: Kind,
    /// From the page to the first one.
    up: String,
}

impl Links {
    /// The links of a served page at a path of so many parts.
    #[must_use]
    pub fn served(parts: usize) -> Self {
        Self { kind: Kind::Served, up: "../".repeat(parts.saturating_sub(1)) }
    }

    /// The links of a page that is a file, so many folders below the first.
    #[must_use]
    pub fn files(parts: usize) -> Self {
        Self { kind: Kind::Files, up: "../".repeat(parts) }
    }

    /// Whether a server answers.
    #[must_use]
    pub fn is_served(&self) -> bool {
        self.kind == Kind::Served
    }

    /// A page by its path; the first page is "".
    #[must_use]
    pub fn to(&self, path: &str) -> String {
        let encoded = percent_encoded(path);
        match (self.kind, path.is_empty()) {
            (Kind::Served, true) if self.up.is_empty() => "./".to_owned(),
            (Kind::Served, _) => format!("{}{encoded}", self.up),
            (Kind::Files, true) => format!("{}index.html", self.up),
            (Kind::Files, false) => format!("{}{encoded}/index.html", self.up),
        }
    }

    /// A file that is no page: style sheet, script.
    #[must_use]
    pub fn file(&self, name: &str) -> String {
        format!("{}{}", self.up, percent_encoded(name))
    }

    /// A page with parameters. Of files only the search reads them: it stands in for every other list.
    #[must_use]
    pub fn with<N: AsRef<str>, V: AsRef<str>>(&self, path: &str, parameters: &[(N, V)]) -> String {
        let path = if self.is_served() { path } else { "search" };
        let mut link = self.to(path);
        for (at, (name, value)) in parameters.iter().enumerate() {
            link.push(if at == 0 { '?' } else { '&' });
            link.push_str(&encoded_value(name.as_ref()));
            link.push('=');
            link.push_str(&encoded_value(value.as_ref()));
        }
        link
    }

    /// The page of a report, a passage or an item.
    #[must_use]
    pub fn id(&self, id: &str) -> String {
        self.to(&path_of(id))
    }
}

/// The path of the page of a report, a passage or an item: `mag-2017#annex-2/26` is `r/mag-2017/annex-2/26`.
#[must_use]
pub fn path_of(id: &str) -> String {
    format!("r/{}", id.replacen('#', "/", 1))
}

/// The id that the parts of a path behind `r/` stand for.
#[must_use]
pub fn id_of(parts: &[String]) -> String {
    match parts.split_first() {
        Some((key, [])) => key.clone(),
        Some((key, rest)) => format!("{key}#{}", rest.join("/")),
        None => String::new(),
    }
}

/// The anchor of a passage within the page of its report.
#[must_use]
pub fn anchor(id: &str) -> &str {
    id.split_once('#').map_or(id, |(_, place)| place)
}

/// A name as a part of a path: lower case, hyphens for what is no letter or digit. Several names may share one.
#[must_use]
pub fn slug(name: &str) -> String {
    let mut slug = String::with_capacity(name.len());
    for character in name.chars().flat_map(char::to_lowercase) {
        match character {
            _ if character.is_alphanumeric() => slug.push(character),
            _ if !slug.ends_with('-') && !slug.is_empty() => slug.push('-'),
            _ => {}
        }
    }
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() {
        format!("name-{}", percent_encoded(name).replace('%', "").to_lowercase())
    } else {
        slug.to_owned()
    }
}

fn encoded_value(value: &str) -> String {
    percent_encoded(value).replace('/', "%2F")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_a_path_and_the_path_is_the_id() {
        for id in ["mag-2017", "mag-2017#7", "mag-2017#annex-2/26@2", "mag-2017#7~k3v5wq2a.d"] {
            let path = path_of(id);
            let parts: Vec<String> = path.split('/').skip(1).map(str::to_owned).collect();
            assert_eq!(id_of(&parts), id);
        }
    }

    #[test]
    fn links_are_relative_and_need_no_server() {
        assert_eq!(Links::served(0).to(""), "./");
        assert_eq!(Links::served(1).to("items"), "items");
        assert_eq!(Links::served(3).id("a#7@2"), "../../r/a/7%402");
        assert_eq!(Links::served(3).to(""), "../../");
        assert_eq!(Links::files(0).to("items"), "items/index.html");
        assert_eq!(Links::files(3).id("a#7"), "../../../r/a/7/index.html");
        assert_eq!(Links::files(1).with("items", &[("kind", "a&b/c")]), "../search/index.html?kind=a%26b%2Fc");
    }

    #[test]
    fn a_name_is_a_part_of_a_path_that_no_folder_can_misread() {
        assert_eq!(slug("WG-IMP"), "wg-imp");
        assert_eq!(slug("Working Group on Improvements"), "working-group-on-improvements");
        assert_eq!(slug("../..//etc"), "etc");
        assert_eq!(slug("Comité d'été"), "comité-d-été");
        assert_eq!(slug("???"), "name-3f3f3f");
    }
}
