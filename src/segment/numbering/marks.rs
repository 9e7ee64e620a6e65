//! The grammar of number marks: what stands at the start of a line and could be a number, a letter or a bullet.
//!
//! The grammar only says what a mark could be. Whether it is one is decided by [`super::sequence`], which looks at the
//! whole series: "2016. The year" and "10 which the Assembly" are marks to this file.

use crate::text::numerals::roman_in_one_case as roman;

/// Bullets that stand for nothing else at the start of a line.
const SURE_BULLETS: &[char] = &[
    '•', '●', '○', '◦', '▪', '▫', '■', '□', '‣', '⁃', '∙', '◆', '◇', '►', '▶', '➢', '➤', '✓', '✔', '❖', '❑', '⦁',
    '\u{f0b7}', '\u{f0a7}', '\u{f0fc}', '\u{f0d8}', '\u{f076}', '\u{f0a8}', '·', '➔', '→', '♦', '★', '☐', '☑', '⇒',
    '◾', '▸', '\u{fffd}',
];
/// Bullets that are also punctuation or a letter: they count only with a blank behind them.
const DOUBTFUL_BULLETS: &[char] = &['-', '–', '—', '*', '+', 'o', '−', '\u{2011}', '›', '»'];
/// More digits are no paragraph number.
const MAX_DIGITS: usize = 4;
/// Deeper numbering is a version, a date or an address.
const MAX_LEVELS: usize = 6;
/// Longer Roman numerals are words ("mix", "civil" has letters outside; "xxxviii" is the longest below forty).
const MAX_ROMAN: usize = 7;
/// Prefixes of operative and preambular paragraphs in draft resolutions.
const PREFIXES: &[&str] = &["OP", "PP", "§", "¶", "Para.", "Para"];

/// What stands at the start of a line and could be its number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mark {
    /// The number without punctuation: "7", "a", "2.1", "4.a.i", "OP5"; empty for bullets.
    pub(crate) number: String,
    /// The ways to read it as a place in a series, the likelier first: "i" is Roman one or the ninth letter.
    pub(crate) readings: Vec<Reading>,
    /// How it is punctuated.
    pub(crate) form: Form,
    /// Bytes of the line that it takes, blanks behind it included.
    pub(crate) len: usize,
    /// Bullet glyph, if it is one.
    pub(crate) bullet: Option<char>,
    /// Nothing else stands on the line.
    pub(crate) alone: bool,
    /// A number put between two others: "1 bis", "2A", "1-1".
    pub(crate) inserted: bool,
}

impl Mark {
    /// Whether it is a bullet and no number.
    pub(crate) fn is_bullet(&self) -> bool {
        self.bullet.is_some()
    }

    /// Whether the first reading is a plain decimal number of one level.
    pub(crate) fn is_plain_number(&self) -> bool {
        matches!(self.readings.first(), Some(Reading { script: Script::Decimal, path }) if path.len() == 1)
    }

    /// Whether it is a letter or Roman numeral in lower case, as entries under a stem are.
    pub(crate) fn is_lower_letter(&self) -> bool {
        matches!(self.readings.first(), Some(Reading { script: Script::LowerLetter | Script::LowerRoman, .. }))
    }
}

/// One way to read a mark.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Reading {
    /// The writing system of its last level.
    pub(crate) script: Script,
    /// Its value on every level, outermost first: "2.1" is `[2, 1]`.
    pub(crate) path: Vec<u32>,
}

/// Writing systems of numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Script {
    /// 1, 2, 3.
    Decimal,
    /// a, b, c.
    LowerLetter,
    /// A, B, C.
    UpperLetter,
    /// i, ii, iii.
    LowerRoman,
    /// I, II, III.
    UpperRoman,
}

/// Punctuation around a mark: two marks of one series share it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Form {
    /// "1".
    Bare,
    /// "1.".
    Dot,
    /// "1)".
    Paren,
    /// "(1)".
    Round,
    /// `[1]`.
    Square,
    /// "1-.", "1-", "1 –".
    Dash,
    /// "1:".
    Colon,
    /// "OP5", "§ 5".
    Prefixed,
    /// A raised number, as in statutes.
    Raised,
    /// A bullet.
    Bullet,
}

