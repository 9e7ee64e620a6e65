//! What report is this: title, body, meeting, date, kind, language, symbol and key.

use super::evidence::Evidence;
use crate::model::{BlockType, Meta, Note, Stage};
use crate::segment::text::borders::Bordered;
use crate::segment::text::dates::{self, Found};
use std::sync::LazyLock;

/// Characters of the report's beginning in which date, kind and body are looked for.
const HEAD: usize = 3000;

static SYMBOL: LazyLock<Option<Bordered>> = LazyLock::new(|| {
    Bordered::new(
        r"\b(?:[A-Z]{1,8}|[A-Z]/[A-Z0-9]+)(?:/[A-Z0-9.\-]+)*/\d[A-Z0-9]*(?:/(?:Add|Corr|Rev|L|INF|CRP|SR|PV)\.?\s?\d*|/[0-9A-Z.\-]+|\s\(SECT\. ?\d+[A-Z]?\))*",
    )
});
static MEETING: LazyLock<Option<Bordered>> = LazyLock::new(|| {
    Bordered::new(
        r"(?x)\b(?:
        (?:Virtual|Online|Face-to-Face|F2F|Regular|Special|Extraordinary|Annual|Joint|Plenary|Open|Preparatory|Coordination)\s+(?:Meeting|Call|Session|Consultations?)(?:\s+(?:[IVXLC]{1,6}|\#?\d{1,3}))?\b
      | (?:\d{1,3}(?:st|nd|rd|th)|(?i:(?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)-)?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth|fortieth|fiftieth|sixtieth|seventieth|eightieth|ninetieth)))\s+(?:\w+\s+){0,2}(?i:meeting|session|call)\b
      | (?:Meeting|Session|Call)\s+(?:No\.?\s*)?(?:[IVXLC]{1,6}|\d{1,3})\b
      | (?:Open\s+Consultations?(?:\s+and\s+\w+\s+Meeting)?)
    )",
    )
});
/// Detects the metadata and says where sources contradict each other.
pub(crate) fn detect(evidence: &Evidence<'_>) -> (Meta, Vec<Note>) {
    let mut notes = Vec::new();
    let head = head(evidence);
    let title = title(evidence);
    let stem = file_stem(&evidence.doc.source.path);
    let kind = kind(title.as_deref(), &head, evidence, &stem);
    let issuer = evidence.masthead.and_then(|masthead| masthead.author.clone());
    let body = issuer.or_else(|| super::body::of(title.as_deref(), &head));
    let meeting = meeting(title.as_deref(), evidence, &head);
    // Below a masthead a title has the days that the document is about, not those of a meeting.
    let dated_title =
        title.as_deref().filter(|title| evidence.masthead.is_none() || says_when(title) || title.contains("held in"));
    let adopted = evidence.masthead.and_then(|masthead| masthead.adopted?.iso(None));
    let (date, date_to) = match adopted {
        Some(day) => (Some(day), None),
        None => date(evidence, dated_title, &head, &stem, &mut notes),
    };
    let symbol = evidence.masthead.map(|masthead| masthead.symbol.clone()).or_else(|| symbol(evidence, &head));
    let language = Some(evidence.doc.info.language.clone().map_or_else(
        || crate::segment::text::language::guess(&sample(evidence)),
        |tag| tag.to_lowercase().split(['-', '_']).next().unwrap_or("en").to_owned(),
    ))
    .filter(|l| !l.is_empty());
    let key = key(body.as_deref(), date.as_deref(), &stem);
    let standing = super::standing::of(evidence, title.as_deref(), kind.as_deref());
    let author = super::author::of(evidence, body.as_deref());
    let meta =
        Meta { key, title, body, meeting, date, date_to, kind, language, symbol, standing, author, ..Meta::default() };
    (meta, notes)
}

fn head(evidence: &Evidence<'_>) -> String {
    let mut head = String::new();
    // The rows of a list name the papers and the days of others.
    let is_list = evidence.doc.info.kind.as_deref() == Some("list of recommendations");
    for draft in evidence.drafts.iter().filter(|draft| !is_list || draft.kind != BlockType::TableRow) {
        head.push_str(&draft.text.text);
        head.push('\n');
        if head.len() > HEAD {
            break;
        }
    }
    head
}

fn sample(evidence: &Evidence<'_>) -> String {
    evidence
        .drafts
        .iter()
        .filter(|draft| draft.words() > 8)
        .take(40)
        .map(|draft| draft.text.text.as_str())
        .collect::<Vec<_>>()
        .join(" ")
}

