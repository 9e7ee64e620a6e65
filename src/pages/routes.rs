//! The pages, each once: by this table they are found, and from it their description for programs is made.

use super::ask::Form;

/// A page.
#[derive(Debug)]
pub struct Route {
    /// Stable name.
    pub name: &'static str,
    /// Its path: `{key}` stands for one part, `{place}` as the last for one or more.
    pub path: &'static str,
    /// What it answers, in a sentence.
    pub summary: &'static str,
    /// The forms that it has.
    pub forms: &'static [Form],
    /// The parameters that it reads.
    pub parameters: &'static [Parameter],
}

/// A parameter of a page.
#[derive(Debug)]
pub struct Parameter {
    /// Its name.
    pub name: &'static str,
    /// What it says.
    pub doc: &'static str,
    /// What it holds.
    pub holds: Holds,
}

/// What a parameter holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// Words.
    Text,
    /// Words, and it may be given several times: one of them must be met.
    Texts,
    /// A whole number from 1 to this.
    Number(usize),
    /// A year, month or day.
    Date,
    /// A year.
    Year,
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// `yes`, where it is given at all.
    Yes,
}

const fn parameter(name: &'static str, holds: Holds, doc: &'static str) -> Parameter {
    Parameter { name, doc, holds }
}

const PAGE: Parameter = parameter("page", Holds::Number(10_000), "Page of the list, from 1.");
const QUERY: Parameter = parameter("q", Holds::Text, "The query, in the language of `minutebook search`.");
const FROM: Parameter = parameter("from", Holds::Date, "Only reports of this year, month or day or later.");
const TO: Parameter = parameter("to", Holds::Date, "Only reports of this year, month or day or earlier.");
const YEAR: Parameter = parameter("year", Holds::Year, "Only reports of this year.");
const KIND: Parameter = parameter("kind", Holds::Texts, "decision, action or recommendation.");
const CATEGORY: Parameter = parameter("category", Holds::Texts, "Category, by its id.");
const ACTOR: Parameter = parameter("actor", Holds::Texts, "Who is to act.");
const HELD_BY: Parameter = parameter("held_by", Holds::Texts, "Whose position it is.");
const BODY: Parameter = parameter("body", Holds::Texts, "The body that met.");
const REPORT: Parameter = parameter("report", Holds::Texts, "Report, by its key.");

/// Forces as one parameter of the search takes them.
const FORCES: [&str; 14] = [
    "noted",
    "suggested",
    "encouraged",
    "recommended",
    "requested",
    "agreed",
    "decided",
    ">=noted",
    ">=suggested",
    ">=encouraged",
    ">=recommended",
    ">=requested",
    ">=agreed",
    ">=decided",
];

const SEARCH: &[Parameter] = &[
    QUERY,
    KIND,
    parameter("force", Holds::OneOf(&FORCES), "How binding: agreed, or >=agreed for that and what binds more."),
    CATEGORY,
    ACTOR,
    HELD_BY,
    BODY,
    REPORT,
    parameter("annex", Holds::Texts, "Label of an annex, or none."),
    FROM,
    TO,
    YEAR,
    parameter("saved", Holds::Text, "Name of a saved search to begin from."),
    parameter("sort", Holds::OneOf(&["relevance", "newest", "oldest"]), "Order of the hits."),
    parameter("expand", Holds::OneOf(&["no"]), "no: do not look for long forms of acronyms."),
    parameter("group", Holds::OneOf(&["no"]), "no: show near-identical paragraphs one by one."),
    PAGE,
    parameter("per", Holds::Number(super::search::MOST_HITS), "Hits of a page."),
];

const ITEMS: &[Parameter] = &[
    QUERY,
    KIND,
    parameter("force", Holds::Texts, "How binding: agreed."),
    parameter("standing", Holds::Texts, "How far the words bind: adopted, draft."),
    parameter("status", Holds::Texts, "What people wrote into the column status; none for nothing."),
    CATEGORY,
    ACTOR,
    HELD_BY,
    BODY,
    REPORT,
    FROM,
    TO,
    YEAR,
    parameter("overdue", Holds::Yes, "Only items whose last day is over and that nobody called done."),
    parameter("due", Holds::Yes, "Only items with a deadline."),
    parameter("procedural", Holds::Yes, "Procedural items too."),
    parameter("withdrawn", Holds::Yes, "Items too that their source no longer holds."),
    parameter("sort", Holds::Text, "A column; with a hyphen before it, the other way round."),
    parameter("by", Holds::OneOf(&["category"]), "The rows under their categories."),
    parameter("col", Holds::Texts, "Columns to show."),
    PAGE,
    parameter("per", Holds::Number(super::items::MOST_ROWS), "Rows of a page."),
];

