//! Threads, references, follow-up and versions through the binary: families of our own making, and the reference set beside the
//! project where it is there.

use super::program::minutebook;
use super::shared::shared;
use serde_json::Value;
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

/// Four reports of a body that does not exist: matters that return, and others that only look so.
const GARDENS: [(&str, &str); 4] = [
    (
        "gardens-2011-03-08.txt",
        "Union of Hill Gardens: Committee, First Meeting\n8 March 2011\nReport\n\n\
1. The first meeting of the Committee of the Union of Hill Gardens was held at Brok on 8 March 2011.\n\n\
2. Tenants should store rainwater in covered barrels so that no child can fall in.\n\n\
3. Tenants should store manure in covered boxes so that no neighbour need complain.\n\n\
4. Decision 1/3: The Committee decided that the rent for a plot shall be 40 florins a year.\n\n\
5. AP 1-2: The treasurer to send the list of unpaid rents to all sections by 30 June 2011.\n\n\
6. The Committee recommended that a toolshed be built beside the lower gate.\n\n\
7. It was suggested that the hedge along the railway be replaced by a wall.\n\n\
8. The meeting closed with a song.\n",
    ),
    (
        "gardens-2012-03-13.txt",
        "Union of Hill Gardens: Committee, Second Meeting\n13 March 2012\nReport\n\n\
1. The second meeting of the Committee of the Union of Hill Gardens was held at Brok on 13 March 2012.\n\n\
2. Rainwater should be stored by tenants in barrels with covers, so that no child can fall in.\n\n\
3. Action point 1-2 (list of unpaid rents) has been completed.\n\n\
4. The Committee recommended that a greenhouse be built beside the upper gate.\n\n\
5. The Committee decided that a toolshed shall be built beside the lower gate before the winter.\n\n\
6. AP 2-1: The treasurer to send the list of broken taps to all sections by 30 June 2012.\n\n\
7. The Committee should inspect the pumps of the orchard before the spring.\n",
    ),
    (
        "gardens-2013-03-12.txt",
        "Union of Hill Gardens: Committee, Third Meeting\n12 March 2013\nReport\n\n\
1. The third meeting of the Committee of the Union of Hill Gardens was held at Brok on 12 March 2013.\n\n\
2. The toolshed beside the lower gate was built in October and has been painted green.\n\n\
3. Action point 2-1 (list of broken taps) could not be completed and is carried over.\n\n\
4. AP 3-1: The treasurer to send the list of broken taps to all sections by 30 September 2013.\n\n\
5. Decision 3/1: The Committee decided that the rent for a plot shall be 45 florins a year; this decision replaces decision 1/3.\n\n\
6. The Committee inspected the pumps of the orchard.\n",
    ),
    (
        "gardens-2014-03-11.txt",
        "Union of Hill Gardens: Committee, Fourth Meeting\n11 March 2014\nReport\n\n\
1. The fourth meeting of the Committee of the Union of Hill Gardens was held at Brok on 11 March 2014.\n\n\
2. Tenants should store rainwater in covered barrels so that no child can fall in.\n\n\
3. The rent of 45 florins set by decision 3/1 was paid by all but two tenants.\n\n\
4. As agreed at the previous meeting, the list of broken taps was sent to all sections by the treasurer.\n\n\
5. Members recalled paragraph 12 of the Charter of Urban Gardens.\n",
    ),
];

/// Later words, earlier words, and the relations that a careful reader accepts.
const TAKES_UP: [(&str, &str, &[&str]); 10] = [
    ("Rainwater should be stored by tenants", "Tenants should store rainwater", &["repeats", "changes"]),
    ("Tenants should store rainwater", "Rainwater should be stored by tenants", &["repeats", "changes"]),
    ("Action point 1-2", "AP 1-2: The treasurer to send the list of unpaid", &["reports_on", "implements"]),
    ("decided that a toolshed shall be built", "recommended that a toolshed be built", &["decides"]),
    (
        "The toolshed beside the lower gate was built",
        "decided that a toolshed shall be built",
        &["reports_on", "implements"],
    ),
    ("Action point 2-1", "AP 2-1: The treasurer to send the list of broken", &["reports_on"]),
    (
        "AP 3-1: The treasurer to send the list of broken",
        "AP 2-1: The treasurer to send the list of broken",
        &["changes", "repeats"],
    ),
    ("The Committee inspected the pumps", "The Committee should inspect the pumps", &["implements"]),
    ("this decision replaces decision 1/3", "Decision 1/3", &["supersedes"]),
    (
        "the list of broken taps was sent",
        "AP 3-1: The treasurer to send the list of broken",
        &["reports_on", "implements"],
    ),
];

