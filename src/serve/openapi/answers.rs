//! What the answers hold, field by field. `tests/all/browser/openapi.rs` holds every page of the sample corpus against it: a field that
//! is not written down here fails, and so does one that is and is not there.

use crate::model::Column;
use serde_json::{Map, Value, json};

/// The form of the answer of a page.
pub fn of(route: &str) -> Value {
    match route {
        "home" => fields(&[
            ("name", text("Name of the record.")),
            ("generation", count("Number of the index.")),
            ("totals", object("How much there is.")),
            ("last_run", maybe(object("The last run."))),
            ("gaps", count("Gaps in the series of meetings.")),
            ("not_read", count("Files that could not be read or hold no text.")),
            ("newest", list(reference("Row"))),
        ]),
        "search" => page(&[
            ("query", text("As it was asked.")),
            ("notices", list(object("What a reader should know, such as what was not searched: `code`, `message`."))),
            ("facets", list(object("`field`, and `values` with the number of hits of each."))),
            (
                "years",
                list(json!({"type": "array", "description": "Year and number of hits.", "items": {"type": "integer"}})),
            ),
            ("hits", list(reference("Hit"))),
        ]),
        "items" => page(&[("items", list(reference("Row")))]),
        "reports" => page(&[("reports", list(reference("Listed")))]),
        "threads" => page(&[("threads", list(reference("Matter")))]),
        "thread" => fields(&[
            ("path", text("Path of its page.")),
            (
                "thread",
                object("The matter with its `passages`, each with what it `takes_up` of earlier ones, and why."),
            ),
        ]),
        "meetings" => fields(&[
            ("coverage", object("Gaps, doubles, copies, reports without a date.")),
            ("failed", list(object("A file that could not be read, and why."))),
            ("other", list(text("A file of a format that nothing reads."))),
        ]),
        "runs" => fields(&[
            ("generation", count("Number of the index.")),
            ("runs", list(object("A run, and what it needed a person for."))),
            ("needs_eyes", list(object("A report whose reading is in doubt: `key`, `score`, `reasons`."))),
        ]),
        "report" => fields(&[
            ("report", object("What is known of the report.")),
            ("blocks", list(object("A `block` in reading order, with its `items`."))),
        ]),
        "passage" => json!({"oneOf": [passage(), fields(&[
            ("path", text("Path of its page.")),
            ("story", object("The item's `row`, what people wrote, its `versions` and `assessments`.")),
            ("item", maybe(object("The item as the report holds it now."))),
        ])]}),
        "names" => page(&[("names", list(reference("Name")))]),
        "name" => page(&[
            ("id", text("As data has it.")),
            ("name", text("As people read it.")),
            ("items", list(reference("Row"))),
        ]),
        other => fields(&[(other, json!({}))]),
    }
}

