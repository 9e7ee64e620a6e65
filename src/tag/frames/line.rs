//! Lines of action lists in their usual forms: "Action 3: Ana to write", "[AP 23-4] Draft the note (Ana, 3 May)", "Ben: book a room",
//! "@mira send the link", "Action: CHAIR (by 3 May)", "... Responsible: Ana, Deadline: D".

use super::data::{Field, Frames, Label, Promise};
use super::forms;
use super::states;
use crate::language::Language;
use crate::tag::actors::{self, Names, Roster};
use std::ops::Range;

/// What the form of a line says, before its sentences are read. Offsets are bytes of the text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line {
    /// What its label says that it is.
    pub label: Option<Label>,
    /// Who is to do it.
    pub owners: Vec<String>,
    /// The words that name the deadline, where a field or a bracket holds them.
    pub due: Option<Range<usize>>,
    /// How far it is, where a field, a bracket or a ticked box says so.
    pub state: Option<String>,
    /// The task itself, without label, owner and fields.
    pub task: Range<usize>,
    /// The form alone shows that it is a task, whatever stands above it.
    pub is_task: bool,
    /// It says who is to act and until when, of what stands above it: "Action: CHAIR (by 3 May)".
    pub only_owner: bool,
    /// Where owner, deadline and state stand that are named as such, or in a bracket.
    pub fields_from: Option<usize>,
}

/// Who can own a line.
#[derive(Debug, Clone, Copy)]
pub struct Owners<'a> {
    /// Offices, bodies, other names.
    pub roster: &'a Roster,
    /// Persons of the report.
    pub names: &'a Names,
    /// What is a verb and what is none.
    pub language: &'a Language,
}

impl Owners<'_> {
    fn read(&self, text: &str, known: bool) -> Option<Vec<String>> {
        actors::listed(text, known, self.roster, self.names)
    }
}

/// Longest label or leading list of owners, in bytes.
const LONGEST_LEAD: usize = 80;

/// Reads the form of a line. `promise` is what the headings above say of it.
#[must_use]
pub fn read(text: &str, promise: Option<Promise>, frames: &Frames, owners: Owners<'_>) -> Line {
    let mut line = Line { task: 0..text.trim_end().len(), ..Line::default() };
    let mut reader = Reader { text, frames, owners, promise, line: &mut line };
    reader.tick();
    reader.label();
    reader.fields();
    reader.bracket();
    if line.label == Some(Label::Action) && is_listed(text, &line, owners) {
        line.owners = text.get(line.task.clone()).and_then(|rest| owners.read(rest, true)).unwrap_or_default();
        line.only_owner = true;
        line.is_task = true;
        return line;
    }
    let mut reader = Reader { text, frames, owners, promise, line: &mut line };
    reader.lead();
    reader.tail();
    if line.label == Some(Label::Action) {
        line.is_task = true;
    }
    line
}

fn is_listed(text: &str, line: &Line, owners: Owners<'_>) -> bool {
    let rest = text.get(line.task.clone()).unwrap_or_default();
    rest.split_whitespace().count() <= 8 && owners.read(rest, true).is_some()
}

struct Reader<'a, 'l> {
    text: &'a str,
    frames: &'a Frames,
    owners: Owners<'a>,
    promise: Option<Promise>,
    line: &'l mut Line,
}

