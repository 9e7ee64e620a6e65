//! Where the header of a list is, and what each column holds: guessed from its words, and said aloud.

use super::grid::{Grid, Row, letters};

/// The header is looked for in so many rows.
const HEADER_ROWS: usize = 25;
/// A header cell has at most so many words, unless it is a question.
const HEADER_WORDS: usize = 9;
/// A column whose header has so many words asks a question.
const QUESTION_WORDS: usize = 6;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    Number,
    Text,
    Category,
    Status,
    Owner,
    Due,
    Source,
    Priority,
    Comment,
    Respondent,
    Question,
    Other,
}

/// Words of headers, the more telling first; whole words of the header are compared.
const WORDS: &[(Meaning, &[&str])] = &[
    (
        Meaning::Due,
        &[
            "due",
            "deadline",
            "timeline",
            "timeframe",
            "target date",
            "by when",
            "échéance",
            "délai",
            "plazo",
            "fecha límite",
            "frist",
        ],
    ),
    (
        Meaning::Status,
        &["status", "state", "progress", "implementation", "implemented", "état", "statut", "estado", "stand"],
    ),
    (
        Meaning::Owner,
        &[
            "owner",
            "responsible",
            "responsibility",
            "lead",
            "assigned",
            "assignee",
            "actor",
            "actors",
            "who",
            "by whom",
            "addressee",
            "responsable",
            "zuständig",
            "verantwortlich",
        ],
    ),
    (Meaning::Priority, &["priority", "urgency", "importance", "priorité", "prioridad", "priorität"]),
    (
        Meaning::Comment,
        &[
            "comment",
            "comments",
            "remark",
            "remarks",
            "note",
            "notes",
            "assessment",
            "observations",
            "view",
            "views",
            "opinion",
            "feedback",
            "response",
            "commentaires",
            "comentarios",
            "bemerkungen",
            "anmerkung",
        ],
    ),
    (
        Meaning::Source,
        &["source", "origin", "reference document", "document", "report", "session", "meeting", "quelle", "fuente"],
    ),
    (
        Meaning::Category,
        &[
            "category",
            "topic",
            "theme",
            "area",
            "cluster",
            "section",
            "subject",
            "heading",
            "chapter",
            "catégorie",
            "thème",
            "tema",
            "thema",
            "bereich",
        ],
    ),
    (
        Meaning::Text,
        &[
            "recommendation",
            "recommendations",
            "recommend",
            "action",
            "actions",
            "action point",
            "decision",
            "proposal",
            "proposals",
            "improvement",
            "improvements",
            "measure",
            "task",
            "text",
            "description",
            "suggestion",
            "wording",
            "what",
            "commitment",
            "recommandation",
            "recomendación",
            "empfehlung",
            "maßnahme",
            "acción",
            "aufgabe",
        ],
    ),
    (
        Meaning::Number,
        &[
            "no",
            "nr",
            "number",
            "#",
            "ref",
            "reference",
            "id",
            "item",
            "code",
            "n°",
            "nº",
            "num",
            "rec",
            "para",
            "numéro",
            "número",
            "s/n",
        ],
    ),
];
const RESPONDENT: &[&str] = &[
    "organization",
    "organisation",
    "respondent",
    "institution",
    "entity",
    "company",
    "stakeholder",
    "name",
    "your name",
    "full name",
    "submitted by",
    "contributor",
    "affiliation",
    "organización",
    "nom",
    "nombre",
];

/// What services that make surveys write under a question: how it was to be answered.
const FORMS: [&str; 7] = [
    "open-ended response",
    "response",
    "responses",
    "open ended response",
    "free text",
    "texto libre",
    "réponse libre",
];

/// Whether a row below the header only says how each question was to be answered.
fn is_form_of_answer(row: &Row) -> bool {
    let cells = (0..row.cells.len()).map(|at| row.cell(at)).filter(|cell| !cell.is_empty());
    let mut all = 0;
    let known = cells.inspect(|_| all += 1).filter(|cell| FORMS.contains(&cell.to_lowercase().as_str())).count();
    all > 0 && known == all
}

/// Answers that are ticks.
const TICKS: [&str; 14] =
    ["yes", "no", "n/a", "none", "oui", "non", "sí", "si", "ja", "nein", "x", "true", "false", "agree"];