/// What several answers hold.
pub fn shared() -> Map<String, Value> {
    let row: Vec<(&str, Value)> = Column::ALL
        .iter()
        .map(|column| (column.name(), json!({"description": column.doc().trim()})))
        .chain([("human", object("What people wrote, by column.")), ("path", text("Path of its page."))])
        .collect();
    let optional = ["formerly"];
    let mut row = closed(&row);
    if let Some(properties) = row.get_mut("properties").and_then(Value::as_object_mut) {
        properties.extend(optional.map(|name| (name.to_owned(), list(text("Id of an item that it took over from.")))));
    }
    let hit = closed(&[
        ("id", text("Id of the passage; its path is `r/` and the id with `/` in place of `#`.")),
        ("report", text("Key of the report.")),
        ("title", text("Title of the report, or its key.")),
        ("date", maybe(text("First day of the report."))),
        ("symbol", maybe(text("Document symbol."))),
        ("body", maybe(text("The body that met."))),
        ("meeting", maybe(text("The meeting."))),
        ("number", maybe(text("Printed number."))),
        ("section", maybe(text("Heading above."))),
        ("annex", list(text("Label of an annex, the outermost first."))),
        ("page", maybe(count("First page."))),
        ("type", text("`paragraph`, `table_row`, ...")),
        ("kinds", list(text("Kind of an item."))),
        ("text", text("The whole text, as printed.")),
        ("marks", list(object("Bytes of the text that answer the query: `start`, `end`."))),
        ("snippets", list(object("A part worth showing."))),
        ("items", list(object("A decision, action or recommendation."))),
        ("asked_items", list(text("Id of an item that the query asks for."))),
        ("before", list(object("Words before it that it cannot do without."))),
        ("after", list(object("The text under it, where it is a heading."))),
        ("twins", count("Further passages that are nearly the same.")),
        ("rank", count("From 1.")),
        ("score", json!({"type": "number"})),
        ("source", text("Path of the file below `corpus/`.")),
        ("url", maybe(text("Where the report is published."))),
    ]);
    let listed = closed(&[
        ("key", text("Key of the report.")),
        ("path", text("Path of its page.")),
        ("title", maybe(text("Title."))),
        ("date", maybe(text("First day."))),
        ("body", maybe(text("The body that met."))),
        ("meeting", maybe(text("The meeting."))),
        ("kind", maybe(text("What sort of document it is."))),
        ("symbol", maybe(text("Document symbol."))),
        ("pages", maybe(count("Pages of its file."))),
        ("paragraphs", count("Paragraphs.")),
        ("decisions", count("Decisions.")),
        ("actions", count("Actions.")),
        ("recommendations", count("Recommendations.")),
        ("sha256", text("Hash of its file.")),
        ("needs_eyes", list(text("Why a person should look at its reading."))),
    ]);
    let matter = closed(&[
        ("thread", text("Id of the thread.")),
        ("path", text("Path of its page.")),
        ("first", maybe(text("Day of the first passage."))),
        ("last", maybe(text("Day of the last passage."))),
        ("passages", count("Passages.")),
        ("reports", count("Reports with such passages.")),
        ("wanted", count("How often it was wanted.")),
        ("fate", text("What became of it, in words.")),
        ("state", text("The same for sorting.")),
        ("lead", text("Id of the passage that says best what it is about.")),
        ("text", text("The words of that passage.")),
    ]);
    let name = closed(&[
        ("id", text("As data has it.")),
        ("name", text("As people read it.")),
        ("path", text("Path of its page.")),
        ("items", count("Items of it.")),
    ]);
    let named = [("Row", row), ("Hit", hit), ("Listed", listed), ("Matter", matter), ("Name", name)];
    named.into_iter().map(|(name, schema)| (name.to_owned(), schema)).collect()
}

fn passage() -> Value {
    let mut passage = fields(&[
        ("path", text("Path of its page.")),
        ("report", object("What is known of the report.")),
        ("block", object("The passage: words as printed, number, annexes, place on the page.")),
        ("items", list(object("A decision, action or recommendation in it."))),
        ("item", maybe(text("The item that was asked for."))),
        ("before", list(object("A passage before it."))),
        ("after", list(object("A passage after it."))),
        ("footnotes", list(object("A footnote that its marks lead to."))),
        ("link", text("Where its page is published, or its file.")),
        ("previous", maybe(text("Id of the passage before."))),
        ("next", maybe(text("Id of the passage after."))),
        ("around", object("Its `threads`, what it is `cited_by`, what it `refers_to`.")),
        ("citations", object("The reference to it, by style.")),
    ]);
    if let Some(properties) = passage.get_mut("properties").and_then(Value::as_object_mut) {
        properties.insert(
            "why".to_owned(),
            list(object("The rules that fired and those that came nearest; with `why=yes`.")),
        );
    }
    passage
}

/// An answer with these fields beside its `schema`.
fn fields(own: &[(&str, Value)]) -> Value {
    let mut all = vec![("schema", text("Name and version of this form."))];
    all.extend_from_slice(own);
    closed(&all)
}

/// One page of a list.
fn page(own: &[(&str, Value)]) -> Value {
    let mut all = vec![
        ("total", count("Entries of the whole list.")),
        ("page", count("Number of this page, from 1.")),
        ("pages", count("Number of pages.")),
        ("per", count("Entries of a page.")),
    ];
    all.extend_from_slice(own);
    fields(&all)
}

/// An object with these fields, all of them and no others.
fn closed(fields: &[(&str, Value)]) -> Value {
    let properties: Map<String, Value> =
        fields.iter().map(|(name, schema)| ((*name).to_owned(), schema.clone())).collect();
    let required: Vec<&str> = fields.iter().map(|(name, _)| *name).collect();
    json!({"type": "object", "properties": properties, "required": required, "additionalProperties": false})
}

fn text(doc: &str) -> Value {
    json!({"type": "string", "description": doc})
}

fn count(doc: &str) -> Value {
    json!({"type": "integer", "minimum": 0, "description": doc})
}

fn object(doc: &str) -> Value {
    json!({"type": "object", "description": doc})
}

fn list(of: Value) -> Value {
    let mut list = json!({"type": "array"});
    if let Some(fields) = list.as_object_mut() {
        fields.insert("items".to_owned(), of);
    }
    list
}

fn maybe(of: Value) -> Value {
    json!({"anyOf": vec![of, json!({"type": "null"})]})
}

fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}
