//! The description for programs says what the answers are: every page of the sample corpus is held against it.

use super::sample;
use serde_json::Value;

#[test]
fn every_answer_is_as_the_description_says() {
    let served = sample();
    let document = served.get("/openapi.json").json();
    let first = |path: &str, list: &str, field: &str| {
        served.get(path).json()[list][0][field].as_str().unwrap_or_else(|| panic!("{path} has no {list}")).to_owned()
    };
    let item = first("/api/items", "items", "path");
    let paragraph = item.split('~').next().unwrap().to_owned();
    let mut asked = vec![
        ("/api", "/api".to_owned()),
        ("/api/search", "/api/search?q=newcomers&from=2014".to_owned()),
        ("/api/items", "/api/items?procedural=yes&withdrawn=yes&per=500".to_owned()),
        ("/api/reports", "/api/reports".to_owned()),
        ("/api/threads", "/api/threads".to_owned()),
        ("/api/threads/{thread}", format!("/api/{}", first("/api/threads", "threads", "path"))),
        ("/api/meetings", "/api/meetings".to_owned()),
        ("/api/runs", "/api/runs".to_owned()),
        ("/api/r/{key}", format!("/api/{}", first("/api/reports", "reports", "path"))),
        ("/api/r/{key}/{place}", format!("/api/{paragraph}?why=yes")),
        ("/api/r/{key}/{place}", format!("/api/{paragraph}")),
        ("/api/r/{key}/{place}", format!("/api/{item}")),
    ];
    for names in ["categories", "bodies", "actors"] {
        asked.push(("/api/{names}", format!("/api/{names}")));
        asked.push(("/api/{names}/{name}", format!("/api/{}", first(&format!("/api/{names}"), "names", "path"))));
    }
    let paths = document["paths"].as_object().unwrap();
    for path in paths.keys() {
        assert!(asked.iter().any(|(known, _)| known == path), "nothing is asked of {path}");
    }
    for (path, address) in &asked {
        let got = served.get(address);
        assert_eq!((got.status, got.headers["content-type"].as_str()), (200, "application/json"), "{address}");
        let schema = &paths[*path]["get"]["responses"]["200"]["content"]["application/json"]["schema"];
        assert!(schema.is_object(), "{path} says nothing of its answer");
        assert_eq!(misfit(&document, schema, &got.json()), None, "{address}");
    }
}

/// Where a value differs from its description; the few words of JSON Schema that ours uses.
fn misfit(document: &Value, schema: &Value, value: &Value) -> Option<String> {
    if let Some(name) = schema["$ref"].as_str() {
        return misfit(document, document.pointer(name.trim_start_matches('#')).expect("it is described"), value);
    }
    if let Some(ways) = schema["anyOf"].as_array().or(schema["oneOf"].as_array()) {
        let misfits: Vec<String> = ways.iter().filter_map(|way| misfit(document, way, value)).collect();
        return (misfits.len() == ways.len()).then(|| misfits.join(" and "));
    }
    let is_of_type = match schema["type"].as_str() {
        None => true,
        Some("object") => value.is_object(),
        Some("array") => value.is_array(),
        Some("string") => value.is_string(),
        Some("integer") => value.is_u64() || value.is_i64(),
        Some("number") => value.is_number(),
        Some("null") => value.is_null(),
        Some(other) => panic!("{other} is no type that we describe"),
    };
    if !is_of_type {
        return Some(format!("{} was expected, and {value:.80} is there", schema["type"]));
    }
    if let (Some(items), Some(values)) = (schema.get("items"), value.as_array()) {
        return values.iter().find_map(|value| misfit(document, items, value));
    }
    let fields = value.as_object()?;
    let described = schema["properties"].as_object();
    for name in schema["required"].as_array().into_iter().flatten() {
        if !fields.contains_key(name.as_str().unwrap()) {
            return Some(format!("{name} is not there"));
        }
    }
    for (name, value) in fields {
        match described.and_then(|described| described.get(name)) {
            Some(schema) => {
                if let Some(why) = misfit(document, schema, value) {
                    return Some(format!("{name}: {why}"));
                }
            }
            None if schema["additionalProperties"] == false => return Some(format!("{name} is not described")),
            None => {}
        }
    }
    None
}

#[test]
fn the_description_is_held_against_answers_for_real() {
    let schema = serde_json::json!({"type": "object", "required": ["a"], "properties": {"a": {"type": "integer"}}, "additionalProperties": false});
    let misfit = |value: Value| misfit(&Value::Null, &schema, &value);
    assert_eq!(misfit(serde_json::json!({"a": 1})), None);
    assert!(misfit(serde_json::json!({"a": "1"})).is_some());
    assert!(misfit(serde_json::json!({})).is_some());
    assert!(misfit(serde_json::json!({"a": 1, "b": 2})).is_some());
}