fn title(evidence: &Evidence<'_>) -> Option<String> {
    let printed =
        evidence.drafts.iter().find(|draft| draft.kind == BlockType::Title).map(|draft| draft.text.text.clone());
    printed.or_else(|| {
        evidence.doc.info.title.clone().filter(|title| title.split_whitespace().count() > 2 && !title.contains(".doc"))
    })
}

fn file_stem(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned()
}

fn kind(title: Option<&str>, head: &str, evidence: &Evidence<'_>, stem: &str) -> Option<String> {
    if crate::segment::paragraphs::transcripts::is_transcript(evidence.drafts) {
        return Some("transcript".to_owned());
    }
    let title = title.unwrap_or_default();
    let top: String = evidence
        .drafts
        .iter()
        .take_while(|draft| draft.number.is_none())
        .filter(|draft| matches!(draft.kind, BlockType::Title | BlockType::Meta | BlockType::Heading))
        .take(8)
        .map(|draft| draft.text.text.clone() + "\n")
        .filter(|line| !line.to_lowercase().starts_with("agenda item"))
        .collect();
    const KINDS: &[(&str, &str)] = &[
        ("summary report", "summary report"),
        ("summary record", "summary report"),
        ("meeting summary", "summary report"),
        ("chair's summary", "summary report"),
        ("synthesis", "synthesis paper"),
        ("minutes", "minutes"),
        ("meeting report", "meeting report"),
        ("report of the meeting", "meeting report"),
        ("transcript", "transcript"),
        ("compte rendu", "summary report"),
        ("procès-verbal", "minutes"),
        ("rapport", "meeting report"),
        ("informe de la", "meeting report"),
        ("acta de la", "minutes"),
        ("note on the meeting", "minutes"),
        ("resolution adopted", "resolution"),
        ("resolution", "resolution"),
        ("agenda", "agenda"),
        ("contribution", "contribution"),
        ("submission", "contribution"),
        ("working paper", "contribution"),
        ("review and recommendation report", "meeting report"),
        ("report", "meeting report"),
        ("proceedings", "meeting report"),
        ("summary", "summary report"),
    ];
    for source in [format!("{title}\n{top}"), head.chars().take(1200).collect(), stem.replace(['_', '-'], " ")] {
        // "Agenda item 148" says under what a report is taken up.
        let lower = source.to_lowercase().replace('’', "'").replace("agenda item", "");
        if let Some((_, kind)) = KINDS.iter().find(|(word, _)| lower.contains(word)) {
            return Some((*kind).to_owned());
        }
    }
    None
}

/// The meeting: as the title names it, or a line of the first page, or the sentence that says when it was held. Another
/// meeting that the text mentions is none.
fn meeting(title: Option<&str>, evidence: &Evidence<'_>, head: &str) -> Option<String> {
    let top = evidence.drafts.iter().take(TOP_LINES);
    let lines = top
        .filter(|draft| {
            matches!(draft.kind, BlockType::Title | BlockType::Meta)
                || draft.kind == BlockType::Heading && draft.words() <= HEADING_WORDS
        })
        .map(|draft| draft.text.text.as_str());
    let said = head.split(['\n', '.']).filter(|line| says_when(line)).take(1);
    title.into_iter().chain(lines).chain(said).find_map(named_meeting)
}

/// Blocks at the top that may name the meeting, and words of a heading that does.
const TOP_LINES: usize = 12;
const HEADING_WORDS: usize = 16;

fn named_meeting(text: &str) -> Option<String> {
    let regex = MEETING.as_ref()?;
    let name = |found: &str| found.split_whitespace().collect::<Vec<_>>().join(" ");
    regex
        .on(text)
        .find_iter(text)
        .filter(|found| !is_day(found.as_str(), text.get(found.end()..).unwrap_or_default()))
        .map(|found| name(found.as_str()))
        .next()
}

/// "Meeting 31 October", "Meeting 22-24 June", "sixth month meeting": the number is a day's or a month's.
fn is_day(found: &str, behind: &str) -> bool {
    let rest = behind
        .trim_start_matches(|c: char| c.is_ascii_alphabetic() && !c.is_uppercase())
        .trim_start_matches([' ', ',', '-', '–', '/', '.']);
    let word = rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let ends_in_digit = found.ends_with(|c: char| c.is_ascii_digit());
    let dated =
        dates::is_month(word) || behind.starts_with(['-', '/', '–']) && word.starts_with(|c: char| c.is_ascii_digit());
    ends_in_digit && dated || found.to_lowercase().contains(" month ")
}

/// Sources of dates that are not the meeting's own: the day of issue, and anything in the beginning of the text.
const ISSUED: &str = "date of issue";
const BEGINNING: &str = "beginning";
/// Shorter symbols are page numbers: "7/12".
const SHORTEST_SYMBOL: usize = 6;
/// Blocks at the top in which a symbol stands alone.
const TOP_BLOCKS: usize = 8;

