//! Sentences labelled by hand, one JSON object a line, and the comparison of names in them.

use crate::error::RunError;
use crate::model::Kind;
use crate::tag::Sentence;
use serde::Deserialize;
use std::path::Path;

/// One labelled sentence.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Gold {
    /// Names the sentence in the list of errors.
    pub id: String,
    /// The words.
    pub text: String,
    /// Date of the report.
    pub date: Option<String>,
    /// The heading above.
    pub section: Option<String>,
    /// Kinds that must be found.
    pub kinds: Vec<Kind>,
    /// Kinds that may be found.
    pub optional: Vec<Kind>,
    /// Actors, any one of which suffices.
    pub actors: Vec<String>,
    /// The due date, `YYYY-MM-DD`.
    pub due: Option<String>,
    /// Further due dates that are tolerated; `*` any.
    pub due_ok: Vec<String>,
    /// Acceptable first categories.
    pub categories: Vec<String>,
}

impl Gold {
    /// The sentence as the tagger reads it.
    #[must_use]
    pub fn sentence(&self) -> Sentence {
        Sentence {
            id: self.id.clone(),
            text: self.text.clone(),
            date: self.date.clone(),
            section: self.section.clone(),
            ..Sentence::default()
        }
    }

    /// Whether an actor is one of those labelled, by its words: it holds a labelled name and at most three words more, or is
    /// part of one.
    #[must_use]
    pub fn has_actor(&self, actor: &str) -> bool {
        let actor = words(actor);
        self.actors.iter().map(|name| words(name)).any(|name| {
            let holds = is_within(&name, &actor) && actor.len() <= name.len() + 3;
            holds || (is_within(&actor, &name) && !actor.is_empty())
        })
    }

    /// Whether a due date is the labelled one or a tolerated one.
    #[must_use]
    pub fn tolerates(&self, due: &str) -> bool {
        self.due.as_deref() == Some(due) || self.due_ok.iter().any(|tolerated| tolerated == due || tolerated == "*")
    }
}

/// Reads a file of labelled sentences.
///
/// # Errors
/// The file cannot be read, or a line is no labelled sentence: the error names the line.
pub fn load(path: &Path) -> Result<Vec<Gold>, RunError> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| RunError::new(format!("cannot read {}", path.display())).because(error))?;
    parse(&text, &path.display().to_string())
}

/// Reads labelled sentences from text; `shown` is its name in messages.
///
/// # Errors
/// As [`load`].
pub fn parse(text: &str, shown: &str) -> Result<Vec<Gold>, RunError> {
    let lines = text.split('\n').enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(index, line)| {
            serde_json::from_str(line).map_err(|error| {
                RunError::usage(format!("{shown}, line {}: not a labelled sentence", index + 1))
                    .because(error)
                    .hint("A line is a JSON object with id, text, date, kinds, optional, actors, due and categories.")
            })
        })
        .collect()
}

fn words(name: &str) -> Vec<String> {
    name.to_lowercase()
        .split(|letter: char| !letter.is_alphanumeric() && letter != '_')
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

fn is_within(part: &[String], whole: &[String]) -> bool {
    part.is_empty() || whole.windows(part.len()).any(|window| window == part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_actor_counts_by_its_words() {
        let gold = Gold { actors: vec!["MAG members".into(), "Host Country".into()], ..Gold::default() };
        for right in ["MAG members", "interested mag members", "Host Country organizing team", "members"] {
            assert!(gold.has_actor(right), "{right}");
        }
        for wrong in ["Secretariat", "MAG Chair", "all of the many interested MAG members", ""] {
            assert!(!gold.has_actor(wrong), "{wrong}");
        }
    }

    #[test]
    fn lines_are_read_and_a_wrong_one_is_named() {
        let gold =
            parse("{\"id\":\"a\",\"text\":\"b\",\"kinds\":[\"action\"],\"due\":null,\"doc\":\"x\"}\n\n", "g").unwrap();
        assert_eq!((gold.len(), gold[0].kinds.as_slice()), (1, &[Kind::Action][..]));
        assert_eq!(parse("{}\n{\"kinds\":[\"wish\"]}", "g").unwrap_err().message, "g, line 2: not a labelled sentence");
    }
}