impl<'a> Reader<'a, '_> {
    /// Whether the headings above announce tasks.
    fn promised(&self) -> bool {
        self.promise == Some(Promise::Actions)
    }

    /// Whether the headings above announce something else than tasks: who stands behind a proposal in brackets is who made it.
    fn promised_otherwise(&self) -> bool {
        matches!(self.promise, Some(Promise::Recommendations | Promise::Decisions))
    }

    fn task(&self) -> &'a str {
        self.text.get(self.line.task.clone()).unwrap_or_default()
    }

    /// Moves the start of the task to a byte of the text, over signs.
    fn start(&mut self, at: usize) {
        let rest = self.text.get(at..self.line.task.end).unwrap_or_default();
        let skipped = rest.len()
            - rest.trim_start_matches([' ', ':', '-', '\u{2013}', '\u{2014}', '*', '\u{2192}', '.', '>']).len();
        self.line.task.start = (at + skipped).min(self.line.task.end);
    }

    /// Moves the end of the task to a byte of the text, back over signs.
    fn end(&mut self, at: usize) {
        let rest = self.text.get(self.line.task.start..at).unwrap_or_default();
        let kept = rest.trim_end_matches([' ', ',', ';', '(', '[', '|', '-', '\u{2013}', '\u{2014}', '*']).len();
        self.line.task.end = self.line.task.start + kept;
    }

    /// "[ ]", "\[x\]": a box before the line.
    fn tick(&mut self) {
        let task = self.task();
        let boxes = [
            ("[ ]", false),
            ("[]", false),
            ("\u{2610}", false),
            ("[x]", true),
            ("[X]", true),
            ("\u{2611}", true),
            ("\u{2612}", true),
            ("\u{2705}", true),
        ];
        let Some((mark, ticked)) = boxes.into_iter().find(|(mark, _)| task.starts_with(mark)) else { return };
        self.line.is_task = true;
        if ticked {
            self.line.state = Some("done".to_owned());
        }
        self.start(self.line.task.start + mark.len());
    }

    /// "Action 3:", "[AP 23-4]", "ACTION Chair", "Action (Secretariat):", "Decision CC/10-2:".
    fn label(&mut self) {
        let (task, from) = (self.task(), self.line.task.start);
        if let Some((inner, close)) =
            task.strip_prefix(['[', '(']).and_then(|inner| Some((inner, inner.find([']', ')'])?)))
            && let Some(label) = inner.get(..close).and_then(|code| self.frames.label(code))
        {
            self.line.label = Some(label);
            self.start(from + 1 + close + 1);
            return;
        }
        let ends = [": ", " - ", " \u{2013} ", " \u{2014} ", ". "]
            .iter()
            .filter_map(|mark| Some((task.find(mark)?, mark.len())));
        let Some((at, length)) = ends.filter(|(at, _)| *at <= LONGEST_LEAD).min() else { return self.bare_label() };
        let lead = task.get(..at).unwrap_or_default().trim_matches(['*', ' ']);
        // "Proposed by: Lee" says who, and nothing of a proposal.
        let by = lead.ends_with(" by");
        if let Some(label) = self.frames.label(lead).filter(|label| *label == Label::Action || !by) {
            self.line.label = Some(label);
            self.start(from + at + length);
            return;
        }
        // "Action (Secretariat): send", "Action 4 Chair: send".
        let (code, owner) = match lead.strip_suffix(')').and_then(|inner| inner.split_once('(')) {
            Some((code, inner)) => (code, inner),
            None => split_label(lead, self.frames),
        };
        if let Some(label) = self.frames.label(code).filter(|label| *label == Label::Action || !by)
            && let Some(owners) = self.owners.read(owner, true)
            && task.get(at..).is_some_and(|rest| rest.starts_with(':'))
        {
            self.line.label = Some(label);
            self.line.owners = owners;
            self.start(from + at + length);
            return;
        }
        self.bare_label();
    }

    /// "ACTION Chair to write", "AP 4 Circulate the list": capitals or a number make a label of the word.
    fn bare_label(&mut self) {
        let (task, from) = (self.task(), self.line.task.start);
        let (code, rest) = split_label(task, self.frames);
        let capitals = code.chars().any(char::is_uppercase) && !code.chars().any(char::is_lowercase);
        let numbered = code.chars().any(|letter| letter.is_ascii_digit());
        if rest.is_empty() || !(capitals || numbered) || code.chars().count() < 2 {
            return;
        }
        if self.frames.label(code) == Some(Label::Action) {
            self.line.label = Some(Label::Action);
            self.start(from + task.len() - rest.len());
        }
    }

    /// "Responsible: Ana, Deadline: 3 May", "(Owner: Ben; Status: open)".
    fn fields(&mut self) {
        let (task, from) = (self.task(), self.line.task.start);
        let mut found: Vec<(Field, Range<usize>)> = Vec::new();
        for (colon, _) in task.match_indices(':') {
            let before = task.get(..colon).unwrap_or_default();
            let start = before
                .rfind(['.', ',', ';', '|', '(', '[', '\u{2013}', '\u{2014}', ':', ')'])
                .map_or(0, |at| at + before.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8));
            let start = before.get(start..).and_then(|rest| rest.rfind(" - ")).map_or(start, |dash| start + dash + 3);
            if let Some(field) = before.get(start..).and_then(|label| self.frames.field(label.trim_matches(['*', ' '])))
            {
                found.push((field, start..colon + 1));
            }
        }
        found.retain(|(field, _)| matches!(field, Field::Owner | Field::Due | Field::Status | Field::Task));
        let Some((_, first)) = found.first().cloned() else { return };
        for (index, (field, label)) in found.iter().enumerate() {
            let next = found.get(index + 1).map_or(task.len(), |(_, next)| next.start);
            let value = task.get(label.end..next).unwrap_or_default();
            let close = value.find([')', ']', '|', ';']).filter(|_| *field != Field::Task).unwrap_or(value.len());
            let value = value.get(..close).unwrap_or_default();
            let lead = value.len() - value.trim_start().len();
            let kept = value.trim_end_matches([' ', ',', '.', '(', '[', '-', '*']).len().max(lead);
            let bytes = from + label.end + lead..from + label.end + kept;
            let value = self.text.get(bytes.clone()).unwrap_or_default().trim_matches(['*', ' ']);
            match field {
                Field::Owner => self.line.owners = self.owners.read(value, true).unwrap_or_default(),
                Field::Due => self.line.due = Some(bytes).filter(|bytes| !bytes.is_empty()),
                Field::Status if !value.is_empty() => {
                    self.line.state =
                        Some(states::plain_state(value, self.frames).unwrap_or_else(|| value.to_lowercase()));
                }
                Field::Task => self.line.task = bytes,
                _ => {}
            }
        }
        self.line.is_task |= !self.line.owners.is_empty();
        self.line.fields_from = Some(from + first.start);
        if !found.iter().any(|(field, _)| *field == Field::Task) && first.start > 0 {
            self.end(from + first.start);
        }
    }

    /// "(Ana, 3 May)", "\[Secretariat\]", "(by 3 May)", "(done)" at the end.
    fn bracket(&mut self) {
        let (task, from) = (self.task(), self.line.task.start);
        let bare = task.trim_end_matches(['.', ';', ' ']);
        let Some(inner) = bare.strip_suffix([')', ']']) else { return };
        let Some(open) = inner.rfind(['(', '[']).filter(|open| *open > 0) else { return };
        let content = inner.get(open + 1..).unwrap_or_default();
        let (head, tail) = split_due(content);
        let certain = self.promised() || self.line.label == Some(Label::Action) || self.line.is_task;
        let free = self.line.owners.is_empty() && (certain || !self.promised_otherwise());
        let owners = self.owners.read(head, certain).filter(|_| free);
        let state = states::plain_state(content, self.frames);
        if let Some(state) = state {
            self.line.state.get_or_insert(state);
        } else if let Some(owners) = owners.filter(|_| certain || forms::opens_with_verb(task, self.owners.language)) {
            self.line.owners = owners;
            self.line.is_task |= forms::opens_with_verb(task, self.owners.language);
            if let Some(tail) = tail {
                self.line.due.get_or_insert(from + open + 1 + tail..from + inner.len());
            }
        } else if let Some(at) = split_due(content).1.filter(|at| *at == 0) {
            self.line.due.get_or_insert(from + open + 1 + at..from + inner.len());
        } else {
            return;
        }
        self.line.fields_from.get_or_insert(from + open);
        self.end(from + open);
    }

    /// "Ana to write", "Ana & Ben: write", "(Peter) will send", "@mira send".
    fn lead(&mut self) {
        let (task, from) = (self.task(), self.line.task.start);
        if let Some((inner, rest)) = task.strip_prefix('(').and_then(|inner| inner.split_once(')'))
            && let Some(owners) = self.owners.read(inner, true)
            && !rest.trim().is_empty()
        {
            self.line.owners = owners;
            self.line.is_task |= forms::opens_with_duty(rest, self.owners.language)
                || forms::opens_with_verb(rest, self.owners.language);
            return self.start(from + task.len() - rest.len());
        }
        if let Some(handle) = task.strip_prefix('@') {
            let end = 1 + handle.find([' ', ':', ',']).unwrap_or(handle.len());
            let rest = task.get(end..).unwrap_or_default();
            let bare = rest.trim_start_matches([':', ' ', '-', '\u{2013}']);
            if forms::opens_with_verb(bare, self.owners.language) || forms::opens_with_duty(bare, self.owners.language)
            {
                self.line.owners = task.get(..end).map(str::to_owned).into_iter().collect();
                self.line.is_task = true;
                return self.start(from + end);
            }
        }
        if let Some((owners, at)) = self.owners_before_duty(task) {
            self.line.owners = owners;
            self.line.is_task = true;
            return self.start(from + at);
        }
        let marks = [":", " - ", " \u{2013} ", " \u{2014} ", " \u{2192} ", " -> "];
        let ends = marks.iter().filter_map(|mark| Some((task.find(mark)?, mark.len())));
        let Some((at, length)) = ends.filter(|(at, _)| *at <= LONGEST_LEAD && *at > 0).min() else { return };
        let (head, rest) = (task.get(..at).unwrap_or_default(), task.get(at + length..).unwrap_or_default());
        let bare = rest.trim_start_matches([' ', '*']);
        // "Ana - approve" is her vote.
        let several = self.promised() || bare.split_whitespace().nth(1).is_some();
        // "Staff: Grant Lee, Ana Keller" tells who is who.
        let several = several && self.owners.read(bare, false).is_none();
        let does = several
            && bare.starts_with(char::is_alphanumeric)
            && (self.promised() || !forms::opens_with_opinion(bare, self.owners.language))
            && (forms::opens_with_verb(bare, self.owners.language)
                || forms::opens_with_duty(bare, self.owners.language));
        if let Some((owners, inner)) = self.owners_before_duty(bare) {
            // "Planning group: Ana, Ben to divide the list".
            self.line.owners = owners;
            self.line.is_task = true;
            return self.start(from + task.len() - bare.len() + inner);
        }
        // "Improve Access (aim 2): ..." is what is to be done, and nobody.
        let named = self.promised() || does && !forms::opens_with_verb(head, self.owners.language);
        if let Some(owners) = self.owners.read(head, self.promised()).filter(|_| named && !bare.is_empty()) {
            self.line.owners = owners;
            self.line.is_task |= does;
            self.start(from + at + length);
        }
    }

    /// "Ana and Ben to write": the owners, and where "to" begins.
    fn owners_before_duty(&self, task: &str) -> Option<(Vec<String>, usize)> {
        let (at, _) = task.match_indices(" to ").find(|(at, _)| *at <= LONGEST_LEAD)?;
        let rest = task.get(at + 4..)?;
        let verb = rest.split_whitespace().next()?.trim_matches([',', ';', '.']);
        let language = self.owners.language;
        if !verb.starts_with(|letter: char| letter.is_lowercase()) || !forms::could_be_done(verb, language) {
            return None;
        }
        let lead = task.get(..at).filter(|lead| !forms::opens_with_act(lead, language))?;
        let named =
            self.promised() || self.line.label == Some(Label::Action) || forms::is_name_or_office(lead, language);
        let owners = self.owners.read(lead, named)?;
        Some((owners, at))
    }

    /// "Write the note - Ana", "Write the note: KO".
    fn tail(&mut self) {
        let (task, from) = (self.task(), self.line.task.start);
        let certain = self.promised() || self.line.label == Some(Label::Action);
        let open = certain || !self.promised_otherwise() && forms::opens_with_verb(task, self.owners.language);
        if !self.line.owners.is_empty() || !open {
            return;
        }
        let marks = [" - ", " \u{2013} ", " \u{2014} ", ": ", " @"];
        let Some((at, length)) = marks.iter().filter_map(|mark| Some((task.rfind(mark)?, mark.len()))).max() else {
            return;
        };
        let handle = task.get(at..).is_some_and(|rest| rest.starts_with(" @"));
        let last = task.get(if handle { at + 1 } else { at + length }..).unwrap_or_default();
        let (head, tail) = split_due(last);
        // "Staff present: ..." has no task before its colon; "Write the note: KO" has a verb with what it is done to.
        let before = task.get(..at).unwrap_or_default();
        let is_label =
            task.get(at..).is_some_and(|rest| rest.starts_with(':')) && before.split_whitespace().count() < 3;
        if let Some(owners) = self.owners.read(head, certain).filter(|_| certain || !is_label) {
            self.line.owners = owners;
            self.line.is_task = true;
            let base = from + task.len() - last.len();
            if let Some(tail) = tail {
                self.line.due.get_or_insert(base + tail..from + task.len());
            }
            self.end(from + at);
        }
    }
}

