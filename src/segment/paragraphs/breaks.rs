//! Does a new block begin with this line? Evidence from space, margins, indent, style and words, added up.
//!
//! One unit is one clear piece of evidence. Above zero a block begins. A mark at the start of the line is not counted
//! here: [`crate::segment::numbering::sequence`] weighs it against this sum.

use crate::segment::lines::rows::{FLUSH, Row};
use crate::segment::numbering::marks::{Form, Mark};
use crate::segment::text::dates;
use crate::segment::text::small_print;
use crate::segment::text::statements::is_operative;
use crate::segment::text::titled_names::is_titled_name;
use crate::segment::text::urls;

/// Line distance beyond the expected one, in units of the usual distance: a hint, a sign, a gap.
const WIDER: f32 = 0.13;
const WIDE: f32 = 0.35;
/// The same as a sign where the distance inside the block is known: lines of one paragraph keep theirs closely.
const KNOWN: f32 = 0.18;
const GAP: f32 = 0.8;
/// Room at the end of a line of a text file beyond the next word, in ems: sure, likely, doubtful.
const TEXT_MUCH: f32 = 12.0;
const TEXT_SOME: f32 = 6.0;
const TEXT_DOUBT: f32 = 2.0;
/// A line with so much room (ems) that does not end a sentence is a heading or an entry, not the end of a paragraph.
const STANDS_ALONE: f32 = 10.0;
/// Lines that begin beyond this share of their column, each at another place, are set to the right margin.
const SET_RIGHT: f32 = 0.4;
/// What the edge of a box says.
const BOX: f32 = 4.0;
/// Difference in size that the eye sees as another style.
const OTHER_SIZE: f32 = 0.07;

/// What two lines, one below the other, say of the break between them, whatever came before: weighed once, asked twice,
/// for the marks first and then for the blocks.
pub(crate) enum Break {
    /// One thing settles it.
    Settled(f32),
    /// Evidence of margin, style, wording, and of a line that stands alone.
    Weighed { margin: f32, style: f32, wording: f32, alone: f32 },
}

impl Break {
    /// Weighs the break between `above` and `row`, with the line `below` the two.
    pub(crate) fn between(above: &Row<'_>, row: &Row<'_>, below: Option<&Row<'_>>) -> Self {
        if row.is_table() || above.is_table() {
            return Self::Settled(4.0);
        }
        // What stands in a box is apart from what stands around it, but for words marked out in the middle of a sentence.
        if row.line.boxed != above.line.boxed && !row.line.text.starts_with(char::is_lowercase) {
            return Self::Settled(BOX);
        }
        // The second half of a word goes to the first, in a title of wide lines too.
        if above.positioned() && cuts_word(&above.line.text, &row.line.text) && above.line.role == row.line.role {
            return Self::Settled(-2.0);
        }
        Self::Weighed {
            margin: margin(above, row),
            style: style(above, row, below),
            wording: wording(above, row),
            alone: stands_alone(above, row, below),
        }
    }

    /// Sum of the evidence that a block begins with `row`: `opens` says that `above` itself began a block, `usual` is the
    /// line distance inside the block so far (0 where only one line is known). The lines are those that were weighed.
    pub(crate) fn evidence(
        &self,
        above: &Row<'_>,
        row: &Row<'_>,
        below: Option<&Row<'_>>,
        opens: bool,
        usual: f32,
    ) -> f32 {
        match self {
            Self::Settled(evidence) => *evidence,
            Self::Weighed { margin, style, wording, alone } => {
                space(above, row, usual) + margin + indent(above, row, below, opens) + style + wording + alone
            }
        }
    }
}

/// Names of the evidence that [`Break::parts`] tells.
pub(crate) const EVIDENCE: [&str; 6] = ["space", "margin", "indent", "style", "wording", "alone"];

impl Break {
    /// The evidence one by one, as [`EVIDENCE`] names it; what settles a break counts as style.
    pub(crate) fn parts(&self, above: &Row<'_>, row: &Row<'_>, below: Option<&Row<'_>>, opens: bool) -> [f32; 6] {
        match self {
            Self::Settled(evidence) => [0.0, 0.0, 0.0, *evidence, 0.0, 0.0],
            Self::Weighed { margin, style, wording, alone } => {
                [space(above, row, 0.0), *margin, indent(above, row, below, opens), *style, *wording, *alone]
            }
        }
    }
}