/// Words that must not be in one thread.
const APART: [(&str, &str); 5] = [
    ("Tenants should store rainwater", "Tenants should store manure"),
    ("a toolshed be built", "a greenhouse be built"),
    ("list of unpaid rents to all", "list of broken taps to all"),
    ("held at Brok on 8 March", "held at Brok on 13 March"),
    ("hedge along the railway", "Rainwater should be stored"),
];

fn gardens() -> tempfile::TempDir {
    let workspace = tempfile::tempdir().unwrap();
    let corpus = workspace.path().join("corpus");
    std::fs::create_dir(&corpus).unwrap();
    for (name, text) in GARDENS {
        std::fs::write(corpus.join(name), text).unwrap();
    }
    run(workspace.path());
    workspace
}

fn run(workspace: &Path) {
    let answer = minutebook(workspace, &["run", "--settle", "0"]);
    assert_ne!(answer.status, Some(2), "{}{}", answer.out, answer.err);
}

fn json(workspace: &Path, arguments: &[&str]) -> Value {
    let answer = minutebook(workspace, arguments);
    assert_eq!(answer.status, Some(0), "{arguments:?}: {}", answer.err);
    serde_json::from_str(&answer.out).unwrap()
}

fn traces(workspace: &Path) -> Vec<Value> {
    json(workspace, &["trace", "--all", "--format", "json"])["threads"].as_array().unwrap().clone()
}

/// Later words, earlier words, relation.
fn links(traces: &[Value]) -> Vec<(String, String, String)> {
    let mut links = Vec::new();
    for trace in traces {
        let passages = trace["passages"].as_array().unwrap();
        for passage in passages {
            for taken in passage["takes_up"].as_array().unwrap() {
                let earlier = &passages[usize::try_from(taken["passage"].as_u64().unwrap()).unwrap()];
                let text = |it: &Value| it["text"].as_str().unwrap().to_owned();
                links.push((text(passage), text(earlier), taken["relation"].as_str().unwrap().to_owned()));
            }
        }
    }
    links
}

#[test]
fn matters_are_followed_and_near_misses_stay_apart() {
    let workspace = gardens();
    let all = traces(workspace.path());
    let found = links(&all);
    for (later, earlier, relations) in TAKES_UP {
        let link = found.iter().find(|(from, to, _)| from.contains(later) && to.contains(earlier));
        let (_, _, relation) = link.unwrap_or_else(|| panic!("{later} -> {earlier} in {found:#?}"));
        assert!(relations.contains(&relation.as_str()), "{later}: {relation}");
    }
    for (one, other) in APART {
        let together = all.iter().any(|trace| {
            let passages = trace["passages"].as_array().unwrap();
            let holds = |words: &str| passages.iter().any(|passage| passage["text"].as_str().unwrap().contains(words));
            holds(one) && holds(other)
        });
        assert!(!together, "{one} / {other}");
    }
}

#[test]
fn trackers_name_the_thread_and_a_second_run_changes_nothing() {
    let workspace = gardens();
    let items = std::fs::read_to_string(workspace.path().join("outputs/items.csv")).unwrap();
    let thread_of = |words: &str| {
        let line = items.lines().find(|line| line.contains(words)).unwrap_or_else(|| panic!("{words} in {items}"));
        line.split(',').find(|cell| cell.starts_with("T-")).map(str::to_owned)
    };
    let toolshed = thread_of("a toolshed be built");
    assert!(toolshed.is_some() && toolshed == thread_of("a toolshed shall be built"), "{items}");
    assert_eq!(thread_of("hedge along the railway"), None);
    let before = traces(workspace.path());
    let answer = minutebook(workspace.path(), &["run", "--settle", "0", "--full"]);
    assert_ne!(answer.status, Some(2), "{}", answer.err);
    assert_eq!(traces(workspace.path()), before);
    assert_eq!(std::fs::read_to_string(workspace.path().join("outputs/items.csv")).unwrap(), items);
}

