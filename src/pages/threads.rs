//! The same matter through the years: all that was taken up again as a list, and one matter as a line of time, with what each
//! passage does to the ones before.

use super::answer::Answer;
use super::ask::{Ask, Form};
use super::frame::Sheet;
use super::items;
use super::pager;
use super::refusal::Refusal;
use super::scene::Scene;
use crate::record::TraceOf;
use crate::threads::book::Does;
use crate::threads::matters::{FollowState, Matter};
use crate::threads::statement::Fate;
use crate::threads::trace::{Changed, TakesUp, Trace, Traced};
use maud::{Markup, html};
use serde_json::{Value, json};

/// Matters of a page.
const MATTERS: usize = 50;
/// Matters of the page of a site of files, which has no further ones.
const MATTERS_OF_FILES: usize = 500;
/// Characters shown of a matter in the list.
const SHOWN: usize = 240;

/// What became of a matter: as the parameter has it, and as people read it.
const STATES: [(FollowState, &str, &str); 6] = [
    (FollowState::Open, "open", "open"),
    (FollowState::Decided, "decided", "decided"),
    (FollowState::CarriedOver, "carried_over", "carried over"),
    (FollowState::Done, "done", "reported done"),
    (FollowState::Dropped, "dropped", "dropped"),
    (FollowState::Failed, "failed", "could not be done"),
];

/// The words of the parameter `state`.
pub const STATE_WORDS: [&str; STATES.len()] = ["open", "decided", "carried_over", "done", "dropped", "failed"];
/// The words of the parameter `sort`.
pub const ORDERS: [&str; 3] = ["newest", "oldest", "longest"];

/// The list of matters that were taken up again.
///
/// # Errors
/// A parameter does not fit, or the record cannot be read.
pub fn list(scene: &Scene<'_>, ask: &Ask) -> Result<Answer, Refusal> {
    let all = scene.record.matters()?;
    let wanted = state(ask)?;
    let mut matters: Vec<&Matter> =
        all.iter().filter(|matter| wanted.is_none_or(|state| matter.state == state)).collect();
    order(ask, &mut matters)?;
    let per = if scene.links.is_served() { ask.number("per", MATTERS, items::MOST_ROWS)? } else { MATTERS_OF_FILES };
    let (number, pages) = pager::place(ask, matters.len(), per)?;
    let pages = if scene.links.is_served() { pages } else { 1 };
    let shown: Vec<&Matter> = matters.iter().skip((number - 1) * per).take(per).copied().collect();
    let words = shown.iter().map(|matter| scene.record.words_of_matter(matter)).collect::<Result<Vec<_>, _>>()?;
    if ask.form == Form::Json {
        let listed: Vec<Value> = shown.iter().zip(&words).map(|(matter, words)| data(matter, words)).collect();
        return Ok(Answer::json(&json!({
            "schema": "minutebook/threads/1", "total": matters.len(), "page": number, "pages": pages, "per": per, "threads": listed,
        })));
    }
    let links = &scene.links;
    let body = html! {
        p { "What later reports took up again: repeated, changed, decided, reported on. Each is shown from its first passage to its last." }
        @if links.is_served() { (choices(scene, ask, &all, wanted)) }
        p role="status" { strong { (matters.len()) } " matters" @if pages > 1 { ", page " (number) " of " (pages) } }
        @if matters.is_empty() { p { "Nothing here was taken up again by a later report." } }
        ol class="plain" start=((number - 1) * per + 1) { @for (matter, words) in shown.iter().zip(&words) { li { (entry(scene, matter, words)) } } }
        @if !links.is_served() && matters.len() > per { p { "The newest " (per) " of " (matters.len()) " are shown; every item leads to its own." } }
        (pager::links(ask, number, pages, |parameters| links.with("threads", parameters)))
    };
    let mut sheet = Sheet::new("Matters through the years", body);
    sheet.unlisted = !ask.parameters.is_empty();
    if links.is_served() {
        sheet.forms.push(("JSON", "application/json", links.with("threads.json", &ask.parameters)));
    }
    Ok(scene.html(&sheet, ask))
}

fn data(matter: &Matter, words: &str) -> Value {
    let mut value = serde_json::to_value(matter).unwrap_or_default();
    if let Some(fields) = value.as_object_mut() {
        fields.insert("path".to_owned(), format!("threads/{}", matter.thread).into());
        fields.insert("text".to_owned(), words.into());
    }
    value
}

fn state(ask: &Ask) -> Result<Option<FollowState>, Refusal> {
    let Some(asked) = ask.one("state") else { return Ok(None) };
    let known = STATES.iter().find(|(_, name, _)| *name == asked);
    let known = known.map(|(state, ..)| Some(*state));
    known.ok_or_else(|| Refusal::bad(format!("state={asked}: one of {} was expected", STATE_WORDS.join(", "))))
}