/// Whether several respondents answered in a column, all of them with a tick.
fn is_ticked(grid: &Grid, last: usize, column: usize) -> bool {
    let cells = grid.rows.iter().skip(last + 1).map(|row| row.cell(column)).filter(|cell| !cell.is_empty());
    let mut all = 0;
    let ticks = cells.inspect(|_| all += 1).filter(|cell| TICKS.contains(&cell.to_lowercase().trim_end_matches('.')));
    let ticks = ticks.count();
    all > 1 && ticks == all
}

/// The header of a list.
#[derive(Debug, Clone)]
pub(super) struct Header {
    /// First row of the header among the grid's rows.
    pub(super) first: usize,
    /// Last row of it.
    pub(super) last: usize,
    /// Name of each column, both rows together.
    pub(super) names: Vec<String>,
    /// What each column holds.
    pub(super) meanings: Vec<Meaning>,
    columns: Vec<usize>,
    /// Questions that every respondent ticked: yes or no is no contribution.
    ticked: Vec<usize>,
}

impl Header {
    /// Finds the header among the first rows.
    pub(super) fn find(grid: &Grid) -> Option<Self> {
        let score = |at: usize| -> Option<usize> {
            let row = grid.rows.get(at)?;
            let filled = row.filled();
            if filled < 2 {
                return None;
            }
            let cells: Vec<String> =
                (0..row.cells.len()).map(|at| row.cell(at)).filter(|cell| !cell.is_empty()).collect();
            let labels = cells
                .iter()
                .all(|cell| cell.split_whitespace().count() <= HEADER_WORDS && !is_value(cell) || is_question(cell));
            let known = cells.iter().filter(|cell| meaning(cell) != Meaning::Other || is_question(cell)).count();
            let mut distinct = cells.clone();
            distinct.sort();
            distinct.dedup();
            // A list has rows below its header.
            let rows_below = grid.rows.len() > at + 1;
            (labels && rows_below && known >= 1 && distinct.len() == cells.len() && known * 3 >= filled)
                .then_some(known * 4 + filled)
        };
        let best = (0..grid.rows.len().min(HEADER_ROWS))
            .filter_map(|at| Some((at, score(at)?)))
            .max_by_key(|(at, score)| (*score, std::cmp::Reverse(*at)))?;
        let mut first = best.0;
        let mut last = first;
        // A row above whose cells span those of this one, or a row below that fills what spans here.
        let over = |above: &Row| {
            above.filled() > 1 && (spans(above) || grid.rows.get(first).is_some_and(|row| is_over(above, row)))
        };
        if first > 0 && grid.rows.get(first - 1).is_some_and(over) {
            first -= 1;
        } else if grid.rows.get(first).is_some_and(spans)
            && grid.rows.get(first + 1).zip(grid.rows.get(first)).is_some_and(|(below, above)| is_second(above, below))
        {
            last += 1;
        }
        let width = grid.columns.len();
        let names: Vec<String> = (0..width)
            .map(|column| {
                let parts: Vec<String> = (first..=last)
                    .filter_map(|row| grid.rows.get(row))
                    .map(|row| row.cell(column))
                    .filter(|cell| !cell.is_empty())
                    .collect();
                parts.last().cloned().unwrap_or_default()
            })
            .collect();
        // "Assessment" over "View of Ada" and "View of Tom": what spans the columns says what they hold.
        let above = |column: usize| {
            let row = grid.rows.get(first).filter(|_| first < last)?;
            (0..=column).rev().map(|column| row.cell(column)).find(|cell| !cell.is_empty())
        };
        let spanned = |column: usize| above(column).map_or(Meaning::Other, |name| meaning(&name));
        let mut meanings: Vec<Meaning> = names
            .iter()
            .enumerate()
            .map(|(column, name)| match meaning(name) {
                Meaning::Other if spanned(column) == Meaning::Comment => Meaning::Comment,
                own => own,
            })
            .collect();
        // "Open-Ended Response" under each question says how it was asked.
        while grid.rows.get(last + 1).is_some_and(is_form_of_answer) {
            last += 1;
        }
        settle(&mut meanings, grid, last);
        let ticked = (0..width).filter(|column| is_ticked(grid, last, *column)).collect();
        Some(Self { first, last, names, meanings, columns: grid.columns.clone(), ticked })
    }

    /// The column of this meaning.
    pub(super) fn column(&self, meaning: Meaning) -> Option<usize> {
        self.meanings.iter().position(|own| *own == meaning)
    }