#[test]
fn reports_that_come_one_by_one_give_the_threads_of_all_at_once() {
    let workspace = tempfile::tempdir().unwrap();
    std::fs::create_dir(workspace.path().join("corpus")).unwrap();
    for (name, text) in [&GARDENS[2], &GARDENS[0], &GARDENS[3], &GARDENS[1]] {
        std::fs::write(workspace.path().join("corpus").join(name), text).unwrap();
        run(workspace.path());
    }
    assert_eq!(traces(workspace.path()), traces(gardens().path()));
}

#[test]
fn what_people_say_of_threads_survives_every_run() {
    let workspace = gardens();
    let id = |words: &str| {
        traces(workspace.path()).iter().flat_map(|trace| trace["passages"].as_array().unwrap().clone()).find_map(
            |passage| {
                passage["text"].as_str().unwrap().contains(words).then(|| passage["id"].as_str().unwrap().to_owned())
            },
        )
    };
    let (built, decided) = (id("was built in October").unwrap(), id("toolshed shall be built").unwrap());
    let answer = minutebook(
        workspace.path(),
        &["trace", "unlink", &built, &decided, "--by", "Ana", "--because", "another shed"],
    );
    assert_eq!(answer.status, Some(0), "{}", answer.err);
    for _ in 0..2 {
        run(workspace.path());
        let found = links(&traces(workspace.path()));
        assert!(
            !found.iter().any(|(from, to, _)| from.contains("was built in October") && to.contains("shall be built")),
            "{found:#?}"
        );
    }
    let hedge = minutebook(workspace.path(), &["search", "hedge", "--format", "jsonl"]);
    let hedge: Value = serde_json::from_str(hedge.out.lines().next().unwrap()).unwrap();
    let answer = minutebook(workspace.path(), &["trace", "link", &built, hedge["id"].as_str().unwrap(), "--by", "Ana"]);
    assert_eq!(answer.status, Some(0), "{}", answer.err);
    run(workspace.path());
    let found = links(&traces(workspace.path()));
    assert!(
        found.iter().any(|(from, to, _)| from.contains("was built in October") && to.contains("hedge")),
        "{found:#?}"
    );
    let listed = std::fs::read_to_string(workspace.path().join("outputs/corrections.csv")).unwrap_or_default();
    assert!(!listed.contains("unclear"), "{listed}");
}

#[test]
fn a_trace_is_words_a_graph_or_a_drawing_and_show_names_it() {
    let workspace = gardens();
    let text = minutebook(workspace.path(), &["trace", "toolshed"]);
    assert!(text.out.contains("decides 1") && text.out.contains("reports on 2"), "{}{}", text.out, text.err);
    let drawing = minutebook(workspace.path(), &["trace", "toolshed", "--format", "svg"]);
    assert!(drawing.out.starts_with("<svg") && drawing.out.contains("decides"), "{}", drawing.out);
    let graph = minutebook(workspace.path(), &["trace", "toolshed", "--format", "dot"]);
    assert!(graph.out.starts_with("digraph"), "{}", graph.out);
    let nothing = minutebook(workspace.path(), &["trace", "hedge"]);
    assert_eq!((nothing.status, nothing.out.as_str()), (Some(0), ""));
    let replaced = traces(workspace.path())
        .iter()
        .flat_map(|trace| trace["passages"].as_array().unwrap().clone())
        .find(|passage| passage["text"].as_str().unwrap().starts_with("Decision 1/3"))
        .unwrap();
    let shown = minutebook(workspace.path(), &["show", replaced["id"].as_str().unwrap()]);
    assert!(
        shown.out.contains("thread T-") && shown.out.contains("cited by") && shown.out.contains("decision 1/3"),
        "{}",
        shown.out
    );
}

