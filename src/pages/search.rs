//! Searching: the language of the command line, facets and years to narrow by, words in context, and what was not searched.

use super::answer::Answer;
use super::ask::{Ask, Form};
use super::chart::{self, Bar};
use super::feed;
use super::frame::Sheet;
use super::pager;
use super::prose;
use super::refusal::Refusal;
use super::scene::Scene;
use crate::query::{Facet, Filters, Hit, Hits, Options, Query, Sort, Wording};
use maud::{Markup, html};
use serde_json::json;

/// Hits of a page.
const HITS: usize = 20;
/// Hits of a page at most.
pub const MOST_HITS: usize = 100;
/// Entries of a feed.
const ENTRIES: usize = 50;
/// Values shown of a facet before the rest is folded away.
const OPEN_VALUES: usize = 8;
/// Values shown of a facet at all.
const MOST_VALUES: usize = 60;

/// Facets as people read them, with the parameter that narrows by each.
const FACETS: [(&str, &str); 7] = [
    ("kind", "Kind"),
    ("force", "Force"),
    ("category", "Category"),
    ("body", "Body"),
    ("actor", "Actor"),
    ("held_by", "Held by"),
    ("report", "Report"),
];

/// The page, its hits for programs, or a feed of them.
///
/// # Errors
/// The query cannot be read, a filter does not fit, or the record cannot be read.
pub fn page(scene: &Scene<'_>, ask: &Ask) -> Result<Answer, Refusal> {
    let per = ask.number("per", HITS, MOST_HITS)?;
    let typed = ask.one("q").unwrap_or_default();
    let filters = filters(ask);
    let asks_nothing = typed.is_empty() && filters == Filters::default() && ask.one("saved").is_none();
    if asks_nothing && ask.form == Form::Html {
        let body = html! { (form(scene, ask)) @if !scene.links.is_served() { (in_browser()) } (advice(scene)?) };
        return Ok(scene.html(&sheet(ask, body), ask));
    }
    let query = query(scene, ask)?;
    let is_feed = ask.form == Form::Atom;
    let page = ask.number("page", 1, usize::MAX / MOST_HITS)?;
    let options = Options {
        sort: sort(ask, is_feed)?,
        limit: if is_feed { ENTRIES } else { per },
        offset: (page - 1) * per,
        filters,
        facets: !is_feed,
        histogram: !is_feed,
        wording: Wording::default(),
        expand: ask.one("expand") != Some("no"),
        group: ask.one("group") != Some("no"),
    };
    options.filters.nodes().map_err(|why| Refusal::bad(why.replace("--", "")))?;
    let hits = scene.record.search(&query, &options)?;
    if is_feed {
        return Ok(feed::of_hits(scene, ask, &hits.hits));
    }
    let (number, pages) = pager::place(ask, hits.total, per)?;
    if ask.form == Form::Json {
        return Ok(Answer::json(&json!({
            "schema": "minutebook/search/1", "query": typed, "total": hits.total, "page": number, "pages": pages, "per": per,
            "notices": hits.notices, "facets": hits.facets, "years": hits.years, "hits": hits.hits,
        })));
    }
    let links = &scene.links;
    let body = html! {
        (form(scene, ask))
        (chosen(scene, ask))
        @for notice in &hits.notices { p class="notice" { (notice.message) } }
        p role="status" { strong { (hits.total) } " paragraphs" @if pages > 1 { ", page " (number) " of " (pages) } }
        div class="beside" {
            div class="hits" {
                (years(scene, ask, &hits))
                ol class="plain" start=((number - 1) * per + 1) { @for hit in &hits.hits { li { (self::hit(scene, hit)) } } }
                (pager::links(ask, number, pages, |parameters| links.with("search", parameters)))
            }
            (facets(scene, ask, &hits.facets))
        }
    };
    let mut sheet = sheet(ask, body);
    for (ending, name, media) in [("json", "JSON", "application/json"), ("atom", "Atom feed", "application/atom+xml")] {
        sheet.forms.push((name, media, links.with(&format!("search.{ending}"), &ask.parameters)));
    }
    Ok(scene.html(&sheet, ask))
}

/// What is asked: the words as typed, on top of a saved search where one is named.
fn query(scene: &Scene<'_>, ask: &Ask) -> Result<Query, Refusal> {
    let typed = ask.one("q").map(Query::parse).transpose().map_err(|error| Refusal::from(crate::Error::from(error)))?;
    let Some(name) = ask.one("saved") else { return Ok(typed.unwrap_or_else(Query::all)) };
    let all = scene.record.saved_searches()?;
    let Some(saved) = all.into_iter().find(|saved| saved.name == name) else {
        return Err(Refusal::not_found(&format!("no saved search named {name}")));
    };
    let nodes = saved.filters.nodes().map_err(Refusal::bad)?;
    let saved = nodes.into_iter().fold(saved.query, Query::and);
    Ok(match typed {
        Some(typed) => saved.and(typed.root),
        None => saved,
    })
}

