//! Numbers: those that the file states are taken; those that were typed are granted where their series bears them out.

use super::super::numbering::marks::{self, Form, Mark, Reading, Script};
use super::super::numbering::sequence::Place;
use super::sheet::Sheet;
use crate::model::BlockStyle;

/// A typed number of one level above this is a year or an amount, unless it goes on a series.
const LARGEST_TYPED: u32 = 999;
/// The next number of a series is looked for in so many numbered blocks.
const AHEAD: usize = 40;

/// A number that a block could have.
#[derive(Debug, Clone)]
struct Candidate {
    mark: Mark,
    /// Bytes of the text that it takes; 0 for stated ones.
    typed: usize,
    stated: bool,
    /// Set apart as a heading is.
    headed: bool,
}

/// An open series of numbers.
#[derive(Debug, Clone)]
struct Series {
    id: usize,
    form: Form,
    script: Script,
    last: Vec<u32>,
    parent: Option<usize>,
    headed: bool,
}

/// Grants numbers and bullets and puts numbers into series. What several people `contribute` is numbered by each anew: a heading over
/// their words ends what was open.
pub(super) fn grant(sheet: &mut Sheet, contributed: bool) {
    let candidates: Vec<Option<Candidate>> = (0..sheet.styled.len()).map(|at| candidate(sheet, at)).collect();
    let numbers: Vec<usize> = (0..candidates.len())
        .filter(|at| candidates.get(*at).is_some_and(|c| c.as_ref().is_some_and(|c| !c.mark.is_bullet())))
        .collect();
    let mut open: Vec<Series> = Vec::new();
    for (at, candidate) in candidates.iter().enumerate() {
        let heads = sheet.styled.get(at).is_some_and(|block| matches!(block.style, BlockStyle::Heading(_)));
        if contributed && heads {
            open.clear();
        }
        let Some(candidate) = candidate else { continue };
        if candidate.mark.is_bullet() {
            sheet.grant(at, candidate.mark.clone(), candidate.typed);
            continue;
        }
        let after = numbers.partition_point(|number| *number <= at);
        let following = numbers.iter().skip(after).take(AHEAD).filter_map(|at| candidates.get(*at)?.as_ref());
        let stem = at
            .checked_sub(1)
            .and_then(|above| sheet.drafts.get(above))
            .is_some_and(|above| above.text.text.ends_with(':'));
        let Some(place) = place(candidate, at, &mut open, following, stem) else { continue };
        sheet.grant(at, candidate.mark.clone(), candidate.typed);
        if let Some(draft) = sheet.drafts.get_mut(at) {
            draft.chunk.place = Some(place);
        }
    }
}

fn candidate(sheet: &Sheet, at: usize) -> Option<Candidate> {
    let block = sheet.styled.get(at)?;
    if matches!(block.style, BlockStyle::Row { .. } | BlockStyle::Title | BlockStyle::Subtitle)
        || block.speaker.is_some()
    {
        return None;
    }
    let headed = matches!(block.style, BlockStyle::Heading(_)) || (block.look.bold && sheet.bold_speaks);
    if let Some(number) = block.label.as_ref().and_then(|label| label.number.as_deref())
        && let Some(mark) = stated(number)
    {
        return Some(Candidate { mark, typed: 0, stated: true, headed });
    }
    let typed = marks::read(&block.text).filter(|mark| !mark.alone);
    if let Some(mark) = &typed
        && !mark.is_bullet()
    {
        let typed = mark.len;
        return Some(Candidate { mark: mark.clone(), typed, stated: false, headed });
    }
    // A bullet that the file states, or one that was typed.
    if block.label.is_some() || block.style == BlockStyle::Entry {
        let typed = typed.map_or(0, |mark| mark.len);
        return Some(Candidate { mark: bullet(), typed, stated: true, headed });
    }
    typed.map(|mark| Candidate { typed: mark.len, mark, stated: false, headed })
}

fn bullet() -> Mark {
    Mark {
        number: String::new(),
        readings: Vec::new(),
        form: Form::Bullet,
        len: 0,
        bullet: Some('•'),
        alone: false,
        inserted: false,
    }
}

/// A label that the file states: "12.", "(a)", "1-.", "Article 5", "R1".
pub(super) fn stated(label: &str) -> Option<Mark> {
    let label = label.trim();
    if label.is_empty() || !label.chars().any(char::is_alphanumeric) {
        return None;
    }
    let read = |text: &str| marks::read(&format!("{text} X")).filter(|mark| !mark.is_bullet() && mark.len > text.len());
    if let Some(mark) = read(label) {
        return Some(mark);
    }
    // "Article 5", "Recommendation 12:": the word is part of the label, not of the number.
    if let Some(mark) = label.rsplit_once(' ').and_then(|(_, last)| read(last)) {
        return Some(mark);
    }
    let number = label.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    let digits: String =
        number.chars().rev().take_while(char::is_ascii_digit).collect::<Vec<_>>().into_iter().rev().collect();
    let letters = number.chars().all(char::is_alphabetic);
    let value =
        digits.parse().ok().or_else(|| if letters { crate::text::numerals::roman(&number) } else { None }).unwrap_or(0);
    let script = if letters { Script::UpperLetter } else { Script::Decimal };
    let readings = vec![Reading { script, path: vec![value] }];
    Some(Mark { number, readings, form: Form::Prefixed, len: 0, bullet: None, alone: false, inserted: false })
}