#[test]
fn threads_and_references_are_searched() {
    let workspace = gardens();
    let all = traces(workspace.path());
    let shed = all.iter().find(|trace| trace["passages"][0]["text"].as_str().unwrap().contains("toolshed")).unwrap();
    let count = |query: &str| {
        let answer = minutebook(workspace.path(), &["search", query, "--format", "jsonl", "--limit", "50"]);
        assert_eq!(answer.status, Some(0), "{}", answer.err);
        answer.out.lines().count()
    };
    assert_eq!(count(&format!("thread:{}", shed["thread"].as_str().unwrap())), 3);
    assert_eq!(count(&format!("thread:{} kind:decision", shed["thread"].as_str().unwrap())), 1);
    assert_eq!(count("thread:T-nosuchthread"), 0);
    assert!(count("thread:*") > 6);
    let rent = all.iter().flat_map(|trace| trace["passages"].as_array().unwrap().clone());
    let rent =
        rent.into_iter().find(|passage| passage["text"].as_str().unwrap().contains("set by decision 3/1")).unwrap();
    assert_eq!(count(&format!("cited-by:\"{}\"", rent["id"].as_str().unwrap())), 1);
}

#[test]
fn follow_up_tells_what_became_of_everything() {
    let workspace = gardens();
    let matters = json(workspace.path(), &["status", "--follow-up", "--format", "json"]);
    let state = |words: &str| {
        let all = matters["matters"].as_array().unwrap();
        let one = all.iter().find(|matter| {
            matter["text"].as_str().unwrap().contains(words)
                || matter["told"].as_str().is_some_and(|told| told.contains(words))
        });
        one.unwrap_or_else(|| panic!("{words} in {matters:#}"))["state"].as_str().unwrap().to_owned()
    };
    assert_eq!(state("hedge along the railway"), "never_mentioned_again");
    assert_eq!(state("toolshed beside the lower gate was built"), "done");
    assert_eq!(state("list of broken taps was sent"), "done");
    assert_eq!(state("Tenants should store rainwater"), "open");
    let all = matters["matters"].as_array().unwrap();
    let sent = all.iter().find(|matter| matter["told"].as_str().is_some_and(|told| told.contains("taps was sent")));
    let by = sent.unwrap()["told_by"][0].as_str().unwrap().to_lowercase();
    assert!(by.ends_with("treasurer"), "{by}");
}

#[test]
fn a_saved_search_of_threads_tells_what_joins_them() {
    let workspace = tempfile::tempdir().unwrap();
    let corpus = workspace.path().join("corpus");
    std::fs::create_dir(&corpus).unwrap();
    std::fs::write(
        workspace.path().join("searches.toml"),
        "[[search]]\nname = \"matters\"\nquery = \"rainwater thread:*\"\n",
    )
    .unwrap();
    for (name, text) in GARDENS.iter().take(3) {
        std::fs::write(corpus.join(name), text).unwrap();
    }
    run(workspace.path());
    let (name, text) = GARDENS[3];
    std::fs::write(corpus.join(name), text).unwrap();
    run(workspace.path());
    let told: Vec<String> = std::fs::read_dir(workspace.path().join("outputs/alerts"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|it| it == "txt"))
        .map(|path| std::fs::read_to_string(path).unwrap())
        .collect();
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].contains("2014") && told[0].contains("rainwater"), "{}", told[0]);
}

#[test]
fn two_versions_are_compared_paragraph_by_paragraph() {
    let workspace = tempfile::tempdir().unwrap();
    let corpus = workspace.path().join("corpus");
    std::fs::create_dir(&corpus).unwrap();
    let head = "Ski Club of Nord: outcome document\n9 May 2016\n\n";
    std::fs::write(corpus.join("draft.txt"), format!("{head}1. The lift opens at eight.\n\n2. Members should wax the hire skis once a week. Wax is in the cellar.\n\n3. Soup will be sold.\n")).unwrap();
    std::fs::write(corpus.join("final.txt"), format!("{head}1. The lift opens at nine on weekdays.\n\n2. Members should wax the hire skis once a week.\n\n3. Wax is in the cellar.\n\n4. Dogs are welcome on the terrace.\n")).unwrap();
    std::fs::write(
        corpus.join("manifest.csv"),
        "path,key,supersedes\ndraft.txt,nord-draft,\nfinal.txt,nord-final,nord-draft\n",
    )
    .unwrap();
    run(workspace.path());
    let compared = json(workspace.path(), &["trace", "versions", "nord-final", "--format", "json"]);
    let changes: Vec<&str> =
        compared["versions"]["rows"].as_array().unwrap().iter().map(|row| row["change"].as_str().unwrap()).collect();
    assert_eq!(changes, ["words", "split", "split", "added", "dropped"], "{compared:#}");
    assert_eq!(minutebook(workspace.path(), &["trace", "versions", "nord-draft"]).status, Some(2));
}

