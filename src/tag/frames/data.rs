//! `rules/frames.toml`: the words by which a document says what its lines are.

use super::phrases::{Phrases, Plain};
use crate::error::RunError;
use serde::Deserialize;
use std::path::Path;

/// The built-in words.
const EMBEDDED: &str = include_str!("../../../rules/frames.toml");

/// What a heading, a stem or a label says of the lines that it governs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Promise {
    /// They were settled.
    Decisions,
    /// Somebody is to do them.
    Actions,
    /// They are proposed.
    Recommendations,
    /// They are no items: an agenda, people, what went well, sources.
    Nothing,
    /// It begins anew: what a heading above promised no longer holds.
    Narrative,
}

/// What a field beside or within a line holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    /// What is to be done.
    Task,
    /// What a row is about, in words that tables of anything use: "Description".
    Matter,
    /// What was settled.
    Decision,
    /// What is proposed.
    Recommendation,
    /// Who is to do it.
    Owner,
    /// Until when.
    Due,
    /// How far it is.
    Status,
    /// Its printed number.
    Number,
    /// What it is about.
    Category,
}

/// A label that opens a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Label {
    /// "Decision:".
    Decision,
    /// "Action 3:".
    Action,
    /// "Recommendation 7:".
    Recommendation,
    /// "Motion:".
    Motion,
}

/// The words, ready to be matched.
#[derive(Debug, Clone)]
pub struct Frames {
    promises: Vec<(Promise, Heading)>,
    labels: Vec<(Label, Phrases)>,
    fields: Vec<(Field, Phrases)>,
    pub(super) state_line: Phrases,
    pub(super) state_all: Phrases,
    pub(super) motion: Motion,
    pub(super) standing: Standing,
}

#[derive(Debug, Clone)]
struct Heading {
    whole: Phrases,
    starts: Phrases,
    ends: Phrases,
    holds: Phrases,
    unless: Phrases,
}

/// The parts of a motion.
#[derive(Debug, Clone)]
pub(super) struct Motion {
    pub(super) opens: Phrases,
    pub(super) moved_noun: Phrases,
    pub(super) carried: Phrases,
    pub(super) lost: Phrases,
    pub(super) deferred: Phrases,
    pub(super) withdrawn: Phrases,
    pub(super) short_carried: Phrases,
    pub(super) short_lost: Phrases,
    pub(super) short_deferred: Phrases,
    pub(super) short_withdrawn: Phrases,
    pub(super) part: Phrases,
    pub(super) by: Phrases,
    pub(super) seconds: Phrases,
    pub(super) question: Phrases,
    pub(super) for_it: Phrases,
    pub(super) against: Phrases,
}