/// Whether a line ends in the first half of a word: letters and a hyphen, small letters below.
fn cuts_word(above: &str, row: &str) -> bool {
    let mut end = above.trim_end().chars().rev();
    let hyphen = end.next().is_some_and(|last| last == '\u{ad}' || crate::segment::text::words::is_hyphen(last));
    hyphen && end.next().is_some_and(char::is_alphabetic) && row.starts_with(char::is_lowercase)
}

fn space(above: &Row<'_>, row: &Row<'_>, usual: f32) -> f32 {
    let pitch = row.pitch;
    if !row.positioned() {
        // Blank lines separate; a page break lost in extraction leaves one too, so wording may outvote it.
        return match pitch {
            p if p >= 3.0 => 3.2,
            p if p >= 2.0 => 2.6,
            _ => -0.4,
        };
    }
    if pitch <= 0.0 || row.line.starts_page || above.page != row.page || above.line.column != row.line.column {
        return 0.0;
    }
    let expected =
        if usual > 0.0 { usual } else { (row.size.max(above.size) / row.size.min(above.size)).clamp(1.0, 1.4) };
    let excess = pitch - expected;
    if excess > GAP {
        3.2
    } else if excess > WIDE || (usual > 0.0 && excess > KNOWN) {
        2.4
    } else if excess > WIDER || (usual > 0.0 && excess > WIDER * 0.7) {
        1.3
    } else if excess < -WIDE {
        0.6
    } else {
        -0.6
    }
}

fn margin(above: &Row<'_>, row: &Row<'_>) -> f32 {
    if above.mark.as_ref().is_some_and(|mark| mark.alone) {
        return -3.0;
    }
    if urls::continues(&above.line.text, &row.line.text, !above.has_room_for(row.first_word)) {
        return -3.5;
    }
    if urls::is_whole_address_line(&above.line.text) || urls::is_whole_address_line(&row.line.text) {
        return 1.5;
    }
    let width = (above.line.column.1 - above.line.column.0) / above.size.max(1.0);
    // "... for the Service Centre in / Port Ellery": a heading is set narrower than its column.
    let is_alike = above.bold == row.bold && (above.size - row.size).abs() < OTHER_SIZE * row.size;
    if row.positioned() && ends_open(above.line.text.trim_end()) && is_alike && row.mark.is_none() && above.words > 1 {
        return -0.6;
    }
    if above.centred() && row.centred() {
        // White stands on both sides of a centred line; lines of a title are broken where they please.
        let plain = !above.bold && !row.bold && above.size <= row.size * (1.0 + OTHER_SIZE);
        let room = 2.0 * above.slack - row.first_word;
        return if plain && room > 0.5 * width && above.words <= 4 { 1.6 } else { 0.2 };
    }
    // Lines set to the right margin end there whatever follows.
    let is_far = |row: &Row<'_>| row.left * row.size.max(1.0) > SET_RIGHT * (row.line.column.1 - row.line.column.0);
    if row.positioned() && is_far(above) && is_far(row) && (above.left - row.left).abs() > FLUSH {
        return 1.2;
    }
    let spare = above.slack - row.first_word;
    if !row.positioned() {
        // Characters differ in width: a line of a text file may look short by a tenth and be full on its page.
        return match spare {
            s if s > TEXT_MUCH => 2.8,
            s if s > TEXT_SOME && ends_statement(&above.line.text) => 1.2,
            s if s > TEXT_SOME => 0.2,
            s if s > TEXT_DOUBT => -0.3,
            _ => -1.4,
        };
    }
    if above.has_room_for(row.first_word) {
        // Much room is a stronger sign than room for one short word at a ragged edge.
        return match spare {
            s if s > 0.25 * width => 2.8,
            s if s > 2.0 => 1.8,
            _ => 0.3,
        };
    }
    -1.6
}

