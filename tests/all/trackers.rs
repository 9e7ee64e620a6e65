//! What a chair does with trackers, through the binary: export, import, edit, merge, assess, correct.

use super::program::{minutebook, sample_workspace};
use std::path::Path;

fn outputs(workspace: &Path, name: &str) -> String {
    std::fs::read_to_string(workspace.join("outputs").join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn first_item(workspace: &Path) -> String {
    let items = outputs(workspace, "items.csv");
    items.lines().nth(1).and_then(|line| line.split(',').next()).unwrap().to_owned()
}

fn kind_of(items: &str, id: &str) -> String {
    let records = minutebook::internals::tracker::records(items.trim_start_matches('\u{feff}'), b',');
    let at = |name: &str| records[0].iter().position(|header| header == name).unwrap();
    let row = records.iter().find(|row| row[at("id")] == id).unwrap();
    row[at("kind")].clone()
}

fn ready() -> tempfile::TempDir {
    let workspace = sample_workspace();
    let run = minutebook(workspace.path(), &["run", "--settle", "0"]);
    assert_eq!(run.status, Some(0), "{}{}", run.out, run.err);
    workspace
}

#[test]
fn a_second_import_brings_no_row_twice() {
    let workspace = ready();
    let root = workspace.path();
    let file = |name: &str| root.join(name).to_string_lossy().into_owned();
    for tool in ["excel", "sheets", "jira", "asana", "airtable", "notion"] {
        let path = file(&format!("{tool}.csv"));
        let first = minutebook(root, &["export", "--profile", tool, "-o", &path]);
        assert_eq!(first.status, Some(0), "{tool}: {}", first.err);
        let check = minutebook(root, &["export", "--check", &path]);
        assert_eq!(check.status, Some(0), "{tool}: {}", check.out);
        let second = minutebook(root, &["export", "--profile", tool]);
        let rows = second.out.lines().count() - 1;
        let repeats = matches!(tool, "excel" | "sheets" | "airtable");
        assert_eq!(rows > 0, repeats, "{tool}: {}", second.out);
    }
    // Jira answers with its keys: then the items are updates.
    let issues = std::fs::read_to_string(file("jira.csv")).unwrap();
    let records = minutebook::internals::tracker::records(&issues, b',');
    let mut answer = "Issue key,Description\n".to_owned();
    for (at, record) in records.iter().skip(1).enumerate() {
        answer.push_str(&format!("ABC-{at},\"{}\"\n", record[1].replace('"', "\"\"")));
    }
    std::fs::write(file("answer.csv"), answer).unwrap();
    let keys = minutebook(root, &["tracker", "keys", &file("answer.csv")]);
    assert!(keys.out.contains(&format!("{} keys learnt", records.len() - 1)), "{}{}", keys.out, keys.err);
    // Nothing has changed since: there is nothing to update.
    let third = minutebook(root, &["export", "--profile", "jira", "-o", &file("third.csv")]);
    assert_eq!(third.status, Some(0), "{}", third.err);
    assert!(!root.join("third-update.csv").exists());
    let third = minutebook(root, &["export", "--profile", "jira", "--again", "-o", &file("third.csv")]);
    assert_eq!(third.status, Some(0), "{}", third.err);
    let update = std::fs::read_to_string(file("third-update.csv")).unwrap();
    assert!(update.starts_with("Issue Key,") && update.contains("ABC-0,"), "{update}");
    assert_eq!(minutebook(root, &["export", "--check", &file("third-update.csv")]).status, Some(0));
}

#[test]
fn an_export_takes_the_filters_of_search_and_replaces_nothing_that_is_not_ours() {
    let workspace = ready();
    let root = workspace.path();
    let path = root.join("mine.csv").to_string_lossy().into_owned();
    std::fs::write(&path, "my words\n").unwrap();
    let refused = minutebook(root, &["export", "-o", &path]);
    assert_eq!(refused.status, Some(2));
    assert!(refused.err.contains("was not written by minutebook") && refused.err.contains("--overwrite"));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "my words\n");
    assert_eq!(minutebook(root, &["export", "-o", &path, "--overwrite"]).status, Some(0));
    assert_eq!(minutebook(root, &["export", "-o", &path]).status, Some(0));

    let by_query = minutebook(root, &["export", "kind:recommendation", "--format", "jsonl"]);
    let by_filter = minutebook(root, &["export", "--kind", "recommendation", "--format", "jsonl"]);
    assert!(!by_query.out.is_empty() && by_query.out == by_filter.out, "{}", by_query.err);
    assert!(by_query.out.lines().all(|line| line.contains("\"kind\":\"recommendation\"")), "{}", by_query.out);

    for format in ["xlsx", "ics", "md", "ndjson"] {
        let path = root.join(format!("all.{format}")).to_string_lossy().into_owned();
        assert_eq!(minutebook(root, &["export", "--format", format, "-o", &path]).status, Some(0), "{format}");
        assert!(std::fs::metadata(&path).unwrap().len() > 100, "{format}");
    }
    let since = root.join("since.csv").to_string_lossy().into_owned();
    assert_eq!(minutebook(root, &["export", "--since", "0", "-o", &since]).status, Some(0));
    let lines = |name: &str| std::fs::read_to_string(root.join(name)).unwrap().lines().count();
    assert!(lines("since-new.csv") > 1);
    assert_eq!((lines("since-changed.csv"), lines("since-withdrawn.csv")), (1, 1));
}

#[test]
fn corrections_and_assessments_are_applied_by_every_run_and_each_line_is_reported() {
    let workspace = ready();
    let root = workspace.path();
    let id = first_item(root);
    let correct = minutebook(root, &["tracker", "correct", &id, "kind", "action", "--by", "Ana"]);
    assert_eq!(correct.status, Some(0), "{}", correct.err);
    let overrides = root.join("overrides.csv");
    let mut lines = std::fs::read_to_string(&overrides).unwrap();
    lines.push_str(&format!("gone#1~aaaaaaaa.d,kind,action,,,,\r\n{id},due,2020-01-31,,,,zzzzzzzz\r\n"));
    std::fs::write(&overrides, &lines).unwrap();
    let run = minutebook(root, &["run", "--settle", "0"]);
    assert_eq!(run.status, Some(1), "{}{}", run.out, run.err);
    let report = outputs(root, "corrections.csv");
    for word in [",applied,", ",orphaned,", ",stale,"] {
        assert_eq!(report.matches(word).count(), 1, "{word}: {report}");
    }
    let items = outputs(root, "items.csv");
    assert_eq!(kind_of(&items, &id), "action", "{items}");
    // What is known is no news.
    assert_eq!(minutebook(root, &["run", "--settle", "0"]).status, Some(0));
    std::fs::remove_file(&overrides).unwrap();
    minutebook(root, &["run", "--settle", "0"]);
    assert_ne!(kind_of(&outputs(root, "items.csv"), &id), "action");

    let sent = root.join("from-ana.csv");
    std::fs::write(&sent, format!("id;assessor;view;date\r\n{id};Ana;implemented;2026-11-20\r\n{id};Ben;open;\r\n"))
        .unwrap();
    let sent = sent.to_string_lossy().into_owned();
    let assess = minutebook(root, &["tracker", "assess", &sent]);
    assert!(assess.out.contains("2 new, 0 known") && assess.out.contains("disagree"), "{}{}", assess.out, assess.err);
    assert!(minutebook(root, &["tracker", "assess", &sent]).out.contains("0 new, 2 known"));
    let folder = root.join("outputs/categories");
    let views = std::fs::read_dir(folder).unwrap().map(|entry| std::fs::read_to_string(entry.unwrap().path()).unwrap());
    let views: String = views.collect();
    assert!(views.contains("Ana: implemented; Ben: open,disagree") && views.contains("Assessment pending"), "{views}");
}

#[test]
fn two_chairs_copies_merge_with_every_word_and_what_cannot_be_read_is_set_aside() {
    let workspace = ready();
    let root = workspace.path();
    let id = first_item(root);
    let tracker = outputs(root, "tracker.csv");
    let records = minutebook::internals::tracker::records(tracker.trim_start_matches('\u{feff}'), b',');
    let cell = |name: &str| records[1][records[0].iter().position(|header| header == name).unwrap()].clone();
    let rev = cell("rev");
    let copy = |name: &str, status: &str| {
        let path = root.join(name);
        let text = cell("text").replace('"', "\"\"");
        let row = format!("{rev};{id};\"{text}\";{status};{name}");
        std::fs::write(&path, format!("rev;id;text;Status;Priority\r\n{row}\r\n")).unwrap();
        path.to_string_lossy().into_owned()
    };
    let (ana, ben) = (copy("ana.csv", "done"), copy("ben.csv", "dropped"));
    let merge = minutebook(root, &["tracker", "merge", &ana, &ben]);
    assert_eq!(merge.status, Some(1), "{}{}", merge.out, merge.err);
    let conflicts = outputs(root, "conflicts.csv");
    assert!(conflicts.contains(",status,done,dropped,"), "{conflicts}");
    assert!(outputs(root, "tracker.csv").lines().next().unwrap().ends_with(",notes,Priority"));
    assert_eq!(minutebook(root, &["tracker", "resolve", &id, "status"]).status, Some(0));
    assert_eq!(minutebook(root, &["tracker", "resolve", &id, "priority"]).status, Some(0));
    assert!(minutebook(root, &["tracker", "conflicts"]).out.contains("no conflicts"));

    std::fs::write(root.join("outputs/tracker.csv"), "no tracker at all\n").unwrap();
    let run = minutebook(root, &["run", "--settle", "0"]);
    assert_eq!(run.status, Some(1), "{}{}", run.out, run.err);
    assert!(outputs(root, "tracker.csv").contains(",done,"));
    let aside = std::fs::read_dir(root.join("outputs/set-aside")).unwrap().next().unwrap().unwrap().path();
    assert_eq!(std::fs::read_to_string(aside).unwrap(), "no tracker at all\n");
}

/// A workspace with one report of three paragraphs, the second as given.
fn library(second: &str) -> tempfile::TempDir {
    let workspace = tempfile::tempdir().unwrap();
    std::fs::create_dir(workspace.path().join("corpus")).unwrap();
    reissue(workspace.path(), second);
    run(workspace.path());
    workspace
}

/// The report once more, with another second paragraph.
fn reissue(root: &Path, second: &str) {
    let text = format!(
        "Library Board\nSummary report of the meeting of 5 March 2024\n\n1. The Board agreed to open on Sundays.\n\n2. {second}\n\n\
         3. The Board thanked the staff.\n"
    );
    std::fs::write(root.join("corpus/library-board-2024-03-05.txt"), text).unwrap();
}

fn run(root: &Path) -> String {
    let run = minutebook(root, &["run", "--settle", "0"]);
    assert!(run.status.is_some_and(|status| status < 2), "{}{}", run.out, run.err);
    format!("{}{}", run.out, run.err)
}

/// Rows of the tracker by their columns.
fn rows(root: &Path) -> Vec<std::collections::BTreeMap<String, String>> {
    let tracker = outputs(root, "tracker.csv");
    let mut records = minutebook::internals::tracker::records(tracker.trim_start_matches('\u{feff}'), b',');
    let header = records.remove(0);
    let rows = records.into_iter().map(|row| header.iter().cloned().zip(row).collect());
    rows.collect()
}

/// Writes into a human cell of a row in the tracker, as a person does who saves it in place.
fn write_cell(root: &Path, no: &str, column: &str, value: &str) {
    let tracker = outputs(root, "tracker.csv");
    let mut records = minutebook::internals::tracker::records(tracker.trim_start_matches('\u{feff}'), b',');
    let at = |name: &str| records[0].iter().position(|header| header == name).unwrap();
    let (no_at, column_at) = (at("no"), at(column));
    records.iter_mut().find(|row| row[no_at] == no).unwrap()[column_at] = value.to_owned();
    let mut out = csv::Writer::from_writer(Vec::new());
    records.iter().for_each(|row| out.write_record(row).unwrap());
    std::fs::write(root.join("outputs/tracker.csv"), out.into_inner().unwrap()).unwrap();
}

const LIST: &str = "The Secretariat should publish the list of speakers on the website of the library.";

#[test]
fn an_item_that_is_whole_now_takes_over_what_people_wrote_of_its_part() {
    let workspace = library(LIST);
    let root = workspace.path();
    let old = rows(root)[1]["id"].clone();
    write_cell(root, "R-001", "status", "in progress");
    let sent = root.join("from-ana.csv");
    std::fs::write(&sent, format!("id;assessor;view\r\n{old};Ana;implemented\r\n")).unwrap();
    assert_eq!(minutebook(root, &["tracker", "assess", &sent.to_string_lossy()]).status, Some(0));
    reissue(root, &LIST.replace("The Secretariat", "For the benefit of newcomers, the Secretariat"));
    run(root);
    let all = rows(root);
    let [_, whole] = all.as_slice() else { panic!("the old row has gone into the new one: {all:#?}") };
    assert_eq!((whole["status"].as_str(), whole["no"].as_str()), ("in progress", "R-001"));
    assert_ne!(whole["id"], old);
    let shown = minutebook(root, &["show", &old]);
    assert!(shown.out.contains("newcomers"), "the old id leads to the new one: {}{}", shown.out, shown.err);
    let views: String = std::fs::read_dir(root.join("outputs/categories"))
        .unwrap()
        .map(|entry| std::fs::read_to_string(entry.unwrap().path()).unwrap())
        .collect();
    assert!(views.contains("Ana: implemented"), "assessments follow: {views}");
    // A copy from before comes in late: it finds its row.
    let history = minutebook(root, &["tracker", "history", "R-001"]);
    assert!(history.out.contains("took over from"), "{}", history.out);
}

#[test]
fn a_reworded_recommendation_keeps_its_cells_by_itself_or_by_a_persons_word() {
    let workspace = library(LIST);
    let root = workspace.path();
    write_cell(root, "R-001", "owner", "Ana");
    reissue(root, &LIST.replace("website", "web pages"));
    assert!(run(root).contains("tracker confirm"));
    let row = rows(root)[1].clone();
    assert_eq!((row["owner"].as_str(), rows(root).len()), ("Ana", 2));
    assert!(row["flags"].contains("reworded"), "{row:#?}");
    let told = minutebook(root, &["tracker", "confirm"]);
    assert!(
        told.out.contains("website") && told.out.contains("web pages") && told.out.contains("linked"),
        "{}",
        told.out
    );
    // Another figure or the contrary: only a person can say so.
    reissue(root, &LIST.replace("website", "web pages").replace("should", "should not"));
    run(root);
    let (old, new) = (rows(root)[2]["id"].clone(), rows(root)[1]["id"].clone());
    assert_eq!(rows(root)[1]["owner"], "");
    let confirm = |more: &[&str]| {
        let said = minutebook(root, &[&["tracker", "confirm", &old, &new, "--by", "Ben"], more].concat());
        assert_eq!(said.status, Some(0), "{}{}", said.out, said.err);
    };
    confirm(&[]);
    assert_eq!((rows(root).len(), rows(root)[1]["owner"].clone()), (2, "Ana".to_owned()));
    confirm(&["--no"]);
    assert_eq!((rows(root).len(), rows(root)[1]["owner"].clone()), (3, String::new()));
    assert_eq!(rows(root)[2]["owner"], "Ana", "nothing was lost on the way");
}

#[test]
fn a_tracker_that_is_open_in_a_spreadsheet_stays_as_it_is_with_a_word() {
    let workspace = library(LIST);
    let root = workspace.path();
    let lock = root.join("outputs/.~lock.tracker.xlsx#");
    std::fs::write(&lock, ",ana,pc-3,29.11.2026 18:01,file:///home/ana/;").unwrap();
    let before = std::fs::read(root.join("outputs/tracker.xlsx")).unwrap();
    write_cell(root, "R-001", "owner", "Ana");
    let told = run(root);
    assert!(told.contains("tracker.xlsx is open in a spreadsheet program (ana, pc-3)"), "{told}");
    assert_eq!(std::fs::read(root.join("outputs/tracker.xlsx")).unwrap(), before);
    assert_eq!(rows(root)[1]["owner"], "Ana");
    std::fs::remove_file(&lock).unwrap();
    run(root);
    assert_ne!(std::fs::read(root.join("outputs/tracker.xlsx")).unwrap(), before);
    assert_eq!(rows(root)[1]["owner"], "Ana");
}

#[test]
fn ids_that_a_spreadsheet_mangled_are_known_by_rev() {
    let workspace = library(LIST);
    let root = workspace.path();
    write_cell(root, "R-001", "status", "done");
    let tracker = outputs(root, "tracker.csv");
    let ids: Vec<String> = rows(root).iter().map(|row| row["id"].clone()).collect();
    let mangled = tracker.replace(&ids[0], &format!("'{}", ids[0])).replace(&ids[1], &ids[1].to_uppercase());
    std::fs::write(root.join("outputs/tracker.csv"), mangled).unwrap();
    run(root);
    let after: Vec<String> = rows(root).iter().map(|row| row["id"].clone()).collect();
    assert_eq!(after, ids, "no row twice, and each id as it was");
    assert_eq!(rows(root)[1]["status"], "done");
}
