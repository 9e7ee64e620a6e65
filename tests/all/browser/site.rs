//! The record as a folder: every link leads to a file, nothing of others is touched, and only what changed is written.

use crate::program::{Answer, minutebook, sample_workspace};
use crate::shared::files_below;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

fn site(workspace: &Path, arguments: &[&str]) -> (PathBuf, Answer) {
    let folder = workspace.join("public");
    let mut all = vec!["site", folder.to_str().unwrap()];
    all.extend(arguments);
    let answer = minutebook(workspace, &all);
    (folder, answer)
}

fn all_files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    files_below(folder, &["html", "js", "css", "svg", "xml", "txt", "json"])
        .into_iter()
        .map(|file| (file.strip_prefix(folder).unwrap().to_owned(), std::fs::read(&file).unwrap()))
        .collect()
}

#[test]
fn every_link_of_a_site_leads_to_a_file_and_every_anchor_to_a_place() {
    let workspace = sample_workspace();
    minutebook(workspace.path(), &["run"]);
    let (folder, answer) = site(workspace.path(), &["--url", "https://minutes.example.org/"]);
    assert_eq!(answer.status, Some(0), "{}", answer.err);
    let files = all_files(&folder);
    let pages = || files.iter().filter(|(file, _)| file.extension().is_some_and(|ending| ending == "html"));
    assert!(pages().count() > 200, "{}", pages().count());
    let ids: BTreeMap<&PathBuf, BTreeSet<&str>> = pages()
        .map(|(file, bytes)| {
            (
                file,
                std::str::from_utf8(bytes)
                    .unwrap()
                    .split(" id=\"")
                    .skip(1)
                    .map(|part| part.split('"').next().unwrap())
                    .collect(),
            )
        })
        .collect();
    for (file, bytes) in pages() {
        let page = std::str::from_utf8(bytes).unwrap();
        for part in page.split("href=\"").skip(1).chain(page.split("src=\"").skip(1)) {
            let link = part.split('"').next().unwrap().replace("&amp;", "&");
            if link.contains("://") {
                continue;
            }
            let (path, anchor) = link.split_once('#').unwrap_or((&link, ""));
            let path = path.split('?').next().unwrap();
            let target =
                if path.is_empty() { file.clone() } else { normal(&file.parent().unwrap().join(decoded(path))) };
            assert!(files.contains_key(&target), "{}: {link}", file.display());
            let anchor = decoded(anchor);
            assert!(anchor.is_empty() || ids[&target].contains(anchor.as_str()), "{}: {link}", file.display());
        }
    }
    let map = String::from_utf8(files[Path::new("sitemap.xml")].clone()).unwrap();
    assert_eq!(map.matches("<loc>").count(), pages().count());
    assert!(
        String::from_utf8(files[Path::new("robots.txt")].clone())
            .unwrap()
            .contains("Sitemap: https://minutes.example.org/sitemap.xml")
    );
}

