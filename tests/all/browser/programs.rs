//! Clients of the Model Context Protocol over HTTP: allowed only where it was asked for, and never for another site's page.

use super::client::{Got, Served};
use super::sample;
use crate::program::{minutebook, sample_workspace};
use serde_json::{Value, json};

const JSON: (&str, &str) = ("Content-Type", "application/json");

fn post(served: &Served, message: &Value, headers: &[(&str, &str)]) -> Got {
    served.send("POST", "/mcp", headers, message.to_string().as_bytes())
}

#[test]
fn a_client_asks_over_http_where_the_server_allows_it() {
    let workspace = sample_workspace();
    minutebook(workspace.path(), &["run"]);
    let served = Served::over(workspace.path(), &["--mcp"]);
    let hello = json!({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"protocolVersion": "2025-06-18"}});
    let welcome = post(&served, &hello, &[JSON, ("Accept", "application/json, text/event-stream")]);
    assert_eq!((welcome.status, welcome.headers["content-type"].as_str()), (200, "application/json"));
    assert_eq!(welcome.json()["result"]["protocolVersion"], "2025-06-18");
    let ready = json!({"jsonrpc": "2.0", "method": "notifications/initialized"});
    let taken = post(&served, &ready, &[JSON, ("MCP-Protocol-Version", "2025-06-18")]);
    assert_eq!((taken.status, taken.bytes.len()), (202, 0), "nothing is answered to what asks nothing");
    let call = json!({"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": {"name": "search", "arguments": {"query": "newcomers"}}});
    let found = post(&served, &call, &[JSON]).json();
    let hit = &found["result"]["structuredContent"]["hits"][0];
    let id = hit["id"].as_str().unwrap();
    let page = served.get(&format!("/api/r/{}", id.replace('#', "/"))).json();
    assert_eq!(page["block"]["text"], hit["quote"], "the words of the page");

    let own = format!("http://{}", served.address);
    assert_eq!(post(&served, &hello, &[JSON, ("Origin", &own)]).status, 200);
    for (why, headers) in [
        ("another site", vec![JSON, ("Origin", "https://evil.example")]),
        ("a page without an address", vec![JSON, ("Origin", "null")]),
        ("a name that was rebound", vec![JSON, ("Host", "evil.example")]),
    ] {
        let refused = post(&served, &hello, &headers);
        assert_eq!(refused.status, 403, "{why}");
        assert_eq!(refused.headers["content-type"], "application/problem+json", "{why}");
    }
    assert_eq!(post(&served, &hello, &[("Content-Type", "text/plain")]).status, 415, "what a form can send");
    assert_eq!(post(&served, &hello, &[JSON, ("MCP-Protocol-Version", "1999-01-01")]).status, 400);
    let listening = served.get("/mcp");
    assert_eq!((listening.status, listening.headers["allow"].as_str()), (405, "POST"));
    let long = served.send("POST", "/mcp", &[JSON], " ".repeat((1 << 20) + 1).as_bytes());
    assert_eq!(long.status, 413);
    assert_eq!(served.send("POST", "/mcp", &[JSON], b"{").json()["error"]["code"], -32700);
    assert_eq!(served.ask("POST", "/items", &[]).status, 405, "nothing else is written to");
    assert_eq!(served.ask("POST", "/style.css", &[]).status, 405);
}

#[test]
fn without_being_asked_for_the_door_is_shut() {
    let hello = json!({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {}});
    let served = sample();
    assert_eq!(post(&served, &hello, &[JSON]).status, 405);
    assert_eq!(served.get("/mcp").status, 404);
}

#[test]
fn other_machines_need_the_token_here_too() {
    let workspace = sample_workspace();
    minutebook(workspace.path(), &["run"]);
    let served = Served::over(workspace.path(), &["--mcp", "--listen", "0.0.0.0"]);
    let token =
        served.said.iter().find_map(|line| line.split("?token=").nth(1)).unwrap().split(' ').next().unwrap().to_owned();
    let hello = json!({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {}});
    assert_eq!(post(&served, &hello, &[JSON]).status, 403);
    let bearer = format!("Bearer {token}");
    assert_eq!(post(&served, &hello, &[JSON, ("Authorization", &bearer)]).status, 200);
}