fn indent(above: &Row<'_>, row: &Row<'_>, below: Option<&Row<'_>>, opens: bool) -> f32 {
    if above.line.column != row.line.column || above.page != row.page {
        return 0.0;
    }
    let shift = row.left - above.left;
    let hanging = above.mark.is_some() && (row.left - above.text_left).abs() < FLUSH;
    if hanging && above.text_left - above.left > FLUSH {
        return -1.2;
    }
    if row.centred() || above.centred() {
        return if shift.abs() > FLUSH && row.centred() != above.centred() { 1.0 } else { 0.0 };
    }
    if shift > FLUSH {
        let returns =
            below.is_some_and(|below| (below.left - above.left).abs() < FLUSH && below.left < row.left - FLUSH);
        let hangs = opens && above.mark.is_some();
        return if hangs {
            -0.3
        } else if returns {
            2.2
        } else {
            1.3
        };
    }
    // A line set in as the one above it, which goes on in small letters further left: both begin paragraphs.
    let goes_on = below.is_some_and(|below| {
        let is_same = below.page == row.page && below.line.column == row.line.column;
        is_same && below.left < row.left - FLUSH && below.line.text.starts_with(char::is_lowercase)
    });
    let is_ended = above.line.text.trim_end().ends_with(['.', ',', ';', ':']);
    if shift.abs() <= FLUSH && row.left > FLUSH && opens && goes_on && is_ended && row.positioned() {
        return 2.2;
    }
    if shift < -FLUSH {
        // The second line of a paragraph with an indented first line stands further left; so does what follows a list.
        return if opens { -0.3 } else { 1.6 };
    }
    -0.2
}

/// A short line without a full stop under a finished sentence, with something new below: a heading without any style.
fn stands_alone(above: &Row<'_>, row: &Row<'_>, below: Option<&Row<'_>>) -> f32 {
    let text = row.line.text.trim_end();
    if text.starts_with('(') && text.ends_with(')') && row.slack > STANDS_ALONE && row.words <= 6 {
        return 2.2;
    }
    let short = row.slack > STANDS_ALONE && !text.ends_with(['.', ',', ';', '!', '”', '"', ')']);
    let marked_below = below.is_some_and(|below| below.mark.is_some());
    let new_below =
        marked_below || below.is_none_or(|below| below.line.text.starts_with(|c: char| c.is_uppercase() || c == '“'));
    let capital = text.starts_with(char::is_uppercase) || row.mark.is_some();
    let head = above.line.text.trim_end();
    let ended = ends_statement(head);
    // The second line of a long heading looks the same; a colon at its end shows that it goes with the line above.
    let entry = marked_below && !text.ends_with(':') && !head.ends_with(',') && !ends_open(head) && above.words > 6;
    if short && new_below && capital && (ended || entry) { 1.3 } else { 0.0 }
}

fn style(above: &Row<'_>, row: &Row<'_>, below: Option<&Row<'_>>) -> f32 {
    if !row.positioned() {
        return if row.bold == above.bold { 0.0 } else { 2.0 };
    }
    let mut sum = 0.0;
    let other_size = (row.size / above.size - 1.0).abs() > OTHER_SIZE;
    if other_size {
        sum += 2.4;
    }
    // A sentence in bold at the end of a paragraph: the lines keep their distance and fill the column.
    let runs_on = !other_size && runs_on(above, row, below);
    if row.bold != above.bold && !joins_bold(above, row) {
        sum += if runs_on { 0.2 } else { 1.7 };
    }
    if row.italic != above.italic {
        sum += if runs_on { 0.1 } else { 0.9 };
    }
    if row.capitals != above.capitals && row.words > 1 && above.words > 1 {
        sum += 0.8;
    }
    if row.line.boxed != above.line.boxed {
        sum += 1.5;
    }
    if row.line.role != above.line.role {
        sum += 2.0;
    }
    sum
}

/// Whether a line in another style is set as the next line of a paragraph is: at its distance, from its left edge, below a
/// full line and full itself.
fn runs_on(above: &Row<'_>, row: &Row<'_>, below: Option<&Row<'_>>) -> bool {
    let is_next = above.page == row.page && above.line.column == row.line.column && row.pitch > 0.0;
    let is_flush = (row.left - above.left).abs() < FLUSH || (row.left - above.text_left).abs() < FLUSH;
    let is_full = below.is_some_and(|below| !row.has_room_for(below.first_word) && below.bold == row.bold);
    is_next && is_flush && row.pitch < 1.0 + WIDER && !above.has_room_for(row.first_word) && is_full
}

