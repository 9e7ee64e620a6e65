//! The conditions by which `search` and `export` narrow what they answer.

use crate::query::Filters;
use clap::Args;

// No doc comment: clap would take it for the text of the command that these are flattened into.
#[derive(Debug, Args)]
pub struct FilterArguments {
    /// Only reports of this day, month or year or later (2015, 2015-06, 2015-06-30)
    #[arg(long, value_name = "DATE")]
    pub from: Option<String>,
    /// Only reports of this day, month or year or earlier
    #[arg(long, value_name = "DATE")]
    pub to: Option<String>,
    /// Only decision, action or recommendation (may be given several times)
    #[arg(long, value_name = "KIND")]
    pub kind: Vec<String>,
    /// Only this topic, by its id (--facets lists the topics of the hits)
    #[arg(long, value_name = "TOPIC")]
    pub category: Vec<String>,
    /// Only so binding: agreed, or '>=agreed' for agreed and decided
    #[arg(long, value_name = "FORCE")]
    pub force: Option<String>,
    /// Only what this body, group or person holds
    #[arg(long, value_name = "NAME")]
    pub held_by: Vec<String>,
    /// Only what this actor is to do
    #[arg(long, value_name = "NAME")]
    pub actor: Vec<String>,
    /// Only reports of this body
    #[arg(long, value_name = "BODY")]
    pub body: Vec<String>,
    /// Only this report, by its key; * stands for any letters
    #[arg(long, value_name = "KEY")]
    pub report: Vec<String>,
    /// Only this annex, or none for the body of the reports
    #[arg(long, value_name = "LABEL")]
    pub annex: Vec<String>,
}

impl FilterArguments {
    /// The same, as the search takes it.
    #[must_use]
    pub fn filters(&self) -> Filters {
        Filters {
            from: self.from.clone(),
            to: self.to.clone(),
            kinds: self.kind.clone(),
            categories: self.category.clone(),
            force: self.force.clone(),
            held_by: self.held_by.clone(),
            actors: self.actor.clone(),
            bodies: self.body.clone(),
            reports: self.report.clone(),
            annexes: self.annex.clone(),
        }
    }
}
