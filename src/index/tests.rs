//! The index end to end over small reports: write, open, search, remove, rewrite.

use std::path::Path;

use super::{Reader, Writer};
use crate::model::Extra;
use crate::model::{Anchor, Block, BlockType, Document, Force, Item, Kind, Meta, Source, TaggedDocument, document};
use crate::query::acronyms::Bridges;
use crate::query::{Filters, Hits, Options, Query, Sort, Wording};

/// A report of one paragraph per text; a text beginning with "D ", "A " or "R " holds an item of that kind.
pub(crate) fn report(key: &str, date: &str, texts: &[&str]) -> TaggedDocument {
    let mut blocks = Vec::new();
    let mut items = Vec::new();
    for (ordinal, text) in texts.iter().enumerate() {
        let (kind, text) = match text.split_at_checked(2) {
            Some(("D ", rest)) => (Some((Kind::Decision, Force::Agreed)), rest),
            Some(("A ", rest)) => (Some((Kind::Action, Force::Requested)), rest),
            Some(("R ", rest)) => (Some((Kind::Recommendation, Force::Suggested)), rest),
            _ => (None, *text),
        };
        let number = ordinal + 1;
        let id = format!("{key}#{number}");
        if let Some((kind, force)) = kind {
            let letter = match kind {
                Kind::Decision => "d",
                Kind::Action => "a",
                Kind::Recommendation => "r",
            };
            items.push(Item {
                id: format!("{id}~0000000{ordinal}.{letter}"),
                block: ordinal,
                held_by: Some(if kind == Kind::Recommendation { "some members" } else { "MAG" }.to_owned()),
                actors: if kind == Kind::Action { vec!["IGF Secretariat".to_owned()] } else { Vec::new() },
                due: (kind == Kind::Action).then(|| "2017-04-05".to_owned()),
                categories: vec!["mag-structure-methods".to_owned()],
                rule: "test".to_owned(),
                cue: [0, 1],
                span: [0, text.len()],
                ..Item::bare(kind, force, text)
            });
        }
        blocks.push(Block {
            id,
            number: Some(number.to_string()),
            anchors: vec![Anchor {
                page: Some(3),
                bbox: Some([72.0, 90.1, 523.4, 260.0]),
                span: [0, text.len()],
                lines: None,
                at: None,
            }],
            ..Block::bare(BlockType::Paragraph, text)
        });
    }
    let meta = Meta {
        key: key.to_owned(),
        title: Some(format!("Report {key}")),
        body: key.split('-').next().map(str::to_uppercase),
        meeting: Some("Virtual Meeting II".to_owned()),
        date: Some(date.to_owned()),
        language: Some("en".to_owned()),
        ..Meta::default()
    };
    let source = Source { path: format!("2017/{key}.pdf"), format: "pdf".to_owned(), ..Source::default() };
    let document = Document { schema: document::SCHEMA.to_owned(), source, meta, blocks, notes: Vec::new() };
    TaggedDocument { document, items }
}

pub(crate) fn index(dir: &Path, reports: &[TaggedDocument]) -> Reader {
    let mut writer = Writer::create(dir).unwrap();
    for report in reports {
        writer.add(report, &Extra::default()).unwrap();
    }
    writer.commit().unwrap();
    drop(writer);
    Reader::open(dir).unwrap()
}

fn search(reader: &Reader, query: &str, options: &Options) -> Hits {
    let read = Query::parse(query).unwrap();
    let strict = Options { wording: Wording::Strict, ..options.clone() };
    reader.search(&read, &strict, &Bridges::default()).unwrap_or_else(|error| panic!("{query}: {error:?}"))
}

fn ids(reader: &Reader, query: &str) -> Vec<String> {
    let mut ids: Vec<String> = search(reader, query, &Options::default()).hits.into_iter().map(|hit| hit.id).collect();
    ids.sort();
    ids
}

#[test]
fn what_nothing_answers_is_named_with_what_was_perhaps_meant() {
    let dir = tempfile::tempdir().unwrap();
    let reader = index(dir.path(), &samples());
    let notices = |query: &str| -> Vec<String> {
        let hits = search(&reader, query, &Options::default());
        hits.notices.into_iter().filter(|notice| notice.code == "unknown").map(|notice| notice.message).collect()
    };
    assert_eq!(notices("newcommers"), ["newcommers stands in no paragraph; perhaps \"newcomers\" was meant"]);
    assert_eq!(notices("xylophone newcomers"), ["xylophone stands in no paragraph"]);
    assert_eq!(notices("body:NRI newcomers"), ["no paragraph has body:\"NRI\"; there are: MAG; WG"]);
    assert!(notices("chair newcomers circulate").is_empty());
}