/// The place of a candidate among the open series, or `None` where it is no number.
fn place<'a>(
    candidate: &Candidate,
    at: usize,
    open: &mut Vec<Series>,
    mut following: impl Iterator<Item = &'a Candidate>,
    stem: bool,
) -> Option<Place> {
    let mark = &candidate.mark;
    // The innermost series that it continues; one of the same look (heading or not) before another.
    let continued = |same_look: bool| {
        open.iter().enumerate().rev().find_map(|(depth, series)| {
            let reading = mark.readings.iter().position(|reading| continues(series, reading, mark.form))?;
            (!same_look || series.headed == candidate.headed).then_some((depth, reading))
        })
    };
    if let Some((depth, reading)) = continued(true).or_else(|| continued(false)) {
        // Headings close the headings below them, not the series of paragraphs that runs through; text closes what is inner.
        let headed = open.get(depth)?.headed;
        let mut at = 0;
        open.retain(|series| {
            at += 1;
            at <= depth + 1 || headed && !series.headed
        });
        let series = open.get_mut(depth)?;
        series.last.clone_from(&mark.readings.get(reading)?.path);
        return Some(Place { series: series.id, depth, reading, parent: series.parent });
    }
    let reading = opening(mark);
    let first = mark.readings.get(reading)?;
    let begins = first.path.last() == Some(&1);
    let goes_on = following.any(|other| {
        other.mark.form == mark.form
            && other.mark.readings.iter().any(|next| next.script == first.script && follows(&first.path, &next.path))
    });
    if !candidate.stated && !granted(candidate, first, begins, goes_on, stem) {
        return None;
    }
    // What opens at one hangs on what stands open, what opens later is a series beside it.
    let inner = matches!(first.script, Script::LowerLetter | Script::LowerRoman) || begins && stem;
    let same_kind = open.iter().position(|series| {
        series.script == first.script && series.form == mark.form && series.headed == candidate.headed && !inner
    });
    if candidate.headed {
        open.retain(|series| series.headed);
    }
    let parent = if inner { open.last().map(|series| series.id) } else { None };
    if let Some(depth) = same_kind.filter(|_| begins && !stem) {
        open.truncate(depth);
    }
    open.push(Series {
        id: at,
        form: mark.form,
        script: first.script,
        last: first.path.clone(),
        parent,
        headed: candidate.headed,
    });
    Some(Place { series: at, depth: open.len() - 1, reading, parent })
}

/// Which reading opens a series: the one that begins at one.
fn opening(mark: &Mark) -> usize {
    mark.readings.iter().position(|reading| reading.path.last() == Some(&1)).unwrap_or(0)
}

fn continues(series: &Series, reading: &Reading, form: Form) -> bool {
    series.form == form && series.script == reading.script && follows(&series.last, &reading.path)
}

/// "3" after "2", "2.1" after "2" or "1.4", "2" after "1.3".
fn follows(last: &[u32], next: &[u32]) -> bool {
    let same = last.iter().zip(next).take_while(|(a, b)| a == b).count();
    match (last.get(same), next.get(same)) {
        (None, Some(value)) => *value == 1 && next.len() == same + 1,
        (Some(before), Some(value)) => *value == before + 1 && next.iter().skip(same + 1).all(|deeper| *deeper == 1),
        _ => false,
    }
}

/// Whether a typed number that continues nothing is one all the same.
fn granted(candidate: &Candidate, reading: &Reading, begins: bool, goes_on: bool, stem: bool) -> bool {
    let form = candidate.mark.form;
    let value = reading.path.last().copied().unwrap_or(0);
    match (reading.script, form) {
        (_, Form::Prefixed) => true,
        (Script::Decimal, Form::Bare) if reading.path.len() == 1 => goes_on && (begins || candidate.headed),
        (Script::Decimal, Form::Bare) => reading.path.iter().all(|part| *part > 0),
        (Script::Decimal, Form::Colon) => goes_on,
        (Script::Decimal, _) => goes_on || value <= LARGEST_TYPED,
        (Script::LowerLetter | Script::LowerRoman, Form::Dot | Form::Dash | Form::Colon) => begins && (goes_on || stem),
        (Script::LowerLetter | Script::LowerRoman, _) => begins || stem,
        // "A. Holm took the chair": one letter is a name.
        (Script::UpperLetter | Script::UpperRoman, Form::Round | Form::Square | Form::Paren) => begins || goes_on,
        (Script::UpperLetter | Script::UpperRoman, _) => goes_on && begins || candidate.headed && (begins || goes_on),
    }
}