fn filters(ask: &Ask) -> Filters {
    let year = ask.one("year").map(str::to_owned);
    Filters {
        from: ask.one("from").map(str::to_owned).or_else(|| year.clone()),
        to: ask.one("to").map(str::to_owned).or(year),
        kinds: ask.all("kind"),
        categories: ask.all("category"),
        force: ask.one("force").map(str::to_owned),
        held_by: ask.all("held_by"),
        actors: ask.all("actor"),
        bodies: ask.all("body"),
        reports: ask.all("report"),
        annexes: ask.all("annex"),
    }
}

fn sort(ask: &Ask, is_feed: bool) -> Result<Sort, Refusal> {
    match ask.one("sort") {
        None if is_feed => Ok(Sort::Newest),
        None | Some("relevance") => Ok(Sort::Relevance),
        Some("newest") => Ok(Sort::Newest),
        Some("oldest") => Ok(Sort::Oldest),
        Some(other) => Err(Refusal::bad(format!("sort={other}: relevance, newest or oldest was expected"))),
    }
}

fn sheet(ask: &Ask, body: Markup) -> Sheet {
    let typed = ask.one("q").unwrap_or_default();
    let title = if typed.is_empty() { "Search".to_owned() } else { format!("Search: {typed}") };
    Sheet { query: typed.to_owned(), searches: true, unlisted: !ask.parameters.is_empty(), ..Sheet::new(title, body) }
}

fn form(scene: &Scene<'_>, ask: &Ask) -> Markup {
    let sort = ask.one("sort").unwrap_or("relevance");
    html! {
        form role="search" class="find" action=(scene.links.to("search")) {
            label class="unseen" for="q" { "Search the record" }
            input id="q" type="search" name="q" value=(ask.one("q").unwrap_or_default()) maxlength="1000" placeholder="newcomers track, or \"travel support\" kind:recommendation";
            @if scene.links.is_served() { label { "Sort by "
                select name="sort" {
                    @for (value, name) in [("relevance", "relevance"), ("newest", "newest first"), ("oldest", "oldest first")] {
                        option value=(value) selected[sort == value] { (name) }
                    }
                }
            } }
            button { "Search" }
            @for (name, value) in ask.parameters.iter().filter(|(name, _)| !["q", "sort", "page"].contains(&name.as_str())) {
                input type="hidden" name=(name) value=(value);
            }
        }
    }
}

/// Where the script of a site of files shows its hits.
fn in_browser() -> Markup {
    html! {
        div id="answers" {}
        noscript { p class="notice" { "Searching this site needs JavaScript, because no server answers. The lists of reports, categories, bodies and actors work without." } }
    }
}

/// Examples and saved searches, where nothing is asked for yet.
fn advice(scene: &Scene<'_>) -> Result<Markup, Refusal> {
    let links = &scene.links;
    let saved = scene.record.saved_searches()?;
    let examples = [
        ("newcomers track", "both words, in all their forms"),
        ("\"travel support\"", "the phrase"),
        ("kind:recommendation actor:secretariat", "what the secretariat was recommended to do"),
        ("kind:decision date:[2015 TO 2019]", "decisions of some years"),
        ("funding -travel", "one word without the other"),
    ];
    Ok(html! {
        @if links.is_served() {
            h2 { "What you can ask" }
            dl { @for (query, what) in examples {
                dt { a href=(links.with("search", &[("q", query)])) { code { (query) } } } dd { (what) }
            } }
        } @else {
            p { "All words must stand in a passage; a word of four letters or more also finds longer ones that begin with it. The newest report comes first." }
        }
        @if !saved.is_empty() {
            h2 { "Saved searches" }
            ul { @for search in &saved { li {
                @if links.is_served() { a href=(links.with("search", &[("saved", &search.name)])) { (search.name) } } @else { (search.name) }
                @if let Some(about) = &search.about { ": " (about) }
                " (" a href=(feed_of(scene, &search.name)) type="application/atom+xml" { "feed of " (search.name) } ")"
            } } }
        }
    })
}

/// Folder of the feeds of saved searches in a site of files.
pub const FEEDS: &str = "feeds";

fn feed_of(scene: &Scene<'_>, name: &str) -> String {
    let links = &scene.links;
    if links.is_served() {
        links.with("search.atom", &[("saved", name)])
    } else {
        links.file(&format!("{FEEDS}/{name}.atom"))
    }
}