    /// Columns that ask questions.
    pub(super) fn questions(&self) -> Vec<usize> {
        let asks = |at: &usize| self.names.get(*at).is_some_and(|name| is_question(name)) && !self.ticked.contains(at);
        (0..self.names.len()).filter(asks).collect()
    }

    /// Whether each row is the answers of a respondent.
    pub(super) fn is_survey(&self, grid: &Grid) -> bool {
        let questions = self.questions();
        let listed = self
            .names
            .iter()
            .zip(&self.meanings)
            .filter(|(name, _)| !is_question(name))
            .any(|(_, meaning)| *meaning == Meaning::Text);
        let answered = grid
            .rows
            .iter()
            .skip(self.last + 1)
            .any(|row| questions.iter().any(|at| row.cell(*at).split_whitespace().count() >= 3));
        // A list that asks one thing of each entry is a list still.
        questions.len() >= 2 && !listed && answered
            || questions.len() == 1 && self.respondent().is_some() && !listed && answered
    }

    /// The column that names the respondent.
    pub(super) fn respondent(&self) -> Option<usize> {
        RESPONDENT.iter().find_map(|word| {
            self.names.iter().position(|name| {
                !is_question(name) && has_word(&name.to_lowercase(), word) && !name.to_lowercase().contains("type")
            })
        })
    }

    /// What a respondent is known by from night to night: an id, a name, else the row's own words.
    pub(super) fn respondent_key(&self, row: &Row, nth: usize) -> String {
        let id = self.names.iter().position(|name| {
            matches!(
                name.to_lowercase().trim(),
                "id" | "response id" | "respondent id" | "#" | "no." | "no" | "token" | "submission id"
            )
        });
        let known = id.into_iter().chain(self.respondent()).map(|at| row.cell(at)).find(|cell| !cell.is_empty());
        known.unwrap_or_else(|| {
            let words: Vec<String> = row.cells.iter().map(|cell| super::super::flow::tidy(cell)).collect();
            let digest = crate::text::digest::sha256(words.join("\u{1f}").as_bytes());
            format!("respondent-{}", digest.get(..10).map_or_else(|| nth.to_string(), str::to_owned))
        })
    }

    /// What each column holds, for whoever makes items of the rows.
    pub(super) fn fields(&self) -> Vec<String> {
        let name = |meaning: &Meaning| match meaning {
            Meaning::Other | Meaning::Question | Meaning::Respondent => String::new(),
            told => format!("{told:?}").to_lowercase(),
        };
        self.meanings.iter().map(name).collect()
    }

    /// What was guessed, for people: "number = A (Ref.), text = C (Recommendation)".
    pub(super) fn told(&self) -> Option<String> {
        let parts: Vec<String> = self
            .meanings
            .iter()
            .enumerate()
            .filter(|(_, meaning)| **meaning != Meaning::Other)
            .map(|(at, meaning)| {
                let word = format!("{meaning:?}").to_lowercase();
                format!(
                    "{word} = {} ({})",
                    letters(self.columns.get(at).copied().unwrap_or(at)),
                    self.names.get(at).map_or("", String::as_str)
                )
            })
            .collect();
        (!parts.is_empty()).then(|| parts.join(", "))
    }

    /// The same for a survey.
    pub(super) fn told_survey(&self) -> String {
        let name = self.respondent().and_then(|at| self.names.get(at)).map_or_else(|| "none".to_owned(), Clone::clone);
        let questions: Vec<String> =
            self.questions().into_iter().map(|at| letters(self.columns.get(at).copied().unwrap_or(at))).collect();
        format!("a survey, respondent = {name}, questions = {}", questions.join(", "))
    }
}

fn spans(row: &Row) -> bool {
    row.spans.iter().any(|span| *span > 1)
}

/// A second row of a header: short words, only where the first row's cells span or are empty.
fn is_second(above: &Row, below: &Row) -> bool {
    let mut under_span = 0;
    for (at, cell) in below.cells.iter().enumerate() {
        if cell.trim().is_empty() {
            continue;
        }
        let inner = above.spans.get(at).is_some_and(|span| *span != 1);
        if !inner || cell.split_whitespace().count() > 4 || is_value(cell.trim()) {
            return false;
        }
        under_span += 1;
    }
    under_span >= 2
}