/// A label with its number, and what stands behind it: "Action 4 Chair", "AP 23-4 Circulate".
fn split_label<'a>(text: &'a str, frames: &Frames) -> (&'a str, &'a str) {
    let mut best = ("", text);
    let mut end = 0;
    for word in text.split_inclusive(' ').take(5) {
        end += word.len();
        let Some((code, rest)) = text.split_at_checked(end) else { break };
        if frames.label(code).is_some() {
            best = (code.trim(), rest.trim_start());
        }
    }
    best
}

/// The names and the byte where a deadline begins: "Ana, 3 May", "by 3 May", "Ana by 3 May", "due 3 May".
fn split_due(content: &str) -> (&str, Option<usize>) {
    let opens = |text: &str| {
        let first = text.trim_start().split([' ', ':']).next().unwrap_or_default().to_lowercase();
        matches!(
            first.as_str(),
            "by" | "before" | "until" | "due" | "deadline" | "asap" | "end" | "next" | "this" | "no" | "within" | "on"
        ) || first.starts_with(|letter: char| letter.is_ascii_digit())
            || crate::model::MONTHS
                .iter()
                .any(|month| first.len() >= 3 && month.to_lowercase().starts_with(first.trim_end_matches('.')))
    };
    if opens(content) {
        return ("", Some(0));
    }
    for (at, mark) in content.match_indices([',', ';', ' ']) {
        let rest = content.get(at + mark.len()..).unwrap_or_default();
        if opens(rest) && !rest.trim().is_empty() {
            let lead = rest.len() - rest.trim_start().len();
            return (content.get(..at).unwrap_or_default(), Some(at + mark.len() + lead));
        }
    }
    (content, None)
}

