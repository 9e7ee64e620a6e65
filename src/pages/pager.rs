//! Paging through long lists: by number, with links that keep everything else as it was.

use super::ask::Ask;
use super::refusal::Refusal;
use maud::{Markup, html};

/// Pages that can be reached by number: behind them, narrow the question.
const MOST_PAGES: usize = 10_000;

/// Number of the page that is asked for, and of pages.
///
/// # Errors
/// There is no such page.
pub fn place(ask: &Ask, total: usize, per: usize) -> Result<(usize, usize), Refusal> {
    let number = ask.number("page", 1, MOST_PAGES)?;
    let pages = total.div_ceil(per).max(1);
    if number > pages {
        return Err(Refusal::not_found(&format!("{pages} pages of this list, and no page {number}")));
    }
    Ok((number, pages))
}

/// Links to the pages before and after; nothing where there is one page only.
#[must_use]
pub fn links(ask: &Ask, number: usize, pages: usize, link: impl Fn(&[(String, String)]) -> String) -> Markup {
    if pages < 2 {
        return html! {};
    }
    let to = |page: usize| link(&ask.with("page", (page > 1).then(|| page.to_string()).as_deref()));
    html! {
        nav class="pager" aria-label="Pages of this list" {
            @if number > 1 { a href=(to(number - 1)) rel="prev" { "\u{2190} Previous" } " " }
            span { "Page " (number) " of " (pages) }
            @if number < pages { " " a href=(to(number + 1)) rel="next" { "Next \u{2192}" } }
        }
    }
}