#[test]
fn the_item_asked_for_is_shown() {
    let dir = tempfile::tempdir().unwrap();
    let padding = "Members spoke at length of other things that need not be told here. ".repeat(8);
    let text = format!("D The newcomers came early. {padding}It was agreed to close the list of all berths.");
    let mut long = report("mag-2017-03-28", "2017-03-28", &[&text]);
    let start = long.document.blocks[0].text.find("It was agreed").unwrap();
    long.items[0].span = [start, long.document.blocks[0].text.len()];
    let reader = index(dir.path(), &[long]);
    let snippets = |query: &str| -> Vec<String> {
        let hits = search(&reader, query, &Options::default());
        hits.hits[0].snippets.iter().map(|snippet| snippet.text.clone()).collect()
    };
    assert!(snippets("kind:decision")[0].contains("It was agreed to close"), "{:?}", snippets("kind:decision"));
    let both = snippets("newcomers kind:decision held_by:mag");
    assert!(both.len() == 2 && both[0].contains("newcomers came") && both[1].contains("It was agreed"), "{both:?}");
    assert_eq!(snippets("newcomers").len(), 1);
}

fn samples() -> Vec<TaggedDocument> {
    let mut second = report(
        "wg-2018-10-11",
        "2018-10-11",
        &[
            "R Best practice forums could reflect on how newcomers are received in their first session.",
            "The multi-stakeholder approach was praised; étude and résumé were handed out.",
            "D The group agreed to close the list.",
        ],
    );
    second.document.blocks[1].annex = vec!["Annex II".to_owned()];
    second.document.blocks[2].block_type = BlockType::TableRow;
    vec![
        report(
            "mag-2017-03-28",
            "2017-03-28",
            &[
                "The Chair opened the meeting and recalled the budget.",
                "D It was agreed that the newcomers session would be kept.",
                "A The Secretariat will circulate the policy options paper by April 5th.",
                "The options for a policy were discussed at some length by newcomers.",
            ],
        ),
        second,
    ]
}

#[test]
fn every_form_of_query_finds_what_it_asks_for() {
    let dir = tempfile::tempdir().unwrap();
    let reader = index(dir.path(), &samples());
    let (a, b) = (|n: u8| format!("mag-2017-03-28#{n}"), |n: u8| format!("wg-2018-10-11#{n}"));
    for (query, expected) in [
        ("newcomer", vec![a(2), a(4), b(1)]),
        ("exact:newcomer", vec![]),
        ("exact:newcomers", vec![a(2), a(4), b(1)]),
        ("newcomers session", vec![a(2), b(1)]),
        ("newcomers -session", vec![a(4)]),
        ("+newcomers session", vec![a(2), a(4), b(1)]),
        ("budget OR circulate", vec![a(1), a(3)]),
        ("(budget OR circulate) AND NOT chair", vec![a(3)]),
        ("\"policy options\"", vec![a(3)]),
        ("\"policy options\"~3", vec![a(3), a(4)]),
        ("newcom*", vec![a(2), a(4), b(1)]),
        ("*stakeholder", vec![b(2)]),
        ("multistakeholder", vec![b(2)]),
        ("\"multistakeholder approach\"", vec![b(2)]),
        ("secretariet~1", vec![a(3)]),
        ("secretariet", vec![]),
        ("etude resume", vec![b(2)]),
        ("kind:decision", vec![a(2), b(3)]),
        ("kind:decision held_by:MAG body:mag", vec![a(2)]),
        ("kind:recommendation held_by:MAG", vec![]),
        ("actor:secretariat", vec![a(3)]),
        ("actor:igf*", vec![a(3)]),
        ("actor:\"igf secretariat\"", vec![a(3)]),
        ("actor:secretary", vec![]),
        ("force:>=requested", vec![a(2), a(3), b(3)]),
        ("force:<agreed", vec![a(3), b(1)]),
        ("force:[requested TO requested]", vec![a(3)]),
        ("date:[2018-01-01 TO 2018-12-31] list", vec![b(3)]),
        ("date:<2018 kind:decision", vec![a(2)]),
        ("year:2018 kind:decision", vec![b(3)]),
        ("due:[2017-04-01 TO 2017-04-30]", vec![a(3)]),
        ("due:*", vec![a(3)]),
        ("annex:\"ANNEX 2\"", vec![b(2)]),
        ("annex:* report:wg*", vec![b(2)]),
        ("annex:none report:wg*", vec![b(1), b(3)]),
        ("number:3", vec![a(3), b(3)]),
        ("page:>3", vec![]),
        ("type:table-row", vec![b(3)]),
        ("meeting:\"second virtual meeting\" budget", vec![a(1)]),
        ("source:wg-2018* list", vec![b(3)]),
        ("category:mag-structure-methods kind:action", vec![a(3)]),
        ("title:report budget", vec![a(1)]),
        ("-kind:decision -kind:action report:mag*", vec![a(1), a(4)]),
        ("language:fr", vec![]),
    ] {
        assert_eq!(ids(&reader, query), expected, "{query}");
    }
    assert_eq!(search(&reader, "", &Options::default()).total, 7);
    assert_eq!(search(&reader, "date:[* TO *]", &Options::default()).total, 7);
}