#[cfg(test)]
#[expect(clippy::string_slice, reason = "a wrong boundary is meant to fail the test")]
mod tests {
    use super::*;

    fn with(text: &str, promise: Option<Promise>) -> Line {
        let mut names = Names::default();
        names.add("Ana Keller");
        let roster = Roster::embedded().unwrap();
        let language = Language::embedded().unwrap();
        read(
            text,
            promise,
            &Frames::embedded().unwrap(),
            Owners { roster: &roster, names: &names, language: &language },
        )
    }

    /// Owners, due words and state of a line that stands under "Action items", or by itself where its form is enough.
    #[track_caller]
    fn assert_read(text: &str, owners: &[&str], due: Option<&str>, state: Option<&str>) {
        let line = with(text, Some(Promise::Actions));
        assert_eq!(line.owners, owners, "{text}");
        assert_eq!(line.due.clone().map(|due| &text[due]), due, "{text}");
        assert_eq!(line.state.as_deref(), state, "{text}");
    }

    #[test]
    fn the_usual_forms_of_action_lines() {
        assert_read("Action 3: Ana to write to the host", &["Ana Keller"], None, None);
        assert_read("[AP 23-4] Draft the note (Ana, 3 May)", &["Ana Keller"], Some("3 May"), None);
        assert_read("[ ] Ana & Ben: book a room", &["Ana Keller", "Ben"], None, None);
        assert_read("[x] Ben: book a room", &["Ben"], None, Some("done"));
        assert_read("Book a room - Ben", &["Ben"], None, None);
        assert_read("@mira send the link", &["@mira"], None, None);
        assert_read(
            "Circulate the draft. Responsible: Secretariat, Deadline: 12 June",
            &["Secretariat"],
            Some("12 June"),
            None,
        );
        assert_read(
            "Circulate the draft (Owner: Ben; Due: end of May; Status: in progress)",
            &["Ben"],
            Some("end of May"),
            Some("in progress"),
        );
        assert_read("ACTION Chair to circulate the list", &["Chair"], None, None);
        assert_read("Action (Secretariat): circulate the list", &["Secretariat"], None, None);
        assert_read("Planning group: Ana, Ben to divide the list", &["Ana Keller", "Ben"], None, None);
        assert_read("(Peter) will send the model", &["Peter"], None, None);
        assert_read("Ben \u{2013} call the printer", &["Ben"], None, None);
        assert_read("Call the printer (done)", &[], None, Some("done"));
        assert_read("Share the call with the host (Ana, Ben, Yan)", &["Ana Keller", "Ben", "Yan"], None, None);
        assert_read("Bulletin board redesign: wide columns", &[], None, None);
    }

