//! A thread as a picture: a graph for Graphviz, and a drawing of its own that every browser shows.

use super::trace::{Trace, Traced};
use std::fmt::Write as _;

/// The graph of traces in the language of Graphviz.
#[must_use]
pub fn dot(traces: &[Trace]) -> String {
    let mut out = String::from("digraph threads {\n  rankdir=LR;\n  node [shape=box, fontname=\"sans-serif\"];\n");
    for trace in traces {
        for (number, passage) in trace.passages.iter().enumerate() {
            let label = format!(
                "{} {}\\n{}",
                day(passage),
                quoted(&place(passage)),
                quoted(&cut(&passage.text, LABEL_CHARACTERS))
            );
            let _ = writeln!(out, "  \"{} {number}\" [label=\"{label}\"];", quoted(&trace.thread));
            for link in &passage.takes_up {
                let _ = writeln!(
                    out,
                    "  \"{} {}\" -> \"{} {number}\" [label=\"{}\"];",
                    quoted(&trace.thread),
                    link.passage,
                    quoted(&trace.thread),
                    link.relation.name()
                );
            }
        }
    }
    out.push_str("}\n");
    out
}

/// A drawing of traces: one row a passage, the oldest above.
#[must_use]
pub fn svg(traces: &[Trace]) -> String {
    let rows: usize = traces.iter().map(|trace| trace.passages.len() + 1).sum();
    let height = rows * ROW + ROW;
    let mut out = String::new();
    let _ = writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{height}\" viewBox=\"0 0 {WIDTH} {height}\" font-family=\"sans-serif\" font-size=\"13\">"
    );
    let mut y = ROW;
    for trace in traces {
        let _ = writeln!(
            out,
            "<text x=\"10\" y=\"{y}\" font-weight=\"bold\">{}: {}</text>",
            escaped(&trace.thread),
            escaped(&trace.fate)
        );
        let top = y;
        for (number, passage) in trace.passages.iter().enumerate() {
            y += ROW;
            let _ = writeln!(out, "<circle cx=\"{AXIS}\" cy=\"{}\" r=\"5\"/>", y - 4);
            let _ = writeln!(out, "<text x=\"10\" y=\"{y}\">{}</text>", escaped(day(passage)));
            let how: Vec<String> =
                passage.takes_up.iter().map(|link| format!("{} {}", link.relation.name(), link.passage + 1)).collect();
            let _ = writeln!(
                out,
                "<text x=\"{TEXT}\" y=\"{y}\"><title>{}</title>{}. {} {}: {}</text>",
                escaped(&passage.text),
                number + 1,
                escaped(&how.join(", ")),
                escaped(&place(passage)),
                escaped(&cut(&passage.text, LINE_CHARACTERS))
            );
            for link in &passage.takes_up {
                let from = top + (link.passage + 1) * ROW - 4;
                let to = y - 4;
                let bend = AXIS.saturating_sub(8 + 4 * (to - from.min(to)) / ROW);
                let _ = writeln!(
                    out,
                    "<path d=\"M{AXIS} {from} Q{bend} {} {AXIS} {to}\" fill=\"none\" stroke=\"#666\"/>",
                    (from + to) / 2
                );
            }
        }
        y += ROW;
    }
    out.push_str("</svg>\n");
    out
}

/// Width of the drawing, in points.
const WIDTH: usize = 1200;
/// Height of a row.
const ROW: usize = 26;
/// Where the line of time stands.
const AXIS: usize = 130;
/// Where words begin.
const TEXT: usize = 150;
/// Characters of a label in a graph.
const LABEL_CHARACTERS: usize = 60;
/// Characters of a line in a drawing.
const LINE_CHARACTERS: usize = 110;

fn day(passage: &Traced) -> &str {
    passage.date.as_deref().unwrap_or("no date")
}

fn place(passage: &Traced) -> String {
    if passage.paragraph.is_empty() {
        passage.report.clone()
    } else {
        format!("{}, {}", passage.report, passage.paragraph)
    }
}

fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let kept: String = text.chars().take(most).collect();
    format!("{}\u{2026}", kept.trim_end())
}

/// Words of documents within quotation marks of Graphviz.
fn quoted(text: &str) -> String {
    text.chars().filter(|it| !it.is_control()).collect::<String>().replace('\\', "\\\\").replace('"', "\\\"")
}

/// Words of documents within XML.
fn escaped(text: &str) -> String {
    text.chars()
        .filter(|it| !it.is_control())
        .collect::<String>()
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::threads::relation::Relation;
    use crate::threads::trace::TakesUp;

    fn trace() -> Trace {
        let passage =
            |text: &str| Traced { text: text.to_owned(), date: Some("2019-05-02".to_owned()), ..Traced::default() };
        let mut later = passage("<script>\"again\"</script>");
        later.takes_up.push(TakesUp {
            passage: 0,
            relation: Relation::Repeats,
            likeness: 1.0,
            reason: String::new(),
            by: None,
            difference: Vec::new(),
        });
        Trace { thread: "T-a".to_owned(), passages: vec![passage("first"), later], ..Trace::default() }
    }

    #[test]
    fn words_of_documents_cannot_break_out_of_a_picture() {
        let drawing = svg(&[trace()]);
        assert!(!drawing.contains("<script>") && drawing.contains("&lt;script&gt;"), "{drawing}");
        assert!(drawing.contains("repeats 1"));
        let graph = dot(&[trace()]);
        assert!(graph.contains("\\\"again\\\"") && graph.contains("[label=\"repeats\"]"), "{graph}");
    }
}
