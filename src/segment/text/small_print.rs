//! Lines that say something about the document and nothing of the meeting: dates, status, length, kind.

use super::dates;

/// Longer lines are prose.
const MOST_WORDS: usize = 12;
/// Meeting, place and date in one line under the title; longer ones are prose.
const SUBTITLE_WORDS: usize = 20;

/// Words for the kind of a document, alone on a line.
const KINDS: &[&str] = &[
    "summary report",
    "summary",
    "report",
    "meeting report",
    "draft report",
    "final report",
    "draft summary report",
    "summary record",
    "draft summary record",
    "draft",
    "final",
    "final draft",
    "minutes",
    "draft minutes",
    "meeting minutes",
    "meeting summary",
    "unedited",
    "advance copy",
    "limite",
    "restricted",
    "united nations",
    "nations unies",
    "naciones unidas",
    "english only",
    "original: english",
    "note",
    "compte rendu",
    "procès-verbal",
    "informe",
    "acta",
    "advance unedited version",
    "raw",
    "for information",
    "synthesis paper",
    "draft agenda",
    "provisional agenda",
    "chair's summary",
    "background paper",
    "working paper",
    "discussion paper",
    "concept note",
    "non-paper",
];

/// Parts of a symbol between blanks.
const SYMBOL_WORDS: usize = 6;
/// A line of a date with its place and time has no more words.
const DATE_LINE_WORDS: usize = 10;

/// Bytes of the longest of them, with room for an accent.
const LONGEST_KIND: usize = 32;

/// What a line of status, time or place begins with.
const LEADS: &[&str] = &[
    "draft as of ",
    "as of ",
    "version ",
    "last updated",
    "updated ",
    "status: ",
    "date: ",
    "time: ",
    "venue: ",
    "distr.",
    "original: ",
];
/// Such a line, or one in brackets, has no more words.
const LEAD_WORDS: usize = 8;

/// Whether a line is such small print.
pub(crate) fn is_meta(text: &str) -> bool {
    let words = text.split_whitespace().take(MOST_WORDS + 1).count();
    if words == 0 || words > MOST_WORDS {
        return false;
    }
    is_kind(text) || words <= LEAD_WORDS && (is_bracketed(text) || begins_with_lead(text)) || is_date_line(text, words)
}

fn is_kind(text: &str) -> bool {
    let bare = text.trim_matches(|c: char| !c.is_alphanumeric());
    bare.len() <= LONGEST_KIND && KINDS.contains(&bare.to_lowercase().replace('’', "'").as_str())
}

fn is_bracketed(text: &str) -> bool {
    text.starts_with('(') && text.ends_with(')') && !text.ends_with(".)")
}

fn begins_with_lead(text: &str) -> bool {
    LEADS.iter().any(|lead| text.get(..lead.len()).is_some_and(|start| start.eq_ignore_ascii_case(lead)))
}

/// Whether a line is one of the short lines of a first page that stand each for itself: dates, symbols, status.
pub(crate) fn stands_apart(line: &str) -> bool {
    is_meta(line) || is_symbol(line)
}

/// "Wednesday, 3 December": a weekday and a date without year.
pub(crate) fn is_day(line: &str) -> bool {
    const DAYS: [&str; 21] = [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "lundi",
        "mardi",
        "mercredi",
        "jeudi",
        "vendredi",
        "samedi",
        "dimanche",
        "lunes",
        "martes",
        "miércoles",
        "jueves",
        "viernes",
        "sábado",
        "domingo",
    ];
    let first = line.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default().to_lowercase();
    DAYS.contains(&first.as_str()) && dates::first_year(line).is_none()
}

/// "Chair: Ms. Ada Holm", "Venue: Town Hall": a label and what it says, under a title.
pub(crate) fn is_labelled(line: &str) -> bool {
    const LABELS: [&str; 20] = [
        "chair",
        "chairman",
        "chairperson",
        "chairwoman",
        "co-chairs",
        "co-chair",
        "moderator",
        "rapporteur",
        "venue",
        "place",
        "location",
        "date",
        "time",
        "from",
        "to",
        "subject",
        "present",
        "prepared by",
        "author",
        "reference",
    ];
    line.split_once(':').is_some_and(|(label, rest)| {
        LABELS.contains(&label.trim().to_lowercase().as_str())
            && (1..=MOST_WORDS).contains(&rest.split_whitespace().count())
    })
}

