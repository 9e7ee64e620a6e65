//! Bars by year, drawn as SVG without script or inline style, with the same numbers as a table for whoever does not see them.

use maud::{Markup, html};
use std::collections::BTreeMap;

/// Width of a drawing in its own units; it scales with the page.
const WIDTH: usize = 720;
/// Height of the bars.
const HEIGHT: usize = 120;
/// Room for the years below.
const BELOW: usize = 22;
/// More years than this are not all named.
const NAMED_YEARS: usize = 16;

/// One year: a number for each series, and where a click leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    /// The year.
    pub year: u32,
    /// One number for each series.
    pub counts: Vec<usize>,
    /// Where a click leads.
    pub link: Option<String>,
}

/// The kinds of items, as series of a chart.
pub const KINDS: [&str; 3] = ["decision", "action", "recommendation"];

/// The year of a date.
#[must_use]
pub fn year(date: Option<&str>) -> Option<u32> {
    date?.get(..4)?.parse().ok()
}

/// Counts by year of the three kinds, from pairs of year and kind; years without any are shown as gaps.
#[must_use]
pub fn by_kind<'a>(items: impl Iterator<Item = (u32, &'a str)>, link: impl Fn(u32) -> Option<String>) -> Vec<Bar> {
    let mut years: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (year, kind) in items {
        let counts = years.entry(year).or_insert_with(|| vec![0; KINDS.len()]);
        if let Some(count) = KINDS.iter().position(|known| *known == kind).and_then(|at| counts.get_mut(at)) {
            *count += 1;
        }
    }
    years.into_iter().map(|(year, counts)| Bar { year, counts, link: link(year) }).collect()
}

/// The chart: `title` says what is counted, `series` names the colours.
#[must_use]
pub fn bars(title: &str, series: &[&str], bars: &[Bar]) -> Markup {
    let Some((first, last)) = bars.first().zip(bars.last()).map(|(first, last)| (first.year, last.year)) else {
        return html! {};
    };
    // A wrong date must not stretch the drawing over a thousand years.
    let span = usize::try_from(last - first + 1).unwrap_or(usize::MAX);
    let is_dense = span > 120;
    let columns = if is_dense { bars.len() } else { span };
    let most = bars.iter().map(|bar| bar.counts.iter().sum::<usize>()).max().unwrap_or(1).max(1);
    let step = (WIDTH / columns.max(1)).max(2);
    let named_every = columns.div_ceil(NAMED_YEARS).max(1);
    let at = |nth: usize, bar: &Bar| if is_dense { nth } else { (bar.year - first) as usize };
    html! {
        figure class="chart" {
            figcaption { (title) @if series.len() > 1 { " " @for name in series { span class={ "key " (name) } { (name) } " " } } }
            svg viewBox={ "0 0 " (WIDTH) " " (HEIGHT + BELOW) } preserveAspectRatio="xMinYMid" role="group" aria-label=(title) {
                @for (nth, bar) in bars.iter().enumerate() {
                    @let column = at(nth, bar);
                    @let label = spoken(bar, series);
                    @if let Some(link) = &bar.link {
                        a href=(link) aria-label=(label) { (drawn(bar, series, column * step, step, most, &label)) }
                    } @else {
                        g { (drawn(bar, series, column * step, step, most, &label)) }
                    }
                    @if column % named_every == 0 {
                        text x=(column * step + step / 2) y=(HEIGHT + BELOW - 6) text-anchor="middle" aria-hidden="true" { (bar.year) }
                    }
                }
            }
            details {
                summary { "The same as a table" }
                table {
                    thead { tr { th scope="col" { "year" } @for name in series { th scope="col" class="number" { (name) } } } }
                    tbody { @for bar in bars { tr {
                        th scope="row" { @if let Some(link) = &bar.link { a href=(link) { (bar.year) } } @else { (bar.year) } }
                        @for count in &bar.counts { td class="number" { (count) } }
                    } } }
                }
            }
        }
    }
}

fn spoken(bar: &Bar, series: &[&str]) -> String {
    let counts = series.iter().zip(&bar.counts).filter(|(_, count)| **count > 0);
    let counts: Vec<String> = counts.map(|(name, count)| format!("{count} {name}")).collect();
    format!("{}: {}", bar.year, counts.join(", "))
}

fn drawn(bar: &Bar, series: &[&str], x: usize, step: usize, most: usize, label: &str) -> Markup {
    let mut top = HEIGHT;
    html! {
        title { (label) }
        // A wide target for the pointer, however small the bar.
        rect class="target" x=(x) y="0" width=(step) height=(HEIGHT) {}
        @for (name, count) in series.iter().zip(&bar.counts).filter(|(_, count)| **count > 0) {
            @let height = (count * HEIGHT).div_ceil(most).min(top);
            @let () = top -= height;
            rect class={ "bar " (name) } x=(x + 1) y=(top) width=(step.saturating_sub(2).max(1)) height=(height) {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_are_as_high_as_their_counts_and_named_for_whoever_does_not_see_them() {
        let items = [(2015, "decision"), (2015, "action"), (2017, "decision")];
        let chart = by_kind(items.into_iter(), |year| Some(format!("search?year={year}")));
        let drawn = bars("Items by year", &KINDS, &chart).into_string();
        assert!(drawn.contains("aria-label=\"2015: 1 decision, 1 action\""), "{drawn}");
        assert!(drawn.contains("<rect class=\"bar decision\" x=\"1\" y=\"60\""), "{drawn}");
        assert!(drawn.contains("x=\"481\""), "2017 stands in the third column: {drawn}");
        assert!(bars("nothing", &KINDS, &[]).into_string().is_empty());
    }

    #[test]
    fn a_wrong_date_does_not_stretch_the_drawing() {
        let items = [(1000, "decision"), (2015, "decision")];
        let drawn = bars("Items", &KINDS, &by_kind(items.into_iter(), |_| None)).into_string();
        assert!(drawn.contains(&format!("x=\"{}\"", WIDTH / 2 + 1)), "{drawn}");
    }
}
