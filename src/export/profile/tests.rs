//! Every profile over rows that try its limits: what is written passes its own check, and a second export repeats nothing.

use super::check::check;
use super::filled::{Filled, More, OfWorkspace};
use super::known::Known;
use super::write::{Around, account, day, fitted, summary, write};
use super::{DateForm, Markup, PROFILES, Profile, Update, github, named};
use crate::export::Titles;
use crate::export::sample::row;
use crate::model::{Cells, TrackerRow};
use crate::tag::People;
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

fn around() -> Around<'static> {
    static AROUND: std::sync::OnceLock<(Titles, People, OfWorkspace)> = std::sync::OnceLock::new();
    let (titles, people, filled) = AROUND.get_or_init(Default::default);
    Around { titles, people, filled }
}

fn exported(rows: &[TrackerRow]) -> History {
    let mut history = History::default();
    merge(&mut history, &Occasion { run: 1, day: "2026-11-21".to_owned(), ..Occasion::default() }, rows.to_vec(), &[]);
    history
}

fn written(profile: &Profile, rows: &[TrackerRow], history: &History) -> String {
    let mut out = Vec::new();
    write(profile, &split_for(profile, rows, history).new, around(), false, &mut out).unwrap();
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
    let rows = [row("k#1~aaaaaaaa.d")];
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
            history
                .apply(1, &Event::Sent { id: known.row.id.clone(), tool: profile.name.to_owned(), rev: String::new() });
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
    write(jira, &split.update, around(), true, &mut out).unwrap();
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
        super::write::description(&rows[2], 32_767, Markup::Jira).replace('"', "\"\"")
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
    let text = super::write::description(&rows[1], 1_000, Markup::Plain);
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
    let filled =
        OfWorkspace { milestone: Some(Filled::Always("May's $(touch x)".to_owned())), ..OfWorkspace::default() };
    github::write(&split, Around { filled: &filled, ..around() }, &mut script).unwrap();
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
    assert!(log.contains("--milestone\nMay's $(touch x)\n") && log.contains("repos/a/b/milestones"), "{log}");
    assert!(!dir.path().join("x").exists(), "a command in the text was run");
    assert!(run(&["--go"]).contains("0 to open, 0 to update, 1 there already"));
    let keys = std::fs::read(dir.path().join(github::KEYS_FILE)).unwrap();
    assert_eq!(learn(&history, &keys, "keys").unwrap().events.len(), 1);
}

#[test]
fn no_name_is_cut_within_a_word_and_two_items_of_one_sentence_have_two_names() {
    assert_eq!(fitted("The Board agreed to publish", 20), "The Board agreed to…");
    assert_eq!(fitted("The Board agreed to publish", 21), "The Board agreed to…");
    assert_eq!(fitted("Donaudampfschifffahrtsgesellschaftskapitänsmütze", 10), "Donaudamp…");
    let (mut one, mut other) = (row("k#1~aaaaaaaa.d"), row("k#1~aaaaaaaa.a"));
    (one.no, other.no) = (Some("D-001".to_owned()), Some("A-001".to_owned()));
    assert_ne!(summary(&one), summary(&other));
}

#[test]
fn what_jira_gives_a_meaning_stands_as_text() {
    let mut hostile = row("k#1~aaaaaaaa.d");
    hostile.text = "# {code}x{code} [click|http://evil] *bold*\nh1. big\n- list".to_owned();
    let text = super::write::description(&hostile, 32_767, Markup::Jira);
    assert!(
        text.starts_with("\\# \\{code\\}x\\{code\\} \\[click\\|http://evil\\] \\*bold\\*\n\\h1. big\n\\- list"),
        "{text}"
    );
    assert!(text.ends_with("minutebook id: k#1~aaaaaaaa.d"));
}

#[test]
fn new_rows_carry_status_owner_and_priority_and_updates_leave_them_to_the_tool() {
    let rows = [row("k#1~aaaaaaaa.d")];
    let people = People::parse("name,email,jira\nAna,ana@example.org,akeller\n", "people.csv").unwrap();
    let human: Cells = [("status", "open"), ("owner", "Ana"), ("priority", "High")]
        .map(|(column, value)| (column.to_owned(), value.to_owned()))
        .into();
    let known = [Known { row: &rows[0], human: Some(&human), key: Some("MAG-7") }];
    let written = |updating| {
        let mut out = Vec::new();
        let around = Around { people: &people, ..around() };
        write(named("jira").unwrap(), &known, around, updating, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    };
    assert!(written(false).contains(",Task,open,High,akeller,Outcomes,2019-06-02,"), "{}", written(false));
    assert!(!written(true).contains("akeller") && written(true).contains("MAG-7,"), "{}", written(true));
    assert_eq!(account(&people, "Ana", "asana"), "ana@example.org");
    assert_eq!(account(&people, "Ben", "asana"), "");
}

#[test]
fn what_was_sent_as_it_is_now_is_no_update() {
    let rows = vec![row("k#1~aaaaaaaa.d")];
    let mut history = exported(&rows);
    let (id, tool) = (rows[0].id.clone(), "jira".to_owned());
    history.apply(1, &Event::Key { id: id.clone(), tool: tool.clone(), key: "MAG-7".to_owned() });
    let jira = named("jira").unwrap();
    assert_eq!(split_for(jira, &rows, &history).update.len(), 1);
    history.apply(1, &Event::Sent { id, tool, rev: rows[0].rev.clone() });
    let split = split_for(jira, &rows, &history);
    assert_eq!((split.update.len(), split.unchanged.len()), (0, 1));
}

#[test]
fn component_and_custom_fields_of_jira_come_from_the_settings() {
    let rows = [row("k#1~aaaaaaaa.d")];
    let human: Cells = [("region".to_owned(), "North".to_owned())].into();
    let known = [Known { row: &rows[0], human: Some(&human), key: Some("MAG-7") }];
    let more = |header: &str, from| More { header: header.to_owned(), from };
    let filled = OfWorkspace {
        category: Some(Filled::Always("Secretariat".to_owned())),
        more: vec![
            more("Meeting", Filled::Cell(crate::model::Column::Meeting)),
            more("Region", Filled::Human("region".to_owned())),
        ],
        milestone: None,
    };
    let jira = named("jira").unwrap();
    let written = |updating| {
        let mut out = Vec::new();
        write(jira, &known, Around { filled: &filled, ..around() }, updating, &mut out).unwrap();
        assert_eq!(check(jira, &out), []);
        String::from_utf8(out).unwrap()
    };
    let new = written(false);
    assert!(new.contains(",Secretariat,2019-06-02,") && new.contains(",Meeting,Region\n"), "{new}");
    assert!(new.ends_with(",Spring Meeting,North\n"), "{new}");
    assert!(written(true).ends_with(",Spring Meeting\n"), "what people may change there is left to the tool");
}