/// What the hits are narrowed by, each to be taken away.
fn chosen(scene: &Scene<'_>, ask: &Ask) -> Markup {
    let narrowing: Vec<&(String, String)> =
        ask.parameters.iter().filter(|(name, _)| !["q", "sort", "page", "per"].contains(&name.as_str())).collect();
    if narrowing.is_empty() {
        return html! {};
    }
    html! {
        p class="chosen" { "Only: "
            @for (name, value) in narrowing {
                a class="chip" href=(scene.links.with("search", &ask.without(name, value))) {
                    (name.replace('_', " ")) ": " @if name == "category" { (scene.category(value)) } @else { (value) }
                    span aria-hidden="true" { " \u{d7}" } span class="unseen" { " (take away)" }
                } " "
            }
        }
    }
}

fn years(scene: &Scene<'_>, ask: &Ask, hits: &Hits) -> Markup {
    if hits.years.len() < 2 {
        return html! {};
    }
    let bars: Vec<Bar> = hits
        .years
        .iter()
        .map(|(year, count)| Bar {
            year: *year,
            counts: vec![*count],
            link: Some(scene.links.with("search", &ask.with("year", Some(&year.to_string())))),
        })
        .collect();
    chart::bars("Paragraphs by year", &["paragraphs"], &bars)
}

fn facets(scene: &Scene<'_>, ask: &Ask, facets: &[Facet]) -> Markup {
    let named = |field: &str| FACETS.iter().position(|(name, _)| *name == field);
    let mut shown: Vec<(usize, &Facet)> = facets
        .iter()
        .filter(|facet| !facet.values.is_empty())
        .filter_map(|facet| Some((named(facet.field)?, facet)))
        .collect();
    shown.sort_by_key(|(at, _)| *at);
    html! {
        aside aria-label="Narrow by" {
            @for (at, facet) in shown {
                @let label = FACETS.get(at).map_or("", |(_, label)| label);
                section {
                    h2 { (label) }
                    ul class="plain" { @for value in facet.values.iter().take(OPEN_VALUES) { (facet_value(scene, ask, facet.field, value)) } }
                    @if facet.values.len() > OPEN_VALUES {
                        details {
                            summary { "more of " (label) }
                            ul class="plain" { @for value in facet.values.iter().skip(OPEN_VALUES).take(MOST_VALUES) { (facet_value(scene, ask, facet.field, value)) } }
                            @if facet.values.len() > OPEN_VALUES + MOST_VALUES { p { (facet.values.len() - OPEN_VALUES - MOST_VALUES) " more" } }
                        }
                    }
                }
            }
        }
    }
}

fn facet_value(scene: &Scene<'_>, ask: &Ask, field: &str, (value, count): &(String, usize)) -> Markup {
    let is_chosen = ask.all(field).contains(value);
    let name = if field == "category" { scene.category(value) } else { value };
    let mut parameters = if is_chosen { ask.without(field, value) } else { ask.parameters.clone() };
    if !is_chosen {
        parameters.retain(|(known, _)| known != "page");
        parameters.push((field.to_owned(), value.clone()));
    }
    html! { li {
        a href=(scene.links.with("search", &parameters)) aria-current=[is_chosen.then_some("true")] { (name) }
        " " span class="count" { (count) }
    } }
}

/// One hit: where it stands, its words in context, what was found in it.
#[must_use]
pub fn hit(scene: &Scene<'_>, hit: &Hit) -> Markup {
    let links = &scene.links;
    html! {
        article class="hit" {
            h2 { a href=(links.id(&hit.id)) { (place(hit)) } }
            p class="where" {
                (hit.title)
                @if let Some(section) = &hit.section { " \u{203a} " (section) }
            }
            @for before in &hit.before { p class="stem" { (before.text) } }
            p {
                @for (nth, snippet) in hit.snippets.iter().enumerate() {
                    @if nth > 0 || snippet.span.start > 0 { "\u{2026} " }
                    (prose::marked(&snippet.text, &snippet.marks)) " "
                }
            }
            @if !hit.items.is_empty() || hit.twins > 0 {
                p class="tags" {
                    @for item in hit.shown_items() { (prose::tag(item, links)) " " }
                    @if hit.twins > 0 { span class="count" { "and " (hit.twins) " nearly the same" } }
                }
            }
        }
    }
}

/// "mag-2017-03-28, Annex II, paragraph 7, p. 3"
fn place(hit: &Hit) -> String {
    let mut parts = vec![hit.report.clone()];
    parts.extend(hit.annex.iter().cloned());
    parts.extend(hit.number.as_ref().map(|number| format!("paragraph {number}")));
    parts.extend(hit.page.map(|page| format!("p. {page}")));
    if let (None, Some(date)) = (&hit.number, &hit.date) {
        parts.push(date.clone());
    }
    parts.join(", ")
}
