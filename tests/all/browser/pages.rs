//! What readers get: each page with its landmarks, permalinks that lead where they say, the same in other forms.

use super::client::Served;
use super::sample;
use crate::program::minutebook;
use std::collections::{BTreeSet, VecDeque};

/// First bytes of a workbook: a ZIP archive.
const ZIP: &[u8] = b"PK\x03\x04";

#[test]
fn every_page_that_can_be_reached_answers_and_stands_in_the_frame() {
    let served = sample();
    let (mut seen, mut pending) = (BTreeSet::new(), VecDeque::from(["/".to_owned()]));
    let mut pages = 0;
    while let Some(path) = pending.pop_front() {
        if !seen.insert(path.clone()) || seen.len() > 400 {
            continue;
        }
        let got = served.get(&path);
        assert_eq!(got.status, 200, "{path}: {}", String::from_utf8_lossy(&got.bytes));
        if !got.headers["content-type"].starts_with("text/html") {
            continue;
        }
        pages += 1;
        let page = got.text();
        for landmark in [
            "<!DOCTYPE html>",
            "<html lang=\"en\">",
            "<header>",
            "<main id=\"main\"",
            "<h1>",
            "<footer>",
            "class=\"skip\"",
        ] {
            assert!(page.contains(landmark), "{path} lacks {landmark}");
        }
        assert_eq!(page.matches("<h1>").count(), 1, "{path}");
        assert!(page.len() < 100_000 || path.starts_with("/r/"), "{path} has {} bytes", page.len());
        pending.extend(links(&page).into_iter().filter_map(|link| resolved(&path, &link)));
    }
    assert!(pages > 100, "{pages} pages were reached");
    for path in [
        "/items",
        "/search",
        "/threads",
        "/categories",
        "/bodies",
        "/actors",
        "/meetings",
        "/runs",
        "/about",
        "/reports",
    ] {
        assert!(seen.contains(path), "no link leads to {path}");
    }
}

#[test]
fn a_paragraph_has_an_address_with_citation_place_and_reasons() {
    let served = sample();
    let found = served.get("/api/search?q=newcomers+kind:decision").json();
    let id = found["hits"][0]["id"].as_str().expect("a decision about newcomers").to_owned();
    let path = format!("/r/{}", id.replace('#', "/"));
    let page = served.get(&path).text();
    let data = served.get(&format!("{path}.json")).json();
    assert_eq!(data["block"]["id"], id.as_str());
    assert!(data["citations"]["un"].as_str().unwrap().contains("para."), "{data}");
    for part in ["What was found here", "fired on", "<h2>Cite</h2>", "@", "On the page", "class=\"asked\""] {
        assert!(page.contains(part), "{path} lacks {part}");
    }
    let item = data["items"][0]["id"].as_str().unwrap();
    let story = served.get(&format!("/r/{}.json", item.replace('#', "/"))).json();
    assert_eq!(story["story"]["row"]["id"], item);
    assert!(served.get(&format!("{path}?why=yes")).text().contains("<section class=\"why\">"));
}

#[test]
fn a_matter_is_followed_from_its_first_passage_to_its_last() {
    let served = sample();
    let list = served.get("/api/threads?sort=longest").json();
    let longest = &list["threads"][0];
    assert!(longest["passages"].as_u64().unwrap() > 1, "{list}");
    let path = format!("/{}", longest["path"].as_str().unwrap());
    let thread = served.get(&format!("{path}.json")).json()["thread"].clone();
    let passages = thread["passages"].as_array().unwrap();
    assert_eq!(passages.len() as u64, longest["passages"].as_u64().unwrap());
    let page = served.get(&path).text();
    assert_eq!(page.matches("<time>").count(), passages.len(), "each passage has its day: {page}");
    assert!(page.contains(longest["fate"].as_str().unwrap()));
    // The paragraph leads to the matter, and the matter to the paragraph.
    let id = passages[0]["id"].as_str().unwrap();
    let paragraph = format!("/r/{}", id.replace('#', "/"));
    let thread_link = format!("{}\"", longest["path"].as_str().unwrap());
    assert!(served.get(&paragraph).text().contains(&thread_link), "{paragraph}");
    assert!(links(&page).iter().filter_map(|link| resolved(&path, link)).any(|link| link == paragraph), "{page}");
    let open = served.get("/api/threads?state=decided").json();
    assert!(open["threads"].as_array().unwrap().iter().all(|thread| thread["state"] == "decided"), "{open}");
    assert_eq!(served.get("/threads?state=nonsense").status, 400);
    assert_eq!(served.get("/threads/T-nothing").status, 404);
    assert_eq!(served.get("/threads/nothing").status, 404);
}

#[test]
fn what_is_on_the_screen_can_be_taken_along() {
    let served = sample();
    let question = "kind=recommendation&col=id&col=text&col=status&sort=-date";
    let data = served.get(&format!("/items.json?{question}&per=500")).json();
    let ids: Vec<&str> = data["items"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap()).collect();
    assert!(ids.len() > 3, "{data}");
    let csv = served.get(&format!("/items.csv?{question}"));
    assert_eq!(csv.headers["content-disposition"], "attachment; filename=\"items.csv\"; filename*=UTF-8''items.csv");
    let text = csv.text();
    let mut reader = csv_reader(&text);
    assert_eq!(reader.headers().unwrap().iter().collect::<Vec<_>>(), ["id", "text", "status"]);
    let rows: Vec<String> = reader.records().map(|row| row.unwrap()[0].to_owned()).collect();
    assert_eq!(rows, ids, "the same rows in the same order");
    assert!(served.get(&format!("/items.xlsx?{question}")).bytes.starts_with(ZIP));
    assert!(served.get(&format!("/items.ics?{question}")).text().starts_with("BEGIN:VCALENDAR"));
    let feed = served.get("/search.atom?kind=decision").text();
    assert!(feed.contains("<feed xmlns=\"http://www.w3.org/2005/Atom\">") && feed.contains("<entry>"), "{feed}");
}

