//! Which marks are numbers of a series: the best explanation of the whole sequence, not one decision per line.
//!
//! Every line that begins with something like a number is a candidate. A hypothesis says of each candidate that it is no
//! mark, continues an open series, or opens one (inside the series above it, as an agenda does inside a paragraph). Each
//! of these has a price; the cheapest hypothesis wins. Hypotheses are kept in a beam, so the work is linear in the
//! number of candidates. Prices are in one unit: 1.0 is what one clear piece of layout evidence is worth.

use super::marks::{Form, Reading, Script};
use std::rc::Rc;

/// Hypotheses kept per candidate; more changed nothing on long reports with nested lists.
const BEAM: usize = 24;
/// Series open at once: body, list, sub-list, quoted series and its list.
const MAX_DEPTH: usize = 6;
/// Series that wait to go on: headings, sub-headings, paragraphs and the lists between them.
const MAX_WAITING: usize = 5;

/// Price of opening a series at its first value.
const OPEN_AT_FIRST: f32 = 1.5;
/// Price of opening a series anywhere else, as a quotation does.
const OPEN_ELSEWHERE: f32 = 3.2;
/// Price on top of that for letters, which nobody quotes from the middle.
const OPEN_LETTERS_ELSEWHERE: f32 = 0.8;
/// Rebate for a mark under "...:" or a heading, where lists and quotations begin.
const UNDER_STEM: f32 = 0.8;
/// Price of starting a series again that stands open with the same form and indent.
const RESTART: f32 = 0.9;
/// Price of the same value again, the first time; automatic numbering broken in conversion does it on every paragraph.
const REPEAT: f32 = 1.8;
/// Price of every further repeat.
const REPEAT_AGAIN: f32 = 0.3;
/// Price of a skipped number, and of every further one skipped.
const GAP: f32 = 1.3;
const GAP_EACH: f32 = 0.35;
/// Most that a gap costs: recommendations are picked out of longer lists.
const GAP_MOST: f32 = 2.3;
/// So many skipped numbers under "...:" are a quotation rather than a gap, and what that adds to the price of the gap.
const JUMP: u32 = 5;
const JUMP_UNDER_STEM: f32 = 1.0;
/// Price of a step back inside a series, the first time and after.
const BACK: f32 = 2.0;
const BACK_AGAIN: f32 = 1.0;
/// Price of another punctuation than the series has.
const OTHER_FORM: f32 = 1.4;
/// Price of going on with a series that an outer one went past.
const RESUME: f32 = 0.5;
/// Price of a different left edge (beyond [`LEFT_TOLERANCE`] ems), and of one far away.
const OTHER_LEFT: f32 = 0.8;
const FAR_LEFT: f32 = 1.7;
/// Right-aligned numbers move by the width of a digit or two.
const LEFT_TOLERANCE: f32 = 1.3;
const LEFT_FAR: f32 = 3.5;
/// Weight of the unlikeness in length: agenda entries are short, paragraphs long.
const LENGTH_WEIGHT: f32 = 0.45;
/// Price of a number without any punctuation, and of one of several levels ("2.1"), which hardly is anything else.
const BARE: f32 = 0.7;
const BARE_DEEP: f32 = 0.2;
/// Price of opening a series of a deeper level at its first value under a number that is not there: "5.1" without "5".
const OPEN_DEEP: f32 = 2.0;

/// A line that begins with something like a number.
#[derive(Debug, Clone)]
pub(crate) struct Candidate {
    /// The ways to read it, the likelier first.
    pub(crate) readings: Vec<Reading>,
    /// Punctuation.
    pub(crate) form: Form,
    /// Left edge of the mark in ems of the body.
    pub(crate) left: f32,
    /// How strongly layout says, the mark aside, that a block begins here; negative: that the line continues.
    pub(crate) evidence: f32,
    /// Characters up to the next candidate or certain break.
    pub(crate) length: usize,
    /// The block before ends with a colon.
    pub(crate) after_stem: bool,
    /// The block before looks like a heading.
    pub(crate) after_heading: bool,
    /// An annex begins between the candidate before and this one.
    pub(crate) new_annex: bool,
}

/// A candidate's place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    /// Series, named by the candidate that opened it.
    pub(crate) series: usize,
    /// How many series stand open around it.
    pub(crate) depth: usize,
    /// Which reading of the mark the series needs.
    pub(crate) reading: usize,
    /// The series that it stands in, if it is nested.
    pub(crate) parent: Option<usize>,
}

