//! Every profile over rows that try its limits: what is written passes its own check, and a second export repeats nothing.

use super::check::check;
use super::write::{day, write};
use super::{DateForm, PROFILES, Profile, Update, github, named};
use crate::export::Titles;
use crate::export::sample::row;
use crate::model::TrackerRow;
use crate::tracker::tool::{split, split_for};
use crate::tracker::{Event, History, Occasion, learn, merge};

fn hostile() -> Vec<TrackerRow> {
    let mut formula = row("k#1~aaaaaaaa.d");
    formula.text = "=HYPERLINK(\"x\"), \"quoted\"\nand 'more' $(touch x) `touch x`".to_owned();
    let mut long = row("k#2~aaaaaaaa.d");
    long.text = "é\u{1f600}".repeat(60_000);
    long.categories = vec!["a b".to_owned(), "c, d".to_owned(), "e".to_owned()];
    long.actors = vec!["Chair, MAG".to_owned(), "@all".to_owned()];
    let mut bare = row("k#3~aaaaaaaa.r");
    bare.due = Some("2019-05".to_owned());
    bare.category = None;
    bare.categories.clear();
    bare.paragraph = None;
    vec![formula, long, bare]
}

fn exported(rows: &[TrackerRow]) -> History {
    let mut history = History::default();
    merge(&mut history, &Occasion { run: 1, day: "2026-11-21".to_owned() }, rows.to_vec(), &[]);
    history
}