/// One column of numbers and one of text: of several candidates the best, and the longest words where none is named.
fn settle(meanings: &mut [Meaning], grid: &Grid, last: usize) {
    let rows: Vec<&Row> = grid.rows.iter().skip(last + 1).take(200).collect();
    let length = |at: usize| rows.iter().map(|row| row.cell(at).split_whitespace().count()).sum::<usize>();
    let text: Vec<usize> = (0..meanings.len()).filter(|at| meanings.get(*at) == Some(&Meaning::Text)).collect();
    let best = text.iter().copied().max_by_key(|at| length(*at));
    for at in text {
        if Some(at) != best
            && let Some(meaning) = meanings.get_mut(at)
        {
            *meaning = Meaning::Other;
        }
    }
    if best.is_none() {
        let open =
            (0..meanings.len()).filter(|at| meanings.get(*at) == Some(&Meaning::Other)).max_by_key(|at| length(*at));
        if let Some(at) = open.filter(|at| length(*at) >= rows.len().max(1) * 4)
            && let Some(meaning) = meanings.get_mut(at)
        {
            *meaning = Meaning::Text;
        }
    }
    // Numbers are short; a column of sentences under "Item" holds the text.
    let numbers: Vec<usize> = (0..meanings.len()).filter(|at| meanings.get(*at) == Some(&Meaning::Number)).collect();
    for (nth, at) in numbers.into_iter().enumerate() {
        let long = length(at) > rows.len() * 3;
        if let Some(meaning) = meanings.get_mut(at)
            && (long || nth > 0)
        {
            *meaning = Meaning::Other;
        }
    }
}

/// Whether a row heads groups of the columns that the row below it names: fewer cells, all of them labels. In separated values nothing
/// spans, and the cells that a label stands over are empty.
fn is_over(above: &Row, row: &Row) -> bool {
    let cells = (0..above.cells.len()).map(|at| above.cell(at)).filter(|cell| !cell.is_empty());
    above.filled() < row.filled()
        && cells.into_iter().all(|cell| cell.split_whitespace().count() <= HEADER_WORDS && !is_value(&cell))
}

/// What a header's words say.
pub(super) fn meaning(name: &str) -> Meaning {
    let lower = name.to_lowercase();
    if lower.trim().is_empty() || is_question(name) {
        return if lower.trim().is_empty() { Meaning::Other } else { Meaning::Question };
    }
    let found = WORDS.iter().find(|(_, words)| words.iter().any(|word| has_word(&lower, word)));
    match found {
        Some((meaning, _)) => *meaning,
        None if RESPONDENT.iter().any(|word| has_word(&lower, word)) => Meaning::Respondent,
        None => Meaning::Other,
    }
}

/// A whole word or phrase of a header.
fn has_word(lower: &str, word: &str) -> bool {
    lower.match_indices(word).any(|(at, _)| {
        let before = lower.get(..at).and_then(|before| before.chars().next_back());
        let after = lower.get(at + word.len()..).and_then(|after| after.chars().next());
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}

/// "Q3. Other comments", "Which tasks should be added?".
pub(super) fn is_question(name: &str) -> bool {
    let name = name.trim();
    let words = name.split_whitespace().count();
    name.ends_with('?')
        || question_number(name).is_some()
        || words >= QUESTION_WORDS && (name.contains('?') || name.to_lowercase().starts_with("please "))
}

/// "Q1." or "Question 2:" before a question, and its length in bytes.
pub(super) fn question_number(name: &str) -> Option<(String, usize)> {
    let lower = name.to_lowercase();
    let head = ["question ", "q"].into_iter().find(|head| lower.starts_with(head))?;
    let rest = name.get(head.len()..)?;
    let digits = rest.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count();
    let core = rest.get(..digits)?.trim_end_matches('.');
    if core.is_empty() || !core.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let after = rest.get(digits..)?;
    let cut = after.len() - after.trim_start_matches([':', ')', '-', '–', ' ']).len();
    (after.is_empty() || cut > 0 || rest.get(..digits)?.ends_with('.'))
        .then(|| (format!("Q{core}"), head.len() + digits + cut))
}

/// A number, a date or an amount.
fn is_value(cell: &str) -> bool {
    let digits = cell.chars().filter(char::is_ascii_digit).count();
    digits > 0 && digits * 2 >= cell.chars().filter(|c| c.is_alphanumeric()).count()
}
