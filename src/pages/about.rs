//! Help: what the words and colours of the pages mean, how to ask, and how programs read the same.

use super::answer::Answer;
use super::ask::Ask;
use super::frame::Sheet;
use super::refusal::Refusal;
use super::scene::Scene;
use crate::query::Field;
use crate::query::fields::FORCES;
use maud::html;

/// The page.
///
/// # Errors
/// Never; as all pages.
pub fn page(scene: &Scene<'_>, ask: &Ask) -> Result<Answer, Refusal> {
    let links = &scene.links;
    let body = html! {
        h2 { "What the colours mean" }
        ul {
            li { span class="tag decision" { "decision" } " the body settled something" }
            li { span class="tag action" { "action" } " somebody is to do something" }
            li { span class="tag recommendation" { "recommendation" } " somebody proposes something, and it is not settled" }
        }
        p { "Beside the kind stands the force of the words, weakest first: "
            @for (nth, (_, name)) in FORCES.iter().enumerate() { @if nth > 0 { ", " } (name) } ". "
            "Where a position is not the body's own, its holder is named: \u{201c}recommendation, suggested: some members\u{201d}." }
        h2 { "How to ask" }
        p { "All words must be there, in any of their forms. \"Quotes\" make a phrase; OR, -not and ( ) work; wild* stands for any ending." }
        p { "Fields narrow a search:" }
        ul class="columns" { @for name in Field::names() {
            li { @if let Some(field) = Field::named(name) { code { (field.example()) } } }
        } }
        h2 { "What is not found" }
        p { "A search answers from the reports that are held and could be read. " a href=(links.to("meetings")) { "Meetings and gaps" }
            " says what is missing. A passage marked as doubtful may not read as its page does." }
        h2 { "Addresses that stay" }
        p { "Every paragraph has an address made of its report and its printed number, such as " code { "r/mag-2017-03-28/annex-2/26" }
            ". It stays when the report is read again, by a newer program too." }
        @if links.is_served() {
            h2 { "For programs" }
            p { "Add " code { ".json" } " to the path of a page, or put " code { "api/" } " before it. "
                a href=(links.file("openapi.json")) { "openapi.json" } " describes the answers. Lists are also CSV, Excel and calendars, searches are feeds." }
        }
    };
    Ok(scene.html(&Sheet::new("Help", body), ask))
}
