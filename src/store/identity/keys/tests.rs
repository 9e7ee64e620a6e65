use super::*;
use crate::model::{Document, Force, Item, Kind, Meta, Source};

/// Everything the ledger was told, and the words of each report.
#[derive(Default)]
struct World {
    files: Vec<KnownFile>,
    words: FxHashMap<String, Vec<String>>,
    manifest: FxHashMap<String, String>,
}

impl World {
    /// One run over the files `(path, bytes, proposed key, words)`; answers their keys in order of the paths.
    fn run(&mut self, files: &[(&str, &str, &str, &[&str])]) -> Vec<String> {
        let mut files = files.to_vec();
        files.sort_unstable();
        let present: Vec<(String, String)> =
            files.iter().map(|(path, bytes, ..)| ((*path).to_owned(), (*bytes).to_owned())).collect();
        let mut keys = Keys::new(&self.files, &present, &self.manifest);
        let mut given = Vec::new();
        for (path, bytes, proposed, words) in files {
            let mut read = report(path, bytes, proposed, words);
            let words_of = |key: &str| self.words.get(key).cloned().unwrap_or_default();
            let named = keys.give(&mut read, Facts::default(), words_of);
            let key = read.document.meta.key;
            assert_eq!(keys.known(path), Some(key.as_str()));
            for entry in named.given {
                self.files.push(KnownFile { path: entry.path, sha256: entry.sha256, key: entry.key });
            }
            self.words.entry(key.clone()).or_default().extend(words.iter().map(|words| words_hash(words)));
            given.push(key);
        }
        given
    }
}

fn report(path: &str, bytes: &str, proposed: &str, words: &[&str]) -> TaggedDocument {
    let item = |words: &&str| Item::bare(Kind::Action, Force::Agreed, *words);
    let source = Source { path: path.to_owned(), sha256: bytes.to_owned(), ..Source::default() };
    let meta = Meta { key: proposed.to_owned(), ..Meta::default() };
    let document = Document { schema: String::new(), source, meta, blocks: Vec::new(), notes: Vec::new() };
    TaggedDocument { document, items: words.iter().map(item).collect() }
}

#[test]
fn two_reports_of_one_body_and_day_are_told_apart_in_order_of_first_appearance() {
    let mut world = World::default();
    let b = ("b.pdf", "2", "mag-2017", &["two"] as &[&str]);
    assert_eq!(world.run(&[b]), ["mag-2017"]);
    let a = ("a.pdf", "1", "mag-2017", &["one"] as &[&str]);
    assert_eq!(world.run(&[a, b]), ["mag-2017-2", "mag-2017"]);
    assert_eq!(world.run(&[a, b]), ["mag-2017-2", "mag-2017"]);
}

#[test]
fn a_renamed_file_keeps_its_key_also_when_another_takes_its_name() {
    let mut world = World::default();
    world.run(&[("latest.pdf", "1", "mag-01", &["one"])]);
    let keys = world.run(&[("2017/january.pdf", "1", "mag-01", &["one"]), ("latest.pdf", "2", "mag-02", &["two"])]);
    assert_eq!(keys, ["mag-01", "mag-02"]);
    let swapped = world.run(&[("2017/january.pdf", "2", "mag-02", &["two"]), ("latest.pdf", "1", "mag-01", &["one"])]);
    assert_eq!(swapped, ["mag-02", "mag-01"]);
}

#[test]
fn a_changed_file_keeps_its_key_whatever_it_now_says() {
    let mut world = World::default();
    world.run(&[("a.pdf", "1", "a", &[])]);
    assert_eq!(world.run(&[("a.pdf", "2", "mag-2017-03-28", &["new words"])]), ["a"]);
}

#[test]
fn copies_of_the_same_bytes_are_one_report() {
    let mut world = World::default();
    world.run(&[("a.pdf", "1", "mag", &["one"])]);
    assert_eq!(world.run(&[("a.pdf", "1", "mag", &["one"]), ("copy.pdf", "1", "mag", &["one"])]), ["mag", "mag"]);
}

#[test]
fn a_file_both_moved_and_saved_anew_is_known_by_its_items() {
    let mut world = World::default();
    world.run(&[("a.pdf", "1", "mag", &["one", "two", "three"])]);
    assert_eq!(world.run(&[("2017/a.pdf", "9", "mag", &["one", "two", "four"])]), ["mag"]);
}

#[test]
fn another_report_does_not_take_over_the_key_of_a_vanished_one() {
    let mut world = World::default();
    world.run(&[("a.pdf", "1", "mag", &["one", "two", "three"])]);
    assert_eq!(world.run(&[("b.pdf", "2", "mag", &["four"])]), ["mag-2"]);
    let both = world.run(&[("a.pdf", "1", "mag", &["one", "two", "three"]), ("b.pdf", "2", "mag", &["four"])]);
    assert_eq!(both, ["mag", "mag-2"]);
}

#[test]
fn the_manifest_wins_and_a_renaming_is_told_once() {
    let mut world = World::default();
    world.run(&[("a.pdf", "1", "mag", &["one"])]);
    world.manifest.insert("a.pdf".into(), "Rio_2007".into());
    assert_eq!(world.run(&[("a.pdf", "1", "mag", &["one"])]), ["Rio_2007"]);
    let present = [("a.pdf".to_owned(), "1".to_owned())];
    let mut keys = Keys::new(&world.files, &present, &world.manifest);
    assert_eq!(keys.entry("a.pdf", "1", "Rio_2007"), None);
    // A first file that proposes a key of the manifest does not get it.
    world.manifest.insert("z.pdf".into(), "mag-9".into());
    let keys = world.run(&[("b.pdf", "2", "mag-9", &["two"]), ("z.pdf", "3", "x", &["three"])]);
    assert_eq!(keys, ["mag-9-2", "mag-9"]);
}

#[test]
fn a_report_that_says_nothing_is_named_by_its_file() {
    let mut world = World::default();
    let keys = world.run(&[("2019/Minutes of May (final).pdf", "1", "", &[]), ("x/###.pdf", "2", " ", &[])]);
    assert_eq!(keys, ["minutes-of-may-final", "report"]);
    world.manifest.insert("q.pdf".into(), "a#b/c".into());
    assert_eq!(world.run(&[("q.pdf", "5", "", &[])]), ["a-b-c"]);
}

#[test]
fn the_key_of_an_erased_report_is_not_given_again() {
    let mut keys = Keys::new(&[], &[], &FxHashMap::default());
    keys.never_again(["mag".to_owned()]);
    let mut read = report("a.pdf", "1", "mag", &["one"]);
    assert_eq!(keys.give(&mut read, Facts::default(), |_| Vec::new()).given[0].key, "mag-2");
}

#[test]
fn a_long_name_is_cut_before_its_day() {
    let key = |detected: &str| proposed_key(detected, "a/b.pdf");
    assert_eq!(
        key("standing-committee-administrative-harbour-questions-2031-04-08"),
        "standing-committee-administrative-harbour-2031-04-08"
    );
    assert_eq!(key("hb-2031-04-08"), "hb-2031-04-08");
    assert_eq!(key("hb-2031"), "hb-2031");
    assert_eq!(key("ä-2031-04-08"), "a-2031-04-08");
    assert_eq!(key("-2031-04-08"), "2031-04-08");
    assert_eq!(key(""), "b");
}