/// A share that a scorer printed behind a name: `precision  44/45 = 0.978`.
fn share(scored: &str, name: &str) -> f64 {
    let line =
        scored.lines().find(|line| line.trim_start().starts_with(name)).unwrap_or_else(|| panic!("{name} in {scored}"));
    let (_, rest) = line.split_once(" = ").unwrap_or_else(|| panic!("{line}"));
    rest.split_whitespace().next().unwrap().parse().unwrap()
}

fn score(script: &Path, found: &str, more: &[&str]) -> Option<String> {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), found).unwrap();
    let Ok(answer) = Command::new("python3").arg(script).arg(file.path()).args(more).output() else {
        println!("skipped: there is no python3 for the scorers");
        return None;
    };
    assert!(answer.status.success(), "{}", String::from_utf8_lossy(&answer.stderr));
    let scored = String::from_utf8_lossy(&answer.stdout).into_owned();
    println!("{scored}");
    Some(scored)
}

fn workspace_of(folder: &Path) -> tempfile::TempDir {
    let workspace = tempfile::tempdir().unwrap();
    let corpus = workspace.path().join("corpus");
    std::fs::create_dir(&corpus).unwrap();
    for file in super::shared::files_below(folder, &["txt", "md"]) {
        let to = corpus.join(file.strip_prefix(folder).unwrap());
        std::fs::create_dir_all(to.parent().unwrap()).unwrap();
        std::fs::copy(&file, to).unwrap();
    }
    run(workspace.path());
    workspace
}

/// Links as the scorer reads them.
fn found_links(workspace: &Path) -> String {
    let mut found = String::new();
    for trace in traces(workspace) {
        let passages = trace["passages"].as_array().unwrap();
        for passage in passages {
            for taken in passage["takes_up"].as_array().unwrap() {
                let earlier = &passages[usize::try_from(taken["passage"].as_u64().unwrap()).unwrap()];
                let end = |it: &Value| serde_json::json!({"file": it["source"], "text": it["text"]});
                let line = serde_json::json!({"from": end(passage), "to": end(earlier), "relation": taken["relation"]});
                writeln!(found, "{line}").unwrap();
            }
        }
    }
    found
}

#[test]
fn the_reference_body_is_followed_through_its_years() {
    let Some(shared) = shared() else { return };
    let folder = shared.join("threads");
    let workspace = workspace_of(&folder.join("records"));
    let Some(scored) = score(&folder.join("score_threads.py"), &found_links(workspace.path()), &[]) else { return };
    assert!(share(&scored, "precision") >= 0.95);
    assert!(share(&scored, "recall ") >= 0.85);
    assert!(share(&scored, "relation right") >= 0.85);
    assert!(share(&scored, "near miss linked") <= 0.0);
    assert!(share(&scored, "near miss in one file") <= 0.0);
    references_lead_where_they_should(&folder, workspace.path());
    fates_are_as_told(&folder, workspace.path());
}