#[test]
fn conditions_on_items_are_met_by_one_item() {
    let dir = tempfile::tempdir().unwrap();
    let mut mixed = report("mag-2017-03-28", "2017-03-28", &["D It was agreed.", "R It was suggested."]);
    for item in &mut mixed.items {
        item.block = 0;
    }
    let reader = index(dir.path(), &[mixed]);
    assert_eq!(ids(&reader, "kind:recommendation force:suggested").len(), 1);
    assert_eq!(ids(&reader, "kind:recommendation force:>=agreed").len(), 0);
    let filters = Filters { kinds: vec!["recommendation".into()], ..Filters::default() };
    let options = Options { filters, ..Options::default() };
    assert_eq!(search(&reader, "force:>=agreed", &options).total, 0);
}

#[test]
fn counts_years_orders_and_pages() {
    let dir = tempfile::tempdir().unwrap();
    let reader = index(dir.path(), &samples());
    let options =
        Options { facets: true, histogram: true, sort: Sort::Oldest, limit: 2, offset: 1, ..Options::default() };
    let hits = search(&reader, "newcomers", &options);
    assert_eq!(hits.total, 3);
    assert_eq!(hits.years, [(2017, 2), (2018, 1)]);
    let kinds = &hits.facets.iter().find(|facet| facet.field == "kind").unwrap().values;
    assert_eq!(*kinds, [("decision".to_owned(), 1), ("recommendation".to_owned(), 1)]);
    let shown: Vec<(&str, usize)> = hits.hits.iter().map(|hit| (hit.id.as_str(), hit.rank)).collect();
    assert_eq!(shown, [("mag-2017-03-28#4", 2), ("wg-2018-10-11#1", 3)]);
}

#[test]
fn near_identical_paragraphs_are_one_hit_with_a_count() {
    let dir = tempfile::tempdir().unwrap();
    let text = "Members were reminded that the call for workshop proposals closes on the first of May and that late ones wait.";
    let reports: Vec<TaggedDocument> =
        (1..=5).map(|month| report(&format!("mag-2017-0{month}-01"), &format!("2017-0{month}-01"), &[text])).collect();
    let reader = index(dir.path(), &reports);
    let hits = search(&reader, "workshop proposals", &Options::default());
    assert_eq!((hits.total, hits.hits.len(), hits.hits[0].twins), (5, 1, 4));
    let ungrouped = search(&reader, "workshop proposals", &Options { group: false, ..Options::default() });
    assert_eq!(ungrouped.hits.len(), 5);
}

#[test]
fn a_search_that_nothing_answers_is_relaxed_and_says_so_but_not_where_all_words_must_be_there() {
    let dir = tempfile::tempdir().unwrap();
    let reader = index(dir.path(), &samples());
    let query = Query::parse("budget circulate kind:action").unwrap();
    let hits = reader.search(&query, &Options::default(), &Bridges::default()).unwrap();
    assert_eq!(hits.total, 1);
    assert!(hits.notices.iter().any(|notice| notice.code == "relaxed"), "{:?}", hits.notices);
    assert_eq!(search(&reader, "budget circulate kind:action", &Options::default()).total, 0);
}

#[test]
fn reports_are_replaced_and_removed() {
    let dir = tempfile::tempdir().unwrap();
    drop(index(dir.path(), &samples()));
    let mut writer = Writer::open(dir.path()).unwrap();
    writer.add(&report("mag-2017-03-28", "2017-03-28", &["D The rewritten paragraph."]), &Extra::default()).unwrap();
    writer.remove("wg-2018-10-11");
    writer.commit().unwrap();
    drop(writer);
    let reader = Reader::open(dir.path()).unwrap();
    let keys: Vec<String> = reader.reports().unwrap().into_iter().map(|report| report.meta.key).collect();
    assert_eq!(keys, ["mag-2017-03-28"]);
    assert_eq!(reader.blocks("mag-2017-03-28").unwrap().len(), 1);
    assert_eq!(reader.ids("wg", 10).unwrap(), Vec::<String>::new());
    assert_eq!(search(&reader, "newcomers", &Options::default()).total, 0);
}

