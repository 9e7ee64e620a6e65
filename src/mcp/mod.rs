//! How does a program that talks (a client of the Model Context Protocol) ask the record? JSON-RPC 2.0, one message a line, in
//! and out, or one message a request of a server; read-only.
//!
//! The protocol asks for five methods here and no state: a few lines of our own serve it, where a library for it would bring a
//! runtime and a schema generator along. Answers carry ids, words as printed, pages, and what was not searched, so that whoever
//! quotes them can be checked.

mod tools;

use crate::error::RunError;
use crate::record::Record;
use serde_json::{Value, json};
use std::io::{self, BufRead, Read, Write};

/// Versions of the protocol that are spoken, the newest first.
pub const VERSIONS: [&str; 3] = ["2025-06-18", "2025-03-26", "2024-11-05"];
/// Bytes of a message at most: a question has some hundred.
const LONGEST_MESSAGE: u64 = 1 << 20;

/// What a client is told about the use of the tools.
const INSTRUCTIONS: &str = "A record of meeting reports. Quote only the field `quote` of an answer, with its `id`, page and the \
    reference of the tool `cite`. A decision is what the body settled; a recommendation held by somebody is not the body's. Say what \
    was not searched (`not_searched`) where an answer rests on nothing being found.";

/// Codes of JSON-RPC 2.0.
const PARSE_ERROR: i32 = -32700;
const INVALID_REQUEST: i32 = -32600;
const METHOD_NOT_FOUND: i32 = -32601;
const INVALID_PARAMS: i32 = -32602;

/// Answers messages until the input ends.
///
/// # Errors
/// Input or output fail; a message that cannot be read is answered, and no error.
pub fn converse(record: &Record, mut input: impl BufRead, mut output: impl Write) -> io::Result<()> {
    loop {
        let mut line = Vec::new();
        let read = input.by_ref().take(LONGEST_MESSAGE).read_until(b'\n', &mut line)?;
        if read == 0 {
            return Ok(());
        }
        let answer = if !line.ends_with(b"\n") && read as u64 == LONGEST_MESSAGE {
            skip_line(&mut input)?;
            Some(failed(&Value::Null, INVALID_REQUEST, "the message is longer than 1 MB"))
        } else if line.trim_ascii().is_empty() {
            None
        } else {
            answered(record, &line)
        };
        if let Some(answer) = answer {
            serde_json::to_writer(&mut output, &answer)?;
            output.write_all(b"\n")?;
            output.flush()?;
        }
    }
}

fn skip_line(input: &mut impl BufRead) -> io::Result<()> {
    loop {
        let (used, ends) = {
            let held = input.fill_buf()?;
            match held.iter().position(|byte| *byte == b'\n') {
                Some(at) => (at + 1, true),
                None => (held.len(), held.is_empty()),
            }
        };
        input.consume(used);
        if ends {
            return Ok(());
        }
    }
}

/// The answer to one message; `None` to what asks for none.
#[must_use]
pub fn answered(record: &Record, line: &[u8]) -> Option<Value> {
    let Ok(message) = serde_json::from_slice::<Value>(line) else {
        return Some(failed(&Value::Null, PARSE_ERROR, "the message is no JSON"));
    };
    let id = message.get("id").cloned();
    let Some(method) = message.get("method").and_then(Value::as_str) else {
        // What answers a question of ours is no question: none was asked.
        let is_answer = message.get("result").is_some() || message.get("error").is_some();
        return (!is_answer).then(|| failed(&id.unwrap_or_default(), INVALID_REQUEST, "the message names no method"));
    };
    // Without an id it is a notification.
    let id = id?;
    let parameters = message.get("params").cloned().unwrap_or_default();
    let result = match method {
        "initialize" => Ok(welcome(&parameters)),
        "ping" => Ok(json!({})),
        "tools/list" => Ok(json!({"tools": tools::list()})),
        "tools/call" => call(record, &parameters),
        _ => Err((METHOD_NOT_FOUND, format!("there is no method {method}"))),
    };
    Some(match result {
        Ok(result) => json!({"jsonrpc": "2.0", "id": id, "result": result}),
        Err((code, message)) => failed(&id, code, &message),
    })
}

fn failed(id: &Value, code: i32, message: &str) -> Value {
    json!({"jsonrpc": "2.0", "id": id, "error": {"code": code, "message": message}})
}

fn welcome(parameters: &Value) -> Value {
    let wanted = parameters.get("protocolVersion").and_then(Value::as_str).unwrap_or_default();
    let version = VERSIONS.into_iter().find(|known| *known == wanted).unwrap_or(VERSIONS[0]);
    json!({
        "protocolVersion": version,
        "capabilities": {"tools": {"listChanged": false}},
        "serverInfo": {"name": "minutebook", "title": "minutebook", "version": env!("CARGO_PKG_VERSION")},
        "instructions": INSTRUCTIONS,
    })
}

/// Calls a tool. What cannot be answered is told to the model, which can ask better; an unknown tool is the client's fault.
fn call(record: &Record, parameters: &Value) -> Result<Value, (i32, String)> {
    let name = parameters.get("name").and_then(Value::as_str).unwrap_or_default();
    let tool = tools::named(name).ok_or_else(|| (INVALID_PARAMS, format!("there is no tool {name:?}")))?;
    let arguments = parameters.get("arguments").cloned().unwrap_or_else(|| json!({}));
    let answer = record.refresh().and_then(|_| tool(record, &arguments));
    Ok(match answer {
        Ok(answer) => {
            json!({"content": [{"type": "text", "text": answer.to_string()}], "structuredContent": answer, "isError": false})
        }
        Err(error) => json!({"content": [{"type": "text", "text": told(&error)}], "isError": true}),
    })
}

fn told(error: &RunError) -> String {
    let mut text = error.message.clone();
    for hint in &error.hints {
        text.push_str("\ntry: ");
        text.push_str(hint);
    }
    text
}