/// For each candidate its place, or `None` where it is no mark.
pub(crate) fn solve(candidates: &[Candidate]) -> Vec<Option<Place>> {
    let mut trail: Vec<Step> = Vec::new();
    let mut beam = vec![Hypothesis { price: 0.0, open: Vec::new(), waiting: Vec::new(), last: None }];
    let mut ways: Vec<Way> = Vec::new();
    for (at, candidate) in candidates.iter().enumerate() {
        if candidate.new_annex {
            for hypothesis in &mut beam {
                hypothesis.open.clear();
                hypothesis.waiting.clear();
            }
        }
        ways.clear();
        for (from, hypothesis) in beam.iter().enumerate() {
            ways_on(hypothesis, from, candidate, &mut ways);
        }
        // Only the cheapest ways are gone: most cost too much, and a hypothesis is dear to copy.
        let by_price = |a: &Way, b: &Way| a.price.total_cmp(&b.price).then(a.order.cmp(&b.order));
        if ways.len() > BEAM {
            ways.select_nth_unstable_by(BEAM, by_price);
            ways.truncate(BEAM);
        }
        ways.sort_unstable_by(by_price);
        beam = ways
            .iter()
            .filter_map(|way| {
                let before = beam.get(way.from)?;
                let (mut hypothesis, place) = before.went(way, at, candidate);
                trail.push(Step { before: before.last, place });
                hypothesis.last = Some(trail.len() - 1);
                Some(hypothesis)
            })
            .collect();
    }
    let mut places = vec![None; candidates.len()];
    let mut step = beam.first().and_then(|best| best.last);
    for place in places.iter_mut().rev() {
        let Some(found) = step.and_then(|index| trail.get(index)) else { break };
        *place = found.place;
        step = found.before;
    }
    places
}

#[derive(Debug, Clone)]
struct Step {
    before: Option<usize>,
    place: Option<Place>,
}

#[derive(Debug, Clone)]
struct Hypothesis {
    price: f32,
    /// Shared between hypotheses: most of them differ in the last series only.
    open: Vec<Rc<Series>>,
    /// Series that an outer one went past, the last one last: paragraphs go on under the next lettered heading.
    waiting: Vec<Rc<Series>>,
    last: Option<usize>,
}

impl Hypothesis {
    /// The hypothesis after a way on, and the place that the candidate has in it.
    fn went(&self, way: &Way, at: usize, candidate: &Candidate) -> (Self, Option<Place>) {
        let mut after = Self { price: way.price, ..self.clone() };
        let entered = way.entry.and_then(|(nth, entry)| Some((nth, candidate.readings.get(nth)?, entry)));
        let Some((nth, reading, entry)) = entered else { return (after, None) };
        match entry {
            Entry::GoesOn { depth, .. } => after.keep(depth + 1),
            Entry::Resumes { waiting, .. } => after.resume(waiting),
            Entry::Opens { keep } => {
                after.keep(keep);
                let parent = after.open.last().map(|outer| outer.id);
                after.open.push(Rc::new(Series::opened(at, parent, reading, candidate)));
            }
        }
        // Whichever way, the series that the mark entered is the innermost now.
        let depth = after.open.len().saturating_sub(1);
        let parent = depth.checked_sub(1).and_then(|outer| after.open.get(outer)).map(|outer| outer.id);
        let Some(series) = after.open.last_mut() else { return (after, None) };
        if let Entry::GoesOn { step, .. } | Entry::Resumes { step, .. } = entry {
            Rc::make_mut(series).take(reading, candidate, &step);
        }
        let place = Place { series: series.id, depth, reading: nth, parent };
        (after, Some(place))
    }

    /// Keeps the outer series open; the others wait.
    fn keep(&mut self, outer: usize) {
        let passed = self.open.split_off(outer.min(self.open.len()));
        self.waiting.extend(passed);
        let surplus = self.waiting.len().saturating_sub(MAX_WAITING);
        self.waiting.drain(..surplus);
    }

    /// How deep a series that waits would stand if it were opened once more: inside the one it stood in where that is open.
    fn depth_resumed(&self, series: &Series) -> usize {
        self.home(series).map_or(self.open.len(), |home| home + 1)
    }

    /// Opens the series once more that waits at a place of the list.
    fn resume(&mut self, waiting: usize) {
        if waiting >= self.waiting.len() {
            return;
        }
        let series = self.waiting.remove(waiting);
        if let Some(home) = self.home(&series) {
            self.keep(home + 1);
        }
        self.open.push(series);
    }

    /// Where the series that `series` was opened in stands open.
    fn home(&self, series: &Series) -> Option<usize> {
        self.open.iter().position(|open| Some(open.id) == series.parent)
    }
}