/// Where a date was read.
struct Dated {
    source: &'static str,
    found: Found,
}

fn date(
    evidence: &Evidence<'_>,
    title: Option<&str>,
    head: &str,
    stem: &str,
    notes: &mut Vec<Note>,
) -> (Option<String>, Option<String>) {
    let small: String = evidence
        .drafts
        .iter()
        .take(12)
        .filter(|draft| {
            let masthead = draft.chunk.table && draft.text.text.contains("Distr");
            masthead || matches!(draft.kind, BlockType::Meta | BlockType::Title)
        })
        .map(|draft| without_period(&draft.text.text).to_owned() + "\n")
        .collect();
    // "New York, 14-18 May 2012" dates the meeting, a bare "25 May 2012" on a first page the document.
    let (meeting_lines, issue_lines): (Vec<&str>, Vec<&str>) = small.lines().partition(|line| dates_meeting(line));
    let held: String = head.split(['\n', '.']).filter(|line| says_when(line)).take(1).collect();
    let mut seen: Vec<Dated> = Vec::new();
    let mut look = |source: &'static str, text: &str| {
        if let Some(found) =
            dates::days(text).first().copied().or_else(|| dates::numeric(text)).or_else(|| dates::month_only(text))
        {
            seen.push(Dated { source, found });
        }
    };
    look("title", without_period(title.unwrap_or_default()));
    look("first lines", &meeting_lines.join("\n"));
    look("text", &held);
    look(ISSUED, &issue_lines.join("\n"));
    look("file name", &stem.replace('_', " "));
    look(BEGINNING, head);
    let year = seen
        .iter()
        .find_map(|dated| dated.found.year)
        .or_else(|| dates::first_year(title.unwrap_or_default()))
        .or_else(|| dates::first_year(head))
        .or_else(|| dates::first_year(stem));
    let rank = |dated: &Dated| (dated.found.day.is_none(), dated.found.year.is_none() && year.is_none());
    let Some(best) = seen.iter().min_by_key(|dated| rank(dated)) else {
        return (year.filter(|_| !head.is_empty()).map(|year| format!("{year:04}")), None);
    };
    // "First Meeting of the Parties, Cape Town, 1999": a day of another year, somewhere in the text, is another event's.
    let titled = dates::first_year(title.unwrap_or_default()).or_else(|| dates::first_year(stem));
    if let (BEGINNING, Some(own)) = (best.source, titled)
        && best.found.year.is_some_and(|found| found != own)
    {
        return (Some(format!("{own:04}")), None);
    }
    let (date, last) = (best.found.iso(year), best.found.iso_last(year));
    for other in seen.iter().filter(|other| !matches!(other.source, BEGINNING | ISSUED) && other.found.day.is_some()) {
        let (Some(mine), Some(theirs)) = (date.as_deref(), other.found.iso(year)) else { continue };
        if mine != theirs && best.source != other.source && last.as_deref() != Some(theirs.as_str()) {
            notes.push(Note::new(
                Stage::Segment,
                "date-contradiction",
                format!("the {} says {mine}, the {} says {theirs}; {mine} was taken. Set the date in corpus/manifest.csv if that is wrong.", best.source, other.source),
            ));
        }
    }
    (date, last)
}

/// A title up to the period that it reports on: "Budget for the period from 1 July 2024 to 30 June 2025" dates no meeting.
fn without_period(title: &str) -> &str {
    let lower = title.to_lowercase();
    let at = ["for the period", "period from", "periods from", "for the year", "financial year"]
        .iter()
        .filter_map(|it| lower.find(it))
        .min();
    at.and_then(|at| title.get(..at)).unwrap_or(title)
}

/// A line of small print that names a place, a range of days or the meeting with its date.
fn dates_meeting(line: &str) -> bool {
    let Some(first) = dates::days(line).first().copied() else { return false };
    let lead = line.get(..first.start).unwrap_or_default();
    // "Contributions received by 30 January 2015": a deadline. "CTF/2015/3 12 February": a symbol.
    let last = lead.split_whitespace().next_back().unwrap_or_default().to_lowercase();
    let is_deadline = matches!(last.as_str(), "by" | "before" | "until" | "since" | "after");
    let is_issue = lead.contains("Distr");
    let is_named =
        !is_issue && lead.split_whitespace().any(|word| word.chars().any(char::is_alphabetic) && !word.contains('/'));
    !is_deadline && (first.last.is_some() || is_named)
}