/// Whether one line ends and the next begins in bold, whatever else they hold.
fn joins_bold(above: &Row<'_>, row: &Row<'_>) -> bool {
    let last = above.line.styles.last().is_some_and(|style| style.bold);
    last && row.line.styles.first().is_some_and(|style| style.bold) && !above.has_room_for(row.first_word)
}

fn wording(above: &Row<'_>, row: &Row<'_>) -> f32 {
    let letter = row.mark.as_ref().is_some_and(|mark| mark.is_lower_letter() && !mark.alone);
    let raised = |mark: &&Mark| mark.form == Form::Raised;
    let behind = row.mark.as_ref().filter(|mark| letter || raised(mark)).map_or(0, |mark| mark.len);
    let tail = row.line.text.get(behind..).unwrap_or_default().trim_start();
    let whole = above.line.text.trim_end();
    // "...; and" before a mark ends an entry as the semicolon does.
    let head = if row.mark.is_some() { without_conjunction(whole) } else { whole };
    let mut sum = 0.0;
    let end = head.chars().next_back().unwrap_or(' ');
    let start = tail.chars().next().unwrap_or(' ');
    if end == '\u{ad}' || (crate::segment::text::words::is_hyphen(end) && start.is_lowercase()) {
        return -3.5;
    }
    // "Mr. Gutiérrez- / Peña": the hyphen is the name's.
    if crate::segment::text::words::is_hyphen(end) && start.is_uppercase() && joins_letters(whole) {
        return GOES_ON;
    }
    if opens_clause(whole, tail) {
        return 2.4;
    }
    let wraps = date_wraps(whole, tail) || number_wraps(above, row);
    if wraps || motion_goes_on(above, row) || closes_alone(whole, tail) {
        return GOES_ON;
    }
    let tail_stands_apart = if behind == 0 { row.stands_apart } else { small_print::stands_apart(tail) };
    if is_name_entry(whole) && is_name_entry(tail) || is_titled_name(whole) {
        sum += NAME_ENTRIES;
    }
    if above.stands_apart || tail_stands_apart {
        sum += if above.has_room_for(row.first_word) { 2.2 } else { 0.6 };
    }
    let closed = head.trim_end_matches(['”', '"', '’', '\'', ')', ']']);
    if closed.ends_with(['.', '!', '?', ':', ';']) {
        sum += if closed.ends_with([':', ';']) { 0.8 } else { 0.5 };
    } else if end == ',' || ends_open(head) {
        sum -= 1.5;
    } else if matches!(end, '-' | '–' | '—') {
        sum -= 2.0;
    } else {
        sum -= 0.3;
    }
    if letter && start.is_lowercase() && matches!(end, ':' | ';' | ',') {
        // "(b) invite the members;": entries of a list go on with the stem's sentence.
        sum += 0.4;
    } else if start.is_lowercase() {
        // Half a sentence above and small letters below: whatever stands between, a page break tore it.
        sum -= if ends_open(head) || end == ',' { 4.5 } else { 2.0 };
    } else if open_bracket(head) {
        sum -= 1.6;
    } else if matches!(start, '(' | '[') && row.mark.is_none() && !closed.ends_with(['.', '!', '?', ':', ';']) {
        // "... by Ms. Lind and Mr. Abara / (both of the Board)": a bracket goes on with what stands before it.
        sum -= 1.6;
    } else if start.is_uppercase() || matches!(start, '“' | '‘' | '"' | '(' | '[') {
        sum += 0.4;
    }
    sum
}

/// What two lines below each other say that each hold a name with what it stands for.
const NAME_ENTRIES: f32 = 3.2;
/// Words of such a line, at most.
const ENTRY_WORDS: usize = 9;

/// "Holm, Ada (private sector)", "Ms. Rosa Quint (Norland)": a name and its group in brackets fill the line.
fn is_name_entry(line: &str) -> bool {
    let line = line.trim_end();
    let Some((name, group)) = line.strip_suffix(')').and_then(|line| line.split_once(" (")) else { return false };
    let words = name.split_whitespace().count();
    let capitals = name.split_whitespace().filter(|word| word.starts_with(char::is_uppercase)).count();
    (1..=ENTRY_WORDS).contains(&words)
        && capitals * 2 > words
        && name.starts_with(char::is_uppercase)
        && !group.contains(['(', ')'])
}

