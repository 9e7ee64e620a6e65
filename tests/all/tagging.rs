//! Tagging through the library and the binary: the labelled sentences beside the project, the rules' own examples, and the
//! commands `rules` and `eval`.

use super::program::{minutebook, sample_workspace};
use super::shared::{files_below, shared};
use minutebook::internals::eval;
use minutebook::internals::tag::Tagger;
use std::path::Path;

#[test]
fn the_labelled_sentences_are_tagged_as_well_as_promised() {
    let Some(shared) = shared() else { return };
    let tagger = Tagger::load(None).unwrap();
    let files = files_below(&shared.join("gold/tags"), &["jsonl"]);
    let gold: Vec<_> = files.iter().flat_map(|file| eval::load(file).unwrap()).collect();
    println!("covered {} labelled sentences in {} files", gold.len(), files.len());
    let result = eval::evaluate(&gold, &tagger);
    for kind in &result.kinds {
        assert!(kind.f1.value >= 0.89, "{kind:?}");
    }
    assert!(result.macro_f1.value >= 0.912, "{:?}", result.macro_f1);
    // These labels also name who decides and who proposes; an item only names who is to act.
    assert!(result.actors_found.share().unwrap() >= 0.65, "{:?}", result.actors_found);
    assert!(result.actors_right.share().unwrap() >= 0.95, "{:?}", result.actors_right);
    assert!(result.due_right.share().unwrap() >= 0.90, "{:?}", result.due_right);
    assert!(result.due_wrong.count <= 2, "{:?}", result.due_wrong);
    assert!(result.categories_right.share().unwrap() >= 0.70, "{:?}", result.categories_right);
}

/// Sentences of our own in the varied English of many bodies, half of them traps; each set was written before the rules that
/// now read it, and measured first.
#[test]
fn fresh_sentences_of_many_bodies_are_tagged() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/all/tagging");
    let tagger = Tagger::load(None).unwrap();
    let files = files_below(&folder, &["jsonl"]);
    let gold: Vec<_> = files.iter().flat_map(|file| eval::load(file).unwrap()).collect();
    println!("covered {} sentences in {} files", gold.len(), files.len());
    assert!(gold.len() >= 1_800, "the sets have shrunk to {}", gold.len());
    let result = eval::evaluate(&gold, &tagger);
    let wrong: Vec<String> = result.errors.iter().map(|error| format!("{error:?}")).collect();
    assert!(result.macro_f1.value >= 0.91, "{:?}\n{}", result.macro_f1, wrong.join("\n"));
    // As above: who decides and who proposes is labelled as well.
    assert!(result.actors_found.share().unwrap() >= 0.65, "{:?}", result.actors_found);
    assert!(result.actors_right.share().unwrap() >= 0.95, "{:?}", result.actors_right);
}

#[test]
fn rules_are_listed_explained_and_checked() {
    let workspace = tempfile::tempdir().unwrap();
    let list = minutebook(workspace.path(), &["rules", "list"]);
    assert_eq!(list.status, Some(0), "{}", list.err);
    assert!(list.out.contains("decision.it-was-settled (decision, agreed)"), "{}", list.out);
    let why =
        minutebook(workspace.path(), &["rules", "explain", "The Board agreed at its last meeting to sell the hall."]);
    assert!(why.out.contains("suppressed by: none.recalled"), "{}", why.out);
    let check = minutebook(workspace.path(), &["rules", "check"]);
    assert_eq!(check.status, Some(0), "{}", check.out);
    std::fs::create_dir(workspace.path().join("rules")).unwrap();
    let rule = "[[rule]]\nid = 'action.tick'\nkind = 'action'\nforce = 'noted'\ndoc = 'A tick.'\nmust = ['Nothing here.']\n[[rule.line]]\nsentence = ['tick']\n";
    std::fs::write(workspace.path().join("rules/own.toml"), rule).unwrap();
    let check = minutebook(workspace.path(), &["rules", "check"]);
    assert_eq!(check.status, Some(1));
    assert!(check.out.contains("rule action.tick misses \"Nothing here.\""), "{}", check.out);
    let old = workspace.path().join("rules/own.toml");
    std::fs::write(&old, "[[rule]]\nid = 'decision.so-be-it'\nkind = 'decision'\nforce = 'decided'\ncue = '\\bso be it\\b'\ndoc = 'So be it.'\n").unwrap();
    let refused = minutebook(workspace.path(), &["run"]);
    assert_eq!(refused.status, Some(2), "{}{}", refused.out, refused.err);
    assert!(refused.err.contains("own.toml:5") && refused.err.contains("rules convert"), "{}", refused.err);
    assert!(!workspace.path().join("outputs").exists(), "nothing is written");
    let converted = minutebook(workspace.path(), &["rules", "convert", &old.display().to_string()]);
    assert_eq!(
        (converted.status, converted.out.contains("sentence = [\"so be it\"]")),
        (Some(0), true),
        "{}",
        converted.out
    );
}