const PAGED: &[Parameter] = &[PAGE, parameter("per", Holds::Number(super::items::MOST_ROWS), "Entries of a page.")];
const PLAIN: &[Form] = &[Form::Html, Form::Json];

/// All pages.
pub const ROUTES: [Route; 13] = [
    Route {
        name: "home",
        path: "",
        summary: "What is in the record, and the newest items.",
        forms: PLAIN,
        parameters: &[],
    },
    Route {
        name: "search",
        path: "search",
        summary: "Passages that answer a query, with facets, years and what was not searched.",
        forms: &[Form::Html, Form::Json, Form::Atom],
        parameters: SEARCH,
    },
    Route {
        name: "items",
        path: "items",
        summary: "Decisions, actions and recommendations as a table.",
        forms: &[Form::Html, Form::Json, Form::Csv, Form::Xlsx, Form::Ics],
        parameters: ITEMS,
    },
    Route {
        name: "reports",
        path: "reports",
        summary: "The reports of the record.",
        forms: PLAIN,
        parameters: &[
            parameter("q", Holds::Text, "Words of the title, or of the key."),
            parameter("body", Holds::Text, "The body that met."),
            YEAR,
            PAGE,
            parameter("per", Holds::Number(super::reports::MOST_REPORTS), "Reports of a page."),
        ],
    },
    Route {
        name: "threads",
        path: "threads",
        summary: "Matters that later reports took up again.",
        forms: PLAIN,
        parameters: &[
            parameter("state", Holds::OneOf(&super::threads::STATE_WORDS), "What became of it."),
            parameter("sort", Holds::OneOf(&super::threads::ORDERS), "Order of the list."),
            PAGE,
            parameter("per", Holds::Number(super::items::MOST_ROWS), "Matters of a page."),
        ],
    },
    Route {
        name: "thread",
        path: "threads/{thread}",
        summary: "One matter, passage by passage.",
        forms: PLAIN,
        parameters: &[],
    },
    Route {
        name: "meetings",
        path: "meetings",
        summary: "Missing meetings, doubles, files that could not be read.",
        forms: PLAIN,
        parameters: &[],
    },
    Route {
        name: "runs",
        path: "runs",
        summary: "The runs so far, and readings that need eyes.",
        forms: PLAIN,
        parameters: &[],
    },
    Route { name: "about", path: "about", summary: "Help.", forms: &[Form::Html], parameters: &[] },
    Route { name: "report", path: "r/{key}", summary: "A whole report.", forms: PLAIN, parameters: &[] },
    Route {
        name: "passage",
        path: "r/{key}/{place}",
        summary: "A passage, or an item of one, by its id as a path.",
        forms: PLAIN,
        parameters: &[parameter("why", Holds::Yes, "Name the rules that made its items, and those that came nearest.")],
    },
    Route {
        name: "names",
        path: "{names}",
        summary: "All categories, bodies or actors.",
        forms: PLAIN,
        parameters: PAGED,
    },
    Route {
        name: "name",
        path: "{names}/{name}",
        summary: "One category, body or actor with its items.",
        forms: PLAIN,
        parameters: PAGED,
    },
];

/// What `{names}` stands for.
pub const NAMES: [&str; 3] = ["categories", "bodies", "actors"];

impl Route {
    /// Whether a path is this page's.
    #[must_use]
    pub fn is_of(&self, parts: &[&str]) -> bool {
        let own: Vec<&str> = self.path.split('/').filter(|part| !part.is_empty()).collect();
        let is_open = own.last() == Some(&"{place}");
        let fits = if is_open { parts.len() >= own.len() } else { parts.len() == own.len() };
        fits && own.iter().zip(parts).all(|(own, part)| match *own {
            "{names}" => NAMES.contains(part),
            own => own.starts_with('{') || own == *part,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forces_are_those_of_the_query_language() {
        let names = crate::query::fields::FORCES.map(|(_, name)| name);
        assert_eq!(FORCES[..7], names);
        assert_eq!(FORCES[7..], names.map(|name| format!(">={name}")));
    }

    #[test]
    fn each_path_is_one_page() {
        for (path, name) in [
            ("", "home"),
            ("search", "search"),
            ("r/mag-2017", "report"),
            ("r/mag-2017/annex-2/26", "passage"),
            ("categories", "names"),
            ("actors/secretariat", "name"),
        ] {
            let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
            let of: Vec<&str> = ROUTES.iter().filter(|route| route.is_of(&parts)).map(|route| route.name).collect();
            assert_eq!(of, [name], "{path}");
        }
        assert!(!ROUTES.iter().any(|route| route.is_of(&["etc", "passwd"])));
    }
}