/// Whether the hyphen at the end of a line stands behind a letter.
fn joins_letters(line: &str) -> bool {
    line.chars().rev().nth(1).is_some_and(char::is_alphabetic)
}

/// What outvotes all room at the end of the line above.
const GOES_ON: f32 = -5.0;

/// "... for use from 1 May / 2024, with": half a date stands on either line.
fn date_wraps(head: &str, tail: &str) -> bool {
    let last = head.rsplit(' ').next().unwrap_or_default();
    let first = tail.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let is_year = first.len() == 4 && first.starts_with(['1', '2']) && first.bytes().all(|byte| byte.is_ascii_digit());
    let is_day = (1..=2).contains(&last.len()) && last.bytes().all(|byte| byte.is_ascii_digit());
    dates::is_month(last) && is_year || is_day && dates::is_month(first)
}

/// Words of a line that is no heading, at least.
const SENTENCE_WORDS: usize = 7;

/// "... in the matter of Chapter / 11 case, since", "... provisions of Rule / 9. of the statutes": a number with small letters
/// behind it goes on with a sentence that is not ended, however much room the line above has.
fn number_wraps(above: &Row<'_>, row: &Row<'_>) -> bool {
    let Some(mark) = row.mark.as_ref().filter(|mark| mark.is_plain_number() && !mark.alone && !mark.inserted) else {
        return false;
    };
    let is_open = above.line.text.trim_end().ends_with(char::is_alphanumeric) && above.words >= SENTENCE_WORDS;
    let is_same = above.bold == row.bold && above.size <= row.size * (1.0 + OTHER_SIZE) && !above.is_table();
    let is_near = row.pitch < 1.0 + WIDE && (matches!(mark.form, Form::Bare | Form::Dot));
    let rest = row.line.text.get(mark.len..).unwrap_or_default();
    is_open && is_same && is_near && row.line.margin_number.is_none() && rest.starts_with(char::is_lowercase)
}

/// What became of a motion, at the head of the line below it.
const OUTCOMES: [&str; 8] =
    ["Carried", "CARRIED", "Defeated", "DEFEATED", "Lost", "Failed", "Withdrawn", "Motion carried"];

/// "Moved by Ms. Lind. / Seconded by Mr. Abara. / Carried.": lines of one motion, set as lines of one paragraph.
fn motion_goes_on(above: &Row<'_>, row: &Row<'_>) -> bool {
    let alike = above.bold == row.bold && above.italic == row.italic && (0.0..=1.0 + WIDER).contains(&row.pitch);
    let head = above.line.text.as_str();
    let moved = head.contains("oved by") || head.contains("otion by");
    let seconded = head.contains("econded by");
    let outcome = OUTCOMES.iter().any(|word| row.line.text.starts_with(word));
    alike && row.positioned() && (moved && row.line.text.starts_with("Seconded by") || seconded && outcome)
}

/// Words of a bracket that tells a vote, at most.
const VOTE_WORDS: usize = 4;

/// "... the motion carried / (8-1).", "Carried / (8-0, one abstention).": a bracket alone that closes the sentence above.
fn closes_alone(head: &str, tail: &str) -> bool {
    let words = tail.split_whitespace().count();
    let is_vote = words <= VOTE_WORDS && tail.starts_with('(') && tail.contains(|c: char| c.is_ascii_digit());
    let alone = tail.starts_with('(') && tail.ends_with(").") && (words <= 2 || is_vote);
    alone && !head.ends_with(['.', '!', '?', ':', ';'])
}

/// A line without the "and" or "or" behind its last comma or semicolon.
fn without_conjunction(line: &str) -> &str {
    const CONJUNCTIONS: [&str; 9] = [" and", " or", " et", " ou", " y", " o", " und", " e", " and/or"];
    CONJUNCTIONS
        .iter()
        .find_map(|word| line.strip_suffix(word))
        .map(str::trim_end)
        .filter(|rest| rest.ends_with([';', ',']))
        .unwrap_or(line)
}