fn written(profile: &Profile, rows: &[TrackerRow], history: &History) -> String {
    let mut out = Vec::new();
    write(profile, &split_for(profile, rows, history).new, &Titles::default(), false, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn what_a_profile_writes_passes_its_check() {
    let rows = hostile();
    for profile in &PROFILES {
        let text = written(profile, &rows, &exported(&rows));
        assert_eq!(check(profile, text.as_bytes()), [], "{}", profile.name);
    }
}

#[test]
fn a_check_sees_each_kind_of_breach() {
    let rows = vec![row("k#1~aaaaaaaa.d")];
    let history = exported(&rows);
    let excel = named("excel").unwrap();
    let jira = named("jira").unwrap();
    let (sheet, issues) = (written(excel, &rows, &history), written(jira, &rows, &history));
    for (profile, text, expected) in [
        (excel, sheet.trim_start_matches('\u{feff}').to_owned(), "byte order mark"),
        (excel, sheet.replace("\r\n", "\n"), "does not end"),
        (excel, sheet.replace("The Board agreed", "=The Board agreed"), "would run"),
        (excel, sheet.replacen("id,no", "no,id", 1), "belongs"),
        (jira, issues.replace("2019-06-02", "02.06.2019"), "no day"),
        (jira, issues.replace("secretariat-process", "secretariat process"), "become two"),
        (jira, issues.replace(",k#1~aaaaaaaa.d,", ",,"), "the id is missing"),
        (jira, format!("{issues}\"open"), "never closed"),
        (jira, format!("{issues}{}", issues.split_once('\n').unwrap().1), "as well"),
        (jira, format!("{issues}a,b\n"), "cells under"),
        (jira, String::new(), "empty"),
    ] {
        let breaches = check(profile, text.as_bytes());
        assert!(breaches.iter().any(|breach| breach.message.contains(expected)), "{expected}: {breaches:?}");
    }
    assert!(!check(jira, b"\xff").is_empty());
}

#[test]
fn the_first_rows_of_three_profiles() {
    let rows = vec![row("k#1~aaaaaaaa.d")];
    let history = exported(&rows);
    for name in ["jira", "asana", "notion"] {
        insta::assert_snapshot!(format!("profile_{name}"), written(named(name).unwrap(), &rows, &history));
    }
}

#[test]
fn spreadsheets_get_text_where_jira_gets_the_words() {
    let rows = hostile();
    let history = exported(&rows);
    assert!(written(named("sheets").unwrap(), &rows, &history).contains("'=HYPERLINK"));
    assert!(!written(named("jira").unwrap(), &rows, &history).contains("'=HYPERLINK"));
}

#[test]
fn a_second_export_repeats_nothing() {
    let rows = hostile();
    let mut history = exported(&rows);
    for profile in &PROFILES {
        for known in split_for(profile, &rows, &history.clone()).new {
            history.apply(1, &Event::Sent { id: known.row.id.clone(), tool: profile.name.to_owned() });
        }
        let again = split_for(profile, &rows, &history);
        match profile.update {
            Update::Opened | Update::ByIdColumn => assert_eq!(again.new.len(), 3, "{}", profile.name),
            Update::ByOwnKey | Update::Never => {
                assert_eq!((again.new.len(), again.waiting.len()), (0, 3), "{}", profile.name);
            }
        }
    }
}

#[test]
fn a_learnt_jira_key_turns_a_row_into_an_update() {
    let rows = hostile();
    let mut history = exported(&rows);
    let export = "Summary,Issue key,Custom field (External ID)\nx,IGF-7,k#1~aaaaaaaa.d\ny,IGF-8,\n";
    let learnt = learn(&history, export.as_bytes(), "jira.csv").unwrap();
    assert_eq!((learnt.tool, learnt.events.len(), learnt.others), ("jira", 1, 1));
    for event in &learnt.events {
        history.apply(2, event);
    }
    let jira = named("jira").unwrap();
    let split = split_for(jira, &rows, &history);
    assert_eq!((split.new.len(), split.update.len()), (2, 1));
    let mut out = Vec::new();
    write(jira, &split.update, &Titles::default(), true, &mut out).unwrap();
    let text = String::from_utf8(out).unwrap();
    assert!(text.starts_with("Issue Key,Summary,") && text.contains("\nIGF-7,"));
    assert_eq!(check(jira, text.as_bytes()), []);
    assert_eq!(learn(&history, export.as_bytes(), "jira.csv").unwrap().known, 1);
}

#[test]
fn a_key_is_found_by_the_description_and_by_issue_lists() {
    let rows = hostile();
    let history = exported(&rows);
    let described = format!(
        "Issue key;Description\nA-1;\"{}\"\n",
        super::write::description(&rows[2], 32_767).replace('"', "\"\"")
    );
    assert_eq!(learn(&history, described.as_bytes(), "x").unwrap().events.len(), 1);
    let json = r#"[{"number": 12, "body": "x\n\nminutebook id: `k#2~aaaaaaaa.d`\n"}, {"number": 13, "body": "ours"}]"#;
    let learnt = learn(&history, json.as_bytes(), "x").unwrap();
    assert_eq!((learnt.tool, learnt.events.len(), learnt.others), ("github", 1, 1));
    let ours = "External ID,Key\nk#3~aaaaaaaa.r,https://github.com/a/b/issues/5\n";
    let learnt = learn(&history, ours.as_bytes(), "x").unwrap();
    assert_eq!(learnt.tool, "github");
    assert!(matches!(&learnt.events[0], Event::Key { key, .. } if key == "5"));
    assert!(learn(&history, b"name,age\nx,1\n", "x").is_err());
}

#[test]
fn a_long_description_keeps_the_id_at_its_end() {
    let rows = hostile();
    let text = super::write::description(&rows[1], 1_000);
    assert!(text.ends_with("minutebook id: k#2~aaaaaaaa.d"));
    assert!(text.encode_utf16().count() <= 1_000);
}

#[test]
fn days_are_whole_or_left_out() {
    assert_eq!(day(DateForm::MonthDayYear, "2017-04-05"), "04/05/2017");
    assert_eq!(day(DateForm::Iso, "2017-04"), "");
}

/// Runs the script with a `gh` of our own that writes down what it was given.
#[cfg(unix)]
#[test]
fn the_github_script_gives_gh_the_words_and_runs_nothing_in_them() {
    use std::os::unix::fs::PermissionsExt;
    let rows = hostile();
    let history = exported(&rows);
    let split = split(github::NAME, Update::ByOwnKey, &rows[..1], &history);
    let mut script = Vec::new();
    github::write(&split, &mut script).unwrap();
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("issues.sh"), &script).unwrap();
    let gh = "#!/bin/sh\nif [ \"$1\" = label ]; then exit 0; fi\nprintf '%s\\n' \"$@\" >> gh.log\necho https://github.com/a/b/issues/5\n";
    std::fs::write(dir.path().join("gh"), gh).unwrap();
    std::fs::set_permissions(dir.path().join("gh"), std::fs::Permissions::from_mode(0o755)).unwrap();
    let run = |go: &[&str]| {
        let path = format!("{}:{}", dir.path().display(), std::env::var("PATH").unwrap_or_default());
        let output = std::process::Command::new("sh")
            .args(["issues.sh", "--repo", "a/b"])
            .args(go)
            .current_dir(dir.path())
            .env("PATH", path)
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    assert!(run(&[]).contains("1 to open, 0 to update, 0 there already: nothing was sent"));
    assert!(!dir.path().join("gh.log").exists());
    assert!(run(&["--go"]).contains("opened https://github.com/a/b/issues/5"));
    let log = std::fs::read_to_string(dir.path().join("gh.log")).unwrap();
    assert!(log.contains(&rows[0].text), "{log}");
    assert!(!dir.path().join("x").exists(), "a command in the text was run");
    assert!(run(&["--go"]).contains("0 to open, 0 to update, 1 there already"));
    let keys = std::fs::read(dir.path().join(github::KEYS_FILE)).unwrap();
    assert_eq!(learn(&history, &keys, "keys").unwrap().events.len(), 1);
}