#[test]
fn only_what_changed_is_written_and_what_others_wrote_stays() {
    let workspace = tempfile::tempdir().unwrap();
    let corpus = workspace.path().join("corpus");
    std::fs::create_dir(&corpus).unwrap();
    let report = |name: &str, words: &str| {
        let text = format!("Board\nMeeting of 1 January 2020\n\n1. The Board agreed to {words}.\n\n2. It closed.\n");
        std::fs::write(corpus.join(name), text).unwrap();
        let run = minutebook(workspace.path(), &["run", "--settle", "0"]);
        assert_ne!(run.status, Some(2), "{}", run.err);
    };
    report("a-2020-01-01.txt", "meet");
    report("b-2021-01-01.txt", "go");
    let (folder, first) = site(workspace.path(), &[]);
    assert_eq!(first.status, Some(0), "{}", first.err);
    let before = all_files(&folder);
    let (_, again) = site(workspace.path(), &[]);
    assert!(again.err.contains(" 0 files written, 0 deleted, 2 reports as before"), "{}", again.err);
    assert_eq!(before, all_files(&folder), "the same record gives the same bytes");

    std::fs::write(folder.join("ours.html"), "a page of the Secretariat").unwrap();
    std::fs::remove_file(corpus.join("b-2021-01-01.txt")).unwrap();
    std::fs::write(folder.join("robots.txt"), "User-agent: *\nDisallow: /ours.html\n").unwrap();
    report("a-2020-01-01.txt", "meet and to eat");
    minutebook(workspace.path(), &["index", "publish"]);
    let (_, answer) = site(workspace.path(), &[]);
    assert_eq!(answer.status, Some(1), "a file of others stands where ours should: {}", answer.err);
    assert!(answer.err.contains("robots.txt"), "{}", answer.err);
    let after = all_files(&folder);
    assert_eq!(after[Path::new("ours.html")], b"a page of the Secretariat");
    assert!(String::from_utf8_lossy(&after[Path::new("robots.txt")]).contains("ours.html"));
    let pages = |files: &BTreeMap<PathBuf, Vec<u8>>, of: &str| {
        files.keys().filter(|file| file.to_string_lossy().contains(of)).count()
    };
    let keys = |files: &BTreeMap<PathBuf, Vec<u8>>| files.keys().filter(|file| file.starts_with("r")).count();
    assert!(keys(&after) < keys(&before), "the pages of a report that is gone are gone");
    assert_eq!(pages(&before, "search/about.js"), 1);
}

#[cfg(feature = "pictures")]
#[test]
fn pages_are_drawn_once_and_the_place_is_laid_over_them() {
    let workspace = sample_workspace();
    minutebook(workspace.path(), &["run"]);
    let (folder, answer) = site(workspace.path(), &["--pictures"]);
    assert_eq!(answer.status, Some(0), "{}", answer.err);
    let pictures = files_below(&folder, &["png"]);
    assert!(pictures.len() > 10, "{pictures:?}");
    for picture in &pictures {
        assert!(std::fs::read(picture).unwrap().starts_with(b"\x89PNG"), "{}", picture.display());
    }
    let mut shown = BTreeSet::new();
    for (file, page) in all_files(&folder).iter().filter(|(file, _)| file.starts_with("r")) {
        let page = std::str::from_utf8(page).unwrap();
        for picture in page.split("<image href=\"").skip(1).map(|part| part.split('"').next().unwrap()) {
            let target = normal(&file.parent().unwrap().join(decoded(picture)));
            assert!(folder.join(&target).is_file(), "{}: {picture}", file.display());
            shown.insert(target);
            assert!(page.contains("<rect class=\"place\""), "{} marks nothing", file.display());
        }
    }
    assert_eq!(shown.len(), pictures.len(), "every picture is shown somewhere");
    let (_, again) = site(workspace.path(), &["--pictures"]);
    assert!(again.err.contains(" 0 files written, 0 deleted"), "{}", again.err);
    let (_, without) = site(workspace.path(), &[]);
    assert_eq!(without.status, Some(0), "{}", without.err);
    assert_eq!(files_below(&folder, &["png"]).len(), 0, "pictures that are no longer wanted go");
}

#[test]
fn a_folder_of_others_is_refused() {
    let workspace = sample_workspace();
    minutebook(workspace.path(), &["run"]);
    std::fs::create_dir(workspace.path().join("public")).unwrap();
    std::fs::write(workspace.path().join("public/thesis.html"), "years of work").unwrap();
    let (folder, answer) = site(workspace.path(), &[]);
    assert_eq!(answer.status, Some(2));
    assert!(answer.err.contains("no site of minutebook"), "{}", answer.err);
    assert_eq!(all_files(&folder).len(), 1);
}

fn normal(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            std::path::Component::ParentDir => assert!(out.pop(), "{} leads out of the site", path.display()),
            std::path::Component::CurDir => {}
            part => out.push(part),
        }
    }
    out
}

fn decoded(path: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits = [rest.next().unwrap(), rest.next().unwrap()];
            bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap());
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).unwrap()
}