/// Reads the mark at the start of a line, if there is one.
pub(crate) fn read(text: &str) -> Option<Mark> {
    let lead = text.len() - text.trim_start().len();
    let body = text.get(lead..)?;
    if let Some(mark) = bullet(body, lead) {
        // "- 1-. Update", "- a) Option paper": the dash is the list marker of Markdown, the number is the mark.
        if matches!(mark.bullet, Some('-' | '*'))
            && let Some(rest) = text.get(mark.len..)
            && let Some(inner) = number(rest, mark.len)
            && inner.form != Form::Bare
        {
            return Some(inner);
        }
        return Some(mark);
    }
    number(body, lead)
}

/// A raised number at the start of a line that begins a paragraph, as statutes print it: the mark, and "bis" left in the text.
pub(crate) fn raised(mark: &str, text: &str) -> Option<Mark> {
    let value: u32 = mark.parse().ok().filter(|value| (1..1000).contains(value))?;
    let latin = INSERTIONS
        .iter()
        .zip(1..)
        .find(|(latin, _)| text.strip_prefix(**latin).is_some_and(|rest| rest.starts_with(char::is_whitespace)));
    let skipped = latin.map_or(0, |(latin, _)| latin.len());
    let rest = text.get(skipped..)?;
    let body = rest.trim_start();
    if !body.starts_with(char::is_uppercase) {
        return None;
    }
    let path = std::iter::once(value).chain(latin.map(|(_, nth)| nth)).collect();
    Some(Mark {
        number: format!("{value}{}", latin.map_or("", |(latin, _)| *latin)),
        readings: vec![Reading { script: Script::Decimal, path }],
        form: Form::Raised,
        len: text.len() - body.len(),
        bullet: None,
        alone: false,
        inserted: latin.is_some(),
    })
}

fn bullet(body: &str, lead: usize) -> Option<Mark> {
    let first = body.chars().next()?;
    let after = body.get(first.len_utf8()..)?;
    let rest = after.trim_start();
    let spaced = rest.len() < after.len();
    let is_bullet = if SURE_BULLETS.contains(&first) {
        true
    } else if DOUBTFUL_BULLETS.contains(&first) {
        let word_follows = rest.chars().next().is_some_and(|c| c.is_alphanumeric() || "(\"'“‘[<".contains(c));
        // "o" at the start of a line is the second level of Word's bullets, or a letter alone on a damaged line.
        (spaced && word_follows) || (after.is_empty() && first != 'o' && first != '*')
    } else {
        false
    };
    if !is_bullet {
        return None;
    }
    Some(Mark {
        number: String::new(),
        readings: Vec::new(),
        form: Form::Bullet,
        len: lead + body.len() - rest.len(),
        bullet: Some(first),
        alone: rest.is_empty(),
        inserted: false,
    })
}

fn number(body: &str, lead: usize) -> Option<Mark> {
    let blanks = body.len() - body.trim_start().len();
    let start = lead + blanks;
    let body = body.get(blanks..)?;
    if let Some(mark) = prefixed(body, start) {
        return Some(mark);
    }
    let open = body.chars().next().filter(|c| matches!(c, '(' | '['));
    let inner = body.get(open.map_or(0, char::len_utf8)..)?;
    let core_len = core_length(inner);
    let core = inner.get(..core_len)?;
    let mut readings = readings(core)?;
    let mut after = inner.get(core_len..)?;
    // "(5-4)." is a vote.
    let inserted = insertion(after, core).filter(|_| open.is_none() || !after.starts_with('-'));
    if let Some((behind, nth)) = inserted {
        after = after.get(behind..)?;
        for reading in &mut readings {
            reading.path.push(nth);
        }
    }
    let (form, tail) = closing(open, after, core)?;
    if is_date(core, after) {
        return None;
    }
    if inserted.is_some() && form == Form::Bare {
        return None;
    }
    let core = inner.get(..core_len + inserted.map_or(0, |(behind, _)| behind))?;
    let rest_full = after.get(tail..)?;
    let rest = rest_full.trim_start();
    let spaced = rest.len() < rest_full.len();
    if !rest.is_empty() && !spaced && !may_touch(form, core, rest) {
        return None;
    }
    let letter = core.chars().all(char::is_alphabetic);
    if letter && form == Form::Bare && !heads(core, rest) {
        return None;
    }
    let used = body.len() - rest.len();
    Some(Mark {
        number: core.trim_end_matches('.').to_owned(),
        readings,
        form,
        len: start + used,
        bullet: None,
        alone: rest.is_empty(),
        inserted: inserted.is_some(),
    })
}