/// A document symbol or number alone on a line: "A/AC.12/L.3", "7654/14", "TC 37/SC 4 N 512".
pub(crate) fn is_symbol(line: &str) -> bool {
    // What most lines lack is asked for first.
    if !line.contains('/') || !line.bytes().any(|byte| byte.is_ascii_digit()) || line.ends_with(['.', ',', ';', ':']) {
        return false;
    }
    let is_code = |part: &str| {
        part.bytes().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
            || matches!(part, "Add" | "Rev" | "Corr" | "SECT" | "Sect" | "No")
    };
    (1..=SYMBOL_WORDS).contains(&line.split_whitespace().take(SYMBOL_WORDS + 1).count())
        && line.split(|c: char| !c.is_alphanumeric()).all(is_code)
        && dates::numeric(line).is_none()
}

/// A line under the title that names meeting, kind and date together: "Online Meeting report 11 October 2018,".
pub(crate) fn is_subtitle(text: &str) -> bool {
    let words = text.split_whitespace().take(SUBTITLE_WORDS + 1).count();
    let dated = || !dates::days(text).is_empty() || dates::month_only(text).is_some();
    words <= SUBTITLE_WORDS && dated() && !super::statements::has_verb(text) && !text.ends_with(['.', ':'])
}

/// Words of a line that says who a report is by, at most.
const BYLINE_WORDS: usize = 12;

/// "Report of the Secretary-General", "Note by the Secretariat", "Prepared by the Board": who a report is by, under its title.
pub(crate) fn is_byline(text: &str) -> bool {
    const OPENINGS: [&str; 8] = [
        "Note by ",
        "Note from ",
        "Note verbale",
        "Prepared by ",
        "Submitted by ",
        "Paper submitted by ",
        "Note du ",
        "Nota de ",
    ];
    const OFFICES: [&str; 9] = [
        "Secretary-General",
        "Secretariat",
        "Director-General",
        "Executive Secretary",
        "Executive Director",
        "High Commissioner",
        "Special Rapporteur",
        "Secrétaire général",
        "Secretario General",
    ];
    let is_report =
        ["Report of ", "Report by ", "Rapport du ", "Informe del "].iter().any(|opening| text.starts_with(opening))
            && OFFICES.iter().any(|office| text.contains(office));
    let is_short =
        text.split_whitespace().take(BYLINE_WORDS + 1).count() <= BYLINE_WORDS && !text.ends_with(['.', ':']);
    is_short
        && (is_report || OPENINGS.iter().any(|opening| text.starts_with(opening)))
        && !super::statements::has_verb(text)
}

/// A date and a place or time, nothing else.
fn is_date_line(text: &str, words: usize) -> bool {
    if words > DATE_LINE_WORDS {
        return false;
    }
    let Some(date) = dates::days(text).first().copied().or_else(|| dates::month_only(text)) else { return false };
    let lead = text.get(..date.start).unwrap_or_default();
    lead.split_whitespace().count() <= 3
        && (!text.ends_with(['.', ':', ';']) || text.ends_with("p.m.") || text.ends_with("a.m."))
        && !super::statements::has_verb(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_say_who_a_report_is_by() {
        assert!(is_byline("Report of the Secretary-General") && is_byline("Note by the Secretariat"));
        assert!(!is_byline("Report of the treasurer") && !is_byline("Note that the meeting was held."));
    }

    #[test]
    fn small_print_of_reports() {
        for text in [
            "28 March 2017",
            "Summary Report",
            "(2-3 pages)",
            "Draft as of 27 March 2017",
            "(approx. 60 minutes)",
            "Geneva, 4-6 April 2016",
            "[DRAFT]",
            "14 - 16 January 2020",
            "Tuesday, 3 May 2011",
            "Monday, May 9, 2011, 6:30 p.m.",
        ] {
            assert!(is_meta(text), "{text}");
        }
    }

    #[test]
    fn symbols_alone_on_a_line() {
        for text in ["A/AC.12/L.3", "7654/14", "TC 37/SC 4 N 512", "E/2014/L.18", "A/80/604/Add.4", "WT/CCL/M/88"] {
            assert!(is_symbol(text), "{text}");
        }
        for text in ["12/03/2014", "Input/Output", "See A/66/412.", "COUNCIL"] {
            assert!(!is_symbol(text), "{text}");
        }
    }

    #[test]
    fn sentences_and_headings_are_not() {
        for text in [
            "The meeting took place on 28 March 2017.",
            "Background",
            "Outcome of the meeting held on 3 May 2011 in the city of Geneva with all members of the group",
            "The group met on 3 May 2011",
        ] {
            assert!(!is_meta(text), "{text}");
        }
    }
}
