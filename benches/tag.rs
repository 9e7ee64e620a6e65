#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    missing_docs,
    reason = "a bench stops at the first fault and prints its table"
)]
//! How fast is tagging alone, on one core? Prints megabytes of text per second; docs/rules.md has the figure.
//!
//! `cargo bench --bench tag [-- MEGABYTES|FILE.txt]` tags generated reports, or the lines of a text file as paragraphs; the rules' own
//! example sentences are timed beside them: nearly all of those hold something, so that they are the worst that a report can be.
//! Each text is tagged twice: on the first pass the patterns build their states, on the second they have them.

use minutebook::internals::model::{Block, BlockType, Document, Meta, Source};
use minutebook::internals::tag::{Context, Tagger};
use std::time::Instant;

/// Sentences as most of a report is: background, discussion, schedules. One paragraph holds a few of them and one item.
const TALK: &[&str] = &[
    "The meeting opened with a short briefing by the host on the state of the preparations for the annual event.",
    "Several speakers described how their communities had used the reports of the earlier cycle in national debates.",
    "The presentation covered the history of the process, the growth of the network since 2012, and its budget.",
    "A question was raised about the number of registered participants and the share of those who attended remotely.",
    "The next session takes place in spring; further details are available on the website of the host country.",
    "Documents for this item had been circulated ten days before, and no comments had been received by then.",
];
/// Sentences that hold something.
const ITEMS: &[&str] = &[
    "It was agreed that the Secretariat would circulate a revised draft of the guidelines to all members by 5 April.",
    "The working group recommended that the selection criteria be published earlier than in previous years.",
    "Ms. Okoro offered to brief new members before the second call.",
    "The budget for the biennium was approved as presented.",
];

fn document(texts: impl Iterator<Item = String>) -> Document {
    let block = |text: String| Block {
        section: Some("Summary of the discussion".into()),
        ..Block::bare(BlockType::Paragraph, text)
    };
    let meta = Meta { date: Some("2031-05-03".into()), body: Some("Forum".into()), ..Meta::default() };
    Document {
        schema: minutebook::internals::model::document::SCHEMA.into(),
        source: Source::default(),
        meta,
        blocks: texts.map(block).collect(),
        notes: vec![],
    }
}

fn main() {
    let wanted: usize = std::env::args().skip(1).find_map(|argument| argument.parse().ok()).unwrap_or(8);
    let file = std::env::args().skip(1).find(|argument| argument.ends_with(".txt"));
    let tagger = Tagger::load(None).unwrap();
    let paragraph = |index: usize| {
        let talk: Vec<&str> = (0..5).filter_map(|step| TALK.get((index + step) % TALK.len()).copied()).collect();
        format!("{} {}", talk.join(" "), ITEMS.get(index % ITEMS.len()).unwrap())
    };
    let mut bytes = 0;
    let reports = document((0..).map(paragraph).take_while(|text| {
        bytes += text.len();
        bytes < wanted << 20
    }));
    match file {
        Some(path) => {
            let text = std::fs::read_to_string(path).unwrap();
            time("file", &tagger, &document(text.lines().map(str::to_owned)));
        }
        None => time("reports", &tagger, &reports),
    }
    let examples = tagger.rules().iter().flat_map(|rule| rule.must.iter().chain(&rule.must_not)).cloned();
    let many: Vec<String> = examples.collect();
    time("examples", &tagger, &document(many.iter().cycle().take(many.len() * 20).cloned()));
}

fn time(name: &str, tagger: &Tagger, document: &Document) {
    let bytes: usize = document.blocks.iter().map(|block| block.text.len()).sum();
    for pass in ["first", "second"] {
        let copy = document.clone();
        let start = Instant::now();
        let tagged = tagger.tag(copy, &Context::default());
        let seconds = start.elapsed().as_secs_f64();
        #[allow(clippy::cast_precision_loss, reason = "bytes of a bench are far below 2^52")]
        let rate = bytes as f64 / 1e6 / seconds;
        println!(
            "{name:<10} {pass:<7} {bytes:>10} bytes {seconds:>7.2} s {rate:>7.1} MB/s {:>7} items",
            tagged.items.len()
        );
    }
}
