//! Who may read and write what: other accounts that search, links that lead out, pipes and devices in the place of files.
#![cfg(unix)]

use super::program::minutebook;
use super::states;
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;

fn workspace() -> tempfile::TempDir {
    let place = tempfile::tempdir().unwrap();
    states::put(place.path(), 0);
    assert_eq!(minutebook(place.path(), &["run", "--quiet"]).status, Some(0));
    place
}

fn files_below(dir: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(dir).unwrap().map(Result::unwrap) {
        if entry.file_type().unwrap().is_dir() {
            files.extend(files_below(&entry.path()));
        } else {
            files.push(entry.path());
        }
    }
    files
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn every_file_gets_the_mode_that_the_umask_says() {
    let place = workspace();
    // What the umask of this test run leaves to a new file.
    let probe = place.path().join("probe");
    fs::write(&probe, "").unwrap();
    let usual = mode(&probe);
    let files = [files_below(&place.path().join("indexes")), files_below(&place.path().join("outputs"))].concat();
    let odd: Vec<_> = files.iter().filter(|file| mode(file) != usual).collect();
    assert!(files.len() > 10 && odd.is_empty(), "{odd:?}");
}

#[test]
fn the_tracker_keeps_the_mode_that_people_gave_it() {
    let place = workspace();
    let tracker = place.path().join("outputs/tracker.csv");
    fs::set_permissions(&tracker, fs::Permissions::from_mode(0o664)).unwrap();
    states::put(place.path(), 1);
    assert_eq!(minutebook(place.path(), &["run", "--quiet", "--settle", "0"]).status, Some(0));
    assert_eq!(mode(&tracker), 0o664);
}

/// A place that a person has named is no link that leads out: exports, copies of the ledger, and those of every night go there.
#[test]
fn what_a_person_names_outside_the_workspace_is_written_there() {
    let place = workspace();
    let (dir, outside) = (place.path(), tempfile::tempdir().unwrap());
    let named = |name: &str| outside.path().join(name).to_string_lossy().into_owned();
    for arguments in [
        &["export", "--format", "csv", "-o", &named("items.csv")][..],
        &["export", "--profile", "jira", "-o", &named("new/jira.csv")],
        &["tracker", "handout", "--assessor", "Ana", "-o", &named("handout.docx")],
        &["tracker", "handout", "--assessor", "Ana", "--on", "progress", "-o", &named("handout.xlsx")],
        &["ledger", "backup", &named("ledger.zip")],
    ] {
        let answer = minutebook(dir, arguments);
        assert_eq!(answer.status, Some(0), "{arguments:?}: {}{}", answer.out, answer.err);
        assert!(Path::new(arguments.last().unwrap()).is_file(), "{arguments:?}");
    }
    // A relative name is of the folder in which it was typed.
    let typed = Command::new(env!("CARGO_BIN_EXE_minutebook"))
        .args(["export", "--format", "csv", "-o", "typed.csv", "--workspace"])
        .arg(dir)
        .current_dir(outside.path())
        .output()
        .unwrap();
    assert!(typed.status.success() && outside.path().join("typed.csv").is_file(), "{typed:?}");
    fs::write(dir.join("minutebook.toml"), format!("[ledger]\ncopies = {:?}\n", named("copies"))).unwrap();
    states::put(dir, 1);
    let night = minutebook(dir, &["run", "--settle", "0"]);
    assert_eq!(night.status, Some(0), "{}{}", night.out, night.err);
    assert_eq!(fs::read_dir(outside.path().join("copies")).unwrap().count(), 1);
}

/// Only the superuser can try another account; elsewhere the test says so and passes.
#[test]
fn another_account_searches_and_is_told_whose_file_it_may_not_read() {
    let place = workspace();
    let is_root = fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0);
    let other = |arguments: &[&str]| {
        // 65534 is nobody on every system.
        let mut command = Command::new("setpriv");
        command.args(["--reuid", "65534", "--regid", "65534", "--clear-groups", env!("CARGO_BIN_EXE_minutebook")]);
        command.args(arguments).args(["--workspace".as_ref(), place.path().as_os_str()]);
        command.output()
    };
    if !is_root || !other(&["--version"]).is_ok_and(|answer| answer.status.success()) {
        println!("skipped: needs the superuser, setpriv, and a program that others may start");
        return;
    }
    fs::set_permissions(place.path(), fs::Permissions::from_mode(0o755)).unwrap();
    let found = other(&["search", "programme"]).unwrap();
    assert!(found.status.success(), "{}", String::from_utf8_lossy(&found.stderr));
    let refused = other(&["run"]).unwrap();
    let told = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(refused.status.code() == Some(2) && told.contains("belongs to root"), "{told}");
    for file in files_below(&place.path().join("indexes/generations")) {
        fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
    }
    let refused = other(&["search", "programme"]).unwrap();
    let told = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(refused.status.code() == Some(2) && told.contains("belongs to root"), "{told}");
    assert!(!told.contains("--full") && !told.contains("damaged"), "{told}");
}

