//! The description of the answers for programs (OpenAPI 3.1), made from the table by which pages are found.

mod answers;

use crate::pages::Form;
use crate::pages::routes::{Holds, NAMES, ROUTES, Route};
use serde_json::{Map, Value, json};

/// The document.
pub fn document(name: &str) -> Value {
    let paths: Map<String, Value> = ROUTES
        .iter()
        .filter(|route| route.forms.contains(&Form::Json))
        .map(|route| (path(route), json!({"get": operation(route)})))
        .collect();
    let mut schemas = answers::shared();
    schemas.insert("Problem".to_owned(), problem());
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": name,
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Read-only. Every answer that is no error names its form in `schema`; ids and paths stay. Each page of the site \
                has the same answer under its own path with .json at its end.",
            "license": {"name": env!("CARGO_PKG_LICENSE")},
        },
        "servers": [{"url": "."}],
        "paths": paths,
        "components": {"schemas": schemas},
    })
}

/// `/api/r/{key}/{place}`: a place may hold slashes, which stand as they are.
fn path(route: &Route) -> String {
    if route.path.is_empty() { "/api".to_owned() } else { format!("/api/{}", route.path) }
}

fn operation(route: &Route) -> Value {
    let in_path = route.path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    let mut parameters: Vec<Value> = in_path
        .map(|name| {
            let mut schema = json!({"type": "string", "minLength": 1, "maxLength": 500, "pattern": "^[^\\u0000/]+$"});
            if let (true, Some(fields)) = (name == "names", schema.as_object_mut()) {
                fields.insert("enum".to_owned(), json!(NAMES));
            }
            json!({"name": name, "in": "path", "required": true, "schema": schema})
        })
        .collect();
    parameters.extend(route.parameters.iter().map(|parameter| {
        json!({"name": parameter.name, "in": "query", "required": false, "description": parameter.doc, "schema": schema(parameter.holds)})
    }));
    let problem = |what: &str| json!({"description": what, "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}});
    json!({
        "operationId": route.name,
        "summary": route.summary,
        "parameters": parameters,
        "responses": {
            "200": {"description": "The answer.", "headers": {"ETag": {"schema": {"type": "string"}}},
                "content": {"application/json": {"schema": answers::of(route.name)}}},
            "304": {"description": "What the client has is what there is."},
            "400": problem("A parameter does not fit: `detail` says which, and what was expected."),
            "404": problem("The record holds no such thing."),
            "414": problem("The question is too long."),
            "500": problem("A fault of the server or of the record, which its log tells."),
            "503": problem("Nothing has been read yet, or too much is asked for at once."),
        },
    })
}

/// Text without the character that no text holds.
const TEXT: &str = "^[^\\u0000]*$";

fn schema(holds: Holds) -> Value {
    match holds {
        Holds::Text => json!({"type": "string", "maxLength": 1000, "pattern": TEXT}),
        Holds::Texts => {
            json!({"type": "array", "items": {"type": "string", "maxLength": 1000, "pattern": TEXT}, "maxItems": 32})
        }
        Holds::Number(most) => json!({"type": "integer", "minimum": 1, "maximum": most}),
        Holds::Date => {
            json!({"type": "string", "pattern": "^([12][0-9]{3}(-(0[1-9]|1[0-2])(-(0[1-9]|1[0-9]|2[0-8]))?)?)?$"})
        }
        // An empty field of a form asks for nothing.
        Holds::Year => json!({"type": "string", "pattern": "^([12][0-9]{3})?$"}),
        Holds::OneOf(words) => json!({"type": "string", "enum": words}),
        Holds::Yes => json!({"type": "string", "enum": ["yes"]}),
    }
}

fn problem() -> Value {
    json!({
        "type": "object",
        "description": "RFC 9457.",
        "required": ["type", "title", "status", "detail"],
        "properties": {
            "type": {"type": "string"}, "title": {"type": "string"}, "status": {"type": "integer"}, "detail": {"type": "string"},
            "hints": {"type": "array", "items": {"type": "string"}, "description": "What to try next."},
        },
    })
}
