//! Annex headings: "Annex II", "ANNEX I - AGENDA", "Appendix A1", "Annexure 3: Participants", "A3.1".

use crate::model::{Line, LineRole};
use crate::text::numerals::roman_in_one_case as roman;
use regex::Regex;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// An annex heading is a label and a title, never a sentence: longer lines only mention an annex.
const MAX_TITLE_WORDS: usize = 16;

/// The label at the start of a line: the word, then a number, letter or Roman numeral, or a bare capital with a number.
static LABEL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?x)^[\[(]?\s*
        (?P<word>(?i:annex(?:e|ure)?|appendix|attachment|exhibit|anexo|apéndice|appendice|addendum|enclosure|anlage|anhang|bijlage|allegato|приложение))
        (?:\s*(?:(?i:no\.?|n°)\s*)?(?P<number>[IVXLC]{1,6}|[ivxlc]{1,6}|[A-Z]?-?\d{1,2}[a-z]?(?:\.\d{1,2})?|[A-Z])\b)?
        \s*[\])]?\s*(?P<sep>[.:;]|[-–—])?\s*",
    )
    .ok()
});
/// First letters of the words of [`LABEL`]; every line is asked, and one in ten begins so.
const FIRST_LETTERS: [char; 4] = ['A', 'B', 'E', 'П'];
static SHORT_LABEL: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^(?P<label>A\d{1,2}(?:\.\d{1,2})?)\s*(?:[.:\-–—]\s*|\s)(?P<title>\p{Lu}.*)?$").ok());

/// An annex heading as printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AnnexHeading {
    /// The label without its title: "Annex II".
    pub(crate) label: String,
    /// The printed number: "II", "A1"; empty for a bare "Annex".
    pub(crate) number: String,
    /// Its value, for the nesting: II is 2, B is 2, A3 is 3.
    pub(crate) value: u32,
    /// The word in capitals: "ANNEX".
    pub(crate) capitals: bool,
    /// What follows the label.
    pub(crate) title: String,
    /// The label's number hangs on the one before: "A3.1" under "A3".
    pub(crate) sub: bool,
    /// The word in small letters: an appendix to an annex is no annex.
    pub(crate) word: String,
}

/// How the heading of an annex is set.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Setting {
    /// It opens a page.
    pub(crate) starts_page: bool,
    /// Size in points; 0 in text files.
    pub(crate) size: f32,
}

/// Sizes that differ by more points are different styles.
const OTHER_SIZE: f32 = 0.6;

/// An annex label at the head of its page differs from the next by its number alone, as page numbers do: where a label
/// stands once among the furniture and nowhere in the text, it is the heading.
pub(crate) fn lift(lines: &mut [Line]) {
    let mut seen: FxHashMap<String, usize> = FxHashMap::default();
    for line in lines.iter().filter(|line| read(&line.text).is_some()) {
        *seen.entry(line.text.trim().to_lowercase()).or_default() += 1;
    }
    for line in lines.iter_mut().filter(|line| line.role == LineRole::Furniture) {
        let once = seen.get(&line.text.trim().to_lowercase()) == Some(&1);
        if once && read(&line.text).is_some_and(|heading| !heading.number.is_empty()) {
            line.role = LineRole::Body;
        }
    }
}

/// Reads a whole line (or joined heading) as an annex heading.
pub(crate) fn read(text: &str) -> Option<AnnexHeading> {
    let text = text.trim();
    if !text.strip_prefix(['[', '(']).unwrap_or(text).trim_start().starts_with(FIRST_LETTERS) {
        return None;
    }
    let found = LABEL.as_ref()?.captures(text)?;
    let whole = found.get(0)?;
    let word = found.name("word")?.as_str();
    if !word.starts_with(char::is_uppercase) {
        return None;
    }
    let number = found.name("number").map_or("", |m| m.as_str());
    let title = text.get(whole.end()..)?;
    let separated = found.name("sep").is_some();
    if !title.is_empty() && !title_like(title, separated, number.is_empty()) {
        return None;
    }
    let label = if number.is_empty() { word.to_owned() } else { format!("{word} {number}") };
    Some(AnnexHeading {
        value: value(number),
        capitals: word.chars().all(char::is_uppercase),
        sub: number.contains('.'),
        title: title.to_owned(),
        number: number.to_owned(),
        word: word.to_lowercase(),
        label,
    })
}

/// Reads "A3.1 List of documents": only where annexes are already labelled with such letters.
pub(crate) fn read_short(text: &str) -> Option<AnnexHeading> {
    let found = SHORT_LABEL.as_ref()?.captures(text.trim())?;
    let label = found.name("label")?.as_str();
    let title = found.name("title").map_or("", |m| m.as_str());
    if !title.is_empty() && !title_like(title, true, false) {
        return None;
    }
    Some(AnnexHeading {
        label: label.to_owned(),
        number: label.to_owned(),
        value: value(label),
        capitals: true,
        sub: label.contains('.'),
        word: String::new(),
        title: title.to_owned(),
    })
}

fn title_like(title: &str, separated: bool, bare: bool) -> bool {
    let words = title.split_whitespace().count();
    let sentence = title.ends_with(['.', ';', ',']) && words > 4;
    let capital = title.chars().find(|c| c.is_alphanumeric()).is_some_and(|c| c.is_uppercase() || c.is_ascii_digit());
    // "Annex II contains the list", "Annex to the letter dated": a label without separator needs a title in capitals.
    let starts_like_title = separated || capital || title.starts_with(['(', '"', '“', '[']);
    let joins_on = bare && !separated && words > 0 && !title.starts_with("to ");
    words <= MAX_TITLE_WORDS && !sentence && (starts_like_title || (bare && title.starts_with("to "))) && !joins_on
}

