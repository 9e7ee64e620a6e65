//! The record for a program that talks: the protocol as a client speaks it, and answers that can be checked word by word.

use super::program::{minutebook, sample_workspace};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// A client with its server.
struct Client {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    next: u64,
}

impl Client {
    fn over(workspace: &Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_minutebook"))
            .args(["mcp", "--workspace"])
            .arg(workspace)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let (input, output) = (child.stdin.take(), BufReader::new(child.stdout.take().unwrap()));
        Self { child, input, output, next: 1 }
    }

    fn send(&mut self, line: &str) {
        let input = self.input.as_mut().unwrap();
        input.write_all(line.as_bytes()).unwrap();
        input.write_all(b"\n").unwrap();
    }

    fn hear(&mut self) -> Value {
        let mut line = String::new();
        self.output.read_line(&mut line).unwrap();
        serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line:?}"))
    }

    fn ask(&mut self, method: &str, parameters: &Value) -> Value {
        let id = self.next;
        self.next += 1;
        self.send(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": parameters}).to_string());
        let answer = self.hear();
        assert_eq!(answer["id"], id, "{answer}");
        assert_eq!(answer["jsonrpc"], "2.0");
        answer
    }

    fn call(&mut self, tool: &str, arguments: &Value) -> Value {
        let answer = self.ask("tools/call", &json!({"name": tool, "arguments": arguments}));
        let result = answer["result"].clone();
        assert_eq!(result["isError"], false, "{answer}");
        let text: Value = serde_json::from_str(result["content"][0]["text"].as_str().unwrap()).unwrap();
        assert_eq!(text, result["structuredContent"], "both forms say the same");
        text
    }

    fn close(mut self) {
        drop(self.input.take());
        assert!(self.child.wait().unwrap().success(), "the end of the input is the end of the talk");
    }
}

#[test]
fn a_client_is_welcomed_lists_the_tools_and_gets_quotes_that_stand_in_the_reports() {
    let workspace = sample_workspace();
    assert_eq!(minutebook(workspace.path(), &["run"]).status, Some(0));
    let mut client = Client::over(workspace.path());
    let welcome = client.ask(
        "initialize",
        &json!({"protocolVersion": "2025-03-26", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}),
    );
    assert_eq!(welcome["result"]["protocolVersion"], "2025-03-26");
    assert!(welcome["result"]["capabilities"]["tools"].is_object());
    client.send(&json!({"jsonrpc": "2.0", "method": "notifications/initialized"}).to_string());
    let tools = client.ask("tools/list", &json!({}))["result"]["tools"].clone();
    let names: Vec<&str> = tools.as_array().unwrap().iter().map(|tool| tool["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["search", "show", "cite", "items", "coverage"]);
    assert!(
        tools
            .as_array()
            .unwrap()
            .iter()
            .all(|tool| tool["annotations"]["readOnlyHint"] == true && tool["inputSchema"]["type"] == "object")
    );

    let found = client.call("search", &json!({"query": "newcomers", "kind": "decision"}));
    assert!(found["total"].as_u64().unwrap() > 0, "{found}");
    assert!(!found["not_searched"].as_array().unwrap().is_empty(), "the sample has gaps: {found}");
    for hit in found["hits"].as_array().unwrap() {
        let id = hit["id"].as_str().unwrap();
        // The quote is what the command line shows of the same id.
        let shown = minutebook(workspace.path(), &["show", id, "--format", "json"]);
        let shown: Value = serde_json::from_str(&shown.out).unwrap();
        assert_eq!(shown["block"]["text"], hit["quote"]);
        assert_eq!(client.call("show", &json!({"id": id, "context": 1}))["quote"], hit["quote"]);
        assert!(hit["page"].is_u64(), "{hit}");
        let cited = client.call("cite", &json!({"id": id}));
        let same = minutebook(workspace.path(), &["cite", id]);
        assert_eq!(cited["reference"].as_str().unwrap(), same.out.trim_end());
    }
    let items = client.call("items", &json!({"kind": "action", "limit": 3}));
    assert_eq!(items["items"].as_array().unwrap().len(), 3, "{items}");
    let item = &items["items"][0];
    assert_eq!(client.call("show", &json!({"id": item["id"]}))["item"], item["id"]);
    let coverage = client.call("coverage", &json!({}));
    assert_eq!(coverage["totals"]["reports"], 7);
    client.close();
}

#[test]
fn what_cannot_be_meant_is_answered_and_the_talk_goes_on() {
    let workspace = sample_workspace();
    assert_eq!(minutebook(workspace.path(), &["run"]).status, Some(0));
    let mut client = Client::over(workspace.path());
    let code = |answer: Value| answer["error"]["code"].as_i64();
    client.send("this is no JSON");
    assert_eq!(code(client.hear()), Some(-32700));
    client.send("{\"jsonrpc\": \"2.0\", \"id\": 9}");
    assert_eq!(code(client.hear()), Some(-32600));
    client.send(&format!("{{\"jsonrpc\": \"2.0\", \"id\": 1, \"method\": \"{}\"}}", "a".repeat(2 << 20)));
    assert_eq!(code(client.hear()), Some(-32600));
    assert_eq!(code(client.ask("resources/list", &json!({}))), Some(-32601));
    assert_eq!(code(client.ask("tools/call", &json!({"name": "purge", "arguments": {}}))), Some(-32602));
    for (tool, arguments) in [
        ("search", json!({})),
        ("search", json!({"query": "kind:nonsense"})),
        ("search", json!({"query": "a", "limit": 1000})),
        ("search", json!({"query": 7})),
        ("show", json!({"id": "no-such-report#1"})),
        ("cite", json!({"id": "x", "style": "harvard"})),
        ("items", json!({"from": "yesterday"})),
    ] {
        let answer = client.ask("tools/call", &json!({"name": tool, "arguments": arguments}));
        assert_eq!(answer["result"]["isError"], true, "{tool} {arguments}: {answer}");
        assert!(!answer["result"]["content"][0]["text"].as_str().unwrap().is_empty());
    }
    assert_eq!(client.ask("ping", &json!({}))["result"], json!({}));
    client.close();
}
