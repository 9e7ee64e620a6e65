//! `rules check`: does each rule do what its own examples say?

use crate::tag::Tagger;
use crate::tag::engine::{Outcome, Setting};
use crate::tag::fold::Folded;

/// Whether the rule with this id matches a sentence, be it in the end or only beaten by a stronger rule of its kind.
#[must_use]
pub fn fires(tagger: &Tagger, id: &str, text: &str) -> bool {
    let (section, text) = text.split_once(" | ").map_or((None, text), |(section, rest)| (Some(section), rest));
    let folded = Folded::new(text);
    let section = section.map(Folded::new);
    let setting = Setting { section: section.as_ref().map(Folded::text), stem: None };
    let trials = tagger.engine.trace(&folded, setting);
    trials.iter().any(|trial| {
        let this = tagger.engine.rule(trial.rule).is_some_and(|rule| rule.id == id);
        this && matches!(trial.outcome, Outcome::Fired | Outcome::Weaker(_))
    })
}