fn value(number: &str) -> u32 {
    if let Some(value) = roman(number) {
        return value;
    }
    let digits: String = number.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
    if let Ok(value) = digits.parse() {
        return value;
    }
    number.bytes().next().filter(u8::is_ascii_uppercase).map_or(0, |letter| u32::from(letter - b'A') + 1)
}

/// The annex path as headings come by: an annex whose value starts again at one, inside one that is further, is nested, and
/// so is an appendix under an annex, unless it opens a page in the annex's own style.
#[derive(Debug, Clone, Default)]
pub(crate) struct Path {
    open: Vec<(AnnexHeading, Setting)>,
}

impl Path {
    /// Enters an annex and returns its path, itself included.
    pub(crate) fn enter(&mut self, heading: AnnexHeading, setting: Setting) -> Vec<String> {
        if heading.sub {
            while self.open.last().is_some_and(|(last, _)| last.sub) {
                self.open.pop();
            }
            self.open.push((heading, setting));
            return self.labels();
        }
        self.open.retain(|(open, _)| !open.sub);
        match self.continued(&heading, setting) {
            Some(depth) => self.open.truncate(depth),
            None => self.begin(&heading, setting),
        }
        self.open.push((heading, setting));
        self.labels()
    }

    /// The depth of the open annex that the heading goes on from. The innermost series that it continues wins; where two
    /// could, the outer one starts a new page in its style.
    fn continued(&self, heading: &AnnexHeading, setting: Setting) -> Option<usize> {
        let fits = |(outer, _): &(AnnexHeading, Setting)| {
            heading.value == outer.value + 1
                && heading.number.is_empty() == outer.number.is_empty()
                && heading.word == outer.word
        };
        let deepest = self.open.iter().rposition(fits)?;
        let outermost = self.open.iter().position(fits).unwrap_or(deepest);
        let same_style = |at: usize| self.open.get(at).is_some_and(|(open, _)| open.capitals == heading.capitals);
        let outer = setting.starts_page && same_style(outermost) && !same_style(deepest);
        Some(if outer { outermost } else { deepest })
    }

    /// Closes what the first annex of another series does not stand in.
    fn begin(&mut self, heading: &AnnexHeading, setting: Setting) {
        let Some((last, above)) = self.open.last() else { return };
        let is_equal = setting.starts_page && setting.size >= above.size - OTHER_SIZE;
        let is_first = heading.value <= 1;
        let nested = if heading.word == last.word {
            heading.value == 1 && !heading.number.is_empty() && last.value >= 1
        } else {
            is_first && !is_equal
        };
        if !nested {
            let outer = self.open.iter().position(|(open, _)| {
                heading.value > open.value && open.capitals == heading.capitals && open.word == heading.word
            });
            self.open.truncate(outer.unwrap_or(0));
        }
    }

    fn labels(&self) -> Vec<String> {
        self.open.iter().map(|(open, _)| open.label.clone()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_in_all_usual_forms() {
        for (text, label, title) in [
            ("Annex II", "Annex II", ""),
            ("ANNEX I - AGENDA", "ANNEX I", "AGENDA"),
            ("ANNEX II – LIST OF PARTICIPANTS", "ANNEX II", "LIST OF PARTICIPANTS"),
            ("Appendix A1: Agenda", "Appendix A1", "Agenda"),
            ("ANNEXURE I", "ANNEXURE I", ""),
            ("[Annex I]", "Annex I", ""),
            ("Annex", "Annex", ""),
            ("Annex B. Terms of reference", "Annex B", "Terms of reference"),
            ("Annex 3 List of documents", "Annex 3", "List of documents"),
            ("Attachment A: Budget", "Attachment A", "Budget"),
            ("Anexo 2. Lista de participantes", "Anexo 2", "Lista de participantes"),
            ("Annex 1a", "Annex 1a", ""),
        ] {
            let found = read(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((found.label.as_str(), found.title.as_str()), (label, title), "{text}");
        }
    }

    #[test]
    fn mentions_are_no_headings() {
        for text in [
            "Annex II contains the list of participants.",
            "annex I",
            "Annexes to the report were circulated",
            "Annex I of the document describes how the group will work in the coming year and who takes part.",
            "The Annex",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn an_annex_that_starts_again_at_one_is_nested() {
        let mut path = Path::default();
        let mut enter = |text: &str, starts_page: bool| {
            path.enter(read(text).unwrap(), Setting { starts_page, size: 0.0 }).join(" / ")
        };
        assert_eq!(enter("Annex I", true), "Annex I");
        assert_eq!(enter("Annex II", true), "Annex II");
        assert_eq!(enter("ANNEX I", false), "Annex II / ANNEX I");
        assert_eq!(enter("Annex III", true), "Annex III");
    }

    #[test]
    fn an_appendix_belongs_to_its_annex_unless_it_opens_a_page_in_the_same_style() {
        let enter = |path: &mut Path, text: &str, starts_page, size| {
            path.enter(read(text).unwrap(), Setting { starts_page, size }).join(" / ")
        };
        let mut path = Path::default();
        enter(&mut path, "Annex I", true, 14.0);
        enter(&mut path, "Annex II", true, 14.0);
        let mut own = path.clone();
        assert_eq!(enter(&mut path, "Appendix", false, 11.0), "Annex II / Appendix");
        assert_eq!(enter(&mut path, "Annex III", true, 14.0), "Annex III");
        assert_eq!(enter(&mut own, "Appendix", true, 14.0), "Appendix");
        let mut letters = Path::default();
        enter(&mut letters, "Appendix A", true, 12.0);
        assert_eq!(enter(&mut letters, "Appendix B", true, 12.0), "Appendix B");
    }
}