/// One way on from a hypothesis: what a candidate could be in it, and what the hypothesis costs then.
#[derive(Debug, Clone, Copy)]
struct Way {
    /// Which hypothesis of the beam.
    from: usize,
    /// Its place among the ways as they were found: of two at one price the first is taken.
    order: usize,
    /// Price of the hypothesis after it.
    price: f32,
    /// Which reading of the mark enters which series; `None`: it is no mark.
    entry: Option<(usize, Entry)>,
}

/// How a mark enters a series.
#[derive(Debug, Clone, Copy)]
enum Entry {
    /// It goes on with the open series at this depth.
    GoesOn { depth: usize, step: StepPrice },
    /// It goes on with the series at this place of those that wait.
    Resumes { waiting: usize, step: StepPrice },
    /// It opens a series inside so many open ones.
    Opens { keep: usize },
}

#[derive(Debug, Clone)]
struct Series {
    id: usize,
    /// The series that it was opened in.
    parent: Option<usize>,
    script: Script,
    form: Form,
    path: Vec<u32>,
    left: f32,
    length: f32,
    members: f32,
    repeats: u32,
    backs: u32,
}

impl Series {
    /// The series that a candidate opens.
    fn opened(at: usize, parent: Option<usize>, reading: &Reading, candidate: &Candidate) -> Self {
        Self {
            id: at,
            parent,
            script: reading.script,
            form: candidate.form,
            path: reading.path.clone(),
            left: candidate.left,
            length: candidate.length as f32,
            members: 1.0,
            repeats: 0,
            backs: 0,
        }
    }

    fn take(&mut self, reading: &Reading, candidate: &Candidate, step: &StepPrice) {
        self.length = (self.length * self.members + candidate.length as f32) / (self.members + 1.0);
        self.members += 1.0;
        self.path.clone_from(&reading.path);
        self.script = reading.script;
        self.repeats += u32::from(step.repeat);
        self.backs += u32::from(step.back);
    }
}

/// Enters all ways on from a hypothesis.
fn ways_on(before: &Hypothesis, from: usize, candidate: &Candidate, ways: &mut Vec<Way>) {
    let mut push = |price: f32, entry| ways.push(Way { from, order: ways.len(), price: before.price + price, entry });
    push(reject_price(candidate), None);
    let entry_price = (-candidate.evidence).max(0.0) * 0.8
        + match candidate.form {
            Form::Bare if is_deep(candidate) => BARE_DEEP,
            Form::Bare => BARE,
            _ => 0.0,
        };
    for (nth, reading) in candidate.readings.iter().enumerate() {
        let entry_price = entry_price + 0.2 * nth as f32;
        let mut add = |price, entry| push(price, Some((nth, entry)));
        for (depth, series) in before.open.iter().enumerate() {
            if let Some(step) = step_price(series, reading, candidate) {
                add(entry_price + step.price, Entry::GoesOn { depth, step });
            }
        }
        for (waiting, series) in before.waiting.iter().enumerate() {
            let step = step_price(series, reading, candidate).filter(|step| !step.repeat && !step.back);
            if let Some(step) = step.filter(|_| before.depth_resumed(series) < MAX_DEPTH) {
                add(entry_price + step.price + RESUME, Entry::Resumes { waiting, step });
            }
        }
        if before.open.len() < MAX_DEPTH {
            // Opening a series closes the inner ones only where it stands at their level: try both ends.
            add(entry_price + open_price(before, 0, reading, candidate), Entry::Opens { keep: 0 });
            let keep = before.open.len();
            if keep > 0 {
                add(entry_price + open_price(before, keep, reading, candidate), Entry::Opens { keep });
            }
        }
    }
}

/// What it costs to take a candidate for no mark.
pub(crate) fn reject_price(candidate: &Candidate) -> f32 {
    // A clear break and a punctuated number together are hardly ever chance.
    let punctuated = candidate.form != Form::Bare;
    let base = match candidate.evidence {
        e if e > 1.0 && punctuated => 1.5 + 0.6 * e,
        e if e > 0.0 => 1.0 + 0.5 * e,
        _ => 0.2,
    };
    // "M. Favre", "J. Smith": an initial.
    let initial = candidate.form == Form::Dot
        && candidate.readings.iter().all(|r| matches!(r.script, Script::UpperLetter | Script::UpperRoman))
        && candidate.readings.iter().any(|r| r.script == Script::UpperLetter && r.path.iter().all(|value| *value > 2));
    let year = candidate.readings.first().is_some_and(|r| r.path.iter().any(|value| *value >= 1000));
    let doubtful = match candidate.form {
        Form::Bare if is_deep(candidate) => 0.9,
        Form::Bare => 0.5,
        Form::Colon => 0.8,
        _ => 1.0,
    };
    base * doubtful * if year || initial { 0.3 } else { 1.0 }
}