#[test]
fn a_link_out_of_the_corpus_is_listed_and_what_was_read_there_stays() {
    let (place, outside) = (workspace(), tempfile::tempdir().unwrap());
    let dir = place.path();
    fs::write(outside.path().join("secret.txt"), "Board\n\n1. The board decided to keep the safe word walrus.\n")
        .unwrap();
    symlink(outside.path(), dir.join("corpus/elsewhere")).unwrap();
    symlink(outside.path().join("secret.txt"), dir.join("corpus/one.txt")).unwrap();
    let run = minutebook(dir, &["run", "--settle", "0"]);
    assert_eq!(run.status, Some(1), "{}", run.out);
    assert!(run.out.contains("leads out of the corpus"), "{}", run.out);
    let report = fs::read_to_string(dir.join("outputs/run-report.json")).unwrap();
    assert!(report.contains("links_to = ["), "{report}");
    assert!(!minutebook(dir, &["search", "walrus"]).out.contains("safe word"), "it is not read");
    assert_eq!(minutebook(dir, &["run", "--quiet", "--settle", "0"]).status, Some(0), "what is known is no news");
    // Allowed, it is read; no longer allowed, what is known of it stays.
    fs::write(dir.join("minutebook.toml"), format!("links_to = [{:?}]\n", outside.path())).unwrap();
    assert_eq!(minutebook(dir, &["run", "--quiet", "--settle", "0"]).status, Some(0));
    assert!(minutebook(dir, &["search", "walrus"]).out.contains("safe word"));
    let known = states::items(dir);
    fs::write(dir.join("minutebook.toml"), "").unwrap();
    assert_eq!(minutebook(dir, &["run", "--quiet", "--settle", "0"]).status, Some(1));
    assert_eq!(states::items(dir), known, "nothing is withdrawn");
}

#[test]
fn nothing_is_written_where_a_link_in_our_folders_leads() {
    for folder in [
        "outputs/kinds",
        "outputs/categories",
        "outputs/run-reports",
        "outputs",
        "indexes/documents",
        "indexes/ledger",
        "indexes",
    ] {
        let (place, outside) = (workspace(), tempfile::tempdir().unwrap());
        let dir = place.path();
        let ours = dir.join(folder);
        if ours.exists() {
            // What was there stands at the other end, as if somebody had moved it.
            fs::rename(&ours, outside.path().join("moved")).unwrap();
        } else {
            fs::create_dir(outside.path().join("moved")).unwrap();
        }
        let moved = outside.path().join("moved");
        symlink(&moved, &ours).unwrap();
        let before: Vec<_> = files_below(&moved).into_iter().map(|file| (fs::read(&file).unwrap(), file)).collect();
        states::put(dir, 1);
        let run = minutebook(dir, &["run", "--settle", "0"]);
        let after: Vec<_> = files_below(&moved).into_iter().map(|file| (fs::read(&file).unwrap(), file)).collect();
        assert!(before == after, "{folder}: {}{}", run.out, run.err);
        assert_eq!(run.status, Some(2), "{folder}: {}{}", run.out, run.err);
        assert!(
            run.err.contains("leads out of the workspace") && run.err.contains("links_to"),
            "{folder}: {}",
            run.err
        );
    }
}

#[test]
fn lock_files_that_are_links_are_refused() {
    for name in ["run.lock", "run.holder.json"] {
        let (place, outside) = (workspace(), tempfile::tempdir().unwrap());
        let (file, target) = (place.path().join("indexes").join(name), outside.path().join("precious"));
        let _ = fs::remove_file(&file);
        symlink(&target, &file).unwrap();
        let _ = minutebook(place.path(), &["run", "--quiet", "--settle", "0"]);
        assert!(!target.exists(), "{name}");
    }
}

#[test]
fn a_pipe_or_a_device_in_the_place_of_a_file_is_refused_at_once() {
    for name in
        ["overrides.csv", "people.csv", "meetings.csv", "assessments.csv", "minutebook.toml", "corpus/manifest.csv"]
    {
        for is_pipe in [true, false] {
            let place = workspace();
            let file = place.path().join(name);
            if is_pipe {
                assert!(Command::new("mkfifo").arg(&file).status().unwrap().success());
            } else {
                symlink("/dev/zero", &file).unwrap();
            }
            let run = minutebook(place.path(), &["run", "--quiet", "--settle", "0"]);
            assert_eq!(run.status, Some(2), "{name}: {}{}", run.out, run.err);
            let file = name.rsplit('/').next().unwrap();
            assert!(run.err.contains(file) && run.err.contains("no regular file"), "{name}: {}", run.err);
        }
    }
}