#[test]
fn a_change_of_rules_shows_its_losses_and_a_sample_is_judged() {
    let workspace = sample_workspace();
    assert_eq!(minutebook(workspace.path(), &["run"]).status, Some(0));
    let new = workspace.path().join("new-rules");
    std::fs::create_dir(&new).unwrap();
    std::fs::write(new.join("own.toml"), "[[rule]]\nid = 'decision.it-was-agreed'\nkind = 'decision'\nforce = 'agreed'\ncue = 'x'\ndisabled = true\ndoc = 'Out of use.'\n").unwrap();
    let diff = minutebook(workspace.path(), &["rules", "diff", "built-in", &new.display().to_string()]);
    assert_eq!(diff.status, Some(1), "{}{}", diff.out, diff.err);
    assert!(diff.out.contains("lost decision in pag-"), "{}", diff.out);
    let same = minutebook(workspace.path(), &["rules", "diff", "built-in", "built-in"]);
    assert_eq!((same.status, same.out.contains("0 items gained, 0 lost")), (Some(0), true), "{}", same.out);

    let sheet = minutebook(workspace.path(), &["eval", "--sample", "20", "--by", "year"]);
    assert_eq!(sheet.out.lines().count(), 21, "{}", sheet.err);
    let judged: String = sheet.out.lines().map(|line| line.replace(",,,,,", ",x,,,,") + "\n").collect();
    let path = workspace.path().join("sheet.csv");
    std::fs::write(&path, judged).unwrap();
    let read = minutebook(workspace.path(), &["eval", "--sheet", &path.display().to_string()]);
    assert_eq!(read.status, Some(0), "{}", read.err);
    assert!(read.out.contains("20 sentences judged, 0 left open"), "{}", read.out);
    assert!(read.out.contains("recall about"), "{}", read.out);
    let stamp = std::fs::read_to_string(workspace.path().join("outputs/quality.json")).unwrap();
    assert!(stamp.starts_with("{\"schema\":\"minutebook/quality/1\""), "{stamp}");
    assert!(Path::new(&workspace.path().join("outputs/tracker.csv")).exists());
}

#[test]
fn what_a_workspace_knows_of_meetings_and_people_is_used() {
    let workspace = tempfile::tempdir().unwrap();
    let put = |name: &str, text: &str| {
        let path = workspace.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    put("people.csv", "name,aliases,email\nProgramme Office,office;the Secretariat;Secretariat,office@example.org\n");
    put("meetings.csv", "body,meeting,date\nHarbour Board,Second Meeting,2031-06-12\n");
    put(
        "corpus/a.txt",
        "Harbour Board\nSummary of the first meeting\n3 May 2031\n\n1. The Secretariat will circulate the draft by the second meeting of the Board.\n",
    );
    let run = minutebook(workspace.path(), &["run"]);
    assert!(run.status.is_some_and(|status| status < 2), "{}{}", run.out, run.err);
    let tracker = std::fs::read_to_string(workspace.path().join("outputs/tracker.csv")).unwrap();
    assert!(tracker.contains("Programme Office"), "{tracker}");
    assert!(tracker.contains("2031-06-12"), "{tracker}");
}