/// Words of a title behind a Roman numeral without punctuation, at most.
const TITLE_WORDS: usize = 14;

/// "IV OPENING AND ATTENDANCE", "II Budget": a Roman numeral alone before a title.
fn heads(core: &str, rest: &str) -> bool {
    let is_roman = core.chars().all(char::is_uppercase) && roman(core).is_some();
    let title = rest.starts_with(char::is_uppercase) && !rest.ends_with(['.', ',', ';']);
    is_roman && title && (1..=TITLE_WORDS).contains(&rest.split_whitespace().count())
}

/// "2020.3.30. As of midnight", "2020. 3. 30.", "30.3.2020": a day in figures at the start of a sentence.
fn is_date(core: &str, after: &str) -> bool {
    let levels: Vec<u32> = core.split('.').filter_map(|level| level.parse().ok()).collect();
    let is_year = |value: &u32| (1900..2100).contains(value);
    match levels.as_slice() {
        [first, _, last] => is_year(first) && *last <= 31 || is_year(last) && *first <= 31,
        [first] if is_year(first) => {
            let rest = after.trim_start_matches(['.', ' ']);
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            after.starts_with('.')
                && (1..=2).contains(&digits)
                && rest.get(digits..).is_some_and(|tail| tail.starts_with('.'))
        }
        _ => false,
    }
}

/// Numbers put between two others, in the order in which they come: "1 bis", "1 ter".
const INSERTIONS: [&str; 9] = ["bis", "ter", "quater", "quinquies", "sexies", "septies", "octies", "novies", "decies"];

/// What makes an inserted number of "1": " bis", "bis", "A", "-1"; the bytes that it takes and its place between the two.
fn insertion(after: &str, core: &str) -> Option<(usize, u32)> {
    let ends = |rest: &str| !rest.starts_with(char::is_alphanumeric);
    let word = after.trim_start();
    let blanks = after.len() - word.len();
    for (latin, nth) in INSERTIONS.iter().zip(1..) {
        if word.strip_prefix(latin).is_some_and(ends) {
            return Some((blanks + latin.len(), nth));
        }
    }
    if !core.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let first = after.chars().next()?;
    if first.is_ascii_alphabetic() && after.get(1..).is_some_and(ends) {
        return Some((1, u32::from(first.to_ascii_lowercase() as u8 - b'a') + 1));
    }
    let digits = after.strip_prefix('-')?.bytes().take_while(u8::is_ascii_digit).count();
    let value = after.get(1..=digits)?.parse().ok()?;
    // "2024-2025": years. "1-1. They may be chosen again".
    ((1..=2).contains(&digits)
        && core.len() <= 2
        && after.get(1 + digits..).is_some_and(|rest| rest.starts_with(['.', ')'])))
    .then_some((1 + digits, value))
}

/// "1.Text", "2.1.1.Text": the blank is lost; only a capital behind a full stop or a bracket makes that credible.
fn may_touch(form: Form, core: &str, rest: &str) -> bool {
    let levels = core.split('.').filter(|level| !level.is_empty());
    let digits = levels.clone().all(|level| level.chars().all(|c| c.is_ascii_digit()));
    let capital = rest.chars().next().is_some_and(char::is_uppercase);
    let lower_next = rest.chars().nth(1).is_some_and(|c| c.is_lowercase() || c.is_whitespace());
    // "(iii)local ...": set in a narrow column of marks; one letter in brackets could be the beginning of a word.
    let is_bracketed = form == Form::Round && (digits || core.len() > 1 && roman(core).is_some());
    let is_word = rest.chars().take(2).all(char::is_lowercase);
    digits && capital && lower_next && matches!(form, Form::Dot | Form::Paren | Form::Round) || is_bracketed && is_word
}

/// Length of the number itself: digits, one or two letters, Roman numerals, joined by full stops.
fn core_length(inner: &str) -> usize {
    let mut end = 0;
    let mut levels = 0;
    let mut rest = inner;
    loop {
        let level = level_length(rest);
        if level == 0 || levels == MAX_LEVELS {
            return end;
        }
        levels += 1;
        end += level;
        rest = inner.get(end..).unwrap_or_default();
        let Some(behind_dot) = rest.strip_prefix('.') else { return end };
        // The next level must be one, or the full stop closes the mark.
        if level_length(behind_dot) == 0 {
            return end;
        }
        end += 1;
        rest = behind_dot;
    }
}