/// Clauses that begin a paragraph of their own whatever ends the one above: "WHEREAS, ...; and", "Recalling ..., /
/// Noting ...,", "Resolution 3: ...".
fn opens_clause(head: &str, tail: &str) -> bool {
    const CLAUSES: [&str; 7] =
        ["WHEREAS", "NOW, THEREFORE", "NOW THEREFORE", "BE IT ", "RESOLVED", "AND WHEREAS", "THEREFORE, BE IT"];
    if CLAUSES.iter().any(|clause| tail.starts_with(clause)) {
        return without_conjunction(head).ends_with(['.', ';', ',', ':']);
    }
    // "... was put to the vote. / Moved by Ms. Lind.": a motion stands apart from what it is about.
    if ends_statement(head) && (tail.starts_with("Moved by ") || tail.starts_with("Motion by ")) {
        return true;
    }
    (head.ends_with(',') && is_operative(tail)) || (ends_statement(head) && is_labelled(tail))
}

/// "Resolution 3: text", "ACTION 12: text", "Decision 2/4. Text".
fn is_labelled(tail: &str) -> bool {
    const LABELS: [&str; 9] =
        ["resolution", "decision", "action", "action item", "recommendation", "motion", "agreement", "outcome", "item"];
    let Some(digits) = tail.find(|c: char| c.is_ascii_digit()) else { return false };
    let (label, rest) = tail.split_at(digits);
    let after = rest.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '/' | '-' | '.'));
    let closed = rest.len() > after.len() && (after.starts_with(':') || rest.trim_end_matches(after).ends_with('.'));
    closed && LABELS.contains(&label.trim_end().trim_end_matches(" No.").to_lowercase().as_str())
}

/// Whether a line ends a sentence or announces something.
fn ends_statement(line: &str) -> bool {
    line.trim_end().trim_end_matches(['”', '"', '’', ')', ']']).ends_with(['.', ':', '!', '?', ';'])
}

/// Whether a bracket opened in the line is still open at its end.
fn open_bracket(line: &str) -> bool {
    let depth = line.chars().fold(0_i32, |depth, c| match c {
        '(' => depth + 1,
        ')' => (depth - 1).max(0),
        _ => depth,
    });
    depth > 0
}