/// Whether every reading has several levels.
fn is_deep(candidate: &Candidate) -> bool {
    candidate.readings.iter().all(|reading| reading.path.len() > 1)
}

fn open_price(before: &Hypothesis, keep: usize, reading: &Reading, candidate: &Candidate) -> f32 {
    let first = reading.path.iter().all(|value| *value <= 1);
    let deep_first = reading.path.len() > 1 && reading.path.last() == Some(&1);
    let mut price = match (first, deep_first) {
        (true, _) => OPEN_AT_FIRST,
        (false, true) => OPEN_DEEP,
        (false, false) => OPEN_ELSEWHERE,
    };
    if !first && reading.script != Script::Decimal {
        price += OPEN_LETTERS_ELSEWHERE;
    }
    if candidate.after_stem || candidate.after_heading || candidate.new_annex {
        price -= UNDER_STEM;
    }
    let twin = before.open.iter().any(|open| {
        open.form == candidate.form
            && same_kind(open.script, reading.script)
            && (open.left - candidate.left).abs() <= LEFT_TOLERANCE
    });
    if twin && !candidate.after_heading {
        price += RESTART;
    }
    if let Some(outer) = before.open.get(keep.wrapping_sub(1)) {
        // Nested series stand further right, or at least differ in form.
        if candidate.left > outer.left + LEFT_TOLERANCE / 2.0 {
            price -= 0.6;
        } else if outer.form == candidate.form && same_kind(outer.script, reading.script) {
            price += 0.3;
        }
    }
    price.max(0.3)
}

#[derive(Debug, Clone, Copy)]
struct StepPrice {
    price: f32,
    repeat: bool,
    back: bool,
}

fn step_price(series: &Series, reading: &Reading, candidate: &Candidate) -> Option<StepPrice> {
    if !same_kind(series.script, reading.script) {
        return None;
    }
    let mut price = 0.0;
    let (mut repeat, mut back) = (false, false);
    match step(&series.path, &reading.path)? {
        Step2::Next => {}
        Step2::Skip(missing) => {
            price += (GAP + GAP_EACH * missing as f32).min(GAP_MOST);
            if candidate.after_stem && missing >= JUMP {
                price += JUMP_UNDER_STEM;
            }
        }
        Step2::Same => {
            price += if series.repeats == 0 { REPEAT } else { REPEAT_AGAIN };
            repeat = true;
        }
        Step2::Back => {
            price += if series.backs == 0 { BACK } else { BACK_AGAIN };
            back = true;
        }
    }
    if series.form != candidate.form {
        price += OTHER_FORM;
    }
    let offset = (series.left - candidate.left).abs();
    if offset > LEFT_FAR {
        price += FAR_LEFT;
    } else if offset > LEFT_TOLERANCE {
        price += OTHER_LEFT;
    }
    let ratio = ((candidate.length as f32 + 40.0) / (series.length + 40.0)).ln().abs();
    price += LENGTH_WEIGHT * ratio.min(2.0);
    Some(StepPrice { price, repeat, back })
}

enum Step2 {
    Next,
    Skip(u32),
    Same,
    Back,
}

/// How one number follows another: "2.9" goes on with "2.10", "2.9.1" or "3".
fn step(from: &[u32], to: &[u32]) -> Option<Step2> {
    if from == to {
        return Some(Step2::Same);
    }
    let common = from.iter().zip(to).take_while(|(a, b)| a == b).count();
    let old = from.get(common).copied().unwrap_or(0);
    let new = to.get(common).copied()?;
    let deeper_at_first = to.iter().skip(common + 1).all(|value| *value == 1);
    if to.len() > from.len() + 2 {
        return None;
    }
    if new == old + 1 && deeper_at_first {
        return Some(Step2::Next);
    }
    if new > old { Some(Step2::Skip(new - old - 1)) } else { Some(Step2::Back) }
}