fn level_length(text: &str) -> usize {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 {
        let rest = text.get(digits..).unwrap_or_default();
        let ends =
            !rest.starts_with(char::is_alphabetic) || insertion(rest, text.get(..digits).unwrap_or_default()).is_some();
        return if digits <= MAX_DIGITS && ends { digits } else { 0 };
    }
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let ends = !text.get(letters..).and_then(|rest| rest.chars().next()).is_some_and(char::is_alphanumeric);
    let word = text.get(..letters).unwrap_or_default();
    if let Some(rest) = text.get(1..).filter(|_| letters > 1)
        && insertion(rest, text.get(..1).unwrap_or_default()).is_some()
    {
        return 1;
    }
    let fits = letters == 1 || (letters <= MAX_ROMAN && roman(word).is_some()) || doubled(word);
    if letters > 0 && ends && fits { letters } else { 0 }
}

/// The form of the mark and the bytes of its closing punctuation.
fn closing(open: Option<char>, after: &str, core: &str) -> Option<(Form, usize)> {
    match open {
        Some('(') => return after.starts_with(')').then(|| (Form::Round, if after.starts_with(").") { 2 } else { 1 })),
        Some('[') => return after.starts_with(']').then_some((Form::Square, 1)),
        _ => {}
    }
    for (close, form) in [
        ("-.", Form::Dash),
        (".-", Form::Dash),
        (".)", Form::Paren),
        (")", Form::Paren),
        (".", Form::Dot),
        (":", Form::Colon),
        ("-", Form::Dash),
        ("º", Form::Bare),
        ("°", Form::Bare),
    ] {
        if let Some(rest) = after.strip_prefix(close) {
            let joined = form == Form::Dash && close == "-" && rest.chars().next().is_some_and(|c| !c.is_whitespace());
            return (!joined).then_some((form, close.len()));
        }
    }
    let spaced = after.trim_start();
    for dash in ["–", "—", "-"] {
        if let Some(rest) = spaced.strip_prefix(dash)
            && spaced.len() < after.len()
            && rest.starts_with(char::is_whitespace)
        {
            // "27 - 28 February" is a date, not a mark.
            let text = rest.trim_start();
            if text.starts_with(|c: char| c.is_ascii_digit()) {
                return None;
            }
            return Some((Form::Dash, after.len() - spaced.len() + dash.len()));
        }
    }
    let boundary = after.is_empty() || after.starts_with(char::is_whitespace);
    let month = spaced.split(|c: char| !c.is_alphabetic()).next().is_some_and(crate::segment::text::dates::is_month);
    (boundary && !(month && core.len() <= 2)).then_some((Form::Bare, 0))
}

fn prefixed(body: &str, start: usize) -> Option<Mark> {
    lettered(body, start).or_else(|| worded(body, start))
}

/// "R1.", "C12:", "Q3)", "R1 The": a series with a letter of its own. The letter belongs to the number. Without punctuation
/// "A4" can be a size of paper and "G20" a name: such a mark must make a series to be one.
fn lettered(body: &str, start: usize) -> Option<Mark> {
    let letter = body.chars().next().filter(char::is_ascii_uppercase)?;
    let rest = body.get(1..)?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let value: u32 = rest.get(..digits).filter(|_| (1..=3).contains(&digits))?.parse().ok()?;
    let after = rest.get(digits..)?;
    let closed = after.trim_start_matches(['.', ':', ')', '–', '—', '-']);
    let tail = closed.trim_start();
    let is_bare = closed.len() == after.len() && tail.len() < closed.len() && tail.starts_with(char::is_uppercase);
    if !is_bare && (closed.len() == after.len() || !tail.is_empty() && tail.len() == closed.len()) {
        return None;
    }
    Some(Mark {
        number: format!("{letter}{value}"),
        readings: vec![Reading { script: Script::Decimal, path: vec![value] }],
        form: if is_bare { Form::Bare } else { Form::Prefixed },
        len: start + body.len() - tail.len(),
        bullet: None,
        alone: tail.is_empty(),
        inserted: false,
    })
}