/// Whether a line ends with a word that cannot end a statement.
fn ends_open(line: &str) -> bool {
    const OPEN: &[&str] = &[
        "the", "a", "an", "of", "and", "or", "to", "in", "on", "for", "with", "by", "at", "from", "that", "which",
        "as", "its", "their", "his", "her", "this", "these", "those", "be", "is", "are", "was", "were", "will",
        "would", "should", "has", "have", "had", "not", "into", "between", "under", "de", "la", "le", "et", "des",
        "du", "les", "del", "y", "el", "mr.", "ms.", "mrs.", "dr.", "no.", "&",
    ];
    let last = line.rsplit(char::is_whitespace).next().unwrap_or_default().to_lowercase();
    OPEN.contains(&last.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::LaidOutDocument;
    use crate::segment::lines::rows::rows;
    use crate::segment::testing::{Look, PLAIN, Page, text_document};

    fn breaks(doc: &LaidOutDocument) -> Vec<bool> {
        let rows = rows(doc);
        let mut opens = true;
        rows.windows(2)
            .enumerate()
            .map(|(at, pair)| {
                let (above, row, below) = (&pair[0], &pair[1], rows.get(at + 2));
                opens = Break::between(above, row, below).evidence(above, row, below, opens, 0.0) > 0.0;
                opens
            })
            .collect()
    }

    const LONG: &str = "The group discussed the draft and heard from several members that more time was needed before a text could be sent to all.";

    #[test]
    fn a_number_in_the_middle_of_a_sentence_begins_nothing() {
        let breaks_at = |above: &str, row: &str| {
            let doc = Page::new().line("3. Paragraph.", PLAIN).line(above, PLAIN).line(row, PLAIN).line("it", PLAIN);
            breaks(&doc.document())[1]
        };
        let above = "The trustees ask to be heard in the matter of the Ports Act Chapter";
        assert!(!breaks_at(above, "11 case, since the rules of the court say so."));
        assert!(!breaks_at(above, "9. of the statutes, which had been amended."));
        assert!(breaks_at(&format!("{above}."), "11 cases were heard by the court."));
    }

    #[test]
    fn halves_of_dates_and_brackets_that_close_a_sentence_go_on() {
        assert!(date_wraps("for use from 1 May", "2024, with the exception"));
        assert!(date_wraps("open until 19", "May 2024. Members"));
        assert!(!date_wraps("The chair of 2023", "2024 will be"));
        assert!(closes_alone("the motion carried", "(8-1)."));
        assert!(closes_alone("Lind. Carried", "(8-0, one abstention)."));
        assert!(opens_clause("It was put to the vote.", "Moved by Ms. Lind."));
        assert!(is_name_entry("Holm, Ada (private sector)") && !is_name_entry("It met in June (see the annex)"));
        assert!(!closes_alone("The motion carried.", "(8-1)."));
    }

    #[test]
    fn space_above_separates() {
        let doc = Page::new().paragraph(LONG, PLAIN).paragraph(LONG, Look { gap: 1.6, ..PLAIN }).document();
        assert_eq!(breaks(&doc), [false, true, false]);
    }

    #[test]
    fn a_short_last_line_separates_without_space() {
        let doc = Page::new().paragraph(LONG, PLAIN).paragraph(LONG, PLAIN).document();
        assert_eq!(breaks(&doc), [false, true, false]);
    }

    #[test]
    fn a_page_break_inside_a_sentence_does_not() {
        let doc = Page::new()
            .line("The group discussed the draft and heard from several members that more time was", PLAIN)
            .next_page()
            .line("needed before a text could be sent.", PLAIN)
            .document();
        assert_eq!(breaks(&doc), [false]);
    }

    #[test]
    fn a_bracket_goes_on_with_the_line_before_it_however_short() {
        let doc = Page::new()
            .line("The call was chaired by Maria Lind of the Board and by Mr. Daniel Abara", PLAIN)
            .line("(former member of the Board)", PLAIN)
            .paragraph(LONG, Look { gap: 1.6, ..PLAIN })
            .document();
        assert_eq!(breaks(&doc), [false, true, false]);
    }

    #[test]
    fn a_bold_line_stands_alone() {
        let doc = Page::new()
            .paragraph(LONG, PLAIN)
            .line("Other business", Look { bold: true, ..PLAIN })
            .paragraph(LONG, PLAIN)
            .document();
        assert_eq!(breaks(&doc), [false, true, true, false]);
    }

    #[test]
    fn a_first_line_indent_separates() {
        let full = "The members of the group discussed the draft at length and heard from many others x";
        let doc = Page::new()
            .line(full, PLAIN)
            .line(full, PLAIN)
            .line(
                "The second begins with an indent and goes on for as long as there is any room",
                Look { indent: 2.0, ..PLAIN },
            )
            .line(full, PLAIN)
            .document();
        assert_eq!(breaks(&doc), [false, true, false]);
    }

    #[test]
    fn blank_lines_of_text_separate_unless_the_sentence_goes_on() {
        let doc = text_document(
            "The group met and agreed on all the points that had been\n\nopen since the last call.\n\nThe next call is in May.",
        );
        assert_eq!(breaks(&doc), [false, true]);
    }

    #[test]
    fn a_bold_sentence_at_the_end_of_a_paragraph_stays_in_it() {
        let bold = Look { bold: true, ..PLAIN };
        let full = "The members of the group discussed the draft at length and heard from many others x.";
        let doc = Page::new().line(full, PLAIN).line(full, bold).line("and it was adopted.", bold).document();
        assert_eq!(breaks(&doc), [false, false]);
    }

    #[test]
    fn a_heading_that_ends_in_a_preposition_goes_on_below() {
        let bold = Look { bold: true, ..PLAIN };
        let doc = Page::new()
            .line("Report on the budget of the Service Centre in", bold)
            .line("Port Ellery", bold)
            .paragraph(LONG, Look { gap: 1.6, ..PLAIN })
            .document();
        assert_eq!(breaks(&doc), [false, true, false]);
    }
}
