//! What must not happen: words of a report that act, names that lead elsewhere, questions that cost, readers that were not asked in.

use super::client::Served;
use super::sample;
use crate::program::minutebook;

const SCRIPT: &str = "<script>alert(1)</script>";

/// A workspace whose report and file names try everything.
fn hostile() -> tempfile::TempDir {
    let workspace = tempfile::tempdir().unwrap();
    let corpus = workspace.path().join("corpus");
    std::fs::create_dir(&corpus).unwrap();
    let text = format!(
        "{SCRIPT} Board\nMeeting of 1 January 2020\n\n1. The Board agreed that {SCRIPT} \"onload=alert(1) be closed & \u{202e}gone.\n\n\
         2. The <img src=x onerror=alert(1)> Secretariat will =cmd|' /C calc'!A0 by 5 May 2020.\n"
    );
    std::fs::write(corpus.join("a'b<script>&.txt"), text).unwrap();
    std::fs::write(workspace.path().join("secret.txt"), "nobody reads this").unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink(workspace.path().join("secret.txt"), corpus.join("link.txt")).unwrap();
    minutebook(workspace.path(), &["run", "--settle", "0"]);
    workspace
}

#[test]
fn words_of_a_report_never_act() {
    let workspace = hostile();
    let served = Served::over(workspace.path(), &[]);
    let reports = served.get("/api/reports").json();
    let hits = served.get("/api/search?q=board").json();
    let mut paths: Vec<String> =
        ["/", "/items", "/reports", "/search?q=board", "/actors", "/meetings", "/runs"].map(str::to_owned).to_vec();
    paths.push(format!("/search?q={}", "%3Cscript%3Ealert(1)%3C%2Fscript%3E%22onload%3D"));
    paths.push("/nothing/%3Cscript%3Ealert(1)%3C%2Fscript%3E".to_owned());
    paths.extend(
        reports["reports"].as_array().unwrap().iter().map(|report| format!("/{}", report["path"].as_str().unwrap())),
    );
    paths.extend(
        hits["hits"]
            .as_array()
            .unwrap()
            .iter()
            .map(|hit| format!("/r/{}", hit["id"].as_str().unwrap().replace('#', "/"))),
    );
    assert!(paths.len() > 10, "{paths:?}");
    for path in paths {
        let got = served.get(&path);
        let page = got.text();
        assert!(!page.contains("<script>") && !page.contains("<img src=x"), "{path}: {page}");
        // What is told to search engines stands within a script element, where no attribute begins.
        let (before, told) = page.split_once("<script type=\"application/ld+json\">").unwrap_or((&page, ""));
        let shown = format!("{before}{}", told.split_once("</script>").map_or("", |(_, after)| after));
        assert!(!shown.contains("\"onload="), "{path}: {page}");
        assert!(!page.contains('\u{202e}'), "{path} reorders its text");
        let policy = &got.headers["content-security-policy"];
        assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{path}: {policy}");
        assert_eq!(got.headers["x-content-type-options"], "nosniff");
        assert!(!got.headers.contains_key("access-control-allow-origin"));
        assert!(!page.contains(" style=\"") && !page.contains(" onclick="), "{path}");
    }
    let csv = served.get("/items.csv?procedural=yes&col=text").text();
    assert!(!csv.lines().any(|line| line.trim_matches('"').starts_with('=')), "{csv}");
}

#[test]
fn only_files_of_the_corpus_are_sent_and_never_shown_as_pages() {
    let workspace = hostile();
    let served = Served::over(workspace.path(), &[]);
    let reports = served.get("/api/reports").json();
    for report in reports["reports"].as_array().unwrap() {
        let got = served.get(&format!("/file/{}", report["key"].as_str().unwrap()));
        assert!(!String::from_utf8_lossy(&got.bytes).contains("nobody reads this"), "{report}");
        assert_ne!(got.headers["content-type"], "text/html", "{report}");
    }
    for path in [
        "/file/..%2fsecret.txt",
        "/file/../secret.txt",
        "/file/%2e%2e/secret.txt",
        "/../secret.txt",
        "/r/..%2f..%2fsecret.txt",
        "/file/a%00b",
        "/style.css/../secret.txt",
    ] {
        let got = served.get(path);
        assert!(got.status >= 400, "{path}: {}", got.status);
        assert!(!got.text().contains("nobody reads this"), "{path}");
    }
}

#[test]
fn a_name_that_was_rebound_to_this_machine_gets_nothing() {
    let served = sample();
    for host in ["evil.example", "evil.example:8384", "127.0.0.1.evil.example", ""] {
        let got = served.ask("GET", "/api/items", &[("Host", host)]);
        assert_eq!(got.status, 403, "{host}");
        assert!(!got.text().contains("items/1"), "{host}");
    }
    assert_eq!(served.ask("GET", "/", &[("Host", "localhost:1")]).status, 200);
    for method in ["POST", "PUT", "DELETE", "OPTIONS"] {
        assert_eq!(served.ask(method, "/items", &[]).status, 405, "{method}");
    }
}

#[test]
fn questions_are_bounded() {
    let served = sample();
    assert_eq!(served.get(&format!("/search?q={}", "a".repeat(1001))).status, 400);
    assert_eq!(served.get(&format!("/search?q={}", "a".repeat(1 << 16))).status, 414);
    assert_eq!(served.get(&format!("/search?{}", "kind=action&".repeat(400))).status, 400);
    assert_eq!(served.get("/search?actor=%21").status, 400, "a name without a letter");
    assert_eq!(served.get("/search?q=a&per=101").status, 400);
    assert_eq!(served.get("/search?q=a&page=0").status, 400);
    assert_eq!(served.get("/search?q=newcomers&page=99999").status, 400, "no list is so long");
    assert_eq!(served.get("/search?q=newcomers&page=9999").status, 404);
    assert_eq!(served.get("/items?page=2&per=500").status, 404);
    assert_eq!(served.get("/items?sort=nonsense").status, 400);
    assert_eq!(served.get("/items?from=yesterday").status, 400);
    let nested = "(".repeat(900);
    assert_eq!(served.get(&format!("/search?q={nested}")).status, 400);
    assert_eq!(served.get("/no/such/page").status, 404);
    assert_eq!(served.get("/api/r/no-such-report/1").json()["type"], "not-found");
}

#[test]
fn other_machines_need_the_token() {
    let workspace = hostile();
    let served = Served::over(workspace.path(), &["--listen", "0.0.0.0"]);
    assert!(served.said[0].contains("warning"), "{:?}", served.said);
    let token =
        served.said.iter().find_map(|line| line.split("?token=").nth(1)).unwrap().split(' ').next().unwrap().to_owned();
    assert_eq!(served.get("/").status, 403);
    assert_eq!(served.get("/api/items?token=wrong").status, 403);
    let brought = served.get(&format!("/items?kind=action&token={token}"));
    assert_eq!((brought.status, brought.headers["location"].as_str()), (303, "items?kind=action"));
    let cookie = brought.headers["set-cookie"].split(';').next().unwrap().to_owned();
    assert_eq!(served.ask("GET", "/items", &[("Cookie", &cookie)]).status, 200);
    let bearer = format!("Bearer {token}");
    assert_eq!(served.ask("GET", "/api/items", &[("Authorization", &bearer)]).status, 200);
}