fn worded(body: &str, start: usize) -> Option<Mark> {
    for prefix in PREFIXES {
        let Some(rest) = body.strip_prefix(prefix) else { continue };
        let rest_trim = rest.trim_start();
        let digits = rest_trim.bytes().take_while(u8::is_ascii_digit).count();
        if digits == 0 || digits > MAX_DIGITS {
            continue;
        }
        let value: u32 = rest_trim.get(..digits)?.parse().ok()?;
        let mut after = rest_trim.get(digits..)?;
        let mut suffix = String::new();
        for word in ["bis", "ter", "quater", "quinquies"] {
            for lead in [".", " ", ""] {
                if let Some(tail) = after.strip_prefix(lead).and_then(|tail| tail.strip_prefix(word)) {
                    suffix = format!(".{word}");
                    after = tail;
                }
            }
        }
        if let Some(letter) = after.chars().next().filter(char::is_ascii_alphabetic)
            && after.get(1..).is_some_and(|tail| !tail.starts_with(char::is_alphanumeric))
        {
            suffix.push(letter);
            after = after.get(1..)?;
        }
        let closed = after.trim_start_matches(['.', ':', ')', '-']);
        let rest = closed.trim_start();
        if !rest.is_empty() && rest.len() == after.len() {
            continue;
        }
        let letters: String = prefix.chars().filter(char::is_ascii_uppercase).collect();
        let shown = if letters.len() == 2 { letters } else { String::new() };
        return Some(Mark {
            number: format!("{shown}{value}{suffix}"),
            readings: vec![Reading { script: Script::Decimal, path: vec![value] }],
            form: Form::Prefixed,
            len: start + body.len() - rest.len(),
            bullet: None,
            alone: rest.is_empty(),
            inserted: false,
        });
    }
    None
}

fn readings(core: &str) -> Option<Vec<Reading>> {
    if core.is_empty() {
        return None;
    }
    let levels: Vec<&str> = core.split('.').collect();
    let (last, outer) = levels.split_last()?;
    let mut path = Vec::with_capacity(levels.len());
    for level in outer {
        path.push(level.parse().ok().or_else(|| roman(level)).or_else(|| letter(level))?);
    }
    let upper = last.chars().all(|c| c.is_ascii_uppercase());
    let mut found = Vec::new();
    let mut add = |script, value: u32| {
        let mut whole = path.clone();
        whole.push(value);
        found.push(Reading { script, path: whole });
    };
    if let Ok(value) = last.parse() {
        add(Script::Decimal, value);
        return Some(found);
    }
    let as_roman = roman(last);
    let as_letter = letter(last);
    let (roman_script, letter_script) =
        if upper { (Script::UpperRoman, Script::UpperLetter) } else { (Script::LowerRoman, Script::LowerLetter) };
    // A single "i", "v" or "x" is likelier Roman; "c", "d", "m", "l" are letters.
    let roman_first = last.len() > 1 || last.eq_ignore_ascii_case("i");
    if roman_first && let Some(value) = as_roman {
        add(roman_script, value);
    }
    if let Some(value) = as_letter {
        add(letter_script, value);
    }
    if !roman_first && let Some(value) = as_roman {
        add(roman_script, value);
    }
    (!found.is_empty()).then_some(found)
}

/// Place in the alphabet, "aa" after "z".
fn letter(text: &str) -> Option<u32> {
    let first = text.bytes().next()?.to_ascii_lowercase();
    if !first.is_ascii_lowercase() {
        return None;
    }
    match text.len() {
        1 => Some(u32::from(first - b'a') + 1),
        2 if doubled(text) => Some(u32::from(first - b'a') + 27),
        _ => None,
    }
}