    #[test]
    fn an_action_line_that_names_only_its_owner_speaks_of_what_stands_above() {
        let line = with("Action: CHAIR (by 3 May)", None);
        assert!(line.only_owner);
        assert_eq!(line.owners, ["CHAIR"]);
        assert_eq!(line.due.map(|due| &"Action: CHAIR (by 3 May)"[due]), Some("by 3 May"));
        assert!(!with("Action: circulate the list", None).only_owner);
    }

    #[test]
    fn a_form_that_shows_a_task_does_so_anywhere_and_others_do_not() {
        for text in
            ["Action 3: write to the host", "Ana to write to the host", "AP 4 Circulate the list", "[ ] Ring the bell"]
        {
            assert!(with(text, None).is_task, "{text}");
        }
        for text in [
            "Budget: two chairs",
            "Welcome to the meeting",
            "The Board agreed to meet",
            "Ana: absent",
            "Room 4 (Hall)",
            "Opportunity to meet the host",
            "Encourages Towns to act",
            "Ana - approve",
            "Ana: think that we should wait for the host",
            "Ana: like the idea of a second hall",
            "Proposed by: Ana",
            "STAFF PRESENT: Ana Keller, Executive Secretary",
            "Improve Access (aim 2): contributes to a better service",
            "Organizational Agility (aim 3): create an organization that can adapt",
            "[Requests the secretariat to publish the list]",
            "Option 1: [Requests the secretariat to publish the list]",
        ] {
            assert!(!with(text, None).is_task, "{text}");
        }
        assert_eq!(with("Decision CC/10-2: The fee is waived.", None).label, Some(Label::Decision));
        assert_eq!(with("Recommendation 7 \u{2013} Shorter sessions", None).label, Some(Label::Recommendation));
    }
}