/// What tells how far words bind.
#[derive(Debug, Clone)]
pub(super) struct Standing {
    pub(super) draft_title: Phrases,
    pub(super) draft_heading: Phrases,
    pub(super) quoted_heading: Phrases,
    pub(super) contribution_title: Phrases,
    pub(super) transcript_title: Phrases,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    nothing: HeadingFile,
    decisions: HeadingFile,
    actions: HeadingFile,
    recommendations: HeadingFile,
    narrative: HeadingFile,
    labels: LabelsFile,
    fields: FieldsFile,
    states: StatesFile,
    motion: MotionFile,
    standing: StandingFile,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct HeadingFile {
    whole: Vec<String>,
    starts: Vec<String>,
    ends: Vec<String>,
    holds: Vec<String>,
    unless: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct LabelsFile {
    decision: Vec<String>,
    action: Vec<String>,
    recommendation: Vec<String>,
    motion: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FieldsFile {
    owner: Vec<String>,
    due: Vec<String>,
    status: Vec<String>,
    task: Vec<String>,
    matter: Vec<String>,
    decision: Vec<String>,
    recommendation: Vec<String>,
    number: Vec<String>,
    category: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct StatesFile {
    line: Vec<String>,
    all: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct MotionFile {
    opens: Vec<String>,
    moved_noun: Vec<String>,
    carried: Vec<String>,
    lost: Vec<String>,
    deferred: Vec<String>,
    withdrawn: Vec<String>,
    short_carried: Vec<String>,
    short_lost: Vec<String>,
    short_deferred: Vec<String>,
    short_withdrawn: Vec<String>,
    part: Vec<String>,
    by: Vec<String>,
    seconds: Vec<String>,
    question: Vec<String>,
    #[serde(rename = "for")]
    for_it: Vec<String>,
    against: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct StandingFile {
    draft_title: Vec<String>,
    draft_heading: Vec<String>,
    quoted_heading: Vec<String>,
    contribution_title: Vec<String>,
    transcript_title: Vec<String>,
}

impl Frames {
    /// The built-in words, or the workspace's own `rules/frames.toml` where there is one.
    ///
    /// # Errors
    /// The file cannot be read or is not of its form: the error names line and column.
    pub fn load(rules: Option<&Path>) -> Result<Self, RunError> {
        let Some(path) = rules.map(|rules| rules.join("frames.toml")) else { return Self::embedded() };
        match std::fs::read_to_string(&path) {
            Ok(text) => Self::parse(&text, &path.display().to_string()),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Self::embedded(),
            Err(error) => Err(RunError::new(format!("cannot read {}", path.display())).because(error)),
        }
    }

    /// The built-in words.
    ///
    /// # Errors
    /// Never for the words as released: the test suite loads them.
    pub fn embedded() -> Result<Self, RunError> {
        Self::parse(EMBEDDED, "the built-in words of headings")
    }

    fn parse(text: &str, shown: &str) -> Result<Self, RunError> {
        let file: File = toml::from_str(text).map_err(|error| {
            RunError::new(format!("{shown} cannot be used")).because(error).hint(
                "A workspace's own rules/frames.toml holds all tables of the built-in one; copy that and change it.",
            )
        })?;
        let heading = |file: &HeadingFile| Heading {
            whole: Phrases::of(&file.whole),
            starts: Phrases::of(&file.starts),
            ends: Phrases::of(&file.ends),
            holds: Phrases::of(&file.holds),
            unless: Phrases::of(&file.unless),
        };
        let (labels, fields, motion, standing) = (&file.labels, &file.fields, &file.motion, &file.standing);
        Ok(Self {
            promises: vec![
                (Promise::Nothing, heading(&file.nothing)),
                (Promise::Decisions, heading(&file.decisions)),
                (Promise::Actions, heading(&file.actions)),
                (Promise::Recommendations, heading(&file.recommendations)),
                (Promise::Narrative, heading(&file.narrative)),
            ],
            labels: vec![
                (Label::Decision, Phrases::of(&labels.decision)),
                (Label::Action, Phrases::of(&labels.action)),
                (Label::Recommendation, Phrases::of(&labels.recommendation)),
                (Label::Motion, Phrases::of(&labels.motion)),
            ],
            fields: vec![
                (Field::Owner, Phrases::of(&fields.owner)),
                (Field::Due, Phrases::of(&fields.due)),
                (Field::Status, Phrases::of(&fields.status)),
                (Field::Task, Phrases::of(&fields.task)),
                (Field::Matter, Phrases::of(&fields.matter)),
                (Field::Decision, Phrases::of(&fields.decision)),
                (Field::Recommendation, Phrases::of(&fields.recommendation)),
                (Field::Number, Phrases::of(&fields.number)),
                (Field::Category, Phrases::of(&fields.category)),
            ],
            state_line: Phrases::of(&file.states.line),
            state_all: Phrases::of(&file.states.all),
            motion: Motion {
                opens: Phrases::of(&motion.opens),
                moved_noun: Phrases::of(&motion.moved_noun),
                carried: Phrases::of(&motion.carried),
                lost: Phrases::of(&motion.lost),
                deferred: Phrases::of(&motion.deferred),
                withdrawn: Phrases::of(&motion.withdrawn),
                short_carried: Phrases::of(&motion.short_carried),
                short_lost: Phrases::of(&motion.short_lost),
                short_deferred: Phrases::of(&motion.short_deferred),
                short_withdrawn: Phrases::of(&motion.short_withdrawn),
                part: Phrases::of(&motion.part),
                by: Phrases::of(&motion.by),
                seconds: Phrases::of(&motion.seconds),
                question: Phrases::of(&motion.question),
                for_it: Phrases::of(&motion.for_it),
                against: Phrases::of(&motion.against),
            },
            standing: Standing {
                draft_title: Phrases::of(&standing.draft_title),
                draft_heading: Phrases::of(&standing.draft_heading),
                quoted_heading: Phrases::of(&standing.quoted_heading),
                contribution_title: Phrases::of(&standing.contribution_title),
                transcript_title: Phrases::of(&standing.transcript_title),
            },
        })
    }

    /// What a heading or a stem says of its lines; `None` where it says nothing.
    #[must_use]
    pub fn promise(&self, heading: &str) -> Option<Promise> {
        let text = Plain::of(without_number(heading));
        if text.is_empty() || text.len() > LONGEST_HEADING {
            return None;
        }
        let fits = |heading: &Heading| {
            (heading.whole.is_whole(&text)
                || heading.starts.opens(&text)
                || heading.ends.closes(&text)
                || heading.holds.find(&text).is_some())
                && heading.unless.find(&text).is_none()
        };
        self.promises.iter().find(|(_, heading)| fits(heading)).map(|(promise, _)| *promise)
    }

    /// The label that a text is, as a whole or with a number behind it: "Action item 3".
    #[must_use]
    pub fn label(&self, text: &str) -> Option<Label> {
        let plain = Plain::of(text);
        let is_label = |phrases: &Phrases| {
            phrases.end_at(&plain, 0).is_some_and(|end| (end..plain.len()).all(|index| is_code(plain.word(index))))
        };
        self.labels.iter().find(|(_, phrases)| is_label(phrases)).map(|(label, _)| *label)
    }

    /// The field that a header or a label names.
    #[must_use]
    pub fn field(&self, header: &str) -> Option<Field> {
        let text = Plain::of(header);
        self.fields.iter().find(|(_, phrases)| phrases.is_whole(&text)).map(|(field, _)| *field)
    }
}

/// The longest heading or stem that can say what its lines are, in words: longer ones are paragraphs.
const LONGEST_HEADING: usize = 40;

/// A figure or a short code behind a label: "3", "2024", "CIPM", "a".
fn is_code(word: &str) -> bool {
    word.chars().any(|letter| letter.is_ascii_digit()) || word.len() <= 2
}

/// A heading without its own number: "IV. Decisions", "3.2 Action items".
pub(crate) fn without_number(heading: &str) -> &str {
    let trimmed = heading.trim_start();
    let Some((first, rest)) = trimmed.split_once([' ', '\t']) else { return trimmed };
    if matches!(first.to_lowercase().as_str(), "annex" | "appendix") {
        // "Annex I: Agenda" is an agenda; "Annex I" alone says nothing.
        return rest
            .split_once([' ', '\t'])
            .map_or(trimmed, |(_, title)| title.trim_start_matches(['-', ':', '\u{2013}', ' ']));
    }
    let bare = first.trim_matches(|letter: char| !letter.is_alphanumeric());
    let figures = bare.chars().all(|letter| letter.is_ascii_digit() || letter == '.');
    let roman = bare.chars().all(|letter| matches!(letter, 'I' | 'V' | 'X'));
    let lone = bare.chars().count() == 1 && first.len() > bare.len();
    if bare.is_empty() || figures || roman || lone { rest.trim_start() } else { trimmed }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_say_what_their_lines_hold() {
        let frames = Frames::embedded().unwrap();
        for (heading, promise) in [
            ("Key Decisions Made", Some(Promise::Decisions)),
            ("IV. Decisions", Some(Promise::Decisions)),
            ("Grant applications approved", Some(Promise::Decisions)),
            ("The following was decided:", Some(Promise::Decisions)),
            ("Resolutions", Some(Promise::Decisions)),
            ("Action Items & Follow-ups", Some(Promise::Actions)),
            ("3.2 New actions", Some(Promise::Actions)),
            ("Actions resulting from the discussion", Some(Promise::Actions)),
            ("Next Steps:", Some(Promise::Actions)),
            ("Recommendations to the Secretariat", Some(Promise::Recommendations)),
            ("Proposed Improvements in Funding", Some(Promise::Recommendations)),
            ("Suggestions for improvement", Some(Promise::Recommendations)),
            ("Suggested next steps", Some(Promise::Recommendations)),
            ("What worked well", Some(Promise::Nothing)),
            ("Draft Agenda - Meeting #10", Some(Promise::Nothing)),
            ("Annex I: Agenda", Some(Promise::Nothing)),
            ("The following agenda was adopted:", Some(Promise::Nothing)),
            ("Discussion:", Some(Promise::Narrative)),
            ("Review of action items from last meeting", None),
            ("Implementation of recommendations", None),
            ("Decisions of the last meeting", None),
            ("Venue and catering", None),
            ("", None),
        ] {
            assert_eq!(frames.promise(heading), promise, "{heading}");
        }
    }

    #[test]
    fn labels_and_fields() {
        let frames = Frames::embedded().unwrap();
        assert_eq!(frames.label("Action 12"), Some(Label::Action));
        assert_eq!(frames.label("AP 23-4"), Some(Label::Action));
        assert_eq!(frames.label("Decision CC/10-2"), Some(Label::Decision));
        assert_eq!(frames.label("Action plan"), None);
        assert_eq!(frames.field("Responsible:"), Some(Field::Owner));
        assert_eq!(frames.field("Due date"), Some(Field::Due));
        assert_eq!(frames.field("Action item"), Some(Field::Task));
        assert_eq!(frames.field("Budget"), None);
    }
}