fn rows(file: &Path) -> Vec<Value> {
    std::fs::read_to_string(file).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn plain(text: &str) -> String {
    let words = text.split(|it: char| !it.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

/// References are scored as the links are: the passage that is meant must hold the reference's words.
fn references_lead_where_they_should(folder: &Path, workspace: &Path) {
    let record = minutebook::Record::open(workspace).unwrap();
    let words = |id: &str| match record.show(id, 0).unwrap() {
        minutebook::Shown::Block(place) => plain(&place.block.text),
        minutebook::Shown::Report { .. } => String::new(),
    };
    let all = record.references().unwrap();
    let has = |value: &Value| plain(value["has"].as_str().unwrap());
    let wanted = rows(&folder.join("references.jsonl"));
    let right = |row: &&Value| {
        all.iter().any(|referral| {
            words(&referral.from).contains(&has(&row["at"]))
                && referral.to.as_ref().is_some_and(|to| words(to).contains(&has(&row["resolved"])))
        })
    };
    let found = wanted.iter().filter(right).count();
    println!("references resolved {found}/{}", wanted.len());
    assert!(found * 100 >= wanted.len() * 85);
}

/// A fate is right where the state of the matter's thread is the one that the words of the reference name.
fn fates_are_as_told(folder: &Path, workspace: &Path) {
    let record = minutebook::Record::open(workspace).unwrap();
    let (followed, traces) = (record.follow_up().unwrap(), record.all_traces().unwrap());
    let wanted = rows(&folder.join("followup.jsonl"));
    let mut right = 0;
    for row in &wanted {
        let (first, fate) = (plain(row["first"]["has"].as_str().unwrap()), row["fate"].as_str().unwrap());
        let thread =
            traces.iter().find(|trace| trace.passages.iter().any(|passage| plain(&passage.text).contains(&first)));
        let told = match thread {
            Some(thread) => thread.fate.clone(),
            None => followed
                .iter()
                .find(|it| plain(&it.text).contains(&first))
                .map(|it| it.fate.clone())
                .unwrap_or_default(),
        };
        let says = |words: &str| told.contains(words);
        let fits = match fate {
            fate if fate.contains("never mentioned") => says("never mentioned again"),
            fate if fate.contains("superseded") => says("superseded"),
            fate if fate.contains("dropped") => says("dropped"),
            fate if fate.contains("not possible") => says("could not be done"),
            fate if fate.contains("done") || fate.contains("going on") => says("done"),
            fate if fate.contains("decided") => says("decided"),
            fate if fate.contains("recommended") => says("recommended 4 times"),
            _ => says("recommended"),
        };
        right += usize::from(fits);
        if !fits {
            println!("fate {fate:?} is told as {told:?}: {first}");
        }
    }
    println!("fates right {right}/{}", wanted.len());
    assert!(right * 100 >= wanted.len() * 75);
}

#[test]
fn real_reports_are_followed_where_their_words_return() {
    let Some(shared) = shared() else { return };
    let folder = shared.join("threads");
    let workspace = workspace_of(&shared.join("seeds"));
    let found = found_links(workspace.path());
    let gold = folder.join("real");
    let Some(scored) = score(&folder.join("score_threads.py"), &found, &["--gold", gold.to_str().unwrap()]) else {
        return;
    };
    assert!(share(&scored, "recall ") >= 1.0);
    assert!(share(&scored, "relation right") >= 1.0);
    assert!(share(&scored, "near miss linked") <= 0.0);
}

#[test]
fn versions_are_aligned_as_a_reader_aligns_them() {
    let Some(shared) = shared() else { return };
    let folder = shared.join("threads");
    let workspace = workspace_of(&folder.join("versions"));
    let record = minutebook::Record::open(workspace.path()).unwrap();
    let catalogue = json(workspace.path(), &["status", "--format", "json"]);
    let mut keys = std::collections::BTreeMap::new();
    for report in catalogue["catalogue"]["reports"].as_array().unwrap() {
        for file in report["files"].as_array().unwrap() {
            keys.insert(file["path"].as_str().unwrap().to_owned(), report["key"].as_str().unwrap().to_owned());
        }
    }
    let mut found = String::new();
    for (path, after) in keys.iter().filter(|(path, _)| path.contains("/final.")) {
        let before = &keys[&path.replace("/final.", "/draft.")];
        for row in record.compare(Some(before), after).unwrap().rows {
            let pair = path.split('/').next().unwrap();
            let line =
                serde_json::json!({"pair": pair, "final": row.after, "draft": row.before, "change": row.change.name()});
            writeln!(found, "{line}").unwrap();
        }
    }
    let Some(scored) = score(&folder.join("score_versions.py"), &found, &[]) else { return };
    assert!(share(&scored, "changed rows exact") >= 0.97);
}