/// "took place on", "was held on": the sentence that dates the meeting.
fn says_when(line: &str) -> bool {
    let lower = line.to_lowercase();
    // "The next call will be held on 5 June": another meeting's date.
    if ["will be", "to be", "would be", "next meeting", "next call", "next session"].iter().any(|it| lower.contains(it))
    {
        return false;
    }
    [
        "took place",
        "was held",
        "were held",
        "held its",
        "held on",
        "met on",
        "convened on",
        "meeting of",
        "call on",
        "was convened",
        "s'est tenu",
        "s'est réuni",
        "se celebró",
        "se reunió",
    ]
    .iter()
    .any(|cue| lower.contains(cue))
}

fn symbol(evidence: &Evidence<'_>, head: &str) -> Option<String> {
    let alone = evidence.drafts.iter().take(TOP_BLOCKS).map(|draft| draft.text.text.as_str());
    let drawn = evidence.doc.lines.iter().filter(|line| line.role == crate::model::LineRole::Furniture).take(6);
    let mut lines = alone.chain(drawn.map(|line| line.text.trim()));
    // "2/19 26-01922": a page and a job number.
    let is_page = |line: &str| line.starts_with(|c: char| c.is_ascii_digit()) && line.contains(' ');
    let is_symbol = |line: &&str| {
        crate::segment::text::small_print::is_symbol(line) && line.len() >= SHORTEST_SYMBOL && !is_page(line)
    };
    if let Some(symbol) = lines.find(is_symbol) {
        return Some(symbol.to_owned());
    }
    let regex = SYMBOL.as_ref()?;
    let furniture: String = evidence
        .doc
        .lines
        .iter()
        .filter(|line| line.role == crate::model::LineRole::Furniture)
        .take(12)
        .map(|line| line.text.clone() + "\n")
        .collect();
    let top: String = head.chars().take(400).collect();
    for source in [top.as_str(), furniture.as_str()] {
        let found = regex.on(source).find_iter(source).map(|m| m.as_str()).find(|symbol| {
            symbol.len() >= 6
                && symbol.chars().any(|c| c.is_ascii_digit())
                && symbol.chars().next().is_some_and(|c| c.is_ascii_uppercase())
        });
        if let Some(symbol) = found {
            return Some(symbol.trim_end_matches(['.', '-']).to_owned());
        }
    }
    None
}

/// The report key: slug of body and date, else of the file name.
fn key(body: Option<&str>, date: Option<&str>, stem: &str) -> String {
    match (body, date) {
        (Some(body), Some(date)) if date.len() == 10 => format!("{}-{date}", slug(&short_body(body))),
        _ => {
            let slug = slug(stem);
            if slug.is_empty() { "report".to_owned() } else { slug }
        }
    }
}

/// "WG on IGF improvements" goes into keys as "wg-igf-improvements".
fn short_body(body: &str) -> String {
    body.split_whitespace()
        .filter(|word| !matches!(word.to_lowercase().as_str(), "on" | "of" | "the" | "for" | "and"))
        .collect::<Vec<_>>()
        .join(" ")
}

/// Lower-case letters and digits, runs of anything else one hyphen.
pub(crate) fn slug(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let mut out = String::new();
    for c in text.nfd() {
        if c.is_alphanumeric() {
            out.extend(c.to_lowercase());
        } else if !unicode_normalization::char::is_combining_mark(c) && !out.ends_with('-') && !out.is_empty() {
            out.push('-');
        }
    }
    out.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_plain() {
        assert_eq!(slug("Réunion du Groupe (2019)"), "reunion-du-groupe-2019");
        assert_eq!(slug("A/80/604"), "a-80-604");
    }

    #[test]
    fn another_meetings_date_is_not_this_ones() {
        assert!(says_when("The second meeting was held on 3 May 2019"));
        assert!(!says_when("The next virtual meeting will be held on 5 June 2019"));
        assert!(!says_when("A meeting of the donors is to be convened on 5 June 2019"));
    }

    #[test]
    fn a_day_is_no_number_of_a_meeting() {
        assert_eq!(named_meeting("Notes of Meeting 31 October 2018"), None);
        assert_eq!(named_meeting("Coordination Meeting 22-24 June"), None);
        assert_eq!(named_meeting("Report of Meeting 12, held on 4 May").as_deref(), Some("Meeting 12"));
    }

    #[test]
    fn symbols_of_un_documents() {
        for symbol in ["A/80/604/Add.4", "A/RES/73/8", "E/2012/48", "TD/B/C.1/12"] {
            let found = SYMBOL.as_ref().unwrap().on(symbol).find(symbol).map(|m| m.as_str().to_owned());
            assert_eq!(found.as_deref(), Some(symbol));
        }
    }
}