fn order(ask: &Ask, matters: &mut [&Matter]) -> Result<(), Refusal> {
    match ask.one("sort") {
        None | Some("newest") => {
            matters.sort_by(|one, other| (&other.last, &one.thread).cmp(&(&one.last, &other.thread)));
        }
        Some("oldest") => matters.sort_by(|one, other| (&one.first, &one.thread).cmp(&(&other.first, &other.thread))),
        Some("longest") => {
            matters.sort_by(|one, other| {
                (other.passages, &other.last, &one.thread).cmp(&(one.passages, &one.last, &other.thread))
            });
        }
        Some(other) => return Err(Refusal::bad(format!("sort={other}: {} was expected", ORDERS.join(", ")))),
    }
    Ok(())
}

/// What became of the matters, with counts, to narrow by; and their order.
fn choices(scene: &Scene<'_>, ask: &Ask, all: &[Matter], wanted: Option<FollowState>) -> Markup {
    let links = &scene.links;
    let sorted = ask.one("sort").unwrap_or("newest");
    html! {
        nav aria-label="Narrow by what became of it" { ul class="choices" {
            li { a class="chip" href=(links.with("threads", &ask.with("state", None))) aria-current=[wanted.is_none().then_some("true")] { "all " span class="count" { (all.len()) } } }
            @for (state, name, words) in STATES {
                @let count = all.iter().filter(|matter| matter.state == state).count();
                @if count > 0 || wanted == Some(state) {
                    li { a class="chip" href=(links.with("threads", &ask.with("state", Some(name)))) aria-current=[(wanted == Some(state)).then_some("true")] {
                        (words) " " span class="count" { (count) }
                    } }
                }
            }
        } }
        p { "Sorted by: " @for (nth, (name, words)) in [("newest", "last passage"), ("oldest", "first passage"), ("longest", "number of passages")].into_iter().enumerate() {
            @if nth > 0 { ", " }
            @if name == sorted { strong { (words) } } @else { a href=(links.with("threads", &ask.with("sort", Some(name)))) { (words) } }
        } }
    }
}

fn entry(scene: &Scene<'_>, matter: &Matter, words: &str) -> Markup {
    html! {
        article class="hit" {
            h2 { a href=(scene.links.to(&format!("threads/{}", matter.thread))) { (cut(words)) } }
            p class="where" { (days(matter.first.as_deref(), matter.last.as_deref())) ", " (matter.passages) " passages in " (matter.reports) " reports" }
            p { (matter.fate) }
        }
    }
}

fn cut(words: &str) -> String {
    if words.chars().nth(SHOWN).is_none() {
        return words.to_owned();
    }
    let kept: String = words.chars().take(SHOWN).collect();
    format!("{}\u{2026}", kept.trim_end())
}

fn days(first: Option<&str>, last: Option<&str>) -> String {
    match (first, last) {
        (Some(first), Some(last)) if first != last => format!("{first} to {last}"),
        (Some(day), _) | (None, Some(day)) => day.to_owned(),
        (None, None) => "undated".to_owned(),
    }
}

/// One matter as a line of time.
///
/// # Errors
/// There is no such thread, or the record cannot be read.
pub fn one(scene: &Scene<'_>, ask: &Ask, id: &str) -> Result<Answer, Refusal> {
    let unknown = || Refusal::not_found(&format!("no thread {id}"));
    if !id.starts_with("T-") {
        return Err(unknown());
    }
    let traces = scene.record.trace(&TraceOf::Id(id.to_owned()))?;
    let trace = traces.first().ok_or_else(unknown)?;
    if ask.form == Form::Json {
        return Ok(Answer::json(
            &json!({"schema": "minutebook/thread/1", "path": format!("threads/{}", trace.thread), "thread": trace}),
        ));
    }
    let lead = trace.passages.iter().rfind(|passage| passage.does != Does::Tells).or(trace.passages.last());
    let lead = lead.map(|passage| passage.text.as_str()).unwrap_or_default();
    let body = html! {
        blockquote class="item" { (lead) }
        dl class="facts" {
            dt { "What became of it" } dd { strong { (trace.fate) } }
            dt { "From, to" } dd { (days(trace.first.as_deref(), trace.last.as_deref())) }
            dt { "Passages" } dd { (trace.passages.len()) ", " (trace.wanted) " that want it, " (trace.settled) " that settle it" }
            dt { "Id" } dd { code { (trace.thread) } }
        }
        (timeline(scene, trace))
        p class="where" { "The program joined these passages by their words and references; each says why. Whoever knows better says so with minutebook trace link or unlink, and the next run holds to it." }
    };
    let mut sheet = Sheet::new(format!("One matter, {}", days(trace.first.as_deref(), trace.last.as_deref())), body);
    if scene.links.is_served() {
        sheet.forms.push(("JSON", "application/json", scene.links.to(&format!("threads/{}.json", trace.thread))));
    }
    Ok(scene.html(&sheet, ask))
}