#[test]
fn what_is_stored_comes_back_whole() {
    let dir = tempfile::tempdir().unwrap();
    let original = samples().remove(0);
    let reader = index(dir.path(), std::slice::from_ref(&original));
    let found = reader.blocks("mag-2017-03-28").unwrap();
    let blocks: Vec<Block> = found.iter().map(|found| found.block.clone()).collect();
    let items: Vec<Item> = found.into_iter().flat_map(|found| found.items).collect();
    assert_eq!(blocks, original.document.blocks);
    assert_eq!(items, original.items);
    assert_eq!(reader.block("mag-2017-03-28#3").unwrap().unwrap().ordinal, 2);
    assert_eq!(reader.report("mag-2017-03-28").unwrap().unwrap().items, [1, 1, 0]);
}

#[test]
fn an_erased_report_leaves_no_byte() {
    let dir = tempfile::tempdir().unwrap();
    drop(index(dir.path(), &samples()));
    let mut writer = Writer::open(dir.path()).unwrap();
    writer.erase("mag-2017-03-28");
    writer.commit().unwrap();
    drop(writer);
    for entry in std::fs::read_dir(dir.path()).unwrap() {
        let path = entry.unwrap().path();
        let bytes = std::fs::read(&path).unwrap();
        let left = bytes.windows(10).any(|window| window == b"circulate " || window == b"mag-2017-0");
        assert!(!left, "{} {}", path.display(), String::from_utf8_lossy(&bytes));
    }
}

#[test]
fn hard_links_of_an_older_generation_keep_their_bytes() {
    let (old, new) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    drop(index(old.path(), &samples()));
    let mut before = Vec::new();
    for entry in std::fs::read_dir(old.path()).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap();
        if name == "meta.json" || name == ".managed.json" {
            std::fs::copy(&path, new.path().join(name)).unwrap();
        } else {
            std::fs::hard_link(&path, new.path().join(name)).unwrap();
        }
        before.push((path.clone(), std::fs::read(&path).unwrap()));
    }
    let mut writer = Writer::open(new.path()).unwrap();
    writer.remove("mag-2017-03-28");
    writer.commit().unwrap();
    drop(writer);
    for (path, bytes) in before {
        assert_eq!(std::fs::read(&path).unwrap(), bytes, "{}", path.display());
    }
    assert_eq!(Reader::open(old.path()).unwrap().reports().unwrap().len(), 2);
    assert_eq!(Reader::open(new.path()).unwrap().reports().unwrap().len(), 1);
}

#[test]
fn missing_foreign_and_damaged_indexes_are_errors_with_hints() {
    let dir = tempfile::tempdir().unwrap();
    let missing = Reader::open(&dir.path().join("none")).err().unwrap();
    assert!(missing.message.contains("no index") && !missing.hints.is_empty());
    std::fs::write(dir.path().join("meta.json"), b"{").unwrap();
    assert!(Reader::open(dir.path()).err().unwrap().message.contains("damaged"));

    // Every file in turn cut to half: an error or a right answer, never a panic.
    let whole = tempfile::tempdir().unwrap();
    drop(index(whole.path(), &samples()));
    for entry in std::fs::read_dir(whole.path()).unwrap() {
        let damaged = tempfile::tempdir().unwrap();
        let name = entry.unwrap().file_name();
        for other in std::fs::read_dir(whole.path()).unwrap() {
            let other = other.unwrap();
            std::fs::copy(other.path(), damaged.path().join(other.file_name())).unwrap();
        }
        let path = damaged.path().join(&name);
        let bytes = std::fs::read(&path).unwrap();
        std::fs::write(&path, &bytes[..bytes.len() / 2]).unwrap();
        if let Ok(reader) = Reader::open(damaged.path()) {
            let answer = reader.search(&Query::parse("newcomers").unwrap(), &Options::default(), &Bridges::default());
            let right = matches!(&answer, Ok(hits) if hits.total == 3);
            assert!(right || answer.is_err(), "{name:?}");
        }
    }
}

#[test]
fn two_indexes_of_the_same_reports_answer_alike() {
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let first = index(one.path(), &samples());
    let mut reversed = samples();
    reversed.reverse();
    let second = index(two.path(), &reversed);
    for query in ["newcomers", "the", "kind:decision", "+the newcomers"] {
        let options = Options::default();
        assert_eq!(search(&first, query, &options), search(&second, query, &options), "{query}");
    }
}

mod oracle;
mod plain;
