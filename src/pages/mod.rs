//! How does the record look on a page, and in the same words for programs? Pages from the facade: what a server answers and a
//! site of files writes.
//!
//! [`answer()`] is the one way in: from a path with parameters to bytes. No page knows of HTTP or of files.

mod about;
mod answer;
mod ask;
mod assets;
mod chart;
mod chosen;
mod feed;
mod frame;
mod home;
mod item;
mod items;
mod links;
mod meetings;
pub mod names;
mod notes;
mod pager;
mod passage;
mod prose;
mod refusal;
mod report;
mod reports;
pub mod routes;
mod runs;
mod scene;
mod search;
pub mod threads;

pub use answer::Answer;
pub use ask::{Ask, Form};
pub use assets::ASSETS;
pub use frame::Surroundings;
pub use links::{Links, id_of, path_of, slug};
pub use refusal::Refusal;
pub use scene::{KeptNames, Scene};
pub use search::FEEDS;

use maud::html;

/// Answers a question from the record.
///
/// # Errors
/// There is no such page, a parameter does not fit, or the record cannot be read.
pub fn answer(scene: &Scene<'_>, ask: &Ask) -> Result<Answer, Refusal> {
    let parts: Vec<&str> = ask.parts.iter().map(String::as_str).collect();
    let no_page = || Refusal::not_found(&format!("no page {}", ask.parts.join("/")));
    let route = routes::ROUTES.iter().find(|route| route.is_of(&parts)).ok_or_else(no_page)?;
    if !route.forms.contains(&ask.form) {
        return Err(Refusal::not_found(&format!("no such form of the page {}", ask.parts.join("/"))));
    }
    if let ["r", key, ..] = parts.as_slice()
        && scene.record.catalogued(key)?.is_none()
        && let Some(now) = scene.record.key_now(key)?
    {
        // Its files are one work with others now: the address that people cited goes on to lead here.
        let mut to = vec![now];
        to.extend(ask.parts.iter().skip(2).cloned());
        return Ok(Answer::moved(scene.links.id(&id_of(&to))));
    }
    match (route.name, parts.as_slice()) {
        ("home", _) => home::page(scene, ask),
        ("search", _) => search::page(scene, ask),
        ("reports", _) => reports::page(scene, ask),
        ("items", _) => items::page(scene, ask),
        ("threads", _) => threads::list(scene, ask),
        ("thread", [_, id]) => threads::one(scene, ask, id),
        ("meetings", _) => meetings::page(scene, ask),
        ("runs", _) => runs::page(scene, ask),
        ("about", _) => about::page(scene, ask),
        ("report", [_, key]) => report::page(scene, ask, key),
        ("passage", [_, ..]) => {
            let id = id_of(ask.parts.get(1..).unwrap_or_default());
            if id.contains('~') { item::page(scene, ask, &id) } else { passage::page(scene, ask, &id) }
        }
        ("names", [of]) => names::list(scene, ask, of_names(of).ok_or_else(no_page)?),
        ("name", [of, name]) => names::one(scene, ask, of_names(of).ok_or_else(no_page)?, name),
        _ => Err(no_page()),
    }
}

/// A refusal as a page in the frame of all pages.
#[must_use]
pub fn refused(refusal: &Refusal, links: &Links, around: &Surroundings) -> Answer {
    let body = html! {
        p { (refusal.detail) }
        ul { @for hint in &refusal.hints { li { (hint) } } }
    };
    let mut sheet = frame::Sheet::new(refusal.title, body);
    sheet.unlisted = true;
    let page = frame::framed(&sheet, "", links, around).into_string();
    let mut answer = Answer::shown(answer::HTML, crate::text::escapes::harmless(&page).into_owned());
    answer.status = refusal.status;
    answer
}

fn of_names(path: &str) -> Option<names::Of> {
    [names::Of::Categories, names::Of::Bodies, names::Of::Actors].into_iter().find(|of| of.path() == path)
}