/// The passages under their years, the oldest first.
fn timeline(scene: &Scene<'_>, trace: &Trace) -> Markup {
    let numbered: Vec<(usize, &Traced)> = trace.passages.iter().enumerate().collect();
    let years = numbered.chunk_by(|(_, one), (_, other)| year(one) == year(other));
    html! {
        div class="timeline" { @for passages in years {
            h2 { (passages.first().map_or("undated", |(_, passage)| year(passage))) }
            ol { @for (number, passage) in passages { li id={ "p" (number + 1) } class=(does(passage).0) { (self::passage(scene, trace, passage)) } } }
        } }
    }
}

fn year(passage: &Traced) -> &str {
    passage.date.as_deref().and_then(|date| date.get(..4)).unwrap_or("undated")
}

/// What a passage does: for its colour, and in words.
fn does(passage: &Traced) -> (&'static str, &'static str) {
    match passage.does {
        Does::Wants => ("recommendation", "wants it"),
        Does::Settles => ("decision", "settles it"),
        Does::Tells => ("told", "tells of it"),
    }
}

fn passage(scene: &Scene<'_>, trace: &Trace, passage: &Traced) -> Markup {
    let links = &scene.links;
    let (class, words) = does(passage);
    html! {
        p class="where" {
            time { (passage.date.as_deref().unwrap_or("undated")) } " "
            span class={ "tag " (class) } { (words) @if let Some(who) = &passage.held_by { ", held by " (who) } }
            @if passage.fate != Fate::Unsaid { " " span class="tag" { (passage.fate.words()) } }
            " " a href=(links.id(&passage.id)) { (passage.report) @if !passage.paragraph.is_empty() { ", " (passage.paragraph) } }
        }
        p { (passage.text) }
        @for taken in &passage.takes_up { (takes_up(trace, taken)) }
        @if !passage.cited_by.is_empty() {
            p class="why" { "Referred to by " @for (nth, (from, words)) in passage.cited_by.iter().enumerate() {
                @if nth > 0 { ", " } a href=(links.id(from)) { (from) } " (\u{201c}" (words) "\u{201d})"
            } }
        }
    }
}

/// What a passage takes up of an earlier one, why, and what changed in the words.
fn takes_up(trace: &Trace, taken: &TakesUp) -> Markup {
    let Some(earlier) = trace.passages.get(taken.passage) else { return html! {} };
    let changes = taken.difference.iter().any(|change| !matches!(change, Changed::Same(_)));
    html! {
        p class="why" {
            (taken.relation.name().replace('_', " ")) " "
            a href={ "#p" (taken.passage + 1) } { (earlier.date.as_deref().unwrap_or("an undated passage")) }
            ": " (taken.reason)
            @if let Some(who) = &taken.by { ", confirmed by " (who) }
        }
        @if changes { details {
            summary { "What changed in the words" }
            p { @for change in &taken.difference { @match change {
                Changed::Same(words) => { (words) " " }
                Changed::Gone(words) => { del { (words) } " " }
                Changed::New(words) => { ins { (words) } " " }
            } } }
        } }
    }
}

/// The matters of a passage or an item, as links; nothing where no other report takes it up.
#[must_use]
pub fn of(scene: &Scene<'_>, threads: &[(String, String)]) -> Markup {
    if threads.is_empty() {
        return html! {};
    }
    html! {
        section {
            h2 { "The same matter through the years" }
            ul { @for (thread, fate) in threads { li {
                a href=(scene.links.to(&format!("threads/{thread}"))) { "From the first passage to the last" } ": " (fate)
            } } }
        }
    }
}

/// Path of the page of each thread.
///
/// # Errors
/// The record cannot be read.
pub fn paths(scene: &Scene<'_>) -> Result<Vec<String>, Refusal> {
    Ok(scene.record.matters()?.iter().map(|matter| format!("threads/{}", matter.thread)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_the_parameter_are_those_of_the_states() {
        assert_eq!(STATES.map(|(_, name, _)| name), STATE_WORDS);
    }

    #[test]
    fn a_matter_is_dated_by_its_ends() {
        assert_eq!(days(Some("2014-05-20"), Some("2019-10-16")), "2014-05-20 to 2019-10-16");
        assert_eq!(days(Some("2014-05-20"), Some("2014-05-20")), "2014-05-20");
        assert_eq!(days(None, None), "undated");
    }
}
