//! How the parts of a Word document refer to each other and to addresses outside.

use crate::extract::xml::Element;
use rustc_hash::FxHashMap;

/// A relation of a part to another or to an address.
#[derive(Debug, Clone)]
pub(super) struct Relation {
    /// Last word of its type: `styles`, `hyperlink`.
    pub(super) kind: String,
    /// Where it leads.
    pub(super) target: String,
}

/// The relations of a part, by id.
pub(super) fn relations(root: Option<&Element>) -> FxHashMap<String, Relation> {
    let relations = root.into_iter().flat_map(Element::elements).filter(|element| element.name == "Relationship");
    relations
        .filter_map(|element| {
            let kind = element.attribute("Type")?.rsplit('/').next()?.to_owned();
            Some((
                element.attribute("Id")?.to_owned(),
                Relation { kind, target: element.attribute("Target")?.to_owned() },
            ))
        })
        .collect()
}

/// The part that holds a part's relations.
pub(super) fn relations_of(part: &str) -> String {
    match part.rsplit_once('/') {
        Some((folder, name)) => format!("{folder}/_rels/{name}.rels"),
        None => format!("_rels/{part}.rels"),
    }
}

/// A target relative to its part's folder.
pub(super) fn resolved(folder: &str, target: &str) -> String {
    match target.strip_prefix('/') {
        Some(absolute) => absolute.to_owned(),
        None if folder.is_empty() => target.to_owned(),
        None => format!("{folder}/{target}"),
    }
}