fn doubled(text: &str) -> bool {
    let mut letters = text.chars();
    matches!((letters.next(), letters.next(), letters.next()), (Some(a), Some(b), None) if a == b && a.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(text: &str) -> Option<(String, Form, String)> {
        read(text).map(|mark| (mark.number.clone(), mark.form, text.get(mark.len..).unwrap().to_owned()))
    }

    #[test]
    fn reads_the_forms_that_reports_use() {
        for (text, number, form, rest) in [
            ("1. The meeting", "1", Form::Dot, "The meeting"),
            ("12.  Members", "12", Form::Dot, "Members"),
            ("7", "7", Form::Bare, ""),
            ("7.", "7", Form::Dot, ""),
            ("3) Dates", "3", Form::Paren, "Dates"),
            ("(4) Dates", "4", Form::Round, "Dates"),
            ("1-. Update", "1", Form::Dash, "Update"),
            ("2- Discussion", "2", Form::Dash, "Discussion"),
            ("2 – Review", "2", Form::Dash, "Review"),
            ("2.1 Scope", "2.1", Form::Bare, "Scope"),
            ("2.1. Scope", "2.1", Form::Dot, "Scope"),
            ("(a) to meet", "a", Form::Round, "to meet"),
            ("a. to meet", "a", Form::Dot, "to meet"),
            ("iv) to meet", "iv", Form::Paren, "to meet"),
            ("4.a.i. Advice", "4.a.i", Form::Dot, "Advice"),
            ("OP5 Requests", "OP5", Form::Prefixed, "Requests"),
            ("PP6.bis Recalling", "PP6.bis", Form::Prefixed, "Recalling"),
            ("§ 5 Membership", "5", Form::Prefixed, "Membership"),
            ("II. Outcomes", "II", Form::Dot, "Outcomes"),
            ("- 1-. Update", "1", Form::Dash, "Update"),
            ("1.The meeting", "1", Form::Dot, "The meeting"),
        ] {
            assert_eq!(seen(text), Some((number.to_owned(), form, rest.to_owned())), "{text}");
        }
    }

    #[test]
    fn leaves_words_dates_and_figures_alone() {
        for text in [
            "The 1. meeting",
            "28 March 2017",
            "27-28 February",
            "14 - 16 January 2020",
            "3.5% of all",
            "mix. of",
            "A member",
            "1st session",
            "civil society",
            "-5 degrees",
            "I think",
            "20000 people",
        ] {
            assert_eq!(seen(text), None, "{text}");
        }
    }

    #[test]
    fn bullets_of_all_kinds() {
        for (text, rest) in [
            ("• one", "one"),
            ("· one", "one"),
            ("o one", "one"),
            ("- one", "one"),
            ("– one", "one"),
            ("* one", "one"),
            ("●", ""),
            ("\u{f0b7} one", "one"),
            ("➢one", "one"),
        ] {
            let mark = read(text).unwrap_or_else(|| panic!("{text}"));
            assert!(mark.is_bullet(), "{text}");
            assert_eq!(text.get(mark.len..), Some(rest), "{text}");
        }
    }

    #[test]
    fn a_letter_can_be_a_roman_numeral() {
        let scripts =
            |text: &str| read(text).map(|m| m.readings.iter().map(|r| (r.script, r.path[0])).collect::<Vec<_>>());
        assert_eq!(scripts("i. x"), Some(vec![(Script::LowerRoman, 1), (Script::LowerLetter, 9)]));
        assert_eq!(scripts("c) x"), Some(vec![(Script::LowerLetter, 3), (Script::LowerRoman, 100)]));
        assert_eq!(scripts("aa) x"), Some(vec![(Script::LowerLetter, 27)]));
    }

    #[test]
    fn numbers_put_between_two_others_and_series_with_a_letter() {
        for (text, number) in [
            ("1 bis. The board may delegate.", "1 bis"),
            ("7bis. An inserted item", "7bis"),
            ("2A. They report in writing.", "2A"),
            ("(2a) They may be heard.", "2a"),
            ("1-1. They may be chosen again.", "1-1"),
            ("b bis. the cost of the office.", "b bis"),
            ("R12. Publish the criteria.", "R12"),
            ("R3 Publish the criteria.", "R3"),
            ("C3: Meet again.", "C3"),
        ] {
            assert_eq!(seen(text).map(|(number, ..)| number).as_deref(), Some(number), "{text}");
        }
        for text in
            ["(5-4).", "A4 paper was used", "2020. 3. 30. As of midnight", "2020.3.30. As of midnight", "1st of May"]
        {
            assert_eq!(seen(text), None, "{text}");
        }
    }

    #[test]
    fn raised_numbers_of_statutes() {
        assert_eq!(raised("1", "The office reports.").map(|mark| (mark.number, mark.len)), Some(("1".to_owned(), 0)));
        assert_eq!(
            raised("1", "bis It shall hear them.").map(|mark| (mark.number, mark.len)),
            Some(("1bis".to_owned(), 4))
        );
        assert_eq!(raised("1", "and so on"), None);
    }
}