fn same_kind(a: Script, b: Script) -> bool {
    a == b
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::segment::numbering::marks;

    fn candidate(mark: &str, left: f32, evidence: f32, length: usize) -> Candidate {
        let mark = marks::read(mark).unwrap();
        Candidate {
            readings: mark.readings,
            form: mark.form,
            left,
            evidence,
            length,
            after_stem: false,
            after_heading: false,
            new_annex: false,
        }
    }

    fn series(candidates: &[Candidate]) -> Vec<Option<usize>> {
        solve(candidates).into_iter().map(|place| place.map(|p| p.series)).collect()
    }

    #[test]
    fn a_plain_series_is_one_series() {
        let list: Vec<_> = ["1.", "2.", "3.", "4."].iter().map(|m| candidate(m, 0.0, 1.0, 300)).collect();
        assert_eq!(series(&list), vec![Some(0); 4]);
    }

    #[test]
    fn a_number_in_the_middle_of_a_sentence_is_no_mark() {
        let mut list: Vec<_> = ["1.", "2.", "2016.", "3."].iter().map(|m| candidate(m, 0.0, 1.0, 300)).collect();
        list[2].evidence = -3.0;
        assert_eq!(series(&list), vec![Some(0), Some(0), None, Some(0)]);
    }

    #[test]
    fn an_agenda_inside_a_paragraph_is_a_series_of_its_own() {
        let mut list = vec![candidate("1.", 0.0, 2.0, 400), candidate("2.", 0.0, 2.0, 120)];
        for mark in ["1.", "2.", "3.", "4."] {
            list.push(candidate(mark, 2.0, 2.0, 30));
        }
        list[2].after_stem = true;
        list.push(candidate("3.", 0.0, 2.0, 500));
        assert_eq!(series(&list), vec![Some(0), Some(0), Some(2), Some(2), Some(2), Some(2), Some(0)]);
    }

    #[test]
    fn the_agenda_is_found_without_any_indent() {
        let mut list = vec![candidate("1.", 0.0, 0.5, 600), candidate("2.", 0.0, 0.5, 90)];
        for mark in ["1.", "2.", "3.", "4.", "5."] {
            list.push(candidate(mark, 0.0, 2.0, 30));
        }
        list[2].after_stem = true;
        list.push(candidate("3.", 0.0, 0.5, 700));
        assert_eq!(series(&list).last(), Some(&Some(0)));
    }

    #[test]
    fn every_paragraph_labelled_one_is_one_broken_series() {
        let list: Vec<_> = (0..6).map(|_| candidate("1.", 0.0, 2.0, 300)).collect();
        assert_eq!(series(&list), vec![Some(0); 6]);
    }

    #[test]
    fn a_quoted_paragraph_does_not_take_part_in_the_series() {
        let mut list =
            vec![candidate("1.", 0.0, 2.0, 300), candidate("76.", 3.0, 2.5, 300), candidate("2.", 0.0, 2.0, 300)];
        list[1].after_stem = true;
        assert_eq!(series(&list), vec![Some(0), Some(1), Some(0)]);
    }

    #[test]
    fn paragraphs_go_on_under_the_next_lettered_heading() {
        let marks = ["I.", "A.", "1.", "2.", "B.", "3.", "4.", "II.", "A.", "5.", "6.", "B.", "7.", "III.", "8.", "9."];
        let long = |mark: &str| if mark.starts_with(|c: char| c.is_ascii_digit()) { 300 } else { 25 };
        let mut list: Vec<_> = marks.iter().map(|m| candidate(m, 0.0, 3.0, long(m))).collect();
        for at in [2, 5, 9, 12, 14] {
            list[at].after_heading = true;
        }
        let found = series(&list);
        for (mark, place) in marks.iter().zip(&found) {
            if mark.starts_with(|c: char| c.is_ascii_digit()) {
                assert_eq!(*place, Some(2), "{mark} {found:?}");
            }
        }
    }

    #[test]
    fn recommendations_in_any_order_are_all_marks() {
        let mut list: Vec<_> = ["89.", "87.", "85.", "108."].iter().map(|m| candidate(m, 0.0, 3.0, 200)).collect();
        list[0].after_stem = true;
        assert!(series(&list).iter().all(Option::is_some));
    }

    #[test]
    fn letters_nest_and_the_ninth_letter_is_no_roman_one() {
        let list: Vec<_> = ["(a)", "(b)", "(c)", "(d)", "(e)", "(f)", "(g)", "(h)", "(i)", "(j)"]
            .iter()
            .map(|m| candidate(m, 2.0, 2.0, 80))
            .collect();
        assert_eq!(series(&list), vec![Some(0); 10]);
        let roman: Vec<_> =
            ["(i)", "(ii)", "(iii)", "(iv)", "(v)"].iter().map(|m| candidate(m, 2.0, 2.0, 80)).collect();
        assert_eq!(series(&roman), vec![Some(0); 5]);
    }

    #[test]
    fn decimal_numbers_go_up_and_down() {
        let list: Vec<_> =
            ["1.", "1.1.", "1.2.", "2.", "2.1.", "2.1.1.", "3."].iter().map(|m| candidate(m, 0.0, 2.0, 100)).collect();
        assert_eq!(series(&list), vec![Some(0); 7]);
    }
}