fn csv_reader(text: &str) -> csv::Reader<&[u8]> {
    csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes())
}

#[test]
fn a_search_answers_as_the_command_line_does_and_narrows_by_facets() {
    let served = sample();
    let all = served.get("/search?q=newcomers").text();
    assert!(all.contains("Narrow by") && all.contains("<mark class=\"found\">"), "{all}");
    let data = served.get("/search.json?q=newcomers").json();
    let kinds = data["facets"].as_array().unwrap().iter().find(|facet| facet["field"] == "kind").unwrap();
    let (kind, count) = (kinds["values"][0][0].as_str().unwrap(), kinds["values"][0][1].as_u64().unwrap());
    let narrowed = served.get(&format!("/search.json?q=newcomers&kind={kind}")).json();
    assert_eq!(narrowed["total"].as_u64().unwrap(), count);
    let missing = served.get("/search.json?q=newcomers&from=2014&to=2019").json();
    assert!(missing["notices"].as_array().unwrap().iter().any(|notice| notice["code"] == "hole"), "{missing}");
    let wrong = served.get("/api/search?q=kind:nonsense");
    assert_eq!((wrong.status, wrong.headers["content-type"].as_str()), (400, "application/problem+json"));
    assert_eq!(wrong.json()["status"], 400);
}

#[test]
fn what_a_client_has_is_not_sent_again() {
    let served = sample();
    let first = served.get("/items");
    let tag = &first.headers["etag"];
    let again = served.ask("GET", "/items", &[("If-None-Match", tag)]);
    assert_eq!((again.status, again.bytes.len()), (304, 0));
    assert_eq!(served.ask("GET", "/items", &[("If-None-Match", "\"other\"")]).status, 200);
    let head = served.ask("HEAD", "/items", &[]);
    assert_eq!((head.status, head.bytes.len()), (200, 0));
    assert_eq!(head.headers["content-length"], first.bytes.len().to_string());
}

#[test]
fn a_saved_search_is_a_page_and_a_feed_here_and_in_a_site() {
    let workspace = crate::program::sample_workspace();
    let saved = "[[search]]\nname = \"newcomers\"\nabout = \"What is done for newcomers\"\nquery = \"newcomers\"\nkind = [\"decision\"]\n";
    std::fs::write(workspace.path().join("searches.toml"), saved).unwrap();
    minutebook(workspace.path(), &["run"]);
    let served = Served::over(workspace.path(), &[]);
    assert!(served.get("/search").text().contains("search.atom?saved=newcomers"));
    let feed = served.get("/search.atom?saved=newcomers");
    assert_eq!(feed.headers["content-type"], "application/atom+xml; charset=utf-8");
    let total = served.get("/api/search?saved=newcomers").json()["total"].as_u64().unwrap();
    assert!(total > 0);
    assert_eq!(feed.text().matches("<entry>").count() as u64, total, "{}", feed.text());
    assert_eq!(served.get("/search.atom?saved=nothing").status, 404);
    let folder = workspace.path().join("public");
    let written =
        minutebook(workspace.path(), &["site", folder.to_str().unwrap(), "--url", "https://minutes.example.org/"]);
    assert_eq!(written.status, Some(0), "{}", written.err);
    let published = std::fs::read_to_string(folder.join("feeds/newcomers.atom")).unwrap();
    assert_eq!(published.matches("<entry>").count() as u64, total);
    assert!(published.contains("<link href=\"https://minutes.example.org/r/"), "{published}");
    assert!(std::fs::read_to_string(folder.join("search/index.html")).unwrap().contains("../feeds/newcomers.atom"));
}

#[test]
fn a_new_generation_is_taken_up_and_a_stop_is_clean() {
    let workspace = tempfile::tempdir().unwrap();
    let corpus = workspace.path().join("corpus");
    std::fs::create_dir(&corpus).unwrap();
    std::fs::write(
        corpus.join("a-2020-01-01.txt"),
        "Board\nMeeting of 1 January 2020\n\n1. The Board agreed to meet.\n",
    )
    .unwrap();
    minutebook(workspace.path(), &["run", "--settle", "0"]);
    let served = Served::over(workspace.path(), &[]);
    assert_eq!(served.get("/api/reports").json()["total"], 1);
    std::fs::write(
        corpus.join("b-2021-01-01.txt"),
        "Board\nMeeting of 1 January 2021\n\n1. The Board decided to go.\n",
    )
    .unwrap();
    minutebook(workspace.path(), &["run", "--settle", "0"]);
    assert_eq!(served.get("/api/reports").json()["total"], 2);
    assert_eq!(served.get("/api/items?procedural=yes").json()["total"], 2);
    #[cfg(unix)]
    assert!(served.stop().success());
}

/// The links of a page, unescaped.
fn links(page: &str) -> Vec<String> {
    let parts = page.split("href=\"").skip(1);
    parts.map(|part| part.split('"').next().unwrap().replace("&amp;", "&")).collect()
}

/// A relative link as a path; nothing for anchors, other sites, and lists that go on without end.
fn resolved(page: &str, link: &str) -> Option<String> {
    let link = link.split('#').next().unwrap();
    if link.is_empty() || link.contains("://") || link.contains('?') || link.contains("page/") {
        return None;
    }
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in link.split('/') {
        match part {
            ".." => drop(parts.pop()),
            "." => {}
            part => parts.push(part),
        }
    }
    let path = parts.join("/");
    Some(if path.is_empty() { "/".to_owned() } else { path })
}
